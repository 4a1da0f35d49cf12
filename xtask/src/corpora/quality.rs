//! Search quality on a corpus: known-item queries of six kinds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::places::Places;
use crate::run;

/// Whether programs are compiled for tests or for measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

/// The programs that hand over the documents of a site and ask its index.
pub(crate) struct Evaluation {
    documents: PathBuf,
    evaluate: PathBuf,
}

/// What was measured for one locale.
pub(crate) struct Quality {
    pub(crate) documents: f64,
    pub(crate) index_bytes: f64,
    pub(crate) cpu_seconds: f64,
    /// Figures by kind of query: `mrr`, `cold_bytes`, ….
    pub(crate) kinds: BTreeMap<String, BTreeMap<String, f64>>,
    /// The queries, one JSON object a line.
    pub(crate) queries: PathBuf,
}

impl Evaluation {
    /// Compiles the programs and puts them aside.
    pub(crate) fn provide(places: &Places, profile: Profile) -> Result<Self> {
        let _lock = places.lock("target")?;
        let folder = places.product("bin");
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
        let mut programs = Vec::new();
        for (package, example) in [("kb-generator", "documents"), ("kb-search", "evaluate")] {
            let mut cargo = run::cargo(places);
            cargo.args(["build", "--quiet", "--locked", "--package", package]);
            cargo.args(["--example", example]);
            if profile == Profile::Release {
                cargo.arg("--release");
            }
            run::visible(&mut cargo).with_context(|| format!("cannot compile `{example}`"))?;
            let name = format!("{example}{}", std::env::consts::EXE_SUFFIX);
            let made = match profile {
                Profile::Debug => "debug/examples",
                Profile::Release => "release/examples",
            };
            let copy = folder.join(&name);
            fs::copy(places.native_target().join(made).join(&name), &copy)
                .with_context(|| format!("cannot write `{}`", copy.display()))?;
            programs.push(copy);
        }
        let evaluate = programs.pop().context("two programs were compiled")?;
        let documents = programs.pop().context("two programs were compiled")?;
        Ok(Self { documents, evaluate })
    }

    /// Asks the index of one locale of a site. Working files go to `folder`.
    pub(crate) fn run(
        &self,
        site: &Path,
        locale: &str,
        module_bytes: usize,
        folder: &Path,
    ) -> Result<Quality> {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create `{}`", folder.display()))?;
        let file = |name: &str| folder.join(format!("{locale}.{name}"));
        let lines = run::capture(Command::new(&self.documents).arg(site).arg(locale))?;
        let documents = file("documents.jsonl");
        fs::write(&documents, lines)
            .with_context(|| format!("cannot write `{}`", documents.display()))?;
        let (report, queries) = (file("report.json"), file("queries.jsonl"));
        let mut evaluate = Command::new(&self.evaluate);
        evaluate.arg(locale).arg("--module").arg(module_bytes.to_string());
        evaluate.arg("--json").arg(&report).arg("--queries").arg(&queries).arg(&documents);
        run::capture(&mut evaluate)?;
        let text = fs::read_to_string(&report)
            .with_context(|| format!("cannot read `{}`", report.display()))?;
        let report: Value = serde_json::from_str(&text).context("cannot parse the report")?;
        let number = |key: &str| report[key].as_f64().unwrap_or(f64::NAN);
        let kinds = report["kinds"].as_array().into_iter().flatten();
        Ok(Quality {
            documents: number("documents"),
            index_bytes: number("index_bytes"),
            cpu_seconds: number("cpu_seconds"),
            kinds: kinds
                .map(|kind| (kind["kind"].as_str().unwrap_or_default().to_owned(), numbers(kind)))
                .collect(),
            queries,
        })
    }
}

/// All numbers of a JSON object.
pub(crate) fn numbers(object: &Value) -> BTreeMap<String, f64> {
    let entries = object.as_object().into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.clone(), value.as_f64()?))).collect()
}
