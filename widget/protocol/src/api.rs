//! Bodies of the relay's plain HTTP interface.

use serde::{Deserialize, Serialize};

use crate::chat::Code;
use crate::id::{AgentId, BrandId, CustomerId};

/// Every answer that is not a success.
///
/// `detail` is for engineers who read logs; people are told in their locale
/// by `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Why.
    pub code: Code,
    /// The same in English, without anything from the inside.
    pub detail: String,
    /// When it may be tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u32>,
}

/// `POST /chat/v1/sessions`: a visitor who wants to write for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionRequest {
    /// Public key of the brand's widget.
    pub key: String,
}

/// A new visitor's session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionAnswer {
    /// Secret that the browser keeps; whoever has it is this visitor.
    pub token: String,
    /// The visitor's id.
    pub customer: CustomerId,
    /// The brand of the key.
    pub brand: BrandId,
}

/// `POST /inbox/v1/session`: an agent signs in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// As given to `kb-server add-agent`.
    pub email: String,
    /// Never logged: this type has no `Debug`.
    pub password: String,
}

/// `GET /inbox/v1/session`: who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Id.
    pub agent: AgentId,
    /// As shown to visitors.
    pub name: String,
    /// Address of the account.
    pub email: String,
    /// What the agent may do.
    pub role: Role,
}

/// What an agent is; the matrix of what each may do is the server's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, and nobody below may change an owner.
    Owner,
    /// Everything but owners.
    Admin,
    /// Answers, and looks after those who answer.
    Manager,
    /// Publishes articles, and answers.
    ContentAdmin,
    /// Answers.
    Agent,
    /// Reads and writes notes, never to customers.
    Collaborator,
}
