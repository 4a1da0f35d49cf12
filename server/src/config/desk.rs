//! Sections `[sub_statuses.ID]` and `[shortcuts.NAME]`: how agents sort
//! conversations, and what they need not type.

use std::collections::BTreeMap;

use kb_protocol::attribute::AttributeSchema;
use kb_protocol::inbox::{LocaleTexts, Status};
use kb_protocol::limits;
use serde::Deserialize;

use super::dynamic;

/// Section `[sub_statuses.ID]`: a label under one status.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SubStatusConfig {
    /// The only status that has it: `open`, `snoozed` or `done`.
    pub status: Status,
    /// As shown to agents, by locale code.
    pub name: LocaleTexts,
    /// When to choose it, by locale code.
    #[serde(default)]
    pub description: LocaleTexts,
}

/// Section `[shortcuts.NAME]`: a text that agents write by `/` and its name.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ShortcutConfig {
    /// The text by locale code, a template with values of customer,
    /// conversation, agent (`user`) and brand.
    pub text: LocaleTexts,
    /// Tags that it adds to the conversation.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Status that it gives the conversation: `open`, `snoozed` or `done`.
    #[serde(default)]
    pub status: Option<Status>,
    /// Sub status that it gives the conversation; says the status by itself.
    #[serde(default)]
    pub sub_status: Option<String>,
}

/// `Err` with the key and what is wrong with its value.
pub(super) fn check(
    sub_statuses: &BTreeMap<String, SubStatusConfig>,
    shortcuts: &BTreeMap<String, ShortcutConfig>,
    attributes: &AttributeSchema,
) -> Result<(), (String, String)> {
    for (id, sub_status) in sub_statuses {
        let section = |why| (format!("sub_statuses.{id}"), why);
        check_name(id, "sub status").map_err(section)?;
        if sub_status.name.is_empty() {
            return Err(section(format!("sub status `{id}` has a name in no locale")));
        }
    }
    let custom = dynamic::of_attributes(attributes);
    let known: Vec<&str> =
        dynamic::OF_SHORTCUTS.into_iter().chain(custom.iter().map(String::as_str)).collect();
    for (name, shortcut) in shortcuts {
        check_shortcut(name, shortcut, sub_statuses, &known)
            .map_err(|why| (format!("shortcuts.{name}"), why))?;
    }
    Ok(())
}

fn check_shortcut(
    name: &str,
    shortcut: &ShortcutConfig,
    sub_statuses: &BTreeMap<String, SubStatusConfig>,
    known: &[&str],
) -> Result<(), String> {
    check_name(name, "shortcut")?;
    if shortcut.text.is_empty() {
        return Err(format!("shortcut `{name}` has a text in no locale"));
    }
    shortcut.text.values().try_for_each(|text| check_text(name, text, known))?;
    for tag in &shortcut.tags {
        if tag.trim().is_empty() || tag.chars().count() > limits::TAG_CHARS {
            let most = limits::TAG_CHARS;
            return Err(format!("`{tag}` is no tag; a tag has 1 to {most} characters"));
        }
    }
    check_sub_status(name, shortcut, sub_statuses)
}

fn check_name(name: &str, what: &str) -> Result<(), String> {
    let is_right = !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if is_right {
        return Ok(());
    }
    Err(format!("`{name}` is no name of a {what}; use up to 40 of a to z, 0 to 9 and `-`"))
}

fn check_text(name: &str, text: &str, known: &[&str]) -> Result<(), String> {
    if text.trim().is_empty() || text.chars().count() > limits::MESSAGE_CHARS {
        let most = limits::MESSAGE_CHARS;
        return Err(format!("a text of shortcut `{name}` is empty or above {most} characters"));
    }
    dynamic::check(text, known).map_err(|why| format!("a text of shortcut `{name}`: {why}"))
}

fn check_sub_status(
    name: &str,
    shortcut: &ShortcutConfig,
    sub_statuses: &BTreeMap<String, SubStatusConfig>,
) -> Result<(), String> {
    let Some(id) = &shortcut.sub_status else { return Ok(()) };
    let Some(found) = sub_statuses.get(id) else {
        return Err(format!(
            "shortcut `{name}` sets the sub status `{id}`, which no section `[sub_statuses.{id}]` \
             declares"
        ));
    };
    if shortcut.status.is_some_and(|status| status != found.status) {
        return Err(format!(
            "shortcut `{name}` sets another status than that of its sub status `{id}`; leave \
             `status` out"
        ));
    }
    Ok(())
}

/// Scheme, host and port of an address.
pub(crate) fn origin_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |index| index + 3);
    address[host..].find('/').map_or(address, |end| &address[..host + end])
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    const GOOD: &str = "[sub_statuses.waiting-for-parts]\nstatus = \"snoozed\"\n\
         name.en = \"Waiting for parts\"\n[shortcuts.parts]\ntext.en = \"{{customer.name}}, a {{part1}}.\"\n\
         sub_status = \"waiting-for-parts\"\ntags = [\"parts\"]\n";

    fn problem(text: &str) -> String {
        match Config::parse(text, "server.toml") {
            Ok(_) => "right".into(),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn what_is_declared_is_kept() {
        let good = GOOD.replace("{{part1}}", "part");
        let config = Config::parse(&good, "server.toml").expect("right");
        assert_eq!(config.sub_statuses["waiting-for-parts"].name["en"], "Waiting for parts");
        assert_eq!(config.shortcuts["parts"].tags, ["parts"]);
    }

    #[test]
    fn a_text_may_name_what_is_declared_of_customers_and_conversations() {
        let declared = "[attributes]\ncustomer = [\"planStr\"]\nconversation = [\"orderStr\"]\n";
        let with = |name: &str| problem(&format!("{GOOD}{declared}").replace("part1", name));
        assert_eq!(with("customer.custom.planStr"), "right");
        assert_eq!(with("conversation.custom.orderStr"), "right");
        assert_eq!(
            with("customer.custom.plamStr"),
            "server.toml:4:12: a text of shortcut `parts`: there is no value \
             `customer.custom.plamStr`; did you mean `customer.custom.planStr`?"
        );
    }

    #[test]
    fn a_wrong_name_is_told_with_the_nearest_right_one() {
        let good = GOOD.replace("{{part1}}", "part");
        assert_eq!(
            problem(&good.replace("customer.name", "custumer.name")),
            "server.toml:4:12: a text of shortcut `parts`: there is no value `custumer.name`; did \
             you mean `customer.name`?"
        );
        assert_eq!(
            problem(&good.replace("{{customer.name}}", "{{customer.name}")),
            "server.toml:4:12: a text of shortcut `parts`: `{{` is not closed; write \
             {{customer.firstName}}"
        );
        assert_eq!(
            problem(&good.replace("\"waiting-for-parts\"", "\"waiting\"")),
            "server.toml:4:12: shortcut `parts` sets the sub status `waiting`, which no section \
             `[sub_statuses.waiting]` declares"
        );
        assert_eq!(
            problem(&good.replace("[shortcuts.parts]", "[shortcuts.Parts]")),
            "server.toml:4:12: `Parts` is no name of a shortcut; use up to 40 of a to z, 0 to 9 \
             and `-`"
        );
    }
}
