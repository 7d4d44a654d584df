//! What the verifier must catch: one small plan with everything in it, and a claim broken in every way.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    Block, Cadence, Cap, Channel, Claim, Days, Error, Hours, Interval, MixPart, Party, Pattern,
    Placed, Plan, Policy, Prep, Prospect, ReplyWork, Span, Stage, Started, Touch, Work, Zone,
};

const WEEKDAYS: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

fn name<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a name")
}

/// A day of January 2027; the 4th is a Monday.
fn january(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, day).expect("a date")
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("a time")
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    january(day).and_time(time(hour, 0))
}

fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

fn block(category: &str, hour: u32, length: i64) -> Block {
    let days = Pattern::Weekdays(WEEKDAYS.to_vec());
    Block::new(vec![name(category)], days, time(hour, 0), minutes(length)).expect("a block")
}

/// Research at 8, calls at 10, e-mail by machine; calls in contact hours; two of three prospects outbound.
fn plan() -> Plan {
    let mut plan = Plan::new("judged", Zone::utc(), january(4));
    plan.blocks = vec![block("research", 8, 30), block("calling", 10, 60)];
    let call = Channel {
        hours: Hours::new(time(9, 0), time(17, 0)),
        cap: Cap {
            day: Some(6),
            week: Some(20),
        },
        ..Channel::default()
    };
    plan.channels.insert(name("call"), call);
    let robot = Channel {
        effort: Some(TimeDelta::zero()),
        cap: Cap {
            day: None,
            week: Some(4),
        },
        counts_as: Some(name("mail")),
        ..Channel::default()
    };
    plan.channels.insert(name("robot"), robot);
    let mail = Channel {
        cap: Cap {
            day: Some(3),
            week: None,
        },
        ..Channel::default()
    };
    plan.channels.insert(name("mail"), mail);
    let call = || Touch::new(name("call")).effort(minutes(10));
    let outbound = vec![call(), Touch::new(name("robot")).after(2), call().after(5)];
    let prep = Prep {
        category: name("research"),
        effort: minutes(8),
        ahead: 1,
    };
    let reply = ReplyWork {
        category: name("research"),
        effort: minutes(10),
        within: 2,
    };
    let outbound = Cadence::new(name("outbound"), outbound)
        .expect("a cadence")
        .with_prep(prep)
        .with_on_reply(reply);
    let second = Cadence::new(name("second"), vec![call().within(0)]).expect("a cadence");
    plan.cadences = vec![outbound, second];
    plan.mix = vec![
        MixPart {
            cadence: name("outbound"),
            count: 2,
        },
        MixPart {
            cadence: name("second"),
            count: 1,
        },
    ];
    let mut west = Prospect::new("W1", name("outbound"), Stage::InFlight);
    west.next_touch = Some(3);
    west.due = Some(january(5));
    // 10:00 in London is 05:00 in New York: only 15:00 would do there, so W1 is in Paris, an hour ahead.
    west.zone = Some(name("Europe/Paris"));
    let mut answered = Prospect::new("A1", name("outbound"), Stage::Replied);
    answered.due = Some(january(4));
    plan.pipeline = vec![west, answered];
    plan
}

fn new(
    cadence: &str,
    day: u32,
    work: Work,
    touch: Option<u32>,
    place: Option<NaiveDateTime>,
    count: u32,
) -> Placed {
    let date = place.map_or(january(day), |place| place.date());
    Placed {
        cadence: name(cadence),
        party: Party::Start(january(day)),
        work,
        touch,
        segment: place,
        date,
        at: None,
        count,
    }
}

fn known(
    id: &str,
    work: Work,
    touch: Option<u32>,
    place: NaiveDateTime,
    clock: Option<NaiveTime>,
) -> Placed {
    Placed {
        cadence: name("outbound"),
        party: Party::Id(id.to_owned()),
        work,
        touch,
        segment: Some(place),
        date: place.date(),
        at: clock,
        count: 1,
    }
}

/// Two outbound prospects and one of the second kind started on Tuesday, and it all fits.
fn claim() -> Claim {
    let start = |cadence: &str, count| Started {
        date: january(5),
        cadence: name(cadence),
        count,
    };
    let robot = Placed {
        date: january(7),
        ..new("outbound", 5, Work::Touch, Some(2), None, 2)
    };
    Claim {
        policy: Policy::Level,
        horizon: Span {
            from: january(4),
            to: january(8),
        },
        starts: vec![start("outbound", 2), start("second", 1)],
        placement: vec![
            new("outbound", 5, Work::Prep, None, Some(at(4, 8)), 1),
            new("outbound", 5, Work::Prep, None, Some(at(5, 8)), 1),
            Placed {
                at: Some(time(10, 0)),
                ..new("outbound", 5, Work::Touch, Some(1), Some(at(5, 10)), 2)
            },
            robot,
            new("outbound", 5, Work::Touch, Some(3), Some(at(14, 10)), 2),
            Placed {
                at: Some(time(10, 20)),
                ..new("second", 5, Work::Touch, Some(1), Some(at(5, 10)), 1)
            },
            known("W1", Work::Touch, Some(3), at(5, 10), Some(time(10, 50))),
            known("A1", Work::Reply, None, at(4, 8), None),
        ],
    }
}

