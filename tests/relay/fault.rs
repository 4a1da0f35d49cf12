//! Killed in the middle, cut off, stuck: nothing acknowledged is lost.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use kb_protocol::chat::{Content, ServerFrame};
use kb_tests::{Agent, Database, Dice, TestServer, Visitor, message, new_id};

use crate::{KB_SERVER, WIDE, relay};

/// A number from the environment, or the default.
pub(crate) fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// The state of one visitor who writes, whatever happens to the server.
struct Writer {
    visitor: Visitor,
    conversation: String,
    /// Texts in the order of their sending, with the number each got.
    acknowledged: Vec<(String, u64)>,
}

impl Writer {
    /// Sends one message until it is acknowledged, by the same id.
    fn send(&mut self, body: &str, dice: &mut Dice) {
        let id = new_id();
        loop {
            if !self.visitor.say(&message(&self.conversation, &id, body)) {
                self.come_back();
                continue;
            }
            // Now and then the answer does not arrive, or the visitor is
            // impatient and sends twice.
            match dice.roll(20) {
                0 => {
                    self.visitor.cut();
                    continue;
                }
                1 => {
                    self.visitor.say(&message(&self.conversation, &id, body));
                }
                _ => {}
            }
            match self.acknowledgement(&id) {
                Some(seq) => {
                    self.acknowledged.push((body.to_owned(), seq));
                    return;
                }
                None => self.come_back(),
            }
        }
    }

