//! `kb proactive`: rules of proactive chat, tried out in the shell.

use kb_generator::config::{Brand, SiteConfig};
use kb_generator::content::proactive::simulate::{Outcome, Visit, simulate};
use kb_generator::content::proactive::{self, PROACTIVE_DIR};
use kb_generator::diagnostic::{Severity, did_you_mean};
use kb_protocol::id::RuleId;
use kb_protocol::proactive::{Past, Rule};
use kb_protocol::time::Timestamp;

use super::Failure;
use super::arguments::{ProactiveCommand, SimulateArguments};
use super::output::Output;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// A moment at noon, so that a day is the same for everybody who simulates.
const NOW: Timestamp = Timestamp(1_000 * 24 * HOUR_MS + 12 * HOUR_MS);

pub(super) fn run(command: &ProactiveCommand) -> Result<(), Failure> {
    match command {
        ProactiveCommand::Simulate(arguments) => tell(arguments),
    }
}

fn tell(arguments: &SimulateArguments) -> Result<(), Failure> {
    let config = SiteConfig::load(&arguments.site)?;
    let output = Output::new(arguments.format, false);
    let mut diagnostics = Vec::new();
    let all = proactive::load(&config, &mut diagnostics);
    output.diagnostics(&diagnostics);
    let brand = brand(&config, arguments.brand.as_deref())?;
    let rules = all.of_brand(brand).map(|book| book.rules).unwrap_or_default();
    if rules.is_empty() {
        output.line(&format!("`{}` has no rules; write them below {PROACTIVE_DIR}/", brand.name));
    }
    let visit = visit(arguments, brand)?;
    let (past, session) = past(arguments, &rules)?;
    let outcomes = simulate(&rules, &visit, &past, NOW, session, arguments.seconds);
    for (rule, outcome) in rules.iter().zip(&outcomes) {
        output.line(&line(rule, outcome));
        output.data(&serde_json::json!({
            "rule": rule.id, "invites": outcome.invites,
            "after_seconds": outcome.after_seconds, "why": outcome.why,
        }));
    }
    let is_wrong = diagnostics.iter().any(|found| found.severity == Severity::Error);
    if is_wrong { Err(Failure::Content) } else { Ok(()) }
}

fn line(rule: &Rule, outcome: &Outcome) -> String {
    let what = match (outcome.invites, outcome.after_seconds) {
        (true, Some(after)) => format!("invites after {after} s"),
        (false, Some(after)) => format!("would invite after {after} s"),
        _ => "does not invite".to_owned(),
    };
    format!("{}: {what}: {}", rule.id, outcome.why)
}

fn brand<'a>(config: &'a SiteConfig, name: Option<&str>) -> Result<&'a Brand, Failure> {
    let Some(name) = name else {
        return config.brands.first().ok_or_else(|| Failure::usage("the site has no brand"));
    };
    config.brands.iter().find(|brand| brand.name == name).ok_or_else(|| {
        let known = config.brands.iter().map(|brand| brand.name.as_str());
        let help = did_you_mean(name, known).unwrap_or_else(|| "kb.toml names the brands".into());
        Failure::usage(format!("there is no brand `{name}`\n  help: {help}"))
    })
}

fn visit(arguments: &SimulateArguments, brand: &Brand) -> Result<Visit, Failure> {
    let mut visit = Visit::default();
    let (address, query) = arguments.page.split_once('?').unwrap_or((&arguments.page, ""));
    let query = query.split('#').next().unwrap_or_default();
    let path = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    visit.text("page.url", &arguments.page);
    visit.text("page.path", path.split('#').next().unwrap_or_default());
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if let Some(name) = name.strip_prefix("utm_") {
            visit.text(format!("utm.{name}"), value);
        }
    }
    if let Some(referrer) = &arguments.referrer {
        visit.text("referrer", referrer);
    }
    visit.text("brand", &brand.name);
    visit.flag("customer.loggedIn", arguments.logged_in);
    let locale = arguments.locale.as_deref().unwrap_or_else(|| brand.default_locale.code());
    visit.text("locale", locale);
    visit.text("device", &arguments.device);
    visit.number("visitor.visits", f64::from(arguments.visits));
    visit.flag("visitor.returning", arguments.visits > 1);
    visit.number("page.scroll", f64::from(arguments.scroll.min(100)));
    visit.flag("page.exit", arguments.exit);
    visit.flag("schedule.open", !arguments.closed);
    visit.flag("agents.available", !arguments.closed && !arguments.no_agents);
    visit.text("availability", if arguments.closed { "offline" } else { "online" });
    visit.text("mode", "chat");
    for name in &arguments.event {
        visit.flag(format!("event.{name}"), true);
    }
    for pair in &arguments.customer {
        let (name, value) = pair_of(pair, "--customer planStr=pro")?;
        visit.text(format!("customer.{name}"), value);
    }
    Ok(visit)
}

/// What the browser remembers, and when the session began.
fn past(arguments: &SimulateArguments, rules: &[Rule]) -> Result<(Past, Timestamp), Failure> {
    let (mut past, mut session) = (Past::default(), NOW);
    let known = |name: &str| -> Result<RuleId, Failure> {
        let found = rules.iter().find(|rule| rule.id.as_str() == name).map(|rule| rule.id.clone());
        found.ok_or_else(|| {
            let help = did_you_mean(name, rules.iter().map(|rule| rule.id.as_str()));
            let help = help.map(|help| format!("\n  help: {help}")).unwrap_or_default();
            Failure::usage(format!("there is no rule `{name}`{help}"))
        })
    };
    let ago = |text: &str, unit: i64| -> Result<Timestamp, Failure> {
        let count: f64 = text
            .parse()
            .map_err(|_| Failure::usage(format!("`{text}` is no number of hours or days")))?;
        Ok(NOW.plus_ms(-(count * unit as f64) as i64))
    };
    for pair in &arguments.shown {
        let (name, hours) = pair_of(pair, "--shown reader=0.1")?;
        let at = ago(hours, HOUR_MS)?;
        // Half an hour without a page ends a session.
        if at.0 > NOW.0 - HOUR_MS / 2 {
            session = session.min(at);
        }
        past.0.entry(known(name)?).or_default().at.push(at);
    }
    for pair in &arguments.dismissed {
        let (name, days) = pair_of(pair, "--dismissed reader=2")?;
        past.0.entry(known(name)?).or_default().dismissed = Some(ago(days, 24 * HOUR_MS)?);
    }
    Ok((past, session))
}

fn pair_of<'a>(pair: &'a str, example: &str) -> Result<(&'a str, &'a str), Failure> {
    pair.split_once('=').ok_or_else(|| {
        Failure::usage(format!("`{pair}` has no `=`\n  help: write it like `{example}`"))
    })
}
