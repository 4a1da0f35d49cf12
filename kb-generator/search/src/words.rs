//! Words of a text: the one rule of both ends.
//!
//! The writer indexes what [`scan`] yields, the reader looks up what it yields,
//! so the two can only disagree in a word that stands in neither. Everything
//! here is made without the Unicode tables of the standard library, which
//! would be a third of the module that browsers download.

use alloc::string::String;

/// How a stretch of text became a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A word between separators.
    Whole,
    /// One part of a `camelCase` or `Version2` word that was yielded whole before.
    Part,
    /// Two neighbouring characters of a script written without spaces.
    Pair,
    /// A character of such a script that stands alone.
    Single,
}

/// A word and where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as indexes hold it: lower case, without diacritics.
    pub folded: &'a str,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: WordKind,
}

/// Longest word in bytes; longer ones are data, not words.
pub const MAX_WORD_BYTES: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Separator,
    Apostrophe,
    Ignored,
    Letter,
    Unspaced,
}

/// Calls `sink` with every word of `text`, in order.
pub fn scan(text: &str, sink: &mut dyn FnMut(Word<'_>)) {
    let mut folded = String::new();
    let mut characters = text.char_indices().peekable();
    let mut after_apostrophe = false;
    while let Some(&(start, first)) = characters.peek() {
        match class(first) {
            Class::Unspaced => {
                let mut previous: Option<usize> = None;
                let mut pairs = 0;
                let mut end = start;
                while let Some(&(at, character)) = characters.peek() {
                    let class = class(character);
                    if class != Class::Unspaced && class != Class::Ignored {
                        break;
                    }
                    characters.next();
                    end = at + character.len_utf8();
                    if class == Class::Ignored {
                        continue;
                    }
                    if let Some(from) = previous {
                        emit(text, from, end, WordKind::Pair, &mut folded, sink);
                        pairs += 1;
                    }
                    previous = Some(at);
                }
                if pairs == 0 {
                    emit(text, start, end, WordKind::Single, &mut folded, sink);
                }
                after_apostrophe = false;
            }
            Class::Letter => {
                let mut end = start;
                let mut letters = 0;
                let mut stop = Class::Separator;
                while let Some(&(at, character)) = characters.peek() {
                    stop = class(character);
                    if stop != Class::Letter && stop != Class::Ignored {
                        break;
                    }
                    characters.next();
                    end = at + character.len_utf8();
                    letters += usize::from(stop == Class::Letter);
                    stop = Class::Separator;
                }
                // Elisions and endings: l'accès, user's, they'll.
                let before_apostrophe = stop == Class::Apostrophe;
                let clipped = (after_apostrophe && letters <= 2)
                    || (before_apostrophe && (letters == 1 || is_elision(&text[start..end])));
                after_apostrophe = before_apostrophe;
                if clipped {
                    continue;
                }
                emit(text, start, end, WordKind::Whole, &mut folded, sink);
                parts(text, start, end, &mut folded, sink);
            }
            other => {
                after_apostrophe &= other == Class::Apostrophe;
                characters.next();
            }
        }
    }
}

/// Whether a two-letter word before an apostrophe is the French `qu'`.
fn is_elision(word: &str) -> bool {
    word.eq_ignore_ascii_case("qu")
}

/// Appends the folded form of `text`.
pub fn fold_into(text: &str, folded: &mut String) {
    for character in text.chars() {
        if class(character) == Class::Ignored {
            continue;
        }
        let (first, second) = fold(character);
        folded.push(first);
        if second != '\0' {
            folded.push(second);
        }
    }
}

fn emit(
    text: &str,
    start: usize,
    end: usize,
    kind: WordKind,
    folded: &mut String,
    sink: &mut dyn FnMut(Word<'_>),
) {
    folded.clear();
    fold_into(&text[start..end], folded);
    if !folded.is_empty() && folded.len() <= MAX_WORD_BYTES {
        sink(Word { folded, start, end, kind });
    }
}

/// Yields the parts of words such as `TraceIdRatio` or `Python3`.
fn parts(
    text: &str,
    start: usize,
    end: usize,
    folded: &mut String,
    sink: &mut dyn FnMut(Word<'_>),
) {
    let bytes = &text.as_bytes()[start..end];
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        b'0'..=b'9' => 3,
        _ => 0,
    };
    if bytes.iter().all(u8::is_ascii_lowercase) || bytes.iter().any(|&byte| kind(byte) == 0) {
        return;
    }
    let mut from = 0;
    for at in 1..=bytes.len() {
        let ends = at == bytes.len() || {
            let (before, here) = (kind(bytes[at - 1]), kind(bytes[at]));
            let next = bytes.get(at + 1).map_or(0, |&byte| kind(byte));
            (before != here && !(before == 2 && here == 1))
                || (before == 2 && here == 2 && next == 1)
        };
        if ends {
            if at - from > 2 && at - from < bytes.len() {
                emit(text, start + from, start + at, WordKind::Part, folded, sink);
            }
            from = at;
        }
    }
}

/// Ranges of characters above ASCII that separate words: punctuation, symbols, pictures.
const SEPARATORS: &[(u32, u32)] = &[
    (0x80, 0xa9),
    (0xab, 0xb4),
    (0xb6, 0xb9),
    (0xbb, 0xbf),
    (0xd7, 0xd7),
    (0xf7, 0xf7),
    (0x2c2, 0x2df),
    (0x37e, 0x37e),
    (0x387, 0x387),
    (0x55a, 0x55f),
    (0x589, 0x58f),
    (0x5be, 0x5be),
    (0x5c0, 0x5c0),
    (0x5c3, 0x5c3),
    (0x5c6, 0x5c6),
    (0x600, 0x60f),
    (0x61b, 0x61f),
    (0x66a, 0x66d),
    (0x6d4, 0x6d4),
    (0x700, 0x70d),
    (0x964, 0x965),
    (0x970, 0x970),
    (0xe3f, 0xe3f),
    (0xe4f, 0xe4f),
    (0xe5a, 0xe5b),
    (0x104a, 0x104f),
    (0x17d4, 0x17db),
    (0x1800, 0x180a),
    (0x2000, 0x206f),
    (0x20a0, 0x20cf),
    (0x2190, 0x2bff),
    (0x2e00, 0x2e7f),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303d, 0x303f),
    (0x30a0, 0x30a0),
    (0x30fb, 0x30fb),
    (0xe000, 0xf8ff),
    (0xfe10, 0xfe6f),
    (0xff00, 0xff0f),
    (0xff1a, 0xff20),
    (0xff3b, 0xff40),
    (0xff5b, 0xff65),
    (0xffe0, 0xffff),
    (0x1f000, 0x1fbff),
];

/// Scripts written without spaces, and Korean, whose endings pairs split well.
const UNSPACED: &[(u32, u32)] = &[
    (0xe00, 0xeff),
    (0x1000, 0x109f),
    (0x1100, 0x11ff),
    (0x1780, 0x17ff),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x318f),
    (0x31f0, 0x31ff),
    (0x3400, 0x4dbf),
    (0x4e00, 0x9fff),
    (0xa960, 0xa97f),
    (0xac00, 0xd7ff),
    (0xf900, 0xfaff),
    (0xff66, 0xffdc),
    (0x20000, 0x3ffff),
];

