//! What the agent has begun to write, by conversation.

use std::collections::BTreeMap;

use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{Change, Status};
use serde::{Deserialize, Serialize};

/// To whom a text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the customer.
    #[default]
    Reply,
    /// To other agents only.
    Note,
}

/// What a shortcut changes, once its text is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Then {
    /// Tags that are added.
    pub tags: Vec<String>,
    /// The status after.
    pub status: Option<Status>,
    /// The sub status after.
    pub sub_status: Option<String>,
}

impl Then {
    /// The same as changes, in their order.
    pub fn changes(self) -> impl Iterator<Item = Change> {
        let tags = self.tags.into_iter().map(|tag| Change::AddTag { tag });
        let sub_status = self.sub_status;
        let status = self.status.map(|status| Change::Status { status, until: None, sub_status });
        tags.chain(status)
    }
}

/// The texts of one conversation: an answer and a note beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The one that is on the screen.
    pub mode: Mode,
    /// What changes with the answer.
    pub then: Then,
    reply: String,
    note: String,
}

impl Draft {
    /// The text on the screen.
    pub fn text(&self) -> &str {
        match self.mode {
            Mode::Reply => &self.reply,
            Mode::Note => &self.note,
        }
    }

    /// The same, to be changed.
    pub fn text_mut(&mut self) -> &mut String {
        match self.mode {
            Mode::Reply => &mut self.reply,
            Mode::Note => &mut self.note,
        }
    }
}

/// Most conversations whose drafts are kept.
const MOST: usize = 200;

/// All drafts; the browser keeps them beyond the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts(BTreeMap<ConversationId, Draft>);

impl Drafts {
    /// The draft of a conversation, an empty one if there is none.
    pub fn get(&self, id: &ConversationId) -> Draft {
        self.0.get(id).cloned().unwrap_or_default()
    }

    /// Whether something was begun for a conversation.
    pub fn has(&self, id: &ConversationId) -> bool {
        self.0.get(id).is_some_and(|draft| !draft.reply.is_empty() || !draft.note.is_empty())
    }

    /// Forgets what was begun for a conversation.
    pub fn remove(&mut self, id: &ConversationId) {
        self.0.remove(id);
    }

    /// Changes the draft of a conversation; an empty one is not kept.
    pub fn change(&mut self, id: &ConversationId, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.get(id);
        change(&mut draft);
        if draft == Draft::default() {
            self.0.remove(id);
        } else if self.0.contains_key(id) || self.0.len() < MOST {
            self.0.insert(id.clone(), draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_and_a_note_are_kept_beside_each_other() {
        let id: ConversationId = "a".parse().expect("an id");
        let mut drafts = Drafts::default();
        drafts.change(&id, |draft| draft.text_mut().push_str("to you"));
        drafts.change(&id, |draft| draft.mode = Mode::Note);
        assert_eq!(drafts.get(&id).text(), "");
        drafts.change(&id, |draft| draft.text_mut().push_str("to us"));
        let kept = serde_json::to_string(&drafts).expect("JSON");
        let mut drafts: Drafts = serde_json::from_str(&kept).expect("the same");
        assert_eq!(drafts.get(&id).text(), "to us");
        drafts.change(&id, |draft| draft.text_mut().clear());
        drafts.change(&id, |draft| draft.mode = Mode::Reply);
        assert_eq!(drafts.get(&id).text(), "to you");
        drafts.change(&id, |draft| draft.text_mut().clear());
        assert_eq!(drafts, Drafts::default(), "nothing is left of what was sent");
    }
}
