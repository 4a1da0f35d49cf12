//! One state of the site: pages made when they are asked for.
//!
//! A thread reads the site, renders the texts and owns what came of it, so
//! that the model may borrow from itself. The words of an article that is
//! edited are put into its place at once; for everything that an edit may
//! change elsewhere the next model is on its way.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use tokio::sync::oneshot;

use crate::build::{self, BuildOptions, Tools};
use crate::config::SiteConfig;
use crate::content::links::Links;
use crate::content::load::{self, Content};
use crate::content::markdown::Highlighter;
use crate::content::tree::{FileKind, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::index::LocaleIndex;
use crate::inputs;
use crate::memory::Memory;
use crate::prepared_site::PreparedSite;
use crate::render::{AssetSource, Renderer, Route};
use crate::site::{BodyRenderer, Images, Prepared};
use crate::smaller_images::SmallerImages;
use crate::sources::Sources;

/// Path of the script that reloads pages, without `.js` that of its events.
pub(super) const RELOAD_PATH: &str = "/_kb/reload";

/// What a model is asked.
pub(super) enum Request {
    /// For a file of a site.
    Page(PageRequest),
    /// To show files as they are now, if that changes no other page.
    Edit { files: Vec<PathBuf>, answer: mpsc::Sender<Edit> },
}

/// What a browser asks for.
pub(super) struct PageRequest {
    pub(super) brand: usize,
    /// Decoded, without the leading slash.
    pub(super) path: String,
    /// What browsers are told to compare with: see `reload.js`.
    pub(super) version: u64,
    pub(super) answer: oneshot::Sender<Option<Page>>,
}

/// One answer.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: &'static str,
    pub(super) status: StatusCode,
}

/// What has become of changed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// They have nothing to do with the site.
    Foreign,
    /// Their pages show them.
    Shown,
    /// Only a new model can show them.
    TooLarge,
}

/// What models hand on to the next one.
#[derive(Debug, Default)]
pub(super) struct Heirloom {
    pub(super) highlighter: Highlighter,
    pub(super) memory: Memory,
    /// The search indexes of the last model, by brand.
    pub(super) indexes: Mutex<Vec<Indexes>>,
}

/// The search indexes of a brand by locale code.
pub(super) type Indexes = Vec<(String, Arc<LocaleIndex>)>;

/// Makes a model, hands out its door, and answers until that is closed.
///
/// # Errors
///
/// The site cannot be shown at all.
pub(super) fn run(
    config: &SiteConfig,
    options: &BuildOptions,
    heirloom: &Heirloom,
    ready: impl FnOnce(mpsc::Sender<Request>, Vec<Diagnostic>),
) -> anyhow::Result<()> {
    // Before anything is read: what changes from here on has another hash.
    heirloom.memory.begin(inputs::surroundings(config));
    let known = inputs::paths(config);
    let mut diagnostics = Vec::new();
    let mut sources = Sources::read(config, &mut diagnostics)?;
    sources.content.hide_introductions(options.as_of, options.with_internal);
    let links = Links::new(config, &sources.content, &sources.static_files);
    // A preview shows every image in full: making copies would keep authors waiting.
    let tools = Tools {
        highlighter: &heirloom.highlighter,
        smaller_images: SmallerImages::none(),
        memory: &heirloom.memory,
    };
    let prepared = build::prepare(config, &sources, &links, tools, options, &mut diagnostics);
    let mut sites = Vec::new();
    for brand in &config.brands {
        sites.push(PreparedSite::new(
            &prepared,
            brand,
            &sources,
            &links,
            options,
            &mut diagnostics,
        )?);
    }
    let renderers: Vec<(Renderer<'_>, BTreeMap<String, Route>)> = sites
        .iter()
        .map(|site| {
            let renderer = site.renderer(&links);
            let routes = renderer.routes();
            (renderer, routes)
        })
        .collect();
    build::finish(&mut diagnostics);
    let images = Images::new(&links, &sources.content, config, &prepared.smaller_images);
    let texts = BodyRenderer {
        config,
        catalogs: &sources.catalogs,
        highlighter: &heirloom.highlighter,
        images: &images,
    };
    // A page that was shown before names the index that it was made with.
    let indexes = sites.iter().map(PreparedSite::indexes).collect();
    let earlier = {
        let mut last = heirloom.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *last, indexes)
    };
    let (door, inbox) = mpsc::channel();
    ready(door, diagnostics);
    for request in inbox {
        match request {
            Request::Page(PageRequest { brand, path, version, answer }) => {
                let (renderer, routes) = &renderers[brand];
                let make = || {
                    let found = page(&sites[brand], renderer, routes, &path, version);
                    let is_missing =
                        found.as_ref().is_none_or(|p| p.status == StatusCode::NOT_FOUND);
                    earlier
                        .get(brand)
                        .filter(|_| is_missing)
                        .and_then(|i| file_of(i, &path))
                        .or(found)
                };
                let made =
                    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| Some(stumbled()));
                // The browser may have gone away.
                let _ = answer.send(made);
            }
            Request::Edit { files, answer } => {
                let act = || edit(&prepared, &texts, &known, &files);
                let _ = answer.send(catch_unwind(AssertUnwindSafe(act)).unwrap_or(Edit::TooLarge));
            }
        }
    }
    Ok(())
}

