//! Who is let in, who is not, and what the others are told.

use kb_protocol::api::{Problem, SessionRequest};
use kb_protocol::chat::{Author, ClientFrame, Code, Content, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, InboxFrame};
use kb_protocol::limits;
use kb_server::policy::Permission;
use kb_server::router::routes;
use kb_tests::{Agent, KEY, ORIGIN, TestServer, Visitor, message, new_id};

use crate::{KB_SERVER, WIDE, relay};

/// Status and problem of a request without a session.
fn ask(server: &TestServer, method: &str, path: &str, origin: Option<&str>) -> (u16, String) {
    let mut request = tungstenite::http::Request::builder().method(method).uri(server.url(path));
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.run(request.body(()).expect("a request")).expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
}

#[test]
fn every_route_but_the_public_ones_is_closed_without_a_session() {
    let server = relay();
    let mut asked = 0;
    for route in routes() {
        let path = route.path.replace("{id}", "c1");
        let own = server.url("");
        let (status, body) = ask(&server, route.method.as_str(), &path, Some(&own));
        if route.permission == Permission::Public {
            // Files are not there in these tests.
            let is_file = path.ends_with("/widget.js")
                || path.ends_with("/core.js")
                || path.starts_with("/widget/")
                || (path.starts_with("/inbox") && !path.starts_with("/inbox/v1/"));
            // Nobody has such a form hook.
            let is_hook = path.starts_with("/hooks/");
            assert!(status != 404 || is_file || is_hook, "{path}");
        } else {
            assert_eq!(status, 401, "{} {path}: {body}", route.method);
            asked += 1;
        }
    }
    assert!(asked >= 8, "only {asked} routes were asked");
}

#[test]
fn every_door_to_a_foreign_conversation_says_that_there_is_none() {
    let server = relay();
    let mut owner = Visitor::connected(&server);
    let conversation = new_id();
    owner.send(&conversation, &new_id(), "private-word-5d1e").expect("stored");
    let mut thief = Visitor::connected(&server);
    let id = || conversation.parse().expect("an id");
    let mut heard = String::new();
    for frame in [
        message(&conversation, &new_id(), "Let me in"),
        ClientFrame::End { id: new_id().parse().expect("an id"), conversation: id() },
        ClientFrame::Receipt { conversation: id(), delivered: 1, seen: 1 },
        ClientFrame::History { conversation: id(), before: None },
    ] {
        assert!(thief.say(&frame));
        let code = thief.await_frame(|answer| {
            heard.push_str(&serde_json::to_string(&answer).expect("JSON"));
            match answer {
                ServerFrame::Refused { code, .. } => Some(code),
                _ => None,
            }
        });
        assert_eq!(code, Code::UnknownConversation, "{frame:?}");
    }
    let mut again = thief.another();
    let welcome = again.connect(&[(&conversation, 1)]).expect("welcome");
    heard.push_str(&serde_json::to_string(&welcome).expect("JSON"));
    assert!(!heard.contains("private-word"), "{heard}");
}

#[test]
fn a_foreign_page_gets_neither_session_nor_socket() {
    let server = relay();
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let open = |origin: &str, key: &str| -> Code {
        let problem: Problem = agent
            .post(server.url("/chat/v1/sessions"))
            .header("origin", origin)
            .send_json(SessionRequest { key: key.to_owned() })
            .expect("an answer")
            .body_mut()
            .read_json()
            .expect("a problem");
        problem.code
    };
    assert_eq!(open("http://evil.example", KEY), Code::OriginNotAllowed);
    assert_eq!(open("http://books.example", KEY), Code::OriginNotAllowed, "another brand's");
    assert_eq!(open("null", KEY), Code::OriginNotAllowed);
    assert_eq!(open(ORIGIN, "wk_unknown_unknown"), Code::UnknownKey);

    let mut visitor = Visitor::new(&server);
    assert!(visitor.connect_from("http://evil.example", &[]).is_err(), "the socket was opened");
    let closed = visitor.connect_from("http://books.example", &[]).expect("opens");
    let Ok(ServerFrame::Closing { code, .. }) = closed else { panic!("{closed:?}") };
    assert_eq!(code, Code::OriginNotAllowed, "a session counts on its brand's pages only");
}

