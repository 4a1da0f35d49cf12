//! Decides in the browser which rule invites: a module of its own, loaded on
//! idle by pages whose brand has rules. `embed/proactive.js` is appended to
//! its glue.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use kb_protocol::condition::{Literal, Value, Values};
use kb_protocol::proactive::{Past, Rule, Watch};
use kb_protocol::template::{Target, Template, Written};
use wasm_bindgen::prelude::*;

use crate::wire::{Json, read_literal, read_rule, read_shown, read_times};

thread_local! {
    static RULES: RefCell<Vec<Rule>> = const { RefCell::new(Vec::new()) };
    static WATCH: RefCell<Watch> = RefCell::default();
}

/// What the page says of its visitor, as far as rules ask.
struct Facts<'a>(BTreeMap<&'a str, Literal>);

impl Values for Facts<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None => Value::Unset,
            Some(Literal::Text(text)) => Value::Text(text),
            Some(Literal::Number(number)) => Value::Number(*number),
            Some(Literal::Flag(flag)) => Value::Flag(*flag),
        }
    }
}

/// Takes the rules of the settings. Rules that only a newer program
/// understands are left out.
#[wasm_bindgen]
pub fn load(rules: &JsValue) {
    RULES.set(rules.items().iter().filter_map(read_rule).collect());
    WATCH.set(Watch::default());
}

/// Values that the page has written as texts.
struct Texts<'a>(&'a JsValue);

impl Written for Texts<'_> {
    fn written(&self, name: &str) -> Option<String> {
        self.0.get(name).text()
    }
}

/// A message with the values that it names; `values` are texts.
#[wasm_bindgen]
pub fn said(message: &str, values: &JsValue) -> String {
    // The generator lets no other message pass.
    let Ok(template) = Template::parse(message) else { return message.to_owned() };
    template.filled(Target::Text, &Texts(values))
}

/// The rule that invites at this moment, if one does: `values` by name, `past`
/// by rule, `times` as [`kb_protocol::proactive::Times`].
#[wasm_bindgen]
pub fn due(values: &JsValue, past: &JsValue, times: &JsValue) -> Option<String> {
    let times = read_times(times)?;
    RULES.with_borrow(|rules| {
        let names = rules.iter().flat_map(|rule| rule.when.fields());
        let facts = names.filter_map(|name| Some((name, read_literal(&values.get(name))?)));
        let facts = Facts(facts.collect());
        let ids = rules.iter().map(|rule| &rule.id);
        // What somebody else has put into the storage is as good as nothing.
        let past = ids.map(|id| (id.clone(), read_shown(&past.get(id.as_str()))));
        let past = Past(past.collect());
        WATCH.with_borrow_mut(|watch| {
            watch.due(rules, &facts, &past, times).map(|rule| rule.id.to_string())
        })
    })
}
