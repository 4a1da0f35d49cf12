//! Conditions as people write them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::value::is_date;
use super::{Condition, Literal, MAX_DEPTH, MAX_PARTS, Test};

/// One table of a file, before it is known to make sense.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is: Option<Literal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_not: Option<Literal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contains: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_contains: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<Literal>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    none_of: Option<Vec<Literal>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    greater: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    less: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    under: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<String>,
}

/// Why a table is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WrittenError {
    Nothing,
    Mixed,
    NoField,
    NoTest(String),
    NoDate(String),
    NoLimit(String),
    TooDeep,
    TooMany,
}

impl fmt::Display for WrittenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str(
                "the condition is empty; write a test such as `{ field = \"topic\", is = \
                 \"refund\" }` or a group with `all` or `any`",
            ),
            Self::Mixed => formatter.write_str(
                "a condition is one test of a `field`, or a group with `all`, or one with `any`; \
                 put what belongs together into one group",
            ),
            Self::NoField => {
                formatter.write_str("the test names no value; say which one with `field`")
            }
            Self::NoTest(field) => write!(
                formatter,
                "nothing is asked of `{field}`; add a test such as `is`, `one_of` or `set`"
            ),
            Self::NoDate(text) => {
                write!(formatter, "`{text}` is no date; write `2026-05-01` or `2026-05-01T09:00`")
            }
            Self::NoLimit(field) => {
                write!(formatter, "`{field}` is compared with something that is no number")
            }
            Self::TooDeep => {
                write!(formatter, "groups are nested deeper than {MAX_DEPTH}; split the condition")
            }
            Self::TooMany => write!(
                formatter,
                "the condition has more than {MAX_PARTS} parts; use `one_of` for lists"
            ),
        }
    }
}

impl TryFrom<Written> for Condition {
    type Error = WrittenError;

    fn try_from(written: Written) -> Result<Self, WrittenError> {
        let tests = written.tests();
        let condition = match (written.all, written.any, written.field) {
            (Some(parts), None, None) if tests.is_empty() => Self::All(parts),
            (None, Some(parts), None) if tests.is_empty() => Self::Any(parts),
            (None, None, Some(field)) => of_tests(&field, tests)?,
            (None, None, None) if tests.is_empty() => return Err(WrittenError::Nothing),
            (None, None, None) => return Err(WrittenError::NoField),
            _ => return Err(WrittenError::Mixed),
        };
        if condition.depth() > MAX_DEPTH {
            return Err(WrittenError::TooDeep);
        }
        if condition.parts() > MAX_PARTS {
            return Err(WrittenError::TooMany);
        }
        Ok(condition)
    }
}

/// Several tests in one table all have to be passed.
fn of_tests(field: &str, tests: Vec<Test>) -> Result<Condition, WrittenError> {
    for test in &tests {
        match test {
            Test::Before(date) | Test::After(date) if !is_date(date.as_bytes()) => {
                return Err(WrittenError::NoDate(date.clone()));
            }
            Test::Greater(limit) | Test::Less(limit) if !limit.is_finite() => {
                return Err(WrittenError::NoLimit(field.to_owned()));
            }
            _ => {}
        }
    }
    let mut conditions: Vec<_> =
        tests.into_iter().map(|test| Condition::Test { field: field.to_owned(), test }).collect();
    match conditions.len() {
        0 => Err(WrittenError::NoTest(field.to_owned())),
        1 => Ok(conditions.remove(0)),
        _ => Ok(Condition::All(conditions)),
    }
}

impl Written {
    fn tests(&self) -> Vec<Test> {
        let text = |text: &Option<String>, test: fn(String) -> Test| text.clone().map(test);
        let literal = |text: &Option<Literal>, test: fn(Literal) -> Test| text.clone().map(test);
        [
            literal(&self.is, Test::Is),
            literal(&self.is_not, Test::IsNot),
            text(&self.contains, Test::Contains),
            text(&self.not_contains, Test::NotContains),
            text(&self.starts_with, Test::StartsWith),
            self.one_of.clone().map(Test::OneOf),
            self.none_of.clone().map(Test::NoneOf),
            self.set.map(Test::Set),
            self.greater.map(Test::Greater),
            self.less.map(Test::Less),
            text(&self.before, Test::Before),
            text(&self.after, Test::After),
            text(&self.under, Test::Under),
            text(&self.matches, Test::Matches),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl From<Condition> for Written {
    fn from(condition: Condition) -> Self {
        let (field, test) = match condition {
            Condition::All(parts) => return Self { all: Some(parts), ..Self::default() },
            Condition::Any(parts) => return Self { any: Some(parts), ..Self::default() },
            Condition::Test { field, test } => (Some(field), test),
        };
        let mut written = Self { field, ..Self::default() };
        match test {
            Test::Is(value) => written.is = Some(value),
            Test::IsNot(value) => written.is_not = Some(value),
            Test::Contains(part) => written.contains = Some(part),
            Test::NotContains(part) => written.not_contains = Some(part),
            Test::StartsWith(beginning) => written.starts_with = Some(beginning),
            Test::OneOf(values) => written.one_of = Some(values),
            Test::NoneOf(values) => written.none_of = Some(values),
            Test::Set(is_set) => written.set = Some(is_set),
            Test::Greater(limit) => written.greater = Some(limit),
            Test::Less(limit) => written.less = Some(limit),
            Test::Before(date) => written.before = Some(date),
            Test::After(date) => written.after = Some(date),
            Test::Under(place) => written.under = Some(place),
            Test::Matches(pattern) => written.matches = Some(pattern),
        }
        written
    }
}
