//! The cheapest things to leave out so that all others have their place: spans that hold too little as a covering
//! program, sets that are found to have no place, and a search among placements where these leave a gap.

use super::cover::{Cover, Cut, Kind};
use super::packing::{Packing, pack};
use super::points;
use crate::instance::Model;
use crate::solver::{
    Board, Budgeted, Counts, Draw, Effort, Gauge, Placement, Point, Watching as _, place,
};

/// Parts of touches are counted in this many.
const PARTS: u64 = 1 << 16;
/// How often spans are looked for that parts of things break.
const ROUNDS: u32 = 60;
/// How often whole choices are sought.
const CHOICES: u32 = 60;
/// How many choices that cover all spans are held against the segments before the search among placements.
const TILTS: u32 = 12;
/// What may be spent on whole choices by default: numbers of the covering program, times the nodes that are opened.
const EFFORT: u64 = 6_000_000;
/// What may be spent on the bound by default.
const BOUND_EFFORT: u64 = 200_000;
/// How many steps a turn takes beside the places that are looked at.
const TURN: u64 = 1_000;
/// Up to how many touches sets without a place are looked for one by one.
const SMALL: u32 = 60;
/// How many moves are tried to find one touch a place.
const MOVES: usize = 400;
/// How many turns the search among placements takes by default, divided by the touches placed.
const TURNS: u64 = 4_000_000;
/// How many turns it takes at the most by default.
const MOST_TURNS: u64 = 20_000;

/// Things that can be left out, alike ones together.
pub(super) struct Things<'a> {
    pub(super) model: &'a Model<'a>,
    pub(super) gauges: &'a [Gauge],
    pub(super) kinds: Vec<Kind>,
    /// By kind the classes of its touches.
    pub(super) classes: Vec<Vec<u32>>,
    /// By tier how many may be left out of it.
    pub(super) limits: Vec<u32>,
    /// What all costs are whole multiples of.
    pub(super) unit: u64,
    /// Steps that are left for the whole question.
    pub(super) budget: &'a Budgeted<'a>,
}

/// A choice of what to leave out, with the places of all that stays.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    /// By kind how many are left out.
    pub(super) out: Vec<u32>,
    pub(super) cost: u64,
    pub(super) placement: Placement,
}

/// What is known of the cheapest choice.
pub(super) struct Least {
    /// No choice costs less.
    pub(super) bound: u64,
    /// The cheapest choice found, where one was found that costs less than was asked.
    pub(super) choice: Option<Choice>,
}

