//! What a table's columns, words, days and rows mean: the keys that presets, `[input]` and its tables share.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use encoding_rs::Encoding;
use followthrough::{Stage, Zone, nearest};

use crate::cadence::Read;
use crate::document::unknown_cadence;
use crate::moment::DateFormat;
use crate::section::{Field, Section};
use crate::step::{Label, Step};
use crate::{Error, log, pipeline};

/// How one table is read, as far as its author, or a preset, says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Dialect {
    /// What the file is saved as; UTF-8 unless it begins with a mark.
    pub(crate) encoding: Option<&'static Encoding>,
    /// What the table calls our columns, by our name: the first that is there is taken.
    pub(crate) columns: BTreeMap<String, Vec<Header>>,
    /// What our columns say in every row, where the table has no column for them.
    pub(crate) always: BTreeMap<String, String>,
    /// What the table's words mean, by our column's name and then by their word in small letters.
    pub(crate) values: BTreeMap<String, BTreeMap<String, String>>,
    /// How days are written, by our column's name; under "" where nothing else is said.
    pub(crate) dates: BTreeMap<String, Vec<DateFormat>>,
    /// Our columns that hold days and not instants.
    pub(crate) days: Option<BTreeSet<String>>,
    /// The zone of times that say none.
    pub(crate) zone: Option<Zone>,
    /// How long touches took.
    pub(crate) minutes: Option<Minutes>,
    /// Rows that count: their header, and the words of which one has to be there.
    pub(crate) keep: BTreeMap<String, Vec<String>>,
    /// Rows that do not count.
    pub(crate) drop: BTreeMap<String, Vec<String>>,
    /// Rows of one id this close together are one touch.
    pub(crate) twice: Option<TimeDelta>,
    /// Which row counts where an id repeats.
    pub(crate) rows: Option<Rows>,
    /// Which touch a step is.
    pub(crate) step: Option<Step>,
    /// Whether rows of one cell at the end say nothing.
    pub(crate) footer: Option<bool>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Header {
    /// By its header, in any letter case.
    Named(String),
    /// By its number from 1, for headers that stand twice.
    At(usize),
}

/// How a table tells how long touches took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Minutes {
    /// Numbers of these.
    Number(Unit),
    /// `5:07`: minutes and seconds.
    Clock,
    /// Two columns of instants, by the table's headers.
    Between {
        /// The beginning.
        from: String,
        /// The end.
        to: String,
    },
}

/// What a number of time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Minutes,
    Seconds,
    Milliseconds,
}

/// Which row of an id counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rows {
    /// The only one that is owed something.
    Active,
    /// Of those that are owed something, else of all, the latest by a column of the table.
    LatestBy(String),
}

impl Dialect {
    /// This dialect where it says something, else `base`: columns by column, words by word.
    pub(crate) fn over(&self, base: &Self) -> Self {
        let mut columns = base.columns.clone();
        columns.extend(self.columns.clone());
        let mut values = base.values.clone();
        for (column, words) in &self.values {
            values
                .entry(column.clone())
                .or_default()
                .extend(words.clone());
        }
        fn both<T: Clone>(
            own: &BTreeMap<String, T>,
            base: &BTreeMap<String, T>,
        ) -> BTreeMap<String, T> {
            let mut both = base.clone();
            both.extend(own.clone());
            both
        }
        // Days written in one way everywhere are written so in every column that a preset lists.
        let dates = if self.dates.contains_key("") {
            self.dates.clone()
        } else {
            both(&self.dates, &base.dates)
        };
        Self {
            encoding: self.encoding.or(base.encoding),
            columns,
            always: both(&self.always, &base.always),
            values,
            dates,
            days: self.days.clone().or_else(|| base.days.clone()),
            zone: self.zone.clone().or_else(|| base.zone.clone()),
            minutes: self.minutes.clone().or_else(|| base.minutes.clone()),
            keep: both(&self.keep, &base.keep),
            drop: both(&self.drop, &base.drop),
            twice: self.twice.or(base.twice),
            rows: self.rows.clone().or_else(|| base.rows.clone()),
            step: self.step.clone().or_else(|| base.step.clone()),
            footer: self.footer.or(base.footer),
        }
    }

