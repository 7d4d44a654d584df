//! Random plans, pipelines and logs.

#![allow(dead_code, reason = "each test binary uses its part")]

use chrono::{Days as Later, NaiveDate, NaiveTime, TimeDelta, Weekday::*};
use followthrough::{
    Away, AwayWindows, Block, Cadence, Days, Interval, Pattern, Plan, Prep, Prospect, Repeat,
    ReplyWork, Stage, Touch,
};
use followthrough_track::{Entry, Log, LogBuilder, Numbered, Outcome};
use proptest::prelude::*;

/// The day that random plans begin on, a Wednesday.
pub(crate) fn today() -> NaiveDate {
    day(0)
}

/// A day, counted from [`today`].
pub(crate) fn day(days: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, 3).expect("a date") + TimeDelta::days(days)
}

/// One row of a log, owned.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: usize,
    pub(crate) day: i64,
    pub(crate) minute: u32,
    pub(crate) channel: usize,
    pub(crate) outcome: usize,
    pub(crate) touch: Option<u32>,
    pub(crate) seconds: Option<u32>,
    pub(crate) later: i64,
}

/// Channels of the random cadences, and those of other work.
pub(crate) const CHANNELS: [&str; 4] = ["call", "email", "research", "letter"];

/// What came of it, `later` and a word that means nothing among them.
const OUTCOMES: [&str; 12] = [
    "no_answer",
    "voicemail",
    "done",
    "no_answer",
    "done",
    "replied",
    "meeting",
    "opted_out",
    "bounced",
    "lost",
    "skipped",
    "hung up",
];

impl Line {
    pub(crate) fn id(&self) -> String {
        format!("P{}", self.id)
    }

    /// Hands the row to `push`.
    pub(crate) fn entry(&self, numbered: bool, file: u16, push: &mut impl FnMut(&Entry<'_>)) {
        let id = self.id();
        let word = OUTCOMES.get(self.outcome);
        let outcome = match word {
            None => Ok(Outcome::Later(day(self.later))),
            Some(word) => Outcome::WORDS
                .iter()
                .find(|(known, _)| known == word)
                .map(|(_, outcome)| *outcome)
                .ok_or(*word),
        };
        let touch = match (numbered, self.touch) {
            (false, _) => Numbered::Unsaid,
            (true, Some(touch)) => Numbered::Touch(touch),
            (true, None) => Numbered::Other,
        };
        let time = NaiveTime::from_hms_opt(8 + self.minute / 60, self.minute % 60, 0);
        let entry = Entry {
            time,
            outcome,
            touch,
            seconds: self.seconds,
            cadence: "calls",
            file,
            ..Entry::new(
                day(self.day),
                &id,
                CHANNELS[self.channel],
                Outcome::NoAnswer,
            )
        };
        push(&entry);
    }
}

/// The log of some lines.
pub(crate) fn log<'a>(lines: impl IntoIterator<Item = (u16, &'a Line)>, numbered: bool) -> Log {
    let mut log = LogBuilder::default();
    for (file, line) in lines {
        line.entry(numbered, file, &mut |entry| log.push(entry));
    }
    log.finish()
}

pub(crate) fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (
        (0..8_usize, -40..1_i64, 0..480_u32, 0..4_usize),
        (
            0..13_usize,
            prop_oneof![4 => (1..9_u32).prop_map(Some), 1 => Just(None)],
            proptest::option::weighted(0.8, 0..1_800_u32),
            -5..20_i64,
        ),
    );
    let line = line.prop_map(
        |((id, day, minute, channel), (outcome, touch, seconds, later))| Line {
            id,
            day,
            minute,
            channel,
            outcome,
            touch,
            seconds,
            later,
        },
    );
    proptest::collection::vec(line, 0..60)
}

/// Lines in which each prospect's touches are numbered as they were made: what a tidy log has.
pub(crate) fn tidy(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_key(|line| (line.id, line.day, line.minute));
    let mut next = [1; 8];
    for line in &mut lines {
        if line.touch.is_some() {
            line.touch = Some(next[line.id]);
            if line.outcome < OUTCOMES.len() {
                next[line.id] += 1;
            }
        }
    }
    lines
}

