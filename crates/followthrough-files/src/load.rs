//! A plan with everything that it names: its tables, its calendars, and the day it is.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use followthrough::{Away, AwayWindows, Block, Horizon, Interval, Pattern, Plan, Prospect};
use followthrough_document::{
    AllDay, BlockCalendar, Document, Errors, Fingerprint, Pipeline, Place, PlanHeader, Said,
    TableSource, Tentative, read_log,
};
use followthrough_ics::read::{self, BusyEvent, BusyOptions, DaysAway, Limits, Source};
use followthrough_ics::write::Edition;

use followthrough_track::{Log, LogBuilder};

use crate::tracked::{self, Tracked};
use crate::twice::Twice;
use crate::{Error, clock, disk, moved};

/// Which plan, seen from which day, for whom, how far.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The plan's file.
    pub plan: PathBuf,
    /// Day one, instead of the plan's.
    pub today: Option<NaiveDate>,
    /// Whose rows of the pipeline.
    pub owner: Option<String>,
    /// How far the question looks.
    pub horizon: Option<Horizon>,
    /// The time of the run, instead of the clock's; where `today` says nothing, its day is day one.
    pub now: Option<DateTime<Utc>>,
    /// Whether what has begun by the time of the run takes nothing new. Where [`now`](Self::now) is `None` the clock's
    /// counts, if its day is day one.
    pub to_the_minute: bool,
}

/// A plan that can be asked.
#[derive(Debug)]
pub struct Loaded {
    /// The plan's file, as read.
    pub document: Document,
    /// The plan, with pipeline and calendars as far as the horizon asked for.
    pub plan: Plan,
    /// What answers say of it.
    pub header: PlanHeader,
    /// The days away that calendars hold. In the plan they follow those that its own file names.
    pub away: Vec<DaysAway>,
    /// Which event takes which time from the first day of the log on; without a log none.
    pub(crate) past_events: Vec<BusyEvent>,
    /// About the files, for stderr.
    pub warnings: Vec<String>,
    /// The plan's file.
    pub plan_path: PathBuf,
    /// The log that rows are added to: the one that the plan names as `log = "log.csv"`.
    pub log_path: Option<PathBuf>,
    /// The rows of every log that the plan names.
    pub log: Log,
    /// What a reader should know about log and pipeline.
    pub tracked: Tracked,
    /// The pipeline without what the log knows beyond it.
    pub(crate) exported: Vec<Prospect>,
    pub(crate) pipeline: Option<Pipeline>,
    /// What the UIDs of its exported events end with.
    tag: String,
}

impl Loaded {
    /// What the plan's `[export] columns` say of each prospect, by id: names and values, for
    /// [`Options::columns`](followthrough_ics::write::Options::columns).
    #[must_use]
    pub fn export_columns(&self) -> BTreeMap<String, Vec<(String, String)>> {
        let wanted = &self.document.export().columns;
        let Some(pipeline) = self.pipeline.as_ref().filter(|_| !wanted.is_empty()) else {
            return BTreeMap::new();
        };
        let rows = pipeline.prospects().iter().enumerate();
        let told = rows.map(|(row, prospect)| {
            let cell = |name: &String| {
                let mut cells = pipeline.extra(row);
                let (_, value) = cells.find(|(column, _)| column.eq_ignore_ascii_case(name))?;
                (!value.is_empty()).then(|| (name.clone(), value.to_owned()))
            };
            (
                prospect.id.clone(),
                wanted.iter().filter_map(cell).collect(),
            )
        });
        told.collect()
    }

    /// An answer of the core, or its error with the line of the part that it is about.
    ///
    /// # Errors
    /// That error.
    pub fn located<T>(&self, answer: Result<T, followthrough::Error>) -> Result<T, Error> {
        answer.map_err(|error| locate(&self.document, self.pipeline.as_ref(), error))
    }
}

fn locate(document: &Document, pipeline: Option<&Pipeline>, error: followthrough::Error) -> Error {
    Errors::from(document.locate(error, pipeline)).into()
}

/// One file, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What messages call it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn source(&self) -> Source<'_> {
        Source {
            name: &self.name,
            bytes: &self.bytes,
        }
    }
}

/// A plan's file and the files that it names: all that an answer follows from, but for the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The plan's own.
    pub plan: File,
    /// Those that it names, in the order in which its fingerprint takes them: pipeline, log, calendars of busy time, of
    /// blocks, of holidays.
    pub named: Vec<File>,
}

