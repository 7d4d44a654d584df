//! A fit for people: what to start, whether it is proved, what holds it down, and what is owed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{
    Advice, AfterHorizon, CadenceName, CadenceStarts, Commitments, Fit, HorizonName, Plan, Policy,
    Ready, Unreachable, UnreachableReason, Warning, Week,
};

use super::sheet::Sheet;
use super::weeks;
use super::words::{
    SEARCH_ENDED_EARLY, and, clean, count, day, length, long_day, party, short_day, thousands,
    touch,
};

/// The most things of one kind that are listed.
const MOST: usize = 5;

/// The whole answer.
pub fn fit(plan: &Plan, fit: &Fit) -> Sheet {
    fit_with_advice(plan, fit, None)
}

/// The whole answer, with a line about what more would take.
pub fn fit_with_advice(plan: &Plan, fit: &Fit, advice: Option<&Advice>) -> Sheet {
    let mut sheet = Sheet::default();
    let (from, to) = (fit.horizon.from, fit.horizon.to);
    let name = clean(&plan.name);
    let answers = match fit.expected.as_ref().map(|expected| expected.per_week) {
        None => "if nobody answers".to_owned(),
        Some(many) => format!("with time for {} a week", count(many, "answer", "answers")),
    };
    sheet.title(&match fit.policy {
        Policy::Level => format!("{name}, from {}, {answers}", long_day(from)),
        Policy::Once | Policy::Max => {
            let (from, to) = (long_day(from), long_day(to));
            format!("{name}, {from} to {to}, {answers}")
        }
    });
    sheet.gap();
    cautions(&mut sheet, &fit.warnings);
    broken(&mut sheet, plan, fit);
    late(&mut sheet, fit);
    headline(&mut sheet, fit);
    promise(&mut sheet, plan, fit);
    weeks::write(&mut sheet, plan, &fit.weeks, to, &fit.lost_days);
    sheet.gap();
    facts(&mut sheet, plan, fit, advice);
    sheet
}

/// What puts the whole answer in doubt: it is said before the answer.
const CAUTIONS: [&str; 2] = ["D3", "D6"];

/// Says what puts the whole answer in doubt.
pub(super) fn cautions(sheet: &mut Sheet, warnings: &[Warning]) {
    for warning in warnings.iter().filter(|one| CAUTIONS.contains(&one.code)) {
        let cure = match warning.code {
            "D6" => " With `--owner` only one owner's rows are read.",
            _ => "",
        };
        let text = sentence(&warning.message);
        sheet.sentence(&format!(
            "Caution {}, {}: {text}{cure}",
            warning.code,
            clean(&warning.place)
        ));
    }
}

/// What was promised and its days passed undone.
fn broken(sheet: &mut Sheet, plan: &Plan, fit: &Fit) {
    let owed = &fit.commitments;
    let overdue: u64 = owed.overdue.iter().map(|one| u64::from(one.count)).sum();
    let Some(oldest) = owed.overdue.iter().min_by_key(|one| (one.since, &one.id)) else {
        return;
    };
    let of = u64::from(owed.prospects).max(overdue);
    let who = format!(
        "{} ({})",
        party(plan, &oldest.id, oldest.count),
        touch(oldest.touch)
    );
    let since = day(oldest.since, fit.horizon.from);
    let (promises, late) = (
        count(of, "promise", "promises"),
        count(oldest.days, "workday", "workdays"),
    );
    sheet.headline(&if overdue == 1 {
        format!("1 of {promises} is broken: its days passed undone. {who} is overdue since {since}, {late}.")
    } else {
        format!(
            "{} of {promises} are broken: their days passed undone. The oldest, {who}, is overdue since {since}, {late}.",
            thousands(overdue)
        )
    });
}

/// What is late, before anybody is started.
fn late(sheet: &mut Sheet, fit: &Fit) {
    let owed = &fit.commitments;
    let many: u64 = owed.late.iter().map(|one| u64::from(one.count)).sum();
    if let Some(clear) = owed.clear_day {
        sheet.headline(&format!(
            "{} late; {} done before {}.",
            count(many, "touch owed already is", "touches owed already are"),
            if many == 1 {
                "it is"
            } else {
                "the last of them is"
            },
            day(clear, fit.horizon.from)
        ));
    }
}

