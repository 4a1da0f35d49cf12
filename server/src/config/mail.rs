//! Sections `[mail]` and `[brands.ID.mail]`: how letters are sent.

use std::path::Path;

use lettre::message::Mailbox;
use serde::Deserialize;

use super::{Secret, is_origin};

/// Most minutes that an answer waits to be seen: a day.
const MOST_MINUTES: u32 = 24 * 60;
/// Longest wait for one answer of the mail server: with it a letter is over
/// within the time that it is kept for one process.
pub(crate) const MOST_MAIL_SECONDS: u64 = 60;
const SERVER: &str = "write `smtp://` or `smtps://`, a host and perhaps a port, such as \
     `smtp://mail.example.com:587`";

/// Section `[mail]`: the mail server, and when it is needed.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Address of the mail server: `smtp://mail.example.com:587`, or
    /// `smtps://mail.example.com` where TLS begins at once.
    pub server: String,
    /// How TLS begins on `smtp://`.
    #[serde(default)]
    pub starttls: StartTls,
    /// Name to sign in with; nobody signs in without it.
    #[serde(default)]
    pub user: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<Secret>,
    /// File with the password in its first line, relative to `server.toml`.
    #[serde(default)]
    pub password_file: Option<String>,
    /// Who writes, unless a brand says otherwise: `help@example.com` or
    /// `Pedalo <help@example.com>`.
    pub from: String,
    /// Address under which browsers reach this server, where that is another
    /// one than `public_url` above all sections.
    #[serde(default)]
    pub public_url: Option<String>,
    /// Minutes that an answer waits to be seen in the chat.
    #[serde(default = "default_minutes")]
    pub after_minutes: u32,
    /// Seconds that the mail server may take to let us in, and for each answer.
    #[serde(default = "default_seconds")]
    pub timeout_seconds: u64,
}

/// How TLS begins on `smtp://`.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum StartTls {
    /// Nothing is sent without it.
    #[default]
    Required,
    /// Where the mail server has it.
    Opportunistic,
    /// Never.
    None,
}

/// Section `[brands.ID.mail]`: what a brand's letters say otherwise.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct BrandMailConfig {
    /// Who writes, in place of `mail.from`.
    pub from: Option<String>,
    /// Where replies go, in place of the sender's address.
    pub reply_to: Option<String>,
    /// Whether who sends a form gets a letter with its reference.
    pub confirm_forms: bool,
}

fn default_minutes() -> u32 {
    5
}

fn default_seconds() -> u64 {
    30
}

/// An address with or without a name.
fn check_mailbox(text: &str) -> Result<(), String> {
    match text.parse::<Mailbox>() {
        Ok(_) if !text.chars().any(char::is_control) => Ok(()),
        _ => Err(format!(
            "`{text}` is no address of a sender; write `help@example.com` or \
             `Example <help@example.com>`"
        )),
    }
}

impl MailConfig {
    /// `Err` with the key and what is wrong with its value.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        let Some(place) = self.place() else {
            // It may hold a password: it is not repeated.
            return Err(("server", format!("this is no address of a mail server; {SERVER}")));
        };
        if place.is_wrapped && self.starttls != StartTls::default() {
            return Err((
                "starttls",
                "`smtps://` begins with TLS; leave `starttls` out, or write `smtp://`".into(),
            ));
        }
        if let Some(url) = &self.public_url {
            is_origin(url).map_err(|why| ("public_url", why))?;
        }
        check_mailbox(&self.from).map_err(|why| ("from", why))?;
        if !(1..=MOST_MINUTES).contains(&self.after_minutes) {
            return Err(("after_minutes", format!("write 1 to {MOST_MINUTES} minutes")));
        }
        if !(1..=MOST_MAIL_SECONDS).contains(&self.timeout_seconds) {
            return Err(("timeout_seconds", format!("write 1 to {MOST_MAIL_SECONDS} seconds")));
        }
        match (&self.user, &self.password, &self.password_file) {
            (_, Some(_), Some(_)) => Err((
                "password_file",
                "there is a `password` already; leave one of the two out".into(),
            )),
            (None, None, None) => Ok(()),
            (None, ..) => {
                Err(("user", "a password needs a name to sign in with; write `user`".into()))
            }
            (Some(_), None, None) => {
                Err(("user", "write the password as `password` or `password_file`".into()))
            }
            (Some(_), ..) if !place.is_wrapped && self.starttls != StartTls::Required => {
                if ["localhost", "127.0.0.1", "[::1]"].contains(&place.host) {
                    return Ok(());
                }
                Err((
                    "starttls",
                    "anybody on the way would read the password; use `smtps://` or \
                     `starttls = \"required\"`"
                        .into(),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Where the mail server is; an address of IPv6 keeps its brackets.
    pub(crate) fn place(&self) -> Option<MailPlace<'_>> {
        let (is_wrapped, rest) = match self.server.strip_prefix("smtps://") {
            Some(rest) => (true, rest),
            None => (false, self.server.strip_prefix("smtp://")?),
        };
        // A colon within brackets is part of an address of IPv6.
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok()?)),
            _ => (rest, None),
        };
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".-_[]:".contains(c);
        (!host.is_empty() && host.chars().all(is_host)).then_some(MailPlace {
            host,
            port: port.unwrap_or(if is_wrapped { 465 } else { 587 }),
            is_wrapped,
        })
    }

    /// The password, read from its file if it stands there.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(crate) fn read_password(&self, base: &Path) -> std::io::Result<Option<String>> {
        match (&self.password, &self.password_file) {
            (Some(password), _) => Ok(Some(password.reveal().to_owned())),
            (None, Some(path)) => {
                let text = std::fs::read_to_string(base.join(path))?;
                Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
            }
            (None, None) => Ok(None),
        }
    }
}

