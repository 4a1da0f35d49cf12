//! The figures of the reports, put together of what the relay has counted.

use kb_protocol::id::BrandId;
use kb_protocol::record::{RecordCounts, RecordKind, RecordTable, Results, VoteReason};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// A part of a whole. It is never shown without the whole: a half of two is
/// not a half of two thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many of them.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

impl Share {
    /// Between 0 and 1; nothing of nothing.
    pub fn ratio(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

/// Votes on an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Yes.
    pub helpful: u64,
    /// No.
    pub unhelpful: u64,
}

impl Votes {
    /// How many found it helpful.
    pub fn share(self) -> Share {
        Share { part: self.helpful, whole: self.helpful + self.unhelpful }
    }
}

impl From<&Results> for Votes {
    fn from(results: &Results) -> Self {
        Self { helpful: of(results, "helpful"), unhelpful: of(results, "unhelpful") }
    }
}

/// Offers of articles in place of an answer, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// All of them.
    pub offers: u64,
    /// An article was opened.
    pub opened: u64,
    /// It was solved by that.
    pub deflected: u64,
    /// The visitor wrote all the same.
    pub continued: u64,
    /// The visitor went, and nobody knows.
    pub unknown: u64,
}

impl From<&Results> for Offers {
    fn from(results: &Results) -> Self {
        let [deflected, continued, unknown] =
            ["deflected", "continued", "unknown"].map(|result| of(results, result));
        let opened = of(results, "opened");
        Self { offers: deflected + continued + unknown, opened, deflected, continued, unknown }
    }
}

/// An article among those that were offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// How often.
    pub offered: u64,
    /// How often it was opened then.
    pub opened: u64,
    /// How often that solved it.
    pub deflected: u64,
}

impl From<&Results> for Offered {
    fn from(results: &Results) -> Self {
        let deflected = of(results, "deflected");
        let opened = of(results, "opened") + deflected;
        Self { offered: of(results, "offered") + opened, opened, deflected }
    }
}

/// Searches for the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Searches {
    /// How many.
    pub searches: u64,
    /// How many of them found nothing.
    pub nothing: u64,
}

impl From<&Results> for Searches {
    fn from(results: &Results) -> Self {
        let nothing = of(results, "nothing");
        Self { searches: of(results, "found") + nothing, nothing }
    }
}

/// Invitations to chat by one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Seen.
    pub shown: u64,
    /// The chat was opened by it.
    pub engaged: u64,
    /// Put away.
    pub dismissed: u64,
    /// The visitor wrote.
    pub converted: u64,
}

impl From<&Results> for Steps {
    fn from(results: &Results) -> Self {
        let [shown, engaged, dismissed, converted] =
            ["shown", "engaged", "dismissed", "converted"].map(|step| of(results, step));
        Self { shown, engaged, dismissed, converted }
    }
}

/// How often a form was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent(pub u64);

impl From<&Results> for Sent {
    fn from(results: &Results) -> Self {
        Self(of(results, "sent"))
    }
}

fn of(results: &Results, result: &str) -> u64 {
    results.get(result).copied().unwrap_or_default()
}

/// One subject of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<T> {
    /// Whose.
    pub brand: BrandId,
    /// An article, words, a rule, a form.
    pub subject: String,
    /// What became of it.
    pub figures: T,
}

/// What became of each subject, and of all together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table<T> {
    /// Over all subjects, also those without a line.
    pub total: T,
    /// The most first.
    pub lines: Vec<Line<T>>,
    /// How many subjects there are.
    pub subjects: u64,
}

impl<T> Table<T> {
    /// Whether there are more subjects than lines.
    pub fn is_cut(&self) -> bool {
        self.subjects > self.lines.len() as u64
    }
}

/// Everything that is counted, to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a>(pub &'a RecordCounts);

