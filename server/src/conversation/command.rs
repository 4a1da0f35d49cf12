//! Who wants what of a conversation.

use kb_protocol::chat::{Author, Content, Entry, Opening};
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::Change;
use kb_protocol::time::Timestamp;

use super::Conversation;

/// One command with everything that [`decide`](super::decide) needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Made by the browser; the same id again is the same act again.
    pub id: EntryId,
    /// On which conversation.
    pub conversation: ConversationId,
    /// By whom.
    pub actor: Actor,
    /// What.
    pub command: Command,
    /// When it reached the server.
    pub at: Timestamp,
}

impl Act {
    /// Whether this act, done before, is what made `entry`: same author, same
    /// words. The id is the same already.
    pub fn has_made(&self, entry: &Entry) -> bool {
        entry.author == self.actor.author()
            && match (&self.command, &entry.content) {
                (Command::Send { body, .. }, Content::Message { body: kept }) => body == kept,
                (Command::End, Content::Ended) => true,
                // The author is the same: the agent took it, not somebody else.
                (Command::Change(Change::Assign { to: Some(to), .. }), Content::Joined) => {
                    self.actor.is_agent(to)
                }
                _ => false,
            }
    }
}

/// Who acts, after signing in.
#[derive(Clone, Debug, PartialEq)]
pub enum Actor {
    /// A visitor with a session.
    Visitor {
        /// Who.
        customer: CustomerId,
        /// The brand of the session.
        brand: BrandId,
    },
    /// An agent whose role allows the command.
    Agent {
        /// Who.
        id: AgentId,
        /// As shown to visitors.
        name: String,
    },
    /// The relay itself: snoozes that end, idle conversations.
    System,
}

impl Actor {
    /// Whether the actor may know that this conversation exists.
    pub fn may_know(&self, conversation: &Conversation) -> bool {
        match self {
            Self::Visitor { customer, brand } => {
                conversation.customer == *customer && conversation.brand == *brand
            }
            Self::Agent { .. } | Self::System => true,
        }
    }

    /// Whether this is that agent.
    pub(super) fn is_agent(&self, agent: &AgentId) -> bool {
        matches!(self, Self::Agent { id, .. } if id == agent)
    }

    /// As entries and events name the actor.
    pub fn author(&self) -> Author {
        match self {
            Self::Visitor { .. } => Author::Visitor,
            Self::Agent { id, name } => Author::Agent { id: id.clone(), name: name.clone() },
            Self::System => Author::System,
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A message; with `open`, of a conversation that may not exist yet.
    Send {
        /// Plain text.
        body: String,
        /// What is known of a new conversation.
        open: Option<Opening>,
    },
    /// Ends the conversation.
    End,
    /// What the visitor's browser has got and shown.
    Receipt {
        /// Up to this entry everything is in the browser.
        delivered: u64,
        /// Up to this entry everything was on the screen.
        seen: u64,
    },
    /// An agent has seen everything up to here.
    Seen {
        /// Number of the last entry on the screen.
        seen: u64,
    },
    /// A change by an agent.
    Change(Change),
}
