//! The only module that writes a site: beside the old one, which it replaces
//! at the very end and in one step.
#![expect(clippy::disallowed_methods, reason = "the one room that writes")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::sources::files_below;

/// Stands in every folder that this program may replace.
pub const MARKER_FILE: &str = ".helpwright";

/// A site that could not be published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds something else.
    #[error(
        "`{}` exists and was not made by kb, so it is left alone\n  help: empty it yourself, or choose another folder with --output",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// The disk has no room.
    #[error(
        "the disk is full while writing `{}`\n  help: make room and build again; the old site is untouched",
        .0.display()
    )]
    DiskFull(PathBuf),
    /// Anything else about the disk.
    #[error("cannot write `{}`\n  help: the old site is untouched", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

fn failed(path: &Path, source: io::Error) -> PublishError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            PublishError::DiskFull(path.to_owned())
        }
        _ => PublishError::Io { path: path.to_owned(), source },
    }
}

/// A site being written, out of sight of its readers.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    dir: PathBuf,
    files: AtomicU64,
    bytes: AtomicU64,
    is_finished: bool,
}

impl Staging {
    /// Begins a new site for a folder.
    ///
    /// # Errors
    ///
    /// The folder holds something that is not ours, or its parent cannot be
    /// written to.
    pub fn begin(target: &Path) -> Result<Self, PublishError> {
        check_ours(target)?;
        // A link stays one: what it leads to is replaced.
        let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(|error| failed(&parent, error))?;
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let prefix = format!(".{name}.kb-new-");
        remove_abandoned(&parent, &prefix);
        let dir = parent.join(format!("{prefix}{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|error| failed(&dir, error))?;
        Ok(Self {
            target,
            dir,
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            is_finished: false,
        })
    }

    /// Writes a file; `path` is relative to the site's root.
    ///
    /// # Errors
    ///
    /// The disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let file = self.file(path);
        let mut created = create(&file).map_err(|error| failed(&file, error))?;
        created.write_all(bytes).map_err(|error| failed(&file, error))?;
        self.count(bytes.len() as u64);
        Ok(())
    }

    /// Copies a file; `path` is relative to the site's root.
    ///
    /// # Errors
    ///
    /// The disk refuses, or the source cannot be read.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), PublishError> {
        let bytes = fs::read(from).map_err(|error| failed(from, error))?;
        self.write(path, &bytes)
    }

    /// Reads a file written before; `path` is relative to the site's root.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        let file = self.file(path);
        fs::read(&file).map_err(|error| failed(&file, error))
    }

    /// Whether a file was written before.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.file(path).is_file()
    }

    /// Paths of all files written so far, sorted.
    pub(crate) fn paths(&self) -> Vec<String> {
        files_below(&self.dir)
    }

    /// Number and size in bytes of the files written so far.
    pub fn written(&self) -> (u64, u64) {
        (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    ///
    /// The disk refuses; the old site then stays as it was.
    pub fn finish(mut self, marker: &str) -> Result<(), PublishError> {
        self.write(MARKER_FILE, marker.as_bytes())?;
        if self.target.exists() {
            check_ours(&self.target)?;
            exchange(&self.dir, &self.target).map_err(|error| failed(&self.target, error))?;
            // Now the old site lies here; what cannot be removed is removed
            // by the next build.
            let _ = fs::remove_dir_all(&self.dir);
        } else {
            fs::rename(&self.dir, &self.target).map_err(|error| failed(&self.target, error))?;
        }
        self.is_finished = true;
        Ok(())
    }

    fn file(&self, path: &str) -> PathBuf {
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."));
        self.dir.join(path)
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// Creates a file, and the folders around it only where they are missing:
/// asking for them every time costs more than the file.
fn create(file: &Path) -> io::Result<fs::File> {
    match fs::File::create(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(file.parent().unwrap_or(file))?;
            fs::File::create(file)
        }
        other => other,
    }
}

fn check_ours(target: &Path) -> Result<(), PublishError> {
    let Ok(mut entries) = fs::read_dir(target) else {
        return if target.exists() {
            Err(PublishError::NotOurs(target.to_owned()))
        } else {
            Ok(())
        };
    };
    if target.join(MARKER_FILE).is_file() || entries.next().is_none() {
        return Ok(());
    }
    Err(PublishError::NotOurs(target.to_owned()))
}

/// Text of the marker in a published folder.
pub fn marker(target: &Path) -> Option<String> {
    fs::read_to_string(target.join(MARKER_FILE)).ok()
}

/// Replaces one file beside the content, in one step.
///
/// # Errors
///
/// The disk refuses; the old file then stays as it was.
pub fn replace_file(file: &Path, content: impl AsRef<[u8]>) -> Result<(), PublishError> {
    let aside = file.with_extension("kb-new");
    let written = fs::write(&aside, content).and_then(|()| fs::rename(&aside, file));
    written.map_err(|error| {
        let _ = fs::remove_file(&aside);
        failed(file, error)
    })
}

/// Writes a file and the folders around it.
///
/// # Errors
///
/// The disk refuses.
pub fn create_file(file: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let written = create(file).and_then(|mut created| created.write_all(bytes));
    written.map_err(|error| failed(file, error))
}

/// Changes two folders' places in one step, where the system can.
#[cfg(target_os = "linux")]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => exchange_in_steps(new, old),
        Err(error) => Err(error.into()),
    }
}

/// Changes two folders' places.
#[cfg(not(target_os = "linux"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_steps(new, old)
}

/// For file systems that cannot exchange: for a moment there is no site.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

/// Removes what builds left that were killed. A build that still runs keeps
/// its folder.
fn remove_abandoned(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(prefix)) else {
            continue;
        };
        let is_running =
            Path::new("/proc/self").exists() && Path::new("/proc").join(process).exists();
        if !is_running || process == std::process::id().to_string() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_replaced_as_a_whole() {
        let dir = tempfile::tempdir().expect("a folder for tests");
        let target = dir.path().join("public");
        for text in ["one", "two"] {
            let staging = Staging::begin(&target).expect("begin");
            staging.write(&format!("en/{text}.html"), text.as_bytes()).expect("write");
            staging.finish("marker").expect("finish");
        }
        assert!(!target.join("en/one.html").exists());
        assert_eq!(fs::read_to_string(target.join("en/two.html")).expect("read"), "two");
        assert_eq!(fs::read_dir(dir.path()).expect("list").count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_ours_is_never_touched() {
        let dir = tempfile::tempdir().expect("a folder for tests");
        fs::write(dir.path().join("thesis.doc"), "years of work").expect("write");
        let error = Staging::begin(dir.path()).expect_err("not ours");
        assert!(matches!(error, PublishError::NotOurs(_)));
        assert!(dir.path().join("thesis.doc").exists());
    }

    #[test]
    fn what_is_not_finished_leaves_the_old_site_and_no_trace() {
        let dir = tempfile::tempdir().expect("a folder for tests");
        let target = dir.path().join("public");
        let staging = Staging::begin(&target).expect("begin");
        staging.write("a.html", b"old").expect("write");
        staging.finish("marker").expect("finish");
        let abandoned = Staging::begin(&target).expect("begin");
        abandoned.write("a.html", b"new").expect("write");
        drop(abandoned);
        assert_eq!(fs::read_to_string(target.join("a.html")).expect("read"), "old");
        assert_eq!(fs::read_dir(dir.path()).expect("list").count(), 1);
    }
}
