//! The pipeline that results where the log knows more than its rows.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use followthrough::{CadenceWindows, Error, Plan, Prospect, Span, Stage, Windows};
use rustc_hash::FxHashSet;

use crate::kind::{Kind, kind};
use crate::{Log, Outcome, Row};

/// No row of log or pipeline moves a window from further back than this.
const YEARS: u64 = 10;

/// A pipeline with what a log knows beyond it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct State {
    /// The prospects, in the order of the pipeline.
    pub prospects: Vec<Prospect>,
    /// Where log and pipeline contradict each other, by id. The log has won, but for answers that the row knows.
    pub disagreements: Vec<Disagreement>,
    /// Outcomes that mean nothing here, with how often each occurs, by word.
    pub unknown_outcomes: Vec<UnknownOutcome>,
    /// Prospects of the log that the pipeline does not have and whose last outcome goes on, by id.
    pub strangers: Vec<Stranger>,
}

/// The rows as data, in our words and ISO days.
#[cfg(feature = "serde")]
impl serde::Serialize for State {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Told<'a> {
            id: &'a str,
            name: &'a str,
            cadence: &'a str,
            stage: &'a str,
            next_touch: Option<u32>,
            made: &'a [u32],
            due: Option<NaiveDate>,
            last_touch: Option<NaiveDate>,
            started: Option<NaiveDate>,
        }
        fn told(row: &Prospect) -> Told<'_> {
            Told {
                id: &row.id,
                name: &row.name,
                cadence: row.cadence.as_str(),
                stage: row.stage.as_str(),
                next_touch: row.next_touch,
                made: &row.made,
                due: row.due,
                last_touch: row.last_touch,
                started: row.started,
            }
        }
        let rows: Vec<Told<'_>> = self.prospects.iter().map(told).collect();
        let mut state = serde::Serializer::serialize_struct(serializer, "State", 4)?;
        serde::ser::SerializeStruct::serialize_field(&mut state, "prospects", &rows)?;
        serde::ser::SerializeStruct::serialize_field(
            &mut state,
            "disagreements",
            &self.disagreements,
        )?;
        serde::ser::SerializeStruct::serialize_field(
            &mut state,
            "unknown_outcomes",
            &self.unknown_outcomes,
        )?;
        serde::ser::SerializeStruct::serialize_field(&mut state, "strangers", &self.strangers)?;
        serde::ser::SerializeStruct::end(state)
    }
}

/// A point in which log and pipeline contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Disagreement {
    /// The prospect.
    pub id: String,
    /// The day of the log's row.
    pub date: NaiveDate,
    /// The touch that the row of the log is about.
    pub touch: Option<u32>,
    /// The next touch that the pipeline's row names.
    pub row_next_touch: Option<u32>,
    /// What contradicts what.
    pub kind: DisagreementKind,
}

/// How log and pipeline contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DisagreementKind {
    /// The log has a touch beyond those of the row, made on a day that the row knows.
    Beyond,
    /// The log has a touch, and not the one before it.
    Skips,
    /// The log has an answer or an end on a day that the row knows, and the row goes on. The row has won.
    GoesOn,
}

/// An outcome that means nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UnknownOutcome {
    /// The word.
    pub word: String,
    /// How often it occurs.
    pub count: u64,
}

/// A prospect that only the log knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stranger {
    /// Its id.
    pub id: String,
    /// Its name, where the log tells one.
    pub name: String,
    /// The day of its last row.
    pub last: NaiveDate,
    /// The word of its last outcome.
    pub outcome: String,
}

/// The pipeline of `plan` with what `log` knows beyond it. Applied to its own answer it changes nothing.
///
/// A row that stands for several prospects is left as it is.
///
/// # Errors
/// What the caller can correct in the plan's blocks and cadences.
///
/// # Example
/// ```
/// # use chrono::NaiveDate;
/// # use followthrough::{Cadence, Plan, Prospect, Stage, Touch};
/// use followthrough_track::{Entry, LogBuilder, Numbered, Outcome, state};
/// # let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
/// # let mut plan = Plan::new("desk", "America/New_York".parse()?, day(4));
/// # let call = |after| Touch::new("call".parse().unwrap()).after(after);
/// # plan.cadences.push(Cadence::new("calls".parse()?, [0, 5].map(call).to_vec())?);
/// plan.pipeline.push(Prospect::new("A1", "calls".parse()?, Stage::Ready));
/// let mut log = LogBuilder::default();
/// log.push(&Entry { touch: Numbered::Touch(1), ..Entry::new(day(4), "A1", "call", Outcome::Voicemail) });
/// let state = state(&plan, &log.finish())?;
/// let row = &state.prospects[0];
/// assert_eq!((row.stage, row.next_touch, row.due), (Stage::InFlight, Some(2), Some(day(11))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn state(plan: &Plan, log: &Log) -> Result<State, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    Ok(state_on(plan, log, &windows))
}

