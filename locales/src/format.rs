//! Dates and numbers as a locale writes them.

use fluent_bundle::FluentValue;
use fluent_bundle::types::{FluentNumber, FluentNumberStyle};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale::LanguageIdentifier;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::locale::Locale;
use crate::plural::PluralForms;

/// Marks a number that shows as a hole for a script to fill; see
/// [`placeholder`].
const PLACEHOLDER: FluentNumberStyle = FluentNumberStyle::Currency;

/// Formats the dates and whole numbers of one locale.
pub(crate) struct Formats {
    date: Option<DateTimeFormatter<YMD>>,
    number: Option<DecimalFormatter>,
}

impl Formats {
    pub(crate) fn new(id: &LanguageIdentifier) -> Self {
        Self {
            date: DateTimeFormatter::try_new(id.into(), YMD::long()).ok(),
            number: DecimalFormatter::try_new(id.into(), DecimalFormatterOptions::default()).ok(),
        }
    }

    /// A long date; as `2026-02-30` where the calendar has no such day.
    pub(crate) fn date(&self, year: i32, month: u8, day: u8) -> String {
        match (&self.date, Date::try_new_iso(year, month, day)) {
            (Some(formatter), Ok(date)) => formatter.format(&date).to_string(),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    pub(crate) fn number(&self, number: u64) -> String {
        match &self.number {
            Some(formatter) => formatter.format(&Decimal::from(number)).to_string(),
            None => number.to_string(),
        }
    }
}

/// A number that chooses plural forms as `sample` does and shows as `hole`.
pub(crate) fn placeholder(sample: u64, hole: &str) -> FluentValue<'static> {
    let mut number = FluentNumber::from(sample);
    number.options.style = PLACEHOLDER;
    number.options.currency = Some(hole.to_owned());
    FluentValue::Number(number)
}

/// Fluent's formatter of values: numbers in the digits and groups of the
/// bundle's locale. The function is handed no locale; the memoizer is.
pub(crate) fn fluent_number(value: &FluentValue<'_>, intls: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    if number.options.style == PLACEHOLDER
        && let Some(hole) = &number.options.currency
    {
        return Some(hole.clone());
    }
    let decimal = decimal(number)?;
    intls
        .with_try_get::<NumberFormatter, _, _>((number.options.use_grouping,), |formatter| {
            formatter.0.format(&decimal).to_string()
        })
        .ok()
}

/// The value with as many digits as Fluent's options ask for.
fn decimal(number: &FluentNumber) -> Option<Decimal> {
    let options = &number.options;
    let text = match options.maximum_fraction_digits {
        Some(digits) => format!("{:.digits$}", number.value),
        None => number.value.to_string(),
    };
    let mut decimal: Decimal = text.parse().ok()?;
    if options.maximum_fraction_digits.is_some() {
        decimal.trim_end();
    }
    let position = |digits: usize| i16::try_from(digits).unwrap_or(i16::MAX);
    if let Some(digits) = options.minimum_fraction_digits {
        decimal.pad_end(-position(digits));
    }
    if let Some(digits) = options.minimum_integer_digits {
        decimal.pad_start(position(digits));
    }
    Some(decimal)
}

struct NumberFormatter(DecimalFormatter);

impl Memoizable for NumberFormatter {
    type Args = (bool,);
    type Error = ();

    fn construct(
        lang: unic_langid::LanguageIdentifier,
        (use_grouping,): (bool,),
    ) -> Result<Self, ()> {
        let id: LanguageIdentifier = lang.to_string().parse().map_err(|_| ())?;
        let mut options = DecimalFormatterOptions::default();
        if !use_grouping {
            options.grouping_strategy = Some(GroupingStrategy::Never);
        }
        DecimalFormatter::try_new((&id).into(), options).map(Self).map_err(|_| ())
    }
}

/// One whole number for each plural category that whole numbers have in a
/// locale, `other` last.
pub(crate) fn plural_samples(locale: &Locale) -> Vec<(&'static str, u64)> {
    let rules = PluralForms::new(locale);
    let category = |number: u64| rules.category(number);
    // 1,000,000 is `many` in French, Spanish and Portuguese; below 200 every
    // other category of CLDR has an example.
    let mut samples: Vec<(&'static str, u64)> = Vec::new();
    // 0 comes late, because 1 is the better example of `one`.
    for number in (1..200).chain([0, 1_000_000]) {
        let name = category(number);
        if !samples.iter().any(|(known, _)| *known == name) {
            samples.push((name, number));
        }
    }
    samples.sort_by_key(|(name, _)| CATEGORIES.iter().position(|known| known == name));
    samples
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
