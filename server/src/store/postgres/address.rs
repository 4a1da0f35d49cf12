//! The address of a PostgreSQL database, and the way there: with TLS as
//! libpq's `sslmode` and `sslrootcert` ask for it.
//!
//! Source: <https://www.postgresql.org/docs/current/libpq-ssl.html>.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore,
    SignatureScheme,
};
use tokio::time::timeout;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::StoreError;
use super::database_error;

/// Time until a connection can be used. A port at which something else
/// listens, or a network that swallows everything, says nothing at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is told of an `sslmode` that libpq does not know either.
const UNKNOWN_MODE: &str = "`sslmode` is disable, prefer, require, verify-ca or verify-full";

type Stream = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;

/// Where the database is, and how sure we want to be that it is the one.
#[derive(Clone)]
pub(super) struct Address {
    config: Config,
    tls: MakeRustlsConnect,
    /// Host and port, without user and password.
    place: Arc<str>,
}

impl Address {
    /// Reads `postgres://user:password@host:port/name?sslmode=verify-full`.
    ///
    /// # Errors
    ///
    /// What is wrong with it. The address is not repeated: it may hold a
    /// password.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let wrong = |why: &str| {
            StoreError::Unreachable(format!("this is no address of a PostgreSQL database: {why}"))
        };
        let (start, query) = url.split_once('?').unwrap_or((url, ""));
        let mut mode = "prefer";
        let mut root_file = None;
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = value,
                Some(("sslrootcert", value)) => root_file = Some(decoded(value)),
                _ => rest.push(pair),
            }
        }
        let address = format!("{start}?{}", rest.join("&"));
        let mut config: Config =
            address.parse().map_err(|error: tokio_postgres::Error| wrong(&text_of(&error)))?;
        let (ssl_mode, trust) = match mode {
            "disable" => (SslMode::Disable, Trust::Anybody),
            "allow" | "prefer" => (SslMode::Prefer, Trust::Anybody),
            // As libpq does it: an authority that is named is asked.
            "require" if root_file.is_none() => (SslMode::Require, Trust::Anybody),
            "require" | "verify-ca" => (SslMode::Require, Trust::Authority),
            "verify-full" => (SslMode::Require, Trust::AuthorityAndName),
            _ => return Err(wrong(UNKNOWN_MODE)),
        };
        config.ssl_mode(ssl_mode);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        let place = place_of(&config).into();
        Ok(Self { tls: tls(trust, root_file.as_deref())?, config, place })
    }

    /// Connects and signs in.
    ///
    /// # Errors
    ///
    /// If nobody answers there in time, or somebody who does not let us in.
    pub(super) async fn connect(&self) -> Result<(Client, Connection<Socket, Stream>), StoreError> {
        match timeout(PATIENCE, self.config.connect(self.tls.clone())).await {
            Ok(Ok(connected)) => Ok(connected),
            Ok(Err(error)) if error.as_db_error().is_some() => Err(database_error(error)),
            Ok(Err(error)) => Err(self.unreachable(&text_of(&error))),
            Err(_) => Err(self.unreachable(&format!("no answer within {} s", PATIENCE.as_secs()))),
        }
    }

    fn unreachable(&self, why: &str) -> StoreError {
        StoreError::Unreachable(format!("cannot connect to PostgreSQL at {}: {why}", self.place))
    }
}

/// An error with its causes, as far as each says something new.
pub(super) fn text_of(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = next.source();
    }
    text
}

fn place_of(config: &Config) -> String {
    let hosts = config.get_hosts().iter().enumerate().map(|(index, host)| {
        let ports = config.get_ports();
        let port = ports.get(index).or_else(|| ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(host) => format!("{host}:{port}"),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string(),
        }
    });
    hosts.collect::<Vec<_>>().join(", ")
}

/// `%20` and the like, as in every address (RFC 3986, 2.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whom we believe to be the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// Hides what is said from those who only listen.
    Anybody,
    /// Whoever has a certificate of an authority.
    Authority,
    /// The same, with the name of the host in it.
    AuthorityAndName,
}

fn tls(trust: Trust, root_file: Option<&str>) -> Result<MakeRustlsConnect, StoreError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut own = Vec::new();
    let mut web = None;
    if trust != Trust::Anybody {
        let mut roots = RootCertStore::empty();
        match root_file.filter(|file| *file != "system") {
            Some(file) => {
                own = certificates(file)?;
                roots.add_parsable_certificates(own.iter().cloned());
            }
            None => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
            }
        }
        let built =
            WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(&provider));
        web = Some(built.build().map_err(|_| {
            StoreError::Unsupported(
                "this machine has no list of certificate authorities; name a file of your own \
                 with `sslrootcert=`",
            )
        })?);
    }
    let verifier = Verifier { trust, own, web, provider: Arc::clone(&provider) };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows TLS 1.2 and 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let wrong = |why: String| {
        StoreError::Unreachable(format!("cannot read certificates in `{file}`: {why}"))
    };
    let read = CertificateDer::pem_file_iter(file).map_err(|error| wrong(error.to_string()))?;
    let read: Result<Vec<_>, _> = read.collect();
    let found = read.map_err(|error| wrong(error.to_string()))?;
    if found.is_empty() {
        return Err(wrong(
            "there is none; it has to begin with `-----BEGIN CERTIFICATE-----`".into(),
        ));
    }
    Ok(found)
}

/// Asks only what `sslmode` wants to know.
#[derive(Debug)]
struct Verifier {
    trust: Trust,
    /// Certificates of the named file: one that is not of an authority but
    /// the server's own is believed too.
    own: Vec<CertificateDer<'static>>,
    web: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let Some(web) = &self.web else { return Ok(ServerCertVerified::assertion()) };
        if self.own.iter().any(|own| own == end_entity) {
            if self.trust == Trust::AuthorityAndName {
                let parsed = ParsedCertificate::try_from(end_entity)?;
                rustls::client::verify_server_name(&parsed, name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match web.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            // The name is asked for after everything else.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.trust == Trust::Authority => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let known = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(url: &str) -> String {
        let Err(error) = Address::parse(url) else { panic!("`{url}` is taken") };
        error.to_string()
    }

    #[test]
    fn an_address_is_never_repeated() {
        for url in ["postgres://u:secret@h:x/db", "postgres://u:secret@h/db?sslmode=verify"] {
            let said = problem(url);
            assert!(!said.contains("secret"), "{said}");
        }
        assert!(problem("postgres://h/db?sslmode=verify").ends_with(UNKNOWN_MODE));
        let missing = problem("postgres://h/db?sslmode=verify-full&sslrootcert=/no%20file.pem");
        assert!(missing.contains("`/no file.pem`"), "{missing}");
    }

    #[test]
    fn what_is_not_ours_is_left_to_the_driver() {
        let url = "postgres://u@h:7,i/db?sslmode=require&application_name=chat&connect_timeout=3";
        let Ok(address) = Address::parse(url) else { panic!("`{url}` is refused") };
        assert_eq!(&*address.place, "h:7, i:5432");
        assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
        assert_eq!(address.config.get_application_name(), Some("chat"));
        assert_eq!(address.config.get_connect_timeout(), Some(&Duration::from_secs(3)));
    }
}
