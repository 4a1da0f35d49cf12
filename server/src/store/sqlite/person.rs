//! People as a whole in SQLite.

use kb_protocol::api::Tombstone;
use kb_protocol::id::{CustomerId, FileId};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::Pending;
use super::super::person::{Erasure, Gone, KeptSession, Person, PersonStore};
use super::super::stored::{self, parse};
use super::{SqliteStore, customers, hook, merge, rows, search};

/// Who has an address, whatever the brand: of the index each brand is read on
/// its own. What looks superfluous makes SQLite take it.
pub(super) const PEOPLE_WITH: &str = "WITH RECURSIVE brand (id) AS (
     SELECT min(brand) FROM customer WHERE brand >= '' AND email IS NOT NULL UNION ALL
     SELECT (SELECT min(customer.brand) FROM customer
     WHERE customer.brand > brand.id AND customer.email IS NOT NULL)
     FROM brand WHERE brand.id IS NOT NULL), found AS (
     SELECT customer.id FROM brand CROSS JOIN customer WHERE customer.brand = brand.id
     AND lower(customer.email) = lower(?1) AND customer.email IS NOT NULL UNION
     SELECT customer FROM contact WHERE kind = 'email' AND lower(value) = lower(?1))
     SELECT customer.id FROM found CROSS JOIN customer
     WHERE customer.id = found.id AND customer.merged_into IS NULL
     ORDER BY customer.created_at, customer.id";

impl PersonStore for SqliteStore {
    fn person(&self, customer: CustomerId) -> Pending<'_, Option<Person>> {
        self.read(move |connection| read(connection, customer.as_str()))
    }

    fn people_with(&self, email: String) -> Pending<'_, Vec<CustomerId>> {
        self.read(move |connection| ids(connection, "customer", PEOPLE_WITH, &email))
    }

    fn erase(&self, erasure: Erasure) -> Pending<'_, Option<Tombstone>> {
        self.writer.erase(erasure)
    }

    fn tombstone(&self, customer: CustomerId) -> Pending<'_, Option<Tombstone>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT profile, brand, erased_at, erased_by, conversations, messages, files
                     FROM tombstone WHERE customer = ?1 ORDER BY erased_at DESC LIMIT 1",
                )?
                .query_row([customer.as_str()], |row| {
                    Ok(Tombstone {
                        customer: id("tombstone.profile", row.get(0)?)?,
                        brand: id("tombstone.brand", row.get(1)?)?,
                        erased_at: Timestamp(row.get(2)?),
                        erased_by: row.get(3)?,
                        conversations: row.get::<_, i64>(4)?.unsigned_abs(),
                        messages: row.get::<_, i64>(5)?.unsigned_abs(),
                        files: row.get::<_, i64>(6)?.unsigned_abs(),
                    })
                })
                .optional()
        })
    }
}

fn id<Id: std::str::FromStr>(what: &'static str, text: String) -> rusqlite::Result<Id> {
    parse(what, &text).map_err(rows::corrupt)
}

/// Ids in the first column.
fn ids<Id: std::str::FromStr>(
    connection: &Connection,
    what: &'static str,
    sql: &str,
    profile: &str,
) -> rusqlite::Result<Vec<Id>> {
    connection
        .prepare_cached(sql)?
        .query_map([profile], |row| id(what, row.get(0)?))?
        .collect::<rusqlite::Result<_>>()
}

/// The profile first, then everybody who has become part of it.
const CUSTOMERS: &str = "SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1
     ORDER BY id <> ?1, created_at, id";
const CONVERSATIONS: &str = "SELECT id FROM conversation WHERE customer IN
     (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1) ORDER BY created_at, key";
const KEYS: &str = "SELECT key FROM conversation WHERE customer IN
     (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1)";
const FILES: &str = "SELECT id FROM file WHERE is_whole AND (customer IN
     (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1) OR conversation IN
     (SELECT key FROM conversation WHERE customer IN
     (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1))) ORDER BY created_at, key";

