//! Builds the texts of real help centers, where somebody has them.
//!
//! The texts stay outside the repository: `HELPWRIGHT_CORPORA` names a folder
//! of `NAME.tar.zst`, and `tests/corpora/NAME/` holds what we add to each.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::places::Places;
use crate::{demo, provide, run};

/// Names the folder of archives.
pub(crate) const CORPORA_VARIABLE: &str = "HELPWRIGHT_CORPORA";

/// The folder of archives, if this machine has one.
pub(crate) fn archives() -> Option<PathBuf> {
    env::var_os(CORPORA_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Builds every corpus of `tests/corpora` and runs the tests on them.
pub(crate) fn build(places: &Places, archives: &Path) -> Result<()> {
    let ours = places.root.join("tests/corpora");
    let mut built = 0;
    for name in names(&ours)? {
        let site = places.product("corpora-sites").join(&name);
        unpack(archives, &name, &site)?;
        demo::copy_folder(&ours.join(&name), &site)?;
        let output = places.product("corpora").join(&name);
        let mut kb = Command::new(places.kb());
        kb.arg("build").arg("--site").arg(&site).arg("--output").arg(&output);
        kb.arg("--assets").arg(places.assets()).arg("--quiet");
        run::forget_this_cargo(&mut kb);
        run::quiet(&format!("kb build of corpus {name}"), &mut kb)?;
        built += 1;
    }
    println!("  {built} corpora built");
    Ok(())
}

/// The corpora that have a `kb.toml` of ours, in order of names.
fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?
    {
        let entry = entry?;
        if entry.path().join("kb.toml").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Unpacks an archive, without its top folder, into an empty folder.
pub(crate) fn unpack(archives: &Path, name: &str, folder: &Path) -> Result<()> {
    let archive = archives.join(format!("{name}.tar.zst"));
    if !archive.is_file() {
        bail!("{CORPORA_VARIABLE} has no `{}`", archive.display());
    }
    provide::zstd()?;
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let mut tar = Command::new("tar");
    tar.arg("--zstd").arg("--strip-components=1").arg("-xf").arg(&archive).arg("-C").arg(folder);
    run::quiet(&format!("unpack {}", archive.display()), &mut tar)?;
    Ok(())
}
