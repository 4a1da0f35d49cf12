//! A compiler for wasm32: the target of rustup, or Debian's `rustc-web`.
//!
//! `rustup target add` hangs where its server cannot be reached, which is
//! common behind company proxies. There the Debian packages `rustc-web`,
//! `cargo-web` and `rust-web-src` bring a compiler with the very source of
//! its standard library, which is then built along.

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
/// Chooses a compiler: `rustup` forgets an earlier failure of rustup, `debian`
/// takes Debian's, whose output is a little smaller.
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
    /// The active toolchain has the target.
    Rustup,
    /// Debian's compiler, building the standard library along.
    Debian {
        /// The linker for wasm, from the rustup toolchain.
        linker: PathBuf,
    },
}

impl Compiler {
    /// `cargo build` for wasm32 with the profile `wasm`, up to the choice of
    /// the package.
    pub(crate) fn build(&self, places: &Places) -> Command {
        let mut command = match self {
            Self::Rustup => {
                let mut command = run::cargo(places);
                command.arg("build");
                command
            }
            Self::Debian { linker } => {
                let mut command = Command::new(DEBIAN_CARGO);
                run::forget_this_cargo(&mut command);
                command
                    .current_dir(&places.root)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .args([
                        "build",
                        "-Zbuild-std=std,panic_abort",
                        "-Zbuild-std-features=optimize_for_size",
                    ]);
                command
            }
        };
        command.env("CARGO_TARGET_DIR", places.wasm_target()).args([
            "--target",
            TARGET,
            "--profile",
            "wasm",
        ]);
        command
    }
}

/// Finds or provides a compiler for wasm32.
pub(crate) fn wasm_compiler(places: &Places) -> Result<Compiler> {
    let sysroot = sysroot(Command::new("rustc"))?;
    let choice = env::var(CHOICE_VARIABLE).unwrap_or_default();
    let wants_debian = match choice.as_str() {
        "" | "rustup" => false,
        "debian" => true,
        other => bail!("{CHOICE_VARIABLE} is `{other}`; it may be `rustup` or `debian`"),
    };
    if !wants_debian && has_target(&sysroot) {
        return Ok(Compiler::Rustup);
    }
    let memory = places.cache.join("rustup-target-add.failed");
    let may_ask_rustup = choice == "rustup" || !is_remembered(&memory, &sysroot);
    if !wants_debian && may_ask_rustup && run::find_program(&["rustup"]).is_some() {
        let mut command = Command::new("rustup");
        command.args(["target", "add", TARGET]);
        let added =
            run::within(&format!("rustup target add {TARGET}"), RUSTUP_LIMIT, &mut command)?;
        if added && has_target(&sysroot) {
            return Ok(Compiler::Rustup);
        }
        fs::write(&memory, sysroot.as_os_str().as_encoded_bytes())
            .with_context(|| format!("cannot write `{}`", memory.display()))?;
    }
    if !has_debian_compiler() {
        debian::install(
            &DEBIAN_PACKAGES,
            &format!("run `rustup target add {TARGET}` where rustup reaches its server"),
        )?;
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

fn has_debian_compiler() -> bool {
    let has_source = || {
        let mut rustc = Command::new(DEBIAN_RUSTC);
        rustc.env_remove("LD_LIBRARY_PATH");
        sysroot(rustc)
            .is_ok_and(|root| root.join("lib/rustlib/src/rust/library/Cargo.lock").is_file())
    };
    Path::new(DEBIAN_CARGO).is_file() && Path::new(DEBIAN_RUSTC).is_file() && has_source()
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