/// Marks that are written or left out at will: accents, niqqud, tashkeel, tatweel, joiners.
const IGNORED: &[(u32, u32)] = &[
    (0xad, 0xad),
    (0x300, 0x36f),
    (0x591, 0x5bd),
    (0x5bf, 0x5bf),
    (0x5c1, 0x5c2),
    (0x5c4, 0x5c5),
    (0x5c7, 0x5c7),
    (0x5f3, 0x5f4),
    (0x610, 0x61a),
    (0x640, 0x640),
    (0x64b, 0x65f),
    (0x670, 0x670),
    (0x6d6, 0x6ed),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x2069),
    (0x3099, 0x309a),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
];

fn within(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|range| range.0 <= code);
    after > 0 && code <= ranges[after - 1].1
}

fn class(character: char) -> Class {
    let code = character as u32;
    if code < 0x80 {
        return match character {
            '0'..='9' | 'a'..='z' | 'A'..='Z' => Class::Letter,
            '\'' => Class::Apostrophe,
            _ => Class::Separator,
        };
    }
    if code == 0x2019 || code == 0x2bc {
        Class::Apostrophe
    } else if within(IGNORED, code) {
        Class::Ignored
    } else if within(SEPARATORS, code) {
        Class::Separator
    } else if within(UNSPACED, code) {
        Class::Unspaced
    } else {
        Class::Letter
    }
}

