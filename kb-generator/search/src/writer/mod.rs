//! Builds an index: tantivy indexes and scores, the weights are exported.
//!
//! [`layout`] cuts the text into passage files, [`score`] asks tantivy for the
//! weight of every group in every document, [`export`] writes the files and
//! [`related`] finds neighbours by the same weights. The same tantivy index
//! answers queries on the command line, in [`native`].

mod export;
mod layout;
mod native;
mod related;
mod score;
mod synonyms;

pub use export::{SearchIndex, build_index};
pub use native::{NativeHit, NativeIndex, search_native};

/// Why no index could be built.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The index would not fit the format.
    #[error("{0} documents are more than an index can hold")]
    TooManyDocuments(usize),
    /// tantivy failed.
    #[error("the index could not be scored")]
    Score(#[from] tantivy::TantivyError),
    /// The term dictionary of tantivy could not be read.
    #[error("the scored terms could not be read")]
    Terms(#[from] std::io::Error),
}
