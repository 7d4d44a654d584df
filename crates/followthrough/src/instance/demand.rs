//! What is promised: cadences and the pipeline as touches with windows, on day numbers.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, TimeDelta};

use crate::nearest::nearest;
use crate::workdays::{Day, Workdays};
use crate::{
    Cadence, CadenceName, CategoryName, ChannelName, Days, Error, Hours, Overdue, Plan, Prospect,
    Span, Stage, Warning, Work, Zone, default_category, default_effort,
};

/// The bit of touches that a machine sends: no block is for them.
pub(crate) use crate::solver::MACHINE;

/// A channel's cap, as touches meet it.
#[derive(Debug, Clone)]
pub(crate) struct CapRule {
    /// Whose cap it is.
    pub(crate) channel: ChannelName,
    /// At most so many on a day.
    pub(crate) day: Option<u32>,
    /// At most so many in 7 days in a row.
    pub(crate) week: Option<u32>,
}

/// One promised touch.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// Days since the previous window opened; 0 where it shares that window.
    pub(crate) after: u32,
    /// How long the window stays open.
    pub(crate) within: u32,
    /// Whether it shares the previous touch's window.
    pub(crate) with_previous: bool,
    /// The bit of its category, [`MACHINE`] where it takes no effort.
    pub(crate) category: u8,
    /// The category that it belongs to, whether it takes time or not; `None` where it names none.
    pub(crate) named: Option<CategoryName>,
    /// Seconds.
    pub(crate) effort: u32,
    /// The caps it uses up, as indices into [`Demand::caps`].
    pub(crate) caps: Vec<u16>,
    /// Contact hours.
    pub(crate) hours: Option<Hours>,
    /// How it is made.
    pub(crate) channel: ChannelName,
    /// What it says.
    pub(crate) message: Option<String>,
}

/// Work that is not a touch: prep and reply work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeskWork {
    /// The bit of its category.
    pub(crate) category: u8,
    /// Seconds.
    pub(crate) effort: u32,
    /// How many workdays ahead prep may be done, or for how many days reply work is open.
    pub(crate) days: u32,
}

/// A cadence as the solver sees it.
#[derive(Debug, Clone)]
pub(crate) struct Promise {
    /// Its name.
    pub(crate) name: CadenceName,
    /// Whether it counts calendar days.
    pub(crate) calendar: bool,
    /// Its touches, a promised tail included.
    pub(crate) steps: Vec<Step>,
    /// The work before the first touch.
    pub(crate) prep: Option<DeskWork>,
    /// The work that an answer brings.
    pub(crate) reply: Option<DeskWork>,
}

/// A window, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Window {
    /// The day on which it opens.
    pub(crate) open: Day,
    /// The day on which it closes.
    pub(crate) close: Day,
}

/// Why a prospect's windows cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoWindows {
    /// They reach beyond the stretch of days at hand.
    Beyond,
    /// Stretched windows would meet.
    Meet,
}

/// A touch, or reply work, that is owed to a prospect in flight.
#[derive(Debug, Clone)]
pub(crate) struct Commitment {
    /// Which row of the pipeline; none for an answer that is expected.
    pub(crate) row: Option<usize>,
    /// The cadence.
    pub(crate) cadence: usize,
    /// The kind of work.
    pub(crate) work: Work,
    /// The touch, from 1; `None` for reply work.
    pub(crate) touch: Option<u32>,
    /// Its window, cut to the first day.
    pub(crate) window: Window,
    /// The bit of its category, [`MACHINE`] where it takes no effort.
    pub(crate) category: u8,
    /// Seconds.
    pub(crate) effort: u32,
    /// The caps it uses up.
    pub(crate) caps: Vec<u16>,
    /// Contact hours and the clock that they are on.
    pub(crate) hours: Option<(Hours, Zone)>,
    /// Whose turn it is where not all fit, the lowest first; see [`rank`].
    pub(crate) rank: u32,
    /// The day on which its window closed undone, where it did before the first day.
    pub(crate) closed: Option<Day>,
    /// How many of it are owed.
    pub(crate) count: u32,
}

