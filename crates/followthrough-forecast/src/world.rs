//! A plan with its answer as plain numbers: days, bins, windows, and who is started when at every pace.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use followthrough::{
    CadenceName, CategoryName, ChannelName, Days as Counted, Error, Fit, Party, Plan, Seconds,
    SegmentTime, Windows, Work, default_category, default_effort,
};

use crate::assume::Assumptions;
use crate::draw::threshold;
use crate::rows;

/// The category of work that needs no block.
pub(crate) const MACHINE: u8 = 63;
/// A bin of no number.
pub(crate) const NONE: u32 = u32::MAX;

/// A piece of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bin {
    pub(crate) day: u32,
    pub(crate) usable: u64,
    pub(crate) categories: u64,
}

/// A channel's cap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) day: Option<u32>,
    pub(crate) week: Option<u32>,
}

/// A touch of a cadence.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) category: u8,
    pub(crate) seconds: u64,
    pub(crate) limits: Vec<u8>,
    /// The first of the touches that share its window, from 0.
    pub(crate) first: u32,
    /// Workdays from the start to the opening of its window, and to its close; on calendar days without meaning.
    pub(crate) open: u32,
    pub(crate) close: u32,
    /// The chance that it is answered, given that it is reached, in millionths.
    pub(crate) hazard: u64,
}

/// Work beside touches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extra {
    pub(crate) category: u8,
    pub(crate) seconds: u64,
    /// From how many workdays before the start on, or how many workdays long.
    pub(crate) days: u32,
}

/// A cadence.
#[derive(Debug, Clone)]
pub(crate) struct Promised {
    pub(crate) on_workdays: bool,
    pub(crate) steps: Vec<Step>,
    /// On calendar days: the windows of each touch by the workday of the start, from 0.
    pub(crate) windows: Vec<Vec<(u32, u32)>>,
    pub(crate) prep: Option<Extra>,
    pub(crate) reply: Option<Extra>,
}

/// Somebody who is started.
#[derive(Debug, Clone)]
pub(crate) struct Starter {
    pub(crate) id: u32,
    pub(crate) cadence: usize,
    /// The workday of the start, from 0.
    pub(crate) workday: u32,
    /// Whether prep was done before.
    pub(crate) ready: bool,
    /// Where the plan at the pace has prep (the first) and touches; empty where the plan does not start the prospect.
    pub(crate) planned: Vec<u32>,
}

/// A prospect in flight: what is owed and where the plan has it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: u32,
    pub(crate) cadence: usize,
    /// The first touch owed, from 0; touches from there on with their windows and bins.
    pub(crate) next: u32,
    /// The calendar day from which windows are counted.
    pub(crate) from: u32,
    pub(crate) owed: Vec<Owed>,
}

/// A touch that is owed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owed {
    /// From 0; `NONE` for an answer's work.
    pub(crate) touch: u32,
    /// Its window in calendar days, and in workdays from the day from which windows are counted.
    pub(crate) open: u32,
    pub(crate) close: u32,
    pub(crate) open_after: u32,
    pub(crate) close_after: u32,
    pub(crate) bin: u32,
}

/// One week of starts.
#[derive(Debug, Clone)]
pub(crate) struct WeekStarts {
    /// How many the plan at the pace starts.
    pub(crate) planned: u32,
    /// The plan's quota.
    pub(crate) quota: u32,
    /// Workdays up to its end and up to the end of the week before, no more than a full week's of any week.
    pub(crate) workdays: (u64, u64),
    /// Its workdays, from the first, without the end.
    pub(crate) days: (u32, u32),
    /// Who is started, the plan's own first.
    pub(crate) starters: Vec<Starter>,
}

