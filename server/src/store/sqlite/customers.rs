//! Customers in SQLite: logins and what pages say of people.

use std::collections::BTreeMap;

use kb_protocol::api::{AttributeValue, CustomerDescription};
use kb_protocol::id::{BrandId, ConversationId, CustomerId};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::customer::{self, CONTACTS, CustomerRecord, Left, Login, SharedContact};
use super::super::stored::{self, parse};
use super::super::{CustomerStore, LoggedIn, NewSession, Pending, VisitorSession};
use super::{SqliteStore, parting, rows};
use crate::auth::TokenHash;
use crate::conversation::{Conversation, SentForm};
use crate::login::{Plan, Profile, plan};

impl CustomerStore for SqliteStore {
    fn login(&self, login: Login) -> Pending<'_, LoggedIn> {
        self.writer.login(login)
    }

    fn readmit(
        &self,
        visitor: VisitorSession,
        session: NewSession,
    ) -> Pending<'_, Option<CustomerId>> {
        self.writer.write(move |connection| {
            let found: Option<String> = connection
                .prepare_cached(
                    "INSERT INTO visitor_session (token_hash, customer, brand, created_at,
                     expires_at) SELECT ?1, profile.id, ?3, ?4, ?5 FROM customer
                     JOIN customer AS profile
                     ON profile.id = coalesce(customer.merged_into, customer.id)
                     WHERE customer.id = ?2 AND profile.blocked_at IS NULL RETURNING customer",
                )?
                .query_row(
                    params![
                        session.token_hash.as_bytes(),
                        visitor.customer.as_str(),
                        visitor.brand.as_str(),
                        session.created_at.0,
                        session.expires_at.0
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            found.map(|id| parse("customer", &id).map_err(rows::corrupt)).transpose()
        })
    }

    fn revoke_visitor_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| revoke(connection, token_hash.as_bytes(), now.0))
    }

    fn customer_record(&self, id: CustomerId) -> Pending<'_, Option<CustomerRecord>> {
        self.read(move |connection| read(connection, id.as_str()))
    }

    fn keep_left(&self, left: Vec<Left>) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            let mut statement = connection.prepare_cached(
                "UPDATE customer SET last_seen_at = ?2
                 WHERE id = (SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1)",
            )?;
            for Left { customer, at } in &left {
                statement.execute(params![customer.as_str(), at.0])?;
            }
            Ok(())
        })
    }

    fn last_seen(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<Left>> {
        self.read(move |connection| {
            let mut statement =
                connection.prepare_cached("SELECT last_seen_at FROM customer WHERE id = ?1")?;
            let mut seen = Vec::new();
            for customer in customers {
                let at: Option<i64> = statement
                    .query_row([customer.as_str()], |row| row.get::<_, Option<i64>>(0))
                    .optional()?
                    .flatten();
                seen.extend(at.map(|at| Left { customer, at: Timestamp(at) }));
            }
            Ok(seen)
        })
    }

    fn describe_customer(
        &self,
        id: CustomerId,
        description: CustomerDescription,
    ) -> Pending<'_, ()> {
        self.writer.write(move |connection| describe(connection, id.as_str(), &description))
    }

    fn describe_conversation(
        &self,
        id: ConversationId,
        changes: BTreeMap<String, Option<AttributeValue>>,
    ) -> Pending<'_, ()> {
        self.writer
            .write(move |connection| patch(connection, "conversation", id.as_str(), &changes))
    }

    fn conversation_attributes(
        &self,
        id: ConversationId,
    ) -> Pending<'_, BTreeMap<String, AttributeValue>> {
        self.read(move |connection| {
            let stored: Option<String> = connection
                .prepare_cached("SELECT attributes FROM conversation WHERE id = ?1")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?;
            let stored = stored.as_deref().map(customer::attributes).transpose();
            Ok(stored.map_err(rows::corrupt)?.unwrap_or_default())
        })
    }
}

/// What a login has changed.
pub(super) struct Carried {
    pub(super) plan: Plan,
    /// Conversations that have another customer now.
    pub(super) moved: Vec<ConversationId>,
}

/// Carries a login out; the caller has begun a transaction.
pub(super) fn login(connection: &Connection, login: &Login) -> rusqlite::Result<Carried> {
    let (current, candidates) = profiles(connection, login)?;
    let plan = plan(current.as_ref(), &candidates, &login.identity, login.fresh.clone());
    let (id, brand) = (plan.profile.id.as_str(), login.brand.as_str());
    let (email, external_id) = (&plan.profile.email, &plan.profile.external_id);
    if plan.is_new {
        connection
            .prepare_cached("INSERT INTO customer (id, brand, created_at) VALUES (?1, ?2, ?3)")?
            .execute(params![id, brand, login.session.created_at.0])?;
    }
    connection
        .prepare_cached(
            "UPDATE customer SET email = coalesce(?2, email),
             is_email_verified = is_email_verified OR ?2 IS NOT NULL,
             external_id = ?3, name = coalesce(?4, name) WHERE id = ?1",
        )?
        .execute(params![id, email, external_id, login.identity.name])?;
    let (owner, merges) = parting::owner(connection, login, &plan.profile.id)?;
    let moved = match &plan.merged {
        Some(from) => {
            parting::joined(connection, &merges, from)?;
            merge(connection, from, &plan.profile.id, login.session.created_at.0)?
        }
        None => Vec::new(),
    };
    if !plan.keeps_session {
        if let Some((token, _)) = &login.current {
            revoke(connection, token.as_bytes(), login.session.created_at.0)?;
        }
        // After an undo it is the session of the one whose account it is.
        super::insert_visitor_session(connection, owner.as_str(), brand, &login.session)?;
    }
    Ok(Carried { plan, moved })
}

