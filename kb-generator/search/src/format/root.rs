//! The root: what must be known before the first query.

use alloc::vec::Vec;

use super::bytes::{Bits, Cursor};
use super::{DOCUMENTS_PER_FILE, FormatError, MAGIC, MAX_DOCUMENTS, VERSION};

/// A root, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Root {
    /// Hash that stands in every file name.
    pub(crate) generation: [u8; 4],
    /// First word of every terms file.
    pub(crate) first_words: Vec<Vec<u8>>,
    /// First word of every lexicon file.
    pub(crate) lexicon_words: Vec<Vec<u8>>,
    /// Words so common that a query with enough others need not look them up.
    pub(crate) common_words: Vec<Vec<u8>>,
    /// Per document its first passage file and how many are its own; 0 shares
    /// the first one with the document before.
    pub(crate) passages: Vec<(u32, u32)>,
    /// Sets of words that mean the same; they were indexed for each other, so
    /// this is only for marking them.
    pub(crate) synonyms: Vec<Vec<Vec<u8>>>,
}

impl Root {
    /// Reads a root.
    ///
    /// # Errors
    ///
    /// [`FormatError`] if the bytes are something else.
    pub(crate) fn read(data: &[u8]) -> Result<Root, FormatError> {
        if data.get(..4) != Some(&MAGIC) {
            return Err(FormatError::NotAnIndex);
        }
        let mut cursor = Cursor::new(data, 4);
        let version = cursor.byte()?;
        if version != VERSION {
            return Err(FormatError::UnknownVersion(version));
        }
        let mut generation = [0; 4];
        generation.copy_from_slice(cursor.take(4)?);
        if cursor.number()? != DOCUMENTS_PER_FILE {
            return Err(FormatError::Damaged);
        }
        let documents = cursor.number()? as usize;
        if documents > MAX_DOCUMENTS {
            return Err(FormatError::Damaged);
        }
        let first_words = read_words(&mut cursor)?;
        let lexicon_words = read_words(&mut cursor)?;
        let common_words = read_words(&mut cursor)?;
        let mut synonyms = Vec::new();
        for _ in 0..cursor.number()? {
            synonyms.push(read_words(&mut cursor)?);
        }
        let parameter = u32::from(cursor.byte()?) & 15;
        // A document takes at least one bit.
        if documents / 8 > data.len() {
            return Err(FormatError::Damaged);
        }
        let mut bits = Bits::new(data, cursor.at());
        let mut passages = Vec::with_capacity(documents);
        let mut next = 0u32;
        for _ in 0..documents {
            let own = bits.rice(parameter);
            passages.push((if own == 0 { next.saturating_sub(1) } else { next }, own));
            next = next.saturating_add(own);
        }
        if next as usize > MAX_DOCUMENTS * 8 {
            return Err(FormatError::Damaged);
        }
        Ok(Root { generation, first_words, lexicon_words, common_words, passages, synonyms })
    }

    /// Writes a root.
    #[cfg(feature = "write")]
    pub(crate) fn write(&self) -> Vec<u8> {
        use super::bytes::{BitWriter, put_number, rice_parameter};
        let mut out = Vec::new();
        out.extend_from_slice(&MAGIC);
        out.push(VERSION);
        out.extend_from_slice(&self.generation);
        put_number(DOCUMENTS_PER_FILE, &mut out);
        put_number(self.passages.len() as u32, &mut out);
        write_words(&self.first_words, &mut out);
        write_words(&self.lexicon_words, &mut out);
        write_words(&self.common_words, &mut out);
        put_number(self.synonyms.len() as u32, &mut out);
        for set in &self.synonyms {
            write_words(set, &mut out);
        }
        let own: Vec<u32> = self.passages.iter().map(|passages| passages.1).collect();
        let parameter = rice_parameter(&own);
        out.push(parameter as u8);
        let mut bits = BitWriter::default();
        for own in own {
            bits.rice(own, parameter);
        }
        out.extend(bits.finish());
        out
    }
}

fn read_words(cursor: &mut Cursor<'_>) -> Result<Vec<Vec<u8>>, FormatError> {
    let mut word = Vec::new();
    let mut words = Vec::new();
    for _ in 0..cursor.number()? {
        cursor.word(&mut word)?;
        words.push(word.clone());
    }
    Ok(words)
}

#[cfg(feature = "write")]
fn write_words(words: &[Vec<u8>], out: &mut Vec<u8>) {
    super::bytes::put_number(words.len() as u32, out);
    let mut previous: &[u8] = &[];
    for word in words {
        super::bytes::put_word(previous, word, out);
        previous = word;
    }
}
