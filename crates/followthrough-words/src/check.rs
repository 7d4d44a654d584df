//! A check for people: whether n fit, which touches find no time, and when the last of them could start.

use std::collections::BTreeMap;

use followthrough::{
    Cadence, CadenceName, CategoryName, Check, CheckTime, CheckWeek, Dropped, Measure, Plan, Work,
};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{and, clean, count, day, length, minutes_used, short_day, thousands};

/// The whole answer.
pub fn check(plan: &Plan, check: &Check) -> Sheet {
    let mut sheet = Sheet::default();
    let near = check.over.from;
    let asked = count(check.asked, "prospect", "prospects");
    let when = if check.over.from == check.over.to {
        format!("on {}", day(check.over.from, near))
    } else {
        format!(
            "from {} to {}",
            day(check.over.from, near),
            day(check.over.to, near)
        )
    };
    let mix = mix(plan, check);
    let mut wanted = count(check.touches_wanted, "touch", "touches");
    if check.preps_wanted > 0 {
        let preps = count(check.preps_wanted, "prep", "preps");
        wanted = format!("{wanted} and {preps}");
    }
    let needs = if check.asked == 1 { "needs" } else { "need" };
    super::fit::cautions(&mut sheet, &check.level.warnings);
    if check.fits && check.asked == 0 {
        sheet.headline("Yes. Nobody is started, and so nothing is needed.");
    } else if check.fits {
        sheet.headline(&format!(
            "Yes. {asked} started {when}{mix} {needs} {wanted}, and each finds its time."
        ));
        days(&mut sheet, check);
    } else {
        sheet.headline(&no(check, &asked, &format!("{when}{mix} {needs} {wanted}")));
        sheet.sentence(&most(check));
        weeks(&mut sheet, plan, check);
        sheet.gap();
        shortest(&mut sheet, check);
    }
    pace(&mut sheet, plan, check);
    sheet
}

/// What finds its time of all that is needed, where not everything does.
fn no(check: &Check, asked: &str, need: &str) -> String {
    let lost = |wanted: u32, placed: u32| wanted.saturating_sub(placed);
    let touches = lost(check.touches_wanted, check.touches_placed);
    let preps = lost(check.preps_wanted, check.preps_placed);
    let parts = [(touches, "touch", "touches"), (preps, "prep", "preps")];
    let lost: Vec<String> = parts
        .into_iter()
        .filter(|(lost, ..)| *lost > 0)
        .map(|(lost, one, many)| count(lost, one, many))
        .collect();
    if lost.is_empty() {
        return format!(
            "No. {asked} started {need}, and on no days of that span all of them were found to fit."
        );
    }
    let find = if touches + preps == 1 {
        "finds"
    } else {
        "find"
    };
    let spread = if check.over.from == check.over.to {
        ""
    } else {
        " Spread evenly,"
    };
    let lead = if spread.is_empty() { ";" } else { "." };
    format!(
        "No. {asked} started {need}{lead}{spread} {} {find} no time.",
        and(&lost)
    )
}

/// The most of them that were found to fit, and whether more could.
fn most(check: &Check) -> String {
    let where_to = if check.over.from == check.over.to {
        "On that day"
    } else {
        "On the best days of that span"
    };
    let kept = match check.kept {
        0 => "not one of them gets every touch".to_owned(),
        1 => "1 could be started with every touch in its window, once".to_owned(),
        kept => format!(
            "{} could be started with every touch in its window, once",
            thousands(kept)
        ),
    };
    if check.kept == check.kept_bound {
        format!("{where_to} {kept}; more cannot.")
    } else {
        format!(
            "{where_to} {kept}. That is not proved to be the most: more than {} cannot.",
            thousands(check.kept_bound)
        )
    }
}

/// When they are started, where it is over several days.
fn days(sheet: &mut Sheet, check: &Check) {
    const MOST: usize = 5;
    if check.over.from == check.over.to {
        return;
    }
    let mut by_day: BTreeMap<chrono::NaiveDate, u32> = BTreeMap::new();
    for start in &check.asked_starts {
        *by_day.entry(start.date).or_default() += start.count;
    }
    let listed: Vec<String> = by_day
        .iter()
        .map(|(date, count)| format!("{} on {}", thousands(*count), day(*date, check.over.from)))
        .collect();
    let whole = format!("Start {}.", and(&listed));
    let more = listed.len().saturating_sub(MOST);
    if more == 0 {
        return sheet.sentence(&whole);
    }
    let last = by_day.keys().next_back().copied().unwrap_or(check.over.to);
    let short = format!(
        "Start {} and so on for {}, to {}.",
        listed[..MOST].join(", "),
        count(more as u64, "day more", "days more"),
        day(last, check.over.from)
    );
    sheet.shortened(
        |sheet| sheet.sentence(&short),
        |sheet| sheet.sentence(&whole),
    );
}

/// ` (75 outbound and 25 midmarket)`, where there is more than one cadence.
fn mix(plan: &Plan, check: &Check) -> String {
    let mut counts: BTreeMap<&CadenceName, u32> = BTreeMap::new();
    for start in &check.asked_starts {
        *counts.entry(&start.cadence).or_default() += start.count;
    }
    let part = |name: &CadenceName| counts.get(name).map(|count| format!("{count} {name}"));
    let parts: Vec<String> = plan
        .cadences
        .iter()
        .filter_map(|cadence| part(cadence.name()))
        .collect();
    if parts.len() > 1 {
        format!(" ({})", and(&parts))
    } else {
        String::new()
    }
}

