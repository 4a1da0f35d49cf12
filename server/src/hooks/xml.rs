//! XML as JSON: elements become fields, repeated ones lists, attributes fields
//! with `@` before their names, and a text beside them `#text`.
//!
//! Declarations of types and entities are refused, whatever they say: an
//! entity can name a file of this server or grow beyond all memory. What is
//! left are characters by their numbers and the five names of XML itself
//! (XML 1.0, 4.6).

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value};

/// Reads a whole document; `None` if it is none, or deeper than `depth`.
pub(super) fn read(bytes: &[u8], depth: usize) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                if open.len() >= depth || root.is_some() {
                    return None;
                }
                open.push(Element::of(&start)?);
            }
            Event::Empty(start) => {
                if open.len() >= depth || root.is_some() {
                    return None;
                }
                close(&mut open, &mut root, Element::of(&start)?);
            }
            Event::End(_) => {
                let element = open.pop()?;
                close(&mut open, &mut root, element);
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                match open.last_mut() {
                    Some(element) => element.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return None,
                }
            }
            Event::CData(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => open.last_mut()?.text.push(character(&name)?),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::DocType(_) => return None,
            Event::Eof => break,
        }
    }
    let (name, value) = root.filter(|_| open.is_empty())?;
    Some(Value::Object(Map::from_iter([(name, value)])))
}

/// An element that is being read.
struct Element {
    name: String,
    fields: Map<String, Value>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.name().as_ref().to_owned();
        let mut fields = Map::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let name = attribute.key.as_ref();
            // Only the five names and numbers: anything else is an error.
            let value = quick_xml::escape::unescape(&attribute.value).ok()?;
            fields.insert(format!("@{name}"), value.into_owned().into());
        }
        Some(Self { name, fields, text: String::new() })
    }

    fn into_value(self) -> (String, Value) {
        let text = self.text.trim();
        if self.fields.is_empty() {
            return (self.name, text.into());
        }
        let mut fields = self.fields;
        if !text.is_empty() {
            fields.insert("#text".to_owned(), text.into());
        }
        (self.name, Value::Object(fields))
    }
}

fn close(open: &mut [Element], root: &mut Option<(String, Value)>, element: Element) {
    let (name, value) = element.into_value();
    let Some(around) = open.last_mut() else {
        *root = Some((name, value));
        return;
    };
    match around.fields.get_mut(&name) {
        None => _ = around.fields.insert(name, value),
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// A character by its number, or one of the five that XML names.
fn character(name: &BytesRef<'_>) -> Option<char> {
    if name.is_char_ref() {
        return name.resolve_char_ref().ok()?;
    }
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(text: &str) -> Option<Value> {
        read(text.as_bytes(), 32)
    }

    #[test]
    fn elements_become_fields() {
        let text = "<?xml version=\"1.0\"?><!-- fair -->\n<lead id=\"7\"><name>Ann &amp; Bob</name>\
             <topic>a</topic><topic>b</topic><topic>c</topic><note><![CDATA[<b>]]>&#33;</note><no/></lead>";
        assert_eq!(
            of(text),
            Some(json!({"lead": {"@id": "7", "name": "Ann & Bob", "topic": ["a", "b", "c"],
                "note": "<b>!", "no": ""}}))
        );
        assert_eq!(of("<a b='1'>x</a>"), Some(json!({"a": {"@b": "1", "#text": "x"}})));
    }

    #[test]
    fn entities_are_refused_whatever_they_say() {
        for text in [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>",
            "<!DOCTYPE a SYSTEM \"http://evil.example/a.dtd\"><a/>",
            "<!DOCTYPE a><a/>",
            "<a>&x;</a>",
            "<a b=\"&x;\"/>",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in ["", "words", "<a>", "<a></b>", "<a/><b/>", "<a b=1/>", "<a>&#0;</a>x", "{}"] {
            assert_eq!(of(text), None, "{text}");
        }
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(of(&nested(32)).is_some());
        assert_eq!(of(&nested(33)), None);
        assert_eq!(of(&nested(100_000)), None);
        assert_eq!(read(b"\xff<a/>", 32), None);
    }
}
