//! Template tags of other generators: Hugo's `{{< x >}}` and `{{% x %}}`,
//! Zola's `{{ x() }}`, `{% x %}` of Liquid and GitBook, `{{$include x}}`.
//!
//! What is known is translated into markers, Markdown or nothing; of what is
//! unknown the tag goes and the content stays.

use std::{borrow::Cow, collections::HashSet};

use memchr::memmem;

use super::{
    admonition::{Kind, find_kind},
    prepare::{Fence, Figure, Fold, Lines, Marker, Origin, list_mark},
    types::Problem,
};

type Rewritten = (String, Vec<Origin>, Vec<Marker>, Vec<Problem>);

/// The longest tag that is looked at.
const MAX_TAG_BYTES: usize = 4 * 1024;

/// Parts that may be open at the same time.
const MAX_DEPTH: usize = 32;

/// Whether a text is worth looking at line by line.
pub(super) fn may_contain(text: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find(bytes, b"{{").is_some() || memmem::find(bytes, b"{%").is_some()
}

/// A tag as written.
struct Tag<'a> {
    name: &'a str,
    arguments: Vec<(Option<&'a str>, Cow<'a, str>)>,
    is_closing: bool,
    is_self_closing: bool,
    /// Written as `{{<`: its content is not Markdown.
    is_angled: bool,
    /// Begins here and ends before there in the text.
    range: (usize, usize),
}

impl Tag<'_> {
    fn named(&self, keys: &[&str]) -> Option<String> {
        let found =
            keys.iter().find_map(|key| self.arguments.iter().find(|(name, _)| *name == Some(*key)));
        found.map(|(_, value)| value.to_string()).filter(|value| !value.is_empty())
    }

    fn positional(&self, index: usize) -> Option<String> {
        let mut values = self.arguments.iter().filter(|(name, _)| name.is_none());
        values.nth(index).map(|(_, value)| value.to_string()).filter(|value| !value.is_empty())
    }
}

struct Rewriter<'a> {
    lines: Lines<'a>,
    text: &'a str,
    /// Names of open parts and whether each has a marker.
    open: Vec<(String, u32)>,
    /// Of the innermost set of tabs: the language of its tabs if they hold code.
    code_tabs: Vec<Option<String>>,
    reported: HashSet<String>,
    without_closing: HashSet<String>,
    fence: Fence,
    /// The line being written and where it came from.
    current: String,
    number: u32,
}

/// Turns template tags into markers and Markdown.
pub(super) fn rewrite(lines: Lines<'_>) -> Rewritten {
    let text = lines.source;
    let mut rewriter = Rewriter {
        lines,
        text,
        open: Vec::new(),
        code_tabs: Vec::new(),
        reported: HashSet::new(),
        without_closing: HashSet::new(),
        fence: Fence::default(),
        current: String::new(),
        number: 0,
    };
    let mut at = 0;
    while at < text.len() {
        at = rewriter.line(at);
    }
    rewriter.finish();
    let Lines { out, origins, markers, problems, .. } = rewriter.lines;
    (out, origins, markers, problems)
}

impl<'a> Rewriter<'a> {
    /// Rewrites the line that begins at `start`; returns where the next begins.
    fn line(&mut self, start: usize) -> usize {
        let mut end = self.line_end(start);
        if self.fence.feed(&self.text[start..end]) {
            let line = unescape(&self.text[start..end]);
            self.lines.line(&line, Origin { line: self.number, cut: 0 });
            self.number += 1;
            return end + 1;
        }
        let mut at = start;
        let mut dropped = false;
        while let Some(tag) = self.next_tag(at, end) {
            self.current.push_str(&self.text[at..tag.range.0]);
            dropped = true;
            let after = self.handle(&tag);
            self.number += newlines(&self.text[tag.range.0..after]);
            at = after;
            if at > end {
                end = self.line_end(at);
            }
        }
        let rest = &self.text[at.min(end)..end];
        self.current.push_str(&unescape(rest));
        if !(dropped && self.current.trim().is_empty()) || self.current.is_empty() {
            self.flush();
        } else {
            self.current.clear();
            self.flush();
        }
        self.number += 1;
        end + 1
    }

