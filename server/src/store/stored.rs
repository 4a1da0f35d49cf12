//! How states are spelled in columns, the same in every database.

use kb_protocol::api::Role;
use kb_protocol::chat::{Content, Entry};
use kb_protocol::inbox::{Event, EventKind, HitSource, Presence, Receipt, Status};
use kb_protocol::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Agent, StoreError};
use crate::conversation::{Conversation, CustomerFacts};

/// Columns of `conversation` that a state is made of, in the order of
/// [`StoredConversation`].
pub(super) const CONVERSATION: &str = "conversation.key, conversation.id, conversation.brand, \
     conversation.customer, status, snoozed_until, assignee, priority, tags, is_ended, locale, \
     page, conversation.seq, events, version, seen_by_agent, delivered_to_visitor, \
     seen_by_visitor, conversation.created_at, updated_at, preview, waiting_since, is_wait_told, \
     missed_at, answered_at, idle_warned_at, follows, sub_status, joined, \
     channel, form, reference, done_at, first_answered_at, \
     delivered_at, seen_at";
/// Number of columns in [`CONVERSATION`].
pub(super) const CONVERSATION_COLUMNS: usize = 36;
/// Columns of `customer` that [`CustomerFacts`](crate::conversation::CustomerFacts)
/// is made of.
pub(super) const CUSTOMER: &str = "customer.name, customer.email, customer.is_email_verified";
/// Number of columns in [`CUSTOMER`].
pub(super) const CUSTOMER_COLUMNS: usize = 3;
/// Columns of `entry`, in the order of [`StoredEntry`].
pub(super) const ENTRY: &str = "entry.seq, entry.id, entry.at, author, content, body";
/// Columns of `event`, in the order of [`StoredEvent`].
pub(super) const EVENT: &str = "number, event.id, event.at, after, author, kind";
/// Columns of `agent`, in the order of [`StoredAgent`].
pub(super) const AGENT: &str = "agent.id, email, agent.name, role, presence";
/// Number of columns in [`AGENT`].
pub(super) const AGENT_COLUMNS: usize = 5;

/// Content of a message without files; with files their list stands there.
const MESSAGE: &str = "message";

/// A row of `conversation`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StoredConversation {
    pub(super) key: i64,
    pub(super) id: String,
    pub(super) brand: String,
    pub(super) customer: String,
    pub(super) status: String,
    pub(super) snoozed_until: Option<i64>,
    pub(super) assignee: Option<String>,
    pub(super) priority: i64,
    pub(super) tags: String,
    pub(super) is_ended: bool,
    pub(super) locale: String,
    pub(super) page: Option<String>,
    pub(super) seq: i64,
    pub(super) events: i64,
    pub(super) version: i64,
    pub(super) seen_by_agent: i64,
    pub(super) delivered_to_visitor: i64,
    pub(super) seen_by_visitor: i64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) preview: String,
    pub(super) waiting_since: Option<i64>,
    pub(super) is_wait_told: bool,
    pub(super) missed_at: Option<i64>,
    pub(super) answered_at: Option<i64>,
    pub(super) idle_warned_at: Option<i64>,
    pub(super) follows: Option<String>,
    pub(super) sub_status: Option<String>,
    pub(super) joined: String,
    pub(super) channel: String,
    pub(super) form: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) done_at: Option<i64>,
    pub(super) first_answered_at: Option<i64>,
    pub(super) delivered_at: Option<i64>,
    pub(super) seen_at: Option<i64>,
}

impl StoredConversation {
    /// As it will stand in the database.
    pub(super) fn of(key: i64, state: &Conversation) -> Self {
        Self {
            key,
            id: state.id.as_str().to_owned(),
            brand: state.brand.as_str().to_owned(),
            customer: state.customer.as_str().to_owned(),
            status: to_word(&state.status),
            snoozed_until: state.snoozed_until.map(|until| until.0),
            assignee: state.assignee.as_ref().map(|agent| agent.as_str().to_owned()),
            priority: state.priority.into(),
            tags: to_json(&state.tags),
            is_ended: state.is_ended,
            locale: state.locale.clone(),
            page: state.page.clone(),
            seq: to_row(state.seq),
            events: to_row(state.events),
            version: to_row(state.version),
            seen_by_agent: to_row(state.seen_by_agent),
            delivered_to_visitor: to_row(state.delivered_to_visitor),
            seen_by_visitor: to_row(state.seen_by_visitor),
            created_at: state.created_at.0,
            updated_at: state.updated_at.0,
            preview: state.preview.clone(),
            waiting_since: state.waiting_since.map(|at| at.0),
            is_wait_told: state.is_wait_told,
            missed_at: state.missed_at.map(|at| at.0),
            answered_at: state.answered_at.map(|at| at.0),
            idle_warned_at: state.idle_warned_at.map(|at| at.0),
            follows: state.follows.as_ref().map(|id| id.as_str().to_owned()),
            sub_status: state.sub_status.clone(),
            joined: to_json(&state.joined),
            channel: to_word(&state.channel),
            form: state.form.as_ref().map(|id| id.as_str().to_owned()),
            reference: state.reference.clone(),
            done_at: state.done_at.map(|at| at.0),
            first_answered_at: state.first_answered_at.map(|at| at.0),
            delivered_at: state.delivered_at.map(|at| at.0),
            seen_at: state.seen_at.map(|at| at.0),
        }
    }

