//! The pace: a plan of weeks that come round before the verifier, typical weeks read a second time, and laws.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use followthrough::{
    Block, Cadence, CategoryName, Interval, LostDays, PaceUnit, Pattern, Plan, Prep, Touch,
    TypicalDay, TypicalPace, Zone, subtract, union,
};
use followthrough_files::{Request, load};
use followthrough_tests::generator::{Case, Draw, Kind, case};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn pace(plan: &Plan) -> TypicalPace {
    TypicalPace::new(plan).expect("a plan that can be asked")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn category(name: &str) -> CategoryName {
    name.parse().expect("a name")
}

const WEEK: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

fn block(days: &[Weekday], hour: u32, minutes: i64) -> Block {
    let days = Pattern::Weekdays(days.to_vec());
    let length = TimeDelta::minutes(minutes);
    Block::new(vec![category("calling")], days, time(hour, 0), length).expect("a block")
}

fn ruled(rule: &str, from: NaiveDate, minutes: i64) -> Block {
    let rule = Pattern::Rule(rule.parse().expect("a rule"));
    let length = TimeDelta::minutes(minutes);
    let block = Block::new(vec![category("calling")], rule, time(9, 0), length);
    let mut block = block.expect("a block");
    block.from = Some(from);
    block
}

fn listed(dates: impl IntoIterator<Item = NaiveDate>, hour: u32, minutes: i64) -> Block {
    let mut block = block(&[], hour, minutes);
    block.also = dates.into_iter().collect();
    block
}

fn call(after: u32, minutes: i64) -> Touch {
    let call = Touch::new("call".parse().expect("a name"));
    call.after(after).effort(TimeDelta::minutes(minutes))
}

fn desk(touches: &[Touch], blocks: Vec<Block>) -> Plan {
    let zone = "America/New_York".parse().expect("a zone");
    let mut plan = Plan::new("desk", zone, date(2027, 1, 4));
    let cadence = Cadence::new("calls".parse().expect("a name"), touches.to_vec());
    plan.cadences.push(cadence.expect("a cadence"));
    plan.blocks = blocks;
    plan
}

/// Six calls of ten minutes, a week apart.
fn six() -> Vec<Touch> {
    [0, 5, 5, 5, 5, 5].map(|after| call(after, 10)).to_vec()
}

fn meeting(zone: &Zone, day: NaiveDate, hour: u32, minutes: i64) -> Interval {
    let start = zone.instant(day.and_time(time(hour, 0)));
    Interval::new(start, start + TimeDelta::minutes(minutes)).expect("some time")
}

// --- what is found holds ----------------------------------------------------------------------------------------

#[test]
fn the_verifier_accepts_typical_weeks_at_the_pace_laid_end_to_end() {
    let mut judged = 0;
    for kind in Kind::ALL {
        for seed in 800..808 {
            let case = case(kind, seed);
            let pace = pace(&case.plan);
            assert!(pace.number() <= pace.bound(), "{kind:?} {seed}");
            let Some((plan, claim)) = pace.unrolled(3) else {
                continue;
            };
            let violations = plan.verify(&claim).expect("a plan");
            assert_eq!(violations, [], "{kind:?} {seed}");
            // Every week of the three turns starts the pace, and where that is none, one in so many.
            let mut weeks: BTreeMap<i64, u32> = BTreeMap::new();
            let first = plan.first_day;
            for start in &claim.starts {
                *weeks
                    .entry((start.date - first).num_days() / 7)
                    .or_default() += start.count;
            }
            match pace.every() {
                None => {
                    assert!(
                        weeks.values().all(|count| *count == pace.number()),
                        "{kind:?} {seed}"
                    );
                    let (from, to) = (weeks.keys().next(), weeks.keys().next_back());
                    let span = to.zip(from).map_or(0, |(to, from)| to - from + 1);
                    assert_eq!(span, weeks.len() as i64, "{kind:?} {seed}");
                }
                Some(every) => {
                    let apart = weeks.keys().zip(weeks.keys().skip(1));
                    let mut apart = apart.map(|(one, other)| other - one);
                    assert!(
                        apart.all(|weeks| weeks == i64::from(every)),
                        "{kind:?} {seed}"
                    );
                    assert!(weeks.values().all(|count| *count == 1), "{kind:?} {seed}");
                }
            }
            judged += 1;
        }
    }
    assert!(judged >= 40, "{judged}");
}

// --- typical weeks, read a second time --------------------------------------------------------------------------

/// Whether typical weeks are a matter of weekdays alone.
fn is_plain(plan: &Plan) -> bool {
    plan.blocks.iter().all(|block| {
        let weekly = matches!(block.pattern(), Pattern::Weekdays(days) if !days.is_empty());
        weekly && block.zone.is_none() && block.from.is_none() && block.to.is_none()
    })
}

fn look_ahead(plan: &Plan) -> NaiveDate {
    let quarter = plan.first_day + Months::new(3) - Days::new(1);
    let mixed = |cadence: &&Cadence| {
        let mut mix = plan.mix.iter();
        plan.mix.is_empty() || mix.any(|part| part.cadence == *cadence.name() && part.count > 0)
    };
    let twice = plan.cadences.iter().filter(mixed).map(|cadence| {
        let mut days = 0;
        let mut within = 0;
        for touch in cadence
            .touches()
            .iter()
            .filter(|touch| !touch.with_previous)
        {
            days += u64::from(touch.after);
            within = u64::from(touch.within);
        }
        if let Some(tail) = cadence.repeat().filter(|tail| tail.promised) {
            days += u64::from(tail.after) * u64::from(tail.times.unwrap_or(0));
            if tail.times != Some(0) {
                within = u64::from(tail.within);
            }
        }
        let days = days + within;
        match cadence.days() {
            followthrough::Days::Calendar => days,
            followthrough::Days::Business => (7 * days).div_ceil(plan.workweek.days().len() as u64),
        }
    });
    let twice = plan.first_day + Days::new(2 * twice.max().unwrap_or(0));
    quarter.max(twice - Days::new(1))
}

/// Two weeks, even and odd, read from what the calendar shows: usable seconds by block, weekday and parity.
fn read(plan: &Plan) -> Vec<TypicalDay> {
    let mut bare = plan.clone();
    for (number, block) in bare.blocks.iter_mut().enumerate() {
        block.name = Some(number.to_string());
        block.also.clear();
    }
    let busy = union(plan.busy.clone());
    let first = plan.workweek.first_day();
    let number = |date: NaiveDate| {
        i64::from(date.num_days_from_ce()) - 1 - i64::from(first.num_days_from_monday())
    };
    type Pieces = Vec<(NaiveTime, u32)>;
    // An occurrence: the seconds of its pieces, the pieces, and whether busy time took something of it.
    type Seen = (u32, Pieces, bool);
    let mut seen: BTreeMap<(usize, usize), Vec<Seen>> = BTreeMap::new();
    for found in bare
        .block_occurrences(plan.first_day, look_ahead(plan))
        .expect("blocks")
    {
        let place: usize = found.block.parse().expect("a number");
        let reserve = plan.blocks[place].reserve.unwrap_or(plan.reserve);
        let left = subtract(found.interval, &busy);
        let cut = left != [found.interval];
        let pieces: Pieces = left
            .into_iter()
            .filter(|piece| piece.length() >= plan.min_segment)
            .map(|piece| {
                let start = plan.zone.local(piece.start()).time();
                (
                    start,
                    reserve.rest_of(piece.length().num_seconds() as u64) as u32,
                )
            })
            .collect();
        let usable = pieces.iter().map(|(_, usable)| usable).sum();
        let day = number(found.date).rem_euclid(14) as usize;
        seen.entry((place, day))
            .or_default()
            .push((usable, pieces, cut));
    }
    let mut weeks: Vec<TypicalDay> = Vec::new();
    for day in 0..14 {
        let weekday = (0..day % 7).fold(first, |weekday, _| weekday.succ());
        let mut worked = plan.workweek.days().contains(&weekday);
        let (mut pieces, mut any_cut) = (Vec::new(), false);
        for (place, block) in plan.blocks.iter().enumerate() {
            let Pattern::Weekdays(days) = block.pattern() else {
                continue;
            };
            if !days.contains(&weekday) {
                continue;
            }
            let other = (day + 7) % 14;
            let of = seen
                .get(&(place, day))
                .or_else(|| seen.get(&(place, other)));
            let whole = || {
                let length = block.length().num_seconds() as u64;
                let usable = block.reserve.unwrap_or(plan.reserve).rest_of(length) as u32;
                (usable, vec![(block.start(), usable)], false)
            };
            let (_, of, cut) = of.map_or_else(whole, |of| {
                let mut by_time: Vec<u32> = of.iter().map(|(usable, ..)| *usable).collect();
                by_time.sort_unstable();
                let median = by_time[(by_time.len() - 1) / 2];
                let mut first = of.iter().filter(|(usable, ..)| *usable == median);
                first.next().cloned().expect("the median is one of them")
            });
            any_cut |= cut;
            let names: BTreeSet<CategoryName> = block.categories().iter().cloned().collect();
            pieces.extend(
                of.into_iter().map(|(start, usable)| {
                    (start, usable, names.iter().cloned().collect::<Vec<_>>())
                }),
            );
        }
        pieces.sort();
        if any_cut && pieces.is_empty() && plan.lost_days == LostDays::Shift {
            worked = false;
        }
        weeks.push((worked, pieces));
    }
    weeks
}

#[test]
fn typical_weeks_are_what_a_second_reading_finds() {
    let (mut read_again, mut cut) = (0, 0);
    for kind in Kind::ALL {
        for seed in 900..912 {
            let plan = case(kind, seed).plan;
            if !is_plain(&plan) {
                continue;
            }
            let mut found = pace(&plan).weeks();
            for (_, pieces) in &mut found {
                pieces.iter_mut().for_each(|(.., names)| names.sort());
                pieces.sort();
            }
            let once = found.len();
            let found: Vec<TypicalDay> = found.into_iter().cycle().take(14).collect();
            assert!(once == 7 || once == 14, "{kind:?} {seed}");
            assert_eq!(found, read(&plan), "{kind:?} {seed}");
            read_again += 1;
            cut += usize::from(!plan.busy.is_empty());
        }
    }
    assert!(read_again >= 20 && cut >= 10, "{read_again} {cut}");
}

// --- laws -------------------------------------------------------------------------------------------------------

/// Always the same cases: a law that fails today must not have held yesterday by luck.
fn laws() -> ProptestConfig {
    ProptestConfig {
        cases: 48,
        rng_seed: RngSeed::Fixed(20_261_129),
        failure_persistence: None,
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    }
}

/// A plan of one of some kinds.
fn drawn(kinds: &[Kind]) -> impl Strategy<Value = Case> + use<> {
    let kinds = proptest::sample::select(kinds.to_vec());
    (kinds, 0_u64..1_000_000).prop_map(|(kind, seed)| case(kind, seed))
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn a_weeks_sum_is_what_anybody_adds_up(case in drawn(&Kind::ALL)) {
        let pace = pace(&case.plan);
        let weeks = pace.weeks();
        for limit in pace
            .limits()
            .iter()
            .filter(|limit| limit.unit == PaceUnit::Seconds)
        {
            let of = |names: &Vec<CategoryName>| {
                names.iter().any(|name| limit.categories.contains(name))
            };
            let pieces = weeks.iter().flat_map(|(_, pieces)| pieces);
            let usable: u64 = pieces
                .filter(|(.., names)| of(names))
                .map(|(_, usable, _)| u64::from(*usable))
                .sum();
            prop_assert_eq!(
                limit.holds,
                usable / (weeks.len() as u64 / 7)
            );
        }
        // The pace's own bound is told by no sum that would forbid the pace itself.
        for limit in pace.limits() {
            if limit.unit != PaceUnit::Weighed && pace.number() > 0 {
                prop_assert!(limit.needed <= limit.holds + 1, "{limit}");
            }
        }
    }

    #[test]
    fn more_time_is_never_less_pace_and_meetings_that_recur_never_more(
        case in drawn(&[Kind::Desk, Kind::Packing, Kind::Shared, Kind::Capped]),
    ) {
        let Case { plan, seed, .. } = case;
        let before = pace(&plan);
        let mut more = plan.clone();
        let mut extra = block(&WEEK, 23, 30);
        extra.name = Some("late".into());
        let free = !plan.blocks.iter().any(|block| block.start().hour() >= 22);
        more.blocks.push(extra);
        if free && before.is_proved() {
            prop_assert!(pace(&more).bound() >= before.number());
        }
        let mut less = plan.clone();
        let day = Draw::new(seed).between(0, 4);
        less.busy.extend((0..60).map(|week| {
            let day = plan.first_day + Days::new(7 * week + day);
            meeting(&plan.zone, day, 9, 180)
        }));
        let after = pace(&less);
        // A day that is lost may move windows to days with more room: then nothing is said.
        let worked = |pace: &TypicalPace| -> Vec<bool> {
            let weeks = pace.weeks();
            (0..14).map(|day| weeks[day % weeks.len()].0).collect()
        };
        if worked(&before) == worked(&after) && after.is_proved() {
            prop_assert!(after.number() <= before.bound());
        }
    }

    #[test]
    fn the_order_of_blocks_never_matters_and_what_is_owed_neither(case in drawn(&Kind::ALL)) {
        let Case { plan, seed, .. } = case;
        let mut other = plan.clone();
        Draw::new(seed).shuffle(&mut other.blocks);
        Draw::new(seed + 1).shuffle(&mut other.busy);
        other.pipeline.clear();
        let (one, other) = (pace(&plan), pace(&other));
        prop_assert_eq!(
            (one.number(), one.bound(), one.every(), one.full_week()),
            (
                other.number(),
                other.bound(),
                other.every(),
                other.full_week()
            )
        );
        prop_assert_eq!(one.weeks().len(), other.weeks().len());
    }
}

#[test]
fn the_shipped_examples_have_one_pace_on_every_day_of_a_fortnight() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples");
    for (name, expected) in [("sdr", 10), ("solo", 3), ("worked", 5)] {
        for later in 0..14 {
            let request = Request {
                plan: examples.join(name).join("plan.toml"),
                today: Some(date(2026, 11, 23) + Days::new(later)),
                ..Request::default()
            };
            let loaded = load(&request).expect("an example");
            let pace = pace(&loaded.plan);
            assert_eq!(
                (pace.number(), pace.bound()),
                (expected, expected),
                "{name} {later}"
            );
        }
    }
}

