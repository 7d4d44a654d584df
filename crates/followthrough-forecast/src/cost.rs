//! What each meeting costs, in prospects: the plan is asked again without it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    CategoryName, Error, Horizon, Interval, Look, Plan, Seconds, WEEKDAYS, union, weekday_word,
};
use serde::Serialize;

use crate::slot::{self, Slot};
use crate::starts::{Starts, asked};

/// A meeting, or days away, that may be priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// What it is called.
    pub title: String,
    /// Where it stands, such as `busy.ics:34`.
    pub place: Option<String>,
    /// The time that it takes, in any order.
    pub times: Vec<Interval>,
    /// The days that it takes: which of [`Plan::away`], from 0.
    pub away: Vec<usize>,
    /// Whether it is only asked about: it is not part of the plan, and is priced by adding it.
    pub proposed: bool,
}

impl Meeting {
    /// A meeting that is part of the plan's busy time.
    #[must_use]
    pub fn new(title: impl Into<String>, times: Vec<Interval>) -> Self {
        Self {
            title: title.into(),
            place: None,
            times,
            away: Vec::new(),
            proposed: false,
        }
    }

    /// The meetings of a plan whose busy time has no titles: what begins on the same weekday at the same clock time and is as
    /// long is one of them.
    #[must_use]
    pub fn recurring(plan: &Plan) -> Vec<Self> {
        let mut found: BTreeMap<(u32, NaiveTime, TimeDelta), Vec<Interval>> = BTreeMap::new();
        for time in &plan.busy {
            let local = plan.zone.local(time.start());
            let day = local.weekday().num_days_from_monday();
            let key = (day, local.time(), time.length());
            found.entry(key).or_default().push(*time);
        }
        let meetings = found.into_values();
        meetings.map(|times| Self::new("busy", times)).collect()
    }

    /// A meeting that is only asked about: every week on these days from the plan's first day on, as far as an answer over
    /// the horizon looks; of no length, or longer than a day, it takes no time.
    ///
    /// # Errors
    /// What [`Plan::outlook`] says.
    pub fn weekly(
        plan: &Plan,
        horizon: Option<Horizon>,
        days: &[Weekday],
        start: NaiveTime,
        length: TimeDelta,
    ) -> Result<Self, Error> {
        let (_, end) = plan.outlook(Some(horizon.unwrap_or(Horizon::Quarter)))?;
        let length = Some(length).filter(|length| *length <= TimeDelta::days(1));
        let occurrence = |date: NaiveDate| {
            let local = date.and_time(start);
            let (from, to) = (plan.zone.instant(local), plan.zone.instant(local + length?));
            Interval::new(from, to)
        };
        let dates = plan.first_day.iter_days();
        let times = dates
            .take_while(|date| plan.zone.midnight(*date) < end)
            .filter(|date| days.contains(&date.weekday()))
            .filter_map(occurrence);
        Ok(Self {
            title: "the meeting that is asked about".to_owned(),
            place: None,
            times: times.collect(),
            away: Vec::new(),
            proposed: true,
        })
    }
}

/// When a meeting takes place over the horizon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// On which days of the week, Monday first.
    #[serde(serialize_with = "words_of_days")]
    pub days: Vec<Weekday>,
    /// When it begins on the plan's clock, most often.
    pub start: NaiveTime,
    /// How long it is then.
    pub seconds: Seconds,
    /// How often it takes place.
    pub times: u32,
    /// The first day.
    pub first: NaiveDate,
}

fn words_of_days<S: serde::Serializer>(days: &[Weekday], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(days.iter().map(|day| weekday_word(*day)))
}

/// Days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// What one meeting costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingCost {
    /// What it is called.
    pub title: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Whether it is only asked about, and was priced by adding it.
    pub proposed: bool,
    /// When it takes place over the horizon; `None` where it takes whole days alone.
    pub rhythm: Option<Rhythm>,
    /// The days away that it makes.
    pub days: Vec<Days>,
    /// What it takes from blocks over the horizon, by category; time that other events take as well included.
    pub taken: BTreeMap<CategoryName, Seconds>,
    /// What is started without it; for a proposed one what is started with it.
    #[serde(flatten)]
    pub starts: Starts,
    /// Prospects a full week that it costs.
    pub per_week: i64,
    /// Prospects over the horizon that it costs.
    pub over_horizon: i64,
    /// Whether `per_week` and `over_horizon` are exact: what is started is proved to be the most, with and without it.
    pub exact: bool,
    /// The nearest time at which it would cost nothing, where it costs anything and there is one.
    pub slot: Option<Slot>,
}

