//! What agents are told of: choices that are kept and told to every inbox, and
//! letters to who is away, on every database and with the test's own clock.

use std::sync::Arc;

use kb_protocol::chat::{ClientFrame, Opening, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, InboxFrame};
use kb_protocol::notification::{
    AGENT_EVENTS, AgentEvent, NotificationChannel, NotificationSettings, Notifications, When,
};
use kb_server::clock::Clock;
use kb_tests::{Agent, Database, HandClock, MailServer, ORIGIN, TestServer, Visitor, new_id};

use crate::{KB_SERVER, WIDE};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A minute and a moment: what has happened before is decided then.
const WAIT_MS: i64 = MINUTE_MS + 1_000;
/// Monday, 2026-11-23, 9:00 UTC.
const NINE: i64 = 1_795_424_400_000;
const KIM: &str = "kim@example.com";
/// No letter has it: the customer wrote it.
const OWN_WORD: &str = "Quokkaschnurrbart";
/// How ids of conversations of which nobody was told begin.
const HEAP: &str = "heap";
/// The path of the choices.
const PATH: &str = "/inbox/v1/notifications";
const OFFICE: &str = "[schedules.office]\ntimezone = \"UTC\"\nhours = { 1 = [[540, 1020]] }\n";

macro_rules! on_every_database {
    ($($story:ident)*) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$story(super::Desk::on(super::Database::Sqlite).expect("always there"));
            })*
        }

        mod postgres {
            $(#[test]
            fn $story() {
                if let Some(desk) = super::Desk::on(super::Database::Postgres) {
                    super::$story(desk);
                }
            })*
        }
    };
}

on_every_database! {
    an_agent_who_is_away_gets_one_letter_without_the_customers_words
    an_agent_with_an_open_inbox_gets_none_unless_always_is_chosen
    a_choice_counts_for_the_next_event
    in_quiet_hours_no_letter_is_sent
    nobody_is_told_what_they_did_themselves
    the_next_letter_waits_until_somebody_has_looked_or_a_pause_is_over
    a_conversation_that_nobody_has_writes_to_whoever_wants_it
    a_disabled_agent_gets_no_letter
    a_blocked_customer_makes_no_letter
    a_restart_loses_no_letter_and_doubles_none
    what_has_heaped_up_holds_no_letter_up
    letters_speak_the_language_in_which_the_agent_signed_in
    choices_are_checked_and_told_to_every_inbox_of_the_agent
}

/// A relay with a mail server and time that stands still; Lee is at the inbox,
/// Kim is not.
struct Desk {
    server: TestServer,
    mail: MailServer,
    clock: Arc<HandClock>,
    lee: Agent,
    kim: Agent,
    markers: usize,
}

impl Desk {
    fn on(database: Database) -> Option<Self> {
        let mail = MailServer::start();
        let clock = Arc::new(HandClock::at(NINE));
        let hands = Arc::clone(&clock);
        let settings = format!("{}{WIDE}{OFFICE}", mail.settings());
        let server = TestServer::start_with_clock(KB_SERVER, database, hands, &settings, "")?;
        server.add_agent("lee", "owner");
        server.add_agent("kim", "agent");
        let lee = Agent::connected(&server, "lee");
        let kim = Agent::signed_in(&server, "kim");
        Some(Self { server, mail, clock, lee, kim, markers: 0 })
    }

    fn wait(&self, milliseconds: i64) {
        self.clock.set(self.clock.now().0 + milliseconds);
    }

    /// A visitor who has asked.
    fn asked(&self) -> (Visitor, String) {
        let (mut visitor, conversation) = (Visitor::connected(&self.server), new_id());
        let id = new_id();
        visitor.say(&ClientFrame::Send {
            id: id.parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            body: format!("My {OWN_WORD} is gone"),
            files: Vec::new(),
            open: Some(Opening {
                locale: "en".into(),
                page: Some(format!("{ORIGIN}/shop?{OWN_WORD}")),
                ..Opening::default()
            }),
        });
        await_ack(&mut visitor, &id);
        (visitor, conversation)
    }

    /// The same, in a conversation that Lee has given to Kim.
    fn given(&mut self) -> (Visitor, String) {
        let (visitor, conversation) = self.asked();
        let change = assign("kim", &self.kim);
        done(&mut self.lee, &conversation, change);
        (visitor, conversation)
    }

