//! One function per kind of page: gathers what its template shows.

use std::collections::BTreeMap;

use kb_locales::Locale;
use minijinja::{Value, context};

use super::asset::social_key;
use super::content_json::revision;
use super::context::{
    Alternate, ArticleContext, CategoryContext, Crumb, LetterContext, LinkedTitle, LocaleLink,
    NavContext, NavEntry, Notice, OpenGraph, PageContext, PageLink, TocEntry,
};
use super::form::form_context;
use super::lists::{cards, date_text, pick};
use super::renderer::LocaleRenderer;
use super::route::{ARTICLES_PER_PAGE, articles_url, form_url, list_pages};
use super::template::value;
use super::{RenderError, Renderer, json_ld};
use crate::content::links::From;
use crate::content::markdown::Heading;
use crate::site::{LocaleSite, Presence};

/// Entries of the lists on the home page.
pub(super) const HOME_ENTRIES: usize = 6;
/// Siblings beside an article; more would grow the page with the site.
const SIBLINGS: usize = 24;
/// Related articles below an article.
const RELATED: usize = 4;
/// Entries of the contents of an article.
const TOC_ENTRIES: usize = 200;

/// Where a page lies in one locale: its address there, and whether it is the
/// same page or the nearest that exists.
type InLocale = (String, bool);

impl Renderer<'_> {
    fn fill(
        &self,
        at: usize,
        template: &str,
        page: PageContext,
        in_locale: &dyn Fn(&LocaleSite<'_>) -> InLocale,
        own: Value,
    ) -> Result<String, RenderError> {
        let shared = &self.locales[at];
        let current = &self.site.locales[at].locale;
        let locales: Vec<LocaleLink> = self
            .site
            .locales
            .iter()
            .map(|other| {
                let (url, translated) = in_locale(other);
                LocaleLink {
                    code: other.locale.code().to_owned(),
                    dir: other.locale.direction(),
                    name: other.locale.native_name(),
                    url: self.site.href(&url),
                    current: other.locale == *current,
                    translated,
                }
            })
            .collect();
        let everywhere = context! {
            site => shared.site.clone(),
            settings => shared.settings.clone(),
            locale => shared.locale.clone(),
            assets => shared.assets.clone(),
            locales => value(locales),
            page => value(page),
        };
        let error = |error: minijinja::Error| RenderError::new(template, &error);
        let template = shared.environment.get_template(template).map_err(error)?;
        template.render(context! { ..own, ..everywhere }).map_err(error)
    }

    /// The parts of a page's head that follow from its address.
    fn page(
        &self,
        at: usize,
        kind: &'static str,
        url: &str,
        title: &str,
        description: &str,
    ) -> PageContext {
        let locale = &self.site.locales[at];
        let site_name = self.site_name(at);
        let head_title = if title == site_name || title.is_empty() {
            site_name.to_owned()
        } else {
            format!("{title} · {site_name}")
        };
        let title = if title.is_empty() { site_name } else { title };
        let absolute = self.site.absolute(url);
        PageContext {
            kind,
            title: title.to_owned(),
            head_title,
            description: description.to_owned(),
            canonical: (!self.site.brand.base_url.is_empty()).then(|| absolute.clone()),
            og: OpenGraph {
                kind: "website",
                title: title.to_owned(),
                description: description.to_owned(),
                image: self.social_image(at, None),
                locale: locale.locale.code().replace('-', "_"),
                url: absolute.clone(),
            },
            url: absolute,
            ..PageContext::default()
        }
    }

    /// Full address of the picture that stands for an article, or for the
    /// site, on social networks.
    fn social_image(&self, at: usize, article: Option<usize>) -> Option<String> {
        let code = self.site.locales[at].locale.code();
        let href = self.assets.address(&social_key(code, article))?;
        Some(json_ld::absolute(self, href))
    }

    pub(super) fn site_name(&self, at: usize) -> &str {
        let brand = self.site.brand;
        brand.title.get(&self.site.locales[at].locale, &brand.default_locale)
    }

    pub(super) fn site_description(&self, at: usize) -> &str {
        let brand = self.site.brand;
        let locale = &self.site.locales[at].locale;
        brand.description.as_ref().map_or("", |text| text.get(locale, &brand.default_locale))
    }

    /// `hreflang` alternates, only where the page exists in more than one
    /// locale's own words and the site knows its address.
    fn alternates(&self, urls: &[(&Locale, String)]) -> Vec<Alternate> {
        if urls.len() < 2 || self.site.brand.base_url.is_empty() {
            return Vec::new();
        }
        let mut alternates: Vec<Alternate> = urls
            .iter()
            .map(|(locale, url)| Alternate {
                code: locale.code().to_owned(),
                url: self.site.absolute(url),
            })
            .collect();
        let default = urls.iter().find(|(locale, _)| **locale == self.site.brand.default_locale);
        alternates.extend(
            default.map(|(_, url)| Alternate {
                code: "x-default".into(),
                url: self.site.absolute(url),
            }),
        );
        alternates
    }

    fn everywhere(&self, url: impl Fn(&str) -> String) -> Vec<Alternate> {
        let urls: Vec<(&Locale, String)> =
            self.site.locales.iter().map(|l| (&l.locale, url(l.locale.code()))).collect();
        self.alternates(&urls)
    }

    fn home_crumb(&self, at: usize) -> Crumb {
        let locale = &self.site.locales[at];
        Crumb {
            title: locale.catalog.text("breadcrumbs-home", &[]),
            url: self.site.href(&home_url(locale)),
        }
    }

    /// Breadcrumbs down to a category; the last one is the page itself.
    fn trail(&self, at: usize, key: &str, ends_here: bool) -> Vec<Crumb> {
        let locale = &self.site.locales[at];
        let mut crumbs = vec![self.home_crumb(at)];
        crumbs.extend(locale.trail(key).into_iter().map(|(_, category)| Crumb {
            title: category.title.clone(),
            url: category.href.clone(),
        }));
        if ends_here && let Some(last) = crumbs.last_mut() {
            last.url = String::new();
        }
        crumbs
    }
}

