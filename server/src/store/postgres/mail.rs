//! Letters in PostgreSQL.

use kb_protocol::id::{BrandId, ConversationId};
use kb_protocol::time::Timestamp;
use tokio_postgres::Row;

use super::super::mail::{
    Letter, LetterKind, MailStore, NewLetter, Outcome, Unmailed, UnmailedQuery, confirming,
};
use super::super::stored::{self, parse, to_limit, to_row};
use super::super::{Pending, StoreError};
use super::PostgresStore;
use super::link::Session;
use super::rows::{self, column};
use crate::conversation::{Confirmation, Conversation};

/// Conversations with something unseen since the moment `$1`.
fn select_unmailed() -> String {
    format!(
        "SELECT {}, mailed FROM conversation
         JOIN customer ON customer.id = conversation.customer
         WHERE updated_at >= $1 AND seq > seen_by_visitor AND seq > mailed
         AND customer.email IS NOT NULL",
        stored::CONVERSATION
    )
}

fn unmailed(row: &Row) -> Result<Unmailed, StoreError> {
    let mailed: i64 = column(row, stored::CONVERSATION_COLUMNS)?;
    let conversation = rows::conversation(row, 0)?.1;
    Ok(Unmailed { conversation, mailed: mailed.unsigned_abs() })
}

/// Keeps a letter, whose columns are the first seven parameters, if what
/// follows has a row.
macro_rules! insert {
    ($when:literal) => {
        concat!(
            "INSERT INTO letter (id, kind, conversation, recipient, after, until, created_at,
             due_at) SELECT $1, $2::text, $3::text, $4::text, $5::bigint, $6::bigint, $7::bigint,
             $7::bigint ",
            $when
        )
    };
}

/// Writes the letter that confirms a form which was just kept, unless its
/// recipient got enough of them.
pub(super) async fn confirm(
    session: &Session,
    state: &Conversation,
    confirmation: &Confirmation,
) -> Result<(), StoreError> {
    // The conversation may have become that of a profile.
    let sql = "SELECT customer.email FROM conversation
         JOIN customer ON customer.id = conversation.customer WHERE conversation.id = $1";
    let found = session.query(sql, &[&state.id.as_str()]).await?;
    let email: Option<&str> = match found.first() {
        Some(row) => column(row, 0)?,
        None => None,
    };
    let Some(letter) = confirming(state, confirmation, email) else { return Ok(()) };
    let sql = insert!(
        "WHERE (SELECT count(*) FROM letter
         WHERE recipient = $4::text AND kind = $2::text AND created_at > $8) < $9
         ON CONFLICT (id) DO NOTHING"
    );
    session
        .query(
            sql,
            &[
                &letter.id,
                &letter.kind.word(),
                &letter.conversation.as_str(),
                &letter.recipient,
                &to_row(letter.after),
                &to_row(letter.until),
                &letter.at.0,
                &confirmation.since.0,
                &i64::from(confirmation.most),
            ],
        )
        .await
        .map(drop)
}

