//! Where the touches of weeks that come round lie: a placement that grows touch by touch, and can be taken back.

use super::cycle::{Class, Cycle};

/// How many touches may be asked to move for one that has no place.
const MOVES: usize = 400;

/// Touches in bins, by class; no bin and no cap is overfull.
#[derive(Debug, Clone)]
pub(crate) struct Circle<'c> {
    cycle: &'c Cycle,
    /// Seconds that are left of each bin.
    free: Vec<u32>,
    /// What lies in each bin: class and how many, in no order.
    items: Vec<Vec<(u32, u32)>>,
    /// By cap, then by day: how many lie on the day, and on the seven days from it on.
    days: Vec<u32>,
    weeks: Vec<u32>,
    /// Class, bin, how many, and whether they were put there or taken away.
    journal: Vec<(u32, u32, u32, bool)>,
    /// By class in which search it was last asked to move.
    asked: Vec<u32>,
    search: u32,
    /// How often a bin was looked at: what a search has cost.
    pub(crate) looks: u64,
}

/// A touch that looks for a place, so that the one before it can have the touch's own.
struct Moving {
    class: u32,
    /// The bin that it leaves; none for the first.
    from: u32,
    /// Who goes where it makes room, and the bin that is meant.
    before: usize,
    wanted: u32,
}

impl<'c> Circle<'c> {
    /// Nothing placed yet.
    pub(crate) fn new(cycle: &'c Cycle) -> Self {
        let capped = cycle.caps.len() * cycle.days();
        Self {
            cycle,
            free: cycle.bins.iter().map(|bin| bin.room).collect(),
            items: vec![Vec::new(); cycle.bins.len()],
            days: vec![0; capped],
            weeks: vec![0; capped],
            journal: Vec::new(),
            asked: vec![0; cycle.classes.len()],
            search: 0,
            looks: 0,
        }
    }

