//! From a letter back into its conversation, on every database and with the
//! test's own clock.

use std::time::SystemTime;

use kb_protocol::chat::{ClientFrame, Content, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, InboxFrame};
use kb_tests::{KEY, ORIGIN, Taken, TestServer, Visitor, new_id};
use serde_json::{Value, json};

use crate::customers::login;
use crate::mail::{ANN, DAY_MS, Desk, leave};
use crate::{KB_SERVER, WIDE, relay};

/// Where letters say that the relay is; see `MailServer::settings`.
const RELAY: &str = "http://chat.example";

on_every_database! {
    Desk:
    a_look_begins_nothing_and_the_button_a_session_of_this_customer_alone
    the_page_of_the_relay_speaks_for_the_session_and_foreign_pages_do_not
    another_site_cannot_press_the_button
    what_we_have_not_signed_for_this_leads_nowhere
    after_thirty_days_a_way_back_is_over
    whoever_is_erased_or_blocked_or_has_another_address_does_not_come_back
    a_customer_who_has_logged_in_since_comes_back_as_that_customer
    whoever_logs_in_without_an_address_shares_no_account_with_an_earlier_one
    a_way_back_speaks_the_customers_language
}

/// What a browser got.
struct Page {
    status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    text: String,
}

impl Page {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// What an attribute of the page hands over.
    fn data(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text.split_once(&format!(" data-{name}=\""))?;
        Some(rest.split_once('"')?.0)
    }
}

/// The path behind the relay's address that a letter leads back with.
fn way_of(letter: &Taken) -> String {
    let plain = letter.plain();
    let (_, rest) = plain.split_once(&format!("{RELAY}/mail/v1/conversation/")).expect("a way");
    let way = rest.split_whitespace().next().expect("an end");
    assert!(letter.html().contains(way), "{}", letter.html());
    format!("/mail/v1/conversation/{way}")
}

/// A letter to Ann with an answer, and the way back of it.
fn answered(desk: &mut Desk, conversation: &str, count: usize) -> (Taken, String) {
    desk.answers_in_vain(conversation, "We have found it");
    let letter = desk.mail.await_letter(ANN, count);
    let way = way_of(&letter);
    (letter, way)
}

fn ask(url: String, method: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = tungstenite::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.run(request.body(()).expect("a request")).expect("an answer");
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().expect("a text").to_owned()));
    let headers = headers.collect();
    let text = answer.body_mut().read_to_string().expect("text");
    Page { status: answer.status().as_u16(), headers, text }
}

fn look(desk: &Desk, way: &str) -> Page {
    ask(desk.server.url(way), "GET", &[])
}

fn press(desk: &Desk, way: &str) -> Page {
    ask(desk.server.url(way), "POST", &[("sec-fetch-site", "same-origin")])
}

/// The browser in which somebody has pressed the button.
fn browser(desk: &Desk, page: &Page) -> Visitor {
    assert_eq!(page.status, 200, "{}", page.text);
    let mut browser = Visitor::new(&desk.server);
    page.data("token").expect("a session").clone_into(&mut browser.token);
    browser
}

