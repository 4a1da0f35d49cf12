//! Node.js and the npm packages of the browser tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result, bail};

use crate::places::Places;
use crate::provide::program;
use crate::run;

/// Oldest Node.js that all our npm packages support.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// The installed packages of `tests/browser/package-lock.json`.
#[derive(Clone, Debug)]
pub(crate) struct NodeModules {
    node: PathBuf,
    folder: PathBuf,
}

impl NodeModules {
    /// Node.js itself.
    pub(crate) fn node(&self) -> &Path {
        &self.node
    }

    /// A command that runs the program `name` of one of the packages.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(self.folder.join(".bin").join(name));
        run::forget_this_cargo(&mut command);
        command
    }

    /// Path of a file inside a package.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }
}

/// Installs the packages once per content of the lock file and puts a link to
/// them beside the tests, where Node.js looks for them.
pub(crate) fn node_modules(places: &Places) -> Result<NodeModules> {
    let hint = "install Node.js 20.19 or later with npm";
    let node = program(&["node", "nodejs"], &["nodejs", "npm"], hint)?;
    check_version(&node)?;

    let tests = places.browser_tests();
    let home = home(places)?;
    let folder = home.join("node_modules");
    if !folder.is_dir() {
        let npm = program(&["npm"], &["nodejs", "npm"], hint)?;
        install(&npm, &tests, &home)?;
    }
    link(&folder, &tests.join("node_modules"))?;
    Ok(NodeModules { node, folder })
}

/// The folder of the installed packages, if some clone installed them.
pub(crate) fn installed(places: &Places) -> Result<Option<PathBuf>> {
    let folder = home(places)?.join("node_modules");
    Ok(folder.is_dir().then_some(folder))
}

/// Where the packages of this lock file are kept for all clones.
fn home(places: &Places) -> Result<PathBuf> {
    let tests = places.browser_tests();
    let mut key = blake3::Hasher::new();
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let path = tests.join(name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        key.update(&bytes);
    }
    let key = key.finalize().to_hex();
    Ok(places.cache.join("npm").join(&key[..16]))
}

fn check_version(node: &Path) -> Result<()> {
    let answer = run::capture(Command::new(node).arg("--version"))?;
    let mut numbers = answer.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST_NODE => Ok(()),
        _ => bail!(
            "`{}` is Node.js {}, the browser tests need {}.{} or later",
            node.display(),
            answer.trim(),
            OLDEST_NODE.0,
            OLDEST_NODE.1
        ),
    }
}

/// Installs into a folder of its own and renames it, so that another clone
/// sees all packages or none.
fn install(npm: &Path, tests: &Path, home: &Path) -> Result<()> {
    let parent = home.parent().context("the cache of npm packages has no parent folder")?;
    let aside = parent.join(format!("new-{}", process::id()));
    // Left over from a killed process with the same number.
    let _ = fs::remove_dir_all(&aside);
    fs::create_dir_all(&aside).with_context(|| format!("cannot create `{}`", aside.display()))?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(tests.join(name), aside.join(name))
            .with_context(|| format!("cannot copy `{name}` into the cache"))?;
    }
    let mut command = Command::new(npm);
    command
        .current_dir(&aside)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("PUPPETEER_SKIP_DOWNLOAD", "1");
    run::quiet("install the npm packages of the browser tests", &mut command)
        .context("npm could not install the packages of the browser tests")?;
    if let Err(error) = fs::rename(&aside, home) {
        let _ = fs::remove_dir_all(&aside);
        // Another clone may have been quicker with the same packages.
        if !home.join("node_modules").is_dir() {
            return Err(error).with_context(|| format!("cannot create `{}`", home.display()));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) -> Result<()> {
    if fs::read_link(link).is_ok_and(|present| present == target) {
        return Ok(());
    }
    match fs::symlink_metadata(link) {
        Ok(metadata) if metadata.is_symlink() => {
            fs::remove_file(link).context("cannot replace the link to the npm packages")?;
        }
        Ok(_) => bail!(
            "`{}` is a folder of its own; remove it, the packages come from the cache",
            link.display()
        ),
        Err(_) => {}
    }
    std::os::unix::fs::symlink(target, link)
        .with_context(|| format!("cannot link `{}`", link.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("browser tests run on Linux and macOS; use WSL on Windows")
}
