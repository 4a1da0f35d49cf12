//! Whether a customer is there, as agents are told, on every database and with
//! the test's own clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kb_protocol::chat::{CHAT_VERSION, Exchange};
use kb_protocol::id::CustomerId;
use kb_protocol::inbox::{AgentFrame, Change, CustomerPresence, InboxFrame, Status};
use kb_protocol::time::Timestamp;
use kb_tests::{Agent, Database, HandClock, ORIGIN, TestServer, Visitor, new_id};

use crate::{KB_SERVER, WIDE, relay_on};

/// Monday, 2026-11-23, 9:00 UTC.
const NINE: i64 = 1_795_424_400_000;
const MINUTE_MS: i64 = 60 * 1000;

/// A relay whose time stands still, an agent, and a visitor who has written.
struct Relay {
    server: TestServer,
    clock: Arc<HandClock>,
    kim: Agent,
    visitor: Visitor,
    customer: CustomerId,
}

impl Relay {
    fn on(database: Database) -> Option<Self> {
        let clock = Arc::new(HandClock::at(NINE));
        let given = Arc::clone(&clock);
        let server = TestServer::start_with_clock(KB_SERVER, database, given, WIDE, "")?;
        server.add_agent("kim", "agent");
        server.add_agent("lee", "agent");
        let mut kim = Agent::connected(&server, "kim");
        let (visitor, customer) = writer(&server, &mut kim);
        Some(Self { server, clock, kim, visitor, customer })
    }

    /// Moves the clock until the agent is told that the customer has left.
    fn await_leaving(&mut self, mut at: i64) -> Option<Timestamp> {
        let begin = Instant::now();
        loop {
            assert!(begin.elapsed() < Duration::from_secs(60), "nobody ever leaves");
            at += 1_000;
            self.clock.set(at);
            while let Some(frame) = self.kim.hear_for(Duration::from_millis(600)) {
                if let Some(presence) = of(&frame, &self.customer) {
                    assert!(!presence.is_here, "{presence:?}");
                    return presence.last_seen_at;
                }
            }
        }
    }

    /// Asks at another desk, from the database, until it says when the
    /// customer was there.
    fn await_kept(&self, at: Timestamp) -> Agent {
        let mut lee = Agent::connected(&self.server, "lee");
        let begin = Instant::now();
        loop {
            assert!(lee.say(&AgentFrame::Follow { customers: Vec::new() }));
            follow(&mut lee, &self.customer);
            let presence = await_presence(&mut lee, &self.customer);
            assert!(!presence.is_here);
            if presence.last_seen_at == Some(at) {
                return lee;
            }
            // It is kept right after it is told, or with the next look.
            assert!(begin.elapsed() < Duration::from_secs(30), "{presence:?}");
        }
    }

    /// Moves the clock and waits until the jobs have looked at it twice; what
    /// the agent was told of the customer meanwhile.
    fn goes_to(&mut self, at: i64) -> Vec<CustomerPresence> {
        let mut told = Vec::new();
        let other = new_id();
        let mut visitor = Visitor::connected(&self.server);
        visitor.send(&other, &new_id(), "Another question").expect("stored");
        self.clock.set(at);
        for _ in 0..2 {
            let id = new_id();
            let until = Some(Timestamp(at));
            assert!(self.kim.say(&AgentFrame::Change {
                id: id.parse().expect("an id"),
                conversation: other.parse().expect("an id"),
                change: Change::Status { status: Status::Snoozed, until, sub_status: None },
            }));
            let mut is_snoozed = false;
            let customer = &self.customer;
            self.kim.await_frame(|frame| {
                told.extend(of(&frame, customer).cloned());
                let InboxFrame::Item { item } = frame else { return None };
                if item.id.as_str() != other {
                    return None;
                }
                is_snoozed |= item.status == Status::Snoozed;
                (is_snoozed && item.status == Status::Open).then_some(())
            });
        }
        told
    }
}

