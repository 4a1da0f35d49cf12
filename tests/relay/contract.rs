//! The contract of the frames: acknowledged means stored, once, in order.

use kb_protocol::chat::{CHAT_VERSION, Exchange, ExchangeAnswer};
use kb_protocol::chat::{ClientFrame, Code, Content, Entry, Position, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, EventKind, InboxFrame, Status};
use kb_tests::{Agent, ORIGIN, TestServer, Visitor, message, new_id};

use crate::KB_SERVER;

on_every_database! {
    a_visitor_writes_and_an_agent_answers
    a_message_that_is_sent_again_is_the_same_message
    who_comes_back_gets_what_is_missing_and_nothing_twice
    who_knows_more_than_the_server_has_to_read_again
    a_long_history_is_read_in_pages_from_its_end
    two_browsers_of_one_visitor_stay_in_step
    the_same_frames_work_over_plain_requests
    of_two_agents_who_claim_at_once_one_gets_it_and_one_is_told
    notes_and_changes_never_reach_the_visitor
    a_snoozed_conversation_wakes_when_its_time_comes_after_a_restart_too
    a_server_that_stops_says_so_and_keeps_what_it_acknowledged
}

/// The text of a message.
fn body(entry: &Entry) -> &str {
    match &entry.content {
        Content::Message { body, .. } => body,
        other => panic!("{other:?} is no message"),
    }
}

fn watch(agent: &mut Agent, conversation: &str, after: u64) {
    assert!(agent.say(&AgentFrame::Watch {
        conversation: conversation.parse().expect("an id"),
        after,
        after_event: 0,
    }));
}

fn change(agent: &mut Agent, conversation: &str, change: Change) -> InboxFrame {
    let id = new_id();
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change,
    };
    agent.ask(&frame, &id)
}

fn a_visitor_writes_and_an_agent_answers(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    assert_eq!(visitor.send(&conversation, &new_id(), "My bike is gone"), Ok(1));

    let item = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } => Some(*item),
        _ => None,
    });
    assert_eq!((item.id.as_str(), item.preview.as_str()), (&*conversation, "My bike is gone"));
    watch(&mut kim, &conversation, 0);
    let entry = kim.await_frame(|frame| match frame {
        InboxFrame::Entry { entry, .. } => Some(entry),
        _ => None,
    });
    assert_eq!((entry.seq, body(&entry)), (1, "My bike is gone"));

    assert!(matches!(
        kim.send(&conversation, &new_id(), "We will find it"),
        InboxFrame::Ack { seq: Some(2), .. }
    ));
    let (_, own) = visitor.await_entry();
    let (_, answer) = visitor.await_entry();
    assert_eq!((own.seq, answer.seq), (1, 2));
    assert_eq!(body(&answer), "We will find it");
}

fn a_message_that_is_sent_again_is_the_same_message(server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let (conversation, id) = (new_id(), new_id());
    assert_eq!(visitor.send(&conversation, &id, "Hello"), Ok(1));
    assert_eq!(visitor.send(&conversation, &id, "Hello"), Ok(1));
    assert_eq!(visitor.send(&conversation, &new_id(), "Again"), Ok(2));
    assert_eq!(visitor.send(&conversation, &id, "Hello"), Ok(1), "later too");
    let refused = visitor.send(&conversation, &id, "Something else");
    assert!(
        matches!(refused, Err(ServerFrame::Refused { code: Code::IdTaken, .. })),
        "{refused:?}"
    );
}

fn who_comes_back_gets_what_is_missing_and_nothing_twice(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    visitor.cut();
    for word in ["one", "two", "three"] {
        kim.send(&conversation, &new_id(), word);
    }
    visitor.connect(&[(&conversation, 1)]).expect("welcome");
    let entries: Vec<Entry> = (0..3).map(|_| visitor.await_entry().1).collect();
    assert_eq!(entries.iter().map(body).collect::<Vec<_>>(), ["one", "two", "three"]);
    assert_eq!(entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [2, 3, 4]);

    kim.send(&conversation, &new_id(), "four");
    assert_eq!(visitor.await_entry().1.seq, 5);
}