fn home_url(locale: &LocaleSite<'_>) -> String {
    format!("{}/", locale.locale.code())
}

fn shared<'r>(renderer: &'r Renderer<'_>, at: usize) -> (&'r LocaleSite<'r>, &'r LocaleRenderer) {
    (&renderer.site.locales[at], &renderer.locales[at])
}

/// The page at the very root: the default locale's home, from where a script
/// leads readers to the locale they chose before or their browser asks for.
pub(super) fn root(renderer: &Renderer<'_>) -> Result<String, RenderError> {
    home(renderer, renderer.default_position(), true)
}

pub(super) fn home(
    renderer: &Renderer<'_>,
    at: usize,
    is_root: bool,
) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let name = renderer.site_name(at);
    let description = renderer.site_description(at);
    let mut page = renderer.page(at, "home", &home_url(locale), name, description);
    page.is_root = is_root;
    page.alternates = renderer.everywhere(|code| format!("{code}/"));
    page.jsonld = vec![json_ld::website(renderer, at)];
    let own = context! {
        categories => value(cards(renderer.site, locale, shared, "")),
        featured => pick(shared, &locale.featured(), HOME_ENTRIES),
        recent => pick(shared, &locale.recent(), HOME_ENTRIES),
    };
    renderer.fill(at, "home.html", page, &|other| (home_url(other), true), own)
}

pub(super) fn category(
    renderer: &Renderer<'_>,
    at: usize,
    key: &str,
) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let category = &locale.categories[key];
    let source = &renderer.site.prepared.content.categories[key];
    let body = category
        .shown
        .as_ref()
        .and_then(|shown| renderer.site.prepared.bodies.category(key, shown));
    let html = renderer.category_html(locale, key);
    let foreign = category.shown.as_ref().filter(|shown| **shown != locale.locale);
    let mut page =
        renderer.page(at, "category", &category.url, &category.title, &category.description);
    page.breadcrumbs = renderer.trail(at, key, true);
    let urls: Vec<(&Locale, String)> = renderer
        .site
        .locales
        .iter()
        .filter_map(|other| Some((&other.locale, other.categories.get(key)?.url.clone())))
        .collect();
    page.alternates = renderer.alternates(&urls);
    page.jsonld = vec![json_ld::breadcrumbs(renderer, &page.breadcrumbs, &page.url)];
    let has_feed = renderer.site.prepared.config.features.feeds;
    let feed_url = has_feed.then(|| format!("{}feed.xml", category.href));
    page.feed_url.clone_from(&feed_url);
    let front = |index: usize| &renderer.site.prepared.content.articles[index].front;
    let updated = category
        .articles
        .iter()
        .filter_map(|index| locale.version(*index)?.updated(front(*index)))
        .max();
    let own = context! {
        category => value(CategoryContext {
            title: category.title.clone(),
            description: category.description.clone(),
            html,
            has_mermaid: body.is_some_and(|body| body.rendered.has_mermaid),
            icon: source.front.icon.clone(),
            count: category.count,
            updated: updated.map(|date| date_text(locale, date)),
            feed_url,
            lang: foreign.map(|shown| shown.code().to_owned()),
            dir: foreign.map(Locale::direction),
        }),
        children => value(cards(renderer.site, locale, shared, key)),
        articles => pick(shared, &category.articles, usize::MAX),
    };
    let in_locale = |other: &LocaleSite<'_>| match other.categories.get(key) {
        Some(page) => (page.url.clone(), true),
        None => (home_url(other), false),
    };
    renderer.fill(at, "category.html", page, &in_locale, own)
}

