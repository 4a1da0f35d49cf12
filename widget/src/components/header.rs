//! The head of the panel: who one talks to, and the ways out.

use kb_protocol::id::ConversationId;
use reactive_graph::prelude::*;

use super::{button, icon};
use crate::app::{App, Hours, View};
use crate::dom;
use crate::element::{Element, el};
use crate::intl::day_number;
use crate::messages::Value;

const BACK: &str = "M15 5l-7 7 7 7";
const MORE: &str = "M6 12h.01M12 12h.01M18 12h.01";
const CLOSE: &str = "M6 9l6 6 6-6";

/// Whether somebody is there, and if not, when.
fn status(app: App, hours: &Hours) -> String {
    if !app.has_chat() {
        return app.text("kb-status");
    }
    let Some(at) = hours.opens_at.filter(|_| !hours.is_online()) else {
        let is_online = hours.is_online();
        return app.text(if is_online { "availability-online" } else { "availability-offline" });
    };
    let is_today = day_number(at) == day_number(dom::now());
    let when = app.texts.with_value(|texts| texts.forms().when(at));
    let values = [("when", Value::Text(&when))];
    app.say(if is_today { "availability-opens-today" } else { "availability-opens" }, &values)
}

/// Name of the brand or person, whether somebody is there, back and close,
/// which calls `on_close`.
pub(super) fn header(app: App, on_close: fn(App)) -> Element {
    let brand = app.brand.with_value(|brand| brand.clone());
    let name = move || {
        let agent = match app.view.get() {
            View::Conversation(id) => {
                app.chat.with(|chat| chat.conversation(&id)?.agent_name().map(str::to_owned))
            }
            _ => None,
        };
        agent.unwrap_or_else(|| brand.name.clone())
    };
    let face = name.clone();
    el("div")
        .class("head")
        .child(
            button("plain")
                .attr("hidden", move || app.view.with(|view| *view == View::Home))
                .attr("aria-label", move || app.text(back(app)))
                .on("click", move |_| app.go_back())
                .child(icon(BACK)),
        )
        .child(
            el("span")
                .class("face")
                .attr("aria-hidden", "true")
                .text(move || face().chars().next().map(String::from)),
        )
        .child(
            el("div")
                .class("who")
                .child(el("h2").child(el("bdi").text(name)))
                .child(el("p").text(move || app.hours.with(|hours| status(app, hours)))),
        )
        .child(
            // `more.js` does the rest.
            button("plain more")
                .attr("data-part", "more")
                .attr("hidden", move || stored(app).is_none())
                .attr("data-of", move || stored(app).map(String::from))
                .attr("aria-label", app.text("conversation-more"))
                .attr("aria-haspopup", "menu")
                .attr("aria-expanded", "false")
                .child(icon(MORE)),
        )
        .child(
            button("plain")
                .attr("aria-label", move || app.text(app.by_mode("panel-close", "kb-close")))
                .on("click", move |_| on_close(app))
                .child(icon(CLOSE)),
        )
}

/// The conversation on the screen, if the relay has it.
fn stored(app: App) -> Option<ConversationId> {
    let View::Conversation(id) = app.view.get() else { return None };
    let is_stored = app.chat.with(|chat| Some(chat.conversation(&id)?.last_seq() > 0));
    is_stored?.then_some(id)
}

/// What the way back is called.
fn back(app: App) -> &'static str {
    match app.view.get() {
        #[cfg(feature = "kb")]
        View::Page(_) | View::Part => "kb-back",
        _ => "conversation-back",
    }
}
