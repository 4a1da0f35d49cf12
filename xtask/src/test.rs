//! Everything that must hold before a merge: `cargo xtask test`.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::browser::{self, Selection, ServedSite, Stage};
use crate::demo::{self, BuiltSite};
use crate::places::Places;
use crate::progress::seconds;
use crate::wasm::{self, Optimize};
use crate::{budgets, corpora, html, lint, provide, run};

/// Options of `cargo xtask test`.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestOptions {
    /// Only these steps; all if empty.
    pub(crate) only: Vec<String>,
    pub(crate) keep_going: bool,
    pub(crate) list: bool,
}

/// What a step that did not fail says of itself.
enum Outcome {
    Passed,
    /// Not run, for this reason.
    LeftOut(String),
}

/// One step of the test run.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Session<'_>) -> Result<Outcome>,
}

/// In order of cost: a typo should fail in seconds.
const STEPS: [Step; 16] = [
    Step { name: "format", about: "cargo fmt --check", run: format },
    Step { name: "lint", about: "rules of ARCHITECTURE.md, licences, lock files", run: lint },
    Step { name: "clippy", about: "clippy with warnings denied", run: clippy },
    Step { name: "unit", about: "unit and integration tests", run: unit },
    Step { name: "docs", about: "examples in the documentation", run: docs },
    Step { name: "fuzz", about: "random input, the same on every machine", run: fuzz },
    Step {
        name: "wasm",
        about: "what runs in the browser, compiled and optimised",
        run: wasm_step,
    },
    Step { name: "demo", about: "the demo built twice, compared byte by byte", run: demo_step },
    Step { name: "budgets", about: "bytes against tests/budgets.toml", run: budgets_step },
    Step { name: "corpora", about: "texts of real help centers", run: corpora_step },
    Step { name: "types", about: "types of the browser tests", run: types },
    Step { name: "html", about: "html-validate and vnu over every page", run: html_step },
    Step { name: "browser", about: "Playwright in Chromium", run: browser_step },
    Step { name: "chat", about: "widget and relay in Chromium", run: chat_step },
    Step { name: "every-page", about: "axe over every page", run: every_page },
    Step { name: "lighthouse", about: "Lighthouse on the page kinds, as a phone", run: lighthouse },
];

/// The state that steps share.
struct Session<'a> {
    places: &'a Places,
    assets_are_built: bool,
    stage: Option<Stage>,
}

impl Session<'_> {
    fn assets(&mut self) -> Result<()> {
        if !self.assets_are_built {
            wasm::build(self.places, Optimize::Always)?;
            self.assets_are_built = true;
        }
        Ok(())
    }

    /// The demo, built twice, and all that is served; once per run.
    fn stage(&mut self) -> Result<&Stage> {
        if self.stage.is_none() {
            self.assets()?;
            self.stage = Some(Stage::set(self.places)?);
        }
        self.stage.as_ref().context("was set above")
    }

    fn sites(&mut self) -> Result<&[ServedSite]> {
        Ok(self.stage()?.sites())
    }

    fn built(&mut self) -> Result<Vec<BuiltSite>> {
        Ok(self.sites()?.iter().map(|(built, _)| built.clone()).collect())
    }
}

/// Runs the steps and ends with one line that counts them.
pub(crate) fn command(places: &Places, options: &TestOptions) -> Result<()> {
    if options.list {
        for step in &STEPS {
            println!("{:11} {}", step.name, step.about);
        }
        return Ok(());
    }
    if let Some(unknown) =
        options.only.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str()))
    {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step is called `{unknown}`; there are {}", names.join(", "));
    }
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| options.only.is_empty() || options.only.iter().any(|name| name == step.name))
        .collect();
    let started = Instant::now();
    let mut session = Session { places, assets_are_built: false, stage: None };
    let mut results: Vec<(&str, Duration, &str)> = Vec::new();
    let mut failed = 0;
    for (index, step) in chosen.iter().enumerate() {
        println!("\n[{}/{}] {}: {}", index + 1, chosen.len(), step.name, step.about);
        let step_started = Instant::now();
        let outcome = (step.run)(&mut session);
        let elapsed = step_started.elapsed();
        let word = match outcome {
            Ok(Outcome::Passed) => "passed",
            Ok(Outcome::LeftOut(reason)) => {
                println!("  left out: {reason}");
                "left out"
            }
            Err(error) => {
                println!("  error: {error:#}");
                failed += 1;
                "FAILED"
            }
        };
        println!("{}: {word} ({})", step.name, seconds(elapsed));
        results.push((step.name, elapsed, word));
        if failed > 0 && !options.keep_going {
            break;
        }
    }
    println!();
    for (name, elapsed, word) in &results {
        println!("  {name:11} {word:9} {}", seconds(*elapsed));
    }
    let count = |wanted: &str| results.iter().filter(|(_, _, word)| *word == wanted).count();
    println!(
        "\n{} passed, {failed} failed, {} left out, {} not reached ({})",
        count("passed"),
        count("left out"),
        chosen.len() - results.len(),
        seconds(started.elapsed())
    );
    if failed > 0 {
        let names: Vec<&str> = results
            .iter()
            .filter(|(_, _, word)| *word == "FAILED")
            .map(|(name, ..)| *name)
            .collect();
        bail!(
            "failed: {}; repeat one step with `cargo xtask test --only {}`",
            names.join(", "),
            names[0]
        );
    }
    Ok(())
}

