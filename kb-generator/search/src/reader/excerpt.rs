//! Marks words in titles and finds the excerpt and the section of a hit.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::query::{QueryWord, Resolved};
use super::{Hit, HitSection, LIKE_HEADING, Marked};
use crate::format::{PassageSection, each_section};
use crate::words::{WordKind, scan};

/// Width of an excerpt in columns; an ideograph is two wide.
const EXCERPT_COLUMNS: usize = 170;

/// Columns of context before the first marked word.
const LEAD_COLUMNS: usize = 40;

/// The words to look for in the text of hits.
pub(super) struct Markers {
    /// Folded word, position of the query word, and whether longer ones count.
    forms: Vec<(Vec<u8>, usize, bool)>,
    /// Positions of the words of each quoted phrase.
    phrases: Vec<Vec<usize>>,
    count: usize,
}

/// A word of the query found in a text.
#[derive(Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    /// Position among the words of the query.
    word: usize,
    /// Position among the words of the text.
    place: usize,
}

impl Markers {
    pub(super) fn new(
        words: &[QueryWord],
        resolved: &[Resolved],
        synonyms: &[Vec<Vec<u8>>],
    ) -> Markers {
        let mut forms: Vec<(Vec<u8>, usize, bool)> = Vec::new();
        let mut phrases: Vec<Vec<usize>> = Vec::new();
        for (position, (word, resolved)) in words.iter().zip(resolved).enumerate() {
            let folded = word.folded.as_bytes().to_vec();
            for set in synonyms.iter().filter(|set| set.contains(&folded)) {
                forms.extend(set.iter().map(|form| (form.clone(), position, false)));
            }
            forms.extend(resolved.forms.iter().map(|form| (form.clone(), position, false)));
            forms.push((folded, position, word.is_prefix));
            if let Some(phrase) = word.phrase {
                phrases.resize(phrases.len().max(phrase as usize + 1), Vec::new());
                phrases[phrase as usize].push(position);
            }
        }
        Markers { forms, phrases, count: words.len() }
    }

    fn word_of(&self, folded: &str) -> Option<usize> {
        let folded = folded.as_bytes();
        let form = self.forms.iter().find(|(form, _, is_prefix)| {
            if *is_prefix { folded.starts_with(form) } else { form == folded }
        });
        form.map(|(_, word, _)| *word)
    }

    fn find(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut place = 0;
        scan(text, &mut |word| {
            place += usize::from(word.kind != WordKind::Part);
            // The whole of a compound counts before its parts.
            if word.kind == WordKind::Part && found.last().is_some_and(|last| last.end > word.start)
            {
                return;
            }
            if let Some(of_query) = self.word_of(word.folded) {
                found.push(Found { start: word.start, end: word.end, word: of_query, place });
            }
        });
        found
    }

    /// How nearly a title or heading is the query itself, 0 to 1: the share of
    /// the query that it has, times the share of it that the query has.
    pub(super) fn likeness(&self, text: &str) -> f32 {
        let mut words = 0;
        let mut known = 0;
        let mut seen = 0u32;
        scan(text, &mut |word| {
            if word.kind == WordKind::Part {
                return;
            }
            words += 1;
            if let Some(of_query) = self.word_of(word.folded) {
                known += 1;
                seen |= 1 << of_query;
            }
        });
        if words == 0 {
            return 0.0;
        }
        (seen.count_ones() * known) as f32 / (self.count as u32 * words) as f32
    }

    /// Whether a text has the words of every quoted phrase side by side.
    pub(super) fn has_phrases(&self, text: &str) -> bool {
        let found = self.find(text);
        self.phrases.iter().filter(|phrase| !phrase.is_empty()).all(|phrase| {
            found.iter().any(|first| {
                first.word == phrase[0]
                    && phrase.iter().enumerate().all(|(step, word)| {
                        found
                            .iter()
                            .any(|next| next.word == *word && next.place == first.place + step)
                    })
            })
        })
    }

    /// The text with the words found in it marked.
    pub(super) fn mark(&self, text: &str) -> Vec<Marked> {
        marked(text, 0, text.len(), &self.find(text))
    }

