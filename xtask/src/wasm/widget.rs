//! Builds the chat widget: module and glue, loader, styles, messages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use super::loader::shortened;
use super::{Optimize, brotli, compile, smallest, write_if_changed};
use crate::places::Places;
use crate::provide::WasmCompiler;
use crate::run;

/// One of the two widgets: whoever only chats loads no reader of articles.
pub(crate) struct Build {
    /// What tells its files from the other's.
    suffix: &'static str,
    features: &'static str,
    styles: &'static [&'static str],
    has_articles: bool,
}

/// Chat alone.
pub(crate) const CHAT: Build =
    Build { suffix: "", features: "widget", styles: &["widget.css"], has_articles: false };
/// Chat and the articles of a help site.
pub(crate) const ARTICLES: Build = Build {
    suffix: "_kb",
    features: "kb",
    styles: &["widget.css", "articles.css"],
    has_articles: true,
};
/// Beginning of the names of messages about articles.
const OF_ARTICLES: &str = "kb-";
/// Beginnings of the names of messages that later pieces say.
const OF_LATER: [&str; 6] = ["files-", "forms-", "more-", "offer-", "proactive-", "vote-"];
/// Those among them that are said without these pieces as well.
const AT_ONCE: [&str; 2] = ["files-attach", "files-failed"];
/// Classes of the crate wasm-streams.
const UNUSED_EXPORTS: [&str; 3] = ["intounderlying", "readablestreamreader", "pipeoptions"];

/// What pages that were written for another SDK without interface wait for.
const CORE_ALIAS: &str =
    "w.KustomerCore = core;\nw.dispatchEvent(new Event('kustomerCoreLoaded'));";

