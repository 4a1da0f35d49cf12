//! Days on which other hours hold.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, date};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

use super::Interval;
use super::hours;

/// A day on which other hours hold, or none.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(try_from = "Written")]
pub struct Holiday {
    /// Which day.
    pub date: HolidayDate,
    /// When it is open nevertheless.
    pub hours: Vec<Interval>,
    /// What it is called, by locale code.
    pub name: BTreeMap<String, String>,
}

/// As it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    date: HolidayDate,
    #[serde(default)]
    hours: Option<Vec<[i64; 2]>>,
    #[serde(default)]
    name: BTreeMap<String, String>,
}

impl TryFrom<Written> for Holiday {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { date, hours, name } = written;
        let hours = hours::check(&date.to_string(), &hours.unwrap_or_default())?;
        Ok(Self { date, hours, name })
    }
}

/// A day of one year, or the same day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HolidayDate {
    /// `2026-12-24`, as the number of days since 1970-01-01.
    Once(i64),
    /// `12-25`: month and day.
    Yearly(i8, i8),
}

const EPOCH: Date = date(1970, 1, 1);

/// Counted from 1970-01-01.
fn calendar_day(day: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(day.checked_mul(24)?)).ok()
}

impl HolidayDate {
    /// Whether it is this day, counted from 1970-01-01, and of this kind.
    pub(super) fn is(self, day: i64, is_yearly: bool) -> bool {
        match self {
            Self::Once(once) => !is_yearly && once == day,
            Self::Yearly(month, of_month) => {
                is_yearly
                    && calendar_day(day)
                        .is_some_and(|date| (date.month(), date.day()) == (month, of_month))
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<&str> = text.split('-').collect();
        let two = |text: &str| (text.len() == 2).then(|| text.parse::<i8>().ok()).flatten();
        match numbers[..] {
            [year, month, day] if year.len() == 4 => {
                let date = Date::new(year.parse().ok()?, two(month)?, two(day)?).ok()?;
                Some(Self::Once(date.duration_since(EPOCH).as_hours() / 24))
            }
            [month, day] => {
                // A leap year, so that the 29th of February is a day.
                let date = Date::new(2024, two(month)?, two(day)?).ok()?;
                Some(Self::Yearly(date.month(), date.day()))
            }
            _ => None,
        }
    }
}

impl fmt::Display for HolidayDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once(day) => match calendar_day(*day) {
                Some(date) => write!(formatter, "{date}"),
                None => Ok(()),
            },
            Self::Yearly(month, day) => write!(formatter, "{month:02}-{day:02}"),
        }
    }
}

impl<'de> Deserialize<'de> for HolidayDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DateVisitor;

        impl Visitor<'_> for DateVisitor {
            type Value = HolidayDate;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(
                    "a day in quotes, such as \"2026-12-24\", or \"12-25\" for every year",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<HolidayDate, E> {
                HolidayDate::parse(text).ok_or_else(|| {
                    E::custom(format!(
                        "`{text}` is no day; write `2026-12-24`, or `12-25` for every year"
                    ))
                })
            }
        }

        deserializer.deserialize_str(DateVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_alike() {
        for text in ["2026-12-24", "12-25", "02-29", "1999-01-01"] {
            let date = HolidayDate::parse(text).expect(text);
            assert_eq!(date.to_string(), text);
        }
        for wrong in ["2026-02-29", "13-01", "2-9", "tomorrow", "2026-12", "-12-25", ""] {
            assert_eq!(HolidayDate::parse(wrong), None, "{wrong}");
        }
    }
}
