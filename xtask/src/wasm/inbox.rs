//! Builds the agents' inbox: module and glue, page, styles.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::widget::{bound, minified_script, minified_styles, put};
use super::{Optimize, compile, smallest};
use crate::places::Places;
use crate::provide::WasmCompiler;

/// Styles by subject, in the order in which they are joined: what is for narrow
/// screens comes after what it changes.
const STYLES: [&str; 15] = [
    "base",
    "controls",
    "sign-in",
    "desk",
    "list",
    "conversation",
    "composer",
    "files",
    "details",
    "above",
    "reports",
    "hooks",
    "notifications",
    "narrow",
    "modes",
];

/// Puts everything into `assets/inbox/`. Its texts come from the server, which
/// knows the reader's locale.
pub(super) fn build(
    places: &Places,
    compiler: &WasmCompiler,
    assets: &Path,
    optimize: Optimize,
) -> Result<()> {
    let folder = assets.join("inbox");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let compiled =
        compile(places, compiler, "kb-widget", "inbox", "std,panic_abort", "kb_widget.wasm")?;
    let (glue, module) = bound("inbox", compiled)?;
    put(&folder.join("inbox_bg.wasm"), &smallest(places, &module, optimize)?)?;
    let sources = places.root.join("widget/inbox");
    let read = |name: &str| {
        let path = sources.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    let glue = minified_script(&glue) + "\n" + &minified_script(&read("../tray.js")?);
    put(&folder.join("inbox.js"), glue.as_bytes())?;
    put(&folder.join("main.js"), minified_script(&read("main.js")?).as_bytes())?;
    let styles: String =
        STYLES.iter().map(|name| read(&format!("styles/{name}.css"))).collect::<Result<_>>()?;
    put(&folder.join("inbox.css"), minified_styles(&styles).as_bytes())?;
    for name in ["index.html", "icon.svg"] {
        put(&folder.join(name), read(name)?.as_bytes())?;
    }
    Ok(())
}
