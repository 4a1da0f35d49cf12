//! Categories and articles as JSON files; see `kb_protocol::content`.

use kb_protocol::content::{
    ArticleDocument, ArticleEntry, CONTENT_VERSION, CategoryEntry, ContentIndex,
};

use super::Renderer;
use super::llms::ordered_categories;

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
    let html = renderer.article_html(&renderer.site.locales[at], index);
    entry(renderer, at, index).map_or_else(String::new, |entry| {
        to_json(&ArticleDocument { version: CONTENT_VERSION, entry, html })
    })
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

fn to_json<T: serde::Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("documents have text keys only")
}
