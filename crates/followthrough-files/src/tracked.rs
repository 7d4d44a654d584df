//! What the log says of a loaded plan: the state that every question is asked of, today's list, and rows to add.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use followthrough::{
    CadenceName, Plan, Policy, Prospect, Schedule, ScheduleOptions, Stage, nearest,
};
use followthrough_document::Place;
use followthrough_track::{
    CatchUp, Disagreement, Entry, Event, LogBuilder, Numbered, Outcome, Replan, Standing, State,
    Stranger, Thresholds, Today, Track, TrackOptions, UnknownOutcome,
};
use serde::Serialize;

use crate::append::LogLine;
use crate::{Error, Loaded, disk};

/// What a reader should know about log and pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tracked {
    /// Where they contradict each other.
    pub disagreements: Vec<Disagreement>,
    /// Outcomes that mean nothing here.
    pub unknown_outcomes: Vec<UnknownOutcome>,
    /// Prospects that only the log knows and whose last outcome goes on.
    pub strangers: Vec<Stranger>,
}

/// Adds a row as the document's reader hands it over; `id` is the one that the prospect is known by now.
pub(crate) fn push(
    log: &mut LogBuilder,
    row: &followthrough_document::LogRow<'_>,
    id: &str,
    numbers_touches: bool,
    file: usize,
) -> Result<(), &'static str> {
    let outcome = outcome(row.outcome)?;
    log.push(&Entry {
        date: row.date,
        time: row.time,
        id,
        channel: row.channel,
        outcome,
        touch: match (numbers_touches, row.touch) {
            (_, Some(touch)) => Numbered::Touch(touch),
            (true, None) => Numbered::Other,
            (false, None) => Numbered::Unsaid,
        },
        category: row.category,
        seconds: row
            .length
            .and_then(|length| u32::try_from(length.num_seconds()).ok()),
        variant: row.variant,
        owner: row.owner,
        cadence: row.cadence,
        name: row.name,
        note: row.note,
        file: u16::try_from(file).unwrap_or(u16::MAX),
        line: u32::try_from(row.line).unwrap_or(u32::MAX),
    });
    Ok(())
}

/// What a word for what came of a touch means; `Ok(Err)` a word that nobody knows, `Err` what `later` should say.
fn outcome(word: &str) -> Result<Result<Outcome, &str>, &'static str> {
    if word.is_empty() {
        return Ok(Ok(Outcome::Done));
    }
    if let Some((_, known)) = Outcome::WORDS.iter().find(|(known, _)| *known == word) {
        return Ok(Ok(*known));
    }
    if let Some(day) = word.strip_prefix("later") {
        let day = day.trim().parse();
        return day
            .map(|day| Ok(Outcome::Later(day)))
            .map_err(|_| "`later` and a day, such as `later 2026-12-07`");
    }
    Ok(Err(word))
}

impl Loaded {
    /// Takes the log into the plan's pipeline.
    ///
    /// # Errors
    /// What the caller can correct in the plan's blocks and cadences.
    pub(crate) fn apply_log(&mut self) -> Result<(), Error> {
        self.exported.clone_from(&self.plan.pipeline);
        let state = self.located(followthrough_track::state(&self.plan, &self.log))?;
        let State {
            prospects,
            disagreements,
            unknown_outcomes,
            strangers,
            ..
        } = state;
        self.plan.pipeline = prospects;
        self.tracked = Tracked {
            disagreements,
            unknown_outcomes,
            strangers,
        };
        self.warn_of_log();
        Ok(())
    }

    fn warn_of_log(&mut self) {
        let name = self
            .document
            .input()
            .logs
            .first()
            .map(|log| log.file.value.clone());
        let name = name.unwrap_or_else(|| "the log".to_owned());
        for unknown in &self.tracked.unknown_outcomes {
            let word = unknown.word.replace('"', "\\\"");
            self.warnings.push(format!(
                "{name}: the outcome `{}` ({} rows) is not known, and its touches count; say what it means: \
                 `[input.values.outcome]` with `\"{word}\" = \"no_answer\"`",
                unknown.word, unknown.count
            ));
        }
        let ids = |ids: &mut dyn Iterator<Item = &str>| {
            let mut ids: Vec<&str> = ids.collect();
            ids.dedup();
            let more = ids.len().saturating_sub(5);
            ids.truncate(5);
            let list = ids.join(", ");
            if more > 0 {
                format!("{list} and {more} more")
            } else {
                list
            }
        };
        if !self.tracked.disagreements.is_empty() {
            let ids = ids(&mut self
                .tracked
                .disagreements
                .iter()
                .map(|found| found.id.as_str()));
            self.warnings.push(format!(
                "{name}: log and pipeline contradict each other about {ids}; `followthrough track` says in what"
            ));
        }
    }

    /// The plan with its pipeline as it was exported, without what the log knows beyond it.
    #[must_use]
    pub fn exported(&self) -> Plan {
        Plan {
            pipeline: self.exported.clone(),
            ..self.plan.clone()
        }
    }

