//! The head of the panel: who one talks to, and the ways out.

use reactive_graph::prelude::*;

use super::{button, icon};
use crate::app::{App, View};
use crate::element::{Element, el};

const BACK: &str = "M15 5l-7 7 7 7";
const CLOSE: &str = "M6 9l6 6 6-6";

/// Name of the brand or person, whether somebody is there, back and close,
/// which calls `on_close`.
pub(super) fn header(app: App, on_close: fn(App)) -> Element {
    let brand = app.brand.with_value(|brand| brand.clone());
    let status = match brand.availability.as_str() {
        #[cfg(feature = "kb")]
        _ if !app.reading.has_chat => "kb-status",
        "online" => "availability-online",
        _ => "availability-offline",
    };
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
    el("header")
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
                .child(el("p").text(app.text(status))),
        )
        .child(
            button("plain")
                .attr("aria-label", app.text(app.by_mode("panel-close", "kb-close")))
                .on("click", move |_| on_close(app))
                .child(icon(CLOSE)),
        )
}

/// What the way back is called.
fn back(app: App) -> &'static str {
    match app.view.get() {
        #[cfg(feature = "kb")]
        View::Page(_) => "kb-back",
        _ => "conversation-back",
    }
}
