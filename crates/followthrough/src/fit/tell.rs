//! What was solved, told in the plan's own names and dates.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::capacity::seconds;
use crate::instance::demand::{Commitment, Window};
use crate::instance::{Model, week_end};
use crate::solver::{Intake, MACHINE, Placement, sequence};
use crate::workdays::Day;
use crate::{
    AfterHorizon, CadenceName, CategoryName, CategoryTime, ExpectedAnswers, Late, Party, Placed,
    Seconds, Started, Week, Work,
};

/// Some touches that are alike, and whose they are.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) cadence: usize,
    pub(crate) party: Whose,
    pub(crate) work: Work,
    pub(crate) touch: Option<u32>,
    pub(crate) window: Window,
    pub(crate) category: u8,
    pub(crate) effort: u32,
    pub(crate) count: u32,
}

/// Whose touches they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// An owed touch of the model.
    Owed(usize),
    /// Prospects started on a day.
    Started(Day),
}

/// Some touches and where they are.
#[derive(Debug, Clone)]
pub(crate) struct Put {
    pub(crate) member: Member,
    /// The bin; none for touches of no effort without a cap.
    pub(crate) bin: Option<u32>,
    pub(crate) day: Day,
    /// Seconds from the segment's start, in segments that hold a touch with hours.
    pub(crate) at: Option<u32>,
}

/// Everybody's touches by class, and those without one.
struct Members {
    /// Those of the first class, of the second, and so on.
    all: Vec<Member>,
    /// Where each class begins among them, and where the last one ends.
    places: Vec<u32>,
    /// Those without a class.
    free: Vec<Member>,
}

impl Members {
    fn new(model: &Model<'_>, intake: &Intake) -> Self {
        let mut places = vec![0; model.instance.problem.classes.len() + 1];
        let mut count = 0;
        each_member(model, intake, |class, _| {
            if let Some(class) = class {
                places[class as usize + 1] += 1;
                count += 1;
            }
        });
        for class in 0..model.instance.problem.classes.len() {
            places[class + 1] += places[class];
        }
        let mut free = Vec::new();
        let mut next = places.clone();
        let mut all = vec![None; count];
        each_member(model, intake, |class, member| match class {
            Some(class) => {
                let place = &mut next[class as usize];
                all[*place as usize] = Some(member);
                *place += 1;
            }
            None => free.push(member),
        });
        Self {
            all: all.into_iter().flatten().collect(),
            places,
            free,
        }
    }
}

/// Calls `add` with everybody's touches and their classes.
fn each_member(model: &Model<'_>, intake: &Intake, mut add: impl FnMut(Option<u32>, Member)) {
    let mut add = |class: Option<u32>, member: Member| {
        if member.count > 0 {
            add(class, member);
        }
    };
    for (number, owed) in model.owed_touches.iter().enumerate() {
        let commitment = &owed.commitment;
        add(
            owed.class,
            Member {
                cadence: commitment.cadence,
                party: Whose::Owed(number),
                work: commitment.work,
                touch: commitment.touch,
                window: commitment.window,
                category: commitment.category,
                effort: commitment.effort,
                count: owed.count,
            },
        );
    }
    for (cadence, counts) in intake.counts.iter().enumerate() {
        let promise = &model.demand.promises[cadence];
        let mut ready = model.owed.ready[cadence].len() as u32;
        for (day, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let without = ready.min(count);
            ready -= without;
            let Some(line) = &model.lines[cadence][day] else {
                continue;
            };
            let party = Whose::Started(line.day);
            if let (Some((window, class)), Some(prep)) = (line.prep, promise.prep) {
                let (category, effort) = (prep.category, prep.effort);
                let count = count - without;
                add(
                    Some(class),
                    Member {
                        cadence,
                        party,
                        work: Work::Prep,
                        touch: None,
                        window,
                        category,
                        effort,
                        count,
                    },
                );
            }
            for (number, ((window, class), step)) in
                (1..).zip(line.touches.iter().zip(&promise.steps))
            {
                let (category, effort) = (step.category, step.effort);
                let touch = Some(number);
                let window = *window;
                add(
                    *class,
                    Member {
                        cadence,
                        party,
                        work: Work::Touch,
                        touch,
                        window,
                        category,
                        effort,
                        count,
                    },
                );
            }
        }
    }
}