impl MailStore for PostgresStore {
    fn unmailed(&self, query: UnmailedQuery) -> Pending<'_, Vec<Unmailed>> {
        Box::pin(async move {
            let sql = format!(
                "{} AND conversation.brand = $2 ORDER BY updated_at LIMIT $3",
                select_unmailed()
            );
            let limit = to_limit(query.limit);
            let session = self.link.session().await?;
            let found =
                session.query(&sql, &[&query.since.0, &query.brand.as_str(), &limit]).await?;
            found.iter().map(unmailed).collect()
        })
    }

    fn unmailed_among(
        &self,
        ids: Vec<ConversationId>,
        since: Timestamp,
    ) -> Pending<'_, Vec<Unmailed>> {
        Box::pin(async move {
            let sql = format!("{} AND conversation.id = ANY($2)", select_unmailed());
            let ids: Vec<&str> = ids.iter().map(ConversationId::as_str).collect();
            let session = self.link.session().await?;
            session.query(&sql, &[&since.0, &ids]).await?.iter().map(unmailed).collect()
        })
    }

    fn write_answers(&self, mailed: u64, letter: NewLetter) -> Pending<'_, bool> {
        Box::pin(async move {
            // One statement: the mark and the letter, or neither.
            let sql = concat!(
                "WITH marked AS (
                 UPDATE conversation SET mailed = $6 WHERE id = $3 AND mailed = $8 RETURNING id) ",
                insert!("FROM marked RETURNING id")
            );
            let session = self.link.session().await?;
            let written = session
                .query(
                    sql,
                    &[
                        &letter.id,
                        &letter.kind.word(),
                        &letter.conversation.as_str(),
                        &letter.recipient,
                        &to_row(letter.after),
                        &to_row(letter.until),
                        &letter.at.0,
                        &to_row(mailed),
                    ],
                )
                .await?;
            Ok(written.len() == 1)
        })
    }

    fn pass_over(&self, conversation: ConversationId, mailed: u64, until: u64) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE conversation SET mailed = $2 WHERE id = $1 AND mailed = $3";
            let session = self.link.session().await?;
            let (until, mailed) = (to_row(until), to_row(mailed));
            session.query(sql, &[&conversation.as_str(), &until, &mailed]).await.map(drop)
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
            let sql = "UPDATE letter SET due_at = $3, attempts = attempts + 1 WHERE id IN
                 (SELECT id FROM letter WHERE due_at IS NOT NULL
                 AND (due_at <= $1 OR due_at > $2) ORDER BY due_at LIMIT $4
                 FOR UPDATE SKIP LOCKED)
                 RETURNING id, kind, conversation, recipient, after, until, created_at, attempts";
            let session = self.link.session().await?;
            let taken =
                session.query(sql, &[&now.0, &beyond.0, &lease.0, &to_limit(limit)]).await?;
            taken.iter().map(letter).collect()
        })
    }

    fn finish_letter(&self, id: String, outcome: Outcome) -> Pending<'_, ()> {
        Box::pin(async move {
            let (due_at, sent_at) = match outcome {
                Outcome::Sent(at) => (None, Some(at.0)),
                Outcome::Later(at) => (Some(at.0), None),
                Outcome::Dropped => (None, None),
            };
            let sql = "UPDATE letter SET due_at = $2, sent_at = $3 WHERE id = $1";
            let session = self.link.session().await?;
            session.query(sql, &[&id, &due_at, &sent_at]).await.map(drop)
        })
    }

    fn letters_before(&self, letter: Letter, limit: usize) -> Pending<'_, Vec<String>> {
        Box::pin(async move {
            let sql = "SELECT id FROM (SELECT id, created_at, until FROM letter
                 WHERE conversation = $1 AND (recipient = $2 OR kind = 'confirmation')
                 AND id <> $3 AND sent_at IS NOT NULL
                 ORDER BY created_at DESC, until DESC LIMIT $4) AS last
                 ORDER BY created_at, until";
            let session = self.link.session().await?;
            let conversation = letter.conversation.as_str();
            let found = session
                .query(sql, &[&conversation, &letter.recipient, &letter.id, &to_limit(limit)])
                .await?;
            found.iter().map(|row| column(row, 0)).collect()
        })
    }

    fn forget_letters(&self, before: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "DELETE FROM letter WHERE due_at IS NULL AND created_at < $1";
            self.link.session().await?.query(sql, &[&before.0]).await.map(drop)
        })
    }

    fn is_unsubscribed(&self, brand: BrandId, address: String) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "SELECT 1 FROM unsubscribed WHERE brand = $1 AND address = $2";
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&brand.as_str(), &address]).await?.is_empty())
        })
    }

    fn set_unsubscribed(
        &self,
        brand: BrandId,
        address: String,
        is_unsubscribed: bool,
        at: Timestamp,
    ) -> Pending<'_, ()> {
        Box::pin(async move {
            let session = self.link.session().await?;
            if is_unsubscribed {
                let sql = "INSERT INTO unsubscribed (brand, address, at) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING";
                session.query(sql, &[&brand.as_str(), &address, &at.0]).await?;
            } else {
                let sql = "DELETE FROM unsubscribed WHERE brand = $1 AND address = $2";
                session.query(sql, &[&brand.as_str(), &address]).await?;
            }
            Ok(())
        })
    }
}

fn letter(row: &Row) -> Result<Letter, StoreError> {
    let kind: String = column(row, 1)?;
    let kind = LetterKind::of_word(&kind)
        .ok_or(StoreError::Corrupt { what: "letter.kind", value: kind })?;
    Ok(Letter {
        id: column(row, 0)?,
        kind,
        conversation: parse("letter.conversation", column(row, 2)?)?,
        recipient: column(row, 3)?,
        after: column::<i64>(row, 4)?.unsigned_abs(),
        until: column::<i64>(row, 5)?.unsigned_abs(),
        created_at: Timestamp(column(row, 6)?),
        attempts: u32::try_from(column::<i64>(row, 7)?).unwrap_or(u32::MAX),
    })
}
