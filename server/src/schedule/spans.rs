//! From hours on the wall to spans of time.

use jiff::tz::Offset;
use kb_protocol::time::Timestamp;

use super::{Interval, Schedule, Zone};

pub(super) const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What the clock on the wall shows, in seconds since 1970-01-01 0:00 on the
/// same wall.
pub(super) fn local_second(zone: &Zone, at: Timestamp) -> i64 {
    let second = at.0.div_euclid(1000);
    second + i64::from(zone.offset(second).seconds())
}

/// The day of such a second, counted from 1970-01-01.
pub(super) fn day_of(local_second: i64) -> i64 {
    local_second.div_euclid(DAY_SECONDS)
}

/// The spans in which a schedule is open, in order, those that touch joined,
/// cut at both ends.
///
/// Between two changes of the zone's offset the clock on the wall runs evenly,
/// so that the hours of each day become spans by one subtraction.
pub(super) struct Spans<'a> {
    schedule: &'a Schedule,
    /// All in seconds since 1970-01-01T00:00:00Z.
    segment: (i64, i64),
    until: i64,
    offset: Offset,
    day: i64,
    intervals: &'a [Interval],
    /// Found, and not known to be over.
    open: Option<(i64, i64)>,
}

impl<'a> Spans<'a> {
    pub(super) fn new(schedule: &'a Schedule, from: Timestamp, until: Timestamp) -> Self {
        let start = from.0.div_euclid(1000);
        // Up, so that what changes in the last second is found.
        let until = -(-until.0).div_euclid(1000);
        let mut spans = Self {
            schedule,
            segment: (start, start),
            until,
            offset: Offset::UTC,
            day: 0,
            intervals: &[],
            open: None,
        };
        spans.enter(start);
        spans
    }

    /// Goes on with the time until the offset changes again.
    fn enter(&mut self, start: i64) {
        let zone = &self.schedule.timezone;
        let end = zone.next_transition(start).unwrap_or(i64::MAX);
        self.segment = (start, end.min(self.until));
        self.offset = zone.offset(start);
        self.day = day_of(start + i64::from(self.offset.seconds()));
        self.intervals = self.schedule.hours_of(self.day);
    }

    /// The next span of one day and one offset.
    fn next_piece(&mut self) -> Option<(i64, i64)> {
        loop {
            let midnight = self.day * DAY_SECONDS - i64::from(self.offset.seconds());
            if let Some((interval, rest)) = self.intervals.split_first() {
                self.intervals = rest;
                let (start, end) = interval.seconds();
                let start = (midnight + start).max(self.segment.0);
                let end = (midnight + end).min(self.segment.1);
                if start < end {
                    return Some((start, end));
                }
            } else if midnight + DAY_SECONDS < self.segment.1 {
                self.day += 1;
                self.intervals = self.schedule.hours_of(self.day);
            } else if self.segment.1 < self.until {
                self.enter(self.segment.1);
            } else {
                return None;
            }
        }
    }
}

impl Iterator for Spans<'_> {
    type Item = (Timestamp, Timestamp);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let piece = self.next_piece();
            match (&mut self.open, piece) {
                (Some(open), Some(piece)) if open.1 == piece.0 => open.1 = piece.1,
                (open, piece) => {
                    let done = std::mem::replace(open, piece);
                    if done.is_some() || piece.is_none() {
                        return done
                            .map(|(start, end)| (Timestamp(start * 1000), Timestamp(end * 1000)));
                    }
                }
            }
        }
    }
}