/// Deals the places of each class out to its members, in order.
pub(crate) fn deal(model: &Model<'_>, intake: &Intake, placement: &Placement) -> Vec<Put> {
    let Members {
        all: mut members,
        places,
        free,
    } = Members::new(model, intake);
    let problem = &model.instance.problem;
    let mut items = placement.items.clone();
    // Each pool's come by bin.
    items.sort_by_key(|(class, bin, _)| (*bin, *class));
    let mut puts: Vec<Put> = Vec::with_capacity(items.len() + free.len());
    // The first of each class that still waits.
    let mut next = places.clone();
    let mut at = 0;
    while at < items.len() {
        let bin = items[at].1;
        let end = at
            + items[at..]
                .iter()
                .take_while(|(_, other, _)| *other == bin)
                .count();
        let here = &items[at..end];
        let timed = here
            .iter()
            .any(|(class, ..)| problem.classes[*class as usize].hours != 0);
        let order: Vec<(u32, Option<u32>, u32)> = if timed {
            let starts = sequence(
                problem,
                bin,
                here.iter().map(|(class, _, count)| (*class, *count)),
            );
            starts
                .unwrap_or_default()
                .into_iter()
                .map(|(class, start, count)| (class, Some(start), count))
                .collect()
        } else {
            here.iter()
                .map(|(class, _, count)| (*class, None, *count))
                .collect()
        };
        for (class, start, mut count) in order {
            let mut clock = start;
            let effort = problem.classes[class as usize].effort;
            while count > 0 {
                let place = next[class as usize];
                if place == places[class as usize + 1] {
                    break;
                }
                let member = &mut members[place as usize];
                let part = member.count.min(count);
                let day = model.today + problem.bins[bin as usize].day as Day;
                puts.push(Put {
                    member: Member {
                        count: part,
                        ..member.clone()
                    },
                    bin: Some(bin),
                    day,
                    at: clock,
                });
                member.count -= part;
                count -= part;
                clock = clock.map(|clock| clock + effort * part);
                if member.count == 0 {
                    next[class as usize] += 1;
                }
            }
        }
        at = end;
    }
    for member in free {
        let days = model
            .capacity
            .days
            .between(member.window.open, member.window.close);
        let day = days.first().copied().unwrap_or(member.window.open);
        puts.push(Put {
            member,
            bin: None,
            day,
            at: None,
        });
    }
    // Days and bins are mostly in order already.
    let place = |put: &Put| (put.day, put.bin, put.at);
    if !puts.is_sorted_by_key(place) {
        puts.sort_by_key(place);
    }
    for alike in puts.chunk_by_mut(|one, other| place(one) == place(other)) {
        alike.sort_by_key(|put| {
            let member = &put.member;
            let party = match member.party {
                Whose::Owed(owed) => (0, owed as i64),
                Whose::Started(day) => (1, i64::from(day)),
            };
            (party, member.cadence, member.work, member.touch)
        });
    }
    puts
}

