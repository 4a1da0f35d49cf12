//! Plain requests to the server.

use kb_protocol::chat::Code;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use crate::dom::{parse, window};
use crate::wire::{self, Json};

/// Why there is no answer.
pub(crate) enum Failure {
    /// Nobody answered: no network, or the server is away.
    Unreachable,
    /// The server says no, and when to ask again.
    Refused(Code, Option<u32>),
}

/// Posts JSON and reads JSON.
///
/// # Errors
///
/// If there is no answer, or one that is not a success.
pub(crate) async fn post(
    url: &str,
    token: Option<&str>,
    body: &str,
    abort: Option<&JsValue>,
) -> Result<JsValue, Failure> {
    let headers = Headers::new().map_err(|_| Failure::Unreachable)?;
    let _ = headers.set("content-type", "application/json");
    if let Some(token) = token {
        let _ = headers.set("authorization", &format!("Bearer {token}"));
    }
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers_headers(&headers);
    request.set_body(&JsValue::from_str(body));
    if let Some(signal) = abort {
        let _ = js_sys::Reflect::set(&request, &"signal".into(), signal);
    }
    let sent = window().fetch_with_str_and_init(url, &request);
    let response = JsFuture::from(sent).await.map_err(|_| Failure::Unreachable)?;
    let response: Response = response.unchecked_into();
    let text = response.text().map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(text).await.map_err(|_| Failure::Unreachable)?;
    let json = parse(&text.as_string().unwrap_or_default());
    if response.ok() {
        return Ok(json);
    }
    Err(Failure::Refused(wire::code(&json.get("code")), wire::wait(&json)))
}
