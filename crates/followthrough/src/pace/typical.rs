//! Typical weeks: the blocks that go on, with their own rhythm, less the meetings that recur.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use crate::capacity::{Capacity, Categories, Occurrence, dates, seconds};
use crate::timeline::{subtract, union};
use crate::workdays::Day;
use crate::zone::Clock;
use crate::{
    Block, Budget, CategoryName, Error, Interval, LostDays, Pattern, Plan, Share, Start, Zone,
};

/// A rule that does not come round in so many weeks is read by weekday and hour.
const RHYTHM: usize = 12;
/// So is one with which all rules together would not come round in so many.
const WEEKS: usize = 60;
/// For so many days a rule is looked at before it is said to come round.
const LONG: usize = 9 * 7 * RHYTHM;

/// What is left of a block on a typical day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    /// When it begins on the plan's clock.
    pub(crate) start: NaiveTime,
    /// What touches can be placed in, in seconds.
    pub(crate) usable: u32,
    /// What it may be used for, a bit for each of [`TypicalWeeks::categories`].
    pub(crate) categories: Categories,
}

/// Weeks that come round: day 0 is the first day of a week, and after the last day follows day 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypicalWeeks {
    /// The names behind [`Piece::categories`], those that touches use first.
    pub(crate) categories: Vec<CategoryName>,
    /// Whether each day is worked; seven for every week.
    pub(crate) worked: Vec<bool>,
    /// The pieces of each day, by start.
    pub(crate) pieces: Vec<Vec<Piece>>,
}

impl TypicalWeeks {
    /// The typical weeks of a plan that is looked at from its first day to `end`; `categories` are numbered first.
    ///
    /// # Errors
    /// What [`Capacity::new`] says of blocks.
    pub(crate) fn new(
        plan: &Plan,
        categories: Vec<CategoryName>,
        end: NaiveDate,
    ) -> Result<Self, Error> {
        let bare = bare(plan);
        let capacity = Capacity::new(&bare, categories, plan.first_day, end)?;
        let samples = samples(&capacity, bare.busy);
        let sources = sources(plan, &capacity, end);
        // Even weeks are told from odd ones.
        let mut count = 2;
        let mut rhythms = Vec::with_capacity(sources.len());
        for source in &sources {
            let rhythm = source.rhythm(plan, end)?;
            let rhythm = rhythm.filter(|rhythm| lcm(count, rhythm.weeks) <= WEEKS);
            count = lcm(count, rhythm.as_ref().map_or(1, |rhythm| rhythm.weeks));
            rhythms.push(rhythm);
        }
        let days = 7 * count;
        let mut weeks = Self {
            worked: (0..days)
                .map(|day| plan.workweek.days().contains(&weekday(plan, day)))
                .collect(),
            pieces: vec![Vec::new(); days],
            categories: capacity.categories.clone(),
        };
        let mut cut = vec![false; days];
        for (source, rhythm) in sources.iter().zip(rhythms) {
            let seen = seen(plan, &capacity, &samples, source);
            let mut add = |day: i64, sample: &Sample| {
                let place = |day: i64| day.rem_euclid(days as i64) as usize;
                cut[place(day)] |= sample.cut;
                for (later, piece) in &sample.pieces {
                    weeks.pieces[place(day + i64::from(*later))].push(Piece {
                        categories: piece.categories & source.categories,
                        ..*piece
                    });
                }
            };
            if let Some(rhythm) = rhythm {
                for turn in 0..count / rhythm.weeks {
                    for moment in &rhythm.moments {
                        let day = moment.day + (7 * rhythm.weeks * turn) as i64;
                        let (weekday, even) = kind_of(day);
                        let mut parities = [even, !even].into_iter();
                        let found =
                            parities.find_map(|even| seen.get(&(weekday, even, moment.time)));
                        match found.and_then(|found| median(&samples, found, 0)) {
                            Some(sample) => add(day, sample),
                            None => add(day, &source.whole(plan, moment.local)),
                        }
                    }
                }
            } else {
                for (hour, found) in &seen {
                    let lacking = source.weeks(plan, hour, end).saturating_sub(found.len());
                    if let Some(sample) = median(&samples, found, lacking) {
                        let of = (0..days as i64).filter(|day| kind_of(*day) == (hour.0, hour.1));
                        of.for_each(|day| add(day, sample));
                    }
                }
            }
        }
        for (day, pieces) in weeks.pieces.iter_mut().enumerate() {
            pieces.sort();
            if plan.lost_days == LostDays::Shift && cut[day] && pieces.is_empty() {
                weeks.worked[day] = false;
            }
        }
        weeks.shorten();
        Ok(weeks)
    }

