//! Forms: from the site's folder to a conversation in the inbox, on every
//! database and with the test's own clock.

use std::sync::Arc;

use kb_protocol::chat::{Code, Content};
use kb_protocol::form::{Challenge, FormProblem, Reason, check, leading_zero_bits};
use kb_protocol::inbox::{
    AgentFrame, Change, Channel, ConversationDetail, CustomerDetail, InboxFrame, InboxItem,
};
use kb_tests::files::{png, zip};
use kb_tests::{
    Agent, Database, Dice, EVERYTHING, HandClock, KEY, ORIGIN, TestServer, Visitor, everything,
    new_id, submission,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{KB_SERVER, WIDE};

/// Monday, 2026-11-23, 9:00 UTC.
const NINE: i64 = 1_795_424_400_000;
const SETTINGS: &str = "[forms]\nproof_bits = 6\nmin_seconds = 3\n[attributes]\n\
     customer = [\"ordersNum\"]\nconversation = [\"bikeStr\"]\n";

on_every_database! {
    Desk:
    a_form_becomes_a_conversation_of_its_sender
    a_form_that_is_sent_twice_is_kept_once
    who_names_the_same_address_is_the_same_unverified_customer
    a_visitor_with_a_session_stays_that_visitor
    wrong_answers_are_named_and_nothing_is_kept
    an_answer_to_a_hidden_question_is_refused_and_an_altered_one_too
    work_and_patience_are_asked_for_and_count_once
    a_form_that_is_gone_is_told_from_one_that_never_was
    files_come_with_a_form_and_with_it_alone
    a_browser_without_a_script_goes_from_step_to_step
    whoever_is_erased_and_sends_a_form_again_may_be_erased_again
    from_who_is_blocked_no_form_is_taken
    answers_decide_tags_and_hooks_that_hear_of_them
}

/// A relay beside a site with forms, and an agent.
pub(crate) struct Desk {
    pub(crate) server: TestServer,
    clock: Arc<HandClock>,
    pub(crate) kim: Agent,
}

impl Desk {
    fn on(database: Database) -> Option<Self> {
        Self::with(database, WIDE)
    }

    fn with(database: Database, limits: &str) -> Option<Self> {
        Self::with_brand(database, limits, "")
    }

    /// `pedalo` are more settings of that brand.
    pub(crate) fn with_brand(database: Database, limits: &str, pedalo: &str) -> Option<Self> {
        let clock = Arc::new(HandClock::at(NINE));
        let settings = format!("{limits}{SETTINGS}");
        let site = &format!("site = \"site\"\n{pedalo}");
        let hands = Arc::clone(&clock);
        let server = TestServer::start_with_clock(KB_SERVER, database, hands, &settings, site)?;
        std::fs::create_dir(server.path("site")).expect("a folder");
        server.add_agent("kim", "agent");
        let kim = Agent::connected(&server, "kim");
        let desk = Self { server, clock, kim };
        desk.publish(&json!([contact()]));
        Some(desk)
    }

    /// Puts these forms into the site; they count a second later.
    fn publish(&self, forms: &Value) {
        let document = json!({"version": 1, "forms": forms});
        std::fs::write(self.server.path("site/forms.json"), document.to_string()).expect("write");
    }

    pub(crate) fn wait(&self, milliseconds: i64) {
        use kb_server::clock::Clock;
        self.clock.set(self.clock.now().0 + milliseconds);
    }

    pub(crate) fn post(&self, path: &str, token: Option<&str>, body: &Value) -> (u16, String) {
        let mut request = tungstenite::http::Request::builder()
            .method("POST")
            .uri(self.server.url(path))
            .header("origin", ORIGIN)
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = request.body(body.to_string()).expect("a request");
        let mut answer = agent.run(request).expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    }

    /// A challenge of the form, solved.
    fn proof(&self, form: &str) -> Value {
        let path = format!("/forms/v1/{KEY}/{form}/challenge");
        let (status, body) = self.post(&path, None, &Value::Null);
        assert_eq!(status, 200, "{body}");
        let challenge: Challenge = serde_json::from_str(&body).expect("a challenge");
        let nonce = (0_u64..).find(|nonce| {
            let text = format!("{}:{nonce}", challenge.token);
            leading_zero_bits(&Sha256::digest(text)) >= challenge.bits
        });
        json!({"token": challenge.token, "nonce": nonce})
    }

    /// A form filled in by somebody who takes the time.
    pub(crate) fn filled(&self, answers: &Value) -> Value {
        let proof = self.proof("contact");
        self.wait(3_000);
        json!({"id": new_id(), "locale": "en", "page": format!("{ORIGIN}/en/forms/contact/"),
            "answers": answers, "proof": proof})
    }

    pub(crate) fn send(&self, form: &Value) -> (u16, Value) {
        let (status, body) = self.post(&format!("/forms/v1/{KEY}/contact"), None, form);
        (status, serde_json::from_str(&body).expect("JSON"))
    }

    /// The reference of a form that is kept.
    pub(crate) fn sent(&self, answers: &Value) -> String {
        let (status, body) = self.send(&self.filled(answers));
        assert_eq!(status, 201, "{body}");
        body["reference"].as_str().expect("a reference").to_owned()
    }

    fn refusal(&self, form: &Value) -> FormProblem {
        let (_, body) = self.send(form);
        serde_json::from_value(body).expect("a problem")
    }

    pub(crate) fn list(&self) -> Vec<InboxItem> {
        let (status, body) = self.kim.get("/inbox/v1/conversations?view=open");
        assert_eq!(status, 200, "{body}");
        let page: kb_protocol::inbox::InboxPage = serde_json::from_str(&body).expect("a page");
        page.items
    }

    fn customer(&self, conversation: &str) -> CustomerDetail {
        let path = format!("/inbox/v1/conversations/{conversation}/customer");
        serde_json::from_str(&self.kim.get(&path).1).expect("a customer")
    }

    fn first_message(&self, conversation: &str) -> String {
        let (_, body) = self.kim.get(&format!("/inbox/v1/conversations/{conversation}"));
        let detail: ConversationDetail = serde_json::from_str(&body).expect("a conversation");
        match &detail.page.entries[0].content {
            Content::Message { body, .. } => body.clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// A form with a bit of everything.
fn contact() -> Value {
    let form = json!({"version": 1, "id": "contact", "locale": "en", "title": "Contact us",
        "steps": [
        {"title": "About", "fields": [
            {"id": "topic", "type": "select", "label": "What is it about?", "required": true,
             "target": "conversation.tags", "options": [
                {"value": "refund", "label": "A refund"}, {"value": "bike", "label": "My bike"}]},
            {"id": "bike", "type": "text", "label": "Which bike?", "required": true,
             "target": "conversation.custom.bikeStr",
             "when": {"field": "topic", "is": "bike"}},
            {"id": "source", "type": "hidden", "label": "", "default": "site"}]},
        {"title": "You", "fields": [
            {"id": "name", "type": "text", "label": "Your name", "target": "customer.name"},
            {"id": "email", "type": "email", "label": "E-mail", "target": "customer.email"},
            {"id": "orders", "type": "number", "label": "Orders", "whole": true,
             "target": "customer.custom.ordersNum"},
            {"id": "message", "type": "textarea", "label": "Message", "required": true,
             "target": "message.body"}]}]});
    json!({"id": "contact", "slug": "contact", "locales": {"en": form},
        "thanks": {"en": "We will write to you soon."}})
}

pub(crate) fn answers() -> Value {
    json!({"topic": ["bike"], "bike": ["PB-042"], "name": ["Ann"], "email": ["ann@example.com"],
        "orders": ["3"], "message": ["The chain squeaks.\nEvery morning."]})
}

fn a_form_becomes_a_conversation_of_its_sender(mut desk: Desk) {
    let (status, body) = desk.send(&desk.filled(&answers()));
    assert_eq!((status, body["thanks"].as_str()), (201, Some("We will write to you soon.")));
    let reference = body["reference"].as_str().expect("a reference");
    // It comes to the agents by itself, as every new conversation.
    let item = desk.kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } => Some(item),
        _ => None,
    });
    assert_eq!((item.channel, item.reference.as_deref()), (Channel::Form, Some(reference)));
    assert_eq!(item.tags, ["bike"]);
    assert_eq!(item.page.as_deref(), Some("http://pages.example/en/forms/contact/"));
    let id = item.id.as_str();
    assert_eq!(
        desk.first_message(id),
        format!(
            "The chain squeaks.\nEvery morning.\n\nWhat is it about? My bike\nWhich bike? PB-042\n\
             source: site\nYour name: Ann\nE-mail: ann@example.com\nOrders: 3\nReference: {reference}"
        )
    );
    let customer = desk.customer(id);
    assert_eq!(customer.name.as_deref(), Some("Ann"));
    assert_eq!(customer.email.as_deref(), Some("ann@example.com"));
    assert!(!customer.is_email_verified, "anybody may have typed it");
    assert_eq!(customer.shared_emails, [""; 0], "it stands beside the name already");
    assert_eq!(json!(customer.attributes), json!({"ordersNum": 3.0}));
    assert_eq!(json!(customer.conversation_attributes), json!({"bikeStr": "PB-042"}));
    let (_, found) = desk.kim.get(&format!("/inbox/v1/search?q={reference}"));
    assert!(found.contains(id), "the reference is found: {found}");
}

fn a_form_that_is_sent_twice_is_kept_once(desk: Desk) {
    let form = desk.filled(&answers());
    let (_, first) = desk.send(&form);
    let (status, again) = desk.send(&form);
    assert_eq!((status, &again["reference"]), (201, &first["reference"]));
    let other = desk.filled(&answers());
    std::thread::scope(|scope| {
        let send = || desk.send(&other);
        let both = [scope.spawn(send), scope.spawn(send)];
        let both = both.map(|sent| sent.join().expect("sent"));
        assert_eq!(both[0], both[1], "two at the same time");
    });
    assert_eq!(desk.list().len(), 2);
}

fn who_names_the_same_address_is_the_same_unverified_customer(desk: Desk) {
    desk.sent(&answers());
    let mut other = answers();
    other["email"] = json!(["ANN@example.com"]);
    other["name"] = json!(["Somebody else"]);
    desk.sent(&other);
    // Somebody in the widget leaves the same address.
    let mut visitor = Visitor::connected(&desk.server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let said = json!({"emails": ["ann@example.com"]});
    assert_eq!(desk.post("/chat/v1/customer", Some(&visitor.token), &said).0, 204);
    let list = desk.list();
    let of = |channel: Channel| -> Vec<&str> {
        let items = list.iter().filter(|item| item.channel == channel);
        items.map(|item| item.customer.as_str()).collect()
    };
    let forms = of(Channel::Form);
    assert_eq!(forms[0], forms[1]);
    assert_ne!(of(Channel::Chat)[0], forms[0], "a visitor sees nothing of what others have sent");
    let first = list.iter().find(|item| item.channel == Channel::Form).expect("a form");
    assert_eq!(first.customer_name.as_deref(), Some("Ann"), "nobody renames others");
    let mut nobody = answers();
    nobody.as_object_mut().expect("answers").remove("email");
    desk.sent(&nobody);
    assert_ne!(desk.list()[0].customer.as_str(), forms[0]);
}

fn from_who_is_blocked_no_form_is_taken(desk: Desk) {
    desk.server.add_agent("mo", "manager");
    let mut mo = Agent::connected(&desk.server, "mo");
    desk.sent(&answers());
    let [item] = &desk.list()[..] else { panic!("one conversation") };
    let id = new_id();
    let block = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: item.id.clone(),
        change: Change::Block { is_blocked: true },
    };
    assert!(matches!(mo.ask(&block, &id), InboxFrame::Ack { .. }));
    let (status, body) = desk.send(&desk.filled(&answers()));
    assert_eq!((status, body["code"].as_str()), (403, Some("blocked")), "{body}");
    // Whoever gives another address is somebody else, as far as one knows.
    let mut other = answers();
    other["email"] = json!(["bob@example.com"]);
    desk.sent(&other);
    assert_eq!(desk.list().len(), 2);

    let steps = [("hw.locale", "en"), ("hw.step", "0"), ("topic", "refund")];
    let (_, page, _) = plain(&desk, &steps);
    desk.wait(3_000);
    let kept = ["token", "asked", "locale"].map(|name| format!("hw.{name}"));
    let mut fields: Vec<(&str, &str)> =
        kept.iter().map(|name| (name.as_str(), value(&page, name))).collect();
    fields.extend([
        ("hw.step", "1"),
        ("topic", "refund"),
        ("email", "ann@example.com"),
        ("message", "Let me in"),
    ]);
    let (status, said, _) = plain(&desk, &fields);
    assert_eq!(status, 410, "{said}");
    assert!(said.contains("<html"), "a page for people: {said}");
    assert_eq!(desk.list().len(), 2);
}

fn whoever_is_erased_and_sends_a_form_again_may_be_erased_again(desk: Desk) {
    desk.server.add_agent("olga", "owner");
    let olga = Agent::connected(&desk.server, "olga");
    let mut proofs = Vec::new();
    for _ in 0..2 {
        desk.sent(&answers());
        let [item] = &desk.list()[..] else { panic!("one conversation") };
        let (status, proof) = olga.delete(&format!("/inbox/v1/customers/{}", item.customer));
        assert_eq!(status, 200, "{proof}");
        assert!(desk.list().is_empty());
        proofs.push(proof);
        desk.wait(60_000);
    }
    let at =
        |proof: &String| serde_json::from_str::<Value>(proof).expect("JSON")["erased_at"].clone();
    assert!(at(&proofs[0]).as_i64() < at(&proofs[1]).as_i64());
}

fn answers_decide_tags_and_hooks_that_hear_of_them(desk: Desk) {
    let mut form = contact();
    form["locales"]["en"]["routes"] = json!([
        {"when": {"field": "topic", "is": "bike"}, "tags": ["bike", "workshop"],
         "hook": "workshop"},
        {"when": {"field": "orders", "greater": 2}, "tags": ["regular"], "hook": "workshop"},
        {"when": {"field": "message", "contains": "squeaks"}, "hook": "nobody"},
        {"when": {"field": "topic", "is": "refund"}, "tags": ["money"], "hook": "books"}]);
    desk.publish(&json!([form]));
    desk.wait(1_000);
    let hook = |arguments: &[&str]| {
        let output = desk.server.command(&[&["hook"], arguments].concat()).output().expect("runs");
        assert!(output.status.success(), "{output:?}");
    };
    hook(&["add", "workshop", "--brand", "pedalo"]);
    hook(&["add", "books", "--brand", "pedalo"]);
    desk.server.add_agent("olga", "owner");
    let olga = Agent::connected(&desk.server, "olga");
    let heard = |hook: &str| {
        let (_, body) = olga.get(&format!("/inbox/v1/admin/transactions?hook={hook}"));
        serde_json::from_str::<Value>(&body).expect("JSON")["items"].clone()
    };
    let events = || {
        let (_, body) = olga.get("/inbox/v1/admin/events?after=0");
        serde_json::from_str::<Vec<Value>>(&body).expect("JSON").len()
    };

    let filled = desk.filled(&answers());
    let (status, body) = desk.send(&filled);
    assert_eq!(status, 201, "{body}");
    assert_eq!(desk.list()[0].tags, ["bike", "workshop", "regular"]);
    assert_eq!(desk.send(&filled).0, 201, "sent again");
    let items = heard("workshop");
    assert_eq!((items.as_array().map(Vec::len), events()), (Some(1), 1), "{items}");
    assert_eq!(items[0]["name"], "hooks.form.workshop.receive");
    assert_eq!(
        items[0]["data"],
        json!({"form": "contact", "locale": "en", "reference": body["reference"], "answers": {
            "topic": "bike", "bike": "PB-042", "source": "site", "name": "Ann",
            "email": "ann@example.com", "orders": 3.0,
            "message": "The chain squeaks.\nEvery morning."}})
    );
    assert_eq!(items[0]["meta"]["page"], "http://pages.example/en/forms/contact/");
    assert_eq!(items[0]["meta"]["ip_hash"].as_str().map(str::len), Some(16));
    assert_eq!(heard("books"), json!([]));

    // A hook that takes nothing loses no form.
    hook(&["disable", "workshop"]);
    desk.sent(&answers());
    assert_eq!(heard("workshop").as_array().map(Vec::len), Some(1));
    // Two people, one of whom is erased with what hooks have heard.
    let refund = json!({"topic": ["refund"], "email": ["bob@example.com"], "message": ["Money"]});
    desk.sent(&refund);
    let ann = desk.list()[1].customer.clone();
    let kept = |customer: &str| -> Value {
        let (status, text) = olga.get(&format!("/inbox/v1/customers/{customer}"));
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).expect("JSON")
    };
    // What a hook heard is handed over with the person, and nobody else's.
    let heard_of = |customer: &str| -> Vec<Value> {
        let conversations = kept(customer)["conversations"].as_array().cloned();
        let of = |one: Value| one["hooks"].as_array().cloned().unwrap_or_default();
        conversations.unwrap_or_default().into_iter().flat_map(of).collect()
    };
    let of_ann = heard_of(ann.as_str());
    assert_eq!(of_ann.len(), 1, "{of_ann:?}");
    assert_eq!(of_ann[0]["data"], items[0]["data"]);
    let bob = desk.list()[0].customer.clone();
    assert_eq!(heard_of(bob.as_str())[0]["data"]["answers"]["email"], "bob@example.com");
    let (status, proof) = olga.delete(&format!("/inbox/v1/customers/{ann}"));
    assert_eq!(status, 200, "{proof}");
    assert_eq!((heard("workshop"), events()), (json!([]), 1));
    assert_eq!(heard("books")[0]["data"]["answers"]["email"], "bob@example.com");
}

