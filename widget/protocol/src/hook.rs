//! Form hooks: addresses that take what other people's HTML forms send.
//!
//! `POST /hooks/form/{org}/{hash}` takes JSON, form data with files, and XML,
//! at most [`crate::limits::HOOK_BYTES`], and keeps it as a [`Transaction`].

use serde::{Deserialize, Serialize};

use crate::file::FileInfo;
use crate::id::{BrandId, TransactionId};
use crate::time::Timestamp;

/// `201`: what came is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookReceipt {
    /// What it is kept as.
    pub id: TransactionId,
}

/// `GET /inbox/v1/admin/hooks`: the form hooks, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookInfo {
    /// Name of the hook; events are named after it.
    pub name: String,
    /// The brand it belongs to.
    pub brand: BrandId,
    /// Path of its address; it changes when it is rotated.
    pub path: String,
    /// Whether it takes anything.
    pub is_enabled: bool,
    /// When its present address was made.
    pub rotated_at: Timestamp,
    /// How much it has received.
    pub received: u64,
    /// When it last received something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
}

/// `GET /inbox/v1/admin/transactions`: what a hook has received, the latest
/// first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransactionPage<Data> {
    /// Transactions.
    pub items: Vec<Transaction<Data>>,
    /// `cursor` of the next page, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Something that a hook has received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transaction<Data> {
    /// Id.
    pub id: TransactionId,
    /// Name of the event: `hooks.form.NAME.receive`.
    pub name: String,
    /// When it came.
    pub received_at: Timestamp,
    /// As the sender said, without parameters.
    pub content_type: String,
    /// One JSON value, whatever the sender wrote.
    pub data: Data,
    /// Files that came along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HookFile>,
    /// What is known of the sender.
    #[serde(default)]
    pub meta: TransactionMeta,
    /// How often it was replayed.
    #[serde(default)]
    pub replays: u32,
}

/// `GET /inbox/v1/admin/events?after=N`: what has happened at the form hooks,
/// ascending, for programs that act on it. Whoever remembers the last number
/// misses nothing and reads nothing twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookEvent {
    /// Grows with every event; numbers may be left out.
    pub number: u64,
    /// Its name: `hooks.form.NAME.receive`.
    pub name: String,
    /// What was received.
    pub transaction: TransactionId,
    /// When it happened.
    pub at: Timestamp,
    /// Whether an admin let it happen once more.
    pub is_replay: bool,
}

/// A file of a [`Transaction`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HookFile {
    /// Name of the part.
    pub field: String,
    /// The file.
    #[serde(flatten)]
    pub file: FileInfo,
}

/// What is known of whoever sent a [`Transaction`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TransactionMeta {
    /// Hash of the address, with a key of this server.
    pub ip_hash: String,
    /// Page that the browser named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Languages that the browser named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<String>,
    /// Program that sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_of_a_newer_server_is_read() {
        let json = r#"{"id":"t1","name":"hooks.form.fair.receive","received_at":5,
            "content_type":"application/xml","data":{"name":"Ann"},"signed":true}"#;
        let read: Transaction<serde_json::Value> = serde_json::from_str(json).expect("read");
        assert_eq!(read.data["name"], "Ann");
        assert_eq!((read.files.len(), read.replays), (0, 0));
    }
}
