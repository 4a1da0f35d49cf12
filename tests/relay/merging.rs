//! Two customers who are one person: merged by hand, and parted again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kb_protocol::chat::{Code, ServerFrame};
use kb_protocol::inbox::{
    AgentFrame, Change, ConversationDetail, CustomerDetail, CustomerMerge, EventKind, InboxFrame,
    MergeChoice, Status,
};
use kb_tests::files::upload;
use kb_tests::{Agent, Database, HandClock, TestServer, Visitor, message, new_id};
use serde_json::{Value, json};

use crate::customers::{LOGINS, ask, login};
use crate::{KB_SERVER, WIDE, relay, relay_on};

on_every_database! {
    a_merge_moves_everything_and_both_ids_are_known
    an_undo_gives_everybody_what_was_theirs
    two_accounts_of_the_site_are_not_merged
    who_logs_in_meanwhile_as_the_one_who_goes_back_goes_along
    whoever_comes_in_meanwhile_as_the_one_who_stays_comes_in_again
    what_has_another_account_since_stays_merged
    who_is_blocked_stays_so_until_the_undo
    who_is_blocked_meanwhile_is_blocked_as_both
    what_is_done_is_told_to_nobody
    of_an_erased_person_nothing_is_undone
    the_last_merge_is_undone_first
    only_who_may_merges_customers
    who_may_be_the_same_person_is_found
    no_message_is_lost_while_customers_are_merged
}

const HOUR: i64 = 60 * 60 * 1000;

/// A visitor with a conversation.
struct Person {
    browser: Visitor,
    conversation: String,
    id: String,
}

impl Person {
    /// Nobody knows who it is.
    fn anonymous(server: &TestServer, kim: &Agent) -> Self {
        let mut browser = Visitor::connected(server);
        let conversation = new_id();
        browser.send(&conversation, &new_id(), "Hello").expect("stored");
        let id = detail(kim, &conversation).item.customer.into();
        Self { browser, conversation, id }
    }

    /// The brand's site knows this one.
    fn with_account(server: &TestServer, kim: &Agent, name: &str) -> Self {
        let mut one = Self::anonymous(server, kim);
        let claims = json!({"externalId": new_id(), "name": name});
        login(server, &mut one.browser, &claims);
        one.browser.connect(&[]).expect("welcome");
        one
    }

    /// Another conversation of the same browser.
    fn begins_another(&mut self) -> String {
        let conversation = new_id();
        self.says(&conversation, "One more thing").expect("stored");
        conversation
    }

    /// Says something as the widget does: whoever is sent away comes back with
    /// the same session and says it again.
    #[expect(clippy::result_large_err, reason = "a test reads the refusal whole")]
    fn says(&mut self, conversation: &str, body: &str) -> Result<u64, ServerFrame> {
        let id = new_id();
        let said = message(conversation, &id, body);
        loop {
            let mut is_open = self.browser.say(&said);
            while is_open {
                match self.browser.hear() {
                    Ok(ServerFrame::Ack { seq, id: acked, .. }) if acked.as_str() == id => {
                        return Ok(seq);
                    }
                    Ok(frame @ ServerFrame::Refused { .. }) => return Err(frame),
                    Ok(_) => {}
                    Err(_) => is_open = false,
                }
            }
            self.browser.connect(&[]).expect("welcome");
        }
    }

    /// What the browser is told of when it comes back.
    fn conversations(&mut self) -> Vec<String> {
        match self.browser.connect(&[]).expect("welcome") {
            ServerFrame::Welcome { conversations, .. } => {
                let mut ids: Vec<String> =
                    conversations.into_iter().map(|one| one.id.into()).collect();
                ids.sort();
                ids
            }
            other => panic!("{other:?}"),
        }
    }

    /// The browser is asked to come back with the same session.
    fn is_sent_back(&mut self) {
        let code = self.browser.await_frame(|frame| match frame {
            ServerFrame::Closing { code, .. } => Some(code),
            _ => None,
        });
        assert_eq!(code, Code::Restarting);
    }
}

