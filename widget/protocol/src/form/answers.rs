//! What somebody has answered so far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::condition::{Value, Values};

/// Answers as a browser sends them: texts by the name of the field, several
/// for several choices. A ticked box says `true`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RawAnswers(pub BTreeMap<String, Vec<String>>);

impl RawAnswers {
    /// The texts of a field, none if it was not answered.
    pub fn of(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Adds one more text.
    pub fn add(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(text.into());
    }
}

/// Answers that later conditions may ask: those of fields that are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(pub(super) BTreeMap<String, Asked>);

/// One answer, as conditions see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<String>),
}

impl Values for Answers {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name) {
            None => Value::Unset,
            Some(Asked::Text(text)) => Value::Text(text),
            Some(Asked::Number(number)) => Value::Number(*number),
            Some(Asked::Flag(flag)) => Value::Flag(*flag),
            Some(Asked::List(items)) => Value::List(items),
        }
    }
}
