//! Raw HTML of authors: read tag by tag, balanced, then sanitised by ammonia.
//!
//! The reading decides what an author may write, reports the rest and bounds
//! nesting; it also closes what stays open, so that no article can break the
//! page. ammonia parses the result as a browser would and removes what should
//! never have come so far.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    address::{self, Address},
    escape::escape_into,
    images::Picture,
    sink::STAND_IN,
    types::ReferenceKind,
    video::{Video, find_video},
    walk::Walker,
};

/// Raw elements that may be open at the same time.
const MAX_DEPTH: usize = 48;

/// The longest tag that is read as one.
const MAX_TAG_BYTES: usize = 16 * 1024;

/// Elements that authors may write.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements without an end.
const VOID: &[&str] = &["br", "col", "hr", "img", "source", "wbr"];

/// Elements that go with everything in them.
const DROPPED: &[&str] = &[
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "noscript",
    "template",
    "svg",
    "math",
    "textarea",
    "select",
    "title",
    "xmp",
    "noframes",
    "noembed",
    "plaintext",
    "applet",
    "canvas",
];

/// Attributes that any of them may have.
const ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "lang",
    "dir",
    "title",
    "colspan",
    "rowspan",
    "scope",
    "start",
    "reversed",
    "open",
    "datetime",
    "headers",
    "abbr",
    "span",
    "aria-label",
    "aria-hidden",
    "translate",
];

/// Whether the sanitiser may be needed.
pub(super) fn may_contain(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|&next| next.is_ascii_alphabetic() || next == b'/'))
}

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::new();
    let own = ["input", "h2", "h3", "h4", "h5", "h6"];
    let tags: HashSet<&str> =
        ELEMENTS.iter().filter(|name| **name != "h1").chain(&own).copied().collect();
    let generic: HashSet<&str> = ATTRIBUTES.iter().chain(&[STAND_IN]).copied().collect();
    let media: HashSet<&str> =
        ["src", "controls", "preload", "width", "height", "type", "loop", "muted"].into();
    let attributes = [
        ("a", ["href", "rel"].into()),
        ("img", ["src", "alt", "width", "height", "loading", "decoding"].into()),
        ("video", media.clone()),
        ("audio", media.clone()),
        ("source", media),
    ];
    builder
        .tags(tags)
        .clean_content_tags(DROPPED.iter().copied().collect())
        .generic_attributes(generic)
        .tag_attributes(attributes.into())
        .allowed_classes(std::collections::HashMap::new())
        .link_rel(None)
        .url_schemes(
            [
                "http", "https", "ftp", "ftps", "mailto", "tel", "sms", "xmpp", "matrix", "geo",
                "irc", "ircs",
            ]
            .into(),
        );
    builder
});

