//! A plan document: everything that one TOML or JSON file says, before any other file is read.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use followthrough::{
    Away, AwayWindows, Cadence, Expect, LostDays, MixPart, Plan, Share, Workweek, Zone, nearest,
};

use crate::block::{self, BlockCalendar};
use crate::categories::Categories;
use crate::export::{self, ExportOptions};
use crate::input::{self, BusyOptions, Input};
use crate::places::Places;
use crate::section::{Field, Reader, Section};
use crate::text::Text;
use crate::{Error, Errors, Notice, Pipeline, Place, Said, cadence, channel, tree};

/// The format that this version reads and writes.
pub(crate) const FORMAT: u32 = 1;

/// A plan document: the plan that it describes, the files that it names, and how those are to be read.
///
/// Reading touches no other file and no clock: paths are kept as they are written, relative to the document, and a
/// document without `first_day` waits for one.
///
/// # Example
/// ```
/// use followthrough_document::Document;
///
/// let text = r#"
/// format   = 1
/// timezone = "America/New_York"
/// [[block]]
/// category = "calling"
/// days     = ["mon", "wed"]
/// start    = "09:00"
/// length   = "1h"
/// [cadence.calls]
/// touches  = [{ day = 1, channel = "call" }, { day = 6, channel = "call" }]
/// "#;
/// let document = Document::read("plan.toml", text.as_bytes())?;
/// let plan = document.plan("2027-01-04".parse()?);
/// assert_eq!(plan.name, "plan");
/// assert_eq!(plan.cadences[0].touches()[1].after, 5);
///
/// // What is wrong is told with its line and the nearest known key.
/// let errors = Document::read("plan.toml", text.replace("length", "lenght").as_bytes()).unwrap_err();
/// assert!(errors.to_string().contains("plan.toml:8: `lenght` of block 1 is not a known key; did you mean `length`?"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document {
    plan: Plan,
    first_day: Option<NaiveDate>,
    id: String,
    revision: Option<DateTime<Utc>>,
    input: Input,
    busy: BusyOptions,
    export: ExportOptions,
    block_calendars: Vec<BlockCalendar>,
    holiday_calendars: Vec<Said<String>>,
    silence: (u32, u32, u32),
    notices: Vec<Notice>,
    places: Places,
}

impl Document {
    /// Reads a document: JSON where it begins with a brace, else TOML. `name` is the file's name for messages, and for
    /// the plan's title where the document gives none.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line: see [`Error`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Errors> {
        Self::read_as_far(name, bytes).map_err(|(errors, _)| errors)
    }

    /// Reads a document, and where something is wrong with it, as far as its tables can be read by it: with its zone, its
    /// cadences and what it says of their columns. So what is wrong with the tables can be told in one go.
    ///
    /// # Errors
    /// As [`Document::read`], with what there is.
    pub fn read_as_far(name: &str, bytes: &[u8]) -> Result<Self, (Errors, Option<Box<Self>>)> {
        let text = Text::new(
            name,
            bytes,
            "a plan: at least `format`, `timezone`, a `[[block]]` and a `[cadence.NAME]`",
        );
        let text = text.map_err(|errors| (errors, None))?;
        refuse_other_kinds(&text).map_err(|errors| (errors, None))?;
        let reader = Reader::new(&text);
        match tree::parse(&text) {
            Ok(root) => {
                let document = reader.top(&root).and_then(|top| {
                    let document = read(&top, top_name(name));
                    top.close();
                    document
                });
                reader.finish_as_far(document)
            }
            Err(errors) => {
                errors.into_iter().for_each(|error| reader.report(error));
                reader.finish_as_far(None)
            }
        }
    }

    /// The plan, with `first_day` as day one of every horizon; without pipeline and busy time, which other files hold.
    #[must_use]
    pub fn plan(&self, first_day: NaiveDate) -> Plan {
        Plan {
            first_day,
            ..self.plan.clone()
        }
    }

    /// The zone of all days and clock times.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.plan.zone
    }

    /// What every started prospect is promised, in the order of the file.
    #[must_use]
    pub fn cadences(&self) -> &[Cadence] {
        &self.plan.cadences
    }

    /// Day one of every horizon, where the document says it; else it is today in [`zone`](Self::zone).
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.first_day
    }

    /// What stands in the UIDs of exported events: unless given, the first 8 hex digits of the UUIDv5 of name and
    /// zone, so that it stays while both do.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When the plan was last revised: DTSTAMP and LAST-MODIFIED of exported events that changed. Unless given, the
    /// first instant of `first_day`.
    #[must_use]
    pub fn revision(&self, first_day: NaiveDate) -> DateTime<Utc> {
        self.revision
            .unwrap_or_else(|| self.plan.zone.midnight(first_day))
    }

    /// After how many workdays past the day on which something was owed it is the rep's turn, the manager's, and
    /// somebody else's: `[silence]`.
    #[must_use]
    pub fn silence(&self) -> (u32, u32, u32) {
        self.silence
    }

    /// Where its own days away stand, in the order in which [`Document::plan`] has them.
    #[must_use]
    pub fn places_of_away(&self) -> &[crate::Place] {
        &self.places.away
    }

    /// The tables and calendars that it names, and how their columns are to be read.
    #[must_use]
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// What an exported calendar says beside what the answers say.
    #[must_use]
    pub fn export(&self) -> &ExportOptions {
        &self.export
    }

    /// What counts as busy in its calendars.
    #[must_use]
    pub fn busy(&self) -> &BusyOptions {
        &self.busy
    }

    /// Calendars whose events are blocks.
    #[must_use]
    pub fn block_calendars(&self) -> &[BlockCalendar] {
        &self.block_calendars
    }

    /// Calendars whose all-day events are holidays: paths, relative to the document.
    #[must_use]
    pub fn holiday_calendars(&self) -> &[Said<String>] {
        &self.holiday_calendars
    }

    /// What its author should know, although it is not an error.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// An error of a question about this plan, with the line of the block, cadence or row that it is about.
    #[must_use]
    pub fn locate(&self, reason: followthrough::Error, pipeline: Option<&Pipeline>) -> Error {
        Error::Plan {
            place: self.places.of(&reason, pipeline),
            reason,
        }
    }
}

