//! Advice for people: what it would take, the smallest change first, with the lines to paste into the plan.

use std::collections::BTreeMap;

use chrono::Weekday;
use followthrough::{
    Advice, BlockChange, CategoryName, Pattern, Plan, Policy, Relaxed, Remedy, RemedyKind, Unit,
};
use followthrough_document::write_block;

use super::fit::sentence;
use super::sheet::Sheet;
use super::words::{and, clean, day, length, long_weekday, thousands};

/// The whole answer.
pub fn advise(plan: &Plan, advice: &Advice) -> Sheet {
    let mut sheet = Sheet::default();
    let near = advice.horizon.from;
    let target = thousands(advice.target);
    let unit = unit(advice);
    sheet.title(&format!(
        "{}: what it would take to start {target}{unit}",
        clean(&plan.name)
    ));
    sheet.gap();
    if advice.fits {
        sheet.headline(&format!(
            "Nothing: {}{unit} as the plan is.",
            fit(advice.number)
        ));
        return sheet;
    }
    sheet.headline(&format!(
        "{}{unit} as the plan is{}.",
        fit(advice.number),
        if advice.bound < advice.target {
            format!("; {target} cannot")
        } else {
            String::new()
        }
    ));
    if let Some(clear) = advice.clear_day {
        sheet.sentence(&format!(
            "Some of what is owed already is late until {}: `followthrough triage` says what would help.",
            day(clear, near)
        ));
    }
    if !advice.why.is_empty() {
        sheet.fact("What binds", &sentence(&advice.why));
    }
    for remedy in &advice.remedies {
        sheet.gap();
        let (name, text) = told(plan, advice, remedy);
        sheet.fact(name, &text);
        for change in &remedy.blocks {
            block(&mut sheet, plan, change);
        }
    }
    if let Some(none) = &advice.none {
        sheet.gap();
        sheet.fact("No remedy", &sentence(none));
    }
    sheet
}

/// The line that a fit has for it: its first remedy.
pub(super) fn line(sheet: &mut Sheet, plan: &Plan, advice: &Advice) {
    let name = format!("To get {}", thousands(advice.target));
    match advice.remedies.first() {
        Some(remedy) => {
            let what = match &remedy.rule {
                Some(rule) => rule_in_words(rule),
                None => time_in_words(plan, remedy),
            };
            sheet.fact(
                &name,
                &format!("{what}. `followthrough advise` has the blocks, and what else would do."),
            );
        }
        None => sheet.fact(
            &name,
            &sentence(advice.none.as_deref().unwrap_or("nothing was found")),
        ),
    }
}

/// ` in a full week`, where that is what the number counts.
fn unit(advice: &Advice) -> String {
    match (advice.policy, advice.unit) {
        (Policy::Level, Unit::PerFullWeek) => " in a full week".to_owned(),
        (Policy::Once, _) => " at once".to_owned(),
        _ => format!(" by {}", day(advice.horizon.to, advice.horizon.from)),
    }
}

fn fit(number: u32) -> String {
    match number {
        0 => "None fits".to_owned(),
        1 => "1 fits".to_owned(),
        number => format!("{} fit", thousands(number)),
    }
}

/// `12 fit`, with what that leaves out.
fn reached(advice: &Advice, remedy: &Remedy) -> String {
    let mut text = fit(remedy.number);
    if advice.policy == Policy::Level && remedy.number > advice.target {
        text.push_str(" then");
    }
    text
}

/// One remedy of an advice in sentences: what changes, how many fit then, and whether less would do.
///
/// ```
/// use followthrough::{Plan, Policy};
/// use followthrough_words::remedy;
///
/// let plan = Plan::example();
/// let more = plan.fit(Policy::Level, None)?.number + 1;
/// let advice = plan.advise(more, Policy::Level, None)?;
/// let first = advice.remedies.first().map(|one| remedy(&plan, &advice, one));
/// assert!(first.is_some_and(|text| text.starts_with("Add ")));
/// # Ok::<(), followthrough::Error>(())
/// ```
#[must_use]
pub fn remedy(plan: &Plan, advice: &Advice, remedy: &Remedy) -> String {
    let (name, text) = told(plan, advice, remedy);
    format!("{name} {text}")
}

/// What a remedy is called, and what it changes.
fn told(plan: &Plan, advice: &Advice, remedy: &Remedy) -> (&'static str, String) {
    let reached = reached(advice, remedy);
    if let (RemedyKind::Relax, Some(rule)) = (remedy.kind, &remedy.rule) {
        return ("Relax", format!("{}: {reached}.", rule_in_words(rule)));
    }
    let proof = if remedy.proved {
        "Proved: less time would not do.".to_owned()
    } else if advice.at_least > 0 {
        format!(
            "Not proved to be the least: {} at the least.",
            length(advice.at_least)
        )
    } else {
        "Not proved to be the least.".to_owned()
    };
    let name = if remedy.kind == RemedyKind::Move {
        "Move"
    } else {
        "Add"
    };
    let what = time_in_words(plan, remedy);
    (name, format!("{what}: {reached}. {proof}"))
}

