//! What the widget has to know of its brand before anybody touches it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::BrandId;

/// `GET /chat/v1/settings?key=KEY`: the settings of a brand's widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WidgetSettings {
    /// The brand of the key.
    pub brand: BrandId,
    /// Name of the team, as shown to visitors.
    pub name: String,
    /// Colour of the brand, as `#rrggbb`.
    pub color: String,
    /// The first words, by locale code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub greeting: BTreeMap<String, String>,
    /// Locales that the brand answers in, the default first.
    pub locales: Vec<String>,
    /// Whether somebody can be written to at the moment.
    pub availability: Availability,
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