/// The customer of the present session, and those whom the identity may mean.
fn profiles(
    connection: &Connection,
    login: &Login,
) -> rusqlite::Result<(Option<Profile>, Vec<Profile>)> {
    let current = login.current.as_ref().map(|(_, customer)| customer);
    let all: Vec<Profile> = connection
        .prepare_cached(
            "SELECT id, CASE WHEN is_email_verified THEN email END, external_id FROM customer
             WHERE merged_into IS NULL AND (id = ?1
             OR (brand = ?2 AND email = ?3 AND is_email_verified)
             OR (brand = ?2 AND external_id = ?4))",
        )?
        .query_map(
            params![
                current.map(CustomerId::as_str),
                login.brand.as_str(),
                login.identity.email,
                login.identity.external_id
            ],
            |row| {
                Ok(Profile {
                    id: parse("customer", &row.get::<_, String>(0)?).map_err(rows::corrupt)?,
                    email: row.get(1)?,
                    external_id: row.get(2)?,
                })
            },
        )?
        .collect::<rusqlite::Result<_>>()?;
    Ok((all.iter().find(|one| Some(&one.id) == current).cloned(), all))
}

/// Makes an anonymous customer part of a profile.
fn merge(
    connection: &Connection,
    from: &CustomerId,
    into: &CustomerId,
    now: i64,
) -> rusqlite::Result<Vec<ConversationId>> {
    let (from, into) = (from.as_str(), into.as_str());
    let moved = connection
        .prepare_cached("SELECT id FROM conversation WHERE customer = ?1")?
        .query_map([from], |row| {
            parse("conversation.id", &row.get::<_, String>(0)?).map_err(rows::corrupt)
        })?
        .collect::<rusqlite::Result<_>>()?;
    let of = |id: &str| -> rusqlite::Result<String> {
        connection
            .prepare_cached("SELECT attributes FROM customer WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
    };
    let attributes = customer::united(&of(into)?, &of(from)?).map_err(rows::corrupt)?;
    // Whose sessions count as the anonymous one's: somebody from now on, with a
    // new secret.
    connection
        .prepare_cached(
            "UPDATE visitor_session SET revoked_at = ?2 WHERE revoked_at IS NULL AND customer IN
             (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1)",
        )?
        .execute(params![from, now])?;
    for (sql, parameters) in [
        (
            "UPDATE conversation SET customer = ?2, version = version + 1 WHERE customer = ?1",
            [from, into],
        ),
        (
            "INSERT OR IGNORE INTO contact (customer, kind, service, value) SELECT ?2, kind, service, value FROM contact WHERE customer = ?1",
            [from, into],
        ),
        (
            "INSERT OR IGNORE INTO contact (customer, kind, service, value) SELECT ?2, 'email', '', email FROM customer WHERE id = ?1 AND email IS NOT NULL",
            [from, into],
        ),
        ("UPDATE file SET customer = ?2 WHERE customer = ?1", [from, into]),
        ("DELETE FROM contact WHERE customer = ?1 AND ?2 = ?2", [from, into]),
        // Who is blocked stays so under another name.
        (
            "UPDATE customer SET blocked_at = coalesce(blocked_at, (SELECT blocked_at FROM customer WHERE id = ?1)) WHERE id = ?2",
            [from, into],
        ),
        (
            "UPDATE customer SET last_seen_at = nullif(max(coalesce(last_seen_at, 0), coalesce((SELECT last_seen_at FROM customer WHERE id = ?1), 0)), 0) WHERE id = ?2",
            [from, into],
        ),
        // Whoever was merged into the anonymous one, too.
        ("UPDATE customer SET merged_into = ?2 WHERE merged_into = ?1", [from, into]),
        ("UPDATE customer SET merged_into = ?2, attributes = '{}' WHERE id = ?1", [from, into]),
        ("UPDATE customer SET attributes = ?2 WHERE id = ?1", [into, attributes.as_str()]),
    ] {
        connection.prepare_cached(sql)?.execute(parameters)?;
    }
    Ok(moved)
}

/// Ends a session.
pub(super) fn revoke(connection: &Connection, token: &[u8], now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE visitor_session SET revoked_at = ?2
             WHERE token_hash = ?1 AND revoked_at IS NULL",
        )?
        .execute(params![token, now])
        .map(drop)
}

