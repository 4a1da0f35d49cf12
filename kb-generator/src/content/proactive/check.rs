//! What makes no sense in a rule: told with its line and what to do.

use kb_protocol::condition::{Literal, Test, Value};
use kb_protocol::proactive::{MemoryKind, NAMES, PREFIXES, is_name};

use super::super::dynamic;
use super::super::never::{Known, impossible, mismatch, never, tests};
use super::RuleSource;
use crate::config::{LocalizedText, SiteConfig};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};

/// Longest message, in characters: it stands in a bubble.
const MESSAGE_CHARS: usize = 200;
/// Longest delay: an hour.
const MAX_DELAY_SECONDS: u32 = 3_600;

/// Tells everything; `false` if the rule cannot be published so.
pub(super) fn check(
    rule: &RuleSource,
    text: &str,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mut found = Vec::new();
    let line_of = |words: &str| {
        let at = text.lines().position(|line| line.contains(words));
        at.map_or(1, |index| index + 1)
    };
    let mut tell = |line: usize, message: String, help: String| {
        let told = Diagnostic::error("proactive", &rule.path, message);
        found.push(told.at_line(line).with_help(help));
    };
    let file = &rule.file;
    for name in file.when.fields().into_iter().filter(|name| !is_name(name)) {
        let known = NAMES.iter().chain(&PREFIXES).copied();
        let help = did_you_mean(name, known).unwrap_or_else(|| {
            format!("known: {}, {}NAME", NAMES.join(", "), PREFIXES.join("NAME, "))
        });
        tell(line_of(&format!("\"{name}\"")), format!("there is no value `{name}`"), help);
    }
    if let Some(known) = customer_names(config) {
        let asked = file.when.fields().into_iter().filter(|name| name.starts_with("customer."));
        for name in asked.filter(|name| known.iter().all(|it| it != name)) {
            let help = did_you_mean(name, known.iter().map(String::as_str))
                .unwrap_or_else(|| "add it to `customer` in `[attributes]` of kb.toml".to_owned());
            tell(line_of(&format!("\"{name}\"")), format!("there is no value `{name}`"), help);
        }
    }
    let mut fits = true;
    for (field, test) in tests(&file.when) {
        if let Some(why) = mismatch(field, test, &known(field, config)) {
            let help = format!("write a test that fits what `{field}` is");
            tell(line_of(&format!("\"{field}\"")), format!("the rule asks nothing: {why}"), help);
            fits = false;
        }
    }
    let impossible = |field: &str, test: &Test| {
        impossible(field, test, &known(field, config))
            .or_else(|| too_short(field, test, file.delay_seconds))
    };
    // What was told of one test is the reason for this as well.
    if let Some(why) = never(&file.when, &impossible).filter(|_| fits) {
        let help = "`kb proactive simulate` shows what each test sees".to_owned();
        tell(line_of("when"), format!("the rule can never invite: {why}"), help);
    }
    if file.delay_seconds > MAX_DELAY_SECONDS {
        let message = format!("nobody stays on a page for {} seconds", file.delay_seconds);
        tell(line_of("delay_seconds"), message, format!("write at most {MAX_DELAY_SECONDS}"));
    }
    for brand in file.brands.iter().filter(|name| config.brands.iter().all(|it| it.name != **name))
    {
        let help = did_you_mean(brand, config.brands.iter().map(|it| it.name.as_str()));
        let help = help.unwrap_or_else(|| "kb.toml names the brands".to_owned());
        tell(line_of("brands"), format!("there is no brand `{brand}`"), help);
    }
    let texts: Vec<&str> = match &file.message {
        LocalizedText::Same(text) => vec![text],
        LocalizedText::ByLocale(texts) => texts.values().map(String::as_str).collect(),
    };
    if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
        let help = "say in one sentence what you offer: message = \"Questions? We are here.\"";
        tell(line_of("message"), "the rule says nothing".into(), help.into());
    }
    if let Some(long) = texts.iter().find(|text| text.chars().count() > MESSAGE_CHARS) {
        let message = format!("the message has {} characters", long.chars().count());
        let help = format!("it stands in a bubble: {MESSAGE_CHARS} at most");
        tell(line_of("message"), message, help);
    }
    let of_customer = customer_names(config);
    let mut known = vec!["brand.name"];
    known.extend(of_customer.iter().flatten().map(String::as_str));
    let below: &[&str] = if of_customer.is_some() { &[] } else { &["customer."] };
    if let Some((message, help)) = dynamic::mistake(&file.message, &known, below) {
        tell(line_of("message"), message, help);
    }
    if let LocalizedText::ByLocale(texts) = &file.message {
        let codes: Vec<&str> = config
            .brands
            .iter()
            .flat_map(|brand| brand.locales.iter().map(kb_locales::Locale::code))
            .collect();
        for code in texts.keys().filter(|code| !codes.contains(&code.as_str())) {
            let help = did_you_mean(code, codes.iter().copied())
                .unwrap_or_else(|| format!("the locales are {}", codes.join(", ")));
            tell(line_of("message"), format!("`{code}` is not one of the site's locales"), help);
        }
    }
    let is_right = found.iter().all(|told| told.severity != Severity::Error);
    diagnostics.append(&mut found);
    is_right
}