    /// The pipeline as it was exported.
    #[must_use]
    pub fn exported_pipeline(&self) -> &[Prospect] {
        &self.exported
    }

    /// The pipeline with what the log knows beyond it, and where the two contradict each other.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn state(&self) -> Result<State, Error> {
        self.located(followthrough_track::state(&self.exported(), &self.log))
    }

    /// The list of the first day, and how far it is: that of the kept plan, where it is one of that day.
    ///
    /// # Errors
    /// What the caller can correct in the plan; a kept plan that cannot be read.
    pub fn today(&self) -> Result<Today, Error> {
        let kept = self.kept_plan()?;
        self.located(followthrough_track::today_of(
            &self.exported(),
            &self.log,
            kept.as_ref(),
        ))
    }

    /// What today's plan changes of an earlier one, the kept one or else that of the workday before; and, where the
    /// earlier one was kept or `previous` is given, today's plan.
    ///
    /// # Errors
    /// What the caller can correct in the plan; a kept plan that cannot be read.
    pub fn replan(&self, previous: Option<&Standing>) -> Result<Replan, Error> {
        let kept = match previous {
            Some(previous) => Some(previous.clone()),
            None => self.kept_plan()?,
        };
        let exported = self.exported();
        self.located(match kept {
            Some(kept) => followthrough_track::replan_from(&exported, &self.log, &kept)
                .map(|(replan, _)| replan),
            None => followthrough_track::replan(&exported, &self.log),
        })
    }

    /// Today's plan, with everything where the kept one has it as far as that goes.
    ///
    /// # Errors
    /// What the caller can correct in the plan; a kept plan that cannot be read.
    pub fn replanned(&self, previous: Option<&Standing>) -> Result<Schedule, Error> {
        let kept = match previous {
            Some(previous) => Some(previous.clone()),
            None => self.kept_plan()?,
        };
        let fit = self.located(self.plan.fit(Policy::Level, None))?;
        let options = ScheduleOptions {
            previous: kept.as_ref().map(Standing::places),
        };
        self.located(self.plan.schedule_with(&fit, &options))
    }

    /// Where `replan --write` keeps the plan: beside the plan's file, as `plan.kept.json`.
    #[must_use]
    pub fn kept_path(&self) -> PathBuf {
        self.plan_path.with_extension("kept.json")
    }

    /// The plan that was kept; `None` where none is there.
    ///
    /// # Errors
    /// A file that is no schedule.
    pub fn kept_plan(&self) -> Result<Option<Standing>, Error> {
        read_kept(&self.kept_path())
    }

    /// What takes time from blocks since the first day of the log.
    #[must_use]
    pub fn taking_events(&self) -> Vec<Event> {
        let event = |event: &followthrough_ics::read::BusyEvent| Event {
            title: event.event.title.clone(),
            interval: event.interval,
        };
        self.past_events.iter().map(event).collect()
    }

    /// Plans with work as long as it took in the mean of the log from now on.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn take_logged_effort(&mut self) -> Result<(), Error> {
        let track = self.track(&TrackOptions::default())?;
        self.plan = self.located(followthrough_track::with_effort(&self.plan, &track.effort))?;
        Ok(())
    }

    /// What is overdue, and when it is made up for within so many workdays.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn catch_up(&self, within: u32) -> Result<CatchUp, Error> {
        self.located(followthrough_track::catch_up(
            &self.exported(),
            &self.log,
            within,
        ))
    }

    /// Everything that the log says.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn track(&self, options: &TrackOptions) -> Result<Track, Error> {
        let events = self.taking_events();
        self.located(followthrough_track::track(
            &self.exported(),
            &self.log,
            &events,
            options,
        ))
    }

    /// After how many workdays of silence whose turn it is.
    #[must_use]
    pub fn silence(&self) -> Thresholds {
        let (rep, manager, reassign) = self.document.silence();
        Thresholds {
            rep,
            manager,
            reassign,
        }
    }

    /// A row for the log about one prospect: the touch is the next one unless `touch` says which, or that it is none.
    ///
    /// # Errors
    /// An id, or a touch, that there is not; a touch that would be the second of a day without being named.
    pub fn log_line(
        &self,
        id: &str,
        outcome: &str,
        at: NaiveDateTime,
        touch: Option<Option<u32>>,
    ) -> Result<LogLine, Error> {
        let row = self.plan.pipeline.iter().find(|row| row.id == id);
        let Some(row) = row else {
            return Err(Error::LogId {
                id: id.to_owned(),
                nearest: nearest(id, self.plan.pipeline.iter().map(|row| row.id.as_str())),
            });
        };
        let touch = match touch {
            Some(Some(number)) => {
                let most = most_touches(&self.plan, &row.cadence);
                if most.is_some_and(|most| number > most) {
                    return Err(Error::LogTouch {
                        id: id.to_owned(),
                        touch: number,
                        most: most.unwrap_or(0),
                    });
                }
                Some(number)
            }
            Some(None) => None,
            None => self.next_touch(row, outcome, at)?,
        };
        let (channel, category) = self.made_by(row, touch);
        Ok(LogLine {
            date: at.date(),
            time: at.time(),
            id: id.to_owned(),
            channel,
            outcome: outcome.to_owned(),
            touch,
            category,
            seconds: None,
            variant: String::new(),
            owner: row.owner.clone().unwrap_or_default(),
            name: row.label().to_owned(),
            cadence: row.cadence.to_string(),
            note: String::new(),
        })
    }

    /// The touch that a row without a number is about.
    fn next_touch(
        &self,
        row: &Prospect,
        outcome: &str,
        at: NaiveDateTime,
    ) -> Result<Option<u32>, Error> {
        let is_answer = matches!(
            outcome,
            "replied" | "meeting" | "opted_out" | "bounced" | "lost"
        );
        let next = match row.stage {
            Stage::New | Stage::Ready => Some(1).filter(|_| !is_answer || outcome == "bounced"),
            Stage::InFlight | Stage::Paused => row.next_touch,
            _ => None,
        };
        let last = self
            .log
            .of(&row.id)
            .iter()
            .rev()
            .find_map(|entry| match entry.touch {
                Numbered::Touch(number) if entry.date == at.date() => Some((number, entry.time)),
                _ => None,
            });
        match (next, last) {
            // An answer to the touch that was made before.
            (Some(_), Some(_)) if is_answer => Ok(None),
            (Some(next), Some((made, time))) => Err(Error::LogTwice {
                id: row.id.clone(),
                made,
                time: time
                    .map(|time| format!(" at {}", time.format("%H:%M")))
                    .unwrap_or_default(),
                next,
            }),
            (Some(next), None) if is_answer => {
                // It came at a touch that was due, or before one that is not yet.
                let opens = row.due.is_none_or(|due| due <= at.date());
                Ok(Some(next).filter(|_| opens))
            }
            (next, _) => Ok(next),
        }
    }

    /// By which channel, and in which time, a touch or an answer's work is made.
    fn made_by(&self, row: &Prospect, touch: Option<u32>) -> (String, String) {
        let cadence = self.plan.cadence(&row.cadence);
        let Some(number) = touch else {
            let last = self
                .log
                .of(&row.id)
                .last()
                .map(|entry| self.log.text(entry.channel));
            let category = cadence
                .and_then(|cadence| cadence.on_reply())
                .filter(|_| row.stage == Stage::Replied)
                .map(|work| work.category.to_string());
            return (
                last.unwrap_or("email").to_owned(),
                category.unwrap_or_default(),
            );
        };
        let listed = cadence.and_then(|cadence| cadence.touches().get(number as usize - 1));
        let repeat = cadence.and_then(|cadence| cadence.repeat());
        let (channel, category) = match (listed, repeat) {
            (Some(touch), _) => (&touch.channel, &touch.category),
            (None, Some(repeat)) => (&repeat.channel, &repeat.category),
            (None, None) => return ("call".to_owned(), String::new()),
        };
        let settings = self.plan.channels.get(channel);
        let category = category
            .clone()
            .or(settings.and_then(|settings| settings.category.clone()))
            .or_else(|| followthrough::default_category(channel));
        (
            channel.to_string(),
            category.map(|name| name.to_string()).unwrap_or_default(),
        )
    }
}

