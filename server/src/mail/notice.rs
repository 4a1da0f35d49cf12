//! A letter to an agent: something has happened in a conversation.
//!
//! It names the brand and the reference of a form and leads to the inbox;
//! nothing that a customer wrote stands in it, for it leaves the relay.

use std::fmt::Write;

use kb_locales::Catalog;
use kb_protocol::id::ConversationId;
use kb_protocol::notification::AgentEvent;
use kb_protocol::time::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::letter::{STYLE, USER_AGENT, header_text, moment, named};
use crate::forms::escape;

/// A letter before it is put together.
pub(crate) struct Notice<'a> {
    pub(crate) texts: &'a Catalog,
    /// Name of the brand.
    pub(crate) brand: &'a str,
    /// Its colour, checked when the settings were read.
    pub(crate) color: &'a str,
    pub(crate) from: Mailbox,
    /// Address of the agent.
    pub(crate) to: &'a str,
    /// The agent's.
    pub(crate) name: &'a str,
    pub(crate) event: AgentEvent,
    /// What the sender of a form was told to name.
    pub(crate) reference: Option<&'a str>,
    /// Address of the inbox.
    pub(crate) inbox: String,
    pub(crate) conversation: &'a ConversationId,
    /// The same whenever it is tried.
    pub(crate) id: &'a str,
    /// Ids of the letters before it, the oldest first.
    pub(crate) previous: Vec<String>,
    pub(crate) at: Timestamp,
}

impl Notice<'_> {
    /// The letter; `None` if there is no writing to this address.
    pub(crate) fn message(&self) -> Option<Message> {
        let to: Address = self.to.parse().ok()?;
        let domain = self.from.email.domain();
        let id = |id: &str| format!("<{id}@{domain}>");
        let mut builder = Message::builder()
            .from(named(&self.from, self.brand))
            .to(Mailbox::new(Some(header_text(self.name)), to))
            .subject(self.subject())
            .date(moment(self.at))
            .message_id(Some(id(self.id)))
            .user_agent(USER_AGENT.to_owned());
        if let Some(last) = self.previous.last() {
            let all: Vec<String> = self.previous.iter().map(|previous| id(previous)).collect();
            builder = builder.in_reply_to(id(last)).references(all.join(" "));
        }
        // RFC 3834: no program is to answer it.
        for (name, value) in
            [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]
        {
            let name = HeaderName::new_from_ascii_str(name);
            builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
        }
        builder.multipart(MultiPart::alternative_plain_html(self.plain(), self.html())).ok()
    }

    fn text(&self, id: &str) -> String {
        self.texts.text(id, &[])
    }

    /// What has happened.
    fn happened(&self) -> String {
        let id = match self.event {
            AgentEvent::Unassigned => "mail-notice-unassigned",
            AgentEvent::Message => "mail-notice-message",
            AgentEvent::Missed => "mail-notice-missed",
            AgentEvent::Assigned => "mail-notice-assigned",
        };
        self.texts.text(id, &[("brand", self.brand.into())])
    }

    fn subject(&self) -> String {
        let subject = header_text(&self.happened());
        // A long name of a brand is cut, the reference never.
        match self.reference {
            Some(reference) => format!("{subject} [{}]", header_text(reference)),
            None => subject,
        }
    }

    /// Where the inbox shows the conversation.
    fn link(&self) -> String {
        format!("{}#conversation/{}", self.inbox, self.conversation)
    }

    /// Where the agent chooses what to be told of.
    fn choices(&self) -> String {
        format!("{}#notifications", self.inbox)
    }

    fn plain(&self) -> String {
        let mut text = self.happened();
        let _ = write!(text, "\n\n{}: {}", self.text("mail-notice-open"), self.link());
        let _ = write!(text, "\n\n-- \n{}", self.text("mail-notice-why"));
        let _ = writeln!(text, "\n{}: {}", self.text("mail-notice-change"), self.choices());
        text
    }

    fn html(&self) -> String {
        let locale = self.texts.locale();
        let (code, direction) = (locale.code(), locale.direction());
        format!(
            "<!doctype html>\n<html lang=\"{code}\" dir=\"{direction}\">\n<head>\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{subject}</title>\n\
             <style>{STYLE}.letter {{ border-top-color: {color}; }}\n\
             .go {{ background: {color}; }}\n</style>\n</head>\n\
             <body dir=\"{direction}\">\n<div class=\"letter\" lang=\"{code}\" dir=\"{direction}\">\n\
             <p class=\"brand\"><bdi>{brand}</bdi></p>\n<p>{happened}</p>\n\
             <p><a class=\"go\" href=\"{link}\">{open}</a></p>\n<p class=\"small\">{why}</p>\n\
             <p class=\"small\"><a href=\"{choices}\">{change}</a></p>\n</div>\n</body>\n</html>\n",
            subject = escape(&self.subject()),
            color = self.color,
            brand = escape(self.brand),
            happened = escape(&self.happened()),
            link = escape(&self.link()),
            open = escape(&self.text("mail-notice-open")),
            why = escape(&self.text("mail-notice-why")),
            choices = escape(&self.choices()),
            change = escape(&self.text("mail-notice-change")),
        )
    }
}

#[cfg(test)]
mod tests {
    use kb_locales::{Locale, mail_texts};
    use kb_protocol::notification::AGENT_EVENTS;

    use super::*;

    #[test]
    fn every_locale_says_everything_and_leads_to_the_conversation() {
        let conversation: ConversationId = "c1".parse().expect("an id");
        for code in kb_locales::embedded_locales() {
            let texts = mail_texts(&Locale::parse(code).expect("a locale"));
            for event in AGENT_EVENTS {
                let notice = Notice {
                    texts,
                    brand: "Pedalo <&>",
                    color: "#0b5fff",
                    from: "help@example.com".parse().expect("an address"),
                    to: "kim@example.com",
                    name: "Kim\r\nBcc: eve@example.com",
                    event,
                    reference: Some("HW-7K3M-Q9XA"),
                    inbox: "https://chat.example.com/inbox/".into(),
                    conversation: &conversation,
                    id: "n1",
                    previous: Vec::new(),
                    at: Timestamp(1_795_424_400_000),
                };
                for text in [notice.subject(), notice.plain(), notice.html()] {
                    assert!(
                        !text.contains("mail-notice") && !text.contains("{$"),
                        "{code}: {text}"
                    );
                }
                assert!(notice.subject().ends_with(" [HW-7K3M-Q9XA]"), "{code}");
                let link = "https://chat.example.com/inbox/#conversation/c1";
                assert!(notice.plain().contains(link) && notice.html().contains(link), "{code}");
                assert!(notice.html().contains("Pedalo &lt;&amp;&gt;"), "{code}");
                let letter = notice.message().expect("a letter").formatted();
                let letter = String::from_utf8(letter).expect("text");
                let (head, _) = letter.split_once("\r\n\r\n").expect("headers");
                assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
            }
        }
    }
}
