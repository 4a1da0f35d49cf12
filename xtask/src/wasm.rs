//! Builds what runs in the browser into `target/assets/`.

mod inbox;
mod loader;
mod widget;

pub(crate) use widget::{ARTICLES, CHAT, opened_bytes, proactive_bytes};

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::places::Places;
use crate::progress::seconds;
use crate::provide::WasmCompiler;
use crate::{provide, run};

/// Part of the key of cached results: changes when the way to optimise does.
const WASM_OPT_VERSION: &str = "binaryen 132 -Os, 1";
/// What current browsers have and the Rust compiler may have used.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// One WASM module and the hand-written script that drives it.
struct Module {
    package: &'static str,
    /// Features that make the package export what the browser calls.
    features: &'static str,
    /// What it needs of the standard library, where that is built along.
    std_parts: &'static str,
    /// Name of the compiled file.
    artifact: &'static str,
    /// Its name among the assets.
    asset: &'static str,
    /// Scripts: the parts of each, one behind the other, and its name among the
    /// assets.
    scripts: &'static [(&'static [&'static str], &'static str)],
}

const MODULES: [Module; 2] = [
    Module {
        package: "kb-search",
        features: "module",
        std_parts: "core,alloc",
        artifact: "kb_search.wasm",
        asset: "search.wasm",
        scripts: &[(&["kb-generator/search/browser/search.js"], "search.js")],
    },
    Module {
        package: "kb-protocol",
        features: "module",
        std_parts: "std,panic_abort",
        artifact: "kb_protocol.wasm",
        asset: "form.wasm",
        scripts: &[
            (&["widget/form/suggest.js", "widget/form/form.js"], "form.js"),
            (&["widget/form/form-tag.js"], "form-tag.js"),
            (&["widget/form/records.js"], "records.js"),
        ],
    },
];

/// Whether Node.js and its packages may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Optimize {
    /// Only what lies in the cache is used: needs no Node.js.
    IfCached,
    /// Whatever it costs.
    Always,
}

/// Compiles every module and puts it, with its scripts, among the assets.
pub(crate) fn build(places: &Places, optimize: Optimize) -> Result<PathBuf> {
    let compiler = provide::wasm_compiler(places)?;
    let assets = places.assets();
    fs::create_dir_all(&assets).with_context(|| format!("cannot create `{}`", assets.display()))?;
    for module in &MODULES {
        let Module { package, features, std_parts, artifact, .. } = *module;
        let compiled = compile(places, &compiler, package, features, std_parts, artifact)?;
        let best = &smallest(places, &compiled, optimize)?;
        write_if_changed(&assets.join(module.asset), best)?;
        for (parts, to) in module.scripts {
            let mut script = String::new();
            for part in *parts {
                let part = places.root.join(part);
                script += &fs::read_to_string(&part)
                    .with_context(|| format!("cannot read `{}`", part.display()))?;
            }
            write_if_changed(&assets.join(to), widget::minified_script(&script).as_bytes())?;
        }
    }
    widget::build(places, &compiler, &assets, optimize)?;
    inbox::build(places, &compiler, &assets, optimize)?;
    copy_diagram_script(places, &assets, optimize)?;
    Ok(assets)
}

/// Compiles one package for the browser.
fn compile(
    places: &Places,
    compiler: &WasmCompiler,
    package: &str,
    features: &str,
    std_parts: &str,
    artifact: &str,
) -> Result<Vec<u8>> {
    let _lock = places.lock("target-wasm")?;
    let mut command = compiler.rustc(places, std_parts);
    command.args(["--package", package, "--lib"]);
    command.args(["--no-default-features", "--features", features]);
    // Only here a library of its own: a manifest that says so would
    // link one in every native build too.
    command.args(["--crate-type", "cdylib"]);
    run::compile(&format!("compile {package} for the browser"), &mut command)
        .with_context(|| format!("cannot compile `{package}` for wasm32"))?;
    let path = places.wasm_target().join("wasm32-unknown-unknown/wasm").join(artifact);
    fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))
}

