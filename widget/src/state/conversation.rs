//! One conversation as a visitor's browser has it.

use kb_protocol::chat::{
    Author, ClientFrame, Content, ConversationSummary, Entry, Opening, Position,
};
use kb_protocol::id::ConversationId;
use kb_protocol::time::Timestamp;

/// Entries that fill the panel.
const ENOUGH_TO_SHOW: usize = 10;

/// One conversation: a run of its entries, its state and its receipts.
///
/// The entries are a run without a hole, usually the newest ones; older ones
/// are read page by page. Whatever would leave a hole is kept aside until the
/// hole is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Made by the browser that began it.
    pub id: ConversationId,
    entries: Vec<Entry>,
    ahead: Vec<Entry>,
    summary: Option<ConversationSummary>,
    /// Number of the last entry that was here when they were forgotten.
    forgotten: u64,
    /// What the first message says of it; until the server knows it.
    pub(super) opening: Option<Opening>,
    seen: u64,
    told_delivered: u64,
    told_seen: u64,
    typing_until: Option<Timestamp>,
    /// Whether its entries are wanted: somebody looks at it.
    pub(super) is_wanted: bool,
}

/// What became of an entry that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It is the next of the run.
    Next,
    /// It was there already.
    Known,
    /// Others are missing before it.
    Ahead,
}

impl Conversation {
    pub(super) fn new(id: ConversationId, opening: Option<Opening>) -> Self {
        Self {
            id,
            entries: Vec::new(),
            ahead: Vec::new(),
            summary: None,
            forgotten: 0,
            opening,
            seen: 0,
            told_delivered: 0,
            told_seen: 0,
            typing_until: None,
            is_wanted: false,
        }
    }

