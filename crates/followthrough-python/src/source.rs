//! Where a native plan comes from: values made in Python, or files read once and kept.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, Result};
use chrono::{DateTime, Months, NaiveDate, Utc};
use followthrough::{CategoryName, Horizon, Interval, Plan, Prospect};
use followthrough_document::{
    Document, Fingerprint, NamedFiles, PlanHeader, write_pipeline, write_plan,
};
use followthrough_files::{Files, Loaded, Request, Taken, load_files};
use followthrough_forecast::Meeting;
use followthrough_ics::read::{BusyEvent, EventName, Show};
use followthrough_ics::write::busy_calendar;
use followthrough_track::{Event, Log, Thresholds};

/// How many months ahead the parts of a plan show its calendars.
const SHOWN: Months = Months::new(24);

/// What answers follow from.
#[derive(Debug)]
pub(crate) enum Source {
    /// Values.
    Values {
        /// The plan.
        plan: Box<Plan>,
        /// What answers say of it, once one is looked at.
        header: OnceLock<PlanHeader>,
        /// An empty document of that name and zone, which knows the id.
        document: Box<Document>,
        /// The pipeline without what the log knows beyond it, where there is a log.
        exported: Option<Vec<Prospect>>,
        /// The log.
        log: Box<Log>,
    },
    /// Files.
    Files {
        /// What is in them.
        files: Files,
        /// Day one and owner, where asked for.
        request: Request,
        /// The plan as far as a question without a horizon looks.
        loaded: Box<Loaded>,
    },
}

/// Names and values by the prospect's id.
pub(crate) type Columns = BTreeMap<String, Vec<(String, String)>>;

impl Source {
    pub(crate) fn of_files(
        files: Files,
        today: Option<NaiveDate>,
        owner: Option<String>,
    ) -> Result<Self> {
        let mut request = Request {
            plan: (&files.plan.name).into(),
            today,
            owner,
            ..Request::default()
        };
        let loaded = Box::new(load_files(&files, &request)?);
        // What was today when the plan was read stays so.
        request.today = Some(loaded.plan.first_day);
        Ok(Self::Files {
            files,
            request,
            loaded,
        })
    }

    /// `like` is the document of the plan that this one was made of.
    pub(crate) fn of_values(mut plan: Plan, log: Log, like: Option<Document>) -> Result<Self> {
        let mut exported = None;
        if !log.rows().is_empty() {
            let state = followthrough_track::state(&plan, &log)?;
            exported = Some(std::mem::replace(&mut plan.pipeline, state.prospects));
        }
        let name = serde_json::to_string(&plan.name)?;
        let document = format!(
            "{{\"format\": 1, \"name\": {name}, \"timezone\": \"{}\"}}",
            plan.zone.name()
        );
        let like = like.filter(|like| {
            let like = like.plan(plan.first_day);
            like.name == plan.name && like.zone == plan.zone
        });
        let document = Box::new(match like {
            Some(like) => like,
            None => Document::read("plan", document.as_bytes())?,
        });
        Ok(Self::Values {
            plan: Box::new(plan),
            header: OnceLock::new(),
            document,
            exported,
            log: Box::new(log),
        })
    }

    /// What answers say of the plan.
    pub(crate) fn header(&self) -> Result<&PlanHeader> {
        match self {
            Self::Files { loaded, .. } => Ok(&loaded.header),
            Self::Values { plan, header, .. } => {
                if let Some(header) = header.get() {
                    return Ok(header);
                }
                let made = PlanHeader {
                    name: plan.name.clone(),
                    timezone: plan.zone.name().to_owned(),
                    first_day: plan.first_day,
                    sha256: fingerprint(plan, self.exported_pipeline(), self.log())?,
                };
                Ok(header.get_or_init(|| made))
            }
        }
    }

    /// Asks a question that looks as far as `horizon`.
    pub(crate) fn ask<T>(
        &self,
        horizon: Option<Horizon>,
        question: impl FnOnce(&Plan) -> Result<T, followthrough::Error>,
    ) -> Result<T> {
        match self {
            Self::Values { plan, .. } => Ok(question(plan)?),
            Self::Files { loaded, .. } if horizon.is_none() => {
                Ok(loaded.located(question(&loaded.plan))?)
            }
            Self::Files { files, request, .. } => {
                let loaded = load_files(
                    files,
                    &Request {
                        horizon,
                        ..request.clone()
                    },
                )?;
                Ok(loaded.located(question(&loaded.plan))?)
            }
        }
    }

