//! A plan made ready to be asked: days, segments, what is owed, and what each start would promise.

use super::demand::{Commitment, Demand, MACHINE, NoWindows, Owed, Promise, Window};
use super::expected::Expected;
use super::horizon::{estimate, horizon_end, settle_week, week_end, within_limits};
use super::mix_of;
use crate::capacity::{Capacity, Segment};
use crate::solver::{Before, Bin, Class, Gauge, Group, Instance, Limit, Mix, Problem, StartOption};
use crate::workdays::Day;
use crate::zone::Clock;
use crate::{Error, Horizon, Look, Plan, Policy, Span, Unreachable, UnreachableReason};

/// What a prospect started on one day on one cadence is promised.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The day of the start.
    pub(crate) day: Day,
    /// The prep's window by days, and its class.
    pub(crate) prep: Option<(Window, u32)>,
    /// Every touch's window and class; no class for touches of no effort without a cap.
    pub(crate) touches: Vec<(Window, Option<u32>)>,
    /// Whether some touch has no segment that could take it, the prep's included.
    pub(crate) impossible: bool,
    /// The same, for a prospect with prep done.
    pub(crate) impossible_ready: bool,
}

/// Which starts a question may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Starts {
    /// Those on the first start day.
    First,
    /// Those on every day of the horizon.
    All,
}

impl Starts {
    /// Those that a policy's question is about.
    pub(crate) fn of(policy: Policy) -> Self {
        match policy {
            Policy::Once => Self::First,
            Policy::Level | Policy::Max => Self::All,
        }
    }
}

/// A touch owed and its class.
#[derive(Debug, Clone)]
pub(crate) struct OwedTouch {
    /// What it is, with its window.
    pub(crate) commitment: Commitment,
    /// Its class; none for touches of no effort without a cap, and for unreachable ones.
    pub(crate) class: Option<u32>,
    /// How many; what is owed in part on one day and in part on another is listed twice.
    pub(crate) count: u32,
}

/// A week of the horizon, or what is left of it.
#[derive(Debug, Clone)]
pub(crate) struct HorizonWeek {
    /// Its first day, or the horizon's.
    pub(crate) from: Day,
    /// Its last day, or the horizon's.
    pub(crate) to: Day,
    /// Its workdays.
    pub(crate) workdays: Vec<Day>,
}

/// A plan made ready to be asked.
#[derive(Debug, Clone)]
pub(crate) struct Model<'plan> {
    pub(crate) plan: &'plan Plan,
    pub(crate) demand: Demand,
    pub(crate) capacity: Capacity,
    pub(crate) owed: Owed,
    /// Who was started before the first day; nobody, where the question is not about the weeks after.
    pub(crate) before: Before,
    pub(crate) horizon: Look,
    /// The first day of every horizon.
    pub(crate) today: Day,
    /// The last day of the horizon.
    pub(crate) end: Day,
    /// The last window's close, of starts in the horizon and of what is owed.
    pub(crate) last: Day,
    /// The capacity's segments from today on, one for each of the problem's bins but the machine's.
    pub(crate) bin_segments: Vec<Option<usize>>,
    /// By cadence, then by workday of the horizon, as many of them as the question may start on.
    pub(crate) lines: Vec<Vec<Option<Line>>>,
    /// Workdays of the horizon.
    pub(crate) start_days: Vec<Day>,
    pub(crate) owed_touches: Vec<OwedTouch>,
    pub(crate) unreachable: Vec<Unreachable>,
    /// Answers that are expected and that no segment of their window could take.
    pub(crate) without_time: u32,
    pub(crate) weeks: Vec<HorizonWeek>,
    /// All of it as plain numbers.
    pub(crate) instance: Instance,
}

impl<'plan> Model<'plan> {
    /// Makes a plan ready for a horizon, with at least `extra` days after it.
    pub(crate) fn new(
        plan: &'plan Plan,
        horizon: Option<Horizon>,
        extra: Day,
    ) -> Result<Self, Error> {
        Self::starting(plan, horizon, extra, Starts::All)
    }

