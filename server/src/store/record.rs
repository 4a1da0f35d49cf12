//! What is counted: the part of the [`Store`](super::Store) that keeps votes,
//! offers, searches and invitations.

use kb_protocol::id::{BrandId, OfferId};
use kb_protocol::record::{
    DeflectionRecord, Outcome, ProactiveRecord, RecordCount, RecordKind, SearchRecord, Vote,
};
use kb_protocol::time::Timestamp;
use serde::Serialize;

use super::stored::{parse, to_json};
use super::{Pending, StoreError};

/// A record as it is kept: whole, and by what it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRecord {
    /// What it is.
    pub kind: RecordKind,
    /// One that comes with the same id takes its place.
    pub id: String,
    /// What it is about: an article, a form, a rule, words.
    pub subject: String,
    /// What became of it.
    pub result: String,
    /// When, by the browser's clock.
    pub at: Timestamp,
    /// All of it, as JSON.
    pub data: String,
    /// Articles of an offer, with what became of each.
    pub articles: Vec<(String, &'static str)>,
}

impl KeptRecord {
    /// A vote: one of a visitor on a version of an article.
    pub fn of_vote(vote: &Vote) -> Self {
        let id = blake3::Hasher::new()
            .update(to_json(&(&vote.article, &vote.version, &vote.visitor)).as_bytes())
            .finalize();
        Self {
            kind: RecordKind::Vote,
            id: id.to_hex()[..32].to_owned(),
            subject: vote.article.clone(),
            result: if vote.helpful { "helpful" } else { "unhelpful" }.to_owned(),
            at: vote.at,
            data: to_json(vote),
            articles: Vec::new(),
        }
    }

    /// An offer of articles.
    pub fn of_offer(record: &DeflectionRecord) -> Self {
        let result_of = |article: &String| match (record.outcome, record.opened.contains(article)) {
            (Outcome::Deflected, true) => "deflected",
            (_, true) => "opened",
            (_, false) => "offered",
        };
        let surface = word(&record.surface);
        Self {
            kind: RecordKind::Deflection,
            id: record.id.to_string(),
            subject: match &record.source {
                Some(source) => format!("{surface}:{source}"),
                None => surface,
            },
            result: word(&record.outcome),
            at: record.at,
            data: to_json(record),
            articles: record.offered.iter().map(|one| (one.clone(), result_of(one))).collect(),
        }
    }

    /// A search.
    pub fn of_search(record: &SearchRecord) -> Self {
        Self {
            kind: RecordKind::Search,
            id: record.id.to_string(),
            subject: record.query.trim().to_lowercase(),
            result: if record.hits > 0 { "found" } else { "nothing" }.to_owned(),
            at: record.at,
            data: to_json(record),
            articles: Vec::new(),
        }
    }

    /// A step of an invitation.
    pub fn of_invitation(record: &ProactiveRecord) -> Self {
        Self {
            kind: RecordKind::Invitation,
            id: record.id.to_string(),
            subject: record.rule.to_string(),
            result: word(&record.event),
            at: record.at,
            data: to_json(record),
            articles: Vec::new(),
        }
    }
}

/// A variant as the protocol names it.
pub(super) fn word(value: &impl Serialize) -> String {
    to_json(value).trim_matches('"').to_owned()
}

/// Which records are wanted.
#[derive(Clone, Copy, Debug)]
pub struct RecordQuery {
    /// Of which kind.
    pub kind: RecordKind,
    /// Since when, in the browsers' clocks.
    pub since: Timestamp,
}

/// Keeps what is counted.
pub trait RecordStore {
    /// Keeps records of a brand; one that is there already is replaced, but
    /// an outcome that is known never by none.
    fn keep_records(&self, brand: BrandId, records: Vec<KeptRecord>) -> Pending<'_, ()>;

    /// The articles of this offer did not help.
    fn continue_offer(&self, brand: BrandId, offer: OfferId) -> Pending<'_, ()>;

    /// How much of what there is, the most first, at most `limit` of a kind.
    fn record_counts(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<RecordCount>>;

    /// Records after one of them, in the order of their moments, as brand, id
    /// and JSON.
    fn records_after(
        &self,
        query: RecordQuery,
        after: Option<(Timestamp, String)>,
        limit: usize,
    ) -> Pending<'_, Vec<ExportedRecord>>;
}

/// A record as it is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedRecord {
    /// Whose.
    pub brand: String,
    /// Its id in the database.
    pub id: String,
    /// What became of it, as it is known now.
    pub result: String,
    /// When, by the browser's clock.
    pub at: Timestamp,
    /// All of it, as JSON.
    pub data: String,
}

/// Counts since `?1`, at most `?2` of each; the same words in every database.
pub(super) const COUNTS: [&str; 3] = [
    "SELECT kind, brand, subject, result, count(*) AS times FROM record WHERE at >= ?1
     GROUP BY kind, brand, subject, result ORDER BY times DESC, subject LIMIT ?2",
    "SELECT 'article', record_article.brand, article, record_article.result, count(*) AS times
     FROM record_article JOIN record ON record.brand = record_article.brand
     AND record.kind = 'deflection' AND record.id = record_article.id WHERE at >= ?1
     GROUP BY record_article.brand, article, record_article.result
     ORDER BY times DESC, article LIMIT ?2",
    "SELECT 'form', brand, form, 'sent', count(*) AS times FROM conversation
     WHERE form IS NOT NULL AND created_at >= ?1 GROUP BY brand, form
     ORDER BY times DESC, form LIMIT ?2",
];

/// A row of [`COUNTS`].
pub(super) fn count(
    kind: &str,
    brand: &str,
    subject: String,
    result: String,
    times: i64,
) -> Result<RecordCount, StoreError> {
    let kind = serde_json::from_value(serde_json::Value::String(kind.to_owned()))
        .map_err(|_| StoreError::Corrupt { what: "record.kind", value: kind.to_owned() })?;
    let brand = parse("record.brand", brand)?;
    Ok(RecordCount { kind, brand, subject, result, count: times.unsigned_abs() })
}
