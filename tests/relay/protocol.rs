//! docs/protocol.md says what is so: its examples are read by the types of the
//! relay, and nothing that can be said is left out.

use std::collections::BTreeSet;
use std::path::Path;

use kb_protocol::api::{SessionAnswer, SessionRequest};
use kb_protocol::chat::{ClientFrame, Exchange, ExchangeAnswer, ServerFrame};
use kb_protocol::limits;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/protocol.md");
    std::fs::read_to_string(path).expect("read docs/protocol.md")
}

/// The examples: what a block is said to hold, and one of its lines.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut kind: Option<String> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &kind) {
            (Some(info), None) => kind = Some(info.to_owned()),
            (Some(_), Some(_)) => kind = None,
            (None, Some(kind)) => examples.push((kind.clone(), line.to_owned())),
            (None, None) => {}
        }
    }
    examples
}

/// Reads an example, and compares it with what the type makes of it: a name
/// that the type does not know would be lost on the way.
fn read<T: Serialize + DeserializeOwned>(line: &str) -> String {
    let value: Value =
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
    let read: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value, "{line}");
    assert_ne!(value["type"], "unknown", "{line}");
    value["type"].as_str().unwrap_or_default().to_owned()
}

/// Reads an example of the page as what it is said to be; answers who says a
/// frame of which type.
fn check(kind: &str, line: &str) -> Option<(char, String)> {
    match (kind, line.split_once(' ').unwrap_or(("", line))) {
        ("json client", _) => Some(('→', read::<ClientFrame>(line))),
        ("json server", _) => Some(('←', read::<ServerFrame>(line))),
        ("text session", ("→", frame)) => Some(('→', read::<ClientFrame>(frame))),
        ("text session", ("←", frame)) => Some(('←', read::<ServerFrame>(frame))),
        ("json exchange", _) => {
            read::<Exchange>(line);
            None
        }
        ("json answers", _) => {
            read::<ExchangeAnswer>(line);
            None
        }
        ("json request /chat/v1/sessions", _) => {
            read::<SessionRequest>(line);
            None
        }
        ("json answer /chat/v1/sessions", _) => {
            read::<SessionAnswer>(line);
            None
        }
        _ => panic!("nobody checks a block `{kind}`: {line}"),
    }
}

/// Every name that a type of the protocol has for one of its variants.
fn names(schema: &str) -> BTreeSet<String> {
    let document = kb_server::openapi::document();
    let mut names = BTreeSet::new();
    collect(&document["components"]["schemas"][schema], &mut names);
    // What a newer version says; nobody says it by this name.
    names.remove("unknown");
    assert!(names.len() > 2, "the schema `{schema}` has {names:?}");
    names
}

fn collect(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            names.extend(members.get("const").and_then(Value::as_str).map(str::to_owned));
            let words = members.get("enum").and_then(Value::as_array).into_iter().flatten();
            names.extend(words.filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

#[test]
fn every_example_of_the_protocol_is_read_by_its_type() {
    let page = page();
    let examples = examples(&page);
    let shown: BTreeSet<(char, String)> =
        examples.iter().filter_map(|(kind, line)| check(kind, line)).collect();
    for (who, schema) in [('→', "ClientFrame"), ('←', "ServerFrame")] {
        for name in names(schema) {
            assert!(shown.contains(&(who, name.clone())), "no example of `{name}` of {schema}");
        }
    }
}

#[test]
fn everything_that_can_be_said_is_in_the_protocol() {
    let page = page();
    for schema in ["ClientFrame", "ServerFrame", "Author", "Content", "Code"] {
        for name in names(schema) {
            assert!(page.contains(&format!("`{name}`")), "`{name}` of {schema} is not mentioned");
        }
    }
}

#[test]
fn the_figures_of_the_protocol_are_those_of_the_relay() {
    let page = page();
    let number = |number: u64| {
        let digits = number.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).expect("digits"))
            .collect();
        groups.join(",")
    };
    for (what, figure) in [
        ("most positions", format!("at most {}) the number", number(limits::POSITIONS as u64))),
        ("a beat", format!("`beat` every {} s", limits::BEAT_MS / 1_000)),
        ("silence", format!("hears nothing for {} s", limits::SILENCE_MS / 1_000)),
        ("a page", format!("at most {} older entries", limits::HISTORY_PAGE)),
        ("a frame", format!("at most {} bytes", number(limits::FRAME_BYTES as u64))),
        ("a message", format!("a message {} characters", number(limits::MESSAGE_CHARS as u64))),
        ("a name", format!("a name {},", limits::NAME_CHARS)),
        ("an address", format!("of e-mail {} bytes", limits::EMAIL_BYTES)),
        ("a page's address", format!("address {},", number(limits::PAGE_BYTES as u64))),
        ("a locale", format!("a locale {}.", limits::LOCALE_BYTES)),
    ] {
        assert!(page.contains(&figure), "{what}: `{figure}` is not in docs/protocol.md");
    }
}

#[test]
#[should_panic(expected = "seem")]
fn an_example_with_a_wrong_name_would_be_noticed() {
    let line = r#"{"type":"receipt","conversation":"c-1","delivered":1,"seen":1,"seem":1}"#;
    read::<ClientFrame>(line);
}
