//! Form hooks: what other people's forms send, and what admins see of it.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kb_protocol::chat::Code;
use kb_protocol::hook::{
    HookEvent, HookFile, HookInfo, HookReceipt, Transaction, TransactionMeta, TransactionPage,
};
use kb_protocol::id::{FileId, TransactionId};
use kb_protocol::limits::HOOK_BYTES;
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::auth::new_id;
use crate::error::ApiError;
use crate::files::{inspect, new_file_id};
use crate::forms::body::{self, Kind, Most, Part};
use crate::handlers::files::download;
use crate::handlers::inbox::{cursor_after, parse_cursor};
use crate::hooks;
use crate::store::{NewTransaction, event_name};

/// Transactions in one answer.
const PAGE: usize = 50;
/// Events in one answer.
const EVENTS: usize = 200;
/// Longest text that is kept of a header, in bytes.
const HEADER_BYTES: usize = 500;

/// Keeps whatever is posted to a form hook, and tells whoever acts on it.
///
/// # Errors
///
/// `hook_unknown`, `hook_disabled`, `unsupported_type`, `too_long` above
/// [`HOOK_BYTES`], `invalid_body`, `rate_limited`, and as for files.
pub(crate) async fn receive(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Path((org, hash)): Path<(String, String)>,
    request: Request,
) -> Result<Response, ApiError> {
    let unknown = || ApiError::refused(Code::HookUnknown, "no form hook has this address");
    app.limits
        .hook(address.ip())
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    let hook = app.store.hook_at(hash).await?.ok_or_else(unknown)?;
    if hook.brand.as_str() != org {
        return Err(unknown());
    }
    if !hook.is_open {
        return Err(ApiError::refused(
            Code::HookDisabled,
            "this form hook takes nothing any longer",
        ));
    }
    let headers = request.headers().clone();
    let kind = Kind::of(&headers).ok_or_else(body::unsupported)?;
    let wrong = |code| ApiError::refused(code, "the body is not what its type says");
    let (data, parts) = match kind {
        Kind::Json | Kind::Xml => {
            let bytes = body::bytes(request.into_body(), HOOK_BYTES).await?;
            let read = if kind == Kind::Json { hooks::of_json } else { hooks::of_xml };
            (read(&bytes).map_err(wrong)?, Vec::new())
        }
        Kind::Fields | Kind::Multipart => {
            let parts = body::parts(request, Most::All(HOOK_BYTES)).await?;
            (hooks::of_fields(&parts), parts)
        }
    };
    let next = hooks::redirect(&data, &hook.redirects).map(str::to_owned);
    let (files, bytes) = inspected(&app, parts).await?;
    let transaction = Transaction {
        id: new_id().parse().expect("hexadecimal digits are an id"),
        name: event_name(&hook.name),
        received_at: app.clock.now(),
        content_type: short(&headers, &header::CONTENT_TYPE).unwrap_or_default(),
        data,
        files,
        meta: TransactionMeta {
            ip_hash: app.keys.address(address.ip()),
            page: short(&headers, &header::REFERER),
            languages: short(&headers, &header::ACCEPT_LANGUAGE),
            agent: short(&headers, &header::USER_AGENT),
        },
        replays: 0,
    };
    let receipt = HookReceipt { id: transaction.id.clone() };
    app.store.keep_transaction(NewTransaction { hook: hook.name, transaction, bytes }).await?;
    Ok(match next {
        // Programs that speak JSON want to know what became of it.
        Some(next) if kind != Kind::Json && !wants_json(&headers) => {
            Redirect::to(&next).into_response()
        }
        _ => (StatusCode::CREATED, Json(receipt)).into_response(),
    })
}

/// Whether JSON is asked for by name, as scripts do that send a form.
fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted.split(',').any(|kind| kind.trim().starts_with("application/json"))
    })
}

async fn inspected(app: &App, parts: Vec<Part>) -> Result<(Vec<HookFile>, Vec<Vec<u8>>), ApiError> {
    let (mut files, mut bytes) = (Vec::new(), Vec::new());
    for part in parts {
        let Some(name) = part.file else { continue };
        let file = inspect(app, new_file_id(), &name, part.bytes.clone()).await?;
        files.push(HookFile { field: part.name, file: file.info });
        bytes.push(part.bytes);
    }
    Ok((files, bytes))
}

/// The beginning of a header, without its parameters where it is a type.
fn short(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    let text = if name == header::CONTENT_TYPE { text.split(';').next()? } else { text };
    Some(text.trim().chars().take(HEADER_BYTES).collect())
}

/// Every form hook, for admins.
pub(crate) async fn list(State(app): State<App>) -> Result<Json<Vec<HookInfo>>, ApiError> {
    Ok(Json(app.store.hooks().await?))
}

/// Which transactions.
#[derive(Debug, Deserialize)]
pub(crate) struct TransactionsQuery {
    hook: String,
    cursor: Option<String>,
}

/// What a hook has received, the latest first.
///
/// # Errors
///
/// `invalid_frame` for a cursor that no page ended with.
pub(crate) async fn transactions(
    State(app): State<App>,
    Query(query): Query<TransactionsQuery>,
) -> Result<Json<TransactionPage<Value>>, ApiError> {
    let before = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let mut items = app.store.transactions(query.hook, before, PAGE + 1).await?;
    let has_more = items.len() > PAGE;
    items.truncate(PAGE);
    let last = items.last().filter(|_| has_more);
    let next = last.map(|last| cursor_after(last.received_at, &last.id));
    Ok(Json(TransactionPage { items, next }))
}

/// Where the reader of events is.
#[derive(Debug, Deserialize)]
pub(crate) struct EventsQuery {
    #[serde(default)]
    after: u64,
}

/// What has happened at the form hooks, for programs that act on it.
pub(crate) async fn events(
    State(app): State<App>,
    Query(query): Query<EventsQuery>,
) -> Result<Json<Vec<HookEvent>>, ApiError> {
    Ok(Json(app.store.hook_events(query.after, EVENTS).await?))
}

/// A file that came with a transaction, as something to keep.
///
/// # Errors
///
/// `unknown_file` if no such transaction has such a file.
pub(crate) async fn file(
    State(app): State<App>,
    Path((transaction, file)): Path<(TransactionId, FileId)>,
) -> Result<Response, ApiError> {
    match app.store.transaction_file(transaction, file).await? {
        Some((info, bytes)) => Ok(download(&info, bytes.into())),
        None => Err(ApiError::refused(Code::UnknownFile, "no such file")),
    }
}

/// Lets a transaction happen once more.
///
/// # Errors
///
/// `hook_unknown` if there is no such transaction.
pub(crate) async fn replay(
    State(app): State<App>,
    Path(id): Path<TransactionId>,
) -> Result<StatusCode, ApiError> {
    if app.store.replay(id, app.clock.now()).await? {
        return Ok(StatusCode::ACCEPTED);
    }
    Err(ApiError::refused(Code::HookUnknown, "no form hook has received this"))
}
