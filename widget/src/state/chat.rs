//! All conversations of a visitor, and what every frame changes in them.

use kb_protocol::chat::{
    Author, ClientFrame, Code, Content, ConversationSummary, Entry, Opening, Position, ServerFrame,
};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;

use super::conversation::{Arrival, Conversation, is_agents};
use super::outbox::{Outbox, Pending, PendingKind, PendingState};

/// How long somebody who began to write is taken to be writing, in
/// milliseconds: who left without a word never says that it is over.
const TYPING_MS: i64 = 12_000;

/// What has to be done or told after a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the newest page of this conversation.
    ReadNewest(ConversationId),
    /// A message of an agent arrived.
    Arrived(ConversationId, Entry),
    /// The server knows a conversation that this browser began.
    Created(ConversationId),
    /// Somebody ended a conversation.
    Ended(ConversationId),
    /// An agent of this name takes care of a conversation from now on.
    Joined(ConversationId, String),
    /// An agent began or stopped to write.
    Typing(ConversationId, bool),
    /// Another visitor is here: nothing of the one before may stay.
    Forgotten,
}

/// Everything that is known of a visitor's conversations.
///
/// Every tab has one and feeds it with the same frames, whoever holds the
/// connection; a frame that comes twice changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chat {
    conversations: Vec<Conversation>,
    outbox: Outbox,
    /// Until when nothing is taken, because there was too much.
    limited_until: Option<Timestamp>,
}

impl Chat {
    /// The conversations, the latest first.
    pub fn conversations(&self) -> Vec<&Conversation> {
        let mut all: Vec<&Conversation> = self.conversations.iter().collect();
        all.sort_by_key(|conversation| std::cmp::Reverse(self.latest(conversation)));
        all
    }

    /// One conversation.
    pub fn conversation(&self, id: &ConversationId) -> Option<&Conversation> {
        self.conversations.iter().find(|conversation| conversation.id == *id)
    }

    /// What waits to be stored.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Until when nothing is taken, because there was too much at once.
    pub fn limited_until(&self) -> Option<Timestamp> {
        self.limited_until
    }

    /// Messages of agents, in all conversations, that were not looked at.
    pub fn unread(&self) -> u64 {
        self.conversations.iter().map(Conversation::unread).sum()
    }

    /// Whether there is anything to ask a server for.
    pub fn has_something_to_send(&self) -> bool {
        self.outbox.items().iter().any(Pending::is_going)
    }

    /// Writes a message; `opening` counts if the conversation is a new one.
    pub fn write(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        (body, files): (String, Vec<FileInfo>),
        opening: Opening,
        now: Timestamp,
    ) -> Pending {
        if self.conversation(&conversation).is_none() {
            self.conversations.push(Conversation::new(conversation.clone(), Some(opening)));
        }
        self.add(id, conversation, PendingKind::Message(body, files), now)
    }

    /// Ends a conversation.
    pub fn end(&mut self, id: EntryId, conversation: ConversationId, now: Timestamp) -> Pending {
        self.add(id, conversation, PendingKind::End, now)
    }

    /// Says how the visitor can be reached.
    pub fn leave_contact(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        name: Option<String>,
        email: String,
        now: Timestamp,
    ) -> Pending {
        self.add(id, conversation, PendingKind::Contact { name, email }, now)
    }

    /// Whether the visitor is to be asked for an address in a conversation:
    /// nobody came, and it is neither known nor on its way.
    pub fn asks_for_contact(&self, conversation: &Conversation) -> bool {
        let is_leaving = |item: &Pending| {
            item.conversation == conversation.id
                && item.is_going()
                && matches!(item.kind, PendingKind::Contact { .. })
        };
        conversation.is_missed() && !self.outbox.items().iter().any(is_leaving)
    }

    /// Takes over what another tab wrote, or what an earlier page left.
    pub fn adopt(&mut self, mut pending: Pending, opening: Opening) {
        if self.is_stored(&pending) {
            return;
        }
        if self.conversation(&pending.conversation).is_none() {
            let new = Conversation::new(pending.conversation.clone(), Some(opening));
            self.conversations.push(new);
        }
        if pending.state == PendingState::InFlight {
            pending.state = PendingState::Queued(Timestamp(0));
        }
        self.outbox.push(pending);
    }

    /// Tries a failed message again.
    pub fn retry(&mut self, id: &EntryId) {
        self.outbox.retry(id);
    }