/// Removes whatever should not be there.
pub(super) fn sanitise(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// A tag as written.
struct Tag<'a> {
    name: String,
    is_closing: bool,
    attributes: Vec<(String, &'a str)>,
    /// Bytes of the whole tag.
    length: usize,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

impl Walker<'_, '_> {
    /// Writes a piece of raw HTML.
    pub(super) fn raw_html(&mut self, html: &str, at: usize, is_block: bool) {
        let mut rest = html;
        while let Some(found) = memchr::memchr(b'<', rest.as_bytes()) {
            self.raw_text(&rest[..found]);
            let offset = at + (html.len() - rest.len()) + found;
            rest = &rest[found..];
            if rest.starts_with("<!--") {
                let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
                self.marker(&rest[..end], offset);
                rest = &rest[end..];
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                let end = rest.find('>').map_or(rest.len(), |end| end + 1);
                rest = &rest[end..];
            } else if let Some(tag) = parse_tag(rest) {
                rest = &rest[tag.length..];
                rest = self.raw_tag(&tag, rest, offset);
            } else {
                self.has_raw = true;
                self.sink.out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
        self.raw_text(rest);
        if is_block {
            // A paragraph ends where Markdown begins again.
            while self.raw.last().is_some_and(|(name, _)| matches!(*name, "p" | "source")) {
                self.close_last_raw();
            }
            self.plain.space();
        }
    }

    fn raw_text(&mut self, text: &str) {
        if text.trim().is_empty() && (!self.has_raw || text.is_empty()) {
            return;
        }
        self.has_raw = true;
        self.sink.out.push_str(text);
        let plain = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">");
        self.plain.push(&plain.replace("&quot;", "\"").replace("&amp;", "&"));
    }

    /// Writes one tag; returns where to go on.
    fn raw_tag<'b>(&mut self, tag: &Tag<'_>, rest: &'b str, at: usize) -> &'b str {
        self.has_raw = true;
        let name = tag.name.as_str();
        if DROPPED.contains(&name) {
            if tag.is_closing {
                return rest;
            }
            if name == "iframe"
                && let Some(src) = tag.get("src")
                && let Some(video @ Video::Hosted { .. }) = find_video(&decode(src))
            {
                let title = tag.get("title").map(decode);
                self.write_video(&video, &decode(src), title.as_deref(), at);
            } else if name != "svg" && name != "math" {
                let message = format!("`<{name}>` is not allowed");
                self.problem_once("unsafe-html", at, message, "it was left out with its content");
            }
            if name == "embed" {
                return rest;
            }
            return after_closing(rest, name);
        }
        let Some(&element) = ELEMENTS.iter().find(|known| **known == name) else {
            let message = format!("unknown element `<{name}>`");
            self.problem_once("unknown-element", at, message, "its content was kept");
            return rest;
        };
        if tag.is_closing {
            self.close_raw_element(self.shifted(element));
            return rest;
        }
        if element == "img" {
            self.raw_image(tag, at);
            return rest;
        }
        let shifted = self.shifted(element);
        let is_void = VOID.contains(&element);
        if !is_void && self.raw.len() >= MAX_DEPTH {
            let message = format!("elements nested more than {MAX_DEPTH} deep");
            self.problem_once("too-deep", at, message, "the inner ones were dropped");
            return rest;
        }
        self.sink.out.push('<');
        self.sink.out.push_str(shifted);
        self.raw_attributes(tag, element, at);
        self.sink.out.push('>');
        if is_void {
            self.plain.space();
        } else {
            self.raw.push((shifted, self.frames.len()));
        }
        rest
    }

    /// Headings move with those of Markdown.
    fn shifted(&self, element: &'static str) -> &'static str {
        const LEVELS: [&str; 7] = ["h2", "h2", "h2", "h3", "h4", "h5", "h6"];
        let Some(level) = element.strip_prefix('h').and_then(|level| level.parse::<i8>().ok())
        else {
            return element;
        };
        let level = (level + self.shift).clamp(2, 6);
        LEVELS[usize::try_from(level).unwrap_or(2)]
    }

    fn raw_attributes(&mut self, tag: &Tag<'_>, element: &str, at: usize) {
        for (name, value) in &tag.attributes {
            let value = decode(value);
            let name = match (element, name.as_str()) {
                ("a", "name") if tag.get("id").is_none() => "id",
                (_, name) => name,
            };
            match name {
                "id" => {
                    let id: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                    if id.is_empty() || !self.ids.claim(&id) {
                        continue;
                    }
                    self.attribute("id", &id);
                    self.rendered.anchors.push(id);
                }
                "href" if element == "a" => {
                    if let Some(href) = self.href(&value, at) {
                        self.sink.out.push_str(&format!(" href=\"{href}\""));
                        if address::classify(&value) == Address::External {
                            self.sink.out.push_str(" rel=\"noopener\"");
                        }
                    }
                }
                "src" if matches!(element, "video" | "audio" | "source") => {
                    self.raw_source(&value, at);
                }
                "controls" | "loop" | "muted" if matches!(element, "video" | "audio") => {
                    self.attribute(name, "");
                }
                "align" => match value.to_lowercase().as_str() {
                    "center" | "middle" => self.attribute("class", "align-center"),
                    "right" => self.attribute("class", "align-right"),
                    _ => {}
                },
                "class" if tag.get("align").is_some() => {}
                _ if ATTRIBUTES.contains(&name) => self.attribute(name, &value),
                _ if name.starts_with("on") => {
                    let message = format!("the attribute `{name}` is not allowed");
                    self.problem_once("unsafe-html", at, message, "it was left out");
                }
                _ => {}
            }
        }
        if matches!(element, "video" | "audio") {
            self.attribute("preload", "none");
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.sink.out.push(' ');
        self.sink.out.push_str(name);
        self.sink.out.push_str("=\"");
        escape_into(&mut self.sink.out, value);
        self.sink.out.push('"');
    }

    fn raw_source(&mut self, target: &str, at: usize) {
        let src = match address::classify(target) {
            Address::Internal(_) => {
                let position = self.prepared.position(at);
                self.sink.reference(ReferenceKind::Image, target, position)
            }
            _ => self.href(target, at).unwrap_or_default(),
        };
        self.sink.out.push_str(&format!(" src=\"{src}\""));
    }

    fn raw_image(&mut self, tag: &Tag<'_>, at: usize) {
        let Some(src) = tag.get("src") else { return };
        let pixels =
            |name| tag.get(name).and_then(|value| value.trim_end_matches("px").parse().ok());
        let picture = Picture {
            target: decode(src),
            alt: tag.get("alt").map(decode).unwrap_or_default(),
            caption: None,
            width: pixels("width"),
            height: pixels("height"),
            at,
        };
        let before = self.problems.len();
        let html = self.picture_html(&picture);
        if tag.get("alt").is_some() {
            // An empty `alt` written out says that the image is decoration.
            let mut index = 0;
            self.problems.retain(|problem| {
                index += 1;
                index <= before || problem.code != "missing-alt-text"
            });
        }
        if html.starts_with("<figure") { self.sink.block(&html) } else { self.sink.inline(&html) }
    }

    /// Closes an element that the author opened within the same frame.
    fn close_raw_element(&mut self, name: &str) {
        let frames = self.frames.len();
        let open = self.raw.iter().rposition(|(open, depth)| *open == name && *depth == frames);
        let Some(open) = open else { return };
        while self.raw.len() > open {
            self.close_last_raw();
        }
        self.plain.space();
    }

    fn close_last_raw(&mut self) {
        if let Some((name, _)) = self.raw.pop() {
            self.sink.out.push_str("</");
            self.sink.out.push_str(name);
            self.sink.out.push('>');
        }
    }

    /// Closes the raw elements that were opened below this many frames.
    pub(super) fn close_raw(&mut self, frames: usize) {
        while self.raw.last().is_some_and(|(_, depth)| *depth >= frames) {
            self.close_last_raw();
        }
    }
}

/// Reads the tag that a text begins with.
fn parse_tag(text: &str) -> Option<Tag<'_>> {
    let bytes = &text.as_bytes()[..text.len().min(MAX_TAG_BYTES)];
    let is_closing = bytes.get(1) == Some(&b'/');
    let mut at = 1 + usize::from(is_closing);
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    let name_end = bytes[at..]
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        .map(|length| at + length)?;
    let name = text.get(at..name_end)?.to_ascii_lowercase();
    at = name_end;
    let mut attributes = Vec::new();
    loop {
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            at += 1;
        }
        match bytes.get(at)? {
            b'>' => return Some(Tag { name, is_closing, attributes, length: at + 1 }),
            b'=' => {
                at += 1;
                continue;
            }
            _ => {}
        }
        let stop = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let start = at;
        at += bytes[at..].iter().position(stop)?;
        let key = text.get(start..at)?.to_ascii_lowercase();
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let quote = *bytes.get(at)?;
            if matches!(quote, b'"' | b'\'') {
                at += 1;
                let length = memchr::memchr(quote, &bytes[at..])?;
                value = text.get(at..at + length)?;
                at += length + 1;
            } else {
                let end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
                let length = bytes[at..].iter().position(end)?;
                value = text.get(at..at + length)?;
                at += length;
            }
        }
        if attributes.len() < 32 && !attributes.iter().any(|(known, _)| *known == key) {
            attributes.push((key, value));
        }
    }
}

/// The text behind the closing tag of a name.
fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"</") {
        let tail = &rest[at + 2..];
        let is_it = tail.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if is_it {
            return tail.find('>').map_or("", |end| &tail[end + 1..]);
        }
        rest = tail;
    }
    ""
}

/// An attribute's value without character references.
fn decode(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let decoded = end.and_then(|end| {
            let name = &rest[1..end];
            let c = match name.strip_prefix('#') {
                Some(number) => {
                    let number = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(number)?
                }
                None => match name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    "nbsp" => '\u{A0}',
                    "colon" => ':',
                    "Tab" => '\t',
                    "NewLine" => '\n',
                    _ => return None,
                },
            };
            Some((c, end))
        });
        match decoded {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
