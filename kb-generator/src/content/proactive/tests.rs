use kb_protocol::condition::{Value, Values};
use kb_protocol::proactive::{Past, Shown};
use kb_protocol::time::Timestamp;

use super::simulate::{Visit, simulate};
use super::*;

#[expect(clippy::disallowed_methods, reason = "inputs of a test, not a product")]
/// A site with these files below `proactive/`.
fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, SiteConfig) {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join(PROACTIVE_DIR)).expect("a folder");
    for (name, text) in files {
        std::fs::write(dir.path().join(PROACTIVE_DIR).join(name), text).expect("a file");
    }
    let config =
        SiteConfig::parse(dir.path(), "title = \"Help\"\nlocales = [\"en\", \"de\"]\n".into())
            .expect("settings");
    (dir, config)
}

/// Everything that is told about one rule.
fn told(text: &str) -> Vec<String> {
    let (_dir, config) = site(&[("reader.toml", text)]);
    let mut diagnostics = Vec::new();
    load(&config, &mut diagnostics);
    diagnostics.iter().map(ToString::to_string).collect()
}

fn rules(files: &[(&str, &str)]) -> Vec<Rule> {
    let (_dir, config) = site(files);
    let mut diagnostics = Vec::new();
    let found = load(&config, &mut diagnostics);
    assert_eq!(diagnostics, []);
    found.of_brand(&config.brands[0]).expect("rules").rules
}

const READER: &str = "order = 10\nmessage = { en = \"Questions?\", de = \"Fragen?\" }\n\
    when = { field = \"page.scroll\", greater = 50 }\ndelay_seconds = 10\n";

#[test]
fn rules_come_in_their_order_with_the_texts_of_the_brand() {
    let first = "order = -1\nmessage = \"Hello\"\ncaps = { ever = 2 }\n";
    let draft = "message = \"Not yet\"\ndraft = true\n";
    let rules = rules(&[("reader.toml", READER), ("z-first.toml", first), ("draft.toml", draft)]);
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["z-first", "reader"]);
    assert_eq!(rules[0].message["de"], "Hello");
    assert_eq!(rules[1].message["de"], "Fragen?");
    assert_eq!(rules[0].caps, Caps { per_session: 1, per_day: 0, ever: 2 });
}

#[test]
fn what_the_browser_keeps_is_a_setting() {
    let (_dir, config) = site(&[
        ("settings.toml", "memory = \"visitor\"\nrespects_privacy = false\n"),
        ("reader.toml", READER),
    ]);
    let book = load(&config, &mut Vec::new()).of_brand(&config.brands[0]).expect("rules");
    assert_eq!((book.memory, book.respects_privacy), (MemoryKind::Visitor, false));
    let wrong = site(&[("settings.toml", "memry = \"visitor\"\n")]);
    let mut diagnostics = Vec::new();
    load(&wrong.1, &mut diagnostics);
    insta::assert_snapshot!(diagnostics[0].to_string());
}

#[test]
fn what_makes_no_sense_is_told_with_its_line() {
    let with = |line: &str| format!("message = \"Hello\"\n{line}\n");
    let complaints: Vec<String> = [
        "when = { field = \"page.pth\", is = \"/\" }",
        "when = { field = \"page.path\", equals = \"/\" }",
        "when = { field = \"device\", is = \"watch\" }",
        "when = { all = [{ field = \"page.seconds\", greater = 30 }, { field = \"page.seconds\", less = 10 }] }",
        "when = { any = [{ field = \"locale\", is = \"fr\" }, { field = \"page.scroll\", greater = 100 }] }",
        "when = { any = [] }",
        "delay_seconds = 100000",
        "brands = [\"pedalo\"]",
        "caps = { per_week = 1 }",
    ]
    .iter()
    .flat_map(|line| told(&with(line)))
    .chain(told("message = { fr = \"Bonjour\" }\n"))
    .chain(told("message = \" \"\n"))
    .collect();
    insta::assert_snapshot!(complaints.join("\n"));
}

#[test]
fn what_can_hold_is_not_complained_about() {
    for when in [
        "{ any = [{ field = \"device\", is = \"watch\" }, { field = \"device\", is = \"phone\" }] }",
        "{ all = [{ field = \"page.seconds\", greater = 10 }, { field = \"page.seconds\", less = 30 }] }",
        "{ field = \"schedule.open\", is = \"true\" }",
        "{ field = \"customer.planStr\", none_of = [\"free\"] }",
    ] {
        assert_eq!(told(&format!("message = \"Hello\"\nwhen = {when}\n")), Vec::<String>::new());
    }
}

