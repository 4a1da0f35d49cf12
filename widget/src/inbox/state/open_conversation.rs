//! The conversation that is open: its entries and events, without a hole.

use std::collections::BTreeMap;

use kb_protocol::chat::{Author, Code, Entry};
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::inbox::{ConversationDetail, Event, HistoryPage, InboxItem, Receipt};
use kb_protocol::time::Timestamp;

/// How long somebody is taken to be writing who was not heard again.
const TYPING_MS: i64 = 10_000;

/// Whether it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Load {
    /// On its way.
    #[default]
    Loading,
    /// Here.
    Ready,
    /// It could not be read, for this reason.
    Failed(Code),
}

/// What became of an entry or event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is the next one.
    New,
    /// It was here already.
    Known,
    /// Something before it is missing: read the conversation again.
    Gap,
}

/// A conversation with what is known of its history.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenConversation {
    /// Which one.
    pub id: ConversationId,
    /// Whether it was read.
    pub load: Load,
    /// Whether older entries exist.
    pub has_more: bool,
    /// Whether older entries are on their way.
    pub is_reading_older: bool,
    /// Names of other agents who look at it.
    pub viewing: Vec<String>,
    /// The first entry that was unread when it was opened.
    pub first_unread: Option<u64>,
    /// Up to here the relay was told that an agent has seen everything.
    pub(crate) said_seen: u64,
    entries: BTreeMap<u64, Entry>,
    events: BTreeMap<u64, Event>,
    /// From when on the customer's browser had everything up to an entry.
    delivered: BTreeMap<u64, Receipt>,
    /// From when on the customer had seen it.
    seen: BTreeMap<u64, Receipt>,
    last_event: u64,
    typing: Vec<(Author, Timestamp)>,
}

impl OpenConversation {
    /// One that is to be read.
    pub fn new(id: ConversationId) -> Self {
        Self {
            id,
            load: Load::Loading,
            has_more: false,
            is_reading_older: false,
            viewing: Vec::new(),
            first_unread: None,
            said_seen: 0,
            entries: BTreeMap::new(),
            events: BTreeMap::new(),
            delivered: BTreeMap::new(),
            seen: BTreeMap::new(),
            last_event: 0,
            typing: Vec::new(),
        }
    }

    /// Takes what was read, instead of everything that was here.
    pub(crate) fn fill(&mut self, detail: ConversationDetail) {
        let ConversationDetail { item, page } = detail;
        if self.load != Load::Ready {
            self.first_unread = (item.seen_by_agent < item.seq && item.seen_by_agent > 0)
                .then_some(item.seen_by_agent + 1);
        }
        self.entries = page.entries.into_iter().map(|entry| (entry.seq, entry)).collect();
        self.events = page.events.into_iter().map(|event| (event.number, event)).collect();
        self.delivered = by_entry(page.delivered).collect();
        self.seen = by_entry(page.seen).collect();
        self.take_receipts(&item);
        self.last_event = item.events;
        self.has_more = page.has_more;
        self.is_reading_older = false;
        self.load = Load::Ready;
    }

    /// Takes a page of older entries.
    pub(crate) fn take_older(&mut self, page: HistoryPage) {
        self.is_reading_older = false;
        self.has_more = page.has_more;
        self.entries.extend(page.entries.into_iter().map(|entry| (entry.seq, entry)));
        self.events.extend(page.events.into_iter().map(|event| (event.number, event)));
        self.delivered.extend(by_entry(page.delivered));
        self.seen.extend(by_entry(page.seen));
    }

    /// Takes from the state of the conversation how far its messages got.
    pub(crate) fn take_receipts(&mut self, item: &InboxItem) {
        let at = |up_to, at| Receipt { up_to, at, device: None };
        if let Some(receipt) = item.delivered_at.map(|moment| at(item.delivered_to_visitor, moment))
        {
            self.delivered.entry(receipt.up_to).or_insert(receipt);
        }
        if let Some(receipt) = item.seen_at.map(|moment| at(item.seen_by_visitor, moment)) {
            self.seen.entry(receipt.up_to).or_insert(receipt);
        }
    }

    /// Takes receipts of the relay, which know the devices.
    pub(crate) fn take_told(&mut self, delivered: Vec<Receipt>, seen: Vec<Receipt>) {
        self.delivered.extend(by_entry(delivered));
        self.seen.extend(by_entry(seen));
    }

