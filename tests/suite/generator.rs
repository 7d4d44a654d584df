//! Plans by number: the same kind and seed give the same plan, on every machine and in every language that reads it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days as Later, NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    Away, AwayWindows, Block, Cadence, CadenceName, Cap, CategoryName, Channel, ChannelName, Days,
    Horizon, Hours, Interval, LostDays, MixPart, Pattern, Plan, Policy, Prep, Prospect, Repeat,
    ReplyWork, Share, Stage, Touch, Zone,
};

/// A drawer of numbers: splitmix64 (Steele, Lea and Flood 2014), whose n-th number depends on seed and n alone.
#[derive(Debug, Clone)]
pub struct Draw {
    state: u64,
}

impl Draw {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number, any of 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.bits() % (high - low + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.bits() % 100 < percent
    }

    /// One of `items`.
    pub fn pick<'item, T>(&mut self, items: &'item [T]) -> &'item T {
        &items[self.between(0, items.len() as u64 - 1) as usize]
    }

    /// The items in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.between(0, index as u64) as usize);
        }
    }
}

/// What a generated plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A few days, for the oracle: a bit of everything.
    Small,
    /// A few days of short blocks and efforts that do not divide them.
    Knapsack,
    /// A few prospects in flight who are owed more than fits, and little else.
    Owing,
    /// A desk like many, over a quarter.
    Desk,
    /// Short blocks and efforts from 5 to 17 minutes over a month.
    Packing,
    /// Blocks that several categories share.
    Shared,
    /// Caps that hold before time does.
    Capped,
    /// A full pipeline, prep, holidays and a week away.
    Loaded,
    /// A desk over most of a year.
    Long,
    /// A quarter in which 100 to 260 prospects in flight are owed more than fits, with one to several touches left.
    Overloaded,
    /// One category and touches of many efforts.
    Mixed,
    /// Prep for everybody, and blocks that may be used for it or for touches.
    Flexible,
    /// All that a plan may say: block calendars, blocks on another clock, caps by week, hours, zones, calendar days, and a
    /// change of the clock.
    Whole,
    /// A desk that keeps time for the answers that it expects.
    Expecting,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Small,
        Self::Knapsack,
        Self::Owing,
        Self::Desk,
        Self::Packing,
        Self::Shared,
        Self::Capped,
        Self::Loaded,
        Self::Long,
        Self::Overloaded,
        Self::Mixed,
        Self::Flexible,
        Self::Whole,
        Self::Expecting,
    ];

    /// Its name in data files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Knapsack => "knapsack",
            Self::Owing => "owing",
            Self::Desk => "desk",
            Self::Packing => "packing",
            Self::Shared => "shared",
            Self::Capped => "capped",
            Self::Loaded => "loaded",
            Self::Long => "long",
            Self::Overloaded => "overloaded",
            Self::Mixed => "mixed",
            Self::Flexible => "flexible",
            Self::Whole => "whole",
            Self::Expecting => "expecting",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A plan and a question about it.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is for.
    pub kind: Kind,
    /// Its number.
    pub seed: u64,
    /// The plan.
    pub plan: Plan,
    /// How starts are spread.
    pub policy: Policy,
    /// How far they may be.
    pub horizon: Horizon,
}

/// How a kind's plans are drawn: spans include both ends, chances are in percent.
struct Recipe {
    /// Days from the first to the horizon's last.
    days: (u64, u64),
    categories: (u64, u64),
    cadences: (u64, u64),
    touches: (u64, u64),
    after: (u64, u64),
    within: (u64, u64),
    /// Minutes of a block, in steps of five.
    block: (u64, u64),
    weekdays: (u64, u64),
    efforts: &'static [u64],
    one_effort: u64,
    shared: u64,
    prep: u64,
    ready: u64,
    rows: (u64, u64),
    with_rows: u64,
    caps: u64,
    machine: u64,
    tail: u64,
    pairs: u64,
    calendar: u64,
    hours: u64,
    holidays: u64,
    away: u64,
    busy: (u64, u64),
    reserve: u64,
    keep: u64,
}

