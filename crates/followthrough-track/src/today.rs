//! The morning's list of a day, and what of it is done.

use chrono::{NaiveDate, NaiveDateTime};
use followthrough::{
    CadenceName, CategoryName, ChannelName, Error, Plan, Policy, Schedule, ScheduleItem, Seconds,
    Stage, Windows, Work,
};

use crate::kind::{Kind, kind};
use crate::state::{span, state_on};
use crate::{Log, Outcome, Row};

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
/// since, such as the work of an answer, is added at its end.
///
/// # Errors
/// As those of [`Plan::schedule`].
pub fn today(plan: &Plan, log: &Log) -> Result<Today, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    let morning = Plan {
        pipeline: state_on(plan, &log.before(plan.first_day), &windows).prospects,
        ..plan.clone()
    };
    let fit = morning.fit(Policy::Level, None)?;
    let schedule = morning.schedule(&fit)?;
    Ok(told(plan, log, &windows, &schedule))
}

fn told(plan: &Plan, log: &Log, windows: &Windows<'_>, schedule: &Schedule) -> Today {
    let date = plan.first_day;
    let mut items = Vec::new();
    let mut outside = Vec::new();
    if let Some(day) = schedule.days.iter().find(|day| day.date == date) {
        for segment in &day.segments {
            for item in &segment.items {
                items.push(planned(item, Some(&segment.block)));
            }
        }
        for item in &day.machine {
            items.push(planned(item, None));
        }
        for open in &day.not_today {
            outside.push(Outside {
                done: rows_of(log, &open.id, date)
                    .any(|row| is_about(plan, log, row, open.touch, Work::Touch)),
                id: open.id.clone(),
                name: open.name.clone(),
                touch: open.touch,
                reason: open.reason.clone(),
            });
        }
    }
    for item in &mut items {
        settle(plan, log, date, item);
    }
    let new = new_work(plan, log, windows, &items);
    items.extend(new);
    let mut today = Today {
        date,
        done: 0,
        total: 0,
        left: 0,
        planned: 0,
        items,
        outside,
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

/// Whether a row is about a touch, or about the work of that kind.
fn is_about(plan: &Plan, log: &Log, row: &Row, touch: Option<u32>, work: Work) -> bool {
    let row_of = plan.pipeline.iter().find(|one| one.id == log.text(row.id));
    let cadence = row_of.and_then(|one| plan.cadence(&one.cadence));
    match (kind(log, row, cadence), work) {
        (Kind::Touch(number), Work::Touch) => touch == Some(number),
        // A log without numbers has one touch of a prospect a day.
        (Kind::Unsaid, Work::Touch | Work::Reply) => true,
        (Kind::Other, Work::Reply) => row.outcome == Outcome::Done,
        (Kind::Prep, Work::Prep) => true,
        _ => false,
    }
}

/// What the day's rows of the log say of one thing on the list.
fn settle(plan: &Plan, log: &Log, date: NaiveDate, item: &mut TodayItem) {
    let Some(id) = item.id.clone() else {
        return;
    };
    for row in rows_of(log, &id, date) {
        let about = is_about(plan, log, row, item.touch, item.work);
        if about && !matches!(row.outcome, Outcome::Later(_)) {
            item.status = Status::Done;
            let word = log.outcome_word(row.outcome).replace('_', " ");
            item.why = match row.time {
                Some(time) => format!("{word} at {}", time.format("%H:%M")),
                None => word,
            };
            return;
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
        item.status = Status::Gone;
        item.why = gone;
        return;
    }
}

/// The work of answers that came today.
fn new_work(plan: &Plan, log: &Log, windows: &Windows<'_>, items: &[TodayItem]) -> Vec<TodayItem> {
    let date = plan.first_day;
    let mut new = Vec::new();
    for (id, rows) in log.prospects() {
        let answered = rows
            .iter()
            .filter(|row| row.date == date)
            .find(|row| row.outcome.is_answer());
        let Some(answered) = answered else { continue };
        let is_listed =
            |item: &TodayItem| item.work == Work::Reply && item.id.as_deref() == Some(id);
        let Some(row) = plan.pipeline.iter().find(|row| row.id == id) else {
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
            after.any(|row| row.date == date && is_about(plan, log, row, None, Work::Reply));
        if is_done {
            item.status = Status::Done;
        }
        new.push(item);
    }
    new
}
