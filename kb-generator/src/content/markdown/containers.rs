//! Containers: `:::note`, `!!! note`, `=== "Tab"`, `> [!NOTE]`, `<Tabs>`.

use std::borrow::Cow;

use memchr::memmem;

use super::prepare::{Fence, Fold, Lines, Marker, Origin, kind_or_problem, list_mark};
use super::types::Problem;

type Rewritten = (String, Vec<Origin>, Vec<Marker>, Vec<Problem>);

/// Containers that may be open at the same time.
const MAX_DEPTH: usize = 32;

/// Whether a text is worth looking at line by line.
pub(super) fn may_contain(text: &str) -> bool {
    let bytes = text.as_bytes();
    [&b"::"[..], b"!!!", b"???", b"=== ", b"===! ", b"===+ ", b"[!", b"<Tab", b"<Aside"]
        .iter()
        .any(|mark| memmem::find(bytes, mark).is_some())
}

/// A container that has not been closed yet.
struct Open {
    form: Form,
    /// Of the line that opened it.
    line: u32,
    indent: String,
    name: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Closed by a line of colons.
    Colons { count: usize, part: Part, had_sibling: bool },
    /// Closed by the first line that is indented less.
    Indented { columns: usize, part: Part },
    /// Closed by a tag.
    Tag(Part),
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Tabs,
    Tab,
    Other,
}

struct Rewriter<'a> {
    lines: Lines<'a>,
    open: Vec<Open>,
    fence: Fence,
    in_list: bool,
}

/// Turns containers into markers.
pub(super) fn rewrite(lines: Lines<'_>, origins: &[Origin]) -> Rewritten {
    let source = lines.source;
    let mut rewriter =
        Rewriter { lines, open: Vec::new(), fence: Fence::default(), in_list: false };
    let all: Vec<&str> = source.lines().collect();
    for (index, line) in all.iter().enumerate() {
        let origin = origins
            .get(index)
            .copied()
            .unwrap_or(Origin { line: u32::try_from(index).unwrap_or(u32::MAX), cut: 0 });
        rewriter.line(line, origin, &all[index + 1..]);
    }
    rewriter.finish();
    let Lines { out, origins, markers, problems, .. } = rewriter.lines;
    (out, origins, markers, problems)
}

