//! Code, diagrams, formulas and headings, once their text is known.

use super::{
    code::{self, CodeBlock},
    escape::escape_into,
    types::Heading,
    walk::{Mode, Walker},
};

impl Walker<'_, '_> {
    pub(super) fn end_code(&mut self) {
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
                html.push_str("\"><pre class=\"mermaid-source\" tabindex=\"0\">");
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

    pub(super) fn math(&mut self, latex: &str, at: usize, is_block: bool) {
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

    pub(super) fn end_heading(&mut self) {
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

    pub(super) fn takes_as_title(&mut self, title: &str) -> bool {
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
}
