//! Rewrites what CommonMark does not know, line by line.
//!
//! Containers (`:::note`, `!!! note`, `> [!NOTE]`, tabs, details) and
//! shortcodes become HTML comments of the form `<!--H7H-->` where `H` is
//! [`HOLE`] and 7 the index of a [`Marker`]. A comment is an HTML block of one
//! line that may interrupt a paragraph, so that pulldown-cmark hands it back
//! exactly where it stood: inside the same list item or quotation. Text of
//! articles is freed of [`HOLE`] first and cannot forge a marker.

use std::borrow::Cow;

use memchr::memmem;

use super::{
    admonition::{Kind, find_kind},
    containers,
    escape::{HOLE, HOLE_BYTES},
    guard, shortcodes,
    types::Problem,
};

/// Text for pulldown-cmark, with the way back to the author's lines.
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) markers: Vec<Marker>,
    pub(super) problems: Vec<Problem>,
    /// The text as the author wrote it.
    source: &'a str,
    /// Per line of `text`; empty if the text is as written.
    origins: Vec<Origin>,
    first_line: usize,
    line_starts: Vec<usize>,
}

/// Where a rewritten line came from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Origin {
    /// Counted from 0 from the beginning of the body.
    pub(super) line: u32,
    /// Columns cut off at its beginning.
    pub(super) cut: u32,
}

/// What a marker stands for.
#[derive(Clone, Debug)]
pub(super) enum Marker {
    /// Opens an admonition.
    Admonition { kind: Kind, title: Option<String>, fold: Fold, quote: bool },
    /// Opens a foldable part.
    Details { summary: Option<String>, is_open: bool },
    /// Opens a set of tabs.
    Tabs,
    /// Opens one tab.
    Tab { title: String },
    /// Opens a part without a look of its own.
    Plain,
    /// Closes the innermost part that a marker opened.
    Close,
    /// A film.
    Video { url: String, title: Option<String> },
    /// A picture with a caption.
    Figure(Figure),
}

/// A picture from a shortcode.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    pub(super) src: String,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) link: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

/// Whether an admonition can be folded away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fold {
    Never,
    Closed,
    Open,
}

/// Collects the rewritten lines.
pub(super) struct Lines<'a> {
    pub(super) out: String,
    pub(super) origins: Vec<Origin>,
    pub(super) markers: Vec<Marker>,
    /// The lines that became markers, to be shown again inside of code.
    pub(super) problems: Vec<Problem>,
    pub(super) first_line: usize,
    pub(super) source: &'a str,
}

impl Lines<'_> {
    /// Appends one line, which must not contain a line break.
    pub(super) fn line(&mut self, text: &str, origin: Origin) {
        self.out.push_str(text);
        self.out.push('\n');
        self.origins.push(origin);
    }

    /// Appends a line that stands for a marker, behind the given prefix.
    pub(super) fn marker(&mut self, prefix: &str, marker: Marker, origin: Origin) {
        let text = self.marker_text(marker);
        self.out.push_str(prefix);
        self.line(&text, origin);
    }

    /// The comment that stands for a marker.
    pub(super) fn marker_text(&mut self, marker: Marker) -> String {
        self.markers.push(marker);
        format!("<!--{HOLE}{}{HOLE}-->", self.markers.len() - 1)
    }

    /// Reports something about a line counted from 0.
    pub(super) fn problem(
        &mut self,
        code: &'static str,
        line: u32,
        column: usize,
        message: String,
        help: Option<String>,
    ) {
        let line = self.first_line + line as usize;
        self.problems.push(Problem { code, line, column: column + 1, message, help });
    }
}

/// Prepares the body of an article.
pub(super) fn prepare(source: &str, first_line: usize) -> Prepared<'_> {
    let mut text = Cow::Borrowed(source);
    if memmem::find(text.as_bytes(), HOLE_BYTES).is_some() {
        text = Cow::Owned(text.replace(HOLE, "\u{FFFD}"));
    }
    let mut problems = Vec::new();
    if let Some(guarded) = guard::limit_nesting(&text, first_line, &mut problems) {
        text = Cow::Owned(guarded);
    }

    let (mut markers, mut origins) = (Vec::new(), Vec::new());
    let has_shortcodes = shortcodes::may_contain(&text);
    if has_shortcodes {
        let lines = Lines {
            out: String::with_capacity(text.len() + 256),
            origins,
            markers,
            problems,
            first_line,
            source: &text,
        };
        let done = shortcodes::rewrite(lines);
        text = Cow::Owned(done.0);
        (origins, markers, problems) = (done.1, done.2, done.3);
    }
    if containers::may_contain(&text) {
        let lines = Lines {
            out: String::with_capacity(text.len() + 256),
            origins: Vec::new(),
            markers,
            problems,
            first_line,
            source: &text,
        };
        let done = containers::rewrite(lines, &origins);
        text = Cow::Owned(done.0);
        (origins, markers, problems) = (done.1, done.2, done.3);
    }

    let line_starts =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
    let line_starts = line_starts.collect();
    Prepared { text, markers, problems, source, origins, first_line, line_starts }
}

