//! What is said between an agent's browser and the relay.

use std::collections::HashMap;
use std::sync::Arc;

use kb_protocol::chat::{Author, Code};
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::inbox::{
    AgentFrame, Change, Event, EventKind, INBOX_VERSION, InboxFrame, Presence,
};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;

use super::hub::News;
use super::positions::Positions;
use super::socket::{End, Line};
use super::viewers::Seat;
use super::visitor::{receipt_id, refusal, store_end};
use crate::app::App;
use crate::auth::TokenHash;
use crate::conversation::{Act, Actor, Command, Conversation, Rules};
use crate::door::SignedIn;
use crate::files::attachable;
use crate::notices::gives_to;
use crate::policy::{Permission, Who, is_allowed};
use crate::store::{ActError, Agent, Commit, StoreError, Uploader, Viewer};
use crate::telemetry;

/// Conversations that one browser may watch at the same time.
const MAX_WATCHED: usize = 20;
/// Events that are sent at once; above it the browser reads over HTTP.
const MAX_BACKLOG: u64 = 500;

/// One agent's browser, signed in.
pub(crate) struct AgentLine {
    app: App,
    agent: Agent,
    session: TokenHash,
    seat: Seat,
    /// Number of the subscription, by which the hub knows this line.
    listener: u64,
    positions: Positions,
    watched: HashMap<ConversationId, Watched>,
    out: Vec<InboxFrame>,
}

/// How far the browser has a conversation, beside its entries.
#[derive(Clone, Copy)]
struct Watched {
    /// Number of the last event.
    event: u64,
    /// Up to which entries it knows when they were delivered and seen.
    told: u64,
    /// When the last receipts came.
    receipts_at: (Option<Timestamp>, Option<Timestamp>),
}

impl AgentLine {
    pub(crate) fn new(app: App, signed_in: SignedIn, listener: u64) -> Self {
        let mut line = Self {
            seat: app.hub.viewers.seat(),
            listener,
            app,
            agent: signed_in.agent,
            session: signed_in.session,
            positions: Positions::default(),
            watched: HashMap::new(),
            out: Vec::new(),
        };
        let (id, presence) = (line.agent.id.clone(), line.agent.presence);
        line.app.hub.staff.enter(line.seat, id, presence);
        let now = line.app.clock.now();
        line.out.push(InboxFrame::Welcome { version: INBOX_VERSION, now });
        line
    }

    fn author(&self) -> Author {
        Author::Agent { id: self.agent.id.clone(), name: self.agent.name.clone() }
    }

    fn refuse(
        &mut self,
        id: Option<EntryId>,
        conversation: Option<ConversationId>,
        code: Code,
        retry_after_ms: Option<u32>,
    ) {
        telemetry::refused(code);
        self.out.push(InboxFrame::Refused { id, conversation, code, retry_after_ms });
    }

    fn may(&self, permission: Permission) -> bool {
        is_allowed(Who::Agent(self.agent.role), permission)
    }

    async fn act(
        &mut self,
        id: EntryId,
        conversation: ConversationId,
        permission: Permission,
        command: Command,
    ) {
        if !self.may(permission) {
            return self.refuse(Some(id), Some(conversation), Code::NotAllowed, None);
        }
        let act = Act {
            id: id.clone(),
            conversation: conversation.clone(),
            actor: Actor::Agent { id: self.agent.id.clone(), name: self.agent.name.clone() },
            command,
            at: self.app.clock.now(),
            rules: Rules::default(),
        };
        match self.app.store.act(act).await {
            Ok(done) => {
                let seq = done.entry.map(|entry| entry.seq);
                self.out.push(InboxFrame::Ack { id, conversation, seq });
            }
            Err(error) => {
                let (code, retry) = refusal(&error);
                self.refuse(Some(id), Some(conversation), code, retry);
            }
        }
    }

