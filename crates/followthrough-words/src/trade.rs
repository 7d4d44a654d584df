//! What the length of cadences is worth, for people.

use followthrough::Plan;
use followthrough_forecast::{Assumed, AssumedUnit, LengthTrade, Trade};

use super::cost::{pace, span, total};
use super::sheet::Sheet;
use super::table::Table;
use super::words::{clean, length, thousands};

/// No more lengths than this are told without leaving out those that a longer cadence beats.
const LENGTHS: usize = 15;

/// The whole answer.
#[must_use]
pub fn trade(plan: &Plan, trade: &Trade) -> Sheet {
    let mut sheet = Sheet::default();
    let near = plan.first_day;
    sheet.title(&format!(
        "{}: what the length of its cadences is worth",
        clean(&plan.name)
    ));
    sheet.gap();
    let span = span(trade.horizon.name, trade.horizon.to, near);
    let planned = trade.lengths.iter().find(|one| one.as_planned);
    // Of lengths that bring as many answers the longest, which takes the fewest prospects.
    let best = trade.lengths.iter().rev().max_by(|one, other| {
        let key = |one: &&LengthTrade| (one.answers * 10.0).round() as u64;
        key(one).cmp(&key(other))
    });
    if let (Some(planned), Some(best)) = (planned, best) {
        sheet.headline(&if best.as_planned {
            format!(
                "No shorter cadence brings more answers: {} {span}.",
                answers(planned.answers)
            )
        } else {
            format!(
                "Most answers come with {}: {} {span}, of {} started. {} as planned bring{} {}, of {} started.",
                touches(best.touches),
                answers(best.answers),
                thousands(best.starts.total),
                touches(planned.touches),
                if planned.touches == 1 { "s" } else { "" },
                answers(planned.answers),
                thousands(planned.starts.total)
            )
        });
        sheet.gap();
    }
    let mut table = Table::with_header([
        "touches",
        "a prospect takes",
        "a week",
        "starts",
        "answers",
        "",
    ]);
    table.align_right([0, 1, 2, 3, 4]);
    let mut before: Option<&LengthTrade> = None;
    let mut left_out = false;
    for one in &trade.lengths {
        let is_beaten = before.is_some_and(|before| {
            before.starts.total >= one.starts.total && before.answers >= one.answers
        });
        if is_beaten && trade.lengths.len() > LENGTHS {
            left_out = true;
            continue;
        }
        before = Some(one);
        table.add_row(vec![
            one.touches.to_string(),
            length(one.seconds),
            pace(&one.starts),
            total(&one.starts),
            answers(one.answers),
            if one.as_planned { "as planned" } else { "" }.to_owned(),
        ]);
    }
    sheet.table(table);
    if left_out {
        sheet.sentence(
            "A length is left out where a longer one starts as many and brings as many answers.",
        );
    }
    if !trade.touches.is_empty() {
        sheet.gap();
        sheet.sentence("Each touch left out alone:");
        let mut table = Table::with_header([
            "cadence", "touch", "by", "takes", "a week", "starts", "answers", "",
        ]);
        table.align_right([1, 3, 4, 5, 6]);
        for one in &trade.touches {
            table.add_row(vec![
                one.cadence.to_string(),
                one.touch.to_string(),
                one.channel.to_string(),
                length(one.seconds),
                pace(&one.starts),
                total(&one.starts),
                answers(one.answers),
                if one.free { "free" } else { "" }.to_owned(),
            ]);
        }
        sheet.table(table);
        if trade.touches.iter().any(|one| one.free) {
            sheet.sentence(
                "A touch is free where no more prospects can be started without it: it takes no time that anybody misses.",
            );
        }
    }
    sheet.gap();
    sheet.sentence(
        "An answer ends a cadence: a mail that is replied to, a call that reaches somebody. Starts are those at which every touch is made in its window if nobody answers.",
    );
    assumptions(&mut sheet, &trade.assumptions, trade.effort);
    let lengths = trade.lengths.iter().map(|one| one.starts.proved);
    let touches = trade.touches.iter().map(|one| one.starts.proved);
    if !lengths.chain(touches).all(|proved| proved) {
        sheet.sentence(
            "Where two numbers stand, the first was found, and no more than the second can be.",
        );
    }
    sheet
}

fn touches(number: u32) -> String {
    super::words::count(number, "touch", "touches")
}

/// `149`, or `49.4` where there are few.
fn answers(number: f64) -> String {
    if number < 100.0 {
        format!("{number:.1}")
    } else {
        thousands(number.round() as u64)
    }
}

/// What was taken for granted, with origin and n.
pub(super) fn assumptions(sheet: &mut Sheet, assumed: &[Assumed], effort: &str) {
    for (at, one) in assumed.iter().enumerate() {
        let name = if at == 0 { "Taken as given" } else { "" };
        let n = one
            .n
            .map_or(String::new(), |n| format!(", n = {}", thousands(n)));
        sheet.fact(
            name,
            &format!("{}: {} ({}{n}).", one.what, number(one), clean(&one.source)),
        );
    }
    logged(sheet, effort, assumed.is_empty());
}

/// Says so where touches are taken to be as long as they were.
pub(super) fn logged(sheet: &mut Sheet, effort: &str, is_first: bool) {
    if effort == "log" {
        sheet.fact(
            if is_first { "Taken as given" } else { "" },
            "A touch takes as long as it took in the mean of the log, where ten or more were logged.",
        );
    }
}

fn number(one: &Assumed) -> String {
    match one.unit {
        AssumedUnit::Deviation if one.millionths == 0 => "not at all".to_owned(),
        AssumedUnit::Deviation => format!(
            "{}.{:02} as the standard deviation of its logarithm",
            one.millionths / 1_000_000,
            one.millionths / 10_000 % 100
        ),
        _ => in_counts(one.millionths),
    }
}

/// `54 of 1,000`; with a decimal where it is rare.
pub(super) fn in_counts(millionths: u32) -> String {
    match millionths {
        0 => "never".to_owned(),
        1_000_000 => "always".to_owned(),
        few if few < 10_000 && few % 1_000 > 0 => {
            format!("{} of 10,000", thousands(few.div_ceil(100)))
        }
        many => format!("{} of 1,000", thousands((many + 500) / 1_000)),
    }
}
