//! State and command in; state, entry and events out.

use kb_protocol::chat::{Code, Content, Entry, Opening};
use kb_protocol::file::FileInfo;
use kb_protocol::id::{AgentId, BrandId, CustomerId};
use kb_protocol::inbox::{Change, Channel, Device, Event, EventKind, Receipt, Status};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;

use super::{Act, Actor, Command, Contact, Conversation, NORMAL_PRIORITY, preview};

/// What is to be written, all of it or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The state after.
    pub state: Conversation,
    /// The next entry, if the command makes one.
    pub entry: Option<Entry>,
    /// The next events, in order.
    pub events: Vec<Event>,
    /// What the customer has told.
    pub contact: Option<Contact>,
    /// Whether the customer is blocked from now on, if that changes.
    pub block: Option<bool>,
    /// What was seen, or delivered, for the first time.
    pub receipts: Vec<(bool, Receipt)>,
}

/// Decides one act.
///
/// A result whose state equals `state` has nothing to write: a receipt that
/// tells nothing new, a tag that is there already.
///
/// # Errors
///
/// The code that the actor is told. Nothing is to be written then.
pub fn decide(state: Option<&Conversation>, act: &Act) -> Result<Decision, Code> {
    let state = match (state, &act.command, &act.actor) {
        (Some(state), ..) => state.clone(),
        (
            None,
            Command::Send { open: Some(opening), .. },
            Actor::Visitor { customer, brand, .. },
        ) => opened(act, customer, brand, opening)?,
        (None, Command::Submit(form), Actor::Visitor { customer, brand, .. }) => Conversation {
            channel: Channel::Form,
            form: Some(form.form.clone()),
            reference: Some(form.reference.clone()),
            tags: form.tags.clone(),
            ..opened(act, customer, brand, &form.opening)?
        },
        (None, ..) => return Err(Code::UnknownConversation),
    };
    // One's own or none: the answer must not tell that the id exists.
    if !act.actor.may_know(&state) {
        return Err(Code::UnknownConversation);
    }
    let decision = Decision {
        state,
        entry: None,
        events: Vec::new(),
        contact: None,
        block: None,
        receipts: Vec::new(),
    };
    let mut draft = Draft { decision, act };
    draft.run()?;
    Ok(draft.decision)
}

/// A conversation before its first entry.
fn opened(
    act: &Act,
    customer: &CustomerId,
    brand: &BrandId,
    opening: &Opening,
) -> Result<Conversation, Code> {
    check_opening(opening)?;
    Ok(Conversation {
        id: act.conversation.clone(),
        brand: brand.clone(),
        channel: Channel::Chat,
        form: None,
        reference: None,
        customer: customer.clone(),
        status: Status::Open,
        snoozed_until: None,
        sub_status: None,
        assignee: None,
        priority: NORMAL_PRIORITY,
        tags: Vec::new(),
        joined: Vec::new(),
        is_ended: false,
        locale: opening.locale.clone(),
        page: opening.page.clone(),
        seq: 0,
        events: 0,
        version: 0,
        seen_by_agent: 0,
        delivered_to_visitor: 0,
        seen_by_visitor: 0,
        created_at: act.at,
        updated_at: act.at,
        preview: String::new(),
        waiting_since: None,
        is_wait_told: false,
        missed_at: None,
        answered_at: None,
        idle_warned_at: None,
        follows: opening.follows.clone(),
        done_at: None,
        first_answered_at: None,
        delivered_at: None,
        seen_at: None,
    })
}

/// What becomes of an act, given what it may have left behind before.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// Write this.
    Write(Box<Decision>),
    /// It is done already, and made no entry.
    Same,
    /// It is done already, and this is its entry.
    Again(Entry),
}

/// Decides one act that may come for the second time.
///
/// `entry` is the entry of this conversation with the act's id, `has_event`
/// whether an event has it.
///
/// # Errors
///
/// As [`decide`], and [`Code::IdTaken`] if the id stands for something else.
pub fn settle(
    state: Option<&Conversation>,
    entry: Option<&Entry>,
    has_event: bool,
    act: &Act,
) -> Result<Settled, Code> {
    // What was accepted once stays accepted, whatever has happened since.
    if let (Some(state), Some(entry)) = (state, entry)
        && act.actor.may_know(state)
    {
        let is_same = act.has_made(entry);
        return if is_same { Ok(Settled::Again(entry.clone())) } else { Err(Code::IdTaken) };
    }
    let decision = decide(state, act)?;
    let is_done = decision.entry.is_none() && !decision.events.is_empty() && has_event;
    if is_done || state == Some(&decision.state) {
        return Ok(Settled::Same);
    }
    Ok(Settled::Write(Box::new(decision)))
}

