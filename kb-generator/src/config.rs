//! `kb.toml`: every setting of a site, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kb_locales::Locale;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::content::date::Date;
use crate::content::markdown::MarkdownOptions;
use crate::diagnostic::{did_you_mean, in_plain_words, position, unknown_key_help};

mod brand;

pub use brand::{Brand, ONLY_BRAND, Selection};

/// Name of the settings file in a site's directory.
pub const CONFIG_FILE: &str = "kb.toml";

/// Text that may differ by locale: one string, or a table by locale code.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(untagged)]
pub enum LocalizedText {
    /// The same in every locale.
    Same(String),
    /// By locale code.
    ByLocale(BTreeMap<String, String>),
}

impl LocalizedText {
    /// The text of a locale: its own, its parent's, the default's, or any.
    pub fn get(&self, locale: &Locale, default: &Locale) -> &str {
        match self {
            Self::Same(text) => text,
            Self::ByLocale(texts) => texts
                .get(locale.code())
                .or_else(|| texts.get(locale.parent()?.code()))
                .or_else(|| texts.get(default.code()))
                .or_else(|| texts.values().next())
                .map_or("", String::as_str),
        }
    }
}

/// A labelled address in a header or footer.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct LinkConfig {
    /// What the link says.
    pub label: LocalizedText,
    /// Where it leads: an address, or the path of an article in the tree.
    pub url: String,
}

/// A logo for light and dark pages.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct LogoConfig {
    /// Image on light pages, relative to the site directory.
    pub light: String,
    /// Image on dark pages; the light one where it is left out.
    pub dark: Option<String>,
}

/// A bar above every page, shown between two dates.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementConfig {
    /// What it says.
    pub text: LocalizedText,
    /// Where it leads.
    pub url: Option<String>,
    /// First day on which it is shown, as `2026-05-01`.
    pub from: Option<Date>,
    /// Last day on which it is shown.
    pub until: Option<Date>,
}

/// Section `[content]`: where the articles are.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContentConfig {
    /// Folder of the articles, relative to the site directory.
    pub dir: String,
    /// Folders of locales that are kept elsewhere, by locale code.
    pub dirs: BTreeMap<String, String>,
    /// Patterns of files to leave out, as in `.gitignore`.
    pub ignore: Vec<String>,
    /// Show categories without an article too; else they appear with the first.
    pub show_empty_categories: bool,
}

impl Default for ContentConfig {
    fn default() -> Self {
        Self {
            dir: "articles".into(),
            dirs: BTreeMap::new(),
            ignore: Vec::new(),
            show_empty_categories: false,
        }
    }
}

/// Section `[urls]`: what addresses look like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UrlConfig {
    /// `id`: slug and id; `tree`: the shape of the folders.
    pub pattern: UrlPattern,
    /// Pattern of articles, with `{locale}`, `{slug}`, `{id}`, `{path}`, `{category}`.
    pub article: Option<String>,
    /// Pattern of categories, with `{locale}`, `{slug}`, `{id}`, `{path}`.
    pub category: Option<String>,
    /// Keep the addresses in `addresses.json`, so that a changed slug leaves a redirect.
    pub record: bool,
}

impl Default for UrlConfig {
    fn default() -> Self {
        Self { pattern: UrlPattern::Id, article: None, category: None, record: true }
    }
}

/// The two ready-made shapes of addresses.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum UrlPattern {
    /// `/en/articles/<slug>-<id>/`: survives every renaming.
    #[default]
    Id,
    /// `/en/<folders>/<slug>/`: for sites that move here.
    Tree,
}

/// What a locale shows for an article that is not translated.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum MissingTranslation {
    /// The text of the fallback locale, with a notice.
    #[default]
    Render,
    /// A link to the page in the fallback locale.
    Link,
    /// Nothing.
    Hide,
}

