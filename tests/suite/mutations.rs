//! A true claim broken in one place, in every way: the verifier must notice, whatever the plan.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use followthrough::{Channel, Claim, Party, Plan, Work};
use followthrough_tests::generator::{Draw, Kind, case};
use followthrough_tests::numbers::{Job, Numbers, last_day};

/// A generated plan with an answer that is true.
struct Subject {
    plan: Plan,
    claim: Claim,
    name: String,
}

/// The subjects, drawn and answered once for all tests.
fn subjects() -> &'static [Subject] {
    static SUBJECTS: OnceLock<Vec<Subject>> = OnceLock::new();
    SUBJECTS.get_or_init(draw_subjects)
}

fn draw_subjects() -> Vec<Subject> {
    let mut subjects = Vec::new();
    for kind in [
        Kind::Small,
        Kind::Knapsack,
        Kind::Packing,
        Kind::Capped,
        Kind::Shared,
    ] {
        for seed in 1000..1008 {
            let case = case(kind, seed);
            let claim = Claim::from(
                &case
                    .plan
                    .fit(case.policy, Some(case.horizon))
                    .expect("an answer"),
            );
            if claim.starts.is_empty() {
                continue;
            }
            let name = format!("{} {seed}", kind.name());
            assert_eq!(codes(&case.plan, &claim), [""; 0], "{name}");
            subjects.push(Subject {
                plan: case.plan,
                claim,
                name,
            });
        }
    }
    assert!(subjects.len() >= 20);
    subjects
}

fn codes(plan: &Plan, claim: &Claim) -> Vec<&'static str> {
    plan.verify(claim)
        .expect("a plan")
        .iter()
        .map(followthrough::Violation::code)
        .collect()
}