/// A decision in the making.
pub(super) struct Draft<'a> {
    pub(super) decision: Decision,
    pub(super) act: &'a Act,
}

impl Draft<'_> {
    fn run(&mut self) -> Result<(), Code> {
        let before = self.decision.state.clone();
        match (&self.act.command, &self.act.actor) {
            (Command::Send { body, files, .. }, _) => self.send(body, files)?,
            (Command::Submit(form), Actor::Visitor { .. }) => self.submit(form)?,
            (Command::End, Actor::Visitor { .. }) if !self.act.rules.closable => {
                return Err(Code::NotAllowed);
            }
            (Command::End, _) => self.end(),
            (Command::Contact(contact), Actor::Visitor { .. }) => self.contact(contact)?,
            (Command::Overdue { what, mark }, Actor::System) => self.overdue(what, *mark),
            (Command::Receipt { delivered, seen, device }, Actor::Visitor { .. }) => {
                self.receipt(*delivered, *seen, device.as_ref());
            }
            (Command::Seen { seen }, Actor::Agent { .. }) => {
                let state = &mut self.decision.state;
                state.seen_by_agent = state.seen_by_agent.max(*seen.min(&state.seq));
            }
            (Command::Change(change), Actor::Agent { .. } | Actor::System) => {
                self.change(change)?;
            }
            (
                Command::Receipt { .. }
                | Command::Seen { .. }
                | Command::Change(_)
                | Command::Submit(_)
                | Command::Contact(_)
                | Command::Overdue { .. },
                _,
            ) => return Err(Code::NotAllowed),
        }
        self.clear_marks();
        if self.decision.state != before {
            self.decision.state.version += 1;
        }
        Ok(())
    }

    /// Remembers what the visitor's browser has, and has shown, and when and
    /// from which device that was told first.
    fn receipt(&mut self, delivered: u64, seen: u64, device: Option<&Device>) {
        let at = self.act.at;
        let state = &mut self.decision.state;
        let seen = seen.min(state.seq);
        // What was on the screen is in the browser, whatever it says.
        let delivered = delivered.min(state.seq).max(seen);
        let told = &mut self.decision.receipts;
        if seen > state.seen_by_visitor {
            state.seen_by_visitor = seen;
            state.seen_at = Some(at);
            told.push((true, Receipt { up_to: seen, at, device: device.cloned() }));
        }
        if delivered > state.delivered_to_visitor {
            state.delivered_to_visitor = delivered;
            state.delivered_at = Some(at);
            told.push((false, Receipt { up_to: delivered, at, device: device.cloned() }));
        }
    }

    fn send(&mut self, body: &str, files: &[FileInfo]) -> Result<(), Code> {
        match check_text(body, limits::MESSAGE_CHARS) {
            Err(Code::Empty) if !files.is_empty() => {}
            checked => checked?,
        }
        let is_visitors = matches!(self.act.actor, Actor::Visitor { .. });
        if is_visitors && self.decision.state.is_closed(self.act.rules, self.act.at) {
            return Err(Code::Ended);
        }
        if let Actor::Agent { id, .. } = &self.act.actor {
            // Whoever answers first has it.
            if self.decision.state.assignee.is_none() {
                self.event(EventKind::Assigned { from: None, to: Some(id.clone()) });
                self.decision.state.assignee = Some(id.clone());
            }
            // The message names its author: an entry that says who joined
            // would be a second one of this act, and tell nothing more.
            self.is_new_to_visitor(id);
        }
        self.decision.state.is_ended = false;
        if is_visitors {
            self.move_to(Status::Open);
        }
        self.turn();
        self.decision.state.preview = preview(body, files);
        self.entry(Content::Message { body: body.to_owned(), files: files.to_vec() });
        Ok(())
    }

    pub(super) fn end(&mut self) {
        // Ending twice is the same wish twice, from two tabs or two people.
        if self.decision.state.is_ended {
            return;
        }
        self.decision.state.is_ended = true;
        self.entry(Content::Ended);
        // Who gave up waiting is still to be answered, by other means.
        if self.decision.state.missed_at.is_none() {
            self.move_to(Status::Done);
        }
    }

    /// Remembers an agent whom the visitor gets to know; `false` if the
    /// visitor knows this one already.
    fn is_new_to_visitor(&mut self, agent: &AgentId) -> bool {
        let joined = &mut self.decision.state.joined;
        let is_new = !joined.contains(agent);
        if is_new {
            joined.push(agent.clone());
        }
        is_new
    }

    fn change(&mut self, change: &Change) -> Result<(), Code> {
        match change {
            Change::Assign { to, expected } => {
                let from = self.decision.state.assignee.clone();
                if from != *expected && from != *to {
                    return Err(Code::Conflict);
                }
                if from != *to {
                    self.event(EventKind::Assigned { from, to: to.clone() });
                    self.decision.state.assignee = to.clone();
                    // Who is given a conversation has not come yet; who takes
                    // it has, unless the visitor has left.
                    if let Some(agent) = to.as_ref().filter(|agent| self.act.actor.is_agent(agent))
                        && !self.decision.state.is_ended
                        && self.is_new_to_visitor(agent)
                    {
                        self.entry(Content::Joined);
                    }
                }
            }
            Change::Status { status, until, sub_status } => {
                let until = until.filter(|_| *status == Status::Snoozed);
                self.set_status(*status, until, sub_status.clone());
            }
            Change::Priority { priority } => {
                if !(1..=5).contains(priority) {
                    return Err(Code::InvalidFrame);
                }
                let from = self.decision.state.priority;
                if from != *priority {
                    self.event(EventKind::Priority { from, to: *priority });
                    self.decision.state.priority = *priority;
                }
            }
            Change::AddTag { tag } => {
                let tag = tag.trim();
                check_text(tag, limits::TAG_CHARS)?;
                if self.decision.state.tags.iter().any(|present| present == tag) {
                    return Ok(());
                }
                if self.decision.state.tags.len() >= limits::TAGS {
                    return Err(Code::TooLong);
                }
                self.event(EventKind::TagAdded { tag: tag.to_owned() });
                self.decision.state.tags.push(tag.to_owned());
            }
            Change::RemoveTag { tag } => {
                let tags = &mut self.decision.state.tags;
                let before = tags.len();
                tags.retain(|present| present != tag.trim());
                if tags.len() < before {
                    self.event(EventKind::TagRemoved { tag: tag.trim().to_owned() });
                }
            }
            Change::Note { body } => {
                check_text(body, limits::NOTE_CHARS)?;
                self.event(EventKind::Note { body: body.clone() });
            }
            Change::Block { is_blocked } => {
                let kind = if *is_blocked { EventKind::Blocked } else { EventKind::Unblocked };
                self.event(kind);
                self.decision.block = Some(*is_blocked);
            }
            Change::Unknown => return Err(Code::InvalidFrame),
        }
        Ok(())
    }

    /// Gives the conversation another status by itself: what is said of the
    /// present one stays, if it is the same.
    fn move_to(&mut self, to: Status) {
        if self.decision.state.status != to {
            self.set_status(to, None, None);
        }
    }

    /// A sub status belongs to one status: it goes with it.
    fn set_status(&mut self, to: Status, until: Option<Timestamp>, sub_status: Option<String>) {
        let state = &mut self.decision.state;
        let from = state.status;
        if from == to && state.snoozed_until == until && state.sub_status == sub_status {
            return;
        }
        if from != to {
            state.done_at = (to == Status::Done).then_some(self.act.at);
        }
        state.status = to;
        state.snoozed_until = until;
        state.sub_status.clone_from(&sub_status);
        self.event(EventKind::Status { from, to, until, sub_status });
    }

    pub(super) fn entry(&mut self, content: Content) {
        let state = &mut self.decision.state;
        state.seq += 1;
        state.updated_at = self.act.at;
        // One's own words need not be shown to oneself, and who joined is
        // nothing to be read: it makes no conversation unread.
        let is_read_by_visitor =
            matches!(self.act.actor, Actor::Visitor { .. }) || content == Content::Joined;
        if is_read_by_visitor && state.seen_by_visitor + 1 == state.seq {
            state.seen_by_visitor = state.seq;
            state.delivered_to_visitor = state.seq;
        }
        let is_agent = matches!(self.act.actor, Actor::Agent { .. });
        if is_agent && state.seen_by_agent + 1 == state.seq {
            state.seen_by_agent = state.seq;
        }
        self.decision.entry = Some(Entry {
            seq: state.seq,
            id: self.act.id.clone(),
            at: self.act.at,
            author: self.act.actor.author(),
            content,
        });
    }

    pub(super) fn event(&mut self, kind: EventKind) {
        let state = &mut self.decision.state;
        state.events += 1;
        self.decision.events.push(Event {
            number: state.events,
            id: self.act.id.clone(),
            at: self.act.at,
            after: state.seq,
            author: self.act.actor.author(),
            kind,
        });
    }
}

