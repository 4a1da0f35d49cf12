//! From rows to types and back; the only place that knows how a column spells.

use kb_protocol::api::Role;
use kb_protocol::chat::{Content, Entry};
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{Event, Status};
use kb_protocol::time::Timestamp;
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Agent;
use crate::conversation::Conversation;

/// Columns of `conversation` in the order of [`conversation`].
pub(super) const CONVERSATION: &str = "conversation.key, conversation.id, conversation.brand, \
     conversation.customer, status, snoozed_until, assignee, priority, tags, is_ended, locale, \
     page, seq, events, version, seen_by_agent, delivered_to_visitor, seen_by_visitor, \
     conversation.created_at, updated_at, preview";

/// A row with [`CONVERSATION`], with its key.
pub(super) fn conversation(row: &Row<'_>) -> rusqlite::Result<(i64, Conversation)> {
    let state = Conversation {
        id: parsed(row, 1)?,
        brand: parsed(row, 2)?,
        customer: parsed(row, 3)?,
        status: status(&row.get::<_, String>(4)?)
            .ok_or_else(|| wrong(4, "status", row.get(4).unwrap_or_default()))?,
        snoozed_until: row.get::<_, Option<i64>>(5)?.map(Timestamp),
        assignee: row
            .get::<_, Option<String>>(6)?
            .map(|id| id.parse().map_err(|_| wrong(6, "assignee", id)))
            .transpose()?,
        priority: row.get(7)?,
        tags: json(row, 8)?,
        is_ended: row.get(9)?,
        locale: row.get(10)?,
        page: row.get(11)?,
        seq: number(row, 12)?,
        events: number(row, 13)?,
        version: number(row, 14)?,
        seen_by_agent: number(row, 15)?,
        delivered_to_visitor: number(row, 16)?,
        seen_by_visitor: number(row, 17)?,
        created_at: Timestamp(row.get(18)?),
        updated_at: Timestamp(row.get(19)?),
        preview: row.get(20)?,
    };
    Ok((row.get(0)?, state))
}

/// Columns of `entry` in the order of [`entry`].
pub(super) const ENTRY: &str = "entry.seq, entry.id, at, author, content, body";

/// A row with [`ENTRY`].
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    // The text of a message has a column of its own, for search and erasure.
    let content = match row.get::<_, Option<String>>(5)? {
        Some(body) => Content::Message { body },
        None => json(row, 4)?,
    };
    Ok(Entry {
        seq: number(row, 0)?,
        id: parsed(row, 1)?,
        at: Timestamp(row.get(2)?),
        author: json(row, 3)?,
        content,
    })
}

/// Columns of `event` in the order of [`event`].
pub(super) const EVENT: &str = "number, event.id, at, after, author, kind";

/// A row with [`EVENT`].
pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        number: number(row, 0)?,
        id: parsed(row, 1)?,
        at: Timestamp(row.get(2)?),
        after: number(row, 3)?,
        author: json(row, 4)?,
        kind: json(row, 5)?,
    })
}

/// Columns of `agent` in the order of [`agent`].
pub(super) const AGENT: &str = "agent.id, email, name, role";

/// A row with [`AGENT`].
pub(super) fn agent(row: &Row<'_>) -> rusqlite::Result<Agent> {
    Ok(Agent { id: parsed(row, 0)?, email: row.get(1)?, name: row.get(2)?, role: word(row, 3)? })
}

/// How a status is spelled.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Snoozed => "snoozed",
        Status::Done => "done",
    }
}

fn status(name: &str) -> Option<Status> {
    [Status::Open, Status::Snoozed, Status::Done]
        .into_iter()
        .find(|status| status_name(*status) == name)
}

/// How a role is spelled.
pub(super) fn role_name(role: Role) -> String {
    to_json(&role).trim_matches('"').to_owned()
}

/// A value as JSON.
pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("types of the protocol are always valid JSON")
}

/// Numbers of entries and events: never negative, never near the limit.
pub(super) fn to_row(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many rows at most.
pub(super) fn to_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// An id column.
pub(super) fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<ConversationId> {
    parsed(row, column)
}

/// An id column of any kind.
pub(super) fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| wrong(column, "id", text))
}

fn word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text.clone()))
        .map_err(|_| wrong(column, "word", text))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| wrong(column, "json", text))
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| wrong(column, "number", number.to_string()))
}

/// A row that this program never writes.
fn wrong(column: usize, what: &'static str, value: String) -> rusqlite::Error {
    let error = super::StoreError::Corrupt { what, value };
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
