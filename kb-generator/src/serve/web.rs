//! The web servers of the preview: one port a brand.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::routing::get;
use tokio::sync::{oneshot, watch};

use super::Message;
use super::model::{PageRequest, RELOAD_PATH};
use crate::content::slug::decode_path;

/// Reloads the page when the server says that something has changed.
const RELOAD_SCRIPT: &str = include_str!("reload.js");

/// One web server a brand.
#[derive(Clone)]
struct Door {
    brand: usize,
    messages: mpsc::Sender<Message>,
    versions: watch::Receiver<u64>,
}

/// Starts them; they end with the program.
///
/// # Errors
///
/// The machine has no thread or socket left.
pub(super) fn start(
    listeners: Vec<TcpListener>,
    messages: &mpsc::Sender<Message>,
    versions: &watch::Receiver<u64>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the web server")?;
    for (brand, listener) in listeners.into_iter().enumerate() {
        listener.set_nonblocking(true)?;
        let door = Door { brand, messages: messages.clone(), versions: versions.clone() };
        let router = Router::new()
            .route(&format!("{RELOAD_PATH}.js"), get(reload_script))
            .route(RELOAD_PATH, get(reload_events))
            .fallback(answer)
            .with_state(Arc::new(door));
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        });
    }
    // Lives as long as the program.
    std::mem::forget(runtime);
    Ok(())
}

async fn reload_script() -> impl axum::response::IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], RELOAD_SCRIPT)
}

async fn reload_events(
    State(door): State<Arc<Door>>,
) -> Sse<impl futures_core::Stream<Item = Result<SseEvent, std::convert::Infallible>>> {
    let versions = tokio_stream::wrappers::WatchStream::new(door.versions.clone());
    let events = tokio_stream::StreamExt::map(versions, |version| {
        Ok(SseEvent::default().data(version.to_string()))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

async fn answer(State(door): State<Arc<Door>>, uri: Uri) -> Response<Body> {
    let path = decode_path(uri.path());
    let path = path.trim_start_matches('/').to_owned();
    // A model that has stumbled drops its requests: ask the next one.
    for _ in 0..3 {
        let (answer, page) = oneshot::channel();
        let request = PageRequest { brand: door.brand, path: path.clone(), version: 0, answer };
        if door.messages.send(Message::Page(request)).is_err() {
            break;
        }
        if let Ok(Some(page)) = page.await {
            let mut response = Response::new(Body::from(page.bytes));
            *response.status_mut() = page.status;
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(page.content_type));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            return response;
        }
    }
    let mut response = Response::new(Body::from("not found"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
