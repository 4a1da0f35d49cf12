//! Letters in SQLite.

use kb_protocol::id::{BrandId, ConversationId};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::mail::{
    Letter, LetterKind, MailStore, NewLetter, Outcome, Unmailed, UnmailedQuery, confirming,
};
use super::super::stored::{self, parse, to_limit, to_row};
use super::super::{Pending, StoreError};
use super::{SqliteStore, rows};
use crate::conversation::{Confirmation, Conversation};

impl MailStore for SqliteStore {
    fn unmailed(&self, query: UnmailedQuery) -> Pending<'_, Vec<Unmailed>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "{} AND conversation.brand = ?2 ORDER BY updated_at LIMIT ?3",
                    select_unmailed()
                ))?
                .query_map(
                    params![query.since.0, query.brand.as_str(), to_limit(query.limit)],
                    unmailed,
                )?
                .collect()
        })
    }

    fn unmailed_among(
        &self,
        ids: Vec<ConversationId>,
        since: Timestamp,
    ) -> Pending<'_, Vec<Unmailed>> {
        self.read(move |connection| {
            let sql = format!("{} AND conversation.id = ?2", select_unmailed());
            let mut statement = connection.prepare_cached(&sql)?;
            ids.iter()
                .filter_map(|id| {
                    let found = statement.query_row(params![since.0, id.as_str()], unmailed);
                    found.optional().transpose()
                })
                .collect()
        })
    }

    fn write_answers(&self, mailed: u64, letter: NewLetter) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let marked = connection
                .prepare_cached(
                    "UPDATE conversation SET mailed = ?2 WHERE id = ?1 AND mailed = ?3",
                )?
                .execute(params![
                    letter.conversation.as_str(),
                    to_row(letter.until),
                    to_row(mailed)
                ])?;
            if marked == 1 {
                insert(connection, &letter)?;
            }
            Ok(marked == 1)
        })
    }

    fn pass_over(&self, conversation: ConversationId, mailed: u64, until: u64) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE conversation SET mailed = ?2 WHERE id = ?1 AND mailed = ?3",
                )?
                .execute(params![conversation.as_str(), to_row(until), to_row(mailed)])
                .map(drop)
        })
    }

    fn take_letters(
        &self,
        now: Timestamp,
        lease: Timestamp,
        beyond: Timestamp,
        limit: usize,
    ) -> Pending<'_, Vec<Letter>> {
        Box::pin(async move {
            let is_due = self.read(move |connection| {
                connection
                    .prepare_cached(
                        "SELECT EXISTS (SELECT 1 FROM letter
                         WHERE due_at IS NOT NULL AND (due_at <= ?1 OR due_at > ?2))",
                    )?
                    .query_row([now.0, beyond.0], |row| row.get::<_, bool>(0))
            });
            // Most looks find nothing, and write nothing.
            if !is_due.await? {
                return Ok(Vec::new());
            }
            self.writer
                .write(move |connection| {
                    connection
                        .prepare_cached(
                            "UPDATE letter SET due_at = ?3, attempts = attempts + 1 WHERE id IN
                             (SELECT id FROM letter WHERE due_at IS NOT NULL
                             AND (due_at <= ?1 OR due_at > ?2) ORDER BY due_at LIMIT ?4)
                             RETURNING id, kind, conversation, recipient, after, until, created_at,
                             attempts",
                        )?
                        .query_map(params![now.0, beyond.0, lease.0, to_limit(limit)], letter)?
                        .collect()
                })
                .await
        })
    }

    fn finish_letter(&self, id: String, outcome: Outcome) -> Pending<'_, ()> {
        let (due_at, sent_at) = match outcome {
            Outcome::Sent(at) => (None, Some(at.0)),
            Outcome::Later(at) => (Some(at.0), None),
            Outcome::Dropped => (None, None),
        };
        self.writer.write(move |connection| {
            connection
                .prepare_cached("UPDATE letter SET due_at = ?2, sent_at = ?3 WHERE id = ?1")?
                .execute(params![id, due_at, sent_at])
                .map(drop)
        })
    }

    fn letters_before(&self, letter: Letter, limit: usize) -> Pending<'_, Vec<String>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id FROM (SELECT id, created_at, until FROM letter
                     WHERE conversation = ?1 AND (recipient = ?2 OR kind = 'confirmation')
                     AND id <> ?3 AND sent_at IS NOT NULL
                     ORDER BY created_at DESC, until DESC LIMIT ?4)
                     ORDER BY created_at, until",
                )?
                .query_map(
                    params![
                        letter.conversation.as_str(),
                        letter.recipient,
                        letter.id,
                        to_limit(limit)
                    ],
                    |row| row.get(0),
                )?
                .collect()
        })
    }

    fn forget_letters(&self, before: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("DELETE FROM letter WHERE due_at IS NULL AND created_at < ?1")?
                .execute([before.0])
                .map(drop)
        })
    }

    fn is_unsubscribed(&self, brand: BrandId, address: String) -> Pending<'_, bool> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT 1 FROM unsubscribed WHERE brand = ?1 AND address = ?2")?
                .exists([brand.as_str(), &address])
        })
    }

    fn set_unsubscribed(
        &self,
        brand: BrandId,
        address: String,
        is_unsubscribed: bool,
        at: Timestamp,
    ) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            let brand = brand.as_str();
            if is_unsubscribed {
                let sql = "INSERT INTO unsubscribed (brand, address, at) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING";
                connection.prepare_cached(sql)?.execute(params![brand, address, at.0])?;
            } else {
                let sql = "DELETE FROM unsubscribed WHERE brand = ?1 AND address = ?2";
                connection.prepare_cached(sql)?.execute([brand, &address])?;
            }
            Ok(())
        })
    }
}

