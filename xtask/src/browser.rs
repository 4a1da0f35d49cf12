//! Tests of the built demo in Chromium, by Playwright.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::demo::{self, BuiltSite};
use crate::places::Places;
use crate::provide::{self, NodeModules};
use crate::run;
use crate::serve::{Port, Site};

/// Where the site below a path is served: see [`demo::build_variant`].
const FIRST_PORT_BELOW: u16 = 4150;
const PREFIX_BELOW: &str = "/help/";

/// One demo site with the address it is served at.
pub(crate) type ServedSite = (BuiltSite, Site);

/// Which tests of `tests/browser` run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Selection<'a> {
    /// Projects of the configuration; all if empty.
    pub(crate) projects: &'a [&'a str],
    /// Part of a title, as a regular expression.
    pub(crate) grep: Option<&'a str>,
    /// One test at a time, for measurements.
    pub(crate) alone: bool,
}

/// Checks the types of the browser tests themselves.
pub(crate) fn check_types(places: &Places) -> Result<()> {
    let modules = provide::node_modules(places)?;
    let mut tsc = modules.command("tsc");
    tsc.current_dir(places.browser_tests()).args(["--noEmit", "--project", "tsconfig.json"]);
    run::quiet("types of the browser tests", &mut tsc)?;
    Ok(())
}

/// Runs Playwright on the served sites.
pub(crate) fn play(places: &Places, sites: &[ServedSite], selection: &Selection<'_>) -> Result<()> {
    let modules = provide::node_modules(places)?;
    let chromium = provide::chromium()?;
    let (first, _) = sites.first().context("no demo site is served")?;
    let port = Port::take(FIRST_PORT_BELOW)?;
    let url = format!("http://127.0.0.1:{}{PREFIX_BELOW}", port.number());
    let variant = demo::build_variant(places, &first.brand, &url)?;
    let below = port.serve(variant.folder.clone(), PREFIX_BELOW);
    let below = json!({ "brand": variant.brand, "folder": variant.folder, "url": below.url() });
    let described: Vec<_> = sites
        .iter()
        .map(|(built, site)| json!({ "brand": built.brand, "folder": built.folder, "url": site.url() }))
        .collect();
    let mut playwright = playwright(&modules);
    playwright
        .current_dir(places.browser_tests())
        .args(["test", "--config", "playwright.config.ts"])
        .args(selection.projects.iter().map(|project| format!("--project={project}")))
        .env("HELPWRIGHT_SITES", serde_json::to_string(&described)?)
        .env("HELPWRIGHT_BELOW", below.to_string())
        .env("HELPWRIGHT_RESULTS", places.product("browser"))
        .env("CHROMIUM", &chromium)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    if let Some(grep) = selection.grep {
        playwright.args(["--grep", grep]);
    }
    if selection.alone {
        playwright.args(["--workers", "1"]);
    }
    if provide::is_root() {
        // Chromium refuses its sandbox to root.
        playwright.env("HELPWRIGHT_NO_SANDBOX", "1");
    }
    let status = playwright.status().context("cannot start Playwright")?;
    if !status.success() {
        bail!(
            "browser tests failed; pictures and traces are in `{}`",
            places.product("browser").display()
        );
    }
    Ok(())
}

fn playwright(modules: &NodeModules) -> Command {
    modules.command("playwright")
}
