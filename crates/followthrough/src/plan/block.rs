//! A recurring calendar block: time dedicated to one or more categories.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::{CategoryName, Error, Rule, Share, Zone};

/// Time on the calendar that is dedicated to a category, or to several.
///
/// It recurs on the wall clock of its zone, daylight saving time included. Where the clock jumps over its start, it
/// begins as late as RFC 5545 §3.3.5 says.
///
/// # Example
/// ```
/// use chrono::{NaiveTime, TimeDelta, Weekday};
/// use followthrough::{Block, Pattern};
/// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
/// let block = Block::new(
///     vec!["calling".parse()?],
///     Pattern::Weekdays(vec![Weekday::Mon, Weekday::Fri]),
///     nine,
///     TimeDelta::hours(1),
/// )?;
/// assert_eq!(block.end().to_string(), "10:00:00");
/// // A block that passes midnight is refused.
/// assert!(Block::new(block.categories().to_vec(), block.pattern().clone(), nine, TimeDelta::hours(16)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    categories: Vec<CategoryName>,
    pattern: Pattern,
    start: NaiveTime,
    length: TimeDelta,
    /// What it is called in lists and messages; its categories and start where `None`.
    pub name: Option<String>,
    /// The first day on which it may occur; a rule's DTSTART.
    pub from: Option<NaiveDate>,
    /// The last day on which it may occur.
    pub to: Option<NaiveDate>,
    /// Days on which it does not occur (EXDATE).
    pub skip: BTreeSet<NaiveDate>,
    /// Days on which it occurs too (RDATE).
    pub also: BTreeSet<NaiveDate>,
    /// Occurrences that take place at another time than planned, by the date on which they were planned: what a
    /// calendar application does when somebody drags one (RECURRENCE-ID, RFC 5545 §3.8.4.4). The pattern, `from`, `to`
    /// and `skip` do not matter for them.
    pub moved: BTreeMap<NaiveDate, Moved>,
    /// The share kept free, where not the plan's.
    pub reserve: Option<Share>,
    /// The zone of its clock, where not the plan's.
    pub zone: Option<Zone>,
}

/// When an occurrence takes place that was moved, on the block's clock.
///
/// # Example
/// ```
/// use chrono::{NaiveDate, TimeDelta};
/// use followthrough::Moved;
/// let two = NaiveDate::from_ymd_opt(2027, 1, 5).unwrap().and_hms_opt(14, 0, 0).unwrap();
/// let moved = Moved::new(two, TimeDelta::minutes(45)).unwrap();
/// assert_eq!(moved.length(), TimeDelta::minutes(45));
/// assert!(Moved::new(two, TimeDelta::zero()).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    start: NaiveDateTime,
    length: TimeDelta,
}

impl Moved {
    /// An occurrence of `length` from `start` on; `None` for less than a second or more than a day.
    #[must_use]
    pub fn new(start: NaiveDateTime, length: TimeDelta) -> Option<Self> {
        let length = TimeDelta::seconds(length.num_seconds());
        let some = TimeDelta::seconds(1) <= length && length <= TimeDelta::days(1);
        (some && start.checked_add_signed(length).is_some()).then_some(Self { start, length })
    }

    /// When it begins on the wall clock.
    #[must_use]
    pub fn start(&self) -> NaiveDateTime {
        self.start
    }

    /// How long it is on the wall clock, in whole seconds.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.length
    }
}

/// On which days a block occurs.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a plan has a handful of blocks; a box would be in every caller's way"
)]
pub enum Pattern {
    /// Every week on these days. None at all where only [`Block::also`] counts.
    Weekdays(Vec<Weekday>),
    /// By a recurrence rule (RFC 5545 §3.3.10).
    Rule(Rule),
}

