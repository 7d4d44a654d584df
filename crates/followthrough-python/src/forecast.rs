//! What-if questions, as the command line asks and says them: JSON and words.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{Error, Horizon, InvalidName, Plan, weekday_named};
use followthrough_document::write_answer;
use followthrough_forecast::{
    Assumptions, Confidence, Cost, Inbound, Meeting, Preset, Quotation, Quote, Simulation, Sla,
    SlaError, Trade, Uncertain, Ways as Wanted, confidence, cost, quote, simulate, sla, trade,
};
use followthrough_track::{Track, with_effort};
use followthrough_words as words;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;

use crate::answer::Said;
use crate::error::ArgumentError;
use crate::source::Source;
use crate::tracked;

/// A weekly meeting that is asked about.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Weekly {
    days: Vec<String>,
    start: NaiveTime,
    length: TimeDelta,
}

/// What is taken for granted of answers.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Answers {
    /// How likely a touch by a channel is answered.
    replies: BTreeMap<String, f64>,
    /// Whose published count stands in.
    answers: String,
}

/// What is drawn beside answers.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Chances {
    lost: f64,
    halved: f64,
    spread: f64,
    seed: u64,
    scenarios: u32,
    sure: Vec<f64>,
    sensitivity: Option<f64>,
}

/// The ways to start prospects that are lived through.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Ways {
    blitz: Vec<u32>,
    keep: Option<f64>,
    starts: Vec<(NaiveDate, u32)>,
    most: bool,
}

/// What is to be quoted.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Desks {
    prospects: u32,
    by: NaiveDate,
    hired: Option<NaiveDate>,
    ramp: Vec<f64>,
    days_off: u32,
}

/// What is promised to leads who come in.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Promised {
    leads: f64,
    takes: TimeDelta,
    within: TimeDelta,
    sure: f64,
    hours: Option<(NaiveTime, NaiveTime)>,
}

/// A what-if question.
pub(crate) enum Question {
    Cost(Option<(Vec<Weekday>, NaiveTime, TimeDelta)>),
    Trade(Assumptions),
    Quote(Quotation),
    Confidence(Uncertain),
    Simulate(Uncertain, Wanted),
    Sla(Inbound),
}

impl Question {
    /// The question of that kind with its arguments by name.
    pub(crate) fn of(kind: &str, asked: &Bound<'_, PyDict>) -> PyResult<Self> {
        let asked = asked.as_any();
        let answers = || asked.extract::<Answers>()?.read();
        let drawn = || Ok::<_, PyErr>(asked.extract::<Chances>()?.read(answers()?));
        Ok(match kind {
            "cost" => {
                let meeting: Option<Weekly> = asked.get_item("meeting")?.extract()?;
                Self::Cost(meeting.as_ref().map(Weekly::read).transpose()?)
            }
            "trade" => Self::Trade(answers()?),
            "quote" => Self::Quote(asked.extract::<Desks>()?.read()),
            "confidence" => Self::Confidence(drawn()?),
            "simulate" => Self::Simulate(drawn()?, asked.extract::<Ways>()?.read()),
            "sla" => Self::Sla(asked.extract::<Promised>()?.read()),
            other => {
                let message = format!("there is no question of the kind {other}");
                return Err(ArgumentError::new_err((message, "kind")));
            }
        })
    }
}

/// Who is told how many plans or scenarios are done of how many, and says whether to go on.
pub(crate) type Watch<'watch> = &'watch mut dyn FnMut((usize, usize)) -> bool;

/// The answer; `None` where `watch` said stop. Where `logged`, touches take as long as the log says.
pub(crate) fn asked(
    source: &Source,
    question: Question,
    horizon: Option<Horizon>,
    logged: bool,
    watch: Watch<'_>,
) -> Result<Option<Said>> {
    let track = if source.log().rows().is_empty() {
        None
    } else {
        Some(tracked::track(source)?)
    };
    let of = Of {
        source,
        horizon,
        logged: track.as_ref().filter(|_| logged),
    };
    let effort = if logged { "log" } else { "plan" };
    let mut watch = |done, all| watch((done, all));
    match question {
        Question::Cost(meeting) => of.told("cost", words::cost, |plan, meetings| {
            let meetings = match &meeting {
                Some((days, start, length)) => {
                    vec![Meeting::weekly(plan, horizon, days, *start, *length)?]
                }
                None => meetings,
            };
            let found = cost(plan, &meetings, horizon, &mut watch)?;
            Ok(found.map(|found| Cost { effort, ..found }))
        }),
        Question::Trade(answers) => {
            let assumptions = learnt(answers, track.as_ref());
            of.told("trade", words::trade, |plan, _| {
                let found = trade(plan, &assumptions, horizon, &mut watch)?;
                Ok(found.map(|found| Trade { effort, ..found }))
            })
        }
        Question::Quote(asked) => {
            let of = Of {
                horizon: Some(Horizon::Until(asked.by)),
                ..of
            };
            of.told("quote", words::quote, |plan, _| {
                let found = quote(plan, &asked)?;
                Ok(Some(Quote { effort, ..found }))
            })
        }
        Question::Confidence(mut asked) => {
            asked.assumptions = learnt(asked.assumptions, track.as_ref());
            of.told("confidence", words::confidence, |plan, _| {
                let found = confidence(plan, &asked, horizon, &mut watch)?;
                Ok(found.map(|found| Confidence { effort, ..found }))
            })
        }
        Question::Simulate(mut asked, ways) => {
            asked.assumptions = learnt(asked.assumptions, track.as_ref());
            of.told("simulate", words::simulate, |plan, _| {
                let ways = ways.of(plan, horizon)?;
                let found = simulate(plan, &ways, &asked, horizon, &mut watch)?;
                Ok(found.map(|found| Simulation { effort, ..found }))
            })
        }
        Question::Sla(asked) => {
            let mut refused = None;
            let said = of.told("sla", words::sla, |plan, _| {
                match sla(plan, &asked, horizon, &mut watch) {
                    Ok(found) => Ok(found.map(|found| Sla { effort, ..found })),
                    Err(SlaError::Plan(error)) => Err(error),
                    Err(error) => {
                        refused = Some(error);
                        Ok(None)
                    }
                }
            })?;
            match refused {
                Some(error) => Err(error.into()),
                None => Ok(said),
            }
        }
    }
}

