//! What SQLite writes down while a merge can be undone, so that everything
//! goes back with the one whose it is; and what it forgets afterwards.

use kb_protocol::id::{ConversationId, CustomerId, MergeId};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, params};

use super::super::Login;
use super::super::merge::{MERGE, Merge};
use super::merge::of_row;
use crate::merging::{UNDO_MS, means_source};

/// Writes down that a conversation was begun by a browser of `own`: it goes
/// back with every merge that stands between the two.
pub(super) fn began(
    connection: &Connection,
    own: &CustomerId,
    conversation: &ConversationId,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "WITH RECURSIVE chain (id, target) AS (
             SELECT id, target FROM customer_merge WHERE source = ?1 AND undone_at IS NULL UNION
             SELECT customer_merge.id, customer_merge.target FROM chain JOIN customer_merge
             ON customer_merge.source = chain.target AND customer_merge.undone_at IS NULL)
             INSERT OR IGNORE INTO customer_merge_moved (customer_merge, kind, id)
             SELECT id, 'conversation', ?2 FROM chain",
        )?
        .execute([own.as_str(), conversation.as_str()])
        .map(drop)
}

/// Whom a login to a profile means had nobody merged anybody, and the merges
/// that stand between the two.
pub(super) fn owner(
    connection: &Connection,
    login: &Login,
    profile: &CustomerId,
) -> rusqlite::Result<(CustomerId, Vec<MergeId>)> {
    let since = login.session.created_at.plus_ms(-UNDO_MS).0;
    let (mut owner, mut merges) = (profile.clone(), Vec::new());
    loop {
        let found: Vec<Merge> = connection
            .prepare_cached(&format!(
                "SELECT {MERGE} FROM customer_merge WHERE target = ?1 AND undone_at IS NULL
                 AND at >= ?2 AND kept <> '{{}}' ORDER BY number DESC"
            ))?
            .query_map(params![owner.as_str(), since], of_row)?
            .collect::<rusqlite::Result<_>>()?;
        let is_meant =
            |merge: &Merge| means_source(&merge.kept.source, &merge.kept.before, &login.identity);
        let Some(merge) = found.into_iter().find(is_meant) else { return Ok((owner, merges)) };
        owner = merge.source;
        merges.push(merge.id);
    }
}

/// Writes down that an anonymous customer, who is about to become part of
/// somebody by a login, goes back with these merges.
pub(super) fn joined(
    connection: &Connection,
    merges: &[MergeId],
    anonymous: &CustomerId,
) -> rusqlite::Result<()> {
    for merge in merges {
        for sql in [
            "INSERT OR IGNORE INTO customer_merge_moved (customer_merge, kind, id)
             SELECT ?1, 'conversation', id FROM conversation WHERE customer = ?2",
            "INSERT OR IGNORE INTO customer_merge_moved (customer_merge, kind, id)
             SELECT ?1, 'file', id FROM file WHERE customer = ?2",
            "INSERT OR IGNORE INTO customer_merge_moved (customer_merge, kind, id)
             SELECT ?1, 'customer', id FROM customer WHERE id = ?2 OR merged_into = ?2",
        ] {
            connection.prepare_cached(sql)?.execute([merge.as_str(), anonymous.as_str()])?;
        }
    }
    Ok(())
}

/// Keeps no longer what merges cannot be undone with any longer.
pub(super) fn forget_old(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    for sql in [
        "DELETE FROM customer_merge_moved WHERE customer_merge IN
         (SELECT id FROM customer_merge WHERE at < ?1 AND kept <> '{}')",
        "UPDATE customer_merge SET kept = '{}' WHERE at < ?1 AND kept <> '{}'",
    ] {
        connection.prepare_cached(sql)?.execute([now.plus_ms(-UNDO_MS).0])?;
    }
    Ok(())
}
