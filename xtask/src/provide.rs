//! Provides what a machine lacks, or says what to install.
//!
//! Every function here looks first, and touches the system only when
//! something is missing and we may: Debian packages need root and `apt-get`.

mod debian;
mod npm;
mod postgres;
mod wasm_target;

pub(crate) use npm::{NodeModules, installed as installed_packages, node_modules};
pub(crate) use postgres::{
    Postgres, ROOT_VARIABLE as POSTGRES_ROOT_VARIABLE, VARIABLE as POSTGRES_VARIABLE,
};
pub(crate) use wasm_target::{Compiler as WasmCompiler, wasm_compiler};

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// Names under which Chromium is installed.
const CHROMIUM: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// A program, found on `PATH` or installed from Debian packages.
pub(crate) fn program(names: &[&str], packages: &[&str], hint: &str) -> Result<PathBuf> {
    if let Some(path) = run::find_program(names) {
        return Ok(path);
    }
    debian::install(packages, hint)?;
    match run::find_program(names) {
        Some(path) => Ok(path),
        None => bail!(
            "`{}` is still not on PATH after installing {}; {hint}",
            names[0],
            packages.join(", ")
        ),
    }
}

/// Chromium for browser tests, with fonts for every script of the demo.
///
/// The variable `CHROMIUM` names another browser.
pub(crate) fn chromium() -> Result<PathBuf> {
    let hint = "install Chromium or Chrome, or name one in the variable CHROMIUM";
    if let Some(path) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!("the variable CHROMIUM names `{}`, which is not a file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = run::find_program(&CHROMIUM) {
        return Ok(path);
    }
    let packages = ["chromium", "fonts-noto-core", "fonts-noto-cjk"];
    program(&CHROMIUM, &packages, hint)
}

/// Java, which the Nu HTML checker runs on.
pub(crate) fn java() -> Result<PathBuf> {
    program(
        &["java"],
        &["default-jre-headless"],
        "install a Java runtime 11 or later: the Nu HTML checker needs it",
    )
}

/// Unpacks a `.tar.zst` archive; `tar` calls `zstd` for that.
pub(crate) fn zstd() -> Result<PathBuf> {
    program(&["zstd"], &["zstd"], "install zstd: the corpora are packed with it")
}

/// Whether this process runs as root, which Chromium wants to know.
pub(crate) fn is_root() -> bool {
    run::capture(Command::new("id").arg("-u")).is_ok_and(|answer| answer.trim() == "0")
}
