//! Load against usable time and intake, week by week, as numbers with their names: what tables and pictures show.

use chrono::NaiveDate;
use followthrough::{CategoryName, CategoryTime, Fit, Plan, Seconds, Week};

use crate::weeks::columns;
use crate::words::{count, day, length, short_day, thousands};

/// The load on the time of one category, or of several that share their blocks, week by week.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Load {
    /// The categories.
    pub categories: Vec<CategoryName>,
    /// The weeks that begin in the horizon, in order.
    pub weeks: Vec<WeekLoad>,
}

/// One week of a [`Load`]. Whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WeekLoad {
    /// The week's first day.
    pub from: NaiveDate,
    /// What a reader calls the week: `23 Nov`, with the year where it is not that of the plan's first day.
    pub name: String,
    /// What is owed already.
    pub owed: Seconds,
    /// What new prospects need.
    pub new: Seconds,
    /// What touches can be placed in.
    pub usable: Seconds,
}

/// The load of every category that has any, by name.
#[must_use]
pub fn loads(plan: &Plan, fit: &Fit) -> Vec<Load> {
    let weeks = shown(fit);
    let of = |names: Vec<&CategoryName>| Load {
        weeks: weeks
            .iter()
            .map(|week| {
                let (owed, new, usable) = time(week, &names);
                WeekLoad {
                    from: week.from,
                    name: short_day(week.from, plan.first_day),
                    owed,
                    new,
                    usable,
                }
            })
            .collect(),
        categories: names.into_iter().cloned().collect(),
    };
    columns(plan, &weeks).into_iter().map(of).collect()
}

/// The weeks that begin in the horizon.
fn shown(fit: &Fit) -> Vec<&Week> {
    let weeks = fit.weeks.iter();
    weeks.filter(|week| week.from <= fit.horizon.to).collect()
}

/// Owed, new and usable time of categories together; a block of two categories is counted once.
pub(crate) fn time(week: &Week, names: &[&CategoryName]) -> (Seconds, Seconds, Seconds) {
    let times: Vec<&CategoryTime> = names
        .iter()
        .filter_map(|name| week.categories.get(*name))
        .collect();
    let sum = |part: fn(&CategoryTime) -> Seconds| -> Seconds {
        times.iter().map(|time| part(time)).sum()
    };
    let usable = sum(|time| time.usable - time.shared.min(time.usable));
    (sum(|time| time.committed), sum(|time| time.new), usable)
}

impl Load {
    /// `calling`, or `follow_up + research` where they share their blocks.
    #[must_use]
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.categories.iter().map(CategoryName::as_str).collect();
        names.join(" + ")
    }

    /// What the weeks show, in sentences: for those who do not see the picture.
    #[must_use]
    pub fn told(&self) -> String {
        let Some((first, last)) = self.weeks.first().zip(self.weeks.last()) else {
            return "There is no week to show.".to_owned();
        };
        let used = |week: &WeekLoad| week.owed + week.new;
        let total =
            |part: fn(&WeekLoad) -> Seconds| -> Seconds { self.weeks.iter().map(part).sum() };
        let fullest = self
            .weeks
            .iter()
            .filter(|week| week.usable > 0)
            .max_by(|one, other| {
                let share = |week: &WeekLoad| used(week) as f64 / week.usable as f64;
                share(one)
                    .total_cmp(&share(other))
                    .then(other.from.cmp(&one.from))
            });
        let mut text = format!(
            "In the weeks of {} to {}, {} of {} are usable: {} are owed already and {} go to new prospects.",
            first.name,
            last.name,
            length(total(|week| week.usable)),
            self.name(),
            length(total(|week| week.owed)),
            length(total(|week| week.new)),
        );
        if let Some(week) = fullest.filter(|week| used(week) > 0) {
            text.push_str(&format!(
                " The fullest week is that of {}: {} of {}.",
                week.name,
                length(used(week)),
                length(week.usable)
            ));
        }
        text
    }
}

/// How many are started in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WeekIntake {
    /// The week's first day.
    pub from: NaiveDate,
    /// What a reader calls the week.
    pub name: String,
    /// How many are started.
    pub starts: u32,
    /// How many may be, to keep to the pace; `None` where the plan keeps to none.
    pub quota: Option<u32>,
}

/// How many are started in the weeks that begin in the horizon.
#[must_use]
pub fn intake(plan: &Plan, fit: &Fit) -> Vec<WeekIntake> {
    let weeks = shown(fit).into_iter();
    weeks
        .map(|week| WeekIntake {
            from: week.from,
            name: short_day(week.from, plan.first_day),
            starts: week.starts,
            quota: week.quota,
        })
        .collect()
}

/// What the weeks of an intake show, in sentences.
#[must_use]
pub fn intake_told(fit: &Fit, weeks: &[WeekIntake]) -> String {
    let total: u64 = weeks.iter().map(|week| u64::from(week.starts)).sum();
    let mut text = format!(
        "{} started in {}, to {}.",
        count(total, "prospect is", "prospects are"),
        count(weeks.len() as u64, "week", "weeks"),
        day(fit.horizon.to, fit.horizon.from)
    );
    let short: Vec<String> = weeks
        .iter()
        .filter_map(|week| {
            let quota = week.quota.filter(|quota| week.starts < *quota)?;
            Some(format!(
                "{} of {} in the week of {}",
                thousands(week.starts),
                thousands(quota),
                week.name
            ))
        })
        .collect();
    if !short.is_empty() {
        text.push_str(&format!(
            " Fewer than the pace asks for: {}.",
            crate::words::and(&short)
        ));
    }
    text
}

/// How many are started up to and in each week that begins in the horizon: at the pace, and by a blitz that starts
/// `blitz` on the first day and nobody after. In sentences.
#[must_use]
pub fn blitz_told(weeks: &[WeekIntake], blitz: u32) -> String {
    let mut started = 0_u64;
    let reached = weeks.iter().find(|week| {
        started += u64::from(week.starts);
        started >= u64::from(blitz)
    });
    let total: u64 = weeks.iter().map(|week| u64::from(week.starts)).sum();
    let first = format!(
        "A blitz alone starts {} at once, and nobody after.",
        count(blitz, "prospect", "prospects")
    );
    match reached {
        Some(week) if blitz > 0 => format!(
            "{first} The pace has started as many by the end of the week of {}, and {} by the end of the horizon.",
            week.name,
            thousands(total)
        ),
        _ => format!(
            "{first} The pace has started {} by the end of the horizon.",
            thousands(total)
        ),
    }
}
