//! What goes into the rendering of an article and what comes out.

use std::borrow::Cow;

use super::{Highlighter, MarkdownOptions};

/// The body of one article, without its front matter.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownSource<'a> {
    /// The Markdown text.
    pub text: &'a str,
    /// The line of the file where the text begins, counted from 1.
    pub first_line: usize,
}

/// Gives the text of a message by id and arguments.
pub type Messages<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + Sync + 'a;

/// Everything that rendering may ask for besides the text.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Section `[markdown]` of the site.
    pub options: &'a MarkdownOptions,
    /// A message of the article's locale by id and arguments.
    pub text: &'a Messages<'a>,
    /// An image by its target as written; `None` if it does not exist.
    pub image: &'a (dyn Fn(&str) -> Option<ImageInfo> + Sync),
    /// Shared by all articles of a build.
    pub highlighter: &'a Highlighter,
    /// The title from the front matter.
    ///
    /// Without one, the first heading of level 1 becomes [`Rendered::title`].
    pub title: Option<&'a str>,
}

/// What is known of an image file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ImageInfo {
    /// In CSS pixels.
    pub width: Option<u32>,
    /// In CSS pixels.
    pub height: Option<u32>,
    /// Smaller copies: width in pixels and target, to be resolved like the
    /// target of the image itself.
    pub variants: Vec<(u32, String)>,
}

/// A rendered article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// The first heading of level 1, if the front matter gave no title.
    pub title: Option<String>,
    /// The body.
    pub html: Html,
    /// The headings of the body in order, levels 2 to 6.
    pub headings: Vec<Heading>,
    /// The text below each heading, for the search index; the first one has
    /// no heading.
    pub sections: Vec<Section>,
    /// The first paragraph as text, whole words, at most 200 characters.
    pub lead: String,
    /// What the author should look at, in order of line.
    pub problems: Vec<Problem>,
    /// Ids that links may point to besides the headings.
    pub anchors: Vec<String>,
    /// Whether the body holds a block of code.
    pub has_code: bool,
    /// Whether the body holds a diagram.
    pub has_mermaid: bool,
    /// Whether the body holds a formula.
    pub has_math: bool,
    /// Headings that ask something, with the text below them.
    pub questions: Vec<(String, String)>,
}

/// A heading of the body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Heading {
    /// Unique within the article.
    pub id: String,
    /// As plain text.
    pub title: String,
    /// 2 to 6, after shifting.
    pub level: u8,
    /// The line of the file, counted from 1.
    pub line: usize,
}

/// The plain text between two headings.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Section {
    /// The id of the heading; empty before the first one.
    pub anchor: String,
    /// The heading as plain text; empty before the first one.
    pub heading: String,
    /// 2 to 6; 1 before the first heading.
    pub level: u8,
    /// The text, words separated by single spaces.
    pub text: String,
}

/// HTML with holes where addresses go, because the same body appears on
/// several sites and at several depths.
///
/// Kept in as few pieces of memory as can be: a build holds all articles.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Html {
    text: Box<str>,
    /// Where addresses go, by byte of `text`, in order, and which.
    holes: Box<[(u32, u32)]>,
    references: Box<[Reference]>,
}

impl Html {
    /// Puts it together. A hole is a byte of `text` and the index of the
    /// reference that goes there; holes are in order.
    pub(super) fn new(text: String, holes: Vec<(u32, u32)>, references: Vec<Reference>) -> Self {
        Self { text: text.into(), holes: holes.into(), references: references.into() }
    }

    /// The addresses that stand in the body, in order.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Appends the HTML, asking for each address, which is escaped here.
    pub fn write(&self, out: &mut String, address: &mut dyn FnMut(&Reference) -> Cow<'_, str>) {
        out.reserve(self.text.len() + 64 * self.references.len());
        let mut begin = 0;
        for &(at, reference) in &self.holes {
            out.push_str(&self.text[begin..at as usize]);
            begin = at as usize;
            super::escape::escape_into(out, &address(&self.references[reference as usize]));
        }
        out.push_str(&self.text[begin..]);
    }
}

/// An address inside the site, as the author wrote it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// What the address leads to.
    pub kind: ReferenceKind,
    /// As written, `../a.md#x` or `images/b.png`; of an icon, its name.
    pub target: String,
    /// The line of the file, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

/// What an address of an article leads to.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ReferenceKind {
    /// An article, a category, a page of the site or an anchor.
    Link,
    /// A picture, video or sound that the page shows.
    Image,
    /// An icon of the theme's sprite.
    Icon,
    /// A file beside the article that a link offers.
    Download,
}

/// Something in an article that its author should look at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// A stable name such as `missing-alt-text`.
    pub code: &'static str,
    /// The line of the file, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, in lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}