fn sorted<const N: usize>(ids: [&str; N]) -> Vec<String> {
    let mut ids = ids.map(str::to_owned).to_vec();
    ids.sort();
    ids
}

fn detail(agent: &Agent, conversation: &str) -> ConversationDetail {
    let (status, text) = agent.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// What is known of the customer, beside the other conversations.
fn customer(agent: &Agent, conversation: &str) -> CustomerDetail {
    let (status, text) = agent.get(&format!("/inbox/v1/conversations/{conversation}/customer"));
    assert_eq!(status, 200, "{text}");
    let found: CustomerDetail = serde_json::from_str(&text).expect("JSON");
    CustomerDetail { others: Vec::new(), ..found }
}

fn manager(server: &TestServer) -> Agent {
    server.add_agent("mo", "manager");
    Agent::connected(server, "mo")
}

fn try_merge(agent: &Agent, source: &str, into: &str) -> (u16, Value) {
    let path = format!("/inbox/v1/customers/{source}/merge");
    let (status, text) = agent.post(&path, &json!({"into": into}));
    (status, serde_json::from_str(&text).expect("JSON"))
}

fn merge(agent: &Agent, source: &str, into: &str) -> CustomerMerge {
    let (status, answer) = try_merge(agent, source, into);
    assert_eq!(status, 200, "{answer}");
    serde_json::from_value(answer).expect("a merge")
}

fn undo(agent: &Agent, merge: &CustomerMerge) -> (u16, Value) {
    let (status, text) = agent.post(&format!("/inbox/v1/merges/{}/undo", merge.id), &json!({}));
    (status, serde_json::from_str(&text).expect("JSON"))
}

fn refused((status, problem): &(u16, Value)) -> (u16, &str) {
    (*status, problem["code"].as_str().unwrap_or_default())
}

fn change(agent: &mut Agent, conversation: &str, change: Change) {
    let id = new_id();
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change,
    };
    assert!(matches!(agent.ask(&frame, &id), InboxFrame::Ack { .. }));
}

/// What the events of a conversation say of merges, with who did it.
fn told(agent: &Agent, conversation: &str) -> Vec<String> {
    let events = detail(agent, conversation).page.events.into_iter();
    let told = events.filter_map(|event| {
        let said = match event.kind {
            EventKind::Merged { source } => format!("merged {source}"),
            EventKind::Unmerged { source } => format!("parted {source}"),
            _ => return None,
        };
        assert!(format!("{:?}", event.author).contains("mo"), "{:?}", event.author);
        Some(said)
    });
    told.collect()
}

