//! The one pass over pulldown-cmark's events.

use std::{borrow::Cow, collections::HashMap};

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{
    address::{self, Address},
    code::{self, CodeBlock},
    escape::escape_into,
    headings::{Ids, level_shift},
    html,
    images::Picture,
    plain::PlainText,
    prepare::{Marker, Prepared, marker_index, prepare},
    sink::Sink,
    types::{Context, Heading, MarkdownSource, Problem, ReferenceKind, Rendered},
};

/// Articles above this size are rendered, but their author should know.
const LARGE_BYTES: usize = 4 * 1024 * 1024;

/// Elements that may be open at the same time.
const MAX_FRAMES: usize = 96;

/// Problems kept per article; what is wrong everywhere needs no list.
const MAX_PROBLEMS: usize = 200;

/// Renders one article.
///
/// Never fails and never panics: whatever is wrong becomes a problem.
pub fn render(source: &MarkdownSource<'_>, context: &Context<'_>) -> Rendered {
    let prepared = prepare(source.text, source.first_line);
    let text: &str = &prepared.text;
    let mut walker = Walker::new(&prepared, context);
    walker.problems.extend(prepared.problems.iter().cloned());
    if text.len() > LARGE_BYTES {
        let message = format!("the article is {} MB long", text.len() / 1_000_000);
        let help = Some("readers will wait for it; split it into several articles".to_owned());
        walker.problem_at("too-long", (source.first_line, 1), message, help);
    }

    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    if context.options.math && memchr::memchr(b'$', text.as_bytes()).is_some() {
        options |= Options::ENABLE_MATH;
    }
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        walker.event(event, range.start, range.end);
    }
    walker.finish()
}

/// An element or part that is open.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// Where it begins in the output.
    pub(super) start: usize,
}

pub(super) enum FrameKind {
    /// An element of Markdown and how it ends.
    Element(&'static str),
    /// A quotation that became an admonition.
    Quote(&'static str),
    /// A part that a marker opened; closed by a marker or with what is around.
    Part(&'static str),
    /// A footnote: the output that it interrupts.
    Footnote { label: String, outer: String },
}

/// Where text of the author goes at the moment.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Mode {
    Normal,
    /// Into the text of an image.
    Alt,
    /// Into a block of code.
    Code,
    /// Into a block of raw HTML.
    Html,
}

pub(super) struct Walker<'a, 'c> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) context: &'a Context<'c>,
    pub(super) sink: Sink,
    pub(super) frames: Vec<Frame>,
    /// Raw elements that are open, with the number of frames around them.
    pub(super) raw: Vec<(&'static str, usize)>,
    pub(super) has_raw: bool,
    pub(super) ids: Ids,
    pub(super) plain: PlainText,
    pub(super) problems: Vec<Problem>,
    pub(super) rendered: Rendered,
    pub(super) shift: i8,
    mode: Mode,
    /// Text that has not been written yet, because neighbours may belong to it.
    pending: String,
    pending_at: usize,
    buffer: String,
    block_start: usize,
    block_info: Option<String>,
    alt_depth: usize,
    pictures: Vec<Picture>,
    /// Of the current paragraph: where it begins, and its only image so far.
    paragraph: Option<(usize, Option<Picture>, bool)>,
    heading: Option<(u8, Option<String>, usize, usize)>,
    links: Vec<bool>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// Events before this offset are skipped.
    skip_until: usize,
    ignored: usize,
    last_level: u8,
    footnotes: HashMap<String, (usize, usize)>,
    footnote_order: Vec<String>,
    footnote_texts: HashMap<String, String>,
}

impl<'a, 'c> Walker<'a, 'c> {
    fn new(prepared: &'a Prepared<'a>, context: &'a Context<'c>) -> Walker<'a, 'c> {
        let text: &str = &prepared.text;
        Walker {
            prepared,
            context,
            sink: Sink::new(html::may_contain(text), text.len() + text.len() / 4 + 256),
            frames: Vec::new(),
            raw: Vec::new(),
            has_raw: false,
            ids: Ids::default(),
            plain: PlainText::default(),
            problems: Vec::new(),
            rendered: Rendered::default(),
            shift: level_shift(text, drops_title(text, context.title)),
            mode: Mode::Normal,
            pending: String::new(),
            pending_at: 0,
            buffer: String::new(),
            block_start: 0,
            block_info: None,
            alt_depth: 0,
            pictures: Vec::new(),
            paragraph: None,
            heading: None,
            links: Vec::new(),
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            skip_until: 0,
            ignored: 0,
            last_level: 1,
            footnotes: HashMap::new(),
            footnote_order: Vec::new(),
            footnote_texts: HashMap::new(),
        }
    }

