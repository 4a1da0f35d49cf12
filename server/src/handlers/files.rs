//! Files: uploads of both sides, and downloads by those who may.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use kb_protocol::chat::Code;
use kb_protocol::file::{FileInfo, FileLimits};
use kb_protocol::id::FileId;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::App;
use crate::door::{SignedIn, Visiting};
use crate::error::ApiError;
use crate::files::{discard, upload};
use crate::store::{KnownFile, Store, StoreError, Uploader};

/// Nothing in a file may run, wherever somebody opens its address.
const POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// What may be sent.
pub(crate) async fn limits(State(app): State<App>) -> Json<FileLimits> {
    let rules = &app.config.files;
    let extensions = rules.kinds.iter().flat_map(|kind| kind.extensions());
    Json(FileLimits {
        file_bytes: rules.file_bytes,
        message_bytes: rules.message_bytes,
        message_files: rules.message_files,
        extensions: extensions.map(|extension| (*extension).to_owned()).collect(),
    })
}

/// Keeps a visitor's file, for one message of this visitor.
///
/// # Errors
///
/// As [`upload`], `not_allowed` where there is no chat, `blocked`, and `rate_limited` above
/// `limits.uploads_per_minute` or `limits.upload_mb_per_hour`.
pub(crate) async fn upload_by_visitor(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Extension(Visiting(session)): Extension<Visiting>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<FileInfo>), ApiError> {
    let has_chat = app.brands().get(&session.brand).is_some_and(|brand| brand.chat);
    if !has_chat {
        discard(body).await;
        return Err(ApiError::refused(Code::NotAllowed, "this brand has no chat"));
    }
    let customer = session.customer;
    let record = app.store.customer_record(customer.clone()).await?;
    if record.is_some_and(|record| record.blocked_at.is_some()) {
        discard(body).await;
        return Err(ApiError::refused(Code::Blocked, "nothing is taken from this person"));
    }
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let bytes = announced.and_then(|text| text.parse().ok()).unwrap_or(u64::MAX);
    let allowed = app.limits.upload(customer.as_str()).and_then(|()| {
        let bytes = bytes.min(app.config.files.file_bytes);
        app.limits.uploaded(&customer, address.ip(), bytes)
    });
    if let Err(retry_after_ms) = allowed {
        discard(body).await;
        return Err(ApiError::RateLimited { retry_after_ms });
    }
    let info = upload(&app, Uploader::Customer(customer), &headers, body).await?;
    Ok((StatusCode::CREATED, Json(info)))
}

/// Keeps an agent's file, for one answer of this agent.
///
/// # Errors
///
/// As [`upload`], and `rate_limited` above `limits.uploads_per_minute`.
pub(crate) async fn upload_by_agent(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<FileInfo>), ApiError> {
    let agent = signed_in.agent.id;
    if let Err(retry_after_ms) = app.limits.upload(agent.as_str()) {
        discard(body).await;
        return Err(ApiError::RateLimited { retry_after_ms });
    }
    let info = upload(&app, Uploader::Agent(agent), &headers, body).await?;
    Ok((StatusCode::CREATED, Json(info)))
}

/// A file of the visitor's own conversations, or one not sent yet.
pub(crate) async fn download_by_visitor(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
    Path(id): Path<FileId>,
) -> Result<Response, ApiError> {
    let file = find(&app, id).await?.filter(|file| match &file.conversation {
        Some((_, customer, brand)) => *customer == session.customer && *brand == session.brand,
        None => file.uploader == Uploader::Customer(session.customer),
    });
    answer(&app, file)
}

/// A file of any conversation, or one not sent yet of this agent.
pub(crate) async fn download_by_agent(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Path(id): Path<FileId>,
) -> Result<Response, ApiError> {
    let agent = Uploader::Agent(signed_in.agent.id);
    let file =
        find(&app, id).await?.filter(|file| file.conversation.is_some() || file.uploader == agent);
    answer(&app, file)
}

async fn find(app: &App, id: FileId) -> Result<Option<KnownFile>, StoreError> {
    Ok(app.store.files(vec![id]).await?.pop())
}

/// The file as something to keep, never as something to show: a page that
/// wants to show an image asks for its bytes.
fn answer(app: &App, file: Option<KnownFile>) -> Result<Response, ApiError> {
    let Some(file) = file else {
        // Somebody else's, or none: the answer must not tell which.
        return Err(ApiError::refused(Code::UnknownFile, "no such file"));
    };
    Ok(download(&file.info, body(Arc::clone(&app.store), &file)))
}

/// Bytes of a file as something to keep.
pub(super) fn download(info: &FileInfo, bytes: Body) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, info.size.into());
    headers.insert(header::CONTENT_DISPOSITION, disposition(&info.name));
    if let Ok(mime) = info.mime.parse() {
        headers.insert(header::CONTENT_TYPE, mime);
    }
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // The widget reads it by a request that names its origin, which this
        // allows; no other site embeds it.
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Reads the next piece while the last one is sent, and no further ahead.
fn body(store: Arc<dyn Store>, file: &KnownFile) -> Body {
    let (id, parts) = (file.info.id.clone(), file.parts());
    let (pieces, reader) = mpsc::channel(1);
    tokio::spawn(async move {
        for part in 0..parts {
            let piece = store.file_part(id.clone(), part).await.and_then(|piece| {
                piece.ok_or(StoreError::Corrupt { what: "a file", value: id.to_string() })
            });
            let is_last = piece.is_err();
            if let Err(error) = &piece {
                tracing::error!(error = %error, "a download breaks off");
            }
            // Who asked may have gone.
            if pieces.send(piece).await.is_err() || is_last {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(reader))
}

/// Both spellings of a name (RFC 6266, 4.3 and appendix D): old programs read
/// the first, which has ASCII only.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"\"\\%".contains(c) || c == ' ' { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .expect("visible ASCII is a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelled_for_old_and_new_browsers() {
        assert_eq!(
            disposition("a b.pdf"),
            "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"
        );
        assert_eq!(
            disposition("größe\".pdf"),
            "attachment; filename=\"gr__e_.pdf\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%22.pdf"
        );
    }
}
