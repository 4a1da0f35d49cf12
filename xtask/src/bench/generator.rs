//! Whole builds against Hugo with Pagefind, and against the write floor.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::BenchOptions;
use super::figure::{Figure, Goal, publish};
use super::measure::{Cost, Series, cost_here, cost_of};
use super::peers::{Peers, add_hugo_theme};
use super::preview::Preview;
use super::work::{Shape, Sources};
use crate::demo::tree;
use crate::places::Places;
use crate::progress::Activity;
use crate::run;
use crate::wasm::{self, Optimize};

const LOCALES: [&str; 4] = ["en", "de", "es", "fr"];
const SMALL: Shape<'_> = Shape { articles: 250, locales: &LOCALES };
const LARGE: Shape<'_> = Shape { articles: 2500, locales: &LOCALES };
/// The tree of one locale that others are added to.
const SINGLE: Shape<'_> = Shape { articles: 1000, locales: &["en"] };

/// Names another build of `kb` to measure, to compare two versions.
const KB_VARIABLE: &str = "HELPWRIGHT_BENCH_KB";

/// What all measurements need.
struct Bench<'a> {
    folder: PathBuf,
    kb: PathBuf,
    assets: PathBuf,
    peers: Peers,
    sources: Sources,
    places: &'a Places,
    figures: Vec<Figure>,
    /// How many folders have been written to.
    folders: Cell<usize>,
}

/// Runs all measurements and publishes them.
pub(super) fn command(places: &Places, options: &BenchOptions) -> Result<()> {
    let mut bench = Bench {
        folder: places.product("bench-work"),
        kb: release_kb(places)?,
        assets: wasm::build(places, Optimize::IfCached)?,
        peers: Peers::provide(places)?,
        sources: Sources::open(places)?,
        places,
        figures: Vec::new(),
        folders: Cell::new(0),
    };
    remove(&bench.outputs())?;
    let outcome = bench.measure(options);
    remove(&bench.outputs())?;
    // What was measured before something failed is worth having.
    publish(places, "generator", &bench.figures)?;
    outcome
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove `{}`", folder.display()))?;
    }
    Ok(())
}

/// The release program, compiled if need be.
pub(super) fn release_kb(places: &Places) -> Result<PathBuf> {
    if let Some(program) = env::var_os(KB_VARIABLE).filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(program));
    }
    let _lock = places.lock("target")?;
    let mut cargo = run::cargo(places);
    cargo.args(["build", "--release", "--locked"]);
    cargo.args(["--package", "kb-generator", "--bin", "kb"]);
    run::compile("compile kb", &mut cargo).context("cannot compile `kb`")?;
    let name = format!("kb{}", env::consts::EXE_SUFFIX);
    let folder = places.product("bench-work");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create `{}`", folder.display()))?;
    let copy = folder.join(&name);
    fs::copy(places.native_target().join("release").join(&name), &copy)
        .with_context(|| format!("cannot write `{}`", copy.display()))?;
    Ok(copy)
}

/// The costs of one size of work, per round.
struct Costs {
    pages: usize,
    ours: Vec<Cost>,
    hugo: Vec<Cost>,
    both: Vec<Cost>,
}