impl Files {
    /// Reads a plan and every file that it names.
    ///
    /// # Errors
    /// [`Errors`] where the plan is wrong; what the file system says, with the line that names the file.
    pub fn read(plan: &Path) -> Result<Self, Error> {
        let bytes = disk::read(plan)?;
        let plan_file = File {
            name: plan.display().to_string(),
            bytes,
        };
        Self::beside(plan_file, plan.parent().unwrap_or(Path::new("")))
    }

    /// Reads every file that a plan names, the plan itself read already: from standard input, say. Paths in it are
    /// relative to `folder`.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn beside(plan_file: File, folder: &Path) -> Result<Self, Error> {
        let document = match Document::read_as_far(&plan_file.name, &plan_file.bytes) {
            Ok(document) => document,
            Err((errors, document)) => return Err(with_tables(errors, document, folder).into()),
        };
        let own_log = document.input().logs.iter().find(|log| log.is_short);
        let own_log = own_log.map(|log| &log.file);
        let named = named(&document)
            .into_iter()
            .map(|said| match read_named(said, folder) {
                // The log is made with its first row.
                Err(Error::Named { source, .. })
                    if Some(said) == own_log && matches!(*source, Error::NotFound { .. }) =>
                {
                    Ok(File {
                        name: folder.join(&said.value).display().to_string(),
                        bytes: Vec::new(),
                    })
                }
                read => read,
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            plan: plan_file,
            named,
        })
    }

    fn fingerprint(&self) -> String {
        let print = Fingerprint::default().file(&self.plan.bytes);
        self.named
            .iter()
            .fold(print, |print, file| print.file(&file.bytes))
            .to_string()
    }
}

/// What is wrong with a plan, and with the tables that it names, as far as they can be read by it.
fn with_tables(errors: Errors, document: Option<Box<Document>>, folder: &Path) -> Errors {
    let Some(document) = document else {
        return errors;
    };
    let read = |tables: &[TableSource]| -> Option<Vec<File>> {
        let files = tables
            .iter()
            .map(|table| read_named(&table.file, folder).ok());
        files.collect()
    };
    let input = document.input();
    let (Some(pipelines), Some(logs)) = (read(&input.pipelines), read(&input.logs)) else {
        return errors;
    };
    let sorted = Sorted {
        pipelines: &pipelines,
        logs: &logs,
        busy: &[],
        blocks: &[],
        holidays: &[],
    };
    match read_tables(&document, &sorted, &mut Vec::new()) {
        Ok(_) => errors,
        Err(others) => {
            Errors::join([errors, others]).unwrap_or_else(|| unreachable!("two of them"))
        }
    }
}

/// The paths that a document names, in the order of its fingerprint.
fn named(document: &Document) -> Vec<&Said<String>> {
    let input = document.input();
    let calendars = document.block_calendars().iter();
    let tables = input.pipelines.iter().chain(&input.logs);
    tables
        .map(|table| &table.file)
        .chain(&input.busy)
        .chain(calendars.map(|calendar| &calendar.file))
        .chain(document.holiday_calendars())
        .collect()
}

/// The named files by what they are for.
struct Sorted<'files> {
    pipelines: &'files [File],
    logs: &'files [File],
    busy: &'files [File],
    blocks: &'files [File],
    holidays: &'files [File],
}

impl<'files> Sorted<'files> {
    fn has_calendars(&self) -> bool {
        !(self.busy.is_empty() && self.blocks.is_empty() && self.holidays.is_empty())
    }

    /// `None` where they are not as many as the document names.
    fn new(document: &Document, named: &'files [File]) -> Option<Self> {
        let input = document.input();
        let take = |files: &mut &'files [File], count: usize| {
            let (taken, rest) = files.split_at_checked(count)?;
            *files = rest;
            Some(taken)
        };
        let mut rest = named;
        Some(Self {
            pipelines: take(&mut rest, input.pipelines.len())?,
            logs: take(&mut rest, input.logs.len())?,
            busy: take(&mut rest, input.busy.len())?,
            blocks: take(&mut rest, document.block_calendars().len())?,
            holidays: take(&mut rest, document.holiday_calendars().len())?,
        })
    }
}

