//! Files in SQLite.

use std::sync::Arc;

use kb_protocol::id::FileId;
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::files::{FILE, FROM_FILE, StoredFile, carried};
use super::super::{FileStore, KnownFile, NewFile, Pending};
use super::SqliteStore;
use super::rows::corrupt;
use crate::conversation::Act;

impl FileStore for SqliteStore {
    fn create_file(&self, file: NewFile) -> Pending<'_, ()> {
        Box::pin(async move {
            // A batch has one piece of one file: who only writes a message
            // waits for no more than that.
            let _turn = self.files.lock().await;
            let file = Arc::new(file);
            let last = file.parts().count() as i64 - 1;
            for (part, range) in file.parts() {
                let file = Arc::clone(&file);
                self.writer
                    .write(move |connection| {
                        if part == 0 {
                            insert(connection, &file)?;
                        }
                        let id = file.info.id.as_str();
                        connection
                            .prepare_cached(
                                "INSERT INTO file_part (file, part, bytes)
                                 SELECT key, ?2, ?3 FROM file WHERE id = ?1",
                            )?
                            .execute(params![id, part, &file.bytes[range]])?;
                        if part == last {
                            connection
                                .prepare_cached("UPDATE file SET is_whole = 1 WHERE id = ?1")?
                                .execute([id])?;
                        }
                        Ok(())
                    })
                    .await?;
            }
            Ok(())
        })
    }

    fn files(&self, ids: Vec<FileId>) -> Pending<'_, Vec<KnownFile>> {
        self.read(move |connection| {
            ids.iter().filter_map(|id| known(connection, id).transpose()).collect()
        })
    }

    fn file_part(&self, id: FileId, part: u32) -> Pending<'_, Option<Vec<u8>>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT bytes FROM file_part JOIN file ON file.key = file
                     WHERE file.id = ?1 AND part = ?2",
                )?
                .query_row(params![id.as_str(), part], |row| row.get(0))
                .optional()
        })
    }

    fn delete_unsent_file(&self, before: Timestamp) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let deleted = connection
                .prepare_cached(
                    "DELETE FROM file WHERE key = (SELECT key FROM file
                     WHERE conversation IS NULL AND created_at < ?1 LIMIT 1)",
                )?
                .execute([before.0])?;
            Ok(deleted == 1)
        })
    }
}

fn insert(connection: &Connection, file: &NewFile) -> rusqlite::Result<()> {
    let (customer, agent) = file.uploader.columns();
    let info = &file.info;
    connection
        .prepare_cached(
            "INSERT INTO file (id, customer, agent, name, size, mime, width, height, created_at,
             is_whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)",
        )?
        .execute(params![
            info.id.as_str(),
            customer,
            agent,
            info.name,
            info.size as i64,
            info.mime,
            info.width,
            info.height,
            file.created_at.0
        ])
        .map(drop)
}

fn known(connection: &Connection, id: &FileId) -> rusqlite::Result<Option<KnownFile>> {
    connection
        .prepare_cached(&format!("SELECT {FILE} FROM {FROM_FILE} WHERE file.id = ?1 AND is_whole"))?
        .query_row([id.as_str()], row)
        .optional()
}

fn row(row: &Row<'_>) -> rusqlite::Result<KnownFile> {
    let stored = StoredFile {
        id: row.get(0)?,
        customer: row.get(1)?,
        agent: row.get(2)?,
        name: row.get(3)?,
        size: row.get(4)?,
        mime: row.get(5)?,
        width: row.get(6)?,
        height: row.get(7)?,
        entry: row.get(8)?,
        conversation: row.get(9)?,
        owner: row.get(10)?,
        brand: row.get(11)?,
    };
    stored.into_known().map_err(corrupt)
}

/// Whether an act may carry its files; asked inside its transaction.
pub(super) fn are_free(connection: &Connection, act: &Act) -> rusqlite::Result<bool> {
    for file in carried(act) {
        if !known(connection, &file.id)?.is_some_and(|known| known.is_free_for(act)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Puts an act's files into its message; `key` is that of the conversation.
pub(super) fn attach(connection: &Connection, key: i64, act: &Act) -> rusqlite::Result<()> {
    for file in carried(act) {
        connection
            .prepare_cached("UPDATE file SET conversation = ?2, entry = ?3 WHERE id = ?1")?
            .execute(params![file.id.as_str(), key, act.id.as_str()])?;
    }
    Ok(())
}