impl Bench<'_> {
    fn measure(&mut self, options: &BenchOptions) -> Result<()> {
        let (rounds, large_rounds) = if options.quick { (2, 1) } else { (5, 5) };
        let small = self.against_peers("1,000", SMALL, rounds)?;
        let large = self.against_peers("10,000", LARGE, large_rounds)?;
        self.growth(&small, &large);
        self.floor(LARGE, &large, rounds)?;
        self.no_change(LARGE, rounds)?;
        self.same_bytes(SMALL)?;
        self.index_share(LARGE, large_rounds)?;
        self.further_brand(SMALL, rounds)?;
        self.further_locale(rounds)?;
        self.one_edit(LARGE, rounds)
    }

    fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// A tree with settings for both generators.
    fn site(&self, name: &str, shape: Shape<'_>, settings: &str) -> Result<PathBuf> {
        let site = self.folder.join(name);
        self.sources.write(&site, shape)?;
        add_hugo_theme(self.places, &site, shape)?;
        fs::write(site.join("kb.toml"), kb_toml(shape, settings))
            .with_context(|| format!("cannot write into `{}`", site.display()))?;
        Ok(site)
    }

    fn kb(&self, site: &Path, output: &Path) -> Command {
        let mut command = Command::new(&self.kb);
        command.arg("build").arg("--site").arg(site).arg("--output").arg(output);
        command.arg("--assets").arg(&self.assets).args(["--locked", "--quiet"]);
        command.args(["--as-of", "2026-06-01"]);
        command
    }

    /// One build into a folder that does not exist.
    fn build(&self, site: &Path) -> Result<Cost> {
        cost_of(&mut self.kb(site, &self.fresh("kb")))
    }

    /// A folder that does not exist. Nothing is removed before the end: ext4
    /// gives the numbers of files that were just removed only reluctantly to
    /// new ones, which would be counted as the work of whoever comes next.
    fn fresh(&self, name: &str) -> PathBuf {
        let number = self.folders.get();
        self.folders.set(number + 1);
        self.outputs().join(format!("{name}-{number}"))
    }

    fn outputs(&self) -> PathBuf {
        self.folder.join("out")
    }

    /// Both generators in turns.
    fn against_peers(&mut self, size: &str, shape: Shape<'_>, rounds: usize) -> Result<Costs> {
        let site = self.site(&format!("site-{}", shape.pages()), shape, "")?;
        let mut costs = Costs { pages: shape.pages(), ours: vec![], hugo: vec![], both: vec![] };
        let activity = Activity::start(&format!("{size} pages, {rounds} round(s)"));
        for _ in 0..rounds {
            costs.ours.push(self.build(&site)?);
            let output = self.fresh("hugo");
            let hugo = cost_of(&mut self.peers.hugo(&site, &output))?;
            let pagefind = cost_of(&mut self.peers.pagefind(&output))?;
            costs.hugo.push(hugo);
            costs.both.push(hugo.and(pagefind));
        }
        activity.done();
        let pages = costs.pages as f64;
        let cpu = |costs: &[Cost]| costs.iter().map(|cost| cost.cpu_seconds).collect::<Series>();
        let peak = |costs: &[Cost]| costs.iter().map(|cost| cost.peak_mib).collect::<Series>();
        let per_page = |costs: &[Cost]| cpu(costs).map(|seconds| seconds * 1e3 / pages);
        let is_large = shape.pages() > 5000;
        let (ours, hugo, both) = (&costs.ours, &costs.hugo, &costs.both);
        let mut first = Figure::new(format!("CPU per page at {size}"), "ms", per_page(ours))
            .against("Hugo + Pagefind", per_page(both));
        if !is_large {
            first = first.goal(Goal::TimesLess(5.0));
        }
        let mut total = Figure::new(format!("CPU at {size}"), "s", cpu(ours))
            .against("Hugo + Pagefind", cpu(both));
        let mut memory = Figure::new(format!("memory at {size}"), "MiB", peak(ours))
            .against("larger of Hugo and Pagefind", peak(both));
        if is_large {
            total = total.goal(Goal::AtMost(15.0));
            memory = memory.goal(Goal::AtMost(500.0));
        }
        let rate = |costs: &[Cost]| cpu(costs).map(|seconds| pages / seconds);
        self.figures.extend([
            first,
            Figure::new(format!("pages per CPU second at {size}"), "pages", rate(ours))
                .against("Hugo alone", rate(hugo)),
            total,
            memory,
        ]);
        Ok(costs)
    }

    fn growth(&mut self, small: &Costs, large: &Costs) {
        let per_page = |costs: &[Cost], pages: usize| {
            costs.iter().map(|cost| cost.cpu_seconds / pages as f64).collect::<Series>().median()
        };
        let growth = |small_costs: &[Cost], large_costs: &[Cost]| {
            per_page(large_costs, large.pages) / per_page(small_costs, small.pages)
        };
        self.add(
            Figure::exact(
                "CPU per page at 10,000 against 1,000",
                "times",
                growth(&small.ours, &large.ours),
            )
            .against("Hugo", std::iter::once(growth(&small.hugo, &large.hugo)).collect())
            .goal(Goal::AtMost(1.2)),
        );
    }

    /// One process that writes the files of the last build from memory.
    fn floor(&mut self, shape: Shape<'_>, costs: &Costs, rounds: usize) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        let output = self.fresh("kb");
        cost_of(&mut self.kb(&site, &output))?;
        let files = tree(&output)?;
        let bytes: usize = files.values().map(Vec::len).sum();
        let mut floor = Series::default();
        for _ in 0..rounds {
            let folder = self.fresh("floor");
            floor.push(cost_here(|| write_all(&folder, &files))?.cpu_seconds);
        }
        let median = floor.median();
        let ours: Series = costs.ours.iter().map(|cost| cost.cpu_seconds).collect();
        self.figures.extend([
            Figure::exact("output at 10,000", "MB", bytes as f64 / 1e6),
            Figure::exact("files at 10,000", "files", files.len() as f64),
            Figure::new("write floor at 10,000", "CPU s", floor),
            Figure::new("CPU at 10,000 against the floor", "times", ours.map(|cpu| cpu / median))
                .goal(Goal::AtMost(3.0)),
        ]);
        Ok(())
    }

    /// A second build of the same.
    fn no_change(&mut self, shape: Shape<'_>, rounds: usize) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        let output = self.fresh("kb");
        cost_of(&mut self.kb(&site, &output))?;
        let before = newest(&output)?;
        let costs: Vec<Cost> = (0..rounds * 2)
            .map(|_| cost_of(&mut self.kb(&site, &output)))
            .collect::<Result<_>>()?;
        let written = usize::from(newest(&output)? != before);
        let wall = costs.iter().map(|cost| cost.wall_seconds * 1e3).collect();
        let cpu = costs.iter().map(|cost| cost.cpu_seconds * 1e3).collect();
        self.figures.extend([
            Figure::new("rebuild without change at 10,000", "ms", wall).goal(Goal::AtMost(300.0)),
            Figure::new("rebuild without change at 10,000", "CPU ms", cpu),
            Figure::exact("files written by it", "files", written as f64).goal(Goal::AtMost(0.0)),
        ]);
        Ok(())
    }

    /// Builds with one thread and with two.
    fn same_bytes(&mut self, shape: Shape<'_>) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        let mut trees = Vec::new();
        for threads in ["1", "2"] {
            let output = self.fresh("kb");
            cost_of(self.kb(&site, &output).env("RAYON_NUM_THREADS", threads))?;
            trees.push(tree(&output)?);
        }
        let missing = trees[1].keys().filter(|path| !trees[0].contains_key(*path)).count();
        let different =
            trees[0].iter().filter(|(path, bytes)| trees[1].get(*path) != Some(bytes)).count();
        self.add(
            Figure::exact(
                "files that differ between 1 and 2 threads",
                "files",
                (missing + different) as f64,
            )
            .goal(Goal::AtMost(0.0)),
        );
        Ok(())
    }

    /// What the search index adds to a build.
    fn index_share(&mut self, shape: Shape<'_>, rounds: usize) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        let (with, without) = self.pair(
            &site,
            &kb_toml(shape, ""),
            &kb_toml(shape, "[search]\nenabled = false\n"),
            rounds,
        )?;
        self.figures.extend([
            Figure::exact("search index at 10,000", "CPU s", with - without),
            Figure::exact("share of the build", "%", (with - without) / with * 100.0)
                .goal(Goal::AtMost(25.0)),
        ]);
        Ok(())
    }

    /// What the second of two costs, of the first.
    fn further(&mut self, what: &str, one: f64, both: f64) {
        let share = (both / one - 1.0) * 100.0;
        let name = format!("{what}, of the first one's CPU");
        self.add(Figure::exact(name, "%", share).goal(Goal::AtMost(40.0)));
    }

    /// Two brands with all articles against one.
    fn further_brand(&mut self, shape: Shape<'_>, rounds: usize) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        let brand = |name: &str| {
            format!("[brands.{name}]\ntitle = \"{name}\"\nbase_url = \"https://{name}.example/\"\n")
        };
        let (one, two) = (brand("one"), brand("one") + &brand("two"));
        let (one, two) = self.pair(&site, &kb_toml(shape, &one), &kb_toml(shape, &two), rounds)?;
        self.further("a further brand", one, two);
        Ok(())
    }

    /// A locale that shows the default's articles, added to one locale.
    fn further_locale(&mut self, rounds: usize) -> Result<()> {
        let site = self.site("site-single", SINGLE, "")?;
        fs::create_dir_all(site.join("content/de")).context("cannot create a folder")?;
        let both = Shape { locales: &["en", "de"], ..SINGLE };
        let (one, two) = self.pair(&site, &kb_toml(SINGLE, ""), &kb_toml(both, ""), rounds)?;
        self.further("a further locale", one, two);
        Ok(())
    }

    /// From a saved text to its page, while `kb serve` runs. Changes the site.
    fn one_edit(&mut self, shape: Shape<'_>, rounds: usize) -> Result<()> {
        let site = self.folder.join(format!("site-{}", shape.pages()));
        fs::write(site.join("kb.toml"), kb_toml(shape, "")).context("cannot write kb.toml")?;
        let mut preview = Preview::start(&self.kb, &site, &self.assets)?;
        let times = preview.edits(&site, rounds * 5)?;
        let p95 = times.p95();
        self.figures.extend([
            Figure::new("one edit to visible at 10,000", "ms", times).goal(Goal::AtMost(50.0)),
            Figure::exact("95 of 100 of them", "ms", p95).goal(Goal::AtMost(100.0)),
        ]);
        Ok(())
    }

    /// Median CPU seconds of the site under two settings, in turns.
    fn pair(&self, site: &Path, a: &str, b: &str, rounds: usize) -> Result<(f64, f64)> {
        let mut series = [Series::default(), Series::default()];
        for _ in 0..rounds.max(2) {
            for (settings, series) in [a, b].into_iter().zip(&mut series) {
                fs::write(site.join("kb.toml"), settings).context("cannot write kb.toml")?;
                series.push(self.build(site)?.cpu_seconds);
            }
        }
        Ok((series[0].median(), series[1].median()))
    }
}

fn kb_toml(shape: Shape<'_>, more: &str) -> String {
    let default = shape.locales[0];
    let locales: Vec<String> = shape.locales.iter().map(|code| format!("\"{code}\"")).collect();
    let dirs: String =
        shape.locales[1..].iter().map(|code| format!("{code} = \"content/{code}\"\n")).collect();
    format!(
        "title = \"Help\"\nbase_url = \"https://help.example/\"\ndefault_locale = \"{default}\"\nlocales = [{}]\n\n[content]\ndir = \"content/{default}\"\n[content.dirs]\n{dirs}\n{more}",
        locales.join(", ")
    )
}

fn write_all(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let mut last = PathBuf::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent().filter(|parent| *parent != last) {
            fs::create_dir_all(parent)?;
            parent.clone_into(&mut last);
        }
        fs::write(&path, bytes)?;
    }
    Ok(())
}

/// When anything below a folder was last written.
fn newest(folder: &Path) -> Result<SystemTime> {
    let mut newest = fs::metadata(folder)?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let time = match entry.file_type()?.is_dir() {
            true => self::newest(&entry.path())?,
            false => entry.metadata()?.modified()?,
        };
        newest = newest.max(time);
    }
    Ok(newest)
}
