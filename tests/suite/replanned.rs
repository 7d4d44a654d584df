//! A plan after a block was lost: as few touches stand elsewhere as OR-Tools' CP-SAT certified, on the small plans of
//! `tests/data/plans/replans.jsonl`, written by `benches/peers/replan.py`.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use followthrough::{
    Block, Cadence, CadenceName, Interval, LostDays, MixPart, Pattern, Place, Places, Plan, Policy,
    Prospect, ScheduleOptions, Stage, Touch, Whose, Work,
};

struct Case {
    /// Minutes of each workday's block.
    rooms: Vec<i64>,
    /// Minutes, the workday on which the window opens, and the one on which it closes.
    touches: Vec<(i64, usize, usize)>,
    before: Vec<usize>,
    lost: usize,
    least: usize,
}

impl Case {
    fn read(line: &str) -> Self {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let whole = |value: &serde_json::Value| value.as_u64().expect("a whole number") as usize;
        let list = |name: &str| row[name].as_array().expect("a list");
        let touch = |touch: &serde_json::Value| {
            (whole(&touch[0]) as i64, whole(&touch[1]), whole(&touch[2]))
        };
        Self {
            rooms: list("rooms")
                .iter()
                .map(|room| whole(room) as i64)
                .collect(),
            touches: list("touches").iter().map(touch).collect(),
            before: list("before").iter().map(whole).collect(),
            lost: whole(&row["lost"]),
            least: whole(&row["least"]),
        }
    }
}

/// The n-th workday of the plan.
fn day(number: usize) -> NaiveDate {
    let monday = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
    let days = number / 5 * 7 + number % 5;
    monday
        .checked_add_days(Days::new(days as u64))
        .expect("a date")
}

fn plan(case: &Case) -> Plan {
    let mut plan = Plan::new("desk", "America/New_York".parse().expect("a zone"), day(0));
    plan.lost_days = LostDays::Keep;
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    for (number, minutes) in case.rooms.iter().enumerate() {
        let weekday = chrono::Datelike::weekday(&day(number));
        let length = TimeDelta::minutes(*minutes);
        let calling = vec!["calling".parse().expect("a name")];
        let mut block =
            Block::new(calling, Pattern::Weekdays(vec![weekday]), nine, length).expect("a block");
        block.from = Some(day(number));
        block.to = Some(day(number));
        plan.blocks.push(block);
    }
    let call = || Touch::new("call".parse().expect("a name"));
    // Nobody new finds room, so that those in flight are alone.
    let huge: CadenceName = "huge".parse().expect("a name");
    let touches = vec![call().effort(TimeDelta::hours(5))];
    plan.cadences
        .push(Cadence::new(huge.clone(), touches).expect("a cadence"));
    plan.mix.push(MixPart {
        cadence: huge,
        count: 1,
    });
    for (number, (minutes, opens, closes)) in case.touches.iter().enumerate() {
        let name: CadenceName = format!("c{number}").parse().expect("a name");
        let within = (closes - opens) as u32;
        let touch = call().effort(TimeDelta::minutes(*minutes)).within(within);
        plan.cadences
            .push(Cadence::new(name.clone(), vec![touch]).expect("a cadence"));
        let mut row = Prospect::new(format!("P{number}"), name, Stage::InFlight);
        row.next_touch = Some(1);
        row.due = Some(day(*opens));
        plan.pipeline.push(row);
    }
    plan
}

fn segment(number: usize) -> String {
    format!("{}-calling", day(number).format("%Y%m%d"))
}

#[test]
fn after_a_lost_block_no_more_touches_move_than_have_to() {
    let text = include_str!("../data/plans/replans.jsonl");
    let (mut more, mut cases) = (Vec::new(), 0);
    for (line, text) in text.lines().enumerate() {
        let case = Case::read(text);
        let mut plan = plan(&case);
        let from = plan.zone.midnight(day(case.lost));
        let to = plan
            .zone
            .midnight(day(case.lost).succ_opt().expect("a date"));
        plan.busy.extend(Interval::new(from, to));
        let place = |(number, stood): (usize, &usize)| Place {
            whose: Whose::Prospect {
                id: format!("P{number}"),
                start: None,
            },
            work: Work::Touch,
            touch: Some(1),
            segment: segment(*stood),
        };
        let previous = Places {
            until: day(9),
            places: case.before.iter().enumerate().map(place).collect(),
        };
        let fit = plan.fit(Policy::Level, None).expect("the plan is well");
        let options = ScheduleOptions {
            previous: Some(previous),
        };
        let schedule = plan
            .schedule_with(&fit, &options)
            .expect("the plan is well");
        let mut moved = case.touches.len();
        for segment in schedule.days.iter().flat_map(|day| &day.segments) {
            for item in &segment.items {
                let number: usize = item.id.as_deref().expect("a prospect")[1..]
                    .parse()
                    .expect("a number");
                let (_, opens, closes) = case.touches[number];
                let date = segment.local_start.date();
                assert!(
                    (day(opens)..=day(closes)).contains(&date),
                    "line {}",
                    line + 1
                );
                moved -= usize::from(date == day(case.before[number]));
            }
        }
        assert!(
            moved >= case.least,
            "line {}: {moved} moves, and {} are the least",
            line + 1,
            case.least
        );
        if moved > case.least {
            more.push((line + 1, moved, case.least));
        }
        cases += 1;
    }
    assert!(cases >= 100, "{cases} cases");
    assert!(more.is_empty(), "of {cases}: line, moves, least: {more:?}");
}