    /// Waits until whatever was due at this moment is done: a customer gets a
    /// letter that is due five minutes later, and then another one.
    fn settle(&mut self) {
        for _ in 0..2 {
            self.markers += 1;
            let address = format!("marker{}@example.com", self.markers);
            let (mut visitor, conversation) = self.asked();
            let id = new_id();
            visitor.say(&ClientFrame::Contact {
                id: id.parse().expect("an id"),
                conversation: conversation.parse().expect("an id"),
                name: None,
                email: address.clone(),
            });
            await_ack(&mut visitor, &id);
            let said = self.lee.send(&conversation, &new_id(), "A marker");
            assert!(matches!(said, InboxFrame::Ack { .. }), "{said:?}");
            self.wait(5 * MINUTE_MS);
            self.mail.await_letter(&address, 1);
        }
    }

    /// Kim chooses one answer for letters about everything.
    fn choose(&self, when: When) {
        put(&self.kim, &about_everything(when));
    }
}

fn about_everything(when: When) -> NotificationSettings {
    let mut settings = NotificationSettings::default();
    for event in AGENT_EVENTS {
        settings.set(event, NotificationChannel::Email, when);
    }
    settings
}

fn await_ack(visitor: &mut Visitor, id: &str) {
    visitor.await_frame(|frame| match frame {
        ServerFrame::Ack { id: acked, .. } => (acked.as_str() == id).then_some(()),
        ServerFrame::Refused { code, .. } => panic!("{code:?}"),
        _ => None,
    });
}

fn put(agent: &Agent, settings: &NotificationSettings) -> Notifications {
    let (status, text) = agent.put(PATH, settings);
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("notifications")
}

fn read(agent: &Agent) -> Notifications {
    let (status, text) = agent.get(PATH);
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("notifications")
}

/// Gives a conversation that nobody has to an agent.
fn assign(name: &str, agent: &Agent) -> Change {
    let (status, text) = agent.get("/inbox/v1/session");
    assert_eq!(status, 200, "{text}");
    let me: kb_protocol::api::Me = serde_json::from_str(&text).expect("an agent");
    assert_eq!(me.name, name);
    Change::Assign { to: Some(me.agent), expected: None }
}

fn done(agent: &mut Agent, conversation: &str, change: Change) {
    let id = new_id();
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change,
    };
    let answer = agent.ask(&frame, &id);
    assert!(matches!(answer, InboxFrame::Ack { .. }), "{answer:?}");
}

/// An agent has everything of a conversation on the screen; what is done after
/// it is known to be behind it.
fn look(agent: &mut Agent, conversation: &str) {
    agent.say(&AgentFrame::Seen {
        conversation: conversation.parse().expect("an id"),
        seen: u64::MAX,
    });
    done(agent, conversation, Change::AddTag { tag: new_id() });
}

fn an_agent_who_is_away_gets_one_letter_without_the_customers_words(mut desk: Desk) {
    let (_visitor, conversation) = desk.given();
    desk.wait(WAIT_MS);
    let letter = desk.mail.await_letter(KIM, 1);
    assert_eq!(letter.header("Subject"), "A conversation was given to you (Pedalo)");
    assert_eq!(letter.header("From"), "Pedalo <help@pedalo.example>");
    assert_eq!(letter.header("To"), "kim <kim@example.com>");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.header("List-Unsubscribe"), "", "that is for customers");
    let (plain, html) = (letter.plain(), letter.html());
    let link = format!("http://chat.example/inbox/#conversation/{conversation}");
    for text in [&plain, &html] {
        assert!(text.contains(&link), "{text}");
        assert!(text.contains("http://chat.example/inbox/#notifications"), "{text}");
        assert!(!text.contains(OWN_WORD), "{text}");
    }
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 1, "once");
    assert_eq!(desk.mail.count("lee@example.com"), 0, "who did it was there");
}

fn an_agent_with_an_open_inbox_gets_none_unless_always_is_chosen(mut desk: Desk) {
    desk.kim.connect().expect("connects");
    desk.given();
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0);
    desk.choose(When::Always);
    desk.given();
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 1);
}

fn a_choice_counts_for_the_next_event(mut desk: Desk) {
    desk.choose(When::Never);
    desk.given();
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0);
    desk.choose(When::Away);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0, "what was decided before stays so");
    desk.given();
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 1);
}

fn in_quiet_hours_no_letter_is_sent(mut desk: Desk) {
    let quiet_hours = Some("office".to_owned());
    let told = put(&desk.kim, &NotificationSettings { quiet_hours, ..Default::default() });
    let at = |hours: i64| kb_protocol::time::Timestamp(NINE + hours * HOUR_MS);
    assert!(!told.is_quiet_at(at(7)) && told.is_quiet_at(at(8)), "{told:?}");
    desk.given();
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 1);
    desk.clock.set(NINE + 9 * HOUR_MS);
    assert!(read(&desk.kim).is_quiet);
    desk.given();
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 1);
}