/// Reads a file that the plan names; a failure tells the line that names it.
fn read_named(said: &Said<String>, folder: &Path) -> Result<File, Error> {
    let path = folder.join(&said.value);
    let bytes = disk::read(&path).map_err(|source| Error::Named {
        place: said.place.clone(),
        source: Box::new(source),
    })?;
    Ok(File {
        name: path.display().to_string(),
        bytes,
    })
}

/// Reads a plan and everything that it names.
///
/// # Errors
/// [`Errors`] where plan or tables are wrong, [`IcsError`](read::IcsError) where a calendar is, else what the file system says.
pub fn load(request: &Request) -> Result<Loaded, Error> {
    load_files(&Files::read(&request.plan)?, request)
}

/// The same from files already read; the request's path is not looked at.
///
/// # Errors
/// As [`load`].
pub fn load_files(files: &Files, request: &Request) -> Result<Loaded, Error> {
    let document = Document::read(&files.plan.name, &files.plan.bytes)?;
    let first_day = clock::first_day(request, &document)?;
    let Some(sorted) = Sorted::new(&document, &files.named) else {
        return Err(Error::FileMissing {
            plan: files.plan.name.clone(),
        });
    };

    let mut plan = document.plan(first_day);
    plan.now = clock::time_of_run(request, first_day, &document)?;
    let mut warnings: Vec<String> = document.notices().iter().map(ToString::to_string).collect();
    let (mut pipeline, log) = read_tables(&document, &sorted, &mut warnings)?;
    let mut log = log.finish();
    if let Some(owner) = &request.owner {
        pipeline = match pipeline {
            Some(pipeline) => {
                let others = others(&pipeline, owner);
                log = log.without(|id| others.contains(id));
                Some(pipeline.owned_by(owner)?)
            }
            None => {
                return Err(Error::OwnerWithoutPipeline {
                    owner: owner.clone(),
                });
            }
        };
    }
    if let Some(pipeline) = &pipeline {
        plan.pipeline = pipeline.prospects().to_vec();
        warnings.extend(pipeline.notices().iter().map(ToString::to_string));
    }
    let edition = Edition::new(document.id(), document.revision(first_day))?;
    let tag = match &request.owner {
        Some(owner) => edition.of_owner(owner).tag(),
        None => edition.tag(),
    };
    let mut loaded = Loaded {
        header: PlanHeader {
            name: plan.name.clone(),
            timezone: plan.zone.name().to_owned(),
            first_day,
            sha256: files.fingerprint(),
        },
        away: Vec::new(),
        past_events: Vec::new(),
        warnings,
        plan_path: PathBuf::from(&files.plan.name),
        log_path: log_path(&files.plan.name, &sorted, &document),
        log,
        tracked: Tracked::default(),
        exported: Vec::new(),
        pipeline,
        document,
        plan,
        tag,
    };
    let back = loaded.log.rows().iter().map(|row| row.date).min();
    // How far calendars are looked at depends on what is owed, and what is owed on days off that calendars tell: a first
    // guess without them says how far.
    if sorted.has_calendars() {
        let exported = loaded.plan.pipeline.clone();
        if back.is_some() {
            let guess = followthrough_track::state(&loaded.plan, &loaded.log);
            loaded.plan.pipeline = loaded.located(guess)?.prospects;
        }
        loaded.read_calendars(&sorted, request.horizon, back)?;
        loaded.plan.pipeline = exported;
    }
    loaded.apply_log()?;
    loaded.look_for_copies()?;
    Ok(loaded)
}

/// Ids of rows that are somebody else's.
fn others(pipeline: &Pipeline, owner: &str) -> BTreeSet<String> {
    pipeline
        .prospects()
        .iter()
        .filter(|row| row.owner.as_deref() != Some(owner))
        .map(|row| row.id.clone())
        .collect()
}

/// The log that rows are added to.
fn log_path(plan: &str, files: &Sorted<'_>, document: &Document) -> Option<PathBuf> {
    let logs = document.input().logs.iter().zip(files.logs);
    let own = logs.filter(|(log, _)| log.is_short).map(|(log, _)| log);
    let folder = Path::new(plan).parent().unwrap_or(Path::new(""));
    own.map(|log| folder.join(&log.file.value)).next()
}

