//! Something that is read, and read again when something else is wanted.

use kb_protocol::chat::Code;

use crate::inbox::state::Load;

/// What was read last stays until something newer is here.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// What was read last.
    pub value: Option<T>,
    /// How far the latest question is.
    pub load: Load,
    number: u32,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { value: None, load: Load::Loading, number: 0 }
    }
}

impl<T> Reading<T> {
    /// A new question; its number.
    pub fn ask(&mut self) -> u32 {
        self.load = Load::Loading;
        self.number += 1;
        self.number
    }

    /// An answer; one to an older question is of no interest any longer.
    pub fn take(&mut self, number: u32, answer: Result<T, Code>) {
        if number != self.number {
            return;
        }
        match answer {
            Ok(value) => {
                self.value = Some(value);
                self.load = Load::Ready;
            }
            Err(code) => {
                // What is not what was asked for would be taken for it.
                self.value = None;
                self.load = Load::Failed(code);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_question_is_answered() {
        let mut reading = Reading::default();
        let (first, second) = (reading.ask(), reading.ask());
        reading.take(second, Ok("30 days"));
        reading.take(first, Ok("7 days"));
        assert_eq!((reading.value, reading.load), (Some("30 days"), Load::Ready));
        let third = reading.ask();
        assert_eq!((reading.value, reading.load), (Some("30 days"), Load::Loading));
        reading.take(third, Err(Code::Unavailable));
        assert_eq!((reading.value, reading.load), (None, Load::Failed(Code::Unavailable)));
    }
}
