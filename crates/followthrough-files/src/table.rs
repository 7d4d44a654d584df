//! The pipeline with what the log knows beyond it, as a table.

use chrono::NaiveDate;
use followthrough::{Plan, Prospect, Triage};
use followthrough_document::Pipeline;

use crate::Loaded;

/// The columns that a log may change.
const CHANGED: [&str; 5] = ["stage", "next_touch", "due", "last_touch", "started"];

/// The pipeline that results, as CSV: the pipeline's own columns, and those of `stage`, `next_touch`, `due`, `last_touch`
/// and `started` that it has under no such name and that are needed now, in our words and ISO days. Read again with the
/// same log, it says the same.
///
/// Where the plan names several tables, the columns are those of the first.
#[must_use]
pub fn write_state(loaded: &Loaded) -> String {
    let Some(pipeline) = &loaded.pipeline else {
        return String::new();
    };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Memory takes every row.
    let written = write(pipeline, &loaded.plan.pipeline, &mut writer);
    let bytes = written.ok().and_then(|()| writer.into_inner().ok());
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

/// Whom to let go, as CSV for a CRM: one row each with id, name, priority, whether it replied, how many of how many
/// touches were made, the minutes that are owed, for how many prospects of the row it is said, and why.
#[must_use]
pub fn write_let_go(plan: &Plan, triage: &Triage) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut write = || -> csv::Result<()> {
        writer.write_record([
            "id", "name", "priority", "replied", "made", "touches", "minutes", "count", "why",
        ])?;
        for one in &triage.let_go {
            let row = plan.pipeline.iter().find(|row| row.id == one.id);
            writer.write_record([
                one.id.as_str(),
                row.map_or("", Prospect::label),
                &one.priority.to_string(),
                if one.replied { "yes" } else { "no" },
                &one.made.map(|made| made.to_string()).unwrap_or_default(),
                &one.touches.to_string(),
                &one.seconds.div_ceil(60).to_string(),
                &one.count.to_string(),
                &one.why,
            ])?;
        }
        Ok(())
    };
    // Memory takes every row.
    let bytes = write().ok().and_then(|()| writer.into_inner().ok());
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

fn cell(row: &Prospect, column: &str) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match column {
        "stage" => row.stage.as_str().to_owned(),
        "next_touch" => row
            .next_touch
            .map(|touch| touch.to_string())
            .unwrap_or_default(),
        "due" => day(row.due),
        "last_touch" => day(row.last_touch),
        "started" => day(row.started),
        _ => String::new(),
    }
}

fn write(
    pipeline: &Pipeline,
    rows: &[Prospect],
    writer: &mut csv::Writer<Vec<u8>>,
) -> csv::Result<()> {
    let headers = pipeline.headers(0);
    let mut added = Vec::new();
    for column in CHANGED {
        let is_there = headers.iter().any(|header| header == column);
        if !is_there && rows.iter().any(|row| !cell(row, column).is_empty()) {
            added.push(column);
        }
    }
    writer.write_record(
        headers
            .iter()
            .map(String::as_str)
            .chain(added.iter().copied()),
    )?;
    for (index, row) in rows.iter().enumerate() {
        let theirs: Vec<&str> = pipeline.cells(index).collect();
        let own = headers.iter().map(|header| {
            let ours = CHANGED.iter().find(|column| *column == header);
            if let Some(column) = ours {
                return cell(row, column);
            }
            let place = pipeline
                .headers(index)
                .iter()
                .position(|known| known == header);
            place
                .and_then(|place| theirs.get(place))
                .map_or_else(String::new, |cell| (*cell).to_owned())
        });
        let added = added.iter().map(|column| cell(row, column));
        writer.write_record(own.chain(added))?;
    }
    Ok(())
}
