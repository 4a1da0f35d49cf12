//! Stories of an agent's desk: lost connections, colleagues, refusals.

use kb_protocol::api::Role;
use kb_protocol::chat::{Author, Code};
use kb_protocol::content::ArticleEntry;
use kb_protocol::id::{ConversationId, EntryId};
use kb_protocol::inbox::{
    AgentFrame, Change, ConversationDetail, CustomerPresence, HistoryPage, HitSource,
    INBOX_VERSION, InboxBrand, InboxFrame, InboxItem, InboxPage, LocaleTexts, SearchHit,
    SearchPage, Shortcut, Status, View,
};
use kb_protocol::time::Timestamp;

use super::samples::{agent, entry, item, lee, me, note};
use super::{
    Desk, Drafts, Effect, Link, Load, Mode, Notice, Offer, Pending, Then, Whereabouts, query_at,
};

const NOW: Timestamp = Timestamp(0);

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("an id")
}

/// Ids of what is sent: this one, then this one with a number.
fn ids(first: &str) -> impl FnMut() -> EntryId {
    let mut count = 0;
    let first = first.to_owned();
    move || {
        count += 1;
        if count == 1 { id(&first) } else { id(&format!("{first}-{count}")) }
    }
}

fn welcome(desk: &mut Desk) -> Vec<Effect> {
    desk.apply(InboxFrame::Welcome { version: INBOX_VERSION, now: NOW }, NOW)
}

/// Connected, with conversation `a` of two entries and one event on the screen.
fn desk(role: Role) -> Desk {
    let mut desk = Desk::new(me(role), Drafts::default());
    welcome(&mut desk);
    desk.open(id("a"));
    let detail = ConversationDetail {
        item: InboxItem { seq: 2, events: 1, ..item("a") },
        page: HistoryPage {
            entries: vec![entry(1, Author::Visitor, "a", 0), entry(2, Author::Visitor, "b", 0)],
            has_more: false,
            events: vec![note(1, 1, "n")],
            ..HistoryPage::default()
        },
    };
    desk.take_conversation(&id("a"), Ok(detail));
    desk
}

fn said(effects: &[Effect]) -> Vec<&AgentFrame> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Say(frame) => Some(frame),
            _ => None,
        })
        .collect()
}

fn entry_frame(seq: u64) -> InboxFrame {
    InboxFrame::Entry { conversation: id("a"), entry: entry(seq, Author::Visitor, "x", 0) }
}

#[test]
fn after_a_lost_connection_it_watches_from_where_it_was() {
    let mut desk = desk(Role::Agent);
    desk.apply(entry_frame(3), NOW);
    desk.write("Hello".into(), NOW);
    let effects = desk.send(ids("m1"), Vec::new(), NOW);
    assert_eq!(said(&effects).len(), 1);
    desk.disconnected();
    assert_eq!(desk.link, Link::Lost);
    let effects = welcome(&mut desk);
    let watch = AgentFrame::Watch { conversation: id("a"), after: 3, after_event: 1 };
    let again = AgentFrame::Send {
        id: id("m1"),
        conversation: id("a"),
        body: "Hello".to_owned(),
        files: Vec::new(),
    };
    assert_eq!(said(&effects), [&watch, &again]);
    for view in [View::Mine, View::Unassigned, View::Open] {
        assert!(effects.contains(&Effect::ReadList(view, None)), "{view:?}");
    }
}

#[test]
fn a_hole_and_a_resync_read_the_conversation_again() {
    let read = vec![Effect::ReadConversation(id("a"))];
    let mut desk = desk(Role::Agent);
    assert_eq!(desk.apply(entry_frame(5), NOW), read);
    assert_eq!(desk.apply(entry_frame(2), NOW), []);
    assert_eq!(desk.apply(InboxFrame::Resync { conversation: id("a") }, NOW), read);
    assert_eq!(desk.apply(InboxFrame::Resync { conversation: id("b") }, NOW), []);
}

