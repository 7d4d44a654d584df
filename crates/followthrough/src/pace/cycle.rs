//! Typical weeks as numbers: bins on a circle of days, and what a prospect started on each day needs of them.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::answers::line;
use super::typical::TypicalWeeks;
use crate::instance::demand::{Demand, MACHINE, NoWindows, Promise, Window};
use crate::instance::expected::Expected;
use crate::solver::Mix;
use crate::workdays::{Day, Workdays};

/// What touches are placed in: a piece of a block, or a workday for touches that a machine sends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bin {
    pub(crate) day: u32,
    /// Seconds.
    pub(crate) room: u32,
    /// The categories that it accepts, a bit each.
    pub(crate) categories: u64,
}

/// Touches that are alike: they may lie in the same bins, and take as much of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Class {
    /// In the order of the window's days, each once.
    pub(crate) bins: Vec<u32>,
    pub(crate) category: u8,
    /// Seconds.
    pub(crate) effort: u32,
    /// The caps that it uses up, as indices into [`Cycle::caps`].
    pub(crate) caps: Vec<u16>,
}

/// A cap on touches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cap {
    /// On any day.
    pub(crate) day: Option<u32>,
    /// In any seven days in a row.
    pub(crate) week: Option<u32>,
}

/// What a prospect started on one day on one cadence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needs {
    /// These classes, one touch of each entry.
    Classes(Vec<u32>),
    /// A touch, from 1, or the prep (`None`), that no bin of its window could take.
    Lacking(Option<u32>),
    /// Nobody can be started: it is not a workday, or windows would meet.
    NoStart,
}

impl Needs {
    /// The classes, where the start is possible.
    pub(crate) fn classes(&self) -> Option<&[u32]> {
        match self {
            Self::Classes(classes) => Some(classes),
            Self::Lacking(_) | Self::NoStart => None,
        }
    }
}

/// So many weeks that come round.
#[derive(Debug, Clone)]
pub(crate) struct Cycle {
    pub(crate) weeks: u32,
    /// By day, and by start on a day.
    pub(crate) bins: Vec<Bin>,
    /// By day its first bin; one more than there are days.
    pub(crate) first_bins: Vec<u32>,
    pub(crate) caps: Vec<Cap>,
    pub(crate) classes: Vec<Class>,
    /// By cadence, then by day; nothing for cadences outside of the mix. After the cadences what expected answers need,
    /// by [`line`].
    pub(crate) needs: Vec<Vec<Needs>>,
    /// By cadence and day the class of an answer that opens there; none where no bin could take it. Nothing where no
    /// answers are expected.
    pub(crate) answers: Vec<Vec<Option<u32>>>,
}

impl Cycle {
    /// The typical weeks as often as it takes for `weeks` of them, a multiple of theirs.
    pub(crate) fn new(
        typical: &TypicalWeeks,
        demand: &Demand,
        mix: &Mix,
        expected: Option<&Expected>,
        weeks: u32,
    ) -> Self {
        let days = 7 * weeks as usize;
        let machine = demand
            .promises
            .iter()
            .flat_map(|promise| &promise.steps)
            .any(|step| step.category == MACHINE && !step.caps.is_empty());
        let mut cycle = Self {
            weeks,
            bins: Vec::new(),
            first_bins: vec![0],
            caps: demand
                .caps
                .iter()
                .map(|cap| Cap {
                    day: cap.day,
                    week: cap.week,
                })
                .collect(),
            classes: Vec::new(),
            needs: vec![Vec::new(); demand.promises.len()],
            answers: Vec::new(),
        };
        for day in 0..days {
            let of = day % typical.worked.len();
            for piece in &typical.pieces[of] {
                cycle.bins.push(Bin {
                    day: day as u32,
                    room: piece.usable,
                    categories: piece.categories,
                });
            }
            if machine && typical.worked[of] {
                cycle.bins.push(Bin {
                    day: day as u32,
                    room: 0,
                    categories: 1 << MACHINE,
                });
            }
            cycle.first_bins.push(cycle.bins.len() as u32);
        }
        let mut known = FxHashMap::default();
        for cadence in mix.cadences() {
            let promise = &demand.promises[cadence];
            let named = promise.steps[0].named.as_ref();
            let first = named.and_then(|named| {
                let mut categories = typical.categories.iter();
                categories.position(|category| category == named)
            });
            let turns = Turns::new(&typical.worked, promise, days);
            let needs =
                (0..days).map(|day| cycle.needs_of(&turns, promise, first, day, &mut known));
            let needs = needs.collect();
            cycle.needs[cadence] = needs;
        }
        if let Some(expected) = expected {
            cycle.expect(typical, demand, expected, &mut known);
        }
        cycle
    }

    /// Adds what expected answers need, each on its own day.
    fn expect(
        &mut self,
        typical: &TypicalWeeks,
        demand: &Demand,
        expected: &Expected,
        known: &mut FxHashMap<Class, u32>,
    ) {
        let days = self.days();
        let worked = |day: usize| typical.worked[day % typical.worked.len()];
        self.answers = vec![vec![None; days]; demand.promises.len()];
        self.needs
            .resize(8 * demand.promises.len(), vec![Needs::NoStart; days]);
        for (cadence, promise) in demand.promises.iter().enumerate() {
            let Some(work) = promise.reply.filter(|_| expected.has(cadence)) else {
                continue;
            };
            for day in (0..days).filter(|day| worked(*day)) {
                let (mut close, mut left) = (day, work.days);
                while left > 0 {
                    close += 1;
                    left -= u32::from(worked(close));
                }
                let bins = self.bins_of(Window {
                    open: day as Day,
                    close: close as Day,
                });
                let class = self.class(bins, work.category, work.effort, &[], known);
                self.answers[cadence][day] = class;
                if let Some(class) = class {
                    self.needs[line(demand, cadence, day % 7)][day] = Needs::Classes(vec![class]);
                }
            }
        }
    }

