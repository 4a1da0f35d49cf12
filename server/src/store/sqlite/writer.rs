//! Group commit: one thread writes, and everything that waits for it shares
//! one commit.
//!
//! A commit with `synchronous=FULL` waits for the disk, about as long as
//! hundreds of inserts take. Whatever arrives in the meantime forms the next
//! batch, so the batch grows with the load and nobody waits for a timer.
//! Answers and news leave from a second thread while the next batch is
//! written, in the order of the commits.

use std::collections::HashMap;
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread;
use std::time::Instant;

use kb_protocol::api::Tombstone;
use kb_protocol::chat::{Code, Entry};
use kb_protocol::id::{ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::{Event, EventKind, Receipt};
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::{mpsc, oneshot};

use super::super::stored::{
    self, Place, StoredConversation, StoredEntry, StoredEvent, StoredReceipt,
};
use super::super::{
    ActError, Commit, Done, Erasure, Gone, Listener, LoggedIn, Login, Pending, StoreError, Told,
};
use super::{customers, database_error, files, hook, person, rows, search};
use crate::conversation::{Act, Command, Contact, Conversation, decide};
use crate::telemetry;

/// Most jobs in one commit: bounds how long the first one waits.
const MAX_BATCH: usize = 512;
/// Jobs that may wait; who comes then waits for a place.
const QUEUE: usize = 4_096;
/// Conversations whose state is remembered. Above it all are forgotten, which
/// costs one read each.
const REMEMBERED: usize = 20_000;

/// What one job answers after the commit, or instead of it.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// A write that is no act: runs inside the batch, under a savepoint. Without a
/// connection the batch has failed already.
type Write = Box<dyn FnOnce(Option<&Connection>) -> Answer + Send>;

enum Job {
    Act { act: Box<Act>, reply: oneshot::Sender<Result<Done, ActError>> },
    Login { login: Box<Login>, reply: oneshot::Sender<Result<LoggedIn, StoreError>> },
    Erase { erasure: Erasure, reply: oneshot::Sender<Result<Option<Tombstone>, StoreError>> },
    Write(Write),
}

/// Hands jobs to the thread that owns the writing connection.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts both threads; they end when the writer is dropped and all is
    /// written.
    pub(super) fn start(connection: Connection, listener: Listener) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (committed, to_tell) = std_mpsc::sync_channel::<Vec<Outcome>>(64);
        spawn("store-writer", move || {
            let batches = Batches {
                connection,
                states: HashMap::new(),
                dirty: Vec::new(),
                has_words_in_log: false,
            };
            batches.run(queue, &committed);
        });
        spawn("store-answers", move || {
            for outcome in to_tell.into_iter().flatten() {
                outcome.tell(&listener);
            }
        });
        Self { jobs }
    }

    pub(super) fn act(&self, act: Act) -> Pending<'_, Done, ActError> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Job::Act { act: Box::new(act), reply };
            self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
            answer.await.map_err(|_| StoreError::Closed)?
        })
    }

    pub(super) fn login(&self, login: Login) -> Pending<'_, LoggedIn> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Job::Login { login: Box::new(login), reply };
            self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
            answer.await.map_err(|_| StoreError::Closed)?
        })
    }

    pub(super) fn erase(&self, erasure: Erasure) -> Pending<'_, Option<Tombstone>> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Job::Erase { erasure, reply };
            self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
            answer.await.map_err(|_| StoreError::Closed)?
        })
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Pending<'_, T> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Job::Write(Box::new(move |connection| {
                let result = match connection {
                    Some(connection) => under_savepoint(connection, run).map_err(database_error),
                    None => Err(StoreError::Closed),
                };
                Box::new(move |commit| {
                    // Nobody waits any longer if the receiver is gone.
                    let _ = reply.send(commit.and(result));
                })
            }));
            self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
            answer.await.map_err(|_| StoreError::Closed)?
        })
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .expect("two threads at the start of the program");
}

/// Undoes a failed write without harm to the rest of its batch.
fn under_savepoint<T>(
    connection: &Connection,
    run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    connection.execute_batch("SAVEPOINT write")?;
    let result = run(connection);
    connection.execute_batch(match &result {
        Ok(_) => "RELEASE write",
        Err(_) => "ROLLBACK TO write; RELEASE write",
    })?;
    result
}

/// A job that is through, with whom to tell.
enum Outcome {
    Act {
        reply: oneshot::Sender<Result<Done, ActError>>,
        result: Result<Done, ActError>,
        commit: Option<Arc<Commit>>,
    },
    Login {
        reply: oneshot::Sender<Result<LoggedIn, StoreError>>,
        result: Result<LoggedIn, StoreError>,
        commits: Vec<Arc<Commit>>,
    },
    Erase {
        reply: oneshot::Sender<Result<Option<Tombstone>, StoreError>>,
        result: Result<Option<Tombstone>, StoreError>,
        gone: Option<Gone>,
    },
    Write {
        answer: Answer,
        commit: Result<(), StoreError>,
    },
}

