//! Answers a query from published files natively.

use std::io::Read;

use flate2::read::DeflateDecoder;

use crate::{Answer, FormatError, QueryOptions, Reader, Step};

/// Why a query on published files has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file of the index could not be had.
    #[error("the index file `{0}` is missing")]
    Missing(String),
    /// A file is not compressed as files of an index are.
    #[error("the index file `{name}` cannot be inflated")]
    Inflate {
        /// Which file.
        name: String,
        /// What the decompressor says.
        source: std::io::Error,
    },
    /// A file is not what its name says.
    #[error("the index file `{name}` cannot be read")]
    Format {
        /// Which file.
        name: String,
        /// What is wrong with it.
        source: FormatError,
    },
}

/// Answers `query` from the files that `fetch` gives by name.
///
/// Does what `search.js` does in a browser, with the same reader.
///
/// # Errors
///
/// [`ReadError`] if a file is missing or is not one of an index.
pub fn search_files(
    root: &str,
    query: &str,
    options: QueryOptions,
    fetch: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> Result<Answer, ReadError> {
    let mut load = |name: &str| -> Result<Vec<u8>, ReadError> {
        let data = fetch(name).ok_or_else(|| ReadError::Missing(name.to_owned()))?;
        let mut out = Vec::new();
        DeflateDecoder::new(data.as_slice())
            .read_to_end(&mut out)
            .map_err(|source| ReadError::Inflate { name: name.to_owned(), source })?;
        Ok(out)
    };
    let format = |name: &str, source| ReadError::Format { name: name.to_owned(), source };
    let mut reader = Reader::open(&load(root)?).map_err(|source| format(root, source))?;
    loop {
        match reader.query(query, options) {
            Step::Answer(answer) => return Ok(answer),
            Step::Need(files) => {
                for file in files {
                    let name = reader.file_name(file);
                    let data = load(&name)?;
                    reader.supply(file, data).map_err(|source| format(&name, source))?;
                }
            }
        }
    }
}
