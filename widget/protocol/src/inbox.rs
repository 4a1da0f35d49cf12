//! The inbox: what an agent's browser and the relay say to each other.
//!
//! The contract of [`crate::chat`] holds here too: ids are made by the
//! browser, acknowledgements come after the commit, entries are numbered
//! without holes. Beside the entries, which the visitor sees, a conversation
//! has [`Event`]s, which only agents see, numbered in the same manner.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::{AttributeValue, Social};
use crate::chat::{Author, Code, Entry};
use crate::id::{AgentId, BrandId, ConversationId, CustomerId, EntryId, FileId, MergeId};
use crate::time::Timestamp;

mod attendance;
mod receipt;

pub use self::attendance::CustomerPresence;
pub use self::receipt::{Device, Receipt};

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
        /// Plain text; with files it may be empty.
        body: String,
        /// Files that this agent has uploaded for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileId>,
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
    /// The agent ends the chat.
    End {
        /// Made by the browser, as for a message.
        id: EntryId,
        /// Which one.
        conversation: ConversationId,
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
    /// Wants to know which of these customers are there, and whenever that
    /// changes; answered by [`InboxFrame::Present`] for those who are new.
    Follow {
        /// Whom the browser shows, in place of those before; at most
        /// [`crate::limits::FOLLOWED`], the others are left out.
        customers: Vec<CustomerId>,
    },
    /// What the agent is about to do, for everybody to see.
    SetPresence {
        /// The new presence.
        presence: Presence,
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
        /// Id of one of the status's own sub statuses ([`InboxSetup`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sub_status: Option<String>,
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
    /// Takes nothing from the customer any longer, in no conversation, or
    /// again.
    Block {
        /// Whether the customer is blocked from now on.
        is_blocked: bool,
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
        /// Where, if the frame named a conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conversation: Option<ConversationId>,
        /// Why.
        code: Code,
        /// When it may be tried again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u32>,
    },
    /// The present state of a conversation: it is new, or something changed.
    Item {
        /// The state.
        item: Box<InboxItem>,
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
    /// When and where entries of a watched conversation were delivered and
    /// seen, as far as that is new.
    Receipts {
        /// Which one.
        conversation: ConversationId,
        /// As in [`HistoryPage::delivered`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        delivered: Vec<Receipt>,
        /// As in [`HistoryPage::seen`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seen: Vec<Receipt>,
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
    /// Whether customers are there, of those whom the browser follows.
    Present {
        /// Each with the present state.
        customers: Vec<CustomerPresence>,
    },
    /// An agent's name or presence, when it changes.
    Colleague {
        /// The present state.
        colleague: Colleague,
    },
    /// Something new is known of who writes here, or of the conversation: read
    /// it again by HTTP.
    Described {
        /// Who.
        customer: CustomerId,
    },
    /// The conversation is no longer there: its customer was erased.
    Gone {
        /// Which one.
        conversation: ConversationId,
    },
    /// Another agent has just given the reader a conversation, whose item came
    /// before this.
    Given {
        /// Which one.
        conversation: ConversationId,
    },
    /// The reader has changed what to be told of, here or elsewhere: read it
    /// again by HTTP.
    Notifications,
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

/// How a conversation began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In the widget.
    #[default]
    Chat,
    /// By a form.
    Form,
    /// Somewhere that a newer server knows.
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
    /// How it began.
    #[serde(default)]
    pub channel: Channel,
    /// What the customer was told to name when asking later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Who wrote.
    pub customer: CustomerId,
    /// The customer's name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// The customer's e-mail address, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_email: Option<String>,
    /// Whether it is known to be the customer's; if not, anybody may have
    /// written it.
    #[serde(default)]
    pub is_email_verified: bool,
    /// Since when it counts as missed: nobody has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_at: Option<Timestamp>,
    /// The ended conversation that it goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<ConversationId>,
    /// What is to be done with it.
    pub status: Status,
    /// When it wakes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Timestamp>,
    /// Id of a sub status of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
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
    /// Since when the visitor's browser has that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Since when the visitor has seen that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// When the first message came.
    pub created_at: Timestamp,
    /// When the last entry was stored.
    pub updated_at: Timestamp,
    /// Beginning of the last message.
    pub preview: String,
}

/// `GET /inbox/v1/conversations/{id}/customer`: who writes, and what pages say
/// of the person and the conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CustomerDetail {
    /// As the brand's site says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address; that of a login, or what the visitor left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the brand's site has verified it.
    pub is_email_verified: bool,
    /// Since when nothing is taken from the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked_at: Option<Timestamp>,
    /// What the brand's site calls the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Addresses that nobody has verified.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_emails: Vec<String>,
    /// Numbers that nobody has verified.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_phones: Vec<String>,
    /// Accounts that nobody has verified.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_socials: Vec<Social>,
    /// Attributes of the customer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, AttributeValue>,
    /// Attributes of the conversation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub conversation_attributes: BTreeMap<String, AttributeValue>,
    /// What else the customer has written, the latest first, at most
    /// [`crate::limits::OTHER_CONVERSATIONS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherConversation>,
    /// Who has become part of the customer by hand and can be taken out again,
    /// the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<CustomerMerge>,
}

/// `POST /inbox/v1/customers/{id}/merge`: makes the customer of the address
/// part of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergeRequest {
    /// Who stays.
    pub into: CustomerId,
}

/// A merge of two customers by hand, and what `POST
/// /inbox/v1/merges/{id}/undo` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerMerge {
    /// Which one.
    pub id: MergeId,
    /// Who has become part of the other.
    pub source: CustomerId,
    /// The name that customer had, or else the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_name: Option<String>,
    /// Who stays.
    pub into: CustomerId,
    /// Who did it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Until when it can be undone.
    pub until: Timestamp,
    /// When it was undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
}

