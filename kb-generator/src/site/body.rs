//! Texts as HTML, rendered once for all brands.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use kb_locales::{Argument, Catalog, Locale};
use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::content::article::{Article, Version};
use crate::content::date::Date;
use crate::content::image_size::image_size;
use crate::content::links::{From, Links, Target, split_fragment};
use crate::content::load::Content;
use crate::content::markdown::{Context, Highlighter, ImageInfo, MarkdownSource, Rendered, render};
use crate::diagnostic::Diagnostic;
use crate::memory::{Memory, hash_of};
use crate::smaller_images::SmallerImages;

/// One text as HTML.
#[derive(Clone, Debug)]
pub struct Body {
    /// What the Markdown became.
    pub rendered: Rendered,
    /// Title as shown.
    pub title: String,
    /// Description, or the first sentence of the text.
    pub description: String,
    /// Minutes it takes to read.
    pub reading_minutes: usize,
}

/// One text, and the edits that a preview has put in its place. Pages may
/// still borrow the older ones, so nothing is taken away.
#[derive(Debug)]
struct Slot {
    body: Arc<Body>,
    newer: OnceLock<Box<(Version, Slot)>>,
}

impl Slot {
    fn new(body: Arc<Body>) -> Self {
        Self { body, newer: OnceLock::new() }
    }

    fn newest(&self) -> &Self {
        let mut slot = self;
        while let Some(edit) = slot.newer.get() {
            slot = &edit.1;
        }
        slot
    }

    fn edited_version(&self) -> Option<&Version> {
        let mut newest = None;
        let mut slot = self;
        while let Some(edit) = slot.newer.get() {
            newest = Some(&edit.0);
            slot = &edit.1;
        }
        newest
    }
}

/// All texts as HTML.
#[derive(Debug, Default)]
pub struct Bodies {
    articles: Vec<BTreeMap<Locale, Slot>>,
    categories: BTreeMap<String, BTreeMap<Locale, Arc<Body>>>,
}

impl Bodies {
    /// An article's text; `index` is its position in the content.
    pub fn article(&self, index: usize, locale: &Locale) -> Option<&Arc<Body>> {
        Some(&self.articles.get(index)?.get(locale)?.newest().body)
    }

    /// All texts of an article that may be shown, by locale.
    pub fn of_article(&self, index: usize) -> impl Iterator<Item = (&Locale, &Arc<Body>)> {
        self.articles[index].iter().map(|(locale, slot)| (locale, &slot.newest().body))
    }

    /// Whether no text of an article may be shown.
    pub fn hides_article(&self, index: usize) -> bool {
        self.articles[index].is_empty()
    }

    /// A category's introduction.
    pub fn category(&self, key: &str, locale: &Locale) -> Option<&Arc<Body>> {
        self.categories.get(key)?.get(locale)
    }

    /// What the author has written since the content was read; see [`Self::edit`].
    pub fn edited_version(&self, index: usize, locale: &Locale) -> Option<&Version> {
        self.articles.get(index)?.get(locale)?.edited_version()
    }

    /// Whether an edited text of an article refers to nothing that the present
    /// one does not: then the edit reaches no further than its own page.
    pub fn needs_nothing_new(&self, index: usize, locale: &Locale, body: &Body) -> bool {
        self.article(index, locale).is_some_and(|present| {
            let present: BTreeSet<_> = needs(present).collect();
            needs(body).all(|need| present.contains(&need))
        })
    }

    /// Puts an edited text in the place of the present one.
    pub fn edit(&self, index: usize, locale: &Locale, version: Version, body: Arc<Body>) {
        if let Some(slot) = self.articles.get(index).and_then(|slots| slots.get(locale)) {
            // Set once: only the newest slot has nothing newer.
            let _ = slot.newest().newer.set(Box::new((version, Slot::new(body))));
        }
    }

    /// Renders every text that may be shown, in parallel; `memory` may have
    /// those of the last time.
    pub fn render(
        renderer: &BodyRenderer<'_>,
        as_of: Date,
        memory: &Memory,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let content = renderer.images.content;
        let jobs: Vec<(usize, &Locale, &Version)> = content
            .articles
            .iter()
            .enumerate()
            .flat_map(|(index, article)| {
                let versions = article.versions.iter();
                versions
                    .filter(move |(locale, _)| article.is_visible(locale, as_of))
                    .map(move |(locale, version)| (index, locale, version))
            })
            .collect();
        let cache = memory.bodies.as_ref().zip(memory.surroundings());
        let rendered: Vec<(Arc<Body>, Vec<Diagnostic>)> = jobs
            .par_iter()
            .map(|(index, locale, version)| {
                let render = || renderer.article(*index, locale, version);
                let Some((cache, surroundings)) = &cache else { return render() };
                let key = key(surroundings, &content.articles[*index], locale, version);
                let outcome: Result<_, Infallible> = cache.of(key, || Ok(render()));
                outcome.unwrap_or_else(|never| match never {})
            })
            .collect();
        let mut bodies = Self { categories: BTreeMap::new(), articles: Vec::new() };
        bodies.articles.resize_with(content.articles.len(), BTreeMap::new);
        for ((index, locale, _), (body, found)) in jobs.into_iter().zip(rendered) {
            bodies.articles[index].insert(locale.clone(), Slot::new(body));
            diagnostics.extend(found);
        }
        for (key, category) in &content.categories {
            for (locale, version) in &category.versions {
                let from = From { path: &version.path, key, source_path: &version.path };
                let (body, found) = renderer.render(locale, version, from);
                bodies.categories.entry(key.clone()).or_default().insert(locale.clone(), body);
                diagnostics.extend(found);
            }
        }
        bodies
    }
}

