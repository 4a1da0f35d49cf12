//! Categories and articles as JSON files; see `kb_protocol::content`.

use std::collections::BTreeSet;

use kb_protocol::content::{
    ArticleDocument, ArticleEntry, CONTENT_VERSION, CategoryDocument, CategoryEntry, ContentIndex,
    HomeDocument, LinkedPage, PageLink, SearchPlace, SiteDocument,
};

use super::Renderer;
use super::llms::ordered_categories;
use super::page::HOME_ENTRIES;
use super::route::form_url;
use crate::config::SearchRecords;
use crate::content::form::FormSource;
use crate::content::links::{From, Target};
use crate::site::{Body, LocaleSite, Presence};

/// Name of an article's document below `<locale>/api/`.
pub fn article_page(id: &str) -> String {
    format!("articles/{id}")
}

/// Name of a category's document below `<locale>/api/`.
pub fn category_page(id: &str) -> String {
    format!("categories/{id}")
}

/// What is read before a locale is chosen.
pub(super) fn site(renderer: &Renderer<'_>) -> String {
    let site = renderer.site;
    to_json(&SiteDocument {
        version: CONTENT_VERSION,
        default_locale: site.brand.default_locale.code().to_owned(),
        locales: site.locales.iter().map(|locale| locale.locale.code().to_owned()).collect(),
    })
}

/// The first screen of a locale.
pub(super) fn home(renderer: &Renderer<'_>, at: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let code = locale.locale.code();
    let search = || {
        Some(SearchPlace {
            script: renderer.assets.address("search.js")?.to_owned(),
            wasm: renderer.assets.address("search.wasm")?.to_owned(),
            base: site.href(&format!("{code}/search/")),
            root: renderer.locales[at].search_root.clone()?,
            records: match site.brand.search_records {
                SearchRecords::None => "",
                SearchRecords::Consent => "consent",
                SearchRecords::All => "all",
            }
            .to_owned(),
        })
    };
    let mut articles = locale.featured();
    if articles.is_empty() {
        articles = locale.recent();
    }
    to_json(&HomeDocument {
        version: CONTENT_VERSION,
        locale: code.to_owned(),
        name: renderer.site_name(at).to_owned(),
        url: site.href(&format!("{code}/")),
        categories: category_links(renderer, locale, ""),
        articles: article_links(renderer, locale, &articles).take(HOME_ENTRIES).collect(),
        forms: form_links(renderer, at),
        search: search(),
    })
}

/// One category with what stands directly in it.
pub(super) fn category(renderer: &Renderer<'_>, at: usize, key: &str) -> String {
    let locale = &renderer.site.locales[at];
    let Some(link) = category_link(renderer, locale, key) else { return String::new() };
    let articles = &locale.categories[key].articles;
    let links = renderer.category_text(locale, key).map(|text| page_links(renderer, locale, text));
    to_json(&CategoryDocument {
        version: CONTENT_VERSION,
        link,
        html: renderer.category_html(locale, key),
        links: links.unwrap_or_default(),
        categories: category_links(renderer, locale, key),
        articles: article_links(renderer, locale, articles).collect(),
    })
}

/// The forms of a locale; what leads to them stands below `forms/`.
fn form_links(renderer: &Renderer<'_>, at: usize) -> Vec<PageLink> {
    let site = renderer.site;
    let locale = &site.locales[at].locale;
    let link = |source: &&FormSource| {
        let form = source.in_locale(locale, &site.brand.default_locale);
        PageLink {
            page: format!("forms/{}", form.id),
            title: form.title,
            description: form.intro,
            url: site.href(&form_url(locale.code(), source.slug())),
            locale: None,
            count: None,
        }
    };
    site.forms.iter().map(link).collect()
}

fn category_links(renderer: &Renderer<'_>, locale: &LocaleSite<'_>, key: &str) -> Vec<PageLink> {
    let children = locale.categories.get(key).map_or(&[][..], |page| &page.children);
    children.iter().filter_map(|key| category_link(renderer, locale, key)).collect()
}

fn category_link(renderer: &Renderer<'_>, locale: &LocaleSite<'_>, key: &str) -> Option<PageLink> {
    let page = locale.categories.get(key)?;
    let shown = page.shown.as_ref().filter(|shown| **shown != locale.locale);
    Some(PageLink {
        page: category_page(&renderer.site.prepared.content.categories[key].id),
        title: page.title.clone(),
        description: page.description.clone(),
        url: page.href.clone(),
        locale: shown.map(|shown| shown.code().to_owned()),
        count: Some(page.count),
    })
}