#[test]
fn what_is_written_without_a_connection_waits_for_one() {
    let mut desk = desk(Role::Agent);
    desk.disconnected();
    desk.write(" Hello ".into(), NOW);
    assert_eq!(said(&desk.send(ids("m1"), Vec::new(), NOW)).len(), 0);
    assert_eq!(desk.drafts.get(&id("a")).text(), "");
    assert_eq!(desk.outbox.waiting(), 1);
    assert!(
        matches!(said(&welcome(&mut desk))[1], AgentFrame::Send { body, .. } if body == "Hello")
    );
    let ack = InboxFrame::Ack { id: id("m1"), conversation: id("a"), seq: Some(3) };
    assert_eq!(desk.apply(ack, NOW), [Effect::KeepOutbox]);
    assert_eq!(desk.outbox.waiting(), 0);
}

#[test]
fn a_claim_that_came_too_late_is_explained() {
    let mut desk = desk(Role::Agent);
    let effects = desk.assign(id("x"), Some(agent("me")), NOW);
    let change = Change::Assign { to: Some(agent("me")), expected: None };
    assert!(
        matches!(said(&effects)[0], AgentFrame::Change { change: made, .. } if *made == change)
    );
    let refused = InboxFrame::Refused {
        id: Some(id("x")),
        conversation: None,
        code: Code::Conflict,
        retry_after_ms: None,
    };
    desk.apply(refused, NOW);
    assert_eq!(desk.notice, Some(Notice::Conflict(id("a"))));
    assert_eq!(desk.outbox.items().len(), 0);
}

#[test]
fn a_refused_message_stays_and_can_be_taken_back() {
    let mut desk = desk(Role::Agent);
    desk.write("Hello".into(), NOW);
    desk.send(ids("m1"), Vec::new(), NOW);
    let refused = InboxFrame::Refused {
        id: Some(id("m1")),
        conversation: None,
        code: Code::TooLong,
        retry_after_ms: None,
    };
    desk.apply(refused, NOW);
    assert_eq!(desk.outbox.items().len(), 1);
    desk.discard(&id("m1"));
    assert_eq!(desk.drafts.get(&id("a")).text(), "Hello");
}

#[test]
fn a_message_that_has_to_wait_is_sent_when_time_has_passed() {
    let mut desk = desk(Role::Agent);
    desk.write("Hello".into(), NOW);
    desk.send(ids("m1"), Vec::new(), NOW);
    let wait = Some(2_000);
    let refused = InboxFrame::Refused {
        id: Some(id("m1")),
        conversation: None,
        code: Code::Unavailable,
        retry_after_ms: wait,
    };
    desk.apply(refused, NOW);
    desk.tick(NOW);
    assert_eq!(said(&desk.tick(Timestamp(1_999))).len(), 0);
    assert_eq!(said(&desk.tick(Timestamp(2_000))).len(), 1);
}

#[test]
fn collaborators_write_notes_and_change_nothing() {
    let mut desk = desk(Role::Collaborator);
    assert_eq!(desk.looked(), [], "who reads along has not seen it for the team");
    assert_eq!(desk.toggle_done(id("x"), NOW), []);
    desk.write_as(Mode::Reply);
    desk.write("Psst".into(), NOW);
    let effects = desk.send(ids("m1"), Vec::new(), NOW);
    assert!(matches!(
        said(&effects)[0],
        AgentFrame::Change { change: Change::Note { body }, .. } if body == "Psst"
    ));
}

#[test]
fn only_an_answer_is_told_to_be_written() {
    let mut desk = desk(Role::Agent);
    assert_eq!(said(&desk.write("H".into(), NOW)).len(), 1);
    assert_eq!(said(&desk.write("He".into(), NOW)).len(), 0);
    let effects = desk.write_as(Mode::Note);
    assert!(matches!(said(&effects)[0], AgentFrame::Typing { is_typing: false, .. }));
    assert_eq!(said(&desk.write("secret".into(), NOW)).len(), 0);
}

