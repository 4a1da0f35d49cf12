//! Which customers are there, through this process and others, and which
//! agents want to know it.
//!
//! A customer whose last connection ended is taken to be there for
//! [`GRACE_MS`] more: who loads a page again neither leaves nor comes. Only
//! inboxes that show a customer are told, and only processes that ask for one:
//! they ask again now and then, and what nobody says again is believed for
//! [`BELIEVED_MS`], what a killed process said for [`EXPIRY_MS`].

use std::collections::{HashMap, HashSet};
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kb_protocol::id::CustomerId;
use kb_protocol::time::Timestamp;

use super::viewers::{EXPIRY_MS, REPEAT_MS};
use crate::store::Left;

/// How long one is still there without a connection, in milliseconds: a page
/// that is loaded, or a phone between two networks.
pub(crate) const GRACE_MS: i64 = 12_000;
/// How long another process is believed that does not say it again.
const BELIEVED_MS: i64 = 2 * REPEAT_MS + EXPIRY_MS;
/// Customers whose leaving waits for a database that takes nothing.
const UNKEPT: usize = 10_000;

/// Who is there, and who asks.
#[derive(Debug, Default)]
pub(crate) struct Attendance(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Connections to this process.
    here: HashMap<CustomerId, u32>,
    /// Those who had some, and since when they have none.
    leaving: HashMap<CustomerId, Timestamp>,
    /// Those who have left, which could not be stored yet.
    unkept: HashMap<CustomerId, Timestamp>,
    /// By process, and when it said so.
    elsewhere: HashMap<CustomerId, HashMap<String, Timestamp>>,
    /// Listeners of the hub who show a customer.
    followers: HashMap<CustomerId, HashSet<u64>>,
    /// Whom another process asks for.
    asked: HashMap<String, HashSet<CustomerId>>,
    /// Customers of whom other processes wait to be told.
    answers: HashSet<CustomerId>,
    /// When each other process was last heard.
    heard: HashMap<String, Timestamp>,
    /// Whether a process is to be asked that was not known.
    asks_again: bool,
}

impl State {
    fn is_here(&self, customer: &CustomerId) -> bool {
        self.here.contains_key(customer) || self.leaving.contains_key(customer)
    }

    fn is_anywhere(&self, customer: &CustomerId) -> bool {
        self.is_here(customer) || self.elsewhere.contains_key(customer)
    }
}

/// Whom nobody in this process followed before, and whom this listener did not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Followed {
    /// New for the listener.
    pub(crate) new: Vec<CustomerId>,
    /// New for the process.
    pub(crate) first: Vec<CustomerId>,
}

impl Attendance {
    /// A connection begins; `true` if the customer was not here.
    pub(crate) fn arrive(&self, customer: &CustomerId) -> bool {
        let mut state = self.lock();
        let is_new = !state.is_here(customer);
        state.leaving.remove(customer);
        *state.here.entry(customer.clone()).or_default() += 1;
        is_new
    }

    /// A connection ends.
    pub(crate) fn leave(&self, customer: &CustomerId, now: Timestamp) {
        let mut state = self.lock();
        let Some(connections) = state.here.get_mut(customer) else { return };
        *connections -= 1;
        if *connections == 0 {
            state.here.remove(customer);
            state.leaving.insert(customer.clone(), now);
        }
    }

    /// Those who have left for good, and since when.
    pub(crate) fn expire(&self, now: Timestamp) -> Vec<Left> {
        let mut gone = Vec::new();
        self.lock().leaving.retain(|customer, at| {
            // Later than now: the clock was put back.
            let stays = *at <= now && now < at.plus_ms(GRACE_MS);
            if !stays {
                gone.push(Left { customer: customer.clone(), at: *at });
            }
            stays
        });
        gone
    }

    /// Takes back who has left, as it could not be stored. Of too many the
    /// others are forgotten.
    pub(crate) fn keep_later(&self, left: &[Left]) {
        let mut state = self.lock();
        let unkept = &mut state.unkept;
        for Left { customer, at } in left {
            if unkept.len() < UNKEPT || unkept.contains_key(customer) {
                unkept.insert(customer.clone(), *at);
            }
        }
    }

