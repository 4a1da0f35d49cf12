//! What the agent wants to be stored, until the server says that it is.

use std::collections::HashSet;

use kb_protocol::file::FileInfo;
use kb_protocol::inbox::{AgentFrame, Change};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

pub use crate::state::PendingState;

/// A frame with what is known of the files in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// A `Send` or a `Change`.
    pub frame: AgentFrame,
    /// What is known of the files in it.
    #[serde(default)]
    pub files: Vec<FileInfo>,
}

/// A frame on its way.
pub type Pending = crate::state::Pending<Outgoing>;

/// Frames in the order in which they were made.
///
/// Of each conversation only one is in flight at any time, so that one which
/// is refused for a while cannot be overtaken by the next.
pub type Outbox = crate::state::Outbox<Outgoing>;

impl Pending {
    /// The text of a message, and whether it is a note; nothing for other
    /// changes.
    pub fn text(&self) -> Option<(&str, bool)> {
        match &self.kind.frame {
            AgentFrame::Send { body, .. } => Some((body, false)),
            AgentFrame::Change { change: Change::Note { body }, .. } => Some((body, true)),
            _ => None,
        }
    }
}

impl Outbox {
    /// How many were not answered yet; failed ones are not waiting.
    pub fn waiting(&self) -> usize {
        self.items().iter().filter(|item| item.is_going()).count()
    }

    /// The next frame of each conversation that has none in flight; they are
    /// in flight now.
    pub fn next_of_each(&mut self, now: Timestamp) -> Vec<AgentFrame> {
        self.due(now).into_iter().map(|index| self.send(index).kind.frame.clone()).collect()
    }

    /// Places of the frames that [`Self::next_of_each`] would answer.
    pub(crate) fn due(&self, now: Timestamp) -> Vec<usize> {
        let mut busy = HashSet::new();
        let items = self.items().iter().enumerate();
        let first = items.filter(|(_, item)| item.is_going() && busy.insert(&item.conversation));
        first.filter(|(_, item)| item.is_due(now)).map(|(index, _)| index).collect()
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::chat::Code;
    use kb_protocol::id::{ConversationId, EntryId};

    use super::*;

    fn message(id: &str, conversation: &str) -> Pending {
        let entry: EntryId = id.parse().expect("an id");
        let conversation: ConversationId = conversation.parse().expect("an id");
        Pending {
            id: entry.clone(),
            conversation: conversation.clone(),
            kind: Outgoing {
                frame: AgentFrame::Send {
                    id: entry,
                    conversation,
                    body: id.to_owned(),
                    files: Vec::new(),
                },
                files: Vec::new(),
            },
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
        let frames = outbox.next_of_each(Timestamp(now)).into_iter().map(|frame| match frame {
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
