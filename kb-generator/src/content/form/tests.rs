use super::*;

#[expect(clippy::disallowed_methods, reason = "inputs of a test, not a product")]
/// A site with these files below `forms/`.
fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, SiteConfig) {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join(FORMS_DIR)).expect("a folder");
    for (name, text) in files {
        std::fs::write(dir.path().join(FORMS_DIR).join(name), text).expect("a file");
    }
    let config =
        SiteConfig::parse(dir.path(), "title = \"Help\"\nlocales = [\"en\", \"de\"]\n".into())
            .expect("settings");
    (dir, config)
}

const CONTACT: &str = r#"title = { en = "Contact us", de = "Kontakt" }

[[fields]]
id = "topic"
type = "select"
label = { en = "Topic", de = "Thema" }
required = true
options = ["refund", { value = "bike", label = { en = "A bike", de = "Ein Rad" } }]

[[fields]]
id = "amount"
type = "number"
label = { en = "Amount", de = "Betrag" }
when = { field = "topic", is = "refund" }
required = true

[[fields]]
id = "email"
type = "email"
label = { en = "E-mail", de = "E-Mail" }
required = true
target = "customer.email"
"#;

/// Everything that is told about one form.
fn told(text: &str) -> Vec<String> {
    let (_dir, config) = site(&[("contact.toml", text)]);
    let mut diagnostics = Vec::new();
    load(&config, &mut diagnostics);
    diagnostics.iter().map(ToString::to_string).collect()
}

/// The first thing that is told about [`CONTACT`] with one change.
fn complaint(from: &str, to: &str) -> String {
    assert!(CONTACT.contains(from), "{from}");
    told(&CONTACT.replacen(from, to, 1)).first().cloned().unwrap_or_default()
}

#[test]
fn a_form_is_read_in_each_locale() {
    let (_dir, config) = site(&[("contact.toml", CONTACT)]);
    let mut diagnostics = Vec::new();
    let forms = load(&config, &mut diagnostics);
    assert_eq!(diagnostics, []);
    let locale = |code: &str| Locale::parse(code).expect("a locale");
    let form = forms[0].in_locale(&locale("de"), &locale("en"));
    assert_eq!(form.title, "Kontakt");
    let json = serde_json::to_value(form.fields().next()).expect("JSON");
    assert_eq!(json["options"][1]["label"], "Ein Rad");
    assert_eq!(json["options"][0]["label"], "refund");
}

#[test]
fn what_makes_no_sense_is_told_with_its_line() {
    for (from, to, wanted) in [
        (
            "type = \"number\"",
            "type = \"nummer\"",
            "forms/contact.toml:12:8: error[form]: there is no choice `nummer` here\n  help: did you mean `number`?",
        ),
        (
            "label =",
            "lable =",
            "forms/contact.toml:6:1: error[form]: there is no key `lable` here\n  help: did you mean `label`?",
        ),
        (
            "field = \"topic\"",
            "field = \"tpoic\"",
            "forms/contact.toml:11: error[form]: the condition of field `amount` asks `tpoic`, which there is not\n  help: did you mean `topic`?",
        ),
        (
            "field = \"topic\"",
            "field = \"email\"",
            "forms/contact.toml:11: error[form]: the condition of field `amount` asks `email`, which comes after it\n  help: move `email` before `amount`",
        ),
        (
            "field = \"topic\"",
            "field = \"amount\"",
            "forms/contact.toml:11: error[form]: the condition of field `amount` asks the field itself\n  help: ask a field that comes before it",
        ),
        (
            "is = \"refund\"",
            "is = \"refnd\"",
            "forms/contact.toml:11: error[form]: the condition of field `amount` asks whether `topic` is `refnd`, which is not among its options\n  help: did you mean `refund`?",
        ),
        ("is = \"refund\"", "equals = \"refund\"", "there is no key `equals` here"),
        (
            "id = \"amount\"",
            "id = \"topic\"",
            "forms/contact.toml:11: error[form]: there are two fields `topic`\n  help: give each field an id of its own",
        ),
        (
            "id = \"amount\"",
            "id = \"amount\"\nshape = \"99\"",
            "forms/contact.toml:11: error[form]: field `amount` has `shape`, which its type does not know\n  help: take it away, or choose another `type`",
        ),
        (
            "id = \"amount\"",
            "id = \"amount\"\nmin = 5\nmax = 2",
            "forms/contact.toml:11: error[form]: nothing fits field `amount`: its `min` is above its `max`\n  help: exchange them",
        ),
        (
            "id = \"amount\"",
            "id = \"amount\"\ndefault = \"many\"",
            "forms/contact.toml:11: error[form]: the default `many` is no answer to field `amount`\n  help: write an answer that the field accepts",
        ),
        (
            "target = \"customer.email\"",
            "target = \"customer.mail\"",
            "there is no target `customer.mail`",
        ),
        (
            "options = [",
            "options = [\"bike\", ",
            "forms/contact.toml:4: error[form]: field `topic` has the option `bike` twice\n  help: take one of them away",
        ),
        (
            ", de = \"Betrag\"",
            "",
            "forms/contact.toml: warning[form-untranslated]: 1 texts are not translated to `de`\n  help: add them to the tables: `label = { en = \"…\", de = \"…\" }`",
        ),
        ("title = {", "brands = [\"nobody\"]\ntitle = {", "there is no brand `nobody`"),
    ] {
        let found = complaint(from, to);
        assert!(found.contains(wanted), "{to}: {found}");
    }
}

