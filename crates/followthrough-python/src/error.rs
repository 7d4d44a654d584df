//! Errors of the crates beneath as the exceptions of `followthrough._errors`, with their fields.

use followthrough::Error;
use followthrough_document::Errors;
use followthrough_forecast::SlaError;
use followthrough_ics::read::IcsError;
use pyo3::prelude::*;
use pyo3::{IntoPyObjectExt as _, import_exception};

use crate::forecast::argument;
use crate::guard::Bug;

import_exception!(followthrough._errors, ArgumentError);
import_exception!(followthrough._errors, ArgumentTypeError);
import_exception!(followthrough._errors, CalendarError);
import_exception!(followthrough._errors, DocumentError);
import_exception!(followthrough._errors, FileError);
import_exception!(followthrough._errors, InternalError);
import_exception!(followthrough._errors, MissingFileError);
import_exception!(followthrough._errors, PlanError);

/// The exception that says what `error` says.
pub(crate) fn to_python(error: anyhow::Error) -> PyErr {
    if let Some(errors) = error.downcast_ref::<Errors>() {
        return document(errors);
    }
    if let Some(wrong) = error.downcast_ref::<followthrough_files::Error>() {
        return files(wrong, chain(&error));
    }
    if let Some(error) = error.downcast_ref::<Error>() {
        return plan(error.clone(), error.to_string(), None, None);
    }
    if let Some(error) = error.downcast_ref::<SlaError>() {
        return ArgumentError::new_err((error.to_string(), argument(error)));
    }
    if let Some(bug) = error.downcast_ref::<Bug>() {
        return InternalError::new_err(bug.to_string());
    }
    let message = chain(&error);
    if let Some(ics) = error.downcast_ref::<IcsError>() {
        return calendar(ics, message);
    }
    if error
        .downcast_ref::<followthrough_ics::write::Error>()
        .is_some()
        || error
            .downcast_ref::<followthrough_ics::write::PreviousError>()
            .is_some()
    {
        return CalendarError::new_err((message, None::<String>, None::<u32>));
    }
    PlanError::new_err((message, "plan"))
}

/// What reading or writing a plan's files has to say; `message` is the whole chain.
fn files(error: &followthrough_files::Error, message: String) -> PyErr {
    use followthrough_files::Error as Wrong;
    match error {
        Wrong::Named { source, .. } => files(source, message),
        Wrong::Document(errors) => document(errors),
        Wrong::Calendar(ics) => calendar(ics, message),
        Wrong::NotFound { .. } => MissingFileError::new_err((message,)),
        Wrong::Directory { .. }
        | Wrong::DirectoryToWrite { .. }
        | Wrong::Unreadable { .. }
        | Wrong::NoFolder { .. }
        | Wrong::NoFile { .. }
        | Wrong::InTheWay { .. }
        | Wrong::Unwritable { .. } => FileError::new_err((message,)),
        Wrong::Write(_) | Wrong::Previous { .. } => {
            CalendarError::new_err((message, None::<String>, None::<u32>))
        }
        other => PlanError::new_err((message, other.code())),
    }
}

/// What an error says, and why.
pub(crate) fn chain(error: &anyhow::Error) -> String {
    let parts: Vec<String> = error.chain().map(ToString::to_string).collect();
    parts.join(": ")
}

fn calendar(error: &IcsError, message: String) -> PyErr {
    let (file, line) = calendar_place(error);
    CalendarError::new_err((message, file, line))
}

fn calendar_place(error: &IcsError) -> (Option<String>, Option<u32>) {
    match error {
        IcsError::Empty { file }
        | IcsError::TooLarge { file, .. }
        | IcsError::NotACalendar { file, .. } => (Some(file.clone()), None),
        IcsError::CutOff { file, line, .. } | IcsError::TooDeep { file, line, .. } => {
            (Some(file.clone()), Some(*line))
        }
        _ => (None, None),
    }
}

fn document(errors: &Errors) -> PyErr {
    use followthrough_document::Error as Wrong;
    let all = errors.all();
    if let [Wrong::Plan { place, reason }] = all {
        let message = all[0].to_string();
        return plan(
            reason.clone(),
            message,
            Some(place.file_name().to_owned()),
            place.line(),
        );
    }
    let problems: Vec<(String, String, Option<usize>, Option<String>)> = all
        .iter()
        .map(|error| {
            let place = error.place();
            let key = error.key().map(|key| key.name.clone());
            (
                error.to_string(),
                place.file_name().to_owned(),
                place.line(),
                key,
            )
        })
        .collect();
    DocumentError::new_err((errors.to_string(), problems))
}

fn plan(error: Error, message: String, file: Option<String>, line: Option<usize>) -> PyErr {
    Python::attach(|py| match fields(py, &error) {
        Ok(fields) => {
            let code = error.code();
            let fields: std::collections::BTreeMap<&str, Py<PyAny>> = fields.into_iter().collect();
            PlanError::new_err((message, code, fields, file, line))
        }
        Err(error) => error,
    })
}

