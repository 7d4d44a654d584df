//! How a mix splits a number of prospects among its cadences.

use std::collections::BTreeMap;

use crate::{CadenceName, Plan};

/// Among which cadences prospects are split: in the order of the plan, with how many parts each has. One part of the
/// only cadence where there is no mix; nothing where there are several.
pub(super) fn parts(plan: &Plan) -> Vec<(CadenceName, u64)> {
    if plan.mix.is_empty() {
        return match plan.cadences.as_slice() {
            [only] => vec![(only.name().clone(), 1)],
            _ => Vec::new(),
        };
    }
    let count = |name: &CadenceName| -> u64 {
        plan.mix
            .iter()
            .filter(|part| part.cadence == *name)
            .map(|part| u64::from(part.count))
            .sum()
    };
    plan.cadences
        .iter()
        .map(|cadence| (cadence.name().clone(), count(cadence.name())))
        .collect()
}

/// The split of the first `total` prospects by the divisor sequence: the next one goes to the cadence with the largest
/// parts / (2 x had + 1), the first of the plan where that is equal (Webster, Sainte-Laguë).
pub(super) fn split(parts: &[(CadenceName, u64)], total: u64) -> BTreeMap<CadenceName, u64> {
    let sum: u64 = parts.iter().map(|(_, count)| count).sum();
    if sum == 0 {
        return BTreeMap::new();
    }
    // Nobody gets fewer than the rounded-down quota less the number of parties, so that counting can begin there.
    let mut had: Vec<u64> = parts
        .iter()
        .map(|(_, count)| {
            let quota = u128::from(total) * u128::from(*count) / u128::from(sum);
            u64::try_from(quota)
                .unwrap_or(0)
                .saturating_sub(parts.len() as u64)
        })
        .collect();
    let given: u64 = had.iter().sum();
    for _ in given..total {
        let mut best = 0;
        for index in 1..parts.len() {
            let of_index = u128::from(parts[index].1) * u128::from(2 * had[best] + 1);
            let of_best = u128::from(parts[best].1) * u128::from(2 * had[index] + 1);
            if of_index > of_best {
                best = index;
            }
        }
        had[best] += 1;
    }
    parts
        .iter()
        .zip(had)
        .map(|((name, _), had)| (name.clone(), had))
        .collect()
}

/// The split of `total` prospects who come after others, by the number that each cadence had before: the next one goes
/// where it would go if all had come one after the other.
pub(super) fn split_after(
    parts: &[(CadenceName, u64)],
    before: &BTreeMap<CadenceName, u64>,
    total: u64,
) -> BTreeMap<CadenceName, u64> {
    if before.values().all(|count| *count == 0) {
        return split(parts, total);
    }
    let start = |name: &CadenceName| before.get(name).copied().unwrap_or(0);
    let mut had: Vec<u64> = parts.iter().map(|(name, _)| start(name)).collect();
    for _ in 0..total {
        let mut next = 0;
        for other in 1..parts.len() {
            let ahead = u128::from(parts[other].1) * (2 * u128::from(had[next]) + 1);
            let behind = u128::from(parts[next].1) * (2 * u128::from(had[other]) + 1);
            if ahead > behind {
                next = other;
            }
        }
        had[next] += 1;
    }
    let names = parts.iter().map(|(name, _)| name);
    names
        .zip(had)
        .map(|(name, had)| (name.clone(), had - start(name)))
        .collect()
}

/// How many were started on each cadence of the mix in the quarter before the first day and on it, as rows say.
pub(super) fn before(plan: &Plan) -> BTreeMap<CadenceName, u64> {
    let first = plan.first_day;
    let quarter = first.checked_sub_months(chrono::Months::new(3));
    let mut before = BTreeMap::new();
    for row in &plan.pipeline {
        let lately =
            |day: &chrono::NaiveDate| quarter.is_none_or(|from| from <= *day) && *day <= first;
        if row.started.as_ref().is_some_and(lately) {
            *before.entry(row.cadence.clone()).or_default() += u64::from(row.count);
        }
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(counts: &[u64]) -> Vec<(CadenceName, u64)> {
        let name = |index: usize| format!("c{index}").parse().expect("a name");
        counts
            .iter()
            .enumerate()
            .map(|(index, count)| (name(index), *count))
            .collect()
    }

    #[test]
    fn three_to_one_gives_the_second_its_first_after_two() {
        let parts = parts(&[3, 1]);
        let seconds: Vec<u64> = (0..=8)
            .map(|total| split(&parts, total)[&"c1".parse::<CadenceName>().expect("c1")])
            .collect();
        assert_eq!(seconds, [0, 0, 0, 1, 1, 1, 1, 2, 2]);
    }

    #[test]
    fn a_split_is_part_of_the_next_one_and_begins_anywhere_alike() {
        for counts in [&[1, 1, 1][..], &[5, 3, 1], &[100, 1, 0, 7], &[1, 99]] {
            let parts = parts(counts);
            let mut before = split(&parts, 0);
            for total in 1..300 {
                let now = split(&parts, total);
                assert_eq!(now.values().sum::<u64>(), total);
                assert!(
                    now.iter().all(|(name, had)| *had >= before[name]),
                    "{counts:?} at {total}"
                );
                before = now;
            }
        }
    }
}