/// A plan of two kinds of time with one cadence, and a pipeline of some prospects on it.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let touches = proptest::collection::vec((0..3_u32, 0..3_u32, 0..2_usize, any::<bool>()), 1..7);
    let options = (
        any::<bool>(),
        0..3_u32,
        any::<bool>(),
        proptest::collection::vec((-40..20_i64, 0..3_i64, any::<bool>()), 0..3),
        proptest::collection::vec(-40..20_i64, 0..4),
    );
    let rows = proptest::collection::vec(
        (
            0..9_usize,
            1..7_u32,
            proptest::option::of(-10..10_i64),
            proptest::option::of(-30..0_i64),
            proptest::option::of(-45..-10_i64),
        ),
        0..8,
    );
    (touches, options, rows).prop_map(|(touches, (calendar, tail, reply, away, busy), rows)| {
        let mut plan = Plan::new("desk", "America/New_York".parse().expect("a zone"), today());
        let days = || Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
        for (category, hour) in [("calling", 9), ("follow_up", 11), ("research", 14)] {
            let categories = vec![category.parse().expect("a name")];
            let block = Block::new(categories, days(), at(hour), TimeDelta::hours(1));
            plan.blocks.push(block.expect("a block"));
        }
        let mut within = 0;
        let mut promised = Vec::new();
        for (index, (gap, open, channel, shares)) in touches.iter().enumerate() {
            let touch = Touch::new(CHANNELS[*channel].parse().expect("a name"));
            promised.push(if index == 0 {
                touch.within(*open)
            } else if *shares {
                touch.with_previous()
            } else {
                touch.after(within + 1 + gap).within(*open)
            });
            if index == 0 || !*shares {
                within = *open;
            }
        }
        let cadence = Cadence::new("calls".parse().expect("a name"), promised);
        let mut cadence = cadence.expect("a cadence").with_prep(Prep {
            category: "research".parse().expect("a name"),
            effort: TimeDelta::minutes(5),
            ahead: 2,
        });
        if calendar {
            cadence = cadence.with_days(Days::Calendar);
        }
        if reply {
            cadence = cadence.with_on_reply(ReplyWork {
                category: "follow_up".parse().expect("a name"),
                effort: TimeDelta::minutes(20),
                within: 2,
            });
        }
        if tail > 0 {
            cadence = cadence
                .with_repeat(Repeat {
                    after: within + 3,
                    within: 1,
                    times: Some(2),
                    channel: "call".parse().expect("a name"),
                    category: None,
                    effort: None,
                    message: None,
                    promised: tail == 2,
                })
                .expect("a tail");
        }
        plan.cadences.push(cadence);
        for (from, length, keep) in away {
            plan.away.push(Away {
                from: day(from),
                to: day(from + length),
                label: String::new(),
                windows: if keep {
                    AwayWindows::Keep
                } else {
                    AwayWindows::Shift
                },
            });
        }
        for lost in busy {
            // A whole day, so that some days are lost.
            let date = day(lost);
            let next = date.checked_add_days(Later::new(1)).expect("a date");
            let (from, to) = (plan.zone.midnight(date), plan.zone.midnight(next));
            plan.busy.extend(Interval::new(from, to));
        }
        for (index, (stage, next, due, last, started)) in rows.into_iter().enumerate() {
            plan.pipeline.push(prospect(
                index,
                Stage::ALL[stage],
                next,
                (due, last, started),
            ));
        }
        plan
    })
}

/// A row that is read without a remark.
fn prospect(
    index: usize,
    stage: Stage,
    next: u32,
    (due, last, started): (Option<i64>, Option<i64>, Option<i64>),
) -> Prospect {
    let mut row = Prospect::new(format!("P{index}"), "calls".parse().expect("a name"), stage);
    if matches!(stage, Stage::New | Stage::Ready) {
        return row;
    }
    row.started = started.map(day);
    row.last_touch = last.map(day);
    if !matches!(
        stage,
        Stage::Finished | Stage::OptedOut | Stage::Bounced | Stage::Lost
    ) {
        row.due = due.map(day);
        if row.due.is_none()
            && row.last_touch.is_none()
            && (row.started.is_none() || stage == Stage::Replied)
        {
            row.due = Some(day(-3));
        }
    }
    if matches!(stage, Stage::InFlight | Stage::Paused) {
        row.next_touch = Some(next);
        if next == 1 && row.due.is_none() {
            row.due = Some(day(1));
        }
    }
    row
}
