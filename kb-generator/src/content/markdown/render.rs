//! From events to HTML.

use pulldown_cmark::{Options, Parser, html};

use super::types::{Context, Html, MarkdownSource, Part, Rendered};

/// Renders one article.
///
/// Never fails and never panics: whatever is wrong becomes a problem.
pub fn render(source: &MarkdownSource<'_>, _context: &Context<'_>) -> Rendered {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(source.text, Options::all()));
    Rendered {
        html: Html { parts: vec![Part::Text(out)], references: Vec::new() },
        ..Rendered::default()
    }
}
