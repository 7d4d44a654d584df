//! A rep's desk over a day of work: prospects are let in one at a time, and leave again, beside all that is promised.

mod board;
mod tell;
mod tight;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::capacity::Capacity;
use crate::fit::{Asked, deal, placed, starts};
use crate::instance::demand::Demand;
use crate::instance::{Line, Model, usual_end};
use crate::nearest::nearest;
use crate::solver::{Effort, Intake, Placement, classes, place};
use crate::workdays::Day;
use crate::{
    Admit, Cadence, CadenceName, Claim, Error, Horizon, MixPart, Plan, Policy, Span, Stage,
};
use board::Board;
use tight::Tight;
use trial::{Refused, Trial};

/// One prospect that is to be started.
///
/// # Example
/// ```
/// use followthrough::Newcomer;
/// let newcomer = Newcomer::new("outbound".parse()?, "2026-11-24".parse()?);
/// assert!(!newcomer.ready && newcomer.ready().ready);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The cadence it is to be promised.
    pub cadence: CadenceName,
    /// The day of its start.
    pub day: NaiveDate,
    /// Whether its prep is done.
    pub ready: bool,
}

impl Newcomer {
    /// A prospect whose prep is not done.
    #[must_use]
    pub fn new(cadence: CadenceName, day: NaiveDate) -> Self {
        Self {
            cadence,
            day,
            ready: false,
        }
    }

    /// The same with its prep done: no time is needed for it.
    #[must_use]
    pub fn ready(self) -> Self {
        Self {
            ready: true,
            ..self
        }
    }
}

impl Plan {
    /// A desk at which prospects are let in one at a time, beside all that is owed to the pipeline.
    ///
    /// Making a desk places what is owed, which takes as long as a small [`fit`](Plan::fit). After that every question
    /// is answered from what lies where. `horizon` says on which days prospects may be started; unasked it is that of
    /// a fit. Prospects may be put on every cadence of the plan, whatever the mix says. Rows that are `ready` are not
    /// started by themselves: say [`Newcomer::ready`] when one of them is.
    ///
    /// # Errors
    /// What the caller can correct in the plan or the horizon.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Newcomer, Plan};
    /// let plan = Plan::example();
    /// // Six calls of ten minutes for everybody, an hour of calling a day.
    /// let mut desk = plan.desk(None)?;
    /// let newcomer = Newcomer::new("calls".parse()?, plan.first_day);
    /// for lead in 1..=12 {
    ///     assert!(desk.start(&format!("L{lead}"), &newcomer)?.admitted);
    /// }
    ///
    /// // Monday's and Tuesday's calling is full. One who answers makes room for another.
    /// let thirteenth = desk.admit(&newcomer)?;
    /// assert!(!thirteenth.admitted && thirteenth.proved);
    /// assert_eq!(thirteenth.earliest, chrono::NaiveDate::from_ymd_opt(2027, 1, 5));
    /// desk.withdraw("L7")?;
    /// assert!(desk.admit(&newcomer)?.admitted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn desk(&self, horizon: Option<Horizon>) -> Result<Desk, Error> {
        let mut plan = self.clone();
        let twins = twins(&mut plan)?;
        for row in &mut plan.pipeline {
            // Ready rows are started when they are, by name, and not before others.
            let undue = row.next_touch == Some(1) && row.due.is_none();
            if row.stage == Stage::Ready || (row.stage == Stage::InFlight && undue) {
                row.stage = Stage::New;
            }
        }
        plan.mix = plan
            .cadences
            .iter()
            .map(|cadence| MixPart {
                cadence: cadence.name().clone(),
                count: 1,
            })
            .collect();
        let horizon = match horizon {
            Some(horizon) => horizon,
            None if self.mix.is_empty() => Horizon::Until(usual_end(&plan)?),
            None => Horizon::Until(usual_end(self)?),
        };
        Desk::new(plan, twins, horizon)
    }
}

/// Adds for every cadence with prep one without, and says which cadence's twin is which.
fn twins(plan: &mut Plan) -> Result<Vec<usize>, Error> {
    let known = plan.cadences.len();
    let mut twins: Vec<usize> = (0..known).collect();
    for (number, twin) in twins.iter_mut().enumerate() {
        let cadence = &plan.cadences[number];
        if cadence.prep().is_none() {
            continue;
        }
        let mut name = format!("{}-ready", cadence.name());
        let name: CadenceName = loop {
            match name.parse() {
                Ok(parsed) if plan.cadence(&parsed).is_none() => break parsed,
                _ => name.push('_'),
            }
        };
        let mut bare = Cadence::new(name, cadence.touches().to_vec())?.with_days(cadence.days());
        if let Some(work) = cadence.on_reply() {
            bare = bare.with_on_reply(work.clone());
        }
        if let Some(repeat) = cadence.repeat() {
            bare = bare.with_repeat(repeat.clone())?;
        }
        *twin = plan.cadences.len();
        plan.cadences.push(bare);
    }
    Ok(twins)
}

