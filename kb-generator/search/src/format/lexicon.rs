//! Lexicon files: the words a typo may be corrected to.

use alloc::vec::Vec;

use super::FormatError;
use super::bytes::Cursor;

/// One word of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LexiconEntry<'a> {
    /// The word, folded.
    pub(crate) word: &'a [u8],
    /// Bytes at its beginning that the entry before begins with as well.
    pub(crate) shared: usize,
    /// Documents with the word, as eighths of a power of two.
    pub(crate) frequency: u8,
}

/// Calls `visit` with every word, in order.
///
/// # Errors
///
/// [`FormatError::Damaged`] if the file ends early.
pub(crate) fn each_lexicon_entry(
    data: &[u8],
    visit: &mut dyn FnMut(LexiconEntry<'_>),
) -> Result<(), FormatError> {
    let mut cursor = Cursor::new(data, 0);
    let mut word: Vec<u8> = Vec::new();
    let mut before = Vec::new();
    for _ in 0..cursor.number()? {
        before.clone_from(&word);
        cursor.word(&mut word)?;
        let frequency = cursor.byte()?;
        let shared = before.iter().zip(&word).take_while(|(one, other)| one == other).count();
        visit(LexiconEntry { word: &word, shared, frequency });
    }
    Ok(())
}

/// Writes a lexicon file from sorted words and the number of documents with each.
#[cfg(feature = "write")]
pub(crate) fn write_lexicon(words: &[(&[u8], u32)]) -> Vec<u8> {
    let mut out = Vec::new();
    super::bytes::put_number(words.len() as u32, &mut out);
    let mut previous: &[u8] = &[];
    for (word, documents) in words {
        super::bytes::put_word(previous, word, &mut out);
        out.push((f64::from(*documents + 1).log2() * 8.0).min(255.0) as u8);
        previous = word;
    }
    out
}
