//! Where the agent writes: an answer to the customer, or a note to the team.

use kb_protocol::id::ConversationId;
use kb_protocol::inbox::Status;
use kb_protocol::limits;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::offers::{Offers, offer_id};
use crate::dom::new_id;
use crate::files::{Held, Tray};
use crate::inbox::format;
use crate::inbox::room::{Room, focus};
use crate::inbox::state::{Desk, Draft, Mode, Offer, Query, Then, query_at, units_of};
use crate::messages::Value;

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
    let takes_files = Memo::new(move |_| room.desk.with(|desk| desk.setup.files));
    let held = RwSignal::new(Held::default());
    let tray = StoredValue::new_local(
        id.with_value(|id| Tray::new(&room.files(), id, move |now| held.set(now))),
    );
    let (listed, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Span>::new());
    Effect::new(move |_| {
        let Some((listed, button)) = listed.get().zip(button.get()) else { return };
        tray.with_value(|tray| {
            // What was just made can be put into a tree.
            let _ = listed.append_child(&tray.list());
            let _ = button.append_child(&tray.chooser());
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
            room.act(|desk, now| desk.send(new_id, files, now));
        }
        focus("composer");
    };
    let query = RwSignal::new(None::<Query>);
    let active = RwSignal::new(0usize);
    let offers = Memo::new(move |_| match query.get() {
        Some(query) => room.desk.with(|desk| desk.offers(&query.text)),
        None => Vec::new(),
    });
    // What is typed and where the caret goes decide what is offered.
    let look = move || {
        let Some(field) = field.get_untracked() else { return };
        let caret = field.selection_start().ok().flatten().unwrap_or_default();
        let asked = query_at(&field.value(), usize::try_from(caret).unwrap_or_default());
        if asked.is_some() {
            room.act(|desk, _| desk.want_articles());
        }
        if query.with_untracked(|known| *known != asked) {
            active.set(0);
            query.set(asked);
        }
    };
    let take = move |offer: Offer| {
        let (Some(field), Some(asked)) = (field.get_untracked(), query.get_untracked()) else {
            return;
        };
        let before = field.value();
        let mut place = None;
        room.act(|desk, now| {
            let (text, caret, effects) = desk.take_offer(&before, &asked, &offer, now);
            place = Some((text, caret));
            effects
        });
        query.set(None);
        if let Some((text, caret)) = place {
            let caret = u32::try_from(units_of(&text, caret)).unwrap_or(u32::MAX);
            field.set_value(&text);
            // A field that is on the screen takes any place in its text.
            let _ = field.set_selection_range(caret, caret);
        }
        focus("composer");
    };
    let pressed = move |event: KeyboardEvent| {
        // 229 is what Safari sends for the Enter that ends a composition.
        let is_composing = event.is_composing() || event.key_code() == 229;
        let count = offers.with_untracked(Vec::len);
        if count > 0 && !is_composing {
            let index = active.get_untracked().min(count - 1);
            let key = event.key();
            match key.as_str() {
                "ArrowDown" => active.set((index + 1) % count),
                "ArrowUp" => active.set((index + count - 1) % count),
                "Escape" => query.set(None),
                _ => {}
            }
            let is_taking = matches!(key.as_str(), "Enter" | "Tab") && !event.shift_key();
            if let Some(offer) = offers.with_untracked(|offers| offers.get(index).cloned())
                && is_taking
            {
                take(offer);
            }
            if is_taking || matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Escape") {
                event.prevent_default();
                return;
            }
        }
        if event.key() == "Enter" && !event.shift_key() && !is_composing {
            event.prevent_default();
            send();
        }
    };
    let pick = move |wanted: Mode| {
        room.act(|desk, _| desk.write_as(wanted));
        focus("composer");
    };
    let repliers = Memo::new(move |_| room.desk.with(Desk::repliers));
    let warning = move || {
        let names = repliers.get();
        (!names.is_empty()).then(|| {
            let names = format::list(&texts.locale(), &names);
            texts.say("composer-collision", &[("names", Value::Text(&names))])
        })
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
            <p class="collision" role="status">{warning}</p>
            <Offers room offers active take=Callback::new(take) />
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
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls="offers"
                aria-activedescendant=move || {
                    let count = offers.with(Vec::len);
                    (count > 0).then(|| offer_id(active.get().min(count - 1)))
                }
                aria-label=of_mode("composer-reply-label", "composer-note-label")
                placeholder=of_mode("composer-reply-placeholder", "composer-note-placeholder")
                on:keydown=pressed
                on:click=move |_| look()
                on:blur=move |_| query.set(None)
                on:input:target=move |event| {
                    let text = event.target().value();
                    room.act(|desk, now| desk.write(text, now));
                    look();
                }
            ></textarea>
            <p class="hidden" role="status">
                {move || match offers.with(Vec::len) {
                    0 => String::new(),
                    count => texts.count("offers-count", count),
                }}
            </p>
            <ThenLine room draft />
            <div hidden=move || !is_reply() node_ref=listed></div>
            <div class="composer-foot">
                <span hidden=move || !is_reply() || !takes_files.get() node_ref=button></span>
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

/// What a shortcut changes together with the answer, until it is sent.
#[component]
fn ThenLine(
    /// Everything shared.
    room: Room,
    /// What stands in the composer.
    draft: Memo<Draft>,
) -> impl IntoView {
    let texts = room.texts;
    let then = Memo::new(move |_| draft.with(|draft| draft.then.clone()));
    let marks = move || {
        let Then { tags, status, sub_status } = then.get();
        let status = status.map(|status| {
            texts.text(match status {
                Status::Open => "status-open",
                Status::Snoozed => "status-snoozed",
                Status::Done => "status-done",
            })
        });
        let sub_status = sub_status.map(|id| room.sub_status_name(&id));
        let marks = tags.into_iter().chain(status).chain(sub_status);
        marks.map(|text| view! { <bdi class="mark">{text}</bdi> }).collect::<Vec<_>>()
    };
    view! {
        <p class="then" hidden=move || then.with(|then| *then == Then::default())>
            <span class="label">{texts.text("composer-then")}</span>
            {marks}
            <button
                type="button"
                class="quiet"
                on:click=move |_| {
                    room.act(|desk, _| desk.forget_then());
                    focus("composer");
                }
            >
                {texts.text("composer-then-forget")}
            </button>
        </p>
    }
}
