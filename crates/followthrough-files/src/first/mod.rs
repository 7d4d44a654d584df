//! A first plan: blocks in the time that a calendar leaves free week after week, a cadence by name, and a table, written
//! as a file with comments for somebody who goes on from there.

mod free;
mod text;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{Cadence, CategoryName, Zone, default_category, default_effort};
use followthrough_document::Document;
use followthrough_ics::read::{Busy, BusyOptions, Source, busy};

use crate::{Error, File};
use free::{Free, WEEKS, quarters};

/// What a first plan is made of.
///
/// # Example
/// ```
/// use followthrough_document::Document;
/// use followthrough_files::FirstPlan;
///
/// let asked = FirstPlan::new("desk", "America/New_York".parse()?, "2026-11-23".parse()?);
/// let proposed = asked.propose()?;
/// let document = Document::read("plan.toml", proposed.texts[0].as_bytes())?;
/// assert_eq!(document.plan("2026-11-23".parse()?).cadences.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FirstPlan {
    /// The title.
    pub name: String,
    /// The zone of all clock times.
    pub zone: Zone,
    /// The day from which calendars are looked at.
    pub first_day: NaiveDate,
    /// The days that are worked.
    pub workweek: Vec<Weekday>,
    /// The hours between which blocks may lie.
    pub hours: (NaiveTime, NaiveTime),
    /// How much time a day is set aside, all blocks together.
    pub a_day: TimeDelta,
    /// The preset of the cadence: one of [`followthrough_document::cadence_presets`].
    pub cadence: String,
    /// Calendars, by their paths as the plan is to name them.
    pub calendars: Vec<File>,
    /// The table of prospects, by its path as the plan is to name it.
    pub table: Option<File>,
}

/// A block that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProposedBlock {
    /// What it is for.
    pub category: CategoryName,
    /// The weekdays.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub start: NaiveTime,
    /// How long it is.
    pub length: TimeDelta,
    /// In how many weeks at least it is free on each of its days.
    pub free: u32,
    /// Of how many weeks.
    pub of: u32,
}

/// A first plan, in the ways in which its table may be read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProposedPlan {
    /// The plan as TOML: what says most first. The last has the table in comments, and is taken where no other can be
    /// read with it.
    pub texts: Vec<String>,
    /// Its blocks.
    pub blocks: Vec<ProposedBlock>,
    /// What was worked around in the calendars.
    pub warnings: Vec<String>,
}

/// The least share of weeks in which a block is free: three of four, and where there is no such time, half of them.
const SHARES: [(u32, u32); 2] = [(3, 4), (1, 2)];

/// Lunch is nobody's block.
const LUNCH: (u32, u32) = (12, 13);

