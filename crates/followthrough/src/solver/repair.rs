//! Moves touches about so that others find a place: a placement with gaps filled, or grown touch by touch.

use std::cmp::Reverse;

use super::problem::{Class, Placement, Pool, Problem};
use super::room::{CapUse, in_sequence, largest};

/// How many kinds of touches may be asked to move for one that has no place.
const MOVES: usize = 4_000;

/// A placement that grows touch by touch, moving what lies there already inside its windows where that helps.
#[derive(Clone)]
pub(crate) struct Board<'a> {
    problem: &'a Problem,
    pools: Vec<Repair<'a>>,
}

impl<'a> Board<'a> {
    /// Nothing placed yet; no more than `moves` moves are tried for a touch.
    pub(crate) fn new(problem: &'a Problem, moves: usize) -> Self {
        let pools = problem.pools.iter().map(|pool| {
            let mut repair = Repair::new(problem, pool, Placement::default());
            repair.most_moves = moves;
            repair
        });
        Self {
            problem,
            pools: pools.collect(),
        }
    }

    /// Moves others no more once so many places of theirs have been looked at, all touches together: what comes then is
    /// put where there is room.
    pub(crate) fn looking_at(mut self, places: u64) -> Self {
        self.pools.iter_mut().for_each(|pool| pool.looks = places);
        self
    }

    /// Whether some others may still be moved.
    pub(crate) fn moves_others(&self) -> bool {
        self.pools.iter().any(|pool| pool.looks > 0)
    }

    /// What is placed, of every pool.
    pub(crate) fn holding(problem: &'a Problem, placement: &Placement, moves: usize) -> Self {
        let mut board = Self::new(problem, moves);
        for (class, bin, count) in &placement.items {
            if let Some(pool) = board.pool(*class) {
                pool.put(*class, *bin, *count);
            }
        }
        board
    }

    fn pool(&mut self, class: u32) -> Option<&mut Repair<'a>> {
        let bit = 1 << self.problem.classes[class as usize].category;
        self.pools
            .iter_mut()
            .find(|repair| repair.pool.mask & bit != 0)
    }

    /// Places as many of `count` touches as find a place, moving others if need be; how many.
    pub(crate) fn insert_many(&mut self, class: u32, count: u32) -> u32 {
        self.pool(class)
            .map_or(0, |pool| pool.insert_many(class, count))
    }

    /// Places a touch in that very bin, if it may lie there and there is room as things lie.
    pub(crate) fn seat(&mut self, class: u32, bin: u32) -> bool {
        let touch = self.problem.classes[class as usize];
        let fits = (touch.first..=touch.last).contains(&bin) && self.problem.accepts(bin, &touch);
        match self.pool(class).filter(|_| fits) {
            Some(pool) if pool.fits(class, bin) => {
                pool.put(class, bin, 1);
                true
            }
            _ => false,
        }
    }

    /// Places every touch of a prospect, or none of them and says which has no place.
    pub(crate) fn start(&mut self, classes: impl Iterator<Item = u32>) -> Result<(), u32> {
        let mark = self.mark();
        for class in classes {
            if !self.pool(class).is_some_and(|pool| pool.insert(class)) {
                self.undo(&mark);
                return Err(class);
            }
        }
        Ok(())
    }

    /// Takes a prospect's touches away again.
    pub(crate) fn stop(&mut self, classes: impl Iterator<Item = u32>) {
        for class in classes {
            if let Some(pool) = self.pool(class) {
                pool.take_any(class);
            }
        }
    }

    /// How many places of others were looked at since this was asked.
    pub(crate) fn looked(&mut self) -> u64 {
        let pools = self.pools.iter_mut();
        pools.map(|pool| std::mem::take(&mut pool.looked)).sum()
    }

    /// How things lie now, for [`Self::undo`].
    pub(crate) fn mark(&self) -> Vec<usize> {
        self.pools.iter().map(|pool| pool.journal.len()).collect()
    }

    /// A number that tells how things lie: the same for the same touches in the same places.
    pub(crate) fn print(&self) -> u64 {
        let pools = self.pools.iter();
        pools.fold(0, |print, pool| print.wrapping_add(pool.print))
    }

    /// Puts everything back to where it was.
    pub(crate) fn undo(&mut self, mark: &[usize]) {
        for (pool, mark) in self.pools.iter_mut().zip(mark) {
            pool.undo(*mark);
        }
    }

    /// Forgets how things lay before.
    pub(crate) fn keep(&mut self) {
        for pool in &mut self.pools {
            pool.journal.clear();
        }
    }

    /// Whether one touch would find a place as things lie.
    pub(crate) fn has_room(&mut self, class: u32) -> bool {
        let touch = self.problem.classes[class as usize];
        self.pool(class).is_some_and(|pool| {
            (touch.first..=touch.last)
                .any(|bin| pool.problem.accepts(bin, &touch) && pool.fits(class, bin))
        })
    }

    /// Where everything lies: class, bin, how many.
    pub(crate) fn items(&self) -> Vec<(u32, u32, u32)> {
        self.pools.iter().flat_map(Repair::items).collect()
    }
}

