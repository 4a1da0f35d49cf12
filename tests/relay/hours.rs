//! Time: opening hours, waiting, missed chats, idle visitors, on every
//! database and with the test's own clock.

use std::sync::Arc;

use kb_protocol::chat::{ClientFrame, Code, Content, Entry, Opening, ServerFrame};
use kb_protocol::inbox::{
    AgentFrame, Change, EventKind, InboxFrame, InboxItem, Presence, Receipt, Status,
};
use kb_protocol::time::Timestamp;
use kb_protocol::widget::{Availability, WidgetSettings};
use kb_tests::{Agent, Database, HandClock, KEY, TestServer, Visitor, new_id};

use crate::{KB_SERVER, WIDE};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Monday, 2026-11-23, 9:00 UTC.
const NINE: i64 = 1_795_424_400_000;
const OFFICE: &str = "[schedules.office]\ntimezone = \"UTC\"\nhours = { 1 = [[540, 1020]] }\n";

/// How often a race is run: once proves nothing.
const ROUNDS: usize = 10;

/// A relay whose time stands still.
struct Relay {
    server: TestServer,
    clock: Arc<HandClock>,
    kim: Agent,
}

impl Relay {
    fn visitor(&self) -> Visitor {
        Visitor::connected(&self.server)
    }

    /// A visitor who has written at this moment.
    fn asked(&self, at: i64) -> (Visitor, String) {
        self.clock.set(at);
        let (mut visitor, conversation) = (self.visitor(), new_id());
        visitor.send(&conversation, &new_id(), "Is anybody there?").expect("stored");
        (visitor, conversation)
    }

    /// Moves the clock and waits until the jobs have looked at it: a snooze
    /// that ends is their first work, everything else their second. The first
    /// sight of the open conversation may still be that of the question.
    fn goes_to(&mut self, at: i64) {
        let (_, other) = self.asked(at);
        for _ in 0..3 {
            let until = Some(Timestamp(at));
            self.change(
                &other,
                Change::Status { status: Status::Snoozed, until, sub_status: None },
            );
            self.kim.await_frame(|frame| match frame {
                InboxFrame::Item { item } => {
                    (item.id.as_str() == other && item.status == Status::Open).then_some(())
                }
                _ => None,
            });
        }
        self.change(&other, Change::Status { status: Status::Done, until: None, sub_status: None });
    }

    fn change(&mut self, conversation: &str, change: Change) {
        let id = new_id();
        let frame = AgentFrame::Change {
            id: id.parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            change,
        };
        assert!(matches!(self.kim.ask(&frame, &id), InboxFrame::Ack { .. }));
    }

    /// What the inbox shows of a conversation.
    fn item(&self, conversation: &str) -> InboxItem {
        self.detail(conversation).item
    }

