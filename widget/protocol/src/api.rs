//! Bodies of the relay's plain HTTP interface.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::chat::Code;
use crate::id::{AgentId, BrandId, CustomerId};
use crate::inbox::Presence;
use crate::time::Timestamp;

/// Every answer that is not a success.
///
/// `detail` is for engineers; people are told in their locale by `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Why.
    pub code: Code,
    /// Status of the answer.
    #[serde(default)]
    pub status: u16,
    /// The same in English, without anything from the inside.
    #[serde(rename = "title")]
    pub detail: String,
    /// The value of the question that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
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

/// `POST /chat/v1/login`: a page says who its visitor is.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoginRequest {
    /// Public key of the brand's widget.
    pub key: String,
    /// What the brand's site has signed; never logged: this type has no
    /// `Debug`.
    #[serde(rename = "jwtToken")]
    pub jwt_token: String,
}

/// Who the visitor is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoginAnswer {
    /// Secret of the new session; left out where the present one goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whether what the browser has belongs to this visitor; else it has to be
    /// forgotten.
    pub is_same: bool,
    /// Who.
    #[serde(flatten)]
    pub identity: VisitorIdentity,
}

/// `GET /chat/v1/session`: who the visitor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorIdentity {
    /// Id.
    pub customer: CustomerId,
    /// Verified address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What the brand's site calls the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// `POST /chat/v1/customer`: what a page says of its visitor, verified by
/// nobody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CustomerDescription {
    /// Addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// Accounts elsewhere.
    pub socials: Vec<Social>,
    /// Attributes that `server.toml` declares; nothing takes one away.
    pub attributes: BTreeMap<String, Option<AttributeValue>>,
}

/// An account elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Social {
    /// Name of the account.
    pub username: String,
    /// Where: `twitter`, `instagram`, …
    #[serde(rename = "type")]
    pub service: String,
}

/// `POST /chat/v1/conversations/{id}`: what a page says of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ConversationDescription {
    /// Attributes that `server.toml` declares; nothing takes one away.
    pub attributes: BTreeMap<String, Option<AttributeValue>>,
}

/// Value of a custom attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AttributeValue {
    /// Of `…Bool`.
    Bool(bool),
    /// Of `…Num`.
    Number(f64),
    /// Of all others.
    Text(String),
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

/// `GET /inbox/v1/session`: who is signed in, or `null`.
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
    /// What the agent is about to do.
    #[serde(default)]
    pub presence: Presence,
    /// Whether the agent may see what is counted.
    #[serde(default)]
    pub reads_records: bool,
    /// Whether the agent may see what form hooks receive.
    #[serde(default)]
    pub manages_hooks: bool,
    /// Whether the agent may hand over and erase what is kept of a customer.
    #[serde(default)]
    pub manages_customers: bool,
    /// Whether the agent may block customers.
    #[serde(default)]
    pub blocks_customers: bool,
    /// Whether the agent may merge customers.
    #[serde(default)]
    pub merges_customers: bool,
}

/// `DELETE /inbox/v1/customers/{id}`: the proof that a customer was erased. It
/// has ids that mean nothing any longer, and numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tombstone {
    /// The profile.
    pub customer: CustomerId,
    /// Its brand.
    pub brand: BrandId,
    /// When.
    pub erased_at: Timestamp,
    /// Id of the agent who wanted it; `command` where it was the command line.
    pub erased_by: String,
    /// How many conversations were erased.
    pub conversations: u64,
    /// How many messages.
    pub messages: u64,
    /// How many files.
    pub files: u64,
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
