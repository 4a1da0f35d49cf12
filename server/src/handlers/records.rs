//! Votes, offers, searches and invitations: what browsers post, and how often
//! it is. All of them leave by [`export`](super::export).

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use kb_protocol::chat::Code;
use kb_protocol::id::BrandId;
use kb_protocol::limits::{
    COUNTED_ROWS, COUNTED_WORDS, LOCALE_BYTES, OFFERED, RECORDS, SEARCH_CHARS, VOTE_CHARS,
};
use kb_protocol::record::{DeflectionRecord, RecordCounts, Records, Vote};
use kb_protocol::time::Timestamp;
use serde::Deserialize;

use crate::app::App;
use crate::config::RecordsMode;
use crate::door;
use crate::error::ApiError;
use crate::store::KeptRecord;

/// Longest name of an article, in bytes.
const NAME_BYTES: usize = 200;
/// A browser's clock may be so wrong, in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Keeps a vote on an article.
///
/// # Errors
///
/// `unknown_key`, `origin_not_allowed`, `too_long`, `rate_limited`.
pub(crate) async fn vote(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Json(mut vote): Json<Vote>,
) -> Result<StatusCode, ApiError> {
    let (brand, _) = of_key(&app, &key, &headers, address)?;
    let is_short = is_name(&vote.article)
        && is_name(&vote.version)
        && vote.locale.len() <= LOCALE_BYTES
        && vote.words.chars().count() <= VOTE_CHARS;
    if !is_short {
        return Err(too_long());
    }
    vote.at = sane(&app, vote.at);
    app.store.keep_records(brand, vec![KeptRecord::of_vote(&vote)]).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Keeps what happened on a brand's pages, as far as its settings and the
/// visitor allow.
///
/// # Errors
///
/// As [`vote`].
pub(crate) async fn records(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Path(key): Path<String>,
    headers: HeaderMap,
    Json(mut records): Json<Records>,
) -> Result<StatusCode, ApiError> {
    let (brand, mode) = of_key(&app, &key, &headers, address)?;
    let Records { deflections, searches, invitations, consent } = &mut records;
    let has_room = deflections.len().max(searches.len()).max(invitations.len()) <= RECORDS;
    if !has_room
        || !deflections.iter().all(is_offer)
        || !searches.iter().all(|one| {
            one.query.chars().count() <= SEARCH_CHARS && one.locale.len() <= LOCALE_BYTES
        })
    {
        return Err(too_long());
    }
    let has_words = match mode {
        RecordsMode::None => return Ok(StatusCode::ACCEPTED),
        RecordsMode::Consent => *consent,
        RecordsMode::All => true,
    };
    let mut kept = Vec::new();
    for record in deflections {
        record.at = sane(&app, record.at);
        record.query = record.query.take().filter(|_| has_words);
        kept.push(KeptRecord::of_offer(record));
    }
    for record in searches.iter_mut().filter(|_| has_words) {
        record.at = sane(&app, record.at);
        kept.push(KeptRecord::of_search(record));
    }
    for record in invitations {
        record.at = sane(&app, record.at);
        kept.push(KeptRecord::of_invitation(record));
    }
    app.store.keep_records(brand, kept).await?;
    Ok(StatusCode::ACCEPTED)
}

fn of_key(
    app: &App,
    key: &str,
    headers: &HeaderMap,
    address: SocketAddr,
) -> Result<(BrandId, RecordsMode), ApiError> {
    app.limits
        .record(address.ip())
        .map_err(|retry_after_ms| ApiError::RateLimited { retry_after_ms })?;
    let brands = app.brands();
    let Some((brand, settings)) = brands.of_key(key) else {
        return Err(ApiError::refused(Code::UnknownKey, "no brand has this widget key"));
    };
    door::check_page(app, headers, &brand)?;
    Ok((brand, settings.records))
}

fn is_offer(record: &DeflectionRecord) -> bool {
    let query = record.query.as_deref().unwrap_or_default();
    record.offered.len() <= OFFERED
        && record.opened.len() <= OFFERED
        && record.offered.iter().chain(&record.opened).all(|article| is_name(article))
        && record.source.as_deref().is_none_or(is_name)
        && record.locale.len() <= LOCALE_BYTES
        && query.chars().count() <= SEARCH_CHARS
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.len() <= NAME_BYTES && !text.chars().any(char::is_control)
}

fn too_long() -> ApiError {
    ApiError::refused(Code::TooLong, "a record is larger than what is taken here")
}

/// A moment of a browser's clock; of one that is quite wrong the server's.
fn sane(app: &App, at: Timestamp) -> Timestamp {
    let now = app.clock.now();
    let is_sane = (now.0 - 30 * DAY_MS..=now.0 + DAY_MS).contains(&at.0);
    if is_sane { at } else { now }
}

/// Since when.
#[derive(Debug, Deserialize)]
pub(crate) struct SinceQuery {
    #[serde(default)]
    since: i64,
}

/// How often what became of what, since a moment.
pub(crate) async fn counts(
    State(app): State<App>,
    Query(query): Query<SinceQuery>,
) -> Result<Json<RecordCounts>, ApiError> {
    let since = Timestamp(query.since);
    let tables = app.store.record_tables(since, COUNTED_ROWS).await?;
    let words = app.store.vote_words(since, COUNTED_WORDS).await?;
    Ok(Json(RecordCounts { tables, words }))
}
