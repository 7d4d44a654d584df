//! The activity log: rows of touches made, as they are written; what they mean is for whoever asks.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::dialect::Minutes;
use crate::moment::Moment;
use crate::step::{self, Step};
use crate::table::{Column, Kind, Row, SetAside, Table};
use crate::{Document, Error, Errors, Key, Notice, Place, scalar};

/// The columns of the log by our names.
pub(crate) const COLUMNS: [&str; 14] = [
    "date", "id", "channel", "outcome", "time", "name", "cadence", "touch", "category", "minutes",
    "seconds", "variant", "owner", "note",
];

/// What may have come of a touch.
pub(crate) const OUTCOMES: [&str; 9] = [
    "no_answer",
    "voicemail",
    "replied",
    "meeting",
    "opted_out",
    "bounced",
    "lost",
    "done",
    "skipped",
];

/// One touch as a log tells it: in our words where the document or a preset maps the table's words to ours, else in the
/// table's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRow<'row> {
    /// The line on which the row begins.
    pub line: usize,
    /// The day in the plan's zone.
    pub date: NaiveDate,
    /// The time in the plan's zone, where it is told.
    pub time: Option<NaiveTime>,
    /// Who was touched; never empty.
    pub id: &'row str,
    /// How; empty where the row does not say.
    pub channel: &'row str,
    /// What came of it; empty where the row does not say.
    pub outcome: &'row str,
    /// The number of the touch, from 1; `None` where the cell is empty, or the log has no such column.
    pub touch: Option<u32>,
    /// How long it took, in whole seconds.
    pub length: Option<TimeDelta>,
    /// The time it used; empty where the row does not say, as are the texts below.
    pub category: &'row str,
    /// The prospect's name.
    pub name: &'row str,
    /// The cadence, by its name in the plan.
    pub cadence: &'row str,
    /// What was tried.
    pub variant: &'row str,
    /// Who made it.
    pub owner: &'row str,
    /// Anything else.
    pub note: &'row str,
    /// Rows of another table this close to it are the same touch, where author or preset say so.
    pub twice: Option<TimeDelta>,
}

/// What a log says besides its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogTold {
    /// Whether it has a column that numbers touches.
    pub numbers_touches: bool,
    /// The last line, where it was not written to its end: it is no row.
    pub torn: Option<Place>,
    /// What its author should know, although it is not an error.
    pub notices: Vec<Notice>,
}

/// Reads a log that a document names: row by row, in the order of the file. `index` says which of
/// [`Input::logs`](crate::Input::logs) it is; where the document names none, it is read as the document reads any table.
///
/// # Errors
/// Everything that is wrong with it, by line. `visit` may have seen rows before.
///
/// # Example
/// ```
/// use followthrough_document::{Document, read_log};
/// let plan = r#"{ "format": 1, "timezone": "America/New_York" }"#;
/// let document = Document::read("plan.json", plan.as_bytes())?;
/// let log = b"date,time,id,channel,outcome,minutes\n2026-11-23,09:30,A1,call,voicemail,2.5\n2026-11-23,09:";
/// let mut rows = Vec::new();
/// let told = read_log("log.csv", log, &document, 0, |row| rows.push((row.id.to_owned(), row.length)))?;
/// assert_eq!(rows, [("A1".to_owned(), Some(chrono::TimeDelta::seconds(150)))]);
/// assert_eq!(told.torn.unwrap().to_string(), "log.csv:3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_log(
    name: &str,
    bytes: &[u8],
    document: &Document,
    index: usize,
    mut visit: impl FnMut(LogRow<'_>),
) -> Result<LogTold, Errors> {
    let reading = document.input().log_reading(index);
    let table = Table::open(name, bytes, Kind::Log, reading, document.zone())?;
    let mut errors = Vec::new();
    let columns = Columns::find(&table, &mut errors);
    // Without its columns every row of a table would be wrong.
    if let Some(errors) = Errors::of_rows(std::mem::take(&mut errors)) {
        return Err(errors);
    }
    let aside = table.each(&mut errors, |row, errors| {
        let cells = Cells {
            table: &table,
            columns: &columns,
            row,
            document,
        };
        if let Some(row) = cells.row(errors) {
            visit(row);
        }
    });
    match Errors::of_rows(errors) {
        Some(errors) => Err(errors),
        None => Ok(told(&table, &columns, &aside)),
    }
}

