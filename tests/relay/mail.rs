//! Letters: from an answer that nobody sees to a mail server, on every
//! database and with the test's own clock.

use std::sync::Arc;
use std::time::SystemTime;

use kb_protocol::chat::{ClientFrame, Opening, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, InboxFrame};
use kb_server::clock::Clock;
use kb_tests::{
    Agent, Database, HandClock, MailServer, ORIGIN, Taken, TestServer, Visitor, new_id,
};
use serde_json::json;

use crate::customers::login;
use crate::{KB_SERVER, WIDE};

const MINUTE_MS: i64 = 60 * 1000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Monday, 2026-11-23, 9:00 UTC.
const NINE: i64 = 1_795_424_400_000;
pub(crate) const ANN: &str = "ann@example.com";
/// No letter has it: the customer wrote it.
const OWN_WORD: &str = "Quokkaschnurrbart";

on_every_database! {
    Desk:
    what_nobody_has_seen_goes_as_one_letter_without_the_customers_words
    what_was_seen_needs_no_letter
    an_address_that_comes_later_gets_what_is_still_unseen
    one_request_stops_the_letters_and_a_look_does_not
    while_the_mail_server_is_away_a_letter_waits
    a_letter_that_is_refused_for_good_is_not_tried_again
    a_refusal_of_the_sender_or_of_us_costs_no_letter
    after_days_a_letter_is_given_up
    an_erased_customer_gets_no_letter
    letters_speak_the_customers_language
    a_proved_name_is_greeted_and_is_no_address
    what_is_old_when_letters_are_switched_on_stays_unsent
}

/// A relay with a mail server, an agent, and time that stands still.
pub(crate) struct Desk {
    pub(crate) server: TestServer,
    pub(crate) mail: MailServer,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) kim: Agent,
    markers: usize,
}

impl Desk {
    pub(crate) fn on(database: Database) -> Option<Self> {
        let mail = MailServer::start();
        let settings = format!("{}{WIDE}", mail.settings());
        Self::with(database, mail, &settings)
    }

    fn with(database: Database, mail: MailServer, settings: &str) -> Option<Self> {
        let clock = Arc::new(HandClock::at(NINE));
        let hands = Arc::clone(&clock);
        let pedalo = "color = \"#7a1fa2\"\nlocales = [\"en\", \"ar\", \"ja\"]\n\
             [brands.pedalo.login]\nsecrets = [\"what only the site and the relay know\"]\n";
        let server = TestServer::start_with_clock(KB_SERVER, database, hands, settings, pedalo)?;
        server.add_agent("kim", "owner");
        let kim = Agent::connected(&server, "kim");
        Some(Self { server, mail, clock, kim, markers: 0 })
    }

    fn now(&self) -> i64 {
        self.clock.now().0
    }

    pub(crate) fn wait(&self, milliseconds: i64) {
        self.clock.set(self.now() + milliseconds);
    }

    /// A visitor who has asked in a locale.
    pub(crate) fn asked_in(&self, locale: &str) -> (Visitor, String) {
        let (mut visitor, conversation) = (Visitor::connected(&self.server), new_id());
        let id = new_id();
        visitor.say(&ClientFrame::Send {
            id: id.parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            body: format!("My {OWN_WORD} is gone"),
            files: Vec::new(),
            open: Some(Opening {
                locale: locale.into(),
                page: Some(format!("{ORIGIN}/shop?{OWN_WORD}")),
                ..Opening::default()
            }),
        });
        await_ack(&mut visitor, &id);
        (visitor, conversation)
    }

    /// The same, who has left an address.
    pub(crate) fn ann_in(&self, locale: &str) -> (Visitor, String) {
        let (mut visitor, conversation) = self.asked_in(locale);
        leave(&mut visitor, &conversation, ANN);
        (visitor, conversation)
    }

    pub(crate) fn ann(&self) -> (Visitor, String) {
        self.ann_in("en")
    }

    fn answers(&mut self, conversation: &str, body: &str) {
        let said = self.kim.send(conversation, &new_id(), body);
        assert!(matches!(said, InboxFrame::Ack { .. }), "{said:?}");
    }

