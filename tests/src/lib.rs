//! What every integration test needs: sites on disk, built ones, and both
//! programs as processes.
//!
//! [`TestSite`] is a site in a folder of its own, [`Built`] what a build made
//! of it, [`Run`] what the command said. [`TestServer`] is a relay with a
//! database of its own, [`Visitor`] and [`Agent`] are browsers that talk to
//! it, [`Proxy`] is a network between them that misbehaves, [`MailServer`] takes their letters. Only this package knows the interfaces of the rooms, so that a change
//! of one of them is one edit.

mod browser;
mod built;
mod clock;
mod dice;
mod everything;
pub mod files;
mod proxy;
mod run;
mod server;
mod site;
mod smtp;

pub use browser::{Agent, Visitor, message, message_with, new_id};
pub use built::Built;
pub use clock::HandClock;
pub use dice::Dice;
pub use everything::{EVERYTHING, everything, submission};
pub use proxy::{Proxy, Way, Weather};
pub use run::{Run, files_below};
pub use server::{Database, KEY, ORIGIN, PASSWORD, TestServer};
pub use site::TestSite;
pub use smtp::{MailServer, Taken};

use std::path::{Path, PathBuf};

/// A moment at which the demo and all fixtures are as their texts say.
pub const NOW: &str = "2026-06-15";

/// Folder of a fixture in the repository.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sites").join(name)
}