// --- typical weeks, line by line --------------------------------------------------------------------------------

/// Usable minutes of every day.
fn minutes(plan: &Plan) -> Vec<u32> {
    let days = pace(plan).weeks();
    let sum = |(_, pieces): TypicalDay| pieces.iter().map(|(_, usable, _)| usable / 60).sum();
    days.into_iter().map(sum).collect()
}

#[test]
fn a_rule_keeps_its_interval_and_goes_on_beyond_its_end() {
    let first = date(2027, 1, 4);
    let every_week = vec![60, 60, 60, 60, 60, 0, 0];
    let mut ends = [
        ruled("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=20", first, 60),
        ruled("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20270205", first, 60),
        block(&WEEK, 9, 60),
        block(&WEEK, 9, 60),
    ];
    ends[2].to = Some(date(2027, 2, 5));
    ends[3].skip = [first, first + Days::new(7)].into();
    ends[3].also = [first + Days::new(5)].into();
    for ending in ends {
        assert_eq!(minutes(&desk(&six(), vec![ending])), every_week);
    }
    let other_weeks = minutes(&desk(
        &six(),
        vec![ruled("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", first, 60)],
    ));
    assert_eq!(other_weeks.len(), 14);
    assert_eq!(other_weeks.iter().sum::<u32>(), 60);
    let third = minutes(&desk(
        &six(),
        vec![ruled("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", first, 60)],
    ));
    assert_eq!((third.len(), third.iter().sum::<u32>()), (21, 60));
    // A rule of months is read by weekday and hour: most first Mondays are no Mondays at all.
    let months = minutes(&desk(
        &six(),
        vec![ruled("FREQ=MONTHLY;BYDAY=1MO", first, 60)],
    ));
    assert_eq!(months, [0; 7]);
}

