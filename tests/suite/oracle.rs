//! A slow, obvious solver for small plans, written to be believed.
//!
//! It walks through the days in order and tries every way of starting prospects and of filling segments, remembering
//! the states from which there was no way on. Three things only it does not try, because trying them cannot help:
//! leaving a segment with room for open work that has no cap (done now, it is not in the way later); doing work that
//! closes later before like work that closes sooner; and splitting a touch, which the model forbids.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveTime;
use followthrough::{Claim, Placed, Policy, Span, Started, Work};

use crate::numbers::{Day, Job, Numbers};

/// How many fillings are tried for each hopeless state that the patience allows.
const FILLINGS: usize = 100;

/// So many prospects that are to be started within some days, by cadence.
#[derive(Debug, Clone)]
pub struct Quota {
    /// The first and the last day.
    pub days: (Day, Day),
    /// How many, by cadence.
    pub counts: Vec<u64>,
}

/// Whether quotas fit.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// They do, and this is how.
    Fits(Claim),
    /// They do not.
    No,
    /// There was too much to try.
    Unknown,
}

/// The quotas of `once` or `max` for a number; `level` asks week by week: [`weeks`].
#[must_use]
pub fn quotas(numbers: &Numbers<'_>, policy: Policy, number: u64) -> Vec<Quota> {
    let first = numbers.roll(0);
    vec![Quota {
        days: match policy {
            // No day, where the first workday lies beyond the horizon.
            Policy::Once => (first, first.min(numbers.horizon)),
            Policy::Level | Policy::Max => (0, numbers.horizon),
        },
        counts: numbers.split(number),
    }]
}

/// What the first weeks ask for, where each starts so many.
#[must_use]
pub fn weeks(numbers: &Numbers<'_>, starts: &[u64]) -> Vec<Quota> {
    let (mut total, mut before) = (0, numbers.split_on(0));
    let weeks = numbers.weeks.iter().zip(starts);
    weeks
        .map(|(week, count)| {
            total += count;
            let now = numbers.split_on(total);
            let counts = now.iter().zip(&before).map(|(now, before)| now - before);
            let counts = counts.collect();
            before = now;
            Quota {
                days: (week.from, week.to),
                counts,
            }
        })
        .collect()
}

/// The most that the last of some weeks can start, up to `quota`, where those before it start so many; `None` where that
/// is too much to try. The walk goes up or down from `told`, which is near where the answer that is judged is right.
#[must_use]
pub fn most_in_week(
    numbers: &Numbers<'_>,
    before: &[u64],
    (told, quota): (u64, u64),
    patience: usize,
) -> Option<u64> {
    let fit = |count: u64| {
        let starts: Vec<u64> = before.iter().copied().chain([count]).collect();
        match fits(numbers, Policy::Level, &weeks(numbers, &starts), patience) {
            Verdict::Fits(_) => Some(true),
            Verdict::No => Some(false),
            Verdict::Unknown => None,
        }
    };
    let mut most = told.min(quota);
    while most > 0 && !fit(most)? {
        most -= 1;
    }
    while most < quota && fit(most + 1)? {
        most += 1;
    }
    Some(most)
}

/// The largest number of `once` or `max` that fits, with its claim; `None` where that is too much to try.
///
/// What is owed is on time in it; a plan whose commitments alone do not fit has no number here.
#[must_use]
pub fn best(numbers: &Numbers<'_>, policy: Policy, patience: usize) -> Option<(u64, Claim)> {
    let mut best = None;
    for number in 0..=ceiling(numbers, policy) {
        match fits(numbers, policy, &quotas(numbers, policy, number), patience) {
            Verdict::Fits(claim) => best = Some((number, claim)),
            Verdict::No => break,
            Verdict::Unknown => return None,
        }
    }
    best
}

