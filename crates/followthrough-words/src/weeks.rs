//! The weeks of a plan as a table: workdays, starts, and the load on each category's time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use followthrough::{CategoryName, CategoryTime, Plan, Week};

use super::sheet::Sheet;
use super::table::{Cell, Table};
use super::words::{clean, count, minutes_used, short_day};

/// How many categories stand side by side before another table is begun.
const SIDE_BY_SIDE: usize = 3;

/// Writes the weeks that begin in the horizon, `to` its last day; nothing where nothing is done in any.
pub(super) fn write(
    sheet: &mut Sheet,
    plan: &Plan,
    weeks: &[Week],
    to: NaiveDate,
    lost: &[NaiveDate],
) {
    let weeks: Vec<&Week> = weeks.iter().filter(|week| week.from <= to).collect();
    let is_used = |week: &&Week| {
        week.categories
            .values()
            .any(|time| time.committed + time.new > 0)
    };
    if !weeks.iter().any(is_used) {
        return;
    }
    let used = |time: &CategoryTime| time.usable + time.committed + time.new > 0;
    let categories: BTreeSet<&CategoryName> = weeks
        .iter()
        .flat_map(|week| {
            week.categories
                .iter()
                .filter(|(_, time)| used(time))
                .map(|(name, _)| name)
        })
        .collect();
    let categories: Vec<&CategoryName> = categories.into_iter().collect();
    for part in categories.chunks(SIDE_BY_SIDE) {
        sheet.gap();
        let mut header = vec!["week of".to_owned(), "days".to_owned(), "start".to_owned()];
        for category in part {
            header.push(category.to_string());
            header.push("min".to_owned());
        }
        let mut table = Table::with_header(header);
        for week in &weeks {
            let near = week.from.min(plan.first_day);
            let mut row: Vec<Cell> = vec![
                short_day(week.from, near).into(),
                week.workdays.to_string().into(),
                starts(week).into(),
            ];
            for category in part {
                let time = week.categories.get(*category).filter(|time| used(time));
                row.push(time.map_or("".into(), bar));
                row.push(time.map(numbers).unwrap_or_default().into());
            }
            row.push(note(plan, week, lost).into());
            table.add_row(row);
        }
        table.align_right((1..3).chain((0..part.len()).map(|index| 4 + 2 * index)));
        sheet.table(table);
    }
    if !categories.is_empty() {
        sheet.legend();
    }
}

/// How many are started, and of how many where the week has room for fewer than its share.
fn starts(week: &Week) -> String {
    match week.quota.filter(|quota| week.starts < *quota) {
        Some(quota) => format!("{}/{quota}", week.starts),
        None => week.starts.to_string(),
    }
}

fn bar(time: &CategoryTime) -> Cell {
    Cell::Bar {
        owed: time.committed,
        new: time.new,
        usable: time.usable,
    }
}

/// Minutes used of minutes usable.
fn numbers(time: &CategoryTime) -> String {
    format!(
        "{}/{}",
        minutes_used(time.committed + time.new),
        time.usable / 60
    )
}

/// Why a week is short: days away by their label, holidays, lost days.
fn note(plan: &Plan, week: &Week, lost: &[NaiveDate]) -> String {
    let inside = |date: &NaiveDate| (week.from..=week.to).contains(date);
    let mut notes = Vec::new();
    let holidays = plan.holidays.iter().filter(|date| inside(date)).count();
    if holidays > 0 {
        notes.push(count(holidays as u64, "holiday", "holidays"));
    }
    let mut labels = BTreeSet::new();
    for away in &plan.away {
        let overlaps = away.from <= week.to && week.from <= away.to;
        // An all-day event on a holiday says nothing new.
        let news = away
            .from
            .iter_days()
            .take_while(|day| *day <= away.to.min(week.to));
        if overlaps && news.filter(inside).any(|day| !plan.holidays.contains(&day)) {
            labels.insert(if away.label.is_empty() {
                "away".to_owned()
            } else {
                clean(&away.label)
            });
        }
    }
    notes.extend(labels);
    let lost = lost.iter().filter(|date| inside(date)).count();
    if lost > 0 {
        notes.push(format!(
            "{} without time",
            count(lost as u64, "day", "days")
        ));
    }
    notes.join(", ")
}
