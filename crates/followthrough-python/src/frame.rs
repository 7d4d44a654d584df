//! Columns for any frame library, through the Arrow PyCapsule interface.

use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{
    Date32Type, DurationMicrosecondType, Float64Type, Int32Type, Int64Type, Time64MicrosecondType,
    TimestampMicrosecondType,
};
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, DictionaryArray, Int32Array, PrimitiveArray, RecordBatch,
    RecordBatchIterator, StringArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use crate::error::ArgumentError;

/// Columns of one length. Their types are those that every frame library and Spark take: 64-bit whole numbers, text with
/// 32-bit offsets, days, microseconds in UTC.
#[pyclass(frozen, module = "followthrough._native")]
pub(crate) struct Columns {
    schema: Arc<Schema>,
    batches: Vec<RecordBatch>,
}

impl Columns {
    pub(crate) fn of(schema: Arc<Schema>, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

impl Columns {
    /// All rows in one batch, and their schema.
    pub(crate) fn whole(&self) -> Result<(&Schema, RecordBatch), ArrowError> {
        let [batch] = self.batches.as_slice() else {
            let message = format!("{} batches, expected one", self.batches.len());
            return Err(ArrowError::InvalidArgumentError(message));
        };
        Ok((&self.schema, batch.clone()))
    }
}

fn wrong(error: ArrowError) -> PyErr {
    ArgumentError::new_err((error.to_string(), "columns"))
}

#[pymethods]
impl Columns {
    /// Makes columns of lists: names, kinds, and values or None. Kinds are `text`, `count`, `number`, `flag`, `day`, `time`,
    /// `length`, `instant ZONE` and `one of A|B|C`.
    #[new]
    fn new(
        names: Vec<String>,
        kinds: Vec<String>,
        columns: Vec<Bound<'_, PyList>>,
    ) -> PyResult<Self> {
        let mut fields = Vec::new();
        let mut arrays = Vec::new();
        for ((name, kind), column) in names.into_iter().zip(&kinds).zip(&columns) {
            let array = array(kind, column)?;
            let field = Field::new(name, array.data_type().clone(), true);
            // What polars writes beside categories that are all that there can be, so that they come back as an Enum.
            let words = kind.strip_prefix("one of ").map(|words| {
                let words = words
                    .split('|')
                    .map(|word| format!("{};{word}", word.len()));
                words.collect::<String>()
            });
            fields.push(match words {
                Some(words) => field.with_metadata([("_PL_ENUM_VALUES2".to_owned(), words)].into()),
                None => field,
            });
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(wrong)?;
        Ok(Self::of(schema, vec![batch]))
    }

    /// An Arrow stream of them. What schema is asked for is not an obligation, and a consumer casts as it likes.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> =
            self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// Their Arrow schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(wrong)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Their names.
    fn names(&self) -> Vec<&str> {
        let fields = self.schema.fields().iter();
        fields.map(|field| field.name().as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

fn array(kind: &str, column: &Bound<'_, PyList>) -> PyResult<ArrayRef> {
    let day_number = |day: NaiveDate| Date32Type::from_naive_date(day);
    Ok(match kind {
        "text" => Arc::new(StringArray::from(column.extract::<Vec<Option<String>>>()?)),
        "count" => Arc::new(PrimitiveArray::<Int64Type>::from(
            column.extract::<Vec<Option<i64>>>()?,
        )),
        "number" => Arc::new(PrimitiveArray::<Float64Type>::from(
            column.extract::<Vec<Option<f64>>>()?,
        )),
        "flag" => Arc::new(BooleanArray::from(column.extract::<Vec<Option<bool>>>()?)),
        "day" => {
            let days = column.extract::<Vec<Option<NaiveDate>>>()?;
            let days: Vec<Option<i32>> = days.into_iter().map(|day| day.map(day_number)).collect();
            Arc::new(PrimitiveArray::<Date32Type>::from(days))
        }
        "time" => {
            let times = column.extract::<Vec<Option<NaiveTime>>>()?;
            let micros = times.into_iter().map(|time| {
                time.map(|time| i64::from(time.num_seconds_from_midnight()) * 1_000_000)
            });
            Arc::new(micros.collect::<PrimitiveArray<Time64MicrosecondType>>())
        }
        "length" => {
            let lengths = column.extract::<Vec<Option<TimeDelta>>>()?;
            let micros = lengths
                .into_iter()
                .map(|length| length.and_then(|length| length.num_microseconds()));
            Arc::new(micros.collect::<PrimitiveArray<DurationMicrosecondType>>())
        }
        kind if kind.starts_with("one of ") => {
            let words: Vec<&str> = kind["one of ".len()..].split('|').collect();
            let cells = column.extract::<Vec<Option<String>>>()?;
            let keys = cells.iter().map(|cell| {
                let cell = cell.as_deref()?;
                let place = words.iter().position(|word| *word == cell)?;
                i32::try_from(place).ok()
            });
            let keys: Int32Array = keys.collect();
            let values = Arc::new(StringArray::from(words));
            Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values).map_err(wrong)?)
        }
        kind if kind.starts_with("instant ") => {
            let zone = &kind["instant ".len()..];
            let instants = column.extract::<Vec<Option<DateTime<Utc>>>>()?;
            let micros: Vec<Option<i64>> = instants
                .into_iter()
                .map(|instant| instant.map(|instant| instant.timestamp_micros()))
                .collect();
            Arc::new(PrimitiveArray::<TimestampMicrosecondType>::from(micros).with_timezone(zone))
        }
        other => {
            let message = format!("`{other}` is not a kind of column");
            return Err(ArgumentError::new_err((message, "kinds")));
        }
    })
}
