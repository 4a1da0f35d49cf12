//! Renders every kind of page of a theme from fixtures, without the generator.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![allow(dead_code, reason = "the tests and the preview each use a part")]

mod fixtures;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kb_themes::Theme;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

pub(crate) use fixtures::{LOCALES, Page, pages};

/// Messages of one locale, then of English, then the id itself.
pub(crate) struct Messages {
    bundles: Vec<FluentBundle<FluentResource>>,
}

impl Messages {
    pub(crate) fn read(locale: &str) -> Self {
        let mut codes = vec![locale];
        if locale != "en" {
            codes.push("en");
        }
        let bundles = codes.into_iter().filter_map(bundle).collect();
        Self { bundles }
    }

    pub(crate) fn text(&self, id: &str, args: &FluentArgs<'_>) -> String {
        for bundle in &self.bundles {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
            assert!(errors.is_empty(), "message `{id}`: {errors:?}");
            return text;
        }
        id.to_owned()
    }
}

/// Messages of a locale for sites and forms: of `HELPWRIGHT_LOCALES` or the
/// workspace's own.
pub(crate) fn messages(locale: &str) -> Option<String> {
    let folder = std::env::var_os("HELPWRIGHT_LOCALES").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../locales")),
        PathBuf::from,
    );
    let read = |name: &str| std::fs::read_to_string(folder.join(locale).join(name)).ok();
    Some(format!("{}\n{}", read("site.ftl")?, read("form.ftl")?))
}

fn bundle(locale: &str) -> Option<FluentBundle<FluentResource>> {
    let text = messages(locale)?;
    let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new_concurrent(vec![locale.parse().unwrap()]);
    bundle.set_use_isolating(false);
    bundle
        .add_function("NUMBER", |positional, _| {
            positional.first().cloned().unwrap_or(FluentValue::None)
        })
        .unwrap();
    bundle.add_resource_overriding(resource);
    Some(bundle)
}

/// An environment as strict as the generator's.
pub(crate) fn environment(theme: &Theme, locale: &str) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    for name in theme.templates() {
        let source = theme.template(&name).unwrap().into_owned();
        environment.add_template_owned(name, source).unwrap();
    }
    let messages = Arc::new(Messages::read(locale));
    environment.add_function("t", move |id: &str, kwargs: Kwargs| {
        let mut args = FluentArgs::new();
        let names: Vec<String> = kwargs.args().map(str::to_owned).collect();
        for name in names {
            let value: Value = kwargs.get(&name).unwrap();
            let value = match f64::try_from(value.clone()) {
                Ok(number) if value.is_number() => FluentValue::from(number),
                _ => FluentValue::from(value.to_string()),
            };
            args.set(name, value);
        }
        messages.text(id, &args)
    });
    environment.add_filter("number", |value: Value| value.to_string());
    environment
}

/// Renders one page with the settings of `theme` under `values`.
pub(crate) fn render(
    environment: &Environment<'_>,
    theme: &Theme,
    values: &BTreeMap<String, serde_json::Value>,
    locale: &str,
    page: &Page,
) -> String {
    let (settings, _) = theme.settings(values);
    let settings = theme.settings_in_locale(&settings, &[locale, "en"]);
    let mut context = page.context.clone();
    context["settings"] = serde_json::to_value(settings).unwrap();
    let template = environment.get_template(page.template).unwrap();
    template
        .render(Value::from(Serde(context)))
        .unwrap_or_else(|error| panic!("{} of {}: {error:#}", page.template, theme.name()))
}
