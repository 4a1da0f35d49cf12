//! Merges of two customers in PostgreSQL.

use kb_protocol::chat::{Author, Code};
use kb_protocol::id::CustomerId;
use kb_protocol::inbox::CustomerOutline;
use kb_protocol::time::Timestamp;
use tokio_postgres::Row;

use super::super::customer;
use super::super::merge::{
    self, Changed, Kept, MERGE, Merge, MergeStep, MergeStore, SIDE, Stepped, StoredMerge,
};
use super::super::stored::{self, StoredEvent, parse, to_json};
use super::super::{ActError, Pending, SharedContact, StoreError};
use super::link::Session;
use super::{CHANNEL, PostgresStore, customers, parting, rows, whisper};
use crate::merging::{
    Candidate, Side, check, check_account, check_undo, left_behind, parted, returned, united,
};

impl MergeStore for PostgresStore {
    fn merge(&self, step: MergeStep) -> Pending<'_, Merge, ActError> {
        Box::pin(async move {
            self.clerk.merge(&step).await?.map(|done| done.merge).map_err(ActError::Refused)
        })
    }

    fn forget_merges(&self, now: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move { parting::forget_old(&*self.link.session().await?, now).await })
    }

    fn merges_of(&self, customer: CustomerId, since: Timestamp) -> Pending<'_, Vec<Merge>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {MERGE} FROM customer_merge WHERE undone_at IS NULL AND at >= $2
                 AND target = (SELECT coalesce(merged_into, id) FROM customer WHERE id = $1)
                 ORDER BY number DESC"
            );
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&customer.as_str(), &since.0]).await?;
            found.iter().map(of_row).collect()
        })
    }

    fn profile_of(&self, customer: CustomerId) -> Pending<'_, CustomerId> {
        Box::pin(async move {
            let sql = "SELECT coalesce(merged_into, id) FROM customer WHERE id = $1";
            let found = self.link.session().await?.query(sql, &[&customer.as_str()]).await?;
            match found.first() {
                Some(row) => parse("customer", rows::column(row, 0)?),
                None => Ok(customer),
            }
        })
    }

    fn outlines(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<CustomerOutline>> {
        Box::pin(async move {
            let ids: Vec<&str> = customers.iter().map(CustomerId::as_str).collect();
            let sql = "SELECT id, brand, name, email, is_email_verified, external_id, blocked_at,
                 created_at, (SELECT count(*) FROM conversation WHERE customer = customer.id)
                 FROM customer WHERE id = ANY($1) AND merged_into IS NULL
                 ORDER BY array_position($1, id)";
            let found = self.link.session().await?.query(sql, &[&ids]).await?;
            found.iter().map(outline).collect()
        })
    }

    fn alike(&self, customer: CustomerId, limit: usize) -> Pending<'_, Vec<CustomerId>> {
        Box::pin(async move {
            let sql = "WITH own AS (
                 SELECT brand, lower(name) AS name FROM customer WHERE id = $1),
                 address AS (SELECT lower(email) AS email FROM customer
                 WHERE id = $1 AND email IS NOT NULL UNION
                 SELECT lower(value) FROM contact WHERE customer = $1 AND kind = 'email'),
                 found AS (
                 SELECT customer.id FROM own JOIN customer
                 ON customer.brand = own.brand AND lower(customer.name) = own.name UNION
                 SELECT customer.id FROM own CROSS JOIN address JOIN customer
                 ON customer.brand = own.brand AND lower(customer.email) = address.email UNION
                 SELECT contact.customer FROM address JOIN contact
                 ON contact.kind = 'email' AND lower(contact.value) = address.email)
                 SELECT customer.id FROM own CROSS JOIN found
                 JOIN customer ON customer.id = found.id AND customer.brand = own.brand
                 WHERE customer.id <> $1 AND customer.merged_into IS NULL
                 ORDER BY customer.created_at, customer.id LIMIT $2";
            let session = self.link.session().await?;
            let limit = stored::to_limit(limit);
            let found = session.query(sql, &[&customer.as_str(), &limit]).await?;
            found.iter().map(|row| parse("customer", rows::column(row, 0)?)).collect()
        })
    }
}

fn outline(row: &Row) -> Result<CustomerOutline, StoreError> {
    Ok(CustomerOutline {
        id: parse("customer", rows::column(row, 0)?)?,
        brand: parse("customer.brand", rows::column(row, 1)?)?,
        name: rows::column(row, 2)?,
        email: rows::column(row, 3)?,
        is_email_verified: rows::column(row, 4)?,
        external_id: rows::column(row, 5)?,
        blocked_at: rows::column::<Option<i64>>(row, 6)?.map(Timestamp),
        created_at: Timestamp(rows::column(row, 7)?),
        conversations: rows::column::<i64>(row, 8)?.unsigned_abs(),
    })
}

