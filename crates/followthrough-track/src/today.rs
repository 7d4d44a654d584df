//! The morning's list of a day, and what of it is done.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use followthrough::{
    CadenceName, CategoryName, ChannelName, Error, Plan, Policy, Prospect, Schedule, ScheduleItem,
    ScheduleOptions, Seconds, Stage, Warning, Windows, Work,
};

use crate::cause::category_of;
use crate::effort::planned as effort_of;
use crate::kind::{Kind, kind};
use crate::state::{span, state_on};
use crate::{EffortOf, Log, Outcome, Row, Standing, Stood};

/// What was to be done on a day, as it stood in the morning, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Today {
    /// The day.
    pub date: NaiveDate,
    /// How many of the morning's list are done.
    pub done: u32,
    /// How many it has, those that fell away left out.
    pub total: u32,
    /// What is left of it, and what came since, in seconds.
    pub left: Seconds,
    /// All of it, in seconds.
    pub planned: Seconds,
    /// The list, in order: the morning's, then what came since.
    pub items: Vec<TodayItem>,
    /// What is open, and that no block of the day can take.
    pub outside: Vec<Outside>,
    /// What a reader should know about the pipeline. Left out of the JSON where there is nothing.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub warnings: Vec<Warning>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TodayItem {
    /// How far it is.
    pub status: Status,
    /// Why, where it is not simply left or done.
    pub why: String,
    /// The prospect; `None` for one that is nobody in particular yet.
    pub id: Option<String>,
    /// What lists show.
    pub name: String,
    /// The cadence.
    pub cadence: CadenceName,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1.
    pub touch: Option<u32>,
    /// How many touches the cadence promises.
    pub touches: u32,
    /// How it is made.
    pub channel: Option<ChannelName>,
    /// The time it uses.
    pub category: CategoryName,
    /// What it says.
    pub message: Option<String>,
    /// Whether it starts a prospect.
    pub starts: bool,
    /// When, on the plan's clock; `None` for what has no place in a block.
    pub at: Option<NaiveDateTime>,
    /// What the block is called.
    pub block: Option<String>,
    /// How long it takes.
    pub effort: Seconds,
    /// The last day on which it keeps the promise.
    pub closes: NaiveDate,
    /// Why it is on the list.
    pub reason: String,
    /// The pipeline's note.
    pub note: Option<String>,
}

/// How far one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// It is to be done.
    Left,
    /// It is logged.
    Done,
    /// It came since the morning.
    New,
    /// It need not be done any more.
    Gone,
}

/// Something that is open, and that no block of the day can take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outside {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The touch; `None` for the work of an answer.
    pub touch: Option<u32>,
    /// Why not.
    pub reason: String,
    /// Whether it is logged.
    pub done: bool,
}

/// The morning's list of the plan's first day, with what `log` tells of that day. `plan` has the pipeline as it was
/// exported.
///
/// The list is that of the rows before the day, so that it stays what it is however often it is asked for. What came
/// since, such as the work of an answer, is added at its end. What an export of the day itself knows to be made is done.
///
/// # Errors
/// As those of [`Plan::schedule`].
pub fn today(plan: &Plan, log: &Log) -> Result<Today, Error> {
    today_of(plan, log, None)
}

/// [`today`] where the plan of the morning was kept: the list of that plan, and what is new or gone since, whatever
/// changed in the export between. A plan of another day is not looked at.
///
/// # Errors
/// As those of [`Plan::schedule`].
pub fn today_of(plan: &Plan, log: &Log, morning: Option<&Standing>) -> Result<Today, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    let before = Plan {
        pipeline: state_on(plan, &log.before(plan.first_day), &windows).prospects,
        ..plan.clone()
    };
    let morning = morning.filter(|morning| morning.since == plan.first_day);
    let options = ScheduleOptions {
        previous: morning.map(Standing::places),
    };
    let fit = before.fit(Policy::Level, None)?;
    let schedule = before.schedule_with(&fit, &options)?;
    let mut list = List {
        plan,
        log,
        date: plan.first_day,
        rows: plan
            .pipeline
            .iter()
            .map(|row| (row.id.as_str(), row))
            .collect(),
        items: Vec::new(),
    };
    let outside = list.read(&schedule);
    for place in 0..list.items.len() {
        if let Some((status, why)) = list.settled(&list.items[place]) {
            list.items[place].status = status;
            list.items[place].why = why;
        }
    }
    if let Some(morning) = morning {
        list.since(morning);
    }
    list.exported();
    let new = list.new_work(&windows);
    list.items.extend(new);
    let mut today = added_up(plan.first_day, list.items, outside);
    today.warnings = fit.warnings;
    // The others are about the plan, and are told where the number is.
    today
        .warnings
        .retain(|warning| warning.code.starts_with('D'));
    Ok(today)
}

