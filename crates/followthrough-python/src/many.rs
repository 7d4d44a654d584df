//! Many plans at once: plans as values, or plans as the rows of a table.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use chrono::NaiveDate;
use followthrough::{Binding, Fit, Horizon, Policy};
use followthrough_files::{File, Files};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::answer::{Answer, Kind};
use crate::column::Cells;
use crate::error::{chain, to_python};
use crate::frame::Columns;
use crate::guard::{detached, each};
use crate::pipeline::batches;
use crate::plan::{NativePlan, horizon_of, policy_named};
use crate::source::Source;

/// The fits of many plans, in order; the exception of one that cannot be asked stands in its place.
#[pyfunction]
pub(crate) fn fit_many<'py>(
    py: Python<'py>,
    plans: Vec<Bound<'py, NativePlan>>,
    policy: &str,
    horizon: Option<&Bound<'py, PyAny>>,
    threads: usize,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let (policy, horizon) = (policy_named(policy)?, horizon.map(horizon_of).transpose()?);
    let sources: Vec<Arc<Source>> = plans.iter().map(|plan| plan.get().source.clone()).collect();
    let fits = each(py, threads, sources.len(), progress, |index, stop| {
        sources[index].ask(horizon, |plan| {
            plan.fit_watched(policy, horizon, |_| !stop.load(Ordering::Relaxed))
        })
    })?;
    let told = |(source, fit): (Arc<Source>, anyhow::Result<Fit>)| match fit {
        Ok(fit) => Answer::new(source, Kind::Fit(Box::new(fit))).into_bound_py_any(py),
        Err(error) => to_python(error).into_bound_py_any(py),
    };
    sources.into_iter().zip(fits).map(told).collect()
}

/// What is told of each row.
const ANSWERS: [(&str, DataType); 11] = [
    ("number", DataType::Int64),
    ("unit", DataType::Utf8),
    ("bound", DataType::Int64),
    ("proved", DataType::Boolean),
    ("today", DataType::Int64),
    ("this_week", DataType::Int64),
    ("total", DataType::Int64),
    ("binds", DataType::Utf8),
    ("error", DataType::Utf8),
    ("version", DataType::Utf8),
    ("tzdata", DataType::Utf8),
];

/// The columns that a row's question is made of. The first two are large and are not handed back.
const TEXTS: [&str; 3] = ["plan", "pipeline", "busy"];

