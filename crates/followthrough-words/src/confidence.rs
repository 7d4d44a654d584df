//! How likely a pace holds, for people: in counts of twenty, and twenty dots.

use followthrough::{HorizonName, Plan};
use followthrough_forecast::{Confidence, Holds, Level};

use super::sheet::Sheet;
use super::table::Table;
use super::trade::{assumptions, in_counts};
use super::words::{clean, count, day, long_day, thousands};

/// The whole answer.
#[must_use]
pub fn confidence(plan: &Plan, told: &Confidence) -> Sheet {
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    sheet.title(&format!(
        "{}: will it hold, from {} to {}?",
        clean(&plan.name),
        long_day(told.horizon.from),
        day(told.horizon.to, near)
    ));
    sheet.gap();
    let like = match told.horizon.name {
        HorizonName::Day => "days like this one",
        HorizonName::Week => "weeks like this one",
        HorizonName::Month => "months like this one",
        HorizonName::Quarter => "quarters like this one",
        HorizonName::Span => "spans like this one",
    };
    let surest = told.levels.iter().max_by_key(|level| level.millionths);
    if let Some(level) = surest {
        let number = level.strict.number;
        let holds = at(told, number);
        let enough = holds.is_some_and(|holds| {
            u64::from(holds.strict) * 1_000_000
                >= u64::from(level.millionths) * u64::from(told.scenarios)
        });
        sheet.headline(&if number == 0 && !(told.every.is_some() && enough) {
            format!(
                "No pace keeps every promise in {} of 20 {like}.",
                twentieths(level.millionths.into(), 1_000_000)
            )
        } else {
            format!(
                "Start {}: in {} of 20 {like} every promise is kept.",
                per_week(number, told),
                holds.map_or(0, |holds| twentieths(
                    holds.strict.into(),
                    told.scenarios.into()
                ))
            )
        });
    }
    if let Some(holds) = at(told, told.pace) {
        sheet.sentence(&format!(
            "At the pace that holds if nobody answers and no day is lost, {}, every promise is kept in {} of 20.",
            per_week(told.pace, told),
            twentieths(holds.strict.into(), told.scenarios.into())
        ));
    }
    if let Some(kept) = told.kept_in_bad {
        sheet.sentence(&format!(
            "In a bad one {} of 100 promises are kept at that pace.",
            kept / 10_000
        ));
    }
    if told.answers > 0 {
        sheet.sentence(&format!(
            "Of {} answers that bring work, {} wait for it longer than its window.",
            hundredths(told.answers),
            hundredths(told.answers_waiting)
        ));
    }
    sheet.gap();
    let mut table = Table::with_header(["a week", "holds", "", "98 of 100 kept"]);
    table.align_right([0]);
    for holds in shown(told) {
        let strict = twentieths(holds.strict.into(), told.scenarios.into());
        table.add_row(vec![
            if holds.number == told.pace && told.every.is_some() {
                "the pace".to_owned()
            } else {
                thousands(holds.number)
            },
            dots(strict),
            format!("{strict} of 20"),
            format!(
                "{} of 20",
                twentieths(holds.kept98.into(), told.scenarios.into())
            ),
        ]);
    }
    sheet.table(table);
    sheet.sentence("Each of 20 marks is one of twenty like this: o every promised touch is made in its window, . one or more is not.");
    if !told.levels.is_empty() && told.every.is_none() {
        sheet.gap();
        for (at, level) in told.levels.iter().enumerate() {
            sheet.fact(if at == 0 { "How sure" } else { "" }, &sure(level));
        }
    }
    moves(&mut sheet, told);
    sheet.gap();
    sheet.sentence(&format!(
        "{} were drawn, with seed {}. Starts are fixed before anybody answers, and a day that is lost is a day off.",
        count(told.scenarios, "scenario", "scenarios"),
        told.seed
    ));
    assumptions(&mut sheet, &told.assumptions, told.effort);
    sheet
}

/// How far the number moves, the largest move first.
fn moves(sheet: &mut Sheet, told: &Confidence) {
    /// Of more assumptions the others move it less.
    const MOST: usize = 5;
    if told.moves.is_empty() {
        return;
    }
    sheet.gap();
    let mut table = Table::with_header(["a week", "taken as given", "from", "to"]);
    for one in told.moves.iter().take(MOST) {
        table.add_row(vec![
            if one.at_from == one.at_to {
                format!("{} at both ends", thousands(one.at_from))
            } else {
                format!("{} to {}", thousands(one.at_from), thousands(one.at_to))
            },
            one.what.clone(),
            in_counts(one.from),
            format!(
                "{}{}",
                in_counts(one.to),
                if one.counted { "" } else { ", half to twice" }
            ),
        ]);
    }
    sheet.table(table);
    sheet.sentence("How far the number moves when each of them is another: over the interval in which the log has it, else from half of it to twice as much.");
}

fn at(told: &Confidence, number: u32) -> Option<&Holds> {
    told.paces.iter().find(|holds| holds.number == number)
}

fn per_week(number: u32, told: &Confidence) -> String {
    match told.every {
        Some(every) if number == 0 => format!("1 every {every} weeks"),
        _ => format!("{} a week", thousands(number)),
    }
}

/// How many of twenty, rounded down: what is said is not more than what was counted, and 20 is all.
fn twentieths(part: u64, of: u64) -> u64 {
    part * 20 / of.max(1)
}

/// A count in hundredths, to a tenth where there are few.
fn hundredths(count: u64) -> String {
    if count < 1_000 {
        format!("{}.{}", count / 100, count / 10 % 10)
    } else {
        thousands((count + 50) / 100)
    }
}

fn dots(holds: u64) -> String {
    let dot = |at| if at < holds { 'o' } else { '.' };
    (0..20).map(dot).collect()
}

/// The paces between which the answer changes: those that always hold and those that never do are told once.
fn shown(told: &Confidence) -> Vec<&Holds> {
    let last_sure = told
        .paces
        .iter()
        .rposition(|holds| holds.strict == told.scenarios);
    let first_never = told.paces.iter().position(|holds| holds.strict == 0);
    let from = last_sure.unwrap_or(0);
    let to = first_never.unwrap_or(told.paces.len().saturating_sub(1));
    let inside: Vec<&Holds> = told
        .paces
        .get(from..=to)
        .unwrap_or_default()
        .iter()
        .collect();
    // Of very many every n-th.
    let step = inside.len().div_ceil(24).max(1);
    let keep = |(at, holds): &(usize, &Holds)| at % step == 0 || holds.number == told.pace;
    let kept = inside.into_iter().enumerate().filter(keep);
    kept.map(|(_, holds)| holds).collect()
}

fn sure(level: &Level) -> String {
    let number = |sure: &followthrough_forecast::Sure| {
        if sure.low == sure.high {
            thousands(sure.number)
        } else {
            format!(
                "{} ({} to {} if more were drawn)",
                thousands(sure.number),
                thousands(sure.low),
                thousands(sure.high)
            )
        }
    };
    format!(
        "In {} of 100: {} a week keep every promise, {} keep 98 of 100.",
        level.millionths / 10_000,
        number(&level.strict),
        number(&level.kept98)
    )
}
