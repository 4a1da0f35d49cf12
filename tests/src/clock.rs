//! A clock that stands still until a test moves it.

use std::sync::atomic::{AtomicI64, Ordering};

use kb_protocol::time::Timestamp;
use kb_server::clock::Clock;

/// A clock in the hands of a test.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at this moment.
    pub fn at(milliseconds: i64) -> Self {
        Self(AtomicI64::new(milliseconds))
    }

    /// Moves the hands to this moment, forwards or back.
    pub fn set(&self, milliseconds: i64) {
        self.0.store(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