/// The placement as it is told.
pub(crate) fn placed(model: &Model<'_>, puts: &[Put]) -> Vec<Placed> {
    puts.iter()
        .map(|put| {
            let segment = put.bin.and_then(|bin| model.bin_segments[bin as usize]);
            let segment = segment.map(|segment| &model.capacity.segments[segment]);
            let at = segment.zip(put.at).map(|(segment, at)| {
                let start = segment.interval.start() + chrono::TimeDelta::seconds(i64::from(at));
                model.plan.zone.local(start).time()
            });
            Placed {
                cadence: model.demand.promises[put.member.cadence].name.clone(),
                party: match put.member.party {
                    Whose::Owed(owed) => {
                        let commitment = &model.owed_touches[owed].commitment;
                        match commitment.row {
                            Some(row) => Party::Id(model.plan.pipeline[row].id.clone()),
                            None => {
                                Party::Expected(model.capacity.days.date(commitment.window.open))
                            }
                        }
                    }
                    Whose::Started(day) => Party::Start(model.capacity.days.date(day)),
                },
                work: put.member.work,
                touch: put.member.touch,
                segment: segment.map(|segment| segment.local_start),
                date: model.capacity.days.date(put.day),
                at,
                count: put.member.count,
            }
        })
        .collect()
}

/// The row of the pipeline to which a touch is owed, and what is owed; `None` for new prospects, and for answers that are
/// only expected.
fn owed_to<'m>(model: &'m Model<'_>, put: &Put) -> Option<(usize, &'m Commitment)> {
    match put.member.party {
        Whose::Owed(owed) => {
            let commitment = &model.owed_touches[owed].commitment;
            Some((commitment.row?, commitment))
        }
        Whose::Started(_) => None,
    }
}

/// The time kept for answers that are expected, as it is told; `None` where none are.
pub(crate) fn expected(model: &Model<'_>, puts: &[Put]) -> Option<ExpectedAnswers> {
    if model.plan.expect.answers == 0 {
        return None;
    }
    let mut expected = ExpectedAnswers {
        per_week: model.plan.expect.answers,
        count: model.without_time,
        seconds: 0,
        late: 0,
        without_time: model.without_time,
    };
    for put in puts {
        if matches!(put.member.party, Whose::Owed(_)) && owed_to(model, put).is_none() {
            let count = put.member.count;
            expected.count += count;
            expected.seconds += u64::from(put.member.effort) * u64::from(count);
            if put.day > put.member.window.close {
                expected.late += count;
            }
        }
    }
    Some(expected)
}

/// What is late, as it is told.
pub(crate) fn late(model: &Model<'_>, puts: &[Put]) -> Vec<Late> {
    let mut late: Vec<Late> = puts
        .iter()
        .filter(|put| put.day > put.member.window.close)
        .filter_map(|put| {
            let (row, commitment) = owed_to(model, put)?;
            Some((put, row, commitment))
        })
        .map(|(put, row, commitment)| Late {
            id: model.plan.pipeline[row].id.clone(),
            touch: commitment.touch,
            window: model.span(commitment.window),
            date: model.capacity.days.date(put.day),
            days: model
                .capacity
                .days
                .count(commitment.window.close + 1, put.day),
            count: put.member.count,
        })
        .collect();
    late.sort_by(|a, b| (a.date, &a.id, a.touch).cmp(&(b.date, &b.id, b.touch)));
    // A row's touches of one day may lie in several segments.
    late.dedup_by(|next, first| {
        let alike = (first.date, &first.id, first.touch) == (next.date, &next.id, next.touch);
        if alike {
            first.count += next.count;
        }
        alike
    });
    late
}

/// By category in which anything is late, the first workday on which nothing that is late is left to do.
pub(crate) fn clear_days(model: &Model<'_>, puts: &[Put]) -> BTreeMap<CategoryName, NaiveDate> {
    let late = puts
        .iter()
        .filter(|put| owed_to(model, put).is_some() && put.day > put.member.window.close);
    let mut last: BTreeMap<CategoryName, Day> = BTreeMap::new();
    for put in late {
        if let Some(name) = model
            .capacity
            .categories
            .get(usize::from(put.member.category))
        {
            let day = last.get(name).copied().unwrap_or(Day::MIN).max(put.day);
            last.insert(name.clone(), day);
        }
    }
    let days = &model.capacity.days;
    let after = last.iter().filter_map(|(name, day)| {
        let clear = days.add(day + 1, 0)?;
        Some((name.clone(), days.date(clear)))
    });
    after.collect()
}

