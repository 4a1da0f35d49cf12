//! Customers in PostgreSQL: logins and what pages say of people.

use std::collections::BTreeMap;

use kb_protocol::api::{AttributeValue, CustomerDescription, Tombstone};
use kb_protocol::id::{BrandId, ConversationId, CustomerId};
use kb_protocol::time::Timestamp;
use tokio::sync::Mutex;

use super::super::customer::{self, CONTACTS, CustomerRecord, Left, Login, SharedContact};
use super::super::stored::{self, parse};
use super::super::{
    AgentChange, Changed, CustomerStore, Erasure, Gone, LoggedIn, MergeStep, NewSession, Pending,
    StoreError, VisitorSession,
};
use super::link::{Link, Session};
use super::{CHANNEL, PostgresStore, agent, merge, parting, person, rows};
use crate::auth::TokenHash;
use crate::conversation::{Conversation, SentForm};
use crate::login::{Plan, Profile, plan};

impl CustomerStore for PostgresStore {
    fn login(&self, login: Login) -> Pending<'_, LoggedIn> {
        Box::pin(async move { self.clerk.login(&login).await })
    }

    fn readmit(
        &self,
        visitor: VisitorSession,
        session: NewSession,
    ) -> Pending<'_, Option<CustomerId>> {
        Box::pin(async move {
            // In the order of their ids, as a merge locks them: it is through
            // before this, or waits.
            let sql = "WITH held AS MATERIALIZED (
                 SELECT id, merged_into, blocked_at FROM customer WHERE id = $2
                 OR id = (SELECT merged_into FROM customer AS visitor WHERE visitor.id = $2)
                 ORDER BY id FOR KEY SHARE)
                 INSERT INTO visitor_session (token_hash, customer, brand, created_at, expires_at)
                 SELECT $1, profile.id, $3, $4, $5 FROM held
                 JOIN held AS profile ON profile.id = coalesce(held.merged_into, held.id)
                 WHERE held.id = $2 AND profile.blocked_at IS NULL RETURNING customer";
            let token = session.token_hash.as_bytes();
            let (customer, brand) = (visitor.customer.as_str(), visitor.brand.as_str());
            let (from, until) = (session.created_at.0, session.expires_at.0);
            let link = self.link.session().await?;
            // Who has become part of somebody in that very moment is found again.
            for _ in 0..2 {
                let kept = link.query(sql, &[&token, &customer, &brand, &from, &until]).await?;
                if let Some(row) = kept.first() {
                    return parse("customer", rows::column(row, 0)?).map(Some);
                }
            }
            Ok(None)
        })
    }

    fn revoke_visitor_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "UPDATE visitor_session SET revoked_at = $2
                 WHERE token_hash = $1 AND revoked_at IS NULL";
            let session = self.link.session().await?;
            session.query(sql, &[&token_hash.as_bytes(), &now.0]).await.map(drop)
        })
    }

    fn customer_record(&self, id: CustomerId) -> Pending<'_, Option<CustomerRecord>> {
        Box::pin(async move { read(&*self.link.session().await?, id.as_str()).await })
    }

    fn keep_left(&self, left: Vec<Left>) -> Pending<'_, ()> {
        Box::pin(async move {
            // In the order of their ids: no two processes wait for each other.
            let sql = "WITH gone AS (
                 SELECT profile.id, one.at FROM unnest($1::text[], $2::bigint[]) AS one (id, at)
                 JOIN customer AS visitor ON visitor.id = one.id
                 JOIN customer AS profile ON profile.id = coalesce(visitor.merged_into, visitor.id)
                 ORDER BY profile.id FOR NO KEY UPDATE OF profile)
                 UPDATE customer SET last_seen_at = gone.at FROM gone WHERE customer.id = gone.id";
            let ids: Vec<&str> = left.iter().map(|left| left.customer.as_str()).collect();
            let moments: Vec<i64> = left.iter().map(|left| left.at.0).collect();
            let session = self.link.session().await?;
            session.query(sql, &[&ids, &moments]).await.map(drop)
        })
    }

    fn last_seen(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<Left>> {
        Box::pin(async move {
            let sql = "SELECT id, last_seen_at FROM customer
                 WHERE id = ANY($1) AND last_seen_at IS NOT NULL";
            let ids: Vec<&str> = customers.iter().map(CustomerId::as_str).collect();
            let found = self.link.session().await?.query(sql, &[&ids]).await?;
            let seen = |row| {
                let customer = parse("customer", rows::column(row, 0)?)?;
                Ok(Left { customer, at: Timestamp(rows::column(row, 1)?) })
            };
            found.iter().map(seen).collect()
        })
    }

    fn describe_customer(
        &self,
        id: CustomerId,
        description: CustomerDescription,
    ) -> Pending<'_, ()> {
        Box::pin(async move { self.clerk.describe(id.as_str(), &description).await })
    }

    fn describe_conversation(
        &self,
        id: ConversationId,
        changes: BTreeMap<String, Option<AttributeValue>>,
    ) -> Pending<'_, ()> {
        Box::pin(async move { self.clerk.change("conversation", id.as_str(), &changes, &[]).await })
    }

    fn conversation_attributes(
        &self,
        id: ConversationId,
    ) -> Pending<'_, BTreeMap<String, AttributeValue>> {
        Box::pin(async move {
            let sql = "SELECT attributes FROM conversation WHERE id = $1";
            let found = self.link.session().await?.query(sql, &[&id.as_str()]).await?;
            let Some(row) = found.first() else { return Ok(BTreeMap::new()) };
            customer::attributes(rows::column(row, 0)?)
        })
    }
}

