//! A plan that can be asked: questions in, JSON out.

use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use followthrough::{
    Claim, Horizon, InvalidHorizon, Plan, Policy, Progress, Schedule, ScheduleOptions, UnknownWord,
};
use followthrough_document::write_schedule;
use followthrough_files::{File, Files};
use followthrough_words::Words as _;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::answer::{Answer, Given, Kind};
use crate::desk::NativeDesk;
use crate::error::{ArgumentError, PlanError, to_python};
use crate::export::Choices;
use crate::forecast::Question;
use crate::guard::{awaited, detached, left, watched};
use crate::pipeline::Prospects;
use crate::said::{Spoken, spoken};
use crate::source::Source;
use crate::{forecast, log, parts, tracked, value};

/// The native side of a plan.
#[pyclass(frozen, name = "Plan", module = "followthrough._native")]
pub(crate) struct NativePlan {
    pub(crate) source: Arc<Source>,
}

impl NativePlan {
    fn new(source: Source) -> Self {
        Self {
            source: Arc::new(source),
        }
    }

    fn answer(&self, kind: Kind) -> Answer {
        Answer::new(self.source.clone(), kind)
    }
}

/// The day, the block, the time that is taken from it, and the event's title, file and line.
type Taken = (
    NaiveDate,
    String,
    DateTime<Utc>,
    DateTime<Utc>,
    (String, String, u32),
);

/// A file's name and bytes.
type Named<'py> = (String, Bound<'py, PyBytes>);

#[pymethods]
impl NativePlan {
    /// The plan that the package's `Plan` describes; `base` is the one that it is like, whose file says what no value
    /// does: its id, its revision, whose turn it is when.
    #[staticmethod]
    #[pyo3(signature = (plan, base=None))]
    fn of(plan: &Bound<'_, PyAny>, base: Option<&Bound<'_, Self>>) -> PyResult<Self> {
        let log = log::of(plan)?;
        let base = base.map(|base| base.get().source.document().clone());
        let made = Source::of_values(value::plan(plan)?, log, base).map_err(to_python)?;
        let made = Self::new(made);
        if let Some(prospects) = Prospects::behind(&plan.getattr("pipeline")?)? {
            prospects.get().moved(&made.source);
        }
        Ok(made)
    }

    /// Reads a plan and the files that it names.
    #[staticmethod]
    fn read(
        py: Python<'_>,
        path: std::path::PathBuf,
        today: Option<NaiveDate>,
        owner: Option<String>,
    ) -> PyResult<Self> {
        let source = detached(py, || Source::of_files(Files::read(&path)?, today, owner))?;
        Ok(Self::new(source))
    }

    /// The same from files already read, the plan's own first.
    #[staticmethod]
    fn of_files(
        py: Python<'_>,
        files: Vec<(String, Vec<u8>)>,
        today: Option<NaiveDate>,
        owner: Option<String>,
    ) -> PyResult<Self> {
        let mut files = files.into_iter().map(|(name, bytes)| File { name, bytes });
        let plan = files
            .next()
            .ok_or_else(|| ArgumentError::new_err(("no file, expected a plan", "files")))?;
        let files = Files {
            plan,
            named: files.collect(),
        };
        let source = detached(py, || Source::of_files(files, today, owner))?;
        Ok(Self::new(source))
    }

