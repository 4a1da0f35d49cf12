//! Who waits for whom, and what happens when it takes too long.
//!
//! A conversation bears at most one mark: since when the visitor waits for an
//! answer, or since when the agent does. Jobs find rows whose mark has become
//! too old and ask for the consequence; it is drawn only if the mark is still
//! the one that they saw.

use kb_protocol::chat::{Code, Content};
use kb_protocol::contact::is_email;
use kb_protocol::inbox::{EventKind, Status};
use kb_protocol::limits;
use kb_protocol::time::Timestamp;

use super::Actor;
use super::decide::{Draft, check_text};

/// What comes due when nobody says anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// The visitor is told that somebody will come.
    Wait {
        /// In the visitor's language.
        body: String,
    },
    /// Nobody came.
    Missed {
        /// Whether the customer's address is known.
        is_reachable: bool,
    },
    /// The visitor is asked whether anybody is still there.
    IdleWarning {
        /// Minutes until the conversation ends; it does not if left out.
        ends_in_minutes: Option<u32>,
    },
    /// The visitor has gone.
    IdleEnd,
}

/// How a visitor wants to be reached: nobody has checked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// As the visitor wrote it.
    pub name: Option<String>,
    /// As the visitor wrote it.
    pub email: String,
}

impl Draft<'_> {
    /// A message turns the waiting round.
    pub(super) fn turn(&mut self) {
        let at = self.act.at;
        let state = &mut self.decision.state;
        state.idle_warned_at = None;
        match &self.act.actor {
            Actor::Visitor { .. } => {
                state.waiting_since.get_or_insert(at);
                state.answered_at = None;
            }
            Actor::Agent { .. } => {
                state.waiting_since = None;
                state.missed_at = None;
                state.answered_at = Some(at);
                state.first_answered_at.get_or_insert(at);
            }
            Actor::System => {}
        }
    }

    /// Nobody waits where nothing is to be done.
    pub(super) fn clear_marks(&mut self) {
        let state = &mut self.decision.state;
        if state.status != Status::Open {
            state.missed_at = None;
        }
        if state.status != Status::Open || state.is_ended {
            state.waiting_since = None;
            state.answered_at = None;
            state.idle_warned_at = None;
        }
    }

    /// Draws a consequence, if the mark is still the one that was seen.
    pub(super) fn overdue(&mut self, what: &Overdue, mark: Timestamp) {
        let at = self.act.at;
        let state = &mut self.decision.state;
        let is_waiting = state.waiting_since == Some(mark) && state.missed_at.is_none();
        match what {
            Overdue::Wait { body } if is_waiting && !state.is_wait_told => {
                state.is_wait_told = true;
                self.entry(Content::Wait { body: body.clone() });
            }
            Overdue::Missed { is_reachable } if is_waiting => {
                state.missed_at = Some(at);
                self.entry(Content::Missed { is_reachable: *is_reachable });
                self.event(EventKind::Missed);
            }
            Overdue::IdleWarning { ends_in_minutes }
                if state.answered_at == Some(mark) && state.idle_warned_at.is_none() =>
            {
                state.idle_warned_at = Some(at);
                self.entry(Content::IdleWarning { ends_in_minutes: *ends_in_minutes });
            }
            Overdue::IdleEnd if state.idle_warned_at == Some(mark) => self.end(),
            // Somebody was quicker: it is not overdue any more.
            _ => {}
        }
    }

    /// Keeps how the visitor can be reached.
    pub(super) fn contact(&mut self, contact: &Contact) -> Result<(), Code> {
        let email = contact.email.trim();
        if !is_email(email) || email.contains('\0') {
            return Err(Code::InvalidEmail);
        }
        let name = contact.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if let Some(name) = name {
            check_text(name, limits::NAME_CHARS)?;
        }
        self.decision.contact =
            Some(Contact { name: name.map(str::to_owned), email: email.to_owned() });
        self.entry(Content::Contact);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::Change;

    use super::*;
    use crate::conversation::history::{agent, send, visitor};
    use crate::conversation::{Act, Command, Conversation, Decision, Rules, decide};

    fn at(mut act: Act, at: i64) -> Act {
        act.at = Timestamp(at);
        act
    }

    fn opened() -> Conversation {
        decide(None, &at(send("m1", visitor("ann"), "Hello", true), 100)).expect("opens").state
    }

    fn answered(state: &Conversation, when: i64) -> Conversation {
        decide(Some(state), &at(send("m2", agent("kim"), "Hi", false), when)).expect("ok").state
    }

    fn overdue(state: &Conversation, what: Overdue, mark: i64, now: i64) -> Decision {
        let command = Command::Overdue { what, mark: Timestamp(mark) };
        let act = Act { command, ..send("o", Actor::System, "", false) };
        decide(Some(state), &at(act, now)).expect("never refused")
    }

    fn end(actor: Actor, rules: Rules, state: &Conversation) -> Result<Conversation, Code> {
        let act = Act { command: Command::End, rules, ..send("e", actor, "", false) };
        Ok(decide(Some(state), &act)?.state)
    }

    #[test]
    fn a_chat_that_nobody_answers_is_missed_once() {
        let state = opened();
        assert_eq!(state.waiting_since, Some(Timestamp(100)));
        let missed = overdue(&state, Overdue::Missed { is_reachable: false }, 100, 400);
        assert_eq!(missed.entry.expect("asks").content, Content::Missed { is_reachable: false });
        assert_eq!(missed.events[0].kind, EventKind::Missed);
        assert_eq!(missed.state.missed_at, Some(Timestamp(400)));
        let again = overdue(&missed.state, Overdue::Missed { is_reachable: false }, 100, 500);
        assert_eq!(again.state, missed.state);
        let answered = answered(&missed.state, 600);
        assert_eq!((answered.missed_at, answered.waiting_since), (None, None));
    }

    #[test]
    fn an_answer_that_came_first_is_no_missed_chat() {
        let state = answered(&opened(), 399);
        assert_eq!(overdue(&state, Overdue::Missed { is_reachable: false }, 100, 400).state, state);
        let wait = Overdue::Wait { body: "Soon".into() };
        assert_eq!(overdue(&state, wait, 100, 400).state, state);
    }

    #[test]
    fn waiting_is_told_once_in_a_conversation() {
        let wait = || Overdue::Wait { body: "Soon".into() };
        let told = overdue(&opened(), wait(), 100, 101);
        assert_eq!(told.entry.expect("says so").content, Content::Wait { body: "Soon".into() });
        let state = answered(&told.state, 200);
        let again = at(send("m3", visitor("ann"), "And?", false), 300);
        let state = decide(Some(&state), &again).expect("ok").state;
        assert_eq!(state.waiting_since, Some(Timestamp(300)));
        assert_eq!(overdue(&state, wait(), 300, 301).state, state);
    }

    #[test]
    fn only_who_was_warned_and_said_nothing_is_sent_away() {
        let state = answered(&opened(), 200);
        assert_eq!(overdue(&state, Overdue::IdleEnd, 200, 900).state, state, "no warning yet");
        let warning = Overdue::IdleWarning { ends_in_minutes: Some(5) };
        let warned = overdue(&state, warning.clone(), 200, 500).state;
        assert_eq!(warned.idle_warned_at, Some(Timestamp(500)));
        assert_eq!(overdue(&warned, warning, 200, 501).state, warned, "once");

        let here = at(send("m3", visitor("ann"), "Here", false), 600);
        let here = decide(Some(&warned), &here).expect("ok").state;
        assert_eq!(overdue(&here, Overdue::IdleEnd, 500, 900).state, here);

        let ended = overdue(&warned, Overdue::IdleEnd, 500, 900).state;
        assert!(ended.is_ended);
        assert_eq!(ended.status, Status::Done);
    }

    #[test]
    fn while_the_visitor_waits_nobody_is_idle() {
        let state = opened();
        let warning = Overdue::IdleWarning { ends_in_minutes: None };
        assert_eq!(overdue(&state, warning, 100, 900).state, state);
    }

    #[test]
    fn visitors_end_and_reopen_only_where_the_brand_lets_them() {
        let state = answered(&opened(), 200);
        let strict = Rules { closable: false, reopens: false, ..Rules::default() };
        assert_eq!(end(visitor("ann"), strict, &state), Err(Code::NotAllowed));
        let ended = end(agent("kim"), strict, &state).expect("agents may");
        let write = |rules| Act { rules, ..send("m9", visitor("ann"), "Wait", false) };
        assert_eq!(decide(Some(&ended), &write(strict)).map(drop), Err(Code::Ended));
        let open = decide(Some(&ended), &write(Rules::default())).expect("opens again").state;
        assert!(!open.is_ended);
    }

    #[test]
    fn a_message_opens_what_is_done_or_ended_only_within_the_window() {
        let rules = Rules { window_ms: Some(1_000), ..Rules::default() };
        let write = |when| {
            let act = Act { rules, ..send("m9", visitor("ann"), "Again", false) };
            at(act, when)
        };
        let answered = answered(&opened(), 200);
        let close = Change::Status { status: Status::Done, until: None, sub_status: None };
        let done = Act { command: Command::Change(close), ..send("d", agent("kim"), "", false) };
        let done = decide(Some(&answered), &at(done, 300)).expect("closes").state;
        let end = Act { command: Command::End, ..send("e", agent("kim"), "", false) };
        let ended = decide(Some(&answered), &at(end, 300)).expect("ends").state;
        for state in [done, ended] {
            assert_eq!(state.done_at, Some(Timestamp(300)));
            let open = decide(Some(&state), &write(1_300)).expect("opens again").state;
            assert_eq!((open.status, open.is_ended, open.done_at), (Status::Open, false, None));
            assert_eq!(decide(Some(&state), &write(1_301)).map(drop), Err(Code::Ended));
            assert!(state.is_closed(rules, Timestamp(1_301)));
            assert!(!state.is_closed(Rules::default(), Timestamp(1_301)), "no window, no end");
        }
        assert!(decide(Some(&answered), &write(9_999)).is_ok(), "open for as long as it takes");
    }

    #[test]
    fn who_leaves_a_missed_chat_is_still_to_be_answered() {
        let missed = overdue(&opened(), Overdue::Missed { is_reachable: true }, 100, 400).state;
        let left = end(visitor("ann"), Rules::default(), &missed).expect("may");
        assert_eq!((left.is_ended, left.status), (true, Status::Open));
        assert_eq!(left.missed_at, missed.missed_at);
    }

    #[test]
    fn an_address_is_checked_and_kept_out_of_the_entries() {
        let leave = |name: &str, email: &str| {
            let contact = Contact { name: Some(name.into()), email: email.into() };
            let command = Command::Contact(contact);
            decide(Some(&opened()), &Act { command, ..send("k", visitor("ann"), "", false) })
        };
        let kept = leave(" Ann ", " ann@example.com ").expect("an address");
        assert_eq!(kept.entry.expect("says so").content, Content::Contact);
        let contact = Contact { name: Some("Ann".into()), email: "ann@example.com".into() };
        assert_eq!(kept.contact, Some(contact));
        assert_eq!(leave("", "ann@example").map(drop), Err(Code::InvalidEmail));
        assert_eq!(leave(&"a".repeat(101), "ann@example.com").map(drop), Err(Code::TooLong));
        assert_eq!(
            leave("", "ann@example.com").expect("no name").contact.expect("kept").name,
            None
        );
    }
}
