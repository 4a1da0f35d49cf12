//! What the widget has to know of its brand before anybody touches it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::BrandId;
use crate::proactive::RuleBook;
use crate::time::Timestamp;

/// `GET /chat/v1/settings?key=KEY&brand=ID&lang=CODE`: the settings of a
/// brand's widget. A help site that needs no server publishes the same as files,
/// one for each locale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WidgetSettings {
    /// The brand of the key, or the one that was asked for.
    pub brand: BrandId,
    /// Public key of this brand: from now on the widget uses it.
    pub key: String,
    /// Name of the team, as shown to visitors.
    pub name: String,
    /// Colour of the brand, as `#rrggbb`.
    pub color: String,
    /// The first words, by locale code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub greeting: BTreeMap<String, String>,
    /// Locales that the brand answers in, the default first.
    pub locales: Vec<String>,
    /// The one among them that was asked for.
    pub locale: String,
    /// Its direction of writing, `ltr` or `rtl`.
    pub direction: String,
    /// What the launcher says in it.
    pub label: String,
    /// Whether somebody can be written to at the moment.
    pub availability: Availability,
    /// When that changes within the coming days, in order, and at least the
    /// next change, if there is one.
    #[serde(default)]
    pub changes: Vec<AvailabilityChange>,
    /// What is said while it is [`Availability::Offline`], by locale code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub off_hours_message: BTreeMap<String, String>,
    /// Whether visitors may end a conversation.
    #[serde(default = "yes")]
    pub closable: bool,
    /// Whether a visitor has at most one conversation that is not ended.
    #[serde(default)]
    pub single_conversation: bool,
    /// Whether a message to an ended conversation opens it again; if not, it
    /// begins a new one that names it in
    /// [`Opening::follows`](crate::chat::Opening::follows).
    #[serde(default = "yes")]
    pub reopens: bool,
    /// Whether visitors can send files.
    #[serde(default = "yes")]
    pub files: bool,
    /// What may call the visitor when an answer comes; `null` where nothing
    /// does.
    #[serde(default)]
    pub alerts: Option<Alerts>,
    /// Whether articles are offered while the first message of a conversation
    /// is written.
    #[serde(default = "yes")]
    pub suggestions: bool,
    /// A script of the widget that is loaded on idle, by its address below
    /// that of the loader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle: Option<String>,
    /// Rules that invite to chat; comes with [`Self::idle`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proactive: Option<ProactiveSettings>,
    /// What the widget offers.
    #[serde(default)]
    pub mode: WidgetMode,
    /// Address of the brand's help site, with a slash at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_site: Option<String>,
}

/// What may call a visitor when an answer comes, beside the number on the
/// launcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alerts {
    /// Whether it may be heard, where the visitor has not said no.
    pub sound: bool,
    /// Whether visitors may ask for notifications of their browser.
    pub notifications: bool,
}

fn yes() -> bool {
    true
}

/// Address of the script that invites, below that of the loader.
pub const PROACTIVE_SCRIPT: &str = "/widget/proactive.js";

/// The rules of a brand, and what their bubble says beside their messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProactiveSettings {
    /// The rules, with the messages of the settings' locale.
    #[serde(flatten)]
    pub book: RuleBook,
    /// Whether an agent is available; the settings are asked again by pages
    /// with a rule that wants to know.
    #[serde(default)]
    pub has_agents: bool,
    /// Texts of the settings' locale.
    pub texts: ProactiveTexts,
}

/// What a bubble says beside the message of its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProactiveTexts {
    /// Name of the button that puts it away.
    pub dismiss: String,
}

/// From when on a widget offers something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AvailabilityChange {
    /// From this moment on.
    pub at: Timestamp,
    /// What it offers then.
    pub availability: Availability,
}

/// What the widget offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WidgetMode {
    /// Conversations.
    #[default]
    Chat,
    /// Search, categories and articles of the help site; needs no relay.
    Kb,
    /// Both on one screen.
    Both,
    /// Said by a newer server.
    #[serde(other)]
    Unknown,
}

impl WidgetMode {
    /// Whether articles are shown.
    pub fn has_articles(self) -> bool {
        matches!(self, Self::Kb | Self::Both)
    }
}

/// Whether the widget offers chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Somebody answers.
    #[default]
    Online,
    /// Nobody is there; messages are answered later.
    Offline,
    /// The launcher is not shown.
    Hidden,
    /// There is no chat.
    Disabled,
    /// Said by a newer server.
    #[serde(other)]
    Unknown,
}
