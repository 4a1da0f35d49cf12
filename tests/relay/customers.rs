//! Logins, and what pages say of people.

use jsonwebtoken::{EncodingKey, Header, encode};
use kb_protocol::chat::{Code, ServerFrame};
use kb_protocol::inbox::{CustomerDetail, InboxFrame};
use kb_tests::{Agent, KEY, ORIGIN, TestServer, Visitor, new_id};
use serde_json::{Value, json};

use crate::relay;

/// What the brand's own site signs with; see `LOGINS`.
const SECRET: &str = "what only the site and the relay know";
/// Logins and attributes of the brand `pedalo`.
pub(crate) const LOGINS: &str = "[attributes]\ncustomer = [\"loyaltyTierStr\", \"ordersNum\"]\n\
     conversation = [\"orderIdStr\"]\n[brands.pedalo.login]\n\
     secrets = [\"what only the site and the relay know\"]\n";

on_every_database! {
    an_anonymous_visitor_joins_the_profile_once
    a_known_visitor_gets_the_other_profile_and_takes_nothing_along
    a_session_that_logged_in_or_out_is_over_with_its_socket
    what_pages_say_is_kept_as_unverified_and_typed
    what_an_anonymous_visitor_left_joins_the_profile
}

/// A token of now.
fn token(claims: &Value) -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let mut claims = claims.clone();
    claims["iat"] = since.expect("after 1970").as_secs().into();
    encode(&Header::default(), &claims, &EncodingKey::from_secret(SECRET.as_bytes()))
        .expect("signs")
}

