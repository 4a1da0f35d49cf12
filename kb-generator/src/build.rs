//! From a site's directory to its sites: the order of the work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::config::{Brand, SiteConfig};
use crate::content::date::Date;
use crate::content::links::Links;
use crate::content::load::Content;
use crate::content::markdown::Highlighter;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::inputs::Inputs;
use crate::memory::Memory;
use crate::precompress;
use crate::prepared_site::PreparedSite;
use crate::publish::{self, PublishError, Staging};
use crate::render::{AssetSource, FormAssets, RenderError, Route, SearchAssets, WidgetAssets};
use crate::site::{
    Bodies, BodyRenderer, Images, LEDGER_FILE, Ledger, Prepared, check_orphans, check_references,
};
use crate::smaller_images::SmallerImages;
use crate::sources::Sources;

/// How a site is built, beyond what `kb.toml` says.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The moment for which it is built: later articles wait.
    pub as_of: Date,
    /// The search module; without it the site has no search as one types.
    pub search_assets: Option<SearchAssets>,
    /// What forms and votes load; without it pages work as without a script.
    pub form_assets: Option<FormAssets>,
    /// The widget; without it sites that need no server for it have none.
    pub widget_assets: Option<WidgetAssets>,
    /// The script that draws diagrams: `dist/mermaid.min.js` of the npm
    /// package `mermaid`. A site may also bring it in its theme.
    pub diagram_script: Option<Vec<u8>>,
    /// Whether articles for `internal` readers belong to the site.
    pub with_internal: bool,
    /// Build only these brands; all where it is empty.
    pub brands: Vec<String>,
    /// Build even if nothing has changed.
    pub force: bool,
    /// The addresses of this build will not be recorded.
    pub locked: bool,
}

/// What a build did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Everything the authors should know.
    pub diagnostics: Vec<Diagnostic>,
    /// One entry a site.
    pub sites: Vec<BuiltSite>,
    /// Nothing has changed since the last build, so nothing was written.
    pub is_unchanged: bool,
    /// The new text of `addresses.json`, where it has changed.
    pub ledger: Option<String>,
}

/// One site that was built.
#[derive(Clone, Debug, serde::Serialize)]
pub struct BuiltSite {
    /// The brand's name.
    pub brand: String,
    /// Its folder.
    pub dir: PathBuf,
    /// Number of pages that people read.
    pub pages: usize,
    /// Number of files.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
}

