//! A pipeline out of whatever speaks Arrow, and as a sequence that makes its rows only when they are looked at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use chrono::NaiveDate;
use followthrough::{CadenceName, Prospect, Stage, Zone};
use followthrough_document::{Document, PIPELINE_COLUMNS, Pipeline};
use hashbrown::HashSet;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyo3_arrow::input::AnyRecordBatch;

use crate::classes;
use crate::column::Cells;
use crate::error::ArgumentTypeError;
use crate::guard::detached;
use crate::parts;
use crate::source::Source;

/// Prospects that are made Python values one by one, when they are asked for.
#[pyclass(frozen, module = "followthrough._native")]
pub(crate) struct Prospects {
    home: Mutex<Home>,
}

/// Where the rows are: with the pipeline until a plan takes them, then with that plan.
#[derive(Clone)]
enum Home {
    Here(Arc<Vec<Prospect>>),
    In(Arc<Source>),
}

impl Home {
    fn rows(&self) -> &[Prospect] {
        match self {
            Self::Here(rows) => rows,
            Self::In(source) => source.exported_pipeline(),
        }
    }
}

impl Prospects {
    /// The pipeline of a plan.
    pub(crate) fn of(source: &Arc<Source>) -> Self {
        Self {
            home: Mutex::new(Home::In(source.clone())),
        }
    }

    /// Those behind the package's `Pipeline`; `None` for any other sequence.
    pub(crate) fn behind<'py>(
        pipeline: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, Prospects>>> {
        let native = pipeline.getattr_opt("_native")?;
        Ok(native.and_then(|native| native.cast_into::<Self>().ok()))
    }

    fn lock(&self) -> MutexGuard<'_, Home> {
        self.home.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn home(&self) -> Home {
        self.lock().clone()
    }

    /// The rows for a plan: they are copied only where another plan has them.
    pub(crate) fn take(&self) -> Vec<Prospect> {
        let mut home = self.lock();
        match &mut *home {
            Home::Here(rows) => Arc::try_unwrap(std::mem::take(rows)).unwrap_or_else(|rows| {
                let copy = rows.to_vec();
                *home = Home::Here(rows);
                copy
            }),
            Home::In(source) => source.exported_pipeline().to_vec(),
        }
    }

    /// Says which plan has taken them.
    pub(crate) fn moved(&self, source: &Arc<Source>) {
        *self.lock() = Home::In(source.clone());
    }
}

#[pymethods]
impl Prospects {
    /// The prospects of an Arrow table, its columns and words as in `pipeline.csv`, and what reading it had to say;
    /// `cadences` are the names known. A column `count` says how
    /// many prospects a row stands for; a table without the column `id` is counted into one row for each kind of them.
    #[staticmethod]
    fn read(
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        timezone: &str,
        cadences: Vec<String>,
    ) -> PyResult<(Self, Vec<String>)> {
        let (batches, schema) = batches(frame, "the pipeline", "prospects or a table")?;
        let (rows, notices) = detached(py, || rows(&batches, &schema, timezone, &cadences))?;
        let home = Mutex::new(Home::Here(Arc::new(rows)));
        Ok((Self { home }, notices))
    }

    fn __len__(&self) -> usize {
        self.home().rows().len()
    }

    fn __eq__(&self, other: &Bound<'_, Self>) -> bool {
        self.home().rows() == other.get().home().rows()
    }

    /// The prospect at an index from 0 on.
    fn item<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let home = self.home();
        let row = home.rows().get(index..=index);
        let row = row.ok_or_else(|| PyIndexError::new_err("index out of range"))?;
        parts::prospects(py, row)?.get_item(0)
    }

    /// All of them.
    fn all<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        parts::prospects(py, self.home().rows())
    }
}

/// What a frame holds; `what` and `expected` are for the message where it is none.
pub(crate) fn batches(
    frame: &Bound<'_, PyAny>,
    what: &str,
    expected: &str,
) -> PyResult<(Vec<RecordBatch>, Arc<Schema>)> {
    let frame: AnyRecordBatch = frame.extract().map_err(|_| {
        let kind = frame.get_type().name();
        let kind = kind.map(|name| name.to_string()).unwrap_or_default();
        let message = format!("{what} is a {kind}, expected {expected} with `__arrow_c_stream__`");
        ArgumentTypeError::new_err((message, what.trim_start_matches("the ").to_owned()))
    })?;
    let reader = frame.into_reader()?;
    let schema = reader.schema();
    let batches: Result<Vec<RecordBatch>, _> = reader.collect();
    let batches = batches.map_err(|error| {
        let message = format!("{what} cannot be read as an Arrow table: {error}");
        ArgumentTypeError::new_err((message, what.trim_start_matches("the ").to_owned()))
    })?;
    Ok((batches, schema))
}

