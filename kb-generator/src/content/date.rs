//! Calendar days and moments as authors write them.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// A day, with a time of day where the author gave one; always in UTC.
///
/// Ordered by time; a day without a time begins at midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Date {
    /// Days since 1970-01-01.
    days: i64,
    /// Seconds since midnight.
    seconds: u32,
    has_time: bool,
}

/// Not a date.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a date; write it as `2026-05-01` or `2026-05-01T09:00:00Z`")]
pub struct DateError(String);

impl Date {
    /// Makes a day from the calendar.
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { days: days_from_civil(year, month, day), seconds: 0, has_time: false })
    }

    /// Makes a moment from seconds since 1970-01-01T00:00:00Z.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self {
            days: seconds.div_euclid(86_400),
            seconds: u32::try_from(seconds.rem_euclid(86_400)).unwrap_or(0),
            has_time: true,
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.days * 86_400 + i64::from(self.seconds)
    }

    /// Year, month and day.
    pub fn ymd(self) -> (i32, u8, u8) {
        civil_from_days(self.days)
    }

    /// The day alone, as `2026-05-01`.
    pub fn day(self) -> String {
        let (year, month, day) = self.ymd();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Midnight that ends the day.
    #[must_use]
    pub fn end_of_day(self) -> Self {
        Self { days: self.days + 1, seconds: 0, has_time: false }
    }

    /// The moment in the form of RFC 3339, as feeds want it.
    pub fn rfc3339(self) -> String {
        let (h, m, s) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        format!("{}T{h:02}:{m:02}:{s:02}Z", self.day())
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `2026-05-01`, `2026-05-01 09:00`, `2026-05-01T09:00:00+02:00` and the like.
    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text.trim()).ok_or_else(|| DateError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Date> {
    let (day, rest) = text.split_at_checked(10).or((text.len() < 10).then_some((text, "")))?;
    let mut parts = day.split(['-', '/']);
    let year: i64 = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let date = Date::from_ymd(year, month, parts.next()?.parse().ok()?)?;
    if rest.is_empty() {
        return Some(date);
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let zone_at = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    let mut clock = time.split(':');
    let hour: i64 = clock.next()?.parse().ok()?;
    let minute: i64 = clock.next()?.parse().ok()?;
    let second: i64 =
        clock.next().map_or(Some(0), |second| second.split('.').next()?.parse().ok())?;
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    let zone = zone.trim();
    let offset_minutes = match zone {
        "" | "Z" | "z" => 0,
        _ => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let digits: String = zone[1..].chars().filter(char::is_ascii_digit).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().unwrap_or(0))
        }
    };
    let seconds = date.unix_seconds() + hour * 3600 + (minute - offset_minutes) * 60 + second;
    Some(Date::from_unix_seconds(seconds))
}

impl TryFrom<String> for Date {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_time {
            formatter.write_str(&self.rfc3339())
        } else {
            formatter.write_str(&self.day())
        }
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day in the Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = i64::from((month + 9) % 12);
    let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`]; same source.
fn civil_from_days(days: i64) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, read: &str) {
        let date = written.parse::<Date>().map(|date| date.to_string());
        assert_eq!(date.unwrap_or_else(|error| error.to_string()), read, "{written}");
    }

    #[test]
    fn dates_are_read_in_the_usual_spellings() {
        check("2026-05-01", "2026-05-01");
        check("2024-02-29", "2024-02-29");
        check("2026-05-01T09:30:00Z", "2026-05-01T09:30:00Z");
        check("2026-05-01T00:30:00+02:00", "2026-04-30T22:30:00Z");
        check("2026-05-01 09:30", "2026-05-01T09:30:00Z");
        check("2022-12-12T22:54:00.123-0500", "2022-12-13T03:54:00Z");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wrong in ["2025-02-29", "2026-13-01", "soon", "2026", "2026-05-01T25:00:00Z", "é"] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_survive_the_way_through_seconds() {
        for days in [-800_000, -1, 0, 1, 59, 60, 11_016, 20_000, 400_000] {
            let date = Date::from_unix_seconds(days * 86_400);
            let (year, month, day) = date.ymd();
            assert_eq!(
                Date::from_ymd(year.into(), month, day).map(Date::unix_seconds),
                Some(days * 86_400)
            );
        }
    }
}
