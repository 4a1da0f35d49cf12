//! The way to the mail server.

use std::path::Path;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::{Config, MailConfig, StartTls};

/// How long a mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Answers of a mail server that are about us, and not about the letter: sign
/// in first, wrong name or password, TLS first (RFC 4954, 6; RFC 3207).
const ABOUT_US: [u16; 5] = [454, 530, 534, 535, 538];

/// Settings of `[mail]` that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The file with the password cannot be read.
    #[error("cannot read `{path}`, which `mail.password_file` in server.toml names")]
    Password {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There are no certificates to trust.
    #[error("cannot speak TLS with the mail server")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// What was checked when the settings were read.
    #[error("`mail` in server.toml cannot be used")]
    Settings,
}

/// Hands letters to the mail server of `[mail]`.
pub(crate) struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// Who writes, unless a brand says otherwise.
    pub(crate) from: Mailbox,
    pub(crate) after_minutes: u32,
    /// Address under which browsers reach this server.
    pub(crate) public_url: String,
}

/// A letter that the mail server did not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It may take it later.
    Later {
        /// What it answered, if it did.
        code: Option<u16>,
    },
    /// It never will.
    Never {
        /// What it answered.
        code: u16,
    },
}

impl Post {
    /// What the settings say; `None` if nothing is sent.
    ///
    /// # Errors
    ///
    /// If the password cannot be read, or there is nothing to trust.
    pub(crate) fn open(config: &Config, base: &Path) -> Result<Option<Self>, PostError> {
        let Some(mail) = &config.mail else { return Ok(None) };
        let public_url = mail.public_url.clone().or_else(|| config.public_url.clone());
        let public_url = public_url.ok_or(PostError::Settings)?;
        let place = mail.place().ok_or(PostError::Settings)?;
        let host = bare(place.host);
        let parameters = || TlsParameters::new_rustls(host.to_owned()).map_err(PostError::Tls);
        let tls = match (place.is_wrapped, mail.starttls) {
            (true, _) => Tls::Wrapper(parameters()?),
            (false, StartTls::Required) => Tls::Required(parameters()?),
            (false, StartTls::Opportunistic) => Tls::Opportunistic(parameters()?),
            (false, StartTls::None) => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(place.port)
            .tls(tls)
            .hello_name(ClientId::Domain(host_of(&public_url).to_owned()))
            .timeout(Some(PATIENCE));
        if let Some(credentials) = credentials(mail, base)? {
            builder = builder.credentials(credentials);
        }
        Ok(Some(Self {
            transport: builder.build(),
            from: mail.from.parse().map_err(|_| PostError::Settings)?,
            after_minutes: mail.after_minutes,
            public_url,
        }))
    }

    /// Hands over one letter.
    pub(crate) async fn send(&self, letter: Message) -> Result<(), Refusal> {
        self.try_send(letter).await.map_err(|error| {
            let code = error.status().map(u16::from);
            match code {
                Some(code) if error.is_permanent() && !ABOUT_US.contains(&code) => {
                    Refusal::Never { code }
                }
                code => Refusal::Later { code },
            }
        })
    }

    /// The same, with all that is wrong.
    pub(crate) async fn try_send(
        &self,
        letter: Message,
    ) -> Result<(), lettre::transport::smtp::Error> {
        self.transport.send(letter).await.map(drop)
    }

    /// Connects and signs in, and sends nothing.
    pub(crate) async fn try_connect(&self) -> Result<(), lettre::transport::smtp::Error> {
        self.transport.test_connection().await.map(drop)
    }
}

fn credentials(mail: &MailConfig, base: &Path) -> Result<Option<Credentials>, PostError> {
    let password = mail.read_password(base).map_err(|source| PostError::Password {
        path: mail.password_file.clone().unwrap_or_default(),
        source,
    })?;
    Ok(mail.user.clone().zip(password).map(|(user, password)| Credentials::new(user, password)))
}

/// A host as it is connected to: an address of IPv6 without its brackets.
fn bare(host: &str) -> &str {
    let within = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    within.unwrap_or(host)
}

/// The host of an origin, without its port.
fn host_of(origin: &str) -> &str {
    let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    }
}

/// What to do about a mail server that does not take a letter.
pub(crate) fn explain(error: &lettre::transport::smtp::Error) -> String {
    let advice = match error.status().map(u16::from) {
        Some(530) => "it wants us to sign in, or TLS first: see `mail.user` and `mail.starttls`",
        Some(454 | 534 | 535 | 538) => {
            "it does not take the name or the password: see `mail.user` and `mail.password`"
        }
        Some(400..=499) => "it asks us to come back later; letters are tried again by themselves",
        Some(550..=554) => {
            "it does not take this sender or this recipient: see `mail.from`, and whether the \
             address is right"
        }
        Some(_) => "it refuses the letter",
        None if error.is_tls() => {
            "TLS does not come about: see whether `mail.server` begins with `smtps://` or \
             `smtp://` as the port wants it, and whether its certificate is for this name"
        }
        None if error.is_timeout() => "it does not answer; is there a firewall on the way?",
        None if error.is_client() => {
            "it cannot do what the settings want: see `mail.starttls` and `mail.user`"
        }
        None => "it cannot be reached: see host and port of `mail.server`",
    };
    format!("{error}; {advice}")
}

#[cfg(test)]
mod tests {
    use super::{bare, host_of};

    #[test]
    fn a_host_has_no_port() {
        assert_eq!(host_of("https://chat.example.com"), "chat.example.com");
        assert_eq!(host_of("http://127.0.0.1:4200"), "127.0.0.1");
        assert_eq!(host_of("http://[::1]"), "[::1]");
    }

    #[test]
    fn an_address_of_ipv6_is_connected_to_without_brackets() {
        assert_eq!(bare("[::1]"), "::1");
        assert_eq!(bare("mail.example.com"), "mail.example.com");
    }
}
