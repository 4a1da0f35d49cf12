//! Agents: the part of the [`Store`](super::Store) that knows who answers, and
//! who is signed in.

use kb_protocol::api::Role;
use kb_protocol::id::AgentId;
use kb_protocol::inbox::{Colleague, Presence};
use kb_protocol::time::Timestamp;

use super::{NewSession, Pending};
use crate::auth::TokenHash;

/// A person who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Id.
    pub id: AgentId,
    /// Address to sign in with.
    pub email: String,
    /// As shown to visitors.
    pub name: String,
    /// What the agent may do.
    pub role: Role,
    /// What the agent is about to do.
    pub presence: Presence,
}

impl Agent {
    /// As other agents see this one.
    pub fn colleague(&self) -> Colleague {
        Colleague { id: self.id.clone(), name: self.name.clone(), presence: self.presence }
    }
}

/// An agent to be kept.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// The agent.
    pub agent: Agent,
    /// PHC string of the password.
    pub password_hash: String,
    /// From when.
    pub created_at: Timestamp,
}

/// An agent as the command line lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAgent {
    /// The agent.
    pub agent: Agent,
    /// Whether the agent may sign in.
    pub is_active: bool,
    /// Sessions that are valid at the moment.
    pub sessions: u32,
}

/// What an engineer changes about an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgentChange {
    /// Whether the agent may sign in; who may not loses every session.
    Active(bool),
    /// What the agent may do, from the next request on.
    Role(Role),
    /// PHC string of a new password; every session ends.
    Password(String),
    /// Every session ends.
    SignOut,
}

impl AgentChange {
    /// Whether an owner would be one no longer.
    pub(super) fn takes_an_owner(&self) -> bool {
        match self {
            Self::Active(is_active) => !is_active,
            Self::Role(role) => *role != Role::Owner,
            Self::Password(_) | Self::SignOut => false,
        }
    }
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is so, and as many sessions were ended.
    Yes {
        /// Sessions that were valid.
        ended: u32,
    },
    /// Nobody has this address.
    Unknown,
    /// Nobody would be left who may do everything.
    LastOwner,
}

/// Keeps agents and their sessions.
pub trait AgentStore {
    /// Keeps a new agent; `false` if the address is taken.
    fn create_agent(&self, agent: NewAgent) -> Pending<'_, bool>;

    /// An active agent with the PHC string of the password.
    fn agent_by_email(&self, email: String) -> Pending<'_, Option<(Agent, String)>>;

    /// All active agents, by name.
    fn agents(&self) -> Pending<'_, Vec<Agent>>;

    /// What an agent is about to do.
    fn set_presence(&self, agent: AgentId, presence: Presence) -> Pending<'_, ()>;

    /// Keeps an agent's session.
    fn create_agent_session(&self, agent: AgentId, session: NewSession) -> Pending<'_, ()>;

    /// The active agent of a valid session.
    fn agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, Option<Agent>>;

    /// Ends a session.
    fn revoke_agent_session(&self, token_hash: TokenHash, now: Timestamp) -> Pending<'_, ()>;

    /// All agents, those too who may not sign in any longer, by name.
    fn all_agents(&self, now: Timestamp) -> Pending<'_, Vec<KnownAgent>>;

    /// Changes the agent with this address. One active owner stays.
    fn change_agent(
        &self,
        email: String,
        change: AgentChange,
        now: Timestamp,
    ) -> Pending<'_, Changed>;
}