/// `30 min calling a week to research`, or `30 min more research a week, on Monday`.
fn time_in_words(plan: &Plan, remedy: &Remedy) -> String {
    let days = weekdays(plan, remedy);
    let when = match days.as_slice() {
        [] => String::new(),
        days if days.len() > FEW => String::new(),
        days => format!(", on {}", and(days)),
    };
    format!("{}{when}", weekly_time(remedy))
}

/// Changes on more days of the week than these are told by the lines of the plan alone.
const FEW: usize = 2;

/// The days of the week on which a remedy changes blocks; none where it changes rules.
fn weekdays(plan: &Plan, remedy: &Remedy) -> Vec<String> {
    let mut changes: BTreeMap<u8, BTreeMap<Vec<&CategoryName>, i64>> = BTreeMap::new();
    for change in &remedy.blocks {
        let before = change.index.and_then(|index| plan.blocks.get(index));
        let before = before.into_iter().map(|block| (block, -1));
        for (block, sign) in before.chain(change.after.iter().map(|block| (block, 1))) {
            let Pattern::Weekdays(days) = block.pattern() else {
                return Vec::new();
            };
            for day in days {
                let of_day = changes.entry(day.num_days_from_monday() as u8).or_default();
                *of_day
                    .entry(block.categories().iter().collect())
                    .or_default() += sign * block.length().num_seconds();
            }
        }
    }
    let changed = changes
        .into_iter()
        .filter(|(_, changes)| changes.values().any(|change| *change != 0));
    let named = changed.filter_map(|(day, _)| Weekday::try_from(day).ok());
    named.map(|day| long_weekday(day).to_owned()).collect()
}

fn weekly_time(remedy: &Remedy) -> String {
    let parts = |sign: i64, more: &str| -> Vec<String> {
        let mine = remedy
            .by_category
            .iter()
            .filter(|(_, seconds)| **seconds * sign > 0);
        let part = |(name, seconds): (&CategoryName, &i64)| {
            format!("{}{more} {name}", length(seconds.unsigned_abs()))
        };
        mine.map(part).collect()
    };
    if remedy.kind == RemedyKind::Move {
        let takers = remedy
            .by_category
            .iter()
            .filter(|(_, seconds)| **seconds > 0);
        let takers: Vec<String> = takers.map(|(name, _)| name.to_string()).collect();
        format!("{} a week to {}", and(&parts(-1, "")), and(&takers))
    } else {
        format!("{} a week", and(&parts(1, " more")))
    }
}

/// The lines of a plan that change.
fn block(sheet: &mut Sheet, plan: &Plan, change: &BlockChange) {
    const INDENT: &str = "    ";
    if let Some(before) = change.index.and_then(|index| plan.blocks.get(index)) {
        let what = if change.after.is_empty() {
            "without"
        } else {
            "in place of"
        };
        sheet.line(&format!("{INDENT}# {what} `{}`", clean(&before.label())));
    }
    for after in &change.after {
        for line in write_block(after).lines() {
            sheet.line(&format!("{INDENT}{line}"));
        }
    }
}

fn days(count: u32) -> String {
    format!("{count} {}", if count == 1 { "day" } else { "days" })
}

fn rule_in_words(rule: &Relaxed) -> String {
    match rule {
        Relaxed::Within {
            cadence,
            touch,
            from,
            to,
        } => {
            format!(
                "touch {touch} of {cadence} open for {} more, `within = {to}` instead of {from}",
                days(to - from)
            )
        }
        Relaxed::After {
            cadence,
            touch,
            from,
            to,
        } => format!(
            "touch {touch} of {cadence} and what follows it {} later, `after = {to}` instead of {from}",
            days(to - from)
        ),
        Relaxed::Effort { channel, from, to } => {
            format!(
                "no {channel} longer than {} instead of {}",
                length(*to),
                length(*from)
            )
        }
        Relaxed::Prep { cadence, from, to } => {
            format!(
                "prep of {cadence} in {} instead of {}",
                length(*to),
                length(*from)
            )
        }
        Relaxed::Reserve { from, to } => format!("`reserve = {to}` instead of {from}"),
        Relaxed::Cap {
            channel,
            daily,
            from,
            to,
        } => {
            let span = if *daily { "on a day" } else { "in 7 days" };
            format!("a cap on {channel} of {to} {span} instead of {from}")
        }
        Relaxed::LastTouch { cadence, touch } => {
            format!("{cadence} without its last touch, {touch}")
        }
    }
}
