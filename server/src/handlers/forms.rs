//! Forms of the brands' sites: challenges and submissions.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use kb_protocol::form::{Challenge, Submission, Submitted};
use kb_protocol::id::BrandId;

use crate::app::App;
use crate::door;
use crate::error::ApiError;
use crate::forms::{Sender, challenge, find, take};

/// Some work for a browser, to be done before a form of the brand is sent.
///
/// # Errors
///
/// As [`find`], and `origin_not_allowed`.
pub(crate) async fn challenge(
    State(app): State<App>,
    Path((key, form)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Challenge>, ApiError> {
    let open = find(&app, &key, &form).await?;
    door::check_page(&app, &headers, &open.brand)?;
    let bits = app.config.forms.proof_bits;
    let token = challenge::issue(&app.keys, &open.scope(), bits, app.clock.now());
    Ok(Json(Challenge { token, bits, expires_in_ms: challenge::LIFE_MS.unsigned_abs() }))
}

/// Keeps a form, once, as a conversation of its sender.
///
/// # Errors
///
/// As [`find`] and [`take`], and `origin_not_allowed`.
pub(crate) async fn submit(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Path((key, form)): Path<(String, String)>,
    headers: HeaderMap,
    Json(submission): Json<Submission>,
) -> Result<(StatusCode, Json<Submitted>), ApiError> {
    let open = find(&app, &key, &form).await?;
    door::check_page(&app, &headers, &open.brand)?;
    let sender = sender(&app, &headers, address, &open.brand).await?;
    let submitted = take(&app, &open, &sender, submission).await?;
    Ok((StatusCode::CREATED, Json(submitted)))
}

/// Who sends it: a visitor, if the browser says so.
async fn sender(
    app: &App,
    headers: &HeaderMap,
    address: SocketAddr,
    brand: &BrandId,
) -> Result<Sender, ApiError> {
    let session = door::visitor_of(app, headers).await?.map(|(_, session)| session);
    Ok(Sender { address: address.ip(), session: session.filter(|one| one.brand == *brand) })
}
