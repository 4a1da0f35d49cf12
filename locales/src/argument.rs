//! Values for the variables of messages.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// First Strong Isolate and Pop Directional Isolate. Source: UAX 9, 2.4.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A value for a variable of a message.
#[derive(Clone, PartialEq, Debug)]
pub enum Argument<'a> {
    /// Shown as it is.
    Text(Cow<'a, str>),
    /// Shown in the locale's digits, and chooses plural forms.
    Number(f64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Argument<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<f64> for Argument<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Argument<'_> {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<u64> for Argument<'_> {
    fn from(number: u64) -> Self {
        // Exact below 2^53, and a help site counts less.
        Self::Number(number as f64)
    }
}

impl From<usize> for Argument<'_> {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

/// The value for Fluent; see [`Catalog`](crate::Catalog) on isolates.
pub(crate) fn fluent_value<'a>(
    argument: &'a Argument<'_>,
    in_right_to_left: bool,
) -> FluentValue<'a> {
    match argument {
        Argument::Number(number) if number.is_finite() => FluentValue::from(*number),
        // Plural rules have no answer for infinity.
        Argument::Number(number) => FluentValue::from(number.to_string()),
        Argument::Text(text) if runs_against(text, in_right_to_left) => {
            FluentValue::from(format!("{}{text}{}", ISOLATE[0], ISOLATE[1]))
        }
        Argument::Text(text) => FluentValue::from(text.as_ref()),
    }
}

/// True if a text has letters of the other direction.
fn runs_against(text: &str, in_right_to_left: bool) -> bool {
    text.chars().any(|character| {
        character.is_alphabetic() && is_right_to_left(character) != in_right_to_left
    })
}

/// True in the blocks of right-to-left scripts. Source: the ranges whose
/// unassigned characters default to R or AL in DerivedBidiClass.txt.
fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}