#[track_caller]
fn codes(plan: &Plan, claim: &Claim) -> Vec<&'static str> {
    let violations = plan.verify(claim).expect("a plan");
    for violation in &violations {
        let sentence = violation.to_string();
        assert!(
            !sentence.ends_with('.') && !sentence.is_empty(),
            "{sentence}"
        );
    }
    violations
        .iter()
        .map(followthrough::Violation::code)
        .collect()
}

/// The codes found where an entry of the claim's placement is changed.
#[track_caller]
fn broken(index: usize, change: impl FnOnce(&mut Placed)) -> Vec<&'static str> {
    let mut claim = claim();
    change(&mut claim.placement[index]);
    codes(&plan(), &claim)
}

#[test]
fn a_true_claim_has_nothing_wrong() {
    assert_eq!(codes(&plan(), &claim()), [""; 0]);
}

#[test]
fn a_dropped_touch_is_missed_and_a_doubled_one_is_too_many() {
    let mut dropped = claim();
    dropped.placement.remove(0);
    assert_eq!(codes(&plan(), &dropped), ["missing"]);
    assert_eq!(broken(0, |placed| placed.count = 2), ["surplus"]);
    assert_eq!(broken(0, |placed| placed.count = 0), ["nothing", "missing"]);
    let mut doubled = claim();
    doubled.placement.push(known(
        "W1",
        Work::Touch,
        Some(3),
        at(6, 10),
        Some(time(10, 0)),
    ));
    assert_eq!(codes(&plan(), &doubled), ["surplus"]);
    let mut stranger = claim();
    stranger.placement.push(known(
        "W1",
        Work::Touch,
        Some(2),
        at(6, 10),
        Some(time(10, 0)),
    ));
    assert_eq!(codes(&plan(), &stranger), ["surplus"]);
}

#[test]
fn a_touch_outside_of_its_window_is_caught_on_both_sides() {
    let early =
        |placed: &mut Placed| (placed.segment, placed.date) = (Some(at(11, 10)), january(11));
    assert_eq!(broken(4, early), ["outside_window"]);
    let late =
        |placed: &mut Placed| (placed.segment, placed.date) = (Some(at(15, 10)), january(15));
    // Touch 2 opens on Thursday the 7th, touch 3 five workdays later and closes the day after: Friday is in time.
    assert_eq!(broken(4, late), [""; 0]);
    let later =
        |placed: &mut Placed| (placed.segment, placed.date) = (Some(at(18, 10)), january(18));
    assert_eq!(broken(4, later), ["outside_window"]);
    let robot = |placed: &mut Placed| placed.date = january(11);
    assert_eq!(broken(3, robot), ["outside_window"]);
}

#[test]
fn segments_must_exist_be_long_enough_and_of_the_right_kind() {
    let nowhere = |placed: &mut Placed| placed.segment = Some(at(14, 11));
    assert_eq!(broken(4, nowhere), ["unknown_segment"]);
    assert_eq!(
        broken(4, |placed| placed.segment = None),
        ["segment_missing"]
    );
    assert_eq!(
        broken(4, |placed| placed.segment = Some(at(14, 8))),
        ["wrong_category"]
    );
    assert_eq!(
        broken(4, |placed| placed.date = january(15)),
        ["wrong_date"]
    );
    assert_eq!(
        broken(3, |placed| placed.segment = Some(at(7, 10))),
        ["segment_unneeded"]
    );
    let mut longer = plan();
    longer.channels.get_mut("call").expect("calls").cap = Cap::default();
    let call = Touch::new(name("call")).effort(minutes(31));
    longer.cadences[0] = Cadence::new(
        name("outbound"),
        vec![call.clone(), call.clone().after(3), call.after(5)],
    )
    .expect("a cadence")
    .with_prep(plan().cadences[0].prep().expect("prep").clone());
    assert!(codes(&longer, &claim()).contains(&"overfull"));
}