    fn line_end(&self, start: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[start..])
            .map_or(self.text.len(), |length| start + length)
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.current);
        self.lines.line(line.trim_end_matches('\r'), Origin { line: self.number, cut: 0 });
    }

    /// The first tag between `from` and `end` that stands outside of code.
    fn next_tag(&self, from: usize, end: usize) -> Option<Tag<'a>> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr::memchr2(b'{', b'`', bytes.get(at..end)?) {
            at += found;
            if bytes[at] == b'`' {
                let run = bytes[at..end].iter().take_while(|&&byte| byte == b'`').count();
                let ticks = &bytes[at..at + run];
                let rest = &bytes[at + run..end];
                at += run;
                let mut search = 0;
                while let Some(close) = memmem::find(&rest[search..], ticks) {
                    let begin = search + close;
                    let longer = rest[begin..].iter().take_while(|&&byte| byte == b'`').count();
                    search = begin + longer;
                    if longer == run {
                        at += search;
                        break;
                    }
                }
                continue;
            }
            if let Some(tag) = parse_tag(self.text, at) {
                return Some(tag);
            }
            at += 1;
        }
        None
    }

    /// Writes what a tag stands for; returns where to go on.
    fn handle(&mut self, tag: &Tag<'a>) -> usize {
        let after = tag.range.1;
        if tag.is_closing {
            self.close(tag.name);
            return after;
        }
        let name = tag.name.to_lowercase();
        match name.as_str() {
            "ref" | "relref" => {
                let target = tag
                    .named(&["path"])
                    .or_else(|| tag.positional(0))
                    .unwrap_or_default()
                    .replace(['<', '>', '\n'], "");
                if target.contains([' ', '(', ')']) {
                    self.current.push_str(&format!("<{target}>"));
                } else {
                    self.current.push_str(&target);
                }
                return after;
            }
            "figure" | "img" | "image" | "imgproc" => {
                if let Some(src) = tag.named(&["src", "link"]).or_else(|| tag.positional(0)) {
                    let pixels = |key| {
                        tag.named(&[key])
                            .and_then(|value: String| value.trim_end_matches("px").parse().ok())
                    };
                    let figure = Figure {
                        alt: tag.named(&["alt"]).or_else(|| tag.positional(1)),
                        caption: tag.named(&["caption", "title"]),
                        link: tag.named(&["src"]).and_then(|_| tag.named(&["link"])),
                        width: pixels("width"),
                        height: pixels("height"),
                        src,
                    };
                    self.block(Marker::Figure(figure));
                    return after;
                }
            }
            "youtube" | "vimeo" => {
                if let Some(id) = tag.named(&["id"]).or_else(|| tag.positional(0)) {
                    let url = match name.as_str() {
                        "youtube" => format!("https://www.youtube.com/watch?v={id}"),
                        _ => format!("https://vimeo.com/{id}"),
                    };
                    self.block(Marker::Video { url, title: tag.named(&["title"]) });
                    return after;
                }
            }
            "video" | "embed" => {
                if let Some(url) = tag.named(&["src", "url", "mp4"]).or_else(|| tag.positional(0)) {
                    self.block(Marker::Video { url, title: tag.named(&["title", "caption"]) });
                    return after;
                }
            }
            _ if tag.is_self_closing => {}
            "comment" => {
                if let Some((_, end)) = self.closing(&name, after) {
                    return end;
                }
            }
            "highlight" | "mermaid" => {
                if let Some((begin, end)) = self.closing(&name, after) {
                    let language = tag.positional(0).unwrap_or(name);
                    self.code(&language, after, begin);
                    return end;
                }
            }
            "tab" if tag.is_angled && matches!(self.code_tabs.last(), Some(Some(_))) => {
                if let Some((begin, end)) = self.closing("tab", after) {
                    let language = tag.named(&["lang"]);
                    let fallback = self.code_tabs.last().cloned().flatten().unwrap_or_default();
                    let title = tag.named(&["header", "title", "name"]);
                    let title = title.or_else(|| tag.positional(0)).unwrap_or_default();
                    self.block(Marker::Tab { title });
                    let number = self.number;
                    self.code(&language.unwrap_or(fallback), after, begin);
                    self.number += newlines(&self.text[after..end]);
                    self.block(Marker::Close);
                    self.number = number;
                    return end;
                }
            }
            _ => {
                if self.open.len() < MAX_DEPTH
                    && let Some(marker) = part(tag, &name)
                    && self.has_closing(&name, after)
                {
                    if name == "tabpane" {
                        let code = tag.named(&["text"]).is_none_or(|text| text != "true");
                        let language = tag.named(&["lang"]).unwrap_or_default();
                        self.code_tabs.push(code.then_some(language));
                    }
                    self.block(marker);
                    self.open.push((name, self.number));
                    return after;
                }
            }
        }
        self.unknown(tag);
        after
    }

    fn unknown(&mut self, tag: &Tag<'_>) {
        if self.reported.len() < 100 && self.reported.insert(tag.name.to_owned()) {
            let before = &self.text[..tag.range.0];
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let column = before[line..].chars().count();
            let message = format!("unknown template tag `{}` was left out", tag.name);
            let help = "its content is kept; write Markdown, or remove the tag".to_owned();
            self.lines.problem("unknown-shortcode", self.number, column, message, Some(help));
        }
    }

    /// Writes a marker on a line of its own.
    fn block(&mut self, marker: Marker) {
        let prefix_length = prefix_length(&self.current);
        let origin = Origin { line: self.number, cut: 0 };
        let continuation: String = self.current[..prefix_length]
            .chars()
            .map(|c| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' })
            .collect();
        if self.current.len() > prefix_length {
            self.flush();
            self.lines.marker(&continuation, marker, origin);
        } else {
            let prefix = std::mem::take(&mut self.current);
            self.lines.marker(&prefix, marker, origin);
        }
        self.current = continuation;
    }

    /// Writes the text between two offsets as fenced code.
    fn code(&mut self, language: &str, from: usize, to: usize) {
        let indent = self.current[..prefix_length(&self.current)].to_owned();
        if !self.current.trim().is_empty() {
            self.flush();
        }
        self.current.clear();
        let language: String =
            language.chars().filter(|c| c.is_alphanumeric() || "+#-_.".contains(*c)).collect();
        let fence = format!("{indent}``````````");
        let origin = Origin { line: self.number, cut: 0 };
        self.lines.line(&format!("{fence}{language}"), origin);
        let last = self.number + newlines(&self.text[from..to]);
        for (number, line) in (self.number..).zip(self.text[from..to].split('\n')) {
            // What is left of the tag's own line is no code.
            let is_edge = number == self.number || number == last;
            if !is_edge || !line.trim().is_empty() {
                let line = unescape(line).replace("``````````", "`````````");
                self.lines.line(&line, Origin { line: number, cut: 0 });
            }
        }
        self.lines.line(&fence, origin);
        self.current = indent;
    }

    fn close(&mut self, name: &str) {
        let name = name.to_lowercase();
        let at = if name.is_empty() {
            self.open.len().checked_sub(1)
        } else {
            self.open.iter().rposition(|(open, _)| *open == name)
        };
        let Some(at) = at else { return };
        while self.open.len() > at {
            self.close_innermost();
        }
    }

    fn close_innermost(&mut self) {
        if let Some((name, _)) = self.open.pop() {
            if name == "tabpane" {
                self.code_tabs.pop();
            }
            self.block(Marker::Close);
        }
    }

    /// Where the closing tag of a name begins and ends.
    fn closing(&self, name: &str, from: usize) -> Option<(usize, usize)> {
        let rest = &self.text[from..];
        memmem::find_iter(rest.as_bytes(), b"{").take(2_000).find_map(|at| {
            let tag = parse_tag(self.text, from + at)?;
            (tag.is_closing && tag.name.eq_ignore_ascii_case(name)).then_some(tag.range)
        })
    }

    /// Whether the rest of the text may close a part of this name.
    fn has_closing(&mut self, name: &str, from: usize) -> bool {
        if self.without_closing.contains(name) {
            return false;
        }
        let rest = &self.text.as_bytes()[from..];
        let found = [format!("/{name}"), format!("/ {name}"), format!("end{name}")]
            .iter()
            .any(|needle| memmem::find(rest, needle.as_bytes()).is_some())
            || memmem::find(rest, b"{% end ").is_some();
        if !found {
            self.without_closing.insert(name.to_owned());
        }
        found
    }

    fn finish(&mut self) {
        while let Some((name, line)) = self.open.last().cloned() {
            let help = format!("add the closing tag of `{name}`");
            let message = format!("`{name}` is not closed");
            self.lines.problem("unclosed-container", line, 0, message, Some(help));
            self.close_innermost();
        }
    }
}