/// A plan that starts up to three in every week, the first ones first, as far as that is found to fit; `None` where not even
/// what is owed is found to.
#[must_use]
pub fn some_weeks(numbers: &Numbers<'_>, patience: usize) -> Option<Claim> {
    let place =
        |starts: &[u64]| match fits(numbers, Policy::Level, &weeks(numbers, starts), patience) {
            Verdict::Fits(claim) => Some(claim),
            Verdict::No | Verdict::Unknown => None,
        };
    let mut claim = place(&[])?;
    let mut starts = vec![0; numbers.weeks.len()];
    for week in 0..numbers.weeks.len() {
        for count in 1..=3 {
            let mut more = starts.clone();
            more[week] = count;
            let Some(found) = place(&more[..=week]) else {
                break;
            };
            (claim, starts) = (found, more);
        }
    }
    Some(claim)
}

/// A number above which the time of all segments together is too short, whatever the days.
#[must_use]
pub fn ceiling(numbers: &Numbers<'_>, policy: Policy) -> u64 {
    let usable: u64 = numbers.segments.iter().map(|segment| segment.usable).sum();
    let efforts: Vec<u64> = (0..numbers.parts.len())
        .map(|cadence| {
            let touches = numbers.touches(&numbers.plan.cadences[cadence]);
            let day = numbers.start_days(cadence).first().copied();
            let jobs = day
                .and_then(|day| numbers.started(cadence, day))
                .map(|(jobs, _)| jobs);
            debug_assert!(jobs.as_ref().is_none_or(|jobs| jobs.len() == touches.len()));
            jobs.map_or(0, |jobs| jobs.iter().map(|job| job.effort).sum())
        })
        .collect();
    let mut number = 0;
    while number < 200 {
        let needed: u64 = quotas(numbers, policy, number + 1)
            .iter()
            .map(|quota| {
                quota
                    .counts
                    .iter()
                    .zip(&efforts)
                    .map(|(count, effort)| count * effort)
                    .sum::<u64>()
            })
            .sum();
        if needed > usable {
            break;
        }
        number += 1;
    }
    number
}

/// Whether quotas fit together with all that is owed.
#[must_use]
pub fn fits(numbers: &Numbers<'_>, policy: Policy, quotas: &[Quota], patience: usize) -> Verdict {
    let mut walk = Walk::new(numbers, quotas, patience);
    if !walk.possible {
        return Verdict::No;
    }
    match walk.go(0) {
        Some(true) => Verdict::Fits(walk.claim(policy)),
        Some(false) => Verdict::No,
        None => Verdict::Unknown,
    }
}

/// Work of one kind with how much of it is still to be done.
struct Class {
    job: Job,
    /// Where it may lie: segments, or days for work without effort.
    places: Vec<usize>,
    left: u64,
    /// What may take its place: the classes of one kin differ in nothing but their windows.
    kin: usize,
}

/// A moment of the walk.
enum Moment {
    /// It is decided how many prospects start: quota, cadence, the classes of one, and whether it is the last chance.
    Decide {
        quota: usize,
        cadence: usize,
        start: Day,
        classes: Vec<usize>,
        prep: Option<usize>,
        last: bool,
    },
    /// A segment is filled.
    Segment(usize),
    /// A workday's touches without effort are sent.
    Machine(Day),
}

struct Walk<'numbers, 'plan> {
    numbers: &'numbers Numbers<'plan>,
    classes: Vec<Class>,
    moments: Vec<Moment>,
    quotas: Vec<Vec<u64>>,
    ready: Vec<u64>,
    /// Touches by cap and day.
    sent: Vec<BTreeMap<Day, u64>>,
    hopeless: HashSet<Vec<u64>>,
    patience: usize,
    /// How many fillings may still be tried: a segment can have more of them than there are hopeless states.
    fillings: usize,
    starts: Vec<(Day, usize, u64)>,
    /// What lies where: class, place, count.
    placed: Vec<(usize, usize, u64)>,
    possible: bool,
}

