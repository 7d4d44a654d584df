//! What else than time a bin must have room for: touches under caps, and touches bound by contact hours.

use super::problem::Problem;

/// How much of each cap is used on each day, and in the 7 days from each day on.
#[derive(Debug, Clone)]
pub(crate) struct CapUse {
    days: usize,
    used: Vec<u32>,
    weeks: Vec<u32>,
}

impl CapUse {
    pub(crate) fn new(problem: &Problem) -> Self {
        let days = problem.days as usize;
        Self {
            days,
            used: vec![0; days * problem.limits.len()],
            weeks: vec![0; days * problem.limits.len()],
        }
    }

    /// How many more touches of a set of caps a day can take.
    pub(crate) fn room(&self, problem: &Problem, caps: u16, day: u32) -> u32 {
        let mut room = u32::MAX;
        for cap in &problem.cap_sets[caps as usize] {
            let limit = problem.limits[*cap as usize];
            let day = *cap as usize * self.days + day as usize;
            if let Some(most) = limit.day {
                room = room.min(most.saturating_sub(self.used[day]));
            }
            if let Some(most) = limit.week {
                let weeks = &self.weeks[self.first_week(*cap, day)..=day];
                let fullest = weeks.iter().copied().max().unwrap_or(0);
                room = room.min(most.saturating_sub(fullest));
            }
        }
        room
    }

    /// The first of the 7 days in a row that hold a day of a cap, both as places in the lists.
    fn first_week(&self, cap: u16, day: usize) -> usize {
        day.saturating_sub(6).max(cap as usize * self.days)
    }

    /// From the first to the last day on which one touch less would make room on a day that is full; nothing where one
    /// is not enough.
    pub(crate) fn in_the_way(&self, problem: &Problem, caps: u16, day: u32) -> Option<(u32, u32)> {
        let (mut from, mut to) = (day.saturating_sub(6), day + 6);
        for cap in &problem.cap_sets[caps as usize] {
            let limit = problem.limits[*cap as usize];
            let start = *cap as usize * self.days;
            let place = start + day as usize;
            if limit.day.is_some_and(|most| self.used[place] >= most) {
                (from, to) = (from.max(day), to.min(day));
            }
            if let Some(most) = limit.week {
                let first = self.first_week(*cap, place);
                for week in (first..=place).filter(|week| self.weeks[*week] >= most) {
                    let week = (week - start) as u32;
                    (from, to) = (from.max(week), to.min(week + 6));
                }
            }
        }
        (from <= to).then_some((from, to))
    }

    pub(crate) fn add(&mut self, problem: &Problem, caps: u16, day: u32, count: u32) {
        for cap in &problem.cap_sets[caps as usize] {
            let day = *cap as usize * self.days + day as usize;
            self.used[day] += count;
            let first = self.first_week(*cap, day);
            for week in &mut self.weeks[first..=day] {
                *week += count;
            }
        }
    }

    pub(crate) fn remove(&mut self, problem: &Problem, caps: u16, day: u32, count: u32) {
        for cap in &problem.cap_sets[caps as usize] {
            let day = *cap as usize * self.days + day as usize;
            self.used[day] -= count;
            let first = self.first_week(*cap, day);
            for week in &mut self.weeks[first..=day] {
                *week -= count;
            }
        }
    }
}

/// The largest count up to `most` that fits, where what fits fits with less as well.
pub(crate) fn largest(most: u32, fits: impl Fn(u32) -> bool) -> u32 {
    // Mostly all of it fits.
    if most == 0 || fits(most) {
        return most;
    }
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Whether touches with contact hours, and others beside them, can follow each other in a bin.
///
/// First those that must end early, then those that do not mind, then those that must begin late: where each has
/// but one of the two limits this order is best.
pub(crate) fn in_sequence(
    problem: &Problem,
    bin: u32,
    items: impl Iterator<Item = (u32, u32)>,
) -> bool {
    sequence(problem, bin, items).is_some()
}

/// The order and the start of every touch in a bin with contact hours: class, seconds from the bin's start, how many.
pub(crate) fn sequence(
    problem: &Problem,
    bin: u32,
    items: impl Iterator<Item = (u32, u32)>,
) -> Option<Vec<(u32, u32, u32)>> {
    let room = problem.bins[bin as usize].room;
    let mut order: Vec<((u8, u32, u32), u32, u32)> = items
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| {
            let touch = &problem.classes[class as usize];
            let (from, to) = problem.allowed(bin, touch.hours);
            let key = match (from > 0, to < room) {
                (false, true) => (0, to, from),
                // Free to choose: what closes soonest.
                (false, false) => (1, touch.last, 0),
                (true, true) => (2, to, from),
                (true, false) => (3, from, to),
            };
            (key, class, count)
        })
        .collect();
    order.sort_unstable();
    let mut clock = 0u32;
    let mut starts = Vec::with_capacity(order.len());
    for (_, class, count) in order {
        let touch = &problem.classes[class as usize];
        let (from, to) = problem.allowed(bin, touch.hours);
        clock = clock.max(from);
        starts.push((class, clock, count));
        clock = clock.checked_add(touch.effort.checked_mul(count)?)?;
        if clock > to {
            return None;
        }
    }
    Some(starts)
}
