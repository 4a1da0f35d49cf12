//! Calling the agent: which news sounds, and which pops up.

use kb_protocol::notification::AgentEvent;
use leptos::prelude::*;

use super::Room;
use crate::dom::now;
use crate::inbox::alert;
use crate::inbox::keep::{self, Kept};
use crate::inbox::state::{Alert, AlertSettings, ways};
use crate::messages::Value;

impl Room {
    /// Calls the agent, by what was chosen.
    pub(super) fn alert(self, alert: Alert) {
        let Some(browser) = self.alerts.try_get_untracked() else { return };
        if !self.leads.get_untracked() || alert::is_looked_at(&alert.conversation) {
            return;
        }
        let told = self.desk.with_untracked(|desk| desk.notifications.known().cloned());
        let told = told.unwrap_or_default();
        let ways = ways(alert.event, &told, browser, alert::is_in_front(), now());
        if ways.sounds {
            alert::sound();
        }
        if ways.notifies {
            let name = self.desk.with_untracked(|desk| {
                desk.lists.item(&alert.conversation).map(|item| self.texts.customer(item))
            });
            let name = name.unwrap_or_else(|| self.texts.text("by-customer"));
            let values = [("name", Value::Text(&name))];
            let title = match alert.event {
                AgentEvent::Unassigned | AgentEvent::Message => name.clone(),
                AgentEvent::Missed => self.texts.say("alert-missed", &values),
                AgentEvent::Assigned => self.texts.say("alert-assigned", &values),
            };
            let id = alert.conversation.clone();
            alert::notify(&title, &alert.preview, &alert.conversation, move || {
                self.open(id.clone());
            });
        }
    }

    /// Changes what the agent is called by.
    pub(crate) fn set_alerts(self, settings: AlertSettings) {
        self.alerts.set(settings);
        keep::write(Kept::Alerts, &self.me(), &settings);
    }
}
