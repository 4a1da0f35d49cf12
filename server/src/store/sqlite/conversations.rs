//! Conversations in SQLite: what acts, logins and erasures do to their rows.

use std::collections::HashMap;
use std::sync::Arc;

use kb_protocol::api::Tombstone;
use kb_protocol::chat::{Code, Entry};
use kb_protocol::id::{ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::{Event, EventKind, Receipt};
use rusqlite::{Connection, OptionalExtension, params};

use super::super::merge::Changed;
use super::super::stored::{
    self, Place, StoredConversation, StoredEntry, StoredEvent, StoredReceipt,
};
use super::super::{
    ActError, Commit, Done, Erasure, Gone, LoggedIn, Login, Merge, MergeStep, StoreError,
};
use super::state::StateWriter;
use super::writer::under_savepoint;
use super::{customers, database_error, files, hook, mail, merge, parting, person, rows, search};
use crate::conversation::{Act, Command, Contact, Conversation, decide};

/// Conversations whose state is remembered. Above it all are forgotten, which
/// costs one read each.
const REMEMBERED: usize = 20_000;

/// A conversation whose row is remembered.
struct Remembered {
    key: i64,
    state: Arc<Conversation>,
    /// What the row has, as far as that is known.
    stored: Option<Arc<Conversation>>,
    /// Whether the row in the database is older.
    is_dirty: bool,
}

/// A merge, or its undo, with whom to tell of it.
pub(super) struct Merged {
    pub(super) merge: Merge,
    pub(super) commits: Vec<Arc<Commit>>,
    /// Whose browsers come back.
    pub(super) customers: Vec<CustomerId>,
}

/// The conversations behind the writing connection, with the states of those
/// that were last at work.
pub(super) struct Conversations {
    connection: Connection,
    states: HashMap<ConversationId, Remembered>,
    /// The dirty ones among `states`.
    dirty: Vec<ConversationId>,
    /// Whether customers are blocked who have spoken lately; forgotten with
    /// everything that may change it.
    blocked: HashMap<CustomerId, bool>,
    state_writer: StateWriter,
}

impl Conversations {
    /// Nothing is remembered.
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            states: HashMap::new(),
            dirty: Vec::new(),
            blocked: HashMap::new(),
            state_writer: StateWriter::new(),
        }
    }

    /// The connection, for whatever is no conversation.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Forgets what is remembered, if that has become too much.
    pub(super) fn forget_some(&mut self) {
        if self.states.len() > REMEMBERED {
            self.states.clear();
        }
        if self.blocked.len() > REMEMBERED {
            self.blocked.clear();
        }
    }

    /// Forgets everything, after a batch that was undone.
    pub(super) fn forget(&mut self) {
        self.states.clear();
        self.dirty.clear();
        self.blocked.clear();
    }

    /// Carries an act out, once, however often it comes.
    pub(super) fn act(&mut self, act: &Act) -> Result<(Done, Option<Arc<Commit>>), ActError> {
        let before = self.state(&act.conversation)?;
        let mut decision = decide(before.as_ref().map(|(_, state)| &**state), act);
        if decision.is_ok() && !files::are_free(&self.connection, act).map_err(database_error)? {
            decision = Err(Code::UnknownFile);
        }
        if let Some(speaker) = act.speaker().filter(|_| decision.is_ok())
            && self.is_blocked(speaker)?
        {
            decision = Err(Code::Blocked);
        }
        if decision.is_ok() && !self.is_alone(act)? {
            decision = Err(Code::NotAllowed);
        }
        let mut decision = match (decision, &before) {
            (Ok(decision), _) => decision,
            (Err(code), None) => return Err(ActError::Refused(code)),
            // What was accepted once stays accepted when it is sent again.
            (Err(code), Some((key, state))) => {
                return match self.repeated(*key, act)? {
                    Some(entry) => Ok((again(state, entry), None)),
                    None => Err(ActError::Refused(code)),
                };
            }
        };
        let key = match &before {
            Some((key, _)) => *key,
            None => {
                if let Command::Submit(form) = &act.command
                    && !form.has_session
                {
                    let Conversation { customer, brand, created_at, .. } = &decision.state;
                    customers::keep(&self.connection, customer, brand, *created_at)
                        .map_err(database_error)?;
                }
                // A line that does not know yet of a login or a merge.
                let own = act.own().unwrap_or(&decision.state.customer);
                let Some(profile) = self.profile_of(own)? else {
                    return Err(ActError::Refused(Code::SessionExpired));
                };
                decision.state.customer = profile;
                let key = self.create(&decision.state)?;
                if let Some(own) = act.own() {
                    parting::began(&self.connection, own, &decision.state.id)
                        .map_err(database_error)?;
                }
                if let Command::Submit(form) = &act.command {
                    customers::describe_by_form(&self.connection, &decision.state, form)
                        .map_err(database_error)?;
                    for call in &form.hooks {
                        hook::call(&self.connection, &decision.state.brand, call)
                            .map_err(database_error)?;
                    }
                    if let Some(confirmation) = &form.confirmation {
                        mail::confirm(&self.connection, &decision.state, confirmation)
                            .map_err(database_error)?;
                    }
                }
                key
            }
        };
        if let Some(entry) = &decision.entry {
            if !self.insert_entry(key, entry).map_err(database_error)? {
                let state = before.as_ref().map(|(_, state)| state);
                return match (self.repeated(key, act)?, state) {
                    (Some(entry), Some(state)) => Ok((again(state, entry), None)),
                    _ => Err(ActError::Refused(Code::IdTaken)),
                };
            }
            files::attach(&self.connection, key, act).map_err(database_error)?;
        } else if !decision.events.is_empty() && self.has_event(key, &act.id)? {
            let conversation = before.map_or_else(|| Arc::new(decision.state), |(_, state)| state);
            return Ok((Done { conversation, entry: None }, None));
        }
        for event in &decision.events {
            self.insert_event(key, event).map_err(database_error)?;
        }
        let tags_before = before.as_ref().map_or(&[][..], |(_, state)| &state.tags);
        if decision.state.tags != tags_before {
            search::put_tags(&self.connection, key, &decision.state.tags)
                .map_err(database_error)?;
        }
        if let Some(contact) = &decision.contact {
            self.save_contact(&decision.state.customer, contact).map_err(database_error)?;
        }
        for (is_seen, receipt) in &decision.receipts {
            self.insert_receipt(key, *is_seen, receipt).map_err(database_error)?;
        }
        if let Some(is_blocked) = decision.block {
            let at = is_blocked.then_some(act.at);
            customers::block(&self.connection, &decision.state.customer, at)
                .map_err(database_error)?;
            self.blocked.clear();
        }
        let is_same = before.as_ref().is_some_and(|(_, state)| **state == decision.state);
        let conversation = Arc::new(decision.state);
        let entry = decision.entry.map(Arc::new);
        let commit = (!is_same).then(|| {
            Arc::new(Commit {
                conversation: Arc::clone(&conversation),
                entry: entry.clone(),
                events: decision.events.into_iter().map(Arc::new).collect(),
            })
        });
        if !is_same {
            let state = Arc::clone(&conversation);
            match self.states.get_mut(&act.conversation) {
                Some(known) => {
                    known.state = state;
                    if !std::mem::replace(&mut known.is_dirty, true) {
                        self.dirty.push(act.conversation.clone());
                    }
                }
                None => {
                    let known = Remembered { key, state, stored: None, is_dirty: true };
                    self.states.insert(act.conversation.clone(), known);
                    self.dirty.push(act.conversation.clone());
                }
            }
        }
        Ok((Done { conversation, entry }, commit))
    }

    /// Carries a login out, and tells of the conversations that it moved.
    pub(super) fn login(
        &mut self,
        login: &Login,
    ) -> Result<(LoggedIn, Vec<Arc<Commit>>), StoreError> {
        self.blocked.clear();
        let done =
            under_savepoint(&self.connection, |connection| customers::login(connection, login))
                .map_err(database_error)?;
        let mut commits = Vec::with_capacity(done.moved.len());
        for id in done.moved {
            match self.states.get_mut(&id) {
                Some(known) => {
                    let state = Arc::make_mut(&mut known.state);
                    state.customer = done.plan.profile.id.clone();
                    state.version += 1;
                }
                // Not remembered: the row is as it should be.
                None => _ = self.state(&id)?,
            }
            if let Some(known) = self.states.get(&id) {
                let conversation = Arc::clone(&known.state);
                commits.push(Arc::new(Commit { conversation, entry: None, events: Vec::new() }));
            }
        }
        Ok((done.plan, commits))
    }

    /// Merges two customers or parts them, and tells of those of their
    /// conversations that are not done.
    ///
    /// # Errors
    ///
    /// The outer one is that of the whole batch; a step that fails by itself
    /// has changed nothing.
    pub(super) fn merge(
        &mut self,
        step: &MergeStep,
    ) -> Result<Result<Merged, ActError>, StoreError> {
        self.blocked.clear();
        // The rows are the truth: nothing may be waiting beside them.
        self.save_states().map_err(database_error)?;
        let done =
            match under_savepoint(&self.connection, |connection| merge::step(connection, step)) {
                Ok(Ok(done)) => done,
                Ok(Err(code)) => return Ok(Err(ActError::Refused(code))),
                Err(error) => return Ok(Err(database_error(error).into())),
            };
        let mut commits = Vec::new();
        for Changed { id, is_done } in done.conversations {
            self.states.remove(&id);
            if is_done {
                continue;
            }
            let Some((key, conversation)) = self.state(&id)? else { continue };
            let events = vec![self.last_event(key)?];
            commits.push(Arc::new(Commit { conversation, entry: None, events }));
        }
        Ok(Ok(Merged { merge: done.merge, commits, customers: done.customers }))
    }

    fn last_event(&self, key: i64) -> Result<Arc<Event>, StoreError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT {} FROM event WHERE conversation = ?1 ORDER BY number DESC LIMIT 1",
                stored::EVENT
            ))
            .and_then(|mut statement| statement.query_row([key], rows::event))
            .map(Arc::new)
            .map_err(database_error)
    }

    /// Erases a person, and forgets the conversations.
    pub(super) fn erase(
        &mut self,
        erasure: &Erasure,
    ) -> Result<Option<(Tombstone, Gone)>, StoreError> {
        self.blocked.clear();
        let done =
            under_savepoint(&self.connection, |connection| person::erase(connection, erasure))
                .map_err(database_error)?;
        if let Some((_, gone)) = &done {
            for id in &gone.conversations {
                self.states.remove(id);
            }
        }
        Ok(done)
    }

    fn is_blocked(&mut self, customer: &CustomerId) -> Result<bool, StoreError> {
        if let Some(&known) = self.blocked.get(customer) {
            return Ok(known);
        }
        let found = customers::is_blocked(&self.connection, customer).map_err(database_error)?;
        self.blocked.insert(customer.clone(), found);
        Ok(found)
    }

    /// The profile that a customer has become part of, or the customer; none
    /// where the person was erased a moment ago.
    fn profile_of(&self, customer: &CustomerId) -> Result<Option<CustomerId>, StoreError> {
        let found: Option<String> = self
            .connection
            .prepare_cached("SELECT coalesce(merged_into, id) FROM customer WHERE id = ?1")
            .and_then(|mut statement| {
                statement.query_row([customer.as_str()], |row| row.get(0)).optional()
            })
            .map_err(database_error)?;
        found.map(|found| stored::parse("customer", &found)).transpose()
    }

    /// Whether an act that needs all other conversations of its visitor to be
    /// ended finds them so.
    fn is_alone(&mut self, act: &Act) -> Result<bool, StoreError> {
        let Some((customer, brand)) = act.needs_alone() else { return Ok(true) };
        let Some(customer) = self.profile_of(customer)? else { return Ok(true) };
        // What this batch has opened and ended so far counts.
        self.save_states().map_err(database_error)?;
        self.connection
            .prepare_cached(
                "SELECT NOT EXISTS (SELECT 1 FROM conversation
                 WHERE customer = ?1 AND brand = ?2 AND NOT is_ended AND id <> ?3
                 AND NOT (status = 'done' AND coalesce(done_at, updated_at) < ?4))",
            )
            .and_then(|mut statement| {
                let (id, closed) = (act.conversation.as_str(), act.closed_before());
                let values = params![customer.as_str(), brand.as_str(), id, closed];
                statement.query_row(values, |row| row.get(0))
            })
            .map_err(database_error)
    }

    /// The present state with the key of its row.
    fn state(
        &mut self,
        id: &ConversationId,
    ) -> Result<Option<(i64, Arc<Conversation>)>, StoreError> {
        if let Some(known) = self.states.get(id) {
            return Ok(Some((known.key, Arc::clone(&known.state))));
        }
        let row = self
            .connection
            .prepare_cached(&format!(
                "SELECT {} FROM conversation WHERE id = ?1",
                stored::CONVERSATION
            ))
            .and_then(|mut statement| {
                statement.query_row([id.as_str()], rows::conversation).optional()
            })
            .map_err(database_error)?;
        let Some((key, state)) = row else { return Ok(None) };
        let state = Arc::new(state);
        let stored = Some(Arc::clone(&state));
        let known = Remembered { key, state: Arc::clone(&state), stored, is_dirty: false };
        self.states.insert(id.clone(), known);
        Ok(Some((key, state)))
    }

    /// Makes the row; its state is written at the end of the batch.
    fn create(&self, state: &Conversation) -> Result<i64, StoreError> {
        let row = StoredConversation::of(0, state);
        self.connection
            .prepare_cached(
                "INSERT INTO conversation (id, brand, customer, status, priority, tags, is_ended,
                 locale, page, seq, events, version, seen_by_agent, delivered_to_visitor,
                 seen_by_visitor, created_at, updated_at, preview, follows, channel, form, reference)
                 VALUES (?1, ?2, ?3, ?4, ?5, '[]', 0, ?6, ?7, 0, 0, 0, 0, 0, 0, ?8, ?8, '', ?9,
                 ?10, ?11, ?12)",
            )
            .and_then(|mut statement| {
                statement.insert(params![
                    row.id,
                    row.brand,
                    row.customer,
                    row.status,
                    row.priority,
                    row.locale,
                    row.page,
                    row.created_at,
                    row.follows,
                    row.channel,
                    row.form,
                    row.reference
                ])
            })
            .map_err(database_error)
    }

    /// Writes an entry; `false` if its id is taken in this conversation.
    fn insert_entry(&self, key: i64, entry: &Entry) -> rusqlite::Result<bool> {
        let row = StoredEntry::of(entry);
        let written = self
            .connection
            .prepare_cached(
                "INSERT INTO entry (conversation, seq, id, at, author, content, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (conversation, id) DO NOTHING",
            )?
            .execute(params![key, row.seq, row.id, row.at, row.author, row.content, row.body])?;
        if written == 1 && row.body.is_some() {
            search::put_later(&self.connection, key, Place::Entry(entry.seq))?;
        }
        Ok(written == 1)
    }

    fn insert_event(&self, key: i64, event: &Event) -> rusqlite::Result<()> {
        let row = StoredEvent::of(event);
        self.connection
            .prepare_cached(
                "INSERT INTO event (conversation, number, id, at, after, author, kind)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![key, row.number, row.id, row.at, row.after, row.author, row.kind])?;
        match &event.kind {
            EventKind::Note { .. } => {
                search::put_later(&self.connection, key, Place::Note(event.number))
            }
            _ => Ok(()),
        }
    }

    fn insert_receipt(&self, key: i64, is_seen: bool, receipt: &Receipt) -> rusqlite::Result<()> {
        let row = StoredReceipt::of(is_seen, receipt);
        self.connection
            .prepare_cached(
                "INSERT INTO receipt (conversation, is_seen, up_to, at, device)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![key, row.is_seen, row.up_to, row.at, row.device])
            .map(drop)
    }

    /// The entry that this very act made before.
    fn repeated(&self, key: i64, act: &Act) -> Result<Option<Entry>, ActError> {
        let entry = self
            .connection
            .prepare_cached(&format!(
                "SELECT {} FROM entry WHERE conversation = ?1 AND id = ?2",
                stored::ENTRY
            ))
            .and_then(|mut statement| {
                statement.query_row(params![key, act.id.as_str()], rows::entry).optional()
            })
            .map_err(database_error)?;
        let Some(entry) = entry else { return Ok(None) };
        // A visitor learns nothing of entries in foreign conversations.
        let known = self.states.get(&act.conversation);
        if !known.is_some_and(|known| act.actor.may_know(&known.state)) {
            return Ok(None);
        }
        if act.has_made(&entry) { Ok(Some(entry)) } else { Err(ActError::Refused(Code::IdTaken)) }
    }

    /// What anybody may have written is never put over what was proved.
    fn save_contact(&self, customer: &CustomerId, contact: &Contact) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE customer SET email = ?2, name = coalesce(?3, name)
                 WHERE id = ?1 AND NOT is_email_verified",
            )?
            .execute(params![customer.as_str(), contact.email, contact.name])
            .map(drop)
    }

    fn has_event(&self, key: i64, id: &EntryId) -> Result<bool, StoreError> {
        self.connection
            .prepare_cached("SELECT 1 FROM event WHERE conversation = ?1 AND id = ?2")
            .and_then(|mut statement| statement.exists(params![key, id.as_str()]))
            .map_err(database_error)
    }

    /// Writes each changed row once, however many acts changed it.
    pub(super) fn save_states(&mut self) -> rusqlite::Result<()> {
        for id in self.dirty.drain(..) {
            let Some(known) = self.states.get_mut(&id) else { continue };
            let stored = known.stored.as_deref();
            self.state_writer.write(&self.connection, known.key, &known.state, stored)?;
            known.stored = Some(Arc::clone(&known.state));
            known.is_dirty = false;
        }
        Ok(())
    }
}

fn again(state: &Arc<Conversation>, entry: Entry) -> Done {
    Done { conversation: Arc::clone(state), entry: Some(Arc::new(entry)) }
}