fn told(table: &Table<'_>, columns: &Columns, aside: &SetAside) -> LogTold {
    LogTold {
        numbers_touches: !columns.touch.is_absent()
            || columns
                .step
                .as_ref()
                .is_some_and(|(day, step)| !day.is_absent() && !step.is_absent()),
        torn: aside.torn.map(|line| table.place(line)),
        notices: table
            .notice_of_preset()
            .into_iter()
            .chain(table.notice_of_footer(aside))
            .collect(),
    }
}

/// Where each of our columns stands.
struct Columns {
    date: Column,
    id: Column,
    channel: Column,
    outcome: Column,
    time: Column,
    name: Column,
    cadence: Column,
    touch: Column,
    category: Column,
    minutes: Column,
    seconds: Column,
    variant: Column,
    owner: Column,
    note: Column,
    step: Option<(Column, Column)>,
    /// The beginning and the end of a touch.
    between: Option<(Column, Column)>,
}

impl Columns {
    fn find(table: &Table<'_>, errors: &mut Vec<Error>) -> Self {
        let dialect = table.dialect();
        let step = match &dialect.step {
            Some(Step::Rank { day, number }) => Some((
                table.their(day, "step", table.own().step.is_some(), errors),
                table.their(number, "step", table.own().step.is_some(), errors),
            )),
            _ => None,
        };
        let between = match &dialect.minutes {
            Some(Minutes::Between { from, to }) => Some((
                table.their(from, "minutes", table.own().minutes.is_some(), errors),
                table.their(to, "minutes", table.own().minutes.is_some(), errors),
            )),
            _ => None,
        };
        Self {
            date: table.required("date", errors),
            id: table.required("id", errors),
            channel: table.required("channel", errors),
            outcome: table.required("outcome", errors),
            time: table.column("time", errors),
            name: table.column("name", errors),
            cadence: table.column("cadence", errors),
            touch: table.column("touch", errors),
            category: table.column("category", errors),
            minutes: table.column("minutes", errors),
            seconds: table.column("seconds", errors),
            variant: table.column("variant", errors),
            owner: table.column("owner", errors),
            note: table.column("note", errors),
            step,
            between,
        }
    }
}

/// One row and what it takes to read it.
struct Cells<'row> {
    table: &'row Table<'row>,
    columns: &'row Columns,
    row: &'row Row<'row>,
    document: &'row Document,
}

