//! Brands: how their widgets look, when they are open and how they behave.

use std::collections::BTreeMap;

use kb_protocol::id::BrandId;
use kb_protocol::widget::{Alerts, WidgetMode};
use serde::Deserialize;

use super::{BrandMailConfig, LoginConfig, Wrong, color, dynamic, is_origin, nearest};
use crate::conversation::Rules;
use crate::schedule::Schedule;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Most days in which a conversation opens again.
const MOST_DAYS: u32 = 3_650;
/// Longest text of a brand, in characters.
const TEXT_CHARS: usize = 1_000;
/// Most minutes of a rule: a week.
const MOST_MINUTES: u32 = 7 * 24 * 60;

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
    /// What the widget offers.
    #[serde(default)]
    pub mode: Mode,
    /// Address of the brand's help site, for the articles of the widget and
    /// for those that agents link to: `https://help.example.com/`.
    #[serde(default)]
    pub help_site: Option<String>,
    /// Folder of the built help site, relative to this file: its forms are
    /// read from there. A brand without one takes none.
    #[serde(default)]
    pub site: Option<String>,
    /// What is counted of its pages beside votes.
    #[serde(default)]
    pub records: RecordsMode,
    /// Whether there is chat at all.
    #[serde(default = "yes")]
    pub chat: bool,
    /// Name of the schedule; without one the default schedule counts, and
    /// without that somebody is always there.
    #[serde(default)]
    pub schedule: Option<String>,
    /// What the widget shows while the schedule is closed.
    #[serde(default)]
    pub off_hours: OffHours,
    /// Whether the widget shows the same while no agent is available.
    #[serde(default)]
    pub needs_agent: bool,
    /// What it says then, by locale code.
    #[serde(default)]
    pub off_hours_message: BTreeMap<String, String>,
    /// What is said when nobody answers a first message at once, by locale
    /// code; nothing if left out.
    #[serde(default)]
    pub wait_message: BTreeMap<String, String>,
    /// Whether a visitor who waits is told how long others have waited lately.
    #[serde(default)]
    pub wait_estimate: bool,
    /// Minutes without an answer after which a chat is missed and the visitor
    /// is asked for an e-mail address; never if left out. While the schedule
    /// is closed it is missed at once.
    #[serde(default)]
    pub missed_after_minutes: Option<u32>,
    /// Minutes without a word of the visitor, after an answer, until the
    /// visitor is warned; never if left out.
    #[serde(default)]
    pub idle_warn_minutes: Option<u32>,
    /// Minutes, since the same answer, until the conversation is ended.
    #[serde(default)]
    pub idle_end_minutes: Option<u32>,
    /// Whether visitors may end a conversation.
    #[serde(default = "yes")]
    pub closable: bool,
    /// Whether visitors see their ended conversations.
    #[serde(default = "yes")]
    pub history: bool,
    /// Whether a visitor has at most one conversation that is not ended.
    #[serde(default)]
    pub single_conversation: bool,
    /// Whether agents are told what visitors have seen.
    #[serde(default = "yes")]
    pub receipts: bool,
    /// Who sees that the other side is writing.
    #[serde(default)]
    pub typing: Typing,
    /// Whether the widget sounds when an answer comes; each visitor can switch
    /// it off.
    #[serde(default)]
    pub sound: bool,
    /// Whether visitors may ask for notifications of their browser, for
    /// answers that come while they see no page with the widget.
    #[serde(default)]
    pub browser_notifications: bool,
    /// Whether articles are offered while a first message is written, where the
    /// widget shows the help site.
    #[serde(default = "yes")]
    pub suggestions: bool,
    /// What a message to an ended conversation does.
    #[serde(default)]
    pub reopen: Reopen,
    /// Days after which a message to a conversation that was ended, or is
    /// done, begins a new one that names it; never if left out.
    #[serde(default)]
    pub reopen_within_days: Option<u32>,
    /// How the brand's own site vouches for people.
    #[serde(default)]
    pub login: LoginConfig,
    /// What its letters say otherwise than those of other brands.
    #[serde(default)]
    pub mail: BrandMailConfig,
}

/// What the widget offers.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Conversations.
    #[default]
    Chat,
    /// Search, categories and articles of the help site.
    Kb,
    /// Both.
    Both,
}

impl From<Mode> for WidgetMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Chat => Self::Chat,
            Mode::Kb => Self::Kb,
            Mode::Both => Self::Both,
        }
    }
}

/// What the widget shows while the schedule is closed.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum OffHours {
    /// Chat, and that nobody is there.
    #[default]
    Offline,
    /// Chat, as if somebody were there.
    Online,
    /// Nothing.
    Hidden,
}

/// What is counted of searches, offers and invitations.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RecordsMode {
    /// Nothing.
    None,
    /// Words of searches only with the visitor's consent.
    #[default]
    Consent,
    /// Everything.
    All,
}

/// Whose writing the other side sees.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// Everybody's.
    #[default]
    Both,
    /// Only the agents'.
    Agent,
    /// Only the visitors'.
    Visitor,
    /// Nobody's.
    None,
}

