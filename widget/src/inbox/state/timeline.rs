//! A conversation as rows on the screen: entries and events in one line.

use kb_protocol::chat::{Author, Code, Content, Entry};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, CustomerId, EntryId};
use kb_protocol::inbox::{Event, EventKind, InboxItem, Receipt, Status};
use kb_protocol::time::Timestamp;

use super::open_conversation::OpenConversation;
use super::outbox::{Pending, PendingState};
use crate::state::Grouping;

/// Who speaks, as seen by the reader.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The customer.
    Customer,
    /// The reader.
    Me,
    /// Another agent, or the relay with an empty name.
    Colleague(String),
}

/// How far a message to the customer got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Waits for a connection or its turn.
    Queued,
    /// On its way.
    Sending,
    /// Stored.
    Sent,
    /// In the customer's browser.
    Delivered,
    /// The customer has seen it.
    Seen,
}

/// What a quiet line says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Quiet {
    /// Joined the chat.
    Joined,
    /// Ended the chat.
    Ended,
    /// Took the conversation.
    Claimed,
    /// Gave it to this agent.
    Gave(AgentId),
    /// Gave it to nobody.
    Released,
    /// Sorted it under this sub status; its status is as before.
    SubStatus(String),
    /// Gave it this status, until a moment, with this sub status.
    Status(Status, Option<Timestamp>, Option<String>),
    /// Gave it this priority.
    Priority(u8),
    /// Added a tag.
    TagAdded(String),
    /// Removed a tag.
    TagRemoved(String),
    /// Asked for patience.
    Wait(String),
    /// Asked whether anybody is still there.
    Idle,
    /// Nobody came in time.
    Missed,
    /// Left an e-mail address.
    Contact,
    /// Blocked the customer, or no longer.
    Block(bool),
    /// Made another customer part of this one, or took that one out again.
    Merge(CustomerId, bool),
}

/// One row of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// A new day begins; a moment of it.
    Day(Timestamp),
    /// What follows was unread when the conversation was opened.
    Unread,
    /// A message or note.
    Bubble {
        /// Same id, same row.
        id: EntryId,
        /// Number of the entry, for what is stored and the customer sees.
        seq: Option<u64>,
        /// Who wrote it.
        side: Side,
        /// Plain text.
        body: String,
        /// What it carries.
        files: Vec<FileInfo>,
        /// When it was stored, or written.
        at: Timestamp,
        /// Whether a group begins with it.
        is_first: bool,
        /// Whether only agents see it.
        is_note: bool,
        /// Why it was refused for good.
        failed: Option<Code>,
    },
    /// How far the last message to the customer got, and since when and on which
    /// device, as far as that is known.
    Mark(Mark, Option<u64>, Option<Receipt>),
    /// Something happened.
    Quiet {
        /// Of the entry, or of the event with its number.
        key: String,
        /// When.
        at: Timestamp,
        /// By whom.
        who: Side,
        /// What.
        what: Quiet,
    },
}

impl Row {
    /// Equal for the same row in two timelines: what is not part of it never
    /// changes on the screen, so a screen reader is told nothing twice.
    pub fn key(&self) -> String {
        match self {
            Self::Day(at) => format!("day {}", at.0),
            Self::Unread => "unread".into(),
            Self::Bubble { id, is_first, failed, .. } => format!("{id} {is_first} {failed:?}"),
            Self::Mark(mark, seq, receipt) => format!("mark {mark:?} {seq:?} {receipt:?}"),
            Self::Quiet { key, .. } => key.clone(),
        }
    }
}

