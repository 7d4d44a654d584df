//! The table of prospects: rows of pipeline.csv into prospects, with every other column kept and handed back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono::format::{Parsed, StrftimeItems, parse};
use followthrough::{CadenceName, Prospect, Stage, Zone, nearest};

use crate::document::unknown_cadence;
use crate::table::{Row, Table};
use crate::{Document, Error, Errors, Key, Notice, Place};

/// The columns of the pipeline's table, by our names and in our order. A table may have them in any order, under names
/// that `columns` of the plan file maps to these.
///
/// ```
/// assert_eq!(&followthrough_document::PIPELINE_COLUMNS[..4], ["id", "name", "cadence", "stage"]);
/// ```
pub const COLUMNS: [&str; 13] = [
    "id",
    "name",
    "cadence",
    "stage",
    "next_touch",
    "due",
    "last_touch",
    "started",
    "priority",
    "timezone",
    "owner",
    "segment",
    "note",
];

/// The prospects of a table, in its order, with what else it says about them.
///
/// # Example
/// ```
/// use followthrough::Stage;
/// use followthrough_document::{Document, Pipeline};
/// let plan = r#"{
///   "format": 1, "timezone": "America/New_York",
///   "cadence": { "calls": { "touches": [{ "day": 1, "channel": "call" }] } },
///   "input": { "dates": "%m/%d/%Y" }
/// }"#;
/// let document = Document::read("plan.json", plan.as_bytes())?;
/// let table = "id;cadence;stage;next_touch;due;phone\nA1;calls;in_flight;1;11/24/2026;555-0100\n";
/// let pipeline = Pipeline::read("pipeline.csv", table.as_bytes(), &document)?;
/// assert_eq!(pipeline.prospects()[0].stage, Stage::InFlight);
/// assert_eq!(pipeline.prospects()[0].due, Some("2026-11-24".parse()?));
/// assert_eq!(pipeline.extra(0).collect::<Vec<_>>(), [("phone", "555-0100")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Pipeline {
    name: String,
    prospects: Vec<Prospect>,
    lines: Vec<usize>,
    extra_columns: Vec<String>,
    extra: Vec<Vec<String>>,
    notices: Vec<Notice>,
}

impl Pipeline {
    /// Reads a table. Cadences, zone, and what the table calls things come from the document.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line: see [`Error`].
    pub fn read(name: &str, bytes: &[u8], document: &Document) -> Result<Self, Errors> {
        let expected = "a table with the columns `id`, `cadence` and `stage`";
        let table = Table::open(name, bytes, document.input(), expected)?;
        let mut errors = Vec::new();
        let columns = Columns::find(&table, document, &mut errors);
        // Without its columns every row of a table would be wrong.
        if let Some(errors) = Errors::new(std::mem::take(&mut errors)) {
            return Err(errors);
        }
        let extra_columns: Vec<(usize, String)> = table
            .headers()
            .iter()
            .enumerate()
            .filter(|(index, _)| !columns.all().contains(&Some(*index)))
            .map(|(index, header)| (index, header.clone()))
            .collect();
        let mut pipeline = Self {
            name: name.to_owned(),
            prospects: Vec::new(),
            lines: Vec::new(),
            extra_columns: Vec::new(),
            extra: Vec::new(),
            notices: Vec::new(),
        };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for row in table.rows(&mut errors) {
            let id = row.cell(columns.id).to_owned();
            if let Some(&first) = seen.get(&id).filter(|_| !id.is_empty()) {
                errors.push(Error::DuplicateId {
                    place: row.place.clone(),
                    id,
                    first,
                });
                continue;
            }
            seen.insert(id, row.line);
            let cells = Cells {
                table: &table,
                columns: &columns,
                row: &row,
                document,
            };
            if let Some(prospect) = cells.prospect(&mut errors, &mut pipeline.notices) {
                pipeline.prospects.push(prospect);
                pipeline.lines.push(row.line);
                pipeline.extra.push(
                    extra_columns
                        .iter()
                        .map(|(index, _)| row.cell(Some(*index)).to_owned())
                        .collect(),
                );
            }
        }
        pipeline.extra_columns = extra_columns
            .into_iter()
            .map(|(_, header)| header)
            .collect();
        match Errors::new(errors) {
            Some(errors) => Err(errors),
            None => Ok(pipeline),
        }
    }