impl FirstPlan {
    /// Five workdays from nine to five, two hours a day, and the cadence `outbound-21`; without calendars and table.
    #[must_use]
    pub fn new(name: &str, zone: Zone, first_day: NaiveDate) -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self {
            name: name.to_owned(),
            zone,
            first_day,
            workweek: vec![
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ],
            hours: (hour(9), hour(17)),
            a_day: TimeDelta::hours(2),
            cadence: "outbound-21".to_owned(),
            calendars: Vec::new(),
            table: None,
        }
    }

    /// The zone that a calendar says it is kept in, where it says one that is known.
    #[must_use]
    pub fn zone_of(calendar: &[u8]) -> Option<Zone> {
        followthrough_ics::read::home_zone(calendar)
    }

    /// Proposes blocks in time that is free, and writes the plan.
    ///
    /// # Errors
    /// [`Error::Calendar`] where a calendar cannot be read, [`Error::NoFreeTime`] where no quarter of an hour is free in
    /// half of the weeks, [`Error::Document`] where there is no cadence of the name.
    pub fn propose(&self) -> Result<ProposedPlan, Error> {
        let cadence = self.read_cadence()?;
        let (busy, warnings) = self.busy()?;
        let free = Free::of(&busy, &self.zone, self.first_day, self.hours);
        let wanted = self.wanted(&cadence);
        let mut blocks = Vec::new();
        for share in SHARES {
            blocks = self.place(&free, &wanted, share);
            if !blocks.is_empty() {
                break;
            }
        }
        if blocks.is_empty() {
            return Err(Error::NoFreeTime {
                from: self.hours.0,
                to: self.hours.1,
                weeks: WEEKS,
            });
        }
        blocks.sort_by_key(|block| {
            (
                block.start,
                block.days.first().map(Weekday::num_days_from_monday),
            )
        });
        Ok(ProposedPlan {
            texts: text::write(self, &cadence, &blocks),
            blocks,
            warnings,
        })
    }

    fn read_cadence(&self) -> Result<Cadence, Error> {
        let plan = format!(
            "format = 1\ntimezone = \"UTC\"\n[cadence.{}]\npreset = {}\n",
            text::CADENCE,
            text::quoted(&self.cadence)
        );
        let document = Document::read("the cadence", plan.as_bytes())?;
        let mut cadences = document.cadences().iter().cloned();
        Ok(cadences
            .next()
            .unwrap_or_else(|| unreachable!("a document has what it says")))
    }

    fn busy(&self) -> Result<(Busy, Vec<String>), Error> {
        let sources: Vec<Source<'_>> = self
            .calendars
            .iter()
            .map(|file| Source {
                name: &file.name,
                bytes: &file.bytes,
            })
            .collect();
        let end = self.first_day + TimeDelta::weeks(i64::from(WEEKS) + 1);
        let span = (self.zone.midnight(self.first_day), self.zone.midnight(end));
        let busy = busy(&sources, span, &self.zone, &BusyOptions::default())?;
        let warnings = busy.warnings.iter().map(ToString::to_string).collect();
        Ok((busy, warnings))
    }

    /// How long the block of each category is: a day's time, shared as the cadence's work is, in quarters of an hour.
    fn wanted(&self, cadence: &Cadence) -> Vec<(CategoryName, usize)> {
        let mut work: BTreeMap<CategoryName, i64> = BTreeMap::new();
        for touch in cadence.touches() {
            let category = touch
                .category
                .clone()
                .or_else(|| default_category(&touch.channel));
            let effort = touch.effort.or_else(|| default_effort(&touch.channel));
            if let Some((category, effort)) = category.zip(effort) {
                *work.entry(category).or_default() += effort.num_seconds();
            }
        }
        if let Some(prep) = cadence.prep() {
            *work.entry(prep.category.clone()).or_default() += prep.effort.num_seconds();
        }
        let total: i64 = work.values().sum::<i64>().max(1);
        let mut wanted: Vec<(CategoryName, usize)> = work
            .into_iter()
            .map(|(category, seconds)| {
                let length = TimeDelta::seconds(self.a_day.num_seconds() * seconds / total);
                (category, quarters(length))
            })
            .collect();
        wanted.sort_by_key(|(category, length)| (Reverse(*length), category.clone()));
        wanted
    }

    /// Blocks of each category on as many days as have room, at one time of the day as far as it goes.
    fn place(
        &self,
        free: &Free,
        wanted: &[(CategoryName, usize)],
        share: (u32, u32),
    ) -> Vec<ProposedBlock> {
        let mut taken: Vec<(Weekday, usize, usize)> = Vec::new();
        let mut blocks = Vec::new();
        for (category, length) in wanted {
            let mut days = self.workweek.clone();
            let mut lengths = vec![*length; 3];
            lengths.extend([(length / 2).max(1), 1]);
            for length in lengths {
                let best = (0..free.len())
                    .map(|start| {
                        let is_open = |day: &Weekday| {
                            let (weeks, of) = free.weeks(*day, start, length);
                            of > 0
                                && weeks * share.1 >= of * share.0
                                && !is_lunch(free, start, length)
                                && !taken.iter().any(|(other, from, to)| {
                                    other == day && *from < start + length && start < *to
                                })
                        };
                        let open: Vec<Weekday> = days.iter().copied().filter(is_open).collect();
                        (start, open)
                    })
                    .max_by_key(|(start, open)| {
                        let far = start.abs_diff(self.liked(free, category));
                        (open.len(), Reverse(far), Reverse(*start))
                    });
                let Some((start, open)) = best.filter(|(_, open)| !open.is_empty()) else {
                    continue;
                };
                days.retain(|day| !open.contains(day));
                taken.extend(open.iter().map(|day| (*day, start, start + length)));
                let weeks = open.iter().map(|day| free.weeks(*day, start, length));
                let (least, of) = weeks.min().unwrap_or_default();
                blocks.extend(free.time(start).map(|start| ProposedBlock {
                    category: category.clone(),
                    days: open,
                    start,
                    length: TimeDelta::minutes(length as i64 * free::QUARTER),
                    free: least,
                    of,
                }));
                if days.is_empty() {
                    break;
                }
            }
        }
        blocks
    }

    /// Where in the day a category's block would begin if all of it were free: calls first, writing after lunch, reading
    /// last.
    fn liked(&self, free: &Free, category: &CategoryName) -> usize {
        match category.as_str() {
            "calling" => 0,
            "research" => free.len(),
            _ => free.quarter(NaiveTime::from_hms_opt(LUNCH.1, 0, 0).unwrap_or_default()),
        }
    }
}

/// Whether a block would lie in the lunch hour.
fn is_lunch(free: &Free, start: usize, length: usize) -> bool {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let (begin, end) = (free.time(start), free.time(start + length));
    begin.is_some_and(|begin| begin < hour(LUNCH.1)) && end.is_none_or(|end| end > hour(LUNCH.0))
}
