//! Form hooks in PostgreSQL.

use kb_protocol::file::FileInfo;
use kb_protocol::hook::{HookEvent, HookInfo, Transaction};
use kb_protocol::id::{BrandId, ConversationId, FileId, TransactionId};
use kb_protocol::time::Timestamp;
use serde_json::Value;
use tokio_postgres::Row;

use super::super::hook::{
    HOOK, StoredHook, StoredTransaction, TRANSACTION, call_ids, file_of, place, silent,
};
use super::super::stored::{self, parse, to_json};
use super::super::{HookAddress, HookStore, NewHook, NewTransaction, Pending, StoreError};
use super::PostgresStore;
use super::link::Session;
use super::rows::column;
use crate::conversation::HookCall;

/// Events get their numbers one transaction after the other: whoever has read
/// one has read all before it.
macro_rules! in_turn {
    () => {
        "WITH in_turn AS MATERIALIZED (
         SELECT pg_advisory_xact_lock(hashtextextended('hook_event', 0)))"
    };
}

/// Lets an enabled hook of the brand hear of a form of our own.
pub(super) async fn call(
    session: &Session,
    brand: &BrandId,
    call: &HookCall,
) -> Result<(), StoreError> {
    let HookCall { hook, transaction } = call;
    let sql = concat!(
        in_turn!(),
        ", kept AS (
         INSERT INTO hook_transaction (id, hook, received_at, content_type, data, files, meta)
         SELECT $1, name, $4, $5, $6, '[]', $7 FROM hook
         WHERE name = $2 AND brand = $3 AND is_enabled ON CONFLICT (id) DO NOTHING RETURNING id)
         INSERT INTO hook_event (name, hook_transaction, at, is_replay)
         SELECT $8, kept.id, $4, false FROM kept, in_turn RETURNING number"
    );
    let told = session
        .query(
            sql,
            &[
                &transaction.id.as_str(),
                hook,
                &brand.as_str(),
                &transaction.received_at.0,
                &transaction.content_type,
                &to_json(&transaction.data),
                &to_json(&transaction.meta),
                &transaction.name,
            ],
        )
        .await?;
    if told.is_empty() {
        silent(hook);
    }
    Ok(())
}

/// Forgets what hooks have heard in these conversations.
pub(super) async fn forget(
    session: &Session,
    conversations: &[ConversationId],
) -> Result<(), StoreError> {
    let ids = call_ids(conversations);
    let sql = "SELECT id FROM hook_transaction WHERE id = ANY($1)";
    if session.query(sql, &[&ids]).await?.is_empty() {
        return Ok(());
    }
    for sql in [
        "DELETE FROM hook_event WHERE hook_transaction = ANY($1)",
        "DELETE FROM hook_transaction WHERE id = ANY($1)",
    ] {
        session.query(sql, &[&ids]).await?;
    }
    Ok(())
}