/// The profile of a customer, with its brand and beginning.
fn profile(
    connection: &Connection,
    customer: &str,
) -> rusqlite::Result<Option<(String, String, i64)>> {
    connection
        .prepare_cached(
            "SELECT profile.id, profile.brand, profile.created_at FROM customer
             JOIN customer AS profile ON profile.id = coalesce(customer.merged_into, customer.id)
             WHERE customer.id = ?1",
        )?
        .query_row([customer], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}

fn read(connection: &Connection, customer: &str) -> rusqlite::Result<Option<Person>> {
    let Some((profile, brand, created_at)) = profile(connection, customer)? else {
        return Ok(None);
    };
    let last_seen_at: Option<i64> = connection
        .prepare_cached("SELECT last_seen_at FROM customer WHERE id = ?1")?
        .query_row([&profile], |row| row.get(0))?;
    let mut customers: Vec<CustomerId> = ids(connection, "customer", CUSTOMERS, &profile)?;
    let sessions = connection
        .prepare_cached(
            "SELECT created_at, expires_at, revoked_at FROM visitor_session WHERE customer IN
             (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1) ORDER BY created_at",
        )?
        .query_map([&profile], |row| {
            Ok(KeptSession {
                created_at: Timestamp(row.get(0)?),
                expires_at: Timestamp(row.get(1)?),
                revoked_at: row.get::<_, Option<i64>>(2)?.map(Timestamp),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(Person {
        id: customers.remove(0),
        joined: customers,
        brand: id("customer.brand", brand)?,
        created_at: Timestamp(created_at),
        last_seen_at: last_seen_at.map(Timestamp),
        record: customers::read(connection, &profile)?.unwrap_or_default(),
        conversations: ids(connection, "conversation.id", CONVERSATIONS, &profile)?,
        files: ids(connection, "file.id", FILES, &profile)?,
        sessions,
        merges: merge::all_of(connection, &profile)?,
    }))
}

/// Erases a person; the caller has begun a transaction.
pub(super) fn erase(
    connection: &Connection,
    erasure: &Erasure,
) -> rusqlite::Result<Option<(Tombstone, Gone)>> {
    let Some((profile, brand, _)) = profile(connection, erasure.customer.as_str())? else {
        return Ok(None);
    };
    let gone = Gone {
        customers: ids(connection, "customer", CUSTOMERS, &profile)?,
        conversations: ids(connection, "conversation.id", CONVERSATIONS, &profile)?,
    };
    let files: Vec<FileId> = ids(connection, "file.id", FILES, &profile)?;
    let keys: Vec<i64> = connection
        .prepare_cached(KEYS)?
        .query_map([&profile], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut messages = 0;
    for key in keys {
        search::forget(connection, key)?;
        messages += connection
            .prepare_cached(
                "SELECT count(*) FROM entry WHERE conversation = ?1 AND body IS NOT NULL",
            )?
            .query_row([key], |row| row.get::<_, i64>(0))?;
        for sql in [
            "DELETE FROM entry WHERE conversation = ?1",
            "DELETE FROM event WHERE conversation = ?1",
            "DELETE FROM receipt WHERE conversation = ?1",
            "DELETE FROM file WHERE conversation = ?1",
            "DELETE FROM conversation WHERE key = ?1",
        ] {
            connection.prepare_cached(sql)?.execute([key])?;
        }
    }
    search::forget_words(connection)?;
    hook::forget(connection, &gone.conversations)?;
    for conversation in &gone.conversations {
        connection
            .prepare_cached("DELETE FROM letter WHERE conversation = ?1")?
            .execute([conversation.as_str()])?;
    }
    let tombstone = Tombstone {
        customer: id("customer", profile)?,
        brand: id("customer.brand", brand)?,
        erased_at: erasure.at,
        erased_by: erasure.by.clone(),
        conversations: gone.conversations.len() as u64,
        messages: messages.unsigned_abs(),
        files: files.len() as u64,
    };
    for customer in gone.customers.iter().rev() {
        for sql in [
            "DELETE FROM file WHERE customer = ?1",
            "DELETE FROM contact WHERE customer = ?1",
            "DELETE FROM visitor_session WHERE customer = ?1",
            // The profile last: the others point to it.
            "DELETE FROM customer WHERE id = ?1",
        ] {
            connection.prepare_cached(sql)?.execute([customer.as_str()])?;
        }
        merge::forget(connection, customer.as_str())?;
        bury(connection, customer, &tombstone)?;
    }
    Ok(Some((tombstone, gone)))
}

fn bury(
    connection: &Connection,
    customer: &CustomerId,
    tombstone: &Tombstone,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO tombstone (customer, profile, brand, erased_at, erased_by, conversations,
             messages, files) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            customer.as_str(),
            tombstone.customer.as_str(),
            tombstone.brand.as_str(),
            tombstone.erased_at.0,
            tombstone.erased_by,
            stored::to_row(tombstone.conversations),
            stored::to_row(tombstone.messages),
            stored::to_row(tombstone.files)
        ])
        .map(drop)
}
