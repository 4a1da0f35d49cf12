//! From PostgreSQL's rows to what the columns say.

use kb_protocol::chat::Entry;
use kb_protocol::inbox::{Event, Receipt};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

use super::super::stored::{
    StoredAgent, StoredConversation, StoredEntry, StoredEvent, StoredReceipt,
};
use super::super::{Agent, StoreError};
use super::database_error;
use crate::conversation::{Conversation, CustomerFacts};

/// A column, from 0.
pub(super) fn column<'a, T: FromSql<'a>>(row: &'a Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index).map_err(database_error)
}

/// A row with the columns of a conversation from `at` on, with its key.
pub(super) fn conversation(row: &Row, at: usize) -> Result<(i64, Conversation), StoreError> {
    StoredConversation {
        key: column(row, at)?,
        id: column(row, at + 1)?,
        brand: column(row, at + 2)?,
        customer: column(row, at + 3)?,
        status: column(row, at + 4)?,
        snoozed_until: column(row, at + 5)?,
        assignee: column(row, at + 6)?,
        priority: column(row, at + 7)?,
        tags: column(row, at + 8)?,
        is_ended: column(row, at + 9)?,
        locale: column(row, at + 10)?,
        page: column(row, at + 11)?,
        seq: column(row, at + 12)?,
        events: column(row, at + 13)?,
        version: column(row, at + 14)?,
        seen_by_agent: column(row, at + 15)?,
        delivered_to_visitor: column(row, at + 16)?,
        seen_by_visitor: column(row, at + 17)?,
        created_at: column(row, at + 18)?,
        updated_at: column(row, at + 19)?,
        preview: column(row, at + 20)?,
        waiting_since: column(row, at + 21)?,
        is_wait_told: column(row, at + 22)?,
        missed_at: column(row, at + 23)?,
        answered_at: column(row, at + 24)?,
        idle_warned_at: column(row, at + 25)?,
        follows: column(row, at + 26)?,
        sub_status: column(row, at + 27)?,
        joined: column(row, at + 28)?,
        channel: column(row, at + 29)?,
        form: column(row, at + 30)?,
        reference: column(row, at + 31)?,
        done_at: column(row, at + 32)?,
        first_answered_at: column(row, at + 33)?,
        delivered_at: column(row, at + 34)?,
        seen_at: column(row, at + 35)?,
    }
    .into_state()
}

/// The columns of a customer from `at` on.
pub(super) fn customer(row: &Row, at: usize) -> Result<CustomerFacts, StoreError> {
    Ok(CustomerFacts {
        name: column(row, at)?,
        email: column(row, at + 1)?,
        is_email_verified: column(row, at + 2)?,
    })
}

/// A row with the columns of an entry from `at` on.
pub(super) fn entry(row: &Row, at: usize) -> Result<Entry, StoreError> {
    StoredEntry {
        seq: column(row, at)?,
        id: column(row, at + 1)?,
        at: column(row, at + 2)?,
        author: column(row, at + 3)?,
        content: column(row, at + 4)?,
        body: column(row, at + 5)?,
    }
    .into_entry()
}

/// A row with the columns of an event.
pub(super) fn event(row: &Row) -> Result<Event, StoreError> {
    StoredEvent {
        number: column(row, 0)?,
        id: column(row, 1)?,
        at: column(row, 2)?,
        after: column(row, 3)?,
        author: column(row, 4)?,
        kind: column(row, 5)?,
    }
    .into_event()
}

/// A row with the columns of a receipt.
pub(super) fn receipt(row: &Row) -> Result<(bool, Receipt), StoreError> {
    StoredReceipt {
        is_seen: column(row, 0)?,
        up_to: column(row, 1)?,
        at: column(row, 2)?,
        device: column(row, 3)?,
    }
    .into_receipt()
}

/// A row with the columns of an agent.
pub(super) fn agent(row: &Row) -> Result<Agent, StoreError> {
    StoredAgent {
        id: column(row, 0)?,
        email: column(row, 1)?,
        name: column(row, 2)?,
        role: column(row, 3)?,
        presence: column(row, 4)?,
    }
    .into_agent()
}