    /// How many weeks there are until they come round.
    pub(crate) fn weeks(&self) -> usize {
        self.worked.len() / 7
    }

    /// The workdays of the fullest week.
    pub(crate) fn full_week(&self) -> u32 {
        let weeks = self.worked.chunks(7);
        let worked = weeks.map(|week| week.iter().filter(|worked| **worked).count() as u32);
        worked.max().unwrap_or(0)
    }

    /// Leaves out repetitions.
    fn shorten(&mut self) {
        let all = self.weeks();
        let repeats = |weeks: &usize| {
            let days = 7 * weeks;
            all.is_multiple_of(*weeks)
                && (days..7 * all).all(|day| {
                    self.worked[day] == self.worked[day - days]
                        && self.pieces[day] == self.pieces[day - days]
                })
        };
        let weeks = (1..=all).find(repeats).unwrap_or(all);
        self.worked.truncate(7 * weeks);
        self.pieces.truncate(7 * weeks);
    }
}

fn lcm(one: usize, other: usize) -> usize {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    one / a * other
}

/// The plan with its blocks and meetings alone: nothing is owed, and no block has extra dates, but for blocks that are
/// nothing else. Holidays and days away stay what they are: no sample of a typical day.
fn bare(plan: &Plan) -> Plan {
    let mut bare = Plan::new(String::new(), plan.zone.clone(), plan.first_day);
    bare.workweek = plan.workweek.clone();
    bare.reserve = plan.reserve;
    bare.min_segment = plan.min_segment;
    bare.blocks = plan.blocks.clone();
    for block in &mut bare.blocks {
        if !is_listed(block) {
            block.also.clear();
        }
    }
    bare.busy = plan.busy.clone();
    bare.holidays = plan.holidays.clone();
    bare.away = plan.away.clone();
    bare
}

/// Whether a block is a list of dates, as a calendar of blocks gives it.
fn is_listed(block: &Block) -> bool {
    matches!(block.pattern(), Pattern::Weekdays(days) if days.is_empty())
}

/// The number of a date, counted from the first day of one week for all plans, so that it does not move with the first
/// day.
fn number(plan: &Plan, date: NaiveDate) -> i64 {
    // The first day of the common era was a Monday.
    let first = i64::from(plan.workweek.first_day().num_days_from_monday());
    i64::from(date.num_days_from_ce()) - 1 - first
}

fn weekday(plan: &Plan, day: usize) -> Weekday {
    let mut weekday = plan.workweek.first_day();
    for _ in 0..day % 7 {
        weekday = weekday.succ();
    }
    weekday
}

/// Where a day's samples are taken from: its place in a week, and whether that week is an even one.
fn kind_of(day: i64) -> (usize, bool) {
    (
        day.rem_euclid(7) as usize,
        day.div_euclid(7).rem_euclid(2) == 0,
    )
}

/// A block, or the blocks that one calendar gives, as far as they are in force.
struct Source {
    /// Places in [`Plan::blocks`].
    blocks: Vec<usize>,
    /// What it counts for: the categories whose last blocks in force it is one of.
    categories: Categories,
    /// The first and the last day on which it is in force.
    from: NaiveDate,
    to: NaiveDate,
    /// Whether it is known by its dates alone.
    listed: bool,
}

