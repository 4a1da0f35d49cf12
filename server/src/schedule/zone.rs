//! Time zones by their names in the IANA database.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, de};

use crate::config::nearest;

/// A time zone such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Finds a zone by its name.
    ///
    /// # Errors
    ///
    /// What to write instead.
    pub fn named(name: &str) -> Result<Self, String> {
        let database = TimeZoneDatabase::bundled();
        let found = database.get(name).ok();
        // Found however it is written; only one spelling is right.
        let right = found.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
        if let (Some(zone), true) = (found, right.as_deref() == Some(name)) {
            return Ok(Self(zone));
        }
        let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
        let right = right.as_deref().or_else(|| nearest(name, names.iter().map(String::as_str)));
        let advice = match right {
            Some(right) => format!("did you mean `{right}`?"),
            None => "write a name of the IANA database, such as `Europe/Berlin`".to_owned(),
        };
        Err(format!("there is no time zone `{name}`; {advice}"))
    }

    /// Distance of the clock on the wall from UTC; `second` is since
    /// 1970-01-01T00:00:00Z.
    pub(super) fn offset(&self, second: i64) -> Offset {
        self.0.to_offset(moment(second))
    }

    /// When the offset or its name changes next.
    pub(super) fn next_transition(&self, after: i64) -> Option<i64> {
        self.0.following(moment(after)).next().map(|found| found.timestamp().as_second())
    }
}

/// The nearest moment that the database knows.
fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(if second < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::named(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_zone_is_answered_with_the_nearest_one() {
        for (wrong, right) in [
            ("Europe/Belin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("America/New York", "America/New_York"),
        ] {
            let expected = format!("there is no time zone `{wrong}`; did you mean `{right}`?");
            assert_eq!(Zone::named(wrong).expect_err("wrong"), expected);
        }
        assert_eq!(
            Zone::named("+2").expect_err("wrong"),
            "there is no time zone `+2`; write a name of the IANA database, such as \
             `Europe/Berlin`"
        );
        assert!(Zone::named("UTC").is_ok());
    }
}