    /// The run of entries, ascending, and what is stored behind a hole.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().chain(&self.ahead)
    }

    /// What the server last said of it.
    pub fn summary(&self) -> Option<&ConversationSummary> {
        self.summary.as_ref()
    }

    /// Number of the last entry of the run; 0 for none.
    pub fn last_seq(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// Number of the oldest entry that is here, if older ones exist.
    pub fn older_before(&self) -> Option<u64> {
        self.entries.first().map(|entry| entry.seq).filter(|seq| *seq > 1)
    }

    /// The number below which a page is wanted before this is shown: an answer
    /// that came by itself makes no sense without what was asked.
    pub fn wanted_before(&self) -> Option<u64> {
        self.older_before().filter(|_| self.entries.len() < ENOUGH_TO_SHOW)
    }

    /// Whether entries exist, but none is here yet.
    pub fn is_unread_from_server(&self) -> bool {
        self.entries.is_empty() && self.listed() > 0
    }

    /// Number of the last entry that the server is known to have.
    fn listed(&self) -> u64 {
        self.summary.as_ref().map_or(0, |summary| summary.seq).max(self.forgotten)
    }

    /// Whether the server has entries behind this one that it takes for known.
    pub(super) fn is_behind(&self, seq: u64) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.seq > seq)
    }

    /// Whether the server has it.
    pub fn is_stored(&self) -> bool {
        self.opening.is_none()
    }

    /// Whether it was ended and nothing was said since.
    pub fn is_ended(&self) -> bool {
        // An address may be left afterwards.
        let said = |entry: &&Entry| entry.content != Content::Contact;
        match self.entries.iter().rfind(said) {
            Some(last) => last.content == Content::Ended,
            None => self.summary.as_ref().is_some_and(|summary| summary.is_ended),
        }
    }

    /// Whether a message would begin a new conversation, as far as the server
    /// has said.
    pub fn is_closed(&self) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.is_closed)
    }

    /// When the first message was stored, as far as that is known.
    pub fn created_at(&self) -> Timestamp {
        let first = self.entries.first().filter(|entry| entry.seq == 1).map(|entry| entry.at);
        let told = self.summary.as_ref().map(|summary| summary.created_at);
        first.or(told).unwrap_or_default()
    }

    /// Whether nobody came and the server knows no address.
    pub(super) fn is_missed(&self) -> bool {
        let last = self.entries.iter().rev().find_map(|entry| match entry.content {
            Content::Missed { is_reachable } => Some(!is_reachable),
            Content::Contact => Some(false),
            _ => is_agents(entry).then_some(false),
        });
        last.unwrap_or(false)
    }

    /// When something was last said.
    pub fn updated_at(&self) -> Timestamp {
        let told = self.summary.as_ref().map_or(Timestamp(0), |summary| summary.updated_at);
        self.entries.last().map_or(told, |entry| entry.at.max(told))
    }

    /// Beginning of the last message; empty if there is none.
    pub fn preview(&self) -> &str {
        let body = self.entries().filter_map(body).last();
        let told = self.summary.as_ref().map(|summary| summary.preview.as_str());
        body.or(told).unwrap_or_default()
    }

    /// Name of the agent who has it or wrote last.
    pub fn agent_name(&self) -> Option<&str> {
        let assigned = self.summary.as_ref().and_then(|summary| summary.agent.as_ref());
        self.entries.iter().rev().map(|entry| &entry.author).chain(assigned).find_map(|author| {
            match author {
                Author::Agent { name, .. } => Some(name.as_str()),
                _ => None,
            }
        })
    }

    /// Up to this entry an agent has seen everything; 0 where that is not told.
    pub fn seen_by_agent(&self) -> u64 {
        self.summary.as_ref().map_or(0, |summary| summary.seen_by_agent)
    }

    /// Up to this entry the visitor has seen everything.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// Whether an agent is writing.
    pub fn is_agent_typing(&self, now: Timestamp) -> bool {
        self.typing_until.is_some_and(|until| now < until)
    }

    /// Until when an agent who began to write is taken to be writing.
    pub fn typing_until(&self) -> Option<Timestamp> {
        self.typing_until
    }

    /// Messages of agents that the visitor has not looked at. Those which are
    /// not here yet count as such.
    pub fn unread(&self) -> u64 {
        let Some(first) = self.entries.first() else {
            let last = self.summary.as_ref().map_or(0, |summary| summary.seq);
            return last.saturating_sub(self.seen);
        };
        let missing = first.seq.saturating_sub(self.seen + 1);
        let here = self.entries().filter(|entry| entry.seq > self.seen && is_agents(entry)).count();
        missing + here as u64
    }

    /// The visitor has looked at everything up to here.
    pub fn mark_seen(&mut self, seq: u64) {
        self.seen = self.seen.max(seq.min(self.last_seq()));
    }

    /// What the server is to be told about how far this browser is; nothing
    /// if it knows.
    pub fn take_receipt(&mut self) -> Option<ClientFrame> {
        let delivered = self.last_seq();
        if !self.is_stored() || (delivered <= self.told_delivered && self.seen <= self.told_seen) {
            return None;
        }
        self.told_delivered = delivered.max(self.told_delivered);
        self.told_seen = self.seen;
        let conversation = self.id.clone();
        Some(ClientFrame::Receipt { conversation, delivered, seen: self.seen })
    }

    /// How far this browser is, for coming back. Where no entry is here yet,
    /// what the list showed counts: the rest is read when somebody looks.
    pub(super) fn position(&self) -> Position {
        let after = if self.entries.is_empty() { self.listed() } else { self.last_seq() };
        Position { conversation: self.id.clone(), after }
    }

    /// Puts an entry where it belongs.
    pub(super) fn insert(&mut self, entry: Entry) -> Arrival {
        self.opening = None;
        let last = self.last_seq();
        if last > 0 && entry.seq <= last {
            return Arrival::Known;
        }
        if last > 0 && entry.seq > last + 1 {
            match self.ahead.binary_search_by_key(&entry.seq, |other| other.seq) {
                Ok(_) => return Arrival::Known,
                Err(index) => self.ahead.insert(index, entry),
            }
            return Arrival::Ahead;
        }
        self.push(entry);
        self.close_up();
        Arrival::Next
    }

    /// Joins a page of the history to the run.
    pub(super) fn take_page(&mut self, mut page: Vec<Entry>) {
        self.opening = None;
        // The server leaves no hole; a page with one counts from behind it.
        if let Some(hole) = page.windows(2).rposition(|pair| pair[1].seq != pair[0].seq + 1) {
            page.drain(..=hole);
        }
        let (Some(first), Some(last)) = (page.first(), page.last()) else { return };
        match self.entries.first() {
            // Too old to be joined, and asked for again when it is needed.
            Some(oldest) if last.seq + 1 < oldest.seq => return,
            Some(oldest) if first.seq <= self.last_seq() + 1 => {
                let oldest = oldest.seq;
                let newest = self.last_seq();
                let newer: Vec<Entry> =
                    page.iter().filter(|entry| entry.seq > newest).cloned().collect();
                page.retain(|entry| entry.seq < oldest);
                page.append(&mut self.entries);
                self.entries = page;
                newer.into_iter().for_each(|entry| self.push(entry));
            }
            // Newer than the run with a hole between, or the first of all.
            _ => self.entries = page,
        }
        self.close_up();
    }

    /// Forgets the entries.
    pub(super) fn forget(&mut self) {
        self.forgotten = self.forgotten.max(self.last_seq());
        self.entries.clear();
        self.ahead.clear();
    }

    /// Takes over what the server says of it.
    pub(super) fn take_summary(&mut self, mut summary: ConversationSummary) {
        self.opening = None;
        self.seen = self.seen.max(summary.seen_by_visitor);
        self.told_seen = self.told_seen.max(summary.seen_by_visitor);
        self.told_delivered = self.told_delivered.max(summary.seen_by_visitor);
        // Another tab may tell late what this one knows better.
        if let Some(present) = &self.summary {
            summary.seen_by_agent = summary.seen_by_agent.max(present.seen_by_agent);
            if summary.seq < present.seq {
                return;
            }
        }
        self.summary = Some(summary);
    }

    /// A new connection: what was told on the old one may be lost.
    pub(super) fn tell_again(&mut self) {
        self.told_delivered = 0;
        self.told_seen = 0;
        self.typing_until = None;
    }

    pub(super) fn set_typing(&mut self, until: Option<Timestamp>) {
        self.typing_until = until;
    }

    fn push(&mut self, entry: Entry) {
        // One's own words need not be shown to oneself; the server counts in
        // the same way.
        if entry.author == Author::Visitor {
            for mark in [&mut self.seen, &mut self.told_seen, &mut self.told_delivered] {
                if *mark + 1 == entry.seq {
                    *mark = entry.seq;
                }
            }
        } else {
            self.typing_until = None;
        }
        self.entries.push(entry);
    }

    /// Moves what was ahead to the run, as far as the hole is filled.
    fn close_up(&mut self) {
        while let Some(next) = self.ahead.first() {
            if next.seq > self.last_seq() + 1 {
                return;
            }
            let next = self.ahead.remove(0);
            if next.seq > self.last_seq() {
                self.push(next);
            }
        }
    }
}