#[test]
fn the_blocks_in_force_at_the_end_of_the_look_ahead_count() {
    let mut old = block(&WEEK, 9, 60);
    old.to = Some(date(2027, 2, 5));
    let mut new = block(&WEEK, 14, 90);
    new.from = Some(date(2027, 2, 8));
    assert_eq!(
        minutes(&desk(&six(), vec![old.clone(), new])),
        [90, 90, 90, 90, 90, 0, 0]
    );
    // Where nothing follows, what was in force last goes on.
    assert_eq!(
        minutes(&desk(&six(), vec![old])),
        [60, 60, 60, 60, 60, 0, 0]
    );
    // What begins after the look-ahead does not count.
    let mut later = block(&WEEK, 14, 90);
    later.from = Some(date(2027, 9, 1));
    assert_eq!(
        minutes(&desk(&six(), vec![block(&WEEK, 9, 60), later])),
        [60, 60, 60, 60, 60, 0, 0]
    );
}

#[test]
fn meetings_that_recur_cut_and_single_ones_do_not() {
    let mut plan = desk(&six(), vec![block(&WEEK, 9, 60)]);
    let monday = plan.first_day;
    let zone = plan.zone.clone();
    plan.busy = vec![
        meeting(&zone, monday, 9, 60),
        meeting(&zone, monday + Days::new(1), 9, 30),
    ];
    assert_eq!(minutes(&plan), [60, 60, 60, 60, 60, 0, 0]);
    // Every Tuesday half an hour, every second Wednesday all of it: that day of that week is no workday.
    plan.busy
        .extend((0..20).map(|week| meeting(&zone, monday + Days::new(7 * week + 1), 9, 30)));
    plan.busy
        .extend((0..10).map(|week| meeting(&zone, monday + Days::new(14 * week + 2), 9, 60)));
    let found = minutes(&plan);
    assert_eq!(found.len(), 14);
    assert_eq!(found.iter().sum::<u32>(), 9 * 60 - 60);
    let paced = pace(&plan);
    assert_eq!(paced.full_week(), 5);
    assert_eq!(
        paced.weeks().iter().filter(|(worked, _)| *worked).count(),
        9
    );
    plan.lost_days = LostDays::Keep;
    assert_eq!(
        pace(&plan)
            .weeks()
            .iter()
            .filter(|(worked, _)| *worked)
            .count(),
        10
    );
    // Holidays and days away are no sample.
    plan.busy.clear();
    plan.holidays = (0..20)
        .map(|week| monday + Days::new(7 * week + 3))
        .collect();
    assert_eq!(minutes(&plan), [60, 60, 60, 60, 60, 0, 0]);
}

