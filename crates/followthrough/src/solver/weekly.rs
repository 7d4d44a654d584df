//! The plan that keeps to a pace: week by week, in order, as many starts as fit beside all that is owed and all that
//! earlier weeks start, no more than the week's quota.

use std::collections::BTreeMap;

use super::intake::{Found, Group, Quota, even, is_open, nobody, quota, settle};
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::reseat::{Patience, Seats};
use super::widest::Widest;

/// How many weeks before one still share time with it, as far as a bound on its starts looks.
const BEFORE: usize = 16;
/// How often in one plan a week that falls short is looked into for long.
const LONG: u32 = 12;
/// More starts than these are not moved one by one.
const MANY: u64 = 50_000;

/// A pace that is kept to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    /// Prospects in a full week; 0 where not even one a week can go on.
    pub(crate) number: u32,
    /// One in so many weeks then, where that can.
    pub(crate) every: Option<u32>,
    /// The workdays of a full week.
    pub(crate) full_week: u32,
}

/// What one week of the plan may start, and does.
#[derive(Debug, Clone)]
pub(crate) struct Week {
    /// Its share of the pace, less those who were started in it already.
    pub(crate) quota: u32,
    /// As many of them as were found to fit.
    pub(crate) starts: u32,
    /// No more of them can, whatever the days, where the weeks before it start as many as they do.
    pub(crate) bound: u32,
    /// Why not, where the bound is below the quota.
    pub(crate) why: Option<(Proof, Vec<Group>, Vec<Quota>)>,
}

/// A plan that keeps to a pace as far as it fits.
pub(crate) struct Kept {
    pub(crate) weeks: Vec<Week>,
    pub(crate) found: Found,
}

/// Starts as many as fit in the first week, then in the second, and so on; then spreads each week's over its days.
pub(crate) fn keep_to(bounds: &Bounds<'_>, pace: Rate, before: &Before) -> Kept {
    let groups = &bounds.instance.weeks;
    let shares = Shares::new(pace, before, groups);
    let mut keeping = Keeping::new(bounds, groups);
    let mut weeks: Vec<Week> = Vec::with_capacity(groups.len());
    for week in 0..groups.len() {
        let quota = shares.of(week, &keeping.counts);
        bounds.watch.learn(0, pace.number);
        weeks.push(keeping.start(week, quota));
    }
    keeping.spread_evenly();
    Kept {
        weeks,
        found: keeping.found,
    }
}

/// Who was started before the first day, as rows tell it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Before {
    /// In the quarter before, by cadence of the plan: the mix goes on from them.
    pub(crate) by_cadence: Vec<u32>,
    /// By how many weeks before the first day's; 0 for that week itself.
    pub(crate) by_week: BTreeMap<i64, u32>,
    /// Workdays of the first day's week that are past, as workweek, holidays and days away say.
    pub(crate) past: u64,
}

impl Before {
    fn in_week(&self, back: i64) -> u32 {
        self.by_week.get(&back).copied().unwrap_or(0)
    }
}

/// What each week's share of a pace is.
struct Shares<'a> {
    pace: Rate,
    before: &'a Before,
    /// Workdays from the first day to the end of each week, no more than a full week's in any.
    workdays: Vec<u64>,
}

impl<'a> Shares<'a> {
    fn new(pace: Rate, before: &'a Before, groups: &[Group]) -> Self {
        let mut sum = 0;
        let workdays = groups.iter().map(|group| {
            sum += (group.days.len() as u64).min(u64::from(pace.full_week));
            sum
        });
        Self {
            workdays: workdays.collect(),
            pace,
            before,
        }
    }

    /// What a week may start at the most, where the weeks before it start so many.
    fn of(&self, week: usize, started: &[u32]) -> u32 {
        let first = week
            .checked_sub(1)
            .map_or(0, |before| self.workdays[before]);
        let last = self.workdays[week];
        if last == first {
            return 0;
        }
        let Rate { number, every, .. } = self.pace;
        if number == 0 {
            return every.map_or(0, |every| u32::from(self.is_idle(week, every, started)));
        }
        let upto =
            |workdays: u64| (u64::from(number) * workdays).div_ceil(u64::from(self.pace.full_week));
        let share = u32::try_from(upto(last) - upto(first)).unwrap_or(u32::MAX);
        if week > 0 {
            return share;
        }
        // Whoever asks every day starts no more in a week than whoever asks on its first day.
        let full = u64::from(self.pace.full_week);
        let whole = u32::try_from(upto((self.before.past + last).min(full))).unwrap_or(u32::MAX);
        share.min(whole.saturating_sub(self.before.in_week(0)))
    }

    /// Whether nobody was started in a week yet, nor in those before it that one every so many weeks leaves free.
    fn is_idle(&self, week: usize, every: u32, started: &[u32]) -> bool {
        (0..every as usize).all(|back| match week.checked_sub(back) {
            Some(0) => started[0] == 0 && self.before.in_week(0) == 0,
            Some(earlier) => started[earlier] == 0,
            None => self.before.in_week((back - week) as i64) == 0,
        })
    }
}