    pub(super) fn message(&self, id: &str, arguments: &[(&str, &str)]) -> String {
        (self.context.text)(id, arguments)
    }

    pub(super) fn problem(&mut self, code: &'static str, at: usize, message: String, help: &str) {
        let position = self.prepared.position(at);
        let help = (!help.is_empty()).then(|| help.to_owned());
        self.problem_at(code, position, message, help);
    }

    fn problem_at(
        &mut self,
        code: &'static str,
        (line, column): (usize, usize),
        message: String,
        help: Option<String>,
    ) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { code, line, column, message, help });
        }
    }

    /// Reports something once per article.
    pub(super) fn problem_once(
        &mut self,
        code: &'static str,
        at: usize,
        message: String,
        help: &str,
    ) {
        if !self.problems.iter().any(|known| known.code == code && known.message == message) {
            self.problem(code, at, message, help);
        }
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        let is_end = matches!(event, Event::End(_));
        if !is_end && end <= self.skip_until && start < self.skip_until {
            if matches!(event, Event::Start(_)) {
                self.ignored += 1;
            }
            return;
        }
        if self.ignored > 0 && is_end {
            self.ignored -= 1;
            return;
        }
        match (self.mode, &event) {
            (Mode::Code | Mode::Html, Event::Text(text) | Event::Html(text)) => {
                return self.buffer.push_str(text);
            }
            (Mode::Alt, _) => return self.alt_event(event),
            (_, Event::Text(text)) => {
                let text: &str = text;
                let mut from = start;
                if self.pending.is_empty() {
                    self.pending_at = start;
                }
                if start < self.skip_until {
                    from = self.skip_until.min(end);
                }
                // The text may differ from the source, so cut only if it is the same.
                let cut = from - start;
                return self.pending.push_str(text.get(cut..).unwrap_or(text));
            }
            _ => self.flush_text(),
        }
        match event {
            Event::Start(tag) => self.start(tag, start, end),
            Event::End(tag) => self.end(tag, end),
            Event::Text(_) => {}
            Event::Code(text) => {
                self.mark_paragraph();
                self.sink.out.push_str("<code>");
                let text = self.restore(&text, start);
                self.sink.text(&text);
                self.sink.out.push_str("</code>");
                self.plain.push(&text);
            }
            Event::InlineMath(latex) => {
                let next = self.prepared.text.as_bytes().get(end).copied();
                if next.is_some_and(|byte| byte.is_ascii_digit()) {
                    // As in "from $5 to $10", which is no formula.
                    self.pending_at = start;
                    self.pending.push_str(&format!("${latex}$"));
                } else {
                    self.math(&latex, start, false);
                }
            }
            Event::DisplayMath(latex) => self.math(&latex, start, true),
            Event::Html(text) => self.raw_html(&text, start, true),
            Event::InlineHtml(text) => {
                self.mark_paragraph();
                self.raw_html(&text, start, false);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => {
                self.sink.out.push('\n');
                self.plain.space();
            }
            Event::HardBreak => {
                self.sink.out.push_str("<br>\n");
                self.plain.space();
            }
            Event::Rule => self.sink.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    /// Notes that the paragraph holds more than one image, which is written now.
    pub(super) fn mark_paragraph(&mut self) {
        let Some((_, picture, other)) = &mut self.paragraph else { return };
        *other = true;
        if let Some(picture) = picture.take() {
            let html = self.picture_html(&picture);
            self.sink.inline(&html);
        }
    }

    fn flush_text(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.pending);
        if !text.trim().is_empty() {
            self.mark_paragraph();
        }
        self.plain.push(&text);
        if self.links.is_empty() && self.heading.is_none() {
            self.write_with_links(&text);
        } else {
            self.sink.text(&text);
        }
        // The allocation is used again.
        self.pending = text;
        self.pending.clear();
    }

    fn write_with_links(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, url, after)) = super::plain::find_address(rest) {
            self.sink.text(before);
            let target = if url.starts_with("www.") {
                format!("https://{url}")
            } else if url.contains("://") {
                url.to_owned()
            } else {
                format!("mailto:{url}")
            };
            let rel = if target.starts_with("mailto:") { "" } else { " rel=\"noopener\"" };
            self.sink.out.push_str("<a href=\"");
            self.sink.text(&address::encode(&target));
            self.sink.out.push('"');
            self.sink.out.push_str(rel);
            self.sink.out.push('>');
            self.sink.text(url);
            self.sink.out.push_str("</a>");
            rest = after;
        }
        self.sink.text(rest);
    }

    /// Text of code that begins at an offset.
    fn restore<'t>(&self, text: &'t str, at: usize) -> Cow<'t, str> {
        if !text.contains(super::escape::HOLE) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.prepared.restore(text, at))
    }

    pub(super) fn push_frame(&mut self, kind: FrameKind) {
        self.frames.push(Frame { kind, start: self.sink.out.len() });
    }

    fn element(&mut self, open: &str, close: &'static str) {
        if self.frames.len() >= MAX_FRAMES {
            let at = self.pending_at;
            let message = format!("elements nested more than {MAX_FRAMES} deep");
            if !self.problems.iter().any(|known| known.code == "too-deep") {
                self.problem("too-deep", at, message, "the inner ones were dropped");
            }
            return self.push_frame(FrameKind::Element(""));
        }
        self.push_frame(FrameKind::Element(close));
        self.sink.out.push_str(open);
    }

    fn start(&mut self, tag: Tag<'_>, start: usize, end: usize) {
        match tag {
            Tag::Paragraph => self.start_paragraph(start, end),
            Tag::Heading { level, id, .. } => {
                self.push_frame(FrameKind::Element(""));
                self.plain.begin_capture();
                let id = id.map(|id| id.to_string());
                self.heading = Some((level as u8, id, self.sink.out.len(), start));
            }
            Tag::BlockQuote(_) => self.element("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => {
                self.mode = Mode::Code;
                self.buffer.clear();
                self.block_start = start;
                self.block_info = match kind {
                    CodeBlockKind::Fenced(info) => Some(info.to_string()),
                    CodeBlockKind::Indented => None,
                };
            }
            Tag::HtmlBlock => {
                self.mode = Mode::Html;
                self.buffer.clear();
                self.block_start = start;
            }
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.element(&format!("<ol start=\"{first}\">\n"), "</ol>\n");
            }
            Tag::Item => self.element("<li>", "</li>\n"),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.sink.out);
                self.push_frame(FrameKind::Footnote { label: label.to_string(), outer });
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.push_frame(FrameKind::Element("</tbody></table></div>\n"));
                let mut attributes =
                    "class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"".to_owned();
                escape_into(&mut attributes, &self.message("article-table", &[]));
                attributes.push('"');
                self.sink.open("div", &attributes);
                self.sink.out.push_str("<table>");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.element("<thead><tr>", "</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.element("<tr>", "</tr>\n");
            }
            Tag::TableCell => {
                let align = match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " class=\"align-left\"",
                    Some(Alignment::Center) => " class=\"align-center\"",
                    Some(Alignment::Right) => " class=\"align-right\"",
                    _ => "",
                };
                if self.in_head {
                    self.element(&format!("<th scope=\"col\"{align}>"), "</th>");
                } else {
                    self.element(&format!("<td{align}>"), "</td>");
                }
            }
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Superscript => self.inline("<sup>", "</sup>"),
            Tag::Subscript => self.inline("<sub>", "</sub>"),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title, start),
            Tag::Image { dest_url, title, .. } => {
                self.mode = Mode::Alt;
                self.alt_depth = 0;
                self.buffer.clear();
                let (target, title) = (dest_url.to_string(), title.to_string());
                self.pictures.push(Picture::new(target, title, start));
            }
            Tag::DefinitionList => self.element("<dl>", "</dl>\n"),
            Tag::DefinitionListTitle => self.element("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.element("<dd>", "</dd>\n"),
            Tag::MetadataBlock(_) => self.push_frame(FrameKind::Element("")),
        }
    }

    fn inline(&mut self, open: &str, close: &'static str) {
        self.mark_paragraph();
        self.element(open, close);
    }

    fn start_paragraph(&mut self, start: usize, end: usize) {
        let source = self.prepared.text.get(start..end).unwrap_or_default().trim();
        let lone = source.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(source);
        if lone.starts_with("http")
            && !lone.contains(char::is_whitespace)
            && let Some(video) = super::video::find_video(lone)
        {
            let lone = lone.to_owned();
            self.push_frame(FrameKind::Element(""));
            self.write_video(&video, &lone, None, start);
            self.skip_until = end;
            return;
        }
        if self.context.options.math
            && let Some(latex) = source.strip_prefix("$$").and_then(|rest| rest.strip_suffix("$$"))
            && !latex.contains("$$")
            && self.prepared.lines_are_whole(start, end)
        {
            let latex = latex.to_owned();
            self.push_frame(FrameKind::Element(""));
            self.math(&latex, start, true);
            self.skip_until = end;
            return;
        }
        let start = self.sink.out.len();
        self.paragraph = Some((start, None, false));
        self.plain.begin_paragraph();
        self.element("<p>", "</p>\n");
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::CodeBlock => return self.end_code(),
            TagEnd::HtmlBlock => {
                self.mode = Mode::Normal;
                let html = std::mem::take(&mut self.buffer);
                let at = self.block_start;
                return self.raw_html(&html, at, true);
            }
            TagEnd::Image => return,
            TagEnd::Paragraph => {
                if let Some((start, Some(picture), false)) = self.paragraph.take() {
                    self.close_raw(self.frames.len());
                    self.frames.pop();
                    self.sink.out.truncate(start);
                    return self.write_figure(picture);
                }
            }
            TagEnd::Heading(_) => {
                self.pop_frame();
                return self.end_heading();
            }
            TagEnd::TableHead => self.in_head = false,
            TagEnd::TableCell => self.cell += 1,
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.close_raw(self.frames.len());
                    self.sink.out.push_str("</a>");
                }
                return self.skip_attributes(end);
            }
            _ => {}
        }
        // Parts that were opened inside end here at the latest.
        while matches!(self.frames.last(), Some(Frame { kind: FrameKind::Part(_), .. })) {
            self.pop_frame();
        }
        self.pop_frame();
        if !matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
        ) {
            self.plain.end_block(matches!(tag, TagEnd::Paragraph));
        }
    }

    /// Ends the innermost frame and the raw elements inside of it.
    pub(super) fn pop_frame(&mut self) {
        self.close_raw(self.frames.len());
        let Some(frame) = self.frames.pop() else { return };
        match frame.kind {
            FrameKind::Element(close) | FrameKind::Quote(close) | FrameKind::Part(close) => {
                self.sink.out.push_str(close);
            }
            FrameKind::Footnote { label, outer } => {
                let text = std::mem::replace(&mut self.sink.out, outer);
                self.footnote_texts.entry(label).or_insert(text);
            }
        }
    }

    /// `{target="_blank"}` behind a link has no meaning here and is not shown.
    pub(super) fn skip_attributes(&mut self, end: usize) {
        let rest = self.prepared.text.get(end..).unwrap_or_default();
        let Some(inner) = rest.strip_prefix('{') else { return };
        let Some(length) = inner.bytes().take(200).position(|byte| matches!(byte, b'}' | b'\n'))
        else {
            return;
        };
        let inside = &inner.as_bytes()[..length];
        let looks_right =
            inside.contains(&b'=') || matches!(inside.first(), Some(b'.' | b'#' | b':'));
        if inner.as_bytes()[length] == b'}' && looks_right {
            self.skip_until = end + length + 2;
        }
    }

    fn end_code(&mut self) {
        self.mode = Mode::Normal;
        let text = std::mem::take(&mut self.buffer);
        let text = self.restore(&text, self.block_start);
        let info = self.block_info.take();
        let at = self.block_start;
        let block = CodeBlock::parse(info.as_deref().unwrap_or_default(), &text);
        match block.language.as_str() {
            "math" | "latex-math" if self.context.options.math => self.math(&text, at, true),
            "mermaid" if self.context.options.mermaid => {
                self.rendered.has_mermaid = true;
                let mut html = "<figure class=\"mermaid\" aria-label=\"".to_owned();
                escape_into(&mut html, &self.message("diagram-label", &[]));
                html.push_str("\"><pre class=\"mermaid-source\">");
                escape_into(&mut html, &text);
                html.push_str("</pre></figure>");
                self.sink.block(&html);
            }
            _ => {
                self.rendered.has_code = true;
                if !self.context.highlighter.knows(&block.language) && block.language != "mermaid" {
                    let message = format!(
                        "no colours for the language `{}`, shown as plain text",
                        block.language
                    );
                    self.problem_once("unknown-language", at, message, "");
                }
                let html = code::write(&block, self.context.highlighter);
                self.sink.block(&html);
            }
        }
        self.plain.push_code(&text);
        self.plain.end_block(false);
    }

    fn math(&mut self, latex: &str, at: usize, is_block: bool) {
        self.mark_paragraph();
        self.plain.push(latex);
        match super::math::to_mathml(latex, is_block) {
            Ok(mathml) => {
                self.rendered.has_math = true;
                if is_block && self.paragraph.is_none() {
                    self.sink.block(&format!("<div class=\"math\">{mathml}</div>"));
                } else if is_block {
                    self.sink.inline(&format!("<span class=\"math\">{mathml}</span>"));
                } else {
                    self.sink.inline(&mathml);
                }
            }
            Err(error) => {
                self.problem(
                    "math-error",
                    at,
                    format!("the formula is not understood: {error}"),
                    "",
                );
                self.sink.out.push_str("<code class=\"math-error\">");
                self.sink.text(latex);
                self.sink.out.push_str("</code>");
            }
        }
    }

    fn end_heading(&mut self) {
        let Some((level, explicit, start, at)) = self.heading.take() else { return };
        let title = self.plain.end_capture();
        if level == 1 && self.takes_as_title(&title) {
            self.sink.out.truncate(start);
            return;
        }
        let shifted = i8::try_from(level).unwrap_or(6) + self.shift;
        let level = u8::try_from(shifted.clamp(2, 6)).unwrap_or(2);
        if level > self.last_level + 1 && self.last_level > 1 {
            let message =
                format!("heading of level {level} below one of level {}", self.last_level);
            self.problem("heading-order", at, message, "do not leave out a level");
        }
        self.last_level = level;
        let id = match explicit {
            Some(id) if self.ids.claim(&id) => id,
            Some(id) => {
                let message = format!("the anchor `{id}` exists twice");
                self.problem("duplicate-anchor", at, message, "choose another one");
                self.ids.make(&id)
            }
            None => self.ids.make(&title),
        };
        let content = self.sink.out.split_off(start);
        let mut safe_id = String::new();
        escape_into(&mut safe_id, &id);
        self.sink.out.push_str(&format!("<h{level} id=\"{safe_id}\">{content} "));
        let mut label = String::new();
        escape_into(&mut label, &self.message("article-heading-link", &[("heading", &title)]));
        self.sink.inline(&format!(
            "<a class=\"anchor\" href=\"#{safe_id}\" aria-label=\"{label}\">#</a>"
        ));
        self.sink.out.push_str(&format!("</h{level}>\n"));
        self.plain.begin_section(&id, &title, level);
        let line = self.prepared.position(at).0;
        self.rendered.headings.push(Heading { id, title, level, line });
    }

    fn takes_as_title(&mut self, title: &str) -> bool {
        if self.rendered.headings.iter().any(|heading| heading.level == 2 && self.shift > 0) {
            return false;
        }
        match self.context.title {
            Some(known) => known.trim() == title,
            None if self.rendered.title.is_none() => {
                self.rendered.title = Some(title.to_owned());
                true
            }
            None => false,
        }
    }

    fn start_link(&mut self, target: &str, title: &str, at: usize) {
        self.mark_paragraph();
        let href = if self.links.contains(&true) { None } else { self.href(target, at) };
        if let Some(href) = &href {
            self.sink.out.push_str("<a href=\"");
            self.sink.out.push_str(href);
            self.sink.out.push('"');
            if !title.is_empty() {
                self.sink.out.push_str(" title=\"");
                self.sink.text(title);
                self.sink.out.push('"');
            }
            if matches!(address::classify(target), Address::External) {
                self.sink.out.push_str(" rel=\"noopener\"");
            }
            self.sink.out.push('>');
        }
        self.links.push(href.is_some());
    }

    /// The escaped value of an `href`; `None` if the address is not allowed.
    pub(super) fn href(&mut self, target: &str, at: usize) -> Option<String> {
        match address::classify(target) {
            Address::Internal(kind) => {
                let position = self.prepared.position(at);
                Some(self.sink.reference(kind, target, position))
            }
            Address::External | Address::Other => {
                let mut href = String::new();
                escape_into(&mut href, &address::encode(target));
                Some(href)
            }
            Address::Unsafe(scheme) => {
                let message = format!("addresses with `{scheme}:` are not allowed");
                self.problem("unsafe-address", at, message, "the link was left out");
                None
            }
        }
    }

    fn alt_event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.buffer.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.buffer.push(' '),
            Event::Start(_) => self.alt_depth += 1,
            Event::End(TagEnd::Image) if self.alt_depth == 0 => {
                self.mode = Mode::Normal;
                let alt = std::mem::take(&mut self.buffer);
                let alt = alt.replace(super::escape::HOLE, "");
                if let Some(mut picture) = self.pictures.pop() {
                    picture.alt = alt;
                    self.end_image(picture);
                }
            }
            Event::End(_) => self.alt_depth = self.alt_depth.saturating_sub(1),
            _ => {}
        }
    }

    fn end_image(&mut self, mut picture: Picture) {
        let text: &str = &self.prepared.text;
        let end = picture.end_in(text);
        self.skip_attributes(end);
        picture.read_attributes(text.get(end..self.skip_until.max(end)).unwrap_or_default());
        self.plain.push(&picture.alt);
        if let Some((_, lone @ None, false)) = &mut self.paragraph {
            *lone = Some(picture);
            return;
        }
        self.mark_paragraph();
        let html = self.picture_html(&picture);
        self.sink.inline(&html);
    }

    fn task(&mut self, done: bool) {
        let id = if done { "task-done" } else { "task-open" };
        let mut label = String::new();
        escape_into(&mut label, &self.message(id, &[]));
        let list = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame.kind, FrameKind::Element("</ul>\n" | "</ol>\n")));
        if let Some(list) = list {
            let start = self.frames[list].start;
            let class = " class=\"task-list\"";
            if self.sink.out.get(start + 3..start + 4) == Some(">") {
                self.sink.out.insert_str(start + 3, class);
                for frame in &mut self.frames[list + 1..] {
                    frame.start += class.len();
                }
                if let Some((start, ..)) = &mut self.paragraph {
                    *start += class.len();
                }
            }
        }
        let checked = if done { " checked" } else { "" };
        self.mark_paragraph();
        self.sink.inline(&format!(
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
        ));
    }

    fn footnote_reference(&mut self, label: &str) {
        self.mark_paragraph();
        let next = self.footnotes.len() + 1;
        let (number, count) = self.footnotes.entry(label.to_owned()).or_insert((next, 0));
        *count += 1;
        let (number, count) = (*number, *count);
        if count == 1 {
            self.footnote_order.push(label.to_owned());
        }
        let suffix = if count == 1 { String::new() } else { format!("-{count}") };
        self.sink.inline(&format!(
            "<sup class=\"footnote-reference\"><a id=\"fnref-{number}{suffix}\" \
             href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn write_footnotes(&mut self) {
        if self.footnote_order.is_empty() {
            return;
        }
        let mut label = String::new();
        escape_into(&mut label, &self.message("footnotes-title", &[]));
        self.sink.open(
            "section",
            &format!("class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\""),
        );
        self.sink.out.push_str("<ol>\n");
        let order = std::mem::take(&mut self.footnote_order);
        for (index, label) in order.iter().enumerate() {
            let number = (index + 1).to_string();
            let text = self.footnote_texts.remove(label).unwrap_or_default();
            self.sink.out.push_str(&format!("<li id=\"fn-{number}\">"));
            let (body, tail) = match text.trim_end().strip_suffix("</p>") {
                Some(body) => (body, "</p>"),
                None => (text.as_str(), ""),
            };
            self.sink.out.push_str(body);
            let mut back = String::new();
            escape_into(&mut back, &self.message("footnote-back", &[("number", &number)]));
            self.sink.inline(&format!(
                " <a class=\"footnote-back\" href=\"#fnref-{number}\" role=\"doc-backlink\" \
                 aria-label=\"{back}\">↩</a>"
            ));
            self.sink.out.push_str(tail);
            self.sink.out.push_str("</li>\n");
        }
        self.sink.out.push_str("</ol></section>\n");
    }

    /// Handles a marker, whole comments only.
    pub(super) fn marker(&mut self, comment: &str, at: usize) -> bool {
        let Some(index) = marker_index(comment) else { return false };
        let prepared = self.prepared;
        if let Some(marker) = prepared.markers.get(index) {
            if self.paragraph.is_some() || self.heading.is_some() {
                return true;
            }
            self.part(marker, at);
        }
        true
    }

    fn part(&mut self, marker: &Marker, at: usize) {
        super::parts::write(self, marker, at);
    }

    fn finish(mut self) -> Rendered {
        self.flush_text();
        while !self.frames.is_empty() {
            self.pop_frame();
        }
        self.close_raw(0);
        self.write_footnotes();
        let Walker { sink, has_raw, plain, mut problems, mut rendered, .. } = self;
        rendered.html = sink.finish(has_raw.then_some(&html::sanitise));
        plain.finish(&mut rendered);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        rendered.problems = problems;
        rendered
    }

    pub(super) fn icon(&mut self, name: &str, at: usize) -> String {
        let position = self.prepared.position(at);
        let hole = self.sink.reference(ReferenceKind::Icon, name, position);
        format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{hole}\"/></svg>")
    }

    pub(super) fn is_in_paragraph(&self) -> bool {
        self.paragraph.is_some()
    }
}

/// Whether the first heading of level 1 will not be part of the body.
fn drops_title(text: &str, title: Option<&str>) -> bool {
    let Some(title) = title else { return true };
    let first = text.lines().find_map(|line| line.strip_prefix("# "));
    first.is_some_and(|first| first.trim().trim_end_matches('#').trim_end() == title.trim())
}
