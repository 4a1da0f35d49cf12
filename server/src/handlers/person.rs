//! Who a visitor is: logins, and what pages say of people.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use kb_protocol::api::{
    AttributeValue, ConversationDescription, CustomerDescription, LoginAnswer, LoginRequest,
    VisitorIdentity,
};
use kb_protocol::attribute::{WrongAttribute, check_values};
use kb_protocol::chat::Code;
use kb_protocol::id::{ConversationId, CustomerId};

use crate::app::App;
use crate::auth::{Rejected, Token, TokenHash, is_address, new_id};
use crate::door::{self, Visiting, VisitorToken};
use crate::error::ApiError;
use crate::login::Plan;
use crate::relay::hub::{News, Topic};
use crate::store::{Login, NewSession};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Most entries of one kind in a description.
const ENTRIES: usize = 10;
/// Longest entry, in characters.
const ENTRY_CHARS: usize = 254;

/// Logs a visitor in with what the brand's site has signed; an anonymous
/// visitor's conversations join the profile.
///
/// # Errors
///
/// `unknown_key`, `origin_not_allowed`, `login_disabled`, `invalid_token`,
/// `token_expired`, `rate_limited`.
pub(crate) async fn login(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(request): Json<LoginRequest>,
) -> Result<Json<LoginAnswer>, ApiError> {
    app.limits.login(address.ip()).map_err(limited)?;
    let Some(brand) = app.brands().of_key(&request.key).map(|(id, _)| id) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    let fresh: CustomerId = new_id().parse().expect("hexadecimal digits are an id");
    door::check_page(&app, &headers, &brand)?;
    let now = app.clock.now();
    let identity = app
        .logins()
        .verify(&brand, &request.jwt_token, now)
        .map_err(|Rejected(code, detail)| ApiError::refused(code, detail))?;
    // A session that is over, or another brand's, is none.
    let current = door::visitor_of(&app, &headers).await?.filter(|(_, one)| one.brand == brand);
    let current = current.map(|(token, session)| (token, session.customer));
    let token = Token::random();
    let days = i64::from(app.config.limits.visitor_session_days);
    let session = NewSession {
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    let login = Login { brand, identity, current: current.clone(), fresh, session };
    let Plan { profile, keeps_session, is_same, .. } = app.store.login(login).await?;
    if let (Some((token, customer)), false) = (current, keeps_session) {
        revoke(&app, customer, token);
    }
    Ok(Json(LoginAnswer {
        token: (!keeps_session).then(|| token.reveal().to_owned()),
        is_same,
        identity: VisitorIdentity {
            customer: profile.id,
            email: profile.email,
            external_id: profile.external_id,
        },
    }))
}

/// Who the visitor is, as far as the brand's site has said.
pub(crate) async fn identity(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
) -> Result<Json<VisitorIdentity>, ApiError> {
    let found = app.store.customer_record(session.customer.clone()).await?.unwrap_or_default();
    Ok(Json(VisitorIdentity {
        customer: session.customer,
        email: found.email.filter(|_| found.is_email_verified),
        external_id: found.external_id,
    }))
}

/// Ends the session everywhere at once, its sockets too.
pub(crate) async fn logout(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
    Extension(VisitorToken(token)): Extension<VisitorToken>,
) -> Result<StatusCode, ApiError> {
    app.store.revoke_visitor_session(token, app.clock.now()).await?;
    revoke(&app, session.customer, token);
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps what a page says of its visitor; nobody has verified it.
///
/// # Errors
///
/// `unknown_attribute`, `invalid_attribute`, `too_long`, `rate_limited`.
pub(crate) async fn describe(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
    Json(description): Json<CustomerDescription>,
) -> Result<StatusCode, ApiError> {
    app.limits.description(&session.customer).map_err(limited)?;
    check_contacts(&description)?;
    check_attributes(&app.config.attributes.customer, &description.attributes)?;
    app.store.describe_customer(session.customer.clone(), description).await?;
    tell_inbox(&app, session.customer);
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps what a page says of a conversation of its visitor.
///
/// # Errors
///
/// `unknown_conversation`, `unknown_attribute`, `invalid_attribute`,
/// `rate_limited`.
pub(crate) async fn describe_conversation(
    State(app): State<App>,
    Extension(Visiting(session)): Extension<Visiting>,
    Path(id): Path<ConversationId>,
    Json(description): Json<ConversationDescription>,
) -> Result<StatusCode, ApiError> {
    app.limits.description(&session.customer).map_err(limited)?;
    let found = app.store.conversation(id.clone()).await?;
    if !found.is_some_and(|one| one.customer == session.customer && one.brand == session.brand) {
        return Err(ApiError::refused(
            Code::UnknownConversation,
            "this visitor has no such conversation",
        ));
    }
    check_attributes(&app.config.attributes.conversation, &description.attributes)?;
    app.store.describe_conversation(id, description.attributes).await?;
    tell_inbox(&app, session.customer);
    Ok(StatusCode::NO_CONTENT)
}

fn limited(retry_after_ms: u32) -> ApiError {
    ApiError::RateLimited { retry_after_ms }
}

fn revoke(app: &App, customer: CustomerId, token: TokenHash) {
    app.hub.publish(&Topic::Customer(customer), &Arc::new(News::Revoked(token)));
}

fn tell_inbox(app: &App, customer: CustomerId) {
    app.hub.publish(&Topic::Inbox, &Arc::new(News::Described(customer)));
}

fn check_attributes(
    declared: &[String],
    values: &BTreeMap<String, Option<AttributeValue>>,
) -> Result<(), ApiError> {
    check_values(declared, values).map_err(|wrong| match wrong {
        WrongAttribute::Unknown(name) => {
            let nearest = declared
                .iter()
                .map(|known| (strsim::jaro_winkler(&name, known), known))
                .filter(|(likeness, _)| *likeness > 0.75)
                .max_by(|one, other| one.0.total_cmp(&other.0));
            let detail = match nearest {
                Some((_, nearest)) => {
                    format!("there is no attribute `{name}`; did you mean `{nearest}`?")
                }
                None => format!(
                    "there is no attribute `{name}`; declare it in `[attributes]` of server.toml"
                ),
            };
            ApiError::Explained { code: Code::UnknownAttribute, detail, source_of: name }
        }
        WrongAttribute::Unfit(name, wanted) => ApiError::Explained {
            code: Code::InvalidAttribute,
            detail: format!("`{name}` takes {wanted}"),
            source_of: name,
        },
    })
}

fn check_contacts(description: &CustomerDescription) -> Result<(), ApiError> {
    let CustomerDescription { emails, phones, socials, .. } = description;
    let is_short = |text: &String| {
        !text.trim().is_empty()
            && text.chars().count() <= ENTRY_CHARS
            && !text.chars().any(char::is_control)
    };
    let wrong = |source_of: &str, wanted: &str| {
        Err(ApiError::Explained {
            code: Code::InvalidAttribute,
            detail: format!("`{source_of}` takes {wanted}"),
            source_of: source_of.to_owned(),
        })
    };
    if [emails.len(), phones.len(), socials.len()].iter().any(|count| *count > ENTRIES) {
        return Err(ApiError::refused(Code::TooLong, "at most 10 entries of one kind"));
    }
    if !emails.iter().all(|email| is_short(email) && is_address(email)) {
        return wrong("sharedEmails", "addresses such as `ann@example.org`");
    }
    if !phones.iter().all(|phone| is_short(phone) && phone.contains(|c: char| c.is_ascii_digit())) {
        return wrong("sharedPhones", "telephone numbers");
    }
    if !socials.iter().all(|one| is_short(&one.username) && is_short(&one.service)) {
        return wrong(
            "sharedSocials",
            "entries such as `{ username: \"ann\", type: \"twitter\" }`",
        );
    }
    Ok(())
}