#[test]
fn a_touch_without_effort_wants_a_workday() {
    let mut plan = plan();
    plan.cadences[0] = Cadence::new(
        name("outbound"),
        vec![
            Touch::new(name("call")).effort(minutes(10)),
            Touch::new(name("robot")).after(2).within(4),
            Touch::new(name("call")).effort(minutes(10)).after(5),
        ],
    )
    .expect("a cadence")
    .with_prep(plan.cadences[0].prep().expect("prep").clone())
    .with_on_reply(plan.cadences[0].on_reply().expect("reply").clone());
    let mut claim = claim();
    claim.placement[3].date = january(9);
    assert_eq!(codes(&plan, &claim), ["day_off"]);
}

#[test]
fn prep_lies_before_the_first_call_can_be_made() {
    let mut plan = plan();
    plan.blocks.push(block("research", 12, 30));
    let mut late = claim();
    late.placement[1].segment = Some(at(5, 12));
    assert_eq!(codes(&plan, &late), ["prep_too_late"]);
    let mut soon = claim();
    soon.placement[0].party = Party::Start(january(6));
    assert!(codes(&plan, &soon).contains(&"missing"));
}

#[test]
fn ready_stock_needs_no_prep() {
    let mut plan = plan();
    plan.pipeline
        .push(Prospect::new("R1", name("outbound"), Stage::Ready));
    assert_eq!(codes(&plan, &claim()), ["surplus"]);
    let mut spared = claim();
    spared.placement.remove(0);
    assert_eq!(codes(&plan, &spared), [""; 0]);
    // In flight, first touch next and no day for it: ready as well.
    let mut promised = Prospect::new("R2", name("outbound"), Stage::InFlight);
    promised.next_touch = Some(1);
    plan.pipeline.push(promised);
    spared.placement.remove(0);
    assert_eq!(codes(&plan, &spared), [""; 0]);
}

#[test]
fn contact_hours_ask_for_a_clock_that_holds() {
    assert_eq!(broken(5, |placed| placed.at = None), ["clock_missing"]);
    assert_eq!(
        broken(5, |placed| placed.at = Some(time(10, 15))),
        ["clock_overlap"]
    );
    assert_eq!(
        broken(6, |placed| placed.at = Some(time(10, 55))),
        ["outside_usable"]
    );
    let mut plan = plan();
    plan.pipeline[0].zone = Some(name("America/Denver"));
    // 10:00 is 3 in the morning there: no segment could take it, so that it is left out.
    assert_eq!(codes(&plan, &claim()), ["surplus"]);
    plan.pipeline[0].zone = Some(name("Atlantic/Azores"));
    // An hour behind: from 10:00 on.
    assert_eq!(codes(&plan, &claim()), [""; 0]);
    plan.channels.get_mut("call").expect("calls").hours = Hours::new(time(9, 0), time(9, 55));
    assert_eq!(codes(&plan, &claim()), ["outside_hours"]);
}

#[test]
fn caps_hold_by_day_by_week_and_along_the_chain() {
    let cap = |channel: &str, day, week| {
        let mut plan = plan();
        plan.channels.get_mut(channel).expect("a channel").cap = Cap { day, week };
        codes(&plan, &claim())
    };
    assert_eq!(cap("call", Some(4), None), [""; 0]);
    assert_eq!(cap("call", Some(3), None), ["cap_passed"]);
    assert_eq!(cap("call", None, Some(4)), [""; 0]);
    assert_eq!(cap("call", None, Some(3)), ["cap_passed"]);
    assert_eq!(cap("robot", None, Some(1)), ["cap_passed"]);
    assert_eq!(cap("mail", Some(1), None), ["cap_passed"]);
}

#[test]
fn starts_are_on_workdays_of_the_horizon() {
    let moved = |day: u32, policy: Policy| {
        let mut claim = claim();
        claim.policy = policy;
        claim
            .starts
            .iter_mut()
            .for_each(|start| start.date = january(day));
        codes(&plan(), &claim)
    };
    assert!(moved(9, Policy::Level).contains(&"start_outside_horizon"));
    assert!(moved(5, Policy::Once).contains(&"start_not_first"));
    assert!(!moved(4, Policy::Once).contains(&"start_not_first"));
    let mut weekend = claim();
    weekend.horizon.to = january(10);
    weekend.starts[0].date = january(9);
    assert!(codes(&plan(), &weekend).contains(&"start_on_day_off"));
    let mut stranger = claim();
    stranger.starts[0].cadence = name("third");
    assert!(codes(&plan(), &stranger).contains(&"unknown_cadence"));
}

#[test]
fn the_mix_is_kept() {
    let mut claim = claim();
    claim.starts[1].cadence = name("outbound");
    assert!(codes(&plan(), &claim).contains(&"mix"));
    let mut unmixed = plan();
    unmixed.mix.clear();
    assert!(matches!(
        unmixed.verify(&claim),
        Err(Error::MixMissing { .. })
    ));
}