/// The days that pipeline and log speak of, today included, at most ten years back and on.
pub(crate) fn span(plan: &Plan, log: &Log) -> (NaiveDate, NaiveDate) {
    let today = plan.first_day;
    let dates = plan
        .pipeline
        .iter()
        .flat_map(|row| [row.due, row.last_touch, row.started])
        .flatten()
        .chain(log.rows().iter().map(|row| row.date));
    let (mut from, mut to) = (today, today);
    for date in dates {
        from = from.min(date);
        to = to.max(date);
    }
    let years = Days::new(YEARS * 366);
    let back = today.checked_sub_days(years).unwrap_or(today);
    let on = today.checked_add_days(years).unwrap_or(today);
    (from.max(back), to.min(on))
}

/// The same on windows that reach over [`span`].
pub(crate) fn state_on(plan: &Plan, log: &Log, windows: &Windows<'_>) -> State {
    let mut disagreements = Vec::new();
    let mut prospects = Vec::with_capacity(plan.pipeline.len());
    for row in &plan.pipeline {
        let rows = log.of(&row.id);
        let cadence = windows.cadence(&row.cadence);
        let Some(cadence) = cadence.filter(|_| row.count == 1 && !rows.is_empty()) else {
            prospects.push(row.clone());
            continue;
        };
        let (prospect, mut found) = go_through(plan, log, cadence, row, rows);
        prospects.push(prospect);
        disagreements.append(&mut found);
    }
    disagreements.sort_by(|a, b| (&a.id, a.date, a.touch).cmp(&(&b.id, b.date, b.touch)));
    State {
        prospects,
        disagreements,
        unknown_outcomes: unknown_outcomes(log),
        strangers: strangers(plan, log),
    }
}

fn go_through(
    plan: &Plan,
    log: &Log,
    cadence: CadenceWindows<'_>,
    row: &Prospect,
    rows: &[Row],
) -> (Prospect, Vec<Disagreement>) {
    let promised = plan.cadence(&row.cadence);
    let mut walk = Walk::new(row, cadence);
    for entry in rows {
        walk.step(log, entry, kind(log, entry, promised));
    }
    walk.finish()
}

/// One prospect with what some of its rows know beyond it.
pub(crate) fn walk(
    plan: &Plan,
    log: &Log,
    windows: &Windows<'_>,
    row: &Prospect,
    rows: &[Row],
) -> Prospect {
    let cadence = windows.cadence(&row.cadence);
    cadence.map_or_else(
        || row.clone(),
        |cadence| go_through(plan, log, cadence, row, rows).0,
    )
}

fn unknown_outcomes(log: &Log) -> Vec<UnknownOutcome> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in log.rows() {
        if let Outcome::Unknown(word) = row.outcome {
            *counts.entry(log.text(word)).or_default() += 1;
        }
    }
    let unknown = |(word, count): (&str, u64)| UnknownOutcome {
        word: word.to_owned(),
        count,
    };
    counts.into_iter().map(unknown).collect()
}

fn strangers(plan: &Plan, log: &Log) -> Vec<Stranger> {
    let known: FxHashSet<&str> = plan.pipeline.iter().map(|row| row.id.as_str()).collect();
    let mut strangers = Vec::new();
    for (id, rows) in log.prospects() {
        let (Some(last), false) = (rows.last(), known.contains(id)) else {
            continue;
        };
        // Where an answer or an end was logged before, work after it is no sign that more is owed.
        if rows.iter().all(|row| row.outcome.goes_on()) {
            let name = rows.iter().rev().find_map(|row| row.name);
            strangers.push(Stranger {
                id: id.to_owned(),
                name: name.map_or_else(String::new, |name| log.text(name).to_owned()),
                last: last.date,
                outcome: log.outcome_word(last.outcome).to_owned(),
            });
        }
    }
    strangers
}

/// One prospect's rows of the log, gone through in order.
struct Walk<'a> {
    row: &'a Prospect,
    cadence: CadenceWindows<'a>,
    stage: Stage,
    /// The next touch; every touch before it was made.
    next: u32,
    /// Touches made in the window that the next one shares.
    made: Vec<u32>,
    /// The window of the next touch.
    window: Option<Span>,
    /// The day from which the window after the next one counts, where touches of a shared window were made already.
    late: Option<NaiveDate>,
    due: Option<NaiveDate>,
    last_touch: Option<NaiveDate>,
    started: Option<NaiveDate>,
    /// Until when the log lets the next touch wait.
    wait: Option<NaiveDate>,
    /// Rows of the log that number no touch, so far.
    counted: u32,
    /// Whether the log moved the next touch, or its window.
    moved: bool,
    /// Whether the next touch is told: the row tells one, or a touch was made while touches were owed.
    told: bool,
    disagreements: Vec<Disagreement>,
}

