//! A plan as it stood: whose touch was to be made where, for a later plan to keep to and to be compared with.

use chrono::NaiveDate;
use followthrough::{Place, Places, Schedule, Whose, Work};

/// A plan as it stood on a morning.
///
/// Made of a [`Schedule`], or read from one that was written as JSON (`schedule --json`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// The day on whose morning it stood.
    pub since: NaiveDate,
    /// What was to be done, by day; touches of unpromised tails left out.
    pub items: Vec<Stood>,
}

/// One touch, prep or the work of an answer, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stood {
    /// Whose it is.
    pub whose: Whose,
    /// What lists show.
    pub name: String,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1.
    pub touch: Option<u32>,
    /// How it is made.
    pub channel: Option<String>,
    /// The day.
    pub date: NaiveDate,
    /// What the block is called; `None` for what needs none.
    pub block: Option<String>,
    /// The piece of a block, as [`ScheduleSegment::key`](followthrough::ScheduleSegment::key) names it.
    pub segment: Option<String>,
    /// The last day on which it kept the promise.
    pub closes: NaiveDate,
}

impl Stood {
    /// The prospect; `None` for one that was nobody in particular.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match &self.whose {
            Whose::Prospect { id, .. } => Some(id),
            Whose::New { .. } => None,
        }
    }
}

impl Standing {
    /// The plan that a schedule tells; `since` is the day that it was made for.
    #[must_use]
    pub fn of(schedule: &Schedule, since: NaiveDate) -> Self {
        let mut items = Vec::new();
        for day in &schedule.days {
            let blocks = day.segments.iter().flat_map(|segment| {
                let place = (segment.block.clone(), segment.key());
                segment
                    .items
                    .iter()
                    .map(move |item| (item, Some(place.clone())))
            });
            let machine = day.machine.iter().map(|item| (item, None));
            for (item, place) in blocks.chain(machine) {
                let Some(whose) = item.whose().filter(|_| !item.spare) else {
                    continue;
                };
                let (block, segment) = place.unzip();
                items.push(Stood {
                    whose,
                    name: item.name.clone(),
                    work: item.work,
                    touch: item.touch,
                    channel: item.channel.as_ref().map(ToString::to_string),
                    date: day.date,
                    block,
                    segment,
                    closes: item.closes,
                });
            }
        }
        Self { since, items }
    }

    /// Where everything stood that lay in a block, for [`Plan::schedule_with`](followthrough::Plan::schedule_with).
    #[must_use]
    pub fn places(&self) -> Places {
        let place = |item: &Stood| {
            Some(Place {
                whose: item.whose.clone(),
                work: item.work,
                touch: item.touch,
                segment: item.segment.clone()?,
            })
        };
        let last = self.items.iter().map(|item| item.date).max();
        Places {
            until: last.unwrap_or(self.since),
            places: self.items.iter().filter_map(place).collect(),
        }
    }
}

/// What is read of a schedule's JSON.
#[cfg(feature = "serde")]
mod written {
    use super::{NaiveDate, Standing, Stood, Whose, Work};
    use chrono::NaiveDateTime;
    use followthrough::{CadenceName, CategoryName, ScheduleSegment};
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer};

    #[derive(Deserialize)]
    struct Document {
        kind: String,
        plan: Header,
        days: Vec<Day>,
    }

    #[derive(Deserialize)]
    struct Header {
        first_day: NaiveDate,
    }

    #[derive(Deserialize)]
    struct Day {
        date: NaiveDate,
        segments: Vec<Segment>,
        machine: Vec<Item>,
    }

    #[derive(Deserialize)]
    struct Segment {
        block: String,
        name: Option<String>,
        categories: Vec<String>,
        planned_start: NaiveDateTime,
        nth: u32,
        piece: u32,
        items: Vec<Item>,
    }

    #[derive(Deserialize)]
    struct Item {
        id: Option<String>,
        name: String,
        cadence: String,
        work: String,
        touch: Option<u32>,
        channel: Option<String>,
        start: Option<NaiveDate>,
        number: Option<u32>,
        spare: bool,
        closes: NaiveDate,
    }

    impl Segment {
        fn key<E: serde::de::Error>(&self) -> Result<String, E> {
            let category = |name: &String| name.parse::<CategoryName>().map_err(E::custom);
            let segment = ScheduleSegment {
                block: self.block.clone(),
                name: self.name.clone(),
                categories: self
                    .categories
                    .iter()
                    .map(category)
                    .collect::<Result<_, _>>()?,
                planned_start: self.planned_start,
                nth: self.nth,
                piece: self.piece,
                start: chrono::DateTime::UNIX_EPOCH,
                end: chrono::DateTime::UNIX_EPOCH,
                local_start: self.planned_start,
                local_end: self.planned_start,
                usable: 0,
                items: Vec::new(),
            };
            Ok(segment.key())
        }
    }

    impl Item {
        fn stood<E: serde::de::Error>(
            self,
            date: NaiveDate,
            block: Option<(&str, &str)>,
        ) -> Result<Option<Stood>, E> {
            let whose = match (self.id, self.start, self.number) {
                (Some(id), start, _) => Whose::Prospect { id, start },
                (None, Some(start), Some(number)) => Whose::New {
                    cadence: self.cadence.parse::<CadenceName>().map_err(E::custom)?,
                    start,
                    number,
                },
                _ => return Ok(None),
            };
            Ok((!self.spare).then_some(Stood {
                whose,
                name: self.name,
                work: self.work.parse::<Work>().map_err(E::custom)?,
                touch: self.touch,
                channel: self.channel,
                date,
                block: block.map(|(block, _)| block.to_owned()),
                segment: block.map(|(_, key)| key.to_owned()),
                closes: self.closes,
            }))
        }
    }

    impl<'de> Deserialize<'de> for Standing {
        /// Reads what `schedule --json` writes.
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let document = Document::deserialize(deserializer)?;
            if document.kind != "schedule" {
                return Err(D::Error::custom(format!(
                    "the answer is a `{}`, expected a `schedule`",
                    document.kind
                )));
            }
            let mut items = Vec::new();
            for day in document.days {
                for segment in day.segments {
                    let key: String = segment.key()?;
                    for item in segment.items {
                        items.extend(item.stood(day.date, Some((&segment.block, &key)))?);
                    }
                }
                for item in day.machine {
                    items.extend(item.stood(day.date, None)?);
                }
            }
            Ok(Self {
                since: document.plan.first_day,
                items,
            })
        }
    }
}