    async fn watch(
        &mut self,
        id: ConversationId,
        after: u64,
        after_event: u64,
    ) -> Result<(), StoreError> {
        let store = Arc::clone(&self.app.store);
        let Some(conversation) = store.conversation(id.clone()).await? else {
            self.refuse(None, Some(id), Code::UnknownConversation, None);
            return Ok(());
        };
        if self.watched.len() >= MAX_WATCHED && !self.watched.contains_key(&id) {
            self.refuse(None, Some(id), Code::RateLimited, None);
            return Ok(());
        }
        let is_ahead = after > conversation.seq || after_event > conversation.events;
        let is_far = conversation.seq.saturating_sub(after) > MAX_BACKLOG
            || conversation.events.saturating_sub(after_event) > MAX_BACKLOG;
        if is_ahead || is_far {
            self.out.push(InboxFrame::Resync { conversation: id });
            return Ok(());
        }
        self.positions.set(&id, after);
        let entries = self.positions.read_to(&*store, &id, conversation.seq).await?;
        let limit = usize::try_from(MAX_BACKLOG).unwrap_or(usize::MAX);
        let events = store.events_after(id.clone(), after_event, limit).await?;
        let event = events.last().map_or(after_event, |event| event.number);
        // The last ones may have come since the browser read the others.
        let told = told(&conversation).saturating_sub(1);
        self.watched.insert(id.clone(), Watched { event, told, receipts_at: (None, None) });
        for entry in entries {
            self.out.push(InboxFrame::Entry { conversation: id.clone(), entry });
        }
        for event in events {
            self.out.push(InboxFrame::Event { conversation: id.clone(), event });
        }
        self.tell_receipts(&conversation).await?;
        let viewer = Viewer { name: self.agent.name.clone(), id: self.agent.id.clone() };
        self.app.begin_viewing(&id, self.seat, viewer);
        Ok(())
    }

    fn unwatch(&mut self, id: &ConversationId) {
        self.positions.forget(id);
        if self.watched.remove(id).is_some() {
            self.app.end_viewing(id, self.seat);
        }
    }

    /// A change names only what the settings declare.
    fn is_declared(&self, change: &Change) -> bool {
        match change {
            Change::Status { status, sub_status: Some(id), .. } => {
                self.app.config.sub_statuses.get(id).is_some_and(|found| found.status == *status)
            }
            _ => true,
        }
    }

    async fn set_presence(&mut self, presence: Presence) -> Result<(), StoreError> {
        if presence == Presence::Unknown {
            self.refuse(None, None, Code::InvalidFrame, None);
            return Ok(());
        }
        self.app.store.set_presence(self.agent.id.clone(), presence).await?;
        self.agent.presence = presence;
        self.app.tell_colleague(self.agent.colleague());
        Ok(())
    }

