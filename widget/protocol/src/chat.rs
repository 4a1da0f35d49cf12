//! Live chat between a visitor's browser and the relay: one JSON text per
//! WebSocket frame, or lists of them over plain HTTP ([`Exchange`]).
//!
//! The contract:
//!
//! - The browser makes the ids of its conversations and messages. A message
//!   that was sent twice is stored once, and both are answered by the same
//!   [`ServerFrame::Ack`].
//! - `Ack` comes after the message is on disk, never before.
//! - Entries of a conversation are numbered 1, 2, 3, ... without a hole. A
//!   browser that comes back says the last number it has and gets the rest in
//!   order, or a [`ServerFrame::Resync`] if the rest is too long; then it
//!   forgets what it has and reads pages by [`ClientFrame::History`].
//! - The browser sends the next message after the last one was acknowledged,
//!   so that a refused one cannot be overtaken.
//! - The server says [`ServerFrame::Beat`] every [`crate::limits::BEAT_MS`],
//!   and the browser answers with [`ClientFrame::Beat`]. Who hears nothing for
//!   [`crate::limits::SILENCE_MS`] closes the connection.

use serde::{Deserialize, Serialize};

use crate::file::FileInfo;
use crate::id::{AgentId, ConversationId, EntryId, FileId};
use crate::time::Timestamp;

/// Version of these frames; a server that knows it no longer answers
/// [`Code::OutdatedClient`].
pub const CHAT_VERSION: u32 = 1;

/// What a visitor's browser says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame of a connection; nothing else is answered before it.
    Hello {
        /// [`CHAT_VERSION`] of the browser.
        version: u32,
        /// Secret of the visitor's session.
        token: String,
        /// How far the browser has the conversations that it knows.
        #[serde(default)]
        positions: Vec<Position>,
    },
    /// A message; the first one of a conversation opens it.
    Send {
        /// Made by the browser, once per message.
        id: EntryId,
        /// Made by the browser, once per conversation.
        conversation: ConversationId,
        /// Plain text, at most [`crate::limits::MESSAGE_CHARS`] characters;
        /// with files it may be empty.
        body: String,
        /// Files that this visitor has uploaded for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileId>,
        /// Given with the first message of a new conversation only: without
        /// it an unknown conversation is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        open: Option<Opening>,
    },
    /// The visitor began or stopped to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Whether the visitor is writing.
        is_typing: bool,
    },
    /// What the browser has got, and what the visitor has looked at.
    Receipt {
        /// Where.
        conversation: ConversationId,
        /// Up to this entry everything is in the browser.
        delivered: u64,
        /// Up to this entry everything was on the screen.
        seen: u64,
    },
    /// The visitor ends the conversation.
    End {
        /// Made by the browser, as for a message.
        id: EntryId,
        /// Which one.
        conversation: ConversationId,
    },
    /// How the visitor can be reached when nobody is there.
    Contact {
        /// Made by the browser, as for a message.
        id: EntryId,
        /// The missed chat.
        conversation: ConversationId,
        /// At most [`crate::limits::NAME_CHARS`] characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// As [`crate::contact::is_email`] wants it.
        email: String,
    },
    /// Asks for a page of older entries, answered by [`ServerFrame::Page`].
    History {
        /// Where.
        conversation: ConversationId,
        /// Only entries with smaller numbers; the newest if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
    },
    /// Answers the server's beat.
    Beat,
    /// Said by a newer browser.
    #[serde(other)]
    Unknown,
}

/// How far a reader has one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// Which one.
    pub conversation: ConversationId,
    /// Number of the last entry; 0 for none.
    pub after: u64,
}

/// What the server wants to know of a new conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opening {
    /// BCP 47 code of the widget's locale.
    pub locale: String,
    /// Address of the page on which the visitor writes, without query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The ended conversation that it goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<ConversationId>,
}

