//! The weight of every group in every document, as tantivy scores it.

use rustc_hash::FxHashMap;
use tantivy::postings::Postings as _;
use tantivy::query::Bm25Weight;
use tantivy::schema::{
    Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, document::TantivyDocument,
};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{DocSet as _, Index, TERMINATED};

use super::IndexError;
use super::layout::CleanDocument;
use crate::analyzer::{Analyzer, GroupId, Term};

/// The fields of a document and what a word in them is worth, tuned on
/// known-item queries (see `examples/evaluate.rs`). Readers raise titles and
/// headings once more that are nearly the query itself.
const FIELDS: [(&str, f32); 6] = [
    ("title", 3.0),
    ("headings", 2.0),
    ("body", 1.0),
    ("description", 2.5),
    ("tags", 1.0),
    ("keywords", 1.5),
];

/// How much of a word's home one occurrence in a heading is worth.
const HEADING_OCCURRENCES: u32 = 4;

/// Bytes that tantivy may hold before it would need a second segment.
const ARENA_BYTES: usize = 1 << 30;

/// A group in a document, before weights are quantised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weighted {
    pub(super) document: u32,
    pub(super) weight: f32,
    /// Which of the document's own passage files the group is most at home in.
    pub(super) passage: u32,
}

/// An indexed corpus.
pub(super) struct Corpus {
    pub(super) analyzer: Analyzer,
    pub(super) index: Index,
    pub(super) fields: Vec<(Field, f32)>,
    /// Documents per word.
    pub(super) frequencies: Vec<u32>,
    /// Whether a word stands in some title or heading.
    pub(super) is_prominent: Vec<bool>,
    /// Passage files of groups that are not most at home in the first one.
    homes: FxHashMap<(GroupId, u32), u32>,
}

impl Corpus {
    /// Analyses and indexes documents whose pieces are laid out.
    pub(super) fn new(documents: &[CleanDocument], locale: &str) -> Result<Corpus, IndexError> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("words")
            .set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields: Vec<(Field, f32)> = FIELDS
            .iter()
            .map(|(name, boost)| (schema.add_text_field(name, options.clone()), *boost))
            .collect();
        let index = Index::create_in_ram(schema.build());
        index
            .tokenizers()
            .register("words", TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
        let mut corpus = Corpus {
            analyzer: Analyzer::new(locale),
            index: index.clone(),
            fields,
            frequencies: Vec::new(),
            is_prominent: Vec::new(),
            homes: FxHashMap::default(),
        };
        let builder = tantivy::IndexBuilder::new()
            .schema(index.schema())
            .tokenizers(index.tokenizers().clone());
        let mut writer = builder
            .single_segment_index_writer(tantivy::directory::RamDirectory::create(), ARENA_BYTES)?;
        for (number, document) in documents.iter().enumerate() {
            writer.add_document(corpus.analyze(number as u32, document))?;
        }
        corpus.index = writer.finalize()?;
        Ok(corpus)
    }

    /// The document as tantivy sees it: stems between spaces.
    fn analyze(&mut self, number: u32, document: &CleanDocument) -> TantivyDocument {
        let mut seen = Vec::new();
        let mut prominent = 0;
        let mut places: Vec<(GroupId, u32, u32)> = Vec::new();
        let mut title = Vec::new();
        let mut headings = Vec::new();
        let mut body = Vec::new();
        self.analyzer.analyze(&document.title, &mut |term| title.push(term));
        for piece in &document.pieces {
            if !piece.is_continued {
                self.analyzer.analyze(&piece.heading, &mut |term| {
                    headings.push(term);
                    places.push((term.group, piece.passage, HEADING_OCCURRENCES));
                });
            }
            self.analyzer.analyze(&piece.text, &mut |term| {
                body.push(term);
                places.push((term.group, piece.passage, 1));
            });
        }
        let mut others = [const { Vec::new() }; 3];
        for (terms, text) in
            others.iter_mut().zip([&document.description, &document.labels, &document.keywords])
        {
            self.analyzer.analyze(text, &mut |term| terms.push(term));
        }
        let [description, tags, keywords] = others;
        let mut out = TantivyDocument::default();
        for (terms, &(field, _)) in
            [title, headings, body, description, tags, keywords].iter().zip(&self.fields)
        {
            let mut text = String::with_capacity(terms.len() * 7);
            for term in terms {
                text.push_str(self.analyzer.group(term.group));
                text.push(' ');
            }
            seen.extend(terms.iter().map(|term| term.word));
            if field.field_id() == 1 {
                prominent = seen.len();
            }
            out.add_text(field, text);
        }
        self.count(seen, prominent);
        self.place(number, places);
        out
    }

