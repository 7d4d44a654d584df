//! What is wrong with a plan, by code, as far as one answer shows it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;

use crate::fit::category_names;
use crate::instance::Model;
use crate::instance::demand::{MACHINE, Window};
use crate::pace::Pace;
use crate::{CategoryName, Hours, Warning, Zone};

/// Everything worth a word about a plan, by code and place.
pub(crate) fn warnings(model: &Model<'_>, pace: Option<&Pace>) -> Vec<Warning> {
    let mut warnings = model.owed.warnings.clone();
    windows_without_blocks(model, &mut warnings);
    blocks_without_touches(model, &mut warnings);
    if let Some(pace) = pace {
        spare(model, pace, &mut warnings);
    }
    hours_without_blocks(model, &mut warnings);
    blocks_off_the_workweek(model, &mut warnings);
    warnings.sort_by(|a, b| (a.code, &a.place, &a.message).cmp(&(b.code, &b.place, &b.message)));
    warnings
}

/// Starts on one day of the week, as one touch of theirs sees them.
#[derive(Debug, Clone, Copy, Default)]
struct Starts {
    all: u32,
    /// Those whose window holds no block that could take the touch.
    without: u32,
    /// The last such window.
    last: Option<Window>,
}

/// C8: a window that can hold no block of its category, by touch and weekday of the start.
fn windows_without_blocks(model: &Model<'_>, warnings: &mut Vec<Warning>) {
    for cadence in model.instance.mix.cadences() {
        let promise = &model.demand.promises[cadence];
        let days = &model.capacity.days;
        let next_days: Vec<Option<Vec<u32>>> = promise
            .steps
            .iter()
            .map(|step| {
                (step.category != MACHINE || !step.caps.is_empty())
                    .then(|| model.instance.problem.next_days(step.category, step.effort))
            })
            .collect();
        // By touch and weekday of the start: how many start days, how many of them without a block, and the last
        // such window.
        let mut counts = vec![[Starts::default(); 7]; promise.steps.len()];
        let mut windows = Vec::new();
        for day in &model.start_days {
            let can = promise.windows_into(&mut windows, days, 0, *day, true);
            if can.is_err() {
                continue;
            }
            let start = days.weekday(*day).num_days_from_monday() as usize;
            for ((count, window), next) in counts.iter_mut().zip(&windows).zip(&next_days) {
                let count = &mut count[start];
                count.all += 1;
                let open = usize::try_from(window.open - model.today).unwrap_or(0);
                let close = window.close - model.today;
                let next = next.as_ref().and_then(|next| next.get(open));
                if next.is_some_and(|next| i64::from(*next) > i64::from(close)) {
                    count.without += 1;
                    count.last = Some(*window);
                }
            }
        }
        // Holidays empty a window now and then; a plan's own fault does so on most weeks.
        let mut told: BTreeMap<usize, BTreeSet<(u32, String)>> = BTreeMap::new();
        for (touch, starts) in counts.iter().enumerate() {
            for (start, count) in (0..).zip(starts) {
                if let Some(window) = count.last.filter(|_| 2 * count.without > count.all) {
                    let (open, close) = (days.weekday(window.open), days.weekday(window.close));
                    told.entry(touch)
                        .or_default()
                        .insert((start, format!("{open} to {close}")));
                }
            }
        }
        for (touch, windows) in told {
            let step = &promise.steps[touch];
            let windows: Vec<String> = windows.into_iter().map(|(_, window)| window).collect();
            warnings.push(Warning {
                code: "C8",
                place: format!("cadence `{}`, touch {}", promise.name, touch + 1),
                message: format!(
                    "its window of {} holds no {} block that could take it: prospects cannot be started on the days \
                     that lead there",
                    windows.join(", "),
                    category_names(model, 1 << step.category)
                ),
            });
        }
    }
}

/// P1: a block that no touch uses.
fn blocks_without_touches(model: &Model<'_>, warnings: &mut Vec<Warning>) {
    let mut used: BTreeSet<&CategoryName> = BTreeSet::new();
    let names = &model.capacity.categories;
    for promise in &model.demand.promises {
        let steps = promise.steps.iter().map(|step| step.category);
        let desk = promise
            .prep
            .into_iter()
            .chain(promise.reply)
            .map(|work| work.category);
        used.extend(
            steps
                .chain(desk)
                .filter(|bit| *bit != MACHINE)
                .filter_map(|bit| names.get(usize::from(bit))),
        );
    }
    for cadence in &model.plan.cadences {
        if let Some(repeat) = cadence.repeat() {
            let category = repeat.category.clone().or_else(|| {
                let settings = model.plan.channels.get(&repeat.channel);
                settings.and_then(|settings| settings.category.clone())
            });
            let category = category.or_else(|| crate::default_category(&repeat.channel));
            used.extend(category.and_then(|category| names.iter().find(|name| **name == category)));
        }
    }
    for block in &model.plan.blocks {
        if !block
            .categories()
            .iter()
            .any(|category| used.contains(category))
        {
            warnings.push(Warning {
                code: "P1",
                place: format!("block `{}`", block.label()),
                message: "no touch uses its time".to_owned(),
            });
        }
    }
}