fn who_knows_more_than_the_server_has_to_read_again(server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    let mut other = visitor.another();
    other.connect(&[(&conversation, 7)]).expect("welcome");
    let resynced = other.await_frame(|frame| match frame {
        ServerFrame::Resync { conversation } => Some(conversation),
        _ => None,
    });
    assert_eq!(resynced.as_str(), conversation);
    other.say(&ClientFrame::History { conversation: resynced, before: None });
    let (entries, has_more) = other.await_frame(|frame| match frame {
        ServerFrame::Page { entries, has_more, .. } => Some((entries, has_more)),
        _ => None,
    });
    assert_eq!((entries.len(), has_more), (1, false));
}

fn a_long_history_is_read_in_pages_from_its_end(server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    for n in 1..=120 {
        assert_eq!(visitor.send(&conversation, &new_id(), &n.to_string()), Ok(n));
    }
    let mut numbers = Vec::new();
    let mut before = None;
    loop {
        let id = conversation.parse().expect("an id");
        visitor.say(&ClientFrame::History { conversation: id, before });
        let (entries, has_more) = visitor.await_frame(|frame| match frame {
            ServerFrame::Page { entries, has_more, .. } => Some((entries, has_more)),
            _ => None,
        });
        before = entries.first().map(|first| first.seq);
        numbers.splice(0..0, entries.iter().map(|entry| entry.seq));
        if !has_more {
            break;
        }
    }
    assert_eq!(numbers, (1..=120).collect::<Vec<_>>());
}

fn two_browsers_of_one_visitor_stay_in_step(server: TestServer) {
    let mut desk = Visitor::connected(&server);
    let mut phone = desk.another();
    phone.connect(&[]).expect("welcome");
    let conversation = new_id();
    desk.send(&conversation, &new_id(), "From the desk").expect("stored");
    assert_eq!(body(&phone.await_entry().1), "From the desk");
    phone.send(&conversation, &new_id(), "From the phone").expect("stored");
    desk.await_entry();
    assert_eq!(body(&desk.await_entry().1), "From the phone");
}

fn the_same_frames_work_over_plain_requests(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let visitor = Visitor::new(&server);
    let conversation = new_id();
    let exchange = |frames: Vec<ClientFrame>, after: u64, wait_ms: u32| -> Vec<ServerFrame> {
        let positions = [Position { conversation: conversation.parse().expect("an id"), after }]
            .into_iter()
            .filter(|position| position.after > 0)
            .collect();
        let request = Exchange { version: CHAT_VERSION, hello: false, positions, frames, wait_ms };
        let answer: ExchangeAnswer = ureq::post(server.url("/chat/v1/exchange"))
            .header("origin", ORIGIN)
            .header("authorization", format!("Bearer {}", visitor.token))
            .send_json(request)
            .expect("an answer")
            .body_mut()
            .read_json()
            .expect("JSON");
        answer.frames
    };
    let id = new_id();
    for _ in 0..2 {
        let frames = exchange(vec![message(&conversation, &id, "Hello")], 0, 0);
        let is_acknowledged =
            |frame: &ServerFrame| matches!(frame, ServerFrame::Ack { seq: 1, .. });
        assert!(frames.iter().any(is_acknowledged), "{frames:?}");
    }
    // The answer is held until the agent writes.
    let frames = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| exchange(Vec::new(), 1, 25_000));
        kim.send(&conversation, &new_id(), "Hi");
        waiting.join().expect("an answer")
    });
    let has_answer = |frame: &ServerFrame| matches!(frame, ServerFrame::Entry { entry, .. } if entry.seq == 2 && body(entry) == "Hi");
    let frames =
        if frames.iter().any(has_answer) { frames } else { exchange(Vec::new(), 1, 25_000) };
    assert!(frames.iter().any(has_answer), "{frames:?}");
}

