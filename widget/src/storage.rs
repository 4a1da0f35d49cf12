//! What stays in the browser between pages: the session, unsent messages,
//! drafts. Nothing is written before the visitor writes.

use web_sys::Storage;

/// What is kept, under a name of its own.
#[derive(Clone, Copy)]
pub(crate) enum Kept {
    /// Secret of the session.
    Token,
    /// Messages that wait to be stored.
    Outbox,
    /// What stands in the composer of a conversation.
    Drafts,
    /// The conversation whose first message is being written.
    Begun,
}

/// One brand's part of the browser's storage.
#[derive(Clone)]
pub(crate) struct Store {
    prefix: String,
}

impl Store {
    pub(crate) fn new(key: &str) -> Self {
        Self { prefix: format!("helpwright:{key}:") }
    }

    /// What was kept; `None` also where the browser keeps nothing.
    pub(crate) fn read(&self, what: Kept) -> Option<String> {
        storage()?.get_item(&self.name(what)).ok()?
    }

    /// Keeps a text, or removes it if it is empty. Where the browser is full
    /// or keeps nothing, this page goes on without.
    pub(crate) fn write(&self, what: Kept, text: &str) {
        let Some(storage) = storage() else { return };
        let name = self.name(what);
        let _ = if text.is_empty() {
            storage.remove_item(&name)
        } else {
            storage.set_item(&name, text)
        };
    }

    fn name(&self, what: Kept) -> String {
        let name = match what {
            Kept::Token => "token",
            Kept::Outbox => "outbox",
            Kept::Drafts => "drafts",
            Kept::Begun => "begun",
        };
        format!("{}{name}", self.prefix)
    }
}

fn storage() -> Option<Storage> {
    crate::dom::window().local_storage().ok()?
}
