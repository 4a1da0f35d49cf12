//! Histories at random: what must hold whatever people do.

use kb_protocol::chat::Opening;
use kb_protocol::inbox::{Change, Status};
use kb_protocol::time::Timestamp;
use proptest::prelude::*;

use super::{Act, Actor, Command, Contact, Conversation, Overdue, Rules, decide};

pub(super) fn visitor(customer: &str) -> Actor {
    Actor::Visitor {
        customer: customer.parse().expect("an id"),
        own: customer.parse().expect("an id"),
        brand: "pedalo".parse().expect("an id"),
    }
}

pub(super) fn agent(id: &str) -> Actor {
    Actor::Agent { id: id.parse().expect("an id"), name: id.to_owned() }
}

pub(super) fn send(id: &str, actor: Actor, body: &str, opens: bool) -> Act {
    Act {
        id: id.parse().expect("an id"),
        conversation: "c1".parse().expect("an id"),
        actor,
        command: Command::Send {
            body: body.to_owned(),
            files: Vec::new(),
            open: opens.then(Opening::default),
        },
        at: Timestamp(1_000),
        rules: Rules::default(),
    }
}

fn commands() -> impl Strategy<Value = (u8, Command)> {
    let overdue = prop_oneof![
        Just(Overdue::Wait { body: "Soon".to_owned() }),
        Just(Overdue::Missed { is_reachable: false }),
        Just(Overdue::IdleWarning { ends_in_minutes: None }),
        Just(Overdue::IdleEnd),
    ];
    let status = prop_oneof![Just(Status::Open), Just(Status::Snoozed), Just(Status::Done)];
    let agent_id = prop::option::of(prop_oneof![Just("kim"), Just("lee")]);
    let command = prop_oneof![
        4 => "[ a-c]{0,4}".prop_map(|body| {
            Command::Send { body, files: Vec::new(), open: Some(Opening::default()) }
        }),
        1 => Just(Command::End),
        1 => (0u64..20, 0u64..20)
            .prop_map(|(delivered, seen)| Command::Receipt { delivered, seen, device: None }),
        1 => (0u64..20).prop_map(|seen| Command::Seen { seen }),
        1 => status.prop_map(|status| Command::Change(Change::Status { status, until: None, sub_status: None })),
        1 => (agent_id.clone(), agent_id).prop_map(|(to, expected)| {
            let id = |name: Option<&str>| name.map(|name| name.parse().expect("an id"));
            Command::Change(Change::Assign { to: id(to), expected: id(expected) })
        }),
        1 => "[a-b]{1,2}".prop_map(|tag| Command::Change(Change::AddTag { tag })),
        1 => "[a-b]{1,2}".prop_map(|tag| Command::Change(Change::RemoveTag { tag })),
        1 => "[ a]{0,2}".prop_map(|body| Command::Change(Change::Note { body })),
        1 => "[a@.]{0,5}"
            .prop_map(|email| Command::Contact(Contact { name: None, email })),
        3 => (overdue, 0i64..60).prop_map(|(what, mark)| {
            Command::Overdue { what, mark: Timestamp(mark) }
        }),
    ];
    (0u8..3, command)
}

proptest! {
    #[test]
    fn entries_and_events_are_numbered_without_a_hole(
        commands in prop::collection::vec(commands(), 0..60)
    ) {
        let mut state: Option<Conversation> = None;
        let (mut entries, mut events) = (0, 0);
        for (index, (by, command)) in commands.into_iter().enumerate() {
            let actor = match by {
                0 => visitor("ann"),
                1 => agent("kim"),
                _ => Actor::System,
            };
            let mut act = Act { command, ..send(&format!("a{index}"), actor, "", false) };
            // Marks at random are now and then the right ones.
            act.at = Timestamp(i64::try_from(index).expect("small"));
            let Ok(decision) = decide(state.as_ref(), &act) else { continue };
            let after = &decision.state;
            if let Some(entry) = &decision.entry {
                entries += 1;
                prop_assert_eq!(entry.seq, entries);
            }
            for event in &decision.events {
                events += 1;
                prop_assert_eq!(event.number, events);
                prop_assert!(event.after <= entries);
            }
            prop_assert_eq!((after.seq, after.events), (entries, events));
            prop_assert!(after.seen_by_visitor <= after.delivered_to_visitor);
            prop_assert!(after.delivered_to_visitor <= after.seq);
            prop_assert!(after.seen_by_agent <= after.seq);
            if let Some(before) = &state {
                prop_assert!(after.seen_by_visitor >= before.seen_by_visitor);
                prop_assert_eq!(after.version > before.version, after != before);
                prop_assert_eq!(&after.customer, &before.customer);
            }
            prop_assert!(after.snoozed_until.is_none() || after.status == Status::Snoozed);
            let is_live = after.status == Status::Open && !after.is_ended;
            let marks = [after.waiting_since, after.answered_at];
            prop_assert!(marks.iter().flatten().count() <= usize::from(is_live));
            prop_assert!(after.idle_warned_at.is_none() || after.answered_at.is_some());
            prop_assert!(after.missed_at.is_none() || after.status == Status::Open);
            state = Some(decision.state);
        }
    }
}
