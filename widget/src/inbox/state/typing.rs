//! When to tell the visitor that the agent is writing.

use kb_protocol::time::Timestamp;

/// How often it is said again, so that one who comes later knows it too.
const AGAIN_MS: i64 = 4_000;
/// Pause after which the agent is no longer taken to be writing.
const PAUSE_MS: i64 = 5_000;

/// Turns keystrokes into few signals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypingSignal {
    said_at: Option<Timestamp>,
    typed_at: Timestamp,
}

impl TypingSignal {
    /// The text changed; what is to be said, if anything.
    pub fn typed(&mut self, is_empty: bool, now: Timestamp) -> Option<bool> {
        if is_empty {
            return self.stop();
        }
        self.typed_at = now;
        if self.said_at.is_some_and(|said| now < said.plus_ms(AGAIN_MS)) {
            return None;
        }
        self.said_at = Some(now);
        Some(true)
    }

    /// Time passes; what is to be said, if anything.
    pub fn tick(&mut self, now: Timestamp) -> Option<bool> {
        if now >= self.typed_at.plus_ms(PAUSE_MS) { self.stop() } else { None }
    }

    /// The text was sent or left.
    pub fn stop(&mut self) -> Option<bool> {
        self.said_at.take().map(|_| false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_said_now_and_then_and_its_end_once() {
        let mut signal = TypingSignal::default();
        assert_eq!(signal.typed(false, Timestamp(0)), Some(true));
        assert_eq!(signal.typed(false, Timestamp(3_999)), None);
        assert_eq!(signal.typed(false, Timestamp(4_000)), Some(true));
        assert_eq!(signal.tick(Timestamp(8_999)), None);
        assert_eq!(signal.tick(Timestamp(9_000)), Some(false));
        assert_eq!(signal.tick(Timestamp(20_000)), None);
        assert_eq!(signal.typed(false, Timestamp(20_000)), Some(true));
        assert_eq!(signal.typed(true, Timestamp(20_001)), Some(false));
    }
}