/// The rows of a conversation, from old to new.
///
/// An event follows the entry after which it happened. `day` numbers the days
/// of the reader's time zone.
pub fn timeline(
    open: &OpenConversation,
    item: &InboxItem,
    pending: &[Pending],
    me: &AgentId,
    day: impl Fn(Timestamp) -> i64,
) -> Vec<Row> {
    let mut rows = Rows { list: Vec::new(), grouping: Grouping::new(), mark: None, item, me, day };
    // Who took the conversation has joined by the same act.
    let joins: Vec<&EntryId> = open
        .entries()
        .filter(|entry| entry.content == Content::Joined)
        .map(|entry| &entry.id)
        .collect();
    let mut events = open.events().filter(|event| !joins.contains(&&event.id)).peekable();
    for entry in open.entries() {
        while let Some(event) = events.next_if(|event| event.after < entry.seq) {
            rows.event(event);
        }
        if open.first_unread == Some(entry.seq) {
            rows.grouping.end_group();
            rows.list.push(Row::Unread);
        }
        rows.entry(entry);
    }
    events.for_each(|event| rows.event(event));
    let stored = |id: &EntryId| {
        open.entries().any(|entry| entry.id == *id) || open.events().any(|event| event.id == *id)
    };
    for item in pending.iter().filter(|item| item.conversation == open.id && !stored(&item.id)) {
        rows.pending(item);
    }
    let mark = rows.mark.map(|(mark, seq)| {
        let receipt = seq.and_then(|seq| match mark {
            Mark::Delivered => open.delivered(seq),
            Mark::Seen => open.seen(seq),
            _ => None,
        });
        Row::Mark(mark, seq, receipt.cloned())
    });
    rows.list.extend(mark);
    rows.list
}

struct Rows<'a, D> {
    list: Vec<Row>,
    /// By author, and notes apart from messages.
    grouping: Grouping<(Side, bool)>,
    /// Of the entry with this number.
    mark: Option<(Mark, Option<u64>)>,
    item: &'a InboxItem,
    me: &'a AgentId,
    day: D,
}