    /// When and where an entry was delivered, as far as that is known.
    pub fn delivered(&self, seq: u64) -> Option<&Receipt> {
        self.delivered.range(seq..).next().map(|(_, receipt)| receipt)
    }

    /// When and where the customer has seen an entry, as far as that is known.
    pub fn seen(&self, seq: u64) -> Option<&Receipt> {
        self.seen.range(seq..).next().map(|(_, receipt)| receipt)
    }

    /// Takes an entry from the relay.
    pub(crate) fn take_entry(&mut self, entry: Entry) -> Taken {
        let last = self.last_entry();
        if entry.seq <= last {
            return Taken::Known;
        }
        if entry.seq > last + 1 {
            return Taken::Gap;
        }
        self.typing.retain(|(author, _)| *author != entry.author);
        self.entries.insert(entry.seq, entry);
        Taken::New
    }

    /// Takes an event from the relay.
    pub(crate) fn take_event(&mut self, event: Event) -> Taken {
        if event.number <= self.last_event {
            return Taken::Known;
        }
        if event.number > self.last_event + 1 {
            return Taken::Gap;
        }
        self.last_event = event.number;
        self.events.insert(event.number, event);
        Taken::New
    }

    /// Somebody began or stopped to write.
    pub(crate) fn take_typing(&mut self, author: Author, is_typing: bool, now: Timestamp) {
        self.typing.retain(|(other, _)| *other != author);
        if is_typing {
            self.typing.push((author, now.plus_ms(TYPING_MS)));
        }
    }

    /// Whether somebody who was writing was not heard for long.
    pub(crate) fn is_typing_over(&self, now: Timestamp) -> bool {
        self.typing.iter().any(|(_, until)| *until <= now)
    }

    /// Forgets who was not heard for long.
    pub(crate) fn forget_typing(&mut self, now: Timestamp) {
        self.typing.retain(|(_, until)| *until > now);
    }

    /// Who is writing, in the order in which they began.
    pub fn typing(&self) -> impl Iterator<Item = &Author> {
        self.typing.iter().map(|(author, _)| author)
    }

    /// The entries, ascending.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Number of the entry with this id, if it is here; found soonest among the
    /// last ones.
    pub fn seq_of(&self, id: &EntryId) -> Option<u64> {
        self.entries.values().rev().find(|entry| entry.id == *id).map(|entry| entry.seq)
    }

    /// The events, ascending.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// Number of the first entry that is here; 1 without any.
    pub fn first_entry(&self) -> u64 {
        self.entries.keys().next().copied().unwrap_or(1)
    }

    /// Number of the last entry that is here; 0 without any.
    pub fn last_entry(&self) -> u64 {
        self.entries.keys().next_back().copied().unwrap_or(0)
    }

    /// Number of the last event up to which none is missing.
    pub fn last_event(&self) -> u64 {
        self.last_event
    }

    /// The entry that the relay is to be told as seen, if any: everything that
    /// is here, once.
    pub(crate) fn unseen(&mut self, item: &InboxItem) -> Option<u64> {
        let last = self.last_entry();
        if self.load != Load::Ready || last <= item.seen_by_agent.max(self.said_seen) {
            return None;
        }
        self.said_seen = last;
        Some(last)
    }
}