/// A site that could not be built at all.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The content folder cannot be read.
    #[error(
        "cannot read the content folder `{}`\n  help: create it, or name another in `[content] dir` of kb.toml",
        path.display()
    )]
    Content {
        /// The folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// No theme has this name.
    #[error("theme `{name}` does not exist\n  help: {help}")]
    UnknownTheme {
        /// The name in kb.toml.
        name: String,
        /// The nearest one, or all.
        help: String,
    },
    /// The theme cannot be opened.
    #[error(transparent)]
    Theme(kb_themes::ThemeError),
    /// A template fails.
    #[error("cannot render `{path}`")]
    Render {
        /// The file that was being made.
        path: String,
        /// What is wrong with the template.
        #[source]
        source: RenderError,
    },
    /// The search index cannot be built.
    #[error("cannot build the search index of `{locale}`")]
    Index {
        /// The locale.
        locale: String,
        /// Why not.
        #[source]
        source: kb_search::IndexError,
    },
    /// No brand has this name.
    #[error("there is no brand `{name}`\n  help: {help}")]
    UnknownBrand {
        /// The name asked for.
        name: String,
        /// The nearest one, or all.
        help: String,
    },
    /// The site cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

impl From<kb_themes::ThemeError> for BuildError {
    fn from(error: kb_themes::ThemeError) -> Self {
        let kb_themes::ThemeError::UnknownTheme { name, nearest } = error else {
            return Self::Theme(error);
        };
        let help = nearest.map_or_else(
            || format!("known: {}", kb_themes::embedded_theme_names().join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        Self::UnknownTheme { name, help }
    }
}

/// Told about the progress of a build: what is being done, how much of it is
/// done, and how much there is (0 where that is not known).
pub type Progress<'a> = dyn Fn(&str, usize, usize) + Sync + 'a;

/// Builds the sites of a directory.
///
/// # Errors
///
/// Trouble with the machine, the theme or the templates. Trouble with single
/// articles becomes diagnostics.
pub fn build(
    config: &SiteConfig,
    options: &BuildOptions,
    progress: &Progress<'_>,
) -> Result<Outcome, BuildError> {
    let brands = chosen_brands(config, options)?;
    let inputs = Inputs::collect(config, options);
    let recorded = recorded_addresses(config);
    let is_current = |brand: &&Brand| {
        let addresses = recorded.as_ref().map(|ledger| ledger.fingerprint(&brand.name));
        let marker = publish::marker(&target_of(config, brand));
        marker
            .zip(addresses)
            .is_some_and(|(marker, addresses)| inputs.is_current(&marker, &addresses, options))
    };
    if !options.force && brands.iter().all(is_current) {
        return Ok(Outcome { is_unchanged: true, ..Outcome::default() });
    }
    let mut diagnostics = Vec::new();
    progress("reading articles", 0, 0);
    let mut sources = Sources::read(config, &mut diagnostics)?;
    let boundaries = boundaries(config, &sources.content);
    sources.content.hide_introductions(options.as_of, options.with_internal);
    let links = Links::new(config, &sources.content, &sources.static_files);
    progress("rendering Markdown", 0, 0);
    let smaller_images = if config.markdown.responsive_images {
        SmallerImages::new(&config.dir)
    } else {
        SmallerImages::none()
    };
    let highlighter = Highlighter::new();
    let memory = if brands.len() > 1 { Memory::for_brands() } else { Memory::default() };
    let tools = Tools { highlighter: &highlighter, smaller_images, memory: &memory };
    let prepared = prepare(config, &sources, &links, tools, options, &mut diagnostics);
    let records = config.urls.record && !sources.ledger_is_damaged;
    let mut ledger = sources.ledger.clone();
    let mut sites = Vec::new();
    for brand in brands {
        progress(&format!("search index of {}", brand.name), 0, 0);
        let site =
            PreparedSite::new(&prepared, brand, &sources, &links, options, &mut diagnostics)?;
        if records {
            ledger.record(&site.site);
        }
        let addresses = [&sources.ledger, &ledger].map(|ledger| ledger.fingerprint(&brand.name));
        let marker = inputs.marker(&addresses, &boundaries, options.as_of);
        let target = target_of(config, brand);
        sites.push(write(&site, &links, &target, &marker, &mut diagnostics, progress)?);
    }
    prepared.smaller_images.forget_unused();
    tell_leftover_sites(config, &mut diagnostics);
    finish(&mut diagnostics);
    let ledger = (ledger != sources.ledger).then(|| ledger.to_json());
    Ok(Outcome { diagnostics, sites, is_unchanged: false, ledger })
}

/// Finds everything that a build would report, and writes nothing.
///
/// # Errors
///
/// As [`build`], without trouble about writing.
pub fn check(
    config: &SiteConfig,
    options: &BuildOptions,
    progress: &Progress<'_>,
) -> Result<Vec<Diagnostic>, BuildError> {
    let mut diagnostics = Vec::new();
    progress("reading articles", 0, 0);
    let mut sources = Sources::read(config, &mut diagnostics)?;
    sources.content.hide_introductions(options.as_of, options.with_internal);
    let links = Links::new(config, &sources.content, &sources.static_files);
    progress("rendering Markdown", 0, 0);
    let highlighter = Highlighter::new();
    let (smaller_images, memory) = (SmallerImages::none(), Memory::default());
    let tools = Tools { highlighter: &highlighter, smaller_images, memory: &memory };
    let prepared = prepare(config, &sources, &links, tools, options, &mut diagnostics);
    for brand in chosen_brands(config, options)? {
        let site =
            PreparedSite::new(&prepared, brand, &sources, &links, options, &mut diagnostics)?;
        let renderer = site.renderer(&links);
        let routes = renderer.routes();
        static_files(&sources.static_files, &routes, &mut diagnostics);
        routes.par_iter().try_for_each(|(path, route)| {
            let text = renderer.render(route);
            text.map(drop).map_err(|source| BuildError::Render { path: path.clone(), source })
        })?;
    }
    finish(&mut diagnostics);
    Ok(diagnostics)
}

/// What texts are rendered with.
pub struct Tools<'a> {
    /// Colours of code.
    pub highlighter: &'a Highlighter,
    /// Smaller copies of images.
    pub smaller_images: SmallerImages,
    /// What was made before from the same.
    pub memory: &'a Memory,
}

/// Renders the texts and checks what they refer to.
pub fn prepare<'a>(
    config: &'a SiteConfig,
    sources: &'a Sources,
    links: &Links<'_>,
    tools: Tools<'a>,
    options: &BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Prepared<'a> {
    let Tools { highlighter, smaller_images, memory } = tools;
    let images = Images::new(links, &sources.content, config, &smaller_images);
    let renderer =
        BodyRenderer { config, catalogs: &sources.catalogs, highlighter, images: &images };
    let bodies = Bodies::render(&renderer, options.as_of, memory, diagnostics);
    check_references(config, &sources.content, &bodies, links, diagnostics);
    check_orphans(config, &sources.content, &bodies, links, diagnostics);
    Prepared {
        config,
        content: &sources.content,
        forms: &sources.forms,
        bodies,
        smaller_images,
        catalogs: sources.catalogs.clone(),
        as_of: options.as_of,
        with_internal: options.with_internal,
        static_files: sources.static_files.clone(),
        memory,
    }
}

fn write(
    prepared: &PreparedSite<'_>,
    links: &Links<'_>,
    target: &Path,
    marker: &str,
    diagnostics: &mut Vec<Diagnostic>,
    progress: &Progress<'_>,
) -> Result<BuiltSite, BuildError> {
    let staging = Staging::begin(target)?;
    let renderer = prepared.renderer(links);
    let routes = renderer.routes();
    let brand = &prepared.site.brand.name;
    let label = format!("pages of {brand}");
    let done = AtomicUsize::new(0);
    let shared = prepared.site.prepared;
    // First what authors put there: a page wins over a file of its name.
    for file in static_files(&shared.static_files, &routes, diagnostics) {
        staging.copy(file, &shared.config.dir.join("static").join(file))?;
    }
    routes.par_iter().try_for_each(|(path, route)| {
        let mut text = renderer
            .render(route)
            .map_err(|source| BuildError::Render { path: path.clone(), source })?;
        if JOINED.contains(&path.as_str()) && staging.has(path) {
            // The author's lines come first: hosts take the first that fits.
            let own = String::from_utf8_lossy(&staging.read(path)?).into_owned();
            text = format!("{}\n\n{text}", own.trim_end());
        }
        staging.write(path, text.as_bytes())?;
        progress(&label, done.fetch_add(1, Ordering::Relaxed) + 1, routes.len());
        Ok::<(), BuildError>(())
    })?;
    for (path, bytes) in prepared.index_files() {
        staging.write(&path, bytes)?;
    }
    prepared.assets.files().par_iter().try_for_each(|(path, source)| match source {
        AssetSource::Bytes(bytes) => staging.write(path, bytes),
        AssetSource::File(file) => staging.copy(path, file),
        AssetSource::Drawing(image) => staging.write(path, &image.draw()),
    })?;
    if shared.config.features.precompress {
        progress(&format!("compressed files of {brand}"), 0, 0);
        precompress::add_siblings(&staging)?;
    }
    let (files, bytes) = staging.written();
    let pages = routes.values().filter(|route| route.is_page()).count();
    staging.finish(marker)?;
    Ok(BuiltSite { brand: brand.clone(), dir: target.to_owned(), pages, files, bytes })
}

/// Files for hosts that may have lines of the author and of the site.
const JOINED: [&str; 2] = ["_headers", "_redirects"];

/// The files of `static/` that the site has room for.
fn static_files<'f>(
    files: &'f [String],
    routes: &BTreeMap<String, Route>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'f String> {
    let mut fitting = Vec::new();
    for file in files {
        match page_in_the_way(file, routes) {
            Some(page) => {
                let message = format!("file is left out, because the site needs `{page}` itself");
                diagnostics.push(
                    Diagnostic::warning("file-in-the-way", format!("static/{file}"), message)
                        .with_help("rename the file or its folder"),
                );
            }
            None => fitting.push(file),
        }
    }
    fitting
}