/// The demand side of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    /// Names of categories that touches use, in the order of the cadences.
    pub(crate) categories: Vec<CategoryName>,
    /// Caps of channels that are in use.
    pub(crate) caps: Vec<CapRule>,
    /// Cadences, in the plan's order.
    pub(crate) promises: Vec<Promise>,
}

impl Demand {
    /// Reads the cadences of a plan.
    ///
    /// # Errors
    /// [`Error::DuplicateCadence`], [`Error::CategoryMissing`], [`Error::EffortMissing`], [`Error::EffortOutOfRange`].
    pub(crate) fn new(plan: &Plan) -> Result<Self, Error> {
        if !(1970..=2200).contains(&plan.first_day.year()) {
            return Err(Error::FirstDayOutOfRange {
                first_day: plan.first_day,
            });
        }
        let mut demand = Self {
            categories: Vec::new(),
            caps: Vec::new(),
            promises: Vec::new(),
        };
        let mut names = HashSet::new();
        for cadence in &plan.cadences {
            if !names.insert(cadence.name()) {
                return Err(Error::DuplicateCadence {
                    cadence: cadence.name().clone(),
                });
            }
            let promise = demand.promise(plan, cadence)?;
            demand.promises.push(promise);
        }
        Ok(demand)
    }

    fn promise(&mut self, plan: &Plan, cadence: &Cadence) -> Result<Promise, Error> {
        let mut steps = Vec::with_capacity(cadence.promised());
        let mut within = 0;
        for (index, touch) in cadence.touches().iter().enumerate() {
            let place = format!("cadence `{}`, touch {}", cadence.name(), index + 1);
            let mut step = self.step(
                plan,
                &touch.channel,
                touch.category.as_ref(),
                touch.effort,
                touch.message.as_ref(),
                place,
            )?;
            step.with_previous = touch.with_previous;
            if touch.with_previous {
                step.within = within;
            } else {
                step.after = touch.after;
                step.within = touch.within;
                within = touch.within;
            }
            steps.push(step);
        }
        if let Some(repeat) = cadence.repeat() {
            let place = format!("the tail of cadence `{}`", cadence.name());
            let mut step = self.step(
                plan,
                &repeat.channel,
                repeat.category.as_ref(),
                repeat.effort,
                repeat.message.as_ref(),
                place,
            )?;
            step.after = repeat.after;
            step.within = repeat.within;
            if repeat.promised {
                let times = repeat.times.unwrap_or(0) as usize;
                steps.extend(std::iter::repeat_n(step, times));
            }
        }
        let desk = |demand: &mut Self,
                    category: &CategoryName,
                    effort: TimeDelta,
                    days: u32,
                    place: &str| {
            let place = format!("{place} of cadence `{}`", cadence.name());
            Ok(DeskWork {
                category: demand.bit(category),
                effort: effort_of(effort, place)?,
                days,
            })
        };
        let prep = cadence
            .prep()
            .map(|prep| desk(self, &prep.category, prep.effort, prep.ahead, "the prep"));
        let reply = cadence.on_reply().map(|work| {
            desk(
                self,
                &work.category,
                work.effort,
                work.within,
                "the reply work",
            )
        });
        Ok(Promise {
            name: cadence.name().clone(),
            calendar: cadence.days() == Days::Calendar,
            steps,
            prep: prep.transpose()?.filter(|prep| prep.effort > 0),
            reply: reply.transpose()?.filter(|reply| reply.effort > 0),
        })
    }

    fn step(
        &mut self,
        plan: &Plan,
        channel: &ChannelName,
        category: Option<&CategoryName>,
        effort: Option<TimeDelta>,
        message: Option<&String>,
        place: String,
    ) -> Result<Step, Error> {
        let settings = plan.channels.get(channel);
        let effort = effort
            .or(settings.and_then(|settings| settings.effort))
            .or_else(|| default_effort(channel));
        let effort = effort.ok_or_else(|| Error::EffortMissing {
            channel: channel.clone(),
            place: place.clone(),
        })?;
        let effort = effort_of(effort, place.clone())?;
        let named = category
            .or(settings.and_then(|settings| settings.category.as_ref()))
            .cloned();
        let named = named.or_else(|| default_category(channel));
        let category = match &named {
            _ if effort == 0 => MACHINE,
            Some(named) => self.bit(named),
            None => {
                return Err(Error::CategoryMissing {
                    channel: channel.clone(),
                    place,
                });
            }
        };
        Ok(Step {
            after: 0,
            within: 0,
            with_previous: false,
            category,
            named,
            effort,
            caps: self.caps_of(plan, channel),
            hours: settings.and_then(|settings| settings.hours),
            channel: channel.clone(),
            message: message.cloned(),
        })
    }

