//! From the text of a query to the groups that its words may mean.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Reader;
use crate::format::FileId;
use crate::suggest::{self, Suggestion};
use crate::words::{WordKind, scan};

/// Words of a query that count; the rest is ignored.
const MAX_WORDS: usize = 12;

/// Words of a message that are looked at.
const MAX_MESSAGE_WORDS: usize = 60;

/// With so many telling words the common ones are not looked up.
const ENOUGH_WORDS: usize = 2;

/// Further terms files a prefix may reach into.
const MAX_PREFIX_FILES: u32 = 2;

/// What an inflection of a word is worth that the index does not know as such.
const INFLECTION: f32 = 0.7;

/// A word of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryWord {
    /// As indexes hold it.
    pub(super) folded: String,
    /// Where it stands in the query.
    pub(super) start: usize,
    /// Byte after the last one.
    pub(super) end: usize,
    /// Whether longer words count too.
    pub(super) is_prefix: bool,
    /// Number of the quoted phrase it belongs to.
    pub(super) phrase: Option<u32>,
}

/// A group that a word may mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) file: u32,
    pub(super) group: u32,
    /// Factor on its weights.
    pub(super) factor: f32,
}

/// What was found out about a word.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Resolved {
    pub(super) candidates: Vec<Candidate>,
    /// Words to mark in titles and excerpts.
    pub(super) forms: Vec<Vec<u8>>,
    /// Whether the word is so common that it was not looked up.
    pub(super) is_ignored: bool,
    /// The word that was meant, if this one was taken for a typo.
    pub(super) correction: Option<String>,
}

/// The words of a query.
pub(super) fn parse(text: &str, prefix: bool) -> Vec<QueryWord> {
    parse_most(text, prefix, MAX_WORDS)
}

/// At most so many words of a text.
fn parse_most(text: &str, prefix: bool, most: usize) -> Vec<QueryWord> {
    let mut words: Vec<QueryWord> = Vec::new();
    scan(text, &mut |word| {
        if word.kind == WordKind::Part || words.len() == most {
            return;
        }
        let quotes = text[..word.start].chars().filter(|character| is_quote(*character)).count();
        let is_quoted = quotes % 2 == 1 && text[word.end..].contains(is_quote);
        words.push(QueryWord {
            folded: word.folded.to_string(),
            start: word.start,
            end: word.end,
            // A lone ideograph is the beginning of the pairs it stands in.
            is_prefix: word.kind == WordKind::Single,
            phrase: is_quoted.then_some(quotes as u32 / 2),
        });
    });
    if let Some(last) = words.last_mut()
        && last.phrase.is_none()
        && last.end == text.len()
    {
        last.is_prefix |= prefix && !is_pair(&last.folded);
    }
    words
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」')
}

/// Whether a word is two characters of a script without spaces.
fn is_pair(folded: &str) -> bool {
    folded.len() >= 6 && folded.chars().count() == 2
}

/// The query with its typos corrected, if there were any.
pub(super) fn corrected(text: &str, words: &[QueryWord], resolved: &[Resolved]) -> Option<String> {
    let mut out = String::new();
    let mut at = 0;
    for (word, resolved) in words.iter().zip(resolved) {
        if let Some(correction) = &resolved.correction {
            out.push_str(&text[at..word.start]);
            out.push_str(correction);
            at = word.end;
        }
    }
    if at == 0 {
        return None;
    }
    out.push_str(&text[at..]);
    Some(out)
}

impl Reader {
    /// The first words of a message that are not in every other one, each once.
    pub(super) fn telling_words(&self, text: &str) -> Vec<QueryWord> {
        let mut words: Vec<QueryWord> = Vec::new();
        for mut word in parse_most(text, false, MAX_MESSAGE_WORDS) {
            word.phrase = None;
            if !self.is_common(&word) && words.iter().all(|known| known.folded != word.folded) {
                words.push(word);
            }
        }
        words.truncate(MAX_WORDS);
        words
    }

    fn is_common(&self, word: &QueryWord) -> bool {
        self.root.common_words.iter().any(|common| common == word.folded.as_bytes())
    }

    /// Finds the groups of every word and names the files that are missing.
    ///
    /// Common words are not looked up beside enough others: they cost as many
    /// bytes as telling ones and decide nothing. Whether a title has them is
    /// seen when the title is here.
    pub(super) fn resolve_all(
        &self,
        words: &[QueryWord],
        needs: &mut Vec<FileId>,
    ) -> Vec<Resolved> {
        let is_common =
            |word: &QueryWord| word.phrase.is_none() && !word.is_prefix && self.is_common(word);
        let telling = words.iter().filter(|word| !is_common(word)).count();
        let resolve = |word| match telling >= ENOUGH_WORDS && is_common(word) {
            true => Resolved { is_ignored: true, ..Resolved::default() },
            false => self.resolve(word, needs),
        };
        words.iter().map(resolve).collect()
    }

