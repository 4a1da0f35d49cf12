//! Form hooks: whatever other people's forms send becomes one JSON value.

mod xml;

use std::collections::BTreeMap;

use kb_protocol::chat::Code;
use serde_json::Value;

use crate::forms::body::Part;

/// Deepest value that is taken: what is deeper is no form.
const DEPTH: usize = 32;
/// Field that says where a browser goes on.
const REDIRECT: &str = "_redirect";

/// The value of a JSON body.
///
/// # Errors
///
/// [`Code::InvalidBody`].
pub(crate) fn of_json(bytes: &[u8]) -> Result<Value, Code> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Code::InvalidBody)?;
    if depth(&value) > DEPTH { Err(Code::InvalidBody) } else { Ok(value) }
}

/// The value of an XML body.
///
/// # Errors
///
/// [`Code::InvalidBody`].
pub(crate) fn of_xml(bytes: &[u8]) -> Result<Value, Code> {
    xml::read(bytes, DEPTH).ok_or(Code::InvalidBody)
}

/// The value of the fields of a form; one that comes more than once is a list.
pub(crate) fn of_fields(parts: &[Part]) -> Value {
    let mut fields: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.file.is_none()) {
        fields.entry(&part.name).or_default().push(part.text().into());
    }
    let one = |mut values: Vec<Value>| match values.len() {
        1 => values.remove(0),
        _ => Value::Array(values),
    };
    let fields = fields.into_iter().map(|(name, values)| (name.to_owned(), one(values)));
    Value::Object(fields.collect())
}

/// Where a browser goes on, if the hook allows: an address that begins with
/// one of those that it names.
pub(crate) fn redirect<'a>(data: &'a Value, allowed: &[String]) -> Option<&'a str> {
    let wanted = data.get(REDIRECT)?.as_str()?;
    let is_plain = wanted.bytes().all(|byte| byte.is_ascii_graphic()) && !wanted.contains('\\');
    let is_allowed = |begin: &String| wanted.starts_with(begin.as_str());
    (is_plain && allowed.iter().any(is_allowed)).then_some(wanted)
}

/// Whether something can stand in the list of a hook: scheme, host and a path,
/// so that no other host begins alike.
pub(crate) fn is_redirect(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        rest.contains('/')
            && !host.is_empty()
            && !host.contains('@')
            && rest.bytes().all(|byte| byte.is_ascii_graphic())
    })
}

fn depth(value: &Value) -> usize {
    let below = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => return 0,
    };
    1 + below.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(name: &str, text: &str) -> Part {
        Part { name: name.into(), file: None, bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn fields_become_texts_and_lists() {
        let fields = [field("name", "Ann"), field("topic", "a"), field("topic", "b")];
        assert_eq!(of_fields(&fields), json!({"name": "Ann", "topic": ["a", "b"]}));
    }

    #[test]
    fn a_value_that_is_too_deep_is_no_form() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(of_json(nested(DEPTH).as_bytes()).is_ok());
        assert_eq!(of_json(nested(DEPTH + 1).as_bytes()), Err(Code::InvalidBody));
        assert_eq!(of_json(nested(100_000).as_bytes()), Err(Code::InvalidBody));
        assert_eq!(of_json(b"{"), Err(Code::InvalidBody));
    }

    #[test]
    fn a_browser_goes_on_to_allowed_addresses_only() {
        let allowed = ["https://shop.example/".to_owned()];
        let to = |address: &str| {
            let data = json!({"_redirect": address});
            redirect(&data, &allowed).map(str::to_owned)
        };
        assert_eq!(
            to("https://shop.example/thanks?a=b").as_deref(),
            Some("https://shop.example/thanks?a=b")
        );
        for other in [
            "https://shop.example.evil.example/",
            "https://shop.example@evil.example/",
            "//evil.example/",
            "javascript:alert(1)",
            "https://shop.example/\r\nset-cookie: a=b",
            "",
        ] {
            assert_eq!(to(other), None, "{other}");
        }
        assert!(is_redirect("https://shop.example/thanks"));
        for wrong in ["https://shop.example", "shop.example/", "https:///", "https://a@b/"] {
            assert!(!is_redirect(wrong), "{wrong}");
        }
    }
}