fn a_merge_moves_everything_and_both_ids_are_known(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    server.add_agent("olga", "owner");
    let olga = Agent::connected(&server, "olga");
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let mut bob = Person::anonymous(&server, &kim);
    let file = upload(&server, &bob.browser, "note.txt", b"Hello").expect("taken");
    let said = json!({"emails": ["ann@home.example"], "attributes": {"ordersNum": 3}});
    assert_eq!(ask(&server, "POST", "/chat/v1/customer", Some(&bob.browser.token), &said).0, 204);

    let done = merge(&mo, &bob.id, &ann.id);
    assert_eq!((done.source.as_str(), done.into.as_str()), (&*bob.id, &*ann.id));
    // Every inbox sees whose it is now.
    let item = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } if item.customer_name.is_some() => {
            (item.id.as_str() == bob.conversation).then_some(item)
        }
        _ => None,
    });
    assert_eq!(item.customer.as_str(), ann.id);
    // The browsers of both come back, with the sessions that they have.
    ann.is_sent_back();
    bob.is_sent_back();
    let both = sorted([&ann.conversation, &bob.conversation]);
    assert_eq!(ann.conversations(), both);
    assert_eq!(bob.conversations(), both);
    assert_eq!(bob.says(&ann.conversation, "I am Ann"), Ok(2));
    let third = bob.begins_another();
    assert_eq!(detail(&kim, &third).item.customer.as_str(), ann.id);
    // What was uploaded before is sent afterwards.
    let sent = bob.browser.send_with(&bob.conversation, &new_id(), "", &[&file]);
    assert_eq!(sent, Ok(2));

    let known = customer(&kim, &bob.conversation);
    assert_eq!(known, customer(&kim, &ann.conversation));
    assert_eq!((known.name.as_deref(), known.attributes.len()), (Some("Ann"), 1));
    assert_eq!(known.shared_emails, ["ann@home.example"]);
    assert_eq!(known.merges, std::slice::from_ref(&done));
    for conversation in [&ann.conversation, &bob.conversation] {
        assert_eq!(told(&kim, conversation), [format!("merged {}", bob.id)]);
    }
    let (status, kept) = olga.get(&format!("/inbox/v1/customers/{}", ann.id));
    assert_eq!(olga.get(&format!("/inbox/v1/customers/{}", bob.id)), (status, kept.clone()));
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    assert_eq!(json!([kept["customer"], kept["joined"]]), json!([ann.id, [bob.id]]));
    assert_eq!(kept["conversations"].as_array().map(Vec::len), Some(3));
    assert_eq!(kept["merges"][0]["source"], json!(bob.id));
    // A lost answer does no harm.
    assert_eq!(merge(&mo, &bob.id, &ann.id).id, done.id);
}

fn an_undo_gives_everybody_what_was_theirs(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let mut bob = Person::anonymous(&server, &kim);
    for (who, email) in [(&ann, "both@home.example"), (&bob, "bob@home.example")] {
        let said = json!({"emails": [email, "both@home.example"], "attributes": {"ordersNum": 3}});
        let token = Some(&*who.browser.token);
        assert_eq!(ask(&server, "POST", "/chat/v1/customer", token, &said).0, 204);
    }
    let said = json!({"emails": [], "attributes": {"loyaltyTierStr": "gold"}});
    ask(&server, "POST", "/chat/v1/customer", Some(&bob.browser.token), &said);
    let before = [customer(&kim, &ann.conversation), customer(&kim, &bob.conversation)];

    // The one whom the site knows becomes part of the other.
    let done = merge(&mo, &ann.id, &bob.id);
    assert_eq!(customer(&kim, &bob.conversation).name.as_deref(), Some("Ann"));
    ann.conversations();
    bob.conversations();
    let (hers, his) = (ann.begins_another(), bob.begins_another());
    // Whoever signs in meanwhile is the one who stays.
    let external = before[0].external_id.clone().expect("an id");
    let mut phone = Visitor::connected(&server);
    let answer = login(&server, &mut phone, &json!({"externalId": external}));
    assert_eq!(answer["customer"], json!(bob.id));

    let (status, answer) = undo(&mo, &done);
    assert_eq!(status, 200, "{answer}");
    assert!(answer["undone_at"].is_number(), "{answer}");
    assert_eq!(undo(&mo, &done), (200, answer), "asked again it answers the same");
    ann.is_sent_back();
    bob.is_sent_back();
    assert_eq!(ann.conversations(), sorted([&ann.conversation, &hers]));
    assert_eq!(bob.conversations(), sorted([&bob.conversation, &his]));
    let after = [customer(&kim, &ann.conversation), customer(&kim, &bob.conversation)];
    assert_eq!(after, before);
    let mine = [format!("merged {}", ann.id), format!("parted {}", ann.id)];
    assert_eq!(told(&kim, &ann.conversation), mine);
    assert_eq!(told(&kim, &bob.conversation), mine);
    // Who signed in as the one with the account is that one.
    let asked = ask(&server, "GET", "/chat/v1/session", Some(&phone.token), &Value::Null);
    assert_eq!((asked.0, &asked.1["customer"]), (200, &json!(ann.id)));
    // It goes on where it was.
    assert_eq!(ann.says(&ann.conversation.clone(), "Still me"), Ok(2));
    let foreign = bob.says(&ann.conversation, "Me too").expect_err("hers");
    assert!(matches!(foreign, ServerFrame::Refused { code: Code::UnknownConversation, .. }));
}