fn added_up(date: NaiveDate, items: Vec<TodayItem>, outside: Vec<Outside>) -> Today {
    let mut today = Today {
        date,
        done: 0,
        total: 0,
        left: 0,
        planned: 0,
        items,
        outside,
        warnings: Vec::new(),
    };
    for item in &today.items {
        if item.status != Status::Gone {
            today.total += 1;
            today.planned += item.effort;
        }
        match item.status {
            Status::Done => today.done += 1,
            Status::Left | Status::New => today.left += item.effort,
            Status::Gone => {}
        }
    }
    today
}

fn planned(item: &ScheduleItem, block: Option<&str>) -> TodayItem {
    TodayItem {
        status: Status::Left,
        why: String::new(),
        id: item.id.clone(),
        name: item.name.clone(),
        cadence: item.cadence.clone(),
        work: item.work,
        touch: item.touch,
        touches: item.touches,
        channel: item.channel.clone(),
        category: item.category.clone(),
        message: item.message.clone(),
        starts: item.starts,
        at: block.map(|_| item.at),
        block: block.map(str::to_owned),
        effort: item.effort,
        closes: item.closes,
        reason: item.reason.clone(),
        note: item.note.clone(),
    }
}

/// What the log says of a prospect on one day.
fn rows_of<'log>(log: &'log Log, id: &str, date: NaiveDate) -> impl Iterator<Item = &'log Row> {
    let rows = log.of(id);
    let first = rows.partition_point(|row| row.date < date);
    rows[first..].iter().take_while(move |row| row.date == date)
}

/// The list of a day in the making.
struct List<'a> {
    plan: &'a Plan,
    log: &'a Log,
    date: NaiveDate,
    /// The rows of the pipeline as it was exported, by id.
    rows: HashMap<&'a str, &'a Prospect>,
    items: Vec<TodayItem>,
}

