//! Synonyms: compiled into the postings, so that readers need not know them.

use super::score::{Corpus, Weighted};
use crate::analyzer::{GroupId, Term};

/// What a synonym is worth beside the word itself.
const SYNONYM: f32 = 0.7;

/// The terms of every phrase of every set.
pub(super) fn learn(corpus: &mut Corpus, sets: &[Vec<String>]) -> Vec<Vec<Vec<Term>>> {
    sets.iter()
        .map(|set| {
            let phrases = set.iter().map(|phrase| corpus.terms_of(phrase));
            phrases.filter(|terms| !terms.is_empty()).collect()
        })
        .collect()
}

/// Lets every phrase of a set find what the others find.
pub(super) fn apply(sets: &[Vec<Vec<Term>>], groups: &mut [Vec<Weighted>]) {
    let mut additions: Vec<(GroupId, Vec<Weighted>)> = Vec::new();
    for set in sets {
        for (position, phrase) in set.iter().enumerate() {
            let found = documents_with(phrase, groups);
            for (other, target) in set.iter().enumerate() {
                if other == position {
                    continue;
                }
                let factor = SYNONYM / target.len() as f32;
                for term in target {
                    let scaled = found
                        .iter()
                        .map(|weighted| Weighted { weight: weighted.weight * factor, ..*weighted });
                    additions.push((term.group, scaled.collect()));
                }
            }
        }
    }
    for (group, mut weights) in additions {
        let own = &mut groups[group.0 as usize];
        own.append(&mut weights);
        own.sort_by(|one, other| {
            one.document.cmp(&other.document).then(other.weight.total_cmp(&one.weight))
        });
        own.dedup_by_key(|weighted| weighted.document);
    }
}

/// The words a reader marks for each other.
pub(super) fn words(sets: &[Vec<Vec<Term>>], corpus: &Corpus) -> Vec<Vec<Vec<u8>>> {
    let terms = corpus.analyzer.terms();
    sets.iter()
        .map(|set| {
            let groups: Vec<GroupId> = set.iter().flatten().map(|term| term.group).collect();
            let mut words: Vec<Vec<u8>> = terms
                .iter()
                .filter(|term| groups.contains(&term.group))
                .map(|term| corpus.analyzer.word(term.word).as_bytes().to_vec())
                .collect();
            words.sort_unstable();
            words.dedup();
            words
        })
        .collect()
}

/// Documents with every word of the phrase, weighted by their mean.
fn documents_with(phrase: &[Term], groups: &[Vec<Weighted>]) -> Vec<Weighted> {
    let mut found = groups[phrase[0].group.0 as usize].clone();
    for term in &phrase[1..] {
        let next = &groups[term.group.0 as usize];
        found.retain_mut(|weighted| {
            match next.binary_search_by_key(&weighted.document, |other| other.document) {
                Ok(at) => {
                    weighted.weight += next[at].weight;
                    true
                }
                Err(_) => false,
            }
        });
    }
    for weighted in &mut found {
        weighted.weight /= phrase.len() as f32;
    }
    found
}