/// Moves touches about so that those that were missed find a place.
#[derive(Clone)]
pub(crate) struct Repair<'a> {
    problem: &'a Problem,
    pool: &'a Pool,
    /// What lies in each bin of the problem, in the order in which it is moved; only the pool's are used.
    bins: Vec<Vec<Lying>>,
    free: Vec<u32>,
    timed: Vec<u32>,
    caps: Option<CapUse>,
    journal: Vec<(u32, u32, bool)>,
    missed: Vec<(u32, u32)>,
    most_moves: usize,
    /// How many places of others may still be looked at.
    looks: u64,
    /// How many were looked at since [`Board::looked`] was asked.
    looked: u64,
    /// Of all that lies here, added up: see [`Board::print`].
    print: u64,
    /// Touches that look for a place in turn, so that the first one has one.
    line: Vec<Moving>,
    /// By class in which round it came into the line.
    seen: Vec<u32>,
    /// By bin who asked for a place there the last time.
    asked: Vec<Asked>,
    round: u32,
}

/// Who asked all in a bin to move: in which round, how long a touch under which caps.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    round: u32,
    effort: u32,
    caps: u16,
}

/// A touch that gives its place to another, if it finds another place itself.
#[derive(Debug, Clone, Copy)]
struct Moving {
    class: u32,
    /// Where it lies.
    from: u32,
    /// For whom it moves, as a place in the line, and where that one goes.
    to: (u32, u32),
}

/// Touches of a class in a bin.
#[derive(Debug, Clone, Copy)]
struct Lying {
    /// What is moved first comes first.
    turn: u64,
    class: u32,
    /// Never 0.
    count: u32,
}

impl<'a> Repair<'a> {
    pub(crate) fn new(problem: &'a Problem, pool: &'a Pool, placement: Placement) -> Self {
        let mut repair = Self {
            problem,
            pool,
            bins: vec![Vec::new(); problem.bins.len()],
            free: problem.bins.iter().map(|bin| bin.room).collect(),
            timed: vec![0; problem.bins.len()],
            caps: pool.capped.then(|| CapUse::new(problem)),
            journal: Vec::new(),
            missed: placement.missed,
            most_moves: MOVES,
            looks: u64::MAX,
            looked: 0,
            print: 0,
            line: Vec::new(),
            seen: vec![0; problem.classes.len()],
            asked: vec![Asked::default(); problem.bins.len()],
            round: 0,
        };
        for (class, bin, count) in placement.items {
            repair.put(class, bin, count);
        }
        repair
    }

    pub(crate) fn run(mut self) -> Placement {
        let mut missed = std::mem::take(&mut self.missed);
        // What is owed first, then what is hardest to place.
        missed.sort_by_key(|(class, _)| {
            let touch = &self.problem.classes[*class as usize];
            (touch.owed == 0, Reverse(touch.effort), touch.last, *class)
        });
        let mut left = Vec::new();
        let mut tries = 0;
        for (class, mut count) in missed {
            while count > 0 {
                // One hopeless touch after another would take long and help nobody.
                if tries < 24 && self.insert(class) {
                    self.journal.clear();
                    count -= 1;
                    continue;
                }
                if self.problem.classes[class as usize].owed > 0 && self.push_out(class) {
                    count -= 1;
                    continue;
                }
                tries += 1;
                left.push((class, count));
                break;
            }
        }
        left.extend(std::mem::take(&mut self.missed));
        let mut counts: Vec<(u32, u32)> = Vec::new();
        left.sort_unstable();
        for (class, count) in left {
            match counts.last_mut() {
                Some((last, sum)) if *last == class => *sum += count,
                _ => counts.push((class, count)),
            }
        }
        self.finish(counts)
    }