/// Section `[translations]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TranslationConfig {
    /// What a locale shows for an article that is not translated.
    pub missing: MissingTranslation,
    /// Locales to fall back to, in order, by locale code; the default locale is always last.
    pub fallback: BTreeMap<String, Vec<String>>,
    /// Tell readers when a translation is older than its source.
    pub stale_banner: bool,
}

/// Section `[search]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SearchConfig {
    /// Build the index and show the search field.
    pub enabled: bool,
    /// File of synonyms, relative to the site directory.
    pub synonyms: Option<String>,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { enabled: true, synonyms: None }
    }
}

/// Section `[features]`: what is published beside the pages.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FeatureConfig {
    /// Draw a picture per article for social networks, with the fonts of the
    /// machine that builds the site.
    pub social_images: bool,
    /// Install a service worker, so that read pages work offline.
    pub service_worker: bool,
    /// Atom feeds of the site and of each category.
    pub feeds: bool,
    /// `llms.txt`, `llms-full.txt` and a Markdown twin of each article.
    pub llms_txt: bool,
    /// Categories and articles as JSON files.
    pub json_api: bool,
    /// Write `.gz` and `.br` siblings of text files, for hosts that serve them; takes time.
    pub precompress: bool,
}

impl Default for FeatureConfig {
    fn default() -> Self {
        Self {
            social_images: false,
            service_worker: false,
            feeds: true,
            llms_txt: true,
            json_api: true,
            precompress: false,
        }
    }
}

/// Everything that may differ between brands; at the top of `kb.toml` it
/// holds for all of them, below `[brands.NAME]` for one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BrandConfig {
    /// Another brand whose settings hold where this one has none.
    pub extends: Option<String>,
    /// Only there to be extended: no site of its own.
    #[serde(rename = "abstract")]
    pub is_abstract: Option<bool>,
    /// Name of the help site.
    pub title: Option<LocalizedText>,
    /// One sentence about it.
    pub description: Option<LocalizedText>,
    /// Address at which the site is published; a path is allowed.
    pub base_url: Option<String>,
    /// Locale of the sources, and of readers whose own is not offered.
    pub default_locale: Option<String>,
    /// Locales of the site, in the order of the language menu.
    pub locales: Option<Vec<String>>,
    /// Name of an embedded theme.
    pub theme: Option<String>,
    /// Values of the theme's variables.
    pub theme_settings: BTreeMap<String, serde_json::Value>,
    /// Logo in the header.
    pub logo: Option<LogoConfig>,
    /// Square image for tabs and home screens.
    pub icon: Option<String>,
    /// Where readers who found no answer turn to.
    pub contact: Option<LinkConfig>,
    /// Links in the header.
    pub header_links: Option<Vec<LinkConfig>>,
    /// Links in the footer.
    pub footer_links: Option<Vec<LinkConfig>>,
    /// A bar above every page.
    pub announcement: Option<AnnouncementConfig>,
    /// Patterns of content paths that belong to the brand; all where it is left out.
    pub include: Option<Vec<String>>,
    /// Patterns of content paths that do not.
    pub exclude: Option<Vec<String>>,
    /// Tags of which an article must have one.
    pub tags: Option<Vec<String>>,
    /// Old addresses and where they lead now.
    pub redirects: BTreeMap<String, String>,
}

