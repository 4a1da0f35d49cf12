//! Custom attributes of customers and conversations: the section `[attributes]`
//! of `server.toml` and of `kb.toml`, and what a name says of its values.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::api::AttributeValue;

/// Longest `Str`, in characters.
const STR_CHARS: usize = 255;
/// Longest `Txt`, in characters.
const TXT_CHARS: usize = 5_000;
/// Longest `Url`, in bytes.
const URL_BYTES: usize = 2_048;

/// Names of custom attributes. Each ends with its type: `Str` (one line),
/// `Txt`, `Num`, `Bool`, `At` (a day or moment, RFC 3339), `Url`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AttributeSchema {
    /// Of customers.
    pub customer: Vec<String>,
    /// Of conversations.
    pub conversation: Vec<String>,
}

/// Why values are not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum WrongAttribute {
    /// No such name is declared.
    Unknown(String),
    /// The value does not fit; with what would.
    Unfit(String, &'static str),
}

/// What an attribute's name says of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// One line.
    Str,
    /// A text.
    Txt,
    /// A number.
    Num,
    /// Yes or no.
    Bool,
    /// A day or a moment.
    At,
    /// An address of the web.
    Url,
}

/// A declared name that does not say its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untyped<'a> {
    /// Key of the schema in which it stands.
    pub key: &'static str,
    /// The name.
    pub name: &'a str,
}

impl Untyped<'_> {
    /// What to do about it.
    pub const HELP: &'static str =
        "end it with `Str`, `Txt`, `Num`, `Bool`, `At` or `Url`, as in `loyaltyTierStr`";
}

impl fmt::Display for Untyped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` does not say its type", self.name)
    }
}

impl AttributeSchema {
    /// Whether every name says its type.
    ///
    /// # Errors
    ///
    /// The first that does not.
    pub fn check(&self) -> Result<(), Untyped<'_>> {
        for (key, names) in [("customer", &self.customer), ("conversation", &self.conversation)] {
            if let Some(name) = names.iter().find(|name| kind_of(name).is_none()) {
                return Err(Untyped { key, name });
            }
        }
        Ok(())
    }
}

/// Whether values fit the declared names.
///
/// # Errors
///
/// The first that does not.
pub fn check_values(
    declared: &[String],
    values: &BTreeMap<String, Option<AttributeValue>>,
) -> Result<(), WrongAttribute> {
    for (name, value) in values {
        let kind = kind_of(name).filter(|_| declared.contains(name));
        let Some(kind) = kind else { return Err(WrongAttribute::Unknown(name.clone())) };
        // Nothing takes the attribute away.
        if let Some(value) = value {
            fits(kind, value).map_err(|why| WrongAttribute::Unfit(name.clone(), why))?;
        }
    }
    Ok(())
}

/// The type that a name ends with; none if it is no name of an attribute.
pub fn kind_of(name: &str) -> Option<AttributeKind> {
    let kinds = [
        ("Str", AttributeKind::Str),
        ("Txt", AttributeKind::Txt),
        ("Num", AttributeKind::Num),
        ("Bool", AttributeKind::Bool),
        ("At", AttributeKind::At),
        ("Url", AttributeKind::Url),
    ];
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    kinds
        .into_iter()
        .find(|(suffix, _)| is_name && name.len() > suffix.len() && name.ends_with(suffix))
        .map(|(_, kind)| kind)
}

fn fits(kind: AttributeKind, value: &AttributeValue) -> Result<(), &'static str> {
    let is_line = |text: &str| !text.chars().any(char::is_control);
    let (is_right, what) = match (kind, value) {
        (AttributeKind::Str, AttributeValue::Text(text)) => {
            (text.chars().count() <= STR_CHARS && is_line(text), "one line, at most 255 characters")
        }
        (AttributeKind::Txt, AttributeValue::Text(text)) => (
            text.chars().count() <= TXT_CHARS && !text.contains('\0'),
            "a text of at most 5000 characters",
        ),
        (AttributeKind::Url, AttributeValue::Text(text)) => {
            let is_web = text.starts_with("https://") || text.starts_with("http://");
            let is_one = !text.contains(char::is_whitespace) && is_line(text);
            (is_web && is_one && text.len() <= URL_BYTES, "an address with `https://`")
        }
        (AttributeKind::At, AttributeValue::Text(text)) => {
            (is_moment(text), "a moment such as `2026-05-01T09:30:00Z`, or a day")
        }
        (AttributeKind::Num, AttributeValue::Number(number)) => (number.is_finite(), "a number"),
        (AttributeKind::Bool, AttributeValue::Bool(_)) => (true, ""),
        (AttributeKind::Str | AttributeKind::Txt | AttributeKind::Url | AttributeKind::At, _) => {
            (false, "a text")
        }
        (AttributeKind::Num, _) => (false, "a number"),
        (AttributeKind::Bool, _) => (false, "true or false"),
    };
    if is_right { Ok(()) } else { Err(what) }
}