fn nobody_is_told_what_they_did_themselves(mut desk: Desk) {
    desk.choose(When::Always);
    desk.kim.connect().expect("connects");
    let (_visitor, conversation) = desk.asked();
    look(&mut desk.kim, &conversation);
    let claim = assign("kim", &desk.kim);
    done(&mut desk.kim, &conversation, claim);
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0);
}

fn the_next_letter_waits_until_somebody_has_looked_or_a_pause_is_over(mut desk: Desk) {
    let (mut visitor, conversation) = desk.given();
    desk.wait(WAIT_MS);
    let first = desk.mail.await_letter(KIM, 1);
    visitor.send(&conversation, &new_id(), "And more").expect("stored");
    visitor.send(&conversation, &new_id(), "And even more").expect("stored");
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 1, "nobody has looked at what the first one told of");
    desk.wait(5 * MINUTE_MS);
    let second = desk.mail.await_letter(KIM, 2);
    assert_eq!(
        second.header("Subject"),
        "A customer wrote in your conversation (Pedalo)",
        "both in one"
    );
    assert_eq!(second.header("In-Reply-To"), first.header("Message-ID"));
    look(&mut desk.lee, &conversation);
    visitor.send(&conversation, &new_id(), "Still there?").expect("stored");
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 3);
    visitor.send(&conversation, &new_id(), "Never mind").expect("stored");
    desk.wait(WAIT_MS);
    desk.settle();
    look(&mut desk.lee, &conversation);
    desk.wait(10 * MINUTE_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 3, "looked at while the letter waited");
}

fn a_conversation_that_nobody_has_writes_to_whoever_wants_it(mut desk: Desk) {
    let mut settings = NotificationSettings::default();
    settings.set(AgentEvent::Unassigned, NotificationChannel::Email, When::Away);
    put(&desk.kim, &settings);
    let (_visitor, taken) = desk.asked();
    let claim = assign("lee", &desk.lee);
    done(&mut desk.lee, &taken, claim);
    let (_visitor, waiting) = desk.asked();
    desk.wait(WAIT_MS);
    let letter = desk.mail.await_letter(KIM, 1);
    assert_eq!(letter.header("Subject"), "Nobody has this conversation yet (Pedalo)");
    assert!(letter.plain().contains(&waiting), "{}", letter.plain());
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 1, "somebody has the other one");
}

fn a_disabled_agent_gets_no_letter(mut desk: Desk) {
    desk.given();
    let output = desk.server.command(&["agent", "disable", KIM]).output().expect("runs");
    assert!(output.status.success(), "{output:?}");
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0);
}

fn a_blocked_customer_makes_no_letter(mut desk: Desk) {
    let (_visitor, conversation) = desk.given();
    done(&mut desk.lee, &conversation, Change::Block { is_blocked: true });
    desk.wait(WAIT_MS);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 0);
}

fn a_restart_loses_no_letter_and_doubles_none(mut desk: Desk) {
    desk.given();
    desk.server.stop_here();
    desk.wait(10 * MINUTE_MS);
    desk.server.start_again();
    desk.mail.await_letter(KIM, 1);
    desk.server.stop_here();
    desk.wait(20 * MINUTE_MS);
    desk.server.start_again();
    desk.lee = Agent::connected(&desk.server, "lee");
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 1);
}

/// Conversations of two days ago of which nobody was told, as there was no
/// `[mail]`: more than are looked at within the patience of a test.
fn what_has_heaped_up_holds_no_letter_up(mut desk: Desk) {
    let (_visitor, first) = desk.given();
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 1);
    let old = desk.clock.now().0 - 48 * HOUR_MS;
    desk.server.execute(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
         INSERT INTO conversation (id, brand, customer, status, priority, tags, is_ended, locale,
         seq, events, version, seen_by_agent, delivered_to_visitor, seen_by_visitor, created_at,
         updated_at, preview)
         SELECT '{HEAP}' || i, brand, customer, status, priority, tags, is_ended, locale,
         1, 0, 1, 0, 0, 0, {old}, {old}, preview
         FROM n, conversation WHERE conversation.id = '{first}';
         INSERT INTO entry (conversation, seq, id, at, author, content, body)
         SELECT heap.key, 1, entry.id, {old}, entry.author, entry.content, entry.body
         FROM conversation AS heap, conversation AS first, entry
         WHERE heap.id LIKE '{HEAP}%' AND first.id = '{first}'
         AND entry.conversation = first.key AND entry.seq = 1"
    ));
    desk.given();
    desk.wait(WAIT_MS);
    desk.mail.await_letter(KIM, 2);
}

