//! What processes tell each other beside the database's tables: one
//! notification each, with everything in it.

use kb_protocol::id::CustomerId;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::super::{Gone, Told, Whisper};
use super::link::Link;
use crate::store::stored::to_json;

/// Name of these notifications.
pub(super) const CHANNEL: &str = "helpwright_whisper";
/// Whispers that may wait; above it they are lost, as they may be.
const QUEUE: usize = 1_024;
/// Ids in one notification; each has at most 64 bytes.
const IDS: usize = 100;
/// Longest notification, in bytes (PostgreSQL: less than 8000).
const MAX_BYTES: usize = 7_900;

/// A notification.
#[derive(Serialize, Deserialize)]
struct Note {
    process: String,
    whisper: Whisper,
}

/// Hands whispers to the task that sends them.
#[derive(Clone)]
pub(super) struct Whisperer {
    process: String,
    queue: mpsc::Sender<String>,
}

impl Whisperer {
    /// Starts the task. `process` names this process among others.
    pub(super) fn start(link: Link, process: String) -> Self {
        let (queue, mut to_send) = mpsc::channel::<String>(QUEUE);
        tokio::spawn(async move {
            while let Some(note) = to_send.recv().await {
                let sent = match link.session().await {
                    Ok(session) => {
                        session.query("SELECT pg_notify($1, $2)", &[&CHANNEL, &note]).await
                    }
                    Err(error) => Err(error),
                };
                if let Err(error) = sent {
                    tracing::warn!(error = %error, "other processes are not told who is here");
                    link.give_up().await;
                }
            }
        });
        Self { process, queue }
    }

    /// Says something, soon and perhaps.
    pub(super) fn say(&self, whisper: Whisper) {
        let note = to_json(&Note { process: self.process.clone(), whisper });
        if note.len() > MAX_BYTES || self.queue.try_send(note).is_err() {
            tracing::debug!("a whisper is too long, or one of too many");
        }
    }
}

/// What tells every process whom it must not show any longer, in notifications
/// that are short enough. It is said by nobody: this process is told too, which
/// does no harm.
pub(super) fn erased(gone: &Gone) -> Vec<String> {
    let Gone { customers, conversations } = gone;
    let of_customers = customers.chunks(IDS).map(|customers| Whisper::Erased {
        customers: customers.to_vec(),
        conversations: Vec::new(),
    });
    let of_conversations = conversations.chunks(IDS).map(|conversations| Whisper::Erased {
        customers: Vec::new(),
        conversations: conversations.to_vec(),
    });
    of_customers
        .chain(of_conversations)
        .map(|whisper| to_json(&Note { process: String::new(), whisper }))
        .collect()
}

/// What tells every process, this one too, whose browsers have to come back.
pub(super) fn moved(customers: &[CustomerId]) -> String {
    let whisper = Whisper::Moved { customers: customers.to_vec() };
    to_json(&Note { process: String::new(), whisper })
}

/// What another process said; nothing if it was this one.
pub(super) fn heard(payload: &str, own: &str) -> Option<Told> {
    let Note { process, whisper } = serde_json::from_str(payload).ok()?;
    (process != own).then_some(Told::Whisper { process, whisper })
}
