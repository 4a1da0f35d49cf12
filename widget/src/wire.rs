//! Frames as JSON, read and written by hand.
//!
//! The browser parses; this reads the fields of what it parsed. Serde's code
//! for the same types is larger than the rest of the widget's own. The types
//! are kb-protocol's all the same, and tests compare every frame with what
//! serde makes of it.

use kb_protocol::chat::{
    Author, CHAT_VERSION, ClientFrame, Code, Content, ConversationSummary, Entry, Opening,
    Position, ServerFrame,
};
use kb_protocol::time::Timestamp;

use crate::state::{Pending, PendingKind, PendingState};

/// A value that was parsed from JSON.
pub trait Json: Sized {
    /// The member of an object; a value that is nothing if there is none.
    fn get(&self, name: &str) -> Self;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A number.
    fn number(&self) -> Option<f64>;
    /// The elements of an array; none of anything else.
    fn items(&self) -> Vec<Self>;
    /// Whether this is `true`.
    fn is_true(&self) -> bool;
}

/// Reads a frame of the server; `None` if it is not one. Unknown kinds are
/// [`ServerFrame::Unknown`].
pub fn read_frame(json: &impl Json) -> Option<ServerFrame> {
    let conversation = || json.get("conversation").text()?.try_into().ok();
    Some(match json.get("type").text()?.as_str() {
        "welcome" => ServerFrame::Welcome {
            version: whole(&json.get("version"))? as u32,
            conversations: json.get("conversations").items().iter().filter_map(summary).collect(),
            now: moment(&json.get("now"))?,
        },
        "ack" => ServerFrame::Ack {
            id: json.get("id").text()?.try_into().ok()?,
            conversation: conversation()?,
            seq: whole(&json.get("seq"))?,
            at: moment(&json.get("at"))?,
        },
        "refused" => ServerFrame::Refused {
            id: json.get("id").text().and_then(|id| id.try_into().ok()),
            code: code(&json.get("code")),
            retry_after_ms: wait(json),
        },
        "entry" => {
            ServerFrame::Entry { conversation: conversation()?, entry: entry(&json.get("entry"))? }
        }
        "page" => ServerFrame::Page {
            conversation: conversation()?,
            entries: json.get("entries").items().iter().filter_map(entry).collect(),
            has_more: json.get("has_more").is_true(),
        },
        "resync" => ServerFrame::Resync { conversation: conversation()? },
        "conversation" => ServerFrame::Conversation { summary: summary(&json.get("summary"))? },
        "typing" => ServerFrame::Typing {
            conversation: conversation()?,
            is_typing: json.get("is_typing").is_true(),
        },
        "beat" => ServerFrame::Beat,
        "closing" => ServerFrame::Closing {
            code: code(&json.get("code")),
            retry_after_ms: wait(json).unwrap_or_default(),
        },
        _ => ServerFrame::Unknown,
    })
}

/// Reads a code, as it stands in frames and in the server's problems.
pub fn code(json: &impl Json) -> Code {
    match json.text().unwrap_or_default().as_str() {
        "invalid_frame" => Code::InvalidFrame,
        "too_long" => Code::TooLong,
        "empty" => Code::Empty,
        "session_expired" => Code::SessionExpired,
        "unknown_key" => Code::UnknownKey,
        "origin_not_allowed" => Code::OriginNotAllowed,
        "unknown_conversation" => Code::UnknownConversation,
        "id_taken" => Code::IdTaken,
        "not_allowed" => Code::NotAllowed,
        "conflict" => Code::Conflict,
        "rate_limited" => Code::RateLimited,
        "too_slow" => Code::TooSlow,
        "timed_out" => Code::TimedOut,
        "restarting" => Code::Restarting,
        "unavailable" => Code::Unavailable,
        "outdated_client" => Code::OutdatedClient,
        _ => Code::Unknown,
    }
}

/// The wait that a frame or problem asks for, in milliseconds.
pub fn wait(json: &impl Json) -> Option<u32> {
    Some(json.get("retry_after_ms").number()? as u32)
}

fn summary<J: Json>(json: &J) -> Option<ConversationSummary> {
    Some(ConversationSummary {
        id: json.get("id").text()?.try_into().ok()?,
        seq: whole(&json.get("seq"))?,
        is_ended: json.get("is_ended").is_true(),
        updated_at: moment(&json.get("updated_at"))?,
        seen_by_visitor: whole(&json.get("seen_by_visitor"))?,
        seen_by_agent: whole(&json.get("seen_by_agent"))?,
        agent: author(&json.get("agent")),
        preview: json.get("preview").text().unwrap_or_default(),
    })
}

