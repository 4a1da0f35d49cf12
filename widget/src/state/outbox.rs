//! What somebody wants to be stored, until the server says that it is: the
//! visitor's messages here, an agent's messages and changes in the inbox.

use kb_protocol::chat::Code;
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One wish, on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending<K = PendingKind> {
    /// Made once; the same id is sent again after a lost connection.
    pub id: EntryId,
    /// Where.
    pub conversation: ConversationId,
    /// What.
    pub kind: K,
    /// When somebody wanted it, by the browser's clock.
    pub made_at: Timestamp,
    /// How far it got; what is kept beyond the page begins anew.
    #[serde(skip)]
    pub state: PendingState,
}

/// What a visitor wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingKind {
    /// A message with this text and these files.
    Message(String, Vec<FileInfo>),
    /// The end of the conversation.
    End,
    /// How the visitor can be reached.
    Contact {
        /// If the visitor gave one.
        name: Option<String>,
        /// Checked by [`kb_protocol::contact::is_email`].
        email: String,
    },
}

/// How far a wish got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// Waits for its turn, and at least until this moment.
    Queued(Timestamp),
    /// Sent; the answer is not here yet.
    InFlight,
    /// Refused for good, for this reason: who wanted it decides.
    Failed(Code),
}

impl Default for PendingState {
    fn default() -> Self {
        Self::Queued(Timestamp(0))
    }
}

/// Wishes in the order in which they were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbox<K = PendingKind> {
    items: Vec<Pending<K>>,
}

impl<K> Default for Outbox<K> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<K> Outbox<K> {
    /// All of them, the oldest first.
    pub fn items(&self) -> &[Pending<K>] {
        &self.items
    }

    /// Adds a wish at the end, unless it is there already.
    pub fn push(&mut self, item: Pending<K>) {
        if self.find(&item.id).is_none() {
            self.items.push(item);
        }
    }

    /// Takes out a wish that was fulfilled or given up.
    pub fn remove(&mut self, id: &EntryId) -> Option<Pending<K>> {
        let index = self.items.iter().position(|item| item.id == *id)?;
        Some(self.items.remove(index))
    }

    /// Gives up everything for a conversation that is no longer there.
    pub fn forget(&mut self, conversation: &ConversationId) {
        self.items.retain(|item| item.conversation != *conversation);
    }

    /// The connection was lost: what was in flight is sent again.
    pub fn lost(&mut self) {
        for item in &mut self.items {
            if item.state == PendingState::InFlight {
                item.state = PendingState::default();
            }
        }
    }

    /// The server refused a wish; with `retry_at` it stays the first.
    pub fn refused(&mut self, id: &EntryId, code: Code, retry_at: Option<Timestamp>) {
        if let Some(item) = self.find(id) {
            item.state = match retry_at {
                Some(moment) => PendingState::Queued(moment),
                None => PendingState::Failed(code),
            };
        }
    }

    /// A failed one is to be tried again. It goes to the end:
    /// what was written after it may be stored already.
    pub fn retry(&mut self, id: &EntryId) {
        if self.find(id).is_some_and(|item| !item.is_going())
            && let Some(mut item) = self.remove(id)
        {
            item.state = PendingState::default();
            self.items.push(item);
        }
    }

    /// A wish is sent now: its answer is awaited.
    pub(crate) fn send(&mut self, index: usize) -> &Pending<K> {
        let item = &mut self.items[index];
        item.state = PendingState::InFlight;
        item
    }

    fn find(&mut self, id: &EntryId) -> Option<&mut Pending<K>> {
        self.items.iter_mut().find(|item| item.id == *id)
    }
}

/// What a visitor wants goes one by one, so that a message which is refused
/// for a while cannot be overtaken by the next.
impl Outbox {
    /// The next wish to be sent, now in flight; nothing while another one is,
    /// or while the first has to wait.
    pub fn next(&mut self, now: Timestamp) -> Option<&Pending> {
        let index = self.items.iter().position(Pending::is_going)?;
        self.items[index].is_due(now).then(|| self.send(index))
    }

    /// The moment until which the first wish has to wait, if it has to.
    pub fn waits_until(&self) -> Option<Timestamp> {
        match self.items.iter().find(|item| item.is_going())?.state {
            PendingState::Queued(from) => Some(from),
            _ => None,
        }
    }

    /// Moves everything to another conversation: the old one is out of reach.
    pub(super) fn move_all(&mut self, to: &ConversationId) {
        self.items.retain(|item| matches!(item.kind, PendingKind::Message(..)));
        for item in &mut self.items {
            item.conversation = to.clone();
            item.state = PendingState::default();
        }
    }
}

impl<K> Pending<K> {
    /// Whether it is still to be sent or answered.
    pub fn is_going(&self) -> bool {
        !matches!(self.state, PendingState::Failed(_))
    }

    /// Whether it waits for nothing any more.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.state, PendingState::Queued(from) if from <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str) -> Pending {
        Pending {
            id: id.parse().expect("an id"),
            conversation: "c".parse().expect("an id"),
            kind: PendingKind::Message(id.to_owned(), Vec::new()),
            made_at: Timestamp(0),
            state: PendingState::default(),
        }
    }

    fn outbox(ids: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        ids.iter().for_each(|id| outbox.push(message(id)));
        outbox
    }

    fn next(outbox: &mut Outbox, now: i64) -> Option<String> {
        outbox.next(Timestamp(now)).map(|item| item.id.to_string())
    }

    #[test]
    fn the_next_one_goes_after_the_last_was_answered() {
        let mut outbox = outbox(&["a", "b"]);
        assert_eq!(next(&mut outbox, 0).as_deref(), Some("a"));
        assert_eq!(next(&mut outbox, 0), None);
        outbox.remove(&"a".parse().expect("an id"));
        assert_eq!(next(&mut outbox, 0).as_deref(), Some("b"));
    }

    #[test]
    fn one_that_has_to_wait_is_not_overtaken() {
        let mut outbox = outbox(&["a", "b"]);
        next(&mut outbox, 0);
        outbox.refused(&"a".parse().expect("an id"), Code::RateLimited, Some(Timestamp(50)));
        assert_eq!(outbox.waits_until(), Some(Timestamp(50)));
        assert_eq!(next(&mut outbox, 49), None);
        assert_eq!(next(&mut outbox, 50).as_deref(), Some("a"));
    }

    #[test]
    fn a_failed_one_lets_the_others_pass_until_it_is_tried_again() {
        let mut outbox = outbox(&["a", "b"]);
        next(&mut outbox, 0);
        let a = "a".parse().expect("an id");
        outbox.refused(&a, Code::TooLong, None);
        assert_eq!(next(&mut outbox, 0).as_deref(), Some("b"));
        outbox.retry(&a);
        outbox.remove(&"b".parse().expect("an id"));
        assert_eq!(next(&mut outbox, 0).as_deref(), Some("a"));
    }

    #[test]
    fn a_lost_connection_sends_again_what_was_in_flight() {
        let mut outbox = outbox(&["a", "b"]);
        next(&mut outbox, 0);
        outbox.lost();
        assert_eq!(next(&mut outbox, 0).as_deref(), Some("a"));
    }
}
