//! Texts of forms and rules into which values are put.

use kb_protocol::template::{Named, Target, Template};

use crate::config::LocalizedText;
use crate::diagnostic::did_you_mean;

/// What a form's own texts may name.
pub(super) const OF_FORMS: [&str; 2] = ["brand.name", "form.title"];

/// What is wrong in the first text that has something wrong in it, and what to
/// do. It may name `known`, and everything below `prefixes`.
pub(super) fn mistake(
    text: &LocalizedText,
    known: &[&str],
    prefixes: &[&str],
) -> Option<(String, String)> {
    let texts: Vec<&str> = match text {
        LocalizedText::Same(text) => vec![text],
        LocalizedText::ByLocale(texts) => texts.values().map(String::as_str).collect(),
    };
    texts.into_iter().find_map(|text| {
        let template = match Template::parse(text) {
            Ok(template) => template,
            Err(mistake) => return Some((format!("in `{text}`"), mistake.to_string())),
        };
        let is_known = |name: &&str| {
            let is_below =
                |prefix: &&str| name.strip_prefix(prefix).is_some_and(|it| !it.is_empty());
            known.contains(name) || prefixes.iter().any(is_below)
        };
        let unknown = template.names().find(|name| !is_known(name))?;
        let help = did_you_mean(unknown, known.iter().chain(prefixes).copied())
            .unwrap_or_else(|| format!("known here: {}", known.join(", ")));
        Some((format!("there is no value `{unknown}` to put into a text"), help))
    })
}

/// A form's text with its values. One that is no template was told by `check`.
pub(crate) fn filled(text: &str, brand_name: &str, form_title: &str) -> String {
    let values = [("brand.name", brand_name), ("form.title", form_title)];
    match Template::parse(text) {
        Ok(template) => template.filled(Target::Text, &Named(&values)),
        Err(_) => text.to_owned(),
    }
}
