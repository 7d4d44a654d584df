//! A fit for people: what to start, whether it is proved, what holds it down, and what is owed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{
    Advice, AfterHorizon, CadenceName, CadenceStarts, Commitments, Fit, Ordinary, Plan, Policy,
    Ready, Sparse, Unit, Unreachable, UnreachableReason, Warning,
};

use super::sheet::Sheet;
use super::weeks;
use super::words::{and, clean, count, day, length, long_day, party, short_day, thousands, touch};

/// The most things of one kind that are listed.
const MOST: usize = 6;

/// The whole answer.
pub fn fit(plan: &Plan, fit: &Fit) -> Sheet {
    fit_with_advice(plan, fit, None)
}

/// The whole answer, with a line about what more would take.
pub fn fit_with_advice(plan: &Plan, fit: &Fit, advice: Option<&Advice>) -> Sheet {
    let mut sheet = Sheet::default();
    let (from, to) = (fit.horizon.from, fit.horizon.to);
    sheet.title(&format!(
        "{}, {} to {}, if nobody answers",
        clean(&plan.name),
        long_day(from),
        long_day(to)
    ));
    sheet.gap();
    late(&mut sheet, fit);
    headline(&mut sheet, fit);
    promise(&mut sheet, plan, fit);
    weeks::write(&mut sheet, plan, &fit.weeks, to, &fit.lost_days);
    sheet.gap();
    facts(&mut sheet, plan, fit, advice);
    sheet
}

/// What is late, before anybody is started.
fn late(sheet: &mut Sheet, fit: &Fit) {
    let owed = &fit.commitments;
    let many: u64 = owed.late.iter().map(|one| u64::from(one.count)).sum();
    if let Some(clear) = owed.clear_day {
        sheet.headline(&format!(
            "{} late; the last of them is done before {}.",
            count(many, "touch owed already is", "touches owed already are"),
            day(clear, fit.horizon.from)
        ));
    }
}

/// The ordinary pace, where it is the one told.
fn told(fit: &Fit) -> Option<&Ordinary> {
    fit.ordinary
        .as_ref()
        .filter(|ordinary| ordinary.number > fit.number)
}

fn headline(sheet: &mut Sheet, fit: &Fit) {
    let near = fit.horizon.from;
    let to = day(fit.horizon.to, near);
    match (fit.policy, fit.unit, told(fit), &fit.sparse) {
        (Policy::Level, Unit::PerFullWeek, Some(ordinary), _) => {
            sheet.headline(&format!(
                "Start {}{} in an ordinary week.",
                soon(fit),
                ordinary.number
            ));
            exceptions(sheet, fit, ordinary);
            proof(
                sheet,
                ordinary.number,
                ordinary.bound,
                " in an ordinary week",
            );
        }
        (Policy::Level, Unit::PerFullWeek, None, Some(sparse)) => few(sheet, fit, sparse),
        (Policy::Level, _, None, None) if fit.number == 0 => {
            sheet.headline("No new prospect fits.");
            proof(
                sheet,
                0,
                fit.bound,
                if fit.unit == Unit::PerFullWeek {
                    " in a full week"
                } else {
                    ""
                },
            );
        }
        (Policy::Level, Unit::PerFullWeek, None, None) => {
            sheet.headline(&format!(
                "Start {}{} in a full week.",
                soon(fit),
                fit.number
            ));
            proof(sheet, fit.number, fit.bound, " in a full week");
        }
        (Policy::Level, Unit::Total, ..) => {
            sheet.headline(&format!(
                "Start {}{} in all by {to}.",
                soon(fit),
                fit.number
            ));
            proof(sheet, fit.number, fit.bound, "");
        }
        (Policy::Once, ..) => {
            let first = fit.starts.first().map_or(near, |start| start.date);
            sheet.headline(&format!(
                "{} could start on {}.",
                thousands(fit.number),
                day(first, near)
            ));
            sheet.sentence("That is what a blitz could carry once, not a pace: without `--policy once` the answer is one.");
            proof(sheet, fit.number, fit.bound, "");
        }
        (Policy::Max, ..) => {
            sheet.headline(&format!("{} could start by {to}.", thousands(fit.number)));
            sheet.sentence(
                "Boom and bust: without `--policy max` the answer is a pace that can go on.",
            );
            proof(sheet, fit.number, fit.bound, "");
        }
    }
}

/// `2 today, 6 this week, `: what is nearest.
fn soon(fit: &Fit) -> String {
    let mut text = String::new();
    // Where the week starts nobody, today says nothing new.
    let news = fit.this_week != Some(0);
    if let Some(today) = fit.today.filter(|_| news) {
        text.push_str(&if today == 0 {
            "nobody today, ".to_owned()
        } else {
            format!("{today} today, ")
        });
    }
    let told = fit.unit == Unit::Total && fit.this_week == Some(fit.number);
    if let Some(week) = fit.this_week.filter(|_| !told) {
        text.push_str(&if week == 0 {
            "nobody this week".to_owned()
        } else {
            format!("{week} this week")
        });
        if let Some(first) = fit.weeks.first().filter(|_| fit.unit == Unit::PerFullWeek) {
            text.push_str(&format!(
                " ({})",
                count(first.workdays, "workday", "workdays")
            ));
        }
        text.push_str(", ");
    }
    text
}

