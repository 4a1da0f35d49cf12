//! Builds the chat widget: module and glue, loader, styles, messages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use super::{Optimize, brotli, compile, smallest, write_if_changed};
use crate::places::Places;
use crate::provide::WasmCompiler;
use crate::run;

/// What a browser loads when somebody opens the chat, beside the loader; of
/// the messages one locale.
pub(crate) const OPENED: [&str; 3] = ["kb_widget.js", "kb_widget_bg.wasm", "widget.css"];
/// Classes of the crate wasm-streams.
const UNUSED_EXPORTS: [&str; 3] = ["intounderlying", "readablestreamreader", "pipeoptions"];
/// The message that the loader says before the others are there.
const LABEL: &str = "launcher-open";

/// Puts everything into `assets/widget/`.
pub(super) fn build(
    places: &Places,
    compiler: &WasmCompiler,
    assets: &Path,
    optimize: Optimize,
) -> Result<()> {
    let folder = assets.join("widget");
    let messages_folder = folder.join("messages");
    fs::create_dir_all(&messages_folder)
        .with_context(|| format!("cannot create `{}`", messages_folder.display()))?;

    let compiled =
        compile(places, compiler, "kb-widget", "widget", "std,panic_abort", "kb_widget.wasm")?;
    let (glue, module) = bound("kb_widget", compiled)?;
    put(&folder.join("kb_widget_bg.wasm"), &smallest(places, &module, optimize)?)?;
    put(&folder.join("kb_widget.js"), minified_script(&glue).as_bytes())?;

    let read = |name: &str| {
        let path = places.root.join("widget").join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    put(&folder.join("widget.css"), minified_styles(&read("widget.css")?).as_bytes())?;
    put(&folder.join("files.js"), minified_script(&read("files.js")?).as_bytes())?;
    let mut labels = BTreeMap::new();
    for (locale, text) in messages(places)? {
        let json: Value = serde_json::from_str(&text)
            .with_context(|| format!("the messages of `{locale}` are no JSON"))?;
        let label = json["messages"][LABEL].as_str();
        let label = label.with_context(|| format!("`{locale}` has no message `{LABEL}`"))?;
        put(&messages_folder.join(format!("{locale}.json")), text.as_bytes())?;
        labels.insert(locale, label.to_owned());
    }
    let labels = serde_json::to_string(&labels).context("labels are JSON")?;
    let loader = tightened(&minified_script(&read("loader.js")?)).replace("LABELS", &labels);
    put(&folder.join("widget.js"), loader.as_bytes())
}

/// The glue that a browser needs to run a module, and the module for it.
pub(super) fn bound(name: &str, compiled: Vec<u8>) -> Result<(String, Vec<u8>)> {
    // The version of this library is the version of the crate in Cargo.lock,
    // and it refuses a module of another.
    let mut output = Bindgen::new()
        .input_bytes(name, compiled)
        .web(true)
        .context("cannot write glue for browsers")?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("cannot write the glue of `{name}`"))?;
    let mut glue = output.js().to_owned();
    let module = output.wasm_mut();
    // Leptos depends on a crate that exports classes for streams of servers,
    // which nothing here uses; without the exports their code goes too.
    let unused: Vec<_> = module
        .exports
        .iter()
        .filter(|export| UNUSED_EXPORTS.iter().any(|class| export.name.contains(class)))
        .map(|export| export.id())
        .collect();
    unused.into_iter().for_each(|id| module.exports.delete(id));
    // Every name ends in a hash, which no compression makes smaller.
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let hashed = imports.chain(exports).filter(|name| is_inner(name));
    let mut names = Vec::new();
    for (index, name) in hashed.enumerate() {
        let short = format!("_{index:x}");
        names.push((std::mem::replace(name, short.clone()), short));
    }
    // The longest first: the name of one may begin like another's.
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, short) in &names {
        glue = glue.replace(name, short);
    }
    Ok((glue, module.emit_wasm()))
}

/// Whether a name is only for the glue: functions of the browser that it hands
/// in, and closures that it calls.
fn is_inner(name: &str) -> bool {
    ["__wbg_", "__wbindgen_generic_", "wasm_bindgen_"].iter().any(|start| name.starts_with(start))
}

/// Writes a file, and the same after brotli beside it for servers.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    write_if_changed(path, bytes)?;
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    write_if_changed(Path::new(&name), &brotli(bytes)?)
}

/// The compiled messages by locale.
fn messages(places: &Places) -> Result<BTreeMap<String, String>> {
    let mut cargo = run::cargo(places);
    cargo.args(["run", "--quiet", "--locked", "--package", "kb-locales"]);
    let text = run::capture(cargo.args(["--example", "widget_messages"]))
        .context("cannot compile the widget's messages")?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines.map(|(locale, json)| (locale.to_owned(), json.to_owned())).collect())
}

/// What a browser loads until the chat can be used, in bytes after brotli:
/// loader, module, glue, styles and the messages of one locale.
pub(crate) fn opened_bytes(folder: &Path) -> Result<BTreeMap<String, usize>> {
    let mut sizes = BTreeMap::new();
    for name in OPENED.into_iter().chain(["widget.js", "messages/en.json"]) {
        let path = folder.join(name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        sizes.insert(name.to_owned(), brotli(&bytes)?.len());
    }
    Ok(sizes)
}

/// Takes line comments and indentation away, which is safe because our own
/// scripts and wasm-bindgen's have neither texts of several lines nor
/// comments behind code. Compression does the rest.
pub(super) fn minified_script(script: &str) -> String {
    let mut is_in_comment = false;
    let lines = script.lines().map(str::trim).filter(|line| {
        let is_comment = is_in_comment || line.starts_with("/*");
        if is_comment {
            is_in_comment = !line.ends_with("*/");
        }
        !is_comment && !line.is_empty() && !line.starts_with("//")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Takes the spaces around signs out of our own loader, which has none of
/// them in its texts.
fn tightened(script: &str) -> String {
    let mut text = script.to_owned();
    for sign in ["===", "==", "!=", "=", "&&", "||", "?", ":", "{", "}", "+"] {
        text = text.replace(&format!(" {sign} "), sign).replace(&format!(" {sign}"), sign);
    }
    for sign in [",", ";", ":", ")", "{", "}"] {
        text = text.replace(&format!("{sign} "), sign).replace(&format!("{sign}\n"), sign);
    }
    text
}

/// Takes comments and needless space out of our own styles, which have no
/// texts with two spaces or braces in them.
pub(super) fn minified_styles(styles: &str) -> String {
    let mut text = String::new();
    let mut rest = styles;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in
        [(" { ", "{"), ("; }", "}"), ("} ", "}"), ("; ", ";"), (": ", ":"), (", ", ",")]
    {
        text = text.replace(from, to);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_comments_and_indentation() {
        let script = "// why\n/**\n * more\n */\nfunction a() {\n    return 'http://x';\n}\n";
        assert_eq!(minified_script(script), "function a() {\nreturn 'http://x';\n}");
    }

    #[test]
    fn the_loader_loses_its_spaces() {
        let script = "var a = b ? { c: 1 } : d, e;\nif (a == b) return;\nf(function () { g(); });";
        assert_eq!(tightened(script), "var a=b?{c:1}:d,e;if (a==b)return;f(function (){g();});");
    }

    #[test]
    fn styles_lose_comments_and_space() {
        let styles = "/* why */\n.a { color: red; }\n@media (x: 1) {\n  .a, .b:hover { top: 0; left: 0; }\n}\n";
        assert_eq!(minified_styles(styles), ".a{color:red}@media (x:1){.a,.b:hover{top:0;left:0}}");
    }
}
