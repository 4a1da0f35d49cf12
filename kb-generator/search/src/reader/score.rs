//! Adds up weights: which documents a query finds, and in what order.

use alloc::vec;
use alloc::vec::Vec;

use super::Reader;
use super::query::{QueryWord, Resolved};

/// Hits below this share of the best score are not worth showing.
const LEAST_SHARE: f32 = 0.05;

/// A document answers a message if it has so much of what the message says, in
/// rarity of the words that the index knows.
const LEAST_COVERED: f32 = 0.4;

/// And at least so many of its words, if there are so many: one word alone
/// says little about what somebody wants.
const LEAST_WORDS: usize = 2;

/// And at least this share of the best score.
const LEAST_SHARE_OF_ANSWERS: f32 = 0.3;

/// A document and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) document: u32,
    pub(super) score: f32,
    /// The passage file that should hold the best excerpt.
    pub(super) passage: u32,
    /// How many words of the query it has.
    words: usize,
    /// Their rarity.
    covered: f32,
}

/// Documents found, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    pub(super) documents: Vec<Ranked>,
    /// Documents with every word, or those found if no document has all.
    pub(super) total: u32,
    /// Rarity of all words that the index knows.
    known: f32,
}

impl Ranking {
    /// Forgets documents that are about something else than a message with
    /// so many telling words.
    pub(super) fn keep_what_answers(&mut self, words: usize) {
        let best = self.documents.first().map_or(0.0, |best| best.score);
        let known = self.known;
        self.documents.retain(|found| {
            found.words >= words.min(LEAST_WORDS)
                && found.covered >= known * LEAST_COVERED
                && found.score >= best * LEAST_SHARE_OF_ANSWERS
        });
        self.total = self.documents.len() as u32;
    }
}

/// What one word contributes.
struct Contribution {
    /// Score per document.
    scores: Vec<f32>,
    /// Passage file per document, among the document's own.
    passages: Vec<u16>,
    /// Whether documents without a score count as having the word.
    is_common: bool,
    /// How telling the word is: 1 for a word in every document, one more for
    /// each halving.
    rarity: f32,
}

impl Reader {
    /// Scores every document.
    ///
    /// Gives the best `limit`.
    pub(super) fn rank(&self, words: &[QueryWord], resolved: &[Resolved], limit: usize) -> Ranking {
        let count = self.root.passages.len();
        let contributions: Vec<Contribution> =
            resolved.iter().map(|word| self.contribution(word)).collect();
        let all: f32 = contributions.iter().map(|word| word.rarity).sum();
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut complete = 0;
        let mut found = 0;
        for document in 0..count {
            let mut score = 0.0;
            let mut covered = 0.0;
            let mut own_words = 0;
            let mut own_rarity = 0.0;
            let mut has_all = true;
            let mut has_phrases = true;
            for (contribution, word) in contributions.iter().zip(words) {
                let own = contribution.scores[document];
                let has = own > 0.0 || contribution.is_common;
                score += own;
                if own > 0.0 {
                    own_words += 1;
                    own_rarity += contribution.rarity;
                }
                has_all &= has;
                has_phrases &= has || word.phrase.is_none();
                covered += if has { contribution.rarity } else { 0.0 };
            }
            if own_words == 0 || !has_phrases {
                continue;
            }
            complete += u32::from(has_all);
            found += 1;
            let score = score * covered / all;
            // Kept sorted by insertion: a general sort would be a tenth of the
            // module, and few documents get this far.
            if ranked.len() < limit || ranked.last().is_some_and(|last| score > last.score) {
                let at = ranked.partition_point(|better| better.score >= score);
                ranked.truncate(limit.saturating_sub(1));
                let document = document as u32;
                let found =
                    Ranked { document, score, passage: 0, words: own_words, covered: own_rarity };
                ranked.insert(at, found);
            }
        }
        let least = ranked.first().map_or(0.0, |best| best.score * LEAST_SHARE);
        ranked.truncate(ranked.partition_point(|ranked| ranked.score >= least));
        for ranked in &mut ranked {
            ranked.passage = self.passage(ranked.document, &contributions);
        }
        let total = if complete > 0 { complete } else { found };
        let known =
            contributions.iter().zip(resolved).filter(|(_, word)| !word.candidates.is_empty());
        let known = known.map(|(word, _)| word.rarity).sum();
        Ranking { documents: ranked, total, known }
    }

    fn contribution(&self, resolved: &Resolved) -> Contribution {
        let count = self.root.passages.len();
        let mut contribution = Contribution {
            scores: vec![0.0; count],
            passages: vec![0; count],
            is_common: resolved.is_ignored,
            rarity: if resolved.is_ignored { 0.0 } else { 1.0 },
        };
        let mut documents = 0;
        for candidate in &resolved.candidates {
            let Some(Some(terms)) = self.terms.get(candidate.file as usize) else { continue };
            let header = terms.postings(candidate.group, &self.root.passages, &mut |posting| {
                let score = (posting.weight * posting.weight) as f32 * candidate.factor;
                let document = posting.document as usize;
                if score > contribution.scores[document] {
                    contribution.scores[document] = score;
                    contribution.passages[document] = posting.passage as u16;
                }
            });
            if let Some(header) = header {
                contribution.is_common |= header.is_common && candidate.factor == 1.0;
                documents += header.documents;
            }
        }
        if !contribution.is_common {
            let share = count as u32 / documents.max(1);
            contribution.rarity += (32 - share.leading_zeros()) as f32;
        }
        contribution
    }

    /// The passage file of a document for which the rarest words speak.
    fn passage(&self, document: u32, contributions: &[Contribution]) -> u32 {
        let (first, own) = self.root.passages[document as usize];
        let mut best = (0.0, 0);
        for contribution in contributions {
            let passage = contribution.passages[document as usize];
            let votes = contributions
                .iter()
                .filter(|other| {
                    other.scores[document as usize] > 0.0
                        && other.passages[document as usize] == passage
                })
                .map(|other| other.rarity)
                .sum();
            if votes > best.0 {
                best = (votes, passage);
            }
        }
        first + u32::from(best.1).min(own.saturating_sub(1))
    }
}
