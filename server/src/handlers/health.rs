//! Whether the server lives, whether it can work, and how much it works.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};

use crate::app::App;
use crate::error::ApiError;
use crate::telemetry;

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