fn entry<J: Json>(json: &J) -> Option<Entry> {
    let content = json.get("content");
    Some(Entry {
        seq: whole(&json.get("seq"))?,
        id: json.get("id").text()?.try_into().ok()?,
        at: moment(&json.get("at"))?,
        author: author(&json.get("author"))?,
        content: match content.get("type").text()?.as_str() {
            "message" => Content::Message { body: content.get("body").text()? },
            "ended" => Content::Ended,
            "joined" => Content::Joined,
            _ => Content::Unknown,
        },
    })
}

fn author(json: &impl Json) -> Option<Author> {
    Some(match json.get("type").text()?.as_str() {
        "visitor" => Author::Visitor,
        "agent" => Author::Agent {
            id: json.get("id").text()?.try_into().ok()?,
            name: json.get("name").text()?,
        },
        "system" => Author::System,
        _ => Author::Unknown,
    })
}

/// A whole number that is exact in JSON as browsers read it.
fn whole(json: &impl Json) -> Option<u64> {
    json.number().map(|number| number as u64)
}

fn moment(json: &impl Json) -> Option<Timestamp> {
    json.number().map(|number| Timestamp(number as i64))
}

/// Writes a frame.
pub fn write_frame(frame: &ClientFrame) -> String {
    let mut json = Writer::default();
    client_frame(&mut json, frame);
    json.0
}

/// Writes the body of `POST /chat/v1/exchange`; the frames are written already.
pub fn write_exchange(
    hello: bool,
    positions: &[Position],
    frames: &[String],
    wait_ms: u32,
) -> String {
    let mut json = Writer::default();
    json.object(|json| {
        json.name("version").raw(&CHAT_VERSION.to_string());
        json.name("hello").raw(if hello { "true" } else { "false" });
        json.name("positions").list(positions, position);
        json.name("frames").list(frames, |json, frame| json.raw(frame));
        json.name("wait_ms").raw(&wait_ms.to_string());
    });
    json.0
}

/// Writes the frame with which a server tells the state of a conversation, for
/// tabs that were not there when it told.
pub fn write_summary(summary: &ConversationSummary) -> String {
    let mut json = Writer::default();
    json.object(|json| {
        json.name("type").text("conversation");
        json.name("summary").object(|json| {
            json.name("id").text(summary.id.as_str());
            json.name("seq").raw(&summary.seq.to_string());
            json.name("is_ended").raw(if summary.is_ended { "true" } else { "false" });
            json.name("updated_at").raw(&summary.updated_at.0.to_string());
            json.name("seen_by_visitor").raw(&summary.seen_by_visitor.to_string());
            json.name("seen_by_agent").raw(&summary.seen_by_agent.to_string());
            if let Some(Author::Agent { id, name }) = &summary.agent {
                json.name("agent").object(|json| {
                    json.name("type").text("agent");
                    json.name("id").text(id.as_str());
                    json.name("name").text(name);
                });
            }
            json.name("preview").text(&summary.preview);
        });
    });
    json.0
}

/// Writes what waits to be stored, for other tabs and the next page.
pub fn write_pending(items: &[Pending]) -> String {
    let mut json = Writer::default();
    json.list(items, |json, item| {
        json.object(|json| {
            json.name("id").text(item.id.as_str());
            json.name("conversation").text(item.conversation.as_str());
            json.name("made_at").raw(&item.made_at.0.to_string());
            if let PendingKind::Message(body) = &item.kind {
                json.name("body").text(body);
            }
        });
    });
    json.0
}

/// Reads what [`write_pending`] wrote; whatever was failed is tried again.
pub fn read_pending(json: &impl Json) -> Vec<Pending> {
    let read = |item: &_| pending(item);
    json.items().iter().filter_map(read).collect()
}

fn pending(json: &impl Json) -> Option<Pending> {
    Some(Pending {
        id: json.get("id").text()?.try_into().ok()?,
        conversation: json.get("conversation").text()?.try_into().ok()?,
        kind: json.get("body").text().map_or(PendingKind::End, PendingKind::Message),
        made_at: moment(&json.get("made_at"))?,
        state: PendingState::Queued(Timestamp(0)),
    })
}

