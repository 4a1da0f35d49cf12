//! Opens the file, and says what to do where that fails.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::StoreError;
use super::{database_error, migrations};

/// How long a statement waits for another process, such as a backup.
const BUSY_MS: u64 = 5_000;

/// Opens the file for writing, or makes it, and brings it up to date.
pub(in crate::store) fn migrate_and_open(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = connect(path, OpenFlags::default())?;
    check_owner(&connection, path)?;
    // Each commit reaches the disk before it is acknowledged. Writes that
    // come together share one commit, so this costs next to nothing. What is
    // deleted is overwritten: an earlier state of a row too, or an erased
    // person would still be in the file.
    for (name, value) in [
        ("journal_mode", "WAL"),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
    ] {
        connection.pragma_update(None, name, value).map_err(|error| open_error(path, &error))?;
    }
    if let Some(copy) = migrations::run(&mut connection, path)? {
        tracing::info!(copy = %copy.display(), "database migrated, the old one is kept");
        // What an earlier version has deleted was not overwritten.
        connection.execute_batch("VACUUM").map_err(database_error)?;
    }
    Ok(connection)
}

/// Opens the file without changing anything in it.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection, StoreError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| open_error(path, &error))?;
    connection.busy_timeout(Duration::from_millis(BUSY_MS)).map_err(database_error)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Whether the file is empty or one of ours; anything else is left alone.
pub(super) fn check_owner(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let has = |name: &str| {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1)";
        connection.query_row(sql, [name], |row| row.get::<_, bool>(0))
    };
    let tables = "SELECT count(*) FROM sqlite_schema";
    let error = |error| open_error(path, &error);
    if has("moved_conversation").map_err(error)? {
        return Err(StoreError::Unsupported(
            "this file was moved to PostgreSQL by `copy-store`; name the new database in \
             server.toml",
        ));
    }
    let is_empty =
        connection.query_row(tables, [], |row| row.get::<_, i64>(0)).map_err(error)? == 0;
    let is_ours = has("conversation").map_err(error)? && has("agent_session").map_err(error)?;
    if !is_empty && !is_ours {
        return Err(cannot_open(path, "it is the database of another program; name a new file"));
    }
    Ok(())
}

/// What is the matter with the file, and what to do.
pub(super) fn open_error(path: &Path, error: &rusqlite::Error) -> StoreError {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => cannot_open(
            path,
            "it is no SQLite database; name another file, or bring a backup back with \
             `kb-server restore`",
        ),
        Some(ErrorCode::DatabaseCorrupt) => cannot_open(
            path,
            "it is damaged; keep it, and bring a backup back with `kb-server restore --force`",
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            cannot_open(path, "another program has locked it; end that one and start again")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => cannot_open(path, NO_RIGHT),
        Some(ErrorCode::CannotOpen) if path.is_dir() => {
            cannot_open(path, "it is a folder; name a file in it")
        }
        Some(ErrorCode::CannotOpen) if parent.is_some_and(|parent| !parent.is_dir()) => {
            cannot_open(path, "its folder is not there; make it first")
        }
        Some(ErrorCode::CannotOpen) => cannot_open(path, NO_RIGHT),
        _ => cannot_open(path, &error.to_string()),
    }
}

const NO_RIGHT: &str = "the user who runs kb-server needs the right to read and write it and its \
                        folder, in which SQLite keeps two files more";

/// The same where a file beside the database is opened.
pub(super) fn io_error(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => cannot_open(path, NO_RIGHT),
        _ => cannot_open(path, &error.to_string()),
    }
}

pub(super) fn cannot_open(path: &Path, why: &str) -> StoreError {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let why = match parent {
        Some(parent) if !parent.exists() => "its folder is not there; make it first",
        _ => why,
    };
    StoreError::CannotOpen { path: path.display().to_string(), why: why.to_owned() }
}
