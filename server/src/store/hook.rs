//! Form hooks: the part of the [`Store`](super::Store) that keeps them and
//! what they receive.

use kb_protocol::file::FileInfo;
use kb_protocol::form::MAX_ROUTES;
use kb_protocol::hook::{HookEvent, HookFile, HookInfo, Transaction, TransactionMeta};
use kb_protocol::id::{BrandId, ConversationId, FileId, TransactionId};
use kb_protocol::time::Timestamp;
use serde_json::Value;

use super::stored::{json, parse};
use super::{Pending, StoreError};

/// A hook to be kept.
#[derive(Clone, Debug)]
pub struct NewHook {
    /// Name; events are named after it.
    pub name: String,
    /// Whose it is.
    pub brand: BrandId,
    /// Secret part of its address.
    pub hash: String,
    /// Beginnings of addresses to which a sender may be sent on.
    pub redirects: Vec<String>,
    /// From when.
    pub created_at: Timestamp,
}

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookAddress {
    /// Name of the hook.
    pub name: String,
    /// Whose it is.
    pub brand: BrandId,
    /// Beginnings of addresses to which a sender may be sent on.
    pub redirects: Vec<String>,
    /// Whether anything is taken here: the hook is enabled, and this is its
    /// present address.
    pub is_open: bool,
}

/// Something that came, with the bytes of its files in their order.
#[derive(Clone, Debug)]
pub struct NewTransaction {
    /// Name of the hook.
    pub hook: String,
    /// What came.
    pub transaction: Transaction<Value>,
    /// Of each file.
    pub bytes: Vec<Vec<u8>>,
}

/// Keeps form hooks.
pub trait HookStore {
    /// Keeps a new hook; `false` if the name is taken.
    fn add_hook(&self, hook: NewHook) -> Pending<'_, bool>;

    /// All hooks, by name.
    fn hooks(&self) -> Pending<'_, Vec<HookInfo>>;

    /// What an address leads to.
    fn hook_at(&self, hash: String) -> Pending<'_, Option<HookAddress>>;

    /// Gives a hook another address; `false` if there is no such hook.
    fn rotate_hook(&self, name: String, hash: String, at: Timestamp) -> Pending<'_, bool>;

    /// Lets a hook take something, or no longer; `false` if there is none.
    fn enable_hook(&self, name: String, is_enabled: bool) -> Pending<'_, bool>;

    /// Keeps what came, with its event.
    fn keep_transaction(&self, new: NewTransaction) -> Pending<'_, ()>;

    /// What a hook received before one of them, the latest first.
    fn transactions(
        &self,
        hook: String,
        before: Option<(Timestamp, TransactionId)>,
        limit: usize,
    ) -> Pending<'_, Vec<Transaction<Value>>>;

    /// What hooks have heard of the form that a conversation began with, in the
    /// order of its routes.
    fn transactions_of(&self, conversation: ConversationId)
    -> Pending<'_, Vec<Transaction<Value>>>;

    /// A file that came with a transaction, and its bytes.
    fn transaction_file(
        &self,
        transaction: TransactionId,
        file: FileId,
    ) -> Pending<'_, Option<(FileInfo, Vec<u8>)>>;

    /// Events with numbers above `after`, ascending.
    fn hook_events(&self, after: u64, limit: usize) -> Pending<'_, Vec<HookEvent>>;

    /// Lets something that came happen once more; `false` if there is none.
    fn replay(&self, id: TransactionId, at: Timestamp) -> Pending<'_, bool>;
}

/// Columns of a [`StoredTransaction`], in its order.
pub(super) const TRANSACTION: &str =
    "hook_transaction.id, hook, received_at, content_type, data, files, meta, replays";

/// A row of `hook_transaction`.
pub(super) struct StoredTransaction {
    pub(super) id: String,
    pub(super) hook: String,
    pub(super) received_at: i64,
    pub(super) content_type: String,
    pub(super) data: String,
    pub(super) files: String,
    pub(super) meta: String,
    pub(super) replays: i64,
}

impl StoredTransaction {
    pub(super) fn into_transaction(self) -> Result<Transaction<Value>, StoreError> {
        let files: Vec<HookFile> = json("hook_transaction.files", &self.files)?;
        let meta: TransactionMeta = json("hook_transaction.meta", &self.meta)?;
        Ok(Transaction {
            id: parse("hook_transaction.id", &self.id)?,
            name: event_name(&self.hook),
            received_at: Timestamp(self.received_at),
            content_type: self.content_type,
            data: json("hook_transaction.data", &self.data)?,
            files,
            meta,
            replays: u32::try_from(self.replays).unwrap_or(u32::MAX),
        })
    }
}

/// Columns of a [`StoredHook`], in its order.
pub(super) const HOOK: &str = "name, hook.brand, is_enabled, hash, hook_address.created_at, \
     (SELECT count(*) FROM hook_transaction WHERE hook = name), \
     (SELECT max(received_at) FROM hook_transaction WHERE hook = name)";

/// A row of `hook` with its present address.
pub(super) struct StoredHook {
    pub(super) name: String,
    pub(super) brand: String,
    pub(super) is_enabled: bool,
    pub(super) hash: String,
    pub(super) rotated_at: i64,
    pub(super) received: i64,
    pub(super) received_at: Option<i64>,
}

impl StoredHook {
    pub(super) fn into_info(self) -> Result<HookInfo, StoreError> {
        Ok(HookInfo {
            path: address(&self.brand, &self.hash),
            name: self.name,
            brand: parse("hook.brand", &self.brand)?,
            is_enabled: self.is_enabled,
            rotated_at: Timestamp(self.rotated_at),
            received: self.received.unsigned_abs(),
            received_at: self.received_at.map(Timestamp),
        })
    }
}

/// The place in `(received_at, id)` below which is read.
pub(super) fn place(before: Option<(Timestamp, TransactionId)>) -> (i64, String) {
    before.map_or((i64::MAX, String::new()), |(at, id)| (at.0, id.to_string()))
}

/// One of the files of a transaction.
pub(super) fn file_of(
    files: &str,
    id: &FileId,
    bytes: Vec<u8>,
) -> Result<Option<(FileInfo, Vec<u8>)>, StoreError> {
    let files: Vec<HookFile> = json("hook_transaction.files", files)?;
    let found = files.into_iter().map(|file| file.file).find(|file| file.id == *id);
    Ok(found.map(|file| (file, bytes)))
}

/// Path of a hook's address.
pub(crate) fn address(brand: &str, hash: &str) -> String {
    format!("/hooks/form/{brand}/{hash}")
}

/// Name of the event of a hook.
pub(crate) fn event_name(hook: &str) -> String {
    format!("hooks.form.{hook}.receive")
}

/// Id of what a hook hears of a form of our own: `number` counts the hooks of
/// one submission.
pub(crate) fn call_id(conversation: &ConversationId, number: usize) -> String {
    format!("{conversation}-{number}")
}

/// Every id that [`call_id`] can have made for these conversations.
pub(super) fn call_ids(conversations: &[ConversationId]) -> Vec<String> {
    let of = |id| (0..MAX_ROUTES).map(move |number| call_id(id, number));
    conversations.iter().flat_map(of).collect()
}

/// Says that a form names a hook that hears nothing: it is not this brand's,
/// or disabled.
pub(super) fn silent(hook: &str) {
    tracing::warn!(hook, "a form names a hook that its brand does not have, or that is disabled");
}
