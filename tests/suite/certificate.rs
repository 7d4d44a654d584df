//! Whether a certificate by itself forbids one prospect more: every sum done again, from the plan.
//!
//! A certificate names spans of days, categories and caps, with weights. Work whose every place lies inside a span
//! counts its time (or itself, or its shares) there. The least that all allowed ways of starting bound + 1 prospects need
//! in the named spans together must be more than the segments and caps in them can hold, however they are filled with
//! work that counts and can be there.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{BindingCap, BindingSpan, EffortShare, Fit, Measure, Party, Policy, Work};

use crate::numbers::{Day, Job, Numbers, Segment};
use crate::oracle::{Quota, quotas, weeks};

/// Why a certificate does not forbid a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A week that starts fewer than its quota does not say why.
    Missing,
    /// The numbers that it prints do not add up.
    Printed {
        /// Sum of weight x needed.
        needed: u128,
        /// Sum of weight x usable and room.
        usable: u128,
    },
    /// Done again, the sums do not forbid it.
    Recomputed {
        /// The number that should be forbidden.
        number: u64,
        /// The least that it needs in the spans.
        needed: u128,
        /// The most that the spans hold.
        usable: u128,
    },
}

/// Checks the certificates of `fit`, an answer of the plan behind `numbers`: that of the number, or for `level` that of
/// every week that starts fewer than its quota. That of the pace has its own check.
///
/// # Errors
/// What is wrong with the first one that does not forbid one more.
pub fn check(numbers: &Numbers<'_>, fit: &Fit) -> Result<(), Flaw> {
    if fit.policy != Policy::Level {
        let number = u64::from(fit.bound) + 1;
        return forbids(numbers, fit, number, &quotas(numbers, fit.policy, number));
    }
    let mut starts: Vec<u64> = Vec::new();
    for week in &fit.weeks {
        let (Some(quota), Some(bound)) = (week.quota, week.bound) else {
            starts.push(u64::from(week.starts));
            continue;
        };
        if bound < quota {
            let number = u64::from(bound) + 1;
            let told = Fit {
                binding: week.binding.clone().ok_or(Flaw::Missing)?,
                ..fit.clone()
            };
            let asked: Vec<u64> = starts.iter().copied().chain([number]).collect();
            forbids(numbers, &told, number, &weeks(numbers, &asked))?;
        }
        starts.push(u64::from(week.starts));
    }
    Ok(())
}

/// Whether the certificate of `fit` forbids what is asked.
fn forbids(numbers: &Numbers<'_>, fit: &Fit, number: u64, asked: &[Quota]) -> Result<(), Flaw> {
    let Some(needed) = least(numbers, fit, asked) else {
        // There is no day on which they could be started.
        return Ok(());
    };
    let mut printed = (0_u128, 0_u128);
    for span in &fit.binding.spans {
        printed.0 += u128::from(span.weight) * u128::from(span.needed);
        printed.1 += u128::from(span.weight) * u128::from(span.usable);
    }
    for cap in &fit.binding.caps {
        printed.0 += u128::from(cap.weight) * u128::from(cap.needed);
        printed.1 += u128::from(cap.weight) * u128::from(cap.room);
    }
    if printed.0 <= printed.1 {
        return Err(Flaw::Printed {
            needed: printed.0,
            usable: printed.1,
        });
    }
    let usable = held(numbers, fit, asked);
    if needed <= usable {
        return Err(Flaw::Recomputed {
            number,
            needed,
            usable,
        });
    }
    Ok(())
}

/// What one job counts in the spans that hold all of its places, and under the caps of such.
fn worth(numbers: &Numbers<'_>, fit: &Fit, job: &Job) -> u128 {
    let Some((first, last)) = ends(numbers, job) else {
        // A place that is not there is needed beyond all measure.
        return u128::from(u64::MAX);
    };
    let mut worth = in_spans(numbers, fit, job);
    if job.work == Work::Touch {
        for cap in &fit.binding.caps {
            let counts = job
                .caps
                .iter()
                .any(|index| numbers.caps[*index].channel == cap.channel);
            if counts && numbers.day(cap.from) <= first && last <= numbers.day(cap.to) {
                worth += u128::from(cap.weight);
            }
        }
    }
    worth
}

/// What one job counts in the spans that hold all of its places.
fn in_spans(numbers: &Numbers<'_>, fit: &Fit, job: &Job) -> u128 {
    let Some((first, last)) = ends(numbers, job).filter(|_| job.effort > 0) else {
        return 0;
    };
    let counted = fit.binding.spans.iter().filter(|span| {
        names(numbers, span, job.category)
            && job.effort >= span.at_least
            && numbers.day(span.from) <= first
            && last <= numbers.day(span.to)
            && is_ahead(numbers, span, job)
    });
    counted
        .map(|span| {
            let size = size(numbers, span, job.category, job.effort);
            u128::from(span.weight) * u128::from(size)
        })
        .sum()
}

