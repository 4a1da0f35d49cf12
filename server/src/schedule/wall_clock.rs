//! Schedules against the simplest truth: what the clock on the wall shows,
//! minute by minute, by another way of asking it.

use jiff::tz::TimeZoneDatabase;
use kb_protocol::time::Timestamp;
use proptest::prelude::*;

use super::{HORIZON_MS, MINUTE_MS, Schedule};

const HOUR_MS: i64 = 60 * MINUTE_MS;
/// 2016-01-01 and 2036-01-01, both 0:00 UTC.
const YEARS: (i64, i64) = (1_451_606_400_000, 2_082_758_400_000);

/// Zones that go forwards and back by an hour, by half of one and by two,
/// in both hemispheres, around Ramadan, by laws that change, and never.
const ZONES: [&str; 11] = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "America/Caracas",
];

/// What a schedule is made of.
#[derive(Clone, Debug)]
struct Drawn {
    zone: &'static str,
    days: Vec<Vec<i64>>,
    holidays: Vec<(Option<i16>, i8, i8, Vec<i64>)>,
}

impl Drawn {
    fn pairs(bounds: &[i64]) -> Vec<[i64; 2]> {
        let mut bounds = bounds.to_vec();
        bounds.sort_unstable();
        bounds.dedup();
        bounds.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
    }

    fn schedule(&self) -> Schedule {
        let hours: serde_json::Map<_, _> = self
            .days
            .iter()
            .enumerate()
            .map(|(day, bounds)| (day.to_string(), serde_json::json!(Self::pairs(bounds))))
            .collect();
        let holidays: Vec<_> = self
            .holidays
            .iter()
            .map(|(year, month, day, bounds)| {
                let year = year.map(|year| format!("{year}-")).unwrap_or_default();
                let date = format!("{year}{month:02}-{day:02}");
                serde_json::json!({ "date": date, "hours": Self::pairs(bounds) })
            })
            .collect();
        let json = serde_json::json!({
            "timezone": self.zone, "hours": hours, "holidays": holidays
        });
        serde_json::from_value(json).expect("a schedule")
    }

    /// What the clock on the wall says.
    fn is_open(&self, at: i64) -> bool {
        let zone = TimeZoneDatabase::bundled().get(self.zone).expect("a zone");
        self.is_open_in(&zone, at)
    }

    fn is_open_in(&self, zone: &jiff::tz::TimeZone, at: i64) -> bool {
        let wall = jiff::Timestamp::from_millisecond(at).expect("near").to_zoned(zone.clone());
        let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
        let is_day = |year: bool, holiday: &&(Option<i16>, i8, i8, Vec<i64>)| {
            holiday.0.is_some() == year
                && holiday.0.is_none_or(|year| year == wall.year())
                && (holiday.1, holiday.2) == (wall.month(), wall.day())
        };
        let holiday = self.holidays.iter().find(|holiday| is_day(true, holiday));
        let holiday = holiday.or_else(|| self.holidays.iter().find(|it| is_day(false, it)));
        let weekday = usize::try_from(wall.weekday().to_sunday_zero_offset()).expect("0 to 6");
        let bounds = holiday.map_or(&self.days[weekday], |holiday| &holiday.3);
        Self::pairs(bounds).iter().any(|[start, end]| (*start..*end).contains(&minute))
    }
}

/// Every change of the clock within 20 years.
fn transitions(zone: &str) -> Vec<i64> {
    let zone = TimeZoneDatabase::bundled().get(zone).expect("a zone");
    let from = jiff::Timestamp::from_millisecond(YEARS.0).expect("a moment");
    zone.following(from)
        .map(|found| found.timestamp().as_millisecond())
        .take_while(|at| *at < YEARS.1)
        .collect()
}

fn bounds() -> impl Strategy<Value = Vec<i64>> {
    // Night hours often, for that is when clocks are changed; midnight too.
    let minute = prop_oneof![
        2 => 0i64..=300,
        2 => 0i64..=1440,
        1 => Just(0i64),
        1 => Just(1440i64),
    ];
    prop::collection::vec(minute, 0..8)
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let holiday = (prop::option::of(2016i16..2036), 1i8..=12, 1i8..=28, bounds());
    (
        prop::sample::select(&ZONES[..]),
        prop::collection::vec(bounds(), 7),
        prop::collection::vec(holiday, 0..6),
    )
        .prop_map(|(zone, days, holidays)| Drawn { zone, days, holidays })
}

/// Minutes of a window with what the wall says of each.
fn minutes(drawn: &Drawn, from: i64, until: i64) -> Vec<(i64, bool)> {
    let zone = TimeZoneDatabase::bundled().get(drawn.zone).expect("a zone");
    (from..until)
        .step_by(usize::try_from(MINUTE_MS).expect("small"))
        .map(|at| (at, drawn.is_open_in(&zone, at)))
        .collect()
}