    /// Answers and lets the minutes pass.
    pub(crate) fn answers_in_vain(&mut self, conversation: &str, body: &str) {
        self.answers(conversation, body);
        self.wait(5 * MINUTE_MS);
    }

    /// Waits until whatever was due at this moment is done: somebody else gets
    /// a letter that is due later, and then another one.
    fn settle(&mut self) {
        for _ in 0..2 {
            self.markers += 1;
            let address = format!("marker{}@example.com", self.markers);
            let (mut visitor, conversation) = self.asked_in("en");
            leave(&mut visitor, &conversation, &address);
            self.answers_in_vain(&conversation, "A marker");
            self.mail.await_letter(&address, 1);
        }
    }
}

fn await_ack(visitor: &mut Visitor, id: &str) {
    visitor.await_frame(|frame| match frame {
        ServerFrame::Ack { id: acked, .. } => (acked.as_str() == id).then_some(()),
        ServerFrame::Refused { code, .. } => panic!("{code:?}"),
        _ => None,
    });
}

pub(crate) fn leave(visitor: &mut Visitor, conversation: &str, email: &str) {
    let id = new_id();
    visitor.say(&ClientFrame::Contact {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        name: Some(OWN_WORD.to_owned()),
        email: email.to_owned(),
    });
    await_ack(visitor, &id);
}

/// Status and page of the way out that a letter names, with this body sent.
fn way_out(desk: &Desk, letter: &Taken, body: Option<&str>) -> (u16, String) {
    let named = letter.header("List-Unsubscribe");
    let named = named.strip_prefix("<http://chat.example").expect("an address");
    let url = desk.server.url(named.strip_suffix('>').expect("an end"));
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let answer = match body {
        Some(body) => agent
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .send(body.as_bytes()),
        None => agent.get(url).call(),
    };
    let mut answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
}

fn what_nobody_has_seen_goes_as_one_letter_without_the_customers_words(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.answers(&conversation, "Where did you see it <last>?");
    let note = new_id();
    let change = Change::Note { body: "A note about the Quokka".into() };
    let frame = AgentFrame::Change {
        id: note.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change,
    };
    assert!(matches!(desk.kim.ask(&frame, &note), InboxFrame::Ack { .. }));
    desk.wait(4 * MINUTE_MS);
    desk.answers(&conversation, "Is it blue?");
    desk.clock.set(NINE + 5 * MINUTE_MS);
    let letter = desk.mail.await_letter(ANN, 1);
    assert_eq!(letter.from, "help@pedalo.example");
    assert_eq!(letter.header("From"), "Pedalo <help@pedalo.example>");
    assert_eq!(letter.header("To"), ANN);
    assert_eq!(letter.header("Subject"), "2 new answers from Pedalo");
    assert_eq!(letter.header("Date"), "Mon, 23 Nov 2026 09:05:00 +0000", "not before");
    assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let (plain, html) = (letter.plain(), letter.html());
    assert!(plain.contains("kim:\nWhere did you see it <last>?\n\nkim:\nIs it blue?"), "{plain}");
    assert!(plain.contains(ORIGIN) && !plain.contains("/shop"), "{plain}");
    assert!(html.contains("Where did you see it &lt;last&gt;?"), "{html}");
    assert!(html.contains("#7a1fa2") && html.contains("<html lang=\"en\" dir=\"ltr\">"), "{html}");
    for text in [&plain, &html] {
        assert!(!text.contains(OWN_WORD) && !text.contains("A note"), "{text}");
    }

    desk.settle();
    assert_eq!(desk.mail.count(ANN), 1, "once");
    desk.answers_in_vain(&conversation, "Found it");
    let second = desk.mail.await_letter(ANN, 2);
    assert_eq!(second.header("Subject"), "New answer from Pedalo");
    assert!(!second.plain().contains("Is it blue?"), "{}", second.plain());
    assert_eq!(second.header("In-Reply-To"), letter.header("Message-ID"));
    assert_eq!(second.header("References"), letter.header("Message-ID"));
    assert_ne!(second.header("Message-ID"), letter.header("Message-ID"));
}