    fn finish(self, missed: Vec<(u32, u32)>) -> Placement {
        Placement {
            items: self.items(),
            missed,
        }
    }

    fn items(&self) -> Vec<(u32, u32, u32)> {
        let mut items = Vec::new();
        for &bin in &self.pool.bins {
            let here = items.len();
            items.extend(self.lying(bin).map(|(class, count)| (class, bin, count)));
            items[here..].sort_unstable();
        }
        items
    }

    fn insert_many(&mut self, class: u32, count: u32) -> u32 {
        let touch = self.problem.classes[class as usize];
        let mut left = count;
        for bin in touch.first..=touch.last {
            if left == 0 {
                break;
            }
            if self.problem.accepts(bin, &touch) {
                let here = self.fit_in(class, bin, left);
                if here > 0 {
                    self.put(class, bin, here);
                    left -= here;
                }
            }
        }
        while left > 0 && self.insert(class) {
            left -= 1;
        }
        self.journal.clear();
        count - left
    }

    /// How many of `most` touches a bin has room for as things lie.
    fn fit_in(&self, class: u32, bin: u32, most: u32) -> u32 {
        let touch = &self.problem.classes[class as usize];
        let mut most = self.free[bin as usize]
            .checked_div(touch.effort)
            .map_or(most, |fit| fit.min(most));
        if let Some(caps) = &self.caps {
            let day = self.problem.bins[bin as usize].day;
            most = most.min(caps.room(self.problem, touch.caps, day));
        }
        if touch.hours == 0 && self.timed[bin as usize] == 0 {
            return most;
        }
        largest(most, |count| {
            in_sequence(self.problem, bin, self.lying(bin).chain([(class, count)]))
        })
    }

    /// What lies in a bin: class and how many.
    fn lying(&self, bin: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let here = self.bins[bin as usize].iter();
        here.map(|lying| (lying.class, lying.count))
    }

    /// Finds a place for a touch, by moving others one for one if need be: the fewest first.
    fn insert(&mut self, class: u32) -> bool {
        self.round = self.round.wrapping_add(1);
        self.line.clear();
        self.seen[class as usize] = self.round;
        self.line.push(Moving {
            class,
            from: u32::MAX,
            to: (u32::MAX, u32::MAX),
        });
        let mut at = 0;
        while let Some(moving) = self.line.get(at).copied() {
            let touch = self.problem.classes[moving.class as usize];
            self.look_at(u64::from((touch.last + 1).saturating_sub(touch.first)));
            for bin in touch.first..=touch.last {
                if bin == moving.from || !self.problem.accepts(bin, &touch) {
                    continue;
                }
                // What was no place for as short a touch is none for this one, and all who can move are asked.
                let asked = self.asked[bin as usize];
                if asked.round == self.round
                    && asked.caps == touch.caps
                    && asked.effort <= touch.effort
                    && !self.pool.timed
                {
                    continue;
                }
                if touch.effort <= self.free[bin as usize] && self.fits(moving.class, bin) {
                    if self.shift(at, bin) {
                        return true;
                    }
                    continue;
                }
                if self.line.len() <= self.most_moves && self.looks > 0 {
                    self.ask_to_move(at as u32, &touch, bin);
                    self.asked[bin as usize] = Asked {
                        round: self.round,
                        effort: touch.effort,
                        caps: touch.caps,
                    };
                }
            }
            at += 1;
        }
        false
    }

    /// Counts places that are looked at: bins, and what lies in them.
    fn look_at(&mut self, places: u64) {
        self.looks = self.looks.saturating_sub(places);
        self.looked = self.looked.saturating_add(places);
    }

