//! Text for language models: `llms.txt`, `llms-full.txt` (llmstxt.org) and a
//! Markdown twin of every article.

use super::Renderer;
use crate::content::links::From;
use crate::content::markdown::ReferenceKind;

/// An article as Markdown: its source with a title and full addresses.
pub(super) fn markdown(renderer: &Renderer<'_>, at: usize, index: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let (Some(body), Some(version), Some(place)) =
        (locale.body(index), locale.version(index), &locale.articles[index])
    else {
        return String::new();
    };
    let article = &site.prepared.content.articles[index];
    let from = From {
        path: &version.path,
        key: &article.key,
        source_path: &article.source_version().path,
    };
    let mut text = version.body.trim().to_owned();
    if let Some(rest) = text.strip_prefix("# ") {
        // The title stands above already.
        text = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start().to_owned();
    }
    let addressing = renderer.addressing();
    let host = site.brand.base_url.strip_suffix(site.brand.base_path()).unwrap_or_default();
    let mut replaced: Vec<&str> = Vec::new();
    for reference in body.rendered.html.references() {
        let target = reference.target.as_str();
        if reference.kind == ReferenceKind::Icon
            || target.starts_with('#')
            || replaced.contains(&target)
        {
            continue;
        }
        replaced.push(target);
        let address = addressing.address(reference, from, locale);
        if address.starts_with('/') {
            text = text.replace(&format!("]({target}"), &format!("]({host}{address}"));
        }
    }
    let mut document = format!("# {}\n\n", body.title);
    if !version.description.is_empty() {
        document.push_str(&format!("> {}\n\n", version.description));
    }
    document.push_str(&format!("Source: {}\n\n", site.absolute(&place.url)));
    document.push_str(&text);
    document.push('\n');
    document
}

/// What the site offers, with the addresses of the Markdown twins.
pub(super) fn index(renderer: &Renderer<'_>, at: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let mut text = head(renderer, at);
    let mut listed: Vec<&str> = Vec::new();
    for key in ordered_categories(renderer, at) {
        let category = &locale.categories[&key];
        let lines: Vec<String> = category
            .articles
            .iter()
            .filter(|index| locale.has_page(**index))
            .filter_map(|index| {
                let place = locale.articles[*index].as_ref()?;
                if listed.contains(&place.url.as_str()) {
                    return None;
                }
                listed.push(&place.url);
                let body = locale.body(*index)?;
                let url = site.absolute(&format!("{}index.md", place.url));
                let colon = if body.description.is_empty() { "" } else { ": " };
                Some(format!("- [{}]({url}){colon}{}\n", body.title, body.description))
            })
            .collect();
        if !lines.is_empty() {
            let title = if key.is_empty() { renderer.site_name(at) } else { &category.title };
            text.push_str(&format!("\n## {title}\n\n{}", lines.concat()));
        }
    }
    text
}

/// All articles of a locale in one file.
pub(super) fn full(renderer: &Renderer<'_>, at: usize) -> String {
    let locale = &renderer.site.locales[at];
    let mut text = head(renderer, at);
    let mut done = vec![false; locale.articles.len()];
    for key in ordered_categories(renderer, at) {
        for index in &locale.categories[&key].articles {
            if locale.has_page(*index) && !std::mem::replace(&mut done[*index], true) {
                text.push_str("\n---\n\n");
                text.push_str(&markdown(renderer, at, *index));
            }
        }
    }
    text
}

fn head(renderer: &Renderer<'_>, at: usize) -> String {
    let description = renderer.site_description(at);
    let quote = if description.is_empty() { String::new() } else { format!("\n> {description}\n") };
    format!("# {}\n{quote}", renderer.site_name(at))
}

/// Keys of all categories, parents before children, in the order of the site.
pub(super) fn ordered_categories(renderer: &Renderer<'_>, at: usize) -> Vec<String> {
    let locale = &renderer.site.locales[at];
    let mut keys = Vec::new();
    let mut stack = vec![String::new()];
    while let Some(key) = stack.pop() {
        if let Some(page) = locale.categories.get(&key) {
            stack.extend(page.children.iter().rev().cloned());
            keys.push(key);
        }
    }
    keys
}
