//! The native half of the Python package: conversion between Python values and the core's, and nothing else.
//!
//! Plans come in as the package's frozen values, or as files; answers go out as the JSON that the command line prints.
//! The package makes typed values of them.

mod answer;
mod calendar;
mod classes;
mod column;
mod desk;
mod error;
mod export;
mod forecast;
mod frame;
mod guard;
mod log;
mod many;
mod parts;
mod pipeline;
mod plan;
mod said;
mod source;
mod tracked;
mod value;

use pyo3::prelude::*;

/// The native half of `followthrough`.
#[pymodule(gil_used = false)]
#[pyo3(name = "_native")]
fn native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add(
        "__all__",
        [
            "Answer",
            "Columns",
            "Desk",
            "Plan",
            "Prospects",
            "Rows",
            "__version__",
            "default_effort",
            "fit_frame",
            "fit_many",
            "nearest",
            "read_busy",
            "tzdata_version",
        ],
    )?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("tzdata_version", followthrough::tzdata_version())?;
    module.add_class::<plan::NativePlan>()?;
    module.add_class::<answer::Answer>()?;
    module.add_class::<frame::Columns>()?;
    module.add_class::<desk::NativeDesk>()?;
    module.add_class::<pipeline::Prospects>()?;
    module.add_class::<many::Rows>()?;
    module.add_function(wrap_pyfunction!(calendar::read_busy, module)?)?;
    module.add_function(wrap_pyfunction!(many::fit_many, module)?)?;
    module.add_function(wrap_pyfunction!(many::fit_frame, module)?)?;
    module.add_function(wrap_pyfunction!(nearest, module)?)?;
    module.add_function(wrap_pyfunction!(default_effort, module)?)?;
    Ok(())
}

/// The word of `known` that `word` is most likely meant to be.
#[pyfunction]
fn nearest(word: &str, known: Vec<String>) -> Option<String> {
    followthrough::nearest(word, known.iter().map(String::as_str))
}

/// How long a touch of a channel takes where the plan does not say; `None` where the plan must say.
#[pyfunction]
fn default_effort(channel: &str) -> Option<chrono::TimeDelta> {
    followthrough::default_effort(&channel.parse().ok()?)
}
