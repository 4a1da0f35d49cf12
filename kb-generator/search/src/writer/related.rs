//! Neighbours of every document, by the weights of its strongest words.

use rustc_hash::FxHashMap;

use super::score::Weighted;

/// Words that stand for a document.
const SIGNATURE: usize = 16;
/// Neighbours kept.
const NEIGHBOURS: usize = 5;
/// Less alike than this is not related.
const LEAST_COSINE: f32 = 0.08;

/// Per document its nearest ones by the cosine of their signatures, best first.
pub(super) fn related(documents: usize, groups: &[Vec<Weighted>]) -> Vec<Vec<u32>> {
    let common = (documents / 4).max(8);
    let mut signatures: Vec<Vec<(u32, f32)>> = vec![Vec::new(); documents];
    for (group, weights) in groups.iter().enumerate() {
        // A word of one document relates nothing, one of very many neither.
        if weights.len() < 2 || weights.len() > common {
            continue;
        }
        for weighted in weights {
            signatures[weighted.document as usize].push((group as u32, weighted.weight));
        }
    }
    let mut carriers: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
    for (document, signature) in signatures.iter_mut().enumerate() {
        signature
            .sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        signature.truncate(SIGNATURE);
        let length = signature.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (group, weight) in signature {
            *weight /= length.max(f32::MIN_POSITIVE);
            carriers.entry(*group).or_default().push((document as u32, *weight));
        }
    }
    let mut cosines = vec![0.0f32; documents];
    signatures
        .iter()
        .enumerate()
        .map(|(document, signature)| {
            let mut touched = Vec::new();
            for (group, weight) in signature {
                for (other, other_weight) in &carriers[group] {
                    if cosines[*other as usize] == 0.0 {
                        touched.push(*other);
                    }
                    cosines[*other as usize] += weight * other_weight;
                }
            }
            let mut near: Vec<(u32, f32)> = touched
                .into_iter()
                .map(|other| (other, core::mem::take(&mut cosines[other as usize])))
                .filter(|&(other, cosine)| other != document as u32 && cosine >= LEAST_COSINE)
                .collect();
            near.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            near.truncate(NEIGHBOURS);
            near.into_iter().map(|(other, _)| other).collect()
        })
        .collect()
}
