//! What the page of the inbox calls.
#![expect(unreachable_pub, reason = "exports to the browser have to be `pub`")]

use js_sys::Function;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::components::Whole;
use super::room::{Attachments, Texts};
use crate::files::Files;
use crate::intl::Intl;
use crate::messages::{Messages, Value};
use crate::wire::Json;

/// Where files are.
const FILES: &str = "/inbox/v1/files";

/// Shows the inbox; `messages` are those of the reader's locale, compiled;
/// `files` gives a promise of `files.js`.
#[wasm_bindgen]
pub fn inbox(messages: JsValue, files: Function) {
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
        let say = move |id: &str, values: &[(&str, Value<'_>)]| texts.say(id, values);
        provide_context(Attachments::new_local(Files::new(files, FILES, &locale, say, None)));
        view! { <Whole texts /> }
    });
}
