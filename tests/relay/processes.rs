//! Several relays on one PostgreSQL.

use kb_protocol::chat::{ClientFrame, Content, ServerFrame};
use kb_protocol::inbox::InboxFrame;
use kb_tests::{Agent, Database, TestServer, Visitor, message, new_id};

use crate::{KB_SERVER, WIDE, relay, relay_on};

#[test]
fn a_visitor_at_one_process_and_an_agent_at_another_hear_each_other() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let other = one.start_beside(WIDE);
    let mut visitor = Visitor::connected(&one);
    let mut kim = Agent::connected(&other, "kim");
    let mut reader = visitor.another();
    reader.connect(&[]).expect("welcome");
    let conversation = new_id();
    for n in 0..20 {
        let seq = visitor.send(&conversation, &new_id(), &format!("question {n}"));
        assert_eq!(seq, Ok(2 * n + 1));
        kim.await_frame(|frame| match frame {
            InboxFrame::Item { item } => (item.seq == 2 * n + 1).then_some(()),
            _ => None,
        });
        kim.send(&conversation, &new_id(), &format!("answer {n}"));
    }
    let mut numbers = Vec::new();
    while numbers.len() < 40 {
        let (_, entry) = reader.await_entry();
        let Content::Message { body, .. } = &entry.content else { panic!("{entry:?}") };
        let word = if entry.seq % 2 == 1 { "question" } else { "answer" };
        assert!(body.starts_with(word), "{}: {body}", entry.seq);
        numbers.push(entry.seq);
    }
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

#[test]
fn one_conversation_written_to_through_two_processes_has_no_hole() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let other = one.start_beside(WIDE);
    const EACH: u64 = 150;
    let mut first = Visitor::connected(&one);
    let conversation = new_id();
    first.send(&conversation, &new_id(), "opened").expect("stored");
    // The same visitor on a phone that reaches the other process.
    let mut phone = Visitor::new(&other);
    phone.token = first.token.clone();
    phone.connect(&[(&conversation, 1)]).expect("welcome");
    let mut numbers: Vec<u64> = std::thread::scope(|scope| {
        let threads = [&mut first, &mut phone].map(|visitor| {
            let conversation = conversation.as_str();
            scope.spawn(move || -> Vec<u64> {
                let send = |_| visitor.send(conversation, &new_id(), "word").expect("stored");
                (0..EACH).map(send).collect()
            })
        });
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (2..2 * EACH + 2).collect::<Vec<_>>());
    // And each of the two is told everything, in order.
    for (visitor, server) in [(&first, &one), (&phone, &other)] {
        let mut again = Visitor::new(server);
        again.token = visitor.token.clone();
        again.connect(&[(&conversation, 1)]).expect("welcome");
        for seq in 2..2 * EACH + 2 {
            assert_eq!(again.await_entry().1.seq, seq);
        }
    }
}

#[test]
fn a_history_that_goes_on_is_moved_to_postgresql_with_nothing_lost() {
    let Some(new) = TestServer::empty_postgres() else { return };
    let old = relay();
    let mut visitor = Visitor::connected(&old);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "0").expect("stored");
    let mut kim = Agent::connected(&old, "kim");
    kim.send(&conversation, &new_id(), "1");
    // Writes on until the old database is closed to it.
    let (acknowledged, moved) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut acknowledged = 2;
            while visitor.send(&conversation, &new_id(), &acknowledged.to_string()).is_ok() {
                acknowledged += 1;
            }
            acknowledged
        });
        let run = old.command(&["copy-store", "--to", &new]).output().expect("runs");
        (writing.join().expect("no panic"), run)
    });
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    let server = TestServer::start_on_existing(KB_SERVER, &new, WIDE);
    let mut again = Visitor::new(&server);
    again.token = visitor.token.clone();
    again.connect(&[]).expect("the session came along");
    // In pages: a machine that is slow to copy has much to be written to it.
    let mut entries = Vec::new();
    let (mut before, mut has_more) = (None, true);
    while has_more {
        let id = conversation.parse().expect("an id");
        again.say(&ClientFrame::History { conversation: id, before });
        let page = again.await_frame(|frame| match frame {
            ServerFrame::Page { entries, has_more, .. } => Some((entries, has_more)),
            _ => None,
        });
        has_more = page.1;
        before = page.0.first().map(|first| first.seq);
        entries.splice(0..0, page.0);
    }
    assert!(entries.len() as u64 >= acknowledged);
    for (n, entry) in entries.iter().enumerate() {
        let Content::Message { body, .. } = &entry.content else { panic!("{entry:?}") };
        assert_eq!((entry.seq, body.as_str()), (n as u64 + 1, n.to_string().as_str()));
    }
    assert!(again.say(&message(&new_id(), &new_id(), "a new one")));
    Agent::connected(&server, "kim");

    let twice = old.command(&["copy-store", "--to", &new]).output().expect("runs");
    assert!(!twice.status.success(), "moved twice");
    let complaint = String::from_utf8_lossy(&twice.stderr).into_owned();
    assert!(complaint.contains("was moved to PostgreSQL"), "{complaint}");
}
