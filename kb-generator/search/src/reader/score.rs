//! Adds up weights: which documents a query finds, and in what order.

use alloc::vec;
use alloc::vec::Vec;

use super::Reader;
use super::query::{QueryWord, Resolved};

/// Hits below this share of the best score are not worth showing.
const LEAST_SHARE: f32 = 0.05;

/// A document and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) document: u32,
    pub(super) score: f32,
    /// The passage file that should hold the best excerpt.
    pub(super) passage: u32,
}

/// Documents found, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    pub(super) documents: Vec<Ranked>,
    /// Documents with every word, or those found if no document has all.
    pub(super) total: u32,
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
            let mut has_any = false;
            let mut has_all = true;
            let mut has_phrases = true;
            for (contribution, word) in contributions.iter().zip(words) {
                let own = contribution.scores[document];
                let has = own > 0.0 || contribution.is_common;
                score += own;
                has_any |= own > 0.0;
                has_all &= has;
                has_phrases &= has || word.phrase.is_none();
                covered += if has { contribution.rarity } else { 0.0 };
            }
            if !has_any || !has_phrases {
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
                ranked.insert(at, Ranked { document: document as u32, score, passage: 0 });
            }
        }
        let least = ranked.first().map_or(0.0, |best| best.score * LEAST_SHARE);
        ranked.truncate(ranked.partition_point(|ranked| ranked.score >= least));
        for ranked in &mut ranked {
            ranked.passage = self.passage(ranked.document, &contributions);
        }
        let total = if complete > 0 { complete } else { found };
        Ranking { documents: ranked, total }
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