impl Rewriter<'_> {
    fn line(&mut self, line: &str, mut origin: Origin, next: &[&str]) {
        let blank = line.trim().is_empty();
        if !blank {
            self.leave_indented(columns(line), line, origin);
        }
        let cut = 4 * self
            .open
            .iter()
            .filter(|open| matches!(open.form, Form::Indented { part, .. } if part != Part::Tabs))
            .count();
        let owned;
        let mut line = line;
        if cut > 0 {
            owned = dedent(line, cut);
            origin.cut += u32::try_from(cut.min(columns(line))).unwrap_or(0);
            line = &owned;
        }

        if self.fence.feed(line) {
            return self.lines.line(line, origin);
        }
        let unmarked = without_marks(line);
        let line = unmarked.as_ref();
        let trimmed = line.trim_start();
        let indent = &line[..line.len() - trimmed.len()];
        let trimmed = trimmed.trim_end();
        if !blank && indent.is_empty() {
            self.in_list = list_mark(trimmed).is_some();
        } else if list_mark(trimmed).is_some() {
            self.in_list = true;
        }
        if columns(indent) >= 4 && !self.in_list {
            return self.lines.line(line, origin);
        }
        let done = match trimmed.as_bytes().first() {
            Some(b':') => self.colons(indent, trimmed, origin, next),
            Some(b'!' | b'?' | b'=') => self.indented(indent, trimmed, origin, next),
            Some(b'>') => self.quote(indent, trimmed, origin),
            Some(b'<') => self.tag(indent, trimmed, origin),
            _ if trimmed.contains("[!") => self.quote(indent, trimmed, origin),
            _ => false,
        };
        if !done {
            self.lines.line(line, origin);
        }
    }

    fn enter(&mut self, form: Form, indent: &str, name: &str, marker: Marker, origin: Origin) {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("containers nested more than {MAX_DEPTH} deep");
            if !self.lines.problems.iter().any(|problem| problem.code == "too-deep") {
                self.lines.problem("too-deep", origin.line, 0, message, None);
            }
            return;
        }
        self.lines.marker(indent, marker, origin);
        self.open.push(Open {
            form,
            line: origin.line,
            indent: indent.to_owned(),
            name: name.to_owned(),
        });
    }

    fn close(&mut self, origin: Origin) {
        if let Some(open) = self.open.pop() {
            self.lines.marker(&open.indent, Marker::Close, origin);
        }
    }

    /// Closes the containers whose text is indented more than this line.
    fn leave_indented(&mut self, columns: usize, line: &str, origin: Origin) {
        loop {
            let Some(at) = self.open.iter().position(
                |open| matches!(open.form, Form::Indented { columns: needed, .. } if columns < needed),
            ) else {
                return;
            };
            // A set of tabs goes on while the next line is one of its tabs.
            if let Form::Indented { columns: needed, part: Part::Tabs } = self.open[at].form
                && columns + 1 == needed
                && tab_title(line.trim()).is_some()
                && at + 1 == self.open.len()
            {
                return;
            }
            if let Some(closing) = self.fence.closing() {
                self.lines.line(&closing, origin);
                self.fence = Fence::default();
            }
            let first = if matches!(self.open[at].form, Form::Indented { part: Part::Tabs, .. })
                && tab_title(line.trim()).is_some()
                && matches!(self.open[at].form, Form::Indented { columns: needed, .. } if columns + 1 == needed)
            {
                at + 1
            } else {
                at
            };
            while self.open.len() > first {
                self.close(origin);
            }
        }
    }

    fn colons(&mut self, indent: &str, text: &str, origin: Origin, next: &[&str]) -> bool {
        let count = text.bytes().take_while(|&byte| byte == b':').count();
        let rest = text[count..].trim();
        if count == 2 {
            return self.leaf(indent, rest, origin);
        }
        if count < 3 {
            return false;
        }
        if rest.is_empty() {
            self.close_colons(count, origin, next);
            return true;
        }
        let Some((name, title)) = name_and_title(rest) else { return false };
        let lower = name.to_lowercase();
        let form = |part| Form::Colons { count, part, had_sibling: false };
        match lower.as_str() {
            "tabs" | "tab-set" | "tabset" => {
                self.enter(form(Part::Tabs), indent, &name, Marker::Tabs, origin);
            }
            "tab" | "tab-item" => {
                let mut had_sibling = false;
                if let Some(Open {
                    form: Form::Colons { part: Part::Tab, count: other, .. }, ..
                }) = self.open.last()
                    && *other == count
                {
                    self.close(origin);
                    had_sibling = true;
                }
                let title = title.unwrap_or_default();
                let form = Form::Colons { count, part: Part::Tab, had_sibling };
                self.enter(form, indent, &name, Marker::Tab { title }, origin);
            }
            "details" | "collapse" | "collapsible" | "toggle" | "spoiler" | "dropdown" => {
                let marker = Marker::Details { summary: title, is_open: false };
                self.enter(form(Part::Other), indent, &name, marker, origin);
            }
            "code-group" | "steps" | "grid" | "card" | "cards" | "div" | "container" | "center"
            | "columns" | "column" => {
                self.enter(form(Part::Other), indent, &name, Marker::Plain, origin);
            }
            _ => {
                let (kind, known) =
                    kind_or_problem(&mut self.lines, &name, origin.line, origin.cut as usize);
                let title = title.or_else(|| (!known).then(|| name.clone()));
                let marker = Marker::Admonition { kind, title, fold: Fold::Never, quote: false };
                self.enter(form(Part::Other), indent, &name, marker, origin);
            }
        }
        true
    }

    fn close_colons(&mut self, count: usize, origin: Origin, next: &[&str]) {
        let colons = |open: &Open| match open.form {
            Form::Colons { count, .. } => Some(count),
            _ => None,
        };
        let at = self
            .open
            .iter()
            .rposition(|open| colons(open) == Some(count))
            .or_else(|| self.open.iter().rposition(|open| colons(open).is_some()));
        let Some(at) = at else {
            let help = Some("remove the line, or open a container above it".to_owned());
            let message = "`:::` closes nothing".to_owned();
            return self.lines.problem("unopened-container", origin.line, 0, message, help);
        };
        // `::: tab` without a closing line of its own: the line closes the set.
        let ends_set = matches!(self.open[at].form, Form::Colons { part: Part::Tab, .. })
            && at > 0
            && matches!(self.open[at - 1].form, Form::Colons { part: Part::Tabs, count: of_set, .. } if of_set == count)
            && !continues_tabs(next, count);
        let keep = if ends_set { at - 1 } else { at };
        while self.open.len() > keep {
            self.close(origin);
        }
    }

    /// `::video[Title](url)`.
    fn leaf(&mut self, indent: &str, rest: &str, origin: Origin) -> bool {
        let Some(rest) = rest
            .strip_prefix("video")
            .or_else(|| rest.strip_prefix("youtube"))
            .or_else(|| rest.strip_prefix("vimeo"))
        else {
            return false;
        };
        let Some((title, url)) = rest
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]("))
            .and_then(|(title, rest)| Some((title, rest.strip_suffix(')')?)))
        else {
            return false;
        };
        let title = (!title.is_empty()).then(|| title.to_owned());
        let marker = Marker::Video { url: url.trim().to_owned(), title };
        self.lines.marker(indent, marker, origin);
        true
    }

    /// `!!! note "Title"`, `??? note`, `=== "Tab"`.
    fn indented(&mut self, indent: &str, text: &str, origin: Origin, next: &[&str]) -> bool {
        let here = columns(indent) + origin.cut as usize;
        if let Some(title) = tab_title(text) {
            let in_set = matches!(
                self.open.last(),
                Some(Open { form: Form::Indented { columns, part: Part::Tabs }, .. })
                    if *columns == here + 1
            );
            if !in_set {
                let form = Form::Indented { columns: here + 1, part: Part::Tabs };
                self.enter(form, indent, "===", Marker::Tabs, origin);
            }
            let form = Form::Indented { columns: here + 4, part: Part::Tab };
            self.enter(form, indent, "===", Marker::Tab { title }, origin);
            return true;
        }
        let Some((mark, rest)) = text.split_at_checked(3) else { return false };
        let (fold, rest) = match mark {
            "!!!" => (Fold::Never, rest),
            "???" => match rest.strip_prefix('+') {
                Some(rest) => (Fold::Open, rest),
                None => (Fold::Closed, rest),
            },
            _ => return false,
        };
        let (names, title) = match rest.split_once('"') {
            Some((names, title)) => (names, Some(title.trim_end().trim_end_matches('"'))),
            None => (rest, None),
        };
        let Some(name) = names.split_whitespace().next() else { return false };
        if !rest.starts_with([' ', '\t']) || !name.chars().all(|c| c.is_alphanumeric() || c == '-')
        {
            return false;
        }
        // Prose such as `!!! note` without an indented text below is no container.
        let body = next.iter().find(|line| !line.trim().is_empty());
        if title.is_none() && body.is_none_or(|line| columns(line) < here + 4) {
            return false;
        }
        let (kind, known) =
            kind_or_problem(&mut self.lines, name, origin.line, origin.cut as usize);
        let title = title.map(str::to_owned).or_else(|| (!known).then(|| name.to_owned()));
        let marker = Marker::Admonition { kind, title, fold, quote: false };
        let form = Form::Indented { columns: here + 4, part: Part::Other };
        self.enter(form, indent, name, marker, origin);
        true
    }

    /// `> [!NOTE]- Title`.
    fn quote(&mut self, indent: &str, text: &str, origin: Origin) -> bool {
        let body = text.trim_start_matches(|c: char| {
            matches!(c, '>' | ' ' | '\t' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
        });
        let prefix = &text[..text.len() - body.len()];
        if !prefix.contains('>') {
            return false;
        }
        let Some((name, rest)) = body.strip_prefix("[!").and_then(|rest| rest.split_once(']'))
        else {
            return false;
        };
        // Experience League writes films like quotations.
        if name.eq_ignore_ascii_case("video")
            && let Some(url) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        {
            let marker = Marker::Video { url: url.0.trim().to_owned(), title: None };
            self.lines.marker(indent, marker, origin);
            return true;
        }
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        if name.is_empty() || name.len() > 40 || !name.chars().all(plain) {
            return false;
        }
        let (fold, rest) = match rest.as_bytes().first() {
            Some(b'-') => (Fold::Closed, &rest[1..]),
            Some(b'+') => (Fold::Open, &rest[1..]),
            _ => (Fold::Never, rest),
        };
        let column = origin.cut as usize + columns(indent) + prefix.chars().count();
        let (kind, known) = kind_or_problem(&mut self.lines, name.trim(), origin.line, column);
        let title = rest.trim();
        let title = (!title.is_empty())
            .then(|| title.to_owned())
            .or_else(|| (!known).then(|| name.to_owned()));
        let marker = Marker::Admonition { kind, title, fold, quote: true };
        let prefix = if prefix.ends_with([' ', '\t']) {
            format!("{indent}{prefix}")
        } else {
            format!("{indent}{prefix} ")
        };
        self.lines.marker(&prefix, marker, origin);
        true
    }

    /// `<Tabs>`, `<TabItem label="x">` and `<Aside type="tip">` on a line of
    /// their own, as Docusaurus and Starlight have them.
    fn tag(&mut self, indent: &str, text: &str, origin: Origin) -> bool {
        let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else {
            return false;
        };
        if inner.contains(['<', '>']) {
            return false;
        }
        if let Some(name) = inner.strip_prefix('/') {
            if !matches!(name.trim(), "Tabs" | "TabItem" | "Tab" | "Aside") {
                return false;
            }
            if let Some(at) = self.open.iter().rposition(|open| open.name == name.trim()) {
                while self.open.len() > at {
                    self.close(origin);
                }
            }
            return true;
        }
        let name = inner.split([' ', '\t']).next().unwrap_or_default();
        let attribute = |key: &str| super::shortcodes::attribute(&inner[name.len()..], key);
        let (part, marker) = match name {
            "Tabs" => (Part::Tabs, Marker::Tabs),
            "TabItem" | "Tab" => {
                let title = attribute("label")
                    .or_else(|| attribute("title"))
                    .or_else(|| attribute("value"))
                    .unwrap_or_default();
                (Part::Tab, Marker::Tab { title })
            }
            "Aside" => {
                let kind = attribute("type").unwrap_or_else(|| "note".to_owned());
                let (kind, _) = kind_or_problem(&mut self.lines, &kind, origin.line, 0);
                let title = attribute("title");
                let fold = Fold::Never;
                (Part::Other, Marker::Admonition { kind, title, fold, quote: false })
            }
            _ => return false,
        };
        self.enter(Form::Tag(part), indent, name, marker, origin);
        true
    }

    fn finish(&mut self) {
        let last = self.lines.origins.last().copied().unwrap_or_default();
        if let Some(closing) = self.fence.closing()
            && !self.open.is_empty()
        {
            self.lines.line(&closing, last);
        }
        while let Some(open) = self.open.last() {
            if !matches!(open.form, Form::Indented { .. }) {
                let message = format!("`{}` is not closed", open.name);
                let line = open.line;
                let help = match open.form {
                    Form::Tag(_) => format!("add a line `</{}>`", open.name),
                    Form::Colons { count, .. } => format!("add a line `{}`", ":".repeat(count)),
                    Form::Indented { .. } => String::new(),
                };
                self.lines.problem("unclosed-container", line, 0, message, Some(help));
            }
            self.close(last);
        }
    }
}

