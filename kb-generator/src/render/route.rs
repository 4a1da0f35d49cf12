//! Every file that a site's pages consist of, and where it lies.

use crate::site::Site;

/// Entries of one page of the A–Z list.
pub(super) const ARTICLES_PER_PAGE: usize = 300;

/// One file made by the renderer. The first number is the position of the
/// locale among the site's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// `index.html`: the default locale's home, which leads to the reader's.
    Root,
    /// `404.html` for hosts that know one only.
    RootNotFound,
    /// `<locale>/index.html`.
    Home(usize),
    /// A category by key.
    Category(usize, String),
    /// An article by position in the content.
    Article(usize, usize),
    /// All articles with a tag, by its slug.
    Tag(usize, String),
    /// The search page.
    Search(usize),
    /// A page of the A–Z list, counted from 1.
    Articles(usize, usize),
    /// `<locale>/404.html`.
    NotFound(usize),
    /// `<locale>/offline.html`, shown by the service worker.
    Offline(usize),
    /// The Markdown of an article.
    Markdown(usize, usize),
    /// The page of a form, by position among the brand's.
    Form(usize, usize),
    /// `<locale>/api/forms/<id>.json`, by position of the form.
    FormJson(usize, usize),
    /// `forms.json`: every form in every locale, for the relay.
    FormsJson,
    /// Feed of the locale.
    Feed(usize),
    /// Feed of a category by key.
    CategoryFeed(usize, String),
    /// `<locale>/sitemap.xml`.
    Sitemap(usize),
    /// `<locale>/manifest.webmanifest`.
    Manifest(usize),
    /// `<locale>/llms.txt`.
    Llms(usize),
    /// `<locale>/llms-full.txt`.
    LlmsFull(usize),
    /// `api/site.json`.
    SiteJson,
    /// `<locale>/api/content.json`.
    ContentJson(usize),
    /// `<locale>/api/home.json`.
    HomeJson(usize),
    /// `<locale>/api/categories/<id>.json`, by the category's key.
    CategoryJson(usize, String),
    /// `<locale>/api/articles/<id>.json`.
    ArticleJson(usize, usize),
    /// `sitemap.xml`, the index of the locales' sitemaps.
    SitemapIndex,
    /// `robots.txt`.
    Robots,
    /// `llms.txt` of the default locale, at the root.
    RootLlms,
    /// `llms-full.txt` of the default locale, at the root.
    RootLlmsFull,
    /// `_headers` for hosts that read it.
    Headers,
    /// `_redirects` for hosts that read it.
    Redirects,
    /// `redirects.json` for everything else.
    RedirectsJson,
    /// A page that leads on from an old address, by position.
    RedirectPage(usize),
    /// `sw.js`.
    ServiceWorker,
}

impl Route {
    /// Whether the file is a page that people read.
    pub fn is_page(&self) -> bool {
        matches!(
            self,
            Self::Root
                | Self::RootNotFound
                | Self::Home(_)
                | Self::Category(..)
                | Self::Article(..)
                | Self::Tag(..)
                | Self::Search(_)
                | Self::Form(..)
                | Self::Articles(..)
                | Self::NotFound(_)
                | Self::Offline(_)
        )
    }
}

/// Address of a page of the A–Z list, not encoded.
pub(super) fn articles_url(code: &str, number: usize) -> String {
    if number == 1 {
        format!("{code}/articles/")
    } else {
        format!("{code}/articles/page-{number}/")
    }
}

/// Address of a form's page, not encoded.
pub(super) fn form_url(code: &str, slug: &str) -> String {
    format!("{code}/forms/{slug}/")
}

/// Addresses of all pages of a site, without redirects, not encoded; the
/// root has the address "".
pub(crate) fn page_addresses(site: &Site<'_>) -> std::collections::BTreeSet<String> {
    let mut pages = std::collections::BTreeSet::from([String::new()]);
    for locale in &site.locales {
        let code = locale.locale.code();
        pages.insert(format!("{code}/search/"));
        pages.extend((1..=list_pages(locale.by_title.len())).map(|n| articles_url(code, n)));
        pages.extend(site.forms.iter().map(|form| form_url(code, form.slug())));
        pages.extend(locale.categories.values().map(|page| page.url.clone()));
        pages.insert(format!("{code}/"));
        pages.extend(locale.tags.values().map(|page| page.url.clone()));
        pages.extend(locale.pages().filter_map(|i| Some(locale.articles[i].as_ref()?.url.clone())));
    }
    pages
}

/// Number of pages of the A–Z list; at least one.
pub(super) fn list_pages(articles: usize) -> usize {
    articles.div_ceil(ARTICLES_PER_PAGE).max(1)
}