    /// Finds the groups of a word and names the files that are missing for it.
    fn resolve(&self, word: &QueryWord, needs: &mut Vec<FileId>) -> Resolved {
        let mut resolved = Resolved::default();
        let wanted = needs.len();
        let pattern = word.folded.as_bytes();
        let Some(first) = self.file_of(pattern) else {
            return resolved;
        };
        self.collect(first, pattern, word.is_prefix, 1.0, &mut resolved, needs);
        if word.is_prefix && pattern.len() >= 3 {
            for file in first + 1..=first + MAX_PREFIX_FILES {
                match self.root.first_words.get(file as usize) {
                    Some(word) if word.starts_with(pattern) => {
                        self.collect(file, pattern, true, 1.0, &mut resolved, needs);
                    }
                    _ => break,
                }
            }
        }
        if resolved.candidates.is_empty() && needs.len() == wanted && word.phrase.is_none() {
            self.correct(word, first, &mut resolved, needs);
        }
        self.need_groups(&resolved, needs);
        resolved
    }

    /// The terms file where a word stands if it stands anywhere.
    fn file_of(&self, word: &[u8]) -> Option<u32> {
        let after = self.root.first_words.partition_point(|first| first.as_slice() <= word);
        (!self.terms.is_empty()).then(|| after.saturating_sub(1) as u32)
    }

    fn need_groups(&self, resolved: &Resolved, needs: &mut Vec<FileId>) {
        for candidate in &resolved.candidates {
            let is_missing = self.terms.get(candidate.file as usize).is_some_and(Option::is_none);
            need(FileId::terms(candidate.file), is_missing, needs);
        }
    }

    /// Adds the groups of `pattern`, and of words that begin with it.
    fn collect(
        &self,
        file: u32,
        pattern: &[u8],
        is_prefix: bool,
        factor: f32,
        resolved: &mut Resolved,
        needs: &mut Vec<FileId>,
    ) {
        let Some(Some(terms)) = self.terms.get(file as usize) else {
            need(FileId::terms(file), true, needs);
            return;
        };
        let mut exact: Vec<u32> = Vec::new();
        let visited = terms.each_word(&mut |word, elsewhere, group| {
            if word.starts_with(pattern) {
                let is_exact = word.len() == pattern.len();
                if is_exact && elsewhere.is_none() {
                    exact.push(group);
                }
                if is_exact || is_prefix {
                    let factor = match is_exact {
                        true => factor,
                        false => factor * 0.7 * pattern.len() as f32 / word.len() as f32,
                    };
                    resolved.add(Candidate { file: elsewhere.unwrap_or(file), group, factor });
                }
                if is_exact {
                    resolved.forms.push(word.to_vec());
                }
                return true;
            }
            word <= pattern
        });
        // A damaged file counts as far as it could be read.
        let _ = visited;
        if !exact.is_empty() {
            let _ = terms.each_word(&mut |word, elsewhere, group| {
                if elsewhere.is_none() && exact.contains(&group) {
                    resolved.forms.push(word.to_vec());
                }
                true
            });
        }
    }

    /// Takes a word without hits for an unknown inflection or a typo.
    fn correct(
        &self,
        word: &QueryWord,
        file: u32,
        resolved: &mut Resolved,
        needs: &mut Vec<FileId>,
    ) {
        let pattern = &word.folded;
        // The Arabic article is joined to its word, which may stand without.
        if let Some(bare) = pattern.strip_prefix("ال")
            && let Some(file) = self.file_of(bare.as_bytes())
        {
            let wanted = needs.len();
            self.collect(file, bare.as_bytes(), word.is_prefix, INFLECTION, resolved, needs);
            if needs.len() > wanted || !resolved.candidates.is_empty() {
                return;
            }
        }
        if suggest::allowed_distance(pattern) == 0 {
            return;
        }
        let mut suggestions = self.suggest_nearby(word, file);
        if suggestions.is_empty() {
            let (near, far) = self.lexicon_files(pattern.as_bytes());
            let Some(found) = self.suggest_from(&near, word, needs) else { return };
            suggestions = found;
            suggestions.retain(|suggestion| suggestion.distance <= 1);
            if suggestions.is_empty() {
                self.inflections(file, pattern.as_bytes(), resolved, needs);
                if !resolved.candidates.is_empty() {
                    return;
                }
                let Some(found) = self.suggest_from(&far, word, needs) else { return };
                suggestions = found;
            }
        }
        for suggestion in &suggestions {
            let factor = match suggestion.distance {
                1 => 0.6,
                _ => 0.35,
            };
            if let Some(file) = self.file_of(&suggestion.word) {
                self.collect(file, &suggestion.word, false, factor, resolved, needs);
            }
        }
        if let Some(best) = suggestions.first() {
            let is_inflection = pattern.as_bytes().starts_with(&best.word)
                || best.word.starts_with(pattern.as_bytes());
            if !is_inflection {
                resolved.correction = core::str::from_utf8(&best.word).ok().map(str::to_string);
            }
        }
    }

