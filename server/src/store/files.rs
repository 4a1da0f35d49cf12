//! Files in the database: the part of the [`Store`](super::Store) that keeps
//! them.

use std::ops::Range;
use std::sync::Arc;

use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId, EntryId, FileId};
use kb_protocol::time::Timestamp;

use super::{Pending, StoreError};
use crate::conversation::{Act, Actor, Command};

/// Length of one piece. Messages are committed between two of them.
const PART_BYTES: usize = 256 * 1024;

/// Whose file it is until it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uploader {
    /// A visitor.
    Customer(CustomerId),
    /// An agent.
    Agent(AgentId),
}

impl Uploader {
    /// Who may attach the files of an act; the relay itself has none.
    pub(super) fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Visitor { customer, .. } => Some(Self::Customer(customer.clone())),
            Actor::Agent { id, .. } => Some(Self::Agent(id.clone())),
            Actor::System => None,
        }
    }

    /// The two columns of the row, of which one is empty.
    pub(super) fn columns(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::Customer(id) => (Some(id.as_str()), None),
            Self::Agent(id) => (None, Some(id.as_str())),
        }
    }
}

/// A file to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What it is.
    pub info: FileInfo,
    /// Who may attach it.
    pub uploader: Uploader,
    /// When it came.
    pub created_at: Timestamp,
    /// All of it; at least one byte.
    pub bytes: Arc<Vec<u8>>,
}

impl NewFile {
    /// Where its pieces are.
    pub(super) fn parts(&self) -> impl Iterator<Item = (i64, Range<usize>)> + use<> {
        let length = self.bytes.len();
        let starts = (0..length).step_by(PART_BYTES);
        (0..).zip(starts.map(move |start| start..(start + PART_BYTES).min(length)))
    }
}

/// A file that is kept, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// What it is.
    pub info: FileInfo,
    /// Who sent it.
    pub uploader: Uploader,
    /// The message that carries it.
    pub entry: Option<EntryId>,
    /// The conversation of that message, with its customer and brand.
    pub conversation: Option<(ConversationId, CustomerId, BrandId)>,
}

impl KnownFile {
    /// Number of its pieces.
    pub fn parts(&self) -> u32 {
        u32::try_from(self.info.size.div_ceil(PART_BYTES as u64)).unwrap_or(u32::MAX)
    }

    /// Whether an act may carry it: it is the actor's, and in no other message.
    pub(super) fn is_free_for(&self, act: &Act) -> bool {
        let is_here = |(id, ..): &(ConversationId, CustomerId, BrandId)| *id == act.conversation;
        Uploader::of(&act.actor).is_some_and(|uploader| uploader == self.uploader)
            && self.entry.as_ref().is_none_or(|entry| *entry == act.id)
            && self.conversation.as_ref().is_none_or(is_here)
    }
}

/// The files that an act carries.
pub(super) fn carried(act: &Act) -> &[FileInfo] {
    match &act.command {
        Command::Send { files, .. } => files,
        Command::Submit(form) => &form.files,
        _ => &[],
    }
}

/// Columns of a [`StoredFile`], in its order.
pub(super) const FILE: &str = "file.id, file.customer, file.agent, file.name, size, mime, width, \
     height, entry, conversation.id, conversation.customer, conversation.brand";
/// Where those columns stand.
pub(super) const FROM_FILE: &str =
    "file LEFT JOIN conversation ON conversation.key = file.conversation";

/// A row of `file`, with what is needed of its conversation.
pub(super) struct StoredFile {
    pub(super) id: String,
    pub(super) customer: Option<String>,
    pub(super) agent: Option<String>,
    pub(super) name: String,
    pub(super) size: i64,
    pub(super) mime: String,
    pub(super) width: Option<i64>,
    pub(super) height: Option<i64>,
    pub(super) entry: Option<String>,
    pub(super) conversation: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) brand: Option<String>,
}

impl StoredFile {
    /// What the row says.
    pub(super) fn into_known(self) -> Result<KnownFile, StoreError> {
        use super::stored::parse;
        let uploader = match (&self.customer, &self.agent) {
            (Some(id), None) => Uploader::Customer(parse("file.customer", id)?),
            (None, Some(id)) => Uploader::Agent(parse("file.agent", id)?),
            _ => return Err(StoreError::Corrupt { what: "an uploader", value: self.id }),
        };
        let conversation = match (&self.conversation, &self.owner, &self.brand) {
            (Some(id), Some(owner), Some(brand)) => Some((
                parse("conversation.id", id)?,
                parse("conversation.customer", owner)?,
                parse("conversation.brand", brand)?,
            )),
            _ => None,
        };
        Ok(KnownFile {
            info: FileInfo {
                id: parse("file.id", &self.id)?,
                name: self.name,
                size: self.size.unsigned_abs(),
                mime: self.mime,
                width: self.width.and_then(|width| u32::try_from(width).ok()),
                height: self.height.and_then(|height| u32::try_from(height).ok()),
            },
            uploader,
            entry: self.entry.map(|id| parse("file.entry", &id)).transpose()?,
            conversation,
        })
    }
}

/// The part of the database that keeps files.
pub trait FileStore {
    /// Keeps a file that nobody has attached yet. Until it is whole nobody
    /// can.
    fn create_file(&self, file: NewFile) -> Pending<'_, ()>;

    /// The whole files among these, in any order.
    fn files(&self, ids: Vec<FileId>) -> Pending<'_, Vec<KnownFile>>;

    /// One piece of a file, from 0.
    fn file_part(&self, id: FileId, part: u32) -> Pending<'_, Option<Vec<u8>>>;

    /// Deletes one file that came before a moment and was never sent; `false`
    /// if there was none.
    fn delete_unsent_file(&self, before: Timestamp) -> Pending<'_, bool>;
}
