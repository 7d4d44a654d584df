//! `[input]` and `[busy]`: the tables and calendars that a plan names, and how they are to be read.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use followthrough::nearest;

use crate::cadence::Read;
use crate::dialect::{self, Dialect};
use crate::preset::Preset;
use crate::section::{Field, Section};
use crate::table::Kind;
use crate::{Error, Said};

/// The tables and calendars that a document names. Paths are as written, relative to the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// Tables of prospects.
    pub pipelines: Vec<TableSource>,
    /// Tables of touches made.
    pub logs: Vec<TableSource>,
    /// Calendars that hold busy time.
    pub busy: Vec<Said<String>>,
    /// How tables are read that the document does not name, such as those that a caller hands in.
    pub(crate) shared: Reading,
}

/// A table that a document names.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSource {
    /// Its path, relative to the document.
    pub file: Said<String>,
    /// Whether it is named in the short form, `log = "log.csv"`: the log that is appended to is the one so named.
    pub is_short: bool,
    /// How it is read.
    pub reading: Reading,
}

/// How one table is read: its preset, and what its author says beyond that.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    pub(crate) preset: Option<&'static Preset>,
    pub(crate) dialect: Dialect,
    /// Our columns that the author gives a name in the table, so that they have to be there.
    pub(crate) named: BTreeSet<String>,
}

impl Reading {
    /// What a table says where its author says nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a preset.
    #[must_use]
    pub fn with_preset(self, preset: &'static Preset) -> Self {
        Self {
            preset: Some(preset),
            ..self
        }
    }
}

impl Input {
    /// How the table of prospects at `index` is read; as the document reads any where it names none.
    #[must_use]
    pub fn pipeline_reading(&self, index: usize) -> &Reading {
        let source = self.pipelines.get(index);
        source.map_or(&self.shared, |source| &source.reading)
    }

    /// How the table of touches at `index` is read; as the document reads any where it names none.
    #[must_use]
    pub fn log_reading(&self, index: usize) -> &Reading {
        let source = self.logs.get(index);
        source.map_or(&self.shared, |source| &source.reading)
    }
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
    /// The addresses of the calendars' owner, whose answers to invitations count; a calendar's own name where there are
    /// none and it is an address.
    pub me: Vec<String>,
    /// What becomes of tentative events.
    pub tentative: Tentative,
    /// What becomes of opaque all-day events.
    pub all_day: AllDay,
    /// Kept free on both sides of each event, in whole seconds.
    pub pad: TimeDelta,
    /// Titles that never count, as globs in any letter case.
    pub ignore: Vec<String>,
    /// Titles of events that are days away, free or not, likewise.
    pub away: Vec<String>,
    /// Titles of all-day events that are no days away and take nothing, likewise.
    pub not_away: Vec<String>,
}

