//! The conversations that are known, and which list has which of them.

use std::collections::{HashMap, HashSet};

use kb_protocol::id::{AgentId, ConversationId};
use kb_protocol::inbox::{InboxItem, InboxPage, Status, View};
use kb_protocol::time::Timestamp;

/// Every list, in the order in which they are shown.
pub const VIEWS: [View; 5] = [View::Mine, View::Unassigned, View::Open, View::Snoozed, View::Done];

/// Whether nobody has looked at the last entries yet.
pub fn is_unread(item: &InboxItem) -> bool {
    item.seq > item.seen_by_agent
}

/// A conversation and the connection during which it was last confirmed.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    item: InboxItem,
    connection: u32,
}

/// How much of one list was read.
#[derive(Clone, Debug, Default, PartialEq)]
struct Reading {
    is_asked: bool,
    is_ready: bool,
    next: Option<String>,
    /// The last conversation of what was read, if there are more below it.
    horizon: Option<(Timestamp, ConversationId)>,
}

/// An order that is held while somebody points at it.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    view: View,
    rows: Vec<ConversationId>,
}

/// All lists: one set of conversations, sorted into views by what they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    known: HashMap<ConversationId, Known>,
    readings: HashMap<View, Reading>,
    connection: u32,
    held: Option<Held>,
}

impl Lists {
    /// A connection was made: what happened before it may have been missed, so
    /// every list is to be read again. What is known stays until then.
    pub fn connected(&mut self) {
        self.connection += 1;
        for reading in self.readings.values_mut() {
            reading.is_asked = false;
        }
    }

    /// Whether a list has to be read; asked once per connection.
    pub fn ask(&mut self, view: View) -> bool {
        let reading = self.readings.entry(view).or_default();
        !std::mem::replace(&mut reading.is_asked, true)
    }

    /// The cursor of the next page, asked once.
    pub fn ask_more(&mut self, view: View) -> Option<String> {
        self.readings.get_mut(&view)?.next.take()
    }

    /// A page could not be read: it may be asked again.
    pub fn failed(&mut self, view: View, cursor: Option<String>) {
        let reading = self.readings.entry(view).or_default();
        match cursor {
            Some(cursor) => reading.next = Some(cursor),
            None => reading.is_asked = false,
        }
    }

    /// Takes a page; `is_first` if it was read without a cursor.
    pub fn take_page(&mut self, view: View, is_first: bool, page: InboxPage, me: &AgentId) {
        let last = page.items.last().map(place);
        let horizon = page.next.as_ref().and(last);
        if is_first {
            let listed: HashSet<&ConversationId> = page.items.iter().map(|item| &item.id).collect();
            let connection = self.connection;
            // What the list no longer has went elsewhere while nobody told.
            self.known.retain(|id, known| {
                known.connection == connection
                    || listed.contains(id)
                    || !belongs(view, &known.item, me)
                    || horizon.as_ref().is_some_and(|horizon| place(&known.item) < *horizon)
            });
        }
        // What is read at the end comes below what is held and moves nothing.
        if let Some(held) = self.held.as_mut().filter(|held| held.view == view && !is_first) {
            let ids = page.items.iter().map(|item| item.id.clone());
            let new: Vec<_> = ids.filter(|id| !held.rows.contains(id)).collect();
            held.rows.extend(new);
        }
        for item in page.items {
            self.put(item);
        }
        let reading = self.readings.entry(view).or_default();
        reading.is_ready = true;
        reading.next = page.next;
        reading.horizon = horizon;
    }

    /// Takes the state of a conversation, unless a newer one is known.
    pub fn put(&mut self, item: InboxItem) {
        let connection = self.connection;
        match self.known.get_mut(&item.id) {
            Some(known) if known.item.version > item.version => {}
            Some(known) => *known = Known { item, connection },
            None => {
                self.known.insert(item.id.clone(), Known { item, connection });
            }
        }
    }

