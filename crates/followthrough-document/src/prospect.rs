//! One row of the table of prospects: its cells into a prospect.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{Cadence, CadenceName, Prospect, Stage, Zone, nearest};

use crate::document::unknown_cadence;
use crate::pipeline::{ALSO_KNOWN_AS, COLUMNS};
use crate::step::{self, Step};
use crate::table::{Column, Row, Table};
use crate::{Document, Error, Key, Notice, Place, zones};

/// Where each of our columns stands.
pub(crate) struct Columns {
    pub(crate) id: Column,
    name: Column,
    cadence: Column,
    stage: Column,
    next_touch: Column,
    due: Column,
    last_touch: Column,
    started: Column,
    priority: Column,
    timezone: Column,
    owner: Column,
    segment: Column,
    note: Column,
    pub(crate) also_known_as: Column,
    /// The two columns of a step that is told by its day and its number in it.
    step: Option<(Column, Column)>,
}

impl Columns {
    pub(crate) fn find(table: &Table<'_>, document: &Document, errors: &mut Vec<Error>) -> Self {
        let step = match &table.dialect().step {
            Some(Step::Rank { day, number }) => Some((
                table.their(day, "step", table.own().step.is_some(), errors),
                table.their(number, "step", table.own().step.is_some(), errors),
            )),
            _ => None,
        };
        Self {
            id: table.required("id", errors),
            name: table.column("name", errors),
            cadence: match document.cadences() {
                // A table that says nothing of cadences means the only one that there is.
                [only] => match table.column("cadence", errors) {
                    Column::Absent => Column::Always(only.name().to_string()),
                    column => column,
                },
                _ => table.required("cadence", errors),
            },
            stage: table.required("stage", errors),
            next_touch: table.column("next_touch", errors),
            due: table.column("due", errors),
            last_touch: table.column("last_touch", errors),
            started: table.column("started", errors),
            priority: table.column("priority", errors),
            timezone: table.column("timezone", errors),
            owner: table.column("owner", errors),
            segment: table.column("segment", errors),
            note: table.column("note", errors),
            also_known_as: table.column(ALSO_KNOWN_AS, errors),
            step,
        }
    }

    /// Where those stand that are there, by our names.
    pub(crate) fn by_name(&self) -> BTreeMap<&'static str, usize> {
        let columns = [
            &self.id,
            &self.name,
            &self.cadence,
            &self.stage,
            &self.next_touch,
            &self.due,
            &self.last_touch,
            &self.started,
            &self.priority,
            &self.timezone,
            &self.owner,
            &self.segment,
            &self.note,
        ];
        let named = COLUMNS.into_iter().zip(columns);
        let merged = [(ALSO_KNOWN_AS, &self.also_known_as)];
        named
            .chain(merged)
            .filter_map(|(name, column)| Some((name, column.index()?)))
            .collect()
    }
}

/// One row and what it takes to read it.
pub(crate) struct Cells<'row> {
    pub(crate) table: &'row Table<'row>,
    pub(crate) columns: &'row Columns,
    pub(crate) row: &'row Row<'row>,
    pub(crate) document: &'row Document,
}

