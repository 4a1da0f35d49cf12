//! Who is told of what by letter: pure, from what a conversation says.
//!
//! A happening waits for [`WAIT_MS`] before it is decided. So it is known who
//! was there: an agent is away from whom no process had a sign of life, of any
//! open inbox, at the moment of the happening or later. And what somebody has
//! looked at meanwhile needs no letter.

use kb_protocol::chat::{Author, Content, Entry};
use kb_protocol::id::AgentId;
use kb_protocol::inbox::{Event, EventKind, Status};
use kb_protocol::notification::{
    AgentEvent, NotificationChannel, NotificationSettings, Notifications, When,
};
use kb_protocol::time::Timestamp;

use crate::config::Brands;
use crate::conversation::Conversation;
use crate::policy::{Permission, Who, is_allowed};
use crate::store::{Agent, NotifiedAgent};

/// How long is waited before it is decided who was away: a few signs of life,
/// and clocks of several machines that differ a little.
pub(crate) const WAIT_MS: i64 = 60 * 1000;
/// How often is kept that an inbox is open.
pub(crate) const SIGN_MS: i64 = 15 * 1000;
/// How far ahead browsers are told when it becomes quiet.
const AHEAD_MS: i64 = 8 * 24 * 60 * 60 * 1000;

/// Something that agents may be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Happening {
    pub(crate) event: AgentEvent,
    pub(crate) at: Timestamp,
    /// To whom it was done.
    pub(crate) to: Option<AgentId>,
}

/// What has happened in a stretch of a conversation.
pub(crate) fn happenings(
    conversation: &Conversation,
    entries: &[Entry],
    events: &[Event],
) -> Vec<Happening> {
    let message = match conversation.assignee {
        Some(_) => AgentEvent::Message,
        None => AgentEvent::Unassigned,
    };
    let is_words = |entry: &&Entry| {
        entry.author == Author::Visitor && matches!(entry.content, Content::Message { .. })
    };
    let written = entries.iter().filter(is_words);
    let written = written.map(|entry| Happening { event: message, at: entry.at, to: None });
    let done = events.iter().filter_map(|event| {
        let (kind, to) = match &event.kind {
            EventKind::Missed => (AgentEvent::Missed, None),
            EventKind::Assigned { to: Some(to), .. } if gives_to(event, to) => {
                (AgentEvent::Assigned, Some(to.clone()))
            }
            _ => return None,
        };
        Some(Happening { event: kind, at: event.at, to })
    });
    written.chain(done).collect()
}

/// Whether somebody else gives an agent the conversation.
pub(crate) fn gives_to(event: &Event, agent: &AgentId) -> bool {
    let is_by_self = matches!(&event.author, Author::Agent { id, .. } if id == agent);
    matches!(&event.kind, EventKind::Assigned { to: Some(to), .. } if to == agent) && !is_by_self
}

/// Whether something still wants an agent's eyes; `until` is the entry up to
/// which it tells.
pub(crate) fn is_open(
    event: AgentEvent,
    until: u64,
    conversation: &Conversation,
    agent: &AgentId,
) -> bool {
    let assignee = conversation.assignee.as_ref();
    let is_theirs = assignee == Some(agent);
    let is_unseen = until > conversation.seen_by_agent && conversation.answered_at.is_none();
    conversation.status != Status::Done
        && match event {
            AgentEvent::Unassigned => assignee.is_none() && is_unseen,
            AgentEvent::Message => is_theirs && is_unseen,
            AgentEvent::Missed => {
                conversation.missed_at.is_some() && (is_theirs || assignee.is_none()) && is_unseen
            }
            AgentEvent::Assigned => is_theirs,
        }
}

/// Whether an agent gets a letter about something of this moment.
pub(crate) fn is_wanted(
    known: &NotifiedAgent,
    event: AgentEvent,
    at: Timestamp,
    brands: &Brands,
    now: Timestamp,
) -> bool {
    let is_told = match known.settings.when(event, NotificationChannel::Email) {
        When::Always => true,
        When::Away => known.seen_at.is_none_or(|seen_at| seen_at < at),
        When::Never => false,
    };
    is_told && may_be_told(&known.agent) && !is_quiet(&known.settings, brands, now)
}

