//! The package's values as the core's: what a plan made in Python says.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use followthrough::{
    Away, AwayWindows, Block, Cadence, CadenceName, Cap, Channel, Days, Hours, Interval, LostDays,
    MixPart, Pattern, Plan, Prep, Prospect, Repeat, ReplyWork, Share, Stage, Touch, Workweek, Zone,
    weekday_named,
};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::{PlanError, to_python};
use crate::pipeline::Prospects;

fn invalid(message: impl ToString, code: &'static str) -> PyErr {
    PlanError::new_err((message.to_string(), code))
}

fn core<T>(result: Result<T, followthrough::Error>) -> PyResult<T> {
    result.map_err(|error| to_python(error.into()))
}

fn name<T: FromStr<Err = followthrough::InvalidName>>(text: &str) -> PyResult<T> {
    text.parse().map_err(|error| invalid(error, "invalid_name"))
}

/// The cadence of that name.
pub(crate) fn named(text: &str) -> PyResult<CadenceName> {
    name(text)
}

fn optional_name<T: FromStr<Err = followthrough::InvalidName>>(
    text: Option<&str>,
) -> PyResult<Option<T>> {
    text.map(name).transpose()
}

fn share(value: f64) -> PyResult<Share> {
    Share::try_from(value).map_err(|error| invalid(error, "invalid_share"))
}

pub(crate) fn zone_named(name: &str) -> PyResult<Zone> {
    name.parse().map_err(|error| invalid(error, "unknown_zone"))
}

/// A `ZoneInfo`, by its key.
fn zone(value: &Bound<'_, PyAny>) -> PyResult<Zone> {
    zone_named(value.getattr("key")?.cast::<PyString>()?.to_str()?)
}

fn optional_zone(value: &Bound<'_, PyAny>) -> PyResult<Option<Zone>> {
    if value.is_none() {
        Ok(None)
    } else {
        zone(value).map(Some)
    }
}

fn weekdays(names: &[String]) -> PyResult<Vec<Weekday>> {
    let weekday =
        |name: &String| weekday_named(name).map_err(|error| invalid(error, "unknown_weekday"));
    names.iter().map(weekday).collect()
}

/// An aware datetime of any zone as an instant.
pub(crate) fn instant(value: &Bound<'_, PyAny>) -> PyResult<DateTime<Utc>> {
    let utc = Utc.into_pyobject(value.py())?;
    value.call_method1("astimezone", (utc,))?.extract()
}

#[derive(FromPyObject)]
struct TouchParts {
    channel: String,
    after: u32,
    within: u32,
    with_previous: bool,
    category: Option<String>,
    effort: Option<TimeDelta>,
    message: Option<String>,
    reply: Option<f64>,
    refers_to: Option<u32>,
}

impl TouchParts {
    fn touch(self) -> PyResult<Touch> {
        Ok(Touch {
            after: self.after,
            within: self.within,
            with_previous: self.with_previous,
            channel: name(&self.channel)?,
            category: optional_name(self.category.as_deref())?,
            effort: self.effort,
            message: self.message,
            reply: self.reply,
            refers_to: self.refers_to,
        })
    }
}

#[derive(FromPyObject)]
struct PrepParts {
    category: String,
    effort: TimeDelta,
    ahead: u32,
}

#[derive(FromPyObject)]
struct ReplyParts {
    category: String,
    effort: TimeDelta,
    within: u32,
}

#[derive(FromPyObject)]
struct RepeatParts {
    after: u32,
    within: u32,
    times: Option<u32>,
    channel: String,
    category: Option<String>,
    effort: Option<TimeDelta>,
    message: Option<String>,
    promised: bool,
}

#[derive(FromPyObject)]
struct CadenceParts {
    name: String,
    touches: Vec<TouchParts>,
    days: String,
    segment: Option<String>,
    prep: Option<PrepParts>,
    on_reply: Option<ReplyParts>,
    repeat: Option<RepeatParts>,
}

