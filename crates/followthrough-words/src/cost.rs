//! What meetings cost, for people: the dearest first, and where each would cost nothing.

use std::fmt::Write as _;

use chrono::{NaiveDate, Weekday};
use followthrough::{HorizonName, Plan};
use followthrough_forecast::{Cost, MeetingCost, Rhythm, Starts};

use super::sheet::Sheet;
use super::table::Table;
use super::trade::logged;
use super::words::{and, clean, count, day, length, long_day, thousands};

/// The whole answer.
#[must_use]
pub fn cost(plan: &Plan, cost: &Cost) -> Sheet {
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    sheet.title(&format!(
        "{}: what its meetings cost, from {}",
        clean(&plan.name),
        long_day(near)
    ));
    sheet.gap();
    let span = span(cost.horizon.name, cost.horizon.to, near);
    if let [asked] = cost.meetings.as_slice()
        && asked.proposed
    {
        sheet.headline(&proposed(asked, cost, &span));
        if asked.slot.is_some() {
            sheet.fact("For nothing", &format!("The meeting {}.", moved(asked)));
        }
        if !asked.exact {
            sheet.sentence("Starts are those that were found. That no more fit is not proved, so it may cost more or less.");
        }
        logged(&mut sheet, cost.effort, true);
        return sheet;
    }
    let dear = cost.meetings.iter().find(|one| one.over_horizon > 0);
    sheet.headline(&match dear {
        None => format!("No meeting costs a prospect {span}."),
        Some(first) => format!(
            "{} costs most: {} {span}.",
            clean(&first.title),
            prospects(first.over_horizon)
        ),
    });
    sheet.sentence(&if cost.with_all == cost.without_any {
        format!(
            "With all meetings and without any, {}, {} {span}.",
            started(&cost.with_all),
            thousands(cost.with_all.total)
        )
    } else {
        format!(
            "With all meetings {}, {} {span}; without any {}, {}.",
            started(&cost.with_all),
            thousands(cost.with_all.total),
            paced(&cost.without_any),
            thousands(cost.without_any.total)
        )
    });
    if !cost.meetings.is_empty() {
        sheet.gap();
        let mut table = Table::with_header(["a week", "in all", "takes", "meeting", "when", ""]);
        table.align_right([0, 1, 2]);
        for one in &cost.meetings {
            let taken = one.taken.values().copied().max().unwrap_or(0);
            table.add_row(vec![
                signed(one.per_week),
                signed(one.over_horizon),
                length(taken.div_ceil(60) * 60),
                clean(&one.title),
                when(one, near),
                if one.exact { "" } else { "not proved" }.to_owned(),
            ]);
        }
        sheet.table(table);
    }
    let movable = cost.meetings.iter().filter(|one| one.slot.is_some());
    let movable: Vec<&MeetingCost> = movable.collect();
    if !movable.is_empty() {
        sheet.gap();
        for (at, one) in movable.into_iter().enumerate() {
            let name = if at == 0 { "For nothing" } else { "" };
            sheet.fact(name, &format!("{} {}.", clean(&one.title), moved(one)));
        }
    }
    sheet.gap();
    if cost.beside > 0 {
        sheet.sentence(&match cost.beside {
            1 => "1 more event lies beside all blocks and costs nothing.".to_owned(),
            many => format!("{many} more events lie beside all blocks and cost nothing."),
        });
    }
    if cost.meetings.len() > 1 {
        sheet.sentence(
            "Each meeting is left out alone. Two that share time may cost more together than the sum.",
        );
    }
    unproved(&mut sheet, cost.meetings.iter().all(|one| one.exact));
    logged(&mut sheet, cost.effort, true);
    sheet
}

/// Says so where starts are found and not proved to be the most.
fn unproved(sheet: &mut Sheet, exact: bool) {
    if !exact {
        sheet.sentence(
            "Where a line is not proved, starts with and without the meeting are those that were found: the meeting may cost more or less.",
        );
    }
}

/// `10 prospects are started in a full week`.
fn started(starts: &Starts) -> String {
    match (starts.every, starts.number) {
        (Some(every), _) => format!("1 prospect is started every {every} weeks"),
        (None, 1) => "1 prospect is started in a full week".to_owned(),
        (None, many) => format!("{} prospects are started in a full week", thousands(many)),
    }
}

/// `10 in a full week`.
fn paced(starts: &Starts) -> String {
    match starts.every {
        Some(every) => format!("1 every {every} weeks"),
        None => format!("{} in a full week", thousands(starts.number)),
    }
}

