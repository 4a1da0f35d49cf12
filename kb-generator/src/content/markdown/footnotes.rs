//! Footnotes and task lists.

use super::{
    escape::escape_into,
    walk::{FrameKind, Walker},
};

impl Walker<'_, '_> {
    pub(super) fn task(&mut self, done: bool) {
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
                if let Some((_, _, start, _)) = &mut self.heading {
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

    pub(super) fn footnote_reference(&mut self, label: &str) {
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

    pub(super) fn write_footnotes(&mut self) {
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
}