/// A full date of RFC 3339, alone or with time and offset. Days that a month
/// lacks are taken: nothing is calculated with it.
fn is_moment(text: &str) -> bool {
    let number = |text: &str, from: u32, to: u32| {
        text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number: u32| (from..=to).contains(&number))
    };
    let is_shaped = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(found, wanted)| match wanted {
                b'0' => found.is_ascii_digit(),
                _ => found.eq_ignore_ascii_case(&wanted),
            })
    };
    let Some((day, rest)) = text.split_at_checked(10) else { return false };
    if !is_shaped(day, "0000-00-00") || !number(&day[5..7], 1, 12) || !number(&day[8..], 1, 31) {
        return false;
    }
    if rest.is_empty() {
        return true;
    }
    let Some((time, rest)) = rest.split_at_checked(9) else { return false };
    if !is_shaped(time, "T00:00:00") || !number(&time[1..3], 0, 23) || !number(&time[4..6], 0, 59) {
        return false;
    }
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    offset.eq_ignore_ascii_case("z") || is_shaped(offset, "+00:00") || is_shaped(offset, "-00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: AttributeValue) -> Result<(), WrongAttribute> {
        let declared = ["tierStr", "bioTxt", "ordersNum", "vipBool", "sinceAt", "siteUrl"];
        let declared = declared.map(str::to_owned);
        check_values(&declared, &BTreeMap::from([(name.to_owned(), Some(value))]))
    }

    fn text(text: &str) -> AttributeValue {
        AttributeValue::Text(text.to_owned())
    }

    #[test]
    fn a_value_fits_the_end_of_its_name() {
        for (name, value) in [
            ("tierStr", text("gold")),
            ("bioTxt", text("two\nlines")),
            ("ordersNum", AttributeValue::Number(3.5)),
            ("vipBool", AttributeValue::Bool(true)),
            ("sinceAt", text("2026-05-01")),
            ("sinceAt", text("2026-05-01T09:30:00.123+02:00")),
            ("sinceAt", text("2026-05-01T09:30:00z")),
            ("siteUrl", text("https://example.com/a?b")),
        ] {
            assert_eq!(check(name, value.clone()), Ok(()), "{name} {value:?}");
        }
        for (name, value) in [
            ("tierStr", text("two\nlines")),
            ("tierStr", AttributeValue::Number(1.0)),
            ("bioTxt", text("a\0b")),
            ("ordersNum", text("3")),
            ("vipBool", text("true")),
            ("sinceAt", text("yesterday")),
            ("sinceAt", text("2026-13-01")),
            ("sinceAt", text("2026-05-01T25:00:00Z")),
            ("sinceAt", text("2026-05-01T09:30:00")),
            ("siteUrl", text("javascript:alert(1)")),
        ] {
            let refused = check(name, value.clone());
            assert!(matches!(refused, Err(WrongAttribute::Unfit(..))), "{name} {value:?}");
        }
    }

    #[test]
    fn what_is_not_declared_is_named() {
        let unknown = Err(WrongAttribute::Unknown("shoeSizeNum".into()));
        assert_eq!(check("shoeSizeNum", AttributeValue::Number(44.0)), unknown);
    }
}
