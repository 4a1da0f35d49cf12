//! Visitors: a session, a socket, and the same over plain requests.

use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::{Extension, Json};
use kb_protocol::api::{SessionAnswer, SessionRequest};
use kb_protocol::chat::{CHAT_VERSION, ClientFrame, Code, Exchange, ExchangeAnswer, Position};
use kb_protocol::id::CustomerId;
use tokio::time::timeout;

use crate::app::App;
use crate::auth::{Token, TokenHash, new_id};
use crate::device::Family;
use crate::door::{self, Visiting, VisitorToken};
use crate::error::ApiError;
use crate::policy::{Permission, Who, is_allowed};
use crate::relay::socket::{self, End, Line};
use crate::relay::visitor::VisitorLine;
use crate::store::{NewSession, VisitorSession};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Longest time that an answer is held back; proxies cut after 30 to 60 s.
const MAX_WAIT_MS: u32 = 25_000;
/// Frames in one request.
const MAX_FRAMES: usize = 50;

/// Makes a visitor with a session. Asked for with the first message, never
/// before: whoever only looks leaves no trace.
///
/// # Errors
///
/// `unknown_key`, `origin_not_allowed`, `not_allowed` where there is no chat,
/// `rate_limited`.
pub(crate) async fn open_session(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(request): Json<SessionRequest>,
) -> Result<(StatusCode, Json<SessionAnswer>), ApiError> {
    app.limits
        .session(address.ip())
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    let brands = app.brands();
    let Some((brand, settings)) = brands.of_key(&request.key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    if !settings.chat {
        return Err(ApiError::refused(Code::NotAllowed, "this brand has no chat"));
    }
    let customer: CustomerId = new_id().parse().expect("hexadecimal digits are an id");
    let visitor = VisitorSession { own: customer.clone(), customer, brand };
    door::check_origin(&app, &headers, &visitor)?;
    let token = Token::random();
    let now = app.clock.now();
    let days = i64::from(app.config.limits.visitor_session_days);
    let session = NewSession {
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    app.store.create_visitor(visitor.clone(), session).await?;
    let answer = SessionAnswer {
        token: token.reveal().to_owned(),
        customer: visitor.customer,
        brand: visitor.brand,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Opens a socket; who it is stands in its first frame, not in the address,
/// which servers and proxies write into their logs.
pub(crate) async fn socket(
    State(app): State<App>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, ApiError> {
    let origin = headers.get(header::ORIGIN);
    let is_known = |text: &str| app.brands().is_origin(text) || door::is_own_page(&app, &headers);
    if origin.is_some_and(|origin| !origin.to_str().is_ok_and(is_known)) {
        return Err(ApiError::refused(Code::OriginNotAllowed, "not among the brands' origins"));
    }
    Ok(socket::sized(upgrade).on_upgrade(move |socket| converse(app, headers, socket)))
}

async fn converse(app: App, headers: HeaderMap, mut socket: WebSocket) {
    let session = match Box::pin(hello(&app, &headers, &mut socket)).await {
        Ok(session) => session,
        Err(end) => return Box::pin(socket::close::<VisitorLine>(socket, end)).await,
    };
    let (session, token, positions) = session;
    let _attending = app.attend(&session.customer);
    let mut line = VisitorLine::new(app.clone(), session, token, Family::of(&headers));
    let news = app.hub.subscribe(line.topic());
    let resumed = Box::pin(line.resume(&positions, true)).await;
    drop((headers, positions));
    match resumed {
        Ok(()) => socket::run(&app, socket, line, news).await,
        Err(end) => Box::pin(socket::close::<VisitorLine>(socket, end)).await,
    }
}

async fn hello(
    app: &App,
    headers: &HeaderMap,
    socket: &mut WebSocket,
) -> Result<(VisitorSession, TokenHash, Vec<Position>), End> {
    let frame = socket::first_frame::<ClientFrame>(socket).await;
    let Some(ClientFrame::Hello { version, token, positions }) = frame else {
        return Err(End::now(Code::InvalidFrame));
    };
    if version < CHAT_VERSION {
        return Err(End::now(Code::OutdatedClient));
    }
    let hash = Token::from_text(&token).hash();
    let session = app
        .store
        .visitor_session(hash, app.clock.now())
        .await
        .map_err(crate::relay::visitor::store_end)?
        .filter(|_| is_allowed(Who::Visitor, Permission::OwnConversations))
        .ok_or(End::now(Code::SessionExpired))?;
    door::check_origin(app, headers, &session).map_err(|_| End::now(Code::OriginNotAllowed))?;
    Ok((session, hash, positions))
}

/// The frames of a socket over one plain request: acts on what the browser
/// says, and answers with what it misses, as soon as there is something.
///
/// # Errors
///
/// `outdated_client`, `too_long` for too many frames, `unavailable`.
pub(crate) async fn exchange(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
    Extension(VisitorToken(token)): Extension<VisitorToken>,
    headers: HeaderMap,
    Json(request): Json<Exchange>,
) -> Result<Json<ExchangeAnswer>, ApiError> {
    if request.version < CHAT_VERSION {
        return Err(ApiError::refused(Code::OutdatedClient, "load the page again"));
    }
    if request.frames.len() > MAX_FRAMES {
        return Err(ApiError::refused(Code::TooLong, "at most 50 frames in a request"));
    }
    // Who says something wants to know what became of it, and not wait.
    let wait_ms = if request.frames.is_empty() { request.wait_ms } else { 0 };
    let _attending = app.attend(&session.customer);
    let mut line = VisitorLine::new(app.clone(), session, token, Family::of(&headers));
    let mut news = app.hub.subscribe(line.topic());
    line.resume(&request.positions, request.hello).await.map_err(ended)?;
    for frame in request.frames {
        line.handle(frame).await.map_err(ended)?;
    }
    while let Some(item) = news.next_now() {
        line.hear(&item).await.map_err(ended)?;
    }
    let mut frames = line.take_out();
    if frames.is_empty() {
        let wait = Duration::from_millis(u64::from(wait_ms.min(MAX_WAIT_MS)));
        let mut stopping = app.stopping.subscribe();
        let first = async {
            tokio::select! {
                item = news.next() => item,
                () = app.stopped(&mut stopping) => None,
            }
        };
        if let Ok(Some(item)) = timeout(wait, first).await {
            line.hear(&item).await.map_err(ended)?;
            while let Some(item) = news.next_now() {
                line.hear(&item).await.map_err(ended)?;
            }
        }
        frames = line.take_out();
    }
    Ok(Json(ExchangeAnswer { frames }))
}

fn ended(end: End) -> ApiError {
    ApiError::refused(end.code, "try again later")
}
