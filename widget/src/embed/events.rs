//! What the page hears of.

use js_sys::Function;
use kb_protocol::chat::{Author, Content, Entry};
use kb_protocol::id::ConversationId;
use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;

use super::object;
use crate::app::{App, View};
use crate::messages::Value;
use crate::state::Effect as Happening;

/// The function of the host page's side that hands events on.
#[derive(Clone)]
pub(super) struct Page(Option<Function>);

impl Page {
    pub(super) fn new(emit: JsValue) -> Self {
        Self(emit.dyn_into().ok())
    }

    pub(super) fn emit(&self, event: &str, payload: &JsValue) {
        if let Some(emit) = &self.0 {
            // It catches what listeners throw.
            let _ = emit.call2(&JsValue::UNDEFINED, &event.into(), payload);
        }
    }

    /// Tells the page, and a screen reader, what happened.
    pub(super) fn tell(&self, app: App, happening: Happening) {
        match happening {
            Happening::ReadNewest(_) => {}
            Happening::Created(id) => self.conversation(app, "onConversationCreate", &id),
            Happening::Ended(id) => self.conversation(app, "onConversationEnded", &id),
            Happening::Typing(id, is_typing) => self.emit(
                "onAgentTyping",
                &object(&[
                    ("conversationId", id.as_str().into()),
                    ("typingIndicator", is_typing.into()),
                ]),
            ),
            Happening::Joined(id, name) => self.emit(
                "onAgentJoined",
                &object(&[("conversationId", id.as_str().into()), ("name", name.into())]),
            ),
            Happening::Forgotten => {
                // What was read aloud was said to somebody else.
                app.announcement.set(String::new());
                app.view.set(View::Home);
            }
            Happening::Arrived(id, entry) => {
                let (name, body) = said(&entry);
                if app.is_open.get_untracked() {
                    let values = [("name", Value::Text(name)), ("text", Value::Text(body))];
                    app.announcement.set(app.say("conversation-arrived", &values));
                }
                let message = object(&[
                    ("conversationId", id.as_str().into()),
                    ("messageId", entry.id.as_str().into()),
                    ("body", body.into()),
                    ("name", name.into()),
                    ("sentAt", JsValue::from_f64(entry.at.0 as f64)),
                ]);
                self.emit("onMessageReceived", &message);
            }
        }
    }

    fn conversation(&self, app: App, event: &str, id: &ConversationId) {
        let (created_at, is_ended) = app.chat.with_untracked(|chat| {
            let found = chat.conversation(id);
            found.map_or((0, false), |found| (found.created_at().0, found.is_ended()))
        });
        let payload = object(&[
            ("conversationId", id.as_str().into()),
            ("createdAt", JsValue::from_f64(created_at as f64)),
            ("ended", is_ended.into()),
            ("isInAssistantMode", false.into()),
        ]);
        self.emit(event, &payload);
    }
}

/// Who said what.
fn said(entry: &Entry) -> (&str, &str) {
    let name = match &entry.author {
        Author::Agent { name, .. } => name,
        _ => "",
    };
    let body = match &entry.content {
        Content::Message { body, files } if body.is_empty() => {
            files.first().map_or("", |file| &file.name)
        }
        Content::Message { body, .. } => body,
        _ => "",
    };
    (name, body)
}