impl List<'_> {
    /// Takes a schedule's day over, and tells what of it no block can take.
    fn read(&mut self, schedule: &Schedule) -> Vec<Outside> {
        let Some(day) = schedule.days.iter().find(|day| day.date == self.date) else {
            return Vec::new();
        };
        for segment in &day.segments {
            for item in &segment.items {
                self.items.push(planned(item, Some(&segment.block)));
            }
        }
        for item in &day.machine {
            self.items.push(planned(item, None));
        }
        let open = day.not_today.iter().map(|open| Outside {
            done: rows_of(self.log, &open.id, self.date)
                .any(|row| self.is_about(row, open.touch, Work::Touch)),
            id: open.id.clone(),
            name: open.name.clone(),
            touch: open.touch,
            reason: open.reason.clone(),
        });
        open.collect()
    }

    /// Whether a row is about a touch, or about the work of that kind.
    fn is_about(&self, row: &Row, touch: Option<u32>, work: Work) -> bool {
        let row_of = self.rows.get(self.log.text(row.id));
        let cadence = row_of.and_then(|one| self.plan.cadence(&one.cadence));
        match (kind(self.log, row, cadence), work) {
            (Kind::Touch(number), Work::Touch) => touch == Some(number),
            // A log without numbers has one touch of a prospect a day.
            (Kind::Unsaid, Work::Touch | Work::Reply) => true,
            (Kind::Other, Work::Reply) => row.outcome == Outcome::Done,
            (Kind::Prep, Work::Prep) => true,
            _ => false,
        }
    }

    /// How a row came out, and when.
    fn told(&self, row: &Row) -> String {
        let word = self.log.outcome_word(row.outcome).replace('_', " ");
        match row.time {
            Some(time) => format!("{word} at {}", time.format("%H:%M")),
            None => word,
        }
    }

    /// What the day's rows of the log say of one thing on the list.
    fn settled(&self, item: &TodayItem) -> Option<(Status, String)> {
        for row in rows_of(self.log, item.id.as_deref()?, self.date) {
            let about = self.is_about(row, item.touch, item.work);
            if about && !matches!(row.outcome, Outcome::Later(_)) {
                return Some((Status::Done, self.told(row)));
            }
            if item.work == Work::Reply && row.outcome.is_answer() {
                continue;
            }
            let gone = match row.outcome {
                Outcome::Replied | Outcome::Meeting => "answered today".to_owned(),
                Outcome::OptedOut => "asked to be left alone".to_owned(),
                Outcome::Bounced => "could not be reached".to_owned(),
                Outcome::Lost => "given up".to_owned(),
                Outcome::Later(day) => format!("put off until {}", day.format("%a %-d %b")),
                _ => continue,
            };
            return Some((Status::Gone, gone));
        }
        None
    }

    /// Where the list differs from that of the morning's own plan.
    fn since(&mut self, morning: &Standing) {
        let of_today = morning.items.iter().filter(|item| item.date == self.date);
        let stood: Vec<(&str, &Stood)> = of_today
            .filter_map(|item| Some((item.id()?, item)))
            .collect();
        let mut listed = HashSet::new();
        for item in &mut self.items {
            let Some(id) = item.id.clone() else { continue };
            let was = stood.iter().any(|(one, stood)| {
                *one == id && (stood.work, stood.touch) == (item.work, item.touch)
            });
            if !was && item.status == Status::Left {
                item.status = Status::New;
                item.why = "was not on the list of the morning".to_owned();
            }
            listed.insert((id, item.work, item.touch));
        }
        for (id, stood) in stood {
            if listed.contains(&(id.to_owned(), stood.work, stood.touch)) {
                continue;
            }
            let row = self.rows.get(id).copied();
            let made = rows_of(self.log, id, self.date)
                .find(|row| self.is_about(row, stood.touch, stood.work));
            let is_known = row.is_some_and(|row| {
                let next = row.next_touch.unwrap_or(1);
                row.last_touch >= Some(self.date) && stood.touch.is_some_and(|touch| touch < next)
            });
            let (status, why) = match (made, row) {
                (Some(made), _) => (Status::Done, self.told(made)),
                (None, Some(_)) if is_known => (Status::Done, "the export has it".to_owned()),
                (None, None) => (Status::Gone, "not in the pipeline any more".to_owned()),
                (None, Some(row)) => {
                    let why = match row.stage {
                        Stage::Replied => "answered",
                        Stage::OptedOut => "asked to be left alone",
                        Stage::Bounced => "could not be reached",
                        Stage::Lost => "given up",
                        Stage::Finished => "finished",
                        Stage::Paused => "put off",
                        _ => "stands on another day now",
                    };
                    (Status::Gone, why.to_owned())
                }
            };
            let name = stood.name.clone();
            if let Some(item) = self.item(id, name, (stood.work, stood.touch), (status, why)) {
                self.items.push(item);
            }
        }
    }

    /// What was made on the day and the exported rows know already: it was on the list of the morning, which they do not
    /// tell any more.
    fn exported(&mut self) {
        let mut found = Vec::new();
        for row in &self.plan.pipeline {
            let cadence = self.plan.cadence(&row.cadence);
            let is_last = row.last_touch == Some(self.date);
            let mut made: Vec<(Work, Option<u32>, String)> = Vec::new();
            for entry in rows_of(self.log, &row.id, self.date) {
                let what = match kind(self.log, entry, cadence) {
                    Kind::Touch(touch) if is_last => (Work::Touch, Some(touch)),
                    Kind::Prep if row.stage != Stage::New => (Work::Prep, None),
                    Kind::Other | Kind::Unsaid
                        if row.stage == Stage::Finished && entry.outcome == Outcome::Done =>
                    {
                        (Work::Reply, None)
                    }
                    _ => continue,
                };
                if !matches!(entry.outcome, Outcome::Later(_)) {
                    made.push((what.0, what.1, self.told(entry)));
                }
            }
            let before = row.next_touch.map_or(0, |next| next.saturating_sub(1));
            let goes_on = matches!(row.stage, Stage::InFlight | Stage::Paused);
            if made.is_empty() && is_last && before > 0 && goes_on {
                made.push((Work::Touch, Some(before), "the export has it".to_owned()));
            }
            for (work, touch, why) in made {
                let is_listed = self.items.iter().any(|item| {
                    item.id.as_deref() == Some(&row.id) && (item.work, item.touch) == (work, touch)
                });
                if !is_listed {
                    let name = row.label().to_owned();
                    found.extend(self.item(&row.id, name, (work, touch), (Status::Done, why)));
                }
            }
        }
        self.items.extend(found);
    }

    /// A line of the list for what the schedule of the exported rows does not have any more.
    fn item(
        &self,
        id: &str,
        name: String,
        (work, touch): (Work, Option<u32>),
        (status, why): (Status, String),
    ) -> Option<TodayItem> {
        let row = self.rows.get(id).copied();
        let name_of = row.map(|row| row.cadence.clone());
        let cadence = name_of.as_ref().and_then(|name| self.plan.cadence(name));
        let number = touch.and_then(|touch| (touch as usize).checked_sub(1));
        let promised = cadence
            .zip(number)
            .and_then(|(cadence, at)| cadence.touches().get(at));
        let channel = promised.map(|touch| touch.channel.clone());
        let (of, category) = match work {
            Work::Touch => (
                EffortOf::Touch,
                touch
                    .zip(name_of.as_ref())
                    .and_then(|(touch, name)| category_of(self.plan, name, touch)),
            ),
            Work::Prep => (
                EffortOf::Prep,
                cadence
                    .and_then(|cadence| cadence.prep())
                    .map(|prep| prep.category.clone()),
            ),
            Work::Reply => (
                EffortOf::Reply,
                cadence
                    .and_then(|cadence| cadence.on_reply())
                    .map(|work| work.category.clone()),
            ),
        };
        let effort = effort_of(
            self.plan,
            of,
            channel.as_ref().map(|channel| channel.as_str()),
            name_of.as_ref(),
            touch,
        );
        Some(TodayItem {
            status,
            why,
            id: Some(id.to_owned()),
            name,
            cadence: name_of
                .or_else(|| self.plan.cadences.first().map(|one| one.name().clone()))?,
            work,
            touch,
            touches: cadence.map_or(0, |cadence| cadence.promised() as u32),
            channel,
            category: category.or_else(|| "other".parse().ok())?,
            message: promised.and_then(|touch| touch.message.clone()),
            starts: false,
            at: None,
            block: None,
            effort: effort.unwrap_or(0),
            closes: self.date,
            reason: String::new(),
            note: row.and_then(|row| row.note.clone()),
        })
    }

    /// The work of answers that came today.
    fn new_work(&self, windows: &Windows<'_>) -> Vec<TodayItem> {
        let (plan, log, date, items) = (self.plan, self.log, self.date, &self.items);
        let mut new = Vec::new();
        for (id, rows) in log.prospects() {
            let answered = rows
                .iter()
                .filter(|row| row.date == date)
                .find(|row| row.outcome.is_answer());
            let Some(answered) = answered else { continue };
            let is_listed =
                |item: &TodayItem| item.work == Work::Reply && item.id.as_deref() == Some(id);
            let Some(row) = self.rows.get(id).copied() else {
                continue;
            };
            let work = plan
                .cadence(&row.cadence)
                .and_then(|cadence| cadence.on_reply());
            let Some(work) = work.filter(|_| !items.iter().any(is_listed)) else {
                continue;
            };
            if matches!(row.stage, Stage::OptedOut | Stage::Replied) {
                continue;
            }
            let mut item = TodayItem {
                status: Status::New,
                why: match answered.time {
                    Some(time) => format!("answered at {}", time.format("%H:%M")),
                    None => "answered today".to_owned(),
                },
                id: Some(id.to_owned()),
                name: row.label().to_owned(),
                cadence: row.cadence.clone(),
                work: Work::Reply,
                touch: None,
                touches: 0,
                channel: None,
                category: work.category.clone(),
                message: None,
                starts: false,
                at: None,
                block: None,
                effort: u64::try_from(work.effort.num_seconds()).unwrap_or(0),
                closes: windows
                    .cadence(&row.cadence)
                    .and_then(|cadence| cadence.reply(date))
                    .map_or(date, |window| window.to),
                reason: "an answer".to_owned(),
                note: row.note.clone(),
            };
            let mut after = rows.iter().skip_while(|row| *row != answered).skip(1);
            let is_done =
                after.any(|row| row.date == date && self.is_about(row, None, Work::Reply));
            if is_done {
                item.status = Status::Done;
            }
            new.push(item);
        }
        new
    }
}
