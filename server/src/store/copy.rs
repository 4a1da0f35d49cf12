//! From SQLite to PostgreSQL, with every number and every id kept.
//!
//! The old file stays locked for writing meanwhile, so that nothing is
//! acknowledged that the copy does not have. At the end its tables get other
//! names: a server that still runs on it refuses every message, and nothing is
//! deleted.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::{Map, Value};

use super::StoreError;
use super::postgres::Target;
use super::sqlite::{database_error, migrate_and_open};

/// Tables in an order in which no row points to a later one.
const TABLES: [&str; 26] = [
    "agent",
    "agent_session",
    "customer",
    "contact",
    "visitor_session",
    "conversation",
    "entry",
    "event",
    "receipt",
    "file",
    "file_part",
    "secret",
    "used_challenge",
    "seen_form",
    "hook",
    "hook_address",
    "hook_transaction",
    "hook_file",
    "hook_event",
    "record",
    "record_article",
    "tombstone",
    "customer_merge",
    "customer_merge_moved",
    "letter",
    "unsubscribed",
];
/// Rows that travel at once.
const CHUNK: usize = 1_000;
/// Rows that travel at once where they are pieces of files.
const CHUNK_OF_PARTS: usize = 4;

/// Moves everything from the SQLite file `from` to the empty PostgreSQL
/// database `to`. Answers the number of rows by table.
///
/// # Errors
///
/// If one of the two fails, or `to` holds something already; then the old file
/// is as before, and the new database too.
pub async fn copy_store(from: &Path, to: &str) -> Result<Vec<(&'static str, u64)>, StoreError> {
    let source = migrate_and_open(from)?;
    let target = Target::open(to).await?;
    source.execute_batch("BEGIN IMMEDIATE").map_err(database_error)?;
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push((table, copy_table(&source, &target, table).await?));
    }
    target.commit().await?;
    for table in TABLES {
        source
            .execute_batch(&format!("ALTER TABLE {table} RENAME TO moved_{table}"))
            .map_err(database_error)?;
    }
    source.execute_batch("COMMIT").map_err(database_error)?;
    Ok(counts)
}

async fn copy_table(
    source: &Connection,
    target: &Target,
    table: &'static str,
) -> Result<u64, StoreError> {
    let mut statement =
        source.prepare(&format!("SELECT * FROM {table}")).map_err(database_error)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([]).map_err(database_error)?;
    let most = if table == "file_part" { CHUNK_OF_PARTS } else { CHUNK };
    let mut chunk = Vec::new();
    let mut count = 0;
    loop {
        let row = rows.next().map_err(database_error)?;
        if let Some(row) = row {
            chunk.push(as_json(row, &names).map_err(database_error)?);
            count += 1;
            if chunk.len() < most {
                continue;
            }
        }
        if chunk.is_empty() {
            return Ok(count);
        }
        target.insert(table, &Value::Array(std::mem::take(&mut chunk)).to_string()).await?;
    }
}

/// A row as PostgreSQL reads it from JSON.
fn as_json(row: &Row<'_>, names: &[String]) -> rusqlite::Result<Value> {
    let mut columns = Map::new();
    for (index, name) in names.iter().enumerate() {
        let value = match row.get_ref(index)? {
            ValueRef::Null => Value::Null,
            // SQLite has no truth values.
            ValueRef::Integer(number) if name.starts_with("is_") => Value::Bool(number != 0),
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            // PostgreSQL has no place for this one character.
            ValueRef::Text(bytes) => {
                String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}").into()
            }
            ValueRef::Blob(bytes) => {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("\\x{hex}").into()
            }
        };
        columns.insert(name.clone(), value);
    }
    Ok(Value::Object(columns))
}
