//! The tags of a conversation.

use kb_protocol::inbox::Change;
use kb_protocol::limits;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::inbox::room::{Room, focus};
use crate::messages::Value;

/// Shows, adds and removes tags.
#[component]
pub(super) fn Tags(
    /// Everything shared.
    room: Room,
    /// The tags.
    tags: Memo<Vec<String>>,
    /// Whether the agent may change them.
    may_change: bool,
) -> impl IntoView {
    let texts = room.texts;
    let field = NodeRef::<leptos::html::Input>::new();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        let tag = field.value().trim().to_owned();
        if !tag.is_empty() {
            field.set_value("");
            room.change(Change::AddTag { tag });
        }
    };
    let chip = move |tag: String| {
        let label = texts.say("details-tag-remove", &[("tag", Value::Text(&tag))]);
        let removed = tag.clone();
        let remove = move |_| {
            room.change(Change::RemoveTag { tag: removed.clone() });
            // The button goes with its tag.
            focus("tag-field");
        };
        view! {
            <li class="mark tag">
                <bdi>{tag}</bdi>
                <button type="button" hidden=!may_change aria-label=label on:click=remove>
                    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 7l10 10M17 7L7 17" /></svg>
                </button>
            </li>
        }
    };
    view! {
        <ul class="tags">
            <For each=move || tags.get() key=Clone::clone let:tag>{chip(tag)}</For>
        </ul>
        <form hidden=!may_change on:submit=add>
            <input
                id="tag-field"
                node_ref=field
                maxlength=limits::TAG_CHARS
                aria-label=texts.text("details-tag-add")
                placeholder=texts.text("details-tag-add")
                enterkeyhint="done"
            />
        </form>
    }
}
