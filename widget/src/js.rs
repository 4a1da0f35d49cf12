//! What a browser has parsed, as [`Json`].

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::wire::Json;

impl Json for JsValue {
    fn get(&self, name: &str) -> Self {
        // Of what is no object there is no member.
        Reflect::get(self, &Self::from_str(name)).unwrap_or(Self::UNDEFINED)
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn list(&self) -> Option<Vec<Self>> {
        self.dyn_ref::<Array>().map(Array::to_vec)
    }

    fn is_there(&self) -> bool {
        !self.is_null() && !self.is_undefined()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }
}
