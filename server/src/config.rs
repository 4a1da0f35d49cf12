//! `server.toml`: every setting of the server, read and checked at the start.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use kb_protocol::id::BrandId;
use kb_protocol::limits;
use serde::Deserialize;

mod color;
mod problem;

pub use problem::ConfigError;

/// Name of the settings file.
pub const CONFIG_FILE: &str = "server.toml";

/// The whole file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    #[serde(default = "default_listen", deserialize_with = "read_listen")]
    pub listen: SocketAddr,
    /// Where everything is kept: `sqlite:` and a path, relative to this file,
    /// or the address of a PostgreSQL database, `postgres://…`, in which
    /// `sslmode` and `sslrootcert` mean what they mean to libpq.
    #[serde(default = "default_database")]
    pub database: String,
    /// Address under which browsers reach this server, if another one stands
    /// in front of it: `https://chat.example.com`. With `https` cookies are
    /// sent over TLS only.
    #[serde(default)]
    pub public_url: Option<String>,
    /// Folder with the files for browsers, relative to this file; without one
    /// the server has none.
    #[serde(default)]
    pub assets: Option<String>,
    /// What Prometheus says as `Authorization: Bearer …` to read `/metrics`;
    /// without one only signed-in owners and admins read it.
    #[serde(default)]
    pub metrics_token: Option<Secret>,
    /// How much anybody may do.
    #[serde(default)]
    pub limits: LimitsConfig,
    /// The brands by id.
    #[serde(default)]
    pub brands: BTreeMap<String, BrandConfig>,
}

/// A text that is never printed.
#[derive(Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Whether this is the secret; takes as long for a nearly right text.
    pub fn is(&self, text: &str) -> bool {
        // Hashes of 32 bytes compare in constant time in this crate.
        blake3::hash(self.0.as_bytes()) == blake3::hash(text.as_bytes())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

/// Section `[limits]`: how much one visitor, address or account may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Messages of one visitor.
    pub messages_per_minute: u32,
    /// Frames of one connection, of whatever kind. A person at a keyboard
    /// never reaches it; who does is disconnected.
    pub frames_per_second: u32,
    /// New visitors from one address (IPv6: from one /64).
    pub sessions_per_hour: u32,
    /// Attempts to sign in, per account and per address.
    pub sign_ins_per_minute: u32,
    /// How long a visitor's browser is remembered after its first message.
    pub visitor_session_days: u32,
    /// How long an agent stays signed in.
    pub agent_session_days: u32,
    /// How often a connection is told that the server is there; for tests, as
    /// browsers count on the default.
    pub beat_ms: u32,
    /// Silence after which a connection is taken for dead; likewise.
    pub silence_ms: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            messages_per_minute: 30,
            frames_per_second: 20,
            sessions_per_hour: 60,
            sign_ins_per_minute: 10,
            visitor_session_days: 365,
            agent_session_days: 14,
            beat_ms: limits::BEAT_MS,
            silence_ms: limits::SILENCE_MS,
        }
    }
}

/// Section `[brands.ID]`: one brand.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct BrandConfig {
    /// As shown to visitors.
    pub name: String,
    /// Public key of its widget, as in `data-key`.
    pub key: String,
    /// Origins of the pages on which the widget may run:
    /// `https://www.example.com`.
    pub origins: Vec<String>,
    /// Colour of the widget, as `#rrggbb`.
    #[serde(default = "default_color")]
    pub color: String,
    /// The first words, by locale code.
    #[serde(default)]
    pub greeting: BTreeMap<String, String>,
    /// Locales of the widget, the default first.
    #[serde(default = "default_locales")]
    pub locales: Vec<String>,
}

fn default_color() -> String {
    "#0b5fff".to_owned()
}

fn default_locales() -> Vec<String> {
    vec!["en".to_owned()]
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4200))
}

fn read_listen<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| {
        serde::de::Error::custom(format!(
            "`{text}` is no address to listen on; write the number of an address and a port, such \
             as `127.0.0.1:4200`, `0.0.0.0:4200` or `[::]:4200`"
        ))
    })
}

