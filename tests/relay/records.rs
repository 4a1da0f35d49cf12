//! What is counted: votes, offers, searches, invitations.

use kb_protocol::limits::COUNTED_ROWS;
use kb_protocol::record::{RecordCounts, RecordKind, RecordTable};
use kb_tests::{Agent, KEY, ORIGIN, TestServer};
use serde_json::{Value, json};

on_every_database! {
    a_visitor_has_one_vote_on_a_version
    what_comes_twice_counts_once_and_an_outcome_stays
    raw_records_are_exported_as_they_were_posted
    what_is_counted_is_told_whole
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

fn counted(agent: &Agent) -> RecordCounts {
    let (status, body) = agent.get("/inbox/v1/admin/counts");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).expect("counts")
}

fn table(counts: &RecordCounts, kind: RecordKind) -> &RecordTable {
    counts.tables.iter().find(|table| table.kind == kind).expect("a table of each kind")
}

/// What became of each subject.
fn counts(agent: &Agent, kind: RecordKind) -> Value {
    let counts = counted(agent);
    let rows = table(&counts, kind).rows.iter();
    rows.map(|row| (row.subject.clone(), json!(row.results))).collect()
}

fn a_visitor_has_one_vote_on_a_version(server: TestServer) {
    keep(&server, "votes", &vote("v1", "ann", "1", true));
    keep(&server, "votes", &vote("v1", "ann", "1", true));
    keep(&server, "votes", &vote("v2", "ann", "1", false));
    keep(&server, "votes", &vote("v3", "ann", "2", true));
    keep(&server, "votes", &vote("v4", "bob", "1", false));
    let mia = manager(&server);
    assert_eq!(counts(&mia, RecordKind::Vote), json!({"a1": {"helpful": 1, "unhelpful": 2}}));
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
    for (kind, expected) in [
        (RecordKind::Article, json!({"a1": {"deflected": 1}, "a2": {"offered": 1}})),
        (RecordKind::Deflection, json!({"form:contact": {"deflected": 1, "opened": 1}})),
        (RecordKind::Search, json!({"chain": {"nothing": 1}})),
        (RecordKind::Gap, json!({"chain": {"nothing": 1}})),
        (RecordKind::Invitation, json!({"pricing": {"shown": 1}})),
        (RecordKind::Form, json!({})),
    ] {
        assert_eq!(counts(&mia, kind), expected, "{kind:?}");
    }
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
    assert_eq!(lines[0], "brand,id,article,version,locale,helpful,reason,words,visitor,at");
    assert!(lines[1].starts_with("pedalo,v1,a1,1,en,true,,'=1+1,ann,"), "no formula: {csv}");
    let future = now() + 1_000_000;
    let (_, none) = mia.get(&format!("/inbox/v1/admin/records?kind=vote&since={future}"));
    assert_eq!(none, "[]");
    assert_eq!(mia.get("/inbox/v1/admin/records?kind=gap").0, 422);
}

/// More than one table shows, and more than is read at once.
fn what_is_counted_is_told_whole(server: TestServer) {
    let kept = 21 * 50;
    for batch in 0..21 {
        let searches: Vec<Value> = (0..50)
            .map(|one| {
                let number = batch * 50 + one;
                let hits = u32::from(number % 3 == 0);
                json!({"id": format!("s{number}"), "query": format!("Q {}", number.max(900)),
                    "hits": hits, "locale": "en", "at": now()})
            })
            .collect();
        keep(&server, "records", &json!({"consent": true, "searches": searches}));
    }
    let mut no = vote("v1", "ann", "1", false);
    no["reason"] = json!("unclear");
    no["words"] = json!("Which key?");
    keep(&server, "votes", &no);
    let mut yes = vote("v2", "bob", "1", true);
    yes["words"] = json!("");
    keep(&server, "votes", &yes);
    let mia = manager(&server);
    let counts = counted(&mia);
    let searches = table(&counts, RecordKind::Search);
    assert_eq!(json!(searches.totals), json!({"found": kept / 3, "nothing": kept - kept / 3}));
    assert_eq!((searches.subjects, searches.rows.len()), (150, COUNTED_ROWS));
    assert_eq!(searches.rows[0].subject, "q 900");
    assert_eq!(json!(searches.rows[0].results), json!({"found": 301, "nothing": 600}));
    // A search of many words crowds nothing out.
    let reasons = table(&counts, RecordKind::Reason);
    assert_eq!(json!(reasons.totals), json!({"unclear": 1}));
    let words: Vec<&str> = counts.words.iter().map(|one| one.vote.words.as_str()).collect();
    assert_eq!(words, ["Which key?"]);
    let (_, body) = mia.get("/inbox/v1/admin/records?kind=search");
    let exported: Vec<Value> = serde_json::from_str(&body).expect("JSON");
    assert_eq!(exported.len(), kept);
    let found = exported.iter().filter(|one| one["hits"] != 0).count();
    assert_eq!(found as u64, searches.totals["found"], "counted again from the export");
    let (_, csv) = mia.get("/inbox/v1/admin/records?kind=search&format=csv");
    assert_eq!(csv.lines().count(), kept + 1);
}