/// What is promised, touch by touch in its place, with room to ask for one more.
///
/// It keeps kinds of touches and how many there are of each, so that the number of prospects does not matter to the
/// time that an answer takes. It owns a copy of the plan; a plan that changes, and a new day, want a new desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The plan with every cadence in the mix, and a twin without prep for each that has some.
    plan: Plan,
    horizon: Horizon,
    /// By cadence of the plan given: which one has no prep.
    twins: Vec<usize>,
    demand: Demand,
    capacity: Capacity,
    /// The first day.
    today: Day,
    /// The last day on which prospects may be started.
    end: Day,
    start_days: Vec<Day>,
    /// By cadence, then by start day.
    lines: Vec<Vec<Option<Line>>>,
    /// The same in one list: the classes that a prospect wants, where it can be promised at all.
    wants: Vec<Option<Vec<u32>>>,
    clear_day: Option<Day>,
    board: Board,
    tight: Tight,
    /// What is owed, by prospect.
    owed: BTreeMap<String, Vec<Option<u32>>>,
    /// Who was owed something and left.
    gone: BTreeSet<String>,
    /// Who was started, and on which line.
    started: BTreeMap<String, usize>,
    deferred: Vec<u32>,
    /// By line: what was refused last.
    refused: Vec<Option<Refused>>,
    /// How often anything was promised or freed.
    version: u64,
}

impl Desk {
    fn new(plan: Plan, twins: Vec<usize>, horizon: Horizon) -> Result<Self, Error> {
        let asked = Asked::new(&plan, Some(horizon))?;
        let clear_day = asked.clear_day;
        let model = asked.model;
        let found = place(
            &model.instance.problem,
            &model.instance.owed_counts,
            Effort::Thorough,
        );
        let mut owed: BTreeMap<String, Vec<Option<u32>>> = BTreeMap::new();
        for touch in &model.owed_touches {
            let Some(row) = touch.commitment.row else {
                continue;
            };
            let id = &plan.pipeline[row].id;
            owed.entry(id.clone()).or_default().push(touch.class);
        }
        let wants = model.instance.options.iter().flatten().map(|option| {
            let option = option.as_ref().filter(|option| !option.impossible)?;
            Some(classes(option, false).collect())
        });
        let wants: Vec<Option<Vec<u32>>> = wants.collect();
        let tight = Tight::new(&model.instance.problem, model.gauges());
        let Model {
            demand,
            capacity,
            today,
            end,
            start_days,
            lines,
            instance,
            ..
        } = model;
        Ok(Self {
            horizon,
            twins,
            demand,
            capacity,
            today,
            end,
            start_days,
            lines,
            refused: vec![None; wants.len()],
            version: 0,
            wants,
            clear_day,
            board: Board::new(instance.problem, &found.items),
            tight,
            owed,
            gone: BTreeSet::new(),
            started: BTreeMap::new(),
            deferred: Vec::new(),
            plan,
        })
    }

    /// Whether a prospect may be started, and if not on that day, then on which, and what stands in the way.
    ///
    /// Nothing is promised by asking: the same desk gives the same answer, however often it was asked what.
    ///
    /// # Errors
    /// [`Error::UnknownCadence`], and [`Error::StartOutsideHorizon`] for a day before or after it.
    pub fn admit(&mut self, newcomer: &Newcomer) -> Result<Admit, Error> {
        let cadence = self.cadence(newcomer)?;
        self.ask(cadence, newcomer, None)
    }

    /// Starts a prospect where it is [admitted](Self::admit), and promises it everything. `id` is what it is
    /// [withdrawn](Self::withdraw) by.
    ///
    /// What was promised to others stays promised; their touches may move inside their windows.
    ///
    /// # Errors
    /// The same, and [`Error::DuplicateProspect`] where a prospect of that id was started, or is owed something.
    pub fn start(&mut self, id: &str, newcomer: &Newcomer) -> Result<Admit, Error> {
        if self.started.contains_key(id) || self.owed.contains_key(id) {
            return Err(Error::DuplicateProspect { id: id.to_owned() });
        }
        let cadence = self.cadence(newcomer)?;
        self.ask(cadence, newcomer, Some(id))
    }

    /// Frees everything promised to a prospect: one started at this desk, or one of the pipeline that has answered,
    /// opted out or is let go. How many touches that were, prep and reply work included.
    ///
    /// # Errors
    /// [`Error::UnknownProspect`] for one who was neither started nor is in the pipeline, [`Error::NotOneProspect`] for a
    /// row that stands for several.
    pub fn withdraw(&mut self, id: &str) -> Result<u32, Error> {
        if let Some(line) = self.started.remove(id) {
            self.version += 1;
            if let Some(classes) = &self.wants[line] {
                self.board.free(classes);
            }
            self.tight.excuse(line);
            let days = self.start_days.len();
            let line = self.lines[line / days][line % days].as_ref();
            return Ok(line.map_or(0, |line| {
                line.touches.len() as u32 + u32::from(line.prep.is_some())
            }));
        }
        let row = self.plan.pipeline.iter().find(|row| row.id == id);
        if let Some(count) = row.map(|row| row.count).filter(|count| *count > 1) {
            return Err(Error::NotOneProspect {
                id: id.to_owned(),
                count,
            });
        }
        if let Some(touches) = self.owed.remove(id) {
            self.version += 1;
            let classes: Vec<u32> = touches.iter().flatten().copied().collect();
            self.board.free(&classes);
            self.tight.free(&classes);
            self.gone.insert(id.to_owned());
            if self.clear_day.is_some() {
                self.settle_anew();
            }
            return Ok(touches.len() as u32);
        }
        let mut ids = self.plan.pipeline.iter().map(|row| row.id.as_str());
        if ids.clone().any(|known| known == id) {
            return Ok(0);
        }
        let started = self.started.keys().map(String::as_str);
        let nearest = nearest(id, ids.by_ref().chain(started));
        Err(Error::UnknownProspect {
            id: id.to_owned(),
            nearest,
        })
    }

