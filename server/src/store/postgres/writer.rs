//! Group commit on PostgreSQL: whatever waits shares one transaction, with a
//! handful of statements however many acts there are.
//!
//! Several processes may write at the same time. Each takes locks on the
//! conversations of its batch, in the order of their ids, so that a
//! conversation has one writer at a time and no two writers wait for each
//! other.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use kb_protocol::chat::{Content, Entry};
use kb_protocol::id::{BrandId, ConversationId, CustomerId, EntryId};
use kb_protocol::inbox::EventKind;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use super::super::stored::{
    self, Place, StoredConversation, StoredEntry, StoredEvent, StoredReceipt, to_json, to_row,
};
use super::super::{ActError, Commit, Done, Listener, Pending, StoreError, Told};
use super::files::{ATTACH, BatchFiles};
use super::link::{Link, Session};
use super::search::{self, Document};
use super::{CHANNEL, customers, hook, mail, parting, rows};
use crate::conversation::{Act, Command, Contact, Conversation, SentForm, Settled, settle};
use crate::telemetry;

/// Most acts in one transaction: bounds how long the first one waits.
const MAX_BATCH: usize = 256;
/// Acts that may wait; who comes then waits for a place.
const QUEUE: usize = 4_096;

struct Job {
    act: Act,
    reply: oneshot::Sender<Result<Done, ActError>>,
}

/// Hands acts to the task that writes.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the task. `process` names this process among others.
    pub(super) fn start(link: Link, process: String, listener: Arc<Listener>) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        tokio::spawn(run(link, process, listener, queue));
        Self { jobs }
    }

    pub(super) fn act(&self, act: Act) -> Pending<'_, Done, ActError> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            self.jobs.send(Job { act, reply }).await.map_err(|_| StoreError::Closed)?;
            answer.await.map_err(|_| StoreError::Closed)?
        })
    }
}

async fn run(link: Link, process: String, listener: Arc<Listener>, mut queue: mpsc::Receiver<Job>) {
    let mut batch = Vec::new();
    while queue.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let started = Instant::now();
        let acts: Vec<&Act> = batch.iter().map(|job| &job.act).collect();
        let results = match link.session().await {
            Ok(session) => commit(&session, &process, &acts).await,
            Err(error) => Err(error),
        };
        match results {
            Ok(results) => {
                telemetry::committed(batch.len(), started.elapsed().as_secs_f64());
                for (job, (result, told)) in batch.drain(..).zip(results) {
                    // A receiver that is gone hears of it when it comes back.
                    let _ = job.reply.send(result.map_err(ActError::Refused));
                    if let Some(told) = told {
                        listener(Told::Commit(told));
                    }
                }
            }
            Err(error) => {
                tracing::error!(error = %error, jobs = batch.len(), "a batch could not be committed");
                // Whether the last statement was carried out is not known: the
                // browsers send the same ids again.
                link.give_up().await;
                for job in batch.drain(..) {
                    let _ = job.reply.send(Err(error.clone().into()));
                }
            }
        }
    }
}

type Results = Vec<(Result<Done, kb_protocol::chat::Code>, Option<Arc<Commit>>)>;

/// Carries out a batch, all of it or nothing.
async fn commit(session: &Session, process: &str, acts: &[&Act]) -> Result<Results, StoreError> {
    session.run("BEGIN").await?;
    let mut known = Known::read(session, acts).await?;
    let results: Results = acts.iter().map(|act| known.settle(act)).collect();
    known.write(session, process).await?;
    session.run("COMMIT").await?;
    Ok(results)
}

