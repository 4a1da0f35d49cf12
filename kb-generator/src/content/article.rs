//! An article: one text in several locales, and what they share.

use std::collections::BTreeMap;

use kb_locales::Locale;

use super::date::Date;
use super::front_matter::FrontMatter;

/// An article with all its translations.
#[derive(Clone, Debug)]
pub struct Article {
    /// Path in the tree without locale and extension.
    pub key: String,
    /// Stable id, part of the address.
    pub id: String,
    /// Whether the id comes from the path and would change with it.
    pub id_is_derived: bool,
    /// Keys of its categories; the first is the one its breadcrumbs show.
    pub categories: Vec<String>,
    /// The locale that the others are translated from.
    pub source: Locale,
    /// Settings that all locales share: the source's.
    pub front: FrontMatter,
    /// Texts by locale.
    pub versions: BTreeMap<Locale, Version>,
}

/// An article's text in one locale.
#[derive(Clone, Debug)]
pub struct Version {
    /// File, relative to the site directory.
    pub path: String,
    /// Its own front matter.
    pub front: FrontMatter,
    /// Title, from the front matter, the first heading or the file's name.
    pub title: String,
    /// One sentence: the description, or the first of the text.
    pub description: String,
    /// The Markdown.
    pub body: String,
    /// 1-based line on which the body begins.
    pub body_line: usize,
    /// Hash of what a translator translates.
    pub content_hash: String,
}

/// Where an article or a version of it stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written.
    Draft,
    /// Published from a date on that has not come.
    Scheduled,
    /// On the site.
    Published,
    /// No longer on the site.
    Archived,
}

/// How a translation stands to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Freshness {
    /// Made from the present source, or never compared with it.
    Fresh,
    /// The source has changed since.
    Stale,
    /// There is none.
    Missing,
    /// There is no source.
    Orphan,
}

impl FrontMatter {
    /// The state at a moment.
    pub fn state(&self, as_of: Date) -> State {
        if self.archived || self.archive_at.is_some_and(|at| at <= as_of) {
            State::Archived
        } else if self.draft {
            State::Draft
        } else if self.publish_at.or(self.published_at).is_some_and(|at| at > as_of) {
            State::Scheduled
        } else {
            State::Published
        }
    }

    /// The first moment after `as_of` at which the state changes by itself.
    pub fn next_change(&self, as_of: Date) -> Option<Date> {
        [self.publish_at, self.published_at, self.archive_at]
            .into_iter()
            .flatten()
            .filter(|at| *at > as_of)
            .min()
    }
}

impl Article {
    /// The text that all others are translated from, or any where it is missing.
    pub fn source_version(&self) -> &Version {
        self.versions
            .get(&self.source)
            .or_else(|| self.versions.values().next())
            .expect("an article is made from at least one file")
    }

    /// Whether a locale's text may be shown at a moment.
    pub fn is_visible(&self, locale: &Locale, as_of: Date) -> bool {
        self.front.state(as_of) == State::Published
            && self.versions.get(locale).is_some_and(|v| v.front.state(as_of) == State::Published)
    }

    /// How a locale's text stands to the source.
    pub fn freshness(&self, locale: &Locale) -> Freshness {
        let Some(version) = self.versions.get(locale) else { return Freshness::Missing };
        if *locale == self.source {
            return Freshness::Fresh;
        }
        let Some(source) = self.versions.get(&self.source) else { return Freshness::Orphan };
        match &version.front.source_hash {
            Some(hash) if *hash != source.content_hash => Freshness::Stale,
            _ => Freshness::Fresh,
        }
    }
}

impl Version {
    /// Last change that matters to readers, else the first publication.
    pub fn updated(&self, shared: &FrontMatter) -> Option<Date> {
        self.front.updated_at.or(shared.updated_at).or(self.published(shared))
    }

    /// First publication.
    pub fn published(&self, shared: &FrontMatter) -> Option<Date> {
        let of = |front: &FrontMatter| front.published_at.or(front.publish_at);
        of(&self.front).or_else(|| of(shared))
    }
}

/// Hash of what a translator translates: title, description and body, with
/// line ends made equal. 16 hexadecimal digits.
pub fn content_hash(front: &FrontMatter, body: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [front.title.as_deref().unwrap_or(""), front.description.as_deref().unwrap_or("")] {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    }
    for line in body.trim().lines() {
        hasher.update(line.trim_end().as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