/// The pipeline, where the plan names one. What is wrong with any table is told at once.
fn read_tables(
    document: &Document,
    files: &Sorted<'_>,
    warnings: &mut Vec<String>,
) -> Result<(Option<Pipeline>, LogBuilder), Errors> {
    let mut wrong = Vec::new();
    let mut pipeline = None;
    if !files.pipelines.is_empty() {
        let tables: Vec<(&str, &[u8])> = files
            .pipelines
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()))
            .collect();
        match Pipeline::read_all(&tables, document) {
            Ok(read) => pipeline = Some(read),
            Err(errors) => wrong.push(errors),
        }
    }
    let merged = pipeline.as_ref().map(Pipeline::also_known_as);
    let log = read_logs(document, files.logs, merged, warnings, &mut wrong);
    match Errors::join(wrong) {
        Some(errors) => Err(errors),
        None => Ok((pipeline, log)),
    }
}

/// The rows of every log, with what is wrong with any of them.
fn read_logs(
    document: &Document,
    files: &[File],
    merged: Option<&BTreeMap<String, String>>,
    warnings: &mut Vec<String>,
    wrong: &mut Vec<Errors>,
) -> LogBuilder {
    let mut log = LogBuilder::default();
    let mut twice = Twice::default();
    for (index, file) in files.iter().enumerate() {
        let is_own = document
            .input()
            .logs
            .get(index)
            .is_some_and(|log| log.is_short);
        let (bytes, torn) = whole_lines(&file.bytes, is_own);
        if let Some(line) = torn {
            warnings.push(tracked::torn(&Place::line_of(&file.name, line)));
        }
        if bytes.iter().all(u8::is_ascii_whitespace) && is_own {
            continue;
        }
        let mut rows = LogBuilder::default();
        let mut errors = Vec::new();
        // Whether touches are numbered is known when the header is read, and told at the end.
        let numbers = numbers_touches(bytes, document, index, &file.name);
        let read = read_log(&file.name, bytes, document, index, |row| {
            let id = merged.and_then(|merged| merged.get(row.id));
            let id = id.map_or(row.id, String::as_str);
            if twice.is_told(&row, id, index) {
                return;
            }
            if let Err(expected) = tracked::push(&mut rows, &row, id, numbers, index) {
                errors.push(tracked::unexpected_outcome(&file.name, &row, expected));
            }
        });
        match read {
            Ok(told) => {
                warnings.extend(told.notices.iter().map(ToString::to_string));
                warnings.extend(told.torn.iter().map(tracked::torn));
                log.append(rows);
            }
            Err(errors) => wrong.push(errors),
        }
        wrong.extend(errors.into_iter().map(Errors::from));
    }
    log
}

/// A log in our own words, without a plan that names it: its rows in the zone `zone`, and what reading it had to say.
///
/// # Errors
/// What is wrong with the table.
///
/// # Example
/// ```
/// let text = "date,id,channel,outcome,touch\n2026-11-23,S113,email,no_answer,9\n";
/// let (log, told) = followthrough_files::read_log_of("log.csv", text.as_bytes(), "America/New_York")?;
/// assert_eq!((log.rows().len(), told.len()), (1, 0));
/// # Ok::<(), followthrough_files::Error>(())
/// ```
pub fn read_log_of(name: &str, bytes: &[u8], zone: &str) -> Result<(Log, Vec<String>), Error> {
    let document = format!("format = 1\ntimezone = \"{zone}\"\n[input]\nlog = \"log.csv\"\n");
    let document = Document::read("plan", document.as_bytes())?;
    let file = File {
        name: name.to_owned(),
        bytes: bytes.to_owned(),
    };
    let (mut warnings, mut wrong) = (Vec::new(), Vec::new());
    let log = read_logs(&document, &[file], None, &mut warnings, &mut wrong);
    match Errors::join(wrong) {
        Some(errors) => Err(errors.into()),
        None => Ok((log.finish(), warnings)),
    }
}

/// The lines of a log that were written to their end, and the one that was not. Of a log that somebody else writes only a
/// line with too few cells is none, which the reader of tables tells.
fn whole_lines(bytes: &[u8], is_own: bool) -> (&[u8], Option<usize>) {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    match end {
        Some(end) if is_own && !bytes[end + 1..].iter().all(u8::is_ascii_whitespace) => {
            let lines = bytes[..=end].iter().filter(|byte| **byte == b'\n').count();
            (&bytes[..=end], Some(lines + 1))
        }
        _ => (bytes, None),
    }
}

/// Whether a log numbers touches: asked of its header alone.
fn numbers_touches(bytes: &[u8], document: &Document, index: usize, name: &str) -> bool {
    let end = bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |end| end + 1);
    read_log(name, &bytes[..end], document, index, |_| ()).is_ok_and(|told| told.numbers_touches)
}

