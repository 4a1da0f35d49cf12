//! What happens when a connection ends, and when it is tried again.

use kb_protocol::chat::Code;
use kb_protocol::limits;
use reactive_graph::prelude::*;

use super::{Heard, Link, LinkState, Way};
use crate::dom::{Timer, new_id, now, parse};
use crate::state::{Chat, delay_ms};
use crate::storage::Kept;
use crate::transport::tabs::Told;
use crate::wire;

impl Link {
    /// Tries at once what would be tried later: the network is back, or the
    /// visitor is.
    pub(crate) fn hurry(&self) {
        let is_waiting = matches!(self.0.line.borrow().way, Way::None);
        let until = self.0.chat.with_untracked(Chat::limited_until);
        if is_waiting && until.is_none_or(|until| until <= now()) {
            self.connect();
        }
    }

    /// The network is gone, says the browser: what is open will not be heard
    /// of again, and waiting for its silence would only take longer.
    pub(crate) fn cut(&self) {
        let is_open = !matches!(self.0.line.borrow().way, Way::None);
        if is_open {
            self.lost(None);
        }
    }

    /// The server says no: for a while, for this session, or for good.
    pub(super) fn refused(&self, code: Code, wait: Option<u32>) {
        match code {
            Code::SessionExpired => {
                self.over();
                self.tell(&Told::Over);
                self.lost(Some(0));
            }
            Code::UnknownKey | Code::OriginNotAllowed | Code::NotAllowed => {
                self.give_up(LinkState::Refused);
            }
            Code::OutdatedClient => self.give_up(LinkState::Outdated),
            _ => {
                self.lost(wait);
                if let (Code::RateLimited, Some(wait)) = (code, wait) {
                    self.limited(wait);
                }
            }
        }
    }

    /// Too much came from here: every tab says how long that lasts, as if it
    /// were said of a message.
    fn limited(&self, wait: u32) {
        let code = "rate_limited";
        let text =
            format!("{{\"type\":\"refused\",\"code\":\"{code}\",\"retry_after_ms\":{wait}}}");
        if let Some(frame) = wire::read_frame(&parse(&text)) {
            self.apply(frame);
        }
        self.tell(&Told::Heard(text));
    }

    pub(super) fn over(&self) {
        self.0.store.write(Kept::Token, "");
        self.0.line.borrow_mut().token = None;
        let opening = self.0.address.opening.clone();
        self.0.chat.update(|chat| chat.start_over(new_id(), opening));
        self.keep_outbox();
    }

    pub(super) fn give_up(&self, state: LinkState) {
        self.0.chat.update(Chat::lost);
        let mut line = self.0.line.borrow_mut();
        line.way = Way::None;
        // Nothing is tried again on this page.
        line.is_leading = false;
        line.timer = None;
        drop(line);
        self.set_state(state);
    }

    /// The connection is gone: what was on the way is sent again on the next.
    pub(super) fn lost(&self, wait: Option<u32>) {
        self.0.chat.update(Chat::lost);
        let mut line = self.0.line.borrow_mut();
        line.way = Way::None;
        line.failures += 1;
        let failures = line.failures - 1;
        drop(line);
        if self.0.state.get_untracked() == LinkState::Online || failures > 0 {
            self.set_state(LinkState::Lost);
        }
        let wait = wait.unwrap_or_default().max(delay_ms(failures, js_sys::Math::random()));
        self.come_back(wait);
    }

    pub(super) fn come_back(&self, wait_ms: u32) {
        let link = self.clone();
        let timer = Timer::after(wait_ms, move || link.connect());
        self.0.line.borrow_mut().timer = Some(timer);
    }

    /// Closes a connection on which nothing is heard.
    pub(super) fn patience(&self) -> Timer {
        let link = self.clone();
        Timer::after(limits::SILENCE_MS, move || link.hear(Heard::Closed))
    }
}
