//! The cheapest choice of things to leave out so that every span has enough left out of it: numbers only.
//!
//! A covering program in whole numbers, solved by branch and bound: what is left out of a span must make up for what
//! it holds too little. Its optimum is a lower bound on what must be left out, for the spans that it knows.

/// Something that can be left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// What leaving it out costs.
    pub(super) cost: u64,
    /// Items of one kind are alike.
    pub(super) kind: usize,
    /// Items of one group share a limit on how many are left out; `usize::MAX` for none.
    pub(super) group: usize,
}

/// What must be left out of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// By item what leaving it out brings; items that bring nothing are not listed.
    pub(super) brings: Vec<(usize, u64)>,
    /// How much must be brought in all.
    pub(super) over: u64,
}

/// The cheapest choice that covers all cuts.
pub(super) enum Cheapest {
    /// Its cost, and the items.
    Found(u64, Vec<usize>),
    /// None costs less than the limit.
    None,
    /// Not found out; no choice costs less than this.
    Unknown(u64),
}

/// The nodes that one search opens.
const NODES: u32 = 60_000;

/// The cheapest way to cover the cuts that costs less than `limit`. `limits` are those of the groups; costs are whole
/// multiples of `unit`.
pub(super) fn cheapest(
    items: &[Item],
    cuts: &[Cut],
    limits: &[u32],
    limit: u64,
    unit: u64,
) -> Cheapest {
    let mut search = Search {
        items,
        cuts,
        unit: unit.max(1),
        state: vec![State::Open; items.len()],
        left: limits.to_vec(),
        lacks: cuts.iter().map(|cut| cut.over).collect(),
        best: limit,
        chosen: None,
        nodes: NODES,
    };
    let root = search.bound().unwrap_or(u64::MAX);
    if root >= limit {
        return Cheapest::None;
    }
    if !search.run(0) {
        return Cheapest::Unknown(root);
    }
    match search.chosen {
        Some(chosen) => Cheapest::Found(search.best, chosen),
        None => Cheapest::None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Kept,
    Out,
}

struct Search<'a> {
    items: &'a [Item],
    cuts: &'a [Cut],
    unit: u64,
    state: Vec<State>,
    left: Vec<u32>,
    lacks: Vec<u64>,
    best: u64,
    chosen: Option<Vec<usize>>,
    nodes: u32,
}

