//! `kb.toml` as it is written: sections, keys, types, defaults.

use std::collections::BTreeMap;

use kb_locales::Locale;
use kb_protocol::attribute::AttributeSchema;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{FormsConfig, RecordsConfig, WidgetConfig};
use crate::content::date::Date;
use crate::content::markdown::MarkdownOptions;

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
    /// Where it leads: an address, the path of an article in the tree, or
    /// `form:ID`, the page of a form.
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
    /// The widget on its pages.
    pub widget: WidgetConfig,
    /// Its forms.
    pub forms: FormsConfig,
    /// What is counted on its pages.
    pub records: RecordsConfig,
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
    /// Section `[widget]`: the widget on the pages.
    pub widget: WidgetConfig,
    /// Section `[forms]`: where forms go without a server.
    pub forms: FormsConfig,
    /// Section `[attributes]`: names that forms and rules may use, `customer` and
    /// `conversation`, as in `server.toml`; any where it is left out.
    pub attributes: Option<AttributeSchema>,
    /// Section `[records]`: what is counted on the pages.
    pub records: RecordsConfig,
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
