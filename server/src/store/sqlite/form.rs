//! Forms in SQLite.

use kb_protocol::id::{BrandId, FormId};
use kb_protocol::time::Timestamp;
use rusqlite::params;

use super::super::{FormStore, Pending};
use super::SqliteStore;

impl FormStore for SqliteStore {
    fn secret(&self, fresh: [u8; 32]) -> Pending<'_, Vec<u8>> {
        self.writer.write(move |connection| {
            connection.execute(
                "INSERT INTO secret (name, value) VALUES ('forms', ?1)
                 ON CONFLICT (name) DO NOTHING",
                [&fresh[..]],
            )?;
            connection
                .query_row("SELECT value FROM secret WHERE name = 'forms'", [], |row| row.get(0))
        })
    }

    fn use_challenge(
        &self,
        id: String,
        used_for: String,
        expires_at: Timestamp,
    ) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO used_challenge (id, used_for, expires_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO NOTHING",
                )?
                .execute(params![id, used_for, expires_at.0])?;
            connection
                .prepare_cached("SELECT used_for = ?2 FROM used_challenge WHERE id = ?1")?
                .query_row(params![id, used_for], |row| row.get(0))
        })
    }

    fn forget_challenges(&self, now: Timestamp) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            connection
                .prepare_cached("DELETE FROM used_challenge WHERE expires_at < ?1")?
                .execute([now.0])
                .map(drop)
        })
    }

    fn note_forms(&self, brand: BrandId, forms: Vec<FormId>) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO seen_form (brand, form) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?;
            for form in &forms {
                statement.execute([brand.as_str(), form.as_str()])?;
            }
            Ok(())
        })
    }

    fn has_seen_form(&self, brand: BrandId, form: FormId) -> Pending<'_, bool> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT 1 FROM seen_form WHERE brand = ?1 AND form = ?2")?
                .exists([brand.as_str(), form.as_str()])
        })
    }
}
