//! Section `[widget]`: the widget on the pages of a help site.

use kb_protocol::widget::WidgetMode;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Check, ConfigError};

/// Section `[widget]`, at the top for all brands and below each for one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct WidgetConfig {
    /// What it offers.
    pub mode: Option<WidgetChoice>,
    /// Address of the server that answers chats and takes forms and votes,
    /// `https://chat.example.com`; there is no chat in mode `kb`.
    pub relay: Option<String>,
    /// Public key of the brand's widget, as in `server.toml`.
    pub key: Option<String>,
    /// Colour as `#rrggbb` on which white text can be read; the theme's where
    /// it is left out. With a server it comes from `server.toml`.
    pub color: Option<String>,
    /// Let widgets on pages of other sites read the articles: the file
    /// `_headers` then allows every origin.
    pub foreign_pages: Option<bool>,
}

/// What the widget of a help site offers.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum WidgetChoice {
    /// No widget.
    None,
    /// Conversations.
    Chat,
    /// Search, categories and articles; works without a server.
    Kb,
    /// Both.
    Both,
}

/// The widget of one brand, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widget {
    /// What it offers.
    pub mode: WidgetMode,
    /// The server that answers chats; `None` in mode `kb`.
    pub relay: Option<Relay>,
    /// Colour as `#rrggbb`; the theme's where it is left out.
    pub color: Option<String>,
}

/// A server that answers chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// Scheme, host and port, without a slash at the end.
    pub origin: String,
    /// Public key of the brand's widget.
    pub key: String,
}

impl WidgetConfig {
    /// Fills what is left open from the brand it extends.
    pub(super) fn inherit(self, parent: &Self) -> Self {
        Self {
            mode: self.mode.or(parent.mode),
            relay: self.relay.or_else(|| parent.relay.clone()),
            key: self.key.or_else(|| parent.key.clone()),
            color: self.color.or_else(|| parent.color.clone()),
            foreign_pages: self.foreign_pages.or(parent.foreign_pages),
        }
    }

    /// The widget that the settings describe, if any.
    pub(super) fn finish(
        &self,
        brand: &str,
        check: &Check<'_>,
    ) -> Result<Option<Widget>, ConfigError> {
        let mode = match self.mode {
            Some(WidgetChoice::None) => return Ok(None),
            Some(WidgetChoice::Chat) => WidgetMode::Chat,
            Some(WidgetChoice::Kb) => WidgetMode::Kb,
            Some(WidgetChoice::Both) => WidgetMode::Both,
            None if self.relay.is_none() && self.key.is_none() && self.color.is_none() => {
                return Ok(None);
            }
            None => {
                return Err(check.invalid(
                    "widget]",
                    format!("the widget of `{brand}` has no `mode`"),
                    Some("write `mode = \"chat\"`, `\"kb\"`, `\"both\"` or `\"none\"`".into()),
                ));
            }
        };
        if let Some(color) = &self.color {
            check_color(color, check)?;
        }
        // A relay that all brands share is no mistake of the one without chat.
        let relay = if mode == WidgetMode::Kb { None } else { Some(self.relay(brand, check)?) };
        Ok(Some(Widget { mode, relay, color: self.color.clone() }))
    }

    /// The server, where address and key are given: forms and votes need no
    /// chat.
    pub(super) fn known_relay(&self, check: &Check<'_>) -> Result<Option<Relay>, ConfigError> {
        let (Some(origin), Some(key)) = (&self.relay, &self.key) else { return Ok(None) };
        Ok(Some(Relay { origin: relay_origin(origin, check)?, key: key.clone() }))
    }

    fn relay(&self, brand: &str, check: &Check<'_>) -> Result<Relay, ConfigError> {
        let missing = |what: &str, help: &str| {
            let message = format!("the widget of `{brand}` has no `{what}`, which chat needs");
            check.invalid("widget]", message, Some(help.into()))
        };
        let without_chat = "or choose `mode = \"kb\"`, which works without a server";
        let origin = self.relay.as_deref().ok_or_else(|| {
            let address = "write the address of kb-server, such as `https://chat.example.com`";
            missing("relay", &format!("{address}, {without_chat}"))
        })?;
        let key = self.key.as_deref().ok_or_else(|| {
            missing("key", &format!("write the brand's `key` of server.toml, {without_chat}"))
        })?;
        Ok(Relay { origin: relay_origin(origin, check)?, key: key.to_owned() })
    }
}

fn relay_origin(address: &str, check: &Check<'_>) -> Result<String, ConfigError> {
    checked_origin(address).ok_or_else(|| {
        check.invalid(
            address,
            format!("`relay` is not the address of a server: `{address}`"),
            Some("write scheme, host and port, such as `https://chat.example.com`".into()),
        )
    })
}

/// Scheme, host and port of an address without a path.
pub fn checked_origin(address: &str) -> Option<String> {
    let address = address.strip_suffix('/').unwrap_or(address);
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    // The origin stands in a policy, where these would mean something else.
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
    is_host.then(|| address.to_owned())
}

fn check_color(color: &str, check: &Check<'_>) -> Result<(), ConfigError> {
    /// WCAG 2.2, 1.4.3: text that is not large.
    const READABLE: f64 = 4.5;
    let rgb = kb_themes::Rgb::parse(color).filter(|_| color.len() == 7 && color.starts_with('#'));
    let Some(rgb) = rgb else {
        let message = format!("`{color}` is not a colour");
        let help = "write it as `#rrggbb`, such as `#00796b`";
        return Err(check.invalid(color, message, Some(help.into())));
    };
    let contrast = kb_themes::contrast_ratio(rgb, kb_themes::Rgb::WHITE);
    if contrast < READABLE {
        return Err(check.invalid(
            color,
            format!("white text on `{color}` cannot be read (contrast {contrast:.1})"),
            Some(format!("take a darker colour, with a contrast of at least {READABLE}")),
        ));
    }
    Ok(())
}
