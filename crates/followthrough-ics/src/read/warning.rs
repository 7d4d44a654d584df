//! What a calendar file may have wrong with it: what stops the reading, and what is worked around and told.

use std::fmt;
use std::sync::Arc;

use followthrough::RuleError;

/// Why a calendar file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum IcsError {
    /// There is nothing in it.
    #[error("{file}: the file is empty, expected a calendar")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// It is larger than the limit.
    #[error("{file}: the file has {bytes} bytes, expected at most {limit}")]
    TooLarge {
        /// The file's name.
        file: String,
        /// Its size.
        bytes: usize,
        /// The largest that is read.
        limit: usize,
    },
    /// It holds no VCALENDAR: a sign-in page, say, or a picture.
    #[error(
        "{file}: no `BEGIN:VCALENDAR` in the file{}; expected a calendar", beginning(.begins)
    )]
    NotACalendar {
        /// The file's name.
        file: String,
        /// Its first characters, where they are those of a page, a picture or another known kind of file. A plan may name
        /// any file, and what stands in another one is nobody's business.
        begins: String,
    },
    /// It ends inside a component: a download that broke off.
    #[error(
        "{file}:{line}: the file ends inside `{component}`, which line {opened} opens; it is not whole"
    )]
    CutOff {
        /// The file's name.
        file: String,
        /// The last line.
        line: u32,
        /// The component that is open.
        component: String,
        /// The line of its BEGIN.
        opened: u32,
    },
    /// Components lie in components beyond the limit.
    #[error("{file}:{line}: components lie {limit} deep in each other, expected about three")]
    TooDeep {
        /// The file's name.
        file: String,
        /// The line of the BEGIN that is one too many.
        line: u32,
        /// The limit.
        limit: usize,
    },
    /// A title pattern is not a glob.
    #[error("title pattern `{pattern}` is not a glob, expected one such as `Focus time*`")]
    BadPattern {
        /// The pattern as it was given.
        pattern: String,
        /// What is wrong with it.
        source: globset::Error,
    },
}

impl IcsError {
    /// A word for the kind of error that does not change from version to version, such as `not_a_calendar`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// Something in a calendar file that was worked around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The file's name.
    pub file: Arc<str>,
    /// The line that it is about; the first is 1.
    pub line: u32,
    /// The event's UID, where it is about an event that has one.
    pub uid: Option<String>,
    /// The event's title, likewise.
    pub title: Option<String>,
    /// What was found, and what was done about it.
    pub problem: Problem,
}