impl Cells<'_> {
    fn key(&self, column: &str) -> Key {
        let id = self.row.cell(&self.columns.id);
        let part = if id.is_empty() {
            "the row".to_owned()
        } else {
            format!("prospect `{id}`")
        };
        Key {
            name: column.to_owned(),
            part,
        }
    }

    fn unexpected(&self, column: &str, found: &str, expected: &str) -> Error {
        let found = if found.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{found}`")
        };
        Error::Value {
            place: self.place(),
            key: self.key(column),
            found,
            expected: expected.to_owned(),
        }
    }

    fn place(&self) -> Place {
        self.table.place(self.row.line)
    }

    /// Whether the row's stage is one that is owed something; not where its word is unknown.
    pub(crate) fn is_owed_something(&self) -> bool {
        let word = self.row.cell(&self.columns.stage);
        matches!(
            stage_of(self.table.meaning("stage", word)),
            Some(Stage::InFlight | Stage::Paused | Stage::Replied | Stage::Ready)
        )
    }

    /// The prospect; `None` where anything is wrong, which is then among the errors.
    pub(crate) fn prospect(
        &self,
        errors: &mut Vec<Error>,
        notices: &mut Vec<Notice>,
    ) -> Option<Prospect> {
        let before = errors.len();
        let id = self.row.cell(&self.columns.id);
        if id.is_empty() {
            errors.push(self.unexpected("id", "", "what no other row is called"));
        }
        let cadence = self.cadence(errors);
        let stage = self.stage(errors);
        let next_touch = self.next_touch(cadence.as_ref(), errors);
        let due = self.date("due", &self.columns.due, errors);
        let last_touch = self.date("last_touch", &self.columns.last_touch, errors);
        let started = self.date("started", &self.columns.started, errors);
        let word = self.row.cell(&self.columns.priority);
        let priority = self.count(
            "priority",
            self.table.meaning("priority", word),
            "a priority, 1 first",
            errors,
        );
        let zone = self.zone(errors);
        let mut prospect = Prospect::new(id, cadence?, stage?);
        prospect.name = self.row.cell(&self.columns.name).to_owned();
        prospect.next_touch = next_touch;
        prospect.due = due;
        prospect.last_touch = last_touch;
        prospect.started = started;
        prospect.priority = priority.unwrap_or(Prospect::DEFAULT_PRIORITY);
        prospect.zone = zone;
        prospect.owner = self.text(&self.columns.owner);
        prospect.segment = self.text(&self.columns.segment);
        prospect.note = self.text(&self.columns.note);
        if errors.len() == before {
            self.require_what_the_stage_needs(&mut prospect, errors, notices);
        }
        (errors.len() == before).then_some(prospect)
    }

    fn text(&self, column: &Column) -> Option<String> {
        let text = self.row.cell(column);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn cadence(&self, errors: &mut Vec<Error>) -> Option<CadenceName> {
        let word = self
            .table
            .meaning("cadence", self.row.cell(&self.columns.cadence));
        if word.is_empty() {
            errors.push(self.unexpected("cadence", "", "the name of a cadence"));
            return None;
        }
        let cadences = self.document.cadences();
        let named = |cadence: &&Cadence| cadence.name().as_str() == word;
        let alike = |cadence: &&Cadence| cadence.name().as_str().eq_ignore_ascii_case(word);
        let mut others = cadences.iter().filter(alike);
        let found = cadences
            .iter()
            .find(named)
            .or_else(|| others.next().filter(|_| others.next().is_none()));
        if let Some(cadence) = found {
            return Some(cadence.name().clone());
        }
        errors.push(match word.parse() {
            Ok(name) => {
                let part = format!("prospect `{}`", self.row.cell(&self.columns.id));
                unknown_cadence(self.place(), part, &name, cadences.iter())
            }
            // A name that no cadence could have is a word of the table's own.
            Err(_) => Error::Word {
                place: self.place(),
                key: self.key("cadence"),
                found: word.to_owned(),
                nearest: nearest(word, cadences.iter().map(|cadence| cadence.name().as_str())),
                known: cadences
                    .iter()
                    .map(|cadence| cadence.name().to_string())
                    .collect(),
            },
        });
        None
    }

    fn stage(&self, errors: &mut Vec<Error>) -> Option<Stage> {
        let word = self
            .table
            .meaning("stage", self.row.cell(&self.columns.stage));
        let stage = stage_of(word);
        if stage.is_none() {
            errors.push(Error::Word {
                place: self.place(),
                key: self.key("stage"),
                found: word.to_owned(),
                nearest: nearest(word, Stage::ALL.iter().map(Stage::as_str)),
                known: Stage::ALL
                    .iter()
                    .map(|stage| stage.as_str().to_owned())
                    .collect(),
            });
        }
        stage
    }

    /// The next touch, as the table's dialect tells it.
    fn next_touch(&self, cadence: Option<&CadenceName>, errors: &mut Vec<Error>) -> Option<u32> {
        let cadence = self
            .document
            .cadences()
            .iter()
            .find(|known| Some(known.name()) == cadence);
        let ranked = self.columns.step.as_ref();
        if let Some((day, number)) =
            ranked.filter(|(day, number)| !day.is_absent() && !number.is_absent())
        {
            let (day, number) = (self.row.cell(day), self.row.cell(number));
            if day.is_empty() && number.is_empty() {
                return None;
            }
            let expected = "the day of the cadence and the number within that day, each from 1";
            let day = self.count("next_touch", day, expected, errors)?;
            let number = self.count("next_touch", number, expected, errors)?;
            return self.ranked(cadence?, day, number, errors);
        }
        let word = self
            .table
            .meaning("next_touch", self.row.cell(&self.columns.next_touch));
        match &self.table.dialect().step {
            Some(Step::Label(label)) if !word.is_empty() => match label.numbers(word) {
                Some(numbers) => match (numbers.touch, numbers.day, numbers.step) {
                    (Some(touch), ..) if touch >= 1 => Some(touch),
                    (None, Some(day), Some(step)) => self.ranked(cadence?, day, step, errors),
                    _ => {
                        errors.push(self.unexpected("next_touch", word, "a number from 1"));
                        None
                    }
                },
                None => {
                    let expected = format!("a label such as `{}`", label.written());
                    errors.push(self.unexpected("next_touch", word, &expected));
                    None
                }
            },
            Some(Step::After) => self
                .count(
                    "next_touch",
                    word,
                    "the number of the touch made last, from 1",
                    errors,
                )
                .and_then(|touch| touch.checked_add(1)),
            _ => {
                let labels = if word.contains(|letter: char| letter.is_alphabetic()) {
                    "; a label is named by `step` in `[input]`: `\"*Step {touch}\"` where its number counts through \
                     the cadence, `\"Day {day}: Step {step}\"` where it counts within the day"
                } else {
                    ""
                };
                let expected = format!("the number of the next touch, from 1{labels}");
                self.count("next_touch", word, &expected, errors)
            }
        }
    }

    /// The touch of a day of the cadence.
    fn ranked(
        &self,
        cadence: &Cadence,
        day: u32,
        number: u32,
        errors: &mut Vec<Error>,
    ) -> Option<u32> {
        let touch = step::rank(cadence, day, number);
        if touch.is_none() {
            errors.push(self.unexpected(
                "next_touch",
                &format!("step {number} of day {day}"),
                &format!(
                    "a step that cadence `{}` of the plan has on that day",
                    cadence.name()
                ),
            ));
        }
        touch
    }

    /// A whole number from 1 on; data frames write `.0` behind it.
    fn count(
        &self,
        name: &str,
        word: &str,
        expected: &str,
        errors: &mut Vec<Error>,
    ) -> Option<u32> {
        if word.is_empty() {
            return None;
        }
        let digits = word.strip_suffix(".0").unwrap_or(word);
        let number = digits.parse().ok().filter(|&number| number >= 1);
        if number.is_none() {
            errors.push(self.unexpected(name, word, expected));
        }
        number
    }

    fn zone(&self, errors: &mut Vec<Error>) -> Option<Zone> {
        let word = self
            .table
            .meaning("timezone", self.row.cell(&self.columns.timezone));
        if word.is_empty() {
            return None;
        }
        let zone = zones::of(word);
        zone.map_err(|reason| {
            errors.push(Error::Zone {
                place: self.place(),
                key: self.key("timezone"),
                reason,
            });
        })
        .ok()
    }

    fn date(&self, name: &str, column: &Column, errors: &mut Vec<Error>) -> Option<NaiveDate> {
        let word = self.table.meaning(name, self.row.cell(column));
        if word.is_empty() {
            return None;
        }
        let moment = self.table.moment(name, word);
        if moment.is_none() {
            errors.push(self.unexpected(name, word, &self.table.moment_expected(name, word)));
        }
        moment.map(|moment| moment.date)
    }

    fn require_what_the_stage_needs(
        &self,
        prospect: &mut Prospect,
        errors: &mut Vec<Error>,
        notices: &mut Vec<Notice>,
    ) {
        let mut plan_error = |reason| {
            errors.push(Error::Plan {
                place: self.place(),
                reason,
            })
        };
        let (id, stage) = (prospect.id.clone(), prospect.stage.as_str());
        let has_date = prospect
            .due
            .or(prospect.last_touch)
            .or(prospect.started)
            .is_some();
        // Where there is a log, the log may know what the row does not say.
        let has_log = !self.document.input().logs.is_empty();
        match prospect.stage {
            Stage::Paused
                if prospect.due.is_none() && (!has_date || self.table.preset().is_some()) =>
            {
                notices.push(Notice {
                    place: self.place(),
                    message: format!(
                        "prospect `{id}` is paused without `due`, the day to resume: nothing is owed to it until then"
                    ),
                });
                prospect.last_touch = None;
                prospect.started = None;
            }
            Stage::InFlight | Stage::Paused if prospect.next_touch.is_none() && has_log => {}
            Stage::InFlight | Stage::Paused if prospect.next_touch.is_none() => {
                plan_error(followthrough::Error::NextTouchMissing { id, stage });
            }
            Stage::InFlight if prospect.next_touch == Some(1) && prospect.due.is_none() => {
                let message = format!(
                    "prospect `{id}` is in_flight with `next_touch` 1 and no `due`: read as ready, because nothing was \
                     promised yet"
                );
                notices.push(Notice {
                    place: self.place(),
                    message,
                });
                prospect.stage = Stage::Ready;
                prospect.next_touch = None;
            }
            Stage::InFlight if !has_date => {
                let expected = "one of `due`, `last_touch` and `started`";
                plan_error(followthrough::Error::DateMissing {
                    id,
                    stage,
                    expected,
                });
            }
            Stage::Replied if prospect.due.or(prospect.last_touch).is_none() => {
                let expected = "`due` or `last_touch`";
                plan_error(followthrough::Error::DateMissing {
                    id,
                    stage,
                    expected,
                });
            }
            _ => {}
        }
    }
}

/// The stage of a word, in any letter case.
pub(crate) fn stage_of(word: &str) -> Option<Stage> {
    let mut all = Stage::ALL.iter().copied();
    all.find(|stage| stage.as_str().eq_ignore_ascii_case(word))
}