impl Default for BusyOptions {
    /// Tentative events are busy, all-day events are days away, nothing is padded or ignored.
    fn default() -> Self {
        Self {
            me: Vec::new(),
            tentative: Tentative::Busy,
            all_day: AllDay::Away,
            pad: TimeDelta::zero(),
            ignore: Vec::new(),
            away: Vec::new(),
            not_away: Vec::new(),
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
    let titles = |key, expected| {
        section.optional(key).map_or(Some(Vec::new()), |field| {
            let items = field.items(expected)?;
            let titles: Vec<Option<String>> = items.iter().map(Field::title_pattern).collect();
            titles.into_iter().collect()
        })
    };
    let me = section
        .optional("me")
        .map_or(Some(Vec::new()), |field| read_addresses(&field));
    let ignore = titles("ignore", "titles such as `[\"Focus time*\"]`");
    let away = titles("away", "titles such as `[\"Out of office*\"]`");
    let not_away = titles("not_away", "titles such as `[\"Working from home\"]`");
    section.close();
    Some(BusyOptions {
        me: me?,
        tentative: tentative?,
        all_day: all_day?,
        pad: pad?,
        ignore: ignore?,
        away: away?,
        not_away: not_away?,
    })
}

/// A list of mail addresses.
fn read_addresses(field: &Field<'_>) -> Option<Vec<String>> {
    let expected = "mail addresses such as `[\"rep@example.com\"]`";
    let address = |item: &Field<'_>| {
        let text = item.words(expected)?;
        let parts: Vec<&str> = text.split('@').collect();
        let is_address = matches!(parts[..], [user, host] if !user.is_empty() && !host.is_empty())
            && !text.contains(char::is_whitespace);
        if is_address {
            Some(text)
        } else {
            item.unexpected(expected)
        }
    };
    let addresses: Vec<Option<String>> = field.items(expected)?.iter().map(address).collect();
    addresses.into_iter().collect()
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
    let busy = section
        .optional("busy")
        .map_or(Some(Vec::new()), |field| read_paths(&field));
    let (pipeline, log) = (section.optional("pipeline"), section.optional("log"));
    let preset = section.optional("preset").map(|field| read_preset(&field));
    let dialect = dialect::read(&section, Some(cadences));
    let base = Reading {
        preset: None,
        dialect: dialect.unwrap_or_default(),
        named: BTreeSet::new(),
    };
    let read = |kind: Kind, field: Option<Field<'_>>, other: bool| {
        let mut base = base.clone();
        // A name that the document gives for all its tables may be meant for the other kind only.
        let theirs = |name: &&String| other && kind.other().columns().contains(&name.as_str());
        base.named = base
            .dialect
            .columns
            .keys()
            .filter(|name| !theirs(name))
            .cloned()
            .collect();
        base.named
            .retain(|name| kind.columns().contains(&name.as_str()));
        base.preset = preset
            .flatten()
            .filter(|preset| preset.1 == kind)
            .map(|preset| preset.0);
        match field {
            Some(field) => read_tables(&field, kind, &base, cadences),
            None => Some(Vec::new()),
        }
    };
    let (has_pipeline, has_log) = (pipeline.is_some(), log.is_some());
    let pipelines = read(Kind::Pipeline, pipeline, has_log);
    let logs = read(Kind::Log, log, has_pipeline);
    let named = base.dialect.columns.keys().cloned().collect();
    section.close();
    if preset == Some(None) {
        return None;
    }
    Some(Input {
        pipelines: pipelines?,
        logs: logs?,
        busy: busy?,
        shared: Reading {
            preset: preset.flatten().map(|preset| preset.0),
            named,
            ..base
        },
    })
}

/// One path, or a list of tables with keys of their own.
fn read_tables(
    field: &Field<'_>,
    kind: Kind,
    base: &Reading,
    cadences: &[Read],
) -> Option<Vec<TableSource>> {
    if !field.is_list() {
        let path = field.words(kind.path_expected())?;
        return Some(vec![TableSource {
            file: field.said(path),
            is_short: true,
            reading: base.clone(),
        }]);
    }
    let sections = field.sections(&format!("{} table", kind.name()))?;
    let tables: Vec<Option<TableSource>> = sections
        .into_iter()
        .map(|section| {
            let table = read_table(&section, kind, base, cadences);
            section.close();
            table
        })
        .collect();
    tables.into_iter().collect()
}

fn read_table(
    section: &Section<'_>,
    kind: Kind,
    base: &Reading,
    cadences: &[Read],
) -> Option<TableSource> {
    let file = section.required("file", kind.path_expected());
    let file = file.and_then(|field| {
        field
            .words(kind.path_expected())
            .map(|path| field.said(path))
    });
    let preset = match section.optional("preset") {
        None => Some(base.preset),
        Some(field) => read_preset(&field).and_then(|(preset, of)| {
            if of == kind {
                return Some(Some(preset));
            }
            field.unexpected(format!("a preset for the {}", kind.name()))
        }),
    };
    let own = dialect::read(section, Some(cadences))?;
    let mut named = base.named.clone();
    named.extend(own.columns.keys().cloned());
    Some(TableSource {
        file: file?,
        is_short: false,
        reading: Reading {
            preset: preset?,
            dialect: own.over(&base.dialect),
            named,
        },
    })
}

fn read_preset(field: &Field<'_>) -> Option<(&'static Preset, Kind)> {
    let name = field.text("the name of a preset in quotes")?;
    let known = || Preset::all().iter().map(Preset::name);
    let found = Preset::find(name).and_then(|preset| Some((preset, preset.described().ok()?.kind)));
    if found.is_none() {
        field.report(Error::Word {
            place: field.place(),
            key: field.key(),
            found: name.to_owned(),
            nearest: nearest(name, known()),
            known: known().map(str::to_owned).collect(),
        });
    }
    found
}