    /// Forgets a conversation that is no longer there.
    pub fn remove(&mut self, id: &ConversationId) {
        self.known.remove(id);
        if let Some(held) = &mut self.held {
            held.rows.retain(|row| row != id);
        }
    }

    /// A conversation that is known.
    pub fn item(&self, id: &ConversationId) -> Option<&InboxItem> {
        self.known.get(id).map(|known| &known.item)
    }

    /// Whether a list was read at least once.
    pub fn is_ready(&self, view: View) -> bool {
        self.readings.get(&view).is_some_and(|reading| reading.is_ready)
    }

    /// Whether there is more to read below.
    pub fn has_more(&self, view: View) -> bool {
        self.readings.get(&view).is_some_and(|reading| reading.next.is_some())
    }

    /// A list, the latest first, or as it was when it began to be held.
    pub fn rows(&self, view: View, me: &AgentId) -> Vec<ConversationId> {
        match &self.held {
            Some(held) if held.view == view => held.rows.clone(),
            _ => self.sorted(view, me),
        }
    }

    /// Keeps every row where it is, for as long as somebody points at them.
    pub fn hold(&mut self, view: View, me: &AgentId) {
        if self.held.as_ref().is_none_or(|held| held.view != view) {
            // In an empty list nothing can move.
            let rows = self.sorted(view, me);
            self.held = (!rows.is_empty()).then_some(Held { view, rows });
        }
    }

    /// Whether the rows of a list are kept where they are.
    pub fn is_held(&self, view: View) -> bool {
        self.held.as_ref().is_some_and(|held| held.view == view)
    }

    /// Lets rows move again.
    pub fn release(&mut self) {
        self.held = None;
    }

    /// Conversations that wait above a held list.
    pub fn waiting(&self, view: View, me: &AgentId) -> usize {
        match &self.held {
            Some(held) if held.view == view => {
                self.sorted(view, me).iter().filter(|id| !held.rows.contains(id)).count()
            }
            _ => 0,
        }
    }

    /// Conversations of a list at which nobody has looked yet.
    pub fn unread(&self, view: View, me: &AgentId) -> usize {
        let items = self.known.values().map(|known| &known.item);
        items.filter(|item| belongs(view, item, me) && is_unread(item)).count()
    }

    fn sorted(&self, view: View, me: &AgentId) -> Vec<ConversationId> {
        let horizon = self.readings.get(&view).and_then(|reading| reading.horizon.as_ref());
        let mut rows: Vec<_> = self
            .known
            .values()
            .filter(|known| belongs(view, &known.item, me))
            .map(|known| place(&known.item))
            .filter(|place| horizon.is_none_or(|horizon| place >= horizon))
            .collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows.into_iter().map(|(_, id)| id).collect()
    }
}

/// Where a conversation stands, as the server sorts.
fn place(item: &InboxItem) -> (Timestamp, ConversationId) {
    (item.updated_at, item.id.clone())
}

