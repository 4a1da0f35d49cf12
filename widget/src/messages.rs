//! Puts texts together from compiled messages.
//!
//! Fluent itself runs where the messages are compiled: `kb_locales::compile`
//! describes their form. What needs knowledge of a locale, plural categories
//! and digits, is asked of [`Forms`]: in a browser of `Intl`.

use crate::wire::Json;

/// What a locale knows of numbers.
pub trait Forms {
    /// CLDR plural category of a number.
    fn plural(&self, number: f64) -> String;
    /// The number in the locale's digits.
    fn number(&self, number: f64) -> String;
}

/// A value for a variable of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Shown as it is.
    Text(&'a str),
    /// Shown in the locale's digits, and chooses plural forms.
    Number(f64),
}

/// The messages of one locale.
#[derive(Clone, Debug)]
pub struct Messages<J, F> {
    messages: J,
    is_right_to_left: bool,
    forms: F,
}

impl<J: Json, F: Forms> Messages<J, F> {
    /// Reads what `kb_locales::compile` wrote.
    pub fn new(compiled: &J, forms: F) -> Self {
        let messages = compiled.get("messages");
        Self { messages, is_right_to_left: compiled.get("rtl").is_true(), forms }
    }

    /// Whether lines of this locale begin at the right.
    pub fn is_right_to_left(&self) -> bool {
        self.is_right_to_left
    }

    /// What the locale knows of numbers.
    pub fn forms(&self) -> &F {
        &self.forms
    }

    /// The text of a message; its id if there is no such message.
    pub fn text(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        let pattern = self.messages.get(id);
        let mut text = String::new();
        self.put(&pattern, values, &mut text);
        if text.is_empty() { id.to_owned() } else { text }
    }

    fn put(&self, pattern: &J, values: &[(&str, Value<'_>)], out: &mut String) {
        if let Some(text) = pattern.text() {
            out.push_str(&text);
            return;
        }
        for part in pattern.items() {
            match part.text() {
                Some(text) => out.push_str(&text),
                None => self.put_placeable(&part.items(), values, out),
            }
        }
    }

    fn put_placeable(&self, parts: &[J], values: &[(&str, Value<'_>)], out: &mut String) {
        let Some((name, choices)) = parts.split_first() else { return };
        let name = name.text().unwrap_or_default();
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let Some(value) = value else {
            // As Fluent shows a variable that was not given.
            out.push_str("{$");
            out.push_str(&name);
            out.push('}');
            return;
        };
        match (choices, value) {
            ([default, variants @ ..], _) => {
                let default = default.number().unwrap_or_default() as usize;
                if let Some(pattern) = self.choose(default, variants, value) {
                    self.put(pattern, values, out);
                }
            }
            ([], Value::Number(number)) => out.push_str(&self.forms.number(number)),
            ([], Value::Text(text)) if runs_against(text, self.is_right_to_left) => {
                out.push('\u{2068}');
                out.push_str(text);
                out.push('\u{2069}');
            }
            ([], Value::Text(text)) => out.push_str(text),
        }
    }

    /// `variants` are key and pattern in turn. An exact key counts before the
    /// plural category, as in Fluent, if it stands before it.
    fn choose<'a>(&self, default: usize, variants: &'a [J], value: Value<'_>) -> Option<&'a J> {
        let wanted = match value {
            Value::Number(number) => self.forms.plural(number),
            Value::Text(text) => text.to_owned(),
        };
        let fits = |key: &J| match value {
            Value::Number(number) if key.number() == Some(number) => true,
            _ => key.text().as_deref() == Some(&wanted),
        };
        let index = variants.chunks(2).position(|variant| fits(&variant[0])).unwrap_or(default);
        variants.get(2 * index + 1)
    }
}

/// Whether a text has letters of the other direction, so that it could reorder
/// what stands around it.
///
/// A table of all letters would be larger than the widget's other texts: signs
/// and digits beyond ASCII count as letters here, which adds an isolate that
/// nobody sees.
fn runs_against(text: &str, is_right_to_left: bool) -> bool {
    text.chars().any(|c| {
        let is_letter = c.is_ascii_alphabetic() || c >= '\u{c0}';
        let from_right = matches!(c,
            '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
        is_letter && from_right != is_right_to_left
    })
}

#[cfg(test)]
mod tests {
    use kb_locales::{
        Argument, Catalog, Locale, Override, compile, embedded_locales, plural_category,
        widget_messages,
    };
    use serde_json::{Value as JsonValue, from_str};

    use super::*;

    /// A locale's knowledge as kb-locales has it, in place of `Intl`.
    struct Native(Catalog);

    impl Forms for Native {
        fn plural(&self, number: f64) -> String {
            plural_category(self.0.locale(), number as u64).to_owned()
        }

        fn number(&self, number: f64) -> String {
            self.0.format_number(number as u64)
        }
    }

    /// One locale by fluent-bundle and by the widget.
    fn both(code: &str) -> (Catalog, Messages<JsonValue, Native>) {
        let locale = Locale::parse(code).expect("a locale");
        let text = widget_messages(&locale).expect("embedded").to_owned();
        let overrides = [Override { path: format!("locales/{code}/widget.ftl"), text }];
        let load = || Catalog::load(&locale, &overrides, &locale).0;
        let compiled = compile(&locale).expect("compiles").expect("embedded");
        let json: JsonValue = from_str(&compiled).expect("JSON");
        (load(), Messages::new(&json, Native(load())))
    }

    fn ids(code: &str) -> Vec<String> {
        let compiled = compile(&Locale::parse(code).expect("a locale")).unwrap().expect("embedded");
        let json: JsonValue = from_str(&compiled).expect("JSON");
        json["messages"].as_object().expect("messages").keys().cloned().collect()
    }

    #[test]
    fn the_widget_says_what_fluent_says() {
        let counts = [0.0, 1.0, 2.0, 3.0, 5.0, 11.0, 21.0, 100.0, 1_234.0, 1_000_000.0];
        let names = ["Kim", "كريم", "キム", "עדי", ""];
        for code in embedded_locales() {
            let (fluent, widget) = both(code);
            for id in ids(code) {
                for (index, count) in counts.into_iter().enumerate() {
                    let name = names[index % names.len()];
                    let told = fluent.text(
                        &id,
                        &[
                            ("count", Argument::Number(count)),
                            ("name", Argument::from(name)),
                            ("text", Argument::from("Hallo 👋")),
                            ("title", Argument::from("שלום")),
                        ],
                    );
                    let said = widget.text(
                        &id,
                        &[
                            ("count", Value::Number(count)),
                            ("name", Value::Text(name)),
                            ("text", Value::Text("Hallo 👋")),
                            ("title", Value::Text("שלום")),
                        ],
                    );
                    assert_eq!(said, told, "{code} {id} {count} {name}");
                }
            }
        }
    }

    #[test]
    fn a_missing_message_or_variable_is_named() {
        let (_, widget) = both("en");
        assert_eq!(widget.text("no-such-message", &[]), "no-such-message");
        assert_eq!(widget.text("conversation-typing", &[]), "{$name} is writing…");
    }
}
