//! Agents sign in and out.

use std::iter;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::{Extension, Json};
use kb_locales::embedded_locales;
use kb_protocol::api::{Me, SignIn};
use kb_protocol::chat::Code;

use crate::app::App;
use crate::auth::{Token, is_password};
use crate::door::{self, SignedIn};
use crate::error::ApiError;
use crate::policy::{Permission, Who, is_allowed};
use crate::relay::hub::{News, Topic};
use crate::store::{Agent, NewSession};
use crate::wishes;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Signs an agent in; the secret goes into a cookie that no script reads.
pub(crate) async fn sign_in(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(form): Json<SignIn>,
) -> Result<impl IntoResponse, ApiError> {
    // Else another site could sign a person in to an account of its own.
    if !door::is_own_origin(&app, &headers) {
        return Err(ApiError::refused(
            Code::OriginNotAllowed,
            "only pages of this server may ask that",
        ));
    }
    app.limits
        .sign_in(&form.email, address.ip())
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    let found = app.store.agent_by_email(form.email.trim().to_owned()).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let is_right =
        tokio::task::spawn_blocking(move || is_password(&form.password, hash.as_deref())).await;
    let agent = match found {
        Some((agent, _)) if is_right.unwrap_or(false) => agent,
        _ => return Err(ApiError::refused(Code::NotAllowed, "wrong address or password")),
    };
    let token = Token::random();
    let now = app.clock.now();
    let days = i64::from(app.config.limits.agent_session_days);
    let session = NewSession {
        token_hash: token.hash(),
        created_at: now,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    app.store.create_agent_session(agent.id.clone(), session).await?;
    if let Some(wish) = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) {
        // In it letters to the agent are written.
        let locale = wishes::best(&wishes::parse(wish), english_first());
        app.store.set_agent_locale(agent.id.clone(), locale.code().to_owned()).await?;
    }
    let cookie = door::set_cookie(&app, Some(&token));
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(me_of(agent))))
}

/// Every locale; where none is wished, the first one counts.
fn english_first() -> impl Iterator<Item = &'static str> {
    iter::once("en").chain(embedded_locales().iter().copied())
}

/// Who is signed in, or nobody: that is no error, for a page asks it before
/// anybody could sign in.
pub(crate) async fn me(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<Option<Me>>, ApiError> {
    let signed_in = door::signed_in(&app, &headers).await?;
    Ok(Json(signed_in.map(|signed_in| me_of(signed_in.agent))))
}

/// Ends the session everywhere at once, its sockets too.
pub(crate) async fn sign_out(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<impl IntoResponse, ApiError> {
    app.store.revoke_agent_session(signed_in.session, app.clock.now()).await?;
    app.hub.publish(&Topic::Inbox, &Arc::new(News::Revoked(signed_in.session)));
    let cookie = door::set_cookie(&app, None);
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)])))
}

fn me_of(agent: Agent) -> Me {
    let Agent { id, email, name, role, presence } = agent;
    let may = |permission| is_allowed(Who::Agent(role), permission);
    Me {
        agent: id,
        name,
        email,
        role,
        presence,
        reads_records: may(Permission::ReadRecords),
        manages_customers: may(Permission::ManageCustomers),
        blocks_customers: may(Permission::BlockCustomers),
        merges_customers: may(Permission::MergeCustomers),
        manages_hooks: may(Permission::ManageHooks),
    }
}
