//! What the agent wants to be told of: chosen, kept, and followed.

use kb_protocol::chat::Code;
use kb_protocol::inbox::View;
use kb_protocol::notification::{
    AgentEvent, NotificationChannel, NotificationSettings, Notifications, When,
};

use super::{Desk, Effect};

impl Desk {
    /// Conversations that want this agent's eyes: unread, and the agent's or
    /// nobody's, unless the agent does not want to be told of those.
    pub fn unread(&self) -> usize {
        let settings = self.notifications.settings();
        let lists = [(View::Mine, AgentEvent::Message), (View::Unassigned, AgentEvent::Unassigned)];
        let told = lists
            .into_iter()
            .filter(|(_, event)| settings.when(*event, NotificationChannel::Inbox) != When::Never);
        told.map(|(view, _)| self.lists.unread(view, &self.me.agent)).sum()
    }

    /// Reads what the agent is told of, as it is now.
    pub fn ask_notifications(&self) -> Vec<Effect> {
        vec![Effect::ReadNotifications]
    }

    /// What the agent is told of is here, or could not be read.
    pub fn take_notifications(&mut self, answer: Result<Notifications, Code>) {
        if let Ok(answer) = answer {
            self.notifications.read(answer);
        }
    }

    /// What was sent is kept, or is not.
    pub fn kept_notifications(
        &mut self,
        settings: &NotificationSettings,
        answer: Result<Notifications, Code>,
    ) -> Vec<Effect> {
        let next = self.notifications.sent(settings, answer.ok());
        next.map(Effect::KeepNotifications).into_iter().collect()
    }

    /// The agent chooses what to be told of.
    pub fn choose_notifications(
        &mut self,
        change: impl FnOnce(&mut NotificationSettings),
    ) -> Vec<Effect> {
        self.notifications.choose(change).map(Effect::KeepNotifications).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::api::Role;
    use kb_protocol::inbox::{InboxFrame, InboxItem};
    use kb_protocol::time::Timestamp;

    use super::super::super::alerts::Alert;
    use super::super::super::drafts::Drafts;
    use super::super::super::samples::{agent, item, me};
    use super::*;

    const NOW: Timestamp = Timestamp(0);

    fn hear(desk: &mut Desk, frame: InboxFrame) -> Vec<Effect> {
        desk.apply(frame, NOW)
    }

    #[test]
    fn what_nobody_wants_to_be_told_of_is_not_counted_in_the_title() {
        let mut desk = Desk::new(me(Role::Agent), Drafts::default());
        let mine = InboxItem { assignee: Some(agent("me")), ..item("a") };
        for item in [mine, item("b")] {
            hear(&mut desk, InboxFrame::Item { item: Box::new(item) });
        }
        assert_eq!(desk.unread(), 2);
        let sent = desk.choose_notifications(|settings| {
            settings.set(AgentEvent::Unassigned, NotificationChannel::Inbox, When::Never);
        });
        assert!(matches!(&sent[..], [Effect::KeepNotifications(_)]), "{sent:?}");
        assert_eq!(desk.unread(), 1, "at once");
        let Some(Effect::KeepNotifications(settings)) = sent.into_iter().next() else { return };
        assert_eq!(desk.kept_notifications(&settings, Err(Code::Unavailable)), []);
        assert_eq!(desk.unread(), 2, "it was not kept");
    }

    #[test]
    fn who_is_given_a_conversation_is_called_and_a_change_elsewhere_is_read() {
        let mut desk = Desk::new(me(Role::Agent), Drafts::default());
        let given = InboxItem { assignee: Some(agent("me")), version: 2, ..item("a") };
        let effects = hear(&mut desk, InboxFrame::Item { item: Box::new(given) });
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Alert(_))), "{effects:?}");
        let conversation = item("a").id;
        let effects = hear(&mut desk, InboxFrame::Given { conversation: conversation.clone() });
        let (preview, event) = ("Hello".to_owned(), AgentEvent::Assigned);
        assert_eq!(effects, [Effect::Alert(Alert { conversation, preview, event })]);
        assert_eq!(hear(&mut desk, InboxFrame::Notifications), [Effect::ReadNotifications]);
    }
}
