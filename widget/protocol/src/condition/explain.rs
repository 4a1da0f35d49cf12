//! Why a condition holds or does not.

use super::{Condition, Value, Values};

/// One condition with its answer, and those below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'a> {
    /// The condition.
    pub condition: &'a Condition,
    /// Whether it holds.
    pub holds: bool,
    /// What a test saw; unset for a group.
    pub seen: Value<'a>,
    /// The conditions of a group, in order; all of them, decided or not.
    pub parts: Vec<Explanation<'a>>,
}

impl Condition {
    /// Evaluates and tells how it came about.
    pub fn explain<'a>(&'a self, values: &'a dyn Values) -> Explanation<'a> {
        let parts: Vec<_> = match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().map(|part| part.explain(values)).collect()
            }
            Self::Test { .. } => Vec::new(),
        };
        let (holds, seen) = match self {
            Self::All(_) => (parts.iter().all(|part| part.holds), Value::Unset),
            Self::Any(_) => (parts.iter().any(|part| part.holds), Value::Unset),
            Self::Test { field, test } => {
                let seen = values.value(field);
                (test.passes(&seen), seen)
            }
        };
        Explanation { condition: self, holds, seen, parts }
    }
}

impl<'a> Explanation<'a> {
    /// The test that decided: the first one in order that makes the whole
    /// hold or not hold. `None` for an empty group, which nothing decides.
    pub fn decided_by(&self) -> Option<&Explanation<'a>> {
        if matches!(self.condition, Condition::Test { .. }) {
            return Some(self);
        }
        self.parts.iter().find(|part| part.holds == self.holds)?.decided_by()
    }
}
