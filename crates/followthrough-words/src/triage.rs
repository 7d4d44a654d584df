//! A triage for people: whom to let go, and why no fewer.

use followthrough::{ByHeads, ByPriority, LetGo, Plan, StayLate, Triage};

use super::fit::{cautions, sentence, unreachable};
use super::sheet::Sheet;
use super::words::{SEARCH_ENDED_EARLY, and, clean, count, day, length, party};

/// More extra time on a day than this is told and not advised.
const LONGEST: u64 = 90 * 60;
/// So many who are let go are told with the reason.
const MOST: usize = 20;

/// The whole answer.
pub fn triage(plan: &Plan, triage: &Triage) -> Sheet {
    let mut sheet = Sheet::default();
    cautions(&mut sheet, &triage.warnings);
    if triage.count.all == 0 {
        sheet.headline(if triage.unreachable.is_empty() {
            "Nobody has to be let go: everything owed can be done in time."
        } else {
            "Letting somebody go would help nobody: what can be made at all can be made in time."
        });
    } else {
        sheet.headline(&format!(
            "Let {} go, and everything owed to the others can be done in time.",
            count(triage.count.all, "prospect", "prospects")
        ));
        if let Some(fewer) = &triage.by_heads {
            sheet.sentence(&by_heads(&triage.count, fewer));
        }
        sheet.sentence(&if triage.proved {
            format!(
                "Proved: fewer would not do ({}).",
                by_priority(&triage.count)
            )
        } else {
            format!(
                "Not proved to be the fewest: {} of {} at the least ({} found).",
                by_priority(&triage.at_least),
                count(triage.at_least.all, "prospect", "prospects"),
                by_priority(&triage.count)
            )
        });
        if triage.search_ended_early {
            sheet.sentence(SEARCH_ENDED_EARLY);
        }
        if let Some(date) = triage.starts_again {
            sheet.sentence(&format!(
                "New prospects can be started beside them from {} on.",
                day(date, plan.first_day)
            ));
        }
        sheet.gap();
        let all: Vec<&LetGo> = triage.let_go.iter().collect();
        match all.len().checked_sub(MOST).filter(|more| *more > 0) {
            None => let_go(&mut sheet, plan, &all),
            Some(more) => sheet.shortened(
                |sheet| {
                    let_go(sheet, plan, &all[..MOST]);
                    let more = count(more as u64, "prospect more", "prospects more");
                    sheet.fact(
                        "",
                        &format!("and {more}: `--all` or `--csv` lists all of them."),
                    );
                },
                |sheet| let_go(sheet, plan, &all),
            ),
        }
    }
    if let Some(late) = &triage.stay_late {
        sheet.gap();
        stay_late(&mut sheet, plan, late);
    }
    if !triage.unreachable.is_empty() {
        sheet.gap();
        unreachable(&mut sheet, plan, &triage.unreachable, plan.first_day);
    }
    sheet
}

/// Who is let go, with what speaks for and against each, by what they stand in the way of.
fn let_go(sheet: &mut Sheet, plan: &Plan, all: &[&LetGo]) {
    let mut reasons: Vec<(&str, Vec<&LetGo>)> = Vec::new();
    for one in all {
        match reasons.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, with)) => with.push(one),
            None => reasons.push((&one.why, vec![one])),
        }
    }
    for (why, with) in reasons {
        sheet.sentence(&sentence(why));
        for one in with {
            let name = if one.replied {
                format!("replied, {}", one.priority)
            } else {
                format!("priority {}", one.priority)
            };
            let made = match one.made {
                Some(made) => format!(
                    "{made} of {} made, ",
                    count(one.touches, "touch", "touches")
                ),
                None => String::new(),
            };
            let id = clean(&one.id);
            let who = party(plan, &one.id, one.count);
            let who = if who == id {
                who
            } else {
                format!("{who} ({id})")
            };
            let owed = length(one.seconds);
            sheet.fact(&name, &format!("{who}: {made}{owed} owed."));
        }
    }
}

/// What keeping those who replied, and those who come first, costs in heads.
fn by_heads(count: &ByPriority, fewer: &ByHeads) -> String {
    let others = if fewer.replied > count.replied {
        format!(", but {} of them replied", fewer.replied)
    } else {
        ", but of those who come first".to_owned()
    };
    format!(
        "Letting {} go would do as well{others}.",
        super::words::count(fewer.all, "prospect", "prospects")
    )
}

/// What keeps everyone: extra time, day by day.
fn stay_late(sheet: &mut Sheet, plan: &Plan, late: &StayLate) {
    if !late.fits {
        sheet.fact(
            "Or stay late",
            "No extra time after the blocks was found that keeps everyone.",
        );
        return;
    }
    let near = plan.first_day;
    let mut by_day: std::collections::BTreeMap<_, u64> = std::collections::BTreeMap::new();
    for extra in &late.extra {
        *by_day.entry(extra.date).or_default() += extra.seconds;
    }
    let longest = by_day
        .iter()
        .max_by_key(|(date, seconds)| (**seconds, std::cmp::Reverse(**date)));
    if let Some((date, seconds)) = longest.filter(|(_, seconds)| **seconds > LONGEST) {
        sheet.fact(
            "Staying late",
            &format!(
                "It would take {} of extra time over {}, {} of it on {}: more than {} a day is not advised.",
                length(late.seconds),
                count(by_day.len() as u64, "day", "days"),
                length(*seconds),
                day(*date, near),
                length(LONGEST)
            ),
        );
        return;
    }
    let times: Vec<String> = late
        .extra
        .iter()
        .map(|extra| {
            format!(
                "{} {} from {} on {}",
                length(extra.seconds),
                extra.category,
                extra.at.format("%H:%M"),
                day(extra.date, near)
            )
        })
        .collect();
    let proof = if late.proved {
        "Proved: less would not do.".to_owned()
    } else {
        format!(
            "Not proved to be the least: {} at the least.",
            length(late.at_least)
        )
    };
    sheet.fact(
        "Or stay late",
        &format!(
            "{} of extra time and everyone is kept: {}. {proof}",
            length(late.seconds),
            and(&times)
        ),
    );
}

/// `1 of priority 1 and 3 of priority 2`.
fn by_priority(counts: &ByPriority) -> String {
    let replied = (counts.replied > 0).then(|| format!("{} who replied", counts.replied));
    let priorities = counts
        .by_priority
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(priority, count)| format!("{count} of priority {priority}"));
    let parts: Vec<String> = priorities.collect();
    let replied = replied.map_or_else(String::new, |replied| format!(", of them {replied}"));
    if parts.is_empty() {
        "none".to_owned()
    } else {
        format!("{}{replied}", and(&parts))
    }
}
