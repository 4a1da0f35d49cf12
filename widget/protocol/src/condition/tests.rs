use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// Owned values by name.
#[derive(Clone, Debug, Default)]
struct Answers(HashMap<&'static str, Owned>);

#[derive(Clone, Debug)]
enum Owned {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<String>),
}

impl Values for Answers {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None => Value::Unset,
            Some(Owned::Text(text)) => Value::Text(text),
            Some(Owned::Number(number)) => Value::Number(*number),
            Some(Owned::Flag(flag)) => Value::Flag(*flag),
            Some(Owned::List(items)) => Value::List(items),
        }
    }
}

fn answers() -> Answers {
    let text = |text: &str| Owned::Text(text.to_owned());
    Answers(HashMap::from([
        ("topic", text("Refund")),
        ("age", text(" 17 ")),
        ("rides", Owned::Number(3.0)),
        ("agreed", Owned::Flag(true)),
        ("parts", Owned::List(vec!["Brake".to_owned(), "lamp".to_owned()])),
        ("day", text("2026-05-01")),
        ("place", text("bikes/brakes")),
        ("page", text("/en/articles/brakes-12/")),
        ("empty", text("  ")),
    ]))
}

fn parse(toml: &str) -> Condition {
    serde_json::from_str(toml).unwrap_or_else(|error| panic!("{toml}: {error}"))
}