const PLAIN: Recipe = Recipe {
    days: (90, 91),
    categories: (1, 3),
    cadences: (1, 2),
    touches: (4, 10),
    after: (3, 6),
    within: (0, 2),
    block: (30, 120),
    weekdays: (3, 5),
    efforts: &[2, 3, 4, 5, 6, 8, 10, 12, 15, 20],
    one_effort: 40,
    shared: 0,
    prep: 40,
    ready: 0,
    rows: (0, 0),
    with_rows: 0,
    caps: 0,
    machine: 0,
    tail: 0,
    pairs: 10,
    calendar: 10,
    hours: 0,
    holidays: 2,
    away: 20,
    busy: (0, 20),
    reserve: 40,
    keep: 30,
};

fn recipe(kind: Kind) -> Recipe {
    let small = Recipe {
        days: (2, 13),
        categories: (1, 2),
        cadences: (1, 2),
        touches: (1, 3),
        after: (2, 4),
        block: (20, 60),
        weekdays: (2, 5),
        efforts: &[5, 6, 7, 8, 9, 10, 11, 12, 15, 17],
        shared: 20,
        prep: 25,
        ready: 15,
        rows: (1, 4),
        with_rows: 30,
        caps: 20,
        machine: 10,
        tail: 10,
        calendar: 15,
        hours: 10,
        holidays: 1,
        away: 10,
        busy: (0, 4),
        ..PLAIN
    };
    match kind {
        Kind::Small => small,
        Kind::Knapsack => Recipe {
            block: (20, 45),
            one_effort: 0,
            touches: (2, 3),
            with_rows: 10,
            caps: 0,
            machine: 0,
            hours: 0,
            busy: (0, 2),
            ..small
        },
        Kind::Owing => Recipe {
            days: (4, 8),
            cadences: (1, 1),
            touches: (2, 4),
            block: (15, 30),
            weekdays: (3, 5),
            efforts: &[8, 10, 12, 15],
            rows: (3, 7),
            with_rows: 100,
            ready: 0,
            caps: 15,
            machine: 0,
            ..small
        },
        Kind::Desk | Kind::Expecting => Recipe {
            rows: (5, 30),
            with_rows: 40,
            ready: 20,
            caps: 20,
            machine: 10,
            tail: 10,
            ..PLAIN
        },
        Kind::Packing => Recipe {
            days: (28, 30),
            touches: (3, 6),
            block: (20, 45),
            efforts: &[5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
            one_effort: 0,
            prep: 20,
            ..PLAIN
        },
        Kind::Shared => Recipe {
            days: (40, 60),
            categories: (2, 3),
            shared: 80,
            efforts: &[4, 5, 6, 8, 10, 12],
            ..PLAIN
        },
        Kind::Capped => Recipe {
            days: (40, 91),
            caps: 100,
            machine: 30,
            block: (60, 120),
            ..PLAIN
        },
        Kind::Loaded => Recipe {
            rows: (20, 60),
            with_rows: 100,
            ready: 50,
            prep: 80,
            tail: 20,
            holidays: 5,
            away: 60,
            busy: (10, 40),
            ..PLAIN
        },
        Kind::Long => Recipe {
            days: (250, 300),
            rows: (5, 30),
            with_rows: 40,
            caps: 20,
            holidays: 10,
            busy: (20, 80),
            ..PLAIN
        },
        Kind::Overloaded => Recipe {
            categories: (1, 2),
            touches: (6, 12),
            block: (30, 60),
            weekdays: (4, 5),
            shared: 15,
            rows: (100, 260),
            with_rows: 100,
            caps: 10,
            ..PLAIN
        },
        Kind::Mixed => Recipe {
            categories: (1, 1),
            cadences: (1, 3),
            one_effort: 0,
            efforts: &[3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 20],
            block: (60, 150),
            ..PLAIN
        },
        Kind::Flexible => Recipe {
            categories: (2, 3),
            shared: 100,
            prep: 100,
            ready: 30,
            rows: (5, 20),
            with_rows: 30,
            ..PLAIN
        },
        Kind::Whole => Recipe {
            categories: (2, 3),
            shared: 20,
            ready: 30,
            rows: (10, 40),
            with_rows: 80,
            caps: 50,
            machine: 15,
            tail: 20,
            calendar: 30,
            hours: 60,
            holidays: 4,
            away: 60,
            ..PLAIN
        },
    }
}

const CATEGORIES: [&str; 3] = ["calling", "research", "follow_up"];
const CHANNELS: [&str; 4] = ["call", "email", "letter", "social"];

/// The case of a kind and seed.
#[must_use]
pub fn case(kind: Kind, seed: u64) -> Case {
    let recipe = recipe(kind);
    let mut draw = Draw::new(seed.wrapping_mul(64).wrapping_add(kind as u64));
    let zone: Zone = draw
        .pick(&[
            "America/New_York",
            "Europe/Berlin",
            "UTC",
            "America/Chicago",
        ])
        .parse()
        .expect("a zone");
    let first =
        NaiveDate::from_ymd_opt(2026, 9, 1).expect("a date") + Later::new(draw.between(0, 300));
    let mut plan = Plan::new(format!("{} {seed}", kind.name()), zone, first);
    let days = draw.between(recipe.days.0, recipe.days.1);
    if draw.chance(recipe.keep) {
        plan.lost_days = LostDays::Keep;
    }
    if draw.chance(recipe.reserve) {
        plan.reserve = draw
            .pick(&["0.1", "0.15", "0.2", "0.33"])
            .parse()
            .expect("a share");
    }
    for _ in 0..draw.between(0, recipe.holidays) {
        plan.holidays
            .insert(first + Later::new(draw.between(0, days + 10)));
    }
    if draw.chance(recipe.away) {
        let from = first + Later::new(draw.between(0, days));
        let windows = if draw.chance(70) {
            AwayWindows::Shift
        } else {
            AwayWindows::Keep
        };
        let to = from + Later::new(draw.between(0, if days > 20 { 7 } else { 2 }));
        plan.away.push(Away {
            from,
            to,
            label: "away".to_owned(),
            windows,
        });
    }
    let categories: Vec<CategoryName> = CATEGORIES
        [..draw.between(recipe.categories.0, recipe.categories.1) as usize]
        .iter()
        .map(|name| name.parse().expect("a name"))
        .collect();
    blocks(&mut plan, &recipe, &categories, &mut draw);
    channels(&mut plan, &recipe, &categories, &mut draw);
    for index in 0..draw.between(recipe.cadences.0, recipe.cadences.1) {
        let name: CadenceName = format!("cadence_{index}").parse().expect("a name");
        let cadence = cadence(name.clone(), &recipe, &categories, &mut draw);
        plan.cadences.push(cadence);
        plan.mix.push(MixPart {
            cadence: name,
            count: draw.between(1, 4) as u32,
        });
    }
    if plan.cadences.len() == 1 {
        plan.mix.clear();
    }
    if kind == Kind::Whole {
        clocks(&mut plan, days, &mut draw);
    }
    busy(&mut plan, &recipe, days, &mut draw);
    if kind == Kind::Overloaded {
        crowd(&mut plan, &recipe, &mut draw);
    } else {
        pipeline(&mut plan, &recipe, &mut draw);
    }
    if kind == Kind::Expecting {
        plan.expect.answers = draw.between(1, 6) as u32;
    }
    let policy = *draw.pick(&[Policy::Level, Policy::Level, Policy::Once, Policy::Max]);
    let until = plan.first_day + Later::new(days);
    Case {
        kind,
        seed,
        plan,
        policy,
        horizon: Horizon::Until(until),
    }
}

fn weekdays(recipe: &Recipe, draw: &mut Draw) -> Vec<Weekday> {
    let mut days = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    draw.shuffle(&mut days);
    days.truncate(draw.between(recipe.weekdays.0, recipe.weekdays.1) as usize);
    days.sort_by_key(Weekday::num_days_from_monday);
    days
}

fn blocks(plan: &mut Plan, recipe: &Recipe, categories: &[CategoryName], draw: &mut Draw) {
    // Every category has its hours of the day, so that blocks never overlap.
    let mut hours = [8, 10, 13, 15];
    draw.shuffle(&mut hours);
    for (index, category) in categories.iter().enumerate() {
        let length =
            TimeDelta::minutes(draw.between(recipe.block.0 / 5, recipe.block.1 / 5) as i64 * 5);
        let start = NaiveTime::from_hms_opt(hours[index], 0, 0).expect("a time");
        let mut wanted = vec![category.clone()];
        if draw.chance(recipe.shared) {
            wanted.push(draw.pick(categories).clone());
        }
        let days = weekdays(recipe, draw);
        let mut block =
            Block::new(wanted, Pattern::Weekdays(days), start, length).expect("a block");
        if draw.chance(10) {
            block
                .skip
                .insert(plan.first_day + Later::new(draw.between(0, 14)));
        }
        if draw.chance(10) {
            block
                .also
                .insert(plan.first_day + Later::new(draw.between(0, 14)));
        }
        if draw.chance(10) {
            block.reserve = Some("0.25".parse::<Share>().expect("a share"));
        }
        plan.blocks.push(block);
    }
    if draw.chance(recipe.shared / 2) {
        let start = NaiveTime::from_hms_opt(hours[3], 0, 0).expect("a time");
        let length =
            TimeDelta::minutes(draw.between(recipe.block.0 / 5, recipe.block.1 / 5) as i64 * 5);
        let days = weekdays(recipe, draw);
        plan.blocks.push(
            Block::new(categories.to_vec(), Pattern::Weekdays(days), start, length)
                .expect("a block"),
        );
    }
}

fn channels(plan: &mut Plan, recipe: &Recipe, categories: &[CategoryName], draw: &mut Draw) {
    for name in CHANNELS {
        let mut channel = Channel {
            category: Some(draw.pick(categories).clone()),
            ..Channel::default()
        };
        if draw.chance(recipe.caps) {
            let day = draw.between(2, 8) as u32;
            channel.cap = match draw.between(0, 2) {
                0 => Cap {
                    day: Some(day),
                    week: None,
                },
                1 => Cap {
                    day: None,
                    week: Some(day * 3),
                },
                _ => Cap {
                    day: Some(day),
                    week: Some(day * 3),
                },
            };
        }
        if draw.chance(recipe.caps / 3) && name != "call" {
            channel.counts_as = Some("call".parse().expect("a name"));
        }
        if draw.chance(recipe.hours) {
            let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
            channel.hours = Hours::new(at(8), at(17));
        }
        plan.channels.insert(name.parse().expect("a name"), channel);
    }
}

fn cadence(
    name: CadenceName,
    recipe: &Recipe,
    categories: &[CategoryName],
    draw: &mut Draw,
) -> Cadence {
    let one = draw
        .chance(recipe.one_effort)
        .then(|| *draw.pick(recipe.efforts));
    let effort =
        |draw: &mut Draw| TimeDelta::minutes(one.unwrap_or(*draw.pick(recipe.efforts)) as i64);
    let channel =
        |draw: &mut Draw| -> ChannelName { draw.pick(&CHANNELS).parse().expect("a name") };
    let mut touches = Vec::new();
    let mut open = 0;
    for index in 0..draw.between(recipe.touches.0, recipe.touches.1) {
        let within = draw.between(recipe.within.0, recipe.within.1);
        let after = if index == 0 {
            0
        } else {
            draw.between(recipe.after.0, recipe.after.1).max(open + 1)
        };
        let machine = draw.chance(recipe.machine);
        let time = if machine {
            TimeDelta::zero()
        } else {
            effort(draw)
        };
        let touch = Touch::new(channel(draw))
            .effort(time)
            .category(draw.pick(categories).clone());
        if index > 0 && draw.chance(recipe.pairs) {
            // As the plan file is read: a touch has the window that it shares.
            touches.push(touch.with_previous().within(open as u32));
        } else {
            open = within;
            touches.push(touch.after(after as u32).within(within as u32));
        }
    }
    let touches_by_machine = touches[0].effort == Some(TimeDelta::zero());
    let mut cadence = Cadence::new(name, touches).expect("a cadence");
    // Whether prep may share the day of a first touch that a machine sends is left open.
    if draw.chance(recipe.prep) && !touches_by_machine {
        let (category, effort) = (draw.pick(categories).clone(), effort(draw));
        cadence = cadence.with_prep(Prep {
            category,
            effort,
            ahead: draw.between(0, 4) as u32,
        });
    }
    let reply = ReplyWork {
        category: draw.pick(categories).clone(),
        effort: effort(draw),
        within: draw.between(0, 3) as u32,
    };
    cadence = cadence.with_on_reply(reply);
    if draw.chance(recipe.tail) {
        let repeat = Repeat {
            after: draw.between(3, 5) as u32,
            within: draw.between(0, 2) as u32,
            times: Some(draw.between(1, 2) as u32),
            channel: channel(draw),
            category: None,
            effort: Some(effort(draw)),
            message: None,
            promised: draw.chance(60),
        };
        cadence = cadence.with_repeat(repeat).expect("a tail");
    }
    if draw.chance(recipe.calendar) {
        cadence.with_days(Days::Calendar)
    } else {
        cadence
    }
}

/// Moves the plan to a change of the clock, and some blocks to another clock or into a calendar.
fn clocks(plan: &mut Plan, days: u64, draw: &mut Draw) {
    // Clocks change on 8 March and 1 November in America, on 29 March and 25 October in Europe.
    let (month, day) = *draw.pick(&[(2, 20), (3, 2), (3, 16), (10, 12), (10, 20)]);
    let first = NaiveDate::from_ymd_opt(2026, month, day).expect("a date");
    let first = first + Later::new(draw.between(0, 12));
    let by = first - plan.first_day;
    plan.first_day = first;
    plan.holidays = plan.holidays.iter().map(|date| *date + by).collect();
    for away in &mut plan.away {
        (away.from, away.to) = (away.from + by, away.to + by);
    }
    for block in &mut plan.blocks {
        block.skip = block.skip.iter().map(|date| *date + by).collect();
        block.also = block.also.iter().map(|date| *date + by).collect();
    }
    if draw.chance(30) {
        let zone: Zone = draw
            .pick(&["America/Chicago", "Europe/Berlin", "Europe/London"])
            .parse()
            .expect("a zone");
        let near = |zone: &Zone| zone.name().split('/').next().map(str::to_owned);
        // All blocks move together, and stay on their day.
        if near(&zone) == near(&plan.zone) {
            for block in &mut plan.blocks {
                block.zone = Some(zone.clone());
            }
        }
    }
    if draw.chance(40) {
        // A block calendar names its days one by one, and some weeks lack them.
        let index = draw.between(0, plan.blocks.len() as u64 - 1) as usize;
        let block = &plan.blocks[index];
        let Pattern::Weekdays(weekdays) = block.pattern() else {
            return;
        };
        let last = plan.first_day + Later::new(days + 60);
        let named = plan
            .first_day
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| weekdays.contains(&date.weekday()));
        let dates: BTreeSet<NaiveDate> = named.filter(|_| draw.chance(90)).collect();
        let mut listed = Block::new(
            block.categories().to_vec(),
            Pattern::Weekdays(Vec::new()),
            block.start(),
            block.length(),
        )
        .expect("a block");
        listed.also = dates;
        listed.reserve.clone_from(&block.reserve);
        listed.zone.clone_from(&block.zone);
        plan.blocks[index] = listed;
    }
}