    /// The prospects, in the order of the table.
    #[must_use]
    pub fn prospects(&self) -> &[Prospect] {
        &self.prospects
    }

    /// What the table says about the prospect at `index` in columns that mean nothing here, by their header; nothing
    /// where there is no such prospect.
    pub fn extra(&self, index: usize) -> impl Iterator<Item = (&str, &str)> {
        let cells = self.extra.get(index).map(Vec::as_slice).unwrap_or_default();
        self.extra_columns
            .iter()
            .map(String::as_str)
            .zip(cells.iter().map(String::as_str))
    }

    /// What its author should know, although it is no error.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The line of the prospect with that id.
    #[must_use]
    pub fn place_of(&self, id: &str) -> Option<Place> {
        let index = self
            .prospects
            .iter()
            .position(|prospect| prospect.id == id)?;
        self.lines
            .get(index)
            .map(|&line| Place::line_of(&self.name, line))
    }

    /// The prospects of one owner only.
    ///
    /// # Errors
    /// [`Error::UnknownOwner`] where no row has that owner.
    pub fn owned_by(self, owner: &str) -> Result<Self, Errors> {
        let is_theirs = |prospect: &Prospect| prospect.owner.as_deref() == Some(owner);
        if !self.prospects.iter().any(is_theirs) {
            let mut known: Vec<String> = self
                .prospects
                .iter()
                .filter_map(|prospect| prospect.owner.clone())
                .collect();
            known.sort();
            known.dedup();
            return Err(Error::UnknownOwner {
                place: Place::file(&self.name),
                owner: owner.to_owned(),
                nearest: nearest(owner, &known),
                known,
            }
            .into());
        }
        let keep: Vec<bool> = self.prospects.iter().map(is_theirs).collect();
        Ok(Self {
            prospects: only(self.prospects, &keep),
            lines: only(self.lines, &keep),
            extra: only(self.extra, &keep),
            ..self
        })
    }
}

fn only<T>(list: Vec<T>, keep: &[bool]) -> Vec<T> {
    list.into_iter()
        .zip(keep)
        .filter(|(_, keep)| **keep)
        .map(|(item, _)| item)
        .collect()
}

/// Where each of our columns stands.
struct Columns {
    id: Option<usize>,
    name: Option<usize>,
    cadence: Option<usize>,
    stage: Option<usize>,
    next_touch: Option<usize>,
    due: Option<usize>,
    last_touch: Option<usize>,
    started: Option<usize>,
    priority: Option<usize>,
    timezone: Option<usize>,
    owner: Option<usize>,
    segment: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    fn find(table: &Table<'_>, document: &Document, errors: &mut Vec<Error>) -> Self {
        // A name that the document gives may be meant for the log, where there is one.
        let has_log = document.input().log.is_some();
        let mut either = |name: &str| {
            if has_log {
                table.column(name, errors)
            } else {
                table.named(name, errors)
            }
        };
        let (name, owner) = (either("name"), either("owner"));
        Self {
            id: table.required("id", errors),
            name,
            cadence: table.required("cadence", errors),
            stage: table.required("stage", errors),
            next_touch: table.named("next_touch", errors),
            due: table.named("due", errors),
            last_touch: table.named("last_touch", errors),
            started: table.named("started", errors),
            priority: table.named("priority", errors),
            timezone: table.named("timezone", errors),
            owner,
            segment: table.named("segment", errors),
            note: table.named("note", errors),
        }
    }

    fn all(&self) -> [Option<usize>; 13] {
        [
            self.id,
            self.name,
            self.cadence,
            self.stage,
            self.next_touch,
            self.due,
            self.last_touch,
            self.started,
            self.priority,
            self.timezone,
            self.owner,
            self.segment,
            self.note,
        ]
    }
}

