//! The messages of the widget in a form that a browser reads without a parser.

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Variant,
    VariantKey,
};
use serde_json::{Map, Value, json};

use crate::embedded;
use crate::locale::Locale;

/// A message that says more than the compiled form can.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("message `{id}` of `{locale}` uses more of Fluent than text, variables and choices by one")]
pub struct CompileError {
    /// The message.
    pub id: String,
    /// Code of its locale.
    pub locale: String,
}

/// The widget's messages of an embedded locale as compact JSON; `None` if the
/// locale is not embedded.
///
/// ```json
/// {"locale":"en","rtl":false,"messages":{
///   "mark-sent":"Sent",
///   "conversation-typing":[["name"]," is writing…"],
///   "launcher-unread":[["count",1,"one",["Open chat, ",["count"]," …"],"other",[…]]]}}
/// ```
///
/// A pattern is a text, or a list of texts and placeables. A placeable is a
/// list: the name of the variable alone shows it, numbers in the locale's
/// digits; behind it stand the index of the variant that is meant when none
/// fits, then key and pattern of every variant in turn. A key is a plural
/// category, a text, or a number that has to be met exactly. Messages that the
/// locale lacks are those of `en`.
///
/// # Errors
///
/// If a message needs more than this form has.
pub fn compile(locale: &Locale) -> Result<Option<String>, CompileError> {
    compile_of(locale, embedded::widget_messages)
}

/// A message of the widget that is nothing but text, for what is shown before
/// its messages are there; that of `en` if the locale has none.
pub fn widget_text(locale: &Locale, id: &str) -> String {
    let text = |locale: &Locale| {
        let messages = patterns(embedded::widget_messages(locale)?, locale.code()).ok()?;
        Some(messages.get(id)?.as_str()?.to_owned())
    };
    text(locale).or_else(|| text(&Locale::known("en"))).unwrap_or_default()
}

/// The messages of the agents' inbox in the same form; `None` if they are not
/// translated into this locale.
///
/// # Errors
///
/// As [`compile`].
pub fn compile_inbox(locale: &Locale) -> Result<Option<String>, CompileError> {
    compile_of(locale, embedded::inbox_messages)
}

fn compile_of(
    locale: &Locale,
    messages_of: fn(&Locale) -> Option<&'static str>,
) -> Result<Option<String>, CompileError> {
    let Some(text) = messages_of(locale) else { return Ok(None) };
    let english = messages_of(&Locale::known("en")).unwrap_or_default();
    let mut messages = patterns(english, "en")?;
    messages.extend(patterns(text, locale.code())?);
    let compiled = json!({
        "locale": locale.code(),
        "rtl": locale.is_right_to_left(),
        "messages": messages,
    });
    Ok(Some(compiled.to_string()))
}

fn patterns(text: &str, locale: &str) -> Result<Map<String, Value>, CompileError> {
    let resource = match fluent_syntax::parser::parse(text) {
        // A test parses every embedded file; what cannot be read is skipped.
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut messages = Map::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let Some(value) = &message.value else { continue };
        let id = message.id.name;
        let compiled = pattern(value)
            .ok_or_else(|| CompileError { id: id.to_owned(), locale: locale.to_owned() })?;
        messages.insert(id.to_owned(), compiled);
    }
    Ok(messages)
}

fn pattern(pattern: &Pattern<&str>) -> Option<Value> {
    let mut parts: Vec<Value> = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => push_text(&mut parts, value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    push_text(&mut parts, value);
                }
                Expression::Inline(inline) => parts.push(json!([variable(inline)?])),
                Expression::Select { selector, variants } => {
                    parts.push(choice(variable(selector)?, variants)?);
                }
            },
        }
    }
    Some(match parts.as_slice() {
        [Value::String(text)] => json!(text),
        _ => Value::Array(parts),
    })
}

/// Fluent cuts texts at line ends; the widget need not know.
fn push_text(parts: &mut Vec<Value>, text: &str) {
    match parts.last_mut() {
        Some(Value::String(last)) => last.push_str(text),
        _ => parts.push(json!(text)),
    }
}

/// `$name` or `NUMBER($name)`, which mean the same for a value that is a number.
fn variable<'a>(inline: &InlineExpression<&'a str>) -> Option<&'a str> {
    match inline {
        InlineExpression::VariableReference { id } => Some(id.name),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            let CallArguments { positional, named } = arguments;
            match positional.as_slice() {
                [InlineExpression::VariableReference { id }] if named.is_empty() => Some(id.name),
                _ => None,
            }
        }
        _ => None,
    }
}

fn choice(name: &str, variants: &[Variant<&str>]) -> Option<Value> {
    let default = variants.iter().position(|variant| variant.default)?;
    let mut parts = vec![json!(name), json!(default)];
    for variant in variants {
        parts.push(match variant.key {
            VariantKey::Identifier { name } => json!(name),
            VariantKey::NumberLiteral { value } => json!(value.parse::<f64>().ok()?),
        });
        parts.push(pattern(&variant.value)?);
    }
    Some(Value::Array(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::variables_by_id;

    fn compiled(message: &str) -> Result<String, CompileError> {
        Ok(Value::Object(patterns(message, "en")?).to_string())
    }

    #[test]
    fn text_variables_and_choices_are_compiled() {
        let message = "a = Hi { $name }{ \"!\" }\nb = { $count ->\n    [0] none\n    [one] one\n   *[other] { NUMBER($count) } of\n    them\n }\n";
        assert_eq!(
            compiled(message).expect("compiles"),
            r#"{"a":["Hi ",["name"],"!"],"b":[["count",2,0.0,"none","one","one","other",[["count"]," of\nthem"]]]}"#
        );
    }

    #[test]
    fn every_locale_has_the_messages_and_variables_of_english() {
        let texts = |code| embedded::widget_messages(&Locale::known(code)).expect("embedded");
        let english = variables_by_id(texts("en"));
        for code in embedded::embedded_locales() {
            let text = texts(code);
            assert!(fluent_syntax::parser::parse(text).is_ok(), "{code} can be read");
            assert_eq!(variables_by_id(text), english, "{code}");
            assert!(compile(&Locale::known(code)).is_ok_and(|compiled| compiled.is_some()));
        }
    }

    #[test]
    fn what_the_widget_cannot_read_is_refused() {
        for message in [
            "a = { b }",
            "a = { -term }",
            "a = { DATETIME($x) }",
            "a = { NUMBER($x, minimumFractionDigits: 2) }",
        ] {
            assert_eq!(compiled(message).expect_err("refused").id, "a", "{message}");
        }
    }
}
