//! Syntax highlighting by classes.

/// Highlights code; shared by all articles and threads of a build.
#[derive(Debug, Default)]
pub struct Highlighter {}

impl Highlighter {
    /// Opens the highlighter; grammars are read when they are first needed.
    pub fn new() -> Highlighter {
        Highlighter::default()
    }
}
