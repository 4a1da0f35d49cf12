//! The database's shape, step by step; steps are added, never edited.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::super::StoreError;
use super::copies::{beside, write_copy};
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
    include_str!("../../../migrations/sqlite/0007_tombstones.sql"),
    include_str!("../../../migrations/sqlite/0008_erased_again.sql"),
    include_str!("../../../migrations/sqlite/0009_care.sql"),
    include_str!("../../../migrations/sqlite/0010_letters.sql"),
    include_str!("../../../migrations/sqlite/0011_hook_events.sql"),
    include_str!("../../../migrations/sqlite/0012_notifications.sql"),
    include_str!("../../../migrations/sqlite/0013_merges.sql"),
    include_str!("../../../migrations/sqlite/0014_presence.sql"),
    include_str!("../../../migrations/sqlite/0015_search_later.sql"),
];

/// Version of the newest shape.
pub(super) fn known() -> u32 {
    count(STEPS)
}

/// Version of a file's shape; 0 for an empty one.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the database up to date.
///
/// Before a file with content is changed, a copy of it is left beside it
/// under the name that is returned.
pub(super) fn run(connection: &mut Connection, path: &Path) -> Result<Option<PathBuf>, StoreError> {
    run_steps(connection, path, STEPS)
}

fn run_steps(
    connection: &mut Connection,
    path: &Path,
    steps: &[&str],
) -> Result<Option<PathBuf>, StoreError> {
    let known = count(steps);
    let found = version(connection).map_err(database_error)?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(None);
    }
    let mut copy = None;
    if found > 0 {
        // One that is there already is of an earlier time.
        let to = beside(path, &format!("before-{known}"));
        write_copy(connection, &to)?;
        copy = Some(to);
    }
    let transaction = connection.transaction().map_err(database_error)?;
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step).map_err(database_error)?;
    }
    transaction.pragma_update(None, "user_version", known).map_err(database_error)?;
    transaction.commit().map_err(database_error)?;
    Ok(copy)
}

fn count(steps: &[&str]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE word (text TEXT)";
    const SECOND: &str = "ALTER TABLE word ADD COLUMN locale TEXT";

    fn words(path: &Path) -> (u32, Vec<String>) {
        let connection = Connection::open(path).unwrap();
        let mut statement = connection.prepare("SELECT * FROM word").unwrap();
        let columns = statement.column_count();
        let words = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .map(|word| format!("{} of {columns}", word.unwrap()))
            .collect();
        (version(&connection).unwrap(), words)
    }

    /// A database of the first shape with one row.
    fn old(folder: &Path) -> (Connection, PathBuf) {
        let path = folder.join("h.db");
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        assert_eq!(run_steps(&mut connection, &path, &[FIRST]).unwrap(), None, "nothing to keep");
        connection.execute("INSERT INTO word VALUES ('kept')", []).unwrap();
        (connection, path)
    }

    #[test]
    fn a_copy_of_the_old_shape_is_there_before_the_first_change() {
        let folder = tempfile::tempdir().unwrap();
        let (mut connection, path) = old(folder.path());
        // Of an earlier time, or of one that was killed while copying.
        for stale in ["h.db.before-2", "h.db.before-2.part"] {
            #[expect(clippy::disallowed_methods, reason = "a fixture in a temporary folder")]
            std::fs::write(folder.path().join(stale), "half a copy").unwrap();
        }
        let copy = run_steps(&mut connection, &path, &[FIRST, SECOND]).unwrap().unwrap();
        assert_eq!(words(&copy), (1, vec!["kept of 1".to_owned()]));
        assert_eq!(words(&path), (2, vec!["kept of 2".to_owned()]));
        assert!(!folder.path().join("h.db.before-2.part").exists());
        assert_eq!(run_steps(&mut connection, &path, &[FIRST, SECOND]).unwrap(), None);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_shape() {
        let folder = tempfile::tempdir().unwrap();
        let (mut connection, path) = old(folder.path());
        let broken = run_steps(&mut connection, &path, &[FIRST, SECOND, "CREATE NONSENSE"]);
        assert!(broken.is_err());
        assert_eq!(words(&path), (1, vec!["kept of 1".to_owned()]));
    }

    #[test]
    fn a_person_may_be_erased_again_after_the_eighth_step() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h.db");
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        run_steps(&mut connection, &path, &STEPS[..7]).unwrap();
        let erase = "INSERT INTO tombstone VALUES ('c', 'c', 'pedalo', ?1, 'kim', 1, 2, 0)";
        connection.execute(erase, [1]).unwrap();
        assert!(connection.execute(erase, [2]).is_err(), "the seventh step knows one proof");
        run_steps(&mut connection, &path, &STEPS[..8]).unwrap();
        connection.execute(erase, [2]).unwrap();
        let count: u32 =
            connection.query_row("SELECT count(*) FROM tombstone", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 2, "the first proof was kept");
    }

    #[test]
    fn the_number_of_an_event_that_was_erased_is_not_given_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h.db");
        let mut connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let add = "INSERT INTO hook_event (name, hook_transaction, at, is_replay)
             VALUES ('hooks.form.news.receive', 't', 1, 0)";
        run_steps(&mut connection, &path, &STEPS[..10]).unwrap();
        connection.execute(add, []).unwrap();
        run_steps(&mut connection, &path, STEPS).unwrap();
        connection.execute("DELETE FROM hook_event", []).unwrap();
        connection.execute(add, []).unwrap();
        let number: u32 =
            connection.query_row("SELECT number FROM hook_event", [], |row| row.get(0)).unwrap();
        assert_eq!(number, 2);
    }

    #[test]
    fn there_is_no_way_back() {
        let folder = tempfile::tempdir().unwrap();
        let (mut connection, path) = old(folder.path());
        run_steps(&mut connection, &path, &[FIRST, SECOND]).unwrap();
        let older = run_steps(&mut connection, &path, &[FIRST]);
        assert!(matches!(older, Err(StoreError::TooNew { found: 2, known: 1 })), "{older:?}");
    }
}