/// Rows, with how many prospects each stands for; where the table names nobody, a row for each kind of them.
fn rows(
    batches: &[RecordBatch],
    schema: &Schema,
    timezone: &str,
    cadences: &[String],
) -> anyhow::Result<(Vec<Prospect>, Vec<String>)> {
    let is_named = classes::is_named(schema);
    let zone: Zone = timezone.parse()?;
    if !is_named {
        let names: Result<Vec<CadenceName>, _> = cadences.iter().map(|name| name.parse()).collect();
        let classes = names
            .ok()
            .and_then(|names| classes::of_columns(batches, &names, &zone));
        if let Some(classes) = classes {
            return Ok((classes?, Vec::new()));
        }
    }
    let (mut rows, notices) = each(batches, schema, &zone, cadences)?;
    if let Some(sizes) = classes::sizes(batches, schema)? {
        if sizes.len() != rows.len() {
            let (found, expected) = (rows.len(), sizes.len());
            anyhow::bail!("the pipeline has {expected} rows, of which {found} could be read");
        }
        for (row, size) in rows.iter_mut().zip(sizes) {
            row.count = size;
        }
        // A row that stands for nobody owes nothing.
        rows.retain(|row| row.count > 0);
    }
    if !is_named {
        rows = classes::counted(rows)?;
    }
    Ok((rows, notices))
}

/// Rows in which nothing is out of the ordinary are read as they are. For anything else the table is written as the
/// file that it would be: the rules of that file, and its errors by line, have one home.
fn each(
    batches: &[RecordBatch],
    schema: &Schema,
    zone: &Zone,
    cadences: &[String],
) -> anyhow::Result<(Vec<Prospect>, Vec<String>)> {
    if let Some(rows) = plain(batches, schema, cadences, zone) {
        return Ok((rows, Vec::new()));
    }
    let table = written(batches, schema, zone)?;
    let document = serde_json::json!({
        "format": 1,
        "timezone": zone.name(),
        "cadence": cadences.iter().map(|name| {
            let touch = serde_json::json!({ "day": 1, "channel": "call" });
            (name.clone(), serde_json::json!({ "touches": [touch] }))
        }).collect::<serde_json::Map<_, _>>(),
    });
    let document = Document::read("plan", document.to_string().as_bytes())?;
    let pipeline = Pipeline::read("pipeline", &table, &document)?;
    let notices = pipeline.notices().iter().map(ToString::to_string).collect();
    Ok((pipeline.prospects().to_vec(), notices))
}

/// The table as `pipeline.csv`; columns that mean nothing there are left empty.
fn written(batches: &[RecordBatch], schema: &Schema, zone: &Zone) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let is_named = classes::is_named(schema);
    let mut number = 0_usize;
    let own = |text: &str| Some(text.to_owned()).filter(|_| !is_named);
    let names = schema.fields().iter().map(|field| field.name().clone());
    writer.write_record(names.chain(own("id")))?;
    for batch in batches {
        let mut columns = Vec::new();
        for (field, array) in schema.fields().iter().zip(batch.columns()) {
            let known = PIPELINE_COLUMNS.contains(&field.name().as_str());
            let cells = if known { Cells::of(array, zone) } else { None };
            if known && cells.is_none() {
                anyhow::bail!(
                    "the column `{}` of the pipeline is of the type {}, expected text, whole numbers or days",
                    field.name(),
                    array.data_type()
                );
            }
            columns.push(cells);
        }
        for row in 0..batch.num_rows() {
            number += 1;
            let cells = columns.iter().map(|cells| {
                let cell = cells.as_ref().map(|cells| cells.written(row));
                cell.unwrap_or_default().into_owned()
            });
            writer.write_record(cells.chain(own(&number.to_string())))?;
        }
    }
    Ok(writer.into_inner()?)
}

/// The rows where every cell is what it should be, every row has what its stage needs and no id stands twice.
fn plain(
    batches: &[RecordBatch],
    schema: &Schema,
    cadences: &[String],
    own: &Zone,
) -> Option<Vec<Prospect>> {
    let mut names = HashSet::new();
    if !schema
        .fields()
        .iter()
        .all(|field| names.insert(field.name()))
    {
        return None;
    }
    let cadences: HashMap<&str, CadenceName> = cadences
        .iter()
        .map(|name| Some((name.as_str(), name.parse().ok()?)))
        .collect::<Option<_>>()?;
    let stages: HashMap<&str, Stage> = Stage::ALL.iter().map(|one| (one.as_str(), *one)).collect();
    let mut zones = HashMap::new();
    let mut rows = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
    for batch in batches {
        let [
            id,
            name,
            cadence,
            stage,
            next_touch,
            due,
            last_touch,
            started,
            priority,
            zone,
            owner,
            segment,
            note,
        ] = PIPELINE_COLUMNS.map(|column| {
            batch
                .column_by_name(column)
                .map(|array| Cells::of(array, own))
        });
        let texts = |cells| Texts::of(cells, batch.num_rows());
        // Every row has these, but who it is about may be left out.
        let is_named = id.is_some();
        let (id, cadence, stage) = (texts(id)?, texts(Some(cadence?))?, texts(Some(stage?))?);
        let (name, zone, owner) = (texts(name)?, texts(zone)?, texts(owner)?);
        let (segment, note) = (texts(segment)?, texts(note)?);
        let (next_touch, priority) = (counts(next_touch, batch)?, counts(priority, batch)?);
        let (due, last_touch) = (days(due, batch)?, days(last_touch, batch)?);
        let started = days(started, batch)?;
        for row in 0..batch.num_rows() {
            let cadence = cadences.get(cadence.cell(row)?)?.clone();
            let stage = *stages.get(stage.cell(row)?)?;
            let id = if is_named {
                id.cell(row)?.to_owned()
            } else {
                (rows.len() + 1).to_string()
            };
            let mut prospect = Prospect::new(id, cadence, stage);
            prospect.name = name.cell(row).unwrap_or_default().to_owned();
            prospect.next_touch = next_touch[row];
            prospect.due = due[row];
            prospect.last_touch = last_touch[row];
            prospect.started = started[row];
            prospect.priority = priority[row].unwrap_or(Prospect::DEFAULT_PRIORITY);
            if let Some(word) = zone.cell(row) {
                prospect.zone = Some(match zones.get(word) {
                    Some(zone) => Zone::clone(zone),
                    None => {
                        let zone: Zone = word.parse().ok()?;
                        zones.insert(word.to_owned(), zone.clone());
                        zone
                    }
                });
            }
            prospect.owner = owner.cell(row).map(str::to_owned);
            prospect.segment = segment.cell(row).map(str::to_owned);
            prospect.note = note.cell(row).map(str::to_owned);
            if !whole(&prospect) {
                return None;
            }
            rows.push(prospect);
        }
    }
    let mut ids = HashSet::with_capacity(rows.len());
    let distinct = rows.iter().all(|row| ids.insert(row.id.as_str()));
    drop(ids);
    distinct.then_some(rows)
}

