//! Documents of a help site and answers of its search, from JSON.

use super::Json;
use crate::state::{Document, Entry, Found, Hit, Home, SearchFiles};

/// Reads a `HomeDocument` of kb-protocol; `None` if it is not one.
pub fn read_home(json: &impl Json) -> Option<Home> {
    let search = json.get("search");
    let file = |name: &str| search.get(name).text();
    Some(Home {
        name: json.get("name").text()?,
        url: json.get("url").text()?,
        categories: entries(&json.get("categories")),
        articles: entries(&json.get("articles")),
        search: file("root").and_then(|root| {
            let (script, wasm) = (file("script")?, file("wasm")?);
            Some(SearchFiles { script, wasm, base: file("base")?, root })
        }),
    })
}

/// Reads an `ArticleDocument` or a `CategoryDocument`.
pub fn read_document(json: &impl Json) -> Option<Document> {
    Some(Document {
        title: json.get("title").text()?,
        description: json.get("description").text().unwrap_or_default(),
        url: json.get("url").text()?,
        locale: json.get("locale").text(),
        html: json.get("html").text().unwrap_or_default(),
        links: links(&json.get("links")),
        categories: entries(&json.get("categories")),
        articles: entries(&json.get("articles")),
    })
}

fn links(json: &impl Json) -> Vec<(String, String)> {
    let links = json.items();
    let links =
        links.iter().filter_map(|link| Some((link.get("url").text()?, link.get("page").text()?)));
    links.collect()
}

/// Reads the lines of a list. The categories of an article are mere ids, and
/// no lines.
fn entries(json: &impl Json) -> Vec<Entry> {
    let items = json.items();
    let entries = items.iter().filter_map(|item| {
        Some(Entry {
            page: item.get("page").text()?,
            title: item.get("title").text()?,
            description: item.get("description").text().unwrap_or_default(),
            url: item.get("url").text()?,
            locale: item.get("locale").text(),
            count: item.get("count").number().map(|count| count as u32),
        })
    });
    entries.collect()
}

/// Reads an answer of the site's `search.js`.
pub fn read_found(json: &impl Json) -> Option<Found> {
    let marked = |json: &_| parts(json);
    let hits = json.get("hits").items();
    let hits = hits.iter().filter_map(|hit| {
        let section = hit.get("section");
        let title = hit.get("title").text()?;
        let mut title_parts = marked(&hit.get("title_parts"));
        if title_parts.is_empty() {
            title_parts.push((title, false));
        }
        Some(Hit {
            page: hit.get("page").text()?,
            url: hit.get("url").text()?,
            anchor: section.get("anchor").text().unwrap_or_default(),
            title: title_parts,
            category: hit.get("category").text().unwrap_or_default(),
            excerpt: marked(&hit.get("excerpt")),
        })
    });
    Some(Found {
        total: json.get("total").number()? as u32,
        corrected: json.get("corrected").text(),
        hits: hits.collect(),
    })
}

/// Texts, and whether each was looked for.
fn parts(json: &impl Json) -> Vec<(String, bool)> {
    let parts = json.items();
    let parts = parts.iter().filter_map(|part| {
        let [text, is_marked] = &part.items()[..] else { return None };
        Some((text.text()?, is_marked.is_true()))
    });
    parts.collect()
}
