//! One server for one file: a second one would not know what the first has
//! in memory, and neither would tell its visitors of the other's messages.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::super::StoreError;
use super::copies::beside;
use super::open::io_error;

/// Held as long as a server works with a file. The system gives it back when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct ServerLock {
    _file: File,
}

impl ServerLock {
    /// Takes the lock of the database `path`, which need not exist yet.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] while somebody has it, [`StoreError::CannotOpen`]
    /// where the file of the lock cannot be written.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let name = beside(path, "lock");
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&name);
        // What is wrong with the folder is wrong with the database too, and
        // is told of that one.
        let file = opened.map_err(|error| io_error(path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::InUse { path: path.display().to_string() })
            }
            Err(TryLockError::Error(error)) => Err(io_error(&name, &error)),
        }
    }
}
