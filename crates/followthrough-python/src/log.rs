//! A log of touches out of whatever speaks Arrow, and its rows for Python.

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use chrono::NaiveTime;
use followthrough::Zone;
use followthrough_files::read_log_of;
use followthrough_track::{Log, Numbered, Outcome};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::column::Cells;
use crate::guard::detached;
use crate::pipeline::batches;
use crate::value;

/// The columns of a log.
const COLUMNS: [&str; 14] = [
    "date", "time", "id", "channel", "outcome", "touch", "category", "minutes", "seconds",
    "variant", "owner", "cadence", "name", "note",
];

/// The log of the package's `Plan`: a table with the columns of `log.csv`.
pub(crate) fn of(plan: &Bound<'_, PyAny>) -> PyResult<Log> {
    let log = plan.getattr("log")?;
    if log.len().is_ok_and(|rows| rows == 0) {
        return Ok(Log::default());
    }
    let zone = plan.getattr("timezone")?.getattr("key")?;
    let zone = value::zone_named(zone.cast::<PyString>()?.to_str()?)?;
    let (batches, schema) = batches(&log, "the log", "rows of a log or a table")?;
    // The rules of the file, and its errors by line, have one home.
    let (log, _) = detached(plan.py(), || {
        Ok(read_log_of(
            "log",
            &written(&batches, &schema, &zone)?,
            zone.name(),
        )?)
    })?;
    Ok(log)
}

/// The table as `log.csv`; other columns are left empty.
fn written(batches: &[RecordBatch], schema: &Schema, zone: &Zone) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(schema.fields().iter().map(|field| field.name().as_str()))?;
    for batch in batches {
        let mut columns = Vec::new();
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let known = COLUMNS.contains(&field.name().as_str());
            let cells = if known { Cells::of(array, zone) } else { None };
            if known && cells.is_none() {
                anyhow::bail!(
                    "the column `{}` of the log is of the type {}, expected text, whole numbers or days",
                    field.name(),
                    array.data_type()
                );
            }
            columns.push(cells);
        }
        for row in 0..batch.num_rows() {
            writer.write_record(columns.iter().map(|cells| {
                let cell = cells.as_ref().map(|cells| cells.written(row));
                cell.unwrap_or_default().into_owned()
            }))?;
        }
    }
    Ok(writer.into_inner()?)
}

/// The rows of a log as `log.csv`. A log that numbers no touches has no column for their numbers.
pub(crate) fn written_rows(log: &Log) -> anyhow::Result<String> {
    let is_numbered = is_numbered(log);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = COLUMNS
        .iter()
        .filter(|name| **name != "minutes" && (is_numbered || **name != "touch"));
    writer.write_record(columns)?;
    for row in log.rows() {
        let text = |word| Option::map_or(word, "", |word| log.text(word)).to_owned();
        let outcome = match row.outcome {
            Outcome::Later(day) => format!("later {day}"),
            other => log.outcome_word(other).to_owned(),
        };
        let time = row.time.map(|time| time.format("%H:%M:%S").to_string());
        let mut cells = vec![
            row.date.to_string(),
            time.unwrap_or_default(),
            log.text(row.id).to_owned(),
            log.text(row.channel).to_owned(),
            outcome,
        ];
        if is_numbered {
            cells.push(row.touch.to_string());
        }
        let seconds = row.seconds.map(|seconds| seconds.to_string());
        cells.extend([
            text(row.category),
            seconds.unwrap_or_default(),
            text(row.variant),
            text(row.owner),
            text(row.cadence),
            text(row.name),
            text(row.note),
        ]);
        writer.write_record(cells)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn is_numbered(log: &Log) -> bool {
    log.rows().iter().any(|row| row.touch != Numbered::Unsaid)
}

/// Whether a log numbers its touches, and its rows as JSON, in the log's own words and order.
pub(crate) fn rows(log: &Log) -> String {
    let rows: Vec<serde_json::Value> = log
        .rows()
        .iter()
        .map(|row| {
            let text = |word| Option::map(word, |word| log.text(word).to_owned());
            let outcome = match row.outcome {
                Outcome::Later(day) => format!("later {day}"),
                other => log.outcome_word(other).to_owned(),
            };
            let touch = match row.touch {
                Numbered::Touch(number) => Some(number),
                Numbered::Other | Numbered::Unsaid => None,
            };
            serde_json::json!({
                "date": row.date.to_string(),
                "time": row.time.map(|time: NaiveTime| time.format("%H:%M:%S").to_string()),
                "id": log.text(row.id),
                "channel": log.text(row.channel),
                "outcome": outcome,
                "touch": touch,
                "category": text(row.category),
                "seconds": row.seconds,
                "variant": text(row.variant),
                "owner": text(row.owner),
                "cadence": text(row.cadence),
                "name": text(row.name),
                "note": text(row.note),
            })
        })
        .collect();
    serde_json::json!({ "numbered": is_numbered(log), "rows": rows }).to_string()
}