/// The fits of the plans in a table, one row each: its other columns as they are, then those of `ANSWERS`.
#[pyfunction]
pub(crate) fn fit_frame(
    py: Python<'_>,
    frame: &Bound<'_, PyAny>,
    policy: &str,
    horizon: Option<&Bound<'_, PyAny>>,
    threads: usize,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Columns> {
    let (policy, horizon) = (policy_named(policy)?, horizon.map(horizon_of).transpose()?);
    let (batches, schema) = batches(frame, "what is asked", "plans or a table")?;
    let kept = kept(&schema)?;
    let mut questions = Vec::new();
    for batch in &batches {
        questions.extend(detached(py, || Question::of(batch))?);
    }
    let fits = each(py, threads, questions.len(), progress, |index, stop| {
        questions[index].fit(policy, horizon, stop)
    })?;
    let fields = kept.iter().map(|&index| schema.fields()[index].clone());
    let answers = ANSWERS.map(|(name, kind)| Arc::new(Field::new(name, kind, true)));
    let schema = Arc::new(Schema::new(fields.chain(answers).collect::<Vec<_>>()));
    let mut fits = fits.into_iter();
    let told = batches.iter().map(|batch| {
        let fits: Vec<anyhow::Result<Told>> = fits.by_ref().take(batch.num_rows()).collect();
        let same = kept.iter().map(|&index| batch.column(index).clone());
        RecordBatch::try_new(schema.clone(), same.chain(columns(&fits)).collect())
    });
    let told: Result<Vec<RecordBatch>, _> = told.collect();
    let told = told.map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(Columns::of(schema, told))
}

/// Which columns are handed back.
fn kept(schema: &Schema) -> PyResult<Vec<usize>> {
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    if !names.contains(&"plan") {
        let found = names.join("`, `");
        return Err(PyValueError::new_err(format!(
            "the table has the columns `{found}`, expected one of the name `plan`: plans as text, TOML or JSON"
        )));
    }
    if let Some((name, _)) = ANSWERS.iter().find(|(name, _)| names.contains(name)) {
        return Err(PyValueError::new_err(format!(
            "the table has a column `{name}`, expected another name: the answer has one of that name"
        )));
    }
    let kept = |&index: &usize| !TEXTS.contains(&names[index]);
    Ok((0..names.len()).filter(kept).collect())
}

/// One row: a plan's text, and the tables and calendars that it names.
struct Question {
    files: Option<Files>,
    first_day: Option<NaiveDate>,
}

impl Question {
    fn of(batch: &RecordBatch) -> anyhow::Result<Vec<Self>> {
        let cells = |name: &str, expected: &str| match batch.column_by_name(name) {
            None => Ok(None),
            Some(array) => match Cells::of(array) {
                Some(cells @ (Cells::Text(_) | Cells::Day(_))) => Ok(Some(cells)),
                _ => Err(anyhow::anyhow!(
                    "the column `{name}` is of the type {}, expected {expected}",
                    arrow_array::Array::data_type(array)
                )),
            },
        };
        let [plans, pipelines, busy] = [
            cells("plan", "text")?,
            cells("pipeline", "text")?,
            cells("busy", "text")?,
        ];
        let days = match cells("first_day", "days")? {
            Some(Cells::Day(days)) => days,
            _ => vec![None; batch.num_rows()],
        };
        let question = |(row, first_day)| Self {
            files: file(plans.as_ref(), "plan", row).map(|plan| Files {
                plan,
                named: [
                    file(pipelines.as_ref(), "pipeline", row),
                    file(busy.as_ref(), "busy", row),
                ]
                .into_iter()
                .flatten()
                .collect(),
            }),
            first_day,
        };
        Ok(days.into_iter().enumerate().map(question).collect())
    }

    fn fit(
        &self,
        policy: Policy,
        horizon: Option<Horizon>,
        stop: &AtomicBool,
    ) -> anyhow::Result<Option<Told>> {
        let files = self.files.as_ref();
        let files = files.ok_or_else(|| anyhow::anyhow!("the row has no plan"))?;
        let fit = Source::ask_once(files, self.first_day, horizon, |plan| {
            plan.fit_watched(policy, horizon, |_| !stop.load(Ordering::Relaxed))
        })?;
        Ok(fit.map(|fit| Told {
            binds: binds(&fit.binding),
            number: fit.number,
            unit: fit.unit.as_str(),
            bound: fit.bound,
            proved: fit.proved,
            today: fit.today,
            this_week: fit.this_week,
            total: fit.total,
        }))
    }
}

/// The file that a cell holds.
fn file(cells: Option<&Cells<'_>>, name: &str, row: usize) -> Option<File> {
    let Some(Cells::Text(cells)) = cells else {
        return None;
    };
    let text: &str = cells[row]?;
    Some(File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    })
}

/// What is told of a fit: no more is kept of it.
struct Told {
    number: u32,
    unit: &'static str,
    bound: u32,
    proved: bool,
    today: Option<u32>,
    this_week: Option<u32>,
    total: u32,
    binds: String,
}

/// The categories and channels that hold the number down, each once, by `, `.
fn binds(binding: &Binding) -> String {
    let mut names: Vec<String> = Vec::new();
    // Of a pace, what is tightest.
    if let Some(limit) = binding.pace.first() {
        names.extend(limit.categories.iter().map(ToString::to_string));
        names.extend(limit.channel.iter().map(ToString::to_string));
    }
    names.extend(binding.spans.iter().map(|span| span.category.to_string()));
    names.extend(binding.caps.iter().map(|cap| cap.channel.to_string()));
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names.join(", ")
}

fn columns(fits: &[anyhow::Result<Told>]) -> [ArrayRef; 11] {
    let told = || fits.iter().map(|fit| fit.as_ref().ok());
    let count = |of: fn(&Told) -> Option<u32>| -> ArrayRef {
        let cells = told().map(|fit| fit.and_then(of).map(i64::from));
        Arc::new(cells.collect::<Int64Array>())
    };
    let text = |of: fn(&Told) -> &str| -> ArrayRef {
        Arc::new(told().map(|fit| fit.map(of)).collect::<StringArray>())
    };
    let proved: BooleanArray = told().map(|fit| fit.map(|fit| fit.proved)).collect();
    let errors = fits.iter().map(|fit| fit.as_ref().err().map(chain));
    let every = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; fits.len()])) };
    [
        count(|fit| Some(fit.number)),
        text(|fit| fit.unit),
        count(|fit| Some(fit.bound)),
        Arc::new(proved),
        count(|fit| fit.today),
        count(|fit| fit.this_week),
        count(|fit| Some(fit.total)),
        text(|fit| fit.binds.as_str()),
        Arc::new(errors.collect::<StringArray>()),
        every(env!("CARGO_PKG_VERSION")),
        every(followthrough::tzdata_version()),
    ]
}
