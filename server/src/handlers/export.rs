//! Raw records as files: every vote, offer, search and invitation, as they were
//! posted.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kb_protocol::chat::Code;
use kb_protocol::record::RecordKind;
use kb_protocol::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::App;
use crate::error::ApiError;
use crate::store::{ExportedRecord, RecordQuery, Store, StoreError};

/// Rows that are read at once.
const CHUNK: usize = 1_000;

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

/// Raw records of one kind, in the order of their moments, however many.
///
/// # Errors
///
/// `invalid_frame` for a kind that is counted, but not kept.
pub(crate) async fn export(
    State(app): State<App>,
    Query(ExportQuery { kind, format, since }): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    let Some((name, columns)) = shape(kind) else {
        return Err(ApiError::refused(
            Code::InvalidFrame,
            "`kind` is `vote`, `deflection`, `search` or `invitation`",
        ));
    };
    let table = Table { columns, format };
    let wanted = RecordQuery { kind, since: Timestamp(since) };
    let (mime, extension) = match format {
        Format::Json => ("application/json", "json"),
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
    };
    let mut response = body(Arc::clone(&app.store), wanted, table).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition.try_into().expect("fixed words are a header"),
    );
    Ok(response)
}

/// Name of the file of a kind, and the columns of its table: all there can be,
/// so that every export has the same.
fn shape(kind: RecordKind) -> Option<(&'static str, &'static [&'static str])> {
    Some(match kind {
        RecordKind::Vote => (
            "votes",
            &[
                "brand", "id", "article", "version", "locale", "helpful", "reason", "words",
                "visitor", "at",
            ],
        ),
        RecordKind::Deflection => (
            "offers",
            &[
                "brand", "id", "surface", "source", "query", "locale", "offered", "opened",
                "helpful", "outcome", "at",
            ],
        ),
        RecordKind::Search => ("searches", &["brand", "id", "query", "hits", "locale", "at"]),
        RecordKind::Invitation => ("invitations", &["brand", "id", "rule", "event", "at"]),
        RecordKind::Article
        | RecordKind::Reason
        | RecordKind::Gap
        | RecordKind::Form
        | RecordKind::Unknown => return None,
    })
}

/// Reads the next rows while the last ones are sent, and no further ahead.
fn body(store: Arc<dyn Store>, wanted: RecordQuery, table: Table) -> Body {
    let (pieces, reader) = mpsc::channel::<Result<String, StoreError>>(1);
    tokio::spawn(async move {
        let mut after = None;
        let mut piece = table.head();
        loop {
            let found = store.records_after(wanted, after.clone(), CHUNK).await;
            let is_last = found.as_ref().map_or(true, |rows| rows.len() < CHUNK);
            if let Err(error) = &found {
                tracing::error!(error = %error, "an export breaks off");
            }
            let found = found.map(|rows| {
                for row in &rows {
                    piece.push_str(&table.row(&whole(row), after.is_none()));
                    after = Some((row.at, row.id.clone()));
                }
                if is_last {
                    piece.push_str(table.foot());
                }
                std::mem::take(&mut piece)
            });
            // Who asked may have gone.
            if pieces.send(found).await.is_err() || is_last {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(reader))
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

/// How rows are written.
#[derive(Clone, Copy, Debug)]
struct Table {
    columns: &'static [&'static str],
    format: Format,
}

impl Table {
    fn head(self) -> String {
        match self.format {
            Format::Json => "[".to_owned(),
            Format::Csv => self.columns.join(",") + "\r\n",
        }
    }

    fn foot(self) -> &'static str {
        match self.format {
            Format::Json => "]",
            Format::Csv => "",
        }
    }

    /// One row; lines of CSV as in RFC 4180.
    fn row(self, record: &Value, is_first: bool) -> String {
        if self.format == Format::Json {
            return format!("{}{record}", if is_first { "" } else { ",\n" });
        }
        let cells = self.columns.iter().map(|name| match record.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(words)) => cell(words),
            Some(Value::Array(items)) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                cell(&items.join(" "))
            }
            Some(other) => cell(&other.to_string()),
        });
        cells.collect::<Vec<_>>().join(",") + "\r\n"
    }
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
    use kb_protocol::record::{DeflectionRecord, ProactiveRecord, SearchRecord, Vote};
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_has_no_formula() {
        let table = Table { columns: &["query", "hits", "offered"], format: Format::Csv };
        assert_eq!(table.head(), "query,hits,offered\r\n");
        assert_eq!(
            table.row(&json!({"query": "a \"b\", c", "hits": 2}), true),
            "\"a \"\"b\"\", c\",2,\r\n"
        );
        assert_eq!(
            table.row(&json!({"query": "=HYPERLINK(1)", "offered": ["x", "y"]}), false),
            "'=HYPERLINK(1),,x y\r\n"
        );
    }

    /// Every field of a record that has them all is a column, and the brand.
    fn check<T: Serialize + DeserializeOwned>(kind: RecordKind, full: Value) {
        let record: T = serde_json::from_value(full).expect("a record");
        let record = serde_json::to_value(record).expect("JSON");
        let mut fields: Vec<&str> =
            record.as_object().expect("fields").keys().map(String::as_str).collect();
        fields.push("brand");
        fields.sort_unstable();
        let mut columns = shape(kind).expect("kept").1.to_vec();
        columns.sort_unstable();
        assert_eq!(columns, fields, "{kind:?}");
    }

    #[test]
    fn no_column_is_left_out() {
        check::<Vote>(
            RecordKind::Vote,
            json!({"id": "v", "article": "a", "version": "1", "locale": "en", "helpful": false,
                "reason": "wrong", "words": "x", "visitor": "ann", "at": 1}),
        );
        check::<DeflectionRecord>(
            RecordKind::Deflection,
            json!({"id": "o", "surface": "form", "source": "contact", "query": "x",
                "locale": "en", "offered": ["a"], "opened": ["a"], "helpful": true,
                "outcome": "deflected", "at": 1}),
        );
        check::<SearchRecord>(
            RecordKind::Search,
            json!({"id": "s", "query": "x", "hits": 1, "locale": "en", "at": 1}),
        );
        check::<ProactiveRecord>(
            RecordKind::Invitation,
            json!({"id": "p", "rule": "r", "event": "shown", "at": 1}),
        );
    }
}
