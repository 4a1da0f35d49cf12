//! Numbers, days and times as the browser's `Intl` writes them.

use js_sys::{Date, Object};
use kb_protocol::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

use crate::dom::{call, new};
use crate::messages::{Forms, Messages, Value};
use crate::wire::Json;

/// The browser's knowledge of one locale.
pub(crate) struct Intl {
    locale: String,
    plural: JsValue,
    number: JsValue,
    time: JsValue,
}

impl Intl {
    pub(crate) fn new(locale: &str) -> Self {
        let intl = |class: &str, options: &[(&str, &str)]| {
            new(&["Intl", class], &[&locale.into(), &object(options)])
        };
        Self {
            locale: locale.to_owned(),
            plural: intl("PluralRules", &[]),
            number: intl("NumberFormat", &[]),
            time: intl("DateTimeFormat", &[("timeStyle", "short")]),
        }
    }

    /// The time of day.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        text(&call(&self.time, "format", &[&JsValue::from_f64(at.0 as f64)]))
    }

    /// When something will be: the time of today, a weekday with the time
    /// within a week, a day with the time after it.
    #[cfg(feature = "widget")]
    pub(crate) fn when(&self, at: Timestamp) -> String {
        let days = day_number(at) - day_number(crate::dom::now());
        if days == 0 {
            return self.time(at);
        }
        let mut options = vec![("weekday", "long"), ("hour", "numeric"), ("minute", "2-digit")];
        if days > 6 {
            options.extend([("month", "long"), ("day", "numeric")]);
        }
        let date = Date::new(&JsValue::from_f64(at.0 as f64));
        let locale = (&self.locale).into();
        text(&call(date.as_ref(), "toLocaleString", &[&locale, &object(&options)]))
    }

    /// In so many seconds, in minutes from one and a half on.
    #[cfg(feature = "widget")]
    pub(crate) fn soon(&self, seconds: i64) -> String {
        let forms = new(&["Intl", "RelativeTimeFormat"], &[&(&self.locale).into()]);
        let (number, unit) =
            if seconds < 90 { (seconds, "second") } else { ((seconds + 59) / 60, "minute") };
        text(&call(&forms, "format", &[&JsValue::from_f64(number as f64), &unit.into()]))
    }

    /// A day in words: `Friday, March 5`.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        let options = object(&[("weekday", "long"), ("month", "long"), ("day", "numeric")]);
        let date = Date::new(&JsValue::from_f64(at.0 as f64));
        text(&call(date.as_ref(), "toLocaleDateString", &[&(&self.locale).into(), &options]))
    }
}

impl Forms for Intl {
    fn plural(&self, number: f64) -> String {
        text(&call(&self.plural, "select", &[&JsValue::from_f64(number)]))
    }

    fn number(&self, number: f64) -> String {
        text(&call(&self.number, "format", &[&JsValue::from_f64(number)]))
    }
}

impl Messages<JsValue, Intl> {
    /// The text of a message for a script, which has the values of its
    /// variables in an object.
    pub(crate) fn said(&self, id: &str, values: &JsValue) -> String {
        let entries = values.dyn_ref::<Object>().map(Object::entries).unwrap_or_default();
        let entries: Vec<Vec<JsValue>> = entries.iter().map(|entry| entry.items()).collect();
        let texts: Vec<[Option<String>; 2]> = entries
            .iter()
            .filter_map(|entry| Some([entry.first()?.text(), entry.get(1)?.text()]))
            .collect();
        let numbers = entries.iter().map(|entry| entry.get(1).and_then(Json::number));
        let values: Vec<(&str, Value<'_>)> = texts
            .iter()
            .zip(numbers)
            .map(|([name, text], number)| {
                let number = Value::Number(number.unwrap_or_default());
                (name.as_deref().unwrap_or_default(), text.as_deref().map_or(number, Value::Text))
            })
            .collect();
        self.text(id, &values)
    }
}

/// Numbers the days of the visitor's time zone.
pub(crate) fn day_number(at: Timestamp) -> i64 {
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    (at.0 - date.get_timezone_offset() as i64 * 60_000).div_euclid(86_400_000)
}

fn text(value: &JsValue) -> String {
    value.text().unwrap_or_default()
}

fn object(members: &[(&str, &str)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in members {
        // A new object takes every member.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.into()
}
