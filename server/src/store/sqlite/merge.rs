//! Merges of two customers in SQLite.

use kb_protocol::chat::{Author, Code};
use kb_protocol::id::CustomerId;
use kb_protocol::inbox::CustomerOutline;
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::customer;
use super::super::merge::{
    self, Changed, Kept, MERGE, Merge, MergeStep, MergeStore, SIDE, Stepped, StoredMerge,
};
use super::super::stored::{self, StoredEvent, parse, to_json};
use super::super::{ActError, Pending, SharedContact};
use super::{SqliteStore, customers, parting, rows};
use crate::merging::{
    Candidate, Side, check, check_account, check_undo, left_behind, parted, returned, united,
};

/// Who may be the same person. The order of the joins and what looks
/// superfluous make SQLite take the indexes: it does not see that nothing
/// equals a name that is not there.
const ALIKE: &str = "WITH own AS (SELECT brand, lower(name) AS name FROM customer WHERE id = ?1),
     address AS (SELECT lower(email) AS email FROM customer
     WHERE id = ?1 AND email IS NOT NULL UNION
     SELECT lower(value) FROM contact WHERE customer = ?1 AND kind = 'email'),
     found AS (
     SELECT customer.id FROM own CROSS JOIN customer WHERE customer.brand = own.brand
     AND lower(customer.name) = own.name AND customer.name IS NOT NULL UNION
     SELECT customer.id FROM own CROSS JOIN address CROSS JOIN customer
     WHERE customer.brand = own.brand
     AND lower(customer.email) = address.email AND customer.email IS NOT NULL UNION
     SELECT contact.customer FROM address CROSS JOIN contact
     WHERE contact.kind = 'email' AND lower(contact.value) = address.email)
     SELECT customer.id FROM own CROSS JOIN found CROSS JOIN customer
     WHERE customer.id = found.id AND customer.brand = own.brand
     AND customer.id <> ?1 AND customer.merged_into IS NULL
     ORDER BY customer.created_at, customer.id LIMIT ?2";

impl MergeStore for SqliteStore {
    fn merge(&self, step: MergeStep) -> Pending<'_, Merge, ActError> {
        self.writer.merge(step)
    }

    fn forget_merges(&self, now: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| parting::forget_old(connection, now))
    }

    fn merges_of(&self, customer: CustomerId, since: Timestamp) -> Pending<'_, Vec<Merge>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {MERGE} FROM customer_merge WHERE undone_at IS NULL AND at >= ?2
                     AND target = (SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1)
                     ORDER BY number DESC"
                ))?
                .query_map(params![customer.as_str(), since.0], of_row)?
                .collect()
        })
    }

    fn profile_of(&self, customer: CustomerId) -> Pending<'_, CustomerId> {
        self.read(move |connection| {
            let found: Option<String> = connection
                .prepare_cached("SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1")?
                .query_row([customer.as_str()], |row| row.get(0))
                .optional()?;
            found.map_or(Ok(customer), |id| parse("customer", &id).map_err(rows::corrupt))
        })
    }

    fn outlines(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<CustomerOutline>> {
        self.read(move |connection| {
            let mut outlines = Vec::with_capacity(customers.len());
            for id in customers {
                outlines.extend(outline(connection, id)?);
            }
            Ok(outlines)
        })
    }

    fn alike(&self, customer: CustomerId, limit: usize) -> Pending<'_, Vec<CustomerId>> {
        self.read(move |connection| {
            connection
                .prepare_cached(ALIKE)?
                .query_map(params![customer.as_str(), stored::to_limit(limit)], |row| {
                    parse("customer", &row.get::<_, String>(0)?).map_err(rows::corrupt)
                })?
                .collect()
        })
    }
}

fn outline(connection: &Connection, id: CustomerId) -> rusqlite::Result<Option<CustomerOutline>> {
    connection
        .prepare_cached(
            "SELECT brand, name, email, is_email_verified, external_id, blocked_at, created_at,
             (SELECT count(*) FROM conversation WHERE conversation.customer = customer.id)
             FROM customer WHERE id = ?1 AND merged_into IS NULL",
        )?
        .query_row([id.as_str()], |row| {
            Ok(CustomerOutline {
                brand: parse("customer.brand", &row.get::<_, String>(0)?).map_err(rows::corrupt)?,
                name: row.get(1)?,
                email: row.get(2)?,
                is_email_verified: row.get(3)?,
                external_id: row.get(4)?,
                blocked_at: row.get::<_, Option<i64>>(5)?.map(Timestamp),
                created_at: Timestamp(row.get(6)?),
                conversations: row.get::<_, i64>(7)?.unsigned_abs(),
                id: id.clone(),
            })
        })
        .optional()
}

pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Merge> {
    let stored = StoredMerge {
        id: row.get(0)?,
        source: row.get(1)?,
        target: row.get(2)?,
        merged_by: row.get(3)?,
        at: row.get(4)?,
        undone_at: row.get(5)?,
        kept: row.get(6)?,
    };
    stored.into_merge().map_err(rows::corrupt)
}

/// Every merge in which somebody of a profile was.
pub(super) fn all_of(connection: &Connection, profile: &str) -> rusqlite::Result<Vec<Merge>> {
    connection
        .prepare_cached(&format!(
            "WITH person AS (SELECT id FROM customer WHERE id = ?1 OR merged_into = ?1)
             SELECT {MERGE} FROM customer_merge WHERE source IN (SELECT id FROM person)
             OR target IN (SELECT id FROM person) ORDER BY at, number"
        ))?
        .query_map([profile], of_row)?
        .collect()
}

/// Forgets the merges of an erased customer.
pub(super) fn forget(connection: &Connection, customer: &str) -> rusqlite::Result<()> {
    // With what they have moved.
    connection
        .prepare_cached("DELETE FROM customer_merge WHERE source = ?1 OR target = ?1")?
        .execute([customer])
        .map(drop)
}

type Outcome = Result<Stepped, Code>;

/// Carries a step out; the caller has begun a transaction.
pub(super) fn step(connection: &Connection, step: &MergeStep) -> rusqlite::Result<Outcome> {
    match step {
        MergeStep::Merge { source, target, .. } => {
            let Some(source) = candidate(connection, source.as_str())? else {
                return Ok(Err(Code::UnknownCustomer));
            };
            let Some(mut target) = candidate(connection, target.as_str())? else {
                return Ok(Err(Code::UnknownCustomer));
            };
            if let Some(profile) = &target.merged_into
                && let Some(found) = candidate(connection, profile.as_str())?
            {
                target = found;
            }
            if let Some(merge) = present(connection, &source, &target)? {
                return Ok(Ok(Stepped::again(merge)));
            }
            match check(&source, &target) {
                Ok(()) => unite(connection, step, source, target).map(Ok),
                Err(code) => Ok(Err(code)),
            }
        }
        MergeStep::Undo { id, by, at } => {
            let sql = format!("SELECT {MERGE} FROM customer_merge WHERE id = ?1");
            let found =
                connection.prepare_cached(&sql)?.query_row([id.as_str()], of_row).optional()?;
            let Some(merge) = found else { return Ok(Err(Code::UnknownMerge)) };
            if merge.undone_at.is_some() {
                return Ok(Ok(Stepped::again(merge)));
            }
            let has_later = connection
                .prepare_cached(
                    "SELECT 1 FROM customer WHERE id = ?2 AND merged_into IS NOT NULL UNION ALL
                     SELECT 1 FROM customer_merge AS later JOIN customer_merge AS this
                     ON this.id = ?1 WHERE later.target = ?2 AND later.undone_at IS NULL
                     AND later.number > this.number",
                )?
                .exists([id.as_str(), merge.target.as_str()])?;
            match check_undo(merge.at, merge.is_kept, has_later, *at) {
                Ok(()) => part(connection, merge, by, *at),
                Err(code) => Ok(Err(code)),
            }
        }
    }
}

fn candidate(connection: &Connection, id: &str) -> rusqlite::Result<Option<Candidate>> {
    connection
        .prepare_cached(&format!("SELECT {SIDE} FROM customer WHERE id = ?1"))?
        .query_row([id], |row| {
            let merged_into: Option<String> = row.get(2)?;
            let merged_into = merged_into.map(|id| parse("customer.merged_into", &id)).transpose();
            let attributes: String = row.get(7)?;
            Ok(Candidate {
                id: parse("customer", &row.get::<_, String>(0)?).map_err(rows::corrupt)?,
                brand: parse("customer.brand", &row.get::<_, String>(1)?).map_err(rows::corrupt)?,
                merged_into: merged_into.map_err(rows::corrupt)?,
                side: Side {
                    name: row.get(3)?,
                    email: row.get(4)?,
                    is_email_verified: row.get(5)?,
                    external_id: row.get(6)?,
                    attributes: customer::attributes(&attributes).map_err(rows::corrupt)?,
                    blocked_at: row.get::<_, Option<i64>>(8)?.map(Timestamp),
                },
            })
        })
        .optional()
}

