//! The relay as a process: visitors and agents on real sockets, a real file.

use kb_tests::{Database, TestServer};

/// Tells the same stories on every database: to a server, or to what the type
/// named first makes `on` a database.
macro_rules! on_every_database {
    ($desk:ident: $($story:ident)*) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                let desk = super::$desk::on(kb_tests::Database::Sqlite);
                super::$story(desk.expect("SQLite is always there"));
            })*
        }

        mod postgres {
            $(#[test]
            fn $story() {
                if let Some(desk) = super::$desk::on(kb_tests::Database::Postgres) {
                    super::$story(desk);
                }
            })*
        }
    };
    ($($story:ident)*) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$story(crate::relay());
            })*
        }

        mod postgres {
            $(#[test]
            fn $story() {
                if let Some(server) = crate::relay_on(kb_tests::Database::Postgres) {
                    super::$story(server);
                }
            })*
        }
    };
}

mod agents;
mod care;
mod commands;
mod confirmations;
mod contract;
mod customers;
mod desk;
mod documents;
mod doors;
mod erasure;
mod fault;
mod files;
mod forms;
mod hooks;
mod hours;
mod machine;
mod mail;
mod merging;
mod network;
mod notifications;
mod presence;
mod proactive;
mod processes;
mod protocol;
mod receipts;
mod records;
mod way_back;

/// The command, built with these tests.
const KB_SERVER: &str = env!("CARGO_BIN_EXE_kb-server-under-test");

/// Limits that no test reaches by accident.
const WIDE: &str = "[limits]\nmessages_per_minute = 1000000\nframes_per_second = 1000000\nsessions_per_hour = 100000\n\
     sign_ins_per_minute = 1000\nlogins_per_minute = 1000000\ndescriptions_per_minute = 1000000\nuploads_per_minute = 1000000\nupload_mb_per_hour = 1000000\nsearches_per_minute = 1000000\nforms_per_hour = 1000000\nhooks_per_minute = 1000000\nrecords_per_minute = 1000000\n";

/// A relay on SQLite with wide limits and the agent `kim`.
fn relay() -> TestServer {
    relay_on(Database::Sqlite).expect("SQLite is always there")
}

/// The same on any database; `None` where it is not to be had.
fn relay_on(database: Database) -> Option<TestServer> {
    let server =
        TestServer::start_on(KB_SERVER, database, &format!("{WIDE}{}", customers::LOGINS))?;
    server.add_agent("kim", "agent");
    Some(server)
}