/// Whether a span counts a job by where it must be done: ahead of a category's first segment on its one day, where the
/// span says so.
fn is_ahead(numbers: &Numbers<'_>, span: &BindingSpan, job: &Job) -> bool {
    let Some(other) = &span.ahead_of else {
        return true;
    };
    let Some((day, last)) = ends(numbers, job) else {
        return false;
    };
    let segments = numbers.segments.iter().enumerate();
    let mut others = segments.filter(|(_, segment)| {
        let named = segment
            .categories
            .iter()
            .map(|bit| &numbers.categories[*bit]);
        segment.day == day && named.into_iter().any(|name| name == other)
    });
    let Some((first, _)) = others.next() else {
        return false;
    };
    day == last && numbers.places(job).iter().all(|place| *place < first)
}

/// The days of a job's first and last place.
fn ends(numbers: &Numbers<'_>, job: &Job) -> Option<(Day, Day)> {
    let places = numbers.places(job);
    let day = |place: &usize| {
        if job.effort == 0 {
            *place as Day
        } else {
            numbers.segments[*place].day
        }
    };
    Some((day(places.first()?), day(places.last()?)))
}

/// Whether a span counts a category: it names one, or several joined by `+`.
fn names(numbers: &Numbers<'_>, span: &BindingSpan, category: usize) -> bool {
    let name = numbers
        .categories
        .get(category)
        .map(followthrough::CategoryName::as_str);
    span.category.split('+').any(|named| Some(named) == name)
}

fn size(numbers: &Numbers<'_>, span: &BindingSpan, category: usize, effort: u64) -> u64 {
    match span.measure {
        Measure::Seconds => effort,
        Measure::Touches => 1,
        Measure::Shares => {
            let same = |share: &&EffortShare| {
                share.effort == effort && numbers.categories.get(category) == Some(&share.category)
            };
            span.shares
                .iter()
                .find(same)
                .map_or(0, |share| u64::from(share.shares))
        }
    }
}

/// The least that the quotas and the commitments on time count, over all ways of choosing days; `None` where a quota
/// has no day.
fn least(numbers: &Numbers<'_>, fit: &Fit, asked: &[Quota]) -> Option<u128> {
    let mut least: u128 = 0;
    for job in owed(numbers, fit) {
        least += worth(numbers, fit, &job);
    }
    let mut ready = numbers.ready.clone();
    for quota in asked {
        for (cadence, &count) in quota
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
        {
            // The least with prep, and without.
            let mut of_one: Option<(u128, u128)> = None;
            for day in quota.days.0..=quota.days.1 {
                let Some((touches, prep)) = numbers.started(cadence, day) else {
                    continue;
                };
                let bare: u128 = touches.iter().map(|job| worth(numbers, fit, job)).sum();
                let full = bare + prep.map_or(0, |prep| worth(numbers, fit, &prep));
                let known = of_one.unwrap_or((full, bare));
                of_one = Some((known.0.min(full), known.1.min(bare)));
            }
            let (full, bare) = of_one?;
            let spared = count.min(ready[cadence]);
            ready[cadence] -= spared;
            least += u128::from(count - spared) * full + u128::from(spared) * bare;
        }
    }
    Some(least)
}

/// What is owed, with the widest window that it can have where touches are late as little as is told. Which ones are is
/// open: of the first rank that is late among categories that share time or caps, any touch may be late by all the
/// workdays that the rank is late together; later ranks may be late by any.
fn owed(numbers: &Numbers<'_>, fit: &Fit) -> Vec<Job> {
    let pools = pools(numbers);
    let pool = |category: usize| pools[category];
    let mut late: BTreeMap<usize, BTreeMap<u32, u64>> = BTreeMap::new();
    for told in &fit.commitments.late {
        let job = numbers.owed.iter().find(|job| {
            let touch = job.touch.filter(|_| job.work == Work::Touch);
            job.party == Party::Id(told.id.clone()) && touch == told.touch
        });
        let Some(job) = job else { continue };
        let ranks = late.entry(pool(job.category)).or_default();
        *ranks.entry(job.priority).or_default() += u64::from(told.days) * u64::from(told.count);
    }
    let last = numbers.segments.last().map_or(0, |segment| segment.day);
    let widest = |job: &Job| {
        let mut job = job.clone();
        let first = late
            .get(&pool(job.category))
            .and_then(BTreeMap::first_key_value);
        if let Some((rank, days)) = first {
            let close = job.window.1;
            if *rank == job.priority {
                let later = (close..=last).take_while(|day| numbers.lateness(close, *day) <= *days);
                job.window.1 = later.last().unwrap_or(close);
            } else if *rank < job.priority {
                job.window.1 = last;
            }
        }
        job
    };
    numbers.owed.iter().map(widest).collect()
}

