//! What is said between a visitor's browser and the relay.

use kb_protocol::chat::{
    Author, CHAT_VERSION, ClientFrame, Code, ConversationSummary, Position, ServerFrame,
};
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::limits;

mod permit;

use super::hub::{News, Topic};
use super::positions::Positions;
use super::socket::{End, Line};
use crate::app::App;
use crate::auth::TokenHash;
use crate::conversation::{Act, Actor, Command, Contact, Conversation, Rules};
use crate::device::Family;
use crate::files::attachable;
use crate::store::{ActError, Commit, StoreError, Uploader, VisitorSession};
use crate::telemetry;

/// Entries that a browser which comes back is sent at once; above it the
/// browser reads pages, the latest first.
const MAX_BACKLOG: u64 = 500;

/// One visitor's browser, after `Hello`.
pub(crate) struct VisitorLine {
    app: App,
    session: VisitorSession,
    token: TokenHash,
    /// What the browser is known by.
    family: Family,
    positions: Positions,
    /// What waits to be sent.
    out: Vec<ServerFrame>,
}

impl VisitorLine {
    pub(crate) fn new(app: App, session: VisitorSession, token: TokenHash, family: Family) -> Self {
        let (positions, out) = (Positions::default(), Vec::new());
        Self { app, session, token, family, positions, out }
    }

    pub(crate) fn topic(&self) -> Topic {
        Topic::Customer(self.session.customer.clone())
    }

    /// Brings a browser up to date. Subscribe first: what is committed
    /// meanwhile is then heard or read, and never missed.
    pub(crate) async fn resume(&mut self, positions: &[Position], is_new: bool) -> Result<(), End> {
        let VisitorSession { customer, brand, .. } = self.session.clone();
        let mut conversations = self
            .app
            .store
            .conversations_of(customer, brand, limits::POSITIONS)
            .await
            .map_err(store_end)?;
        if !self.has_history() {
            conversations.retain(|conversation| !conversation.is_ended);
        }
        if is_new {
            let mut summaries = Vec::with_capacity(conversations.len());
            for conversation in &conversations {
                summaries.push(self.summary(conversation).await);
            }
            self.out.push(ServerFrame::Welcome {
                version: CHAT_VERSION,
                conversations: summaries,
                now: self.app.clock.now(),
            });
        }
        for conversation in &conversations {
            let known = positions.iter().find(|known| known.conversation == conversation.id);
            // A browser that does not name a conversation has none of it and
            // asks for pages when somebody opens it.
            let after = known.map_or(conversation.seq, |known| known.after);
            if after > conversation.seq || conversation.seq - after > MAX_BACKLOG {
                self.positions.set(&conversation.id, conversation.seq);
                self.out.push(ServerFrame::Resync { conversation: conversation.id.clone() });
                continue;
            }
            self.positions.set(&conversation.id, after);
            let entries = self
                .positions
                .read_to(&*self.app.store, &conversation.id, conversation.seq)
                .await
                .map_err(store_end)?;
            self.push_entries(&conversation.id, entries);
        }
        // Named, but not this visitor's: the browser has to forget it. One of
        // which it has nothing yet may be about to be opened.
        for known in positions.iter().filter(|known| known.after > 0).take(limits::POSITIONS) {
            if conversations.iter().all(|conversation| conversation.id != known.conversation) {
                self.out.push(ServerFrame::Resync { conversation: known.conversation.clone() });
            }
        }
        Ok(())
    }

    /// What waits to be sent.
    pub(crate) fn take_out(&mut self) -> Vec<ServerFrame> {
        std::mem::take(&mut self.out)
    }

    async fn summary(&self, conversation: &Conversation) -> ConversationSummary {
        let agent = match &conversation.assignee {
            Some(agent) => self.app.agent_author(agent).await,
            None => None,
        };
        conversation.summary(agent, self.is_closed(conversation))
    }

    fn push_entries(
        &mut self,
        conversation: &ConversationId,
        entries: Vec<kb_protocol::chat::Entry>,
    ) {
        self.out.extend(
            entries
                .into_iter()
                .map(|entry| ServerFrame::Entry { conversation: conversation.clone(), entry }),
        );
    }

