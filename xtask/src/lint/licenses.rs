//! Licences and sources of every dependency, by the lists in `deny.toml`.
//!
//! `cargo deny` checks the same and more; this check needs no program that
//! may be missing.

use anyhow::{Context, Result};
use serde_json::Value;
use spdx::{Expression, ParseMode};

/// Every dependency whose licence or source is not on the lists.
pub(super) fn check(metadata: &Value, deny: &str) -> Result<Vec<String>> {
    let deny: toml::Table = deny.parse().context("cannot parse `deny.toml`")?;
    let allowed = strings(&deny, "licenses", "allow");
    let registries = strings(&deny, "sources", "allow-registry");
    let mut problems = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if let Some(source) = package["source"].as_str() {
            let is_allowed = registries
                .iter()
                .any(|registry| source.strip_prefix("registry+") == Some(registry.as_str()));
            if !is_allowed {
                problems.push(format!(
                    "`{name}` comes from `{source}`, which deny.toml does not allow"
                ));
            }
        }
        match package["license"].as_str() {
            Some(license) if is_allowed(license, &allowed) => {}
            Some(license) => problems
                .push(format!("`{name}` has licence `{license}`, which deny.toml does not allow")),
            None => problems.push(format!("`{name}` names no licence")),
        }
    }
    Ok(problems)
}

fn is_allowed(license: &str, allowed: &[String]) -> bool {
    // Old packages separate alternatives by a slash, which lax mode accepts.
    Expression::parse_mode(license, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            let text = requirement.to_string();
            allowed.contains(&text)
        })
    })
}

fn strings(table: &toml::Table, section: &str, key: &str) -> Vec<String> {
    table
        .get(section)
        .and_then(|section| section.get(key))
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allowed_alternative_is_enough() {
        let allowed = ["MIT".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()];
        assert!(is_allowed("MIT OR GPL-3.0-only", &allowed));
        assert!(is_allowed("GPL-3.0/MIT", &allowed));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception", &allowed));
        assert!(!is_allowed("MIT AND GPL-3.0-only", &allowed));
        assert!(!is_allowed("Apache-2.0", &allowed));
    }
}
