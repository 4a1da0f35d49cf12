//! Sitemaps (sitemaps.org, with `xhtml:link` for other locales).

use super::Renderer;
use super::route::form_url;
use super::xml::escape;
use crate::site::{LocaleSite, Presence};

/// The index of the locales' sitemaps.
pub(super) fn index(renderer: &Renderer<'_>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for locale in &renderer.site.locales {
        let url = renderer.site.absolute(&format!("{}/sitemap.xml", locale.locale.code()));
        xml.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escape(&url)));
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The pages of one locale that search engines should know: no fallbacks, no
/// `noindex`, nothing that is canonical elsewhere.
pub(super) fn locale(renderer: &Renderer<'_>, at: usize) -> String {
    let site = renderer.site;
    let locale = &site.locales[at];
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let mut add = |url: &str, changed: Option<String>, others: Vec<(&str, String)>| {
        xml.push_str("<url><loc>");
        xml.push_str(&escape(&site.absolute(url)));
        xml.push_str("</loc>");
        if let Some(changed) = changed {
            xml.push_str(&format!("<lastmod>{changed}</lastmod>"));
        }
        if others.len() > 1 {
            for (code, url) in others {
                xml.push_str(&format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{}\"/>",
                    escape(&site.absolute(&url))
                ));
            }
        }
        xml.push_str("</url>\n");
    };
    let everywhere = |url: &dyn Fn(&LocaleSite<'_>) -> Option<String>| -> Vec<(&str, String)> {
        site.locales.iter().filter_map(|other| Some((other.locale.code(), url(other)?))).collect()
    };
    let home = |other: &LocaleSite<'_>| Some(format!("{}/", other.locale.code()));
    add(&format!("{}/", locale.locale.code()), None, everywhere(&home));
    for (key, category) in locale.categories.iter().filter(|(key, _)| !key.is_empty()) {
        let others = everywhere(&|other| Some(other.categories.get(key)?.url.clone()));
        add(&category.url, None, others);
    }
    for form in &site.forms {
        let url = |other: &LocaleSite<'_>| Some(form_url(other.locale.code(), form.slug()));
        add(&form_url(locale.locale.code(), form.slug()), None, everywhere(&url));
    }
    for index in locale.pages() {
        let Some(place) = &locale.articles[index] else { continue };
        let article = &site.prepared.content.articles[index];
        let Some(version) = locale.version(index) else { continue };
        let hidden = article.front.noindex || version.front.noindex;
        let elsewhere = article.front.canonical.is_some() || version.front.canonical.is_some();
        if place.presence != Presence::Own || hidden || elsewhere {
            continue;
        }
        let others = everywhere(&|other| {
            let page = other.articles[index].as_ref()?;
            (page.presence == Presence::Own).then(|| page.url.clone())
        });
        add(&place.url, version.updated(&article.front).map(|date| date.to_string()), others);
    }
    xml.push_str("</urlset>\n");
    xml
}
