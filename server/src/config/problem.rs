//! What is wrong with `server.toml`, for whoever wrote it.

use std::io;

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
    let message = unknown_field(error.message()).unwrap_or_else(|| error.message().to_owned());
    at(name, text, start, message)
}

/// A value of the right type that makes no sense.
pub(super) fn of_value(name: &str, text: &str, key: &str, message: String) -> ConfigError {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let before = line.split(['=', ']']).next().unwrap_or_default();
        if before.trim().trim_start_matches('[').ends_with(key) {
            return at(name, text, start, message);
        }
        start += line.len();
    }
    at(name, text, 0, message)
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

/// serde's "unknown field `x`, expected one of `a`, `b`" with the nearest name.
fn unknown_field(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field `")?;
    let (unknown, known) = rest.split_once('`')?;
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(unknown, name), *name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    Some(match nearest {
        Some((_, name)) => {
            format!("there is no setting `{unknown}`; did you mean `{name}`?")
        }
        None => format!("there is no setting `{unknown}`; here are {}", known.join(", ")),
    })
}
