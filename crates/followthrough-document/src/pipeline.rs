//! The table of prospects: rows of pipeline.csv into prospects, with every other column kept and handed back.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{Prospect, nearest};

use crate::dialect::Rows;
use crate::prospect::{Cells, Columns};
use crate::table::{Kind, Row, Table};
use crate::{Document, Error, Errors, Notice, Place};

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

/// The column of a table in which a merged row lists the ids that it was known by before.
pub(crate) const ALSO_KNOWN_AS: &str = "also_known_as";

/// Every column that the table may have.
pub(crate) const KNOWN: [&str; 14] = {
    let mut known = [ALSO_KNOWN_AS; 14];
    let mut index = 0;
    while index < COLUMNS.len() {
        known[index] = COLUMNS[index];
        index += 1;
    }
    known
};

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
    /// The first table's file.
    name: String,
    prospects: Vec<Prospect>,
    /// By prospect.
    places: Vec<Place>,
    /// By prospect: which table it is of, and its cells there.
    cells: Vec<(usize, csv::StringRecord)>,
    tables: Vec<TableShape>,
    also_known_as: BTreeMap<String, String>,
    notices: Vec<Notice>,
}

/// The header of one table, and where our columns stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TableShape {
    headers: Vec<String>,
    columns: BTreeMap<&'static str, usize>,
}

impl Pipeline {
    /// Reads one table. Cadences, zone, and what the table calls things come from the document.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line: see [`Error`].
    pub fn read(name: &str, bytes: &[u8], document: &Document) -> Result<Self, Errors> {
        Self::read_all(&[(name, bytes)], document)
    }

    /// Reads the tables of a document, each by its name and in the order in which the document names them, as one.
    ///
    /// # Errors
    /// Everything that is wrong with them, by table and line.
    pub fn read_all(files: &[(&str, &[u8])], document: &Document) -> Result<Self, Errors> {
        let mut all = Self {
            name: files.first().map_or("", |(name, _)| name).to_owned(),
            prospects: Vec::new(),
            places: Vec::new(),
            cells: Vec::new(),
            tables: Vec::new(),
            also_known_as: BTreeMap::new(),
            notices: Vec::new(),
        };
        let mut errors = Vec::new();
        let mut seen = BTreeMap::new();
        for (index, (name, bytes)) in files.iter().enumerate() {
            let reading = document.input().pipeline_reading(index);
            match Table::open(name, bytes, Kind::Pipeline, reading, document.zone()) {
                Ok(table) => all.add(&table, document, &mut seen, &mut errors),
                Err(found) => errors.extend(found.into_all()),
            }
        }
        Errors::of_rows(errors).map_or(Ok(all), Err)
    }

    fn add(
        &mut self,
        table: &Table<'_>,
        document: &Document,
        seen: &mut BTreeMap<String, Place>,
        errors: &mut Vec<Error>,
    ) {
        let before = errors.len();
        let columns = Columns::find(table, document, errors);
        // Without its columns every row of a table would be wrong.
        if errors.len() > before {
            return;
        }
        self.notices.extend(table.notice_of_preset());
        let mut rows = Vec::new();
        // A clone of a record is as large as the largest that was read into it before: one row of ten thousand cells would
        // make each of the rows after it a tenth of a megabyte.
        let copied = |row: &Row<'_>| row.cells.iter().collect::<csv::StringRecord>();
        let aside = table.each(errors, |row, _| rows.push((row.line, copied(row))));
        let rows = self.chosen(table, &columns, rows, document, errors);
        let number = self.tables.len();
        for (line, cells) in rows {
            let row = Row {
                line,
                cells: &cells,
            };
            let place = table.place(line);
            let id = row.cell(&columns.id).to_owned();
            if let Some(first) = seen.get(&id).filter(|_| !id.is_empty()) {
                errors.push(Error::DuplicateId {
                    place,
                    id,
                    first: first.clone(),
                });
                continue;
            }
            seen.insert(id.clone(), place.clone());
            let reader = Cells {
                table,
                columns: &columns,
                row: &row,
                document,
            };
            if let Some(prospect) = reader.prospect(errors, &mut self.notices) {
                let others = row.cell(&columns.also_known_as);
                let others = others
                    .split([';', ',', '|', ' '])
                    .filter(|other| !other.is_empty());
                self.also_known_as
                    .extend(others.map(|other| (other.to_owned(), id.clone())));
                self.prospects.push(prospect);
                self.places.push(place);
                self.cells.push((number, cells));
            }
        }
        self.tables.push(TableShape {
            headers: table.headers().to_vec(),
            columns: columns.by_name(),
        });
        self.notices.extend(table.notice_of_footer(&aside));
    }

