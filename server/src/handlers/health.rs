//! Whether the server lives, whether it can work, how much it works, and what
//! can be asked of it.

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};

use crate::app::App;
use crate::error::ApiError;
use crate::{openapi, telemetry};

/// The process answers.
pub(crate) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The database can be read and written, and the server is not stopping.
pub(crate) async fn ready(State(app): State<App>) -> Result<StatusCode, ApiError> {
    app.store.check().await?;
    Ok(if *app.stopping.borrow() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::NO_CONTENT
    })
}

/// Figures of the process, in Prometheus' text format.
pub(crate) async fn metrics() -> ([(HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], telemetry::render())
}

/// What can be asked of this server, as an OpenAPI document.
pub(crate) async fn interface() -> ([(HeaderName, &'static str); 2], &'static str) {
    static TEXT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    (headers, &TEXT)
}
