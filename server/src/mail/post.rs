//! The way to the mail server.
//!
//! The commands of a letter are given one by one, so that a refusal tells what
//! is refused: a wrong setting must not cost a letter. Each of them has its
//! time, as lettre waits without end for what a server has to say.

use std::path::Path;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::{Address, Message};
use tokio::time::timeout;

use crate::config::{Config, MOST_MAIL_SECONDS, MailConfig, StartTls};

/// How long a mail server may take with a letter itself. RFC 5321, 4.5.3.2.6
/// gives it ten minutes, as a server that was not waited for may have taken the
/// letter and gets it twice; today's ones put it aside first, and all other
/// letters wait as well.
const TEXT_PATIENCE: Duration = Duration::from_secs(2 * 60);
/// How long it may take to say goodbye.
const LAST_PATIENCE: Duration = Duration::from_secs(5);
/// Answers of a mail server that are about us wherever they come, and not about
/// the letter: something has to be said before, sign in first, wrong name or
/// password, TLS first (RFC 5321, 4.2.2; RFC 4954, 6; RFC 3207).
const ABOUT_US: [u16; 6] = [454, 503, 530, 534, 535, 538];

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
    host: String,
    port: u16,
    tls: Tls,
    /// What we call ourselves.
    hello: ClientId,
    credentials: Option<Credentials>,
    /// How long it may take to let us in, and for each answer to a command.
    patience: Duration,
    /// Who writes, unless a brand says otherwise.
    pub(crate) from: Mailbox,
    pub(crate) after_minutes: u32,
    /// Address under which browsers reach this server.
    pub(crate) public_url: String,
}

/// A letter that the mail server did not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It may take it later, perhaps after a setting was changed.
    Later {
        /// What it answered, if it did.
        code: Option<u16>,
        /// To what.
        stage: Stage,
    },
    /// It never will.
    Never {
        /// What it answered.
        code: u16,
    },
}

/// How far a letter came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Greeting, TLS and signing in.
    Server,
    /// Who writes.
    Sender,
    /// Whose letter it is.
    Recipient,
    /// The letter itself.
    Text,
}

impl Stage {
    /// As the log names it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Text => "text",
        }
    }

    /// Whether a refusal for good here is one of this very letter.
    fn is_about_the_letter(self) -> bool {
        matches!(self, Self::Recipient | Self::Text)
    }
}

/// All that is known of a letter which was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The mail server refuses something, or is not there.
    #[error("{error}")]
    At {
        /// What.
        stage: Stage,
        /// Its words; not for the log, they may have addresses in them.
        error: Error,
    },
    /// The mail server is there and does not answer.
    #[error("it does not answer within {} s", .patience.as_secs())]
    Silent {
        /// To what.
        stage: Stage,
        /// For how long.
        patience: Duration,
    },
    /// An address has letters beyond ASCII, and the mail server knows no such
    /// (RFC 6531).
    #[error("it takes no address with letters such as `ü`")]
    Foreign,
}

impl Failure {
    fn at(stage: Stage) -> impl FnOnce(Error) -> Self {
        move |error| Self::At { stage, error }
    }

    fn refusal(&self) -> Refusal {
        let (stage, error) = match self {
            Self::At { stage, error } => (*stage, error),
            Self::Silent { stage, .. } => return Refusal::Later { code: None, stage: *stage },
            Self::Foreign => return Refusal::Later { code: None, stage: Stage::Recipient },
        };
        let code = error.status().map(u16::from);
        match code {
            Some(code)
                if error.is_permanent()
                    && stage.is_about_the_letter()
                    && !ABOUT_US.contains(&code) =>
            {
                Refusal::Never { code }
            }
            code => Refusal::Later { code, stage },
        }
    }
}

