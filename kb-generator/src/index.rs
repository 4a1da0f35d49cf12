//! Hands the texts of one locale to kb-search.

use std::collections::BTreeMap;
use std::sync::Arc;

use kb_search::{Document, IndexError, IndexOptions, SearchIndex, Section, build_index};
use serde::Deserialize;

use crate::render::{SearchOutcome, article_page, category_page};
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

/// What a document of the index stands for.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// Position of the article in the content.
    Article(usize),
    /// Key of the category.
    Category(&'a str),
}

/// Everything that the search of one locale finds.
fn places<'a>(site: &'a Site<'_>, locale: &'a LocaleSite<'_>) -> Vec<Place<'a>> {
    let articles = locale
        .pages()
        .filter(|index| locale.body(*index).is_some() && locale.version(*index).is_some());
    let categories = locale.categories.iter().filter(|(key, page)| {
        // A folder without words of its own would only repeat its articles.
        let body = page.shown.as_ref().and_then(|l| site.prepared.bodies.category(key, l));
        !key.is_empty() && body.is_some()
    });
    let categories = categories.map(|(key, _)| Place::Category(key));
    articles.map(Place::Article).chain(categories).collect()
}

/// What the search of one locale is made from.
pub fn documents(site: &Site<'_>, locale: &LocaleSite<'_>) -> Vec<Document> {
    places(site, locale).into_iter().filter_map(|place| document(site, locale, place)).collect()
}

fn document(site: &Site<'_>, locale: &LocaleSite<'_>, place: Place<'_>) -> Option<Document> {
    match place {
        Place::Article(index) => article(site, locale, index),
        Place::Category(key) => {
            let page = locale.categories.get(key)?;
            let body = site.prepared.bodies.category(key, page.shown.as_ref()?)?;
            Some(Document {
                url: page.url.clone(),
                page: category_page(&site.prepared.content.categories[key].id),
                title: page.title.clone(),
                description: page.description.clone(),
                sections: sections(&body.rendered.sections),
                boost: 1.0,
                ..Document::default()
            })
        }
    }
}

fn article(site: &Site<'_>, locale: &LocaleSite<'_>, index: usize) -> Option<Document> {
    let (body, version) = (locale.body(index)?, locale.version(index)?);
    let place = locale.articles[index].as_ref()?;
    let front = &site.prepared.content.articles[index].front;
    let trail: Vec<&str> = place
        .categories
        .first()
        .map(|key| locale.trail(key).into_iter().map(|(_, page)| page.title.as_str()).collect())
        .unwrap_or_default();
    let keywords = match version.front.keywords.is_empty() {
        true => &front.keywords,
        false => &version.front.keywords,
    };
    Some(Document {
        url: place.url.clone(),
        page: article_page(&site.prepared.content.articles[index].id),
        title: body.title.clone(),
        description: body.description.clone(),
        category: trail.join(" › "),
        tags: locale.tags_of(index).to_vec(),
        keywords: keywords.clone(),
        sections: sections(&body.rendered.sections),
        boost: front.boost.map_or(1.0, |boost| boost.clamp(0.1, 10.0) as f32),
    })
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

/// The index of one locale.
#[derive(Clone, Debug, Default)]
pub struct LocaleIndex {
    /// What pages need to know of it.
    pub outcome: SearchOutcome,
    /// Its files: name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Builds the index of one locale, or takes one that was built from the same.
///
/// # Errors
///
/// See [`kb_search::IndexError`].
pub fn build(
    site: &Site<'_>,
    locale: &LocaleSite<'_>,
    synonyms: &Synonyms,
) -> Result<Arc<LocaleIndex>, IndexError> {
    let places = places(site, locale);
    let documents = || places.iter().filter_map(|place| document(site, locale, *place));
    let options = options(locale, synonyms);
    let build = || {
        let SearchIndex { root, files, related } = build_index(documents(), &options)?;
        let article_at = |document: usize| match places.get(document)? {
            Place::Article(index) => Some(*index),
            Place::Category(_) => None,
        };
        let mut nearest = vec![Vec::new(); locale.articles.len()];
        for (document, others) in related.iter().enumerate() {
            let Some(index) = article_at(document) else { continue };
            nearest[index] = others
                .iter()
                .filter_map(|other| article_at(*other as usize))
                .filter(|other| *other != index)
                .collect();
        }
        let root = (!root.is_empty()).then_some(root);
        let outcome = SearchOutcome { root, related: Arc::new(nearest) };
        Ok(Arc::new(LocaleIndex { outcome, files }))
    };
    match &site.prepared.memory.indexes {
        Some(known) => known.of(hash_of_all(&places, documents(), &options), build),
        None => build(),
    }
}

/// A hash of everything that an index and the positions in it depend on.
fn hash_of_all(
    places: &[Place<'_>],
    documents: impl Iterator<Item = Document>,
    options: &IndexOptions,
) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add(&options.locale);
    add(&format!("{:?}", options.synonyms));
    for (place, document) in places.iter().zip(documents) {
        let place = match place {
            Place::Article(index) => index.to_string(),
            Place::Category(_) => String::new(),
        };
        let Document { url, page, title, description, category, tags, keywords, sections, boost } =
            &document;
        let boost = boost.to_string();
        let counts = format!("{} {} {}", tags.len(), keywords.len(), sections.len());
        for text in [&place, url, page, title, description, category, &boost, &counts] {
            add(text);
        }
        tags.iter().chain(keywords).for_each(|text| add(text));
        for Section { anchor, heading, level, text } in sections {
            add(anchor);
            add(heading);
            add(text);
            add(&level.to_string());
        }
    }
    hasher.finalize()
}