    /// How many days there are until the first comes round.
    pub(crate) fn days(&self) -> usize {
        7 * self.weeks as usize
    }

    fn needs_of(
        &mut self,
        turns: &Turns,
        promise: &Promise,
        first: Option<usize>,
        day: usize,
        known: &mut FxHashMap<Class, u32>,
    ) -> Needs {
        let Some(Windows { prep, touches }) = turns.windows(promise, day) else {
            return Needs::NoStart;
        };
        let mut classes = Vec::with_capacity(touches.len() + 1);
        if let (Some(prep), Some(window)) = (promise.prep, prep) {
            let mut bins = self.bins_of(Window {
                close: window.close - 1,
                ..window
            });
            let (from, mut to) = (self.first_bins[day], self.first_bins[day + 1]);
            if first == Some(usize::from(prep.category)) {
                to = from;
            } else if let Some(first) = first {
                let of =
                    (from..to).find(|bin| self.bins[*bin as usize].categories & 1 << first != 0);
                to = of.unwrap_or(to);
            }
            let earlier: Vec<u32> = (from..to).filter(|bin| !bins.contains(bin)).collect();
            bins.extend(earlier);
            match self.class(bins, prep.category, prep.effort, &[], known) {
                Some(class) => classes.push(class),
                None => return Needs::Lacking(None),
            }
        }
        for (number, (step, window)) in (1..).zip(promise.steps.iter().zip(touches)) {
            if step.category == MACHINE && step.caps.is_empty() {
                continue;
            }
            let bins = self.bins_of(window);
            match self.class(bins, step.category, step.effort, &step.caps, known) {
                Some(class) => classes.push(class),
                None => return Needs::Lacking(Some(number)),
            }
        }
        Needs::Classes(classes)
    }

    /// The bins of a window's days, each once.
    fn bins_of(&self, window: Window) -> Vec<u32> {
        let days = self.days() as Day;
        let last = window.close.min(window.open.saturating_add(days - 1));
        let of = |day: Day| {
            let day = day.rem_euclid(days) as usize;
            self.first_bins[day]..self.first_bins[day + 1]
        };
        (window.open..=last).flat_map(of).collect()
    }

    /// The number of a class; `None` where no bin can take it.
    fn class(
        &mut self,
        mut bins: Vec<u32>,
        category: u8,
        effort: u32,
        caps: &[u16],
        known: &mut FxHashMap<Class, u32>,
    ) -> Option<u32> {
        let closed = |cap: &u16| {
            let cap = self.caps[usize::from(*cap)];
            cap.day == Some(0) || cap.week == Some(0)
        };
        bins.retain(|bin| {
            let bin = &self.bins[*bin as usize];
            bin.categories & 1 << category != 0 && bin.room >= effort
        });
        if bins.is_empty() || caps.iter().any(closed) {
            return None;
        }
        let class = Class {
            bins,
            category,
            effort,
            caps: caps.to_vec(),
        };
        let next = self.classes.len() as u32;
        let number = *known.entry(class.clone()).or_insert(next);
        if number == next {
            self.classes.push(class);
        }
        Some(number)
    }
}

/// The windows of one start, counted from the cycle's day 0; they may reach beyond its ends.
pub(crate) struct Windows {
    pub(crate) prep: Option<Window>,
    pub(crate) touches: Vec<Window>,
}

/// Typical weeks laid end to end, so that a cadence's windows are those of any other calendar.
pub(crate) struct Turns {
    days: Workdays,
    /// Day 0 of the cycle, with room for prep before it.
    zero: Day,
}

impl Turns {
    pub(crate) fn new(worked: &[bool], promise: &Promise, cycle: usize) -> Self {
        let week = worked.len();
        let workdays = worked.iter().filter(|worked| **worked).count().max(1);
        let ahead = promise.prep.map_or(0, |prep| prep.days as usize);
        let before = (ahead / workdays + 2) * week;
        let length = usize::try_from(promise.length()).unwrap_or(usize::MAX);
        let stretched = promise.steps.len() + 2;
        let after = (length / workdays + 2 + stretched).saturating_mul(week);
        let days = before.saturating_add(cycle).saturating_add(after);
        Self {
            days: Workdays::new(
                NaiveDate::default(),
                worked.iter().copied().cycle().take(days).collect(),
            ),
            zero: before as Day,
        }
    }

    /// The windows of a start on a day of the cycle; `None` where nobody can be started.
    pub(crate) fn windows(&self, promise: &Promise, day: usize) -> Option<Windows> {
        let start = self.zero + day as Day;
        if !self.days.is_workday(start) {
            return None;
        }
        let shift = |window: Window| Window {
            open: window.open - self.zero,
            close: window.close - self.zero,
        };
        match promise.windows(&self.days, 0, start, true) {
            Ok(windows) => {
                let prep = promise.prep.map(|prep| {
                    shift(Window {
                        open: self.days.back(start, prep.days),
                        close: start,
                    })
                });
                Some(Windows {
                    prep,
                    touches: windows.into_iter().map(shift).collect(),
                })
            }
            Err(NoWindows::Meet | NoWindows::Beyond) => None,
        }
    }
}