/// Carries transactions about people, one after the other: they are rare,
/// and questions of others must not travel among their statements.
pub(super) struct Clerk {
    link: Mutex<Link>,
}

impl Clerk {
    pub(super) fn new(link: Link) -> Self {
        Self { link: Mutex::new(link) }
    }

    /// Carries a login out.
    pub(super) async fn login(&self, login: &Login) -> Result<Plan, StoreError> {
        let link = self.link.lock().await;
        let session = link.session().await?;
        let result = in_transaction(&session, carry_out(&session, login)).await;
        if result.is_err() {
            // With whatever was begun on it.
            link.give_up().await;
        }
        result
    }

    /// Erases a person.
    pub(super) async fn erase(
        &self,
        erasure: &Erasure,
    ) -> Result<Option<(Tombstone, Gone)>, StoreError> {
        let link = self.link.lock().await;
        let session = link.session().await?;
        let result = in_transaction(&session, person::erase(&session, erasure)).await;
        if result.is_err() {
            link.give_up().await;
        }
        result
    }

    /// Changes an agent.
    pub(super) async fn change_agent(
        &self,
        email: &str,
        change: &AgentChange,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        let link = self.link.lock().await;
        let session = link.session().await?;
        let result = in_transaction(&session, agent::change(&session, email, change, now)).await;
        if result.is_err() {
            link.give_up().await;
        }
        result
    }

    /// Merges two customers, or parts them.
    pub(super) async fn merge(&self, step: &MergeStep) -> Result<merge::Outcome, StoreError> {
        let link = self.link.lock().await;
        let session = link.session().await?;
        loop {
            match in_transaction(&session, merge::step(&session, step)).await {
                Ok(Some(outcome)) => return Ok(outcome),
                // Something was begun meanwhile: once more, with it.
                Ok(None) => {}
                Err(error) => {
                    link.give_up().await;
                    return Err(error);
                }
            }
        }
    }

    /// Adds to what is known of a customer.
    pub(super) async fn describe(
        &self,
        id: &str,
        description: &CustomerDescription,
    ) -> Result<(), StoreError> {
        let contacts = customer::contacts(description);
        self.change("customer", id, &description.attributes, &contacts).await
    }

    /// Changes attributes of a row of `table`, which has an `id`, and adds
    /// contacts to a customer.
    pub(super) async fn change(
        &self,
        table: &str,
        id: &str,
        changes: &BTreeMap<String, Option<AttributeValue>>,
        contacts: &[SharedContact],
    ) -> Result<(), StoreError> {
        let link = self.link.lock().await;
        let session = link.session().await?;
        let work = change(&session, table, id, changes, contacts);
        let result = in_transaction(&session, work).await;
        if result.is_err() {
            link.give_up().await;
        }
        result
    }
}

/// Changes attributes of a row of `table`, which has an `id`, and adds contacts
/// to a customer.
async fn change(
    session: &Session,
    table: &str,
    id: &str,
    changes: &BTreeMap<String, Option<AttributeValue>>,
    contacts: &[SharedContact],
) -> Result<(), StoreError> {
    let sql = format!("SELECT attributes FROM {table} WHERE id = $1 FOR UPDATE");
    let found = session.query(&sql, &[&id]).await?;
    let Some(row) = found.first() else { return Ok(()) };
    let patched = customer::patched(rows::column(row, 0)?, changes)?;
    let sql = format!("UPDATE {table} SET attributes = $2 WHERE id = $1");
    session.query(&sql, &[&id, &patched]).await?;
    let limit = stored::to_limit(CONTACTS);
    for SharedContact { kind, service, value } in contacts {
        let sql = "INSERT INTO contact (customer, kind, service, value)
             SELECT $1::text, $2::text, $3::text, $4::text
             WHERE (SELECT count(*) FROM contact WHERE customer = $1::text) < $5
             ON CONFLICT DO NOTHING";
        session.query(sql, &[&id, kind, service, value, &limit]).await?;
    }
    Ok(())
}

