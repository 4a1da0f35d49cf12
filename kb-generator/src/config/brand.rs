//! Brands: several sites from one tree, with inheritance between them.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use kb_locales::Locale;

use super::{
    AnnouncementConfig, BrandConfig, Check, ConfigError, ConfigFile, FormFallback, LinkConfig,
    LocalizedText, LogoConfig, Relay, SearchRecords, Widget,
};
use crate::diagnostic::did_you_mean;

/// Name of the brand of a site without `[brands]`.
pub const ONLY_BRAND: &str = "site";

/// One site to build: every setting resolved.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Its key in `kb.toml`, or `site` where there are no brands.
    pub name: String,
    /// Name of the help site.
    pub title: LocalizedText,
    /// One sentence about it.
    pub description: Option<LocalizedText>,
    /// Address at which it is published, with a slash at its end; empty where unknown.
    pub base_url: String,
    /// Locale of readers whose own is not offered.
    pub default_locale: Locale,
    /// Locales in the order of the language menu.
    pub locales: Vec<Locale>,
    /// Name of the theme.
    pub theme: String,
    /// Values of the theme's variables.
    pub theme_settings: BTreeMap<String, serde_json::Value>,
    /// Logo in the header.
    pub logo: Option<LogoConfig>,
    /// Square image.
    pub icon: Option<String>,
    /// Where readers who found no answer turn to.
    pub contact: Option<LinkConfig>,
    /// Links in the header.
    pub header_links: Vec<LinkConfig>,
    /// Links in the footer.
    pub footer_links: Vec<LinkConfig>,
    /// A bar above every page.
    pub announcement: Option<AnnouncementConfig>,
    /// Which articles belong to it.
    pub selection: Selection,
    /// Old addresses and where they lead now.
    pub redirects: BTreeMap<String, String>,
    /// The widget on its pages.
    pub widget: Option<Widget>,
    /// Whether widgets on pages of other sites may read its articles.
    pub has_foreign_pages: bool,
    /// The server that takes forms and votes, also where there is no chat.
    pub relay: Option<Relay>,
    /// Where forms go without that server.
    pub form_fallback: Option<FormFallback>,
    /// Which searches are counted.
    pub search_records: SearchRecords,
}

impl Brand {
    /// Path part of the address, with slashes around it: `/` or `/help/`.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..]
            .find('/')
            .map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// Replaces the address of the server, for previews.
    pub fn set_relay(&mut self, origin: &str) {
        let chat = self.widget.as_mut().and_then(|widget| widget.relay.as_mut());
        for relay in chat.into_iter().chain(&mut self.relay) {
            origin.clone_into(&mut relay.origin);
        }
    }

    /// Replaces the address, for previews and for other hosts.
    pub fn set_base_url(&mut self, base_url: &str) {
        self.base_url = with_slash(base_url);
    }
}

/// Rules that choose a brand's articles by path and tag.
#[derive(Clone, Debug)]
pub struct Selection {
    include: Option<Gitignore>,
    exclude: Option<Gitignore>,
    tags: Vec<String>,
}

impl Selection {
    /// Whether an article with this path in the tree and these tags belongs to the brand.
    pub fn includes(&self, path: &str, tags: &[String]) -> bool {
        let matches =
            |rules: &Gitignore| rules.matched_path_or_any_parents(path, false).is_ignore();
        self.include.as_ref().is_none_or(matches)
            && !self.exclude.as_ref().is_some_and(matches)
            && (self.tags.is_empty() || self.tags.iter().any(|tag| tags.contains(tag)))
    }
}

/// Resolves the brands of a settings file, or the one site it describes.
pub(super) fn resolve(
    file: &ConfigFile,
    default_locale: &Locale,
    check: &Check<'_>,
) -> Result<Vec<Brand>, ConfigError> {
    let base = top_level(file);
    if file.brands.is_empty() {
        return Ok(vec![finish(ONLY_BRAND, &base, default_locale, check)?]);
    }
    let mut brands = Vec::new();
    for (name, config) in &file.brands {
        if name.is_empty()
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        {
            return Err(check.invalid(
                name,
                format!("brand name `{name}` cannot be a folder's name"),
                Some("use letters, digits, `-` and `_`".into()),
            ));
        }
        let mut resolved = config.clone();
        let mut seen = vec![name.as_str()];
        let mut next = config.extends.as_deref();
        while let Some(parent_name) = next {
            if seen.contains(&parent_name) {
                return Err(check.invalid(
                    &format!("extends = \"{parent_name}\""),
                    format!(
                        "brand `{name}` extends itself: {} -> {parent_name}",
                        seen.join(" -> ")
                    ),
                    Some("remove one `extends`".into()),
                ));
            }
            let Some(parent) = file.brands.get(parent_name) else {
                return Err(check.invalid(
                    &format!("extends = \"{parent_name}\""),
                    format!("brand `{name}` extends `{parent_name}`, which does not exist"),
                    did_you_mean(
                        parent_name,
                        file.brands.keys().map(String::as_str).filter(|known| known != name),
                    )
                    .or_else(|| Some("name another table below [brands]".into())),
                ));
            };
            resolved = inherit(resolved, parent);
            seen.push(parent_name);
            next = parent.extends.as_deref();
        }
        if config.is_abstract != Some(true) {
            brands.push(finish(name, &inherit(resolved, &base), default_locale, check)?);
        }
    }
    Ok(brands)
}