impl Outcome {
    fn fail(self, error: &StoreError) -> Self {
        match self {
            // A refusal stands, whatever became of the others.
            Self::Act { reply, result: Err(ActError::Refused(code)), .. } => {
                Self::Act { reply, result: Err(ActError::Refused(code)), commit: None }
            }
            Self::Act { reply, .. } => {
                Self::Act { reply, result: Err(error.clone().into()), commit: None }
            }
            Self::Login { reply, .. } => {
                Self::Login { reply, result: Err(error.clone()), commits: Vec::new() }
            }
            Self::Erase { reply, .. } => {
                Self::Erase { reply, result: Err(error.clone()), gone: None }
            }
            Self::Write { answer, .. } => Self::Write { answer, commit: Err(error.clone()) },
        }
    }

    fn tell(self, listener: &Listener) {
        match self {
            Self::Act { reply, result, commit } => {
                // A receiver that is gone hears of it when it comes back.
                let _ = reply.send(result);
                if let Some(commit) = commit {
                    listener(Told::Commit(commit));
                }
            }
            Self::Login { reply, result, commits } => {
                let _ = reply.send(result);
                commits.into_iter().map(Told::Commit).for_each(listener);
            }
            Self::Erase { reply, result, gone } => {
                let _ = reply.send(result);
                if let Some(gone) = gone {
                    listener(Told::Erased(gone));
                }
            }
            Self::Write { answer, commit } => answer(commit),
        }
    }
}

/// A conversation whose row is remembered.
struct Remembered {
    key: i64,
    state: Arc<Conversation>,
    /// Whether the row in the database is older.
    is_dirty: bool,
}

struct Batches {
    connection: Connection,
    states: HashMap<ConversationId, Remembered>,
    /// The dirty ones among `states`.
    dirty: Vec<ConversationId>,
    /// Whether words of an erased person may still be in the log.
    has_words_in_log: bool,
}

