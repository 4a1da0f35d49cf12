//! Debian packages, where we are root on a system that has them.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Result, bail};

use crate::{provide, run};

/// Package lists are refreshed once per run.
static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

/// Whether [`install`] has any chance.
pub(super) fn is_possible() -> bool {
    run::find_program(&["apt-get"]).is_some() && provide::is_root()
}

/// Installs `packages`, or fails with `hint`: what a person may do instead.
pub(super) fn install(packages: &[&str], hint: &str) -> Result<()> {
    if !is_possible() {
        bail!(
            "missing: {}; {hint} (on Debian: `sudo apt-get install {}`)",
            packages.join(", "),
            packages.join(" ")
        );
    }
    if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
        run::quiet("refresh the lists of Debian packages", apt().arg("update"))?;
    }
    run::quiet(
        &format!("install Debian packages {}", packages.join(", ")),
        apt().args(["install", "--yes", "--no-install-recommends"]).args(packages),
    )?;
    Ok(())
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    // Another apt-get, such as the machine's own first update, may hold the
    // lock for a while.
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=300"]);
    command
}
