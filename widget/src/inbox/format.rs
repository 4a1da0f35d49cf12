//! Moments and locales as the browser's `Intl` writes them.

use js_sys::{Date, Object, Reflect};
use kb_protocol::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::dom::{call, new};

/// For a list: the time of today, the weekday of this week, else the date.
pub(crate) fn short(locale: &str, at: Timestamp, now: Timestamp) -> String {
    let days = crate::intl::day_number(now) - crate::intl::day_number(at);
    match days {
        ..=0 => date_text(locale, at, &[("timeStyle", "short")]),
        1..=6 => date_text(locale, at, &[("weekday", "short")]),
        _ => date_text(locale, at, &[("day", "numeric"), ("month", "short")]),
    }
}

/// Day and time.
pub(crate) fn moment(locale: &str, at: Timestamp) -> String {
    date_text(locale, at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// How far a moment is from now, in units of a name: `5 minutes ago`.
pub(crate) fn relative(locale: &str, (count, unit): (i64, &str)) -> String {
    let format = new(&["Intl", "RelativeTimeFormat"], &[&locale.into()]);
    let count = JsValue::from_f64(count as f64);
    call(&format, "format", &[&count, &unit.into()]).as_string().unwrap_or_default()
}

/// A part of a whole: `25 %`.
pub(crate) fn percent(locale: &str, ratio: f64) -> String {
    let format =
        new(&["Intl", "NumberFormat"], &[&locale.into(), &object(&[("style", "percent")])]);
    call(&format, "format", &[&ratio.into()]).as_string().unwrap_or_default()
}

/// A number as people of a locale write it.
pub(crate) fn number(locale: &str, number: f64) -> String {
    let format = new(&["Intl", "NumberFormat"], &[&locale.into()]);
    call(&format, "format", &[&number.into()]).as_string().unwrap_or_else(|| number.to_string())
}

/// A day that RFC 3339 writes, alone or with a time, as people of a locale do;
/// `None` if it is none.
pub(crate) fn day(locale: &str, text: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(text));
    if !date.get_time().is_finite() {
        return None;
    }
    // A day alone is the same everywhere, and read as that of Greenwich.
    let mut options = vec![("dateStyle", "medium")];
    options.extend((text.len() <= "2026-05-01".len()).then_some(("timeZone", "UTC")));
    call(date.as_ref(), "toLocaleDateString", &[&locale.into(), &object(&options)]).as_string()
}

/// Size of a file: `1.2 MB`.
pub(crate) fn size(locale: &str, bytes: u64) -> String {
    let (unit, amount) = match bytes {
        ..1_000 => ("byte", bytes as f64),
        1_000..1_000_000 => ("kilobyte", bytes as f64 / 1e3),
        _ => ("megabyte", bytes as f64 / 1e6),
    };
    let options = object(&[("style", "unit"), ("unit", unit)]);
    // A new object takes every member.
    let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &1.into());
    let format = new(&["Intl", "NumberFormat"], &[&locale.into(), &options]);
    call(&format, "format", &[&amount.into()]).as_string().unwrap_or_default()
}

/// Name of a locale, such as `French`.
pub(crate) fn locale_name(locale: &str, code: &str) -> String {
    let names = new(&["Intl", "DisplayNames"], &[&locale.into(), &object(&[("type", "language")])]);
    call(&names, "of", &[&code.into()]).as_string().unwrap_or_else(|| code.to_owned())
}

/// Names one after the other: `Kim, Lee and Max`.
pub(crate) fn list(locale: &str, names: &[String]) -> String {
    let format = new(&["Intl", "ListFormat"], &[&locale.into()]);
    let items: js_sys::Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    call(&format, "format", &[&items]).as_string().unwrap_or_else(|| names.join(", "))
}

/// Milliseconds that local time is ahead of UTC at a moment.
pub(crate) fn offset_ms(at: Timestamp) -> i64 {
    -(date(at).get_timezone_offset() as i64) * 60_000
}

/// The moment that a field of kind `datetime-local` means.
pub(crate) fn parse_local(text: &str) -> Option<Timestamp> {
    let ms = Date::new(&JsValue::from_str(text)).get_time();
    ms.is_finite().then_some(Timestamp(ms as i64))
}

fn date_text(locale: &str, at: Timestamp, options: &[(&str, &str)]) -> String {
    let text = call(date(at).as_ref(), "toLocaleString", &[&locale.into(), &object(options)]);
    text.as_string().unwrap_or_default()
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

fn object(members: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A new object takes every member.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.into()
}