impl<'a> Walk<'a> {
    fn new(row: &'a Prospect, cadence: CadenceWindows<'a>) -> Self {
        let next = row.next_touch.unwrap_or(1).max(1);
        Self {
            row,
            cadence,
            stage: row.stage,
            next,
            made: row.made.clone(),
            window: window_of(row, cadence, next),
            late: None,
            due: row.due,
            last_touch: row.last_touch,
            started: row.started,
            wait: None,
            counted: 0,
            moved: false,
            told: row.next_touch.is_some(),
            disagreements: Vec::new(),
        }
    }

    fn step(&mut self, log: &Log, entry: &Row, kind: Kind) {
        let is_open = self.is_open();
        if entry.outcome == Outcome::OptedOut {
            self.stage = Stage::OptedOut;
        }
        if self.row.started.is_some_and(|started| entry.date < started) && kind != Kind::Prep {
            return;
        }
        let is_later = matches!(entry.outcome, Outcome::Later(_));
        match kind {
            Kind::Prep => {
                if self.stage == Stage::New && !is_later {
                    self.stage = Stage::Ready;
                }
                return;
            }
            Kind::Touch(number) if !is_later => {
                self.touch(entry, number);
                self.told |= is_open;
            }
            Kind::Unsaid if !is_later && self.is_open() => {
                self.uncounted(entry);
                self.told = true;
            }
            Kind::Unsaid | Kind::Other => self.work(log, entry),
            Kind::Touch(_) => {}
        }
        self.outcome(log, entry, kind);
    }

    /// Whether what the log does not number is a touch, and not the work of an answer or something after the end.
    fn is_open(&self) -> bool {
        matches!(
            self.stage,
            Stage::New | Stage::Ready | Stage::InFlight | Stage::Paused
        )
    }

    /// Whether the row of the pipeline tells what was on that day already.
    fn known(&self, date: NaiveDate) -> bool {
        self.row.last_touch.is_some_and(|last| date <= last)
    }

    fn uncounted(&mut self, entry: &Row) {
        if self.row.last_touch.is_some() {
            if self.known(entry.date) {
                self.wait = None;
            } else {
                self.touch(entry, self.next);
            }
        } else {
            self.counted += 1;
            self.touch(entry, self.counted);
        }
    }

    fn touch(&mut self, entry: &Row, number: u32) {
        let date = entry.date;
        self.last_touch = self.last_touch.max(Some(date));
        if number < self.next || self.made.contains(&number) {
            // Of the day that the row knows last, it knows as well what was put off before this touch.
            if self.known(date) {
                self.wait = None;
            }
            return;
        }
        // Whatever waited was made all the same.
        let wait = self.wait.take();
        self.compare(date, number);
        if matches!(self.stage, Stage::New | Stage::Ready) && self.started.is_none() {
            self.started = Some(date);
        }
        if matches!(self.stage, Stage::New | Stage::Ready | Stage::Paused) {
            self.stage = Stage::InFlight;
        }
        self.moved = true;
        if let Some(wait) = wait {
            self.window = self.cadence.touch(self.next, wait);
            self.late = None;
        }
        if number > self.cadence.last_of_window(self.next) {
            self.next = self.cadence.first_of_window(number);
            self.made.clear();
            self.window = None;
            self.late = None;
        }
        if self.window.as_ref().is_none_or(|window| date > window.to) {
            self.late = self.late.max(Some(date));
        }
        self.made.push(number);
        let last = self.cadence.last_of_window(number);
        while self.made.contains(&self.next) {
            self.next += 1;
        }
        if self.next > last {
            let opened = self.window.as_ref().map(|window| window.from);
            let anchor = self.late.or(opened).unwrap_or(date);
            self.window = self.cadence.after(self.next, anchor);
            self.late = None;
            self.made.clear();
        } else {
            self.made.retain(|made| *made > self.next);
            self.made.sort_unstable();
            // A touch that shares the window of one made without a date keeps that one's day.
            if self.window.is_none() {
                self.window = self.cadence.touch(self.next, date);
            }
        }
    }

    /// Notes where the log has more than the pipeline's row on a day that the row knows, or leaves touches out.
    fn compare(&mut self, date: NaiveDate, number: u32) {
        if self.row.next_touch.is_none() && self.row.last_touch.is_some() {
            return;
        }
        let kind = if self.known(date) {
            DisagreementKind::Beyond
        } else if number > self.cadence.last_of_window(self.next) {
            DisagreementKind::Skips
        } else {
            return;
        };
        self.disagree(date, Some(number), kind);
    }

