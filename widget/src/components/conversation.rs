//! One conversation: its messages, who is writing, the end, the composer.

use kb_protocol::chat::ClientFrame;
use kb_protocol::id::ConversationId;
use reactive_graph::graph::untrack;
use reactive_graph::owner::StoredValue;
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;
use wasm_bindgen::JsValue;

use super::button;
use super::composer::composer;
use super::contact::contact;
use super::row::{notice_text, row};
use crate::app::App;
use crate::dom::{self, Timer};
use crate::element::{Element, el, watch};
use crate::intl::day_number;
use crate::state::{self, Chat, Row, timeline};
use crate::wire::Json;

/// How long messages have to be on the screen to count as seen, in
/// milliseconds.
const LOOK_MS: u32 = 1_000;
/// So far from the end, in pixels, one still reads along.
const NEAR_PX: f64 = 40.0;
/// How often it is looked whether an agent who began to write still does.
const TYPING_CHECK_MS: u32 = 13_000;

/// Messages from old to new, the newest at the composer. It may be a
/// conversation that is about to begin.
pub(super) fn conversation(app: App, id: ConversationId) -> Vec<Element> {
    let id = StoredValue::new(id);
    let rows =
        move || with(app, id, |chat, found| timeline(chat, found, day_number)).unwrap_or_default();
    let older = move || with(app, id, |_, found| found.older_before()).flatten();
    let hint = move || match with(app, id, |_, found| found.is_unread_from_server()) {
        None if app.hours.with(|hours| hours.is_online()) => Some("conversation-empty"),
        None => Some("conversation-empty-offline"),
        Some(true) => Some("conversation-loading"),
        Some(false) => None,
    };
    expire_typing(app, id);
    // The newest messages are at the bottom, where scrolling begins.
    let is_at_end = RwSignal::new(true);
    mark_seen(app, id, is_at_end);
    let lines = el("div")
        .class("lines")
        .child(
            button("older")
                .attr("hidden", move || older().is_none())
                .on("click", move |_| {
                    let before = untrack(older);
                    let frame = ClientFrame::History { conversation: id.get_value(), before };
                    app.with_link(|link| link.say(&frame));
                })
                .text(app.text("conversation-older")),
        )
        .live(hint, move |hint| hint.map(|id| el("p").class("hint").text(app.text(id))))
        .child(el("ol").list(rows, row_key, move |shown| row(app, shown)))
        .child(
            el("p").class("typing").attr("hidden", move || typing_name(app, id).is_none()).text(
                move || typing_name(app, id).map(|name| app.named("conversation-typing", &name)),
            ),
        );
    let log = el("div")
        .class("log")
        .attr("role", "log")
        .attr("aria-live", "off")
        .attr("tabindex", "0")
        .attr("aria-label", app.text("conversation-messages"))
        .on("scroll", move |event| {
            let above = JsValue::from(event).get("target").get("scrollTop").number();
            let is_near = above.is_none_or(|above| above > -NEAR_PX);
            if is_at_end.get_untracked() != is_near {
                is_at_end.set(is_near);
            }
        })
        .child(lines);
    let (question, opener) = ending(app, id);
    announce_notices(app, id);
    let asks = move || with(app, id, Chat::asks_for_contact).unwrap_or_default();
    // The form goes with what it asked for: the focus must not go with it.
    let rest = log.clone();
    let form = contact(app, id, asks, move || rest.focus());
    vec![log, form, question, opener, composer(app, id)]
}

/// Asks for something of the conversation; `None` if nobody wrote yet.
fn with<T>(
    app: App,
    id: StoredValue<ConversationId>,
    ask: impl FnOnce(&Chat, &state::Conversation) -> T,
) -> Option<T> {
    app.chat.with(|chat| id.with_value(|id| chat.conversation(id)).map(|found| ask(chat, found)))
}