/// With what the log counted, where it carries.
fn learnt(assumptions: Assumptions, track: Option<&Track>) -> Assumptions {
    match track {
        Some(track) => assumptions.learnt(track),
        None => assumptions,
    }
}

/// Of which plan a question is asked.
struct Of<'source> {
    source: &'source Source,
    horizon: Option<Horizon>,
    /// What the log says, where touches take as long as it says.
    logged: Option<&'source Track>,
}

impl Of<'_> {
    fn told<T: Serialize>(
        &self,
        kind: &'static str,
        words: fn(&Plan, &T) -> words::Sheet,
        ask: impl FnOnce(&Plan, Vec<Meeting>) -> Result<Option<T>, Error>,
    ) -> Result<Option<Said>> {
        let header = self.source.header()?;
        self.source.ask_of_meetings(self.horizon, |plan, meetings| {
            let logged = match self.logged {
                Some(track) => Some(with_effort(plan, &track.effort)?),
                None => None,
            };
            let plan = logged.as_ref().unwrap_or(plan);
            Ok(ask(plan, meetings)?.map(|answer| Said {
                text: write_answer(kind, header, &answer),
                words: words(plan, &answer),
            }))
        })
    }
}

impl Weekly {
    fn read(&self) -> PyResult<(Vec<Weekday>, NaiveTime, TimeDelta)> {
        let days: Result<Vec<Weekday>, _> =
            self.days.iter().map(|day| weekday_named(day)).collect();
        let days = days.map_err(|error| ArgumentError::new_err((error.to_string(), "meeting")))?;
        Ok((days, self.start, self.length))
    }
}

impl Answers {
    fn read(&self) -> PyResult<Assumptions> {
        let preset = match self.answers.as_str() {
            "sales_co" => Preset::SalesCo,
            _ => Preset::Instantly,
        };
        let mut given = BTreeMap::new();
        for (name, share) in &self.replies {
            let channel = name.parse().map_err(|error: InvalidName| {
                let message = format!("replies has the channel {name:?}, {error}");
                ArgumentError::new_err((message, "replies"))
            })?;
            given.insert(channel, millionths(*share));
        }
        Ok(Assumptions::new(preset, given))
    }
}

impl Chances {
    fn read(&self, assumptions: Assumptions) -> Uncertain {
        Uncertain {
            assumptions,
            lost: millionths(self.lost),
            halved: millionths(self.halved),
            spread: millionths(self.spread) / 10_000,
            seed: self.seed,
            scenarios: self.scenarios,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            levels: self.sure.iter().copied().map(millionths).collect(),
            moved_at: self.sensitivity.map(millionths),
        }
    }
}

impl Ways {
    fn read(&self) -> Wanted {
        Wanted {
            blitz: self.blitz.clone(),
            kept: self.keep.map(|share| millionths(share) / 10_000),
            own: self.starts.clone(),
            max: self.most,
        }
    }
}

impl Desks {
    fn read(&self) -> Quotation {
        let hundredths = |share: &f64| (share * 100.0).round() as u32;
        Quotation {
            prospects: self.prospects,
            by: self.by,
            hired: self.hired,
            ramp: self.ramp.iter().map(hundredths).collect(),
            days_off: self.days_off,
        }
    }
}

impl Promised {
    fn read(&self) -> Inbound {
        Inbound {
            leads: (self.leads * 100.0).round() as u32,
            takes: self.takes,
            within: self.within,
            sure: millionths(self.sure),
            hours: self.hours,
        }
    }
}

/// The argument that a promise is refused for.
pub(crate) fn argument(error: &SlaError) -> &'static str {
    match error {
        SlaError::NoHours | SlaError::TooShort { .. } => "hours",
        SlaError::TooSoon { .. } => "within",
        _ => "leads",
    }
}

/// A share as the core counts it; the package has looked that it is one.
fn millionths(share: f64) -> u32 {
    (share * 1e6).round() as u32
}