pub(super) fn of_row(row: &Row) -> Result<Merge, StoreError> {
    StoredMerge {
        id: rows::column(row, 0)?,
        source: rows::column(row, 1)?,
        target: rows::column(row, 2)?,
        merged_by: rows::column(row, 3)?,
        at: rows::column(row, 4)?,
        undone_at: rows::column(row, 5)?,
        kept: rows::column(row, 6)?,
    }
    .into_merge()
}

/// Every merge in which somebody of these was.
pub(super) async fn all_of(session: &Session, ids: &[&str]) -> Result<Vec<Merge>, StoreError> {
    let sql = format!(
        "SELECT {MERGE} FROM customer_merge WHERE source = ANY($1) OR target = ANY($1)
         ORDER BY at, number"
    );
    session.query(&sql, &[&ids]).await?.iter().map(of_row).collect()
}

pub(super) type Outcome = Result<Stepped, Code>;

/// Carries a step out; the caller has begun a transaction. `None` if something
/// was begun meanwhile that has to be locked first.
pub(super) async fn step(
    session: &Session,
    step: &MergeStep,
) -> Result<Option<Outcome>, StoreError> {
    let (source, target) = match step {
        MergeStep::Merge { source, target, .. } => {
            let sql = "SELECT coalesce(merged_into, id) FROM customer WHERE id = $1";
            let found = session.query(sql, &[&target.as_str()]).await?;
            let Some(row) = found.first() else { return Ok(Some(Err(Code::UnknownCustomer))) };
            (source.clone(), parse("customer", rows::column(row, 0)?)?)
        }
        MergeStep::Undo { id, .. } => match read(session, id.as_str()).await? {
            Some(merge) => (merge.source, merge.target),
            None => return Ok(Some(Err(Code::UnknownMerge))),
        },
    };
    if !lock(session, &source, &target).await? {
        return Ok(None);
    }
    match step {
        MergeStep::Merge { .. } => merge_locked(session, step, &source, &target).await.map(Some),
        MergeStep::Undo { id, by, at } => {
            // Nobody empties it meanwhile.
            let sql = format!("SELECT {MERGE} FROM customer_merge WHERE id = $1 FOR NO KEY UPDATE");
            let found = session.query(&sql, &[&id.as_str()]).await?;
            let Some(merge) = found.first().map(of_row).transpose()? else {
                return Ok(Some(Err(Code::UnknownMerge)));
            };
            if merge.undone_at.is_some() {
                return Ok(Some(Ok(Stepped::again(merge))));
            }
            let sql = "SELECT 1 FROM customer WHERE id = $2 AND merged_into IS NOT NULL UNION ALL
                 SELECT 1 FROM customer_merge AS later JOIN customer_merge AS this
                 ON this.id = $1 WHERE later.target = $2 AND later.undone_at IS NULL
                 AND later.number > this.number";
            let later = session.query(sql, &[&id.as_str(), &target.as_str()]).await?;
            match check_undo(merge.at, merge.is_kept, !later.is_empty(), *at) {
                Ok(()) => part(session, merge, by, *at).await.map(Some),
                Err(code) => Ok(Some(Err(code))),
            }
        }
    }
}

/// Locks two customers and their conversations, in the order of the writers as
/// an erasure does; `false` if a conversation was begun before the customers
/// were locked.
async fn lock(
    session: &Session,
    source: &CustomerId,
    target: &CustomerId,
) -> Result<bool, StoreError> {
    let pair = [source.as_str(), target.as_str()];
    // Logins of the brand first.
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended('login:' || brand, 0)) FROM
         (SELECT DISTINCT brand FROM customer WHERE id = ANY($1) ORDER BY brand) AS wanted";
    session.query(sql, &[&pair.as_slice()]).await?;
    let seen = conversations(session, pair).await?;
    let ids: Vec<&str> = pair.iter().copied().chain(seen.iter().map(String::as_str)).collect();
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended(id, 0))
         FROM (SELECT DISTINCT unnest($1::text[]) AS id ORDER BY 1) AS wanted";
    session.query(sql, &[&ids]).await?;
    // A conversation that is being begun is there before this, or learns of it.
    let sql = "SELECT id FROM customer WHERE id = ANY($1) ORDER BY id FOR UPDATE";
    session.query(sql, &[&pair.as_slice()]).await?;
    Ok(conversations(session, pair).await? == seen)
}

async fn conversations(session: &Session, pair: [&str; 2]) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM conversation WHERE customer = ANY($1) ORDER BY id";
    let found = session.query(sql, &[&pair.as_slice()]).await?;
    found.iter().map(|row| rows::column(row, 0)).collect()
}

