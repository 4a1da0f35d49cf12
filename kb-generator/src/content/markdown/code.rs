//! Blocks of code: what their first line says, and their HTML.

use super::{escape::escape_into, highlight::Highlighter};

/// A block of code.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct CodeBlock<'a> {
    /// In lower case; empty if not said.
    pub(super) language: String,
    pub(super) title: Option<String>,
    /// Ranges of marked lines, counted from 1, both ends included.
    pub(super) marked: Vec<(usize, usize)>,
    pub(super) text: &'a str,
}

impl<'a> CodeBlock<'a> {
    /// Reads `rust title="src/main.rs" {1,3-5}`, `py hl_lines="1 3"`,
    /// `js [app.js]` and `{.python}`.
    pub(super) fn parse(info: &str, text: &'a str) -> CodeBlock<'a> {
        let info = info.trim();
        let end = info.find([' ', '\t', '{', '[', ',']).unwrap_or(info.len());
        let (language, mut rest) = info.split_at(end);
        let mut block = CodeBlock { language: language.to_lowercase(), text, ..Self::default() };
        // rustdoc and Docusaurus name languages as `rust,ignore` and `js:title`.
        if let Some((language, title)) = block.language.clone().split_once(':') {
            block.language = language.to_owned();
            block.title = Some(title.to_owned()).filter(|title| !title.is_empty());
        }
        while let Some(at) = rest.find(['{', '[', '=']) {
            let (before, after) = rest.split_at(at);
            let value = &after[1..];
            match after.as_bytes()[0] {
                b'{' => {
                    let (inner, tail) = value.split_once('}').unwrap_or((value, ""));
                    let first = inner.trim_start_matches('.');
                    if block.language.is_empty() && first.starts_with(|c: char| c.is_alphabetic()) {
                        let name = first.split_whitespace().next().unwrap_or_default();
                        block.language = name.to_lowercase();
                    }
                    block.mark(inner);
                    rest = tail;
                }
                b'[' => {
                    let (inner, tail) = value.split_once(']').unwrap_or((value, ""));
                    block.title = Some(inner.to_owned()).filter(|title| !title.is_empty());
                    rest = tail;
                }
                _ => {
                    let key = before.rsplit([' ', '\t', ',']).next().unwrap_or_default();
                    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                    let (inner, tail) = match quote {
                        Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                        None => value.split_once(' ').unwrap_or((value, "")),
                    };
                    match key {
                        "title" | "filename" | "file" | "name" | "caption" => {
                            block.title = Some(inner.to_owned()).filter(|title| !title.is_empty());
                        }
                        "hl_lines" | "highlight" | "mark" => block.mark(inner),
                        _ => {}
                    }
                    rest = tail;
                }
            }
        }
        block
    }

    fn mark(&mut self, text: &str) {
        for range in text.split([',', ' ']).take(100) {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            if let (Ok(from), Ok(to)) = (from.trim().parse(), to.trim().parse()) {
                self.marked.push((from, to));
            }
        }
    }
}

/// Writes a block.
pub(super) fn write(block: &CodeBlock<'_>, highlighter: &Highlighter) -> String {
    let code = highlighter.highlight(&block.language, block.text);
    let mut out = String::with_capacity(code.len() + 160);
    out.push_str("<figure class=\"code\"");
    if !block.language.is_empty() {
        out.push_str(" data-lang=\"");
        escape_into(&mut out, &block.language);
        out.push('"');
    }
    out.push('>');
    if let Some(title) = &block.title {
        out.push_str("<figcaption>");
        escape_into(&mut out, title);
        out.push_str("</figcaption>");
    }
    out.push_str("<pre tabindex=\"0\"><code");
    let class: String =
        block.language.chars().filter(|c| c.is_alphanumeric() || "+#-_.".contains(*c)).collect();
    if !class.is_empty() {
        out.push_str(" class=\"language-");
        out.push_str(&class);
        out.push('"');
    }
    out.push('>');
    if block.marked.is_empty() {
        out.push_str(&code);
    } else {
        for (index, line) in code.split_inclusive('\n').enumerate() {
            let number = index + 1;
            if block.marked.iter().any(|&(from, to)| (from..=to).contains(&number)) {
                out.push_str("<mark class=\"line\">");
                out.push_str(line);
                out.push_str("</mark>");
            } else {
                out.push_str(line);
            }
        }
    }
    out.push_str("</code></pre></figure>");
    out
}

#[cfg(test)]
mod tests {
    use super::CodeBlock;

    #[test]
    fn the_first_line_says_language_title_and_marked_lines() {
        let block = CodeBlock::parse(r#"rust title="src/main.rs" {1,3-5}"#, "");
        assert_eq!(block.language, "rust");
        assert_eq!(block.title.as_deref(), Some("src/main.rs"));
        assert_eq!(block.marked, [(1, 1), (3, 5)]);
        assert_eq!(CodeBlock::parse("py hl_lines=\"2 4\"", "").marked, [(2, 2), (4, 4)]);
        assert_eq!(CodeBlock::parse("{.python .numberLines}", "").language, "python");
        assert_eq!(CodeBlock::parse("sh [npm]", "").title.as_deref(), Some("npm"));
    }
}
