//! Which conversations may want a letter, and when: what this process has heard
//! of. Where nothing happens, the database is asked nothing.
//!
//! Nothing depends on it but how soon a letter is written: a look at all
//! conversations, at the start and now and then, finds what was not heard.

use std::collections::{HashMap, HashSet};

use kb_protocol::id::ConversationId;
use kb_protocol::time::Timestamp;

/// Where a letter may be due.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Anywhere.
    All,
    /// In these; nowhere if there are none.
    These(Vec<ConversationId>),
}

/// What was heard.
pub(super) struct Agenda {
    /// Whether something may have been missed.
    has_gap: bool,
    /// Something was written there, or an address left.
    fresh: HashSet<ConversationId>,
    /// Answers there are unseen, and a letter is due at this moment.
    due: HashMap<ConversationId, Timestamp>,
}

impl Agenda {
    /// Knows nothing yet.
    pub(super) fn new() -> Self {
        Self { has_gap: true, fresh: HashSet::new(), due: HashMap::new() }
    }

    /// Hears that something happened in a conversation, and whether its visitor
    /// has seen everything.
    pub(super) fn hear(&mut self, id: &ConversationId, has_unseen: bool) {
        if has_unseen {
            self.fresh.insert(id.clone());
        } else {
            self.fresh.remove(id);
            self.due.remove(id);
        }
    }

    /// Something may have been missed.
    pub(super) fn miss(&mut self) {
        self.has_gap = true;
    }

    /// A letter is due there at a moment, unless something happens before.
    pub(super) fn put(&mut self, id: ConversationId, due: Timestamp) {
        self.due.insert(id, due);
    }

    /// Where is to be looked now, in at most so many conversations. What is due
    /// later than `beyond` is looked at as well: a clock was put back.
    pub(super) fn take(&mut self, now: Timestamp, beyond: Timestamp, limit: usize) -> Wanted {
        if std::mem::take(&mut self.has_gap) {
            return Wanted::All;
        }
        // What is due first: news alone could fill every look.
        let due = self.due.iter().filter(|(_, due)| **due <= now || **due > beyond);
        let mut ids: Vec<ConversationId> = due.map(|(id, _)| id.clone()).take(limit).collect();
        for id in &ids {
            self.due.remove(id);
            self.fresh.remove(id);
        }
        let fresh: Vec<ConversationId> =
            self.fresh.iter().take(limit - ids.len()).cloned().collect();
        for id in fresh {
            self.fresh.remove(&id);
            self.due.remove(&id);
            ids.push(id);
        }
        Wanted::These(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ConversationId {
        text.parse().expect("an id")
    }

    fn take(agenda: &mut Agenda, now: i64) -> Vec<String> {
        match agenda.take(Timestamp(now), Timestamp(now + 100), 2) {
            Wanted::All => vec!["all".to_owned()],
            Wanted::These(ids) => {
                let mut ids: Vec<String> = ids.into_iter().map(Into::into).collect();
                ids.sort();
                ids
            }
        }
    }

    #[test]
    fn where_nothing_is_unseen_or_due_nobody_looks() {
        let mut agenda = Agenda::new();
        assert_eq!(take(&mut agenda, 0), ["all"], "at the start");
        assert!(take(&mut agenda, 0).is_empty());
        agenda.hear(&id("seen"), false);
        assert!(take(&mut agenda, 0).is_empty());
        agenda.hear(&id("a"), true);
        assert_eq!(take(&mut agenda, 0), ["a"]);
        agenda.put(id("a"), Timestamp(50));
        assert!(take(&mut agenda, 49).is_empty());
        assert_eq!(take(&mut agenda, 50), ["a"]);
        assert!(take(&mut agenda, 51).is_empty(), "once");
        agenda.miss();
        assert_eq!(take(&mut agenda, 52), ["all"]);
    }

    #[test]
    fn what_is_seen_meanwhile_is_not_looked_at() {
        let mut agenda = Agenda::new();
        take(&mut agenda, 0);
        agenda.put(id("a"), Timestamp(50));
        agenda.hear(&id("a"), false);
        assert!(take(&mut agenda, 50).is_empty());
    }

    #[test]
    fn a_clock_that_was_put_back_delays_nothing_and_nothing_beyond_the_limit_is_lost() {
        let mut agenda = Agenda::new();
        take(&mut agenda, 0);
        for text in ["a", "b", "c"] {
            agenda.put(id(text), Timestamp(5_000));
        }
        let mut all = take(&mut agenda, 10);
        assert_eq!(all.len(), 2);
        all.extend(take(&mut agenda, 10));
        all.sort();
        assert_eq!(all, ["a", "b", "c"]);
    }
}
