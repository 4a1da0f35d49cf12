//! How many conversations each list has, kept up from what changes.

use kb_protocol::id::AgentId;
use kb_protocol::inbox::{InboxItem, View, ViewCounts};
use kb_protocol::limits;

use super::lists::{VIEWS, belongs};

/// The relay's numbers, and what has changed since.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    known: Option<ViewCounts>,
    is_asked: bool,
    is_stale: bool,
}

impl Counts {
    /// The number of a list; nothing before it is known. At
    /// [`limits::COUNTED`] there may be more.
    pub fn of(&self, view: View) -> Option<usize> {
        Some(self.known?.of(view))
    }

    /// Whether the relay has to be asked now; asked once until it answers.
    pub(crate) fn ask(&mut self) -> bool {
        self.is_stale = self.is_asked;
        !std::mem::replace(&mut self.is_asked, true)
    }

    /// The relay's numbers are here, or could not be read; whether it has to
    /// be asked again.
    pub(crate) fn take(&mut self, answer: Option<ViewCounts>) -> bool {
        self.is_asked = false;
        self.known = answer.or(self.known);
        std::mem::take(&mut self.is_stale) && self.ask()
    }

    /// The connection is gone, and with it an answer.
    pub(crate) fn lost(&mut self) {
        self.is_asked = false;
        self.is_stale = false;
    }

    /// A conversation changed; whether the relay has to be asked: it was not
    /// known before, or there are too many to count.
    pub(crate) fn change(
        &mut self,
        before: Option<&InboxItem>,
        after: &InboxItem,
        me: &AgentId,
    ) -> bool {
        let Some(known) = &mut self.known else { return false };
        let is_new = before.is_none() && after.version == 1;
        if before.is_none() && !is_new {
            return self.ask();
        }
        let mut is_uncounted = false;
        for view in VIEWS {
            let was = before.is_some_and(|before| belongs(view, before, me));
            let is = belongs(view, after, me);
            let number = number_of(known, view);
            match (was, is) {
                (true, false) | (false, true) if *number >= limits::COUNTED => is_uncounted = true,
                (true, false) => *number = number.saturating_sub(1),
                (false, true) => *number += 1,
                _ => {}
            }
        }
        is_uncounted && self.ask()
    }
}

fn number_of(counts: &mut ViewCounts, view: View) -> &mut usize {
    match view {
        View::Mine => &mut counts.mine,
        View::Unassigned => &mut counts.unassigned,
        View::Open => &mut counts.open,
        View::Snoozed => &mut counts.snoozed,
        View::Done => &mut counts.done,
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::Status;

    use super::super::samples::{agent, item};
    use super::*;

    fn counted() -> Counts {
        let mut counts = Counts::default();
        assert!(counts.ask());
        let known = ViewCounts { mine: 0, unassigned: 2, open: 2, snoozed: 0, done: 1_000 };
        assert!(!counts.take(Some(known)));
        counts
    }

    fn numbers(counts: &Counts) -> [usize; 5] {
        VIEWS.map(|view| counts.of(view).expect("known"))
    }

    #[test]
    fn what_is_known_is_counted_here() {
        let (mut counts, me) = (counted(), agent("me"));
        let before = item("a");
        let mine = InboxItem { assignee: Some(agent("me")), ..item("a") };
        assert!(!counts.change(Some(&before), &mine, &me));
        assert_eq!(numbers(&counts), [1, 1, 2, 0, 1_000]);
        let snoozed = InboxItem { status: Status::Snoozed, ..mine.clone() };
        counts.change(Some(&mine), &snoozed, &me);
        assert!(!counts.change(None, &item("new"), &me));
        assert_eq!(numbers(&counts), [0, 2, 2, 1, 1_000]);
    }

    #[test]
    fn what_is_not_known_is_asked_once_and_once_more_if_it_changed_meanwhile() {
        let (mut counts, me) = (counted(), agent("me"));
        let old = InboxItem { version: 7, ..item("old") };
        assert!(counts.change(None, &old, &me));
        assert!(!counts.change(None, &old, &me), "asked already");
        assert!(counts.take(None), "it changed meanwhile");
        assert!(!counts.take(None));
        let done = InboxItem { status: Status::Done, ..item("a") };
        assert!(counts.change(Some(&item("a")), &done, &me), "too many to count");
    }
}
