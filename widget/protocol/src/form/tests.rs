use proptest::prelude::*;

use super::*;

/// A form that has a bit of everything.
fn form() -> Form {
    serde_json::from_str(
        r#"{"version":1,"id":"contact","locale":"en","title":"Contact us","steps":[
        {"title":"About","fields":[
          {"id":"topic","type":"select","label":"Topic","required":true,
           "options":[{"value":"refund","label":"Refund"},{"value":"bike","label":"A bike"}]},
          {"id":"bike","type":"text","label":"Bike","shape":"AA-999","required":true,
           "when":{"field":"topic","is":"bike"}},
          {"id":"part","type":"tree","label":"Part","when":{"field":"bike","set":true},
           "options":[{"value":"frame","label":"Frame"},{"value":"frame/fork","label":"Fork"}]},
          {"id":"amount","type":"number","label":"Amount","min":1,"max":500,
           "required_when":{"field":"topic","is":"refund"}},
          {"id":"source","type":"hidden","label":"","default":"site"}]},
        {"title":"You","fields":[
          {"id":"email","type":"email","label":"E-mail","required":true,"target":"customer.email"},
          {"id":"rides","type":"multi_select","label":"Rides","max":2,
           "options":[{"value":"a","label":"A"},{"value":"b","label":"B"},{"value":"c","label":"C"}]},
          {"id":"day","type":"date","label":"Day","min":"2026-01-01"},
          {"id":"message","type":"textarea","label":"Message","target":"message.body"},
          {"id":"terms","type":"consent","label":"Terms","required":true}]}]}"#,
    )
    .expect("a form")
}

fn raw(answers: &[(&str, &str)]) -> RawAnswers {
    let mut raw = RawAnswers::default();
    for (field, text) in answers {
        raw.add(*field, *text);
    }
    raw
}

const RIGHT: &[(&str, &str)] = &[
    ("topic", "bike"),
    ("bike", " PB-042 "),
    ("part", "frame/fork"),
    ("email", "ann@example.com"),
    ("rides", "c"),
    ("rides", "a"),
    ("terms", "on"),
];

/// [`RIGHT`] with one field answered differently.
fn with(field: &str, texts: &[&str]) -> RawAnswers {
    let mut raw = raw(RIGHT);
    raw.0.insert(field.to_owned(), texts.iter().map(|&text| text.to_owned()).collect());
    raw
}

fn complaints(raw: &RawAnswers) -> Vec<(String, Reason)> {
    let problems = check(&form(), raw).err().unwrap_or_default();
    problems.into_iter().map(|problem| (problem.field, problem.reason)).collect()
}

#[test]
fn right_answers_come_back_in_the_order_of_the_form() {
    let form = form();
    let accepted = check(&form, &raw(RIGHT)).expect("right");
    let names: Vec<&str> = accepted.iter().map(|one| one.field.id.as_str()).collect();
    assert_eq!(names, ["topic", "bike", "part", "source", "email", "rides", "terms"]);
    assert_eq!(accepted[1].answer, Answer::Text("PB-042".to_owned()));
    assert_eq!(accepted[5].answer, Answer::List(vec!["a".to_owned(), "c".to_owned()]));
}

