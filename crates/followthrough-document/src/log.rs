//! The activity log: touches made. For now only its header is looked at.

use crate::table::Table;
use crate::{Errors, Input};

/// The columns of the log by our names.
pub(crate) const COLUMNS: [&str; 13] = [
    "date", "id", "channel", "outcome", "time", "name", "cadence", "touch", "category", "minutes",
    "seconds", "variant", "owner",
];

/// What may have come of a touch.
pub(crate) const OUTCOMES: [&str; 8] = [
    "no_answer",
    "voicemail",
    "replied",
    "meeting",
    "opted_out",
    "bounced",
    "done",
    "skipped",
];

/// Looks at the header of a log: whether the columns are there that it needs.
///
/// # Errors
/// A file that is empty or not UTF-8, and every column that is missing or stands twice.
///
/// # Example
/// ```
/// use followthrough_document::{Input, check_log};
/// let header = b"date,id,channel,outcome\n";
/// assert!(check_log("log.csv", header, &Input::default()).is_ok());
/// assert!(check_log("log.csv", b"date,id\n", &Input::default()).is_err());
/// ```
pub fn check_log(name: &str, bytes: &[u8], input: &Input) -> Result<(), Errors> {
    let table = Table::open(
        name,
        bytes,
        input,
        "a table with the columns `date`, `id`, `channel` and `outcome`",
    )?;
    let mut errors = Vec::new();
    let (needed, others) = COLUMNS.split_at(4);
    for column in needed {
        table.required(column, &mut errors);
    }
    for column in others {
        table.column(column, &mut errors);
    }
    Errors::new(errors).map_or(Ok(()), Err)
}
