//! The settings of a site: `kb.toml` read, checked, with brands resolved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kb_locales::Locale;
use kb_protocol::attribute::{AttributeSchema, Untyped};

use crate::content::markdown::MarkdownOptions;
use crate::diagnostic::{did_you_mean, in_plain_words, position, unknown_key_help};

mod brand;
mod file;
mod forms;
mod widget;

pub use brand::{Brand, ONLY_BRAND, Selection};
pub use file::{
    AnnouncementConfig, BrandConfig, ConfigFile, ContentConfig, FeatureConfig, LinkConfig,
    LocalizedText, LogoConfig, MissingTranslation, SearchConfig, TranslationConfig, UrlConfig,
    UrlPattern, json_schema,
};
pub use forms::{FormFallback, FormsConfig, RecordsConfig, SearchRecords};
pub use widget::{Relay, Widget, WidgetChoice, WidgetConfig, checked_origin};

/// Name of the settings file in a site's directory.
pub const CONFIG_FILE: &str = "kb.toml";

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
    /// Section `[attributes]`, if there is one.
    pub attributes: Option<AttributeSchema>,
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
        if let Some(Err(untyped)) = file.attributes.as_ref().map(AttributeSchema::check) {
            let message = format!("`attributes.{}`: {untyped}", untyped.key);
            return Err(check.invalid(untyped.key, message, Some(Untyped::HELP.to_owned())));
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
            attributes: file.attributes,
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
