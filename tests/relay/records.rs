//! What is counted: votes, offers, searches, invitations.

use kb_protocol::record::{RecordCount, RecordKind};
use kb_tests::{Agent, KEY, ORIGIN, TestServer};
use serde_json::{Value, json};

on_every_database! {
    a_visitor_has_one_vote_on_a_version
    what_comes_twice_counts_once_and_an_outcome_stays
    raw_records_are_exported_as_they_were_posted
}

fn post(server: &TestServer, path: &str, origin: &str, body: &Value) -> (u16, String) {
    let mut answer = ureq::post(server.url(&format!("/kb/v1/{KEY}/{path}")))
        .config()
        .http_status_as_error(false)
        .build()
        .header("origin", origin)
        .send_json(body)
        .expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
}

fn keep(server: &TestServer, path: &str, body: &Value) {
    let (status, text) = post(server, path, ORIGIN, body);
    assert_eq!(status, 202, "{text}");
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("after 1970").as_millis().try_into().expect("a number")
}

fn vote(id: &str, visitor: &str, version: &str, helpful: bool) -> Value {
    json!({"id": id, "article": "a1", "version": version, "locale": "en", "helpful": helpful,
        "visitor": visitor, "at": now(), "words": "=1+1"})
}

fn manager(server: &TestServer) -> Agent {
    server.add_agent("mia", "manager");
    Agent::connected(server, "mia")
}

fn counts(agent: &Agent) -> Vec<(RecordKind, String, String, u64)> {
    let (status, body) = agent.get("/inbox/v1/admin/counts");
    assert_eq!(status, 200, "{body}");
    let counts: Vec<RecordCount> = serde_json::from_str(&body).expect("counts");
    let mut counts: Vec<_> =
        counts.into_iter().map(|one| (one.kind, one.subject, one.result, one.count)).collect();
    counts.sort_by(|a, b| (&a.1, &a.2).cmp(&(&b.1, &b.2)));
    counts
}

fn a_visitor_has_one_vote_on_a_version(server: TestServer) {
    keep(&server, "votes", &vote("v1", "ann", "1", true));
    keep(&server, "votes", &vote("v1", "ann", "1", true));
    keep(&server, "votes", &vote("v2", "ann", "1", false));
    keep(&server, "votes", &vote("v3", "ann", "2", true));
    keep(&server, "votes", &vote("v4", "bob", "1", false));
    let mia = manager(&server);
    let of = |result: &str, count| (RecordKind::Vote, "a1".to_owned(), result.to_owned(), count);
    assert_eq!(counts(&mia), [of("helpful", 1), of("unhelpful", 2)]);
    assert_eq!(Agent::connected(&server, "kim").get("/inbox/v1/admin/counts").0, 403);
    assert_eq!(post(&server, "votes", "https://evil.example", &vote("v5", "x", "1", true)).0, 403);
    let mut long = vote("v6", "x", "1", true);
    long["words"] = json!("x".repeat(1_001));
    assert_eq!(post(&server, "votes", ORIGIN, &long).0, 413);
}

fn what_comes_twice_counts_once_and_an_outcome_stays(server: TestServer) {
    let offer = |outcome: &str, opened: &[&str]| {
        json!({"deflections": [{"id": "o1", "surface": "form", "source": "contact",
            "query": "chain", "locale": "en", "offered": ["a1", "a2"], "opened": opened,
            "outcome": outcome, "at": now()}]})
    };
    keep(&server, "records", &offer("unknown", &[]));
    keep(&server, "records", &offer("deflected", &["a1"]));
    // An old tab comes back late.
    keep(&server, "records", &offer("unknown", &[]));
    let search = json!({"id": "s1", "query": "Chain", "hits": 0, "locale": "en", "at": now()});
    keep(&server, "records", &json!({"searches": [search]}));
    let shown = json!({"id": "p1", "rule": "pricing", "event": "shown", "at": now()});
    for _ in 0..2 {
        keep(
            &server,
            "records",
            &json!({"searches": [search], "consent": true,
            "invitations": [shown]}),
        );
    }
    let mia = manager(&server);
    let of = |kind, subject: &str, result: &str| (kind, subject.to_owned(), result.to_owned(), 1);
    assert_eq!(
        counts(&mia),
        [
            of(RecordKind::Article, "a1", "deflected"),
            of(RecordKind::Article, "a2", "offered"),
            of(RecordKind::Search, "chain", "nothing"),
            of(RecordKind::Deflection, "form:contact", "deflected"),
            of(RecordKind::Invitation, "pricing", "shown"),
        ]
    );
    let many: Vec<&Value> = std::iter::repeat_n(&search, 51).collect();
    assert_eq!(post(&server, "records", ORIGIN, &json!({"searches": many})).0, 413);
}

fn raw_records_are_exported_as_they_were_posted(server: TestServer) {
    let vote = vote("v1", "ann", "1", true);
    keep(&server, "votes", &vote);
    let mia = manager(&server);
    let (_, json) = mia.get("/inbox/v1/admin/records?kind=vote&format=json");
    let exported: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    let mut expected = vote.clone();
    expected["brand"] = json!("pedalo");
    assert_eq!(exported, [expected]);
    let (_, csv) = mia.get("/inbox/v1/admin/records?kind=vote&format=csv");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "id,article,version,locale,helpful,words,visitor,at,brand");
    assert!(lines[1].starts_with("v1,a1,1,en,true,'=1+1,ann,"), "no formula: {csv}");
    let future = now() + 1_000_000;
    let (_, none) = mia.get(&format!("/inbox/v1/admin/records?kind=vote&since={future}"));
    assert_eq!(none, "[]");
}