/// Refuses what somebody named by mistake: calendars and tables.
fn refuse_other_kinds(text: &Text<'_>) -> Result<(), Errors> {
    let first = text
        .as_str()
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default();
    let (found, expected) = if first.trim_end().eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        (
            "a calendar",
            "a plan, which names calendars under `busy` in `[input]`",
        )
    } else if is_header(first) {
        (
            "a table",
            "a plan, which names tables under `pipeline` and `log` in `[input]`; `followthrough read` shows what is \
             understood of one",
        )
    } else {
        return Ok(());
    };
    Err(Error::OtherKind {
        place: Place::file(text.name()),
        found,
        expected,
    }
    .into())
}

/// Whether a line could be the header of a table, and no part of a plan.
fn is_header(line: &str) -> bool {
    let is_plan = line.contains('=') || line.starts_with(['[', '#', '{']);
    !is_plan && line.contains([',', ';', '\t'])
}

/// The title of a document that gives itself none: its file's name, without folders and ending.
fn top_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.to_owned(),
    }
}

fn read(top: &Section<'_>, default_name: String) -> Option<Document> {
    read_format(top);
    // By it an editor of JSON finds the schema; in TOML a comment says it.
    let _ = top.optional("$schema");
    let name = top
        .optional("name")
        .map_or(Some(default_name), |field| field.words("a title in quotes"));
    let zone = top
        .required(
            "timezone",
            "the zone of all days and clock times, such as `\"America/New_York\"`",
        )
        .and_then(|field| field.zone());
    let first_day = top.optional("first_day").map(|field| field.date());
    let workweek = top.optional("workweek").map(|field| read_workweek(&field));
    let holidays = top.optional("holidays").map(|field| field.dates());
    let reserve = top.optional("reserve").map(|field| field.share());
    let min_segment = top.optional("min_segment").map(|field| field.duration());
    // A key of plans written before: it stays readable.
    let exceptions = top.optional("exceptions").map(|field| field.place());
    let id = top.optional("id").map(|field| read_id(&field));
    let revision = top.optional("revision").map(|field| field.instant());
    let lost_days = top
        .optional("lost_days")
        .map(|field| field.word(&[("shift", LostDays::Shift), ("keep", LostDays::Keep)]));
    let away = top.optional("away").map_or(Some(Vec::new()), |field| {
        read_all(&field, "away", read_away)
    });

    let mut categories = Categories::default();
    let channels = top.optional("channel").map_or_else(
        || Some(Default::default()),
        |field| channel::read_all(&field, &mut categories),
    );
    let blocks = top.optional("block").map_or(Some(Vec::new()), |field| {
        read_all(&field, "block", |section| {
            block::read(section, &mut categories)
        })
    });
    let block_calendars = top
        .optional("block_calendar")
        .map_or(Some(Vec::new()), |field| {
            read_all(&field, "block calendar", |section| {
                block::read_calendar(section, &mut categories)
            })
        });
    let holiday_calendars = top
        .optional("holiday_calendars")
        .map_or(Some(Vec::new()), |field| input::read_paths(&field));
    let cadences = top.optional("cadence").map_or_else(
        || Some(Vec::new()),
        |field| cadence::read_all(&field, &mut categories),
    );
    let mix = top.optional("mix");
    let mix_place = mix.as_ref().map(Field::place);
    let mix = mix.map_or(Some(Vec::new()), |field| {
        read_mix(&field, cadences.as_deref())
    });
    let expect = top
        .optional("expect")
        .map_or(Some(Expect::default()), |field| read_expect(&field));
    let silence = top
        .optional("silence")
        .map_or(Some(SILENCE), |field| read_silence(&field));
    let busy = top.optional("busy").map_or_else(
        || Some(BusyOptions::default()),
        |field| input::read_busy(&field),
    );
    let export = top.optional("export").map_or_else(
        || Some(ExportOptions::default()),
        |field| export::read(&field),
    );
    let input = top.optional("input").map_or_else(
        || Some(Input::default()),
        |field| input::read(&field, cadences.as_deref().unwrap_or_default()),
    );

    let mut plan = Plan::new(name?, zone?, first_day.flatten().unwrap_or(NaiveDate::MIN));
    // What is wrong was reported; the rest is read on without it.
    plan.workweek = told(workweek, Workweek::default());
    plan.holidays = told(holidays, Vec::new())
        .into_iter()
        .collect::<BTreeSet<_>>();
    plan.reserve = told(reserve, Share::ZERO);
    plan.min_segment = told(min_segment, TimeDelta::minutes(5));
    plan.lost_days = told(lost_days, LostDays::Shift);
    plan.channels = channels.unwrap_or_default();
    let mut places = Places::new(top.place().file_name(), mix_place);
    for (away, place) in away.unwrap_or_default() {
        places.away.push(place);
        plan.away.push(away);
    }
    for (block, place) in blocks.unwrap_or_default() {
        places.blocks.push((block.label(), place));
        plan.blocks.push(block);
    }
    for read in cadences? {
        places
            .cadences
            .push((read.cadence.name().clone(), read.place, read.touch_places));
        plan.cadences.push(read.cadence);
    }
    plan.mix = mix.unwrap_or_default();
    plan.expect = expect.unwrap_or_default();
    let mut notices = categories.notices(&plan);
    notices.extend(exceptions.map(|place| Notice {
        place,
        message: "`exceptions` has no effect any more: a bad week costs that week alone, so no week needs to be \
                  excepted; leave the key out"
            .to_owned(),
    }));
    Some(Document {
        first_day: first_day.flatten(),
        id: match id.flatten() {
            Some(id) => id,
            None => default_id(&plan.name, &plan.zone),
        },
        revision: revision.flatten(),
        input: input?,
        busy: busy.unwrap_or_default(),
        export: export.unwrap_or_default(),
        block_calendars: block_calendars
            .unwrap_or_default()
            .into_iter()
            .map(|(calendar, _)| calendar)
            .collect(),
        holiday_calendars: holiday_calendars.unwrap_or_default(),
        silence: silence.unwrap_or(SILENCE),
        notices,
        places,
        plan,
    })
}

