//! Old addresses and where they lead now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ledger, Site};
use crate::config::{CONFIG_FILE, UrlPattern};
use crate::content::slug::decode_path;
use crate::diagnostic::Diagnostic;

/// One old address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Path from the site's root, not encoded.
    pub from: String,
    /// Path from the site's root, not encoded, or a full address.
    pub to: String,
}

impl Redirect {
    /// Whether it leads to another site.
    pub fn is_external(&self) -> bool {
        self.to.contains("://")
    }
}

/// Collects the redirects of aliases, settings and changed slugs.
///
/// Chains are shortened to one step; what would hide a page or lead in
/// circles is reported and left out.
pub fn redirects(
    site: &Site<'_>,
    ledger: &Ledger,
    pages: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut wanted: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (from, to) in ledger.moved(site) {
        if !pages.contains(&from) {
            wanted.insert(from, (to, super::LEDGER_FILE.to_owned()));
        }
    }
    let keeps_folders = site.prepared.config.urls.pattern == UrlPattern::Tree;
    for locale in &site.locales {
        for index in locale.pages().collect::<Vec<_>>() {
            let Some(page) = &locale.articles[index] else { continue };
            let article = &site.prepared.content.articles[index];
            // Aliases of the source hold on the locale of the source only,
            // those of a translation on its own.
            let Some(version) = article.versions.get(&locale.locale) else { continue };
            let source = article.source_version();
            for alias in &version.front.aliases {
                let is_same = |other: &String| other.trim_matches('/') == alias.trim_matches('/');
                let copied =
                    version.path != source.path && source.front.aliases.iter().any(is_same);
                let prefix = if copied { locale.locale.code() } else { "" };
                let from = old_address(alias, prefix, keeps_folders.then_some(&page.url));
                add(&mut wanted, &from, &page.url, &version.path, pages, diagnostics);
            }
        }
    }
    for (from, to) in &site.brand.redirects {
        let target = match to.contains("://") {
            true => to.clone(),
            false => normalise(to),
        };
        add(&mut wanted, from, &target, CONFIG_FILE, pages, diagnostics);
    }
    shorten(&wanted, pages, diagnostics)
}

/// The old address that an alias means. A mere name stood beside the page,
/// where addresses follow the folders; an alias that a translation copies from
/// its source stood below the translation's locale, as Hugo has it.
fn old_address(alias: &str, copied_by: &str, page: Option<&String>) -> String {
    let is_name = !alias.trim_end_matches('/').contains('/');
    if let Some(page) = page
        && is_name
    {
        let folder = page.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        return format!("{folder}/{alias}");
    }
    if copied_by.is_empty() {
        return alias.to_owned();
    }
    format!("{copied_by}/{}", alias.trim_start_matches('/'))
}

fn add(
    wanted: &mut BTreeMap<String, (String, String)>,
    from: &str,
    to: &str,
    path: &str,
    pages: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let from = normalise(from);
    if pages.contains(&from) {
        if from != to {
            diagnostics.push(
                Diagnostic::warning(
                    "redirect-hides-page",
                    path,
                    format!("`/{from}` is the address of a page, so it cannot lead elsewhere"),
                )
                .with_help("remove the alias or redirect"),
            );
        }
        return;
    }
    match wanted.get(&from) {
        Some((other, other_path)) if other != to => diagnostics.push(
            Diagnostic::warning(
                "duplicate-redirect",
                path,
                format!("`/{from}` already leads to `/{other}` ({other_path})"),
            )
            .with_help("remove one of the two"),
        ),
        _ => {
            wanted.insert(from, (to.to_owned(), path.to_owned()));
        }
    }
}

fn shorten(
    wanted: &BTreeMap<String, (String, String)>,
    pages: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (from, (to, path)) in wanted {
        let mut seen = vec![from.as_str()];
        let mut target = to.as_str();
        while let Some((next, _)) = wanted.get(target) {
            if seen.contains(&target) {
                break;
            }
            seen.push(target);
            target = next;
        }
        if seen.contains(&target) {
            seen.push(target);
            diagnostics.push(
                Diagnostic::error(
                    "redirect-loop",
                    path.as_str(),
                    format!("redirect leads in circles: /{}", seen.join(" -> /")),
                )
                .with_help("let one of them lead to a page"),
            );
            continue;
        }
        let page = target.split(['#', '?']).next().unwrap_or(target);
        if !target.contains("://") && !pages.contains(page) && !page.is_empty() {
            diagnostics.push(
                Diagnostic::warning(
                    "broken-redirect",
                    path.as_str(),
                    format!("redirect from `/{from}` leads nowhere: `/{target}`"),
                )
                .with_help_if(
                    crate::diagnostic::nearest(target, pages.iter().map(String::as_str))
                        .map(|near| format!("did you mean `/{near}`?")),
                ),
            );
        }
        redirects.push(Redirect { from: from.clone(), to: target.to_owned() });
    }
    redirects
}

/// A path from the root as pages have it: decoded, no slash before, one after
/// unless it names a file.
fn normalise(path: &str) -> String {
    let path = decode_path(path.trim());
    let path = path.trim_start_matches('/');
    let (page, fragment) = path.split_at(path.find(['#', '?']).unwrap_or(path.len()));
    let clean: Vec<&str> =
        page.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let page = clean.join("/");
    let is_file = clean.last().is_some_and(|name| {
        name.rsplit_once('.').is_some_and(|(_, extension)| {
            !extension.is_empty() && extension.len() <= 5 && extension.is_ascii()
        })
    });
    let slash = if page.is_empty() || is_file { "" } else { "/" };
    format!("{page}{slash}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_are_written_one_way() {
        assert_eq!(normalise("/a//b"), "a/b/");
        assert_eq!(normalise("a/b.html"), "a/b.html");
        assert_eq!(normalise("/a/#x"), "a/#x");
        assert_eq!(normalise("/../../etc"), "etc/");
    }

    #[test]
    fn aliases_stand_where_other_generators_have_them() {
        let page = "de/riding/unlock/".to_owned();
        assert_eq!(old_address("/old/", "", Some(&page)), "/old/");
        assert_eq!(old_address("/old/", "de", Some(&page)), "de/old/");
        assert_eq!(old_address("open", "de", Some(&page)), "de/riding/open");
        assert_eq!(old_address("open", "", None), "open");
    }

    #[test]
    fn chains_are_shortened_and_circles_reported() {
        let pages = BTreeSet::from(["c/".to_owned()]);
        let wanted: BTreeMap<String, (String, String)> =
            [("a/", "b/"), ("b/", "c/"), ("x/", "y/"), ("y/", "x/")]
                .map(|(from, to)| (from.to_owned(), (to.to_owned(), "kb.toml".to_owned())))
                .into();
        let mut diagnostics = Vec::new();
        let found = shorten(&wanted, &pages, &mut diagnostics);
        let found: Vec<(&str, &str)> =
            found.iter().map(|r| (r.from.as_str(), r.to.as_str())).collect();
        assert_eq!(found, [("a/", "c/"), ("b/", "c/")]);
        assert_eq!(diagnostics.len(), 2);
    }
}
