//! The index of the search: a table of `tsvector`s beside the texts.
//!
//! Their words come from [`crate::search`], as they are: PostgreSQL's own
//! parsers and dictionaries would find other things than SQLite.

use std::fmt::Write as _;

use kb_protocol::inbox::EventKind;
use serde::Serialize;
use tokio_postgres::types::ToSql;

use super::super::stored::{self, Place, to_json};
use super::super::{Found, SearchQuery, StoreError};
use super::link::Session;
use super::rows;
use crate::search::{Term, index_words};

/// Largest position of a word that PostgreSQL tells from others.
const MAX_POSITION: usize = 16_383;

/// A text to be indexed.
#[derive(Serialize)]
pub(super) struct Document {
    conversation: i64,
    place: i64,
    /// In the spelling of a `tsvector`.
    words: String,
}

impl Document {
    pub(super) fn new(conversation: i64, place: Place, text: &str) -> Self {
        let mut words = String::new();
        // Letters and digits only: nothing in a word ends the quotes.
        for (index, word) in index_words(text).split_ascii_whitespace().enumerate() {
            let position = (index + 1).min(MAX_POSITION);
            write!(words, "'{word}':{position} ").expect("a string takes every text");
        }
        Self { conversation, place: place.to_row(), words }
    }
}

/// The statement that indexes a JSON array of [`Document`]s, each in place of
/// what stood there.
macro_rules! put {
    ($documents:literal) => {
        concat!(
            "INSERT INTO search (conversation, place, words)
             SELECT conversation, place, words::tsvector FROM json_to_recordset(",
            $documents,
            "::text::json) AS row (conversation bigint, place bigint, words text)
             ON CONFLICT (conversation, place) DO UPDATE SET words = excluded.words"
        )
    };
}
pub(super) use put;

/// Indexes the stale conversations anew; answers how many.
///
/// A text that is written meanwhile is indexed by its own commit, and a
/// customer who changes once more makes the conversation stale once more.
pub(super) async fn refresh(session: &Session, limit: usize) -> Result<usize, StoreError> {
    let stale = session
        .query(
            "SELECT conversation, mark FROM search_stale ORDER BY conversation LIMIT $1",
            &[&stored::to_limit(limit)],
        )
        .await?;
    for row in &stale {
        let (key, mark): (i64, i64) = (rows::column(row, 0)?, rows::column(row, 1)?);
        let documents = documents(session, key).await?;
        const DONE: &str = concat!(
            "WITH done AS (DELETE FROM search_stale WHERE conversation = $1 AND mark = $2) ",
            put!("$3")
        );
        session.query(DONE, &[&key, &mark, &to_json(&documents)]).await?;
    }
    Ok(stale.len())
}

async fn documents(session: &Session, key: i64) -> Result<Vec<Document>, StoreError> {
    let sql = format!(
        "SELECT {}, tags FROM conversation JOIN customer ON customer.id = customer
         WHERE key = $1",
        stored::CUSTOMER
    );
    let mut documents = Vec::new();
    if let Some(row) = session.query(&sql, &[&key]).await?.first() {
        let customer = rows::customer(row, 0)?;
        let tags: Vec<String> = stored::json("tags", rows::column(row, 3)?)?;
        documents.push(Document::new(key, Place::Tags, &stored::tags_text(&tags)));
        documents.push(Document::new(key, Place::Customer, &stored::customer_text(&customer)));
    }
    let sql =
        format!("SELECT {} FROM entry WHERE conversation = $1 AND body IS NOT NULL", stored::ENTRY);
    for row in session.query(&sql, &[&key]).await? {
        let (seq, body): (i64, String) = (rows::column(&row, 0)?, rows::column(&row, 5)?);
        documents.push(Document::new(key, Place::Entry(seq.unsigned_abs()), &body));
    }
    let sql = format!("SELECT {} FROM event WHERE conversation = $1", stored::EVENT);
    for row in session.query(&sql, &[&key]).await? {
        let event = rows::event(&row)?;
        if let EventKind::Note { body } = &event.kind {
            documents.push(Document::new(key, Place::Note(event.number), body));
        }
    }
    Ok(documents)
}

/// Conversations that have every term, with a text in which most are.
pub(super) async fn find(session: &Session, query: &SearchQuery) -> Result<Vec<Found>, StoreError> {
    let terms: Vec<String> = query.wanted.terms.iter().map(spelled).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let hits: Vec<String> = (6..6 + terms.len())
        .map(|number| {
            format!("SELECT conversation FROM search WHERE words @@ ${number}::text::tsquery")
        })
        .collect();
    let sql = format!(
        "SELECT {}, {}, best.place, entry.body, event.kind FROM conversation
         JOIN customer ON customer.id = customer
         CROSS JOIN LATERAL (SELECT place FROM search WHERE search.conversation = key
             AND words @@ $5::text::tsquery
             ORDER BY words @@ $4::text::tsquery DESC, place DESC LIMIT 1) AS best
         LEFT JOIN entry ON entry.conversation = key AND best.place % 2 = 0
             AND entry.seq = best.place / 2
         LEFT JOIN event ON event.conversation = key AND best.place % 2 = 1
             AND event.number = best.place / 2
         WHERE key IN ({}) AND (updated_at, conversation.id) < ($1, $2)
         ORDER BY updated_at DESC, conversation.id DESC LIMIT $3",
        stored::CONVERSATION,
        stored::CUSTOMER,
        hits.join(" INTERSECT ")
    );
    let (at, id) = match &query.before {
        Some((at, id)) => (at.0, id.as_str()),
        None => (i64::MAX, ""),
    };
    let limit = stored::to_limit(query.limit);
    let (all, any) = (terms.join(" & "), terms.join(" | "));
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&at, &id, &limit, &all, &any];
    parameters.extend(terms.iter().map(|term| term as &(dyn ToSql + Sync)));
    let found = session.query(&sql, &parameters).await?;
    let item = |row| {
        let (_, conversation) = rows::conversation(row, 0)?;
        let at = stored::CONVERSATION_COLUMNS;
        let customer = rows::customer(row, at)?;
        let at = at + stored::CUSTOMER_COLUMNS;
        let place = Place::of_row(rows::column(row, at)?);
        let text: Option<String> = match place {
            Place::Tags => Some(stored::tags_text(&conversation.tags)),
            Place::Customer => Some(stored::customer_text(&customer)),
            Place::Entry(_) => rows::column(row, at + 1)?,
            Place::Note(_) => {
                rows::column::<Option<&str>>(row, at + 2)?.and_then(stored::note_text)
            }
        };
        let text = text.unwrap_or_default();
        Ok(Found { conversation, customer, source: place.source(), text })
    };
    found.iter().map(item).collect()
}

/// A term in the spelling of a `tsquery`; its words are letters and digits.
fn spelled(term: &Term) -> String {
    let words: Vec<String> = term.words.iter().map(|word| format!("'{word}'")).collect();
    format!("({}{})", words.join(" <-> "), if term.is_prefix { ":*" } else { "" })
}