impl Search<'_> {
    /// Looks for a choice cheaper than the best; false where nodes are used up.
    fn run(&mut self, cost: u64) -> bool {
        let Some(more) = self.nodes.checked_sub(1) else {
            return false;
        };
        self.nodes = more;
        let Some(least) = self.bound() else {
            return true;
        };
        if cost.saturating_add(least) >= self.best {
            return true;
        }
        // The cut with the fewest items that could still bring anything.
        let worst = (0..self.cuts.len())
            .filter(|cut| self.lacks[*cut] > 0)
            .min_by_key(|cut| {
                let open = self.cuts[*cut].brings.iter();
                (open.filter(|(item, _)| self.may(*item)).count(), *cut)
            });
        let Some(cut) = worst else {
            self.best = cost;
            let out = (0..self.items.len()).filter(|item| self.state[*item] == State::Out);
            self.chosen = Some(out.collect());
            return true;
        };
        let open = self.cuts[cut].brings.iter();
        let item = open
            .filter(|(item, _)| self.may(*item))
            .max_by_key(|(item, brings)| {
                // What brings most for its cost; without cost first.
                let cost = self.items[*item].cost;
                let worth = (u128::from(*brings) << 32) / u128::from(cost.max(1));
                (cost == 0, worth, usize::MAX - item)
            })
            .map(|(item, _)| *item);
        let Some(item) = item else { return true };
        self.turn(item, true);
        let done = self.run(cost + self.items[item].cost);
        self.turn(item, false);
        if !done {
            return false;
        }
        // Kept: and with it all that are like it.
        let kind = self.items[item].kind;
        let alike: Vec<usize> = (0..self.items.len())
            .filter(|other| self.items[*other].kind == kind && self.state[*other] == State::Open)
            .collect();
        for other in &alike {
            self.state[*other] = State::Kept;
        }
        let done = self.run(cost);
        for other in alike {
            self.state[other] = State::Open;
        }
        done
    }

    /// Whether an item may still be left out.
    fn may(&self, item: usize) -> bool {
        self.state[item] == State::Open
            && self
                .left
                .get(self.items[item].group)
                .is_none_or(|left| *left > 0)
    }

    fn turn(&mut self, item: usize, out: bool) {
        self.state[item] = if out { State::Out } else { State::Open };
        if let Some(left) = self.left.get_mut(self.items[item].group) {
            *left = if out { *left - 1 } else { *left + 1 };
        }
        for (at, cut) in self.cuts.iter().enumerate() {
            // What is lacking is counted anew: more may be brought than was lacking.
            if cut.brings.iter().any(|(one, _)| *one == item) {
                let out = cut
                    .brings
                    .iter()
                    .filter(|(one, _)| self.state[*one] == State::Out);
                let brought: u64 = out.map(|(_, brings)| brings).sum();
                self.lacks[at] = cut.over.saturating_sub(brought);
            }
        }
    }

    /// No less can be paid for what is lacking: cuts without a common item add up. `None` where a cut cannot be covered.
    fn bound(&self) -> Option<u64> {
        let mut needs: Vec<(u64, usize)> = Vec::new();
        for (at, cut) in self.cuts.iter().enumerate() {
            if self.lacks[at] > 0 {
                needs.push((self.least(cut, self.lacks[at])?, at));
            }
        }
        needs.sort_unstable_by(|a, b| b.cmp(a));
        let mut used = vec![false; self.items.len()];
        let mut sum = 0u64;
        for (need, at) in needs {
            let open = self.cuts[at].brings.iter();
            let open: Vec<usize> = open
                .map(|(item, _)| *item)
                .filter(|item| self.may(*item))
                .collect();
            if need > 0 && open.iter().all(|item| !used[*item]) {
                for item in open {
                    used[item] = true;
                }
                sum = sum.saturating_add(need);
            }
        }
        Some(sum)
    }

    /// The least that can be paid for one cut, the last item in parts, rounded up to the unit.
    fn least(&self, cut: &Cut, lack: u64) -> Option<u64> {
        let mut open: Vec<(u64, u64, usize)> = cut
            .brings
            .iter()
            .filter(|(item, _)| self.may(*item))
            .map(|(item, brings)| (self.items[*item].cost, *brings, self.items[*item].group))
            .collect();
        // Cheapest for what they bring.
        open.sort_unstable_by(|a, b| {
            let one = u128::from(a.0) * u128::from(b.1);
            let other = u128::from(b.0) * u128::from(a.1);
            one.cmp(&other).then(b.1.cmp(&a.1))
        });
        let mut left = self.left.clone();
        let (mut lack, mut cost) = (lack, 0u64);
        for (price, brings, group) in open {
            if let Some(left) = left.get_mut(group) {
                if *left == 0 {
                    continue;
                }
                *left -= 1;
            }
            if brings >= lack {
                let part = (u128::from(price) * u128::from(lack)).div_ceil(u128::from(brings));
                let all = cost + u64::try_from(part).unwrap_or(u64::MAX);
                return Some(all.div_ceil(self.unit) * self.unit);
            }
            lack -= brings;
            cost += price;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(cost: u64, kind: usize) -> Item {
        Item {
            cost,
            kind,
            group: usize::MAX,
        }
    }

    #[test]
    fn one_item_in_two_cuts_is_better_than_two() {
        let items = [item(1, 0), item(1, 1), item(1, 2)];
        let cut = |brings: &[(usize, u64)], over| Cut {
            brings: brings.to_vec(),
            over,
        };
        let cuts = [cut(&[(0, 5), (1, 3)], 3), cut(&[(1, 4), (2, 9)], 4)];
        let Cheapest::Found(cost, chosen) = cheapest(&items, &cuts, &[], 10, 1) else {
            panic!("it is small");
        };
        assert_eq!((cost, chosen), (1, vec![1]));
        assert!(matches!(cheapest(&items, &cuts, &[], 1, 1), Cheapest::None));
        // Nothing covers what nobody brings.
        let cuts = [cut(&[(0, 5)], 6)];
        assert!(matches!(
            cheapest(&items, &cuts, &[], 10, 1),
            Cheapest::None
        ));
    }

    #[test]
    fn a_group_has_its_limit() {
        let free = |kind| Item {
            cost: 0,
            kind,
            group: 0,
        };
        let items = [free(0), free(1), item(1, 2)];
        let cuts = [Cut {
            brings: vec![(0, 2), (1, 2), (2, 3)],
            over: 4,
        }];
        let Cheapest::Found(cost, chosen) = cheapest(&items, &cuts, &[1], 5, 1) else {
            panic!("it is small");
        };
        assert_eq!((cost, chosen), (1, vec![0, 2]));
    }
}
