//! The inbox: what an agent's browser and the relay say to each other.
//!
//! The contract of [`crate::chat`] holds here too: ids are made by the
//! browser, acknowledgements come after the commit, entries are numbered
//! without holes. Beside the entries, which the visitor sees, a conversation
//! has [`Event`]s, which only agents see, numbered in the same manner.

use serde::{Deserialize, Serialize};

use crate::chat::{Author, Code, Entry};
use crate::id::{AgentId, BrandId, ConversationId, CustomerId, EntryId};
use crate::time::Timestamp;

/// Version of these frames.
pub const INBOX_VERSION: u32 = 1;

/// What an agent's browser says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentFrame {
    /// The first frame; the session is that of the cookie.
    Hello {
        /// [`INBOX_VERSION`] of the browser.
        version: u32,
    },
    /// Wants every entry and event of a conversation from here on.
    Watch {
        /// Which one.
        conversation: ConversationId,
        /// Number of the last entry that the browser has.
        after: u64,
        /// Number of the last event that the browser has.
        after_event: u64,
    },
    /// Does not want them any longer.
    Unwatch {
        /// Which one.
        conversation: ConversationId,
    },
    /// An answer to the visitor.
    Send {
        /// Made by the browser, once per message.
        id: EntryId,
        /// Where.
        conversation: ConversationId,
        /// Plain text.
        body: String,
    },
    /// Changes a conversation, or writes a note into it.
    Change {
        /// Made by the browser, once per change.
        id: EntryId,
        /// Which one.
        conversation: ConversationId,
        /// What.
        change: Change,
    },
    /// The agent began or stopped to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Whether the agent is writing.
        is_typing: bool,
    },
    /// The agent has seen everything up to here.
    Seen {
        /// Where.
        conversation: ConversationId,
        /// Number of the last entry on the screen.
        seen: u64,
    },
    /// Answers the server's beat.
    Beat,
    /// Said by a newer browser.
    #[serde(other)]
    Unknown,
}

/// One change of a conversation by an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// Gives the conversation to an agent, or to nobody.
    Assign {
        /// Whom.
        to: Option<AgentId>,
        /// Who has it as far as the browser knows; refused as
        /// [`Code::Conflict`] if that is not so any longer.
        expected: Option<AgentId>,
    },
    /// Opens, snoozes or closes.
    Status {
        /// The new status.
        status: Status,
        /// When a snoozed one wakes by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// 1 (lowest) to 5.
    Priority {
        /// The new priority.
        priority: u8,
    },
    /// Adds a tag; nothing happens if it is there.
    AddTag {
        /// The tag.
        tag: String,
    },
    /// Removes a tag; nothing happens if it is not there.
    RemoveTag {
        /// The tag.
        tag: String,
    },
    /// Writes a note that only agents see.
    Note {
        /// Plain text.
        body: String,
    },
    /// Made by a newer browser.
    #[serde(other)]
    Unknown,
}

/// What is to be done with a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Somebody should answer.
    #[default]
    Open,
    /// Comes back later, or when the visitor writes.
    Snoozed,
    /// Nothing is to be done.
    Done,
}

/// What the relay says to an agent's browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InboxFrame {
    /// Answers `Hello`.
    Welcome {
        /// [`INBOX_VERSION`] of the server.
        version: u32,
        /// The server's clock.
        now: Timestamp,
    },
    /// The frame with this id is on disk, or was before.
    Ack {
        /// As the browser sent it.
        id: EntryId,
        /// Where.
        conversation: ConversationId,
        /// Number of the entry, for a message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
    },
    /// The frame with this id is not stored.
    Refused {
        /// As the browser sent it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<EntryId>,
        /// Why.
        code: Code,
        /// When it may be tried again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u32>,
    },
    /// The present state of a conversation: it is new, or something changed.
    Item {
        /// The state.
        item: InboxItem,
    },
    /// The next entry of a watched conversation.
    Entry {
        /// Where.
        conversation: ConversationId,
        /// The entry.
        entry: Entry,
    },
    /// The next event of a watched conversation.
    Event {
        /// Where.
        conversation: ConversationId,
        /// The event.
        event: Event,
    },
    /// Read this conversation again over HTTP, then watch it again.
    Resync {
        /// Which one.
        conversation: ConversationId,
    },
    /// Somebody began or stopped to write in a watched conversation.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Who.
        author: Author,
        /// Whether somebody is writing.
        is_typing: bool,
    },
    /// Which agents look at a watched conversation.
    Viewing {
        /// Which one.
        conversation: ConversationId,
        /// Their names, without the reader's own.
        agents: Vec<String>,
    },
    /// The server is there.
    Beat,
    /// The connection ends; come back later.
    Closing {
        /// Why.
        code: Code,
        /// Wait so long before coming back.
        retry_after_ms: u32,
    },
    /// Said by a newer server.
    #[serde(other)]
    Unknown,
}

