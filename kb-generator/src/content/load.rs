//! Reads all content of a site: one pass over the files, in parallel.

use std::collections::{BTreeMap, BTreeSet};

use kb_locales::Locale;
use rayon::prelude::*;

use super::article::{Article, State, Version, content_hash};
use super::category::{self, Category, title_from_name};
use super::date::Date;
use super::front_matter::{self, FrontMatter};
use super::slug::derived_id;
use super::tree::{self, FileKind, MAX_ARTICLE_BYTES, SourceFile};
use crate::config::SiteConfig;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};

/// Everything the authors wrote.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Articles, sorted by key.
    pub articles: Vec<Article>,
    /// Categories by key, the root and every folder between included.
    pub categories: BTreeMap<String, Category>,
    /// Images and other files beside the articles, by path from the site directory.
    pub assets: BTreeMap<String, SourceFile>,
}

impl Content {
    /// Takes away what categories say about themselves where it may not be
    /// read yet, any more, or by everybody. The folders stay.
    pub fn hide_introductions(&mut self, as_of: Date, with_internal: bool) {
        let is_visible = |front: &FrontMatter| {
            front.state(as_of) == State::Published && (with_internal || !front.internal)
        };
        for category in self.categories.values_mut() {
            if is_visible(&category.front) {
                category.versions.retain(|_, version| is_visible(&version.front));
            } else {
                category.versions.clear();
            }
        }
    }
}

/// One text file, read.
#[derive(Clone, Debug)]
pub struct ReadFile {
    source: SourceFile,
    version: Option<Version>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads the content of a site.
///
/// # Errors
///
/// The content folder is missing or cannot be listed. Trouble with single
/// files becomes diagnostics.
pub fn load(
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Content, std::io::Error> {
    let files = tree::find(config, diagnostics)?;
    let (texts, assets): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.kind != FileKind::Asset);
    let read: Vec<ReadFile> = texts.into_par_iter().map(read_file).collect();
    let assets = assets.into_iter().map(|file| (file.path.clone(), file)).collect();
    Ok(assemble(config, read, assets, diagnostics))
}

/// Reads one text file.
pub fn read_file(source: SourceFile) -> ReadFile {
    let mut diagnostics = Vec::new();
    let version = read_text(&source, &mut diagnostics).and_then(|text| match source.kind {
        FileKind::CategoryJson => category_json(&source, &text, &mut diagnostics),
        _ => read_version(&source, &text, &mut diagnostics),
    });
    ReadFile { source, version, diagnostics }
}

/// Reads an article once more; `None` where it cannot be shown.
pub fn read_again(source: &SourceFile) -> Option<Version> {
    read_file(source.clone()).version
}

fn read_text(source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if source.bytes > MAX_ARTICLE_BYTES {
        let (size, limit) = (source.bytes / 1_048_576, MAX_ARTICLE_BYTES / 1_048_576);
        diagnostics.push(
            Diagnostic::error(
                "article-too-large",
                &source.path,
                format!("article of {size} MiB is larger than {limit} MiB and is left out"),
            )
            .with_help("split it into several articles, or offer it as a file to download"),
        );
        return None;
    }
    let bytes = match std::fs::read(&source.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("unreadable", &source.path, format!("cannot read: {error}"))
                    .with_help("give the user who builds the site the right to read it"),
            );
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            diagnostics.push(
                Diagnostic::error("invalid-utf-8", &source.path, "file is not valid UTF-8")
                    .at_line(line)
                    .with_help("save it with the encoding UTF-8"),
            );
            None
        }
    }
}