#[test]
fn what_is_owed_may_be_late_beside_starts_and_what_is_started_may_not() {
    let late = |placed: &mut Placed| {
        (placed.segment, placed.date, placed.at) = (Some(at(7, 10)), january(7), Some(time(10, 0)))
    };
    assert_eq!(broken(6, late), [""; 0]);
    let mut idle = claim();
    late(&mut idle.placement[6]);
    idle.starts.clear();
    idle.placement
        .retain(|placed| matches!(placed.party, Party::Id(_)));
    assert_eq!(codes(&plan(), &idle), [""; 0]);
}

#[test]
fn a_day_on_which_stretched_windows_would_meet_is_no_start_day() {
    let mut plan = Plan::new("stretched", Zone::utc(), january(4));
    plan.blocks = vec![block("calling", 10, 60)];
    let call = || Touch::new(name("call")).effort(minutes(10));
    let touches = vec![
        call().within(0),
        call().after(1).within(0),
        call().after(2).within(0),
    ];
    plan.cadences = vec![
        Cadence::new(name("daily"), touches)
            .expect("a cadence")
            .with_days(Days::Calendar),
    ];
    // Friday the 8th, then Saturday stretched to Monday, and Monday.
    let claim = Claim {
        policy: Policy::Level,
        horizon: Span {
            from: january(4),
            to: january(8),
        },
        starts: vec![Started {
            date: january(8),
            cadence: name("daily"),
            count: 1,
        }],
        placement: [8, 11, 11]
            .into_iter()
            .zip(1..)
            .map(|(day, touch)| new("daily", 8, Work::Touch, Some(touch), Some(at(day, 10)), 1))
            .collect(),
    };
    assert_eq!(codes(&plan, &claim), ["start_windows_meet"]);
}

#[test]
fn a_lost_day_lets_windows_wait_unless_it_is_kept() {
    let mut plan = plan();
    let day = |from: u32, to: u32| {
        let midnight = |day: u32| january(day).and_time(NaiveTime::MIN).and_utc();
        Interval::new(midnight(from), midnight(to)).expect("a span")
    };
    plan.busy = vec![day(13, 15)];
    let mut claim = claim();
    (claim.placement[4].segment, claim.placement[4].date) = (Some(at(18, 10)), january(18));
    assert_eq!(codes(&plan, &claim), [""; 0]);
    plan.lost_days = followthrough::LostDays::Keep;
    assert_eq!(codes(&plan, &claim), ["outside_window"]);
}

#[test]
fn overlapping_blocks_are_an_error_that_names_both() {
    let mut plan = plan();
    plan.blocks.push(block("calling", 10, 15));
    let error = plan.verify(&claim()).expect_err("they overlap");
    assert_eq!(
        error.to_string(),
        "blocks `calling 10:00` and `calling 10:00` overlap on 2027-01-04, expected one block at a time"
    );
}

#[test]
fn ten_years_are_judged_in_one_go() {
    let mut plan = Plan::new("ten years", Zone::utc(), january(4));
    plan.blocks = vec![block("calling", 10, 60)];
    let call = |after| {
        Touch::new(name("call"))
            .effort(minutes(10))
            .after(after)
            .within(0)
    };
    let touches = vec![call(0), call(5), call(5), call(5), call(5), call(5)];
    plan.cadences = vec![Cadence::new(name("calls"), touches).expect("a cadence")];
    let workdays: Vec<NaiveDate> = january(4)
        .iter_days()
        .filter(|date| WEEKDAYS.contains(&chrono::Datelike::weekday(date)))
        .take(2_620)
        .collect();
    let (first, last) = (workdays[0], workdays[2_590]);
    let mut claim = Claim {
        policy: Policy::Level,
        horizon: Span {
            from: first,
            to: last,
        },
        starts: Vec::new(),
        placement: Vec::new(),
    };
    for (index, &date) in workdays[..=2_590].iter().enumerate() {
        claim.starts.push(Started {
            date,
            cadence: name("calls"),
            count: 1,
        });
        for touch in 0..6 {
            let day = workdays[index + 5 * touch];
            claim.placement.push(Placed {
                cadence: name("calls"),
                party: Party::Start(date),
                work: Work::Touch,
                touch: Some(touch as u32 + 1),
                segment: Some(day.and_time(time(10, 0))),
                date: day,
                at: None,
                count: 1,
            });
        }
    }
    assert_eq!(codes(&plan, &claim), [""; 0]);
    claim.placement.pop();
    assert_eq!(codes(&plan, &claim), ["missing"]);
}
