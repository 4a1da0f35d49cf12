//! What the page of the inbox calls.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::components::Whole;
use super::room::Texts;
use crate::intl::Intl;
use crate::messages::Messages;
use crate::wire::Json;

/// Shows the inbox; `messages` are those of the reader's locale, compiled.
#[wasm_bindgen]
pub fn inbox(messages: JsValue) {
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
        let texts = Texts::new(compiled, locale);
        view! { <Whole texts /> }
    });
}