/// What was found in a calendar file, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A TZID that nothing explains; its times are read in another zone.
    UnknownZone {
        /// The TZID.
        tzid: String,
        /// The zone that was used.
        used: String,
    },
    /// A TZID of which nothing but an offset is understood: whether and when its clocks change is a guess.
    OffsetAlone {
        /// The TZID.
        tzid: String,
        /// The zone or the offset that was used.
        used: String,
    },
    /// A TZID that the file defines twice, with clocks that differ; the line is that of the definition that was passed
    /// over.
    ZoneTwice {
        /// The TZID.
        tzid: String,
        /// The line of the definition that was used.
        used: u32,
    },
    /// Another event with the UID has a higher SEQUENCE: this one was passed over.
    OlderSequence {
        /// The line of the other event.
        newer: u32,
    },
    /// Another event with the UID, the SEQUENCE and the start was modified later: this one was passed over.
    ModifiedEarlier {
        /// The line of the other event.
        newer: u32,
    },
    /// Another event stands for the same occurrence of a series: this one was passed over.
    SameOccurrence {
        /// The line of the other event.
        newer: u32,
    },
    /// Start and end are on two clocks, on which the end lies before the start: it was read on the clock of the start.
    TwoClocks,
    /// A day with a negative DURATION, which was passed over.
    NegativeDays,
    /// A rule of which nothing can be made: the event counts at its first time only.
    UnreadableRule {
        /// The rule as it is written.
        rule: String,
        /// What is wrong with it.
        error: RuleError,
    },
    /// A part of a rule was left out.
    RulePart {
        /// The part as it is written.
        part: String,
        /// What is wrong with it.
        error: RuleError,
    },
    /// A series costs too much to expand: from here on all time counts as busy.
    Endless {
        /// The local time up to which it was expanded.
        from: chrono::NaiveDateTime,
    },
    /// No DTSTART, or an unreadable one: the event was passed over.
    NoStart {
        /// DTSTART as it is written, where it is there.
        value: Option<String>,
    },
    /// A date, time, duration or offset that is none: it was passed over.
    UnreadableValue {
        /// The property.
        property: &'static str,
        /// Its value as it is written.
        value: String,
    },
    /// The end lies before the start: they were swapped.
    EndBeforeStart,
    /// A BEGIN without its END: the component ends with the one it lies in.
    NotClosed {
        /// The component.
        component: String,
    },
    /// An END without its BEGIN: it was passed over.
    NotOpened {
        /// The component.
        component: String,
    },
    /// A line without a colon: it was passed over.
    NotAProperty {
        /// The line's first characters.
        begins: String,
    },
    /// The line's bytes are not UTF-8: they were read as Latin-1.
    NotUtf8,
    /// There are more warnings, which are not listed.
    More {
        /// How many.
        count: usize,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownZone { tzid, used } => {
                write!(
                    formatter,
                    "unknown time zone `{tzid}`, expected an IANA or Windows name; read as `{used}`"
                )
            }
            Self::OffsetAlone { tzid, used } => {
                write!(
                    formatter,
                    "time zone `{tzid}` names an offset and no place, expected an IANA or Windows name; read as `{used}`"
                )
            }
            Self::ZoneTwice { tzid, used } => {
                write!(
                    formatter,
                    "time zone `{tzid}` is defined a second time, and differently; line {used} is used"
                )
            }
            Self::OlderSequence { newer } => {
                write!(
                    formatter,
                    "an event of this UID with a higher `SEQUENCE` is on line {newer}; this one was passed over"
                )
            }
            Self::ModifiedEarlier { newer } => {
                write!(
                    formatter,
                    "an event of this UID and start that was modified later is on line {newer}; this one was passed over"
                )
            }
            Self::SameOccurrence { newer } => {
                write!(
                    formatter,
                    "the event on line {newer} stands for the same occurrence; this one was passed over"
                )
            }
            Self::TwoClocks => write!(
                formatter,
                "start and end are in two time zones, and the end lies before the start; both were read in that of the start"
            ),
            Self::NegativeDays => write!(
                formatter,
                "`DURATION` is negative, expected a positive one; the event takes its first day"
            ),
            Self::UnreadableRule { rule, error } => {
                write!(
                    formatter,
                    "rule `{rule}` cannot be read ({error}); the event counts at its first time only"
                )
            }
            Self::RulePart { part, error } => {
                write!(formatter, "{error}; `{part}` was passed over or put right")
            }
            Self::Endless { from } => {
                write!(
                    formatter,
                    "the series repeats too often to follow; all time from {from} on counts as busy"
                )
            }
            Self::NoStart { value: Some(value) } => {
                write!(
                    formatter,
                    "`DTSTART` is `{value}`, expected a date or a time; the event was passed over"
                )
            }
            Self::NoStart { value: None } => {
                write!(formatter, "no `DTSTART`; the event was passed over")
            }
            Self::UnreadableValue { property, value } => {
                write!(
                    formatter,
                    "`{property}` has the value `{value}`, which cannot be read; it was passed over"
                )
            }
            Self::EndBeforeStart => write!(
                formatter,
                "the end lies before the start; they were swapped"
            ),
            Self::NotClosed { component } => {
                write!(formatter, "`BEGIN:{component}` has no `END`; it ends here")
            }
            Self::NotOpened { component } => {
                write!(
                    formatter,
                    "`END:{component}` has no `BEGIN`; it was passed over"
                )
            }
            Self::NotAProperty { begins } => {
                write!(
                    formatter,
                    "line `{begins}` is not a property; it was passed over"
                )
            }
            Self::NotUtf8 => write!(formatter, "the line is not UTF-8; it was read as Latin-1"),
            Self::More { count } => write!(formatter, "{count} more warnings about this file"),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: ", self.file, self.line)?;
        match (&self.title, &self.uid) {
            (Some(title), _) => write!(formatter, "event `{title}`: ")?,
            (None, Some(uid)) => write!(formatter, "event with UID `{uid}`: ")?,
            (None, None) => {}
        }
        self.problem.fmt(formatter)
    }
}

/// The most warnings that are listed for one file: nobody reads more, and a hostile file would have millions.
const MOST: usize = 200;

/// The warnings of one file while it is read.
pub(super) struct Notes {
    pub(super) file: Arc<str>,
    list: Vec<Warning>,
    more: usize,
}

impl Notes {
    pub(super) fn new(file: &str) -> Self {
        Self {
            file: file.into(),
            list: Vec::new(),
            more: 0,
        }
    }

    pub(super) fn add(&mut self, line: u32, problem: Problem) {
        self.add_to(line, None, None, problem);
    }

    /// Adds a warning that is worth making only where it will be listed.
    pub(super) fn add_with(&mut self, line: u32, problem: impl FnOnce() -> Problem) {
        if self.list.len() < MOST {
            self.add(line, problem());
        } else {
            self.more += 1;
        }
    }

    pub(super) fn add_to(
        &mut self,
        line: u32,
        uid: Option<&str>,
        title: Option<&str>,
        problem: Problem,
    ) {
        if self.list.len() >= MOST {
            self.more += 1;
            return;
        }
        self.list.push(Warning {
            file: self.file.clone(),
            line,
            uid: uid.map(excerpt),
            title: title.filter(|title| !title.is_empty()).map(excerpt),
            problem,
        });
    }

    /// The warnings in the order of their lines.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        self.list.sort_by_key(|warning| warning.line);
        if self.more > 0 {
            let line = self.list.last().map_or(1, |warning| warning.line);
            let problem = Problem::More { count: self.more };
            self.list.push(Warning {
                file: self.file,
                line,
                uid: None,
                title: None,
                problem,
            });
        }
        self.list
    }
}

fn beginning(begins: &str) -> String {
    if begins.is_empty() {
        String::new()
    } else {
        format!(", which begins with `{begins}`")
    }
}

/// The first characters of `text`, without anything that a terminal would obey.
pub(super) fn excerpt(text: &str) -> String {
    let mut excerpt: String = text
        .chars()
        .take(80)
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    if text.chars().nth(80).is_some() {
        excerpt.push('…');
    }
    excerpt
}