    /// Lets all whose place a touch could take in a bin look for another.
    fn ask_to_move(&mut self, at: u32, touch: &Class, bin: u32) {
        let problem = self.problem;
        let day = problem.bins[bin as usize].day;
        let free = self.free[bin as usize];
        let short = touch.effort > free;
        let capped = self
            .caps
            .as_ref()
            .is_some_and(|caps| caps.room(problem, touch.caps, day) == 0);
        self.look_at(self.bins[bin as usize].len() as u64);
        for place in 0..self.bins[bin as usize].len() {
            let other = self.bins[bin as usize][place].class;
            let moved = &problem.classes[other as usize];
            if self.seen[other as usize] == self.round
                || moved.first == moved.last
                || touch.effort > free + moved.effort
                || capped && !problem.share_cap(touch.caps, moved.caps)
            {
                continue;
            }
            self.seen[other as usize] = self.round;
            self.line.push(Moving {
                class: other,
                from: bin,
                to: (at, bin),
            });
        }
        if short || !capped {
            return;
        }
        // There is time: others of the same cap in other bins.
        let Some((from, to)) = self
            .caps
            .as_ref()
            .and_then(|used| used.in_the_way(problem, touch.caps, day))
        else {
            return;
        };
        let bins = &self.pool.bins;
        let day_of = |bin: &u32| problem.bins[*bin as usize].day;
        let first = bins.partition_point(|bin| day_of(bin) < from);
        let last = bins.partition_point(|bin| day_of(bin) <= to);
        for &there in &bins[first..last] {
            if there == bin {
                continue;
            }
            self.look_at(1 + self.bins[there as usize].len() as u64);
            for place in 0..self.bins[there as usize].len() {
                let other = self.bins[there as usize][place].class;
                let moved = &problem.classes[other as usize];
                if self.seen[other as usize] != self.round
                    && moved.first != moved.last
                    && problem.share_cap(touch.caps, moved.caps)
                {
                    self.seen[other as usize] = self.round;
                    self.line.push(Moving {
                        class: other,
                        from: there,
                        to: (at, bin),
                    });
                }
            }
        }
    }

    /// Moves one of the line into a bin, the one that it moves for into its place, and so on; false, and nothing
    /// changed, where that cannot be all together.
    fn shift(&mut self, at: usize, bin: u32) -> bool {
        let mark = self.journal.len();
        let (mut at, mut bin) = (at as u32, bin);
        while let Some(moving) = self.line.get(at as usize).copied() {
            if moving.from != u32::MAX {
                self.take(moving.class, moving.from);
            }
            if !self.fits(moving.class, bin) {
                self.undo(mark);
                return false;
            }
            self.put_one(moving.class, bin);
            (at, bin) = moving.to;
        }
        true
    }

    /// Makes room for an owed touch by leaving out new ones.
    fn push_out(&mut self, class: u32) -> bool {
        let touch = self.problem.classes[class as usize];
        for bin in touch.first..=touch.last {
            if !self.problem.accepts(bin, &touch) {
                continue;
            }
            let mark = self.journal.len();
            let mut out = Vec::new();
            while !self.fits(class, bin) {
                let mut here = self.bins[bin as usize].iter().rev();
                let new = here.find(|lying| self.problem.classes[lying.class as usize].owed == 0);
                let Some(other) = new.map(|lying| lying.class) else {
                    break;
                };
                self.take(other, bin);
                out.push((other, 1));
            }
            if self.fits(class, bin) {
                self.put_one(class, bin);
                self.journal.clear();
                self.missed.extend(out);
                return true;
            }
            self.undo(mark);
        }
        false
    }

    fn fits(&self, class: u32, bin: u32) -> bool {
        let touch = &self.problem.classes[class as usize];
        if touch.effort > self.free[bin as usize] {
            return false;
        }
        if self.caps.as_ref().is_some_and(|caps| {
            caps.room(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
            ) == 0
        }) {
            return false;
        }
        (touch.hours == 0 && self.timed[bin as usize] == 0)
            || in_sequence(self.problem, bin, self.lying(bin).chain([(class, 1)]))
    }

