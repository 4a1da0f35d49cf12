//! What is kept of a person: handed over to whoever asks, and erased so that
//! nothing is left.

use kb_protocol::api::Tombstone;
use kb_protocol::chat::{Code, ServerFrame};
use kb_protocol::inbox::InboxFrame;
use kb_tests::files::{bytes_of, upload};
use kb_tests::{Agent, Database, TestServer, Visitor, new_id};
use serde_json::{Value, json};

use crate::customers::{ask, login};
use crate::{WIDE, relay, relay_on};

on_every_database! {
    all_that_is_kept_of_a_person_is_handed_over
    an_erased_person_leaves_nothing_but_the_proof
    only_who_may_hands_over_and_erases
    a_browser_of_an_erased_person_begins_anew
}

/// No other text has it.
const WORD: &str = "Quokkaschnurrbart";

/// Somebody with a history: a login that an anonymous visitor has joined, an
/// address, a file, a note, and words that can be found.
struct Ann {
    browser: Visitor,
    phone: Visitor,
    conversations: [String; 2],
    file: String,
    customer: String,
}

impl Ann {
    fn write(server: &TestServer, kim: &mut Agent) -> Self {
        let external = new_id();
        let (first, second) = (new_id(), new_id());
        let mut browser = Visitor::connected(server);
        browser.send(&first, &new_id(), &format!("My {WORD} is gone")).expect("stored");
        let claims = json!({"externalId": external, "name": "Ann Quokka"});
        let customer = login(server, &mut browser, &claims)["customer"].clone();
        let mut phone = Visitor::connected(server);
        let note = upload(server, &phone, "note.txt", WORD.as_bytes()).expect("taken");
        phone.send_with(&second, &new_id(), "", &[&note]).expect("stored");
        let said = json!({"emails": ["ann@quokka.example"], "attributes": {"ordersNum": 3}});
        assert_eq!(ask(server, "POST", "/chat/v1/customer", Some(&phone.token), &said).0, 204);
        login(server, &mut phone, &claims);
        kim.send(&first, &new_id(), &format!("What is a {WORD}?"));
        browser.connect(&[]).expect("welcome");
        Self {
            browser,
            phone,
            conversations: [first, second],
            file: note.id.to_string(),
            customer: customer.as_str().expect("an id").to_owned(),
        }
    }

    fn path(&self) -> String {
        format!("/inbox/v1/customers/{}", self.customer)
    }
}

fn owner(server: &TestServer) -> Agent {
    server.add_agent("olga", "owner");
    Agent::connected(server, "olga")
}

/// Conversations in which the word is found.
fn found(agent: &Agent) -> usize {
    let (status, text) = agent.get(&format!("/inbox/v1/search?q={WORD}"));
    assert_eq!(status, 200, "{text}");
    let page: Value = serde_json::from_str(&text).expect("JSON");
    page["hits"].as_array().expect("hits").len()
}

