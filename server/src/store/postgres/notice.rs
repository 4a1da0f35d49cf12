//! What agents are told of, in PostgreSQL.

use kb_protocol::id::AgentId;
use kb_protocol::notification::NotificationSettings;
use kb_protocol::time::Timestamp;
use tokio_postgres::Row;

use super::super::mail::LetterKind;
use super::super::notice::{self, Marks, NewNotices, NoticeStore, NotifiedAgent, Unnoticed};
use super::super::stored::{self, to_json, to_limit, to_row};
use super::super::{Pending, StoreError};
use super::PostgresStore;
use super::rows::{self, column};

impl NoticeStore for PostgresStore {
    fn notification_settings(&self, agent: AgentId) -> Pending<'_, NotificationSettings> {
        Box::pin(async move {
            let sql = "SELECT notifications FROM agent WHERE id = $1";
            let found = self.link.session().await?.query(sql, &[&agent.as_str()]).await?;
            let text = found.first().map(|row| column::<Option<String>>(row, 0)).transpose()?;
            notice::settings(text.flatten())
        })
    }

    fn set_notification_settings(
        &self,
        agent: AgentId,
        settings: NotificationSettings,
    ) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE agent SET notifications = $2 WHERE id = $1";
            let session = self.link.session().await?;
            session.query(sql, &[&agent.as_str(), &to_json(&settings)]).await.map(drop)
        })
    }

    fn set_agent_locale(&self, agent: AgentId, locale: String) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE agent SET locale = $2 WHERE id = $1";
            let session = self.link.session().await?;
            session.query(sql, &[&agent.as_str(), &locale]).await.map(drop)
        })
    }

    fn see_agents(&self, agents: Vec<AgentId>, at: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move {
            let ids: Vec<&str> = agents.iter().map(AgentId::as_str).collect();
            // Several processes see the same agent: in one order, so that none
            // waits for another that waits for it, and never back in time.
            let sql = "UPDATE agent SET seen_at = greatest(seen_at, $2) WHERE id IN
                 (SELECT id FROM agent WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)";
            let session = self.link.session().await?;
            session.query(sql, &[&ids, &at.0]).await.map(drop)
        })
    }

    fn notified_agents(&self) -> Pending<'_, Vec<NotifiedAgent>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {}, notifications, seen_at, locale FROM agent
                 WHERE deactivated_at IS NULL ORDER BY id",
                stored::AGENT
            );
            let found = self.link.session().await?.query(&sql, &[]).await?;
            found.iter().map(notified).collect()
        })
    }

    fn unnoticed(
        &self,
        until: Timestamp,
        beyond: Timestamp,
        limit: usize,
    ) -> Pending<'_, Vec<Unnoticed>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {}, noticed, noticed_events FROM conversation
                 WHERE (seq > noticed OR events > noticed_events)
                 AND (EXISTS (SELECT 1 FROM entry
                     WHERE entry.conversation = conversation.key
                     AND entry.seq = conversation.noticed + 1
                     AND (entry.at <= $1 OR entry.at > $2))
                 OR EXISTS (SELECT 1 FROM event
                     WHERE event.conversation = conversation.key
                     AND event.number = conversation.noticed_events + 1
                     AND (event.at <= $1 OR event.at > $2)))
                 ORDER BY key DESC LIMIT $3",
                stored::CONVERSATION
            );
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&until.0, &beyond.0, &to_limit(limit)]).await?;
            let unnoticed = |row| {
                let entry: i64 = column(row, stored::CONVERSATION_COLUMNS)?;
                let event: i64 = column(row, stored::CONVERSATION_COLUMNS + 1)?;
                let marks = Marks { entry: entry.unsigned_abs(), event: event.unsigned_abs() };
                Ok(Unnoticed { conversation: rows::conversation(row, 0)?.1, marks })
            };
            found.iter().map(unnoticed).collect()
        })
    }

    fn write_notices(&self, notices: NewNotices) -> Pending<'_, bool> {
        Box::pin(async move {
            // One statement: the marks and the letters, or neither.
            let sql = "WITH marked AS (
                 UPDATE conversation SET noticed = $2, noticed_events = $3
                 WHERE id = $1 AND noticed = $4 AND noticed_events = $5 RETURNING id),
                 wanted AS (
                 SELECT letter.id, letter.kind, letter.recipient, marked.id AS conversation
                 FROM unnest($6::text[], $7::text[], $8::text[]) AS letter (id, kind, recipient)
                 CROSS JOIN marked),
                 waiting AS (
                 UPDATE letter SET kind = wanted.kind, until = $2, created_at = $9::bigint
                 FROM wanted
                 WHERE letter.conversation = wanted.conversation
                 AND letter.recipient = wanted.recipient AND letter.kind LIKE 'notice%'
                 AND letter.due_at IS NOT NULL AND letter.attempts = 0
                 RETURNING letter.recipient),
                 written AS (
                 INSERT INTO letter (id, kind, conversation, recipient, after, until, created_at,
                 due_at) SELECT wanted.id, wanted.kind, wanted.conversation, wanted.recipient, 0,
                 $2, $9::bigint, greatest($9::bigint, (
                     SELECT max(coalesce(last.sent_at, last.created_at)) + $10::bigint
                     FROM letter AS last WHERE last.conversation = wanted.conversation
                     AND last.recipient = wanted.recipient AND last.kind LIKE 'notice%'
                     AND last.until > $11))
                 FROM wanted WHERE wanted.recipient NOT IN (SELECT recipient FROM waiting)
                 ON CONFLICT (id) DO NOTHING)
                 SELECT id FROM marked";
            let NewNotices { conversation, from, to, letters, .. } = &notices;
            let ids: Vec<String> = letters.iter().map(|(agent, _)| notices.id(agent)).collect();
            let kinds: Vec<&str> =
                letters.iter().map(|(_, event)| LetterKind::Notice(*event).word()).collect();
            let agents: Vec<&str> = letters.iter().map(|(agent, _)| agent.as_str()).collect();
            let session = self.link.session().await?;
            let marked = session
                .query(
                    sql,
                    &[
                        &conversation.as_str(),
                        &to_row(to.entry),
                        &to_row(to.event),
                        &to_row(from.entry),
                        &to_row(from.event),
                        &ids,
                        &kinds,
                        &agents,
                        &notices.at.0,
                        &notices.pause_ms,
                        &to_row(notices.seen),
                    ],
                )
                .await?;
            Ok(marked.len() == 1)
        })
    }
}

fn notified(row: &Row) -> Result<NotifiedAgent, StoreError> {
    Ok(NotifiedAgent {
        agent: rows::agent(row)?,
        settings: notice::settings(column(row, stored::AGENT_COLUMNS)?)?,
        seen_at: column::<Option<i64>>(row, stored::AGENT_COLUMNS + 1)?.map(Timestamp),
        locale: column(row, stored::AGENT_COLUMNS + 2)?,
    })
}
