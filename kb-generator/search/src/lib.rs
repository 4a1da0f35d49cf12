//! The search index, both ends: written natively, read in the browser.
//!
//! With the feature `write`, [`build_index`] turns the [`Document`]s of one
//! locale into a [`SearchIndex`]: small content-hashed files that any static
//! host can serve. Everywhere, browsers included, a [`Reader`] answers queries
//! from those files. It does no I/O: it names the files it needs, is handed
//! their bytes and answers hits.
//!
//! The story, in order: [`words`] says what a word is, at both ends; the
//! analyzer finds its stem; the writer lets tantivy index and score and exports
//! the weights; [`format`] is the only place that knows the bytes; the reader
//! adds weights, finds excerpts and, for words without a hit, asks the lexicon
//! for a correction.
#![cfg_attr(not(feature = "write"), no_std)]

extern crate alloc;

mod document;
mod format;
mod reader;
mod suggest;
pub mod words;

#[cfg(feature = "write")]
mod analyzer;
#[cfg(feature = "write")]
mod files;
#[cfg(all(feature = "module", target_arch = "wasm32"))]
mod wasm;
#[cfg(feature = "write")]
mod writer;

pub use document::{Document, IndexOptions, Section};
#[cfg(feature = "write")]
pub use files::{ReadError, search_files};
pub use format::{FileId, FileKind, FormatError};
pub use reader::{Answer, Hit, HitSection, Marked, QueryOptions, Reader, Step};
#[cfg(feature = "write")]
pub use writer::{IndexError, NativeHit, NativeIndex, SearchIndex, build_index, search_native};

/// Reads `data` as a root and as every kind of file, for fuzzing: it may be
/// refused but must never panic, hang or take much memory.
///
/// The first byte says how much of the rest is the root.
#[cfg(feature = "write")]
pub fn fuzz_reader(data: &[u8]) {
    let Some((split, rest)) = data.split_first() else { return };
    let (root, file) = rest.split_at(usize::from(*split).min(rest.len()));
    let mut whole = [b"HWKS\x01".as_slice(), root].concat();
    let mut reader = Reader::open(&whole).or_else(|_| {
        whole.extend([0; 16]);
        Reader::open(&whole)
    });
    let Ok(reader) = &mut reader else { return };
    let options = QueryOptions::default();
    for _ in 0..8 {
        let Step::Need(needs) = reader.query("unlok \"a bike\" 自転 b", options) else { return };
        for need in needs {
            // A refused file is asked for again, hence the bound on rounds.
            let _ = reader.supply(need, file.to_vec());
        }
    }
}
