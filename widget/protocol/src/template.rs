//! Dynamic text: `Hello {{customer.firstName | "there"}}`.
//!
//! One syntax wherever an admin writes a text into which values are put:
//! shortcuts, greetings, invitations, the thanks of a form. Which names a text
//! may use depends on where it stands; whoever reads it compares
//! [`Template::names`] with those. At run time nothing can go wrong: a value
//! that is missing is its default, or nothing.
//!
//! ```
//! use kb_protocol::template::{Named, Target, Template};
//!
//! let template = Template::parse("Hello {{customer.firstName | \"there\"}}!")?;
//! let ann = Named(&[("customer.firstName", "Ann")]);
//! assert_eq!(template.filled(Target::Text, &ann), "Hello Ann!");
//! assert_eq!(template.filled(Target::Text, &Named(&[])), "Hello there!");
//! # Ok::<_, kb_protocol::template::Mistake>(())
//! ```

use std::fmt::{self, Write as _};

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// A text with places for values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Place { name: String, default: String },
}

/// What the text becomes part of; a value is escaped for it. The words of the
/// template are the admin's and stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Plain text that is shown as such.
    Text,
    /// HTML, between tags or within a quoted attribute.
    Html,
    /// The inside of a JSON string (RFC 8259, 7).
    Json,
    /// One line of a mail's head: no value begins another one (RFC 5322, 2.2).
    Header,
}

/// Values as they are written, by name. A number is written by whoever has it:
/// the code that does it is larger than all of this, and a browser has its own.
pub trait Written {
    /// The value; nothing where there is none.
    fn written(&self, name: &str) -> Option<String>;
}

/// Values that are at hand, by name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a>(pub &'a [(&'a str, &'a str)]);

impl Written for Named<'_> {
    fn written(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
    }
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a place in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no end.
    NotClosed,
    /// What stands in it is no name.
    NoName(String),
    /// The default of this name has no straight quotes.
    Unquoted(String),
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::NotClosed => {
                write!(formatter, "`{OPEN}` is not closed; write {OPEN}customer.firstName{CLOSE}")
            }
            Fault::NoName(place) => write!(
                formatter,
                "`{OPEN}{place}{CLOSE}` names no value; write {OPEN}customer.firstName{CLOSE}, \
                 or {OPEN}\"{OPEN}\"{CLOSE} for the braces themselves"
            ),
            Fault::Unquoted(name) => write!(
                formatter,
                "the default of `{name}` stands in straight quotes: {OPEN}{name} | \"there\"{CLOSE}"
            ),
        }
    }
}

impl std::error::Error for Mistake {}

impl Template {
    /// Reads a text; without `{{` it is all words.
    ///
    /// # Errors
    ///
    /// A place that is not closed, has no proper name or an odd default.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(OPEN) {
            let at = text.len() - rest.len() + start;
            let inside = &rest[start + OPEN.len()..];
            let end = closing(inside).ok_or(Mistake { at, fault: Fault::NotClosed })?;
            if start > 0 {
                parts.push(Part::Words(rest[..start].to_owned()));
            }
            let place = inside[..end].trim();
            parts.push(part(place).map_err(|fault| Mistake { at, fault })?);
            rest = &inside[end + CLOSE.len()..];
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// The names in it, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Place { name, .. } => Some(name.as_str()),
            Part::Words(_) => None,
        })
    }

    /// The text with its values.
    pub fn filled(&self, target: Target, values: &dyn Written) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => text.push_str(words),
                Part::Place { name, default } => {
                    let value = values.written(name).unwrap_or_default();
                    let value = value.trim();
                    target.escape(if value.is_empty() { default } else { value }, &mut text);
                }
            }
        }
        text
    }
}

impl Target {
    fn escape(self, value: &str, text: &mut String) {
        for character in value.chars() {
            match (self, character) {
                (Self::Html, '&') => text.push_str("&amp;"),
                (Self::Html, '<') => text.push_str("&lt;"),
                (Self::Html, '>') => text.push_str("&gt;"),
                (Self::Html, '"') => text.push_str("&quot;"),
                (Self::Html, '\'') => text.push_str("&#39;"),
                (Self::Json, '"' | '\\') => text.extend(['\\', character]),
                (Self::Json, character) if character < ' ' => {
                    // Writing to a string cannot fail.
                    let _ = write!(text, "\\u{:04x}", u32::from(character));
                }
                (Self::Header, character) if character.is_control() => text.push(' '),
                (_, character) => text.push(character),
            }
        }
    }
}

