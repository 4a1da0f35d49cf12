//! Renders the Markdown body of one article.
//!
//! The story of one article:
//!
//! 1. `containers` and `shortcodes` rewrite what CommonMark does not know
//!    (`:::note`, `!!! note`, tabs, Hugo's shortcodes) into markers that
//!    pulldown-cmark passes through, and remember which line came from where.
//! 2. `walk` goes once over pulldown-cmark's events and writes HTML, headings,
//!    plain text and problems.
//! 3. Articles that contain raw HTML go through `html`, which sanitises them.
//! 4. `document` cuts the text at the addresses, which only the page knows.
//!
//! Nothing here touches the disk or the clock, and no input makes it panic.

mod escape;
mod highlight;
mod options;
mod render;
mod types;

pub use highlight::Highlighter;
pub use options::MarkdownOptions;
pub use render::render;
pub use types::{
    Context, Heading, Html, ImageInfo, MarkdownSource, Part, Problem, Reference, ReferenceKind,
    Rendered, Section,
};