fn headline(sheet: &mut Sheet, fit: &Fit) {
    let near = fit.horizon.from;
    let to = day(fit.horizon.to, near);
    match fit.policy {
        Policy::Level => sheet.headline(&pace(fit)),
        Policy::Once => {
            let first = fit.starts.first().map_or(near, |start| start.date);
            sheet.headline(&format!(
                "{} could start on {}.",
                thousands(fit.number),
                day(first, near)
            ));
            sheet.sentence(
                "That is what a blitz could carry once. Without `--policy once` the answer is a pace that can go on.",
            );
            proof(sheet, fit.number, fit.bound);
        }
        Policy::Max => {
            sheet.headline(&format!("{} could start by {to}.", thousands(fit.number)));
            sheet.sentence(
                "Boom and bust: without `--policy max` the answer is a pace that can go on.",
            );
            proof(sheet, fit.number, fit.bound);
        }
    }
}

/// What to start now, the pace, and whether it is proved.
fn pace(fit: &Fit) -> String {
    let soon = soon(fit);
    match (fit.number, fit.every) {
        (0, None) => "No new prospect fits.".to_owned(),
        (0, Some(every)) => {
            let proved = match (fit.proved, every) {
                (true, 2) => "one in every week cannot".to_owned(),
                (true, _) => format!("one every {} weeks cannot", every - 1),
                (false, _) => "whether one more often can is not known".to_owned(),
            };
            format!("Start {soon}one every {every} weeks. That can go on for good: {proved}.")
        }
        (number, _) => {
            let proved = if fit.proved {
                format!("{} cannot", thousands(u64::from(fit.bound) + 1))
            } else if fit.bound == u32::MAX {
                "whether more can is not known".to_owned()
            } else {
                format!(
                    "whether {} can is not known, {} cannot",
                    thousands(u64::from(number) + 1),
                    thousands(u64::from(fit.bound) + 1)
                )
            };
            format!(
                "Start {soon}{} in a full week{}. That can go on for good: {proved}.",
                thousands(number),
                from_when(fit)
            )
        }
    }
}

/// ` from 14 Dec on`, where the plan does not keep to the pace in its first weeks.
fn from_when(fit: &Fit) -> String {
    let weeks = fit
        .weeks
        .iter()
        .filter_map(|week| Some((week, week.quota?)));
    let weeks: Vec<(&Week, u32)> = weeks.filter(|(_, quota)| *quota > 0).collect();
    let keeps = weeks.iter().position(|(week, quota)| week.starts >= *quota);
    match keeps {
        Some(0 | 1) => String::new(),
        Some(week) => format!(
            " from {} on",
            short_day(weeks[week].0.from, fit.horizon.from)
        ),
        None if weeks.len() > 1 => {
            format!(
                ", though no week to {} has room for as many",
                day(fit.horizon.to, fit.horizon.from)
            )
        }
        None => String::new(),
    }
}

/// `2 today, 6 this week (3 workdays), `: what is nearest.
fn soon(fit: &Fit) -> String {
    let mut text = String::new();
    let said = |count: u32| match count {
        0 => "nobody".to_owned(),
        count => thousands(count),
    };
    let is_off = fit.weeks.first().is_some_and(|week| week.workdays == 0);
    // Where the week starts nobody, today says nothing new.
    if let Some(today) = fit.today.filter(|_| fit.this_week != Some(0) && !is_off) {
        text.push_str(&format!("{} today, ", said(today)));
    }
    if let Some(week) = fit.this_week {
        let row = fit.weeks.get(usize::from(is_off));
        text.push_str(&match row {
            Some(row) if is_off => {
                let from = short_day(row.from, fit.horizon.from);
                format!("{} in the week of {from}, ", said(week))
            }
            Some(row) => {
                let days = count(row.workdays, "workday", "workdays");
                format!("{} this week ({days}), ", said(week))
            }
            None => format!("{} this week, ", said(week)),
        });
    }
    text
}

fn proof(sheet: &mut Sheet, number: u32, bound: u32) {
    if number == bound {
        sheet.sentence(&format!(
            "Proved: {} cannot be.",
            thousands(u64::from(bound) + 1)
        ));
    } else {
        sheet.sentence(&format!(
            "Not proved to be the most: {} were found, and more than {} cannot be.",
            thousands(number),
            thousands(bound)
        ));
    }
}

