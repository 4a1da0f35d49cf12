//! Keeps launcher, title and listeners in step with the state.

use std::cell::RefCell;

use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::events::Page;
use crate::app::App;
use crate::dom::document;
use crate::element::watch;
use crate::messages::Value;
use crate::state::Chat;

/// Follows the state, until its owner is cleaned up.
pub(super) fn follow(app: App, button: &HtmlElement, page: &Page) {
    let (launcher, told, mut was_open) = (button.clone(), page.clone(), false);
    watch(
        move || app.is_open.get(),
        move |&is_open| {
            let _ = launcher.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
            if was_open != is_open {
                told.emit(if is_open { "onOpen" } else { "onClose" }, &JsValue::UNDEFINED);
            }
            was_open = is_open;
        },
    );
    let told = page.clone();
    watch(move || app.link_state.get(), move |_| told.emit("ready", &JsValue::UNDEFINED));
    let unread_count = move || app.chat.with(Chat::unread);
    let launcher = button.clone();
    watch(
        move || (app.is_open.get(), unread_count()),
        move |&(is_open, count)| {
            let value = [("count", Value::Number(count as f64))];
            let label = match (is_open, count) {
                (true, _) => app.text(app.by_mode("launcher-close", "kb-close")),
                (false, 0) => app.text(app.launcher()),
                (false, _) => app.say("launcher-unread", &value),
            };
            let _ = launcher.set_attribute("aria-label", &label);
            let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
            let _ = if count > 0 && !is_open {
                launcher.set_attribute("data-unread", &shown)
            } else {
                launcher.remove_attribute("data-unread")
            };
        },
    );
    let (told, mut is_first) = (page.clone(), true);
    watch(unread_count, move |_| {
        // What there was at the start is no news.
        if !std::mem::take(&mut is_first) {
            told.emit("onUnread", &JsValue::UNDEFINED);
        }
    });
    watch(
        move || (unread_count(), app.is_visible.get()),
        move |&(count, is_visible)| {
            restore_title();
            if count > 0 && !is_visible {
                let title = document().title();
                let values =
                    [("count", Value::Number(count as f64)), ("title", Value::Text(&title))];
                let marked = app.say("title-unread", &values);
                document().set_title(&marked);
                TITLES.set(Some((title, marked)));
            }
        },
    );
}

thread_local! {
    /// The page's own title, and the one that counts messages.
    static TITLES: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

/// Gives the page its title back, unless the page has changed it meanwhile.
pub(super) fn restore_title() {
    if let Some((own, marked)) = TITLES.take()
        && document().title() == marked
    {
        document().set_title(&own);
    }
}