pub(super) fn article(
    renderer: &Renderer<'_>,
    at: usize,
    index: usize,
) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let site = renderer.site;
    let article = &site.prepared.content.articles[index];
    let place = locale.articles[index].as_ref().expect("only pages are rendered");
    let body = locale.body(index).expect("a page shows a text");
    let version = locale.version(index).expect("a page shows a version");
    let category_key =
        place.categories.iter().find(|key| locale.categories.contains_key(*key)).cloned();
    let category_key = category_key.unwrap_or_default();
    let is_fallback = place.presence == Presence::Fallback;

    let mut page = renderer.page(at, "article", &place.url, &body.title, &body.description);
    page.noindex = article.front.noindex || version.front.noindex;
    page.og.kind = "article";
    page.og.image = version
        .front
        .image
        .as_ref()
        .or(article.front.image.as_ref())
        .and_then(|image| image_address(renderer, image, index))
        .or_else(|| renderer.social_image(at, Some(index)))
        .or(page.og.image);
    page.breadcrumbs = renderer.trail(at, &category_key, false);
    page.breadcrumbs.push(Crumb { title: body.title.clone(), url: String::new() });
    if is_fallback {
        // The text is that of another page: search engines should show that one.
        let source = site.locale(&place.shown).and_then(|other| other.articles[index].as_ref());
        if let Some(source) = source
            && !site.brand.base_url.is_empty()
        {
            page.canonical = Some(site.absolute(&source.url));
        }
    } else {
        let urls: Vec<(&Locale, String)> = site
            .locales
            .iter()
            .filter_map(|other| {
                let page = other.articles[index].as_ref()?;
                (page.presence == Presence::Own).then(|| (&other.locale, page.url.clone()))
            })
            .collect();
        page.alternates = renderer.alternates(&urls);
    }
    if let Some(canonical) = version.front.canonical.as_ref().or(article.front.canonical.as_ref()) {
        page.canonical = Some(canonical.clone());
    }
    let has_markdown = site.prepared.config.features.llms_txt;
    page.markdown_url = has_markdown.then(|| format!("{}index.md", place.href));
    page.jsonld = json_ld::article(renderer, at, index, &page);

    let own = context! {
        article => value(article_context(renderer, at, index, &category_key, shared)),
        nav => value(nav(renderer, at, index, &category_key)),
    };
    let in_locale = |other: &LocaleSite<'_>| match &other.articles[index] {
        Some(page) if page.presence != Presence::Link => {
            (page.url.clone(), page.presence == Presence::Own)
        }
        _ => match other.categories.get(&category_key) {
            Some(page) => (page.url.clone(), false),
            None => (home_url(other), false),
        },
    };
    renderer.fill(at, "article.html", page, &in_locale, own)
}