    /// Words at distance 1 in the terms file that is here anyway.
    fn suggest_nearby(&self, word: &QueryWord, file: u32) -> Vec<Suggestion> {
        let mut matcher = suggest::Matcher::new(&word.folded, word.is_prefix);
        if let Some(Some(terms)) = self.terms.get(file as usize) {
            let _ = terms.each_word(&mut |known, elsewhere, group| {
                let documents = match elsewhere {
                    None => terms.header(group).map_or(0, |header| header.documents),
                    Some(_) => 8,
                };
                matcher.offer(known, (8 * (32 - documents.leading_zeros())) as u8);
                true
            });
        }
        let mut found = matcher.finish();
        found.retain(|suggestion| suggestion.distance <= 1);
        found
    }

    /// Lexicon files with words that begin like `word`, and all files.
    fn lexicon_files(&self, word: &[u8]) -> (Vec<u32>, Vec<u32>) {
        let words = &self.root.lexicon_words;
        let text = core::str::from_utf8(word).unwrap_or_default();
        let start: usize = text.chars().take(2).map(char::len_utf8).sum();
        let begin = &word[..start];
        let from = words.partition_point(|first| first.as_slice() <= begin).saturating_sub(1);
        let to =
            words.partition_point(|first| first.as_slice() <= begin || first.starts_with(begin));
        ((from as u32..to as u32).collect(), (0..words.len() as u32).collect())
    }

    /// Words of the lexicon near `word`; `None` while files are missing.
    fn suggest_from(
        &self,
        files: &[u32],
        word: &QueryWord,
        needs: &mut Vec<FileId>,
    ) -> Option<Vec<Suggestion>> {
        let mut is_complete = true;
        let mut matcher = suggest::Matcher::new(&word.folded, word.is_prefix);
        for &file in files {
            match self.lexicon.get(file as usize) {
                Some(Some(data)) => matcher.offer_all(data),
                _ => {
                    is_complete = false;
                    need(FileId::lexicon(file), true, needs);
                }
            }
        }
        is_complete.then(|| matcher.finish())
    }

    /// Adds words that share a long beginning with `pattern` and differ in a short ending.
    fn inflections(
        &self,
        file: u32,
        pattern: &[u8],
        resolved: &mut Resolved,
        needs: &mut Vec<FileId>,
    ) {
        let Some(Some(terms)) = self.terms.get(file as usize) else { return };
        let least = (pattern.len() * 2 / 3).max(4);
        let mut longest = 0;
        let mut found: Vec<Vec<u8>> = Vec::new();
        let _ = terms.each_word(&mut |word, _, _| {
            let shared = word.iter().zip(pattern).take_while(|(one, other)| one == other).count();
            if shared >= least && shared >= longest && word.len() <= shared + 4 {
                if shared > longest {
                    found.clear();
                }
                longest = shared;
                if found.last().is_none_or(|last| last != word) {
                    found.push(word.to_vec());
                }
            }
            true
        });
        for word in found {
            self.collect(file, &word, false, INFLECTION, resolved, needs);
        }
    }
}

impl Resolved {
    /// Adds a candidate, or raises the factor of the one that is there.
    fn add(&mut self, candidate: Candidate) {
        let known = self
            .candidates
            .iter_mut()
            .find(|known| known.file == candidate.file && known.group == candidate.group);
        match known {
            Some(known) => known.factor = known.factor.max(candidate.factor),
            None => self.candidates.push(candidate),
        }
    }
}

fn need(file: FileId, is_missing: bool, needs: &mut Vec<FileId>) {
    if is_missing && !needs.contains(&file) {
        needs.push(file);
    }
}
