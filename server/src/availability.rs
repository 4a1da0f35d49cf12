//! Whether a brand's widget offers chat, now and in the days to come.
//!
//! Browsers have no zone data and compute nothing: they are told the moments
//! at which the availability changes, and change it then. So widget and relay
//! agree by construction.

use kb_protocol::time::Timestamp;
use kb_protocol::widget::{Availability, AvailabilityChange};

use crate::config::{BrandConfig, Brands, OffHours};

/// How far ahead browsers are told: a page that stays open for longer asks
/// again.
const AHEAD_MS: i64 = 8 * 24 * 60 * 60 * 1000;

impl Brands {
    /// Whether somebody is there, by the schedule.
    pub(crate) fn is_open(&self, brand: &BrandConfig, at: Timestamp) -> bool {
        self.schedule_of(brand).is_none_or(|schedule| schedule.is_open(at))
    }

    /// What the widget offers at a moment, if an agent takes conversations
    /// then or not.
    pub(crate) fn availability(
        &self,
        brand: &BrandConfig,
        at: Timestamp,
        has_agents: bool,
    ) -> Availability {
        if !brand.chat {
            return Availability::Disabled;
        }
        let is_staffed = has_agents || !brand.needs_agent;
        match brand.off_hours {
            _ if is_staffed && self.is_open(brand, at) => Availability::Online,
            OffHours::Online => Availability::Online,
            OffHours::Offline => Availability::Offline,
            OffHours::Hidden => Availability::Hidden,
        }
    }

    /// What it will offer, in order: everything of the next days, and at least
    /// the next change; as if agents stayed as they are, for nobody knows when
    /// they come.
    pub(crate) fn changes(
        &self,
        brand: &BrandConfig,
        now: Timestamp,
        has_agents: bool,
    ) -> Vec<AvailabilityChange> {
        if brand.needs_agent && !has_agents {
            return Vec::new();
        }
        let is_steady = !brand.chat || brand.off_hours == OffHours::Online;
        let Some(schedule) = self.schedule_of(brand).filter(|_| !is_steady) else {
            return Vec::new();
        };
        let mut moments: Vec<Timestamp> = schedule.changes(now, now.plus_ms(AHEAD_MS)).collect();
        if moments.is_empty() {
            moments.extend(schedule.next_change(now));
        }
        let change =
            |at| AvailabilityChange { at, availability: self.availability(brand, at, has_agents) };
        moments.into_iter().map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    const FILE: &str = "[schedules.office]\ntimezone = \"UTC\"\n\
         hours = { 1 = [[540, 1020]], 2 = [[540, 1020]] }\n\
         [brands.pedalo]\nname = \"Pedalo\"\nkey = \"wk_0123456789abcdef\"\norigins = []\n\
         schedule = \"office\"\n";
    /// Monday, 2026-11-23.
    const MONDAY: i64 = 1_795_392_000_000;
    const HOUR_MS: i64 = 60 * 60 * 1000;

    fn offered(more: &str, hour: i64) -> (Availability, Vec<(i64, Availability)>) {
        offered_with(more, hour, false)
    }

    fn offered_with(
        more: &str,
        hour: i64,
        has_agents: bool,
    ) -> (Availability, Vec<(i64, Availability)>) {
        let mut config = Config::parse(&format!("{FILE}{more}"), "server.toml").expect("right");
        let brands = config.take_brands();
        let (_, brand) = brands.of_key("wk_0123456789abcdef").expect("a brand");
        let now = Timestamp(MONDAY + hour * HOUR_MS);
        let changes = brands.changes(brand, now, has_agents);
        let hours = |at: Timestamp| (at.0 - MONDAY) / HOUR_MS;
        let changes = changes.iter().map(|it| (hours(it.at), it.availability)).collect();
        (brands.availability(brand, now, has_agents), changes)
    }

    #[test]
    fn the_changes_of_the_next_days_are_told() {
        use Availability::{Offline, Online};
        let (now, changes) = offered("", 10);
        assert_eq!(now, Online);
        let day = |days: i64, hour: i64| 24 * days + hour;
        assert_eq!(
            changes,
            [
                (day(0, 17), Offline),
                (day(1, 9), Online),
                (day(1, 17), Offline),
                (day(7, 9), Online),
                (day(7, 17), Offline),
                (day(8, 9), Online),
            ]
        );
        assert_eq!(offered("", 17).0, Offline);
    }

    #[test]
    fn off_hours_are_as_set() {
        assert_eq!(offered("off_hours = \"hidden\"", 20).0, Availability::Hidden);
        assert_eq!(offered("off_hours = \"hidden\"", 20).1[0], (33, Availability::Online));
        assert_eq!(offered("off_hours = \"online\"", 20), (Availability::Online, vec![]));
        assert_eq!(offered("chat = false", 10), (Availability::Disabled, vec![]));
    }

    #[test]
    fn a_brand_that_needs_an_agent_is_offline_without_one() {
        let needs = "needs_agent = true";
        assert_eq!(offered_with(needs, 10, true), offered("", 10));
        assert_eq!(offered_with(needs, 10, false), (Availability::Offline, vec![]));
        assert_eq!(offered_with(needs, 20, true).0, Availability::Offline, "closed all the same");
        let hidden = "needs_agent = true\noff_hours = \"hidden\"";
        assert_eq!(offered_with(hidden, 10, false).0, Availability::Hidden);
        let online = "needs_agent = true\noff_hours = \"online\"";
        assert_eq!(offered_with(online, 10, false).0, Availability::Online);
    }
}