impl<D: Fn(Timestamp) -> i64> Rows<'_, D> {
    fn side(&self, author: &Author) -> Side {
        match author {
            Author::Visitor => Side::Customer,
            Author::Agent { id, .. } if id == self.me => Side::Me,
            Author::Agent { name, .. } => Side::Colleague(name.clone()),
            Author::System | Author::Unknown => Side::Colleague(String::new()),
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let side = self.side(&entry.author);
        match &entry.content {
            Content::Message { body, files } => {
                let mark = if entry.seq <= self.item.seen_by_visitor {
                    Mark::Seen
                } else if entry.seq <= self.item.delivered_to_visitor {
                    Mark::Delivered
                } else {
                    Mark::Sent
                };
                self.mark = (side != Side::Customer).then_some((mark, Some(entry.seq)));
                let key = (entry.id.clone(), Some(entry.seq));
                self.bubble(key, side, (body, files), entry.at, false, None);
            }
            Content::Joined => {
                self.quiet(entry.id.to_string(), entry.at, side, Quiet::Joined);
            }
            Content::Ended => self.quiet(entry.id.to_string(), entry.at, side, Quiet::Ended),
            Content::Wait { body } => {
                self.quiet(entry.id.to_string(), entry.at, side, Quiet::Wait(body.clone()));
            }
            Content::IdleWarning { .. } => {
                self.quiet(entry.id.to_string(), entry.at, side, Quiet::Idle);
            }
            Content::Contact => self.quiet(entry.id.to_string(), entry.at, side, Quiet::Contact),
            // The event beside it says so to agents.
            Content::Missed { .. } | Content::Unknown => {}
        }
    }

    fn event(&mut self, event: &Event) {
        let side = self.side(&event.author);
        let is_author = |id: &AgentId| matches!(&event.author, Author::Agent { id: author, .. } if author == id);
        let what = match &event.kind {
            EventKind::Note { body } => {
                let key = (event.id.clone(), None);
                return self.bubble(key, side, (body, &[]), event.at, true, None);
            }
            EventKind::Assigned { to: Some(to), .. } if is_author(to) => Quiet::Claimed,
            EventKind::Assigned { to: Some(to), .. } => Quiet::Gave(to.clone()),
            EventKind::Assigned { to: None, .. } => Quiet::Released,
            EventKind::Status { from, to, until: None, sub_status: Some(id) } if from == to => {
                Quiet::SubStatus(id.clone())
            }
            EventKind::Status { to, until, sub_status, .. } => {
                Quiet::Status(*to, *until, sub_status.clone())
            }
            EventKind::Priority { to, .. } => Quiet::Priority(*to),
            EventKind::TagAdded { tag } => Quiet::TagAdded(tag.clone()),
            EventKind::TagRemoved { tag } => Quiet::TagRemoved(tag.clone()),
            EventKind::Missed => Quiet::Missed,
            EventKind::Blocked => Quiet::Block(true),
            EventKind::Unblocked => Quiet::Block(false),
            EventKind::Merged { source } => Quiet::Merge(source.clone(), true),
            EventKind::Unmerged { source } => Quiet::Merge(source.clone(), false),
            EventKind::Unknown => return,
        };
        self.quiet(format!("event {}", event.number), event.at, side, what);
    }

    fn pending(&mut self, pending: &Pending) {
        let Some((body, is_note)) = pending.text() else { return };
        let failed = match pending.state {
            PendingState::Failed(code) => Some(code),
            _ => None,
        };
        let said = (body, pending.kind.files.as_slice());
        self.bubble((pending.id.clone(), None), Side::Me, said, pending.made_at, is_note, failed);
        self.mark = match pending.state {
            PendingState::InFlight => Some((Mark::Sending, None)),
            PendingState::Queued(_) => Some((Mark::Queued, None)),
            PendingState::Failed(_) => self.mark,
        };
    }

    fn bubble(
        &mut self,
        (id, seq): (EntryId, Option<u64>),
        side: Side,
        (body, files): (&str, &[FileInfo]),
        at: Timestamp,
        is_note: bool,
        failed: Option<Code>,
    ) {
        self.begin_day(at);
        let is_first = self.grouping.begins_group((side.clone(), is_note), at);
        let (body, files) = (body.to_owned(), files.to_vec());
        self.list.push(Row::Bubble { id, seq, side, body, files, at, is_first, is_note, failed });
    }

    fn quiet(&mut self, key: String, at: Timestamp, who: Side, what: Quiet) {
        self.begin_day(at);
        self.grouping.end_group();
        self.list.push(Row::Quiet { key, at, who, what });
    }

    fn begin_day(&mut self, at: Timestamp) {
        if self.grouping.begins_day((self.day)(at)) {
            self.list.push(Row::Day(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::{AgentFrame, ConversationDetail, HistoryPage};

    use super::super::outbox::Outgoing;
    use super::super::samples::{agent, entry, event, item, lee, note};
    use super::*;

    const MINUTE: i64 = 60 * 1000;
    const DAY: i64 = 24 * 60 * MINUTE;

    fn me() -> Author {
        Author::Agent { id: agent("me"), name: "Kim".into() }
    }

    fn open(entries: Vec<Entry>, events: Vec<Event>) -> OpenConversation {
        let mut open = OpenConversation::new("a".parse().expect("an id"));
        let page = HistoryPage { entries, events, ..HistoryPage::default() };
        open.fill(ConversationDetail { item: item("a"), page });
        open
    }

    /// Each row in a few characters.
    fn rows(open: &OpenConversation, item: &InboxItem, pending: &[Pending]) -> String {
        let rows = timeline(open, item, pending, &agent("me"), |at| at.0.div_euclid(DAY));
        let short = rows.into_iter().map(|row| match row {
            Row::Day(at) => format!("day{}", at.0 / DAY),
            Row::Unread => "new".into(),
            Row::Bubble { side, body, is_first, is_note, failed, .. } => format!(
                "{}{}{}{body}{}",
                if is_first { "*" } else { "" },
                if is_note { "#" } else { "" },
                match side {
                    Side::Customer => ">".into(),
                    Side::Me => "<".into(),
                    Side::Colleague(name) => format!("{name}<"),
                },
                if failed.is_some() { "!" } else { "" }
            ),
            Row::Mark(mark, _, None) => format!("{mark:?}"),
            Row::Mark(mark, _, Some(receipt)) => format!("{mark:?}@{}", receipt.at.0),
            Row::Quiet { what, .. } => format!("{what:?}"),
        });
        short.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn entries_and_events_stand_in_the_order_in_which_they_happened() {
        let claimed = EventKind::Assigned { from: None, to: Some(agent("lee")) };
        let given = EventKind::Assigned { from: None, to: Some(agent("me")) };
        let open = open(
            vec![entry(1, Author::Visitor, "a", 0), entry(2, me(), "b", 0)],
            vec![event(1, 0, claimed), note(2, 1, "n"), event(3, 2, given)],
        );
        assert_eq!(
            rows(&open, &item("a"), &[]),
            "day0 Claimed *>a *#Lee<n *<b Gave(AgentId(\"me\")) Sent"
        );
    }

    #[test]
    fn who_takes_a_conversation_is_said_to_have_joined_and_not_twice() {
        let claimed = EventKind::Assigned { from: None, to: Some(agent("lee")) };
        let joined = Entry {
            id: "v1".parse().expect("an id"),
            content: Content::Joined,
            ..entry(2, lee(), "", 0)
        };
        let open =
            open(vec![entry(1, Author::Visitor, "a", 0), joined], vec![event(1, 1, claimed)]);
        assert_eq!(rows(&open, &item("a"), &[]), "day0 *>a Joined");
    }

    #[test]
    fn messages_of_one_author_within_five_minutes_stand_together() {
        let open = open(
            vec![
                entry(1, Author::Visitor, "a", 0),
                entry(2, Author::Visitor, "b", 5 * MINUTE),
                entry(3, Author::Visitor, "c", 11 * MINUTE),
                entry(4, lee(), "d", DAY),
            ],
            Vec::new(),
        );
        assert_eq!(rows(&open, &item("a"), &[]), "day0 *>a >b *>c day1 *Lee<d Sent");
    }

    #[test]
    fn the_last_message_to_the_customer_says_how_far_it_got() {
        let mut open = open(vec![entry(1, me(), "a", 0)], Vec::new());
        let mut item = item("a");
        assert_eq!(rows(&open, &item, &[]), "day0 *<a Sent");
        item.delivered_to_visitor = 1;
        assert_eq!(rows(&open, &item, &[]), "day0 *<a Delivered");
        item.seen_by_visitor = 1;
        assert_eq!(rows(&open, &item, &[]), "day0 *<a Seen");
        item.seen_at = Some(Timestamp(7));
        open.take_receipts(&item);
        assert_eq!(rows(&open, &item, &[]), "day0 *<a Seen@7");
    }

    #[test]
    fn what_waits_stands_at_the_end_until_it_is_stored() {
        let open = open(vec![entry(1, me(), "a", 0)], Vec::new());
        let send = |id: &str, state| Pending {
            id: id.parse().expect("an id"),
            conversation: open.id.clone(),
            kind: Outgoing {
                frame: AgentFrame::Send {
                    id: id.parse().expect("an id"),
                    conversation: open.id.clone(),
                    body: id.into(),
                    files: Vec::new(),
                },
                files: Vec::new(),
            },
            made_at: Timestamp(0),
            state,
        };
        let waiting = send("p", PendingState::default());
        let failed = send("f", PendingState::Failed(Code::TooLong));
        let stored = send("e1", PendingState::InFlight);
        assert_eq!(rows(&open, &item("a"), &[stored, failed, waiting]), "day0 *<a <f! <p Queued");
    }

    #[test]
    fn the_line_of_what_is_new_stands_before_the_first_unread_entry() {
        let mut open = OpenConversation::new("a".parse().expect("an id"));
        let entries = vec![entry(1, me(), "a", 0), entry(2, Author::Visitor, "b", 0)];
        let item = InboxItem { seq: 2, seen_by_agent: 1, ..item("a") };
        let page = HistoryPage { entries, ..HistoryPage::default() };
        let detail = ConversationDetail { item: item.clone(), page };
        open.fill(detail);
        assert_eq!(rows(&open, &item, &[]), "day0 *<a new *>b");
    }
}