impl Post {
    /// Longest time that a letter takes: the mail server lets us in, hears of
    /// sender, recipient and text, takes the text and says goodbye.
    pub(crate) const LONGEST: Duration = Duration::from_secs(4 * MOST_MAIL_SECONDS)
        .saturating_add(TEXT_PATIENCE)
        .saturating_add(LAST_PATIENCE);

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
        Ok(Some(Self {
            host: host.to_owned(),
            port: place.port,
            tls,
            hello: ClientId::Domain(host_of(&public_url).to_owned()),
            credentials: credentials(mail, base)?,
            patience: Duration::from_secs(mail.timeout_seconds),
            from: mail.from.parse().map_err(|_| PostError::Settings)?,
            after_minutes: mail.after_minutes,
            public_url,
        }))
    }

    /// Hands over one letter.
    pub(crate) async fn send(&self, letter: &Message) -> Result<(), Refusal> {
        self.try_send(letter).await.map_err(|failure| failure.refusal())
    }

    /// The same, with all that is wrong.
    pub(crate) async fn try_send(&self, letter: &Message) -> Result<(), Failure> {
        let mut connection = within(self.patience, Stage::Server, self.connect()).await?;
        let handed_over = hand_over(&mut connection, letter, self.patience).await;
        // Says goodbye, whatever became of the letter; but a server that is
        // silent would not hear it.
        if !matches!(handed_over, Err(Failure::Silent { .. })) {
            leave(connection).await;
        }
        handed_over
    }

    /// Connects and signs in, and sends nothing.
    pub(crate) async fn try_connect(&self) -> Result<(), Failure> {
        leave(within(self.patience, Stage::Server, self.connect()).await?).await;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let place = (self.host.as_str(), self.port);
        let wrapped = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let hello = &self.hello;
        // For each address of the host: if the first is dead, there is time
        // for another one.
        let one = Some(self.patience / 2);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, one, hello, wrapped, None).await?;
        match &self.tls {
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), hello).await?;
            }
            Tls::Required(parameters) => connection.starttls(parameters.clone(), hello).await?,
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

/// Waits so long for an answer; silence is a failure too.
async fn within<T>(
    patience: Duration,
    stage: Stage,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(patience, answer).await {
        Ok(answer) => answer.map_err(Failure::at(stage)),
        Err(_) => Err(Failure::Silent { stage, patience }),
    }
}

/// Says goodbye. What comes of it changes nothing.
async fn leave(mut connection: AsyncSmtpConnection) {
    let _ = timeout(LAST_PATIENCE, connection.abort()).await;
}

/// Gives the commands of one letter (RFC 5321, 3.3).
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    letter: &Message,
    patience: Duration,
) -> Result<(), Failure> {
    let envelope = letter.envelope();
    let text = letter.formatted();
    let is_foreign = |address: &Address| !AsRef::<str>::as_ref(address).is_ascii();
    let mut options = Vec::new();
    if envelope.from().into_iter().chain(envelope.to()).any(is_foreign) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Failure::Foreign);
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !text.is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let mail = Mail::new(envelope.from().cloned(), options);
    within(patience, Stage::Sender, connection.command(mail)).await?;
    for recipient in envelope.to() {
        let recipient = Rcpt::new(recipient.clone(), Vec::new());
        within(patience, Stage::Recipient, connection.command(recipient)).await?;
    }
    within(patience, Stage::Text, connection.command(Data)).await?;
    within(TEXT_PATIENCE, Stage::Text, connection.message(&text)).await.map(drop)
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
pub(crate) fn explain(failure: &Failure) -> String {
    let (stage, error) = match failure {
        Failure::At { stage, error } => (stage, error),
        Failure::Silent { .. } => {
            return format!(
                "{failure}; do host and port of `mail.server` name a mail server, and is \
                 `smtps://` or `smtp://` what the port wants? A slow one gets more time by \
                 `mail.timeout_seconds`"
            );
        }
        Failure::Foreign => return failure.to_string(),
    };
    let advice = match (error.status().map(u16::from), stage) {
        (Some(530), _) => {
            "it wants us to sign in, or TLS first: see `mail.user` and `mail.starttls`"
        }
        (Some(454 | 534 | 535 | 538), _) => {
            "it does not take the name or the password: see `mail.user` and `mail.password`"
        }
        (Some(400..=499), _) => {
            "it asks us to come back later; letters are tried again by themselves"
        }
        (Some(_), Stage::Server) => {
            "it does not speak with us: see `mail.server`, and whether it knows this machine"
        }
        (Some(_), Stage::Sender) => "it does not take this sender: see `mail.from`",
        (Some(_), Stage::Recipient) => {
            "it does not take this recipient: is the address right, and may `mail.user` write to it?"
        }
        (Some(_), Stage::Text) => "it refuses the letter",
        (None, _) if error.is_tls() => {
            "TLS does not come about: see whether `mail.server` begins with `smtps://` or \
             `smtp://` as the port wants it, and whether its certificate is for this name"
        }
        (None, _) if error.is_timeout() => "it does not answer; is there a firewall on the way?",
        (None, _) if error.is_client() => {
            "it cannot do what the settings want: see `mail.starttls` and `mail.user`"
        }
        (None, _) => "it cannot be reached: see host and port of `mail.server`",
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