    /// Those who were taken back.
    pub(crate) fn take_unkept(&self) -> Vec<Left> {
        let unkept = mem::take(&mut self.lock().unkept);
        unkept.into_iter().map(|(customer, at)| Left { customer, at }).collect()
    }

    /// Everybody leaves: the process ends.
    pub(crate) fn leave_all(&self, now: Timestamp) -> Vec<Left> {
        let mut state = self.lock();
        let here = mem::take(&mut state.here).into_keys();
        let here = here.map(|customer| Left { customer, at: now });
        let leaving = mem::take(&mut state.leaving).into_iter();
        here.chain(leaving.map(|(customer, at)| Left { customer, at })).collect()
    }

    /// Whether a customer is there through any process.
    pub(crate) fn is_anywhere(&self, customer: &CustomerId) -> bool {
        self.lock().is_anywhere(customer)
    }

    /// A listener shows these customers, and no others.
    pub(crate) fn follow(&self, listener: u64, customers: &[CustomerId]) -> Followed {
        let mut state = self.lock();
        let wanted: HashSet<&CustomerId> = customers.iter().collect();
        forget(&mut state, listener, |customer| wanted.contains(customer));
        let mut followed = Followed::default();
        for customer in customers {
            let followers = state.followers.entry(customer.clone()).or_default();
            if followers.is_empty() {
                followed.first.push(customer.clone());
            }
            if followers.insert(listener) {
                followed.new.push(customer.clone());
            }
        }
        followed
    }

    /// A listener is gone.
    pub(crate) fn unfollow(&self, listener: u64) {
        forget(&mut self.lock(), listener, |_| false);
    }

    /// Listeners who show a customer.
    pub(crate) fn followers(&self, customer: &CustomerId) -> HashSet<u64> {
        self.lock().followers.get(customer).cloned().unwrap_or_default()
    }

    /// Everybody whom somebody here shows.
    pub(crate) fn followed(&self) -> Vec<CustomerId> {
        self.lock().followers.keys().cloned().collect()
    }

    /// Whether another process asks for a customer.
    pub(crate) fn is_asked_for(&self, customer: &CustomerId) -> bool {
        self.lock().asked.values().any(|asked| asked.contains(customer))
    }

    /// Another process asks for these customers; with `is_all` for nobody else
    /// of those before.
    pub(crate) fn ask(&self, process: &str, customers: Vec<CustomerId>, is_all: bool) {
        let mut state = self.lock();
        state.answers.extend(customers.iter().cloned());
        let asked = state.asked.entry(process.to_owned()).or_default();
        if is_all {
            asked.clear();
        }
        asked.extend(customers);
    }

    /// Another process listens since a moment ago: what it asked for before is
    /// answered once more.
    pub(crate) fn began(&self, process: &str) {
        let mut state = self.lock();
        let asked = state.asked.get(process).cloned().unwrap_or_default();
        state.answers.extend(asked);
    }

    /// Those who were asked for and are here; asked once.
    pub(crate) fn take_answers(&self) -> Vec<CustomerId> {
        let mut state = self.lock();
        let answers = mem::take(&mut state.answers);
        answers.into_iter().filter(|customer| state.is_here(customer)).collect()
    }

    /// Another process says something.
    pub(crate) fn is_alive(&self, process: &str, now: Timestamp) {
        let mut state = self.lock();
        let is_new = state.heard.insert(process.to_owned(), now).is_none();
        state.asks_again |= is_new;
    }

    /// Whether all processes are to be asked again; asked once.
    pub(crate) fn take_asks_again(&self) -> bool {
        mem::take(&mut self.lock().asks_again)
    }