    /// The files, day one and owner that `of_files` takes.
    fn files<'py>(
        &self,
        py: Python<'py>,
    ) -> Option<(Vec<Named<'py>>, Option<NaiveDate>, Option<String>)> {
        let Source::Files { files, request, .. } = &*self.source else {
            return None;
        };
        let named = |file: &File| (file.name.clone(), PyBytes::new(py, &file.bytes));
        let files = std::iter::once(&files.plan)
            .chain(&files.named)
            .map(named)
            .collect();
        Some((files, request.today, request.owner.clone()))
    }

    /// The arguments of the package's `Plan`.
    fn parts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let plan = detached(py, || self.source.shown())?;
        let parts = parts::plan(py, &plan)?;
        parts.set_item("pipeline", Py::new(py, Prospects::of(&self.source))?)?;
        Ok(parts)
    }

    /// What reading the files had to say.
    fn warnings(&self) -> Vec<String> {
        self.source.warnings().to_vec()
    }

    /// The plan as a plan file in TOML, and its pipeline, its log and its busy time as texts where it has any.
    fn texts(&self, py: Python<'_>) -> PyResult<[Option<String>; 4]> {
        detached(py, || self.source.texts())
    }

    /// The rows of the log as JSON.
    fn log(&self, py: Python<'_>) -> PyResult<String> {
        let source = self.source.clone();
        awaited(py, move || Ok(log::rows(source.log())))
    }

    /// What the log says: the answer of that kind.
    fn tracked(
        &self,
        py: Python<'_>,
        kind: &str,
        number: u64,
        previous: Option<String>,
    ) -> PyResult<Answer> {
        let (source, kind) = (self.source.clone(), kind.to_owned());
        let said = awaited(py, move || tracked::asked(&source, &kind, number, previous))?;
        Ok(self.answer(Kind::Said(Box::new(said))))
    }

    /// Which event takes what from which block: the day, the block, the time, and the event's title, file and line.
    fn taken(
        &self,
        py: Python<'_>,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    ) -> PyResult<Vec<Taken>> {
        let source = self.source.clone();
        let taken = awaited(py, move || source.taken(first, last))?;
        let told = taken.into_iter().map(|one| {
            let (start, end) = (one.interval.start(), one.interval.end());
            let event = (
                one.event.title.clone(),
                one.event.file.to_string(),
                one.event.line,
            );
            (one.date, one.block, start, end, event)
        });
        Ok(told.collect())
    }

    /// How many new prospects fit; where `logged`, with touches as long as the log says.
    fn fit(
        &self,
        py: Python<'_>,
        policy: &str,
        horizon: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
        logged: bool,
    ) -> PyResult<Answer> {
        let (policy, horizon) = (policy_named(policy)?, horizon.map(horizon_of).transpose()?);
        let source = self.source.clone();
        let work = move |watch: &mut dyn FnMut(Progress) -> bool| {
            if !logged {
                return source.ask(horizon, |plan| plan.fit_watched(policy, horizon, watch));
            }
            let effort = tracked::effort(&source)?;
            source.ask(horizon, |plan| {
                let plan = followthrough_track::with_effort(plan, &effort)?;
                let mut fit = plan.fit_watched(policy, horizon, watch)?;
                if let Some(fit) = &mut fit {
                    fit.assume.effort = "log";
                }
                Ok(fit)
            })
        };
        // The most is sought with large linear programs, each in one go; the others often take less than a thread.
        let fit = match policy {
            Policy::Max => left(py, progress, work),
            Policy::Level | Policy::Once => watched(py, progress, work),
        }?;
        Ok(self.answer(Kind::Fit(Box::new(fit))))
    }

    /// What becomes of so many.
    fn check(
        &self,
        py: Python<'_>,
        count: u32,
        horizon: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let over = horizon.map(horizon_of).transpose()?;
        let source = self.source.clone();
        let check = awaited(py, move || {
            source.ask(source.further(over)?, |plan| plan.check(count, over))
        })?;
        Ok(self.answer(Kind::Check(Box::new(check))))
    }

    /// What it would take for so many to fit.
    fn advise(
        &self,
        py: Python<'_>,
        target: u32,
        policy: &str,
        horizon: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let (policy, horizon) = (policy_named(policy)?, horizon.map(horizon_of).transpose()?);
        let source = self.source.clone();
        let advice = left(py, progress, move |watch| {
            source.ask(horizon, |plan| {
                plan.advise_watched(target, policy, horizon, watch)
            })
        })?;
        Ok(self.answer(Kind::Advice(Box::new(advice))))
    }

    /// What would change if the plan were another one; where `logged`, with touches as long as the log says.
    fn what_if(
        &self,
        py: Python<'_>,
        kind: &str,
        asked: &Bound<'_, PyDict>,
        horizon: Option<&Bound<'_, PyAny>>,
        logged: bool,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let question = Question::of(kind, asked)?;
        let horizon = horizon.map(horizon_of).transpose()?;
        let source = self.source.clone();
        let said = left(py, progress, move |watch| {
            forecast::asked(&source, question, horizon, logged, watch)
        })?;
        Ok(self.answer(Kind::Said(Box::new(said))))
    }

    /// Whom to let go.
    fn triage(&self, py: Python<'_>) -> PyResult<Answer> {
        let source = self.source.clone();
        let triage = awaited(py, move || source.ask(None, Plan::triage))?;
        Ok(self.answer(Kind::Triage(Box::new(triage))))
    }

    /// A desk that lets prospects in one at a time.
    fn desk(&self, py: Python<'_>, horizon: Option<&Bound<'_, PyAny>>) -> PyResult<NativeDesk> {
        let horizon = horizon.map(horizon_of).transpose()?;
        let source = self.source.clone();
        let desk = awaited(py, move || source.ask(horizon, |plan| plan.desk(horizon)))?;
        Ok(NativeDesk::new(self.source.clone(), desk))
    }

    /// What is wrong with an answer's placement: codes and sentences.
    fn verify(&self, py: Python<'_>, answer: Given<'_>) -> PyResult<Vec<(&'static str, String)>> {
        let claim = answer.claim().map_err(to_python)?;
        let source = self.source.clone();
        awaited(py, move || {
            let horizon = Some(Horizon::Until(claim.horizon.to));
            let violations = source.ask(horizon, |plan| plan.verify(&claim))?;
            Ok(violations
                .iter()
                .map(|violation| (violation.code(), violation.to_string()))
                .collect())
        })
    }

    /// The answer's placement with names and clock times; what has begun by `now` takes nothing new.
    #[pyo3(signature = (answer, now=None))]
    fn schedule(
        &self,
        py: Python<'_>,
        answer: Given<'_>,
        now: Option<DateTime<Utc>>,
    ) -> PyResult<String> {
        self.must_be_of_this_plan(&answer)?;
        self.told_schedule(py, &answer, now, |source, schedule| {
            Ok(write_schedule(source.header()?, schedule))
        })
    }

    /// The list of day one, as the command line says it; what has begun by `now` takes nothing new.
    #[pyo3(signature = (answer, now=None))]
    fn schedule_said(
        &self,
        py: Python<'_>,
        answer: Given<'_>,
        now: Option<DateTime<Utc>>,
    ) -> PyResult<Spoken> {
        self.told_schedule(py, &answer, now, |source, schedule| {
            Ok(spoken(&schedule.words(source.plan())))
        })
    }

    /// The answer's placement as calendars: the name and the bytes of each file, and what whoever reads them should know.
    fn calendars<'py>(
        &self,
        py: Python<'py>,
        answer: Given<'_>,
        path: std::path::PathBuf,
        choices: Choices,
    ) -> PyResult<(Vec<Named<'py>>, Vec<String>)> {
        let claim = answer.claim().map_err(to_python)?;
        let now = choices.now();
        let (texts, warnings) = detached(py, || {
            choices.export(&self.source, &path, |kept| {
                scheduled(&self.source, claim, now, kept)
            })
        })?;
        let named = |(file, text): (std::path::PathBuf, String)| {
            let file = file.to_string_lossy().into_owned();
            (file, PyBytes::new(py, text.as_bytes()))
        };
        Ok((texts.into_iter().map(named).collect(), warnings))
    }
}