/// The starts of an intake, as they are told.
pub(crate) fn starts(model: &Model<'_>, intake: &Intake) -> Vec<Started> {
    let mut starts = Vec::new();
    for (at, day) in model.start_days.iter().enumerate() {
        for (cadence, counts) in intake
            .counts
            .iter()
            .enumerate()
            .filter(|(_, counts)| counts[at] > 0)
        {
            starts.push(Started {
                date: model.capacity.days.date(*day),
                cadence: model.demand.promises[cadence].name.clone(),
                count: counts[at],
            });
        }
    }
    starts.sort_by(|a, b| (a.date, &a.cadence).cmp(&(b.date, &b.cadence)));
    starts
}

/// How many are started to `to`, by cadence.
pub(crate) fn started_by(
    model: &Model<'_>,
    intake: &Intake,
    to: Day,
) -> BTreeMap<CadenceName, u32> {
    let mut sums = BTreeMap::new();
    for cadence in model.instance.mix.cadences() {
        let days = model.start_days.iter().zip(&intake.counts[cadence]);
        let sum = days
            .filter(|(day, _)| **day <= to)
            .map(|(_, count)| count)
            .sum();
        sums.insert(model.demand.promises[cadence].name.clone(), sum);
    }
    sums
}

/// The weeks from the first day to the last window's close; of starts up to `end`, at which the week that it lies in is
/// cut in two.
pub(crate) fn weeks(model: &Model<'_>, intake: &Intake, puts: &[Put], end: Day) -> Vec<Week> {
    let days = &model.capacity.days;
    let close = |put: &Put| put.member.window.close.max(put.day);
    let last = if end < model.end {
        puts.iter().map(close).fold(end, Day::max)
    } else {
        model.last
    };
    let mut weeks: Vec<Week> = Vec::new();
    let mut from = model.today;
    while from <= last {
        let mut to = days.day(week_end(model.plan, days.date(from)));
        if from <= end {
            // What lies after the horizon's end is told apart from what lies in it.
            to = to.min(end);
        }
        let first = model.start_days.partition_point(|day| *day < from);
        let after = model.start_days.partition_point(|day| *day <= to);
        let started = model.instance.mix.cadences().map(|cadence| {
            let count: u32 = intake.counts[cadence][first..after].iter().sum();
            (model.demand.promises[cadence].name.clone(), count)
        });
        let by_cadence: BTreeMap<CadenceName, u32> =
            started.filter(|(_, count)| *count > 0).collect();
        weeks.push(Week {
            from: days.date(from),
            to: days.date(to),
            workdays: days.count(from, to),
            quota: None,
            bound: None,
            binding: None,
            starts: by_cadence.values().sum(),
            by_cadence,
            categories: categories(model, from, to, puts),
        });
        from = to + 1;
    }
    weeks.shrink_to_fit();
    weeks
}

