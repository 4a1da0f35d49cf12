//! The relay as a process: visitors and agents on real sockets, a real file.

mod commands;
mod contract;
mod documents;
mod doors;
mod fault;
mod machine;
mod network;
mod processes;

use kb_tests::{Database, TestServer};

/// The command, built with these tests.
const KB_SERVER: &str = env!("CARGO_BIN_EXE_kb-server-under-test");

/// Limits that no test reaches by accident.
const WIDE: &str = "[limits]\nmessages_per_minute = 1000000\nframes_per_second = 1000000\nsessions_per_hour = 100000\n\
     sign_ins_per_minute = 1000\n";

/// A relay on SQLite with wide limits and the agent `kim`.
fn relay() -> TestServer {
    relay_on(Database::Sqlite).expect("SQLite is always there")
}

/// The same on any database; `None` where it is not to be had.
fn relay_on(database: Database) -> Option<TestServer> {
    let server = TestServer::start_on(KB_SERVER, database, WIDE)?;
    server.add_agent("kim", "agent");
    Some(server)
}
