//! `server.toml`: every setting of the server, read and checked at the start.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use serde::Deserialize;

mod brand;
mod color;
pub(crate) mod desk;
mod dynamic;
mod files;
mod forms;
mod limits;
mod login;
mod mail;
mod problem;
mod secret;

pub use brand::{BrandConfig, Brands, Mode, OffHours, RecordsMode, Reopen, Typing};
pub use desk::{ShortcutConfig, SubStatusConfig};
pub(crate) use dynamic::filled;
pub use files::FilesConfig;
pub use forms::FormsConfig;
pub use kb_protocol::attribute::AttributeSchema;
use kb_protocol::attribute::Untyped;
pub use limits::LimitsConfig;
pub use login::LoginConfig;
pub(crate) use mail::MOST_MAIL_SECONDS;
pub use mail::{BrandMailConfig, MailConfig, StartTls};
pub use problem::ConfigError;
pub(crate) use problem::nearest;
pub use secret::Secret;

use crate::schedule::Schedule;

/// A place in the file, as a path of keys with dots, and what is wrong there.
type Wrong = (String, String);

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
    /// Addresses of proxies in front of the server, such as `10.0.0.0/8`: what
    /// they say in `X-Forwarded-For` is believed, of nobody else.
    #[serde(default, deserialize_with = "read_proxies")]
    pub trusted_proxies: Vec<IpNet>,
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
    /// Labels under a status, by id.
    #[serde(default)]
    pub sub_statuses: BTreeMap<String, SubStatusConfig>,
    /// Texts that agents need not type, by name.
    #[serde(default)]
    pub shortcuts: BTreeMap<String, ShortcutConfig>,
    /// What pages may say of customers and conversations.
    #[serde(default)]
    pub attributes: AttributeSchema,
    /// What people may send.
    #[serde(default)]
    pub files: FilesConfig,
    /// How forms are kept from programs that fill them in.
    #[serde(default)]
    pub forms: FormsConfig,
    /// How letters are sent; none are without it.
    #[serde(default)]
    pub mail: Option<MailConfig>,
    /// When somebody is there, by name.
    #[serde(default)]
    pub schedules: BTreeMap<String, Schedule>,
    /// The brands by id.
    #[serde(default)]
    pub brands: BTreeMap<String, BrandConfig>,
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

fn read_proxies<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = |text: &String| {
        let alone = || text.parse::<IpAddr>().map(IpNet::from).ok();
        text.parse().ok().or_else(alone).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is no address of a proxy; write one as `10.0.0.5`, or a network as \
                 `10.0.0.0/8`"
            ))
        })
    };
    texts.iter().map(read).collect()
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

    /// Takes the brands out: they may change while the rest stays.
    pub fn take_brands(&mut self) -> Brands {
        Brands::new(std::mem::take(&mut self.brands), std::mem::take(&mut self.schedules))
    }

    /// Keys outside the brands whose values are others in `changed`.
    pub fn differences(&self, changed: &Self) -> Vec<&'static str> {
        let differs = [
            ("listen", self.listen != changed.listen),
            ("database", self.database != changed.database),
            ("public_url", self.public_url != changed.public_url),
            ("trusted_proxies", self.trusted_proxies != changed.trusted_proxies),
            ("assets", self.assets != changed.assets),
            ("metrics_token", self.metrics_token != changed.metrics_token),
            ("limits", self.limits != changed.limits),
            ("sub_statuses", self.sub_statuses != changed.sub_statuses),
            ("shortcuts", self.shortcuts != changed.shortcuts),
            ("attributes", self.attributes != changed.attributes),
            ("files", self.files != changed.files),
            ("forms", self.forms != changed.forms),
            ("mail", self.mail != changed.mail),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
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

    /// What is wrong, with the place in the file.
    fn check(&self) -> Result<(), Wrong> {
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
        if self.metrics_token.as_ref().is_some_and(|token| token.len() < 16) {
            return Err((
                "metrics_token".into(),
                "a token has at least 16 characters; `kb-server new-key` makes one".into(),
            ));
        }
        self.limits.check()?;
        desk::check(&self.sub_statuses, &self.shortcuts, &self.attributes)?;
        self.attributes.check().map_err(|untyped| {
            (format!("attributes.{}", untyped.key), format!("{untyped}; {}", Untyped::HELP))
        })?;
        self.files.check().map_err(|(key, why)| (format!("files.{key}"), why))?;
        self.forms.check().map_err(|(key, why)| (format!("forms.{key}"), why))?;
        if let Some(mail) = &self.mail {
            mail.check().map_err(|(key, why)| (format!("mail.{key}"), why))?;
            if mail.public_url.is_none() && self.public_url.is_none() {
                return Err((
                    "mail".into(),
                    "whoever wants no more letters needs an address for it; write the one under \
                     which browsers reach this server as `public_url`, above all sections"
                        .into(),
                ));
            }
        }
        self.clone().take_brands().check()
    }
}

