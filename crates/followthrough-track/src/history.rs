//! What became of each prospect that was started, as its rows of the log tell.

use chrono::NaiveDate;
use followthrough::{CadenceName, CadenceWindows, Plan, Prospect, Span, Stage, Windows};
use rustc_hash::FxHashSet;

use crate::kind::{Kind, kind};
use crate::state::window_of;
use crate::{Log, Outcome, Row};

/// One prospect that was started, or prepared.
#[derive(Debug, Clone)]
pub(crate) struct History<'log> {
    pub(crate) id: &'log str,
    /// What the log calls it; else its id.
    pub(crate) name: &'log str,
    pub(crate) cadence: Option<CadenceName>,
    /// The pipeline's row with what the log knows beyond it; `None` for a prospect that only the log knows.
    pub(crate) row: Option<&'log Prospect>,
    /// The rows of the log since it was started.
    pub(crate) rows: &'log [Row],
    /// What each of those rows is about.
    pub(crate) uses: Vec<Use>,
    /// The day of its start.
    pub(crate) started: Option<NaiveDate>,
    /// The window of what is owed next.
    pub(crate) window: Option<Span>,
    /// The first window that closed undone.
    pub(crate) broken: Option<Broken>,
    /// The day of the first answer, and the touch before it.
    pub(crate) answered: Option<(NaiveDate, Option<u32>)>,
    /// The day on which it was let go, and how.
    pub(crate) let_go: Option<(NaiveDate, LetGo)>,
    /// The day of the last promised touch.
    pub(crate) finished: Option<NaiveDate>,
    /// Whether prep was logged.
    pub(crate) prepared: bool,
    /// Rows of prep from before its start.
    pub(crate) earlier_prep: u32,
}

/// What a row of the log is in the life of its prospect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The touch of that number; whether an answer followed before the next touch.
    Touch(u32, bool),
    Prep,
    /// The work of an answer.
    Work,
    Other,
}

/// How a promise was given up on purpose, or had to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LetGo {
    /// A touch was skipped.
    Skipped,
    /// The prospect was given up.
    Lost,
    /// The prospect asked to be left alone.
    OptedOut,
    /// The prospect could not be reached.
    Bounced,
}

/// A window that closed undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) touch: u32,
    pub(crate) window: Span,
    /// Whether the touch was made since.
    pub(crate) made: Option<NaiveDate>,
}

/// What counts for a prospect that was started: the first of these that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Fate {
    /// Every promised touch was made inside its window.
    Finished,
    /// The prospect answered.
    Answered,
    /// A promise was given up on purpose, or the prospect could not or did not want to be reached.
    LetGo,
    /// A window closed undone.
    Broken,
    /// Touches are owed, and none is late.
    InFlight,
}

impl History<'_> {
    /// What became of it; `None` where it was never started.
    pub(crate) fn fate(&self) -> Option<Fate> {
        self.started?;
        let let_go = self.let_go.map(|(date, _)| date);
        if let Some((answered, _)) = self.answered
            && let_go.is_none_or(|let_go| answered <= let_go)
        {
            return Some(Fate::Answered);
        }
        let broken = self.broken.as_ref().map(|broken| broken.window.to);
        // A window that closes on the day of the other event was still open then.
        let events = [
            (self.finished, Fate::Finished),
            (let_go, Fate::LetGo),
            (broken, Fate::Broken),
        ];
        let first = events
            .into_iter()
            .filter_map(|(date, fate)| Some((date?, fate)))
            .min_by_key(|(date, fate)| (*date, *fate));
        Some(first.map_or(Fate::InFlight, |(_, fate)| fate))
    }
}

/// The prospects that the pipeline or the log knows, by id. `prospects` are the pipeline's rows with what the log knows
/// beyond them.
pub(crate) fn histories<'log>(
    plan: &'log Plan,
    prospects: &'log [Prospect],
    log: &'log Log,
    windows: &Windows<'_>,
) -> Vec<History<'log>> {
    let mut found = Vec::with_capacity(prospects.len());
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for row in prospects.iter().filter(|row| row.count == 1) {
        known.insert(&row.id);
        found.push(history(plan, log, windows, &row.id, Some(row)));
    }
    for (id, _) in log.prospects() {
        if !known.contains(id) {
            found.push(history(plan, log, windows, id, None));
        }
    }
    found.sort_by_key(|history| history.id);
    found
}