/// Builds the demo and runs some of its browser tests: `cargo xtask browser`.
pub(crate) fn browser_only(places: &Places, grep: Option<&str>, projects: &[String]) -> Result<()> {
    let mut session = Session { places, assets_are_built: false, stage: None };
    let projects: Vec<&str> = projects.iter().map(String::as_str).collect();
    let alone = projects.contains(&"lighthouse");
    session.stage()?.play(places, &Selection { projects: &projects, grep, alone })
}

fn format(session: &mut Session<'_>) -> Result<Outcome> {
    run::visible(run::cargo(session.places).args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

fn lint(session: &mut Session<'_>) -> Result<Outcome> {
    lint::command(session.places)?;
    Ok(Outcome::Passed)
}

fn clippy(session: &mut Session<'_>) -> Result<Outcome> {
    let mut cargo = run::cargo(session.places);
    cargo.args(["clippy", "--workspace", "--all-targets", "--locked"]);
    run::compile("check every package", cargo.args(["--", "-D", "warnings"]))?;
    Ok(Outcome::Passed)
}

fn unit(session: &mut Session<'_>) -> Result<Outcome> {
    // Tests start `kb` from the shared target folder: see `Places::lock`.
    let _lock = session.places.lock("target")?;
    let postgres = provide::Postgres::start()?;
    let mut cargo = run::cargo(session.places);
    cargo.env(provide::POSTGRES_VARIABLE, postgres.url());
    cargo.env(provide::POSTGRES_ROOT_VARIABLE, postgres.root());
    if run::find_program(&["cargo-nextest"]).is_some() {
        cargo.args(["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]);
        // Random input has a step of its own.
        cargo.args(["--filter-expr", "not binary(fuzz)"]);
        cargo.args(["--status-level", "fail", "--final-status-level", "fail"]);
    } else {
        cargo.args(["test", "--workspace", "--locked", "--quiet", "--no-fail-fast"]);
        cargo.args(["--lib", "--bins", "--tests"]);
    }
    run::visible(&mut cargo)?;
    Ok(Outcome::Passed)
}

fn docs(session: &mut Session<'_>) -> Result<Outcome> {
    run::visible(run::cargo(session.places).args([
        "test",
        "--workspace",
        "--locked",
        "--doc",
        "--quiet",
    ]))?;
    Ok(Outcome::Passed)
}

fn fuzz(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo.args(["test", "--workspace", "--test", "fuzz", "--locked", "--quiet"]);
    run::visible(&mut cargo)?;
    Ok(Outcome::Passed)
}

fn wasm_step(session: &mut Session<'_>) -> Result<Outcome> {
    session.assets()?;
    Ok(Outcome::Passed)
}

fn demo_step(session: &mut Session<'_>) -> Result<Outcome> {
    for (built, site) in session.sites()? {
        println!("  {}: {}", built.brand, site.url());
    }
    Ok(Outcome::Passed)
}

fn budgets_step(session: &mut Session<'_>) -> Result<Outcome> {
    let built = session.built()?;
    budgets::check(session.places, &built)?;
    Ok(Outcome::Passed)
}

fn corpora_step(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let Some(archives) = corpora::archives() else {
        return Ok(Outcome::LeftOut(format!(
            "set {} to a folder of .tar.zst archives to run it",
            corpora::CORPORA_VARIABLE
        )));
    };
    if fs::read_dir(places.root.join("tests/corpora")).is_err() {
        return Ok(Outcome::LeftOut("there is no tests/corpora".into()));
    }
    session.assets()?;
    demo::build_kb(places)?;
    corpora::build(places, &archives)?;
    Ok(Outcome::Passed)
}

fn types(session: &mut Session<'_>) -> Result<Outcome> {
    browser::check_types(session.places)?;
    Ok(Outcome::Passed)
}

fn html_step(session: &mut Session<'_>) -> Result<Outcome> {
    let built = session.built()?;
    html::validate(session.places, &built)?;
    Ok(Outcome::Passed)
}

fn browser_step(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let projects = ["light", "dark", "phone", "no-js"];
    let selection = Selection { projects: &projects, ..Selection::default() };
    session.stage()?.play(places, &selection)?;
    Ok(Outcome::Passed)
}

fn chat_step(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let selection = Selection { projects: &["chat"], ..Selection::default() };
    session.stage()?.play(places, &selection)?;
    Ok(Outcome::Passed)
}

fn every_page(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let selection = Selection { projects: &["every-page"], ..Selection::default() };
    session.stage()?.play(places, &selection)?;
    Ok(Outcome::Passed)
}

fn lighthouse(session: &mut Session<'_>) -> Result<Outcome> {
    let places = session.places;
    let selection = Selection { projects: &["lighthouse"], grep: None, alone: true };
    session.stage()?.play(places, &selection)?;
    Ok(Outcome::Passed)
}
