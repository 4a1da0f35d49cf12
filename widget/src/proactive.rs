//! Decides in the browser which rule invites: a module of its own, loaded on
//! idle by pages whose brand has rules. `embed/proactive.js` is appended to
//! its glue.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use std::cell::RefCell;
use std::collections::HashMap;

use kb_protocol::condition::{Literal, Value, Values};
use kb_protocol::proactive::{Past, Rule, Times, Watch};
use wasm_bindgen::prelude::*;

thread_local! {
    static RULES: RefCell<Vec<Rule>> = const { RefCell::new(Vec::new()) };
    static WATCH: RefCell<Watch> = RefCell::default();
}

/// What a page says of its visitor.
struct Facts(HashMap<String, Literal>);

impl Values for Facts {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None => Value::Unset,
            Some(Literal::Text(text)) => Value::Text(text),
            Some(Literal::Number(number)) => Value::Number(*number),
            Some(Literal::Flag(flag)) => Value::Flag(*flag),
        }
    }
}

/// Takes the rules of the settings, as JSON. Rules that only a newer program
/// understands are left out.
#[wasm_bindgen]
pub fn load(rules: &str) {
    let list: Vec<serde_json::Value> = serde_json::from_str(rules).unwrap_or_default();
    let known = list.into_iter().filter_map(|rule| serde_json::from_value(rule).ok());
    RULES.set(known.collect());
    WATCH.set(Watch::default());
}

/// The rule that invites at this moment, if one does. All three are JSON: an
/// object of values by name, [`Past`] and [`Times`].
#[wasm_bindgen]
pub fn due(values: &str, past: &str, times: &str) -> Option<String> {
    let facts = Facts(serde_json::from_str(values).unwrap_or_default());
    // What somebody else has put into the storage is as good as nothing.
    let past: Past = serde_json::from_str(past).unwrap_or_default();
    let times: Times = serde_json::from_str(times).ok()?;
    RULES.with_borrow(|rules| {
        WATCH.with_borrow_mut(|watch| {
            watch.due(rules, &facts, &past, times).map(|rule| rule.id.to_string())
        })
    })
}
