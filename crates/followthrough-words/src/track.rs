//! What a log says about a desk, for people: the ledger first, then where the time went and what brought answers.

use chrono::NaiveDate;
use followthrough_track::{
    BrokenPromise, Cause, Count, Dimension, EffortOf, Ledger, Track, Turn, Verdict,
};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{and, clean, count, day, length, short_day, thousands};

/// No more rows of one list are shown; JSON has all of them.
const MOST: usize = 12;

/// A difference that takes more tries than this to find is none that a desk lives to see.
const FAR: u64 = 5_000;

/// Everything that a log says; `today` is the plan's first day.
#[must_use]
pub fn track(track: &Track, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    let Some((first, last)) = track.days else {
        sheet.headline("The log has no rows yet.");
        return sheet;
    };
    sheet.headline(&headline(&track.ledger));
    sheet.sentence(&format!(
        "The log has {} from {} to {}: {}, {} of prep, {} of answers' work, {} beside the cadences.",
        count(track.ledger.rows.rows, "row", "rows"),
        day(first, today),
        day(last, today),
        count(track.ledger.rows.touches, "touch", "touches"),
        thousands(track.ledger.rows.prep),
        thousands(track.ledger.rows.answers_work),
        thousands(track.ledger.rows.other),
    ));
    ledger(&mut sheet, &track.ledger, today);
    broken(&mut sheet, &track.ledger, today);
    adherence(&mut sheet, track, today);
    effort(&mut sheet, track);
    experiments(&mut sheet, track);
    at_touch(&mut sheet, track);
    silences(&mut sheet, track, today);
    left_over(&mut sheet, track, today);
    sheet
}

fn headline(ledger: &Ledger) -> String {
    let total = &ledger.total;
    let kept = total.finished + total.answered;
    let settled = kept + total.let_go + total.broken;
    match ledger.kept_rate {
        None => format!(
            "{} started, all in flight: no promise is settled yet.",
            count(total.started, "prospect", "prospects")
        ),
        Some(rate) => format!(
            "{:.0} % of the promises are kept: {} of {}. {} in flight.",
            100.0 * rate,
            thousands(kept),
            thousands(settled),
            count(total.in_flight, "prospect is", "prospects are"),
        ),
    }
}

fn ledger(sheet: &mut Sheet, ledger: &Ledger, today: NaiveDate) {
    sheet.gap();
    let mut table = Table::with_header([
        "started in",
        "cadence",
        "started",
        "finished",
        "answered",
        "let go",
        "broken",
        "in flight",
    ]);
    let cells = |week: String, cadence: String, count: &Count| {
        let numbers = [
            count.started,
            count.finished,
            count.answered,
            count.let_go,
            count.broken,
            count.in_flight,
        ];
        let mut cells = vec![week, cadence];
        cells.extend(numbers.map(|number| match number {
            0 => "\u{b7}".to_owned(),
            number => thousands(number),
        }));
        cells
    };
    for line in &ledger.lines {
        let cadence = line.cadence.as_ref().map_or("?", |name| name.as_str());
        table.add_row(cells(
            short_day(line.week, today),
            cadence.to_owned(),
            &line.count,
        ));
    }
    table.add_row(cells("in all".to_owned(), String::new(), &ledger.total));
    sheet.table(table);
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::HeldUp { touch: 0 } => "held up: prep was not done".to_owned(),
        Cause::HeldUp { touch } => format!("held up: touch {touch} was not made"),
        Cause::Away { label } if label.is_empty() => "away".to_owned(),
        Cause::Away { label } => format!("away: {}", clean(label)),
        Cause::BlockLost { events } if events.is_empty() => "block lost".to_owned(),
        Cause::BlockLost { events } => {
            let events: Vec<String> = events.iter().take(3).map(|event| clean(event)).collect();
            format!("block lost to {}", and(&events))
        }
        Cause::OverPromised { started, fitted } => {
            format!("over-promised: {started} started that day, {fitted} fitted")
        }
        Cause::NotDone => "not done, though its block was there".to_owned(),
    }
}