fn a_visitor_with_a_session_stays_that_visitor(desk: Desk) {
    let mut visitor = Visitor::connected(&desk.server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let form = desk.filled(&answers());
    let path = format!("/forms/v1/{KEY}/contact");
    let (status, body) = desk.post(&path, Some(&visitor.token), &form);
    assert_eq!(status, 201, "{body}");
    let list = desk.list();
    assert_eq!(list[0].customer, list[1].customer);
    let detail = desk.customer(&conversation);
    assert_eq!(detail.email.as_deref(), Some("ann@example.com"));
    assert!(!detail.is_email_verified);
}

fn wrong_answers_are_named_and_nothing_is_kept(desk: Desk) {
    let wrong = json!({"topic": ["bike"], "email": ["ann"], "orders": ["1.5"], "shoe": ["44"]});
    let problem = desk.refusal(&desk.filled(&wrong));
    assert_eq!((problem.problem.code, problem.problem.status), (Code::InvalidAnswers, 422));
    let fields: Vec<(&str, &str)> =
        problem.fields.iter().map(|one| (one.field.as_str(), one.reason.code())).collect();
    assert_eq!(
        fields,
        [
            ("bike", "required"),
            ("email", "no_email"),
            ("orders", "not_whole"),
            ("message", "required"),
            ("shoe", "not_asked"),
        ]
    );
    assert_eq!(desk.list(), []);
}

fn an_answer_to_a_hidden_question_is_refused_and_an_altered_one_too(desk: Desk) {
    let with = |field: &str, text: &str| {
        let mut answers = answers();
        answers["topic"] = json!(["refund"]);
        answers.as_object_mut().expect("answers").remove("bike");
        answers[field] = json!([text]);
        desk.refusal(&desk.filled(&answers)).fields
    };
    assert_eq!(with("bike", "PB-042")[0].reason, Reason::NotAsked);
    assert_eq!(with("source", "elsewhere")[0].reason, Reason::Altered);
    assert_eq!(desk.list(), []);
}

fn work_and_patience_are_asked_for_and_count_once(desk: Desk) {
    let code = |form: &Value| desk.refusal(form).problem.code;
    let mut form = desk.filled(&answers());
    let proof = form["proof"].take();
    assert_eq!(code(&form), Code::ProofWrong, "none");
    let token = proof["token"].as_str().expect("a token");
    let is_wrong = |nonce: &u64| leading_zero_bits(&Sha256::digest(format!("{token}:{nonce}"))) < 6;
    form["proof"] = json!({"token": token, "nonce": (0_u64..).find(is_wrong)});
    assert_eq!(code(&form), Code::ProofWrong, "the wrong number");
    form["proof"] = json!({"token": "0.1795424400000.00.00", "nonce": 0});
    assert_eq!(code(&form), Code::ProofWrong, "not ours");
    form["proof"] = desk.proof("contact");
    let problem = desk.refusal(&form).problem;
    assert_eq!((problem.code, problem.retry_after_ms), (Code::TooFast, Some(3_000)));
    form["proof"] = proof.clone();
    form["trap"] = json!("https://spam.example");
    assert_eq!(code(&form), Code::NotAllowed, "people leave it empty");
    form["trap"] = json!("");
    assert_eq!(desk.send(&form).0, 201, "nothing of this has used the challenge");
    form["id"] = json!(new_id());
    assert_eq!(code(&form), Code::ProofExpired, "used before");
    form["proof"] = desk.proof("contact");
    desk.wait(4 * 60 * 60 * 1000);
    assert_eq!(code(&form), Code::ProofExpired, "too old");
    assert_eq!(desk.list().len(), 1);
}

fn a_form_that_is_gone_is_told_from_one_that_never_was(desk: Desk) {
    let form = desk.filled(&answers());
    let never = desk.post(&format!("/forms/v1/{KEY}/never"), None, &form);
    assert_eq!(never.0, 404, "{}", never.1);
    assert!(never.1.contains("form_unknown"), "{}", never.1);
    desk.publish(&json!([]));
    desk.wait(1_000);
    let problem = desk.refusal(&form).problem;
    assert_eq!((problem.code, problem.status), (Code::FormUnpublished, 410));
    let other = desk.post("/forms/v1/wk_other_0123456789/contact", None, &form);
    assert_eq!(other.0, 404, "another brand's: {}", other.1);
    desk.publish(&json!([contact()]));
    desk.wait(1_000);
    assert_eq!(desk.send(&form).0, 201, "it is back");
}

/// A form with a file, as one without a script or with one sends it.
fn multipart(desk: &Desk, parts: &[(&str, Option<&str>, &[u8])]) -> (u16, String, String) {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        let head = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let mut answer = agent
        .post(desk.server.url(&format!("/forms/v1/{KEY}/contact")))
        .header("content-type", "multipart/form-data; boundary=x")
        .send(&body[..])
        .expect("an answer");
    let location = answer.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
    let text = answer.body_mut().read_to_string().expect("text");
    (answer.status().as_u16(), text, location.unwrap_or_default())
}

/// The fields of a page as a browser without a script sends them.
fn plain(desk: &Desk, fields: &[(&str, &str)]) -> (u16, String, String) {
    let parts: Vec<(&str, Option<&str>, &[u8])> =
        fields.iter().map(|(name, text)| (*name, None, text.as_bytes())).collect();
    multipart(desk, &parts)
}

fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let begin = format!("name=\"{name}\" value=\"");
    let at = page.find(&begin).unwrap_or_else(|| panic!("no {name} in {page}")) + begin.len();
    page[at..].split('"').next().expect("a value")
}

