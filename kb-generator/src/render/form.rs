//! What a form's page shows, and the documents that browsers and relay read.
//!
//! The page is the form itself: it can be sent without a script. What depends
//! on answers is shown as the form's defaults want it; a script goes on from
//! there, and without one the relay asks the rest.

use std::collections::BTreeMap;

use kb_protocol::form::{
    Choice, FORM_VERSION, Field, FieldKind, Form, FormsDocument, PublishedForm, RawAnswers, Target,
    visible_fields,
};
use kb_protocol::limits;
use serde::Serialize;

use super::Renderer;
use super::content_json::to_json;
use crate::config::FormFallback;
use crate::content::dynamic::filled;
use crate::content::form::FormSource;

/// Path of a form's document.
pub(super) fn document_path(code: &str, id: &str) -> String {
    format!("{code}/api/forms/{id}.json")
}

/// The form in one locale, as browsers read it.
pub(super) fn document(renderer: &Renderer<'_>, at: usize, index: usize) -> String {
    let mut form = in_locale(renderer, at, index);
    // Tags and hooks are the relay's alone.
    form.routes.retain(|route| route.search.is_some());
    for route in &mut form.routes {
        (route.tags, route.hook) = (Vec::new(), None);
    }
    to_json(&form)
}

/// Every form of the brand in every locale, as the relay reads them.
pub(super) fn documents(renderer: &Renderer<'_>) -> String {
    let site = renderer.site;
    let published = |source: &&FormSource| PublishedForm {
        id: source.id.clone(),
        slug: source.slug().to_owned(),
        locales: site
            .locales
            .iter()
            .enumerate()
            .map(|(at, other)| (other.locale.code().to_owned(), worded(renderer, at, source)))
            .collect(),
        thanks: site
            .locales
            .iter()
            .enumerate()
            .filter_map(|(at, other)| {
                let text = thanks(renderer, at, source)?;
                Some((other.locale.code().to_owned(), text))
            })
            .collect(),
    };
    to_json(&FormsDocument {
        version: FORM_VERSION,
        forms: site.forms.iter().map(published).collect(),
    })
}

fn in_locale(renderer: &Renderer<'_>, at: usize, index: usize) -> Form {
    worded(renderer, at, renderer.site.forms[index])
}

/// A form in one locale, its texts with their values.
fn worded(renderer: &Renderer<'_>, at: usize, source: &FormSource) -> Form {
    let site = renderer.site;
    let form = source.in_locale(&site.locales[at].locale, &site.brand.default_locale);
    let intro = filled(&form.intro, brand_name(renderer, at), &form.title);
    Form { intro, ..form }
}

/// What is said when a form was sent, if it says something of its own.
fn thanks(renderer: &Renderer<'_>, at: usize, source: &FormSource) -> Option<String> {
    let (locale, default) =
        (&renderer.site.locales[at].locale, &renderer.site.brand.default_locale);
    let title = source.in_locale(locale, default).title;
    Some(filled(source.thanks(locale, default)?, brand_name(renderer, at), &title))
}

fn brand_name<'a>(renderer: &'a Renderer<'_>, at: usize) -> &'a str {
    let brand = &renderer.site.brand;
    brand.title.get(&renderer.site.locales[at].locale, &brand.default_locale)
}

/// A form on its page: `form`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FormContext {
    pub(super) id: String,
    pub(super) title: String,
    /// Paragraphs.
    pub(super) intro: Vec<String>,
    pub(super) action: String,
    pub(super) enctype: &'static str,
    /// `relay`, `mail` or `address`.
    pub(super) way: &'static str,
    /// Where readers can write while there is no way to the relay.
    pub(super) mail: Option<String>,
    /// Address of the document.
    pub(super) document: String,
    /// Public key and address of the relay.
    pub(super) key: Option<String>,
    pub(super) relay: Option<String>,
    pub(super) thanks: String,
    pub(super) steps: Vec<StepContext>,
    /// Whether more follows where there is no script: the relay asks the rest,
    /// or shows the answers once more.
    pub(super) goes_on: bool,
    pub(super) has_files: bool,
}

/// One page of a form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StepContext {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) fields: Vec<FieldContext>,
}

/// One question.
#[derive(Clone, Debug, Serialize)]
pub(super) struct FieldContext {
    pub(super) id: String,
    /// Which element asks it: `line`, `text`, `list`, `radios`, `boxes`,
    /// `box`, `files` or `hidden`.
    pub(super) shape: &'static str,
    /// Of an `input`.
    pub(super) input_type: &'static str,
    pub(super) autocomplete: Option<&'static str>,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) placeholder: String,
    pub(super) required: bool,
    /// Whether it is there with the answers that stand in the form at first.
    pub(super) shown: bool,
    pub(super) value: String,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) step: Option<&'static str>,
    /// Fewest and most characters, choices or files.
    pub(super) min_count: Option<usize>,
    pub(super) max_count: Option<usize>,
    /// Whether `min` and `max` are days.
    pub(super) is_date: bool,
    /// The shape of the answer.
    pub(super) example: Option<String>,
    pub(super) prefill: bool,
    /// Whether articles are looked for while it is filled in.
    pub(super) suggests: bool,
    pub(super) options: Vec<OptionContext>,
}

/// One choice.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OptionContext {
    pub(super) value: String,
    pub(super) label: String,
    /// How deep it lies in a tree, as spaces before its label.
    pub(super) indent: String,
    pub(super) chosen: bool,
}