fn article_links<'a>(
    renderer: &'a Renderer<'_>,
    locale: &'a LocaleSite<'_>,
    articles: &'a [usize],
) -> impl Iterator<Item = PageLink> + 'a {
    articles.iter().filter_map(|index| {
        let place = locale.articles[*index].as_ref()?;
        let body = locale.body(*index)?;
        let id = &renderer.site.prepared.content.articles[*index].id;
        let is_here = place.presence != Presence::Link;
        Some(PageLink {
            page: if is_here { article_page(id) } else { String::new() },
            title: body.title.clone(),
            description: body.description.clone(),
            url: place.href.clone(),
            locale: (place.shown != locale.locale).then(|| place.shown.code().to_owned()),
            count: None,
        })
    })
}

/// The pages of this locale that a text links to, each once.
fn page_links(
    renderer: &Renderer<'_>,
    locale: &LocaleSite<'_>,
    (body, from): (&Body, From<'_>),
) -> Vec<LinkedPage> {
    let content = renderer.site.prepared.content;
    let references = body.rendered.html.references().iter();
    let pages =
        references.filter_map(|reference| match renderer.links.resolve(from, &reference.target) {
            Target::Article(index, _) => {
                let place = locale.articles.get(index)?.as_ref()?;
                let is_here = place.presence != Presence::Link;
                let page = article_page(&content.articles[index].id);
                is_here.then(|| LinkedPage { url: place.href.clone(), page })
            }
            Target::Category(key, _) => {
                let page = locale.categories.get(&key)?;
                let name = category_page(&content.categories[&key].id);
                Some(LinkedPage { url: page.href.clone(), page: name })
            }
            _ => None,
        });
    pages.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Everything a locale offers, without the texts.
pub(super) fn index(renderer: &Renderer<'_>, at: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let keys = ordered_categories(renderer, at);
    let id_of = |key: &str| site.prepared.content.categories[key].id.clone();
    let mut articles = Vec::new();
    let mut listed = vec![false; locale.articles.len()];
    for index in keys.iter().flat_map(|key| &locale.categories[key].articles) {
        if locale.has_page(*index) && !std::mem::replace(&mut listed[*index], true) {
            articles.extend(entry(renderer, at, *index));
        }
    }
    let categories = keys
        .iter()
        .filter(|key| !key.is_empty())
        .map(|key| {
            let page = &locale.categories[key];
            CategoryEntry {
                id: id_of(key),
                parent: page.parent.as_deref().filter(|parent| !parent.is_empty()).map(id_of),
                title: page.title.clone(),
                description: page.description.clone(),
                icon: site.prepared.content.categories[key].front.icon.clone(),
                url: page.href.clone(),
                count: page.count,
                articles: page
                    .articles
                    .iter()
                    .filter(|index| locale.has_page(**index))
                    .map(|index| site.prepared.content.articles[*index].id.clone())
                    .collect(),
            }
        })
        .collect();
    to_json(&ContentIndex {
        version: CONTENT_VERSION,
        locale: locale.locale.code().to_owned(),
        direction: locale.locale.direction().to_owned(),
        name: renderer.site_name(at).to_owned(),
        url: site.href(&format!("{}/", locale.locale.code())),
        categories,
        articles,
    })
}

/// One article with its text.
pub(super) fn article(renderer: &Renderer<'_>, at: usize, index: usize) -> String {
    let locale = &renderer.site.locales[at];
    let html = renderer.article_html(locale, index);
    let text = renderer.article_text(locale, index);
    let links = text.map(|text| page_links(renderer, locale, text)).unwrap_or_default();
    entry(renderer, at, index).map_or_else(String::new, |entry| {
        let revision = revision(&html);
        to_json(&ArticleDocument { version: CONTENT_VERSION, entry, revision, html, links })
    })
}

/// Tells a text from what it was before; votes are on one of them.
pub(super) fn revision(html: &str) -> String {
    blake3::hash(html.as_bytes()).to_hex()[..10].to_owned()
}

fn entry(renderer: &Renderer<'_>, at: usize, index: usize) -> Option<ArticleEntry> {
    let site = renderer.site;
    let locale = &site.locales[at];
    let article = &site.prepared.content.articles[index];
    let place = locale.articles[index].as_ref()?;
    let body = locale.body(index)?;
    Some(ArticleEntry {
        id: article.id.clone(),
        title: body.title.clone(),
        description: body.description.clone(),
        url: place.href.clone(),
        locale: place.shown.code().to_owned(),
        categories: place
            .categories
            .iter()
            .filter(|key| !key.is_empty() && locale.categories.contains_key(*key))
            .map(|key| site.prepared.content.categories[key].id.clone())
            .collect(),
        tags: locale.tags_of(index).to_vec(),
        featured: article.front.featured,
        updated_at: locale.version(index)?.updated(&article.front).map(|date| date.to_string()),
        reading_minutes: body.reading_minutes,
    })
}

pub(super) fn to_json<T: serde::Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("documents have text keys only")
}