    /// The same for some of the starts.
    pub(crate) fn starting(
        plan: &'plan Plan,
        horizon: Option<Horizon>,
        extra: Day,
        starts: Starts,
    ) -> Result<Self, Error> {
        let demand = Demand::new(plan)?;
        let mix = mix_of(plan, &demand)?;
        let expected = Expected::new(plan, &demand, &mix)?;
        let (name, end) = horizon_end(plan, &demand, &mix, horizon)?;
        within_limits(plan, &demand, &mix, end)?;
        let mut times = 1;
        loop {
            let (from, to) = estimate(plan, &demand, end, times)?;
            let capacity = Capacity::new(plan, demand.categories.clone(), from, to)?;
            let today = capacity.days.day(plan.first_day);
            let end = settle_week(plan, &capacity, horizon, name, end);
            let owed = match Owed::new(plan, &demand, &capacity.days) {
                Ok(owed) => Some(owed),
                Err(Some(error)) => return Err(error),
                Err(None) => None,
            };
            if let Some(owed) = owed {
                let look = Look {
                    name,
                    from: plan.first_day,
                    to: end,
                };
                let end = capacity.days.day(end);
                let parts = (demand.clone(), capacity, owed, mix.clone());
                let expected = expected.as_ref();
                let days = (today, end);
                let model = Self::assemble(plan, parts, expected, look, days, extra, starts);
                if let Some(model) = model {
                    return Ok(model);
                }
            }
            times *= 2;
        }
    }

    /// `None` where the stretch of days is too short.
    fn assemble(
        plan: &'plan Plan,
        (demand, capacity, mut owed, mix): (Demand, Capacity, Owed, Mix),
        expected: Option<&Expected>,
        horizon: Look,
        (today, end): (Day, Day),
        extra: Day,
        starts: Starts,
    ) -> Option<Self> {
        let days = &capacity.days;
        let start_days = days.between(today, end).to_vec();
        let mut last = end;
        for commitment in &owed.commitments {
            last = last.max(commitment.window.close);
        }
        let mut windows = Vec::new();
        for cadence in mix.cadences() {
            // Of two starts the later one's windows close no earlier.
            for day in start_days.iter().rev() {
                let promise = &demand.promises[cadence];
                match promise.windows_into(&mut windows, days, 0, *day, true) {
                    Ok(()) => {
                        last = windows
                            .iter()
                            .map(|window| window.close)
                            .fold(last, Day::max);
                        break;
                    }
                    Err(NoWindows::Meet) => {}
                    Err(NoWindows::Beyond) => return None,
                }
            }
        }
        if let Some(expected) = expected {
            // Answers come as long as anything is promised.
            let opening = expected.commitments(&demand, days, (today, last))?;
            let closes = opening.iter().map(|answer| answer.window.close);
            last = closes.fold(last, Day::max);
            owed.commitments.extend(opening);
        }
        last = last.max(end.saturating_add(extra));
        if last >= days.len() {
            return None;
        }
        let (problem, bin_segments) = bins(&demand, &capacity, today, last);
        let weeks = weeks(plan, &capacity, today, end);
        let mut model = Self {
            plan,
            demand,
            capacity,
            owed,
            before: Before::default(),
            horizon,
            today,
            end,
            last,
            bin_segments,
            lines: Vec::new(),
            start_days,
            owed_touches: Vec::new(),
            unreachable: Vec::new(),
            without_time: 0,
            weeks,
            instance: Instance {
                problem,
                mix,
                ..Instance::default()
            },
        };
        model.commit();
        model.promise(starts);
        model.instance.problem.divide();
        model.count_owed();
        model.number();
        Some(model)
    }

