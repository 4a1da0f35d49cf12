//! What is wrong with a site, told so that its author can mend it.

use std::fmt;

use serde::Serialize;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing on the site is wrong.
    Note,
    /// A reader may stumble over it.
    Warning,
    /// Something the author wrote is not on the site.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One finding: what, where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// File, relative to the site directory, with `/` between its parts.
    pub path: String,
    /// 1-based line, where the finding has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// 1-based column in characters, where the finding has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// Stable name of the kind of finding, such as `broken-link`.
    pub code: &'static str,
    /// What is wrong, in lower case without a full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes an error about a whole file.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, message)
    }

    /// Makes a warning about a whole file.
    pub fn warning(
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, path, message)
    }

    /// Makes a note about a whole file.
    pub fn note(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, path, message)
    }

    fn new(
        severity: Severity,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            line: None,
            column: None,
            severity,
            code,
            message: message.into(),
            help: None,
        }
    }

    /// Adds the 1-based line.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Adds the 1-based line and column.
    #[must_use]
    pub fn at(mut self, line: usize, column: usize) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what to do, where there is something to say.
    #[must_use]
    pub fn with_help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// `path:line:column: severity[code]: message`, then the help on its own line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.path)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
            if let Some(column) = self.column {
                write!(formatter, ":{column}")?;
            }
        }
        write!(formatter, ": {}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(formatter, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Finds the known name that a misspelled one most likely means.
///
/// Names further away than a third of their length are not offered: a wrong
/// guess costs more than none.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let length = lower.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let candidate_length = candidate.chars().count();
        let limit = (candidate_length.max(length) / 3).max(1);
        // At least so many letters differ, whatever they are: most names of
        // a large site are told from that.
        let least = candidate_length.abs_diff(length);
        if least > limit || best.is_some_and(|(distance, _)| least > distance) {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|best| (distance, candidate) < best) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The sentence that offers the nearest known name.
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// 1-based line and column (in characters) of a byte offset.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Reads the nearest known key out of serde's words for an unknown one.
///
/// Both the TOML and the YAML reader pass on serde's sentence "unknown field
/// `x`, expected one of `a`, `b`".
pub fn unknown_key_help(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    if !message.contains("unknown field") && !message.contains("unknown variant") {
        return None;
    }
    let unknown = names.next()?;
    let known: Vec<&str> = names.collect();
    did_you_mean(unknown, known.iter().copied())
        .or_else(|| (!known.is_empty()).then(|| format!("known here: {}", known.join(", "))))
}

/// Says in an author's words what serde says in a programmer's.
///
/// `line` is the text of the line that the message is about.
pub fn in_plain_words(message: &str, line: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        return format!("there is no key `{name}` here");
    }
    if message.starts_with("unknown variant") {
        return format!("there is no choice `{name}` here");
    }
    let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    else {
        return message.replace('\n', ", ");
    };
    let kind = |word: &str| match word.trim_start_matches("a ").trim_start_matches("an ") {
        "string" => "text".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" | "table" => "a table".to_owned(),
        "boolean" => "true or false".to_owned(),
        "integer" | "float" | "floating" => "a number".to_owned(),
        word if word.starts_with("struct ") => "a table".to_owned(),
        other => other.to_owned(),
    };
    let found = kind(found.split([' ', '(']).next().unwrap_or(found));
    let key = line.split('=').next().filter(|_| line.contains('=')).map_or("this", str::trim);
    format!("`{key}` must be {}, but it is {found}", kind(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("titel", ["title", "theme"]), Some("title"));
        assert_eq!(nearest("wombat", ["title", "theme"]), None);
    }

    #[test]
    fn an_offset_becomes_line_and_column_in_characters() {
        assert_eq!(position("aé\nüb", 6), (2, 2));
        assert_eq!(position("abc", 99), (1, 4));
    }

    #[test]
    fn serde_names_the_known_keys() {
        let message = "unknown field `titel`, expected one of `title`, `theme`";
        assert_eq!(unknown_key_help(message).as_deref(), Some("did you mean `title`?"));
    }
}