#[test]
fn a_calendar_of_blocks_is_read_by_weekday_and_hour_up_to_its_last_event() {
    let monday = date(2027, 1, 4);
    // Mondays at nine for ten weeks, Tuesdays at nine in two of them, then nothing is planned yet.
    let mondays = (0..10).map(|week| monday + Days::new(7 * week));
    let tuesdays = [3, 6].map(|week| monday + Days::new(7 * week + 1));
    let blocks = vec![listed(mondays, 9, 60), listed(tuesdays, 9, 45)];
    assert_eq!(minutes(&desk(&six(), blocks)), [60, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn the_rarest_paces_and_their_reasons_are_told() {
    // Ninety minutes of touches a prospect against thirty a week: one in three weeks.
    let touches = [call(0, 30), call(5, 30), call(5, 30)];
    let rare = pace(&desk(&touches, vec![block(&[Weekday::Mon], 9, 30)]));
    assert_eq!(
        (rare.number(), rare.every(), rare.is_proved()),
        (0, Some(3), true)
    );
    let (plan, claim) = rare.unrolled(3).expect("a plan");
    assert_eq!(plan.verify(&claim).expect("a plan"), []);

    let none = pace(&desk(&six(), Vec::new()));
    assert!(
        none.nobody().expect("a reason").contains("NoBlock"),
        "{none:?}"
    );
    let long = pace(&desk(
        &[call(0, 10), call(5, 50)],
        vec![block(&WEEK, 9, 30)],
    ));
    assert!(
        long.nobody().expect("a reason").contains("touch: Some(2)"),
        "{long:?}"
    );
    let mut busy = desk(&six(), vec![block(&WEEK, 9, 60)]);
    let zone = busy.zone.clone();
    busy.busy = (0..200)
        .map(|day| meeting(&zone, date(2027, 1, 4) + Days::new(day), 8, 180))
        .collect();
    let lost = pace(&busy);
    assert_eq!(
        (lost.number(), lost.full_week(), lost.is_proved()),
        (0, 0, true)
    );
    assert!(
        lost.nobody().expect("a reason").contains("NoWorkday"),
        "{lost:?}"
    );
}

#[test]
fn every_start_owes_prep_and_starts_are_on_workdays_only() {
    // Prep in the same block, a day ahead: ten minutes more for everybody.
    let mut plan = desk(&six(), vec![block(&WEEK, 9, 60)]);
    assert_eq!(pace(&plan).number(), 5);
    let prep = Prep {
        category: category("calling"),
        effort: TimeDelta::minutes(10),
        ahead: 2,
    };
    plan.cadences[0] = plan.cadences[0].clone().with_prep(prep);
    let prepared = pace(&plan);
    assert_eq!((prepared.number(), prepared.bound()), (4, 4));
    // A block on Saturdays takes what is open from Friday to Monday, and nothing of what is open on Friday alone.
    let saturday = || vec![block(&[Weekday::Sat], 9, 600)];
    assert_eq!(pace(&desk(&six(), saturday())).number(), 10);
    let alone: Vec<Touch> = six().into_iter().map(|touch| touch.within(0)).collect();
    let nobody = pace(&desk(&alone, saturday())).nobody();
    assert!(nobody.expect("a reason").contains("NoRoom"));
}
