//! How many desks a number of prospects takes by a day.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, TimeDelta};
use followthrough::{Away, AwayWindows, CadenceName, Error, Fit, Horizon, Plan, Policy, Windows};
use serde::Serialize;

use crate::starts::Starts;

/// What is to be quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Prospects to start.
    pub prospects: u32,
    /// The last day on which they may be started.
    pub by: NaiveDate,
    /// The first day of every further desk; the plan's first day where `None`.
    pub hired: Option<NaiveDate>,
    /// What share of its starts a further desk makes in its first weeks, one after the other, in hundredths; all of them
    /// after that.
    pub ramp: Vec<u32>,
    /// Workdays off in every thirteen weeks of a further desk, beside those of the plan.
    pub days_off: u32,
}

impl Quotation {
    /// So many prospects by a day, with desks that are there from the first day on, at their full pace.
    #[must_use]
    pub fn new(prospects: u32, by: NaiveDate) -> Self {
        Self {
            prospects,
            by,
            hired: None,
            ramp: Vec::new(),
            days_off: 0,
        }
    }
}

/// One week of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// Starts at the desk of the plan.
    pub this_desk: u32,
    /// Starts at each further desk.
    pub further_desk: u32,
    /// Starts from the first day on, at all desks of the quote.
    pub so_far: u64,
}

/// How many desks it takes, and when the last touch is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Prospects to start.
    pub prospects: u32,
    /// The first day.
    pub from: NaiveDate,
    /// The last day on which they may be started.
    pub by: NaiveDate,
    /// How many desks it takes, the plan's own counted; `None` where no number of them does it.
    pub desks: Option<u32>,
    /// The pace of the plan, in prospects a full week.
    pub number: u32,
    /// Starts of the plan's own desk by that day, beside what it owes already.
    pub this_desk: u32,
    /// The first day of each further desk.
    pub hired: NaiveDate,
    /// What share of its starts each further desk makes in its first weeks, in hundredths.
    pub ramp: Vec<u32>,
    /// Workdays off in every thirteen weeks of each further desk.
    pub days_off: u32,
    /// Starts of each further desk by that day.
    pub further_desk: u32,
    /// Whether it is proved that no desk starts more at its pace, so that fewer desks do not do it.
    pub proved: bool,
    /// How many more prospects than asked for so many desks start by that day.
    pub spare: u64,
    /// The day on which the last prospect is started; `None` without desks, or where nobody is asked for.
    pub last_start: Option<NaiveDate>,
    /// The day by which every promised touch is made if nobody answers.
    pub last_touch: Option<NaiveDate>,
    /// Week by week.
    pub weeks: Vec<QuoteWeek>,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// Counts the desks that a number of prospects takes by a day.
///
/// The plan's own desk starts what [`Plan::fit`] says beside all that it owes. A further desk has the plan's blocks,
/// meetings, holidays and cadences, and nobody in flight; it begins on its own first day, starts less in the weeks of its
/// ramp, and is away for its days off in the middle of every thirteen weeks. Each desk keeps to its plan, so that every
/// touch is made in its window whoever answers.
///
/// # Errors
/// What [`Plan::fit`] says.
///
/// # Example
/// ```
/// use followthrough::Plan;
/// use followthrough_forecast::{Quotation, quote};
///
/// let plan = Plan::example();
/// let mut asked = Quotation::new(200, plan.first_day + chrono::Days::new(90));
/// assert_eq!(quote(&plan, &asked)?.desks, Some(4));
/// // Who learns for a month takes another desk.
/// asked.ramp = vec![0, 0, 25, 50];
/// asked.prospects = 250;
/// assert_eq!(quote(&plan, &asked)?.desks, Some(5));
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn quote(plan: &Plan, asked: &Quotation) -> Result<Quote, Error> {
    let own_fit = plan.fit(Policy::Level, Some(Horizon::Until(asked.by)))?;
    let own = by_day(&own_fit);
    let desk = further_desk(plan, asked);
    let mut proved = Starts::of(&own_fit).proved;
    let further = if asked.by < desk.first_day {
        BTreeMap::new()
    } else {
        let fit = desk.fit(Policy::Level, Some(Horizon::Until(asked.by)))?;
        proved &= Starts::of(&fit).proved;
        ramped(&fit, &asked.ramp)
    };
    let sum = |days: &Days| days.values().map(|(count, _)| *count).sum::<u32>();
    let (this_desk, further_desk) = (sum(&own), sum(&further));
    let missing = asked.prospects.saturating_sub(this_desk);
    let desks = if asked.prospects == 0 {
        Some(0)
    } else if missing == 0 {
        Some(1)
    } else if further_desk == 0 {
        None
    } else {
        Some(1 + missing.div_ceil(further_desk))
    };
    let more = u64::from(desks.unwrap_or(1).saturating_sub(1));
    let own_counts = desks != Some(0);
    let all = if own_counts { u64::from(this_desk) } else { 0 } + more * u64::from(further_desk);
    let mut quote = Quote {
        prospects: asked.prospects,
        from: plan.first_day,
        by: asked.by,
        desks,
        number: own_fit.number,
        this_desk,
        hired: desk.first_day,
        ramp: asked.ramp.clone(),
        days_off: asked.days_off,
        further_desk,
        proved,
        spare: all.saturating_sub(asked.prospects.into()),
        last_start: None,
        last_touch: None,
        weeks: Vec::new(),
        effort: "plan",
    };
    if desks.is_some_and(|desks| desks > 0) {
        let windows = (
            plan.windows(plan.first_day, asked.by)?,
            desk.windows(desk.first_day.min(asked.by), asked.by)?,
        );
        last(&mut quote, (&own, &further, more), (&windows.0, &windows.1));
    }
    quote.weeks = weeks(plan, &own, &further, more);
    Ok(quote)
}