fn history<'log>(
    plan: &Plan,
    log: &'log Log,
    windows: &Windows<'_>,
    id: &'log str,
    row: Option<&'log Prospect>,
) -> History<'log> {
    let all = log.of(id);
    // What was before a prospect was started again is another story, but for the prep of this one.
    let since = row.and_then(|row| row.started);
    let named = all
        .iter()
        .rev()
        .find_map(|entry| log.text(entry.cadence?).parse().ok());
    let cadence: Option<CadenceName> = row.map(|row| row.cadence.clone()).or(named);
    let promised = cadence.as_ref().and_then(|name| plan.cadence(name));
    let first = since.map_or(0, |since| all.partition_point(|entry| entry.date < since));
    let is_prep = |entry: &&Row| kind(log, entry, promised) == Kind::Prep;
    let earlier_prep = all[..first].iter().filter(is_prep).count() as u32;
    let rows = &all[first..];
    let prepared = earlier_prep > 0 || rows.iter().any(|entry| is_prep(&entry));
    let mut life = Life {
        history: History {
            id,
            row,
            rows,
            uses: Vec::with_capacity(rows.len()),
            started: since,
            name: all
                .iter()
                .rev()
                .find_map(|entry| entry.name)
                .map_or(id, |name| log.text(name)),
            window: None,
            broken: None,
            answered: None,
            let_go: None,
            finished: None,
            prepared,
            earlier_prep,
            cadence: cadence.clone(),
        },
        windows: cadence.as_ref().and_then(|name| windows.cadence(name)),
        next: 1,
        made: Vec::new(),
        window: None,
        late: None,
        counted: 0,
        wait: None,
        any: false,
    };
    if let (Some(since), Some(windows)) = (since, life.windows) {
        life.window = windows.touch(1, since);
    }
    for entry in rows {
        life.step(entry, kind(log, entry, promised));
    }
    life.finish(plan.first_day)
}

struct Life<'log, 'w> {
    history: History<'log>,
    windows: Option<CadenceWindows<'w>>,
    next: u32,
    made: Vec<u32>,
    window: Option<Span>,
    late: Option<NaiveDate>,
    counted: u32,
    wait: Option<NaiveDate>,
    any: bool,
}

