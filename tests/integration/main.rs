//! Sites built whole, and the command `kb` as people and pipelines meet it.

mod addresses;
mod bad_content;
mod bad_machine;
mod bad_settings;
mod commands;
mod conditions;
mod forms;
mod messages;
mod overrides;
mod preview;
mod privacy;
mod proactive;
mod reproducible;
mod structure;
mod translations;

use kb_tests::{Run, TestSite};

/// The command, built with these tests.
const KB: &str = env!("CARGO_BIN_EXE_kb-under-test");

/// Runs `kb` in a site's folder.
fn kb(site: &TestSite, arguments: &[&str]) -> Run {
    Run::kb(KB, site.dir(), arguments)
}
