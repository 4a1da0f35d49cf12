//! Links, written as Markdown or as plain addresses.

use super::{
    address::{self, Address},
    escape::escape_into,
    plain::find_address,
    walk::Walker,
};

impl Walker<'_, '_> {
    pub(super) fn write_with_links(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, url, after)) = find_address(rest) {
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

    pub(super) fn start_link(&mut self, target: &str, title: &str, at: usize) {
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
}
