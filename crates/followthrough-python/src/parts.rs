//! The core's values as the package's: what a plan read from files says.

use chrono::TimeDelta;
use followthrough::{
    Away, AwayWindows, Block, Cadence, Channel, Days, Interval, LostDays, Pattern, Plan, Prospect,
    Share, Zone, weekday_word,
};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyTuple};

/// The classes of the package, and how its values are made.
struct Maker<'py> {
    py: Python<'py>,
    module: Bound<'py, PyModule>,
}

macro_rules! made {
    ($maker:expr, $class:literal, $($name:literal: $value:expr),* $(,)?) => {{
        let arguments = PyDict::new($maker.py);
        $(arguments.set_item($name, $value)?;)*
        $maker.module.getattr($class)?.call((), Some(&arguments))
    }};
}

type Made<'py> = PyResult<Bound<'py, PyAny>>;

impl<'py> Maker<'py> {
    fn all<T>(
        &self,
        values: &[T],
        make: impl Fn(&Self, &T) -> Made<'py>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let made = values
            .iter()
            .map(|value| make(self, value))
            .collect::<PyResult<Vec<_>>>()?;
        PyTuple::new(self.py, made)
    }

    fn zone(&self, zone: &Zone) -> Made<'py> {
        self.py
            .import("zoneinfo")?
            .getattr("ZoneInfo")?
            .call1((zone.name(),))
    }

    fn optional<T>(&self, value: Option<&T>, make: impl Fn(&Self, &T) -> Made<'py>) -> Made<'py> {
        value.map_or_else(
            || self.py.None().into_bound_py_any(self.py),
            |value| make(self, value),
        )
    }

    fn cadence(&self, cadence: &Cadence) -> Made<'py> {
        let touches = self.all(cadence.touches(), |maker, touch| {
            made!(maker, "Touch",
                "channel": touch.channel.as_str(), "after": touch.after, "within": touch.within,
                "with_previous": touch.with_previous,
                "category": touch.category.as_ref().map(|category| category.as_str()),
                "effort": touch.effort, "message": touch.message.as_deref(), "reply": touch.reply,
                "refers_to": touch.refers_to,
            )
        })?;
        let prep = self.optional(cadence.prep(), |maker, prep| {
            made!(maker, "Prep", "category": prep.category.as_str(), "effort": prep.effort, "ahead": prep.ahead)
        })?;
        let on_reply = self.optional(cadence.on_reply(), |maker, work| {
            made!(maker, "ReplyWork",
                "category": work.category.as_str(), "effort": work.effort, "within": work.within,
            )
        })?;
        let repeat = self.optional(cadence.repeat(), |maker, repeat| {
            made!(maker, "Repeat",
                "after": repeat.after, "within": repeat.within, "times": repeat.times,
                "channel": repeat.channel.as_str(),
                "category": repeat.category.as_ref().map(|category| category.as_str()),
                "effort": repeat.effort, "message": repeat.message.as_deref(), "promised": repeat.promised,
            )
        })?;
        made!(self, "Cadence",
            "name": cadence.name().as_str(), "touches": touches,
            "days": match cadence.days() { Days::Business => "business", Days::Calendar => "calendar" },
            "segment": cadence.segment(), "prep": prep, "on_reply": on_reply, "repeat": repeat,
        )
    }

    fn channel(&self, channel: &Channel) -> Made<'py> {
        let cap = Some(channel.cap).filter(|cap| cap.day.is_some() || cap.week.is_some());
        let cap = self.optional(
            cap.as_ref(),
            |maker, cap| made!(maker, "Cap", "day": cap.day, "week": cap.week),
        )?;
        let hours = self.optional(
            channel.hours.as_ref(),
            |maker, hours| made!(maker, "Hours", "from_": hours.from(), "to": hours.to()),
        )?;
        made!(self, "Channel",
            "category": channel.category.as_ref().map(|category| category.as_str()),
            "effort": channel.effort, "cap": cap,
            "counts_as": channel.counts_as.as_ref().map(|channel| channel.as_str()), "hours": hours,
        )
    }

    fn block(&self, block: &Block) -> Made<'py> {
        let categories: Vec<&str> = block
            .categories()
            .iter()
            .map(|category| category.as_str())
            .collect();
        let (days, rrule) = match block.pattern() {
            Pattern::Weekdays(days) if days.is_empty() && !block.also.is_empty() => (None, None),
            Pattern::Weekdays(days) => (
                Some(PyTuple::new(
                    self.py,
                    days.iter().map(|day| weekday_word(*day)),
                )?),
                None,
            ),
            Pattern::Rule(rule) => (None, Some(rule.to_string())),
        };
        made!(self, "Block",
            "categories": PyTuple::new(self.py, categories)?, "days": days, "rrule": rrule,
            "start": block.start(), "length": block.length(), "name": block.name.as_deref(),
            "from_": block.from, "to": block.to, "skip": PyFrozenSet::new(self.py, &block.skip)?,
            "also": PyFrozenSet::new(self.py, &block.also)?, "reserve": block.reserve.map(float),
            "timezone": self.optional(block.zone.as_ref(), Self::zone)?,
        )
    }

    fn away(&self, away: &Away) -> Made<'py> {
        made!(self, "Away",
            "from_": away.from, "to": away.to, "label": &away.label,
            "windows": match away.windows { AwayWindows::Shift => "shift", AwayWindows::Keep => "keep" },
        )
    }

    fn prospect(&self, prospect: &Prospect) -> Made<'py> {
        made!(self, "Prospect",
            "id": &prospect.id, "name": &prospect.name, "cadence": prospect.cadence.as_str(),
            "stage": prospect.stage.as_str(), "next_touch": prospect.next_touch, "due": prospect.due,
            "last_touch": prospect.last_touch, "started": prospect.started, "priority": prospect.priority,
            "timezone": self.optional(prospect.zone.as_ref(), Self::zone)?,
            "owner": prospect.owner.as_deref(), "segment": prospect.segment.as_deref(),
            "note": prospect.note.as_deref(), "count": prospect.count,
        )
    }

    fn interval(&self, interval: &Interval) -> Made<'py> {
        made!(self, "Interval", "start": interval.start(), "end": interval.end())
    }
}

