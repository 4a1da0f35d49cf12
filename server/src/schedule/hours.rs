//! Hours of a day and of a week.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Minutes of a day.
const DAY: i64 = 1440;

const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Minutes since midnight, the end excluded: `0 <= start < end <= 1440`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    start: i64,
    end: i64,
}

impl Interval {
    pub(super) fn contains(self, minute: i64) -> bool {
        (self.start..self.end).contains(&minute)
    }

    /// Seconds since midnight.
    pub(super) fn seconds(self) -> (i64, i64) {
        (self.start * 60, self.end * 60)
    }
}

/// The hours of a week: `{"0": null, "1": [[540, 720], [780, 1080]], ...}`,
/// from 0 for Sunday to 6. A day that is left out is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours([Vec<Interval>; 7]);

impl Hours {
    /// The hours of a day, counted from 1970-01-01, which was a Thursday.
    pub(super) fn of(&self, day: i64) -> &[Interval] {
        &self.0[usize::try_from((day + 4).rem_euclid(7)).unwrap_or_default()]
    }
}

/// Checks the hours of one day, which messages call `day`.
///
/// # Errors
///
/// Which interval is wrong and how.
pub(super) fn check(day: &str, pairs: &[[i64; 2]]) -> Result<Vec<Interval>, String> {
    let mut last: Option<Interval> = None;
    let mut intervals = Vec::with_capacity(pairs.len());
    for (index, [start, end]) in pairs.iter().copied().enumerate() {
        let place = format!("{day}, interval {} ([{start}, {end}])", index + 1);
        if !(0..=DAY).contains(&start) || !(0..=DAY).contains(&end) {
            return Err(format!(
                "{place}: minutes of a day are 0 to {DAY}; 9:30 is {}",
                9 * 60 + 30
            ));
        }
        if start >= end {
            return Err(format!(
                "{place} ends before it begins; what goes on after midnight ends at {DAY} and \
                 begins at 0 on the next day"
            ));
        }
        if let Some(last) = last {
            let before = format!("[{}, {}]", last.start, last.end);
            if start == last.end {
                return Err(format!(
                    "{place} begins where {before} ends; write [{}, {end}]",
                    last.start
                ));
            }
            if start < last.end {
                return Err(format!(
                    "{place} begins before {before} has ended; write them in order and apart"
                ));
            }
        }
        let interval = Interval { start, end };
        intervals.push(interval);
        last = Some(interval);
    }
    Ok(intervals)
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WeekVisitor)
    }
}

struct WeekVisitor;

impl<'de> Visitor<'de> for WeekVisitor {
    type Value = Hours;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("hours by day, from 0 for Sunday to 6")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Hours, A::Error> {
        let mut week = Hours::default();
        while let Some(key) = map.next_key::<String>()? {
            let day = key.parse::<usize>().ok().filter(|day| *day < DAYS.len() && key.len() == 1);
            let Some(day) = day else {
                let named = DAYS.iter().position(|name| name.eq_ignore_ascii_case(&key));
                let advice = match named {
                    Some(day) => format!("write `{day}` for {}", DAYS[day]),
                    None => "days are 0 (Sunday) to 6 (Saturday)".to_owned(),
                };
                return Err(A::Error::custom(format!("there is no day `{key}`; {advice}")));
            };
            week.0[day] = map.next_value_seed(DaySeed(DAYS[day]))?;
        }
        Ok(week)
    }
}

/// Reads the hours of one day, so that an error stands where they stand.
pub(super) struct DaySeed<'a>(pub(super) &'a str);

impl<'de> DeserializeSeed<'de> for DaySeed<'_> {
    type Value = Vec<Interval>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let pairs = Option::<Vec<[i64; 2]>>::deserialize(deserializer)?;
        check(self.0, &pairs.unwrap_or_default()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(json: &str) -> String {
        let error = serde_json::from_str::<Hours>(json).expect_err("wrong").to_string();
        error.split(" at line").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_json_of_the_original_is_read() {
        let hours: Hours = serde_json::from_str(
            r#"{"0":null,"1":[[540,720],[780,1080]],"2":[[0,1440]],"3":[],"4":null,"5":null,"6":null}"#,
        )
        .expect("right");
        assert_eq!(hours.0.map(|day| day.len()), [0, 2, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn a_wrong_interval_is_named_with_its_day() {
        assert_eq!(
            problem(r#"{"1":[[540,720],[700,1080]]}"#),
            "Monday, interval 2 ([700, 1080]) begins before [540, 720] has ended; write them in \
             order and apart"
        );
        assert_eq!(
            problem(r#"{"3":[[540,720],[720,1080]]}"#),
            "Wednesday, interval 2 ([720, 1080]) begins where [540, 720] ends; write [540, 1080]"
        );
        assert_eq!(
            problem(r#"{"6":[[1320,120]]}"#),
            "Saturday, interval 1 ([1320, 120]) ends before it begins; what goes on after \
             midnight ends at 1440 and begins at 0 on the next day"
        );
        assert_eq!(
            problem(r#"{"0":[[0,1441]]}"#),
            "Sunday, interval 1 ([0, 1441]): minutes of a day are 0 to 1440; 9:30 is 570"
        );
        assert_eq!(
            problem(r#"{"7":null}"#),
            "there is no day `7`; days are 0 (Sunday) to 6 (Saturday)"
        );
        assert_eq!(problem(r#"{"monday":null}"#), "there is no day `monday`; write `1` for Monday");
    }
}