    /// Makes a line of every start that may be asked for.
    fn promise(&mut self, starts: Starts) {
        let started = match starts {
            Starts::First => self.start_days.len().min(1),
            Starts::All => self.start_days.len(),
        };
        let promises = std::mem::take(&mut self.demand.promises);
        let touches = self
            .instance
            .mix
            .cadences()
            .map(|at| promises[at].steps.len() + 1);
        let touches: usize = touches.sum();
        self.instance.problem.expect(touches * started);
        let mut windows = Vec::new();
        for (cadence, promise) in promises.iter().enumerate() {
            if !self.instance.mix.has(cadence) {
                self.lines.push(Vec::new());
                continue;
            }
            let caps = promise.steps.iter();
            let caps: Vec<u16> = caps
                .map(|step| self.instance.problem.cap_set(&step.caps))
                .collect();
            let mut lines = Vec::with_capacity(started);
            for place in 0..started {
                let day = self.start_days[place];
                let days = &self.capacity.days;
                let can = promise.windows_into(&mut windows, days, 0, day, true);
                lines.push(can.ok().map(|()| self.line(promise, &caps, day, &windows)));
            }
            self.lines.push(lines);
        }
        self.demand.promises = promises;
    }

    /// Counts what is owed by class.
    pub(crate) fn count_owed(&mut self) {
        self.instance.owed_counts = vec![0; self.instance.problem.classes.len()];
        for owed in &self.owed_touches {
            if let Some(class) = owed.class {
                self.instance.owed_counts[class as usize] += owed.count;
            }
        }
    }

    /// Turns what is owed into classes, and lists what no segment could take.
    fn commit(&mut self) {
        let mut hours: Vec<(crate::Hours, crate::Zone)> = Vec::new();
        for commitment in std::mem::take(&mut self.owed.commitments) {
            let hours = commitment.hours.as_ref().map_or(0, |wanted| {
                let known = hours.iter().position(|known| known == wanted);
                let index = known.unwrap_or_else(|| {
                    hours.push(wanted.clone());
                    let allowed = self.allowed(&wanted.0, &wanted.1);
                    self.instance.problem.hours.push(allowed);
                    hours.len() - 1
                });
                index as u16 + 1
            });
            let caps = self.instance.problem.cap_set(&commitment.caps);
            let (class, unreachable) = self.commitment_class(&commitment, caps, hours);
            if let Some(reason) = unreachable {
                let Some(row) = commitment.row else {
                    self.without_time += commitment.count;
                    continue;
                };
                self.unreachable.push(Unreachable {
                    id: self.plan.pipeline[row].id.clone(),
                    touch: commitment.touch,
                    window: self.span(commitment.window),
                    reason,
                    count: commitment.count,
                });
            } else {
                let count = commitment.count;
                self.owed_touches.push(OwedTouch {
                    commitment,
                    class,
                    count,
                });
            }
        }
    }

    fn commitment_class(
        &mut self,
        commitment: &Commitment,
        caps: u16,
        hours: u16,
    ) -> (Option<u32>, Option<UnreachableReason>) {
        let zero = |limit: Limit| limit.day == Some(0) || limit.week == Some(0);
        if commitment
            .caps
            .iter()
            .any(|cap| zero(self.instance.problem.limits[*cap as usize]))
        {
            return (None, Some(UnreachableReason::Cap));
        }
        if commitment.category == MACHINE && caps == 0 {
            let workdays = self
                .capacity
                .days
                .count(commitment.window.open, commitment.window.close);
            return (None, (workdays == 0).then_some(UnreachableReason::NoBlock));
        }
        let class = self.class(
            commitment.window,
            commitment.category,
            commitment.effort,
            caps,
            hours,
            commitment.rank,
        );
        if !self.instance.problem.is_unreachable(class) {
            return (Some(class), None);
        }
        let free = self.class(
            commitment.window,
            commitment.category,
            commitment.effort,
            caps,
            0,
            commitment.rank,
        );
        let reason = if self.instance.problem.is_unreachable(free) {
            UnreachableReason::NoBlock
        } else {
            UnreachableReason::Hours
        };
        (None, Some(reason))
    }

