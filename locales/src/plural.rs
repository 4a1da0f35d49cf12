//! CLDR plural categories of cardinal numbers.

use intl_pluralrules::operands::PluralOperands;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

use crate::locale::Locale;

/// The plural rules of one locale; of none, everything is `other`.
pub(crate) struct PluralForms(Option<PluralRules>);

impl PluralForms {
    pub(crate) fn new(locale: &Locale) -> Self {
        let id = locale.fluent_id();
        let language = unic_langid::LanguageIdentifier::from_parts(id.language, None, None, &[]);
        let rules = [id, language]
            .into_iter()
            .find_map(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok());
        Self(rules)
    }

    pub(crate) fn category(&self, number: u64) -> &'static str {
        let category = match &self.0 {
            Some(rules) => rules.select(PluralOperands::from(number)),
            None => Ok(PluralCategory::OTHER),
        };
        match category {
            Ok(PluralCategory::ZERO) => "zero",
            Ok(PluralCategory::ONE) => "one",
            Ok(PluralCategory::TWO) => "two",
            Ok(PluralCategory::FEW) => "few",
            Ok(PluralCategory::MANY) => "many",
            Ok(PluralCategory::OTHER) | Err(_) => "other",
        }
    }
}

/// The CLDR plural category of a whole number in a locale, as
/// `Intl.PluralRules` gives it in browsers.
pub fn plural_category(locale: &Locale, number: u64) -> &'static str {
    PluralForms::new(locale).category(number)
}
