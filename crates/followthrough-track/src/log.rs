//! The log of touches made: rows as values, put in order, and each row once.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use rustc_hash::FxHashMap;

/// A text that rows of one log share, such as an id or a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word(u32);

/// What came of a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nobody was reached.
    NoAnswer,
    /// A message was left.
    Voicemail,
    /// It was made, and nothing more is known.
    Done,
    /// It was left out on purpose.
    Skipped,
    /// The touch waits until this day.
    Later(NaiveDate),
    /// The prospect answered.
    Replied,
    /// The prospect agreed to a meeting.
    Meeting,
    /// The prospect could not be reached at all.
    Bounced,
    /// The prospect is given up.
    Lost,
    /// The prospect asked to be left alone.
    OptedOut,
    /// A word that means nothing here. The touch was made.
    Unknown(Word),
}

impl Outcome {
    /// Every outcome that is one word, in the order in which messages list them.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("no_answer", Self::NoAnswer),
        ("voicemail", Self::Voicemail),
        ("done", Self::Done),
        ("replied", Self::Replied),
        ("meeting", Self::Meeting),
        ("opted_out", Self::OptedOut),
        ("bounced", Self::Bounced),
        ("lost", Self::Lost),
        ("skipped", Self::Skipped),
    ];

    /// Whether it is an answer of the prospect.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        matches!(self, Self::Replied | Self::Meeting)
    }

    /// Whether it ends what is owed to the prospect.
    #[must_use]
    pub fn is_end(&self) -> bool {
        matches!(self, Self::Bounced | Self::Lost | Self::OptedOut)
    }

    /// Whether more touches are owed after it.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        !self.is_answer() && !self.is_end()
    }

    /// Whether it is an attempt that could have brought an answer.
    #[must_use]
    pub fn is_try(&self) -> bool {
        !matches!(self, Self::Skipped | Self::Bounced | Self::Later(_))
    }
}

/// What a row says about which touch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numbered {
    /// The touch of that number, from 1.
    Touch(u32),
    /// No touch of the cadence, in a log that numbers touches: prep, or the work that an answer brought.
    Other,
    /// The log does not number touches.
    Unsaid,
}

/// One row of a log as it is read, its words not yet shared.
#[derive(Debug, Clone)]
pub struct Entry<'text> {
    /// The local day in the plan's zone.
    pub date: NaiveDate,
    /// The local time, where it is known.
    pub time: Option<NaiveTime>,
    /// The prospect.
    pub id: &'text str,
    /// How the touch was made.
    pub channel: &'text str,
    /// What came of it; `Err` a word that means nothing here.
    pub outcome: Result<Outcome, &'text str>,
    /// Which touch it was.
    pub touch: Numbered,
    /// The time it used; empty for unsaid, as are the other texts.
    pub category: &'text str,
    /// How long it took.
    pub seconds: Option<u32>,
    /// What was tried, such as one of two openings.
    pub variant: &'text str,
    /// Who made it.
    pub owner: &'text str,
    /// The cadence.
    pub cadence: &'text str,
    /// The prospect's name.
    pub name: &'text str,
    /// Anything else.
    pub note: &'text str,
    /// From which file it comes, by number.
    pub file: u16,
    /// On which line of the file it stands.
    pub line: u32,
}

impl<'text> Entry<'text> {
    /// A row that says what every row has to say.
    #[must_use]
    pub fn new(date: NaiveDate, id: &'text str, channel: &'text str, outcome: Outcome) -> Self {
        Self {
            date,
            time: None,
            id,
            channel,
            outcome: Ok(outcome),
            touch: Numbered::Unsaid,
            category: "",
            seconds: None,
            variant: "",
            owner: "",
            cadence: "",
            name: "",
            note: "",
            file: 0,
            line: 0,
        }
    }
}

/// One row of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The local day in the plan's zone.
    pub date: NaiveDate,
    /// The local time, where it is known.
    pub time: Option<NaiveTime>,
    /// The prospect.
    pub id: Word,
    /// How the touch was made.
    pub channel: Word,
    /// What came of it.
    pub outcome: Outcome,
    /// Which touch it was.
    pub touch: Numbered,
    /// The time it used.
    pub category: Option<Word>,
    /// How long it took.
    pub seconds: Option<u32>,
    /// What was tried.
    pub variant: Option<Word>,
    /// Who made it.
    pub owner: Option<Word>,
    /// The cadence.
    pub cadence: Option<Word>,
    /// The prospect's name.
    pub name: Option<Word>,
    /// Anything else.
    pub note: Option<Word>,
    /// From which file it comes, by number.
    pub file: u16,
    /// On which line of the file it stands.
    pub line: u32,
}