#[test]
fn the_keyboard_goes_on_where_a_conversation_left_the_list() {
    let mut desk = desk(Role::Agent);
    let at = |name: &str, at: i64| InboxItem { updated_at: Timestamp(at), ..item(name) };
    let items = vec![at("c", 3), at("b", 2), at("a", 1)];
    desk.view = View::Open;
    desk.take_list(View::Open, None, Ok(InboxPage { items, next: None }));
    let step = |desk: &mut Desk, is_forward| desk.step(is_forward).map(|id| id.to_string());
    desk.marked = None;
    desk.open = None;
    assert_eq!(step(&mut desk, true).as_deref(), Some("c"));
    assert_eq!(step(&mut desk, true).as_deref(), Some("b"));
    desk.lists.put(InboxItem { version: 2, status: Status::Done, ..at("b", 2) });
    assert_eq!(step(&mut desk, true).as_deref(), Some("a"));
    assert_eq!(step(&mut desk, true).as_deref(), Some("a"), "the end is the end");
    assert_eq!(step(&mut desk, false).as_deref(), Some("c"));
    desk.look_for("nothing like it".into());
    assert_eq!(step(&mut desk, true), None, "nothing is found yet");
}

#[test]
fn a_conversation_that_cannot_be_read_says_why_and_frames_wait_for_it() {
    let mut desk = desk(Role::Agent);
    let effects = desk.open(id("b"));
    assert_eq!(effects[0], Effect::Say(AgentFrame::Unwatch { conversation: id("a") }));
    assert_eq!(desk.apply(entry_frame(9), NOW), [], "the old one is closed");
    desk.take_conversation(&id("b"), Err(Code::UnknownConversation));
    let load = desk.open.as_ref().map(|open| open.load);
    assert_eq!(load, Some(Load::Failed(Code::UnknownConversation)));
}

#[test]
fn others_who_write_are_shown_and_forgotten() {
    let mut desk = desk(Role::Agent);
    let conversation: ConversationId = id("a");
    desk.apply(InboxFrame::Typing { conversation, author: lee(), is_typing: true }, NOW);
    let typing = |desk: &Desk| desk.open.as_ref().map_or(0, |open| open.typing().count());
    assert_eq!(typing(&desk), 1);
    desk.tick(Timestamp(60_000));
    assert_eq!(typing(&desk), 0);
}

#[test]
fn only_customers_on_the_screen_are_followed() {
    let mut desk = desk(Role::Agent);
    let of = |customer: &str, name: &str| InboxItem { customer: id(customer), ..item(name) };
    let follow = |customers: &[&str]| AgentFrame::Follow {
        customers: customers.iter().map(|customer| id(customer)).collect(),
    };
    assert!(desk.is_due(NOW), "the customer of the open conversation");
    assert_eq!(said(&desk.tick(NOW)), [&follow(&["ann"])]);
    assert!(!desk.is_due(NOW));
    desk.show(View::Open);
    let items = vec![of("bo", "b"), of("ann", "a"), of("bo", "c")];
    desk.take_list(View::Open, None, Ok(InboxPage { items, next: None }));
    assert_eq!(said(&desk.tick(NOW)), [&follow(&["ann", "bo"])]);

    let present = |customer: &str, is_here, at: Option<i64>| InboxFrame::Present {
        customers: vec![CustomerPresence {
            customer: id(customer),
            is_here,
            last_seen_at: at.map(Timestamp),
        }],
    };
    desk.apply(present("ann", true, None), NOW);
    desk.apply(present("cy", true, None), NOW);
    assert_eq!(desk.attendance.of(&id("ann")), Some(Whereabouts::Here));
    assert_eq!(desk.attendance.of(&id("bo")), None);
    assert_eq!(desk.attendance.of(&id("cy")), None, "nobody asked");
    desk.apply(present("ann", false, Some(7)), NOW);
    assert_eq!(desk.attendance.of(&id("ann")), Some(Whereabouts::Away(Some(Timestamp(7)))));

    desk.disconnected();
    assert_eq!(desk.attendance.of(&id("ann")), None, "it may be old");
    assert!(said(&desk.tick(NOW)).is_empty());
    welcome(&mut desk);
    assert_eq!(said(&desk.tick(NOW)), [&follow(&["ann", "bo"])]);
}

