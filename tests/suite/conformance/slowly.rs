//! Random rules against an evaluator that looks at every day, and every minute of it, and was written to be believed:
//! it neither seeks nor counts ahead, and shares no code with the library.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};
use followthrough::{Budget, Rule, Start, Zone};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A rule as lists; empty where the part is missing.
#[derive(Debug, Clone)]
struct Parts {
    frequency: &'static str,
    interval: i64,
    count: Option<usize>,
    months: Vec<u32>,
    weeks: Vec<i64>,
    year_days: Vec<i64>,
    month_days: Vec<i64>,
    weekdays: Vec<(i64, Weekday)>,
    hours: Vec<u32>,
    minutes: Vec<u32>,
    positions: Vec<i64>,
    week_start: Weekday,
}

fn name(weekday: Weekday) -> String {
    weekday.to_string()[..2].to_uppercase()
}

impl Parts {
    fn text(&self) -> String {
        let list = |key: &str, items: Vec<String>| match items.is_empty() {
            true => String::new(),
            false => format!(";{key}={}", items.join(",")),
        };
        let numbers = |items: &[i64]| items.iter().map(ToString::to_string).collect::<Vec<_>>();
        let small = |items: &[u32]| items.iter().map(ToString::to_string).collect::<Vec<_>>();
        let weekdays = self.weekdays.iter().map(|&(nth, weekday)| match nth {
            0 => name(weekday),
            nth => format!("{nth}{}", name(weekday)),
        });
        [
            format!("FREQ={};INTERVAL={}", self.frequency, self.interval),
            self.count
                .map_or(String::new(), |count| format!(";COUNT={count}")),
            list("BYMONTH", small(&self.months)),
            list("BYWEEKNO", numbers(&self.weeks)),
            list("BYYEARDAY", numbers(&self.year_days)),
            list("BYMONTHDAY", numbers(&self.month_days)),
            list("BYDAY", weekdays.collect()),
            list("BYHOUR", small(&self.hours)),
            list("BYMINUTE", small(&self.minutes)),
            list("BYSETPOS", numbers(&self.positions)),
            format!(";WKST={}", name(self.week_start)),
        ]
        .concat()
    }

    /// The first day of the week that holds `day`.
    fn week_of(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while day.weekday() != self.week_start {
            day = day.pred_opt().expect("a date");
        }
        day
    }

    /// The number of the week that holds `day`, from the front and from the back, by walking over the year's weeks.
    fn week_numbers(&self, day: NaiveDate) -> (i64, i64) {
        let week = self.week_of(day);
        // A week belongs to the year that has four of its days.
        let year_of = |week: NaiveDate| (week + Days::new(3)).year();
        let (mut before, mut after) = (0, 0);
        let mut other = week;
        while year_of(other) == year_of(week) {
            before += 1;
            other = other - Days::new(7);
        }
        other = week;
        while year_of(other) == year_of(week) {
            after += 1;
            other = other + Days::new(7);
        }
        (before, -after)
    }

