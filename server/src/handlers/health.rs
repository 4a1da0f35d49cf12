//! Whether the server lives, and whether it can work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::error::ApiError;

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