/// What the database knows of the conversations of a batch, and what is to be
/// written.
#[derive(Default)]
struct Known {
    states: HashMap<ConversationId, Arc<Conversation>>,
    entries: HashMap<(ConversationId, EntryId), Arc<Entry>>,
    events: HashSet<(ConversationId, EntryId)>,
    files: BatchFiles,
    /// The states before this batch, of those that it changes.
    changed: HashMap<ConversationId, Option<Arc<Conversation>>>,
    new: Vec<Arc<Commit>>,
    /// What customers have told, in order.
    contacts: Vec<(CustomerId, Contact)>,
    /// Conversations that are not ended, of those visitors who may have one,
    /// and since when they are done.
    open: Vec<(CustomerId, BrandId, ConversationId, Option<i64>)>,
    /// Visitors of this batch who open conversations, and are there, with whose
    /// profile that is: a line may not know yet of a merge.
    openers: HashMap<CustomerId, CustomerId>,
    /// Visitors of this batch from whom nothing is taken.
    blocked: HashSet<CustomerId>,
    /// Customers who are blocked by this batch, since when, or no longer.
    blocks: Vec<(CustomerId, Option<i64>)>,
    /// What was delivered and seen.
    receipts: Vec<(ConversationId, StoredReceipt)>,
    /// Forms that open conversations.
    forms: Vec<(Arc<Conversation>, SentForm)>,
    /// Conversations that visitors begin, and who they were before any merge.
    began: Vec<(CustomerId, ConversationId)>,
}

impl Known {
    /// Locks the conversations of a batch and reads them.
    async fn read(session: &Session, acts: &[&Act]) -> Result<Self, StoreError> {
        let ids: BTreeSet<&str> = acts.iter().map(|act| act.conversation.as_str()).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        let alone: BTreeSet<&str> = acts
            .iter()
            .filter_map(|act| act.needs_alone())
            .map(|(customer, _)| customer.as_str())
            .collect();
        let alone: Vec<&str> = alone.into_iter().collect();
        // Ids are random, so that a visitor and a conversation never share one.
        session
            .query(
                "SELECT pg_advisory_xact_lock(hashtextextended(id, 0))
                 FROM (SELECT unnest($1::text[] || $2::text[]) AS id ORDER BY 1) AS wanted",
                &[&ids, &alone],
            )
            .await?;
        let mut known = Self::default();
        if !alone.is_empty() {
            for row in session.query(OPEN, &[&alone]).await? {
                known.open.push((
                    stored::parse("customer", rows::column(&row, 0)?)?,
                    stored::parse("brand", rows::column(&row, 1)?)?,
                    stored::parse("id", rows::column(&row, 2)?)?,
                    rows::column(&row, 3)?,
                ));
            }
        }
        let sql = format!("SELECT {} FROM conversation WHERE id = ANY($1)", stored::CONVERSATION);
        for row in session.query(&sql, &[&ids]).await? {
            let (_, state) = rows::conversation(&row, 0)?;
            known.states.insert(state.id.clone(), Arc::new(state));
        }
        known.read_openers(session, acts).await?;
        known.read_blocked(session, acts).await?;
        let conversations: Vec<&str> = acts.iter().map(|act| act.conversation.as_str()).collect();
        let acted: Vec<&str> = acts.iter().map(|act| act.id.as_str()).collect();
        let sql = format!(
            "SELECT conversation.id, {} FROM entry
             JOIN conversation ON conversation.key = entry.conversation
             WHERE (conversation.id, entry.id) IN
             (SELECT * FROM unnest($1::text[], $2::text[]))",
            stored::ENTRY
        );
        for row in session.query(&sql, &[&conversations, &acted]).await? {
            let id: ConversationId = stored::parse("id", rows::column(&row, 0)?)?;
            let entry = rows::entry(&row, 1)?;
            known.entries.insert((id, entry.id.clone()), Arc::new(entry));
        }
        let sql = "SELECT DISTINCT conversation.id, event.id FROM event
             JOIN conversation ON conversation.key = event.conversation
             WHERE (conversation.id, event.id) IN
             (SELECT * FROM unnest($1::text[], $2::text[]))";
        for row in session.query(sql, &[&conversations, &acted]).await? {
            known.events.insert((
                stored::parse("id", rows::column(&row, 0)?)?,
                stored::parse("id", rows::column(&row, 1)?)?,
            ));
        }
        known.files = BatchFiles::read(session, acts).await?;
        Ok(known)
    }

