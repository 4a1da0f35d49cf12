//! The messages of one locale, with what answers when it has none.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};

use crate::argument::{Argument, fluent_value};
use crate::check::{self, CatalogProblem, KNOWN, Override};
use crate::collation::Collation;
use crate::embedded;
use crate::format::{self, Formats};
use crate::layer::Layer;
use crate::locale::Locale;

/// Ids with this prefix are a site's own messages, for templates of its own.
const OWN_MESSAGE_PREFIX: &str = "site-";

/// Why a message has no text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MessageError {
    /// No locale of the chain has this id.
    #[error("there is no message `{id}`")]
    Unknown {
        /// The id asked for.
        id: String,
        /// The most similar id that exists.
        nearest: Option<String>,
    },
    /// A variable of the message was not given.
    #[error("message `{id}` needs the variable `${variable}`")]
    MissingVariable {
        /// The message.
        id: String,
        /// Its variable, without `$`.
        variable: String,
    },
    /// The text refers to something that does not exist.
    #[error("message `{id}` cannot be put together: {reason}")]
    Broken {
        /// The message.
        id: String,
        /// What Fluent says.
        reason: String,
    },
}

/// Messages, dates, numbers and order of one locale.
///
/// A message is looked for in the site's overrides of the locale, the
/// embedded texts of the locale, the same of its parents, of an embedded
/// relative (`pt-BR` for `pt-PT`), of the site's default locale, and in `en`.
/// It can be shared between threads.
///
/// A text argument whose letters run against the locale's direction, such as
/// an English title in Hebrew, is put between Unicode isolates, so that it
/// cannot reorder what stands around it; nothing else is, so that plain text
/// stays plain.
pub struct Catalog {
    locale: Locale,
    layers: Vec<Layer>,
    /// Where the first layer's own texts end: parents and relatives count.
    own_layers: usize,
    /// Texts without variables, which is nearly all of them, and those that
    /// are asked for most.
    fixed: HashMap<String, String>,
    formats: Formats,
    collation: Collation,
}

impl Catalog {
    /// Puts a catalog together and says what is wrong with its overrides.
    ///
    /// `overrides` may be those of all locales: the folder in a path says
    /// which locale it is for; without a folder it is `locale`. Problems are
    /// reported for the files of `locale` only, so that a caller who loads
    /// every locale sees each once.
    pub fn load(
        locale: &Locale,
        overrides: &[Override],
        default: &Locale,
    ) -> (Self, Vec<CatalogProblem>) {
        let own: Vec<Locale> = std::iter::successors(Some(locale.clone()), Locale::parent)
            .chain(embedded::relative(locale))
            .collect();
        let rest = std::iter::successors(Some(default.clone()), Locale::parent)
            .chain(embedded::relative(default))
            .chain([Locale::known("en")]);

        let is_for = |file: &Override, layer: &Locale| {
            file.locale().map_or(layer == locale, |folder| folder == *layer)
        };
        let mut layers: Vec<Layer> = Vec::new();
        let mut own_layers = 0;
        for (index, candidate) in own.iter().cloned().chain(rest).enumerate() {
            if layers.iter().any(|layer| layer.locale == candidate) {
                continue;
            }
            let files = overrides.iter().filter(|file| is_for(file, &candidate));
            let resources: Vec<Arc<FluentResource>> =
                embedded::resource(&candidate).into_iter().chain(files.map(parse)).collect();
            if !resources.is_empty() {
                layers.push(Layer::new(&candidate, locale, resources));
                own_layers += usize::from(index < own.len());
            }
        }

        let fixed = ids(overrides)
            .into_iter()
            .filter_map(|id| {
                let layer = layers.iter().find(|layer| layer.has(&id))?;
                let (text, errors) = layer.format(&id, None)?;
                errors.is_empty().then_some((id, text))
            })
            .collect();
        let catalog = Self {
            locale: locale.clone(),
            layers,
            own_layers,
            fixed,
            formats: Formats::new(&locale.id()),
            collation: Collation::new(locale),
        };
        let problems = catalog.problems(overrides, is_for);
        (catalog, problems)
    }

