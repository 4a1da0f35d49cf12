//! PostgreSQL: for several relays side by side.

mod address;
mod agent;
mod customers;
mod feed;
mod files;
mod form;
mod hook;
mod link;
mod mail;
mod merge;
mod migrations;
mod notice;
mod parting;
mod person;
mod record;
mod rows;
mod search;
mod target;
mod whisper;
mod writer;

pub(super) use self::target::Target;

use std::sync::Arc;

use kb_protocol::chat::Entry;
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId};
use kb_protocol::inbox::{Event, Receipt, View, ViewCounts};
use kb_protocol::time::Timestamp;

use self::address::Address;
use self::customers::Clerk;
use self::link::Link;
use self::whisper::Whisperer;
use self::writer::Writer;
use super::stored::{self, parse};
use super::{
    ActError, Done, Found, InboxQuery, Listener, NewSession, OverdueQuery, Pending, SearchQuery,
    Store, StoreError, VisitorSession, Whisper,
};
use crate::auth::{TokenHash, new_id};
use crate::conversation::{Act, Conversation, CustomerFacts};

/// Name of the notifications.
const CHANNEL: &str = "helpwright";

/// A PostgreSQL database that several processes may use.
pub struct PostgresStore {
    link: Link,
    writer: Writer,
    whisperer: Whisperer,
    clerk: Clerk,
    listener: Arc<Listener>,
}

impl PostgresStore {
    /// Connects, and brings the database up to date. `listener` hears of every
    /// commit, of this process and of others.
    ///
    /// # Errors
    ///
    /// If the address is none, the database cannot be reached, or
    /// [`StoreError::TooNew`].
    pub async fn open(url: &str, listener: Listener) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let link = Link::new(address.clone());
        migrations::run(&*link.session().await?).await?;
        let process = new_id();
        let listener = Arc::new(listener);
        let feeding = Link::new(address.clone());
        let whisperer = Whisperer::start(Link::new(address.clone()), process.clone());
        let ear = Ear { process: process.clone(), listener: Arc::clone(&listener) };
        feed::start(address.clone(), feeding, ear, whisperer.clone()).await?;
        let clerk = Clerk::new(Link::new(address.clone()));
        let writer = Writer::start(Link::new(address), process, Arc::clone(&listener));
        Ok(Self { link, writer, whisperer, clerk, listener })
    }
}

/// Who hears what comes from other processes.
#[derive(Clone)]
struct Ear {
    /// Name of this process.
    process: String,
    listener: Arc<Listener>,
}