fn files_come_with_a_form_and_with_it_alone(desk: Desk) {
    let mut form = contact();
    let fields = &mut form["locales"]["en"]["steps"][1]["fields"];
    let field = json!({"id": "photo", "type": "file", "label": "Photos", "max": 2});
    fields.as_array_mut().expect("fields").push(field);
    desk.publish(&json!([form]));
    desk.wait(1_000);
    let send = |files: &[(&str, &[u8])]| {
        let json = desk.filled(&answers()).to_string();
        let mut parts = vec![("hw.submission", Some("s.json"), json.as_bytes())];
        parts.extend(files.iter().map(|(name, bytes)| ("photo", Some(*name), *bytes)));
        let (status, text, _) = multipart(&desk, &parts);
        (status, text)
    };
    let image = png(2, 2);
    let (status, text) = send(&[("lamp.png", &image), ("two\u{200b}.png", &image)]);
    assert_eq!(status, 201, "{text}");
    let id = desk.list()[0].id.to_string();
    assert!(desk.first_message(&id).contains("Photos: lamp.png, two.png\n"));
    let (_, body) = desk.kim.get(&format!("/inbox/v1/conversations/{id}"));
    let detail: ConversationDetail = serde_json::from_str(&body).expect("a conversation");
    let Content::Message { files, .. } = &detail.page.entries[0].content else { panic!("{body}") };
    assert_eq!(files.len(), 2);
    let of_file = ureq::get(desk.server.url(&format!("/inbox/v1/files/{}", files[0].id)));
    let mut kept = of_file.header("cookie", &desk.kim.cookie).call().expect("the file");
    assert_eq!(kept.body_mut().read_to_vec().expect("bytes"), image);

    let renamed = zip(&["a.txt"]);
    let large = vec![b'x'; 20_000_000];
    for (files, reason) in [
        (&[("all.txt", &large[..])][..], Reason::FileTooLarge),
        (&[("bill.pdf", &renamed[..])], Reason::FileKind),
        (&[("run.exe", b"MZ\x90\0")], Reason::FileKind),
        (&[("lamp.png", b"")], Reason::FileRefused),
        (&[("1.png", &image), ("2.png", &image), ("3.png", &image)], Reason::TooLong { max: 2 }),
    ] {
        let (status, text) = send(files);
        let problem: FormProblem = serde_json::from_str(&text).expect("a problem");
        assert_eq!((status, &problem.fields[0].reason), (422, &reason), "{text}");
        assert_eq!(problem.fields[0].field, "photo");
    }
    let mut named = answers();
    named["photo"] = json!([files[0].id]);
    assert_eq!(desk.refusal(&desk.filled(&named)).problem.code, Code::UnknownFile, "not theirs");
    assert_eq!(desk.list().len(), 1);
    // A browser without a script keeps its answers beside such a file.
    let (_, page, _) = multipart(
        &desk,
        &[
            ("hw.locale", None, b"en"),
            ("hw.step", None, b"1"),
            ("message", None, b"My lamp flickers"),
            ("photo", Some("all.txt"), &large),
        ],
    );
    assert!(page.starts_with("<!doctype html>") && page.contains("My lamp flickers"), "{page}");
}