/// The weeks in which anything finds no time.
fn weeks(sheet: &mut Sheet, plan: &Plan, check: &Check) {
    let near = check.over.from;
    let is_short = |week: &&CheckWeek| {
        week.categories
            .values()
            .any(|time| time.short > 0 || time.dropped > 0)
    };
    let short: Vec<&CheckWeek> = check.check_weeks.iter().filter(is_short).collect();
    if short.is_empty() {
        return;
    }
    sheet.gap();
    let mut table = Table::with_header([
        "week of", "category", "usable", "owed", "wanted", "found", "short", "dropped",
    ]);
    for week in &short {
        let mut name = short_day(week.from, near);
        for (category, time) in week
            .categories
            .iter()
            .filter(|(_, time)| time.short > 0 || time.dropped > 0)
        {
            let CheckTime {
                usable,
                committed,
                wanted,
                placed,
                short,
                dropped,
            } = time;
            table.add_row(vec![
                std::mem::take(&mut name),
                category.to_string(),
                format!("{} min", usable / 60),
                format!("{} min", minutes_used(*committed)),
                format!("{} min", minutes_used(*wanted)),
                format!("{} min", minutes_used(*placed)),
                format!("{} min", minutes_used(*short)),
                dropped_in_words(plan, check, category, *dropped),
            ]);
        }
    }
    table.align_right(2..8);
    sheet.table(table);
}

/// `4 touches`, or preps, of what finds no time in a week of a category: prep is not a touch.
fn dropped_in_words(plan: &Plan, check: &Check, category: &CategoryName, dropped: u32) -> String {
    let is_prep = |one: &&Dropped| {
        let prep = plan.cadence(&one.cadence).and_then(Cadence::prep);
        one.work == Work::Prep && prep.is_some_and(|prep| prep.category == *category)
    };
    let preps: u32 = check
        .dropped
        .iter()
        .filter(is_prep)
        .map(|one| one.count)
        .sum();
    let weeks = check.check_weeks.iter();
    let all = weeks.filter_map(|week| week.categories.get(category));
    match preps {
        0 => count(dropped, "touch", "touches"),
        preps if preps >= all.map(|time| time.dropped).sum() => count(dropped, "prep", "preps"),
        _ => format!("{} touches and preps", thousands(dropped)),
    }
}

fn shortest(sheet: &mut Sheet, check: &Check) {
    let near = check.over.from;
    if let Some(span) = &check.tightest {
        let (needed, usable) = match span.measure {
            Measure::Seconds => (length(span.needed), length(span.usable)),
            Measure::Touches | Measure::Shares => (
                count(span.needed, "touch", "touches"),
                thousands(span.usable),
            ),
        };
        let days = if span.from == span.to {
            day(span.from, near)
        } else {
            format!("{} to {}", day(span.from, near), day(span.to, near))
        };
        sheet.fact(
            "Tightest",
            &format!(
                "{}, {days}: {needed} wanted, {usable} there.",
                span.category
            ),
        );
    }
    let mut dropped: Vec<&Dropped> = check.dropped.iter().collect();
    dropped.sort_by_key(|one| (std::cmp::Reverse(one.count), one.window.from, one.window.to));
    let listed: Vec<String> = dropped
        .iter()
        .take(4)
        .map(|one| {
            let what = match (one.work, one.touch) {
                (Work::Touch, Some(touch)) => format!("touch {touch}"),
                (Work::Reply, _) => "the answer's work".to_owned(),
                _ => "prep".to_owned(),
            };
            format!(
                "{} {what} of {} by {}",
                count(one.count, "time", "times"),
                clean(one.cadence.as_str()),
                day(one.window.to, near)
            )
        })
        .collect();
    if !listed.is_empty() {
        let more = if dropped.len() > listed.len() {
            format!(
                ", and {}",
                count(
                    (dropped.len() - listed.len()) as u64,
                    "kind more",
                    "kinds more"
                )
            )
        } else {
            String::new()
        };
        sheet.fact("Most dropped", &format!("{}{more}.", listed.join(", ")));
    }
}

/// When the last of them could start, at a pace that can go on.
fn pace(sheet: &mut Sheet, plan: &Plan, check: &Check) {
    let level = &check.level;
    let near = plan.first_day;
    let number = level.number;
    if check.fits {
        let days = (check.over.to - check.over.from).num_days();
        if days < 7 && check.asked > number {
            sheet.sentence(&format!(
                "That is once. The pace that can go on is {} in a full week.",
                thousands(number)
            ));
        }
        return;
    }
    let soon = level.this_week.map(|soon| match soon {
        0 => "nobody this week, ".to_owned(),
        soon => format!("{} of them this week, ", thousands(soon)),
    });
    let pace = format!(
        "Start {}{} in a full week, and every one gets every touch",
        soon.unwrap_or_default(),
        thousands(number)
    );
    let asked = thousands(check.asked);
    let text = match (number, check.by) {
        (0, None) => {
            "Not one a week can go on: `followthrough fit` says what stands in the way.".to_owned()
        }
        (0, Some(by)) => format!(
            "At the pace that fits, the last of the {asked} starts on {}.",
            day(by, near)
        ),
        (_, None) => format!("{pace}. The last of the {asked} starts in more than ten years."),
        (_, Some(by)) => format!(
            "{pace}. The last of the {asked} starts on {}.",
            day(by, near)
        ),
    };
    sheet.fact("Instead", &text);
}