fn who_logs_in_meanwhile_as_the_one_who_goes_back_goes_along(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let mut bob = Person::anonymous(&server, &kim);
    let mut cy = Person::anonymous(&server, &kim);
    let external = customer(&kim, &ann.conversation).external_id.expect("an id");
    // Ann is part of Bob, and Bob part of Cy.
    let first = merge(&mo, &ann.id, &bob.id);
    let second = merge(&mo, &bob.id, &cy.id);
    let mut phone = Person::anonymous(&server, &kim);
    login(&server, &mut phone.browser, &json!({"externalId": external}));
    assert_eq!(detail(&kim, &phone.conversation).item.customer.as_str(), cy.id);
    phone.conversations();
    let another = phone.begins_another();

    assert_eq!(undo(&mo, &second).0, 200);
    assert_eq!(cy.conversations(), sorted([&cy.conversation]));
    assert_eq!(undo(&mo, &first).0, 200);
    assert_eq!(bob.conversations(), sorted([&bob.conversation]));
    let hers = sorted([&ann.conversation, &phone.conversation, &another]);
    assert_eq!(ann.conversations(), hers);
    assert_eq!(phone.conversations(), hers);
}

fn whoever_comes_in_meanwhile_as_the_one_who_stays_comes_in_again(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::anonymous(&server, &kim);
    let external = customer(&kim, &ann.conversation).external_id.expect("an id");
    let done = merge(&mo, &bob.id, &ann.id);
    let mut phone = Visitor::connected(&server);
    login(&server, &mut phone, &json!({"externalId": external}));
    let session = || ask(&server, "GET", "/chat/v1/session", Some(&phone.token), &Value::Null).0;
    assert_eq!(session(), 200);
    assert_eq!(undo(&mo, &done).0, 200);
    assert_eq!(session(), 401);
    assert_eq!(ann.conversations(), sorted([&ann.conversation]), "who was there before stays");
}

fn what_has_another_account_since_stays_merged(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let ann = Person::anonymous(&server, &kim);
    let mut bob = Person::anonymous(&server, &kim);
    let done = merge(&mo, &bob.id, &ann.id);
    login(&server, &mut bob.browser, &json!({"externalId": new_id()}));
    let (status, answer) = undo(&mo, &done);
    assert_eq!(refused(&(status, answer.clone())), (409, "two_accounts"));
    assert!(answer.to_string().contains("signed in with another account"), "{answer}");
    // Nobody lost anything.
    assert_eq!(bob.conversations(), sorted([&ann.conversation, &bob.conversation]));
    assert_eq!(told(&kim, &bob.conversation), [format!("merged {}", bob.id)]);
}

fn two_accounts_of_the_site_are_not_merged(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::with_account(&server, &kim, "Bob");
    let cy = Person::anonymous(&server, &kim);
    assert_eq!(refused(&try_merge(&mo, &ann.id, &bob.id)), (409, "two_accounts"));
    assert_eq!(refused(&try_merge(&mo, &ann.id, &ann.id)), (422, "same_customer"));
    assert_eq!(refused(&try_merge(&mo, &ann.id, "nobody")), (404, "unknown_customer"));
    assert_eq!(refused(&try_merge(&mo, "nobody", &ann.id)), (404, "unknown_customer"));
    merge(&mo, &cy.id, &ann.id);
    assert_eq!(refused(&try_merge(&mo, &cy.id, &bob.id)), (409, "already_merged"));
    // Who is part of somebody is that one.
    assert_eq!(refused(&try_merge(&mo, &bob.id, &cy.id)), (409, "two_accounts"));
    assert_eq!(refused(&try_merge(&mo, &ann.id, &cy.id)), (422, "same_customer"));
    assert_eq!(detail(&kim, &bob.conversation).item.customer.as_str(), bob.id);
}

