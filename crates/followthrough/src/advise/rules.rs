//! Single rules that could be less strict: windows, efforts, the reserve, caps, a last touch.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::answer::{Relaxed, Remedy, RemedyKind};
use super::search::{Trial, Trials};
use crate::{
    Cadence, CadenceName, CategoryName, ChannelName, Plan, Share, Stage, Touch, default_category,
    default_effort,
};

/// How many changed plans are solved for all rules together.
const SOLVES: u32 = 40;
/// How many are looked at without being solved.
const GLANCES: u32 = 300;
/// By how many days a window is held open longer, or a touch made later, at the most.
const DAYS: u32 = 5;
/// How far a cap is raised at the most.
const CAP: u32 = 1_000;

/// Every single rule that is found to make the target fit, with how much it needs.
pub(super) fn relax(plan: &Plan, trials: &mut Trials<'_>, short: &[CategoryName]) -> Vec<Remedy> {
    trials.anew(SOLVES, GLANCES);
    trials.only_what_helps(plan);
    let mut remedies = Vec::new();
    remedies.extend(reserve(plan, trials));
    for name in promised(plan) {
        remedies.extend(prep(plan, trials, &name));
        remedies.extend(last_touch(plan, trials, &name));
    }
    for channel in channels(plan) {
        remedies.extend(effort(plan, trials, &channel));
        for daily in [true, false] {
            remedies.extend(cap(plan, trials, &channel, daily));
        }
    }
    for name in promised(plan) {
        remedies.extend(windows(plan, trials, &name, short));
    }
    remedies
}

fn remedy(trial: Trial, plan: Plan, rule: Relaxed) -> Remedy {
    trial.rule(RemedyKind::Relax, plan, rule)
}

/// The cadences that prospects are started on.
fn promised(plan: &Plan) -> Vec<CadenceName> {
    let used = |cadence: &&Cadence| {
        plan.mix.is_empty()
            || plan
                .mix
                .iter()
                .any(|part| part.cadence == *cadence.name() && part.count > 0)
    };
    let cadences = plan.cadences.iter().filter(used);
    cadences.map(|cadence| cadence.name().clone()).collect()
}

fn channels(plan: &Plan) -> BTreeSet<ChannelName> {
    let names = promised(plan);
    let cadences = plan
        .cadences
        .iter()
        .filter(|cadence| names.contains(cadence.name()));
    let touches = cadences.flat_map(Cadence::touches);
    touches.map(|touch| touch.channel.clone()).collect()
}

/// The plan with one cadence's touches changed; `None` where that is not a cadence.
fn with_touches(
    plan: &Plan,
    name: &CadenceName,
    change: impl FnOnce(&mut Vec<Touch>),
) -> Option<Plan> {
    let mut plan = plan.clone();
    let cadence = plan
        .cadences
        .iter_mut()
        .find(|cadence| cadence.name() == name)?;
    let mut touches = cadence.touches().to_vec();
    change(&mut touches);
    *cadence = rebuilt(cadence, touches)?;
    Some(plan)
}

fn rebuilt(cadence: &Cadence, touches: Vec<Touch>) -> Option<Cadence> {
    let mut new = Cadence::new(cadence.name().clone(), touches)
        .ok()?
        .with_days(cadence.days());
    if let Some(segment) = cadence.segment() {
        new = new.with_segment(segment);
    }
    if let Some(prep) = cadence.prep() {
        new = new.with_prep(prep.clone());
    }
    if let Some(work) = cadence.on_reply() {
        new = new.with_on_reply(work.clone());
    }
    if let Some(repeat) = cadence.repeat() {
        new = new.with_repeat(repeat.clone()).ok()?;
    }
    Some(new)
}

