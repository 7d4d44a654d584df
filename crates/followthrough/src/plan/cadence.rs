//! Touches and the days between them: what every started prospect is promised. Knows no calendar.

use chrono::TimeDelta;

use crate::{CadenceName, CategoryName, ChannelName, Error};

/// The touches promised to every prospect that is started on it, in order, with the days between them.
///
/// # Example
/// ```
/// use followthrough::{Cadence, Touch};
/// let call = |after| Touch::new("call".parse().unwrap()).after(after);
/// let cadence = Cadence::new("calls".parse()?, vec![call(0), call(5), call(5)])?;
/// assert_eq!(cadence.touches().len(), 3);
/// // A window opens after the day on which the previous one closes.
/// assert!(Cadence::new("calls".parse()?, vec![call(0), call(1)]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cadence {
    name: CadenceName,
    touches: Vec<Touch>,
    days: Days,
    segment: Option<String>,
    prep: Option<Prep>,
    on_reply: Option<ReplyWork>,
    repeat: Option<Repeat>,
}

/// Which days a cadence counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Days {
    /// Workdays.
    #[default]
    Business,
    /// Every day; a window without a workday is stretched to the next one.
    Calendar,
}

/// One promised contact attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Touch {
    /// Days since the previous window opened; 0 for the first.
    pub after: u32,
    /// How many days after the one on which its window opens the window closes. 1 unless set.
    pub within: u32,
    /// Whether it shares the previous touch's window, in any order. `after` and `within` are then without meaning.
    pub with_previous: bool,
    /// How it is made.
    pub channel: ChannelName,
    /// The time it uses, where not the channel's.
    pub category: Option<CategoryName>,
    /// How long it takes, where not the channel's; zero for sent by a machine.
    pub effort: Option<TimeDelta>,
    /// What it says.
    pub message: Option<String>,
    /// How likely it brings an answer, 0 to 1; used by nothing but `confidence`.
    pub reply: Option<f64>,
    /// The number, from 1, of an earlier touch that it speaks of; used by nothing but [`Plan::lint`](crate::Plan::lint).
    pub refers_to: Option<u32>,
}

impl Touch {
    /// A touch that opens with the start and closes the day after.
    #[must_use]
    pub fn new(channel: ChannelName) -> Self {
        Self {
            after: 0,
            within: 1,
            with_previous: false,
            channel,
            category: None,
            effort: None,
            message: None,
            reply: None,
            refers_to: None,
        }
    }

    /// The same, opening `days` after the previous window opened.
    #[must_use]
    pub fn after(self, days: u32) -> Self {
        Self {
            after: days,
            ..self
        }
    }

    /// The same, with a window that closes `days` after it opened.
    #[must_use]
    pub fn within(self, days: u32) -> Self {
        Self {
            within: days,
            ..self
        }
    }

    /// The same, taking `effort`.
    #[must_use]
    pub fn effort(self, effort: TimeDelta) -> Self {
        Self {
            effort: Some(effort),
            ..self
        }
    }

    /// The same, using time of `category`.
    #[must_use]
    pub fn category(self, category: CategoryName) -> Self {
        Self {
            category: Some(category),
            ..self
        }
    }

    /// The same, saying `message`.
    #[must_use]
    pub fn message(self, message: impl Into<String>) -> Self {
        Self {
            message: Some(message.into()),
            ..self
        }
    }

    /// The same, sharing the previous touch's window.
    #[must_use]
    pub fn with_previous(self) -> Self {
        Self {
            with_previous: true,
            ..self
        }
    }
}

/// Work that must be done before a prospect's first touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prep {
    /// The time it uses.
    pub category: CategoryName,
    /// How long it takes, in whole seconds.
    pub effort: TimeDelta,
    /// From how many workdays before the start on it may be done.
    pub ahead: u32,
}

/// Qualifying work that an answer brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyWork {
    /// The time it uses.
    pub category: CategoryName,
    /// How long it takes, in whole seconds.
    pub effort: TimeDelta,
    /// How many days after the one on which it opens it closes.
    pub within: u32,
}

/// The tail of a cadence: the same touch again "until they answer".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Days between two windows' openings.
    pub after: u32,
    /// How many days a window stays open.
    pub within: u32,
    /// How many times; needed where promised, else `None` means without end.
    pub times: Option<u32>,
    /// How it is made.
    pub channel: ChannelName,
    /// The time it uses, where not the channel's.
    pub category: Option<CategoryName>,
    /// How long it takes, where not the channel's.
    pub effort: Option<TimeDelta>,
    /// What it says.
    pub message: Option<String>,
    /// Whether the tail is promised. Where not, it is done in spare time and never lowers the number.
    pub promised: bool,
}

impl Cadence {
    /// The most touches that a cadence may promise, a promised tail included: more than one on every workday of a year.
    pub const MOST_TOUCHES: u32 = 500;
    /// The most days, in the cadence's own count, from a start to the close of the last promised window: more than five
    /// years of calendar days.
    pub const MOST_DAYS: u64 = 2_000;