impl HookStore for PostgresStore {
    fn add_hook(&self, hook: NewHook) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "WITH added AS (
                 INSERT INTO hook (name, brand, redirects, is_enabled, created_at)
                 VALUES ($1, $2, $3, true, $5) ON CONFLICT (name) DO NOTHING RETURNING name)
                 INSERT INTO hook_address (hash, hook, created_at)
                 SELECT $4, name, $5 FROM added RETURNING hash";
            let (brand, redirects) = (hook.brand.as_str(), to_json(&hook.redirects));
            let session = self.link.session().await?;
            let added = session
                .query(sql, &[&hook.name, &brand, &redirects, &hook.hash, &hook.created_at.0])
                .await?;
            Ok(added.len() == 1)
        })
    }

    fn hooks(&self) -> Pending<'_, Vec<HookInfo>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {HOOK} FROM hook JOIN hook_address ON hook = name
                 WHERE retired_at IS NULL ORDER BY name COLLATE \"C\""
            );
            let found = self.link.session().await?.query(&sql, &[]).await?;
            let hook = |row: &Row| {
                StoredHook {
                    name: column(row, 0)?,
                    brand: column(row, 1)?,
                    is_enabled: column(row, 2)?,
                    hash: column(row, 3)?,
                    rotated_at: column(row, 4)?,
                    received: column(row, 5)?,
                    received_at: column(row, 6)?,
                }
                .into_info()
            };
            found.iter().map(hook).collect()
        })
    }

    fn hook_at(&self, hash: String) -> Pending<'_, Option<HookAddress>> {
        Box::pin(async move {
            let sql = "SELECT name, brand, redirects, is_enabled AND retired_at IS NULL
                 FROM hook_address JOIN hook ON name = hook WHERE hash = $1";
            let found = self.link.session().await?.query(sql, &[&hash]).await?;
            let address = |row: &Row| {
                Ok(HookAddress {
                    name: column(row, 0)?,
                    brand: parse("hook.brand", column(row, 1)?)?,
                    redirects: stored::json("hook.redirects", column(row, 2)?)?,
                    is_open: column(row, 3)?,
                })
            };
            found.first().map(address).transpose()
        })
    }

    fn rotate_hook(&self, name: String, hash: String, at: Timestamp) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "WITH retired AS (
                 UPDATE hook_address SET retired_at = $3 WHERE hook = $1 AND retired_at IS NULL
                 RETURNING hook)
                 INSERT INTO hook_address (hash, hook, created_at)
                 SELECT DISTINCT $2, hook, $3 FROM retired RETURNING hash";
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&name, &hash, &at.0]).await?.is_empty())
        })
    }

    fn enable_hook(&self, name: String, is_enabled: bool) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = "UPDATE hook SET is_enabled = $2 WHERE name = $1 RETURNING name";
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&name, &is_enabled]).await?.is_empty())
        })
    }

    fn keep_transaction(&self, new: NewTransaction) -> Pending<'_, ()> {
        Box::pin(async move {
            let NewTransaction { hook, transaction, bytes } = &new;
            let (id, at) = (transaction.id.as_str(), transaction.received_at.0);
            let ids: Vec<&str> =
                transaction.files.iter().map(|file| file.file.id.as_str()).collect();
            let bytes: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
            let sql = concat!(
                in_turn!(),
                ", kept AS (
                 INSERT INTO hook_transaction (id, hook, received_at, content_type, data, files,
                 meta) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id),
                 told AS (INSERT INTO hook_event (name, hook_transaction, at, is_replay)
                 SELECT $8, kept.id, $3, false FROM kept, in_turn)
                 INSERT INTO hook_file (id, hook_transaction, bytes)
                 SELECT file.id, kept.id, file.bytes
                 FROM kept, unnest($9::text[], $10::bytea[]) AS file (id, bytes)"
            );
            let session = self.link.session().await?;
            session
                .query(
                    sql,
                    &[
                        &id,
                        hook,
                        &at,
                        &transaction.content_type,
                        &to_json(&transaction.data),
                        &to_json(&transaction.files),
                        &to_json(&transaction.meta),
                        &transaction.name,
                        &ids,
                        &bytes,
                    ],
                )
                .await
                .map(drop)
        })
    }

    fn transactions(
        &self,
        hook: String,
        before: Option<(Timestamp, TransactionId)>,
        limit: usize,
    ) -> Pending<'_, Vec<Transaction<Value>>> {
        Box::pin(async move {
            let (at, id) = place(before);
            let sql = format!(
                "SELECT {TRANSACTION} FROM hook_transaction
                 WHERE hook = $1 AND (received_at, id COLLATE \"C\") < ($2, $3)
                 ORDER BY received_at DESC, id COLLATE \"C\" DESC LIMIT $4"
            );
            let session = self.link.session().await?;
            let found = session.query(&sql, &[&hook, &at, &id, &stored::to_limit(limit)]).await?;
            found.iter().map(transaction).collect()
        })
    }

    fn transactions_of(
        &self,
        conversation: ConversationId,
    ) -> Pending<'_, Vec<Transaction<Value>>> {
        Box::pin(async move {
            let sql = format!(
                "SELECT {TRANSACTION} FROM hook_transaction WHERE id = ANY($1)
                 ORDER BY array_position($1, id)"
            );
            let ids = call_ids(std::slice::from_ref(&conversation));
            let found = self.link.session().await?.query(&sql, &[&ids]).await?;
            found.iter().map(transaction).collect()
        })
    }

    fn transaction_file(
        &self,
        transaction: TransactionId,
        file: FileId,
    ) -> Pending<'_, Option<(FileInfo, Vec<u8>)>> {
        Box::pin(async move {
            let sql = "SELECT files, bytes FROM hook_file JOIN hook_transaction AS kept
                 ON kept.id = hook_transaction WHERE hook_file.id = $1 AND kept.id = $2";
            let session = self.link.session().await?;
            let found = session.query(sql, &[&file.as_str(), &transaction.as_str()]).await?;
            let Some(row) = found.first() else { return Ok(None) };
            file_of(column(row, 0)?, &file, column(row, 1)?)
        })
    }

    fn hook_events(&self, after: u64, limit: usize) -> Pending<'_, Vec<HookEvent>> {
        Box::pin(async move {
            let sql = "SELECT number, name, hook_transaction, at, is_replay FROM hook_event
                 WHERE number > $1
                 ORDER BY number LIMIT $2";
            let (after, limit) = (stored::to_row(after), stored::to_limit(limit));
            let found = self.link.session().await?.query(sql, &[&after, &limit]).await?;
            let event = |row| {
                Ok(HookEvent {
                    number: column::<i64>(row, 0)?.unsigned_abs(),
                    name: column(row, 1)?,
                    transaction: parse("transaction", column(row, 2)?)?,
                    at: Timestamp(column(row, 3)?),
                    is_replay: column(row, 4)?,
                })
            };
            found.iter().map(event).collect()
        })
    }

    fn replay(&self, id: TransactionId, at: Timestamp) -> Pending<'_, bool> {
        Box::pin(async move {
            let sql = concat!(
                in_turn!(),
                ", replayed AS (
                 UPDATE hook_transaction SET replays = replays + 1 WHERE id = $1 RETURNING id, hook)
                 INSERT INTO hook_event (name, hook_transaction, at, is_replay)
                 SELECT 'hooks.form.' || hook || '.receive', replayed.id, $2, true
                 FROM replayed, in_turn RETURNING number"
            );
            let session = self.link.session().await?;
            Ok(!session.query(sql, &[&id.as_str(), &at.0]).await?.is_empty())
        })
    }
}

fn transaction(row: &Row) -> Result<Transaction<Value>, StoreError> {
    StoredTransaction {
        id: column(row, 0)?,
        hook: column(row, 1)?,
        received_at: column(row, 2)?,
        content_type: column(row, 3)?,
        data: column(row, 4)?,
        files: column(row, 5)?,
        meta: column(row, 6)?,
        replays: column(row, 7)?,
    }
    .into_transaction()
}
