//! Search quality and bytes on the corpora, against Pagefind on the same pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::figure::{Figure, Goal, publish};
use super::generator::release_kb;
use super::measure::{Series, cost_of};
use super::peers::Peers;
use crate::corpora::quality::{Evaluation, Profile, numbers};
use crate::corpora::{self, CORPORA_VARIABLE};
use crate::demo::tree;
use crate::places::Places;
use crate::progress::Activity;
use crate::run;
use crate::wasm::{self, Optimize, gzip_len};

/// Corpora and locales that are searched.
const WORK: [(&str, &str); 5] = [
    ("otel-docs", "en"),
    ("adobe-kb-en", "en"),
    ("adobe-kb-de", "de"),
    ("otel-docs", "ja"),
    ("otel-docs", "zh-CN"),
];
/// Least MRR@10 of English queries by kind.
const ENGLISH: [(&str, f64); 6] = [
    ("title", 0.95),
    ("heading", 0.80),
    ("description", 0.57),
    ("typo", 0.88),
    ("inflected", 0.85),
    ("cut", 0.87),
];
/// Least MRR@10 of headings in Japanese and Chinese.
const CJK_HEADINGS: f64 = 0.85;
const KIB: f64 = 1024.0;

/// Measures every corpus and publishes the figures.
pub(super) fn command(places: &Places) -> Result<()> {
    let Some(archives) = corpora::archives() else {
        bail!(
            "search is measured on real articles: set {CORPORA_VARIABLE} to the folder of archives"
        );
    };
    let kb = release_kb(places)?;
    let assets = wasm::build(places, Optimize::IfCached)?;
    let module = gzip_len(&fs::read(assets.join("search.wasm"))?)?
        + gzip_len(&fs::read(assets.join("search.js"))?)?;
    let bench = Bench {
        evaluation: Evaluation::provide(places, Profile::Release)?,
        peers: Peers::provide(places)?,
        script: places.root.join("xtask/src/bench/pagefind.mjs"),
        module,
    };
    let folder = places.product("bench-work").join("search");
    let mut figures =
        vec![Figure::exact("search.wasm and search.js, gzip", "KB", module as f64 / KIB)];
    for (name, locale) in WORK {
        let activity = Activity::start(&format!("{name}, {locale}"));
        let site = corpora::site(places, &archives, name, &folder)?;
        // Only what is written in this locale: that is what queries are about.
        let settings = site.join("kb.toml");
        let text = fs::read_to_string(&settings).context("cannot read kb.toml")?;
        fs::write(&settings, text.replace("missing = \"render\"", "missing = \"hide\""))
            .context("cannot write kb.toml")?;
        let output = folder.join(format!("{name}-out"));
        let mut build = Command::new(&kb);
        build.arg("build").arg("--site").arg(&site).arg("--output").arg(&output);
        build.arg("--assets").arg(&assets).args(["--locked", "--force", "--quiet"]);
        run::capture(&mut build)?;
        figures.extend(bench.figures(name, locale, &site, &output, &folder)?);
        activity.done();
    }
    publish(places, "search", &figures)
}

struct Bench {
    evaluation: Evaluation,
    peers: Peers,
    script: std::path::PathBuf,
    module: usize,
}

