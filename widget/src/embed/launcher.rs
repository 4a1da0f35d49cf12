//! Keeps launcher, title and listeners in step with the state.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::events::Page;
use crate::app::App;
use crate::messages::Value;
use crate::state::Chat;

/// Follows the state, until its owner is disposed of.
pub(super) fn follow(app: App, button: &HtmlElement, page: &Page) {
    let (launcher, told) = (button.clone(), page.clone());
    Effect::new(move |was_open: Option<bool>| {
        let is_open = app.is_open.get();
        let _ = launcher.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
        if was_open.unwrap_or_default() != is_open {
            told.emit(if is_open { "onOpen" } else { "onClose" }, &JsValue::UNDEFINED);
        }
        is_open
    });
    let told = page.clone();
    Effect::new(move |_| {
        app.link_state.get();
        told.emit("ready", &JsValue::UNDEFINED);
    });
    let unread_count = Memo::new(move |_| app.chat.with(Chat::unread));
    let (launcher, told) = (button.clone(), page.clone());
    Effect::new(move |before: Option<u64>| {
        let count = unread_count.get();
        let value = [("count", Value::Number(count as f64))];
        let label = match (app.is_open.get(), count) {
            (true, _) => app.text("launcher-close"),
            (false, 0) => app.text("launcher-open"),
            (false, _) => app.say("launcher-unread", &value),
        };
        let _ = launcher.set_attribute("aria-label", &label);
        let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
        let _ = if count > 0 && !app.is_open.get() {
            launcher.set_attribute("data-unread", &shown)
        } else {
            launcher.remove_attribute("data-unread")
        };
        if before.is_some_and(|before| before != count) {
            told.emit("onUnread", &JsValue::UNDEFINED);
        }
        count
    });
    Effect::new(move |_| {
        let count = unread_count.get();
        restore_title();
        if count > 0 && !app.is_visible.get() {
            let title = document().title();
            let values = [("count", Value::Number(count as f64)), ("title", Value::Text(&title))];
            let marked = app.say("title-unread", &values);
            document().set_title(&marked);
            TITLES.set(Some((title, marked)));
        }
    });
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