    /// Whoever opens a conversation stays until it is there: an erasure waits.
    async fn read_openers(&mut self, session: &Session, acts: &[&Act]) -> Result<(), StoreError> {
        let openers: Vec<&str> = acts
            .iter()
            .filter(|act| !self.states.contains_key(&act.conversation))
            .filter_map(|act| act.opener())
            .map(CustomerId::as_str)
            .collect();
        if openers.is_empty() {
            return Ok(());
        }
        let sql = "SELECT id, coalesce(merged_into, id) FROM customer WHERE id = ANY($1)
             ORDER BY id FOR KEY SHARE";
        for row in session.query(sql, &[&openers]).await? {
            let own = stored::parse("customer", rows::column(&row, 0)?)?;
            self.openers.insert(own, stored::parse("customer", rows::column(&row, 1)?)?);
        }
        Ok(())
    }

    /// Reads who among those who say something is blocked.
    async fn read_blocked(&mut self, session: &Session, acts: &[&Act]) -> Result<(), StoreError> {
        let speakers: Vec<&str> =
            acts.iter().filter_map(|act| act.speaker()).map(CustomerId::as_str).collect();
        if speakers.is_empty() {
            return Ok(());
        }
        for row in session.query(BLOCKED, &[&speakers]).await? {
            self.blocked.insert(stored::parse("customer", rows::column(&row, 0)?)?);
        }
        Ok(())
    }

    /// Decides one act and remembers it for those that follow.
    fn settle(
        &mut self,
        act: &Act,
    ) -> (Result<Done, kb_protocol::chat::Code>, Option<Arc<Commit>>) {
        let before = self.states.get(&act.conversation).cloned();
        let key = (act.conversation.clone(), act.id.clone());
        let entry = self.entries.get(&key).map(|entry| &**entry);
        let settled = settle(before.as_deref(), entry, self.events.contains(&key), act);
        let mut decision = match (settled, &before) {
            (Ok(Settled::Write(_)), _) if !self.files.are_free(act) => {
                return (Err(kb_protocol::chat::Code::UnknownFile), None);
            }
            (Ok(Settled::Write(_)), _)
                if act.speaker().is_some_and(|one| self.blocked.contains(one)) =>
            {
                return (Err(kb_protocol::chat::Code::Blocked), None);
            }
            (Ok(Settled::Write(_)), _) if !self.is_alone(act) => {
                return (Err(kb_protocol::chat::Code::NotAllowed), None);
            }
            (Ok(Settled::Write(_)), None)
                if act.opener().is_some_and(|one| !self.openers.contains_key(one)) =>
            {
                return (Err(kb_protocol::chat::Code::SessionExpired), None);
            }
            (Ok(Settled::Write(decision)), _) => *decision,
            (Ok(Settled::Again(entry)), Some(state)) => {
                let conversation = Arc::clone(state);
                return (Ok(Done { conversation, entry: Some(Arc::new(entry)) }), None);
            }
            (Ok(Settled::Same), Some(state)) => {
                return (Ok(Done { conversation: Arc::clone(state), entry: None }), None);
            }
            (Ok(_), None) => return (Err(kb_protocol::chat::Code::UnknownConversation), None),
            (Err(code), _) => return (Err(code), None),
        };
        if let (None, Some(profile)) = (&before, act.opener().and_then(|own| self.openers.get(own)))
        {
            decision.state.customer = profile.clone();
        }
        let conversation = Arc::new(decision.state);
        let entry = decision.entry.map(Arc::new);
        if let (None, Some(own)) = (&before, act.own()) {
            self.began.push((own.clone(), conversation.id.clone()));
        }
        self.files.take(act);
        self.changed.entry(act.conversation.clone()).or_insert(before);
        self.states.insert(act.conversation.clone(), Arc::clone(&conversation));
        if let Some(entry) = &entry {
            self.entries.insert(key, Arc::clone(entry));
        } else if !decision.events.is_empty() {
            self.events.insert(key);
        }
        if let Some(contact) = decision.contact {
            self.contacts.push((conversation.customer.clone(), contact));
        }
        let told = decision.receipts.into_iter().map(|(is_seen, receipt)| {
            (conversation.id.clone(), StoredReceipt::of(is_seen, &receipt))
        });
        self.receipts.extend(told);
        if let Some(is_blocked) = decision.block {
            let customer = conversation.customer.clone();
            if is_blocked {
                self.blocked.insert(customer.clone());
            } else {
                self.blocked.remove(&customer);
            }
            self.blocks.push((customer, is_blocked.then_some(act.at.0)));
        }
        if let Command::Submit(form) = &act.command {
            self.forms.push((Arc::clone(&conversation), (**form).clone()));
        }
        let events = decision.events.into_iter().map(Arc::new).collect();
        let commit =
            Commit { conversation: Arc::clone(&conversation), entry: entry.clone(), events };
        let commit = Arc::new(commit);
        self.new.push(Arc::clone(&commit));
        (Ok(Done { conversation, entry }), Some(commit))
    }