async fn read(session: &Session, id: &str) -> Result<Option<Merge>, StoreError> {
    let sql = format!("SELECT {MERGE} FROM customer_merge WHERE id = $1");
    session.query(&sql, &[&id]).await?.first().map(of_row).transpose()
}

async fn merge_locked(
    session: &Session,
    step: &MergeStep,
    source: &CustomerId,
    target: &CustomerId,
) -> Result<Outcome, StoreError> {
    let (Some(source), Some(target)) =
        (candidate(session, source).await?, candidate(session, target).await?)
    else {
        return Ok(Err(Code::UnknownCustomer));
    };
    let sql = format!(
        "SELECT {MERGE} FROM customer_merge
         WHERE source = $1 AND target = $2 AND undone_at IS NULL"
    );
    let present = session.query(&sql, &[&source.id.as_str(), &target.id.as_str()]).await?;
    if let Some(row) = present.first() {
        return Ok(Ok(Stepped::again(of_row(row)?)));
    }
    match check(&source, &target) {
        Ok(()) => unite(session, step, source, target).await.map(Ok),
        Err(code) => Ok(Err(code)),
    }
}

async fn candidate(session: &Session, id: &CustomerId) -> Result<Option<Candidate>, StoreError> {
    let sql = format!("SELECT {SIDE} FROM customer WHERE id = $1");
    let found = session.query(&sql, &[&id.as_str()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let merged_into: Option<&str> = rows::column(row, 2)?;
    Ok(Some(Candidate {
        id: id.clone(),
        brand: parse("customer.brand", rows::column(row, 1)?)?,
        merged_into: merged_into.map(|id| parse("customer.merged_into", id)).transpose()?,
        side: Side {
            name: rows::column(row, 3)?,
            email: rows::column(row, 4)?,
            is_email_verified: rows::column(row, 5)?,
            external_id: rows::column(row, 6)?,
            attributes: customer::attributes(rows::column(row, 7)?)?,
            blocked_at: rows::column::<Option<i64>>(row, 8)?.map(Timestamp),
        },
    }))
}

async fn unite(
    session: &Session,
    step: &MergeStep,
    source: Candidate,
    target: Candidate,
) -> Result<Stepped, StoreError> {
    let (MergeStep::Merge { id, by, at, .. } | MergeStep::Undo { id, by, at }) = step;
    let (after, emails) = united(&source.side, &target.side);
    let (from, into) = (source.id.as_str(), target.id.as_str());
    let contacts = merge::new_contacts(
        &customers::contacts(session, into).await?,
        customers::contacts(session, from).await?,
        emails,
    );
    let left = left_behind(&source.side);
    let kept = Kept { source: source.side, before: target.side, after, contacts };
    let sql = "INSERT INTO customer_merge (id, brand, number, source, target, merged_by, at, kept)
         SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM customer_merge), $3, $4, $5, $6,
         $7";
    let (brand, author, values) = (target.brand.as_str(), to_json(by), to_json(&kept));
    session.query(sql, &[&id.as_str(), &brand, &from, &into, &author, &at.0, &values]).await?;
    for sql in [
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT $1, 'conversation', id FROM conversation WHERE customer = $2",
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT $1, 'file', id FROM file WHERE customer = $2",
        "INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT $1, 'customer', id FROM customer WHERE merged_into = $2",
    ] {
        session.query(sql, &[&id.as_str(), &from]).await?;
    }
    for sql in [
        "UPDATE conversation SET customer = $2 WHERE customer = $1",
        "UPDATE file SET customer = $2 WHERE customer = $1",
        "UPDATE customer SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
    ] {
        session.query(sql, &[&from, &into]).await?;
    }
    for SharedContact { kind, service, value } in &kept.contacts {
        let sql = "INSERT INTO contact (customer, kind, service, value) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING";
        session.query(sql, &[&into, kind, service, value]).await?;
    }
    // First who gives an address away: no two have it.
    put(session, from, &left).await?;
    put(session, into, &kept.after).await?;
    parting::forget_old(session, *at).await?;
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
    tell(session, merge, by, *at).await
}

async fn part(
    session: &Session,
    merge: Merge,
    by: &Author,
    at: Timestamp,
) -> Result<Outcome, StoreError> {
    let (id, from, into) = (merge.id.as_str(), merge.source.as_str(), merge.target.as_str());
    let Some(target) = candidate(session, &merge.target).await? else {
        return Ok(Err(Code::UnknownMerge));
    };
    let Kept { source, before, after, .. } = &merge.kept;
    if let Err(code) = check_account(after, &target.side) {
        return Ok(Err(code));
    }
    for sql in [
        "UPDATE conversation SET customer = $2 WHERE customer = $3 AND id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = $1 AND kind = 'conversation')",
        // Those too that were sent into these conversations since.
        "UPDATE file SET customer = $2 WHERE customer = $3 AND (id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = $1 AND kind = 'file')
         OR conversation IN (SELECT key FROM conversation WHERE customer = $2))",
        "UPDATE customer SET merged_into = $2 WHERE merged_into = $3 AND id IN
         (SELECT id FROM customer_merge_moved WHERE customer_merge = $1 AND kind = 'customer')",
    ] {
        session.query(sql, &[&id, &from, &into]).await?;
    }
    for SharedContact { kind, service, value } in &merge.kept.contacts {
        let sql = "DELETE FROM contact
             WHERE customer = $1 AND kind = $2 AND service = $3 AND value = $4";
        session.query(sql, &[&into, kind, service, value]).await?;
    }
    // Whoever came in as the target since may be the source.
    let sql = "UPDATE visitor_session SET revoked_at = $2
         WHERE customer = $1 AND created_at >= $3 AND revoked_at IS NULL";
    session.query(sql, &[&into, &at.0, &merge.at.0]).await?;
    put(session, into, &parted(before, after, &target.side)).await?;
    put(session, from, &returned(source, after, &target.side)).await?;
    session.query("UPDATE customer SET merged_into = NULL WHERE id = $1", &[&from]).await?;
    let sql = "UPDATE customer_merge SET undone_at = $2, undone_by = $3, kept = '{}'
         WHERE id = $1";
    session.query(sql, &[&id, &at.0, &to_json(by)]).await?;
    session.query("DELETE FROM customer_merge_moved WHERE customer_merge = $1", &[&id]).await?;
    let merge = Merge { undone_at: Some(at), kept: Kept::default(), is_kept: false, ..merge };
    tell(session, merge, by, at).await.map(Ok)
}

