//! A rule's text: read strictly for what people write into a plan, leniently for what calendars in the wild hold, and
//! written in one canonical form.

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;

use super::{Frequency, NthWeekday, Rule, Written};

/// What is wrong with the text of a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// There is no FREQ, which every rule needs.
    #[error("rule `{rule}` has no `FREQ`, expected one such as `FREQ=WEEKLY`")]
    NoFrequency {
        /// The rule as it was given.
        rule: String,
    },
    /// A part is not a name, an equals sign and a value.
    #[error("rule part `{part}` is not of the form `NAME=VALUE`")]
    NotAPart {
        /// The part as it was given.
        part: String,
    },
    /// A part that RFC 5545 does not have.
    #[error("unknown rule part `{name}`, expected one of RFC 5545 §3.3.10{}", did_you_mean(.nearest))]
    UnknownPart {
        /// The name as it was given.
        name: String,
        /// The nearest name that RFC 5545 has.
        nearest: Option<String>,
    },
    /// The rule counts in another calendar (RFC 7529), which is not known here.
    #[error("rule counts in the calendar `{calendar}`, expected `GREGORIAN` or no `RSCALE`")]
    NotGregorian {
        /// The calendar's name.
        calendar: String,
    },
    /// A part is there twice.
    #[error("rule part `{name}` is there twice, expected it once")]
    Twice {
        /// The part's name.
        name: &'static str,
    },
    /// A value that its part cannot have.
    #[error("rule part `{name}` has the value `{value}`, expected {expected}")]
    BadValue {
        /// The part's name.
        name: &'static str,
        /// The value, or the item of a list, as it was given.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// COUNT and UNTIL exclude each other.
    #[error("rule has both `COUNT` and `UNTIL`, expected at most one of them")]
    TwoEnds,
    /// A part that has no meaning at the rule's frequency.
    #[error("rule part `{name}` has no meaning with `FREQ={frequency}`")]
    NotAtFrequency {
        /// The part's name.
        name: &'static str,
        /// The rule's frequency.
        frequency: Frequency,
    },
}

/// Something that [`Rule::lenient`] left out or put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The part as it was given.
    pub part: String,
    /// What a strict reader says about it.
    pub error: RuleError,
}

impl fmt::Display for Repair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(formatter)
    }
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

const NAMES: [&str; 14] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
    "BYSETPOS",
    "WKST",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let mut reader = Reader {
            rule: Rule::every(Frequency::Daily),
            repairs: None,
            seen: Vec::new(),
        };
        reader.read(text)
    }
}

impl Rule {
    /// Reads a rule as calendars in the wild write it.
    ///
    /// Blanks, empty parts and parts that RFC 5545 does not have (`X-`, RSCALE, SKIP) are passed over, values that
    /// cannot be read are left out of their lists, the last of several equal parts counts, and dates are read as
    /// [`Written::lenient`] reads them. A COUNT, an UNTIL, an INTERVAL or a list of which nothing is left costs that part
    /// and not the rule: a series without its end takes too much time, one without its rule too little. The second
    /// value lists what was left out.
    ///
    /// # Errors
    /// A rule of which nothing can be made: without FREQ, or in another calendar than the Gregorian.
    ///
    /// # Example
    /// ```
    /// use followthrough::Rule;
    /// let (rule, repairs) = Rule::lenient("freq=weekly; byday=MO,XX;X-NOTE=1;")?;
    /// assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=MO");
    /// assert_eq!(repairs.len(), 2);
    /// # Ok::<(), followthrough::RuleError>(())
    /// ```
    pub fn lenient(text: &str) -> Result<(Self, Vec<Repair>), RuleError> {
        let mut reader = Reader {
            rule: Rule::every(Frequency::Daily),
            repairs: Some(Vec::new()),
            seen: Vec::new(),
        };
        let rule = reader.read(text)?;
        Ok((rule, reader.repairs.unwrap_or_default()))
    }

