//! What the writer is given: articles as plain text.

use alloc::{string::String, vec::Vec};

/// One article as search sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Path from the site root, locale included: `en/articles/unlock-a-bike-7/`.
    pub url: String,
    /// What programs call the page; comes back with a hit, means nothing here.
    pub page: String,
    /// Title as shown in a hit.
    pub title: String,
    /// Description of the article; also the excerpt when nothing better is known.
    pub description: String,
    /// Breadcrumb text shown with a hit.
    pub category: String,
    /// Tags as shown to visitors.
    pub tags: Vec<String>,
    /// Words that lead here though they are written nowhere in the article.
    pub keywords: Vec<String>,
    /// The text in reading order.
    pub sections: Vec<Section>,
    /// Factor on the score of every hit in this article; `1.0` changes nothing.
    pub boost: f32,
}

/// A heading and the text up to the next one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Fragment that leads to the heading; empty before the first heading.
    pub anchor: String,
    /// Heading as plain text; empty before the first heading.
    pub heading: String,
    /// Level of the heading, 2 to 6; 0 before the first heading.
    pub level: u8,
    /// Plain text below the heading.
    pub text: String,
}

/// How one index is built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexOptions {
    /// BCP 47 code of the texts' locale; chooses the stemmer.
    pub locale: String,
    /// Sets of words or short phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
}
