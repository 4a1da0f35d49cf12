//! Business schedules: when somebody is there.
//!
//! The clock on the wall decides: a moment is open if weekday and time of day
//! in the schedule's zone lie in the hours of that day. When clocks are put
//! back an hour that comes twice is open twice; an hour that is left out was
//! never there. Hours until 24:00 join those from 0:00 of the next day.
//!
//! Zones come from the IANA database that is compiled in. Browsers never see
//! it: they are told the moments at which something changes.

mod holiday;
mod hours;
mod spans;
#[cfg(test)]
mod wall_clock;
mod zone;

pub use holiday::{Holiday, HolidayDate};
pub use hours::{Hours, Interval};
pub use zone::Zone;

use kb_protocol::time::Timestamp;
use serde::Deserialize;

use self::spans::{Spans, day_of, local_second};

/// How far is looked for a change: beyond the longest time between two
/// 29ths of February, which is eight years.
const HORIZON_MS: i64 = 9 * 366 * DAY_MS;
/// How far back is looked for the last change.
const BACK_MS: i64 = 14 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;

/// Weekly hours in one time zone, and the days on which others hold.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Whose clock counts.
    pub timezone: Zone,
    /// The hours of an ordinary week.
    pub hours: Hours,
    /// Days on which other hours hold, or none.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Whether it holds for every brand that names no other.
    #[serde(default)]
    pub default: bool,
}

impl Schedule {
    /// Whether it is open at this moment.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = local_second(&self.timezone, at);
        let minute = local.rem_euclid(spans::DAY_SECONDS) / 60;
        self.hours_of(day_of(local)).iter().any(|interval| interval.contains(minute))
    }

    /// When it opens or closes next; `None` if it does not within nine years.
    pub fn next_change(&self, after: Timestamp) -> Option<Timestamp> {
        self.changes(after, after.plus_ms(HORIZON_MS)).next()
    }

    /// Every moment later than `after` and before `until` at which it opens
    /// or closes, in order.
    pub fn changes(
        &self,
        after: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = Timestamp> + '_ {
        Spans::new(self, after, until)
            .flat_map(|(start, end)| [start, end])
            .filter(move |at| *at > after && *at < until)
    }

    /// When it opened or closed for the last time, or a fortnight before `at`
    /// if it has not since.
    pub fn last_change(&self, at: Timestamp) -> Timestamp {
        let from = at.plus_ms(-BACK_MS);
        self.changes(from, at.plus_ms(1)).last().unwrap_or(from)
    }

    /// The moment at which it will have been open for so many minutes since
    /// `from`; `None` if that never comes.
    pub fn add_business_minutes(&self, from: Timestamp, minutes: u32) -> Option<Timestamp> {
        let mut left = i64::from(minutes) * MINUTE_MS;
        let mut at = from;
        while left > 0 {
            let until = at.plus_ms(HORIZON_MS);
            let before = left;
            for (start, end) in Spans::new(self, at, until) {
                let start = start.max(at);
                if end.0 - start.0 >= left {
                    return Some(start.plus_ms(left));
                }
                left -= end.0 - start.0;
            }
            if left == before {
                return None;
            }
            at = until;
        }
        Some(at)
    }

    /// The first day that stands twice among the holidays.
    pub(crate) fn repeated_holiday(&self) -> Option<HolidayDate> {
        let mut days: Vec<HolidayDate> = self.holidays.iter().map(|it| it.date).collect();
        days.sort_unstable();
        days.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
    }

    /// The hours of one day, counted from 1970-01-01.
    fn hours_of(&self, day: i64) -> &[Interval] {
        // A date of this year comes before the same one of every year.
        let holiday =
            |is_yearly| self.holidays.iter().find(|holiday| holiday.date.is(day, is_yearly));
        match holiday(false).or_else(|| holiday(true)) {
            Some(holiday) => &holiday.hours,
            None => self.hours.of(day),
        }
    }
}