fn by_entry(receipts: Vec<Receipt>) -> impl Iterator<Item = (u64, Receipt)> {
    receipts.into_iter().map(|receipt| (receipt.up_to, receipt))
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::Device;

    use super::super::samples::{entry, item, lee, note};
    use super::*;

    fn filled(entries: u64, has_more: bool) -> OpenConversation {
        let mut open = OpenConversation::new("a".parse().expect("an id"));
        let first = if has_more { 3 } else { 1 };
        let entries: Vec<_> =
            (first..=entries).map(|seq| entry(seq, Author::Visitor, "x", 0)).collect();
        let item = InboxItem { seq: 5, events: 4, ..item("a") };
        let page = HistoryPage {
            entries,
            has_more,
            events: vec![note(4, 5, "n")],
            ..HistoryPage::default()
        };
        open.fill(ConversationDetail { item, page });
        open
    }

    #[test]
    fn the_next_entry_is_taken_once_and_a_hole_is_noticed() {
        let mut open = filled(5, false);
        assert_eq!(open.take_entry(entry(7, Author::Visitor, "x", 0)), Taken::Gap);
        assert_eq!(open.seq_of(&entry(6, Author::Visitor, "x", 0).id), None);
        assert_eq!(open.take_entry(entry(6, Author::Visitor, "x", 0)), Taken::New);
        assert_eq!(open.seq_of(&entry(6, Author::Visitor, "x", 0).id), Some(6));
        assert_eq!(open.take_entry(entry(6, Author::Visitor, "x", 0)), Taken::Known);
        assert_eq!(open.last_entry(), 6);
        assert_eq!(open.take_event(note(5, 6, "n")), Taken::New);
        assert_eq!(open.take_event(note(7, 6, "n")), Taken::Gap);
    }

    #[test]
    fn older_pages_come_with_their_events_and_new_ones_follow_the_last() {
        let mut open = filled(5, true);
        assert_eq!((open.last_entry(), open.last_event()), (5, 4));
        let entries = vec![entry(1, lee(), "x", 0), entry(2, lee(), "x", 0)];
        let events = vec![note(1, 0, "n"), note(2, 1, "n")];
        open.take_older(HistoryPage { entries, events, ..HistoryPage::default() });
        assert!(!open.has_more);
        assert_eq!(open.first_entry(), 1);
        assert_eq!(open.events().map(|event| event.number).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(open.take_event(note(5, 5, "n")), Taken::New);
    }

    #[test]
    fn who_writes_is_forgotten_after_a_message_or_a_while() {
        let mut open = filled(5, false);
        open.take_typing(Author::Visitor, true, Timestamp(0));
        open.take_typing(lee(), true, Timestamp(5_000));
        assert_eq!(open.typing().count(), 2);
        open.take_entry(entry(6, Author::Visitor, "x", 0));
        assert_eq!(open.typing().collect::<Vec<_>>(), [&lee()]);
        assert!(!open.is_typing_over(Timestamp(14_999)));
        assert!(open.is_typing_over(Timestamp(15_000)));
        open.forget_typing(Timestamp(15_000));
        assert_eq!(open.typing().count(), 0);
    }

    #[test]
    fn a_message_has_the_time_of_the_first_receipt_that_tells_of_it() {
        let mut open = filled(5, true);
        let one = |up_to, at| Receipt { up_to, at: Timestamp(at), device: None };
        let page = HistoryPage {
            delivered: vec![one(2, 20), one(5, 50)],
            seen: vec![one(2, 30)],
            ..HistoryPage::default()
        };
        open.take_older(page);
        let times = |open: &OpenConversation, seq| {
            (open.delivered(seq).map(|one| one.at.0), open.seen(seq).map(|one| one.at.0))
        };
        assert_eq!(times(&open, 1), (Some(20), Some(30)));
        assert_eq!(times(&open, 4), (Some(50), None));
        open.take_receipts(&InboxItem {
            delivered_to_visitor: 5,
            delivered_at: Some(Timestamp(90)),
            seen_by_visitor: 5,
            seen_at: Some(Timestamp(90)),
            ..item("a")
        });
        assert_eq!(times(&open, 4), (Some(50), Some(90)), "the earliest stays");
        assert_eq!(times(&open, 6), (None, None));
    }

    #[test]
    fn the_device_of_a_receipt_may_come_after_its_time() {
        let mut open = filled(5, false);
        let item = InboxItem { seen_by_visitor: 5, seen_at: Some(Timestamp(90)), ..item("a") };
        open.take_receipts(&item);
        assert_eq!(open.seen(4).and_then(|receipt| receipt.device.clone()), None);
        let device = Device { browser: "Firefox".into(), system: "Android".into() };
        let told = Receipt { up_to: 5, at: Timestamp(90), device: Some(device) };
        open.take_told(Vec::new(), vec![told.clone()]);
        open.take_receipts(&item);
        assert_eq!(open.seen(4), Some(&told));
    }

    #[test]
    fn what_was_seen_is_said_once() {
        let mut open = filled(5, false);
        let item = InboxItem { seen_by_agent: 2, ..item("a") };
        assert_eq!(open.unseen(&item), Some(5));
        assert_eq!(open.unseen(&item), None);
        open.take_entry(entry(6, Author::Visitor, "x", 0));
        assert_eq!(open.unseen(&InboxItem { seen_by_agent: 6, ..item }), None);
    }
}
