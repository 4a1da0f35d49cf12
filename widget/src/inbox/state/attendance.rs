//! Whether the customers on the screen are there.

use std::collections::HashMap;

use kb_protocol::id::CustomerId;
use kb_protocol::inbox::CustomerPresence;
use kb_protocol::time::Timestamp;

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Where a customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// There now.
    Here,
    /// Gone, and since when, as far as that is known.
    Away(Option<Timestamp>),
}

/// Of whom the relay was asked, and what it said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attendance {
    followed: Vec<CustomerId>,
    known: HashMap<CustomerId, Whereabouts>,
}

impl Attendance {
    /// Whether these are the customers of whom the relay was asked.
    pub(crate) fn follows(&self, customers: &[CustomerId]) -> bool {
        self.followed == customers
    }

    /// Asks of these customers, and of no others.
    pub(crate) fn follow(&mut self, customers: Vec<CustomerId>) {
        self.known.retain(|customer, _| customers.contains(customer));
        self.followed = customers;
    }

    /// Takes what the relay says.
    pub(crate) fn take(&mut self, customers: Vec<CustomerPresence>) {
        for CustomerPresence { customer, is_here, last_seen_at } in customers {
            // An answer to an earlier question.
            if !self.followed.contains(&customer) {
                continue;
            }
            let place = if is_here { Whereabouts::Here } else { Whereabouts::Away(last_seen_at) };
            self.known.insert(customer, place);
        }
    }

    /// The connection is gone: nothing is known any more.
    pub(crate) fn lost(&mut self) {
        *self = Self::default();
    }

    /// Where a customer is, as far as that is known.
    pub fn of(&self, customer: &CustomerId) -> Option<Whereabouts> {
        self.known.get(customer).copied()
    }
}

/// How long ago a moment was, as `Intl.RelativeTimeFormat` takes it: a number
/// below zero, and its unit. What was a moment ago was a minute ago.
pub fn ago(at: Timestamp, now: Timestamp) -> (i64, &'static str) {
    let passed = now.0 - at.0;
    let (length, unit) = match passed {
        ..HOUR_MS => (MINUTE_MS, "minute"),
        HOUR_MS..DAY_MS => (HOUR_MS, "hour"),
        _ => (DAY_MS, "day"),
    };
    (-(passed / length).max(1), unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_a_moment_ago_is_told_in_whole_units() {
        let ago_ms = |passed| ago(Timestamp(1_000), Timestamp(1_000 + passed));
        assert_eq!(ago_ms(-5_000), (-1, "minute"), "by another clock");
        assert_eq!(ago_ms(12_000), (-1, "minute"));
        assert_eq!(ago_ms(5 * MINUTE_MS + 59_999), (-5, "minute"));
        assert_eq!(ago_ms(HOUR_MS), (-1, "hour"));
        assert_eq!(ago_ms(DAY_MS - 1), (-23, "hour"));
        assert_eq!(ago_ms(40 * DAY_MS), (-40, "day"));
    }
}
