//! Columns for any frame library, through the Arrow PyCapsule interface.

use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array as _, ArrayRef, BooleanArray, PrimitiveArray, RecordBatch, RecordBatchIterator,
    StringArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use chrono::{DateTime, NaiveDate, Utc};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

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

fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

#[pymethods]
impl Columns {
    /// Makes columns of lists: names, kinds (`text`, `count`, `flag`, `day`, `instant`), and values or None.
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
            fields.push(Field::new(name, array.data_type().clone(), true));
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
                "`{other}` is not a kind of column"
            )));
        }
    })
}