    fn detail(&self, conversation: &str) -> kb_protocol::inbox::ConversationDetail {
        let (status, text) = self.kim.get(&format!("/inbox/v1/conversations/{conversation}"));
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// What the relay itself has said.
    fn said(&self, conversation: &str) -> Vec<(i64, Content)> {
        let entries = self.detail(conversation).page.entries.into_iter();
        let system = entries.filter(|entry| entry.author == kb_protocol::chat::Author::System);
        system.map(|entry| (entry.at.0, entry.content)).collect()
    }
}

/// Tells a story on every database that is to be had.
fn on_every_database(settings: &str, pedalo: &str, story: fn(Relay)) {
    for database in [Database::Sqlite, Database::Postgres] {
        let clock = Arc::new(HandClock::at(NINE));
        let settings = format!("{WIDE}{settings}");
        let given = Arc::clone(&clock);
        let Some(server) =
            TestServer::start_with_clock(KB_SERVER, database, given, &settings, pedalo)
        else {
            continue;
        };
        server.add_agent("kim", "agent");
        let kim = Agent::connected(&server, "kim");
        story(Relay { server, clock, kim });
    }
}

/// The next entry that the relay itself has made.
fn await_notice(visitor: &mut Visitor) -> Entry {
    loop {
        let (_, entry) = visitor.await_entry();
        if entry.author == kb_protocol::chat::Author::System {
            return entry;
        }
    }
}

fn leave(visitor: &mut Visitor, conversation: &str, name: &str, email: &str) -> Result<u64, Code> {
    let id = new_id();
    assert!(visitor.say(&ClientFrame::Contact {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        name: Some(name.to_owned()),
        email: email.to_owned(),
    }));
    visitor.await_frame(|frame| match frame {
        ServerFrame::Ack { id: acked, seq, .. } if acked.as_str() == id => Some(Ok(seq)),
        ServerFrame::Refused { code, .. } => Some(Err(code)),
        _ => None,
    })
}

fn end(visitor: &mut Visitor, conversation: &str) -> Result<(), Code> {
    let id = new_id();
    assert!(visitor.say(&ClientFrame::End {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
    }));
    visitor.await_frame(|frame| match frame {
        ServerFrame::Ack { id: acked, .. } if acked.as_str() == id => Some(Ok(())),
        ServerFrame::Refused { code, .. } => Some(Err(code)),
        _ => None,
    })
}

fn settings(server: &TestServer) -> WidgetSettings {
    settings_by(server, "")
}

fn settings_by(server: &TestServer, schedule: &str) -> WidgetSettings {
    ureq::get(server.url(&format!("/chat/v1/settings?key={KEY}&schedule={schedule}")))
        .call()
        .expect("settings")
        .body_mut()
        .read_json()
        .expect("JSON")
}

#[test]
fn a_chat_without_an_answer_is_missed_at_the_minute_and_the_address_is_kept() {
    on_every_database("", "missed_after_minutes = 5", |mut relay| {
        let (mut visitor, conversation) = relay.asked(NINE);
        relay.goes_to(NINE + 5 * MINUTE_MS - 1);
        assert_eq!(relay.said(&conversation), [], "not yet");
        relay.clock.set(NINE + 5 * MINUTE_MS);
        let notice = await_notice(&mut visitor);
        assert_eq!(notice.content, Content::Missed { is_reachable: false });

        let item = relay.item(&conversation);
        assert_eq!(item.missed_at, Some(Timestamp(NINE + 5 * MINUTE_MS)));
        let events = relay.detail(&conversation).page.events;
        assert!(events.iter().any(|event| event.kind == EventKind::Missed), "{events:?}");

        let wrong = leave(&mut visitor, &conversation, "Ann", "ann@example");
        assert_eq!(wrong, Err(Code::InvalidEmail));
        assert_eq!(leave(&mut visitor, &conversation, "Ann", "ann@example.com"), Ok(3));
        let item = relay.item(&conversation);
        assert_eq!(item.customer_name.as_deref(), Some("Ann"));
        assert_eq!(item.customer_email.as_deref(), Some("ann@example.com"));
        assert!(!item.is_email_verified);
        assert_eq!(relay.detail(&conversation).page.entries[2].content, Content::Contact);

        relay.kim.send(&conversation, &new_id(), "Here I am");
        assert_eq!(relay.item(&conversation).missed_at, None);
    });
}

#[test]
fn an_address_of_somebody_elses_chat_is_refused() {
    on_every_database("", "missed_after_minutes = 5", |relay| {
        let (_, conversation) = relay.asked(NINE);
        let refused = leave(&mut relay.visitor(), &conversation, "Eve", "eve@example.com");
        assert_eq!(refused, Err(Code::UnknownConversation));
        assert_eq!(relay.item(&conversation).customer_email, None);
    });
}

#[test]
fn who_can_be_reached_is_not_asked_again() {
    on_every_database("", "missed_after_minutes = 5", |relay| {
        let (mut visitor, first) = relay.asked(NINE);
        relay.clock.set(NINE + 5 * MINUTE_MS);
        await_notice(&mut visitor);
        leave(&mut visitor, &first, "Ann", "ann@example.com").expect("kept");
        let second = new_id();
        visitor.send(&second, &new_id(), "One more thing").expect("stored");
        relay.clock.set(NINE + 10 * MINUTE_MS);
        assert_eq!(await_notice(&mut visitor).content, Content::Missed { is_reachable: true });
    });
}

#[test]
fn what_came_due_while_the_server_was_down_is_made_up_for() {
    on_every_database("", "missed_after_minutes = 5", |mut relay| {
        let (visitor, conversation) = relay.asked(NINE);
        drop(visitor);
        relay.server.stop_here();
        relay.clock.set(NINE + HOUR_MS);
        relay.server.start_again();
        relay.kim = Agent::connected(&relay.server, "kim");
        relay.goes_to(NINE + HOUR_MS);
        let said = relay.said(&conversation);
        assert_eq!(said, [(NINE + HOUR_MS, Content::Missed { is_reachable: false })]);
    });
}

#[test]
fn a_clock_that_is_put_back_or_forward_neither_loses_nor_doubles_anything() {
    on_every_database("", "missed_after_minutes = 5", |mut relay| {
        let (_visitor, conversation) = relay.asked(NINE);
        // By so little that waiting a moment longer is right.
        relay.goes_to(NINE - 4 * MINUTE_MS);
        assert_eq!(relay.said(&conversation), []);
        // By a day: nobody waits for a day.
        let day_before = NINE - 24 * HOUR_MS;
        relay.goes_to(day_before);
        let missed = (day_before, Content::Missed { is_reachable: false });
        assert_eq!(relay.said(&conversation), std::slice::from_ref(&missed));
        relay.goes_to(NINE + 10 * 24 * HOUR_MS);
        assert_eq!(relay.said(&conversation), [missed], "once");
    });
}

#[test]
fn outside_the_hours_a_chat_is_missed_at_once() {
    on_every_database(OFFICE, "schedule = \"office\"", |mut relay| {
        let (_early, early) = relay.asked(NINE + HOUR_MS);
        relay.goes_to(NINE + 2 * HOUR_MS);
        assert_eq!(relay.said(&early), [], "somebody is there, and no minutes are set");
        let (mut late, _) = relay.asked(NINE + 9 * HOUR_MS);
        assert_eq!(await_notice(&mut late).content, Content::Missed { is_reachable: false });
        relay.goes_to(NINE + 9 * HOUR_MS);
        let said = relay.said(&early);
        assert_eq!(said.len(), 1, "whom nobody has taken when everybody goes home: {said:?}");
    });
}

#[test]
fn a_talk_that_goes_on_when_the_schedule_closes_is_not_missed() {
    on_every_database(OFFICE, "schedule = \"office\"", |mut relay| {
        let (mut visitor, conversation) = relay.asked(NINE + 7 * HOUR_MS);
        relay.kim.send(&conversation, &new_id(), "Yes");
        relay.clock.set(NINE + 8 * HOUR_MS - 1);
        visitor.send(&conversation, &new_id(), "I have a question").expect("stored");
        relay.goes_to(NINE + 8 * HOUR_MS);
        assert_eq!(relay.said(&conversation), []);
    });
}

#[test]
fn the_wait_message_is_said_once_in_the_visitors_language() {
    let pedalo = "locales = [\"en\", \"de\"]\n\
         wait_message = { en = \"Somebody will be here soon\", de = \"Gleich ist jemand da\" }";
    on_every_database("", pedalo, |mut relay| {
        let mut visitor = relay.visitor();
        let conversation = new_id();
        visitor.say(&ClientFrame::Send {
            id: new_id().parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            body: "Hallo".into(),
            files: Vec::new(),
            open: Some(Opening { locale: "de-AT".into(), ..Opening::default() }),
        });
        let said = Content::Wait { body: "Gleich ist jemand da".into() };
        assert_eq!(await_notice(&mut visitor).content, said);
        visitor.send(&conversation, &new_id(), "Hallo?").expect("stored");
        relay.goes_to(NINE + MINUTE_MS);
        assert_eq!(relay.said(&conversation), [(NINE, said)]);
    });
}

#[test]
fn who_waits_is_told_how_long_others_waited_lately() {
    let pedalo = "locales = [\"en\", \"de\"]\nwait_estimate = true\n\
         wait_message = { en = \"Somebody will be here soon.\", de = \"Gleich ist jemand da.\" }";
    on_every_database("", pedalo, |mut relay| {
        let wait = |body: &str| Content::Wait { body: body.to_owned() };
        let mut asked: Vec<_> = (0..3).map(|_| relay.asked(NINE)).collect();
        for (minutes, (visitor, conversation)) in [2, 4, 30].into_iter().zip(&mut asked) {
            let told = await_notice(visitor).content;
            assert_eq!(told, wait("Somebody will be here soon."), "nobody was answered yet");
            relay.clock.set(NINE + minutes * MINUTE_MS);
            relay.kim.send(conversation, &new_id(), "Here I am");
            // A second answer is no first one.
            relay.kim.send(conversation, &new_id(), "What can I do?");
        }
        let (mut visitor, conversation) = (relay.visitor(), new_id());
        visitor.say(&ClientFrame::Send {
            id: new_id().parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            body: "Hallo".into(),
            files: Vec::new(),
            open: Some(Opening { locale: "de".into(), ..Opening::default() }),
        });
        let told = "Gleich ist jemand da. Zuletzt dauerte es bis zur Antwort etwa 4 Minuten.";
        assert_eq!(await_notice(&mut visitor).content, wait(told));

        // What is known is too old by now: nothing is said of it.
        let (mut late, _) = relay.asked(NINE + 3 * HOUR_MS);
        assert_eq!(await_notice(&mut late).content, wait("Somebody will be here soon."));
    });
}

fn tell(visitor: &mut Visitor, conversation: &str, delivered: u64, seen: u64) {
    let conversation = conversation.parse().expect("an id");
    assert!(visitor.say(&ClientFrame::Receipt { conversation, delivered, seen }));
}

#[test]
fn receipts_have_the_earliest_time_of_all_devices() {
    on_every_database("", "", |mut relay| {
        let (mut phone, conversation) = relay.asked(NINE);
        let mut laptop = phone.another();
        laptop.connect(&[]).expect("welcome");
        relay.kim.send(&conversation, &new_id(), "Yes");
        relay.kim.send(&conversation, &new_id(), "How can I help?");
        let await_item = |kim: &mut Agent, is_it: fn(&InboxItem) -> bool| {
            kim.await_frame(|frame| match frame {
                InboxFrame::Item { item } if is_it(&item) => Some(item),
                _ => None,
            })
        };
        relay.clock.set(NINE + 1_000);
        tell(&mut phone, &conversation, 2, 0);
        await_item(&mut relay.kim, |item| item.delivered_to_visitor == 2);
        relay.clock.set(NINE + 2_000);
        tell(&mut laptop, &conversation, 3, 2);
        let item = await_item(&mut relay.kim, |item| item.seen_by_visitor == 2);
        assert_eq!(item.delivered_at, Some(Timestamp(NINE + 2_000)));
        assert_eq!(item.seen_at, Some(Timestamp(NINE + 2_000)));
        // Later, from the other device and once more: nothing changes.
        relay.clock.set(NINE + 9_000);
        tell(&mut phone, &conversation, 3, 2);
        phone.cut();
        phone.connect(&[(&conversation, 3)]).expect("welcome");
        tell(&mut phone, &conversation, 3, 3);
        await_item(&mut relay.kim, |item| item.seen_by_visitor == 3);

        let receipt = |up_to, after| Receipt { up_to, at: Timestamp(NINE + after), device: None };
        let page = relay.detail(&conversation).page;
        assert_eq!(page.delivered, [receipt(2, 1_000), receipt(3, 2_000)]);
        assert_eq!(page.seen, [receipt(2, 2_000), receipt(3, 9_000)]);
        let older = format!("/inbox/v1/conversations/{conversation}/entries?before=3");
        assert!(relay.kim.get(&older).1.contains("\"seen\":[{"), "older pages tell, too");
    });
}

#[test]
fn where_receipts_are_off_only_delivery_is_told() {
    on_every_database("", "receipts = false", |mut relay| {
        let (mut visitor, conversation) = relay.asked(NINE);
        relay.kim.send(&conversation, &new_id(), "Yes");
        tell(&mut visitor, &conversation, 2, 2);
        let item = relay.kim.await_frame(|frame| match frame {
            InboxFrame::Item { item } if item.delivered_to_visitor == 2 => Some(item),
            _ => None,
        });
        assert_eq!((item.seen_by_visitor, item.seen_at), (0, None));
        assert_eq!(item.delivered_at, Some(Timestamp(NINE)));
        let detail = relay.detail(&conversation);
        assert_eq!((detail.item.seen_by_visitor, detail.item.seen_at), (0, None));
        assert!(detail.page.seen.is_empty() && !detail.page.delivered.is_empty());
    });
}

#[test]
fn an_idle_visitor_is_warned_and_then_sent_away() {
    on_every_database("", "idle_warn_minutes = 10\nidle_end_minutes = 15", |mut relay| {
        let (mut visitor, conversation) = relay.asked(NINE);
        relay.goes_to(NINE + HOUR_MS);
        assert_eq!(relay.said(&conversation), [], "the visitor is waiting");
        relay.kim.send(&conversation, &new_id(), "What is the number of your bike?");
        let answered = NINE + HOUR_MS;
        relay.goes_to(answered + 10 * MINUTE_MS - 1);
        assert_eq!(relay.said(&conversation), []);
        // Far too late: the warning comes first nevertheless.
        let warned = answered + HOUR_MS;
        relay.clock.set(warned);
        let warning = Content::IdleWarning { ends_in_minutes: Some(5) };
        assert_eq!(await_notice(&mut visitor).content, warning);
        relay.goes_to(warned + 5 * MINUTE_MS - 1);
        assert!(!relay.item(&conversation).is_ended);
        relay.clock.set(warned + 5 * MINUTE_MS);
        assert_eq!(await_notice(&mut visitor).content, Content::Ended);
        let item = relay.item(&conversation);
        assert_eq!((item.is_ended, item.status), (true, Status::Done));
    });
}

#[test]
fn what_may_call_visitors_comes_with_the_settings_of_the_brand() {
    for (pedalo, alerts) in [
        // Named all the same: an open page takes over what the brand changes.
        ("", "\"alerts\":null"),
        ("sound = true", "\"alerts\":{\"sound\":true,\"notifications\":false}"),
        ("browser_notifications = true", "\"alerts\":{\"sound\":false,\"notifications\":true}"),
    ] {
        let clock = Arc::new(HandClock::at(NINE));
        let server = TestServer::start_with_clock(KB_SERVER, Database::Sqlite, clock, WIDE, pedalo)
            .expect("always there");
        let mut answer = ureq::get(server.url(&format!("/chat/v1/settings?key={KEY}")))
            .call()
            .expect("settings");
        let text = answer.body_mut().read_to_string().expect("text");
        assert!(text.contains(alerts), "{pedalo}: {text}");
    }
}

#[test]
fn what_the_brand_does_not_allow_the_server_does_not_do() {
    let pedalo = "closable = false\nsingle_conversation = true\nreopen = \"new\"\n\
         history = false\nreceipts = false\nsuggestions = false";
    on_every_database("", pedalo, |mut relay| {
        assert!(!settings(&relay.server).suggestions);
        let (mut visitor, first) = relay.asked(NINE);
        assert_eq!(end(&mut visitor, &first), Err(Code::NotAllowed));
        let second = new_id();
        let refused = visitor.send(&second, &new_id(), "A second one").expect_err("one is open");
        assert!(matches!(refused, ServerFrame::Refused { code: Code::NotAllowed, .. }));

        visitor.say(&ClientFrame::Receipt {
            conversation: first.parse().expect("an id"),
            delivered: 1,
            seen: 1,
        });
        relay.kim.send(&first, &new_id(), "Hello");
        assert_eq!(relay.item(&first).seen_by_visitor, 0);

        relay
            .change(&first, Change::Status { status: Status::Done, until: None, sub_status: None });
        visitor.send(&first, &new_id(), "Done is not ended").expect("stored");
        relay.server.stop_here();
        relay.server.configure(WIDE, &pedalo_closable());
        relay.server.start_again();
        assert!(settings(&relay.server).suggestions, "unless the brand says otherwise");
        visitor.connect(&[]).expect("welcome");
        end(&mut visitor, &first).expect("may now");
        let refused = visitor.send(&first, &new_id(), "Once more").expect_err("ended");
        assert!(matches!(refused, ServerFrame::Refused { code: Code::Ended, .. }));

        let opening = Opening {
            locale: "en".into(),
            follows: Some(first.parse().expect("an id")),
            ..Opening::default()
        };
        let id = new_id();
        visitor.say(&ClientFrame::Send {
            id: id.parse().expect("an id"),
            conversation: second.parse().expect("an id"),
            body: "Once more".into(),
            files: Vec::new(),
            open: Some(opening.clone()),
        });
        visitor.await_frame(|frame| {
            matches!(frame, ServerFrame::Ack { id: acked, .. } if acked.as_str() == id)
                .then_some(())
        });
        relay.kim = Agent::connected(&relay.server, "kim");
        assert_eq!(relay.item(&second).follows.map(String::from), Some(first.clone()));
        let welcome = visitor.another().connect(&[(&first, 1)]).expect("welcome");
        let ServerFrame::Welcome { conversations, .. } = welcome else { panic!("{welcome:?}") };
        let ids: Vec<&str> = conversations.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, [second.as_str()], "no history");

        let mut stranger = relay.visitor();
        let third = new_id();
        stranger.say(&ClientFrame::Send {
            id: new_id().parse().expect("an id"),
            conversation: third.parse().expect("an id"),
            body: "Mine now".into(),
            files: Vec::new(),
            open: Some(opening),
        });
        stranger.await_entry();
        assert_eq!(relay.item(&third).follows, None, "not of somebody else");
    });
}

