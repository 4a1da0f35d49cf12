//! Files in PostgreSQL.

use std::collections::HashMap;

use kb_protocol::id::FileId;
use kb_protocol::time::Timestamp;
use tokio_postgres::Row;

use super::super::files::{FILE, FROM_FILE, StoredFile, carried};
use super::super::{FileStore, KnownFile, NewFile, Pending, StoreError};
use super::PostgresStore;
use super::link::Session;
use super::rows::column;
use crate::conversation::Act;

impl FileStore for PostgresStore {
    fn create_file(&self, file: NewFile) -> Pending<'_, ()> {
        Box::pin(async move {
            let session = self.link.session().await?;
            let info = &file.info;
            let id = info.id.as_str();
            let (customer, agent) = file.uploader.columns();
            let size = info.size as i64;
            let (width, height) = (info.width.map(i64::from), info.height.map(i64::from));
            let at = file.created_at.0;
            session
                .query(
                    "INSERT INTO file (id, customer, agent, name, size, mime, width, height,
                     created_at, is_whole) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, false)",
                    &[&id, &customer, &agent, &info.name, &size, &info.mime, &width, &height, &at],
                )
                .await?;
            for (part, range) in file.parts() {
                let sql = "INSERT INTO file_part (file, part, bytes)
                     SELECT key, $2, $3 FROM file WHERE id = $1";
                session.query(sql, &[&id, &part, &&file.bytes[range]]).await?;
            }
            let sql = "UPDATE file SET is_whole = true WHERE id = $1";
            session.query(sql, &[&id]).await.map(drop)
        })
    }

    fn files(&self, ids: Vec<FileId>) -> Pending<'_, Vec<KnownFile>> {
        Box::pin(async move {
            let ids: Vec<&str> = ids.iter().map(FileId::as_str).collect();
            let sql =
                format!("SELECT {FILE} FROM {FROM_FILE} WHERE file.id = ANY($1) AND is_whole");
            let found = self.link.session().await?.query(&sql, &[&ids]).await?;
            found.iter().map(known).collect()
        })
    }

    fn file_part(&self, id: FileId, part: u32) -> Pending<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            let sql = "SELECT bytes FROM file_part JOIN file ON file.key = file
                 WHERE file.id = $1 AND part = $2";
            let session = self.link.session().await?;
            let found = session.query(sql, &[&id.as_str(), &i64::from(part)]).await?;
            found.first().map(|row| column(row, 0)).transpose()
        })
    }

    fn delete_unsent_file(&self, before: Timestamp) -> Pending<'_, bool> {
        Box::pin(async move {
            // Asked for a second time in the outer condition: a message that
            // is sent at this moment wins.
            let sql = "DELETE FROM file WHERE conversation IS NULL AND key = (
                 SELECT key FROM file WHERE conversation IS NULL AND created_at < $1 LIMIT 1)
                 RETURNING key";
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&before.0]).await?.is_empty())
        })
    }
}

fn known(row: &Row) -> Result<KnownFile, StoreError> {
    StoredFile {
        id: column(row, 0)?,
        customer: column(row, 1)?,
        agent: column(row, 2)?,
        name: column(row, 3)?,
        size: column(row, 4)?,
        mime: column(row, 5)?,
        width: column(row, 6)?,
        height: column(row, 7)?,
        entry: column(row, 8)?,
        conversation: column(row, 9)?,
        owner: column(row, 10)?,
        brand: column(row, 11)?,
    }
    .into_known()
}

/// The files of a batch, held so that nobody else sends or deletes them.
#[derive(Default)]
pub(super) struct BatchFiles(HashMap<FileId, KnownFile>);

impl BatchFiles {
    /// Locks and reads them, always in the same order.
    pub(super) async fn read(session: &Session, acts: &[&Act]) -> Result<Self, StoreError> {
        let mut ids: Vec<&str> =
            acts.iter().flat_map(|act| carried(act)).map(|file| file.id.as_str()).collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        ids.sort_unstable();
        let sql = format!(
            "SELECT {FILE} FROM {FROM_FILE} WHERE file.id = ANY($1) AND is_whole
             ORDER BY file.id FOR UPDATE OF file"
        );
        let mut files = HashMap::new();
        for row in session.query(&sql, &[&ids]).await? {
            let file = known(&row)?;
            files.insert(file.info.id.clone(), file);
        }
        Ok(Self(files))
    }

    /// Whether an act may carry its files.
    pub(super) fn are_free(&self, act: &Act) -> bool {
        carried(act)
            .iter()
            .all(|file| self.0.get(&file.id).is_some_and(|known| known.is_free_for(act)))
    }

    /// Notes that an act carries its files.
    pub(super) fn take(&mut self, act: &Act) {
        for file in carried(act) {
            if let Some(known) = self.0.get_mut(&file.id) {
                known.entry = Some(act.id.clone());
            }
        }
    }
}

/// Puts files into their messages: ids of files, of entries, and keys of
/// conversations, side by side.
pub(super) const ATTACH: &str = "UPDATE file SET conversation = sent.conversation,
     entry = sent.entry FROM unnest($1::text[], $2::text[], $3::bigint[])
     AS sent (id, entry, conversation) WHERE file.id = sent.id";