/// The rows of one log or several, by prospect and time, each once.
///
/// Rows with equal day, time, id, channel, outcome and touch are one. Rows without a time are one only where they come
/// from different files: two calls of one day may well be equal.
///
/// # Example
/// ```
/// use followthrough_track::{Entry, LogBuilder, Numbered, Outcome};
/// let day = "2026-11-23".parse()?;
/// let row = Entry { touch: Numbered::Touch(9), ..Entry::new(day, "S113", "email", Outcome::NoAnswer) };
/// let mut log = LogBuilder::default();
/// log.push(&row);
/// log.push(&Entry { file: 1, ..row });
/// assert_eq!(log.finish().rows().len(), 1);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Log {
    words: Words,
    rows: Vec<Row>,
    of: FxHashMap<Word, Range<usize>>,
    repeated: usize,
}

impl Log {
    /// The rows, by id, then by day and time.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many rows were left out because they stand in the log already.
    #[must_use]
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The text of a word of this log; empty for a word of another one.
    #[must_use]
    pub fn text(&self, word: Word) -> &str {
        self.words
            .texts
            .get(word.0 as usize)
            .map_or("", |text| text)
    }

    /// The word for a text that stands in this log.
    #[must_use]
    pub fn word(&self, text: &str) -> Option<Word> {
        self.words.known.get(text).copied()
    }

    /// The rows of a prospect, in order; none where the log does not know it.
    #[must_use]
    pub fn of(&self, id: &str) -> &[Row] {
        let range = self.word(id).and_then(|word| self.of.get(&word));
        range.map_or(&[], |range| &self.rows[range.clone()])
    }

    /// The prospects that the log knows, by id, with their rows.
    pub fn prospects(&self) -> impl Iterator<Item = (&str, &[Row])> {
        self.rows
            .chunk_by(|one, other| one.id == other.id)
            .map(|rows| (self.text(rows[0].id), rows))
    }

    /// The rows of days before `date`.
    #[must_use]
    pub fn before(&self, date: NaiveDate) -> Self {
        let mut rows = self.rows.clone();
        rows.retain(|row| row.date < date);
        Self::of_rows(self.words.clone(), rows, self.repeated)
    }

    /// The rows of prospects but those that `is_left_out`.
    #[must_use]
    pub fn without(self, is_left_out: impl Fn(&str) -> bool) -> Self {
        let mut rows = Vec::with_capacity(self.rows.len());
        for (id, theirs) in self.prospects() {
            if !is_left_out(id) {
                rows.extend_from_slice(theirs);
            }
        }
        Self::of_rows(self.words, rows, self.repeated)
    }

    /// The word that an outcome is written as, without the day of `later`.
    #[must_use]
    pub fn outcome_word(&self, outcome: Outcome) -> &str {
        match outcome {
            Outcome::Later(_) => "later",
            Outcome::Unknown(word) => self.text(word),
            other => Outcome::WORDS
                .iter()
                .find(|(_, known)| *known == other)
                .map_or("", |(word, _)| word),
        }
    }

    fn of_rows(words: Words, rows: Vec<Row>, repeated: usize) -> Self {
        let mut of = FxHashMap::default();
        let mut start = 0;
        for chunk in rows.chunk_by(|one, other| one.id == other.id) {
            of.insert(chunk[0].id, start..start + chunk.len());
            start += chunk.len();
        }
        Self {
            words,
            rows,
            of,
            repeated,
        }
    }
}

/// Texts by number.
#[derive(Debug, Clone, Default)]
struct Words {
    texts: Vec<Arc<str>>,
    known: FxHashMap<Arc<str>, Word>,
}

impl Words {
    fn word(&mut self, text: &str) -> Word {
        if let Some(word) = self.known.get(text) {
            return *word;
        }
        let word = Word(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.known.insert(text, word);
        word
    }

    fn optional(&mut self, text: &str) -> Option<Word> {
        (!text.is_empty()).then(|| self.word(text))
    }
}

/// A log in the making.
#[derive(Debug, Clone, Default)]
pub struct LogBuilder {
    words: Words,
    rows: Vec<Row>,
}

impl LogBuilder {
    /// Adds a row, in any order.
    pub fn push(&mut self, entry: &Entry<'_>) {
        let outcome = entry
            .outcome
            .unwrap_or_else(|word| Outcome::Unknown(self.words.word(word)));
        let row = Row {
            date: entry.date,
            time: entry.time,
            id: self.words.word(entry.id),
            channel: self.words.word(entry.channel),
            outcome,
            touch: entry.touch,
            category: self.words.optional(entry.category),
            seconds: entry.seconds,
            variant: self.words.optional(entry.variant),
            owner: self.words.optional(entry.owner),
            cadence: self.words.optional(entry.cadence),
            name: self.words.optional(entry.name),
            note: self.words.optional(entry.note),
            file: entry.file,
            line: entry.line,
        };
        self.rows.push(row);
    }

