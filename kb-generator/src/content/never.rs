//! Conditions that hold of nothing, whoever answers and wherever a visitor is.

use kb_protocol::condition::{Condition, Literal, Test, Value};

/// Steps after which a condition is taken for one that can hold: its groups
/// have more ways than anybody writes.
const STEPS: usize = 10_000;

/// What is known of a value before anybody gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known<'a> {
    /// Any text.
    Text,
    /// A number, perhaps with a smallest and a largest one.
    Number(Option<f64>, Option<f64>),
    /// Yes or no.
    Flag,
    /// A day, perhaps with a time.
    Day,
    /// One of these.
    One(Vec<&'a str>),
    /// Several of these.
    Several(Vec<&'a str>),
    /// Files: only whether there are some.
    Files,
}

impl Known<'_> {
    fn words(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number(..) => "a number",
            Self::Flag => "yes or no",
            Self::Day => "a day",
            Self::One(_) => "one of a list",
            Self::Several(_) => "several of a list",
            Self::Files => "files",
        }
    }
}

/// All tests of a condition, in order.
pub(super) fn tests(condition: &Condition) -> Vec<(&str, &Test)> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(tests).collect(),
        Condition::Test { field, test } => vec![(field, test)],
    }
}

/// Why a test and a value have nothing to do with each other, so that the
/// answer is always the same.
pub(super) fn mismatch(field: &str, test: &Test, known: &Known<'_>) -> Option<String> {
    let is_day = |text: &String| Test::Before("9999-12-31".into()).passes(&Value::Text(text));
    if let Test::Before(limit) | Test::After(limit) = test
        && !is_day(limit)
    {
        return Some(format!("`{field}` is compared with `{limit}`, which is no day"));
    }
    let name = name(test);
    let nothing =
        || Some(format!("`{field}` is {}, of which `{name}` asks nothing", known.words()));
    let literals = match test {
        Test::Is(one) | Test::IsNot(one) => std::slice::from_ref(one),
        Test::OneOf(list) | Test::NoneOf(list) => list,
        Test::Set(_) => return None,
        _ => &[],
    };
    let fits = |literal: &Literal| match (known, literal) {
        (Known::Number(..), Literal::Text(text)) => {
            Test::Is(Literal::Text(text.clone())).passes(&Value::Text(text))
                && Test::Less(f64::INFINITY).passes(&Value::Text(text))
        }
        (Known::Number(..), literal) => matches!(literal, Literal::Number(_)),
        (Known::Flag, Literal::Text(text)) => ["true", "false"].contains(&text.as_str()),
        (Known::Flag, literal) => matches!(literal, Literal::Flag(_)),
        (Known::Day, Literal::Text(text)) => is_day(text),
        (Known::Day, _) => false,
        _ => true,
    };
    match (known, test) {
        (Known::Files, _) => nothing(),
        (Known::Number(..) | Known::Flag | Known::Several(_), Test::Before(_) | Test::After(_))
        | (
            Known::Number(..) | Known::Flag,
            Test::Contains(_)
            | Test::NotContains(_)
            | Test::StartsWith(_)
            | Test::Under(_)
            | Test::Matches(_),
        )
        | (Known::Flag | Known::Day | Known::Several(_), Test::Greater(_) | Test::Less(_))
        | (Known::Day, Test::Under(_)) => nothing(),
        _ => {
            let wrong = literals.iter().find(|literal| !fits(literal))?;
            let words = known.words();
            Some(format!("`{field}` is {words}, and {} is none", shown(wrong)))
        }
    }
}