fn all_that_is_kept_of_a_person_is_handed_over(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let ann = Ann::write(&server, &mut kim);
    let (status, text) = owner(&server).get(&ann.path());
    assert_eq!(status, 200, "{text}");
    let kept: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        json!([
            kept["customer"],
            kept["name"],
            kept["brand"],
            kept["attributes"],
            kept["contacts"]
        ]),
        json!([
            ann.customer,
            "Ann Quokka",
            "pedalo",
            {"ordersNum": 3.0},
            [{"kind": "email", "value": "ann@quokka.example"}]
        ])
    );
    assert_eq!(kept["joined"].as_array().map(Vec::len), Some(1), "the phone was somebody else");
    let conversations = kept["conversations"].as_array().expect("conversations");
    let ids: Vec<&str> = conversations.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ann.conversations);
    assert_eq!(conversations[0]["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(conversations[0]["entries"][1]["content"]["body"], format!("What is a {WORD}?"));
    assert_eq!(kept["files"][0]["id"], ann.file);
    assert!(kept["sessions"].as_array().is_some_and(|sessions| sessions.len() >= 2), "{text}");
}

fn an_erased_person_leaves_nothing_but_the_proof(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut ann = Ann::write(&server, &mut kim);
    let mut bob = Visitor::connected(&server);
    let other = new_id();
    bob.send(&other, &new_id(), &format!("I have the {WORD}")).expect("stored");
    let olga = owner(&server);
    assert_eq!(found(&olga), 2);

    let (status, text) = olga.delete(&ann.path());
    assert_eq!(status, 200, "{text}");
    let proof: Tombstone = serde_json::from_str(&text).expect("JSON");
    assert_eq!((proof.conversations, proof.messages, proof.files), (2, 3, 1));
    assert_eq!(proof.customer.as_str(), ann.customer);

    let closed = ann.browser.await_frame(|frame| match frame {
        ServerFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(closed, Code::SessionExpired, "at once");
    for conversation in &ann.conversations {
        kim.await_frame(|frame| match frame {
            InboxFrame::Gone { conversation: gone } => {
                (gone.as_str() == conversation).then_some(())
            }
            _ => None,
        });
        assert_eq!(kim.get(&format!("/inbox/v1/conversations/{conversation}")).0, 404);
    }
    assert_eq!(found(&olga), 1, "Bob's");
    assert_eq!(olga.get(&format!("/inbox/v1/files/{}", ann.file)).0, 404);
    assert!(bytes_of(&server, &ann.phone, &ann.file).is_err());
    assert_eq!(
        ask(&server, "GET", "/chat/v1/session", Some(&ann.phone.token), &Value::Null).0,
        401
    );
    assert_eq!(olga.get(&ann.path()).0, 404);
    assert_eq!(olga.delete(&ann.path()), (200, text), "asked again it is the same proof");
    // What goes on goes on, with its numbers.
    assert_eq!(bob.send(&other, &new_id(), "Still here"), Ok(2));
    assert!(matches!(kim.send(&other, &new_id(), "Good"), InboxFrame::Ack { seq: Some(3), .. }));
}

fn only_who_may_hands_over_and_erases(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let ann = Ann::write(&server, &mut kim);
    assert_eq!((kim.get(&ann.path()).0, kim.delete(&ann.path()).0), (403, 403));
    let olga = owner(&server);
    assert_eq!(olga.delete("/inbox/v1/customers/nobody").0, 404);
    assert_eq!(found(&olga), 1);
    assert_eq!(
        ask(&server, "GET", "/chat/v1/session", Some(&ann.phone.token), &Value::Null).0,
        200
    );
}

fn a_browser_of_an_erased_person_begins_anew(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut ann = Ann::write(&server, &mut kim);
    assert_eq!(owner(&server).delete(&ann.path()).0, 200);
    // Whether the line has heard of it or not: nothing is written.
    let [first, _] = ann.conversations.clone();
    if ann.browser.say(&kb_tests::message(&new_id(), &new_id(), "Too late")) {
        while ann.browser.hear().is_ok() {}
    }
    // The outbox is sent again by somebody new, to the id that the browser has.
    let mut new = Visitor::connected(&server);
    assert_eq!(new.send(&first, &new_id(), "Hello"), Ok(1));
    let (status, text) = kim.get(&format!("/inbox/v1/conversations/{first}"));
    assert_eq!(status, 200);
    assert!(!text.contains(WORD), "{text}");
}

#[test]
fn the_file_of_the_database_has_no_word_of_an_erased_person() {
    let mut server = relay();
    let mut kim = Agent::connected(&server, "kim");
    let ann = Ann::write(&server, &mut kim);
    let files = |server: &TestServer| -> Vec<u8> {
        let name = server.database().strip_prefix("sqlite:").expect("a file").to_owned();
        let read = |end: &str| std::fs::read(server.path(&format!("{name}{end}")));
        [read("").expect("the file"), read("-wal").unwrap_or_default()].concat()
    };
    let has =
        |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let before = files(&server);
    assert!(has(&before, WORD) && has(&before, "ann@quokka.example"));
    assert_eq!(owner(&server).delete(&ann.path()).0, 200);
    // With the last connection the log goes into the file.
    assert_eq!(server.stop(), Some(0));
    let after = files(&server);
    for word in [WORD, &WORD.to_lowercase(), "quokka.example", "Ann Quokka", "note.txt"] {
        assert!(!has(&after, word), "`{word}` is still there");
    }
    assert!(has(&after, &ann.customer), "the proof");
}

#[test]
fn every_process_on_one_database_forgets_at_once() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let other = one.start_beside(WIDE);
    let mut kim = Agent::connected(&other, "kim");
    let ann = Ann::write(&one, &mut kim);
    let mut reader = Visitor::new(&other);
    reader.token.clone_from(&ann.browser.token);
    reader.connect(&[]).expect("welcome");
    assert_eq!(owner(&one).delete(&ann.path()).0, 200);
    let closed = reader.await_frame(|frame| match frame {
        ServerFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(closed, Code::SessionExpired);
    kim.await_frame(|frame| matches!(frame, InboxFrame::Gone { .. }).then_some(()));
}

/// What the command prints.
fn customer(server: &TestServer, arguments: &[&str]) -> (bool, String) {
    let output = server.command(&[&["customer"], arguments].concat()).output().expect("runs");
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).expect("UTF-8").trim().to_owned())
}

#[test]
fn the_command_line_finds_hands_over_and_erases() {
    let mut server = relay();
    let mut kim = Agent::connected(&server, "kim");
    let ann = Ann::write(&server, &mut kim);
    let id = ann.customer.as_str();
    let (_, said) = customer(&server, &["find", "ANN@quokka.example"]);
    assert_eq!(said, format!("{id}\tpedalo\t2 conversation(s)\tnot verified"));
    let (is_there, said) = customer(&server, &["find", "bob@quokka.example"]);
    assert_eq!(
        (is_there, said.as_str()),
        (false, "error: no customer has the address `bob@quokka.example`")
    );

    let (is_there, said) = customer(&server, &["export", id, "ann"]);
    assert!(is_there, "{said}");
    let document = std::fs::read_to_string(server.path("ann/customer.json")).expect("written");
    assert!(document.contains(WORD));
    let file = std::fs::read(server.path(&format!("ann/files/{}-note.txt", ann.file)));
    assert_eq!(file.expect("written"), WORD.as_bytes());
    let (is_there, said) = customer(&server, &["export", id, "ann"]);
    assert!(!is_there && said.contains("name a folder that is not there yet"), "{said}");

    let (_, said) = customer(&server, &["erase", id]);
    assert!(
        said.starts_with("2 conversation(s) and 1 file(s)") && said.contains("--yes"),
        "{said}"
    );
    let (is_done, said) = customer(&server, &["erase", id, "--yes"]);
    assert!(!is_done && said.contains("erase in the inbox"), "{said}");
    assert_eq!(server.stop(), Some(0));
    let (is_done, said) = customer(&server, &["erase", id, "--yes"]);
    assert_eq!(
        (is_done, said.as_str()),
        (true, "erased: 2 conversation(s), 3 message(s), 1 file(s)")
    );
    let (is_done, said) = customer(&server, &["export", id, "again"]);
    assert!(!is_done && said.contains("this customer was erased: 2 conversation(s)"), "{said}");
    let (is_done, said) = customer(&server, &["erase", "a b", "--yes"]);
    assert!(!is_done && said.contains("`a b` is no id of a customer"), "{said}");
}
