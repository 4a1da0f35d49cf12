//! Categories and articles of a site as JSON files: the read-only interface
//! for the widget and for third parties, with no server behind it.
//!
//! Below the site's address, `api/site.json` is a [`SiteDocument`]. Below a
//! locale's, `api/content.json` is a [`ContentIndex`], `api/home.json` a
//! [`HomeDocument`], `api/categories/<id>.json` a [`CategoryDocument`] and
//! `api/articles/<id>.json` an [`ArticleDocument`]. The index grows with the
//! site; the others do not, so that a widget can read them. All addresses
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
    /// Changes with the text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub revision: String,
    /// The text as sanitised HTML.
    pub html: String,
    /// Pages of the site that the text links to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkedPage>,
}

/// What a reader has to know of a site before it chooses a locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteDocument {
    /// [`CONTENT_VERSION`].
    pub version: u32,
    /// Locale of readers whose own is not offered.
    pub default_locale: String,
    /// BCP 47 codes of the locales, each the name of a folder beside `api/`.
    pub locales: Vec<String>,
}

/// What the first screen of a locale shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeDocument {
    /// [`CONTENT_VERSION`].
    pub version: u32,
    /// BCP 47 code of the locale.
    pub locale: String,
    /// Name of the site.
    pub name: String,
    /// Address of the site's home page in this locale.
    pub url: String,
    /// Categories at the top, in the order of the site.
    pub categories: Vec<PageLink>,
    /// Articles of the home page, a handful.
    pub articles: Vec<PageLink>,
    /// Published forms, in the order of the site.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<PageLink>,
    /// Where the search is; `None` where the site has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchPlace>,
}

/// A category with what stands directly in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryDocument {
    /// [`CONTENT_VERSION`].
    pub version: u32,
    /// What lists show.
    #[serde(flatten)]
    pub link: PageLink,
    /// Its introduction as sanitised HTML; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub html: String,
    /// As in [`ArticleDocument::links`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkedPage>,
    /// Categories in it, in order.
    pub categories: Vec<PageLink>,
    /// Its own articles, in order.
    pub articles: Vec<PageLink>,
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLink {
    /// Name of the page's document: `<locale>/api/<page>.json`, such as
    /// `articles/k2f8q1zz` or `categories/riding`; empty for an article that
    /// has no page in this locale.
    pub page: String,
    /// Title.
    pub title: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Address of the page itself.
    pub url: String,
    /// BCP 47 code of the words' locale, where it is a fallback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Of a category: number of articles in it and below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

/// A page of the site that a text links to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LinkedPage {
    /// Its address as in the text, without a fragment.
    pub url: String,
    /// As [`PageLink::page`].
    pub page: String,
}

/// Where a locale's search is: what `openSearch` of the site's `search.js` is
/// given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPlace {
    /// The driver, a JavaScript module.
    pub script: String,
    /// The reader.
    pub wasm: String,
    /// Folder of the index.
    pub base: String,
    /// File name of the index' root.
    pub root: String,
    /// Whose searches are counted: `all`, `consent`, or nothing for nobody's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub records: String,
}
