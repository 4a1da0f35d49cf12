//! Which agents look at which conversation, through this process and others.
//!
//! This process says what changes here, and now and then that it is alive: a
//! process that was silent for [`EXPIRY_MS`] was killed, and nobody looks
//! through it any more.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kb_protocol::id::ConversationId;
use kb_protocol::time::Timestamp;

use crate::store::Viewer;

/// How often a process says that it is alive, in milliseconds.
pub(crate) const ALIVE_MS: i64 = 4_000;
/// How often it repeats who looks at what, for those who did not hear it.
pub(crate) const REPEAT_MS: i64 = 60_000;
/// How long a silent process is believed, in milliseconds: a few signs of life
/// and a slow machine.
pub(crate) const EXPIRY_MS: i64 = 15_000;

/// Names a connection in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Seat(u64);

/// Who looks at one conversation.
#[derive(Debug, Default)]
struct Audience {
    here: Vec<(Seat, Viewer)>,
    /// By process.
    elsewhere: HashMap<String, Vec<Viewer>>,
}

impl Audience {
    fn here(&self) -> Vec<Viewer> {
        let here: BTreeSet<&Viewer> = self.here.iter().map(|(_, viewer)| viewer).collect();
        here.into_iter().cloned().collect()
    }

    fn all(&self) -> Vec<Viewer> {
        let here = self.here.iter().map(|(_, viewer)| viewer);
        let elsewhere = self.elsewhere.values().flatten();
        let all: BTreeSet<&Viewer> = here.chain(elsewhere).collect();
        all.into_iter().cloned().collect()
    }
}

/// All conversations at which somebody looks.
#[derive(Debug, Default)]
pub(crate) struct Viewers {
    state: Mutex<State>,
    next: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    audiences: HashMap<ConversationId, Audience>,
    /// When each other process was last heard.
    heard: HashMap<String, Timestamp>,
}

impl Viewers {
    /// A seat for a new connection.
    pub(crate) fn seat(&self) -> Seat {
        Seat(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// An agent begins to look; answers who looks through this process now.
    pub(crate) fn enter(&self, id: &ConversationId, seat: Seat, viewer: Viewer) -> Vec<Viewer> {
        self.change(id, |audience| {
            audience.here.retain(|(other, _)| *other != seat);
            audience.here.push((seat, viewer));
            audience.here()
        })
    }

    /// The agent at this seat looks elsewhere; answers who still looks.
    pub(crate) fn leave(&self, id: &ConversationId, seat: Seat) -> Vec<Viewer> {
        self.change(id, |audience| {
            audience.here.retain(|(other, _)| *other != seat);
            audience.here()
        })
    }

    /// Another process says something.
    pub(crate) fn is_alive(&self, process: &str, now: Timestamp) {
        self.lock().heard.insert(process.to_owned(), now);
    }

    /// Another process says who looks through it.
    pub(crate) fn hear(&self, id: &ConversationId, process: &str, viewers: Vec<Viewer>) {
        self.change(id, |audience| {
            if viewers.is_empty() {
                audience.elsewhere.remove(process);
            } else {
                audience.elsewhere.insert(process.to_owned(), viewers);
            }
        });
    }

    /// Everybody who looks at a conversation, by name.
    pub(crate) fn all(&self, id: &ConversationId) -> Vec<Viewer> {
        self.lock().audiences.get(id).map(Audience::all).unwrap_or_default()
    }

    /// Who looks at what through this process.
    pub(crate) fn here(&self) -> Vec<(ConversationId, Vec<Viewer>)> {
        let state = self.lock();
        let here = state.audiences.iter().map(|(id, audience)| (id.clone(), audience.here()));
        here.filter(|(_, viewers)| !viewers.is_empty()).collect()
    }

    /// Forgets processes that were silent for too long; answers which
    /// conversations lost viewers.
    pub(crate) fn expire(&self, now: Timestamp) -> Vec<ConversationId> {
        let mut state = self.lock();
        let State { audiences, heard } = &mut *state;
        let before = heard.len();
        heard.retain(|_, at| now < at.plus_ms(EXPIRY_MS));
        if heard.len() == before {
            return Vec::new();
        }
        let mut changed = Vec::new();
        audiences.retain(|id, audience| {
            let before = audience.elsewhere.len();
            audience.elsewhere.retain(|process, _| heard.contains_key(process));
            if audience.elsewhere.len() < before {
                changed.push(id.clone());
            }
            !audience.here.is_empty() || !audience.elsewhere.is_empty()
        });
        changed
    }

    fn change<T>(&self, id: &ConversationId, change: impl FnOnce(&mut Audience) -> T) -> T {
        let audiences = &mut self.lock().audiences;
        let audience = audiences.entry(id.clone()).or_default();
        let result = change(audience);
        if audience.here.is_empty() && audience.elsewhere.is_empty() {
            audiences.remove(id);
        }
        result
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(name: &str) -> Viewer {
        Viewer { name: name.to_owned(), id: name.parse().expect("an id") }
    }

    fn names(viewers: &[Viewer]) -> String {
        viewers.iter().map(|viewer| viewer.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_agent_in_two_tabs_is_one_viewer_until_both_are_closed() {
        let (viewers, id) = (Viewers::default(), "c1".parse().expect("an id"));
        let (one, two, other) = (viewers.seat(), viewers.seat(), viewers.seat());
        viewers.enter(&id, one, viewer("kim"));
        viewers.enter(&id, two, viewer("kim"));
        viewers.enter(&id, two, viewer("kim"));
        assert_eq!(names(&viewers.enter(&id, other, viewer("ada"))), "ada kim");
        viewers.leave(&id, one);
        assert_eq!(names(&viewers.all(&id)), "ada kim");
        viewers.leave(&id, two);
        assert_eq!(names(&viewers.all(&id)), "ada");
        viewers.leave(&id, other);
        assert!(viewers.lock().audiences.is_empty(), "nothing is left");
    }

    #[test]
    fn a_process_that_falls_silent_takes_its_viewers_along() {
        let (viewers, id) = (Viewers::default(), "c1".parse().expect("an id"));
        viewers.enter(&id, viewers.seat(), viewer("kim"));
        for (process, name) in [("p2", "lee"), ("p3", "max")] {
            viewers.is_alive(process, Timestamp(0));
            viewers.hear(&id, process, vec![viewer(name)]);
        }
        assert_eq!(names(&viewers.all(&id)), "kim lee max");
        viewers.hear(&id, "p3", Vec::new());
        viewers.is_alive("p2", Timestamp(ALIVE_MS));
        assert!(viewers.expire(Timestamp(EXPIRY_MS)).is_empty(), "p2 is alive");
        assert_eq!(viewers.expire(Timestamp(ALIVE_MS + EXPIRY_MS)), std::slice::from_ref(&id));
        assert_eq!(names(&viewers.all(&id)), "kim");
        assert_eq!(viewers.here().len(), 1);
    }
}
