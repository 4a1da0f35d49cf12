//! Files for hosts, browsers and crawlers beside the pages.

use serde_json::json;

use super::Renderer;
use super::policy::{header_policy, meta_policy};
use super::xml::escape;
use crate::content::image_size::image_size;

/// The web app manifest of a locale.
pub(super) fn manifest(renderer: &Renderer<'_>, at: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let name = renderer.site_name(at);
    let icons: Vec<serde_json::Value> = site
        .brand
        .icon
        .iter()
        .filter_map(|icon| {
            let src = renderer.assets.address(icon)?;
            let size = image_size(&site.prepared.config.dir.join(icon));
            let is_svg = icon.ends_with(".svg");
            let sizes = match size {
                Some((width, height)) if !is_svg => format!("{width}x{height}"),
                _ => "any".to_owned(),
            };
            let kind = if is_svg { "image/svg+xml" } else { "image/png" };
            Some(json!({"src": src, "sizes": sizes, "type": kind}))
        })
        .collect();
    let manifest = json!({
        "name": name,
        "short_name": name,
        "description": renderer.site_description(at),
        "lang": locale.locale.code(),
        "dir": locale.locale.direction(),
        "start_url": site.href(&format!("{}/", locale.locale.code())),
        "scope": site.brand.base_path(),
        "display": "minimal-ui",
        "icons": icons,
    });
    serde_json::to_string_pretty(&manifest).expect("texts only") + "\n"
}

pub(super) fn robots(renderer: &Renderer<'_>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if !renderer.site.brand.base_url.is_empty() {
        text.push_str(&format!("\nSitemap: {}\n", renderer.site.absolute("sitemap.xml")));
    }
    text
}

/// Headers in the form that Netlify and Cloudflare Pages read.
pub(super) fn headers(renderer: &Renderer<'_>) -> String {
    let brand = renderer.site.brand;
    let base = brand.base_path();
    let shared = if brand.has_foreign_pages { "  Access-Control-Allow-Origin: *\n" } else { "" };
    format!(
        "{base}*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n{shared}\n\
         {base}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         {base}media/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        header_policy(renderer.site)
    )
}

/// Old addresses in the form that Netlify and Cloudflare Pages read.
pub(super) fn redirects(renderer: &Renderer<'_>) -> String {
    renderer
        .redirects
        .iter()
        .map(|redirect| {
            let from = renderer.site.href(&redirect.from);
            format!("{from} {} 301\n", target(renderer, &redirect.to))
        })
        .collect()
}

/// Old addresses as one JSON object.
pub(super) fn redirects_json(renderer: &Renderer<'_>) -> String {
    let map: serde_json::Map<String, serde_json::Value> = renderer
        .redirects
        .iter()
        .map(|redirect| {
            let to = target(renderer, &redirect.to);
            (renderer.site.href(&redirect.from), serde_json::Value::String(to))
        })
        .collect();
    serde_json::to_string_pretty(&map).expect("texts only") + "\n"
}

/// A page that leads on, for hosts that know no redirects.
pub(super) fn redirect_page(renderer: &Renderer<'_>, index: usize) -> String {
    let redirect = &renderer.redirects[index];
    let to = escape(&target(renderer, &redirect.to));
    let locale = renderer
        .site
        .locales
        .iter()
        .find(|l| redirect.to.split('/').next() == Some(l.locale.code()))
        .unwrap_or_else(|| renderer.site.default_locale());
    let canonical = if redirect.is_external() {
        to.clone()
    } else {
        escape(&renderer.site.absolute(redirect.to.split('#').next().unwrap_or_default()))
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{to}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={to}\">\n</head>\n\
         <body>\n<main>\n<h1><a href=\"{to}\">{to}</a></h1>\n</main>\n</body>\n</html>\n",
        policy = meta_policy(renderer.site),
        lang = locale.locale.code(),
        dir = locale.locale.direction(),
    )
}

fn target(renderer: &Renderer<'_>, to: &str) -> String {
    if to.contains("://") {
        return to.to_owned();
    }
    let (path, fragment) = to.split_at(to.find(['#', '?']).unwrap_or(to.len()));
    format!("{}{fragment}", renderer.site.href(path))
}

/// The service worker: pages that were read, and what they need, stay
/// readable without a network.
pub(super) fn service_worker(renderer: &Renderer<'_>) -> String {
    let site = renderer.site;
    let offline: serde_json::Map<String, serde_json::Value> = site
        .locales
        .iter()
        .map(|locale| {
            let code = locale.locale.code();
            (code.to_owned(), json!(site.href(&format!("{code}/offline.html"))))
        })
        .collect();
    let mut shell: Vec<&str> = ["theme.css", "boot.js", "site.js", "icons.svg"]
        .iter()
        .filter_map(|name| renderer.assets.address(name))
        .collect();
    shell.sort_unstable();
    // A new set of files is a new cache; the old one goes when it is active.
    let version = blake3::hash(shell.join(" ").as_bytes()).to_hex()[..10].to_owned();
    let settings = json!({
        "version": version,
        "base": site.brand.base_path(),
        "offline": offline,
        "default": site.brand.default_locale.code(),
        "shell": shell,
    });
    format!("const settings = {settings};\n{}", include_str!("service_worker.js"))
}
