//! What the agent wants to be stored, until the server says that it is.

use std::collections::HashSet;

use kb_protocol::chat::Code;
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::inbox::{AgentFrame, Change};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One frame on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// Made once; the same id is sent again after a lost connection.
    pub id: EntryId,
    /// Where.
    pub conversation: ConversationId,
    /// A `Send` or a `Change`.
    pub frame: AgentFrame,
    /// What is known of the files in it.
    #[serde(default)]
    pub files: Vec<FileInfo>,
    /// When the agent wanted it, by the browser's clock.
    pub made_at: Timestamp,
    /// How far it got.
    #[serde(skip)]
    pub state: PendingState,
}

impl Pending {
    /// The text of a message, and whether it is a note; nothing for other
    /// changes.
    pub fn text(&self) -> Option<(&str, bool)> {
        match &self.frame {
            AgentFrame::Send { body, .. } => Some((body, false)),
            AgentFrame::Change { change: Change::Note { body }, .. } => Some((body, true)),
            _ => None,
        }
    }
}

/// How far a frame got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// Waits for its turn, and at least until this moment.
    Queued(Timestamp),
    /// Sent; the answer is not here yet.
    InFlight,
    /// Refused for good, for this reason: the agent decides.
    Failed(Code),
}

impl Default for PendingState {
    fn default() -> Self {
        Self::Queued(Timestamp(0))
    }
}

/// Frames in the order in which they were made.
///
/// Of each conversation only one is in flight at any time, so that one which
/// is refused for a while cannot be overtaken by the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    items: Vec<Pending>,
}

impl Outbox {
    /// All of them, the oldest first.
    pub fn items(&self) -> &[Pending] {
        &self.items
    }

    /// How many were not answered yet; failed ones are not waiting.
    pub fn waiting(&self) -> usize {
        self.items.iter().filter(|item| !matches!(item.state, PendingState::Failed(_))).count()
    }

    /// Adds a frame at the end, unless it is there already.
    pub fn push(&mut self, item: Pending) {
        if self.items.iter().all(|other| other.id != item.id) {
            self.items.push(item);
        }
    }

    /// Takes out a frame that was stored or given up.
    pub fn remove(&mut self, id: &EntryId) -> Option<Pending> {
        let index = self.items.iter().position(|item| item.id == *id)?;
        Some(self.items.remove(index))
    }

    /// The next frame of each conversation that has none in flight; they are
    /// in flight now.
    pub fn next(&mut self, now: Timestamp) -> Vec<AgentFrame> {
        let due = self.due(now).into_iter();
        due.map(|index| {
            self.items[index].state = PendingState::InFlight;
            self.items[index].frame.clone()
        })
        .collect()
    }

    /// Places of the frames that [`Self::next`] would answer.
    pub(crate) fn due(&self, now: Timestamp) -> Vec<usize> {
        let mut busy = HashSet::new();
        let going = self.items.iter().enumerate().filter(|(_, item)| {
            !matches!(item.state, PendingState::Failed(_)) && busy.insert(&item.conversation)
        });
        going
            .filter(|(_, item)| matches!(item.state, PendingState::Queued(from) if from <= now))
            .map(|(index, _)| index)
            .collect()
    }

    /// A frame was refused: until a moment, or for good.
    pub fn refused(&mut self, id: &EntryId, code: Code, until: Option<Timestamp>) {
        if let Some(item) = self.items.iter_mut().find(|item| item.id == *id) {
            item.state = match until {
                Some(until) => PendingState::Queued(until),
                None => PendingState::Failed(code),
            };
        }
    }

    /// The agent wants a failed frame to be tried again.
    pub fn retry(&mut self, id: &EntryId) {
        if let Some(item) = self.items.iter_mut().find(|item| item.id == *id) {
            item.state = PendingState::default();
        }
    }

    /// The connection is gone: what was in flight has to be sent again.
    pub fn lost(&mut self) {
        for item in &mut self.items {
            if item.state == PendingState::InFlight {
                item.state = PendingState::default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, conversation: &str) -> Pending {
        let entry: EntryId = id.parse().expect("an id");
        let conversation: ConversationId = conversation.parse().expect("an id");
        Pending {
            id: entry.clone(),
            conversation: conversation.clone(),
            frame: AgentFrame::Send {
                id: entry,
                conversation,
                body: id.to_owned(),
                files: Vec::new(),
            },
            files: Vec::new(),
            made_at: Timestamp(0),
            state: PendingState::default(),
        }
    }

    fn outbox(items: &[(&str, &str)]) -> Outbox {
        let mut outbox = Outbox::default();
        items.iter().for_each(|(id, conversation)| outbox.push(message(id, conversation)));
        outbox
    }

    fn next(outbox: &mut Outbox, now: i64) -> String {
        let frames = outbox.next(Timestamp(now)).into_iter().map(|frame| match frame {
            AgentFrame::Send { body, .. } => body,
            _ => "?".into(),
        });
        frames.collect::<Vec<_>>().join(" ")
    }

    fn id(text: &str) -> EntryId {
        text.parse().expect("an id")
    }

    #[test]
    fn each_conversation_has_one_frame_in_flight() {
        let mut outbox = outbox(&[("a1", "a"), ("a2", "a"), ("b1", "b")]);
        assert_eq!(next(&mut outbox, 0), "a1 b1");
        assert_eq!(next(&mut outbox, 0), "");
        outbox.remove(&id("a1"));
        assert_eq!(next(&mut outbox, 0), "a2");
    }

    #[test]
    fn one_that_has_to_wait_is_not_overtaken() {
        let mut outbox = outbox(&[("a1", "a"), ("a2", "a")]);
        next(&mut outbox, 0);
        outbox.refused(&id("a1"), Code::Unavailable, Some(Timestamp(50)));
        assert_eq!(next(&mut outbox, 49), "");
        assert_eq!(next(&mut outbox, 50), "a1");
    }

    #[test]
    fn a_failed_one_lets_the_others_pass_until_it_is_tried_again() {
        let mut outbox = outbox(&[("a1", "a"), ("a2", "a")]);
        next(&mut outbox, 0);
        outbox.refused(&id("a1"), Code::TooLong, None);
        assert_eq!(outbox.waiting(), 1);
        assert_eq!(next(&mut outbox, 0), "a2");
        outbox.remove(&id("a2"));
        outbox.retry(&id("a1"));
        assert_eq!(next(&mut outbox, 0), "a1");
    }

    #[test]
    fn a_lost_connection_sends_again_what_was_in_flight() {
        let mut outbox = outbox(&[("a1", "a"), ("a2", "a")]);
        next(&mut outbox, 0);
        outbox.lost();
        outbox.push(message("a1", "a"));
        assert_eq!(outbox.items().len(), 2, "the same id is the same frame");
        assert_eq!(next(&mut outbox, 0), "a1");
    }
}
