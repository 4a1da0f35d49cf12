//! Rules of the repository that neither the compiler nor clippy knows.

mod imports;
mod licenses;
mod manifests;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::places::Places;
use crate::run;

/// Checks every rule and reports all that is broken at once.
pub(crate) fn command(places: &Places) -> Result<()> {
    let metadata = metadata(places)?;
    let architecture = read(places, "ARCHITECTURE.md")?;
    let mut problems = imports::check(&metadata, &architecture)?;
    problems.extend(licenses::check(&metadata, &read(places, "deny.toml")?)?);
    problems.extend(manifests::check(places, &metadata)?);
    problems.extend(check_npm_lock(&read(places, "tests/browser/package-lock.json")?)?);
    if run::find_program(&["cargo-deny"]).is_some() {
        run::visible(run::cargo(places).args(["deny", "check", "bans", "licenses", "sources"]))?;
    }
    for problem in &problems {
        println!("  {problem}");
    }
    if !problems.is_empty() {
        bail!("{} rule(s) of the repository broken", problems.len());
    }
    println!("  imports, licences, manifests and lock files keep their rules");
    Ok(())
}

fn read(places: &Places, name: &str) -> Result<String> {
    let path = places.root.join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
}

fn metadata(places: &Places) -> Result<Value> {
    let mut command: Command = run::cargo(places);
    let text = run::capture(command.args(["metadata", "--format-version", "1", "--locked"]))
        .context("cannot read the workspace; if Cargo.lock is behind, run `cargo check` once")?;
    serde_json::from_str(&text).context("`cargo metadata` wrote something else than JSON")
}

/// A lock file with download addresses would tie everyone to one registry.
fn check_npm_lock(lock: &str) -> Result<Vec<String>> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json is no JSON")?;
    let packages = lock.get("packages").and_then(Value::as_object);
    Ok(packages
        .into_iter()
        .flatten()
        .filter(|(_, package)| {
            package.get("resolved").is_some() && package.get("link").is_none()
        })
        .map(|(name, _)| {
            format!("tests/browser/package-lock.json: `{name}` has a download address; install with the .npmrc beside it")
        })
        .collect())
}

/// The packages of this workspace.
fn members(metadata: &Value) -> impl Iterator<Item = &Value> {
    let ids = metadata["workspace_members"].as_array();
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(move |package| ids.is_some_and(|ids| ids.contains(&package["id"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_address_in_the_npm_lock_is_reported() {
        let lock = r#"{"packages": {
            "": {"name": "x"},
            "node_modules/a": {"version": "1.0.0"},
            "node_modules/b": {"version": "1.0.0", "resolved": "https://registry.example/b.tgz"}
        }}"#;
        let problems = check_npm_lock(lock).expect("readable");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("`node_modules/b`"), "{problems:?}");
    }
}