fn busy(plan: &mut Plan, recipe: &Recipe, days: u64, draw: &mut Draw) {
    for _ in 0..draw.between(recipe.busy.0, recipe.busy.1) {
        let day = plan.first_day + Later::new(draw.between(0, days + 20));
        let start = plan.zone.instant(day.and_time(NaiveTime::MIN))
            + TimeDelta::minutes(draw.between(84, 190) as i64 * 5);
        let length = TimeDelta::minutes(draw.between(1, 30) as i64 * 5);
        plan.busy.extend(Interval::new(start, start + length));
        if draw.chance(10) {
            // A whole day, so that some days are lost.
            let midnight = plan.zone.midnight(day);
            plan.busy
                .extend(Interval::new(midnight, midnight + TimeDelta::days(1)));
        }
    }
}

/// More in flight than a quarter holds: each with one to several touches left, alike in groups.
fn crowd(plan: &mut Plan, recipe: &Recipe, draw: &mut Draw) {
    let rows = draw.between(recipe.rows.0, recipe.rows.1);
    let left = draw.between(1, 6);
    let spread = draw.between(20, 70);
    let priorities = draw.between(1, 3);
    let replied = if draw.chance(50) { 8 } else { 0 };
    while (plan.pipeline.len() as u64) < rows {
        let cadence = draw.pick(&plan.cadences);
        let promised = cadence.promised() as u64;
        let next = promised - draw.between(0, left.min(promised) - 1);
        let due = plan.first_day + Later::new(draw.between(0, spread));
        let priority = draw.between(1, priorities) as u32;
        for _ in 0..draw.between(1, 6) {
            let id = format!("P{:03}", plan.pipeline.len());
            let mut row = if draw.chance(replied) {
                Prospect::new(id, cadence.name().clone(), Stage::Replied)
            } else {
                let mut row = Prospect::new(id, cadence.name().clone(), Stage::InFlight);
                row.next_touch = Some(next as u32);
                row
            };
            row.due = Some(due);
            row.priority = priority;
            plan.pipeline.push(row);
        }
    }
}

