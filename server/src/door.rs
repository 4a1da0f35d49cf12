//! What every request passes: who asks, from where, and whether that is
//! allowed.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kb_protocol::chat::Code;
use kb_protocol::id::BrandId;

use crate::app::App;
use crate::auth::{Token, TokenHash};
use crate::error::ApiError;
use crate::policy::{Permission, Who, is_allowed};
use crate::store::{Agent, VisitorSession};

/// Name of the agents' cookie. The prefix binds it to this very host and to
/// TLS (RFC 6265bis, 4.1.3.2), where there is TLS.
const SECURE_COOKIE: &str = "__Host-helpwright";
const PLAIN_COOKIE: &str = "helpwright";

/// Beginnings of the addresses that pages of the brands read.
const SHARED: [&str; 3] = ["/chat/", "/forms/", "/kb/"];
/// Beginning of the addresses that every page reads: whoever has the address
/// of a form hook may post there, and learns an id and nothing else.
const OPEN: &str = "/hooks/";

/// A signed-in agent, put into the request by [`guard`].
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) agent: Agent,
    pub(crate) session: TokenHash,
}

/// A visitor with a session, put into the request by [`guard`].
#[derive(Clone, Debug)]
pub(crate) struct Visiting(pub(crate) VisitorSession);

/// The session of that visitor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VisitorToken(pub(crate) TokenHash);

/// Lets a request through to its handler if it is allowed there.
pub(crate) async fn guard(
    State((app, permission)): State<(App, Permission)>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let who = match permission {
        Permission::Public => Who::Nobody,
        Permission::OwnConversations => match visitor_of(&app, request.headers()).await? {
            Some((token, session)) => {
                request.extensions_mut().insert(VisitorToken(token));
                request.extensions_mut().insert(Visiting(session));
                Who::Visitor
            }
            None => Who::Nobody,
        },
        Permission::ReadMetrics if is_monitor(&app, request.headers()) => Who::Monitor,
        _ => {
            // The cookie comes along from any page: it counts only if our own
            // pages ask. Sockets and everything that changes something name
            // their origin in every browser.
            let is_socket = request.headers().contains_key(header::UPGRADE);
            if (is_socket || request.method() != Method::GET)
                && !is_own_origin(&app, request.headers())
            {
                return Err(ApiError::refused(
                    Code::OriginNotAllowed,
                    "only pages of this server may ask that",
                ));
            }
            match signed_in(&app, request.headers()).await? {
                Some(signed_in) => {
                    let role = signed_in.agent.role;
                    request.extensions_mut().insert(signed_in);
                    Who::Agent(role)
                }
                None => Who::Nobody,
            }
        }
    };
    if is_allowed(who, permission) {
        return Ok(next.run(request).await);
    }
    Err(match who {
        Who::Nobody => ApiError::signed_out(),
        _ => ApiError::refused(Code::NotAllowed, "this role may not do that"),
    })
}

/// What stands after `Authorization: Bearer`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn is_monitor(app: &App, headers: &HeaderMap) -> bool {
    let expected = app.config.metrics_token.as_ref();
    expected.zip(bearer(headers)).is_some_and(|(expected, token)| expected.is(token))
}

/// The visitor whose session a request names, if that is valid.
///
/// # Errors
///
/// If the page is not the brand's, or the database fails.
pub(crate) async fn visitor_of(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<(TokenHash, VisitorSession)>, ApiError> {
    let Some(token) = bearer(headers) else { return Ok(None) };
    let hash = Token::from_text(token).hash();
    let Some(session) = app.store.visitor_session(hash, app.clock.now()).await? else {
        return Ok(None);
    };
    check_origin(app, headers, &session)?;
    Ok(Some((hash, session)))
}

/// A session counts on the pages of its brand only, and in our own frame on
/// them, which no other page may show.
///
/// # Errors
///
/// If a browser names another origin. A program that names none may as well
/// name a wrong one: this keeps other sites out, not other programs.
pub(crate) fn check_origin(
    app: &App,
    headers: &HeaderMap,
    session: &VisitorSession,
) -> Result<(), ApiError> {
    check_page(app, headers, &session.brand)
}

/// Whether a page of a brand asks, or one of ours.
///
/// # Errors
///
/// As [`check_origin`].
pub(crate) fn check_page(app: &App, headers: &HeaderMap, brand: &BrandId) -> Result<(), ApiError> {
    match headers.get(header::ORIGIN) {
        Some(origin)
            if !is_own_page(app, headers)
                && !origin
                    .to_str()
                    .is_ok_and(|origin| app.brands().is_origin_of(brand, origin)) =>
        {
            Err(ApiError::refused(Code::OriginNotAllowed, "not among the brand's origins"))
        }
        _ => Ok(()),
    }
}

/// Who is signed in with the cookie of a request.
pub(crate) async fn signed_in(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, ApiError> {
    let Some(token) = cookie(headers, cookie_name(app)).map(Token::from_text) else {
        return Ok(None);
    };
    let session = token.hash();
    let agent = app.store.agent_session(session, app.clock.now()).await?;
    Ok(agent.map(|agent| SignedIn { agent, session }))
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn cookie_name(app: &App) -> &'static str {
    if app.config.is_secure() { SECURE_COOKIE } else { PLAIN_COOKIE }
}

/// `Set-Cookie` for a new session, or without one to end it.
pub(crate) fn set_cookie(app: &App, token: Option<&Token>) -> HeaderValue {
    let (value, seconds) = match token {
        Some(token) => {
            (token.reveal(), u64::from(app.config.limits.agent_session_days) * 24 * 60 * 60)
        }
        None => ("", 0),
    };
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    let name = cookie_name(app);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
        .parse()
        .expect("hexadecimal digits and fixed words are a header")
}

/// Whether a page of this very server asks.
pub(crate) fn is_own_origin(app: &App, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    if let Some(url) = &app.config.public_url {
        return origin == url;
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    host.is_some_and(|host| origin.strip_prefix("http://") == Some(host))
}

/// Whether a page of this server asks, also under the address that letters
/// name: the page they lead back to speaks for a visitor.
pub(crate) fn is_own_page(app: &App, headers: &HeaderMap) -> bool {
    let named = app.post.as_ref().map(|post| post.public_url.as_bytes());
    let origin = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
    is_own_origin(app, headers) || (origin.is_some() && origin == named)
}

/// Lets host pages of the brands read what the chat answers, and no others;
/// every page what form hooks answer.
pub(crate) async fn share_with_host_pages(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_shared = SHARED.iter().any(|shared| path.starts_with(shared));
    let origin = match request.headers().get(header::ORIGIN) {
        Some(_) if path.starts_with(OPEN) => Some(HeaderValue::from_static("*")),
        Some(origin) if is_shared && origin.to_str().is_ok_and(|it| app.brands().is_origin(it)) => {
            Some(origin.clone())
        }
        _ => None,
    };
    let Some(origin) = origin else { return next.run(request).await };
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if is_preflight {
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "DELETE, GET, POST"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, x-file-name"),
            (header::ACCESS_CONTROL_MAX_AGE, "7200"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}