impl Things<'_> {
    /// The covering program of the spans that hold too little, as far as its linear relaxation asks for them.
    fn cover(&self) -> Cover {
        let mut cover = Cover::new(self.kinds.clone(), self.limits.clone(), self.unit);
        let none = vec![0; self.kinds.len()];
        cover.add(self.broken(&none));
        for _ in 0..ROUNDS {
            if !self.budget.go_on(cover.steps()) {
                break;
            }
            let Some(parts) = cover.relaxed() else { break };
            if !cover.add(self.broken_by_parts(&parts)) {
                break;
            }
        }
        cover
    }

    /// No choice costs less, of those that cost less than `limit`.
    pub(super) fn bound(&self, limit: u64) -> u64 {
        self.cover().bound(limit, 1, self.budget)
    }

    /// The cheapest choice that costs less than `limit`, as far as it is found out.
    pub(super) fn least(&self, limit: u64) -> Least {
        let mut cover = self.cover();
        let mut bound = cover.bound(limit, 0, self.budget);
        let mut best: Option<Choice> = None;
        let mut draw = Draw::new();
        let budget = self.model.plan.search_budget;
        let (mut tilts, mut effort) = (0, budget.of(EFFORT));
        for _ in 0..CHOICES {
            let most = best.as_ref().map_or(limit, |best| best.cost);
            let placing = self.model.instance.problem.size();
            if bound >= most || tilts > TILTS || effort == 0 || !self.budget.go_on(placing) {
                break;
            }
            let tilt = || {
                if tilts == 0 {
                    0.0
                } else {
                    draw.below(1 << 16) as f64 / 65_536.0
                }
            };
            let whole = cover.whole((bound, most), &mut effort, tilt);
            // Where whole choices are out of reach, parts of things left out are left out whole.
            let rounded = || cover.relaxed().map(|parts| self.whole(&parts));
            let Some(out) = whole.or_else(|| rounded().filter(|_| best.is_none())) else {
                break;
            };
            if cover.cost(&out) >= most {
                break;
            }
            if cover.add(self.broken(&out)) {
                continue;
            }
            let counts = self.counts(&out);
            let found = self.settle(&counts);
            if let Settled::Never = found
                && let Some(cut) = self.too_many(&out)
                && cover.add(vec![cut])
            {
                continue;
            }
            let found = match found {
                Settled::Found(placement) => Some((out, placement)),
                Settled::Never | Settled::Unknown => self.repaired(&out),
            };
            if let Some((out, placement)) = found {
                let cost = cover.cost(&out);
                if cost < most {
                    best = Some(Choice {
                        out,
                        cost,
                        placement,
                    });
                }
            }
            tilts += 1;
        }
        let most = best.as_ref().map_or(limit, |best| best.cost);
        if bound < most {
            bound = cover.bound(most, budget.of(BOUND_EFFORT), self.budget);
        }
        if bound < most
            && let Some(found) = best
        {
            best = Some(self.improve(&cover, found, bound, &mut draw));
        }
        Least {
            bound,
            choice: best,
        }
    }

    /// How many touches of each class stay.
    fn counts(&self, out: &[u32]) -> Vec<u32> {
        let mut counts = vec![0; self.model.instance.problem.classes.len()];
        for ((kind, out), classes) in self.kinds.iter().zip(out).zip(&self.classes) {
            for class in classes {
                counts[*class as usize] += kind.count - out;
            }
        }
        counts
    }

    /// Spans that are overfull where so many of each kind are left out.
    fn broken(&self, out: &[u32]) -> Vec<Cut> {
        let counts = self.counts(out);
        let spans = |gauge: &Gauge| gauge.overfull_apart(&points(gauge, &counts), 1);
        self.cuts(spans)
    }

    /// Spans that are overfull where such parts of each kind are left out.
    fn broken_by_parts(&self, parts: &[f64]) -> Vec<Cut> {
        let mut counts = vec![0u64; self.model.instance.problem.classes.len()];
        for ((kind, out), classes) in self.kinds.iter().zip(parts).zip(&self.classes) {
            let stay = (f64::from(kind.count) - out).max(0.0) * PARTS as f64;
            for class in classes {
                counts[*class as usize] += stay as u64;
            }
        }
        let spans = |gauge: &Gauge| {
            let points: Vec<Point> = (0u32..)
                .zip(&counts)
                .filter_map(|(class, count)| gauge.point(class, *count))
                .collect();
            gauge.overfull_apart(&points, PARTS)
        };
        self.cuts(spans)
    }

    /// What the overfull spans of every gauge ask to be left out.
    fn cuts(&self, spans: impl Fn(&Gauge) -> Vec<((u32, u32), u64)>) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for gauge in self.gauges {
            for ((open, close), _) in spans(gauge) {
                let inside = |classes: &[u32]| {
                    gauge.inside(classes.iter().map(|class| (*class, 1)), open, close)
                };
                let brings: Vec<u64> = self.classes.iter().map(|one| inside(one)).collect();
                let all = brings.iter().zip(&self.kinds);
                let all: u64 = all.map(|(one, kind)| one * u64::from(kind.count)).sum();
                let over = all.saturating_sub(gauge.holds(open, close));
                if over > 0 {
                    let brings = brings.into_iter().enumerate();
                    cuts.push(Cut::new(brings.filter(|(_, one)| *one > 0).collect(), over));
                }
            }
        }
        cuts
    }

    /// Parts of things as whole ones.
    fn whole(&self, parts: &[f64]) -> Vec<u32> {
        let kinds = self.kinds.iter().zip(parts);
        kinds
            .map(|(kind, part)| ((part - 1e-6).ceil().max(0.0) as u32).min(kind.count))
            .collect()
    }

    /// Places for all that stays, if some are found.
    fn settle(&self, counts: &[u32]) -> Settled {
        let problem = &self.model.instance.problem;
        let placement = place(problem, counts, Effort::Thorough);
        if placement.missed.is_empty() {
            return Settled::Found(placement);
        }
        if counts.iter().sum::<u32>() > SMALL {
            return Settled::Unknown;
        }
        match pack(problem, counts) {
            Packing::Fits(placement) => Settled::Found(placement),
            Packing::Never => Settled::Never,
            Packing::Unknown => Settled::Unknown,
        }
    }

    /// As few kinds as can be of which all that stays has no place together: one of it must be left out. `None` where
    /// only some of a kind stay: others of it might.
    fn too_many(&self, out: &[u32]) -> Option<Cut> {
        let mut gone: Vec<u32> = self.kinds.iter().map(|kind| kind.count).collect();
        let mut stay: Vec<usize> = (0..gone.len()).filter(|kind| out[*kind] == 0).collect();
        for kind in &stay {
            gone[*kind] = 0;
        }
        let fails = |gone: &[u32]| {
            matches!(
                pack(&self.model.instance.problem, &self.counts(gone)),
                Packing::Never
            )
        };
        if !fails(&gone) {
            return None;
        }
        stay.retain(|kind| {
            gone[*kind] = self.kinds[*kind].count;
            let needed = !fails(&gone);
            if needed {
                gone[*kind] = 0;
            }
            needed
        });
        Some(Cut::new(
            stay.into_iter().map(|kind| (kind, 1)).collect(),
            1,
        ))
    }

    /// What is placed one after the other where it cannot all be placed: who is in a tier with a limit first, and as many
    /// of all as find a place. `None` where a limit is passed.
    fn repaired(&self, out: &[u32]) -> Option<(Vec<u32>, Placement)> {
        let mut board = Board::new(&self.model.instance.problem, MOVES);
        let mut left = out.to_vec();
        let mut order: Vec<usize> = (0..self.kinds.len()).collect();
        order.sort_by_key(|kind| (self.kinds[*kind].cost > 0, *kind));
        for kind in &order {
            for placed in left[*kind]..self.kinds[*kind].count {
                let looked = board.looked();
                if !self.budget.go_on(TURN + looked) {
                    return None;
                }
                if board.start(self.classes[*kind].iter().copied()).is_err() {
                    // Nor would those that are alike.
                    left[*kind] += self.kinds[*kind].count - placed;
                    break;
                }
            }
        }
        self.refill(&mut board, &mut left, &order);
        board.keep();
        self.keeps_limits(&left)
            .then(|| (left, self.placed(&board)))
    }

    fn placed(&self, board: &Board<'_>) -> Placement {
        Placement {
            items: board.items(),
            missed: Vec::new(),
        }
    }

    fn keeps_limits(&self, out: &[u32]) -> bool {
        let mut left = self.limits.clone();
        for (kind, out) in self.kinds.iter().zip(out) {
            if let Some(tier) = kind.tier {
                match left[tier].checked_sub(*out) {
                    Some(less) => left[tier] = less,
                    None => return false,
                }
            }
        }
        true
    }

    /// Puts back of what was left out whatever finds a place.
    fn refill(&self, board: &mut Board<'_>, out: &mut [u32], order: &[usize]) {
        for kind in order {
            while out[*kind] > 0 && board.start(self.classes[*kind].iter().copied()).is_ok() {
                out[*kind] -= 1;
            }
        }
    }

    /// A cheaper choice, by turns: somebody who was left out comes in, and those in the way go and come back where they
    /// can (ruin and recreate: Schrimpf and others, 2000). It ends where the bound is met.
    fn improve(&self, cover: &Cover, found: Choice, bound: u64, draw: &mut Draw) -> Choice {
        let problem = &self.model.instance.problem;
        let mut board = Board::holding(problem, &found.placement, MOVES);
        let (mut out, mut cost) = (found.out.clone(), found.cost);
        let mut best = found;
        let touches: usize = self.counts(&out).iter().map(|count| *count as usize).sum();
        let budget = self.model.plan.search_budget;
        let turns =
            (budget.of(TURNS) / touches.max(1) as u64).clamp(20, budget.of(MOST_TURNS).max(20));
        for _ in 0..turns {
            let looked = board.looked();
            if best.cost <= bound || !self.budget.go_on(TURN + looked) {
                break;
            }
            let waiting: Vec<usize> = (0..out.len())
                .filter(|kind| out[*kind] > 0 && self.kinds[*kind].cost > 0)
                .collect();
            let Some(&comes) = waiting.get(draw.below(waiting.len())) else {
                break;
            };
            let mark = board.mark();
            let before = out.clone();
            for _ in 0..=draw.below(3) {
                if board.start(self.classes[comes].iter().copied()).is_ok() {
                    out[comes] -= 1;
                    break;
                }
                let Some(goes) = self.in_the_way(&out, comes, draw) else {
                    break;
                };
                board.stop(self.classes[goes].iter().copied());
                out[goes] += 1;
            }
            let mut order: Vec<usize> = (0..out.len()).filter(|kind| out[*kind] > 0).collect();
            for at in (1..order.len()).rev() {
                order.swap(at, draw.below(at + 1));
            }
            order.sort_by_key(|kind| self.kinds[*kind].tier.is_none());
            self.refill(&mut board, &mut out, &order);
            let now = cover.cost(&out);
            if now <= cost && self.keeps_limits(&out) {
                cost = now;
                board.keep();
                if cost < best.cost {
                    best = Choice {
                        out: out.clone(),
                        cost,
                        placement: self.placed(&board),
                    };
                }
            } else {
                board.undo(&mark);
                out = before;
            }
        }
        best
    }

    /// A kind of which some stay and that has touches where one that waits has some.
    fn in_the_way(&self, out: &[u32], comes: usize, draw: &mut Draw) -> Option<usize> {
        let problem = &self.model.instance.problem;
        let meets = |kind: usize| {
            self.classes[kind].iter().any(|one| {
                let one = &problem.classes[*one as usize];
                self.classes[comes].iter().any(|other| {
                    let other = &problem.classes[*other as usize];
                    problem.shares(one.category, other.category)
                        && one.first <= other.last
                        && other.first <= one.last
                })
            })
        };
        let among: Vec<usize> = (0..out.len())
            .filter(|kind| *kind != comes && out[*kind] < self.kinds[*kind].count && meets(*kind))
            .collect();
        among.get(draw.below(among.len())).copied()
    }
}

/// What came of looking for places for all that stays.
enum Settled {
    Found(Placement),
    Never,
    Unknown,
}

/// Gauges of time, and of how many touches time has room for: all but caps.
pub(super) fn of_time(all: &[Gauge]) -> Vec<Gauge> {
    let time = all
        .iter()
        .filter(|gauge| !matches!(gauge.counts, Counts::Cap(_)));
    time.cloned().collect()
}