    fn is_weekday(&self, day: NaiveDate, nth: i64, weekday: Weekday) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        let of_year = self.frequency == "YEARLY" && self.months.is_empty();
        let same = |other: NaiveDate| {
            other.year() == day.year() && (of_year || other.month() == day.month())
        };
        let steps = |forward: bool| {
            let (mut count, mut other) = (0, day);
            while same(other) {
                count += 1;
                other = if forward {
                    other + Days::new(7)
                } else {
                    other - Days::new(7)
                };
            }
            count
        };
        match nth {
            0 => true,
            1.. => steps(false) == nth,
            _ => -steps(true) == nth,
        }
    }

    fn day_passes(&self, day: NaiveDate, start: NaiveDate) -> bool {
        let from_end = |place: i64, length: i64| place - length - 1;
        let month_length = i64::from(day.num_days_in_month());
        let year_length = i64::from(
            NaiveDate::from_ymd_opt(day.year(), 12, 31)
                .expect("a date")
                .ordinal(),
        );
        let (in_month, in_year) = (i64::from(day.day()), i64::from(day.ordinal()));
        let any = |list: &[i64], place: i64, length: i64| {
            list.is_empty() || list.contains(&place) || list.contains(&from_end(place, length))
        };
        let no_day =
            self.month_days.is_empty() && self.weekdays.is_empty() && self.year_days.is_empty();
        let of_start = match self.frequency {
            "YEARLY" if no_day && !self.weeks.is_empty() => day.weekday() == start.weekday(),
            "YEARLY" if no_day => {
                day.day() == start.day()
                    && (!self.months.is_empty() || day.month() == start.month())
            }
            "MONTHLY" if no_day => day.day() == start.day(),
            "WEEKLY" if no_day => day.weekday() == start.weekday(),
            _ => true,
        };
        let (week, week_from_end) = if self.weeks.is_empty() {
            (0, 0)
        } else {
            self.week_numbers(day)
        };
        of_start
            && (self.months.is_empty() || self.months.contains(&day.month()))
            && any(&self.month_days, in_month, month_length)
            && any(&self.year_days, in_year, year_length)
            && (self.weeks.is_empty()
                || self.weeks.contains(&week)
                || self.weeks.contains(&week_from_end))
            && (self.weekdays.is_empty()
                || self
                    .weekdays
                    .iter()
                    .any(|&(nth, weekday)| self.is_weekday(day, nth, weekday)))
    }

    /// Which period a local time lies in; neighbours differ by one.
    fn period(&self, at: NaiveDateTime) -> i64 {
        let day = at.date();
        let days = i64::from(day.num_days_from_ce());
        match self.frequency {
            "YEARLY" => i64::from(day.year()),
            "MONTHLY" => i64::from(day.year()) * 12 + i64::from(day.month()),
            "WEEKLY" => i64::from(self.week_of(day).num_days_from_ce()) / 7,
            "DAILY" => days,
            "HOURLY" => days * 24 + i64::from(at.hour()),
            _ => (days * 24 + i64::from(at.hour())) * 60 + i64::from(at.minute()),
        }
    }

    /// Every occurrence from the start to `to`, by looking at every minute from the start of its period on.
    fn slowly(&self, start: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        let small = self.frequency == "HOURLY" || self.frequency == "MINUTELY";
        let time = start.time();
        let minutes: Vec<NaiveTime> = (0..1440)
            .filter_map(|minute| NaiveTime::from_hms_opt(minute / 60, minute % 60, time.second()))
            .filter(|at| match self.hours.is_empty() {
                true => small || at.hour() == time.hour(),
                false => self.hours.contains(&at.hour()),
            })
            .filter(|at| match self.minutes.is_empty() {
                true => self.frequency == "MINUTELY" || at.minute() == time.minute(),
                false => self.minutes.contains(&at.minute()),
            })
            .collect();
        let first = self.period(start);
        let mut periods: BTreeMap<i64, Vec<NaiveDateTime>> = BTreeMap::new();
        // A year before the start holds the beginning of any period.
        let mut day = start.date() - Days::new(366);
        while day <= to.date() + Days::new(366) {
            if self.day_passes(day, start.date()) {
                for at in minutes.iter().map(|&time| day.and_time(time)) {
                    let gone = self.period(at) - first;
                    if gone >= 0 && gone % self.interval == 0 {
                        periods.entry(gone).or_default().push(at);
                    }
                }
            }
            day = day.succ_opt().expect("a date");
        }
        let mut all = Vec::new();
        for times in periods.values() {
            let length = times.len() as i64;
            for (index, &at) in times.iter().enumerate() {
                let place = index as i64 + 1;
                let named = self.positions.is_empty()
                    || self.positions.contains(&place)
                    || self.positions.contains(&(place - length - 1));
                if named && at >= start {
                    all.push(at);
                }
            }
        }
        all.truncate(self.count.unwrap_or(usize::MAX));
        all.retain(|at| *at < to);
        all
    }
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn some<T: Clone + std::fmt::Debug + 'static>(
    list: Vec<T>,
    most: usize,
) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![2 => Just(Vec::new()), 1 => subsequence(list, 1..=most)]
}

