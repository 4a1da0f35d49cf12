//! Where the agent writes: an answer to the customer, or a note to the team.

use kb_protocol::id::ConversationId;
use kb_protocol::limits;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::dom::new_id;
use crate::files::{Held, Tray};
use crate::inbox::room::{Room, focus};
use crate::inbox::state::Mode;

/// One field with two modes; what stands in it is the draft.
#[component]
pub(crate) fn Composer(
    /// Everything shared.
    room: Room,
    /// The conversation.
    id: ConversationId,
) -> impl IntoView {
    let texts = room.texts;
    let id = StoredValue::new(id);
    let field = NodeRef::<html::Textarea>::new();
    let draft = Memo::new(move |_| room.desk.with(|desk| id.with_value(|id| desk.drafts.get(id))));
    let mode = Memo::new(move |_| draft.with(|draft| draft.mode));
    let too_many = Memo::new(move |_| {
        draft.with(|draft| {
            let limit = match draft.mode {
                Mode::Reply => limits::MESSAGE_CHARS,
                Mode::Note => limits::NOTE_CHARS,
            };
            draft.text().trim().chars().count().saturating_sub(limit)
        })
    });
    let may_reply = room.desk.with_untracked(|desk| desk.may_reply());
    let is_reply = move || may_reply && mode.get() == Mode::Reply;
    let held = RwSignal::new(Held::default());
    let tray = StoredValue::new_local(id.with_value(|id| {
        Tray::new(room.files(), id, move || untrack(is_reply), move |now| held.set(now))
    }));
    let (listed, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Span>::new());
    Effect::new(move |_| {
        let Some((listed, button)) = listed.get().zip(button.get()) else { return };
        tray.with_value(|tray| {
            // What was just made can be put into a tree.
            let _ = listed.append_child(tray.list());
            let _ = button.append_child(tray.chooser());
            tray.connect();
        });
    });
    let is_empty = Memo::new(move |_| draft.with(|draft| draft.text().trim().is_empty()));
    let can_send = move || {
        let held = if is_reply() { held.get() } else { Held::default() };
        (!is_empty.get() || held.has_files || held.is_busy) && too_many.get() == 0
    };
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        draft.with(|draft| {
            // Writing the same again would move the caret.
            if field.value() != draft.text() {
                field.set_value(draft.text());
            }
        });
    });
    let send = move || {
        if untrack(is_reply) && held.get_untracked().is_busy {
            tray.with_value(Tray::submit_when_ready);
        } else if untrack(can_send) {
            let files = if untrack(is_reply) { tray.with_value(Tray::take) } else { Vec::new() };
            room.act(|desk, now| desk.send(new_id(), files, now));
        }
        focus("composer");
    };
    let pressed = move |event: KeyboardEvent| {
        // 229 is what Safari sends for the Enter that ends a composition.
        let is_composing = event.is_composing() || event.key_code() == 229;
        if event.key() == "Enter" && !event.shift_key() && !is_composing {
            event.prevent_default();
            send();
        }
    };
    let pick = move |wanted: Mode| {
        room.act(|desk, _| desk.write_as(wanted));
        focus("composer");
    };
    let of_mode = move |reply: &'static str, note: &'static str| {
        move || texts.text(if mode.get() == Mode::Note { note } else { reply })
    };
    view! {
        <form
            class="composer"
            class:is-over=move || held.get().is_over
            class:is-note=move || mode.get() == Mode::Note
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="modes" role="group" aria-label=texts.text("composer-mode")>
                <button
                    type="button"
                    hidden=!may_reply
                    aria-pressed=move || (mode.get() == Mode::Reply).to_string()
                    on:click=move |_| pick(Mode::Reply)
                >
                    {texts.text("composer-reply")}
                </button>
                <button
                    type="button"
                    aria-pressed=move || (mode.get() == Mode::Note).to_string()
                    on:click=move |_| pick(Mode::Note)
                >
                    {texts.text("composer-note")}
                </button>
            </div>
            <textarea
                id="composer"
                rows="3"
                dir="auto"
                node_ref=field
                aria-label=of_mode("composer-reply-label", "composer-note-label")
                placeholder=of_mode("composer-reply-placeholder", "composer-note-placeholder")
                on:keydown=pressed
                on:input:target=move |event| {
                    let text = event.target().value();
                    room.act(|desk, now| desk.write(text, now));
                }
            ></textarea>
            <div hidden=move || !is_reply() node_ref=listed></div>
            <div class="composer-foot">
                <span hidden=move || !is_reply() node_ref=button></span>
                <span class="hint">
                    {move || match too_many.get() {
                        0 => texts.text("composer-hint"),
                        count => texts.count("composer-too-long", count),
                    }}
                </span>
                <button
                    type="submit"
                    class="primary"
                    aria-disabled=move || (!can_send()).to_string()
                >
                    {of_mode("composer-send", "composer-save")}
                </button>
            </div>
        </form>
    }
}