fn a_browser_without_a_script_goes_from_step_to_step(desk: Desk) {
    // The site's own page knows the first step as it is at first.
    let (status, page, _) =
        plain(&desk, &[("hw.locale", "en"), ("hw.step", "0"), ("topic", "bike")]);
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Which bike?") && !page.contains("Your name"), "asked in place: {page}");
    assert!(!page.contains("role=\"alert\""), "nothing was wrong yet: {page}");
    let said = |page: &str, step: &'static str, more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(String, String)> = ["token", "asked", "locale"]
            .map(|name| (format!("hw.{name}"), value(page, &format!("hw.{name}")).to_owned()))
            .to_vec();
        fields.push(("hw.step".into(), step.into()));
        fields.extend(more.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        plain(&desk, &fields)
    };
    let (status, wrong, _) = said(&page, "0", &[("topic", "bike"), ("bike", " ")]);
    assert_eq!(status, 422, "{wrong}");
    assert!(wrong.contains("<a href=\"#f-bike\">Which bike?</a> Please answer this question."));
    assert!(wrong.contains("aria-describedby=\"f-bike-error\" aria-invalid=\"true\""), "{wrong}");
    let (status, page, _) = said(&page, "0", &[("topic", "bike"), ("bike", "PB-042")]);
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Your name"), "{page}");
    assert_eq!((value(&page, "topic"), value(&page, "bike")), ("bike", "PB-042"), "travel along");
    let last: &[(&str, &str)] = &[
        ("topic", "bike"),
        ("bike", "PB-042"),
        ("name", "<b>Ann</b>"),
        ("email", "ann"),
        ("message", "It squeaks & squeals"),
    ];
    let (status, wrong, _) = said(&page, "1", last);
    assert_eq!(status, 422, "{wrong}");
    assert!(wrong.contains("value=\"&lt;b&gt;Ann&lt;/b&gt;\""), "kept, as text: {wrong}");
    let right: Vec<(&str, &str)> = last
        .iter()
        .map(|(name, text)| (*name, if *name == "email" { "ann@example.com" } else { *text }))
        .collect();
    let (status, fast, _) = said(&page, "1", &right);
    assert_eq!(status, 429, "nobody is that quick: {fast}");
    desk.wait(3_000);
    let (_, back, _) = said(&page, "1", &[&right[..], &[("hw.back", "1")]].concat());
    assert!(back.contains("What is it about?") && !back.contains("hw.back"), "{back}");
    let (status, sent, location) = said(&page, "1", &right);
    assert_eq!(status, 303, "{sent}");
    let (_, _, again) = said(&page, "1", &right);
    assert_eq!(again, location, "sent twice, kept once");
    let item = &desk.list()[0];
    let reference = item.reference.as_deref().expect("a reference");
    assert_eq!(location, format!("contact/sent?reference={reference}&locale=en"));
    assert_eq!(desk.list().len(), 1);
    let mut thanks =
        ureq::get(desk.server.url(&format!("/forms/v1/{KEY}/{location}"))).call().expect("thanks");
    let policy = thanks.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'nonce-"), "{policy}");
    let thanks = thanks.body_mut().read_to_string().expect("text");
    assert!(
        thanks.contains(reference) && thanks.contains("We will write to you soon."),
        "{thanks}"
    );
    // An earlier answer that changes takes its questions along.
    let (_, _, location) = {
        let (_, page, _) = plain(&desk, &[("hw.step", "0"), ("topic", "refund")]);
        desk.wait(3_000);
        let changed: Vec<(&str, &str)> = right
            .iter()
            .map(|(name, text)| (*name, if *name == "topic" { "refund" } else { *text }))
            .collect();
        said(&page, "1", &changed)
    };
    assert!(location.starts_with("contact/sent"), "{location}");
    desk.publish(&json!([]));
    desk.wait(1_000);
    let (status, gone, _) = said(&page, "1", &right);
    assert_eq!(status, 410);
    assert!(gone.contains("This form is no longer available"), "{gone}");
}