#[test]
fn what_is_found_can_be_opened_by_the_keyboard_until_a_list_is_chosen() {
    let mut desk = desk(Role::Agent);
    let [Effect::SearchSoon(first)] = desk.look_for("bi".into())[..] else { panic!("asked") };
    let [Effect::SearchSoon(second)] = desk.look_for("bike".into())[..] else { panic!("asked") };
    assert_eq!(desk.look_now(first), [], "more was typed");
    assert_eq!(desk.look_now(second), [Effect::Search(second, None)]);
    let item = InboxItem { status: Status::Done, ..item("old") };
    let hit = SearchHit { item, source: HitSource::Message, snippet: Vec::new() };
    desk.take_found(second, None, Ok(SearchPage { hits: vec![hit], next: None }));
    assert_eq!(desk.step(true).map(|id| id.to_string()).as_deref(), Some("old"));
    desk.show(View::Mine);
    assert!(!desk.search.is_on());
    assert_eq!(desk.rows(), []);
}

#[test]
fn what_a_shortcut_changes_goes_with_its_message() {
    let mut desk = desk(Role::Agent);
    let shortcut = Shortcut {
        name: "parts".into(),
        text: LocaleTexts::new(),
        tags: vec!["parts".into()],
        status: Some(Status::Snoozed),
        sub_status: None,
    };
    let offer = Offer::Shortcut { shortcut, text: "We wait too.".into() };
    let query = query_at("Hello\n/pa", 9).expect("asks");
    let (text, caret, _) = desk.take_offer("Hello\n/pa", &query, &offer, NOW);
    assert_eq!((text.as_str(), caret), ("Hello\nWe wait too.", 18));
    let effects = desk.send(ids("m"), Vec::new(), NOW);
    assert_eq!(said(&effects).len(), 1, "the message first, alone");
    let frame_of = |item: &Pending| item.kind.frame.clone();
    let waiting: Vec<AgentFrame> = desk.outbox.items().iter().map(frame_of).collect();
    let change = |frame: &AgentFrame| match frame {
        AgentFrame::Change { change, .. } => Some(change.clone()),
        _ => None,
    };
    assert_eq!(
        waiting.iter().filter_map(change).collect::<Vec<_>>(),
        [
            Change::AddTag { tag: "parts".into() },
            Change::Status { status: Status::Snoozed, until: None, sub_status: None },
        ]
    );
    desk.take_offer("/pa", &query_at("/pa", 3).expect("asks"), &offer, NOW);
    desk.write(String::new(), NOW);
    assert_eq!(desk.drafts.get(&id("a")).then, Then::default(), "gone with its text");
}

#[test]
fn articles_are_asked_for_once_in_the_customers_locale_first() {
    let mut desk = desk(Role::Agent);
    assert_eq!(desk.want_articles(), [], "the brand has no help site");
    desk.setup.brands.push(InboxBrand {
        id: id("pedalo"),
        name: "Pedalo".into(),
        help_site: Some("https://help.example.com/".into()),
        locales: vec!["de".into()],
    });
    let addresses =
        ["en", "de"].map(|code| format!("https://help.example.com/{code}/api/content.json"));
    let wanted = Effect::ReadArticles {
        brand: id("pedalo"),
        locale: "en".into(),
        addresses: addresses.into(),
    };
    assert_eq!(desk.want_articles(), std::slice::from_ref(&wanted));
    assert_eq!(desk.want_articles(), [], "on their way");
    desk.take_articles(id("pedalo"), "en".into(), None);
    assert_eq!(desk.want_articles(), [wanted], "once more, as it failed");
}