fn pipeline(plan: &mut Plan, recipe: &Recipe, draw: &mut Draw) {
    let first = plan.first_day;
    let date = |draw: &mut Draw, low: i64, high: i64| {
        first + TimeDelta::days(low + draw.between(0, (high - low) as u64) as i64)
    };
    let rows = if draw.chance(recipe.with_rows) {
        draw.between(recipe.rows.0, recipe.rows.1)
    } else {
        0
    };
    for index in 0..rows {
        let cadence = draw.pick(&plan.cadences);
        let promised = cadence.promised() as u64 + u64::from(cadence.repeat().is_some());
        let stage = *draw.pick(&[
            Stage::InFlight,
            Stage::InFlight,
            Stage::InFlight,
            Stage::Paused,
            Stage::Replied,
            Stage::Lost,
        ]);
        let mut row = Prospect::new(format!("P{index:03}"), cadence.name().clone(), stage);
        row.priority = draw.between(1, 3) as u32;
        match stage {
            Stage::InFlight => {
                row.next_touch = Some(draw.between(1, promised) as u32);
                match draw.between(0, 9) {
                    0..=6 => row.due = Some(date(draw, -6, 8)),
                    7 | 8 => row.last_touch = Some(date(draw, -8, -1)),
                    _ => row.started = Some(date(draw, -15, -1)),
                }
            }
            Stage::Paused => {
                row.next_touch = Some(draw.between(1, promised) as u32);
                row.due = Some(date(draw, -2, 8));
            }
            Stage::Replied => row.due = Some(date(draw, -4, 3)),
            _ => row.last_touch = Some(date(draw, -20, -1)),
        }
        if draw.chance(40) {
            row.zone = Some(
                draw.pick(&["America/Los_Angeles", "Europe/London", "Asia/Tokyo"])
                    .parse()
                    .expect("a zone"),
            );
        }
        plan.pipeline.push(row);
    }
    if draw.chance(recipe.ready) {
        for index in 0..draw.between(1, 5) {
            let cadence = draw.pick(&plan.cadences).name().clone();
            plan.pipeline
                .push(Prospect::new(format!("R{index:03}"), cadence, Stage::Ready));
        }
    }
}

/// The same plan with everything that has no order in another one.
#[must_use]
pub fn shuffled(plan: &Plan, seed: u64) -> Plan {
    let mut draw = Draw::new(seed);
    let mut plan = plan.clone();
    draw.shuffle(&mut plan.blocks);
    draw.shuffle(&mut plan.busy);
    draw.shuffle(&mut plan.pipeline);
    draw.shuffle(&mut plan.mix);
    draw.shuffle(&mut plan.away);
    let holidays: Vec<NaiveDate> = plan.holidays.iter().rev().copied().collect();
    plan.holidays = holidays.into_iter().collect::<BTreeSet<_>>();
    plan
}