impl Block {
    /// A block of `length` from `start` on, for `categories`.
    ///
    /// # Errors
    /// [`Error::BlockWithoutCategory`], [`Error::BlockWithoutLength`] (less than a second),
    /// [`Error::BlockPastMidnight`], [`Error::BlockWithinDay`]. A block may end at midnight.
    pub fn new(
        categories: Vec<CategoryName>,
        pattern: Pattern,
        start: NaiveTime,
        length: TimeDelta,
    ) -> Result<Self, Error> {
        let mut distinct: Vec<CategoryName> = Vec::with_capacity(categories.len());
        for category in categories {
            if !distinct.contains(&category) {
                distinct.push(category);
            }
        }
        if distinct.is_empty() {
            return Err(Error::BlockWithoutCategory { start });
        }
        if length.num_seconds() < 1 {
            return Err(Error::BlockWithoutLength { start });
        }
        let since_midnight = start.signed_duration_since(NaiveTime::MIN);
        if since_midnight + length > TimeDelta::days(1) {
            return Err(Error::BlockPastMidnight {
                start,
                minutes: length.num_minutes(),
            });
        }
        if let Pattern::Rule(rule) = &pattern
            && rule.names_times()
        {
            return Err(Error::BlockWithinDay {
                start,
                rule: rule.to_string(),
            });
        }
        Ok(Self {
            categories: distinct,
            pattern,
            start,
            length,
            name: None,
            from: None,
            to: None,
            skip: BTreeSet::new(),
            also: BTreeSet::new(),
            moved: BTreeMap::new(),
            reserve: None,
            zone: None,
        })
    }

    /// What it may be used for, as given; never empty, each once.
    #[must_use]
    pub fn categories(&self) -> &[CategoryName] {
        &self.categories
    }

    /// The same block on other days.
    pub(crate) fn with_pattern(self, pattern: Pattern) -> Self {
        Self { pattern, ..self }
    }

    /// On which days it occurs.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// When it begins on the wall clock.
    #[must_use]
    pub fn start(&self) -> NaiveTime {
        self.start
    }

    /// How long it is on the wall clock, in whole seconds.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.length
    }

    /// When it ends on the wall clock; 00:00 for midnight.
    #[must_use]
    pub fn end(&self) -> NaiveTime {
        self.start + self.length
    }

    /// What its occurrence planned for `date` is called for life; `nth` tells it, from 1, from other blocks of the day that
    /// would be called alike. See [`ScheduleSegment::key`](crate::ScheduleSegment::key).
    #[must_use]
    pub fn key(&self, date: NaiveDate, nth: u32) -> String {
        crate::schedule::Key {
            date,
            name: self.name.as_deref(),
            categories: &self.categories,
            nth,
        }
        .of(1)
    }

    /// What it is called: its name, else its categories and start, such as `calling 09:00`.
    #[must_use]
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| {
            let categories: Vec<&str> = self.categories.iter().map(CategoryName::as_str).collect();
            format!("{} {}", categories.join("+"), self.start.format("%H:%M"))
        })
    }
}

/// As the keys of a plan file: lengths such as `75m`, days such as `mon`; what is not set is left out, and so is what was
/// moved, which no plan file says.
#[cfg(feature = "serde")]
impl serde::Serialize for Block {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        match self.categories.as_slice() {
            [one] => map.serialize_entry("category", one)?,
            several => map.serialize_entry("category", several)?,
        }
        if let Some(name) = &self.name {
            map.serialize_entry("name", name)?;
        }
        match &self.pattern {
            Pattern::Weekdays(days) if days.is_empty() && !self.also.is_empty() => {}
            Pattern::Weekdays(days) => {
                let names: Vec<String> = days
                    .iter()
                    .map(|day| day.to_string().to_lowercase())
                    .collect();
                map.serialize_entry("days", &names)?;
            }
            Pattern::Rule(rule) => map.serialize_entry("rrule", &rule.to_string())?,
        }
        let whole = self.start.format("%S").to_string() == "00";
        let start = self.start.format(if whole { "%H:%M" } else { "%H:%M:%S" });
        map.serialize_entry("start", &start.to_string())?;
        let seconds = self.length.num_seconds();
        let length = if seconds % 60 == 0 {
            format!("{}m", seconds / 60)
        } else {
            format!("{seconds}s")
        };
        map.serialize_entry("length", &length)?;
        if let Some(from) = self.from {
            map.serialize_entry("from", &from)?;
        }
        if let Some(to) = self.to {
            map.serialize_entry("to", &to)?;
        }
        if !self.skip.is_empty() {
            map.serialize_entry("skip", &self.skip)?;
        }
        if !self.also.is_empty() {
            map.serialize_entry("also", &self.also)?;
        }
        if let Some(reserve) = self.reserve {
            map.serialize_entry("reserve", &reserve)?;
        }
        if let Some(zone) = &self.zone {
            map.serialize_entry("timezone", zone.name())?;
        }
        map.end()
    }
}
