//! Tests of the built demo in Chromium, by Playwright.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::demo::{self, BuiltSite};
use crate::places::Places;
use crate::provide::{self, NodeModules};
use crate::relay::{self, Relay, RelayBrand};
use crate::run;
use crate::serve::{Port, Site};

/// First port of the sites.
const FIRST_PORT: u16 = 4100;
/// Where the site below a path is served: see [`demo::build_variant`].
const FIRST_PORT_BELOW: u16 = 4150;
const PREFIX_BELOW: &str = "/help/";
/// Where the sites without a relay are served, and where their forms go.
const FIRST_PORTS_ALONE: [(u16, &str); 2] =
    [(4160, "mailto:help@pedalo.example"), (4170, "https://forms.example/in")];
/// Where the pages that embed the widget are served, and the relay.
const FIRST_PORT_OF_HOST: u16 = 4180;
const FIRST_PORT_OF_RELAY: u16 = 4190;
/// Limits that no test reaches by accident.
const WIDE: &str = "\n[limits]\nmessages_per_minute = 10000\nsessions_per_hour = 10000\n\
     sign_ins_per_minute = 1000\nforms_per_hour = 10000\n\
     records_per_minute = 10000\nhooks_per_minute = 10000\n";

/// With what a brand's own site signs for its visitors in the tests.
const LOGIN_SECRET: &str = "what only the site and the relay know";
/// What the tests say of visitors and conversations.
const ATTRIBUTES: &str = "[attributes]\n\
     customer = [\"loyaltyTierStr\", \"ordersNum\", \"newsletterBool\"]\n\
     conversation = [\"topicStr\", \"bikeStr\", \"orderIdStr\", \"sourceStr\"]\n";

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

/// Where the relay of these tests keeps everything.
const RELAY_FOLDER: &str = "test-server";

/// What browser tests run against: the demo, the same below a path, a relay,
/// and pages of somebody else that embed its widget.
pub(crate) struct Stage {
    sites: Vec<ServedSite>,
    below: ServedSite,
    /// Without a relay, by where the forms go.
    alone: Vec<ServedSite>,
    relay: Relay,
    /// Path of a form hook.
    hook: String,
    host: Site,
}

impl Stage {
    /// Builds the demo twice, compares it, and serves everything.
    pub(crate) fn set(places: &Places) -> Result<Self> {
        let ports = demo::take_ports(places, FIRST_PORT)?;
        let (host, below) = (Port::take(FIRST_PORT_OF_HOST)?, Port::take(FIRST_PORT_BELOW)?);
        let relay_port = Port::free(FIRST_PORT_OF_RELAY)?;
        let relay_origin = relay::origin(relay_port);
        let urls = demo::base_urls(&ports, "/");
        let built = demo::build_twice(places, &urls, &relay_origin)?;
        let first = built.first().context("there is no demo site")?.brand.clone();
        let below_url = format!("{}{PREFIX_BELOW}", below.origin());
        let variant = demo::build_variant(places, &first, &below_url, &relay_origin)?;
        let mut alone = Vec::new();
        for (port, fallback) in FIRST_PORTS_ALONE {
            let port = Port::take(port)?;
            let url = format!("{}/", port.origin());
            let site = demo::build_without_relay(places, &first, &url, fallback)?;
            alone.push((site.clone(), port.serve(site.folder, "/")));
        }
        let mut own: Vec<String> =
            urls.values().map(|url| url.trim_end_matches('/').to_owned()).collect();
        own.extend([host.origin(), below.origin()]);
        let chat = RelayBrand {
            id: first.clone(),
            origins: own.clone(),
            help_site: urls.get(&first).cloned(),
            has_articles: false,
            site: built.first().map(|site| site.folder.clone()),
        };
        // The others take forms and votes.
        let others = built.iter().skip(1).map(|site| RelayBrand {
            id: site.brand.clone(),
            origins: own.clone(),
            help_site: None,
            has_articles: false,
            site: Some(site.folder.clone()),
        });
        let articles = RelayBrand {
            id: "articles".to_owned(),
            origins: vec![host.origin()],
            help_site: urls.get(&first).cloned(),
            has_articles: true,
            site: None,
        };
        let brands: Vec<RelayBrand> = [chat, articles].into_iter().chain(others).collect();
        let folder = places.product(RELAY_FOLDER);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove `{}`", folder.display()))?;
        }
        let hours = relay::brands_with_hours(&host.origin());
        let settings = format!(
            "{WIDE}{ATTRIBUTES}[brands.{first}.login]\nsecrets = [\"{LOGIN_SECRET}\"]\n{hours}"
        );
        let relay = relay::start(places, &folder, relay_port, &brands, &settings)?;
        let hook = relay::add_hook(places, &folder, "fair", &first)?;
        let pages = places.product("test-host");
        let served = demo::serve(built.clone(), ports)?.into_iter().map(|(_, site)| site);
        let sites: Vec<ServedSite> = built.into_iter().zip(served).collect();
        let site = sites.first().map(|(_, site)| site.url()).unwrap_or_default();
        relay::host_pages(
            places,
            &pages,
            &[
                (relay::FIXTURE_HOST, relay.host()),
                (relay::FIXTURE_SITE, site.trim_start_matches("http://").trim_end_matches('/')),
                (relay::FIXTURE_KEYS[0], &relay::key_of(&first)),
                (relay::FIXTURE_KEYS[1], &relay::key_of("articles")),
            ],
        )?;
        let below = (variant.clone(), below.serve(variant.folder, PREFIX_BELOW));
        Ok(Self { sites, below, alone, relay, hook, host: host.serve(pages, "/") })
    }

    /// The demo's sites.
    pub(crate) fn sites(&self) -> &[ServedSite] {
        &self.sites
    }

    /// Runs Playwright on it.
    pub(crate) fn play(&self, places: &Places, selection: &Selection<'_>) -> Result<()> {
        let modules = provide::node_modules(places)?;
        let described = |(built, site): &ServedSite| json!({ "brand": built.brand, "folder": built.folder, "url": site.url() });
        let sites: Vec<_> = self.sites.iter().map(described).collect();
        let alone: Vec<_> = self.alone.iter().map(described).collect();
        let chat = json!({
            "host": self.host.url(),
            "relay": self.relay.url(),
            "email": relay::AGENT_EMAIL,
            "colleague": relay::COLLEAGUE_EMAIL,
            "password": relay::AGENT_PASSWORD,
            "secret": LOGIN_SECRET,
            "keys": {
                "pedalo": relay::key_of("pedalo"),
                "owl": relay::key_of("owl"),
                "night": relay::key_of("night"),
            },
            "hook": self.hook,
            "program": places.program("kb-server"),
            "folder": places.product(RELAY_FOLDER),
        });
        let mut command = prepared(places, &modules)?;
        command
            .args(selection.projects.iter().map(|project| format!("--project={project}")))
            .env("HELPWRIGHT_SITES", serde_json::to_string(&sites)?)
            .env("HELPWRIGHT_ALONE", serde_json::to_string(&alone)?)
            .env("HELPWRIGHT_BELOW", described(&self.below).to_string())
            .env("HELPWRIGHT_CHAT", chat.to_string())
            .env("HELPWRIGHT_PICTURES", places.root.join("docs/pictures"));
        if let Some(grep) = selection.grep {
            command.args(["--grep", grep]);
        }
        if selection.alone {
            command.args(["--workers", "1"]);
        }
        finish(places, command)
    }
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