#[test]
fn the_relay_takes_exactly_what_the_validator_takes() {
    let desk = Desk::with(Database::Sqlite, WIDE).expect("SQLite is always there");
    let document: Value = serde_json::from_str(EVERYTHING).expect("JSON");
    desk.publish(&json!([{"id": "contact", "slug": "contact", "locales": {"en": document}}]));
    desk.wait(1_000);
    let (form, mut dice) = (everything(), Dice::new(400));
    let (mut taken, mut refused, mut with_files) = (0, 0, 0);
    for _ in 0..400 {
        let answers = submission(&form, &mut dice);
        let expected = check(&form, &answers).err().unwrap_or_default();
        // Files come beside the answers; everything else is as it was drawn.
        let mut texts = answers.clone();
        let files = texts.0.remove("files").unwrap_or_default();
        let files: Vec<&str> =
            files.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        let filled = desk.filled(&json!(texts));
        let (status, body) = if files.is_empty() {
            desk.send(&filled)
        } else {
            with_files += 1;
            let filled = filled.to_string();
            let mut parts = vec![("hw.submission", Some("s.json"), filled.as_bytes())];
            parts.extend(files.iter().map(|name| ("files", Some(*name), &b"words"[..])));
            let (status, text, _) = multipart(&desk, &parts);
            (status, serde_json::from_str(&text).expect("JSON"))
        };
        if expected.is_empty() {
            taken += 1;
            assert_eq!(status, 201, "{answers:?}: {body}");
        } else {
            refused += 1;
            let problem: FormProblem = serde_json::from_value(body).expect("a problem");
            assert_eq!((status, problem.fields), (422, expected), "{answers:?}");
        }
    }
    assert!(taken > 100 && refused > 100, "{taken} taken, {refused} refused");
    assert!(with_files > 40, "{with_files} with files");
}