    fn bit(&mut self, category: &CategoryName) -> u8 {
        let known = self.categories.iter().position(|known| known == category);
        let bit = known.unwrap_or_else(|| {
            self.categories.push(category.clone());
            self.categories.len() - 1
        });
        u8::try_from(bit).unwrap_or(u8::MAX)
    }

    /// The caps that a channel's touches use up: its own and those along `counts_as`.
    fn caps_of(&mut self, plan: &Plan, channel: &ChannelName) -> Vec<u16> {
        let mut caps = Vec::new();
        let mut seen = HashSet::new();
        let mut next = Some(channel);
        while let Some(channel) = next.filter(|channel| seen.insert(*channel)) {
            let settings = plan.channels.get(channel);
            if let Some(cap) = settings
                .map(|settings| settings.cap)
                .filter(|cap| cap.day.or(cap.week).is_some())
            {
                let known = self.caps.iter().position(|rule| rule.channel == *channel);
                let index = known.unwrap_or_else(|| {
                    self.caps.push(CapRule {
                        channel: channel.clone(),
                        day: cap.day,
                        week: cap.week,
                    });
                    self.caps.len() - 1
                });
                caps.push(index as u16);
            }
            next = settings.and_then(|settings| settings.counts_as.as_ref());
        }
        caps.sort_unstable();
        caps
    }

    /// The promise of that name.
    pub(crate) fn index(&self, name: &CadenceName) -> Option<usize> {
        self.promises
            .iter()
            .position(|promise| promise.name == *name)
    }
}

fn effort_of(effort: TimeDelta, place: String) -> Result<u32, Error> {
    let seconds = effort.num_seconds();
    let whole = TimeDelta::seconds(seconds) == effort;
    match u32::try_from(seconds) {
        Ok(effort) if whole && effort <= 86_400 => Ok(effort),
        _ => Err(Error::EffortOutOfRange { place, seconds }),
    }
}

impl Promise {
    /// The windows of the steps from `first` on, where the first of them opens on `open`, which is a day that the
    /// cadence can open on.
    ///
    /// # Errors
    /// [`NoWindows`]; where windows meet only if `strict`.
    pub(crate) fn windows(
        &self,
        days: &Workdays,
        first: usize,
        open: Day,
        strict: bool,
    ) -> Result<Vec<Window>, NoWindows> {
        let mut windows = Vec::with_capacity(self.steps.len().saturating_sub(first));
        self.windows_into(&mut windows, days, first, open, strict)?;
        Ok(windows)
    }

    /// [`Self::windows`] into a list that is kept from start to start.
    pub(crate) fn windows_into(
        &self,
        windows: &mut Vec<Window>,
        days: &Workdays,
        first: usize,
        open: Day,
        strict: bool,
    ) -> Result<(), NoWindows> {
        windows.clear();
        for (index, step) in self.steps.iter().enumerate().skip(first) {
            let window = match windows.last() {
                Some(previous) if step.with_previous => *previous,
                Some(previous) => {
                    let open = self
                        .on(days, previous.open, step.after)
                        .ok_or(NoWindows::Beyond)?;
                    self.window(days, open, self.within(index))?
                }
                None => self.window(days, open, self.within(index))?,
            };
            if strict
                && !step.with_previous
                && windows
                    .last()
                    .is_some_and(|previous| window.open <= previous.close)
            {
                return Err(NoWindows::Meet);
            }
            windows.push(window);
        }
        Ok(())
    }

    fn within(&self, step: usize) -> u32 {
        self.steps[step].within
    }