fn key(
    surroundings: &blake3::Hash,
    article: &Article,
    locale: &Locale,
    version: &Version,
) -> blake3::Hash {
    let line = version.body_line.to_string();
    let source_path = article.source_version().path.as_str();
    let texts = [locale.code(), &article.key, source_path, &version.path, &version.title];
    let texts =
        texts.into_iter().chain([&version.description, &line, &version.body].map(|t| t.as_str()));
    hash_of(std::iter::once(surroundings.as_bytes().as_slice()).chain(texts.map(str::as_bytes)))
}

/// What a text needs of the site around it.
fn needs(body: &Body) -> impl Iterator<Item = (&str, bool)> {
    let references = body.rendered.html.references().iter();
    let diagrams = body.rendered.has_mermaid.then_some(("", true));
    references.map(|reference| (reference.target.as_str(), false)).chain(diagrams)
}

/// Sizes of the images that articles show.
pub struct Images<'a> {
    links: &'a Links<'a>,
    content: &'a Content,
    config: &'a SiteConfig,
    smaller: &'a SmallerImages,
}

impl<'a> Images<'a> {
    /// Prepares the lookup.
    pub fn new(
        links: &'a Links<'a>,
        content: &'a Content,
        config: &'a SiteConfig,
        smaller: &'a SmallerImages,
    ) -> Self {
        Self { links, content, config, smaller }
    }

    fn info(&self, from: From<'_>, target: &str) -> Option<ImageInfo> {
        let (file, copies) = match self.links.resolve(from, target) {
            Target::Asset(path) => {
                let file = self.content.assets.get(&path)?.file.clone();
                let copies = self.smaller.of(&file);
                (file, copies)
            }
            Target::Static(path) => (self.config.dir.join("static").join(path), Arc::default()),
            _ => return None,
        };
        let size = image_size(&file);
        let width = size.map(|(width, _)| width);
        let (path, _) = split_fragment(target);
        let mut variants: Vec<(u32, String)> =
            copies.iter().map(|copy| (copy.width, copy_key(path, copy.width))).collect();
        if !variants.is_empty() {
            // Browsers that know `srcset` look at nothing else.
            variants.extend(width.map(|width| (width, target.to_owned())));
        }
        Some(ImageInfo { width, height: size.map(|(_, height)| height), variants })
    }
}

/// Name of an image's smaller copy among the assets, and in texts: a query
/// changes nothing about where a target leads.
pub fn copy_key(image: &str, width: u32) -> String {
    format!("{image}?{width}w")
}

/// Makes texts HTML.
#[derive(Clone, Copy)]
pub struct BodyRenderer<'a> {
    /// The settings.
    pub config: &'a SiteConfig,
    /// Messages by locale.
    pub catalogs: &'a BTreeMap<Locale, Arc<Catalog>>,
    /// Colours of code.
    pub highlighter: &'a Highlighter,
    /// Sizes of images.
    pub images: &'a Images<'a>,
}

impl BodyRenderer<'_> {
    /// Renders an article's text; `index` is its position in the content.
    pub fn article(
        &self,
        index: usize,
        locale: &Locale,
        version: &Version,
    ) -> (Arc<Body>, Vec<Diagnostic>) {
        let article = &self.images.content.articles[index];
        let source_path = article.source_version().path.as_str();
        self.render(locale, version, From { path: &version.path, key: &article.key, source_path })
    }

    fn render(
        &self,
        locale: &Locale,
        version: &Version,
        from: From<'_>,
    ) -> (Arc<Body>, Vec<Diagnostic>) {
        let catalog = self.catalogs.get(locale);
        let text = |id: &str, arguments: &[(&str, &str)]| {
            let arguments: Vec<(&str, Argument)> =
                arguments.iter().map(|(name, value)| (*name, Argument::from(*value))).collect();
            catalog.map_or_else(|| id.to_owned(), |catalog| catalog.text(id, &arguments))
        };
        let rendered = render(
            &MarkdownSource { text: &version.body, first_line: version.body_line },
            &Context {
                options: &self.config.markdown,
                text: &text,
                image: &|target| self.images.info(from, target),
                highlighter: self.highlighter,
                title: Some(&version.title),
            },
        );
        let diagnostics = rendered
            .problems
            .iter()
            .map(|problem| {
                Diagnostic::warning(problem.code, &version.path, problem.message.clone())
                    .at(problem.line, problem.column)
                    .with_help_if(problem.help.clone())
            })
            .collect();
        let words: String = rendered.sections.iter().fold(String::new(), |mut words, section| {
            words.push_str(&section.heading);
            words.push(' ');
            words.push_str(&section.text);
            words.push(' ');
            words
        });
        let description = if version.description.is_empty() {
            rendered.lead.clone()
        } else {
            version.description.clone()
        };
        let body = Body {
            title: version.title.clone(),
            description,
            reading_minutes: kb_locales::reading_minutes(locale, &words).max(1),
            rendered,
        };
        (Arc::new(body), diagnostics)
    }
}
