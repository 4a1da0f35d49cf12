//! Conditions: what forms, proactive rules and everything else that decides
//! asks of values.
//!
//! In a file a condition is a small table, in JSON the same object:
//!
//! ```toml
//! when = { field = "topic", is = "refund" }
//! when = { any = [{ field = "age", less = 18 }, { field = "parent", set = true }] }
//! ```
//!
//! Evaluation is total: a value that is missing, or of another kind than the
//! test wants, is an answer and never an error. It is the same program in
//! browser and server.

mod explain;
mod text;
mod value;

use serde::{Deserialize, Serialize};

pub use explain::Explanation;
pub use value::{Literal, Value, Values};

/// Deepest nesting of groups, the outermost included.
pub const MAX_DEPTH: usize = 3;

/// Most conditions in the groups of one condition, all levels together.
pub const MAX_PARTS: usize = 200;

/// Something that holds of values, or does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "text::Written", into = "text::Written")]
pub enum Condition {
    /// Every one of them holds; so does an empty list.
    All(Vec<Condition>),
    /// At least one of them holds; an empty list never does.
    Any(Vec<Condition>),
    /// One value passes one test.
    Test {
        /// Name of the value.
        field: String,
        /// The test.
        test: Test,
    },
}

/// What is asked of one value.
///
/// Texts are compared without regard to case and to spaces at their ends.
/// Each test that says *not* is the opposite of the one without, also for a
/// missing value.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The same text, number or yes/no; of a list: its only item.
    Is(Literal),
    /// Not [`Test::Is`].
    IsNot(Literal),
    /// A text with this part, or a list with this item.
    Contains(String),
    /// Not [`Test::Contains`].
    NotContains(String),
    /// A text, or an item, that begins so.
    StartsWith(String),
    /// One of these, or a list with one of these.
    OneOf(Vec<Literal>),
    /// Not [`Test::OneOf`].
    NoneOf(Vec<Literal>),
    /// Whether there is a value; an empty text or list is none.
    Set(bool),
    /// A number above this one.
    Greater(f64),
    /// A number below this one.
    Less(f64),
    /// A date or time before this one, compared as far as both are written:
    /// `2026-05-01T09:00` is not before `2026-05-01`.
    Before(String),
    /// A date or time after this one, compared in the same manner.
    After(String),
    /// This place of a tree or one below it: `bikes/brakes` is under `bikes`.
    Under(String),
    /// A text in which `*` stands for anything without a slash, `**` for
    /// anything.
    Matches(String),
}

impl Condition {
    /// Whether it holds.
    pub fn holds(&self, values: &dyn Values) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(values)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(values)),
            Self::Test { field, test } => test.passes(&values.value(field)),
        }
    }

    /// Names of the values that it asks, in order, with repetitions.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::fields).collect(),
            Self::Test { field, .. } => vec![field],
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                1 + parts.iter().map(Self::depth).max().unwrap_or(0)
            }
            Self::Test { .. } => 0,
        }
    }

    /// How many groups and tests it has.
    pub fn parts(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::parts).sum::<usize>(),
            Self::Test { .. } => 1,
        }
    }
}

impl Test {
    /// Whether a value passes.
    pub fn passes(&self, value: &Value<'_>) -> bool {
        match self {
            Self::Is(wanted) => value.is(wanted),
            Self::IsNot(wanted) => !value.is(wanted),
            Self::Contains(part) => value.contains(part),
            Self::NotContains(part) => !value.contains(part),
            Self::StartsWith(beginning) => {
                let beginning = value::folded(beginning);
                value.any_text(|text| value::folded(text).starts_with(&beginning))
            }
            Self::OneOf(wanted) => value.is_one_of(wanted),
            Self::NoneOf(wanted) => !value.is_one_of(wanted),
            Self::Set(is_set) => value.is_set() == *is_set,
            Self::Greater(limit) => value.number().is_some_and(|number| number > *limit),
            Self::Less(limit) => value.number().is_some_and(|number| number < *limit),
            Self::Before(limit) => value.any_text(|text| value::is_before(text, limit)),
            Self::After(limit) => value.any_text(|text| value::is_before(limit, text)),
            Self::Under(place) => value.any_text(|text| value::is_under(text, place)),
            Self::Matches(pattern) => value.any_text(|text| value::matches(text, pattern)),
        }
    }
}

// By hand: what is written is smaller than the tree it becomes.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Condition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "`all` or `any` with a list of conditions, or `field` with one test: \
                `{\"field\": \"topic\", \"is\": \"refund\"}`.",
        })
    }
}

#[cfg(test)]
mod tests;
