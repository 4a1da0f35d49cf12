//! What the agent has chosen to be told of, as the relay keeps it, and changes
//! on their way there: one at a time, so that none overtakes another.

use kb_protocol::notification::{NotificationSettings, Notifications};

/// What became of the last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// It is on its way, or there was none.
    #[default]
    Nothing,
    /// It is kept.
    Saved,
    /// It is not.
    Failed,
}

/// The agent's choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    known: Option<Notifications>,
    /// What was chosen and is not known to be kept.
    wanted: Option<NotificationSettings>,
    is_saving: bool,
    said: Said,
}

impl Choices {
    /// What the relay keeps and offers, once it was read.
    pub fn known(&self) -> Option<&Notifications> {
        self.known.as_ref()
    }

    /// What is chosen at the moment.
    pub fn settings(&self) -> NotificationSettings {
        let known = || self.known.as_ref().map(|known| known.settings.clone());
        self.wanted.clone().or_else(known).unwrap_or_default()
    }

    /// What became of the last change.
    pub fn said(&self) -> Said {
        self.said
    }

    /// Takes what the relay keeps; while something is on its way there, that
    /// is older.
    pub fn read(&mut self, answer: Notifications) {
        if !self.is_saving {
            self.known = Some(answer);
        }
    }

    /// Changes something; answers what is to be sent now.
    pub fn choose(
        &mut self,
        change: impl FnOnce(&mut NotificationSettings),
    ) -> Option<NotificationSettings> {
        let mut settings = self.settings();
        change(&mut settings);
        self.wanted = Some(settings.clone());
        self.said = Said::Nothing;
        if std::mem::replace(&mut self.is_saving, true) {
            return None;
        }
        Some(settings)
    }

    /// What was sent is kept, or is not; answers what is to be sent next.
    pub fn sent(
        &mut self,
        settings: &NotificationSettings,
        answer: Option<Notifications>,
    ) -> Option<NotificationSettings> {
        self.is_saving = false;
        let Some(kept) = answer else {
            // What is shown is what is kept.
            self.wanted = None;
            self.said = Said::Failed;
            return None;
        };
        self.known = Some(kept);
        let next = self.wanted.take().filter(|wanted| wanted != settings);
        if next.is_some() {
            self.wanted.clone_from(&next);
            self.is_saving = true;
        } else {
            self.said = Said::Saved;
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::notification::{AgentEvent, NotificationChannel, When};

    use super::*;

    const CELL: (AgentEvent, NotificationChannel) =
        (AgentEvent::Message, NotificationChannel::Inbox);

    fn choose(choices: &mut Choices, when: When) -> Option<NotificationSettings> {
        choices.choose(|settings| settings.set(CELL.0, CELL.1, when))
    }

    fn kept(settings: &NotificationSettings) -> Option<Notifications> {
        Some(Notifications { settings: settings.clone(), ..Notifications::default() })
    }

    fn shown(choices: &Choices) -> When {
        choices.settings().when(CELL.0, CELL.1)
    }

    #[test]
    fn a_choice_is_shown_at_once_and_said_to_be_kept_when_it_is() {
        let mut choices = Choices::default();
        let sent = choose(&mut choices, When::Never).expect("nothing is on its way");
        assert_eq!((shown(&choices), choices.said()), (When::Never, Said::Nothing));
        // Read before it was sent.
        choices.read(Notifications::default());
        assert_eq!(shown(&choices), When::Never);
        assert_eq!(choices.sent(&sent, kept(&sent)), None);
        assert_eq!((shown(&choices), choices.said()), (When::Never, Said::Saved));
        choices.read(Notifications::default());
        assert_eq!(shown(&choices), When::Always, "changed in another tab");
    }

    #[test]
    fn choices_that_follow_quickly_do_not_overtake_each_other() {
        let mut choices = Choices::default();
        let first = choose(&mut choices, When::Never).expect("nothing is on its way");
        assert_eq!(choose(&mut choices, When::Away), None);
        let second = choices.sent(&first, kept(&first)).expect("the last one");
        assert_eq!((shown(&choices), choices.said()), (When::Away, Said::Nothing));
        assert_eq!(choose(&mut choices, When::Always), None, "the second one is on its way");
        assert_eq!(choose(&mut choices, When::Away), None, "and was right");
        assert_eq!(choices.sent(&second, kept(&second)), None);
        assert_eq!((shown(&choices), choices.said()), (When::Away, Said::Saved));
    }

    #[test]
    fn what_could_not_be_kept_is_shown_no_longer() {
        let mut choices = Choices::default();
        choices.read(Notifications::default());
        let sent = choose(&mut choices, When::Never).expect("nothing is on its way");
        assert_eq!(choices.sent(&sent, None), None);
        assert_eq!((shown(&choices), choices.said()), (When::Always, Said::Failed));
        assert!(choose(&mut choices, When::Never).is_some(), "tried again");
    }
}
