//! The database's shape, step by step; steps are added, never edited.

use super::super::StoreError;
use super::link::Session;
use super::rows;

/// Every step, oldest first; the number of steps done stands in
/// `schema_version`.
const STEPS: &[&str] = &[
    include_str!("../../../migrations/postgres/0001_conversations.sql"),
    include_str!("../../../migrations/postgres/0002_hours.sql"),
    include_str!("../../../migrations/postgres/0003_files.sql"),
    include_str!("../../../migrations/postgres/0004_customers.sql"),
    include_str!("../../../migrations/postgres/0005_desk.sql"),
    include_str!("../../../migrations/postgres/0006_forms.sql"),
    include_str!("../../../migrations/postgres/0007_tombstones.sql"),
    include_str!("../../../migrations/postgres/0008_erased_again.sql"),
    include_str!("../../../migrations/postgres/0009_care.sql"),
    include_str!("../../../migrations/postgres/0010_letters.sql"),
    include_str!("../../../migrations/postgres/0011_hook_events.sql"),
    include_str!("../../../migrations/postgres/0012_notifications.sql"),
    include_str!("../../../migrations/postgres/0013_merges.sql"),
    include_str!("../../../migrations/postgres/0014_presence.sql"),
    include_str!("../../../migrations/postgres/0015_search_later.sql"),
];

/// Name of the lock that lets one process at a time change the shape.
const LOCK: i64 = 0x6b62_2d73_6368_656d;

/// Brings the database up to date; processes that start together wait for
/// each other.
pub(super) async fn run(session: &Session) -> Result<(), StoreError> {
    session.run("BEGIN").await?;
    session.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    session.run("CREATE TABLE IF NOT EXISTS schema_version (version bigint NOT NULL)").await?;
    let found = session.query("SELECT coalesce(max(version), 0) FROM schema_version", &[]).await?;
    let found: i64 = found.first().map(|row| rows::column(row, 0)).transpose()?.unwrap_or(0);
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for step in STEPS.iter().skip(found as usize) {
        session.run(step).await?;
    }
    if found < known {
        session
            .query("INSERT INTO schema_version (version) VALUES ($1)", &[&i64::from(known)])
            .await?;
    }
    session.run("COMMIT").await
}
