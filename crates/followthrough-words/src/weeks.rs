//! The weeks of a plan as a table: workdays, starts, and the load on each category's time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use followthrough::{CategoryName, CategoryTime, Plan, Seconds, Week};

use super::load::time;
use super::sheet::Sheet;
use super::table::{Cell, Table};
use super::words::{clean, count, minutes_used, short_day};

/// How many categories stand side by side before another table is begun.
const SIDE_BY_SIDE: usize = 3;

/// From so many weeks in a row that are alike on, one line stands for them.
const ALIKE: usize = 3;
/// A table of more lines than these folds weeks that start alike, whatever time they take.
const LONG: usize = 20;

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
    let columns = columns(plan, &weeks);
    let lines: Vec<Line> = weeks
        .iter()
        .map(|week| Line::of(plan, week, &columns, lost))
        .collect();
    let mut folded = fold(&lines, Line::is_like);
    if folded.len() > LONG {
        folded = fold(&lines, Line::starts_like);
    }
    let near = plan.first_day;
    if folded.len() == lines.len() {
        tables(sheet, near, &columns, &folded);
    } else {
        let single: Vec<&[Line]> = lines.chunks(1).collect();
        sheet.shortened(
            |sheet| tables(sheet, near, &columns, &folded),
            |sheet| {
                // A sheet of its own begins with no gap.
                sheet.line("");
                tables(sheet, near, &columns, &single);
            },
        );
    }
    if !columns.is_empty() {
        sheet.legend();
    }
}

/// Tables of weeks, so many categories side by side.
fn tables(
    sheet: &mut Sheet,
    first_day: NaiveDate,
    columns: &[Vec<&CategoryName>],
    folded: &[&[Line]],
) {
    for (part, columns) in columns.chunks(SIDE_BY_SIDE).enumerate() {
        sheet.gap();
        let mut header = vec!["week of".to_owned(), "days".to_owned(), "start".to_owned()];
        for column in columns {
            let names: Vec<&str> = column.iter().map(|name| name.as_str()).collect();
            header.push(names.join(" + "));
            header.push("min".to_owned());
        }
        let mut table = Table::with_header(header);
        for lines in folded {
            let Some(line) = lines.first() else { continue };
            let near = line.from.min(first_day);
            let mut name = short_day(line.from, near);
            if lines.len() > 1 {
                name.push_str(&format!(", {} weeks", lines.len()));
            }
            let mut row: Vec<Cell> = vec![
                name.into(),
                line.workdays.to_string().into(),
                line.starts.as_str().into(),
            ];
            let first = part * SIDE_BY_SIDE;
            for column in first..first + columns.len() {
                row.extend(load(lines, column));
            }
            row.push(line.note.as_str().into());
            table.add_row(row);
        }
        let bars = (0..columns.len()).map(|index| 3 + 2 * index);
        table.align_right((1..3).chain(bars.clone().map(|bar| bar + 1)));
        // Bars say again what the minutes say; then the notes can be spared.
        table.expend(bars.rev().chain([3 + 2 * columns.len()]));
        sheet.table(table);
    }
}

/// The categories whose time is used, those together that share a block.
pub(super) fn columns<'a>(plan: &Plan, weeks: &[&'a Week]) -> Vec<Vec<&'a CategoryName>> {
    let used = |time: &CategoryTime| time.usable + time.committed + time.new > 0;
    let names: BTreeSet<&CategoryName> = weeks
        .iter()
        .flat_map(|week| week.categories.iter())
        .filter(|(_, time)| used(time))
        .map(|(name, _)| name)
        .collect();
    let mut columns: Vec<Vec<&CategoryName>> = names.into_iter().map(|name| vec![name]).collect();
    for block in &plan.blocks {
        let shares = |column: &Vec<&CategoryName>| {
            column.iter().any(|name| block.categories().contains(name))
        };
        let (mut together, apart): (Vec<_>, Vec<_>) = columns.into_iter().partition(shares);
        columns = apart;
        if !together.is_empty() {
            let mut all: Vec<&CategoryName> = together.drain(..).flatten().collect();
            all.sort();
            columns.push(all);
        }
    }
    columns.sort();
    columns
}

/// One week as it is shown.
struct Line {
    from: NaiveDate,
    workdays: u32,
    starts: String,
    /// Owed, new and usable time by column; `None` where there is none of it.
    loads: Vec<Option<(Seconds, Seconds, Seconds)>>,
    note: String,
}

impl Line {
    fn of(plan: &Plan, week: &Week, columns: &[Vec<&CategoryName>], lost: &[NaiveDate]) -> Self {
        let load = |column: &Vec<&CategoryName>| {
            let (owed, new, usable) = time(week, column);
            (owed + new + usable > 0).then_some((owed, new, usable))
        };
        Self {
            from: week.from,
            workdays: week.workdays,
            starts: starts(week),
            loads: columns.iter().map(load).collect(),
            note: note(plan, week, lost),
        }
    }

    fn starts_like(&self, other: &Self) -> bool {
        let is_plain = self.note.is_empty() && other.note.is_empty();
        is_plain && (self.workdays, &self.starts) == (other.workdays, &other.starts)
    }

    fn is_like(&self, other: &Self) -> bool {
        self.starts_like(other) && self.loads == other.loads
    }
}

/// Lines that are alike in a row, where there are enough of them; each other one by itself.
fn fold(lines: &[Line], is_like: fn(&Line, &Line) -> bool) -> Vec<&[Line]> {
    let runs = lines.chunk_by(is_like);
    runs.flat_map(|run| run.chunks(if run.len() < ALIKE { 1 } else { run.len() }))
        .collect()
}

/// A column's bar, and its minutes used of minutes usable; over several weeks from the least to the most.
fn load(lines: &[Line], column: usize) -> [Cell; 2] {
    let loads: Vec<_> = lines.iter().filter_map(|line| line.loads[column]).collect();
    let Some((_, _, usable)) = loads.first() else {
        return ["".into(), "".into()];
    };
    let sum = |part: fn(&(Seconds, Seconds, Seconds)) -> Seconds| -> Seconds {
        loads.iter().map(part).sum()
    };
    let used = |load: &(Seconds, Seconds, Seconds)| minutes_used(load.0 + load.1);
    let least = loads.iter().map(used).min().unwrap_or(0);
    let most = loads.iter().map(used).max().unwrap_or(0);
    let used = if least == most {
        least.to_string()
    } else {
        format!("{least}-{most}")
    };
    [
        Cell::Bar {
            owed: sum(|load| load.0),
            new: sum(|load| load.1),
            usable: sum(|load| load.2),
        },
        format!("{used}/{}", usable / 60).into(),
    ]
}

/// How many are started, and of how many where the week has room for fewer than its share.
fn starts(week: &Week) -> String {
    match week.quota.filter(|quota| week.starts < *quota) {
        Some(quota) => format!("{}/{quota}", week.starts),
        None => week.starts.to_string(),
    }
}

/// A label of no more than so many characters.
fn clipped(label: &str) -> String {
    const MOST: usize = 20;
    let label = clean(label);
    if label.chars().count() <= MOST {
        return label;
    }
    let kept: String = label.chars().take(MOST - 1).collect();
    format!("{}…", kept.trim_end())
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
                clipped(&away.label)
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