    /// `count` days of this cadence after `day`, and with 0 the day itself, rolled to a workday where it counts those.
    pub(crate) fn on(&self, days: &Workdays, day: Day, count: u32) -> Option<Day> {
        if self.calendar {
            let on = day.checked_add(Day::try_from(count).ok()?)?;
            (on < days.len()).then_some(on)
        } else {
            days.add(day, count)
        }
    }

    /// The window that opens on `open` and stays open for `within` days.
    pub(crate) fn window(
        &self,
        days: &Workdays,
        open: Day,
        within: u32,
    ) -> Result<Window, NoWindows> {
        let mut close = self.on(days, open, within).ok_or(NoWindows::Beyond)?;
        if self.calendar && days.count(open, close) == 0 {
            close = days.add(open, 0).ok_or(NoWindows::Beyond)?;
        }
        Ok(Window { open, close })
    }

    /// What is left of a window from `today` on; where that holds no workday, up to the next one.
    pub(crate) fn cut(&self, days: &Workdays, window: Window, today: Day) -> Option<Window> {
        let open = window.open.max(today);
        let mut close = window.close;
        if self.calendar && days.count(open, close) == 0 {
            close = days.add(open, 0)?;
        }
        Some(Window { open, close })
    }

    /// How many days lie between a start and its last window's close, without stretching.
    pub(crate) fn length(&self) -> u64 {
        let after: u64 = self.steps.iter().map(|step| u64::from(step.after)).sum();
        after + self.steps.last().map_or(0, |step| u64::from(step.within))
    }
}

/// Rows of the pipeline of one kind, and for how many prospects they stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// The rows.
    pub(crate) rows: Vec<usize>,
    count: u32,
}

impl Rows {
    fn push(&mut self, row: usize, count: u32) {
        self.rows.push(row);
        self.count = self.count.saturating_add(count);
    }

    /// How many prospects.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }
}

/// No plan may owe more touches, or hold more prospects ready: sums of counts stay far inside their numbers.
pub(crate) const MOST: u32 = 1_000_000_000;

/// What the pipeline owes and holds ready.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    /// Touches and reply work owed, in the order of the pipeline.
    pub(crate) commitments: Vec<Commitment>,
    /// Touches whose window closed undone.
    pub(crate) overdue: Vec<Overdue>,
    /// Rows with prep done, by cadence, as rows of the pipeline.
    pub(crate) ready: Vec<Rows>,
    /// Rows that are known and not begun, by cadence.
    pub(crate) stock: Vec<Rows>,
    /// Remarks about rows.
    pub(crate) warnings: Vec<Warning>,
}

impl Owed {
    /// What the pipeline of `plan` owes from `today` on.
    ///
    /// # Errors
    /// `Err(None)` where the stretch of days is too short; errors of single rows otherwise.
    pub(crate) fn new(
        plan: &Plan,
        demand: &Demand,
        days: &Workdays,
    ) -> Result<Self, Option<Error>> {
        let mut owed = Self {
            commitments: Vec::new(),
            overdue: Vec::new(),
            ready: vec![Rows::default(); demand.promises.len()],
            stock: vec![Rows::default(); demand.promises.len()],
            warnings: Vec::new(),
        };
        let mut ids = HashSet::with_capacity(plan.pipeline.len());
        let cadences: BTreeMap<&CadenceName, usize> = demand
            .promises
            .iter()
            .enumerate()
            .map(|(index, promise)| (&promise.name, index))
            .collect();
        // By id, so that the order of the rows tells nothing.
        let mut rows: Vec<(usize, &Prospect)> = plan.pipeline.iter().enumerate().collect();
        rows.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        for (row, prospect) in rows {
            if !ids.insert(prospect.id.as_str()) {
                return Err(Some(Error::DuplicateProspect {
                    id: prospect.id.clone(),
                }));
            }
            if prospect.count == 0 || !is_at_work(prospect.stage) {
                continue;
            }
            let Some(&cadence) = cadences.get(&prospect.cadence) else {
                return Err(Some(Error::UnknownCadence {
                    place: format!("prospect `{}`", prospect.id),
                    cadence: prospect.cadence.clone(),
                    nearest: nearest(
                        prospect.cadence.as_str(),
                        plan.cadences.iter().map(|cadence| cadence.name().as_str()),
                    ),
                }));
            };
            let promise = &demand.promises[cadence];
            match prospect.stage {
                Stage::New => owed.stock[cadence].push(row, prospect.count),
                Stage::Ready => owed.ready[cadence].push(row, prospect.count),
                Stage::InFlight if prospect.next_touch == Some(1) && prospect.due.is_none() => {
                    owed.warnings.push(Warning {
                        code: "D1",
                        place: format!("prospect `{}`", prospect.id),
                        message: "is in flight, but before its first touch and without a due day: read as ready"
                            .to_owned(),
                    });
                    owed.ready[cadence].push(row, prospect.count);
                }
                // Nobody knows when a pause without a day ends.
                Stage::Paused if prospect.is_without_a_day() => {}
                Stage::InFlight | Stage::Paused => {
                    owed.touches(plan, (cadence, promise), days, row, prospect)?
                }
                Stage::Replied => owed.reply(plan, (cadence, promise), days, row, prospect)?,
                Stage::Finished | Stage::OptedOut | Stage::Bounced | Stage::Lost => {}
            }
        }
        owed.whole(plan, days);
        owed.counted().map_err(Some)?;
        Ok(owed)
    }