    /// Asks a question that looks as far as `horizon`, with what makes the plan's busy time: the events of its calendars, or,
    /// of busy time that was made in Python and has no titles, what recurs on the same weekday and clock.
    pub(crate) fn ask_of_meetings<T>(
        &self,
        horizon: Option<Horizon>,
        question: impl FnOnce(&Plan, Vec<Meeting>) -> Result<T, followthrough::Error>,
    ) -> Result<T> {
        match self {
            Self::Values { plan, .. } => Ok(question(plan, Meeting::recurring(plan))?),
            Self::Files {
                files,
                request,
                loaded,
            } => {
                let further;
                let loaded = if horizon.is_none() {
                    loaded
                } else {
                    let request = Request {
                        horizon,
                        ..request.clone()
                    };
                    further = Box::new(load_files(files, &request)?);
                    &further
                };
                let meetings = loaded.meetings(files)?;
                Ok(loaded.located(question(&loaded.plan, meetings))?)
            }
        }
    }

    /// The horizon as far as which calendars must be read where a question is about `asked`: none where they are.
    pub(crate) fn further(&self, asked: Option<Horizon>) -> Result<Option<Horizon>> {
        let plan = self.plan();
        let (_, asked_to) = self.located(plan.outlook(asked))?;
        let (_, seen_to) = self.located(plan.outlook(None))?;
        Ok(asked.filter(|_| asked_to > seen_to))
    }

    /// An answer of the core, or its error with the line of the file that it is about.
    pub(crate) fn located<T>(&self, answer: Result<T, followthrough::Error>) -> Result<T> {
        match self {
            Self::Values { .. } => Ok(answer?),
            Self::Files { loaded, .. } => Ok(loaded.located(answer)?),
        }
    }

    /// Asks files a question when no other will follow.
    pub(crate) fn ask_once<T>(
        files: &Files,
        today: Option<NaiveDate>,
        horizon: Option<Horizon>,
        question: impl FnOnce(&Plan) -> Result<T, followthrough::Error>,
    ) -> Result<T> {
        let request = Request {
            plan: (&files.plan.name).into(),
            today,
            horizon,
            ..Request::default()
        };
        let loaded = load_files(files, &request)?;
        Ok(loaded.located(question(&loaded.plan))?)
    }

    /// The pipeline as it was exported or made, without what the log knows beyond it.
    pub(crate) fn exported_pipeline(&self) -> &[Prospect] {
        match self {
            Self::Values { plan, exported, .. } => exported.as_ref().unwrap_or(&plan.pipeline),
            Self::Files { loaded, .. } => loaded.exported_pipeline(),
        }
    }

    /// The log.
    pub(crate) fn log(&self) -> &Log {
        match self {
            Self::Values { log, .. } => log,
            Self::Files { loaded, .. } => &loaded.log,
        }
    }

    /// Asks what the log says: of the plan with the pipeline as it was exported, the log, and what took time from blocks.
    pub(crate) fn tracked<T>(
        &self,
        question: impl FnOnce(&Plan, &Log, &[Event]) -> Result<T, followthrough::Error>,
    ) -> Result<T> {
        let plan = Plan {
            pipeline: self.exported_pipeline().to_vec(),
            ..self.plan().clone()
        };
        let events = match self {
            // Busy time that was made in Python has no titles.
            Self::Values { plan, .. } => plan
                .busy
                .iter()
                .map(|interval| Event {
                    title: "busy".to_owned(),
                    interval: *interval,
                })
                .collect(),
            Self::Files { loaded, .. } => loaded.taking_events(),
        };
        self.located(question(&plan, self.log(), &events))
    }

    /// Which event takes what from which block between two days, both included: day one and the last that an answer
    /// looks at, where not given.
    pub(crate) fn taken(
        &self,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    ) -> Result<Vec<Taken>> {
        let plan = self.plan();
        let first = first.unwrap_or(plan.first_day);
        let (_, end) = self.located(plan.outlook(None))?;
        let seen = plan.zone.local(end).date();
        let last = last.unwrap_or(seen);
        match self {
            Self::Values { plan, .. } => {
                // Busy time that was made in Python has no titles.
                let event = Arc::new(EventName {
                    title: "busy".to_owned(),
                    file: "".into(),
                    line: 0,
                    uid: None,
                    show: Show::Busy,
                    all_day: false,
                });
                let busy = |interval: &Interval| BusyEvent {
                    interval: *interval,
                    event: event.clone(),
                };
                let events: Vec<BusyEvent> = plan.busy.iter().map(busy).collect();
                Ok(Taken::from(plan.block_occurrences(first, last)?, &events))
            }
            Self::Files { files, loaded, .. } if last <= seen => {
                Ok(loaded.taken(files, first, last)?)
            }
            // Days off that calendars name are read as far as the question looks.
            Self::Files { files, request, .. } => {
                let horizon = Some(Horizon::Until(last));
                let request = Request {
                    horizon,
                    ..request.clone()
                };
                Ok(load_files(files, &request)?.taken(files, first, last)?)
            }
        }
    }

    /// After how many workdays of silence whose turn it is.
    pub(crate) fn silence(&self) -> Thresholds {
        let (rep, manager, reassign) = self.document().silence();
        Thresholds {
            rep,
            manager,
            reassign,
        }
    }