    fn count(&mut self, mut seen: Vec<crate::analyzer::WordId>, prominent: usize) {
        self.frequencies.resize(self.analyzer.word_count(), 0);
        self.is_prominent.resize(self.analyzer.word_count(), false);
        for word in &seen[..prominent] {
            self.is_prominent[word.0 as usize] = true;
        }
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            self.frequencies[word.0 as usize] += 1;
        }
    }

    fn place(&mut self, document: u32, mut places: Vec<(GroupId, u32, u32)>) {
        if places.last().is_none_or(|last| last.1 == 0) {
            return;
        }
        places.sort_unstable();
        for of_group in places.chunk_by(|one, other| one.0 == other.0) {
            let mut best = (0, 0);
            for in_passage in of_group.chunk_by(|one, other| one.1 == other.1) {
                let occurrences: u32 = in_passage.iter().map(|place| place.2).sum();
                if occurrences > best.0 {
                    best = (occurrences, in_passage[0].1);
                }
            }
            if best.1 > 0 {
                self.homes.insert((of_group[0].0, document), best.1);
            }
        }
    }

    /// The terms of a query or a synonym.
    pub(super) fn terms_of(&mut self, text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        self.analyzer.analyze(text, &mut |term| terms.push(term));
        terms
    }

    /// Per group its documents with their weights, sorted by document.
    ///
    /// The weight is the sum of tantivy's BM25 scores in all fields, each
    /// times the field's boost.
    pub(super) fn weights(&self) -> Result<Vec<Vec<Weighted>>, IndexError> {
        let mut groups: Vec<Vec<Weighted>> = vec![Vec::new(); self.analyzer.group_count()];
        let searcher = self.index.reader()?.searcher();
        for segment in searcher.segment_readers() {
            let documents = u64::from(segment.max_doc());
            for &(field, boost) in &self.fields {
                let inverted = segment.inverted_index(field)?;
                let Some(norms) = segment.fieldnorms_readers().get_field(field)? else {
                    continue;
                };
                let mean = inverted.total_num_tokens() as f32 / documents as f32;
                let mut scorers: FxHashMap<u32, Bm25Weight> = FxHashMap::default();
                let mut terms = inverted.terms().stream()?;
                while terms.advance() {
                    let stem = core::str::from_utf8(terms.key()).unwrap_or_default();
                    let Some(group) = self.analyzer.find_group(stem) else { continue };
                    let frequency = terms.value().doc_freq;
                    let scorer = scorers.entry(frequency).or_insert_with(|| {
                        Bm25Weight::for_one_term_without_explain(
                            u64::from(frequency),
                            documents,
                            mean,
                        )
                    });
                    let mut postings = inverted
                        .read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?;
                    let weights = &mut groups[group.0 as usize];
                    while postings.doc() != TERMINATED {
                        let document = postings.doc();
                        let score =
                            scorer.score(norms.fieldnorm_id(document), postings.term_freq());
                        weights.push(Weighted { document, weight: boost * score, passage: 0 });
                        postings.advance();
                    }
                }
            }
        }
        for (number, weights) in groups.iter_mut().enumerate() {
            merge(weights);
            for weighted in weights.iter_mut() {
                let key = (GroupId(number as u32), weighted.document);
                weighted.passage = self.homes.get(&key).copied().unwrap_or(0);
            }
        }
        Ok(groups)
    }
}

/// Adds up weights of the same document; the sort is stable, so the sums are
/// made in the order of the fields on every run.
pub(super) fn merge(weights: &mut Vec<Weighted>) {
    weights.sort_by_key(|weighted| weighted.document);
    weights.dedup_by(|next, kept| {
        let same = next.document == kept.document;
        if same {
            kept.weight += next.weight;
        }
        same
    });
}
