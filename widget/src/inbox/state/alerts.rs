//! Which news an agent is called for, and by what.

use kb_protocol::id::{AgentId, ConversationId};
use kb_protocol::inbox::{InboxItem, Status};
use kb_protocol::notification::{AgentEvent, NotificationChannel, Notifications, When};
use kb_protocol::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::lists::is_unread;

/// What this browser may call an agent by; nothing, until it is switched on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertSettings {
    /// By a notification of the browser.
    pub notifies: bool,
    /// By a sound.
    pub sounds: bool,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Where something has happened.
    pub conversation: ConversationId,
    /// Beginning of what was written there.
    pub preview: String,
    /// What.
    pub event: AgentEvent,
}

/// By what an agent is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// By a notification of the browser.
    pub notifies: bool,
    /// By a sound.
    pub sounds: bool,
}

/// The call for a conversation that changed, if it is worth one: a customer
/// wrote, or waited in vain, and the conversation is the agent's or nobody's.
pub(crate) fn alert(before: Option<&InboxItem>, after: &InboxItem, me: &AgentId) -> Option<Alert> {
    let written = match &after.assignee {
        None => AgentEvent::Unassigned,
        Some(assignee) if assignee == me => AgentEvent::Message,
        Some(_) => return None,
    };
    // What agents do makes entries too; what they say, they have seen.
    let is_new = match before {
        Some(before) => after.seq > before.seq && after.preview != before.preview,
        None => after.version == 1,
    };
    let is_missed = before.is_some_and(|before| before.missed_at.is_none());
    let event = if is_new && is_unread(after) {
        written
    } else if is_missed && after.missed_at.is_some() {
        AgentEvent::Missed
    } else {
        return None;
    };
    let call = || Alert { conversation: after.id.clone(), preview: after.preview.clone(), event };
    (after.status == Status::Open).then(call)
}

/// By what an agent is called about an event: by what the agent has chosen for
/// it and this browser may, unless it is quiet.
pub fn ways(
    event: AgentEvent,
    told: &Notifications,
    browser: AlertSettings,
    is_in_front: bool,
    now: Timestamp,
) -> Ways {
    let is_wanted = |channel| match told.settings.when(event, channel) {
        When::Always => true,
        When::Away => !is_in_front,
        When::Never => false,
    };
    let is_loud = !told.is_quiet_at(now);
    Ways {
        notifies: is_loud && browser.notifies && is_wanted(NotificationChannel::Browser),
        sounds: is_loud && browser.sounds && is_wanted(NotificationChannel::Inbox),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{agent, item};
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);
    const ALL: AlertSettings = AlertSettings { notifies: true, sounds: true };

    fn event(before: Option<&InboxItem>, after: &InboxItem) -> Option<AgentEvent> {
        alert(before, after, &agent("me")).map(|alert| alert.event)
    }

    #[test]
    fn an_agent_is_called_for_what_customers_write_to_nobody_else() {
        let before = item("a");
        let written = InboxItem { seq: 2, version: 2, preview: "More".into(), ..item("a") };
        assert_eq!(event(None, &before), Some(AgentEvent::Unassigned), "a new conversation");
        assert_eq!(event(Some(&before), &written), Some(AgentEvent::Unassigned));
        assert_eq!(event(None, &written), None, "an old one that was not known");
        assert_eq!(event(Some(&written), &written), None, "nothing new");
        let mine = InboxItem { assignee: Some(agent("me")), ..written.clone() };
        assert_eq!(event(Some(&before), &mine), Some(AgentEvent::Message));
        let seen = InboxItem { seen_by_agent: 2, ..written.clone() };
        assert_eq!(event(Some(&before), &seen), None, "an agent wrote, or looked");
        let theirs = InboxItem { assignee: Some(agent("lee")), ..written.clone() };
        assert_eq!(event(Some(&before), &theirs), None);
        let done = InboxItem { status: Status::Done, ..written.clone() };
        assert_eq!(event(Some(&before), &done), None);
        let claimed = InboxItem { preview: "Hello".into(), ..written };
        assert_eq!(event(Some(&before), &claimed), None, "an entry without words");
    }

    #[test]
    fn an_agent_is_called_once_for_who_waits_in_vain() {
        let before = item("a");
        let missed = InboxItem { seq: 2, version: 2, missed_at: Some(NOW), ..item("a") };
        assert_eq!(event(Some(&before), &missed), Some(AgentEvent::Missed));
        assert_eq!(event(Some(&missed), &InboxItem { version: 3, ..missed.clone() }), None);
        assert_eq!(event(None, &missed), None, "an old one that was not known");
        let theirs = InboxItem { assignee: Some(agent("lee")), ..missed };
        assert_eq!(event(Some(&before), &theirs), None);
    }

    #[test]
    fn an_agent_is_called_by_what_was_chosen_and_the_browser_may() {
        let mut told = Notifications::default();
        let called = |told: &Notifications, browser, is_in_front| {
            let ways = ways(AgentEvent::Message, told, browser, is_in_front, NOW);
            (ways.notifies, ways.sounds)
        };
        assert_eq!(called(&told, ALL, true), (true, true));
        assert_eq!(called(&told, AlertSettings::default(), true), (false, false));
        told.settings.message.browser = When::Away;
        assert_eq!(called(&told, ALL, true), (false, true));
        assert_eq!(called(&told, ALL, false), (true, true));
        told.settings.message.inbox = When::Never;
        assert_eq!(called(&told, ALL, false), (true, false));
        let other = ways(AgentEvent::Assigned, &told, ALL, true, NOW);
        assert_eq!(other, Ways { notifies: true, sounds: true }, "each event by itself");
    }

    #[test]
    fn in_quiet_hours_nobody_is_called() {
        let quiet = Notifications {
            is_quiet: true,
            changes: vec![Timestamp(2_000)],
            ..Notifications::default()
        };
        let at = |now| ways(AgentEvent::Message, &quiet, ALL, false, Timestamp(now));
        assert_eq!(at(1_999), Ways { notifies: false, sounds: false });
        assert_eq!(at(2_000), Ways { notifies: true, sounds: true });
    }
}
