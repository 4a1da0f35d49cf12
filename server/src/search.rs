//! Words of messages and of searches: what an index holds, what is looked up,
//! and which stretch of a text is shown.
//!
//! Both databases hold the words that [`index_words`] makes, so that they find
//! the same. Letters are folded: `Fähre` is found by `fahre`. Scripts without
//! spaces between words are indexed by character and looked up as neighbours:
//! every stretch of such a text can be found, as by reading all of it.

use kb_protocol::inbox::SnippetPiece;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words of a search that count.
const MAX_TERMS: usize = 8;
/// Longest word in bytes; of a longer one, the beginning counts.
const MAX_WORD_BYTES: usize = 60;
/// Length of a snippet, in characters.
const SNIPPET_CHARS: usize = 160;
/// Characters of a snippet before the first word that was found.
const BEFORE_MATCH: usize = 40;

/// A word of a text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    folded: String,
    start: usize,
    end: usize,
}

/// One wanted word, or several that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Folded, none empty; letters and digits only.
    pub words: Vec<String>,
    /// Whether the last one may go on: `bik` finds `bike`.
    pub is_prefix: bool,
}

/// What is looked for: every term of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// At most [`MAX_TERMS`].
    pub terms: Vec<Term>,
}

impl Wanted {
    /// Reads a search as it was typed. What stands in quotation marks stands
    /// side by side in what is found.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        for (index, part) in text.split(['"', '“', '”', '„', '«', '»']).enumerate() {
            let is_phrase = index % 2 == 1;
            let pieces = if is_phrase { vec![part] } else { part.split_whitespace().collect() };
            for piece in pieces {
                let words: Vec<String> = words(piece).map(|word| word.folded).collect();
                let Some(last) = words.last() else { continue };
                // One letter begins too many words, and a character of a
                // script without spaces is a whole one.
                let is_prefix = !is_phrase && last.chars().nth(1).is_some();
                let term = Term { words, is_prefix };
                if terms.len() < MAX_TERMS && !terms.contains(&term) {
                    terms.push(term);
                }
            }
        }
        Self { terms }
    }

    /// The stretch of `text` around what is found in it.
    pub fn snippet(&self, text: &str) -> Vec<SnippetPiece> {
        let words: Vec<Word> = words(text).collect();
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for at in 0..words.len() {
            let found = self.terms.iter().filter(|term| is_at(term, &words[at..]));
            if let Some(length) = found.map(|term| term.words.len()).max() {
                let end = words[at + length - 1].end;
                match marks.last_mut() {
                    Some(last) if words[at].start <= last.1 => last.1 = last.1.max(end),
                    _ => marks.push((words[at].start, end)),
                }
            }
        }
        let first = marks.first().map_or(0, |mark| mark.0);
        let from = stretch_start(text, first);
        let until = text[from..]
            .char_indices()
            .nth(SNIPPET_CHARS)
            .map_or(text.len(), |(index, _)| from + index);
        let mut pieces = Vec::new();
        let mut put = |text: &str, is_match: bool| {
            if !text.is_empty() {
                pieces.push(SnippetPiece { text: in_one_line(text), is_match });
            }
        };
        let mut at = from;
        if from > 0 {
            put("…", false);
        }
        for (start, end) in marks.into_iter().filter(|(start, end)| *start >= from && *end <= until)
        {
            put(&text[at..start], false);
            put(&text[start..end], true);
            at = end;
        }
        put(&text[at..until], false);
        if until < text.len() {
            put("…", false);
        }
        pieces
    }
}

/// The words of a text as both indexes hold them, with one space between.
pub fn index_words(text: &str) -> String {
    let mut line = String::new();
    for word in words(text) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word.folded);
    }
    line
}

/// Whether a term stands at the beginning of these words.
fn is_at(term: &Term, words: &[Word]) -> bool {
    let Some((last, before)) = term.words.split_last() else { return false };
    let Some(found) = words.get(before.len()) else { return false };
    before.iter().zip(words).all(|(wanted, word)| *wanted == word.folded)
        && (found.folded == *last || (term.is_prefix && found.folded.starts_with(last.as_str())))
}

/// Where a snippet begins that shows what stands at `first`: not too far
/// before it, and not within a word.
fn stretch_start(text: &str, first: usize) -> usize {
    let mut before = text[..first].char_indices().rev();
    match before.nth(BEFORE_MATCH) {
        None => 0,
        Some((start, _)) => {
            let space = text[start..first].find(char::is_whitespace);
            space.map_or(start, |space| {
                let rest = &text[start + space..first];
                start + space + (rest.len() - rest.trim_start().len())
            })
        }
    }
}