impl<'numbers, 'plan> Walk<'numbers, 'plan> {
    fn new(numbers: &'numbers Numbers<'plan>, quotas: &[Quota], patience: usize) -> Self {
        let mut walk = Self {
            numbers,
            classes: Vec::new(),
            moments: Vec::new(),
            quotas: quotas.iter().map(|quota| quota.counts.clone()).collect(),
            ready: numbers.ready.clone(),
            sent: vec![BTreeMap::new(); numbers.caps.len()],
            hopeless: HashSet::new(),
            patience,
            fillings: patience.saturating_mul(FILLINGS),
            starts: Vec::new(),
            placed: Vec::new(),
            possible: true,
        };
        for job in &numbers.owed {
            walk.class(job.clone(), 1);
        }
        let mut timed: Vec<((Day, u8, i64), Moment)> = Vec::new();
        for (index, quota) in quotas.iter().enumerate() {
            for (cadence, count) in quota.counts.iter().enumerate() {
                if *count == 0 {
                    continue;
                }
                let days = (quota.days.0..=quota.days.1)
                    .filter_map(|day| Some((day, numbers.started(cadence, day)?)));
                let days: Vec<_> = days.collect();
                walk.possible &= !days.is_empty();
                let last_day = days.last().map(|(day, _)| *day);
                for (start, (jobs, prep)) in days {
                    let decided = prep.as_ref().map_or(start, |prep| prep.window.0);
                    let classes = jobs.into_iter().map(|job| walk.class(job, 0)).collect();
                    let prep = prep.map(|prep| walk.class(prep, 0));
                    let last = Some(start) == last_day;
                    let moment = Moment::Decide {
                        quota: index,
                        cadence,
                        start,
                        classes,
                        prep,
                        last,
                    };
                    timed.push(((decided, 0, start), moment));
                }
            }
        }
        let used: BTreeSet<usize> = walk
            .classes
            .iter()
            .filter(|class| class.job.effort > 0)
            .flat_map(|class| class.places.iter().copied())
            .collect();
        for index in used {
            let segment = &numbers.segments[index];
            timed.push(((segment.day, 1, segment.start), Moment::Segment(index)));
        }
        let days: BTreeSet<usize> = walk
            .classes
            .iter()
            .filter(|class| class.job.effort == 0)
            .flat_map(|class| class.places.iter().copied())
            .collect();
        for day in days {
            timed.push(((day as Day, 2, 0), Moment::Machine(day as Day)));
        }
        timed.sort_by_key(|(key, _)| *key);
        walk.moments = timed.into_iter().map(|(_, moment)| moment).collect();
        walk
    }

    fn class(&mut self, job: Job, left: u64) -> usize {
        let places = self.numbers.places(&job);
        let alike = |other: &Class| {
            other.job.category == job.category
                && other.job.effort == job.effort
                && other.job.caps == job.caps
                && other.job.hours == job.hours
        };
        let index = self.classes.len();
        let kin = self
            .classes
            .iter()
            .find(|other| alike(other))
            .map_or(index, |other| other.kin);
        self.classes.push(Class {
            job,
            places,
            left,
            kin,
        });
        index
    }

    /// All that the way on depends on.
    fn state(&self, moment: usize) -> Vec<u64> {
        let mut state = vec![moment as u64];
        state.extend(self.classes.iter().map(|class| class.left));
        state.extend(self.quotas.iter().flatten());
        state.extend(&self.ready);
        let today = self.today(moment);
        for sent in &self.sent {
            state.extend((today - 6..=today).map(|day| sent.get(&day).copied().unwrap_or(0)));
        }
        state
    }

    fn today(&self, moment: usize) -> Day {
        let of = |moment: &Moment| match moment {
            Moment::Decide { .. } => None,
            Moment::Segment(index) => Some(self.numbers.segments[*index].day),
            Moment::Machine(day) => Some(*day),
        };
        self.moments[moment..].iter().find_map(of).unwrap_or(0)
    }

