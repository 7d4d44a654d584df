//! Which cadence the n-th new prospect goes on: the divisor sequence of a mix.

use super::problem::gcd;

/// Of mixes that begin anew after more prospects than these only whole rounds are counted.
const LONG: u64 = 5_000;

/// How new prospects are split over cadences.
///
/// By Webster's method (Sainte-Laguë): the next prospect goes on the cadence whose weight over twice its count plus
/// one is largest, ties in the order of the cadences. So the split of n is always part of the split of n + 1, and after
/// as many prospects as the weights add up to the split is the mix itself.
/// Source: Balinski and Young, *Fair Representation* (1982).
#[derive(Debug, Clone, Default)]
pub(crate) struct Mix {
    /// Cadence and weight, in the order of the cadences.
    parts: Vec<(usize, u32)>,
    /// How many cadences the plan has.
    cadences: usize,
    /// What all weights are whole numbers of.
    divisor: u32,
    /// After how many prospects the sequence begins anew.
    period: u64,
    /// How many of each part were started before, wherever they stand in the sequence.
    had: Vec<u32>,
}

impl Mix {
    /// A mix of parts that are in order and of some weight.
    pub(crate) fn of(parts: Vec<(usize, u32)>, cadences: usize) -> Self {
        let weights = parts.iter().map(|(_, weight)| *weight);
        let divisor = weights.clone().fold(0, gcd).max(1);
        let period = weights.map(|weight| u64::from(weight / divisor)).sum();
        Self {
            had: vec![0; parts.len()],
            parts,
            cadences,
            divisor,
            period,
        }
    }

    /// The mix that goes on from so many who were started before, by cadence of the plan.
    pub(crate) fn after(mut self, started: &[u32]) -> Self {
        for ((cadence, _), had) in self.parts.iter().zip(&mut self.had) {
            *had = started.get(*cadence).copied().unwrap_or(0);
        }
        self
    }

    /// The cadences that prospects are started on.
    pub(crate) fn cadences(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().map(|(cadence, _)| *cadence)
    }

    /// Cadences and how many of every [`Self::period`] prospects go on each.
    pub(crate) fn weights(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let parts = self.parts.iter();
        parts.map(|(cadence, weight)| (*cadence, weight / self.divisor))
    }

    /// After how many prospects the sequence begins anew.
    pub(crate) fn period(&self) -> u64 {
        self.period
    }

    /// Whether prospects are started on a cadence.
    pub(crate) fn has(&self, cadence: usize) -> bool {
        self.parts.iter().any(|(known, _)| *known == cadence)
    }

    /// The cadences of prospects `from` (the first is 0) to `to`, the last left out, in order.
    pub(crate) fn sequence(&self, from: u32, to: u32) -> Vec<usize> {
        let mut counts = self.counts(from);
        (from..to).map(|_| self.next(&mut counts)).collect()
    }

    /// How many of the first `count` prospects go on each cadence of the plan.
    pub(crate) fn split(&self, count: u32) -> Vec<u32> {
        let mut split = vec![0; self.cadences];
        let counts = self.counts(count).into_iter().zip(&self.had);
        for ((cadence, _), (count, had)) in self.parts.iter().zip(counts) {
            split[*cadence] = count - had;
        }
        split
    }

    /// By cadence of the plan the fewest among any `count` prospects in a row, or a number that is certainly no more.
    pub(crate) fn fewest(&self, count: u32) -> Vec<u32> {
        let (divisor, period) = (self.divisor, self.period);
        let rounds = u32::try_from(u64::from(count) / period).unwrap_or(u32::MAX);
        let rest = (u64::from(count) % period) as usize;
        let mut fewest = vec![0; self.cadences];
        for (cadence, weight) in &self.parts {
            fewest[*cadence] = rounds.saturating_mul(weight / divisor);
        }
        if period > LONG {
            return fewest;
        }
        let sequence = self.sequence(0, (2 * period) as u32);
        for (cadence, _) in &self.parts {
            let is_one = |other: &usize| usize::from(other == cadence);
            let mut inside: usize = sequence[..rest].iter().map(is_one).sum();
            let mut least = inside;
            for first in 0..period as usize {
                inside += is_one(&sequence[first + rest]);
                inside -= is_one(&sequence[first]);
                least = least.min(inside);
            }
            fewest[*cadence] = fewest[*cadence].saturating_add(least as u32);
        }
        fewest
    }