/// The module as it is or after wasm-opt, whichever is smaller on the way.
fn smallest(places: &Places, compiled: &[u8], optimize: Optimize) -> Result<Vec<u8>> {
    Ok(match optimized(places, compiled, optimize)? {
        Some(bytes) if gzip_len(&bytes)? < gzip_len(compiled)? => bytes,
        _ => compiled.to_vec(),
    })
}

/// Copies the script that draws diagrams. Where npm packages are only used if
/// they are there already, diagrams read as text without them.
fn copy_diagram_script(places: &Places, assets: &Path, optimize: Optimize) -> Result<()> {
    let packages = match optimize {
        Optimize::Always => Some(provide::node_modules(places)?.file("")),
        Optimize::IfCached => provide::installed_packages(places)?,
    };
    let Some(packages) = packages else { return Ok(()) };
    let script = packages.join("mermaid/dist/mermaid.min.js");
    let bytes = fs::read(&script).with_context(|| format!("cannot read `{}`", script.display()))?;
    write_if_changed(&assets.join("mermaid.js"), &bytes)
}

/// Builds and says what came out: `cargo xtask wasm`.
pub(crate) fn command(places: &Places) -> Result<()> {
    let started = std::time::Instant::now();
    let assets = build(places, Optimize::Always)?;
    for (name, bytes) in files(&assets)? {
        println!("{name}: {} bytes, {} gzip", bytes.len(), gzip_len(&bytes)?);
    }
    for (what, build) in [("widget", &CHAT), ("widget with articles", &ARTICLES)] {
        let opened = opened_bytes(&assets.join("widget"), build)?;
        for (name, bytes) in &opened {
            println!("widget/{name}: {bytes} bytes brotli");
        }
        println!("{what}, opened: {} bytes brotli", opened.values().sum::<usize>());
    }
    println!("{} ({})", assets.display(), seconds(started.elapsed()));
    Ok(())
}

/// The module after wasm-opt, from the cache if it was ever optimised.
fn optimized(places: &Places, compiled: &[u8], optimize: Optimize) -> Result<Option<Vec<u8>>> {
    let mut key = blake3::Hasher::new();
    key.update(WASM_OPT_VERSION.as_bytes());
    key.update(compiled);
    let key = key.finalize().to_hex();
    let folder = places.cache.join("wasm-opt");
    let cached = folder.join(format!("{}.wasm", &key[..32]));
    if cached.is_file() {
        return fs::read(&cached)
            .map(Some)
            .with_context(|| format!("cannot read `{}`", cached.display()));
    }
    if optimize == Optimize::IfCached {
        return Ok(None);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let modules = provide::node_modules(places)?;
    let input = folder.join(format!("{}.{}.in", &key[..32], std::process::id()));
    let output = input.with_extension("out");
    fs::write(&input, compiled).with_context(|| format!("cannot write `{}`", input.display()))?;
    let result = run::quiet(
        "wasm-opt",
        modules
            .command("wasm-opt")
            .arg("-Os")
            .args(WASM_FEATURES)
            .arg(&input)
            .arg("-o")
            .arg(&output),
    );
    // Only an intermediate file; the next run would overwrite it.
    let _ = fs::remove_file(&input);
    result?;
    let bytes = fs::read(&output).with_context(|| format!("cannot read `{}`", output.display()))?;
    fs::rename(&output, &cached).with_context(|| format!("cannot write `{}`", cached.display()))?;
    Ok(Some(bytes))
}

/// Leaves an equal file alone, so that `kb build` sees nothing new.
fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Size after gzip at its best level, as a static host would send it.
pub(crate) fn gzip_len(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("cannot compress")?;
    Ok(encoder.finish().context("cannot compress")?.len())
}

/// The bytes after brotli at its best level.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).context("cannot compress")?;
    Ok(out)
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((name, fs::read(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}
