//! What a misspelt word was meant to be: optimal string alignment over sorted words.

use alloc::vec::Vec;

use crate::format::{LexiconEntry, each_lexicon_entry};

/// Longest word that is corrected, in characters.
const MAX_LENGTH: usize = 30;

/// Suggestions kept for one word.
const MAX_SUGGESTIONS: usize = 4;

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// The word, folded.
    pub(crate) word: Vec<u8>,
    /// Edits between it and what was typed.
    pub(crate) distance: u32,
    /// Eighths of a power of two of the documents with it.
    pub(crate) frequency: u8,
}

/// Edits that a word of this length may contain: 1 from 4 letters, 2 from 8.
pub(crate) fn allowed_distance(word: &str) -> u32 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        8..=MAX_LENGTH => 2,
        _ => 0,
    }
}

impl Suggestion {
    /// Whether this one is the better guess: fewer edits, then more documents.
    fn is_better_than(&self, other: &Suggestion) -> bool {
        (self.distance, other.frequency) < (other.distance, self.frequency)
    }
}

/// Compares words, offered in sorted order, with a pattern.
///
/// The table of the alignment is kept from word to word as far as they begin
/// alike, so a lexicon of ten thousand words takes about a millisecond.
///
/// Source: Damerau, "A technique for computer detection and correction of
/// spelling errors", 1964, doi:10.1145/363958.363994, restricted to edits that
/// do not overlap.
pub(crate) struct Matcher {
    pattern: Vec<char>,
    is_prefix: bool,
    allowed: u8,
    /// Characters of the word offered last, and how many rows are right for it.
    current: Vec<char>,
    valid: usize,
    rows: Vec<[u8; MAX_LENGTH + 2]>,
    found: Vec<Suggestion>,
}

impl Matcher {
    /// Prepares for `pattern`; with `is_prefix` words that only begin like it count too.
    pub(crate) fn new(pattern: &str, is_prefix: bool) -> Matcher {
        let allowed = allowed_distance(pattern) as u8;
        let mut row = [0; MAX_LENGTH + 2];
        for (column, cell) in row.iter_mut().enumerate() {
            *cell = column as u8;
        }
        Matcher {
            pattern: pattern.chars().collect(),
            is_prefix,
            allowed,
            current: Vec::new(),
            valid: 0,
            rows: alloc::vec![row],
            found: Vec::new(),
        }
    }

    /// Offers every word of a lexicon file.
    pub(crate) fn offer_all(&mut self, data: &[u8]) {
        // A damaged file counts as far as it could be read.
        let _ = each_lexicon_entry(data, &mut |entry: LexiconEntry<'_>| {
            self.offer(entry.word, entry.frequency);
        });
    }

    /// Offers a word.
    pub(crate) fn offer(&mut self, word: &[u8], frequency: u8) {
        let Ok(text) = core::str::from_utf8(word) else { return };
        if self.allowed == 0 {
            return;
        }
        let mut shared = 0;
        let mut length = 0;
        for character in text.chars().take(MAX_LENGTH + 2) {
            if shared == length && self.current.get(length) == Some(&character) {
                shared += 1;
            }
            if length < self.current.len() {
                self.current[length] = character;
            } else {
                self.current.push(character);
            }
            length += 1;
        }
        self.current.truncate(length);
        self.valid = self.valid.min(shared);
        let columns = self.pattern.len();
        while self.valid < length {
            let row = self.valid + 1;
            self.fill(row);
            self.valid = row;
            if self.rows[row][..=columns].iter().min() > Some(&self.allowed) {
                break;
            }
        }
        let mut distance = u8::MAX;
        if self.valid == length {
            distance = self.rows[length][columns];
        }
        if distance > self.allowed && self.is_prefix {
            let begins = self.rows[..=self.valid].iter().map(|row| row[columns]).min();
            if let Some(begins @ 0..=1) = begins {
                distance = begins + 1;
            }
        }
        if (1..=self.allowed.max(u8::from(self.is_prefix) * 2)).contains(&distance) {
            let distance = u32::from(distance);
            self.keep(Suggestion { word: word.to_vec(), distance, frequency });
        }
    }

    fn fill(&mut self, row: usize) {
        if self.rows.len() <= row {
            self.rows.push([0; MAX_LENGTH + 2]);
        }
        let character = self.current[row - 1];
        self.rows[row][0] = row as u8;
        for column in 1..=self.pattern.len().min(MAX_LENGTH + 1) {
            let typed = self.pattern[column - 1];
            let above = &self.rows[row - 1];
            let replaced = above[column - 1] + u8::from(character != typed);
            let mut least = replaced.min(above[column] + 1).min(self.rows[row][column - 1] + 1);
            if row > 1
                && column > 1
                && character == self.pattern[column - 2]
                && self.current[row - 2] == typed
            {
                least = least.min(self.rows[row - 2][column - 2] + 1);
            }
            self.rows[row][column] = least;
        }
    }

    /// Keeps the best few, best first.
    fn keep(&mut self, suggestion: Suggestion) {
        if self.found.iter().any(|known| known.word == suggestion.word) {
            return;
        }
        let worse = self.found.iter().position(|known| suggestion.is_better_than(known));
        let at = worse.unwrap_or(self.found.len());
        self.found.insert(at, suggestion);
        self.found.truncate(MAX_SUGGESTIONS);
    }

    /// The words that are near enough, best first.
    pub(crate) fn finish(self) -> Vec<Suggestion> {
        self.found
    }
}
