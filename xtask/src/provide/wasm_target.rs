//! A compiler for wasm32, the one with the smallest output that can be had.
//!
//! A standard library built along, without the code that formats panic
//! messages, makes a module a fifth smaller than the ready-made one. It needs
//! the source of that library: rustup's component `rust-src`, or Debian's
//! packages `rustc-web`, `cargo-web` and `rust-web-src`. Debian is the way round
//! where rustup's server cannot be reached, which is common behind company
//! proxies: there rustup hangs without an answer. Where only the ready-made
//! target is installed, that one is used.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use super::debian;
use crate::places::Places;
use crate::run;

/// The target of everything that runs in a browser.
const TARGET: &str = "wasm32-unknown-unknown";
/// Chooses a compiler: `source` and `target` take rustup's, with and without
/// a standard library built along, `debian` takes Debian's.
const CHOICE_VARIABLE: &str = "HELPWRIGHT_WASM_COMPILER";
/// How long rustup may take. A reachable server needs about two seconds.
const RUSTUP_LIMIT: Duration = Duration::from_secs(20);
/// How long a failure of rustup is remembered, so that only the first start
/// pays for the wait.
const RUSTUP_RETRY: Duration = Duration::from_secs(24 * 3600);
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// How to compile for the browser on this machine.
#[derive(Clone, Debug)]
pub(crate) enum Compiler {
    /// The active toolchain, building its standard library along.
    Source,
    /// The active toolchain with the ready-made standard library.
    Target,
    /// Debian's compiler, building its standard library along.
    Debian {
        /// The linker for wasm, from the rustup toolchain.
        linker: PathBuf,
    },
}

impl Compiler {
    /// `cargo rustc` for wasm32 with the profile `wasm`, up to the choice of
    /// the package. `std_parts` are built along where it must be.
    pub(crate) fn rustc(&self, places: &Places, std_parts: &str) -> Command {
        let mut command = match self {
            Self::Source | Self::Target => run::cargo(places),
            Self::Debian { linker } => {
                let mut command = Command::new(DEBIAN_CARGO);
                run::forget_this_cargo(&mut command);
                command
                    .current_dir(&places.root)
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        };
        command.arg("rustc");
        if !matches!(self, Self::Target) {
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
                .arg(format!("-Zbuild-std={std_parts}"))
                .arg("-Zbuild-std-features=optimize_for_size");
        }
        command.env("CARGO_TARGET_DIR", places.wasm_target());
        command.args(["--locked", "--target", TARGET, "--profile", "wasm"]);
        command
    }
}

/// Finds or provides a compiler for wasm32.
pub(crate) fn wasm_compiler(places: &Places) -> Result<Compiler> {
    let sysroot = sysroot(Command::new("rustc"))?;
    let choice = env::var(CHOICE_VARIABLE).unwrap_or_default();
    match choice.as_str() {
        "" | "source" => {
            if has_source(&sysroot) || add_source(places, &sysroot, &choice)? {
                return Ok(Compiler::Source);
            }
            if choice.is_empty() && has_target(&sysroot) {
                return Ok(Compiler::Target);
            }
        }
        "target" if has_target(&sysroot) => return Ok(Compiler::Target),
        "target" => bail!("the target is not installed; run `rustup target add {TARGET}`"),
        "debian" => {}
        other => bail!("{CHOICE_VARIABLE} is `{other}`; it may be `source`, `target` or `debian`"),
    }
    if !has_debian_compiler() {
        let hint = format!(
            "run `rustup component add rust-src` or `rustup target add {TARGET}` where rustup reaches its server"
        );
        debian::install(&DEBIAN_PACKAGES, &hint)?;
    }
    let linker = sysroot.join("lib/rustlib").join(host(&sysroot)?).join("bin/rust-lld");
    if !linker.is_file() {
        bail!(
            "no linker for wasm at `{}`; run `rustup target add {TARGET}`, or install Rust by rustup",
            linker.display()
        );
    }
    Ok(Compiler::Debian { linker })
}

/// Asks rustup for the source of the standard library, unless it failed to
/// answer lately.
fn add_source(places: &Places, sysroot: &Path, choice: &str) -> Result<bool> {
    let memory = places.cache.join("rustup.failed");
    let is_forced = choice == "source";
    if run::find_program(&["rustup"]).is_none() || (!is_forced && is_remembered(&memory, sysroot)) {
        return Ok(false);
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]);
    let is_added = run::within("rustup component add rust-src", RUSTUP_LIMIT, &mut command)?
        && has_source(sysroot);
    if !is_added {
        fs::write(&memory, sysroot.as_os_str().as_encoded_bytes())
            .with_context(|| format!("cannot write `{}`", memory.display()))?;
    }
    Ok(is_added)
}

fn sysroot(mut rustc: Command) -> Result<PathBuf> {
    let answer = run::capture(rustc.args(["--print", "sysroot"]))
        .context("cannot ask the Rust compiler for its folder")?;
    Ok(PathBuf::from(answer.trim()))
}

/// The folder of the host's own files below `lib/rustlib`.
fn host(sysroot: &Path) -> Result<String> {
    let rustc = sysroot.join("bin/rustc");
    let answer = run::capture(Command::new(&rustc).arg("-vV"))?;
    answer
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .with_context(|| format!("`{} -vV` names no host", rustc.display()))
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

fn has_source(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
}

fn has_debian_compiler() -> bool {
    let mut rustc = Command::new(DEBIAN_RUSTC);
    rustc.env_remove("LD_LIBRARY_PATH");
    Path::new(DEBIAN_CARGO).is_file()
        && Path::new(DEBIAN_RUSTC).is_file()
        && self::sysroot(rustc).is_ok_and(|root| has_source(&root))
}

/// Whether rustup failed lately for this very toolchain.
fn is_remembered(memory: &Path, sysroot: &Path) -> bool {
    let is_same =
        fs::read(memory).is_ok_and(|toolchain| toolchain == sysroot.as_os_str().as_encoded_bytes());
    let age = fs::metadata(memory)
        .and_then(|metadata| metadata.modified())
        .ok()
        .and_then(|written| SystemTime::now().duration_since(written).ok());
    is_same && age.is_some_and(|age| age < RUSTUP_RETRY)
}
