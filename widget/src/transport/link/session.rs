//! A page signs its visitor in or out: the session changes hands.

use reactive_graph::prelude::*;

use super::{Link, LinkState, end_wait};
use crate::dom::Timer;
use crate::state::{Chat, Effect};
use crate::storage::Kept;
use crate::transport::tabs::Told;

/// How long the tab that asks for a session is waited for: it may have been
/// closed in the middle.
const PAUSE_MS: u32 = 20_000;

impl Link {
    /// Closes the connection of whichever tab has one, until [`Self::resume`].
    pub(crate) fn pause(&self) {
        self.hold();
        self.tell(&Told::Paused);
    }

    /// Goes on, in all tabs, with this session or with none.
    pub(crate) fn resume(&self, token: Option<&str>, is_same: bool) {
        self.0.store.write(Kept::Token, token.unwrap_or_default());
        self.take_session(is_same);
        self.tell(&Told::Session(is_same));
    }

    pub(super) fn hold(&self) {
        self.0.chat.update(Chat::lost);
        let link = self.clone();
        let mut line = self.0.line.borrow_mut();
        line.is_paused = true;
        line.timer = Some(Timer::after(PAUSE_MS, move || link.take_session(true)));
        let way = std::mem::take(&mut line.way);
        drop(line);
        end_wait(&way);
    }

    pub(super) fn take_session(&self, is_same: bool) {
        let mut line = self.0.line.borrow_mut();
        line.is_paused = false;
        line.token = self.0.store.read(Kept::Token);
        line.failures = 0;
        let timer = line.timer.take();
        drop(line);
        if !is_same {
            self.0.chat.set(Chat::default());
            self.0.store.write(Kept::Drafts, "");
            self.0.store.write(Kept::Begun, "");
            self.0.store.write(Kept::Outbox, "");
            (self.0.happened)(Effect::Forgotten);
        }
        self.set_state(LinkState::Idle);
        self.connect();
        // Last: it may be the one that calls this.
        drop(timer);
    }
}
