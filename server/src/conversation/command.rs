//! Who wants what of a conversation.

use kb_protocol::chat::{Author, Content, Entry, Opening};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, BrandId, ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::{Change, Device};
use kb_protocol::time::Timestamp;

use super::{Contact, Conversation, Overdue, SentForm};

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
    /// What the brand lets its visitors do.
    pub rules: Rules,
}

/// What a brand lets its visitors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// They may end a conversation.
    pub closable: bool,
    /// Their message to an ended conversation opens it again.
    pub reopens: bool,
    /// How long after the end, or after it was done, a message opens it again,
    /// in milliseconds; for ever if left out.
    pub window_ms: Option<i64>,
    /// They open a conversation only when all others are ended. Whether they
    /// are is the store's to say, in the transaction that writes.
    pub single: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { closable: true, reopens: true, window_ms: None, single: false }
    }
}

impl Act {
    /// What was done by this moment takes no further message.
    pub(crate) fn closed_before(&self) -> i64 {
        self.rules.window_ms.map_or(i64::MIN, |window| self.at.plus_ms(-window).0)
    }

    /// Whose other conversations with a brand have to be ended, if any.
    pub(crate) fn needs_alone(&self) -> Option<(&CustomerId, &BrandId)> {
        match (&self.command, &self.actor) {
            (Command::Send { open: Some(_), .. }, Actor::Visitor { customer, brand, .. }) => {
                self.rules.single.then_some((customer, brand))
            }
            _ => None,
        }
    }

    /// The visitor who may open a conversation with this, and has to be there.
    /// Forms without a session bring their customer along.
    pub(crate) fn opener(&self) -> Option<&CustomerId> {
        let own = self.own()?;
        match &self.command {
            Command::Send { open: Some(_), .. } => Some(own),
            Command::Submit(form) => form.has_session.then_some(own),
            _ => None,
        }
    }

    /// Who the visitor was before any merge of customers.
    pub(crate) fn own(&self) -> Option<&CustomerId> {
        match &self.actor {
            Actor::Visitor { own, .. } => Some(own),
            Actor::Agent { .. } | Actor::System => None,
        }
    }

    /// Who says something with this, and must not be blocked. To end a
    /// conversation, and what was seen, is taken from everybody.
    pub(crate) fn speaker(&self) -> Option<&CustomerId> {
        let Actor::Visitor { customer, .. } = &self.actor else { return None };
        let says =
            matches!(self.command, Command::Send { .. } | Command::Submit(_) | Command::Contact(_));
        says.then_some(customer)
    }

    /// Whether this act, done before, is what made `entry`: same author, same
    /// words. The id is the same already.
    pub fn has_made(&self, entry: &Entry) -> bool {
        entry.author == self.actor.author()
            && match (&self.command, &entry.content) {
                (
                    Command::Send { body, files, .. },
                    Content::Message { body: kept, files: with },
                ) => body == kept && files == with,
                (Command::Submit(form), Content::Message { body: kept, files: with }) => {
                    form.body == *kept && form.files == *with
                }
                (Command::End, Content::Ended) | (Command::Contact(_), Content::Contact) => true,
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
        /// Who that was before the two were merged; else the same.
        own: CustomerId,
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
            Self::Visitor { customer, brand, .. } => {
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
        /// Plain text; with files it may be empty.
        body: String,
        /// Files of the actor. Whether they are there, and free, is the
        /// store's to say.
        files: Vec<FileInfo>,
        /// What is known of a new conversation.
        open: Option<Opening>,
    },
    /// A form, which opens a conversation.
    Submit(Box<SentForm>),
    /// Ends the conversation.
    End,
    /// What the visitor's browser has got and shown.
    Receipt {
        /// Up to this entry everything is in the browser.
        delivered: u64,
        /// Up to this entry everything was on the screen.
        seen: u64,
        /// Which browser tells it, as far as that is known.
        device: Option<Device>,
    },
    /// An agent has seen everything up to here.
    Seen {
        /// Number of the last entry on the screen.
        seen: u64,
    },
    /// A change by an agent.
    Change(Change),
    /// How the visitor can be reached.
    Contact(Contact),
    /// Something has taken too long.
    Overdue {
        /// What.
        what: Overdue,
        /// Since when somebody waits, or was warned, as far as was seen.
        mark: Timestamp,
    },
}