/// The smallest change by steps `1..=most` that makes the target fit, given that larger ones do it rather.
fn smallest(
    trials: &mut Trials<'_>,
    most: u32,
    change: impl Fn(u32) -> Option<Plan>,
) -> Option<(u32, Plan, Trial)> {
    let mut tried = |step: u32| change(step).filter(|plan| trials.likely(plan));
    let mut found = (most, tried(most)?);
    let mut low = 0;
    while found.0 - low > 1 {
        let middle = low + (found.0 - low) / 2;
        match tried(middle) {
            Some(better) => found = (middle, better),
            None => low = middle,
        }
    }
    let (step, plan) = found;
    let trial = trials.solve(&plan)?;
    Some((step, plan, trial))
}

/// Whole percents of reserve, as few less as will do.
fn reserve(plan: &Plan, trials: &mut Trials<'_>) -> Option<Remedy> {
    let hundredths = 100 - plan.reserve.rest_of(100) as u32;
    let share = |less: u32| {
        let percents = hundredths.checked_sub(less)?;
        format!("0.{percents:02}").parse::<Share>().ok()
    };
    let change = |less: u32| {
        let mut plan = plan.clone();
        plan.reserve = share(less)?;
        Some(plan)
    };
    if hundredths == 0 {
        return None;
    }
    let (less, changed, trial) = smallest(trials, hundredths, change)?;
    let rule = Relaxed::Reserve {
        from: plan.reserve,
        to: share(less)?,
    };
    Some(remedy(trial, changed, rule))
}

/// Whole minutes of prep, as few less as will do.
fn prep(plan: &Plan, trials: &mut Trials<'_>, name: &CadenceName) -> Option<Remedy> {
    let prep = plan.cadence(name)?.prep()?;
    let minutes = minutes_above_one(prep.effort)?;
    let change = |less: u32| {
        let mut plan = plan.clone();
        let cadence = plan
            .cadences
            .iter_mut()
            .find(|cadence| cadence.name() == name)?;
        let mut prep = cadence.prep()?.clone();
        prep.effort = shorter(prep.effort, minutes, less);
        *cadence = cadence.clone().with_prep(prep);
        Some(plan)
    };
    let (less, changed, trial) = smallest(trials, minutes, change)?;
    let rule = Relaxed::Prep {
        cadence: name.clone(),
        from: prep.effort.num_seconds().unsigned_abs(),
        to: shorter(prep.effort, minutes, less)
            .num_seconds()
            .unsigned_abs(),
    };
    Some(remedy(trial, changed, rule))
}

/// How many steps lead from an effort down to a minute, by whole minutes; `None` where there are none.
fn minutes_above_one(effort: TimeDelta) -> Option<u32> {
    let steps = (effort.num_seconds() - 1) / 60;
    u32::try_from(steps).ok().filter(|steps| *steps > 0)
}

/// An effort by so many of those steps shorter: whole minutes.
fn shorter(effort: TimeDelta, steps: u32, less: u32) -> TimeDelta {
    if less == 0 {
        effort
    } else {
        TimeDelta::minutes(i64::from(steps + 1 - less))
    }
}

/// Whole minutes of a channel's touches, as few less as will do.
fn effort(plan: &Plan, trials: &mut Trials<'_>, channel: &ChannelName) -> Option<Remedy> {
    let usual = plan
        .channels
        .get(channel)
        .and_then(|channel| channel.effort)
        .or_else(|| default_effort(channel));
    let touches = plan.cadences.iter().flat_map(Cadence::touches);
    let longest = touches
        .filter(|touch| touch.channel == *channel)
        .filter_map(|touch| touch.effort.or(usual))
        .max()?;
    let minutes = minutes_above_one(longest)?;
    let change = |less: u32| {
        let most = shorter(longest, minutes, less);
        let mut plan = plan.clone();
        if usual.is_some_and(|usual| usual > most) {
            plan.channels.entry(channel.clone()).or_default().effort = Some(most);
        }
        for cadence in &mut plan.cadences {
            let mut touches = cadence.touches().to_vec();
            for touch in touches.iter_mut().filter(|touch| touch.channel == *channel) {
                touch.effort = touch.effort.map(|effort| effort.min(most));
            }
            *cadence = rebuilt(cadence, touches)?;
        }
        Some(plan)
    };
    let (less, changed, trial) = smallest(trials, minutes, change)?;
    let rule = Relaxed::Effort {
        channel: channel.clone(),
        from: longest.num_seconds().unsigned_abs(),
        to: shorter(longest, minutes, less).num_seconds().unsigned_abs(),
    };
    Some(remedy(trial, changed, rule))
}

