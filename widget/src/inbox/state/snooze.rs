//! Moments at which a snoozed conversation may come back.

use kb_protocol::time::Timestamp;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// When a working day begins.
const MORNING_MS: i64 = 9 * HOUR_MS;

/// A choice of the snooze menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// In an hour.
    Hour,
    /// In three hours.
    Later,
    /// Tomorrow at nine.
    Tomorrow,
    /// Next Monday at nine.
    Monday,
}

/// The choices with their moments.
///
/// `offset_ms` gives the milliseconds that local time is ahead of UTC at a
/// moment, so that nine o'clock is nine o'clock after the clocks change.
pub fn presets(now: Timestamp, offset_ms: impl Fn(Timestamp) -> i64) -> [(Preset, Timestamp); 4] {
    let today = now.plus_ms(offset_ms(now)).0.div_euclid(DAY_MS);
    let morning = |day: i64| {
        let local = day * DAY_MS + MORNING_MS;
        let guess = Timestamp(local - offset_ms(now));
        Timestamp(local - offset_ms(guess))
    };
    // Day 0, 1970-01-01, was a Thursday: three days after a Monday.
    let since_monday = (today + 3).rem_euclid(7);
    [
        (Preset::Hour, now.plus_ms(HOUR_MS)),
        (Preset::Later, now.plus_ms(3 * HOUR_MS)),
        (Preset::Tomorrow, morning(today + 1)),
        (Preset::Monday, morning(today + 7 - since_monday)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday 2026-11-22 23:00 UTC, which is Monday 00:00 in Berlin.
    const NOW: Timestamp = Timestamp(1_795_388_400_000);

    fn hours(offset: impl Fn(Timestamp) -> i64) -> [i64; 4] {
        presets(NOW, offset).map(|(_, at)| (at.0 - NOW.0) / HOUR_MS)
    }

    #[test]
    fn tomorrow_and_monday_are_those_of_the_agent() {
        assert_eq!(hours(|_| 0), [1, 3, 10, 10]);
        assert_eq!(hours(|_| HOUR_MS), [1, 3, 24 + 9, 7 * 24 + 9]);
    }

    #[test]
    fn nine_is_nine_after_the_clocks_change() {
        let changes = NOW.plus_ms(2 * HOUR_MS);
        assert_eq!(hours(|at| if at < changes { 0 } else { HOUR_MS }), [1, 3, 9, 9]);
    }
}
