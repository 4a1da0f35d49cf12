//! What forms and rules cost: bytes, conditions per second natively and in the
//! browser, the time from a keystroke to articles that may answer, and how many
//! submissions the relay keeps.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use super::BenchOptions;
use super::figure::{Figure, Goal, publish};
use super::generator::release_kb;
use super::measure::Series;
use super::relay;
use crate::corpora::{self, CORPORA_VARIABLE};
use crate::places::Places;
use crate::progress::Activity;
use crate::serve::Port;
use crate::wasm::{self, Optimize, gzip_len};
use crate::{provide, run};

const FIRST_PORT: u16 = 4450;
/// More than ten thousand pages.
const CORPUS: &str = "tldr-pages";
/// How many different texts are written.
const TEXTS: usize = 60;
/// Seconds for which conditions are looked at.
const SECONDS: f64 = 2.0;
const ROUNDS: usize = 5;
const QUICK_ROUNDS: usize = 3;
const KIB: f64 = 1024.0;

/// A form with one field for which articles are looked up.
const FORM: &str = "title = \"Contact\"\nthanks = \"Thank you.\"\n\n[[fields]]\nid = \"message\"\n\
     type = \"textarea\"\nlabel = \"Message\"\nrequired = true\ntarget = \"message.body\"\n";

/// What is loaded, and when.
const FILES: [(&str, &[&str]); 6] = [
    ("a form, once it is touched", &["form.js", "form.wasm"]),
    ("a form on a page of others, before", &["form-tag.js"]),
    ("what is counted, once there is something", &["records.js"]),
    ("articles before a chat, with its first word", &["widget/offer.js"]),
    ("a form in the widget, once it is opened, beside the form's own", &["widget/forms.js"]),
    ("rules, on idle where there are some", &["widget/proactive.js", "widget/proactive_bg.wasm"]),
];

/// Looks at a form, each of which evaluates every test of it.
#[derive(Debug, Deserialize)]
struct Looks {
    looks: f64,
    seconds: f64,
}

/// What `forms.mjs` tells; times in ms.
#[derive(Debug, Deserialize)]
struct Seen {
    conditions: Looks,
    waits: Vec<f64>,
    cold: Option<f64>,
}

/// Measures and publishes the figures.
pub(super) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    let Some(archives) = corpora::archives() else {
        bail!(
            "suggestions are measured on real articles: set {CORPORA_VARIABLE} to the folder of archives"
        );
    };
    let rounds = if options.quick { QUICK_ROUNDS } else { ROUNDS };
    let assets = wasm::build(places, Optimize::Always)?;
    let mut figures = Vec::new();
    for (what, files) in FILES {
        let mut bytes = 0;
        for file in files {
            let path = assets.join(file);
            let read = fs::read(&path).with_context(|| format!("no `{}`", path.display()))?;
            bytes += gzip_len(&read)?;
        }
        figures.push(Figure::exact(format!("{what}, gzip"), "KiB", bytes as f64 / KIB));
    }
    let work = places.product("bench-work").join("forms");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove `{}`", work.display()))?;
    }
    fs::create_dir_all(&work).with_context(|| format!("cannot create `{}`", work.display()))?;

    let conditions = conditions(places)?;
    fs::write(work.join("form.json"), print(&conditions, "form")?)?;
    fs::write(work.join("answers.json"), print(&conditions, "answers")?)?;
    let site = corpora::site(places, &archives, CORPUS, &work)?;
    let page = page_with_form(places, &assets, &site, &work)?;
    figures.extend(on_its_page(&page)?);
    let port = Port::take(FIRST_PORT)?;
    let served = port.serve(page, "/help/");
    let mut native = Series::default();
    let mut browser = Series::default();
    let mut waits = Series::default();
    let mut offered = 0;
    let mut cold = Series::default();
    for round in 1..=rounds {
        let activity = Activity::start(&format!("round {round} of {rounds}"));
        let text = print(&conditions, &SECONDS.to_string())?;
        let looks: Value = serde_json::from_str(&text).context("no figures")?;
        let tests = looks["tests"].as_f64().context("no number of tests")?;
        let looks: Looks = serde_json::from_value(looks).context("no figures")?;
        native.push(looks.looks * tests / looks.seconds / 1e6);
        let seen =
            in_browser(places, &assets, &work, &format!("{}en/forms/contact/", served.url()))?;
        browser.push(seen.conditions.looks * tests / seen.conditions.seconds / 1e6);
        offered += seen.waits.len();
        seen.waits.into_iter().for_each(|wait| waits.push(wait));
        seen.cold.into_iter().for_each(|wait| cold.push(wait));
        activity.done();
    }
    if offered == 0 {
        bail!("no article was ever offered");
    }
    figures.push(
        Figure::new("tests of conditions, native", "millions a second", native)
            .against("the same in the browser, with JSON", browser),
    );
    figures.push(Figure::exact("texts that were offered something", "%", {
        100.0 * offered as f64 / ((TEXTS - 1) * rounds) as f64
    }));
    figures.push(Figure::exact("keystroke to suggestion, p50", "ms", waits.median()));
    figures.push(Figure::exact("keystroke to suggestion, p95", "ms", waits.p95()));
    figures.push(Figure::new("the first one, which loads the search", "ms", cold));
    let (forms, messages) = relay::submissions(places, rounds)?;
    figures.push(
        Figure::new("submissions, durable", "a second", forms)
            .against("messages of the bare floor, not durable", messages)
            .goal(Goal::None),
    );
    publish(places, "forms", &figures)
}

