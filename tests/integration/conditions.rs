//! The cases that every copy of the condition engine answers alike: here the
//! native one, in tests/browser/specs/chat-conditions.spec.ts the modules that
//! browsers run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kb_protocol::condition::{Condition, Literal, Value, Values};
use kb_protocol::form::{FORM_VERSION, Form, RawAnswers, check, look, visible_fields};
use kb_tests::{Dice, everything, submission};
use serde::Deserialize;
use serde_json::{Value as Json, json};

#[derive(Deserialize)]
struct Case {
    values: BTreeMap<String, Json>,
    when: Json,
    holds: bool,
}

/// Values with their types, as rules get them.
struct Typed(BTreeMap<String, Literal>, Vec<String>);

impl Values for Typed {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None if name == "l" && !self.1.is_empty() => Value::List(&self.1),
            None => Value::Unset,
            Some(Literal::Text(text)) => Value::Text(text),
            Some(Literal::Number(number)) => Value::Number(*number),
            Some(Literal::Flag(flag)) => Value::Flag(*flag),
        }
    }
}

/// A form that asks one more question where the condition holds.
fn form(when: &Json) -> Form {
    let fields = json!([
        {"id": "a", "type": "text", "label": "A"},
        {"id": "n", "type": "number", "label": "N"},
        {"id": "f", "type": "boolean", "label": "F"},
        {"id": "l", "type": "multi_select", "label": "L", "options": [
            {"value": "p", "label": "P"}, {"value": "q", "label": "Q"}, {"value": "r", "label": "R"}]},
        {"id": "q", "type": "text", "label": "Q", "when": when},
    ]);
    let steps = json!([{ "fields": fields }]);
    let form =
        json!({"version": FORM_VERSION, "id": "f", "locale": "en", "title": "F", "steps": steps});
    serde_json::from_value(form).expect("a form")
}

#[test]
fn every_case_is_answered_as_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases/conditions.json");
    let text = std::fs::read_to_string(path).expect("the cases");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("cases");
    assert!(cases.len() >= 50);
    for Case { values, when, holds } in cases {
        let condition: Condition = serde_json::from_value(when.clone()).expect("a condition");
        let mut typed = Typed(BTreeMap::new(), Vec::new());
        let mut raw = RawAnswers::default();
        for (name, value) in &values {
            let texts: Vec<String> = match value {
                Json::Array(items) => {
                    items.iter().map(|item| item.as_str().expect("a text").to_owned()).collect()
                }
                Json::String(text) => vec![text.clone()],
                other => vec![other.to_string()],
            };
            texts.iter().for_each(|text| raw.add(name.clone(), text.clone()));
            match serde_json::from_value::<Literal>(value.clone()) {
                Ok(literal) => _ = typed.0.insert(name.clone(), literal),
                Err(_) => typed.1 = texts,
            }
        }
        assert_eq!(condition.holds(&typed), holds, "{when} of {values:?}");
        assert_eq!(condition.explain(&typed).holds, holds, "{when} of {values:?}");
        let form = form(&when);
        let is_asked = visible_fields(&form, &raw).iter().any(|id| id.as_str() == "q");
        assert_eq!(is_asked, holds, "in a form: {when} of {values:?}");
    }
}

/// What `form.wasm` says of answers, as the native engine does.
fn says(form: &Form, answers: &RawAnswers) -> Json {
    let look = look(form, answers);
    let problems: Vec<Json> = check(form, answers)
        .err()
        .into_iter()
        .flatten()
        .map(|problem| json!({"field": problem.field, "reason": problem.reason.code()}))
        .collect();
    let mut says = json!({
        "shown": look.shown, "required": look.required, "withheld": look.withheld,
        "problems": problems,
    });
    if let Some(words) = look.search {
        says["search"] = json!(words);
    }
    says
}

#[test]
fn submissions_of_a_form_with_everything_are_judged_as_the_cases_say() {
    let (form, mut dice) = (everything(), Dice::new(2_026));
    let (mut lines, mut reasons, mut right) = (Vec::new(), BTreeSet::new(), 0);
    for _ in 0..150 {
        let answers = submission(&form, &mut dice);
        let says = says(&form, &answers);
        let problems = says["problems"].as_array().expect("a list");
        right += usize::from(problems.is_empty());
        reasons.extend(problems.iter().map(|one| one["reason"].to_string()));
        lines.push(json!({"answers": answers, "says": says}).to_string());
    }
    assert!((30..90).contains(&right), "{right} of 150 are right");
    // All that an answer can be refused for, but for what is in a file.
    assert_eq!(reasons.len(), 16, "{reasons:?}");
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases/forms.json");
    if std::env::var_os("HELPWRIGHT_RENEW").is_some() {
        std::fs::write(&path, &text).expect("write the cases");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let help =
        "HELPWRIGHT_RENEW=1 cargo nextest run -p kb-tests --test integration submissions_of_a_form";
    for (known, line) in known.lines().zip(text.lines()) {
        assert_eq!(known, line, "if this is as it should be: {help}");
    }
    assert_eq!(known.lines().count(), text.lines().count(), "{help}");
}