/// Shows edited articles in their places, all of them or none.
fn edit(
    prepared: &Prepared<'_>,
    texts: &BodyRenderer<'_>,
    known: &BTreeSet<String>,
    files: &[PathBuf],
) -> Edit {
    let content = prepared.content;
    let mut edits = Vec::new();
    for file in files {
        let Some(path) = relative(&prepared.config.dir, file) else { return Edit::TooLarge };
        if is_foreign(known, &path, file) {
            continue;
        }
        let Some((index, source)) = source_of(content, file, path) else { return Edit::TooLarge };
        let (Some(version), locale) = (load::read_again(&source), source.locale) else {
            return Edit::TooLarge;
        };
        let article = &content.articles[index];
        let old = &article.versions[&locale];
        let is_alike = version.front == old.front
            && version.title == old.title
            && version.description == old.description;
        if !is_alike || !article.is_visible(&locale, prepared.as_of) {
            return Edit::TooLarge;
        }
        let (body, _) = texts.article(index, &locale, &version);
        // Without a description of its own, its first sentence is shown elsewhere too.
        let shown = prepared.bodies.article(index, &locale);
        if shown.is_none_or(|shown| shown.description != body.description) {
            return Edit::TooLarge;
        }
        edits.push((index, locale, version, body));
    }
    if edits.is_empty() {
        return Edit::Foreign;
    }
    let bodies = &prepared.bodies;
    if !edits.iter().all(|(index, locale, _, body)| bodies.needs_nothing_new(*index, locale, body))
    {
        return Edit::TooLarge;
    }
    for (index, locale, version, body) in edits {
        bodies.edit(index, &locale, version, body);
    }
    Edit::Shown
}

/// Path from the site's folder, with `/` between its parts.
fn relative(dir: &Path, file: &Path) -> Option<String> {
    let dir = dir.canonicalize().ok()?;
    Some(file.strip_prefix(dir).ok()?.to_str()?.replace('\\', "/"))
}

/// Whether a change has nothing to do with the site: what editors keep beside
/// a text while it is open, version control, a file that came and went.
/// `known` are the site's own files.
fn is_foreign(known: &BTreeSet<String>, path: &str, file: &Path) -> bool {
    let below = format!("{path}/");
    let is_known = path.is_empty()
        || known.contains(path)
        || known.range(below.clone()..).next().is_some_and(|first| first.starts_with(&below));
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_backup = path.ends_with('~') || path.ends_with(".swp");
    let is_aside = (is_hidden || is_backup) && !path.starts_with("static/");
    !is_known && (is_aside || !file.exists())
}