#[test]
fn of_two_devices_that_begin_at_one_instant_one_has_the_conversation() {
    on_every_database("", "single_conversation = true", |relay| {
        for _ in 0..ROUNDS {
            let (mut phone, first) = relay.asked(NINE);
            let mut laptop = phone.another();
            laptop.connect(&[]).expect("welcome");
            end(&mut phone, &first).expect("may be ended");
            let acts = [(new_id(), new_id()), (new_id(), new_id())];
            for (device, (conversation, id)) in [&mut phone, &mut laptop].into_iter().zip(&acts) {
                device.say(&ClientFrame::Send {
                    id: id.parse().expect("an id"),
                    conversation: conversation.parse().expect("an id"),
                    body: "Hello".into(),
                    files: Vec::new(),
                    open: Some(Opening { locale: "en".into(), ..Opening::default() }),
                });
            }
            let mut answers =
                [&mut phone, &mut laptop].into_iter().zip(&acts).map(|(device, (_, own))| {
                    device.await_frame(|frame| match frame {
                        ServerFrame::Ack { id, .. } if id.as_str() == own => Some(Ok(())),
                        ServerFrame::Refused { id: Some(id), code, .. } if id.as_str() == own => {
                            Some(Err(code))
                        }
                        _ => None,
                    })
                });
            let answers = [answers.next(), answers.next()];
            assert!(answers.contains(&Some(Ok(()))), "{answers:?}");
            assert!(answers.contains(&Some(Err(Code::NotAllowed))), "{answers:?}");
        }
    });
}

