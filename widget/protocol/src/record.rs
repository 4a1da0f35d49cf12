//! What is counted: votes on articles, articles offered in place of an answer,
//! searches, invitations to chat.
//!
//! A browser makes the ids, keeps what it could not post and posts it again
//! later: whatever comes twice counts once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{BrandId, OfferId, RecordId, RuleId, VisitorId};
use crate::time::Timestamp;

/// `POST /kb/v1/{key}/votes`: "was this helpful?". A visitor has one vote on a
/// version of an article; another one takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Vote {
    /// Made by the browser, once per vote; the reason comes later under the
    /// same id.
    pub id: RecordId,
    /// Id of the article.
    pub article: String,
    /// Which text of it: its last change, or whatever else tells it from
    /// others.
    pub version: String,
    /// BCP 47 code of the text's locale.
    pub locale: String,
    /// Yes or no.
    pub helpful: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<VoteReason>,
    /// In the visitor's words, at most [`crate::limits::VOTE_CHARS`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Whose vote.
    pub visitor: VisitorId,
    /// By the browser's clock.
    pub at: Timestamp,
}

/// Why an article did not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoteReason {
    /// It answers another question.
    OffTopic,
    /// It says too little.
    Incomplete,
    /// It is hard to understand.
    Unclear,
    /// It is wrong, or no longer so.
    Wrong,
    /// Another reason, in words.
    Other,
    /// Said by a newer page.
    #[serde(other)]
    Unknown,
}

/// `POST /kb/v1/{key}/records`: what happened since the last time, at most
/// [`crate::limits::RECORDS`] of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Records {
    /// Articles offered in place of an answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deflections: Vec<DeflectionRecord>,
    /// Searches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<SearchRecord>,
    /// Invitations to chat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invitations: Vec<ProactiveRecord>,
    /// Whether the visitor allows to be counted; asked for where the brand
    /// records with consent only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub consent: bool,
}

/// One offer and what became of it. Posted again whenever that changes: the
/// last one with an outcome counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeflectionRecord {
    /// The offer.
    pub id: OfferId,
    /// Where it was made.
    pub surface: Surface,
    /// The form, the rule or what else made it, if it has a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What was searched for; left out without the visitor's consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// BCP 47 code of the visitor's locale.
    pub locale: String,
    /// Ids of the articles, at most [`crate::limits::OFFERED`], best first.
    pub offered: Vec<String>,
    /// Ids of those that were opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<String>,
    /// Whether the visitor said that it helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
    /// What became of it.
    #[serde(default)]
    pub outcome: Outcome,
    /// When it was made, by the browser's clock.
    pub at: Timestamp,
}

/// Where articles were offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// In a form, while it was filled in.
    Form,
    /// In the widget, before a chat.
    Chat,
    /// Somewhere that only a newer page has.
    #[serde(other)]
    Unknown,
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The visitor said that it is solved, and wrote to nobody.
    Deflected,
    /// The visitor wrote to somebody.
    Continued,
    /// Nobody knows, or a newer page says something else.
    #[default]
    #[serde(other)]
    Unknown,
}

/// One search and how much it found; the words only where the visitor allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchRecord {
    /// Made by the browser, once per search.
    pub id: RecordId,
    /// What was typed when the visitor paused.
    pub query: String,
    /// How many articles were found.
    pub hits: u32,
    /// BCP 47 code of the locale that was searched.
    pub locale: String,
    /// When, by the browser's clock.
    pub at: Timestamp,
}

/// One step of an invitation to chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProactiveRecord {
    /// Made by the browser, once per step.
    pub id: RecordId,
    /// The rule that invited.
    pub rule: RuleId,
    /// The step.
    pub event: ProactiveEvent,
    /// When, by the browser's clock.
    pub at: Timestamp,
}

/// What became of an invitation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProactiveEvent {
    /// The visitor saw it.
    Shown,
    /// The visitor opened the chat by it.
    Engaged,
    /// The visitor put it away.
    Dismissed,
    /// The visitor wrote.
    Converted,
    /// Made by a newer page.
    #[serde(other)]
    Unknown,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// [`Vote`]
    Vote,
    /// [`DeflectionRecord`]
    Deflection,
    /// [`SearchRecord`]
    Search,
    /// [`ProactiveRecord`]
    Invitation,
    /// An article of an offer; counted, never posted.
    Article,
    /// Why an article did not help; counted, never posted.
    Reason,
    /// A search that found nothing; counted, never posted.
    Gap,
    /// Forms that were sent; counted, never posted.
    Form,
    /// Counted by a newer server.
    #[serde(other)]
    Unknown,
}

/// `GET /inbox/v1/admin/counts`: how often something became of something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RecordCounts {
    /// One of each kind.
    pub tables: Vec<RecordTable>,
    /// Votes that came with words, the latest first, at most
    /// [`crate::limits::COUNTED_WORDS`].
    pub words: Vec<BrandVote>,
}

/// What is counted of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordTable {
    /// What is counted.
    pub kind: RecordKind,
    /// How often each result, over all subjects.
    pub totals: Results,
    /// How many subjects there are.
    pub subjects: u64,
    /// The subjects with the most, at most [`crate::limits::COUNTED_ROWS`].
    pub rows: Vec<RecordRow>,
}

/// What became of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordRow {
    /// Whose.
    pub brand: BrandId,
    /// An article, a form, a rule, the words of a search; of offers the
    /// surface and what made them: `form:contact`.
    pub subject: String,
    /// How often each result.
    pub results: Results,
}

/// How often each result. Of votes `helpful` and `unhelpful`, of reasons those
/// of [`VoteReason`]; of offers one outcome each, `deflected`, `continued` or
/// `unknown`, and beside that `opened`; of their articles `offered`, `opened`
/// or `deflected`; of searches `found` or `nothing`; of invitations `shown`,
/// `engaged`, `dismissed`, `converted`; of forms `sent`.
pub type Results = BTreeMap<String, u64>;

/// A vote with the brand whose article it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrandVote {
    /// Whose.
    pub brand: BrandId,
    /// The vote.
    #[serde(flatten)]
    pub vote: Vote,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_page_says_is_read() {
        let json = r#"{"deflections":[{"id":"o1","surface":"mail","locale":"en","offered":["a"],
            "outcome":"phoned","at":1}],"invitations":[{"id":"p1","rule":"r","event":"waved",
            "at":2}],"surveys":[]}"#;
        let records: Records = serde_json::from_str(json).expect("records");
        assert_eq!(records.deflections[0].surface, Surface::Unknown);
        assert_eq!(records.deflections[0].outcome, Outcome::Unknown);
        assert_eq!(records.invitations[0].event, ProactiveEvent::Unknown);
        assert!(!records.consent);
    }

    #[test]
    fn a_vote_needs_neither_reason_nor_words() {
        let json = r#"{"id":"v1","article":"a1","version":"2026-05-01","locale":"en",
            "helpful":true,"visitor":"x","at":1}"#;
        let vote: Vote = serde_json::from_str(json).expect("a vote");
        assert_eq!((vote.reason, vote.words.as_str()), (None, ""));
        let unknown: VoteReason = serde_json::from_str(r#""too_long""#).expect("a reason");
        assert_eq!(unknown, VoteReason::Unknown);
    }
}