/// What calendars say of one span.
struct Calendars {
    plan: Plan,
    away: Vec<DaysAway>,
    warnings: Vec<String>,
}

impl Loaded {
    /// Days off push windows further out, and further out there may be more days off: calendars are read again until
    /// the span that they were read for is all that an answer looks at.
    fn read_calendars(
        &mut self,
        files: &Sorted<'_>,
        horizon: Option<Horizon>,
        back: Option<NaiveDate>,
    ) -> Result<(), Error> {
        let mut span = self.located(self.plan.outlook(horizon))?;
        // What the log tells of blocks and windows is as old as the log.
        if let Some(back) = back {
            span.0 = span.0.min(self.plan.zone.midnight(back));
        }
        loop {
            let calendars = self.calendars_of(files, span)?;
            let needed = calendars.plan.outlook(horizon);
            let needed = self.located(needed)?;
            if needed.1 <= span.1 && span.0 <= needed.0 {
                self.plan = calendars.plan;
                self.away = calendars.away;
                if let Some(back) = back {
                    let whole = Interval::new(self.plan.zone.midnight(back), span.1);
                    self.past_events = self.events_in(files.busy, whole.as_slice())?;
                }
                self.warnings.extend(calendars.warnings);
                return Ok(());
            }
            span = (span.0.min(needed.0), span.1.max(needed.1));
        }
    }

