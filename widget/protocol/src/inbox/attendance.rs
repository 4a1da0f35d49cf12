//! Whether customers are there, as agents see it.

use serde::{Deserialize, Serialize};

use crate::id::CustomerId;
use crate::time::Timestamp;

/// Whether a customer is there: with a page open on which the chat is
/// connected, in any browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerPresence {
    /// Who.
    pub customer: CustomerId,
    /// Whether the customer is there now.
    pub is_here: bool,
    /// When one who is not there was last, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Timestamp>,
}