/// The sources of every category: those in force on the last day of the look-ahead on which any of it is.
fn sources(plan: &Plan, capacity: &Capacity, end: NaiveDate) -> Vec<Source> {
    let mask = |block: &Block| {
        let bits = block.categories().iter();
        bits.filter_map(|category| capacity.bit(category))
            .fold(0, |mask, bit| mask | 1 << bit)
    };
    let mut sources: Vec<Source> = Vec::new();
    let mut calendars: BTreeMap<(Categories, Option<Share>, Option<&str>), usize> = BTreeMap::new();
    for (number, block) in plan.blocks.iter().enumerate() {
        let Some((from, to)) = in_force(plan, block) else {
            continue;
        };
        let categories = mask(block);
        let listed = is_listed(block);
        if listed {
            // Blocks of one calendar are told apart by title and length; what they share is what they are for.
            let zone = block.zone.as_ref().map(Zone::name);
            let place = *calendars
                .entry((categories, block.reserve, zone))
                .or_insert(sources.len());
            if let Some(known) = sources.get_mut(place) {
                known.blocks.push(number);
                known.from = known.from.min(from);
                known.to = known.to.max(to);
                continue;
            }
        }
        sources.push(Source {
            blocks: vec![number],
            categories,
            from,
            to,
            listed,
        });
    }
    let first = plan.first_day;
    let last = |bit: usize| {
        let of = sources.iter().filter(|source| {
            source.categories & (1 << bit) != 0 && source.from <= end && source.to >= first
        });
        of.map(|source| source.to.min(end)).max()
    };
    let lasts: Vec<Option<NaiveDate>> = (0..capacity.categories.len()).map(last).collect();
    for source in &mut sources {
        for (bit, last) in lasts.iter().enumerate() {
            if !last.is_some_and(|last| source.from <= last && last <= source.to) {
                source.categories &= !(1 << bit);
            }
        }
    }
    sources.retain(|source| source.categories != 0);
    sources
}

/// The first and the last day on which a block is in force; `None` where there is none.
///
/// A rule with COUNT is in force to the end of the week of its last occurrence: two rules that end in one week end
/// together.
fn in_force(plan: &Plan, block: &Block) -> Option<(NaiveDate, NaiveDate)> {
    let zone = block.zone.as_ref().unwrap_or(&plan.zone);
    let mut to = NaiveDate::MAX;
    match block.pattern() {
        Pattern::Weekdays(days) if days.is_empty() => {
            let mut dates = block.also.difference(&block.skip).copied();
            let first = dates.next()?;
            return Some((first, dates.last().unwrap_or(first)));
        }
        Pattern::Weekdays(_) => {}
        Pattern::Rule(rule) => {
            let start = Start::on(block.from.unwrap_or(plan.first_day), zone).only_in_step();
            if let Some(until) = rule.until(&start) {
                to = until;
            } else if rule.is_bounded() {
                let last = rule.last(&start, Budget::default())?.date();
                to = last + Days::new(6 - number(plan, last).rem_euclid(7) as u64);
            }
        }
    }
    let from = block.from.unwrap_or(NaiveDate::MIN);
    let to = block.to.map_or(to, |end| end.min(to));
    (from <= to).then_some((from, to))
}

/// When a source occurs by its rule alone.
struct Rhythm {
    /// After how many weeks it comes round.
    weeks: usize,
    /// As many weeks of it.
    moments: Vec<Moment>,
}

/// An occurrence by the rule alone.
struct Moment {
    /// By [`number`].
    day: i64,
    /// On the block's clock.
    time: NaiveTime,
    /// On the plan's clock.
    local: NaiveTime,
}

