//! JSON to frames.

use kb_protocol::chat::{Author, Code, Content, ConversationSummary, Entry, ServerFrame};
use kb_protocol::file::FileInfo;
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
    /// The elements of an array.
    fn list(&self) -> Option<Vec<Self>>;
    /// The elements of an array; none of anything else.
    fn items(&self) -> Vec<Self> {
        self.list().unwrap_or_default()
    }
    /// Whether there is anything.
    fn is_there(&self) -> bool;
    /// Yes or no.
    fn flag(&self) -> Option<bool>;
    /// Whether this is `true`.
    fn is_true(&self) -> bool {
        self.flag() == Some(true)
    }
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
        "ended" => Code::Ended,
        "invalid_email" => Code::InvalidEmail,
        "rate_limited" => Code::RateLimited,
        "too_slow" => Code::TooSlow,
        "timed_out" => Code::TimedOut,
        "restarting" => Code::Restarting,
        "unavailable" => Code::Unavailable,
        "outdated_client" => Code::OutdatedClient,
        "file_too_large" => Code::FileTooLarge,
        "image_too_large" => Code::ImageTooLarge,
        "too_many_files" => Code::TooManyFiles,
        "file_not_allowed" => Code::FileNotAllowed,
        "file_mismatch" => Code::FileMismatch,
        "file_refused" => Code::FileRefused,
        "unknown_file" => Code::UnknownFile,
        "blocked" => Code::Blocked,
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
        is_closed: json.get("is_closed").is_true(),
        created_at: moment(&json.get("created_at")).unwrap_or_default(),
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
            "message" => Content::Message {
                body: content.get("body").text()?,
                files: read_files(&content.get("files")),
            },
            "ended" => Content::Ended,
            "joined" => Content::Joined,
            "wait" => Content::Wait { body: content.get("body").text()? },
            "missed" => Content::Missed { is_reachable: content.get("is_reachable").is_true() },
            "contact" => Content::Contact,
            "idle_warning" => Content::IdleWarning {
                ends_in_minutes: content.get("ends_in_minutes").number().map(|it| it as u32),
            },
            _ => Content::Unknown,
        },
    })
}

/// Reads files as they stand in messages.
pub fn read_files(json: &impl Json) -> Vec<FileInfo> {
    let read = |file: &_| file_info(file);
    json.items().iter().filter_map(read).collect()
}

fn file_info(json: &impl Json) -> Option<FileInfo> {
    let pixels = |name| json.get(name).number().map(|number| number as u32);
    Some(FileInfo {
        id: json.get("id").text()?.try_into().ok()?,
        name: json.get("name").text()?,
        size: whole(&json.get("size"))?,
        mime: json.get("mime").text()?,
        width: pixels("width"),
        height: pixels("height"),
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

/// Reads what [`write_pending`] wrote; whatever was failed is tried again.
pub fn read_pending(json: &impl Json) -> Vec<Pending> {
    let read = |item: &_| pending(item);
    json.items().iter().filter_map(read).collect()
}

fn pending(json: &impl Json) -> Option<Pending> {
    Some(Pending {
        id: json.get("id").text()?.try_into().ok()?,
        conversation: json.get("conversation").text()?.try_into().ok()?,
        kind: match (json.get("body").text(), json.get("email").text()) {
            (Some(body), _) => PendingKind::Message(body, read_files(&json.get("files"))),
            (None, Some(email)) => PendingKind::Contact { name: json.get("name").text(), email },
            (None, None) => PendingKind::End,
        },
        made_at: moment(&json.get("made_at"))?,
        state: PendingState::Queued(Timestamp(0)),
    })
}
