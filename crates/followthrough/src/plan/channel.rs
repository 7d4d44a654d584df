//! How a touch is made: the time it uses, how long it takes, how many a day, and when a prospect may be reached.

use chrono::{NaiveTime, TimeDelta};

use crate::{CategoryName, ChannelName};

/// How a touch is made. Every part is optional and falls back to what [`default_category`] and [`default_effort`] say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channel {
    /// The dedicated time that a touch uses.
    pub category: Option<CategoryName>,
    /// The mean time of one touch, notes included, in whole seconds; zero means sent by a machine, which needs a
    /// workday and room under the cap but no block.
    pub effort: Option<TimeDelta>,
    /// How many touches at most.
    pub cap: Cap,
    /// Another channel whose cap these touches use up too. Both channels' caps hold; a chain is followed to its end.
    pub counts_as: Option<ChannelName>,
    /// Contact hours on the prospect's clock. Touches to prospects of the pipeline lie inside them.
    pub hours: Option<Hours>,
}

/// How many touches of a channel at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cap {
    /// On any local day of the plan's zone.
    pub day: Option<u32>,
    /// In any 7 days in a row.
    pub week: Option<u32>,
}

/// A span of a day's clock, from `from` up to, and without, `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hours {
    from: NaiveTime,
    to: NaiveTime,
}

impl Hours {
    /// From `from` to `to` of the same day; `None` where that is no time at all.
    #[must_use]
    pub fn new(from: NaiveTime, to: NaiveTime) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// When they begin.
    #[must_use]
    pub fn from(&self) -> NaiveTime {
        self.from
    }

    /// When they end.
    #[must_use]
    pub fn to(&self) -> NaiveTime {
        self.to
    }
}

/// The category of a channel that names none: `calling` for call and voicemail, `follow_up` for email, social,
/// linkedin, letter and visit, `research` for research; none for any other channel.
#[must_use]
pub fn default_category(channel: &ChannelName) -> Option<CategoryName> {
    let category = match channel.as_str() {
        "call" | "voicemail" => "calling",
        "email" | "social" | "linkedin" | "letter" | "visit" => "follow_up",
        "research" => "research",
        _ => return None,
    };
    category.parse().ok()
}

/// The effort of a channel that names none: a call 5 minutes, email 4, social and linkedin 3, letter 15, research 10,
/// a visit an hour; none for any other channel.
#[must_use]
pub fn default_effort(channel: &ChannelName) -> Option<TimeDelta> {
    let minutes = match channel.as_str() {
        "call" => 5,
        "email" => 4,
        "social" | "linkedin" => 3,
        "letter" => 15,
        "visit" => 60,
        "research" => 10,
        _ => return None,
    };
    Some(TimeDelta::minutes(minutes))
}
