//! What the visitor wants to be stored, until the server says that it is.

use kb_protocol::chat::Code;
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::time::Timestamp;

/// One wish of the visitor, on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Made once; the same id is sent again after a lost connection.
    pub id: EntryId,
    /// Where.
    pub conversation: ConversationId,
    /// What.
    pub kind: PendingKind,
    /// When the visitor wanted it, by the browser's clock.
    pub made_at: Timestamp,
    /// How far it got.
    pub state: PendingState,
}

/// What is wanted.
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
    /// Refused for good, for this reason: the visitor decides.
    Failed(Code),
}

/// Wishes in the order in which they were made.
///
/// Only one is in flight at any time, so that one which is refused for a while
/// cannot be overtaken by the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    items: Vec<Pending>,
}

impl Outbox {
    /// All of them, the oldest first.
    pub fn items(&self) -> &[Pending] {
        &self.items
    }

    /// Adds a wish at the end, unless it is there already.
    pub fn push(&mut self, item: Pending) {
        if self.find(&item.id).is_none() {
            self.items.push(item);
        }
    }

    /// Takes out a wish that was fulfilled or given up.
    pub fn remove(&mut self, id: &EntryId) -> Option<Pending> {
        let index = self.items.iter().position(|item| item.id == *id)?;
        Some(self.items.remove(index))
    }

    /// The next wish to be sent, now in flight; nothing while another one is,
    /// or while the first has to wait.
    pub fn next(&mut self, now: Timestamp) -> Option<&Pending> {
        let next = self.items.iter_mut().find(|item| item.is_going())?;
        if !matches!(next.state, PendingState::Queued(from) if from <= now) {
            return None;
        }
        next.state = PendingState::InFlight;
        Some(next)
    }

    /// The moment until which the first wish has to wait, if it has to.
    pub fn waits_until(&self) -> Option<Timestamp> {
        match self.items.iter().find(|item| item.is_going())?.state {
            PendingState::Queued(from) => Some(from),
            _ => None,
        }
    }

    /// The connection was lost: what was in flight is sent again.
    pub fn lost(&mut self) {
        for item in &mut self.items {
            if item.state == PendingState::InFlight {
                item.state = PendingState::Queued(Timestamp(0));
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

    /// The visitor wants a failed one to be tried again. It goes to the end:
    /// what was written after it may be stored already.
    pub fn retry(&mut self, id: &EntryId) {
        if self.find(id).is_some_and(|item| !item.is_going())
            && let Some(mut item) = self.remove(id)
        {
            item.state = PendingState::Queued(Timestamp(0));
            self.items.push(item);
        }
    }

    /// Moves everything to another conversation: the old one is out of reach.
    pub(super) fn move_all(&mut self, to: &ConversationId) {
        self.items.retain(|item| matches!(item.kind, PendingKind::Message(..)));
        for item in &mut self.items {
            item.conversation = to.clone();
            item.state = PendingState::Queued(Timestamp(0));
        }
    }

    fn find(&mut self, id: &EntryId) -> Option<&mut Pending> {
        self.items.iter_mut().find(|item| item.id == *id)
    }
}

impl Pending {
    /// Whether it is still to be sent or answered.
    pub fn is_going(&self) -> bool {
        !matches!(self.state, PendingState::Failed(_))
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
            state: PendingState::Queued(Timestamp(0)),
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