    /// The days on which prospects may be started.
    #[must_use]
    pub fn horizon(&self) -> Span {
        Span {
            from: self.plan.first_day,
            to: self.capacity.days.date(self.end),
        }
    }

    /// The first workday on which nothing that is late is left to do, where anything owed is late.
    #[must_use]
    pub fn clear_day(&self) -> Option<NaiveDate> {
        self.clear_day.map(|day| self.capacity.days.date(day))
    }

    /// How many prospects were started at this desk and not withdrawn.
    #[must_use]
    pub fn started(&self) -> u32 {
        self.started.len() as u32
    }

    /// The plan as this desk has it, for [`Plan::verify`] to judge its [`claim`](Self::claim) by.
    ///
    /// The mix counts who was started here. Prospects of the pipeline who were withdrawn are lost. For every cadence
    /// with prep there is one of the same touches without, named after it (`outbound-ready`): the prospects whose prep
    /// was done are started on it.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let mut plan = self.plan.clone();
        let counts = self.counts();
        if !self.started.is_empty() {
            for (part, counts) in plan.mix.iter_mut().zip(&counts) {
                part.count = counts.iter().sum();
            }
        }
        for row in plan.pipeline.iter_mut() {
            if self.gone.contains(&row.id) {
                row.stage = Stage::Lost;
            }
        }
        plan
    }

    /// Where every touch has its place that is owed or was promised here.
    ///
    /// It reads the plan anew, and so takes as long as making a desk.
    ///
    /// # Errors
    /// None that the plan did not have when the desk was made.
    pub fn claim(&self) -> Result<Claim, Error> {
        let mut model = Asked::new(&self.plan, Some(self.horizon))?.model;
        let plan = &self.plan;
        model.owed_touches.retain(|touch| {
            let row = touch.commitment.row;
            row.is_none_or(|row| !self.gone.contains(&plan.pipeline[row].id))
        });
        let intake = Intake {
            counts: self.counts(),
        };
        let placement = Placement {
            items: self.board.items(),
            missed: Vec::new(),
        };
        let puts = deal(&model, &intake, &placement);
        Ok(Claim {
            policy: Policy::Max,
            horizon: self.horizon(),
            starts: starts(&model, &intake),
            placement: placed(&model, &puts),
        })
    }

    /// How many were started, by cadence and start day.
    fn counts(&self) -> Vec<Vec<u32>> {
        let days = self.start_days.len();
        let mut counts = vec![vec![0; days]; self.lines.len()];
        for line in self.started.values() {
            counts[line / days][line % days] += 1;
        }
        counts
    }

    /// The cadence that a prospect is put on, its twin where prep is done.
    fn cadence(&self, newcomer: &Newcomer) -> Result<usize, Error> {
        let known = self.plan.cadences[..self.twins.len()].iter();
        let cadence = known
            .clone()
            .position(|cadence| *cadence.name() == newcomer.cadence)
            .ok_or_else(|| Error::UnknownCadence {
                place: "the newcomer".to_owned(),
                cadence: newcomer.cadence.clone(),
                nearest: nearest(
                    newcomer.cadence.as_str(),
                    known.map(|cadence| cadence.name().as_str()),
                ),
            })?;
        let Span { from, to } = self.horizon();
        if newcomer.day < from || to < newcomer.day {
            let day = newcomer.day;
            return Err(Error::StartOutsideHorizon { day, from, to });
        }
        Ok(if newcomer.ready {
            self.twins[cadence]
        } else {
            cadence
        })
    }

    /// Settles anew what is owed after a prospect left, where something was late: it may be done sooner.
    fn settle_anew(&mut self) {
        let mut plan = self.plan.clone();
        for row in &mut plan.pipeline {
            if self.gone.contains(&row.id) {
                row.stage = Stage::Lost;
            }
        }
        let Ok(mut desk) = Self::new(plan, self.twins.clone(), self.horizon) else {
            return;
        };
        if desk.clear_day > self.clear_day || desk.start_days.len() != self.start_days.len() {
            return;
        }
        for (id, &line) in &self.started {
            match desk.attempt(line, Some(Effort::Thorough)) {
                Trial::Fits(anew) => desk.settle(line, anew, Some(id)),
                Trial::NoRoom(_) => return,
            }
        }
        *self = desk;
    }
}
