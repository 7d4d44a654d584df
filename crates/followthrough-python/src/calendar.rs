//! Busy time out of calendar files.

use anyhow::Result;
use chrono::TimeDelta;
use followthrough::{Interval, union};
use followthrough_ics::read::{self, AllDay, BusyOptions, Source};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::guard::detached;
use crate::{parts, value};

/// The busy time that files hold between two instants, and what reading them had to say.
#[pyfunction]
#[pyo3(signature = (paths, *, start, end, timezone, tentative, all_day, pad, ignore, me, away, not_away, own))]
#[expect(
    clippy::too_many_arguments,
    reason = "each is one choice of the caller's, by name"
)]
pub(crate) fn read_busy<'py>(
    py: Python<'py>,
    paths: Vec<std::path::PathBuf>,
    start: &Bound<'py, PyAny>,
    end: &Bound<'py, PyAny>,
    timezone: &str,
    tentative: bool,
    all_day: bool,
    pad: TimeDelta,
    ignore: Vec<String>,
    me: Vec<String>,
    away: Vec<String>,
    not_away: Vec<String>,
    own: Option<String>,
) -> PyResult<(Bound<'py, PyTuple>, Vec<String>)> {
    let span = (value::instant(start)?, value::instant(end)?);
    let zone = value::zone_named(timezone)?;
    let all_day = if all_day { AllDay::Busy } else { AllDay::Free };
    let options = BusyOptions {
        me,
        tentative,
        all_day,
        pad,
        ignore,
        away,
        not_away,
        own,
        ..BusyOptions::default()
    };
    let found = detached(py, || {
        let named = |path: &std::path::PathBuf| {
            Ok((path.display().to_string(), followthrough_files::read(path)?))
        };
        let files = paths.iter().map(named).collect::<Result<Vec<_>>>()?;
        let sources: Vec<Source<'_>> = files
            .iter()
            .map(|(name, bytes)| Source { name, bytes })
            .collect();
        Ok(read::busy(&sources, span, &zone, &options)?)
    })?;
    let warnings = found.warnings.iter().map(ToString::to_string).collect();
    // Days away that titles name: whoever asks for intervals has no other place for them.
    let days = found.away.iter().filter_map(|days| {
        let after = days.last.succ_opt()?;
        let (start, end) = (zone.midnight(days.first), zone.midnight(after));
        Interval::new(start.max(span.0), end.min(span.1))
    });
    let intervals = union(found.intervals.iter().copied().chain(days).collect());
    Ok((parts::intervals(py, &intervals)?, warnings))
}