/// Where a place ends: at the first `}}` that no quotes hold.
fn closing(inside: &str) -> Option<usize> {
    let mut is_quoted = false;
    inside.char_indices().find_map(|(at, character)| {
        is_quoted ^= character == '"';
        (!is_quoted && inside[at..].starts_with(CLOSE)).then_some(at)
    })
}

/// Reads `name`, `name | "default"`, or `"words"`, which stand for themselves.
fn part(place: &str) -> Result<Part, Fault> {
    if let Some(words) = quoted(place) {
        return Ok(Part::Words(words.to_owned()));
    }
    let (name, default) = match place.split_once('|') {
        Some((name, default)) => (name.trim(), Some(default.trim())),
        None => (place, None),
    };
    let is_name = !name.is_empty()
        && name.split('.').all(|word| {
            let mut letters = word.chars();
            letters.next().is_some_and(|first| first.is_ascii_alphabetic())
                && letters.all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter))
        });
    if !is_name {
        return Err(Fault::NoName(place.to_owned()));
    }
    let default = match default {
        None => "",
        Some(default) => quoted(default).ok_or_else(|| Fault::Unquoted(name.to_owned()))?,
    };
    Ok(Part::Place { name: name.to_owned(), default: default.to_owned() })
}

fn quoted(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('"')).then_some(inside)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same value for every name.
    struct All<'a>(&'a str);

    impl Written for All<'_> {
        fn written(&self, _: &str) -> Option<String> {
            Some(self.0.to_owned())
        }
    }

    fn filled(text: &str, target: Target, value: &str) -> String {
        Template::parse(text).expect("a template").filled(target, &All(value))
    }

    fn mistake(text: &str) -> String {
        Template::parse(text).map_or_else(|mistake| mistake.to_string(), |_| "right".to_owned())
    }

    #[test]
    fn values_stand_where_they_are_named() {
        let text = "Hello {{customer.firstName | \"there\"}}, it is {{ user.name }}.";
        assert_eq!(filled(text, Target::Text, "Ann"), "Hello Ann, it is Ann.");
        assert_eq!(filled(text, Target::Text, ""), "Hello there, it is .");
        assert_eq!(filled(text, Target::Text, "  "), "Hello there, it is .");
        assert_eq!(filled("No place", Target::Text, "Ann"), "No place");
        assert_eq!(filled("{ one } {{\"{{\"}} }}", Target::Text, ""), "{ one } {{ }}");
        assert_eq!(filled("{{a | \"}} \"}}", Target::Text, ""), "}} ");
        let template = Template::parse(text).expect("a template");
        assert_eq!(template.names().collect::<Vec<_>>(), ["customer.firstName", "user.name"]);
    }

    #[test]
    fn a_text_that_is_no_template_is_told_how_it_is_written() {
        assert_eq!(
            mistake("Hello {{customer.firstName}"),
            "`{{` is not closed; write {{customer.firstName}}"
        );
        assert_eq!(
            mistake("{{first name}}"),
            "`{{first name}}` names no value; write {{customer.firstName}}, or {{\"{{\"}} for \
             the braces themselves"
        );
        assert_eq!(
            mistake("{{name | “there”}}"),
            "the default of `name` stands in straight quotes: {{name | \"there\"}}"
        );
        assert!(mistake("{{}}").starts_with("`{{}}` names no value"));
        assert_eq!(Template::parse("ab {{").expect_err("not closed").at, 3);
    }

    #[test]
    fn what_visitors_give_ends_no_tag_string_or_line() {
        let evil = "</b><script>x(\"'&\\\")</script>\r\nBcc: all@example.com\u{0}";
        let html = filled("<b title=\"{{a}}\">", Target::Html, evil);
        let inside = html.strip_prefix("<b title=\"").and_then(|html| html.strip_suffix("\">"));
        assert!(inside.is_some_and(|it| !it.contains(['<', '>', '"', '\''])), "{html}");
        let json = filled("{\"a\":\"{{a}}\"}", Target::Json, evil);
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["a"], evil.trim());
        let header = filled("Subject: {{a}}", Target::Header, evil);
        assert!(!header.contains(['\r', '\n', '\0']), "{header}");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_value_breaks_out(text in "[{}|\" a-c.\\\\]{0,40}", value in ".{0,40}") {
            if let Ok(template) = Template::parse(&text) {
                let html = template.filled(Target::Html, &All(&value));
                prop_assert!(!html.contains('<'));
                template.filled(Target::Json, &All(&value));
            }
        }
    }
}