fn what_was_seen_needs_no_letter(mut desk: Desk) {
    let (mut visitor, conversation) = desk.ann();
    desk.answers(&conversation, "First");
    let seen = visitor.await_entry().1.seq;
    let seen = seen.max(visitor.await_entry().1.seq);
    visitor.say(&ClientFrame::Receipt {
        conversation: conversation.parse().expect("an id"),
        delivered: seen + 1,
        seen: seen + 1,
    });
    visitor.send(&conversation, &new_id(), "Thanks").expect("stored");
    desk.wait(5 * MINUTE_MS);
    desk.settle();
    assert_eq!(desk.mail.count(ANN), 0);
    desk.answers_in_vain(&conversation, "Second");
    let letter = desk.mail.await_letter(ANN, 1);
    assert!(!letter.plain().contains("First") && letter.plain().contains("Second"));
}

fn an_address_that_comes_later_gets_what_is_still_unseen(mut desk: Desk) {
    let (mut visitor, conversation) = desk.asked_in("en");
    desk.answers_in_vain(&conversation, "We are here");
    desk.settle();
    leave(&mut visitor, &conversation, ANN);
    assert!(desk.mail.await_letter(ANN, 1).plain().contains("We are here"));
}

fn one_request_stops_the_letters_and_a_look_does_not(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.answers_in_vain(&conversation, "One");
    let letter = desk.mail.await_letter(ANN, 1);
    let (status, page) = way_out(&desk, &letter, None);
    assert_eq!(status, 200);
    assert!(page.contains("No more emails from Pedalo?") && page.contains("method=\"post\""));
    assert!(!page.contains(ANN), "{page}");
    desk.answers_in_vain(&conversation, "Two");
    desk.mail.await_letter(ANN, 2);

    let (status, page) = way_out(&desk, &letter, Some("List-Unsubscribe=One-Click"));
    assert_eq!(status, 200);
    assert!(page.contains("You get no more emails from Pedalo"), "{page}");
    desk.answers_in_vain(&conversation, "Three");
    desk.settle();
    // The same address, given by somebody else.
    let (_other, other) = desk.ann();
    desk.answers_in_vain(&other, "Four");
    desk.settle();
    assert_eq!(desk.mail.count(ANN), 2);

    assert_eq!(way_out(&desk, &letter, Some("again=1")).0, 200);
    desk.answers_in_vain(&conversation, "Five");
    let letter = desk.mail.await_letter(ANN, 3);
    assert!(letter.plain().contains("Five") && !letter.plain().contains("Three"));
    let forged = ureq::post(desk.server.url("/mail/v1/unsubscribe/pedalo.abc.def"))
        .config()
        .http_status_as_error(false)
        .build()
        .send("again=1")
        .expect("an answer");
    assert_eq!(forged.status().as_u16(), 401);
}

fn while_the_mail_server_is_away_a_letter_waits(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.mail.refuse(&["450 come later", "451 come later"]);
    desk.answers_in_vain(&conversation, "Hello");
    desk.mail.await_refusals(1);
    desk.wait(MINUTE_MS);
    desk.mail.await_refusals(2);
    desk.wait(2 * MINUTE_MS);
    let letter = desk.mail.await_letter(ANN, 1);
    assert_eq!(letter.header("Date"), "Mon, 23 Nov 2026 09:05:00 +0000", "as it was written");
    desk.settle();
    assert_eq!(desk.mail.count(ANN), 1);
}

fn a_letter_that_is_refused_for_good_is_not_tried_again(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.mail.refuse(&["550 nobody of this name"]);
    desk.answers_in_vain(&conversation, "Hello");
    desk.mail.await_refusals(1);
    desk.wait(DAY_MS);
    desk.settle();
    assert_eq!((desk.mail.count(ANN), desk.mail.refused()), (0, 1));
}

