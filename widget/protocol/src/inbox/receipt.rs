//! When messages reached the visitor, and where.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// From when on something is true of every entry up to one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// Number of the entry.
    pub up_to: u64,
    /// For the first time.
    pub at: Timestamp,
    /// Of those that told it, the first one, as far as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
}

/// What a visitor's browser is known by: two names and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Device {
    /// Of the browser, such as `Firefox`; empty for an unknown one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub browser: String,
    /// Of the system, such as `Android`; empty for an unknown one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub system: String,
}