/// Experience League's `[!UICONTROL Save]` as `**Save**`, `[!DNL Name]` as `Name`.
fn without_marks(line: &str) -> Cow<'_, str> {
    if !line.contains("[!UICONTROL ") && !line.contains("[!DNL ") {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("[!") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 2..];
        let mark = [("UICONTROL ", "**"), ("DNL ", "")].into_iter().find_map(|(mark, around)| {
            let (text, tail) = inner.strip_prefix(mark)?.split_once(']')?;
            Some((text.trim(), around, tail))
        });
        match mark {
            Some((text, around, tail)) => {
                out.push_str(around);
                out.push_str(text);
                out.push_str(around);
                rest = tail;
            }
            None => {
                out.push_str("[!");
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the next line that is not blank belongs to the same set of tabs.
fn continues_tabs(next: &[&str], count: usize) -> bool {
    let Some(line) = next.iter().map(|line| line.trim()).find(|line| !line.is_empty()) else {
        return false;
    };
    let colons = line.bytes().take_while(|&byte| byte == b':').count();
    let rest = line[colons..].trim();
    colons == count
        && (rest.is_empty() || name_and_title(rest).is_some_and(|(name, _)| name == "tab"))
}

/// `note Title`, `note[Title]`, `note{title="Title"}`, `{note} Title`,
/// `{.callout-note}`.
fn name_and_title(rest: &str) -> Option<(String, Option<String>)> {
    let rest = rest.trim_end_matches(':').trim_end();
    if let Some(braced) = rest.strip_prefix('{') {
        let (inner, after) = braced.split_once('}')?;
        let name = inner.split_whitespace().next()?.trim_start_matches('.');
        let name = name.strip_prefix("callout-").unwrap_or(name);
        let title = super::shortcodes::attribute(inner, "title")
            .or_else(|| (!after.trim().is_empty()).then(|| after.trim().to_owned()));
        return (!name.is_empty()).then(|| (name.to_owned(), title));
    }
    let end =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name.is_empty() || !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let after = after.trim();
    let title = if let Some(inner) = after.strip_prefix('[') {
        inner.rsplit_once(']').map_or(inner, |(title, _)| title).to_owned()
    } else if let Some(inner) = after.strip_prefix('{') {
        super::shortcodes::attribute(inner.trim_end_matches('}'), "title").unwrap_or_default()
    } else {
        after.trim_matches('"').to_owned()
    };
    Some((name.to_owned(), (!title.is_empty()).then_some(title)))
}

/// The title of `=== "Title"`.
fn tab_title(text: &str) -> Option<String> {
    let rest = text.strip_prefix("===")?;
    let rest = rest.strip_prefix(['!', '+']).unwrap_or(rest);
    let title = rest.strip_prefix([' ', '\t'])?.trim();
    let title = title.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    Some(title.to_owned())
}

/// The width of the blank at the beginning of a line.
fn columns(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// A line without its first columns, as far as they are blank.
fn dedent(line: &str, cut: usize) -> String {
    let rest = line.trim_start_matches([' ', '\t']);
    let left = columns(line).saturating_sub(cut);
    format!("{}{rest}", " ".repeat(left))
}