    /// Whether an act that needs all other conversations of its visitor to be
    /// ended finds them so, with what this batch has done so far.
    fn is_alone(&self, act: &Act) -> bool {
        let Some((customer, brand)) = act.needs_alone() else { return true };
        let of_visitor = |of: &CustomerId, with: &BrandId| of == customer && with == brand;
        let is_open = |state: &Conversation| !state.is_ended && !state.is_closed(act.rules, act.at);
        let closed = act.closed_before();
        let stored = self.open.iter().filter(|(of, with, id, done_at)| {
            // What this batch has changed counts as it is now.
            let is_open = match self.states.get(id) {
                Some(state) => is_open(state),
                None => done_at.is_none_or(|done_at| done_at >= closed),
            };
            of_visitor(of, with) && is_open
        });
        let opened = self
            .states
            .values()
            .filter(|state| of_visitor(&state.customer, &state.brand) && is_open(state));
        let mut ids = stored.map(|(_, _, id, _)| id).chain(opened.map(|state| &state.id));
        ids.all(|id| *id == act.conversation)
    }

    /// Writes what was decided, and wakes the other processes.
    async fn write(&self, session: &Session, process: &str) -> Result<(), StoreError> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let states: Vec<StoredConversation> = self
            .changed
            .keys()
            .filter_map(|id| self.states.get(id))
            .map(|state| StoredConversation::of(0, state))
            .collect();
        // Always in the same order: no two processes wait for each other.
        let mut forms: Vec<&(Arc<Conversation>, SentForm)> = self.forms.iter().collect();
        forms.sort_by_key(|(state, _)| &state.customer);
        for (state, form) in &forms {
            if form.has_session {
                continue;
            }
            let Conversation { customer, brand, created_at, .. } = &**state;
            customers::keep(session, customer, brand, *created_at).await?;
        }
        let mut keys: HashMap<ConversationId, i64> = HashMap::new();
        for row in session.query(UPSERT, &[&to_json(&states)]).await? {
            keys.insert(stored::parse("id", rows::column(&row, 0)?)?, rows::column(&row, 1)?);
        }
        let opened = self.changed.iter().filter(|(_, before)| before.is_none());
        let opened: Vec<&str> = opened.map(|(id, _)| id.as_str()).collect();
        if !opened.is_empty() {
            // A line that does not know yet of a login.
            session.query(RESOLVE_OWNERS, &[&opened]).await?;
            parting::began(session, &self.began).await?;
        }
        let key = |commit: &Commit| keys.get(&commit.conversation.id).copied().unwrap_or_default();
        let entries: Vec<Keyed<StoredEntry>> = self
            .new
            .iter()
            .filter_map(|commit| {
                let entry = commit.entry.as_ref()?;
                Some(Keyed { conversation: key(commit), row: StoredEntry::of(entry) })
            })
            .collect();
        let events: Vec<Keyed<StoredEvent>> = self
            .new
            .iter()
            .flat_map(|commit| {
                let conversation = key(commit);
                commit
                    .events
                    .iter()
                    .map(move |event| Keyed { conversation, row: StoredEvent::of(event) })
            })
            .collect();
        let changes: Vec<Change<'_>> = self
            .changed
            .iter()
            .filter_map(|(id, before)| {
                let after = self.states.get(id)?;
                Some(Change {
                    process,
                    conversation: keys.get(id).copied()?,
                    seq_before: before.as_ref().map_or(0, |before| to_row(before.seq)),
                    seq_after: to_row(after.seq),
                    events_before: before.as_ref().map_or(0, |before| to_row(before.events)),
                    events_after: to_row(after.events),
                    at: after.updated_at.0,
                })
            })
            .collect();
        let documents = self.documents(&keys);
        session.query(INSERT_ENTRIES, &[&to_json(&entries), &to_json(&documents)]).await?;
        if !events.is_empty() {
            session.query(INSERT_EVENTS, &[&to_json(&events)]).await?;
        }
        if !self.receipts.is_empty() {
            let receipts: Vec<Keyed<StoredReceipt>> = self
                .receipts
                .iter()
                .filter_map(|(id, row)| {
                    Some(Keyed { conversation: *keys.get(id)?, row: row.clone() })
                })
                .collect();
            session.query(INSERT_RECEIPTS, &[&to_json(&receipts)]).await?;
        }
        self.attach(session, &keys).await?;
        for (customer, Contact { name, email }) in &self.contacts {
            session.query(UPDATE_CUSTOMER, &[&customer.as_str(), email, name]).await?;
        }
        for (customer, at) in &self.blocks {
            session.query(BLOCK, &[&customer.as_str(), at]).await?;
        }
        for (state, form) in forms {
            customers::describe_by_form(session, state, form).await?;
            for call in &form.hooks {
                hook::call(session, &state.brand, call).await?;
            }
            if let Some(confirmation) = &form.confirmation {
                mail::confirm(session, state, confirmation).await?;
            }
        }
        session.query(INSERT_CHANGES, &[&to_json(&changes), &CHANNEL]).await?;
        Ok(())
    }

    /// Puts the files of new messages into them.
    async fn attach(
        &self,
        session: &Session,
        keys: &HashMap<ConversationId, i64>,
    ) -> Result<(), StoreError> {
        let (mut files, mut entries, mut conversations) = (Vec::new(), Vec::new(), Vec::new());
        for commit in &self.new {
            let Some(entry) = &commit.entry else { continue };
            let Content::Message { files: carried, .. } = &entry.content else { continue };
            for file in carried {
                files.push(file.id.as_str());
                entries.push(entry.id.as_str());
                conversations.push(keys.get(&commit.conversation.id).copied());
            }
        }
        if !files.is_empty() {
            session.query(ATTACH, &[&files, &entries, &conversations]).await?;
        }
        Ok(())
    }
}

