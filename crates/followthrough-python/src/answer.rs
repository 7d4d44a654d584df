//! Answers as the core gives them: written as JSON when somebody looks.

use std::sync::Arc;

use followthrough::{Admit, Advice, Check, Claim, Fit, Horizon, Triage};
use followthrough_document::{
    read_claim, write_admit, write_advice, write_check, write_fit, write_triage,
};
use followthrough_words::{Sheet, Words as _};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::guard::detached;
use crate::said::{Spoken, spoken};
use crate::source::Source;

/// What was answered.
pub(crate) enum Kind {
    Fit(Box<Fit>),
    Check(Box<Check>),
    Triage(Box<Triage>),
    Admit(Box<Admit>),
    Advice(Box<Advice>),
    /// What the log says, written down.
    Said(Box<Said>),
}

/// An answer that was written when it was asked for.
pub(crate) struct Said {
    /// As JSON.
    pub(crate) text: String,
    /// In words.
    pub(crate) words: Sheet,
}

/// An answer, and the plan that it was asked of.
#[pyclass(frozen, module = "followthrough._native")]
pub(crate) struct Answer {
    source: Arc<Source>,
    kind: Kind,
}

impl Answer {
    pub(crate) fn new(source: Arc<Source>, kind: Kind) -> Self {
        Self { source, kind }
    }

    /// The answer with the names of its plan.
    fn sheet(&self) -> anyhow::Result<Sheet> {
        // Days off that calendars name are read as far as the answer looks.
        let to = match &self.kind {
            Kind::Said(said) => return Ok(said.words.clone()),
            Kind::Fit(fit) => Some(fit.horizon.to),
            Kind::Check(check) => Some(check.level.horizon.to.max(check.over.to)),
            Kind::Admit(admit) => Some(admit.horizon.to),
            Kind::Advice(advice) => Some(advice.horizon.to),
            Kind::Triage(_) => None,
        };
        self.source.ask(to.map(Horizon::Until), |plan| {
            Ok(match &self.kind {
                Kind::Fit(fit) => fit.words(plan),
                Kind::Check(check) => check.words(plan),
                Kind::Triage(triage) => triage.words(plan),
                Kind::Admit(admit) => admit.words(plan),
                Kind::Advice(advice) => advice.words(plan),
                Kind::Said(said) => said.words.clone(),
            })
        })
    }

    /// The fit that it is, or that is beside it.
    fn fit(&self) -> Option<&Fit> {
        match &self.kind {
            Kind::Fit(fit) => Some(fit),
            Kind::Check(check) => Some(&check.level),
            Kind::Triage(_) | Kind::Admit(_) | Kind::Advice(_) | Kind::Said(_) => None,
        }
    }
}

#[pymethods]
impl Answer {
    /// The bytes that the command line prints.
    fn text(&self, py: Python<'_>, placement: bool) -> PyResult<String> {
        detached(py, || {
            let header = self.source.header()?;
            Ok(match &self.kind {
                Kind::Fit(fit) => write_fit(header, fit, placement),
                Kind::Check(check) => write_check(header, check, placement),
                Kind::Triage(triage) => write_triage(header, triage, placement),
                Kind::Admit(admit) => write_admit(header, admit),
                Kind::Advice(advice) => write_advice(header, advice),
                Kind::Said(said) => said.text.clone(),
            })
        })
    }

    /// The answer in words, as the command line says it: the first sentence, everything, and its parts.
    fn said(&self, py: Python<'_>) -> PyResult<Spoken> {
        detached(py, || self.sheet().map(|sheet| spoken(&sheet)))
    }

    /// The remedies of an advice in sentences, in their order.
    fn remedies(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let Kind::Advice(advice) = &self.kind else {
            return Ok(Vec::new());
        };
        detached(py, || {
            self.source
                .ask(Some(Horizon::Until(advice.horizon.to)), |plan| {
                    let remedies = advice.remedies.iter();
                    Ok(remedies
                        .map(|one| followthrough_words::remedy(plan, advice, one))
                        .collect())
                })
        })
    }

    /// The fit that stands beside a check.
    fn level(&self) -> Option<Self> {
        match &self.kind {
            Kind::Check(check) => Some(Self::new(
                self.source.clone(),
                Kind::Fit(Box::new(check.level.clone())),
            )),
            _ => None,
        }
    }

    /// The fields that are numbers, flags, words or days, by name: what is read most, without the JSON.
    fn figures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let figures = PyDict::new(py);
        macro_rules! set {
            ($of:expr, $($name:ident),*) => {{
                $(figures.set_item(stringify!($name), $of.$name)?;)*
            }};
        }
        figures.set_item("version", env!("CARGO_PKG_VERSION"))?;
        figures.set_item("tzdata", followthrough::tzdata_version())?;
        match &self.kind {
            Kind::Fit(fit) => {
                set!(
                    fit,
                    number,
                    bound,
                    proved,
                    every,
                    full_week,
                    today,
                    this_week,
                    this_month,
                    this_quarter,
                    total,
                    replies_per_week,
                    calendar_ends
                );
                figures.set_item("policy", fit.policy.as_str())?;
                figures.set_item("unit", fit.unit.as_str())?;
            }
            Kind::Check(check) => {
                set!(
                    check,
                    asked,
                    fits,
                    kept,
                    kept_bound,
                    by,
                    touches_wanted,
                    touches_placed,
                    preps_wanted,
                    preps_placed
                );
            }
            Kind::Triage(triage) => set!(triage, proved),
            Kind::Admit(admit) => {
                set!(admit, day, ready, admitted, proved, earliest);
                figures.set_item("cadence", admit.cadence.as_str())?;
            }
            Kind::Advice(advice) => {
                set!(advice, target, number, bound, fits, clear_day);
                figures.set_item("policy", advice.policy.as_str())?;
                figures.set_item("unit", advice.unit.as_str())?;
            }
            Kind::Said(_) => {}
        }
        Ok(figures)
    }
}

/// A fit to look into: one that was answered here, or its JSON.
#[derive(FromPyObject)]
pub(crate) enum Given<'py> {
    Answer(Bound<'py, Answer>),
    Text(String),
}

/// What an answer's JSON says of its plan.
#[derive(serde::Deserialize)]
struct OfPlan {
    plan: Header,
}

#[derive(serde::Deserialize)]
struct Header {
    name: String,
    sha256: String,
}

impl Given<'_> {
    /// Whether it was asked of that very plan.
    pub(crate) fn is_of(&self, source: &Arc<Source>) -> bool {
        matches!(self, Self::Answer(answer) if Arc::ptr_eq(&answer.get().source, source))
    }

    /// The name and the fingerprint of the plan that it was asked of.
    pub(crate) fn header(&self) -> (String, String) {
        match self {
            Self::Answer(answer) => match answer.get().source.header() {
                Ok(header) => (header.name.clone(), header.sha256.clone()),
                Err(_) => Default::default(),
            },
            Self::Text(text) => match serde_json::from_str::<OfPlan>(text) {
                Ok(OfPlan { plan }) => (plan.name, plan.sha256),
                Err(_) => Default::default(),
            },
        }
    }

    /// The parts that a placement is judged and told by.
    pub(crate) fn claim(&self) -> anyhow::Result<Claim> {
        match self {
            Self::Answer(answer) => match answer.get().fit() {
                Some(fit) => Ok(Claim::from(fit)),
                None => anyhow::bail!("the answer is not a fit"),
            },
            Self::Text(text) => Ok(read_claim("answer", text.as_bytes())?),
        }
    }
}
