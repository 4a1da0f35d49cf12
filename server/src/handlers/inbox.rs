//! Agents: lists, conversations, and the socket that keeps them fresh.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::{Extension, Json};
use kb_protocol::chat::Code;
use kb_protocol::id::ConversationId;
use kb_protocol::inbox::{
    Colleague, ConversationDetail, CustomerDetail, HistoryPage, InboxBrand, InboxPage, InboxSetup,
    OtherConversation, SearchHit, SearchPage, Shortcut, SubStatus, View, ViewCounts,
};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;
use serde::Deserialize;

use super::merges;
use crate::app::App;
use crate::conversation::Conversation;
use crate::door::SignedIn;
use crate::error::ApiError;
use crate::relay::agent::AgentLine;
use crate::relay::hub::Topic;
use crate::relay::socket;
use crate::search::Wanted;
use crate::store::{Agent, Found, InboxQuery, SearchQuery};

/// Conversations in one page of a list.
const PAGE: usize = 50;
/// Conversations in one page of what was found.
const HITS: usize = 20;

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
    let before = query.cursor.as_deref().map(parse_cursor).transpose()?;
    let query = InboxQuery { view: query.view, agent: signed_in.agent.id, before, limit: PAGE + 1 };
    let mut rows = app.store.inbox(query).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next =
        rows.last().filter(|_| has_more).map(|(last, _)| cursor_after(last.updated_at, &last.id));
    let items = rows.into_iter().map(|(row, customer)| app.item(&row, customer)).collect();
    Ok(Json(InboxPage { items, next }))
}

/// Where a page ended that is ordered by moment and id.
pub(super) fn cursor_after(at: Timestamp, id: &impl Display) -> String {
    format!("{}.{id}", at.0)
}

/// # Errors
///
/// `invalid_frame` if it is not [`cursor_after`] anything.
pub(super) fn parse_cursor<Id: FromStr>(text: &str) -> Result<(Timestamp, Id), ApiError> {
    let place = text
        .split_once('.')
        .and_then(|(at, id)| Some((Timestamp(at.parse().ok()?), id.parse().ok()?)));
    place.ok_or_else(|| {
        ApiError::refused(Code::InvalidFrame, "the cursor is none that a page ended with")
    })
}

/// How many conversations each list has.
pub(crate) async fn counts(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
) -> Result<Json<ViewCounts>, ApiError> {
    Ok(Json(app.store.counts(signed_in.agent.id, limits::COUNTED).await?))
}

/// Parameters of a search.
#[derive(Debug, Deserialize)]
pub(crate) struct SearchParameters {
    q: String,
    cursor: Option<String>,
}

/// Conversations with every wanted word in messages, notes, tags or the
/// customer's name, the latest first.
///
/// # Errors
///
/// - `413 too_long` above [`limits::SEARCH_CHARS`].
/// - `429 rate_limited` above `limits.searches_per_minute`.
pub(crate) async fn search(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    Query(parameters): Query<SearchParameters>,
) -> Result<Json<SearchPage>, ApiError> {
    app.limits
        .search(&signed_in.agent.id)
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    if parameters.q.chars().count() > limits::SEARCH_CHARS {
        return Err(ApiError::refused(Code::TooLong, "the search is too long"));
    }
    let before = parameters.cursor.as_deref().map(parse_cursor).transpose()?;
    let wanted = Wanted::parse(&parameters.q);
    let query = SearchQuery { wanted: wanted.clone(), before, limit: HITS + 1 };
    let mut found = app.store.search(query).await?;
    let has_more = found.len() > HITS;
    found.truncate(HITS);
    let next = found.last().filter(|_| has_more).map(|last| {
        let last = &last.conversation;
        cursor_after(last.updated_at, &last.id)
    });
    let hit = |found: Found| SearchHit {
        item: app.item(&found.conversation, found.customer),
        source: found.source,
        snippet: wanted.snippet(&found.text),
    };
    Ok(Json(SearchPage { hits: found.into_iter().map(hit).collect(), next }))
}