/// The merge that has made the source part of the target, if there is one.
fn present(
    connection: &Connection,
    source: &Candidate,
    target: &Candidate,
) -> rusqlite::Result<Option<Merge>> {
    connection
        .prepare_cached(&format!(
            "SELECT {MERGE} FROM customer_merge
             WHERE source = ?1 AND target = ?2 AND undone_at IS NULL"
        ))?
        .query_row([source.id.as_str(), target.id.as_str()], of_row)
        .optional()
}

fn unite(
    connection: &Connection,
    step: &MergeStep,
    source: Candidate,
    target: Candidate,
) -> rusqlite::Result<Stepped> {
    let (MergeStep::Merge { id, by, at, .. } | MergeStep::Undo { id, by, at }) = step;
    let (after, emails) = united(&source.side, &target.side);
    let (from, into) = (source.id.as_str(), target.id.as_str());
    let contacts = merge::new_contacts(
        &customers::contacts(connection, into)?,
        customers::contacts(connection, from)?,
        emails,
    );
    let left = left_behind(&source.side);
    let kept = Kept { source: source.side, before: target.side, after, contacts };
    connection
        .prepare_cached(
            "INSERT INTO customer_merge (id, brand, number, source, target, merged_by, at, kept)
             SELECT ?1, ?2, (SELECT coalesce(max(number), 0) + 1 FROM customer_merge), ?3, ?4, ?5,
             ?6, ?7",
        )?
        .execute(params![
            id.as_str(),
            target.brand.as_str(),
            from,
            into,
            to_json(by),
            at.0,
            to_json(&kept)
        ])?;
    for sql in [
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT ?1, 'conversation', id FROM conversation WHERE customer = ?2",
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT ?1, 'file', id FROM file WHERE customer = ?2",
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT ?1, 'customer', id FROM customer WHERE merged_into = ?2",
    ] {
        connection.prepare_cached(sql)?.execute([id.as_str(), from])?;
    }
    for sql in [
        "UPDATE conversation SET customer = ?2 WHERE customer = ?1",
        "UPDATE file SET customer = ?2 WHERE customer = ?1",
        "UPDATE customer SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([from, into])?;
    }
    for SharedContact { kind, service, value } in &kept.contacts {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO contact (customer, kind, service, value)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![into, kind, service, value])?;
    }
    // First who gives an address away: no two have it.
    put(connection, from, &left)?;
    put(connection, into, &kept.after)?;
    parting::forget_old(connection, *at)?;
    let merge = Merge {
        id: id.clone(),
        source: source.id,
        target: target.id,
        by: by.clone(),
        at: *at,
        undone_at: None,
        kept,
        is_kept: true,
    };
    let told = tell(connection, &merge, by, *at)?;
    Ok(Stepped::of(merge, told))
}

