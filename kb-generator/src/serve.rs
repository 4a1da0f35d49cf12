//! The preview server for authors: pages made when they are asked for, and
//! browsers that reload when something has changed.
//!
//! One thread owns the model and makes pages; the web server hands it
//! requests through a channel. So the model may borrow from itself, and a
//! change never meets a half-made page.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::routing::get;
use notify::{RecursiveMode, Watcher as _};
use tokio::sync::{oneshot, watch};

use crate::build::{self, BuildOptions};
use crate::config::SiteConfig;
use crate::content::links::Links;
use crate::content::markdown::Highlighter;
use crate::content::slug::decode_path;
use crate::diagnostic::Diagnostic;
use crate::prepared_site::PreparedSite;
use crate::render::{AssetSource, Renderer, Route};
use crate::smaller_images::SmallerImages;
use crate::sources::Sources;

/// Ports tried above the one asked for.
const PORTS_TO_TRY: u16 = 50;
/// Editors save in several steps; what follows this soon belongs together.
const SETTLE: Duration = Duration::from_millis(15);
/// Reloads the page when the server says that something has changed.
const RELOAD_SCRIPT: &str = include_str!("serve/reload.js");
/// Path of the script and of its events.
const RELOAD_PATH: &str = "/_kb/reload";

/// What the preview has to tell.
pub enum Event<'a> {
    /// Brand and address of each preview.
    Listening(&'a [(String, String)]),
    /// Changes are visible.
    Rebuilt {
        /// From the first sign of the change to the new pages.
        milliseconds: u128,
        /// What is to be mended.
        diagnostics: &'a [Diagnostic],
    },
    /// The site cannot be shown as it is; the last one that could still is.
    Failed(String),
}

/// What the thread that makes pages is told.
enum Message {
    Page { brand: usize, path: String, answer: oneshot::Sender<Option<Page>> },
    Changed,
}

/// One answer.
struct Page {
    bytes: Vec<u8>,
    content_type: &'static str,
    status: StatusCode,
}

/// Serves previews of all brands until the process ends.
///
/// # Errors
///
/// The site cannot be read at all, or no port is free.
pub fn serve(
    mut config: SiteConfig,
    options: BuildOptions,
    port: u16,
    tell: &dyn Fn(Event<'_>),
) -> anyhow::Result<()> {
    let mut listeners = Vec::new();
    let mut addresses = Vec::new();
    let mut next = port;
    let chosen: Vec<String> =
        build::chosen_brands(&config, &options)?.iter().map(|b| b.name.clone()).collect();
    config.brands.retain(|brand| chosen.contains(&brand.name));
    for brand in &config.brands {
        let listener = listen(next)?;
        let bound = listener.local_addr()?.port();
        next = bound.saturating_add(1);
        let address = format!("http://127.0.0.1:{bound}{}", brand.base_path());
        addresses.push((brand.name.clone(), address));
        listeners.push(listener);
    }
    let (messages, inbox) = mpsc::channel();
    let (version, versions) = watch::channel(0_u64);
    let changes = messages.clone();
    let output = config.output.canonicalize().unwrap_or_else(|_| config.output.clone());
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_change = event.is_ok_and(|event| {
            !event.kind.is_access() && !event.paths.iter().all(|p| p.starts_with(&output))
        });
        if is_change {
            // The thread is gone only when the program ends.
            let _ = changes.send(Message::Changed);
        }
    })?;
    let dir = config.dir.canonicalize()?;
    watcher.watch(&dir, RecursiveMode::Recursive).context("cannot watch the site's folder")?;
    start_web_server(listeners, messages, versions)?;
    let addresses_by_brand: BTreeMap<String, String> = addresses.iter().cloned().collect();
    let mut is_first = true;
    loop {
        let begun = Instant::now();
        for brand in &mut config.brands {
            if let Some(address) = addresses_by_brand.get(&brand.name) {
                brand.set_base_url(address);
            }
        }
        let outcome = show(&config, &options, &inbox, |diagnostics| {
            if std::mem::take(&mut is_first) {
                tell(Event::Listening(&addresses));
            }
            tell(Event::Rebuilt { milliseconds: begun.elapsed().as_millis(), diagnostics });
            version.send_modify(|version| *version += 1);
        });
        if let Err(error) = outcome {
            if is_first {
                return Err(error);
            }
            tell(Event::Failed(format!("{error:#}")));
            wait_for_change(&inbox);
        }
        match SiteConfig::load(&config.dir) {
            Ok(mut changed) => {
                changed.brands.retain(|brand| addresses_by_brand.contains_key(&brand.name));
                if changed.brands.len() == addresses_by_brand.len() {
                    config = changed;
                } else {
                    tell(Event::Failed("brands have changed: start `kb serve` again".into()));
                }
            }
            Err(error) => tell(Event::Failed(error.to_string())),
        }
    }
}

fn listen(port: u16) -> anyhow::Result<TcpListener> {
    (port..=port.saturating_add(PORTS_TO_TRY))
        .find_map(|port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok())
        .with_context(|| format!("no port from {port} on is free; name another with --port"))
}

