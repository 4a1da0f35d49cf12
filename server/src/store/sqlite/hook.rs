//! Form hooks in SQLite.

use kb_protocol::file::FileInfo;
use kb_protocol::hook::{HookEvent, HookInfo, Transaction};
use kb_protocol::id::{BrandId, ConversationId, FileId, TransactionId};
use kb_protocol::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::super::hook::{
    HOOK, StoredHook, StoredTransaction, TRANSACTION, call_ids, event_name, file_of, place, silent,
};
use super::super::stored::{self, parse, to_json};
use super::super::{HookAddress, HookStore, NewHook, NewTransaction, Pending};
use super::{SqliteStore, rows};
use crate::conversation::HookCall;

impl HookStore for SqliteStore {
    fn add_hook(&self, hook: NewHook) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let added = connection.execute(
                "INSERT INTO hook (name, brand, redirects, is_enabled, created_at)
                 VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (name) DO NOTHING",
                params![
                    hook.name,
                    hook.brand.as_str(),
                    to_json(&hook.redirects),
                    hook.created_at.0
                ],
            )?;
            if added == 1 {
                add_address(connection, &hook.name, &hook.hash, hook.created_at)?;
            }
            Ok(added == 1)
        })
    }

    fn hooks(&self) -> Pending<'_, Vec<HookInfo>> {
        self.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {HOOK} FROM hook JOIN hook_address ON hook = name
                     WHERE retired_at IS NULL ORDER BY name"
                ))?
                .query_map([], |row| {
                    let hook = StoredHook {
                        name: row.get(0)?,
                        brand: row.get(1)?,
                        is_enabled: row.get(2)?,
                        hash: row.get(3)?,
                        rotated_at: row.get(4)?,
                        received: row.get(5)?,
                        received_at: row.get(6)?,
                    };
                    hook.into_info().map_err(rows::corrupt)
                })?
                .collect()
        })
    }

    fn hook_at(&self, hash: String) -> Pending<'_, Option<HookAddress>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT name, brand, redirects, is_enabled AND retired_at IS NULL
                     FROM hook_address JOIN hook ON name = hook WHERE hash = ?1",
                )?
                .query_row([hash], |row| {
                    let (brand, redirects): (String, String) = (row.get(1)?, row.get(2)?);
                    Ok(HookAddress {
                        name: row.get(0)?,
                        brand: parse("hook.brand", &brand).map_err(rows::corrupt)?,
                        redirects: stored::json("hook.redirects", &redirects)
                            .map_err(rows::corrupt)?,
                        is_open: row.get(3)?,
                    })
                })
                .optional()
        })
    }

    fn rotate_hook(&self, name: String, hash: String, at: Timestamp) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let retired = connection.execute(
                "UPDATE hook_address SET retired_at = ?2 WHERE hook = ?1 AND retired_at IS NULL",
                params![name, at.0],
            )?;
            if retired > 0 {
                add_address(connection, &name, &hash, at)?;
            }
            Ok(retired > 0)
        })
    }

    fn enable_hook(&self, name: String, is_enabled: bool) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let sql = "UPDATE hook SET is_enabled = ?2 WHERE name = ?1";
            Ok(connection.execute(sql, params![name, is_enabled])? == 1)
        })
    }

    fn keep_transaction(&self, new: NewTransaction) -> Pending<'_, ()> {
        self.writer.write(move |connection| {
            let NewTransaction { hook, transaction, bytes } = &new;
            let (id, at) = (transaction.id.as_str(), transaction.received_at.0);
            connection
                .prepare_cached(
                    "INSERT INTO hook_transaction (id, hook, received_at, content_type, data,
                     files, meta) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    id,
                    hook,
                    at,
                    transaction.content_type,
                    to_json(&transaction.data),
                    to_json(&transaction.files),
                    to_json(&transaction.meta)
                ])?;
            for (file, bytes) in transaction.files.iter().zip(bytes) {
                connection
                    .prepare_cached(
                        "INSERT INTO hook_file (id, hook_transaction, bytes) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![file.file.id.as_str(), id, bytes])?;
            }
            tell(connection, &transaction.name, id, at, false)
        })
    }

    fn transactions(
        &self,
        hook: String,
        before: Option<(Timestamp, TransactionId)>,
        limit: usize,
    ) -> Pending<'_, Vec<Transaction<Value>>> {
        self.read(move |connection| {
            let (at, id) = place(before);
            connection
                .prepare_cached(&format!(
                    "SELECT {TRANSACTION} FROM hook_transaction
                     WHERE hook = ?1 AND (received_at, id) < (?2, ?3)
                     ORDER BY received_at DESC, id DESC LIMIT ?4"
                ))?
                .query_map(params![hook, at, id, stored::to_limit(limit)], transaction)?
                .collect()
        })
    }

    fn transactions_of(
        &self,
        conversation: ConversationId,
    ) -> Pending<'_, Vec<Transaction<Value>>> {
        self.read(move |connection| {
            let mut found = Vec::new();
            let sql = format!("SELECT {TRANSACTION} FROM hook_transaction WHERE id = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            for id in call_ids(std::slice::from_ref(&conversation)) {
                found.extend(statement.query_row([&id], transaction).optional()?);
            }
            Ok(found)
        })
    }

    fn transaction_file(
        &self,
        transaction: TransactionId,
        file: FileId,
    ) -> Pending<'_, Option<(FileInfo, Vec<u8>)>> {
        self.read(move |connection| {
            let found = connection
                .prepare_cached(
                    "SELECT files, bytes FROM hook_file JOIN hook_transaction AS kept
                     ON kept.id = hook_transaction WHERE hook_file.id = ?1 AND kept.id = ?2",
                )?
                .query_row([file.as_str(), transaction.as_str()], |row| {
                    let files: String = row.get(0)?;
                    file_of(&files, &file, row.get(1)?).map_err(rows::corrupt)
                })
                .optional()?;
            Ok(found.flatten())
        })
    }

    fn hook_events(&self, after: u64, limit: usize) -> Pending<'_, Vec<HookEvent>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT number, name, hook_transaction, at, is_replay FROM hook_event
                     WHERE number > ?1 ORDER BY number LIMIT ?2",
                )?
                .query_map(params![stored::to_row(after), stored::to_limit(limit)], |row| {
                    Ok(HookEvent {
                        number: row.get::<_, i64>(0)?.unsigned_abs(),
                        name: row.get(1)?,
                        transaction: parse("transaction", &row.get::<_, String>(2)?)
                            .map_err(rows::corrupt)?,
                        at: Timestamp(row.get(3)?),
                        is_replay: row.get(4)?,
                    })
                })?
                .collect()
        })
    }

    fn replay(&self, id: TransactionId, at: Timestamp) -> Pending<'_, bool> {
        self.writer.write(move |connection| {
            let hook: Option<String> = connection
                .prepare_cached(
                    "UPDATE hook_transaction SET replays = replays + 1 WHERE id = ?1
                     RETURNING hook",
                )?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?;
            let Some(hook) = hook else { return Ok(false) };
            tell(connection, &event_name(&hook), id.as_str(), at.0, true)?;
            Ok(true)
        })
    }
}

