//! Values that conditions ask, and how they compare.

use serde::{Deserialize, Serialize};

use crate::decimal;

/// Where the values of a condition come from.
pub trait Values {
    /// The value with this name, [`Value::Unset`] if there is none.
    fn value(&self, name: &str) -> Value<'_>;
}

/// What a condition is told of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// There is none.
    Unset,
    /// A text, a choice, a date (`2026-05-01`, `2026-05-01T09:00`) or a place
    /// of a tree (`bikes/brakes`).
    Text(&'a str),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several texts or choices.
    List(&'a [String]),
}

/// A value as a condition is written with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Literal {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Value<'_> {
    /// Whether it is there and not empty.
    pub fn is_set(&self) -> bool {
        match self {
            Self::Unset => false,
            Self::Text(text) => !text.trim().is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Number(_) | Self::Flag(_) => true,
        }
    }

    pub(super) fn is(&self, wanted: &Literal) -> bool {
        match (self, wanted) {
            (Self::Text(text), Literal::Text(wanted)) => is_same(text, wanted),
            (Self::Text(text), Literal::Flag(wanted)) => {
                is_same(text, if *wanted { "true" } else { "false" })
            }
            (Self::Flag(flag), Literal::Flag(wanted)) => flag == wanted,
            (Self::Flag(flag), Literal::Text(wanted)) => {
                is_same(if *flag { "true" } else { "false" }, wanted)
            }
            (Self::Text(_) | Self::Number(_), _) => {
                // Written decimals have one nearest double: equal is equal.
                self.number().is_some_and(|number| wanted.number() == Some(number))
            }
            (Self::List([item]), wanted) => Value::Text(item).is(wanted),
            (Self::Unset | Self::List(_) | Self::Flag(_), _) => false,
        }
    }

    pub(super) fn is_one_of(&self, wanted: &[Literal]) -> bool {
        let is_wanted = |value: &Self| wanted.iter().any(|wanted| value.is(wanted));
        match self {
            Self::List(items) => items.iter().any(|item| is_wanted(&Value::Text(item))),
            one => is_wanted(one),
        }
    }

    pub(super) fn contains(&self, part: &str) -> bool {
        match self {
            Self::Text(text) => folded(text).contains(&folded(part)),
            Self::List(items) => items.iter().any(|item| is_same(item, part)),
            Self::Unset | Self::Number(_) | Self::Flag(_) => false,
        }
    }

    /// The number, or the one that the text writes.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => number_of(text),
            Self::Unset | Self::Flag(_) | Self::List(_) => None,
        }
    }

    /// Whether the text, or one of the texts, is such a one.
    pub(super) fn any_text(&self, is_such: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => is_such(text),
            Self::List(items) => items.iter().any(|item| is_such(item)),
            Self::Unset | Self::Number(_) | Self::Flag(_) => false,
        }
    }
}

impl Literal {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => number_of(text),
            Self::Flag(_) => None,
        }
    }
}

/// A decimal number; Rust's `inf` and `nan` are words here.
fn number_of(text: &str) -> Option<f64> {
    decimal::read(text.trim())
}

/// What is left of a text when case and outer spaces do not matter.
pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

fn is_same(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// Whether one ISO 8601 date or local time is before another, as far as both
/// are written; never for other texts.
pub(super) fn is_before(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().as_bytes(), b.trim().as_bytes());
    if !is_date(a) || !is_date(b) {
        return false;
    }
    let both = a.len().min(b.len());
    a[..both] < b[..both]
}

/// Whether a text has the shape `2026-05-01`, or `2026-05-01T09:00` and
/// perhaps seconds.
pub(super) fn is_date(text: &[u8]) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    [10, 16, 19].contains(&text.len())
        && text.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

/// Whether a path is another one or below it.
pub(super) fn is_under(path: &str, place: &str) -> bool {
    let (path, place) = (folded(path), folded(place));
    let rest = path.strip_prefix(place.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a text fits a pattern with `*` and `**`.
///
/// One pass with a place to come back to per kind of star: linear for one
/// star, at most the product of both lengths.
pub(super) fn matches(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = folded(text).chars().collect();
    let pattern: Vec<char> = folded(pattern).chars().collect();
    // fits[i]: the pattern up to here fits the first i characters.
    let mut fits = vec![false; text.len() + 1];
    fits[0] = true;
    let mut rest = &pattern[..];
    while let Some((&first, after)) = rest.split_first() {
        if first == '*' {
            let is_deep = after.first() == Some(&'*');
            rest = if is_deep { &after[1..] } else { after };
            for i in 1..fits.len() {
                fits[i] |= fits[i - 1] && (is_deep || text[i - 1] != '/');
            }
        } else {
            rest = after;
            for i in (1..fits.len()).rev() {
                fits[i] = fits[i - 1] && text[i - 1] == first;
            }
            fits[0] = false;
        }
    }
    fits[text.len()]
}
