//! How many desks it takes, for people.

use std::fmt::Write as _;

use followthrough::Plan;
use followthrough_forecast::Quote;

use super::sheet::Sheet;
use super::table::Table;
use super::trade::logged;
use super::words::{and, clean, count, day, long_day, thousands};

/// The whole answer.
#[must_use]
pub fn quote(plan: &Plan, quote: &Quote) -> Sheet {
    let mut sheet = Sheet::default();
    let near = quote.from;
    sheet.title(&format!(
        "{}: {} started by {}",
        clean(&plan.name),
        count(quote.prospects, "prospect", "prospects"),
        long_day(quote.by)
    ));
    sheet.gap();
    match quote.desks {
        None => sheet.headline(&format!(
            "No number of desks like this one does it: this desk starts {}, and a further desk nobody by {}.",
            thousands(quote.this_desk),
            day(quote.by, near)
        )),
        Some(0) => sheet.headline("No desk is needed: nobody is to be started."),
        Some(1) => sheet.headline(&format!(
            "This desk alone starts them: {} by {}.",
            thousands(quote.this_desk),
            day(quote.by, near)
        )),
        Some(desks) => sheet.headline(&format!(
            "{} like this one, itself counted: it starts {}, each of the others {}.",
            count(desks, "desk", "desks"),
            thousands(quote.this_desk),
            thousands(quote.further_desk)
        )),
    }
    if let (Some(start), Some(touch)) = (quote.last_start, quote.last_touch) {
        sheet.sentence(&format!(
            "The last prospect is started on {}, and the last touch is made by {} if nobody answers.",
            day(start, near),
            day(touch, near)
        ));
    }
    if quote.spare > 0 && quote.desks.is_some_and(|desks| desks > 0) {
        sheet.sentence(&format!(
            "There is room for {} more by {}.",
            thousands(quote.spare),
            day(quote.by, near)
        ));
    }
    if quote.desks.is_none_or(|desks| desks > 1) {
        further(&mut sheet, quote);
    }
    logged(
        &mut sheet,
        quote.effort,
        quote.desks.is_some_and(|desks| desks <= 1),
    );
    if !quote.proved {
        sheet
            .sentence("That no desk starts more at its pace is not proved: fewer desks may do it.");
    }
    if quote.weeks.is_empty() {
        return sheet;
    }
    sheet.gap();
    let mut table = Table::with_header(["week of", "this desk", "each other", "so far"]);
    table.align_right([1, 2, 3]);
    for week in &quote.weeks {
        table.add_row(vec![
            day(week.from, near),
            thousands(week.this_desk),
            thousands(week.further_desk),
            thousands(week.so_far),
        ]);
    }
    sheet.table(table);
    sheet
}

/// What was said of further desks.
fn further(sheet: &mut Sheet, quote: &Quote) {
    let near = quote.from;
    let mut said = format!("begins on {}", day(quote.hired, near));
    if !quote.ramp.is_empty() {
        let shares: Vec<String> = quote
            .ramp
            .iter()
            .map(|share| share.min(&100).to_string())
            .collect();
        let _ = write!(
            said,
            ", makes {} of 100 of its starts in its first {}",
            and(&shares),
            if shares.len() == 1 {
                "week".to_owned()
            } else {
                format!("{} weeks", shares.len())
            }
        );
    }
    if quote.days_off > 0 {
        let _ = write!(
            said,
            ", takes {} off in every thirteen weeks",
            count(quote.days_off, "workday", "workdays")
        );
    }
    sheet.fact(
        "Taken as given",
        &format!("A further desk has the blocks, meetings and cadences of this one, {said}, and owes nothing before."),
    );
}
