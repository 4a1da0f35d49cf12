//! A letter to whoever sends a form, and what comes after it.

use kb_protocol::inbox::InboxFrame;
use kb_tests::{Database, KEY, MailServer, Visitor, new_id};
use serde_json::json;

use crate::WIDE;
use crate::forms::{Desk, answers};

const ANN: &str = "ann@example.com";
const MINUTES_MS: i64 = 5 * 60 * 1000;

fn story(database: Database) {
    let mail = MailServer::start();
    let settings = format!("{}{WIDE}", mail.settings());
    let pedalo = "[brands.pedalo.mail]\nconfirm_forms = true\n";
    let Some(mut desk) = Desk::with_brand(database, &settings, pedalo) else { return };

    let form = desk.filled(&answers());
    let (status, body) = desk.send(&form);
    assert_eq!(status, 201, "{body}");
    let reference = body["reference"].as_str().expect("a reference").to_owned();
    let first = mail.await_letter(ANN, 1);
    assert!(first.header("Subject").contains(&reference), "{}", first.header("Subject"));
    for text in [first.plain(), first.html()] {
        assert!(text.contains("Pedalo"), "{text}");
        for own in ["squeaks", "PB-042", "Ann"] {
            assert!(!text.contains(own), "the sender's own `{own}` stands in {text}");
        }
    }

    // The same form again, then four more of the same day.
    assert_eq!(desk.send(&form).1["reference"], reference);
    let conversation = desk.list()[0].id.to_string();
    for _ in 0..4 {
        desk.sent(&answers());
    }
    // Whoever has a session is somebody new, the address is the same.
    let visitor = Visitor::connected(&desk.server);
    let form = desk.filled(&answers());
    let path = format!("/forms/v1/{KEY}/contact");
    assert_eq!(desk.post(&path, Some(&visitor.token), &form).0, 201);
    let mut others = answers();
    others["email"] = json!(["bob@example.com"]);
    desk.sent(&others);
    // Letters of one moment go in any order. A fourth to Ann would be taken
    // for the answer below, which is waited for.
    mail.await_letter("bob@example.com", 1);
    mail.await_letter(ANN, 3);

    let said = desk.kim.send(&conversation, &new_id(), "Oil helps.");
    assert!(matches!(said, InboxFrame::Ack { .. }), "{said:?}");
    desk.wait(MINUTES_MS);
    let answer = mail.await_letter(ANN, 4);
    assert!(answer.plain().contains("Oil helps."), "{}", answer.plain());
    let thread = answer.header("References");
    assert!(thread.contains(&first.header("Message-ID")), "{thread}");
}

#[test]
fn a_form_is_confirmed_without_its_answers_and_answered_in_the_same_thread() {
    for database in [Database::Sqlite, Database::Postgres] {
        story(database);
    }
}

fn together(database: Database, refuse: &str, allow: &str) {
    let mail = MailServer::start();
    let settings = format!("{}{WIDE}", mail.settings());
    let pedalo = "[brands.pedalo.mail]\nconfirm_forms = true\n";
    let Some(desk) = Desk::with_brand(database, &settings, pedalo) else { return };
    desk.server.execute(refuse);
    let form = desk.filled(&answers());
    let (status, body) = desk.send(&form);
    assert_eq!(status, 503, "{body}");
    assert!(desk.list().is_empty(), "what has no letter is not kept");
    desk.server.execute(allow);
    let (status, body) = desk.send(&form);
    assert_eq!(status, 201, "{body}");
    mail.await_letter(ANN, 1);
}

#[test]
fn a_form_and_its_letter_are_kept_together_or_not_at_all() {
    together(
        Database::Sqlite,
        "CREATE TRIGGER no_letters BEFORE INSERT ON letter
         BEGIN SELECT RAISE(ABORT, 'no letters'); END",
        "DROP TRIGGER no_letters",
    );
    together(
        Database::Postgres,
        "ALTER TABLE letter ADD CONSTRAINT no_letters CHECK (false) NOT VALID",
        "ALTER TABLE letter DROP CONSTRAINT no_letters",
    );
}