/// Keeps a customer without a session, if it is not there; the row stays until
/// the end of the transaction, an erasure waits.
pub(super) async fn keep(
    session: &Session,
    customer: &CustomerId,
    brand: &BrandId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO customer (id, brand, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET brand = excluded.brand";
    session.query(sql, &[&customer.as_str(), &brand.as_str(), &now.0]).await.map(drop)
}

/// Adds what a form says of its customer and its conversation. What is known
/// already stays: anybody may have written the form.
pub(super) async fn describe_by_form(
    session: &Session,
    state: &Conversation,
    form: &SentForm,
) -> Result<(), StoreError> {
    let sql = "SELECT coalesce(merged_into, id) FROM customer WHERE id = $1";
    let found = session.query(sql, &[&state.customer.as_str()]).await?;
    let Some(row) = found.first() else { return Ok(()) };
    let id: &str = rows::column(row, 0)?;
    let sql = "UPDATE customer SET email = coalesce(email, $2), name = coalesce(name, $3)
         WHERE id = $1 AND NOT is_email_verified AND (email IS NULL OR name IS NULL)";
    session.query(sql, &[&id, &form.customer.emails.first(), &form.name]).await?;
    let contacts = customer::contacts(&form.customer);
    change(session, "customer", id, &form.customer.attributes, &contacts).await?;
    change(session, "conversation", state.id.as_str(), &form.attributes, &[]).await
}

async fn in_transaction<T>(
    session: &Session,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    session.run("BEGIN").await?;
    let done = work.await?;
    session.run("COMMIT").await?;
    Ok(done)
}

async fn carry_out(session: &Session, login: &Login) -> Result<Plan, StoreError> {
    let brand = login.brand.as_str();
    // Two logins of one person must not make two profiles.
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended('login:' || $1, 0))";
    session.query(sql, &[&brand]).await?;
    let (current, candidates) = profiles(session, login).await?;
    let plan = plan(current.as_ref(), &candidates, &login.identity, login.fresh.clone());
    let id = plan.profile.id.as_str();
    let (from, until) = (login.session.created_at.0, login.session.expires_at.0);
    if plan.is_new {
        let sql = "INSERT INTO customer (id, brand, created_at) VALUES ($1, $2, $3)";
        session.query(sql, &[&id, &brand, &from]).await?;
    }
    let sql = "UPDATE customer SET email = coalesce($2, email),
         is_email_verified = is_email_verified OR $2::text IS NOT NULL,
         external_id = $3, name = coalesce($4, name) WHERE id = $1";
    let Profile { email, external_id, .. } = &plan.profile;
    session.query(sql, &[&id, email, external_id, &login.identity.name]).await?;
    let (owner, merges) = parting::owner(session, login, &plan.profile.id).await?;
    if let Some(merged) = &plan.merged {
        parting::joined(session, &merges, merged).await?;
        merge(session, merged.as_str(), id, from).await?;
    }
    if !plan.keeps_session {
        if let Some((token, _)) = &login.current {
            let sql = "UPDATE visitor_session SET revoked_at = $2
                 WHERE token_hash = $1 AND revoked_at IS NULL";
            session.query(sql, &[&token.as_bytes(), &from]).await?;
        }
        let sql =
            "INSERT INTO visitor_session (token_hash, customer, brand, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)";
        let token = login.session.token_hash.as_bytes();
        // After an undo it is the session of the one whose account it is.
        session.query(sql, &[&token, &owner.as_str(), &brand, &from, &until]).await?;
    }
    Ok(plan)
}

/// The customer of the present session, and those whom the identity may mean.
async fn profiles(
    session: &Session,
    login: &Login,
) -> Result<(Option<Profile>, Vec<Profile>), StoreError> {
    let current = login.current.as_ref().map(|(_, customer)| customer);
    // Locked against rows that point to it: a conversation that is being opened
    // is there before the merge, or learns of it.
    let sql = "SELECT id, CASE WHEN is_email_verified THEN email END, external_id FROM customer
         WHERE merged_into IS NULL AND (id = $1
         OR (brand = $2 AND email = $3 AND is_email_verified)
         OR (brand = $2 AND external_id = $4)) FOR UPDATE";
    let (brand, identity) = (login.brand.as_str(), &login.identity);
    let id = current.map(CustomerId::as_str);
    let found = session.query(sql, &[&id, &brand, &identity.email, &identity.external_id]).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        all.push(Profile {
            id: parse("customer", rows::column(row, 0)?)?,
            email: rows::column(row, 1)?,
            external_id: rows::column(row, 2)?,
        });
    }
    Ok((all.iter().find(|one| Some(&one.id) == current).cloned(), all))
}