    /// Sorts lists, and drops doubles.
    pub(super) fn tidy(&mut self) {
        fn sort<T: Ord>(list: &mut Vec<T>) {
            list.sort_unstable();
            list.dedup();
        }
        sort(&mut self.months);
        sort(&mut self.week_numbers);
        sort(&mut self.year_days);
        sort(&mut self.month_days);
        sort(&mut self.hours);
        sort(&mut self.minutes);
        sort(&mut self.seconds);
        sort(&mut self.positions);
        self.weekdays
            .sort_unstable_by_key(|nth| (nth.nth, nth.weekday.num_days_from_monday()));
        self.weekdays.dedup();
    }
}

struct Reader {
    rule: Rule,
    /// `None` where the reading is strict.
    repairs: Option<Vec<Repair>>,
    seen: Vec<&'static str>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<Rule, RuleError> {
        let text = text.trim();
        let value = match text.get(..6) {
            Some(prefix) if prefix.eq_ignore_ascii_case("RRULE:") => &text[6..],
            _ => text,
        };
        for part in value.split(';') {
            let trimmed = part.trim();
            // A trailing semicolon is common enough that nobody needs to hear of it.
            if trimmed.is_empty() && self.repairs.is_some() {
                continue;
            }
            self.part(trimmed)?;
        }
        if !self.seen.contains(&"FREQ") {
            return Err(RuleError::NoFrequency {
                rule: text.to_owned(),
            });
        }
        self.check()?;
        self.rule.tidy();
        Ok(self.rule.clone())
    }

    /// Notes `error` and goes on where the reading is lenient.
    fn repair(&mut self, part: &str, error: RuleError) -> Result<(), RuleError> {
        match &mut self.repairs {
            Some(repairs) => {
                repairs.push(Repair {
                    part: part.to_owned(),
                    error,
                });
                Ok(())
            }
            None => Err(error),
        }
    }

    fn part(&mut self, part: &str) -> Result<(), RuleError> {
        let Some((name, value)) = part.split_once('=') else {
            return self.repair(
                part,
                RuleError::NotAPart {
                    part: part.to_owned(),
                },
            );
        };
        let (name, value) = (
            name.trim().to_ascii_uppercase(),
            value.trim().to_ascii_uppercase(),
        );
        if name == "RSCALE" && !value.is_empty() && value != "GREGORIAN" {
            return Err(RuleError::NotGregorian { calendar: value });
        }
        let Some(&name) = NAMES.iter().find(|&&known| known == name) else {
            let nearest = crate::nearest::nearest(&name, NAMES);
            return self.repair(part, RuleError::UnknownPart { name, nearest });
        };
        if self.seen.contains(&name) {
            self.repair(part, RuleError::Twice { name })?;
        }
        let bad = |expected| RuleError::BadValue {
            name,
            value: value.clone(),
            expected,
        };
        if value.is_empty() && name != "FREQ" && self.repairs.is_some() {
            return self.repair(part, bad("a value"));
        }
        self.seen.push(name);
        match name {
            "FREQ" => {
                let frequency = Frequency::ALL
                    .into_iter()
                    .find(|frequency| frequency.name() == value);
                self.rule.frequency = frequency.ok_or_else(|| bad("one of `YEARLY`, `MONTHLY`, `WEEKLY`, `DAILY`, `HOURLY`, `MINUTELY`, `SECONDLY`"))?;
            }
            "INTERVAL" => {
                let expected = bad("a whole number from 1 on");
                self.rule.interval = match number(&value) {
                    Some(interval @ 1..) => u32::try_from(interval).unwrap_or(u32::MAX),
                    _ => {
                        self.repair(part, expected)?;
                        1
                    }
                };
            }
            "COUNT" => {
                let count = number(&value).and_then(|count| u64::try_from(count).ok());
                let expected = bad("a whole number from 1 on");
                self.rule.count = match count {
                    Some(0) | None => {
                        self.repair(part, expected)?;
                        count
                    }
                    count => count,
                };
            }
            "UNTIL" => {
                self.rule.until = until(&value, self.repairs.is_some());
                if self.rule.until.is_none() {
                    let expected = "a date such as `20261231` or a time such as `20261231T170000Z`";
                    self.repair(part, bad(expected))?;
                }
            }
            "WKST" => match WEEKDAYS.iter().find(|(text, _)| *text == value) {
                Some(&(_, weekday)) => self.rule.week_start = weekday,
                None => self.repair(part, bad("a weekday such as `MO`"))?,
            },
            "BYDAY" => {
                self.rule.weekdays = self.list(
                    part,
                    name,
                    &value,
                    "weekdays such as `MO` or `-1FR`",
                    weekday,
                )?
            }
            "BYMONTH" => {
                self.rule.months = self.list(part, name, &value, "months from 1 to 12", |item| {
                    among(item, 1, 12)
                })?
            }
            "BYWEEKNO" => {
                self.rule.week_numbers = self.list(
                    part,
                    name,
                    &value,
                    "weeks from 1 to 53 or -1 to -53",
                    |item| either_end(item, 53),
                )?;
            }
            "BYYEARDAY" => {
                self.rule.year_days = self.list(
                    part,
                    name,
                    &value,
                    "days from 1 to 366 or -1 to -366",
                    |item| either_end(item, 366),
                )?;
            }
            "BYMONTHDAY" => {
                self.rule.month_days = self.list(
                    part,
                    name,
                    &value,
                    "days from 1 to 31 or -1 to -31",
                    |item| either_end(item, 31),
                )?;
            }
            "BYHOUR" => {
                self.rule.hours = self.list(part, name, &value, "hours from 0 to 23", |item| {
                    among(item, 0, 23)
                })?
            }
            "BYMINUTE" => {
                self.rule.minutes =
                    self.list(part, name, &value, "minutes from 0 to 59", |item| {
                        among(item, 0, 59)
                    })?
            }
            "BYSECOND" => {
                // 60 is the leap second; clocks that have none show it as the second before.
                let second = |item: &str| among(item, 0, 60).map(|second: u8| second.min(59));
                self.rule.seconds =
                    self.list(part, name, &value, "seconds from 0 to 60", second)?;
            }
            _ => {
                self.rule.positions = self.list(
                    part,
                    name,
                    &value,
                    "places from 1 to 366 or -1 to -366",
                    |item| either_end(item, 366),
                )?;
            }
        }
        Ok(())
    }

    fn list<T>(
        &mut self,
        part: &str,
        name: &'static str,
        value: &str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, RuleError> {
        let mut list = Vec::new();
        for item in value.split(',').map(str::trim) {
            match read(item) {
                Some(item) => list.push(item),
                None => {
                    self.repair(
                        part,
                        RuleError::BadValue {
                            name,
                            value: item.to_owned(),
                            expected,
                        },
                    )?;
                }
            }
        }
        Ok(list)
    }

    /// What only the whole rule shows (RFC 5545 §3.3.10, the table of BY parts and the sentences above it).
    fn check(&mut self) -> Result<(), RuleError> {
        if self.repairs.is_some() {
            // Calendars have such rules, and there is a plain reading of each: see `days.rs`.
            return Ok(());
        }
        let rule = &self.rule;
        let frequency = rule.frequency;
        if rule.count.is_some() && rule.until.is_some() {
            return Err(RuleError::TwoEnds);
        }
        let ordinals = rule.weekdays.iter().any(|weekday| weekday.nth != 0);
        let misplaced = [
            (
                "BYWEEKNO",
                !rule.week_numbers.is_empty() && frequency != Frequency::Yearly,
            ),
            (
                "BYYEARDAY",
                !rule.year_days.is_empty()
                    && matches!(
                        frequency,
                        Frequency::Daily | Frequency::Weekly | Frequency::Monthly
                    ),
            ),
            (
                "BYMONTHDAY",
                !rule.month_days.is_empty() && frequency == Frequency::Weekly,
            ),
            (
                "BYDAY",
                ordinals
                    && (!matches!(frequency, Frequency::Monthly | Frequency::Yearly)
                        || !rule.week_numbers.is_empty()),
            ),
        ];
        match misplaced.into_iter().find(|&(_, wrong)| wrong) {
            Some((name, _)) => Err(RuleError::NotAtFrequency { name, frequency }),
            None => Ok(()),
        }
    }
}

fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // A number too long for the type is as good as endless.
    let size = digits.parse::<i64>().unwrap_or(i64::MAX);
    Some(if text.starts_with('-') { -size } else { size })
}

fn among<T: TryFrom<i64>>(text: &str, least: i64, most: i64) -> Option<T> {
    let number = number(text).filter(|number| (least..=most).contains(number))?;
    T::try_from(number).ok()
}

fn either_end<T: TryFrom<i64>>(text: &str, most: i64) -> Option<T> {
    among::<i64>(text, -most, most)
        .filter(|&number| number != 0)
        .and_then(|number| T::try_from(number).ok())
}

fn weekday(text: &str) -> Option<NthWeekday> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = WEEKDAYS.iter().find(|(known, _)| *known == name)?.1;
    let nth = match nth.trim() {
        "" => 0,
        nth => either_end(nth, 53)?,
    };
    Some(NthWeekday { nth, weekday })
}

/// A date or date-time in the form that RFC 5545 §3.3.4 and §3.3.5 give it; leniently in any that calendars have.
fn until(text: &str, lenient: bool) -> Option<Written> {
    let in_form = |text: &str| {
        let (day, time) = text.split_at_checked(8)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let time = time.strip_suffix('Z').unwrap_or(time);
        let time_in_form = time
            .strip_prefix('T')
            .is_some_and(|time| time.len() == 6 && digits(time));
        (digits(day) && (text.len() == 8 || time_in_form)).then_some(())
    };
    if !lenient {
        in_form(text)?;
    }
    Written::lenient(text)
}