impl CadenceParts {
    fn cadence(self) -> PyResult<Cadence> {
        let touches = self
            .touches
            .into_iter()
            .map(TouchParts::touch)
            .collect::<PyResult<_>>()?;
        let mut cadence = core(Cadence::new(name(&self.name)?, touches))?;
        if self.days == "calendar" {
            cadence = cadence.with_days(Days::Calendar);
        }
        if let Some(segment) = self.segment {
            cadence = cadence.with_segment(segment);
        }
        if let Some(prep) = self.prep {
            let category = name(&prep.category)?;
            cadence = cadence.with_prep(Prep {
                category,
                effort: prep.effort,
                ahead: prep.ahead,
            });
        }
        if let Some(work) = self.on_reply {
            let category = name(&work.category)?;
            cadence = cadence.with_on_reply(ReplyWork {
                category,
                effort: work.effort,
                within: work.within,
            });
        }
        if let Some(repeat) = self.repeat {
            cadence = core(cadence.with_repeat(Repeat {
                after: repeat.after,
                within: repeat.within,
                times: repeat.times,
                channel: name(&repeat.channel)?,
                category: optional_name(repeat.category.as_deref())?,
                effort: repeat.effort,
                message: repeat.message,
                promised: repeat.promised,
            }))?;
        }
        Ok(cadence)
    }
}

#[derive(FromPyObject)]
struct CapParts {
    day: Option<u32>,
    week: Option<u32>,
}

#[derive(FromPyObject)]
struct HoursParts {
    #[pyo3(attribute("from_"))]
    from: NaiveTime,
    to: NaiveTime,
}

#[derive(FromPyObject)]
struct ChannelParts {
    category: Option<String>,
    effort: Option<TimeDelta>,
    cap: Option<CapParts>,
    counts_as: Option<String>,
    hours: Option<HoursParts>,
}

impl ChannelParts {
    fn channel(self) -> PyResult<Channel> {
        let hours = |hours: HoursParts| {
            Hours::new(hours.from, hours.to).ok_or_else(|| {
                let message = format!(
                    "contact hours from {} to {} hold no time",
                    hours.from, hours.to
                );
                invalid(message, "hours_reversed")
            })
        };
        Ok(Channel {
            category: optional_name(self.category.as_deref())?,
            effort: self.effort,
            cap: self
                .cap
                .map(|cap| Cap {
                    day: cap.day,
                    week: cap.week,
                })
                .unwrap_or_default(),
            counts_as: optional_name(self.counts_as.as_deref())?,
            hours: self.hours.map(hours).transpose()?,
        })
    }
}

#[derive(FromPyObject)]
struct BlockParts<'py> {
    categories: Vec<String>,
    days: Option<Vec<String>>,
    rrule: Option<String>,
    start: NaiveTime,
    length: TimeDelta,
    name: Option<String>,
    #[pyo3(attribute("from_"))]
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    skip: Vec<NaiveDate>,
    also: Vec<NaiveDate>,
    reserve: Option<f64>,
    timezone: Bound<'py, PyAny>,
}

impl BlockParts<'_> {
    fn block(self) -> PyResult<Block> {
        let pattern = match self.rrule {
            Some(rule) => Pattern::Rule(rule.parse().map_err(|error| {
                invalid(
                    format!("the rule `{rule}` of a block cannot be used: {error}"),
                    "invalid_rule",
                )
            })?),
            None => Pattern::Weekdays(weekdays(&self.days.unwrap_or_default())?),
        };
        let categories = self
            .categories
            .iter()
            .map(|category| name(category))
            .collect::<PyResult<_>>()?;
        let mut block = core(Block::new(categories, pattern, self.start, self.length))?;
        block.name = self.name;
        block.from = self.from;
        block.to = self.to;
        block.skip = self.skip.into_iter().collect();
        block.also = self.also.into_iter().collect();
        block.reserve = self.reserve.map(share).transpose()?;
        block.zone = optional_zone(&self.timezone)?;
        Ok(block)
    }
}

#[derive(FromPyObject)]
struct AwayParts {
    #[pyo3(attribute("from_"))]
    from: NaiveDate,
    to: NaiveDate,
    label: String,
    windows: String,
}

#[derive(FromPyObject)]
struct ProspectParts<'py> {
    id: String,
    name: String,
    cadence: String,
    stage: String,
    next_touch: Option<u32>,
    due: Option<NaiveDate>,
    last_touch: Option<NaiveDate>,
    started: Option<NaiveDate>,
    priority: u32,
    timezone: Bound<'py, PyAny>,
    owner: Option<String>,
    segment: Option<String>,
    note: Option<String>,
    count: u32,
}

impl ProspectParts<'_> {
    fn prospect(self) -> PyResult<Prospect> {
        let stage: Stage = self.stage.parse().map_err(|error| {
            let message = format!("prospect `{}`: {error}", self.id);
            invalid(message, "unknown_stage")
        })?;
        Ok(Prospect {
            cadence: name(&self.cadence)?,
            stage,
            zone: optional_zone(&self.timezone)?,
            id: self.id,
            name: self.name,
            next_touch: self.next_touch,
            made: Vec::new(),
            due: self.due,
            last_touch: self.last_touch,
            started: self.started,
            priority: self.priority,
            owner: self.owner,
            segment: self.segment,
            note: self.note,
            count: self.count,
        })
    }
}

