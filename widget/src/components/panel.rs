//! The whole panel.

use reactive_graph::prelude::*;
use reactive_graph::signal::RwSignal;
use wasm_bindgen::{JsCast, JsValue};

use super::conversation::conversation;
use super::header::header;
use super::home::home;
use crate::app::{App, View};
use crate::dom::{Timer, now, window};
use crate::element::{Element, el, watch};
use crate::messages::Value;
use crate::state::Chat;
use crate::transport::LinkState;
use crate::wire::Json;

/// The panel beside the launcher; stays in the tree while it is closed, so
/// that nothing of it is lost. `on_close` is called when the visitor wants to
/// close it.
pub(crate) fn panel(app: App, on_close: fn(App)) -> Element {
    let direction =
        if app.texts.with_value(|texts| texts.is_right_to_left()) { "rtl" } else { "ltr" };
    let wait = countdown(app);
    el("section")
        .class("panel")
        .attr("role", "dialog")
        .attr("dir", direction)
        .attr("hidden", move || !app.is_open.get())
        // `resume.js` goes on here on the next page.
        .attr("data-view", move || match app.view.get() {
            View::Conversation(id) => {
                let is_new = app.chat.with(|chat| chat.conversation(&id).is_none());
                Some(if is_new { "new".to_owned() } else { id.into() })
            }
            #[cfg(feature = "kb")]
            View::Page(spot) => Some(spot.page),
            _ => None,
        })
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
                .attr("hidden", move || !wait.with(String::is_empty) || banner(app).is_none())
                .text(move || banner(app).map(|id| app.text(id))),
        )
        .child(
            // A timer is not read aloud with every second.
            el("p")
                .class("banner")
                .attr("role", "timer")
                .attr("hidden", move || wait.with(String::is_empty))
                .text(move || wait.get()),
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

/// How long too much at once still waits, second by second, or nothing; told a
/// screen reader when it begins.
fn countdown(app: App) -> RwSignal<String> {
    let (wait, is_odd) = (RwSignal::new(String::new()), RwSignal::new(false));
    watch(
        move || (app.chat.with(Chat::limited_until), is_odd.get()),
        move |(until, _)| {
            let left = until.map_or(0, |until| (until.0 - now().0 + 999) / 1_000);
            let timer = (left > 0)
                .then(|| Timer::after(1_000, move || is_odd.update(|is_odd| *is_odd = !*is_odd)));
            let text = timer.as_ref().map_or(String::new(), |_| {
                let when = app.texts.with_value(|texts| texts.forms().soon(left));
                app.say("link-limited", &[("when", Value::Text(&when))])
            });
            if wait.with_untracked(String::is_empty) {
                app.announcement.set(text.clone());
            }
            wait.set(text);
            timer
        },
    );
    wait
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
