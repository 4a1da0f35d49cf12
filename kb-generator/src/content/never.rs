//! Conditions that hold of nothing, whoever answers and wherever a visitor is.

use kb_protocol::condition::{Condition, Literal, Test};

/// Why a condition never holds, if that can be said without any values;
/// `impossible` says why no value of a name passes a test.
pub(super) fn never(
    condition: &Condition,
    impossible: &dyn Fn(&str, &Test) -> Option<String>,
) -> Option<String> {
    match condition {
        Condition::Any(parts) if parts.is_empty() => Some("`any` of nothing never holds".into()),
        Condition::Any(parts) => {
            let whys: Vec<String> =
                parts.iter().map_while(|part| never(part, impossible)).collect();
            (whys.len() == parts.len()).then(|| whys.join(", and "))
        }
        Condition::All(parts) => {
            let tests: Vec<(&str, &Test)> = parts
                .iter()
                .filter_map(|part| match part {
                    Condition::Test { field, test } => Some((field.as_str(), test)),
                    _ => None,
                })
                .collect();
            let against = tests.iter().enumerate().find_map(|(at, (field, test))| {
                let others = tests[at + 1..].iter().filter(|(other, _)| other == field);
                others
                    .into_iter()
                    .find_map(|(_, other)| excludes(test, other))
                    .map(|why| format!("{why} of `{field}` at the same time"))
            });
            against.or_else(|| parts.iter().find_map(|part| never(part, impossible)))
        }
        Condition::Test { field, test } => impossible(field, test),
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
        (Test::Greater(least), Test::Less(most)) if least >= most => {
            Some(format!("it wants more than {least} and less than {most}"))
        }
        (Test::Set(false), Test::Is(_) | Test::OneOf(_) | Test::Set(true)) => {
            Some("it wants a value and none".to_owned())
        }
        _ => None,
    };
    pair(a, b).or_else(|| pair(b, a))
}

fn is_same(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::Text(a), Literal::Text(b)) => a.trim().to_lowercase() == b.trim().to_lowercase(),
        (a, b) => a == b,
    }
}

/// A value as files write it.
pub(super) fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("`{text}`"),
        Literal::Number(number) => number.to_string(),
        Literal::Flag(flag) => flag.to_string(),
    }
}