    /// A class by the days of its window.
    pub(crate) fn class(
        &mut self,
        window: Window,
        category: u8,
        effort: u32,
        caps: u16,
        hours: u16,
        owed: u32,
    ) -> u32 {
        let (first, after) = self.bins_of(window);
        let class = Class {
            first,
            last: after.wrapping_sub(1),
            category,
            effort,
            caps,
            hours,
            owed,
        };
        if after <= first {
            return self.instance.problem.class(Class {
                first: 1,
                last: 0,
                ..class
            });
        }
        self.instance.problem.class(class)
    }

    fn bins_of(&self, window: Window) -> (u32, u32) {
        let open = (window.open - self.today).max(0) as u32;
        let close = window.close - self.today;
        if close < 0 {
            (0, 0)
        } else {
            self.instance.problem.bins_of(open, close as u32)
        }
    }

    /// Every gauge that could tell something about it.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        self.instance.gauges()
    }

    /// Numbers what the solver asks of starts, weeks and stock.
    fn number(&mut self) {
        let option = |line: &Line| StartOption {
            prep: line.prep.map(|(_, class)| class),
            touches: line
                .touches
                .iter()
                .filter_map(|(_, class)| *class)
                .collect(),
            impossible: line.impossible,
            impossible_ready: line.impossible_ready,
        };
        let lines = self.lines.iter();
        let options =
            lines.map(|lines| lines.iter().map(|line| line.as_ref().map(option)).collect());
        self.instance.options = options.collect();
        self.instance.start_days = self.start_days.len();
        let place = |day| self.start_days.partition_point(|other| *other < day);
        let weeks = self.weeks.iter().map(|week| Group {
            days: (place(week.from)..place(week.to + 1)).collect(),
        });
        self.instance.weeks = weeks.collect();
        self.instance.workweek = self.plan.workweek.days().len() as u32;
        let stock = self.owed.ready.iter().map(|rows| rows.len() as u32);
        self.instance.ready = stock.collect();
        let mut ahead: Vec<(u8, u8)> = Vec::new();
        for cadence in self.instance.mix.cadences() {
            let promise = &self.demand.promises[cadence];
            if let (Some(prep), Some(first)) = (promise.prep, self.first_named(promise))
                && prep.category != first
                && !ahead.contains(&(prep.category, first))
            {
                ahead.push((prep.category, first));
            }
        }
        self.instance.ahead = ahead;
    }

    /// The bit of the category that is named for the first touch.
    fn first_named(&self, promise: &Promise) -> Option<u8> {
        let named = promise.steps[0].named.as_ref();
        named.and_then(|named| self.capacity.bit(named))
    }

    /// What a start on `day` promises; `caps` are the numbers of the steps' sets of caps.
    fn line(&mut self, promise: &Promise, caps: &[u16], day: Day, windows: &[Window]) -> Line {
        let mut touches = Vec::with_capacity(windows.len());
        let mut impossible = false;
        for ((step, caps), window) in promise.steps.iter().zip(caps).zip(windows) {
            let (caps, window) = (*caps, *window);
            let class = (step.category != MACHINE || caps != 0)
                .then(|| self.class(window, step.category, step.effort, caps, 0, 0));
            impossible |= class.is_some_and(|class| self.instance.problem.is_unreachable(class));
            touches.push((window, class));
        }
        let impossible_ready = impossible;
        let prep = promise.prep.map(|prep| {
            let open = self.capacity.days.back(day, prep.days).max(self.today);
            // Whether it takes time or not: prep comes before the blocks of its category.
            let first_touch = self.first_named(promise);
            let (first, mut after) = self.bins_of(Window { open, close: day });
            let (today, _) = self.bins_of(Window {
                open: day,
                close: day,
            });
            if first_touch == Some(prep.category) {
                after = today;
            } else if let Some(first_touch) = first_touch {
                let earlier = (today..after).find(|bin| {
                    self.instance.problem.bins[*bin as usize].mask & (1 << first_touch) != 0
                });
                after = earlier.unwrap_or(after);
            }
            let class = Class {
                first,
                last: after.wrapping_sub(1),
                category: prep.category,
                effort: prep.effort,
                caps: 0,
                hours: 0,
                owed: 0,
            };
            let class = if after <= first {
                Class {
                    first: 1,
                    last: 0,
                    ..class
                }
            } else {
                class
            };
            let class = self.instance.problem.class(class);
            impossible |= self.instance.problem.is_unreachable(class);
            (Window { open, close: day }, class)
        });
        Line {
            day,
            prep,
            touches,
            impossible,
            impossible_ready,
        }
    }

    /// For each bin the part of its usable time that lies in contact hours on a zone's clock.
    pub(crate) fn allowed(&self, hours: &crate::Hours, zone: &crate::Zone) -> Vec<(u32, u32)> {
        let mut clock = Clock::new(zone);
        let mut part = |segment: &Segment| {
            let start = segment.interval.start();
            let date = clock.local(start).date();
            let usable = segment.usable as i64;
            // A segment may lie around midnight on the prospect's clock: the first day on which any of it is allowed.
            for date in [date.pred_opt(), Some(date), date.succ_opt()]
                .into_iter()
                .flatten()
            {
                let from = (clock.instant(date.and_time(hours.from())) - start)
                    .num_seconds()
                    .max(0);
                let to = (clock.instant(date.and_time(hours.to())) - start)
                    .num_seconds()
                    .min(usable);
                if from < to {
                    return (from as u32, to as u32);
                }
            }
            (0, 0)
        };
        let segments = &self.capacity.segments;
        self.bin_segments
            .iter()
            .map(|segment| segment.map_or((0, 0), |segment| part(&segments[segment])))
            .collect()
    }

    /// A window as dates.
    pub(crate) fn span(&self, window: Window) -> Span {
        Span {
            from: self.capacity.days.date(window.open),
            to: self.capacity.days.date(window.close),
        }
    }
}