    /// How days of one of our columns are written.
    pub(crate) fn dates_of(&self, column: &str) -> &[DateFormat] {
        self.dates
            .get(column)
            .or_else(|| self.dates.get(""))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// Our names of columns, of both tables, each once.
pub(crate) fn all_columns() -> Vec<&'static str> {
    let mut columns = pipeline::COLUMNS.to_vec();
    columns.push(pipeline::ALSO_KNOWN_AS);
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

/// Reads the keys of a dialect; others are left to the caller. Without `cadences` the names of cadences are taken as
/// they are.
pub(crate) fn read(section: &Section<'_>, cadences: Option<&[Read]>) -> Option<Dialect> {
    let encoding = section
        .optional("encoding")
        .map(|field| read_encoding(&field));
    let columns = section
        .optional("columns")
        .map(|field| read_columns(&field));
    let always = section.optional("always").map(|field| read_always(&field));
    let values = section
        .optional("values")
        .map(|field| read_values(&field, cadences));
    let dates = section.optional("dates").map(|field| read_dates(&field));
    let days = section.optional("days").map(|field| read_days(&field));
    let zone = section.optional("zone").map(|field| field.zone());
    let minutes = section
        .optional("minutes")
        .map(|field| read_minutes(&field));
    let keep = section.optional("keep").map(|field| read_words_of(&field));
    let drop = section.optional("drop").map(|field| read_words_of(&field));
    let twice = section.optional("twice").map(|field| field.duration());
    let rows = section.optional("rows").map(|field| read_rows(&field));
    let step = section.optional("step").map(|field| read_step(&field));
    let footer = section.optional("footer").map(|field| field.flag());
    Some(Dialect {
        encoding: optional(encoding)?,
        columns: columns.unwrap_or_else(|| Some(BTreeMap::new()))?,
        always: always.unwrap_or_else(|| Some(BTreeMap::new()))?,
        values: values.unwrap_or_else(|| Some(BTreeMap::new()))?,
        dates: dates.unwrap_or_else(|| Some(BTreeMap::new()))?,
        days: optional(days)?,
        zone: optional(zone)?,
        minutes: optional(minutes)?,
        keep: keep.unwrap_or_else(|| Some(BTreeMap::new()))?,
        drop: drop.unwrap_or_else(|| Some(BTreeMap::new()))?,
        twice: optional(twice)?,
        rows: optional(rows)?,
        step: optional(step)?,
        footer: optional(footer)?,
    })
}

/// What was read of a key, if it was given; `None` where it was wrong.
fn optional<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}

fn read_encoding(field: &Field<'_>) -> Option<&'static Encoding> {
    let expected = "an encoding such as `\"windows-1252\"`, `\"latin1\"` or `\"utf-16le\"`";
    let label = field.text(expected)?;
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) => Some(encoding),
        None => field.unexpected(expected),
    }
}

/// Fields by our names of columns; others are reported.
fn of_our_columns<'reader>(field: &Field<'reader>, part: &str) -> Option<Vec<Field<'reader>>> {
    let mut known = Vec::new();
    for column in field.section(part)?.fields() {
        if all_columns().contains(&column.name()) {
            known.push(column);
        } else {
            column.report(unknown_column(&column));
        }
    }
    Some(known)
}

fn read_columns(field: &Field<'_>) -> Option<BTreeMap<String, Vec<Header>>> {
    let mut columns = BTreeMap::new();
    for column in of_our_columns(field, "the input columns")? {
        let headers: Option<Vec<Header>> = column.one_or_more().iter().map(read_header).collect();
        if let Some(headers) = headers {
            columns.insert(column.name().to_owned(), headers);
        }
    }
    Some(columns)
}

fn read_header(field: &Field<'_>) -> Option<Header> {
    let expected = "the name that the table gives this column, or its number from 1";
    if field.is_number() {
        return field
            .count(1, expected)
            .map(|number| Header::At(number as usize));
    }
    let name = field.words(expected)?;
    Some(Header::Named(name.trim().to_owned()))
}

fn read_always(field: &Field<'_>) -> Option<BTreeMap<String, String>> {
    let mut always = BTreeMap::new();
    for column in of_our_columns(field, "what every row says")? {
        if let Some(word) = column.words("what every row says in this column") {
            always.insert(column.name().to_owned(), word);
        }
    }
    Some(always)
}

fn read_values(
    field: &Field<'_>,
    cadences: Option<&[Read]>,
) -> Option<BTreeMap<String, BTreeMap<String, String>>> {
    let mut values = BTreeMap::new();
    for column in of_our_columns(field, "the input values")? {
        let Some(words) = column.section(format!("the values of `{}`", column.name())) else {
            continue;
        };
        values.insert(
            column.name().to_owned(),
            read_meanings(words, column.name(), cadences),
        );
    }
    Some(values)
}

/// What the words of one column mean: their word to ours, which must be one that we know.
fn read_meanings(
    words: Section<'_>,
    column: &str,
    cadences: Option<&[Read]>,
) -> BTreeMap<String, String> {
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
        if let Some(cadences) = cadences.filter(|_| column == "cadence") {
            require_cadence(&word, &ours, cadences);
        }
        read.insert(word.name().trim().to_lowercase(), ours);
    }
    read
}