    fn actor(&self) -> Actor {
        Actor::Visitor {
            customer: self.session.customer.clone(),
            own: self.session.own.clone(),
            brand: self.session.brand.clone(),
        }
    }

    fn refuse(&mut self, id: Option<EntryId>, code: Code, retry_after_ms: Option<u32>) {
        telemetry::refused(code);
        self.out.push(ServerFrame::Refused { id, code, retry_after_ms });
    }

    async fn act(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        mut command: Command,
    ) -> Result<(), End> {
        let rules = match self.permit(&mut command).await {
            Ok(rules) => rules,
            Err(error) => {
                let (code, retry) = refusal(&error);
                self.refuse(Some(id), code, retry);
                return Ok(());
            }
        };
        let act = Act {
            id: id.clone(),
            conversation: conversation.clone(),
            actor: self.actor(),
            command,
            at: self.app.clock.now(),
            rules,
        };
        match self.app.store.act(act).await {
            Ok(done) => {
                let (seq, at) = match &done.entry {
                    Some(entry) => (entry.seq, entry.at),
                    None => (done.conversation.seq, done.conversation.updated_at),
                };
                self.out.push(ServerFrame::Ack { id, conversation, seq, at });
            }
            Err(error) => self.refuse_act(id, &error).await?,
        }
        Ok(())
    }

    async fn refuse_act(&mut self, id: EntryId, error: &ActError) -> Result<(), End> {
        let (code, retry) = refusal(error);
        // Perhaps it is another profile's since a moment ago: the browser
        // comes back as that one and sends it again.
        if matches!(code, Code::UnknownConversation | Code::UnknownFile) {
            self.check().await?;
        }
        self.refuse(Some(id), code, retry);
        Ok(())
    }

    async fn history(&mut self, id: ConversationId, before: Option<u64>) -> Result<(), StoreError> {
        let store = &self.app.store;
        let conversation = store
            .conversation(id.clone())
            .await?
            .filter(|found| self.is_own(found) && (!found.is_ended || self.has_history()));
        let Some(conversation) = conversation else {
            self.refuse(None, Code::UnknownConversation, None);
            return Ok(());
        };
        let before = before.unwrap_or(conversation.seq + 1).min(conversation.seq + 1);
        let page = limits::HISTORY_PAGE;
        let entries = store.entries_before(id.clone(), before, page).await?;
        let has_more = entries.first().is_some_and(|first| first.seq > 1);
        self.out.push(ServerFrame::Page { conversation: id, entries, has_more });
        Ok(())
    }

    async fn hear_commit(&mut self, commit: &Commit) -> Result<(), StoreError> {
        let conversation = &commit.conversation;
        if conversation.brand != self.session.brand {
            return Ok(());
        }
        if let Some(entry) = &commit.entry {
            let entries = self.positions.advance(&*self.app.store, &conversation.id, entry).await?;
            self.push_entries(&conversation.id, entries);
        }
        let summary = self.summary(conversation).await;
        self.out.push(ServerFrame::Conversation { summary });
        Ok(())
    }
}

impl Line for VisitorLine {
    type In = ClientFrame;
    type Out = ServerFrame;

    const SIDE: &'static str = "visitor";

