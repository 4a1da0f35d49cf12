//! Categories and articles of a site as JSON files: the read-only interface
//! for the widget and for third parties, with no server behind it.
//!
//! `<locale>/api/content.json` is a [`ContentIndex`];
//! `<locale>/api/articles/<id>.json` is an [`ArticleDocument`]. All addresses
//! begin at the root of the site's host.

use serde::{Deserialize, Serialize};

/// Version of the documents' shape; a reader that knows another major one
/// must not use them.
pub const CONTENT_VERSION: u32 = 1;

/// Everything a locale of a site offers, without the texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentIndex {
    /// [`CONTENT_VERSION`].
    pub version: u32,
    /// BCP 47 code of the locale.
    pub locale: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Name of the site.
    pub name: String,
    /// Address of the site's home page in this locale.
    pub url: String,
    /// Categories in the order of the site, each before its children.
    pub categories: Vec<CategoryEntry>,
    /// Articles in the order of their categories.
    pub articles: Vec<ArticleEntry>,
}

/// A category without its articles' texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryEntry {
    /// Stable id.
    pub id: String,
    /// Id of the category around it; `None` at the top.
    pub parent: Option<String>,
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub description: String,
    /// Name of an icon of the theme.
    pub icon: Option<String>,
    /// Address of its page.
    pub url: String,
    /// Number of articles in it and below it.
    pub count: usize,
    /// Ids of its own articles, in order.
    pub articles: Vec<String>,
}

/// An article without its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Address of its page.
    pub url: String,
    /// BCP 47 code of the text's locale, which can be a fallback.
    pub locale: String,
    /// Ids of its categories, the primary one first.
    pub categories: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Whether it stands on the home page.
    pub featured: bool,
    /// Last change, as `2026-05-01` or in the form of RFC 3339.
    pub updated_at: Option<String>,
    /// Minutes it takes to read.
    pub reading_minutes: usize,
}

/// An article with its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleDocument {
    /// [`CONTENT_VERSION`].
    pub version: u32,
    /// What lists show.
    #[serde(flatten)]
    pub entry: ArticleEntry,
    /// The text as sanitised HTML.
    pub html: String,
}
