//! What makes no sense in a rule: told with its line and what to do.

use kb_protocol::condition::{Literal, Test};
use kb_protocol::proactive::{NAMES, PREFIXES, is_name};

use super::super::dynamic;
use super::super::never::{never, shown};
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
    if let Some(why) = never(&file.when, &|field, test| impossible(field, test, config)) {
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
    let always = ["name", "firstName", "email", "externalId"].into_iter();
    Some(always.chain(declared).map(|name| format!("customer.{name}")).collect())
}

/// Why no visitor's value passes a test.
fn impossible(field: &str, test: &Test, config: &SiteConfig) -> Option<String> {
    let locales: Vec<&str> = config
        .brands
        .iter()
        .flat_map(|brand| brand.locales.iter().map(kb_locales::Locale::code))
        .collect();
    let (known, is_flag): (&[&str], bool) = match field {
        "device" => (&["phone", "tablet", "desktop"], false),
        "availability" => (&["online", "offline"], false),
        "mode" => (&["chat", "both"], false),
        "locale" => (&locales, false),
        "page.exit" | "schedule.open" | "agents.available" | "visitor.returning" => (&[], true),
        _ => (&[], false),
    };
    let is_possible = |wanted: &Literal| match wanted {
        Literal::Text(text) if is_flag => ["true", "false"].contains(&text.as_str()),
        Literal::Text(text) => {
            known.is_empty() || known.iter().any(|it| it.eq_ignore_ascii_case(text))
        }
        Literal::Flag(_) => is_flag || known.is_empty(),
        Literal::Number(_) => !is_flag && known.is_empty(),
    };
    let wants = |list: &[Literal]| {
        let is_none = list.iter().all(|wanted| !is_possible(wanted));
        let words = list.iter().map(shown).collect::<Vec<_>>().join(" or ");
        let can = if is_flag { "true or false".to_owned() } else { known.join(", ") };
        is_none.then(|| format!("`{field}` is never {words}, only {can}"))
    };
    match test {
        Test::Is(wanted) => wants(std::slice::from_ref(wanted)),
        Test::OneOf(list) => wants(list),
        Test::Greater(limit) if field == "page.scroll" && *limit >= 100.0 => {
            Some(format!("`page.scroll` is never above {limit} percent"))
        }
        Test::Less(limit) if *limit <= 0.0 && field.starts_with("page.s") => {
            Some(format!("`{field}` is never below {limit}"))
        }
        Test::Less(limit) if *limit <= 1.0 && field == "visitor.visits" => {
            Some(format!("`visitor.visits` is never below {limit}: this visit counts"))
        }
        _ => None,
    }
}
