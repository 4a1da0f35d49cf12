//! Renders the Markdown body of one article.
//!
//! The story of one article:
//!
//! 1. `prepare` lets `guard`, `shortcodes` and `containers` rewrite what
//!    CommonMark does not know (`:::note`, `!!! note`, tabs, Hugo's shortcodes)
//!    into markers, and remembers which line came from where.
//! 2. `walk` goes once over pulldown-cmark's events and writes HTML, headings,
//!    plain text and problems; `blocks`, `parts`, `links`, `images`,
//!    `footnotes` and `html` write the pieces.
//! 3. `sink` sends articles that contain raw HTML through the sanitiser and
//!    cuts the text at the addresses, which only the page knows.
//!
//! Nothing here touches the disk or the clock, and no input makes it panic.

mod address;
mod admonition;
mod blocks;
mod code;
mod containers;
mod escape;
mod footnotes;
mod guard;
mod headings;
mod highlight;
mod html;
mod images;
mod lexer;
mod links;
mod math;
mod options;
mod parts;
mod plain;
mod prepare;
mod shortcodes;
mod sink;
mod types;
mod video;
mod walk;

pub use highlight::Highlighter;
pub use options::MarkdownOptions;
pub use types::{
    Context, Heading, Html, ImageInfo, MarkdownSource, Messages, Problem, Reference, ReferenceKind,
    Rendered, Section,
};
pub use walk::render;

/// Renders any text, for fuzzing: must neither panic nor give broken HTML.
pub fn fuzz(data: &str) -> String {
    use std::sync::LazyLock;

    static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);
    let context = Context {
        options: &MarkdownOptions { mermaid: true, ..MarkdownOptions::default() },
        text: &|id, _| id.to_owned(),
        image: &|_| None,
        highlighter: &HIGHLIGHTER,
        title: None,
    };
    let rendered = render(&MarkdownSource { text: data, first_line: 1 }, &context);
    let mut html = String::new();
    rendered.html.write(&mut html, &mut |reference| reference.target.clone().into());
    html
}
