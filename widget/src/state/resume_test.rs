//! However frames are dropped, doubled and cut: after coming back the browser
//! has what the server has, nothing lost, doubled or out of order.

use std::collections::VecDeque;

use kb_protocol::chat::{
    Author, ClientFrame, Code, Content, ConversationSummary, Entry, Opening, Position, ServerFrame,
};
use kb_protocol::id::ConversationId;
use kb_protocol::limits::HISTORY_PAGE;
use kb_protocol::time::Timestamp;
use proptest::prelude::*;

use super::{Chat, Effect};

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    VisitorWrites,
    AgentWrites,
    /// One frame reaches the server.
    Up,
    /// The next frame is refused for a while.
    UpRefused,
    /// One frame reaches the browser.
    Down,
    /// A frame to the browser is lost, as between tabs.
    DownLost,
    /// A frame reaches the browser twice.
    DownTwice,
    /// The connection is cut; the browser comes back.
    Cut,
    /// A page of older entries is asked for.
    ReadOlder,
    /// The server asks for a resync when the browser comes back.
    CutLong,
}

/// The server of one conversation, as the contract has it.
#[derive(Default)]
struct Server {
    entries: Vec<Entry>,
    /// Up to here the present connection was told.
    told: u64,
    down: VecDeque<ServerFrame>,
    up: VecDeque<ClientFrame>,
}

fn conversation() -> ConversationId {
    "c".parse().expect("an id")
}

impl Server {
    fn seq(&self) -> u64 {
        self.entries.len() as u64
    }

    fn store(&mut self, id: &str, author: Author) -> u64 {
        let seq = self.seq() + 1;
        let content = Content::Message { body: id.to_owned(), files: Vec::new() };
        let id = id.parse().expect("an id");
        self.entries.push(Entry { seq, id, at: Timestamp(seq as i64), author, content });
        seq
    }

    /// Says what is new on this connection.
    fn tell(&mut self) {
        let new: Vec<Entry> = self.entries[self.told as usize..].to_vec();
        self.told = self.seq();
        for entry in new {
            self.down.push_back(ServerFrame::Entry { conversation: conversation(), entry });
        }
        if self.seq() > 0 {
            self.down.push_back(ServerFrame::Conversation { summary: self.summary() });
        }
    }

    fn summary(&self) -> ConversationSummary {
        ConversationSummary {
            id: conversation(),
            seq: self.seq(),
            is_ended: false,
            is_closed: false,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            seen_by_visitor: 0,
            seen_by_agent: 0,
            agent: None,
            preview: String::new(),
        }
    }

    fn hello(&mut self, positions: &[Position], is_long: bool) {
        self.up.clear();
        self.down.clear();
        let summaries = if self.seq() > 0 { vec![self.summary()] } else { Vec::new() };
        let now = Timestamp(0);
        self.down.push_back(ServerFrame::Welcome { version: 1, conversations: summaries, now });
        let after = positions.first().map_or(self.seq(), |position| position.after);
        self.told = after;
        if is_long && after > 0 {
            self.told = self.seq();
            self.down.push_back(ServerFrame::Resync { conversation: conversation() });
        }
        self.tell();
    }

    fn receive(&mut self, frame: ClientFrame, is_refused: bool) {
        match frame {
            ClientFrame::Send { id, .. } if is_refused => {
                let code = Code::RateLimited;
                let retry_after_ms = Some(1);
                self.down.push_back(ServerFrame::Refused { id: Some(id), code, retry_after_ms });
            }
            ClientFrame::Send { id, open, .. } => {
                assert!(self.seq() > 0 || open.is_some(), "a new conversation says what it is");
                let known = self.entries.iter().find(|entry| entry.id == id).map(|entry| entry.seq);
                let seq = known.unwrap_or_else(|| self.store(id.as_str(), Author::Visitor));
                let conversation = conversation();
                let at = Timestamp(seq as i64);
                self.down.push_back(ServerFrame::Ack { id, conversation, seq, at });
                self.tell();
            }
            ClientFrame::History { before, .. } => {
                let before = before.unwrap_or(u64::MAX).min(self.seq() + 1) as usize;
                let from = (before - 1).saturating_sub(HISTORY_PAGE);
                let entries = self.entries[from..before - 1].to_vec();
                let conversation = conversation();
                self.down.push_back(ServerFrame::Page {
                    conversation,
                    entries,
                    has_more: from > 0,
                });
            }
            _ => {}
        }
    }
}

/// A browser and its server.
#[derive(Default)]
struct World {
    server: Server,
    chat: Chat,
    written: Vec<String>,
    now: i64,
}