/// Whether a list of this agent has a conversation.
pub(super) fn belongs(view: View, item: &InboxItem, me: &AgentId) -> bool {
    match view {
        View::Mine => item.status == Status::Open && item.assignee.as_ref() == Some(me),
        View::Unassigned => item.status == Status::Open && item.assignee.is_none(),
        View::Open => item.status == Status::Open,
        View::Snoozed => item.status == Status::Snoozed,
        View::Done => item.status == Status::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{agent, item};
    use super::*;

    fn page(items: Vec<InboxItem>, next: Option<&str>) -> InboxPage {
        InboxPage { items, next: next.map(str::to_owned) }
    }

    fn rows(lists: &Lists, view: View) -> String {
        let rows = lists.rows(view, &agent("me"));
        rows.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn of(id: &str, at: i64, version: u64) -> InboxItem {
        InboxItem { version, updated_at: Timestamp(at), ..item(id) }
    }

    fn read(items: Vec<InboxItem>) -> Lists {
        let mut lists = Lists::default();
        lists.connected();
        lists.take_page(View::Open, true, page(items, None), &agent("me"));
        lists
    }

    #[test]
    fn an_item_with_a_smaller_version_is_old() {
        let mut lists = read(vec![of("a", 1, 5)]);
        lists.put(InboxItem { status: Status::Done, ..of("a", 9, 4) });
        assert_eq!(rows(&lists, View::Open), "a");
        lists.put(InboxItem { status: Status::Done, ..of("a", 9, 6) });
        assert_eq!(rows(&lists, View::Open), "");
        assert_eq!(rows(&lists, View::Done), "a");
    }

    #[test]
    fn a_claimed_conversation_moves_from_unassigned_to_mine() {
        let mut lists = read(vec![of("a", 1, 1), of("b", 2, 1)]);
        assert_eq!(rows(&lists, View::Unassigned), "b a");
        lists.put(InboxItem { assignee: Some(agent("me")), ..of("a", 1, 2) });
        assert_eq!(rows(&lists, View::Unassigned), "b");
        assert_eq!(rows(&lists, View::Mine), "a");
        assert_eq!(rows(&lists, View::Open), "b a");
    }

    #[test]
    fn a_held_list_keeps_its_rows_and_counts_what_waits() {
        let me = agent("me");
        let mut lists = read(vec![of("a", 1, 1), of("b", 2, 1)]);
        lists.hold(View::Open, &me);
        lists.put(of("c", 3, 1));
        lists.put(of("a", 4, 2));
        lists.put(InboxItem { status: Status::Done, ..of("b", 2, 2) });
        assert_eq!(rows(&lists, View::Open), "b a");
        assert_eq!(lists.waiting(View::Open, &me), 1);
        lists.release();
        assert_eq!(rows(&lists, View::Open), "a c");
        assert_eq!(lists.waiting(View::Open, &me), 0);
    }

    #[test]
    fn an_empty_list_is_not_held_and_a_held_one_grows_at_its_end() {
        let me = agent("me");
        let mut lists = Lists::default();
        lists.hold(View::Open, &me);
        lists.take_page(View::Open, true, page(vec![of("b", 5, 1)], Some("5.b")), &me);
        assert_eq!(rows(&lists, View::Open), "b");
        lists.hold(View::Open, &me);
        lists.take_page(View::Open, false, page(vec![of("old", 1, 1)], None), &me);
        assert_eq!(rows(&lists, View::Open), "b old");
    }

    #[test]
    fn what_is_known_below_the_last_page_waits_for_its_page() {
        let me = agent("me");
        let mut lists = Lists::default();
        lists.put(of("old", 1, 1));
        lists.take_page(View::Open, true, page(vec![of("b", 5, 1)], Some("5.b")), &me);
        assert_eq!(rows(&lists, View::Open), "b");
        assert_eq!(lists.ask_more(View::Open).as_deref(), Some("5.b"));
        assert_eq!(lists.ask_more(View::Open), None, "asked once");
        lists.take_page(View::Open, false, page(vec![of("old", 1, 1)], None), &me);
        assert_eq!(rows(&lists, View::Open), "b old");
    }

    #[test]
    fn what_left_a_list_during_a_lost_connection_leaves_it_after() {
        let me = agent("me");
        let mut lists = read(vec![of("a", 1, 1), of("gone", 2, 1)]);
        assert!(lists.ask(View::Open));
        lists.connected();
        assert!(lists.ask(View::Open), "each connection reads again");
        assert!(!lists.ask(View::Open));
        lists.put(of("new", 3, 1));
        assert_eq!(rows(&lists, View::Open), "new gone a", "nothing blinks meanwhile");
        lists.take_page(View::Open, true, page(vec![of("a", 1, 1)], None), &me);
        assert_eq!(rows(&lists, View::Open), "new a");
    }

    #[test]
    fn unread_is_what_no_agent_has_seen() {
        let seen = InboxItem { seen_by_agent: 1, ..of("a", 1, 1) };
        let lists = read(vec![seen, InboxItem { seq: 2, seen_by_agent: 1, ..of("b", 2, 1) }]);
        assert_eq!(lists.unread(View::Open, &agent("me")), 1);
    }
}
