//! People as a whole in PostgreSQL.

use kb_protocol::api::Tombstone;
use kb_protocol::id::{BrandId, ConversationId, CustomerId, FileId};
use kb_protocol::time::Timestamp;

use super::super::person::{Erasure, Gone, KeptSession, Person, PersonStore};
use super::super::stored::{parse, to_row};
use super::super::{Pending, StoreError, Told};
use super::link::Session;
use super::{PostgresStore, customers, hook, merge, rows, whisper};

impl PersonStore for PostgresStore {
    fn person(&self, customer: CustomerId) -> Pending<'_, Option<Person>> {
        Box::pin(async move { read(&*self.link.session().await?, customer.as_str()).await })
    }

    fn people_with(&self, email: String) -> Pending<'_, Vec<CustomerId>> {
        Box::pin(async move {
            let sql = "SELECT id FROM customer WHERE merged_into IS NULL
                 AND (lower(email) = lower($1) OR id IN (SELECT customer FROM contact
                 WHERE kind = 'email' AND lower(value) = lower($1))) ORDER BY created_at, id";
            let found = self.link.session().await?.query(sql, &[&email]).await?;
            found.iter().map(|row| parse("customer", rows::column(row, 0)?)).collect()
        })
    }

    fn erase(&self, erasure: Erasure) -> Pending<'_, Option<Tombstone>> {
        Box::pin(async move {
            let Some((tombstone, gone)) = self.clerk.erase(&erasure).await? else {
                return Ok(None);
            };
            (self.listener)(Told::Erased(gone));
            Ok(Some(tombstone))
        })
    }

    fn tombstone(&self, customer: CustomerId) -> Pending<'_, Option<Tombstone>> {
        Box::pin(async move {
            let sql = "SELECT profile, brand, erased_at, erased_by, conversations, messages, files
                 FROM tombstone WHERE customer = $1 ORDER BY erased_at DESC LIMIT 1";
            let found = self.link.session().await?.query(sql, &[&customer.as_str()]).await?;
            let Some(row) = found.first() else { return Ok(None) };
            let number = |index| rows::column::<i64>(row, index).map(i64::unsigned_abs);
            Ok(Some(Tombstone {
                customer: parse("tombstone.profile", rows::column(row, 0)?)?,
                brand: parse("tombstone.brand", rows::column(row, 1)?)?,
                erased_at: Timestamp(rows::column(row, 2)?),
                erased_by: rows::column(row, 3)?,
                conversations: number(4)?,
                messages: number(5)?,
                files: number(6)?,
            }))
        })
    }
}

/// A profile, and everything that belongs to it.
struct Found {
    brand: BrandId,
    created_at: Timestamp,
    last_seen_at: Option<Timestamp>,
    /// The profile first, then everybody who has become part of it.
    customers: Vec<CustomerId>,
    conversations: Vec<(i64, ConversationId)>,
    files: Vec<FileId>,
}