impl Figures<'_> {
    /// Votes by article, those with the most complaints first.
    pub fn articles(&self) -> Table<Votes> {
        let mut table = self.table::<Votes>(RecordKind::Vote);
        // Stable: of as many complaints those with the most votes.
        table.lines.sort_by_key(|line| std::cmp::Reverse(line.figures.unhelpful));
        table
    }

    /// Why readers of an article said no, the most frequent reason first.
    pub fn reasons(&self, brand: &BrandId, article: &str) -> Vec<(VoteReason, u64)> {
        let row = self.of(RecordKind::Reason).and_then(|table| {
            table.rows.iter().find(|row| row.brand == *brand && row.subject == article)
        });
        let mut reasons: Vec<(VoteReason, u64)> = row
            .into_iter()
            .flat_map(|row| &row.results)
            .map(|(word, count)| (reason(word), *count))
            .collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons
    }

    /// Offers by where they were made: `form:contact`, `chat`.
    pub fn offers(&self) -> Table<Offers> {
        self.table(RecordKind::Deflection)
    }

    /// The articles of these offers.
    pub fn offered(&self) -> Table<Offered> {
        self.table(RecordKind::Article)
    }

    /// Forms that were sent.
    pub fn forms(&self) -> Table<Sent> {
        self.table(RecordKind::Form)
    }

    /// Searches by their words.
    pub fn searches(&self) -> Table<Searches> {
        self.table(RecordKind::Search)
    }

    /// Those that found nothing.
    pub fn gaps(&self) -> Table<Searches> {
        self.table(RecordKind::Gap)
    }

    /// Invitations by their rules.
    pub fn invitations(&self) -> Table<Steps> {
        self.table(RecordKind::Invitation)
    }

    fn of(&self, kind: RecordKind) -> Option<&RecordTable> {
        self.0.tables.iter().find(|table| table.kind == kind)
    }

    fn table<T: for<'r> From<&'r Results> + Default>(&self, kind: RecordKind) -> Table<T> {
        let Some(table) = self.of(kind) else { return Table::default() };
        let lines = table.rows.iter().map(|row| Line {
            brand: row.brand.clone(),
            subject: row.subject.clone(),
            figures: T::from(&row.results),
        });
        Table { total: T::from(&table.totals), lines: lines.collect(), subjects: table.subjects }
    }
}

/// A reason by the word of the protocol.
fn reason(word: &str) -> VoteReason {
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    VoteReason::deserialize(word).unwrap_or(VoteReason::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> RecordCounts {
        let json = r#"{"tables": [
            {"kind": "vote", "subjects": 180, "totals": {"helpful": 900, "unhelpful": 100},
             "rows": [
                {"brand": "pedalo", "subject": "loved", "results": {"helpful": 40}},
                {"brand": "pedalo", "subject": "unclear", "results": {"helpful": 1, "unhelpful": 3}}
             ]},
            {"kind": "reason", "subjects": 1, "totals": {}, "rows": [
                {"brand": "pedalo", "subject": "unclear",
                 "results": {"incomplete": 1, "unclear": 2, "yellow": 1}}]},
            {"kind": "deflection", "subjects": 1,
             "totals": {"continued": 30, "deflected": 12, "opened": 20, "unknown": 6}, "rows": []},
            {"kind": "article", "subjects": 1, "totals": {}, "rows": [
                {"brand": "pedalo", "subject": "a",
                 "results": {"offered": 5, "opened": 3, "deflected": 2}}]},
            {"kind": "search", "subjects": 1, "totals": {"found": 3, "nothing": 1}, "rows": []},
            {"kind": "weather", "subjects": 1, "totals": {"rain": 3}, "rows": []}
        ]}"#;
        serde_json::from_str(json).expect("counts of a newer server too")
    }

    #[test]
    fn what_needs_work_stands_first() {
        let counts = counts();
        let table = Figures(&counts).articles();
        let articles: Vec<&str> = table.lines.iter().map(|line| line.subject.as_str()).collect();
        assert_eq!(articles, ["unclear", "loved"]);
        assert_eq!(table.total.share(), Share { part: 900, whole: 1_000 });
        assert!(table.is_cut(), "180 articles, 2 lines");
        let reasons = Figures(&counts).reasons(&table.lines[0].brand, "unclear");
        let expected =
            [(VoteReason::Unclear, 2), (VoteReason::Incomplete, 1), (VoteReason::Unknown, 1)];
        assert_eq!(reasons, expected);
        assert!(Figures(&counts).reasons(&table.lines[0].brand, "loved").is_empty());
    }

    #[test]
    fn every_offer_counts_once_in_the_whole() {
        let counts = counts();
        let offers = Figures(&counts).offers().total;
        assert_eq!((offers.offers, offers.opened, offers.deflected), (48, 20, 12));
        let offered = Figures(&counts).offered().lines[0].figures;
        assert_eq!(offered, Offered { offered: 10, opened: 5, deflected: 2 });
        assert_eq!(Figures(&counts).searches().total, Searches { searches: 4, nothing: 1 });
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!(Share { part: 0, whole: 0 }.ratio(), None);
        assert_eq!(Share { part: 1, whole: 4 }.ratio(), Some(0.25));
        let empty = RecordCounts::default();
        assert_eq!(Figures(&empty).invitations(), Table::default());
    }
}