/// What the meetings of a plan cost, the dearest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// The days on which starts are counted.
    pub horizon: Look,
    /// What is started with all of them.
    pub with_all: Starts,
    /// What is started without any meeting that is on the calendar.
    pub without_any: Starts,
    /// Each of them that takes time from blocks, or days, by cost.
    pub meetings: Vec<MeetingCost>,
    /// How many meetings lie outside of all blocks, and so cost nothing.
    pub beside: u32,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// Prices meetings: each one by asking the plan again without it. `horizon` is a quarter where `None`.
///
/// A meeting is all occurrences of an event. What it costs is what [`Plan::fit`] says without it less what it says with it,
/// in the pace and in the starts of the horizon. Meetings that share time cost less each than both together. The nearest
/// time at which a meeting costs nothing keeps its length, its rhythm and its weeks: it is moved by whole days and quarter
/// hours, inside the hours from 08:00 to 18:00 or those of the blocks, where no other event is.
///
/// `watch` is told how many plans were asked of how many that are known to be asked, and says whether to go on; `None`
/// where it said no.
///
/// # Errors
/// What [`Plan::fit`] says.
///
/// # Example
/// ```
/// use followthrough::{Interval, Plan};
/// use followthrough_forecast::{Meeting, cost};
///
/// // An hour of calling a day from nine on, and a meeting on every Monday of a year that takes half of it.
/// let mut plan = Plan::example();
/// let first = plan.zone.instant(plan.first_day.and_hms_opt(9, 0, 0).unwrap());
/// let half = |week: i64| {
///     let start = first + chrono::TimeDelta::weeks(week);
///     Interval::new(start, start + chrono::TimeDelta::minutes(30)).unwrap()
/// };
/// let stand_up = Meeting::new("Stand-up", (0..52).map(half).collect());
/// plan.busy = stand_up.times.clone();
///
/// let cost = cost(&plan, &[stand_up], None, |_, _| true)?.unwrap();
/// assert_eq!((cost.with_all.number, cost.meetings[0].per_week), (4, 1));
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn cost(
    plan: &Plan,
    meetings: &[Meeting],
    horizon: Option<Horizon>,
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Cost>, Error> {
    let horizon = Some(horizon.unwrap_or(Horizon::Quarter));
    let desk = Desk::new(plan, meetings, horizon)?;
    let priced: Vec<&Meeting> = meetings
        .iter()
        .filter(|meeting| meeting.proposed || desk.is_in_the_way(meeting))
        .collect();
    let changed = |meeting: &&Meeting| {
        if meeting.proposed {
            desk.with(&meeting.times)
        } else {
            desk.without(meeting)
        }
    };
    let mut plans: Vec<Plan> = priced.iter().map(changed).collect();
    plans.push(desk.without_any());
    plans.push(plan.clone());
    let Some(mut fits) = asked(&plans, horizon, &mut watch)? else {
        return Ok(None);
    };
    let (Some(base), Some(free)) = (fits.pop(), fits.pop()) else {
        return Ok(None);
    };
    let total = plans.len();
    let mut costs = Vec::new();
    for (at, (meeting, fit)) in priced.iter().zip(&fits).enumerate() {
        if !watch(total + at, total + priced.len()) {
            return Ok(None);
        }
        // What it is compared with: the plan without it.
        let (with, without) = if meeting.proposed {
            (fit, &base)
        } else {
            (&base, fit)
        };
        let mut told = MeetingCost {
            title: meeting.title.clone(),
            place: meeting.place.clone(),
            proposed: meeting.proposed,
            rhythm: desk.rhythm(meeting, &base.horizon),
            days: desk.days(meeting),
            taken: desk.taken(meeting, &base.horizon),
            starts: Starts::of(fit),
            per_week: i64::from(without.number) - i64::from(with.number),
            over_horizon: i64::from(without.total) - i64::from(with.total),
            exact: Starts::of(&base).proved && Starts::of(fit).proved,
            slot: None,
        };
        if meeting.away.is_empty() && (told.per_week > 0 || told.over_horizon > 0) {
            told.slot = slot::nearest(&desk, meeting, without)?;
        }
        costs.push(told);
    }
    // Days away on days off take nothing either.
    costs.retain(|cost| {
        let costs_nothing = cost.taken.is_empty() && (cost.per_week, cost.over_horizon) == (0, 0);
        cost.proposed || !costs_nothing
    });
    let beside = meetings.len() - costs.len();
    costs.sort_by(|one, other| {
        let key = |cost: &MeetingCost| (-cost.over_horizon, -cost.per_week);
        (key(one), &one.title, &one.place).cmp(&(key(other), &other.title, &other.place))
    });
    Ok(Some(Cost {
        with_all: Starts::of(&base),
        without_any: Starts::of(&free),
        horizon: base.horizon,
        meetings: costs,
        beside: u32::try_from(beside).unwrap_or(u32::MAX),
        effort: "plan",
    }))
}

/// A plan whose calendar is made of meetings.
pub(crate) struct Desk<'plan> {
    pub(crate) plan: &'plan Plan,
    pub(crate) meetings: &'plan [Meeting],
    pub(crate) horizon: Option<Horizon>,
    /// Busy time that no meeting explains.
    unexplained: Vec<Interval>,
    /// The blocks that busy time may cut, without overlaps, as far as the calendar is known.
    blocks: Vec<Interval>,
    /// The same with what they are for and the day on which they begin.
    times: Vec<(NaiveDate, Interval, Vec<CategoryName>)>,
}