fn either_end(most: i64) -> Vec<i64> {
    (1..=most).chain((1..=most).map(|number| -number)).collect()
}

/// Rules of every frequency, with every part that RFC 5545 allows there.
fn parts() -> impl Strategy<Value = Parts> {
    let frequency = select(vec![
        "YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY",
    ]);
    let days = (
        some((1..=12).collect(), 4),
        some(either_end(53), 3),
        some(either_end(366), 5),
        some(either_end(31), 6),
        some(WEEKDAYS.to_vec(), 7),
        proptest::collection::vec(
            prop_oneof![2 => Just(0i64), 1 => select(either_end(5)), 1 => select(either_end(53))],
            7,
        ),
    );
    let times = (
        some((0..24).collect(), 3),
        some((0..60).collect(), 3),
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(either_end(4), 1..=2)],
    );
    let ends = (
        1..=5i64,
        prop_oneof![2 => Just(None), 1 => (1..60usize).prop_map(Some)],
        select(WEEKDAYS.to_vec()),
    );
    (frequency, days, times, ends).prop_map(|(frequency, days, times, ends)| {
        let (months, weeks, year_days, month_days, weekdays, nths) = days;
        let (hours, minutes, positions) = times;
        let (interval, count, week_start) = ends;
        let (yearly, monthly) = (frequency == "YEARLY", frequency == "MONTHLY");
        let weeks = if yearly { weeks } else { Vec::new() };
        let ordinals = (yearly && weeks.is_empty()) || monthly;
        let most = if yearly && months.is_empty() { 53 } else { 5 };
        let weekdays = weekdays.into_iter().zip(nths).map(|(weekday, nth)| {
            match ordinals && nth.abs() <= most {
                true => (nth, weekday),
                false => (0, weekday),
            }
        });
        let small = frequency == "HOURLY" || frequency == "MINUTELY";
        Parts {
            frequency,
            // Long periods would leave little to compare, short ones too much.
            interval: if frequency == "MINUTELY" {
                interval * 7
            } else {
                interval
            },
            count,
            months,
            weeks,
            year_days: if yearly || small {
                year_days
            } else {
                Vec::new()
            },
            month_days: if frequency == "WEEKLY" {
                Vec::new()
            } else {
                month_days
            },
            weekdays: weekdays.collect(),
            hours,
            minutes,
            positions,
            week_start,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_rule_has_the_occurrences_that_looking_at_every_minute_finds(
        parts in parts(),
        day in 0u64..1500,
        minute in 0i64..1440,
        skipped in 0u64..500,
    ) {
        let epoch = NaiveDate::from_ymd_opt(2023, 6, 1).expect("a date");
        let start = (epoch + Days::new(day)).and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
        let small = parts.frequency == "HOURLY" || parts.frequency == "MINUTELY";
        let length = if small { 40 } else { 1500 };
        let to = start + TimeDelta::days(length);
        let from = start + TimeDelta::days(if small { skipped as i64 % 30 } else { skipped as i64 });
        let expected: Vec<NaiveDateTime> =
            parts.slowly(start, to).into_iter().filter(|at| *at >= from).collect();

        let rule: Rule = parts.text().parse().expect("a rule");
        let zone = Zone::utc();
        let found = rule.occurrences(&Start::at(start, &zone).only_in_step(), from, to, Budget::default());
        prop_assert_eq!(found.stopped, None);
        prop_assert_eq!(found.starts, expected, "{} from {} in {}..{}", parts.text(), start, from, to);
    }

    #[test]
    fn a_rule_survives_its_own_text(parts in parts()) {
        let rule: Rule = parts.text().parse().expect("a rule");
        prop_assert_eq!(&rule.to_string().parse::<Rule>().expect("a rule"), &rule);
        prop_assert_eq!(&Rule::lenient(&parts.text()).expect("a rule").0, &rule);
    }
}
