//! The little statistics that a desk's numbers carry, each with its source.

use statrs::stats_tests::Alternative;
use statrs::stats_tests::fisher::fishers_exact;

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 80 % quantile of the standard normal distribution.
const Z_POWER: f64 = 0.841_621_233_572_914;

/// Samples drawn for an interval of a mean.
const RESAMPLES: usize = 1_000;

/// From so many values on the mean is as good as normally distributed, and nothing is drawn.
const MANY: usize = 2_000;

/// The interval of a share, of 95 %: E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22 (1927).
pub(crate) fn wilson(successes: u64, tries: u64) -> (f64, f64) {
    if tries == 0 {
        return (0.0, 1.0);
    }
    let n = tries as f64;
    let share = successes as f64 / n;
    let middle = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (
        ((middle - spread) / scale).max(0.0),
        ((middle + spread) / scale).min(1.0),
    )
}

/// How likely two shares as far apart as these, or further, are by chance alone: R. A. Fisher's exact test, two-sided.
pub(crate) fn fisher((a, of_a): (u64, u64), (b, of_b): (u64, u64)) -> f64 {
    if of_a == 0 || of_b == 0 || a + b == 0 || a + b == of_a + of_b {
        return 1.0;
    }
    let table = [a, of_a - a, b, of_b - b];
    fishers_exact(&table, Alternative::TwoSided).map_or(1.0, |p| p.clamp(0.0, 1.0))
}

/// Probabilities that account for one another: S. Holm, "A simple sequentially rejective multiple test procedure",
/// Scandinavian Journal of Statistics 6 (1979).
pub(crate) fn holm(ps: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ps.len()).collect();
    order.sort_by(|a, b| ps[*a].total_cmp(&ps[*b]));
    let mut adjusted = vec![1.0; ps.len()];
    let mut most: f64 = 0.0;
    for (rank, index) in order.into_iter().enumerate() {
        most = most.max((ps[index] * (ps.len() - rank) as f64).min(1.0));
        adjusted[index] = most;
    }
    adjusted
}

/// How many tries of each of two kinds tell shares like these apart, four times in five: J. L. Fleiss, "Statistical
/// Methods for Rates and Proportions", chapter 4. `None` where the shares are equal.
pub(crate) fn tries_needed(one: f64, other: f64) -> Option<u64> {
    let apart = one - other;
    if apart == 0.0 {
        return None;
    }
    let spread = one * (1.0 - one) + other * (1.0 - other);
    let needed = (Z + Z_POWER).powi(2) * spread / (apart * apart);
    Some((needed.ceil() as u64).max(2))
}

/// The arithmetic mean of values, with its interval of 95 %: percentiles of the means of samples drawn from the values
/// (B. Efron, "Bootstrap methods", Annals of Statistics 7, 1979); with many values the normal interval, to which those
/// converge. The same values and the same seed give the same interval. `values` are not empty.
pub(crate) fn mean(values: &[u32], seed: u64) -> (f64, f64, f64) {
    let sum: u64 = values.iter().map(|value| u64::from(*value)).sum();
    let n = values.len();
    let mean = sum as f64 / n as f64;
    if n == 1 {
        return (mean, mean, mean);
    }
    if n >= MANY {
        let squares = values
            .iter()
            .map(|value| (f64::from(*value) - mean).powi(2));
        let variance = squares.sum::<f64>() / (n - 1) as f64;
        let spread = Z * (variance / n as f64).sqrt();
        return (mean, mean - spread, mean + spread);
    }
    let mut draw = Draw(seed);
    let mut means: Vec<u64> = (0..RESAMPLES)
        .map(|_| (0..n).map(|_| u64::from(values[draw.below(n)])).sum())
        .collect();
    means.sort_unstable();
    let at =
        |share: f64| means[((RESAMPLES - 1) as f64 * share).round() as usize] as f64 / n as f64;
    (mean, at(0.025), at(0.975))
}

/// The middle value; of two the mean. `sorted` is not empty.
pub(crate) fn median(sorted: &[u32]) -> f64 {
    quantile(sorted, 0.5)
}

/// The value below which a share of the sorted values lies, between neighbours where it falls between them.
pub(crate) fn quantile(sorted: &[u32], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (f64::from(sorted[low]), f64::from(sorted[high]));
    low + (high - low) * place.fract()
}

/// SplitMix64: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. Written
/// out here because the same log has to give the same interval with every release of every library.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `count`.
    fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-3, "{value} is not {expected}");
    }

    #[test]
    fn wilsons_interval_is_that_of_the_literature() {
        // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
        // table I, method 3.
        let (low, high) = wilson(81, 263);
        near(low, 0.2553);
        near(high, 0.3662);
        let (low, high) = wilson(0, 20);
        near(low, 0.0);
        near(high, 0.1611);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn fishers_test_is_that_of_the_lady_tasting_tea() {
        near(fisher((3, 4), (1, 4)), 0.4857);
        near(fisher((4, 4), (0, 4)), 0.0286);
        assert_eq!(fisher((0, 9), (0, 3)), 1.0);
        assert_eq!(fisher((9, 9), (3, 3)), 1.0);
    }

    #[test]
    fn holms_probabilities_never_fall_with_rank() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (value, expected) in adjusted.into_iter().zip([0.03, 0.06, 0.06, 0.02]) {
            near(value, expected);
        }
    }

    #[test]
    fn tries_needed_are_those_of_the_usual_formula() {
        assert_eq!(tries_needed(0.1, 0.1), None);
        // (1.96 + 0.84)^2 * (0.09 + 0.16) / 0.01
        assert_eq!(tries_needed(0.1, 0.2), Some(197));
    }

    #[test]
    fn the_same_values_give_the_same_interval_and_it_holds_the_mean() {
        let values: Vec<u32> = (0..40).map(|value| (value * 37) % 600).collect();
        let (middle, low, high) = mean(&values, 7);
        assert_eq!((middle, low, high), mean(&values, 7));
        assert!(low < middle && middle < high);
        let many: Vec<u32> = values.iter().copied().cycle().take(4_000).collect();
        let (_, closer, _) = mean(&many, 7);
        assert!(closer > low, "more values tell more");
        near(median(&[60, 120, 180, 600]), 150.0);
    }
}
