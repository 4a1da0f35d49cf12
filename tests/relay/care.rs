//! What agents do for customers beside answering, on every database.

use kb_protocol::chat::{ClientFrame, Code, ServerFrame};
use kb_protocol::inbox::{AgentFrame, Change, CustomerDetail, EventKind, InboxFrame, Status};
use kb_tests::files::upload;
use kb_tests::{Agent, TestServer, Visitor, new_id};
use serde_json::json;

use crate::customers::login;

on_every_database! {
    from_who_is_blocked_nothing_is_taken_until_it_is_undone
    who_is_blocked_is_not_shown_to_be_writing
    who_is_blocked_stays_so_in_every_browser_that_logs_in
    only_who_may_blocks_a_customer
    agents_see_what_else_a_customer_has_written
}

/// A visitor who has written, and the conversation.
fn writer(server: &TestServer) -> (Visitor, String) {
    let mut visitor = Visitor::connected(server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Hello").expect("stored");
    (visitor, conversation)
}

fn manager(server: &TestServer) -> Agent {
    server.add_agent("mo", "manager");
    Agent::connected(server, "mo")
}

fn block(agent: &mut Agent, conversation: &str, is_blocked: bool) -> InboxFrame {
    let id = new_id();
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        change: Change::Block { is_blocked },
    };
    agent.ask(&frame, &id)
}

fn customer(agent: &Agent, conversation: &str) -> CustomerDetail {
    let (status, text) = agent.get(&format!("/inbox/v1/conversations/{conversation}/customer"));
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).expect("JSON")
}

fn is_blocked(refused: &ServerFrame) -> bool {
    matches!(refused, ServerFrame::Refused { code: Code::Blocked, retry_after_ms: None, .. })
}

fn from_who_is_blocked_nothing_is_taken_until_it_is_undone(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut mo = manager(&server);
    let (mut visitor, conversation) = writer(&server);
    let (mut other, _) = writer(&server);
    let accepted = new_id();
    visitor.send(&conversation, &accepted, "Before").expect("stored");
    assert!(matches!(block(&mut mo, &conversation, true), InboxFrame::Ack { .. }));
    // Every inbox reads the customer again.
    let customer_id = kim.await_frame(|frame| match frame {
        InboxFrame::Described { customer } => Some(customer),
        _ => None,
    });
    let (_, text) = kim.get(&format!("/inbox/v1/conversations/{conversation}"));
    assert!(text.contains(customer_id.as_str()), "{text}");
    assert!(customer(&kim, &conversation).blocked_at.is_some());

    let refused = visitor.send(&conversation, &new_id(), "And another").expect_err("blocked");
    assert!(is_blocked(&refused), "{refused:?}");
    let refused = visitor.send(&new_id(), &new_id(), "Elsewhere").expect_err("blocked");
    assert!(is_blocked(&refused), "{refused:?}");
    let id = new_id();
    assert!(visitor.say(&ClientFrame::Contact {
        id: id.parse().expect("an id"),
        conversation: conversation.parse().expect("an id"),
        name: None,
        email: "ann@example.com".into(),
    }));
    visitor.await_frame(|frame| is_blocked(&frame).then_some(()));
    assert_eq!(upload(&server, &visitor, "a.txt", b"Hello"), Err(Code::Blocked));
    // What was accepted once stays so when it is sent again.
    assert_eq!(visitor.send(&conversation, &accepted, "Before"), Ok(2));
    other.send(&new_id(), &new_id(), "I am somebody else").expect("not blocked");
    // Agents may still answer, and the visitor reads it.
    mo.send(&conversation, &new_id(), "Please be kind");
    visitor.await_frame(|frame| {
        matches!(frame, ServerFrame::Entry { entry, .. } if entry.seq == 3).then_some(())
    });

    assert!(matches!(block(&mut mo, &conversation, false), InboxFrame::Ack { .. }));
    assert_eq!(customer(&kim, &conversation).blocked_at, None);
    visitor.send(&conversation, &new_id(), "Sorry").expect("taken again");
    upload(&server, &visitor, "a.txt", b"Hello").expect("taken again");
    let (_, text) = kim.get(&format!("/inbox/v1/conversations/{conversation}"));
    let detail: kb_protocol::inbox::ConversationDetail = serde_json::from_str(&text).expect("JSON");
    let told: Vec<_> = detail
        .page
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Blocked | EventKind::Unblocked))
        .map(|event| (event.kind.clone(), event.author.clone()))
        .collect();
    assert_eq!(told.len(), 2, "both are kept, with who did it: {told:?}");
    assert!(format!("{:?}", told[0].1).contains("mo"), "{told:?}");
}