fn who_is_blocked_stays_so_until_the_undo(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mut mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let mut bob = Person::anonymous(&server, &kim);
    change(&mut mo, &bob.conversation, Change::Block { is_blocked: true });
    let done = merge(&mo, &bob.id, &ann.id);
    ann.conversations();
    let blocked = ann.says(&ann.conversation.clone(), "Me?").expect_err("blocked");
    assert!(matches!(blocked, ServerFrame::Refused { code: Code::Blocked, .. }));
    assert_eq!(undo(&mo, &done).0, 200);
    ann.conversations();
    assert_eq!(ann.says(&ann.conversation.clone(), "Not me"), Ok(2));
    bob.conversations();
    let blocked = bob.says(&bob.conversation.clone(), "Me?").expect_err("blocked");
    assert!(matches!(blocked, ServerFrame::Refused { code: Code::Blocked, .. }));
}

fn who_is_blocked_meanwhile_is_blocked_as_both(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mut mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let mut bob = Person::anonymous(&server, &kim);
    let done = merge(&mo, &bob.id, &ann.id);
    change(&mut mo, &bob.conversation, Change::Block { is_blocked: true });
    assert_eq!(undo(&mo, &done).0, 200);
    for one in [&mut ann, &mut bob] {
        one.conversations();
        let blocked = one.says(&one.conversation.clone(), "Me?").expect_err("blocked");
        assert!(matches!(blocked, ServerFrame::Refused { code: Code::Blocked, .. }));
    }
}

fn what_is_done_is_told_to_nobody(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut mo = manager(&server);
    let mut ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::anonymous(&server, &kim);
    let status = Change::Status { status: Status::Done, until: None, sub_status: None };
    change(&mut mo, &bob.conversation, status);
    merge(&mo, &bob.id, &ann.id);
    ann.conversations();
    assert_eq!(ann.says(&ann.conversation.clone(), "More"), Ok(2));
    // What was told before is heard before.
    let is_told = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } if item.id.as_str() == bob.conversation => {
            (item.customer.as_str() == ann.id).then_some(true)
        }
        InboxFrame::Item { item } if item.id.as_str() == ann.conversation => {
            (item.seq == 2).then_some(false)
        }
        _ => None,
    });
    assert!(!is_told);
    let found = detail(&kim, &bob.conversation).item;
    assert_eq!((found.customer.as_str(), found.status), (&*ann.id, Status::Done));
    assert_eq!(told(&kim, &bob.conversation), [format!("merged {}", bob.id)]);
}

fn of_an_erased_person_nothing_is_undone(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    server.add_agent("olga", "owner");
    let olga = Agent::connected(&server, "olga");
    let ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::anonymous(&server, &kim);
    let done = merge(&mo, &bob.id, &ann.id);
    let (status, proof) = olga.delete(&format!("/inbox/v1/customers/{}", bob.id));
    assert_eq!(status, 200, "{proof}");
    let proof: Value = serde_json::from_str(&proof).expect("JSON");
    assert_eq!(json!([proof["customer"], proof["conversations"]]), json!([ann.id, 2]));
    for conversation in [&ann.conversation, &bob.conversation] {
        assert_eq!(kim.get(&format!("/inbox/v1/conversations/{conversation}")).0, 404);
    }
    assert_eq!(refused(&undo(&mo, &done)), (404, "unknown_merge"));
    assert_eq!(refused(&try_merge(&mo, &bob.id, &ann.id)), (404, "unknown_customer"));
}

