//! Atom feeds (RFC 4287) of what changed last.

use super::Renderer;
use super::xml::escape;
use crate::content::date::Date;
use crate::site::LocaleSite;

/// Entries of a feed.
const ENTRIES: usize = 30;

/// The feed of a whole locale.
pub(super) fn site(renderer: &Renderer<'_>, at: usize) -> String {
    let locale = &renderer.site.locales[at];
    let code = locale.locale.code();
    let name = renderer.site_name(at);
    let title = locale.catalog.text("feed-title", &[("name", name.into())]);
    let page = format!("{code}/");
    write(renderer, at, &title, &page, &format!("{code}/feed.xml"), &locale.recent())
}

/// The feed of a category and all below it.
pub(super) fn category(renderer: &Renderer<'_>, at: usize, key: &str) -> String {
    let locale = &renderer.site.locales[at];
    let page = &locale.categories[key];
    let arguments =
        [("name", renderer.site_name(at).into()), ("category", page.title.as_str().into())];
    let title = locale.catalog.text("feed-category-title", &arguments);
    let below = format!("{key}/");
    let articles: Vec<usize> = locale
        .recent()
        .into_iter()
        .filter(|index| {
            let categories = locale.articles[*index].iter().flat_map(|page| &page.categories);
            categories.into_iter().any(|other| other == key || other.starts_with(&below))
        })
        .collect();
    write(renderer, at, &title, &page.url, &format!("{}feed.xml", page.url), &articles)
}

fn write(
    renderer: &Renderer<'_>,
    at: usize,
    title: &str,
    page: &str,
    own: &str,
    articles: &[usize],
) -> String {
    let locale = &renderer.site.locales[at];
    let site = renderer.site;
    let updated_of = |index: usize| updated(renderer, locale, index);
    let newest = articles
        .iter()
        .filter_map(|index| updated_of(*index))
        .max()
        // Every feed must name a moment (RFC 4287, 4.1.1).
        .map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), Date::rfc3339);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <title>{title}</title>\n<id>{id}</id>\n<updated>{newest}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n\
         <author><name>{author}</name></author>\n",
        lang = locale.locale.code(),
        title = escape(title),
        id = escape(&site.absolute(own)),
        own = escape(&site.absolute(own)),
        page = escape(&site.absolute(page)),
        author = escape(renderer.site_name(at)),
    );
    for index in articles.iter().take(ENTRIES) {
        let (Some(body), Some(place), Some(updated)) =
            (locale.body(*index), &locale.articles[*index], updated_of(*index))
        else {
            continue;
        };
        let address = escape(&site.absolute(&place.url));
        feed.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            escape(&body.title),
            updated.rfc3339(),
            escape(&body.description),
        ));
    }
    feed.push_str("</feed>\n");
    feed
}

fn updated(renderer: &Renderer<'_>, locale: &LocaleSite<'_>, index: usize) -> Option<Date> {
    let shared = &renderer.site.prepared.content.articles[index].front;
    locale.version(index)?.updated(shared)
}