/// Rows with the same key are the same on the screen.
fn row_key(row: &Row) -> String {
    match row {
        Row::Day(at) => format!("d{}", at.0),
        Row::Bubble { id, is_first, failed, .. } => {
            format!("b{id}{}{}", u8::from(*is_first), u8::from(failed.is_some()))
        }
        Row::Mark(mark) => format!("m{}", *mark as u8),
        Row::Joined(id, _) => format!("j{id}"),
        Row::Ended(id) => format!("e{id}"),
        Row::Notice(id, _) => format!("n{id}"),
    }
}

/// Name of the agent who is writing.
fn typing_name(app: App, id: StoredValue<ConversationId>) -> Option<String> {
    with(app, id, |_, found| {
        let is_typing = found.is_agent_typing(dom::now());
        is_typing.then(|| found.agent_name().unwrap_or_default().to_owned())
    })
    .flatten()
}

/// Looks again when what an agent began to write must be over.
fn expire_typing(app: App, id: StoredValue<ConversationId>) {
    watch(
        move || with(app, id, |_, found| found.typing_until()).flatten(),
        move |until| until.map(|_| Timer::after(TYPING_CHECK_MS, move || app.chat.update(|_| ()))),
    );
}

/// Counts what is on the screen of somebody who looks as seen.
fn mark_seen(app: App, id: StoredValue<ConversationId>, is_at_end: RwSignal<bool>) {
    watch(
        move || {
            let is_looking = app.is_open.get() && app.is_visible.get() && is_at_end.get();
            let last = with(app, id, |_, found| found.last_seq()).unwrap_or_default();
            (is_looking && last > 0).then_some(last)
        },
        move |last| {
            last.map(|last| {
                Timer::after(LOOK_MS, move || {
                    app.with_link(|link| link.seen(&id.get_value(), last));
                })
            })
        },
    );
}

/// Reads what the relay says aloud, when it is said.
fn announce_notices(app: App, id: StoredValue<ConversationId>) {
    let mut is_first = true;
    watch(
        move || {
            let rows = with(app, id, |chat, found| timeline(chat, found, day_number));
            rows.unwrap_or_default().into_iter().rev().find_map(|row| match row {
                Row::Notice(id, notice) => Some((id, notice)),
                _ => None,
            })
        },
        move |last| {
            // What stood there before is read where it stands.
            if let (Some((_, notice)), false) = (last, is_first) {
                app.announcement.set(notice_text(app, notice));
            }
            is_first = false;
        },
    );
}

/// The way to end a conversation, and the question whether it shall be ended.
fn ending(app: App, id: StoredValue<ConversationId>) -> (Element, Element) {
    let is_asking = RwSignal::new(false);
    let is_closable = app.brand.with_value(|brand| brand.is_closable);
    let can_end = move || {
        is_closable
            && with(app, id, |_, found| {
                found.is_stored() && found.last_seq() > 0 && !found.is_ended()
            })
            .unwrap_or_default()
    };
    let cancel =
        button("second").on("click", move |_| is_asking.set(false)).text(app.text("end-cancel"));
    let opener = button("end")
        .attr("hidden", move || !can_end() || is_asking.get())
        .on("click", move |_| is_asking.set(true))
        .text(app.text("end-open"));
    let question = el("div")
        .class("ask")
        .attr("role", "alertdialog")
        .attr("aria-labelledby", "end-question")
        .attr("aria-describedby", "end-note")
        .attr("hidden", move || !is_asking.get())
        .on_key(move |event| {
            if event.key() == "Escape" {
                event.stop_propagation();
                is_asking.set(false);
            }
        })
        .child(el("strong").attr("id", "end-question").text(app.text("end-question")))
        .child(el("p").attr("id", "end-note").text(app.text("end-note")))
        .child(
            button("main")
                .on("click", move |_| {
                    is_asking.set(false);
                    app.with_link(|link| link.end(id.get_value()));
                })
                .text(app.text("end-confirm")),
        )
        .child(cancel.clone());
    // Here, so that what takes the focus is on the screen by then.
    let (last, mut was_asking) = (opener.clone(), false);
    watch(
        move || is_asking.get(),
        move |is_asking| {
            if *is_asking {
                cancel.focus();
            } else if was_asking {
                last.focus();
            }
            was_asking = *is_asking;
        },
    );
    (question, opener)
}
