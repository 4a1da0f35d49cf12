//! Queries answered by tantivy itself, for the command line and for tests.

use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::IndexError;
use super::layout::CleanDocument;
use super::score::Corpus;
use crate::{Document, IndexOptions};

/// One hit of a native query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NativeHit {
    /// Position in the documents given.
    pub document: u32,
    /// Higher is better; compares only within one query.
    pub score: f32,
}

/// Documents indexed for native queries.
pub struct NativeIndex {
    corpus: Corpus,
    boosts: Vec<f32>,
}

impl NativeIndex {
    /// Indexes documents.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if tantivy fails.
    pub fn new(documents: &[Document], options: &IndexOptions) -> Result<NativeIndex, IndexError> {
        let clean: Vec<CleanDocument> = documents.iter().map(CleanDocument::new).collect();
        let boosts = documents.iter().map(|document| document.boost).collect();
        Ok(NativeIndex { corpus: Corpus::new(&clean, &options.locale)?, boosts })
    }

    /// The best documents for `query`, whole words only.
    ///
    /// As in the browser, the score grows with the share of the query's words
    /// that a document has.
    ///
    /// # Errors
    ///
    /// [`IndexError`] if tantivy fails.
    pub fn search(&mut self, query: &str, limit: usize) -> Result<Vec<NativeHit>, IndexError> {
        let mut groups: Vec<_> =
            self.corpus.terms_of(query).into_iter().map(|term| term.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let searcher = self.corpus.index.reader()?.searcher();
        let mut scores: Vec<(f32, f32)> = vec![(0.0, 0.0); self.boosts.len()];
        let mut all = 0.0;
        for group in &groups {
            let stem = self.corpus.analyzer.group(*group);
            let fields = self.corpus.fields.iter().map(|&(field, boost)| {
                let term = Term::from_field_text(field, stem);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                let query: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(query), boost));
                (Occur::Should, query)
            });
            let word = BooleanQuery::new(fields.collect());
            let collector = TopDocs::with_limit(self.boosts.len().max(1)).order_by_score();
            let found = searcher.search(&word, &collector)?;
            // The same measure of how telling a word is as in the reader.
            let share = self.boosts.len() / found.len().max(1);
            let rarity = 1.0 + (usize::BITS - share.leading_zeros()) as f32;
            all += rarity;
            for (score, address) in found {
                let (sum, covered) = &mut scores[address.doc_id as usize];
                *sum += score;
                *covered += rarity;
            }
        }
        let mut hits: Vec<NativeHit> = scores
            .into_iter()
            .enumerate()
            .filter(|(_, (_, covered))| *covered > 0.0)
            .map(|(document, (sum, covered))| NativeHit {
                document: document as u32,
                score: sum * self.boosts[document] * covered / all,
            })
            .collect();
        hits.sort_by(|one, other| {
            other.score.total_cmp(&one.score).then(one.document.cmp(&other.document))
        });
        hits.truncate(limit);
        Ok(hits)
    }
}

/// Answers one query with tantivy, without exported files.
///
/// # Errors
///
/// [`IndexError`] if tantivy fails.
pub fn search_native(
    documents: &[Document],
    options: &IndexOptions,
    query: &str,
    limit: usize,
) -> Result<Vec<NativeHit>, IndexError> {
    NativeIndex::new(documents, options)?.search(query, limit)
}
