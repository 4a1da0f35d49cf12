//! Where the visitor writes.

use std::rc::Rc;

use kb_protocol::id::ConversationId;
use kb_protocol::limits::MESSAGE_CHARS;
use reactive_graph::graph::untrack;
use reactive_graph::owner::StoredValue;
use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;

use super::icon;
use crate::app::App;
use crate::element::{Element, el, watch};
use crate::files::{Held, Tray};
use crate::messages::Value;

const SEND: &str = "M5 12h14M13 6l6 6-6 6";

/// A text field that grows. Enter sends, Shift and Enter begin a new line, and
/// an input method that is composing keeps its Enter.
pub(super) fn composer(app: App, id: StoredValue<ConversationId>) -> Element {
    let text = RwSignal::new(id.with_value(|id| app.draft(id)));
    let excess = move || text.with(|text| text.chars().count().saturating_sub(MESSAGE_CHARS));
    let held = RwSignal::new(Held::default());
    let tray = app.files.with_value(|files| {
        id.with_value(|id| Rc::new(Tray::new(files, id, move |now| held.set(now))))
    });
    let can_send = move || {
        let held = held.get();
        let has_text = text.with(|text| !text.trim().is_empty());
        excess() == 0 && (has_text || held.has_files || held.is_busy)
    };
    let field = el("textarea");
    let (focused, written) = (field.clone(), field.clone());
    let send = {
        let (field, tray) = (field.clone(), tray.clone());
        move || {
            if held.get_untracked().is_busy {
                tray.submit_when_ready();
            } else if untrack(can_send) {
                id.with_value(|id| {
                    // First, as long as it is the draft of a new conversation.
                    app.keep_draft(id, "");
                    app.write(id, &text.get_untracked(), tray.take());
                });
                text.set(String::new());
            }
            field.focus();
        }
    };
    let submit = send.clone();
    // Writing is why somebody comes here.
    watch(
        move || app.is_open.get(),
        move |is_open| {
            if *is_open {
                focused.focus();
            }
        },
    );
    let too_long = move || {
        let count = [("count", Value::Number(excess() as f64))];
        (excess() > 0).then(|| app.say("composer-too-long", &count))
    };
    let form = el("form")
        .class("composer")
        .attr("data-over", move || held.get().is_over)
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(
            el("p")
                .class("excess")
                .attr("role", "status")
                .attr("hidden", move || excess() == 0)
                .text(too_long),
        )
        .child(Element::of(&tray.list()))
        .child(Element::of(&tray.chooser()))
        .child(
            // A copy of the text gives the field its height.
            el("div")
                .class("grow")
                .child(el("span").attr("aria-hidden", "true").text(move || text.get()).text(" "))
                .child(
                    field
                        .attr("rows", "1")
                        // An empty field has the direction of its placeholder.
                        .attr("dir", move || text.with(|text| !text.is_empty()).then_some("auto"))
                        .attr("enterkeyhint", "send")
                        .attr("aria-label", app.text("composer-label"))
                        .attr("placeholder", app.text("composer-placeholder"))
                        .prop("value", move || text.get())
                        .on("input", move |_| {
                            let value = written.value();
                            id.with_value(|id| {
                                app.keep_draft(id, &value);
                                app.typed(id);
                            });
                            text.set(value);
                        })
                        .on_key(move |event| {
                            // Some browsers report the Enter that ends a
                            // composition as key 229.
                            let is_composing = event.is_composing() || event.key_code() == 229;
                            if event.key() == "Enter" && !event.shift_key() && !is_composing {
                                event.prevent_default();
                                send();
                            }
                        }),
                ),
        )
        .child(
            el("button")
                .class("send")
                .attr("type", "submit")
                .attr("aria-label", app.text("composer-send"))
                .attr("disabled", move || !can_send())
                .child(icon(SEND)),
        );
    // `offer.js` offers articles while a first message is written.
    #[cfg(feature = "kb")]
    let form = form.attr("data-new", move || {
        let is_new = app.chat.with(|chat| id.with_value(|id| chat.conversation(id).is_none()));
        is_new.then(|| id.with_value(ToString::to_string))
    });
    // Once it is in the tree.
    watch(|| (), move |()| tray.connect());
    form
}
