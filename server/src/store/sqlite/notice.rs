//! What agents are told of, in SQLite.

use kb_protocol::id::AgentId;
use kb_protocol::notification::{AgentEvent, NotificationSettings};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::Pending;
use super::super::mail::LetterKind;
use super::super::notice::{self, Marks, NewNotices, NoticeStore, NotifiedAgent, Unnoticed};
use super::super::stored::{self, to_json, to_limit, to_row};
use super::{SqliteStore, rows};

impl NoticeStore for SqliteStore {
    fn notification_settings(&self, agent: AgentId) -> Pending<'_, NotificationSettings> {
        self.read(move |connection| {
            let column = connection
                .prepare_cached("SELECT notifications FROM agent WHERE id = ?1")?
                .query_row([agent.as_str()], |row| row.get::<_, Option<String>>(0))
                .optional()?;
            notice::settings(column.flatten()).map_err(rows::corrupt)
        })
    }

    fn set_notification_settings(
        &self,
        agent: AgentId,
        settings: NotificationSettings,
    ) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("UPDATE agent SET notifications = ?2 WHERE id = ?1")?
                .execute(params![agent.as_str(), to_json(&settings)])
                .map(drop)
        })
    }

    fn set_agent_locale(&self, agent: AgentId, locale: String) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("UPDATE agent SET locale = ?2 WHERE id = ?1")?
                .execute(params![agent.as_str(), locale])
                .map(drop)
        })
    }

    fn see_agents(&self, agents: Vec<AgentId>, at: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            let mut statement =
                connection.prepare_cached("UPDATE agent SET seen_at = ?2 WHERE id = ?1")?;
            for agent in &agents {
                statement.execute(params![agent.as_str(), at.0])?;
            }
            Ok(())
        })
    }

    fn notified_agents(&self) -> Pending<'_, Vec<NotifiedAgent>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {}, notifications, seen_at, locale FROM agent
                     WHERE deactivated_at IS NULL ORDER BY id",
                    stored::AGENT
                ))?
                .query_map([], |row| {
                    let settings = notice::settings(row.get(stored::AGENT_COLUMNS)?);
                    let seen_at: Option<i64> = row.get(stored::AGENT_COLUMNS + 1)?;
                    Ok(NotifiedAgent {
                        agent: rows::agent(row)?,
                        settings: settings.map_err(rows::corrupt)?,
                        seen_at: seen_at.map(Timestamp),
                        locale: row.get(stored::AGENT_COLUMNS + 2)?,
                    })
                })?
                .collect()
        })
    }

    fn unnoticed(
        &self,
        until: Timestamp,
        beyond: Timestamp,
        limit: usize,
    ) -> Pending<'_, Vec<Unnoticed>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {}, noticed, noticed_events FROM conversation
                     WHERE (seq > noticed OR events > noticed_events)
                     AND (EXISTS (SELECT 1 FROM entry
                         WHERE entry.conversation = conversation.key
                         AND entry.seq = conversation.noticed + 1
                         AND (entry.at <= ?1 OR entry.at > ?2))
                     OR EXISTS (SELECT 1 FROM event
                         WHERE event.conversation = conversation.key
                         AND event.number = conversation.noticed_events + 1
                         AND (event.at <= ?1 OR event.at > ?2)))
                     ORDER BY key DESC LIMIT ?3",
                    stored::CONVERSATION
                ))?
                .query_map(params![until.0, beyond.0, to_limit(limit)], |row| {
                    let entry: i64 = row.get(stored::CONVERSATION_COLUMNS)?;
                    let event: i64 = row.get(stored::CONVERSATION_COLUMNS + 1)?;
                    let marks = Marks { entry: entry.unsigned_abs(), event: event.unsigned_abs() };
                    Ok(Unnoticed { conversation: rows::conversation(row)?.1, marks })
                })?
                .collect()
        })
    }

    fn write_notices(&self, notices: NewNotices) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let NewNotices { conversation, from, to, .. } = &notices;
            let marked = connection
                .prepare_cached(
                    "UPDATE conversation SET noticed = ?2, noticed_events = ?3
                     WHERE id = ?1 AND noticed = ?4 AND noticed_events = ?5",
                )?
                .execute(params![
                    conversation.as_str(),
                    to_row(to.entry),
                    to_row(to.event),
                    to_row(from.entry),
                    to_row(from.event)
                ])?;
            if marked == 1 {
                for (agent, event) in &notices.letters {
                    write(connection, &notices, agent, *event)?;
                }
            }
            Ok(marked == 1)
        })
    }
}

fn write(
    connection: &Connection,
    notices: &NewNotices,
    agent: &AgentId,
    event: AgentEvent,
) -> rusqlite::Result<()> {
    let (conversation, agent_id) = (notices.conversation.as_str(), agent.as_str());
    let (kind, until) = (LetterKind::Notice(event).word(), to_row(notices.to.entry));
    let waiting = connection
        .prepare_cached(
            "UPDATE letter SET kind = ?3, until = ?4, created_at = ?5
             WHERE conversation = ?1 AND recipient = ?2 AND kind LIKE 'notice%'
             AND due_at IS NOT NULL AND attempts = 0",
        )?
        .execute(params![conversation, agent_id, kind, until, notices.at.0])?;
    if waiting > 0 {
        return Ok(());
    }
    let last: Option<i64> = connection
        .prepare_cached(
            "SELECT max(coalesce(sent_at, created_at)) FROM letter
             WHERE conversation = ?1 AND recipient = ?2 AND kind LIKE 'notice%' AND until > ?3",
        )?
        .query_row(params![conversation, agent_id, to_row(notices.seen)], |row| row.get(0))?;
    let at = notices.at.0;
    let due_at = last.map_or(at, |last| at.max(last.saturating_add(notices.pause_ms)));
    connection
        .prepare_cached(
            "INSERT INTO letter (id, kind, conversation, recipient, after, until, created_at,
             due_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![notices.id(agent), kind, conversation, agent_id, until, at, due_at])
        .map(drop)
}
