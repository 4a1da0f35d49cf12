use std::collections::BTreeMap;

use super::*;
use crate::condition::{Value, Values};
use crate::time::Timestamp;

/// Values by name.
#[derive(Default)]
struct Page(BTreeMap<&'static str, f64>);

impl Values for Page {
    fn value(&self, name: &str) -> Value<'_> {
        self.0.get(name).map_or(Value::Unset, |number| Value::Number(*number))
    }
}

const HOUR_MS: i64 = 60 * 60 * 1000;
/// When the session begins: at noon.
const START: i64 = 1_000 * 24 * HOUR_MS + 12 * HOUR_MS;

fn rules(text: &str) -> Vec<Rule> {
    serde_json::from_str(text).expect("rules")
}

fn times(after_ms: i64) -> Times {
    let now = START + after_ms;
    Times {
        now: Timestamp(now),
        session: Timestamp(START),
        day: Timestamp(now - now.rem_euclid(24 * HOUR_MS)),
    }
}

fn page(scroll: f64) -> Page {
    Page(BTreeMap::from([("page.scroll", scroll)]))
}

const READER: &str = r#"[
    {"id":"reader","when":{"field":"page.scroll","greater":50},"delay_seconds":10,
     "message":{"en":"Questions?"}},
    {"id":"anybody","delay_seconds":20,"message":{"en":"Hello"}}]"#;

#[test]
fn a_rule_waits_as_long_as_its_condition_holds_without_a_break() {
    let rules = rules(READER);
    let (mut watch, past) = (Watch::default(), Past::default());
    let mut look = |at, scroll| watch.look(&rules, &page(scroll), &past, times(at))[0];
    assert_eq!(look(0, 20.0), Verdict::Fails);
    assert_eq!(look(1_000, 60.0), Verdict::Waits(Timestamp(START + 11_000)));
    assert_eq!(look(5_000, 40.0), Verdict::Fails);
    assert_eq!(look(6_000, 60.0), Verdict::Waits(Timestamp(START + 16_000)));
    assert_eq!(look(15_999, 60.0), Verdict::Waits(Timestamp(START + 16_000)));
    assert_eq!(look(16_000, 60.0), Verdict::Due);
}

#[test]
fn of_several_the_first_one_in_order_invites() {
    let rules = rules(READER);
    let (mut watch, past) = (Watch::default(), Past::default());
    let mut due = |at| watch.due(&rules, &page(60.0), &past, times(at)).map(|rule| rule.id.clone());
    assert_eq!(due(0), None);
    assert_eq!(due(30_000).as_ref().map(RuleId::as_str), Some("reader"));
}

#[test]
fn caps_count_sessions_days_and_for_ever() {
    let text = r#"[{"id":"r","caps":{"per_session":1,"per_day":2,"ever":3},"message":{}}]"#;
    let rules = rules(text);
    let hours = |list: &[i64]| {
        let at = list.iter().map(|hour| Timestamp(START + hour * HOUR_MS)).collect();
        Past(BTreeMap::from([("r".parse().expect("id"), Shown { at, dismissed: None })]))
    };
    let look = |past: &Past| Watch::default().look(&rules, &page(0.0), past, times(HOUR_MS))[0];
    assert_eq!(look(&hours(&[-1])), Verdict::Due);
    assert_eq!(look(&hours(&[0])), Verdict::Blocked(Blocked::Session));
    assert_eq!(look(&hours(&[-2, -1])), Verdict::Blocked(Blocked::Day));
    assert_eq!(look(&hours(&[-50, -1])), Verdict::Due);
    assert_eq!(look(&hours(&[-90, -80, -70])), Verdict::Blocked(Blocked::Ever));
}

#[test]
fn who_puts_an_invitation_away_hears_no_other_in_this_session() {
    let rules = rules(READER);
    let dismissed = Some(Timestamp(START + 1_000));
    let shown = Shown { at: vec![Timestamp(START)], dismissed };
    let past = Past(BTreeMap::from([("reader".parse().expect("id"), shown)]));
    let verdicts = Watch::default().look(&rules, &page(60.0), &past, times(60_000));
    let until = Timestamp(START + 1_000 + 7 * 24 * HOUR_MS);
    assert_eq!(
        verdicts,
        [Verdict::Blocked(Blocked::Dismissed(until)), Verdict::Blocked(Blocked::Left)]
    );
    // In another session the other rule may, and after a week this one.
    let later = |days: i64| {
        let at = times(days * 24 * HOUR_MS);
        Watch::default().look(&rules, &page(60.0), &past, Times { session: at.now, ..at })
    };
    assert_eq!(later(1)[0], Verdict::Blocked(Blocked::Dismissed(until)));
    assert!(matches!(later(1)[1], Verdict::Waits(_)));
    assert!(matches!(later(8)[0], Verdict::Waits(_)));
}

#[test]
fn a_clock_that_was_put_back_makes_nobody_wait_for_hours() {
    let rules = rules(READER);
    let (mut watch, past) = (Watch::default(), Past::default());
    watch.look(&rules, &page(60.0), &past, times(5 * HOUR_MS));
    let verdict = watch.look(&rules, &page(60.0), &past, times(0))[0];
    assert_eq!(verdict, Verdict::Waits(Timestamp(START + 10_000)));
}

#[test]
fn names_are_known_with_what_pages_bring() {
    for name in ["page.url", "utm.source", "event.cart_left", "customer.planStr"] {
        assert!(is_name(name), "{name}");
    }
    for name in ["page.title", "event.", "utm", ""] {
        assert!(!is_name(name), "{name}");
    }
}

#[test]
fn a_document_of_a_newer_generator_is_read() {
    let text = r#"{"version":2,"memory":"cloud","colour":"red","rules":[{"id":"r","message":{},"sound":1}]}"#;
    let book: RuleBook = serde_json::from_str(text).expect("a rule book");
    assert_eq!(book.memory, MemoryKind::Unknown);
    assert_eq!(book.rules[0].caps, Caps::default());
}
