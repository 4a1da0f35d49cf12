//! The text of an article without markup: sections for the search index, the
//! lead, and addresses written as plain text.

use super::types::{Rendered, Section};

/// Characters of the lead.
const LEAD_CHARS: usize = 200;

/// Bytes of one block of code that go into the index.
const CODE_BYTES: usize = 4 * 1024;

/// Addresses above this size keep their trailing punctuation.
const MAX_ADDRESS_BYTES: usize = 2_000;

/// Collects text by sections.
#[derive(Debug)]
pub(super) struct PlainText {
    sections: Vec<Section>,
    capture: Option<String>,
    paragraph_start: Option<usize>,
    lead: String,
}

impl Default for PlainText {
    fn default() -> Self {
        let first = Section { level: 1, ..Section::default() };
        PlainText {
            sections: vec![first],
            capture: None,
            paragraph_start: None,
            lead: String::new(),
        }
    }
}

impl PlainText {
    fn target(&mut self) -> &mut String {
        match &mut self.capture {
            Some(capture) => capture,
            None => {
                let last = self.sections.len() - 1;
                &mut self.sections[last].text
            }
        }
    }

    /// Appends text; blanks become single spaces.
    pub(super) fn push(&mut self, text: &str) {
        let target = self.target();
        let mut words = text.split_whitespace();
        if text.starts_with(char::is_whitespace) {
            push_space(target);
        }
        if let Some(first) = words.next() {
            target.push_str(first);
        }
        for word in words {
            target.push(' ');
            target.push_str(word);
        }
        if text.ends_with(char::is_whitespace) {
            push_space(target);
        }
    }

    pub(super) fn push_code(&mut self, code: &str) {
        let mut end = code.len().min(CODE_BYTES);
        while !code.is_char_boundary(end) {
            end -= 1;
        }
        self.push(&code[..end]);
    }

    pub(super) fn space(&mut self) {
        push_space(self.target());
    }

    pub(super) fn begin_capture(&mut self) {
        self.capture = Some(String::new());
    }

    pub(super) fn end_capture(&mut self) -> String {
        let text = self.capture.take().unwrap_or_default();
        text.trim().to_owned()
    }

    pub(super) fn begin_paragraph(&mut self) {
        self.paragraph_start = self.sections.last().map(|section| section.text.len());
    }

    pub(super) fn end_block(&mut self, is_paragraph: bool) {
        if is_paragraph
            && self.lead.is_empty()
            && let (Some(start), Some(section)) =
                (self.paragraph_start.take(), self.sections.last())
        {
            self.lead = shorten(section.text.get(start..).unwrap_or_default().trim());
        }
        self.space();
    }

    pub(super) fn begin_section(&mut self, anchor: &str, heading: &str, level: u8) {
        self.sections.push(Section {
            anchor: anchor.to_owned(),
            heading: heading.to_owned(),
            level,
            text: String::new(),
        });
    }

    pub(super) fn finish(self, rendered: &mut Rendered) {
        let mut sections = self.sections;
        for section in &mut sections {
            section.text.truncate(section.text.trim_end().len());
            // Kept for the whole build, of all articles at once.
            section.text.shrink_to_fit();
        }
        let asks = |section: &&Section| section.heading.trim_end().ends_with(['?', '？', '؟', ';']);
        rendered.questions = sections
            .iter()
            .filter(asks)
            .filter(|section| !section.text.is_empty() && !section.heading.ends_with(';'))
            .map(|section| (section.heading.clone(), section.text.clone()))
            .collect();
        rendered.sections = sections;
        rendered.lead = self.lead;
    }
}

fn push_space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Whole words, at most [`LEAD_CHARS`] characters.
fn shorten(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LEAD_CHARS) else { return text.to_owned() };
    let head = &text[..end];
    let at = head.rfind(' ').filter(|&at| at > end / 2).unwrap_or_else(|| {
        head.char_indices().nth(LEAD_CHARS - 1).map_or(head.len(), |(at, _)| at)
    });
    format!("{}…", head[..at].trim_end_matches([',', ';', ':', ' ', '.']))
}

/// The first web or mail address of a text: before, address, after.
///
/// Source: GitHub Flavored Markdown, "Autolinks (extension)".
pub(super) fn find_address(text: &str) -> Option<(&str, &str, &str)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b':', b'w', b'@', &bytes[from..]) {
        let at = from + found;
        from = at + 1;
        let span = match bytes[at] {
            b':' if bytes[at..].starts_with(b"://") => {
                let start = if text[..at].ends_with("https") {
                    at - 5
                } else if text[..at].ends_with("http") {
                    at - 4
                } else {
                    continue;
                };
                Some((start, url_end(text, at + 3)))
            }
            b'w' if bytes[at..].starts_with(b"www.") => Some((at, url_end(text, at + 4))),
            b'@' => mail(text, at),
            _ => None,
        };
        let Some((start, end)) = span else { continue };
        let before = text[..start].chars().next_back();
        let is_free = before.is_none_or(|c| {
            c.is_whitespace()
                || "*_~([{\"'<«„“".contains(c)
                || (!c.is_ascii() && !c.is_alphanumeric())
        });
        let host = text[start..end].split("://").last().unwrap_or_default();
        if is_free && host.contains('.') && host.len() > 4 {
            return Some((&text[..start], &text[start..end], &text[end..]));
        }
        from = end.max(from);
    }
    None
}

/// Where an address ends: before a blank, `<` and trailing punctuation.
fn url_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let stop = |c: char| c.is_whitespace() || c == '<' || "「」、。，）》】".contains(c);
    let mut end = from + rest.find(stop).unwrap_or(rest.len());
    if end - from > MAX_ADDRESS_BYTES {
        return end;
    }
    loop {
        let url = &text[from..end];
        let Some(last) = url.chars().next_back() else { return end };
        let closes_nothing = last == ')' && url.matches(')').count() > url.matches('(').count();
        if closes_nothing || "?!.,:*_~'\";|]}".contains(last) {
            end -= last.len_utf8();
        } else {
            return end;
        }
    }
}

fn mail(text: &str, at: usize) -> Option<(usize, usize)> {
    let local = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let start = text[..at]
        .rfind(|c| !local(c))
        .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let rest = &text[at + 1..];
    let domain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let length = rest.find(|c| !domain(c)).unwrap_or(rest.len());
    let host = rest[..length].trim_end_matches('.');
    let is_valid = start < at && host.contains('.') && !host.ends_with(['-', '_']);
    is_valid.then_some((start, at + 1 + host.len()))
}

#[cfg(test)]
mod tests {
    use super::find_address;

    #[test]
    fn addresses_end_before_punctuation() {
        let find = |text| find_address(text).map(|(_, url, _)| url);
        assert_eq!(find("see https://a.example/b_(c)."), Some("https://a.example/b_(c)"));
        assert_eq!(find("(www.a.example)"), Some("www.a.example"));
        assert_eq!(find("mail help@pedalo.example, please"), Some("help@pedalo.example"));
        assert_eq!(find("xhttps://a.example"), None);
        assert_eq!(find("a@b"), None);
    }
}
