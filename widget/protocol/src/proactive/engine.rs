//! Which rule invites, and why the others do not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Rule;
use crate::condition::Values;
use crate::id::RuleId;
use crate::time::Timestamp;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The moment at hand, and those that it is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Times {
    /// Now.
    pub now: Timestamp,
    /// When the visitor's session began.
    pub session: Timestamp,
    /// When the visitor's day began.
    pub day: Timestamp,
}

/// What is remembered of earlier invitations, by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Past(pub BTreeMap<RuleId, Shown>);

/// What is remembered of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Shown {
    /// When it invited.
    pub at: Vec<Timestamp>,
    /// When the visitor put it away the last time.
    pub dismissed: Option<Timestamp>,
}

/// What a rule does at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its condition does not hold.
    Fails,
    /// It may not, whatever holds.
    Blocked(Blocked),
    /// It holds, and invites at this moment if it goes on holding.
    Waits(Timestamp),
    /// It invites, if it is the first one that is due.
    Due,
}

/// Why a rule may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// It has invited often enough in this session.
    Session,
    /// On this day.
    Day,
    /// For ever.
    Ever,
    /// The visitor has put it away, and it is silent until this moment.
    Dismissed(Timestamp),
    /// The visitor has put an invitation away in this session: no other one
    /// comes.
    Left,
}

/// Looks at the rules again and again, and knows since when each one holds.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    since: BTreeMap<RuleId, Timestamp>,
}

impl Watch {
    /// What each rule does now, in order. What stops to hold begins to wait
    /// anew when it holds again.
    pub fn look(
        &mut self,
        rules: &[Rule],
        values: &dyn Values,
        past: &Past,
        times: Times,
    ) -> Vec<Verdict> {
        let has_left = past.0.values().any(|shown| shown.dismissed >= Some(times.session));
        rules.iter().map(|rule| self.verdict(rule, values, past, times, has_left)).collect()
    }

    /// The rule that invites now, if one does.
    pub fn due<'a>(
        &mut self,
        rules: &'a [Rule],
        values: &dyn Values,
        past: &Past,
        times: Times,
    ) -> Option<&'a Rule> {
        let verdicts = self.look(rules, values, past, times);
        rules
            .iter()
            .zip(verdicts)
            .find(|(_, verdict)| *verdict == Verdict::Due)
            .map(|(rule, _)| rule)
    }

    fn verdict(
        &mut self,
        rule: &Rule,
        values: &dyn Values,
        past: &Past,
        times: Times,
        has_left: bool,
    ) -> Verdict {
        // A clock that was put back begins to wait anew.
        self.since.retain(|_, since| *since <= times.now);
        if !rule.when.holds(values) {
            self.since.remove(&rule.id);
            return Verdict::Fails;
        }
        let since = *self.since.entry(rule.id.clone()).or_insert(times.now);
        if let Some(blocked) = past.0.get(&rule.id).and_then(|shown| shown.blocks(rule, times)) {
            return Verdict::Blocked(blocked);
        }
        if has_left {
            return Verdict::Blocked(Blocked::Left);
        }
        let due = since.plus_ms(i64::from(rule.delay_seconds) * 1000);
        if due <= times.now { Verdict::Due } else { Verdict::Waits(due) }
    }
}

impl Shown {
    fn blocks(&self, rule: &Rule, times: Times) -> Option<Blocked> {
        if let Some(dismissed) = self.dismissed {
            let until = dismissed.plus_ms(i64::from(rule.quiet_days) * DAY_MS);
            if times.now < until {
                return Some(Blocked::Dismissed(until));
            }
        }
        let since = |from: Timestamp| self.at.iter().filter(|at| **at >= from).count();
        let caps = rule.caps;
        [
            (caps.per_session, since(times.session), Blocked::Session),
            (caps.per_day, since(times.day), Blocked::Day),
            (caps.ever, self.at.len(), Blocked::Ever),
        ]
        .into_iter()
        .find(|(cap, count, _)| *cap > 0 && *count >= *cap as usize)
        .map(|(.., blocked)| blocked)
    }
}