    fn calendars_of(
        &self,
        files: &Sorted<'_>,
        span: (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Calendars, Error> {
        let mut plan = self.plan.clone();
        let zone = plan.zone.clone();
        // Windows of prospects in flight are counted from days that are past: days off count there too.
        let past = span.0.checked_sub_days(Days::new(YEAR)).unwrap_or(span.0);
        let limits = Limits::default();
        let mut warnings = Vec::new();
        for file in files.holidays {
            let days = (zone.local(past).date(), zone.local(span.1).date());
            let found = read::holidays(&file.source(), days, &zone, &limits)?;
            plan.holidays
                .extend(found.days.into_iter().map(|day| day.date));
            warnings.extend(found.warnings.iter().map(ToString::to_string));
        }
        let mut exported = Vec::new();
        for (file, calendar) in files.blocks.iter().zip(self.document.block_calendars()) {
            // A series that goes on beyond the span must not look as if it ended there.
            let after = span.1.checked_add_days(Days::new(YEAR)).unwrap_or(span.1);
            let found = read::blocks(
                &file.source(),
                &calendar.title,
                (span.0, after),
                &zone,
                &limits,
            )?;
            warnings.extend(found.warnings.iter().map(ToString::to_string));
            if found.blocks.is_empty() {
                warnings.push(format!(
                    "{}: no event of `{}` has a title like `{}` in the time looked at",
                    calendar.file.place, calendar.file.value, calendar.title
                ));
            }
            let (own, others) = moved::own_and_others(&self.tag, found.blocks);
            plan.blocks.extend(blocks_of(others, calendar)?);
            exported.push((calendar, own));
        }
        // What was exported may be of a block that another calendar holds, so that all of them are known first.
        for (calendar, own) in exported {
            let back = moved::read_back(&plan, &self.tag, own);
            let file_name = &calendar.file.value;
            warnings.extend(back.told.iter().map(|told| format!("{file_name}: {told}")));
            for (block, date, moved) in back.moved {
                plan.blocks[block].moved.insert(date, moved);
            }
            plan.blocks.extend(blocks_of(back.unknown, calendar)?);
        }
        let sources: Vec<Source<'_>> = files.busy.iter().map(File::source).collect();
        let found = read::busy(&sources, (past, span.1), &zone, &self.busy_options())?;
        warnings.extend(found.warnings.iter().map(ToString::to_string));
        plan.away.extend(found.away.iter().map(|days| Away {
            from: days.first,
            to: days.last,
            label: days.event.title.clone(),
            windows: AwayWindows::Shift,
        }));
        let inside = |interval: Interval| {
            Interval::new(interval.start().max(span.0), interval.end().min(span.1))
        };
        plan.busy = found.intervals.into_iter().filter_map(inside).collect();
        Ok(Calendars {
            plan,
            away: found.away,
            warnings,
        })
    }

    /// Which event of the plan's calendars takes what of the time `asked` about: see [`read::events`]. `files` are those
    /// that the plan was loaded from.
    ///
    /// # Errors
    /// [`IcsError`](read::IcsError) where a calendar is wrong.
    pub fn events(&self, files: &Files, asked: &[Interval]) -> Result<Vec<BusyEvent>, Error> {
        let busy = Sorted::new(&self.document, &files.named).map_or(&[][..], |sorted| sorted.busy);
        self.events_in(busy, asked)
    }

    fn events_in(&self, busy: &[File], asked: &[Interval]) -> Result<Vec<BusyEvent>, Error> {
        let sources: Vec<Source<'_>> = busy.iter().map(File::source).collect();
        let found = read::events(&sources, asked, &self.plan.zone, &self.busy_options())?;
        Ok(found.taken)
    }

    /// Warns where busy time takes nearly all blocks as exactly as an export of them would: an application may have given
    /// the events new UIDs, so that nobody knows them.
    fn look_for_copies(&mut self) -> Result<(), Error> {
        if self.plan.busy.is_empty() {
            return Ok(());
        }
        let first = self.plan.first_day;
        let last = first.checked_add_days(Days::new(27)).unwrap_or(first);
        let planned = self.located(self.plan.block_occurrences(first, last))?;
        let intervals = || planned.iter().map(|planned| planned.interval);
        let starts: HashSet<_> = intervals().map(|planned| planned.start()).collect();
        let ends: HashSet<_> = intervals().map(|planned| planned.end()).collect();
        // Blocks that follow each other are one stretch of busy time.
        let is_covered = |planned: &Interval| {
            let after = self
                .plan
                .busy
                .partition_point(|busy| busy.start() <= planned.start());
            after.checked_sub(1).is_some_and(|at| {
                let busy = self.plan.busy[at];
                planned.end() <= busy.end()
                    && starts.contains(&busy.start())
                    && ends.contains(&busy.end())
            })
        };
        let covered = intervals().filter(is_covered).count();
        if planned.len() >= 5 && covered * 5 > planned.len() * 4 {
            self.warnings.push(format!(
                "events take {covered} of the {} blocks of four weeks exactly; if they are blocks that were exported, under new UIDs, leave their calendar out of `busy` or their titles out with `[busy] ignore`",
                planned.len()
            ));
        }
        Ok(())
    }

    /// What counts as busy: as the document says, and a block is not in its own way.
    fn busy_options(&self) -> BusyOptions {
        let options = self.document.busy();
        let mut ignore = options.ignore.clone();
        ignore.extend(
            self.document
                .block_calendars()
                .iter()
                .map(|calendar| calendar.title.clone()),
        );
        BusyOptions {
            me: options.me.clone(),
            own: Some(self.tag.clone()),
            tentative: options.tentative == Tentative::Busy,
            all_day: match options.all_day {
                AllDay::Away => read::AllDay::Away,
                AllDay::Busy => read::AllDay::Busy,
                AllDay::Free => read::AllDay::Free,
            },
            pad: options.pad,
            ignore,
            away: options.away.clone(),
            not_away: options.not_away.clone(),
            ..BusyOptions::default()
        }
    }
}

/// A year and a day.
const YEAR: u64 = 366;

/// The occurrences of a calendar as blocks: those of one title, clock time and length are one block.
fn blocks_of(
    found: Vec<read::CalendarBlock>,
    calendar: &BlockCalendar,
) -> Result<Vec<Block>, Error> {
    let mut alike: BTreeMap<(String, NaiveTime, TimeDelta), BTreeSet<NaiveDate>> = BTreeMap::new();
    for block in found {
        alike
            .entry((block.title, block.start.time(), block.length))
            .or_default()
            .insert(block.start.date());
    }
    let block =
        |((title, start, length), dates): ((String, NaiveTime, TimeDelta), BTreeSet<NaiveDate>)| {
            let mut block = Block::new(
                calendar.categories.clone(),
                Pattern::Weekdays(Vec::new()),
                start,
                length,
            )?;
            block.name = Some(title).filter(|title| !title.is_empty());
            block.also = dates;
            Ok(block)
        };
    alike
        .into_iter()
        .map(block)
        .collect::<Result<_, followthrough::Error>>()
        .map_err(|source| Error::NoBlock {
            place: calendar.file.place.clone(),
            file: calendar.file.value.clone(),
            source,
        })
}
