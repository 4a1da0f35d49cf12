//! The whole panel.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::conversation::Conversation;
use super::header::Header;
use super::home::Home;
use crate::app::{App, View};
use crate::transport::LinkState;
use crate::wire::Json;

/// The panel beside the launcher; stays in the tree while it is closed, so
/// that nothing of it is lost.
#[component]
pub(crate) fn Panel(
    /// Everything shared.
    app: App,
    /// Called when the visitor wants to close it.
    on_close: fn(App),
) -> impl IntoView {
    let body = move || match app.view.get() {
        View::Home => view! { <Home app /> }.into_any(),
        View::Conversation(id) => view! { <Conversation app id /> }.into_any(),
    };
    let direction =
        if app.texts.with_value(|texts| texts.is_right_to_left()) { "rtl" } else { "ltr" };
    view! {
        <section
            class="panel"
            role="dialog"
            dir=direction
            hidden=move || !app.is_open.get()
            aria-label=app.named("panel-label", "")
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.is_composing() {
                    event.stop_propagation();
                    on_close(app);
                }
            }
        >
            <Header app on_close />
            <p class="banner" role="status" hidden=move || banner(app).is_none()>
                {move || banner(app).map(|id| app.text(id))}
            </p>
            {body}
            <p class="unseen" role="status" aria-live="polite">
                {move || app.announcement.get()}
            </p>
        </section>
    }
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