    /// Whether all of it can be counted.
    fn counted(&self) -> Result<(), Error> {
        let touches: u64 = self
            .commitments
            .iter()
            .map(|commitment| u64::from(commitment.count))
            .sum();
        let ready: u64 = self.ready.iter().map(|rows| u64::from(rows.count)).sum();
        if touches.max(ready) > u64::from(MOST) {
            return Err(Error::TooManyProspects {
                touches,
                ready,
                most: MOST,
            });
        }
        Ok(())
    }

    fn touches(
        &mut self,
        plan: &Plan,
        (cadence, promise): (usize, &Promise),
        days: &Workdays,
        row: usize,
        prospect: &Prospect,
    ) -> Result<(), Option<Error>> {
        let stage = prospect.stage.as_str();
        let number = prospect.next_touch.filter(|number| *number > 0);
        let number = number.ok_or_else(|| {
            Some(Error::NextTouchMissing {
                id: prospect.id.clone(),
                stage,
            })
        })? as usize;
        let step = number - 1;
        let open = anchor(promise, days, step, prospect)?;
        let Some(open) = open else {
            let expected = "one of `due`, `last_touch` and `started`";
            return Err(Some(Error::DateMissing {
                id: prospect.id.clone(),
                stage,
                expected,
            }));
        };
        if step >= promise.steps.len() {
            self.beyond(plan, promise, prospect, number);
            return Ok(());
        }
        if is_left_behind(promise.steps[step].with_previous, prospect) {
            self.warnings.push(Warning {
                code: "D4",
                place: format!("prospect `{}`", prospect.id),
                message: "its `due` is not after its `last_touch`, so it tells of the touch before: it is ignored, and \
                          the next touch is counted from `last_touch`"
                    .to_owned(),
            });
        }
        let today = days.day(plan.first_day);
        let mut windows = promise.windows(days, step, open, false).map_err(|_| None)?;
        let mut closed = None;
        if let Some(window) = windows
            .first()
            .copied()
            .filter(|window| window.close < today)
        {
            closed = Some(window.close);
            self.overdue(prospect, Some(number as u32), window, days, today);
            let open = promise.on(days, today, 0).ok_or(None)?;
            windows = promise.windows(days, step, open, false).map_err(|_| None)?;
        }
        let Some(first) = windows.first().copied() else {
            return Ok(());
        };
        for (index, window) in (step..).zip(windows) {
            if prospect.made.contains(&(index as u32 + 1)) {
                continue;
            }
            let step = &promise.steps[index];
            let zone = prospect.zone.as_ref().unwrap_or(&plan.zone);
            self.commitments.push(Commitment {
                row: Some(row),
                cadence,
                work: Work::Touch,
                touch: Some(index as u32 + 1),
                window: promise.cut(days, window, today).ok_or(None)?,
                category: step.category,
                effort: step.effort,
                caps: step.caps.clone(),
                hours: step
                    .hours
                    .filter(|_| step.effort > 0)
                    .map(|hours| (hours, zone.clone())),
                rank: rank(prospect),
                closed: closed.filter(|_| window == first),
                count: prospect.count,
            });
        }
        Ok(())
    }