    /// Tells when and where a watched conversation was delivered and seen, if
    /// that is new.
    async fn tell_receipts(&mut self, conversation: &Conversation) -> Result<(), StoreError> {
        let id = &conversation.id;
        let Some(watched) = self.watched.get_mut(id) else { return Ok(()) };
        let receipts_at = (conversation.delivered_at, conversation.seen_at);
        if watched.receipts_at == receipts_at {
            return Ok(());
        }
        let from = watched.told + 1;
        watched.receipts_at = receipts_at;
        watched.told = told(conversation);
        let found = self.app.store.receipts(id.clone(), from, limits::HISTORY_EVENTS).await?;
        let (seen, delivered): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(is_seen, _)| *is_seen);
        let shows_seen = self.app.shows_receipts(&conversation.brand);
        let seen = seen.into_iter().filter(|_| shows_seen);
        let seen: Vec<_> = seen.map(|(_, receipt)| receipt).collect();
        let delivered: Vec<_> = delivered.into_iter().map(|(_, receipt)| receipt).collect();
        if !delivered.is_empty() || !seen.is_empty() {
            self.out.push(InboxFrame::Receipts { conversation: id.clone(), delivered, seen });
        }
        Ok(())
    }

    async fn hear_commit(&mut self, commit: &Commit) -> Result<(), StoreError> {
        let conversation = &commit.conversation;
        let id = &conversation.id;
        if let Some(last) = self.watched.get(id).copied() {
            if let Some(entry) = &commit.entry {
                let entries = self.positions.advance(&*self.app.store, id, entry).await?;
                for entry in entries {
                    self.out.push(InboxFrame::Entry { conversation: id.clone(), entry });
                }
            }
            for event in commit.events.iter().filter(|event| event.number > last.event) {
                let event = (**event).clone();
                if let Some(watched) = self.watched.get_mut(id) {
                    watched.event = event.number;
                }
                self.out.push(InboxFrame::Event { conversation: id.clone(), event });
            }
            self.tell_receipts(conversation).await?;
        }
        let is_about_person =
            |event: &Arc<Event>| matches!(event.kind, EventKind::Blocked | EventKind::Unblocked);
        if commit.events.iter().any(is_about_person) {
            let customer = conversation.customer.clone();
            self.out.push(InboxFrame::Described { customer });
        }
        let customer = self.app.store.customer(conversation.customer.clone()).await?;
        self.out.push(InboxFrame::Item { item: Box::new(self.app.item(conversation, customer)) });
        if commit.events.iter().any(|event| gives_to(event, &self.agent.id)) {
            self.out.push(InboxFrame::Given { conversation: id.clone() });
        }
        Ok(())
    }
}

/// Up to this entry everything was delivered and seen.
fn told(conversation: &Conversation) -> u64 {
    conversation.delivered_to_visitor.min(conversation.seen_by_visitor)
}

impl Drop for AgentLine {
    fn drop(&mut self) {
        self.app.hub.staff.leave(self.seat);
        self.app.hub.attendance.unfollow(self.listener);
        for (id, _) in self.watched.drain() {
            self.app.end_viewing(&id, self.seat);
        }
    }
}

impl Line for AgentLine {
    type In = AgentFrame;
    type Out = InboxFrame;

    const SIDE: &'static str = "agent";

    async fn handle(&mut self, frame: AgentFrame) -> Result<(), End> {
        match frame {
            AgentFrame::Hello { version } if version < INBOX_VERSION => {
                return Err(End::now(Code::OutdatedClient));
            }
            AgentFrame::Hello { .. } | AgentFrame::Beat => {}
            AgentFrame::Watch { conversation, after, after_event } => {
                self.watch(conversation, after, after_event).await.map_err(store_end)?;
            }
            AgentFrame::Unwatch { conversation } => {
                self.unwatch(&conversation);
            }
            AgentFrame::Send { id, conversation, body, files } => {
                let uploader = Uploader::Agent(self.agent.id.clone());
                match attachable(&self.app, files, &uploader, &id).await {
                    Ok(files) => {
                        let command = Command::Send { body, files, open: None };
                        self.act(id, conversation, Permission::Reply, command).await;
                    }
                    Err(error) => {
                        let (code, retry) = refusal(&error);
                        self.refuse(Some(id), Some(conversation), code, retry);
                    }
                }
            }
            AgentFrame::End { id, conversation } => {
                self.act(id, conversation, Permission::Reply, Command::End).await;
            }
            AgentFrame::Change { id, conversation, change } if !self.is_declared(&change) => {
                self.refuse(Some(id), Some(conversation), Code::InvalidFrame, None);
            }
            AgentFrame::Change { id, conversation, change } => {
                let permission = match &change {
                    Change::Note { .. } => Permission::WriteNotes,
                    Change::Block { .. } => Permission::BlockCustomers,
                    _ => Permission::ChangeConversations,
                };
                self.act(id, conversation, permission, Command::Change(change)).await;
            }
            AgentFrame::Typing { conversation, is_typing } => {
                if self.may(Permission::Reply) && self.watched.contains_key(&conversation) {
                    let found = self.app.store.conversation(conversation.clone()).await;
                    if let Some(found) = found.map_err(store_end)? {
                        let author = self.author();
                        self.app.tell_typing(&found, author, is_typing);
                    }
                }
            }
            AgentFrame::Seen { conversation, seen } => {
                // A collaborator who reads along has not seen it for the team.
                if self.may(Permission::Reply) {
                    let act = Act {
                        id: receipt_id(),
                        conversation: conversation.clone(),
                        actor: Actor::Agent {
                            id: self.agent.id.clone(),
                            name: self.agent.name.clone(),
                        },
                        command: Command::Seen { seen },
                        at: self.app.clock.now(),
                        rules: Rules::default(),
                    };
                    match self.app.store.act(act).await {
                        Ok(_) => {}
                        Err(ActError::Refused(code)) => {
                            self.refuse(None, Some(conversation), code, None);
                        }
                        // Said again by the inbox when it comes back.
                        Err(ActError::Store(error)) => return Err(store_end(error)),
                    }
                }
            }
            AgentFrame::Follow { mut customers } => {
                customers.truncate(limits::FOLLOWED);
                let customers = self.app.follow(self.listener, &customers).await;
                let customers = customers.map_err(store_end)?;
                if !customers.is_empty() {
                    self.out.push(InboxFrame::Present { customers });
                }
            }
            AgentFrame::SetPresence { presence } => {
                self.set_presence(presence).await.map_err(store_end)?;
            }
            AgentFrame::Unknown => self.refuse(None, None, Code::InvalidFrame, None),
        }
        Ok(())
    }

