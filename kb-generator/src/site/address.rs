//! Addresses of articles and categories, from the patterns of `[urls]`.

use kb_locales::Locale;

use crate::config::{UrlConfig, UrlPattern};
use crate::content::slug::{is_unsafe_in_name, slugify};

/// Makes addresses: paths from the site's root, ending in a slash.
pub struct Addresses<'a> {
    article: &'a str,
    category: &'a str,
}

/// What a page's address is made from.
pub struct Names<'a> {
    /// Locale of the page.
    pub locale: &'a Locale,
    /// Slug from the front matter.
    pub slug: Option<&'a str>,
    /// Stable id.
    pub id: &'a str,
    /// Path in the tree.
    pub key: &'a str,
}

impl<'a> Addresses<'a> {
    /// Reads the patterns.
    pub fn new(urls: &'a UrlConfig) -> Self {
        let (article, category) = match urls.pattern {
            UrlPattern::Id => ("{locale}/articles/{slug}-{id}", "{locale}/categories/{slug}-{id}"),
            UrlPattern::Tree => ("{locale}/{path}", "{locale}/{path}"),
        };
        Self {
            article: urls.article.as_deref().unwrap_or(article),
            category: urls.category.as_deref().unwrap_or(category),
        }
    }

    /// The address of an article.
    pub fn article(&self, names: &Names<'_>) -> String {
        fill(self.article, names)
    }

    /// The address of a category.
    pub fn category(&self, names: &Names<'_>) -> String {
        fill(self.category, names)
    }
}

fn fill(pattern: &str, names: &Names<'_>) -> String {
    let (folder, name) = names.key.rsplit_once('/').unwrap_or(("", names.key));
    let mut slug = slugify(names.slug.unwrap_or(name));
    let id_in_pattern = pattern.contains("{id}");
    if slug.is_empty() && !id_in_pattern {
        slug = names.id.to_owned();
    }
    let folder: Vec<String> =
        folder.split('/').filter(|part| !part.is_empty()).map(safe_part).collect();
    let folder = folder.join("/");
    let last = if names.slug.is_some() { slug.clone() } else { safe_part(name) };
    let last = if last.is_empty() { names.id.to_owned() } else { last };
    let path = if folder.is_empty() { last } else { format!("{folder}/{last}") };
    let mut url = pattern
        .replace("{locale}", names.locale.code())
        .replace("{slug}", &slug)
        .replace("{id}", names.id)
        .replace("{path}", &path)
        .replace("{category}", &folder);
    if slug.is_empty() {
        // Only the id is left of `{slug}-{id}`.
        url = url.replace("/-", "/");
    }
    let parts: Vec<&str> = url.split('/').filter(|part| !part.is_empty()).collect();
    format!("{}/", parts.join("/"))
}

/// A folder's or file's name as part of an address: spaces and unsafe
/// characters become hyphens, everything else stays.
fn safe_part(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    for c in name.chars() {
        if is_unsafe_in_name(c) || c.is_whitespace() {
            if !part.is_empty() && !part.ends_with('-') {
                part.push('-');
            }
        } else {
            part.push(c);
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: UrlPattern, slug: Option<&str>, key: &str) -> String {
        let urls = UrlConfig { pattern, ..UrlConfig::default() };
        let locale = Locale::parse("pt-BR").expect("valid");
        Addresses::new(&urls).article(&Names { locale: &locale, slug, id: "abc", key })
    }

    #[test]
    fn addresses_follow_the_pattern() {
        assert_eq!(check(UrlPattern::Id, None, "a/Lost keys"), "pt-BR/articles/lost-keys-abc/");
        assert_eq!(check(UrlPattern::Id, Some("Chaves"), "a/b"), "pt-BR/articles/chaves-abc/");
        assert_eq!(check(UrlPattern::Id, None, "a/???"), "pt-BR/articles/abc/");
        assert_eq!(check(UrlPattern::Tree, None, "a/b.c"), "pt-BR/a/b.c/");
        assert_eq!(check(UrlPattern::Tree, None, "a/\u{202e}x?y"), "pt-BR/a/x-y/");
        assert_eq!(check(UrlPattern::Tree, Some("z"), "a/b"), "pt-BR/a/z/");
        assert_eq!(check(UrlPattern::Tree, None, "???"), "pt-BR/abc/");
    }
}