    /// What the plan's file says.
    pub(crate) fn document(&self) -> &Document {
        match self {
            Self::Values { document, .. } => document,
            Self::Files { loaded, .. } => &loaded.document,
        }
    }

    /// The plan as a plan file in TOML, and its pipeline, its log and its busy time as texts where it has any.
    pub(crate) fn texts(&self) -> Result<[Option<String>; 4]> {
        let plan = self.shown()?;
        let (rows, log) = (self.exported_pipeline(), self.log());
        let pipeline = (!rows.is_empty()).then(|| write_pipeline(rows));
        let busy = (!plan.busy.is_empty()).then(|| busy_calendar(&plan.busy));
        let log = (!log.rows().is_empty()).then(|| crate::log::written_rows(log));
        let log = log.transpose()?;
        let named = NamedFiles {
            pipeline: pipeline.as_ref().map(|_| "pipeline.csv"),
            log: log.as_ref().map(|_| "log.csv"),
            busy: busy.as_ref().map(|_| "busy.ics"),
        };
        let mut text = write_plan(&plan, &named);
        let document = self.document();
        if let Self::Files { .. } = self {
            // The events that were exported keep their names.
            text = text.replacen(
                "format    = 1\n",
                &format!("format    = 1\nid        = \"{}\"\n", document.id()),
                1,
            );
        }
        let (rep, manager, reassign) = document.silence();
        let usual = Thresholds::default();
        if (rep, manager, reassign) != (usual.rep, usual.manager, usual.reassign) {
            write!(
                text,
                "\n[silence]\nrep      = {rep}\nmanager  = {manager}\nreassign = {reassign}\n"
            )?;
        }
        Ok([Some(text), pipeline, log, busy])
    }

    /// The plan with its calendars for two years.
    pub(crate) fn shown(&self) -> Result<Plan> {
        match self {
            Self::Values { plan, .. } => Ok((**plan).clone()),
            Self::Files {
                files,
                request,
                loaded,
            } => {
                let first_day = loaded.plan.first_day;
                let to = first_day
                    .checked_add_months(SHOWN)
                    .context("no calendar goes so far")?;
                let horizon = Some(Horizon::Until(to));
                Ok(load_files(
                    files,
                    &Request {
                        horizon,
                        ..request.clone()
                    },
                )?
                .plan)
            }
        }
    }

    pub(crate) fn warnings(&self) -> &[String] {
        match self {
            Self::Values { .. } => &[],
            Self::Files { loaded, .. } => &loaded.warnings,
        }
    }

    /// The plan as it was read or made.
    pub(crate) fn plan(&self) -> &Plan {
        match self {
            Self::Values { plan, .. } => plan,
            Self::Files { loaded, .. } => &loaded.plan,
        }
    }

    /// Day one of the plan.
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.plan().first_day
    }

    /// Whose rows of the pipeline the plan has, where not all of them.
    pub(crate) fn owner(&self) -> Option<&str> {
        match self {
            Self::Values { .. } => None,
            Self::Files { request, .. } => request.owner.as_deref(),
        }
    }

    /// What the plan's `[export]` says: names of categories, and columns by prospect.
    pub(crate) fn export(&self) -> (BTreeMap<CategoryName, String>, Columns) {
        match self {
            Self::Values { .. } => (BTreeMap::new(), BTreeMap::new()),
            Self::Files { loaded, .. } => (
                loaded.document.export().categories.clone(),
                loaded.export_columns(),
            ),
        }
    }

    /// The id and the revision that exported events have.
    pub(crate) fn edition(&self) -> (&str, DateTime<Utc>) {
        match self {
            Self::Values { plan, document, .. } => {
                (document.id(), document.revision(plan.first_day))
            }
            Self::Files { loaded, .. } => (
                loaded.document.id(),
                loaded.document.revision(loaded.plan.first_day),
            ),
        }
    }
}

/// What tells plans of values apart: all that they hold.
fn fingerprint(plan: &Plan, exported: &[Prospect], log: &Log) -> Result<String> {
    let mut pieces = Pieces::default();
    write!(pieces, "{plan:?}")?;
    if !log.rows().is_empty() {
        write!(pieces, "{exported:?}{}", crate::log::rows(log))?;
    }
    Ok(pieces.print.file(pieces.text.as_bytes()).to_string())
}

/// Text that is hashed piece by piece.
#[derive(Default)]
struct Pieces {
    print: Fingerprint,
    text: String,
}

impl fmt::Write for Pieces {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() >= PIECE {
            self.print = std::mem::take(&mut self.print).file(self.text.as_bytes());
            self.text.clear();
        }
        Ok(())
    }
}

/// How many bytes are hashed at once.
const PIECE: usize = 1 << 16;