/// One row and what it takes to read it.
struct Cells<'row> {
    table: &'row Table<'row>,
    columns: &'row Columns,
    row: &'row Row,
    document: &'row Document,
}

impl Cells<'_> {
    fn key(&self, column: &str) -> Key {
        let id = self.row.cell(self.columns.id);
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
            place: self.row.place.clone(),
            key: self.key(column),
            found,
            expected: expected.to_owned(),
        }
    }

    /// The prospect; `None` where anything is wrong, which is then among the errors.
    fn prospect(&self, errors: &mut Vec<Error>, notices: &mut Vec<Notice>) -> Option<Prospect> {
        let before = errors.len();
        let id = self.row.cell(self.columns.id);
        if id.is_empty() {
            errors.push(self.unexpected("id", "", "what no other row is called"));
        }
        let cadence = self.cadence(errors);
        let stage = self.stage(errors);
        let next_touch = self.count(
            "next_touch",
            self.columns.next_touch,
            "the number of the next touch, from 1",
            errors,
        );
        let due = self.date("due", self.columns.due, errors);
        let last_touch = self.date("last_touch", self.columns.last_touch, errors);
        let started = self.date("started", self.columns.started, errors);
        let priority = self.count(
            "priority",
            self.columns.priority,
            "a priority, 1 first",
            errors,
        );
        let zone = self.zone(errors);
        let mut prospect = Prospect::new(id, cadence?, stage?);
        prospect.name = self.row.cell(self.columns.name).to_owned();
        prospect.next_touch = next_touch;
        prospect.due = due;
        prospect.last_touch = last_touch;
        prospect.started = started;
        prospect.priority = priority.unwrap_or(Prospect::DEFAULT_PRIORITY);
        prospect.zone = zone;
        prospect.owner = self.text(self.columns.owner);
        prospect.segment = self.text(self.columns.segment);
        prospect.note = self.text(self.columns.note);
        if errors.len() == before {
            self.require_what_the_stage_needs(&mut prospect, errors, notices);
        }
        (errors.len() == before).then_some(prospect)
    }

    fn text(&self, column: Option<usize>) -> Option<String> {
        let text = self.row.cell(column);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn cadence(&self, errors: &mut Vec<Error>) -> Option<CadenceName> {
        let word = self
            .table
            .meaning("cadence", self.row.cell(self.columns.cadence));
        if word.is_empty() {
            errors.push(self.unexpected("cadence", "", "the name of a cadence"));
            return None;
        }
        let name: CadenceName = match word.parse() {
            Ok(name) => name,
            Err(reason) => {
                errors.push(Error::Name {
                    place: self.row.place.clone(),
                    key: self.key("cadence"),
                    reason,
                });
                return None;
            }
        };
        let cadences = self.document.cadences();
        if cadences.iter().all(|cadence| cadence.name() != &name) {
            let part = format!("prospect `{}`", self.row.cell(self.columns.id));
            errors.push(unknown_cadence(
                self.row.place.clone(),
                part,
                &name,
                cadences.iter(),
            ));
            return None;
        }
        Some(name)
    }

    fn stage(&self, errors: &mut Vec<Error>) -> Option<Stage> {
        let word = self
            .table
            .meaning("stage", self.row.cell(self.columns.stage));
        let stage = Stage::ALL.into_iter().find(|stage| stage.as_str() == word);
        if stage.is_none() {
            errors.push(Error::Word {
                place: self.row.place.clone(),
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

    /// A whole number from 1 on.
    fn count(
        &self,
        name: &str,
        column: Option<usize>,
        expected: &str,
        errors: &mut Vec<Error>,
    ) -> Option<u32> {
        let word = self.table.meaning(name, self.row.cell(column));
        if word.is_empty() {
            return None;
        }
        let number = word.parse().ok().filter(|&number| number >= 1);
        if number.is_none() {
            errors.push(self.unexpected(name, word, expected));
        }
        number
    }

    fn zone(&self, errors: &mut Vec<Error>) -> Option<Zone> {
        let word = self
            .table
            .meaning("timezone", self.row.cell(self.columns.timezone));
        if word.is_empty() {
            return None;
        }
        let zone = word.parse::<Zone>();
        zone.map_err(|reason| {
            errors.push(Error::Zone {
                place: self.row.place.clone(),
                key: self.key("timezone"),
                reason,
            });
        })
        .ok()
    }

    fn date(
        &self,
        name: &str,
        column: Option<usize>,
        errors: &mut Vec<Error>,
    ) -> Option<NaiveDate> {
        let word = self.row.cell(column);
        if word.is_empty() {
            return None;
        }
        let pattern = self.document.input().dates.as_deref();
        let date = match pattern {
            Some(pattern) => date_in(word, pattern, self.document.zone()),
            None => ISO
                .iter()
                .find_map(|pattern| date_in(word, pattern, self.document.zone())),
        };
        if date.is_none() {
            let expected = match pattern {
                Some(pattern) => format!("a day written as `{pattern}`"),
                None => "a day such as `2026-11-23`; another way of writing days is named by `dates` in `[input]`".to_owned(),
            };
            errors.push(self.unexpected(name, word, &expected));
        }
        date
    }

    fn require_what_the_stage_needs(
        &self,
        prospect: &mut Prospect,
        errors: &mut Vec<Error>,
        notices: &mut Vec<Notice>,
    ) {
        let mut plan_error = |reason| {
            errors.push(Error::Plan {
                place: self.row.place.clone(),
                reason,
            })
        };
        let (id, stage) = (prospect.id.clone(), prospect.stage.as_str());
        let has_date = prospect
            .due
            .or(prospect.last_touch)
            .or(prospect.started)
            .is_some();
        match prospect.stage {
            Stage::InFlight | Stage::Paused if prospect.next_touch.is_none() => {
                plan_error(followthrough::Error::NextTouchMissing { id, stage });
            }
            Stage::InFlight if prospect.next_touch == Some(1) && prospect.due.is_none() => {
                let message = format!(
                    "prospect `{id}` is in_flight with `next_touch` 1 and no `due`: read as ready, because nothing was \
                     promised yet"
                );
                notices.push(Notice {
                    place: self.row.place.clone(),
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
            Stage::Paused if !has_date => {
                let expected = "`due`, the day to resume";
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

/// ISO 8601 with its usual liberties: a day alone, or with a time, or with a time and an offset.
const ISO: [&str; 8] = [
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M%#z",
];

/// The day that `word` stands for, in `zone` where it says its offset.
fn date_in(word: &str, pattern: &str, zone: &Zone) -> Option<NaiveDate> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, word, StrftimeItems::new(pattern)).ok()?;
    match parsed.to_datetime() {
        Ok(instant) => Some(zone.local(instant.to_utc()).date()),
        Err(_) => parsed.to_naive_date().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_an_offset_become_days_of_the_plans_zone() {
        let zone: Zone = "America/New_York".parse().expect("a zone");
        let day = |word: &str| {
            ISO.iter()
                .find_map(|pattern| date_in(word, pattern, &zone))
                .map(|date| date.to_string())
        };
        assert_eq!(day("2026-11-23").as_deref(), Some("2026-11-23"));
        assert_eq!(day("2026-11-23T23:30").as_deref(), Some("2026-11-23"));
        assert_eq!(day("2026-11-24T03:30:00Z").as_deref(), Some("2026-11-23"));
        assert_eq!(
            day("2026-11-24 03:30:00.25+00:00").as_deref(),
            Some("2026-11-23")
        );
        assert_eq!(day("11/23/2026"), None);
        assert_eq!(day("2026-11-23 noon"), None);
        assert_eq!(
            date_in("11/23/2026", "%m/%d/%Y", &zone)
                .map(|date| date.to_string())
                .as_deref(),
            Some("2026-11-23")
        );
    }
}