impl Batches {
    fn run(
        mut self,
        mut queue: mpsc::Receiver<Job>,
        committed: &std_mpsc::SyncSender<Vec<Outcome>>,
    ) {
        while let Some(first) = queue.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < MAX_BATCH
                && let Ok(job) = queue.try_recv()
            {
                batch.push(job);
            }
            let (acts, started) = (batch.len(), Instant::now());
            let outcomes = self.commit(batch);
            telemetry::committed(acts, started.elapsed().as_secs_f64());
            if committed.send(outcomes).is_err() {
                return;
            }
            if self.states.len() > REMEMBERED {
                self.states.clear();
            }
        }
    }

    /// Writes a batch, all of it or nothing.
    fn commit(&mut self, batch: Vec<Job>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut failure =
            self.connection.execute_batch("BEGIN IMMEDIATE").map_err(database_error).err();
        for job in batch {
            let outcome = match job {
                Job::Act { act, reply } => {
                    let result = match &failure {
                        Some(error) => Err(error.clone().into()),
                        None => self.act(&act),
                    };
                    if let Err(ActError::Store(error)) = &result {
                        failure.get_or_insert_with(|| error.clone());
                    }
                    let (result, commit) = match result {
                        Ok((done, commit)) => (Ok(done), commit),
                        Err(error) => (Err(error), None),
                    };
                    Outcome::Act { reply, result, commit }
                }
                Job::Login { login, reply } => {
                    let result = match &failure {
                        Some(error) => Err(error.clone()),
                        None => self.login(&login),
                    };
                    let (result, commits) = match result {
                        Ok((plan, commits)) => (Ok(plan), commits),
                        Err(error) => (Err(error), Vec::new()),
                    };
                    Outcome::Login { reply, result, commits }
                }
                Job::Erase { erasure, reply } => {
                    let result = match &failure {
                        Some(error) => Err(error.clone()),
                        None => self.erase(&erasure),
                    };
                    let (result, gone) = match result {
                        Ok(Some((tombstone, gone))) => (Ok(Some(tombstone)), Some(gone)),
                        Ok(None) => (Ok(None), None),
                        Err(error) => (Err(error), None),
                    };
                    Outcome::Erase { reply, result, gone }
                }
                Job::Write(write) => {
                    let connection = failure.is_none().then_some(&self.connection);
                    Outcome::Write { answer: write(connection), commit: Ok(()) }
                }
            };
            outcomes.push(outcome);
        }
        if failure.is_none() {
            failure = self
                .save_states()
                .and_then(|()| self.connection.execute_batch("COMMIT"))
                .map_err(database_error)
                .err();
        }
        let Some(error) = failure else {
            let is_gone =
                |outcome: &Outcome| matches!(outcome, Outcome::Erase { gone: Some(_), .. });
            if self.has_words_in_log || outcomes.iter().any(is_gone) {
                self.empty_log();
            }
            return outcomes;
        };
        tracing::error!(error = %error, jobs = outcomes.len(), "a batch could not be committed");
        // Fails only if there is no transaction any more, which is what we want.
        let _ = self.connection.execute_batch("ROLLBACK");
        self.states.clear();
        self.dirty.clear();
        outcomes.into_iter().map(|outcome| outcome.fail(&error)).collect()
    }

    fn act(&mut self, act: &Act) -> Result<(Done, Option<Arc<Commit>>), ActError> {
        let before = self.state(&act.conversation)?;
        let mut decision = decide(before.as_ref().map(|(_, state)| &**state), act);
        if decision.is_ok() && !files::are_free(&self.connection, act).map_err(database_error)? {
            decision = Err(Code::UnknownFile);
        }
        if let Some(speaker) = act.speaker().filter(|_| decision.is_ok())
            && customers::is_blocked(&self.connection, speaker).map_err(database_error)?
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
                // A line that does not know yet of a login.
                let Some(profile) = self.profile_of(&decision.state.customer)? else {
                    return Err(ActError::Refused(Code::SessionExpired));
                };
                decision.state.customer = profile;
                let key = self.create(&decision.state)?;
                if let Command::Submit(form) = &act.command {
                    customers::describe_by_form(&self.connection, &decision.state, form)
                        .map_err(database_error)?;
                    for call in &form.hooks {
                        hook::call(&self.connection, &decision.state.brand, call)
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
            self.insert_receipt(key, *is_seen, *receipt).map_err(database_error)?;
        }
        if let Some(is_blocked) = decision.block {
            let at = is_blocked.then_some(act.at);
            customers::block(&self.connection, &decision.state.customer, at)
                .map_err(database_error)?;
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
            let known = Remembered { key, state, is_dirty: true };
            let replaced = self.states.insert(act.conversation.clone(), known);
            if !replaced.is_some_and(|known| known.is_dirty) {
                self.dirty.push(act.conversation.clone());
            }
        }
        Ok((Done { conversation, entry }, commit))
    }

    /// Carries a login out, and tells of the conversations that it moved.
    fn login(&mut self, login: &Login) -> Result<(LoggedIn, Vec<Arc<Commit>>), StoreError> {
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

    /// Erases a person, and forgets the conversations.
    fn erase(&mut self, erasure: &Erasure) -> Result<Option<(Tombstone, Gone)>, StoreError> {
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

    /// Lets nothing of an erased person stay in the log. Whoever reads at this
    /// moment may hinder it: then it is tried again after the next batch.
    fn empty_log(&mut self) {
        // The first column says whether somebody was in the way.
        let emptied = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.has_words_in_log = !matches!(emptied, Ok(0));
        if let Err(error) = emptied {
            tracing::warn!(error = %error, "the log of the database could not be emptied");
        }
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
        self.states
            .insert(id.clone(), Remembered { key, state: Arc::clone(&state), is_dirty: false });
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
        if let (1, Some(body)) = (written, &row.body) {
            search::put(&self.connection, key, Place::Entry(entry.seq), body)?;
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
            EventKind::Note { body } => {
                search::put(&self.connection, key, Place::Note(event.number), body)
            }
            _ => Ok(()),
        }
    }

    fn insert_receipt(&self, key: i64, is_seen: bool, receipt: Receipt) -> rusqlite::Result<()> {
        let row = StoredReceipt::of(is_seen, receipt);
        self.connection
            .prepare_cached(
                "INSERT INTO receipt (conversation, is_seen, up_to, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![key, row.is_seen, row.up_to, row.at])
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
    fn save_states(&mut self) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE conversation SET status = ?2, snoozed_until = ?3, assignee = ?4,
             priority = ?5, tags = ?6, is_ended = ?7, seq = ?8, events = ?9, version = ?10,
             seen_by_agent = ?11, delivered_to_visitor = ?12, seen_by_visitor = ?13,
             updated_at = ?14, preview = ?15, waiting_since = ?16, is_wait_told = ?17,
             missed_at = ?18, answered_at = ?19, idle_warned_at = ?20, sub_status = ?21,
             joined = ?22, done_at = ?23, first_answered_at = ?24, delivered_at = ?25,
             seen_at = ?26 WHERE key = ?1",
        )?;
        for id in self.dirty.drain(..) {
            let Some(known) = self.states.get_mut(&id) else { continue };
            let row = StoredConversation::of(known.key, &known.state);
            statement.execute(params![
                row.key,
                row.status,
                row.snoozed_until,
                row.assignee,
                row.priority,
                row.tags,
                row.is_ended,
                row.seq,
                row.events,
                row.version,
                row.seen_by_agent,
                row.delivered_to_visitor,
                row.seen_by_visitor,
                row.updated_at,
                row.preview,
                row.waiting_since,
                row.is_wait_told,
                row.missed_at,
                row.answered_at,
                row.idle_warned_at,
                row.sub_status,
                row.joined,
                row.done_at,
                row.first_answered_at,
                row.delivered_at,
                row.seen_at
            ])?;
            known.is_dirty = false;
        }
        Ok(())
    }
}

fn again(state: &Arc<Conversation>, entry: Entry) -> Done {
    Done { conversation: Arc::clone(state), entry: Some(Arc::new(entry)) }
}
