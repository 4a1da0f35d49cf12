//! What the widget costs a host page and its visitors: bytes, requests, time
//! and memory, in Chromium as a slow phone, with the tag and without in turns.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::BenchOptions;
use super::figure::{Figure, Goal, publish};
use super::measure::Series;
use crate::places::Places;
use crate::progress::Activity;
use crate::relay::{self, RelayBrand};
use crate::serve::Port;
use crate::wasm::{self, ARTICLES, CHAT, Optimize, opened_bytes};
use crate::{demo, provide, run};

/// First port of the pages, and of the relay.
const FIRST_PORT: u16 = 4400;
const FIRST_PORT_OF_RELAY: u16 = 4410;
const ROUNDS: u32 = 5;
const QUICK_ROUNDS: u32 = 3;
const KIB: f64 = 1024.0;
const MIB: f64 = 1024.0 * 1024.0;

/// Bytes of others before anybody touches them, in KiB: measured with the same
/// page on a machine of two cores between September and November 2026; what
/// has no licence to run here is as its makers or their users tell.
const PEERS_BEFORE: [(&str, f64); 3] =
    [("Rocket.Chat Livechat", 61.0), ("Typebot", 160.0), ("Intercom", 344.0)];
/// Blocking time of others on a page that nobody touches, in ms; as above.
const PEERS_BLOCKING: [(&str, f64); 3] =
    [("Rocket.Chat Livechat", 277.0), ("Typebot", 173.0), ("LiveChat", 610.0)];
/// Bytes of others when one can write, in KiB; as above.
const PEERS_OPENED: [(&str, f64); 3] =
    [("Crisp", 130.0), ("Chatwoot, its limit", 300.0), ("Zendesk", 613.0)];

/// The pages: a name, and what stands in them beside the text.
const PAGES: [(&str, Option<(&str, &str)>); 4] = [
    ("without", None),
    ("chat", Some(("chat", "chat"))),
    ("kb", Some(("articles", "kb"))),
    ("both", Some(("articles", "both"))),
];

/// One visit, as `widget.mjs` tells it; times in ms, sizes in bytes.
#[derive(Debug, Deserialize)]
struct Visit {
    name: String,
    requests: f64,
    bytes: f64,
    blocking: f64,
    shift: f64,
    load: f64,
    script: f64,
    task: f64,
    heap: f64,
    usable: Option<f64>,
    warm: Option<f64>,
    opened: Option<Opened>,
}

/// The same page once one can write.
#[derive(Debug, Deserialize)]
struct Opened {
    requests: f64,
    bytes: f64,
    blocking: f64,
    script: f64,
    heap: f64,
}

/// Measures and publishes the figures.
pub(super) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    let assets = wasm::build(places, Optimize::Always)?;
    let (chat, full) = (
        opened_bytes(&assets.join("widget"), &CHAT)?,
        opened_bytes(&assets.join("widget"), &ARTICLES)?,
    );
    let rounds = if options.quick { QUICK_ROUNDS } else { ROUNDS };
    let activity = Activity::start(&format!("{rounds} rounds of {} pages", PAGES.len()));
    let visits = visits(places, rounds)?;
    activity.done();

    let kib = |bytes: usize| bytes as f64 / KIB;
    let loader = chat.get("widget.js").copied().unwrap_or_default();
    let mut figures = vec![
        Figure::exact("loader, brotli", "B", loader as f64).goal(Goal::AtMost(1331.0)),
        Figure::exact("opened, chat, brotli", "KiB", kib(chat.values().sum()))
            .against(PEERS_OPENED[0].0, one(PEERS_OPENED[0].1))
            .goal(Goal::AtMost(64.0)),
        Figure::exact("opened, articles or both, brotli", "KiB", kib(full.values().sum()))
            .against(PEERS_OPENED[1].0, one(PEERS_OPENED[1].1))
            .goal(Goal::AtMost(110.0)),
    ];
    let of = |name: &str, pick: fn(&Visit) -> f64| -> Series {
        visits.iter().filter(|visit| visit.name == name).map(pick).collect()
    };
    for (name, _) in PAGES.iter().filter(|(name, _)| *name != "without") {
        let mut more = |what: &str, unit, series, goal| {
            figures.push(Figure::new(format!("{name}: {what}"), unit, series).goal(goal));
        };
        more("requests before a touch", "requests", of(name, |it| it.requests), Goal::AtMost(2.0));
        more(
            "script before a touch",
            "ms",
            beyond(&visits, name, |it| it.script),
            Goal::AtMost(12.0),
        );
        more("layout shift", "score", of(name, |it| it.shift), Goal::AtMost(0.0));
        more(
            "busy main thread before a touch",
            "ms",
            beyond(&visits, name, |it| it.task),
            Goal::None,
        );
        more(
            "load event, later than without",
            "ms",
            beyond(&visits, name, |it| it.load),
            Goal::None,
        );
        more(
            "JavaScript heap before a touch",
            "KiB",
            scaled(&beyond(&visits, name, |it| it.heap), KIB),
            Goal::None,
        );
    }
    for (peer, blocking) in PEERS_BLOCKING {
        figures.push(
            Figure::new("blocking before a touch", "ms", beyond(&visits, "chat", |it| it.blocking))
                .against(peer, one(blocking))
                .goal(Goal::AtMost(0.0)),
        );
    }
    for (peer, bytes) in PEERS_BEFORE {
        let ours = scaled(&of("chat", |it| it.bytes), KIB);
        figures.push(
            Figure::new("bytes on the wire before a touch", "KiB", ours).against(peer, one(bytes)),
        );
    }
    for (name, _) in PAGES.iter().filter(|(name, _)| *name == "chat" || *name == "both") {
        let opened = |pick: fn(&Opened) -> f64| -> Series {
            let visits = visits.iter().filter(|visit| visit.name == *name);
            visits.filter_map(|visit| visit.opened.as_ref()).map(pick).collect()
        };
        let memory = |pick: fn(&Opened) -> f64, base: fn(&Visit) -> f64| -> Series {
            let without = of("without", base).median();
            opened(pick).map(|value| (value - without) / MIB)
        };
        let times = |pick: fn(&Visit) -> Option<f64>| -> Series {
            visits.iter().filter(|visit| visit.name == *name).filter_map(pick).collect()
        };
        let mut more = |what: &str, unit, series, goal| {
            figures.push(Figure::new(format!("{name}: {what}"), unit, series).goal(goal));
        };
        more("touch to a composer, cold", "ms", times(|it| it.usable), Goal::AtMost(900.0));
        more("touch to a composer, warm", "ms", times(|it| it.warm), Goal::AtMost(100.0));
        more("bytes on the wire, opened", "KiB", scaled(&opened(|it| it.bytes), KIB), Goal::None);
        more("requests, opened", "requests", opened(|it| it.requests), Goal::None);
        more("script, opened", "ms", opened(|it| it.script), Goal::None);
        more("blocking, opened", "ms", opened(|it| it.blocking), Goal::None);
        more("JavaScript heap, opened", "MiB", memory(|it| it.heap, |it| it.heap), Goal::None);
    }
    publish(places, "widget", &figures)
}