/// Reads and renders the site, then answers requests until something changes.
fn show(
    config: &SiteConfig,
    options: &BuildOptions,
    inbox: &mpsc::Receiver<Message>,
    ready: impl FnOnce(&[Diagnostic]),
) -> anyhow::Result<()> {
    let mut diagnostics = Vec::new();
    let mut sources = Sources::read(config, &mut diagnostics)?;
    sources.content.hide_introductions(options.as_of, options.with_internal);
    let links = Links::new(config, &sources.content, &sources.static_files);
    let highlighter = Highlighter::new();
    // A preview shows every image in full: making copies would keep authors waiting.
    let no_copies = SmallerImages::none();
    let prepared = build::prepare(
        config,
        &sources,
        &links,
        &highlighter,
        no_copies,
        options,
        &mut diagnostics,
    );
    let mut sites = Vec::new();
    for brand in &config.brands {
        sites.push(PreparedSite::new(
            &prepared,
            brand,
            &sources,
            &links,
            options,
            &mut diagnostics,
        )?);
    }
    let renderers: Vec<(Renderer<'_>, BTreeMap<String, Route>)> = sites
        .iter()
        .map(|site| {
            let renderer = site.renderer(&links);
            let routes = renderer.routes();
            (renderer, routes)
        })
        .collect();
    build::finish(&mut diagnostics);
    ready(&diagnostics);
    loop {
        match inbox.recv() {
            Ok(Message::Page { brand, path, answer }) => {
                let (renderer, routes) = &renderers[brand];
                let page = page(&sites[brand], renderer, routes, &path);
                // The browser may have gone away.
                let _ = answer.send(page);
            }
            Ok(Message::Changed) | Err(mpsc::RecvError) => {
                settle(inbox);
                return Ok(());
            }
        }
    }
}

/// Waits until changes have stopped coming; requests meanwhile are dropped,
/// and the browser asks again.
fn settle(inbox: &mpsc::Receiver<Message>) {
    while inbox.recv_timeout(SETTLE).is_ok() {}
}

fn wait_for_change(inbox: &mpsc::Receiver<Message>) {
    while let Ok(message) = inbox.recv() {
        if matches!(message, Message::Changed) {
            settle(inbox);
            return;
        }
    }
}

fn page(
    site: &PreparedSite<'_>,
    renderer: &Renderer<'_>,
    routes: &BTreeMap<String, Route>,
    path: &str,
) -> Option<Page> {
    let found = [path.to_owned(), format!("{}/index.html", path.trim_end_matches('/'))]
        .into_iter()
        .map(|path| path.trim_start_matches('/').to_owned())
        .find_map(|path| Some((routes.get(&path)?, path)));
    if let Some((route, path)) = found {
        return Some(render(renderer, route, content_type(&path), StatusCode::OK));
    }
    if let Some(source) = site.assets.files().get(path) {
        let bytes = match source {
            AssetSource::Bytes(bytes) => bytes.clone(),
            AssetSource::File(file) => std::fs::read(file).ok()?,
            AssetSource::Drawing(image) => image.draw(),
        };
        return Some(Page { bytes, content_type: content_type(path), status: StatusCode::OK });
    }
    if let Some((_, bytes)) = site.index_files().iter().find(|(name, _)| name == path) {
        return Some(Page {
            bytes: bytes.clone(),
            content_type: content_type(path),
            status: StatusCode::OK,
        });
    }
    let shared = site.site.prepared;
    if shared.static_files.iter().any(|file| file == path) {
        let bytes = std::fs::read(shared.config.dir.join("static").join(path)).ok()?;
        return Some(Page { bytes, content_type: content_type(path), status: StatusCode::OK });
    }
    let at = site
        .site
        .locales
        .iter()
        .position(|locale| path.split('/').next() == Some(locale.locale.code()));
    let route = at.map_or(Route::RootNotFound, Route::NotFound);
    Some(render(renderer, &route, content_type("x.html"), StatusCode::NOT_FOUND))
}

fn render(
    renderer: &Renderer<'_>,
    route: &Route,
    content_type: &'static str,
    status: StatusCode,
) -> Page {
    match renderer.render(route) {
        Ok(mut text) => {
            if content_type.starts_with("text/html")
                && let Some(at) = text.rfind("</body>")
            {
                text.insert_str(at, &format!("<script src=\"{RELOAD_PATH}.js\"></script>"));
            }
            Page { bytes: text.into_bytes(), content_type, status }
        }
        Err(error) => Page {
            bytes: format!("{error}\n\nMend the template and save it; this page reloads.\n")
                .into_bytes(),
            content_type: "text/plain; charset=utf-8",
            status: StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// One web server a brand.
#[derive(Clone)]
struct Door {
    brand: usize,
    messages: mpsc::Sender<Message>,
    versions: watch::Receiver<u64>,
}

fn start_web_server(
    listeners: Vec<TcpListener>,
    messages: mpsc::Sender<Message>,
    versions: watch::Receiver<u64>,
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
    // While the site is made anew, requests are dropped: ask once more.
    for _ in 0..3 {
        let (answer, page) = oneshot::channel();
        let message = Message::Page { brand: door.brand, path: path.clone(), answer };
        if door.messages.send(message).is_err() {
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
