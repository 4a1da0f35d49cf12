//! Requests of the inbox; the session is that of the cookie.

use kb_protocol::api::Problem;
use kb_protocol::chat::Code;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

/// Reads JSON.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Code> {
    read(&request("GET", path, None).await?)
}

/// Reads JSON of another site, without cookies; `None` if it is not there.
pub(crate) async fn get_elsewhere<T: DeserializeOwned>(address: &str) -> Option<T> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    let sent = leptos::prelude::window().fetch_with_str_and_init(address, &options);
    let response: Response = JsFuture::from(sent).await.ok()?.unchecked_into();
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string().filter(|_| response.ok())?).ok()
}

/// Posts JSON and reads JSON.
pub(crate) async fn post<T: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
) -> Result<T, Code> {
    let body = serde_json::to_string(body).map_err(|_| Code::InvalidFrame)?;
    read(&request("POST", path, Some(&body)).await?)
}

/// Puts JSON in the place of what is there, and reads JSON.
pub(crate) async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Code> {
    let body = serde_json::to_string(body).map_err(|_| Code::InvalidFrame)?;
    read(&request("PUT", path, Some(&body)).await?)
}

/// Asks for something to be done.
pub(crate) async fn demand(path: &str) -> Result<(), Code> {
    request("POST", path, None).await.map(|_| ())
}

/// Deletes, and reads what is said of it.
pub(crate) async fn delete_for<T: DeserializeOwned>(path: &str) -> Result<T, Code> {
    read(&request("DELETE", path, None).await?)
}

/// Deletes.
pub(crate) async fn delete(path: &str) -> Result<(), Code> {
    request("DELETE", path, None).await.map(|_| ())
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Code> {
    serde_json::from_str(text).map_err(|_| Code::OutdatedClient)
}

/// The text of a success; [`Code::Unavailable`] if nobody answers.
async fn request(method: &str, path: &str, body: Option<&str>) -> Result<String, Code> {
    let options = RequestInit::new();
    options.set_method(method);
    if let Some(body) = body {
        let headers = Headers::new().map_err(gone)?;
        headers.set("content-type", "application/json").map_err(gone)?;
        options.set_headers_headers(&headers);
        options.set_body(&JsValue::from_str(body));
    }
    let sent = leptos::prelude::window().fetch_with_str_and_init(path, &options);
    let response: Response = JsFuture::from(sent).await.map_err(gone)?.unchecked_into();
    let text = JsFuture::from(response.text().map_err(gone)?).await.map_err(gone)?;
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        return Ok(text);
    }
    Err(serde_json::from_str(&text).map_or(Code::Unavailable, |problem: Problem| problem.code))
}

fn gone(_: JsValue) -> Code {
    Code::Unavailable
}
