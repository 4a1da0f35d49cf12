//! One locale's texts as Fluent's bundle, one link of the fallback chain.

use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};

use crate::format::fluent_number;
use crate::locale::Locale;

/// A site's overrides of one locale over the embedded texts of the same.
///
/// A layer is one locale because plural rules and digits follow from it: an
/// English fallback on an Arabic page counts in English. Where the texts are
/// in the reader's language, the reader's region decides: `ar-EG` has digits
/// of its own for the texts of `ar`.
pub(crate) struct Layer {
    pub(crate) locale: Locale,
    bundle: FluentBundle<Arc<FluentResource>>,
}

impl Layer {
    /// `resources` in rising precedence.
    pub(crate) fn new(
        locale: &Locale,
        reader: &Locale,
        resources: impl IntoIterator<Item = Arc<FluentResource>>,
    ) -> Self {
        let region = if reader.language() == locale.language() { reader } else { locale };
        let mut bundle = FluentBundle::new_concurrent(vec![region.fluent_id()]);
        // `Catalog` isolates where it is needed, and only there.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(fluent_number));
        bundle.add_function("NUMBER", number).expect("a new bundle has no functions yet");
        for resource in resources {
            bundle.add_resource_overriding(resource);
        }
        Self { locale: locale.clone(), bundle }
    }

    /// True if the message has a text here.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.bundle.get_message(id).is_some_and(|message| message.value().is_some())
    }

    /// The text, and what went wrong while putting it together.
    pub(crate) fn format(
        &self,
        id: &str,
        arguments: Option<&FluentArgs<'_>>,
    ) -> Option<(String, Vec<FluentError>)> {
        let message = self.bundle.get_message(id)?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(message.value()?, arguments, &mut errors);
        Some((text.into_owned(), errors))
    }
}

/// Fluent's `NUMBER()`, which also takes a number as text, and shows any other
/// text as it is: a script's `{number}` is a hole and no mistake.
fn number<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    let mut number = match positional.first() {
        Some(FluentValue::Number(number)) => number.clone(),
        Some(FluentValue::String(text)) => match text.parse::<FluentNumber>() {
            Ok(number) if number.value.is_finite() => number,
            _ => return FluentValue::String(text.clone()),
        },
        _ => return FluentValue::Error,
    };
    number.options.merge(named);
    FluentValue::Number(number)
}
