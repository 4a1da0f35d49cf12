//! Work for `cargo xtask bench forms`: a form whose every field has a condition
//! of many tests.
//!
//! `conditions form` prints it, `conditions answers` prints what is answered,
//! `conditions SECONDS` looks at both again and again and prints a JSON object:
//! how many looks in how many seconds, and tests of each look. A look evaluates
//! every test.

use std::hint::black_box;
use std::time::Instant;

use kb_protocol::form::{Form, RawAnswers, look};
use serde_json::{Value, json};

/// Fields that are asked under a condition.
const FIELDS: usize = 200;
/// Tests of each condition. None of them holds, so none saves the next.
const TESTS: [&str; 10] = [
    "is",
    "is_not",
    "contains",
    "starts_with",
    "one_of",
    "none_of",
    "matches",
    "under",
    "after",
    "greater",
];
const ANSWER: &str = "a bicycle with a flat tyre";

fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    match word.as_str() {
        "form" => println!("{}", form()),
        "answers" => println!("{}", answers()),
        seconds => {
            let seconds: f64 = seconds.parse().expect("form, answers or a number of seconds");
            let form: Form = serde_json::from_value(form()).expect("a form");
            let answers: RawAnswers = serde_json::from_value(answers()).expect("answers");
            let (begun, mut looks) = (Instant::now(), 0_u32);
            while begun.elapsed().as_secs_f64() < seconds {
                black_box(look(black_box(&form), black_box(&answers)));
                looks += 1;
            }
            let tests = FIELDS * TESTS.len();
            let seconds = begun.elapsed().as_secs_f64();
            println!("{}", json!({ "looks": looks, "seconds": seconds, "tests": tests }));
        }
    }
}

fn form() -> Value {
    let field = |id: String| json!({ "id": id, "type": "text", "label": "Field" });
    let asked = (0..FIELDS).map(|number| {
        let tests = TESTS.map(|test| {
            let value = match test {
                "is_not" => json!(ANSWER),
                "one_of" => json!(["refund", "lost"]),
                "none_of" => json!(["refund", ANSWER]),
                "matches" => json!("*refund*"),
                "after" => json!("2030-01-01"),
                "greater" => json!(3),
                _ => json!("refund"),
            };
            json!({ "field": "topic", test: value })
        });
        let mut field = field(format!("field{number}"));
        field["when"] = json!({ "any": tests });
        field
    });
    let fields: Vec<Value> = std::iter::once(field("topic".into())).chain(asked).collect();
    json!({
        "version": 1, "id": "many", "locale": "en", "title": "Many",
        "steps": [{ "fields": fields }],
    })
}

fn answers() -> Value {
    json!({ "topic": [ANSWER] })
}
