//! What a caller can get wrong. "It does not fit" is not among them: that is an answer.

use chrono::{NaiveDate, NaiveTime};

use crate::{CadenceName, ChannelName};

/// Something in a plan or a question that the caller can correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Error {
    /// A cadence promises nothing.
    #[error("cadence `{cadence}` has no touches, expected at least one")]
    NoTouches {
        /// Its name.
        cadence: CadenceName,
    },
    /// The first touch opens on the start day, always.
    #[error(
        "the first touch of cadence `{cadence}` opens {after} days after the start, expected 0"
    )]
    FirstTouchWaits {
        /// Its name.
        cadence: CadenceName,
        /// The days given.
        after: u32,
    },
    /// The first touch has no touch before it.
    #[error(
        "the first touch of cadence `{cadence}` says `with_previous`, expected a touch before it"
    )]
    FirstTouchShares {
        /// Its name.
        cadence: CadenceName,
    },
    /// Two windows of one cadence share a day.
    #[error(
        "touch {touch} of cadence `{cadence}` opens {after} days after the previous window opened, expected more than \
         that window's `within` of {within}"
    )]
    WindowsMeet {
        /// The cadence.
        cadence: CadenceName,
        /// The later touch, from 1.
        touch: usize,
        /// Its days since the previous window opened.
        after: u32,
        /// How long the previous window stays open.
        within: u32,
    },
    /// A cadence promises more touches than can be planned.
    #[error(
        "cadence `{cadence}` promises {touches} touches, the tail included, expected at most {most}"
    )]
    TooManyTouches {
        /// The cadence.
        cadence: CadenceName,
        /// How many it promises.
        touches: u64,
        /// The most that it may: [`Cadence::MOST_TOUCHES`](crate::Cadence::MOST_TOUCHES).
        most: u32,
    },
    /// A cadence takes longer than can be planned.
    #[error(
        "cadence `{cadence}` takes {days} days from its start until its last window closes, expected at most {most}"
    )]
    CadenceTooLong {
        /// The cadence.
        cadence: CadenceName,
        /// How long it takes, in its own days.
        days: u64,
        /// The most that it may: [`Cadence::MOST_DAYS`](crate::Cadence::MOST_DAYS).
        most: u64,
    },
    /// A tail is promised without end.
    #[error("the tail of cadence `{cadence}` is promised without end, expected `times`")]
    TailWithoutTimes {
        /// The cadence.
        cadence: CadenceName,
    },
    /// Two cadences have one name.
    #[error("there are two cadences named `{cadence}`, expected one")]
    DuplicateCadence {
        /// The name.
        cadence: CadenceName,
    },
    /// A channel that has no default names no category.
    #[error(
        "channel `{channel}` of {place} has no category, expected one in the channel or in the touch"
    )]
    CategoryMissing {
        /// The channel.
        channel: ChannelName,
        /// Where it is used, such as "cadence `owners`, touch 4".
        place: String,
    },
    /// A channel that has no default names no effort.
    #[error(
        "channel `{channel}` of {place} has no effort, expected one in the channel or in the touch"
    )]
    EffortMissing {
        /// The channel.
        channel: ChannelName,
        /// Where it is used, such as "cadence `owners`, touch 4".
        place: String,
    },
    /// An effort is less than nothing, parts of a second, or longer than a day.
    #[error("the effort of {place} is {seconds} seconds, expected whole seconds from 0 to 86400")]
    EffortOutOfRange {
        /// Where it stands.
        place: String,
        /// What was given, rounded down.
        seconds: i64,
    },
    /// A block is for nothing.
    #[error("the block at {start} has no category, expected at least one")]
    BlockWithoutCategory {
        /// When it begins.
        start: NaiveTime,
    },
    /// A block has no length.
    #[error("the block at {start} has no length, expected at least a second")]
    BlockWithoutLength {
        /// When it begins.
        start: NaiveTime,
    },
    /// A block passes midnight.
    #[error(
        "the block at {start} passes midnight with its {minutes} minutes, expected it to end by 24:00"
    )]
    BlockPastMidnight {
        /// When it begins.
        start: NaiveTime,
        /// How long it is.
        minutes: i64,
    },
    /// A rule's phase would move with today.
    #[error(
        "block `{block}` recurs by `{rule}` without `from`, expected `from`: its phase would move with today"
    )]
    BlockNeedsFrom {
        /// The block.
        block: String,
        /// Its rule.
        rule: String,
    },
    /// A block would occur several times a day.
    #[error(
        "the block at {start} recurs by `{rule}`, expected a rule that names days and no times: a block occurs once a day"
    )]
    BlockWithinDay {
        /// When it begins.
        start: NaiveTime,
        /// Its rule.
        rule: String,
    },
    /// Two blocks claim one time.
    #[error("blocks `{first}` and `{second}` overlap on {date}, expected one block at a time")]
    BlocksOverlap {
        /// The block that begins first.
        first: String,
        /// The other.
        second: String,
        /// The local date on which they meet.
        date: NaiveDate,
    },
    /// More categories than a plan may have.
    #[error("the plan uses {count} categories, expected at most 63")]
    TooManyCategories {
        /// How many there are.
        count: usize,
    },
    /// A span ends before it begins.
    #[error("{place} ends on {to}, before it begins on {from}; expected `to` on or after `from`")]
    SpanReversed {
        /// Where it stands.
        place: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A question that needs a cadence was asked of a plan without one.
    #[error("the plan has no cadence, expected at least one")]
    NoCadence,
    /// Several cadences and no mix.
    #[error("the plan has the cadences {} and no mix, expected how many prospects go on each", list(.cadences))]
    MixMissing {
        /// Their names.
        cadences: Vec<CadenceName>,
    },
    /// A mix of nobody.
    #[error("the mix starts nobody, expected at least one prospect")]
    MixEmpty,
    /// A name of a cadence that the plan does not have.
    #[error("{place} names cadence `{cadence}`, which the plan does not have{}", meant(.nearest))]
    UnknownCadence {
        /// Where it stands, such as "prospect `S104`" or "the mix".
        place: String,
        /// The name given.
        cadence: CadenceName,
        /// The nearest name that the plan has.
        nearest: Option<String>,
    },
    /// Two prospects have one id.
    #[error("there are two prospects with id `{id}`, expected one")]
    DuplicateProspect {
        /// The id.
        id: String,
    },
    /// Rows that stand for more prospects than can be counted.
    #[error(
        "the pipeline owes {touches} touches and holds {ready} prospects ready, expected at most {most} of either"
    )]
    TooManyProspects {
        /// The touches owed.
        touches: u64,
        /// Prospects with prep done.
        ready: u64,
        /// The most of either.
        most: u32,
    },
    /// More answers are expected of a week than a plan may hold.
    #[error("{answers} answers a week are expected, expected at most {most}")]
    TooManyAnswers {
        /// How many are expected.
        answers: u32,
        /// The most.
        most: u32,
    },
    /// A column has more or fewer rows than the others.
    #[error("column `{column}` has {rows} rows, expected {expected} as `cadence` has")]
    ColumnLength {
        /// Its name.
        column: &'static str,
        /// Its rows.
        rows: usize,
        /// The rows of the column `cadence`.
        expected: usize,
    },
    /// A column holds what means nothing.
    #[error("{column} of row {row} is {value}, expected {expected}")]
    ColumnValue {
        /// Its name.
        column: &'static str,
        /// The first such row, from 0.
        row: usize,
        /// What it holds.
        value: i64,
        /// What would be right.
        expected: String,
    },
    /// A row stands for several prospects where each must be named.
    #[error(
        "prospect `{id}` stands for {count} prospects, expected a row for each: who is touched or withdrawn has a name"
    )]
    NotOneProspect {
        /// Its id.
        id: String,
        /// For how many it stands.
        count: u32,
    },
    /// A prospect in flight does not say what comes next.
    #[error(
        "prospect `{id}` is {stage} without `next_touch`, expected a number from 1, or a log from which touches are counted"
    )]
    NextTouchMissing {
        /// Its id.
        id: String,
        /// Its stage.
        stage: &'static str,
    },
    /// A prospect in flight has no date to count from.
    #[error("prospect `{id}` is {stage} without a date, expected {expected}")]
    DateMissing {
        /// Its id.
        id: String,
        /// Its stage.
        stage: &'static str,
        /// Which dates would do.
        expected: &'static str,
    },
    /// A horizon that ends before it begins.
    #[error(
        "the horizon ends on {to}, before the first day {first_day}; expected a day on or after it"
    )]
    HorizonReversed {
        /// The day asked for.
        to: NaiveDate,
        /// Day one.
        first_day: NaiveDate,
    },
    /// A horizon longer than ten years.
    #[error("the horizon ends on {to}, expected at most ten years after the first day {first_day}")]
    HorizonTooLong {
        /// The day asked for.
        to: NaiveDate,
        /// Day one.
        first_day: NaiveDate,
    },
    /// A first day in a year that no calendar is asked about.
    #[error("the first day is {first_day}, expected a year from 1970 to 2200")]
    FirstDayOutOfRange {
        /// Day one.
        first_day: NaiveDate,
    },
    /// The cadences of the mix promise more touches over the horizon than can be planned.
    #[error(
        "the cadences of the mix promise {touches} touches to whoever starts on one of {days} days, together {}, expected \
         at most {most}: plan a shorter horizon, fewer cadences or shorter ones",
        touches.saturating_mul(*days)
    )]
    TooManyChoices {
        /// Touches of all cadences of the mix together, prep included.
        touches: u64,
        /// Days of the horizon.
        days: u64,
        /// The most that both may be, multiplied: [`Plan::MOST_CHOICES`](crate::Plan::MOST_CHOICES).
        most: u64,
    },
    /// More new prospects than a question may be about.
    #[error("{count} new prospects were asked about, expected at most {most}")]
    TooManyAsked {
        /// How many.
        count: u32,
        /// The most: [`Plan::MOST_ASKED`](crate::Plan::MOST_ASKED).
        most: u32,
    },
    /// A start on a day that the horizon does not hold.
    #[error("the start is on {day}, expected a day from {from} to {to}")]
    StartOutsideHorizon {
        /// The day asked for.
        day: NaiveDate,
        /// The horizon's first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// A prospect that is neither in the pipeline nor was started.
    #[error("no prospect has the id `{id}`{}", meant(.nearest))]
    UnknownProspect {
        /// The id given.
        id: String,
        /// The nearest id that is known.
        nearest: Option<String>,
    },
    /// No workday is left to count.
    #[error(
        "there is no workday within {years} years after {after}; expected a workweek, holidays and away spans that leave some"
    )]
    NoWorkday {
        /// From where it was looked.
        after: NaiveDate,
        /// How far.
        years: u32,
    },
    /// A date outside of what can be counted.
    #[error("{place} is {date}, expected a day within fifty years of the first day")]
    DateOutOfRange {
        /// What it is the date of.
        place: String,
        /// The date.
        date: NaiveDate,
    },
}

impl Error {
    /// A word for the kind of error that does not change from version to version, such as `windows_meet`.
    ///
    /// # Example
    /// ```
    /// assert_eq!(followthrough::Error::NoCadence.code(), "no_cadence");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

fn list(names: &[CadenceName]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}