/// `kb.toml` as written.
///
/// The first fields repeat [`BrandConfig`]: serde cannot both flatten and
/// refuse unknown keys, and a typo in a setting must be refused.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(title = "kb.toml", description = "Settings of a Helpwright help site.")]
pub struct ConfigFile {
    /// Name of the help site.
    pub title: Option<LocalizedText>,
    /// One sentence about it.
    pub description: Option<LocalizedText>,
    /// Address at which the site is published; a path is allowed.
    pub base_url: Option<String>,
    /// Locale of the sources, and of readers whose own is not offered.
    pub default_locale: Option<String>,
    /// Locales of the site, in the order of the language menu.
    pub locales: Option<Vec<String>>,
    /// Name of an embedded theme.
    pub theme: Option<String>,
    /// Values of the theme's variables.
    pub theme_settings: BTreeMap<String, serde_json::Value>,
    /// Logo in the header.
    pub logo: Option<LogoConfig>,
    /// Square image for tabs and home screens.
    pub icon: Option<String>,
    /// Where readers who found no answer turn to.
    pub contact: Option<LinkConfig>,
    /// Links in the header.
    pub header_links: Option<Vec<LinkConfig>>,
    /// Links in the footer.
    pub footer_links: Option<Vec<LinkConfig>>,
    /// A bar above every page.
    pub announcement: Option<AnnouncementConfig>,
    /// Patterns of content paths that belong to the site; all where it is left out.
    pub include: Option<Vec<String>>,
    /// Patterns of content paths that do not.
    pub exclude: Option<Vec<String>>,
    /// Tags of which an article must have one.
    pub tags: Option<Vec<String>>,
    /// Old addresses and where they lead now.
    pub redirects: BTreeMap<String, String>,
    /// Folder that receives the site.
    pub output: Option<String>,
    /// Section `[content]`.
    pub content: ContentConfig,
    /// Section `[urls]`.
    pub urls: UrlConfig,
    /// Section `[translations]`.
    pub translations: TranslationConfig,
    /// Section `[markdown]`.
    pub markdown: MarkdownOptions,
    /// Section `[search]`.
    pub search: SearchConfig,
    /// Section `[features]`.
    pub features: FeatureConfig,
    /// Sections `[brands.NAME]`: several sites from one tree.
    pub brands: BTreeMap<String, BrandConfig>,
}

/// The JSON Schema of `kb.toml`, for editors.
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(ConfigFile).to_value()
}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// There is no settings file, or it cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file looked for.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A key, type or value is wrong.
    #[error("{path}{}: {message}{}", at(.position), hint(.help))]
    Invalid {
        /// The settings file.
        path: String,
        /// 1-based line and column.
        position: Option<(usize, usize)>,
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
}

fn at(position: &Option<(usize, usize)>) -> String {
    position.map_or(String::new(), |(line, column)| format!(":{line}:{column}"))
}

fn hint(help: &Option<String>) -> String {
    help.as_ref().map_or(String::new(), |help| format!("\n  help: {help}"))
}

/// Settings of a site, checked, with brands resolved.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// The site's directory.
    pub dir: PathBuf,
    /// Folder that receives the site, absolute or relative to the working directory.
    pub output: PathBuf,
    /// Section `[content]`.
    pub content: ContentConfig,
    /// Section `[urls]`.
    pub urls: UrlConfig,
    /// Section `[translations]`.
    pub translations: TranslationConfig,
    /// Section `[markdown]`.
    pub markdown: MarkdownOptions,
    /// Section `[search]`.
    pub search: SearchConfig,
    /// Section `[features]`.
    pub features: FeatureConfig,
    /// Locale of the sources.
    pub default_locale: Locale,
    /// Every locale of any brand, in order of first mention.
    pub locales: Vec<Locale>,
    /// The sites to build, by name.
    pub brands: Vec<Brand>,
    /// Whether `[brands]` names any: each then has a folder of its own.
    pub has_named_brands: bool,
    /// The settings file's own bytes; part of what the site is made from.
    pub source: String,
}

impl SiteConfig {
    /// Reads `kb.toml` from a site's directory.
    ///
    /// # Errors
    ///
    /// The file is missing, or a key, type or value is wrong.
    pub fn load(dir: &Path) -> Result<Self, ConfigError> {
        let path = dir.join(CONFIG_FILE);
        let source = std::fs::read_to_string(&path)
            .map_err(|source| ConfigError::Read { path: path.clone(), source })?;
        Self::parse(dir, source)
    }

