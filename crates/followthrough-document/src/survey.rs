//! What is understood of a table before any plan names it: the dry run of a reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use followthrough::{CadenceName, Stage, Zone};
use serde::Serialize;

use crate::dialect::{Minutes, Rows};
use crate::input::Reading;
use crate::prospect::stage_of;
use crate::step::Step;
use crate::table::{Column, Kind, Table};
use crate::{Errors, log, zones};

/// What is understood of a table, and what is not.
///
/// # Example
/// ```
/// use followthrough::Zone;
/// use followthrough_document::{Reading, Survey};
/// let table = "id,cadence,stage\nA1,calls,new\nA2,calls,Warm\n";
/// let survey = Survey::of("pipeline.csv", table.as_bytes(), None, &Reading::new(), &Zone::utc(), &[])?;
/// assert_eq!(survey.rows, 2);
/// assert!(!survey.is_understood());
/// assert!(survey.toml("pipeline.csv").contains("\"Warm\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Survey {
    /// What the table is read as: `pipeline` or `log`.
    pub kind: &'static str,
    /// The preset by which it is read.
    pub preset: Option<SurveyPreset>,
    /// Rows that count.
    pub rows: usize,
    /// Rows that `keep` and `drop` leave out.
    pub left_out: usize,
    /// Ids that have more than one row that counts: an error in a pipeline, unless `rows` says which counts.
    pub repeated_ids: usize,
    /// Which row of an id counts, where the preset says so.
    pub rule_for_rows: Option<String>,
    /// The first and the last line of a footer.
    pub footer: Option<(usize, usize)>,
    /// A last line that was not written to its end.
    pub torn: Option<usize>,
    /// Our columns that were found, in our order.
    pub columns: Vec<SurveyColumn>,
    /// Our columns that have to be there and are not.
    pub missing: Vec<&'static str>,
    /// Columns of the table that mean nothing here; they are kept and handed back.
    pub unused: Vec<String>,
    /// What is wrong with the table itself, one line each.
    pub errors: Vec<String>,
}

/// The preset of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyPreset {
    /// Its name.
    pub name: &'static str,
    /// The program and its export.
    pub title: String,
    /// Where the shape of the export was seen: `documentation` or `public code`.
    pub seen: String,
    /// What its user has to know.
    pub note: Option<String>,
}

/// One of our columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyColumn {
    /// Our name.
    pub ours: &'static str,
    /// The table's; `None` where a preset says what every row says.
    pub theirs: Option<String>,
    /// Rows in which the cell holds something.
    pub filled: usize,
    /// Rows whose cell was understood, empty ones among them.
    pub understood: usize,
    /// For columns of words: each word with its meaning and its rows, the commonest first.
    pub values: Vec<SurveyValue>,
    /// Cells that were not understood, with their rows, the commonest first.
    pub unknown: Vec<SurveyValue>,
}

/// A word of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyValue {
    /// As the table writes it.
    pub word: String,
    /// What it is read as; `None` where it was not understood.
    pub meaning: Option<String>,
    /// In how many rows it stands.
    pub rows: usize,
}

impl Survey {
    /// Looks at a table, read as `reading` says: as what it is where that is said, else as what its header looks like.
    /// `zone` is the plan's; with no `cadences` every name of one is taken.
    ///
    /// # Errors
    /// Where no table can be made of the bytes at all.
    pub fn of(
        name: &str,
        bytes: &[u8],
        is_log: Option<bool>,
        reading: &Reading,
        zone: &Zone,
        cadences: &[CadenceName],
    ) -> Result<Self, Errors> {
        let kind = match (is_log, reading.preset) {
            (Some(true), _) => Some(Kind::Log),
            (Some(false), _) => Some(Kind::Pipeline),
            (None, Some(preset)) => Some(preset.described()?.kind),
            (None, None) => None,
        };
        let open = |kind| Table::open(name, bytes, kind, reading, zone);
        let table = match kind {
            Some(kind) => open(kind)?,
            None => {
                let (pipeline, log) = (open(Kind::Pipeline)?, open(Kind::Log)?);
                // Of two that fit neither, the one with fewer columns missing.
                if log.missing().len() < pipeline.missing().len() {
                    log
                } else {
                    pipeline
                }
            }
        };
        Ok(survey(&table, cadences))
    }