    /// The locale that was asked for.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The text of a message; its id if there is no such message, and a
    /// variable's name in braces where it is not given.
    pub fn text(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        match self.fixed.get(id) {
            Some(text) => text.clone(),
            None => {
                self.put_together(id, arguments).map_or_else(|| id.to_owned(), |(text, _)| text)
            }
        }
    }

    /// The text of a message, or nothing if there is no such message.
    pub fn try_text(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        self.has(id).then(|| self.text(id, arguments))
    }

    /// The text of a message, strictly.
    ///
    /// # Errors
    ///
    /// A [`MessageError`] if there is no such message, if a variable of it is
    /// missing, or if it refers to something that does not exist.
    pub fn format(
        &self,
        id: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Result<Cow<'_, str>, MessageError> {
        if let Some(text) = self.fixed.get(id) {
            return Ok(Cow::Borrowed(text));
        }
        let Some((text, errors)) = self.put_together(id, arguments) else {
            let nearest = check::nearest(id, KNOWN.keys()).map(str::to_owned);
            return Err(MessageError::Unknown { id: id.to_owned(), nearest });
        };
        match errors.into_iter().next() {
            None => Ok(Cow::Owned(text)),
            Some(FluentError::ResolverError(ResolverError::Reference(
                ReferenceKind::Variable { id: variable },
            ))) => Err(MessageError::MissingVariable { id: id.to_owned(), variable }),
            Some(error) => Err(MessageError::Broken { id: id.to_owned(), reason: reason(&error) }),
        }
    }

    /// The forms of a message for a script that counts: CLDR plural category
    /// and text, with `hole` where the number `variable` goes.
    ///
    /// `search-results-count` in `en` gives `one` with `{count} result` and
    /// `other` with `{count} results`; a script chooses by `Intl.PluralRules`
    /// and puts in what `Intl.NumberFormat` says. Only categories that a whole
    /// number can have are given; `other` is always there.
    pub fn plural_forms(
        &self,
        id: &str,
        variable: &str,
        hole: &str,
    ) -> Vec<(&'static str, String)> {
        let Some(layer) = self.layers.iter().find(|layer| layer.has(id)) else {
            return Vec::new();
        };
        format::plural_samples(&layer.locale)
            .into_iter()
            .filter_map(|(category, sample)| {
                let mut arguments = FluentArgs::new();
                arguments.set(variable, format::placeholder(sample, hole));
                let (text, _) = layer.format(id, Some(&arguments))?;
                Some((category, text))
            })
            .collect()
    }

    /// True if any locale of the chain has the message.
    pub fn has(&self, id: &str) -> bool {
        self.fixed.contains_key(id) || self.layers.iter().any(|layer| layer.has(id))
    }

