//! Sections `[forms]` and `[records]`: where forms go, what is counted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, ConfigError};

/// Section `[forms]`, at the top for all brands and below each for one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct FormsConfig {
    /// Where forms go in a brand without `relay` and `key` below `[widget]`:
    /// `mailto:help@example.com`, or an `https://` address that takes them.
    /// With a relay, `mailto:` is what readers are offered while it is down.
    pub fallback: Option<String>,
}

/// Where a form goes that has no relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFallback {
    /// Into the reader's own mail program, to this address.
    Mail(String),
    /// To this address, as the fields of an HTML form.
    Address(String),
}

/// Section `[records]`, at the top for all brands and below each for one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct RecordsConfig {
    /// Which searches are counted, with their words and number of results.
    pub search: Option<SearchRecords>,
}

/// Whose searches are counted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SearchRecords {
    /// Nobody's.
    #[default]
    None,
    /// Those of readers who agreed: `data-consent` stands on the page's
    /// `<html>` element.
    Consent,
    /// Everybody's.
    All,
}

impl FormsConfig {
    pub(super) fn inherit(self, parent: &Self) -> Self {
        Self { fallback: self.fallback.or_else(|| parent.fallback.clone()) }
    }

    pub(super) fn finish(&self, check: &Check<'_>) -> Result<Option<FormFallback>, ConfigError> {
        let Some(address) = &self.fallback else { return Ok(None) };
        let mail = address.strip_prefix("mailto:").filter(|mail| is_mail(mail));
        if let Some(mail) = mail {
            return Ok(Some(FormFallback::Mail(mail.to_owned())));
        }
        // The address stands in a policy, where these would mean something else.
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | ';' | ',' | '<');
        if address.starts_with("https://") && address.len() > 8 && address.chars().all(is_plain) {
            return Ok(Some(FormFallback::Address(address.clone())));
        }
        Err(check.invalid(
            address,
            format!("forms cannot go to `{address}`"),
            Some("write `mailto:help@example.com`, or an address with `https://`".into()),
        ))
    }
}

impl FormFallback {
    /// What a policy has to allow for a form that goes there.
    pub fn policy_source(&self) -> &str {
        match self {
            Self::Mail(_) => "mailto:",
            Self::Address(address) => {
                let host = address.find("://").map_or(0, |at| at + 3);
                let end =
                    address[host..].find(['/', '?', '#']).map_or(address.len(), |at| host + at);
                &address[..end]
            }
        }
    }
}

impl RecordsConfig {
    pub(super) fn inherit(self, parent: &Self) -> Self {
        Self { search: self.search.or(parent.search) }
    }
}

/// Enough to tell an address from a typing error; it becomes part of another.
fn is_mail(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".+-_@".contains(c);
    text.chars().all(is_plain)
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        })
}
