//! A form with every type of field and every kind of condition, and
//! submissions of it: right ones, and wrong ones in every way.

use kb_protocol::form::{Form, RawAnswers, visible_fields};

use crate::Dice;

/// Answers to one field: those that it takes, and those that it does not.
type Texts = (&'static str, &'static [&'static str], &'static [&'static str]);

const TEXTS: &[Texts] = &[
    ("topic", &["refund", "bike", "other"], &["boat", "Refund", "\u{200b}"]),
    ("parts", &["frame", "wheel"], &["bell", "spoke", "frame,wheel"]),
    ("place", &["city", "city/north", "city/south"], &["country", "city/", "north"]),
    ("text", &["abc", "ab cd", "ABc", "ox", "ab\tc"], &["a", "abcdefghijk", "äbcdefghijkl"]),
    ("code", &["PB-42", "xy-00"], &["P-42", "PB-4²", "PB-421", "PB 42"]),
    ("area", &["Hello\r\nthere", "a\u{202e}bc", "abc\u{0}"], &["ab", "x\u{0}", LONG]),
    (
        "email",
        &["ann@example.com", "ANN+1@mail.example.org", "ann@bücher.example"],
        &["ann", "a b@example.com", "ann@example..com", "ann@-x.com"],
    ),
    ("phone", &["+49 30 123456", "(030) 12-34-56"], &["12", "call me", "+49+30"]),
    (
        "url",
        &["https://example.com/a?b=c", "http://x.example/", "https://x.example/b/alpha"],
        &["javascript:alert(1)", "https://", "example.com", "https://a b"],
    ),
    ("secret", &["s1"], &["s2", "S1"]),
    ("tag", &["spring", "a\u{0}b"], &[TOO_LONG]),
    (
        "count",
        &["1", "7", "3", "-5", "60", "1.0", "+2"],
        &["1.5", "2.25", "-0.5", "101", "-6", "1e1", "inf", "٣"],
    ),
    ("price", &["0.5", "12.25", "99.95"], &["0.49", "99.951", "NaN", "1,5"]),
    ("day", &["2026-01-01", "2026-06-30", "2026-12-31"], &["2025-12-31", "2026-02-30", "1.5.2026"]),
    ("moment", &["2026-01-01T08:00", "2027-02-03T23:59"], &["2026-01-01T07:59", "2026-05-01"]),
    ("late", &["true", "false", "on"], &["yes", "1"]),
    ("agree", &["true", "on"], &["yes"]),
    ("where", &["On the way"], &[TOO_LONG]),
    ("wild", &["*", "a\nb"], &[TOO_LONG]),
    ("empty", &["x"], &[TOO_LONG]),
    ("wheel", &["rear"], &[TOO_LONG]),
    ("deep", &["down"], &[TOO_LONG]),
    ("files", &["one.txt"], &[]),
    ("seen", &["it"], &[TOO_LONG]),
];

/// Longer than the 40 characters of `area`.
const LONG: &str = "It flickers in the morning and in the evening.";
/// Longer than a line may be.
const TOO_LONG: &str = concat!(
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
);

/// The document of the form, as the generator would publish it.
pub const EVERYTHING: &str = include_str!("../fixtures/cases/everything.json");

/// The form.
pub fn everything() -> Form {
    serde_json::from_str(EVERYTHING).expect("a form")
}

/// Answers that look random and are the same for the same dice: nearly half
/// of them are right, the others are wrong in one way or in several.
pub fn submission(form: &Form, dice: &mut Dice) -> RawAnswers {
    let mut raw = RawAnswers::default();
    for (field, right, _) in TEXTS {
        // What depends on answers that are left out is seen as well.
        if dice.roll(8) > 0 {
            raw.add(*field, pick(right, dice));
        }
    }
    if dice.roll(3) == 0 {
        let more = if raw.of("parts") == ["frame"] { "wheel" } else { "frame" };
        raw.0.insert("parts".into(), vec!["frame".into(), more.into()]);
    }
    if raw.of("topic") == ["bike"] && dice.roll(2) == 0 {
        raw.0.insert("parts".into(), vec!["bell".into()]);
    }
    // What is not asked goes, and with it what asks it.
    loop {
        let shown: Vec<String> =
            visible_fields(form, &raw).into_iter().map(ToString::to_string).collect();
        let before = raw.0.len();
        raw.0.retain(|field, _| shown.contains(field));
        if raw.0.len() == before {
            break;
        }
    }
    if dice.roll(5) > 1 {
        for _ in 0..=dice.roll(2) {
            spoil(form, &mut raw, dice);
        }
    }
    raw
}

/// Makes one thing wrong; now and then it happens to be right all the same.
fn spoil(form: &Form, raw: &mut RawAnswers, dice: &mut Dice) {
    let at = |count: usize, dice: &mut Dice| {
        usize::try_from(dice.roll(count as u64)).expect("as small as the count")
    };
    let (field, right, _) = TEXTS[at(TEXTS.len(), dice)];
    match dice.roll(10) {
        0 => _ = raw.0.remove(field),
        1 => raw.add(field, pick(right, dice)),
        2 => raw.add("nobody", "x"),
        3 => _ = raw.0.insert(field.into(), vec![" \t".into(), String::new()]),
        // Perhaps of a question that is not asked.
        4 => _ = raw.0.insert(field.into(), vec![pick(right, dice).into()]),
        5 => (0..3).for_each(|_| raw.add("files", "more.txt")),
        _ => {
            let shown = visible_fields(form, raw);
            let is_shown = |field: &str| shown.iter().any(|id| id.as_str() == field);
            let wrong: Vec<(&str, &str)> = TEXTS
                .iter()
                .filter(|(field, ..)| is_shown(field))
                .flat_map(|(field, _, wrong)| wrong.iter().map(move |text| (*field, *text)))
                .collect();
            let (field, text) = wrong[at(wrong.len(), dice)];
            raw.0.insert(field.into(), vec![text.into()]);
        }
    }
}

fn pick(texts: &'static [&'static str], dice: &mut Dice) -> &'static str {
    texts[usize::try_from(dice.roll(texts.len() as u64)).expect("few")]
}