    /// Every message id that templates and code may use: those of `en`.
    pub fn message_ids() -> Vec<&'static str> {
        KNOWN.keys().map(String::as_str).collect()
    }

    /// Variables of a message, without `$`; nothing for an unknown message.
    pub fn message_variables(id: &str) -> Vec<&'static str> {
        KNOWN.get(id).into_iter().flatten().map(String::as_str).collect()
    }

    /// Messages that the locale leaves to the site's default locale or `en`.
    pub fn missing(&self) -> Vec<&'static str> {
        let own = &self.layers[..self.own_layers];
        KNOWN
            .keys()
            .map(String::as_str)
            .filter(|id| !own.iter().any(|layer| layer.has(id)))
            .collect()
    }

    /// A long date such as `March 5, 2026`, in the locale's usual calendar.
    pub fn format_date(&self, year: i32, month: u8, day: u8) -> String {
        self.formats.date(year, month, day)
    }

    /// A whole number in the locale's digits and groups.
    pub fn format_number(&self, number: u64) -> String {
        self.formats.number(number)
    }

    /// The order of two titles in a list; equal only for equal texts.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collation.compare(a, b)
    }

    /// The letter that heads a title in an A-Z list; `#` for digits and signs.
    ///
    /// Kana rows for `ja`, pinyin letters for `zh`, initial consonants for
    /// `ko`; else the first letter as a capital, without accents unless the
    /// locale sorts them apart.
    pub fn sort_key_letter(&self, title: &str) -> String {
        self.collation.index_letter(title)
    }

    fn put_together(
        &self,
        id: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Option<(String, Vec<FluentError>)> {
        let layer = self.layers.iter().find(|layer| layer.has(id))?;
        let is_right_to_left = layer.locale.is_right_to_left();
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, argument)| (*name, fluent_value(argument, is_right_to_left)))
            .collect();
        layer.format(id, Some(&arguments))
    }

    /// Messages of a file that refer to what does not exist, or to themselves.
    fn broken_messages(&self, file: &Override) -> Vec<CatalogProblem> {
        check::variables_by_id(file.source())
            .into_iter()
            .filter_map(|(id, variables)| {
                let arguments: Vec<(&str, Argument<'_>)> =
                    variables.iter().map(|name| (name.as_str(), Argument::Number(1.0))).collect();
                let Err(MessageError::Broken { reason, .. }) = self.format(&id, &arguments) else {
                    return None;
                };
                Some(CatalogProblem {
                    code: "broken-message",
                    path: file.path.clone(),
                    line: check::line_of(file.source(), &id, true),
                    message: format!("message `{id}` cannot be put together: {reason}"),
                    help: None,
                })
            })
            .collect()
    }

    fn problems(
        &self,
        overrides: &[Override],
        is_for: impl Fn(&Override, &Locale) -> bool,
    ) -> Vec<CatalogProblem> {
        let mut problems: Vec<CatalogProblem> = overrides
            .iter()
            .filter(|file| is_for(file, &self.locale))
            .flat_map(check::check)
            .filter(|problem| problem.code != "unknown-message" || !problem.is_about_own_message())
            .collect();
        for file in overrides.iter().filter(|file| is_for(file, &self.locale)) {
            problems.extend(self.broken_messages(file));
        }
        problems.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
        let missing = self.missing();
        if !missing.is_empty() {
            problems.push(CatalogProblem {
                code: "missing-messages",
                path: format!("locales/{}/", self.locale),
                line: None,
                message: format!(
                    "locale `{}` has no text for {} of {} messages: {}",
                    self.locale,
                    missing.len(),
                    KNOWN.len(),
                    check::list(missing.iter().map(|id| format!("`{id}`"))),
                ),
                help: Some(
                    "readers see them in the site's default locale or in English".to_owned(),
                ),
            });
        }
        problems
    }
}

/// Messages that an embedded locale or its embedded relatives lack; all of
/// them for a locale that is not embedded.
pub fn missing_messages(locale: &Locale) -> Vec<String> {
    let (catalog, _) = Catalog::load(locale, &[], locale);
    catalog.missing().into_iter().map(str::to_owned).collect()
}

impl CatalogProblem {
    fn is_about_own_message(&self) -> bool {
        self.message.starts_with(&format!("message `{OWN_MESSAGE_PREFIX}"))
    }
}

fn reason(error: &FluentError) -> String {
    let FluentError::ResolverError(error) = error else { return error.to_string() };
    match error {
        ResolverError::Reference(ReferenceKind::Message { id, .. }) => {
            format!("there is no message `{id}`")
        }
        ResolverError::Reference(ReferenceKind::Term { id, .. }) => {
            format!("there is no term `-{id}`")
        }
        ResolverError::Reference(ReferenceKind::Function { id }) => {
            format!("there is no function `{id}`")
        }
        ResolverError::Cyclic => "it refers to itself".to_owned(),
        other => other.to_string(),
    }
}

fn parse(file: &Override) -> Arc<FluentResource> {
    // What cannot be read is reported by `check` and skipped here.
    Arc::new(
        FluentResource::try_new(file.source().to_owned()).unwrap_or_else(|(resource, _)| resource),
    )
}

/// Ids of `en` and of the overrides.
fn ids(overrides: &[Override]) -> BTreeSet<String> {
    overrides
        .iter()
        .flat_map(|file| check::variables_by_id(file.source()).into_keys())
        .chain(KNOWN.keys().cloned())
        .collect()
}