/// Everybody who is started so far, with their places.
struct Keeping<'a> {
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    /// How many each week starts.
    counts: Vec<u32>,
    /// The same by cadence.
    quotas: Vec<Quota>,
    found: Found,
    /// `None` where they are too many to be moved one by one.
    seats: Option<Seats<'a>>,
    widest: Option<Widest>,
    relaxation: Relaxation<'a>,
    /// How often a week may still be looked into for long.
    long: u32,
}

impl<'a> Keeping<'a> {
    fn new(bounds: &'a Bounds<'a>, groups: &'a [Group]) -> Self {
        let found = nobody(bounds.instance);
        Self {
            groups,
            counts: vec![0; groups.len()],
            quotas: vec![quota(bounds.instance, 0, 0); groups.len()],
            seats: Some(Seats::holding(bounds, groups, &found)),
            widest: None,
            relaxation: Relaxation::new(bounds, groups),
            long: LONG,
            found,
            bounds,
        }
    }

    /// Starts as many in a week as are found to fit, and says how many could at the most.
    fn start(&mut self, week: usize, quota: u32) -> Week {
        let mut told = Week {
            quota,
            starts: quota,
            bound: quota,
            why: None,
        };
        if quota == 0 || self.reach(week, quota, Patience::Short) {
            return told;
        }
        self.lower(week, &mut told);
        if self.seats.is_none() {
            self.halve(week, told.bound);
        }
        while self.counts[week] < told.bound && self.bounds.watch.go_on(1) {
            let next = self.counts[week] + 1;
            if !self.reach(week, next, Patience::Short) && !self.reach_longer(week, &mut told) {
                break;
            }
        }
        told.starts = self.counts[week];
        told
    }

    /// As many in a week as are found by halves.
    fn halve(&mut self, week: usize, most: u32) {
        let mut high = most;
        while self.counts[week] < high && self.bounds.goes_on_placing() {
            let middle = high - (high - self.counts[week]) / 2;
            if !self.reach(week, middle, Patience::Short) {
                high = middle - 1;
            }
        }
    }

    /// What a week that starts so many asks of it, beside the weeks before.
    fn quotas(&self, week: usize, count: u32) -> Vec<Quota> {
        let started = self.counts[..week].iter().sum();
        let mut quotas = self.quotas.clone();
        quotas[week] = quota(self.bounds.instance, started, count);
        quotas
    }

    /// Looks for places for so many starts in a week; where none are found, all is as it was.
    fn reach(&mut self, week: usize, count: u32, patience: Patience) -> bool {
        let quotas = self.quotas(week, count);
        let wanted = quotas.iter().flatten();
        let wanted: u64 = wanted
            .map(|need| u64::from(need.plain) + u64::from(need.ready))
            .sum();
        if wanted > MANY {
            self.seats = None;
        }
        let found = match &mut self.seats {
            Some(seats) => {
                seats.want(&quotas);
                seats.seat_evenly();
                seats.search(patience)
            }
            None => {
                let mut counts = self.counts.clone();
                counts[week] = count;
                let intake = even(self.bounds.instance, self.groups, &counts);
                settle(self.bounds.instance, &intake).map(|placement| Found { intake, placement })
            }
        };
        self.take(week, count, quotas, found)
    }

    fn take(&mut self, week: usize, count: u32, quotas: Vec<Quota>, found: Option<Found>) -> bool {
        let is_found = found.is_some();
        if let Some(found) = found {
            self.found = found;
            self.counts[week] = count;
            self.quotas = quotas;
        } else if let Some(seats) = &mut self.seats {
            seats.hold(&self.found);
        }
        is_found
    }

    /// One more in a week, by what the linear relaxation says or by a long search; false where none is found.
    fn reach_longer(&mut self, week: usize, told: &mut Week) -> bool {
        let next = self.counts[week] + 1;
        let quotas = self.quotas(week, next);
        let mut near = quotas.clone();
        let far = week.saturating_sub(BEFORE);
        near[..far].fill(quota(self.bounds.instance, 0, 0));
        let suggested = match self.relaxation.ask(&near) {
            Relaxed::Forbidden(proof) => {
                told.bound = self.counts[week];
                told.why = Some((proof, self.groups[..=week].to_vec(), near[..=week].to_vec()));
                return false;
            }
            Relaxed::Allowed(intake) | Relaxed::Near(intake) if far == 0 => Some(intake),
            _ => None,
        };
        let Some(long) = self.long.checked_sub(1).filter(|_| self.seats.is_some()) else {
            return false;
        };
        self.long = long;
        if let Some(intake) = suggested
            && let Some(mut seats) = Seats::seating(self.bounds, self.groups, &quotas, &intake)
            && let Some(found) = seats.search(Patience::Long)
        {
            self.seats = Some(seats);
            return self.take(week, next, quotas, Some(found));
        }
        self.reach(week, next, Patience::Long)
    }