    /// The key of the row and the state in it.
    pub(super) fn into_state(self) -> Result<(i64, Conversation), StoreError> {
        let status: Status = word("status", &self.status)?;
        let state = Conversation {
            id: parse("conversation.id", &self.id)?,
            brand: parse("conversation.brand", &self.brand)?,
            customer: parse("conversation.customer", &self.customer)?,
            status,
            snoozed_until: self.snoozed_until.map(Timestamp),
            assignee: self.assignee.map(|id| parse("assignee", &id)).transpose()?,
            priority: self.priority.clamp(1, 5).unsigned_abs() as u8,
            tags: json("tags", &self.tags)?,
            is_ended: self.is_ended,
            locale: self.locale,
            page: self.page,
            seq: number("seq", self.seq)?,
            events: number("events", self.events)?,
            version: number("version", self.version)?,
            seen_by_agent: number("seen_by_agent", self.seen_by_agent)?,
            delivered_to_visitor: number("delivered_to_visitor", self.delivered_to_visitor)?,
            seen_by_visitor: number("seen_by_visitor", self.seen_by_visitor)?,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            preview: self.preview,
            waiting_since: self.waiting_since.map(Timestamp),
            is_wait_told: self.is_wait_told,
            missed_at: self.missed_at.map(Timestamp),
            answered_at: self.answered_at.map(Timestamp),
            idle_warned_at: self.idle_warned_at.map(Timestamp),
            follows: self.follows.map(|id| parse("follows", &id)).transpose()?,
            sub_status: self.sub_status,
            joined: json("joined", &self.joined)?,
            channel: word("channel", &self.channel)?,
            form: self.form.map(|id| parse("form", &id)).transpose()?,
            reference: self.reference,
            done_at: self.done_at.map(Timestamp),
            first_answered_at: self.first_answered_at.map(Timestamp),
            delivered_at: self.delivered_at.map(Timestamp),
            seen_at: self.seen_at.map(Timestamp),
        };
        Ok((self.key, state))
    }
}

/// A row of `entry`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StoredEntry {
    pub(super) seq: i64,
    pub(super) id: String,
    pub(super) at: i64,
    pub(super) author: String,
    pub(super) content: String,
    /// The text of a message has a column of its own, for search and erasure.
    pub(super) body: Option<String>,
}

impl StoredEntry {
    /// As it will stand in the database.
    pub(super) fn of(entry: &Entry) -> Self {
        let (content, body) = match &entry.content {
            Content::Message { body, files } if files.is_empty() => {
                (MESSAGE.to_owned(), Some(body.clone()))
            }
            Content::Message { body, files } => (to_json(files), Some(body.clone())),
            other => (to_json(other), None),
        };
        Self {
            seq: to_row(entry.seq),
            id: entry.id.as_str().to_owned(),
            at: entry.at.0,
            author: to_json(&entry.author),
            content,
            body,
        }
    }

    /// The entry.
    pub(super) fn into_entry(self) -> Result<Entry, StoreError> {
        Ok(Entry {
            seq: number("seq", self.seq)?,
            id: parse("entry.id", &self.id)?,
            at: Timestamp(self.at),
            author: json("author", &self.author)?,
            content: match self.body {
                Some(body) if self.content == MESSAGE => {
                    Content::Message { body, files: Vec::new() }
                }
                Some(body) => Content::Message { body, files: json("content", &self.content)? },
                None => json("content", &self.content)?,
            },
        })
    }
}

/// A row of `receipt`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StoredReceipt {
    pub(super) is_seen: bool,
    pub(super) up_to: i64,
    pub(super) at: i64,
    pub(super) device: Option<String>,
}

impl StoredReceipt {
    /// As it will stand in the database.
    pub(super) fn of(is_seen: bool, receipt: &Receipt) -> Self {
        let device = receipt.device.as_ref().map(to_json);
        Self { is_seen, up_to: to_row(receipt.up_to), at: receipt.at.0, device }
    }