fn exceptions(sheet: &mut Sheet, fit: &Fit, ordinary: &Ordinary) {
    let near = fit.horizon.from;
    let weeks: Vec<String> = ordinary
        .exceptions
        .iter()
        .map(|exception| {
            format!(
                "{} in the week of {}",
                exception.starts,
                short_day(exception.week, near)
            )
        })
        .collect();
    sheet.sentence(&format!(
        "Fewer in {}: {}.",
        count(weeks.len() as u64, "week", "weeks"),
        and(&weeks)
    ));
    let alike = if fit.number == 0 {
        "not one".to_owned()
    } else {
        format!("only {}", fit.number)
    };
    sheet.sentence(&format!(
        "To be the same in every week it would be {alike} a week."
    ));
}

/// Not even one a week, but some.
fn few(sheet: &mut Sheet, fit: &Fit, sparse: &Sparse) {
    let near = fit.horizon.from;
    sheet.headline(&format!(
        "Not one a week fits, but {} by {}.",
        sparse.total,
        day(fit.horizon.to, near)
    ));
    let days: Vec<String> = sparse
        .starts
        .iter()
        .take(MOST)
        .map(|start| {
            let several = if start.count > 1 {
                format!("{} on ", start.count)
            } else {
                String::new()
            };
            format!("{several}{}", day(start.date, near))
        })
        .collect();
    let more = sparse.starts.len() > days.len();
    sheet.sentence(&format!(
        "Start on {}{}.",
        if more { days.join(", ") } else { and(&days) },
        if more { " and so on" } else { "" }
    ));
    proof(sheet, fit.number, fit.bound, " in a full week");
}

fn proof(sheet: &mut Sheet, number: u32, bound: u32, unit: &str) {
    if number == bound {
        sheet.sentence(&format!(
            "Proved: {}{unit} cannot be.",
            thousands(u64::from(bound) + 1)
        ));
    } else {
        sheet.sentence(&format!(
            "Not proved to be the most: {} were found, and more than {}{unit} cannot be.",
            thousands(number),
            thousands(bound)
        ));
    }
}

/// What the number promises, and to whom.
fn promise(sheet: &mut Sheet, plan: &Plan, fit: &Fit) {
    if fit.total > 0 {
        let owed = if fit.commitments.prospects > 0 && fit.commitments.fits {
            format!(
                ", and the {} already owed something,",
                thousands(fit.commitments.prospects)
            )
        } else {
            String::new()
        };
        let but = if fit.unreachable.is_empty() {
            ""
        } else {
            ", but for those that cannot be made at all"
        };
        let started = if fit.total == 1 {
            "The one started".to_owned()
        } else {
            format!("All {} started", thousands(fit.total))
        };
        sheet.sentence(&format!(
            "{started} by {}{owed} get every promised touch inside its window{but}.",
            day(fit.horizon.to, fit.horizon.from)
        ));
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
        let why = if fit.ordinary.is_some() {
            // The proof is of the number that every week could carry.
            format!("The same number in every week: {}", fit.binding.why)
        } else {
            fit.binding.why.clone()
        };
        sheet.fact("What binds", &sentence(&why));
    }
    if let Some(advice) = advice {
        super::advise::line(sheet, advice);
    }
    owed(sheet, plan, &fit.commitments, near);
    unreachable(sheet, plan, &fit.unreachable, near);
    ready(sheet, &fit.ready);
    if let Some(answers) = fit.replies_per_week {
        let text = match answers {
            0 => "Not one a week finds time for the work that it brings.".to_owned(),
            1 => "One a week finds time for the work that it brings.".to_owned(),
            many => format!("Up to {many} a week find time for the work that they bring."),
        };
        sheet.fact("Answers", &text);
    }
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
        sheet.fact(
            "Days lost",
            &format!(
                "Busy time takes every block on {}: windows wait for the next day.",
                several(&days)
            ),
        );
    }
    notes(sheet, &fit.warnings);
}

/// Warnings, those that say the same of several parts together.
fn notes(sheet: &mut Sheet, warnings: &[Warning]) {
    let mut alike: Vec<(&Warning, Vec<&str>)> = Vec::new();
    for warning in warnings {
        let same = |one: &Warning| (one.code, &one.message) == (warning.code, &warning.message);
        match alike.iter_mut().find(|(one, _)| same(one)) {
            Some((_, places)) => places.push(&warning.place),
            None => alike.push((warning, vec![&warning.place])),
        }
    }
    for (warning, places) in alike {
        let mut text = places[0].to_owned();
        for pair in places.windows(2) {
            // Of "cadence `calls`, touch 2" after "cadence `calls`, touch 1" only the 2 is news.
            let part = |place: &'_ str| place.rfind(' ').map_or(0, |blank| blank + 1);
            let cut = part(pair[1]);
            let known = pair[0].get(..part(pair[0])) == pair[1].get(..cut);
            text.push_str(", ");
            text.push_str(if known { &pair[1][cut..] } else { pair[1] });
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
    let overdue: Vec<String> = owed
        .overdue
        .iter()
        .map(|one| {
            format!(
                "{} ({}, due by {})",
                party(plan, &one.id, one.count),
                touch(one.touch),
                day(one.window.to, near)
            )
        })
        .collect();
    if !overdue.is_empty() {
        let windows = if overdue.len() == 1 {
            "Its window opens"
        } else {
            "Their windows open"
        };
        sheet.fact(
            "Overdue",
            &format!("{}. {windows} anew today.", several(&overdue)),
        );
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
        sheet.fact(
            "Late",
            &format!(
                "{}. `followthrough triage` says whom to let go instead.",
                several(&late)
            ),
        );
    }
}

/// Up to a handful, and how many more.
fn several(items: &[String]) -> String {
    match items.len().checked_sub(MOST).filter(|more| *more > 0) {
        Some(more) => format!("{} and {more} more", items[..MOST].join(", ")),
        None => and(items),
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
        sheet.fact(name, &format!("{why}: {}.", several(&listed)));
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
