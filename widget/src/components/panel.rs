//! The whole panel.

use reactive_graph::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::conversation::conversation;
use super::header::header;
use super::home::home;
use crate::app::{App, View};
use crate::dom::window;
use crate::element::{Element, el};
use crate::transport::LinkState;
use crate::wire::Json;

/// The panel beside the launcher; stays in the tree while it is closed, so
/// that nothing of it is lost. `on_close` is called when the visitor wants to
/// close it.
pub(crate) fn panel(app: App, on_close: fn(App)) -> Element {
    let direction =
        if app.texts.with_value(|texts| texts.is_right_to_left()) { "rtl" } else { "ltr" };
    el("section")
        .class("panel")
        .attr("role", "dialog")
        .attr("dir", direction)
        .attr("hidden", move || !app.is_open.get())
        .attr("aria-label", move || app.named(app.by_mode("panel-label", "kb-label"), ""))
        .on_key(move |event| {
            if event.key() == "Escape" && !event.is_composing() {
                event.stop_propagation();
                on_close(app);
            }
        })
        .child(header(app, on_close))
        .child(
            el("p")
                .class("banner")
                .attr("role", "status")
                .attr("hidden", move || banner(app).is_none())
                .text(move || banner(app).map(|id| app.text(id))),
        )
        .live(
            move || app.view.get(),
            move |view| match view {
                View::Home => vec![home(app)],
                View::Conversation(id) => conversation(app, id.clone()),
                #[cfg(feature = "kb")]
                View::Page(spot) => vec![super::articles::page(app, spot.clone())],
                #[cfg(feature = "kb")]
                View::Part => super::articles::part(app),
            },
        )
        .child(
            el("p")
                .class("unseen")
                .attr("role", "status")
                .attr("aria-live", "polite")
                .text(move || app.announcement.get()),
        )
}

fn is_network_there() -> bool {
    !window().unchecked_ref::<JsValue>().get("navigator").get("onLine").is_falsy()
}

/// The message that says what is wrong with the connection.
fn banner(app: App) -> Option<&'static str> {
    match app.link_state.get() {
        LinkState::Lost if is_network_there() => Some("link-connecting"),
        LinkState::Lost => Some("link-offline"),
        LinkState::Refused => Some("link-refused"),
        LinkState::Outdated => Some("link-outdated"),
        LinkState::Idle | LinkState::Connecting | LinkState::Online => None,
    }
}
