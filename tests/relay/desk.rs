//! What agents share: who looks at what, who joined, what is found.

use std::time::{Duration, Instant};

use kb_protocol::chat::{Author, ClientFrame, Code, Content, ServerFrame};
use kb_protocol::inbox::{
    AgentFrame, Change, Colleague, ConversationDetail, HistoryPage, HitSource, InboxFrame,
    InboxSetup, Presence, SearchPage, Status, ViewCounts,
};
use kb_tests::{Agent, Database, TestServer, Visitor, new_id};
use serde::de::DeserializeOwned;

use crate::{KB_SERVER, WIDE, relay, relay_on};

on_every_database! {
    agents_see_who_else_looks_until_they_leave
    who_takes_a_conversation_joins_it_once_and_is_acknowledged_twice
    words_are_found_wherever_they_stand_and_shown_marked
    a_customer_who_gets_a_name_is_found_by_it
    scripts_accents_and_signs_are_no_obstacle
    what_is_found_comes_in_pages_without_a_hole
    a_long_history_comes_with_its_events_page_by_page
    lists_are_counted_for_whom_they_are
    a_presence_is_kept_and_told
    a_refusal_names_its_conversation
}

fn read<T: DeserializeOwned>(agent: &Agent, path: &str) -> T {
    let (status, text) = agent.get(path);
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// A conversation in which a visitor has written this.
fn conversation_with(server: &TestServer, messages: &[&str]) -> String {
    let conversation = new_id();
    let mut visitor = Visitor::connected(server);
    for message in messages {
        visitor.send(&conversation, &new_id(), message).expect("stored");
    }
    conversation
}

fn watch(agent: &mut Agent, conversation: &str) {
    assert!(agent.say(&AgentFrame::Watch {
        conversation: conversation.parse().expect("an id"),
        after: 0,
        after_event: 0,
    }));
}

fn change_as(agent: &mut Agent, conversation: &str, id: &str, change: Change) -> InboxFrame {
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change,
    };
    agent.ask(&frame, id)
}

fn change(agent: &mut Agent, conversation: &str, change: Change) {
    let answer = change_as(agent, conversation, &new_id(), change);
    assert!(matches!(answer, InboxFrame::Ack { .. }), "{answer:?}");
}

fn await_viewers(agent: &mut Agent, wanted: &[&str]) {
    agent.await_frame(|frame| match frame {
        InboxFrame::Viewing { agents, .. } => (agents == wanted).then_some(()),
        _ => None,
    });
}

fn me(agent: &Agent) -> kb_protocol::api::Me {
    read(agent, "/inbox/v1/session")
}

fn agents_see_who_else_looks_until_they_leave(server: TestServer) {
    server.add_agent("lee", "agent");
    let conversation = conversation_with(&server, &["Hello"]);
    let mut kim = Agent::connected(&server, "kim");
    let mut lee = Agent::connected(&server, "lee");
    watch(&mut kim, &conversation);
    await_viewers(&mut kim, &[]);
    watch(&mut lee, &conversation);
    await_viewers(&mut kim, &["lee"]);
    await_viewers(&mut lee, &["kim"]);
    lee.say(&AgentFrame::Unwatch { conversation: conversation.parse().expect("an id") });
    await_viewers(&mut kim, &[]);
    watch(&mut lee, &conversation);
    await_viewers(&mut kim, &["lee"]);
    drop(lee);
    await_viewers(&mut kim, &[]);
}