    /// A cadence of `touches`, on business days, without prep, reply work or tail.
    ///
    /// # Errors
    /// [`Error::NoTouches`], [`Error::TooManyTouches`], [`Error::FirstTouchWaits`], [`Error::FirstTouchShares`],
    /// [`Error::WindowsMeet`], [`Error::CadenceTooLong`].
    pub fn new(name: CadenceName, touches: Vec<Touch>) -> Result<Self, Error> {
        let Some(first) = touches.first() else {
            return Err(Error::NoTouches { cadence: name });
        };
        if touches.len() > Self::MOST_TOUCHES as usize {
            return Err(Error::TooManyTouches {
                cadence: name,
                touches: touches.len() as u64,
                most: Self::MOST_TOUCHES,
            });
        }
        if first.with_previous {
            return Err(Error::FirstTouchShares { cadence: name });
        }
        if first.after != 0 {
            return Err(Error::FirstTouchWaits {
                cadence: name,
                after: first.after,
            });
        }
        let mut within = first.within;
        for (index, touch) in touches.iter().enumerate().skip(1) {
            if touch.with_previous {
                continue;
            }
            if touch.after <= within {
                return Err(Error::WindowsMeet {
                    cadence: name,
                    touch: index + 1,
                    after: touch.after,
                    within,
                });
            }
            within = touch.within;
        }
        let cadence = Self {
            name,
            touches,
            days: Days::Business,
            segment: None,
            prep: None,
            on_reply: None,
            repeat: None,
        };
        cadence.within_limits()
    }

    /// The cadence, where it does not take longer than can be planned.
    fn within_limits(self) -> Result<Self, Error> {
        let opened: u64 = self
            .touches
            .iter()
            .map(|touch| u64::from(touch.after))
            .sum();
        let last = self.touches.iter().rfind(|touch| !touch.with_previous);
        let within = last.map_or(0, |touch| touch.within);
        let tail = self.repeat.as_ref().filter(|tail| tail.promised);
        let days = tail.map_or(opened + u64::from(within), |tail| {
            let times = u64::from(tail.times.unwrap_or(0));
            opened + times.saturating_mul(u64::from(tail.after)) + u64::from(tail.within)
        });
        if days > Self::MOST_DAYS {
            return Err(Error::CadenceTooLong {
                cadence: self.name,
                days,
                most: Self::MOST_DAYS,
            });
        }
        Ok(self)
    }

    /// The same, counting `days`.
    #[must_use]
    pub fn with_days(self, days: Days) -> Self {
        Self { days, ..self }
    }

    /// The same, for the kind of prospects that `segment` names.
    #[must_use]
    pub fn with_segment(self, segment: impl Into<String>) -> Self {
        Self {
            segment: Some(segment.into()),
            ..self
        }
    }

    /// The same, with work before the first touch.
    #[must_use]
    pub fn with_prep(self, prep: Prep) -> Self {
        Self {
            prep: Some(prep),
            ..self
        }
    }

    /// The same, with work that an answer brings.
    #[must_use]
    pub fn with_on_reply(self, work: ReplyWork) -> Self {
        Self {
            on_reply: Some(work),
            ..self
        }
    }

    /// The same, with a tail.
    ///
    /// # Errors
    /// [`Error::TooManyTouches`] where more are promised than [`Self::MOST_TOUCHES`]; [`Error::CadenceTooLong`] where they
    /// take more than [`Self::MOST_DAYS`]; [`Error::TailWithoutTimes`] where it is promised without end; [`Error::WindowsMeet`] where a window of the
    /// tail would open before, or on, the day on which the one before it closes.
    pub fn with_repeat(self, repeat: Repeat) -> Result<Self, Error> {
        if repeat.promised && repeat.times.is_none() {
            return Err(Error::TailWithoutTimes { cadence: self.name });
        }
        let tail = repeat.times.filter(|_| repeat.promised).unwrap_or(0);
        let touches = self.touches.len() as u64 + u64::from(tail);
        if touches > u64::from(Self::MOST_TOUCHES) {
            return Err(Error::TooManyTouches {
                cadence: self.name,
                touches,
                most: Self::MOST_TOUCHES,
            });
        }
        let mut within = 0;
        for touch in &self.touches {
            if !touch.with_previous {
                within = touch.within;
            }
        }
        let meets = repeat.times != Some(0)
            && (repeat.after <= within
                || (repeat.times != Some(1) && repeat.after <= repeat.within));
        if meets {
            let within = if repeat.after <= within {
                within
            } else {
                repeat.within
            };
            return Err(Error::WindowsMeet {
                cadence: self.name,
                touch: self.touches.len() + 1,
                after: repeat.after,
                within,
            });
        }
        let cadence = Self {
            repeat: Some(repeat),
            ..self
        };
        cadence.within_limits()
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &CadenceName {
        &self.name
    }

    /// The promised touches, in order; never empty. A tail is not among them.
    #[must_use]
    pub fn touches(&self) -> &[Touch] {
        &self.touches
    }

    /// Which days it counts.
    #[must_use]
    pub fn days(&self) -> Days {
        self.days
    }

    /// Who it is for.
    #[must_use]
    pub fn segment(&self) -> Option<&str> {
        self.segment.as_deref()
    }

    /// The work before the first touch.
    #[must_use]
    pub fn prep(&self) -> Option<&Prep> {
        self.prep.as_ref()
    }

    /// The work that an answer brings.
    #[must_use]
    pub fn on_reply(&self) -> Option<&ReplyWork> {
        self.on_reply.as_ref()
    }

    /// The tail.
    #[must_use]
    pub fn repeat(&self) -> Option<&Repeat> {
        self.repeat.as_ref()
    }

    /// How many touches a started prospect is promised, a promised tail included.
    #[must_use]
    pub fn promised(&self) -> usize {
        let tail = self
            .repeat
            .as_ref()
            .filter(|repeat| repeat.promised)
            .and_then(|repeat| repeat.times);
        self.touches.len() + tail.unwrap_or(0) as usize
    }
}