/// The marker that a tag with content stands for.
fn part(tag: &Tag<'_>, name: &str) -> Option<Marker> {
    let title = tag.named(&["title", "header", "name", "summary", "label"]);
    Some(match name {
        "tabpane" | "tabs" => Marker::Tabs,
        "tab" => Marker::Tab { title: title.or_else(|| tag.positional(0)).unwrap_or_default() },
        "details" | "expand" | "collapse" | "spoiler" | "accordion" => Marker::Details {
            summary: title.or_else(|| tag.positional(0)),
            is_open: tag.named(&["open"]).is_some_and(|value| value != "false"),
        },
        "alert" | "notice" | "admonition" | "callout" | "hint" | "pageinfo" | "aside" => {
            let kind = tag
                .named(&["color", "type", "kind", "style", "theme", "context", "level"])
                .or_else(|| tag.positional(0));
            let kind = kind.and_then(|kind| find_kind(&kind).ok()).unwrap_or(Kind::Note);
            let title = title.or_else(|| tag.positional(1));
            Marker::Admonition { kind, title, fold: Fold::Never, quote: false }
        }
        "note" | "tip" | "info" | "warning" | "caution" | "important" | "danger" | "success" => {
            let kind = find_kind(name).ok()?;
            let title = title.or_else(|| tag.positional(0));
            Marker::Admonition { kind, title, fold: Fold::Never, quote: false }
        }
        _ => return None,
    })
}

