//! A machine that misbehaves: a full disk, a clock that jumps, keys that
//! expire or are taken back.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use kb_protocol::api::{Problem, SessionRequest};
use kb_protocol::chat::{Code, ServerFrame};
use kb_protocol::time::Timestamp;
use kb_server::clock::Clock;
use kb_server::config::Config;
use kb_tests::{Database, KEY, ORIGIN, TestServer, Visitor, new_id};
use tempfile::TempDir;

use crate::fault::history;
use crate::{KB_SERVER, WIDE};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Limits the size of any file that a running process writes.
fn limit_files(server: &TestServer, bytes: &str) -> bool {
    let pid = server.pid().to_string();
    let mut limit = Command::new("prlimit");
    limit.args(["--pid", &pid]).arg(format!("--fsize={bytes}:"));
    limit.status().is_ok_and(|status| status.success())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_to_be_and_everything_goes_on_when_there_is_room() {
    // The signal that comes with the limit would end the process; a full disk
    // has no such signal.
    let server =
        TestServer::start_by(&["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"], KB_SERVER, WIDE);
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("left out: there is no prlimit of util-linux");
        return;
    }
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "before").expect("stored");
    // More than the log of a new database has.
    assert!(limit_files(&server, "600000"), "cannot limit the size of files");
    let long = "x".repeat(5_000);
    let mut kept = vec!["before".to_owned()];
    let id = new_id();
    let refused = loop {
        assert!(kept.len() < 1_000, "the disk does not become full");
        let text = format!("{long} {}", kept.len());
        let id = if kept.len() == 1 { id.clone() } else { new_id() };
        match visitor.send(&conversation, &id, &text) {
            Ok(seq) => {
                kept.push(text);
                assert_eq!(seq, kept.len() as u64);
            }
            Err(refused) => break refused,
        }
    };
    let ServerFrame::Refused { code, retry_after_ms, .. } = refused else { panic!("{refused:?}") };
    assert_eq!((code, retry_after_ms), (Code::Unavailable, Some(2_000)));
    let ready = |server: &TestServer| {
        let request = ureq::get(server.url("/readyz")).config().http_status_as_error(false).build();
        request.call().expect("an answer").status().as_u16()
    };
    // A message that is short may still have room.
    let probes = (0..100).take_while(|_| ready(&server) == 204).count();
    assert!(probes < 100, "a full disk is ready");
    assert_eq!(ready(&server), 503);
    // What is there can be read meanwhile, and is what was acknowledged.
    let read: Vec<String> = history(&mut visitor, &conversation).into_values().collect();
    assert_eq!(read, kept);
    let again = visitor.send(&conversation, &new_id(), &long).expect_err("still full");
    assert!(matches!(again, ServerFrame::Refused { code: Code::Unavailable, .. }), "{again:?}");

    assert!(limit_files(&server, "unlimited"), "cannot take the limit away");
    assert_eq!(visitor.send(&conversation, &new_id(), "after"), Ok(kept.len() as u64 + 1));
    assert_eq!(visitor.send(&conversation, &id, &kept[1]), Ok(2), "as it was acknowledged");
    assert_eq!(ready(&server), 204);
    kept.push("after".to_owned());
    let mut server = server;
    server.kill();
    server.start_again();
    let read: Vec<String> = history(&mut visitor, &conversation).into_values().collect();
    assert_eq!(read, kept);
}

/// A clock that is set by hand.
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// A relay inside of this process, with a clock of the test's own.
struct Inside {
    runtime: tokio::runtime::Runtime,
    folder: TempDir,
    clock: Arc<HandClock>,
    host: String,
}

