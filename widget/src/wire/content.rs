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
        forms: entries(&json.get("forms")),
        search: file("root").and_then(|root| {
            let (script, wasm) = (file("script")?, file("wasm")?);
            let records = file("records").unwrap_or_default();
            Some(SearchFiles { script, wasm, base: file("base")?, root, records })
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
        revision: json.get("revision").text(),
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

#[cfg(test)]
mod tests {
    use kb_protocol::content::{
        ArticleDocument, ArticleEntry, CONTENT_VERSION, CategoryDocument, HomeDocument, LinkedPage,
        PageLink, SearchPlace,
    };
    use serde_json::{json, to_value};

    use super::*;
    use crate::state::Spot;

    fn link(page: &str, count: Option<usize>) -> PageLink {
        PageLink {
            page: page.into(),
            title: "Keys".into(),
            description: "Where they are.".into(),
            url: "/en/keys/".into(),
            locale: Some("de".into()),
            count,
        }
    }

    fn entry(page: &str, count: Option<u32>) -> Entry {
        Entry {
            page: page.into(),
            title: "Keys".into(),
            description: "Where they are.".into(),
            url: "/en/keys/".into(),
            locale: Some("de".into()),
            count,
        }
    }

    #[test]
    fn the_first_screen_is_what_the_generator_wrote() {
        let written = HomeDocument {
            version: CONTENT_VERSION,
            locale: "en".into(),
            name: "Pedalo Help".into(),
            url: "/en/".into(),
            categories: vec![link("categories/a", Some(3))],
            articles: vec![link("articles/b", None)],
            forms: vec![link("forms/contact", None)],
            search: Some(SearchPlace {
                script: "/s.js".into(),
                wasm: "/s.wasm".into(),
                base: "/en/search/".into(),
                root: "root.bin".into(),
                records: "consent".into(),
            }),
        };
        let home = read_home(&to_value(&written).expect("JSON")).expect("a first screen");
        let search = SearchFiles {
            script: "/s.js".into(),
            wasm: "/s.wasm".into(),
            base: "/en/search/".into(),
            root: "root.bin".into(),
            records: "consent".into(),
        };
        assert_eq!(
            home,
            Home {
                name: "Pedalo Help".into(),
                url: "/en/".into(),
                categories: vec![entry("categories/a", Some(3))],
                articles: vec![entry("articles/b", None)],
                forms: vec![entry("forms/contact", None)],
                search: Some(search),
            }
        );
        let without = HomeDocument { forms: Vec::new(), search: None, ..written };
        let home = read_home(&to_value(&without).expect("JSON")).expect("a first screen");
        assert_eq!((home.search, home.forms), (None, Vec::new()));
        assert_eq!(read_home(&json!({"error": "not found"})), None);
    }

    #[test]
    fn articles_and_categories_are_what_the_generator_wrote() {
        let links = vec![LinkedPage { url: "/en/x/".into(), page: "articles/x".into() }];
        let article = ArticleDocument {
            version: CONTENT_VERSION,
            entry: ArticleEntry {
                id: "a".into(),
                title: "Keys".into(),
                description: String::new(),
                url: "/en/keys/".into(),
                locale: "en".into(),
                categories: vec!["basics".into()],
                tags: Vec::new(),
                featured: false,
                updated_at: None,
                reading_minutes: 1,
            },
            revision: "5f".into(),
            html: "<p>Text</p>".into(),
            links: links.clone(),
        };
        let read = read_document(&to_value(&article).expect("JSON")).expect("an article");
        let spot = Spot { page: "articles/x".into(), anchor: "there".into() };
        assert_eq!(read.linked("/en/x/#there"), Some(spot));
        assert_eq!(read.linked("https://example.com/"), None);
        assert_eq!((read.html.as_str(), read.categories.len()), ("<p>Text</p>", 0));
        assert_eq!(read.revision.as_deref(), Some("5f"));
        let category = CategoryDocument {
            version: CONTENT_VERSION,
            link: link("categories/a", Some(2)),
            html: String::new(),
            links,
            categories: vec![link("categories/b", Some(1))],
            articles: vec![link("articles/b", None)],
        };
        let read = read_document(&to_value(&category).expect("JSON")).expect("a category");
        assert_eq!(read.title, "Keys");
        assert_eq!(read.categories, [entry("categories/b", Some(1))]);
        assert_eq!(read.articles, [entry("articles/b", None)]);
    }

    #[test]
    fn an_answer_of_the_search_is_read() {
        let answer = json!({"total": 12, "corrected": "bike", "hits": [
            {"page": "articles/a", "url": "en/a/", "title": "A bike", "category": "Riding",
             "section": {"anchor": "lock", "heading": "The lock"},
             "title_parts": [["A ", false], ["bike", true]], "excerpt": [["Text", false]]},
            {"page": "articles/b", "url": "en/b/", "title": "B", "category": "", "section": null,
             "title_parts": [], "excerpt": []},
        ]});
        let found = read_found(&answer).expect("an answer");
        assert_eq!((found.total, found.corrected.as_deref()), (12, Some("bike")));
        let [first, second] = &found.hits[..] else { panic!("two hits") };
        assert_eq!((first.anchor.as_str(), first.title.len()), ("lock", 2));
        assert_eq!(second.title, [("B".to_owned(), false)]);
        assert_eq!(read_found(&json!({"need": [[1, "x"]]})), None);
    }
}