/// Line breaks as spaces.
fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// The words of a text, in order.
fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = characters.next()?;
            if !is_letter(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut folded = String::new();
            fold_into(first, &mut folded);
            if !is_unspaced(first) {
                while let Some((at, c)) =
                    characters.next_if(|(_, c)| is_inside(*c) && !is_unspaced(*c))
                {
                    end = at + c.len_utf8();
                    fold_into(c, &mut folded);
                }
            } else {
                // Marks belong to the character before them.
                while let Some((at, c)) = characters.next_if(|(_, c)| is_combining_mark(*c)) {
                    end = at + c.len_utf8();
                }
            }
            if folded.len() > MAX_WORD_BYTES {
                folded.truncate(folded.floor_char_boundary(MAX_WORD_BYTES));
            }
            if !folded.is_empty() {
                return Some(Word { folded, start, end });
            }
        }
    })
}

/// Whether a character can begin a word.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_combining_mark(c)
}

/// Whether a character can stand within a word: marks and joiners too.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Lower case, compatible forms as plain ones, without accents.
fn fold_into(c: char, folded: &mut String) {
    if is_unspaced(c) {
        // Their marks tell words apart: が is not か.
        folded.extend(std::iter::once(c).nfkc().filter(|part| part.is_alphanumeric()));
        return;
    }
    for part in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
        match part {
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            // Arabic letters that are written in several ways.
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            part if part.is_alphanumeric() && !is_accent(part) => folded.push(part),
            _ => {}
        }
    }
}

/// Marks that may be left out in writing, other than the vowels of Indic
/// scripts: iota subscript, the points of Hebrew, the vowels of Arabic. Latin
/// accents are no letters to begin with.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{345}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}')
}

/// Scripts that put no space between words: Han, kana, Thai, Lao, Khmer,
/// Burmese. Korean has spaces, but endings stick to words as in Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(wanted: &str, text: &str) -> String {
        let pieces = Wanted::parse(wanted).snippet(text).into_iter();
        pieces
            .map(|piece| if piece.is_match { format!("[{}]", piece.text) } else { piece.text })
            .collect()
    }

    fn terms(text: &str) -> String {
        let terms = Wanted::parse(text).terms.into_iter();
        let spell = |term: Term| {
            format!("{}{}", term.words.join("+"), if term.is_prefix { "*" } else { "" })
        };
        terms.map(spell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn letters_are_folded_and_signs_part_words() {
        assert_eq!(index_words("Die Fähre—NACH Øresund!"), "die fahre nach oresund");
        assert_eq!(index_words("STRASSE Straße ﬁne"), "strasse strasse fine");
        assert_eq!(index_words("ann.o'neil@example.com"), "ann o neil example com");
        assert_eq!(index_words("e\u{301}te\u{301}"), "ete");
        assert_eq!(index_words("مدرسة مُدَرِّسَة"), "مدرسه مدرسه");
    }

    #[test]
    fn scripts_without_spaces_are_taken_by_character() {
        assert_eq!(index_words("自転車を返す"), "自 転 車 を 返 す");
        assert_eq!(index_words("iPhoneの画面"), "iphone の 画 面");
        assert_eq!(terms("返す"), "返+す");
        assert_eq!(marked("返す", "自転車を返す"), "自転車を[返す]");
    }

    #[test]
    fn the_last_word_of_a_term_may_go_on_unless_it_is_quoted() {
        assert_eq!(terms("lost bik"), "lost* bik*");
        assert_eq!(terms("\"lost bike\" a"), "lost+bike a");
        assert_eq!(terms("e-mail"), "e+mail*");
        assert_eq!(terms("  ...  \"\" "), "");
        assert_eq!(terms("a b c d e f g h i j"), "a b c d e f g h");
    }

    #[test]
    fn a_snippet_shows_what_was_found_in_one_line() {
        assert_eq!(marked("bik", "My bike\nis gone, bikes!"), "My [bike] is gone, [bikes]!");
        assert_eq!(marked("gone is", "My bike is gone"), "My bike [is] [gone]");
        assert_eq!(marked("nothing", "My bike"), "My bike");
        let long = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let snippet = marked("needle", &long);
        assert!(snippet.starts_with("…hay") && snippet.contains("[needle]"), "{snippet}");
        assert!(snippet.ends_with('…') && snippet.chars().count() < 170, "{snippet}");
    }

    proptest! {
        #[test]
        fn whatever_is_written_its_words_are_letters_and_a_snippet_is_made(
            text in "\\PC{0,300}", wanted in "\\PC{0,20}"
        ) {
            let words = index_words(&text);
            prop_assert!(words.chars().all(|c| c.is_alphanumeric() || c == ' '), "{}", words);
            prop_assert!(Wanted::parse(&wanted).snippet(&text).len() <= 2 * text.len() + 3);
        }

        #[test]
        fn every_stretch_between_spaces_is_found(text in "\\PC{1,60}") {
            for part in text.split_whitespace() {
                let wanted = Wanted::parse(&part.replace(['"', '“', '”', '„', '«', '»'], " "));
                if !wanted.terms.is_empty() {
                    prop_assert!(wanted.snippet(&text).iter().any(|piece| piece.is_match));
                }
            }
        }
    }
}
