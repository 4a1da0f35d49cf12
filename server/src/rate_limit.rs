//! How much of what anybody may do in a while.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use kb_protocol::id::{AgentId, CustomerId};

use crate::config::LimitsConfig;

/// How often a form may be sent until it is right.
const FORM_ATTEMPTS: u32 = 10;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// The limits of `[limits]`, with what was used of them.
pub(crate) struct Limits {
    messages: Keyed<CustomerId>,
    uploads: Keyed<String>,
    /// In KiB.
    uploaded: Keyed<String>,
    sessions: Keyed<IpAddr>,
    sign_ins: Keyed<String>,
    searches: Keyed<AgentId>,
    logins: Keyed<IpAddr>,
    descriptions: Keyed<CustomerId>,
    forms: Keyed<IpAddr>,
    form_attempts: Keyed<IpAddr>,
}

impl Limits {
    pub(crate) fn new(config: &LimitsConfig) -> Self {
        Self {
            messages: RateLimiter::keyed(Quota::per_minute(at_least_one(
                config.messages_per_minute,
            ))),
            uploads: RateLimiter::keyed(Quota::per_minute(at_least_one(config.uploads_per_minute))),
            uploaded: RateLimiter::keyed(Quota::per_hour(at_least_one(
                config.upload_mb_per_hour.saturating_mul(1024),
            ))),
            sessions: RateLimiter::keyed(Quota::per_hour(at_least_one(config.sessions_per_hour))),
            sign_ins: RateLimiter::keyed(Quota::per_minute(at_least_one(
                config.sign_ins_per_minute,
            ))),
            searches: RateLimiter::keyed(Quota::per_minute(at_least_one(
                config.searches_per_minute,
            ))),
            logins: RateLimiter::keyed(Quota::per_minute(at_least_one(config.logins_per_minute))),
            descriptions: RateLimiter::keyed(Quota::per_minute(at_least_one(
                config.descriptions_per_minute,
            ))),
            forms: RateLimiter::keyed(Quota::per_hour(at_least_one(config.forms_per_hour))),
            form_attempts: RateLimiter::keyed(Quota::per_hour(at_least_one(
                config.forms_per_hour.saturating_mul(FORM_ATTEMPTS),
            ))),
        }
    }

    /// One message of a visitor.
    pub(crate) fn message(&self, customer: &CustomerId) -> Result<(), u32> {
        check(&self.messages, customer)
    }

    /// One file of somebody.
    pub(crate) fn upload(&self, uploader: &str) -> Result<(), u32> {
        check(&self.uploads, &uploader.to_owned())
    }

    /// The bytes of a visitor's file: per visitor and per address, so that a
    /// new visitor for every file does not fill the disk either.
    pub(crate) fn uploaded(
        &self,
        customer: &CustomerId,
        address: IpAddr,
        bytes: u64,
    ) -> Result<(), u32> {
        let kib = at_least_one(u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX));
        check_many(&self.uploaded, &format!("c:{customer}"), kib)?;
        check_many(&self.uploaded, &format!("a:{}", network(address)), kib)
    }

    /// One new visitor from an address.
    pub(crate) fn session(&self, address: IpAddr) -> Result<(), u32> {
        check(&self.sessions, &network(address))
    }

    /// One attempt to sign in: per account and per address, so that neither
    /// many accounts from one place nor one account from many are tried.
    pub(crate) fn sign_in(&self, email: &str, address: IpAddr) -> Result<(), u32> {
        check(&self.sign_ins, &email.to_lowercase())?;
        check(&self.sign_ins, &network(address).to_string())
    }

    /// One search of an agent.
    pub(crate) fn search(&self, agent: &AgentId) -> Result<(), u32> {
        check(&self.searches, agent)
    }

    /// One login of a visitor from an address.
    pub(crate) fn login(&self, address: IpAddr) -> Result<(), u32> {
        check(&self.logins, &network(address))
    }

    /// One description of a visitor or a conversation.
    pub(crate) fn description(&self, customer: &CustomerId) -> Result<(), u32> {
        check(&self.descriptions, customer)
    }

    /// One form from an address.
    pub(crate) fn form(&self, address: IpAddr) -> Result<(), u32> {
        check(&self.forms, &network(address))
    }

    /// One attempt to send a form: people correct what they have written.
    pub(crate) fn form_attempt(&self, address: IpAddr) -> Result<(), u32> {
        check(&self.form_attempts, &network(address))
    }

    /// Forgets who has been quiet.
    pub(crate) fn tidy(&self) {
        self.messages.retain_recent();
        self.uploads.retain_recent();
        self.uploaded.retain_recent();
        self.sessions.retain_recent();
        self.sign_ins.retain_recent();
        self.searches.retain_recent();
        self.logins.retain_recent();
        self.descriptions.retain_recent();
        self.forms.retain_recent();
        self.form_attempts.retain_recent();
    }
}

/// `Err` with the milliseconds to wait.
fn check<K: Hash + Eq + Clone>(limiter: &Keyed<K>, key: &K) -> Result<(), u32> {
    check_many(limiter, key, NonZeroU32::MIN)
}

/// The same for several at once. More than there ever are at once wait for
/// ever, as far as a number of this type can say.
fn check_many<K: Hash + Eq + Clone>(
    limiter: &Keyed<K>,
    key: &K,
    count: NonZeroU32,
) -> Result<(), u32> {
    let checked = limiter.check_key_n(key, count).map_err(|_| u32::MAX)?;
    checked.map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1)
    })
}

/// One subscriber has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        },
    }
}

fn at_least_one(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_subscriber_are_one() {
        let parse = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(parse("2001:db8:1:2:3::4"), parse("2001:db8:1:2:ffff::1"));
        assert_ne!(parse("2001:db8:1:2::1"), parse("2001:db8:1:3::1"));
        assert_eq!(parse("::ffff:192.0.2.1"), parse("192.0.2.1"));
    }

    #[test]
    fn above_the_limit_one_is_told_how_long_to_wait() {
        let limits = Limits::new(&LimitsConfig { messages_per_minute: 2, ..Default::default() });
        let ann = "ann".parse().expect("an id");
        assert_eq!(limits.message(&ann), Ok(()));
        assert_eq!(limits.message(&ann), Ok(()));
        let wait = limits.message(&ann).expect_err("the third in a minute");
        assert!((1..=30_000).contains(&wait), "{wait}");
        assert_eq!(limits.message(&"bob".parse().expect("an id")), Ok(()));
    }
}