impl Frequency {
    const ALL: [Self; 7] = [
        Self::Secondly,
        Self::Minutely,
        Self::Hourly,
        Self::Daily,
        Self::Weekly,
        Self::Monthly,
        Self::Yearly,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Secondly => "SECONDLY",
            Self::Minutely => "MINUTELY",
            Self::Hourly => "HOURLY",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS
        .iter()
        .find(|(_, known)| *known == weekday)
        .map_or("MO", |(name, _)| name)
}

impl fmt::Display for NthWeekday {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(formatter, "{}", self.nth)?;
        }
        formatter.write_str(weekday_name(self.weekday))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: fmt::Display>(
            formatter: &mut fmt::Formatter<'_>,
            name: &str,
            items: &[T],
        ) -> fmt::Result {
            for (index, item) in items.iter().enumerate() {
                if index == 0 {
                    write!(formatter, ";{name}={item}")?;
                } else {
                    write!(formatter, ",{item}")?;
                }
            }
            Ok(())
        }
        write!(formatter, "FREQ={}", self.frequency)?;
        if self.interval != 1 {
            write!(formatter, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(formatter, ";COUNT={count}")?;
        }
        match self.until {
            Some(Written::Date(date)) => write!(formatter, ";UNTIL={}", date.format("%Y%m%d"))?,
            Some(Written::Local(local)) => {
                write!(formatter, ";UNTIL={}", local.format("%Y%m%dT%H%M%S"))?
            }
            Some(Written::Utc(instant)) => {
                write!(formatter, ";UNTIL={}", instant.format("%Y%m%dT%H%M%SZ"))?
            }
            None => {}
        }
        list(formatter, "BYMONTH", &self.months)?;
        list(formatter, "BYWEEKNO", &self.week_numbers)?;
        list(formatter, "BYYEARDAY", &self.year_days)?;
        list(formatter, "BYMONTHDAY", &self.month_days)?;
        list(formatter, "BYDAY", &self.weekdays)?;
        list(formatter, "BYHOUR", &self.hours)?;
        list(formatter, "BYMINUTE", &self.minutes)?;
        list(formatter, "BYSECOND", &self.seconds)?;
        list(formatter, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(formatter, ";WKST={}", weekday_name(self.week_start))?;
        }
        Ok(())
    }
}