fn top_level(file: &ConfigFile) -> BrandConfig {
    BrandConfig {
        extends: None,
        is_abstract: None,
        title: file.title.clone(),
        description: file.description.clone(),
        base_url: file.base_url.clone(),
        default_locale: file.default_locale.clone(),
        locales: file.locales.clone(),
        theme: file.theme.clone(),
        theme_settings: file.theme_settings.clone(),
        logo: file.logo.clone(),
        icon: file.icon.clone(),
        contact: file.contact.clone(),
        header_links: file.header_links.clone(),
        footer_links: file.footer_links.clone(),
        announcement: file.announcement.clone(),
        include: file.include.clone(),
        exclude: file.exclude.clone(),
        tags: file.tags.clone(),
        redirects: file.redirects.clone(),
        widget: file.widget.clone(),
        forms: file.forms.clone(),
        records: file.records.clone(),
    }
}

/// Fills what a brand leaves open from the one it extends.
fn inherit(brand: BrandConfig, parent: &BrandConfig) -> BrandConfig {
    fn merged<T: Clone>(
        own: BTreeMap<String, T>,
        parent: &BTreeMap<String, T>,
    ) -> BTreeMap<String, T> {
        let mut all = parent.clone();
        all.extend(own);
        all
    }
    BrandConfig {
        extends: brand.extends,
        is_abstract: brand.is_abstract,
        title: brand.title.or_else(|| parent.title.clone()),
        description: brand.description.or_else(|| parent.description.clone()),
        base_url: brand.base_url.or_else(|| parent.base_url.clone()),
        default_locale: brand.default_locale.or_else(|| parent.default_locale.clone()),
        locales: brand.locales.or_else(|| parent.locales.clone()),
        theme: brand.theme.or_else(|| parent.theme.clone()),
        theme_settings: merged(brand.theme_settings, &parent.theme_settings),
        logo: brand.logo.or_else(|| parent.logo.clone()),
        icon: brand.icon.or_else(|| parent.icon.clone()),
        contact: brand.contact.or_else(|| parent.contact.clone()),
        header_links: brand.header_links.or_else(|| parent.header_links.clone()),
        footer_links: brand.footer_links.or_else(|| parent.footer_links.clone()),
        announcement: brand.announcement.or_else(|| parent.announcement.clone()),
        include: brand.include.or_else(|| parent.include.clone()),
        exclude: brand.exclude.or_else(|| parent.exclude.clone()),
        tags: brand.tags.or_else(|| parent.tags.clone()),
        redirects: merged(brand.redirects, &parent.redirects),
        widget: brand.widget.inherit(&parent.widget),
        forms: brand.forms.inherit(&parent.forms),
        records: brand.records.inherit(&parent.records),
    }
}

fn finish(
    name: &str,
    config: &BrandConfig,
    site_default: &Locale,
    check: &Check<'_>,
) -> Result<Brand, ConfigError> {
    let mut locales = Vec::new();
    for code in config.locales.iter().flatten() {
        let locale = check.locale(code)?;
        if !locales.contains(&locale) {
            locales.push(locale);
        }
    }
    if locales.is_empty() {
        locales.push(site_default.clone());
    }
    let default_locale = match &config.default_locale {
        Some(code) => check.locale(code)?,
        None => site_default.clone(),
    };
    if !locales.contains(&default_locale) {
        let codes: Vec<&str> = locales.iter().map(Locale::code).collect();
        return Err(check.invalid(
            &format!("\"{}\"", default_locale.code()),
            format!(
                "default locale `{}` of `{name}` is not one of its locales ({})",
                default_locale.code(),
                codes.join(", ")
            ),
            Some("add it to `locales`, or choose another `default_locale`".into()),
        ));
    }
    let base_url = config.base_url.as_deref().unwrap_or_default();
    if !base_url.is_empty() && !base_url.starts_with("https://") && !base_url.starts_with("http://")
    {
        return Err(check.invalid(
            base_url,
            format!("`base_url` is not an address: `{base_url}`"),
            Some("begin it with `https://`, such as `https://help.example.com/`".into()),
        ));
    }
    Ok(Brand {
        name: name.to_owned(),
        title: config.title.clone().unwrap_or_else(|| LocalizedText::Same("Help".into())),
        description: config.description.clone(),
        base_url: with_slash(base_url),
        default_locale,
        locales,
        theme: config.theme.clone().unwrap_or_else(|| "plain".into()),
        theme_settings: config.theme_settings.clone(),
        logo: config.logo.clone(),
        icon: config.icon.clone(),
        contact: config.contact.clone(),
        header_links: config.header_links.clone().unwrap_or_default(),
        footer_links: config.footer_links.clone().unwrap_or_default(),
        announcement: config.announcement.clone(),
        selection: Selection {
            include: config.include.as_deref().map(|p| rules(p, check)).transpose()?,
            exclude: config.exclude.as_deref().map(|p| rules(p, check)).transpose()?,
            tags: config.tags.clone().unwrap_or_default(),
        },
        redirects: config.redirects.clone(),
        widget: config.widget.finish(name, check)?,
        has_foreign_pages: config.widget.foreign_pages == Some(true),
        relay: config.widget.known_relay(check)?,
        form_fallback: config.forms.finish(check)?,
        search_records: config.records.search.unwrap_or_default(),
    })
}

fn rules(patterns: &[String], check: &Check<'_>) -> Result<Gitignore, ConfigError> {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        builder.add_line(None, pattern).map_err(|error| {
            check.invalid(pattern, format!("`{pattern}` is not a pattern: {error}"), None)
        })?;
    }
    builder.build().map_err(|error| check.invalid("include", error.to_string(), None))
}

fn with_slash(url: &str) -> String {
    if url.is_empty() || url.ends_with('/') { url.to_owned() } else { format!("{url}/") }
}
