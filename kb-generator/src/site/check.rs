//! Broken links, missing images and missing headings.

use std::collections::BTreeSet;

use kb_locales::Locale;
use rayon::prelude::*;

use super::{Bodies, Body};
use crate::config::SiteConfig;
use crate::content::links::{From, Links, Target};
use crate::content::load::Content;
use crate::content::markdown::ReferenceKind;
use crate::diagnostic::Diagnostic;

/// Broken links, missing images and fragments of all texts that are shown.
pub fn check_references(
    config: &SiteConfig,
    content: &Content,
    bodies: &Bodies,
    links: &Links<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let articles = content.articles.iter().enumerate().flat_map(|(index, article)| {
        let source_path = article.source_version().path.as_str();
        bodies.of_article(index).map(move |(locale, body)| {
            let path = article.versions[locale].path.as_str();
            (From { path, key: &article.key, source_path }, locale, body)
        })
    });
    let categories = content.categories.iter().flat_map(|(key, category)| {
        category.versions.iter().filter_map(move |(locale, version)| {
            let body = bodies.category(key, locale)?;
            let from = From { path: &version.path, key, source_path: &version.path };
            Some((from, locale, body))
        })
    });
    let all: Vec<_> = articles.chain(categories).collect();
    let found: Vec<Vec<Diagnostic>> = all
        .par_iter()
        .map(|(from, locale, body)| check_body(config, content, bodies, links, *from, locale, body))
        .collect();
    diagnostics.extend(found.into_iter().flatten());
}

/// Files beside the articles that no text refers to, and translations of
/// nothing: both are usually left over from something renamed.
pub fn check_orphans(
    config: &SiteConfig,
    content: &Content,
    bodies: &Bodies,
    links: &Links<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for article in &content.articles {
        if article.source != config.default_locale {
            diagnostics.push(
                Diagnostic::note(
                    "orphan-translation",
                    &article.source_version().path,
                    format!("there is no text in the default locale `{}`", config.default_locale),
                )
                .with_help("rename the file to fit its source, or write the source"),
            );
        }
    }
    let mut used_paths: BTreeSet<String> = BTreeSet::new();
    let mut drafts: Vec<&str> = Vec::new();
    let mut used = |from: From<'_>, target: &str| {
        if let Target::Asset(path) = links.resolve(from, target) {
            used_paths.insert(path);
        }
    };
    for (index, article) in content.articles.iter().enumerate() {
        let source_path = article.source_version().path.as_str();
        for (locale, version) in &article.versions {
            let from = From { path: &version.path, key: &article.key, source_path };
            if let Some(image) = &version.front.image {
                used(from, image);
            }
            match bodies.article(index, locale) {
                Some(body) => {
                    for reference in body.rendered.html.references() {
                        used(from, &reference.target);
                    }
                }
                None => drafts.push(&version.body),
            }
        }
    }
    for (key, category) in &content.categories {
        for (locale, version) in &category.versions {
            let from = From { path: &version.path, key, source_path: &version.path };
            if let Some(body) = bodies.category(key, locale) {
                for reference in body.rendered.html.references() {
                    used(from, &reference.target);
                }
            }
        }
    }
    for path in content.assets.keys().filter(|path| !used_paths.contains(*path)) {
        let name = path.rsplit('/').next().unwrap_or(path);
        // Drafts keep their pictures.
        if !drafts.iter().any(|body| body.contains(name)) {
            diagnostics.push(
                Diagnostic::note("unused-file", path, "no article refers to this file")
                    .with_help("remove it, or link to it; it is not published"),
            );
        }
    }
}

fn check_body(
    config: &SiteConfig,
    content: &Content,
    bodies: &Bodies,
    links: &Links<'_>,
    from: From<'_>,
    locale: &Locale,
    body: &Body,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for reference in body.rendered.html.references() {
        if reference.kind == ReferenceKind::Icon {
            continue;
        }
        let target = links.resolve(from, &reference.target);
        let at = |diagnostic: Diagnostic| diagnostic.at(reference.line, reference.column);
        let is_image = reference.kind == ReferenceKind::Image;
        match target {
            Target::Unknown => {
                let (code, what) =
                    if is_image { ("missing-image", "image") } else { ("broken-link", "link") };
                let help = links.suggest(from, &reference.target).map_or_else(
                    || "no file of the content folder has a name like that".to_owned(),
                    |path| format!("did you mean `{path}`?"),
                );
                let message = format!("{what} leads nowhere: `{}`", reference.target);
                found.push(at(Diagnostic::warning(code, from.path, message).with_help(help)));
            }
            Target::Article(..) | Target::Category(..) if is_image => {
                found.push(at(Diagnostic::warning(
                    "missing-image",
                    from.path,
                    format!("`{}` is an article, not an image", reference.target),
                )))
            }
            Target::Fragment(fragment) => {
                let missing = missing_anchor(body, fragment);
                found.extend(
                    missing.map(|help| at(broken_anchor(from.path, &reference.target, help))),
                );
            }
            Target::Article(index, fragment) if fragment.len() > 1 => {
                // A translation's headings may differ: the one that readers
                // of this locale get decides.
                let shown = std::iter::once(locale.clone())
                    .chain(config.fallback_chain(locale))
                    .find_map(|l| bodies.article(index, &l));
                if let Some(shown) = shown {
                    let missing = missing_anchor(shown, fragment);
                    found.extend(
                        missing.map(|help| at(broken_anchor(from.path, &reference.target, help))),
                    );
                } else if content.articles[index].versions.contains_key(locale) {
                    found.extend(unpublished(from, reference.target.as_str()).map(at));
                }
            }
            Target::Article(index, _) if bodies.hides_article(index) => {
                found.extend(unpublished(from, reference.target.as_str()).map(at));
            }
            _ => {}
        }
    }
    found
}

fn unpublished(from: From<'_>, target: &str) -> Option<Diagnostic> {
    let message = format!("link leads to an article that is not published: `{target}`");
    Some(
        Diagnostic::warning("unpublished-link", from.path, message)
            .with_help("publish the article, or remove the link"),
    )
}

fn broken_anchor(path: &str, target: &str, help: Option<String>) -> Diagnostic {
    Diagnostic::warning(
        "broken-anchor",
        path,
        format!("link leads to a heading that does not exist: `{target}`"),
    )
    .with_help_if(help)
}

/// `None` where the fragment exists, else what to do.
fn missing_anchor(body: &Body, fragment: &str) -> Option<Option<String>> {
    let wanted = crate::content::slug::decode_path(fragment.trim_start_matches('#'));
    let headings = body.rendered.headings.iter().map(|heading| heading.id.as_str());
    let known: Vec<&str> =
        headings.chain(body.rendered.anchors.iter().map(String::as_str)).collect();
    if wanted.is_empty() || wanted == "top" || known.contains(&wanted.as_str()) {
        return None;
    }
    Some(crate::diagnostic::nearest(&wanted, known).map(|near| format!("did you mean `#{near}`?")))
}
