//! Engineers look after the people who answer, while the server runs.

use std::io::Write as _;
use std::process::Stdio;

use kb_protocol::chat::Code;
use kb_protocol::inbox::InboxFrame;
use kb_tests::{Agent, Database, PASSWORD, TestServer, Visitor, new_id};

use crate::{KB_SERVER, WIDE};

/// A relay that looks often whether sessions still hold.
fn attentive(database: Database) -> Option<TestServer> {
    let server = TestServer::start_on(KB_SERVER, database, &format!("{WIDE}beat_ms = 100\n"))?;
    server.add_agent("olga", "owner");
    server.add_agent("kim", "agent");
    Some(server)
}

/// Success, and what `kb-server agent …` says of it.
fn agent(server: &TestServer, arguments: &[&str], input: &str) -> (bool, String) {
    let mut command = server.command(&[&["agent"], arguments].concat());
    let mut process = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("start kb-server");
    let mut pipe = process.stdin.take().expect("a pipe");
    // Most commands read nothing.
    let _ = writeln!(pipe, "{input}");
    drop(pipe);
    let output = process.wait_with_output().expect("wait");
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8_lossy(&said).trim_end().to_owned())
}

fn yes(server: &TestServer, arguments: &[&str], input: &str) -> String {
    let (is_done, said) = agent(server, arguments, input);
    assert!(is_done, "{arguments:?}: {said}");
    said
}

/// Status of a sign-in with a password.
fn sign_in(server: &TestServer, name: &str, password: &str) -> u16 {
    let email = format!("{name}@example.com");
    let answer = ureq::post(server.url("/inbox/v1/session"))
        .config()
        .http_status_as_error(false)
        .build()
        .header("origin", server.url(""))
        .send_json(serde_json::json!({ "email": email, "password": password }));
    answer.expect("an answer").status().as_u16()
}

fn await_end(agent: &mut Agent) {
    let code = agent.await_frame(|frame| match frame {
        InboxFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(code, Code::SessionExpired);
    assert_eq!(agent.hear(), Err(4001));
}

fn a_disabled_agent_is_out_at_once(server: TestServer) {
    let conversation = new_id();
    Visitor::connected(&server).send(&conversation, &new_id(), "Hello").expect("stored");
    let mut kim = Agent::connected(&server, "kim");
    let answer = kim.send(&conversation, &new_id(), "Hello, this is Kim");
    assert!(matches!(answer, InboxFrame::Ack { .. }), "{answer:?}");

    let said = yes(&server, &["disable", "KIM@example.com"], "");
    assert_eq!(said, "KIM@example.com may sign in no longer; sessions ended: 1");
    await_end(&mut kim);
    assert_eq!(kim.get("/inbox/v1/conversations?view=open").0, 401);
    assert_eq!(sign_in(&server, "kim", PASSWORD), 403);
    let list = yes(&server, &["list"], "");
    assert!(list.contains("kim@example.com\tkim\tagent\t0 session(s)\tdisabled"), "{list}");

    // What Kim wrote stays.
    let olga = Agent::connected(&server, "olga");
    let (status, page) = olga.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert!(status == 200 && page.contains("Hello, this is Kim"), "{status} {page}");

    yes(&server, &["enable", "kim@example.com"], "");
    assert_eq!(sign_in(&server, "kim", PASSWORD), 200);
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| kim.connect()));
    assert!(refused.is_err(), "the ended session came back with its agent");
}

fn a_lost_laptop_and_a_new_password_end_every_session(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let said = yes(&server, &["sign-out", "kim@example.com"], "");
    assert_eq!(said, "kim@example.com is signed out; sessions ended: 1");
    await_end(&mut kim);
    assert_eq!(sign_in(&server, "kim", PASSWORD), 200, "the password is as it was");

    let mut kim = Agent::connected(&server, "kim");
    let new = "another quite long sentence";
    let (is_done, said) = agent(&server, &["set-password", "kim@example.com"], "short");
    assert!(!is_done && said.contains("at least 15 characters"), "{said}");
    let said = yes(&server, &["set-password", "kim@example.com"], new);
    assert_eq!(said, "kim@example.com has a new password; sessions ended: 2");
    await_end(&mut kim);
    assert_eq!(sign_in(&server, "kim", PASSWORD), 403);
    assert_eq!(sign_in(&server, "kim", new), 200);
}

fn a_role_counts_from_the_next_request_on(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    assert_eq!(kim.get("/inbox/v1/admin/hooks").0, 403);
    yes(&server, &["set-role", "kim@example.com", "admin"], "");
    assert_eq!(kim.get("/inbox/v1/admin/hooks").0, 200);
    yes(&server, &["set-role", "kim@example.com", "agent"], "");
    assert_eq!(kim.get("/inbox/v1/admin/hooks").0, 403);
}

fn somebody_remains_who_may_do_everything(server: TestServer) {
    for change in [&["disable", "olga@example.com"][..], &["set-role", "olga@example.com", "agent"]]
    {
        let (is_done, said) = agent(&server, change, "");
        assert!(!is_done && said.contains("olga@example.com is the only owner"), "{said}");
    }
    yes(&server, &["set-role", "kim@example.com", "owner"], "");
    yes(&server, &["disable", "olga@example.com"], "");
    let (is_done, said) = agent(&server, &["disable", "kim@example.com"], "");
    assert!(!is_done, "the disabled owner counted: {said}");
    let (is_done, said) = agent(&server, &["enable", "ogla@example.com"], "");
    assert!(!is_done && said.contains("did you mean `olga@example.com`?"), "{said}");
}

/// Two engineers let the two owners go at the same moment, again and again.
#[test]
fn of_two_owners_who_go_at_once_one_stays() {
    let Some(server) = attentive(Database::Postgres) else { return };
    for round in 0..10 {
        for name in ["olga", "kim"] {
            let email = format!("{name}@example.com");
            yes(&server, &["enable", &email], "");
            yes(&server, &["set-role", &email, "owner"], "");
        }
        let server = &server;
        let gone = std::thread::scope(|scope| {
            let both = ["olga@example.com", "kim@example.com"]
                .map(|email| scope.spawn(move || agent(server, &["disable", email], "")));
            both.map(|thread| thread.join().expect("no panic").0)
        });
        assert_eq!(gone.iter().filter(|is_gone| **is_gone).count(), 1, "round {round}: {gone:?}");
    }
}

macro_rules! on_both {
    ($($story:ident)*) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$story(super::attentive(kb_tests::Database::Sqlite).expect("always there"));
            })*
        }

        mod postgres {
            $(#[test]
            fn $story() {
                if let Some(server) = super::attentive(kb_tests::Database::Postgres) {
                    super::$story(server);
                }
            })*
        }
    };
}

on_both! {
    a_disabled_agent_is_out_at_once
    a_lost_laptop_and_a_new_password_end_every_session
    a_role_counts_from_the_next_request_on
    somebody_remains_who_may_do_everything
}