/// Makes an anonymous customer part of a profile; every process, this one too,
/// is told of the conversations that have another customer now.
async fn merge(session: &Session, from: &str, into: &str, now: i64) -> Result<(), StoreError> {
    let sql = "SELECT id, attributes FROM customer WHERE id IN ($1, $2)";
    let mut attributes = [String::from("{}"), String::from("{}")];
    for row in session.query(sql, &[&from, &into]).await? {
        let is_into = rows::column::<&str>(&row, 0)? == into;
        attributes[usize::from(is_into)] = rows::column(&row, 1)?;
    }
    let united = customer::united(&attributes[1], &attributes[0])?;
    // Whose sessions count as the anonymous one's: somebody from now on, with a
    // new secret.
    let sql = "UPDATE visitor_session SET revoked_at = $2 WHERE revoked_at IS NULL
         AND customer IN (SELECT id FROM customer WHERE id = $1 OR merged_into = $1)";
    session.query(sql, &[&from, &now]).await?;
    for sql in [
        "INSERT INTO contact (customer, kind, service, value)
         SELECT $2, kind, service, value FROM contact WHERE customer = $1
         ON CONFLICT DO NOTHING",
        "INSERT INTO contact (customer, kind, service, value)
         SELECT $2, 'email', '', email FROM customer WHERE id = $1 AND email IS NOT NULL
         ON CONFLICT DO NOTHING",
        "UPDATE file SET customer = $2 WHERE customer = $1",
        "DELETE FROM contact WHERE customer = $1 AND $2::text = $2",
        // Who is blocked stays so under another name.
        "UPDATE customer SET blocked_at = coalesce(blocked_at,
         (SELECT blocked_at FROM customer WHERE id = $1)) WHERE id = $2",
        "UPDATE customer SET last_seen_at = greatest(last_seen_at,
         (SELECT last_seen_at FROM customer WHERE id = $1)) WHERE id = $2",
        // Whoever was merged into the anonymous one, too.
        "UPDATE customer SET merged_into = $2 WHERE merged_into = $1",
        "UPDATE customer SET merged_into = $2, attributes = '{}' WHERE id = $1",
    ] {
        session.query(sql, &[&from, &into]).await?;
    }
    let sql = "UPDATE customer SET attributes = $2 WHERE id = $1";
    session.query(sql, &[&into, &united]).await?;
    let sql = "WITH moved AS (
         UPDATE conversation SET customer = $2, version = version + 1 WHERE customer = $1
         RETURNING key, seq, events), told AS (
         INSERT INTO change (process, conversation, seq_before, seq_after, events_before,
         events_after, at) SELECT '', key, seq, seq, events, events, $3 FROM moved)
         SELECT pg_notify($4, '')";
    session.query(sql, &[&from, &into, &now, &CHANNEL]).await.map(drop)
}

/// A customer, or the profile that one has become part of.
pub(super) async fn read(
    session: &Session,
    id: &str,
) -> Result<Option<CustomerRecord>, StoreError> {
    let sql = "SELECT profile.id, profile.name, profile.email, profile.external_id,
         profile.attributes, profile.is_email_verified, profile.blocked_at FROM customer
         JOIN customer AS profile ON profile.id = coalesce(customer.merged_into, customer.id)
         WHERE customer.id = $1";
    let found = session.query(sql, &[&id]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let id: &str = rows::column(row, 0)?;
    let contacts = contacts(session, id).await?;
    Ok(Some(CustomerRecord {
        name: rows::column(row, 1)?,
        email: rows::column(row, 2)?,
        is_email_verified: rows::column(row, 5)?,
        blocked_at: rows::column::<Option<i64>>(row, 6)?.map(Timestamp),
        external_id: rows::column(row, 3)?,
        attributes: customer::attributes(rows::column(row, 4)?)?,
        contacts,
    }))
}

/// What nobody has verified of a customer.
pub(super) async fn contacts(
    session: &Session,
    id: &str,
) -> Result<Vec<SharedContact>, StoreError> {
    let sql = "SELECT kind, service, value FROM contact WHERE customer = $1
         ORDER BY kind COLLATE \"C\", service COLLATE \"C\", value COLLATE \"C\"";
    let mut contacts = Vec::new();
    for row in session.query(sql, &[&id]).await? {
        contacts.push(SharedContact {
            kind: rows::column(&row, 0)?,
            service: rows::column(&row, 1)?,
            value: rows::column(&row, 2)?,
        });
    }
    Ok(contacts)
}
