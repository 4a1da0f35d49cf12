//! What a link into the inbox leads to, such as that of a letter.

use kb_protocol::id::ConversationId;

/// What is to be opened once; a report stays in the address, this does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A conversation.
    Conversation(ConversationId),
    /// What the agent wants to be told of.
    Notifications,
}

impl Target {
    /// Reads the fragment of an address: `#conversation/ID` or
    /// `#notifications`.
    pub fn parse(fragment: &str) -> Option<Self> {
        match fragment.trim_start_matches('#').split_once('/') {
            Some(("conversation", id)) => id.parse().ok().map(Self::Conversation),
            None if fragment == "#notifications" => Some(Self::Notifications),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_leads_to_a_conversation_or_to_the_notifications() {
        let id = "c1".parse().expect("an id");
        assert_eq!(Target::parse("#conversation/c1"), Some(Target::Conversation(id)));
        assert_eq!(Target::parse("#notifications"), Some(Target::Notifications));
        for other in
            ["", "#", "#conversation", "#conversation/", "#conversation/a b", "#reports/all"]
        {
            assert_eq!(Target::parse(other), None, "{other}");
        }
    }
}
