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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MANIFEST: &str = r##"
        [[sections]]
        id = "all"
        label = "All types"
        variables = [
            { name = "accent", type = "color", default = "#123456", label = "" },
            { name = "hero", type = "select", default = "plain", label = "", options = [{ value = "plain", label = "" }, { value = "tinted", label = "" }] },
            { name = "measure", type = "number", default = 68, label = "", min = 50, max = 90 },
            { name = "greeting", type = "text", default = "", label = "", max = 10 },
            { name = "home_link", type = "link", default = "", label = "" },
            { name = "searches", type = "list", default = [], label = "", max = 2 },
            { name = "show_print", type = "boolean", default = true, label = "" },
            { name = "picture", type = "file", default = "", label = "" },
        ]
    "##;

    fn report(name: &str, value: Value) -> String {
        let manifest: Manifest = toml::from_str(MANIFEST).unwrap();
        let (checked, problems) =
            check(&manifest, &SettingValues::from([(name.into(), value.clone())]));
        match problems.as_slice() {
            [] => {
                assert_eq!(checked[name], value, "a right value is kept");
                String::new()
            }
            [problem] => {
                if let Some(variable) = manifest.variable(name) {
                    assert_eq!(checked[name], variable.default, "a wrong value gives the default");
                }
                let help = problem.help.as_ref().map(|help| format!(" ({help})"));
                format!("{}{}", problem.message, help.unwrap_or_default())
            }
            more => panic!("{more:?}"),
        }
    }

    #[test]
    fn right_values_are_kept() {
        let cases = [
            ("accent", json!("#0b6bcb")),
            ("accent", json!("#fff")),
            ("hero", json!("tinted")),
            ("measure", json!(50)),
            ("measure", json!(72.5)),
            ("greeting", json!("Hello")),
            ("greeting", json!({"en": "Hello", "de": "Hallo"})),
            ("home_link", json!("https://example.com/")),
            ("home_link", json!("../about/?a=b:c")),
            ("home_link", json!("mailto:a@example.com")),
            ("searches", json!(["a", "b"])),
            ("searches", json!({"en": ["a"], "ja": []})),
            ("show_print", json!(false)),
            ("picture", json!("brand/hero.webp")),
        ];
        for (name, value) in cases {
            assert_eq!(report(name, value.clone()), "", "{name} = {value}");
        }
    }

    #[test]
    fn wrong_values_are_told_with_what_to_write() {
        let cases = [
            ("accnt", json!("#fff"), "the theme has no setting `accnt` (did you mean `accent`?)"),
            ("zzzzzzzz", json!(1), "the theme has no setting `zzzzzzzz`"),
            (
                "accent",
                json!("blue"),
                "theme setting `accent`: `blue` is not a colour (write it as `#rrggbb`, such as `#0b6bcb`)",
            ),
            ("accent", json!(3), "theme setting `accent`: expected a text, found a number"),
            (
                "hero",
                json!("tintd"),
                "theme setting `hero`: `tintd` is not one of its choices (did you mean `tinted`?)",
            ),
            (
                "hero",
                json!("photograph"),
                "theme setting `hero`: `photograph` is not one of its choices (it is one of `plain`, `tinted`)",
            ),
            (
                "measure",
                json!(91),
                "theme setting `measure`: 91 is out of range (it lies between 50 and 90)",
            ),
            ("measure", json!("70"), "theme setting `measure`: expected a number, found a text"),
            (
                "greeting",
                json!("Welcome, dear"),
                "theme setting `greeting`: 13 characters are too many (it holds at most 10)",
            ),
            (
                "greeting",
                json!({"en": 1}),
                "theme setting `greeting`: expected a text, found a number",
            ),
            (
                "home_link",
                json!("javascript:alert(1)"),
                "theme setting `home_link`: an address may not begin with `javascript:` (use `https:`, `mailto:`, `tel:` or an address of this site)",
            ),
            ("searches", json!("a"), "theme setting `searches`: expected a list, found a text"),
            (
                "searches",
                json!(["a", "b", "c"]),
                "theme setting `searches`: 3 entries are too many (it holds at most 2)",
            ),
            (
                "searches",
                json!(["a", true]),
                "theme setting `searches`: expected a text, found true or false",
            ),
            (
                "show_print",
                json!("yes"),
                "theme setting `show_print`: expected `true` or `false`, found a text",
            ),
            (
                "picture",
                json!("../secret"),
                "theme setting `picture`: `../secret` is not a path inside `static/` (write it as `brand/picture.webp`)",
            ),
            (
                "picture",
                json!("https://example.com/a.png"),
                "theme setting `picture`: `https://example.com/a.png` is not a path inside `static/` (write it as `brand/picture.webp`)",
            ),
        ];
        for (name, value, told) in cases {
            assert_eq!(report(name, value), told);
        }
    }

    #[test]
    fn a_table_by_locale_gives_the_first_locale_of_the_chain() {
        let manifest: Manifest = toml::from_str(MANIFEST).unwrap();
        let values = SettingValues::from([
            ("greeting".to_owned(), json!({"en": "Hello", "de": "Hallo"})),
            ("searches".to_owned(), json!({"en": ["a"]})),
            ("hero".to_owned(), json!("plain")),
        ]);
        let chosen = settings_in_locale(&manifest, &values, &["de-AT", "de", "en"]);
        assert_eq!(chosen["greeting"], "Hallo");
        let none = settings_in_locale(&manifest, &values, &["ja"]);
        assert_eq!(none["greeting"], "");
        assert_eq!(none["searches"], json!([]));
        assert_eq!(none["hero"], "plain");
    }
}
