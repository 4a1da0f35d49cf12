//! How far a reader has each conversation, so that nothing is told twice and
//! nothing is left out.

use std::collections::HashMap;

use kb_protocol::chat::Entry;
use kb_protocol::id::ConversationId;

use crate::store::{Store, StoreError};

/// Entries that are read from the database at once.
const CHUNK: usize = 200;

/// Numbers of the last entries that a reader has.
#[derive(Debug, Default)]
pub(super) struct Positions {
    last: HashMap<ConversationId, u64>,
}

impl Positions {
    pub(super) fn get(&self, conversation: &ConversationId) -> Option<u64> {
        self.last.get(conversation).copied()
    }

    pub(super) fn set(&mut self, conversation: &ConversationId, seq: u64) {
        self.last.insert(conversation.clone(), seq);
    }

    pub(super) fn forget(&mut self, conversation: &ConversationId) {
        self.last.remove(conversation);
    }

    /// What the reader must be told to have everything up to `entry`: nothing
    /// if it has it, the entry if it is the next, else also what the database
    /// has in between.
    pub(super) async fn advance(
        &mut self,
        store: &dyn Store,
        conversation: &ConversationId,
        entry: &Entry,
    ) -> Result<Vec<Entry>, StoreError> {
        let last = self.get(conversation);
        if last.is_some_and(|last| entry.seq <= last) {
            return Ok(Vec::new());
        }
        // Of a conversation that was not named the reader wants the news only.
        if last.is_none_or(|last| entry.seq == last + 1) {
            self.set(conversation, entry.seq);
            return Ok(vec![entry.clone()]);
        }
        self.read_to(store, conversation, entry.seq).await
    }

    /// Everything that the database has up to `seq` and the reader has not.
    pub(super) async fn read_to(
        &mut self,
        store: &dyn Store,
        conversation: &ConversationId,
        seq: u64,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut last = self.get(conversation).unwrap_or(0);
        while last < seq {
            let chunk = store.entries_after(conversation.clone(), last, CHUNK).await?;
            let Some(end) = chunk.last() else { break };
            last = end.seq;
            entries.extend(chunk);
        }
        self.set(conversation, last);
        Ok(entries)
    }
}
