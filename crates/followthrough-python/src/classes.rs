//! Prospects of a table that names nobody: those who are alike become one row that counts them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::{Context as _, Result};
use arrow_array::RecordBatch;
use arrow_array::types::Date32Type;
use arrow_schema::Schema;
use chrono::NaiveDate;
use followthrough::{CadenceName, Columns, Prospect, Zone};
use hashbrown::HashMap;

use crate::column::Cells;
use crate::pipeline::{Texts, counts, days};

/// Whether a table says who each prospect is.
pub(crate) fn is_named(schema: &Schema) -> bool {
    schema.column_with_name("id").is_some()
}

/// Columns of numbers for all batches.
#[derive(Default)]
struct Numbers {
    cadence: Vec<u32>,
    next_touch: Vec<u32>,
    due: Vec<i32>,
    priority: Vec<u32>,
    zones: Vec<Option<Zone>>,
    zone: Vec<u32>,
}

/// The classes where every prospect is in flight and has its next touch and the day on which that is due: the table is
/// counted as it lies there. `None` where anything is otherwise.
pub(crate) fn of_columns(
    batches: &[RecordBatch],
    cadences: &[CadenceName],
    own: &Zone,
) -> Option<Result<Vec<Prospect>>> {
    let codes: HashMap<&str, u32> = cadences.iter().map(CadenceName::as_str).zip(0..).collect();
    let mut zones: HashMap<String, u32> = HashMap::new();
    let mut numbers = Numbers {
        zones: vec![None],
        ..Numbers::default()
    };
    for batch in batches {
        if batch.column_by_name("count").is_some() {
            return None;
        }
        let cells = |name: &str| {
            batch
                .column_by_name(name)
                .map(|array| Cells::of(array, own))
        };
        let texts = |name: &str| Texts::of(cells(name), batch.num_rows());
        let (cadence, stage, zone) = (texts("cadence")?, texts("stage")?, texts("timezone")?);
        let next_touch = counts(Some(cells("next_touch")?), batch)?;
        let due = days(Some(cells("due")?), batch)?;
        let priority = counts(cells("priority"), batch)?;
        for row in 0..batch.num_rows() {
            if stage.cell(row).is_some_and(|stage| stage != "in_flight") {
                return None;
            }
            numbers.cadence.push(*codes.get(cadence.cell(row)?)?);
            numbers.next_touch.push(next_touch[row]?);
            numbers.due.push(Date32Type::from_naive_date(due[row]?));
            let priority = priority[row].unwrap_or(Prospect::DEFAULT_PRIORITY);
            numbers.priority.push(priority);
            let code = match zone.cell(row) {
                None => 0,
                Some(word) => match zones.get(word) {
                    Some(code) => *code,
                    None => {
                        let code = u32::try_from(numbers.zones.len()).ok()?;
                        numbers.zones.push(Some(word.parse().ok()?));
                        zones.insert(word.to_owned(), code);
                        code
                    }
                },
            };
            numbers.zone.push(code);
        }
    }
    let columns = Columns {
        cadences,
        cadence: &numbers.cadence,
        next_touch: &numbers.next_touch,
        due: &numbers.due,
        priority: Some(&numbers.priority),
        zones: &numbers.zones,
        zone: Some(&numbers.zone),
    };
    Some(columns.classes().map_err(Into::into))
}

/// How many prospects each row stands for, where a column says so; 1 where its cell is empty.
pub(crate) fn sizes(batches: &[RecordBatch], schema: &Schema) -> Result<Option<Vec<u32>>> {
    if schema.column_with_name("count").is_none() {
        return Ok(None);
    }
    let mut sizes = Vec::new();
    for batch in batches {
        let array = batch
            .column_by_name("count")
            .context("a column is missing")?;
        // No instant is a number.
        let cells = Cells::of(array, &Zone::utc()).with_context(|| {
            let kind = array.data_type();
            format!(
                "the column `count` of the pipeline is of the type {kind}, expected whole numbers"
            )
        })?;
        for row in 0..batch.num_rows() {
            let written = cells.written(row);
            let size = match written.trim() {
                "" => 1,
                written => written.parse().map_err(|_| {
                    anyhow::anyhow!(
                        "pipeline:{}: `count` is `{written}`, expected a whole number from 0 to {}",
                        sizes.len() + 2,
                        u32::MAX
                    )
                })?,
            };
            sizes.push(size);
        }
    }
    Ok(Some(sizes))
}

/// What prospects have in common who are one row: the order of rows, and what they are called.
type Kind = (
    String,
    &'static str,
    Option<u32>,
    [Option<NaiveDate>; 3],
    u32,
    String,
);

/// Rows that are alike but for who they are about as one row that counts them.
pub(crate) fn counted(rows: Vec<Prospect>) -> Result<Vec<Prospect>> {
    let mut kinds: BTreeMap<Kind, Prospect> = BTreeMap::new();
    for row in rows {
        let kind = (
            row.cadence.to_string(),
            row.stage.as_str(),
            row.next_touch,
            [row.due, row.last_touch, row.started],
            row.priority,
            row.zone
                .as_ref()
                .map_or_else(String::new, |zone| zone.name().to_owned()),
        );
        match kinds.entry(kind) {
            Entry::Vacant(place) => {
                let id = called(place.key());
                place.insert(Prospect {
                    id,
                    name: String::new(),
                    owner: None,
                    segment: None,
                    note: None,
                    ..row
                });
            }
            Entry::Occupied(mut place) => {
                let sum = place.get().count.checked_add(row.count);
                place.get_mut().count = sum.with_context(|| {
                    format!(
                        "the pipeline has more than {} prospects of a kind",
                        u32::MAX
                    )
                })?;
            }
        }
    }
    Ok(kinds.into_values().collect())
}

/// Such as `calls/ready/2`, or `calls/in_flight/3/last_touch 2027-01-04/2`.
fn called((cadence, stage, next_touch, dates, priority, zone): &Kind) -> String {
    let mut parts = vec![cadence.clone(), (*stage).to_owned()];
    parts.extend(next_touch.map(|touch| touch.to_string()));
    let names = ["due", "last_touch", "started"];
    let dates = names.iter().zip(dates);
    parts.extend(dates.filter_map(|(name, date)| date.map(|date| format!("{name} {date}"))));
    parts.push(priority.to_string());
    if !zone.is_empty() {
        parts.push(zone.clone());
    }
    parts.join("/")
}