/// A visitor who has written, and who that is.
fn writer(server: &TestServer, kim: &mut Agent) -> (Visitor, CustomerId) {
    let mut visitor = Visitor::connected(server);
    let conversation = new_id();
    visitor.send(&conversation, &new_id(), "Is anybody there?").expect("stored");
    let customer = kim.await_frame(|frame| match frame {
        InboxFrame::Item { item } => (item.id.as_str() == conversation).then_some(item.customer),
        _ => None,
    });
    (visitor, customer)
}

/// What a frame tells of a customer.
fn of<'a>(frame: &'a InboxFrame, customer: &CustomerId) -> Option<&'a CustomerPresence> {
    let InboxFrame::Present { customers } = frame else { return None };
    customers.iter().find(|presence| presence.customer == *customer)
}

fn follow(agent: &mut Agent, customer: &CustomerId) {
    assert!(agent.say(&AgentFrame::Follow { customers: vec![customer.clone()] }));
}

fn await_presence(agent: &mut Agent, customer: &CustomerId) -> CustomerPresence {
    agent.await_frame(|frame| of(&frame, customer).cloned())
}

fn await_here(agent: &mut Agent, customer: &CustomerId, is_here: bool) {
    agent.await_frame(|frame| {
        of(&frame, customer).filter(|presence| presence.is_here == is_here).map(|_| ())
    });
}

fn on_every_database(story: fn(Relay)) {
    for database in [Database::Sqlite, Database::Postgres] {
        if let Some(relay) = Relay::on(database) {
            story(relay);
        }
    }
}

#[test]
fn who_leaves_is_told_and_when_that_was_is_kept() {
    on_every_database(|mut relay| {
        follow(&mut relay.kim, &relay.customer);
        let presence = await_presence(&mut relay.kim, &relay.customer);
        assert_eq!((presence.is_here, presence.last_seen_at), (true, None));
        relay.visitor.cut();
        let at = relay.await_leaving(NINE).expect("a moment");
        assert!(at >= Timestamp(NINE), "{at:?}");
        let mut lee = relay.await_kept(at);
        relay.visitor.connect(&[]).expect("welcome");
        await_here(&mut relay.kim, &relay.customer, true);
        await_here(&mut lee, &relay.customer, true);
    });
}

#[test]
fn who_loads_the_page_again_never_left() {
    on_every_database(|mut relay| {
        follow(&mut relay.kim, &relay.customer);
        assert!(await_presence(&mut relay.kim, &relay.customer).is_here);
        relay.visitor.cut();
        relay.goes_to(NINE + 5_000);
        relay.visitor.connect(&[]).expect("welcome");
        let told = relay.goes_to(NINE + MINUTE_MS);
        assert_eq!(told, [], "neither left nor came");
        // And of two tabs one is enough.
        let mut tab = relay.visitor.another();
        tab.connect(&[]).expect("welcome");
        relay.visitor.cut();
        assert_eq!(relay.goes_to(NINE + 2 * MINUTE_MS), []);
        assert_eq!(relay.goes_to(NINE + 3 * MINUTE_MS), []);
        tab.cut();
        relay.await_leaving(NINE + 3 * MINUTE_MS);
    });
}

#[test]
fn who_asks_over_plain_http_is_there_too() {
    on_every_database(|mut relay| {
        let absent = Visitor::new(&relay.server);
        let mut visitor = absent.another();
        visitor.connect(&[]).expect("welcome");
        let customer = {
            let conversation = new_id();
            visitor.send(&conversation, &new_id(), "Hello").expect("stored");
            relay.kim.await_frame(|frame| match frame {
                InboxFrame::Item { item } => {
                    (item.id.as_str() == conversation).then_some(item.customer)
                }
                _ => None,
            })
        };
        follow(&mut relay.kim, &customer);
        assert!(await_presence(&mut relay.kim, &customer).is_here);
        visitor.cut();
        relay.customer = customer;
        relay.await_leaving(NINE);
        let request = Exchange {
            version: CHAT_VERSION,
            hello: true,
            positions: Vec::new(),
            frames: Vec::new(),
            wait_ms: 0,
        };
        ureq::post(relay.server.url("/chat/v1/exchange"))
            .header("origin", ORIGIN)
            .header("authorization", format!("Bearer {}", absent.token))
            .send_json(request)
            .expect("an answer");
        await_here(&mut relay.kim, &relay.customer, true);
    });
}