#[test]
fn each_test_answers_as_its_name_says() {
    for (json, holds) in [
        (r#"{"field":"topic","is":"refund"}"#, true),
        (r#"{"field":"topic","is_not":"refund"}"#, false),
        (r#"{"field":"rides","is":3}"#, true),
        (r#"{"field":"rides","is":"3.0"}"#, true),
        (r#"{"field":"agreed","is":true}"#, true),
        (r#"{"field":"topic","contains":"FUN"}"#, true),
        (r#"{"field":"parts","contains":"brake"}"#, true),
        (r#"{"field":"parts","contains":"bra"}"#, false),
        (r#"{"field":"parts","is":"brake"}"#, false),
        (r#"{"field":"topic","starts_with":"re"}"#, true),
        (r#"{"field":"topic","one_of":["order","refund"]}"#, true),
        (r#"{"field":"parts","one_of":["bell","lamp"]}"#, true),
        (r#"{"field":"parts","none_of":["bell"]}"#, true),
        (r#"{"field":"age","less":18}"#, true),
        (r#"{"field":"age","greater":16,"less":17}"#, false),
        (r#"{"field":"topic","less":18}"#, false),
        (r#"{"field":"day","before":"2026-05-02"}"#, true),
        (r#"{"field":"day","before":"2026-05-01T09:00"}"#, false),
        (r#"{"field":"day","after":"2025-12-31"}"#, true),
        (r#"{"field":"topic","after":"2025-12-31"}"#, false),
        (r#"{"field":"place","under":"bikes"}"#, true),
        (r#"{"field":"place","under":"bike"}"#, false),
        (r#"{"field":"page","matches":"/*/articles/*/"}"#, true),
        (r#"{"field":"page","matches":"/*/"}"#, false),
        (r#"{"field":"page","matches":"/en/**"}"#, true),
        (r#"{"field":"empty","set":true}"#, false),
        (r#"{"field":"topic","set":true}"#, true),
        (r#"{"all":[]}"#, true),
        (r#"{"any":[]}"#, false),
    ] {
        assert_eq!(parse(json).holds(&answers()), holds, "{json}");
    }
}

#[test]
fn a_missing_value_passes_only_what_says_not() {
    for (test, holds) in [
        (r#""is":"a""#, false),
        (r#""is_not":"a""#, true),
        (r#""contains":"a""#, false),
        (r#""not_contains":"a""#, true),
        (r#""starts_with":"""#, false),
        (r#""one_of":["a"]"#, false),
        (r#""none_of":["a"]"#, true),
        (r#""set":false"#, true),
        (r#""greater":0"#, false),
        (r#""less":0"#, false),
        (r#""before":"2026-01-01""#, false),
        (r#""under":"""#, false),
        (r#""matches":"**""#, false),
    ] {
        let json = format!("{{\"field\":\"nobody\",{test}}}");
        assert_eq!(parse(&json).holds(&answers()), holds, "{json}");
    }
}

#[test]
fn a_wrong_table_says_what_to_write() {
    let complaint = |json: &str| {
        let error = serde_json::from_str::<Condition>(json).expect_err("wrong");
        error.to_string().split(" at line").next().unwrap_or_default().to_owned()
    };
    for (json, wanted) in [
        ("{}", "the condition is empty"),
        (r#"{"is":"a"}"#, "the test names no value"),
        (r#"{"field":"a"}"#, "nothing is asked of `a`"),
        (r#"{"all":[],"any":[]}"#, "a condition is one test"),
        (r#"{"field":"a","all":[]}"#, "a condition is one test"),
        (r#"{"field":"a","before":"May"}"#, "`May` is no date"),
        (r#"{"field":"a","equals":1}"#, "unknown field `equals`"),
        (r#"{"all":[{"any":[{"all":[{"any":[]}]}]}]}"#, "nested deeper than 3"),
    ] {
        assert!(complaint(json).contains(wanted), "{json}: {}", complaint(json));
    }
    let many = vec![r#"{"field":"a","set":true}"#; MAX_PARTS].join(",");
    assert!(complaint(&format!(r#"{{"all":[{many}]}}"#)).contains("more than 200 parts"));
}

#[test]
fn the_test_that_decided_is_named() {
    let condition = parse(
        r#"{"all":[{"field":"topic","set":true},
            {"any":[{"field":"age","greater":17},{"field":"parent","set":true}]},
            {"field":"nobody","is":"x"}]}"#,
    );
    let answers = answers();
    let explanation = condition.explain(&answers);
    assert!(!explanation.holds);
    let decided = explanation.decided_by().expect("a test");
    assert_eq!(decided.condition.fields(), ["age"]);
    assert_eq!(decided.seen, Value::Text(" 17 "));
}

fn names() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["topic", "age", "rides", "parts", "day", "place", "nobody"])
        .prop_map(str::to_owned)
}

fn literals() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<bool>().prop_map(Literal::Flag),
        (-9..9i32).prop_map(|number| Literal::Number(f64::from(number))),
        "[a-zß/* ]{0,6}".prop_map(Literal::Text),
    ]
}

fn tests() -> impl Strategy<Value = Test> {
    let text = || "[a-zİß/*]{0,6}";
    prop_oneof![
        literals().prop_map(Test::Is),
        literals().prop_map(Test::IsNot),
        text().prop_map(Test::Contains),
        text().prop_map(Test::StartsWith),
        prop::collection::vec(literals(), 0..3).prop_map(Test::NoneOf),
        any::<bool>().prop_map(Test::Set),
        (-9..9i32).prop_map(|number| Test::Greater(f64::from(number))),
        Just(Test::Before("2026-05-02".to_owned())),
        text().prop_map(Test::Under),
        text().prop_map(Test::Matches),
    ]
}

fn conditions() -> impl Strategy<Value = Condition> {
    let leaf = (names(), tests()).prop_map(|(field, test)| Condition::Test { field, test });
    leaf.prop_recursive(MAX_DEPTH as u32, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner, 0..4).prop_map(Condition::Any),
        ]
    })
}

proptest! {
    #[test]
    fn an_explanation_agrees_with_the_answer(condition in conditions()) {
        let answers = answers();
        let explanation = condition.explain(&answers);
        prop_assert_eq!(explanation.holds, condition.holds(&answers));
        if let Some(decided) = explanation.decided_by() {
            prop_assert_eq!(decided.holds, explanation.holds);
        }
    }

    #[test]
    fn what_was_published_is_read_again(condition in conditions()) {
        let json = serde_json::to_string(&condition).expect("JSON");
        let read: Condition = serde_json::from_str(&json).expect("a condition");
        prop_assert_eq!(read, condition);
    }

    #[test]
    fn any_text_has_an_answer(text in ".{0,40}", test in tests()) {
        let value = Value::Text(&text);
        let negated = match test.clone() {
            Test::Is(value) => Test::IsNot(value),
            Test::NoneOf(values) => Test::OneOf(values),
            Test::Contains(part) => Test::NotContains(part),
            Test::Set(is_set) => Test::Set(!is_set),
            _ => return Ok(()),
        };
        prop_assert_ne!(test.passes(&value), negated.passes(&value));
    }
}
