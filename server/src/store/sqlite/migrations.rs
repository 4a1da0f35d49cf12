//! The database's shape, step by step; steps are added, never edited.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::super::StoreError;
use super::database_error;

/// Every step, oldest first; the number of steps done stands in
/// `PRAGMA user_version`.
const STEPS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_conversations.sql"),
    include_str!("../../../migrations/sqlite/0002_hours.sql"),
    include_str!("../../../migrations/sqlite/0003_files.sql"),
    include_str!("../../../migrations/sqlite/0004_customers.sql"),
    include_str!("../../../migrations/sqlite/0005_desk.sql"),
    include_str!("../../../migrations/sqlite/0006_forms.sql"),
];

/// Brings the database up to date.
///
/// Before a file with content is changed, a copy of it is left beside it
/// under the name that is returned.
pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    let found: u32 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(database_error)?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(None);
    }
    let mut copy = None;
    if found > 0 {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".before-{known}"));
        let to = PathBuf::from(name);
        if !to.exists() {
            copy_to(connection, &to)?;
        }
        copy = Some(to);
    }
    let transaction = connection.transaction().map_err(database_error)?;
    for step in STEPS.iter().skip(found as usize) {
        transaction.execute_batch(step).map_err(database_error)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(database_error)?;
    transaction.commit().map_err(database_error)?;
    Ok(copy)
}

/// Writes a whole, defragmented copy of the database into a new file.
pub(super) fn copy_to(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    connection
        .execute("VACUUM INTO ?1", [to.to_string_lossy().as_ref()])
        .map(drop)
        .map_err(database_error)
}
