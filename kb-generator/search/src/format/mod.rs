//! The bytes of an index, in both directions; nothing else knows them.
//!
//! An index is a root and numbered files of four kinds. All are raw deflate
//! streams; what follows describes them inflated. Numbers are LEB128 unless
//! said otherwise, words are front-coded and sorted by their UTF-8 bytes.
//!
//! - *root*: magic, version, generation, sizes, the first word of every terms
//!   and lexicon file, how many passage files each document begins, synonyms.
//! - *terms*: words that point to stem groups, and per group the documents with
//!   a quantised weight and the passage file where the group is most at home.
//! - *documents*: address, title, category and name for programs of consecutive
//!   documents.
//! - *passages*: the text of one document, of a part of it, or of several.
//! - *lexicon*: words a typo may be corrected to, with their frequency.
//!
//! Every reading function takes whatever bytes a server may send and answers
//! [`FormatError`] rather than panic.

mod bytes;
mod lexicon;
mod pages;
mod root;
mod terms;

pub(crate) use lexicon::{LexiconEntry, each_lexicon_entry};
pub(crate) use pages::{PassageSection, each_section, read_document};
pub(crate) use root::Root;
pub(crate) use terms::TermsFile;

#[cfg(feature = "write")]
pub(crate) use {
    lexicon::write_lexicon,
    pages::{write_document, write_part, write_section},
    terms::{GroupReference, Posting, encode_postings, write_terms},
};

/// First bytes of every root.
pub(crate) const MAGIC: [u8; 4] = *b"HWKS";

/// Version of the format; a reader reads exactly one.
pub(crate) const VERSION: u8 = 2;

/// Documents described by one documents file.
pub(crate) const DOCUMENTS_PER_FILE: u32 = 16;

/// Weights go from 1 to this; the score is their square.
pub(crate) const MAX_WEIGHT: u32 = 31;

/// Most documents of one index.
pub(crate) const MAX_DOCUMENTS: usize = 1 << 20;

/// Why bytes are not an index that this reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// They do not begin as a root does.
    NotAnIndex,
    /// They were written by another version of the format.
    UnknownVersion(u8),
    /// They are cut off or damaged.
    Damaged,
}

impl FormatError {
    /// What failed, in lower case.
    pub fn message(self) -> &'static str {
        match self {
            FormatError::NotAnIndex => "the file is not a search index",
            FormatError::UnknownVersion(_) => {
                "the search index was written by another version of the format"
            }
            FormatError::Damaged => "the search index is damaged",
        }
    }
}

#[cfg(feature = "write")]
impl core::fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(self.message())?;
        if let FormatError::UnknownVersion(version) = self {
            write!(formatter, " (`{version}`, this reader reads `{VERSION}`)")?;
        }
        Ok(())
    }
}

#[cfg(feature = "write")]
impl core::error::Error for FormatError {}

/// Kind of a numbered file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// Words and postings.
    Terms,
    /// What hits are called and where they lead.
    Documents,
    /// Text for excerpts.
    Passages,
    /// Words for corrections.
    Lexicon,
}

/// One numbered file of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId {
    /// What the file holds.
    pub kind: FileKind,
    /// Its number among files of that kind.
    pub number: u32,
}

impl FileId {
    /// A file of postings.
    pub(crate) fn terms(number: u32) -> FileId {
        FileId { kind: FileKind::Terms, number }
    }

    /// The documents file that describes `document`.
    pub(crate) fn documents_of(document: u32) -> FileId {
        FileId { kind: FileKind::Documents, number: document / DOCUMENTS_PER_FILE }
    }

    /// A file of text.
    pub(crate) fn passages(number: u32) -> FileId {
        FileId { kind: FileKind::Passages, number }
    }

    /// A file of words for corrections.
    pub(crate) fn lexicon(number: u32) -> FileId {
        FileId { kind: FileKind::Lexicon, number }
    }

    /// The file as one number, for callers that know only numbers.
    pub fn to_number(self) -> u32 {
        self.number << 2 | self.kind as u32
    }

    /// Undoes [`FileId::to_number`].
    pub fn from_number(number: u32) -> FileId {
        let kind = match number & 3 {
            0 => FileKind::Terms,
            1 => FileKind::Documents,
            2 => FileKind::Passages,
            _ => FileKind::Lexicon,
        };
        FileId { kind, number: number >> 2 }
    }

    /// Name of the file within the index of this generation.
    ///
    /// The generation is a hash over everything the index holds, so a name
    /// never means two contents.
    pub fn name(self, generation: [u8; 4]) -> alloc::string::String {
        let mut name = alloc::string::String::new();
        name.push(match self.kind {
            FileKind::Terms => 't',
            FileKind::Documents => 'd',
            FileKind::Passages => 'p',
            FileKind::Lexicon => 'l',
        });
        push_decimal(self.number, &mut name);
        name.push('.');
        for byte in generation {
            name.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            name.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        name.push_str(".bin");
        name
    }
}

/// Appends `number` in decimal, without the formatting machinery of the standard library.
pub(crate) fn push_decimal(number: u32, text: &mut alloc::string::String) {
    if number >= 10 {
        push_decimal(number / 10, text);
    }
    text.push((b'0' + (number % 10) as u8) as char);
}
