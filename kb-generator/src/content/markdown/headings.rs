//! Ids and levels of headings.

use std::collections::{HashMap, HashSet};

use super::prepare::Fence;

/// Gives ids that are unique within an article.
#[derive(Debug, Default)]
pub(super) struct Ids {
    used: HashSet<String>,
    counts: HashMap<String, usize>,
}

impl Ids {
    /// Takes an id that the author chose; false if it is taken.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        self.used.insert(id.to_owned())
    }

    /// A free id made from a text, as GitHub does: `what-now`, `what-now-1`.
    pub(super) fn make(&mut self, text: &str) -> String {
        let base = slug(text);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        if self.claim(&base) {
            return base;
        }
        loop {
            let count = self.counts.entry(base.clone()).or_insert(0);
            *count += 1;
            let id = format!("{base}-{count}");
            if self.claim(&id) {
                return id;
            }
        }
    }
}

/// Letters and digits of any script in lower case; spaces become `-`.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars().take(200) {
        if c.is_alphanumeric() || is_mark(c) {
            slug.extend(c.to_lowercase());
        } else if c == '_' {
            slug.push('_');
        } else if c == '-' || c.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Vowel signs and accents, which belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{65F}'
        | '\u{93A}'..='\u{94F}' | '\u{E31}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}

/// How far levels move so that the body begins at level 2.
///
/// `drops_first` says that the first heading of level 1 is the title.
pub(super) fn level_shift(text: &str, drops_first: bool) -> i8 {
    if !text.starts_with('#') && memchr::memmem::find(text.as_bytes(), b"\n#").is_none() {
        return 0;
    }
    let mut fence = Fence::default();
    let mut drops_first = drops_first;
    let mut lowest = None;
    for line in text.lines() {
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        if fence.feed(line) || hashes == 0 || hashes > 6 {
            continue;
        }
        if !line[hashes..].is_empty() && !line[hashes..].starts_with([' ', '\t']) {
            continue;
        }
        if hashes == 1 && std::mem::take(&mut drops_first) {
            continue;
        }
        lowest = Some(lowest.map_or(hashes, |lowest: usize| lowest.min(hashes)));
    }
    match lowest {
        Some(1) => 1,
        Some(lowest) => 2 - i8::try_from(lowest).unwrap_or(2),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, level_shift};

    #[test]
    fn ids_are_unique_and_keep_every_script() {
        let mut ids = Ids::default();
        assert_eq!(ids.make("What now?"), "what-now");
        assert_eq!(ids.make("What now!"), "what-now-1");
        assert_eq!(ids.make("ロックを解除する"), "ロックを解除する");
        assert_eq!(ids.make("?!"), "section");
    }

    #[test]
    fn the_body_begins_at_level_two() {
        assert_eq!(level_shift("# A\n## B", true), 0);
        assert_eq!(level_shift("# A\n# B", true), 1);
        assert_eq!(level_shift("### A\n#### B", false), -1);
        assert_eq!(level_shift("```\n# A\n```\n## B", false), 0);
    }
}
