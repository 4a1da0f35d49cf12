//! Group commit: one thread writes, and everything that waits for it shares
//! one commit.
//!
//! A commit with `synchronous=FULL` waits for the disk, about as long as
//! hundreds of inserts take. Whatever arrives in the meantime forms the next
//! batch, so the batch grows with the load and nobody waits for a timer.
//! Under load answers and news leave from a second thread while the next batch
//! is written, in the order of the commits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread;
use std::time::Instant;

use kb_protocol::api::Tombstone;
use kb_protocol::id::CustomerId;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::super::{
    ActError, Commit, Done, Erasure, Gone, Listener, LoggedIn, Login, Merge, MergeStep, Pending,
    StoreError, Told,
};
use super::checkpoint::Checkpoints;
use super::conversations::{Conversations, Merged};
use super::database_error;
use crate::conversation::Act;
use crate::telemetry;

/// Most jobs in one commit: bounds how long the first one waits.
const MAX_BATCH: usize = 512;
/// Jobs that may wait; who comes then waits for a place.
const QUEUE: usize = 4_096;

/// What one job answers after the commit, or instead of it.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// A write that is no act: runs inside the batch, under a savepoint. Without a
/// connection the batch has failed already.
type Write = Box<dyn FnOnce(Option<&Connection>) -> Answer + Send>;

enum Job {
    Act { act: Box<Act>, reply: oneshot::Sender<Result<Done, ActError>> },
    Login { login: Box<Login>, reply: oneshot::Sender<Result<LoggedIn, StoreError>> },
    Erase { erasure: Erasure, reply: oneshot::Sender<Result<Option<Tombstone>, StoreError>> },
    Merge { step: Box<MergeStep>, reply: oneshot::Sender<Result<Merge, ActError>> },
    Write(Write),
}

