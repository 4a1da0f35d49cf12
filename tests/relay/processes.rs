//! Several relays on one PostgreSQL.

use kb_protocol::chat::Content;
use kb_protocol::inbox::InboxFrame;
use kb_tests::{Agent, Database, Visitor, new_id};

use crate::{WIDE, relay_on};

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
        let Content::Message { body } = &entry.content else { panic!("{entry:?}") };
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