/// Reads the tag that begins at an offset.
fn parse_tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let rest = &text[at..];
    let (open, close, is_angled) = match rest.as_bytes() {
        [b'{', b'{', b'<', ..] => (3, ">}}", true),
        [b'{', b'{', b'%', ..] => (3, "%}}", false),
        [b'{', b'{', b'$', ..] => (2, "}}", false),
        [b'{', b'{', ..] => (2, "}}", false),
        [b'{', b'%', ..] => (2, "%}", false),
        _ => return None,
    };
    let is_call = open == 2 && close == "}}";
    let window = &rest.as_bytes()[open..rest.len().min(open + MAX_TAG_BYTES)];
    let length = memmem::find(window, close.as_bytes())?;
    let inner = &rest[open..open + length];
    if inner.starts_with("/*") {
        return None;
    }
    let mut inner = inner.trim().trim_matches('-').trim();
    let mut is_closing = false;
    if let Some(name) = inner.strip_prefix('/') {
        (inner, is_closing) = (name.trim_start(), true);
    }
    let is_self_closing = inner.ends_with('/');
    let inner = inner.trim_end_matches('/');
    let end = inner
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '$')))
        .unwrap_or(inner.len());
    let (mut name, mut arguments) = inner.split_at(end);
    let is_include = name.starts_with('$');
    let named = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'));
    if !named || (is_call && !is_include && !arguments.starts_with('(')) {
        return None;
    }
    if let Some(call) = arguments.strip_prefix('(') {
        arguments = call.trim_end().strip_suffix(')').unwrap_or(call);
    }
    if open == 2
        && close == "%}"
        && let Some(ended) = name.strip_prefix("end")
    {
        (name, is_closing) = (ended, true);
    }
    let range = (at, at + open + length + close.len());
    Some(Tag {
        name,
        arguments: parse_arguments(arguments),
        is_closing,
        is_self_closing,
        is_angled,
        range,
    })
}

/// Reads `a "b c" key=value key="value"`.
fn parse_arguments(text: &str) -> Vec<(Option<&str>, Cow<'_, str>)> {
    let mut arguments = Vec::new();
    let mut rest = text.trim_start_matches([' ', '\t', '\n', '\r', ',']);
    while !rest.is_empty() && arguments.len() < 64 {
        let name_end = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':')))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let name = (!name.is_empty())
            .then(|| after.trim_start().strip_prefix('=').map(|after| (name, after)))
            .flatten();
        let value_text = name.map_or(rest, |(_, after)| after.trim_start());
        let (value, after) = parse_value(value_text);
        arguments.push((name.map(|(name, _)| name), value));
        rest = after.trim_start_matches([' ', '\t', '\n', '\r', ',']);
    }
    arguments
}

fn parse_value(text: &str) -> (Cow<'_, str>, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '{'));
    if let Some(quote) = quote {
        let inner = &text[1..];
        let close = if quote == '{' { '}' } else { quote };
        let mut escaped = false;
        for (at, c) in inner.char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == close {
                let value = &inner[..at];
                let value = if value.contains('\\') {
                    Cow::Owned(value.replace("\\\"", "\"").replace("\\'", "'"))
                } else {
                    Cow::Borrowed(value)
                };
                return (value, &inner[at + 1..]);
            }
        }
        return (Cow::Borrowed(inner), "");
    }
    let end = text.find([' ', '\t', '\n', '\r', ',']).unwrap_or(text.len()).max(1).min(text.len());
    let end = (end..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len());
    (Cow::Borrowed(&text[..end]), &text[end..])
}

/// The value of `key="value"` among attributes.
pub(super) fn attribute(text: &str, key: &str) -> Option<String> {
    let arguments = parse_arguments(text);
    let (_, value) = arguments.into_iter().find(|(name, _)| *name == Some(key))?;
    Some(value.trim_matches(['"', '\'', '`']).to_owned())
}

/// Shows `{{</* x */>}}` as `{{< x >}}`, which is how Hugo writes about itself.
fn unescape(line: &str) -> Cow<'_, str> {
    if !line.contains("{{</*") && !line.contains("{{%/*") {
        return Cow::Borrowed(line);
    }
    let line = line.replace("{{</*", "{{<").replace("*/>}}", ">}}");
    Cow::Owned(line.replace("{{%/*", "{{%").replace("*/%}}", "%}}"))
}

/// Length of the marks of quotations and lists at the beginning of a line.
fn prefix_length(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        at += rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        match list_mark(&line[at..]) {
            Some(mark) => at += mark,
            None => return at,
        }
    }
}

fn newlines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}
