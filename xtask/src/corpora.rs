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
use crate::progress::Activity;
use crate::{demo, provide, run};

mod expected;
pub(crate) mod quality;

use expected::Expected;
use quality::{Evaluation, Profile};

/// Names the folder of archives.
pub(crate) const CORPORA_VARIABLE: &str = "HELPWRIGHT_CORPORA";

/// The folder of archives, if this machine has one.
pub(crate) fn archives() -> Option<PathBuf> {
    env::var_os(CORPORA_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Builds every corpus of `tests/corpora` and holds it against what is
/// expected of it.
pub(crate) fn build(places: &Places, archives: &Path) -> Result<()> {
    let ours = places.root.join("tests/corpora");
    let evaluation = Evaluation::provide(places, Profile::Debug)?;
    let mut problems = Vec::new();
    let names = names(&ours)?;
    for name in &names {
        let site = site(places, archives, name, &places.product("corpora-sites"))?;
        let output = places.product("corpora").join(name);
        let mut kb = Command::new(places.program("kb"));
        kb.arg("build").arg("--site").arg(&site).arg("--output").arg(&output);
        kb.arg("--assets").arg(places.assets()).args(["--force", "--locked", "--format", "json"]);
        run::forget_this_cargo(&mut kb);
        let lines = run::quiet(&format!("kb build of corpus {name}"), &mut kb)?;
        let expected = Expected::read(&ours.join(name))?;
        let mut found = expected.differences(&output, &lines)?;
        for locale in expected.searched() {
            let activity = Activity::start(&format!("search in {name}, {locale}"));
            let quality =
                evaluation.run(&site, locale, 0, &places.product("corpora-search").join(name))?;
            activity.done();
            found.extend(expected.weaknesses(locale, &quality));
        }
        problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    for problem in &problems {
        println!("  {problem}");
    }
    if !problems.is_empty() {
        bail!("{} difference(s) from tests/corpora/*/{}", problems.len(), expected::FILE);
    }
    println!("  {} corpora built as expected", names.len());
    Ok(())
}

/// The site of a corpus: its texts with our settings.
pub(crate) fn site(places: &Places, archives: &Path, name: &str, folder: &Path) -> Result<PathBuf> {
    let site = folder.join(name);
    unpack(archives, name, &site)?;
    demo::copy_folder(&places.root.join("tests/corpora").join(name), &site)?;
    Ok(site)
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
