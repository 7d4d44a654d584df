//! Many plans at once: plans as values, or plans as the rows of a table.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use arrow_array::types::Date32Type;
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch, StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use chrono::NaiveDate;
use followthrough::{Binding, Fit, Horizon, Policy, Zone};
use followthrough_files::{File, Files};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;

use crate::answer::{Answer, Kind};
use crate::column::Cells;
use crate::error::{ArgumentError, chain, to_python};
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
const ANSWERS: [(&str, DataType); 18] = [
    ("number", DataType::Int64),
    ("unit", DataType::Utf8),
    ("bound", DataType::Int64),
    ("proved", DataType::Boolean),
    ("today", DataType::Int64),
    ("this_week", DataType::Int64),
    ("this_month", DataType::Int64),
    ("this_quarter", DataType::Int64),
    ("total", DataType::Int64),
    ("every", DataType::Int64),
    ("overdue", DataType::Int64),
    ("late", DataType::Int64),
    ("unreachable", DataType::Int64),
    ("clear_day", DataType::Date32),
    ("binds", DataType::Utf8),
    ("error", DataType::Utf8),
    ("version", DataType::Utf8),
    ("tzdata", DataType::Utf8),
];

/// The columns that a row's question is made of. They are large and are not handed back.
const TEXTS: [&str; 4] = ["plan", "pipeline", "log", "busy"];

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
    let answers = ANSWERS.map(|(name, kind)| Field::new(name, kind, true));
    let schema = with_answers(&schema, &kept, answers, "fit_");
    let mut fits = fits.into_iter();
    let told = batches.iter().map(|batch| {
        let fits: Vec<anyhow::Result<Told>> = fits.by_ref().take(batch.num_rows()).collect();
        let same = kept.iter().map(|&index| batch.column(index).clone());
        RecordBatch::try_new(schema.clone(), same.chain(columns(&fits)).collect())
    });
    let told: Result<Vec<RecordBatch>, _> = told.collect();
    let told = told.map_err(|error| ArgumentError::new_err((error.to_string(), "plans")))?;
    Ok(Columns::of(schema, told))
}

/// The columns that are handed back, then those of answers. What a table has keeps its name, and an answer's has the prefix.
fn with_answers(
    schema: &Schema,
    kept: &[usize],
    answers: impl IntoIterator<Item = Field>,
    prefix: &str,
) -> Arc<Schema> {
    let fields = kept.iter().map(|&index| schema.fields()[index].clone());
    let answers = answers.into_iter().map(|field| {
        let mut name = field.name().clone();
        while schema.column_with_name(&name).is_some() {
            name.insert_str(0, prefix);
        }
        Arc::new(field.with_name(name))
    });
    Arc::new(Schema::new(fields.chain(answers).collect::<Vec<_>>()))
}

/// The rows of a table of plans, for a question that is asked in Python.
#[pyclass(frozen, module = "followthrough._native")]
pub(crate) struct Rows {
    schema: Arc<Schema>,
    batches: Vec<RecordBatch>,
    kept: Vec<usize>,
    questions: Vec<Question>,
}

#[pymethods]
impl Rows {
    #[new]
    fn new(py: Python<'_>, frame: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (batches, schema) = batches(frame, "what is asked", "plans or a table")?;
        let kept = kept(&schema)?;
        let mut questions = Vec::new();
        for batch in &batches {
            questions.extend(detached(py, || Question::of(batch))?);
        }
        Ok(Self {
            schema,
            batches,
            kept,
            questions,
        })
    }

    fn __len__(&self) -> usize {
        self.questions.len()
    }

    /// The plan of a row.
    fn plan(&self, py: Python<'_>, index: usize) -> PyResult<NativePlan> {
        let source = detached(py, || {
            let question = self.questions.get(index).context("there is no such row")?;
            let (files, first_day) = question.asked()?;
            Source::of_files(files.clone(), first_day, None)
        })?;
        Ok(NativePlan {
            source: Arc::new(source),
        })
    }

    /// The columns that are handed back, with `columns` of as many rows beside them.
    fn beside(&self, columns: &Columns, prefix: &str) -> PyResult<Columns> {
        let wrong = |error: ArrowError| ArgumentError::new_err((error.to_string(), "plans"));
        let (told, batch) = columns.whole().map_err(wrong)?;
        let answers = told.fields().iter().map(|field| field.as_ref().clone());
        let schema = with_answers(&self.schema, &self.kept, answers, prefix);
        let mut row = 0;
        let beside = self.batches.iter().map(|kept| {
            let part = batch.slice(row, kept.num_rows());
            row += kept.num_rows();
            let same = self.kept.iter().map(|&index| kept.column(index).clone());
            RecordBatch::try_new(
                schema.clone(),
                same.chain(part.columns().iter().cloned()).collect(),
            )
        });
        let beside: Result<Vec<RecordBatch>, ArrowError> = beside.collect();
        Ok(Columns::of(schema, beside.map_err(wrong)?))
    }
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
        let message = format!(
            "plans has the columns `{found}`, expected one of the name `plan`: plans as text, TOML or JSON"
        );
        return Err(ArgumentError::new_err((message, "plans")));
    }
    let kept = |&index: &usize| !TEXTS.contains(&names[index]);
    Ok((0..names.len()).filter(kept).collect())
}

/// One row: a plan's text, and the tables and calendars that it names.
struct Question {
    files: Option<Files>,
    /// Or the word that is no day.
    first_day: Result<Option<NaiveDate>, String>,
}

