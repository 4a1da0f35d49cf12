//! Where things are: the clone, its own products, and the cache that clones share.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Name of the variable that moves the cache elsewhere.
pub(crate) const CACHE_VARIABLE: &str = "HELPWRIGHT_CACHE";

/// The folders that every step works with.
///
/// What only depends on the outside world (compiled dependencies, npm
/// packages, results of wasm-opt) lies in the cache and outlives the clone.
/// What belongs to this very checkout lies in its own `target/`, so two
/// clones at different commits never read each other's products.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The root of this clone.
    pub(crate) root: PathBuf,
    /// The folder shared by all clones of this user.
    pub(crate) cache: PathBuf,
}

impl Places {
    /// Finds the clone and the cache, and creates the cache.
    pub(crate) fn find() -> Result<Self> {
        // `cargo run` sets the variable; a binary started by hand falls back
        // to the place where it was compiled.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("the folder of package xtask has no parent folder")?
            .to_path_buf();
        let cache = cache_folder()?;
        fs::create_dir_all(&cache)
            .with_context(|| format!("cannot create the cache folder `{}`; set {CACHE_VARIABLE} to a folder that can be written", cache.display()))?;
        Ok(Self { root, cache })
    }

    /// Target folder of everything compiled for this machine.
    pub(crate) fn native_target(&self) -> PathBuf {
        self.cache.join("target")
    }

    /// Target folder of everything compiled for the browser. It is separate
    /// because another compiler may be at work there.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.cache.join("target-wasm")
    }

    /// WASM modules and their drivers, ready for `kb build --assets`.
    pub(crate) fn assets(&self) -> PathBuf {
        self.root.join("target/assets")
    }

    /// A program of this clone: `kb`, `kb-server`.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.root.join("target/bin").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Source of the demo sites.
    pub(crate) fn demo_source(&self) -> PathBuf {
        self.root.join("tests/fixtures/sites/demo")
    }

    /// The browser tests and the lock file of their packages.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// A folder for the products of one step of this clone.
    pub(crate) fn product(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    /// Holds the cache for one writer, waiting for another clone's build.
    ///
    /// Cargo locks its target folder while it compiles, but not between the
    /// end of the build and the moment we copy or start the result, when
    /// another clone could put its own program under the same name.
    pub(crate) fn lock(&self, name: &str) -> Result<File> {
        let path = self.cache.join(format!("{name}.lock"));
        let file = File::create(&path)
            .with_context(|| format!("cannot create the lock file `{}`", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("  waiting for another clone that builds in {}", self.cache.display());
                file.lock().context("cannot lock the cache")?;
            }
            Err(TryLockError::Error(error)) => return Err(error).context("cannot lock the cache"),
        }
        Ok(file)
    }
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os(CACHE_VARIABLE).filter(|value| !value.is_empty()) {
        return std::path::absolute(folder).context("cannot resolve the cache folder");
    }
    if let Some(folder) = env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
        return Ok(Path::new(&folder).join("helpwright"));
    }
    match env::home_dir() {
        Some(home) => Ok(home.join(".cache/helpwright")),
        None => {
            bail!("no home folder is known; set {CACHE_VARIABLE} to a folder for build products")
        }
    }
}