fn client_frame(json: &mut Writer, frame: &ClientFrame) {
    json.object(|json| {
        let kind = match frame {
            ClientFrame::Hello { version, token, positions } => {
                json.name("version").raw(&version.to_string());
                json.name("token").text(token);
                json.name("positions").list(positions, position);
                "hello"
            }
            ClientFrame::Send { id, conversation, body, open } => {
                json.name("id").text(id.as_str());
                json.name("conversation").text(conversation.as_str());
                json.name("body").text(body);
                if let Some(Opening { locale, page }) = open {
                    json.name("open").object(|json| {
                        json.name("locale").text(locale);
                        if let Some(page) = page {
                            json.name("page").text(page);
                        }
                    });
                }
                "send"
            }
            ClientFrame::Typing { conversation, is_typing } => {
                json.name("conversation").text(conversation.as_str());
                json.name("is_typing").raw(if *is_typing { "true" } else { "false" });
                "typing"
            }
            ClientFrame::Receipt { conversation, delivered, seen } => {
                json.name("conversation").text(conversation.as_str());
                json.name("delivered").raw(&delivered.to_string());
                json.name("seen").raw(&seen.to_string());
                "receipt"
            }
            ClientFrame::End { id, conversation } => {
                json.name("id").text(id.as_str());
                json.name("conversation").text(conversation.as_str());
                "end"
            }
            ClientFrame::History { conversation, before } => {
                json.name("conversation").text(conversation.as_str());
                if let Some(before) = before {
                    json.name("before").raw(&before.to_string());
                }
                "history"
            }
            ClientFrame::Beat => "beat",
            ClientFrame::Unknown => "unknown",
        };
        json.name("type").text(kind);
    });
}

fn position(json: &mut Writer, position: &Position) {
    json.object(|json| {
        json.name("conversation").text(position.conversation.as_str());
        json.name("after").raw(&position.after.to_string());
    });
}

/// JSON in the making.
#[derive(Default)]
pub struct Writer(pub String);

impl Writer {
    /// An object; `members` writes what is in it.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.0.push('{');
        members(self);
        self.0.push('}');
    }

    /// The name of the next member.
    pub fn name(&mut self, name: &str) -> &mut Self {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        self.text(name);
        self.0.push(':');
        self
    }

    /// An array.
    pub fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.0.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            write(self, item);
        }
        self.0.push(']');
    }

    /// A number or word as it is.
    pub fn raw(&mut self, word: &str) {
        self.0.push_str(word);
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(character);
                }
                '\0'..='\u{1f}' => {
                    self.0.push_str("\\u00");
                    for shift in [4, 0] {
                        let digit = (character as u32 >> shift) & 0xf;
                        self.0.push(char::from_digit(digit, 16).unwrap_or('0'));
                    }
                }
                _ => self.0.push(character),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::chat::{Exchange, ServerFrame};
    use serde_json::{Value, from_str, json, to_value};

    use super::*;

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

        fn items(&self) -> Vec<Self> {
            self.as_array().cloned().unwrap_or_default()
        }

        fn is_true(&self) -> bool {
            *self == Value::Bool(true)
        }
    }

    fn kim() -> Author {
        Author::Agent { id: "kim".parse().unwrap(), name: "Kim".into() }
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
        let message = Content::Message { body: "a\n\"b\" 👍".into() };
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
            ServerFrame::Page {
                conversation: conversation(),
                entries: vec![
                    an_entry(1, kim(), Content::Joined),
                    an_entry(2, Author::System, Content::Ended),
                    an_entry(3, Author::Unknown, Content::Unknown),
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
            open,
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
            send("a", Some(Opening { locale: "pt-BR".into(), page: None })),
            send("a", Some(Opening { locale: "en".into(), page: Some("https://x/y".into()) })),
            ClientFrame::Typing { conversation: conversation(), is_typing: false },
            ClientFrame::Receipt { conversation: conversation(), delivered: 8, seen: 7 },
            ClientFrame::End { id: "e".parse().unwrap(), conversation: conversation() },
            ClientFrame::History { conversation: conversation(), before: Some(9) },
            ClientFrame::History { conversation: conversation(), before: None },
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
        let text = include_str!("../protocol/src/chat.rs");
        let codes = text.split("pub enum Code {").nth(1).unwrap().split('}').next().unwrap();
        let names = codes.lines().map(str::trim).filter(|line| !line.starts_with(['/', '#']));
        for name in names.filter_map(|line| line.strip_suffix(',')) {
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
        let items = [pending(PendingKind::Message("a \"b\"".into())), pending(PendingKind::End)];
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
}
