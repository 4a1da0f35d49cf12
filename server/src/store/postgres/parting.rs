//! What PostgreSQL writes down while a merge can be undone, so that everything
//! goes back with the one whose it is; and what it forgets afterwards.

use kb_protocol::id::{ConversationId, CustomerId, MergeId};
use kb_protocol::time::Timestamp;

use super::super::merge::{MERGE, Merge};
use super::super::{Login, StoreError};
use super::link::Session;
use super::merge::of_row;
use crate::merging::{UNDO_MS, means_source};

/// Writes down which conversations were begun by browsers of whom: each goes
/// back with every merge that stands between the two.
pub(super) async fn began(
    session: &Session,
    began: &[(CustomerId, ConversationId)],
) -> Result<(), StoreError> {
    let owners: Vec<&str> = began.iter().map(|(own, _)| own.as_str()).collect();
    let conversations: Vec<&str> = began.iter().map(|(_, id)| id.as_str()).collect();
    let sql = "WITH RECURSIVE begun AS (
         SELECT * FROM unnest($1::text[], $2::text[]) AS begun (own, conversation)),
         chain AS (
         SELECT customer_merge.id, customer_merge.target, begun.conversation FROM begun
         JOIN customer_merge ON customer_merge.source = begun.own
         AND customer_merge.undone_at IS NULL UNION
         SELECT customer_merge.id, customer_merge.target, chain.conversation FROM chain
         JOIN customer_merge ON customer_merge.source = chain.target
         AND customer_merge.undone_at IS NULL)
         INSERT INTO customer_merge_moved (customer_merge, kind, id)
         SELECT id, 'conversation', conversation FROM chain ON CONFLICT DO NOTHING";
    session.query(sql, &[&owners, &conversations]).await.map(drop)
}

/// Whom a login to a profile means had nobody merged anybody, and the merges
/// that stand between the two. No merge of the brand goes on beside a login.
pub(super) async fn owner(
    session: &Session,
    login: &Login,
    profile: &CustomerId,
) -> Result<(CustomerId, Vec<MergeId>), StoreError> {
    let since = login.session.created_at.plus_ms(-UNDO_MS).0;
    let sql = format!(
        "SELECT {MERGE} FROM customer_merge WHERE target = $1 AND undone_at IS NULL
         AND at >= $2 AND kept <> '{{}}' ORDER BY number DESC"
    );
    let (mut owner, mut merges) = (profile.clone(), Vec::new());
    loop {
        let rows = session.query(&sql, &[&owner.as_str(), &since]).await?;
        let found = rows.iter().map(of_row).collect::<Result<Vec<Merge>, _>>()?;
        let is_meant =
            |merge: &Merge| means_source(&merge.kept.source, &merge.kept.before, &login.identity);
        let Some(merge) = found.into_iter().find(is_meant) else { return Ok((owner, merges)) };
        owner = merge.source;
        merges.push(merge.id);
    }
}

/// Writes down that an anonymous customer, who is about to become part of
/// somebody by a login, goes back with these merges.
pub(super) async fn joined(
    session: &Session,
    merges: &[MergeId],
    anonymous: &CustomerId,
) -> Result<(), StoreError> {
    for merge in merges {
        for sql in [
            "INSERT INTO customer_merge_moved (customer_merge, kind, id)
             SELECT $1, 'conversation', id FROM conversation WHERE customer = $2
             ON CONFLICT DO NOTHING",
            "INSERT INTO customer_merge_moved (customer_merge, kind, id)
             SELECT $1, 'file', id FROM file WHERE customer = $2 ON CONFLICT DO NOTHING",
            "INSERT INTO customer_merge_moved (customer_merge, kind, id)
             SELECT $1, 'customer', id FROM customer WHERE id = $2 OR merged_into = $2
             ON CONFLICT DO NOTHING",
        ] {
            session.query(sql, &[&merge.as_str(), &anonymous.as_str()]).await?;
        }
    }
    Ok(())
}

/// Keeps no longer what merges cannot be undone with any longer. What somebody
/// else is at work on is left for the next time.
pub(super) async fn forget_old(session: &Session, now: Timestamp) -> Result<(), StoreError> {
    let sql = "WITH old AS (
         SELECT id FROM customer_merge WHERE at < $1 AND kept <> '{}'
         FOR NO KEY UPDATE SKIP LOCKED), emptied AS (
         UPDATE customer_merge SET kept = '{}' WHERE id IN (SELECT id FROM old))
         DELETE FROM customer_merge_moved WHERE customer_merge IN (SELECT id FROM old)";
    session.query(sql, &[&now.plus_ms(-UNDO_MS).0]).await.map(drop)
}
