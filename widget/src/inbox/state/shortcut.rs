//! Keys that do something.

/// A key as it was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressed<'a> {
    /// As `KeyboardEvent.key`.
    pub key: &'a str,
    /// With Ctrl, Meta or Alt, which belong to browser and system.
    pub has_modifier: bool,
    /// In a field, where keys are letters.
    pub is_typing: bool,
    /// Among the letters of an input method.
    pub is_composing: bool,
    /// On a button or link, which has its own use of Enter.
    pub is_on_control: bool,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortcut {
    /// To the next conversation.
    Next,
    /// To the one before.
    Previous,
    /// Opens the one that is marked.
    Open,
    /// Begins to write an answer.
    Reply,
    /// Begins to write a note.
    Note,
    /// Done, or open again.
    Done,
    /// Takes the conversation.
    Claim,
    /// Opens the snooze menu.
    Snooze,
    /// To the search.
    Search,
    /// To the reports, or back from them.
    Reports,
    /// Shows the keys.
    Help,
    /// Back: closes what is open, leaves the field.
    Back,
}

impl Shortcut {
    /// Whether it does something where no conversation is on the screen.
    pub fn is_everywhere(self) -> bool {
        matches!(self, Self::Search | Self::Reports | Self::Help | Self::Back)
    }
}

/// What a key does, if anything.
pub fn shortcut(pressed: Pressed<'_>) -> Option<Shortcut> {
    if pressed.has_modifier || pressed.is_composing {
        return None;
    }
    if pressed.key == "Escape" {
        return Some(Shortcut::Back);
    }
    if pressed.is_typing {
        return None;
    }
    Some(match pressed.key {
        "j" | "ArrowDown" => Shortcut::Next,
        "k" | "ArrowUp" => Shortcut::Previous,
        "Enter" if !pressed.is_on_control => Shortcut::Open,
        "r" => Shortcut::Reply,
        "n" => Shortcut::Note,
        "e" => Shortcut::Done,
        "a" => Shortcut::Claim,
        "s" => Shortcut::Snooze,
        "/" => Shortcut::Search,
        "g" => Shortcut::Reports,
        "?" => Shortcut::Help,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(key: &str) -> Pressed<'_> {
        Pressed { key, ..Pressed::default() }
    }

    #[test]
    fn letters_are_letters_while_typing() {
        for key in ["j", "k", "r", "n", "e", "a", "s", "g", "/", "?", "Enter", "ArrowDown"] {
            assert!(shortcut(pressed(key)).is_some(), "{key}");
            assert_eq!(shortcut(Pressed { is_typing: true, ..pressed(key) }), None, "{key}");
        }
        let escape = Pressed { is_typing: true, ..pressed("Escape") };
        assert_eq!(shortcut(escape), Some(Shortcut::Back));
    }

    #[test]
    fn nothing_happens_to_a_conversation_that_nobody_sees() {
        for key in ["j", "k", "Enter", "r", "n", "e", "a", "s"] {
            assert!(!shortcut(pressed(key)).expect("a shortcut").is_everywhere(), "{key}");
        }
        for key in ["g", "?", "/", "Escape"] {
            assert!(shortcut(pressed(key)).expect("a shortcut").is_everywhere(), "{key}");
        }
    }

    #[test]
    fn keys_of_browser_system_and_input_method_are_theirs() {
        assert_eq!(shortcut(Pressed { has_modifier: true, ..pressed("r") }), None);
        assert_eq!(shortcut(Pressed { is_composing: true, ..pressed("Escape") }), None);
        assert_eq!(shortcut(Pressed { is_on_control: true, ..pressed("Enter") }), None);
        assert_eq!(shortcut(pressed("x")), None);
    }
}
