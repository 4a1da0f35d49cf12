//! What came by a form hook, whatever its shape.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// One JSON value, in the order in which it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    Empty,
    /// Yes or no.
    Bool(bool),
    /// A number or a text.
    Text(String),
    /// Several.
    List(Vec<Data>),
    /// By name.
    Fields(Vec<(String, Data)>),
}

impl Data {
    /// Its first texts, one after the other, to tell it from others.
    pub fn preview(&self) -> String {
        let mut texts = Vec::new();
        self.texts(&mut texts);
        texts.join(" · ")
    }

    fn texts<'a>(&'a self, texts: &mut Vec<&'a str>) {
        /// As many fit on a line.
        const TEXTS: usize = 4;
        match self {
            Self::Text(text) if texts.len() < TEXTS && !text.trim().is_empty() => {
                texts.push(text.trim());
            }
            Self::Empty | Self::Bool(_) | Self::Text(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.texts(texts)),
            Self::Fields(fields) => fields.iter().for_each(|(_, value)| value.texts(texts)),
        }
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Data, E> {
        Ok(Data::Empty)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Data, E> {
        Ok(Data::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Text(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Data, E> {
        Ok(Data::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Data, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = entries.next_entry()? {
            fields.push(field);
        }
        Ok(Data::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_read_in_its_order() {
        let json = r#"{"name": " Ann ", "topic": ["a", "b"], "age": -4, "share": 0.5,
            "agreed": true, "note": null, "": {"x": []}}"#;
        let data: Data = serde_json::from_str(json).expect("read");
        let text = |text: &str| Data::Text(text.to_owned());
        let expected = [
            ("name", text(" Ann ")),
            ("topic", Data::List(vec![text("a"), text("b")])),
            ("age", text("-4")),
            ("share", text("0.5")),
            ("agreed", Data::Bool(true)),
            ("note", Data::Empty),
            ("", Data::Fields(vec![("x".to_owned(), Data::List(Vec::new()))])),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(data, Data::Fields(expected.to_vec()));
        assert_eq!(data.preview(), "Ann · a · b · -4");
        let nothing: Data = serde_json::from_str("[null, \" \"]").expect("read");
        assert_eq!(nothing.preview(), "");
    }
}
