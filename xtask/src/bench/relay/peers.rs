//! `ws`, `socket.io` and better-sqlite3, from npm.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::places::Places;
use crate::provide::program;
use crate::run;

/// Pinned, so that figures of different days can be compared.
const PACKAGES: [&str; 3] = ["ws@8.23.0", "socket.io@4.8.4", "better-sqlite3@12.11.1"];

/// Node.js, and the folder with the packages, which are installed once.
pub(super) fn provide(places: &Places) -> Result<(PathBuf, PathBuf)> {
    let hint = "install Node.js 20 or later with npm";
    let node = program(&["node", "nodejs"], &["nodejs", "npm"], hint)?;
    let folder = places.cache.join("peers").join(format!("relay {}", PACKAGES.join(" ")));
    if !folder.join("done").is_file() {
        let npm = program(&["npm"], &["nodejs", "npm"], hint)?;
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
        fs::write(folder.join("package.json"), "{\"private\":true}\n")?;
        let mut install = Command::new(npm);
        install.current_dir(&folder).args(["install", "--no-audit", "--no-fund"]).args(PACKAGES);
        // better-sqlite3 is compiled where no ready one can be fetched; its
        // headers come with Debian's Node.js.
        if PathBuf::from("/usr/include/node/common.gypi").is_file() {
            install.env("npm_config_nodedir", "/usr");
        }
        run::quiet("install ws, socket.io and better-sqlite3", &mut install)?;
        fs::write(folder.join("done"), "")?;
    }
    Ok((node, folder))
}