fn one(value: f64) -> Series {
    std::iter::once(value).collect()
}

fn scaled(series: &Series, by: f64) -> Series {
    series.map(|value| value / by)
}

/// What a page costs beyond the page without the tag in the same round.
fn beyond(visits: &[Visit], name: &str, pick: fn(&Visit) -> f64) -> Series {
    let of = |name: &str| -> Vec<f64> {
        visits.iter().filter(|visit| visit.name == name).map(pick).collect()
    };
    of(name).into_iter().zip(of("without")).map(|(with, without)| with - without).collect()
}

/// Serves the pages with a relay beside them, and visits them.
fn visits(places: &Places, rounds: u32) -> Result<Vec<Visit>> {
    let modules = provide::node_modules(places)?;
    let chromium = provide::chromium()?;
    let (host, relay_port) = (Port::take(FIRST_PORT)?, Port::free(FIRST_PORT_OF_RELAY)?);
    // A help site for the widget that shows articles.
    let site_ports = demo::take_ports(places, FIRST_PORT + 20)?;
    let urls = demo::base_urls(&site_ports, "/");
    let relay_origin = relay::origin(relay_port);
    let output = places.product("bench-demo");
    let built = demo::build_all(places, &output, &urls, &relay_origin, Optimize::IfCached)?;
    let help_site = built.first().and_then(|site| urls.get(&site.brand)).cloned();
    let _sites = demo::serve(built, site_ports)?;

    let brand = |id: &str, has_articles| RelayBrand {
        id: id.to_owned(),
        origins: vec![host.origin()],
        help_site: help_site.clone().filter(|_| has_articles),
        has_articles,
        site: None,
    };
    let work = places.product("bench-work").join("widget");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove `{}`", work.display()))?;
    }
    let brands = [brand("chat", false), brand("articles", true)];
    let relay = relay::start(places, &work.join("server"), relay_port, &brands, "")?;
    let folder = work.join("host");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    for (name, tag) in PAGES {
        let file = folder.join(format!("{name}.html"));
        fs::write(&file, page(relay.host(), tag))
            .with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    let host = host.serve(folder, "/");

    let mut command = Command::new(modules.node());
    run::forget_this_cargo(&mut command);
    command.arg(places.root.join("xtask/src/bench/widget.mjs"));
    command.arg(modules.file("")).arg(chromium).arg(rounds.to_string());
    command.args(PAGES.map(|(name, _)| format!("{name}={}{name}.html", host.url())));
    let output = command.stderr(Stdio::inherit()).output().context("cannot start Node.js")?;
    if !output.status.success() {
        bail!("the visits failed ({})", output.status);
    }
    let text = String::from_utf8(output.stdout).context("the visits are no UTF-8")?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("cannot read `{line}`")))
        .collect()
}

/// A page of plain text, with the tag of a brand and its mode.
fn page(relay: &str, tag: Option<(&str, &str)>) -> String {
    let tag = tag.map_or(String::new(), |(brand, mode)| {
        let key = relay::key_of(brand);
        format!("<script async src=\"http://{relay}/widget.js\" data-key=\"{key}\" data-mode=\"{mode}\"></script>")
    });
    let text = "<p>A page with text of its own, as long as people read.</p>".repeat(40);
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Host</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
         <main>{text}</main>{tag}</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_compared_within_their_round() {
        let visit = |name: &str, script| Visit {
            name: name.to_owned(),
            requests: 0.0,
            bytes: 0.0,
            blocking: 0.0,
            shift: 0.0,
            load: 0.0,
            script,
            task: 0.0,
            heap: 0.0,
            usable: None,
            warm: None,
            opened: None,
        };
        let visits =
            [visit("without", 1.0), visit("chat", 4.0), visit("without", 9.0), visit("chat", 10.0)];
        let series = beyond(&visits, "chat", |visit| visit.script);
        assert_eq!((series.least(), series.most()), (1.0, 3.0));
    }
}