    /// Whether there is a way on from a moment; `None` where patience ends.
    fn go(&mut self, moment: usize) -> Option<bool> {
        if moment == self.moments.len() {
            // Work that no moment could hold would be left here.
            return Some(self.classes.iter().all(|class| class.left == 0));
        }
        let state = self.state(moment);
        if self.hopeless.contains(&state) {
            return Some(false);
        }
        let found = match self.moments[moment] {
            Moment::Decide { .. } => self.decide(moment)?,
            Moment::Segment(index) => self.fill(moment, index)?,
            Moment::Machine(day) => self.fill(moment, day as usize)?,
        };
        if !found {
            if self.hopeless.len() >= self.patience {
                return None;
            }
            self.hopeless.insert(state);
        }
        Some(found)
    }

    fn decide(&mut self, moment: usize) -> Option<bool> {
        let Moment::Decide {
            quota,
            cadence,
            start,
            classes,
            prep,
            last,
        } = &self.moments[moment]
        else {
            return Some(false);
        };
        let (quota, cadence, start, prep, last) = (*quota, *cadence, *start, *prep, *last);
        let classes = classes.clone();
        let left = self.quotas[quota][cadence];
        let ready = self.ready[cadence];
        for count in if last { left..=left } else { 0..=left } {
            let unready = count.saturating_sub(ready);
            let nowhere = |class: &usize| self.classes[*class].places.is_empty();
            if (count > 0 && classes.iter().any(nowhere))
                || (unready > 0 && prep.iter().any(nowhere))
            {
                break;
            }
            for class in &classes {
                self.classes[*class].left = count;
            }
            if let Some(prep) = prep {
                self.classes[prep].left = unready;
            }
            self.quotas[quota][cadence] = left - count;
            self.ready[cadence] = ready - ready.min(count);
            self.starts.push((start, cadence, count));
            if self.go(moment + 1)? {
                return Some(true);
            }
            self.starts.pop();
        }
        for class in classes.into_iter().chain(prep) {
            self.classes[class].left = 0;
        }
        self.quotas[quota][cadence] = left;
        self.ready[cadence] = ready;
        Some(false)
    }

