//! Tables out to, and pipelines in from, whatever speaks Arrow.

use std::sync::Arc;

use arrow_array::types::{Date32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, RecordBatch, StringArray};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use chrono::{DateTime, NaiveDate, Utc};
use followthrough_document::{Document, Pipeline};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyTuple};
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;

use crate::error::to_python;
use crate::parts;

/// Columns of one length, for the Arrow PyCapsule interface.
#[pyclass(frozen, module = "followthrough._native")]
pub(crate) struct Columns {
    table: Py<PyTable>,
}

#[pymethods]
impl Columns {
    /// Makes columns of lists: names, kinds (`text`, `count`, `flag`, `day`, `instant`), and values or None.
    #[new]
    fn new(
        py: Python<'_>,
        names: Vec<String>,
        kinds: Vec<String>,
        columns: Vec<Bound<'_, PyList>>,
    ) -> PyResult<Self> {
        let mut fields = Vec::new();
        let mut arrays = Vec::new();
        for ((name, kind), column) in names.into_iter().zip(&kinds).zip(&columns) {
            let array = array(kind, column)?;
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), arrays)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self {
            table: Py::new(py, PyTable::try_new(vec![batch], schema)?)?,
        })
    }

    /// An Arrow stream of them.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.table
            .bind(py)
            .call_method1("__arrow_c_stream__", (requested_schema,))
    }

    /// Their Arrow schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.table.bind(py).call_method0("__arrow_c_schema__")
    }
}

fn array(kind: &str, column: &Bound<'_, PyList>) -> PyResult<ArrayRef> {
    let day_number = |day: NaiveDate| Date32Type::from_naive_date(day);
    Ok(match kind {
        "text" => Arc::new(StringArray::from(column.extract::<Vec<Option<String>>>()?)),
        "count" => Arc::new(PrimitiveArray::<Int64Type>::from(
            column.extract::<Vec<Option<i64>>>()?,
        )),
        "flag" => Arc::new(BooleanArray::from(column.extract::<Vec<Option<bool>>>()?)),
        "day" => {
            let days = column.extract::<Vec<Option<NaiveDate>>>()?;
            let days: Vec<Option<i32>> = days.into_iter().map(|day| day.map(day_number)).collect();
            Arc::new(PrimitiveArray::<Date32Type>::from(days))
        }
        "instant" => {
            let instants = column.extract::<Vec<Option<DateTime<Utc>>>>()?;
            let micros: Vec<Option<i64>> = instants
                .into_iter()
                .map(|instant| instant.map(|instant| instant.timestamp_micros()))
                .collect();
            Arc::new(PrimitiveArray::<TimestampMicrosecondType>::from(micros).with_timezone("UTC"))
        }
        other => {
            return Err(PyValueError::new_err(format!(
                "`{other}` is no kind of column"
            )));
        }
    })
}

/// The prospects of an Arrow table, its columns and words as in `pipeline.csv`; `cadences` are the names known.
#[pyfunction]
pub(crate) fn prospects<'py>(
    py: Python<'py>,
    frame: &Bound<'py, PyAny>,
    timezone: &str,
    cadences: Vec<String>,
) -> PyResult<(Bound<'py, PyTuple>, Vec<String>)> {
    let frame: AnyRecordBatch = frame.extract().map_err(|_| {
        let kind = frame
            .get_type()
            .name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        PyTypeError::new_err(format!(
            "the pipeline is a {kind}, expected prospects or a table with `__arrow_c_stream__`"
        ))
    })?;
    let (batches, schema) = frame.into_table()?.into_inner();
    let table = written(&batches, &schema).map_err(to_python)?;
    let read = || -> anyhow::Result<Pipeline> {
        let document = serde_json::json!({
            "format": 1,
            "timezone": timezone,
            "cadence": cadences.iter().map(|name| {
                let touch = serde_json::json!({ "day": 1, "channel": "call" });
                (name.clone(), serde_json::json!({ "touches": [touch] }))
            }).collect::<serde_json::Map<_, _>>(),
        });
        let document = Document::read("plan", document.to_string().as_bytes())?;
        Ok(Pipeline::read("pipeline", table.as_slice(), &document)?)
    };
    let pipeline = read().map_err(to_python)?;
    let notices = pipeline.notices().iter().map(ToString::to_string).collect();
    Ok((parts::prospects(py, pipeline.prospects())?, notices))
}

/// The table as the text whose rules the package's users know: that of `pipeline.csv`.
fn written(batches: &[RecordBatch], schema: &Schema) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(schema.fields().iter().map(|field| field.name()))?;
    for batch in batches {
        let columns = batch
            .columns()
            .iter()
            .map(text)
            .collect::<anyhow::Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            writer.write_record(columns.iter().map(|column| {
                if column.is_null(row) {
                    ""
                } else {
                    column.value(row)
                }
            }))?;
        }
    }
    Ok(writer.into_inner()?)
}

/// A column as text: whole numbers without a fraction, and times of day cut off, as frames hold days as timestamps.
fn text(column: &ArrayRef) -> anyhow::Result<StringArray> {
    let plain = match column.data_type() {
        DataType::Timestamp(_, None) | DataType::Date64 => cast(column, &DataType::Date32)?,
        // A day is a day on the column's own clock.
        DataType::Timestamp(_, Some(_)) => cast(
            &cast(column, &DataType::Timestamp(TimeUnit::Microsecond, None))?,
            &DataType::Date32,
        )?,
        // A column of whole numbers with gaps is one of floats in pandas.
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            cast(column, &DataType::Int64)?
        }
        _ => column.clone(),
    };
    let text = cast(&plain, &DataType::Utf8)?;
    let text = text.as_any().downcast_ref::<StringArray>();
    Ok(text
        .ok_or_else(|| anyhow::anyhow!("a column of the pipeline cannot be read as text"))?
        .clone())
}
