//! Forms in PostgreSQL.

use kb_protocol::id::{BrandId, FormId};
use kb_protocol::time::Timestamp;

use super::super::{FormStore, Pending, StoreError};
use super::{PostgresStore, rows};

impl FormStore for PostgresStore {
    fn secret(&self, fresh: [u8; 32]) -> Pending<'_, Vec<u8>> {
        Box::pin(async move {
            let session = self.link.session().await?;
            let sql = "INSERT INTO secret (name, value) VALUES ('forms', $1)
                 ON CONFLICT (name) DO NOTHING";
            session.query(sql, &[&&fresh[..]]).await?;
            let found = session.query("SELECT value FROM secret WHERE name = 'forms'", &[]).await?;
            let found = found.first().map(|row| rows::column(row, 0)).transpose()?;
            found.ok_or(StoreError::Corrupt { what: "a secret", value: "nothing".into() })
        })
    }

    fn use_challenge(
        &self,
        id: String,
        used_for: String,
        expires_at: Timestamp,
    ) -> Pending<'_, bool> {
        Box::pin(async move {
            // Of two who use it at the same time the second waits for the
            // first, and sees what that one has written.
            let sql = "INSERT INTO used_challenge (id, used_for, expires_at) VALUES ($1, $2, $3)
                 ON CONFLICT (id) DO UPDATE SET expires_at = used_challenge.expires_at
                 RETURNING used_for = $2";
            let session = self.link.session().await?;
            let found = session.query(sql, &[&id, &used_for, &expires_at.0]).await?;
            Ok(found.first().map(|row| rows::column(row, 0)).transpose()?.unwrap_or(false))
        })
    }

    fn forget_challenges(&self, now: Timestamp) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "DELETE FROM used_challenge WHERE expires_at < $1";
            self.link.session().await?.query(sql, &[&now.0]).await.map(drop)
        })
    }

    fn note_forms(&self, brand: BrandId, forms: Vec<FormId>) -> Pending<'_, ()> {
        Box::pin(async move {
            let sql = "INSERT INTO seen_form (brand, form) SELECT $1, unnest($2::text[])
                 ON CONFLICT DO NOTHING";
            let forms: Vec<&str> = forms.iter().map(FormId::as_str).collect();
            let session = self.link.session().await?;
            session.query(sql, &[&brand.as_str(), &forms]).await.map(drop)
        })
    }

    fn has_seen_form(&self, brand: BrandId, form: FormId) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "SELECT 1 FROM seen_form WHERE brand = $1 AND form = $2";
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&brand.as_str(), &form.as_str()]).await?.is_empty())
        })
    }
}