/// After how many workdays of silence it is the rep's turn, the manager's, and somebody else's.
const SILENCE: (u32, u32, u32) = (3, 5, 7);

fn read_expect(field: &Field<'_>) -> Option<Expect> {
    let section = field.section("what is expected")?;
    let answers = section.optional("answers").map_or(Some(0), |field| {
        let expected = "answers a full week, a whole number up to 10000";
        let most = |answers: &u32| *answers <= Expect::MOST_ANSWERS;
        let count = field.count(0, expected)?;
        Some(count)
            .filter(most)
            .or_else(|| field.unexpected(expected))
    });
    section.close();
    answers.map(|answers| Expect { answers })
}

fn read_silence(field: &Field<'_>) -> Option<(u32, u32, u32)> {
    let section = field.section("the silence")?;
    let days = |name, default| {
        section
            .optional(name)
            .map_or(Some(default), |field: Field<'_>| {
                field.count(1, "workdays, from 1 on")
            })
    };
    let (rep, manager) = (days("rep", SILENCE.0), days("manager", SILENCE.1));
    let reassign = days("reassign", SILENCE.2);
    section.close();
    Some((rep?, manager?, reassign?))
}

/// What was read of a key, its default where it was not given, `None` where it was wrong.
fn kept<T>(read: Option<Option<T>>, default: T) -> Option<T> {
    read.unwrap_or(Some(default))
}

/// What a key says, or its default: where it is not there, and where it is wrong.
fn told<T>(read: Option<Option<T>>, default: T) -> T {
    read.flatten().unwrap_or(default)
}