/// A field's name and value.
type Field = (&'static str, Py<PyAny>);

/// The fields by name.
fn fields(py: Python<'_>, error: &Error) -> PyResult<Vec<Field>> {
    macro_rules! fields {
        ($($name:ident = $value:expr),*) => {
            vec![$((stringify!($name), $value.into_py_any(py)?)),*]
        };
    }
    Ok(match error {
        Error::NoTouches { cadence } => fields!(cadence = cadence.as_str()),
        Error::FirstTouchWaits { cadence, after } => {
            fields!(cadence = cadence.as_str(), after = *after)
        }
        Error::FirstTouchShares { cadence } => {
            fields!(cadence = cadence.as_str())
        }
        Error::WindowsMeet {
            cadence,
            touch,
            after,
            within,
        } => {
            fields!(
                cadence = cadence.as_str(),
                touch = *touch,
                after = *after,
                within = *within
            )
        }
        Error::TailWithoutTimes { cadence } => {
            fields!(cadence = cadence.as_str())
        }
        Error::DuplicateCadence { cadence } => {
            fields!(cadence = cadence.as_str())
        }
        Error::CategoryMissing { channel, place } => {
            fields!(channel = channel.as_str(), place = place)
        }
        Error::EffortMissing { channel, place } => {
            fields!(channel = channel.as_str(), place = place)
        }
        Error::EffortOutOfRange { place, seconds } => {
            fields!(place = place, seconds = *seconds)
        }
        Error::BlockWithoutCategory { start } => fields!(start = *start),
        Error::BlockWithoutLength { start } => fields!(start = *start),
        Error::BlockPastMidnight { start, minutes } => {
            fields!(start = *start, minutes = *minutes)
        }
        Error::TooManyTouches {
            cadence,
            touches,
            most,
        } => {
            fields!(cadence = cadence.as_str(), touches = *touches, most = *most)
        }
        Error::BlockWithinDay { start, rule } => {
            fields!(start = *start, rule = rule)
        }
        Error::FirstDayOutOfRange { first_day } => {
            fields!(first_day = *first_day)
        }
        Error::CadenceTooLong {
            cadence,
            days,
            most,
        } => {
            fields!(cadence = cadence.as_str(), days = *days, most = *most)
        }
        Error::TooManyChoices {
            touches,
            days,
            most,
        } => {
            fields!(touches = *touches, days = *days, most = *most)
        }
        Error::TooManyAsked { count, most } => {
            fields!(count = *count, most = *most)
        }
        Error::BlockNeedsFrom { block, rule } => {
            fields!(block = block, rule = rule)
        }
        Error::BlocksOverlap {
            first,
            second,
            date,
        } => {
            fields!(first = first, second = second, date = *date)
        }
        Error::TooManyCategories { count } => fields!(count = *count),
        Error::SpanReversed { place, from, to } => {
            fields!(place = place, from_ = *from, to = *to)
        }
        Error::NoCadence => Vec::new(),
        Error::MixMissing { cadences } => {
            let names: Vec<&str> = cadences.iter().map(|name| name.as_str()).collect();
            fields!(cadences = names)
        }
        Error::MixEmpty => Vec::new(),
        Error::UnknownCadence {
            place,
            cadence,
            nearest,
        } => {
            fields!(place = place, cadence = cadence.as_str(), nearest = nearest)
        }
        Error::TooManyAnswers { answers, most } => fields!(answers = answers, most = most),
        Error::TooManyProspects {
            touches,
            ready,
            most,
        } => {
            fields!(touches = *touches, ready = *ready, most = *most)
        }
        Error::ColumnLength {
            column,
            rows,
            expected,
        } => {
            fields!(column = *column, rows = *rows, expected = *expected)
        }
        Error::ColumnValue {
            column,
            row,
            value,
            expected,
        } => {
            fields!(
                column = *column,
                row = *row,
                value = *value,
                expected = expected
            )
        }
        Error::NotOneProspect { id, count } => {
            fields!(id = id, count = *count)
        }
        Error::DuplicateProspect { id } => fields!(id = id),
        Error::NextTouchMissing { id, stage } => {
            fields!(id = id, stage = *stage)
        }
        Error::DateMissing {
            id,
            stage,
            expected,
        } => {
            fields!(id = id, stage = *stage, expected = *expected)
        }
        Error::HorizonReversed { to, first_day } => {
            fields!(to = *to, first_day = *first_day)
        }
        Error::HorizonTooLong { to, first_day } => {
            fields!(to = *to, first_day = *first_day)
        }
        Error::StartOutsideHorizon { day, from, to } => {
            fields!(day = *day, from_ = *from, to = *to)
        }
        Error::UnknownProspect { id, nearest } => {
            fields!(id = id, nearest = nearest)
        }
        Error::NoWorkday { after, years } => fields!(after = *after, years = *years),
        Error::DateOutOfRange { place, date } => {
            fields!(place = place, date = *date)
        }
        // A later core may know more: the message tells them.
        _ => Vec::new(),
    })
}
