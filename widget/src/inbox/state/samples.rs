//! Small values for tests of the inbox.

use kb_protocol::api::{Me, Role};
use kb_protocol::chat::{Author, Content, Entry};
use kb_protocol::id::AgentId;
use kb_protocol::inbox::{Channel, Event, EventKind, InboxItem, Presence, Status};
use kb_protocol::time::Timestamp;

pub(crate) fn agent(id: &str) -> AgentId {
    id.parse().expect("an id")
}

pub(crate) fn me(role: Role) -> Me {
    Me {
        agent: agent("me"),
        name: "Kim".into(),
        email: "kim@example.com".into(),
        role,
        presence: Presence::Available,
        reads_records: true,
        manages_customers: true,
        blocks_customers: true,
        merges_customers: true,
        manages_hooks: true,
    }
}

pub(crate) fn lee() -> Author {
    Author::Agent { id: agent("lee"), name: "Lee".into() }
}

pub(crate) fn item(id: &str) -> InboxItem {
    InboxItem {
        id: id.parse().expect("an id"),
        version: 1,
        brand: "pedalo".parse().expect("an id"),
        channel: Channel::Chat,
        reference: None,
        customer: "ann".parse().expect("an id"),
        customer_name: None,
        customer_email: None,
        is_email_verified: false,
        missed_at: None,
        follows: None,
        status: Status::Open,
        snoozed_until: None,
        sub_status: None,
        assignee: None,
        priority: 3,
        tags: Vec::new(),
        is_ended: false,
        locale: "en".into(),
        page: None,
        seq: 1,
        events: 0,
        seen_by_agent: 0,
        delivered_to_visitor: 0,
        seen_by_visitor: 0,
        delivered_at: None,
        seen_at: None,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
        preview: "Hello".into(),
    }
}

pub(crate) fn entry(seq: u64, author: Author, body: &str, at: i64) -> Entry {
    Entry {
        seq,
        id: format!("e{seq}").parse().expect("an id"),
        at: Timestamp(at),
        author,
        content: Content::Message { body: body.into(), files: Vec::new() },
    }
}

pub(crate) fn event(number: u64, after: u64, kind: EventKind) -> Event {
    let id = format!("v{number}").parse().expect("an id");
    Event { number, id, at: Timestamp(0), after, author: lee(), kind }
}

pub(crate) fn note(number: u64, after: u64, body: &str) -> Event {
    event(number, after, EventKind::Note { body: body.into() })
}