impl Source {
    /// When it occurs by its rule alone; `None` where the rule does not come round, or where there is none.
    fn rhythm(&self, plan: &Plan, end: NaiveDate) -> Result<Option<Rhythm>, Error> {
        if self.listed {
            return Ok(None);
        }
        let block = &plan.blocks[self.blocks[0]];
        let mut endless = block.clone();
        endless.to = None;
        endless.skip.clear();
        endless.also.clear();
        let span = match block.pattern() {
            Pattern::Weekdays(_) => 7,
            Pattern::Rule(rule) => {
                endless = endless.with_pattern(Pattern::Rule(rule.endless()));
                LONG
            }
        };
        // Everything in force has begun by then.
        let from = end.succ_opt().unwrap_or(end);
        let to = from
            .checked_add_days(Days::new(span as u64))
            .unwrap_or(NaiveDate::MAX);
        let zone = block.zone.as_ref().unwrap_or(&plan.zone);
        let (mut own, mut plans) = (Clock::new(zone), Clock::new(&plan.zone));
        let mut days: Vec<Option<NaiveTime>> = vec![None; span];
        for date in dates(&endless, zone, from, to)? {
            let local = plans.local(own.instant(date.and_time(block.start())));
            let day = (local.date() - from).num_days();
            if let Some(day) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
                *day = Some(local.time());
            }
        }
        let comes_round = |weeks: &usize| {
            let turn = 7 * weeks;
            (turn..span).all(|day| days[day].is_some() == days[day - turn].is_some())
        };
        let Some(weeks) = (1..=RHYTHM).find(comes_round) else {
            return Ok(None);
        };
        let first = number(plan, from);
        let moment = |day: usize| {
            Some(Moment {
                day: first + day as i64,
                time: block.start(),
                local: days[day]?,
            })
        };
        Ok(Some(Rhythm {
            weeks,
            moments: (0..7 * weeks).filter_map(moment).collect(),
        }))
    }

    /// An occurrence that nothing cuts.
    fn whole(&self, plan: &Plan, local: NaiveTime) -> Sample {
        let block = &plan.blocks[self.blocks[0]];
        if block.length() < plan.min_segment {
            return Sample::default();
        }
        let reserve = block.reserve.unwrap_or(plan.reserve);
        let usable = reserve.rest_of(seconds(block.length()));
        let piece = Piece {
            start: local,
            usable: u32::try_from(usable).unwrap_or(u32::MAX),
            categories: Categories::MAX,
        };
        Sample {
            usable,
            pieces: vec![(0, piece)],
            cut: false,
        }
    }

    /// In how many weeks of the look-ahead it could have occurred at an hour.
    fn weeks(&self, plan: &Plan, (weekday, even, _): &Hour, end: NaiveDate) -> usize {
        // A calendar's hour counts from the first day on, a rule's from its own first day.
        let from = if self.listed {
            plan.first_day
        } else {
            plan.first_day.max(self.from)
        };
        let away = |date: &NaiveDate| {
            let mut away = plan.away.iter();
            away.any(|away| away.from <= *date && *date <= away.to)
        };
        let dates = from
            .iter_days()
            .take_while(|date| *date <= end.min(self.to))
            .filter(|date| !plan.holidays.contains(date) && !away(date));
        let kinds = dates.map(|date| kind_of(number(plan, date)));
        kinds.filter(|kind| *kind == (*weekday, *even)).count()
    }
}

/// What is left of an occurrence.
#[derive(Debug, Clone, Default)]
struct Sample {
    usable: u64,
    /// Its pieces, and how many days after the occurrence's own day each begins.
    pieces: Vec<(Day, Piece)>,
    /// Whether meetings took something of it.
    cut: bool,
}

/// Every occurrence's sample, in the order of the occurrences.
fn samples(capacity: &Capacity, busy: Vec<Interval>) -> Vec<Sample> {
    let busy = union(busy);
    let of = |occurrence: &Occurrence| Sample {
        cut: subtract(occurrence.interval, &busy) != [occurrence.interval],
        ..Sample::default()
    };
    let mut samples: Vec<Sample> = capacity.occurrences.iter().map(of).collect();
    for segment in &capacity.segments {
        let sample = &mut samples[segment.occurrence];
        sample.usable += segment.usable;
        let piece = Piece {
            start: segment.local_start.time(),
            usable: u32::try_from(segment.usable).unwrap_or(u32::MAX),
            categories: segment.categories,
        };
        let later = segment.day - capacity.occurrences[segment.occurrence].day;
        sample.pieces.push((later, piece));
    }
    samples
}

/// A weekday of even or odd weeks, and a time on the block's clock.
type Hour = (usize, bool, NaiveTime);

/// The occurrences of a source in the look-ahead by the hour at which they were seen, those with the least time first.
fn seen(
    plan: &Plan,
    capacity: &Capacity,
    samples: &[Sample],
    source: &Source,
) -> BTreeMap<Hour, Vec<usize>> {
    let mut seen: BTreeMap<Hour, Vec<usize>> = BTreeMap::new();
    for (place, occurrence) in capacity.occurrences.iter().enumerate() {
        if source.blocks.contains(&occurrence.block) {
            let (weekday, even) = kind_of(number(plan, capacity.days.date(occurrence.day)));
            let hour = (weekday, even, occurrence.planned_start.time());
            seen.entry(hour).or_default().push(place);
        }
    }
    for found in seen.values_mut() {
        // By usable time, the earliest first among equals.
        found.sort_by_key(|number| samples[*number].usable);
    }
    seen
}

/// The lower median of samples in order, where so many weeks more had nothing; of equals the earliest.
fn median<'s>(samples: &'s [Sample], found: &[usize], lacking: usize) -> Option<&'s Sample> {
    let middle = ((found.len() + lacking).checked_sub(1)? / 2).checked_sub(lacking)?;
    let usable = samples[found[middle]].usable;
    let first = found.iter().map(|number| &samples[*number]);
    first.into_iter().find(|sample| sample.usable == usable)
}