/// Reads a plan that was kept as the JSON of a schedule; `None` where there is no file.
///
/// # Errors
/// What the file system says; a file that is no schedule.
pub fn read_kept(path: &Path) -> Result<Option<Standing>, Error> {
    let bytes = match disk::read(path) {
        Ok(bytes) => bytes,
        Err(Error::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Error::NotASchedule {
            path: path.to_owned(),
            why: error.to_string(),
        })
}

/// How many touches a cadence has at the most; `None` where it has a tail without end, or is not known.
fn most_touches(plan: &Plan, cadence: &CadenceName) -> Option<u32> {
    let cadence = plan.cadence(cadence)?;
    match cadence.repeat() {
        Some(repeat) => repeat
            .times
            .map(|times| cadence.touches().len() as u32 + times),
        None => Some(cadence.touches().len() as u32),
    }
}

/// An outcome that says half of what it should.
pub(crate) fn unexpected_outcome(
    name: &str,
    row: &followthrough_document::LogRow<'_>,
    expected: &'static str,
) -> followthrough_document::Error {
    followthrough_document::Error::Value {
        place: Place::line_of(name, row.line),
        key: followthrough_document::Key {
            name: "outcome".to_owned(),
            part: "the touch".to_owned(),
        },
        found: format!("`{}`", row.outcome),
        expected: expected.to_owned(),
    }
}

/// Where a last line was not written to its end.
pub(crate) fn torn(place: &Place) -> String {
    format!("{place}: the last line was not written to its end, and is left out")
}
