//! Tests of the built demo in Chromium, by Playwright.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::demo::{self, BuiltSite};
use crate::places::Places;
use crate::provide::{self, NodeModules};
use crate::serve::{Port, Site};
use crate::{relay, run};

/// Where the site below a path is served: see [`demo::build_variant`].
const FIRST_PORT_BELOW: u16 = 4150;
const PREFIX_BELOW: &str = "/help/";
/// Where the pages that embed the widget are served, and the relay.
const FIRST_PORT_OF_HOST: u16 = 4180;
const FIRST_PORT_OF_RELAY: u16 = 4190;
/// Limits that no test reaches by accident.
const WIDE: &str = "\n[limits]\nmessages_per_minute = 10000\nsessions_per_hour = 10000\n\
     sign_ins_per_minute = 1000\n";

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

/// Runs the tests of the chat: a relay with an empty database, and pages of
/// somebody else that embed the widget.
pub(crate) fn play_chat(places: &Places, grep: Option<&str>) -> Result<()> {
    let folder = places.product("test-server");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    let host = Port::take(FIRST_PORT_OF_HOST)?;
    let origin = format!("http://127.0.0.1:{}", host.number());
    let brand = "pedalo";
    let origins = [(brand.to_owned(), vec![origin.clone()])].into_iter().collect();
    // Tests give the articles themselves, in the place of a help site.
    let help_sites = [(brand.to_owned(), format!("{origin}/help/"))].into_iter().collect();
    let relay = relay::start(places, &folder, FIRST_PORT_OF_RELAY, &origins, &help_sites, WIDE)?;
    let pages = places.product("test-host");
    relay::host_pages(places, &pages, &relay, &relay::key_of(brand))?;
    let host = host.serve(pages, "/");
    let chat = json!({
        "host": host.url(),
        "relay": relay.url(),
        "email": relay::AGENT_EMAIL,
        "colleague": relay::COLLEAGUE_EMAIL,
        "password": relay::AGENT_PASSWORD,
    });
    let modules = provide::node_modules(places)?;
    let mut command = prepared(places, &modules)?;
    command.args(["--project=chat"]).env("HELPWRIGHT_CHAT", chat.to_string());
    if let Some(grep) = grep {
        command.args(["--grep", grep]);
    }
    finish(places, command)
}

/// Runs Playwright on the served sites.
pub(crate) fn play(places: &Places, sites: &[ServedSite], selection: &Selection<'_>) -> Result<()> {
    let modules = provide::node_modules(places)?;
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
    let mut command = prepared(places, &modules)?;
    command
        .args(selection.projects.iter().map(|project| format!("--project={project}")))
        .env("HELPWRIGHT_SITES", serde_json::to_string(&described)?)
        .env("HELPWRIGHT_BELOW", below.to_string());
    if let Some(grep) = selection.grep {
        command.args(["--grep", grep]);
    }
    if selection.alone {
        command.args(["--workers", "1"]);
    }
    finish(places, command)
}

/// Playwright with what all tests need to know.
fn prepared(places: &Places, modules: &NodeModules) -> Result<Command> {
    let chromium = provide::chromium()?;
    let mut command = modules.command("playwright");
    command
        .current_dir(places.browser_tests())
        .args(["test", "--config", "playwright.config.ts"])
        .env("HELPWRIGHT_RESULTS", places.product("browser"))
        .env("CHROMIUM", &chromium)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    if provide::is_root() {
        // Chromium refuses its sandbox to root.
        command.env("HELPWRIGHT_NO_SANDBOX", "1");
    }
    Ok(command)
}

fn finish(places: &Places, mut command: Command) -> Result<()> {
    let status = command.status().context("cannot start Playwright")?;
    if !status.success() {
        bail!(
            "browser tests failed; pictures and traces are in `{}`",
            places.product("browser").display()
        );
    }
    Ok(())
}