/// Starts by day, with the cadences that they are on.
type Days = BTreeMap<NaiveDate, (u32, Vec<CadenceName>)>;

fn by_day(fit: &Fit) -> Days {
    let mut days = Days::new();
    for start in &fit.starts {
        let day = days.entry(start.date).or_default();
        day.0 += start.count;
        day.1.push(start.cadence.clone());
    }
    days
}

/// The starts of a desk that learns: of every week of its ramp the first ones, rounded down.
fn ramped(fit: &Fit, ramp: &[u32]) -> Days {
    let mut days = by_day(fit);
    for (week, percent) in fit.weeks.iter().zip(ramp) {
        let mut left = u64::from(week.starts) * u64::from((*percent).min(100)) / 100;
        for (_, (count, _)) in days.range_mut(week.from..=week.to) {
            let kept = left.min(u64::from(*count));
            left -= kept;
            *count = u32::try_from(kept).unwrap_or(0);
        }
    }
    days.retain(|_, (count, _)| *count > 0);
    days
}

/// A desk like that of the plan, with nobody in flight.
fn further_desk(plan: &Plan, asked: &Quotation) -> Plan {
    let mut desk = Plan {
        first_day: asked.hired.unwrap_or(plan.first_day).max(plan.first_day),
        now: None,
        pipeline: Vec::new(),
        ..plan.clone()
    };
    let off = |plan: &Plan, date: NaiveDate| {
        plan.holidays.contains(&date)
            || !plan.workweek.days().contains(&date.weekday())
            || plan
                .away
                .iter()
                .any(|away| (away.from..=away.to).contains(&date))
    };
    const QUARTER: i64 = 13 * 7;
    let first_day = desk.first_day;
    let quarters = (asked.by - first_day).num_days().clamp(0, 40_000) / QUARTER;
    for quarter in 0..=quarters {
        let middle = first_day + TimeDelta::days(quarter * QUARTER + QUARTER / 2);
        // The week in the middle begins with its own first day.
        let into = middle.weekday().days_since(plan.workweek.first_day());
        let monday = middle - TimeDelta::days(into.into());
        let worked: Vec<NaiveDate> = monday
            .iter_days()
            .take(QUARTER as usize)
            .filter(|date| !off(plan, *date))
            .take(asked.days_off as usize)
            .collect();
        if let (Some(from), Some(to)) = (worked.first(), worked.last()) {
            desk.away.push(Away {
                from: *from,
                to: *to,
                label: "days off".to_owned(),
                windows: AwayWindows::Shift,
            });
        }
    }
    desk
}

/// The day of the last start, and the close of the last window that it opens.
fn last(
    quote: &mut Quote,
    (own, further, more): (&Days, &Days, u64),
    (own_windows, further_windows): (&Windows<'_>, &Windows<'_>),
) {
    let mut dates: Vec<NaiveDate> = own.keys().chain(further.keys()).copied().collect();
    dates.sort_unstable();
    dates.dedup();
    let mut so_far = 0;
    for date in dates {
        let (mine, theirs) = (own.get(&date), further.get(&date).filter(|_| more > 0));
        so_far += mine.map_or(0, |day| u64::from(day.0));
        so_far += theirs.map_or(0, |day| u64::from(day.0) * more);
        let closes = [(mine, own_windows), (theirs, further_windows)];
        for (day, windows) in closes {
            let cadences = day.iter().flat_map(|day| &day.1);
            let closed = cadences.filter_map(|cadence| last_window(windows, cadence, date));
            quote.last_touch = quote.last_touch.max(closed.max());
        }
        if so_far >= u64::from(quote.prospects) {
            quote.last_start = Some(date);
            break;
        }
    }
}

/// The close of the last window of who is started on `date`.
fn last_window(windows: &Windows<'_>, cadence: &CadenceName, date: NaiveDate) -> Option<NaiveDate> {
    let cadence = windows.cadence(cadence)?;
    let mut window = cadence.touch(1, date)?;
    for touch in 2..=cadence.promised() {
        if cadence.first_of_window(touch) == touch {
            window = cadence.after(touch, window.from)?;
        }
    }
    Some(window.to)
}

fn weeks(plan: &Plan, own: &Days, further: &Days, more: u64) -> Vec<QuoteWeek> {
    let monday = |date: NaiveDate| {
        let into = date.weekday().days_since(plan.workweek.first_day());
        (date - TimeDelta::days(into.into())).max(plan.first_day)
    };
    let mut weeks: BTreeMap<NaiveDate, (u32, u32)> = BTreeMap::new();
    for (date, (count, _)) in own {
        weeks.entry(monday(*date)).or_default().0 += count;
    }
    for (date, (count, _)) in further {
        weeks.entry(monday(*date)).or_default().1 += count;
    }
    let mut so_far = 0;
    let told = weeks.into_iter().map(|(from, (this_desk, further_desk))| {
        so_far += u64::from(this_desk) + u64::from(further_desk) * more;
        QuoteWeek {
            from,
            this_desk,
            further_desk,
            so_far,
        }
    });
    told.collect()
}
