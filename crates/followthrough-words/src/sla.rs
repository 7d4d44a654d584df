//! What it takes to answer leads soon, for people: how much to hold free when, and what that costs in prospects.

use std::collections::BTreeMap;

use chrono::Timelike;
use followthrough::Plan;
use followthrough_forecast::{Held, Sla};

use super::cost::{pace, span, total};
use super::sheet::Sheet;
use super::table::Table;
use super::trade::logged;
use super::words::{clean, count, length, thousands};

/// The whole answer.
#[must_use]
pub fn sla(plan: &Plan, told: &Sla) -> Sheet {
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    let within = length(told.within);
    sheet.title(&format!(
        "{}: leads answered within {within}, {} a week",
        clean(&plan.name),
        number(told.leads)
    ));
    sheet.gap();
    let span = span(told.horizon.name, told.horizon.to, near);
    match &told.enough {
        None => sheet.headline(&format!(
            "No time held free is enough: with all that is told below, fewer than {} of 20 leads are answered within {within}.",
            wanted(told.sure)
        )),
        Some(held) => {
            sheet.headline(&format!(
                "Hold {} free on every workday: {} of 20 leads are answered within {within}.",
                length(held.seconds),
                twentieths(held.in_time)
            ));
            sheet.sentence(&if (held.per_week, held.over_horizon) == (0, 0) {
                format!("That costs no prospect {span}: {} are started with it and without.", total(&told.without))
            } else {
                format!(
                    "That costs {} {span}: {} become {}. The pace is {} instead of {} in a full week.",
                    count(held.over_horizon.unsigned_abs(), "prospect", "prospects"),
                    total(&told.without),
                    total(&held.starts),
                    pace(&held.starts),
                    pace(&told.without)
                )
            });
        }
    }
    if told.in_meetings > 0 {
        sheet.sentence(&format!(
            "Of the time held free {} lie in meetings {span}: whoever sits in one answers late.",
            length(told.in_meetings)
        ));
    }
    if !told.times.is_empty() {
        sheet.gap();
        hours(&mut sheet, told);
    }
    if !told.ladder.is_empty() {
        sheet.gap();
        ladder(&mut sheet, told, &within);
    }
    sheet.gap();
    sheet.fact(
        "Taken as given",
        &format!(
            "Leads come at any moment from {} to {} on a workday, each as likely, and take {} each. Hours follow on hours: who comes before the end may be answered on the next workday.",
            told.from.format("%H:%M"),
            told.to.format("%H:%M"),
            length(told.takes)
        ),
    );
    logged(&mut sheet, told.effort, false);
    if !told.ladder.iter().all(|held| held.exact) {
        sheet.sentence("Starts are those that were found. Where that no more fit is not proved, held time may cost more or less.");
    }
    sheet
}

/// The minutes to hold free in each hour of the clock.
fn hours(sheet: &mut Sheet, told: &Sla) {
    let mut by_hour: BTreeMap<u32, (u64, Vec<String>)> = BTreeMap::new();
    for held in &told.times {
        let hour = by_hour.entry(held.start.hour()).or_default();
        hour.0 += held.seconds;
        hour.1.push(held.start.format("%H:%M").to_string());
    }
    let mut table = Table::with_header(["hour from", "hold free", "from"]);
    table.align_right([1]);
    for (hour, (seconds, starts)) in by_hour {
        table.add_row(vec![
            format!("{hour:02}:00"),
            length(seconds),
            starts.join(", "),
        ]);
    }
    sheet.table(table);
}

fn ladder(sheet: &mut Sheet, told: &Sla, within: &str) {
    let mut table = Table::with_header(["a day", "in time", "a week", "starts", "costs", ""]);
    table.align_right([0, 1, 2, 3, 4]);
    for held in &told.ladder {
        let is_enough = told.enough.as_ref() == Some(held);
        table.add_row(vec![
            length(held.seconds),
            format!("{} of 20", twentieths(held.in_time)),
            pace(&held.starts),
            total(&held.starts),
            cost(held),
            if is_enough { "enough" } else { "" }.to_owned(),
        ]);
    }
    sheet.table(table);
    sheet.sentence(&format!(
        "In time: of twenty leads those answered within {within}. Costs: prospects who are not started over the horizon."
    ));
}

fn cost(held: &Held) -> String {
    if held.over_horizon < 0 {
        format!("-{}", thousands(held.over_horizon.unsigned_abs()))
    } else {
        thousands(held.over_horizon.unsigned_abs())
    }
}

/// How many of twenty, rounded down, so that what is said is not more than what is there.
fn twentieths(millionths: u32) -> u32 {
    millionths / 50_000
}

/// How many of twenty were asked for, rounded up.
fn wanted(millionths: u32) -> u32 {
    millionths.div_ceil(50_000)
}

/// A count in hundredths as it is written.
fn number(hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => thousands(whole),
        (whole, part) if part % 10 == 0 => format!("{}.{}", thousands(whole), part / 10),
        (whole, part) => format!("{}.{part:02}", thousands(whole)),
    }
}
