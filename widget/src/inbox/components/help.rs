//! The sheet with the keys.

use leptos::prelude::*;

use crate::inbox::room::{Room, invoke};
use crate::inbox::state::Place;

/// Keys and the message that says what they do.
const KEYS: [(&str, &str); 13] = [
    ("J ↓", "help-next"),
    ("K ↑", "help-previous"),
    ("Enter", "help-enter"),
    ("R", "help-reply"),
    ("N", "help-note"),
    ("E", "help-done"),
    ("A", "help-claim"),
    ("S", "help-snooze"),
    ("/", "help-search"),
    ("/ …", "help-shortcuts"),
    ("G", REPORTS),
    ("?", "help-help"),
    ("Esc", "help-back"),
];

/// What is there for those only who may see reports.
const REPORTS: &str = "help-reports";

/// Shown with `?`; the browser keeps the focus inside and closes it with Esc.
#[component]
pub(crate) fn Help(
    /// Everything shared.
    room: Room,
) -> impl IntoView {
    let texts = room.texts;
    let has_reports = room.desk.with_untracked(|desk| Place::first(&desk.me).is_some());
    let known = KEYS.into_iter().filter(|(_, what)| has_reports || *what != REPORTS);
    let rows = known.map(|(keys, what)| {
        let keys: Vec<_> = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect();
        view! { <div><dt>{keys}</dt><dd>{texts.text(what)}</dd></div> }
    });
    view! {
        <dialog id="help" aria-labelledby="help-title">
            <h2 id="help-title">{texts.text("help-title")}</h2>
            <dl>{rows.collect::<Vec<_>>()}</dl>
            <button type="button" on:click=move |_| invoke("help", "close")>
                {texts.text("help-close")}
            </button>
        </dialog>
    }
}
