//! Merges of two customers by hand: the part of the [`Store`](super::Store)
//! that carries out what [`merging`](crate::merging) decides, and undoes it.
//!
//! The source stays as a row that points to the target. Its sessions stay its
//! own and count as the target's, and conversations that its browsers begin
//! are written down: so the undo gives back what the merge has moved, and what
//! was begun as the source since. What was written into conversations of the
//! target stays there.

use kb_protocol::chat::Author;
use kb_protocol::id::{ConversationId, CustomerId, MergeId};
use kb_protocol::inbox::{CustomerMerge, CustomerOutline, Event, EventKind};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::stored::parse;
use super::{ActError, Pending, SharedContact, StoreError};
use crate::merging::{Side, UNDO_MS};

/// Columns of `customer_merge`, in the order of [`StoredMerge`].
pub(super) const MERGE: &str = "id, source, target, merged_by, at, undone_at, kept";
/// Columns of `customer`, in the order of [`StoredSide`].
pub(super) const SIDE: &str = "id, brand, merged_into, name, email, is_email_verified, \
     external_id, attributes, blocked_at";

/// What is to be done.
#[derive(Clone, Debug)]
pub enum MergeStep {
    /// Makes one customer part of another.
    Merge {
        /// Of the new merge.
        id: MergeId,
        /// Who becomes part of the target.
        source: CustomerId,
        /// Who stays; or somebody who is part of that one.
        target: CustomerId,
        /// Who wants it.
        by: Author,
        /// When.
        at: Timestamp,
    },
    /// Parts them again.
    Undo {
        /// Which merge.
        id: MergeId,
        /// Who wants it.
        by: Author,
        /// When.
        at: Timestamp,
    },
}

/// A merge, and what it takes to undo it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Merge {
    /// Which one.
    pub id: MergeId,
    /// Who has become part of the other.
    pub source: CustomerId,
    /// Who stays.
    #[serde(rename = "into")]
    pub target: CustomerId,
    /// Who did it; an agent is no data of the customer.
    #[serde(skip)]
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// Both as they were; nothing once it cannot be undone any longer.
    pub kept: Kept,
    /// Whether it is still known what both were.
    #[serde(skip)]
    pub is_kept: bool,
}

/// Two customers around their merge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The source before.
    pub source: Side,
    /// The target before.
    pub before: Side,
    /// The target after.
    pub after: Side,
    /// What the target's contacts have got.
    pub contacts: Vec<SharedContact>,
}

impl Merge {
    /// As the inbox shows it.
    pub fn shown(self) -> CustomerMerge {
        CustomerMerge {
            id: self.id,
            source: self.source,
            source_name: self.kept.source.name.or(self.kept.source.email),
            into: self.target,
            by: self.by,
            at: self.at,
            until: self.at.plus_ms(UNDO_MS),
            undone_at: self.undone_at,
        }
    }
}

/// A row of `customer_merge`.
pub(super) struct StoredMerge {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) target: String,
    pub(super) merged_by: String,
    pub(super) at: i64,
    pub(super) undone_at: Option<i64>,
    pub(super) kept: String,
}

impl StoredMerge {
    /// The merge.
    pub(super) fn into_merge(self) -> Result<Merge, StoreError> {
        Ok(Merge {
            id: parse("customer_merge.id", &self.id)?,
            source: parse("customer_merge.source", &self.source)?,
            target: parse("customer_merge.target", &self.target)?,
            by: from_json("customer_merge.merged_by", &self.merged_by)?,
            at: Timestamp(self.at),
            undone_at: self.undone_at.map(Timestamp),
            kept: from_json("customer_merge.kept", &self.kept)?,
            is_kept: self.kept != "{}",
        })
    }
}

fn from_json<T: serde::de::DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what, value: text.to_owned() })
}

/// What a step has changed.
pub(super) struct Stepped {
    pub(super) merge: Merge,
    /// Conversations that have changed.
    pub(super) conversations: Vec<Changed>,
    /// Whose browsers have to come back; nobody's if it was done before.
    pub(super) customers: Vec<CustomerId>,
}

/// A conversation that a step has changed.
pub(super) struct Changed {
    pub(super) id: ConversationId,
    /// Whether nobody is told now: of those that are done there may be thousands.
    pub(super) is_done: bool,
}

impl Stepped {
    /// It is done already.
    pub(super) fn again(merge: Merge) -> Self {
        Self { merge, conversations: Vec::new(), customers: Vec::new() }
    }

    pub(super) fn of(merge: Merge, conversations: Vec<Changed>) -> Self {
        let customers = vec![merge.source.clone(), merge.target.clone()];
        Self { merge, conversations, customers }
    }
}

/// What a conversation with so many entries and events tells of a step.
pub(super) fn event(merge: &Merge, by: &Author, at: Timestamp, seq: u64, events: u64) -> Event {
    let source = merge.source.clone();
    Event {
        number: events + 1,
        id: merge.id.as_str().parse().expect("an id is an id"),
        at,
        after: seq,
        author: by.clone(),
        kind: match merge.undone_at {
            Some(_) => EventKind::Unmerged { source },
            None => EventKind::Merged { source },
        },
    }
}

/// What the target's contacts get: those of the source, and the addresses that
/// are no longer the first one.
pub(super) fn new_contacts(
    present: &[SharedContact],
    of_source: Vec<SharedContact>,
    emails: Vec<String>,
) -> Vec<SharedContact> {
    let emails = emails.into_iter().map(|value| SharedContact {
        kind: "email".to_owned(),
        service: String::new(),
        value,
    });
    let mut new: Vec<SharedContact> = Vec::new();
    for contact in of_source.into_iter().chain(emails) {
        if !present.contains(&contact) && !new.contains(&contact) {
            new.push(contact);
        }
    }
    new
}

/// Keeps merges of customers.
pub trait MergeStore {
    /// Merges two customers or parts them again, all of it or nothing, and
    /// tells of every conversation of both that is not done; the same step
    /// again answers the same.
    fn merge(&self, step: MergeStep) -> Pending<'_, Merge, ActError>;

    /// Keeps no longer what merges cannot be undone with any longer.
    fn forget_merges(&self, now: Timestamp) -> Pending<'_, ()>;

    /// Merges into the profile of a customer that are not undone, since this
    /// moment, the latest first.
    fn merges_of(&self, customer: CustomerId, since: Timestamp) -> Pending<'_, Vec<Merge>>;

    /// The profile of a customer; the customer where nobody has this id.
    fn profile_of(&self, customer: CustomerId) -> Pending<'_, CustomerId>;

    /// What is compared before a merge, in this order; whoever is part of
    /// somebody else is left out.
    fn outlines(&self, customers: Vec<CustomerId>) -> Pending<'_, Vec<CustomerOutline>>;

    /// Customers of the same brand with the same name, or an address of this
    /// one, whoever typed it; the oldest first.
    fn alike(&self, customer: CustomerId, limit: usize) -> Pending<'_, Vec<CustomerId>>;
}