/// A plan as numbers.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) first: NaiveDate,
    pub(crate) pace: u32,
    pub(crate) full_week: u64,
    /// The calendar day of every workday, from the first day.
    pub(crate) workdays: Vec<u32>,
    /// Workdays that have any block.
    pub(crate) with_blocks: Vec<bool>,
    pub(crate) bins: Vec<Bin>,
    /// The bins of each calendar day.
    pub(crate) of_day: Vec<(u32, u32)>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) cadences: Vec<Promised>,
    pub(crate) weeks: Vec<WeekStarts>,
    pub(crate) rows: Vec<Row>,
    /// The most seconds of a full week, by category.
    pub(crate) full: Vec<u64>,
    /// The largest pace that has its starts.
    pub(crate) most: u32,
    /// The parts of the mix, by cadence.
    pub(crate) weights: Vec<u64>,
    /// The calendar days on which the weeks of starts begin, and the last day of starts.
    pub(crate) week_starts: Vec<u32>,
    pub(crate) last_start: u32,
    /// The categories.
    pub(crate) names: Vec<CategoryName>,
}

/// What the numbers of categories and caps stand for, while they are given.
#[derive(Default)]
struct Names {
    categories: Vec<CategoryName>,
    channels: Vec<ChannelName>,
    limits: Vec<Limit>,
}

impl Names {
    fn category(&mut self, name: &CategoryName) -> u8 {
        let at = self.categories.iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| {
            self.categories.push(name.clone());
            self.categories.len() - 1
        });
        u8::try_from(at).unwrap_or(MACHINE)
    }

    /// The caps that a touch of a channel uses up.
    fn limits(&mut self, plan: &Plan, channel: &ChannelName) -> Vec<u8> {
        let mut found = Vec::new();
        let mut next = Some(channel.clone());
        while let Some(name) = next.take() {
            let Some(settings) = plan.channels.get(&name) else {
                break;
            };
            let (day, week) = (settings.cap.day, settings.cap.week);
            if day.is_some() || week.is_some() {
                let at = self.channels.iter().position(|known| *known == name);
                let at = at.unwrap_or_else(|| {
                    self.channels.push(name.clone());
                    self.limits.push(Limit { day, week });
                    self.channels.len() - 1
                });
                let at = u8::try_from(at).unwrap_or(u8::MAX);
                if found.contains(&at) {
                    break;
                }
                found.push(at);
            }
            next.clone_from(&settings.counts_as);
            if found.len() > plan.channels.len() {
                break;
            }
        }
        found
    }
}

fn seconds(length: TimeDelta) -> Seconds {
    u64::try_from(length.num_seconds()).unwrap_or(0)
}

