//! What can be wrong with a theme, and what a site may do about it.

use std::path::PathBuf;

/// One thing that a site's author should mend in the theme or its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeProblem {
    /// Stable name of the kind of problem, such as `unknown-setting`.
    pub code: &'static str,
    /// File the problem is in, relative to the site's theme folder; `kb.toml`
    /// for values of settings.
    pub path: String,
    /// Line in that file, from 1, where it is known.
    pub line: Option<usize>,
    /// Variable or token concerned, if any.
    pub variable: Option<String>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ThemeProblem {
    pub(crate) fn setting(code: &'static str, variable: &str, message: String) -> Self {
        Self {
            code,
            path: "kb.toml".into(),
            line: None,
            variable: Some(variable.into()),
            message,
            help: None,
        }
    }

    pub(crate) fn file(code: &'static str, path: &str, message: String) -> Self {
        Self { code, path: path.into(), line: None, variable: None, message, help: None }
    }

    pub(crate) fn with_help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

/// Why a theme cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// No embedded theme has this name.
    #[error("theme `{name}` does not exist")]
    UnknownTheme {
        /// Name as the site wrote it.
        name: String,
        /// Existing name that is closest to it.
        nearest: Option<String>,
    },
    /// A file of the site's theme folder cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Returns the candidate closest to `written`, if it is close enough to be a slip.
pub(crate) fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (written.chars().count().max(candidate.chars().count()) / 3).max(2)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words the nearest name as help.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> Option<String> {
    nearest.map(|name| format!("did you mean `{name}`?"))
}