impl Known {
    /// What the search is to find of this batch.
    fn documents(&self, keys: &HashMap<ConversationId, i64>) -> Vec<Document> {
        let mut documents = Vec::new();
        for commit in &self.new {
            let Some(key) = keys.get(&commit.conversation.id) else { continue };
            if let Some(entry) = &commit.entry
                && let Content::Message { body, .. } = &entry.content
            {
                documents.push(Document::new(*key, Place::Entry(entry.seq), body));
            }
            for event in &commit.events {
                if let EventKind::Note { body } = &event.kind {
                    documents.push(Document::new(*key, Place::Note(event.number), body));
                }
            }
        }
        for (id, before) in &self.changed {
            let (Some(after), Some(key)) = (self.states.get(id), keys.get(id)) else { continue };
            let tags_before = before.as_ref().map_or(&[][..], |before| &before.tags);
            if after.tags != tags_before {
                let tags = stored::tags_text(&after.tags);
                documents.push(Document::new(*key, Place::Tags, &tags));
            }
        }
        documents
    }
}

/// A row with the key of its conversation.
#[derive(Serialize)]
struct Keyed<T: Serialize> {
    conversation: i64,
    #[serde(flatten)]
    row: T,
}

/// A row of `change`.
#[derive(Serialize)]
struct Change<'a> {
    process: &'a str,
    conversation: i64,
    seq_before: i64,
    seq_after: i64,
    events_before: i64,
    events_after: i64,
    at: i64,
}