impl World {
    /// The plan and its answer at the pace as numbers.
    pub(crate) fn new(plan: &Plan, fit: &Fit, assumptions: &Assumptions) -> Result<Self, Error> {
        let first = plan.first_day;
        let windows = plan.windows(first, fit.horizon.to)?;
        let last = fit.weeks.last().map_or(fit.horizon.to, |week| week.to) + TimeDelta::days(120);
        let number = |date: NaiveDate| u32::try_from((date - first).num_days()).unwrap_or(0);
        let workdays: Vec<u32> = first
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| windows.is_workday(*date))
            .map(number)
            .collect();
        let mut names = Names::default();
        let cadences: Vec<Promised> = plan
            .cadences
            .iter()
            .map(|cadence| {
                let hazards = assumptions.hazards(cadence);
                promised(
                    plan,
                    cadence,
                    &hazards,
                    &windows,
                    (&workdays, first),
                    &mut names,
                )
            })
            .collect();
        let segments: Vec<SegmentTime> = windows.segments(first, last).collect();
        let (bins, of_day, starts) =
            bins(&segments, number(last) + 1, &workdays, number, &mut names);
        let with_blocks = workdays
            .iter()
            .map(|day| {
                let (from, to) = of_day[*day as usize];
                // The one that needs no block is not counted.
                to - from > 1
            })
            .collect();
        let mut world = Self {
            first,
            pace: fit.number,
            full_week: fit.full_week.unwrap_or(0).into(),
            workdays,
            with_blocks,
            bins,
            of_day,
            limits: names.limits.clone(),
            cadences,
            weeks: Vec::new(),
            rows: Vec::new(),
            full: Vec::new(),
            most: 0,
            weights: plan
                .cadences
                .iter()
                .map(|cadence| {
                    let part = plan.mix.iter().find(|part| part.cadence == *cadence.name());
                    part.map_or(u64::from(plan.mix.is_empty()), |part| part.count.into())
                })
                .collect(),
            week_starts: fit
                .weeks
                .iter()
                .filter(|week| week.from <= fit.horizon.to)
                .map(|week| number(week.from))
                .collect(),
            last_start: number(fit.horizon.to),
            names: names.categories.clone(),
        };
        world.full = world.full_weeks(fit, names.categories.len());
        world.rows = rows::rows(plan, fit, &windows, &starts, &world);
        world.weeks = world.planned(plan, fit, &starts);
        world.most = world.most();
        world.extend();
        Ok(world)
    }

    /// The categories that work may have, and the one that needs no block.
    pub(crate) fn used(&self) -> u64 {
        let categories = u32::try_from(self.names.len()).unwrap_or(63).min(63);
        ((1_u64 << categories) - 1) | 1 << MACHINE
    }

    /// The calendar day of a date.
    pub(crate) fn day(&self, date: NaiveDate) -> u32 {
        u32::try_from((date - self.first).num_days().max(0)).unwrap_or(0)
    }

    fn workday(&self, date: NaiveDate) -> u32 {
        let day = self.day(date);
        u32::try_from(self.workdays.partition_point(|one| *one < day)).unwrap_or(0)
    }

    /// The most seconds of any week of the horizon, by category.
    fn full_weeks(&self, fit: &Fit, categories: usize) -> Vec<u64> {
        let mut full = vec![0; categories];
        for week in &fit.weeks {
            let (from, to) = (self.day(week.from), self.day(week.to));
            for (category, most) in full.iter_mut().enumerate() {
                let bins = self.bins.iter();
                let inside = bins.filter(|bin| {
                    (from..=to).contains(&bin.day) && bin.categories >> category & 1 == 1
                });
                *most = (*most).max(inside.map(|bin| bin.usable).sum());
            }
        }
        full
    }

    /// The plan's own starts, week by week.
    fn planned(
        &self,
        plan: &Plan,
        fit: &Fit,
        starts: &BTreeMap<chrono::NaiveDateTime, u32>,
    ) -> Vec<WeekStarts> {
        let machine = |date: NaiveDate| self.of_day[self.day(date) as usize].1 - 1;
        // The bins of each touch of those who are started on a day.
        let mut placed: BTreeMap<(NaiveDate, &CadenceName, u32), Vec<u32>> = BTreeMap::new();
        for one in &fit.placement {
            let Party::Start(date) = &one.party else {
                continue;
            };
            let at = match one.work {
                Work::Prep => 0,
                Work::Touch => one.touch.unwrap_or(0),
                _ => continue,
            };
            let bin = match &one.segment {
                Some(segment) => starts.get(segment).copied().unwrap_or(NONE),
                None => machine(one.date),
            };
            let bins = placed.entry((*date, &one.cadence, at)).or_default();
            bins.extend(std::iter::repeat_n(bin, one.count as usize));
        }
        let mut weeks: Vec<WeekStarts> = Vec::new();
        let mut so_far = 0;
        for (number, week) in fit.weeks.iter().enumerate() {
            if week.from > fit.horizon.to {
                break;
            }
            let mine = u64::from(week.workdays).min(self.full_week);
            let mut told = WeekStarts {
                planned: 0,
                quota: week.quota.unwrap_or(0),
                workdays: (so_far + mine, so_far),
                days: (
                    self.workday(week.from),
                    self.workday(week.to.min(fit.horizon.to) + TimeDelta::days(1)),
                ),
                starters: Vec::new(),
            };
            so_far += mine;
            let inside = |date: &NaiveDate| (week.from..=week.to).contains(date);
            for started in fit.starts.iter().filter(|started| inside(&started.date)) {
                let Some(cadence) = plan
                    .cadences
                    .iter()
                    .position(|cadence| *cadence.name() == started.cadence)
                else {
                    continue;
                };
                let steps = self.cadences[cadence].steps.len() as u32;
                for nth in 0..started.count as usize {
                    let bin = |at: u32| {
                        let key = (started.date, &started.cadence, at);
                        placed.get(&key).and_then(|bins| bins.get(nth)).copied()
                    };
                    let planned: Vec<u32> = (0..=steps).map(|at| bin(at).unwrap_or(NONE)).collect();
                    // Prep that nobody placed was done before.
                    let ready = self.cadences[cadence].prep.is_some() && planned[0] == NONE;
                    told.starters.push(Starter {
                        id: (number as u32) << 14 | told.starters.len() as u32,
                        cadence,
                        workday: self.workday(started.date),
                        ready,
                        planned,
                    });
                }
            }
            told.planned = told.starters.len() as u32;
            weeks.push(told);
        }
        weeks
    }

    /// How many are started in a week at a pace.
    pub(crate) fn starts(&self, week: &WeekStarts, pace: u32) -> u32 {
        if self.full_week == 0 {
            return week.planned;
        }
        let up_to =
            |pace: u32, workdays: u64| (u64::from(pace) * workdays).div_ceil(self.full_week);
        let of = |pace: u32| up_to(pace, week.workdays.0) - up_to(pace, week.workdays.1);
        let quota = (u64::from(week.quota) + of(pace)).saturating_sub(of(self.pace));
        let short = week.quota.saturating_sub(week.planned);
        u32::try_from(quota)
            .unwrap_or(u32::MAX)
            .saturating_sub(short)
    }

    /// The largest pace that a full week's time allows, whatever answers free: that of who answers the first touch.
    fn most(&self) -> u32 {
        let first = self.at_most(|cadence| &cadence.steps[..cadence.steps.len().min(1)]);
        let all = self.at_most(|cadence| &cadence.steps[..]);
        let more = first.saturating_sub(all).min(2_000);
        // And what 49 of 50 touches allow beyond it.
        let most = self.pace.saturating_add(u32::try_from(more).unwrap_or(0));
        (most + most / 49 + 1).min(16_000)
    }

    fn at_most(&self, steps: impl Fn(&Promised) -> &[Step]) -> u64 {
        let mut needed = vec![0; self.full.len()];
        let mut count = 0;
        for starter in self.weeks.iter().flat_map(|week| &week.starters) {
            let cadence = &self.cadences[starter.cadence];
            add(&mut needed, cadence, steps(cadence), starter.ready);
            count += 1;
        }
        self.ratio(&needed, count)
    }

    /// How many prospects a week's time holds where so many need so much.
    pub(crate) fn ratio(&self, needed: &[u64], count: u64) -> u64 {
        let used = self
            .full
            .iter()
            .zip(needed)
            .filter(|(_, needed)| **needed > 0);
        let held = used.map(|(full, needed)| full * count / needed).min();
        held.unwrap_or(u64::from(u32::MAX))
    }

    /// Starts beyond those of the plan, evenly over the days of each week, in the order of the mix.
    fn extend(&mut self) {
        let mut weeks = std::mem::take(&mut self.weeks);
        for (number, week) in weeks.iter_mut().enumerate() {
            let wanted = self.starts(week, self.most);
            let (from, end) = week.days;
            if from >= end {
                continue;
            }
            let mut days = vec![0_u32; (end - from) as usize];
            let mut counts = vec![0_u64; self.weights.len()];
            for starter in &week.starters {
                counts[starter.cadence] += 1;
                if let Some(day) = days.get_mut((starter.workday.saturating_sub(from)) as usize) {
                    *day += 1;
                }
            }
            for nth in week.planned..wanted {
                let emptiest = (0..days.len())
                    .min_by_key(|day| (days[*day], *day))
                    .unwrap_or(0);
                days[emptiest] += 1;
                let Some(cadence) = self.next(&mut counts) else {
                    break;
                };
                week.starters.push(Starter {
                    id: (number as u32) << 14 | nth,
                    cadence,
                    workday: from + emptiest as u32,
                    ready: false,
                    planned: Vec::new(),
                });
            }
        }
        self.weeks = weeks;
    }
}