/// Neither endless nor with what a database cannot keep.
fn check_opening(opening: &Opening) -> Result<(), Code> {
    let page = opening.page.as_deref().unwrap_or_default();
    if opening.locale.len() > limits::LOCALE_BYTES || page.len() > limits::PAGE_BYTES {
        return Err(Code::TooLong);
    }
    if opening.locale.contains('\0') || page.contains('\0') {
        return Err(Code::InvalidFrame);
    }
    Ok(())
}

/// Neither empty to the eye nor above its limit.
pub(super) fn check_text(text: &str, limit: usize) -> Result<(), Code> {
    // PostgreSQL has no place for this one character.
    if text.contains('\0') {
        return Err(Code::InvalidFrame);
    }
    if text.chars().nth(limit).is_some() {
        return Err(Code::TooLong);
    }
    let is_visible = |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c);
    if text.chars().any(is_visible) { Ok(()) } else { Err(Code::Empty) }
}

/// Characters that take no room: zero-width ones, joiners, marks of direction
/// and the Hangul fillers.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::history::{agent, send, visitor};

    fn opened() -> Conversation {
        decide(None, &send("m1", visitor("ann"), "Hello", true)).expect("opens").state
    }

    fn change(state: &Conversation, change: Change) -> Result<Decision, Code> {
        let act = Act { command: Command::Change(change), ..send("c", agent("kim"), "", false) };
        decide(Some(state), &act)
    }

    fn close() -> Change {
        Change::Status { status: Status::Done, until: None, sub_status: None }
    }

    fn claim(by: &str) -> Act {
        let claim = Change::Assign { to: Some(by.parse().expect("an id")), expected: None };
        Act { command: Command::Change(claim), ..send("claim", agent(by), "", false) }
    }

    #[test]
    fn who_takes_a_conversation_joins_once_and_who_wrote_has_joined() {
        let decision = decide(Some(&opened()), &claim("kim")).expect("claims");
        let entry = decision.entry.expect("an entry");
        assert_eq!((entry.seq, &entry.content), (2, &Content::Joined));
        assert!(claim("kim").has_made(&entry), "the same wish again is answered by it");
        assert!(!claim("lee").has_made(&entry));
        assert_eq!(decision.state.seen_by_visitor, 2, "nothing is to be read in it");
        assert_eq!(decision.state.seen_by_agent, 0, "nor did anybody read what the visitor wrote");

        let release = Change::Assign { to: None, expected: Some("kim".parse().expect("an id")) };
        let released = change(&decision.state, release).expect("releases").state;
        let again = decide(Some(&released), &claim("kim")).expect("claims again");
        assert_eq!(again.entry, None, "the visitor knows Kim");

        let answer = send("m2", agent("lee"), "Hello", false);
        let answered = decide(Some(&released), &answer).expect("answers");
        assert!(matches!(answered.entry.expect("one entry").content, Content::Message { .. }));
        let release = Change::Assign { to: None, expected: Some("lee".parse().expect("an id")) };
        let released = change(&answered.state, release).expect("releases").state;
        assert_eq!(decide(Some(&released), &claim("lee")).expect("claims").entry, None);
    }

    #[test]
    fn who_is_given_a_conversation_has_not_joined_it() {
        let give = Change::Assign { to: Some("lee".parse().expect("an id")), expected: None };
        assert_eq!(change(&opened(), give).expect("gives").entry, None);
    }

    #[test]
    fn a_sub_status_goes_with_its_status() {
        let snooze = Change::Status {
            status: Status::Snoozed,
            until: None,
            sub_status: Some("waiting-for-parts".into()),
        };
        let snoozed = change(&opened(), snooze).expect("snoozes").state;
        assert_eq!(snoozed.sub_status.as_deref(), Some("waiting-for-parts"));
        assert_eq!(change(&snoozed, close()).expect("closes").state.sub_status, None);
        let answer = decide(Some(&snoozed), &send("m2", visitor("ann"), "Any news?", false));
        assert_eq!(answer.expect("opens").state.sub_status, None);
        let sort = Change::Status {
            status: Status::Open,
            until: None,
            sub_status: Some("needs-workshop".into()),
        };
        let sorted = change(&opened(), sort).expect("sorts").state;
        let more = decide(Some(&sorted), &send("m2", visitor("ann"), "It is red", false));
        let more = more.expect("writes");
        assert_eq!(more.state.sub_status.as_deref(), Some("needs-workshop"), "open as before");
        assert_eq!(more.events, [], "nothing changed");
    }

    #[test]
    fn the_first_message_opens_a_conversation_and_is_number_one() {
        let decision =
            decide(None, &send("m1", visitor("ann"), "Hello  there", true)).expect("opens");
        assert_eq!(decision.state.seq, 1);
        assert_eq!(decision.entry.expect("an entry").seq, 1);
        assert_eq!(decision.state.preview, "Hello there");
        assert_eq!(decision.state.status, Status::Open);
    }

    #[test]
    fn an_unknown_conversation_needs_an_opening() {
        let refused = decide(None, &send("m1", visitor("ann"), "Hello", false));
        assert_eq!(refused, Err(Code::UnknownConversation));
        let refused = decide(None, &send("m1", agent("kim"), "Hello", true));
        assert_eq!(refused, Err(Code::UnknownConversation));
    }

    #[test]
    fn a_foreign_conversation_looks_like_an_unknown_one() {
        let refused = decide(Some(&opened()), &send("m2", visitor("bob"), "Hello", true));
        assert_eq!(refused, Err(Code::UnknownConversation));
    }

    #[test]
    fn texts_without_a_visible_character_are_empty() {
        for text in ["", "  \n", "\u{200b}\u{200d}", "\u{202e}", "\u{3164}"] {
            assert_eq!(check_text(text, 10), Err(Code::Empty), "{text:?}");
        }
        assert_eq!(check_text("👍🏽", 10), Ok(()));
        assert_eq!(check_text("12345678901", 10), Err(Code::TooLong));
    }

    #[test]
    fn a_visitor_who_writes_again_opens_what_was_done() {
        let done = change(&opened(), close()).expect("closes").state;
        let decision = decide(Some(&done), &send("m2", visitor("ann"), "Wait", false)).expect("ok");
        assert_eq!(decision.state.status, Status::Open);
        assert!(matches!(
            decision.events[0].kind,
            EventKind::Status { from: Status::Done, to: Status::Open, .. }
        ));
    }

    #[test]
    fn of_two_agents_who_claim_the_second_is_told() {
        let claim =
            |to: &str| Change::Assign { to: Some(to.parse().expect("an id")), expected: None };
        let claimed = change(&opened(), claim("kim")).expect("claims").state;
        assert_eq!(change(&claimed, claim("lee")), Err(Code::Conflict));
        let again = change(&claimed, claim("kim")).expect("the same wish again");
        assert_eq!(again.state, claimed);
    }

    #[test]
    fn receipts_only_grow_and_never_beyond_the_last_entry() {
        let state =
            decide(Some(&opened()), &send("m2", agent("kim"), "Hi", false)).expect("answers").state;
        let receipt = |state: &Conversation, delivered, seen| {
            let command = Command::Receipt { delivered, seen, device: None };
            decide(Some(state), &Act { command, ..send("r", visitor("ann"), "", false) })
                .expect("a receipt")
                .state
        };
        let seen = receipt(&state, 99, 99);
        assert_eq!((seen.delivered_to_visitor, seen.seen_by_visitor), (2, 2));
        assert_eq!(receipt(&seen, 1, 1), seen, "an old one changes nothing");
    }

    #[test]
    fn a_receipt_has_the_time_and_the_device_of_the_first_that_told_it() {
        let state =
            decide(Some(&opened()), &send("m2", agent("kim"), "Hi", false)).expect("answers").state;
        let device =
            |at: i64| Some(Device { browser: at.to_string(), system: "Android".to_owned() });
        let receipt = |state: &Conversation, delivered, seen, at| {
            let command = Command::Receipt { delivered, seen, device: device(at) };
            let act = send("r", visitor("ann"), "", false);
            decide(Some(state), &Act { command, at: Timestamp(at), ..act }).expect("a receipt")
        };
        let one = |up_to, at| Receipt { up_to, at: Timestamp(at), device: device(at) };
        let got = receipt(&state, 2, 0, 2_000);
        assert_eq!(got.receipts, [(false, one(2, 2_000))]);
        let seen = receipt(&got.state, 2, 2, 3_000);
        assert_eq!(seen.receipts, [(true, one(2, 3_000))]);
        let times = (seen.state.delivered_at, seen.state.seen_at);
        assert_eq!(times, (Some(Timestamp(2_000)), Some(Timestamp(3_000))));
        let again = receipt(&seen.state, 2, 2, 9_000);
        assert_eq!((again.receipts, &again.state), (Vec::new(), &seen.state), "from a second one");
        let both = receipt(&state, 0, 2, 2_000);
        assert_eq!(both.receipts, [(true, one(2, 2_000)), (false, one(2, 2_000))]);
    }
}
