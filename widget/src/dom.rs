//! What the browser gives beside its tree: time, chance, events, timers, JSON.

#[cfg(feature = "widget")]
use js_sys::JSON;
use js_sys::{Array, Function, Reflect};
use kb_protocol::time::Timestamp;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, EventTarget, Window};

use crate::wire::Json;

/// Parses JSON; what is none is `undefined`.
#[cfg(feature = "widget")]
pub(crate) fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::UNDEFINED)
}

/// The window of the page.
pub(crate) fn window() -> Window {
    web_sys::window().expect("this runs in pages and not in workers")
}

/// The page.
pub(crate) fn document() -> Document {
    window().document().expect("a window that runs scripts has a document")
}

/// The present moment by this machine's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// An id that nobody guesses and nobody else makes: 128 random bits.
pub(crate) fn new_id<I: TryFrom<String>>() -> I {
    let bytes = js_sys::Uint8Array::new_with_length(16);
    let crypto = js_sys::global().unchecked_into::<JsValue>().get("crypto");
    let fill: Function = crypto.get("getRandomValues").unchecked_into();
    // Every browser that runs WASM has it.
    let _ = fill.call1(&crypto, &bytes);
    let digits = b"0123456789abcdef";
    let text: String = bytes
        .to_vec()
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(digits[usize::from(digit)]))
        .collect();
    match I::try_from(text) {
        Ok(id) => id,
        Err(_) => unreachable!("hexadecimal digits are an id"),
    }
}

/// A listener that is removed when it is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        call: impl FnMut(Event) + 'static,
    ) -> Self {
        Self::of(target, name, Box::new(call))
    }

    fn of(target: &EventTarget, name: &'static str, call: Box<dyn FnMut(Event)>) -> Self {
        let call = Closure::wrap(call);
        let function = call.as_ref().unchecked_ref();
        // Fails for a target that refuses every listener, which none of ours does.
        let _ = target.add_event_listener_with_callback(name, function);
        Self { target: target.clone(), name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.call.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, function);
    }
}

/// A timer that is stopped when it is dropped.
pub(crate) struct Timer {
    number: JsValue,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls once, after so many milliseconds.
    pub(crate) fn after(ms: u32, call: impl FnMut() + 'static) -> Self {
        Self::of(ms, Box::new(call))
    }

    fn of(ms: u32, act: Box<dyn FnMut()>) -> Self {
        let closure = Closure::wrap(act);
        // As the browser numbers it: a clock in its place has larger numbers
        // than fit into the typed binding.
        let ms = f64::from(ms.min(i32::MAX as u32));
        let number = call(&window(), "setTimeout", &[closure.as_ref(), &ms.into()]);
        Self { number, _call: closure }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        call(&window(), "clearTimeout", &[&self.number]);
    }
}

/// A new object of a class of the browser, named by the way to it:
/// `["Intl", "NumberFormat"]`. What cannot be made is `undefined`.
pub(crate) fn new(class: &[&str], arguments: &[&JsValue]) -> JsValue {
    let mut found: JsValue = js_sys::global().into();
    for name in class {
        found = found.get(name);
    }
    let Ok(class) = found.dyn_into::<Function>() else { return JsValue::UNDEFINED };
    Reflect::construct(&class, &list(arguments)).unwrap_or(JsValue::UNDEFINED)
}

/// Calls a method by name; what fails gives `undefined`.
///
/// For what is asked once or seldom: a typed binding each would cost more.
pub(crate) fn call(object: &JsValue, name: &str, arguments: &[&JsValue]) -> JsValue {
    match object.get(name).dyn_into::<Function>() {
        Ok(function) => function.apply(object, &list(arguments)).unwrap_or(JsValue::UNDEFINED),
        Err(_) => JsValue::UNDEFINED,
    }
}

fn list(items: &[&JsValue]) -> Array {
    let list = Array::new();
    for item in items {
        list.push(item);
    }
    list
}
