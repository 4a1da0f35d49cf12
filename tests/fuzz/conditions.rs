//! Conditions and forms as anybody may have written them, and whatever values
//! they meet.

use std::collections::BTreeMap;

use kb_protocol::condition::{Condition, Literal, Value, Values};
use kb_protocol::form::{FORM_VERSION, Form, RawAnswers, check, check_step, look};
use serde_json::{Value as Json, json};

use crate::{Random, fuzz};

const FIELDS: [&str; 5] = ["a", "b", "c", "", "missing"];
const WORDS: [&str; 14] = [
    "",
    " ",
    "x",
    "X ",
    "yes",
    "true",
    "1",
    "-1.5",
    "1e300",
    "2026-05-01",
    "2026-05-01T09:00",
    "a/b/c",
    "/a/**/*",
    "\u{130}\u{200b}ß👍",
];

/// Any JSON, of which most is no condition.
fn any(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => Json::Null,
        1 => json!(random.below(2) == 0),
        2 => json!([0.0, -0.0, 1.5, 1e300, -1e-300, 9_007_199_254_740_993.0][random.below(6)]),
        3 | 4 => json!(random.choose(&WORDS)),
        5 => (0..random.below(4)).map(|_| any(random, depth - 1)).collect(),
        _ => condition(random, depth - 1),
    }
}

/// A condition, or something that is nearly one.
fn condition(random: &mut Random, depth: usize) -> Json {
    if depth > 0 && random.below(3) == 0 {
        let name = random.choose(&["all", "any", "All", "none"]);
        let parts: Json = (0..random.below(5)).map(|_| condition(random, depth - 1)).collect();
        return json!({ name: parts });
    }
    let tests = [
        "is",
        "is_not",
        "contains",
        "not_contains",
        "starts_with",
        "one_of",
        "none_of",
        "set",
        "greater",
        "less",
        "before",
        "after",
        "under",
        "matches",
        "rhymes_with",
    ];
    let mut made = json!({ "field": random.choose(&FIELDS) });
    for _ in 0..=random.below(2) {
        made[random.choose(&tests)] = any(random, 1);
    }
    if random.below(20) == 0 { any(random, 2) } else { made }
}

struct Given(BTreeMap<String, Literal>, Vec<String>);

impl Values for Given {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None if name == "c" => Value::List(&self.1),
            None => Value::Unset,
            Some(Literal::Text(text)) => Value::Text(text),
            Some(Literal::Number(number)) => Value::Number(*number),
            Some(Literal::Flag(flag)) => Value::Flag(*flag),
        }
    }
}

fn given(random: &mut Random) -> Given {
    let literal = |random: &mut Random| match random.below(3) {
        0 => Literal::Flag(random.below(2) == 0),
        1 => Literal::Number(f64::from_bits(random.next())),
        _ => Literal::Text(random.choose(&WORDS).to_owned()),
    };
    let mut values = BTreeMap::new();
    for name in ["a", "b"] {
        if random.below(4) > 0 {
            values.insert(name.to_owned(), literal(random));
        }
    }
    Given(values, (0..random.below(4)).map(|_| random.choose(&WORDS).to_owned()).collect())
}

#[test]
fn conditions_never_panic_and_say_the_same_twice() {
    fuzz(
        40_000,
        |random| (condition(random, 5), random.next()),
        |(json, seed)| {
            let Ok(condition) = serde_json::from_value::<Condition>(json.clone()) else { return };
            let mut random = Random(seed | 1);
            for _ in 0..8 {
                let values = given(&mut random);
                let holds = condition.holds(&values);
                let why = condition.explain(&values);
                assert_eq!(why.holds, holds, "{json}");
                let _ = why.decided_by();
            }
            let written = serde_json::to_value(&condition).expect("JSON");
            assert_eq!(
                serde_json::from_value::<Condition>(written).expect("read again"),
                condition
            );
        },
    );
}

#[test]
fn forms_never_panic_whatever_they_ask_and_are_answered() {
    let kinds = [
        "text",
        "textarea",
        "email",
        "phone",
        "url",
        "number",
        "date",
        "datetime",
        "boolean",
        "consent",
        "select",
        "multi_select",
        "tree",
        "file",
        "hidden",
        "hologram",
    ];
    fuzz(
        20_000,
        |random| {
            let fields: Vec<Json> = (0..random.below(6))
                .map(|n| {
                    let mut field = json!({
                        "id": (["a", "b", "c", "d", "e", "f"][n]), "type": random.choose(&kinds), "label": "Label",
                        "required": random.below(2) == 0,
                    });
                    for name in ["min", "max", "shape", "options", "when", "required_when", "whole", "prefill"] {
                        if random.below(3) == 0 {
                            field[name] = match name {
                                "when" | "required_when" => condition(random, 3),
                                "options" => (0..random.below(4))
                                    .map(|n| json!({ "value": WORDS[n + 2], "label": "x", "when": condition(random, 2) }))
                                    .collect(),
                                _ => any(random, 1),
                            };
                        }
                    }
                    field
                })
                .collect();
            let form = json!({"version": FORM_VERSION, "id": "f", "locale": "en", "title": "F", "steps": [{"fields": fields}]});
            (form, random.next())
        },
        |(json, seed)| {
            let Ok(form) = serde_json::from_value::<Form>(json.clone()) else { return };
            let mut random = Random(seed | 1);
            let mut answers = RawAnswers::default();
            for name in ["a", "b", "c", "d", "zz"] {
                for _ in 0..random.below(3) {
                    answers.add(name, random.choose(&WORDS));
                }
            }
            let _ = look(&form, &answers);
            // Whoever may send it may turn every page.
            if check(&form, &answers).is_ok() {
                assert_eq!(
                    check_step(&form, &answers, form.steps.len() - 1),
                    Ok(()),
                    "{json} {answers:?}"
                );
            }
        },
    );
}