impl<'plan> Desk<'plan> {
    fn new(
        plan: &'plan Plan,
        meetings: &'plan [Meeting],
        horizon: Option<Horizon>,
    ) -> Result<Self, Error> {
        let on_calendar = meetings.iter().filter(|meeting| !meeting.proposed);
        let explained = union(
            on_calendar
                .flat_map(|meeting| meeting.times.clone())
                .collect(),
        );
        let unexplained = union(plan.busy.clone())
            .into_iter()
            .flat_map(|busy| followthrough::subtract(busy, &explained))
            .collect();
        let all = meetings.iter().flat_map(|meeting| &meeting.times);
        let local = |instant| plan.zone.local(instant).date();
        let first = all.map(|time| local(time.start())).min();
        let first = first.map_or(plan.first_day, |first| first.min(plan.first_day));
        let (_, end) = plan.outlook(horizon)?;
        let last = local(end).max(plan.first_day);
        // Without days away, whose blocks are wanted too.
        let present = Plan {
            away: Vec::new(),
            ..plan.clone()
        };
        let windows = present.windows(first, last)?;
        let times: Vec<_> = windows
            .blocks(first, last)
            .map(|block| (block.date, block.whole, block.categories))
            .collect();
        let blocks = union(times.iter().map(|(_, time, _)| *time).collect());
        Ok(Self {
            plan,
            meetings,
            horizon,
            unexplained,
            blocks,
            times,
        })
    }

    /// Whether a meeting takes time from blocks, or days.
    fn is_in_the_way(&self, meeting: &Meeting) -> bool {
        !meeting.away.is_empty() || self.take_time(&meeting.times)
    }

    /// Whether these take time from blocks.
    pub(crate) fn take_time(&self, times: &[Interval]) -> bool {
        times.iter().any(|time| {
            let from = self
                .blocks
                .partition_point(|block| block.end() <= time.start());
            self.blocks
                .get(from)
                .is_some_and(|block| block.start() < time.end())
        })
    }

    /// The busy time of all meetings but one.
    pub(crate) fn others(&self, without: &Meeting) -> Vec<Interval> {
        let others = self
            .meetings
            .iter()
            .filter(|meeting| !meeting.proposed && !std::ptr::eq(*meeting, without));
        let others = others.flat_map(|meeting| &meeting.times);
        union(self.unexplained.iter().chain(others).copied().collect())
    }