/// Ends a chat as an agent.
fn end_as(agent: &mut Agent, conversation: &str) -> InboxFrame {
    let id = new_id();
    let frame = AgentFrame::End {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
    };
    agent.ask(&frame, &id)
}

#[test]
fn an_agent_ends_a_chat_and_both_sides_hear_of_it_once() {
    // Whether visitors may is another question.
    on_every_database("", "closable = false", |mut relay| {
        relay.server.add_agent("noa", "collaborator");
        let mut noa = Agent::connected(&relay.server, "noa");
        let (mut visitor, conversation) = relay.asked(NINE);
        let refused = end_as(&mut noa, &conversation);
        assert!(matches!(refused, InboxFrame::Refused { code: Code::NotAllowed, .. }));
        relay.kim.send(&conversation, &new_id(), "It is solved");
        for _ in 0..2 {
            assert!(matches!(end_as(&mut relay.kim, &conversation), InboxFrame::Ack { .. }));
        }
        let mut last = visitor.await_entry().1;
        while last.content != Content::Ended {
            last = visitor.await_entry().1;
        }
        assert!(
            matches!(last.author, kb_protocol::chat::Author::Agent { ref name, .. } if name == "kim")
        );
        let summary = visitor.await_frame(|frame| match frame {
            ServerFrame::Conversation { summary } => Some(summary),
            _ => None,
        });
        assert!(summary.is_ended && !summary.is_closed);

        let detail = relay.detail(&conversation);
        assert_eq!((detail.item.is_ended, detail.item.status), (true, Status::Done));
        let ends = detail.page.entries.iter().filter(|entry| entry.content == Content::Ended);
        assert_eq!(ends.count(), 1, "twice is once");
        visitor.send(&conversation, &new_id(), "Thank you").expect("goes on");
        let item = relay.item(&conversation);
        assert_eq!((item.is_ended, item.status), (false, Status::Open));
        let nowhere = end_as(&mut relay.kim, &new_id());
        assert!(matches!(nowhere, InboxFrame::Refused { code: Code::UnknownConversation, .. }));
    });
}

