//! What is counted: the part of the [`Store`](super::Store) that keeps votes,
//! offers, searches and invitations.

use kb_protocol::id::{BrandId, OfferId};
use kb_protocol::record::{
    BrandVote, DeflectionRecord, Outcome, ProactiveRecord, RecordKind, RecordRow, RecordTable,
    Results, SearchRecord, Vote,
};
use kb_protocol::time::Timestamp;
use serde::Serialize;

use super::stored::{json, parse, to_json};
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

    /// How often what became of what, in one table of each kind with at most
    /// `limit` subjects.
    fn record_tables(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<RecordTable>>;

    /// The latest votes with words.
    fn vote_words(&self, since: Timestamp, limit: usize) -> Pending<'_, Vec<BrandVote>>;

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

/// What is counted since `?1`, as brand, subject, result and how often; the
/// same words in every database but `data ->>`.
pub(super) const COUNTED: [(RecordKind, &str); 8] = [
    (
        RecordKind::Vote,
        "SELECT brand, subject, result, count(*) AS times FROM record
         WHERE kind = 'vote' AND at >= ?1 GROUP BY brand, subject, result",
    ),
    (
        RecordKind::Reason,
        "SELECT brand, subject, data ->> 'reason' AS result, count(*) AS times FROM record
         WHERE kind = 'vote' AND at >= ?1 AND data ->> 'reason' IS NOT NULL GROUP BY 1, 2, 3",
    ),
    (
        RecordKind::Deflection,
        "SELECT brand, subject, result, count(*) AS times FROM record
         WHERE kind = 'deflection' AND at >= ?1 GROUP BY brand, subject, result
         UNION ALL SELECT brand, subject, 'opened', count(*) FROM record
         WHERE kind = 'deflection' AND at >= ?1 AND EXISTS (SELECT 1 FROM record_article
         WHERE record_article.brand = record.brand AND record_article.id = record.id
         AND record_article.result <> 'offered') GROUP BY brand, subject",
    ),
    (
        RecordKind::Article,
        "SELECT record_article.brand, article AS subject, record_article.result,
         count(*) AS times FROM record_article JOIN record ON record.brand = record_article.brand
         AND record.kind = 'deflection' AND record.id = record_article.id WHERE at >= ?1
         GROUP BY record_article.brand, article, record_article.result",
    ),
    (
        RecordKind::Search,
        "SELECT brand, subject, result, count(*) AS times FROM record
         WHERE kind = 'search' AND at >= ?1 GROUP BY brand, subject, result",
    ),
    (
        RecordKind::Gap,
        "SELECT brand, subject, result, count(*) AS times FROM record
         WHERE kind = 'search' AND result = 'nothing' AND at >= ?1
         GROUP BY brand, subject, result",
    ),
    (
        RecordKind::Invitation,
        "SELECT brand, subject, result, count(*) AS times FROM record
         WHERE kind = 'invitation' AND at >= ?1 GROUP BY brand, subject, result",
    ),
    (
        RecordKind::Form,
        "SELECT brand, form AS subject, 'sent' AS result, count(*) AS times FROM conversation
         WHERE form IS NOT NULL AND created_at >= ?1 GROUP BY brand, form",
    ),
];

/// The `?2` subjects of [`COUNTED`] with the most, the most first: a row of
/// brand, subject, result and how often for each result.
pub(super) fn rows_of(counted: &str) -> String {
    format!(
        "WITH counted AS ({counted}), most AS (
         SELECT brand, subject, sum(times) AS weight FROM counted GROUP BY brand, subject
         ORDER BY weight DESC, subject, brand LIMIT ?2)
         SELECT counted.brand, counted.subject, result, times FROM counted
         JOIN most ON most.brand = counted.brand AND most.subject = counted.subject
         ORDER BY weight DESC, counted.subject, counted.brand"
    )
}

/// Each result of [`COUNTED`], how often, and how many subjects there are.
pub(super) fn totals_of(counted: &str) -> String {
    format!(
        "WITH counted AS ({counted}) SELECT result, CAST(sum(times) AS bigint),
         (SELECT count(*) FROM (SELECT DISTINCT brand, subject FROM counted) AS subjects)
         FROM counted GROUP BY result"
    )
}

/// The latest votes since `?1` with words, at most `?2`, as brand and JSON.
pub(super) const WORDS: &str = "SELECT brand, data FROM record WHERE kind = 'vote' AND at >= ?1
     AND data ->> 'words' <> '' ORDER BY at DESC, id LIMIT ?2";

/// A row of [`rows_of`].
pub(super) struct CountedRow {
    pub(super) brand: String,
    pub(super) subject: String,
    pub(super) result: String,
    pub(super) times: i64,
}

/// A row of [`totals_of`].
pub(super) struct CountedTotal {
    pub(super) result: String,
    pub(super) times: i64,
    pub(super) subjects: i64,
}

/// Puts a table together of what a database has counted.
pub(super) fn table(
    kind: RecordKind,
    counted: Vec<CountedRow>,
    totals: Vec<CountedTotal>,
) -> Result<RecordTable, StoreError> {
    let mut rows: Vec<RecordRow> = Vec::new();
    for CountedRow { brand, subject, result, times } in counted {
        let brand = parse("record.brand", &brand)?;
        let times = times.unsigned_abs();
        match rows.last_mut().filter(|row| row.brand == brand && row.subject == subject) {
            Some(row) => drop(row.results.insert(result, times)),
            None => rows.push(RecordRow { brand, subject, results: [(result, times)].into() }),
        }
    }
    let subjects = totals.first().map_or(0, |total| total.subjects.unsigned_abs());
    let totals: Results =
        totals.into_iter().map(|total| (total.result, total.times.unsigned_abs())).collect();
    Ok(RecordTable { kind, totals, subjects, rows })
}

/// A row of [`WORDS`].
pub(super) fn words(brand: &str, data: &str) -> Result<BrandVote, StoreError> {
    Ok(BrandVote { brand: parse("record.brand", brand)?, vote: json("record.data", data)? })
}