impl World {
    fn step(&mut self, step: Step) {
        self.now += 1;
        match step {
            Step::VisitorWrites => {
                let name = format!("v{}", self.written.len());
                let id = name.parse().expect("an id");
                let now = Timestamp(self.now);
                self.chat.write(
                    id,
                    conversation(),
                    (name.clone(), Vec::new()),
                    Opening::default(),
                    now,
                );
                self.written.push(name);
            }
            Step::AgentWrites if self.server.seq() > 0 => {
                let author =
                    Author::Agent { id: "kim".parse().expect("an id"), name: "Kim".into() };
                let name = format!("a{}", self.server.seq());
                self.server.store(&name, author);
                self.server.tell();
            }
            Step::AgentWrites => {}
            Step::Up | Step::UpRefused => {
                if let Some(frame) = self.server.up.pop_front() {
                    self.server.receive(frame, matches!(step, Step::UpRefused));
                }
            }
            Step::Down => self.down(1),
            Step::DownTwice => self.down(2),
            Step::DownLost => _ = self.server.down.pop_front(),
            Step::Cut => self.come_back(false),
            Step::CutLong => self.come_back(true),
            Step::ReadOlder => {
                let found = self.chat.conversation(&conversation());
                if let Some(before) = found.and_then(|found| found.older_before()) {
                    let before = Some(before);
                    let conversation = conversation();
                    self.server.up.push_back(ClientFrame::History { conversation, before });
                }
            }
        }
        let now = Timestamp(self.now);
        self.server.up.extend(self.chat.next_frame(now));
        assert!(self.chat.next_frame(now).is_none(), "one is in flight at any time");
    }

    fn down(&mut self, times: usize) {
        let Some(frame) = self.server.down.pop_front() else { return };
        for _ in 0..times {
            for effect in self.chat.apply(frame.clone(), Timestamp(self.now)) {
                if let Effect::ReadNewest(conversation) = effect {
                    self.server.up.push_back(ClientFrame::History { conversation, before: None });
                }
            }
        }
        let seqs: Vec<u64> = self.run().iter().map(|entry| entry.seq).collect();
        assert!(seqs.windows(2).all(|pair| pair[0] < pair[1]), "ascending: {seqs:?}");
    }

    fn come_back(&mut self, is_long: bool) {
        self.chat.lost();
        self.server.hello(&self.chat.positions(), is_long);
    }

    fn run(&self) -> Vec<Entry> {
        let found = self.chat.conversation(&conversation());
        found.map(|found| found.entries().cloned().collect()).unwrap_or_default()
    }

    /// Comes back once more and lets everything through.
    fn settle(&mut self) {
        self.step(Step::Cut);
        for _ in 0..10_000 {
            let is_quiet = self.server.up.is_empty() && self.server.down.is_empty();
            let older =
                self.chat.conversation(&conversation()).and_then(|found| found.older_before());
            match (is_quiet, older) {
                (true, None) if self.chat.outbox().items().is_empty() => return,
                (true, Some(_)) => self.step(Step::ReadOlder),
                _ => {
                    self.step(Step::Up);
                    self.step(Step::Down);
                }
            }
        }
        panic!("it never comes to rest");
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::VisitorWrites),
        3 => Just(Step::AgentWrites),
        5 => Just(Step::Up),
        1 => Just(Step::UpRefused),
        8 => Just(Step::Down),
        1 => Just(Step::DownLost),
        1 => Just(Step::DownTwice),
        1 => Just(Step::Cut),
        1 => Just(Step::CutLong),
        1 => Just(Step::ReadOlder),
    ];
    prop::collection::vec(step, 0..250)
}

proptest! {
    // A file of seeds would lie beside the sources; a failure prints its steps.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn after_coming_back_the_history_is_the_servers(steps in steps()) {
        let mut world = World::default();
        steps.into_iter().for_each(|step| world.step(step));
        world.settle();

        prop_assert_eq!(world.run(), world.server.entries.clone());
        let stored: Vec<&str> = world
            .server
            .entries
            .iter()
            .filter(|entry| entry.author == Author::Visitor)
            .map(|entry| entry.id.as_str())
            .collect();
        prop_assert_eq!(stored, world.written.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// Found by the property above: acknowledged, and neither list nor welcome
/// was heard before the browser was told to begin anew.
#[test]
fn a_conversation_without_a_summary_survives_a_resync() {
    use Step::{CutLong, Down, DownLost, DownTwice, Up, VisitorWrites};
    let mut world = World::default();
    [VisitorWrites, Up, Down, CutLong, DownLost, DownTwice]
        .into_iter()
        .for_each(|step| world.step(step));
    world.settle();
    assert_eq!(world.run(), world.server.entries);
}