    /// Whether nothing is missing and every cell was understood.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        let unknown = self.columns.iter().any(|column| !column.unknown.is_empty());
        let repeated =
            self.kind == "pipeline" && self.repeated_ids > 0 && self.rule_for_rows.is_none();
        self.missing.is_empty() && self.errors.is_empty() && !unknown && !repeated
    }

    /// What to paste into a plan so that it reads this file: what was not understood stands there as a comment, to be
    /// filled in.
    #[must_use]
    pub fn toml(&self, file: &str) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut toml = format!("[[input.{}]]\nfile = {}\n", self.kind, quoted(file));
        if let Some(preset) = &self.preset {
            let _ = writeln!(toml, "preset = {}", quoted(preset.name));
        }
        if self.kind == "pipeline" && self.repeated_ids > 0 && self.rule_for_rows.is_none() {
            toml.push_str(
                "# rows = \"active\"      # or \"latest by COLUMN\": which row of an id counts\n",
            );
        }
        for column in self.columns.iter().filter(|column| is_day(column.ours)) {
            if let Some(unknown) = column.unknown.first() {
                let _ = writeln!(
                    toml,
                    "# dates = {{ {} = \"%m/%d/%Y\" }}      # how {} is written",
                    column.ours,
                    quoted(&unknown.word)
                );
            }
        }
        if !self.missing.is_empty() {
            let _ = writeln!(toml, "[input.{}.columns]", self.kind);
            for ours in &self.missing {
                let _ = writeln!(
                    toml,
                    "# {ours} = \"COLUMN\"      # which of {}",
                    list(&self.unused)
                );
            }
        }
        for column in &self.columns {
            if column.unknown.is_empty() || !is_word(column.ours) {
                continue;
            }
            let _ = writeln!(toml, "[input.{}.values.{}]", self.kind, column.ours);
            for unknown in &column.unknown {
                let _ = writeln!(
                    toml,
                    "# {} = \"\"      # {}; {}",
                    quoted(&unknown.word),
                    rows(unknown.rows),
                    choices(column.ours)
                );
            }
        }
        toml
    }
}

/// `1 row`, `12 rows`.
pub(crate) fn rows(count: usize) -> String {
    match count {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    }
}

fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    // A comment ends with its line, and TOML forbids control characters in it.
    words.join(", ").replace(char::is_control, " ")
}

fn is_word(ours: &str) -> bool {
    matches!(
        ours,
        "stage" | "cadence" | "outcome" | "channel" | "priority" | "timezone"
    )
}

fn is_day(ours: &str) -> bool {
    matches!(ours, "due" | "last_touch" | "started" | "date")
}

/// What a word of one of our columns may mean.
fn choices(ours: &str) -> String {
    match ours {
        "stage" => {
            let stages: Vec<&str> = Stage::ALL.iter().map(Stage::as_str).collect();
            format!("one of {}", stages.join(", "))
        }
        "outcome" => format!("one of {}", log::OUTCOMES.join(", ")),
        "priority" => "a number from 1, 1 first".to_owned(),
        "timezone" => "an IANA name".to_owned(),
        _ => "the name in your plan".to_owned(),
    }
}

/// What is counted of one column.
#[derive(Default)]
struct Count {
    filled: usize,
    understood: usize,
    words: BTreeMap<String, (Option<String>, usize)>,
    unknown: BTreeMap<String, usize>,
}

