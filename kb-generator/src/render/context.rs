//! What a template sees. Every key is always there, so that a misspelled one
//! is an error and not an empty place.

use serde::Serialize;

use crate::config::SearchRecords;

/// The site in one locale: `site`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SiteContext {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) root: String,
    pub(super) home_url: String,
    pub(super) search_url: Option<String>,
    pub(super) articles_url: String,
    pub(super) feed_url: Option<String>,
    pub(super) manifest_url: String,
    pub(super) icon_url: Option<String>,
    pub(super) logo: Option<LogoContext>,
    pub(super) contact: Option<LinkContext>,
    pub(super) header_links: Vec<LinkContext>,
    pub(super) footer_links: Vec<LinkContext>,
    pub(super) announcement: Option<AnnouncementContext>,
    pub(super) copyright_year: Option<i32>,
    pub(super) service_worker_url: Option<String>,
    pub(super) relay: Option<RelayContext>,
    pub(super) search_records: SearchRecords,
}

/// The server that takes forms, votes and records.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RelayContext {
    pub(super) origin: String,
    pub(super) key: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LogoContext {
    pub(super) light_url: String,
    pub(super) dark_url: String,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LinkContext {
    pub(super) label: String,
    pub(super) url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct AnnouncementContext {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) url: Option<String>,
}

/// `locale`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LocaleContext {
    pub(super) code: String,
    pub(super) dir: &'static str,
    pub(super) name: String,
    pub(super) cjk: bool,
}

/// One entry of the language menu: `locales`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LocaleLink {
    pub(super) code: String,
    pub(super) dir: &'static str,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) current: bool,
    pub(super) translated: bool,
}

/// The page itself: `page`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct PageContext {
    pub(super) kind: &'static str,
    pub(super) is_root: bool,
    pub(super) title: String,
    pub(super) head_title: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) canonical: Option<String>,
    pub(super) noindex: bool,
    pub(super) alternates: Vec<Alternate>,
    pub(super) og: OpenGraph,
    pub(super) jsonld: Vec<String>,
    pub(super) breadcrumbs: Vec<Crumb>,
    pub(super) markdown_url: Option<String>,
    pub(super) feed_url: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Alternate {
    pub(super) code: String,
    pub(super) url: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct OpenGraph {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) image: Option<String>,
    pub(super) locale: String,
    pub(super) url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Crumb {
    pub(super) title: String,
    pub(super) url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct DateText {
    pub(super) iso: String,
    pub(super) text: String,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ArticleLink {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) reading_minutes: usize,
    pub(super) updated: Option<DateText>,
    pub(super) category: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) dir: Option<&'static str>,
    pub(super) external_locale: bool,
}

/// A category in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CategoryCard {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) lang: Option<String>,
    pub(super) dir: Option<&'static str>,
    pub(super) icon: Option<String>,
    pub(super) count: usize,
    pub(super) articles: Vec<minijinja::Value>,
    pub(super) children: Vec<ChildCategory>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ChildCategory {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) count: usize,
}

/// The category of a category page: `category`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CategoryContext {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) html: String,
    pub(super) has_mermaid: bool,
    pub(super) icon: Option<String>,
    pub(super) count: usize,
    pub(super) updated: Option<DateText>,
    pub(super) feed_url: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) dir: Option<&'static str>,
}

/// The article of an article page: `article`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ArticleContext {
    pub(super) id: String,
    /// Changes with the text.
    pub(super) version: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) html: minijinja::Value,
    pub(super) lang: Option<String>,
    pub(super) dir: Option<&'static str>,
    pub(super) toc: Vec<TocEntry>,
    pub(super) updated: Option<DateText>,
    pub(super) published: Option<DateText>,
    pub(super) reading_minutes: usize,
    pub(super) tags: Vec<LinkedTitle>,
    pub(super) notice: Option<Notice>,
    pub(super) markdown_url: Option<String>,
    pub(super) prev: Option<minijinja::Value>,
    pub(super) next: Option<minijinja::Value>,
    pub(super) related: Vec<minijinja::Value>,
    pub(super) category: Option<LinkedTitle>,
    pub(super) has_mermaid: bool,
    pub(super) has_code: bool,
    pub(super) has_math: bool,
    pub(super) contact: Option<LinkContext>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct LinkedTitle {
    pub(super) title: String,
    pub(super) url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct TocEntry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) children: Vec<TocEntry>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Notice {
    pub(super) kind: &'static str,
    pub(super) source_name: String,
    pub(super) source_url: Option<String>,
}

/// The articles beside an article: `nav`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NavContext {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) articles: Vec<NavEntry>,
    pub(super) more: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct NavEntry {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) current: bool,
}

/// Articles under one letter of the A–Z list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LetterContext {
    pub(super) letter: String,
    pub(super) articles: Vec<minijinja::Value>,
}

/// A page of the A–Z list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PageLink {
    pub(super) number: usize,
    pub(super) url: String,
    pub(super) current: bool,
}
