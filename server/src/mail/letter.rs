//! A letter as text and as HTML, in the customer's locale.
//!
//! Texts of people are escaped wherever they stand. Names lose line breaks and
//! everything else that a header must not have.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use kb_locales::{Argument, Catalog};
use kb_protocol::time::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::forms::escape;

pub(super) const STYLE: &str = include_str!("letter.css");
/// Longest name in a header, in characters.
const NAME_CHARS: usize = 80;
/// Who puts letters together.
pub(super) const USER_AGENT: &str = "kb-server";

/// What a letter tells.
pub(crate) enum Kind {
    /// What agents wrote.
    Answers(Vec<Answer>),
    /// A form was kept.
    Confirmation,
}

/// What an agent wrote.
pub(crate) struct Answer {
    /// Who.
    pub(crate) author: String,
    /// Plain text; may be empty beside files.
    pub(crate) body: String,
    /// Names of files that came with it.
    pub(crate) files: Vec<String>,
}

/// A letter before it is put together.
pub(crate) struct Draft<'a> {
    pub(crate) texts: &'a Catalog,
    /// Name of the brand.
    pub(crate) brand: &'a str,
    /// Its colour, checked when the settings were read.
    pub(crate) color: &'a str,
    pub(crate) from: Mailbox,
    pub(crate) reply_to: Option<Mailbox>,
    /// Whose letter it is.
    pub(crate) to: &'a str,
    /// Only of somebody who has proved the address: else anybody may have
    /// written the name.
    pub(crate) name: Option<&'a str>,
    pub(crate) kind: Kind,
    /// What the sender of a form was told to name.
    pub(crate) reference: Option<&'a str>,
    /// Where the conversation goes on, in any browser.
    pub(crate) way_back: Option<String>,
    /// Where the chat is.
    pub(crate) site: Option<&'a str>,
    /// Where one gets no more letters.
    pub(crate) way_out: String,
    /// Random, and the same whenever it is tried.
    pub(crate) id: &'a str,
    /// Ids of the letters before it, the oldest first.
    pub(crate) previous: Vec<String>,
    pub(crate) at: Timestamp,
}