/// Lets an enabled hook of the brand hear of a form of our own.
pub(super) fn call(
    connection: &Connection,
    brand: &BrandId,
    call: &HookCall,
) -> rusqlite::Result<()> {
    let HookCall { hook, transaction } = call;
    let (id, at) = (transaction.id.as_str(), transaction.received_at.0);
    let kept = connection
        .prepare_cached(
            "INSERT INTO hook_transaction (id, hook, received_at, content_type, data, files, meta)
             SELECT ?1, name, ?4, ?5, ?6, '[]', ?7 FROM hook
             WHERE name = ?2 AND brand = ?3 AND is_enabled ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            id,
            hook,
            brand.as_str(),
            at,
            transaction.content_type,
            to_json(&transaction.data),
            to_json(&transaction.meta)
        ])?;
    if kept == 0 {
        silent(hook);
        return Ok(());
    }
    tell(connection, &transaction.name, id, at, false)
}

/// Forgets what hooks have heard in these conversations.
pub(super) fn forget(
    connection: &Connection,
    conversations: &[ConversationId],
) -> rusqlite::Result<()> {
    for id in call_ids(conversations) {
        let is_there = connection
            .prepare_cached("SELECT 1 FROM hook_transaction WHERE id = ?1")?
            .exists([&id])?;
        if is_there {
            for sql in [
                "DELETE FROM hook_event WHERE hook_transaction = ?1",
                "DELETE FROM hook_transaction WHERE id = ?1",
            ] {
                connection.prepare_cached(sql)?.execute([&id])?;
            }
        }
    }
    Ok(())
}

fn add_address(
    connection: &Connection,
    hook: &str,
    hash: &str,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO hook_address (hash, hook, created_at) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![hash, hook, at.0]).map(drop)
}

/// Writes an event down.
fn tell(
    connection: &Connection,
    name: &str,
    id: &str,
    at: i64,
    is_replay: bool,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO hook_event (name, hook_transaction, at, is_replay)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![name, id, at, is_replay])
        .map(drop)
}

fn transaction(row: &Row<'_>) -> rusqlite::Result<Transaction<Value>> {
    let stored = StoredTransaction {
        id: row.get(0)?,
        hook: row.get(1)?,
        received_at: row.get(2)?,
        content_type: row.get(3)?,
        data: row.get(4)?,
        files: row.get(5)?,
        meta: row.get(6)?,
        replays: row.get(7)?,
    };
    stored.into_transaction().map_err(rows::corrupt)
}