/// What is started over the horizon, and what it and those in flight are promised.
fn promise(sheet: &mut Sheet, plan: &Plan, fit: &Fit) {
    let owed = &fit.commitments;
    if fit.total > 0 {
        let to = day(fit.horizon.to, fit.horizon.from);
        let span = match fit.horizon.name {
            HorizonName::Month => "This month: ",
            HorizonName::Quarter => "This quarter: ",
            HorizonName::Day | HorizonName::Week | HorizonName::Span => "In all ",
        };
        let get = if fit.unreachable.is_empty() {
            "every promised touch inside its window"
        } else {
            "every promised touch that can be made"
        };
        let total = thousands(fit.total);
        // What is overdue had its window before.
        let from = if owed.overdue.is_empty() {
            ""
        } else {
            " from today on"
        };
        sheet.sentence(&match owed.prospects {
            1 if owed.fits => {
                format!("{span}{total} by {to}, and the 1 already owed something gets {get}{from}.")
            }
            many if many > 0 && owed.fits => {
                let owed = thousands(many);
                format!(
                    "{span}{total} by {to}, and the {owed} already owed something get {get}{from}."
                )
            }
            _ => format!("{span}{total} by {to}, each with {get}."),
        });
    }
    if fit.by_cadence.len() > 1 && fit.total > 0 {
        let of =
            |number: fn(&CadenceStarts) -> Option<u32>| by_cadence(plan, &fit.by_cadence, number);
        let today = of(|starts| starts.today)
            .map(|text| format!("today {text}; "))
            .unwrap_or_default();
        let week = of(|starts| starts.this_week)
            .map(|text| format!("this week {text}; "))
            .unwrap_or_default();
        let all = of(|starts| Some(starts.total)).unwrap_or_default();
        sheet.sentence(&format!("By cadence: {today}{week}in all {all}."));
    }
}

/// The weeks that start fewer than the pace asks for, and what holds each of them down.
fn short_weeks(sheet: &mut Sheet, fit: &Fit) {
    let near = fit.horizon.from;
    let short = fit.weeks.iter().filter_map(|week| {
        let (quota, binding) = (week.quota?, week.binding.as_ref()?);
        Some(format!(
            "{}: {} of {quota}; {}",
            short_day(week.from, near),
            week.starts,
            sentence(&binding.why)
        ))
    });
    let short: Vec<String> = short.collect();
    let told = |sheet: &mut Sheet, weeks: &[String]| {
        let mut name = "Short weeks";
        for week in weeks {
            sheet.fact(name, week);
            name = "";
        }
    };
    let Some(more) = short.len().checked_sub(MOST).filter(|more| *more > 0) else {
        return told(sheet, &short);
    };
    sheet.shortened(
        |sheet| {
            told(sheet, &short[..MOST]);
            let more = count(more as u64, "week more", "weeks more");
            sheet.fact("", &format!("and {more}."));
        },
        |sheet| told(sheet, &short),
    );
}

/// `3 outbound and 1 midmarket`, in the order of the plan.
fn by_cadence(
    plan: &Plan,
    starts: &BTreeMap<CadenceName, CadenceStarts>,
    number: fn(&CadenceStarts) -> Option<u32>,
) -> Option<String> {
    let part = |name: &CadenceName| {
        let number = starts
            .get(name)
            .and_then(number)
            .filter(|number| *number > 0);
        number.map(|number| format!("{number} {name}"))
    };
    let parts: Vec<String> = plan
        .cadences
        .iter()
        .filter_map(|cadence| part(cadence.name()))
        .collect();
    (!parts.is_empty()).then(|| and(&parts))
}

fn facts(sheet: &mut Sheet, plan: &Plan, fit: &Fit, advice: Option<&Advice>) {
    let near = fit.horizon.from;
    if !fit.binding.why.is_empty() {
        sheet.fact("What binds", &sentence(&fit.binding.why));
    }
    if fit.search_ended_early {
        sheet.fact("Not searched further", SEARCH_ENDED_EARLY);
    }
    short_weeks(sheet, fit);
    if let Some(advice) = advice {
        super::advise::line(sheet, plan, advice);
    }
    owed(sheet, plan, &fit.commitments, near);
    unreachable(sheet, plan, &fit.unreachable, near);
    ready(sheet, &fit.ready);
    answers(sheet, fit);
    after(sheet, &fit.after_horizon, fit.horizon.to, near);
    if let Some(ends) = fit.calendar_ends {
        let text = format!(
            "No block is known after {}. Touches that open later find no time: that is a missing calendar, not a full one.",
            day(ends, near)
        );
        sheet.fact("Blocks end", &text);
    }
    if !fit.lost_days.is_empty() {
        let days: Vec<String> = fit.lost_days.iter().map(|date| day(*date, near)).collect();
        listed(sheet, "Days lost", &days, |days| {
            format!("Busy time takes every block on {days}: windows wait for the next day.")
        });
    }
    notes(sheet, &fit.warnings);
}