    /// Gives a message up; a conversation that never began goes with it.
    pub fn discard(&mut self, id: &EntryId) {
        if let Some(gone) = self.outbox.remove(id) {
            let is_used =
                self.outbox.items().iter().any(|item| item.conversation == gone.conversation);
            self.conversations.retain(|conversation| {
                is_used || conversation.is_stored() || conversation.id != gone.conversation
            });
        }
    }

    /// Somebody wants to look at a conversation; true if its newest page has
    /// to be asked for.
    pub fn want(&mut self, conversation: &ConversationId) -> bool {
        self.find(conversation).is_some_and(|found| {
            found.is_wanted = true;
            found.is_unread_from_server()
        })
    }

    /// The visitor has looked at everything up to here.
    pub fn mark_seen(&mut self, conversation: &ConversationId, seq: u64) {
        if let Some(conversation) = self.find(conversation) {
            conversation.mark_seen(seq);
        }
    }

    /// How far this browser is, for coming back.
    pub fn positions(&self) -> Vec<Position> {
        self.conversations()
            .into_iter()
            .take(limits::POSITIONS)
            .map(Conversation::position)
            .collect()
    }

    /// The next frame to be sent; `None` until the last one was answered.
    pub fn next_frame(&mut self, now: Timestamp) -> Option<ClientFrame> {
        let pending = self.outbox.next(now)?.clone();
        let Pending { id, conversation, kind, .. } = pending;
        Some(match kind {
            PendingKind::Message(body, files) => {
                let files = files.into_iter().map(|file| file.id).collect();
                let open = self.find(&conversation).and_then(|found| found.opening.clone());
                ClientFrame::Send { id, conversation, body, files, open }
            }
            PendingKind::End => ClientFrame::End { id, conversation },
            PendingKind::Contact { name, email } => {
                ClientFrame::Contact { id, conversation, name, email }
            }
        })
    }

    /// What the server does not know yet about what was got and seen.
    pub fn take_receipts(&mut self) -> Vec<ClientFrame> {
        self.conversations.iter_mut().filter_map(Conversation::take_receipt).collect()
    }

    /// The connection was lost.
    pub fn lost(&mut self) {
        self.outbox.lost();
        self.limited_until = None;
        self.conversations.iter_mut().for_each(Conversation::tell_again);
    }

    /// The session is over: only what was not sent remains, as the beginning
    /// of a new conversation.
    pub fn start_over(&mut self, fresh: ConversationId, opening: Opening) {
        self.conversations.clear();
        self.outbox.move_all(&fresh);
        if !self.outbox.items().is_empty() {
            self.conversations.push(Conversation::new(fresh, Some(opening)));
        }
    }

    /// Takes in what the server says, in any order and any number of times.
    pub fn apply(&mut self, frame: ServerFrame, now: Timestamp) -> Vec<Effect> {
        match frame {
            ServerFrame::Welcome { conversations, .. } => self.welcome(conversations),
            ServerFrame::Ack { id, conversation, seq, at } => {
                self.acknowledged(&id, conversation, seq, at)
            }
            ServerFrame::Refused { id, code, retry_after_ms } => {
                let retry_at = retry_after_ms.map(|wait| now.plus_ms(i64::from(wait)));
                if code == Code::RateLimited {
                    self.limited_until = retry_at;
                }
                if let Some(id) = id {
                    self.outbox.refused(&id, code, retry_at);
                }
                Vec::new()
            }
            ServerFrame::Entry { conversation, entry } => self.entry(conversation, entry),
            ServerFrame::Page { conversation, entries, .. } => {
                for entry in &entries {
                    self.outbox.remove(&entry.id);
                }
                self.find_or_add(conversation).take_page(entries);
                Vec::new()
            }
            ServerFrame::Resync { conversation } => self.resync(&conversation),
            ServerFrame::Conversation { summary } => {
                self.find_or_add(summary.id.clone()).take_summary(summary);
                Vec::new()
            }
            ServerFrame::Typing { conversation, is_typing } => {
                let Some(found) = self.find(&conversation) else { return Vec::new() };
                found.set_typing(is_typing.then(|| now.plus_ms(TYPING_MS)));
                vec![Effect::Typing(conversation, is_typing)]
            }
            ServerFrame::Beat | ServerFrame::Closing { .. } | ServerFrame::Unknown => Vec::new(),
        }
    }

    /// Whether the session cannot be used any more.
    pub fn is_session_over(code: Code) -> bool {
        matches!(code, Code::SessionExpired)
    }