    fn class(&self, class: u32) -> &'c Class {
        &self.cycle.classes[class as usize]
    }

    /// How many more touches of a class a bin can take.
    pub(crate) fn room(&mut self, class: u32, bin: u32) -> u32 {
        self.looks += 1;
        let touch = self.class(class);
        let free = self.free[bin as usize];
        let room = free.checked_div(touch.effort).unwrap_or(u32::MAX);
        if touch.caps.is_empty() || room == 0 {
            return room;
        }
        room.min(self.cap_room(touch, self.cycle.bins[bin as usize].day))
    }

    /// How many more touches of a class the caps allow on a day.
    fn cap_room(&self, touch: &Class, day: u32) -> u32 {
        let days = self.cycle.days();
        let mut room = u32::MAX;
        for cap in &touch.caps {
            let limit = self.cycle.caps[usize::from(*cap)];
            let first = usize::from(*cap) * days;
            if let Some(most) = limit.day {
                room = room.min(most.saturating_sub(self.days[first + day as usize]));
            }
            if let Some(most) = limit.week {
                let of = (0..7).map(|back| self.weeks[first + (day as usize + days - back) % days]);
                room = room.min(most.saturating_sub(of.max().unwrap_or(0)));
            }
        }
        room
    }

    /// Puts touches into a bin that has room for them.
    pub(crate) fn put(&mut self, class: u32, bin: u32, count: u32) {
        self.free[bin as usize] -= self.class(class).effort * count;
        let items = &mut self.items[bin as usize];
        match items.iter_mut().find(|(known, _)| *known == class) {
            Some((_, known)) => *known += count,
            None => items.push((class, count)),
        }
        self.count(class, bin, |used| *used += count);
        self.journal.push((class, bin, count, true));
    }

    /// Takes touches out of a bin that they lie in.
    pub(crate) fn take(&mut self, class: u32, bin: u32, count: u32) {
        self.free[bin as usize] += self.class(class).effort * count;
        let items = &mut self.items[bin as usize];
        if let Some(place) = items.iter().position(|(known, _)| *known == class) {
            items[place].1 -= count;
            if items[place].1 == 0 {
                items.swap_remove(place);
            }
        }
        self.count(class, bin, |used| *used -= count);
        self.journal.push((class, bin, count, false));
    }

    fn count(&mut self, class: u32, bin: u32, add: impl Fn(&mut u32)) {
        let days = self.cycle.days();
        let day = self.cycle.bins[bin as usize].day as usize;
        for cap in &self.cycle.classes[class as usize].caps {
            let first = usize::from(*cap) * days;
            add(&mut self.days[first + day]);
            for back in 0..7 {
                add(&mut self.weeks[first + (day + days - back) % days]);
            }
        }
    }

    /// How things lie now, for [`Self::undo`].
    pub(crate) fn mark(&self) -> usize {
        self.journal.len()
    }

    /// Puts everything back to where it was.
    pub(crate) fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((class, bin, count, put)) = self.journal.pop() else {
                return;
            };
            if put {
                self.take(class, bin, count);
            } else {
                self.put(class, bin, count);
            }
            self.journal.pop();
        }
    }

    /// Forgets how things lay before.
    pub(crate) fn keep(&mut self) {
        self.journal.clear();
    }

    /// What lies in a bin: class and how many.
    pub(crate) fn items(&self, bin: u32) -> &[(u32, u32)] {
        &self.items[bin as usize]
    }

    /// A bin in which a touch of a class lies.
    pub(crate) fn place_of(&self, class: u32) -> Option<u32> {
        let mut bins = self.class(class).bins.iter().copied();
        bins.find(|bin| self.items(*bin).iter().any(|(known, _)| *known == class))
    }

    /// Places one touch where it fits best, moving others inside their windows if need be; whether it found a place.
    pub(crate) fn insert(&mut self, class: u32) -> bool {
        match self.best(class, u32::MAX) {
            Some(bin) => {
                self.put(class, bin, 1);
                true
            }
            None => self.insert_by_moves(class),
        }
    }

    /// The bin with room that a touch would fill best, but for one.
    fn best(&mut self, class: u32, but: u32) -> Option<u32> {
        let touch = self.class(class);
        let mut best = None;
        for &bin in touch.bins.iter().filter(|bin| **bin != but) {
            if self.room(class, bin) > 0 {
                let rest = self.free[bin as usize] - touch.effort;
                if best.is_none_or(|(least, _)| rest < least) {
                    best = Some((rest, bin));
                }
            }
        }
        best.map(|(_, bin)| bin)
    }

    /// Looks breadth first for a chain of touches that each take the place of the next, the last one a free place.
    fn insert_by_moves(&mut self, class: u32) -> bool {
        self.search += 1;
        let mut line = vec![Moving {
            class,
            from: u32::MAX,
            before: 0,
            wanted: 0,
        }];
        let mut next = 0;
        while next < line.len() && line.len() < MOVES {
            let (class, from) = (line[next].class, line[next].from);
            let touch = self.class(class);
            for &bin in touch.bins.iter().filter(|bin| **bin != from) {
                for (other, place) in self.in_the_way(class, bin) {
                    if self.asked[other as usize] == self.search {
                        continue;
                    }
                    self.asked[other as usize] = self.search;
                    line.push(Moving {
                        class: other,
                        from: place,
                        before: next,
                        wanted: bin,
                    });
                    if let Some(free) = self.best(other, place)
                        && self.move_all(&line, free)
                    {
                        return true;
                    }
                }
            }
            next += 1;
        }
        false
    }

    /// Touches whose leaving, each by itself, would make room for another in a bin: class and bin.
    fn in_the_way(&mut self, class: u32, bin: u32) -> Vec<(u32, u32)> {
        let touch = self.class(class);
        let lacking = touch.effort.saturating_sub(self.free[bin as usize]);
        let day = self.cycle.bins[bin as usize].day;
        let capped = !touch.caps.is_empty() && self.cap_room(touch, day) == 0;
        let mut found: Vec<(u32, u32)> = Vec::new();
        let here = self.items[bin as usize].iter();
        let enough = here.filter(|(other, _)| self.class(*other).effort >= lacking);
        found.extend(enough.map(|(other, _)| (*other, bin)));
        if capped && lacking == 0 {
            let days = self.cycle.days() as u32;
            for near in (0..days.min(13)).map(|near| (day + days + near - 6) % days) {
                let bins = &self.cycle.first_bins[near as usize..];
                for other in (bins[0]..bins[1]).filter(|other| *other != bin) {
                    found.extend(
                        self.items[other as usize]
                            .iter()
                            .map(|(class, _)| (*class, other)),
                    );
                }
            }
        }
        if capped {
            found.retain(|(other, place)| {
                let shares = self.class(*other).caps.iter();
                let shares = shares.filter(|cap| touch.caps.contains(cap)).count() > 0;
                shares && {
                    let journal = self.journal.len();
                    self.take(*other, *place, 1);
                    let fits = self.room(class, bin) > 0;
                    self.undo(journal);
                    fits
                }
            });
        }
        found
    }

    /// Moves the last of a line to a free bin, and all before it one place on; whether that works out.
    fn move_all(&mut self, line: &[Moving], free: u32) -> bool {
        let mark = self.mark();
        let mut at = line.len() - 1;
        let mut to = free;
        // From the last to the first: each leaves its bin before the one that wants it comes.
        while at > 0 {
            let moving = &line[at];
            self.take(moving.class, moving.from, 1);
            if self.room(moving.class, to) == 0 {
                self.undo(mark);
                return false;
            }
            self.put(moving.class, to, 1);
            to = moving.wanted;
            at = moving.before;
        }
        if self.room(line[0].class, to) == 0 {
            self.undo(mark);
            return false;
        }
        self.put(line[0].class, to, 1);
        true
    }

    /// Where everything lies: class, bin, how many.
    pub(crate) fn placement(&self) -> Vec<(u32, u32, u32)> {
        let bins = (0..).zip(&self.items);
        let mut all: Vec<_> = bins
            .flat_map(|(bin, items)| {
                items
                    .iter()
                    .map(move |(class, count)| (*class, bin, *count))
            })
            .collect();
        all.sort_unstable();
        all
    }
}