impl Draft<'_> {
    /// The letter; `None` if there is no writing to this address.
    pub(crate) fn message(&self) -> Option<Message> {
        let to: Address = self.to.parse().ok()?;
        let domain = self.from.email.domain();
        let id = |id: &str| format!("<{id}@{domain}>");
        let mut builder = Message::builder()
            .from(named(&self.from, self.brand))
            .to(Mailbox::new(self.name.map(header_text), to))
            .subject(self.subject())
            .date(moment(self.at))
            .message_id(Some(id(self.id)))
            .user_agent(USER_AGENT.to_owned());
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        if let Some(last) = self.previous.last() {
            let all: Vec<String> = self.previous.iter().map(|previous| id(previous)).collect();
            builder = builder.in_reply_to(id(last)).references(all.join(" "));
        }
        for (name, value) in [
            ("List-Unsubscribe", format!("<{}>", self.way_out)),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            // RFC 3834: no program is to answer it.
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
        ] {
            builder =
                builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        builder.multipart(MultiPart::alternative_plain_html(self.plain(), self.html())).ok()
    }

    fn text(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.texts.text(id, arguments)
    }

    fn subject(&self) -> String {
        let subject = match &self.kind {
            Kind::Answers(answers) => {
                let count = Argument::from(answers.len() as u64);
                let values = [("count", count), ("brand", Argument::from(self.brand))];
                let subject = self.text("mail-subject", &values);
                // A long name of a brand is cut, the reference never.
                let subject = header_text(&subject);
                return match self.reference {
                    Some(reference) => format!("{subject} [{}]", header_text(reference)),
                    None => subject,
                };
            }
            Kind::Confirmation => {
                let reference = self.reference.unwrap_or_default();
                self.text("mail-confirmation-subject", &[("reference", reference.into())])
            }
        };
        header_text(&subject)
    }

    /// What stands before the answers.
    fn beginning(&self) -> Vec<String> {
        let hello = self.name.map(|name| self.text("mail-hello", &[("name", name.into())]));
        let words = match &self.kind {
            Kind::Answers(_) => self.text("mail-intro", &[]),
            Kind::Confirmation => self.text("mail-confirmation", &[("brand", self.brand.into())]),
        };
        hello.into_iter().chain([words]).collect()
    }

    /// What stands below, before the way out.
    fn end(&self) -> Vec<String> {
        let reference = self
            .reference
            .map(|reference| self.text("mail-reference", &[("reference", reference.into())]));
        let reply = self.reply_to.as_ref().map(|_| self.text("mail-reply", &[]));
        let why = self.text("mail-why", &[("brand", self.brand.into())]);
        reply.into_iter().chain(reference).chain([why]).collect()
    }

    fn answers(&self) -> &[Answer] {
        match &self.kind {
            Kind::Answers(answers) => answers,
            Kind::Confirmation => &[],
        }
    }

    fn file(&self, name: &str) -> String {
        self.text("mail-file", &[("name", name.into())])
    }

    fn link(&self) -> Option<(&str, String)> {
        let site = self.site?;
        let shown = site.split_once("://").map_or(site, |(_, rest)| rest).trim_end_matches('/');
        Some((site, self.text("mail-link", &[("site", shown.into())])))
    }

    fn plain(&self) -> String {
        let mut text = self.beginning().join("\n\n");
        for answer in self.answers() {
            let _ = write!(text, "\n\n{}:", answer.author);
            for line in answer.body.lines() {
                // What stands so is ours, and no end of the letter.
                let line = if line == "-- " { "--" } else { line };
                let _ = write!(text, "\n{line}");
            }
            for file in &answer.files {
                let _ = write!(text, "\n{}", self.file(file));
            }
        }
        if let Some(way_back) = &self.way_back {
            let _ = write!(text, "\n\n{}: {way_back}", self.text("mail-back-button", &[]));
            let _ = write!(text, "\n{}", self.text("mail-back-private", &[]));
        }
        if let Some((site, words)) = self.link() {
            let _ = write!(text, "\n\n{words}: {site}");
        }
        let _ = write!(text, "\n\n-- \n{}", self.end().join("\n"));
        let _ = writeln!(text, "\n{}: {}", self.text("mail-unsubscribe", &[]), self.way_out);
        text
    }

    fn html(&self) -> String {
        let locale = self.texts.locale();
        let (code, direction) = (locale.code(), locale.direction());
        let brand = escape(self.brand);
        let mut html = format!(
            "<!doctype html>\n<html lang=\"{code}\" dir=\"{direction}\">\n<head>\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
             <style>{STYLE}.letter {{ border-top-color: {color}; }}\n\
             .go {{ background: {color}; }}\n</style>\n</head>\n\
             <body dir=\"{direction}\">\n<div class=\"letter\" lang=\"{code}\" dir=\"{direction}\">\n\
             <p class=\"brand\"><bdi>{brand}</bdi></p>\n",
            escape(&self.subject()),
            color = self.color
        );
        for words in self.beginning() {
            let _ = writeln!(html, "<p>{}</p>", escape(&words));
        }
        for answer in self.answers() {
            let author = escape(&answer.author);
            let _ =
                writeln!(html, "<div class=\"answer\">\n<p class=\"who\"><bdi>{author}</bdi></p>");
            if !answer.body.trim().is_empty() {
                let words = escape(&answer.body).replace('\n', "<br>\n");
                let _ = writeln!(html, "<p class=\"words\" dir=\"auto\">{words}</p>");
            }
            for file in &answer.files {
                let file = escape(&self.file(file));
                let _ = writeln!(html, "<p class=\"words\">{file}</p>");
            }
            html.push_str("</div>\n");
        }
        if let Some(way_back) = &self.way_back {
            let (way_back, words) = (escape(way_back), self.text("mail-back-button", &[]));
            let words = escape(&words);
            let _ = writeln!(html, "<p><a class=\"go\" href=\"{way_back}\">{words}</a></p>");
            let private = escape(&self.text("mail-back-private", &[]));
            let _ = writeln!(html, "<p class=\"small\">{private}</p>");
        }
        if let Some((site, words)) = self.link() {
            let (site, words) = (escape(site), escape(&words));
            // One button is enough.
            let class = if self.way_back.is_some() { "" } else { " class=\"go\"" };
            let _ = writeln!(html, "<p><a{class} href=\"{site}\">{words}</a></p>");
        }
        for words in self.end() {
            let _ = writeln!(html, "<p class=\"small\">{}</p>", escape(&words));
        }
        let (way_out, words) = (escape(&self.way_out), escape(&self.text("mail-unsubscribe", &[])));
        let _ = writeln!(html, "<p class=\"small\"><a href=\"{way_out}\">{words}</a></p>");
        html.push_str("</div>\n</body>\n</html>\n");
        html
    }
}

