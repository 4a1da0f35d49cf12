//! Forms of the brands' sites: challenges, submissions, and pages without a
//! script.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kb_protocol::chat::Code;
use kb_protocol::form::{Challenge, RawAnswers, SUBMISSION_PART, Submission};
use kb_protocol::id::BrandId;
use serde::Deserialize;

use crate::app::App;
use crate::door;
use crate::error::ApiError;
use crate::files::discard;
use crate::forms::body::{self, Kind, Most};
use crate::forms::plain::{self, Filled};
use crate::forms::{Open, Sender, Upload, challenge, find, take};

/// Longest form without its files, in bytes: the most characters that are
/// taken, each of them escaped, and what stands around them.
const FORM_BYTES: usize = 1024 * 1024;

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

/// Keeps a form, once, as a conversation of its sender. JSON, alone or beside
/// files, is answered by JSON; the fields of a page by a page.
///
/// # Errors
///
/// As [`find`] and [`take`], and `origin_not_allowed`, `unsupported_type`.
pub(crate) async fn submit(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Path((key, form)): Path<(String, String)>,
    request: Request,
) -> Result<Response, ApiError> {
    let headers = request.headers().clone();
    let kind = Kind::of(&headers).ok_or_else(body::unsupported)?;
    if kind == Kind::Json {
        let open = find(&app, &key, &form).await?;
        door::check_page(&app, &headers, &open.brand)?;
        let bytes = body::bytes(request.into_body(), FORM_BYTES).await?;
        let sender = sender(&app, &headers, address, &open.brand).await?;
        return keep(&app, &open, &sender, &bytes, Vec::new()).await;
    }
    // One byte more than is taken: then a file is found to be too large.
    let files = usize::try_from(app.config.files.message_bytes).unwrap_or(0) + 1;
    let most = FORM_BYTES + files;
    // Without a length it may be all of it.
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let announced = announced.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX);
    let room = match app.room.take(announced.min(most as u64)) {
        Ok(room) => room,
        Err(error) => {
            discard(request.into_body()).await;
            return Err(error);
        }
    };
    let mut parts = body::parts(request, Most::Answers { fields: FORM_BYTES, files }).await?;
    let json = parts.iter().position(|part| part.name == SUBMISSION_PART);
    let json = json.map(|at| parts.remove(at));
    let open = match find(&app, &key, &form).await {
        Err(ApiError::Refused { code: Code::FormUnpublished, .. }) if json.is_none() => {
            let locale = Filled::of(parts).locale;
            let gone = plain::gone(&app, &key, &locale);
            return gone.ok_or_else(|| ApiError::refused(Code::UnknownKey, "no such key"));
        }
        found => found?,
    };
    let sender = sender(&app, &headers, address, &open.brand).await?;
    let response = match json {
        Some(json) => {
            door::check_page(&app, &headers, &open.brand)?;
            let files = parts.into_iter().filter_map(|part| {
                let name = part.file?;
                Some(Upload { field: part.name, name, bytes: part.bytes })
            });
            keep(&app, &open, &sender, &json.bytes, files.collect()).await
        }
        None => {
            let filled = Filled::of(parts);
            let locale = filled.locale.clone();
            match plain::answer(&app, &open, &sender, filled).await {
                // What is said is as little as of a form that is gone.
                Err(ApiError::Refused { code: Code::Blocked, detail }) => {
                    let gone = plain::gone(&app, &key, &locale);
                    gone.ok_or_else(|| ApiError::refused(Code::Blocked, detail))
                }
                answer => answer,
            }
        }
    };
    drop(room);
    response
}

async fn keep(
    app: &App,
    open: &Open,
    sender: &Sender,
    json: &[u8],
    files: Vec<Upload>,
) -> Result<Response, ApiError> {
    let submission: Submission =
        serde_json::from_slice(json).map_err(|error| ApiError::Explained {
            code: Code::InvalidBody,
            detail: format!("the body is no form: {error}"),
            source_of: "body".to_owned(),
        })?;
    let submitted = take(app, open, sender, submission, files).await?;
    Ok((StatusCode::CREATED, Json(submitted)).into_response())
}

/// The form as a page without a script. Other parameters are answers that
/// stand there at first.
///
/// # Errors
///
/// As [`find`].
pub(crate) async fn page(
    State(app): State<App>,
    Path((key, form)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, ApiError> {
    let mut answers = RawAnswers::default();
    let mut locale = String::new();
    for (name, text) in query {
        match name.as_str() {
            "locale" => locale = text,
            _ => answers.add(name, text),
        }
    }
    match find(&app, &key, &form).await {
        Ok(open) => plain::blank(&app, &open, &locale, answers),
        Err(error) => match (&error, plain::gone(&app, &key, &locale)) {
            (ApiError::Refused { code: Code::FormUnpublished, .. }, Some(gone)) => Ok(gone),
            _ => Err(error),
        },
    }
}

/// Parameters of the thanks.
#[derive(Debug, Deserialize)]
pub(crate) struct SentQuery {
    reference: String,
    #[serde(default)]
    locale: String,
}

/// What is said when a page has sent a form.
///
/// # Errors
///
/// As [`find`].
pub(crate) async fn sent(
    State(app): State<App>,
    Path((key, form)): Path<(String, String)>,
    Query(query): Query<SentQuery>,
) -> Result<Response, ApiError> {
    let open = find(&app, &key, &form).await?;
    // Anybody may link here: nothing but a reference is shown.
    let is_reference = query.reference.len() == "HW-7K3M-Q9XA".len()
        && query.reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_reference
        .then(|| plain::thanked(&app, &open, &query.locale, &query.reference))
        .flatten()
        .ok_or_else(|| ApiError::refused(Code::FormUnknown, "no such reference"))
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
