//! From SQLite's rows to what the columns say.

use rusqlite::Row;
use rusqlite::types::Type;

use super::super::stored::{
    StoredAgent, StoredConversation, StoredEntry, StoredEvent, StoredReceipt,
};
use super::super::{Agent, StoreError};
use crate::conversation::{Conversation, CustomerFacts};
use kb_protocol::chat::Entry;
use kb_protocol::inbox::{Event, Receipt};

/// A row with the columns of a conversation, with its key.
pub(super) fn conversation(row: &Row<'_>) -> rusqlite::Result<(i64, Conversation)> {
    let stored = StoredConversation {
        key: row.get(0)?,
        id: row.get(1)?,
        brand: row.get(2)?,
        customer: row.get(3)?,
        status: row.get(4)?,
        snoozed_until: row.get(5)?,
        assignee: row.get(6)?,
        priority: row.get(7)?,
        tags: row.get(8)?,
        is_ended: row.get(9)?,
        locale: row.get(10)?,
        page: row.get(11)?,
        seq: row.get(12)?,
        events: row.get(13)?,
        version: row.get(14)?,
        seen_by_agent: row.get(15)?,
        delivered_to_visitor: row.get(16)?,
        seen_by_visitor: row.get(17)?,
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
        preview: row.get(20)?,
        waiting_since: row.get(21)?,
        is_wait_told: row.get(22)?,
        missed_at: row.get(23)?,
        answered_at: row.get(24)?,
        idle_warned_at: row.get(25)?,
        follows: row.get(26)?,
        sub_status: row.get(27)?,
        joined: row.get(28)?,
        channel: row.get(29)?,
        form: row.get(30)?,
        reference: row.get(31)?,
        done_at: row.get(32)?,
        first_answered_at: row.get(33)?,
        delivered_at: row.get(34)?,
        seen_at: row.get(35)?,
    };
    stored.into_state().map_err(corrupt)
}

/// The columns of a customer from `at` on.
pub(super) fn customer(row: &Row<'_>, at: usize) -> rusqlite::Result<CustomerFacts> {
    Ok(CustomerFacts {
        name: row.get(at)?,
        email: row.get(at + 1)?,
        is_email_verified: row.get(at + 2)?,
    })
}

/// A row with the columns of an entry.
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let stored = StoredEntry {
        seq: row.get(0)?,
        id: row.get(1)?,
        at: row.get(2)?,
        author: row.get(3)?,
        content: row.get(4)?,
        body: row.get(5)?,
    };
    stored.into_entry().map_err(corrupt)
}

/// A row with the columns of an event.
pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let stored = StoredEvent {
        number: row.get(0)?,
        id: row.get(1)?,
        at: row.get(2)?,
        after: row.get(3)?,
        author: row.get(4)?,
        kind: row.get(5)?,
    };
    stored.into_event().map_err(corrupt)
}

/// A row with the columns of a receipt.
pub(super) fn receipt(row: &Row<'_>) -> rusqlite::Result<(bool, Receipt)> {
    let stored = StoredReceipt {
        is_seen: row.get(0)?,
        up_to: row.get(1)?,
        at: row.get(2)?,
        device: row.get(3)?,
    };
    stored.into_receipt().map_err(corrupt)
}

/// A row with the columns of an agent.
pub(super) fn agent(row: &Row<'_>) -> rusqlite::Result<Agent> {
    let stored = StoredAgent {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        role: row.get(3)?,
        presence: row.get(4)?,
    };
    stored.into_agent().map_err(corrupt)
}

/// A row that this program never writes.
pub(super) fn corrupt(error: StoreError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}