    /// Checks the text of a settings file.
    ///
    /// # Errors
    ///
    /// A key, type or value is wrong.
    pub fn parse(dir: &Path, source: String) -> Result<Self, ConfigError> {
        let file: ConfigFile = toml::from_str(&source).map_err(|error| {
            let message = error.message().trim();
            let position = error.span().map(|span| position(&source, span.start));
            let line = position.and_then(|(line, _)| source.lines().nth(line - 1));
            ConfigError::Invalid {
                path: CONFIG_FILE.into(),
                position,
                help: unknown_key_help(message)
                    .or_else(|| message.split_once("; ").map(|(_, help)| help.to_owned())),
                message: in_plain_words(
                    message.split("; ").next().unwrap_or(message),
                    line.unwrap_or_default(),
                ),
            }
        })?;
        let check = Check { source: &source };
        let default_locale = match &file.default_locale {
            Some(code) => check.locale(code)?,
            None => match file.locales.as_deref() {
                Some([first, ..]) => check.locale(first)?,
                _ => check.locale("en")?,
            },
        };
        let brands = brand::resolve(&file, &default_locale, &check)?;
        let mut locales = Vec::new();
        for locale in brands.iter().flat_map(|brand| &brand.locales) {
            if !locales.contains(locale) {
                locales.push(locale.clone());
            }
        }
        for code in file.content.dirs.keys().chain(file.translations.fallback.keys()) {
            check.known_locale(code, &locales)?;
        }
        for code in file.translations.fallback.values().flatten() {
            check.known_locale(code, &locales)?;
        }
        check.pattern("urls.article", file.urls.article.as_deref())?;
        check.pattern("urls.category", file.urls.category.as_deref())?;
        Ok(Self {
            output: dir.join(file.output.as_deref().unwrap_or("public")),
            dir: dir.to_owned(),
            content: file.content,
            urls: file.urls,
            translations: file.translations,
            markdown: file.markdown,
            search: file.search,
            features: file.features,
            default_locale,
            locales,
            has_named_brands: !file.brands.is_empty(),
            brands,
            source,
        })
    }

    /// Locales whose text stands in for a missing one, in order.
    pub fn fallback_chain(&self, locale: &Locale) -> Vec<Locale> {
        let mut chain: Vec<Locale> = Vec::new();
        let configured = self.translations.fallback.get(locale.code());
        let named = configured.into_iter().flatten().filter_map(|code| Locale::parse(code).ok());
        for candidate in
            named.chain(locale.parent()).chain(std::iter::once(self.default_locale.clone()))
        {
            if candidate != *locale && !chain.contains(&candidate) {
                chain.push(candidate);
            }
        }
        chain
    }
}

/// Checks values that serde cannot, and finds the line they stand on.
pub(crate) struct Check<'a> {
    source: &'a str,
}

