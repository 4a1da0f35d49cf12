//! What this tab tells the others and hears of them, and what the next page
//! finds.

use reactive_graph::prelude::*;

use super::{Link, LinkState};
use crate::dom::parse;
use crate::state::Pending;
use crate::storage::Kept;
use crate::transport::tabs::Told;
use crate::wire;

impl Link {
    pub(super) fn hear_of_tab(&self, told: Told) {
        let is_leading = self.0.line.borrow().is_leading;
        let chat = self.0.chat;
        match told {
            Told::Heard(text) => {
                if let Some(frame) = wire::read_frame(&parse(&text)) {
                    self.apply(frame);
                }
            }
            Told::Say(text) if is_leading => self.say_text(text),
            Told::Pending(text) => self.adopt(&text),
            Told::Discarded(id) => {
                if let Ok(id) = id.parse() {
                    chat.update(|chat| chat.discard(&id));
                }
            }
            Told::Retried(id) => {
                if let Ok(id) = id.parse() {
                    chat.update(|chat| chat.retry(&id));
                }
            }
            Told::Seen(id, seq) => chat.update(|chat| chat.mark_seen(&id, seq)),
            Told::State(state) if !is_leading => {
                let known = [
                    LinkState::Idle,
                    LinkState::Connecting,
                    LinkState::Online,
                    LinkState::Lost,
                    LinkState::Refused,
                    LinkState::Outdated,
                ];
                let state = state.parse().ok().and_then(|index: usize| known.get(index).copied());
                self.0.state.set(state.unwrap_or(LinkState::Idle));
            }
            Told::Ask if is_leading => self.brief(),
            Told::Over if !is_leading => self.over(),
            Told::Paused => self.hold(),
            Told::Session(is_same) => self.take_session(is_same),
            Told::Say(_) | Told::State(_) | Told::Ask | Told::Over => {}
        }
        self.flush();
    }

    /// Tells a new tab what there is.
    pub(super) fn brief(&self) {
        let summaries: Vec<String> = self.0.chat.with_untracked(|chat| {
            let found = chat.conversations().into_iter();
            found.filter_map(|one| one.summary()).map(wire::write_summary).collect()
        });
        for summary in summaries {
            self.tell(&Told::Heard(summary));
        }
        self.tell(&Told::State((self.0.state.get_untracked() as u8).to_string()));
    }

    pub(super) fn adopt(&self, text: &str) {
        let opening = &self.0.address.opening;
        let pending = wire::read_pending(&parse(text));
        if !pending.is_empty() {
            self.0.chat.update(|chat| {
                pending.into_iter().for_each(|item| chat.adopt(item, opening.clone()));
            });
        }
    }

    pub(super) fn tell_pending(&self, pending: Option<Pending>) {
        self.keep_outbox();
        if let Some(pending) = pending {
            self.tell(&Told::Pending(wire::write_pending(&[pending])));
        }
        self.flush();
    }

    pub(super) fn keep_outbox(&self) {
        let text = self.0.chat.with_untracked(|chat| match chat.outbox().items() {
            [] => String::new(),
            items => wire::write_pending(items),
        });
        if !text.is_empty() || self.0.line.borrow().token.is_some() {
            self.0.store.write(Kept::Outbox, &text);
        }
    }

    pub(super) fn tell(&self, told: &Told) {
        if let Some(tabs) = &*self.0.tabs.borrow() {
            tabs.tell(told);
        }
    }
}