/// Breaks every subject a few times, and counts how often that was possible.
fn each(
    code: &str,
    least: u32,
    mut break_it: impl FnMut(&mut Subject, &Numbers<'_>, &mut Draw) -> bool,
) {
    let mut broken = 0;
    for original in subjects() {
        let last = original.claim.horizon.to;
        let numbers = Numbers::new(&original.plan, last);
        for seed in 0..4 {
            let mut subject = Subject {
                plan: original.plan.clone(),
                claim: original.claim.clone(),
                name: original.name.clone(),
            };
            if break_it(&mut subject, &numbers, &mut Draw::new(seed)) {
                broken += 1;
                let found = codes(&subject.plan, &subject.claim);
                assert!(
                    found.contains(&code),
                    "{}: {found:?} has no {code}",
                    subject.name
                );
            }
        }
    }
    assert!(broken >= least, "only {broken} were broken");
}

/// Any entry of new prospects' touches that take time, with its job.
fn pick(subject: &Subject, numbers: &Numbers<'_>, draw: &mut Draw) -> Option<(usize, Job)> {
    let placement = &subject.claim.placement;
    let timed: Vec<usize> = (0..placement.len())
        .filter(|index| {
            let placed = &placement[*index];
            placed.segment.is_some()
                && placed.work == Work::Touch
                && matches!(placed.party, Party::Start(_))
        })
        .collect();
    if timed.is_empty() {
        return None;
    }
    let index = *draw.pick(&timed);
    let placed = &placement[index];
    let Party::Start(start) = placed.party else {
        return None;
    };
    let cadence = numbers
        .names()
        .iter()
        .position(|name| *name == placed.cadence)?;
    let (jobs, _) = numbers.started(cadence, numbers.day(start))?;
    let job = jobs.into_iter().find(|job| job.touch == placed.touch)?;
    Some((index, job))
}

#[test]
fn a_touch_left_out_is_missing() {
    each("missing", 100, |subject, _, draw| {
        let index = draw.between(0, subject.claim.placement.len() as u64 - 1) as usize;
        let placed = &mut subject.claim.placement[index];
        placed.count -= 1;
        if placed.count == 0 {
            subject.claim.placement.remove(index);
        }
        true
    });
}

#[test]
fn a_touch_made_twice_is_one_too_many() {
    each("surplus", 100, |subject, _, draw| {
        let index = draw.between(0, subject.claim.placement.len() as u64 - 1) as usize;
        subject.claim.placement[index].count += 1;
        true
    });
}

#[test]
fn one_start_more_lacks_its_touches() {
    each("missing", 100, |subject, _, draw| {
        let index = draw.between(0, subject.claim.starts.len() as u64 - 1) as usize;
        subject.claim.starts[index].count += 1;
        true
    });
}

#[test]
fn a_touch_moved_out_of_its_window_is_seen() {
    each("outside_window", 100, |subject, numbers, draw| {
        let Some((index, job)) = pick(subject, numbers, draw) else {
            return false;
        };
        let wide = numbers.places_within(&job, (job.window.0 - 10, job.window.1 + 10));
        let outside: Vec<usize> = wide
            .into_iter()
            .filter(|place| {
                let day = numbers.segments[*place].day;
                day < job.window.0 || job.window.1 < day
            })
            .collect();
        if outside.is_empty() {
            return false;
        }
        let segment = &numbers.segments[*draw.pick(&outside)];
        let placed = &mut subject.claim.placement[index];
        (placed.segment, placed.date) = (Some(segment.local), numbers.date(segment.day));
        true
    });
}

#[test]
fn a_touch_in_time_for_something_else_is_seen() {
    each("wrong_category", 20, |subject, numbers, draw| {
        let Some((index, job)) = pick(subject, numbers, draw) else {
            return false;
        };
        let other = numbers.segments.iter().find(|segment| {
            (job.window.0..=job.window.1).contains(&segment.day)
                && !segment.categories.contains(&job.category)
        });
        let Some(segment) = other else { return false };
        let placed = &mut subject.claim.placement[index];
        (placed.segment, placed.date) = (Some(segment.local), numbers.date(segment.day));
        true
    });
}

#[test]
fn a_segment_that_holds_more_than_it_can_is_seen() {
    each("overfull", 40, |subject, numbers, draw| {
        let Some((index, job)) = pick(subject, numbers, draw) else {
            return false;
        };
        let target = subject.claim.placement[index].segment;
        let Some(segment) = numbers
            .segments
            .iter()
            .find(|segment| Some(segment.local) == target)
        else {
            return false;
        };
        // As many of the same touch as the segment cannot hold, wherever they come from.
        subject.claim.placement[index].count = (segment.usable / job.effort) as u32 + 1;
        true
    });
}

#[test]
fn a_segment_that_is_not_there_is_seen() {
    each("unknown_segment", 100, |subject, numbers, draw| {
        let Some((index, _)) = pick(subject, numbers, draw) else {
            return false;
        };
        let placed = &mut subject.claim.placement[index];
        placed.segment = placed
            .segment
            .map(|local| local + chrono::TimeDelta::minutes(1));
        true
    });
}

#[test]
fn a_holiday_on_a_used_day_is_seen() {
    each("unknown_segment", 100, |subject, numbers, draw| {
        let Some((index, _)) = pick(subject, numbers, draw) else {
            return false;
        };
        subject
            .plan
            .holidays
            .insert(subject.claim.placement[index].date);
        true
    });
}

#[test]
fn a_cap_one_below_what_a_day_holds_is_seen() {
    each("cap_passed", 40, |subject, numbers, draw| {
        let Some((index, job)) = pick(subject, numbers, draw) else {
            return false;
        };
        let Party::Start(_) = job.party else {
            return false;
        };
        let promise = &subject.plan.cadences[job.cadence];
        let touches = numbers.touches(promise);
        let channel = touches[job.touch.map_or(0, |touch| touch as usize - 1)]
            .channel
            .clone();
        let mut by_day: BTreeMap<chrono::NaiveDate, u32> = BTreeMap::new();
        for placed in subject
            .claim
            .placement
            .iter()
            .filter(|placed| placed.work == Work::Touch)
        {
            let Some(cadence) = subject.plan.cadence(&placed.cadence) else {
                continue;
            };
            let touches = numbers.touches(cadence);
            let number = placed.touch.map_or(0, |touch| touch as usize - 1);
            if touches[number].channel == channel {
                *by_day.entry(placed.date).or_default() += placed.count;
            }
        }
        let most = by_day[&subject.claim.placement[index].date];
        if most < 2 {
            return false;
        }
        let settings = subject
            .plan
            .channels
            .entry(channel)
            .or_insert_with(Channel::default);
        settings.cap.day = Some(most - 1);
        true
    });
}

#[test]
fn the_last_day_of_a_generated_horizon_is_the_answers() {
    for seed in 0..20 {
        let case = case(Kind::Small, seed);
        let fit = case
            .plan
            .fit(case.policy, Some(case.horizon))
            .expect("an answer");
        assert_eq!(fit.horizon.to, last_day(&case.plan, case.horizon));
    }
}