/// Puts everything into `assets/widget/`.
pub(super) fn build(
    places: &Places,
    compiler: &WasmCompiler,
    assets: &Path,
    optimize: Optimize,
) -> Result<()> {
    let folder = assets.join("widget");
    let read = |name: &str| {
        let path = places.root.join("widget").join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    let messages = messages(places)?;
    for build in [CHAT, ARTICLES] {
        let Build { suffix, features, styles, has_articles } = build;
        for part in ["frame", &format!("messages{suffix}")] {
            let part = folder.join(part);
            fs::create_dir_all(&part)
                .with_context(|| format!("cannot create `{}`", part.display()))?;
        }
        let artifact = "kb_widget.wasm";
        let compiled =
            compile(places, compiler, "kb-widget", features, "std,panic_abort", artifact)?;
        let name = format!("kb_widget{suffix}");
        let (glue, module) = bound(&name, compiled)?;
        put(&folder.join(format!("{name}_bg.wasm")), &smallest(places, &module, optimize)?)?;
        // In one file: a request less until one can write.
        let own = read("tray.js")? + &read("embed/api.js")?.replace("${SUFFIX}", suffix);
        let glue = minified_script(&glue) + "\n" + &minified_script(&own);
        put(&folder.join(format!("{name}.js")), glue.as_bytes())?;
        let styles: Vec<String> = styles.iter().map(|name| read(name)).collect::<Result<_>>()?;
        let styles = minified_styles(&styles.concat());
        put(&folder.join(format!("widget{suffix}.css")), styles.as_bytes())?;
        for (locale, messages) in &messages {
            let mut chosen = messages.clone();
            if let Some(texts) = chosen["messages"].as_object_mut() {
                texts.retain(|id, _| {
                    !is_later(id) && (has_articles || !id.starts_with(OF_ARTICLES))
                });
            }
            let file = folder.join(format!("messages{suffix}/{locale}.json"));
            put(&file, chosen.to_string().as_bytes())?;
        }
    }
    let compiled =
        compile(places, compiler, "kb-widget", "proactive", "std,panic_abort", "kb_widget.wasm")?;
    let (glue, module) = bound("proactive", compiled)?;
    put(&folder.join("proactive_bg.wasm"), &smallest(places, &module, optimize)?)?;
    let glue = minified_script(&glue) + "\n" + &minified_script(&read("embed/proactive.js")?);
    put(&folder.join("proactive.js"), glue.as_bytes())?;
    let later = folder.join("later");
    fs::create_dir_all(&later).with_context(|| format!("cannot create `{}`", later.display()))?;
    for (locale, mut texts) in messages {
        if let Some(texts) = texts["messages"].as_object_mut() {
            texts.retain(|id, _| is_later(id));
        }
        let file = later.join(format!("{locale}.json"));
        put(&file, texts["messages"].to_string().as_bytes())?;
    }
    for (from, to) in [
        (&["sound.js", "notices.js", "alerts.js"][..], "alerts.js"),
        (&["files.js"], "files.js"),
        (&["form/records.js"], "records.js"),
        (&["form/suggest.js", "offer.js"], "offer.js"),
        (&["forms.js"], "forms.js"),
        (&["more.js"], "more.js"),
        (&["resume.js"], "resume.js"),
        (&["searches.js"], "searches.js"),
        (&["vote.js"], "vote.js"),
        (&["frame/frame.js"], "frame.js"),
        (&["frame/page.js"], "frame/page.js"),
        (&["frame/way_back.js"], "frame/way_back.js"),
    ] {
        let parts: Vec<String> = from.iter().map(|part| read(part)).collect::<Result<_>>()?;
        put(&folder.join(to), minified_script(&parts.concat()).as_bytes())?;
    }
    for (name, script) in scripts(&read)? {
        put(&folder.join(name), script.as_bytes())?;
    }
    put(&folder.join("helpwright.d.ts"), read("embed/helpwright.d.ts")?.as_bytes())
}

/// Whether only a piece says it that is loaded when somebody needs it.
fn is_later(id: &str) -> bool {
    OF_LATER.iter().any(|start| id.starts_with(start)) && !AT_ONCE.contains(&id)
}

/// The loader and the chat without an interface, both also with the alias of
/// another SDK, and what comes when a page says who its visitor is.
fn scripts(read: &impl Fn(&str) -> Result<String>) -> Result<[(&'static str, String); 5]> {
    let loader = shortened(&minified_script(&read("loader.js")?));
    let alias = minified_script(&read("embed/alias.js")?);
    let alias = alias.replace("LOADER", &loader);
    let account = minified_script(&read("embed/account.js")?);
    let core = minified_script(&read("embed/core.js")?);
    Ok([
        ("widget.js", loader),
        ("alias.js", alias),
        ("account.js", account),
        ("core.js", core.replace("ALIAS", "")),
        ("core-alias.js", core.replace("ALIAS", CORE_ALIAS)),
    ])
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
fn messages(places: &Places) -> Result<BTreeMap<String, Value>> {
    let mut cargo = run::cargo(places);
    cargo.args(["run", "--quiet", "--locked", "--package", "kb-locales"]);
    let text = run::capture(cargo.args(["--example", "widget_messages"]))
        .context("cannot compile the widget's messages")?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines
        .map(|(locale, json)| {
            let json = serde_json::from_str(json)
                .with_context(|| format!("the messages of `{locale}` are no JSON"))?;
            Ok((locale.to_owned(), json))
        })
        .collect()
}

/// What a browser loads until the widget can be used, in bytes after brotli:
/// loader, module, glue, styles and the messages of one locale.
pub(crate) fn opened_bytes(folder: &Path, build: &Build) -> Result<BTreeMap<String, usize>> {
    let Build { suffix, .. } = build;
    sizes(
        folder,
        [
            "widget.js".to_owned(),
            format!("kb_widget{suffix}.js"),
            format!("kb_widget{suffix}_bg.wasm"),
            format!("widget{suffix}.css"),
            format!("messages{suffix}/en.json"),
        ],
    )
}

/// What a page loads on idle where its brand invites, in the same bytes.
pub(crate) fn proactive_bytes(folder: &Path) -> Result<usize> {
    let names = ["proactive.js", "proactive_bg.wasm"].map(str::to_owned);
    Ok(sizes(folder, names)?.values().sum())
}

fn sizes<const N: usize>(folder: &Path, names: [String; N]) -> Result<BTreeMap<String, usize>> {
    let mut sizes = BTreeMap::new();
    for name in names {
        let path = folder.join(&name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        sizes.insert(name, brotli(&bytes)?.len());
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
    fn styles_lose_comments_and_space() {
        let styles = "/* why */\n.a { color: red; }\n@media (x: 1) {\n  .a, .b:hover { top: 0; left: 0; }\n}\n";
        assert_eq!(minified_styles(styles), ".a{color:red}@media (x:1){.a,.b:hover{top:0;left:0}}");
    }
}
