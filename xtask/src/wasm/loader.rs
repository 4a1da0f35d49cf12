//! Makes the loader small: every visitor of every host page loads it.
//!
//! A real minifier would be another program to bring along; our one script is
//! written so that plain replacements are safe. Texts in `'…'` stay as they
//! are, and Chromium runs the result in the tests.

use std::collections::BTreeMap;

/// What the loader calls its own things. A name counts where it is neither a
/// member (`.name`) nor the name of one (`name:`), so members that are called
/// alike stay.
const NAMES: [&str; 36] = [
    "script", "dataset", "base", "early", "off", "queue", "perform", "loading", "rest", "back",
    "promise", "fail", "cause", "start", "mine", "answer", "paint", "css", "wake", "load",
    "module", "found", "stop", "api", "job", "own", "options", "host", "settings", "first",
    "refuse", "done", "error", "turn", "list", "idle",
];
/// Letters that the loader does not use itself, in an order that compresses
/// well, found by trying: another one costs up to twenty bytes.
const LETTERS: &str = "EuIRLbrJTyjpfABknStlFHhcKgaPGxeqmvsi";

/// The loader with short names and without needless space.
pub(super) fn shortened(script: &str) -> String {
    let names: BTreeMap<&str, char> = NAMES.into_iter().zip(LETTERS.chars()).collect();
    let mut text = String::with_capacity(script.len());
    for (index, part) in script.split('\'').enumerate() {
        if index % 2 == 1 {
            text.push('\'');
            text.push_str(part);
            text.push('\'');
        } else {
            text.push_str(&renamed(&tightened(part), &names));
        }
    }
    text
}

/// Takes the spaces around signs out of code without texts.
fn tightened(code: &str) -> String {
    let mut text = code.to_owned();
    for sign in
        ["===", "==", "!=", "=>", "=", "&&", "||", "?", ":", "{", "}", "+", ",", ";", "(", ")"]
    {
        text = text.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign);
        text = text.replace(&format!("{sign}\n"), sign);
    }
    // Declarations follow each other, and nothing is behind the last one.
    for (from, to) in [(";let ", ","), (",}", "}"), (";}", "}"), (",)", ")")] {
        text = text.replace(from, to);
    }
    text
}

fn renamed(code: &str, names: &BTreeMap<&str, char>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_word(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        text.push_str(before);
        let is_member = text.ends_with('.') && !text.ends_with("...");
        match names.get(word).filter(|_| !is_member && !after.starts_with(':')) {
            Some(letter) => text.push(*letter),
            None => text.push_str(word),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_members_and_texts_stay() {
        let script = "let host = d.host, job = { host: host, ...options };\nlet own = 'own, host';";
        let short = shortened(script);
        for kept in ["=d.host,", "={host:", "='own, host';"] {
            assert!(short.contains(kept), "{short} has lost `{kept}`");
        }
        assert!(!short.contains("options") && short.len() < script.len() - 20, "{short}");
    }

    #[test]
    fn every_short_name_stands_for_one_thing_of_the_loader() {
        let loader = include_str!("../../../widget/loader.js");
        for name in NAMES {
            assert!(loader.contains(name), "the loader has no `{name}` any more");
        }
        assert!(NAMES.len() <= LETTERS.len());
        for letter in ["w", "d"] {
            assert!(!LETTERS.contains(letter), "`{letter}` is a name of the loader itself");
        }
    }
}