impl World {
    /// The cadence of the next prospect, where so many were started on each: the divisor sequence of Webster, as the mix
    /// itself.
    pub(crate) fn next(&self, counts: &mut [u64]) -> Option<usize> {
        let weights = &self.weights;
        let next = (0..weights.len())
            .filter(|at| weights[*at] > 0)
            .max_by(|one, other| {
                let left = u128::from(weights[*one]) * u128::from(2 * counts[*other] + 1);
                let right = u128::from(weights[*other]) * u128::from(2 * counts[*one] + 1);
                left.cmp(&right).then(other.cmp(one))
            })?;
        counts[next] += 1;
        Some(next)
    }

    /// Whether caps allow one more touch on a day, where so many were made on each.
    pub(crate) fn has_cap(&self, limits: &[u8], used: &[Vec<u32>], day: usize) -> bool {
        limits.iter().all(|limit| {
            let (cap, used) = (self.limits[usize::from(*limit)], &used[usize::from(*limit)]);
            let day_has = cap.day.is_none_or(|cap| used[day] < cap);
            // Every seven days in a row that hold the day.
            let sum = |from: usize| used[from..(from + 7).min(used.len())].iter().sum::<u32>();
            let week_has = cap
                .week
                .is_none_or(|cap| (day.saturating_sub(6)..=day).all(|from| sum(from) < cap));
            day_has && week_has
        })
    }
}