/// What the relay says to a visitor's browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Answers `Hello`; what the browser missed follows.
    Welcome {
        /// [`CHAT_VERSION`] of the server.
        version: u32,
        /// The visitor's conversations, the latest first.
        conversations: Vec<ConversationSummary>,
        /// The server's clock, for browsers whose own is wrong.
        now: Timestamp,
    },
    /// The frame with this id is on disk, or was before.
    Ack {
        /// As the browser sent it.
        id: EntryId,
        /// Where.
        conversation: ConversationId,
        /// The number it got.
        seq: u64,
        /// When it was stored first.
        at: Timestamp,
    },
    /// The frame with this id is not stored.
    Refused {
        /// As the browser sent it; left out where the frame had none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<EntryId>,
        /// Why.
        code: Code,
        /// When it may be tried again; never if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u32>,
    },
    /// The next entry of a conversation.
    Entry {
        /// Where.
        conversation: ConversationId,
        /// The entry.
        entry: Entry,
    },
    /// A page of a history, in ascending order.
    Page {
        /// Where.
        conversation: ConversationId,
        /// At most [`crate::limits::HISTORY_PAGE`] entries.
        entries: Vec<Entry>,
        /// Whether older ones exist.
        has_more: bool,
    },
    /// Forget this conversation's entries and read pages again.
    Resync {
        /// Where.
        conversation: ConversationId,
    },
    /// State of a conversation beside its entries.
    Conversation {
        /// Its present state.
        summary: ConversationSummary,
    },
    /// An agent began or stopped to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// Whether somebody is writing.
        is_typing: bool,
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

/// One numbered entry of a conversation, seen by visitor and agents alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// 1 for the first; no number is left out.
    pub seq: u64,
    /// As its author made it.
    pub id: EntryId,
    /// When it was stored.
    pub at: Timestamp,
    /// Who made it.
    pub author: Author,
    /// What it says.
    pub content: Content,
}

/// Who made an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Author {
    /// The visitor of this conversation.
    Visitor,
    /// A person of the brand.
    Agent {
        /// Who.
        id: AgentId,
        /// As shown to visitors.
        name: String,
    },
    /// The relay itself.
    System,
    /// Made by a newer server.
    #[serde(other)]
    Unknown,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// Plain text.
    Message {
        /// Never HTML; empty only beside files.
        body: String,
        /// In the order in which they were attached.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileInfo>,
    },
    /// The conversation was ended by the author.
    Ended,
    /// An agent took the conversation, for the first time and before having
    /// written: a message names its author anyway.
    Joined,
    /// Somebody will come; said once, by the relay.
    Wait {
        /// In the visitor's language.
        body: String,
    },
    /// Nobody came; said by the relay.
    Missed {
        /// Whether the visitor's address is known; if not, it is asked for.
        #[serde(default)]
        is_reachable: bool,
    },
    /// The visitor has left an address. Agents see it beside the conversation.
    Contact,
    /// The visitor is asked whether anybody is still there.
    IdleWarning {
        /// Minutes until the conversation ends; it does not if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_in_minutes: Option<u32>,
    },
    /// Made by a newer server.
    #[serde(other)]
    Unknown,
}

/// A conversation as a visitor's browser lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationSummary {
    /// Which one.
    pub id: ConversationId,
    /// Number of its last entry.
    pub seq: u64,
    /// Whether it was ended: a further message opens it again, unless
    /// [`Self::is_closed`].
    pub is_ended: bool,
    /// Whether it takes no further message: one begins a new conversation that
    /// names this one in [`Opening::follows`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_closed: bool,
    /// When the first message came.
    #[serde(default)]
    pub created_at: Timestamp,
    /// When the last entry was stored.
    pub updated_at: Timestamp,
    /// Up to this entry the visitor has seen everything.
    pub seen_by_visitor: u64,
    /// Up to this entry an agent has seen everything; 0 where the brand does
    /// not tell.
    pub seen_by_agent: u64,
    /// The agent who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Author>,
    /// Beginning of the last message.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub preview: String,
}