impl Inside {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(HandClock(AtomicI64::new(1_700_000_000_000)));
        let settings = format!(
            "database = \"sqlite:h.db\"\n{WIDE}\n[brands.pedalo]\nname = \"Pedalo\"\n\
             key = \"{KEY}\"\norigins = [\"{ORIGIN}\"]\n"
        );
        let config = Config::parse(&settings, "server.toml").expect("right settings");
        let host = runtime.block_on(Self::serve(config, folder.path(), Arc::clone(&clock)));
        Self { runtime, folder, clock, host }
    }

    async fn serve(config: Config, folder: &Path, clock: Arc<HandClock>) -> String {
        let app = kb_server::open(config, folder, clock).await.expect("opens");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        // Ends with the runtime.
        tokio::spawn(kb_server::serve(app, listener, std::future::pending()));
        host
    }

    fn jump(&self, days: i64) {
        self.clock.0.fetch_add(days * DAY_MS, Ordering::SeqCst);
    }
}

#[test]
fn a_clock_that_jumps_changes_no_order_and_loses_nothing() {
    let relay = Inside::start();
    let mut visitor = Visitor::of(&relay.host);
    visitor.connect(&[]).expect("welcome");
    let conversation = new_id();
    let mut moments = Vec::new();
    for (n, days) in [0, 30, -90, 1, 200, -300].into_iter().enumerate() {
        relay.jump(days);
        let id = new_id();
        let text = format!("message {}", n + 1);
        assert_eq!(visitor.send(&conversation, &id, &text), Ok(n as u64 + 1));
        assert_eq!(visitor.send(&conversation, &id, &text), Ok(n as u64 + 1), "sent again");
        moments.push(relay.clock.now());
    }
    visitor.connect(&[(&conversation, 0)]).expect("welcome");
    for (n, at) in moments.into_iter().enumerate() {
        let (_, entry) = visitor.await_entry();
        assert_eq!((entry.seq, entry.at), (n as u64 + 1, at));
    }
    let kept: Vec<String> = history(&mut visitor, &conversation).into_values().collect();
    assert_eq!(kept, (1..=6).map(|n| format!("message {n}")).collect::<Vec<_>>());
    drop(relay.runtime);
    drop(relay.folder);
}

#[test]
fn an_expired_session_is_refused_and_a_new_one_knows_nothing_of_it() {
    let relay = Inside::start();
    let mut visitor = Visitor::of(&relay.host);
    visitor.connect(&[]).expect("welcome");
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    relay.jump(366);
    let Ok(ServerFrame::Closing { code, .. }) = visitor.connect(&[]) else { panic!("let in") };
    assert_eq!(code, Code::SessionExpired);
    // A new session knows nothing of the old one's conversation.
    let mut other = Visitor::of(&relay.host);
    other.connect(&[]).expect("welcome");
    let refused = other.send(&conversation, &new_id(), "Is this mine?").expect_err("foreign");
    assert!(
        matches!(refused, ServerFrame::Refused { code: Code::UnknownConversation, .. }),
        "{refused:?}"
    );
}

#[test]
fn a_widget_key_that_was_taken_back_opens_nothing() {
    let mut server = TestServer::start_on(KB_SERVER, Database::Sqlite, WIDE).expect("SQLite");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    assert_eq!(server.stop(), Some(0));
    let settings = std::fs::read_to_string(server.path("server.toml")).expect("read");
    let new_key = KEY.replace("0123", "fedc");
    std::fs::write(server.path("server.toml"), settings.replace(KEY, &new_key)).expect("write");
    server.start_again();
    let open = |key: &str| {
        let request = ureq::post(server.url("/chat/v1/sessions"))
            .config()
            .http_status_as_error(false)
            .build()
            .header("origin", ORIGIN);
        request.send_json(SessionRequest { key: key.to_owned() }).expect("an answer")
    };
    let mut answer = open(KEY);
    assert_eq!(answer.status().as_u16(), 401);
    let problem: Problem = answer.body_mut().read_json().expect("a problem");
    assert_eq!(problem.code, Code::UnknownKey);
    assert_eq!(open(&new_key).status().as_u16(), 201);
    // Who was there before goes on: the key begins sessions, it is none.
    visitor.connect(&[(&conversation, 1)]).expect("welcome");
    assert_eq!(visitor.send(&conversation, &new_id(), "Still here"), Ok(2));
}