    /// Lowers the bound of a week as far as single spans of days tell.
    fn lower(&mut self, week: usize, told: &mut Week) {
        let mut widest = self
            .widest
            .take()
            .unwrap_or_else(|| Widest::new(self.bounds, self.groups));
        let (mut low, mut high) = (self.counts[week], told.bound + 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let quotas = self.quotas(week, middle);
            match widest.refuse(&quotas) {
                Some(proof) => {
                    high = middle;
                    let groups = self.groups[..=week].to_vec();
                    told.why = Some((proof, groups, quotas[..=week].to_vec()));
                }
                None => low = middle,
            }
        }
        self.widest = Some(widest);
        told.bound = high - 1;
    }

    /// Spreads the starts of every week over its days: just evenly, earlier days first, where that fits; else with as few
    /// on the fullest day as is found.
    fn spread_evenly(&mut self) {
        let Some(seats) = &mut self.seats else { return };
        for group in self.groups {
            let load = group.days.iter().map(|day| seats.load(*day));
            let most = load.max().unwrap_or(0);
            group.days.iter().for_each(|day| seats.limit(*day, most));
        }
        for group in self.groups {
            let is_open = |day: &&usize| {
                let mut cadences = self.bounds.instance.mix.cadences();
                cadences.any(|at| is_open(self.bounds.instance.options[at][**day].as_ref(), true))
            };
            let days: Vec<usize> = group.days.iter().filter(is_open).copied().collect();
            let loads: Vec<u32> = days.iter().map(|day| seats.load(*day)).collect();
            let (sum, many) = (loads.iter().sum::<u32>(), days.len() as u32);
            if many == 0 || sum == 0 || !self.bounds.watch.go_on(1) {
                continue;
            }
            let even: Vec<u32> = (0..many)
                .map(|at| sum / many + u32::from(at < sum % many))
                .collect();
            let most = loads.iter().copied().max().unwrap_or(0);
            let flat = (sum.div_ceil(many)..most).map(|most| vec![most; days.len()]);
            for limits in std::iter::once(even.clone()).chain(flat) {
                if loads == limits {
                    break;
                }
                for (day, limit) in days.iter().zip(&limits) {
                    seats.limit(*day, *limit);
                }
                seats.rise_over_limits(&days);
                seats.seat_evenly();
                let patience = if limits == even {
                    Patience::Short
                } else {
                    Patience::Least
                };
                if let Some(found) = seats.search(patience) {
                    self.found = found;
                    break;
                }
                seats.hold(&self.found);
                days.iter().for_each(|day| seats.limit(*day, most));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(number: u32, every: Option<u32>, full_week: u32) -> Rate {
        Rate {
            number,
            every,
            full_week,
        }
    }

    /// What weeks of so many workdays may start, where all that they may is started.
    fn shares(pace: Rate, before: &Before, workdays: &[usize]) -> Vec<u32> {
        let groups = workdays.iter().map(|days| Group {
            days: (0..*days).collect(),
        });
        let groups: Vec<Group> = groups.collect();
        let shares = Shares::new(pace, before, &groups);
        let mut started = vec![0; groups.len()];
        for week in 0..groups.len() {
            started[week] = shares.of(week, &started);
        }
        started
    }

    #[test]
    fn short_weeks_have_their_share_rounded_up_once() {
        let none = Before::default();
        assert_eq!(
            shares(pace(10, None, 5), &none, &[3, 5, 4, 5]),
            [6, 10, 8, 10]
        );
        // One a week: what was rounded up for a short week is not rounded up again in a later one.
        assert_eq!(
            shares(pace(1, None, 5), &none, &[1, 5, 4, 5, 0, 5]),
            [1, 1, 0, 1, 0, 1]
        );
        // Typical weeks of four workdays: a week of five counts no more than a full one.
        assert_eq!(shares(pace(4, None, 4), &none, &[5, 5, 2]), [4, 4, 2]);
    }

    #[test]
    fn who_was_started_this_week_counts() {
        let mut before = Before {
            past: 4,
            ..Before::default()
        };
        before.by_week.insert(0, 4);
        assert_eq!(shares(pace(5, None, 5), &before, &[1, 5]), [1, 5]);
        before.by_week.insert(0, 5);
        assert_eq!(shares(pace(5, None, 5), &before, &[1, 5]), [0, 5]);
        // Of a week of three workdays whose share is six, three were started on the first.
        before.past = 1;
        before.by_week.insert(0, 3);
        assert_eq!(shares(pace(10, None, 5), &before, &[2, 5]), [3, 10]);
    }

    #[test]
    fn one_in_three_weeks_waits_for_two_without_anybody() {
        let mut before = Before::default();
        assert_eq!(
            shares(pace(0, Some(3), 5), &before, &[5; 7]),
            [1, 0, 0, 1, 0, 0, 1]
        );
        before.by_week.insert(1, 1);
        assert_eq!(
            shares(pace(0, Some(3), 5), &before, &[5; 5]),
            [0, 0, 1, 0, 0]
        );
    }
}
