//! Brings the log back into the file, beside the writing.
//!
//! SQLite would do it after a commit, in the thread that commits, and whoever
//! writes at that moment would wait for two more syncs and some hundred pages.
//! A second connection does it instead, while messages go on into the log
//! (SQLite, "Write-Ahead Logging", 2.3: a passive checkpoint hinders nobody).

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::{Connection, OpenFlags};

use super::open::connect;

/// Jobs after which it is worth the syncs.
const JOBS: usize = 500;
/// Pages of the log, of 4 KiB, above which the thread that commits does it all
/// the same: the log would grow without end where writing never pauses.
const MOST_PAGES: u32 = 16_000;

/// The thread that does it, as the writer sees it.
pub(super) struct Checkpoints {
    wake: SyncSender<()>,
    /// Who has it works at the log.
    turn: Arc<Mutex<()>>,
    /// Jobs in the log since it was last asked for.
    jobs: usize,
}

impl Checkpoints {
    /// Starts the thread, which ends with the answer; `connection` is the one
    /// that commits.
    pub(super) fn start(path: PathBuf, connection: &Connection) -> rusqlite::Result<Self> {
        connection.pragma_update(None, "wal_autocheckpoint", MOST_PAGES)?;
        let (wake, wanted) = sync_channel(1);
        let turn = Arc::new(Mutex::new(()));
        let turns = Arc::clone(&turn);
        thread::Builder::new()
            .name("store-checkpoints".to_owned())
            .spawn(move || run(&path, &wanted, &turns))
            .expect("a thread at the start of the program");
        Ok(Self { wake, turn, jobs: 0 })
    }

    /// So many jobs are in the log since the last call.
    pub(super) fn committed(&mut self, jobs: usize) {
        self.jobs += jobs;
        // A thread that is at work finds what came meanwhile the next time.
        if self.jobs >= JOBS && self.wake.try_send(()).is_ok() {
            self.jobs = 0;
        }
    }

    /// Runs something that nobody else may work at the log for.
    pub(super) fn alone<T>(&self, run: impl FnOnce() -> T) -> T {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        run()
    }
}

fn run(path: &Path, wanted: &Receiver<()>, turn: &Mutex<()>) {
    let mut open = None;
    for () in wanted {
        let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let done = match open.take() {
            Some(connection) => Ok(connection),
            None => connect(path, OpenFlags::default()),
        }
        .and_then(|connection| {
            checkpoint(&connection).map_err(super::database_error)?;
            Ok(connection)
        });
        match done {
            Ok(connection) => open = Some(connection),
            // The log grows until the committing thread does it, or it works
            // the next time.
            Err(error) => tracing::warn!(error = %error, "the log could not be brought back"),
        }
    }
}

fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}
