//! Every package takes versions, lints and facts from the root manifest.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::members;
use crate::places::Places;

/// Every line of a member's manifest that belongs into the root one.
pub(super) fn check(places: &Places, metadata: &Value) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for package in members(metadata) {
        let path = Path::new(package["manifest_path"].as_str().unwrap_or_default());
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let name = path.strip_prefix(&places.root).unwrap_or(path).display().to_string();
        problems.extend(
            check_text(&text)
                .with_context(|| format!("cannot parse `{name}`"))?
                .into_iter()
                .map(|problem| format!("{name}: {problem}")),
        );
    }
    Ok(problems)
}

fn check_text(manifest: &str) -> Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse()?;
    let mut problems = Vec::new();
    let is_inherited = |value: Option<&toml::Value>| {
        value.and_then(|value| value.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    if !is_inherited(manifest.get("lints")) {
        problems.push("`[lints]` is not `workspace = true`".to_owned());
    }
    for key in ["version", "edition", "license", "publish"] {
        if !is_inherited(manifest.get("package").and_then(|package| package.get(key))) {
            problems.push(format!("`{key}` is not taken from the workspace"));
        }
    }
    let mut tables: Vec<&toml::Table> = vec![&manifest];
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        tables.extend(targets.values().filter_map(toml::Value::as_table));
    }
    for table in tables {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let dependencies = table.get(section).and_then(toml::Value::as_table);
            for (name, value) in dependencies.into_iter().flatten() {
                if !is_inherited(Some(value)) {
                    problems.push(format!(
                        "`{name}` has its version here and not in the root Cargo.toml"
                    ));
                }
            }
        }
    }
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_outside_the_root_manifest_is_reported() {
        let manifest = "[package]\nname = \"x\"\nversion.workspace = true\nedition.workspace = true\nlicense.workspace = true\npublish.workspace = true\n[dependencies]\nserde = \"1\"\ntoml = { workspace = true }\n[lints]\nworkspace = true\n";
        let problems = check_text(manifest).expect("readable");
        assert_eq!(problems, ["`serde` has its version here and not in the root Cargo.toml"]);
    }
}