/// Why no value that can be given passes a test.
pub(super) fn impossible(field: &str, test: &Test, known: &Known<'_>) -> Option<String> {
    if test.passes(&Value::Unset) || test.passes(&Value::Text("")) {
        return None;
    }
    let nothing = || format!("`{field}` is never {}", asked(test));
    match known {
        Known::Number(least, most) => {
            let is_outside = |number: f64| {
                least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most)
            };
            let is_never = match test {
                Test::Greater(limit) => most.is_some_and(|most| *limit >= most),
                Test::Less(limit) => least.is_some_and(|least| *limit <= least),
                Test::Is(Literal::Number(number)) => is_outside(*number),
                Test::OneOf(list) => list
                    .iter()
                    .all(|one| matches!(one, Literal::Number(number) if is_outside(*number))),
                _ => false,
            };
            is_never.then(nothing)
        }
        Known::Flag => {
            let can = [true, false].iter().any(|flag| test.passes(&Value::Flag(*flag)));
            (!can).then(nothing)
        }
        Known::One(options) => {
            let can = options.iter().any(|option| test.passes(&Value::Text(option)));
            (!can).then(|| format!("{}, only {}", nothing(), options.join(", ")))
        }
        Known::Several(options) => {
            let can = options.iter().any(|one| test.passes(&Value::List(&[(*one).to_owned()])));
            (!can).then(|| format!("{}, only {}", nothing(), options.join(", ")))
        }
        Known::Text | Known::Day | Known::Files => None,
    }
}

/// Why a condition never holds, if that can be said without any values;
/// `impossible` says why no value of a name passes a test.
pub(super) fn never(
    condition: &Condition,
    impossible: &dyn Fn(&str, &Test) -> Option<String>,
) -> Option<String> {
    let mut search = Search { impossible, tests: Vec::new(), steps: 0 };
    search.fails(&[condition])
}

/// Looks for a way in which everything holds at once.
struct Search<'a> {
    impossible: &'a dyn Fn(&str, &Test) -> Option<String>,
    /// What has to be passed on the way taken so far.
    tests: Vec<(&'a str, &'a Test)>,
    steps: usize,
}

impl<'a> Search<'a> {
    /// Why `parts` cannot all hold together with the tests so far.
    fn fails(&mut self, parts: &[&'a Condition]) -> Option<String> {
        self.steps += 1;
        if self.steps > STEPS {
            return None;
        }
        let (first, rest) = parts.split_first()?;
        match *first {
            Condition::All(inner) => {
                // Groups with `any` last: by then all is known that they meet.
                let (groups, tests): (Vec<&Condition>, Vec<&Condition>) = inner
                    .iter()
                    .chain(rest.iter().copied())
                    .partition(|part| matches!(part, Condition::Any(_)));
                let parts: Vec<&Condition> = tests.into_iter().chain(groups).collect();
                self.fails(&parts)
            }
            Condition::Any(ways) if ways.is_empty() => {
                Some("`any` of nothing never holds".to_owned())
            }
            Condition::Any(ways) => {
                let mut whys: Vec<String> = Vec::new();
                for way in ways {
                    let parts: Vec<&Condition> =
                        [way].into_iter().chain(rest.iter().copied()).collect();
                    let why = self.fails(&parts)?;
                    if !whys.contains(&why) {
                        whys.push(why);
                    }
                }
                Some(whys.join(", and "))
            }
            Condition::Test { field, test } => {
                if let Some(why) = (self.impossible)(field, test) {
                    return Some(why);
                }
                let others = self.tests.iter().filter(|(other, _)| other == field);
                let why = others.into_iter().find_map(|(_, other)| excludes(other, test));
                if let Some(why) = why {
                    return Some(format!("{why} of `{field}` at the same time"));
                }
                self.tests.push((field, test));
                let found = self.fails(rest);
                self.tests.pop();
                found
            }
        }
    }
}

/// Why two tests of one value cannot both be passed.
fn excludes(a: &Test, b: &Test) -> Option<String> {
    let pair = |a: &Test, b: &Test| match (a, b) {
        (Test::Is(a), Test::Is(b)) if !is_same(a, b) => {
            Some(format!("it wants {} and {}", shown(a), shown(b)))
        }
        (Test::Is(a), Test::IsNot(b)) if is_same(a, b) => {
            Some(format!("it wants {0} and not {0}", shown(a)))
        }
        (Test::Is(a), Test::OneOf(list)) if list.iter().all(|b| !is_same(a, b)) => {
            Some(format!("it wants {} and one of others", shown(a)))
        }
        (Test::Is(a), Test::NoneOf(list)) if list.iter().any(|b| is_same(a, b)) => {
            Some(format!("it wants {} and none of a list with it", shown(a)))
        }
        (Test::Is(Literal::Number(number)), Test::Greater(_) | Test::Less(_))
            if !b.passes(&Value::Number(*number)) =>
        {
            Some(format!("it wants {number} and {}", asked(b)))
        }
        (
            Test::Is(Literal::Text(text)),
            Test::StartsWith(_) | Test::Under(_) | Test::Matches(_),
        )
        | (Test::Is(Literal::Text(text)), Test::Before(_) | Test::After(_))
            if !b.passes(&Value::Text(text)) =>
        {
            Some(format!("it wants `{text}` and {}", asked(b)))
        }
        (Test::Greater(least), Test::Less(most)) if least >= most => {
            Some(format!("it wants more than {least} and less than {most}"))
        }
        (Test::Before(end), Test::After(begin))
            if !Test::Before(end.clone()).passes(&Value::Text(begin)) =>
        {
            Some(format!("it wants a day before {end} and after {begin}"))
        }
        (Test::Set(false), other)
            if !other.passes(&Value::Unset) && !other.passes(&Value::Text("")) =>
        {
            Some("it wants a value and none".to_owned())
        }
        _ => None,
    };
    pair(a, b).or_else(|| pair(b, a))
}

fn is_same(a: &Literal, b: &Literal) -> bool {
    let test = Test::Is(a.clone());
    match b {
        Literal::Text(text) => test.passes(&Value::Text(text)),
        Literal::Number(number) => test.passes(&Value::Number(*number)),
        Literal::Flag(flag) => test.passes(&Value::Flag(*flag)),
    }
}

/// A value as files write it.
fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("`{text}`"),
        Literal::Number(number) => number.to_string(),
        Literal::Flag(flag) => flag.to_string(),
    }
}