/// P2: time of which hardly any is spare, or more than half, in a full week at the pace.
fn spare(model: &Model<'_>, pace: &Pace, warnings: &mut Vec<Warning>) {
    // Time for answers is spare as long as nobody answers.
    let answers: BTreeSet<&CategoryName> = model
        .demand
        .promises
        .iter()
        .filter_map(|promise| promise.reply)
        .filter_map(|reply| model.capacity.categories.get(usize::from(reply.category)))
        .collect();
    for (categories, load) in &pace.loads {
        let spare = 100 * u128::from(load.holds.saturating_sub(pace.takes(load)));
        let percent = spare.checked_div(u128::from(load.holds));
        let rest = match percent {
            Some(percent) if percent < 20 => "one lost day makes touches late",
            Some(percent) if percent > 50 && categories.iter().any(|one| answers.contains(one)) => {
                "that is what answers are kept time for"
            }
            Some(percent) if percent > 50 => "it could serve another category",
            _ => continue,
        };
        let names: Vec<String> = categories.iter().map(|name| format!("`{name}`")).collect();
        warnings.push(Warning {
            code: "P2",
            place: format!("category {}", names.join(" + ")),
            message: format!(
                "{} % of its time is spare in a full week at the pace: {rest}",
                percent.unwrap_or(0)
            ),
        });
    }
}

/// P5: contact hours that leave no block for a zone that prospects in flight live in.
fn hours_without_blocks(model: &Model<'_>, warnings: &mut Vec<Warning>) {
    let mut told = BTreeSet::new();
    let mut allowed: BTreeMap<(Hours, Zone), Vec<(u32, u32)>> = BTreeMap::new();
    let prospects = &model.plan.pipeline;
    for prospect in prospects {
        let Some(cadence) = model.demand.index(&prospect.cadence) else {
            continue;
        };
        let zone = prospect.zone.as_ref().unwrap_or(&model.plan.zone);
        for step in model.demand.promises[cadence]
            .steps
            .iter()
            .filter(|step| step.effort > 0)
        {
            let Some(hours) = step.hours else { continue };
            if !told.insert((
                zone.clone(),
                step.channel.clone(),
                step.category,
                step.effort,
            )) {
                continue;
            }
            let allowed = allowed
                .entry((hours, zone.clone()))
                .or_insert_with(|| model.allowed(&hours, zone));
            let mask = 1 << step.category;
            let bins = model
                .instance
                .problem
                .bins
                .iter()
                .zip(allowed.iter())
                .filter(|(bin, _)| bin.mask & mask != 0);
            let mut blocks = bins.peekable();
            if blocks.peek().is_some()
                && !blocks.any(|(_, (from, to))| to.saturating_sub(*from) >= step.effort)
            {
                warnings.push(Warning {
                    code: "P5",
                    place: format!("channel `{}`, zone `{zone}`", step.channel),
                    message: format!(
                        "contact hours {} to {} leave no {} block",
                        hours.from().format("%H:%M"),
                        hours.to().format("%H:%M"),
                        category_names(model, mask)
                    ),
                });
            }
        }
    }
    warnings.dedup();
}

/// P6: a block on a day that is not worked.
fn blocks_off_the_workweek(model: &Model<'_>, warnings: &mut Vec<Warning>) {
    let worked = model.plan.workweek.days();
    let mut off: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    let days = &model.capacity.days;
    for occurrence in &model.capacity.occurrences {
        let weekday = days.weekday(occurrence.day);
        if (model.today..=model.last).contains(&occurrence.day) && !worked.contains(&weekday) {
            off.entry(occurrence.block)
                .or_default()
                .insert(weekday.num_days_from_monday());
        }
    }
    for (block, weekdays) in off {
        let names: Vec<String> = weekdays
            .into_iter()
            .filter_map(|day| Weekday::try_from(day as u8).ok())
            .map(|weekday| weekday.to_string())
            .collect();
        warnings.push(Warning {
            code: "P6",
            place: format!("block `{}`", model.plan.blocks[block].label()),
            message: format!(
                "it occurs on {}, which the workweek does not list: its time is used",
                names.join(", ")
            ),
        });
    }
}
