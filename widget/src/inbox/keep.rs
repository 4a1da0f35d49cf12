//! What stays in the browser between pages: drafts and unsent messages.
//!
//! Drafts belong to the agent and are shared by all tabs. Unsent messages
//! belong to one tab, so that no two tabs overwrite each other's.

use kb_protocol::id::AgentId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

/// What is kept.
#[derive(Clone, Copy)]
pub(crate) enum Kept {
    /// Texts that were begun.
    Drafts,
    /// Messages and changes that wait to be stored.
    Outbox,
    /// What the agent wants to be called by.
    Alerts,
}

/// What was kept of this agent, or the beginning.
pub(crate) fn read<T: DeserializeOwned + Default>(what: Kept, agent: &AgentId) -> T {
    let text = storage(what).and_then(|storage| storage.get_item(&name(what, agent)).ok()?);
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Keeps something. Where the browser is full or keeps nothing, this page goes
/// on without.
pub(crate) fn write(what: Kept, agent: &AgentId, value: &impl Serialize) {
    if let (Some(storage), Ok(text)) = (storage(what), serde_json::to_string(value)) {
        let _ = storage.set_item(&name(what, agent), &text);
    }
}

fn name(what: Kept, agent: &AgentId) -> String {
    let what = match what {
        Kept::Drafts => "drafts",
        Kept::Outbox => "outbox",
        Kept::Alerts => "alerts",
    };
    format!("helpwright:inbox:{agent}:{what}")
}

fn storage(what: Kept) -> Option<Storage> {
    let window = leptos::prelude::window();
    match what {
        Kept::Drafts | Kept::Alerts => window.local_storage().ok()?,
        Kept::Outbox => window.session_storage().ok()?,
    }
}