fn a_refusal_of_the_sender_or_of_us_costs_no_letter(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    let refusals = [
        ("CONNECT", "554 not you"),
        ("EHLO", "550 who?"),
        ("MAIL", "550 no"),
        ("RCPT", "530 who?"),
    ];
    for (command, answer) in refusals {
        desk.mail.refuse_at(command, &[answer]);
    }
    desk.answers_in_vain(&conversation, "Hello");
    for (count, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8)] {
        desk.mail.await_refusals(count);
        desk.wait(minutes * MINUTE_MS);
    }
    assert!(desk.mail.await_letter(ANN, 1).plain().contains("Hello"));
    desk.mail.refuse_at("DATA", &["554 this is no letter"]);
    desk.answers_in_vain(&conversation, "Again");
    desk.mail.await_refusals(5);
    desk.wait(DAY_MS);
    desk.settle();
    assert_eq!((desk.mail.count(ANN), desk.mail.refused()), (1, 5), "that one was for good");
}

fn after_days_a_letter_is_given_up(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.mail.refuse(&["450 come later", "450 come later"]);
    desk.answers_in_vain(&conversation, "Hello");
    desk.mail.await_refusals(1);
    desk.wait(4 * DAY_MS);
    desk.mail.await_refusals(2);
    desk.wait(DAY_MS);
    desk.settle();
    assert_eq!((desk.mail.count(ANN), desk.mail.refused()), (0, 2));
}

fn an_erased_customer_gets_no_letter(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.mail.refuse(&["450 come later"]);
    desk.answers_in_vain(&conversation, "Hello");
    desk.mail.await_refusals(1);
    let (status, text) = desk.kim.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(status, 200, "{text}");
    let detail: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let customer = detail["item"]["customer"].as_str().or(detail["customer"].as_str());
    let customer = customer.unwrap_or_else(|| panic!("{text}"));
    assert_eq!(desk.kim.delete(&format!("/inbox/v1/customers/{customer}")).0, 200);
    desk.wait(MINUTE_MS);
    desk.settle();
    assert_eq!(desk.mail.count(ANN), 0);
}

