//! Whole copies of a database: backups, and the way back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::super::StoreError;
use super::lock::ServerLock;
use super::open::{cannot_open, check_owner, connect, connect_to_read, open_error};
use super::{database_error, migrations};

/// Writes a whole copy of the database `from` into the new file `to`, also
/// while a server works with it.
///
/// # Errors
///
/// If `to` is there already, or one of the two cannot be read or written.
/// Nothing is left behind then.
pub fn backup(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(cannot_write(to, "it is there already; a backup goes into a new file"));
    }
    let connection = connect_to_read(from)?;
    check_owner(&connection, from)?;
    write_copy(&connection, to)
}

/// Puts the backup `from` in the place of the database `to`. With `force` a
/// database that is there is replaced, and kept beside it under the name that
/// is returned.
///
/// # Errors
///
/// If `from` is no whole database of ours, `to` is there and `force` is not
/// given, or a server works with `to`. The present database is as before then.
pub fn restore(from: &Path, to: &Path, force: bool) -> Result<Option<PathBuf>, StoreError> {
    if !from.exists() {
        return Err(cannot_open(from, "there is no such file"));
    }
    let source = connect_to_read(from)?;
    check_whole(&source, from)?;
    let _lock = ServerLock::take(to)?;
    let is_there = to.exists();
    if is_there && !force {
        return Err(cannot_write(
            to,
            "a database is there already; with `--force` it is replaced and kept beside it",
        ));
    }
    let new = beside(to, "restoring");
    remove_if_there(&new)?;
    write_copy(&source, &new)?;
    let kept = if is_there { Some(keep(to)?) } else { None };
    // What is left of a log would be played into the new file.
    for name in ["-wal", "-shm"] {
        remove_if_there(&with_suffix(to, name))?;
    }
    rename(&new, to)?;
    Ok(kept)
}

/// Gives the present database a second name, under which it stays.
fn keep(path: &Path) -> Result<PathBuf, StoreError> {
    let kept = beside(path, "before-restore");
    for suffix in ["", "-wal", "-shm"] {
        remove_if_there(&with_suffix(&kept, suffix))?;
    }
    match fold_log(path) {
        // What cannot be read cannot be folded: its log stays its log.
        Err(StoreError::CannotOpen { .. }) => {
            let log = with_suffix(path, "-wal");
            if log.exists() {
                rename(&log, &with_suffix(&kept, "-wal"))?;
            }
        }
        other => other?,
    }
    fs::hard_link(path, &kept).map_err(|error| cannot_write(&kept, &error.to_string()))?;
    Ok(kept)
}

/// Writes the log back into the file, which takes that nobody else has it
/// open.
fn fold_log(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let folded = connection.pragma_update(None, "journal_mode", "DELETE");
    folded.map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::InUse { path: path.display().to_string() }
        }
        _ => open_error(path, &error),
    })
}

/// Whether a file is a database of ours from first to last page.
fn check_whole(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let error = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => cannot_open(path, "it is no backup of kb-server"),
        Some(ErrorCode::DatabaseCorrupt) => cannot_open(path, DAMAGED),
        _ => open_error(path, &error),
    };
    let version = migrations::version(connection).map_err(error)?;
    if version > migrations::known() {
        return Err(StoreError::TooNew { found: version, known: migrations::known() });
    }
    // First: of a damaged file everything else may be wrong too.
    let found: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(error)?;
    let has_lost_rows = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut statement| statement.exists([]))
        .map_err(error)?;
    if found != "ok" || has_lost_rows {
        return Err(cannot_open(path, DAMAGED));
    }
    check_owner(connection, path)?;
    if version == 0 {
        return Err(cannot_open(path, "it is empty, and no backup"));
    }
    Ok(())
}

const DAMAGED: &str = "it is damaged; take another backup";

/// Writes a whole, defragmented copy of the database. It has its name only
/// when all of it is on disk.
pub(super) fn write_copy(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let part = beside(to, "part");
    remove_if_there(&part)?;
    let written = connection
        .execute("VACUUM INTO ?1", [part.to_string_lossy().as_ref()])
        .map_err(database_error)
        // SQLite leaves this copy in the system's memory.
        .and_then(|_| File::open(&part).and_then(|file| file.sync_all()).map_err(io_error(&part)));
    if let Err(error) = written {
        // The first error tells more than a second one could.
        let _ = fs::remove_file(&part);
        return Err(match error {
            StoreError::Database(why) => cannot_write(to, &why),
            other => other,
        });
    }
    rename(&part, to)
}

/// Gives a file another name, for good.
fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(io_error(to))?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
    // Where folders cannot be opened, the system keeps names by itself.
    if let Ok(folder) = File::open(parent.unwrap_or(Path::new("."))) {
        folder.sync_all().map_err(io_error(to))?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_error(path)(error)),
        _ => Ok(()),
    }
}

/// `helpwright.db.NAME` beside `helpwright.db`.
pub(super) fn beside(path: &Path, name: &str) -> PathBuf {
    with_suffix(path, &format!(".{name}"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn io_error(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |error| cannot_write(path, &error.to_string())
}

fn cannot_write(path: &Path, why: &str) -> StoreError {
    StoreError::CannotWrite { path: path.display().to_string(), why: why.to_owned() }
}