fn require_cadence(word: &Field<'_>, ours: &str, cadences: &[Read]) {
    if cadences
        .iter()
        .any(|read| read.cadence.name().as_str() == ours)
    {
        return;
    }
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

fn read_dates(field: &Field<'_>) -> Option<BTreeMap<String, Vec<DateFormat>>> {
    if !field.is_table() {
        let formats = read_formats(field)?;
        return Some(BTreeMap::from([(String::new(), formats)]));
    }
    let mut dates = BTreeMap::new();
    for column in of_our_columns(field, "the dates")? {
        if let Some(formats) = read_formats(&column) {
            dates.insert(column.name().to_owned(), formats);
        }
    }
    Some(dates)
}

fn read_formats(field: &Field<'_>) -> Option<Vec<DateFormat>> {
    let expected = "a pattern of day, month and year such as `\"%m/%d/%Y\"`, or `\"epoch_ms\"`, `\"epoch_s\"`, `\"iso\"`";
    let format = |field: &Field<'_>| {
        let text = field.words(expected)?;
        DateFormat::read(&text).or_else(|| field.unexpected(expected))
    };
    field.one_or_more().iter().map(format).collect()
}

fn read_days(field: &Field<'_>) -> Option<BTreeSet<String>> {
    let all = all_columns();
    let known: Vec<(&str, &str)> = all.iter().map(|name| (*name, *name)).collect();
    let items = field.items("our columns that hold days, such as `[\"due\"]`")?;
    let names: Vec<Option<&str>> = items.iter().map(|item| item.word(&known)).collect();
    names
        .into_iter()
        .map(|name| name.map(str::to_owned))
        .collect()
}

fn read_minutes(field: &Field<'_>) -> Option<Minutes> {
    if field.is_table() {
        let section = field.section("the minutes")?;
        let header = |name, expected| {
            let field: Option<Field<'_>> = section.required(name, expected);
            field.and_then(|field| field.words(expected))
        };
        let from = header("from", "the table's column of the beginning");
        let to = header("to", "the table's column of the end");
        section.close();
        return Some(Minutes::Between {
            from: from?,
            to: to?,
        });
    }
    field
        .word(&[("m", 0), ("s", 1), ("ms", 2), ("m:ss", 3)])
        .map(|kind| match kind {
            0 => Minutes::Number(Unit::Minutes),
            1 => Minutes::Number(Unit::Seconds),
            2 => Minutes::Number(Unit::Milliseconds),
            _ => Minutes::Clock,
        })
}

/// Words of the table's columns, in small letters.
fn read_words_of(field: &Field<'_>) -> Option<BTreeMap<String, Vec<String>>> {
    let expected = "words of this column, such as `[\"deleted\"]`";
    let mut read = BTreeMap::new();
    for column in field.section("the rows")?.fields() {
        let words: Option<Vec<String>> = column
            .one_or_more()
            .iter()
            .map(|word| word.text(expected).map(|word| word.trim().to_lowercase()))
            .collect();
        read.insert(column.name().trim().to_owned(), words?);
    }
    Some(read)
}

fn read_rows(field: &Field<'_>) -> Option<Rows> {
    let expected = "`\"active\"`, or `\"latest by COLUMN\"` with a column of the table";
    let text = field.words(expected)?;
    if text == "active" {
        return Some(Rows::Active);
    }
    match text.strip_prefix("latest by ").map(str::trim) {
        Some(column) if !column.is_empty() => Some(Rows::LatestBy(column.to_owned())),
        _ => field.unexpected(expected),
    }
}

fn read_step(field: &Field<'_>) -> Option<Step> {
    if field.is_table() {
        let section = field.section("the step")?;
        let header = |name, expected| {
            let field: Option<Field<'_>> = section.required(name, expected);
            field.and_then(|field| field.words(expected))
        };
        let day = header("day", "the table's column of the cadence's day");
        let number = header("number", "the table's column of the number within the day");
        section.close();
        return Some(Step::Rank {
            day: day?,
            number: number?,
        });
    }
    let expected = "`\"+1\"`, a label such as `\"Step {touch}\"` or `\"Day {day}: Step {step}\"`, or \
                    `{ day = \"COLUMN\", number = \"COLUMN\" }`";
    let text = field.words(expected)?;
    match text.as_str() {
        "+1" => Some(Step::After),
        label => Label::read(label)
            .map(Step::Label)
            .or_else(|| field.unexpected(expected)),
    }
}