fn who_is_blocked_is_not_shown_to_be_writing(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let mut mo = manager(&server);
    let (mut visitor, conversation) = writer(&server);
    let id = || conversation.parse().expect("an id");
    assert!(kim.say(&AgentFrame::Watch { conversation: id(), after: 0, after_event: 0 }));
    kim.await_frame(|frame| matches!(frame, InboxFrame::Viewing { .. }).then_some(()));
    let mut types = |is_typing| {
        assert!(visitor.say(&ClientFrame::Typing { conversation: id(), is_typing }));
        // Frames are acted on one after the other: the page comes after it.
        assert!(visitor.say(&ClientFrame::History { conversation: id(), before: None }));
        visitor.await_frame(|frame| matches!(frame, ServerFrame::Page { .. }).then_some(()));
    };
    let mut is_shown = |kim: &mut Agent| {
        let mark = new_id();
        mo.send(&conversation, &mark, "A mark");
        let mut is_shown = false;
        kim.await_frame(|frame| match frame {
            InboxFrame::Typing { is_typing, .. } => {
                is_shown |= is_typing;
                None
            }
            InboxFrame::Entry { entry, .. } => (entry.id.as_str() == mark).then_some(()),
            _ => None,
        });
        is_shown
    };
    types(true);
    assert!(is_shown(&mut kim));
    let mut chief = Agent::connected(&server, "mo");
    assert!(matches!(block(&mut chief, &conversation, true), InboxFrame::Ack { .. }));
    types(true);
    assert!(!is_shown(&mut kim), "nothing is taken from this visitor");
    assert!(matches!(block(&mut chief, &conversation, false), InboxFrame::Ack { .. }));
    types(true);
    assert!(is_shown(&mut kim));
}

fn who_is_blocked_stays_so_in_every_browser_that_logs_in(server: TestServer) {
    let mut mo = manager(&server);
    let identity = json!({"externalId": new_id()});
    let (mut desk, conversation) = writer(&server);
    assert!(matches!(block(&mut mo, &conversation, true), InboxFrame::Ack { .. }));
    // An anonymous visitor who is blocked takes that along.
    login(&server, &mut desk, &identity);
    desk.connect(&[]).expect("welcome");
    let refused = desk.send(&conversation, &new_id(), "It is me").expect_err("blocked");
    assert!(is_blocked(&refused), "{refused:?}");

    let (mut phone, second) = writer(&server);
    login(&server, &mut phone, &identity);
    phone.connect(&[]).expect("welcome");
    let refused = phone.send(&second, &new_id(), "From elsewhere").expect_err("blocked");
    assert!(is_blocked(&refused), "{refused:?}");
    assert!(customer(&mo, &second).blocked_at.is_some());
    assert!(matches!(block(&mut mo, &second, false), InboxFrame::Ack { .. }));
    phone.send(&second, &new_id(), "Thank you").expect("taken again");
    desk.send(&conversation, &new_id(), "Thank you").expect("here too");
}

fn only_who_may_blocks_a_customer(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let (mut visitor, conversation) = writer(&server);
    let refused = block(&mut kim, &conversation, true);
    assert!(matches!(refused, InboxFrame::Refused { code: Code::NotAllowed, .. }), "{refused:?}");
    visitor.send(&conversation, &new_id(), "Still here").expect("stored");
}

fn agents_see_what_else_a_customer_has_written(server: TestServer) {
    let mut kim = Agent::connected(&server, "kim");
    let identity = json!({"externalId": new_id()});
    let (mut desk, first) = writer(&server);
    login(&server, &mut desk, &identity);
    let (mut phone, second) = writer(&server);
    assert!(customer(&kim, &second).others.is_empty(), "an anonymous visitor wrote nothing else");
    login(&server, &mut phone, &identity);
    phone.connect(&[]).expect("welcome");
    let third = new_id();
    phone.send(&third, &new_id(), "A third question").expect("stored");
    // Somebody else's is not among them.
    writer(&server);
    let id = new_id();
    let done = Change::Status { status: Status::Done, until: None, sub_status: None };
    let frame = AgentFrame::Change {
        id: id.parse().expect("an id"),
        conversation: third.parse().expect("an id"),
        change: done,
    };
    assert!(matches!(kim.ask(&frame, &id), InboxFrame::Ack { .. }));

    let others = customer(&kim, &second).others;
    let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
    assert_eq!(ids, [third.as_str(), first.as_str()], "the latest first, and not the one beside");
    assert_eq!(others[0].preview, "A third question");
    assert_eq!((others[0].status, others[1].status), (Status::Done, Status::Open));
}