/// `GET /inbox/v1/customers/{id}/merge`: a customer, and who may be the same
/// person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergeChoice {
    /// The customer.
    pub customer: CustomerOutline,
    /// Without `q` those with the same address or name, else those whose
    /// conversations have the wanted words; of the same brand, at most
    /// [`crate::limits::MERGE_CANDIDATES`].
    pub candidates: Vec<CustomerOutline>,
}

/// A customer, as far as two of them are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerOutline {
    /// Who.
    pub id: CustomerId,
    /// With whom the customer has to do.
    pub brand: BrandId,
    /// As the brand's site says, or as the visitor gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Address; that of a login, or what the visitor left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the brand's site has verified it.
    #[serde(default)]
    pub is_email_verified: bool,
    /// What the brand's site calls the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Since when nothing is taken from the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_at: Option<Timestamp>,
    /// When the customer was first seen.
    pub created_at: Timestamp,
    /// How many conversations the customer has.
    pub conversations: u64,
}

/// Another conversation of the same customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OtherConversation {
    /// Which one.
    pub id: ConversationId,
    /// How it began.
    #[serde(default)]
    pub channel: Channel,
    /// What is to be done with it.
    pub status: Status,
    /// When the last entry was stored.
    pub updated_at: Timestamp,
    /// Beginning of the last message.
    #[serde(default)]
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
        /// Id of the sub status after; it may be declared no longer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sub_status: Option<String>,
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
    /// Nobody has answered in time.
    Missed,
    /// The customer was blocked.
    Blocked,
    /// The customer is blocked no longer.
    Unblocked,
    /// Another customer has become part of this one.
    Merged {
        /// Who.
        source: CustomerId,
    },
    /// The two are apart again.
    Unmerged {
        /// Who had become part of the other one.
        source: CustomerId,
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

/// `GET /inbox/v1/conversations/{id}`: a conversation with its latest entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationDetail {
    /// Its state.
    pub item: InboxItem,
    /// The end of its history.
    #[serde(flatten)]
    pub page: HistoryPage,
}