impl NativePlan {
    /// Refuses the answer of another plan: its places mean nothing here.
    fn must_be_of_this_plan(&self, answer: &Given<'_>) -> PyResult<()> {
        if answer.is_of(&self.source) {
            return Ok(());
        }
        let (name, print) = answer.header();
        let own = self.source.header().map_err(to_python)?;
        if print == own.sha256 {
            return Ok(());
        }
        let message = format!(
            "the answer is of another plan, `{name}` with the fingerprint {}, expected one of this plan, `{}` with {}",
            start(&print),
            own.name,
            start(&own.sha256)
        );
        Err(PlanError::new_err((message, "other_plan")))
    }

    /// A schedule in a form that Python takes.
    fn told_schedule<T: Send + 'static>(
        &self,
        py: Python<'_>,
        answer: &Given<'_>,
        now: Option<DateTime<Utc>>,
        tell: fn(&Source, &Schedule) -> Result<T>,
    ) -> PyResult<T> {
        let claim = answer.claim().map_err(to_python)?;
        let source = self.source.clone();
        awaited(py, move || {
            let schedule = scheduled(&source, claim, now, &ScheduleOptions::default())?;
            tell(&source, &schedule)
        })
    }
}

/// The first letters of a fingerprint: enough to tell two apart.
fn start(print: &str) -> &str {
    print.get(..8).unwrap_or(print)
}

fn scheduled(
    source: &Source,
    claim: Claim,
    now: Option<DateTime<Utc>>,
    kept: &ScheduleOptions,
) -> Result<Schedule> {
    let horizon = Some(Horizon::Until(claim.horizon.to));
    source.ask(horizon, |plan| {
        let plan = Plan {
            now,
            ..plan.clone()
        };
        plan.schedule_with(claim, kept)
    })
}

pub(crate) fn policy_named(name: &str) -> PyResult<Policy> {
    name.parse()
        .map_err(|error: UnknownWord| ArgumentError::new_err((error.to_string(), "policy")))
}

pub(crate) fn horizon_of(value: &Bound<'_, PyAny>) -> PyResult<Horizon> {
    let Ok(word) = value.extract::<String>() else {
        return Ok(Horizon::Until(value.extract()?));
    };
    word.parse().map_err(|error: InvalidHorizon| {
        let message = format!("the horizon is `{word}`, {error}");
        ArgumentError::new_err((message, "horizon"))
    })
}
