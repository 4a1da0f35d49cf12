//! A site in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kb_generator::build::{BuildOptions, Outcome, build};
use kb_generator::config::SiteConfig;
use kb_generator::site::LEDGER_FILE;
use tempfile::TempDir;

use crate::{Built, NOW, fixture};

/// A site in a folder that is removed with it.
#[derive(Debug)]
pub struct TestSite {
    folder: Arc<TempDir>,
}

impl TestSite {
    /// A site with these settings and no articles.
    pub fn new(settings: &str) -> Self {
        let site = Self::empty();
        fs::create_dir_all(site.path("articles")).expect("create");
        site.file("kb.toml", settings)
    }

    /// A copy of a fixture, without what a build may have left there.
    pub fn fixture(name: &str) -> Self {
        let site = Self::empty();
        let from = fixture(name);
        assert!(from.is_dir(), "no fixture `{name}`");
        copy_folder(&from, site.folder.path());
        let _ = fs::remove_file(site.path(LEDGER_FILE));
        site
    }

    fn empty() -> Self {
        Self { folder: Arc::new(tempfile::tempdir().expect("a folder for tests")) }
    }

    /// The same site with one more or another file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// The same site with one more text: front matter without its fences, and body.
    pub fn article(self, path: &str, head: &str, body: &str) -> Self {
        self.file(&format!("articles/{path}.md"), format!("---\n{head}\n---\n{body}\n"))
    }

    /// Writes a file below the site's folder.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("has one")).expect("create");
        fs::write(file, content).expect("write");
    }

    /// Changes a file by replacing a text that must stand in it.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{path}` has no `{old}`:\n{text}");
        self.write(path, text.replace(old, new));
    }

    /// Text of a file below the site's folder.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Where a file of the site lies.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The site's folder.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// Builds with the usual options.
    pub fn build(&self) -> Built {
        self.build_as(|_, _| {})
    }

    /// Builds for a moment.
    pub fn build_at(&self, as_of: &str) -> Built {
        self.build_as(|_, options| options.as_of = as_of.parse().expect("a date"))
    }

    /// Builds after a change of settings or options, and records addresses as `kb` does.
    pub fn build_as(&self, change: impl FnOnce(&mut SiteConfig, &mut BuildOptions)) -> Built {
        let mut config = SiteConfig::load(self.dir()).unwrap_or_else(|error| panic!("{error}"));
        let mut options = BuildOptions {
            diagram_script: None,
            as_of: NOW.parse().expect("a date"),
            widget_assets: None,
            search_assets: None,
            form_assets: None,
            with_internal: false,
            brands: Vec::new(),
            force: false,
            locked: false,
        };
        change(&mut config, &mut options);
        let outcome: Outcome = build(&config, &options, &|_, _, _| {})
            .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)));
        if let Some(ledger) = outcome.ledger.as_ref().filter(|_| !options.locked) {
            self.write(LEDGER_FILE, ledger);
        }
        let bases: BTreeMap<String, String> = config
            .brands
            .iter()
            .map(|brand| (brand.name.clone(), brand.base_path().to_owned()))
            .collect();
        Built::new(Arc::clone(&self.folder), config.output.clone(), outcome, bases)
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("create");
    for entry in fs::read_dir(from).expect("list") {
        let entry = entry.expect("list");
        let name = entry.file_name();
        if name == "public" || name == "art" {
            continue;
        }
        let target = to.join(name);
        if entry.file_type().expect("type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copy");
        }
    }
}
