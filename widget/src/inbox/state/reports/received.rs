//! What a form hook has received, and what is let happen once more.

use kb_protocol::chat::Code;
use kb_protocol::hook::{Transaction, TransactionPage};
use kb_protocol::id::TransactionId;

use super::Data;
use crate::inbox::state::Load;

/// How far a replay is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Replay {
    /// There is none.
    #[default]
    None,
    /// Somebody wants it, and is asked whether that is meant.
    Asked(TransactionId),
    /// On its way.
    Sending(TransactionId),
    /// It has happened.
    Done(TransactionId),
    /// It has not, for this reason.
    Failed(TransactionId, Code),
}

impl Replay {
    /// Which transaction it is of.
    pub fn of(&self) -> Option<&TransactionId> {
        match self {
            Self::None => None,
            Self::Asked(id) | Self::Sending(id) | Self::Done(id) | Self::Failed(id, _) => Some(id),
        }
    }
}

/// What one hook has received, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Received {
    /// The latest first.
    pub items: Vec<Transaction<Data>>,
    /// How far the next page is.
    pub load: Load,
    /// What is let happen once more.
    pub replay: Replay,
    next: Option<String>,
}

impl Received {
    /// Whether there is more.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// A page is wanted; its cursor, which is none of the first.
    pub fn ask(&mut self) -> Option<String> {
        self.load = Load::Loading;
        self.next.clone()
    }

    /// A page is here, or could not be read.
    pub fn take(&mut self, answer: Result<TransactionPage<Data>, Code>) {
        match answer {
            Ok(page) => {
                self.items.extend(page.items);
                self.next = page.next;
                self.load = Load::Ready;
            }
            Err(code) => self.load = Load::Failed(code),
        }
    }

    /// One of them.
    pub fn item(&self, id: &TransactionId) -> Option<&Transaction<Data>> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// Somebody wants this to happen once more.
    pub fn want_replay(&mut self, id: TransactionId) {
        if !matches!(self.replay, Replay::Sending(_)) {
            self.replay = Replay::Asked(id);
        }
    }

    /// It is meant: what is to be sent.
    pub fn confirm(&mut self) -> Option<TransactionId> {
        let Replay::Asked(id) = &self.replay else { return None };
        let id = id.clone();
        self.replay = Replay::Sending(id.clone());
        Some(id)
    }

    /// It was not meant.
    pub fn cancel(&mut self) {
        if matches!(self.replay, Replay::Asked(_)) {
            self.replay = Replay::None;
        }
    }

    /// It has happened, or not.
    pub fn replayed(&mut self, id: TransactionId, answer: Result<(), Code>) {
        if let Err(code) = answer {
            self.replay = Replay::Failed(id, code);
            return;
        }
        if let Some(item) = self.items.iter_mut().find(|item| item.id == id) {
            item.replays = item.replays.saturating_add(1);
        }
        self.replay = Replay::Done(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> TransactionId {
        text.parse().expect("an id")
    }

    fn page(ids: &[&str], next: Option<&str>) -> TransactionPage<Data> {
        let items = ids.iter().map(|id| {
            let json = format!(
                r#"{{"id": "{id}", "name": "hooks.form.fair.receive", "received_at": 1,
                    "content_type": "text/xml", "data": {{"name": "Ann"}}}}"#
            );
            serde_json::from_str(&json).expect("a transaction")
        });
        TransactionPage { items: items.collect(), next: next.map(str::to_owned) }
    }

    #[test]
    fn pages_come_one_after_the_other() {
        let mut received = Received::default();
        assert_eq!(received.ask(), None);
        received.take(Ok(page(&["c", "b"], Some("1.b"))));
        assert!(received.has_more());
        assert_eq!(received.ask().as_deref(), Some("1.b"));
        received.take(Err(Code::Unavailable));
        assert_eq!((received.items.len(), received.load), (2, Load::Failed(Code::Unavailable)));
        assert_eq!(received.ask().as_deref(), Some("1.b"), "the same once more");
        received.take(Ok(page(&["a"], None)));
        let ids: Vec<&str> = received.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!((ids, received.has_more()), (vec!["c", "b", "a"], false));
    }

    #[test]
    fn nothing_happens_once_more_that_was_not_meant() {
        let mut received = Received::default();
        received.take(Ok(page(&["b", "a"], None)));
        assert_eq!(received.confirm(), None);
        received.want_replay(id("a"));
        received.cancel();
        assert_eq!(received.confirm(), None);
        received.want_replay(id("a"));
        assert_eq!(received.confirm(), Some(id("a")));
        assert_eq!(received.confirm(), None, "once only");
        received.want_replay(id("b"));
        assert_eq!(received.replay, Replay::Sending(id("a")), "one after the other");
        received.replayed(id("a"), Err(Code::Unavailable));
        assert_eq!(received.item(&id("a")).expect("there").replays, 0);
        received.want_replay(id("a"));
        received.confirm();
        received.replayed(id("a"), Ok(()));
        assert_eq!(received.replay, Replay::Done(id("a")));
        assert_eq!(received.item(&id("a")).expect("there").replays, 1);
    }
}