impl BrandMailConfig {
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        for (key, text) in [("mail.from", &self.from), ("mail.reply_to", &self.reply_to)] {
            if let Some(text) = text {
                check_mailbox(text).map_err(|why| (key, why))?;
            }
        }
        Ok(())
    }
}

/// Where a mail server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MailPlace<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    /// Whether TLS begins at once.
    pub(crate) is_wrapped: bool,
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    const GOOD: &str = "public_url = \"https://chat.example.com\"\n[mail]\n\
         server = \"smtp://mail.example.com\"\nfrom = \"Help <help@example.com>\"\n";

    fn problem(text: &str) -> String {
        match Config::parse(text, "server.toml") {
            Ok(_) => "right".into(),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn a_mail_server_has_its_usual_port() {
        let place = |server: &str| {
            let text = GOOD.replace("smtp://mail.example.com", server);
            let mail = Config::parse(&text, "server.toml").expect("right").mail.expect("mail");
            let place = mail.place().expect("a place");
            (place.host.to_owned(), place.port, place.is_wrapped)
        };
        assert_eq!(place("smtp://mail.example.com"), ("mail.example.com".into(), 587, false));
        assert_eq!(place("smtps://mail.example.com"), ("mail.example.com".into(), 465, true));
        assert_eq!(place("smtp://[::1]:25"), ("[::1]".into(), 25, false));
    }

    #[test]
    fn what_is_wrong_says_what_to_write() {
        assert_eq!(
            problem(&GOOD.replace("smtp://mail", "smtp://me:secret@mail")),
            "server.toml:3:1: this is no address of a mail server; write `smtp://` or `smtps://`, \
             a host and perhaps a port, such as `smtp://mail.example.com:587`"
        );
        assert_eq!(
            problem(&GOOD.replace("Help <help@example.com>", "Help")),
            "server.toml:4:1: `Help` is no address of a sender; write `help@example.com` or \
             `Example <help@example.com>`"
        );
        assert_eq!(
            problem(&format!("{GOOD}starttls = \"none\"\nuser = \"me\"\npassword = \"secret\"\n")),
            "server.toml:5:1: anybody on the way would read the password; use `smtps://` or \
             `starttls = \"required\"`"
        );
        assert_eq!(
            problem(&format!("{GOOD}user = \"me\"\n")),
            "server.toml:5:1: write the password as `password` or `password_file`"
        );
        assert_eq!(
            problem(&GOOD.replace("public_url = \"https://chat.example.com\"\n", "")),
            "server.toml:1:2: whoever wants no more letters needs an address for it; write the one \
             under which browsers reach this server as `public_url`, above all sections"
        );
        assert_eq!(
            problem(&format!("{GOOD}timeout_seconds = 61\n")),
            "server.toml:5:1: write 1 to 60 seconds"
        );
        assert_eq!(
            problem(&format!("{GOOD}after_minute = 3\n")),
            "server.toml:5:1: there is no setting `after_minute`; did you mean `after_minutes`?"
        );
    }
}