fn broken(sheet: &mut Sheet, ledger: &Ledger, today: NaiveDate) {
    if ledger.broken.is_empty() {
        return;
    }
    sheet.gap();
    let causes: Vec<String> = ledger
        .causes
        .iter()
        .map(|(word, number)| format!("{number} {}", word.replace('_', " ")))
        .collect();
    sheet.sentence(&format!("Broken promises by cause: {}.", and(&causes)));
    let mut table = Table::default();
    let newest = ledger.broken.iter().rev().take(MOST);
    for promise in newest {
        let BrokenPromise {
            id,
            touch,
            window,
            made,
            ..
        } = promise;
        let made = made.map_or_else(
            || "not made".to_owned(),
            |made| format!("made {}", short_day(made, today)),
        );
        table.add_row([
            clean(id),
            format!("touch {touch}"),
            format!("by {}", short_day(window.to, today)),
            made,
            cause(&promise.cause),
        ]);
    }
    sheet.table(table);
    more(sheet, ledger.broken.len());
}

fn more(sheet: &mut Sheet, all: usize) {
    if let Some(more) = all.checked_sub(MOST).filter(|more| *more > 0) {
        sheet.sentence(&format!(
            "and {} more: `--json` lists them",
            thousands(more as u64)
        ));
    }
}

fn adherence(sheet: &mut Sheet, track: &Track, today: NaiveDate) {
    if track.adherence.is_empty() {
        return;
    }
    sheet.gap();
    sheet.sentence(
        "Do you hold yourself to it? Minutes in blocks, not taken by other events, and logged",
    );
    let mut table = Table::with_header([
        "week of", "category", "blocked", "kept", "logged", "taken by",
    ]);
    let newest = track.adherence.len().saturating_sub(MOST);
    for line in &track.adherence[newest..] {
        let stolen: Vec<String> = line
            .stolen
            .iter()
            .take(2)
            .map(|stolen| format!("{} {}", clean(&stolen.event), length(stolen.seconds)))
            .collect();
        table.add_row([
            short_day(line.week, today),
            line.category.to_string(),
            thousands(line.blocked / 60),
            thousands(line.kept / 60),
            thousands(line.logged.div_ceil(60)),
            stolen.join(", "),
        ]);
    }
    sheet.table(table);
}

fn effort(sheet: &mut Sheet, track: &Track) {
    let whole = track.effort.iter().filter(|effort| effort.touch.is_none());
    let mut table = Table::with_header(["work", "times", "mean", "95 %", "median", "planned"]);
    let mut any = false;
    for effort in whole {
        any = true;
        let of = match effort.work {
            EffortOf::Touch => effort.channel.clone().unwrap_or_default(),
            EffortOf::Prep => format!("prep {}", cadence(effort.cadence.as_ref())),
            EffortOf::Reply => format!("answer {}", cadence(effort.cadence.as_ref())),
        };
        let minutes = |seconds: f64| format!("{:.1}", seconds / 60.0);
        table.add_row([
            clean(&of),
            thousands(effort.count),
            minutes(effort.mean),
            format!("{} to {}", minutes(effort.low), minutes(effort.high)),
            minutes(effort.median),
            effort
                .planned
                .map(|seconds| minutes(seconds as f64))
                .unwrap_or_default(),
        ]);
    }
    if any {
        sheet.gap();
        sheet.sentence("How long it takes, in minutes");
        sheet.table(table);
    }
}

fn cadence(name: Option<&followthrough::CadenceName>) -> &str {
    name.map_or("", |name| name.as_str())
}

fn experiments(sheet: &mut Sheet, track: &Track) {
    for experiment in &track.experiments {
        if experiment.groups.len() < 2 {
            continue;
        }
        sheet.gap();
        sheet.sentence(match experiment.by {
            Dimension::Variant => "What brings answers, by variant",
            Dimension::Hour => "By hour",
            Dimension::Weekday => "By weekday",
            Dimension::Channel => "By channel",
            Dimension::Touch => "By touch",
        });
        let mut table = Table::default();
        for group in &experiment.groups {
            let verdict = match (group.verdict, group.more) {
                (Verdict::Better, _) => format!("more than the others (p {:.3})", group.p),
                (Verdict::Worse, _) => format!("fewer than the others (p {:.3})", group.p),
                (Verdict::Open, Some(more)) if more > FAR => {
                    "no difference worth finding".to_owned()
                }
                (Verdict::Open, Some(more)) => {
                    format!("no verdict: {} more tries", thousands(more))
                }
                (Verdict::Open, None) => "no verdict".to_owned(),
            };
            table.add_row([
                clean(&group.label),
                format!("{} of {}", thousands(group.answers), thousands(group.tries)),
                format!("{:.1} %", 100.0 * group.rate),
                format!("{:.1} to {:.1} %", 100.0 * group.low, 100.0 * group.high),
                verdict,
            ]);
        }
        sheet.table(table);
    }
}

