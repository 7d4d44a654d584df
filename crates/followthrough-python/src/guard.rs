//! Long work off the interpreter's lock, and our own bugs as ordinary Python errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;

use crate::error::InternalError;

/// Does `work` while other Python threads run.
///
/// A panic is a bug of ours, and a notebook's kernel must outlive it: it becomes an `InternalError`.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> anyhow::Result<T> + Send,
) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work)))
        .map_err(|panic| {
            let said = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            InternalError::new_err(format!(
                "{said}; this is a bug of followthrough, please report it"
            ))
        })?
        .map_err(crate::error::to_python)
}
