//! Rules of proactive chat as admins write them: one TOML file a rule, below
//! `proactive/`, and `proactive/settings.toml` for all of them.
//!
//! What is published is a [`RuleBook`] for each brand. [`check`] finds what
//! makes no sense, [`simulate`] tells which rule would invite a visitor.

mod check;
pub mod simulate;

use kb_locales::Locale;
use kb_protocol::condition::Condition;
use kb_protocol::id::RuleId;
use kb_protocol::proactive::{
    Caps, MAX_RULES, MemoryKind, PROACTIVE_VERSION, Rule, RuleBook, always,
};
use serde::Deserialize;

use super::form::{file_names, of_toml, read};
use crate::config::{Brand, LocalizedText, SiteConfig};
use crate::diagnostic::Diagnostic;

/// Folder of the rules, relative to the site directory.
pub const PROACTIVE_DIR: &str = "proactive";
/// The one file in it that is no rule.
const SETTINGS: &str = "settings.toml";

/// Everything below `proactive/`.
#[derive(Clone, Debug, Default)]
pub struct Proactive {
    settings: Settings,
    /// In their order.
    rules: Vec<RuleSource>,
}

/// `settings.toml`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    memory: MemoryKind,
    respects_privacy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { memory: MemoryKind::default(), respects_privacy: true }
    }
}

/// One rule in all locales.
#[derive(Clone, Debug)]
pub struct RuleSource {
    /// Name of the file without its ending.
    pub id: RuleId,
    /// The file, relative to the site directory.
    pub path: String,
    file: RuleFile,
}

/// A rule's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    message: LocalizedText,
    #[serde(default = "always")]
    when: Condition,
    #[serde(default)]
    delay_seconds: u32,
    #[serde(default)]
    caps: CapsFile,
    #[serde(default = "a_week")]
    quiet_days: u32,
    /// Rules with smaller numbers come first, then by name.
    #[serde(default)]
    order: i64,
    /// Brands that have it; all where it is empty.
    #[serde(default)]
    brands: Vec<String>,
    #[serde(default)]
    draft: bool,
}

/// [`Caps`], strict about names.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CapsFile {
    per_session: u32,
    per_day: u32,
    ever: u32,
}

impl Default for CapsFile {
    fn default() -> Self {
        let Caps { per_session, per_day, ever } = Caps::default();
        Self { per_session, per_day, ever }
    }
}

fn a_week() -> u32 {
    7
}

impl Proactive {
    /// What a brand publishes; `None` if it has no rule.
    pub fn of_brand(&self, brand: &Brand) -> Option<RuleBook> {
        let rules: Vec<Rule> = self
            .rules
            .iter()
            .filter(|rule| rule.is_of(&brand.name) && !rule.file.draft)
            .map(|rule| rule.in_locales(&brand.locales, &brand.default_locale))
            .collect();
        let Settings { memory, respects_privacy } = self.settings;
        let book = RuleBook { version: PROACTIVE_VERSION, memory, respects_privacy, rules };
        (!book.rules.is_empty()).then_some(book)
    }
}

impl RuleSource {
    fn is_of(&self, brand: &str) -> bool {
        self.file.brands.is_empty() || self.file.brands.iter().any(|name| name == brand)
    }

    fn in_locales(&self, locales: &[Locale], default: &Locale) -> Rule {
        let file = &self.file;
        let said = |locale: &Locale| {
            (locale.code().to_owned(), file.message.get(locale, default).to_owned())
        };
        let CapsFile { per_session, per_day, ever } = file.caps;
        Rule {
            id: self.id.clone(),
            when: file.when.clone(),
            delay_seconds: file.delay_seconds,
            caps: Caps { per_session, per_day, ever },
            quiet_days: file.quiet_days,
            message: locales.iter().map(said).collect(),
        }
    }
}

/// Reads all rules of a site. One with an error is left out.
pub fn load(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Proactive {
    let mut found = Proactive::default();
    for name in file_names(&config.dir.join(PROACTIVE_DIR)) {
        let path = format!("{PROACTIVE_DIR}/{name}");
        let Some(text) = read(config, &path, diagnostics) else { continue };
        if name == SETTINGS {
            match toml::from_str(&text) {
                Ok(settings) => found.settings = settings,
                Err(error) => diagnostics.push(of_toml("proactive", &path, &text, &error)),
            }
            continue;
        }
        let stem = name.trim_end_matches(".toml");
        let Ok(id) = stem.parse::<RuleId>() else {
            let message = format!("`{stem}` is no name of a rule");
            let help = "use ASCII letters, digits, hyphens and underscores";
            diagnostics.push(Diagnostic::error("proactive", &path, message).with_help(help));
            continue;
        };
        match toml::from_str::<RuleFile>(&text) {
            Ok(file) => {
                let rule = RuleSource { id, path, file };
                if check::check(&rule, &text, config, diagnostics) {
                    found.rules.push(rule);
                }
            }
            Err(error) => diagnostics.push(of_toml("proactive", &path, &text, &error)),
        }
    }
    for rule in &found.rules {
        check::warn_of_visits(rule, found.settings.memory, diagnostics);
    }
    found.rules.sort_by(|a, b| (a.file.order, &a.id).cmp(&(b.file.order, &b.id)));
    if let Some(rule) = found.rules.get(MAX_RULES) {
        let message = format!("there are more than {MAX_RULES} rules, and this one is too many");
        let help = "put rules that say the same into one, with `any`";
        diagnostics.push(Diagnostic::error("proactive", &rule.path, message).with_help(help));
        found.rules.truncate(MAX_RULES);
    }
    found
}

#[cfg(test)]
mod tests;