fn at_touch(sheet: &mut Sheet, track: &Track) {
    let answers: u64 = track.at_touch.iter().map(|at| at.answered).sum();
    if answers == 0 {
        return;
    }
    let share = |up_to: u32| {
        let until: u64 = track
            .at_touch
            .iter()
            .filter(|at| at.touch <= up_to)
            .map(|at| at.answered)
            .sum();
        format!(
            "{:.0} % by touch {up_to}",
            100.0 * until as f64 / answers as f64
        )
    };
    sheet.gap();
    sheet.sentence(&format!(
        "Answers came: {} in all, {}, {}, {}.",
        thousands(answers),
        share(3),
        share(8),
        share(10)
    ));
    if track.wasted > 0 {
        sheet.sentence(&format!(
            "{} went to prospects who were given up later.",
            count(track.wasted, "touch", "touches")
        ));
    }
}

fn silences(sheet: &mut Sheet, track: &Track, today: NaiveDate) {
    for (turn, words) in [
        (Turn::Reassign, "To be given to somebody else"),
        (Turn::Manager, "For the manager"),
        (Turn::Rep, "For the rep"),
    ] {
        let theirs: Vec<_> = track
            .silences
            .iter()
            .filter(|silence| silence.turn == Some(turn))
            .collect();
        if theirs.is_empty() {
            continue;
        }
        sheet.gap();
        sheet.sentence(&format!("{words}: what is owed is past its day"));
        let mut table = Table::default();
        for silence in theirs.iter().take(MOST) {
            let last = silence
                .last
                .map(|last| format!("last {}", short_day(last, today)));
            table.add_row([
                clean(&silence.id),
                clean(&silence.name),
                super::words::touch(silence.touch),
                format!("{} late", count(silence.late, "workday", "workdays")),
                last.unwrap_or_default(),
            ]);
        }
        sheet.table(table);
        more(sheet, theirs.len());
    }
}

fn left_over(sheet: &mut Sheet, track: &Track, today: NaiveDate) {
    if !track.orphans.is_empty() {
        sheet.gap();
        sheet.sentence(&format!(
            "{} started, with nothing planned, no answer and no end",
            count(track.orphans.len() as u64, "prospect was", "prospects were")
        ));
        let mut table = Table::default();
        for orphan in track.orphans.iter().take(MOST) {
            let last = orphan
                .last
                .map(|last| format!("last {}", short_day(last, today)));
            let place = if orphan.in_pipeline {
                "finished"
            } else {
                "not in the pipeline"
            };
            table.add_row([
                clean(&orphan.id),
                clean(&orphan.name),
                last.unwrap_or_default(),
                place.to_owned(),
            ]);
        }
        sheet.table(table);
        more(sheet, track.orphans.len());
    }
    if !track.strangers.is_empty() {
        let ids: Vec<&str> = track
            .strangers
            .iter()
            .take(MOST)
            .map(|stranger| stranger.id.as_str())
            .collect();
        let more = track.strangers.len().saturating_sub(MOST);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        sheet.sentence(&format!(
            "Only the log knows {}{more}: they are not in the pipeline, and nothing is owed to them.",
            clean(&ids.join(", "))
        ));
    }
    for block in &track.block_lengths {
        sheet.sentence(&format!(
            "There is no block for {}: {} a workday would hold what was logged.",
            block.category,
            length(block.seconds)
        ));
    }
    for disagreement in track.disagreements.iter().take(MOST) {
        sheet.sentence(&disagreement_told(disagreement, today));
    }
}

/// One point in which log and pipeline contradict each other.
#[must_use]
pub fn disagreement_told(found: &followthrough_track::Disagreement, today: NaiveDate) -> String {
    use followthrough_track::DisagreementKind::{Beyond, GoesOn, Skips};
    let touch = super::words::touch(found.touch);
    let row = found.row_next_touch.map_or_else(
        || "no next touch".to_owned(),
        |next| format!("touch {next} next"),
    );
    let date = short_day(found.date, today);
    let id = clean(&found.id);
    match found.kind {
        Beyond => {
            format!("{id}: the log has {touch} on {date}, the pipeline {row}; the log counts")
        }
        Skips => format!(
            "{id}: the log has {touch} on {date} and not the one before it; the pipeline has {row}"
        ),
        GoesOn => format!(
            "{id}: the log has an answer or an end on {date}, the pipeline goes on; the pipeline counts"
        ),
    }
}