/// Adds what one prospect needs, by category.
pub(crate) fn add(needed: &mut [u64], cadence: &Promised, steps: &[Step], ready: bool) {
    let prep = cadence.prep.filter(|_| !ready);
    let parts = prep.map(|prep| (prep.category, prep.seconds)).into_iter();
    for (category, seconds) in parts.chain(steps.iter().map(|step| (step.category, step.seconds))) {
        if let Some(sum) = needed.get_mut(usize::from(category)) {
            *sum += seconds;
        }
    }
}

fn promised(
    plan: &Plan,
    cadence: &followthrough::Cadence,
    hazards: &[u32],
    windows: &Windows<'_>,
    (workdays, first): (&[u32], NaiveDate),
    names: &mut Names,
) -> Promised {
    let told = windows.cadence(cadence.name());
    let date = |day: u32| first + TimeDelta::days(day.into());
    let number = |date: NaiveDate| u32::try_from((date - first).num_days()).unwrap_or(0);
    let mut steps = Vec::new();
    let repeat = cadence.repeat().filter(|repeat| repeat.promised);
    let touches = cadence.touches();
    let (mut open, mut close) = (0, 0);
    for at in 0..cadence.promised() {
        let of = touches.get(at).map(|touch| {
            let own = (touch.effort, touch.category.clone());
            (
                &touch.channel,
                own,
                touch.after,
                touch.within,
                touch.with_previous,
            )
        });
        let of = of.or_else(|| {
            repeat.map(|repeat| {
                let own = (repeat.effort, repeat.category.clone());
                (&repeat.channel, own, repeat.after, repeat.within, false)
            })
        });
        let Some((channel, (effort, category), after, within, with_previous)) = of else {
            break;
        };
        if !with_previous {
            open += after;
            close = open + within;
        }
        let settings = plan.channels.get(channel);
        let effort = effort
            .or(settings.and_then(|settings| settings.effort))
            .or_else(|| default_effort(channel))
            .map_or(0, seconds);
        let category = category
            .or_else(|| settings.and_then(|settings| settings.category.clone()))
            .or_else(|| default_category(channel));
        let category = match category {
            Some(category) if effort > 0 => names.category(&category),
            _ => MACHINE,
        };
        let touch = at as u32 + 1;
        steps.push(Step {
            category,
            seconds: effort,
            limits: names.limits(plan, channel),
            first: told.map_or(touch, |told| told.first_of_window(touch)) - 1,
            open,
            close,
            hazard: hazards.get(at).copied().unwrap_or(0).into(),
        });
    }
    let mut extra = |category: &CategoryName, effort: TimeDelta, days: u32| Extra {
        category: names.category(category),
        seconds: seconds(effort),
        days,
    };
    let prep = cadence.prep();
    let prep = prep.map(|prep| extra(&prep.category, prep.effort, prep.ahead));
    let reply = cadence.on_reply();
    let reply = reply.map(|work| extra(&work.category, work.effort, work.within));
    let on_workdays = cadence.days() == Counted::Business;
    let mut by_start = Vec::new();
    if !on_workdays && let Some(told) = told {
        for day in workdays {
            let mut of: Vec<(u32, u32)> = Vec::new();
            let mut before = date(*day);
            for touch in 1..=told.promised() {
                if told.first_of_window(touch) < touch {
                    let same = of.last().copied().unwrap_or((0, 0));
                    of.push(same);
                    continue;
                }
                let window = if touch == 1 {
                    told.touch(1, before)
                } else {
                    told.after(touch, before)
                };
                let Some(window) = window else { break };
                before = window.from;
                of.push((number(window.from), number(window.to)));
            }
            by_start.push(of);
        }
    }
    Promised {
        on_workdays,
        steps,
        windows: by_start,
        prep,
        reply,
    }
}

