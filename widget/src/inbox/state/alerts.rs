//! Which news an agent is called for.

use kb_protocol::id::{AgentId, ConversationId};
use kb_protocol::inbox::{InboxItem, Status};
use serde::{Deserialize, Serialize};

use super::lists::is_unread;

/// What an agent wants to be called by; nothing, until it is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertSettings {
    /// By a notification of the browser.
    pub notifies: bool,
    /// By a sound.
    pub sounds: bool,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Where something was written.
    pub conversation: ConversationId,
    /// Beginning of it.
    pub preview: String,
}

/// The call for a conversation that changed, if it is worth one: a customer
/// wrote, nobody has looked, and the conversation is the agent's or nobody's.
pub(crate) fn alert(before: Option<&InboxItem>, after: &InboxItem, me: &AgentId) -> Option<Alert> {
    let is_mine = after.assignee.as_ref().is_none_or(|assignee| assignee == me);
    // What agents do makes entries too; what they say, they have seen.
    let is_new = match before {
        Some(before) => after.seq > before.seq && after.preview != before.preview,
        None => after.version == 1,
    };
    (is_new && is_mine && is_unread(after) && after.status == Status::Open)
        .then(|| Alert { conversation: after.id.clone(), preview: after.preview.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{agent, item};
    use super::*;

    #[test]
    fn an_agent_is_called_for_what_customers_write_to_nobody_else() {
        let me = agent("me");
        let is_called =
            |before: Option<&InboxItem>, after: &InboxItem| alert(before, after, &me).is_some();
        let before = item("a");
        let written = InboxItem { seq: 2, version: 2, preview: "More".into(), ..item("a") };
        assert!(is_called(None, &before), "a new conversation");
        assert!(is_called(Some(&before), &written));
        assert!(!is_called(None, &written), "an old one that was not known");
        assert!(!is_called(Some(&written), &written), "nothing new");
        let seen = InboxItem { seen_by_agent: 2, ..written.clone() };
        assert!(!is_called(Some(&before), &seen), "an agent wrote, or looked");
        let theirs = InboxItem { assignee: Some(agent("lee")), ..written.clone() };
        assert!(!is_called(Some(&before), &theirs));
        let claimed = InboxItem { preview: "Hello".into(), ..written };
        assert!(!is_called(Some(&before), &claimed), "an entry without words");
    }
}
