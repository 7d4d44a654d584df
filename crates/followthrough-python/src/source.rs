//! Where a native plan comes from: values made in Python, or files read once and kept.

use anyhow::{Context as _, Result};
use chrono::{DateTime, Months, NaiveDate, Utc};
use followthrough::{Horizon, Plan};
use followthrough_cli::load::{Files, Loaded, Request, load_files};
use followthrough_document::{Document, Fingerprint, PlanHeader};

/// How many months ahead the parts of a plan show its calendars.
const SHOWN: Months = Months::new(24);

/// What answers follow from.
#[derive(Debug)]
pub(crate) enum Source {
    /// Values.
    Values {
        /// The plan.
        plan: Box<Plan>,
        /// What answers say of it.
        header: PlanHeader,
        /// An empty document of that name and zone, which knows the id.
        document: Box<Document>,
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
            horizon: None,
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

    /// `text` is what tells this plan from others.
    pub(crate) fn of_values(plan: Plan, text: &str) -> Result<Self> {
        let name = serde_json::to_string(&plan.name)?;
        let document = format!(
            "{{\"format\": 1, \"name\": {name}, \"timezone\": \"{}\"}}",
            plan.zone.name()
        );
        let header = PlanHeader {
            name: plan.name.clone(),
            timezone: plan.zone.name().to_owned(),
            first_day: plan.first_day,
            sha256: Fingerprint::default().file(text.as_bytes()).to_string(),
        };
        let document = Box::new(Document::read("plan", document.as_bytes())?);
        Ok(Self::Values {
            plan: Box::new(plan),
            header,
            document,
        })
    }

    /// Asks a question that looks as far as `horizon`.
    pub(crate) fn ask<T>(
        &self,
        horizon: Option<Horizon>,
        question: impl FnOnce(&Plan, &PlanHeader) -> Result<T, followthrough::Error>,
    ) -> Result<T> {
        match self {
            Self::Values { plan, header, .. } => Ok(question(plan, header)?),
            Self::Files { loaded, .. } if horizon.is_none() => {
                loaded.located(question(&loaded.plan, &loaded.header))
            }
            Self::Files { files, request, .. } => {
                let loaded = load_files(
                    files,
                    &Request {
                        horizon,
                        ..request.clone()
                    },
                )?;
                loaded.located(question(&loaded.plan, &loaded.header))
            }
        }
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

    /// Day one of the plan.
    pub(crate) fn first_day(&self) -> chrono::NaiveDate {
        match self {
            Self::Values { plan, .. } => plan.first_day,
            Self::Files { loaded, .. } => loaded.plan.first_day,
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