impl Store for PostgresStore {
    fn act(&self, act: Act) -> Pending<'_, Done, ActError> {
        self.writer.act(act)
    }

    fn conversation(&self, id: ConversationId) -> Pending<'_, Option<Conversation>> {
        Box::pin(async move {
            let sql = format!("SELECT {} FROM conversation WHERE id = $1", stored::CONVERSATION);
            let found = self.link.session().await?.query(&sql, &[&id.as_str()]).await?;
            found.first().map(|row| Ok(rows::conversation(row, 0)?.1)).transpose()
        })
    }

    fn conversations_of(
        &self,
        customer: CustomerId,
        brand: BrandId,
        limit: usize,
    ) -> Pending<'_, Vec<Conversation>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM conversation WHERE customer = $1 AND brand = $2
                 ORDER BY updated_at DESC, key DESC LIMIT $3",
                stored::CONVERSATION
            );
            let limit = stored::to_limit(limit);
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&customer.as_str(), &brand.as_str(), &limit]).await?;
            found.iter().map(|row| Ok(rows::conversation(row, 0)?.1)).collect()
        })
    }

    fn entries_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM entry JOIN conversation ON conversation.key = conversation
                 WHERE conversation.id = $1 AND entry.seq > $2 ORDER BY entry.seq LIMIT $3",
                stored::ENTRY
            );
            let (after, limit) = (stored::to_row(after), stored::to_limit(limit));
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&conversation.as_str(), &after, &limit]).await?;
            found.iter().map(|row| rows::entry(row, 0)).collect()
        })
    }

    fn entries_before(
        &self,
        conversation: ConversationId,
        before: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Entry>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM entry JOIN conversation ON conversation.key = conversation
                 WHERE conversation.id = $1 AND entry.seq < $2 ORDER BY entry.seq DESC LIMIT $3",
                stored::ENTRY
            );
            let (before, limit) = (stored::to_row(before), stored::to_limit(limit));
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&conversation.as_str(), &before, &limit]).await?;
            found.iter().rev().map(|row| rows::entry(row, 0)).collect()
        })
    }

    fn events_after(
        &self,
        conversation: ConversationId,
        after: u64,
        limit: usize,
    ) -> Pending<'_, Vec<Event>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM event JOIN conversation ON conversation.key = conversation
                 WHERE conversation.id = $1 AND number > $2 ORDER BY number LIMIT $3",
                stored::EVENT
            );
            let (after, limit) = (stored::to_row(after), stored::to_limit(limit));
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&conversation.as_str(), &after, &limit]).await?;
            found.iter().map(rows::event).collect()
        })
    }

    fn events_between(
        &self,
        conversation: ConversationId,
        entries: std::ops::RangeInclusive<u64>,
        limit: usize,
    ) -> Pending<'_, Vec<Event>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {} FROM event JOIN conversation ON conversation.key = conversation
                 WHERE conversation.id = $1 AND after BETWEEN $2 AND $3
                 ORDER BY number DESC LIMIT $4",
                stored::EVENT
            );
            let (from, to) = (stored::to_row(*entries.start()), stored::to_row(*entries.end()));
            let limit = stored::to_limit(limit);
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&conversation.as_str(), &from, &to, &limit]).await?;
            found.iter().rev().map(rows::event).collect()
        })
    }

    fn receipts(
        &self,
        conversation: ConversationId,
        from: u64,
        limit: usize,
    ) -> Pending<'_, Vec<(bool, Receipt)>> {
        Box::pin(async move {
            let sql = "SELECT is_seen, up_to, at, device FROM receipt
                 JOIN conversation ON conversation.key = conversation
                 WHERE conversation.id = $1 AND up_to >= $2 ORDER BY up_to LIMIT $3";
            let (from, limit) = (stored::to_row(from), stored::to_limit(limit));
            let session = self.link.session().await?;
            let found = session.query(sql, &[&conversation.as_str(), &from, &limit]).await?;
            found.iter().map(rows::receipt).collect()
        })
    }

    fn counts(&self, agent: AgentId, most: usize) -> Pending<'_, ViewCounts> {
        Box::pin(async move {
            let count = |view| {
                let condition = condition(view);
                format!(
                    "(SELECT count(*) FROM
                     (SELECT 1 FROM conversation WHERE {condition} LIMIT $2) AS counted)"
                )
            };
            let views = [View::Mine, View::Unassigned, View::Open, View::Snoozed, View::Done];
            let sql = format!("SELECT {}", views.map(count).join(", "));
            let limit = stored::to_limit(most);
            let found = self.link.session().await?.query(&sql, &[&agent.as_str(), &limit]).await?;
            let number = |index| -> Result<usize, StoreError> {
                let count: i64 =
                    found.first().map(|row| rows::column(row, index)).transpose()?.unwrap_or(0);
                Ok(usize::try_from(count).unwrap_or(most))
            };
            Ok(ViewCounts {
                mine: number(0)?,
                unassigned: number(1)?,
                open: number(2)?,
                snoozed: number(3)?,
                done: number(4)?,
            })
        })
    }

    fn search(&self, query: SearchQuery) -> Pending<'_, Vec<Found>> {
        Box::pin(async move { search::find(&*self.link.session().await?, &query).await })
    }

    fn refresh_search(&self, limit: usize) -> Pending<'_, usize> {
        Box::pin(async move { search::refresh(&*self.link.session().await?, limit).await })
    }

    fn inbox(&self, query: InboxQuery) -> Pending<'_, Vec<(Conversation, CustomerFacts)>> {
        Box::pin(async move {
            let condition = condition(query.view);
            let sql = format!(
                "SELECT {}, {} FROM conversation
                 JOIN customer ON customer.id = customer
                 WHERE {condition} AND (updated_at, conversation.id) < ($2, $3)
                 ORDER BY updated_at DESC, conversation.id DESC LIMIT $4",
                stored::CONVERSATION,
                stored::CUSTOMER
            );
            let (at, id) = match &query.before {
                Some((at, id)) => (at.0, id.as_str()),
                None => (i64::MAX, ""),
            };
            let limit = stored::to_limit(query.limit);
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&query.agent.as_str(), &at, &id, &limit]).await?;
            let item = |row| {
                let customer = rows::customer(row, stored::CONVERSATION_COLUMNS)?;
                Ok((rows::conversation(row, 0)?.1, customer))
            };
            found.iter().map(item).collect()
        })
    }

    fn customer(&self, customer: CustomerId) -> Pending<'_, CustomerFacts> {
        Box::pin(async move {
            let sql = format!("SELECT {} FROM customer WHERE id = $1", stored::CUSTOMER);
            let found = self.link.session().await?.query(&sql, &[&customer.as_str()]).await?;
            let facts = found.first().map(|row| rows::customer(row, 0)).transpose()?;
            Ok(facts.unwrap_or_default())
        })
    }

    fn due(&self, now: Timestamp, limit: usize) -> Pending<'_, Vec<ConversationId>> {
        Box::pin(async move {
            let sql = "SELECT id FROM conversation WHERE snoozed_until <= $1
                 ORDER BY snoozed_until LIMIT $2";
            let limit = stored::to_limit(limit);
            let found = self.link.session().await?.query(sql, &[&now.0, &limit]).await?;
            found.iter().map(|row| parse("conversation.id", rows::column(row, 0)?)).collect()
        })
    }

    fn overdue(&self, query: OverdueQuery) -> Pending<'_, Vec<Conversation>> {
        Box::pin(async move {
            let (mark, condition) = query.waiting.condition();
            let sql = format!(
                "SELECT {} FROM conversation WHERE brand = $1 AND {condition}
                 AND {mark} IS NOT NULL AND ({mark} BETWEEN $2 AND $3 OR {mark} > $4)
                 ORDER BY {mark} LIMIT $5",
                stored::CONVERSATION
            );
            let (from, until, beyond) = (query.from.0, query.until.0, query.beyond.0);
            let limit = stored::to_limit(query.limit);
            let session = self.link.session().await?;
            let found = session
                .query(&sql, &[&query.brand.as_str(), &from, &until, &beyond, &limit])
                .await?;
            found.iter().map(|row| Ok(rows::conversation(row, 0)?.1)).collect()
        })
    }

    fn waits(&self, brand: BrandId, since: Timestamp, limit: usize) -> Pending<'_, Vec<i64>> {
        Box::pin(async move {
            let sql = "SELECT first_answered_at - created_at FROM conversation
                 WHERE brand = $1 AND first_answered_at >= $2 AND channel = 'chat'
                 ORDER BY first_answered_at DESC LIMIT $3";
            let limit = stored::to_limit(limit);
            let session = self.link.session().await?;
            let found = session.query(sql, &[&brand.as_str(), &since.0, &limit]).await?;
            found.iter().map(|row| rows::column(row, 0)).collect()
        })
    }

    fn create_visitor(&self, visitor: VisitorSession, session: NewSession) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "WITH made AS (
                 INSERT INTO customer (id, brand, created_at) VALUES ($2, $3, $4))
                 INSERT INTO visitor_session (token_hash, customer, brand, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5)";
            let token = session.token_hash.as_bytes();
            let (customer, brand) = (visitor.customer.as_str(), visitor.brand.as_str());
            let (from, until) = (session.created_at.0, session.expires_at.0);
            let link = self.link.session().await?;
            link.query(sql, &[&token, &customer, &brand, &from, &until]).await.map(drop)
        })
    }

    fn visitor_session(
        &self,
        token_hash: TokenHash,
        now: Timestamp,
    ) -> Pending<'_, Option<VisitorSession>> {
        Box::pin(async move {
            let sql = "SELECT coalesce(customer.merged_into, customer.id), visitor_session.brand,
                 customer.id FROM visitor_session
                 JOIN customer ON customer.id = visitor_session.customer
                 WHERE token_hash = $1 AND expires_at > $2 AND revoked_at IS NULL";
            let session = self.link.session().await?;
            let found = session.query(sql, &[&token_hash.as_bytes(), &now.0]).await?;
            let visitor = |row| {
                Ok(VisitorSession {
                    customer: parse("customer", rows::column(row, 0)?)?,
                    brand: parse("brand", rows::column(row, 1)?)?,
                    own: parse("customer", rows::column(row, 2)?)?,
                })
            };
            found.first().map(visitor).transpose()
        })
    }

    fn whisper(&self, whisper: Whisper) {
        self.whisperer.say(whisper);
    }

    fn check(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "SELECT pg_is_in_recovery()";
            let found = self.link.session().await?.query(sql, &[]).await?;
            match found.first().map(|row| rows::column(row, 0)).transpose()? {
                Some(true) => Err(StoreError::Unsupported("the database is read-only")),
                _ => Ok(()),
            }
        })
    }
}

/// Which conversations a list has; `$1` is the agent.
fn condition(view: View) -> &'static str {
    match view {
        View::Mine => "status = 'open' AND assignee = $1",
        View::Unassigned => "status = 'open' AND assignee IS NULL AND $1::text = $1",
        View::Open => "status = 'open' AND $1::text = $1",
        View::Snoozed => "status = 'snoozed' AND $1::text = $1",
        View::Done => "status = 'done' AND $1::text = $1",
    }
}

/// What PostgreSQL says, with the cause and without values.
fn database_error(error: tokio_postgres::Error) -> StoreError {
    let text = match error.as_db_error() {
        Some(cause) => format!("{} ({})", cause.message(), cause.code().code()),
        None => address::text_of(&error),
    };
    StoreError::Database(text.into())
}
