//! The head of the panel: who one talks to, and the ways out.

use leptos::prelude::*;

use super::icon;
use crate::app::{App, View};

const BACK: &str = "M15 5l-7 7 7 7";
const CLOSE: &str = "M6 9l6 6 6-6";

/// Name of the brand or person, whether somebody is there, back and close.
#[component]
pub(crate) fn Header(
    /// Everything shared.
    app: App,
    /// Called when the visitor wants to close the panel.
    on_close: fn(App),
) -> impl IntoView {
    let brand = app.brand.with_value(|brand| brand.clone());
    let status = match brand.availability.as_str() {
        "online" => "availability-online",
        _ => "availability-offline",
    };
    let agent = move || {
        let View::Conversation(id) = app.view.get() else { return None };
        app.chat.with(|chat| chat.conversation(&id)?.agent_name().map(str::to_owned))
    };
    let name = brand.name.clone();
    let initial = {
        let name = brand.name.clone();
        move || agent().as_deref().unwrap_or(&name).chars().next().map(String::from)
    };
    view! {
        <header class="head">
            <button
                type="button"
                class="plain"
                hidden=move || app.view.get() == View::Home
                aria-label=app.text("conversation-back")
                on:click=move |_| app.view.set(View::Home)
            >
                {icon(BACK)}
            </button>
            <span class="face" aria-hidden="true">{initial}</span>
            <div class="who">
                <h2>
                    <bdi>{move || agent().unwrap_or_else(|| name.clone())}</bdi>
                </h2>
                <p>{app.text(status)}</p>
            </div>
            <button
                type="button"
                class="plain"
                aria-label=app.text("panel-close")
                on:click=move |_| on_close(app)
            >
                {icon(CLOSE)}
            </button>
        </header>
    }
}
