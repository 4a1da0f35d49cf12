//! What the page of the inbox calls.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use std::cell::Cell;

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::components::Whole;
use super::room::{Attachments, Texts};
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::Messages;
use crate::wire::Json;

thread_local! {
    static TEXTS: Cell<Option<Texts>> = const { Cell::new(None) };
}

/// A text of the reader's locale, for what is no Rust.
#[wasm_bindgen]
pub fn say(id: &str, values: &JsValue) -> String {
    TEXTS.get().map_or(String::new(), |texts| texts.said(id, values))
}

/// Shows the inbox; `messages` are those of the reader's locale, compiled;
/// `files` is what `tray.js` gave.
#[wasm_bindgen]
pub fn inbox(messages: JsValue, files: JsValue) {
    let locale = messages.get("locale").text().unwrap_or_default();
    let forms = Intl::new(&locale);
    let compiled = Messages::new(&messages, forms);
    if let Some(root) = document().document_element() {
        // Any element takes these attributes.
        let _ = root.set_attribute("lang", &locale);
        let direction = if compiled.is_right_to_left() { "rtl" } else { "ltr" };
        let _ = root.set_attribute("dir", direction);
    }
    mount_to_body(move || {
        let texts = Texts::new(compiled, locale.clone());
        TEXTS.set(Some(texts));
        provide_context(Attachments::new_local(Files::new(files)));
        view! { <Whole texts /> }
    });
}