    /// Notes that a window closed undone.
    fn overdue(
        &mut self,
        prospect: &Prospect,
        touch: Option<u32>,
        window: Window,
        days: &Workdays,
        today: Day,
    ) {
        self.overdue.push(Overdue {
            id: prospect.id.clone(),
            touch,
            window: Span {
                from: days.date(window.open),
                to: days.date(window.close),
            },
            since: days.date(window.close),
            days: days.count(window.close + 1, today),
            count: prospect.count,
        });
    }

    /// Says of a row whose next touch its cadence does not have that nothing is owed to it.
    fn beyond(&mut self, plan: &Plan, promise: &Promise, prospect: &Prospect, number: usize) {
        let cadence = plan.cadence(&promise.name);
        if cadence.is_some_and(|cadence| cadence.repeat().is_some()) {
            return;
        }
        let touches = match promise.steps.len() {
            1 => "1 touch".to_owned(),
            many => format!("{many} touches"),
        };
        self.warnings.push(Warning {
            code: "D5",
            place: format!("prospect `{}`", prospect.id),
            message: format!(
                "its next touch is {number}, and cadence `{}` has {touches}: nothing is owed",
                promise.name
            ),
        });
    }

    /// Says that the newest day that the pipeline tells of is long past, and that several owners' rows are in it.
    fn whole(&mut self, plan: &Plan, days: &Workdays) {
        let today = days.day(plan.first_day);
        let told = |row: &Prospect| {
            [row.due, row.last_touch, row.started]
                .into_iter()
                .flatten()
                .max()
        };
        let newest = plan.pipeline.iter().filter_map(told).max();
        if let Some(newest) = newest.filter(|_| !self.commitments.is_empty()) {
            let passed = days.count(days.day(newest).clamp(-1, today) + 1, today);
            if passed > OLD {
                self.warnings.push(Warning {
                    code: "D3",
                    place: "pipeline".to_owned(),
                    message: format!(
                        "its newest day is {}, {passed} workdays before the first day: what was done since then is not \
                         in it",
                        newest.format("%a %-d %b %Y")
                    ),
                });
            }
        }
        let mut owners: BTreeMap<&str, u64> = BTreeMap::new();
        for row in plan.pipeline.iter().filter(|row| is_at_work(row.stage)) {
            if let Some(owner) = row.owner.as_deref().filter(|owner| !owner.is_empty()) {
                *owners.entry(owner).or_default() += u64::from(row.count);
            }
        }
        if owners.len() > 1 {
            let mut owners: Vec<(&str, u64)> = owners.into_iter().collect();
            owners.sort_by_key(|(owner, count)| (std::cmp::Reverse(*count), *owner));
            let mut named: Vec<String> = owners
                .iter()
                .take(NAMED)
                .map(|(owner, count)| format!("{owner} ({count})"))
                .collect();
            if owners.len() > NAMED {
                named.push(format!("{} more", owners.len() - NAMED));
            }
            let last = named.pop().unwrap_or_default();
            self.warnings.push(Warning {
                code: "D6",
                place: "pipeline".to_owned(),
                message: format!(
                    "its rows belong to {} owners: {} and {last}; the work of all of them is planned into one calendar",
                    owners.len(),
                    named.join(", ")
                ),
            });
        }
    }