#[derive(FromPyObject)]
struct IntervalParts<'py> {
    start: Bound<'py, PyAny>,
    end: Bound<'py, PyAny>,
}

impl IntervalParts<'_> {
    fn interval(self) -> PyResult<Interval> {
        let (start, end) = (instant(&self.start)?, instant(&self.end)?);
        Interval::new(start, end).ok_or_else(|| {
            invalid(
                format!("busy time from {start} to {end} holds no time"),
                "interval_reversed",
            )
        })
    }
}

#[derive(FromPyObject)]
struct PlanParts<'py> {
    name: String,
    timezone: Bound<'py, PyAny>,
    first_day: NaiveDate,
    workweek: Vec<String>,
    holidays: Vec<NaiveDate>,
    away: Vec<AwayParts>,
    reserve: f64,
    min_segment: TimeDelta,
    lost_days: String,
    channels: Bound<'py, PyAny>,
    blocks: Vec<BlockParts<'py>>,
    cadences: Vec<CadenceParts>,
    mix: Bound<'py, PyAny>,
    expected_answers: u32,
    pipeline: Bound<'py, PyAny>,
    busy: Vec<IntervalParts<'py>>,
}

/// The pairs of a mapping, in its order.
fn pairs<'py, T>(mapping: &Bound<'py, PyAny>) -> PyResult<Vec<(String, T)>>
where
    T: for<'a> FromPyObject<'a, 'py>,
{
    let items = mapping.call_method0("items")?;
    let pair = |item: PyResult<Bound<'py, PyAny>>| {
        let item = item?;
        let value = item.get_item(1)?.extract::<T>().map_err(Into::into)?;
        Ok((item.get_item(0)?.extract()?, value))
    };
    items.try_iter()?.map(pair).collect()
}

/// The rows of a pipeline that came as a table, or of a sequence of prospects.
fn pipeline(value: &Bound<'_, PyAny>) -> PyResult<Vec<Prospect>> {
    if let Some(prospects) = Prospects::behind(value)? {
        return Ok(prospects.get().take());
    }
    let row = |row: PyResult<Bound<'_, PyAny>>| row?.extract::<ProspectParts<'_>>()?.prospect();
    value.try_iter()?.map(row).collect()
}

/// The core's plan of the package's.
pub(crate) fn plan(value: &Bound<'_, PyAny>) -> PyResult<Plan> {
    let parts: PlanParts<'_> = value.extract()?;
    let mut plan = Plan::new(parts.name, zone(&parts.timezone)?, parts.first_day);
    plan.workweek = Workweek::new(weekdays(&parts.workweek)?).ok_or_else(|| {
        invalid(
            "the workweek has no day, expected at least one",
            "no_workday",
        )
    })?;
    plan.holidays = parts.holidays.into_iter().collect();
    let away = |away: AwayParts| Away {
        from: away.from,
        to: away.to,
        label: away.label,
        windows: if away.windows == "keep" {
            AwayWindows::Keep
        } else {
            AwayWindows::Shift
        },
    };
    plan.away = parts.away.into_iter().map(away).collect();
    plan.reserve = share(parts.reserve)?;
    plan.min_segment = parts.min_segment;
    plan.lost_days = if parts.lost_days == "keep" {
        LostDays::Keep
    } else {
        LostDays::Shift
    };
    for (channel, value) in pairs::<ChannelParts>(&parts.channels)? {
        plan.channels.insert(name(&channel)?, value.channel()?);
    }
    plan.blocks = parts
        .blocks
        .into_iter()
        .map(BlockParts::block)
        .collect::<PyResult<_>>()?;
    plan.cadences = parts
        .cadences
        .into_iter()
        .map(CadenceParts::cadence)
        .collect::<PyResult<_>>()?;
    for (cadence, count) in pairs::<u32>(&parts.mix)? {
        plan.mix.push(MixPart {
            cadence: name(&cadence)?,
            count,
        });
    }
    plan.expect.answers = parts.expected_answers;
    plan.pipeline = pipeline(&parts.pipeline)?;
    plan.busy = parts
        .busy
        .into_iter()
        .map(IntervalParts::interval)
        .collect::<PyResult<_>>()?;
    Ok(plan)
}
