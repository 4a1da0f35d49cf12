//! All that is kept of a customer: handed over, and erased.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use kb_protocol::api::Tombstone;
use kb_protocol::chat::Code;
use kb_protocol::id::CustomerId;

use crate::app::App;
use crate::door::SignedIn;
use crate::dossier::Dossier;
use crate::error::ApiError;
use crate::store::Erasure;

/// All that is kept of a customer, as a file to hand over.
///
/// # Errors
///
/// `unknown_customer`, also after an erasure.
pub(crate) async fn export(
    State(app): State<App>,
    Path(id): Path<CustomerId>,
) -> Result<Response, ApiError> {
    let name = format!("attachment; filename=\"customer-{id}.json\"");
    let Some(dossier) = Dossier::read(&*app.store, id).await? else { return Err(unknown()) };
    let mut response = Json(dossier).into_response();
    let name = HeaderValue::try_from(name).expect("an id is a header");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Erases a customer, once and for good; asked again it answers with the same
/// proof.
///
/// # Errors
///
/// `unknown_customer`.
pub(crate) async fn erase(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<CustomerId>,
) -> Result<Json<Tombstone>, ApiError> {
    let by = signed_in.agent.id.to_string();
    let erasure = Erasure { customer: id.clone(), by, at: app.clock.now() };
    let tombstone = match app.store.erase(erasure).await? {
        Some(tombstone) => {
            tracing::info!(customer = %tombstone.customer, by = tombstone.erased_by, "erased");
            Some(tombstone)
        }
        None => app.store.tombstone(id).await?,
    };
    tombstone.map(Json).ok_or_else(unknown)
}

fn unknown() -> ApiError {
    ApiError::refused(Code::UnknownCustomer, "nobody has this id, or no longer")
}