fn default_database() -> String {
    "sqlite:helpwright.db".to_owned()
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    ///
    /// What is wrong, with line and column, and what to do about it.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.display().to_string(), source })?;
        Self::parse(&text, &path.display().to_string())
    }

    /// Checks the text of a file that messages call `name`.
    ///
    /// # Errors
    ///
    /// As [`Self::load`].
    pub fn parse(text: &str, name: &str) -> Result<Self, ConfigError> {
        let config: Self =
            toml::from_str(text).map_err(|error| problem::of_toml(name, text, &error))?;
        config.check().map_err(|(key, message)| problem::of_value(name, text, &key, message))?;
        Ok(config)
    }

    /// The brand of a widget key.
    pub fn brand_of_key(&self, key: &str) -> Option<(BrandId, &BrandConfig)> {
        let (id, brand) = self.brands.iter().find(|(_, brand)| brand.key == key)?;
        Some((id.parse().ok()?, brand))
    }

    /// Whether a brand's widget may run on pages of this origin.
    pub fn is_origin_of(&self, brand: &BrandId, origin: &str) -> bool {
        self.brands
            .get(brand.as_str())
            .is_some_and(|brand| brand.origins.iter().any(|allowed| allowed == origin))
    }

    /// Whether any brand's widget may run on pages of this origin.
    pub fn is_origin(&self, origin: &str) -> bool {
        self.brands.values().any(|brand| brand.origins.iter().any(|allowed| allowed == origin))
    }

    /// Whether browsers reach the server over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Path of the SQLite file, relative ones from `base`; `None` for
    /// PostgreSQL.
    pub fn database_path(&self, base: &Path) -> Option<PathBuf> {
        self.database.strip_prefix("sqlite:").map(|path| base.join(path))
    }

    /// `Err` with the key and what is wrong with its value.
    fn check(&self) -> Result<(), (String, String)> {
        let is_postgres =
            ["postgres://", "postgresql://"].iter().any(|scheme| self.database.starts_with(scheme));
        if !is_postgres && self.database.strip_prefix("sqlite:").is_none_or(str::is_empty) {
            // An address may hold a password: it is not repeated.
            let scheme = self.database.split(':').next().unwrap_or_default();
            return Err((
                "database".into(),
                format!(
                    "`{scheme}:` is no database; write `sqlite:` and the path of a file, such as \
                     `sqlite:helpwright.db`, or an address that begins with `postgres://`"
                ),
            ));
        }
        if let Some(url) = &self.public_url {
            is_origin(url).map_err(|why| ("public_url".into(), why))?;
        }
        if self.metrics_token.as_ref().is_some_and(|token| token.0.len() < 16) {
            return Err((
                "metrics_token".into(),
                "a token has at least 16 characters; `kb-server new-key` makes one".into(),
            ));
        }
        if self.limits.beat_ms == 0 || self.limits.silence_ms < self.limits.beat_ms {
            return Err((
                "silence_ms".into(),
                "`silence_ms` is at least `beat_ms`, and that is above 0".into(),
            ));
        }
        let mut keys = BTreeMap::new();
        for (id, brand) in &self.brands {
            if id.parse::<BrandId>().is_err() {
                return Err((
                    id.clone(),
                    format!("`{id}` is no id of a brand; use letters, digits, `-` and `_`"),
                ));
            }
            if brand.key.len() < 16 {
                return Err((
                    "key".into(),
                    format!(
                        "the key of brand `{id}` has fewer than 16 characters; make one with \
                         `kb-server new-key`"
                    ),
                ));
            }
            if let Some(other) = keys.insert(&brand.key, id) {
                return Err((
                    "key".into(),
                    format!("brands `{other}` and `{id}` have the same key; each needs its own"),
                ));
            }
            color::check(&brand.color).map_err(|why| ("color".into(), why))?;
            for origin in &brand.origins {
                is_origin(origin).map_err(|why| ("origins".into(), why))?;
            }
        }
        Ok(())
    }
}

/// Scheme, host and port, and nothing else, as browsers spell it.
fn is_origin(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_right = rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.contains(['/', '?', '#', '@', ' ', '*'])
            && rest.chars().all(|c| !c.is_ascii_uppercase())
    });
    if is_right {
        Ok(())
    } else {
        Err(format!(
            "`{text}` is no origin; write scheme, host and port in lower case and no slash at the \
             end, such as `https://www.example.com`"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "listen = \"127.0.0.1:0\"\n\n[brands.pedalo]\nname = \"Pedalo\"\n\
         key = \"wk_0123456789abcdef\"\norigins = [\"http://127.0.0.1:4000\"]\n";

    fn problem(text: &str) -> String {
        Config::parse(text, "server.toml").expect_err("wrong").to_string()
    }

    #[test]
    fn a_short_file_is_enough() {
        let config = Config::parse(GOOD, "server.toml").expect("right");
        assert_eq!(config.database, "sqlite:helpwright.db");
        let (brand, _) = config.brand_of_key("wk_0123456789abcdef").expect("a brand");
        assert!(config.is_origin_of(&brand, "http://127.0.0.1:4000"));
        assert!(!config.is_origin_of(&brand, "http://127.0.0.1:4001"));
        assert!(config.brand_of_key("wk_").is_none());
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_one() {
        assert_eq!(
            problem(&GOOD.replace("origins", "orgins")),
            "server.toml:6:1: there is no setting `orgins`; did you mean `origins`?"
        );
        assert_eq!(
            problem("[limit]\n"),
            "server.toml:1:2: there is no setting `limit`; did you mean `limits`?"
        );
    }

    #[test]
    fn a_wrong_value_says_what_to_write() {
        assert_eq!(
            problem(&GOOD.replace("4000\"", "4000/\"")),
            "server.toml:6:1: `http://127.0.0.1:4000/` is no origin; write scheme, host and port \
             in lower case and no slash at the end, such as `https://www.example.com`"
        );
        assert_eq!(
            problem("database = \"mysql://x\"\n"),
            "server.toml:1:1: `mysql:` is no database; write `sqlite:` and the path of a file, \
             such as `sqlite:helpwright.db`, or an address that begins with `postgres://`"
        );
        assert_eq!(
            problem(&format!("{GOOD}color = \"#ffd400\"\n")),
            "server.toml:7:1: white text on `#ffd400` cannot be read (contrast 1.4, at least 4.5 is \
             needed); take a darker colour"
        );
        assert_eq!(
            problem("[limits]\nmessages_per_minute = \"many\"\n"),
            "server.toml:2:23: invalid type: string \"many\", expected u32"
        );
        assert_eq!(
            problem(&GOOD.replace("key = \"wk_0123456789abcdef\"\n", "")),
            "server.toml:3:1: missing field `key`"
        );
    }
}