    /// The plan without a meeting.
    pub(crate) fn without(&self, meeting: &Meeting) -> Plan {
        self.freed(self.others(meeting), &meeting.away)
    }

    fn without_any(&self) -> Plan {
        let days = self.meetings.iter().flat_map(|meeting| &meeting.away);
        let days: Vec<usize> = days.copied().collect();
        self.freed(self.unexplained.clone(), &days)
    }

    /// The plan with this busy time, without some of its days away.
    fn freed(&self, busy: Vec<Interval>, days: &[usize]) -> Plan {
        let away = self.plan.away.iter().enumerate();
        let kept = away.filter(|(at, _)| !days.contains(at));
        Plan {
            busy,
            away: kept.map(|(_, away)| away.clone()).collect(),
            ..self.plan.clone()
        }
    }

    /// The plan with more busy time.
    pub(crate) fn with(&self, times: &[Interval]) -> Plan {
        Plan {
            busy: union(self.plan.busy.iter().chain(times).copied().collect()),
            ..self.plan.clone()
        }
    }

    fn days(&self, meeting: &Meeting) -> Vec<Days> {
        let away = meeting.away.iter().filter_map(|at| self.plan.away.get(*at));
        let days = away.map(|away| Days {
            from: away.from,
            to: away.to,
        });
        days.collect()
    }

    fn rhythm(&self, meeting: &Meeting, horizon: &Look) -> Option<Rhythm> {
        let local = |time: &Interval| self.plan.zone.local(time.start());
        let mut times: Vec<&Interval> = meeting.times.iter().collect();
        times.sort_unstable();
        times.dedup();
        let inside = |time: &&&Interval| (horizon.from..=horizon.to).contains(&local(time).date());
        let mut told: Vec<&Interval> = times.iter().filter(inside).copied().collect();
        if told.is_empty() {
            told = times;
        }
        let mut often: BTreeMap<(NaiveTime, Seconds), u32> = BTreeMap::new();
        let mut days: BTreeMap<u32, u32> = BTreeMap::new();
        for time in &told {
            let seconds = u64::try_from(time.length().num_seconds()).unwrap_or(0);
            *often.entry((local(time).time(), seconds)).or_default() += 1;
            let day = local(time).weekday().num_days_from_monday();
            *days.entry(day).or_default() += 1;
        }
        // The earliest of those that are as frequent.
        let most = often
            .iter()
            .max_by_key(|((start, _), times)| (**times, std::cmp::Reverse(*start)));
        let ((start, seconds), _) = most?;
        // An occurrence that was dragged to another day does not make that day one of its days.
        let fullest = days.values().copied().max().unwrap_or(0);
        let named: BTreeSet<u32> = days
            .iter()
            .filter(|(_, times)| **times * 4 > fullest)
            .map(|(day, _)| *day)
            .collect();
        let first = local(told.first()?).date();
        Some(Rhythm {
            days: named
                .into_iter()
                .filter_map(|day| WEEKDAYS.get(day as usize))
                .map(|(_, day)| *day)
                .collect(),
            start: *start,
            seconds: *seconds,
            times: u32::try_from(told.len()).unwrap_or(u32::MAX),
            first,
        })
    }

    fn taken(&self, meeting: &Meeting, horizon: &Look) -> BTreeMap<CategoryName, Seconds> {
        let times = union(meeting.times.clone());
        let days = self.days(meeting);
        let mut taken: BTreeMap<CategoryName, Seconds> = BTreeMap::new();
        for (date, block, categories) in &self.times {
            if !(horizon.from..=horizon.to).contains(date) {
                continue;
            }
            let gone = if days.iter().any(|days| (days.from..=days.to).contains(date)) {
                block.length().num_seconds()
            } else {
                let from = times.partition_point(|time| time.end() <= block.start());
                let here = times[from..]
                    .iter()
                    .map_while(|time| time.intersection(block));
                here.map(|time| time.length().num_seconds()).sum()
            };
            if gone > 0 {
                for category in categories {
                    *taken.entry(category.clone()).or_default() += gone.unsigned_abs();
                }
            }
        }
        taken
    }
}
