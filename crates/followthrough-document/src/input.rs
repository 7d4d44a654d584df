//! `[input]` and `[busy]`: the tables and calendars that a plan names, and how they are to be read.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono::format::{Item, StrftimeItems};
use followthrough::{Stage, nearest};

use crate::cadence::Read;
use crate::document::unknown_cadence;
use crate::section::{Field, Section};
use crate::{Error, Said, log, pipeline};

/// The tables and calendars that a document names. Paths are as written, relative to the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The table of prospects.
    pub pipeline: Option<Said<String>>,
    /// The table of touches made.
    pub log: Option<Said<String>>,
    /// Calendars that hold busy time.
    pub busy: Vec<Said<String>>,
    /// What the tables call our columns, by our name.
    pub columns: BTreeMap<String, String>,
    /// What the tables' words mean, by our column's name and then by their word.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// How the tables write days, as [`chrono::format::strftime`] describes it; ISO 8601, with or without a time,
    /// where `None`.
    pub dates: Option<String>,
}

/// What counts as busy in a calendar.
///
/// # Example
/// ```
/// use followthrough_document::{AllDay, BusyOptions, Tentative};
/// let options = BusyOptions::default();
/// assert_eq!((options.tentative, options.all_day), (Tentative::Busy, AllDay::Away));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyOptions {
    /// What becomes of tentative events.
    pub tentative: Tentative,
    /// What becomes of opaque all-day events.
    pub all_day: AllDay,
    /// Kept free on both sides of each event, in whole seconds.
    pub pad: TimeDelta,
    /// Titles that never count, as globs in any letter case.
    pub ignore: Vec<String>,
}

impl Default for BusyOptions {
    /// Tentative events are busy, all-day events are days away, nothing is padded or ignored.
    fn default() -> Self {
        Self {
            tentative: Tentative::Busy,
            all_day: AllDay::Away,
            pad: TimeDelta::zero(),
            ignore: Vec::new(),
        }
    }
}

/// What becomes of tentative events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tentative {
    /// They are busy like any other.
    Busy,
    /// They do not count.
    Free,
}

/// What becomes of opaque all-day events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AllDay {
    /// They are days away, as `[[away]]` is: windows wait.
    Away,
    /// They are busy from midnight to midnight.
    Busy,
    /// They do not count.
    Free,
}

pub(crate) fn read_busy(field: &Field<'_>) -> Option<BusyOptions> {
    let section = field.section("the busy options")?;
    let default = BusyOptions::default();
    let tentative = section
        .optional("tentative")
        .map_or(Some(default.tentative), |field| {
            field.word(&[("busy", Tentative::Busy), ("free", Tentative::Free)])
        });
    let all_day = section
        .optional("all_day")
        .map_or(Some(default.all_day), |field| {
            field.word(&[
                ("away", AllDay::Away),
                ("busy", AllDay::Busy),
                ("free", AllDay::Free),
            ])
        });
    let pad = section
        .optional("pad")
        .map_or(Some(default.pad), |field| field.duration());
    let ignore = section
        .optional("ignore")
        .map_or(Some(Vec::new()), |field| {
            let items: Vec<Option<String>> = field
                .items("titles such as `[\"Focus time*\"]`")?
                .iter()
                .map(Field::title_pattern)
                .collect();
            items.into_iter().collect()
        });
    section.close();
    Some(BusyOptions {
        tentative: tentative?,
        all_day: all_day?,
        pad: pad?,
        ignore: ignore?,
    })
}

/// A list of paths.
pub(crate) fn read_paths(field: &Field<'_>) -> Option<Vec<Said<String>>> {
    let expected = "paths such as `[\"busy.ics\"]`";
    let paths: Vec<Option<Said<String>>> = field
        .items(expected)?
        .iter()
        .map(|item| item.words(expected).map(|path| item.said(path)))
        .collect();
    paths.into_iter().collect()
}