    /// The rows that count where ids stand more than once.
    fn chosen(
        &self,
        table: &Table<'_>,
        columns: &Columns,
        rows: Vec<(usize, csv::StringRecord)>,
        document: &Document,
        errors: &mut Vec<Error>,
    ) -> Vec<(usize, csv::StringRecord)> {
        let Some(rule) = &table.dialect().rows else {
            return rows;
        };
        let latest = match rule {
            Rows::Active => None,
            Rows::LatestBy(header) => match table.rank_of(header) {
                Some(rank) => Some(rank),
                // A preset's column may be missing from an export: then two rows of one id are told.
                None if table.own().rows.is_none() => None,
                None => {
                    errors.push(table.missing_header("rows", header));
                    return rows;
                }
            },
        };
        let mut best: BTreeMap<String, (bool, Option<crate::table::Rank>, usize)> = BTreeMap::new();
        let mut keep: BTreeSet<usize> = BTreeSet::new();
        for (index, (line, cells)) in rows.iter().enumerate() {
            let row = Row { line: *line, cells };
            let id = row.cell(&columns.id);
            if id.is_empty() {
                keep.insert(index);
                continue;
            }
            let reader = Cells {
                table,
                columns,
                row: &row,
                document,
            };
            let key = (
                reader.is_owed_something(),
                latest.as_ref().map(|rank| rank.of(table, &row)),
                index,
            );
            match best.get_mut(id) {
                None => {
                    best.insert(id.to_owned(), key);
                }
                // Two that are owed something are an error, unless the author says which counts.
                Some(other) if key.0 && other.0 && latest.is_none() => {
                    keep.insert(index);
                }
                Some(other) if (key.0, &key.1) > (other.0, &other.1) => *other = key,
                Some(_) => {}
            }
        }
        keep.extend(best.into_values().map(|(_, _, index)| index));
        let mut index = 0..;
        rows.into_iter()
            .filter(|_| index.next().is_some_and(|index| keep.contains(&index)))
            .collect()
    }

    /// The prospects, in the order of the table.
    #[must_use]
    pub fn prospects(&self) -> &[Prospect] {
        &self.prospects
    }

    /// What the table says about the prospect at `index` in columns that mean nothing here, by their header; nothing
    /// where there is no such prospect.
    pub fn extra(&self, index: usize) -> impl Iterator<Item = (&str, &str)> {
        let row = self.cells.get(index);
        let row = row.and_then(|(table, cells)| Some((self.tables.get(*table)?, cells)));
        row.into_iter().flat_map(|(table, cells)| {
            let known: Vec<usize> = table.columns.values().copied().collect();
            let cells = table.headers.iter().zip(cells).enumerate();
            cells
                .filter(move |(index, _)| !known.contains(index))
                .map(|(_, (header, cell))| (header.as_str(), cell.trim()))
        })
    }

    /// The header of the table that the prospect at `index` is of, as it is written there.
    #[must_use]
    pub fn headers(&self, index: usize) -> &[String] {
        let table = self
            .cells
            .get(index)
            .and_then(|(table, _)| self.tables.get(*table));
        table.map_or(&[], |table| &table.headers)
    }

    /// What the table says about the prospect at `index`, cell by cell, as it is written there.
    pub fn cells(&self, index: usize) -> impl Iterator<Item = &str> {
        self.cells
            .get(index)
            .into_iter()
            .flat_map(|(_, cells)| cells.iter())
    }

    /// Where one of [our columns](COLUMNS) stands among the headers of the table that the prospect at `index` is of.
    #[must_use]
    pub fn column(&self, index: usize, name: &str) -> Option<usize> {
        let (table, _) = self.cells.get(index)?;
        self.tables.get(*table)?.columns.get(name).copied()
    }

    /// Ids that prospects were known by before they were merged, with the id that they are known by now.
    #[must_use]
    pub fn also_known_as(&self) -> &BTreeMap<String, String> {
        &self.also_known_as
    }

    /// What its author should know, although it is not an error.
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
        self.places.get(index).cloned()
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
            places: only(self.places, &keep),
            cells: only(self.cells, &keep),
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