#[test]
fn a_page_elsewhere_cannot_use_an_agents_cookie() {
    let server = relay();
    let kim = Agent::connected(&server, "kim");
    let ask = |origin: Option<&str>| {
        let mut request =
            ureq::delete(server.url("/inbox/v1/session")).header("cookie", &kim.cookie);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = request.config().http_status_as_error(false).build().call();
        answer.expect("an answer").status().as_u16()
    };
    assert_eq!(ask(Some("http://evil.example")), 403);
    assert_eq!(ask(Some(ORIGIN)), 403, "a host page neither");
    assert_eq!(ask(None), 403);
    assert_eq!(kim.get("/inbox/v1/session").0, 200, "still signed in");
    assert_eq!(ask(Some(&server.url(""))), 204);
    assert_eq!(kim.get("/inbox/v1/session"), (200, "null".to_owned()), "nobody is signed in");
}

#[test]
fn a_session_that_ends_takes_its_socket_along() {
    let server = relay();
    let mut kim = Agent::connected(&server, "kim");
    let out = ureq::delete(server.url("/inbox/v1/session"))
        .header("cookie", &kim.cookie)
        .header("origin", server.url(""))
        .call();
    assert_eq!(out.expect("an answer").status().as_u16(), 204);
    let code = kim.await_frame(|frame| match frame {
        InboxFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(code, Code::SessionExpired);
    assert_eq!(kim.hear(), Err(4001));
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| kim.connect()));
    assert!(refused.is_err(), "the ended session opened another socket");
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let server = relay();
    let sign_in = |email: &str| -> (u16, String) {
        let mut answer = ureq::post(server.url("/inbox/v1/session"))
            .config()
            .http_status_as_error(false)
            .build()
            .header("origin", server.url(""))
            .send_json(serde_json::json!({"email": email, "password": "wrong wrong wrong wrong"}))
            .expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    };
    let known = sign_in("kim@example.com");
    assert_eq!(known, sign_in("nobody@example.com"));
    assert_eq!(known.0, 403);
}

#[test]
fn a_collaborator_reads_and_notes_and_never_answers() {
    let server = relay();
    server.add_agent("cleo", "collaborator");
    let conversation = new_id();
    Visitor::connected(&server).send(&conversation, &new_id(), "Hello").expect("stored");
    let mut cleo = Agent::connected(&server, "cleo");
    let answer = cleo.send(&conversation, &new_id(), "I may not");
    assert!(matches!(answer, InboxFrame::Refused { code: Code::NotAllowed, .. }), "{answer:?}");
    let mut ask = |change: Change| {
        let id = new_id();
        let frame = AgentFrame::Change {
            id: id.parse().expect("an id"),
            conversation: conversation.parse().expect("an id"),
            change,
        };
        cleo.ask(&frame, &id)
    };
    let answer = ask(Change::AddTag { tag: "mine".into() });
    assert!(matches!(answer, InboxFrame::Refused { code: Code::NotAllowed, .. }), "{answer:?}");
    let answer = ask(Change::Note { body: "Looks like a lock problem".into() });
    assert!(matches!(answer, InboxFrame::Ack { .. }), "{answer:?}");
}

#[test]
fn what_is_no_frame_is_refused_and_the_line_stays_open() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    for text in [
        "",
        "{",
        "[]",
        "null",
        r#"{"type":"send"}"#,
        r#"{"type":"send","id":"a b","conversation":"c","body":"x"}"#,
        r#"{"type":"dance"}"#,
        r#"{"type":"receipt","conversation":"c","delivered":-1,"seen":0}"#,
        r#"{"type":"hello","version":1,"token":"again"}"#,
    ] {
        assert!(visitor.say_text(text));
        let code = visitor.await_frame(|frame| match frame {
            ServerFrame::Refused { code, .. } => Some(code),
            _ => None,
        });
        assert_eq!(code, Code::InvalidFrame, "{text}");
    }
    let long = "x".repeat(limits::MESSAGE_CHARS + 1);
    let refused = visitor.send(&conversation, &new_id(), &long);
    assert!(
        matches!(refused, Err(ServerFrame::Refused { code: Code::TooLong, .. })),
        "{refused:?}"
    );
    let refused = visitor.send(&conversation, &new_id(), "\u{200b}");
    assert!(matches!(refused, Err(ServerFrame::Refused { code: Code::Empty, .. })), "{refused:?}");
    assert_eq!(visitor.send(&conversation, &new_id(), "still here"), Ok(1));
}

