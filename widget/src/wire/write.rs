//! Frames to JSON.

use kb_protocol::chat::{
    Author, CHAT_VERSION, ClientFrame, ConversationSummary, Opening, Position,
};
use kb_protocol::file::FileInfo;

use crate::state::{Pending, PendingKind};

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
            if summary.is_closed {
                json.name("is_closed").raw("true");
            }
            json.name("created_at").raw(&summary.created_at.0.to_string());
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
            match &item.kind {
                PendingKind::Message(body, files) => {
                    json.name("body").text(body);
                    json.name("files").list(files, file);
                }
                PendingKind::Contact { name, email } => contact(json, name, email),
                PendingKind::End => {}
            }
        });
    });
    json.0
}

/// Writes files as they stand in messages.
pub fn write_files(files: &[FileInfo]) -> String {
    let mut json = Writer::default();
    json.list(files, file);
    json.0
}

fn file(json: &mut Writer, file: &FileInfo) {
    json.object(|json| {
        json.name("id").text(file.id.as_str());
        json.name("name").text(&file.name);
        json.name("size").raw(&file.size.to_string());
        json.name("mime").text(&file.mime);
        for (name, pixels) in [("width", file.width), ("height", file.height)] {
            if let Some(pixels) = pixels {
                json.name(name).raw(&pixels.to_string());
            }
        }
    });
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
            ClientFrame::Send { id, conversation, body, files, open } => {
                json.name("id").text(id.as_str());
                json.name("conversation").text(conversation.as_str());
                json.name("body").text(body);
                json.name("files").list(files, |json, file| json.text(file.as_str()));
                if let Some(Opening { locale, page, follows }) = open {
                    json.name("open").object(|json| {
                        json.name("locale").text(locale);
                        if let Some(page) = page {
                            json.name("page").text(page);
                        }
                        if let Some(follows) = follows {
                            json.name("follows").text(follows.as_str());
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
            ClientFrame::Contact { id, conversation, name, email } => {
                json.name("id").text(id.as_str());
                json.name("conversation").text(conversation.as_str());
                contact(json, name, email);
                "contact"
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

fn contact(json: &mut Writer, name: &Option<String>, email: &str) {
    if let Some(name) = name {
        json.name("name").text(name);
    }
    json.name("email").text(email);
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