    fn put(&mut self, class: u32, bin: u32, count: u32) {
        let touch = &self.problem.classes[class as usize];
        self.free[bin as usize] -= touch.effort * count;
        self.print = self
            .print
            .wrapping_add(print(class, bin).wrapping_mul(count.into()));
        if touch.hours != 0 {
            self.timed[bin as usize] += count;
        }
        if let Some(caps) = &mut self.caps {
            caps.add(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
                count,
            );
        }
        let lying = Lying {
            turn: turn(touch),
            class,
            count,
        };
        let here = &mut self.bins[bin as usize];
        let order = |lying: &Lying| (lying.turn, lying.class);
        let after = |other: &Lying| order(other) >= order(&lying);
        let at = here.iter().position(after).unwrap_or(here.len());
        match here.get_mut(at) {
            Some(same) if same.class == class => same.count += count,
            _ => here.insert(at, lying),
        }
    }

    fn remove(&mut self, class: u32, bin: u32) {
        let touch = &self.problem.classes[class as usize];
        self.free[bin as usize] += touch.effort;
        self.print = self.print.wrapping_sub(print(class, bin));
        if touch.hours != 0 {
            self.timed[bin as usize] -= 1;
        }
        if let Some(caps) = &mut self.caps {
            caps.remove(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
                1,
            );
        }
        let here = &mut self.bins[bin as usize];
        if let Some(at) = here.iter().position(|lying| lying.class == class) {
            here[at].count -= 1;
            if here[at].count == 0 {
                here.remove(at);
            }
        }
    }

    fn put_one(&mut self, class: u32, bin: u32) {
        self.put(class, bin, 1);
        self.journal.push((class, bin, true));
    }

    fn take(&mut self, class: u32, bin: u32) {
        self.remove(class, bin);
        self.journal.push((class, bin, false));
    }

    /// Takes one touch of a class from the last bin that holds one.
    fn take_any(&mut self, class: u32) {
        let touch = self.problem.classes[class as usize];
        let holds = |bin: &u32| {
            let here = &self.bins[*bin as usize];
            here.iter().any(|lying| lying.class == class)
        };
        if let Some(bin) = (touch.first..=touch.last).rev().find(holds) {
            self.take(class, bin);
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((class, bin, put)) = self.journal.pop() else {
                return;
            };
            if put {
                self.remove(class, bin);
            } else {
                self.put(class, bin, 1);
            }
        }
    }
}

/// In which order the touches of a bin are moved: what has the widest choice elsewhere first, then the longest.
fn turn(touch: &Class) -> u64 {
    let choice = touch.last - touch.first;
    u64::from(!choice) << 32 | u64::from(!touch.effort)
}

/// A number without a pattern for a touch of a class in a bin (the finalizer of Steele, Lea and Flood's SplitMix, 2014).
fn print(class: u32, bin: u32) -> u64 {
    let mut mixed = u64::from(class) << 32 | u64::from(bin);
    mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

#[cfg(test)]
mod tests {
    use super::super::problem::Bin;
    use super::*;

    #[test]
    fn what_is_undone_is_as_it_was_and_prints_tell_what_lies_where() {
        let bins = (0..4)
            .map(|day| Bin {
                day,
                room: 1_800,
                mask: 1,
            })
            .collect();
        let mut problem = Problem::new(bins, 4, Vec::new());
        let mut class = |effort, first, last| {
            problem.class(Class {
                first,
                last,
                category: 0,
                effort,
                caps: 0,
                hours: 0,
                owed: 0,
            })
        };
        let (long, short, narrow) = (class(900, 0, 3), class(600, 0, 3), class(1_200, 1, 1));
        problem.divide();
        let mut board = Board::new(&problem, MOVES);
        let empty = board.print();
        assert_eq!(board.start([long, long, short, short].into_iter()), Ok(()));
        let (before, items) = (board.print(), board.items());
        assert_ne!(before, empty);

        // The narrow one needs others to move; what begins with it and then finds no place is taken back whole.
        let mark = board.mark();
        assert_eq!(board.start([narrow, short].into_iter()), Ok(()));
        assert_ne!(board.print(), before);
        board.undo(&mark);
        assert_eq!((board.print(), board.items()), (before, items.clone()));
        let too_many = [narrow, long, long, long, long, long];
        assert_eq!(board.start(too_many.into_iter()), Err(long));
        assert_eq!((board.print(), board.items()), (before, items));

        // However they came, the same touches in the same places print the same.
        board.stop([long, long, short, short].into_iter());
        assert_eq!(board.print(), empty);
    }
}