    async fn handle(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Hello { .. } => self.refuse(None, Code::InvalidFrame, None),
            ClientFrame::Send { id, conversation, body, files, open } => {
                if let Err(wait_ms) = self.app.limits.message(&self.session.customer) {
                    self.refuse(Some(id), Code::RateLimited, Some(wait_ms));
                    return Ok(());
                }
                let uploader = Uploader::Customer(self.session.customer.clone());
                match attachable(&self.app, files, &uploader, &id).await {
                    Ok(files) => {
                        self.act(id, conversation, Command::Send { body, files, open }).await?;
                    }
                    Err(error) => self.refuse_act(id, &error).await?,
                }
            }
            ClientFrame::End { id, conversation } => {
                self.act(id, conversation, Command::End).await?;
            }
            ClientFrame::Receipt { conversation, delivered, seen } => {
                let act = Act {
                    id: receipt_id(),
                    conversation,
                    actor: self.actor(),
                    command: Command::Receipt { delivered, seen, device: self.family.device() },
                    at: self.app.clock.now(),
                    rules: Rules::default(),
                };
                // A receipt that is lost is sent again with the next one.
                if let Err(ActError::Refused(code)) = self.app.store.act(act).await {
                    self.refuse(None, code, None);
                }
            }
            ClientFrame::Contact { id, conversation, name, email } => {
                match self.app.limits.message(&self.session.customer) {
                    Ok(()) => {
                        let contact = Contact { name, email };
                        self.act(id, conversation, Command::Contact(contact)).await?;
                    }
                    Err(wait_ms) => self.refuse(Some(id), Code::RateLimited, Some(wait_ms)),
                }
            }
            ClientFrame::Typing { .. } if !self.shows_typing() => {}
            ClientFrame::Typing { conversation, is_typing } => {
                let owner = self.app.store.conversation(conversation.clone()).await;
                let found = owner.map_err(store_end)?.filter(|found| self.is_own(found));
                if let Some(found) = found
                    && !(is_typing && self.is_blocked().await.map_err(store_end)?)
                {
                    self.app.tell_typing(&found, Author::Visitor, is_typing);
                }
            }
            ClientFrame::History { conversation, before } => {
                self.history(conversation, before).await.map_err(store_end)?;
            }
            ClientFrame::Beat => {}
            ClientFrame::Unknown => self.refuse(None, Code::InvalidFrame, None),
        }
        Ok(())
    }

    async fn hear(&mut self, news: &News) -> Result<(), End> {
        match news {
            News::Commit(commit) => self.hear_commit(commit).await.map_err(store_end)?,
            News::Typing { conversation, author, is_typing } => {
                let is_agent = matches!(author, Author::Agent { .. });
                if is_agent {
                    let conversation = conversation.clone();
                    self.out.push(ServerFrame::Typing { conversation, is_typing: *is_typing });
                }
            }
            News::Revoked(token) if *token == self.token => {
                return Err(End::now(Code::SessionExpired));
            }
            News::Erased(_) => return Err(End::now(Code::SessionExpired)),
            News::Moved => return Err(MOVED),
            News::Viewing { .. }
            | News::Colleague(_)
            | News::Present(_)
            | News::Notifications(_)
            | News::Revoked(_)
            | News::Described(_) => {}
        }
        Ok(())
    }

    /// Another process may have ended the session.
    async fn check(&mut self) -> Result<(), End> {
        let found = self.app.store.visitor_session(self.token, self.app.clock.now()).await;
        match found.map_err(store_end)? {
            Some(session) if session == self.session => Ok(()),
            Some(_) => Err(MOVED),
            None => Err(End::now(Code::SessionExpired)),
        }
    }

    fn refuse_frame(&mut self, code: Code) {
        self.refuse(None, code, None);
    }

    fn take_out(&mut self) -> Vec<ServerFrame> {
        Self::take_out(self)
    }

    fn beat() -> ServerFrame {
        ServerFrame::Beat
    }

    fn closing(code: Code, retry_after_ms: u32) -> ServerFrame {
        ServerFrame::Closing { code, retry_after_ms }
    }
}

/// The customer was merged, or is apart again: the browser comes back with the
/// same session and is told what belongs to it now.
const MOVED: End = End { code: Code::Restarting, retry_after_ms: 0 };

/// Receipts make no entry, so that their id means nothing.
pub(super) fn receipt_id() -> EntryId {
    "receipt".parse().expect("a word is an id")
}

/// What the asker is told of an act that left nothing behind.
pub(super) fn refusal(error: &ActError) -> (Code, Option<u32>) {
    match error {
        ActError::Refused(code) => (*code, None),
        ActError::Store(_) => (Code::Unavailable, Some(RETRY_MS)),
    }
}

/// Time that a failing database is given, in milliseconds.
const RETRY_MS: u32 = 2_000;

/// A database that cannot be read ends the line; the browser comes back.
pub(crate) fn store_end(error: StoreError) -> End {
    tracing::error!(error = %error, "a line ends because the database failed");
    End { code: Code::Unavailable, retry_after_ms: RETRY_MS }
}