/// What is known of customers by name, where `[attributes]` says it.
fn customer_names(config: &SiteConfig) -> Option<Vec<String>> {
    let declared = config.attributes.as_ref()?.customer.iter().map(String::as_str);
    let always = ["name", "firstName", "email", "externalId", "loggedIn"].into_iter();
    Some(always.chain(declared).map(|name| format!("customer.{name}")).collect())
}

/// What is known of a value before a visitor is there.
fn known<'a>(field: &str, config: &'a SiteConfig) -> Known<'a> {
    match field {
        "device" => Known::One(vec!["phone", "tablet", "desktop"]),
        "availability" => Known::One(vec!["online", "offline"]),
        "mode" => Known::One(vec!["chat", "both"]),
        "locale" => {
            let locales = config.brands.iter().flat_map(|brand| &brand.locales);
            let mut codes: Vec<&str> = locales.map(kb_locales::Locale::code).collect();
            codes.dedup();
            Known::One(codes)
        }
        "brand" => Known::One(config.brands.iter().map(|brand| &*brand.name).collect()),
        "page.exit" | "schedule.open" | "agents.available" | "visitor.returning"
        | "customer.loggedIn" => Known::Flag,
        "page.seconds" => Known::Number(Some(0.0), None),
        "page.scroll" => Known::Number(Some(0.0), Some(100.0)),
        "visitor.visits" => Known::Number(Some(1.0), None),
        _ if field.starts_with("event.") => Known::Flag,
        _ => Known::Text,
    }
}

/// Why a rule's condition does not last as long as its delay.
fn too_short(field: &str, test: &Test, delay_seconds: u32) -> Option<String> {
    let delay = f64::from(delay_seconds);
    let ends = match test {
        Test::Less(limit) if delay >= *limit => *limit,
        Test::Is(Literal::Number(second)) if delay >= 1.0 => second + 1.0,
        _ => return None,
    };
    (field == "page.seconds").then(|| {
        format!("`page.seconds` is below {ends} for less time than the delay of {delay_seconds} s")
    })
}

/// Why a rule cannot invite a visitor whose visits nobody counts.
fn uncounted(field: &str, test: &Test) -> Option<String> {
    let value = match field {
        "visitor.visits" => Value::Number(1.0),
        "visitor.returning" => Value::Flag(false),
        _ => return None,
    };
    (!test.passes(&value)).then(|| format!("`{field}`"))
}

/// Tells of a rule that waits for visits which nobody counts.
pub(super) fn warn_of_visits(
    rule: &RuleSource,
    memory: MemoryKind,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if memory == MemoryKind::Visitor {
        return;
    }
    if let Some(asked) = never(&rule.file.when, &uncounted) {
        let message = format!("the rule asks {asked}, and visits are not counted");
        let help = "write `memory = \"visitor\"` into proactive/settings.toml, or start the \
             widget with `memory: 'visitor'` on pages that may";
        diagnostics
            .push(Diagnostic::warning("proactive-visits", &rule.path, message).with_help(help));
    }
}
