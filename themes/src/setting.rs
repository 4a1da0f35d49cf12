//! Values of a theme's settings, checked against their types.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::color::Rgb;
use crate::manifest::{Manifest, Variable, VariableType};
use crate::problem::{ThemeProblem, did_you_mean, nearest};

/// Values of all variables by name.
pub type SettingValues = BTreeMap<String, Value>;

/// Checks `values` and fills in defaults; a wrong value gives a problem and
/// the default.
pub(crate) fn check(
    manifest: &Manifest,
    values: &SettingValues,
) -> (SettingValues, Vec<ThemeProblem>) {
    let mut problems = Vec::new();
    for name in values.keys().filter(|name| manifest.variable(name).is_none()) {
        let near = nearest(name, manifest.variables().map(|variable| variable.name.as_str()));
        problems.push(
            ThemeProblem::setting(
                "unknown-theme-setting",
                name,
                format!("the theme has no setting `{name}`"),
            )
            .with_help(did_you_mean(near)),
        );
    }
    let checked = manifest
        .variables()
        .map(|variable| {
            let value = match values.get(&variable.name) {
                None => variable.default.clone(),
                Some(value) => match check_value(variable, value) {
                    Ok(()) => value.clone(),
                    Err(Wrong { message, help }) => {
                        problems.push(
                            ThemeProblem::setting(
                                "invalid-theme-setting",
                                &variable.name,
                                format!("theme setting `{}`: {message}", variable.name),
                            )
                            .with_help(help),
                        );
                        variable.default.clone()
                    }
                },
            };
            (variable.name.clone(), value)
        })
        .collect();
    (checked, problems)
}

/// Returns `values` with every table by locale replaced by the text of the
/// first locale of `chain` that has one; without any, by nothing.
///
/// `chain` starts with the page's locale and usually ends with the site's
/// default locale.
pub fn settings_in_locale(
    manifest: &Manifest,
    values: &SettingValues,
    chain: &[&str],
) -> SettingValues {
    values
        .iter()
        .map(|(name, value)| {
            let Value::Object(by_locale) = value else { return (name.clone(), value.clone()) };
            let found = chain.iter().find_map(|locale| by_locale.get(*locale)).cloned();
            let empty = || match manifest.variable(name).map(|variable| variable.kind) {
                Some(VariableType::List) => Value::Array(Vec::new()),
                _ => Value::String(String::new()),
            };
            (name.clone(), found.unwrap_or_else(empty))
        })
        .collect()
}

/// Why a value does not fit.
struct Wrong {
    message: String,
    help: Option<String>,
}

impl Wrong {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }
}

fn check_value(variable: &Variable, value: &Value) -> Result<(), Wrong> {
    match variable.kind {
        VariableType::Color => {
            let text = text_of(value)?;
            Rgb::parse(text).map(drop).ok_or_else(|| Wrong {
                message: format!("`{text}` is not a colour"),
                help: Some("write it as `#rrggbb`, such as `#0b6bcb`".into()),
            })
        }
        VariableType::Select => check_choice(variable, text_of(value)?),
        VariableType::Number => check_number(variable, value),
        VariableType::Text => by_locale(value, |text| check_length(variable, text_of(text)?)),
        VariableType::List => by_locale(value, |list| check_list(variable, list)),
        VariableType::Link => by_locale(value, |link| check_link(text_of(link)?)),
        VariableType::File => check_file(text_of(value)?),
        VariableType::Boolean if value.is_boolean() => Ok(()),
        VariableType::Boolean => {
            Err(Wrong::new(format!("expected `true` or `false`, found {}", kind_of(value))))
        }
    }
}

fn by_locale(value: &Value, check: impl Fn(&Value) -> Result<(), Wrong>) -> Result<(), Wrong> {
    match value {
        Value::Object(texts) => texts.values().try_for_each(check),
        other => check(other),
    }
}

fn check_choice(variable: &Variable, text: &str) -> Result<(), Wrong> {
    let values = || variable.options.iter().map(|option| option.value.as_str());
    if values().any(|value| value == text) {
        return Ok(());
    }
    let help = did_you_mean(nearest(text, values())).or_else(|| {
        let all: Vec<String> = values().map(|value| format!("`{value}`")).collect();
        Some(format!("it is one of {}", all.join(", ")))
    });
    Err(Wrong { message: format!("`{text}` is not one of its choices"), help })
}

fn check_number(variable: &Variable, value: &Value) -> Result<(), Wrong> {
    let number = value
        .as_f64()
        .ok_or_else(|| Wrong::new(format!("expected a number, found {}", kind_of(value))))?;
    let min = variable.min.unwrap_or(f64::NEG_INFINITY);
    let max = variable.max.unwrap_or(f64::INFINITY);
    if (min..=max).contains(&number) {
        return Ok(());
    }
    Err(Wrong {
        message: format!("{number} is out of range"),
        help: Some(match (variable.min, variable.max) {
            (Some(min), Some(max)) => format!("it lies between {min} and {max}"),
            (Some(min), None) => format!("it is at least {min}"),
            _ => format!("it is at most {max}"),
        }),
    })
}

fn check_length(variable: &Variable, text: &str) -> Result<(), Wrong> {
    match variable.max {
        Some(max) if text.chars().count() as f64 > max => Err(Wrong {
            message: format!("{} characters are too many", text.chars().count()),
            help: Some(format!("it holds at most {max}")),
        }),
        _ => Ok(()),
    }
}

fn check_list(variable: &Variable, value: &Value) -> Result<(), Wrong> {
    let items = value
        .as_array()
        .ok_or_else(|| Wrong::new(format!("expected a list, found {}", kind_of(value))))?;
    items.iter().try_for_each(|item| text_of(item).map(drop))?;
    match variable.max {
        Some(max) if items.len() as f64 > max => Err(Wrong {
            message: format!("{} entries are too many", items.len()),
            help: Some(format!("it holds at most {max}")),
        }),
        _ => Ok(()),
    }
}

fn check_link(text: &str) -> Result<(), Wrong> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
        scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    match scheme.map(str::to_ascii_lowercase).as_deref() {
        None | Some("https" | "http" | "mailto" | "tel") => Ok(()),
        Some(scheme) => Err(Wrong {
            message: format!("an address may not begin with `{scheme}:`"),
            help: Some("use `https:`, `mailto:`, `tel:` or an address of this site".into()),
        }),
    }
}

fn check_file(text: &str) -> Result<(), Wrong> {
    let leaves = text.starts_with('/')
        || text.contains('\\')
        || text.contains(':')
        || text.split('/').any(|part| part == "..");
    if !leaves {
        return Ok(());
    }
    Err(Wrong {
        message: format!("`{text}` is not a path inside `static/`"),
        help: Some("write it as `brand/picture.webp`".into()),
    })
}

fn text_of(value: &Value) -> Result<&str, Wrong> {
    value.as_str().ok_or_else(|| Wrong::new(format!("expected a text, found {}", kind_of(value))))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}
