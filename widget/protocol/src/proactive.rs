//! Proactive chat: rules that invite a visitor to write.
//!
//! A site publishes one [`RuleBook`] for each brand, `proactive.json` at its
//! root; the relay hands the rules with the settings of the widget. Which of
//! them invites, and when, is decided by [`Watch`] alone: the same program in
//! every browser and in `kb proactive simulate`.

mod engine;
mod names;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::id::RuleId;

pub use engine::{Blocked, Past, Shown, Times, Verdict, Watch};
pub use names::{NAMES, PREFIXES, is_name};

/// Name of the document at the root of a site.
pub const PROACTIVE_FILE: &str = "proactive.json";
/// Version of these documents.
pub const PROACTIVE_VERSION: u32 = 1;
/// Most rules of a brand.
pub const MAX_RULES: usize = 200;

/// `proactive.json`: the rules of a brand, in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleBook {
    /// [`PROACTIVE_VERSION`] of the generator.
    pub version: u32,
    /// What the browser keeps of its visitor.
    #[serde(default)]
    pub memory: MemoryKind,
    /// Whether visitors who ask not to be tracked are left alone.
    #[serde(default)]
    pub respects_privacy: bool,
    /// The rules; of several that are due the first one invites.
    pub rules: Vec<Rule>,
}

/// What a browser keeps of invitations and visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemoryKind {
    /// Nothing: every page begins anew, and visits are not counted.
    None,
    /// Until the tab is closed; visits are not counted.
    #[default]
    Session,
    /// As long as the browser does, over all tabs. Whether visitors have to be
    /// asked before is for the site to know.
    Visitor,
    /// Said by a newer generator.
    #[serde(other)]
    Unknown,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// Name of its file.
    pub id: RuleId,
    /// What has to hold, of the values that [`is_name`] knows.
    #[serde(default = "always")]
    pub when: Condition,
    /// For how long it has to hold, without a break.
    #[serde(default)]
    pub delay_seconds: u32,
    /// How often it invites.
    #[serde(default)]
    pub caps: Caps,
    /// Days for which it is silent after a visitor has put it away; 0 for as
    /// long as the session lasts, as every rule is.
    #[serde(default = "a_week")]
    pub quiet_days: u32,
    /// What it says, by locale code.
    pub message: BTreeMap<String, String>,
}

/// How often a rule invites; 0 for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Caps {
    /// In one session: until the tab is closed, or half an hour passes without
    /// a page.
    pub per_session: u32,
    /// On one day of the visitor's calendar.
    pub per_day: u32,
    /// Ever.
    pub ever: u32,
}

impl Default for Caps {
    fn default() -> Self {
        Self { per_session: 1, per_day: 0, ever: 0 }
    }
}

/// The condition that always holds.
pub fn always() -> Condition {
    Condition::All(Vec::new())
}

fn a_week() -> u32 {
    7
}

#[cfg(test)]
mod tests;
