//! The cases that every copy of the condition engine answers alike: here the
//! native one, in tests/browser/specs/chat-conditions.spec.ts the modules that
//! browsers run.

use std::collections::BTreeMap;
use std::path::Path;

use kb_protocol::condition::{Condition, Literal, Value, Values};
use kb_protocol::form::{FORM_VERSION, Form, RawAnswers, visible_fields};
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