    /// Gives the hit its excerpt and section out of a passage file, and says
    /// whether the quoted phrases stand there.
    pub(super) fn excerpt(&self, data: &[u8], hit: &mut Hit) -> bool {
        let mut best: Option<(usize, PassageSection<'_>, Vec<Found>, usize)> = None;
        let mut has_phrases = false;
        let mut likeness: f32 = 0.0;
        let in_title = self.distinct(&self.find(&hit.title));
        // A damaged file counts as far as it could be read.
        let _ = each_section(data, hit.document, &mut |section| {
            let found = self.find(section.text);
            let (at, in_text) = self.best_window(&found);
            let in_heading = self.distinct(&self.find(section.heading));
            likeness = self.likeness(section.heading).max(likeness);
            let phrases = !self.phrases.is_empty()
                && (self.has_phrases(section.text) || self.has_phrases(section.heading));
            has_phrases |= phrases;
            let score = in_text * 2 + in_heading * 3 + usize::from(phrases) * 100;
            if best.as_ref().is_none_or(|best| score > best.0) {
                best = Some((score, section, found, at));
            }
        });
        hit.score *= 1.0 + LIKE_HEADING * likeness * likeness;
        let Some((score, section, found, at)) = best else { return has_phrases };
        hit.excerpt = cut_out(section.text, &found, at);
        let in_heading = self.distinct(&self.find(section.heading));
        // A title that says it all leads to the top of the article.
        let is_better = score > 0 && (in_title < self.count || in_heading >= in_title);
        if is_better && !section.anchor.is_empty() {
            hit.section = Some(HitSection {
                anchor: section.anchor.to_string(),
                heading: section.heading.to_string(),
            });
        }
        has_phrases
    }

    /// How many words of the query were found.
    fn distinct(&self, found: &[Found]) -> usize {
        (0..self.count).filter(|word| found.iter().any(|one| one.word == *word)).count()
    }

    /// The word found with which the best excerpt begins, and how many words
    /// of the query that excerpt has.
    fn best_window(&self, found: &[Found]) -> (usize, usize) {
        let mut best = (0, 0);
        let mut most = 0;
        for (at, first) in found.iter().enumerate() {
            let within = found[at..]
                .iter()
                .take_while(|one| one.end - first.start <= EXCERPT_COLUMNS - LEAD_COLUMNS)
                .count();
            let window = &found[at..at + within];
            // Many words of the query first, then many of their occurrences.
            let score = self.distinct(window) * 8 + within.min(7);
            if score > most {
                most = score;
                best = (at, self.distinct(window));
            }
        }
        best
    }
}

/// The text around `found[at]`, cut between words.
fn cut_out(text: &str, found: &[Found], at: usize) -> Vec<Marked> {
    let start = found.get(at).map_or(0, |first| begin(text, first.start));
    let mut columns = 0;
    let mut end = text.len();
    for (offset, character) in text[start..].char_indices() {
        columns += width(character);
        if columns > EXCERPT_COLUMNS {
            end = start + offset;
            break;
        }
    }
    if end < text.len()
        && let Some(space) = text[start..end].rfind(' ')
        && space > (end - start) / 2
    {
        end = start + space;
    }
    let mut parts = marked(text, start, end, found);
    if start > 0 {
        parts.insert(0, Marked { text: "…".to_string(), is_marked: false });
    }
    if end < text.len() {
        parts.push(Marked { text: "…".to_string(), is_marked: false });
    }
    parts
}

/// Where an excerpt begins whose first marked word begins at `first`: at the
/// sentence if it is near, else at a word some columns before.
fn begin(text: &str, first: usize) -> usize {
    let mut columns = 0;
    let mut word = first;
    let mut after = '\0';
    for (at, character) in text[..first].char_indices().rev() {
        columns += width(character);
        if columns > LEAD_COLUMNS {
            return if word == first && width(character) == 2 { at } else { word };
        }
        if character == ' ' {
            word = at + 1;
        }
        let is_end = matches!(character, '.' | '!' | '?') && after == ' ';
        if is_end || matches!(character, '。' | '！' | '？') {
            return at + character.len_utf8() + usize::from(is_end);
        }
        after = character;
    }
    0
}

fn width(character: char) -> usize {
    if character as u32 >= 0x1100 { 2 } else { 1 }
}

/// `text[start..end]` with the words found in it marked; overlapping ones,
/// as pairs of ideographs are, become one.
fn marked(text: &str, start: usize, end: usize, found: &[Found]) -> Vec<Marked> {
    let mut parts: Vec<Marked> = Vec::new();
    let mut at = start;
    let mut push = |from: usize, to: usize, is_marked: bool| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            match parts.last_mut() {
                Some(last) if last.is_marked == is_marked => last.text.push_str(part),
                _ => parts.push(Marked { text: String::from(part), is_marked }),
            }
        }
    };
    for one in found {
        if one.end <= at || one.start < start || one.end > end {
            continue;
        }
        push(at, one.start, false);
        push(one.start.max(at), one.end, true);
        at = one.end;
    }
    push(at, end, false);
    parts
}
