//! Do you hold yourself to it: minutes blocked, kept free of other events, and logged.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{CategoryName, Plan, Seconds, Windows};

use crate::Log;
use crate::cause::category_of;
use crate::event::{Event, thieves};
use crate::history::{History, Use};

/// One week of one category's time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Adherence {
    /// The first day of the week.
    pub week: NaiveDate,
    /// The category.
    pub category: CategoryName,
    /// In blocks, before the reserve. A block of several categories counts for each.
    pub blocked: Seconds,
    /// Of it, not taken by other events.
    pub kept: Seconds,
    /// Logged as used, at any hour.
    pub logged: Seconds,
    /// The events that took time from blocks, those that took most first.
    pub stolen: Vec<Stolen>,
}

/// What an event took from blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Stolen {
    /// What the event is called.
    pub event: String,
    /// How much it took.
    pub seconds: Seconds,
}

#[derive(Default)]
struct Sum {
    blocked: Seconds,
    kept: Seconds,
    logged: Seconds,
    stolen: BTreeMap<String, Seconds>,
}

/// By week and category, from `from` to `to`, both included.
pub(crate) fn adherence(
    plan: &Plan,
    log: &Log,
    histories: &[History<'_>],
    windows: &Windows<'_>,
    events: &[Event],
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Adherence> {
    let mut sums: BTreeMap<(NaiveDate, CategoryName), Sum> = BTreeMap::new();
    for block in windows.blocks(from, to) {
        let week = windows.week_of(block.date);
        let whole = block.whole.length().num_seconds().unsigned_abs();
        for category in &block.categories {
            let sum = sums.entry((week, category.clone())).or_default();
            sum.blocked += whole;
            sum.kept += block.kept;
            for (title, seconds) in thieves(events, block.whole) {
                *sum.stolen.entry(title.to_owned()).or_default() += seconds;
            }
        }
    }
    for history in histories {
        for (row, usage) in history.rows.iter().zip(&history.uses) {
            let Some(seconds) = row.seconds.filter(|_| (from..=to).contains(&row.date)) else {
                continue;
            };
            let said = row.category.and_then(|word| log.text(word).parse().ok());
            let category = said.or_else(|| {
                let name = history.cadence.as_ref()?;
                let cadence = plan.cadence(name)?;
                match usage {
                    Use::Touch(number, _) => category_of(plan, name, *number),
                    Use::Prep => cadence.prep().map(|prep| prep.category.clone()),
                    Use::Work => cadence.on_reply().map(|work| work.category.clone()),
                    Use::Other => None,
                }
            });
            if let Some(category) = category {
                let key = (windows.week_of(row.date), category);
                sums.entry(key).or_default().logged += u64::from(seconds);
            }
        }
    }
    let line = |((week, category), sum): ((NaiveDate, CategoryName), Sum)| {
        let mut stolen: Vec<Stolen> = sum
            .stolen
            .into_iter()
            .map(|(event, seconds)| Stolen { event, seconds })
            .collect();
        stolen.sort_by_key(|stolen| std::cmp::Reverse(stolen.seconds));
        Adherence {
            week,
            category,
            blocked: sum.blocked,
            kept: sum.kept,
            logged: sum.logged,
            stolen,
        }
    };
    sums.into_iter().map(line).collect()
}