#[test]
fn who_looks_and_who_writes_is_known_at_every_process_until_one_is_killed() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    one.add_agent("lee", "agent");
    let mut other = one.start_beside(WIDE);
    let conversation = conversation_with(&one, &["Hello"]);
    let mut kim = Agent::connected(&one, "kim");
    let mut lee = Agent::connected(&other, "lee");
    watch(&mut lee, &conversation);
    await_viewers(&mut lee, &[]);
    // Who comes later is told who is there already.
    watch(&mut kim, &conversation);
    await_viewers(&mut kim, &["lee"]);
    await_viewers(&mut lee, &["kim"]);
    let typing =
        AgentFrame::Typing { conversation: conversation.parse().expect("an id"), is_typing: true };
    lee.say(&typing);
    let author = kim.await_frame(|frame| match frame {
        InboxFrame::Typing { author, .. } => Some(author),
        _ => None,
    });
    assert!(matches!(author, Author::Agent { name, .. } if name == "lee"));
    // A third process knows what was said before it was there.
    let third = one.start_beside(WIDE);
    let mut ada = Agent::connected(&third, "kim");
    watch(&mut ada, &conversation);
    await_viewers(&mut ada, &["lee"]);
    other.kill();
    await_viewers(&mut kim, &[]);
}

fn who_takes_a_conversation_joins_it_once_and_is_acknowledged_twice(server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let mut kim = Agent::connected(&server, "kim");
    let own = me(&kim).agent;
    let claim = Change::Assign { to: Some(own.clone()), expected: None };
    let id = new_id();
    for _ in 0..2 {
        let answer = change_as(&mut kim, &conversation, &id, claim.clone());
        assert!(matches!(answer, InboxFrame::Ack { .. }), "{answer:?}");
    }
    let (_, first) = visitor.await_entry();
    let (_, joined) = visitor.await_entry();
    assert_eq!((first.seq, joined.seq, &joined.content), (1, 2, &Content::Joined));
    assert!(matches!(joined.author, Author::Agent { name, .. } if name == "kim"));
    change(&mut kim, &conversation, Change::Assign { to: None, expected: Some(own) });
    change(&mut kim, &conversation, claim);
    kim.send(&conversation, &new_id(), "Hi");
    let (_, answer) = visitor.await_entry();
    assert_eq!(answer.seq, 3, "nobody joins twice");
    let detail: ConversationDetail = read(&kim, &format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(detail.page.entries.len(), 3);
}

fn search(agent: &Agent, words: &str) -> SearchPage {
    let words: String = words.bytes().map(|byte| format!("%{byte:02x}")).collect();
    read(agent, &format!("/inbox/v1/search?q={words}"))
}

/// Ids of what is found, the latest first.
fn found(agent: &Agent, words: &str) -> Vec<String> {
    search(agent, words).hits.into_iter().map(|hit| hit.item.id.to_string()).collect()
}

/// What is found if nothing else is.
fn only(conversation: &str) -> Vec<String> {
    vec![conversation.to_owned()]
}

fn await_found(agent: &Agent, words: &str) {
    let begin = Instant::now();
    while found(agent, words).is_empty() {
        assert!(begin.elapsed() < Duration::from_secs(30), "`{words}` is never found");
    }
}

/// Where the first hit stands, and its snippet.
fn shown(agent: &Agent, words: &str) -> (HitSource, String) {
    let page = search(agent, words);
    let hit = page.hits.first().unwrap_or_else(|| panic!("nothing is found for `{words}`"));
    let pieces = hit.snippet.iter().map(|piece| match piece.is_match {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    });
    (hit.source, pieces.collect())
}

fn words_are_found_wherever_they_stand_and_shown_marked(server: TestServer) {
    let lock = conversation_with(&server, &["My lock is stuck", "It rains"]);
    let bell = conversation_with(&server, &["My bell is silent"]);
    let mut kim = Agent::connected(&server, "kim");
    assert_eq!(found(&kim, "my"), [bell.clone(), lock.clone()], "the latest first");
    assert_eq!(found(&kim, "LOC"), only(&lock));
    assert_eq!(shown(&kim, "stuck lock"), (HitSource::Message, "My [lock] is [stuck]".into()));
    assert_eq!(found(&kim, "lock rains"), only(&lock), "in two messages of one conversation");
    assert_eq!(found(&kim, "lock bell"), [] as [&str; 0]);
    assert_eq!(found(&kim, "\"lock stuck\""), [] as [&str; 0]);
    assert_eq!(found(&kim, "\"is stuck\""), only(&lock));

    change(&mut kim, &bell, Change::Note { body: "Sent a spring".into() });
    assert_eq!(shown(&kim, "spring"), (HitSource::Note, "Sent a [spring]".into()));
    change(&mut kim, &bell, Change::AddTag { tag: "warranty".into() });
    change(&mut kim, &bell, Change::AddTag { tag: "spare parts".into() });
    assert_eq!(shown(&kim, "warrant"), (HitSource::Tags, "[warranty] · spare parts".into()));
    assert_eq!(found(&kim, "warranty silent"), only(&bell), "by tag and word");
    change(&mut kim, &bell, Change::RemoveTag { tag: "warranty".into() });
    assert_eq!(found(&kim, "warranty"), [] as [&str; 0]);

    kim.send(&lock, &new_id(), "Try a drop of oil");
    assert_eq!(found(&kim, "oil"), only(&lock), "what agents write too");
    assert_eq!(found(&kim, "my"), [lock, bell], "moved up by the answer");
    assert_eq!(found(&kim, "' OR 1=1 --"), [] as [&str; 0]);
    assert_eq!(found(&kim, "!!!"), [] as [&str; 0]);
}

fn a_customer_who_gets_a_name_is_found_by_it(server: TestServer) {
    let conversation = conversation_with(&server, &["Hello"]);
    let kim = Agent::connected(&server, "kim");
    server.execute("UPDATE customer SET name = 'Zoë Ångström'");
    // It is read beside the commits, within a second.
    await_found(&kim, "angstrom");
    assert_eq!(found(&kim, "zoe hello"), [conversation]);
    assert_eq!(shown(&kim, "zoe"), (HitSource::Customer, "[Zoë] Ångström".into()));
}

fn scripts_accents_and_signs_are_no_obstacle(server: TestServer) {
    let text = "Die Fähre, l’été, Øresund; 自転車を返したいです; دراجتي لا تُفتح; תודה רבה; ann.o@example.com";
    let conversation = conversation_with(&server, &[text]);
    conversation_with(&server, &["自動車", "Fahrt"]);
    let kim = Agent::connected(&server, "kim");
    for wanted in [
        "fahre",
        "FÄHRE",
        "ete",
        "oresund",
        "自転車",
        "返し",
        "دراجتي",
        "تفتح",
        "תודה",
        "ann.o@example.com",
        "example",
    ] {
        assert_eq!(found(&kim, wanted), only(&conversation), "{wanted}");
    }
    assert_eq!(found(&kim, "車").len(), 2);
    assert!(shown(&kim, "返し").1.contains("[返し]"));
}

fn what_is_found_comes_in_pages_without_a_hole(server: TestServer) {
    let all: Vec<String> =
        (0..45).map(|n| conversation_with(&server, &[&format!("word {n}")])).collect();
    let kim = Agent::connected(&server, "kim");
    let mut ids = Vec::new();
    let mut page = search(&kim, "word");
    loop {
        ids.extend(page.hits.iter().map(|hit| hit.item.id.to_string()));
        let Some(next) = page.next else { break };
        page = read(&kim, &format!("/inbox/v1/search?q=word&cursor={next}"));
    }
    let wanted: Vec<String> = all.into_iter().rev().collect();
    assert_eq!(ids, wanted);
    assert_eq!(kim.get("/inbox/v1/search?q=word&cursor=1").0, 422);
    assert_eq!(kim.get(&format!("/inbox/v1/search?q={}", "x".repeat(201))).0, 413);
}

#[test]
fn who_searches_too_often_is_told_to_wait() {
    let server = TestServer::start(KB_SERVER, "[limits]\nsearches_per_minute = 2\n");
    server.add_agent("kim", "agent");
    let kim = Agent::connected(&server, "kim");
    let asked: Vec<u16> = (0..3).map(|_| kim.get("/inbox/v1/search?q=a").0).collect();
    assert_eq!(asked, [200, 200, 429]);
}

fn a_long_history_comes_with_its_events_page_by_page(server: TestServer) {
    let conversation = new_id();
    let mut visitor = Visitor::connected(&server);
    let mut kim = Agent::connected(&server, "kim");
    for n in 1..=120u32 {
        visitor.send(&conversation, &new_id(), &n.to_string()).expect("stored");
        if n % 10 == 0 {
            change(&mut kim, &conversation, Change::Note { body: format!("after {n}") });
        }
    }
    let path = format!("/inbox/v1/conversations/{conversation}");
    let detail: ConversationDetail = read(&kim, &path);
    let mut pages = vec![detail.page];
    while let Some(page) = pages.last().filter(|page| page.has_more) {
        let before = page.entries[0].seq;
        pages.push(read::<HistoryPage>(&kim, &format!("{path}/entries?before={before}")));
    }
    let spans: Vec<_> = pages
        .iter()
        .map(|page| {
            let afters: Vec<u64> = page.events.iter().map(|event| event.after).collect();
            (page.entries[0].seq, page.entries.len(), afters)
        })
        .collect();
    assert_eq!(
        spans,
        [
            (71, 50, vec![80, 90, 100, 110, 120]),
            (21, 50, vec![30, 40, 50, 60, 70]),
            (1, 20, vec![10, 20]),
        ]
    );
}

fn lists_are_counted_for_whom_they_are(server: TestServer) {
    server.add_agent("lee", "agent");
    let [one, two, three, _] = [(); 4].map(|()| conversation_with(&server, &["Hello"]));
    let mut kim = Agent::connected(&server, "kim");
    let own = me(&kim).agent;
    change(&mut kim, &one, Change::Assign { to: Some(own), expected: None });
    let status = |status| Change::Status { status, until: None, sub_status: None };
    change(&mut kim, &two, status(Status::Done));
    change(&mut kim, &three, status(Status::Snoozed));
    let lee = Agent::connected(&server, "lee");
    let counts = |agent: &Agent| read::<ViewCounts>(agent, "/inbox/v1/counts");
    let expected = ViewCounts { mine: 1, unassigned: 1, open: 2, snoozed: 1, done: 1 };
    assert_eq!(counts(&kim), expected);
    assert_eq!(counts(&lee), ViewCounts { mine: 0, ..expected });
}

fn a_presence_is_kept_and_told(mut server: TestServer) {
    server.add_agent("lee", "agent");
    let mut kim = Agent::connected(&server, "kim");
    let lee = Agent::connected(&server, "lee");
    let mut away = Agent::connected(&server, "lee");
    assert!(away.say(&AgentFrame::SetPresence { presence: Presence::Away }));
    let colleague = kim.await_frame(|frame| match frame {
        InboxFrame::Colleague { colleague } => Some(colleague),
        _ => None,
    });
    assert_eq!((colleague.name.as_str(), colleague.presence), ("lee", Presence::Away));
    assert_eq!(me(&lee).presence, Presence::Away);
    server.kill();
    server.start_again();
    let agents: Vec<Colleague> = read(&kim, "/inbox/v1/agents");
    assert!(agents.contains(&colleague), "{agents:?}");
}

fn a_refusal_names_its_conversation(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    for frame in [
        AgentFrame::Watch {
            conversation: "nowhere".parse().expect("an id"),
            after: 0,
            after_event: 0,
        },
        AgentFrame::Send {
            id: "m1".parse().expect("an id"),
            conversation: "nowhere".parse().expect("an id"),
            body: "Hello?".into(),
            files: Vec::new(),
        },
    ] {
        assert!(kim.say(&frame));
        let refused = kim.await_frame(|frame| match frame {
            InboxFrame::Refused { conversation, code, .. } => Some((conversation, code)),
            _ => None,
        });
        let nowhere = Some("nowhere".parse().expect("an id"));
        assert_eq!(refused, (nowhere, Code::UnknownConversation));
    }
}

#[test]
fn only_sub_statuses_that_are_declared_for_a_status_are_given() {
    let settings = format!(
        "{WIDE}[sub_statuses.waiting-for-parts]\nstatus = \"snoozed\"\n\
         name = {{ en = \"Waiting for parts\" }}\n\
         [shortcuts.parts]\ntext = {{ en = \"{{customer}}, we wait too.\" }}\n\
         sub_status = \"waiting-for-parts\"\n"
    );
    let server = TestServer::start(KB_SERVER, &settings);
    server.add_agent("kim", "agent");
    let conversation = conversation_with(&server, &["Hello"]);
    let mut kim = Agent::connected(&server, "kim");
    let setup: InboxSetup = read(&kim, "/inbox/v1/setup");
    assert_eq!(setup.sub_statuses[0].name["en"], "Waiting for parts");
    assert_eq!(setup.shortcuts[0].text["en"], "{customer}, we wait too.");
    assert_eq!(setup.brands.len(), 2);
    let mut give = |status, id: &str| {
        let change = Change::Status { status, until: None, sub_status: Some(id.into()) };
        match change_as(&mut kim, &conversation, &new_id(), change) {
            InboxFrame::Refused { code, .. } => Some(code),
            _ => None,
        }
    };
    assert_eq!(give(Status::Open, "waiting-for-parts"), Some(Code::InvalidFrame));
    assert_eq!(give(Status::Snoozed, "nothing"), Some(Code::InvalidFrame));
    assert_eq!(give(Status::Snoozed, "waiting-for-parts"), None);
    let detail: ConversationDetail = read(&kim, &format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(detail.item.sub_status.as_deref(), Some("waiting-for-parts"));
}

#[test]
fn what_was_written_before_there_was_a_search_is_found_after_an_update() {
    let mut server = relay();
    let conversation = conversation_with(&server, &["An old question"]);
    server.stop();
    // As an earlier kb-server left it: the texts are there, the index is not.
    server.execute("DELETE FROM search; INSERT INTO search_stale SELECT key FROM conversation");
    server.start_again();
    let kim = Agent::connected(&server, "kim");
    await_found(&kim, "question");
    assert_eq!(found(&kim, "question"), [conversation]);
}

#[test]
fn however_much_waits_for_the_search_what_was_stored_is_found() {
    let server = relay();
    let conversation = conversation_with(&server, &["A new question"]);
    let kim = Agent::connected(&server, "kim");
    await_found(&kim, "question");
    // Before it stand others, which are gone by now; see `row_of`.
    server.execute(
        "BEGIN IMMEDIATE; DELETE FROM search;
         WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO search_waiting SELECT i FROM n;
         INSERT OR IGNORE INTO search_waiting SELECT (conversation << 20) | (seq * 2) FROM entry;
         COMMIT",
    );
    assert_eq!(found(&kim, "question"), only(&conversation));
}

#[test]
fn a_visitor_hears_that_an_agent_at_another_process_writes() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let other = one.start_beside(WIDE);
    let mut visitor = Visitor::connected(&one);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let mut kim = Agent::connected(&other, "kim");
    watch(&mut kim, &conversation);
    let id = || conversation.parse().expect("an id");
    kim.say(&AgentFrame::Typing { conversation: id(), is_typing: true });
    visitor.await_frame(|frame| match frame {
        ServerFrame::Typing { is_typing, .. } => is_typing.then_some(()),
        _ => None,
    });
    visitor.say(&ClientFrame::Typing { conversation: id(), is_typing: true });
    let author = kim.await_frame(|frame| match frame {
        InboxFrame::Typing { author, .. } => Some(author),
        _ => None,
    });
    assert_eq!(author, Author::Visitor);
}