pub(crate) fn read(field: &Field<'_>, cadences: &[Read]) -> Option<Input> {
    let section = field.section("the input")?;
    let path = |name, expected| {
        section
            .optional(name)
            .map_or(Some(None), |field: Field<'_>| {
                field.words(expected).map(|path| Some(field.said(path)))
            })
    };
    let pipeline = path(
        "pipeline",
        "the path of a CSV table, such as `\"pipeline.csv\"`",
    );
    let log = path("log", "the path of a CSV table, such as `\"log.csv\"`");
    let busy = section
        .optional("busy")
        .map_or(Some(Vec::new()), |field| read_paths(&field));
    let columns = section
        .optional("columns")
        .map_or_else(|| Some(BTreeMap::new()), |field| read_columns(&field));
    let values = section.optional("values").map_or_else(
        || Some(BTreeMap::new()),
        |field| read_values(&field, cadences),
    );
    let dates = section
        .optional("dates")
        .map_or(Some(None), |field| read_dates(&field).map(Some));
    section.close();
    Some(Input {
        pipeline: pipeline?,
        log: log?,
        busy: busy?,
        columns: columns?,
        values: values?,
        dates: dates?,
    })
}

/// Our names of columns, of both tables, each once.
fn all_columns() -> Vec<&'static str> {
    let mut columns = pipeline::COLUMNS.to_vec();
    columns.extend(
        log::COLUMNS
            .iter()
            .filter(|column| !pipeline::COLUMNS.contains(column)),
    );
    columns
}

fn unknown_column(field: &Field<'_>) -> Error {
    let known = all_columns();
    Error::UnknownKey {
        place: field.place(),
        key: field.key(),
        nearest: nearest(field.name(), &known),
        known: known.into_iter().map(str::to_owned).collect(),
    }
}

fn read_columns(field: &Field<'_>) -> Option<BTreeMap<String, String>> {
    let mut columns = BTreeMap::new();
    for column in field.section("the input columns")?.fields() {
        if !all_columns().contains(&column.name()) {
            column.report(unknown_column(&column));
        } else if let Some(theirs) = column.words("the name that the table gives this column") {
            columns.insert(column.name().to_owned(), theirs.trim().to_owned());
        }
    }
    Some(columns)
}

fn read_values(
    field: &Field<'_>,
    cadences: &[Read],
) -> Option<BTreeMap<String, BTreeMap<String, String>>> {
    let mut values = BTreeMap::new();
    for column in field.section("the input values")?.fields() {
        if !all_columns().contains(&column.name()) {
            column.report(unknown_column(&column));
            continue;
        }
        let Some(words) = column.section(format!("the values of `{}`", column.name())) else {
            continue;
        };
        values.insert(
            column.name().to_owned(),
            read_words(words, column.name(), cadences),
        );
    }
    Some(values)
}

/// What the words of one column mean: their word to ours, which must be one that we know.
fn read_words(words: Section<'_>, column: &str, cadences: &[Read]) -> BTreeMap<String, String> {
    let stages: Vec<(&str, &str)> = Stage::ALL
        .iter()
        .map(|stage| (stage.as_str(), stage.as_str()))
        .collect();
    let outcomes: Vec<(&str, &str)> = log::OUTCOMES
        .iter()
        .map(|&outcome| (outcome, outcome))
        .collect();
    let mut read = BTreeMap::new();
    for word in words.fields() {
        let ours = match column {
            "stage" => word.word(&stages).map(str::to_owned),
            "outcome" => word.word(&outcomes).map(str::to_owned),
            "priority" => word
                .count(1, "a priority from 1 on")
                .map(|priority| priority.to_string()),
            _ => word.text("a text in quotes").map(str::to_owned),
        };
        let Some(ours) = ours else { continue };
        if column == "cadence"
            && !cadences
                .iter()
                .any(|read| read.cadence.name().as_str() == ours)
        {
            match ours.parse() {
                Ok(name) => word.report(unknown_cadence(
                    word.place(),
                    "a value of `cadence`",
                    &name,
                    cadences.iter().map(|read| &read.cadence),
                )),
                Err(reason) => word.report(Error::Name {
                    place: word.place(),
                    key: word.key(),
                    reason,
                }),
            }
        }
        read.insert(word.name().trim().to_owned(), ours);
    }
    read
}

fn read_dates(field: &Field<'_>) -> Option<String> {
    let expected = "a pattern of day, month and year such as `\"%m/%d/%Y\"`";
    let pattern = field.words(expected)?;
    let holds = |parts: &[&str]| parts.iter().any(|part| pattern.contains(part));
    let a_day = holds(&["%d", "%e", "%j", "%-d"]) && holds(&["%Y", "%y", "%G"]);
    let whole = holds(&["%F", "%D", "%x", "%s", "%+", "%c", "%v"]);
    if StrftimeItems::new(&pattern).any(|item| item == Item::Error) || !(a_day || whole) {
        return field.unexpected(expected);
    }
    Some(pattern)
}
