//! The HTML being written, with holes for addresses and, in articles with raw
//! HTML, for everything that the sanitiser must not touch.

use super::{
    escape::{HOLE, HOLE_BYTES, escape_into},
    types::{Html, Reference, ReferenceKind},
};

/// Marks an element whose attributes or whole text are filled in after the
/// sanitiser; authors cannot write it, because `html` drops such tags.
pub(super) const STAND_IN: &str = "data-hw";

/// What a stand-in stands for.
enum Trusted {
    Attributes(String),
    Block(String),
    Inline(String),
}

/// Collects the HTML of one article.
pub(super) struct Sink {
    pub(super) out: String,
    /// Whether raw HTML may come, so that our own must be protected from it.
    shields: bool,
    trusted: Vec<Trusted>,
    references: Vec<Reference>,
}

impl Sink {
    pub(super) fn new(shields: bool, capacity: usize) -> Sink {
        let out = String::with_capacity(capacity);
        Sink { out, shields, trusted: Vec::new(), references: Vec::new() }
    }

    /// Remembers an address and gives what stands for it in an attribute.
    pub(super) fn reference(
        &mut self,
        kind: ReferenceKind,
        target: &str,
        (line, column): (usize, usize),
    ) -> String {
        let target = target.to_owned();
        self.references.push(Reference { kind, target, line, column });
        format!("{HOLE}{}{HOLE}", self.references.len() - 1)
    }

    /// Writes an opening tag with attributes that are safe.
    pub(super) fn open(&mut self, tag: &str, attributes: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push(' ');
        if self.shields {
            self.stand_in(Trusted::Attributes(attributes.to_owned()));
        } else {
            self.out.push_str(attributes);
        }
        self.out.push('>');
    }

    /// Writes finished HTML that stands beside paragraphs.
    pub(super) fn block(&mut self, html: &str) {
        if self.shields {
            self.out.push_str("<figure ");
            self.stand_in(Trusted::Block(html.to_owned()));
            self.out.push_str("></figure>\n");
        } else {
            self.out.push_str(html);
            self.out.push('\n');
        }
    }

    /// Writes finished HTML that stands within a line.
    pub(super) fn inline(&mut self, html: &str) {
        if self.shields {
            self.out.push_str("<span ");
            self.stand_in(Trusted::Inline(html.to_owned()));
            self.out.push_str("></span>");
        } else {
            self.out.push_str(html);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    fn stand_in(&mut self, trusted: Trusted) {
        self.trusted.push(trusted);
        let index = (self.trusted.len() - 1).to_string();
        self.out.push_str(STAND_IN);
        self.out.push_str("=\"");
        self.out.push_str(&index);
        self.out.push('"');
    }

    /// Cuts the finished text at the addresses.
    pub(super) fn finish(mut self, sanitise: Option<&dyn Fn(&str) -> String>) -> Html {
        let mut text = std::mem::take(&mut self.out);
        if let Some(sanitise) = sanitise {
            text = sanitise(&text);
        }
        if self.shields {
            text = self.fill(&text);
        }
        let mut holes = Vec::new();
        let mut rest = text.as_str();
        let mut whole = String::with_capacity(text.len());
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), HOLE_BYTES) {
            whole.push_str(&rest[..at]);
            rest = &rest[at + HOLE_BYTES.len()..];
            let Some(end) = memchr::memmem::find(rest.as_bytes(), HOLE_BYTES) else { break };
            match rest[..end].parse::<u32>() {
                Ok(index) if (index as usize) < self.references.len() => {
                    // Articles are shorter than 4 GiB by far: see `MAX_ARTICLE_BYTES`.
                    holes.push((whole.len() as u32, index));
                    rest = &rest[end + HOLE_BYTES.len()..];
                }
                _ => {}
            }
        }
        whole.push_str(rest);
        Html::new(whole, holes, self.references)
    }

    /// Puts back what the sanitiser did not see.
    fn fill(&self, text: &str) -> String {
        let needle = format!(" {STAND_IN}=\"");
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), needle.as_bytes()) {
            out.push_str(&rest[..at]);
            let after = &rest[at + needle.len()..];
            rest = after;
            let Some((number, tail)) = after.split_once('"') else { continue };
            let Some(trusted) =
                number.parse::<usize>().ok().and_then(|index| self.trusted.get(index))
            else {
                continue;
            };
            let (html, tag, end) = match trusted {
                Trusted::Attributes(attributes) => {
                    out.push(' ');
                    out.push_str(attributes);
                    rest = tail;
                    continue;
                }
                Trusted::Block(html) => (html, "<figure", "></figure>"),
                Trusted::Inline(html) => (html, "<span", "></span>"),
            };
            if out.ends_with(tag) && tail.starts_with(end) {
                out.truncate(out.len() - tag.len());
                out.push_str(html);
                rest = &tail[end.len()..];
            }
        }
        out.push_str(rest);
        out
    }
}
