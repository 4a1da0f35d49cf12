//! SQLite: one file, one writer, readers beside it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kb_protocol::chat::Entry;
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::{Event, Receipt, View, ViewCounts};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::Semaphore;

mod agent;
mod checkpoint;
mod conversations;
mod copies;
mod customers;
mod files;
mod form;
mod hook;
mod lock;
mod mail;
mod merge;
mod migrations;
mod notice;
mod open;
mod parting;
mod person;
mod record;
mod rows;
mod search;
mod state;
mod writer;

use self::checkpoint::Checkpoints;
pub use self::copies::{backup, restore};
pub use self::lock::ServerLock;
pub(super) use self::open::migrate_and_open;
use self::writer::Writer;
use super::stored::{self, parse};
use super::{
    ActError, Done, Found, InboxQuery, Listener, NewSession, OverdueQuery, Pending, SearchQuery,
    Store, StoreError, VisitorSession, Whisper,
};
use crate::auth::TokenHash;
use crate::conversation::{Act, Conversation, CustomerFacts};

/// Connections that read at the same time; more would wait for the disk.
const READERS: usize = 4;
/// Texts that are indexed for the search in one piece: about a millisecond.
const TEXTS_AT_ONCE: usize = 100;

/// A database in one file, with the files that SQLite keeps beside it.
pub struct SqliteStore {
    writer: Writer,
    readers: Arc<Readers>,
    /// Who has it is writing a file.
    files: tokio::sync::Mutex<()>,
}

impl SqliteStore {
    /// Opens the file, or makes it, and brings it up to date. `listener` hears
    /// of every commit.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened or is not such a database, and
    /// [`StoreError::TooNew`].
    pub fn open(path: &Path, listener: Listener) -> Result<Self, StoreError> {
        let connection = migrate_and_open(path)?;
        let checkpoints =
            Checkpoints::start(path.to_owned(), &connection).map_err(database_error)?;
        Ok(Self {
            writer: Writer::start(connection, checkpoints, listener),
            readers: Arc::new(Readers::new(path)),
            files: tokio::sync::Mutex::default(),
        })
    }

    /// Reads on a thread that may wait for the disk.
    fn read<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Pending<'_, T> {
        let readers = Arc::clone(&self.readers);
        Box::pin(async move {
            let permit = Arc::clone(&readers.permits).acquire_owned().await;
            let permit = permit.map_err(|_| StoreError::Closed)?;
            let result = tokio::task::spawn_blocking(move || {
                let connection = readers.take()?;
                let result = run(&connection).map_err(database_error);
                readers.give_back(connection);
                drop(permit);
                result
            });
            result.await.map_err(|_| StoreError::Closed)?
        })
    }
}

impl SqliteStore {
    /// Whether a table has a row.
    /// Indexes the texts that wait for it now, in pieces between which messages
    /// are written; what comes meanwhile waits for the next time.
    async fn index_waiting(&self) -> Result<(), StoreError> {
        for rows in self.read(search::waiting).await?.chunks(TEXTS_AT_ONCE) {
            let rows = rows.to_vec();
            self.writer.write(move |connection| search::put_waiting(connection, &rows)).await?;
        }
        Ok(())
    }

    fn has(&self, table: &'static str) -> Pending<'_, bool> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM {table})"))?
                .query_row([], |row| row.get(0))
        })
    }
}

