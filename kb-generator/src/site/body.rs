//! Texts as HTML, rendered once for all brands.

use std::collections::BTreeMap;
use std::sync::Arc;

use kb_locales::{Argument, Catalog, Locale};
use rayon::prelude::*;

use crate::config::SiteConfig;
use crate::content::article::Version;
use crate::content::date::Date;
use crate::content::image_size::image_size;
use crate::content::links::{From, Links, Target, split_fragment};
use crate::content::load::Content;
use crate::content::markdown::{Context, Highlighter, ImageInfo, MarkdownSource, Rendered, render};
use crate::diagnostic::Diagnostic;
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

/// All texts as HTML.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    articles: Vec<BTreeMap<Locale, Arc<Body>>>,
    categories: BTreeMap<String, BTreeMap<Locale, Arc<Body>>>,
}

impl Bodies {
    /// An article's text; `index` is its position in the content.
    pub fn article(&self, index: usize, locale: &Locale) -> Option<&Arc<Body>> {
        self.articles.get(index)?.get(locale)
    }

    /// All texts of an article that may be shown, by locale.
    pub fn of_article(&self, index: usize) -> &BTreeMap<Locale, Arc<Body>> {
        &self.articles[index]
    }

    /// A category's introduction.
    pub fn category(&self, key: &str, locale: &Locale) -> Option<&Arc<Body>> {
        self.categories.get(key)?.get(locale)
    }

    /// Renders every text that may be shown, in parallel.
    pub fn render(
        config: &SiteConfig,
        content: &Content,
        catalogs: &BTreeMap<Locale, Arc<Catalog>>,
        highlighter: &Highlighter,
        as_of: Date,
        images: &Images<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let renderer = Renderer { config, catalogs, highlighter, images };
        let jobs: Vec<(usize, &Locale, &Version, &str)> = content
            .articles
            .iter()
            .enumerate()
            .flat_map(|(index, article)| {
                let source_path = article.source_version().path.as_str();
                article
                    .versions
                    .iter()
                    .filter(move |(locale, _)| article.is_visible(locale, as_of))
                    .map(move |(locale, version)| (index, locale, version, source_path))
            })
            .collect();
        let rendered: Vec<(Arc<Body>, Vec<Diagnostic>)> = jobs
            .par_iter()
            .map(|(index, locale, version, source_path)| {
                let from =
                    From { path: &version.path, key: &content.articles[*index].key, source_path };
                renderer.render(locale, version, from)
            })
            .collect();
        let mut bodies =
            Self { articles: vec![BTreeMap::new(); content.articles.len()], ..Self::default() };
        for ((index, locale, ..), (body, found)) in jobs.into_iter().zip(rendered) {
            bodies.articles[index].insert(locale.clone(), body);
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

struct Renderer<'a> {
    config: &'a SiteConfig,
    catalogs: &'a BTreeMap<Locale, Arc<Catalog>>,
    highlighter: &'a Highlighter,
    images: &'a Images<'a>,
}

impl Renderer<'_> {
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