impl<'log> Life<'log, '_> {
    fn step(&mut self, entry: &Row, kind: Kind) {
        let is_later = matches!(entry.outcome, Outcome::Later(_));
        let usage = match kind {
            Kind::Prep => Use::Prep,
            Kind::Touch(number) => Use::Touch(number, false),
            Kind::Unsaid if self.history.answered.is_some() => Use::Work,
            Kind::Unsaid if is_later => Use::Other,
            Kind::Unsaid => {
                self.counted += 1;
                Use::Touch(self.counted, false)
            }
            Kind::Other if self.history.answered.is_some() && !entry.outcome.is_answer() => {
                Use::Work
            }
            Kind::Other => Use::Other,
        };
        self.history.uses.push(usage);
        if let Use::Touch(number, _) = usage
            && !is_later
        {
            self.touch(entry.date, number);
            if entry.outcome == Outcome::Skipped {
                self.let_go(entry.date, LetGo::Skipped);
            }
        }
        if let Outcome::Later(day) = entry.outcome {
            self.wait = Some(day);
        }
        match entry.outcome {
            Outcome::Replied | Outcome::Meeting => self.answer(entry.date),
            Outcome::Lost => self.let_go(entry.date, LetGo::Lost),
            Outcome::OptedOut => self.let_go(entry.date, LetGo::OptedOut),
            Outcome::Bounced => self.let_go(entry.date, LetGo::Bounced),
            _ => {}
        }
    }

    fn let_go(&mut self, date: NaiveDate, how: LetGo) {
        if self.history.let_go.is_none() {
            self.history.let_go = Some((date, how));
        }
    }

    /// An answer belongs to the touch before it.
    fn answer(&mut self, date: NaiveDate) {
        let last = self.history.uses.iter_mut().rev();
        let touch = last
            .filter_map(|usage| match usage {
                Use::Touch(number, answered) => Some((*number, answered)),
                _ => None,
            })
            .next();
        let number = touch.map(|(number, answered)| {
            *answered = true;
            number
        });
        if self.history.answered.is_none() {
            self.history.answered = Some((date, number));
        }
    }

    fn touch(&mut self, date: NaiveDate, number: u32) {
        if self.history.started.is_none() {
            self.history.started = Some(date);
        }
        let Some(windows) = self.windows else {
            return;
        };
        if let Some(wait) = self.wait.take() {
            self.window = windows.touch(self.next, wait);
            self.late = None;
        } else if !self.any && number > 1 {
            // The log begins in the middle: nothing is known of what was before.
            self.next = windows.first_of_window(number);
            self.window = None;
        }
        self.any = true;
        if number < self.next || self.made.contains(&number) {
            return;
        }
        if let Some(window) = self.window.clone().filter(|window| date > window.to) {
            if self.history.broken.is_none() {
                self.history.broken = Some(Broken {
                    touch: self.next,
                    window,
                    made: (number == self.next).then_some(date),
                });
            }
            self.late = self.late.max(Some(date));
        }
        if number > windows.last_of_window(self.next) {
            self.next = windows.first_of_window(number);
            self.made.clear();
            self.window = None;
            self.late = None;
        }
        self.made.push(number);
        let last = windows.last_of_window(number);
        while self.made.contains(&self.next) {
            self.next += 1;
        }
        if self.next > last {
            let anchor = self.late.or(self.window.as_ref().map(|window| window.from));
            self.window = windows.after(self.next, anchor.unwrap_or(date));
            self.late = None;
            self.made.clear();
        } else if self.window.is_none() {
            self.window = windows.touch(self.next, date);
        }
        if self.next > windows.promised() && self.history.finished.is_none() {
            self.history.finished = Some(date);
        }
    }

    fn finish(mut self, today: NaiveDate) -> History<'log> {
        if let Some(row) = self.history.row {
            self.row_tells(row, today);
        } else if let (Some(windows), Some(wait)) = (self.windows, self.wait) {
            self.window = windows.touch(self.next, wait);
        }
        self.history.window.clone_from(&self.window);
        let open = self.history.answered.is_none()
            && self.history.let_go.is_none()
            && self.history.finished.is_none();
        if let Some(window) = self.window.clone().filter(|window| window.to < today)
            && open
            && self.history.broken.is_none()
            && self.history.started.is_some()
        {
            self.history.broken = Some(Broken {
                touch: self.next,
                window,
                made: None,
            });
        }
        self.history
    }

    /// What the pipeline's row knows that the log does not.
    fn row_tells(&mut self, row: &Prospect, today: NaiveDate) {
        let day = row.last_touch.or(row.started).unwrap_or(today);
        let history = &mut self.history;
        if !matches!(row.stage, Stage::New | Stage::Ready) && history.started.is_none() {
            history.started = row.started.or(row.last_touch).or(row.due).or(Some(today));
        }
        self.window = None;
        match row.stage {
            Stage::New | Stage::Ready => {}
            Stage::InFlight | Stage::Paused => {
                let Some((windows, next)) = self.windows.zip(row.next_touch) else {
                    return;
                };
                self.next = next;
                self.window = window_of(row, windows, next);
                if next > windows.promised() && history.finished.is_none() {
                    history.finished = Some(day);
                }
            }
            Stage::Replied => {
                if history.answered.is_none() {
                    history.answered = Some((row.due.unwrap_or(day), None));
                }
            }
            Stage::Finished => {
                if history.finished.is_none() && history.answered.is_none() {
                    history.finished = Some(day);
                }
            }
            Stage::OptedOut | Stage::Bounced | Stage::Lost => {
                let how = match row.stage {
                    Stage::OptedOut => LetGo::OptedOut,
                    Stage::Bounced => LetGo::Bounced,
                    _ => LetGo::Lost,
                };
                if history.let_go.is_none() {
                    history.let_go = Some((day, how));
                }
            }
        }
    }
}