    fn reply(
        &mut self,
        plan: &Plan,
        (cadence, promise): (usize, &Promise),
        days: &Workdays,
        row: usize,
        prospect: &Prospect,
    ) -> Result<(), Option<Error>> {
        let Some(work) = promise.reply else {
            self.warnings.push(Warning {
                code: "D2",
                place: format!("prospect `{}`", prospect.id),
                message: format!(
                    "has replied, but cadence `{}` has no `on_reply`: nothing is owed",
                    promise.name
                ),
            });
            return Ok(());
        };
        let Some(date) = prospect.due.or(prospect.last_touch) else {
            return Err(Some(Error::DateMissing {
                id: prospect.id.clone(),
                stage: prospect.stage.as_str(),
                expected: "`due` or `last_touch`",
            }));
        };
        let today = days.day(plan.first_day);
        // Reply work counts workdays, whatever the cadence counts.
        let window_from = |day: Day| -> Result<Window, Option<Error>> {
            let open = days.add(day, 0).ok_or(None)?;
            Ok(Window {
                open,
                close: days.add(open, work.days).ok_or(None)?,
            })
        };
        let mut window = window_from(place(days, date, prospect)?)?;
        let mut closed = None;
        if window.close < today {
            closed = Some(window.close);
            self.overdue(prospect, None, window, days, today);
            window = window_from(today)?;
        }
        self.commitments.push(Commitment {
            row: Some(row),
            cadence,
            work: Work::Reply,
            touch: None,
            window: Window {
                open: window.open.max(today),
                close: window.close,
            },
            category: work.category,
            effort: work.effort,
            caps: Vec::new(),
            hours: None,
            rank: rank(prospect),
            closed,
            count: prospect.count,
        });
        Ok(())
    }
}

/// More workdays than these since the newest day that a pipeline tells of: it looks old.
const OLD: u32 = 2;
/// So many owners are named.
const NAMED: usize = 6;

/// Whether anything may still be done for a row.
fn is_at_work(stage: Stage) -> bool {
    !matches!(
        stage,
        Stage::Finished | Stage::OptedOut | Stage::Bounced | Stage::Lost
    )
}

/// Whose turn an answer is that is only expected: after everybody to whom anything is owed.
pub(crate) const RANK_OF_EXPECTED: u32 = u32::MAX;

/// Who comes first where not all fit, the lowest first: who replied, by priority, then who did not, by priority.
fn rank(prospect: &Prospect) -> u32 {
    const COLD: u32 = 1 << 31;
    let priority = prospect.priority.clamp(1, COLD - 2);
    if prospect.stage == Stage::Replied {
        priority
    } else {
        COLD + priority
    }
}

/// Whether the `due` of a row in flight is that of the touch before: the last touch was made on it or after it. A touch
/// that shares the window of the touch before it may be due on the day on which the earlier touch was made.
fn is_left_behind(with_previous: bool, prospect: &Prospect) -> bool {
    let days = prospect.due.zip(prospect.last_touch);
    !with_previous && days.is_some_and(|(due, last)| last >= due)
}

/// The day on which the window of a prospect's next touch opens.
fn anchor(
    promise: &Promise,
    days: &Workdays,
    step: usize,
    prospect: &Prospect,
) -> Result<Option<Day>, Option<Error>> {
    let rolled = |date| -> Result<Day, Option<Error>> {
        promise
            .on(days, place(days, date, prospect)?, 0)
            .ok_or(None)
    };
    let next = promise.steps.get(step);
    let is_left_behind = next.is_some_and(|next| is_left_behind(next.with_previous, prospect));
    if let Some(due) = prospect.due.filter(|_| !is_left_behind) {
        return rolled(due).map(Some);
    }
    let Some(next) = next else {
        return Ok(prospect.last_touch.or(prospect.started).map(|_| 0));
    };
    if let Some(last) = prospect.last_touch {
        let day = place(days, last, prospect)?;
        return promise.on(days, day, next.after).ok_or(None).map(Some);
    }
    let Some(started) = prospect.started else {
        return Ok(None);
    };
    let start = rolled(started)?;
    let windows = promise.windows(days, 0, start, false).map_err(|_| None)?;
    Ok(Some(windows[step].open))
}

fn place(
    days: &Workdays,
    date: chrono::NaiveDate,
    prospect: &Prospect,
) -> Result<Day, Option<Error>> {
    let day = days.day(date);
    if day < 0 {
        let place = format!("a day of prospect `{}`", prospect.id);
        return Err(Some(Error::DateOutOfRange { place, date }));
    }
    if day >= days.len() {
        Err(None)
    } else {
        Ok(day)
    }
}