/// How many answers find time for the work that they bring.
fn answers(sheet: &mut Sheet, fit: &Fit) {
    if let Some(expected) = &fit.expected {
        let of_week = count(expected.per_week, "answer", "answers");
        let all = count(expected.count, "answer", "answers");
        let kept = length(expected.seconds);
        sheet.fact(
            "Answers",
            &format!("{kept} is kept for {of_week} a week: {all} in all."),
        );
        if expected.late > 0 {
            let text = match expected.late {
                1 => "1 of them finds time only after its window closes.".to_owned(),
                many => format!(
                    "{} of them find time only after their window closes.",
                    thousands(many)
                ),
            };
            sheet.fact("", &text);
        }
        if expected.without_time > 0 {
            let text = match expected.without_time {
                1 => "1 of them finds no time: no block of its window could take it.".to_owned(),
                many => format!(
                    "{} of them find no time: no block of their window could take them.",
                    thousands(many)
                ),
            };
            sheet.fact("", &text);
        }
    }
    let Some(answers) = fit.replies_per_week else {
        return;
    };
    let (one, up_to) = if fit.expected.is_some() {
        ("One more a week finds", " more")
    } else {
        ("One a week finds", "")
    };
    let mut text = match answers {
        // Time for those who are expected is told above.
        0 if fit.expected.is_some() => return,
        0 => "Not one a week finds time for the work that it brings.".to_owned(),
        1 => format!("{one} time for the work that it brings."),
        many => format!("Up to {many}{up_to} a week find time for the work that they bring."),
    };
    if let Some(few) = &fit.with_answers {
        let number = match few.number {
            0 => "nobody".to_owned(),
            number => thousands(number),
        };
        text.push_str(&format!(
            " With time for {} a week: {number} in a full week (`[expect] answers = {}`).",
            few.answers, few.answers
        ));
    }
    let name = if fit.expected.is_some() {
        ""
    } else {
        "Answers"
    };
    sheet.fact(name, &text);
}

/// Warnings, those that say the same of several parts together.
fn notes(sheet: &mut Sheet, warnings: &[Warning]) {
    let mut alike: Vec<(&Warning, Vec<&str>)> = Vec::new();
    for warning in warnings.iter().filter(|one| !CAUTIONS.contains(&one.code)) {
        let same = |one: &Warning| (one.code, &one.message) == (warning.code, &warning.message);
        match alike.iter_mut().find(|(one, _)| same(one)) {
            Some((_, places)) => places.push(&warning.place),
            None => alike.push((warning, vec![&warning.place])),
        }
    }
    for (warning, places) in alike {
        let mut text = places[0].to_owned();
        for pair in places.windows(2).take(MOST - 1) {
            // Of "cadence `calls`, touch 2" after "cadence `calls`, touch 1" only the 2 is news.
            let part = |place: &'_ str| place.rfind(' ').map_or(0, |blank| blank + 1);
            let cut = part(pair[1]);
            let known = pair[0].get(..part(pair[0])) == pair[1].get(..cut);
            text.push_str(", ");
            text.push_str(if known { &pair[1][cut..] } else { pair[1] });
        }
        if let Some(more) = places.len().checked_sub(MOST).filter(|more| *more > 0) {
            text.push_str(&format!(" and {more} more"));
        }
        sheet.fact(
            &format!("Note {}", warning.code),
            &format!("{}: {}", clean(&text), sentence(&warning.message)),
        );
    }
}

/// A clause of the core with its period. It may begin with a name, so its first letter stays as it is.
pub(super) fn sentence(clause: &str) -> String {
    let end = if clause.ends_with('.') { "" } else { "." };
    clean(&format!("{clause}{end}"))
}