/// Scheme, host and port, and nothing else, as browsers spell it.
fn is_origin(text: &str) -> Result<(), String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_right = rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:[]_".contains(c))
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
        let mut config = Config::parse(GOOD, "server.toml").expect("right");
        assert_eq!(config.database, "sqlite:helpwright.db");
        let brands = config.take_brands();
        let (brand, _) = brands.of_key("wk_0123456789abcdef").expect("a brand");
        assert!(brands.is_origin_of(&brand, "http://127.0.0.1:4000"));
        assert!(!brands.is_origin_of(&brand, "http://127.0.0.1:4001"));
        assert!(brands.of_key("wk_").is_none());
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

    #[test]
    fn a_widget_with_articles_names_their_site() {
        let with = |lines: &str| Config::parse(&format!("{GOOD}{lines}"), "server.toml");
        let why = |lines: &str| with(lines).expect_err("wrong").to_string();
        assert_eq!(
            why("mode = \"both\"\n"),
            "server.toml:7:1: the widget has no articles to show; write the address of their site \
             as `help_site`, such as `https://help.example.com/`"
        );
        for site in ["help.example.com", "https://help.example.com", "https://a.example/b; x/"] {
            let lines = format!("mode = \"kb\"\nhelp_site = \"{site}\"\n");
            assert!(why(&lines).contains("is no address of a site"), "{site}");
        }
        with("mode = \"both\"\nhelp_site = \"https://example.com/help/\"\n").expect("right");
    }

    #[test]
    fn the_brand_whose_value_is_wrong_is_shown_and_not_the_first() {
        let second = GOOD.replace("pedalo", "paperwhale").replace("wk_", "wk2_");
        let second = second.split_once("\n\n").expect("a section").1;
        assert_eq!(
            problem(&format!(
                "{GOOD}{second}schedule = \"ofice\"\n[schedules.office]\ntimezone = \"UTC\"\nhours = {{}}\n"
            )),
            "server.toml:11:1: there is no schedule `ofice`; did you mean `office`?"
        );
    }

    #[test]
    fn what_is_wrong_with_a_schedule_is_shown_where_it_stands() {
        let schedule = |rest: &str| problem(&format!("[schedules.office]\n{rest}"));
        assert_eq!(
            schedule("timezone = \"Europe/Belin\"\nhours = {}\n"),
            "server.toml:2:12: there is no time zone `Europe/Belin`; did you mean `Europe/Berlin`?"
        );
        assert_eq!(
            schedule(
                "timezone = \"UTC\"\n[schedules.office.hours]\n1 = [[540, 720], [720, 1080]]\n"
            ),
            "server.toml:4:5: Monday, interval 2 ([720, 1080]) begins where [540, 720] ends; write \
             [540, 1080]"
        );
        assert_eq!(
            schedule(
                "timezone = \"UTC\"\nhours = {}\n[[schedules.office.holidays]]\ndate = \"24.12.\"\n"
            ),
            "server.toml:5:8: `24.12.` is no day; write `2026-12-24`, or `12-25` for every year"
        );
        assert_eq!(
            schedule(
                "timezone = \"UTC\"\nhours = {}\nholidays = [{ date = \"12-25\" }, { date = \"12-25\" }]\n"
            ),
            "server.toml:4:1: the holiday `12-25` stands there twice; put its hours together"
        );
        assert_eq!(
            schedule(
                "timezone = \"UTC\"\nhours = {}\ndefault = true\n[schedules.shop]\n\
                 timezone = \"UTC\"\nhours = {}\ndefault = true\n"
            ),
            "server.toml:8:1: schedule `office` is the default already; there is only one"
        );
    }

    #[test]
    fn rules_that_cannot_be_kept_are_refused() {
        let brand = |rest: &str| problem(&format!("{GOOD}{rest}\n"));
        assert_eq!(
            brand("off_hours = \"ofline\""),
            "server.toml:7:13: there is no value `ofline`; did you mean `offline`?"
        );
        assert_eq!(
            brand("wait_message = { ens = \"Wait\" }"),
            "server.toml:7:1: `ens` is none of the brand's `locales`; add it there, or write `en`"
        );
        assert_eq!(
            brand("missed_after_minutes = 0"),
            "server.toml:7:1: write 1 to 10080 minutes, or leave it out if it should never happen"
        );
        assert_eq!(
            brand("idle_end_minutes = 5"),
            "server.toml:7:1: nobody is sent away without a warning; set `idle_warn_minutes` too"
        );
        assert_eq!(
            brand("idle_warn_minutes = 5\nidle_end_minutes = 5"),
            "server.toml:8:1: it has to be more than `idle_warn_minutes`, which is 5"
        );
        assert_eq!(
            brand("reopen_within_days = 0"),
            "server.toml:7:1: write 1 to 3650 days, or leave it out if conversations open again \
             for ever"
        );
        assert_eq!(
            brand("closeable = true"),
            "server.toml:7:1: there is no setting `closeable`; did you mean `closable`?"
        );
    }
}