    /// The receipt, and whether it tells what was seen.
    pub(super) fn into_receipt(self) -> Result<(bool, Receipt), StoreError> {
        let device = self.device.as_deref().map(|device| json("receipt.device", device));
        let receipt = Receipt {
            up_to: number("up_to", self.up_to)?,
            at: Timestamp(self.at),
            device: device.transpose()?,
        };
        Ok((self.is_seen, receipt))
    }
}

/// A row of `event`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StoredEvent {
    pub(super) number: i64,
    pub(super) id: String,
    pub(super) at: i64,
    pub(super) after: i64,
    pub(super) author: String,
    pub(super) kind: String,
}

impl StoredEvent {
    /// As it will stand in the database.
    pub(super) fn of(event: &Event) -> Self {
        Self {
            number: to_row(event.number),
            id: event.id.as_str().to_owned(),
            at: event.at.0,
            after: to_row(event.after),
            author: to_json(&event.author),
            kind: to_json(&event.kind),
        }
    }

    /// The event.
    pub(super) fn into_event(self) -> Result<Event, StoreError> {
        Ok(Event {
            number: number("number", self.number)?,
            id: parse("event.id", &self.id)?,
            at: Timestamp(self.at),
            after: number("after", self.after)?,
            author: json("author", &self.author)?,
            kind: json("kind", &self.kind)?,
        })
    }
}

/// A row of `agent`.
#[derive(Clone, Debug)]
pub(super) struct StoredAgent {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) presence: String,
}

impl StoredAgent {
    /// The agent.
    pub(super) fn into_agent(self) -> Result<Agent, StoreError> {
        Ok(Agent {
            id: parse("agent.id", &self.id)?,
            email: self.email,
            name: self.name,
            role: word("role", &self.role)?,
            presence: word("presence", &self.presence)?,
        })
    }
}

/// Where a text of a conversation stands, for the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// All tags.
    Tags,
    /// What is known of the customer.
    Customer,
    /// The message with this number.
    Entry(u64),
    /// The note with this number.
    Note(u64),
}

impl Place {
    /// As a number.
    pub(super) fn to_row(self) -> i64 {
        match self {
            Self::Tags => 0,
            Self::Customer => 1,
            Self::Entry(seq) => to_row(seq).saturating_mul(2),
            Self::Note(number) => to_row(number).saturating_mul(2).saturating_add(1),
        }
    }

    /// What [`Self::to_row`] made this number of.
    pub(super) fn of_row(place: i64) -> Self {
        let number = place.unsigned_abs();
        match number {
            0 => Self::Tags,
            1 => Self::Customer,
            _ if number.is_multiple_of(2) => Self::Entry(number / 2),
            _ => Self::Note(number / 2),
        }
    }

    /// As agents are told.
    pub(super) fn source(self) -> HitSource {
        match self {
            Self::Tags => HitSource::Tags,
            Self::Customer => HitSource::Customer,
            Self::Entry(_) => HitSource::Message,
            Self::Note(_) => HitSource::Note,
        }
    }
}

/// All tags as one text.
pub(super) fn tags_text(tags: &[String]) -> String {
    tags.join(" · ")
}

/// What the search finds of a customer.
pub(super) fn customer_text(customer: &CustomerFacts) -> String {
    let known = [customer.name.as_deref(), customer.email.as_deref()];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The text of a note, as its event's column has it.
pub(super) fn note_text(kind: &str) -> Option<String> {
    match serde_json::from_str(kind) {
        Ok(EventKind::Note { body }) => Some(body),
        _ => None,
    }
}

/// How a role is spelled.
pub(super) fn role_name(role: Role) -> String {
    to_word(&role)
}

/// How a presence is spelled.
pub(super) fn presence_name(presence: Presence) -> String {
    to_word(&presence)
}

/// Numbers of entries and events: never negative, never near the limit.
pub(super) fn to_row(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many rows at most.
pub(super) fn to_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// An id.
pub(super) fn parse<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt { what, value: text.to_owned() })
}

/// A value as JSON.
pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("types of the protocol are always valid JSON")
}

/// A variant without fields, as the protocol names it.
fn to_word(value: &impl Serialize) -> String {
    to_json(value).trim_matches('"').to_owned()
}

fn word<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| StoreError::Corrupt { what, value: text.to_owned() })
}

/// A value from JSON.
pub(super) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what, value: text.to_owned() })
}

fn number(what: &'static str, number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt { what, value: number.to_string() })
}