fn article_context(
    renderer: &Renderer<'_>,
    at: usize,
    index: usize,
    category_key: &str,
    shared: &LocaleRenderer,
) -> ArticleContext {
    let site = renderer.site;
    let locale = &site.locales[at];
    let article = &site.prepared.content.articles[index];
    let place = locale.articles[index].as_ref().expect("only pages are rendered");
    let body = locale.body(index).expect("a page shows a text");
    let version = locale.version(index).expect("a page shows a version");
    let is_fallback = place.presence == Presence::Fallback;
    let siblings = locale.categories.get(category_key).map_or(&[][..], |page| &page.articles);
    let here = siblings.iter().position(|other| *other == index);
    let neighbour = |step: isize| {
        let position = here?.checked_add_signed(step)?;
        shared.entries[*siblings.get(position)?].clone()
    };
    let notice = if is_fallback {
        let source = site.locale(&place.shown).and_then(|other| other.articles[index].as_ref());
        Some(Notice {
            kind: "fallback",
            source_name: place.shown.name_in(&locale.locale),
            source_url: source.map(|page| page.href.clone()),
        })
    } else if locale.is_stale(index) && site.prepared.config.translations.stale_banner {
        let source = site.locale(&article.source).and_then(|other| other.articles[index].as_ref());
        Some(Notice {
            kind: "stale",
            source_name: article.source.name_in(&locale.locale),
            source_url: source.map(|page| page.href.clone()),
        })
    } else {
        None
    };
    let has_markdown = site.prepared.config.features.llms_txt;
    let related = shared.related.get(index).map_or(&[][..], Vec::as_slice);
    let html = renderer.article_html(locale, index);
    ArticleContext {
        id: article.id.clone(),
        version: revision(&html),
        title: body.title.clone(),
        description: version.description.clone(),
        html: Value::from_safe_string(html),
        lang: is_fallback.then(|| place.shown.code().to_owned()),
        dir: is_fallback.then(|| place.shown.direction()),
        toc: contents(&body.rendered.headings),
        updated: version.updated(&article.front).map(|date| date_text(locale, date)),
        published: version.published(&article.front).map(|date| date_text(locale, date)),
        reading_minutes: body.reading_minutes,
        tags: locale
            .tags_of(index)
            .iter()
            .filter_map(|tag| {
                let page = locale.tags.get(&crate::content::slug::tag_slug(tag))?;
                Some(LinkedTitle { title: tag.clone(), url: page.href.clone() })
            })
            .collect(),
        notice,
        markdown_url: has_markdown.then(|| format!("{}index.md", place.href)),
        prev: neighbour(-1),
        next: neighbour(1),
        related: pick(shared, related, RELATED),
        category: locale.categories.get(category_key).filter(|_| !category_key.is_empty()).map(
            |category| LinkedTitle { title: category.title.clone(), url: category.href.clone() },
        ),
        has_mermaid: body.rendered.has_mermaid,
        has_code: body.rendered.has_code,
        has_math: body.rendered.has_math,
        contact: shared.contact.clone(),
    }
}

/// The articles around one in its category, bounded however many there are.
fn nav(renderer: &Renderer<'_>, at: usize, index: usize, category_key: &str) -> NavContext {
    let locale = &renderer.site.locales[at];
    let Some(category) = locale.categories.get(category_key) else {
        return NavContext {
            title: String::new(),
            url: String::new(),
            articles: Vec::new(),
            more: false,
        };
    };
    let all = &category.articles;
    let here = all.iter().position(|other| *other == index).unwrap_or(0);
    let start = here.saturating_sub(SIBLINGS / 2).min(all.len().saturating_sub(SIBLINGS));
    let end = (start + SIBLINGS).min(all.len());
    NavContext {
        title: category.title.clone(),
        url: category.href.clone(),
        articles: all[start..end]
            .iter()
            .filter_map(|other| {
                Some(NavEntry {
                    title: locale.body(*other)?.title.clone(),
                    url: locale.articles[*other].as_ref()?.href.clone(),
                    current: *other == index,
                })
            })
            .collect(),
        more: end - start < all.len(),
    }
}

/// Headings of the first levels as a tree.
fn contents(headings: &[Heading]) -> Vec<TocEntry> {
    fn place(list: &mut Vec<TocEntry>, entry: TocEntry) {
        match list.last_mut() {
            Some(last) if last.level < entry.level => place(&mut last.children, entry),
            _ => list.push(entry),
        }
    }
    let mut contents = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level <= 3).take(TOC_ENTRIES) {
        place(
            &mut contents,
            TocEntry {
                id: heading.id.clone(),
                title: heading.title.clone(),
                level: heading.level,
                children: Vec::new(),
            },
        );
    }
    contents
}

/// The full address of a picture named in front matter.
fn image_address(renderer: &Renderer<'_>, image: &str, index: usize) -> Option<String> {
    use crate::content::links::Target;
    if image.contains("://") {
        return Some(image.to_owned());
    }
    let article = &renderer.site.prepared.content.articles[index];
    let path = &article.source_version().path;
    let from = From { path, key: &article.key, source_path: path };
    let host = renderer.site.brand.base_url.trim_end_matches(renderer.site.brand.base_path());
    match renderer.links.resolve(from, image) {
        Target::Asset(path) => renderer.assets.address(&path).map(|href| format!("{host}{href}")),
        Target::Static(path) => Some(renderer.site.absolute(&path)),
        _ => None,
    }
}

pub(super) fn tag(renderer: &Renderer<'_>, at: usize, slug: &str) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let tag = &locale.tags[slug];
    let title = locale.catalog.text("tag-title", &[("tag", tag.title.as_str().into())]);
    let mut page = renderer.page(at, "tag", &tag.url, &title, "");
    page.breadcrumbs =
        vec![renderer.home_crumb(at), Crumb { title: tag.title.clone(), url: String::new() }];
    let own = context! {
        tag => BTreeMap::from([("title", tag.title.clone())]),
        articles => pick(shared, &tag.articles, usize::MAX),
    };
    let in_locale = |other: &LocaleSite<'_>| match other.tags.get(slug) {
        Some(page) => (page.url.clone(), true),
        None => (home_url(other), false),
    };
    renderer.fill(at, "tag.html", page, &in_locale, own)
}

