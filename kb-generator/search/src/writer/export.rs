//! From weights to files.

use std::borrow::Borrow;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;

use super::layout::{CleanDocument, Layout, lay_out};
use super::related::related;
use super::score::{Corpus, Weighted};
use super::{IndexError, synonyms};
use crate::analyzer::{GroupId, WordId};
use crate::format::{
    DOCUMENTS_PER_FILE, FileId, GroupReference, MAX_DOCUMENTS, MAX_WEIGHT, Posting, Root,
    encode_postings, write_document, write_lexicon, write_terms,
};
use crate::{Document, IndexOptions};

/// A terms file is closed when its postings and words reach this many bytes.
const TERMS_BYTES: usize = 3_000;

/// The same for a lexicon file.
const LEXICON_BYTES: usize = 7_000;

/// Postings up to this size are repeated in every file that needs them, which
/// saves a round trip for words whose stem begins differently.
const REPEATED_BYTES: usize = 64;

/// Groups in more than one document of this many are common: only documents
/// where they weigh much are listed, the others count as having them.
const COMMON_SHARE: usize = 2;

/// Words in more than one document of this many need not be looked up.
const COMMON_WORD: usize = 5;

/// Most of them that a root carries.
const MAX_COMMON_WORDS: usize = 160;

/// A finished index, ready to be published below `<site>/<locale>/search/`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchIndex {
    /// File name of the root.
    pub root: String,
    /// Every file, the root included: content-hashed name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Per document up to 5 nearest ones, best first, as positions in the input.
    pub related: Vec<Vec<u32>>,
}

/// Builds the index of one locale.
///
/// The bytes depend on the arguments alone.
///
/// # Errors
///
/// [`IndexError`] if there are too many documents or tantivy fails.
pub fn build_index<D: Borrow<Document>>(
    documents: impl IntoIterator<Item = D>,
    options: &IndexOptions,
) -> Result<SearchIndex, IndexError> {
    let clean = documents.into_iter().map(|document| CleanDocument::new(document.borrow()));
    let mut clean: Vec<CleanDocument> = clean.collect();
    if clean.len() > MAX_DOCUMENTS {
        return Err(IndexError::TooManyDocuments(clean.len()));
    }
    let layout = lay_out(&mut clean);
    let mut corpus = Corpus::new(&clean, &options.locale)?;
    for document in &mut clean {
        // Large, and from here on only the passages are needed.
        document.pieces = Vec::new();
    }
    let sets = synonyms::learn(&mut corpus, &options.synonyms);
    let mut groups = corpus.weights()?;
    let related = related(clean.len(), &groups);
    for weighted in groups.iter_mut().flatten() {
        weighted.weight *= clean[weighted.document as usize].boost.clamp(0.01, 100.0);
    }
    synonyms::apply(&sets, &mut groups);
    let encoded = encode_groups(&groups, &layout, clean.len());
    let (first_words, terms) = terms_files(&corpus, &encoded);
    let (lexicon_words, lexicon) = lexicon_files(&corpus);
    let synonyms = synonyms::words(&sets, &corpus);
    let root = Root {
        generation: [0; 4],
        first_words,
        lexicon_words,
        common_words: common_words(&corpus, clean.len()),
        passages: layout.passages,
        synonyms,
    };
    let passages = layout.files.into_iter().map(String::into_bytes).collect();
    let contents = vec![
        (FileId::terms as fn(u32) -> FileId, terms),
        (|number| FileId::documents_of(number * DOCUMENTS_PER_FILE), documents_files(&clean)),
        (FileId::passages, passages),
        (FileId::lexicon, lexicon),
    ];
    let (root, files) = publish(root, contents);
    Ok(SearchIndex { root, files, related })
}

/// Names and compresses every file; the root comes first.
#[expect(clippy::type_complexity, reason = "the type is said once, right here")]
fn publish(
    mut root: Root,
    contents: Vec<(fn(u32) -> FileId, Vec<Vec<u8>>)>,
) -> (String, Vec<(String, Vec<u8>)>) {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&root.write());
    for file in contents.iter().flat_map(|(_, files)| files) {
        hasher.update(&(file.len() as u64).to_le_bytes()).update(file);
    }
    root.generation.copy_from_slice(&hasher.finalize().as_bytes()[..4]);
    let bytes = root.write();
    let hash = blake3::hash(&bytes).to_hex();
    let name = format!("root.{}.bin", &hash[..8]);
    let numbered = contents.iter().flat_map(|(kind, files)| {
        files.iter().enumerate().map(|(number, file)| (kind(number as u32), file))
    });
    let numbered: Vec<_> = numbered.collect();
    let mut files = vec![(name.clone(), deflate(&bytes))];
    files.par_extend(
        numbered.into_par_iter().map(|(id, file)| (id.name(root.generation), deflate(file))),
    );
    (name, files)
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}

/// Quantises and encodes every group that stands in some document.
fn encode_groups(
    groups: &[Vec<Weighted>],
    layout: &Layout,
    documents: usize,
) -> Vec<Option<Vec<u8>>> {
    let most = groups.iter().flatten().map(|weighted| weighted.weight).fold(0.0, f32::max);
    let quantise = |weight: f32| {
        ((MAX_WEIGHT as f32 * (weight / most).sqrt()).round() as u32).clamp(1, MAX_WEIGHT)
    };
    groups
        .par_iter()
        .map(|weights| {
            if weights.is_empty() {
                return None;
            }
            let mut postings: Vec<Posting> = weights
                .iter()
                .map(|weighted| Posting {
                    document: weighted.document,
                    weight: quantise(weighted.weight),
                    passage: weighted.passage,
                })
                .collect();
            let is_common = documents >= 64 && postings.len() > documents / COMMON_SHARE;
            if is_common {
                let mut weights: Vec<u32> = postings.iter().map(|posting| posting.weight).collect();
                weights.sort_unstable();
                let usual = weights[weights.len() * 3 / 4];
                postings.retain(|posting| posting.weight > usual);
            }
            Some(encode_postings(&postings, is_common, &layout.passages))
        })
        .collect()
}