fn the_last_merge_is_undone_first(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let [mut ann, mut bob, mut cy] = [(); 3].map(|()| Person::anonymous(&server, &kim));
    let first = merge(&mo, &ann.id, &bob.id);
    let second = merge(&mo, &bob.id, &cy.id);
    let all = sorted([&ann.conversation, &bob.conversation, &cy.conversation]);
    assert_eq!(ann.conversations(), all);
    assert_eq!(detail(&kim, &ann.conversation).item.customer.as_str(), cy.id);
    let hers = ann.begins_another();
    assert_eq!(refused(&undo(&mo, &first)), (409, "later_merge"));
    assert_eq!(undo(&mo, &second).0, 200);
    assert_eq!(cy.conversations(), sorted([&cy.conversation]));
    let two = sorted([&ann.conversation, &bob.conversation, &hers]);
    assert_eq!(ann.conversations(), two);
    assert_eq!(bob.conversations(), two);
    assert_eq!(undo(&mo, &first).0, 200);
    assert_eq!(ann.conversations(), sorted([&ann.conversation, &hers]));
    assert_eq!(bob.conversations(), sorted([&bob.conversation]));
}

fn only_who_may_merges_customers(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let ann = Person::anonymous(&server, &kim);
    let bob = Person::anonymous(&server, &kim);
    assert_eq!(refused(&try_merge(&kim, &bob.id, &ann.id)), (403, "not_allowed"));
    assert_eq!(kim.get(&format!("/inbox/v1/customers/{}/merge", ann.id)).0, 403);
    let done = merge(&mo, &bob.id, &ann.id);
    assert_eq!(refused(&undo(&kim, &done)), (403, "not_allowed"));
    assert_eq!(detail(&kim, &bob.conversation).item.customer.as_str(), ann.id);
}

fn who_may_be_the_same_person_is_found(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let name = format!("Ann {}", new_id());
    let ann = Person::with_account(&server, &kim, &name);
    let namesake = Person::with_account(&server, &kim, &name.to_uppercase());
    let typed = Person::anonymous(&server, &kim);
    let other = Person::anonymous(&server, &kim);
    let said = json!({"emails": [format!("{}@home.example", ann.id)], "attributes": {}});
    for who in [&ann, &typed] {
        let token = Some(&*who.browser.token);
        assert_eq!(ask(&server, "POST", "/chat/v1/customer", token, &said).0, 204);
    }
    let found = |words: &str| -> (MergeChoice, Vec<String>) {
        let path = format!("/inbox/v1/customers/{}/merge?q={words}", ann.id);
        let (status, text) = mo.get(&path);
        assert_eq!(status, 200, "{text}");
        let choice: MergeChoice = serde_json::from_str(&text).expect("JSON");
        let mut ids: Vec<String> =
            choice.candidates.iter().map(|one| one.id.as_str().to_owned()).collect();
        ids.sort();
        (choice, ids)
    };
    let (choice, ids) = found("");
    assert_eq!(ids, sorted([&namesake.id, &typed.id]));
    assert_eq!((choice.customer.id.as_str(), choice.customer.conversations), (&*ann.id, 1));
    let word = format!("word{}", new_id());
    let mut other_browser = other.browser;
    other_browser.send(&other.conversation, &new_id(), &word).expect("stored");
    assert_eq!(found(&word).1, sorted([&other.id]));
    merge(&mo, &typed.id, &ann.id);
    assert_eq!(found("").1, sorted([&namesake.id]), "who is part of somebody is nobody else");
    assert_eq!(mo.get("/inbox/v1/customers/nobody/merge").0, 404);
}

/// As a browser does: what is not acknowledged is sent again with the same id.
fn send_through(browser: &mut Visitor, conversation: &str, body: &str) {
    let id = new_id();
    loop {
        if browser.say(&message(conversation, &id, body)) {
            loop {
                match browser.hear() {
                    Ok(ServerFrame::Ack { id: acked, .. }) if acked.as_str() == id => return,
                    Ok(ServerFrame::Refused { code, .. }) => panic!("refused as {code:?}"),
                    Ok(ServerFrame::Closing { .. }) | Err(_) => break,
                    Ok(_) => {}
                }
            }
        }
        // A browser that comes back too early comes back again.
        let _ = browser.connect(&[]);
    }
}