#[test]
fn one_wrong_form_does_not_take_the_others_along() {
    let (_dir, config) =
        site(&[("contact.toml", CONTACT), ("broken.toml", "title = "), ("a b.toml", "")]);
    let mut diagnostics = Vec::new();
    let forms = load(&config, &mut diagnostics);
    assert_eq!(forms.len(), 1);
    assert_eq!(diagnostics.len(), 2);
}

#[test]
fn two_forms_of_one_brand_may_not_share_an_address() {
    let (_dir, config) = site(&[
        ("contact.toml", CONTACT),
        ("write.toml", &format!("slug = \"contact\"\n{CONTACT}")),
    ]);
    let mut diagnostics = Vec::new();
    load(&config, &mut diagnostics);
    assert!(diagnostics[0].message.contains("that of `forms/contact.toml` too"));
}

#[test]
fn cases_tell_what_is_otherwise_and_why() {
    let cases = r#"
[[cases]]
name = "right"
answers = { topic = "refund", amount = 12, email = "ann@example.com" }
visible = ["topic", "amount", "email"]
payload = { topic = "refund", amount = 12, email = "ann@example.com" }

[[cases]]
name = "refused as it should be"
answers = { topic = "bike", amount = 12 }
problems = { amount = "not_asked", email = "required" }

[[cases]]
name = "wrong"
answers = { topic = "bike", email = "ann@example.com" }
visible = ["topic", "amount", "emial"]
problems = { topic = "no_choice" }
"#;
    let (_dir, config) = site(&[("contact.toml", CONTACT), ("contact.test.toml", cases)]);
    let forms = load(&config, &mut Vec::new());
    let outcomes = cases::run(&config, &forms[0], &mut Vec::new());
    assert_eq!(outcomes[0].differences, [] as [String; 0]);
    assert_eq!(outcomes[1].differences, [] as [String; 0]);
    assert_eq!(
        outcomes[2].differences,
        [
            "there is no field `emial`; did you mean `email`?",
            "`amount` is not shown: {\"field\":\"topic\",\"is\":\"refund\"} does not hold, the \
             answer is \"bike\"",
            "`email` is shown",
            "`topic` is accepted",
        ]
    );
}

#[test]
fn texts_may_name_the_brand_and_the_form() {
    let thanks = |text: &str| told(&format!("thanks = '{text}'\n{CONTACT}"));
    assert_eq!(thanks("{{form.title}} is with {{brand.name}}."), Vec::<String>::new());
    let wrong = thanks("Thank you, {{customer.name}}.").join("\n");
    assert!(wrong.contains("there is no value `customer.name`"), "{wrong}");
    assert!(wrong.contains("known here: brand.name, form.title"), "{wrong}");
}