/// The float whose shortest decimal is the share's.
fn float(share: Share) -> f64 {
    share.to_string().parse().unwrap_or(0.0)
}

/// Prospects as the package's values.
pub(crate) fn prospects<'py>(
    py: Python<'py>,
    prospects: &[Prospect],
) -> PyResult<Bound<'py, PyTuple>> {
    let maker = Maker {
        py,
        module: py.import("followthrough._values")?,
    };
    maker.all(prospects, Maker::prospect)
}

/// Spans of time as the package's values.
pub(crate) fn intervals<'py>(
    py: Python<'py>,
    intervals: &[Interval],
) -> PyResult<Bound<'py, PyTuple>> {
    let maker = Maker {
        py,
        module: py.import("followthrough._values")?,
    };
    maker.all(intervals, Maker::interval)
}

/// The arguments of the package's `Plan`, by name, but for the pipeline.
pub(crate) fn plan<'py>(py: Python<'py>, plan: &Plan) -> PyResult<Bound<'py, PyDict>> {
    let maker = Maker {
        py,
        module: py.import("followthrough._values")?,
    };
    let channels = PyDict::new(py);
    for (name, channel) in &plan.channels {
        channels.set_item(name.as_str(), maker.channel(channel)?)?;
    }
    let mix = PyDict::new(py);
    for part in &plan.mix {
        mix.set_item(part.cadence.as_str(), part.count)?;
    }
    let parts = PyDict::new(py);
    parts.set_item("name", &plan.name)?;
    parts.set_item("timezone", maker.zone(&plan.zone)?)?;
    parts.set_item("first_day", plan.first_day)?;
    let week = plan.workweek.days().iter().map(|day| weekday_word(*day));
    parts.set_item("workweek", PyTuple::new(py, week.collect::<Vec<_>>())?)?;
    parts.set_item("holidays", PyFrozenSet::new(py, &plan.holidays)?)?;
    parts.set_item("away", maker.all(&plan.away, Maker::away)?)?;
    parts.set_item("reserve", float(plan.reserve))?;
    parts.set_item::<_, TimeDelta>("min_segment", plan.min_segment)?;
    let lost_days = match plan.lost_days {
        LostDays::Shift => "shift",
        LostDays::Keep => "keep",
    };
    parts.set_item("lost_days", lost_days)?;
    parts.set_item("channels", channels)?;
    parts.set_item("blocks", maker.all(&plan.blocks, Maker::block)?)?;
    parts.set_item("cadences", maker.all(&plan.cadences, Maker::cadence)?)?;
    parts.set_item("mix", mix)?;
    parts.set_item("expected_answers", plan.expect.answers)?;
    parts.set_item("busy", maker.all(&plan.busy, Maker::interval)?)?;
    Ok(parts)
}