/// Conversations with something unseen since the moment `?1`.
fn select_unmailed() -> String {
    format!(
        "SELECT {}, mailed FROM conversation
         JOIN customer ON customer.id = conversation.customer
         WHERE updated_at >= ?1 AND seq > seen_by_visitor AND seq > mailed
         AND customer.email IS NOT NULL",
        stored::CONVERSATION
    )
}

fn unmailed(row: &Row<'_>) -> rusqlite::Result<Unmailed> {
    let mailed: i64 = row.get(stored::CONVERSATION_COLUMNS)?;
    let conversation = rows::conversation(row)?.1;
    Ok(Unmailed { conversation, mailed: mailed.unsigned_abs() })
}

/// Writes the letter that confirms a form which was just kept, unless its
/// recipient got enough of them.
pub(super) fn confirm(
    connection: &Connection,
    state: &Conversation,
    confirmation: &Confirmation,
) -> rusqlite::Result<()> {
    let email: Option<String> = connection
        .prepare_cached("SELECT email FROM customer WHERE id = ?1")?
        .query_row([state.customer.as_str()], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(letter) = confirming(state, confirmation, email.as_deref()) else { return Ok(()) };
    let has_room: bool = connection
        .prepare_cached(
            "SELECT count(*) < ?4 FROM letter
             WHERE recipient = ?1 AND kind = ?2 AND created_at > ?3",
        )?
        .query_row(
            params![letter.recipient, letter.kind.word(), confirmation.since.0, confirmation.most],
            |row| row.get(0),
        )?;
    if has_room { insert(connection, &letter) } else { Ok(()) }
}

fn insert(connection: &Connection, letter: &NewLetter) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO letter (id, kind, conversation, recipient, after, until, created_at,
             due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            letter.id,
            letter.kind.word(),
            letter.conversation.as_str(),
            letter.recipient,
            to_row(letter.after),
            to_row(letter.until),
            letter.at.0
        ])
        .map(drop)
}

fn letter(row: &Row<'_>) -> rusqlite::Result<Letter> {
    let kind: String = row.get(1)?;
    let conversation: String = row.get(2)?;
    let kind = LetterKind::of_word(&kind)
        .ok_or(StoreError::Corrupt { what: "letter.kind", value: kind })
        .map_err(rows::corrupt)?;
    Ok(Letter {
        id: row.get(0)?,
        kind,
        conversation: parse("letter.conversation", &conversation).map_err(rows::corrupt)?,
        recipient: row.get(3)?,
        after: row.get::<_, i64>(4)?.unsigned_abs(),
        until: row.get::<_, i64>(5)?.unsigned_abs(),
        created_at: Timestamp(row.get(6)?),
        attempts: u32::try_from(row.get::<_, i64>(7)?).unwrap_or(u32::MAX),
    })
}
