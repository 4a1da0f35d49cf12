//! A site that was built.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::DeflateDecoder;
use kb_generator::build::Outcome;
use kb_generator::link_check;
use tempfile::TempDir;

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// Folder of the output.
    pub dir: PathBuf,
    /// What the build told.
    pub outcome: Outcome,
    bases: BTreeMap<String, String>,
    /// Keeps the files until the test is over.
    _folder: Arc<TempDir>,
}

impl Built {
    pub(crate) fn new(
        folder: Arc<TempDir>,
        dir: PathBuf,
        outcome: Outcome,
        bases: BTreeMap<String, String>,
    ) -> Self {
        Self { dir, outcome, bases, _folder: folder }
    }

    /// All diagnostics as `kb` prints them.
    pub fn diagnostics(&self) -> String {
        let all: Vec<String> = self.outcome.diagnostics.iter().map(ToString::to_string).collect();
        all.join("\n")
    }

    /// Codes of all diagnostics, sorted, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.outcome.diagnostics.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Text of a file of the output.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.dir.join(path)).unwrap_or_else(|error| {
            let known: Vec<String> = self.files("").into_keys().collect();
            panic!("{path}: {error}; there are:\n{}", known.join("\n"))
        })
    }

    /// Whether the output has a file.
    pub fn has(&self, path: &str) -> bool {
        self.dir.join(path).is_file()
    }

    /// Text of the HTML page of an article, by locale and id.
    pub fn article(&self, locale: &str, id: &str) -> String {
        self.text(&self.article_path(locale, id).unwrap_or_else(|| {
            let known: Vec<String> = self.files("").into_keys().collect();
            panic!("no page of `{id}` in {locale}; there are:\n{}", known.join("\n"))
        }))
    }

    /// Path of the HTML page of an article in a site of the pattern `id`.
    pub fn article_path(&self, locale: &str, id: &str) -> Option<String> {
        let start = format!("{locale}/articles/");
        self.files("").into_keys().find(|path| {
            path.starts_with(&start)
                && path.strip_suffix("/index.html").is_some_and(|page| {
                    page.ends_with(&format!("-{id}")) || page.ends_with(&format!("/{id}"))
                })
        })
    }

    /// Every file below a folder of the output, by path.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.dir.join(below))
    }

    /// Paths of all files that hold a text, also inside the search index.
    pub fn files_with(&self, below: &str, needle: &str) -> Vec<String> {
        let needle = needle.to_lowercase();
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(&needle);
        let files = self.files(below);
        assert!(!files.is_empty(), "nothing in `{below}`, so that nothing can be found");
        files
            .into_iter()
            .filter(|(path, bytes)| {
                path.to_lowercase().contains(&needle)
                    || holds(bytes)
                    || (path.ends_with(".bin") && holds(&inflate(bytes)))
            })
            .map(|(path, _)| path)
            .collect()
    }

    /// Links of all sites that lead nowhere.
    pub fn broken_links(&self) -> String {
        let found = self.outcome.sites.iter().flat_map(|site| {
            let base = self.bases.get(&site.brand).map_or("/", String::as_str);
            link_check::check(&site.dir, base)
        });
        found.map(|diagnostic| diagnostic.to_string()).collect::<Vec<_>>().join("\n")
    }
}

/// Every file below a folder, by path with `/` between its parts.
pub(crate) fn files_of(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    kb_generator::sources::files_below(dir)
        .into_iter()
        .map(|path| {
            let bytes = fs::read(dir.join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
            (path, bytes)
        })
        .collect()
}

/// Inflates a file of the search index.
fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut inflated = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut inflated).expect("the index is deflated");
    inflated
}
