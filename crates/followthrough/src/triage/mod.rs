//! Whom to let go so that what is owed to the others is on time: the most of priority 1 kept first, then of 2.

mod answer;
mod cover;
mod late;
mod least;
mod packing;

pub use answer::{ExtraTime, StayLate};

use std::collections::{BTreeMap, BTreeSet};

use crate::fit::{
    Counts, Effort, Gauge, Intake, Model, Point, category_names, deal, place, placed,
};
use crate::workdays::Day;
use crate::{ByPriority, Error, LetGo, Plan, Triage};

impl Plan {
    /// Whom to let go so that what is owed to the others is on time.
    ///
    /// Letting a prospect go frees all that is owed to it. The most of priority 1 are kept, then the most of 2, and
    /// so on. `at_least` counts no more than must be let go whatever is chosen; where `count` meets it the answer is
    /// proved.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn triage(&self) -> Result<Triage, Error> {
        let model = Model::new(self, Some(crate::Horizon::Day), 0)?;
        let gauges = model.gauges();
        let mut search = Search::new(&model, &gauges);
        let priorities: BTreeSet<u32> = search
            .prospects
            .iter()
            .map(|prospect| prospect.priority)
            .collect();
        let mut count = ByPriority {
            all: 0,
            by_priority: BTreeMap::new(),
        };
        let mut at_least = count.clone();
        let mut exact = true;
        for priority in priorities {
            let mut gone = search.tier(priority);
            // While all before are the fewest, the fewest of this one can be told apart from them.
            let limit = if exact { gone } else { count.all + gone };
            let (fewest, better) = search.fewest(priority, exact, limit);
            let least = if exact {
                if fewest < gone && !better.is_empty() {
                    gone = search.choose(priority, &better);
                }
                fewest
            } else {
                fewest.saturating_sub(count.all)
            };
            exact &= least == gone;
            count.all += gone;
            count.by_priority.insert(priority, gone);
            at_least.by_priority.insert(priority, least.min(gone));
        }
        at_least.all = at_least
            .by_priority
            .values()
            .sum::<u32>()
            .max(search.least(u32::MAX))
            .min(count.all);
        let proved = count.by_priority == at_least.by_priority;
        let stay_late = if count.all > 0 {
            Some(late::stay_late(self, &model, &gauges)?)
        } else {
            None
        };
        Ok(search.tell(count, at_least, proved, stay_late))
    }
}

/// A row of the pipeline to whose prospects something is owed.
struct Owing {
    row: usize,
    priority: u32,
    /// What each of them is owed.
    classes: Vec<u32>,
    /// How many they are.
    count: u32,
    kept: u32,
    why: String,
}