/// Status and JSON of a visitor's request.
pub(crate) fn ask(
    server: &TestServer,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> (u16, Value) {
    let mut request = tungstenite::http::Request::builder()
        .method(method)
        .uri(server.url(path))
        .header("origin", ORIGIN)
        .header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = request.body(body.to_string()).expect("a request");
    let mut answer = agent.run(request).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("text");
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

pub(crate) fn login(server: &TestServer, visitor: &mut Visitor, claims: &Value) -> Value {
    let body = json!({"key": KEY, "jwtToken": token(claims)});
    let (status, answer) = ask(server, "POST", "/chat/v1/login", Some(&visitor.token), &body);
    assert_eq!(status, 200, "{answer}");
    if let Some(token) = answer["token"].as_str() {
        token.clone_into(&mut visitor.token);
    }
    answer
}

/// Ids of the conversations that a browser is welcomed with.
fn conversations(visitor: &mut Visitor) -> Vec<String> {
    match visitor.connect(&[]).expect("welcome") {
        ServerFrame::Welcome { conversations, .. } => {
            conversations.into_iter().map(|one| one.id.into()).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn customer(kim: &Agent, conversation: &str) -> CustomerDetail {
    let (status, text) = kim.get(&format!("/inbox/v1/conversations/{conversation}/customer"));
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// A visitor who has written, and the conversation.
fn writer(server: &TestServer) -> (Visitor, String) {
    let mut visitor = Visitor::connected(server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    (visitor, conversation)
}

fn an_anonymous_visitor_joins_the_profile_once(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let email = format!("{}@example.org", new_id());
    let (mut desk, first) = writer(&server);
    let answer = login(&server, &mut desk, &json!({"email": email, "name": "Ann"}));
    assert_eq!((answer["is_same"].clone(), answer["email"].clone()), (json!(true), json!(email)));
    assert_eq!(conversations(&mut desk), [first.as_str()], "an anonymous visitor becomes Ann");

    let (mut phone, second) = writer(&server);
    let answer = login(&server, &mut phone, &json!({"email": email.to_uppercase()}));
    assert_eq!(answer["is_same"], true);
    assert_eq!(conversations(&mut phone), [second.as_str(), first.as_str()], "the phone joins her");
    let item = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } if item.id.as_str() == second => {
            item.customer_name.is_some().then_some(item)
        }
        _ => None,
    });
    assert_eq!(item.customer_name.as_deref(), Some("Ann"), "agents are told at once");
    phone.send(&second, &new_id(), "From Ann").expect("it is hers");
    assert_eq!(phone.send(&first, &new_id(), "Both are"), Ok(2));

    let answer = login(&server, &mut phone, &json!({"email": email}));
    assert_eq!(answer["token"], Value::Null, "the same person again keeps the session");
}

fn a_known_visitor_gets_the_other_profile_and_takes_nothing_along(server: TestServer) {
    let (mut browser, hers) = writer(&server);
    login(&server, &mut browser, &json!({"externalId": format!("ann-{hers}")}));
    let answer = login(&server, &mut browser, &json!({"externalId": format!("bob-{hers}")}));
    assert_eq!(answer["is_same"], false);
    assert_eq!(conversations(&mut browser), Vec::<String>::new());
    login(&server, &mut browser, &json!({"externalId": format!("ann-{hers}")}));
    assert_eq!(conversations(&mut browser), [hers.as_str()], "each has their own");
}

fn a_session_that_logged_in_or_out_is_over_with_its_socket(server: TestServer) {
    let (mut browser, _) = writer(&server);
    let mut old = browser.another();
    old.connect(&[]).expect("welcome");
    login(&server, &mut browser, &json!({"externalId": new_id()}));
    let closed = old.await_frame(|frame| match frame {
        ServerFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(closed, Code::SessionExpired);
    assert_eq!(ask(&server, "GET", "/chat/v1/session", Some(&old.token), &Value::Null).0, 401);

    browser.connect(&[]).expect("welcome");
    let out = ask(&server, "DELETE", "/chat/v1/session", Some(&browser.token), &Value::Null);
    assert_eq!(out.0, 204);
    let closed = browser.await_frame(|frame| match frame {
        ServerFrame::Closing { code, .. } => Some(code),
        _ => None,
    });
    assert_eq!(closed, Code::SessionExpired);
}

fn what_pages_say_is_kept_as_unverified_and_typed(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let (visitor, conversation) = writer(&server);
    let describe =
        |path: &str, body: Value| ask(&server, "POST", path, Some(&visitor.token), &body);
    let said = json!({
        "emails": ["ann@example.org"],
        "phones": ["+49 30 123456"],
        "socials": [{"username": "ann", "type": "twitter"}],
        "attributes": {"loyaltyTierStr": "gold", "ordersNum": 3}
    });
    assert_eq!(describe("/chat/v1/customer", said).0, 204);
    kim.await_frame(|frame| matches!(frame, InboxFrame::Described { .. }).then_some(()));
    let of_conversation = format!("/chat/v1/conversations/{conversation}");
    let said = json!({"attributes": {"orderIdStr": "A-17"}});
    assert_eq!(describe(&of_conversation, said).0, 204);
    let found = customer(&kim, &conversation);
    assert_eq!((found.email.clone(), found.is_email_verified), (None, false));
    assert_eq!(
        serde_json::to_value(&found).expect("JSON"),
        json!({
            "is_email_verified": false,
            "shared_emails": ["ann@example.org"],
            "shared_phones": ["+49 30 123456"],
            "shared_socials": [{"username": "ann", "type": "twitter"}],
            "attributes": {"loyaltyTierStr": "gold", "ordersNum": 3.0},
            "conversation_attributes": {"orderIdStr": "A-17"}
        })
    );
    // Nothing takes away; what was not named stays.
    let said = json!({"attributes": {"loyaltyTierStr": null}});
    assert_eq!(describe("/chat/v1/customer", said).0, 204);
    let names: Vec<String> = customer(&kim, &conversation).attributes.into_keys().collect();
    assert_eq!(names, ["ordersNum"]);

    for (path, body, code, source) in [
        (
            "/chat/v1/customer",
            json!({"attributes": {"shoeNum": 44}}),
            "unknown_attribute",
            "shoeNum",
        ),
        (
            "/chat/v1/customer",
            json!({"attributes": {"orderIdStr": "A"}}),
            "unknown_attribute",
            "orderIdStr",
        ),
        (
            "/chat/v1/customer",
            json!({"attributes": {"ordersNum": "3"}}),
            "invalid_attribute",
            "ordersNum",
        ),
        ("/chat/v1/customer", json!({"emails": ["nobody"]}), "invalid_attribute", "sharedEmails"),
        (
            of_conversation.as_str(),
            json!({"attributes": {"ordersNum": 3}}),
            "unknown_attribute",
            "ordersNum",
        ),
    ] {
        let (status, problem) = describe(path, body.clone());
        assert_eq!((status, problem["code"].as_str()), (422, Some(code)), "{body}");
        assert_eq!(problem["source"], source, "{body}");
    }
    let foreign = describe("/chat/v1/conversations/unknown", json!({"attributes": {}}));
    assert_eq!((foreign.0, foreign.1["code"].as_str()), (404, Some("unknown_conversation")));
}

fn what_an_anonymous_visitor_left_joins_the_profile(server: TestServer) {
    let kim = Agent::connected(&server, "kim");
    let external_id = new_id();
    let (mut known, first) = writer(&server);
    login(&server, &mut known, &json!({"externalId": external_id}));
    let said = json!({"attributes": {"loyaltyTierStr": "gold"}});
    assert_eq!(ask(&server, "POST", "/chat/v1/customer", Some(&known.token), &said).0, 204);

    let (mut anonymous, second) = writer(&server);
    let said = json!({
        "emails": ["ann@example.org"],
        "attributes": {"loyaltyTierStr": "none", "ordersNum": 1}
    });
    assert_eq!(ask(&server, "POST", "/chat/v1/customer", Some(&anonymous.token), &said).0, 204);
    login(&server, &mut anonymous, &json!({"externalId": external_id}));
    for conversation in [first, second] {
        let found = customer(&kim, &conversation);
        assert_eq!(found.external_id.as_deref(), Some(external_id.as_str()));
        assert_eq!(found.shared_emails, ["ann@example.org"]);
        assert_eq!(
            serde_json::to_value(&found.attributes).expect("JSON"),
            json!({"loyaltyTierStr": "gold", "ordersNum": 1.0}),
            "of two values that of the profile"
        );
    }
}

#[test]
fn a_token_of_somebody_else_is_refused_without_a_trace() {
    let server = relay();
    let forged = encode(
        &Header::default(),
        &json!({"iat": 0, "email": "ann@example.org"}),
        &EncodingKey::from_secret(b"guessed"),
    )
    .expect("signs");
    let body = json!({"key": KEY, "jwtToken": forged});
    let (status, problem) = ask(&server, "POST", "/chat/v1/login", None, &body);
    assert_eq!((status, problem["code"].as_str()), (401, Some("invalid_token")));
    let other = json!({"key": "wk_other_0123456789", "jwtToken": forged});
    let (_, problem) = ask(&server, "POST", "/chat/v1/login", None, &other);
    assert_eq!(problem["code"], "origin_not_allowed", "another brand's page");
}
