//! Agents: lists, conversations, and the socket that keeps them fresh.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::{Extension, Json};
use kb_protocol::chat::{Code, Entry};
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{ConversationDetail, InboxPage, View};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::door::SignedIn;
use crate::error::ApiError;
use crate::relay::agent::AgentLine;
use crate::relay::hub::Topic;
use crate::relay::socket;
use crate::store::{Agent, InboxQuery};

/// Conversations in one page of a list.
const PAGE: usize = 50;
/// Events that come along with a conversation: the latest.
const MAX_EVENTS: u64 = 1_000;

/// Parameters of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    view: View,
    cursor: Option<String>,
}

/// One page of a list, the latest first.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Query(query): Query<ListQuery>,
) -> Result<Json<InboxPage>, ApiError> {
    let before = match &query.cursor {
        Some(cursor) => Some(parse_cursor(cursor).ok_or_else(|| {
            ApiError::refused(Code::InvalidFrame, "the cursor is none that a page ended with")
        })?),
        None => None,
    };
    let query = InboxQuery { view: query.view, agent: signed_in.agent.id, before, limit: PAGE + 1 };
    let mut rows = app.store.inbox(query).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|(last, _)| format!("{}.{}", last.updated_at.0, last.id));
    let items = rows.into_iter().map(|(row, name)| row.item(name)).collect();
    Ok(Json(InboxPage { items, next }))
}

fn parse_cursor(text: &str) -> Option<(Timestamp, ConversationId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp(at.parse().ok()?), id.parse().ok()?))
}

/// A conversation with its latest entries.
pub(crate) async fn detail(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationDetail>, ApiError> {
    let Some(conversation) = app.store.conversation(id.clone()).await? else {
        return Err(ApiError::refused(Code::UnknownConversation, "no such conversation"));
    };
    let name = app.store.customer_name(conversation.customer.clone()).await?;
    let before = conversation.seq + 1;
    let entries = app.store.entries_before(id.clone(), before, limits::HISTORY_PAGE).await?;
    let has_more = entries.first().is_some_and(|first| first.seq > 1);
    let after = conversation.events.saturating_sub(MAX_EVENTS);
    let limit = usize::try_from(MAX_EVENTS).unwrap_or(usize::MAX);
    let mut events = app.store.events_after(id, after, limit).await?;
    // What was committed since the state was read comes over the socket.
    events.retain(|event| event.number <= conversation.events);
    if let (true, Some(first)) = (has_more, entries.first()) {
        events.retain(|event| event.after + 1 >= first.seq);
    }
    Ok(Json(ConversationDetail { item: conversation.item(name), entries, has_more, events }))
}

/// Parameters of a page of entries.
#[derive(Debug, Deserialize)]
pub(crate) struct EntriesQuery {
    before: u64,
}

/// Older entries, ascending.
pub(crate) async fn entries(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<Vec<Entry>>, ApiError> {
    Ok(Json(app.store.entries_before(id, query.before, limits::HISTORY_PAGE).await?))
}

/// An agent as colleagues see one.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct Colleague {
    id: String,
    name: String,
}

/// Everybody to whom a conversation can be given.
pub(crate) async fn agents(State(app): State<App>) -> Result<Json<Vec<Colleague>>, ApiError> {
    let colleague = |agent: Agent| Colleague { id: agent.id.into(), name: agent.name };
    Ok(Json(app.store.agents().await?.into_iter().map(colleague).collect()))
}

/// Keeps an inbox fresh.
pub(crate) async fn socket(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    upgrade: WebSocketUpgrade,
) -> Response {
    socket::sized(upgrade).on_upgrade(move |socket| async move {
        let news = app.hub.subscribe(Topic::Inbox);
        let line = AgentLine::new(app.clone(), signed_in.agent, signed_in.session);
        socket::run(&app, socket, line, news).await;
    })
}
