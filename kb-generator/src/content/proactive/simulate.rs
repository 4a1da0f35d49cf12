//! What rules would do for a visitor: the widget's own decision, second by
//! second.

use std::collections::BTreeMap;

use kb_protocol::condition::{Condition, Value, Values};
use kb_protocol::proactive::{Blocked, Past, Rule, Times, Verdict, Watch};
use kb_protocol::time::Timestamp;

/// The visitor's page, and what else rules may ask.
#[derive(Clone, Debug, Default)]
pub struct Visit(BTreeMap<String, Fact>);

#[derive(Clone, Debug)]
enum Fact {
    Text(String),
    Number(f64),
    Flag(bool),
}

impl Visit {
    /// Says a text.
    pub fn text(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.insert(name.into(), Fact::Text(text.into()));
    }

    /// Says a number.
    pub fn number(&mut self, name: impl Into<String>, number: f64) {
        self.0.insert(name.into(), Fact::Number(number));
    }

    /// Says yes or no.
    pub fn flag(&mut self, name: impl Into<String>, flag: bool) {
        self.0.insert(name.into(), Fact::Flag(flag));
    }
}

impl Values for Visit {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None => Value::Unset,
            Some(Fact::Text(text)) => Value::Text(text),
            Some(Fact::Number(number)) => Value::Number(*number),
            Some(Fact::Flag(flag)) => Value::Flag(*flag),
        }
    }
}

/// What one rule does within the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Seconds on the page until it invites, or would.
    pub after_seconds: Option<u32>,
    /// Whether it is the one that invites.
    pub invites: bool,
    /// Why, in words for a person.
    pub why: String,
}

/// Lets a visitor stay on a page for so long; `now` is the moment of arrival,
/// and `session` when the visitor's session began.
pub fn simulate(
    rules: &[Rule],
    visit: &Visit,
    past: &Past,
    now: Timestamp,
    session: Timestamp,
    seconds: u32,
) -> Vec<Outcome> {
    let (mut watch, mut visit) = (Watch::default(), visit.clone());
    let mut first: Vec<Option<u32>> = vec![None; rules.len()];
    let mut last = vec![Verdict::Fails; rules.len()];
    for second in 0..=seconds {
        visit.number("page.seconds", f64::from(second));
        let at = now.plus_ms(i64::from(second) * 1000);
        let day = Timestamp(at.0 - at.0.rem_euclid(24 * 60 * 60 * 1000));
        last = watch.look(rules, &visit, past, Times { now: at, session, day });
        for (first, verdict) in first.iter_mut().zip(&last) {
            if *verdict == Verdict::Due {
                first.get_or_insert(second);
            }
        }
    }
    // Of those that are due in one second, the first in order.
    let inviting = first
        .iter()
        .enumerate()
        .filter_map(|(index, second)| Some((second.as_ref()?, index)))
        .min()
        .map(|(_, index)| index);
    let outcome = |index: usize, rule: &Rule| Outcome {
        after_seconds: first[index],
        invites: inviting == Some(index),
        why: match (inviting, first[index]) {
            (Some(other), Some(_)) if other != index => {
                format!("`{}` invites before", rules[other].id)
            }
            _ => why(rule, &visit, last[index], now, seconds),
        },
    };
    rules.iter().enumerate().map(|(index, rule)| outcome(index, rule)).collect()
}

fn why(rule: &Rule, visit: &Visit, verdict: Verdict, now: Timestamp, seconds: u32) -> String {
    let days = |until: Timestamp| (until.0 - now.0).div_euclid(24 * 60 * 60 * 1000) + 1;
    match verdict {
        Verdict::Waits(until) => {
            let at = (until.0 - now.0) / 1000;
            format!(
                "its condition holds, and its delay ends {at} s after arrival; {seconds} s are looked at"
            )
        }
        Verdict::Blocked(Blocked::Session) => "it has invited in this session".to_owned(),
        Verdict::Blocked(Blocked::Day) => "it has invited often enough today".to_owned(),
        Verdict::Blocked(Blocked::Ever) => "it has invited often enough for ever".to_owned(),
        Verdict::Blocked(Blocked::Dismissed(until)) => {
            format!("the visitor has put it away; it is silent for {} more day(s)", days(until))
        }
        Verdict::Blocked(Blocked::Left) => {
            "the visitor has put another one away in this session".to_owned()
        }
        Verdict::Fails | Verdict::Due => match rule.when.explain(visit).decided_by() {
            Some(decided) => {
                format!("{}, and it is {}", test(decided.condition), seen(&decided.seen))
            }
            None => "it asks nothing".to_owned(),
        },
    }
}

/// A test as its file writes it.
fn test(condition: &Condition) -> String {
    let json = serde_json::to_value(condition).unwrap_or_default();
    let members = json.as_object().into_iter().flatten();
    let words =
        members.filter(|(name, _)| *name != "field").map(|(name, value)| format!("{name} {value}"));
    let field = json.get("field").and_then(serde_json::Value::as_str).unwrap_or_default();
    format!("`{field}` {}", words.collect::<Vec<_>>().join(" "))
}

fn seen(value: &Value<'_>) -> String {
    match value {
        Value::Unset => "unset".to_owned(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => format!("{items:?}"),
    }
}