/// The weeks of the horizon that is cut at both ends.
fn weeks(plan: &Plan, capacity: &Capacity, today: Day, end: Day) -> Vec<HorizonWeek> {
    let days = &capacity.days;
    let mut weeks = Vec::new();
    let mut from = today;
    while from <= end {
        let to = days.day(week_end(plan, days.date(from))).min(end);
        weeks.push(HorizonWeek {
            from,
            to,
            workdays: days.between(from, to).to_vec(),
        });
        from = to + 1;
    }
    weeks
}

/// The bins from today to the last window's close. Where a machine's touches are under a cap, every workday has a
/// bin without room for them.
fn bins(
    demand: &Demand,
    capacity: &Capacity,
    today: Day,
    last: Day,
) -> (Problem, Vec<Option<usize>>) {
    let machine = demand
        .promises
        .iter()
        .flat_map(|promise| &promise.steps)
        .any(|step| step.category == MACHINE && !step.caps.is_empty());
    let mut bins = Vec::new();
    let mut segments = Vec::new();
    let mut next = capacity
        .segments
        .partition_point(|segment| segment.day < today);
    for day in today..=last {
        while let Some(segment) = capacity
            .segments
            .get(next)
            .filter(|segment| segment.day <= day)
        {
            let room = u32::try_from(segment.usable).unwrap_or(u32::MAX);
            bins.push(Bin {
                day: (segment.day - today) as u32,
                room,
                mask: segment.categories,
            });
            segments.push(Some(next));
            next += 1;
        }
        if machine && capacity.days.is_workday(day) {
            bins.push(Bin {
                day: (day - today) as u32,
                room: 0,
                mask: 1 << MACHINE,
            });
            segments.push(None);
        }
    }
    let limits = demand
        .caps
        .iter()
        .map(|cap| Limit {
            day: cap.day,
            week: cap.week,
        })
        .collect();
    (
        Problem::new(bins, (last - today + 1).max(0) as u32, limits),
        segments,
    )
}