/// Hands jobs to the thread that owns the writing connection.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts both threads; they end when the writer is dropped and all is
    /// written.
    pub(super) fn start(
        connection: Connection,
        checkpoints: Checkpoints,
        listener: Listener,
    ) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (committed, to_tell) = std_mpsc::sync_channel::<Vec<Outcome>>(64);
        let (listener, left) = (Arc::new(listener), Arc::new(AtomicUsize::new(0)));
        let teller = Teller { listener: Arc::clone(&listener), committed, left: Arc::clone(&left) };
        spawn("store-writer", move || {
            let conversations = Conversations::new(connection);
            let batches = Batches { conversations, checkpoints, has_words_in_log: false };
            batches.run(queue, &teller);
        });
        spawn("store-answers", move || {
            for outcomes in to_tell {
                outcomes.into_iter().for_each(|outcome| outcome.tell(&listener));
                left.fetch_sub(1, Ordering::AcqRel);
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

    pub(super) fn merge(&self, step: MergeStep) -> Pending<'_, Merge, ActError> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            let job = Job::Merge { step: Box::new(step), reply };
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
pub(super) fn under_savepoint<T>(
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
    Merge {
        reply: oneshot::Sender<Result<Merge, ActError>>,
        // Larger than what all others have.
        result: Box<Result<Merge, ActError>>,
        commits: Vec<Arc<Commit>>,
        customers: Vec<CustomerId>,
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
            Self::Merge { reply, .. } => Self::Merge {
                reply,
                result: Box::new(Err(error.clone().into())),
                commits: Vec::new(),
                customers: Vec::new(),
            },
            Self::Write { answer, .. } => Self::Write { answer, commit: Err(error.clone()) },
        }
    }

    fn tell(self, listener: &Listener) {
        match self {
            Self::Act { reply, result, commit } => {
                // The news first: whoever waits for the answer has it by then,
                // and sends both in one packet.
                if let Some(commit) = commit {
                    listener(Told::Commit(commit));
                }
                // A receiver that is gone hears of it when it comes back.
                let _ = reply.send(result);
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
            Self::Merge { reply, result, commits, customers } => {
                commits.into_iter().map(Told::Commit).for_each(listener);
                if !customers.is_empty() {
                    listener(Told::Moved(customers));
                }
                // Whoever connects after the answer is not sent away any more.
                let _ = reply.send(*result);
            }
            Self::Write { answer, commit } => answer(commit),
        }
    }
}

/// Tells of what is committed, in the order of the commits.
struct Teller {
    listener: Arc<Listener>,
    committed: std_mpsc::SyncSender<Vec<Outcome>>,
    /// Batches that the other thread has not told of yet.
    left: Arc<AtomicUsize>,
}

impl Teller {
    /// Tells of a batch; `false` if nobody is there to do it. Where nothing
    /// waits to be written it is told here: another thread would have to be
    /// woken first.
    fn tell(&self, outcomes: Vec<Outcome>, is_quiet: bool) -> bool {
        if is_quiet && self.left.load(Ordering::Acquire) == 0 {
            outcomes.into_iter().for_each(|outcome| outcome.tell(&self.listener));
            return true;
        }
        self.left.fetch_add(1, Ordering::AcqRel);
        self.committed.send(outcomes).is_ok()
    }
}

struct Batches {
    conversations: Conversations,
    checkpoints: Checkpoints,
    /// Whether words of an erased person may still be in the log.
    has_words_in_log: bool,
}

impl Batches {
    fn run(mut self, mut queue: mpsc::Receiver<Job>, teller: &Teller) {
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
            if !teller.tell(outcomes, queue.is_empty()) {
                return;
            }
            self.checkpoints.committed(acts);
            self.conversations.forget_some();
        }
    }

    /// Writes a batch, all of it or nothing.
    fn commit(&mut self, batch: Vec<Job>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut failure = self
            .conversations
            .connection()
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(database_error)
            .err();
        for job in batch {
            let outcome = match job {
                Job::Act { act, reply } => {
                    let result = match &failure {
                        Some(error) => Err(error.clone().into()),
                        None => self.conversations.act(&act),
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
                        None => self.conversations.login(&login),
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
                        None => self.conversations.erase(&erasure),
                    };
                    let (result, gone) = match result {
                        Ok(Some((tombstone, gone))) => (Ok(Some(tombstone)), Some(gone)),
                        Ok(None) => (Ok(None), None),
                        Err(error) => (Err(error), None),
                    };
                    Outcome::Erase { reply, result, gone }
                }
                Job::Merge { step, reply } => {
                    let result = match &failure {
                        Some(error) => Err(error.clone()),
                        None => self.conversations.merge(&step),
                    };
                    let result = result.unwrap_or_else(|error| {
                        failure.get_or_insert_with(|| error.clone());
                        Err(error.into())
                    });
                    let (result, commits, customers) = match result {
                        Ok(Merged { merge, commits, customers }) => (Ok(merge), commits, customers),
                        Err(error) => (Err(error), Vec::new(), Vec::new()),
                    };
                    Outcome::Merge { reply, result: Box::new(result), commits, customers }
                }
                Job::Write(write) => {
                    let connection = failure.is_none().then(|| self.conversations.connection());
                    Outcome::Write { answer: write(connection), commit: Ok(()) }
                }
            };
            outcomes.push(outcome);
        }
        if failure.is_none() {
            failure = self
                .conversations
                .save_states()
                .and_then(|()| self.conversations.connection().execute_batch("COMMIT"))
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
        let _ = self.conversations.connection().execute_batch("ROLLBACK");
        self.conversations.forget();
        outcomes.into_iter().map(|outcome| outcome.fail(&error)).collect()
    }

    /// Lets nothing of an erased person stay in the log. Whoever reads at this
    /// moment may hinder it: then it is tried again after the next batch.
    fn empty_log(&mut self) {
        let connection = self.conversations.connection();
        // The first column says whether somebody was in the way.
        let emptied = self.checkpoints.alone(|| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        self.has_words_in_log = !matches!(emptied, Ok(0));
        if let Err(error) = emptied {
            tracing::warn!(error = %error, "the log of the database could not be emptied");
        }
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::chat::Author;
    use kb_protocol::time::Timestamp;

    use super::super::migrate_and_open;
    use super::*;

    #[test]
    fn a_merge_that_fails_harms_nobody_who_shares_its_commit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("h.db");
        let connection = migrate_and_open(&path).unwrap();
        connection
            .execute_batch(
                "INSERT INTO customer (id, brand, created_at)
                 VALUES ('ann', 'pedalo', 1), ('bob', 'pedalo', 1);
                 CREATE TRIGGER full BEFORE INSERT ON customer_merge
                 BEGIN SELECT RAISE(ABORT, 'no room'); END",
            )
            .unwrap();
        let checkpoints = Checkpoints::start(path, &connection).unwrap();
        let conversations = Conversations::new(connection);
        let mut batches = Batches { conversations, checkpoints, has_words_in_log: false };
        let step = MergeStep::Merge {
            id: "one".parse().unwrap(),
            source: "ann".parse().unwrap(),
            target: "bob".parse().unwrap(),
            by: Author::System,
            at: Timestamp(2),
        };
        let (reply, _merged) = oneshot::channel();
        let merge = Job::Merge { step: Box::new(step), reply };
        let write = Job::Write(Box::new(|connection| {
            connection.unwrap().execute("UPDATE customer SET name = 'Ann'", []).unwrap();
            Box::new(|_| {})
        }));
        let outcomes = batches.commit(vec![merge, write]);
        let [Outcome::Merge { result, .. }, Outcome::Write { commit, .. }] = &outcomes[..] else {
            panic!("not what was asked for")
        };
        assert!(matches!(**result, Err(ActError::Store(_))));
        assert!(commit.is_ok(), "{commit:?}");
        let connection = batches.conversations.connection();
        let sql = "SELECT count(*) FROM customer WHERE name = 'Ann'";
        let named: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(named, 2);
    }
}