    /// Tries every filling of one place, a segment or a workday without its segments.
    fn fill(&mut self, moment: usize, place: usize) -> Option<bool> {
        let machine = matches!(self.moments[moment], Moment::Machine(_));
        let mut kin: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, class) in self.classes.iter().enumerate() {
            let here =
                (class.job.effort == 0) == machine && class.places.binary_search(&place).is_ok();
            if here && class.left > 0 {
                kin.entry(class.kin).or_default().push(index);
            }
        }
        let mut kin: Vec<Vec<usize>> = kin.into_values().collect();
        for classes in &mut kin {
            // What closes sooner comes first.
            classes.sort_by_key(|class| (self.classes[*class].places.last().copied(), *class));
        }
        let usable = if machine {
            0
        } else {
            self.numbers.segments[place].usable
        };
        self.fill_kin(moment, place, &kin, usable)
    }

    fn fill_kin(
        &mut self,
        moment: usize,
        place: usize,
        kin: &[Vec<usize>],
        room: u64,
    ) -> Option<bool> {
        self.fillings = self.fillings.checked_sub(1)?;
        let Some((classes, others)) = kin.split_first() else {
            return self.filled(moment, place, room);
        };
        let job = self.classes[classes[0]].job.clone();
        let open: u64 = classes.iter().map(|class| self.classes[*class].left).sum();
        let last_chance = |class: &usize| self.classes[*class].places.last() == Some(&place);
        let must: u64 = classes
            .iter()
            .filter(|class| last_chance(class))
            .map(|class| self.classes[*class].left)
            .sum();
        let most = open
            .min(room.checked_div(job.effort).unwrap_or(open))
            .min(self.allowed(&job, moment));
        if must > most {
            return Some(false);
        }
        for count in (must..=most).rev() {
            let mark = self.placed.len();
            let mut todo = count;
            for class in classes {
                let now = todo.min(self.classes[*class].left);
                if now > 0 {
                    self.classes[*class].left -= now;
                    self.placed.push((*class, place, now));
                    todo -= now;
                }
            }
            self.send(&job, moment, count, true);
            let found = self.fill_kin(moment, place, others, room - count * job.effort)?;
            if found {
                return Some(true);
            }
            self.send(&job, moment, count, false);
            for (class, _, now) in self.placed.split_off(mark) {
                self.classes[class].left += now;
            }
        }
        Some(false)
    }

    /// How many more touches the caps allow today.
    fn allowed(&self, job: &Job, moment: usize) -> u64 {
        let today = self.today(moment);
        let mut allowed = u64::MAX;
        for cap in &job.caps {
            let sent = |from: Day| {
                self.sent[*cap]
                    .range(from..=today)
                    .map(|(_, count)| count)
                    .sum::<u64>()
            };
            let numbers = &self.numbers.caps[*cap];
            for (cap, from) in [(numbers.day, today), (numbers.week, today - 6)] {
                allowed = allowed.min(cap.map_or(u64::MAX, |cap| cap.saturating_sub(sent(from))));
            }
        }
        allowed
    }

    fn send(&mut self, job: &Job, moment: usize, count: u64, forward: bool) {
        let today = self.today(moment);
        for cap in &job.caps {
            let sent = self.sent[*cap].entry(today).or_default();
            *sent = if forward {
                *sent + count
            } else {
                *sent - count
            };
        }
    }

    /// A place is filled: it must hold on the clock, leave no room that would do now, and let the rest find a way.
    fn filled(&mut self, moment: usize, place: usize, room: u64) -> Option<bool> {
        if let Moment::Segment(index) = self.moments[moment] {
            let leaves_out = self.classes.iter().any(|class| {
                let free = class.job.hours.is_none()
                    && class.job.caps.iter().all(|cap| {
                        let cap = &self.numbers.caps[*cap];
                        cap.day.is_none() && cap.week.is_none()
                    });
                class.left > 0
                    && class.job.effort > 0
                    && class.job.effort <= room
                    && free
                    && class.places.binary_search(&place).is_ok()
            });
            let here: Vec<(usize, u64)> = self
                .placed
                .iter()
                .filter(|placed| placed.1 == index && self.classes[placed.0].job.effort > 0)
                .map(|placed| (placed.0, placed.2))
                .collect();
            let clocked = here
                .iter()
                .any(|(class, _)| self.classes[*class].job.hours.is_some());
            // Beside contact hours, room may be there and not at the right time.
            if leaves_out && !clocked {
                return Some(false);
            }
            if clocked {
                let jobs: Vec<(&Job, u64)> = here
                    .iter()
                    .map(|(class, count)| (&self.classes[*class].job, *count))
                    .collect();
                if clock(self.numbers, index, &jobs).is_none() {
                    return Some(false);
                }
            }
        }
        self.go(moment + 1)
    }

    fn claim(&self, policy: Policy) -> Claim {
        let numbers = self.numbers;
        let names = numbers.names();
        let started = |(day, cadence, count): &(Day, usize, u64)| Started {
            date: numbers.date(*day),
            cadence: names[*cadence].clone(),
            count: *count as u32,
        };
        let mut by_segment: BTreeMap<usize, Vec<(&Job, u64)>> = BTreeMap::new();
        let mut placement = Vec::new();
        for (class, place, count) in &self.placed {
            let job = &self.classes[*class].job;
            if job.effort > 0 {
                by_segment.entry(*place).or_default().push((job, *count));
            } else {
                placement.push(placed(numbers, job, None, *place as Day, None, *count));
            }
        }
        for (index, jobs) in by_segment {
            placement.extend(write(numbers, index, &jobs));
        }
        Claim {
            policy,
            horizon: Span {
                from: numbers.plan.first_day,
                to: numbers.date(numbers.horizon),
            },
            starts: self
                .starts
                .iter()
                .filter(|start| start.2 > 0)
                .map(started)
                .collect(),
            placement,
        }
    }
}