/// A path of the site that cannot exist beside a file of `static/`: a file
/// where the site has a folder, or the other way round.
fn page_in_the_way(file: &str, routes: &BTreeMap<String, Route>) -> Option<String> {
    if routes.contains_key(file) && !JOINED.contains(&file) {
        return Some(file.to_owned());
    }
    if let "assets" | "media" = file {
        return Some(format!("{file}/"));
    }
    let below = format!("{file}/");
    if routes.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below)) {
        return Some(below);
    }
    let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
    folders.into_iter().find(|folder| routes.contains_key(*folder)).map(str::to_owned)
}

/// Sites of brands that are gone, and of the time before there were brands:
/// they would be published along for ever.
fn tell_leftover_sites(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) {
    if !config.has_named_brands {
        return;
    }
    let shown = |path: &Path| path.strip_prefix(&config.dir).unwrap_or(path).display().to_string();
    let mut note = |path: &Path, help: String| {
        let message = "an earlier build left a site here that no brand has";
        diagnostics.push(Diagnostic::note("leftover-site", shown(path), message).with_help(help));
    };
    if publish::marker(&config.output).is_some() {
        note(&config.output, "remove everything in it, and build again".to_owned());
    }
    for entry in std::fs::read_dir(&config.output).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_brand = config.brands.iter().any(|brand| entry.file_name() == brand.name.as_str());
        if !is_brand && publish::marker(&path).is_some() {
            note(&path, "remove the folder".to_owned());
        }
    }
}

