//! Builds an index.

use crate::{Document, IndexOptions};

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

/// Why no index could be built.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The index would not fit the format.
    #[error("{0} documents are more than an index can hold")]
    TooManyDocuments(usize),
    /// tantivy failed.
    #[error("the index could not be scored")]
    Score(#[from] tantivy::TantivyError),
}

/// One hit of [`search_native`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NativeHit {
    /// Position in the documents given.
    pub document: u32,
    /// Higher is better; compares only within one query.
    pub score: f32,
}

/// Builds the index of one locale.
///
/// # Errors
///
/// [`IndexError`] if there are too many documents or tantivy fails.
pub fn build_index(
    _documents: &[Document],
    _options: &IndexOptions,
) -> Result<SearchIndex, IndexError> {
    Ok(SearchIndex::default())
}

/// Answers a query with tantivy itself, without the exported files.
///
/// # Errors
///
/// [`IndexError`] if there are too many documents or tantivy fails.
pub fn search_native(
    _documents: &[Document],
    _options: &IndexOptions,
    _query: &str,
    _limit: usize,
) -> Result<Vec<NativeHit>, IndexError> {
    Ok(Vec::new())
}
