//! How long a text is for its reader.

use crate::locale::Locale;

/// Words that an adult reads in a minute, rounded down to the low end for
/// instructions. Source: Brysbaert, "How many words do we read per minute?",
/// Journal of Memory and Language 109, 2019 (238 for non-fiction).
const WORDS_PER_MINUTE: usize = 200;

/// Characters of Chinese or Japanese in a minute; the same source's range for
/// Chinese is 255 to 600, and Japanese is near its upper end.
const CHARACTERS_PER_MINUTE: usize = 500;

/// Words of a text, or characters where words are not separated by spaces.
pub fn count_words(locale: &Locale, text: &str) -> usize {
    if counts_characters(locale) {
        text.chars().filter(|character| character.is_alphanumeric()).count()
    } else {
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
    }
}

/// Minutes to read a text, rounded up, at least 1.
pub fn reading_minutes(locale: &Locale, text: &str) -> usize {
    let per_minute =
        if counts_characters(locale) { CHARACTERS_PER_MINUTE } else { WORDS_PER_MINUTE };
    count_words(locale, text).div_ceil(per_minute).max(1)
}

/// Korean separates words by spaces, but they are long: it is counted in
/// characters like the other two.
fn counts_characters(locale: &Locale) -> bool {
    locale.uses_cjk()
}