/// Sorts what was found and drops what several brands or locales found alike.
pub fn finish(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}

/// The folder of a brand's site.
pub fn target_of(config: &SiteConfig, brand: &Brand) -> PathBuf {
    if config.has_named_brands { config.output.join(&brand.name) } else { config.output.clone() }
}

/// The brands to build.
///
/// # Errors
///
/// An option names a brand that does not exist.
pub fn chosen_brands<'c>(
    config: &'c SiteConfig,
    options: &BuildOptions,
) -> Result<Vec<&'c Brand>, BuildError> {
    let names: Vec<&str> = config.brands.iter().map(|brand| brand.name.as_str()).collect();
    for name in &options.brands {
        if !names.contains(&name.as_str()) {
            let help = did_you_mean(name, names.iter().copied())
                .unwrap_or_else(|| format!("known: {}", names.join(", ")));
            return Err(BuildError::UnknownBrand { name: name.clone(), help });
        }
    }
    let is_chosen =
        |brand: &&Brand| options.brands.is_empty() || options.brands.contains(&brand.name);
    Ok(config.brands.iter().filter(is_chosen).collect())
}

/// The addresses of earlier builds; `None` where their file is damaged.
fn recorded_addresses(config: &SiteConfig) -> Option<Ledger> {
    match std::fs::read_to_string(config.dir.join(LEDGER_FILE)) {
        Ok(text) => Ledger::parse(&text).ok(),
        Err(_) => Some(Ledger::default()),
    }
}

/// Every moment at which a site changes by itself, sorted.
fn boundaries(config: &SiteConfig, content: &Content) -> Vec<Date> {
    let fronts = content.articles.iter().flat_map(|article| {
        std::iter::once(&article.front).chain(article.versions.values().map(|v| &v.front))
    });
    let categories = content.categories.values().flat_map(|category| {
        std::iter::once(&category.front).chain(category.versions.values().map(|v| &v.front))
    });
    let mut dates: Vec<Date> = fronts
        .chain(categories)
        .flat_map(|front| [front.publish_at, front.published_at, front.archive_at])
        .flatten()
        .collect();
    for announcement in config.brands.iter().filter_map(|brand| brand.announcement.as_ref()) {
        dates.extend(announcement.from);
        dates.extend(announcement.until.map(Date::end_of_day));
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}