/// Base letters of U+00C0 to U+024F; digits stand for [`DOUBLE`], `_` for "as it is".
const LATIN: &[u8] = b"\
    aaaaaa1ceeeeiiiidnooooo.ouuuuy43aaaaaa1ceeeeiiiidnooooo.ouuuuy4yaaaaaaccccccccdd\
    ddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkqllllllllllnnnnnnnnnoooooo22rrrrrrssssss\
    ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbb____________e__ff_____________oo_____________u\
    u____zz_____________888666777aaiioouuuuuuuuuueaaaa11ggggkkoooo__j888gg__nnaa11oo\
    aaaaeeeeiiiioooorrrruuuusstt__hh______aaeeooooooooyy_______________b____________";

/// Base letters of U+1E00 to U+1EFF, written like [`LATIN`].
const LATIN_ADDITIONAL: &[u8] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
    oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas__3_\
    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
    uuyyyyyyyy______";

/// Letters that fold to two.
const DOUBLE: &[u8] = b"aeoessthijljnjdz";

/// Folds one character; the second one is NUL unless it folds to two.
fn fold(character: char) -> (char, char) {
    let code = character as u32;
    let table = match code {
        0..0x80 => return (character.to_ascii_lowercase(), '\0'),
        0xc0..=0x24f => LATIN.get(code as usize - 0xc0),
        0x1e00..=0x1eff => LATIN_ADDITIONAL.get(code as usize - 0x1e00),
        _ => None,
    };
    match table {
        Some(&letter @ b'a'..=b'z') => return (letter as char, '\0'),
        Some(&digit @ b'1'..=b'8') => {
            let at = usize::from(digit - b'1') * 2;
            return (DOUBLE[at] as char, DOUBLE[at + 1] as char);
        }
        _ => {}
    }
    let folded = match code {
        // Greek: accents and the final sigma.
        0x386 | 0x3ac => 0x3b1,
        0x388 | 0x3ad => 0x3b5,
        0x389 | 0x3ae => 0x3b7,
        0x38a | 0x390 | 0x3aa | 0x3af | 0x3ca => 0x3b9,
        0x38c | 0x3cc => 0x3bf,
        0x38e | 0x3ab | 0x3b0 | 0x3cb | 0x3cd => 0x3c5,
        0x38f | 0x3ce => 0x3c9,
        0x3c2 => 0x3c3,
        0x391..=0x3a9 => code + 32,
        // Cyrillic: capitals and yo.
        0x400 | 0x401 | 0x450 | 0x451 => 0x435,
        0x402..=0x40f => code + 80,
        0x410..=0x42f => code + 32,
        0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f => code | 1,
        // Armenian capitals.
        0x531..=0x556 => code + 48,
        // Arabic: alef, waw, yeh and teh marbuta as people type them, digits,
        // and the Persian letters of another keyboard.
        0x622 | 0x623 | 0x625 | 0x671 => 0x627,
        0x624 => 0x648,
        0x626 | 0x649 | 0x6cc | 0x6d2 => 0x64a,
        0x629 | 0x6c0 | 0x6c1 | 0x6c3 => 0x647,
        0x6a9 => 0x643,
        0x660..=0x669 => code - 0x660 + 0x30,
        0x6f0..=0x6f9 => code - 0x6f0 + 0x30,
        0x966..=0x96f => code - 0x966 + 0x30,
        // Full-width forms of ASCII; none of them is a separator here.
        0xff10..=0xff19 | 0xff41..=0xff5a => code - 0xfee0,
        0xff21..=0xff3a => code - 0xfee0 + 32,
        // Katakana to hiragana is not folded: the two mean different words.
        _ => code,
    };
    (char::from_u32(folded).unwrap_or(character), '\0')
}