/// What a test wants, in words that stand behind "never".
fn asked(test: &Test) -> String {
    let list = |list: &[Literal]| list.iter().map(shown).collect::<Vec<_>>().join(" or ");
    match test {
        Test::Is(one) => shown(one),
        Test::OneOf(all) => list(all),
        Test::Greater(limit) => format!("above {limit}"),
        Test::Less(limit) => format!("below {limit}"),
        Test::Before(day) => format!("before {day}"),
        Test::After(day) => format!("after {day}"),
        Test::Contains(text) => format!("something with `{text}`"),
        Test::StartsWith(text) => format!("something that begins with `{text}`"),
        Test::Under(place) => format!("under `{place}`"),
        Test::Matches(pattern) => format!("of the pattern `{pattern}`"),
        Test::IsNot(_) | Test::NotContains(_) | Test::NoneOf(_) | Test::Set(_) => {
            "what the test wants".to_owned()
        }
    }
}

/// The key of a test.
fn name(test: &Test) -> &'static str {
    match test {
        Test::Is(_) => "is",
        Test::IsNot(_) => "is_not",
        Test::Contains(_) => "contains",
        Test::NotContains(_) => "not_contains",
        Test::StartsWith(_) => "starts_with",
        Test::OneOf(_) => "one_of",
        Test::NoneOf(_) => "none_of",
        Test::Set(_) => "set",
        Test::Greater(_) => "greater",
        Test::Less(_) => "less",
        Test::Before(_) => "before",
        Test::After(_) => "after",
        Test::Under(_) => "under",
        Test::Matches(_) => "matches",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(condition: &str) -> Option<String> {
        let condition: Condition = serde_json::from_str(condition).expect("a condition");
        never(&condition, &|_, _| None)
    }

    #[test]
    fn contradictions_are_found_however_deep_they_lie() {
        for condition in [
            r#"{"all":[{"field":"a","is":"x"},{"all":[{"field":"a","is":"y"}]}]}"#,
            r#"{"all":[{"any":[{"field":"a","is":"x"},{"field":"a","is":"y"}]},{"field":"a","is":"z"}]}"#,
            r#"{"all":[{"any":[{"field":"a","is":"x"},{"field":"b","is":"x"}]},
                {"any":[{"field":"a","is":"y"},{"field":"b","is":"y"}]},
                {"field":"a","is":"z"},{"field":"b","is":"y"}]}"#,
            r#"{"all":[{"field":"a","is":3},{"field":"a","greater":5}]}"#,
            r#"{"all":[{"field":"a","is":"x"},{"field":"a","none_of":["y","X"]}]}"#,
            r#"{"all":[{"field":"a","before":"2026-01-01"},{"field":"a","after":"2026-01-01T10:00"}]}"#,
            r#"{"all":[{"field":"a","set":false},{"field":"a","contains":"x"}]}"#,
            r#"{"all":[{"field":"a","is":"bikes/brakes"},{"field":"a","under":"cars"}]}"#,
        ] {
            assert!(why(condition).is_some(), "{condition}");
        }
        for condition in [
            r#"{"all":[{"any":[{"field":"a","is":"x"},{"field":"b","is":"x"}]},{"field":"a","is":"y"}]}"#,
            r#"{"all":[{"field":"a","is":5},{"field":"a","is":"5"}]}"#,
            r#"{"all":[{"field":"a","contains":"x"},{"field":"a","contains":"y"}]}"#,
            r#"{"all":[{"field":"a","after":"2026-01-01"},{"field":"a","before":"2026-01-03"}]}"#,
            r#"{"all":[{"field":"a","set":false},{"field":"a","is_not":"x"}]}"#,
            r#"{"any":[{"field":"a","is":"x"},{"field":"a","is":"y"}]}"#,
        ] {
            assert_eq!(why(condition), None, "{condition}");
        }
    }

    #[test]
    fn groups_with_more_ways_than_anybody_writes_are_let_pass() {
        let pair = |n: usize| {
            format!(r#"{{"any":[{{"field":"a{n}","is":"x"}},{{"field":"b{n}","is":"x"}}]}}"#)
        };
        let pairs: Vec<String> = (0..60).map(pair).collect();
        let never = r#"{"field":"z","is":1},{"field":"z","less":0}"#;
        assert_eq!(why(&format!(r#"{{"all":[{}]}}"#, pairs.join(","))), None);
        let both = format!(r#"{{"all":[{},{never}]}}"#, pairs.join(","));
        assert!(why(&both).is_some(), "tests come first");
    }

    #[test]
    fn tests_and_values_of_other_kinds_do_not_meet() {
        let check = |test: Test, known: &Known<'_>| mismatch("a", &test, known);
        let text = |text: &str| Literal::Text(text.to_owned());
        let number = Known::Number(None, None);
        assert_eq!(
            check(Test::Contains("1".into()), &number).as_deref(),
            Some("`a` is a number, of which `contains` asks nothing")
        );
        assert_eq!(
            check(Test::Is(text("many")), &number).as_deref(),
            Some("`a` is a number, and `many` is none")
        );
        assert_eq!(check(Test::Is(text("12.5")), &number), None);
        assert_eq!(
            check(Test::Before("tomorrow".into()), &Known::Day).as_deref(),
            Some("`a` is compared with `tomorrow`, which is no day")
        );
        assert_eq!(check(Test::Before("2026-05-01".into()), &Known::Day), None);
        assert_eq!(check(Test::StartsWith("2026-".into()), &Known::Day), None);
        assert!(check(Test::Greater(3.0), &Known::Day).is_some());
        assert!(check(Test::Greater(3.0), &Known::Flag).is_some());
        assert!(check(Test::OneOf(vec![text("yes")]), &Known::Flag).is_some());
        assert!(check(Test::Contains("a".into()), &Known::Files).is_some());
        assert_eq!(check(Test::Set(true), &Known::Files), None);
        assert_eq!(check(Test::Greater(3.0), &Known::Text), None, "a text may write a number");
    }

    #[test]
    fn limits_and_lists_say_what_is_never_given() {
        let check = |test: Test, known: &Known<'_>| impossible("a", &test, known);
        let number = Known::Number(Some(0.0), Some(100.0));
        assert_eq!(check(Test::Greater(100.0), &number).as_deref(), Some("`a` is never above 100"));
        assert_eq!(check(Test::Greater(99.0), &number), None);
        let list = Known::One(vec!["bikes", "bikes/brakes"]);
        assert_eq!(
            check(Test::Contains("car".into()), &list).as_deref(),
            Some("`a` is never something with `car`, only bikes, bikes/brakes")
        );
        assert_eq!(check(Test::Under("bikes".into()), &list), None);
        let several = Known::Several(vec!["bell", "wheel"]);
        assert_eq!(check(Test::Contains("bell".into()), &several), None);
        assert!(check(Test::Contains("bel".into()), &several).is_some());
        assert_eq!(check(Test::NotContains("bel".into()), &several), None);
    }
}