/// A conversation as the inbox lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxItem {
    /// Which one.
    pub id: ConversationId,
    /// Grows with every change: an item with a smaller one is old.
    pub version: u64,
    /// The brand it belongs to.
    pub brand: BrandId,
    /// Who wrote.
    pub customer: CustomerId,
    /// The customer's name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// What is to be done with it.
    pub status: Status,
    /// When it wakes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Timestamp>,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AgentId>,
    /// 1 (lowest) to 5.
    pub priority: u8,
    /// In order of their adding.
    pub tags: Vec<String>,
    /// Whether it was ended.
    pub is_ended: bool,
    /// BCP 47 code of the visitor's widget.
    pub locale: String,
    /// The page on which the visitor began to write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Number of the last entry.
    pub seq: u64,
    /// Number of the last event.
    pub events: u64,
    /// Up to this entry an agent has seen everything.
    pub seen_by_agent: u64,
    /// Up to this entry everything is in the visitor's browser.
    pub delivered_to_visitor: u64,
    /// Up to this entry the visitor has seen everything.
    pub seen_by_visitor: u64,
    /// When the first message came.
    pub created_at: Timestamp,
    /// When the last entry was stored.
    pub updated_at: Timestamp,
    /// Beginning of the last message.
    pub preview: String,
}

/// What agents see beside the entries: notes and changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// 1 for the first; no number is left out.
    pub number: u64,
    /// Id of the frame that made it.
    pub id: EntryId,
    /// When it was stored.
    pub at: Timestamp,
    /// Number of the entry after which it happened.
    pub after: u64,
    /// Who made it.
    pub author: Author,
    /// What changed.
    pub kind: EventKind,
}

/// What an [`Event`] says, with the state before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// A note.
    Note {
        /// Plain text.
        body: String,
    },
    /// Another agent has it, or nobody.
    Assigned {
        /// Who had it.
        from: Option<AgentId>,
        /// Who has it.
        to: Option<AgentId>,
    },
    /// Opened, snoozed or closed.
    Status {
        /// Before.
        from: Status,
        /// After.
        to: Status,
        /// When it wakes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Another priority.
    Priority {
        /// Before.
        from: u8,
        /// After.
        to: u8,
    },
    /// A tag more.
    TagAdded {
        /// The tag.
        tag: String,
    },
    /// A tag less.
    TagRemoved {
        /// The tag.
        tag: String,
    },
    /// Made by a newer server.
    #[serde(other)]
    Unknown,
}

/// Which conversations a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Open and assigned to the reader.
    Mine,
    /// Open and assigned to nobody.
    Unassigned,
    /// Every open one.
    #[default]
    Open,
    /// Snoozed.
    Snoozed,
    /// Done.
    Done,
}

/// `GET /inbox/v1/conversations`: one page of a list, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxPage {
    /// The conversations.
    pub items: Vec<InboxItem>,
    /// Give it as `cursor` for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /inbox/v1/conversations/{id}`: a conversation with its latest entries
/// and all its events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationDetail {
    /// Its state.
    pub item: InboxItem,
    /// The latest entries, ascending, at most [`crate::limits::HISTORY_PAGE`].
    pub entries: Vec<Entry>,
    /// Whether older entries exist.
    pub has_more: bool,
    /// Events, ascending, from the oldest entry of this page on.
    pub events: Vec<Event>,
}
