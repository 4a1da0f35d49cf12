//! The sheet with the keys.

use leptos::prelude::*;

use crate::inbox::room::{Texts, invoke};

/// Keys and the message that says what they do.
const KEYS: [(&str, &str); 12] = [
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
    ("?", "help-help"),
    ("Esc", "help-back"),
];

/// Shown with `?`; the browser keeps the focus inside and closes it with Esc.
#[component]
pub(crate) fn Help(
    /// The texts.
    texts: Texts,
) -> impl IntoView {
    let rows = KEYS.map(|(keys, what)| {
        let keys: Vec<_> = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect();
        view! { <div><dt>{keys}</dt><dd>{texts.text(what)}</dd></div> }
    });
    view! {
        <dialog id="help" aria-labelledby="help-title">
            <h2 id="help-title">{texts.text("help-title")}</h2>
            <dl>{rows.into_iter().collect::<Vec<_>>()}</dl>
            <button type="button" on:click=move |_| invoke("help", "close")>
                {texts.text("help-close")}
            </button>
        </dialog>
    }
}