impl Prepared<'_> {
    /// Line of the file and column, both counted from 1, of a byte of `text`.
    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let index = self.line_starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.line_starts[index];
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = before.chars().count() + 1;
        match self.origins.get(index) {
            Some(origin) => (self.first_line + origin.line as usize, column + origin.cut as usize),
            None if self.origins.is_empty() => (self.first_line + index, column),
            None => {
                let last = self.origins.last().map_or(0, |origin| origin.line as usize);
                (self.first_line + last, column)
            }
        }
    }
}

impl Prepared<'_> {
    /// Whether no line between two offsets begins with the mark of a quotation.
    pub(super) fn lines_are_whole(&self, start: usize, end: usize) -> bool {
        let text = self.text.get(start..end).unwrap_or_default();
        !text.contains("\n>") && !text.contains("\n >")
    }

    /// Text of code without markers: the lines that looked like containers
    /// stand there as the author wrote them.
    ///
    /// `at` is where the text begins in `self.text`.
    pub(super) fn restore(&self, text: &str, at: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let first = self.position(at).0;
        let mut last = usize::MAX;
        for (line, part) in (first..).zip(text.split_inclusive('\n')) {
            if part.contains(HOLE) {
                let written = self.source.lines().nth(line.saturating_sub(self.first_line));
                if line != last {
                    out.push_str(written.unwrap_or_default().trim());
                    out.push('\n');
                }
                last = line;
            } else {
                out.push_str(part);
            }
        }
        out
    }
}

/// The index in the text of a marker, given the whole comment.
pub(super) fn marker_index(comment: &str) -> Option<usize> {
    let inner = comment.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    inner.strip_prefix(HOLE)?.strip_suffix(HOLE)?.parse().ok()
}

/// Follows fenced code through lines, so that nothing inside is rewritten.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fence {
    open: Option<(u8, usize)>,
}

impl Fence {
    /// Whether the next line stands inside of a block.
    pub(super) fn is_open(self) -> bool {
        self.open.is_some()
    }

    /// The line that would close the block.
    pub(super) fn closing(self) -> Option<String> {
        self.open.map(|(mark, count)| char::from(mark).to_string().repeat(count))
    }

    /// Looks at a line; true if the line belongs to a block, its fences
    /// included.
    pub(super) fn feed(&mut self, line: &str) -> bool {
        let body = self.content(line);
        let Some(&mark) = body.as_bytes().first() else { return self.is_open() };
        let count = body.bytes().take_while(|&byte| byte == mark).count();
        if !matches!(mark, b'`' | b'~') || count < 3 {
            return self.is_open();
        }
        match self.open {
            None if mark == b'`' && body[count..].contains('`') => false,
            None => {
                self.open = Some((mark, count));
                true
            }
            Some((open, least)) => {
                if open == mark && count >= least && body[count..].trim().is_empty() {
                    self.open = None;
                }
                true
            }
        }
    }

    /// The line without the marks of quotations and lists before a fence.
    fn content(self, line: &str) -> &str {
        let mut rest = line.trim_start_matches([' ', '\t', '>']);
        if self.open.is_none() {
            while let Some(count) = list_mark(rest) {
                rest = rest[count..].trim_start_matches([' ', '\t', '>']);
            }
        }
        rest
    }
}

/// Length of a list mark with the space behind it.
pub(super) fn list_mark(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let mark = match bytes.get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if digits > 0 => digits + 1,
        _ => return None,
    };
    matches!(bytes.get(mark), Some(b' ' | b'\t')).then_some(mark + 1)
}

/// Splits an admonition's name off and finds its kind.
pub(super) fn kind_or_problem(
    lines: &mut Lines<'_>,
    name: &str,
    line: u32,
    column: usize,
) -> (Kind, bool) {
    match find_kind(name) {
        Ok(kind) => (kind, true),
        Err(nearest) => {
            let help = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
            let message = format!("unknown kind of admonition `{name}`, shown as a note");
            lines.problem("unknown-admonition", line, column, message, help);
            (Kind::Note, false)
        }
    }
}
