//! Menus that lie above the page.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, Node};

use crate::dom::{Listener, call};

/// Closes an open menu on Escape, which gives the focus back to its button,
/// and when the pointer or the focus goes elsewhere.
pub(super) fn close_when_left(menu: NodeRef<html::Details>) {
    let leave = move |event: Event| {
        let Some(menu) = menu.get_untracked().filter(|menu| menu.open()) else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if !menu.contains(target.as_ref()) {
            menu.set_open(false);
        }
    };
    let escape = move |event: Event| {
        let Some(menu) = menu.get_untracked().filter(|menu| menu.open()) else { return };
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            menu.set_open(false);
            if let Ok(Some(button)) = menu.query_selector("summary") {
                call(button.as_ref(), "focus", &[]);
            }
        }
    };
    let listeners = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = menu.get() else { return };
        listeners.set_value(Some([
            Listener::new(&document(), "pointerdown", leave),
            Listener::new(&document(), "focusin", leave),
            Listener::new(&element, "keydown", escape),
        ]));
    });
    on_cleanup(move || listeners.dispose());
}
