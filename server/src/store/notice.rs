//! What agents are told of: what each has chosen, when each was last here, and
//! up to where it was decided who gets a letter.

use kb_protocol::id::{AgentId, ConversationId};
use kb_protocol::notification::{AgentEvent, NotificationSettings};
use kb_protocol::time::Timestamp;

use super::{Agent, Pending, StoreError};
use crate::conversation::Conversation;

/// An active agent, with what decides about letters.
#[derive(Clone, Debug, PartialEq)]
pub struct NotifiedAgent {
    /// The agent.
    pub agent: Agent,
    /// What the agent has chosen, or the default.
    pub settings: NotificationSettings,
    /// When an inbox of the agent was last open, through any process.
    pub seen_at: Option<Timestamp>,
    /// BCP 47 code of the locale in which the agent last signed in.
    pub locale: Option<String>,
}

/// Up to where it was decided who gets a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Number of an entry.
    pub entry: u64,
    /// Number of an event.
    pub event: u64,
}

/// A conversation in which that is to be decided.
#[derive(Clone, Debug)]
pub struct Unnoticed {
    /// Its state.
    pub conversation: Conversation,
    /// Where its marks are.
    pub marks: Marks,
}

/// What was decided about a stretch of a conversation.
#[derive(Clone, Debug)]
pub struct NewNotices {
    /// Which one.
    pub conversation: ConversationId,
    /// Where its marks were.
    pub from: Marks,
    /// And are from now on.
    pub to: Marks,
    /// Who gets a letter, and about what.
    pub letters: Vec<(AgentId, AgentEvent)>,
    /// Up to this entry an agent has seen everything.
    pub seen: u64,
    /// Now.
    pub at: Timestamp,
    /// Until that is over, in milliseconds, a letter to the same agent about
    /// the same conversation waits, unless an agent has looked at what the one
    /// before told of.
    pub pause_ms: i64,
}

impl NewNotices {
    /// Id of the letter to an agent: nobody can write a second one of the same
    /// stretch.
    pub(super) fn id(&self, agent: &AgentId) -> String {
        let Marks { entry, event } = self.to;
        format!("notice-{agent}-{}-{entry}-{event}", self.conversation)
    }
}

/// What the agent has chosen, from its column.
pub(super) fn settings(column: Option<String>) -> Result<NotificationSettings, StoreError> {
    let Some(text) = column else { return Ok(NotificationSettings::default()) };
    serde_json::from_str(&text)
        .map_err(|_| StoreError::Corrupt { what: "agent.notifications", value: text })
}

/// The part of the database that knows what agents are told of.
pub trait NoticeStore {
    /// What an agent has chosen, or the default.
    fn notification_settings(&self, agent: AgentId) -> Pending<'_, NotificationSettings>;

    /// Keeps what an agent has chosen.
    fn set_notification_settings(
        &self,
        agent: AgentId,
        settings: NotificationSettings,
    ) -> Pending<'_, ()>;

    /// Keeps in which locale an agent works.
    fn set_agent_locale(&self, agent: AgentId, locale: String) -> Pending<'_, ()>;

    /// Keeps that inboxes of these agents are open at a moment.
    fn see_agents(&self, agents: Vec<AgentId>, at: Timestamp) -> Pending<'_, ()>;

    /// All active agents.
    fn notified_agents(&self) -> Pending<'_, Vec<NotifiedAgent>>;

    /// Conversations with an entry or an event above the marks that is as old
    /// as `until`, or younger than `beyond`, which only a clock that was put
    /// back explains; those that began last come first, so that what has heaped
    /// up while nobody was told holds nothing up that happens now.
    fn unnoticed(
        &self,
        until: Timestamp,
        beyond: Timestamp,
        limit: usize,
    ) -> Pending<'_, Vec<Unnoticed>>;

    /// Moves the marks and writes letters, all or nothing; `false` if somebody
    /// was quicker. A letter that still waits tells of the new things instead,
    /// as if it had been written now.
    fn write_notices(&self, notices: NewNotices) -> Pending<'_, bool>;
}