fn categories(
    model: &Model<'_>,
    from: Day,
    to: Day,
    puts: &[Put],
) -> BTreeMap<CategoryName, CategoryTime> {
    let capacity = &model.capacity;
    let mut times = Vec::new();
    for bit in 0..capacity.categories.len() {
        let mut time = CategoryTime {
            blocked: 0,
            busy: 0,
            reserved: 0,
            usable: 0,
            shared: 0,
            committed: 0,
            new: 0,
            spare: 0,
        };
        let mask = 1 << bit;
        let inside = |day: Day| from <= day && day <= to;
        let mut kept = 0;
        let occurrences = capacity
            .occurrences
            .partition_point(|occurrence| occurrence.day < from);
        for occurrence in capacity.occurrences[occurrences..]
            .iter()
            .take_while(|occurrence| occurrence.day <= to)
        {
            if occurrence.categories & mask != 0 {
                time.blocked += seconds(occurrence.interval.length());
            }
        }
        let segments = capacity
            .segments
            .partition_point(|segment| segment.day < from);
        for segment in capacity.segments[segments..]
            .iter()
            .take_while(|segment| segment.day <= to)
        {
            if segment.categories & mask != 0 {
                kept += seconds(segment.interval.length());
                time.usable += segment.usable;
                // Bits of categories that come earlier.
                if segment.categories & (mask - 1) != 0 {
                    time.shared += segment.usable;
                }
            }
        }
        time.busy = time.blocked.saturating_sub(kept);
        time.reserved = kept.saturating_sub(time.usable);
        let mut shared = 0;
        let first = puts.partition_point(|put| put.day < from);
        for put in puts[first..].iter().take_while(|put| inside(put.day)) {
            let Some(bin) = put.bin else { continue };
            let taken = u64::from(put.member.effort) * u64::from(put.member.count);
            if usize::from(put.member.category) != bit {
                if model.instance.problem.bins[bin as usize].mask & mask != 0 {
                    shared += taken;
                }
            } else if matches!(put.member.party, Whose::Owed(_)) {
                time.committed += taken;
            } else {
                time.new += taken;
            }
        }
        time.spare = time
            .usable
            .saturating_sub(time.committed + time.new + shared);
        times.push((capacity.categories[bit].clone(), time));
    }
    times.into_iter().collect()
}

/// What is promised beyond the horizon.
pub(crate) fn after_horizon(model: &Model<'_>, puts: &[Put], end: Day) -> AfterHorizon {
    let names = &model.capacity.categories;
    let mut sums: Vec<Seconds> = vec![0; names.len()];
    let mut last = None;
    for put in puts {
        let member = &put.member;
        last = last.max(Some(member.window.close.max(put.day)));
        if member.window.open > end && member.category != MACHINE {
            sums[usize::from(member.category)] +=
                u64::from(member.effort) * u64::from(member.count);
        }
    }
    let seconds = names.iter().cloned().zip(sums).filter(|(_, sum)| *sum > 0);
    AfterHorizon {
        seconds: seconds.collect(),
        last_day: last.map(|day| model.capacity.days.date(day)),
    }
}

/// How many answers a week every full week of the horizon still has room for.
pub(crate) fn replies_per_week(model: &Model<'_>, puts: &[Put]) -> Option<u32> {
    let works = model
        .instance
        .mix
        .cadences()
        .filter_map(|cadence| model.demand.promises[cadence].reply);
    let work = works.max_by_key(|work| work.effort)?;
    let mut used = vec![0u64; model.instance.problem.bins.len()];
    for put in puts {
        if let Some(bin) = put.bin {
            used[bin as usize] += u64::from(put.member.effort) * u64::from(put.member.count);
        }
    }
    let full = model.plan.workweek.days().len();
    let weeks = model
        .weeks
        .iter()
        .filter(|week| week.workdays.len() == full);
    let answers = weeks.map(|week| {
        let (first, after) = model.instance.problem.bins_of(
            (week.from - model.today) as u32,
            (week.to - model.today) as u32,
        );
        let bins = (first..after).filter(|bin| {
            model.instance.problem.bins[*bin as usize].mask & (1 << work.category) != 0
        });
        bins.map(|bin| {
            let free = u64::from(model.instance.problem.bins[bin as usize].room)
                .saturating_sub(used[bin as usize]);
            (free / u64::from(work.effort)) as u32
        })
        .sum()
    });
    answers.min()
}

/// The last day for which the blocks of some category in use are known, where windows reach further.
pub(crate) fn calendar_ends(model: &Model<'_>) -> Option<chrono::NaiveDate> {
    let last = model.capacity.days.date(model.last);
    let used: u64 = model
        .instance
        .problem
        .classes
        .iter()
        .fold(0, |used, class| used | 1 << class.category);
    let ends = model.capacity.ends.iter().enumerate();
    ends.filter(|(bit, _)| used & (1 << bit) != 0)
        .filter_map(|(_, end)| *end)
        .filter(|end| *end < last)
        .min()
}
