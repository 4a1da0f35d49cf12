//! What follows from a visitor's connection for those who show the customer:
//! this process's agents, other processes, and the moment that is kept.

use std::collections::HashSet;

use kb_protocol::id::CustomerId;
use kb_protocol::inbox::CustomerPresence;

use crate::app::App;
use crate::store::{Left, StoreError, Whisper};

/// Customers in one whisper; each id has at most 64 bytes.
const IDS: usize = 100;
/// Customers whose leaving is kept at once.
const KEPT: usize = 500;

/// A visitor's connection, for as long as this lives.
pub(crate) struct Attending {
    app: App,
    customer: CustomerId,
}

impl Drop for Attending {
    fn drop(&mut self) {
        self.app.hub.attendance.leave(&self.customer, self.app.clock.now());
    }
}

impl App {
    /// A visitor's connection begins.
    pub(crate) fn attend(&self, customer: &CustomerId) -> Attending {
        if self.hub.attendance.arrive(customer) {
            if self.hub.attendance.is_asked_for(customer) {
                let here = vec![customer.clone()];
                self.store.whisper(Whisper::Customers { here, left: Vec::new() });
            }
            self.hub.publish_present(customer, None);
        }
        Attending { app: self.clone(), customer: customer.clone() }
    }

    /// An inbox shows these customers; answers the state of those who are new
    /// to it.
    pub(crate) async fn follow(
        &self,
        listener: u64,
        customers: &[CustomerId],
    ) -> Result<Vec<CustomerPresence>, StoreError> {
        let attendance = &self.hub.attendance;
        let followed = attendance.follow(listener, customers);
        self.ask_for(followed.first, false);
        let away = followed.new.iter().filter(|customer| !attendance.is_anywhere(customer));
        let away: Vec<CustomerId> = away.cloned().collect();
        let seen = if away.is_empty() { Vec::new() } else { self.store.last_seen(away).await? };
        let state = |customer: CustomerId| {
            let is_here = attendance.is_anywhere(&customer);
            let seen = seen.iter().find(|seen| !is_here && seen.customer == customer);
            CustomerPresence { is_here, last_seen_at: seen.map(|seen| seen.at), customer }
        };
        Ok(followed.new.into_iter().map(state).collect())
    }

    /// Asks the other processes once more for everybody who is shown here.
    pub(crate) fn repeat_following(&self) {
        self.ask_for(self.hub.attendance.followed(), true);
    }

    /// Tells the other processes for whom they have asked.
    pub(crate) fn answer_following(&self) {
        for here in self.hub.attendance.take_answers().chunks(IDS) {
            let here = here.to_vec();
            self.store.whisper(Whisper::Customers { here, left: Vec::new() });
        }
    }

    /// Tells who has left, and keeps when.
    pub(crate) async fn expire_attendance(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for left in self.hub.attendance.expire_elsewhere(now) {
            self.hub.publish_present(&left.customer, Some(left.at));
        }
        let gone = self.hub.attendance.expire(now);
        self.tell_left(&gone);
        self.keep_left(gone).await
    }

    /// Everybody leaves with this process.
    pub(crate) async fn end_attendance(&self) -> Result<(), StoreError> {
        let gone = self.hub.attendance.leave_all(self.clock.now());
        self.tell_left(&gone);
        self.keep_left(gone).await
    }

    fn tell_left(&self, gone: &[Left]) {
        let asked: Vec<&Left> =
            gone.iter().filter(|left| self.hub.attendance.is_asked_for(&left.customer)).collect();
        for left in asked.chunks(IDS / 2) {
            let left = left.iter().map(|&left| left.clone()).collect();
            self.store.whisper(Whisper::Customers { here: Vec::new(), left });
        }
        for left in gone {
            self.hub.publish_present(&left.customer, Some(left.at));
        }
    }

    /// Stores who has left, and what could not be stored before.
    async fn keep_left(&self, gone: Vec<Left>) -> Result<(), StoreError> {
        let mut all = self.hub.attendance.take_unkept();
        // Of somebody who has left twice the last time counts.
        {
            let again: HashSet<&CustomerId> = gone.iter().map(|left| &left.customer).collect();
            all.retain(|left| !again.contains(&left.customer));
        }
        all.extend(gone);
        let mut rest = &all[..];
        while !rest.is_empty() {
            let (some, others) = rest.split_at(rest.len().min(KEPT));
            if let Err(error) = self.store.keep_left(some.to_vec()).await {
                // The next look tries again.
                self.hub.attendance.keep_later(rest);
                return Err(error);
            }
            rest = others;
        }
        Ok(())
    }

    fn ask_for(&self, customers: Vec<CustomerId>, is_all: bool) {
        if customers.is_empty() && is_all {
            self.store.whisper(Whisper::Follow { customers, is_all });
            return;
        }
        for (index, customers) in customers.chunks(IDS).enumerate() {
            let (customers, is_all) = (customers.to_vec(), is_all && index == 0);
            self.store.whisper(Whisper::Follow { customers, is_all });
        }
    }
}