/// First words and contents of the terms files.
fn terms_files(corpus: &Corpus, encoded: &[Option<Vec<u8>>]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut terms: Vec<(&[u8], GroupId)> = corpus
        .analyzer
        .terms()
        .into_iter()
        .filter(|term| encoded[term.group.0 as usize].is_some())
        .map(|term| (corpus.analyzer.word(term.word).as_bytes(), term.group))
        .collect();
    terms.sort_unstable();
    let bytes = |group: GroupId| encoded[group.0 as usize].as_deref().unwrap_or_default();

    // Groups live in the order of their first word; `homes` says where.
    let mut homes: Vec<Option<(u32, u32)>> = vec![None; encoded.len()];
    let mut first_words: Vec<Vec<u8>> = Vec::new();
    let mut members: Vec<Vec<GroupId>> = Vec::new();
    let mut size = usize::MAX;
    let mut previous: &[u8] = &[];
    for &(word, group) in &terms {
        let is_new = homes[group.0 as usize].is_none();
        let postings = if is_new { bytes(group).len() } else { 0 };
        // One word never stands in two files, or the second were not found.
        if size > TERMS_BYTES.saturating_sub(postings / 2) && word != previous {
            first_words.push(word.to_vec());
            members.push(Vec::new());
            size = 0;
        }
        previous = word;
        size += 3 + postings;
        let file = members.len() - 1;
        if is_new {
            homes[group.0 as usize] = Some((file as u32, members[file].len() as u32));
            members[file].push(group);
        }
    }

    let mut files = Vec::with_capacity(members.len());
    let mut rest = terms.as_slice();
    for (file, mut groups) in members.into_iter().enumerate() {
        let end = match first_words.get(file + 1) {
            Some(next) => rest.partition_point(|(word, _)| *word < next.as_slice()),
            None => rest.len(),
        };
        let (here, after) = rest.split_at(end);
        rest = after;
        let mut words: Vec<(&[u8], Vec<GroupReference>)> = Vec::new();
        for &(word, group) in here {
            let (home, position) = homes[group.0 as usize].expect("every group found a home above");
            let reference = if home as usize == file {
                GroupReference::Here(position)
            } else if bytes(group).len() <= REPEATED_BYTES {
                let at = groups.iter().position(|&known| known == group).unwrap_or_else(|| {
                    groups.push(group);
                    groups.len() - 1
                });
                GroupReference::Here(at as u32)
            } else {
                GroupReference::Elsewhere { file: home, group: position }
            };
            match words.last_mut() {
                Some(last) if last.0 == word => last.1.push(reference),
                _ => words.push((word, vec![reference])),
            }
        }
        let postings: Vec<&[u8]> = groups.into_iter().map(bytes).collect();
        files.push(write_terms(&words, &postings));
    }
    (first_words, files)
}

/// The commonest words, sorted: those of a quarter of the documents.
fn common_words(corpus: &Corpus, documents: usize) -> Vec<Vec<u8>> {
    let mut words: Vec<(u32, &[u8])> = corpus
        .frequencies
        .iter()
        .enumerate()
        .filter(|&(_, &frequency)| documents >= 64 && frequency as usize > documents / COMMON_WORD)
        .map(|(word, &frequency)| (frequency, corpus.analyzer.word(WordId(word as u32)).as_bytes()))
        .collect();
    words.sort_unstable_by(|one, other| other.cmp(one));
    words.truncate(MAX_COMMON_WORDS);
    let mut words: Vec<Vec<u8>> = words.into_iter().map(|(_, word)| word.to_vec()).collect();
    words.sort_unstable();
    words
}

/// First words and contents of the lexicon files: words that two documents
/// share or that stand in a title or heading.
fn lexicon_files(corpus: &Corpus) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut words: Vec<(&[u8], u32)> = corpus
        .frequencies
        .iter()
        .enumerate()
        .filter_map(|(word, &documents)| {
            let id = WordId(word as u32);
            let text = corpus.analyzer.word(id);
            let length = text.chars().count();
            let belongs = (documents >= 2 || corpus.is_prominent[word])
                && corpus.analyzer.is_correctable(id)
                && (3..=24).contains(&length);
            belongs.then_some((text.as_bytes(), documents))
        })
        .collect();
    words.sort_unstable();
    let mut first_words = Vec::new();
    let mut files = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, _)) = rest.first() {
        let mut size = 0;
        let mut previous: &[u8] = &[];
        let end = rest
            .iter()
            .position(|(word, _)| {
                let shared = previous.iter().zip(*word).take_while(|(one, other)| one == other);
                size += 3 + word.len() - shared.count();
                previous = word;
                size > LEXICON_BYTES
            })
            .unwrap_or(rest.len());
        let (here, after) = rest.split_at(end.max(1));
        rest = after;
        first_words.push(first.to_vec());
        files.push(write_lexicon(here));
    }
    (first_words, files)
}

fn documents_files(documents: &[CleanDocument]) -> Vec<Vec<u8>> {
    documents
        .chunks(DOCUMENTS_PER_FILE as usize)
        .map(|documents| {
            let mut text = String::new();
            for document in documents {
                let CleanDocument { url, page, title, category, .. } = document;
                write_document([url, title, category, page], &mut text);
            }
            text.into_bytes()
        })
        .collect()
}
