//! The way from a letter back into its conversation: a page that asks, a
//! request that begins a session, and a page that holds the widget.
//!
//! A look changes nothing: programs that look at links open no session and use
//! nothing up. The session goes to a script of the page and is not in its
//! address; the signed part of the link is, which is why no page of ours tells
//! another where it was.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kb_locales::{Catalog, mail_texts};
use kb_protocol::chat::Code;
use serde::Deserialize;

use super::frame::chat_policy;
use super::mail::PageQuery;
use crate::app::App;
use crate::auth::Token;
use crate::config::BrandConfig;
use crate::conversation::Conversation;
use crate::door;
use crate::error::ApiError;
use crate::forms::plain::{around, around_running};
use crate::forms::{escape, locale_of};
use crate::mail::site_of;
use crate::mail::way_back::named_brand;
use crate::store::{CustomerRecord, NewSession, VisitorSession};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Cookie of a browser that has the page with the button before it.
const LOOKED: &str = "helpwright-back";
/// How long it counts; whoever presses later is asked once more.
const LOOKED_SECONDS: u32 = 60 * 60;
/// Keeps the session, and opens the conversation once.
const SCRIPT: &str = "<script src=\"/widget/frame/way_back.js\"></script>\n";
/// What the page that hands the session over may do.
const HANDS_OVER: &str =
    "script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; ";

/// Says whose conversation it is and offers to continue. Nothing changes by it.
///
/// # Errors
///
/// `invalid_token` if no letter had this address.
pub(crate) async fn ask(
    State(app): State<App>,
    Path(text): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response, ApiError> {
    match find(&app, &text).await? {
        Ok(found) => Ok(question(&app, &text, &found, &query.locale)),
        Err(closed) => refuse(&app, &text, &query.locale, closed),
    }
}

/// Begins a session of the customer whose conversation it is, as if the
/// visitor had written from this browser before.
///
/// # Errors
///
/// As [`ask`], `rate_limited`.
pub(crate) async fn open(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(text): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Response, ApiError> {
    app.limits
        .session(address.ip())
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    let found = match find(&app, &text).await? {
        Ok(found) => found,
        Err(closed) => return refuse(&app, &text, &query.locale, closed),
    };
    // Another site may lead here, but not press the button: else it could put
    // its visitors into a conversation of its own.
    let is_own = match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        // Old browsers do not say it, nor does any without TLS. Of the cookie
        // they know that another site's requests come without it.
        None => door::cookie(&headers, LOOKED).is_some(),
    };
    if !is_own {
        return Ok(question(&app, &text, &found, &query.locale));
    }
    let Conversation { customer, brand, .. } = &found.conversation;
    let token = Token::random();
    let now = app.clock.now();
    let days = i64::from(app.config.limits.visitor_session_days);
    let session = NewSession {
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    let visitor =
        VisitorSession { own: customer.clone(), customer: customer.clone(), brand: brand.clone() };
    let Some(customer) = app.store.readmit(visitor, session).await? else {
        return refuse(&app, &text, &query.locale, Closed::Gone);
    };
    let (locale, texts) = spoken(&query.locale);
    let brands = app.brands();
    let Some(settings) = brands.get(brand) else {
        return refuse(&app, &text, &query.locale, Closed::Gone);
    };
    let title = texts.text("mail-back-title", &[("brand", settings.name.as_str().into())]);
    let words = escape(&texts.text("mail-back-opening", &[]));
    let again = escape(&texts.text("mail-back-button", &[]));
    let key = escape(&settings.key);
    let main = format!(
        "<h1>{}</h1>\n<p class=\"lead\" data-key=\"{key}\" data-token=\"{}\" \
         data-customer=\"{customer}\" data-conversation=\"{}\" \
         data-next=\"/widget/conversation?key={key}&amp;locale={locale}\">{words}</p>\n\
         <p hidden><button type=\"button\" class=\"go\">{again}</button></p>\n{}{SCRIPT}",
        escape(&title),
        token.reveal(),
        found.conversation.id,
        elsewhere(settings, Some(&found.conversation), texts),
    );
    let page = around_running(settings, &title, &locale, HANDS_OVER, |page| page.html(&main));
    Ok(quiet(page))
}

/// Parameters of the page with the widget.
#[derive(Debug, Deserialize)]
pub(crate) struct HolderQuery {
    key: String,
    #[serde(default)]
    locale: String,
}

/// A page of ours with the widget of a brand, which opens the conversation that
/// a letter has led to.
///
/// # Errors
///
/// `unknown_key`, `not_allowed` where there is no chat.
pub(crate) async fn hold(
    State(app): State<App>,
    Query(query): Query<HolderQuery>,
) -> Result<Response, ApiError> {
    let brands = app.brands();
    let Some((_, brand)) = brands.of_key(&query.key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    if !brand.chat {
        return Err(ApiError::refused(Code::NotAllowed, "this brand has no chat"));
    }
    let (locale, texts) = spoken(&query.locale);
    let title = texts.text("mail-back-title", &[("brand", brand.name.as_str().into())]);
    let key = escape(&brand.key);
    let main = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n\
         <p class=\"buttons\"><button type=\"button\" class=\"go\" data-key=\"{key}\">{}</button></p>\n\
         {}{SCRIPT}\
         <script async src=\"/widget.js\" data-key=\"{key}\" data-lang=\"{locale}\" \
         data-mode=\"chat\"></script>\n",
        escape(&title),
        escape(&texts.text("mail-back-open", &[])),
        escape(&texts.text("mail-back-button", &[])),
        elsewhere(brand, None, texts),
    );
    let policy = format!("{} ", chat_policy(brand));
    let page = around_running(brand, &title, &locale, &policy, |page| page.html(&main));
    Ok(quiet(page))
}

/// A conversation to which a way leads back.
struct Found {
    conversation: Conversation,
    /// Whose letter it was, so that people who share a browser know.
    email: String,
}

/// Why a way leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    /// We have not signed it.
    Wrong,
    /// It has counted long enough.
    Expired,
    /// The person was erased or blocked, or has another address by now, or has
    /// logged in without it, or the brand has no chat: which of them is nobody's
    /// business.
    Gone,
}

async fn find(app: &App, text: &str) -> Result<Result<Found, Closed>, ApiError> {
    let Some(way) = app.mail_keys.read_way_back(text) else { return Ok(Err(Closed::Wrong)) };
    if app.clock.now() >= way.until {
        return Ok(Err(Closed::Expired));
    }
    let has_chat = app.brands().get(&way.brand).is_some_and(|brand| brand.chat);
    let known = app.store.conversation(way.conversation.clone()).await?;
    let Some(conversation) = known.filter(|known| has_chat && known.brand == way.brand) else {
        return Ok(Err(Closed::Gone));
    };
    let record = app.store.customer_record(conversation.customer.clone()).await?;
    let taken = record.filter(CustomerRecord::comes_back_by_letter);
    let email = taken.and_then(|record| record.email);
    let email = email.filter(|email| app.mail_keys.address(email) == way.address);
    Ok(email.map(|email| Found { conversation, email }).ok_or(Closed::Gone))
}

fn question(app: &App, text: &str, found: &Found, locale: &str) -> Response {
    let brands = app.brands();
    let Some(brand) = brands.get(&found.conversation.brand) else {
        return ApiError::refused(Code::UnknownBrand, "the brand is gone").into_response();
    };
    let (locale, texts) = spoken(locale);
    let title = texts.text("mail-back-title", &[("brand", brand.name.as_str().into())]);
    let whose = texts.text("mail-back-for", &[("address", masked(&found.email).into())]);
    let main = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n<form method=\"post\">\n\
         <p class=\"buttons\"><button class=\"go\">{}</button></p>\n</form>\n",
        escape(&title),
        escape(&texts.text("mail-back-text", &[])),
        escape(&whose),
        escape(&texts.text("mail-back-button", &[])),
    );
    let mut page = quiet(around(brand, &title, &locale, |page| page.html(&main)));
    if let Some(cookie) = looked(app, text) {
        page.headers_mut().append(header::SET_COOKIE, cookie);
    }
    page
}

