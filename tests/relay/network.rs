//! Networks that drop, cut and swallow: nothing acknowledged is lost, doubled
//! or out of order, and both sides notice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kb_protocol::chat::{ClientFrame, Code, Content, ServerFrame};
use kb_tests::{Agent, Dice, Proxy, TestServer, Visitor, Way, Weather, message, new_id};

use crate::fault::{history, number};
use crate::{KB_SERVER, WIDE, relay};

/// How long a browser of these tests waits for an acknowledgement before it
/// says the same again.
const IMPATIENT: Duration = Duration::from_millis(150);

/// A browser that keeps the contract of kb-protocol whatever the network
/// does: it says each message until it is acknowledged, takes only the next
/// number, and comes back with the last one it has.
struct Stubborn {
    visitor: Visitor,
    conversation: String,
    /// Texts in the order of their sending.
    sent: Vec<String>,
    /// Texts in the order of their numbers, as they were heard.
    heard: Vec<String>,
}

impl Stubborn {
    fn new(server: &TestServer, proxy: &Proxy) -> Self {
        let visitor = Visitor::new(server).at(proxy.host());
        Self { visitor, conversation: new_id(), sent: Vec::new(), heard: Vec::new() }
    }

    fn come_back(&mut self) {
        loop {
            let known = [(self.conversation.as_str(), self.heard.len() as u64)];
            if self.visitor.try_connect(&known, IMPATIENT) {
                return;
            }
        }
    }

    /// Says one message until it is acknowledged.
    fn send(&mut self, body: &str) {
        let id = new_id();
        self.sent.push(body.to_owned());
        while !(self.visitor.say(&message(&self.conversation, &id, body))
            && self.hear_until(
                |frame| matches!(frame, ServerFrame::Ack { id: acked, .. } if acked.as_str() == id),
            ))
        {
            self.come_back();
        }
    }

    /// Listens until `is_it`; `false` if nothing came for a while, the
    /// connection ended, or a number was left out.
    fn hear_until(&mut self, is_it: impl Fn(&ServerFrame) -> bool) -> bool {
        while let Some(frame) = self.visitor.hear_for(IMPATIENT) {
            if let ServerFrame::Entry { conversation, entry } = &frame {
                assert_eq!(conversation.as_str(), self.conversation);
                let last = self.heard.len() as u64;
                assert!(entry.seq > last, "number {} was told twice", entry.seq);
                if entry.seq > last + 1 {
                    return false;
                }
                let Content::Message { body, .. } = &entry.content else { panic!("{entry:?}") };
                self.heard.push(body.clone());
            }
            match &frame {
                ServerFrame::Refused { code, .. } => panic!("refused as {code:?}"),
                ServerFrame::Resync { .. } => panic!("so much was never missed"),
                frame if is_it(frame) => return true,
                _ => {}
            }
        }
        false
    }

    /// Listens until everything is there, then compares it with what the
    /// server has.
    fn check(mut self, server: &TestServer) -> usize {
        while self.heard.len() < self.sent.len() {
            if !self.hear_until(|_| false) && self.heard.len() < self.sent.len() {
                self.come_back();
            }
        }
        assert_eq!(self.heard, self.sent, "lost, doubled or out of order");
        let mut direct = self.visitor.at(&server.host());
        let kept: Vec<String> = history(&mut direct, &self.conversation).into_values().collect();
        assert_eq!(kept, self.sent, "the server has something else");
        kept.len()
    }
}

