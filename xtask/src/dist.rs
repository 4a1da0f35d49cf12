//! The release program with all assets inside: `cargo xtask dist`.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::places::Places;
use crate::progress::seconds;
use crate::run;
use crate::wasm::{self, Optimize};

/// Builds `kb` in release mode with the feature `embed-assets`.
pub(crate) fn command(places: &Places) -> Result<()> {
    let started = Instant::now();
    let assets = wasm::build(places, Optimize::Always)?;
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo
        .args(["build", "--release", "--package", "kb-generator", "--bin", "kb"])
        .args(["--features", "embed-assets"])
        .env("KB_ASSETS", &assets);
    run::visible(&mut cargo).context("cannot compile the release program")?;
    let name = format!("kb{}", std::env::consts::EXE_SUFFIX);
    let folder = places.product("dist");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let program = folder.join(&name);
    let bytes = fs::copy(places.native_target().join("release").join(&name), &program)
        .with_context(|| format!("cannot write `{}`", program.display()))?;
    println!("{}: {bytes} bytes ({})", program.display(), seconds(started.elapsed()));
    Ok(())
}