/// Whether an agent says something.
pub(super) fn is_agents(entry: &Entry) -> bool {
    matches!(entry.author, Author::Agent { .. }) && body(entry).is_some()
}

/// The text of a message.
pub(super) fn body(entry: &Entry) -> Option<&str> {
    match &entry.content {
        Content::Message { body, .. } => Some(body),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64) -> Entry {
        Entry {
            seq,
            id: format!("e{seq}").parse().expect("an id"),
            at: Timestamp(0),
            author: Author::Agent { id: "kim".parse().expect("an id"), name: "Kim".into() },
            content: Content::Message { body: seq.to_string(), files: Vec::new() },
        }
    }

    fn conversation(run: std::ops::RangeInclusive<u64>) -> Conversation {
        let mut conversation = Conversation::new("c".parse().expect("an id"), None);
        run.for_each(|seq| _ = conversation.insert(entry(seq)));
        conversation
    }

    fn seqs(conversation: &Conversation) -> Vec<u64> {
        conversation.entries.iter().map(|entry| entry.seq).collect()
    }

    fn page(run: std::ops::RangeInclusive<u64>) -> Vec<Entry> {
        run.map(entry).collect()
    }

    #[test]
    fn an_answer_that_came_alone_wants_what_was_before() {
        assert_eq!(conversation(2..=2).wanted_before(), Some(2));
        assert_eq!(conversation(1..=2).wanted_before(), None);
        assert_eq!(conversation(50..=70).wanted_before(), None, "a panel full");
    }

    #[test]
    fn what_would_leave_a_hole_waits_until_it_is_filled() {
        let mut conversation = conversation(1..=2);
        assert_eq!(conversation.insert(entry(5)), Arrival::Ahead);
        assert_eq!(conversation.insert(entry(4)), Arrival::Ahead);
        assert_eq!(conversation.insert(entry(4)), Arrival::Known);
        assert_eq!(seqs(&conversation), [1, 2]);
        assert_eq!(conversation.insert(entry(3)), Arrival::Next);
        assert_eq!(seqs(&conversation), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn pages_join_the_run_at_either_end() {
        let mut conversation = conversation(10..=12);
        conversation.take_page(page(7..=10));
        assert_eq!(seqs(&conversation), [7, 8, 9, 10, 11, 12]);
        conversation.take_page(page(11..=14));
        assert_eq!(conversation.last_seq(), 14);
        assert_eq!(conversation.older_before(), Some(7));
    }

    #[test]
    fn a_newer_page_behind_a_hole_replaces_the_run_and_an_older_one_is_left() {
        let mut conversation = conversation(10..=12);
        conversation.take_page(page(3..=5));
        assert_eq!(seqs(&conversation), [10, 11, 12]);
        conversation.take_page(page(20..=22));
        assert_eq!(seqs(&conversation), [20, 21, 22]);
    }

    #[test]
    fn messages_of_agents_are_unread_until_they_are_seen() {
        let mut conversation = conversation(1..=3);
        assert_eq!(conversation.unread(), 3);
        conversation.mark_seen(2);
        assert_eq!(conversation.unread(), 1);
        conversation.mark_seen(9);
        assert_eq!((conversation.unread(), conversation.seen()), (0, 3));
    }

    #[test]
    fn a_receipt_is_told_once_and_again_on_a_new_connection() {
        let mut conversation = conversation(1..=3);
        let told =
            ClientFrame::Receipt { conversation: "c".parse().unwrap(), delivered: 3, seen: 0 };
        assert_eq!(conversation.take_receipt(), Some(told.clone()));
        assert_eq!(conversation.take_receipt(), None);
        conversation.tell_again();
        assert_eq!(conversation.take_receipt(), Some(told));
    }
}
