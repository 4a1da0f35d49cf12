//! Where everything is kept: one trait, and SQLite or PostgreSQL behind it.
//!
//! [`Store`] is the only way to the database. What it answered with `Ok` is on
//! disk and survives a killed process and a lost power supply; then, and only
//! then, the store tells its listener of the [`Commit`].

mod agent;
mod copy;
mod customer;
mod files;
mod form;
mod hook;
mod mail;
mod merge;
mod notice;
mod person;
mod postgres;
mod record;
mod sqlite;
mod stored;

pub use agent::{Agent, AgentChange, AgentStore, Changed, KnownAgent, NewAgent};
pub use copy::copy_store;
pub use customer::{CustomerRecord, CustomerStore, Left, LoggedIn, Login, SharedContact};
pub use files::{FileStore, KnownFile, NewFile, Uploader};
pub use form::FormStore;
pub use hook::{HookAddress, HookStore, NewHook, NewTransaction};
pub(crate) use hook::{call_id, event_name};
pub use mail::{Letter, LetterKind, MailStore, NewLetter, Outcome, Unmailed, UnmailedQuery};
pub use merge::{Kept, Merge, MergeStep, MergeStore};
pub use notice::{Marks, NewNotices, NoticeStore, NotifiedAgent, Unnoticed};
pub use person::{Erasure, Gone, KeptSession, Person, PersonStore};
pub use postgres::PostgresStore;
pub use record::{ExportedRecord, KeptRecord, RecordQuery, RecordStore};
pub use sqlite::{ServerLock, SqliteStore, backup, restore};

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kb_protocol::chat::{Author, Code, Entry};
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::{Colleague, Event, HitSource, Receipt, View, ViewCounts};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::auth::TokenHash;
use crate::conversation::{Act, Conversation, CustomerFacts};
use crate::search::Wanted;

/// An answer that is on its way.
pub type Pending<'a, T, E = StoreError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// Trouble with the database, not with what was asked.
///
/// The text is for the log only; people are told [`Code::Unavailable`].
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full, the file is locked or cannot be written or read.
    #[error("the database failed: {0}")]
    Database(Arc<str>),
    /// A row says what this program never writes.
    #[error("the database holds `{value}` as {what}")]
    Corrupt {
        /// Which column.
        what: &'static str,
        /// What stands there.
        value: String,
    },
    /// There is no way to the database.
    #[error("{0}")]
    Unreachable(String),
    /// The file is no database that we can use.
    #[error("cannot use the database `{path}`: {why}")]
    CannotOpen {
        /// Which file.
        path: String,
        /// Why, and what to do.
        why: String,
    },
    /// A copy cannot be written.
    #[error("cannot write `{path}`: {why}")]
    CannotWrite {
        /// Which file.
        path: String,
        /// Why, and what to do.
        why: String,
    },
    /// A server works with the file.
    #[error("a kb-server works with the database `{path}`; stop it first")]
    InUse {
        /// Which file.
        path: String,
    },
    /// The file belongs to a newer program.
    #[error(
        "the database has version {found}, this kb-server knows {known}; use the kb-server that \
         wrote it, or a later one"
    )]
    TooNew {
        /// Version of the file.
        found: u32,
        /// Newest version of this program.
        known: u32,
    },
    /// Not with this database.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The server is stopping.
    #[error("the database is closed")]
    Closed,
}

/// Why an act left nothing behind.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ActError {
    /// The act is not allowed or not possible.
    #[error("refused as {0:?}")]
    Refused(Code),
    /// The database failed; the same act may be tried again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of an act.
#[derive(Clone, Debug)]
pub struct Done {
    /// The state after.
    pub conversation: Arc<Conversation>,
    /// The entry that it made, now or when it came for the first time.
    pub entry: Option<Arc<Entry>>,
}

/// What one act has written, told in the order of commits.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The state after.
    pub conversation: Arc<Conversation>,
    /// The new entry.
    pub entry: Option<Arc<Entry>>,
    /// The new events.
    pub events: Vec<Arc<Event>>,
}

/// What a store tells its process.
#[derive(Clone, Debug)]
pub enum Told {
    /// Something is on disk, written by this process or another one.
    Commit(Arc<Commit>),
    /// A person was erased, by this process or another one.
    Erased(Gone),
    /// These customers were merged, or are apart again.
    Moved(Vec<CustomerId>),
    /// Another process says something that nobody keeps.
    Whisper {
        /// Which one.
        process: String,
        /// What.
        whisper: Whisper,
    },
}