    /// By cadence of the plan the most among any `count` prospects in a row, or a number that is certainly no fewer.
    pub(crate) fn fullest(&self, count: u32) -> Vec<u32> {
        // The rest of some whole rounds has the fewest where these have the most.
        let rounds = u32::try_from(u64::from(count).div_ceil(self.period)).unwrap_or(u32::MAX);
        let whole = u64::from(rounds).saturating_mul(self.period);
        let rest = u32::try_from(whole - u64::from(count)).unwrap_or(0);
        let mut fullest = self.fewest(rest);
        for (cadence, weight) in &self.parts {
            let all = rounds.saturating_mul(weight / self.divisor);
            fullest[*cadence] = all.saturating_sub(fullest[*cadence]);
        }
        fullest
    }

    /// How many have gone on each part once `count` more are started.
    ///
    /// The sequence is gone through from its beginning, and who was started before is passed over.
    fn counts(&self, count: u32) -> Vec<u32> {
        let had: u64 = self.had.iter().map(|had| u64::from(*had)).sum();
        let wanted = had + u64::from(count);
        if had == 0 {
            return self.of_first(wanted);
        }
        let upto = |all: u64| -> Vec<u32> {
            let counts = self.of_first(all).into_iter();
            counts
                .zip(&self.had)
                .map(|(count, had)| count.max(*had))
                .collect()
        };
        let sum = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).sum::<u64>();
        // `high` is far enough for everybody to have had his turn once more.
        let (mut low, mut high) = (0, wanted + self.period * (had + 1));
        while low < high {
            let middle = low + (high - low) / 2;
            if sum(&upto(middle)) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        upto(low)
    }

    /// How many of the first `count` of the sequence go on each part.
    fn of_first(&self, count: u64) -> Vec<u32> {
        let (divisor, period) = (self.divisor, self.period);
        let rounds = count / period;
        let mut counts: Vec<u32> = vec![0; self.parts.len()];
        for _ in 0..count % period {
            self.next(&mut counts);
        }
        for ((_, weight), count) in self.parts.iter().zip(&mut counts) {
            let whole = rounds.saturating_mul(u64::from(weight / divisor));
            *count = count.saturating_add(u32::try_from(whole).unwrap_or(u32::MAX));
        }
        counts
    }

    fn next(&self, counts: &mut [u32]) -> usize {
        let mut best = 0;
        for part in 1..self.parts.len() {
            let ahead = u128::from(self.parts[part].1) * (2 * u128::from(counts[best]) + 1);
            let behind = u128::from(self.parts[best].1) * (2 * u128::from(counts[part]) + 1);
            if ahead > behind {
                best = part;
            }
        }
        counts[best] += 1;
        self.parts[best].0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_never_means_fewer_of_one_kind_and_a_round_is_the_mix() {
        let mix = Mix::of(vec![(1, 3), (0, 1)], 2);
        assert_eq!(mix.sequence(0, 8), [1, 1, 0, 1, 1, 1, 0, 1]);
        let mut before = vec![0, 0];
        for count in 1..100 {
            let split = mix.split(count);
            assert_eq!(split.iter().sum::<u32>(), count);
            assert!(split.iter().zip(&before).all(|(now, then)| now >= then));
            assert_eq!(mix.sequence(count - 1, count).len(), 1);
            before = split;
        }
        assert_eq!(mix.split(100), [25, 75]);
    }

    #[test]
    fn a_mix_goes_on_from_those_who_were_started_before() {
        let mix = Mix::of(vec![(0, 2), (2, 5), (3, 1)], 4);
        for had in [[0, 0, 0, 0], [3, 9, 1, 0], [0, 0, 7, 0], [40, 0, 2, 9]] {
            let mut counts: Vec<u32> = vec![had[0], had[2], had[3]];
            let going_on = mix.clone().after(&had);
            for count in 0..60 {
                let split = going_on.split(count);
                assert_eq!(split.iter().sum::<u32>(), count, "{had:?}");
                let told = [split[0] + had[0], split[2] + had[2], split[3] + had[3]];
                assert_eq!(told.as_slice(), counts, "{had:?} {count}");
                let next = mix.next(&mut counts);
                assert_eq!(
                    going_on.sequence(count, count + 1),
                    [next],
                    "{had:?} {count}"
                );
            }
        }
    }

    #[test]
    fn the_fewest_in_a_row_are_those_of_the_poorest_window() {
        let mix = Mix::of(vec![(0, 2), (2, 5), (3, 1)], 4);
        for count in 0..40 {
            for (cadence, fewest) in mix.fewest(count).into_iter().enumerate() {
                let windows = (0..16).map(|first| {
                    let window = mix.sequence(first, first + count);
                    window.iter().filter(|other| **other == cadence).count() as u32
                });
                assert_eq!(windows.min(), Some(fewest), "{count} {cadence}");
            }
        }
    }
}