fn part(
    connection: &Connection,
    merge: Merge,
    by: &Author,
    at: Timestamp,
) -> rusqlite::Result<Outcome> {
    let (id, from, into) = (merge.id.as_str(), merge.source.as_str(), merge.target.as_str());
    let Some(target) = candidate(connection, into)? else { return Ok(Err(Code::UnknownMerge)) };
    let Kept { source, before, after, .. } = &merge.kept;
    if let Err(code) = check_account(after, &target.side) {
        return Ok(Err(code));
    }
    for sql in [
        "UPDATE conversation SET customer = ?2 WHERE customer = ?3 AND id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = ?1 AND kind = 'conversation')",
        // Those too that were sent into these conversations since.
        "UPDATE file SET customer = ?2 WHERE customer = ?3 AND (id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = ?1 AND kind = 'file')
         OR conversation IN (SELECT key FROM conversation WHERE customer = ?2))",
        "UPDATE customer SET merged_into = ?2 WHERE merged_into = ?3 AND id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = ?1 AND kind = 'customer')",
    ] {
        connection.prepare_cached(sql)?.execute([id, from, into])?;
    }
    for SharedContact { kind, service, value } in &merge.kept.contacts {
        connection
            .prepare_cached(
                "DELETE FROM contact
                 WHERE customer = ?1 AND kind = ?2 AND service = ?3 AND value = ?4",
            )?
            .execute(params![into, kind, service, value])?;
    }
    // Whoever came in as the target since may be the source.
    connection
        .prepare_cached(
            "UPDATE visitor_session SET revoked_at = ?2
             WHERE customer = ?1 AND created_at >= ?3 AND revoked_at IS NULL",
        )?
        .execute(params![into, at.0, merge.at.0])?;
    put(connection, into, &parted(before, after, &target.side))?;
    put(connection, from, &returned(source, after, &target.side))?;
    connection
        .prepare_cached("UPDATE customer SET merged_into = NULL WHERE id = ?1")?
        .execute([from])?;
    connection
        .prepare_cached(
            "UPDATE customer_merge SET undone_at = ?2, undone_by = ?3, kept = '{}' WHERE id = ?1",
        )?
        .execute(params![id, at.0, to_json(by)])?;
    connection
        .prepare_cached("DELETE FROM customer_merge_moved WHERE customer_merge = ?1")?
        .execute([id])?;
    let merge = Merge { undone_at: Some(at), kept: Kept::default(), is_kept: false, ..merge };
    let told = tell(connection, &merge, by, at)?;
    Ok(Ok(Stepped::of(merge, told)))
}

/// Writes what is known of a customer.
fn put(connection: &Connection, id: &str, side: &Side) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE customer SET name = ?2, email = ?3, is_email_verified = ?4, external_id = ?5,
             attributes = ?6, blocked_at = ?7 WHERE id = ?1",
        )?
        .execute(params![
            id,
            side.name,
            side.email,
            side.is_email_verified,
            side.external_id,
            to_json(&side.attributes),
            side.blocked_at.map(|at| at.0)
        ])
        .map(drop)
}

/// Writes it into every conversation of both.
fn tell(
    connection: &Connection,
    merge: &Merge,
    by: &Author,
    at: Timestamp,
) -> rusqlite::Result<Vec<Changed>> {
    let conversations: Vec<(i64, Changed, i64, i64)> = connection
        .prepare_cached(
            "SELECT key, id, seq, events, status = 'done' FROM conversation
             WHERE customer IN (?1, ?2) ORDER BY key",
        )?
        .query_map([merge.source.as_str(), merge.target.as_str()], |row| {
            let id = parse("conversation.id", &row.get::<_, String>(1)?).map_err(rows::corrupt)?;
            Ok((row.get(0)?, Changed { id, is_done: row.get(4)? }, row.get(2)?, row.get(3)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut told = Vec::with_capacity(conversations.len());
    for (key, changed, seq, events) in conversations {
        let event = merge::event(merge, by, at, seq.unsigned_abs(), events.unsigned_abs());
        let row = StoredEvent::of(&event);
        connection
            .prepare_cached(
                "INSERT INTO event (conversation, number, id, at, after, author, kind)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![key, row.number, row.id, row.at, row.after, row.author, row.kind])?;
        connection
            .prepare_cached(
                "UPDATE conversation SET events = events + 1, version = version + 1
                 WHERE key = ?1",
            )?
            .execute([key])?;
        told.push(changed);
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::super::migrate_and_open;
    use super::super::person::PEOPLE_WITH;
    use super::*;

    #[test]
    fn nobody_is_looked_for_among_all_customers() {
        let folder = tempfile::tempdir().unwrap();
        let connection = migrate_and_open(&folder.path().join("h.db")).unwrap();
        for sql in [ALIKE, PEOPLE_WITH] {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let values = vec!["ann@home.example"; statement.parameter_count()];
            let plan: Vec<String> = statement
                .query_map(rusqlite::params_from_iter(values), |row| row.get(3))
                .unwrap()
                .collect::<rusqlite::Result<_>>()
                .unwrap();
            assert!(plan.iter().any(|step| step.starts_with("SEARCH customer")), "{plan:#?}");
            assert!(!plan.iter().any(|step| step.starts_with("SCAN customer")), "{plan:#?}");
        }
    }
}
