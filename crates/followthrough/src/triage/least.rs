//! The fewest prospects that must be let go, and whom: spans that hold too little as a covering program, and sets that
//! are found to have no place, until what is left fits.

use std::collections::BTreeMap;

use super::cover::{Cheapest, Cut, Item, cheapest};
use super::packing::{Packing, pack};
use super::{Search, points};
use crate::fit::{Effort, Gauge, Model, Placement, place};

/// How often spans or sets are added.
const ROUNDS: u32 = 120;
/// Of more things than these only single spans are looked at.
pub(super) const MANY: u64 = 1_500;
/// Up to how many touches sets without a place are looked for one by one.
const SMALL: u32 = 60;

/// What is known of the cheapest choice.
pub(super) struct Least {
    /// No choice costs less.
    pub(super) cost: u64,
    /// A choice of that cost, with the places of what stays.
    pub(super) choice: Option<(Vec<usize>, Placement)>,
}

/// Things that can be left out, each with the classes of its touches.
pub(super) struct Things<'a> {
    pub(super) model: &'a Model<'a>,
    pub(super) gauges: &'a [Gauge],
    pub(super) items: Vec<Item>,
    pub(super) classes: Vec<Vec<u32>>,
    /// How many of each group may be left out.
    pub(super) limits: Vec<u32>,
    /// What all costs are multiples of.
    pub(super) unit: u64,
}

impl Things<'_> {
    fn counts(&self, stays: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut counts = vec![0; self.model.problem.classes.len()];
        for (item, classes) in self.classes.iter().enumerate() {
            if stays(item) {
                for class in classes {
                    counts[*class as usize] += 1;
                }
            }
        }
        counts
    }

    /// Spans that are overfull where some stay, as cuts over all items.
    fn overfull(&self, stays: impl Fn(usize) -> bool) -> Vec<Cut> {
        let counts = self.counts(stays);
        let all = self.counts(|_| true);
        let mut cuts = Vec::new();
        for gauge in self.gauges {
            let Some(((open, close), _)) = gauge.worst(&points(gauge, &counts)) else {
                continue;
            };
            let inside = |item: usize| {
                let classes = self.classes[item].iter().map(|class| (*class, 1));
                gauge.inside(classes, open, close)
            };
            let wanted = all
                .iter()
                .enumerate()
                .map(|(class, count)| (class as u32, u64::from(*count)));
            let over = gauge
                .inside(wanted, open, close)
                .saturating_sub(gauge.holds(open, close));
            let brings = (0..self.items.len()).map(|item| (item, inside(item)));
            cuts.push(Cut {
                brings: brings.filter(|(_, brings)| *brings > 0).collect(),
                over,
            });
        }
        cuts
    }

    /// The cheapest choice that costs less than `limit`, as far as it is found out.
    pub(super) fn least(&self, limit: u64) -> Least {
        let mut cuts = self.overfull(|_| true);
        let mut cost = 0;
        for _ in 0..ROUNDS {
            let out = match cheapest(&self.items, &cuts, &self.limits, limit, self.unit) {
                Cheapest::Found(least, out) => {
                    cost = least.max(cost);
                    out
                }
                Cheapest::None => {
                    return Least {
                        cost: limit,
                        choice: None,
                    };
                }
                Cheapest::Unknown(least) => {
                    return Least {
                        cost: least.max(cost),
                        choice: None,
                    };
                }
            };
            let stays = |item: usize| !out.contains(&item);
            let mut more = self.overfull(stays);
            more.retain(|cut| !cuts.contains(cut));
            if !more.is_empty() {
                cuts.extend(more);
                continue;
            }
            let counts = self.counts(stays);
            let placement = place(&self.model.problem, &counts, Effort::Thorough);
            if placement.missed.is_empty() {
                return Least {
                    cost,
                    choice: Some((out, placement)),
                };
            }
            if counts.iter().sum::<u32>() > SMALL {
                break;
            }
            match pack(&self.model.problem, &counts) {
                Packing::Fits(placement) => {
                    return Least {
                        cost,
                        choice: Some((out, placement)),
                    };
                }
                Packing::Never => cuts.push(self.too_many(&out)),
                Packing::Unknown => break,
            }
        }
        Least { cost, choice: None }
    }

    /// As few as can be of what stays that still have no place together: one of them must be left out.
    fn too_many(&self, out: &[usize]) -> Cut {
        let mut set: Vec<usize> = (0..self.items.len())
            .filter(|item| !out.contains(item) && !self.classes[*item].is_empty())
            .collect();
        let mut at = 0;
        while at < set.len() {
            let without = |item: usize| item != set[at] && set.contains(&item);
            let counts = self.counts(without);
            if matches!(pack(&self.model.problem, &counts), Packing::Never) {
                set.remove(at);
            } else {
                at += 1;
            }
        }
        Cut {
            brings: set.into_iter().map(|item| (item, 1)).collect(),
            over: 1,
        }
    }
}

impl Search<'_> {
    /// The fewest of one priority to let go where no more of the priorities before it go than did, and of the
    /// priorities after it nobody stays; or, not `apart`, the fewest of all those up to it. With a choice where one
    /// that is better than `limit` is found: by place among the rows how many.
    pub(super) fn fewest(
        &self,
        priority: u32,
        apart: bool,
        limit: u32,
    ) -> (u32, BTreeMap<usize, u32>) {
        let among: Vec<usize> = (0..self.prospects.len())
            .filter(|at| self.prospects[*at].priority <= priority)
            .collect();
        let all: u64 = among
            .iter()
            .map(|at| u64::from(self.prospects[*at].count))
            .sum();
        if all > MANY {
            let least = self.least(priority);
            let before = among.iter().map(|at| &self.prospects[*at]);
            let before: u32 = before
                .filter(|prospect| apart && prospect.priority < priority)
                .map(|prospect| prospect.count - prospect.kept)
                .sum();
            return (least.saturating_sub(before).min(limit), BTreeMap::new());
        }
        let mut groups: Vec<u32> = among
            .iter()
            .map(|at| self.prospects[*at].priority)
            .filter(|one| apart && *one < priority)
            .collect();
        groups.sort_unstable();
        groups.dedup();
        let gone = |group: &u32| {
            let mine = among.iter().map(|at| &self.prospects[*at]);
            mine.filter(|prospect| prospect.priority == *group)
                .map(|prospect| prospect.count - prospect.kept)
                .sum()
        };
        // Every prospect of a row by itself; those of one row are alike.
        let single: Vec<usize> = among
            .iter()
            .flat_map(|at| std::iter::repeat_n(*at, self.prospects[*at].count as usize))
            .collect();
        let items = single.iter().map(|at| {
            let group = groups
                .iter()
                .position(|group| *group == self.prospects[*at].priority);
            Item {
                cost: u64::from(group.is_none()),
                kind: *at,
                group: group.unwrap_or(usize::MAX),
            }
        });
        let things = Things {
            model: self.model,
            gauges: self.gauges,
            items: items.collect(),
            classes: single
                .iter()
                .map(|at| self.prospects[*at].classes.clone())
                .collect(),
            limits: groups.iter().map(gone).collect(),
            unit: 1,
        };
        let least = things.least(u64::from(limit));
        let mut choice: BTreeMap<usize, u32> = BTreeMap::new();
        for item in least.choice.map(|(out, _)| out).unwrap_or_default() {
            *choice.entry(single[item]).or_default() += 1;
        }
        (
            u32::try_from(least.cost).unwrap_or(u32::MAX).min(limit),
            choice,
        )
    }
}
