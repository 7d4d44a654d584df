//! What becomes of ways to start prospects, for people: in touches of a hundred, and week by week.

use chrono::NaiveDate;
use followthrough::Plan;
use followthrough_forecast::{Approach, Simulated, Simulation};

use super::cost::span;
use super::sheet::Sheet;
use super::table::Table;
use super::trade::assumptions;
use super::words::{clean, count, short_day, thousands};

/// The whole answer.
#[must_use]
pub fn simulate(plan: &Plan, told: &Simulation) -> Sheet {
    simulated(plan, told, true)
}

/// The answer, with the starts of each week where they are wanted.
pub(super) fn simulated(plan: &Plan, told: &Simulation, weekly: bool) -> Sheet {
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    sheet.title(&format!(
        "{}: what becomes of those who are started {}",
        clean(&plan.name),
        span(told.horizon.name, told.horizon.to, near)
    ));
    sheet.gap();
    let scenarios = u64::from(told.scenarios);
    let worst = told
        .runs
        .iter()
        .max_by_key(|run| (run.late + run.dropped, run.starts));
    if let Some(worst) = worst.filter(|run| run.late + run.dropped > 0) {
        sheet.headline(&format!(
            "{}: {} of 100 touches are made late, {} never.",
            approach(&worst.approach),
            of_100(worst.late, worst),
            of_100(worst.dropped, worst)
        ));
        sheet.gap();
    }
    let mut table = Table::with_header([
        "",
        "starts",
        "in time",
        "late",
        "never",
        "answers",
        "silence",
        "for nothing",
    ]);
    table.align_right([1, 2, 3, 4, 5, 6, 7]);
    for run in &told.runs {
        table.add_row(vec![
            approach(&run.approach),
            mean(run.starts, scenarios),
            of_100(run.kept, run),
            of_100(run.late, run),
            of_100(run.dropped, run),
            mean(run.answered, scenarios),
            format!("{} days", thousands(run.longest_silence)),
            format!("{} h", mean(run.wasted / 3_600, scenarios)),
        ]);
    }
    sheet.table(table);
    sheet.sentence(
        "In time, late and never: of 100 touches. Silence: the most days between two touches of one prospect. For nothing: the hours that went to prospects who were not made every touch.",
    );
    if weekly {
        sheet.gap();
        starts(&mut sheet, told, near);
    }
    sheet.gap();
    sheet.sentence(&format!(
        "{} lived through with seed {}; numbers are of the mean one. The n-th prospect answers at the same touch whatever the way.",
        match told.scenarios {
            1 => "1 scenario was".to_owned(),
            many => format!("{} were", count(many, "scenario", "scenarios")),
        },
        told.seed
    ));
    assumptions(&mut sheet, &told.assumptions, told.effort);
    sheet
}

/// How many are started in each week, way by way.
fn starts(sheet: &mut Sheet, told: &Simulation, near: NaiveDate) {
    let scenarios = u64::from(told.scenarios);
    let mut header = vec!["week of".to_owned()];
    header.extend(told.runs.iter().map(|run| approach(&run.approach)));
    let mut table = Table::with_header(header);
    table.align_right(1..=told.runs.len());
    let weeks = told.runs.first().map_or(&[][..], |run| &run.weeks);
    for (at, week) in weeks.iter().enumerate() {
        let mut row = vec![short_day(week.from, near)];
        let starts = told
            .runs
            .iter()
            .map(|run| mean(run.weeks[at].starts, scenarios));
        row.extend(starts);
        table.add_row(row);
    }
    sheet.sentence("Starts of each week:");
    sheet.table(table);
}

/// What a way to start prospects is called.
#[must_use]
pub fn approach(approach: &Approach) -> String {
    match approach {
        Approach::Pace => "the pace".to_owned(),
        Approach::Max => "the most".to_owned(),
        Approach::Blitz(count) => format!("blitz of {}", thousands(*count)),
        Approach::FollowUpsFirst(0) => "follow-ups first".to_owned(),
        Approach::FollowUpsFirst(kept) => format!("{kept} of 100 kept"),
        Approach::Own(_) => "your own".to_owned(),
    }
}

fn of_100(part: u64, run: &Simulated) -> String {
    let all = run.kept + run.late + run.dropped;
    let tenths = (part * 1_000 + all / 2).checked_div(all).unwrap_or(0);
    match (part, tenths) {
        (0, _) => "0".to_owned(),
        (_, 0) => "0.1".to_owned(),
        _ if part < all && tenths >= 1_000 => "99.9".to_owned(),
        _ if tenths.is_multiple_of(10) => (tenths / 10).to_string(),
        _ => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

fn mean(sum: u64, scenarios: u64) -> String {
    thousands((sum + scenarios / 2).checked_div(scenarios).unwrap_or(0))
}