#[test]
fn an_inbox_is_told_of_nobody_whom_it_does_not_show() {
    on_every_database(|mut relay| {
        follow(&mut relay.kim, &relay.customer);
        assert!(await_presence(&mut relay.kim, &relay.customer).is_here);
        // Somebody else takes the place: who was shown before is told no more.
        let (_other, customer) = writer(&relay.server, &mut relay.kim);
        follow(&mut relay.kim, &customer);
        assert!(await_presence(&mut relay.kim, &customer).is_here);
        relay.visitor.cut();
        assert_eq!(relay.goes_to(NINE + MINUTE_MS), []);
        assert_eq!(relay.goes_to(NINE + 2 * MINUTE_MS), []);
    });
}

#[test]
fn when_somebody_left_is_kept_once_the_database_takes_it() {
    let refused = |database: Database, refuse: &str, allow: &str| {
        let Some(mut relay) = Relay::on(database) else { return };
        follow(&mut relay.kim, &relay.customer);
        assert!(await_presence(&mut relay.kim, &relay.customer).is_here);
        relay.server.execute(refuse);
        relay.visitor.cut();
        let at = relay.await_leaving(NINE).expect("a moment");
        assert_eq!(relay.goes_to(at.0 + MINUTE_MS), [], "told once");
        relay.server.execute(allow);
        relay.await_kept(at);
    };
    refused(
        Database::Sqlite,
        "CREATE TRIGGER not_now BEFORE UPDATE OF last_seen_at ON customer
         BEGIN SELECT RAISE(ABORT, 'not now'); END",
        "DROP TRIGGER not_now",
    );
    refused(
        Database::Postgres,
        "ALTER TABLE customer ADD CONSTRAINT not_now CHECK (last_seen_at IS NULL) NOT VALID",
        "ALTER TABLE customer DROP CONSTRAINT not_now",
    );
}

#[test]
fn who_was_there_when_the_relay_stopped_was_there_until_then() {
    on_every_database(|mut relay| {
        relay.clock.set(NINE + MINUTE_MS);
        relay.server.stop_here();
        relay.server.start_again();
        let mut kim = Agent::connected(&relay.server, "kim");
        follow(&mut kim, &relay.customer);
        let presence = await_presence(&mut kim, &relay.customer);
        let at = Some(Timestamp(NINE + MINUTE_MS));
        assert_eq!((presence.is_here, presence.last_seen_at), (false, at));
    });
}

#[test]
fn who_leaves_one_process_is_told_at_another() {
    let Some(mut relay) = Relay::on(Database::Postgres) else { return };
    let beside = relay.server.start_beside_here(WIDE, "");
    relay.kim = Agent::connected(&beside, "kim");
    follow(&mut relay.kim, &relay.customer);
    await_here(&mut relay.kim, &relay.customer, true);
    relay.visitor.cut();
    relay.await_leaving(NINE);
    relay.visitor.connect(&[]).expect("welcome");
    await_here(&mut relay.kim, &relay.customer, true);
}

#[test]
fn who_is_there_is_known_at_every_process_until_one_is_killed() {
    let Some(one) = relay_on(Database::Postgres) else { return };
    let mut other = one.start_beside(WIDE);
    let mut kim = Agent::connected(&one, "kim");
    let (_visitor, customer) = writer(&other, &mut kim);
    follow(&mut kim, &customer);
    await_here(&mut kim, &customer, true);
    // A third process asks for itself.
    let third = one.start_beside(WIDE);
    let mut ada = Agent::connected(&third, "kim");
    follow(&mut ada, &customer);
    await_here(&mut ada, &customer, true);
    other.kill();
    await_here(&mut kim, &customer, false);
    await_here(&mut ada, &customer, false);
}