fn no_message_is_lost_while_customers_are_merged(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let mo = manager(&server);
    let ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::anonymous(&server, &kim);
    let is_done = Arc::new(AtomicBool::new(false));
    let begin = |mut browser: Visitor, conversation: String| {
        let (is_done, sent) = (Arc::clone(&is_done), Arc::new(AtomicU64::new(1)));
        let counted = Arc::clone(&sent);
        let writer = std::thread::spawn(move || {
            while !is_done.load(Ordering::SeqCst) {
                send_through(&mut browser, &conversation, "More");
                counted.fetch_add(1, Ordering::SeqCst);
            }
            conversation
        });
        (writer, sent)
    };
    let writers = [begin(ann.browser, ann.conversation), begin(bob.browser, bob.conversation)];
    // Each writes something more before the next step.
    let wait = || {
        for (writer, sent) in &writers {
            let before = sent.load(Ordering::SeqCst);
            let deadline = Instant::now() + Duration::from_secs(30);
            while sent.load(Ordering::SeqCst) < before + 2 {
                assert!(!writer.is_finished() && Instant::now() < deadline, "nothing is written");
                std::thread::yield_now();
            }
        }
    };
    for _ in 0..5 {
        let done = merge(&mo, &bob.id, &ann.id);
        wait();
        assert_eq!(undo(&mo, &done).0, 200);
        wait();
    }
    merge(&mo, &bob.id, &ann.id);
    wait();
    is_done.store(true, Ordering::SeqCst);
    for (writer, sent) in writers {
        let conversation = writer.join().expect("nothing was refused");
        let found = detail(&kim, &conversation);
        let seq = sent.load(Ordering::SeqCst);
        assert_eq!((found.item.seq, found.item.customer.as_str()), (seq, &*ann.id));
        assert_eq!(found.item.events, 11, "each step is told once");
    }
}

/// Of which merges it is kept what both were, as the export says.
fn still_kept(agent: &Agent, customer: &str) -> Vec<bool> {
    let (status, text) = agent.get(&format!("/inbox/v1/customers/{customer}"));
    assert_eq!(status, 200, "{text}");
    let kept: Value = serde_json::from_str(&text).expect("JSON");
    let merges = kept["merges"].as_array().expect("merges").iter();
    merges.map(|merge| !merge["kept"]["source"]["attributes"]["ordersNum"].is_null()).collect()
}

/// On a relay in this process, whose clock the test moves.
#[test]
fn after_a_day_a_merge_stays() {
    for database in [Database::Sqlite, Database::Postgres] {
        // 2026-11-24 09:00 UTC.
        let nine = 1_795_510_800_000;
        let clock = Arc::new(HandClock::at(nine));
        let settings = format!("{WIDE}{LOGINS}");
        let hands = Arc::clone(&clock);
        let started = TestServer::start_with_clock(KB_SERVER, database, hands, &settings, "");
        let Some(mut server) = started else { continue };
        server.add_agent("kim", "agent");
        server.add_agent("olga", "owner");
        let kim = Agent::connected(&server, "kim");
        let mo = manager(&server);
        let [ann, bob, cy] = [(); 3].map(|()| Person::anonymous(&server, &kim));
        let first = merge(&mo, &bob.id, &ann.id);
        assert_eq!(first.until.0, nine + 24 * HOUR);
        clock.set(nine + 24 * HOUR);
        assert_eq!(customer(&kim, &bob.conversation).merges.len(), 1);
        assert_eq!(undo(&mo, &first).0, 200, "to the last moment");
        let said = json!({"emails": [], "attributes": {"ordersNum": 3}});
        let token = Some(&*cy.browser.token);
        assert_eq!(ask(&server, "POST", "/chat/v1/customer", token, &said).0, 204);
        let second = merge(&mo, &cy.id, &ann.id);
        let olga = Agent::connected(&server, "olga");
        assert_eq!(still_kept(&olga, &ann.id), [false, true]);
        clock.set(nine + 48 * HOUR + 1);
        assert_eq!(refused(&undo(&mo, &second)), (410, "undo_too_late"));
        assert_eq!(customer(&kim, &cy.conversation).merges, []);
        assert_eq!(detail(&kim, &cy.conversation).item.customer.as_str(), ann.id);
        // What both were is forgotten by itself, first of all after a start.
        server.stop_here();
        server.start_again();
        let olga = Agent::connected(&server, "olga");
        let deadline = Instant::now() + Duration::from_secs(30);
        while still_kept(&olga, &ann.id) != [false, false] {
            assert!(Instant::now() < deadline, "it is kept");
            std::thread::yield_now();
        }
    }
}

