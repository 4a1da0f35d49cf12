//! What is wrong with `server.toml`, for whoever wrote it.

use std::io;

use toml::de::{DeTable, DeValue};

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error(
        "cannot read `{path}`; write one (the smallest is in `kb-server --help`), or name another with `--config`"
    )]
    Read {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something in it is wrong.
    #[error("{name}:{line}:{column}: {message}")]
    Invalid {
        /// Which file.
        name: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong and what to do.
        message: String,
    },
}

/// What the reader of TOML found.
pub(super) fn of_toml(name: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let start = error.span().map_or(0, |span| span.start);
    let message = unknown(error.message()).unwrap_or_else(|| error.message().to_owned());
    at(name, text, start, message)
}

/// A value of the right type that makes no sense; `path` are its keys with
/// dots between them. Where the file leaves it out, what is around it.
pub(super) fn of_value(name: &str, text: &str, path: &str, message: String) -> ConfigError {
    at(name, text, place(text, path).unwrap_or(0), message)
}

/// Where the key stands whose path this is, in bytes.
fn place(text: &str, path: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut place = None;
    for key in path.split('.') {
        let Some((found, value)) = table.iter().find(|(found, _)| found.get_ref() == key) else {
            break;
        };
        place = Some(found.span().start);
        let DeValue::Table(inner) = value.get_ref() else { break };
        table = inner;
    }
    place
}

fn at(name: &str, text: &str, start: usize, message: String) -> ConfigError {
    let before = text.get(..start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    ConfigError::Invalid {
        name: name.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
    }
}

/// serde's "unknown field `x`, expected one of `a`, `b`", and the same of a
/// variant, with the nearest name.
fn unknown(message: &str) -> Option<String> {
    let (what, rest) = message
        .strip_prefix("unknown field `")
        .map(|rest| ("setting", rest))
        .or_else(|| message.strip_prefix("unknown variant `").map(|rest| ("value", rest)))?;
    let (unknown, known) = rest.split_once('`')?;
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    Some(match nearest(unknown, known.iter().copied()) {
        Some(name) => format!("there is no {what} `{unknown}`; did you mean `{name}`?"),
        None => format!("there is no {what} `{unknown}`; here are {}", known.join(", ")),
    })
}

/// The name that was probably meant.
pub(crate) fn nearest<'a>(wrong: &str, right: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    right
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}
