//! What is overdue and when it is made up for, for people.

use chrono::NaiveDate;
use followthrough_track::{CatchUp, CatchUpItem};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{and, clean, count, day, short_day, touch};

/// The dated list; `today` is the plan's first day.
#[must_use]
pub fn catch_up(found: &CatchUp, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    let all = found.items.len() + found.left.len();
    if all == 0 {
        sheet.headline("Nothing is overdue.");
        return sheet;
    }
    let overdue = count(all as u64, "thing is overdue", "things are overdue");
    sheet.headline(&format!(
        "{overdue}; {} made up for by {}.",
        match found.items.len() {
            items if items == all => "all of it can be".to_owned(),
            items => format!("{items} can be"),
        },
        day(found.until, today)
    ));
    list(&mut sheet, &found.items, today);
    if !found.left.is_empty() {
        sheet.gap();
        sheet.sentence("Not by then");
        list(&mut sheet, &found.left, today);
    }
    sheet.gap();
    sheet.fact(
        "What it costs",
        &format!(
            "{} by then, and {} were nothing overdue.",
            count(found.starts, "new prospect", "new prospects"),
            found.starts_without
        ),
    );
    if !found.let_go.is_empty() {
        let ids: Vec<String> = found.let_go.iter().map(|id| clean(id)).collect();
        sheet.fact("Or let go", &format!("{}: `triage` says why.", and(&ids)));
    }
    sheet
}

fn list(sheet: &mut Sheet, items: &[CatchUpItem], today: NaiveDate) {
    let mut table = Table::default();
    for item in items {
        table.add_row(vec![
            item.date
                .map_or_else(|| "no place".to_owned(), |date| day(date, today)),
            clean(&item.id),
            clean(&item.name),
            touch(item.touch),
            format!("overdue since {}", short_day(item.since, today)),
        ]);
    }
    sheet.table(table);
}