/// What the page of a form loads before anybody touches it: pages without a
/// form load none of it.
fn on_its_page(site: &Path) -> Result<[Figure; 2]> {
    let html = fs::read(site.join("en/forms/contact/index.html"))?;
    let assets = site.join("assets");
    let mut styles = 0;
    for entry in fs::read_dir(&assets).with_context(|| format!("no `{}`", assets.display()))? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("form.") && name.ends_with(".css") {
            styles += gzip_len(&fs::read(assets.join(&*name))?)?;
        }
    }
    if styles == 0 {
        bail!("the page of a form has no styles of its own in `{}`", assets.display());
    }
    Ok([
        Figure::exact("the page of a form, HTML, gzip", "KiB", gzip_len(&html)? as f64 / KIB),
        Figure::exact("its styles beside those of all pages, gzip", "KiB", styles as f64 / KIB),
    ])
}

/// Compiles the work on conditions.
fn conditions(places: &Places) -> Result<std::path::PathBuf> {
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo.args(["build", "--release", "--locked", "--package", "kb-protocol"]);
    cargo.args(["--example", "conditions"]);
    run::compile("compile the work on conditions", &mut cargo)?;
    let name = format!("conditions{}", std::env::consts::EXE_SUFFIX);
    Ok(places.native_target().join("release/examples").join(name))
}

fn print(conditions: &Path, word: &str) -> Result<String> {
    run::capture(Command::new(conditions).arg(word))
}

/// Builds the corpus with a form, and notes what people could write to it: what
/// commands are for, in the words of their pages.
fn page_with_form(
    places: &Places,
    assets: &Path,
    site: &Path,
    work: &Path,
) -> Result<std::path::PathBuf> {
    let forms = site.join("forms");
    fs::create_dir_all(&forms)?;
    fs::write(forms.join("contact.toml"), FORM)?;
    let settings = site.join("kb.toml");
    let text = fs::read_to_string(&settings).context("cannot read kb.toml")?;
    fs::write(
        &settings,
        format!("{text}\n[forms]\nfallback = \"mailto:help@commands.example\"\n"),
    )?;
    let output = work.join("site");
    let mut build = Command::new(release_kb(places)?);
    build.arg("build").arg("--site").arg(site).arg("--output").arg(&output);
    build.arg("--assets").arg(assets).args(["--locked", "--force", "--quiet"]);
    run::capture(&mut build)?;
    let mut said = Vec::new();
    let folder = site.join("pages/common");
    let mut pages: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("cannot read `{}`", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    pages.sort();
    for page in pages.iter().step_by((pages.len() / TEXTS).max(1)).take(TEXTS) {
        let text = fs::read_to_string(page)?;
        let about = text.lines().find_map(|line| line.strip_prefix("> ")).unwrap_or_default();
        said.push(format!("How do I do this: {about}"));
    }
    fs::write(work.join("words.json"), serde_json::to_string(&said)?)?;
    Ok(output)
}

fn in_browser(places: &Places, assets: &Path, work: &Path, page: &str) -> Result<Seen> {
    let modules = provide::node_modules(places)?;
    let mut command = Command::new(modules.node());
    run::forget_this_cargo(&mut command);
    command.arg(places.root.join("xtask/src/bench/forms.mjs"));
    command.arg(modules.file("")).arg(provide::chromium()?).arg(assets.join("form.wasm"));
    command.arg(work.join("form.json")).arg(work.join("answers.json"));
    command.arg(SECONDS.to_string()).arg(page).arg(work.join("words.json"));
    let text = run::capture(&mut command)?;
    serde_json::from_str(&text).with_context(|| format!("cannot read `{text}`"))
}