#[test]
fn every_process_on_one_database_follows_a_merge() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let other = one.start_beside(WIDE);
    let mut kim = Agent::connected(&other, "kim");
    let mo = manager(&one);
    let ann = Person::anonymous(&other, &kim);
    let mut bob = Person::anonymous(&other, &kim);
    merge(&mo, &bob.id, &ann.id);
    bob.is_sent_back();
    assert_eq!(bob.conversations(), sorted([&ann.conversation, &bob.conversation]));
    kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } if item.id.as_str() == bob.conversation => {
            (item.customer.as_str() == ann.id).then_some(())
        }
        _ => None,
    });
}

/// What the command prints.
fn command(server: &TestServer, arguments: &[&str]) -> (bool, String) {
    let output = server.command(&[&["customer"], arguments].concat()).output().expect("runs");
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).expect("UTF-8").trim().to_owned())
}

#[test]
fn the_command_line_merges_and_parts() {
    let mut server = relay();
    let kim = Agent::connected(&server, "kim");
    let ann = Person::with_account(&server, &kim, "Ann");
    let bob = Person::anonymous(&server, &kim);
    let cy = Person::with_account(&server, &kim, "Cy");
    let (is_there, said) = command(&server, &["merge", &bob.id, "--into", &ann.id]);
    assert!(is_there && said.starts_with("1 conversation(s) and 0 file(s)"), "{said}");
    let (is_there, said) = command(&server, &["merge", &cy.id, "--into", &ann.id]);
    assert!(!is_there && said.contains("both have an account of the brand's site"), "{said}");
    let (is_done, said) = command(&server, &["merge", &bob.id, "--into", &ann.id, "--yes"]);
    assert!(!is_done && said.contains("merge in the inbox while the server runs"), "{said}");
    assert_eq!(server.stop(), Some(0));

    let (is_done, said) = command(&server, &["merge", &bob.id, "--into", &ann.id, "--yes"]);
    assert!(is_done && said.starts_with(&format!("merged into {}", ann.id)), "{said}");
    let merge = said.split("unmerge ").nth(1).and_then(|rest| rest.split('`').next());
    let merge = merge.expect("the command that undoes it");
    let (is_there, said) = command(&server, &["merge", &bob.id, "--into", &cy.id]);
    assert!(!is_there && said.contains("part of another one already"), "{said}");
    let (is_done, said) = command(&server, &["unmerge", merge]);
    assert_eq!(
        (is_done, said),
        (true, format!("{} and {} are two customers again", bob.id, ann.id))
    );
    let (is_done, said) = command(&server, &["unmerge", "nothing"]);
    assert!(!is_done && said.contains("there is no such merge"), "{said}");
    server.start_again();
    let kim = Agent::connected(&server, "kim");
    assert_eq!(detail(&kim, &bob.conversation).item.customer.as_str(), bob.id);
}