fn may_be_told(agent: &Agent) -> bool {
    is_allowed(Who::Agent(agent.role), Permission::ReadConversations)
}

/// The most pressing of what an agent gets a letter about.
pub(crate) fn letter_to(
    known: &NotifiedAgent,
    happenings: &[Happening],
    until: u64,
    conversation: &Conversation,
    brands: &Brands,
    now: Timestamp,
) -> Option<AgentEvent> {
    let id = &known.agent.id;
    let theirs = happenings.iter().filter(|happening| {
        happening.to.as_ref().is_none_or(|to| to == id)
            && is_open(happening.event, until, conversation, id)
            && is_wanted(known, happening.event, happening.at, brands, now)
    });
    theirs.map(|happening| happening.event).max()
}

/// Whether it is quiet for an agent. A schedule that is there no longer makes
/// nothing quiet: a letter too much is better than one that is missing.
fn is_quiet(settings: &NotificationSettings, brands: &Brands, now: Timestamp) -> bool {
    let schedule = settings.quiet_hours.as_ref().and_then(|name| brands.schedule(name));
    schedule.is_some_and(|schedule| !schedule.is_open(now))
}

/// What an agent's browser is told.
pub(crate) fn told(
    settings: NotificationSettings,
    brands: &Brands,
    has_email: bool,
    now: Timestamp,
) -> Notifications {
    let schedule = settings.quiet_hours.as_ref().and_then(|name| brands.schedule(name));
    let mut changes: Vec<Timestamp> = schedule
        .map(|schedule| schedule.changes(now, now.plus_ms(AHEAD_MS)).collect())
        .unwrap_or_default();
    if changes.is_empty() {
        changes.extend(schedule.and_then(|schedule| schedule.next_change(now)));
    }
    Notifications {
        is_quiet: is_quiet(&settings, brands, now),
        settings,
        schedules: brands.schedule_names().map(str::to_owned).collect(),
        has_email,
        changes,
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::api::Role;
    use kb_protocol::inbox::{Change, Presence};
    use kb_protocol::notification::Told;

    use super::*;
    use crate::config::Config;
    use crate::conversation::{Act, Actor, Command, Rules, decide};

    const HOUR_MS: i64 = 60 * 60 * 1000;
    /// Monday, 2026-11-23, 0:00 UTC.
    const MONDAY: i64 = 1_795_392_000_000;

    fn id(text: &str) -> AgentId {
        text.parse().expect("an id")
    }

    fn act(name: &str, actor: Actor, command: Command, at: i64) -> Act {
        Act {
            id: name.parse().expect("an id"),
            conversation: "c1".parse().expect("an id"),
            actor,
            command,
            at: Timestamp(at),
            rules: Rules::default(),
        }
    }

    fn agent(name: &str) -> Actor {
        Actor::Agent { id: id(name), name: name.into() }
    }

    /// A conversation that a visitor opened at 100, and what `acts` made of it.
    fn history(acts: Vec<Act>) -> (Conversation, Vec<Entry>, Vec<Event>) {
        let visitor = Actor::Visitor {
            customer: "ann".parse().expect("an id"),
            own: "ann".parse().expect("an id"),
            brand: "pedalo".parse().expect("an id"),
        };
        let open = Some(kb_protocol::chat::Opening { locale: "en".into(), ..Default::default() });
        let send = Command::Send { body: "Hello".into(), files: Vec::new(), open };
        let (mut entries, mut events) = (Vec::new(), Vec::new());
        let mut state = None;
        for act in [act("m1", visitor, send, 100)].into_iter().chain(acts) {
            let decision = decide(state.as_ref(), &act).expect("allowed");
            entries.extend(decision.entry);
            events.extend(decision.events);
            state = Some(decision.state);
        }
        (state.expect("opened"), entries, events)
    }

    fn assign(by: &str, to: &str, at: i64) -> Act {
        let change = Change::Assign { to: Some(id(to)), expected: None };
        act(&format!("a{at}"), agent(by), Command::Change(change), at)
    }

    fn known(name: &str, seen_at: i64) -> NotifiedAgent {
        NotifiedAgent {
            agent: Agent {
                id: id(name),
                email: format!("{name}@example.com"),
                name: name.into(),
                role: Role::Agent,
                presence: Presence::Available,
            },
            settings: NotificationSettings::default(),
            seen_at: Some(Timestamp(seen_at)),
            locale: None,
        }
    }

    fn everything(when: When) -> NotificationSettings {
        let told = Told { inbox: When::Never, browser: When::Never, email: when };
        NotificationSettings {
            unassigned: told,
            message: told,
            missed: told,
            assigned: told,
            quiet_hours: None,
        }
    }

    fn letter(known: &NotifiedAgent, acts: Vec<Act>) -> Option<AgentEvent> {
        let (state, entries, events) = history(acts);
        let happenings = happenings(&state, &entries, &events);
        letter_to(known, &happenings, state.seq, &state, &Brands::default(), Timestamp(1_000))
    }

    #[test]
    fn who_is_given_a_conversation_by_somebody_else_gets_a_letter() {
        let told = letter(&known("kim", 0), vec![assign("lee", "kim", 200)]);
        assert_eq!(told, Some(AgentEvent::Assigned));
        assert_eq!(letter(&known("lee", 0), vec![assign("lee", "kim", 200)]), None);
        let own = letter(&known("kim", 0), vec![assign("kim", "kim", 200)]);
        assert_ne!(own, Some(AgentEvent::Assigned), "nobody is told what they did");
    }

    #[test]
    fn who_was_there_when_it_happened_is_not_away() {
        for (seen_at, wanted) in [(199, Some(AgentEvent::Assigned)), (200, None), (201, None)] {
            let told = letter(&known("kim", seen_at), vec![assign("lee", "kim", 200)]);
            // The message was written before: for that one the agent was away.
            let told = told.filter(|event| *event == AgentEvent::Assigned);
            assert_eq!(told, wanted, "{seen_at}");
        }
        let always = NotifiedAgent { settings: everything(When::Always), ..known("kim", 999) };
        assert_eq!(letter(&always, vec![]), Some(AgentEvent::Unassigned));
        let never = NotifiedAgent { settings: everything(When::Never), ..known("kim", 0) };
        assert_eq!(letter(&never, vec![assign("lee", "kim", 200)]), None);
    }

    #[test]
    fn a_conversation_that_nobody_has_writes_only_to_who_wants_it() {
        assert_eq!(letter(&known("kim", 0), vec![]), None, "not by default");
        let wants = NotifiedAgent { settings: everything(When::Away), ..known("kim", 0) };
        assert_eq!(letter(&wants, vec![]), Some(AgentEvent::Unassigned));
        assert_eq!(letter(&wants, vec![assign("lee", "lee", 200)]), None, "somebody has it");
    }

    #[test]
    fn what_an_agent_has_looked_at_needs_no_letter() {
        let wants = NotifiedAgent { settings: everything(When::Always), ..known("kim", 0) };
        let looked = act("s", agent("lee"), Command::Seen { seen: 1 }, 150);
        assert_eq!(letter(&wants, vec![looked]), None);
    }

    #[test]
    fn it_is_quiet_while_the_schedule_is_closed_and_not_for_one_that_is_gone() {
        let text = "[schedules.office]\ntimezone = \"UTC\"\nhours = { 1 = [[540, 1020]] }\n";
        let brands = Config::parse(text, "server.toml").expect("right").take_brands();
        let of = |name: &str| NotificationSettings {
            quiet_hours: Some(name.into()),
            ..NotificationSettings::default()
        };
        let at = |hour: i64| Timestamp(MONDAY + hour * HOUR_MS);
        assert!(!is_quiet(&of("office"), &brands, at(9)));
        assert!(is_quiet(&of("office"), &brands, at(17)));
        assert!(!is_quiet(&of("gone"), &brands, at(17)));
        let told = told(of("office"), &brands, true, at(10));
        assert_eq!(told.changes[..2], [at(17), at(7 * 24 + 9)]);
        assert!(!told.is_quiet_at(at(16)) && told.is_quiet_at(at(20)));
    }
}
