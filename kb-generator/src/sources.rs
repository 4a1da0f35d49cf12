//! Everything that is read once, before any brand's site is made.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use kb_locales::{Catalog, Locale, Override};

use crate::build::BuildError;
use crate::config::{CONFIG_FILE, SiteConfig};
use crate::content::form::{self, FormSource};
use crate::content::load::{self, Content};
use crate::content::proactive::{self, Proactive};
use crate::content::slug::is_unsafe_in_name;
use crate::diagnostic::{Diagnostic, did_you_mean, position};
use crate::index::Synonyms;
use crate::site::{LEDGER_FILE, Ledger};

/// The inputs of a build, read.
pub struct Sources {
    /// What the authors wrote.
    pub content: Content,
    /// Forms, sorted by id.
    pub forms: Vec<FormSource>,
    /// Rules of proactive chat.
    pub proactive: Proactive,
    /// Messages by locale.
    pub catalogs: BTreeMap<Locale, Arc<Catalog>>,
    /// Files below `static/`, sorted.
    pub static_files: Vec<String>,
    /// Synonyms of the search.
    pub synonyms: Synonyms,
    /// Earlier addresses.
    pub ledger: Ledger,
    /// The file of earlier addresses cannot be read, so it must not be replaced.
    pub ledger_is_damaged: bool,
}

impl Sources {
    /// Reads a site's directory.
    ///
    /// # Errors
    ///
    /// The content folder cannot be read.
    pub fn read(
        config: &SiteConfig,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self, BuildError> {
        let content = load::load(config, diagnostics).map_err(|source| BuildError::Content {
            path: config.dir.join(&config.content.dir),
            source,
        })?;
        tell_shared_addresses(config, diagnostics);
        let ledger = ledger(config, diagnostics);
        Ok(Self {
            content,
            forms: form::load(config, diagnostics),
            proactive: proactive::load(config, diagnostics),
            catalogs: catalogs(config, diagnostics),
            static_files: static_files(config, diagnostics),
            synonyms: synonyms(config, diagnostics),
            ledger_is_damaged: ledger.is_none(),
            ledger: ledger.unwrap_or_default(),
        })
    }
}

/// Search engines take the second of two sites at one address for a copy.
fn tell_shared_addresses(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) {
    for (at, brand) in config.brands.iter().enumerate() {
        let first = config.brands[..at].iter().find(|other| other.base_url == brand.base_url);
        if let Some(first) = first.filter(|_| !brand.base_url.is_empty()) {
            let message = format!(
                "brands `{}` and `{}` have the same address `{}`",
                first.name, brand.name, brand.base_url
            );
            diagnostics.push(
                Diagnostic::warning("shared-base-url", CONFIG_FILE, message).with_help(
                    "give each a `base_url` of its own, or the second one will not be found",
                ),
            );
        }
    }
}

fn catalogs(
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Locale, Arc<Catalog>> {
    let mut overrides = Vec::new();
    for path in files_below(&config.dir.join("locales")) {
        let shown = format!("locales/{path}");
        if !path.ends_with(".ftl") {
            continue;
        }
        match std::fs::read_to_string(config.dir.join(&shown)) {
            Ok(text) => overrides.push(Override { path: shown, text }),
            Err(error) => diagnostics.push(
                Diagnostic::error("unreadable", shown, format!("cannot read: {error}"))
                    .with_help("save it with the encoding UTF-8"),
            ),
        }
    }
    let mut catalogs = BTreeMap::new();
    for locale in config.locales.iter().chain(std::iter::once(&config.default_locale)) {
        if catalogs.contains_key(locale) {
            continue;
        }
        let (catalog, problems) = Catalog::load(locale, &overrides, &config.default_locale);
        for problem in problems {
            let mut diagnostic = Diagnostic::warning(problem.code, problem.path, problem.message)
                .with_help_if(problem.help);
            diagnostic.line = problem.line;
            diagnostics.push(diagnostic);
        }
        catalogs.insert(locale.clone(), Arc::new(catalog));
    }
    catalogs
}

fn static_files(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let dir = config.dir.join("static");
    let links = ignore::WalkBuilder::new(&dir).standard_filters(false).build().flatten();
    for link in links.filter(|entry| entry.depth() > 0 && entry.path_is_symlink()) {
        let path = link.path().strip_prefix(&config.dir).unwrap_or(link.path());
        diagnostics.push(
            Diagnostic::warning(
                "symbolic-link",
                path.to_string_lossy().replace('\\', "/"),
                "symbolic link is left out",
            )
            .with_help("copy the file to its place"),
        );
    }
    let files = files_below(&dir);
    for file in files.iter().filter(|file| file.chars().any(is_unsafe_in_name)) {
        diagnostics.push(
            Diagnostic::warning(
                "file-name",
                format!("static/{}", file.escape_debug()),
                "file name has characters that some hosts refuse",
            )
            .with_help("rename the file"),
        );
    }
    files
}

/// Paths of all files below a folder, with `/` between their parts, sorted.
pub fn files_below(dir: &Path) -> Vec<String> {
    let mut files: Vec<String> = ignore::WalkBuilder::new(dir)
        .standard_filters(false)
        .build()
        .flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .filter_map(|entry| {
            let relative = entry.path().strip_prefix(dir).ok()?;
            Some(relative.to_str()?.replace('\\', "/"))
        })
        .collect();
    files.sort_unstable();
    files
}

fn synonyms(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Synonyms {
    let Some(path) = &config.search.synonyms else { return Synonyms::default() };
    let text = match std::fs::read_to_string(config.dir.join(path)) {
        Ok(text) => text,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("synonyms", path, format!("cannot read: {error}"))
                    .with_help("create the file, or remove `synonyms` from kb.toml"),
            );
            return Synonyms::default();
        }
    };
    match Synonyms::parse(&text) {
        Ok(synonyms) => {
            let known: Vec<&str> = config.locales.iter().map(Locale::code).collect();
            for code in synonyms.locales().filter(|code| !known.contains(code)) {
                let message = format!("`{code}` is not one of the site's locales");
                diagnostics.push(
                    Diagnostic::warning("unknown-locale", path, message)
                        .with_help_if(did_you_mean(code, known.iter().copied())),
                );
            }
            synonyms
        }
        Err(error) => {
            let (line, column) = error.span().map_or((1, 1), |span| position(&text, span.start));
            diagnostics.push(
                Diagnostic::error("synonyms", path, error.message().trim().replace('\n', ", "))
                    .at(line, column)
                    .with_help("write [en] and below it groups = [[\"bike\", \"bicycle\"]]"),
            );
            Synonyms::default()
        }
    }
}

/// `None` where there is a file that kb did not write.
fn ledger(config: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Option<Ledger> {
    let Ok(text) = std::fs::read_to_string(config.dir.join(LEDGER_FILE)) else {
        return Some(Ledger::default());
    };
    match Ledger::parse(&text) {
        Ok(ledger) => Some(ledger),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("addresses", LEDGER_FILE, "file is not what kb wrote")
                    .at(error.line(), error.column())
                    .with_help("take it back from version control; without it old addresses break"),
            );
            None
        }
    }
}
