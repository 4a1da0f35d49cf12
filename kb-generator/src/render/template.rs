//! The template environment of one locale.

use std::borrow::Cow;
use std::sync::Arc;

use kb_locales::{Argument, Catalog, MessageError};
use kb_themes::Theme;
use minijinja::value::{Kwargs, Serde};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("template `{template}`{}: {message}", line.map_or(String::new(), |l| format!(", line {l}")))]
pub struct RenderError {
    /// Name of the template.
    pub template: String,
    /// 1-based line in it.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl RenderError {
    pub(super) fn new(template: &str, error: &Error) -> Self {
        // Where it went wrong, and not where that was included.
        let mut error = error;
        while let Some(cause) = std::error::Error::source(error).and_then(|e| e.downcast_ref()) {
            error = cause;
        }
        Self {
            template: error.name().unwrap_or(template).to_owned(),
            line: error.line(),
            message: error
                .detail()
                .map_or_else(|| error.kind().to_string(), |d| format!("{}: {d}", error.kind())),
        }
    }
}

/// Makes the environment: escaping, `t()`, numbers, strictness.
pub(super) fn environment(theme: Arc<Theme>, catalog: Arc<Catalog>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write_escaped);
    environment.set_loader(move |name| Ok(theme.template(name).map(Cow::into_owned)));
    let numbers = catalog.clone();
    environment.add_filter("number", move |number: u64| numbers.format_number(number));
    environment
        .add_function("t", move |id: &str, arguments: Kwargs| translate(&catalog, id, &arguments));
    environment
}

/// Writes a value into HTML. minijinja's own escaping also encodes `/` and
/// `'`, which no text or double-quoted attribute needs: in a page full of
/// addresses that is a tenth of its bytes.
fn write_escaped(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_none() {
        return Ok(());
    }
    let text = value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed);
    let is_plain = value.is_safe() || !text.bytes().any(|b| matches!(b, b'&' | b'<' | b'>' | b'"'));
    if is_plain {
        out.write_str(&text)?
    } else {
        out.write_str(&super::xml::escape(&text))?
    }
    Ok(())
}

fn translate(catalog: &Catalog, id: &str, arguments: &Kwargs) -> Result<String, Error> {
    let mut values: Vec<(&str, Value)> = Vec::new();
    for name in arguments.args() {
        values.push((name, arguments.get(name)?));
    }
    let given: Vec<(&str, Argument<'_>)> = values
        .iter()
        .map(|(name, value)| {
            let argument = match (value.as_i64(), value.as_str()) {
                (_, Some(text)) => Argument::from(text),
                (Some(number), None) => Argument::from(number as f64),
                _ => Argument::from(value.to_string()),
            };
            (*name, argument)
        })
        .collect();
    match catalog.format(id, &given) {
        Ok(text) => Ok(text.into_owned()),
        Err(error @ MessageError::Unknown { .. }) => {
            Err(Error::new(ErrorKind::InvalidOperation, error.to_string()))
        }
        // A mistake in a site's own message, which was told when it was read,
        // must not cost the site.
        Err(_) => Ok(catalog.text(id, &given)),
    }
}

/// A template's value of anything that serde can write.
pub(super) fn value<T: Serialize>(of: T) -> Value {
    Value::from(Serde(of))
}
