//! Days and groups: what both timelines make of moments and authors.

use kb_protocol::time::Timestamp;

/// Messages of one author within this time stand together, in milliseconds.
const GROUP_MS: i64 = 5 * 60 * 1000;

/// Reads a conversation from old to new; an author is whatever has to be the
/// same within a group.
#[derive(Debug)]
pub(crate) struct Grouping<A> {
    last_day: Option<i64>,
    /// Author and time of the last message of the group.
    group: Option<(A, Timestamp)>,
}

impl<A: PartialEq> Grouping<A> {
    /// Before the first row.
    pub(crate) fn new() -> Self {
        Self { last_day: None, group: None }
    }

    /// Whether a new day begins with what has this number of a day. Clocks of
    /// browsers are wrong now and then; days only go forward.
    pub(crate) fn begins_day(&mut self, day: i64) -> bool {
        let is_new = self.last_day.is_none_or(|last| day > last);
        if is_new {
            self.last_day = Some(day);
            self.end_group();
        }
        is_new
    }

    /// Whether a message begins a group.
    pub(crate) fn begins_group(&mut self, author: A, at: Timestamp) -> bool {
        let is_first = self
            .group
            .as_ref()
            .is_none_or(|(other, last)| *other != author || at.0 - last.0 > GROUP_MS);
        self.group = Some((author, at));
        is_first
    }

    /// Something stands between this message and the next.
    pub(crate) fn end_group(&mut self) {
        self.group = None;
    }
}