/// What processes on one database tell each other. Nothing of it is kept, and
/// one that is lost does no harm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Whisper {
    /// The process listens from now on: the others repeat who views what.
    Began,
    /// The process is still there.
    Alive,
    /// Which agents look at a conversation through this process.
    Viewing {
        /// Which one.
        conversation: ConversationId,
        /// All of them; none if nobody does any longer.
        viewers: Vec<Viewer>,
    },
    /// Somebody began or stopped to write.
    Typing {
        /// Where.
        conversation: ConversationId,
        /// The visitor, if that one is to be told.
        #[serde(default)]
        visitor: Option<CustomerId>,
        /// Who.
        author: Author,
        /// Whether somebody is writing.
        is_typing: bool,
    },
    /// An agent's presence.
    Colleague {
        /// The present state.
        colleague: Colleague,
    },
    /// An agent has changed what to be told of.
    Notifications {
        /// Who.
        agent: AgentId,
    },
    /// Whether an agent is available through this process.
    Staff {
        /// Whether one is.
        is_here: bool,
    },
    /// The process wants to be told which of these customers are there, and
    /// whenever that changes.
    Follow {
        /// Whom it asks for.
        customers: Vec<CustomerId>,
        /// Whether it asks for nobody else of those before.
        #[serde(default)]
        is_all: bool,
    },
    /// Whether customers are there through the process; said of those who are
    /// asked for.
    Customers {
        /// Those who are.
        #[serde(default)]
        here: Vec<CustomerId>,
        /// Those who no longer are.
        #[serde(default)]
        left: Vec<Left>,
    },
    /// A person was erased.
    Erased {
        /// As in [`Gone`].
        customers: Vec<CustomerId>,
        /// As in [`Gone`].
        conversations: Vec<ConversationId>,
    },
    /// Customers were merged, or are apart again.
    Moved {
        /// Whose conversations are other ones now.
        customers: Vec<CustomerId>,
    },
    /// Said by a newer program.
    #[serde(other)]
    Unknown,
}

/// An agent who looks at a conversation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Viewer {
    /// As shown to others.
    pub name: String,
    /// Who.
    pub id: AgentId,
}

/// Hears what the store tells, commits in their order; must return at once.
pub type Listener = Box<dyn Fn(Told) + Send + Sync>;

/// A visitor's session that is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorSession {
    /// Who: the profile of [`VisitorSession::own`].
    pub customer: CustomerId,
    /// Whose the session is. Somebody who was merged into a profile by hand
    /// keeps the session, so that it can be told apart again.
    pub own: CustomerId,
    /// The brand whose key it began with.
    pub brand: BrandId,
}

/// A session to be kept.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Hash of its token.
    pub token_hash: TokenHash,
    /// From when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Which page of which list an agent wants.
#[derive(Clone, Debug)]
pub struct InboxQuery {
    /// Which list.
    pub view: View,
    /// Who asks.
    pub agent: AgentId,
    /// Only what comes after this one in the list.
    pub before: Option<(Timestamp, ConversationId)>,
    /// Most rows.
    pub limit: usize,
}

/// Which page of what was found.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// Every term of it has to stand somewhere in a conversation.
    pub wanted: Wanted,
    /// Only what comes after this one in the list.
    pub before: Option<(Timestamp, ConversationId)>,
    /// Most conversations.
    pub limit: usize,
}

/// A conversation that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The conversation.
    pub conversation: Conversation,
    /// What is known of the customer.
    pub customer: CustomerFacts,
    /// Where the latest text with most of the words stands.
    pub source: HitSource,
    /// This text.
    pub text: String,
}

/// Who waits, in the rows that [`Store::overdue`] looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A visitor whom nobody has told to wait, and nobody has taken.
    Untold,
    /// A visitor whose chat nobody has taken, and which is not missed yet.
    Untaken,
    /// A visitor whose chat is not missed yet.
    Unmissed,
    /// An agent, and the visitor was not warned.
    Unwarned,
    /// An agent, since the visitor was warned.
    Warned,
}

impl Waiting {
    /// The column of the mark, and what else has to be true; the same words in
    /// every database.
    fn condition(self) -> (&'static str, &'static str) {
        match self {
            Self::Untold => {
                ("waiting_since", "missed_at IS NULL AND NOT is_wait_told AND assignee IS NULL")
            }
            Self::Untaken => ("waiting_since", "missed_at IS NULL AND assignee IS NULL"),
            Self::Unmissed => ("waiting_since", "missed_at IS NULL"),
            Self::Unwarned => ("answered_at", "idle_warned_at IS NULL"),
            Self::Warned => ("idle_warned_at", "answered_at IS NOT NULL"),
        }
    }
}