impl Store for SqliteStore {
    fn act(&self, act: Act) -> Pending<'_, Done, ActError> {
        self.writer.act(act)
    }

    fn conversation(&self, id: ConversationId) -> Pending<'_, Option<Conversation>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM conversation WHERE id = ?1",
                    stored::CONVERSATION
                ))?
                .query_row([id.as_str()], |row| Ok(rows::conversation(row)?.1))
                .optional()
        })
    }

    fn conversations_of(
        &self,
        customer: CustomerId,
        brand: BrandId,
        limit: usize,
    ) -> Pending<'_, Vec<Conversation>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM conversation WHERE customer = ?1 AND brand = ?2
                     ORDER BY updated_at DESC, key DESC LIMIT ?3",
                    stored::CONVERSATION
                ))?
                .query_map(
                    params![customer.as_str(), brand.as_str(), stored::to_limit(limit)],
                    |row| Ok(rows::conversation(row)?.1),
                )?
                .collect()
        })
    }

    fn entries_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM entry JOIN conversation ON conversation.key = conversation
                     WHERE conversation.id = ?1 AND entry.seq > ?2 ORDER BY entry.seq LIMIT ?3",
                    stored::ENTRY
                ))?
                .query_map(
                    params![conversation.as_str(), stored::to_row(after), stored::to_limit(limit)],
                    rows::entry,
                )?
                .collect()
        })
    }

    fn entries_before(
        &self,
        conversation: ConversationId,
        before: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>> {
        self.read(move |connection| {
            let mut entries: Vec<Entry> = connection
                .prepare_cached(&format!(
                    "SELECT {} FROM entry JOIN conversation ON conversation.key = conversation
                     WHERE conversation.id = ?1 AND entry.seq < ?2
                     ORDER BY entry.seq DESC LIMIT ?3",
                    stored::ENTRY
                ))?
                .query_map(
                    params![conversation.as_str(), stored::to_row(before), stored::to_limit(limit)],
                    rows::entry,
                )?
                .collect::<rusqlite::Result<_>>()?;
            entries.reverse();
            Ok(entries)
        })
    }

    fn events_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Event>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM event JOIN conversation ON conversation.key = conversation
                     WHERE conversation.id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
                    stored::EVENT
                ))?
                .query_map(
                    params![conversation.as_str(), stored::to_row(after), stored::to_limit(limit)],
                    rows::event,
                )?
                .collect()
        })
    }

    fn events_between(
        &self,
        conversation: ConversationId,
        entries: std::ops::RangeInclusive<u64>,
        limit: usize,
    ) -> Pending<'_, Vec<Event>> {
        self.read(move |connection| {
            let (from, to) = (stored::to_row(*entries.start()), stored::to_row(*entries.end()));
            let mut events: Vec<Event> = connection
                .prepare_cached(&format!(
                    "SELECT {} FROM event JOIN conversation ON conversation.key = conversation
                     WHERE conversation.id = ?1 AND after BETWEEN ?2 AND ?3
                     ORDER BY number DESC LIMIT ?4",
                    stored::EVENT
                ))?
                .query_map(
                    params![conversation.as_str(), from, to, stored::to_limit(limit)],
                    rows::event,
                )?
                .collect::<rusqlite::Result<_>>()?;
            events.reverse();
            Ok(events)
        })
    }

    fn receipts(
        &self,
        conversation: ConversationId,
        from: u64,
        limit: usize,
    ) -> Pending<'_, Vec<(bool, Receipt)>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT is_seen, up_to, at, device FROM receipt
                     JOIN conversation ON conversation.key = conversation
                     WHERE conversation.id = ?1 AND up_to >= ?2 ORDER BY up_to LIMIT ?3",
                )?
                .query_map(
                    params![conversation.as_str(), stored::to_row(from), stored::to_limit(limit)],
                    rows::receipt,
                )?
                .collect()
        })
    }

    fn counts(&self, agent: AgentId, most: usize) -> Pending<'_, ViewCounts> {
        self.read(move |connection| {
            let count = |condition: &str| -> rusqlite::Result<usize> {
                let count: i64 = connection
                    .prepare_cached(&format!(
                        "SELECT count(*) FROM
                         (SELECT 1 FROM conversation WHERE {condition} LIMIT ?2)"
                    ))?
                    .query_row(params![agent.as_str(), stored::to_limit(most)], |row| row.get(0))?;
                Ok(usize::try_from(count).unwrap_or(most))
            };
            Ok(ViewCounts {
                mine: count(condition(View::Mine))?,
                unassigned: count(condition(View::Unassigned))?,
                open: count(condition(View::Open))?,
                snoozed: count(condition(View::Snoozed))?,
                done: count(condition(View::Done))?,
            })
        })
    }

    fn search(&self, query: SearchQuery) -> Pending<'_, Vec<Found>> {
        Box::pin(async move {
            // What was stored before the question is found.
            self.index_waiting().await?;
            self.read(move |connection| search::find(connection, &query)).await
        })
    }

    fn refresh_search(&self, limit: usize) -> Pending<'_, usize> {
        Box::pin(async move {
            self.index_waiting().await?;
            if !self.has("search_stale").await? {
                return Ok(0);
            }
            self.writer.write(move |connection| search::refresh(connection, limit)).await
        })
    }

    fn inbox(&self, query: InboxQuery) -> Pending<'_, Vec<(Conversation, CustomerFacts)>> {
        self.read(move |connection| {
            let condition = condition(query.view);
            let (at, id) = match &query.before {
                Some((at, id)) => (at.0, id.as_str()),
                None => (i64::MAX, ""),
            };
            connection
                .prepare_cached(&format!(
                    "SELECT {}, {} FROM conversation
                     JOIN customer ON customer.id = customer
                     WHERE {condition} AND (updated_at, conversation.id) < (?2, ?3)
                     ORDER BY updated_at DESC, conversation.id DESC LIMIT ?4",
                    stored::CONVERSATION,
                    stored::CUSTOMER
                ))?
                .query_map(
                    params![query.agent.as_str(), at, id, stored::to_limit(query.limit)],
                    |row| {
                        let customer = rows::customer(row, stored::CONVERSATION_COLUMNS)?;
                        Ok((rows::conversation(row)?.1, customer))
                    },
                )?
                .collect()
        })
    }

    fn customer(&self, customer: CustomerId) -> Pending<'_, CustomerFacts> {
        self.read(move |connection| {
            let facts = connection
                .prepare_cached(&format!(
                    "SELECT {} FROM customer WHERE id = ?1",
                    stored::CUSTOMER
                ))?
                .query_row([customer.as_str()], |row| rows::customer(row, 0))
                .optional()?;
            Ok(facts.unwrap_or_default())
        })
    }

    fn due(&self, now: Timestamp, limit: usize) -> Pending<'_, Vec<ConversationId>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id FROM conversation WHERE snoozed_until <= ?1
                     ORDER BY snoozed_until LIMIT ?2",
                )?
                .query_map(params![now.0, stored::to_limit(limit)], |row| {
                    parse("conversation.id", &row.get::<_, String>(0)?).map_err(rows::corrupt)
                })?
                .collect()
        })
    }

    fn overdue(&self, query: OverdueQuery) -> Pending<'_, Vec<Conversation>> {
        self.read(move |connection| {
            let (mark, condition) = query.waiting.condition();
            connection
                .prepare_cached(&format!(
                    "SELECT {} FROM conversation WHERE brand = ?1 AND {condition}
                     AND {mark} IS NOT NULL AND ({mark} BETWEEN ?2 AND ?3 OR {mark} > ?4)
                     ORDER BY {mark} LIMIT ?5",
                    stored::CONVERSATION
                ))?
                .query_map(
                    params![
                        query.brand.as_str(),
                        query.from.0,
                        query.until.0,
                        query.beyond.0,
                        stored::to_limit(query.limit)
                    ],
                    |row| Ok(rows::conversation(row)?.1),
                )?
                .collect()
        })
    }

    fn waits(&self, brand: BrandId, since: Timestamp, limit: usize) -> Pending<'_, Vec<i64>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT first_answered_at - created_at FROM conversation
                     WHERE brand = ?1 AND first_answered_at >= ?2 AND channel = 'chat'
                     ORDER BY first_answered_at DESC LIMIT ?3",
                )?
                .query_map(params![brand.as_str(), since.0, stored::to_limit(limit)], |row| {
                    row.get(0)
                })?
                .collect()
        })
    }

    fn create_visitor(&self, visitor: VisitorSession, session: NewSession) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("INSERT INTO customer (id, brand, created_at) VALUES (?1, ?2, ?3)")?
                .execute(params![
                    visitor.customer.as_str(),
                    visitor.brand.as_str(),
                    session.created_at.0
                ])?;
            let (customer, brand) = (visitor.customer.as_str(), visitor.brand.as_str());
            insert_visitor_session(connection, customer, brand, &session)
        })
    }

    fn visitor_session(
        &self,
        token_hash: TokenHash,
        now: Timestamp,
    ) -> Pending<'_, Option<VisitorSession>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT coalesce(customer.merged_into, customer.id), visitor_session.brand,
                     customer.id FROM visitor_session
                     JOIN customer ON customer.id = visitor_session.customer
                     WHERE token_hash = ?1 AND expires_at > ?2 AND revoked_at IS NULL",
                )?
                .query_row(params![token_hash.as_bytes(), now.0], |row| {
                    Ok(VisitorSession {
                        customer: parse("customer", &row.get::<_, String>(0)?)
                            .map_err(rows::corrupt)?,
                        brand: parse("brand", &row.get::<_, String>(1)?).map_err(rows::corrupt)?,
                        own: parse("customer", &row.get::<_, String>(2)?).map_err(rows::corrupt)?,
                    })
                })
                .optional()
        })
    }

    fn whisper(&self, _: Whisper) {
        // A file has one process.
    }

    fn check(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            self.read(|connection| {
                connection.query_row("SELECT count(*) FROM agent", [], |_| Ok(()))
            })
            .await?;
            // The same number again: a page goes to the disk, and nothing changes.
            self.writer
                .write(|connection| {
                    let version = migrations::version(connection)?;
                    connection.pragma_update(None, "user_version", version)
                })
                .await
        })
    }
}

/// Which conversations a list has; `?1` is the agent.
fn condition(view: View) -> &'static str {
    match view {
        View::Mine => "status = 'open' AND assignee = ?1",
        View::Unassigned => "status = 'open' AND assignee IS NULL AND ?1 = ?1",
        View::Open => "status = 'open' AND ?1 = ?1",
        View::Snoozed => "status = 'snoozed' AND ?1 = ?1",
        View::Done => "status = 'done' AND ?1 = ?1",
    }
}

fn insert_visitor_session(
    connection: &Connection,
    customer: &str,
    brand: &str,
    session: &NewSession,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO visitor_session (token_hash, customer, brand, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            session.token_hash.as_bytes(),
            customer,
            brand,
            session.created_at.0,
            session.expires_at.0
        ])
        .map(drop)
}

/// Connections that only read, made when first needed.
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(READERS)),
        }
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => open::connect_to_read(&self.path),
        }
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

/// What SQLite says, without its values.
pub(super) fn database_error(error: rusqlite::Error) -> StoreError {
    StoreError::Database(error.to_string().into())
}