impl Bench {
    fn figures(
        &self,
        name: &str,
        locale: &str,
        site: &Path,
        output: &Path,
        folder: &Path,
    ) -> Result<Vec<Figure>> {
        let ours = self.evaluation.run(site, locale, self.module, &folder.join("queries"))?;
        let bundle = folder.join(format!("{name}-{locale}-pagefind"));
        if bundle.exists() {
            fs::remove_dir_all(&bundle).context("cannot remove the last index of Pagefind")?;
        }
        let mut pagefind = self.peers.pagefind(output);
        pagefind.args(["--root-selector", "article", "--glob"]).arg(format!("{locale}/**/*.html"));
        pagefind.arg("--output-path").arg(&bundle);
        let cost = cost_of(&mut pagefind)?;
        let bytes: usize = tree(&bundle)?
            .iter()
            .filter(|(path, _)| path.starts_with("index") || path.starts_with("fragment"))
            .map(|(_, bytes)| bytes.len())
            .sum();
        let mut node = Command::new("node");
        node.arg(&self.script).arg(&bundle).arg(locale).arg(&ours.queries);
        // Pagefind's own module gives up on some indexes: it then has no figures.
        let answer: Value = match run::capture(&mut node) {
            Ok(text) => serde_json::from_str(&text).context("cannot parse the answer")?,
            Err(error) => {
                let error = format!("{error:#}");
                println!("  {name}, {locale}: Pagefind: {}", error.lines().next().unwrap_or(""));
                Value::Null
            }
        };
        let theirs: BTreeMap<&str, BTreeMap<String, f64>> = answer
            .as_object()
            .into_iter()
            .flatten()
            .map(|(kind, figures)| (kind.as_str(), numbers(figures)))
            .collect();
        let about = format!("{name} {locale}");
        let mut figures = vec![
            Figure::exact(format!("{about}: documents"), "documents", ours.documents),
            against(
                Figure::exact(format!("{about}: index"), "KB", ours.index_bytes / KIB),
                bytes as f64 / KIB,
            ),
            against(
                Figure::exact(format!("{about}: making the index"), "CPU s", ours.cpu_seconds),
                cost.cpu_seconds,
            )
            .goal(Goal::AtMost(5.0)),
        ];
        for (kind, floor) in ENGLISH {
            let Some(found) = ours.kinds.get(kind) else { continue };
            let mut figure = Figure::exact(format!("{about}: {kind}"), "MRR@10", found["mrr"]);
            if let Some(mrr) = theirs.get(kind).and_then(|figures| figures.get("mrr")) {
                figure = against(figure, *mrr);
            }
            match locale {
                "en" => figure = figure.goal(Goal::AtLeast(floor)),
                "ja" | "zh-CN" if kind == "heading" => {
                    figure = figure.goal(Goal::AtLeast(CJK_HEADINGS));
                }
                _ => {}
            }
            figures.push(figure);
        }
        figures.extend(bytes_of(&about, &ours.kinds, &theirs));
        Ok(figures)
    }
}

/// Bytes and time of queries: those by title stand for all without a typo.
fn bytes_of(
    about: &str,
    ours: &BTreeMap<String, BTreeMap<String, f64>>,
    theirs: &BTreeMap<&str, BTreeMap<String, f64>>,
) -> Vec<Figure> {
    let Some(title) = ours.get("title") else { return Vec::new() };
    let value = |key: &str| title.get(key).copied().unwrap_or(f64::NAN);
    let peer = theirs.get("title").and_then(|figures| figures.get("cold_bytes"));
    let cold = |figure: Figure| match peer {
        Some(bytes) => against(figure, bytes / KIB),
        None => figure,
    };
    let slowest = ours
        .values()
        .filter_map(|figures| figures.get("milliseconds_p95"))
        .fold(0.0_f64, |most, milliseconds| most.max(*milliseconds));
    let mut figures = vec![
        cold(Figure::exact(
            format!("{about}: first results, all files"),
            "KB",
            value("cold_bytes") / KIB,
        ))
        .goal(Goal::AtMost(35.0)),
        cold(Figure::exact(
            format!("{about}: the same with excerpts"),
            "KB",
            value("cold_bytes_with_excerpts") / KIB,
        ))
        .goal(Goal::AtMost(50.0)),
        Figure::exact(format!("{about}: each further query"), "KB", value("next_bytes") / KIB)
            .goal(Goal::AtMost(20.0)),
        Figure::exact(
            format!("{about}: the same with excerpts, further query"),
            "KB",
            value("next_bytes_with_excerpts") / KIB,
        )
        .goal(Goal::AtMost(32.0)),
        Figure::exact(format!("{about}: round trips"), "trips", value("trips"))
            .goal(Goal::AtMost(3.0)),
        Figure::exact(format!("{about}: slowest p95, native"), "ms", slowest)
            .goal(Goal::AtMost(10.0)),
    ];
    if let Some(typo) = ours.get("typo").and_then(|figures| figures.get("next_bytes")) {
        figures.push(
            Figure::exact(
                format!("{about}: a typo, beyond a query without"),
                "KB",
                (typo - value("next_bytes")) / KIB,
            )
            .goal(Goal::AtMost(65.0)),
        );
    }
    figures
}

fn against(figure: Figure, peer: f64) -> Figure {
    figure.against("Pagefind", std::iter::once(peer).collect::<Series>())
}