/// Tells this browser that it has the button of this way before it. Only
/// requests of our own pages have the cookie with them (RFC 6265bis, 5.6.7.1).
fn looked(app: &App, text: &str) -> Option<HeaderValue> {
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    let cookie = format!(
        "{LOOKED}=1; Path=/mail/v1/conversation/{text}; HttpOnly; SameSite=Strict; \
         Max-Age={LOOKED_SECONDS}{secure}"
    );
    HeaderValue::from_str(&cookie).ok()
}

/// Says why it leads nowhere, and where people find help instead.
fn refuse(app: &App, text: &str, locale: &str, closed: Closed) -> Result<Response, ApiError> {
    let brands = app.brands();
    let brand = named_brand(text).and_then(|brand| brands.get(&brand));
    let Some(brand) = brand else {
        return Err(ApiError::refused(Code::InvalidToken, "no letter had this address"));
    };
    let (locale, texts) = spoken(locale);
    let (status, title, words) = match closed {
        Closed::Wrong => (StatusCode::FORBIDDEN, "mail-back-wrong", "mail-back-wrong-text"),
        Closed::Expired => (StatusCode::GONE, "mail-back-expired", "mail-back-expired-text"),
        Closed::Gone => (StatusCode::GONE, "mail-back-gone", "mail-back-gone-text"),
    };
    let title = texts.text(title, &[]);
    let main = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n{}",
        escape(&title),
        escape(&texts.text(words, &[("brand", brand.name.as_str().into())])),
        elsewhere(brand, None, texts),
    );
    let page = around(brand, &title, &locale, |page| page.html(&main));
    Ok((status, quiet(page)).into_response())
}

/// A link to the site on which the customer may write as well.
fn elsewhere(brand: &BrandConfig, conversation: Option<&Conversation>, texts: &Catalog) -> String {
    let began = conversation.and_then(|conversation| site_of(conversation, brand));
    let own = brand.help_site.as_deref().or(brand.origins.first().map(String::as_str));
    let Some(site) = began.or(own) else { return String::new() };
    let shown = site.split_once("://").map_or(site, |(_, rest)| rest).trim_end_matches('/');
    let words = texts.text("mail-link", &[("site", shown.into())]);
    format!("<p><a href=\"{}\">{}</a></p>\n", escape(site), escape(&words))
}

/// The code of a locale that we speak, and its texts.
fn spoken(locale: &str) -> (String, &'static Catalog) {
    let texts = mail_texts(&locale_of(locale));
    (texts.locale().code().to_owned(), texts)
}

/// An address that its owner knows and nobody else learns.
fn masked(email: &str) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{domain}")
}

/// No page learns that somebody was here, and no search engine shows it.
fn quiet(mut page: Response) -> Response {
    let headers = page.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    page
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_known_to_its_owner_alone() {
        assert_eq!(masked("ann.lee@example.com"), "a…@example.com");
        assert_eq!(masked("ümit@example.com"), "ü…@example.com");
    }
}