#[test]
fn a_hidden_question_is_neither_needed_nor_accepted() {
    assert_eq!(
        complaints(&with("topic", &["refund"])),
        [
            ("bike".to_owned(), Reason::NotAsked),
            ("part".to_owned(), Reason::NotAsked),
            ("amount".to_owned(), Reason::Required),
        ]
    );
    let form = form();
    let shown = |raw: &RawAnswers| {
        visible_fields(&form, raw).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(!shown(&raw(&[])).contains(&"bike".to_owned()));
    assert!(shown(&raw(&[("topic", "bike")])).contains(&"bike".to_owned()));
    // A wrong answer is none: what depends on it stays hidden.
    assert!(!shown(&raw(&[("topic", "bike"), ("bike", "x")])).contains(&"part".to_owned()));
}

#[test]
fn a_wrong_answer_says_why() {
    let shape = || "AA-999".to_owned();
    for (field, texts, reason) in [
        ("topic", vec!["weather"], Reason::NoChoice),
        ("bike", vec!["PB-42"], Reason::WrongShape { shape: shape() }),
        ("bike", vec!["PB-0421"], Reason::WrongShape { shape: shape() }),
        ("email", vec!["ann@example"], Reason::NoEmail),
        ("email", vec!["a@example.com", "b@example.com"], Reason::OnlyOne),
        ("email", vec![" "], Reason::Required),
        ("amount", vec!["many"], Reason::NoNumber),
        ("amount", vec!["inf"], Reason::NoNumber),
        ("amount", vec!["0"], Reason::TooSmall { min: "1".to_owned() }),
        ("amount", vec!["501"], Reason::TooLarge { max: "500".to_owned() }),
        ("rides", vec!["a", "b", "c"], Reason::TooLong { max: 2 }),
        ("rides", vec!["a", "x"], Reason::NoChoice),
        ("day", vec!["2026-02-30"], Reason::NoDate),
        ("day", vec!["yesterday"], Reason::NoDate),
        ("day", vec!["2025-12-31"], Reason::TooSmall { min: "2026-01-01".to_owned() }),
        ("terms", vec!["false"], Reason::Required),
        ("source", vec!["elsewhere"], Reason::Altered),
        ("nobody", vec!["x"], Reason::NotAsked),
    ] {
        let found = complaints(&with(field, &texts));
        let json = serde_json::to_value(&reason).expect("JSON");
        assert_eq!(json["reason"], reason.code());
        assert!(
            found.contains(&(field.to_owned(), reason.clone())),
            "{field} {reason:?} {found:?}"
        );
    }
}

#[test]
fn a_page_is_checked_with_those_before_it_only() {
    let first = raw(&[("topic", "bike"), ("bike", "PB-042")]);
    assert_eq!(check_step(&form(), &first, 0), Ok(()));
    assert!(check_step(&form(), &first, 1).is_err());
}

#[test]
fn addresses_and_numbers_of_people_pass() {
    for text in ["ann@example.com", "a.b+c@mail.example.org", "ann@bücher.example"] {
        assert!(shape::is_email(text), "{text}");
    }
    for text in ["ann", "@example.com", "ann@-x.com", "a b@example.com", "ann@example..com"] {
        assert!(!shape::is_email(text), "{text}");
    }
    for text in ["+49 30 123456", "(030) 12-34-56", "112 4"] {
        assert!(shape::is_phone(text), "{text}");
    }
    for text in ["12", "call me", "+49+30", "1234567890123456"] {
        assert!(!shape::is_phone(text), "{text}");
    }
    for text in ["javascript:alert(1)", "https://", "ftp://a", "https://a b", "example.com"] {
        assert!(!shape::is_url(text), "{text}");
    }
    assert!(shape::is_url("https://example.com/a?b=c#d"));
    for text in ["2024-02-29", "2000-02-29", "2026-12-31"] {
        assert!(shape::is_day(text), "{text}");
    }
    for text in ["2026-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "26-01-01", "+026-01-01"] {
        assert!(!shape::is_day(text), "{text}");
    }
    assert!(shape::is_day_and_time("2026-05-01T23:59"));
    assert!(!shape::is_day_and_time("2026-05-01T24:00"));
}

#[test]
fn routes_are_taken_by_what_was_answered() {
    let mut form = form();
    form.routes = serde_json::from_str(
        r#"[{"when":{"field":"topic","is":"bike"},"tags":["bikes","fleet"],"search":"broken bike"},
        {"when":{"field":"part","under":"frame"},"tags":["workshop","bikes"],"hook":"workshop",
         "search":"frame"},
        {"when":{"field":"amount","greater":100},"hook":"books"},
        {"when":{"field":"terms","is":true},"hook":"workshop"}]"#,
    )
    .expect("routes");
    let right = raw(RIGHT);
    assert_eq!(
        routed(&form, &right),
        Routed {
            tags: vec!["bikes", "fleet", "workshop"],
            hooks: vec!["workshop"],
            search: Some("broken bike"),
        }
    );
    assert_eq!(look(&form, &right).search, Some("broken bike"));
    // An answer that is not asked for decides nothing.
    let refund = raw(&[("topic", "refund"), ("part", "frame"), ("amount", "500")]);
    let hooks = vec!["books"];
    assert_eq!(routed(&form, &refund), Routed { hooks, ..Routed::default() });
    let mut told = Vec::new();
    explain(&form, &refund, &mut |decided, why| told.push((decided, why.holds)));
    let id = |at: usize| &form.fields().nth(at).expect("a field").id;
    assert_eq!(
        told,
        [
            (Decided::Shown(id(1)), false),
            (Decided::Shown(id(2)), false),
            (Decided::Required(id(3)), true),
            (Decided::Routed(0), false),
            (Decided::Routed(1), false),
            (Decided::Routed(2), true),
            (Decided::Routed(3), false),
        ]
    );
}

proptest! {
    #[test]
    fn what_is_shown_never_depends_on_what_comes_later(
        topic in prop::sample::select(vec!["", "refund", "bike", "x"]),
        bike in "[A-Z]{2}-[0-9]{3}|.{0,8}",
        email in ".{0,12}",
    ) {
        let form = form();
        let before = raw(&[("topic", topic), ("bike", &bike)]);
        let after = raw(&[("topic", topic), ("bike", &bike), ("email", &email)]);
        prop_assert_eq!(visible_fields(&form, &before), visible_fields(&form, &after));
    }

    #[test]
    fn any_answers_are_decided(
        pairs in prop::collection::vec(
            (prop::sample::select(vec!["topic", "bike", "part", "amount", "email", "rides", "day",
                "message", "terms", "source", "other"]), ".{0,20}"), 0..20),
    ) {
        let mut raw = RawAnswers::default();
        for (field, text) in pairs {
            raw.add(field, text);
        }
        let form = form();
        match check(&form, &raw) {
            // What was accepted is accepted again: a resend says the same.
            Ok(accepted) => prop_assert_eq!(check(&form, &raw).expect("again"), accepted),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
