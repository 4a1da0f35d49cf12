//! Locale codes and what follows from them alone.

use std::fmt;
use std::str::FromStr;

use icu_locale::{Direction, LanguageIdentifier, LocaleDirectionality, LocaleExpander};
use serde::{Deserialize, Serialize};

use crate::names;

/// BCP 47 locale code in canonical case, e.g. `pt-BR`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(String);

/// Why a text is not a locale code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LocaleError {
    /// The text does not have the shape `language[-Script][-REGION]`.
    #[error("`{0}` is not a locale code such as `de` or `pt-BR`")]
    Malformed(String),
}

impl Locale {
    /// Reads `pt-BR`, `pt_br` or `PT-br` as `pt-BR`.
    ///
    /// # Errors
    ///
    /// [`LocaleError::Malformed`] for anything else, `und` and codes with
    /// extensions included.
    pub fn parse(code: &str) -> Result<Self, LocaleError> {
        let malformed = || LocaleError::Malformed(code.to_owned());
        let id =
            LanguageIdentifier::try_from_str(&code.replace('_', "-")).map_err(|_| malformed())?;
        if id.language.is_unknown() {
            return Err(malformed());
        }
        Ok(Self(id.to_string()))
    }

    /// The canonical code, e.g. `pt-BR`.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The language subtag, e.g. `pt`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// True for scripts such as Arabic and Hebrew.
    pub fn is_right_to_left(&self) -> bool {
        LocaleDirectionality::new_common().get(&self.id()) == Some(Direction::RightToLeft)
    }

    /// The value of HTML's `dir`: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    /// The name that its readers look for in a list, e.g. `Français`.
    pub fn native_name(&self) -> String {
        names::native_name(self)
    }

    /// The name in running text of another locale, e.g. `German` in `en`.
    ///
    /// Known for about 70 locales in each embedded one; otherwise the native
    /// name, or the code.
    pub fn name_in(&self, other: &Self) -> String {
        names::name_in(self, other)
    }

    /// The code without its last subtag: `pt` for `pt-BR`, none for `pt`.
    ///
    /// A locale whose script is not the usual one of the shorter code has no
    /// parent: `zh-TW` is written differently from `zh`.
    pub fn parent(&self) -> Option<Self> {
        let (shorter, _) = self.0.rsplit_once('-')?;
        let parent = Self(shorter.to_owned());
        (parent.script() == self.script()).then_some(parent)
    }

    /// True where words are not separated by spaces and text is counted in
    /// characters: Chinese and Japanese.
    ///
    /// Korean is included because its index and its line breaking are those
    /// of the other two, although it has spaces.
    pub fn uses_cjk(&self) -> bool {
        matches!(self.language(), "zh" | "ja" | "ko" | "yue")
    }

    /// The script, written out or the likely one, e.g. `Hant` for `zh-TW`.
    pub(crate) fn script(&self) -> Option<String> {
        let mut id = self.id();
        LocaleExpander::new_extended().maximize(&mut id);
        id.script.map(|script| script.to_string())
    }

    /// The code as ICU4X's type.
    pub(crate) fn id(&self) -> LanguageIdentifier {
        self.0.parse().expect("`parse` has accepted the code")
    }

    /// The code as Fluent's type.
    pub(crate) fn fluent_id(&self) -> unic_langid::LanguageIdentifier {
        self.0.parse().expect("both libraries accept the same language identifiers")
    }

    /// A code that the source of this package spells correctly.
    pub(crate) fn known(code: &str) -> Self {
        Self::parse(code).expect("codes in the source are well formed")
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Locale {
    type Err = LocaleError;

    fn from_str(code: &str) -> Result<Self, LocaleError> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Locale {
    type Error = LocaleError;

    fn try_from(code: String) -> Result<Self, LocaleError> {
        Self::parse(&code)
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0
    }
}