/// What one segment holds, with clock times where contact hours ask for them.
fn write(numbers: &Numbers<'_>, index: usize, jobs: &[(&Job, u64)]) -> Vec<Placed> {
    let day = numbers.segments[index].day;
    if jobs.iter().all(|(job, _)| job.hours.is_none()) {
        return jobs
            .iter()
            .map(|(job, count)| placed(numbers, job, Some(index), day, None, *count))
            .collect();
    }
    let times = clock(numbers, index, jobs).unwrap_or_default();
    let start = numbers.segments[index].start;
    let at = |seconds: u64| {
        let instant = chrono::DateTime::from_timestamp(start + seconds as i64, 0)
            .expect("a time of our century");
        numbers.plan.zone.local(instant).time()
    };
    times
        .into_iter()
        .map(|(job, seconds)| placed(numbers, jobs[job].0, Some(index), day, Some(at(seconds)), 1))
        .collect()
}

fn placed(
    numbers: &Numbers<'_>,
    job: &Job,
    segment: Option<usize>,
    day: Day,
    at: Option<NaiveTime>,
    count: u64,
) -> Placed {
    Placed {
        cadence: numbers.plan.cadences[job.cadence].name().clone(),
        party: job.party.clone(),
        work: job.work,
        touch: if job.work == Work::Touch {
            job.touch
        } else {
            None
        },
        segment: segment.map(|index| numbers.segments[index].local),
        date: numbers.date(day),
        at,
        count: count as u32,
    }
}

/// The earliest end of a bag of jobs, and the job that came last with its begin.
type End = (u64, Option<(usize, u64)>);

/// Clock starts in a segment, in seconds from its start, for jobs some of which have contact hours; `None` where there
/// are none. Every order is tried: of the same jobs done, only the earliest end matters.
pub(crate) fn clock(
    numbers: &Numbers<'_>,
    index: usize,
    jobs: &[(&Job, u64)],
) -> Option<Vec<(usize, u64)>> {
    let segment = &numbers.segments[index];
    let rooms: Vec<(u64, u64)> = jobs
        .iter()
        .map(|(job, _)| numbers.room(segment, job))
        .collect::<Option<_>>()?;
    let all: Vec<u64> = jobs.iter().map(|(_, count)| *count).collect();
    // The earliest end of every bag of jobs, with the job that came last and when it began.
    let mut ends: BTreeMap<Vec<u64>, End> = BTreeMap::new();
    ends.insert(vec![0; jobs.len()], (0, None));
    let total: u64 = all.iter().sum();
    let mut bags: BTreeSet<Vec<u64>> = [vec![0; jobs.len()]].into();
    for _ in 0..total {
        let mut larger = BTreeSet::new();
        for bag in bags {
            let end = ends[&bag].0;
            for (job, (from, to)) in rooms.iter().enumerate() {
                if bag[job] == all[job] {
                    continue;
                }
                let begin = end.max(*from);
                let done = begin + jobs[job].0.effort;
                if done > *to {
                    continue;
                }
                let mut next = bag.clone();
                next[job] += 1;
                if ends.get(&next).is_none_or(|(known, _)| done < *known) {
                    ends.insert(next.clone(), (done, Some((job, begin))));
                }
                larger.insert(next);
            }
        }
        bags = larger;
    }
    let mut bag = all;
    let mut times = Vec::new();
    ends.get(&bag)?;
    while let Some((job, begin)) = ends[&bag].1 {
        times.push((job, begin));
        bag[job] -= 1;
    }
    times.reverse();
    Some(times)
}