/// Every table of a list of tables, with its place; `None` where any is wrong.
fn read_all<T>(
    field: &Field<'_>,
    part: &str,
    mut read: impl FnMut(&Section<'_>) -> Option<T>,
) -> Option<Vec<(T, Place)>> {
    let mut all = Some(Vec::new());
    for section in field.sections(part)? {
        let one = read(&section);
        match (&mut all, one) {
            (Some(list), Some(one)) => list.push((one, section.place())),
            _ => all = None,
        }
        section.close();
    }
    all
}

fn read_format(top: &Section<'_>) {
    let Some(field) = top.required("format", "`1`") else {
        return;
    };
    if let Some(found) = field.count(0, "`1`").filter(|&format| format != FORMAT) {
        field.report(Error::Format {
            place: field.place(),
            found: found.to_string(),
        });
    }
}

fn read_workweek(field: &Field<'_>) -> Option<Workweek> {
    Workweek::new(field.weekdays()?)
        .or_else(|| field.unexpected("at least one day such as `\"mon\"`"))
}

fn read_id(field: &Field<'_>) -> Option<String> {
    let expected = "letters, digits, `_` or `-`";
    let id = field.text(expected)?;
    let plain = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if plain {
        Some(id.to_owned())
    } else {
        field.unexpected(expected)
    }
}

fn default_id(name: &str, zone: &Zone) -> String {
    let named = format!("{name}\n{zone}");
    let uuid = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, named.as_bytes())
        .simple()
        .to_string();
    uuid[..8].to_owned()
}

fn read_away(section: &Section<'_>) -> Option<Away> {
    let from = section
        .required("from", "the first day away, such as `2026-12-24`")
        .and_then(|field| field.date());
    let to = section
        .required("to", "the last day away, such as `2027-01-01`")
        .and_then(|field| field.date());
    let label = section
        .optional("label")
        .map(|field| field.text("a text in quotes").map(str::to_owned));
    let windows = section
        .optional("windows")
        .map(|field| field.word(&[("shift", AwayWindows::Shift), ("keep", AwayWindows::Keep)]));
    let (from, to) = (from?, to?);
    require_order(section, from, to)?;
    Some(Away {
        from,
        to,
        label: kept(label, String::new())?,
        windows: kept(windows, AwayWindows::Shift)?,
    })
}

/// Reports a span that ends before it begins.
pub(crate) fn require_order(section: &Section<'_>, from: NaiveDate, to: NaiveDate) -> Option<()> {
    if from <= to {
        return Some(());
    }
    let reason = followthrough::Error::SpanReversed {
        place: section.part().to_owned(),
        from,
        to,
    };
    section.report(Error::Plan {
        place: section.place(),
        reason,
    });
    None
}

fn read_mix(field: &Field<'_>, cadences: Option<&[cadence::Read]>) -> Option<Vec<MixPart>> {
    let mut mix = Some(Vec::new());
    for part in field.section("the mix")?.fields() {
        let name = part.key_name();
        let count = part.count(0, "a whole number of prospects");
        // Where a cadence is wrong itself, its name cannot be checked.
        let known = cadences
            .zip(name.as_ref())
            .is_none_or(|(cadences, name)| cadences.iter().any(|read| read.cadence.name() == name));
        if let (false, Some(cadences), Some(name)) = (known, cadences, &name) {
            part.report(unknown_cadence(
                part.place(),
                "the mix",
                name,
                cadences.iter().map(|read| &read.cadence),
            ));
        }
        match (&mut mix, name, count) {
            (Some(mix), Some(cadence), Some(count)) if known => {
                mix.push(MixPart { cadence, count })
            }
            _ => mix = None,
        }
    }
    mix
}

/// A name of a cadence that the plan does not have.
pub(crate) fn unknown_cadence<'cadence>(
    place: Place,
    part: impl Into<String>,
    name: &followthrough::CadenceName,
    cadences: impl Iterator<Item = &'cadence Cadence>,
) -> Error {
    let reason = followthrough::Error::UnknownCadence {
        place: part.into(),
        cadence: name.clone(),
        nearest: nearest(
            name.as_str(),
            cadences.map(|cadence| cadence.name().as_str()),
        ),
    };
    Error::Plan { place, reason }
}

/// The length from one clock time to another; `None` as end is the end of the day.
pub(crate) fn length_between(start: NaiveTime, end: Option<NaiveTime>) -> TimeDelta {
    let length = end.unwrap_or(NaiveTime::MIN) - start;
    // An end that is not after the start lies on the next day, as the end of the day does.
    if length > TimeDelta::zero() {
        length
    } else {
        length + TimeDelta::days(1)
    }
}
