//! Whether an agent is there who takes conversations, through this process or
//! another.
//!
//! A process repeats what it knows with every sign of life; one that falls
//! silent has nobody any more.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kb_protocol::id::AgentId;
use kb_protocol::inbox::Presence;
use kb_protocol::time::Timestamp;

use super::viewers::{EXPIRY_MS, Seat};

/// Who has an inbox open.
#[derive(Debug, Default)]
pub(crate) struct Staff(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    here: HashMap<Seat, AgentId>,
    presence: HashMap<AgentId, Presence>,
    /// Processes that have somebody, and when they said so.
    elsewhere: HashMap<String, Timestamp>,
}

impl Staff {
    /// An agent opens an inbox.
    pub(crate) fn enter(&self, seat: Seat, agent: AgentId, presence: Presence) {
        let mut state = self.lock();
        state.presence.insert(agent.clone(), presence);
        state.here.insert(seat, agent);
    }

    /// Everybody who has an inbox open through this process.
    pub(crate) fn all_here(&self) -> Vec<AgentId> {
        let state = self.lock();
        let agents: BTreeSet<&AgentId> = state.here.values().collect();
        agents.into_iter().cloned().collect()
    }

    /// And closes it.
    pub(crate) fn leave(&self, seat: Seat) {
        self.lock().here.remove(&seat);
    }

    /// An agent's presence changed, here or elsewhere.
    pub(crate) fn learn(&self, agent: &AgentId, presence: Presence) {
        if let Some(known) = self.lock().presence.get_mut(agent) {
            *known = presence;
        }
    }

    /// Another process says whether it has somebody.
    pub(crate) fn hear(&self, process: &str, has_staff: bool, now: Timestamp) {
        let elsewhere = &mut self.lock().elsewhere;
        if has_staff {
            elsewhere.insert(process.to_owned(), now);
        } else {
            elsewhere.remove(process);
        }
    }

    /// Whether somebody is here.
    pub(crate) fn is_here(&self) -> bool {
        let state = self.lock();
        let mut present = state.here.values().filter_map(|agent| state.presence.get(agent));
        present.any(|presence| *presence == Presence::Available)
    }

    /// Whether somebody is anywhere.
    pub(crate) fn is_anywhere(&self, now: Timestamp) -> bool {
        let is_heard = |at: &Timestamp| now < at.plus_ms(EXPIRY_MS);
        self.is_here() || self.lock().elsewhere.values().any(is_heard)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::viewers::Viewers;
    use super::*;

    const NOW: Timestamp = Timestamp(0);

    #[test]
    fn somebody_is_there_who_has_an_inbox_open_and_is_available() {
        let (staff, viewers) = (Staff::default(), Viewers::default());
        let (one, two) = (viewers.seat(), viewers.seat());
        let kim: AgentId = "kim".parse().expect("an id");
        assert!(!staff.is_anywhere(NOW));
        staff.enter(one, kim.clone(), Presence::Available);
        staff.enter(two, kim.clone(), Presence::Available);
        assert!(staff.is_anywhere(NOW));
        assert_eq!(staff.all_here(), std::slice::from_ref(&kim), "in two tabs, and once");
        staff.learn(&kim, Presence::Busy);
        assert!(!staff.is_anywhere(NOW));
        staff.learn(&kim, Presence::Available);
        staff.leave(one);
        assert!(staff.is_here(), "another tab is open");
        staff.leave(two);
        assert!(!staff.is_here());
    }

    #[test]
    fn a_process_is_believed_until_it_falls_silent() {
        let staff = Staff::default();
        staff.hear("p2", true, NOW);
        assert!(staff.is_anywhere(NOW.plus_ms(EXPIRY_MS - 1)));
        assert!(!staff.is_anywhere(NOW.plus_ms(EXPIRY_MS)));
        staff.hear("p2", true, NOW.plus_ms(EXPIRY_MS));
        staff.hear("p2", false, NOW.plus_ms(EXPIRY_MS));
        assert!(!staff.is_anywhere(NOW.plus_ms(EXPIRY_MS)));
    }
}
