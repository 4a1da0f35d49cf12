//! Structured data for search engines, as schema.org describes it.

use serde_json::{Value, json};

use super::Renderer;
use super::context::{Crumb, PageContext};

/// JSON that may stand in a `<script>` element: `<` would end it.
fn embed(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The full address of an `href` of this site.
pub(super) fn absolute(renderer: &Renderer<'_>, href: &str) -> String {
    let brand = renderer.site.brand;
    if brand.base_url.is_empty() || !href.starts_with('/') {
        return href.to_owned();
    }
    let host = brand.base_url.strip_suffix(brand.base_path()).unwrap_or(&brand.base_url);
    format!("{host}{href}")
}

pub(super) fn website(renderer: &Renderer<'_>, at: usize) -> String {
    let locale = &renderer.site.locales[at];
    let code = locale.locale.code();
    let mut site = json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": renderer.site_name(at),
        "inLanguage": code,
        "url": renderer.site.absolute(&format!("{code}/")),
    });
    if renderer.site.prepared.config.search.enabled {
        site["potentialAction"] = json!({
            "@type": "SearchAction",
            "target": format!("{}?q={{query}}", renderer.site.absolute(&format!("{code}/search/"))),
            "query-input": "required name=query",
        });
    }
    embed(&site)
}

/// The way from the home page to a page at `url`.
pub(super) fn breadcrumbs(renderer: &Renderer<'_>, crumbs: &[Crumb], url: &str) -> String {
    let items: Vec<Value> = crumbs
        .iter()
        .enumerate()
        .map(|(place, crumb)| {
            let address =
                if crumb.url.is_empty() { url.to_owned() } else { absolute(renderer, &crumb.url) };
            json!({"@type": "ListItem", "position": place + 1, "name": crumb.title, "item": address})
        })
        .collect();
    embed(&json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    }))
}

pub(super) fn article(
    renderer: &Renderer<'_>,
    at: usize,
    index: usize,
    page: &PageContext,
) -> Vec<String> {
    let locale = &renderer.site.locales[at];
    let shared = &renderer.site.prepared.content.articles[index].front;
    let (Some(body), Some(version), Some(place)) =
        (locale.body(index), locale.version(index), &locale.articles[index])
    else {
        return Vec::new();
    };
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": body.title,
        "description": body.description,
        "inLanguage": place.shown.code(),
        "mainEntityOfPage": page.canonical.as_ref().unwrap_or(&page.url),
        "publisher": {"@type": "Organization", "name": renderer.site_name(at)},
    });
    if let Some(date) = version.published(shared) {
        article["datePublished"] = json!(date.to_string());
    }
    if let Some(date) = version.updated(shared) {
        article["dateModified"] = json!(date.to_string());
    }
    if let Some(image) = &page.og.image {
        article["image"] = json!(image);
    }
    let mut all = vec![embed(&article), breadcrumbs(renderer, &page.breadcrumbs, &page.url)];
    if shared.faq && !body.rendered.questions.is_empty() {
        let questions: Vec<Value> = body
            .rendered
            .questions
            .iter()
            .map(|(question, answer)| {
                json!({
                    "@type": "Question",
                    "name": question,
                    "acceptedAnswer": {"@type": "Answer", "text": answer},
                })
            })
            .collect();
        all.push(embed(&json!({
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": questions,
        })));
    }
    all
}