#[test]
fn after_the_days_that_are_set_a_message_begins_a_new_conversation() {
    let pedalo = "reopen_within_days = 2\nsingle_conversation = true";
    on_every_database("", pedalo, |mut relay| {
        const DAY_MS: i64 = 24 * HOUR_MS;
        let done = || Change::Status { status: Status::Done, until: None, sub_status: None };
        let (mut visitor, first) = relay.asked(NINE);
        relay.clock.set(NINE + HOUR_MS);
        relay.change(&first, done());
        // At the last moment it still opens again.
        relay.clock.set(NINE + HOUR_MS + 2 * DAY_MS);
        visitor.send(&first, &new_id(), "One more question").expect("opens again");
        assert_eq!(relay.item(&first).status, Status::Open);

        relay.change(&first, done());
        let later = NINE + HOUR_MS + 4 * DAY_MS + 1;
        relay.clock.set(later);
        let refused = visitor.send(&first, &new_id(), "Still there?").expect_err("too late");
        assert!(matches!(refused, ServerFrame::Refused { code: Code::Ended, .. }));
        assert_eq!(relay.item(&first).status, Status::Done);
        let welcome = visitor.connect(&[]).expect("welcome");
        let ServerFrame::Welcome { conversations, .. } = welcome else { panic!("{welcome:?}") };
        assert!(conversations[0].is_closed, "so that the widget begins a new one by itself");

        // Although only one may be there that is not ended: this one is over.
        let second = new_id();
        let id = new_id();
        visitor.say(&ClientFrame::Send {
            id: id.parse().expect("an id"),
            conversation: second.parse().expect("an id"),
            body: "Still there?".into(),
            files: Vec::new(),
            open: Some(Opening {
                locale: "en".into(),
                follows: Some(first.parse().expect("an id")),
                ..Opening::default()
            }),
        });
        visitor.await_frame(|frame| {
            matches!(frame, ServerFrame::Ack { id: acked, .. } if acked.as_str() == id)
                .then_some(())
        });
        assert_eq!(relay.item(&second).follows.map(String::from), Some(first.clone()));

        // The same for one that an agent has ended.
        assert!(matches!(end_as(&mut relay.kim, &second), InboxFrame::Ack { .. }));
        relay.clock.set(later + 2 * DAY_MS);
        visitor.send(&second, &new_id(), "Me again").expect("opens again");
        assert!(matches!(end_as(&mut relay.kim, &second), InboxFrame::Ack { .. }));
        relay.clock.set(later + 4 * DAY_MS + 1);
        let refused = visitor.send(&second, &new_id(), "And again").expect_err("too late");
        assert!(matches!(refused, ServerFrame::Refused { code: Code::Ended, .. }));
        // What was never done stays open for as long as it takes.
        let third = new_id();
        visitor.send(&third, &new_id(), "Something else").expect("the others are over");
        relay.clock.set(later + 100 * DAY_MS);
        visitor.send(&third, &new_id(), "Hello?").expect("open");
    });
}

