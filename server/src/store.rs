//! Where everything is kept: one trait, and SQLite or PostgreSQL behind it.
//!
//! [`Store`] is the only way to the database. What it answered with `Ok` is on
//! disk and survives a killed process and a lost power supply; then, and only
//! then, the store tells its listener of the [`Commit`].

mod copy;
mod postgres;
mod sqlite;
mod stored;

pub use copy::copy_store;
pub use postgres::PostgresStore;
pub use sqlite::{ServerLock, SqliteStore, backup, restore};

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kb_protocol::api::Role;
use kb_protocol::chat::{Code, Entry};
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::{Event, View};
use kb_protocol::time::Timestamp;

use crate::auth::TokenHash;
use crate::conversation::{Act, Conversation};

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

/// Hears of every commit, in order; must return at once.
pub type Listener = Box<dyn Fn(Arc<Commit>) + Send + Sync>;

/// A visitor's session that is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorSession {
    /// Who.
    pub customer: CustomerId,
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

/// A person who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Id.
    pub id: AgentId,
    /// Address to sign in with.
    pub email: String,
    /// As shown to visitors.
    pub name: String,
    /// What the agent may do.
    pub role: Role,
}

/// An agent to be kept.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// The agent.
    pub agent: Agent,
    /// PHC string of the password.
    pub password_hash: String,
    /// From when.
    pub created_at: Timestamp,
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

/// The only way to the database.
pub trait Store: Send + Sync + 'static {
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

    /// One page of the inbox, with the customers' names.
    fn inbox(&self, query: InboxQuery) -> Pending<'_, Vec<(Conversation, Option<String>)>>;

    /// A customer's name, if known.
    fn customer_name(&self, customer: CustomerId) -> Pending<'_, Option<String>>;

    /// Snoozed conversations whose time has come.
    fn due(&self, now: Timestamp, limit: usize) -> Pending<'_, Vec<ConversationId>>;

    /// Keeps a new customer with a session.
    fn create_visitor(&self, visitor: VisitorSession, session: NewSession) -> Pending<'_, ()>;

    /// The valid session of this token.
    fn visitor_session(
        &self,
        token_hash: TokenHash,
        now: Timestamp,
    ) -> Pending<'_, Option<VisitorSession>>;

    /// Keeps a new agent; `false` if the address is taken.
    fn create_agent(&self, agent: NewAgent) -> Pending<'_, bool>;

    /// An active agent with the PHC string of the password.
    fn agent_by_email(&self, email: String) -> Pending<'_, Option<(Agent, String)>>;

    /// All active agents, by name.
    fn agents(&self) -> Pending<'_, Vec<Agent>>;

    /// Keeps an agent's session.
    fn create_agent_session(&self, agent: AgentId, session: NewSession) -> Pending<'_, ()>;

    /// The active agent of a valid session.
    fn agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, Option<Agent>>;

    /// Ends a session.
    fn revoke_agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()>;

    /// Whether reading and writing work at the moment.
    fn check(&self) -> Pending<'_, ()>;
}
