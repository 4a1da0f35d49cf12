//! What a later piece of the widget shows in the panel: a form, a thank-you.

use reactive_graph::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::app::App;
use crate::element::{Element, watch};
use crate::wire::Json;

/// The part at hand, whose first child takes the focus.
pub(in crate::components) fn part(app: App) -> Vec<Element> {
    let Some(part) = app.reading.part.get_value() else { return Vec::new() };
    let first: &JsValue = &part;
    let first = Element::of(&first.get("firstChild").unchecked_into::<HtmlElement>());
    watch(
        move || app.is_open.get(),
        move |is_open| {
            if *is_open {
                first.focus();
            }
        },
    );
    vec![Element::of(&part)]
}