fn pedalo_closable() -> String {
    "single_conversation = true\nreopen = \"new\"\nhistory = false\nreceipts = false".to_owned()
}

#[test]
fn a_page_may_name_another_schedule() {
    let server = TestServer::start(KB_SERVER, OFFICE);
    assert_eq!(settings(&server).changes, [], "the brand names none");
    let office = settings_by(&server, "office");
    assert!(!office.changes.is_empty());
    let unknown = ureq::get(server.url(&format!("/chat/v1/settings?key={KEY}&schedule=offce")))
        .config()
        .http_status_as_error(false)
        .build()
        .call()
        .expect("an answer");
    assert_eq!(unknown.status().as_u16(), 404);
    let problem = unknown.into_body().read_to_string().expect("a text");
    assert!(problem.contains("unknown_schedule") && problem.contains("offce"), "{problem}");
}

#[test]
fn settings_tell_the_coming_changes_and_follow_the_file() {
    let mut server = TestServer::start(KB_SERVER, OFFICE);
    assert_eq!(settings(&server).availability, Availability::Online, "no schedule is named");
    server.configure(OFFICE, "schedule = \"office\"");
    server.hang_up();
    let told = loop {
        let told = settings(&server);
        if !told.changes.is_empty() {
            break told;
        }
    };
    assert!(
        told.changes
            .windows(2)
            .all(|pair| pair[0].at < pair[1].at && pair[0].availability != pair[1].availability)
    );
    assert_ne!(told.changes[0].availability, told.availability);

    // What is wrong changes nothing and is told where.
    server.configure(OFFICE, "schedule = \"offce\"");
    server.hang_up();
    let wrong = "there is no schedule `offce`; did you mean `office`?";
    while !server.logged().contains(wrong) {
        std::thread::yield_now();
    }
    assert_eq!(settings(&server).changes, told.changes);

    server.configure(OFFICE, "chat = false");
    server.hang_up();
    while settings(&server).availability != Availability::Disabled {
        std::thread::yield_now();
    }
    let refused = ureq::post(server.url("/chat/v1/sessions"))
        .header("origin", kb_tests::ORIGIN)
        .config()
        .http_status_as_error(false)
        .build()
        .send_json(kb_protocol::api::SessionRequest { key: KEY.to_owned() })
        .expect("an answer");
    assert_eq!(refused.status().as_u16(), 403);
    assert_eq!(server.stop(), Some(0), "the signal did not end it");
}

#[test]
fn a_brand_that_needs_an_agent_is_offline_while_none_is_available() {
    on_every_database("", "needs_agent = true", |mut relay| {
        let availability = |relay: &Relay| settings(&relay.server).availability;
        assert_eq!(availability(&relay), Availability::Online, "Kim is here");
        let mut presence = |presence: Presence| {
            assert!(relay.kim.say(&AgentFrame::SetPresence { presence }));
            relay.kim.await_frame(|frame| match frame {
                InboxFrame::Colleague { colleague } => {
                    (colleague.presence == presence).then_some(())
                }
                _ => None,
            });
        };
        presence(Presence::Busy);
        let busy = settings(&relay.server);
        assert_eq!((busy.availability, busy.changes), (Availability::Offline, vec![]));
        // Nobody is kept from writing: it is answered later.
        let (mut visitor, conversation) = (relay.visitor(), new_id());
        visitor.send(&conversation, &new_id(), "Is anybody there?").expect("stored");
    });
}