    fn acknowledgement(&mut self, id: &str) -> Option<u64> {
        loop {
            match self.visitor.hear() {
                Ok(ServerFrame::Ack { id: acked, seq, .. }) if acked.as_str() == id => {
                    return Some(seq);
                }
                Ok(ServerFrame::Refused { code, .. }) => panic!("refused as {code:?}"),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// Connects as soon as somebody listens again.
    fn come_back(&mut self) {
        while !matches!(self.visitor.connect_from(kb_tests::ORIGIN, &[]), Ok(Ok(_))) {
            std::thread::yield_now();
        }
    }
}

/// Everything that the server has of a conversation.
pub(crate) fn history(visitor: &mut Visitor, conversation: &str) -> BTreeMap<u64, String> {
    visitor.cut();
    visitor.connect(&[]).expect("welcome");
    let mut texts = BTreeMap::new();
    let mut before = None;
    loop {
        let conversation = conversation.parse().expect("an id");
        visitor.say(&kb_protocol::chat::ClientFrame::History { conversation, before });
        let (entries, has_more) = visitor.await_frame(|frame| match frame {
            ServerFrame::Page { entries, has_more, .. } => Some((entries, has_more)),
            _ => None,
        });
        before = entries.first().map(|first| first.seq);
        for entry in entries {
            let Content::Message { body, .. } = entry.content else { continue };
            assert!(texts.insert(entry.seq, body).is_none(), "number {} twice", entry.seq);
        }
        if !has_more {
            return texts;
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_under_load() {
    kill_under_load(TestServer::start(KB_SERVER, WIDE), 20_000);
}

#[test]
fn nor_on_postgresql() {
    if let Some(server) = TestServer::start_on(KB_SERVER, Database::Postgres, WIDE) {
        kill_under_load(server, 5_000);
    }
}

fn kill_under_load(server: TestServer, messages: u64) {
    let seed = number("HELPWRIGHT_SEED", 20_261_122);
    let messages = number("HELPWRIGHT_MESSAGES", messages);
    let kills = number("HELPWRIGHT_KILLS", 11);
    const WRITERS: u64 = 16;
    println!(
        "HELPWRIGHT_SEED={seed} HELPWRIGHT_MESSAGES={messages} HELPWRIGHT_KILLS={kills} repeats this"
    );
    let server = Mutex::new(server);
    let writers: Vec<Writer> = (0..WRITERS)
        .map(|_| Writer {
            visitor: Visitor::connected(&server.lock().expect("no panic")),
            conversation: new_id(),
            acknowledged: Vec::new(),
        })
        .collect();
    let sent = AtomicU64::new(0);
    let is_over = AtomicBool::new(false);
    let mut writers: Vec<Writer> = std::thread::scope(|scope| {
        let threads: Vec<_> = writers
            .into_iter()
            .zip(1u64..)
            .map(|(mut writer, number)| {
                let sent = &sent;
                scope.spawn(move || {
                    let mut dice = Dice::new(seed.wrapping_mul(2 * number + 1));
                    for n in 0..messages / WRITERS {
                        writer.send(&format!("{number}-{n}"), &mut dice);
                        sent.fetch_add(1, Ordering::Relaxed);
                    }
                    writer
                })
            })
            .collect();
        let killer = scope.spawn(|| {
            let mut dice = Dice::new(seed);
            let mut under_load = 0;
            for kill in 1..=kills {
                // Spread over the run by what was sent, not by the clock.
                let at = messages * kill / (kills + 1) - dice.roll(messages / (2 * kills + 2));
                while sent.load(Ordering::Relaxed) < at && !is_over.load(Ordering::Relaxed) {
                    std::thread::yield_now();
                }
                under_load += u64::from(!is_over.load(Ordering::Relaxed));
                let mut server = server.lock().expect("no panic");
                server.kill();
                server.start_again();
            }
            under_load
        });
        let writers = threads.into_iter().map(|thread| thread.join().expect("no panic")).collect();
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(killer.join().expect("no panic"), kills, "the load ended too early");
        writers
    });
    let mut kept = 0;
    for writer in &mut writers {
        let texts = history(&mut writer.visitor, &writer.conversation);
        let numbers: Vec<u64> = texts.keys().copied().collect();
        let expected: Vec<u64> = (1..=writer.acknowledged.len() as u64).collect();
        assert_eq!(numbers, expected, "seed {seed}: lost, doubled or left out");
        for (body, seq) in &writer.acknowledged {
            assert_eq!(texts.get(seq), Some(body), "seed {seed}");
        }
        let order: Vec<u64> = writer.acknowledged.iter().map(|(_, seq)| *seq).collect();
        assert!(order.is_sorted(), "seed {seed}: out of order");
        kept += texts.len() as u64;
    }
    assert_eq!(kept, messages / WRITERS * WRITERS);
}

#[test]
fn a_database_that_is_locked_is_said_to_be_and_the_message_can_be_sent_again() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let (conversation, id) = (new_id(), new_id());
    let other = rusqlite::Connection::open(server.path("helpwright.db")).expect("opens");
    other.execute_batch("BEGIN IMMEDIATE").expect("locks");
    let refused = visitor.send(&conversation, &id, "Hello").expect_err("cannot be stored");
    let ServerFrame::Refused { code, retry_after_ms: Some(_), .. } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(code, kb_protocol::chat::Code::Unavailable);
    other.execute_batch("ROLLBACK").expect("unlocks");
    assert_eq!(visitor.send(&conversation, &id, "Hello"), Ok(1));
}

#[test]
fn a_reader_who_is_stuck_does_not_hold_up_the_others() {
    let server = relay();
    let mut kim = Agent::connected(&server, "kim");
    let mut stuck = Visitor::connected(&server);
    let conversation = new_id();
    stuck.send(&conversation, &new_id(), "I will never read again").expect("stored");
    let mut reader = stuck.another();
    reader.connect(&[]).expect("welcome");
    // More than all buffers between the two hold.
    let long = "x".repeat(9_000);
    let before = resident_kib(server.pid());
    for n in 2..=1_500 {
        kim.send(&conversation, &new_id(), &long);
        assert_eq!(reader.await_entry().1.seq, n);
    }
    let grown = resident_kib(server.pid()).saturating_sub(before);
    assert!(grown < 16 * 1024, "the server grew by {grown} KiB");
    // It left out nothing: who comes back has everything.
    stuck.cut();
    stuck.connect(&[(&conversation, 1_490)]).expect("welcome");
    for n in 1_491..=1_500 {
        assert_eq!(stuck.await_entry().1.seq, n);
    }
}

/// Memory of a process, in KiB.
pub(crate) fn resident_kib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[test]
fn a_thousand_reconnects_leave_nothing_behind() {
    let server = relay();
    let visitor = Visitor::new(&server);
    let open_files =
        || std::fs::read_dir(format!("/proc/{}/fd", server.pid())).map(Iterator::count);
    let mut first = visitor.another();
    first.connect(&[]).expect("welcome");
    let come_and_go = |times| {
        for _ in 0..times {
            visitor.another().connect(&[]).expect("welcome");
        }
    };
    // What is needed once is there before the counting.
    come_and_go(300);
    let before = open_files().unwrap_or(0);
    let resident = resident_kib(server.pid());
    come_and_go(1_000);
    // The server notices each end by itself, soon after.
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while open_files().unwrap_or(0) > before + 8 {
        assert!(std::time::Instant::now() < deadline, "sockets stay open");
        std::thread::yield_now();
    }
    let grown = resident_kib(server.pid()).saturating_sub(resident);
    assert!(grown < 2 * 1024, "the server grew by {grown} KiB");
}

#[test]
fn an_idle_connection_costs_little() {
    const CONNECTIONS: u64 = 400;
    let server = relay();
    // What is needed once is there before the counting.
    let mut first: Vec<Visitor> = (0..20).map(|_| Visitor::connected(&server)).collect();
    let before = resident_kib(server.pid());
    let mut idle: Vec<Visitor> = (0..CONNECTIONS).map(|_| Visitor::connected(&server)).collect();
    let each = resident_kib(server.pid()).saturating_sub(before) * 1024 / CONNECTIONS;
    println!("{each} bytes a connection");
    // About 7 KiB; the rest is what an allocator takes at will, on so few.
    assert!(each <= 12 * 1024, "{each} bytes a connection");
    // They are there, not only open.
    for visitor in first.iter_mut().chain(&mut idle).step_by(100) {
        assert_eq!(visitor.send(&new_id(), &new_id(), "Hello"), Ok(1));
    }
}