const UPSERT: &str = "INSERT INTO conversation (id, brand, customer, status, snoozed_until,
     assignee, priority, tags, is_ended, locale, page, seq, events, version, seen_by_agent,
     delivered_to_visitor, seen_by_visitor, created_at, updated_at, preview, waiting_since,
     is_wait_told, missed_at, answered_at, idle_warned_at, follows, sub_status, joined,
     channel, form, reference, done_at, first_answered_at,
     delivered_at, seen_at)
     SELECT id, brand, customer, status, snoozed_until, assignee, priority, tags, is_ended,
     locale, page, seq, events, version, seen_by_agent, delivered_to_visitor, seen_by_visitor,
     created_at, updated_at, preview, waiting_since, is_wait_told, missed_at, answered_at,
     idle_warned_at, follows, sub_status, joined, channel, form, reference,
     done_at, first_answered_at, delivered_at, seen_at FROM json_populate_recordset(NULL::conversation, $1::text::json)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status,
     snoozed_until = excluded.snoozed_until, assignee = excluded.assignee,
     priority = excluded.priority, tags = excluded.tags, is_ended = excluded.is_ended,
     seq = excluded.seq, events = excluded.events, version = excluded.version,
     seen_by_agent = excluded.seen_by_agent,
     delivered_to_visitor = excluded.delivered_to_visitor,
     seen_by_visitor = excluded.seen_by_visitor, updated_at = excluded.updated_at,
     preview = excluded.preview, waiting_since = excluded.waiting_since,
     is_wait_told = excluded.is_wait_told, missed_at = excluded.missed_at,
     answered_at = excluded.answered_at, idle_warned_at = excluded.idle_warned_at,
     sub_status = excluded.sub_status, joined = excluded.joined, done_at = excluded.done_at,
     first_answered_at = excluded.first_answered_at, delivered_at = excluded.delivered_at,
     seen_at = excluded.seen_at
     RETURNING id, key";

/// What stands under the profile that a visitor has become counts as well.
const OPEN: &str = "SELECT visitor.id, conversation.brand, conversation.id,
     CASE WHEN status = 'done' THEN coalesce(done_at, updated_at) END
     FROM customer AS visitor JOIN conversation
     ON conversation.customer = coalesce(visitor.merged_into, visitor.id)
     WHERE visitor.id = ANY($1) AND NOT conversation.is_ended";

const RESOLVE_OWNERS: &str = "UPDATE conversation SET customer = owner.merged_into
     FROM customer AS owner WHERE conversation.id = ANY($1)
     AND owner.id = conversation.customer AND owner.merged_into IS NOT NULL";

/// Entries, and what the search finds, in one statement.
const INSERT_ENTRIES: &str = concat!(
    "WITH written AS (
     INSERT INTO entry (conversation, seq, id, at, author, content, body)
     SELECT conversation, seq, id, at, author, content, body
     FROM json_populate_recordset(NULL::entry, $1::text::json)) ",
    search::put!("$2")
);

const INSERT_EVENTS: &str = "INSERT INTO event (conversation, number, id, at, after, author, kind)
     SELECT conversation, number, id, at, after, author, kind
     FROM json_populate_recordset(NULL::event, $1::text::json)";

const INSERT_RECEIPTS: &str = "INSERT INTO receipt (conversation, is_seen, up_to, at, device)
     SELECT conversation, is_seen, up_to, at, device
     FROM json_populate_recordset(NULL::receipt, $1::text::json) ON CONFLICT DO NOTHING";

/// What anybody may have written is never put over what was proved.
const UPDATE_CUSTOMER: &str = "UPDATE customer SET email = $2, name = coalesce($3, name)
     WHERE id = $1 AND NOT is_email_verified";

const BLOCKED: &str = "SELECT visitor.id FROM customer AS visitor JOIN customer AS profile
     ON profile.id = coalesce(visitor.merged_into, visitor.id)
     WHERE visitor.id = ANY($1) AND profile.blocked_at IS NOT NULL";

const BLOCK: &str = "UPDATE customer SET blocked_at = $2
     WHERE id = (SELECT coalesce(merged_into, id) FROM customer WHERE id = $1)";

/// One wake-up for the whole batch; it leaves with the commit.
const INSERT_CHANGES: &str = "WITH written AS (
     INSERT INTO change (process, conversation, seq_before, seq_after, events_before,
     events_after, at)
     SELECT process, conversation, seq_before, seq_after, events_before, events_after, at
     FROM json_to_recordset($1::text::json) AS row (process text, conversation bigint,
     seq_before bigint, seq_after bigint, events_before bigint, events_after bigint, at bigint))
     SELECT pg_notify($2, '')";