    fn disagree(&mut self, date: NaiveDate, touch: Option<u32>, kind: DisagreementKind) {
        self.disagreements.push(Disagreement {
            id: self.row.id.clone(),
            date,
            touch,
            row_next_touch: self.row.next_touch,
            kind,
        });
    }

    /// A row without a touch: after an answer it is the answer's work.
    fn work(&mut self, log: &Log, entry: &Row) {
        if self.stage != Stage::Replied || entry.outcome != Outcome::Done {
            return;
        }
        // A row of the day on which the prospect answered may stand before the answer.
        let known_answer_follows = || {
            let later = log.of(&self.row.id).iter().rev();
            later
                .take_while(|row| *row != entry)
                .any(|row| row.outcome.is_answer() && self.known(row.date))
        };
        let since = self.row.last_touch;
        let is_after = since.is_none_or(|since| entry.date >= since);
        if is_after && !known_answer_follows() {
            self.stage = Stage::Finished;
            self.due = None;
            self.wait = None;
        }
    }

    fn outcome(&mut self, log: &Log, entry: &Row, kind: Kind) {
        let known = self.known(entry.date);
        let number = match kind {
            Kind::Touch(number) => Some(number),
            _ => None,
        };
        match entry.outcome {
            Outcome::Replied | Outcome::Meeting | Outcome::Bounced | Outcome::Lost if known => {
                let goes_on = matches!(self.row.stage, Stage::InFlight | Stage::Paused);
                let is_last = log.of(&self.row.id).last() == Some(entry);
                if goes_on && is_last && Some(entry.date) == self.row.last_touch {
                    self.disagree(entry.date, number, DisagreementKind::GoesOn);
                }
            }
            Outcome::Replied | Outcome::Meeting
                if !matches!(self.stage, Stage::Replied | Stage::OptedOut) =>
            {
                self.stage = Stage::Replied;
                self.due = Some(entry.date);
                self.wait = None;
            }
            Outcome::Bounced if self.stage != Stage::OptedOut => self.stage = Stage::Bounced,
            Outcome::Lost if self.stage != Stage::OptedOut => self.stage = Stage::Lost,
            Outcome::Later(day) => {
                let stale = self.row.last_touch.is_some_and(|last| entry.date < last);
                // Who answered is waited for already: the day of the answer's work stays.
                let is_next = number.is_none_or(|number| number >= self.next);
                if !stale && is_next && self.stage != Stage::Replied {
                    self.wait = Some(day);
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> (Prospect, Vec<Disagreement>) {
        let mut prospect = self.row.clone();
        prospect.last_touch = self.last_touch;
        prospect.started = self.started;
        prospect.stage = self.stage;
        // Of a row that had ended, and says no more than that, later touches tell no next one.
        if self.moved && self.told {
            prospect.next_touch = Some(self.next);
        }
        match self.stage {
            Stage::New | Stage::Ready => {}
            Stage::InFlight | Stage::Paused => {
                let touched = self.moved || self.wait.is_some();
                if self.moved && !self.cadence.has(self.next) {
                    prospect.stage = Stage::Finished;
                    prospect.made = Vec::new();
                    prospect.due = None;
                } else if touched {
                    prospect.next_touch = Some(self.next);
                    prospect.made = self.made;
                    prospect.due = self.window.as_ref().map(|window| window.from);
                    if let Some(wait) = self.wait {
                        prospect.stage = Stage::Paused;
                        prospect.due = Some(wait);
                    }
                } else if prospect.last_touch != self.row.last_touch && prospect.due.is_none() {
                    // A later day of a touch that the row knows must not move the window.
                    prospect.due = self.window.as_ref().map(|window| window.from);
                }
            }
            Stage::Replied => {
                prospect.due = self.due;
                prospect.made = Vec::new();
            }
            Stage::Finished | Stage::OptedOut | Stage::Bounced | Stage::Lost => {
                if self.stage != self.row.stage {
                    prospect.due = None;
                    prospect.made = Vec::new();
                }
            }
        }
        (prospect, self.disagreements)
    }
}

/// The window of a row's next touch, as the core reads the row.
pub(crate) fn window_of(row: &Prospect, cadence: CadenceWindows<'_>, next: u32) -> Option<Span> {
    if !matches!(row.stage, Stage::InFlight | Stage::Paused) {
        return None;
    }
    if let Some(due) = row.due {
        return cadence.touch(next, due);
    }
    if let Some(last) = row.last_touch {
        return cadence.after(next, last);
    }
    let mut window = cadence.touch(1, row.started?)?;
    for touch in 2..=next {
        // Those that share a window have no days between them.
        if cadence.first_of_window(touch) == touch {
            window = cadence.after(touch, window.from)?;
        }
    }
    Some(window)
}