fn survey(table: &Table<'_>, cadences: &[CadenceName]) -> Survey {
    let mut errors = Vec::new();
    let kind = table.kind();
    let columns: Vec<(&'static str, Column)> = kind
        .columns()
        .iter()
        .map(|ours| (*ours, table.column(ours, &mut errors)))
        .filter(|(_, column)| !column.is_absent())
        .collect();
    let mut counts: Vec<Count> = columns.iter().map(|_| Count::default()).collect();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut count_of_rows = 0;
    let aside = table.each(&mut errors, |row, _| {
        count_of_rows += 1;
        for ((ours, column), count) in columns.iter().zip(&mut counts) {
            let word = row.cell(column);
            if *ours == "id" && !word.is_empty() {
                *ids.entry(word.to_owned()).or_default() += 1;
            }
            look(table, ours, word, cadences, count);
        }
    });
    let used = used_columns(table, &columns);
    let columns: Vec<SurveyColumn> =
        columns
            .iter()
            .zip(counts)
            .map(|((ours, column), count)| SurveyColumn {
                ours,
                theirs: column.index().map(|index| table.headers()[index].clone()),
                filled: count.filled,
                understood: count.understood,
                values: commonest(count.words.into_iter().map(|(word, (meaning, rows))| {
                    SurveyValue {
                        word,
                        meaning,
                        rows,
                    }
                })),
                unknown: commonest(count.unknown.into_iter().map(|(word, rows)| SurveyValue {
                    word,
                    meaning: None,
                    rows,
                })),
            })
            .collect();
    Survey {
        kind: kind.name(),
        preset: table.preset().map(|(preset, described, _)| SurveyPreset {
            name: preset.name(),
            title: described.title.clone(),
            seen: described.seen.clone(),
            note: described.note.clone(),
        }),
        rows: count_of_rows,
        left_out: aside.dropped,
        repeated_ids: ids.values().filter(|count| **count > 1).count(),
        rule_for_rows: table.dialect().rows.as_ref().map(|rows| match rows {
            Rows::Active => "active".to_owned(),
            Rows::LatestBy(column) => format!("latest by {column}"),
        }),
        footer: aside.footer,
        torn: aside.torn,
        missing: table.missing(),
        unused: table
            .headers()
            .iter()
            .enumerate()
            .filter(|(index, header)| !header.is_empty() && !used.contains(index))
            .map(|(_, header)| header.clone())
            .collect(),
        columns,
        errors: match Errors::of_rows(errors) {
            Some(errors) => errors.causes().iter().map(ToString::to_string).collect(),
            None => Vec::new(),
        },
    }
}

/// Looks at one cell.
fn look(table: &Table<'_>, ours: &str, word: &str, cadences: &[CadenceName], count: &mut Count) {
    count.filled += usize::from(!word.is_empty());
    let meaning = table.meaning(ours, word);
    let understood = match ours {
        "id" => (!word.is_empty()).then(|| word.to_owned()),
        "stage" => stage_of(meaning).map(|stage| stage.as_str().to_owned()),
        "cadence" => cadences
            .iter()
            .find(|name| name.as_str().eq_ignore_ascii_case(meaning))
            .map(ToString::to_string)
            .or_else(|| (cadences.is_empty() && !meaning.is_empty()).then(|| meaning.to_owned())),
        "outcome" => {
            let known = log::OUTCOMES.contains(&meaning) || meaning.starts_with("later ");
            known.then(|| meaning.to_owned())
        }
        _ if meaning.is_empty() => Some(String::new()),
        "due" | "last_touch" | "started" | "date" => table
            .moment(ours, meaning)
            .map(|moment| moment.date.to_string()),
        "next_touch" | "touch" => touch(table, meaning),
        "priority" => number(meaning),
        "timezone" => zones::of(meaning).ok().map(|zone| zone.name().to_owned()),
        "minutes" => table.length(meaning).map(|length| length.to_string()),
        "seconds" => meaning
            .parse::<u32>()
            .ok()
            .map(|seconds| seconds.to_string()),
        _ => Some(meaning.to_owned()),
    };
    match &understood {
        Some(_) => count.understood += 1,
        None => *count.unknown.entry(word.to_owned()).or_default() += 1,
    }
    if is_word(ours) && !(word.is_empty() && matches!(ours, "timezone" | "priority" | "channel")) {
        let entry = count
            .words
            .entry(word.to_owned())
            .or_insert((understood, 0));
        entry.1 += 1;
    }
}

fn number(word: &str) -> Option<String> {
    let digits = word.strip_suffix(".0").unwrap_or(word);
    let number = digits.parse::<u32>().ok().filter(|number| *number >= 1);
    number.map(|number| number.to_string())
}

fn touch(table: &Table<'_>, word: &str) -> Option<String> {
    match &table.dialect().step {
        Some(Step::Label(label)) => label.numbers(word).map(|_| word.to_owned()),
        _ => number(word),
    }
}

fn commonest(values: impl Iterator<Item = SurveyValue>) -> Vec<SurveyValue> {
    let mut values: Vec<SurveyValue> = values.collect();
    values.sort_by(|one, other| (other.rows, &one.word).cmp(&(one.rows, &other.word)));
    values
}

/// The columns of the table from which something is read.
fn used_columns(table: &Table<'_>, columns: &[(&'static str, Column)]) -> BTreeSet<usize> {
    let dialect = table.dialect();
    let ours = columns.iter().filter_map(|(_, column)| column.index());
    let mut theirs: Vec<&str> = dialect.keep.keys().map(String::as_str).collect();
    theirs.extend(dialect.drop.keys().map(String::as_str));
    if let Some(Step::Rank { day, number }) = &dialect.step {
        theirs.extend([day.as_str(), number.as_str()]);
    }
    if let Some(Minutes::Between { from, to }) = &dialect.minutes {
        theirs.extend([from.as_str(), to.as_str()]);
    }
    if let Some(Rows::LatestBy(column)) = &dialect.rows {
        theirs.push(column);
    }
    let theirs = theirs
        .into_iter()
        .filter_map(|header| table.theirs(header).index());
    ours.chain(theirs).collect()
}
