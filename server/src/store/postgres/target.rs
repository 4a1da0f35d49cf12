//! An empty database that is being filled from another one.

use tokio_postgres::Config;

use super::super::StoreError;
use super::link::{Link, Session};
use super::{migrations, rows};
use std::sync::Arc;

/// A database with a transaction that takes everything or nothing.
pub(in crate::store) struct Target(Arc<Session>);

impl Target {
    /// Connects and begins.
    ///
    /// # Errors
    ///
    /// If the address is none, the database cannot be reached, or holds
    /// something already.
    pub(in crate::store) async fn open(url: &str) -> Result<Self, StoreError> {
        let config: Config = url.parse().map_err(super::address_error)?;
        let session = Link::new(config).session().await?;
        migrations::run(&session).await?;
        session.run("BEGIN").await?;
        let sql = "SELECT EXISTS (SELECT 1 FROM agent) OR EXISTS (SELECT 1 FROM customer)";
        let found = session.query(sql, &[]).await?;
        match found.first().map(|row| rows::column(row, 0)).transpose()? {
            Some(false) => Ok(Self(session)),
            _ => Err(StoreError::Unsupported(
                "the new database holds something already; name an empty one",
            )),
        }
    }

    /// Writes rows that stand in a JSON array.
    pub(in crate::store) async fn insert(&self, table: &str, json: &str) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1::text::json)"
        );
        self.0.query(&sql, &[&json]).await.map(drop)
    }

    /// Ends the transaction.
    pub(in crate::store) async fn commit(&self) -> Result<(), StoreError> {
        self.0
            .run(
                "INSERT INTO search_stale (conversation) SELECT key FROM conversation
                 ON CONFLICT DO NOTHING",
            )
            .await?;
        // Rows came with their keys; the next one made here comes after them.
        for (table, key) in [("conversation", "key"), ("file", "key"), ("hook_event", "number")] {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{key}'),
                 (SELECT coalesce(max({key}), 0) + 1 FROM {table}), false)"
            );
            self.0.query(&sql, &[]).await?;
        }
        self.0.run("COMMIT").await
    }
}
