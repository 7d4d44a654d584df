//! A desk that lets prospects in one at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use followthrough::{Desk, Newcomer};
use pyo3::prelude::*;

use crate::answer::{Answer, Kind};
use crate::guard::detached;
use crate::source::Source;
use crate::value::named;

/// What is promised at a desk, and the plan that it was made of.
#[pyclass(frozen, name = "Desk", module = "followthrough._native")]
pub(crate) struct NativeDesk {
    source: Arc<Source>,
    desk: Mutex<Desk>,
}

impl NativeDesk {
    pub(crate) fn new(source: Arc<Source>, desk: Desk) -> Self {
        Self {
            source,
            desk: Mutex::new(desk),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl NativeDesk {
    /// Whether a prospect may be started; with an `id` it is started where it may.
    fn admit(
        &self,
        py: Python<'_>,
        cadence: &str,
        day: Option<NaiveDate>,
        ready: bool,
        id: Option<&str>,
    ) -> PyResult<Answer> {
        let newcomer = Newcomer {
            cadence: named(cadence)?,
            day: day.unwrap_or_else(|| self.source.first_day()),
            ready,
        };
        let admit = detached(py, || {
            let mut desk = self.lock();
            let admit = match id {
                Some(id) => desk.start(id, &newcomer),
                None => desk.admit(&newcomer),
            };
            self.source.located(admit)
        })?;
        Ok(Answer::new(
            self.source.clone(),
            Kind::Admit(Box::new(admit)),
        ))
    }

    /// Frees everything promised to a prospect: how many touches that were.
    fn withdraw(&self, py: Python<'_>, id: &str) -> PyResult<u32> {
        detached(py, || self.source.located(self.lock().withdraw(id)))
    }

    /// The days on which prospects may be started, the first on which they may where anything owed is late, and how many
    /// were started here.
    fn state(&self, py: Python<'_>) -> PyResult<(NaiveDate, NaiveDate, Option<NaiveDate>, u32)> {
        detached(py, || {
            let desk = self.lock();
            let horizon = desk.horizon();
            Ok((horizon.from, horizon.to, desk.clear_day(), desk.started()))
        })
    }
}