/// A letter that only shows that letters arrive.
pub(crate) fn draft_test(from: &Mailbox, to: &str, id: &str, at: Timestamp) -> Option<Message> {
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to.parse().ok()?))
        .subject("kb-server can send letters")
        .date(moment(at))
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .user_agent(USER_AGENT.to_owned())
        .body("This letter was sent by `kb-server mail test`: the settings are right.\n".to_owned())
        .ok()
}

/// The sender with a name: its own, or the brand's.
pub(super) fn named(from: &Mailbox, brand: &str) -> Mailbox {
    let name = from.name.clone().unwrap_or_else(|| brand.to_owned());
    Mailbox::new(Some(header_text(&name)), from.email.clone())
}

/// One line without anything that a header must not have.
pub(super) fn header_text(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() || "\u{2028}\u{2029}".contains(c) { ' ' } else { c })
        .take(NAME_CHARS)
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn moment(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(at.0.max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use kb_locales::{Locale, mail_texts};

    use super::*;

    fn draft<'a>(texts: &'a Catalog, brand: &'a str, name: Option<&'a str>) -> Draft<'a> {
        Draft {
            texts,
            brand,
            color: "#0b5fff",
            from: "help@example.com".parse().expect("an address"),
            reply_to: None,
            to: "ann@example.com",
            name,
            kind: Kind::Answers(vec![Answer {
                author: "Kim <script>".into(),
                body: "a < b & \"c\"\n-- \nend".into(),
                files: vec!["x<y.png".into()],
            }]),
            reference: None,
            way_back: Some("https://chat.example.com/mail/v1/conversation/x".into()),
            site: Some("https://help.example.com/"),
            way_out: "https://chat.example.com/mail/v1/unsubscribe/x".into(),
            id: "l1",
            previous: Vec::new(),
            at: Timestamp(1_795_424_400_000),
        }
    }

    #[test]
    fn names_with_line_breaks_make_no_headers() {
        let texts = mail_texts(&Locale::parse("en").expect("a locale"));
        let evil = "Ann\r\nBcc: eve@example.com\r\n\r\n<b>";
        let draft = draft(texts, evil, Some(evil));
        let letter =
            String::from_utf8(draft.message().expect("a letter").formatted()).expect("text");
        let (head, _) = letter.split_once("\r\n\r\n").expect("headers");
        assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("To:")).count(), 1, "{head}");
    }

    #[test]
    fn a_long_name_of_a_brand_leaves_the_reference_in_the_subject() {
        let texts = mail_texts(&Locale::parse("en").expect("a locale"));
        let brand = "Pedalo ".repeat(20);
        let mut draft = draft(texts, &brand, None);
        draft.reference = Some("HW-7K3M-Q9XA");
        assert!(draft.subject().ends_with(" [HW-7K3M-Q9XA]"), "{}", draft.subject());
    }

    #[test]
    fn words_of_people_are_escaped_and_end_no_letter() {
        let texts = mail_texts(&Locale::parse("en").expect("a locale"));
        let draft = draft(texts, "Pedalo", None);
        let html = draft.html();
        assert!(html.contains("Kim &lt;script&gt;"), "{html}");
        assert!(html.contains("a &lt; b &amp; &quot;c&quot;<br>"), "{html}");
        assert!(html.contains("x&lt;y.png") && !html.contains("Hello"), "{html}");
        assert_eq!(draft.plain().matches("\n-- \n").count(), 1, "{}", draft.plain());
    }

    #[test]
    fn every_locale_says_everything() {
        for code in kb_locales::embedded_locales() {
            let locale = Locale::parse(code).expect("a locale");
            let texts = mail_texts(&locale);
            let draft = draft(texts, "Pedalo", Some("Ann"));
            for text in [draft.subject(), draft.plain(), draft.html()] {
                assert!(!text.contains("mail-") && !text.contains("{$"), "{code}: {text}");
            }
            assert!(draft.html().contains(&format!("<html lang=\"{code}\"")), "{code}");
        }
    }
}
