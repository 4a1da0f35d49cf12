//! Sizes against `tests/budgets.toml`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::demo::{BuiltSite, tree};
use crate::places::Places;
use crate::wasm::{ARTICLES, CHAT, gzip_len, opened_bytes, proactive_bytes};

type Budget = BTreeMap<String, usize>;
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Measures the assets and every demo site, and reports all that is too big.
pub(crate) fn check(places: &Places, sites: &[BuiltSite]) -> Result<()> {
    let path = places.root.join("tests/budgets.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let budgets: BTreeMap<String, Budget> =
        toml::from_str(&text).with_context(|| format!("cannot parse `{}`", path.display()))?;
    let budget = |name: &str| {
        budgets.get(name).with_context(|| format!("`{}` has no section [{name}]", path.display()))
    };

    let mut report = Report::default();
    for (name, limit) in budget("assets")? {
        let file = places.assets().join(name);
        let bytes = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        report.add(&format!("assets.{name}"), name, gzip_len(&bytes)?, *limit);
    }
    let folder = places.assets().join("widget");
    let (chat, full) = (opened_bytes(&folder, &CHAT)?, opened_bytes(&folder, &ARTICLES)?);
    let loader = chat.get("widget.js").copied().unwrap_or_default();
    for (kind, bytes) in [
        ("loader", loader),
        ("opened", chat.values().sum()),
        ("with_articles", full.values().sum()),
        ("proactive", proactive_bytes(&folder)?),
    ] {
        if let Some(limit) = budget("widget")?.get(kind) {
            report.add(&format!("widget.{kind}"), kind, bytes, *limit);
        }
    }
    for site in sites {
        let files = tree(&site.folder)?;
        articles(site, &files, budget("article")?, &mut report)?;
        indexes(site, &files, budget("index")?, &mut report)?;
    }
    report.finish()
}

/// The biggest size seen under each budget.
#[derive(Default)]
struct Report {
    worst: BTreeMap<String, (usize, usize, String)>,
    broken: Vec<String>,
}

impl Report {
    fn add(&mut self, budget: &str, what: &str, bytes: usize, limit: usize) {
        let worst = self.worst.entry(budget.to_owned()).or_default();
        if bytes >= worst.0 {
            *worst = (bytes, limit, what.to_owned());
        }
        if bytes > limit {
            self.broken.push(format!("{budget}: {what} has {bytes} bytes, allowed are {limit}"));
        }
    }

    fn finish(self) -> Result<()> {
        for (budget, (bytes, limit, what)) in &self.worst {
            println!("  {budget}: at most {bytes} of {limit} bytes ({what})");
        }
        if self.broken.is_empty() {
            return Ok(());
        }
        for line in &self.broken {
            println!("  over budget: {line}");
        }
        bail!("{} size(s) over the budget of tests/budgets.toml", self.broken.len())
    }
}

/// The first load of every article page: HTML, CSS and JS after gzip.
fn articles(site: &BuiltSite, files: &Files, budget: &Budget, report: &mut Report) -> Result<()> {
    let mut sizes: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (path, bytes) in files {
        let html = String::from_utf8_lossy(bytes);
        if path.file_name().is_none_or(|name| name != "index.html")
            || !html.contains("property=\"og:type\" content=\"article\"")
        {
            continue;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut load = Budget::from([("html".to_owned(), gzip_len(bytes)?)]);
        for (kind, address) in first_load(&html) {
            let Some(target) = resolve(folder, &address) else { continue };
            let size = match sizes.get(&target) {
                Some(size) => *size,
                None => {
                    let bytes = files.get(&target).with_context(|| {
                        format!("`{}` loads `{address}`, which is not there", path.display())
                    })?;
                    *sizes.entry(target).or_insert(gzip_len(bytes)?)
                }
            };
            *load.entry(kind.to_owned()).or_default() += size;
        }
        let total = load.values().sum();
        load.insert("total".to_owned(), total);
        for (kind, limit) in budget {
            let bytes = load.get(kind).copied().unwrap_or_default();
            let what = format!("{}/{}", site.brand, folder.display());
            report.add(&format!("article.{kind}"), &what, bytes, *limit);
        }
    }
    Ok(())
}

/// Stylesheets and scripts that a page loads before anything is touched.
pub(crate) fn first_load(html: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let attribute = |name: &str| {
            let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
            Some(rest.split('"').next()?.replace("&#x2f;", "/"))
        };
        // The widget is the same on every page, and has a budget of its own.
        let is_widget = tag.contains(" data-mode=");
        if tag.starts_with("script ")
            && !is_widget
            && let Some(address) = attribute("src")
        {
            found.push(("js", address));
        } else if tag.starts_with("link ")
            && attribute("rel").is_some_and(|rel| rel == "stylesheet" || rel == "modulepreload")
            && let Some(address) = attribute("href")
        {
            found.push((if address.ends_with(".css") { "css" } else { "js" }, address));
        }
    }
    found
}

/// The path of a relative address; `None` for one that leaves the site.
pub(crate) fn resolve(folder: &Path, address: &str) -> Option<PathBuf> {
    let address = address.split(['?', '#']).next()?;
    if address.contains("://") {
        return None;
    }
    let mut path = if address.starts_with('/') { PathBuf::new() } else { folder.to_path_buf() };
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if !path.pop() {
                    return None;
                }
            }
            part => path.push(part),
        }
    }
    Some(path)
}

/// The search index of every locale.
fn indexes(site: &BuiltSite, files: &Files, budget: &Budget, report: &mut Report) -> Result<()> {
    let mut locales: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut articles: BTreeMap<String, usize> = BTreeMap::new();
    for (path, bytes) in files {
        let parts: Vec<String> =
            path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [locale, "search", name] if name.ends_with(".bin") => {
                // Chunks are compressed by themselves; hosts send them as they are.
                let entry = locales.entry(locale.to_owned()).or_default();
                entry.1 += bytes.len();
                if name.starts_with("root.") {
                    entry.0 += bytes.len();
                }
            }
            [locale, .., "index.html"] => {
                let html = String::from_utf8_lossy(bytes);
                if html.contains("property=\"og:type\" content=\"article\"") {
                    *articles.entry(locale.to_owned()).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    for (locale, (root, all)) in locales {
        let what = format!("{}/{locale}", site.brand);
        let count = articles.get(&locale).copied().unwrap_or(0).max(1);
        for (kind, bytes) in [("root", root), ("per_article", all / count)] {
            if let Some(limit) = budget.get(kind) {
                report.add(&format!("index.{kind}"), &what, bytes, *limit);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stylesheets_and_scripts_are_the_first_load() {
        let html = r#"<link rel="stylesheet" href="../theme.css"><link rel="icon" href="i.svg"><script src="/boot.js"></script><script type="module" src="a/site.js"></script><p data-search-js="x.js">"#;
        let found = first_load(html);
        assert_eq!(
            found,
            [
                ("css", "../theme.css".to_owned()),
                ("js", "/boot.js".to_owned()),
                ("js", "a/site.js".to_owned())
            ]
        );
    }

    #[test]
    fn addresses_are_resolved_like_a_browser_does() {
        let at = Path::new("en/articles/x");
        assert_eq!(resolve(at, "../../../theme.css"), Some("theme.css".into()));
        assert_eq!(resolve(at, "/theme.css?v=1"), Some("theme.css".into()));
        assert_eq!(resolve(at, "image.png"), Some("en/articles/x/image.png".into()));
        assert_eq!(resolve(at, "https://example.com/x.js"), None);
    }
}
