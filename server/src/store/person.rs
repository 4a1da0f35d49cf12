//! All that is kept of one person: to hand it over, and to erase it.
//!
//! Votes, offers and searches are not among it: they are counted without
//! saying whose they are.

use kb_protocol::api::Tombstone;
use kb_protocol::id::{BrandId, ConversationId, CustomerId, FileId};
use kb_protocol::time::Timestamp;
use serde::Serialize;

use super::{CustomerRecord, Merge, Pending};

/// What is kept of a person. Messages and files are read by their ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The profile.
    pub id: CustomerId,
    /// Anonymous visitors who have become part of it.
    pub joined: Vec<CustomerId>,
    /// With whom the person has to do.
    pub brand: BrandId,
    /// From when.
    pub created_at: Timestamp,
    /// When the person was last there, as far as that is known.
    pub last_seen_at: Option<Timestamp>,
    /// What sites and pages say of the person.
    pub record: CustomerRecord,
    /// Conversations, the oldest first.
    pub conversations: Vec<ConversationId>,
    /// Files that the person has sent, and those in the conversations, the
    /// oldest first.
    pub files: Vec<FileId>,
    /// Sessions of the person's browsers, the oldest first.
    pub sessions: Vec<KeptSession>,
    /// Merges by hand in which somebody of them was, the oldest first.
    pub merges: Vec<Merge>,
}

/// A session of a visitor, without its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptSession {
    /// From when.
    pub created_at: Timestamp,
    /// Until when at most.
    pub expires_at: Timestamp,
    /// When it ended before that.
    pub revoked_at: Option<Timestamp>,
}

/// Who is to be erased.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The profile, or a visitor who has become part of it.
    pub customer: CustomerId,
    /// As in [`Tombstone::erased_by`].
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What is no longer there, for who still shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// The profile, and everybody who had become part of it.
    pub customers: Vec<CustomerId>,
    /// The conversations.
    pub conversations: Vec<ConversationId>,
}

/// The part of the database that knows people as a whole.
pub trait PersonStore {
    /// All that is kept of a person; also found by the id of a visitor who has
    /// become part of the profile.
    fn person(&self, customer: CustomerId) -> Pending<'_, Option<Person>>;

    /// Profiles with this address, verified or left by somebody, the oldest
    /// first.
    fn people_with(&self, email: String) -> Pending<'_, Vec<CustomerId>>;

    /// Erases a person with conversations, messages, notes, files and
    /// sessions, all or nothing; every process on this database is told. `None`
    /// if nobody has this id.
    fn erase(&self, erasure: Erasure) -> Pending<'_, Option<Tombstone>>;

    /// The proof of an erasure.
    fn tombstone(&self, customer: CustomerId) -> Pending<'_, Option<Tombstone>>;
}