/// Whether a row has what its stage needs.
fn whole(prospect: &Prospect) -> bool {
    let date = prospect.due.or(prospect.last_touch);
    match prospect.stage {
        Stage::InFlight if prospect.next_touch == Some(1) => prospect.due.is_some(),
        Stage::InFlight | Stage::Paused => {
            prospect.next_touch.is_some() && date.or(prospect.started).is_some()
        }
        Stage::Replied => date.is_some(),
        _ => true,
    }
}

/// A column that may not be there, or that nothing can be read from.
pub(crate) type Column<'a> = Option<Option<Cells<'a>>>;

/// A column of text, or one that is not there.
pub(crate) enum Texts<'a> {
    Missing,
    Of(Vec<Option<&'a str>>),
    Made(Vec<Option<String>>),
}

impl<'a> Texts<'a> {
    pub(crate) fn of(cells: Column<'a>, rows: usize) -> Option<Self> {
        let made = |cells: Cells<'_>| {
            let cell = |row| Some(cells.written(row).into_owned()).filter(|cell| !cell.is_empty());
            Self::Made((0..rows).map(cell).collect())
        };
        Some(match cells {
            None => Self::Missing,
            Some(None) => return None,
            Some(Some(Cells::Text(cells))) => {
                let plain =
                    |cell: &Option<&str>| cell.is_none_or(|cell| cell.trim().len() == cell.len());
                if !cells.iter().all(plain) {
                    return None;
                }
                Self::Of(cells)
            }
            Some(Some(cells)) => made(cells),
        })
    }

    /// A cell that holds something.
    pub(crate) fn cell(&self, row: usize) -> Option<&str> {
        match self {
            Self::Missing => None,
            Self::Of(cells) => cells[row].filter(|cell| !cell.is_empty()),
            Self::Made(cells) => cells[row].as_deref(),
        }
    }
}

/// Numbers from 1 on; `None` where there is anything else.
pub(crate) fn counts(cells: Column<'_>, batch: &RecordBatch) -> Option<Vec<Option<u32>>> {
    let count = |cell: i64| u32::try_from(cell).ok().filter(|&count| count >= 1);
    let cells = match cells {
        None => return Some(vec![None; batch.num_rows()]),
        Some(cells) => cells?,
    };
    match cells {
        Cells::Whole(cells) => cells
            .into_iter()
            .map(|cell| cell.map_or(Some(None), |cell| count(cell).map(Some)))
            .collect(),
        Cells::Text(cells) => cells
            .into_iter()
            .map(|cell| match cell.filter(|cell| !cell.is_empty()) {
                None => Some(None),
                Some(cell) => cell.parse().ok().and_then(count).map(Some),
            })
            .collect(),
        _ => None,
    }
}

/// Days; `None` where there is anything else, or a day written otherwise than `2026-11-23`.
pub(crate) fn days(cells: Column<'_>, batch: &RecordBatch) -> Option<Vec<Option<NaiveDate>>> {
    let cells = match cells {
        None => return Some(vec![None; batch.num_rows()]),
        Some(cells) => cells?,
    };
    match cells {
        Cells::Day(cells) => Some(cells),
        Cells::Text(cells) => cells
            .into_iter()
            .map(|cell| match cell.filter(|cell| !cell.is_empty()) {
                None => Some(None),
                Some(cell) => day(cell).map(Some),
            })
            .collect(),
        _ => None,
    }
}

/// A day such as `2026-11-23`.
fn day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&bytes[5..7])?, number(&bytes[8..])?)
}
