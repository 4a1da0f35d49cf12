//! The one pass over pulldown-cmark's events.

use std::{borrow::Cow, collections::HashMap};

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    escape::escape_into,
    headings::{Ids, level_shift},
    html,
    images::Picture,
    plain::PlainText,
    prepare::{Marker, Prepared, marker_index, prepare},
    sink::Sink,
    types::{Context, MarkdownSource, Problem, ReferenceKind, Rendered},
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
pub(super) enum Mode {
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
    pub(super) mode: Mode,
    /// Text that has not been written yet, because neighbours may belong to it.
    pub(super) pending: String,
    pub(super) pending_at: usize,
    pub(super) buffer: String,
    pub(super) block_start: usize,
    pub(super) block_info: Option<String>,
    pub(super) alt_depth: usize,
    pub(super) pictures: Vec<Picture>,
    /// Of the current paragraph: where it begins, and its only image so far.
    pub(super) paragraph: Option<(usize, Option<Picture>, bool)>,
    pub(super) heading: Option<(u8, Option<String>, usize, usize)>,
    pub(super) links: Vec<bool>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) cell: usize,
    pub(super) in_head: bool,
    /// Events before this offset are skipped.
    pub(super) skip_until: usize,
    pub(super) ignored: usize,
    pub(super) last_level: u8,
    pub(super) footnotes: HashMap<String, (usize, usize)>,
    pub(super) footnote_order: Vec<String>,
    pub(super) footnote_texts: HashMap<String, String>,
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

    /// Text of code that begins at an offset.
    pub(super) fn restore<'t>(&self, text: &'t str, at: usize) -> Cow<'t, str> {
        if !text.contains(super::escape::HOLE) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.prepared.restore(text, at))
    }

    pub(super) fn push_frame(&mut self, kind: FrameKind) {
        self.frames.push(Frame { kind, start: self.sink.out.len() });
    }

    /// A header cell without words says nothing to a screen reader, which
    /// would announce it for every cell below.
    fn empty_headers_become_cells(&mut self) {
        let Some(at) = self.sink.out.rfind("<thead>") else { return };
        let head = self.sink.out.split_off(at);
        let mut rest = head.as_str();
        while let Some(end) = rest.find("></th>") {
            let start = rest[..end].rfind("<th").unwrap_or(end);
            let is_open = rest[start..end].contains('>');
            if is_open {
                self.sink.out.push_str(&rest[..end + 6]);
            } else {
                self.sink.out.push_str(&rest[..start]);
                self.sink.out.push_str("<td></td>");
            }
            rest = &rest[end + 6..];
        }
        self.sink.out.push_str(rest);
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
                    "class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"".to_owned();
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
            Tag::Link { link_type: LinkType::Email, dest_url, title, .. } => {
                self.start_link(&format!("mailto:{dest_url}"), &title, start)
            }
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
            TagEnd::TableHead => {
                self.in_head = false;
                self.empty_headers_become_cells();
            }
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