fn of_two_agents_who_claim_at_once_one_gets_it_and_one_is_told(server: TestServer) {
    server.add_agent("lee", "agent");
    let conversation = new_id();
    Visitor::connected(&server).send(&conversation, &new_id(), "Help").expect("stored");
    let names = ["kim", "lee"];
    let answers: Vec<InboxFrame> = std::thread::scope(|scope| {
        let threads: Vec<_> = names
            .iter()
            .map(|name| {
                let (server, conversation) = (&server, conversation.as_str());
                scope.spawn(move || {
                    let mut agent = Agent::connected(server, name);
                    let (_, me) = agent.get("/inbox/v1/session");
                    let me: kb_protocol::api::Me = serde_json::from_str(&me).expect("JSON");
                    let claim = Change::Assign { to: Some(me.agent), expected: None };
                    change(&mut agent, conversation, claim)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    });
    let acknowledged =
        answers.iter().filter(|answer| matches!(answer, InboxFrame::Ack { .. })).count();
    let told = answers
        .iter()
        .filter(|answer| matches!(answer, InboxFrame::Refused { code: Code::Conflict, .. }))
        .count();
    assert_eq!((acknowledged, told), (1, 1), "{answers:?}");
}

fn notes_and_changes_never_reach_the_visitor(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    watch(&mut kim, &conversation, 0);
    change(&mut kim, &conversation, Change::Note { body: "secret-token-7f3a".into() });
    change(&mut kim, &conversation, Change::AddTag { tag: "secret-tag-91bc".into() });
    kim.send(&conversation, &new_id(), "the end");
    let mut heard = String::new();
    visitor.await_frame(|frame| {
        heard.push_str(&serde_json::to_string(&frame).expect("JSON"));
        matches!(&frame, ServerFrame::Entry { entry, .. } if entry.seq == 2).then_some(())
    });
    let mut again = visitor.another();
    let welcome = again.connect(&[(&conversation, 0)]).expect("welcome");
    heard.push_str(&serde_json::to_string(&welcome).expect("JSON"));
    again.say(&ClientFrame::History {
        conversation: conversation.parse().expect("an id"),
        before: None,
    });
    again.await_frame(|frame| {
        heard.push_str(&serde_json::to_string(&frame).expect("JSON"));
        matches!(frame, ServerFrame::Page { .. }).then_some(())
    });
    assert!(heard.contains("the end"));
    assert!(!heard.contains("secret"), "{heard}");
}

fn a_snoozed_conversation_wakes_when_its_time_comes_after_a_restart_too(mut server: TestServer) {
    let conversation = new_id();
    Visitor::connected(&server).send(&conversation, &new_id(), "Later").expect("stored");
    {
        let mut kim = Agent::connected(&server, "kim");
        let item = detail(&kim, &conversation);
        let until = kb_protocol::time::Timestamp(item.created_at.0 + 1_500);
        let snooze =
            Change::Status { status: Status::Snoozed, until: Some(until), sub_status: None };
        assert!(matches!(change(&mut kim, &conversation, snooze), InboxFrame::Ack { .. }));
    }
    server.kill();
    server.start_again();
    let mut kim = Agent::connected(&server, "kim");
    watch(&mut kim, &conversation, 1);
    let event = kim.await_frame(|frame| match frame {
        InboxFrame::Event { event, .. } => match event.kind {
            EventKind::Status { to: Status::Open, .. } => Some(event),
            _ => None,
        },
        _ => None,
    });
    let late_ms = event.at.0 - (detail(&kim, &conversation).created_at.0 + 1_500);
    assert!(late_ms >= 0, "woken {} ms too early", -late_ms);
}

fn detail(agent: &Agent, conversation: &str) -> kb_protocol::inbox::InboxItem {
    let (status, text) = agent.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert_eq!(status, 200, "{text}");
    let detail: kb_protocol::inbox::ConversationDetail = serde_json::from_str(&text).expect("JSON");
    detail.item
}

fn a_server_that_stops_says_so_and_keeps_what_it_acknowledged(mut server: TestServer) {
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    assert_eq!(server.stop(), Some(0));
    let wait = visitor.await_frame(|frame| match frame {
        ServerFrame::Closing { code: Code::Restarting, retry_after_ms } => Some(retry_after_ms),
        _ => None,
    });
    assert!((500..4_000).contains(&wait), "{wait}");
    assert_eq!(visitor.hear(), Err(1012));
    server.start_again();
    let welcome = visitor.connect(&[]).expect("welcome");
    let ServerFrame::Welcome { conversations, .. } = welcome else { panic!("{welcome:?}") };
    assert_eq!(conversations[0].seq, 1);
}

#[test]
fn a_visitor_who_writes_too_much_is_told_how_long_to_wait() {
    let server = TestServer::start(KB_SERVER, "[limits]\nmessages_per_minute = 2\n");
    let mut visitor = Visitor::connected(&server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "one").expect("stored");
    visitor.send(&conversation, &new_id(), "two").expect("stored");
    let refused = visitor.send(&conversation, &new_id(), "three").expect_err("too much");
    let ServerFrame::Refused { code: Code::RateLimited, retry_after_ms: Some(wait), .. } = refused
    else {
        panic!("{refused:?}")
    };
    assert!((1..=30_000).contains(&wait), "{wait}");
}