/// By category the first one with which it shares segments or caps, directly or through others; the last one is work of
/// no effort. A channel that is named without a limit is no cap and joins nothing.
fn pools(numbers: &Numbers<'_>) -> Vec<usize> {
    let mut pools: Vec<usize> = (0..=numbers.categories.len()).collect();
    let mut join = |categories: &[usize]| {
        for pair in categories.windows(2) {
            let (one, other) = (pools[pair[0]], pools[pair[1]]);
            for pool in &mut pools {
                if *pool == one.max(other) {
                    *pool = one.min(other);
                }
            }
        }
    };
    for segment in &numbers.segments {
        join(&segment.categories);
    }
    let in_mix = (0..numbers.parts.len()).filter(|cadence| numbers.parts[*cadence] > 0);
    let started = in_mix.filter_map(|cadence| {
        let day = numbers.start_days(cadence).first().copied()?;
        Some(numbers.started(cadence, day)?.0)
    });
    let jobs: Vec<Job> = started
        .flatten()
        .chain(numbers.owed.iter().cloned())
        .filter(|job| job.effort == 0 || job.category < numbers.categories.len())
        .collect();
    for (number, cap) in numbers.caps.iter().enumerate() {
        if cap.day.is_some() || cap.week.is_some() {
            let capped = jobs.iter().filter(|job| job.caps.contains(&number));
            let capped: Vec<usize> = capped.map(|job| job.category).collect();
            join(&capped);
        }
    }
    pools
}

/// The most that segments and caps in the spans can count.
fn held(numbers: &Numbers<'_>, fit: &Fit, asked: &[Quota]) -> u128 {
    // What work can be in a segment: how long it takes there, and what it counts.
    let mut kinds: BTreeMap<usize, BTreeSet<(u64, u128)>> = BTreeMap::new();
    // On which days touches may count against which cap.
    let mut capped: BTreeMap<usize, BTreeSet<Day>> = BTreeMap::new();
    let mut note = |job: &Job, counts: u128| {
        for place in numbers.places(job) {
            let mut day = place as Day;
            if job.effort > 0 {
                kinds.entry(place).or_default().insert((job.effort, counts));
                day = numbers.segments[place].day;
            }
            for cap in job.caps.iter().filter(|_| job.work == Work::Touch) {
                capped.entry(*cap).or_default().insert(day);
            }
        }
    };
    for job in owed(numbers, fit) {
        note(&job, in_spans(numbers, fit, &job));
    }
    for quota in asked {
        for cadence in (0..quota.counts.len()).filter(|cadence| quota.counts[*cadence] > 0) {
            for day in quota.days.0..=quota.days.1 {
                if let Some((touches, prep)) = numbers.started(cadence, day) {
                    for job in touches.iter().chain(&prep) {
                        note(job, in_spans(numbers, fit, job));
                    }
                }
            }
        }
    }
    let mut held = 0;
    for (index, kinds) in kinds {
        held += fill(&numbers.segments[index], &kinds);
    }
    for cap in &fit.binding.caps {
        held += u128::from(cap.weight) * u128::from(room(numbers, cap, &capped));
    }
    held
}

/// The most that whole touches of some kinds can count in one segment.
fn fill(segment: &Segment, kinds: &BTreeSet<(u64, u128)>) -> u128 {
    let counted = kinds.iter().copied().filter(|(_, count)| *count > 0);
    let valued: Vec<(u64, u128)> = counted.collect();
    let unit = valued
        .iter()
        .fold(0, |unit, (effort, _)| divisor(unit, *effort));
    if unit == 0 {
        return 0;
    }
    let cells = (segment.usable / unit) as usize;
    let mut most = vec![0_u128; cells + 1];
    for cell in 1..=cells {
        most[cell] = most[cell - 1];
        for (effort, count) in &valued {
            let takes = (effort / unit) as usize;
            if takes <= cell {
                most[cell] = most[cell].max(most[cell - takes] + count);
            }
        }
    }
    most[cells]
}

fn divisor(one: u64, other: u64) -> u64 {
    if other == 0 {
        one
    } else {
        divisor(other, one % other)
    }
}

/// The most touches that a cap allows in a span: as many as it may on every day on which there may be any, the first
/// days first.
fn room(numbers: &Numbers<'_>, cap: &BindingCap, capped: &BTreeMap<usize, BTreeSet<Day>>) -> u64 {
    let index = numbers
        .caps
        .iter()
        .position(|known| known.channel == cap.channel);
    let Some(index) = index else { return u64::MAX };
    let numbers_of = &numbers.caps[index];
    let mut sent: BTreeMap<Day, u64> = BTreeMap::new();
    let days = capped.get(&index).into_iter().flatten().copied();
    for day in days.filter(|day| (numbers.day(cap.from)..=numbers.day(cap.to)).contains(day)) {
        let lately: u64 = sent.range(day - 6..).map(|(_, count)| count).sum();
        let week = numbers_of
            .week
            .map_or(u64::MAX, |week| week.saturating_sub(lately));
        let today = numbers_of.day.unwrap_or(u64::MAX).min(week);
        if today == u64::MAX {
            return u64::MAX;
        }
        sent.insert(day, today);
    }
    sent.values().sum()
}
