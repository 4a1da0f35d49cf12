//! From text to the words and stem groups of one locale.
//!
//! Only the writer analyses: the index holds every word as it is written and
//! the group it belongs to, so a browser finds `unlocking` for `unlocks`
//! without a stemmer.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::words::{WordKind, fold_into, scan};

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WordId(pub(crate) u32);

/// A set of words with one stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct GroupId(pub(crate) u32);

/// A word and its group; words that only differ in accents may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term {
    /// The word.
    pub(crate) word: WordId,
    /// Its group.
    pub(crate) group: GroupId,
}

/// Analyses texts of one locale and remembers every word.
pub(crate) struct Analyzer {
    stemmer: Option<Stemmer>,
    words: Interner,
    groups: Interner,
    /// Terms by the word as written.
    known: FxHashMap<Box<str>, Term>,
    /// Terms that stand nowhere but may be typed for some that do.
    bare: Vec<Term>,
    has_joined_article: bool,
    /// Whether a word may be offered as a correction: letters between spaces.
    correctable: Vec<bool>,
}

impl Analyzer {
    /// Makes the analyzer of a locale; without a stemmer every word is a group.
    pub(crate) fn new(locale: &str) -> Analyzer {
        Analyzer {
            stemmer: stemmer(locale),
            words: Interner::default(),
            groups: Interner::default(),
            known: FxHashMap::default(),
            bare: Vec::new(),
            has_joined_article: locale.split(['-', '_']).next() == Some("ar"),
            correctable: Vec::new(),
        }
    }

    /// Calls `sink` with the terms of `text`, in order.
    pub(crate) fn analyze(&mut self, text: &str, sink: &mut dyn FnMut(Term)) {
        scan(text, &mut |word| {
            let written = &text[word.start..word.end];
            let key = if written.is_ascii() { word.folded } else { written };
            let term = match self.known.get(key) {
                Some(term) => *term,
                None => {
                    let term = self.learn(written, word.folded, word.kind);
                    self.known.insert(key.into(), term);
                    term
                }
            };
            sink(term);
        });
    }

    fn learn(&mut self, written: &str, folded: &str, kind: WordKind) -> Term {
        let is_word = matches!(kind, WordKind::Whole | WordKind::Part)
            && !folded.bytes().any(|byte| byte.is_ascii_digit());
        let group = match self.stemmer {
            Some(stemmer) if is_word => {
                let lower: String = written.to_lowercase();
                let mut stem = String::new();
                fold_into(&stemmer.stem(&lower), &mut stem);
                // Stemming to nothing would put unlike words together.
                if stem.is_empty() { folded.into() } else { stem }
            }
            _ => folded.to_owned(),
        };
        let group = GroupId(self.groups.intern(&group));
        if self.has_joined_article
            && let Some(bare) =
                ARABIC_ARTICLES.iter().find_map(|article| folded.strip_prefix(article))
            && bare.chars().count() >= 3
        {
            let word = self.intern(bare, true);
            self.bare.push(Term { word, group });
        }
        Term { word: self.intern(folded, is_word), group }
    }

    fn intern(&mut self, folded: &str, is_word: bool) -> WordId {
        let word = WordId(self.words.intern(folded));
        if self.correctable.len() < self.words.len() {
            self.correctable.push(is_word);
        }
        word
    }

    /// The word as indexes hold it.
    pub(crate) fn word(&self, word: WordId) -> &str {
        self.words.get(word.0)
    }

    /// The stem of a group.
    pub(crate) fn group(&self, group: GroupId) -> &str {
        self.groups.get(group.0)
    }

    /// The group with this stem.
    pub(crate) fn find_group(&self, stem: &str) -> Option<GroupId> {
        self.groups.find(stem).map(GroupId)
    }

    /// Number of words learnt.
    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// Number of groups learnt.
    pub(crate) fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// Whether the word may be offered for a typo.
    pub(crate) fn is_correctable(&self, word: WordId) -> bool {
        self.correctable[word.0 as usize]
    }

    /// Every word with its group, in a fixed order, each pair once.
    pub(crate) fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = self.known.values().chain(&self.bare).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// The Arabic article as it is written: joined to the word, and to what stands before it.
const ARABIC_ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "لل", "ال"];

/// The stemmer of a locale's language, if there is a good one.
fn stemmer(locale: &str) -> Option<Stemmer> {
    let language = locale.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let algorithm = match language.as_str() {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::new(algorithm))
}

/// Composed text without control characters and with single spaces.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut push = |character: char| {
        if character.is_whitespace() || character.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(character);
        }
    };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(&mut push);
    } else {
        text.nfc().for_each(&mut push);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Strings by number.
#[derive(Default)]
struct Interner {
    numbers: FxHashMap<Box<str>, u32>,
    strings: Vec<Box<str>>,
}

impl Interner {
    fn intern(&mut self, string: &str) -> u32 {
        if let Some(number) = self.numbers.get(string) {
            return *number;
        }
        let number = self.strings.len() as u32;
        self.numbers.insert(string.into(), number);
        self.strings.push(string.into());
        number
    }

    fn find(&self, string: &str) -> Option<u32> {
        self.numbers.get(string).copied()
    }

    fn get(&self, number: u32) -> &str {
        &self.strings[number as usize]
    }

    fn len(&self) -> usize {
        self.strings.len()
    }
}
