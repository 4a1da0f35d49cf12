//! What a host page loads: the widget's files and its settings.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kb_protocol::chat::Code;
use kb_protocol::widget::WidgetSettings;
use serde::Deserialize;

use crate::app::App;
use crate::config::Reopen;
use crate::error::ApiError;

/// The one script that a host page names.
pub(crate) async fn loader(State(app): State<App>, headers: HeaderMap) -> Response {
    app.assets.answer("widget/widget.js", &headers)
}

/// What the loader loads when somebody wants the widget.
pub(crate) async fn file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    app.assets.answer(&format!("widget/{name}"), &headers)
}

/// Parameters of the settings.
#[derive(Debug, Deserialize)]
pub(crate) struct SettingsQuery {
    key: String,
}

/// The settings of a brand's widget; nothing in them is secret.
///
/// # Errors
///
/// `unknown_key`.
pub(crate) async fn settings(
    State(app): State<App>,
    Query(query): Query<SettingsQuery>,
) -> Result<Response, ApiError> {
    let brands = app.brands();
    let Some((id, brand)) = brands.of_key(&query.key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    let now = app.clock.now();
    let settings = WidgetSettings {
        brand: id,
        name: brand.name.clone(),
        color: brand.color.clone(),
        greeting: brand.greeting.clone(),
        locales: brand.locales.clone(),
        availability: brands.availability(brand, now),
        changes: brands.changes(brand, now),
        off_hours_message: brand.off_hours_message.clone(),
        closable: brand.closable,
        single_conversation: brand.single_conversation,
        reopens: brand.reopen == Reopen::Reopen,
    };
    let mut response = Json(settings).into_response();
    let max_age = HeaderValue::from_static("public, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, max_age);
    Ok(response)
}
