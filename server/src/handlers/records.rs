//! Votes, offers, searches and invitations: what browsers post, and what
//! admins read of it.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kb_protocol::chat::Code;
use kb_protocol::id::BrandId;
use kb_protocol::limits::{LOCALE_BYTES, OFFERED, RECORDS, SEARCH_CHARS, VOTE_CHARS};
use kb_protocol::record::{DeflectionRecord, RecordCount, RecordKind, Records, Vote};
use kb_protocol::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::config::RecordsMode;
use crate::door;
use crate::error::ApiError;
use crate::store::{ExportedRecord, KeptRecord, RecordQuery};

/// Longest name of an article, in bytes.
const NAME_BYTES: usize = 200;
/// Rows that are counted of each kind.
const COUNTS: usize = 500;
/// Rows that are read at once.
const CHUNK: usize = 1_000;
/// Most rows of one export; the next begins where it ends.
const EXPORTED: usize = 100_000;
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

/// How much of what there is, since a moment.
pub(crate) async fn counts(
    State(app): State<App>,
    Query(query): Query<SinceQuery>,
) -> Result<Json<Vec<RecordCount>>, ApiError> {
    Ok(Json(app.store.record_counts(Timestamp(query.since), COUNTS).await?))
}

/// What is exported.
#[derive(Debug, Deserialize)]
pub(crate) struct ExportQuery {
    kind: RecordKind,
    #[serde(default)]
    format: Format,
    #[serde(default)]
    since: i64,
}

/// How.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Json,
    Csv,
}

/// Raw records of one kind, in the order of their moments.
pub(crate) async fn export(
    State(app): State<App>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    let wanted = RecordQuery { kind: query.kind, since: Timestamp(query.since) };
    let mut after = None;
    let mut rows: Vec<Value> = Vec::new();
    loop {
        let found = app.store.records_after(wanted, after, CHUNK).await?;
        let is_last = found.len() < CHUNK;
        after = found.last().map(|row| (row.at, row.id.clone()));
        rows.extend(found.iter().map(whole));
        if is_last || rows.len() >= EXPORTED {
            break;
        }
    }
    let (text, kind, name) = match query.format {
        Format::Json => (Value::Array(rows).to_string(), "application/json", "records.json"),
        Format::Csv => (csv(&rows), "text/csv; charset=utf-8", "records.csv"),
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// A record with its brand, and with what became of it.
fn whole(row: &ExportedRecord) -> Value {
    let mut value: Value = serde_json::from_str(&row.data).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        fields.insert("brand".to_owned(), row.brand.clone().into());
        if fields.contains_key("outcome") {
            fields.insert("outcome".to_owned(), row.result.clone().into());
        }
    }
    value
}

/// Rows with the columns that any of them has (RFC 4180).
fn csv(rows: &[Value]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for row in rows.iter().filter_map(Value::as_object) {
        for name in row.keys() {
            if !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
    }
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let mut text = line(columns.iter().map(|name| cell(name)).collect());
    for row in rows {
        let cells = columns.iter().map(|name| match row.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(words)) => cell(words),
            Some(Value::Array(items)) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                cell(&items.join(" "))
            }
            Some(other) => cell(&other.to_string()),
        });
        text.push_str(&line(cells.collect()));
    }
    text
}

/// One cell. What a spreadsheet would take for a formula stays a text: visitors
/// wrote it (OWASP, "CSV Injection").
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_has_every_column_and_no_formula() {
        let rows = [
            json!({"query": "a \"b\", c", "hits": 2}),
            json!({"query": "=HYPERLINK(1)", "offered": ["x", "y"]}),
        ];
        assert_eq!(
            csv(&rows),
            "query,hits,offered\r\n\"a \"\"b\"\", c\",2,\r\n'=HYPERLINK(1),,x y\r\n"
        );
    }
}