fn letters_speak_the_language_in_which_the_agent_signed_in(mut desk: Desk) {
    let signed_in = ureq::post(desk.server.url("/inbox/v1/session"))
        .header("origin", desk.server.url(""))
        .header("accept-language", "de-AT,en;q=0.5")
        .send_json(kb_protocol::api::SignIn {
            email: KIM.to_owned(),
            password: kb_tests::PASSWORD.to_owned(),
        });
    assert_eq!(signed_in.expect("signs in").status().as_u16(), 200);
    desk.given();
    desk.wait(WAIT_MS);
    let letter = desk.mail.await_letter(KIM, 1);
    assert_eq!(letter.header("Subject"), "Ihnen wurde ein Gespräch zugewiesen (Pedalo)");
    assert!(letter.html().contains("<html lang=\"de\" dir=\"ltr\">"), "{}", letter.html());
}

fn choices_are_checked_and_told_to_every_inbox_of_the_agent(mut desk: Desk) {
    let first = read(&desk.kim);
    assert_eq!(first.settings, NotificationSettings::default());
    assert_eq!((first.has_email, first.schedules), (true, vec!["office".to_owned()]));
    let quiet_hours = Some("ofice".to_owned());
    let wrong = NotificationSettings { quiet_hours, ..Default::default() };
    let (status, text) = desk.kim.put(PATH, &wrong);
    assert_eq!(status, 404);
    assert!(text.contains("there is no schedule `ofice`; did you mean `office`?"), "{text}");
    let (status, text) = desk.kim.put(PATH, &serde_json::json!({"message": {"inbox": "often"}}));
    assert_eq!(status, 422);
    assert!(text.contains("unknown variant `often`, expected one of `always`"), "{text}");
    assert_eq!(read(&desk.kim).settings, NotificationSettings::default(), "nothing was kept");

    desk.kim.connect().expect("connects");
    let other = Agent::signed_in(&desk.server, "kim");
    let chosen = about_everything(When::Never);
    put(&other, &chosen);
    desk.kim.await_frame(|frame| matches!(frame, InboxFrame::Notifications).then_some(()));
    assert_eq!(read(&desk.kim).settings, chosen);
    let (_visitor, conversation) = desk.given();
    desk.kim.await_frame(|frame| match frame {
        InboxFrame::Notifications => panic!("told twice"),
        InboxFrame::Given { conversation: given } => (given.as_str() == conversation).then_some(()),
        _ => None,
    });
    assert_eq!(read(&desk.lee).settings, NotificationSettings::default(), "each for oneself");
}

#[test]
fn of_two_processes_one_writes_each_letter_and_both_know_who_is_here() {
    let Some(mut desk) = Desk::on(Database::Postgres) else { return };
    let settings = format!("{}{WIDE}{OFFICE}", desk.mail.settings());
    let other = desk.server.start_beside_here(&settings, "");
    desk.server.add_agent("max", "agent");
    let mut max = Agent::signed_in(&other, "max");
    let to_max = assign("max", &max);
    max.connect().expect("connects");
    put(&desk.kim, &about_everything(When::Always));
    let talks: Vec<_> = (0..20)
        .map(|number| {
            if number % 2 == 0 {
                return desk.given().0;
            }
            let (visitor, conversation) = desk.asked();
            done(&mut desk.lee, &conversation, to_max.clone());
            max.await_frame(|frame| matches!(frame, InboxFrame::Given { .. }).then_some(()));
            visitor
        })
        .collect();
    desk.wait(WAIT_MS);
    desk.settle();
    desk.mail.await_letter(KIM, 10);
    desk.settle();
    assert_eq!(desk.mail.count(KIM), 10, "{} visitors", talks.len());
    assert_eq!(desk.mail.count("max@example.com"), 0, "here, through the other process");
}

#[test]
fn without_a_mail_server_letters_are_not_offered() {
    let server = crate::relay();
    let kim = Agent::signed_in(&server, "kim");
    assert!(!read(&kim).has_email);
    let kept = put(&kim, &about_everything(When::Always));
    assert_eq!(kept.settings, about_everything(When::Always), "for the day when there is one");
}