type Laid = (
    Vec<Bin>,
    Vec<(u32, u32)>,
    BTreeMap<chrono::NaiveDateTime, u32>,
);

/// The segments as bins, each day's followed by one that stands for work without a block.
fn bins(
    segments: &[SegmentTime],
    days: u32,
    workdays: &[u32],
    number: impl Fn(NaiveDate) -> u32,
    names: &mut Names,
) -> Laid {
    let mut bins = Vec::new();
    let mut of_day = Vec::new();
    let mut starts = BTreeMap::new();
    let mut segments = segments.iter().peekable();
    for day in 0..days {
        let from = bins.len() as u32;
        while let Some(segment) = segments.next_if(|segment| number(segment.date) == day) {
            let categories = segment.categories.iter();
            let categories = categories.fold(0, |all, name| all | 1 << names.category(name));
            starts.insert(segment.start, bins.len() as u32);
            bins.push(Bin {
                day,
                usable: segment.usable,
                categories,
            });
        }
        let is_workday = workdays.binary_search(&day).is_ok();
        bins.push(Bin {
            day,
            usable: if is_workday { 1 << 50 } else { 0 },
            categories: 1 << MACHINE,
        });
        of_day.push((from, bins.len() as u32));
    }
    (bins, of_day, starts)
}

/// The touch at which somebody answers, from 0; `NONE` where nobody does: one draw against the chances of each.
pub(crate) fn answer(steps: &[Step], from: u32, drawn: u32) -> u32 {
    // What is left of all, in trillionths.
    let mut silent: u64 = 1_000_000_000_000;
    for (at, step) in steps.iter().enumerate().skip(from as usize) {
        silent = (u128::from(silent) * u128::from(1_000_000 - step.hazard.min(1_000_000))
            / 1_000_000) as u64;
        if u64::from(drawn) < threshold(1_000_000 - silent.div_ceil(1_000_000)) {
            return at as u32;
        }
    }
    NONE
}