impl Typing {
    /// Whether visitors see that an agent writes.
    pub fn shows_agent(self) -> bool {
        matches!(self, Self::Both | Self::Agent)
    }

    /// Whether agents see that a visitor writes.
    pub fn shows_visitor(self) -> bool {
        matches!(self, Self::Both | Self::Visitor)
    }
}

/// What a visitor's message to an ended conversation does.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Reopen {
    /// Opens it again.
    #[default]
    Reopen,
    /// Begins a new one that names it.
    New,
}

fn default_color() -> String {
    "#0b5fff".to_owned()
}

fn default_locales() -> Vec<String> {
    vec!["en".to_owned()]
}

fn yes() -> bool {
    true
}

impl BrandConfig {
    /// The text for a reader's locale: its own, that of its language, or the
    /// brand's default.
    pub fn text<'a>(&self, texts: &'a BTreeMap<String, String>, locale: &str) -> Option<&'a str> {
        let language = locale.split('-').next().unwrap_or(locale);
        [locale, language]
            .into_iter()
            .chain(self.locales.iter().map(String::as_str))
            .find_map(|code| texts.get(code))
            .map(String::as_str)
    }

    /// The texts with their values.
    pub(crate) fn filled(&self, texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let filled = |text: &String| dynamic::filled(text, &self.name);
        texts.iter().map(|(locale, text)| (locale.clone(), filled(text))).collect()
    }

    /// What may call visitors when an answer comes.
    pub(crate) fn alerts(&self) -> Option<Alerts> {
        let alerts = Alerts { sound: self.sound, notifications: self.browser_notifications };
        (alerts.sound || alerts.notifications).then_some(alerts)
    }

    /// What visitors may do with conversations.
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            closable: self.closable,
            reopens: self.reopen == Reopen::Reopen,
            window_ms: self.reopen_within_days.map(|days| i64::from(days) * DAY_MS),
            single: self.single_conversation,
        }
    }

    /// Where below the section something is wrong, and what.
    fn check(&self, id: &str) -> Result<(), (&'static str, String)> {
        if self.key.len() < 16 {
            return Err((
                "key",
                format!(
                    "the key of brand `{id}` has fewer than 16 characters; make one with \
                     `kb-server new-key`"
                ),
            ));
        }
        color::check(&self.color).map_err(|why| ("color", why))?;
        self.check_help_site()?;
        self.login.check().map_err(|why| ("login.secrets", why))?;
        self.mail.check()?;
        for origin in &self.origins {
            is_origin(origin).map_err(|why| ("origins", why))?;
        }
        if self.locales.is_empty() {
            return Err(("locales", "a brand has at least one locale, such as `en`".into()));
        }
        for (key, texts) in [
            ("greeting", &self.greeting),
            ("off_hours_message", &self.off_hours_message),
            ("wait_message", &self.wait_message),
        ] {
            self.check_texts(texts).map_err(|why| (key, why))?;
        }
        self.check_times()
    }

    /// A widget with articles needs a site that has them.
    fn check_help_site(&self) -> Result<(), (&'static str, String)> {
        let Some(address) = &self.help_site else {
            return if self.mode == Mode::Chat {
                Ok(())
            } else {
                let what = "write the address of their site as `help_site`";
                let why = format!("the widget has no articles to show; {what}, such as");
                Err(("mode", format!("{why} `https://help.example.com/`")))
            };
        };
        let host = address.find("://").map_or(0, |at| at + 3);
        let path = address[host..].find('/').map_or(address.len(), |at| host + at);
        // The address stands in a policy, where other signs would mean something.
        let is_path = |c: char| c.is_ascii_alphanumeric() || "/-._~%".contains(c);
        if is_origin(&address[..path]).is_ok()
            && address.ends_with('/')
            && address[path..].chars().all(is_path)
        {
            return Ok(());
        }
        let what = "write scheme, host and path with a slash at the end, such as";
        let why =
            format!("`{address}` is no address of a site; {what} `https://help.example.com/`");
        Err(("help_site", why))
    }

    fn check_texts(&self, texts: &BTreeMap<String, String>) -> Result<(), String> {
        for (locale, text) in texts {
            if !self.locales.contains(locale) {
                let right = nearest(locale, self.locales.iter().map(String::as_str));
                let right = right.unwrap_or(&self.locales[0]);
                return Err(format!(
                    "`{locale}` is none of the brand's `locales`; add it there, or write `{right}`"
                ));
            }
            if text.trim().is_empty() {
                return Err(format!("the text for `{locale}` is empty; write one or leave it out"));
            }
            if text.chars().nth(TEXT_CHARS).is_some() {
                return Err(format!(
                    "the text for `{locale}` has more than {TEXT_CHARS} characters"
                ));
            }
            dynamic::check(text, &dynamic::OF_BRANDS)
                .map_err(|why| format!("the text for `{locale}`: {why}"))?;
        }
        Ok(())
    }

    fn check_times(&self) -> Result<(), (&'static str, String)> {
        for (key, minutes) in [
            ("missed_after_minutes", self.missed_after_minutes),
            ("idle_warn_minutes", self.idle_warn_minutes),
            ("idle_end_minutes", self.idle_end_minutes),
        ] {
            if minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
                let why = format!(
                    "write 1 to {MOST_MINUTES} minutes, or leave it out if it should never happen"
                );
                return Err((key, why));
            }
        }
        if self.reopen_within_days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
            let why = format!(
                "write 1 to {MOST_DAYS} days, or leave it out if conversations open again for ever"
            );
            return Err(("reopen_within_days", why));
        }
        match (self.idle_warn_minutes, self.idle_end_minutes) {
            (None, Some(_)) => Err((
                "idle_end_minutes",
                "nobody is sent away without a warning; set `idle_warn_minutes` too".into(),
            )),
            (Some(warn), Some(end)) if end <= warn => Err((
                "idle_end_minutes",
                format!("it has to be more than `idle_warn_minutes`, which is {warn}"),
            )),
            _ => Ok(()),
        }
    }
}