/// A conversation with its latest entries.
pub(crate) async fn detail(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Result<Json<ConversationDetail>, ApiError> {
    let Some(conversation) = app.store.conversation(id).await? else {
        return Err(ApiError::refused(Code::UnknownConversation, "no such conversation"));
    };
    let customer = app.store.customer(conversation.customer.clone()).await?;
    let mut page = page(&app, &conversation, conversation.seq + 1).await?;
    // What was committed since the state was read comes over the socket.
    page.events.retain(|event| event.number <= conversation.events);
    let item = app.item(&conversation, customer);
    Ok(Json(ConversationDetail { item, page }))
}

/// Who writes, what pages say of the person and the conversation, and what
/// else the person has written.
pub(crate) async fn customer(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Result<Json<CustomerDetail>, ApiError> {
    let Some(conversation) = app.store.conversation(id.clone()).await? else {
        return Err(ApiError::refused(Code::UnknownConversation, "no such conversation"));
    };
    let (customer, brand) = (conversation.customer.clone(), conversation.brand);
    let record = app.store.customer_record(customer.clone()).await?.unwrap_or_default();
    let mut detail = record.detail(app.store.conversation_attributes(id.clone()).await?);
    // This one is among them.
    let most = limits::OTHER_CONVERSATIONS + 1;
    let all = app.store.conversations_of(customer, brand, most).await?.into_iter();
    let others = all.filter(|one| one.id != id).take(limits::OTHER_CONVERSATIONS);
    detail.others = others.map(other).collect();
    detail.merges = merges::undoable(&app, conversation.customer).await?;
    Ok(Json(detail))
}

fn other(found: Conversation) -> OtherConversation {
    let Conversation { id, channel, status, updated_at, preview, .. } = found;
    OtherConversation { id, channel, status, updated_at, preview }
}

/// Parameters of a page of entries.
#[derive(Debug, Deserialize)]
pub(crate) struct EntriesQuery {
    before: u64,
}

/// Older entries, with what happened between them.
pub(crate) async fn entries(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<HistoryPage>, ApiError> {
    let Some(conversation) = app.store.conversation(id).await? else {
        return Err(ApiError::refused(Code::UnknownConversation, "no such conversation"));
    };
    Ok(Json(page(&app, &conversation, query.before).await?))
}

/// The entries with numbers below `before`, what happened after each, and when
/// they were delivered and seen.
async fn page(
    app: &App,
    conversation: &Conversation,
    before: u64,
) -> Result<HistoryPage, ApiError> {
    let (store, id) = (&app.store, &conversation.id);
    let entries = store.entries_before(id.clone(), before, limits::HISTORY_PAGE).await?;
    let has_more = entries.first().is_some_and(|first| first.seq > 1);
    let first = entries.first().map_or(0, |first| first.seq);
    let between = if has_more { first } else { 0 }..=before.saturating_sub(1);
    let events = store.events_between(id.clone(), between, limits::HISTORY_EVENTS).await?;
    let (mut delivered, mut seen) = (Vec::new(), Vec::new());
    for (is_seen, receipt) in store.receipts(id.clone(), first, limits::HISTORY_EVENTS).await? {
        if is_seen { seen.push(receipt) } else { delivered.push(receipt) }
    }
    if !app.shows_receipts(&conversation.brand) {
        seen.clear();
    }
    Ok(HistoryPage { entries, has_more, events, delivered, seen })
}

/// Everybody to whom a conversation can be given.
pub(crate) async fn agents(State(app): State<App>) -> Result<Json<Vec<Colleague>>, ApiError> {
    Ok(Json(app.store.agents().await?.iter().map(Agent::colleague).collect()))
}

/// What the settings say of the agents' work.
pub(crate) async fn setup(State(app): State<App>) -> Json<InboxSetup> {
    let config = &app.config;
    let brands = app.brands();
    let brands = brands.iter().map(|(id, brand)| InboxBrand {
        id,
        name: brand.name.clone(),
        help_site: brand.help_site.clone(),
        locales: brand.locales.clone(),
    });
    let mut sub_statuses: Vec<SubStatus> = config
        .sub_statuses
        .iter()
        .map(|(id, sub)| SubStatus {
            id: id.clone(),
            status: sub.status,
            name: sub.name.clone(),
            description: sub.description.clone(),
        })
        .collect();
    sub_statuses.sort_by_key(|sub| sub.status as u8);
    let shortcuts = config.shortcuts.iter().map(|(name, shortcut)| Shortcut {
        name: name.clone(),
        text: shortcut.text.clone(),
        tags: shortcut.tags.clone(),
        status: shortcut.status,
        sub_status: shortcut.sub_status.clone(),
    });
    Json(InboxSetup {
        brands: brands.collect(),
        sub_statuses,
        shortcuts: shortcuts.collect(),
        files: app.config.files.is_on(),
    })
}

/// Keeps an inbox fresh.
pub(crate) async fn socket(
    State(app): State<App>,
    Extension(signed_in): Extension<SignedIn>,
    upgrade: WebSocketUpgrade,
) -> Response {
    socket::sized(upgrade).on_upgrade(move |socket| async move {
        if app.post.is_some() {
            // Known to every process before anything is said on the socket.
            let here = vec![signed_in.agent.id.clone()];
            if let Err(error) = app.store.see_agents(here, app.clock.now()).await {
                tracing::error!(error = %error, "it could not be kept that an agent is here");
            }
        }
        let news = app.hub.subscribe(Topic::Inbox);
        let line = AgentLine::new(app.clone(), signed_in, news.number());
        socket::run(&app, socket, line, news).await;
    })
}
