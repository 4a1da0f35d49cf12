//! Follows every link of a finished site to its file and heading.
//!
//! Reads the output and not the model, so that it also finds mistakes of
//! templates. Our pages are well-formed with double-quoted attributes, which
//! the browser tests check; so looking for attributes is enough.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use crate::content::slug::decode_path;
use crate::diagnostic::Diagnostic;
use crate::sources::files_below;

/// What one page offers and asks for.
struct Page {
    ids: BTreeSet<String>,
    /// Address as written, and its line.
    links: Vec<(String, usize)>,
}

/// Checks a site's folder; `base_path` is the path part of its address.
pub fn check(dir: &Path, base_path: &str) -> Vec<Diagnostic> {
    let files = files_below(dir);
    let known: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    let pages: BTreeMap<&str, Page> = files
        .par_iter()
        .filter(|file| file.ends_with(".html"))
        .filter_map(|file| {
            let html = std::fs::read_to_string(dir.join(file)).ok()?;
            Some((file.as_str(), read_page(&html)))
        })
        .collect();
    let mut diagnostics = Vec::new();
    for (file, page) in &pages {
        for (link, line) in &page.links {
            let Some((target, fragment)) = local_target(link, file, base_path) else { continue };
            let path = [target.clone(), format!("{}/index.html", target.trim_end_matches('/'))]
                .into_iter()
                .map(|path| path.trim_start_matches('/').to_owned())
                .find(|path| known.contains(path.as_str()));
            let message = match path {
                None => format!("`{link}` leads to no file"),
                Some(path) if !fragment.is_empty() && fragment != "top" => {
                    match pages.get(path.as_str()) {
                        Some(page) if !page.ids.contains(&fragment) => {
                            format!("`{link}` leads to an id that `{path}` does not have")
                        }
                        _ => continue,
                    }
                }
                Some(_) => continue,
            };
            diagnostics.push(
                Diagnostic::warning("broken-output-link", *file, message)
                    .at_line(*line)
                    .with_help("look for it in the article, the theme or the links of kb.toml"),
            );
        }
    }
    diagnostics
}

fn read_page(html: &str) -> Page {
    let mut page = Page { ids: BTreeSet::new(), links: Vec::new() };
    let mut line = 1;
    let mut counted = 0;
    for (at, _) in html.match_indices('<') {
        let Some(tag) = html[at..].split('>').next() else { continue };
        for (name, is_link) in [(" href=\"", true), (" src=\"", true), (" id=\"", false)] {
            let Some(value) = tag.split(name).nth(1).and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            if is_link {
                line += html[counted..at].matches('\n').count();
                counted = at;
                page.links.push((unescape(value), line));
            } else {
                page.ids.insert(unescape(value));
            }
        }
    }
    page
}

/// Path below the site's folder and fragment; `None` for other sites.
fn local_target(link: &str, file: &str, base_path: &str) -> Option<(String, String)> {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or(path);
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'));
    if has_scheme || path.starts_with("//") {
        return None;
    }
    // Fragments of a sprite are no ids of a page.
    let fragment = decode_path(fragment);
    if path.is_empty() {
        return Some((file.to_owned(), fragment));
    }
    let rooted = match path.strip_prefix(base_path) {
        Some(rest) => rest.to_owned(),
        // Another part of the same host.
        None if path.starts_with('/') => return None,
        None => format!("{}/{path}", file.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in rooted.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    Some((decode_path(&parts.join("/")), fragment))
}

fn unescape(text: &str) -> String {
    text.replace("&#x2f;", "/")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write into temporary folders")]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let dir = tempfile::tempdir().expect("a folder for tests");
        let write = |path: &str, text: &str| {
            let file = dir.path().join(path);
            std::fs::create_dir_all(file.parent().expect("has one")).expect("create");
            std::fs::write(file, text).expect("write");
        };
        write(
            "index.html",
            "<a href=\"/help/en/a/#x\">1</a>\n<a href=\"en/b/\">2</a><a href=\"/help/en/a/#y\">3</a><a href=\"https://x.example/\">4</a>",
        );
        write("en/a/index.html", "<h2 id=\"x\">x</h2><a href=\"../../\">up</a>");
        let found: Vec<String> =
            check(dir.path(), "/help/").iter().map(|d| d.message.clone()).collect();
        assert_eq!(
            found,
            [
                "`en/b/` leads to no file",
                "`/help/en/a/#y` leads to an id that `en/a/index.html` does not have"
            ]
        );
    }
}
