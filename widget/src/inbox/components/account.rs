//! The agent's own menu: presence, calls, keys, signing out.

use kb_protocol::inbox::Presence;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::menu::close_when_left;
use crate::inbox::alert::{self, Permission};
use crate::inbox::room::{Room, invoke};
use crate::inbox::state::{AlertSettings, Place};
use crate::messages::Value;

/// What can be chosen.
const PRESENCES: [Presence; 3] = [Presence::Available, Presence::Busy, Presence::Away];

/// The button with the agent's name, and the menu below it.
#[component]
pub(crate) fn Account(
    /// Everything shared.
    room: Room,
    /// Called when the agent wants to leave.
    sign_out: Callback<()>,
) -> impl IntoView {
    let texts = room.texts;
    let menu = NodeRef::<html::Details>::new();
    close_when_left(menu);
    let name = room.desk.with_untracked(|desk| desk.me.name.clone());
    let presence = Memo::new(move |_| room.desk.with(|desk| desk.me.presence));
    let label = {
        let name = name.clone();
        move || {
            let presence = texts.text(presence_name(presence.get()));
            let values = [("name", Value::Text(&name)), ("presence", Value::Text(&presence))];
            texts.say("account-label", &values)
        }
    };
    let choices = PRESENCES.map(|choice| {
        view! {
            <button
                type="button"
                aria-pressed=move || (presence.get() == choice).to_string()
                on:click=move |_| room.act(|desk, _| desk.set_presence(choice))
            >
                <PresenceDot presence=Signal::derive(move || choice) />
                {texts.text(presence_name(choice))}
            </button>
        }
    });
    let first = room.desk.with_untracked(|desk| Place::first(&desk.me));
    let reports = first.map(|first| {
        let close = move |_| {
            if let Some(menu) = menu.get_untracked() {
                menu.set_open(false);
            }
        };
        view! { <a href=first.address() on:click=close>{texts.text("reports-title")}</a> }
    });
    let choose = move |_| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
        // Opening hours change, and what came at the start may have been lost.
        room.act(|desk, _| desk.ask_notifications());
        invoke("notifications", "showModal");
    };
    view! {
        <details class="menu account" node_ref=menu>
            <summary id="account" aria-label=label>
                <PresenceDot presence=presence />
                <bdi>{name.clone()}</bdi>
            </summary>
            <div class="choices">
                <p class="label" id="presence-label">{texts.text("presence-label")}</p>
                <div class="group" role="group" aria-labelledby="presence-label">
                    {choices.into_iter().collect::<Vec<_>>()}
                </div>
                <Calls room />
                <button type="button" on:click=choose>{texts.text("notifications-open")}</button>
                {reports}
                <button type="button" on:click=move |_| invoke("help", "showModal")>
                    {texts.text("help-open")}
                </button>
                <button type="button" on:click=move |_| sign_out.run(())>
                    {texts.text("sign-out")}
                </button>
            </div>
        </details>
    }
}

/// Switches for notifications and sound; both are off until they are chosen.
#[component]
fn Calls(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let is_denied = RwSignal::new(alert::permission() == Permission::Denied);
    let notifies = move |is_wanted: bool| {
        let change = move |notifies| {
            room.set_alerts(AlertSettings { notifies, ..room.alerts.get_untracked() });
        };
        if !is_wanted || alert::permission() == Permission::Granted {
            return change(is_wanted);
        }
        // Asked here, in answer to a click, and nowhere else.
        spawn_local(async move {
            let permission = alert::ask_permission().await;
            is_denied.set(permission == Permission::Denied);
            change(permission == Permission::Granted);
            // A refusal leaves the box as it was clicked: it follows what is.
            room.alerts.notify();
        });
    };
    let sounds = move |sounds: bool| {
        room.set_alerts(AlertSettings { sounds, ..room.alerts.get_untracked() });
        if sounds {
            alert::sound();
        }
    };
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || room.alerts.get().notifies
                disabled=move || is_denied.get() && !room.alerts.get().notifies
                on:change:target=move |event| notifies(event.target().checked())
            />
            {texts.text("alerts-notify")}
        </label>
        <p class="hint" role="status">
            {move || is_denied.get().then(|| texts.text("alerts-denied"))}
        </p>
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || room.alerts.get().sounds
                on:change:target=move |event| sounds(event.target().checked())
            />
            {texts.text("alerts-sound")}
        </label>
    }
}

/// A sign beside a name; what it means stands beside it in words.
#[component]
pub(super) fn PresenceDot(
    /// What it shows.
    #[prop(into)]
    presence: Signal<Presence>,
) -> impl IntoView {
    let kind = move || match presence.get() {
        Presence::Available | Presence::Unknown => "presence available",
        Presence::Busy => "presence busy",
        Presence::Away => "presence away",
    };
    view! { <span class=kind aria-hidden="true"></span> }
}

/// Message that names a presence.
pub(super) fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Available | Presence::Unknown => "presence-available",
        Presence::Busy => "presence-busy",
        Presence::Away => "presence-away",
    }
}