impl<'row> Cells<'row> {
    fn row(&self, errors: &mut Vec<Error>) -> Option<LogRow<'row>> {
        let before = errors.len();
        let columns = self.columns;
        let id = self.row.cell(&columns.id);
        if id.is_empty() {
            errors.push(self.unexpected("id", "", "whom the touch was made to"));
        }
        let moment = self.moment(errors);
        let cadence = self.word("cadence", &columns.cadence);
        let touch = self.touch(cadence, errors);
        let length = self.length(errors);
        let moment = moment.filter(|_| errors.len() == before)?;
        Some(LogRow {
            line: self.row.line,
            date: moment.date,
            time: moment.time,
            id,
            channel: self.word("channel", &columns.channel),
            outcome: self.word("outcome", &columns.outcome),
            touch,
            length,
            category: self.word("category", &columns.category),
            name: self.row.cell(&columns.name),
            cadence,
            variant: self.word("variant", &columns.variant),
            owner: self.word("owner", &columns.owner),
            note: self.row.cell(&columns.note),
            twice: self.table.dialect().twice,
        })
    }

    fn word(&self, name: &str, column: &'row Column) -> &'row str {
        self.table.meaning(name, self.row.cell(column))
    }

    fn unexpected(&self, column: &str, found: &str, expected: &str) -> Error {
        let found = if found.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{found}`")
        };
        Error::Value {
            place: self.table.place(self.row.line),
            key: Key {
                name: column.to_owned(),
                part: "the touch".to_owned(),
            },
            found,
            expected: expected.to_owned(),
        }
    }

    /// Day and time, of one column or of two.
    fn moment(&self, errors: &mut Vec<Error>) -> Option<Moment> {
        let date = self.row.cell(&self.columns.date);
        let time = self.row.cell(&self.columns.time);
        if let (true, Some(date)) = (self.table.is_plain("date"), scalar::date(date)) {
            let plain = match time {
                "" => Some(None),
                time => scalar::clock(time).map(Some),
            };
            if let Some(time) = plain {
                return Some(Moment { date, time });
            }
        }
        let moment = if time.is_empty() {
            self.table.moment("date", date)
        } else {
            self.table.moment("date", &format!("{date} {time}"))
        };
        if moment.is_none() {
            let error = if time.is_empty() || self.table.moment("date", date).is_none() {
                self.unexpected("date", date, &self.table.moment_expected("date", date))
            } else {
                self.unexpected("time", time, "a clock time such as `09:30` or `9:30 AM`")
            };
            errors.push(error);
        }
        moment
    }

    fn touch(&self, cadence: &str, errors: &mut Vec<Error>) -> Option<u32> {
        const EXPECTED: &str = "the number of the touch, from 1";
        let number = |word: &str, errors: &mut Vec<Error>| {
            let digits = word.strip_suffix(".0").unwrap_or(word);
            let number = digits.parse().ok().filter(|number| *number >= 1);
            if number.is_none() {
                errors.push(self.unexpected("touch", word, EXPECTED));
            }
            number
        };
        let ranked = self.columns.step.as_ref();
        if let Some((day, step)) =
            ranked.filter(|(day, step)| !day.is_absent() && !step.is_absent())
        {
            let (day, step) = (self.row.cell(day), self.row.cell(step));
            if day.is_empty() && step.is_empty() {
                return None;
            }
            let (day, step) = (number(day, errors)?, number(step, errors)?);
            return self.ranked(cadence, day, step, errors);
        }
        let word = self.word("touch", &self.columns.touch);
        if word.is_empty() {
            return None;
        }
        match &self.table.dialect().step {
            Some(Step::Label(label)) => {
                let numbers = label.numbers(word);
                let numbers = numbers.map(|numbers| (numbers.touch, numbers.day, numbers.step));
                match numbers {
                    Some((Some(touch), ..)) if touch >= 1 => Some(touch),
                    Some((None, Some(day), Some(step))) => self.ranked(cadence, day, step, errors),
                    _ => {
                        let expected = format!("a label such as `{}`", label.written());
                        errors.push(self.unexpected("touch", word, &expected));
                        None
                    }
                }
            }
            _ => number(word, errors),
        }
    }

    /// The touch of a day of the row's cadence, or of the only one that there is.
    fn ranked(&self, cadence: &str, day: u32, number: u32, errors: &mut Vec<Error>) -> Option<u32> {
        let cadences = self.document.cadences();
        let found = match cadences {
            [only] if cadence.is_empty() => Some(only),
            _ => cadences
                .iter()
                .find(|known| known.name().as_str() == cadence),
        };
        let touch = found.and_then(|cadence| step::rank(cadence, day, number));
        if touch.is_none() {
            errors.push(self.unexpected(
                "touch",
                &format!("step {number} of day {day}"),
                "a step that the row's cadence has on that day",
            ));
        }
        touch
    }

    fn length(&self, errors: &mut Vec<Error>) -> Option<TimeDelta> {
        if let Some((from, to)) = &self.columns.between {
            let (from, to) = (self.row.cell(from), self.row.cell(to));
            if from.is_empty() || to.is_empty() {
                return None;
            }
            let at = |word: &str| {
                let moment = self.table.moment("date", word)?;
                moment.time.map(|time| moment.date.and_time(time))
            };
            let length = at(from).zip(at(to)).map(|(from, to)| to - from);
            let length = length.filter(|length| *length >= TimeDelta::zero());
            if length.is_none() {
                let found = format!("{from}` to `{to}");
                errors.push(self.unexpected(
                    "minutes",
                    &found,
                    "two times, the end after the beginning",
                ));
            }
            return length;
        }
        let (minutes, seconds) = (
            self.row.cell(&self.columns.minutes),
            self.row.cell(&self.columns.seconds),
        );
        let (name, word, length) = if !minutes.is_empty() {
            ("minutes", minutes, self.table.length(minutes))
        } else if !seconds.is_empty() {
            let whole = seconds
                .parse()
                .ok()
                .filter(|seconds| (0..604_800).contains(seconds));
            ("seconds", seconds, whole.map(TimeDelta::seconds))
        } else {
            return None;
        };
        if length.is_none() {
            errors.push(self.unexpected(name, word, "a length of time up to a week"));
        }
        length
    }
}
