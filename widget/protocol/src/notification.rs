//! What an agent is told of, where and when; `/inbox/v1/notifications`.
//!
//! A table of [`AgentEvent`] by [`NotificationChannel`]; each cell says
//! [`When`]. What holds until an agent chooses stands in one place, in
//! [`NotificationSettings::default`].

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Something that an agent may be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentEvent {
    /// A customer writes, and nobody has the conversation: it is new, or it was
    /// given back.
    Unassigned,
    /// A customer writes in a conversation of this agent.
    Message,
    /// A chat of this agent, or of nobody, was not answered in time.
    Missed,
    /// Another agent gives this one a conversation.
    Assigned,
}

/// Every event, in the order of the table; later ones are more pressing.
pub const AGENT_EVENTS: [AgentEvent; 4] =
    [AgentEvent::Unassigned, AgentEvent::Message, AgentEvent::Missed, AgentEvent::Assigned];

/// Where an agent is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationChannel {
    /// In the inbox itself: the number in the title, unless [`When::Never`],
    /// and the sound where the browser has it switched on. That a row is marked as unread stays so.
    Inbox,
    /// By a notification of the browser, where the agent has allowed them.
    Browser,
    /// By a letter.
    Email,
}

/// Every channel, in the order of the table.
pub const NOTIFICATION_CHANNELS: [NotificationChannel; 3] =
    [NotificationChannel::Inbox, NotificationChannel::Browser, NotificationChannel::Email];

/// When an agent is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Whenever it happens.
    Always,
    /// By letter: while the agent has no inbox open anywhere. In an open inbox:
    /// while none of its tabs is in front.
    Away,
    /// Not at all.
    Never,
}

/// Every choice, in the order in which it is offered.
pub const WHENS: [When; 3] = [When::Always, When::Away, When::Never];

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told {
    /// In the inbox itself.
    pub inbox: When,
    /// By a notification of the browser.
    pub browser: When,
    /// By a letter.
    pub email: When,
}

/// What an agent has chosen. A row that is left out is as by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct NotificationSettings {
    /// [`AgentEvent::Unassigned`].
    pub unassigned: Told,
    /// [`AgentEvent::Message`].
    pub message: Told,
    /// [`AgentEvent::Missed`].
    pub missed: Told,
    /// [`AgentEvent::Assigned`].
    pub assigned: Told,
    /// Name of a schedule of `server.toml`: while it is closed no letter is
    /// sent, nothing pops up and nothing sounds. None if left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<String>,
}

impl Default for NotificationSettings {
    /// What holds until an agent chooses. The browser asks for its own
    /// permission first, and letters go only to who is away, and only about
    /// conversations of their own: an unanswered one would write to everybody.
    fn default() -> Self {
        let told = |email| Told { inbox: When::Always, browser: When::Always, email };
        Self {
            unassigned: told(When::Never),
            message: told(When::Away),
            missed: told(When::Never),
            assigned: told(When::Away),
            quiet_hours: None,
        }
    }
}

impl NotificationSettings {
    /// One cell of the table.
    pub fn when(&self, event: AgentEvent, channel: NotificationChannel) -> When {
        let told = match event {
            AgentEvent::Unassigned => self.unassigned,
            AgentEvent::Message => self.message,
            AgentEvent::Missed => self.missed,
            AgentEvent::Assigned => self.assigned,
        };
        match channel {
            NotificationChannel::Inbox => told.inbox,
            NotificationChannel::Browser => told.browser,
            NotificationChannel::Email => told.email,
        }
    }

    /// Changes one cell of the table.
    pub fn set(&mut self, event: AgentEvent, channel: NotificationChannel, when: When) {
        let told = match event {
            AgentEvent::Unassigned => &mut self.unassigned,
            AgentEvent::Message => &mut self.message,
            AgentEvent::Missed => &mut self.missed,
            AgentEvent::Assigned => &mut self.assigned,
        };
        match channel {
            NotificationChannel::Inbox => told.inbox = when,
            NotificationChannel::Browser => told.browser = when,
            NotificationChannel::Email => told.email = when,
        }
    }
}

/// What `/inbox/v1/notifications` answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Notifications {
    /// What the agent has chosen.
    pub settings: NotificationSettings,
    /// Names of the schedules that can be quiet hours.
    pub schedules: Vec<String>,
    /// Whether the relay sends letters.
    pub has_email: bool,
    /// Whether it is quiet now.
    pub is_quiet: bool,
    /// The moments of the coming days at which that turns round, in order.
    pub changes: Vec<Timestamp>,
}

impl Notifications {
    /// Whether it is quiet at a moment of the coming days.
    pub fn is_quiet_at(&self, now: Timestamp) -> bool {
        let turns = self.changes.iter().filter(|at| **at <= now).count();
        self.is_quiet != (turns % 2 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_is_changed_leaves_the_others() {
        for event in AGENT_EVENTS {
            for channel in NOTIFICATION_CHANNELS {
                let before = NotificationSettings::default();
                for when in WHENS {
                    let mut after = before.clone();
                    after.set(event, channel, when);
                    assert_eq!(after.when(event, channel), when);
                    after.set(event, channel, before.when(event, channel));
                    assert_eq!(after, before, "{event:?} {channel:?}");
                }
            }
        }
    }

    #[test]
    fn a_row_that_is_left_out_is_as_by_default() {
        let text = r#"{"message":{"inbox":"never","browser":"never","email":"never"}}"#;
        let read: NotificationSettings = serde_json::from_str(text).expect("settings");
        let never = Told { inbox: When::Never, browser: When::Never, email: When::Never };
        assert_eq!(read, NotificationSettings { message: never, ..Default::default() });
    }

    #[test]
    fn it_turns_quiet_and_loud_at_the_moments_that_were_told() {
        let told = Notifications {
            changes: vec![Timestamp(10), Timestamp(20)],
            ..Notifications::default()
        };
        let quiet = [9, 10, 19, 20].map(|at| told.is_quiet_at(Timestamp(at)));
        assert_eq!(quiet, [false, true, true, false]);
    }
}