/// `GET /inbox/v1/conversations/{id}/entries?before=…`: a stretch of a
/// conversation's history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryPage {
    /// Ascending, at most [`crate::limits::HISTORY_PAGE`].
    pub entries: Vec<Entry>,
    /// Whether older entries exist.
    pub has_more: bool,
    /// What happened after each of these entries and before the next one, and
    /// with entry 1 also what happened before it; ascending, the latest
    /// [`crate::limits::HISTORY_EVENTS`].
    pub events: Vec<Event>,
    /// When the visitor's browser got these entries, as it told; ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivered: Vec<Receipt>,
    /// When the visitor has seen them; ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Receipt>,
}

/// What an agent is about to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Takes conversations.
    #[default]
    Available,
    /// Here, but occupied.
    Busy,
    /// Not here.
    Away,
    /// Chosen in a newer browser.
    #[serde(other)]
    Unknown,
}

/// `GET /inbox/v1/agents`: a list of these; an agent as others see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    /// Who.
    pub id: AgentId,
    /// As shown to visitors.
    pub name: String,
    /// What the agent is about to do.
    #[serde(default)]
    pub presence: Presence,
}

/// `GET /inbox/v1/counts`: conversations in each list, at most
/// [`crate::limits::COUNTED`] each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ViewCounts {
    /// In [`View::Mine`].
    pub mine: usize,
    /// In [`View::Unassigned`].
    pub unassigned: usize,
    /// In [`View::Open`].
    pub open: usize,
    /// In [`View::Snoozed`].
    pub snoozed: usize,
    /// In [`View::Done`].
    pub done: usize,
}

impl ViewCounts {
    /// The number of one list.
    pub fn of(&self, view: View) -> usize {
        match view {
            View::Mine => self.mine,
            View::Unassigned => self.unassigned,
            View::Open => self.open,
            View::Snoozed => self.snoozed,
            View::Done => self.done,
        }
    }
}

/// `GET /inbox/v1/search?q=…`: conversations that have every wanted word, the
/// latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchPage {
    /// One per conversation.
    pub hits: Vec<SearchHit>,
    /// Give it as `cursor` for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A conversation that was found, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchHit {
    /// The conversation.
    pub item: InboxItem,
    /// Where the words stand.
    pub source: HitSource,
    /// A stretch around them.
    pub snippet: Vec<SnippetPiece>,
}

/// Where wanted words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HitSource {
    /// In a message.
    Message,
    /// In a note.
    Note,
    /// In what is known of the customer.
    Customer,
    /// Among the tags.
    Tags,
    /// Somewhere that a newer server knows.
    #[serde(other)]
    Unknown,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SnippetPiece {
    /// Plain text.
    pub text: String,
    /// Whether it is a wanted word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_match: bool,
}

/// `GET /inbox/v1/setup`: what the settings say of the agents' work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxSetup {
    /// The brands, by id.
    pub brands: Vec<InboxBrand>,
    /// Every sub status, by status and id.
    pub sub_statuses: Vec<SubStatus>,
    /// Every shortcut, by name.
    pub shortcuts: Vec<Shortcut>,
    /// Whether files can be sent.
    #[serde(default)]
    pub files: bool,
}

/// A brand as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxBrand {
    /// Which one.
    pub id: BrandId,
    /// As shown to visitors.
    pub name: String,
    /// Address of its help site, with a slash at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_site: Option<String>,
    /// Locales of its widget, the default first.
    pub locales: Vec<String>,
}

/// A text in several locales, by BCP 47 code.
pub type LocaleTexts = std::collections::BTreeMap<String, String>;

/// A label under one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubStatus {
    /// As conversations name it.
    pub id: String,
    /// The only status that has it.
    pub status: Status,
    /// As shown to agents.
    pub name: LocaleTexts,
    /// When to choose it.
    #[serde(default, skip_serializing_if = "LocaleTexts::is_empty")]
    pub description: LocaleTexts,
}

/// A text that is written by `/` and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shortcut {
    /// What is typed after `/`.
    pub name: String,
    /// The text, a [`Template`](crate::template::Template) with `customer.name`,
    /// `customer.firstName`, `user.name`, `user.firstName`, `brand.name`, and the
    /// attributes, `customer.custom.NAME` and `conversation.custom.NAME`.
    pub text: LocaleTexts,
    /// Tags that it adds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The status that it sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The sub status that it sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
}