#[test]
fn a_simulation_says_which_rule_invites_and_why_the_others_do_not() {
    let later = "order = 20\nmessage = \"Hello\"\ndelay_seconds = 30\n";
    let phone = "order = 30\nmessage = \"Hello\"\nwhen = { field = \"device\", is = \"phone\" }\n";
    let files = [("reader.toml", READER), ("later.toml", later), ("phone.toml", phone)];
    let rules = rules(&files);
    let mut visit = Visit::default();
    visit.number("page.scroll", 80.0);
    visit.text("device", "desktop");
    let run = |past: &Past, session| {
        let now = Timestamp(1_000_000_000_000);
        let outcomes = simulate(&rules, &visit, past, now, Timestamp(session), 60);
        let line = |outcome: &super::simulate::Outcome| {
            format!("{:?} {} {}", outcome.after_seconds, outcome.invites, outcome.why)
        };
        outcomes.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(run(&Past::default(), 1_000_000_000_000));
    let dismissed = Some(Timestamp(999_999_999_000));
    let mut past = Past::default();
    past.0.insert("reader".parse().expect("id"), Shown { at: vec![], dismissed });
    insta::assert_snapshot!(run(&past, 999_999_000_000));
    assert_eq!(visit.value("page.seconds"), Value::Unset);
}

#[test]
fn a_message_may_name_values_that_are_there() {
    let with = |message: &str| told(&format!("message = '{message}'\n"));
    let right = "Hello {{customer.firstName | \"there\"}} from {{brand.name}}!";
    assert_eq!(with(right), Vec::<String>::new());
    let wrong = with("Hello from {{brand.nam}}!").join("\n");
    assert!(wrong.contains("there is no value `brand.nam` to put into a text"), "{wrong}");
    assert!(wrong.contains("did you mean `brand.name`?"), "{wrong}");
    let open = with("Hello {{customer.firstName").join("\n");
    assert!(open.contains("`{{` is not closed"), "{open}");
}

#[test]
fn values_of_customers_are_those_that_are_declared() {
    let with = |rule: &str, settings: &str| {
        let (dir, _) = site(&[("reader.toml", rule)]);
        let source = format!("title = \"Help\"\nlocales = [\"en\", \"de\"]\n{settings}");
        let config = SiteConfig::parse(dir.path(), source).expect("settings");
        let mut diagnostics = Vec::new();
        load(&config, &mut diagnostics);
        diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let schema = "[attributes]\ncustomer = [\"planStr\"]\n";
    let rule = "message = 'Hello {{customer.firstName | \"there\"}}'\nwhen = { field = \"customer.planStr\", is = \"pro\" }\n";
    assert_eq!(with(rule, schema), "");
    let wrong = with(&rule.replace("firstName", "frstName"), schema);
    assert!(
        wrong.contains("there is no value `customer.frstName`") && wrong.contains("firstName"),
        "{wrong}"
    );
    let wrong = with(&rule.replace("planStr", "plnStr"), schema);
    assert!(
        wrong.contains("there is no value `customer.plnStr`") && wrong.contains("planStr"),
        "{wrong}"
    );
}

#[test]
fn an_attribute_without_a_type_is_told_with_its_line() {
    let (dir, _) = site(&[]);
    let source = "title = \"Help\"\nlocales = [\"en\"]\n[attributes]\ncustomer = [\"plan\"]\n";
    let error = SiteConfig::parse(dir.path(), source.to_owned()).expect_err("no type").to_string();
    assert!(
        error.starts_with("kb.toml:4:") && error.contains("`plan` does not say its type"),
        "{error}"
    );
}

#[test]
fn rules_that_never_last_or_ask_nothing_are_told() {
    let with = |rule: &str| told(&format!("message = \"Hello\"\n{rule}\n")).join("\n");
    for (rule, wanted) in [
        (
            "when = { field = \"page.seconds\", less = 5 }\ndelay_seconds = 10",
            "the rule can never invite: `page.seconds` is below 5 for less time than the delay of 10 s",
        ),
        (
            "when = { field = \"page.scroll\", contains = \"7\" }",
            "reader.toml:2: error[proactive]: the rule asks nothing: `page.scroll` is a number, of which `contains` asks nothing",
        ),
        (
            "when = { field = \"customer.loggedIn\", is = \"yes\" }",
            "`customer.loggedIn` is yes or no, and `yes` is none",
        ),
        ("when = { field = \"brand\", is = \"nobody\" }", "`brand` is never `nobody`, only"),
        (
            "when = { all = [{ any = [{ field = \"device\", is = \"phone\" }, { field = \"device\", is = \"tablet\" }] }, { field = \"device\", is = \"desktop\" }] }",
            "the rule can never invite: it wants `desktop` and `phone` of `device` at the same time",
        ),
        (
            "when = { field = \"visitor.visits\", greater = 2 }",
            "proactive/reader.toml: warning[proactive-visits]: the rule asks `visitor.visits`, and visits are not counted",
        ),
    ] {
        let found = with(rule);
        assert!(found.contains(wanted), "{rule}: {found}");
    }
    for rule in [
        "when = { field = \"page.seconds\", less = 30 }\ndelay_seconds = 10",
        "when = { any = [{ field = \"visitor.visits\", greater = 2 }, { field = \"page.exit\", is = true }] }",
        "when = { field = \"customer.loggedIn\", is = true }",
    ] {
        assert_eq!(with(rule), "", "{rule}");
    }
    let (_dir, config) = site(&[
        (
            "reader.toml",
            "message = \"Hello\"\nwhen = { field = \"visitor.returning\", is = true }\n",
        ),
        ("settings.toml", "memory = \"visitor\"\n"),
    ]);
    let mut diagnostics = Vec::new();
    load(&config, &mut diagnostics);
    assert_eq!(diagnostics, [], "visits are counted");
}