#[test]
fn the_longest_message_fits_whatever_its_characters() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    for character in ["x", "\u{1f6b2}", "\u{1}x", "\""] {
        let text: String = character.chars().cycle().take(limits::MESSAGE_CHARS).collect();
        assert!(visitor.send(&conversation, &new_id(), &text).is_ok(), "{character:?}");
    }
}

#[test]
fn a_frame_above_the_limit_ends_the_line() {
    let server = relay();
    let mut visitor = Visitor::connected(&server);
    visitor.say_text(&"x".repeat(limits::FRAME_BYTES + 1));
    while visitor.hear().is_ok() {}
    let mut again = visitor.another();
    again.connect(&[]).expect("only that line ended");
}

#[test]
fn scripts_in_names_and_messages_stay_text() {
    let server = relay();
    let script = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    server.add_agent("<b>kim<b>", "agent");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), script).expect("stored");
    let (_, entry) = visitor.await_entry();
    assert_eq!(entry.content, Content::Message { body: script.to_owned(), files: Vec::new() });
    let mut kim = Agent::connected(&server, "<b>kim<b>");
    kim.send(&conversation, &new_id(), "Hi");
    let (_, answer) = visitor.await_entry();
    let Author::Agent { name, .. } = answer.author else { panic!("{answer:?}") };
    assert_eq!(name, "<b>kim<b>", "kept as it is: who shows it, shows text");
}

#[test]
fn who_does_not_say_hello_first_is_sent_away() {
    let server = relay();
    let mut visitor = Visitor::new(&server);
    visitor.token = "not-a-token".into();
    let closed = visitor.connect(&[]).expect("a last frame");
    let ServerFrame::Closing { code, .. } = closed else { panic!("{closed:?}") };
    assert_eq!(code, Code::SessionExpired);
}

#[test]
fn figures_are_for_monitors_and_admins_and_have_no_words_in_them() {
    let settings = format!("metrics_token = \"metrics-token-for-tests\"\n{WIDE}");
    let server = TestServer::start(KB_SERVER, &settings);
    server.add_agent("kim", "agent");
    let mut visitor = Visitor::connected(&server);
    visitor.send(&new_id(), &new_id(), "private-word-77aa").expect("stored");
    let read = |token: &str| {
        let mut answer = ureq::get(server.url("/metrics"))
            .config()
            .http_status_as_error(false)
            .build()
            .header("authorization", format!("Bearer {token}"))
            .call()
            .expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    };
    assert_eq!(read("metrics-token-for-testz").0, 401);
    assert_eq!(Agent::connected(&server, "kim").get("/metrics").0, 403);
    let (status, text) = read("metrics-token-for-tests");
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("helpwright_connections{side=\"visitor\"} 1"), "{text}");
    assert!(text.contains("helpwright_acts_committed_total "), "{text}");
    assert!(!text.contains("private-word"), "{text}");
}

#[test]
fn the_frame_is_shown_on_pages_of_its_brand_alone() {
    let server = relay();
    let answer = ureq::get(server.url(&format!("/widget/frame?key={KEY}"))).call().expect("a page");
    let policy = answer.headers()["content-security-policy"].to_str().expect("a text").to_owned();
    assert!(policy.contains(&format!("frame-ancestors {ORIGIN}")), "{policy}");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(policy.contains("trusted-types helpwright-form;"), "its forms are those of the site");
    let (status, body) = ask(&server, "GET", "/widget/frame?key=nobody", None);
    assert_eq!(status, 401, "{body}");
}

#[test]
fn a_visitor_in_the_frame_is_one_of_its_brand() {
    let server = relay();
    let own = server.url("");
    let own = own.trim_end_matches('/');
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let session = |origin: &str| {
        let request = SessionRequest { key: KEY.into() };
        let answer = agent
            .post(server.url("/chat/v1/sessions"))
            .header("origin", origin)
            .send_json(&request)
            .expect("an answer");
        answer.status().as_u16()
    };
    assert_eq!(session(own), 201);
    assert_eq!(session("https://stranger.example"), 403);
}