/// Why something was refused. Texts for people are made from it in the
/// reader's locale; a code never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame is no JSON of these types.
    InvalidFrame,
    /// A frame or message above its limit.
    TooLong,
    /// A message without a visible character.
    Empty,
    /// The session is unknown, expired or revoked: get a new one.
    SessionExpired,
    /// The widget key is unknown or revoked.
    UnknownKey,
    /// The page's origin is not among the brand's.
    OriginNotAllowed,
    /// There is no such conversation, or it belongs to somebody else.
    UnknownConversation,
    /// Two frames with one id say different things.
    IdTaken,
    /// This person may not do that.
    NotAllowed,
    /// Somebody else was quicker.
    Conflict,
    /// The conversation was ended: begin a new one.
    Ended,
    /// No e-mail address.
    InvalidEmail,
    /// Too many of these; wait as long as told.
    RateLimited,
    /// The reader was too slow; come back and resume.
    TooSlow,
    /// Nothing was heard for too long.
    TimedOut,
    /// The server restarts.
    Restarting,
    /// The server cannot store at the moment.
    Unavailable,
    /// The browser's frames are too old for this server: load the page again.
    OutdatedClient,
    /// A file, or all files of one message together, above the limit.
    FileTooLarge,
    /// An image with more pixels than a browser should decode.
    ImageTooLarge,
    /// More files than a message may carry.
    TooManyFiles,
    /// Files of this kind are not taken.
    FileNotAllowed,
    /// The name says another kind of file than the content.
    FileMismatch,
    /// The brand's scanner refused the file.
    FileRefused,
    /// There is no such file, or it belongs to somebody else.
    UnknownFile,
    /// No brand has this id.
    UnknownBrand,
    /// No schedule has this name.
    UnknownSchedule,
    /// The token of a login is none that the brand's site has signed.
    InvalidToken,
    /// The token of a login is too old, or not valid yet.
    TokenExpired,
    /// The brand has no secret and no keys for logins.
    LoginDisabled,
    /// No such attribute is declared.
    UnknownAttribute,
    /// The value does not fit the attribute.
    InvalidAttribute,
    /// No form has this id.
    FormUnknown,
    /// The form was published once and is no longer.
    FormUnpublished,
    /// Answers have to be corrected; which ones stands beside it.
    InvalidAnswers,
    /// Sent without a proof of work, or with one that is wrong.
    ProofWrong,
    /// The challenge is too old, or was used before: ask for another one.
    ProofExpired,
    /// Sent as quickly as only programs fill forms in.
    TooFast,
    /// No form hook has this address.
    HookUnknown,
    /// The form hook takes nothing any longer.
    HookDisabled,
    /// A body of another type than those that are taken.
    UnsupportedType,
    /// A body that is not what its type says.
    InvalidBody,
    /// Nobody has this id, or no longer.
    UnknownCustomer,
    /// The brand takes nothing from this person.
    Blocked,
    /// Nobody becomes part of oneself.
    SameCustomer,
    /// The two belong to different brands.
    OtherBrand,
    /// The customer is part of another one already.
    AlreadyMerged,
    /// Both have an account of the brand's site: whoever signs in next would
    /// part them again.
    TwoAccounts,
    /// No merge has this id, or no longer: somebody of it was erased.
    UnknownMerge,
    /// A merge is undone within a day, or not at all.
    UndoTooLate,
    /// A later merge has to be undone first.
    LaterMerge,
    /// Said by a newer server.
    #[serde(other)]
    Unknown,
}

/// Frames over plain HTTP: `POST /chat/v1/exchange`, where WebSockets are
/// blocked. Same frames, same answers, no `Hello`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exchange {
    /// [`CHAT_VERSION`] of the browser.
    pub version: u32,
    /// Whether the answer begins with a [`ServerFrame::Welcome`].
    #[serde(default)]
    pub hello: bool,
    /// How far the browser has the conversations that it knows.
    #[serde(default)]
    pub positions: Vec<Position>,
    /// What it says.
    #[serde(default)]
    pub frames: Vec<ClientFrame>,
    /// How long the server may hold the answer until there is news; an answer
    /// to `frames` is not held.
    #[serde(default)]
    pub wait_ms: u32,
}

/// The answer to an [`Exchange`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExchangeAnswer {
    /// Answers to the frames, then news, in order.
    pub frames: Vec<ServerFrame>,
}