/// A customer, or the profile that one has become part of.
pub(super) fn read(connection: &Connection, id: &str) -> rusqlite::Result<Option<CustomerRecord>> {
    let found = connection
        .prepare_cached(
            "SELECT profile.id, profile.name, profile.email, profile.external_id,
             profile.attributes, profile.is_email_verified, profile.blocked_at FROM customer
             JOIN customer AS profile ON profile.id = coalesce(customer.merged_into, customer.id)
             WHERE customer.id = ?1",
        )?
        .query_row([id], |row| {
            let attributes: String = row.get(4)?;
            let customer = CustomerRecord {
                name: row.get(1)?,
                email: row.get(2)?,
                is_email_verified: row.get(5)?,
                blocked_at: row.get::<_, Option<i64>>(6)?.map(Timestamp),
                external_id: row.get(3)?,
                attributes: customer::attributes(&attributes).map_err(rows::corrupt)?,
                contacts: Vec::new(),
            };
            Ok((row.get::<_, String>(0)?, customer))
        })
        .optional()?;
    let Some((id, mut customer)) = found else { return Ok(None) };
    customer.contacts = contacts(connection, &id)?;
    Ok(Some(customer))
}

/// What nobody has verified of a customer.
pub(super) fn contacts(connection: &Connection, id: &str) -> rusqlite::Result<Vec<SharedContact>> {
    connection
        .prepare_cached(
            "SELECT kind, service, value FROM contact WHERE customer = ?1
             ORDER BY kind, service, value",
        )?
        .query_map([id], |row| {
            Ok(SharedContact { kind: row.get(0)?, service: row.get(1)?, value: row.get(2)? })
        })?
        .collect()
}

/// Adds to what is known of a customer.
pub(super) fn describe(
    connection: &Connection,
    id: &str,
    description: &CustomerDescription,
) -> rusqlite::Result<()> {
    for contact in customer::contacts(description) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO contact (customer, kind, service, value)
                 SELECT ?1, ?2, ?3, ?4
                 WHERE (SELECT count(*) FROM contact WHERE customer = ?1) < ?5",
            )?
            .execute(params![
                id,
                contact.kind,
                contact.service,
                contact.value,
                stored::to_limit(CONTACTS)
            ])?;
    }
    patch(connection, "customer", id, &description.attributes)
}

/// Keeps a customer without a session, if it is not there.
pub(super) fn keep(
    connection: &Connection,
    customer: &CustomerId,
    brand: &BrandId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO customer (id, brand, created_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![customer.as_str(), brand.as_str(), now.0])
        .map(drop)
}

/// Adds what a form says of its customer and its conversation. What is known
/// already stays: anybody may have written the form.
pub(super) fn describe_by_form(
    connection: &Connection,
    state: &Conversation,
    form: &SentForm,
) -> rusqlite::Result<()> {
    let id = state.customer.as_str();
    connection
        .prepare_cached(
            "UPDATE customer SET email = coalesce(email, ?2), name = coalesce(name, ?3)
             WHERE id = ?1 AND NOT is_email_verified AND (email IS NULL OR name IS NULL)",
        )?
        .execute(params![id, form.customer.emails.first(), form.name])?;
    describe(connection, id, &form.customer)?;
    patch(connection, "conversation", state.id.as_str(), &form.attributes)
}

/// Whether nothing is taken from a customer, or from the profile that one has
/// become part of.
pub(super) fn is_blocked(connection: &Connection, id: &CustomerId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM customer JOIN customer AS profile
             ON profile.id = coalesce(customer.merged_into, customer.id)
             WHERE customer.id = ?1 AND profile.blocked_at IS NOT NULL",
        )?
        .exists([id.as_str()])
}

/// Blocks a customer from this moment on, or no longer.
pub(super) fn block(
    connection: &Connection,
    id: &CustomerId,
    at: Option<Timestamp>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE customer SET blocked_at = ?2
             WHERE id = (SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1)",
        )?
        .execute(params![id.as_str(), at.map(|at| at.0)])
        .map(drop)
}

/// Changes attributes of a row of `table`, which has an `id`.
pub(super) fn patch(
    connection: &Connection,
    table: &str,
    id: &str,
    changes: &BTreeMap<String, Option<AttributeValue>>,
) -> rusqlite::Result<()> {
    let stored: Option<String> = connection
        .prepare_cached(&format!("SELECT attributes FROM {table} WHERE id = ?1"))?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(stored) = stored else { return Ok(()) };
    let patched = customer::patched(&stored, changes).map_err(rows::corrupt)?;
    connection
        .prepare_cached(&format!("UPDATE {table} SET attributes = ?2 WHERE id = ?1"))?
        .execute([id, &patched])
        .map(drop)
}