fn letters_speak_the_customers_language(mut desk: Desk) {
    let (_one, arabic) = desk.ann_in("ar");
    desk.answers_in_vain(&arabic, "مرحبًا");
    let letter = desk.mail.await_letter(ANN, 1);
    assert_eq!(letter.header("Subject"), "رد جديد من \u{2068}Pedalo\u{2069}");
    assert!(letter.html().contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", letter.html());
    assert!(letter.plain().contains("مرحبًا"), "{}", letter.plain());
    let (status, page) = way_out(&desk, &letter, None);
    assert!(status == 200 && page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");

    let (_two, japanese) = desk.ann_in("ja");
    desk.answers_in_vain(&japanese, "こんにちは");
    let letter = desk.mail.await_letter(ANN, 2);
    assert_eq!(letter.header("Subject"), "Pedaloからの新しい返信が1件あります");
    assert!(letter.plain().contains("こんにちは"), "{}", letter.plain());
}

fn a_proved_name_is_greeted_and_is_no_address(mut desk: Desk) {
    // Tokens count for minutes of the real time.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    desk.clock.set(i64::try_from(since.as_millis()).expect("in range"));
    let (mut visitor, conversation) = desk.asked_in("en");
    let claims = json!({"email": "ann@login.example", "name": "Ann, <eve@example.com>"});
    login(&desk.server, &mut visitor, &claims);
    desk.answers_in_vain(&conversation, "Hello");
    let letter = desk.mail.await_letter("ann@login.example", 1);
    assert_eq!(letter.header("To"), "Ann, <eve@example.com> <ann@login.example>");
    let (head, _) = letter.text.split_once("\n\n").expect("headers");
    assert!(!head.contains("eve@"), "it is no address: {head}");
    assert!(letter.plain().starts_with("Hello Ann, <eve@example.com>,"), "{}", letter.plain());
}

fn what_is_old_when_letters_are_switched_on_stays_unsent(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    desk.answers(&conversation, "Before");
    desk.clock.set(NINE + 4 * DAY_MS);
    desk.settle();
    assert_eq!(desk.mail.count(ANN), 0);
    desk.answers_in_vain(&conversation, "After");
    assert!(desk.mail.await_letter(ANN, 1).plain().contains("After"));
}

/// Stages and words of mail servers are nothing of the database.
#[test]
fn a_mail_server_that_says_nothing_holds_no_other_letter_up() {
    let mail = MailServer::start();
    let settings = format!("{}timeout_seconds = 3\n{WIDE}", mail.settings());
    let mut desk = Desk::with(Database::Sqlite, mail, &settings).expect("always there");
    for (count, command) in (1..).zip(["CONNECT", "EHLO", "RCPT", "DATA"]) {
        let (_visitor, conversation) = desk.ann();
        desk.mail.hush_at(command);
        desk.answers_in_vain(&conversation, "Hello");
        desk.mail.await_refusals(count);
        let other = format!("bo{count}@example.com");
        let (mut bo, second) = desk.asked_in("en");
        leave(&mut bo, &second, &other);
        desk.answers_in_vain(&second, "Hello Bo");
        desk.mail.await_letter(&other, 1);
        desk.mail.await_letter(ANN, count);
    }
    assert_eq!(desk.mail.refused(), 4);
}

#[test]
fn of_two_processes_one_sends_each_letter() {
    let Some(mut desk) = Desk::on(Database::Postgres) else { return };
    let settings = format!("{}{WIDE}", desk.mail.settings());
    let _other = desk.server.start_beside_here(&settings, "");
    let talks: Vec<(Visitor, String, String)> = (0..30)
        .map(|number| {
            let (mut visitor, conversation) = desk.asked_in("en");
            let address = format!("ann{number}@example.com");
            leave(&mut visitor, &conversation, &address);
            desk.answers(&conversation, "Hello");
            (visitor, conversation, address)
        })
        .collect();
    desk.wait(5 * MINUTE_MS);
    for (_, _, address) in &talks {
        desk.mail.await_letter(address, 1);
    }
    desk.settle();
    for (_, _, address) in &talks {
        assert_eq!(desk.mail.count(address), 1, "{address}");
    }
}

#[test]
fn without_a_mail_server_nothing_is_lost_and_the_command_says_why() {
    let server = TestServer::start(KB_SERVER, WIDE);
    let run = |settings: &str| {
        server.configure(&format!("{settings}{WIDE}"), "");
        let output = server.command(&["mail", "test", "kim@example.com"]).output().expect("runs");
        let said = if output.status.success() { output.stdout } else { output.stderr };
        (output.status.success(), String::from_utf8(said).expect("UTF-8"))
    };
    let mail = MailServer::start();
    let (is_sent, said) = run(&mail.settings());
    assert!(is_sent && said.contains("has taken a letter to kim@example.com"), "{said}");
    let letter = mail.await_letter("kim@example.com", 1);
    assert_eq!(letter.header("Subject"), "kb-server can send letters");

    mail.refuse(&["550 nobody of this name"]);
    let (is_sent, said) = run(&mail.settings());
    assert!(!is_sent && said.contains("nobody of this name"), "{said}");
    assert!(said.contains("does not take this recipient"), "{said}");

    mail.refuse_at("MAIL", &["550 no such sender"]);
    let (is_sent, said) = run(&mail.settings());
    assert!(!is_sent && said.contains("does not take this sender: see `mail.from`"), "{said}");

    mail.ask_password("a password");
    let with =
        |password: &str| format!("{}user = \"kim\"\npassword = \"{password}\"\n", mail.settings());
    let (is_sent, said) = run(&with("another one"));
    assert!(!is_sent && said.contains("see `mail.user` and `mail.password`"), "{said}");
    assert!(!said.contains("another one"), "{said}");
    let (is_sent, said) = run(&with("a password"));
    assert!(is_sent, "{said}");

    mail.hush_at("CONNECT");
    let (is_sent, said) = run(&format!("{}timeout_seconds = 1\n", with("a password")));
    assert!(!is_sent && said.contains("it does not answer within 1 s"), "{said}");
    assert!(said.contains("mail.timeout_seconds"), "{said}");

    let nowhere = mail.settings().replace(&mail.address(), "smtp://127.0.0.1:1");
    let (is_sent, said) = run(&nowhere);
    assert!(!is_sent && said.contains("see host and port of `mail.server`"), "{said}");
    let tls = mail.settings().replace("starttls = \"none\"\n", "");
    let (is_sent, said) = run(&tls);
    assert!(!is_sent && said.contains("see `mail.starttls`"), "{said}");
    let (is_sent, said) = run("");
    assert!(!is_sent && said.contains("has no section `[mail]`"), "{said}");
}
