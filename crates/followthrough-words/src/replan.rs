//! What today's plan changes of the earlier one, for people.

use followthrough::Work;
use followthrough_track::{Move, Replan, Slot};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{clean, count, day};

/// What moved, and why.
#[must_use]
pub fn replan(replan: &Replan) -> Sheet {
    let mut sheet = Sheet::default();
    let kept = count(replan.kept, "touch stays", "touches stay");
    let promised = replan.moves.iter().filter(|one| one.promised).count();
    let moved = match promised {
        0 => "nothing promised moved".to_owned(),
        moves => format!(
            "{} moved",
            count(moves as u64, "promised touch", "promised touches")
        ),
    };
    sheet.headline(&format!(
        "Since the morning of {}: {kept} where they were, {moved}.",
        day(replan.since, replan.date)
    ));
    let of = |list: &[Move], promised: bool| -> Vec<Move> {
        let list = list.iter().filter(|one| one.promised == promised);
        list.cloned().collect()
    };
    for (title, list) in [
        ("Moved", of(&replan.moves, true)),
        ("Owed no more", replan.gone.clone()),
        ("New", replan.new.clone()),
        (
            "Not started yet, and moved with their start",
            of(&replan.moves, false),
        ),
    ] {
        if list.is_empty() {
            continue;
        }
        sheet.gap();
        sheet.sentence(title);
        let mut table = Table::default();
        for one in &list {
            table.add_row(cells(one, replan));
        }
        sheet.table(table);
    }
    sheet
}

fn cells(one: &Move, replan: &Replan) -> Vec<String> {
    let place = |slot: &Option<Slot>| {
        slot.as_ref()
            .map(|slot| day(slot.date, replan.date))
            .unwrap_or_default()
    };
    let what = match (one.work, one.touch) {
        (Work::Prep, _) => "prep".to_owned(),
        (Work::Reply, _) => "answer".to_owned(),
        (Work::Touch, touch) => super::words::touch(touch),
    };
    let between = match (&one.was, &one.now) {
        (Some(_), Some(_)) => format!("{} to {}", place(&one.was), place(&one.now)),
        (Some(_), None) => place(&one.was),
        (None, _) => place(&one.now),
    };
    vec![
        clean(&one.id),
        clean(&one.name),
        what,
        between,
        one.why.clone(),
    ]
}