/// Runs so many browsers at once, each with `work`; the number of messages.
fn together(
    server: &TestServer,
    proxy: &Proxy,
    browsers: u64,
    work: impl Fn(u64, &mut Stubborn) + Sync,
) -> usize {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=browsers)
            .map(|name| {
                let work = &work;
                scope.spawn(move || {
                    let mut browser = Stubborn::new(server, proxy);
                    work(name, &mut browser);
                    proxy.set(Weather::default());
                    browser.come_back();
                    browser.check(server)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    })
}

#[test]
fn nothing_is_lost_while_thirty_of_a_hundred_frames_are_dropped() {
    let seed = number("HELPWRIGHT_SEED", 20_261_123);
    let each = number("HELPWRIGHT_MESSAGES", 60);
    println!("HELPWRIGHT_SEED={seed} HELPWRIGHT_MESSAGES={each} repeats this");
    let server = relay();
    let proxy = Proxy::start(&server.host(), seed);
    proxy.set(Weather { dropping: 30, ..Weather::default() });
    let messages = together(&server, &proxy, 8, |name, browser| {
        for n in 0..each {
            proxy.set(Weather { dropping: 30, ..Weather::default() });
            browser.send(&format!("{name}-{n}"));
        }
    });
    assert_eq!(messages as u64, 8 * each);
    assert!(proxy.drops() >= 4 * each, "only {} frames were dropped", proxy.drops());
}

#[test]
fn nothing_is_lost_while_connections_are_cut_ten_thousand_times() {
    let seed = number("HELPWRIGHT_SEED", 20_261_123);
    let cuts = number("HELPWRIGHT_CUTS", 10_000);
    println!("HELPWRIGHT_SEED={seed} HELPWRIGHT_CUTS={cuts} repeats this");
    let server = relay();
    let proxy = Proxy::start(&server.host(), seed);
    let is_over = AtomicBool::new(false);
    let messages = together(&server, &proxy, 8, |name, browser| {
        let mut n = 0;
        while !is_over.load(Ordering::Relaxed) {
            proxy.set(Weather { cut_below: 3_000, ..Weather::default() });
            browser.send(&format!("{name}-{n}"));
            n += 1;
            if proxy.cuts() >= cuts {
                is_over.store(true, Ordering::Relaxed);
            }
        }
    });
    println!("{messages} messages");
    assert!(messages as u64 > cuts / 10, "only {messages} messages got through");
}

/// A relay that beats often. Silence is three seconds and a beat not a part of
/// it, so that a relay that looks only when it beats is found out.
const QUICK_BEAT: &str = "beat_ms = 2800\nsilence_ms = 3000\n";

#[test]
fn a_relay_that_hears_nothing_any_longer_gives_the_connection_up() {
    let server = TestServer::start(KB_SERVER, &format!("{WIDE}{QUICK_BEAT}"));
    let proxy = Proxy::start(&server.host(), 1);
    let mut visitor = Visitor::new(&server).at(proxy.host());
    visitor.connect(&[]).expect("welcome");
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "before").expect("stored");
    proxy.swallow(Way::ToServer, true);
    let since = Instant::now();
    // Lost on the way, without a sign.
    assert!(visitor.say(&message(&conversation, &new_id(), "swallowed")));
    let code = visitor.await_frame(|frame| match frame {
        ServerFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(code, Code::TimedOut);
    assert_eq!(visitor.hear(), Err(4009));
    let noticed = since.elapsed();
    assert!(noticed < Duration::from_millis(5_000), "noticed after {noticed:?}");
    proxy.swallow(Way::ToServer, false);
    visitor.connect(&[(&conversation, 1)]).expect("welcome");
    assert_eq!(visitor.send(&conversation, &new_id(), "swallowed"), Ok(2));
}

#[test]
fn a_browser_that_hears_nothing_any_longer_gets_what_it_missed_when_it_comes_back() {
    let server = TestServer::start(KB_SERVER, &format!("{WIDE}{QUICK_BEAT}"));
    server.add_agent("kim", "agent");
    let proxy = Proxy::start(&server.host(), 1);
    let mut kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::new(&server).at(proxy.host());
    visitor.connect(&[]).expect("welcome");
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    proxy.swallow(Way::ToBrowser, true);
    for n in 2..=30 {
        kim.send(&conversation, &new_id(), &format!("answer {n}"));
    }
    // Neither answers nor beats arrive: after the silence the browser leaves.
    let beat = Duration::from_millis(2_800);
    let mut heard = 0;
    while visitor.hear_for(beat + Duration::from_millis(200)).is_some() {
        heard += 1;
    }
    assert!(heard <= 2, "{heard} frames came through");
    proxy.swallow(Way::ToBrowser, false);
    visitor.connect(&[(&conversation, 1)]).expect("welcome");
    for n in 2..=30 {
        let (_, entry) = visitor.await_entry();
        assert_eq!(
            (entry.seq, entry.content),
            (n, Content::Message { body: format!("answer {n}"), files: Vec::new() })
        );
    }
}

#[test]
fn a_browser_that_answers_beats_is_kept() {
    let server = TestServer::start(KB_SERVER, &format!("{WIDE}beat_ms = 100\nsilence_ms = 3000\n"));
    let mut visitor = Visitor::connected(&server);
    let mut dice = Dice::new(1);
    for _ in 0..20 {
        assert!(visitor.is_beat_next(), "closed");
        // Any frame is a sign of life.
        let conversation = "c".parse().expect("an id");
        visitor.say(&match dice.roll(2) {
            0 => ClientFrame::Beat,
            _ => ClientFrame::Typing { conversation, is_typing: true },
        });
    }
    assert_eq!(visitor.send(&new_id(), &new_id(), "still here"), Ok(1));
}