fn owed(sheet: &mut Sheet, plan: &Plan, owed: &Commitments, near: NaiveDate) {
    if owed.touches > 0 {
        let outcome = if owed.fits {
            "all in time"
        } else {
            "not all in time"
        };
        sheet.fact(
            "Owed already",
            &format!(
                "{} to {}, {} of work: {outcome}.",
                count(owed.touches, "touch", "touches"),
                count(owed.prospects, "prospect", "prospects"),
                length(owed.seconds)
            ),
        );
    }
    let mut by_age: Vec<_> = owed.overdue.iter().collect();
    by_age.sort_by_key(|one| (one.since, &one.id));
    let overdue: Vec<String> = by_age
        .into_iter()
        .map(|one| {
            format!(
                "{} ({}, since {})",
                party(plan, &one.id, one.count),
                touch(one.touch),
                day(one.since, near)
            )
        })
        .collect();
    if !overdue.is_empty() {
        let windows = if overdue.len() == 1 {
            "Its window opens"
        } else {
            "Their windows open"
        };
        listed(sheet, "Overdue", &overdue, |overdue| {
            format!("{overdue}. {windows} anew today.")
        });
    }
    let late: Vec<String> = owed
        .late
        .iter()
        .map(|one| {
            format!(
                "{} ({}, {} instead of {})",
                party(plan, &one.id, one.count),
                touch(one.touch),
                day(one.date, near),
                day(one.window.to, near)
            )
        })
        .collect();
    if !late.is_empty() {
        listed(sheet, "Late", &late, |late| {
            format!("{late}. `followthrough triage` says whom to let go instead.")
        });
    }
}

/// A fact about some things: up to a handful of them, and how many more.
fn listed(sheet: &mut Sheet, name: &str, items: &[String], text: impl Fn(&str) -> String) {
    let whole = text(&and(items));
    match items.len().checked_sub(MOST).filter(|more| *more > 0) {
        Some(more) => {
            let short = text(&format!("{} and {more} more", items[..MOST].join(", ")));
            sheet.shortened(
                |sheet| sheet.fact(name, &short),
                |sheet| sheet.fact(name, &whole),
            );
        }
        None => sheet.fact(name, &whole),
    }
}

/// What nobody can make, by reason and prospect.
pub(super) fn unreachable(
    sheet: &mut Sheet,
    plan: &Plan,
    touches: &[Unreachable],
    near: NaiveDate,
) {
    let reasons = [
        (
            UnreachableReason::NoBlock,
            "No block of the category in the window is long enough",
        ),
        (
            UnreachableReason::Hours,
            "No block in the window lies in the prospect's contact hours",
        ),
        (UnreachableReason::Cap, "The channel's cap is 0"),
    ];
    let mut name = "Cannot be made";
    for (reason, why) in reasons {
        let mut prospects: Vec<(&str, u32, Vec<String>)> = Vec::new();
        for one in touches.iter().filter(|one| one.reason == reason) {
            let touch = format!("{} by {}", touch(one.touch), day(one.window.to, near));
            let same = |(id, count, _): &&mut (&str, u32, _)| *id == one.id && *count == one.count;
            match prospects.iter_mut().find(same) {
                Some((.., touches)) => touches.push(touch),
                None => prospects.push((&one.id, one.count, vec![touch])),
            }
        }
        if prospects.is_empty() {
            continue;
        }
        let listed: Vec<String> = prospects
            .iter()
            .map(|(id, count, touches)| {
                format!("{} ({})", party(plan, id, *count), touches.join(", "))
            })
            .collect();
        self::listed(sheet, name, &listed, |listed| format!("{why}: {listed}."));
        name = "";
    }
    if name.is_empty() {
        sheet.fact("", "Make them outside of a block, or log them as skipped.");
    }
}

fn ready(sheet: &mut Sheet, ready: &Ready) {
    let (now, needed) = (ready.now, ready.needed_this_week);
    let text = match (now, needed) {
        (0, 0) => return,
        (now, 0) => format!("{now} researched; none is needed this week."),
        (now, needed) if now >= needed => format!("{now} researched, {needed} needed this week."),
        (now, needed) => format!(
            "{now} researched, {needed} needed this week: {} to research first.",
            needed - now
        ),
    };
    sheet.fact("Ready", &text);
}

fn after(sheet: &mut Sheet, after: &AfterHorizon, to: NaiveDate, near: NaiveDate) {
    let Some(last) = after.last_day.filter(|last| *last > to) else {
        return;
    };
    let parts: Vec<String> = after
        .seconds
        .iter()
        .filter(|(_, time)| **time > 0)
        .map(|(name, time)| format!("{} {name}", length(*time)))
        .collect();
    if !parts.is_empty() {
        sheet.fact(
            "Left behind",
            &format!(
                "After {} {} are still promised, to {}.",
                day(to, near),
                and(&parts),
                day(last, near)
            ),
        );
    }
}
