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

    fn items(&self) -> Vec<Self> {
        self.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default()
    }

    fn flag(&self) -> Option<bool> {
        self.as_bool()
    }
}
