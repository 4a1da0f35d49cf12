//! Who may import whom: the table of ARCHITECTURE.md, read and enforced.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use serde_json::Value;

use super::members;

/// Heading above the table.
const HEADING: &str = "## Who may import whom";

/// Allowed imports by package.
type Table = BTreeMap<String, BTreeSet<String>>;

/// Every edge of the workspace that the table does not allow.
pub(super) fn check(metadata: &Value, architecture: &str) -> Result<Vec<String>> {
    let table = parse(architecture)?;
    let ours: BTreeSet<&str> =
        members(metadata).filter_map(|package| package["name"].as_str()).collect();
    let mut problems = Vec::new();
    for package in members(metadata) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = table.get(name) else {
            problems.push(format!(
                "package `{name}` has no line in ARCHITECTURE.md, \"Who may import whom\""
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let dependency = dependency["name"].as_str().unwrap_or_default();
            if ours.contains(dependency) && dependency != name && !allowed.contains(dependency) {
                problems.push(format!(
                    "`{name}` imports `{dependency}`, which ARCHITECTURE.md does not allow"
                ));
            }
        }
    }
    Ok(problems)
}

/// Reads lines such as `kb-themes   imports kb-protocol, kb-search [write]`.
fn parse(architecture: &str) -> Result<Table> {
    let mut table = Table::new();
    let section = architecture.split(HEADING).nth(1).unwrap_or_default();
    let block = section.split("```").nth(1).unwrap_or_default();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let Some((name, imports)) = line.split_once(" imports ") else {
            bail!("ARCHITECTURE.md, \"Who may import whom\": cannot read `{line}`");
        };
        let imports = match imports.trim() {
            "nothing of ours" => BTreeSet::new(),
            "all of the above" => table.keys().cloned().collect(),
            list => list
                .split(',')
                .filter_map(|import| import.split_whitespace().next())
                .map(str::to_owned)
                .collect(),
        };
        table.insert(name.trim().to_owned(), imports);
    }
    if table.is_empty() {
        bail!("ARCHITECTURE.md has no table below \"{HEADING}\"");
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ARCHITECTURE: &str = "# A\n\n## Who may import whom\n\n```\nbase imports nothing of ours\nprogram  imports base [write]\ntests imports all of the above\n```\n";

    fn check_imports(name: &str, imports: &str) -> Vec<String> {
        let metadata = json!({
            "workspace_members": ["base", "program", "tests"],
            "packages": [
                {"id": "base", "name": "base", "dependencies": []},
                {"id": "program", "name": "program", "dependencies": []},
                {"id": "tests", "name": "tests", "dependencies": []},
                {"id": name, "name": name, "dependencies": [{"name": imports}, {"name": "serde"}]},
            ]
        });
        check(&metadata, ARCHITECTURE).expect("a readable table")
    }

    #[test]
    fn an_edge_of_the_table_is_allowed() {
        assert!(check_imports("program", "base").is_empty());
        assert!(check_imports("tests", "program").is_empty());
    }

    #[test]
    fn any_other_edge_is_reported() {
        let problems = check_imports("base", "program");
        assert_eq!(problems, ["`base` imports `program`, which ARCHITECTURE.md does not allow"]);
        assert_eq!(check_imports("program", "tests").len(), 1);
    }
}