#[test]
fn ten_thousand_conditions_are_told_with_what_to_do() {
    let one = r#"{ field = "topic", is = "refund" }"#;
    let many = vec![one; 10_000].join(", ");
    let inside = complaint(
        r#"when = { field = "topic", is = "refund" }"#,
        &format!("when = {{ any = [{many}] }}"),
    );
    assert!(
        inside.contains("more than 200 parts") && inside.contains("use `one_of` for lists"),
        "{inside}"
    );
    assert!(inside.contains("contact.toml"), "{inside}");
    // Spread over options each of them is small.
    let option = |n: usize| format!("{{ value = \"v{n}\", when = {one} }}");
    let options: Vec<String> = (0..10_000).map(option).collect();
    let field = format!(
        "\n[[fields]]\nid = \"more\"\ntype = \"select\"\nlabel = {{ en = \"More\", de = \"Mehr\" }}\noptions = [{}]\n",
        options.join(", ")
    );
    let spread = told(&format!("{CONTACT}{field}"));
    assert!(
        spread.iter().any(
            |one| one.contains("10001 parts; 2000 are taken") && one.contains("split the form")
        ),
        "{spread:?}"
    );
}

#[test]
fn attributes_are_declared_and_take_what_is_answered() {
    let with = |target: &str, settings: &str| {
        let text = CONTACT.replacen("target = \"customer.email\"", &format!("target = \"customer.email\"\n\n[[fields]]\nid = \"more\"\ntype = \"number\"\nlabel = {{ en = \"More\", de = \"Mehr\" }}\ntarget = \"{target}\""), 1);
        let (dir, _) = site(&[("contact.toml", &text)]);
        let source = format!("title = \"Help\"\nlocales = [\"en\", \"de\"]\n{settings}");
        let config = SiteConfig::parse(dir.path(), source).expect("settings");
        let mut diagnostics = Vec::new();
        load(&config, &mut diagnostics);
        diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let schema = "[attributes]\ncustomer = [\"ordersNum\"]\n";
    assert_eq!(with("customer.custom.ordersNum", schema), "");
    assert_eq!(with("customer.custom.ridesNum", ""), "", "any name where nothing is declared");
    let near = with("customer.custom.orderNum", schema);
    assert!(
        near.contains("there is no attribute `orderNum` of a customer")
            && near.contains("ordersNum"),
        "{near}"
    );
    let other = with("conversation.custom.bikesNum", schema);
    assert!(other.contains("add it to `conversation` in `[attributes]`"), "{other}");
    let text = with("customer.custom.tierStr", "");
    assert!(text.contains("answers with a number, which `tierStr` does not take"), "{text}");
    let none = with("customer.custom.tier", "");
    assert!(none.contains("`tier` does not say its type"), "{none}");
}

/// What is told about [`CONTACT`] with a route at its end, in line 24.
fn route(text: &str) -> String {
    told(&format!("{CONTACT}\n[[routes]]\n{text}\n")).join("\n")
}

#[test]
fn routes_that_make_no_sense_are_told_with_their_line() {
    let when = "when = { field = \"topic\", is = \"refund\" }";
    assert_eq!(route(&format!("{when}\ntags = [\"money\"]\nhook = \"books\"")), "");
    let both = "when = { all = [{ field = \"topic\", is = \"refund\" }, { field = \"topic\", is = \"bike\" }] }";
    for (text, wanted) in [
        (
            "when = { field = \"tpoic\", is = \"refund\" }\ntags = [\"money\"]".to_owned(),
            "forms/contact.toml:24: error[form]: the condition of this route asks `tpoic`, which there is not\n  help: did you mean `topic`?",
        ),
        (
            "when = { field = \"topic\", is = \"refnd\" }\ntags = [\"money\"]".to_owned(),
            "the condition of this route asks whether `topic` is `refnd`, which is not among its options\n  help: did you mean `refund`?",
        ),
        (
            format!("{both}\ntags = [\"money\"]"),
            "forms/contact.toml:24: error[form]: the condition of this route never holds: it wants `refund` and `bike` of `topic` at the same time",
        ),
        (
            when.to_owned(),
            "forms/contact.toml:24: error[form]: nothing follows from this route\n  help: give it `tags`, a `hook` or words to `search` for, or take it away",
        ),
        (format!("{when}\ntags = [\"\"]"), "`` is no tag"),
        (format!("{when}\nhook = \"a b\""), "`a b` is no name of a form hook"),
        (format!("{when}\nsearch = \" \""), "the route searches for nothing"),
        (format!("{when}\nteam = \"a\""), "there is no key `team` here"),
        (
            format!("{when}\nsearch = {{ en = \"money back\" }}"),
            "1 texts are not translated to `de`",
        ),
    ] {
        let found = route(&text);
        assert!(found.contains(wanted), "{text}: {found}");
    }
    let many = format!("[[routes]]\n{when}\ntags = [\"money\"]\n").repeat(51);
    let found = told(&format!("{CONTACT}\n{many}")).join("\n");
    assert!(found.contains("the form has 51 routes") && found.contains("50 are taken"), "{found}");
}

#[test]
fn cases_compare_what_routes_make_of_answers_and_explain_it() {
    let routes = r#"
[[routes]]
when = { field = "topic", is = "refund" }
tags = ["money"]
hook = "books"
search = { en = "money back", de = "Geld zurück" }

[[routes]]
when = { field = "amount", greater = 100 }
tags = ["large"]
"#;
    let cases = r#"
[[cases]]
name = "right"
answers = { topic = "refund", amount = 12, email = "ann@example.com" }
tags = ["money"]
hooks = ["books"]
search = "money back"

[[cases]]
name = "wrong"
answers = { topic = "refund", amount = 120, email = "ann@example.com" }
tags = ["bikes", "money"]
hooks = []
search = ""
"#;
    let form = format!("{CONTACT}{routes}");
    let (_dir, config) = site(&[("contact.toml", &form), ("contact.test.toml", cases)]);
    let forms = load(&config, &mut Vec::new());
    let outcomes = cases::run(&config, &forms[0], &mut Vec::new());
    assert_eq!(outcomes[0].differences, [] as [String; 0]);
    assert_eq!(
        outcomes[1].differences,
        [
            "no route gives the tag `bikes`",
            "a route gives the tag `large`",
            "a route gives the hook `books`",
            "articles are found by `money back`, not by ``",
        ]
    );
    let trace: Vec<String> = outcomes[0]
        .trace
        .iter()
        .map(|one| format!("{} {}: {}", one.holds, one.what, one.why))
        .collect();
    assert_eq!(
        trace,
        [
            "true field `amount` is asked: {\"field\":\"topic\",\"is\":\"refund\"} holds, the answer is \"refund\"",
            "true route 1 is taken: {\"field\":\"topic\",\"is\":\"refund\"} holds, the answer is \"refund\"",
            "false route 2 is taken: {\"field\":\"amount\",\"greater\":100.0} does not hold, the answer is 12",
        ]
    );
}

#[test]
fn conditions_that_decide_nothing_or_never_hold_are_told() {
    let more = |when: &str| {
        let day =
            "[[fields]]\nid = \"day\"\ntype = \"date\"\nlabel = { en = \"Day\", de = \"Tag\" }\n";
        let field = "[[fields]]\nid = \"more\"\ntype = \"text\"\nlabel = { en = \"More\", de = \"Mehr\" }\n";
        let limited = CONTACT.replace("type = \"number\"", "type = \"number\"\nmax = 500");
        told(&format!("{limited}\n{day}\n{field}when = {when}\n")).join("\n")
    };
    for (when, wanted) in [
        (
            "{ field = \"amount\", contains = \"5\" }",
            "error[form]: the condition of field `more` asks nothing: `amount` is a number, of which `contains` asks nothing\n  help: write a test that fits what `amount` answers with",
        ),
        (
            "{ field = \"day\", before = \"tomorrow\" }",
            "error[form]: `tomorrow` is no date\n  help: write `2026-05-01`",
        ),
        ("{ field = \"day\", greater = 3 }", "`day` is a day, of which `greater` asks nothing"),
        ("{ field = \"amount\", is = \"many\" }", "`amount` is a number, and `many` is none"),
        (
            "{ field = \"amount\", greater = 500 }",
            "the condition of field `more` never holds: `amount` is never above 500",
        ),
        (
            "{ field = \"topic\", starts_with = \"x\" }",
            "never holds: `topic` is never something that begins with `x`, only refund, bike",
        ),
        (
            "{ all = [{ any = [{ field = \"topic\", is = \"bike\" }, { field = \"amount\", less = 5 }] }, { field = \"topic\", is = \"refund\" }, { field = \"amount\", greater = 10 }] }",
            "never holds: it wants `refund` and `bike` of `topic` at the same time, and it wants more than 10 and less than 5 of `amount` at the same time",
        ),
    ] {
        let found = more(when);
        assert!(found.contains(wanted), "{when}: {found}");
    }
    for when in [
        "{ field = \"amount\", greater = 499 }",
        "{ field = \"day\", starts_with = \"2026-\" }",
        "{ all = [{ field = \"topic\", is_not = \"bike\" }, { field = \"day\", set = true }] }",
    ] {
        assert_eq!(more(when), "", "{when}");
    }
}