    fn welcome(&mut self, summaries: Vec<ConversationSummary>) -> Vec<Effect> {
        // Fewer than the most is all there are: what is missing was erased.
        if summaries.len() < limits::POSITIONS {
            self.conversations.retain(|present| {
                !present.is_stored() || summaries.iter().any(|summary| summary.id == present.id)
            });
        }
        for summary in summaries {
            self.find_or_add(summary.id.clone()).take_summary(summary);
        }
        // The page that was asked for may have been lost with the connection.
        self.conversations
            .iter()
            .filter(|present| present.is_wanted && present.is_unread_from_server())
            .map(|present| Effect::ReadNewest(present.id.clone()))
            .collect()
    }

    fn acknowledged(
        &mut self,
        id: &EntryId,
        conversation: ConversationId,
        seq: u64,
        at: Timestamp,
    ) -> Vec<Effect> {
        let Some(pending) = self.outbox.remove(id) else { return Vec::new() };
        self.limited_until = None;
        let found = self.find_or_add(conversation.clone());
        let is_new = !found.is_stored();
        // A message sent again may be old; what came after it is not told.
        let is_behind = found.last_seq() == 0 && found.is_behind(seq);
        if let PendingKind::Message(body, files) = pending.kind {
            // What is stored stays on the screen without waiting for its echo.
            let id = pending.id;
            let content = Content::Message { body, files };
            found.insert(Entry { seq, id, at, author: Author::Visitor, content });
        }
        let mut effects = Vec::new();
        if is_behind {
            effects.push(Effect::ReadNewest(conversation.clone()));
        }
        if is_new {
            effects.push(Effect::Created(conversation));
        }
        effects
    }

    fn entry(&mut self, id: ConversationId, entry: Entry) -> Vec<Effect> {
        let is_own = self.outbox.remove(&entry.id).is_some();
        let conversation = self.find_or_add(id.clone());
        let is_created = is_own && !conversation.is_stored();
        let mut effects = Vec::new();
        let arrived = entry.clone();
        match conversation.insert(entry) {
            Arrival::Known => return effects,
            Arrival::Ahead => effects.push(Effect::ReadNewest(id.clone())),
            Arrival::Next => {}
        }
        if is_created {
            effects.push(Effect::Created(id.clone()));
        }
        if arrived.content == Content::Ended {
            effects.push(Effect::Ended(id));
        } else if let (Content::Joined, Author::Agent { name, .. }) =
            (&arrived.content, &arrived.author)
        {
            effects.push(Effect::Joined(id, name.clone()));
        } else if is_agents(&arrived) {
            effects.push(Effect::Arrived(id, arrived));
        }
        effects
    }

    fn resync(&mut self, id: &ConversationId) -> Vec<Effect> {
        let Some(conversation) = self.find(id) else { return Vec::new() };
        conversation.forget();
        conversation.is_wanted = true;
        if conversation.is_unread_from_server() {
            return vec![Effect::ReadNewest(id.clone())];
        }
        // Not among the visitor's: nothing of it may stay.
        if conversation.is_stored() {
            self.conversations.retain(|present| present.id != *id);
        }
        Vec::new()
    }

    fn add(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        kind: PendingKind,
        now: Timestamp,
    ) -> Pending {
        let state = PendingState::Queued(Timestamp(0));
        let pending = Pending { id, conversation, kind, made_at: now, state };
        self.outbox.push(pending.clone());
        pending
    }

    fn is_stored(&self, pending: &Pending) -> bool {
        self.conversation(&pending.conversation)
            .is_some_and(|found| found.entries().any(|entry| entry.id == pending.id))
    }

    /// When something was last said or written in a conversation.
    fn latest(&self, conversation: &Conversation) -> Timestamp {
        let pending =
            self.outbox.items().iter().filter(|item| item.conversation == conversation.id);
        pending.map(|item| item.made_at).fold(conversation.updated_at(), Timestamp::max)
    }

    fn find(&mut self, id: &ConversationId) -> Option<&mut Conversation> {
        self.conversations.iter_mut().find(|conversation| conversation.id == *id)
    }

    fn find_or_add(&mut self, id: ConversationId) -> &mut Conversation {
        let index = match self.conversations.iter().position(|present| present.id == id) {
            Some(index) => index,
            None => {
                self.conversations.push(Conversation::new(id, None));
                self.conversations.len() - 1
            }
        };
        &mut self.conversations[index]
    }
}
