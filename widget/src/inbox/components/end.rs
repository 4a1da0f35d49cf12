//! The end of a chat, by the agent.

use kb_protocol::inbox::{Channel, InboxItem};
use leptos::prelude::*;

use super::question::Question;
use crate::dom::new_id;
use crate::inbox::room::{Room, focus, invoke};

/// A button with a question, as long as there is a chat to be ended.
#[component]
pub(super) fn End(
    /// Everything shared.
    room: Room,
    /// The conversation.
    item: Memo<Option<InboxItem>>,
) -> impl IntoView {
    let texts = room.texts;
    let can_end = Memo::new(move |_| {
        let is_chat = |item: &InboxItem| item.channel == Channel::Chat && !item.is_ended;
        item.with(|item| item.as_ref().is_some_and(is_chat))
    });
    // Another conversation may be opened meanwhile, by a notification.
    let asked = StoredValue::new(None);
    let ask = move |_| {
        asked.set_value(item.with_untracked(|item| item.as_ref().map(|item| item.id.clone())));
        invoke("end-chat", "showModal");
    };
    let end = move |()| {
        let present = item.with_untracked(|item| item.as_ref().map(|item| item.id.clone()));
        if present == asked.get_value() {
            room.act(|desk, now| desk.end(new_id(), now));
            // The button that had it goes.
            focus("details-title");
        }
    };
    view! {
        <button type="button" class="end-chat" hidden=move || !can_end.get() on:click=ask>
            {texts.text("action-end")}
        </button>
        <Question
            texts
            id="end-chat"
            title="end-title"
            text=Signal::stored(texts.text("end-text"))
            confirm="end-confirm"
            cancel="end-cancel"
            on_confirm=end
        />
    }
}