    /// Adds the rows of another log in the making.
    pub fn append(&mut self, other: Self) {
        if self.rows.is_empty() {
            *self = other;
            return;
        }
        let words: Vec<Word> = other
            .words
            .texts
            .iter()
            .map(|text| self.words.word(text))
            .collect();
        let word = |word: Word| words[word.0 as usize];
        let optional = |of: Option<Word>| of.map(word);
        self.rows.extend(other.rows.into_iter().map(|row| Row {
            id: word(row.id),
            channel: word(row.channel),
            outcome: match row.outcome {
                Outcome::Unknown(of) => Outcome::Unknown(word(of)),
                known => known,
            },
            category: optional(row.category),
            variant: optional(row.variant),
            owner: optional(row.owner),
            cadence: optional(row.cadence),
            name: optional(row.name),
            note: optional(row.note),
            ..row
        }));
    }

    /// The log, in order, each row once.
    #[must_use]
    pub fn finish(self) -> Log {
        let Self { words, mut rows } = self;
        let order = Order::new(&words);
        rows.sort_unstable_by(|a, b| order.compare(a, b));
        let before = rows.len();
        let rows = once(rows, &order);
        let repeated = before - rows.len();
        Log::of_rows(words, rows, repeated)
    }
}

/// The order of rows, which does not depend on the order in which their words were met.
struct Order {
    ranks: Vec<u32>,
}

impl Order {
    fn new(words: &Words) -> Self {
        let mut sorted: Vec<u32> = (0..words.texts.len() as u32).collect();
        sorted.sort_unstable_by(|a, b| words.texts[*a as usize].cmp(&words.texts[*b as usize]));
        let mut ranks = vec![0; sorted.len()];
        for (rank, word) in sorted.into_iter().enumerate() {
            ranks[word as usize] = rank as u32;
        }
        Self { ranks }
    }

    fn rank(&self, word: Word) -> u32 {
        self.ranks[word.0 as usize]
    }

    fn optional(&self, word: Option<Word>) -> Option<u32> {
        word.map(|word| self.rank(word))
    }

    /// By prospect and time; a row without a time comes after all others of its day.
    fn compare(&self, a: &Row, b: &Row) -> Ordering {
        self.rank(a.id)
            .cmp(&self.rank(b.id))
            .then_with(|| self.in_time(a, b))
            .then_with(|| self.rest(a).cmp(&self.rest(b)))
    }

    fn in_time(&self, a: &Row, b: &Row) -> Ordering {
        (a.date, a.time.is_none(), a.time)
            .cmp(&(b.date, b.time.is_none(), b.time))
            .then_with(|| a.touch.cmp(&b.touch))
            .then_with(|| self.outcome(a.outcome).cmp(&self.outcome(b.outcome)))
            .then_with(|| self.rank(a.channel).cmp(&self.rank(b.channel)))
    }

    /// Of one minute an answer comes before the work that it brought.
    fn outcome(&self, outcome: Outcome) -> (bool, Outcome, u32) {
        match outcome {
            Outcome::Unknown(word) => (true, Outcome::Unknown(Word(0)), self.rank(word)),
            known => (!known.is_answer(), known, 0),
        }
    }

    /// What tells rows of one touch apart: the longest first, which is the one that is kept.
    fn rest(&self, row: &Row) -> impl Ord + use<> {
        (
            std::cmp::Reverse(row.seconds),
            self.optional(row.category),
            self.optional(row.variant),
            self.optional(row.owner),
            self.optional(row.cadence),
            self.optional(row.name),
            self.optional(row.note),
            (row.file, row.line),
        )
    }
}

/// Each row once. `rows` are in order.
fn once(rows: Vec<Row>, order: &Order) -> Vec<Row> {
    let mut kept = Vec::with_capacity(rows.len());
    let alike = |a: &Row, b: &Row| a.id == b.id && order.in_time(a, b) == Ordering::Equal;
    for chunk in rows.chunk_by(alike) {
        let count = if chunk.len() == 1 || chunk[0].time.is_some() {
            1
        } else {
            let mut counts: FxHashMap<u16, usize> = FxHashMap::default();
            for row in chunk {
                *counts.entry(row.file).or_default() += 1;
            }
            counts.into_values().max().unwrap_or(1)
        };
        kept.extend_from_slice(&chunk[..count]);
    }
    kept
}

impl fmt::Display for Numbered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Touch(number) => write!(formatter, "{number}"),
            Self::Other | Self::Unsaid => Ok(()),
        }
    }
}