/// `over the quarter to 22 Feb 2027`.
pub(super) fn span(name: HorizonName, to: NaiveDate, near: NaiveDate) -> String {
    let to = day(to, near);
    match name {
        HorizonName::Day => "today".to_owned(),
        HorizonName::Week => format!("in the week to {to}"),
        HorizonName::Month => format!("in the month to {to}"),
        HorizonName::Quarter => format!("in the quarter to {to}"),
        HorizonName::Span => format!("by {to}"),
    }
}

/// `10`, `10 to 11` where it is not proved that 11 do not fit, or `1 every 3 weeks`.
pub(super) fn pace(starts: &Starts) -> String {
    match starts.every {
        Some(every) => format!("1 every {every} weeks"),
        None if starts.bound > starts.number => {
            format!(
                "{} to {}",
                thousands(starts.number),
                thousands(starts.bound)
            )
        }
        None => thousands(starts.number),
    }
}

/// `114`, or `114 to 116` where it is not proved that no more fit.
pub(super) fn total(starts: &Starts) -> String {
    if starts.total_bound > starts.total {
        format!(
            "{} to {}",
            thousands(starts.total),
            thousands(starts.total_bound)
        )
    } else {
        thousands(starts.total)
    }
}

fn prospects(number: i64) -> String {
    count(number.unsigned_abs(), "prospect", "prospects")
}

fn signed(number: i64) -> String {
    if number < 0 {
        format!("-{}", thousands(number.unsigned_abs()))
    } else {
        thousands(number.unsigned_abs())
    }
}

fn when(one: &MeetingCost, near: NaiveDate) -> String {
    match &one.rhythm {
        Some(rhythm) if rhythm.times == 1 => format!(
            "{} {}",
            day(rhythm.first, near),
            rhythm.start.format("%H:%M")
        ),
        Some(rhythm) => format!("{}, {} times", weekly(rhythm), rhythm.times),
        None => {
            let mut spans = one.days.iter().map(|days| {
                if days.from == days.to {
                    day(days.from, near)
                } else {
                    format!("{} to {}", day(days.from, near), day(days.to, near))
                }
            });
            let first = spans.next().unwrap_or_default();
            match spans.count() {
                0 => first,
                more => format!("{first} and {more} more"),
            }
        }
    }
}

/// `Mon and Wed 10:00`.
fn weekly(rhythm: &Rhythm) -> String {
    let days: Vec<String> = rhythm.days.iter().map(Weekday::to_string).collect();
    format!("{} {}", and(&days), rhythm.start.format("%H:%M"))
}

/// `at 11:30 on the same days`.
fn moved(one: &MeetingCost) -> String {
    let Some(slot) = &one.slot else {
        return String::new();
    };
    let clock = slot.start.format("%H:%M");
    let days = slot.days.unsigned_abs();
    let when = match slot.days {
        0 => format!("at {clock}"),
        _ if one.rhythm.as_ref().is_some_and(|rhythm| rhythm.times > 1) => format!(
            "at {clock}, {} {}",
            count(days, "day", "days"),
            if slot.days > 0 { "later" } else { "earlier" }
        ),
        _ => format!("on {} at {clock}", slot.first.format("%a %-d %b")),
    };
    if slot.beside_blocks {
        format!("costs nothing {when}, beside all blocks")
    } else {
        format!("costs nothing {when}, where nobody misses the time")
    }
}

fn proposed(asked: &MeetingCost, cost: &Cost, span: &str) -> String {
    let what = match &asked.rhythm {
        Some(rhythm) => format!(
            "{} for {}, {} times,",
            weekly(rhythm),
            length(rhythm.seconds),
            rhythm.times
        ),
        None => "The meeting".to_owned(),
    };
    if asked.over_horizon <= 0 && asked.per_week <= 0 {
        return format!("{what} costs nothing.");
    }
    let mut told = format!(
        "{what} costs {} {span}: {} become {}.",
        prospects(asked.over_horizon),
        thousands(cost.with_all.total),
        thousands(asked.starts.total)
    );
    if asked.per_week > 0 {
        let _ = write!(
            told,
            " The pace falls from {} to {}.",
            match cost.with_all.every {
                Some(_) => paced(&cost.with_all),
                None => thousands(cost.with_all.number),
            },
            paced(&asked.starts)
        );
    }
    told
}
