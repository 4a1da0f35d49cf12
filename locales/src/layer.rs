//! One locale's texts as Fluent's bundle, one link of the fallback chain.

use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};

use crate::format::fluent_number;
use crate::locale::Locale;

/// A site's overrides of one locale over the embedded texts of the same.
///
/// A layer is one locale because plural rules and digits follow from it: an
/// English fallback on an Arabic page counts in English.
pub(crate) struct Layer {
    pub(crate) locale: Locale,
    bundle: FluentBundle<Arc<FluentResource>>,
}

impl Layer {
    /// `resources` in rising precedence.
    pub(crate) fn new(
        locale: &Locale,
        resources: impl IntoIterator<Item = Arc<FluentResource>>,
    ) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.fluent_id()]);
        // `Catalog` isolates where it is needed, and only there.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(fluent_number));
        bundle.add_builtins().expect("a new bundle has no functions yet");
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
