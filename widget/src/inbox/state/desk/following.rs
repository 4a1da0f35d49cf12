//! Of whom the relay is asked whether they are there.

use kb_protocol::id::CustomerId;
use kb_protocol::inbox::AgentFrame;
use kb_protocol::limits;

use super::{Desk, Effect, Link};

impl Desk {
    /// Wants to know of the customers on the screen, and of no others, whether
    /// they are there.
    pub(super) fn follow(&mut self) -> Option<Effect> {
        let customers = self.shown_customers();
        if self.link != Link::Online || self.attendance.follows(&customers) {
            return None;
        }
        self.attendance.follow(customers.clone());
        Some(Effect::Say(AgentFrame::Follow { customers }))
    }

    /// Customers of the rows and of the open conversation, by their ids; not
    /// more than the relay takes.
    pub(super) fn shown_customers(&self) -> Vec<CustomerId> {
        let rows = self.rows();
        let shown = self.open.iter().map(|open| &open.id).chain(&rows);
        let customers = shown.filter_map(|id| Some(&self.lists.item(id)?.customer));
        let mut customers: Vec<CustomerId> = customers.take(limits::FOLLOWED).cloned().collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }
}