    /// A customer is there through another process; `true` if that is news.
    pub(crate) fn hear(&self, process: &str, customer: &CustomerId, now: Timestamp) -> bool {
        let mut state = self.lock();
        if !state.followers.contains_key(customer) {
            return false;
        }
        let is_new = !state.is_anywhere(customer);
        let processes = state.elsewhere.entry(customer.clone()).or_default();
        processes.insert(process.to_owned(), now);
        is_new
    }

    /// A customer has left another process; `true` if nobody else has one.
    pub(crate) fn hear_left(&self, process: &str, customer: &CustomerId) -> bool {
        let mut state = self.lock();
        let Some(processes) = state.elsewhere.get_mut(customer) else { return false };
        processes.remove(process);
        if processes.is_empty() {
            state.elsewhere.remove(customer);
        }
        !state.is_anywhere(customer)
    }

    /// Forgets what silent processes said; those who are nowhere any more, with
    /// when they were last known to be there.
    pub(crate) fn expire_elsewhere(&self, now: Timestamp) -> Vec<Left> {
        let mut state = self.lock();
        let State { elsewhere, asked, heard, .. } = &mut *state;
        heard.retain(|_, at| now < at.plus_ms(EXPIRY_MS));
        asked.retain(|process, _| heard.contains_key(process));
        let mut changed = Vec::new();
        elsewhere.retain(|customer, processes| {
            let last = processes.values().max().copied().unwrap_or(now);
            processes
                .retain(|process, at| heard.contains_key(process) && now < at.plus_ms(BELIEVED_MS));
            if processes.is_empty() {
                changed.push(Left { customer: customer.clone(), at: last });
            }
            !processes.is_empty()
        });
        changed.retain(|left| !state.is_anywhere(&left.customer));
        changed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets a listener show only those whom `keeps` names.
fn forget(state: &mut State, listener: u64, keeps: impl Fn(&CustomerId) -> bool) {
    let State { followers, elsewhere, .. } = state;
    followers.retain(|customer, listeners| {
        if !keeps(customer) {
            listeners.remove(&listener);
        }
        if listeners.is_empty() {
            elsewhere.remove(customer);
        }
        !listeners.is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn ann() -> CustomerId {
        "ann".parse().expect("an id")
    }

    fn left(at: Timestamp) -> Vec<Left> {
        vec![Left { customer: ann(), at }]
    }

    #[test]
    fn who_comes_back_within_the_grace_never_left() {
        let attendance = Attendance::default();
        assert!(attendance.arrive(&ann()));
        assert!(!attendance.arrive(&ann()), "in another tab");
        attendance.leave(&ann(), NOW);
        assert!(attendance.expire(NOW.plus_ms(GRACE_MS)).is_empty(), "the other tab is open");
        attendance.leave(&ann(), NOW);
        assert!(attendance.expire(NOW.plus_ms(GRACE_MS - 1)).is_empty());
        assert!(!attendance.arrive(&ann()), "nobody is told");
        assert!(attendance.expire(NOW.plus_ms(GRACE_MS)).is_empty());
        attendance.leave(&ann(), NOW.plus_ms(GRACE_MS));
        let gone = attendance.expire(NOW.plus_ms(2 * GRACE_MS));
        assert_eq!(gone, left(NOW.plus_ms(GRACE_MS)));
        assert!(!attendance.is_anywhere(&ann()));
        assert!(attendance.expire(NOW.plus_ms(2 * GRACE_MS)).is_empty(), "told once");
    }

    #[test]
    fn a_clock_that_is_put_back_leaves_nobody_here() {
        let attendance = Attendance::default();
        attendance.arrive(&ann());
        attendance.leave(&ann(), NOW);
        assert_eq!(attendance.expire(NOW.plus_ms(-60_000)), left(NOW));
    }

    #[test]
    fn everybody_has_left_when_the_process_ends() {
        let attendance = Attendance::default();
        attendance.arrive(&ann());
        assert_eq!(attendance.leave_all(NOW), left(NOW));
        attendance.leave(&ann(), NOW);
        assert!(attendance.expire(NOW.plus_ms(GRACE_MS)).is_empty(), "kept already");
    }

    #[test]
    fn what_could_not_be_stored_is_there_once_more() {
        let attendance = Attendance::default();
        attendance.keep_later(&left(NOW));
        attendance.keep_later(&left(NOW.plus_ms(1)));
        assert_eq!(attendance.take_unkept(), left(NOW.plus_ms(1)), "the last time counts");
        assert!(attendance.take_unkept().is_empty(), "once");
        assert!(!attendance.is_anywhere(&ann()), "nobody is here by it");

        let many = (0..=UNKEPT)
            .map(|number| Left { customer: format!("c{number}").parse().expect("an id"), at: NOW });
        attendance.keep_later(&many.collect::<Vec<_>>());
        attendance
            .keep_later(&[Left { customer: "c0".parse().expect("an id"), at: NOW.plus_ms(1) }]);
        let kept = attendance.take_unkept();
        assert_eq!(kept.len(), UNKEPT);
        let later: Vec<&Left> = kept.iter().filter(|one| one.at > NOW).collect();
        assert_eq!(later.len(), 1, "who is known may leave once more: {later:?}");
    }

    #[test]
    fn only_who_shows_a_customer_is_told() {
        let attendance = Attendance::default();
        let bo: CustomerId = "bo".parse().expect("an id");
        let all = attendance.follow(1, &[ann(), bo.clone()]);
        assert_eq!(all.first, [ann(), bo.clone()]);
        assert_eq!(attendance.follow(2, &[ann()]), Followed { new: vec![ann()], first: vec![] });
        assert_eq!(attendance.follow(1, &[ann()]), Followed::default(), "known already");
        assert_eq!(attendance.followers(&bo).len(), 0);
        assert_eq!(attendance.followers(&ann()).len(), 2);
        attendance.unfollow(1);
        attendance.unfollow(2);
        assert!(attendance.followed().is_empty());
    }

    #[test]
    fn a_process_is_answered_for_whom_it_asks_until_it_falls_silent() {
        let attendance = Attendance::default();
        attendance.is_alive("p2", NOW);
        assert!(attendance.take_asks_again(), "it may have somebody");
        attendance.ask("p2", vec![ann()], true);
        assert!(attendance.take_answers().is_empty(), "not here");
        attendance.arrive(&ann());
        assert!(attendance.is_asked_for(&ann()));
        attendance.began("p2");
        assert_eq!(attendance.take_answers(), [ann()]);
        assert!(attendance.take_answers().is_empty(), "answered once");
        attendance.ask("p2", Vec::new(), true);
        assert!(!attendance.is_asked_for(&ann()));
        attendance.ask("p2", vec![ann()], true);
        attendance.expire_elsewhere(NOW.plus_ms(EXPIRY_MS));
        assert!(!attendance.is_asked_for(&ann()));
    }

    #[test]
    fn a_killed_process_leaves_no_customer_here() {
        let attendance = Attendance::default();
        assert!(!attendance.hear("p2", &ann(), NOW), "nobody here shows this one");
        attendance.follow(1, &[ann()]);
        attendance.is_alive("p2", NOW);
        attendance.is_alive("p3", NOW);
        assert!(attendance.hear("p2", &ann(), NOW));
        assert!(!attendance.hear("p3", &ann(), NOW), "known already");
        assert!(!attendance.hear_left("p3", &ann()), "still at the other one");
        assert!(attendance.expire_elsewhere(NOW.plus_ms(EXPIRY_MS - 1)).is_empty());
        assert_eq!(attendance.expire_elsewhere(NOW.plus_ms(EXPIRY_MS)), left(NOW));
        assert!(!attendance.is_anywhere(&ann()));
    }

    #[test]
    fn what_is_not_said_again_is_believed_no_longer() {
        let attendance = Attendance::default();
        attendance.follow(1, &[ann()]);
        attendance.hear("p2", &ann(), NOW);
        let later = NOW.plus_ms(BELIEVED_MS);
        attendance.is_alive("p2", later);
        assert_eq!(attendance.expire_elsewhere(later).len(), 1, "the farewell was lost");
    }
}