/// Ids of the conversations that a browser is welcomed with.
fn conversations(welcome: ServerFrame) -> Vec<String> {
    match welcome {
        ServerFrame::Welcome { conversations, .. } => {
            conversations.into_iter().map(|one| one.id.into()).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// What people have written in a conversation.
fn history(browser: &mut Visitor, conversation: &str) -> Vec<String> {
    let id = conversation.parse().expect("an id");
    browser.say(&ClientFrame::History { conversation: id, before: None });
    browser.await_frame(|frame| match frame {
        ServerFrame::Page { entries, .. } => {
            let bodies = entries.into_iter().filter_map(|entry| match entry.content {
                Content::Message { body, .. } => Some(body),
                _ => None,
            });
            Some(bodies.collect())
        }
        _ => None,
    })
}

fn a_look_begins_nothing_and_the_button_a_session_of_this_customer_alone(mut desk: Desk) {
    let (_other, _) = desk.asked_in("en");
    let (_visitor, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    for _ in 0..2 {
        let page = look(&desk, &way);
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("Your conversation with Pedalo"), "{}", page.text);
        assert!(page.text.contains("a…@example.com") && !page.text.contains(ANN), "{}", page.text);
        assert!(page.text.contains("<form method=\"post\">"), "{}", page.text);
        assert!(!page.text.contains("<script") && page.data("token").is_none(), "{}", page.text);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("x-robots-tag"), "noindex");
    }

    let page = press(&desk, &way);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(page.text.contains("JavaScript") && page.text.contains(ORIGIN), "{}", page.text);
    assert_eq!(page.data("conversation"), Some(conversation.as_str()));
    let next = page.data("next").expect("a page").replace("&amp;", "&");
    let mut back = browser(&desk, &page);
    assert_eq!(conversations(back.connect(&[]).expect("welcome")), [conversation.as_str()]);
    let said = history(&mut back, &conversation);
    assert_eq!(said.last().map(String::as_str), Some("We have found it"));
    assert_eq!(said.len(), 2, "{said:?}");
    back.send(&conversation, &new_id(), "Thank you").expect("stored");

    // It leads there once more, to a session of its own.
    let again = press(&desk, &way);
    assert_ne!(again.data("token"), page.data("token"));
    let mut again = browser(&desk, &again);
    assert_eq!(conversations(again.connect(&[]).expect("welcome")), [conversation.as_str()]);

    let holder = look(&desk, &next);
    assert_eq!(holder.status, 200, "{}", holder.text);
    assert!(holder.text.contains("data-mode=\"chat\"") && holder.data("token").is_none());
    let policy = holder.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}

fn the_page_of_the_relay_speaks_for_the_session_and_foreign_pages_do_not(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    let mut back = browser(&desk, &press(&desk, &way));
    let welcome = back.connect_from(RELAY, &[]).expect("a socket").expect("welcome");
    assert_eq!(conversations(welcome), [conversation.as_str()]);
    assert!(back.connect_from("http://evil.example", &[]).is_err());
    let session = |origin: &str| {
        let bearer = format!("Bearer {}", back.token);
        let headers = [("origin", origin), ("authorization", bearer.as_str())];
        ask(desk.server.url("/chat/v1/session"), "GET", &headers)
    };
    let own = session(RELAY);
    assert_eq!(own.status, 200, "{}", own.text);
    assert_eq!(session("http://evil.example").status, 403);
}

fn another_site_cannot_press_the_button(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    for site in ["cross-site", "same-site", "none"] {
        let page = ask(desk.server.url(&way), "POST", &[("sec-fetch-site", site)]);
        assert_eq!(page.status, 200, "{site}: {}", page.text);
        assert!(page.text.contains("<form method=\"post\">"), "{site}: {}", page.text);
        assert!(page.data("token").is_none(), "{site}: {}", page.text);
    }
    // A browser that does not say where it comes from has looked at our page.
    let page = ask(desk.server.url(&way), "POST", &[]);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.data("token").is_none(), "{}", page.text);
    for page in [page, look(&desk, &way)] {
        let (path, _) = way.split_once('?').expect("a locale");
        let cookie = page.header("set-cookie").to_owned();
        let mut parts = cookie.split("; ");
        let named = parts.next().expect("a cookie");
        let mut parts: Vec<&str> = parts.collect();
        parts.sort_unstable();
        let path = format!("Path={path}");
        assert_eq!(parts, ["HttpOnly", "Max-Age=3600", &path, "SameSite=Strict"], "{cookie}");
        let with = |headers: &[(&str, &str)]| {
            let mut sent = vec![("cookie", named)];
            sent.extend_from_slice(headers);
            ask(desk.server.url(&way), "POST", &sent)
        };
        assert!(with(&[]).data("token").is_some(), "{cookie}");
        let foreign = with(&[("sec-fetch-site", "cross-site")]);
        assert!(foreign.data("token").is_none(), "{}", foreign.text);
    }
}

fn what_we_have_not_signed_for_this_leads_nowhere(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    let (_other, foreign) = desk.asked_in("en");
    let (letter, way) = answered(&mut desk, &conversation, 1);
    let (_, token) = way.rsplit_once('/').expect("a token");
    let token = token.split('?').next().expect("a token");
    let way_out = letter.header("List-Unsubscribe");
    let (_, way_out) = way_out.rsplit_once('/').expect("a token");
    let way_out = way_out.split('?').next().expect("a token");
    let number = token.split('.').nth(3).expect("a moment");
    for wrong in [
        token.replace(&conversation, &foreign),
        token.replace("pedalo.", "paperwhale."),
        token.replace(number, "99999999999"),
        token[..token.len() - 1].to_owned(),
        format!("{token}0"),
        way_out.to_owned(),
    ] {
        assert_ne!(wrong, token);
        let wrong = format!("/mail/v1/conversation/{wrong}?locale=en");
        for page in [look(&desk, &wrong), press(&desk, &wrong)] {
            assert_eq!(page.status, 403, "{wrong}: {}", page.text);
            assert!(page.text.contains("This link is not complete"), "{}", page.text);
            assert!(page.data("token").is_none() && !page.text.contains("a…@"), "{}", page.text);
            assert_eq!(page.header("referrer-policy"), "no-referrer");
        }
    }
    assert_eq!(press(&desk, "/mail/v1/conversation/nonsense").status, 401);
    let out = ask(desk.server.url(&format!("/mail/v1/unsubscribe/{token}")), "POST", &[]);
    assert_eq!(out.status, 401, "a way back is no way out: {}", out.text);
    assert_eq!(look(&desk, &way).status, 200, "the right one leads there all the same");
}

fn after_thirty_days_a_way_back_is_over(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    desk.wait(30 * DAY_MS - 1);
    assert_eq!(look(&desk, &way).status, 200);
    desk.wait(1);
    for page in [look(&desk, &way), press(&desk, &way)] {
        assert_eq!(page.status, 410, "{}", page.text);
        assert!(page.text.contains("This link has expired"), "{}", page.text);
        assert!(page.data("token").is_none(), "{}", page.text);
    }
}

fn customer_of(desk: &Desk, conversation: &str) -> String {
    let (status, text) = desk.kim.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(status, 200, "{text}");
    let detail: Value = serde_json::from_str(&text).expect("JSON");
    let customer = detail["item"]["customer"].as_str().or(detail["customer"].as_str());
    customer.unwrap_or_else(|| panic!("{text}")).to_owned()
}

fn whoever_is_erased_or_blocked_or_has_another_address_does_not_come_back(mut desk: Desk) {
    let (mut moved, first) = desk.ann();
    let (_, moved_way) = answered(&mut desk, &first, 1);
    leave(&mut moved, &first, "ann@elsewhere.example");

    let (_blocked, second) = desk.ann();
    let (_, blocked_way) = answered(&mut desk, &second, 2);
    let block = new_id();
    let frame = AgentFrame::Change {
        id: block.parse().expect("an id"),
        conversation: second.parse().expect("an id"),
        change: Change::Block { is_blocked: true },
    };
    assert!(matches!(desk.kim.ask(&frame, &block), InboxFrame::Ack { .. }));

    let (_erased, third) = desk.ann();
    let (_, erased_way) = answered(&mut desk, &third, 3);
    let customer = customer_of(&desk, &third);
    assert_eq!(desk.kim.delete(&format!("/inbox/v1/customers/{customer}")).0, 200);

    for way in [&moved_way, &blocked_way, &erased_way] {
        for page in [look(&desk, way), press(&desk, way)] {
            assert_eq!(page.status, 410, "{way}: {}", page.text);
            assert!(page.text.contains("This link opens no conversation"), "{}", page.text);
            assert!(page.data("token").is_none() && !page.text.contains("a…@"), "{}", page.text);
        }
    }
}

fn a_customer_who_has_logged_in_since_comes_back_as_that_customer(mut desk: Desk) {
    // Tokens count for minutes of the real time.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    desk.clock.set(i64::try_from(since.as_millis()).expect("in range"));
    let claims = json!({"email": ANN});
    let (mut known, earlier) = desk.asked_in("en");
    login(&desk.server, &mut known, &claims);
    let (mut visitor, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    let before = customer_of(&desk, &conversation);
    assert_eq!(login(&desk.server, &mut visitor, &claims)["is_same"], true);
    assert_ne!(customer_of(&desk, &conversation), before, "the profile has it now");

    let page = press(&desk, &way);
    assert_eq!(page.data("customer"), Some(customer_of(&desk, &earlier).as_str()));
    let mut back = browser(&desk, &page);
    let mut all = conversations(back.connect(&[]).expect("welcome"));
    all.sort();
    let mut own = vec![earlier, conversation];
    own.sort();
    assert_eq!(all, own);
}

/// On a machine that several people use, one leaves an address, and another
/// one signs in on the site, of whom it says an id alone.
fn whoever_logs_in_without_an_address_shares_no_account_with_an_earlier_one(mut desk: Desk) {
    // Tokens count for minutes of the real time.
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    desk.clock.set(i64::try_from(since.as_millis()).expect("in range"));
    let (mut browser, conversation) = desk.ann();
    let (_, way) = answered(&mut desk, &conversation, 1);
    assert_eq!(look(&desk, &way).status, 200, "nobody has logged in");

    let claims = json!({"externalId": "7"});
    assert_eq!(login(&desk.server, &mut browser, &claims)["is_same"], true);
    for page in [look(&desk, &way), press(&desk, &way)] {
        assert_eq!(page.status, 410, "{}", page.text);
        assert!(page.text.contains("This link opens no conversation"), "{}", page.text);
        assert!(page.data("token").is_none() && !page.text.contains("a…@"), "{}", page.text);
    }
    desk.answers_in_vain(&conversation, "For whoever has logged in");
    let letter = desk.mail.await_letter(ANN, 2);
    for text in [letter.plain(), letter.html()] {
        assert!(!text.contains("/mail/v1/conversation/"), "{text}");
    }

    // Once the site says whose address it is, letters lead back.
    let claims = json!({"externalId": "7", "email": ANN});
    login(&desk.server, &mut browser, &claims);
    let (_, new) = answered(&mut desk, &conversation, 3);
    for way in [&way, &new] {
        assert!(press(&desk, way).data("token").is_some(), "{way}");
    }
}

fn a_way_back_speaks_the_customers_language(mut desk: Desk) {
    let (_visitor, conversation) = desk.ann_in("ar");
    let (_, way) = answered(&mut desk, &conversation, 1);
    assert!(way.ends_with("?locale=ar"), "{way}");
    let page = look(&desk, &way);
    assert!(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", page.text);
    assert!(page.text.contains("متابعة المحادثة"), "{}", page.text);
    let page = press(&desk, &way);
    assert!(page.text.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", page.text);
    let next = page.data("next").expect("a page").replace("&amp;", "&");
    assert!(look(&desk, &next).text.contains("data-lang=\"ar\""));
    desk.wait(30 * DAY_MS);
    let page = look(&desk, &way);
    assert!(page.text.contains("انتهت صلاحية هذا الرابط"), "{}", page.text);
}

/// Whether the command prints a link, and what it says.
fn printed(server: &TestServer, conversation: &str) -> (bool, String) {
    let output =
        server.command(&["mail", "link", conversation]).output().expect("the command runs");
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).expect("UTF-8"))
}

#[test]
fn whoever_presses_too_often_is_told_to_wait() {
    let server = TestServer::start(KB_SERVER, "[limits]\nsessions_per_hour = 2\n");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    leave(&mut visitor, &conversation, ANN);
    let (is_printed, said) = printed(&server, &conversation);
    assert!(is_printed, "{said}");
    let (_, path) = said.trim().split_once("/mail/").expect("a link");
    let url = server.url(&format!("/mail/{path}"));
    let own = [("sec-fetch-site", "same-origin")];
    assert!(ask(url.clone(), "POST", &own).data("token").is_some());
    let page = ask(url.clone(), "POST", &own);
    assert_eq!(page.status, 429, "{}", page.text);
    assert!(!page.header("retry-after").is_empty());
    assert_eq!(ask(url, "GET", &[]).status, 200, "a look costs nothing");
}

#[test]
fn the_command_prints_the_link_of_a_conversation_with_an_address() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let run = |conversation: &str| printed(&server, conversation);
    let (is_printed, said) = run("nowhere");
    assert!(!is_printed && said.contains("there is no conversation `nowhere`"), "{said}");
    let (is_printed, said) = run(&conversation);
    assert!(!is_printed && said.contains("nobody has left an address"), "{said}");
    leave(&mut visitor, &conversation, ANN);
    let (is_printed, said) = run(&conversation);
    assert!(is_printed, "{said}");
    let (_, path) = said.trim().split_once("/mail/").expect("a link");
    let page = ask(server.url(&format!("/mail/{path}")), "GET", &[]);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("a…@example.com"), "{}", page.text);

    login(&server, &mut visitor, &json!({"externalId": new_id()}));
    let (is_printed, said) = run(&conversation);
    assert!(!is_printed && said.contains("a link would open nothing"), "{said}");
}

/// The page runs beside what agents sign in with.
#[test]
fn no_script_of_the_help_site_runs_on_the_page_of_the_relay() {
    let mut server = TestServer::start(KB_SERVER, WIDE);
    server.configure(WIDE, "help_site = \"https://help.pedalo.example/\"\n");
    server.stop();
    server.start_again();
    let page = ask(server.url(&format!("/widget/conversation?key={KEY}")), "GET", &[]);
    assert_eq!(page.status, 200, "{}", page.text);
    let policy = page.header("content-security-policy");
    let scripts = policy.split("; ").find(|part| part.starts_with("script-src")).expect("scripts");
    assert_eq!(scripts, "script-src 'self' 'wasm-unsafe-eval'", "{policy}");
    assert!(page.text.contains("data-mode=\"chat\""), "forms are in the other mode: {}", page.text);
}