fn read_version(
    source: &SourceFile,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Version> {
    let (front, body) = front_matter::parse(&source.path, text, diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return None;
    }
    let title = front
        .title
        .clone()
        .or_else(|| first_heading(body.text))
        .unwrap_or_else(|| title_from_name(&source.key));
    Some(Version {
        path: source.path.clone(),
        title,
        description: front.description.clone().unwrap_or_default(),
        content_hash: content_hash(&front, body.text),
        body: body.text.to_owned(),
        body_line: body.first_line,
        front,
    })
}

/// Docusaurus' `_category_.json`: label, position, description, slug of the link.
fn category_json(
    source: &SourceFile,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Version> {
    let value: serde_json::Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("category-json", &source.path, "file is not valid JSON")
                    .at(error.line(), error.column())
                    .with_help("see the Docusaurus manual, or write an `_index.md` instead"),
            );
            return None;
        }
    };
    let text_of =
        |pointer: &str| value.pointer(pointer).and_then(|value| value.as_str()).map(str::to_owned);
    let front = FrontMatter {
        title: text_of("/label"),
        order: value.get("position").and_then(serde_json::Value::as_f64),
        description: text_of("/description").or_else(|| text_of("/link/description")),
        ..FrontMatter::default()
    };
    Some(Version {
        path: source.path.clone(),
        title: front.title.clone().unwrap_or_else(|| title_from_name(&source.key)),
        description: front.description.clone().unwrap_or_default(),
        content_hash: content_hash(&front, ""),
        body: String::new(),
        body_line: 1,
        front,
    })
}

/// The text of a heading of level 1 that opens the body.
fn first_heading(body: &str) -> Option<String> {
    let line = body
        .lines()
        .map(str::trim)
        .find(|line| !(line.is_empty() || line.starts_with("<!--") && line.ends_with("-->")))?;
    let heading = line.strip_prefix("# ")?.trim_end_matches('#').trim();
    let heading = match heading.rsplit_once(" {#") {
        Some((text, id)) if id.ends_with('}') => text.trim_end(),
        _ => heading,
    };
    let plain: String = heading.chars().filter(|c| !matches!(c, '`' | '*')).collect();
    Some(plain).filter(|text| !text.is_empty())
}

/// Puts the files together: articles with their translations, the tree of categories.
pub fn assemble(
    config: &SiteConfig,
    files: Vec<ReadFile>,
    assets: BTreeMap<String, SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Content {
    let mut articles: BTreeMap<String, BTreeMap<Locale, Version>> = BTreeMap::new();
    let mut categories: BTreeMap<String, BTreeMap<Locale, Version>> = BTreeMap::new();
    let mut broken_sources: BTreeSet<String> = BTreeSet::new();
    for file in files {
        diagnostics.extend(file.diagnostics);
        let SourceFile { key, locale, kind, path, .. } = file.source;
        let Some(version) = file.version else {
            // What shares its settings with a source that cannot be trusted
            // (is it a draft?) stays away with it.
            if locale == config.default_locale && kind == FileKind::Article {
                broken_sources.insert(key);
            }
            continue;
        };
        let versions = match kind {
            FileKind::Article => articles.entry(key).or_default(),
            _ => categories.entry(key).or_default(),
        };
        match versions.get(&locale) {
            None => {
                versions.insert(locale, version);
            }
            // `_index.md` says more than `_category_.json` beside it.
            Some(_) if kind == FileKind::CategoryJson => {}
            Some(other) if other.path.ends_with("_category_.json") => {
                versions.insert(locale, version);
            }
            Some(other) => diagnostics.push(
                Diagnostic::error(
                    "duplicate-version",
                    path,
                    format!("`{}` is the same article in the same locale", other.path),
                )
                .with_help("remove or rename one of the two"),
            ),
        }
    }
    for key in &broken_sources {
        if let Some(orphans) = articles.remove(key) {
            diagnostics.extend(orphans.into_values().map(|version| {
                Diagnostic::error(
                    "source-left-out",
                    version.path,
                    "translation is left out because its source has errors",
                )
                .with_help("mend the source first")
            }));
        }
    }
    let categories = make_categories(config, categories, &articles, diagnostics);
    let articles = make_articles(config, articles, &categories, diagnostics);
    tell_foreign_keys(&articles, diagnostics);
    Content { articles, categories, assets }
}

fn source_locale(config: &SiteConfig, versions: &BTreeMap<Locale, Version>) -> Locale {
    std::iter::once(&config.default_locale)
        .chain(&config.locales)
        .find(|locale| versions.contains_key(locale))
        .or_else(|| versions.keys().next())
        .cloned()
        .expect("an article is made from at least one file")
}

fn make_categories(
    config: &SiteConfig,
    versions: BTreeMap<String, BTreeMap<Locale, Version>>,
    articles: &BTreeMap<String, BTreeMap<Locale, Version>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Category> {
    let mut categories = BTreeMap::new();
    for (key, versions) in versions {
        let front = versions[&source_locale(config, &versions)].front.clone();
        let mut category = Category::from_folder(&key);
        if let Some(id) = &front.id {
            category.id.clone_from(id);
        }
        category.front = front;
        category.versions = versions;
        categories.insert(key, category);
    }
    let folders: BTreeSet<String> = articles
        .keys()
        .map(|key| key.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned()))
        .collect();
    category::complete(&mut categories, &folders, diagnostics);
    categories
}

fn make_articles(
    config: &SiteConfig,
    versions: BTreeMap<String, BTreeMap<Locale, Version>>,
    categories: &BTreeMap<String, Category>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Article> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let fronts =
        versions.values().map(|versions| &versions[&source_locale(config, versions)].front);
    let given: BTreeSet<String> = fronts.filter_map(|front| front.id.clone()).collect();
    let mut articles = Vec::with_capacity(versions.len());
    for (key, versions) in versions {
        let source = source_locale(config, &versions);
        let front = versions[&source].front.clone();
        let path = &versions[&source].path;
        let mut id = front.id.clone();
        if let Some(wanted) = &id
            && let Some(other) = ids.get(wanted)
        {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-id",
                    path,
                    format!("id `{wanted}` is also that of `{other}`"),
                )
                .with_help("give one of them another id; until then it has one made from its path"),
            );
            id = None;
        }
        let id_is_derived = id.is_none();
        let id =
            id.unwrap_or_else(|| free_id(&key, |id| given.contains(id) || ids.contains_key(id)));
        ids.insert(id.clone(), path.clone());
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut own = vec![folder.to_owned()];
        for wanted in &front.categories {
            match find_category(categories, wanted) {
                Some(found) if own.contains(&found) => {}
                Some(found) => own.push(found),
                None => diagnostics.push(
                    Diagnostic::warning(
                        "unknown-category",
                        path,
                        format!("category `{wanted}` does not exist"),
                    )
                    .with_help_if(did_you_mean(wanted, categories.keys().map(String::as_str))),
                ),
            }
        }
        if config.has_named_brands {
            tell_unknown_brands(config, path, &front, diagnostics);
        }
        articles.push(Article { key, id, id_is_derived, categories: own, source, front, versions });
    }
    articles
}