/// A cap, raised as little as will do.
fn cap(plan: &Plan, trials: &mut Trials<'_>, channel: &ChannelName, daily: bool) -> Option<Remedy> {
    let caps = plan.channels.get(channel)?.cap;
    let from = if daily { caps.day } else { caps.week }?;
    let change = |more: u32| {
        let mut plan = plan.clone();
        let cap = &mut plan.channels.get_mut(channel)?.cap;
        let place = if daily { &mut cap.day } else { &mut cap.week };
        *place = Some(from.checked_add(more)?);
        Some(plan)
    };
    let (more, changed, trial) = smallest(trials, CAP, change)?;
    let rule = Relaxed::Cap {
        channel: channel.clone(),
        daily,
        from,
        to: from.checked_add(more)?,
    };
    Some(remedy(trial, changed, rule))
}

/// A cadence without its last touch.
fn last_touch(plan: &Plan, trials: &mut Trials<'_>, name: &CadenceName) -> Option<Remedy> {
    let cadence = plan.cadence(name)?;
    let touch = cadence.touches().len();
    // A tail goes on from the last touch: without it, it would be another tail.
    if touch < 2 || cadence.repeat().is_some() {
        return None;
    }
    let mut changed = with_touches(plan, name, |touches| {
        touches.pop();
    })?;
    for row in &mut changed.pipeline {
        let gone = row.next_touch.is_some_and(|next| next as usize >= touch);
        if row.cadence == *name && gone && matches!(row.stage, Stage::InFlight | Stage::Paused) {
            row.stage = Stage::Finished;
        }
    }
    let trial = Some(trials.likely(&changed))
        .filter(|likely| *likely)
        .and_then(|_| trials.solve(&changed))?;
    let rule = Relaxed::LastTouch {
        cadence: name.clone(),
        touch: touch as u32,
    };
    Some(remedy(trial, changed, rule))
}

/// Windows held open longer and touches made later, one touch at a time.
fn windows(
    plan: &Plan,
    trials: &mut Trials<'_>,
    name: &CadenceName,
    short: &[CategoryName],
) -> Vec<Remedy> {
    let Some(cadence) = plan.cadence(name) else {
        return Vec::new();
    };
    let mut remedies = Vec::new();
    for (at, touch) in cadence.touches().iter().enumerate() {
        let category = touch.category.clone().or_else(|| {
            let channel = plan.channels.get(&touch.channel);
            channel
                .and_then(|channel| channel.category.clone())
                .or_else(|| default_category(&touch.channel))
        });
        // Touches of categories with time to spare need no wider window.
        let is_short = short.is_empty() || category.is_some_and(|one| short.contains(&one));
        if touch.with_previous || !is_short {
            continue;
        }
        let (number, from) = (at as u32 + 1, touch.within);
        let wider =
            |more: u32| with_touches(plan, name, |touches| touches[at].within = from + more);
        let most = (1..=DAYS).rev().find(|more| wider(*more).is_some());
        if let Some((more, changed, trial)) = most.and_then(|most| smallest(trials, most, wider)) {
            let rule = Relaxed::Within {
                cadence: name.clone(),
                touch: number,
                from,
                to: from + more,
            };
            remedies.push(remedy(trial, changed, rule));
        }
        if at == 0 {
            continue;
        }
        let from = touch.after;
        let later = |more: u32| with_touches(plan, name, |touches| touches[at].after = from + more);
        if let Some((more, changed, trial)) = smallest(trials, 1, later) {
            let rule = Relaxed::After {
                cadence: name.clone(),
                touch: number,
                from,
                to: from + more,
            };
            remedies.push(remedy(trial, changed, rule));
        }
    }
    remedies
}
