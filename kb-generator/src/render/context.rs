//! What a template sees. Every key is always there, so that a misspelled one
//! is an error and not an empty place.

use serde::Serialize;

/// The site in one locale: `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteContext {
    pub name: String,
    pub description: String,
    pub root: String,
    pub home_url: String,
    pub search_url: Option<String>,
    pub articles_url: String,
    pub feed_url: Option<String>,
    pub manifest_url: String,
    pub icon_url: Option<String>,
    pub logo: Option<LogoContext>,
    pub contact: Option<LinkContext>,
    pub header_links: Vec<LinkContext>,
    pub footer_links: Vec<LinkContext>,
    pub announcement: Option<AnnouncementContext>,
    pub copyright_year: Option<i32>,
    pub service_worker_url: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LogoContext {
    pub light_url: String,
    pub dark_url: String,
    pub width: Option<usize>,
    pub height: Option<usize>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LinkContext {
    pub label: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AnnouncementContext {
    pub id: String,
    pub text: String,
    pub url: Option<String>,
}

/// `locale`.
#[derive(Clone, Debug, Serialize)]
pub struct LocaleContext {
    pub code: String,
    pub dir: &'static str,
    pub name: String,
    pub cjk: bool,
}

/// One entry of the language menu: `locales`.
#[derive(Clone, Debug, Serialize)]
pub struct LocaleLink {
    pub code: String,
    pub dir: &'static str,
    pub name: String,
    pub url: String,
    pub current: bool,
    pub translated: bool,
}

/// The page itself: `page`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageContext {
    pub kind: &'static str,
    pub is_root: bool,
    pub title: String,
    pub head_title: String,
    pub description: String,
    pub url: String,
    pub canonical: Option<String>,
    pub noindex: bool,
    pub alternates: Vec<Alternate>,
    pub og: OpenGraph,
    pub jsonld: Vec<String>,
    pub breadcrumbs: Vec<Crumb>,
    pub markdown_url: Option<String>,
    pub feed_url: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    pub code: String,
    pub url: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct OpenGraph {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub image: Option<String>,
    pub locale: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    pub title: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DateText {
    pub iso: String,
    pub text: String,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleLink {
    pub title: String,
    pub url: String,
    pub description: String,
    pub reading_minutes: usize,
    pub updated: Option<DateText>,
    pub category: Option<String>,
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    pub external_locale: bool,
}

/// A category in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryCard {
    pub title: String,
    pub url: String,
    pub description: String,
    pub icon: Option<String>,
    pub count: usize,
    pub articles: Vec<minijinja::Value>,
    pub children: Vec<ChildCategory>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChildCategory {
    pub title: String,
    pub url: String,
    pub count: usize,
}

/// The category of a category page: `category`.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryContext {
    pub title: String,
    pub description: String,
    pub html: String,
    pub icon: Option<String>,
    pub count: usize,
    pub updated: Option<DateText>,
    pub feed_url: Option<String>,
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

/// The article of an article page: `article`.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleContext {
    pub id: String,
    pub title: String,
    pub description: String,
    pub html: minijinja::Value,
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    pub toc: Vec<TocEntry>,
    pub updated: Option<DateText>,
    pub published: Option<DateText>,
    pub reading_minutes: usize,
    pub tags: Vec<LinkedTitle>,
    pub notice: Option<Notice>,
    pub markdown_url: Option<String>,
    pub prev: Option<minijinja::Value>,
    pub next: Option<minijinja::Value>,
    pub related: Vec<minijinja::Value>,
    pub category: Option<LinkedTitle>,
    pub has_mermaid: bool,
    pub has_code: bool,
    pub has_math: bool,
    pub contact: Option<LinkContext>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LinkedTitle {
    pub title: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct TocEntry {
    pub id: String,
    pub title: String,
    pub level: u8,
    pub children: Vec<TocEntry>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    pub kind: &'static str,
    pub source_name: String,
    pub source_url: Option<String>,
}

/// The articles beside an article: `nav`.
#[derive(Clone, Debug, Serialize)]
pub struct NavContext {
    pub title: String,
    pub url: String,
    pub articles: Vec<NavEntry>,
    pub more: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct NavEntry {
    pub title: String,
    pub url: String,
    pub current: bool,
}

/// Articles under one letter of the A–Z list.
#[derive(Clone, Debug, Serialize)]
pub struct LetterContext {
    pub letter: String,
    pub articles: Vec<minijinja::Value>,
}

/// A page of the A–Z list.
#[derive(Clone, Debug, Serialize)]
pub struct PageLink {
    pub number: usize,
    pub url: String,
    pub current: bool,
}