    async fn hear(&mut self, news: &News) -> Result<(), End> {
        match news {
            News::Commit(commit) => self.hear_commit(commit).await.map_err(store_end)?,
            News::Typing { conversation, author, is_typing } => {
                if self.watched.contains_key(conversation) && *author != self.author() {
                    let (conversation, author) = (conversation.clone(), author.clone());
                    let is_typing = *is_typing;
                    self.out.push(InboxFrame::Typing { conversation, author, is_typing });
                }
            }
            News::Viewing { conversation, viewers } => {
                if self.watched.contains_key(conversation) {
                    let others = viewers.iter().filter(|viewer| viewer.id != self.agent.id);
                    let agents = others.map(|viewer| viewer.name.clone()).collect();
                    let conversation = conversation.clone();
                    self.out.push(InboxFrame::Viewing { conversation, agents });
                }
            }
            News::Present(presence) => {
                self.out.push(InboxFrame::Present { customers: vec![presence.clone()] });
            }
            News::Colleague(colleague) => {
                self.out.push(InboxFrame::Colleague { colleague: colleague.clone() });
            }
            News::Revoked(session) if *session == self.session => {
                return Err(End::now(Code::SessionExpired));
            }
            News::Revoked(_) | News::Moved => {}
            News::Notifications(agent) if *agent == self.agent.id => {
                self.out.push(InboxFrame::Notifications);
            }
            News::Notifications(_) => {}
            News::Described(customer) => {
                self.out.push(InboxFrame::Described { customer: customer.clone() });
            }
            News::Erased(conversations) => {
                for conversation in conversations {
                    self.unwatch(conversation);
                    let conversation = conversation.clone();
                    self.out.push(InboxFrame::Gone { conversation });
                }
            }
        }
        Ok(())
    }

    /// Another process may have ended the session or changed the role.
    async fn check(&mut self) -> Result<(), End> {
        let found = self.app.store.agent_session(self.session, self.app.clock.now()).await;
        match found.map_err(store_end)? {
            Some(agent) => {
                self.agent = agent;
                Ok(())
            }
            None => Err(End::now(Code::SessionExpired)),
        }
    }

    fn refuse_frame(&mut self, code: Code) {
        self.refuse(None, None, code, None);
    }

    fn take_out(&mut self) -> Vec<InboxFrame> {
        std::mem::take(&mut self.out)
    }

    fn beat() -> InboxFrame {
        InboxFrame::Beat
    }

    fn closing(code: Code, retry_after_ms: u32) -> InboxFrame {
        InboxFrame::Closing { code, retry_after_ms }
    }
}