pub(super) fn search(renderer: &Renderer<'_>, at: usize) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let url = |code: &str| format!("{code}/search/");
    let title = locale.catalog.text("search-page-title", &[]);
    let about = renderer.site_description(at);
    let mut page = renderer.page(at, "search", &url(locale.locale.code()), &title, about);
    page.alternates = renderer.everywhere(url);
    let own = context! { categories => value(cards(renderer.site, locale, shared, "")) };
    let in_locale = |other: &LocaleSite<'_>| (url(other.locale.code()), true);
    renderer.fill(at, "search.html", page, &in_locale, own)
}

pub(super) fn form(
    renderer: &Renderer<'_>,
    at: usize,
    index: usize,
) -> Result<String, RenderError> {
    let locale = &renderer.site.locales[at];
    let source = renderer.site.forms[index];
    let url = |code: &str| form_url(code, source.slug());
    let form = form_context(renderer, at, index);
    let about = form.intro.first().map_or("", String::as_str);
    let mut page = renderer.page(at, "form", &url(locale.locale.code()), &form.title, about);
    page.alternates = renderer.everywhere(url);
    page.breadcrumbs =
        vec![renderer.home_crumb(at), Crumb { title: form.title.clone(), url: String::new() }];
    page.jsonld = vec![json_ld::breadcrumbs(renderer, &page.breadcrumbs, &page.url)];
    let in_locale = |other: &LocaleSite<'_>| (url(other.locale.code()), true);
    renderer.fill(at, "form.html", page, &in_locale, context! { form => value(form) })
}

pub(super) fn articles(
    renderer: &Renderer<'_>,
    at: usize,
    number: usize,
) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let code = locale.locale.code();
    let title = locale.catalog.text("articles-title", &[]);
    let about = renderer.site_description(at);
    let mut page = renderer.page(at, "articles", &articles_url(code, number), &title, about);
    if number == 1 {
        page.alternates = renderer.everywhere(|code| articles_url(code, 1));
    }
    let mut letters: Vec<LetterContext> = Vec::new();
    let start = (number - 1) * ARTICLES_PER_PAGE;
    for index in locale.by_title.iter().skip(start).take(ARTICLES_PER_PAGE) {
        let (Some(body), Some(entry)) = (locale.body(*index), &shared.entries[*index]) else {
            continue;
        };
        let letter = locale.catalog.sort_key_letter(&body.title);
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.articles.push(entry.clone()),
            _ => letters.push(LetterContext { letter, articles: vec![entry.clone()] }),
        }
    }
    let pages: Vec<PageLink> = (1..=list_pages(locale.by_title.len()))
        .map(|n| PageLink {
            number: n,
            url: renderer.site.href(&articles_url(code, n)),
            current: n == number,
        })
        .collect();
    page.breadcrumbs = vec![renderer.home_crumb(at), Crumb { title, url: String::new() }];
    let own = context! { letters => value(letters), pages => value(pages), count => locale.by_title.len() };
    let in_locale = |other: &LocaleSite<'_>| (articles_url(other.locale.code(), 1), true);
    renderer.fill(at, "articles.html", page, &in_locale, own)
}

pub(super) fn not_found(
    renderer: &Renderer<'_>,
    at: usize,
    is_root: bool,
) -> Result<String, RenderError> {
    let (locale, shared) = shared(renderer, at);
    let url =
        if is_root { "404.html".into() } else { format!("{}/404.html", locale.locale.code()) };
    let title = locale.catalog.text("not-found-title", &[]);
    let mut page = renderer.page(at, "404", &url, &title, "");
    page.noindex = true;
    page.canonical = None;
    let own = context! {
        categories => value(cards(renderer.site, locale, shared, "")),
        featured => pick(shared, &locale.featured(), HOME_ENTRIES),
    };
    renderer.fill(at, "404.html", page, &|other| (home_url(other), true), own)
}

pub(super) fn offline(renderer: &Renderer<'_>, at: usize) -> Result<String, RenderError> {
    let locale = &renderer.site.locales[at];
    let url = format!("{}/offline.html", locale.locale.code());
    let title = locale.catalog.text("offline-title", &[]);
    let mut page = renderer.page(at, "offline", &url, &title, "");
    page.noindex = true;
    page.canonical = None;
    renderer.fill(at, "offline.html", page, &|other| (home_url(other), true), context! {})
}
