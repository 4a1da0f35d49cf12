//! Every frame by hand and by serde.

use kb_protocol::chat::{
    Author, CHAT_VERSION, ClientFrame, Code, Content, ConversationSummary, Entry, Exchange,
    Opening, Position, ServerFrame,
};
use kb_protocol::file::FileInfo;
use kb_protocol::time::Timestamp;
use serde_json::{Value, from_str, json, to_value};

use super::*;
use crate::state::{Pending, PendingKind, PendingState};

impl Json for Value {
    fn get(&self, name: &str) -> Self {
        self[name].clone()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn list(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn is_there(&self) -> bool {
        !self.is_null()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }
}

fn kim() -> Author {
    Author::Agent { id: "kim".parse().unwrap(), name: "Kim".into() }
}

fn some_files() -> Vec<FileInfo> {
    let pixels = Some(640);
    let image = FileInfo {
        id: "f".parse().unwrap(),
        name: "größe \"1\".png".into(),
        size: 5_000_000,
        mime: "image/png".into(),
        width: pixels,
        height: pixels,
    };
    let other =
        FileInfo { mime: "application/pdf".into(), width: None, height: None, ..image.clone() };
    vec![image, other]
}

fn an_entry(seq: u64, author: Author, content: Content) -> Entry {
    let id = format!("e{seq}").parse().unwrap();
    Entry { seq, id, at: Timestamp(1_700_000_000_000), author, content }
}

fn a_summary(agent: Option<Author>) -> ConversationSummary {
    ConversationSummary {
        id: "c".parse().unwrap(),
        seq: 7,
        is_ended: agent.is_some(),
        is_closed: agent.is_some(),
        created_at: Timestamp(4),
        updated_at: Timestamp(5),
        seen_by_visitor: 6,
        seen_by_agent: 3,
        agent,
        preview: "Hi “you”".into(),
    }
}

/// One frame of every kind that a server says.
fn server_frames() -> Vec<ServerFrame> {
    let conversation = || "c".parse().unwrap();
    let message = Content::Message { body: "a\n\"b\" 👍".into(), files: Vec::new() };
    let with_files = Content::Message { body: String::new(), files: some_files() };
    vec![
        ServerFrame::Welcome {
            version: 1,
            conversations: vec![a_summary(None), a_summary(Some(kim()))],
            now: Timestamp(9),
        },
        ServerFrame::Ack {
            id: "e".parse().unwrap(),
            conversation: conversation(),
            seq: 1 << 52,
            at: Timestamp(3),
        },
        ServerFrame::Refused { id: None, code: Code::Unavailable, retry_after_ms: Some(2000) },
        ServerFrame::Refused {
            id: Some("e".parse().unwrap()),
            code: Code::TooLong,
            retry_after_ms: None,
        },
        ServerFrame::Entry {
            conversation: conversation(),
            entry: an_entry(1, Author::Visitor, message.clone()),
        },
        ServerFrame::Entry {
            conversation: conversation(),
            entry: an_entry(2, Author::Visitor, with_files),
        },
        ServerFrame::Page {
            conversation: conversation(),
            entries: vec![
                an_entry(1, kim(), Content::Joined),
                an_entry(2, Author::System, Content::Ended),
                an_entry(3, Author::Unknown, Content::Unknown),
                an_entry(4, Author::System, Content::Wait { body: "Soon".into() }),
                an_entry(5, Author::System, Content::Missed { is_reachable: false }),
                an_entry(6, Author::System, Content::Missed { is_reachable: true }),
                an_entry(7, Author::Visitor, Content::Contact),
                an_entry(8, Author::System, Content::IdleWarning { ends_in_minutes: Some(5) }),
                an_entry(9, Author::System, Content::IdleWarning { ends_in_minutes: None }),
            ],
            has_more: true,
        },
        ServerFrame::Resync { conversation: conversation() },
        ServerFrame::Conversation { summary: a_summary(Some(kim())) },
        ServerFrame::Typing { conversation: conversation(), is_typing: true },
        ServerFrame::Beat,
        ServerFrame::Closing { code: Code::Restarting, retry_after_ms: 700 },
        ServerFrame::Unknown,
    ]
}

/// One frame of every kind that a browser says.
fn client_frames() -> Vec<ClientFrame> {
    let conversation = || "c".parse().unwrap();
    let send = |body: &str, open| ClientFrame::Send {
        id: "e".parse().unwrap(),
        conversation: "c".parse().unwrap(),
        body: body.into(),
        files: if body.is_empty() { vec!["f".parse().unwrap()] } else { Vec::new() },
        open,
    };
    let opening = |locale: &str, page: Option<&str>, follows: Option<&str>| Opening {
        locale: locale.into(),
        page: page.map(str::to_owned),
        follows: follows.map(|id| id.parse().unwrap()),
    };
    let contact = |name: Option<&str>| ClientFrame::Contact {
        id: "e".parse().unwrap(),
        conversation: "c".parse().unwrap(),
        name: name.map(str::to_owned),
        email: "ann@example.com".into(),
    };
    let position = |after| Position { conversation: "c".parse().unwrap(), after };
    vec![
        ClientFrame::Hello {
            version: 1,
            token: "t\"\\".into(),
            positions: vec![position(0), position(8)],
        },
        ClientFrame::Hello { version: 1, token: String::new(), positions: Vec::new() },
        send("a\u{1}\u{1f}\t\r\n\"\\/ 👍\u{2028}", None),
        send("", None),
        send("a", Some(opening("pt-BR", None, None))),
        send("a", Some(opening("en", Some("https://x/y"), Some("c0")))),
        ClientFrame::Typing { conversation: conversation(), is_typing: false },
        ClientFrame::Receipt { conversation: conversation(), delivered: 8, seen: 7 },
        ClientFrame::End { id: "e".parse().unwrap(), conversation: conversation() },
        ClientFrame::History { conversation: conversation(), before: Some(9) },
        ClientFrame::History { conversation: conversation(), before: None },
        contact(None),
        contact(Some("Ann \"A\"")),
        ClientFrame::Beat,
    ]
}

#[test]
fn every_frame_of_the_server_is_read_as_serde_reads_it() {
    for frame in server_frames() {
        let json = to_value(&frame).expect("JSON");
        assert_eq!(read_frame(&json), Some(frame), "{json}");
    }
}

#[test]
fn every_code_is_known() {
    let text = include_str!("../../protocol/src/chat.rs");
    let codes = text.split("pub enum Code {").nth(1).unwrap().split('}').next().unwrap();
    let names = codes.lines().map(str::trim).filter(|line| !line.starts_with(['/', '#']));
    // Answers of requests that only scripts beside the module make.
    let of_scripts = [
        "UnknownBrand",
        "UnknownSchedule",
        "InvalidToken",
        "TokenExpired",
        "LoginDisabled",
        "UnknownAttribute",
        "InvalidAttribute",
        "FormUnknown",
        "FormUnpublished",
        "InvalidAnswers",
        "ProofWrong",
        "ProofExpired",
        "TooFast",
        "HookUnknown",
        "HookDisabled",
        "UnsupportedType",
        "InvalidBody",
        "UnknownCustomer",
        "SameCustomer",
        "OtherBrand",
        "AlreadyMerged",
        "TwoAccounts",
        "UnknownMerge",
        "UndoTooLate",
        "LaterMerge",
    ];
    let names = names.filter_map(|line| line.strip_suffix(','));
    for name in names.filter(|name| !of_scripts.contains(name)) {
        let snake = name.chars().fold(String::new(), |mut snake, c| {
            if c.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
            snake
        });
        let serde: Code = serde_json::from_value(json!(snake)).expect("a code");
        assert_eq!(code(&json!(snake)), serde, "{snake}");
    }
}

#[test]
fn every_frame_of_the_browser_is_written_so_that_serde_reads_it() {
    for frame in client_frames() {
        let text = write_frame(&frame);
        assert_eq!(from_str::<ClientFrame>(&text).ok(), Some(frame), "{text}");
    }
    let positions = [Position { conversation: "c".parse().unwrap(), after: 3 }];
    let frames: Vec<String> = client_frames().iter().map(write_frame).collect();
    let text = write_exchange(true, &positions, &frames, 25_000);
    let exchange = Exchange {
        version: CHAT_VERSION,
        hello: true,
        positions: positions.to_vec(),
        frames: client_frames(),
        wait_ms: 25_000,
    };
    assert_eq!(from_str::<Exchange>(&text).ok(), Some(exchange), "{text}");
}

#[test]
fn what_tabs_tell_each_other_is_read_as_it_was() {
    for summary in [a_summary(None), a_summary(Some(kim()))] {
        let text = write_summary(&summary);
        let frame = from_str::<ServerFrame>(&text).expect("a frame");
        assert_eq!(frame, ServerFrame::Conversation { summary });
    }
    let pending = |kind| Pending {
        id: "e".parse().unwrap(),
        conversation: "c".parse().unwrap(),
        kind,
        made_at: Timestamp(1_700_000_000_000),
        state: PendingState::Queued(Timestamp(0)),
    };
    let contact = |name: Option<&str>| {
        let name = name.map(str::to_owned);
        pending(PendingKind::Contact { name, email: "ann@example.com".into() })
    };
    let items = [
        pending(PendingKind::Message("a \"b\"".into(), Vec::new())),
        pending(PendingKind::Message(String::new(), some_files())),
        pending(PendingKind::End),
        contact(None),
        contact(Some("Ann")),
    ];
    let json: Value = from_str(&write_files(&some_files())).expect("JSON");
    assert_eq!(json, to_value(some_files()).expect("JSON"));
    let json: Value = from_str(&write_pending(&items)).expect("JSON");
    assert_eq!(read_pending(&json), items);
}

#[test]
fn what_a_newer_server_says_is_passed_over() {
    assert_eq!(read_frame(&json!({"type": "poll", "x": 1})), Some(ServerFrame::Unknown));
    assert_eq!(read_frame(&json!({"x": 1})), None);
    assert_eq!(read_frame(&json!({"type": "ack"})), None);
    assert_eq!(code(&json!("overheated")), Code::Unknown);
}

#[test]
fn rules_are_read_as_serde_reads_them() {
    use kb_protocol::proactive::{Rule, Shown, Times};
    let rules = serde_json::json!([
        {"id": "anybody", "message": {}},
        {"id": "all", "when": {"all": []}, "delay_seconds": 3, "quiet_days": 0, "message": {},
         "caps": {"per_session": 0, "per_day": 2, "ever": 9}},
        {"id": "groups", "message": {}, "when": {"any": [
            {"field": "a", "is": "x"}, {"field": "a", "is_not": 3},
            {"all": [{"field": "b", "is": false}, {"field": "b", "set": false}]},
            {"field": "c", "contains": "x"}, {"field": "c", "not_contains": "x"},
            {"field": "c", "starts_with": "x"}, {"field": "c", "one_of": ["x", 1, true]},
            {"field": "c", "none_of": ["y"]}, {"field": "d", "greater": 1.5},
            {"field": "d", "less": -2}, {"field": "e", "before": "2026-05-01"},
            {"field": "e", "after": "2026-05-01T09:00"}, {"field": "f", "under": "a/b"},
            {"field": "f", "matches": "/a/**"}]}},
        {"id": "nothing", "message": {}, "when": {"any": [{"any": []}, {"all": []},
            {"field": "a", "one_of": []}, {"field": "a", "none_of": []}]}},
        {"id": "none", "message": {}, "when": {"any": []}},
    ]);
    for rule in rules.as_array().expect("a list") {
        let wanted: Rule = serde_json::from_value(rule.clone()).expect("a rule");
        assert_eq!(read_rule(rule), Some(wanted));
    }
    let newer = serde_json::json!({"id": "r", "when": {"field": "a", "rhymes_with": "b"}});
    assert_eq!(read_rule(&newer), None);
    let group = serde_json::json!({"id": "r", "when": {"none": []}});
    assert_eq!(read_rule(&group), None, "a group of a newer program");
    let shown = serde_json::json!({"at": [1, 2], "dismissed": 3});
    assert_eq!(read_shown(&shown), serde_json::from_value::<Shown>(shown.clone()).expect("read"));
    assert_eq!(read_shown(&serde_json::json!("no")), Shown::default());
    let times = serde_json::json!({"now": 3, "session": 1, "day": 0});
    let wanted: Times = serde_json::from_value(times.clone()).expect("times");
    assert_eq!(read_times(&times), Some(wanted));
}

mod random {
    use proptest::prelude::*;

    use super::*;

    /// A value that may stand anywhere in a frame.
    fn leaf() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            // Above 2^53 a browser's number is another one.
            (0u64..1 << 53).prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-z_-]{0,12}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            Just(json!({})),
        ]
    }

    /// Where in a value to put something else.
    fn put(value: &mut Value, path: &[usize], new: Value) {
        let inner = match (path, &mut *value) {
            ([at, ..], Value::Object(members)) if !members.is_empty() => {
                let at = at % members.len();
                members.values_mut().nth(at)
            }
            ([at, ..], Value::Array(items)) if !items.is_empty() => {
                let at = at % items.len();
                items.get_mut(at)
            }
            _ => None,
        };
        match inner {
            Some(inner) => put(inner, &path[1..], new),
            None => *value = new,
        }
    }

    /// Serde also takes the number of a kind for its name, which nobody says
    /// (and an array for an object, which no value above makes).
    fn has_number_for_name(value: &Value) -> bool {
        match value {
            Value::Object(members) => members.iter().any(|(name, inner)| {
                (name == "type" && inner.is_number()) || has_number_for_name(inner)
            }),
            Value::Array(items) => items.iter().any(has_number_for_name),
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// The reader by hand takes more than serde does, as it does not look
        /// at what it needs not; but what both take is the same.
        #[test]
        fn a_frame_that_serde_takes_is_read_by_hand_alike(
            which in 0usize..100,
            changes in prop::collection::vec(
                (prop::collection::vec(0usize..8, 1..5), leaf()), 0..3),
        ) {
            let frames = server_frames();
            let mut value = to_value(&frames[which % frames.len()]).unwrap();
            for (path, new) in changes {
                put(&mut value, &path, new);
            }
            prop_assume!(!has_number_for_name(&value));
            let by_hand = read_frame(&value);
            if let Ok(by_serde) = serde_json::from_value::<ServerFrame>(value.clone()) {
                prop_assert_eq!(by_hand, Some(by_serde), "{}", value);
            }
        }
    }
}