/// Writes what is known of a customer.
async fn put(session: &Session, id: &str, side: &Side) -> Result<(), StoreError> {
    let sql = "UPDATE customer SET name = $2, email = $3, is_email_verified = $4,
         external_id = $5, attributes = $6, blocked_at = $7 WHERE id = $1";
    let Side { name, email, is_email_verified, external_id, attributes, blocked_at } = side;
    let (attributes, blocked_at) = (to_json(attributes), blocked_at.map(|at| at.0));
    session
        .query(sql, &[&id, name, email, is_email_verified, external_id, &attributes, &blocked_at])
        .await
        .map(drop)
}

/// Writes it into every conversation of both, tells every process of those
/// that are not done, and lets the browsers come back.
async fn tell(
    session: &Session,
    merge: Merge,
    by: &Author,
    at: Timestamp,
) -> Result<Stepped, StoreError> {
    let pair = [merge.source.as_str(), merge.target.as_str()];
    let sql = "UPDATE conversation SET events = events + 1, version = version + 1
         WHERE customer = ANY($1) RETURNING key, id, seq, events, status = 'done'";
    let mut told = Vec::new();
    for row in session.query(sql, &[&pair.as_slice()]).await? {
        let (key, seq, events): (i64, i64, i64) =
            (rows::column(&row, 0)?, rows::column(&row, 2)?, rows::column(&row, 3)?);
        let changed = Changed {
            id: parse("conversation.id", rows::column(&row, 1)?)?,
            is_done: rows::column(&row, 4)?,
        };
        let event = merge::event(&merge, by, at, seq.unsigned_abs(), events.unsigned_abs() - 1);
        let StoredEvent { number, id, at, after, author, kind } = StoredEvent::of(&event);
        let sql = "INSERT INTO event (conversation, number, id, at, after, author, kind)
             VALUES ($1, $2, $3, $4, $5, $6, $7)";
        session.query(sql, &[&key, &number, &id, &at, &after, &author, &kind]).await?;
        if !changed.is_done {
            // Said by nobody: this process is told too.
            let sql = "INSERT INTO change (process, conversation, seq_before, seq_after,
                 events_before, events_after, at) VALUES ('', $1, $2, $2, $3::bigint - 1, $3, $4)";
            session.query(sql, &[&key, &seq, &events, &at]).await?;
        }
        told.push(changed);
    }
    session.query("SELECT pg_notify($1, '')", &[&CHANNEL]).await?;
    let stepped = Stepped::of(merge, told);
    let note = whisper::moved(&stepped.customers);
    session.query("SELECT pg_notify($1, $2)", &[&whisper::CHANNEL, &note]).await?;
    Ok(stepped)
}
