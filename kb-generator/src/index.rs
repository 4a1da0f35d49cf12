//! Hands the texts of one locale to kb-search.

use std::collections::BTreeMap;

use kb_search::{Document, IndexError, IndexOptions, SearchIndex, Section, build_index};
use serde::Deserialize;

use crate::render::SearchOutcome;
use crate::site::{LocaleSite, Site};

/// `synonyms.toml`: words that mean the same, by locale.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Synonyms {
    locales: BTreeMap<String, SynonymGroups>,
}

/// The synonyms of one locale.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymGroups {
    /// Each list holds words that mean the same.
    groups: Vec<Vec<String>>,
}

impl Synonyms {
    /// Reads the file's text.
    ///
    /// # Errors
    ///
    /// It is not TOML of the right shape.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Locale codes that the file names.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.locales.keys().map(String::as_str)
    }
}

/// What the search of one locale is made from: documents, and for each the
/// position of its article in the content; `None` for a category.
pub fn documents(site: &Site<'_>, locale: &LocaleSite<'_>) -> (Vec<Document>, Vec<Option<usize>>) {
    let mut documents = Vec::new();
    let mut positions = Vec::new();
    let content = site.prepared.content;
    for index in locale.pages() {
        let (Some(body), Some(version), Some(place)) =
            (locale.body(index), locale.version(index), &locale.articles[index])
        else {
            continue;
        };
        let front = &content.articles[index].front;
        let trail: Vec<&str> = place
            .categories
            .first()
            .map(|key| locale.trail(key).into_iter().map(|(_, page)| page.title.as_str()).collect())
            .unwrap_or_default();
        let keywords = match version.front.keywords.is_empty() {
            true => &front.keywords,
            false => &version.front.keywords,
        };
        documents.push(Document {
            url: place.url.clone(),
            title: body.title.clone(),
            description: body.description.clone(),
            category: trail.join(" › "),
            tags: locale.tags_of(index).to_vec(),
            keywords: keywords.clone(),
            sections: sections(&body.rendered.sections),
            boost: front.boost.map_or(1.0, |boost| boost.clamp(0.1, 10.0) as f32),
        });
        positions.push(Some(index));
    }
    for (key, page) in &locale.categories {
        // A folder without words of its own would only repeat its articles.
        let body = page.shown.as_ref().and_then(|l| site.prepared.bodies.category(key, l));
        let Some(body) = body.filter(|_| !key.is_empty()) else { continue };
        documents.push(Document {
            url: page.url.clone(),
            title: page.title.clone(),
            description: page.description.clone(),
            sections: sections(&body.rendered.sections),
            boost: 1.0,
            ..Document::default()
        });
        positions.push(None);
    }
    (documents, positions)
}

fn sections(sections: &[crate::content::markdown::Section]) -> Vec<Section> {
    sections
        .iter()
        .map(|section| Section {
            anchor: section.anchor.clone(),
            heading: section.heading.clone(),
            level: section.level,
            text: section.text.clone(),
        })
        .collect()
}

/// How the index of one locale is built.
pub fn options(locale: &LocaleSite<'_>, synonyms: &Synonyms) -> IndexOptions {
    let code = locale.locale.code();
    let groups = synonyms.locales.get(code).map(|locale| locale.groups.clone());
    IndexOptions { locale: code.to_owned(), synonyms: groups.unwrap_or_default() }
}

/// Files of an index: name and bytes.
pub type IndexFiles = Vec<(String, Vec<u8>)>;

/// Builds the index of one locale: what pages need to know of it, and its
/// files by name.
///
/// # Errors
///
/// See [`kb_search::IndexError`].
pub fn build(
    site: &Site<'_>,
    locale: &LocaleSite<'_>,
    synonyms: &Synonyms,
) -> Result<(SearchOutcome, IndexFiles), IndexError> {
    let (documents, positions) = documents(site, locale);
    let SearchIndex { root, files, related } = build_index(&documents, &options(locale, synonyms))?;
    let mut nearest = vec![Vec::new(); locale.articles.len()];
    for (document, others) in related.iter().enumerate() {
        let Some(Some(index)) = positions.get(document) else { continue };
        nearest[*index] = others
            .iter()
            .filter_map(|other| *positions.get(*other as usize)?)
            .filter(|other| other != index)
            .collect();
    }
    let root = (!root.is_empty()).then_some(root);
    Ok((SearchOutcome { root, related: nearest }, files))
}
