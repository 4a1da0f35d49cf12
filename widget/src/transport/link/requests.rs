//! Plain requests: for a session, and in place of a socket.

use super::{Link, Way};
use crate::dom;
use crate::state::Chat;
use crate::storage::Kept;
use crate::transport::http::{self, Failure};
use crate::wire::{self, Json};
use reactive_graph::prelude::*;

/// How long the server may hold an answer to a plain request.
const HOLD_MS: u32 = 25_000;

impl Link {
    pub(super) async fn ask_for_session(self) {
        let answer = self.session().await;
        {
            let mut line = self.0.line.borrow_mut();
            // The page has brought a session of its own meanwhile.
            if !matches!(line.way, Way::Asking) {
                return;
            }
            line.way = Way::None;
        }
        match answer {
            Ok(_) => self.connect(),
            Err(Failure::Refused(code, wait)) => self.refused(code, wait),
            Err(Failure::Unreachable) => self.lost(None),
        }
    }

    /// The secret of the session; a visitor without one gets one.
    pub(crate) async fn session(&self) -> Result<String, Failure> {
        let known =
            || self.0.line.borrow().token.clone().or_else(|| self.0.store.read(Kept::Token));
        if let Some(token) = known() {
            return Ok(token);
        }
        let url = format!("{}/chat/v1/sessions", self.0.address.origin);
        let mut body = wire::Writer::default();
        body.object(|json| json.name("key").text(&self.0.address.key));
        let answer = http::post(&url, None, &body.0, None).await?;
        // A message and a file may have asked at the same time.
        let token = known().or_else(|| answer.get("token").text()).unwrap_or_default();
        self.0.store.write(Kept::Token, &token);
        self.0.line.borrow_mut().token = Some(token.clone());
        Ok(token)
    }

    /// One request after the other, each held until there is news, as long as
    /// this loop is the way that the connection takes.
    pub(super) async fn poll(self, number: u32) {
        let url = format!("{}/chat/v1/exchange", self.0.address.origin);
        let mut is_first = true;
        let is_on = || self.0.line.borrow().way.is_poll(number);
        while is_on() {
            let frames: Vec<String> = if is_first {
                Vec::new()
            } else {
                let taken = self.take_frames();
                let unsaid = std::mem::take(&mut self.0.line.borrow_mut().unsaid);
                taken.iter().map(wire::write_frame).chain(unsaid).collect()
            };
            let positions = self.0.chat.with_untracked(Chat::positions);
            // One that says something is answered at once, so that the next
            // thing to say need not wait.
            let is_waiting = !is_first && frames.is_empty();
            let hold_ms = if is_waiting { HOLD_MS } else { 0 };
            let body = wire::write_exchange(is_first, &positions, &frames, hold_ms);
            let abort = dom::new(&["AbortController"], &[]);
            let signal = abort.get("signal");
            let token = {
                let mut line = self.0.line.borrow_mut();
                // Only a request that says nothing may be cut off.
                line.way = Way::Polling { abort: is_waiting.then_some(abort), number };
                line.token.clone().unwrap_or_default()
            };
            let answer = http::post(&url, Some(&token), &body, Some(&signal)).await;
            // Given up meanwhile: what it brings is asked for again.
            if !is_on() {
                return;
            }
            match answer {
                Ok(json) => {
                    is_first = false;
                    for frame in json.get("frames").items() {
                        self.receive(
                            js_sys::JSON::stringify(&frame).map_or(String::new(), Into::into),
                        );
                    }
                }
                Err(_) if signal.get("aborted").is_true() => {}
                Err(Failure::Refused(code, wait)) => return self.refused(code, wait),
                Err(Failure::Unreachable) => return self.lost(None),
            }
        }
    }
}