/// A file of an index that is no longer this model's.
fn file_of(indexes: &Indexes, path: &str) -> Option<Page> {
    let (code, name) = path.split_once("/search/")?;
    let (_, index) = indexes.iter().find(|(own, _)| own == code)?;
    let (_, bytes) = index.files.iter().find(|(own, _)| own == name)?;
    let content_type = content_type(path);
    Some(Page { bytes: bytes.clone(), content_type, status: StatusCode::OK })
}

fn stumbled() -> Page {
    Page {
        bytes: b"The preview stumbled over this page: the terminal says where.\n".to_vec(),
        content_type: "text/plain; charset=utf-8",
        status: StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Position and locale of the article that a file holds.
fn position<'c>(content: &'c Content, path: &str) -> Option<(usize, &'c kb_locales::Locale)> {
    content.articles.iter().enumerate().find_map(|(index, article)| {
        let found = article.versions.iter().find(|(_, version)| version.path == path)?;
        Some((index, found.0))
    })
}

fn source_of(content: &Content, file: &Path, path: String) -> Option<(usize, SourceFile)> {
    let (index, locale) = position(content, &path)?;
    let source = SourceFile {
        file: file.to_owned(),
        key: content.articles[index].key.clone(),
        locale: locale.clone(),
        kind: FileKind::Article,
        bytes: file.metadata().ok()?.len(),
        path,
    };
    Some((index, source))
}

fn page(
    site: &PreparedSite<'_>,
    renderer: &Renderer<'_>,
    routes: &BTreeMap<String, Route>,
    path: &str,
    version: u64,
) -> Option<Page> {
    let base = site.site.brand.base_path().trim_start_matches('/');
    let path = path.strip_prefix(base).unwrap_or(path);
    let found = [path.to_owned(), format!("{}/index.html", path.trim_end_matches('/'))]
        .into_iter()
        .map(|path| path.trim_start_matches('/').to_owned())
        .find_map(|path| Some((routes.get(&path)?, path)));
    if let Some((route, path)) = found {
        return Some(render(renderer, route, content_type(&path), StatusCode::OK, version));
    }
    if let Some(source) = site.assets.files().get(path) {
        let bytes = match source {
            AssetSource::Bytes(bytes) => bytes.clone(),
            AssetSource::File(file) => std::fs::read(file).ok()?,
            AssetSource::Drawing(image) => image.draw(),
        };
        return Some(Page { bytes, content_type: content_type(path), status: StatusCode::OK });
    }
    if let Some((_, bytes)) = site.index_files().find(|(name, _)| name == path) {
        return Some(Page {
            bytes: bytes.to_vec(),
            content_type: content_type(path),
            status: StatusCode::OK,
        });
    }
    let shared = site.site.prepared;
    if shared.static_files.iter().any(|file| file == path) {
        let bytes = std::fs::read(shared.config.dir.join("static").join(path)).ok()?;
        return Some(Page { bytes, content_type: content_type(path), status: StatusCode::OK });
    }
    let at = site
        .site
        .locales
        .iter()
        .position(|locale| path.split('/').next() == Some(locale.locale.code()));
    let route = at.map_or(Route::RootNotFound, Route::NotFound);
    Some(render(renderer, &route, content_type("x.html"), StatusCode::NOT_FOUND, version))
}

fn render(
    renderer: &Renderer<'_>,
    route: &Route,
    content_type: &'static str,
    status: StatusCode,
    version: u64,
) -> Page {
    match renderer.render(route) {
        Ok(mut text) => {
            if content_type.starts_with("text/html")
                && let Some(at) = text.rfind("</body>")
            {
                text.insert_str(
                    at,
                    &format!("<script src=\"{RELOAD_PATH}.js?v={version}\"></script>"),
                );
            }
            Page { bytes: text.into_bytes(), content_type, status }
        }
        Err(error) => Page {
            bytes: format!("{error}\n\nMend the template and save it; this page reloads.\n")
                .into_bytes(),
            content_type: "text/plain; charset=utf-8",
            status: StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
