//! The order of titles, and the letters that head an A-Z list.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale::LanguageIdentifier;

use crate::locale::Locale;

/// Heads what begins with neither a letter nor an ideograph.
const OTHER: &str = "#";

/// Prefix of CLDR's pinyin index letters: the tailoring of `zh` sorts
/// U+FDD0 + `B` before the first ideograph read with a B. Source: UTS 35,
/// part 5, "Collation Indexes".
const PINYIN_BOUNDARY: char = '\u{FDD0}';

/// First kana of each row, and the row's last, small and voiced ones included.
const KANA_ROWS: [(char, char, &str); 12] = [
    ('ぁ', 'お', "あ"),
    ('か', 'ご', "か"),
    ('さ', 'ぞ', "さ"),
    ('た', 'ど', "た"),
    ('な', 'の', "な"),
    ('は', 'ぽ', "は"),
    ('ま', 'も', "ま"),
    ('ゃ', 'よ', "や"),
    ('ら', 'ろ', "ら"),
    ('ゎ', 'ん', "わ"),
    ('ゔ', 'ゔ', "あ"),
    ('ゕ', 'ゖ', "か"),
];

/// Initial consonants in the order of Unicode's syllables, the tense ones
/// under their plain letter, as Korean indexes have them.
const INITIALS: [&str; 19] = [
    "ㄱ", "ㄱ", "ㄴ", "ㄷ", "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅂ", "ㅅ", "ㅅ", "ㅇ", "ㅈ", "ㅈ", "ㅊ", "ㅋ",
    "ㅌ", "ㅍ", "ㅎ",
];

/// Syllables of one initial consonant: 21 vowels by 28 finals. Source: The
/// Unicode Standard, 3.12.
const SYLLABLES_PER_INITIAL: u32 = 21 * 28;

/// Compares titles and finds their index letter in one locale.
pub(crate) struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
    locale: Locale,
}

impl Collation {
    pub(crate) fn new(locale: &Locale) -> Self {
        let id: LanguageIdentifier = locale.id();
        let mut preferences = CollatorPreferences::from(&id);
        // "Step 10" after "Step 9", as people count.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = Collator::try_new(preferences, CollatorOptions::default()).ok();
        Self { collator, locale: locale.clone() }
    }

    /// Never equal for different texts, so that lists have one order.
    pub(crate) fn compare(&self, a: &str, b: &str) -> Ordering {
        let order = self.collator.as_ref().map_or(Ordering::Equal, |c| c.compare(a, b));
        order.then_with(|| a.cmp(b))
    }

    /// The letter under which a title stands.
    pub(crate) fn index_letter(&self, title: &str) -> String {
        let word = title.trim_start_matches(|character: char| !character.is_alphanumeric());
        let Some(first) = word.chars().next().filter(|character| character.is_alphabetic()) else {
            return OTHER.to_owned();
        };
        match self.locale.language() {
            "ja" => kana_row(first).map(str::to_owned),
            "ko" => initial_consonant(first).map(str::to_owned),
            "zh" if is_ideograph(first) => self.pinyin_letter(word),
            _ => None,
        }
        .unwrap_or_else(|| self.base_letter(first))
    }

    /// The capital without accents, unless the locale sorts the accented
    /// letter as one of its own: `É` under `E` in French, `Å` apart in Danish.
    fn base_letter(&self, letter: char) -> String {
        let upper = match letter {
            // Georgian capitals are for whole words in capitals only.
            'ა'..='ჿ' => letter.to_string(),
            // `ß` stands under the first letter of `SS`.
            _ => letter.to_uppercase().take(1).collect(),
        };
        let base = unaccented(&upper);
        // Arabic indexes have one alif, whatever stands on it, although the
        // collation tells `آ` apart.
        let stays = self.locale.language() != "ar" && self.is_own_letter(&upper, &base);
        if stays { upper } else { base }
    }

    fn is_own_letter(&self, letter: &str, base: &str) -> bool {
        let mut options = CollatorOptions::default();
        options.strength = Some(icu_collator::options::Strength::Primary);
        let id = self.locale.id();
        Collator::try_new(CollatorPreferences::from(&id), options)
            .is_ok_and(|primary| primary.compare(letter, base) != Ordering::Equal)
    }

    /// Takes the word, because its characters decide how the first is read:
    /// the tailoring of `zh` knows that `重庆` begins with a C.
    fn pinyin_letter(&self, word: &str) -> Option<String> {
        let collator = self.collator.as_ref()?;
        ('A'..='Z')
            .rev()
            .find(|letter| {
                let boundary = format!("{PINYIN_BOUNDARY}{letter}");
                collator.compare(&boundary, word) != Ordering::Greater
            })
            .map(String::from)
    }
}

fn kana_row(character: char) -> Option<&'static str> {
    // Katakana stand 0x60 after their hiragana.
    let hiragana = match character {
        'ァ'..='ヶ' => char::from_u32(u32::from(character) - 0x60)?,
        _ => character,
    };
    KANA_ROWS.iter().find(|(first, last, _)| (*first..=*last).contains(&hiragana)).map(|row| row.2)
}

fn initial_consonant(character: char) -> Option<&'static str> {
    let syllable = u32::from(character).checked_sub(u32::from('가'))?;
    INITIALS.get(usize::try_from(syllable / SYLLABLES_PER_INITIAL).ok()?).copied()
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The first character of the canonical decomposition.
fn unaccented(letter: &str) -> String {
    icu_normalizer::DecomposingNormalizerBorrowed::new_nfd()
        .normalize(letter)
        .chars()
        .next()
        .map(String::from)
        .unwrap_or_default()
}
