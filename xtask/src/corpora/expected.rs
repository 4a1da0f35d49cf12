//! What is expected of a corpus: `tests/corpora/NAME/expected.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::quality::Quality;

/// File of expectations beside `kb.toml`.
pub(crate) const FILE: &str = "expected.toml";

/// Expectations of one corpus.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// Pages of articles, by locale.
    articles: BTreeMap<String, usize>,
    /// Most diagnostics by code; a code that is missing here is not expected.
    diagnostics: BTreeMap<String, usize>,
    /// Least MRR@10 by locale and kind of query.
    search: BTreeMap<String, BTreeMap<String, f64>>,
}

impl Expected {
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        Self::parse(&text).with_context(|| format!("cannot use `{}`", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let table: toml::Table = toml::from_str(text)?;
        let section = |name: &str| table.get(name).and_then(toml::Value::as_table);
        let counts = |name: &str| -> Result<BTreeMap<String, usize>> {
            let entries = section(name).into_iter().flatten();
            entries
                .map(|(key, value)| {
                    let count = value.as_integer().and_then(|count| usize::try_from(count).ok());
                    Ok((key.clone(), count.with_context(|| format!("`{key}` is not a count"))?))
                })
                .collect()
        };
        let mut search = BTreeMap::new();
        for (locale, floors) in section("search").into_iter().flatten() {
            let floors = floors.as_table().into_iter().flatten();
            let floors: Result<BTreeMap<String, f64>> = floors
                .map(|(kind, floor)| {
                    let floor =
                        floor.as_float().with_context(|| format!("`{kind}` is no floor"))?;
                    Ok((kind.clone(), floor))
                })
                .collect();
            search.insert(locale.clone(), floors?);
        }
        Ok(Self { articles: counts("articles")?, diagnostics: counts("diagnostics")?, search })
    }

    /// Locales whose search is to be measured.
    pub(crate) fn searched(&self) -> impl Iterator<Item = &str> {
        self.search.keys().map(String::as_str)
    }

    /// Everything in which a build differs: its output and its JSON lines.
    pub(crate) fn differences(&self, output: &Path, lines: &str) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for (locale, wanted) in &self.articles {
            let path = output.join(locale).join("api/content.json");
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            let index: Value = serde_json::from_str(&text)
                .with_context(|| format!("cannot parse `{}`", path.display()))?;
            let entries = index["articles"].as_array().into_iter().flatten();
            let own = entries.filter(|entry| entry["locale"] == locale.as_str()).count();
            if own != *wanted {
                found.push(format!("{locale}: {own} articles of its own, expected are {wanted}"));
            }
        }
        let mut counts: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for line in lines.lines() {
            let value: Value = serde_json::from_str(line)
                .with_context(|| format!("`kb build` wrote a line that is not JSON: {line}"))?;
            if let Some(code) = value["code"].as_str() {
                let count = counts.entry(code.to_owned()).or_default();
                count.0 += 1;
                count.1 = line.to_owned();
            }
        }
        for (code, (count, example)) in counts {
            let most = self.diagnostics.get(&code).copied().unwrap_or(0);
            if count > most {
                found.push(format!(
                    "`{code}` {count} times, expected at most {most}, such as {example}"
                ));
            }
        }
        Ok(found)
    }

    /// Every kind of query that is answered worse than it should be.
    pub(crate) fn weaknesses(&self, locale: &str, quality: &Quality) -> Vec<String> {
        let floors = self.search.get(locale).into_iter().flatten();
        floors
            .filter_map(|(kind, floor)| {
                let found = quality.kinds.get(kind).and_then(|figures| figures.get("mrr"));
                match found {
                    Some(mrr) if mrr >= floor => None,
                    Some(mrr) => Some(format!(
                        "{locale}: {kind} queries reach MRR@10 {mrr:.3}, expected are {floor}"
                    )),
                    None => Some(format!("{locale}: no {kind} queries")),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unexpected_diagnostics_are_differences() {
        let expected = Expected::parse("[diagnostics]\nknown = 1\n").unwrap();
        let lines = "{\"code\":\"known\"}\n{\"code\":\"new\"}\n{\"built\":{}}";
        let found = expected.differences(Path::new("."), lines).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("`new` 1 times"));
    }

    #[test]
    fn expectations_have_types() {
        assert!(Expected::parse("[articles]\nen = \"many\"").is_err());
        assert!(Expected::parse("[search.en]\ntitle = \"good\"").is_err());
        let expected = Expected::parse("[search.en]\ntitle = 0.9\n[search.ja]").unwrap();
        assert_eq!(expected.searched().collect::<Vec<_>>(), ["en", "ja"]);
    }
}