/// An id made from a key. The one that comes first belongs to another article
/// where that had the key when it was given its id, and was renamed since.
fn free_id(key: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut id = derived_id(key);
    for number in 2.. {
        if !is_taken(&id) {
            break;
        }
        id = derived_id(&format!("{key} {number}"));
    }
    id
}

/// An article for a brand that does not exist is on no site at all.
fn tell_unknown_brands(
    config: &SiteConfig,
    path: &str,
    front: &FrontMatter,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known: Vec<&str> = config.brands.iter().map(|brand| brand.name.as_str()).collect();
    for wanted in front.brands.iter().filter(|name| !known.contains(&name.as_str())) {
        let help = did_you_mean(wanted, known.iter().copied())
            .unwrap_or_else(|| format!("known: {}", known.join(", ")));
        diagnostics.push(
            Diagnostic::warning("unknown-brand", path, format!("brand `{wanted}` does not exist"))
                .with_help(help),
        );
    }
}

fn find_category(categories: &BTreeMap<String, Category>, wanted: &str) -> Option<String> {
    let key = wanted.trim_matches('/');
    if categories.contains_key(key) {
        return Some(key.to_owned());
    }
    categories.values().find(|category| category.id == wanted).map(|category| category.key.clone())
}

/// One note for all foreign keys: they are no mistake, but a typo hides well
/// among them.
fn tell_foreign_keys(articles: &[Article], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for version in articles.iter().flat_map(|article| article.versions.values()) {
        for key in &version.front.foreign_keys {
            let entry = seen.entry(key).or_insert((0, &version.path));
            entry.0 += 1;
        }
    }
    if seen.is_empty() {
        return;
    }
    let list: Vec<String> = seen
        .iter()
        .map(|(key, (count, path))| format!("`{key}` ({count} times, first in {path})"))
        .collect();
    diagnostics.push(
        Diagnostic::note(
            "foreign-keys",
            crate::config::CONFIG_FILE,
            format!("front matter has keys that mean nothing here: {}", list.join(", ")),
        )
        .with_help("nothing to do, unless one of them is misspelled"),
    );
}