#[test]
fn what_is_no_form_is_told_why() {
    let desk = Desk::on(Database::Sqlite).expect("SQLite is always there");
    let ask = |kind: &str, body: &str| {
        let mut answer = ureq::post(desk.server.url(&format!("/forms/v1/{KEY}/contact")))
            .config()
            .http_status_as_error(false)
            .build()
            .header("content-type", kind)
            .send(body)
            .expect("an answer");
        let text = answer.body_mut().read_to_string().expect("text");
        let problem: Value = serde_json::from_str(&text).expect("a problem");
        (answer.status().as_u16(), problem["code"].as_str().expect("a code").to_owned())
    };
    for (kind, body, status, code) in [
        ("text/plain", "name=Ann", 415, "unsupported_type"),
        ("application/json", "{", 422, "invalid_body"),
        ("application/json", "{\"id\":\"a b\"}", 422, "invalid_body"),
        ("multipart/form-data; boundary=x", "words", 422, "invalid_body"),
        ("application/json", &"x".repeat(1024 * 1024 + 1), 413, "too_long"),
    ] {
        assert_eq!(ask(kind, body), (status, code.to_owned()), "{kind}");
    }
}

#[test]
fn a_thousand_forms_from_one_address_do_not_reach_the_inbox() {
    let limits = "[limits]\nforms_per_hour = 5\nsign_ins_per_minute = 100\n";
    let desk = Desk::with(Database::Sqlite, limits).expect("SQLite is always there");
    let proofs: Vec<Value> = (0..1_000).map(|_| desk.proof("contact")).collect();
    desk.wait(3_000);
    let mut kept = 0;
    for proof in proofs {
        let form = json!({"id": new_id(), "locale": "en", "answers": answers(), "proof": proof});
        match desk.send(&form) {
            (201, _) => kept += 1,
            (429, body) => {
                assert_eq!(body["code"], "rate_limited");
                assert!(body["retry_after_ms"].as_u64().is_some_and(|wait| wait > 0), "{body}");
            }
            (status, body) => panic!("{status} {body}"),
        }
    }
    assert!((5..=6).contains(&kept), "{kept} were kept");
    assert_eq!(desk.list().len(), kept);
}

#[test]
fn a_page_of_nobody_sends_no_form() {
    let desk = Desk::on(Database::Sqlite).expect("SQLite is always there");
    let form = desk.filled(&answers());
    let request = ureq::post(desk.server.url(&format!("/forms/v1/{KEY}/contact")));
    let answer = request
        .config()
        .http_status_as_error(false)
        .build()
        .header("origin", "https://evil.example")
        .send_json(form)
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 403);
    assert_eq!(desk.list(), []);
}