#[test]
fn reports_name_articles_in_the_agents_locale_whoever_writes() {
    let mut desk = Desk::new(me(Role::Admin), Drafts::default());
    desk.setup.brands = [("pedalo", Some("https://help.example.com/pedalo/")), ("bare", None)]
        .map(|(brand, site)| InboxBrand {
            id: id(brand),
            name: brand.into(),
            help_site: site.map(str::to_owned),
            locales: vec!["en".into()],
        })
        .into();
    let effects = desk.want_titles("de");
    let addresses =
        ["de", "en"].map(|code| format!("https://help.example.com/pedalo/{code}/api/content.json"));
    assert_eq!(
        effects,
        [Effect::ReadArticles {
            brand: id("pedalo"),
            locale: "de".into(),
            addresses: addresses.into()
        }]
    );
    assert_eq!(desk.want_titles("de"), [], "on their way");
    assert_eq!(desk.article(&id("pedalo"), "de", "key"), None);
    let article = ArticleEntry {
        id: "key".into(),
        title: "Der Schlüssel".into(),
        description: String::new(),
        url: "/pedalo/de/articles/key/".into(),
        locale: "de".into(),
        categories: Vec::new(),
        tags: Vec::new(),
        featured: false,
        updated_at: None,
        reading_minutes: 1,
    };
    desk.take_articles(id("pedalo"), "de".into(), Some(vec![article]));
    let (title, address) = desk.article(&id("pedalo"), "de", "key").expect("known");
    assert_eq!(title, "Der Schlüssel");
    assert_eq!(address, "https://help.example.com/pedalo/de/articles/key/");
    assert_eq!(desk.article(&id("pedalo"), "de", "lock"), None);
    assert_eq!(desk.article(&id("bare"), "de", "key"), None);
}

#[test]
fn a_conversation_that_is_gone_says_so_on_the_screen_only() {
    let mut desk = desk(Role::Agent);
    let refused = |conversation: &str| InboxFrame::Refused {
        id: None,
        conversation: Some(id(conversation)),
        code: Code::UnknownConversation,
        retry_after_ms: None,
    };
    desk.apply(refused("b"), NOW);
    assert_eq!(desk.open.as_ref().map(|open| open.load), Some(Load::Ready));
    desk.apply(refused("a"), NOW);
    let load = desk.open.as_ref().map(|open| open.load);
    assert_eq!(load, Some(Load::Failed(Code::UnknownConversation)));
}

#[test]
fn nothing_stays_of_a_conversation_whose_customer_was_erased() {
    let mut desk = desk(Role::Agent);
    desk.lists.put(item("b"));
    desk.write("Half an answer".into(), NOW);
    desk.disconnected();
    desk.send(ids("m1"), Vec::new(), NOW);
    desk.write("And more".into(), NOW);
    welcome(&mut desk);
    desk.apply(InboxFrame::Gone { conversation: id("a") }, NOW);
    let load = desk.open.as_ref().map(|open| open.load);
    assert_eq!(load, Some(Load::Failed(Code::UnknownConversation)));
    assert!(desk.lists.item(&id("a")).is_none() && !desk.drafts.has(&id("a")));
    assert_eq!(desk.outbox.waiting(), 0);
    assert!(desk.lists.item(&id("b")).is_some(), "others stay");
}

#[test]
fn a_chat_is_ended_by_whoever_may_answer() {
    let mut own = desk(Role::Agent);
    let end = AgentFrame::End { id: id("x"), conversation: id("a") };
    assert_eq!(said(&own.end(id("x"), NOW)), [&end]);
    own.disconnected();
    assert!(said(&welcome(&mut own)).contains(&&end), "until it is answered");
    let refused = InboxFrame::Refused {
        id: Some(id("x")),
        conversation: None,
        code: Code::UnknownConversation,
        retry_after_ms: None,
    };
    own.apply(refused, NOW);
    assert_eq!(own.notice, Some(Notice::Refused(Code::UnknownConversation)));
    assert_eq!(said(&desk(Role::Collaborator).end(id("x"), NOW)), Vec::<&AgentFrame>::new());
}