fn unexpected(name: &str, array: &ArrayRef, expected: &str) -> anyhow::Error {
    let kind = array.data_type();
    anyhow::anyhow!("the column `{name}` is of the type {kind}, expected {expected}")
}

/// Day one of each row, where the table says it: days, or text such as `2026-11-23`.
fn first_days(batch: &RecordBatch) -> anyhow::Result<Vec<Result<Option<NaiveDate>, String>>> {
    let Some(array) = batch.column_by_name("first_day") else {
        return Ok(vec![Ok(None); batch.num_rows()]);
    };
    let is_instant = matches!(array.data_type(), DataType::Timestamp(_, Some(_)));
    let cells = Cells::of(array, &Zone::utc()).filter(|_| !is_instant);
    match cells {
        Some(Cells::Day(days)) => Ok(days.into_iter().map(Ok).collect()),
        Some(Cells::Text(words)) => Ok(words
            .into_iter()
            .map(
                |word| match word.map(str::trim).filter(|word| !word.is_empty()) {
                    None => Ok(None),
                    Some(word) => word.parse().map(Some).map_err(|_| word.to_owned()),
                },
            )
            .collect()),
        _ => Err(unexpected(
            "first_day",
            array,
            "days, or text such as `2026-11-23`",
        )),
    }
}

impl Question {
    fn of(batch: &RecordBatch) -> anyhow::Result<Vec<Self>> {
        let texts = |name: &str| match batch.column_by_name(name) {
            None => Ok(None),
            Some(array) => match Cells::of(array, &Zone::utc()) {
                Some(cells @ Cells::Text(_)) => Ok(Some(cells)),
                _ => Err(unexpected(name, array, "text")),
            },
        };
        let [plans, pipelines, logs, busy] = [
            texts("plan")?,
            texts("pipeline")?,
            texts("log")?,
            texts("busy")?,
        ];
        let days = first_days(batch)?;
        let question = |(row, first_day)| Self {
            files: file(plans.as_ref(), "plan", row).map(|plan| Files {
                plan,
                named: [
                    file(pipelines.as_ref(), "pipeline", row),
                    file(logs.as_ref(), "log", row),
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

    /// The files of its plan and day one, or what is wrong with the row.
    fn asked(&self) -> anyhow::Result<(&Files, Option<NaiveDate>)> {
        let files = self.files.as_ref().context("the row has no plan")?;
        let first_day = self.first_day.clone().map_err(|word| {
            anyhow::anyhow!("first_day is `{word}`, expected a day such as `2026-11-23`")
        })?;
        Ok((files, first_day))
    }

    fn fit(
        &self,
        policy: Policy,
        horizon: Option<Horizon>,
        stop: &AtomicBool,
    ) -> anyhow::Result<Option<Told>> {
        let (files, first_day) = self.asked()?;
        let fit = Source::ask_once(files, first_day, horizon, |plan| {
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
            this_month: fit.this_month,
            this_quarter: fit.this_quarter,
            total: fit.total,
            every: fit.every,
            overdue: sum(fit.commitments.overdue.iter().map(|one| one.count)),
            late: sum(fit.commitments.late.iter().map(|one| one.count)),
            unreachable: sum(fit.unreachable.iter().map(|one| one.count)),
            clear_day: fit.commitments.clear_day,
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
    this_month: Option<u32>,
    this_quarter: Option<u32>,
    total: u32,
    every: Option<u32>,
    /// Touches whose days passed undone, those that are made late, and those that cannot be made.
    overdue: u32,
    late: u32,
    unreachable: u32,
    clear_day: Option<NaiveDate>,
    binds: String,
}

fn sum(counts: impl Iterator<Item = u32>) -> u32 {
    counts.fold(0, u32::saturating_add)
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

fn columns(fits: &[anyhow::Result<Told>]) -> [ArrayRef; 18] {
    let told = || fits.iter().map(|fit| fit.as_ref().ok());
    let count = |of: fn(&Told) -> Option<u32>| -> ArrayRef {
        let cells = told().map(|fit| fit.and_then(of).map(i64::from));
        Arc::new(cells.collect::<Int64Array>())
    };
    let text = |of: fn(&Told) -> &str| -> ArrayRef {
        Arc::new(told().map(|fit| fit.map(of)).collect::<StringArray>())
    };
    let proved: BooleanArray = told().map(|fit| fit.map(|fit| fit.proved)).collect();
    let clear_days: Date32Array = told()
        .map(|fit| {
            fit.and_then(|fit| fit.clear_day)
                .map(Date32Type::from_naive_date)
        })
        .collect();
    let errors = fits.iter().map(|fit| fit.as_ref().err().map(chain));
    let every = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; fits.len()])) };
    [
        count(|fit| Some(fit.number)),
        text(|fit| fit.unit),
        count(|fit| Some(fit.bound)),
        Arc::new(proved),
        count(|fit| fit.today),
        count(|fit| fit.this_week),
        count(|fit| fit.this_month),
        count(|fit| fit.this_quarter),
        count(|fit| Some(fit.total)),
        count(|fit| fit.every),
        count(|fit| Some(fit.overdue)),
        count(|fit| Some(fit.late)),
        count(|fit| Some(fit.unreachable)),
        Arc::new(clear_days),
        text(|fit| fit.binds.as_str()),
        Arc::new(errors.collect::<StringArray>()),
        every(env!("CARGO_PKG_VERSION")),
        every(followthrough::tzdata_version()),
    ]
}