/// What the page of a form shows.
pub(super) fn form_context(renderer: &Renderer<'_>, at: usize, index: usize) -> FormContext {
    let site = renderer.site;
    let source = site.forms[index];
    let form = in_locale(renderer, at, index);
    let locale = &site.locales[at];
    let relay = site.brand.relay.as_ref();
    let mail = match &site.brand.form_fallback {
        Some(FormFallback::Mail(mail)) => Some(mail.clone()),
        _ => None,
    };
    let has_files = form.fields().any(|field| matches!(field.kind, FieldKind::File { .. }));
    let (way, action, enctype) = match (relay, &site.brand.form_fallback) {
        (Some(relay), _) => {
            let plain =
                if has_files { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
            ("relay", format!("{}/forms/v1/{}/{}", relay.origin, relay.key, form.id), plain)
        }
        (None, Some(FormFallback::Mail(mail))) => {
            let subject = crate::content::slug::encode_path(&form.title).replace('&', "%26");
            ("mail", format!("mailto:{mail}?subject={subject}"), "text/plain")
        }
        (None, Some(FormFallback::Address(address))) => {
            ("address", address.clone(), "multipart/form-data")
        }
        (None, None) => unreachable!("a site has no form that nobody receives"),
    };
    let defaults = defaults(&form);
    let shown: Vec<&str> =
        visible_fields(&form, &defaults).into_iter().map(|id| id.as_str()).collect();
    FormContext {
        id: form.id.to_string(),
        intro: form
            .intro
            .split("\n\n")
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        action,
        enctype,
        way,
        mail,
        document: site.href(&document_path(locale.locale.code(), form.id.as_str())),
        key: relay.map(|relay| relay.key.clone()),
        relay: relay.map(|relay| relay.origin.clone()),
        thanks: thanks(renderer, at, source)
            .unwrap_or_else(|| locale.catalog.text("form-sent-text", &[])),
        goes_on: way == "relay",
        has_files,
        steps: form
            .steps
            .iter()
            .enumerate()
            .map(|(number, step)| StepContext {
                number: number + 1,
                title: step.title.clone(),
                fields: step
                    .fields
                    .iter()
                    .filter(|field| field.kind != FieldKind::Unknown)
                    .map(|field| field_context(field, shown.contains(&field.id.as_str())))
                    .collect(),
            })
            .collect(),
        title: form.title,
    }
}

/// The answers that stand in the form at first.
fn defaults(form: &Form) -> RawAnswers {
    let mut answers = BTreeMap::new();
    for field in form.fields() {
        if let Some(default) = &field.default {
            answers.insert(field.id.to_string(), vec![default.clone()]);
        }
    }
    RawAnswers(answers)
}

fn field_context(field: &Field, shown: bool) -> FieldContext {
    let value = field.default.clone().unwrap_or_default();
    let mut context = FieldContext {
        id: field.id.to_string(),
        shape: "line",
        input_type: "text",
        autocomplete: match &field.target {
            Some(Target::CustomerName) => Some("name"),
            Some(Target::CustomerEmail) => Some("email"),
            Some(Target::CustomerPhone) => Some("tel"),
            _ => None,
        },
        label: field.label.clone(),
        help: field.help.clone(),
        placeholder: field.placeholder.clone(),
        required: field.required,
        shown,
        value: value.clone(),
        min: None,
        max: None,
        step: None,
        min_count: None,
        max_count: None,
        is_date: matches!(field.kind, FieldKind::Date { .. } | FieldKind::Datetime { .. }),
        example: None,
        prefill: matches!(field.kind, FieldKind::Hidden { prefill: true }),
        suggests: matches!(field.target, Some(Target::Subject | Target::Body)),
        options: Vec::new(),
    };
    let choices = |options: &[Choice]| options.iter().map(|one| option(one, &value)).collect();
    match &field.kind {
        FieldKind::Text { min, max, shape } => {
            context.min_count = *min;
            context.max_count = Some(max.unwrap_or(limits::FIELD_CHARS));
            context.example.clone_from(shape);
        }
        FieldKind::Textarea { min, max } => {
            context.shape = "text";
            context.min_count = *min;
            context.max_count = Some(max.unwrap_or(limits::MESSAGE_CHARS));
        }
        FieldKind::Email => context.input_type = "email",
        FieldKind::Phone => context.input_type = "tel",
        FieldKind::Url => context.input_type = "url",
        FieldKind::Number { min, max, whole } => {
            context.input_type = "number";
            context.step = Some(if *whole { "1" } else { "any" });
            context.min = min.map(|min| min.to_string());
            context.max = max.map(|max| max.to_string());
        }
        FieldKind::Date { min, max } => {
            context.input_type = "date";
            (context.min, context.max) = (min.clone(), max.clone());
        }
        FieldKind::Datetime { min, max } => {
            context.input_type = "datetime-local";
            (context.min, context.max) = (min.clone(), max.clone());
        }
        FieldKind::Boolean => context.shape = "radios",
        FieldKind::Consent => context.shape = "box",
        FieldKind::Select { options } => {
            context.shape = "list";
            context.options = choices(options);
        }
        FieldKind::Tree { options } => {
            context.shape = "list";
            context.options = choices(options);
            for option in &mut context.options {
                option.indent = "\u{2003}".repeat(option.value.matches('/').count());
            }
        }
        FieldKind::MultiSelect { options, min, max } => {
            context.shape = "boxes";
            (context.min_count, context.max_count) = (*min, *max);
            context.options = choices(options);
        }
        FieldKind::File { max } => {
            context.shape = "files";
            context.max_count = Some(*max);
        }
        FieldKind::Hidden { .. } | FieldKind::Unknown => context.shape = "hidden",
    }
    context
}

fn option(choice: &Choice, chosen: &str) -> OptionContext {
    OptionContext {
        value: choice.value.clone(),
        label: choice.label.clone(),
        indent: String::new(),
        chosen: choice.value == chosen,
    }
}