struct Search<'a> {
    model: &'a Model<'a>,
    gauges: &'a [Gauge],
    prospects: Vec<Owing>,
    counts: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model<'a>, gauges: &'a [Gauge]) -> Self {
        let mut by_row: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for owed in &model.owed_touches {
            by_row
                .entry(owed.commitment.prospect)
                .or_default()
                .extend(owed.class);
        }
        let mut prospects: Vec<Owing> = by_row
            .into_iter()
            .map(|(row, classes)| {
                let prospect = &model.plan.pipeline[row];
                Owing {
                    row,
                    priority: prospect.priority,
                    classes,
                    count: prospect.count,
                    kept: 0,
                    why: String::new(),
                }
            })
            .collect();
        prospects.sort_by(|a, b| {
            let id = |owing: &Owing| &model.plan.pipeline[owing.row].id;
            (a.priority, id(a)).cmp(&(b.priority, id(b)))
        });
        Self {
            model,
            gauges,
            prospects,
            counts: vec![0; model.problem.classes.len()],
        }
    }

    fn add(&mut self, prospect: usize, count: u32) {
        for class in &self.prospects[prospect].classes {
            self.counts[*class as usize] += count;
        }
        self.prospects[prospect].kept += count;
    }

    fn remove(&mut self, prospect: usize, count: u32) {
        for class in &self.prospects[prospect].classes {
            self.counts[*class as usize] -= count;
        }
        self.prospects[prospect].kept -= count;
    }

    fn fits(&self) -> bool {
        place(&self.model.problem, &self.counts, Effort::Thorough)
            .missed
            .is_empty()
    }

    /// Keeps as many of one priority as can be found room for beside those kept before; how many are let go.
    fn tier(&mut self, priority: u32) -> u32 {
        let tier: Vec<usize> = (0..self.prospects.len())
            .filter(|at| self.prospects[*at].priority == priority)
            .collect();
        for prospect in &tier {
            self.add(*prospect, self.prospects[*prospect].count);
        }
        let mut gone: Vec<usize> = Vec::new();
        while !self.fits() {
            let Some((prospect, count, why)) = self.heaviest(&tier) else {
                break;
            };
            self.remove(prospect, count);
            self.prospects[prospect].why = why;
            gone.retain(|other| *other != prospect);
            gone.push(prospect);
        }
        // Some may have gone for others that went after them.
        for prospect in &gone {
            self.take_back(*prospect);
        }
        gone.iter()
            .map(|prospect| self.prospects[*prospect].count - self.prospects[*prospect].kept)
            .sum()
    }

    /// Lets just these prospects go among those up to a priority, so many of each row; how many of that priority go.
    fn choose(&mut self, priority: u32, gone: &BTreeMap<usize, u32>) -> u32 {
        let among: Vec<usize> = (0..self.prospects.len())
            .filter(|at| self.prospects[*at].priority <= priority)
            .collect();
        let why = among
            .iter()
            .map(|at| &self.prospects[*at])
            .find(|prospect| prospect.kept < prospect.count && !prospect.why.is_empty())
            .map_or_else(String::new, |prospect| prospect.why.clone());
        let mut sum = 0;
        for prospect in among {
            let goes = gone.get(&prospect).copied().unwrap_or(0);
            let (kept, stays) = (
                self.prospects[prospect].kept,
                self.prospects[prospect].count - goes,
            );
            if kept > stays {
                self.remove(prospect, kept - stays);
            } else {
                self.add(prospect, stays - kept);
            }
            if goes > 0 && self.prospects[prospect].why.is_empty() {
                self.prospects[prospect].why.clone_from(&why);
            }
            if self.prospects[prospect].priority == priority {
                sum += goes;
            }
        }
        sum
    }

    /// Keeps as many of a row's prospects that were let go as fit beside those kept.
    fn take_back(&mut self, prospect: usize) {
        let (mut low, mut high) = (
            0,
            self.prospects[prospect].count - self.prospects[prospect].kept,
        );
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            self.add(prospect, middle);
            if self.fits() {
                low = middle;
            } else {
                high = middle - 1;
            }
            self.remove(prospect, middle);
        }
        self.add(prospect, low);
    }

    /// The row of a tier whose prospects take most of the span that is overfull by most, how many of those kept must go
    /// for that span alone, and why.
    fn heaviest(&self, tier: &[usize]) -> Option<(usize, u32, String)> {
        let mut worst: Option<(f64, usize, (u32, u32), u64)> = None;
        for (number, gauge) in self.gauges.iter().enumerate() {
            let points = points(gauge, &self.counts);
            if let Some((span, over)) = gauge.worst(&points) {
                let share = over as f64 / gauge.holds(span.0, span.1).max(1) as f64;
                if worst.as_ref().is_none_or(|(most, ..)| share > *most) {
                    worst = Some((share, number, span, over));
                }
            }
        }
        let kept = tier
            .iter()
            .copied()
            .filter(|prospect| self.prospects[*prospect].kept > 0);
        if let Some((_, number, (open, close), over)) = worst {
            let gauge = &self.gauges[number];
            let inside = |prospect: usize| {
                let classes = self.prospects[prospect]
                    .classes
                    .iter()
                    .map(|class| (*class, 1));
                gauge.inside(classes, open, close)
            };
            // The lightest that alone is enough, else the heaviest.
            let enough = kept
                .clone()
                .filter(|prospect| inside(*prospect) >= over)
                .min_by_key(|prospect| (inside(*prospect), usize::MAX - prospect));
            let chosen = enough.or_else(|| {
                kept.clone()
                    .filter(|prospect| inside(*prospect) > 0)
                    .max_by_key(|prospect| (inside(*prospect), *prospect))
            });
            if let Some(prospect) = chosen {
                let enough = over.div_ceil(inside(prospect).max(1));
                let kept = self.prospects[prospect].kept;
                let count = u32::try_from(enough).map_or(kept, |enough| enough.min(kept));
                return Some((prospect, count, self.explain(gauge, open, close, over)));
            }
        }
        let missed = place(&self.model.problem, &self.counts, Effort::Thorough).missed;
        let missed: BTreeMap<u32, u32> = missed.into_iter().collect();
        let stands = |prospect: &usize| {
            self.prospects[*prospect]
                .classes
                .iter()
                .filter(|class| missed.contains_key(class))
                .count()
        };
        // Half of those that found no place: more of them go when fewer do not do.
        let some = |prospect: usize| {
            let owing = &self.prospects[prospect];
            let counts = owing.classes.iter().filter_map(|class| missed.get(class));
            counts
                .min()
                .map_or(1, |count| (count / 2).max(1))
                .min(owing.kept)
        };
        let why = "its touches find no place beside those of the others".to_owned();
        kept.max_by_key(|prospect| (stands(prospect), *prospect))
            .map(|prospect| (prospect, some(prospect), why))
    }

    fn explain(&self, gauge: &Gauge, open: u32, close: u32, over: u64) -> String {
        let date = |place: u32| {
            let day = self.model.today + gauge.days()[place as usize] as Day;
            self.model
                .capacity
                .days
                .date(day)
                .format("%-d %b %Y")
                .to_string()
        };
        let (from, to) = (date(open), date(close));
        let days = if from == to {
            from
        } else {
            format!("{from} to {to}")
        };
        let holds = gauge.holds(open, close);
        match gauge.counts {
            Counts::Seconds(_) => format!(
                "{}, {days}: {} min owed, {} min there",
                category_names(self.model, gauge.mask),
                (holds + over).div_ceil(60),
                holds / 60
            ),
            Counts::Touches(_) => format!(
                "{}, {days}: {} touches owed, room for {holds}",
                category_names(self.model, gauge.mask),
                holds + over
            ),
            Counts::Shares => format!(
                "{}, {days}: {} shares of segments owed, {holds} there",
                category_names(self.model, gauge.mask),
                holds + over
            ),
            Counts::Cap(cap) => format!(
                "cap on {}, {days}: {} touches owed, {holds} allowed",
                self.model.demand.caps[usize::from(cap)].channel,
                holds + over
            ),
        }
    }

    /// How many of the prospects up to a priority must be let go, whatever is chosen.
    fn least(&self, priority: u32) -> u32 {
        let among: Vec<&Owing> = self
            .prospects
            .iter()
            .filter(|prospect| prospect.priority <= priority)
            .collect();
        let mut counts = vec![0; self.model.problem.classes.len()];
        for prospect in &among {
            for class in &prospect.classes {
                counts[*class as usize] += prospect.count;
            }
        }
        let mut least = 0;
        for gauge in self.gauges {
            let Some(((open, close), over)) = gauge.worst(&points(gauge, &counts)) else {
                continue;
            };
            let mut parts: Vec<(u64, u32)> = among
                .iter()
                .map(|prospect| {
                    let part = gauge.inside(
                        prospect.classes.iter().map(|class| (*class, 1)),
                        open,
                        close,
                    );
                    (part, prospect.count)
                })
                .collect();
            parts.sort_unstable_by(|a, b| b.cmp(a));
            let (mut left, mut needed) = (over, 0);
            for (part, count) in parts {
                if left == 0 || part == 0 {
                    break;
                }
                let enough = left.div_ceil(part).min(u64::from(count));
                needed += enough as u32;
                left = left.saturating_sub(enough * part);
            }
            least = least.max(needed);
        }
        least
    }

    fn tell(
        self,
        count: ByPriority,
        at_least: ByPriority,
        proved: bool,
        stay_late: Option<StayLate>,
    ) -> Triage {
        let mut let_go: Vec<LetGo> = self
            .prospects
            .iter()
            .filter(|prospect| prospect.kept < prospect.count)
            .map(|prospect| LetGo {
                id: self.model.plan.pipeline[prospect.row].id.clone(),
                priority: prospect.priority,
                why: prospect.why.clone(),
                count: prospect.count - prospect.kept,
            })
            .collect();
        let_go.sort_by(|a, b| (a.priority, &a.id).cmp(&(b.priority, &b.id)));
        let kept: BTreeMap<usize, u32> = self
            .prospects
            .iter()
            .map(|prospect| (prospect.row, prospect.kept))
            .collect();
        let mut model = self.model.clone();
        model.owed_touches.retain_mut(|owed| {
            owed.count = kept[&owed.commitment.prospect];
            owed.count > 0
        });
        let mut placement = place(&model.problem, &self.counts, Effort::Thorough);
        if !placement.missed.is_empty()
            && let packing::Packing::Fits(found) = packing::pack(&model.problem, &self.counts)
        {
            placement = found;
        }
        let puts = deal(&model, &Intake::none(&model), &placement);
        Triage {
            let_go,
            count,
            at_least,
            proved,
            stay_late,
            unreachable: self.model.unreachable.clone(),
            placement: placed(&model, &puts),
        }
    }
}

fn points(gauge: &Gauge, counts: &[u32]) -> Vec<Point> {
    counts
        .iter()
        .enumerate()
        .filter_map(|(class, count)| gauge.point(class as u32, u64::from(*count)))
        .collect()
}