/// Which conversations have waited too long.
#[derive(Clone, Debug)]
pub struct OverdueQuery {
    /// Of which brand.
    pub brand: BrandId,
    /// Who waits.
    pub waiting: Waiting,
    /// Since this moment or later.
    pub from: Timestamp,
    /// Since this moment or earlier.
    pub until: Timestamp,
    /// Or since later than this, which only a clock that was put back explains.
    pub beyond: Timestamp,
    /// Most rows.
    pub limit: usize,
}

/// The only way to the database.
pub trait Store:
    AgentStore
    + CustomerStore
    + FileStore
    + FormStore
    + HookStore
    + MailStore
    + MergeStore
    + NoticeStore
    + PersonStore
    + RecordStore
    + Send
    + Sync
    + 'static
{
    /// Carries out one act, once, however often it comes.
    fn act(&self, act: Act) -> Pending<'_, Done, ActError>;

    /// One conversation.
    fn conversation(&self, id: ConversationId) -> Pending<'_, Option<Conversation>>;

    /// A customer's conversations with a brand, the latest first.
    fn conversations_of(
        &self,
        customer: CustomerId,
        brand: BrandId,
        limit: usize,
    ) -> Pending<'_, Vec<Conversation>>;

    /// Entries with numbers above `after`, ascending.
    fn entries_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>>;

    /// The last entries with numbers below `before`, ascending.
    fn entries_before(
        &self,
        conversation: ConversationId,
        before: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>>;

    /// Events with numbers above `after`, ascending.
    fn events_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Event>>;

    /// The last events that happened after one of these entries and before
    /// the one that follows it; entry 0 stands for the beginning. Ascending.
    fn events_between(
        &self,
        conversation: ConversationId,
        entries: std::ops::RangeInclusive<u64>,
        limit: usize,
    ) -> Pending<'_, Vec<Event>>;

    /// When entries from this one on were delivered and seen (`true`),
    /// ascending; the first ones.
    fn receipts(
        &self,
        conversation: ConversationId,
        from: u64,
        limit: usize,
    ) -> Pending<'_, Vec<(bool, Receipt)>>;

    /// How many conversations each list of an agent has, at most `most` each.
    fn counts(&self, agent: AgentId, most: usize) -> Pending<'_, ViewCounts>;

    /// Conversations that have every wanted word, the latest first.
    fn search(&self, query: SearchQuery) -> Pending<'_, Vec<Found>>;

    /// Reads texts for the search that were not indexed with their commit: of
    /// customers who got another name, and from before there was a search.
    /// Answers how many conversations were read, at most `limit`.
    fn refresh_search(&self, limit: usize) -> Pending<'_, usize>;

    /// One page of the inbox, with the customers.
    fn inbox(&self, query: InboxQuery) -> Pending<'_, Vec<(Conversation, CustomerFacts)>>;

    /// What is known of a customer; nothing of one that is not there.
    fn customer(&self, customer: CustomerId) -> Pending<'_, CustomerFacts>;

    /// Snoozed conversations whose time has come.
    fn due(&self, now: Timestamp, limit: usize) -> Pending<'_, Vec<ConversationId>>;

    /// Conversations in which somebody has waited too long, the longest first.
    fn overdue(&self, query: OverdueQuery) -> Pending<'_, Vec<Conversation>>;

    /// How long visitors of a brand have waited for the first answer in a chat,
    /// in milliseconds: those who were answered since this moment, the latest
    /// first.
    fn waits(&self, brand: BrandId, since: Timestamp, limit: usize) -> Pending<'_, Vec<i64>>;

    /// Keeps a new customer with a session.
    fn create_visitor(&self, visitor: VisitorSession, session: NewSession) -> Pending<'_, ()>;

    /// The valid session of this token.
    fn visitor_session(
        &self,
        token_hash: TokenHash,
        now: Timestamp,
    ) -> Pending<'_, Option<VisitorSession>>;

    /// Tells the other processes on this database, soon and perhaps.
    fn whisper(&self, whisper: Whisper);

    /// Whether reading and writing work at the moment.
    fn check(&self) -> Pending<'_, ()>;
}