impl Check<'_> {
    /// An error about the first line that holds `needle`.
    pub(crate) fn invalid(
        &self,
        needle: &str,
        message: String,
        help: Option<String>,
    ) -> ConfigError {
        let uncommented = self.source.match_indices(needle).map(|(offset, _)| offset).find(|o| {
            let line = self.source[..*o].rsplit('\n').next().unwrap_or_default();
            !line.trim_start().starts_with('#')
        });
        ConfigError::Invalid {
            path: CONFIG_FILE.into(),
            position: uncommented.map(|offset| position(self.source, offset)),
            message,
            help,
        }
    }

    pub(crate) fn locale(&self, code: &str) -> Result<Locale, ConfigError> {
        Locale::parse(code).map_err(|_| {
            let hint = did_you_mean(code, kb_locales::embedded_locales().iter().copied());
            self.invalid(
                &format!("\"{code}\""),
                format!("`{code}` is not a locale code"),
                Some(hint.unwrap_or_else(|| {
                    "write a language and perhaps a region, such as `en` or `pt-BR`".into()
                })),
            )
        })
    }

    fn known_locale(&self, code: &str, locales: &[Locale]) -> Result<(), ConfigError> {
        let locale = self.locale(code)?;
        if locales.contains(&locale) {
            return Ok(());
        }
        let help = did_you_mean(code, locales.iter().map(Locale::code))
            .unwrap_or_else(|| "add it to `locales`, or remove it here".into());
        Err(self.invalid(code, format!("`{code}` is not one of the site's locales"), Some(help)))
    }

    fn pattern(&self, key: &str, pattern: Option<&str>) -> Result<(), ConfigError> {
        const KNOWN: [&str; 5] = ["locale", "slug", "id", "path", "category"];
        let Some(pattern) = pattern else { return Ok(()) };
        let mut names = BTreeSet::new();
        for part in pattern.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            if !KNOWN.contains(&name) {
                return Err(self.invalid(
                    pattern,
                    format!("`{key}` has an unknown placeholder `{{{name}}}`"),
                    Some(did_you_mean(name, KNOWN).unwrap_or_else(|| {
                        format!("known here: {}", KNOWN.map(|n| format!("{{{n}}}")).join(", "))
                    })),
                ));
            }
            names.insert(name);
        }
        if !["slug", "id", "path"].iter().any(|name| names.contains(name)) {
            return Err(self.invalid(
                pattern,
                format!("`{key}` gives every page the same address"),
                Some("use `{slug}`, `{id}` or `{path}` in it".into()),
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(source: &str) -> String {
        match SiteConfig::parse(Path::new("site"), source.into()) {
            Ok(_) => "no error".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_key() {
        insta::assert_snapshot!(error_of("title = \"A\"\ntitel = \"B\"\n"), @r#"
            kb.toml:2:1: there is no key `titel` here
              help: did you mean `title`?
            "#);
    }

    #[test]
    fn a_wrong_type_is_named_with_its_line() {
        insta::assert_snapshot!(error_of("title = \"A\"\nlocales = \"en\"\n"), @"kb.toml:2:11: `locales` must be a list, but it is text");
    }

    #[test]
    fn a_locale_that_is_none_is_named() {
        insta::assert_snapshot!(error_of("locales = [\"en\", \"deutsch!\"]\n"), @r#"
            kb.toml:1:18: `deutsch!` is not a locale code
              help: write a language and perhaps a region, such as `en` or `pt-BR`
            "#);
    }

    #[test]
    fn an_unknown_placeholder_is_named_with_the_nearest_one() {
        insta::assert_snapshot!(error_of("[urls]\narticle = \"/{locale}/{slugg}/\"\n"), @r#"
            kb.toml:2:12: `urls.article` has an unknown placeholder `{slugg}`
              help: did you mean `slug`?
            "#);
    }

    #[test]
    fn brands_inherit_and_may_not_go_in_circles() {
        insta::assert_snapshot!(
            error_of("[brands.a]\nextends = \"b\"\n[brands.b]\nextends = \"a\"\n"), @r#"
                kb.toml:4:1: brand `a` extends itself: a -> b -> a
                  help: remove one `extends`
                "#);
        insta::assert_snapshot!(
            error_of("[brands.pedalo]\nextends = \"pedallo\"\n"), @"
            kb.toml:2:1: brand `pedalo` extends `pedallo`, which does not exist
              help: name another table below [brands]
            ");
    }

    #[test]
    fn a_fallback_chain_ends_in_the_default_locale() {
        let config = SiteConfig::parse(
            Path::new("site"),
            "locales = [\"en\", \"es\", \"pt-BR\"]\n[translations.fallback]\n\"pt-BR\" = [\"es\"]\n"
                .into(),
        )
        .expect("valid");
        let locale = Locale::parse("pt-BR").expect("valid");
        let chain = config.fallback_chain(&locale);
        let codes: Vec<&str> = chain.iter().map(Locale::code).collect();
        assert_eq!(codes, ["es", "pt", "en"]);
    }
}