/// All brands with their schedules: what may change while the server runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brands {
    brands: BTreeMap<String, BrandConfig>,
    schedules: BTreeMap<String, Schedule>,
}

impl Brands {
    pub(super) fn new(
        brands: BTreeMap<String, BrandConfig>,
        schedules: BTreeMap<String, Schedule>,
    ) -> Self {
        Self { brands, schedules }
    }

    /// One brand.
    pub fn get(&self, id: &BrandId) -> Option<&BrandConfig> {
        self.brands.get(id.as_str())
    }

    /// Every brand with its id.
    pub fn iter(&self) -> impl Iterator<Item = (BrandId, &BrandConfig)> {
        self.brands.iter().filter_map(|(id, brand)| Some((id.parse().ok()?, brand)))
    }

    /// The brand of a widget key.
    pub fn of_key(&self, key: &str) -> Option<(BrandId, &BrandConfig)> {
        self.iter().find(|(_, brand)| brand.key == key)
    }

    /// Whether a brand's widget may run on pages of this origin.
    pub fn is_origin_of(&self, brand: &BrandId, origin: &str) -> bool {
        self.get(brand).is_some_and(|brand| brand.origins.iter().any(|allowed| allowed == origin))
    }

    /// Whether any brand's widget may run on pages of this origin.
    pub fn is_origin(&self, origin: &str) -> bool {
        self.brands.values().any(|brand| brand.origins.iter().any(|allowed| allowed == origin))
    }

    /// Whether there is a schedule of this name.
    pub fn has_schedule(&self, name: &str) -> bool {
        self.schedules.contains_key(name)
    }

    /// The schedule of this name.
    pub fn schedule(&self, name: &str) -> Option<&Schedule> {
        self.schedules.get(name)
    }

    /// Names of all schedules.
    pub fn schedule_names(&self) -> impl Iterator<Item = &str> {
        self.schedules.keys().map(String::as_str)
    }

    /// The schedule of a brand; `None` if somebody is always there.
    pub fn schedule_of(&self, brand: &BrandConfig) -> Option<&Schedule> {
        match &brand.schedule {
            Some(name) => self.schedules.get(name),
            None => self.schedules.values().find(|schedule| schedule.default),
        }
    }

    /// What is wrong, with the place in the file.
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let mut keys = BTreeMap::new();
        for (id, brand) in &self.brands {
            let at = |key: &str| format!("brands.{id}.{key}");
            if id.parse::<BrandId>().is_err() {
                return Err((
                    format!("brands.{id}"),
                    format!("`{id}` is no id of a brand; use letters, digits, `-` and `_`"),
                ));
            }
            brand.check(id).map_err(|(key, why)| (at(key), why))?;
            if let Some(other) = keys.insert(&brand.key, id) {
                return Err((
                    at("key"),
                    format!("brands `{other}` and `{id}` have the same key; each needs its own"),
                ));
            }
            if let Some(name) =
                brand.schedule.as_ref().filter(|it| !self.schedules.contains_key(*it))
            {
                let right = nearest(name, self.schedules.keys().map(String::as_str));
                let advice = match right {
                    Some(right) => format!("did you mean `{right}`?"),
                    None => format!("write a section `[schedules.{name}]`"),
                };
                return Err((at("schedule"), format!("there is no schedule `{name}`; {advice}")));
            }
        }
        let mut default = None;
        for (name, schedule) in &self.schedules {
            if let Some(day) = schedule.repeated_holiday() {
                return Err((
                    format!("schedules.{name}.holidays"),
                    format!("the holiday `{day}` stands there twice; put its hours together"),
                ));
            }
            if schedule.default
                && let Some(other) = default.replace(name)
            {
                return Err((
                    format!("schedules.{name}.default"),
                    format!("schedule `{other}` is the default already; there is only one"),
                ));
            }
        }
        Ok(())
    }
}