async fn find(session: &Session, customer: &str) -> Result<Option<Found>, StoreError> {
    let sql = "SELECT profile.id, profile.brand, profile.created_at, profile.last_seen_at
         FROM customer JOIN customer AS profile ON profile.id = coalesce(customer.merged_into, customer.id)
         WHERE customer.id = $1";
    let found = session.query(sql, &[&customer]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let profile: &str = rows::column(row, 0)?;
    let sql = "SELECT id FROM customer WHERE id = $1 OR merged_into = $1
         ORDER BY id <> $1, created_at, id";
    let of_customer = session.query(sql, &[&profile]).await?;
    let customers: Vec<CustomerId> = of_customer
        .iter()
        .map(|row| parse("customer", rows::column(row, 0)?))
        .collect::<Result<_, _>>()?;
    let ids: Vec<&str> = customers.iter().map(CustomerId::as_str).collect();
    let sql = "SELECT key, id FROM conversation WHERE customer = ANY($1)
         ORDER BY created_at, key";
    let conversations = session.query(sql, &[&ids]).await?;
    let conversations: Vec<(i64, ConversationId)> = conversations
        .iter()
        .map(|row| Ok((rows::column(row, 0)?, parse("conversation.id", rows::column(row, 1)?)?)))
        .collect::<Result<_, StoreError>>()?;
    let keys: Vec<i64> = conversations.iter().map(|(key, _)| *key).collect();
    let sql = "SELECT id FROM file WHERE is_whole
         AND (customer = ANY($1) OR conversation = ANY($2)) ORDER BY created_at, key";
    let files = session.query(sql, &[&ids, &keys]).await?;
    Ok(Some(Found {
        brand: parse("customer.brand", rows::column(row, 1)?)?,
        created_at: Timestamp(rows::column(row, 2)?),
        last_seen_at: rows::column::<Option<i64>>(row, 3)?.map(Timestamp),
        customers,
        conversations,
        files: files
            .iter()
            .map(|row| parse("file.id", rows::column(row, 0)?))
            .collect::<Result<_, _>>()?,
    }))
}

async fn read(session: &Session, customer: &str) -> Result<Option<Person>, StoreError> {
    let Some(mut found) = find(session, customer).await? else { return Ok(None) };
    let ids: Vec<&str> = found.customers.iter().map(CustomerId::as_str).collect();
    let sql = "SELECT created_at, expires_at, revoked_at FROM visitor_session
         WHERE customer = ANY($1) ORDER BY created_at";
    let sessions = session.query(sql, &[&ids]).await?;
    let sessions = sessions
        .iter()
        .map(|row| {
            Ok(KeptSession {
                created_at: Timestamp(rows::column(row, 0)?),
                expires_at: Timestamp(rows::column(row, 1)?),
                revoked_at: rows::column::<Option<i64>>(row, 2)?.map(Timestamp),
            })
        })
        .collect::<Result<_, StoreError>>()?;
    let merges = merge::all_of(session, &ids).await?;
    let record = customers::read(session, found.customers[0].as_str()).await?;
    Ok(Some(Person {
        id: found.customers.remove(0),
        joined: found.customers,
        brand: found.brand,
        created_at: found.created_at,
        last_seen_at: found.last_seen_at,
        record: record.unwrap_or_default(),
        conversations: found.conversations.into_iter().map(|(_, id)| id).collect(),
        files: found.files,
        sessions,
        merges,
    }))
}

/// Erases a person; the caller has begun a transaction.
pub(super) async fn erase(
    session: &Session,
    erasure: &Erasure,
) -> Result<Option<(Tombstone, Gone)>, StoreError> {
    let customer = erasure.customer.as_str();
    let Some(seen) = find(session, customer).await? else { return Ok(None) };
    // In the order of the writers, so that nobody waits for each other: first
    // logins of the brand, then conversations and customers by their ids.
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended('login:' || $1, 0))";
    session.query(sql, &[&seen.brand.as_str()]).await?;
    let customers = seen.customers.iter().map(CustomerId::as_str);
    let conversations = seen.conversations.iter().map(|(_, id)| id.as_str());
    let ids: Vec<&str> = customers.chain(conversations).collect();
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended(id, 0))
         FROM (SELECT unnest($1::text[]) AS id ORDER BY 1) AS wanted";
    session.query(sql, &[&ids]).await?;
    // A conversation that is being opened is there before this, or not at all.
    let sql = "SELECT id FROM customer WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    session.query(sql, &[&ids]).await?;
    let Some(found) = find(session, customer).await? else { return Ok(None) };
    let keys: Vec<i64> = found.conversations.iter().map(|(key, _)| *key).collect();
    let ids: Vec<&str> = found.customers.iter().map(CustomerId::as_str).collect();
    let sql = "SELECT count(*) FROM entry WHERE conversation = ANY($1) AND body IS NOT NULL";
    let counted = session.query(sql, &[&keys]).await?;
    let messages: i64 = counted.first().map_or(Ok(0), |row| rows::column(row, 0))?;
    for sql in [
        "DELETE FROM search WHERE conversation = ANY($1)",
        "DELETE FROM search_stale WHERE conversation = ANY($1)",
        "DELETE FROM change WHERE conversation = ANY($1)",
        "DELETE FROM entry WHERE conversation = ANY($1)",
        "DELETE FROM event WHERE conversation = ANY($1)",
        "DELETE FROM receipt WHERE conversation = ANY($1)",
        "DELETE FROM file WHERE conversation = ANY($1)",
        "DELETE FROM conversation WHERE key = ANY($1)",
    ] {
        session.query(sql, &[&keys]).await?;
    }
    let conversations: Vec<ConversationId> =
        found.conversations.iter().map(|(_, id)| id.clone()).collect();
    hook::forget(session, &conversations).await?;
    let named: Vec<&str> = found.conversations.iter().map(|(_, id)| id.as_str()).collect();
    session.query("DELETE FROM letter WHERE conversation = ANY($1)", &[&named]).await?;
    for sql in [
        "DELETE FROM file WHERE customer = ANY($1)",
        "DELETE FROM contact WHERE customer = ANY($1)",
        "DELETE FROM visitor_session WHERE customer = ANY($1)",
        // With what they have moved.
        "DELETE FROM customer_merge WHERE source = ANY($1) OR target = ANY($1)",
        "DELETE FROM customer WHERE id = ANY($1)",
    ] {
        session.query(sql, &[&ids]).await?;
    }
    let tombstone = Tombstone {
        customer: found.customers[0].clone(),
        brand: found.brand,
        erased_at: erasure.at,
        erased_by: erasure.by.clone(),
        conversations: keys.len() as u64,
        messages: messages.unsigned_abs(),
        files: found.files.len() as u64,
    };
    let sql = "INSERT INTO tombstone (customer, profile, brand, erased_at, erased_by,
         conversations, messages, files) SELECT id, $2, $3, $4, $5, $6, $7, $8
         FROM unnest($1::text[]) AS id ON CONFLICT DO NOTHING";
    let Tombstone { brand, erased_at, erased_by, .. } = &tombstone;
    let (threads, files) = (to_row(tombstone.conversations), to_row(tombstone.files));
    session
        .query(
            sql,
            &[&ids, &ids[0], &brand.as_str(), &erased_at.0, erased_by, &threads, &messages, &files],
        )
        .await?;
    let gone = Gone { customers: found.customers, conversations };
    // With the commit: the command line ends right after it.
    for note in whisper::erased(&gone) {
        session.query("SELECT pg_notify($1, $2)", &[&whisper::CHANNEL, &note]).await?;
    }
    Ok(Some((tombstone, gone)))
}