fn check_window(drawn: &Drawn, schedule: &Schedule, from: i64, until: i64) {
    let wall = minutes(drawn, from, until);
    let expected: Vec<i64> =
        wall.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| pair[1].0).collect();
    let found: Vec<i64> =
        schedule.changes(Timestamp(from), Timestamp(until)).map(|at| at.0).collect();
    assert_eq!(found, expected, "{drawn:?} from {from} until {until}");
    for (at, is_open) in &wall {
        // Not only when a minute begins.
        assert_eq!(schedule.is_open(Timestamp(at + 31_400)), *is_open, "{drawn:?} at {at}");
    }
    let mut after = Timestamp(from);
    for at in expected {
        assert_eq!(schedule.next_change(after), Some(Timestamp(at)), "{drawn:?} after {after:?}");
        after = Timestamp(at);
        assert_eq!(schedule.last_change(after), after, "{drawn:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn changes_are_those_of_the_wall_around_every_change_of_the_clock(drawn in drawn()) {
        let schedule = drawn.schedule();
        for at in transitions(drawn.zone) {
            check_window(&drawn, &schedule, at - 30 * HOUR_MS, at + 30 * HOUR_MS);
        }
    }

    #[test]
    fn changes_are_those_of_the_wall_in_any_fortnight(
        drawn in drawn(),
        from in YEARS.0 / MINUTE_MS..YEARS.1 / MINUTE_MS,
    ) {
        let from = from * MINUTE_MS;
        check_window(&drawn, &drawn.schedule(), from, from + 14 * 24 * HOUR_MS);
    }

    #[test]
    fn business_minutes_are_those_that_one_counts(
        drawn in drawn(),
        index in any::<prop::sample::Index>(),
        minutes in 0u32..3000,
        back in 0i64..6000,
    ) {
        let schedule = drawn.schedule();
        let transitions = transitions(drawn.zone);
        let near = if transitions.is_empty() { YEARS.0 } else { *index.get(&transitions) };
        let from = near - back * MINUTE_MS;
        let found = schedule.add_business_minutes(Timestamp(from), minutes);
        if let Some(Timestamp(end)) = found && end - from < 40 * 24 * HOUR_MS {
            let counted = self::minutes(&drawn, from, end);
            let open = counted.iter().filter(|(_, is_open)| *is_open).count();
            prop_assert_eq!(open, minutes as usize);
            // Not a minute later than needed.
            prop_assert!(minutes == 0 || drawn.is_open(end - MINUTE_MS));
        }
        // Whoever opens on some day of the week gets there.
        let opens = drawn.days.iter().any(|day| !Drawn::pairs(day).is_empty());
        prop_assert!(found.is_some() || !opens);
    }
}

fn every_day(zone: &'static str, bounds: &[i64]) -> Drawn {
    Drawn { zone, days: vec![bounds.to_vec(); 7], holidays: Vec::new() }
}

#[test]
fn hours_until_midnight_join_the_next_day_without_a_closed_second() {
    let schedule = every_day("Europe/Berlin", &[0, 1440]).schedule();
    assert_eq!(schedule.next_change(Timestamp(YEARS.0)), None, "always open");
    let drawn = Drawn {
        days: vec![vec![], vec![], vec![], vec![], vec![], vec![1320, 1440], vec![0, 120]],
        ..every_day("Europe/Berlin", &[])
    };
    // Friday, 2026-11-27, 22:00 in Berlin, until Saturday, 2:00.
    let opens = Timestamp(1_795_813_200_000);
    assert_eq!(drawn.schedule().next_change(opens.plus_ms(-1)), Some(opens));
    assert_eq!(drawn.schedule().next_change(opens), Some(opens.plus_ms(4 * HOUR_MS)));
}

#[test]
fn a_schedule_that_never_opens_has_no_change_and_no_end() {
    let schedule = every_day("UTC", &[]).schedule();
    assert_eq!(schedule.next_change(Timestamp(YEARS.0)), None);
    assert_eq!(schedule.add_business_minutes(Timestamp(YEARS.0), 1), None);
    assert_eq!(
        schedule.add_business_minutes(Timestamp(YEARS.0), 0),
        Some(Timestamp(YEARS.0)),
        "nothing is to be waited for"
    );
}

#[test]
fn a_day_of_one_year_comes_before_the_same_day_of_every_year() {
    let drawn = Drawn {
        holidays: vec![(None, 12, 24, vec![]), (Some(2026), 12, 24, vec![540, 720])],
        ..every_day("UTC", &[480, 1020])
    };
    let schedule = drawn.schedule();
    let christmas_eve_2026 = 1_798_070_400_000;
    let at = |hours: i64| Timestamp(christmas_eve_2026 + hours * HOUR_MS);
    assert!(!schedule.is_open(at(8)));
    assert!(schedule.is_open(at(9)));
    assert!(!schedule.is_open(at(12)));
    assert!(!schedule.is_open(at(9 + 365 * 24)), "closed in 2027");
}

#[test]
fn a_29th_of_february_is_found_across_1900_and_2100() {
    let drawn = Drawn { holidays: vec![(None, 2, 29, vec![0, 1440])], ..every_day("UTC", &[]) };
    // 2096-03-01; the next one is in 2104.
    let after = Timestamp(3_981_398_400_000);
    let found = drawn.schedule().next_change(after).expect("a change");
    assert!(found.0 - after.0 < HORIZON_MS);
    assert!(drawn.is_open(found.0) && !drawn.is_open(found.0 - 1));
}
