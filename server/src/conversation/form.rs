//! A form that was sent: how it becomes the first message of a conversation.

use std::collections::BTreeMap;

use kb_protocol::api::{AttributeValue, CustomerDescription};
use kb_protocol::chat::{Code, Content, Opening};
use kb_protocol::file::FileInfo;
use kb_protocol::hook::Transaction;
use kb_protocol::id::FormId;
use kb_protocol::time::Timestamp;
use serde_json::Value;

use super::decide::Draft;
use super::preview;

/// A form whose answers were checked.
#[derive(Clone, Debug, PartialEq)]
pub struct SentForm {
    /// The answers in order, as agents read them.
    pub body: String,
    /// Files of the sender.
    pub files: Vec<FileInfo>,
    /// Locale and page.
    pub opening: Opening,
    /// Which form.
    pub form: FormId,
    /// What the customer is told to name when asking later.
    pub reference: String,
    /// Tags of the conversation.
    pub tags: Vec<String>,
    /// What the customer is called; nobody has verified it.
    pub name: Option<String>,
    /// What else was said of the customer; nobody has verified it. The first
    /// address is the one to answer to.
    pub customer: CustomerDescription,
    /// Attributes of the conversation.
    pub attributes: BTreeMap<String, Option<AttributeValue>>,
    /// What form hooks of the brand hear of the answers.
    pub hooks: Vec<HookCall>,
    /// The letter which says that the form has arrived, if one is to be sent.
    pub confirmation: Option<Confirmation>,
    /// Whether the sender has a session. Such a customer is there, or was
    /// erased a moment ago; any other one is made.
    pub has_session: bool,
}

/// Checked answers for a form hook.
#[derive(Clone, Debug, PartialEq)]
pub struct HookCall {
    /// Name of the hook.
    pub hook: String,
    /// What it receives.
    pub transaction: Transaction<Value>,
}

/// A letter which says that a form has arrived. It is written with the form or
/// not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// Addresses that the customer may have once the form is kept, each with
    /// what is kept of it.
    pub recipients: Vec<(String, String)>,
    /// Most such letters to one of them,
    pub most: u32,
    /// since this moment.
    pub since: Timestamp,
}

impl SentForm {
    /// A form without answers.
    pub fn new(form: FormId) -> Self {
        Self {
            body: String::new(),
            files: Vec::new(),
            opening: Opening::default(),
            form,
            reference: String::new(),
            tags: Vec::new(),
            name: None,
            customer: CustomerDescription::default(),
            attributes: BTreeMap::new(),
            hooks: Vec::new(),
            confirmation: None,
            has_session: false,
        }
    }
}

impl Draft<'_> {
    /// Puts the answers into the conversation that they open. Nobody waits in
    /// front of a screen for what comes next: there is no mark.
    pub(super) fn submit(&mut self, form: &SentForm) -> Result<(), Code> {
        if self.decision.state.seq > 0 {
            return Err(Code::IdTaken);
        }
        self.decision.state.preview = preview(&form.body, &form.files);
        self.entry(Content::Message { body: form.body.clone(), files: form.files.clone() });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kb_protocol::inbox::{Channel, Status};

    use super::*;
    use crate::conversation::history::{send, visitor};
    use crate::conversation::{Act, Command, decide};

    fn submit() -> Act {
        let form = SentForm {
            body: "My lamp flickers\n\nTopic: Lights".into(),
            reference: "HW-7K3M-Q9XA".into(),
            tags: vec!["lights".into()],
            ..SentForm::new("contact".parse().expect("an id"))
        };
        Act { command: Command::Submit(Box::new(form)), ..send("s1", visitor("ann"), "", false) }
    }

    #[test]
    fn a_form_opens_a_conversation_in_which_nobody_waits() {
        let decision = decide(None, &submit()).expect("opens");
        let state = &decision.state;
        assert_eq!((state.channel, state.status), (Channel::Form, Status::Open));
        assert_eq!(state.reference.as_deref(), Some("HW-7K3M-Q9XA"));
        assert_eq!(state.tags, ["lights"]);
        assert_eq!(state.preview, "My lamp flickers Topic: Lights");
        assert_eq!(state.waiting_since, None, "no chat is missed");
        assert!(submit().has_made(&decision.entry.expect("an entry")));
    }

    #[test]
    fn a_form_is_no_message_of_another_conversation() {
        let opened = decide(None, &send("m1", visitor("ann"), "Hello", true)).expect("opens");
        assert_eq!(decide(Some(&opened.state), &submit()), Err(Code::IdTaken));
    }
}
