//! A plan written as a plan file, in TOML: what [`Document::read`](crate::Document::read) reads as it was.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike as _};
use followthrough::{
    Away, AwayWindows, Cadence, CategoryName, Channel, Days, Expect, LostDays, Plan, Prospect,
    Repeat, Touch, weekday_word,
};

use crate::answer::write_block;
use crate::pipeline::COLUMNS;

/// The tables and calendars that a written plan names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NamedFiles<'name> {
    /// The pipeline's file.
    pub pipeline: Option<&'name str>,
    /// The log's file.
    pub log: Option<&'name str>,
    /// The calendar of busy time.
    pub busy: Option<&'name str>,
}

/// A plan as a plan file in TOML, without its pipeline and its busy time: those are in the files that `named` says.
///
/// Every default that a reader would take is left out. The time of the run and blocks that were moved in a calendar app
/// belong to no plan file.
///
/// # Example
/// ```
/// use followthrough::Plan;
/// use followthrough_document::{Document, NamedFiles, write_plan};
/// let plan = Plan::example();
/// let text = write_plan(&plan, &NamedFiles::default());
/// assert!(text.starts_with("format    = 1\nname      = \"desk\"\n"));
/// let read = Document::read("plan.toml", text.as_bytes())?;
/// assert_eq!(read.plan(plan.first_day), plan);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn write_plan(plan: &Plan, named: &NamedFiles<'_>) -> String {
    let mut text = String::new();
    let mut head = Lines::new(&mut text, 9);
    head.set("format", "1");
    head.set("name", quoted(&plan.name));
    head.set("timezone", quoted(plan.zone.name()));
    head.set("first_day", plan.first_day.to_string());
    let week = plan
        .workweek
        .days()
        .iter()
        .map(|day| quoted(weekday_word(*day)));
    head.set("workweek", list(week));
    if !plan.holidays.is_empty() {
        head.set(
            "holidays",
            list(plan.holidays.iter().map(NaiveDate::to_string)),
        );
    }
    head.set("reserve", plan.reserve.to_string());
    head.set("min_segment", quoted(&length(plan.min_segment)));
    if plan.lost_days == LostDays::Keep {
        head.set("lost_days", quoted("keep"));
    }
    for away in &plan.away {
        write_away(&mut text, away);
    }
    for (name, channel) in &plan.channels {
        write_channel(&mut text, name.as_str(), channel);
    }
    for block in &plan.blocks {
        text.push('\n');
        text.push_str(&write_block(block));
    }
    for cadence in &plan.cadences {
        write_cadence(&mut text, cadence);
    }
    if !plan.mix.is_empty() {
        let mut mix = Lines::table(&mut text, "[mix]", 9);
        for part in &plan.mix {
            mix.set(part.cadence.as_str(), part.count.to_string());
        }
    }
    if plan.expect != Expect::default() {
        let mut expect = Lines::table(&mut text, "[expect]", 7);
        expect.set("answers", plan.expect.answers.to_string());
    }
    if *named != NamedFiles::default() {
        let mut input = Lines::table(&mut text, "[input]", 8);
        input.optional("pipeline", named.pipeline.map(quoted));
        input.optional("log", named.log.map(quoted));
        input.optional("busy", named.busy.map(|name| format!("[{}]", quoted(name))));
    }
    text
}

/// Keys and values of one table, a line each.
struct Lines<'text> {
    text: &'text mut String,
    width: usize,
}

impl<'text> Lines<'text> {
    fn new(text: &'text mut String, width: usize) -> Self {
        Self { text, width }
    }

    fn table(text: &'text mut String, header: &str, width: usize) -> Self {
        // Memory takes every line.
        let _ = writeln!(text, "\n{header}");
        Self::new(text, width)
    }

    fn set(&mut self, key: &str, value: impl AsRef<str>) {
        let width = self.width;
        let _ = writeln!(self.text, "{key:<width$} = {}", value.as_ref());
    }

    fn optional(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }
}

/// Pairs of an inline table.
#[derive(Default)]
struct Pairs(Vec<String>);

impl Pairs {
    fn set(mut self, key: &str, value: impl AsRef<str>) -> Self {
        self.0.push(format!("{key} = {}", value.as_ref()));
        self
    }

    fn optional(self, key: &str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    fn work(self, category: Option<&CategoryName>, effort: Option<TimeDelta>) -> Self {
        self.optional("category", category.map(|name| quoted(name.as_str())))
            .optional("effort", effort.map(|effort| quoted(&length(effort))))
    }

    fn table(&self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

fn write_away(text: &mut String, away: &Away) {
    let mut lines = Lines::table(text, "[[away]]", 7);
    lines.set("from", away.from.to_string());
    lines.set("to", away.to.to_string());
    if !away.label.is_empty() {
        lines.set("label", quoted(&away.label));
    }
    if away.windows == AwayWindows::Keep {
        lines.set("windows", quoted("keep"));
    }
}

fn write_channel(text: &mut String, name: &str, channel: &Channel) {
    let mut lines = Lines::table(text, &format!("[channel.{name}]"), 9);
    let category = channel.category.as_ref();
    lines.optional("category", category.map(|name| quoted(name.as_str())));
    lines.optional(
        "effort",
        channel.effort.map(|effort| quoted(&length(effort))),
    );
    let cap = Pairs::default()
        .optional("day", channel.cap.day.map(|day| day.to_string()))
        .optional("week", channel.cap.week.map(|week| week.to_string()));
    lines.optional("cap", (!cap.0.is_empty()).then(|| cap.table()));
    let other = channel.counts_as.as_ref();
    lines.optional("counts_as", other.map(|name| quoted(name.as_str())));
    let hours = channel.hours.as_ref();
    let hours =
        hours.map(|hours| quoted(&format!("{}-{}", clock(hours.from()), clock(hours.to()))));
    lines.optional("hours", hours);
}

fn write_cadence(text: &mut String, cadence: &Cadence) {
    let mut lines = Lines::table(text, &format!("[cadence.{}]", cadence.name()), 8);
    if cadence.days() == Days::Calendar {
        lines.set("days", quoted("calendar"));
    }
    lines.optional("segment", cadence.segment().map(quoted));
    if let Some(prep) = cadence.prep() {
        let work = Pairs::default().work(Some(&prep.category), Some(prep.effort));
        lines.set("prep", work.set("ahead", prep.ahead.to_string()).table());
    }
    if let Some(reply) = cadence.on_reply() {
        let work = Pairs::default().work(Some(&reply.category), Some(reply.effort));
        lines.set(
            "on_reply",
            work.set("within", reply.within.to_string()).table(),
        );
    }
    if let Some(repeat) = cadence.repeat() {
        lines.set("repeat", tail(repeat));
    }
    let touches: String = cadence
        .touches()
        .iter()
        .map(|touch| format!("  {},\n", written(touch)))
        .collect();
    lines.set("touches", format!("[\n{touches}]"));
}

fn written(touch: &Touch) -> String {
    let when = Pairs::default();
    let when = if touch.with_previous {
        when.set("with_previous", "true")
    } else {
        when.set("after", touch.after.to_string())
            .set("within", touch.within.to_string())
    };
    when.set("channel", quoted(touch.channel.as_str()))
        .work(touch.category.as_ref(), touch.effort)
        .optional("message", touch.message.as_deref().map(quoted))
        .optional(
            "refers_to",
            touch.refers_to.map(|number| number.to_string()),
        )
        .optional("reply", touch.reply.map(|share| format!("{share:?}")))
        .table()
}

fn tail(repeat: &Repeat) -> String {
    Pairs::default()
        .set("after", repeat.after.to_string())
        .set("within", repeat.within.to_string())
        .optional("times", repeat.times.map(|times| times.to_string()))
        .set("channel", quoted(repeat.channel.as_str()))
        .work(repeat.category.as_ref(), repeat.effort)
        .optional("message", repeat.message.as_deref().map(quoted))
        .optional("promised", repeat.promised.then(|| "true".to_owned()))
        .table()
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// Such as `5m`, or `90s`.
fn length(length: TimeDelta) -> String {
    match length.num_seconds() {
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

fn clock(time: NaiveTime) -> String {
    let pattern = if time.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    time.format(pattern).to_string()
}

/// The rows of a pipeline as `pipeline.csv`, with every column that a row may have.
///
/// A row that stands for several prospects is written once for each of them, as `id/1`, `id/2` and so on: a table of
/// prospects has one row for each. A row that stands for none is left out.
///
/// # Example
/// ```
/// use followthrough::{Prospect, Stage};
/// let row = Prospect { count: 2, ..Prospect::new("A1", "calls".parse()?, Stage::Ready) };
/// let text = followthrough_document::write_pipeline(&[row]);
/// assert!(text.contains("\nA1/1,,calls,ready,") && text.contains("\nA1/2,,calls,ready,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn write_pipeline(rows: &[Prospect]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut write = || -> csv::Result<()> {
        writer.write_record(COLUMNS)?;
        for row in rows {
            let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            for number in 1..=row.count {
                let id = match row.count {
                    1 => row.id.clone(),
                    _ => format!("{}/{number}", row.id),
                };
                let next = row.next_touch.map(|touch| touch.to_string());
                let zone = row.zone.as_ref().map(|zone| zone.name().to_owned());
                writer.write_record([
                    id,
                    row.name.clone(),
                    row.cadence.to_string(),
                    row.stage.as_str().to_owned(),
                    next.unwrap_or_default(),
                    day(row.due),
                    day(row.last_touch),
                    day(row.started),
                    row.priority.to_string(),
                    zone.unwrap_or_default(),
                    text(&row.owner),
                    text(&row.segment),
                    text(&row.note),
                ])?;
            }
        }
        Ok(())
    };
    // Memory takes every row, and every row is text.
    let bytes = write().ok().and_then(|()| writer.into_inner().ok());
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, Weekday};
    use followthrough::{
        Block, CadenceName, Cap, Hours, MixPart, Pattern, Prep, ReplyWork, Stage, Workweek,
    };

    use super::*;
    use crate::{Document, Pipeline};

    /// A plan in which every key differs from its default.
    fn everything() -> Plan {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
        let name = |text: &str| text.parse::<CategoryName>().expect("a name");
        let mut plan = Plan::new(
            "a \"desk\"\n# no comment",
            "Europe/Berlin".parse().expect("a zone"),
            day("2027-01-04"),
        );
        plan.workweek = Workweek::new([Weekday::Sun, Weekday::Mon, Weekday::Thu]).expect("a week");
        plan.holidays = [day("2027-01-06"), day("2027-05-01")].into();
        plan.reserve = "0.125".parse().expect("a share");
        plan.min_segment = TimeDelta::seconds(90);
        plan.lost_days = LostDays::Keep;
        plan.expect.answers = 3;
        plan.away = [AwayWindows::Keep, AwayWindows::Shift]
            .map(|windows| Away {
                from: day("2027-02-01"),
                to: day("2027-02-05"),
                label: "'PTO'\\".to_owned(),
                windows,
            })
            .to_vec();
        plan.channels.insert(
            "call".parse().expect("a name"),
            Channel {
                category: Some(name("calling")),
                effort: Some(TimeDelta::seconds(301)),
                cap: Cap {
                    day: Some(3),
                    week: Some(12),
                },
                counts_as: Some("email".parse().expect("a name")),
                hours: Hours::new(time("08:30:00"), time("17:00:30")),
            },
        );
        let mut block = Block::new(
            vec![name("calling"), name("research")],
            Pattern::Rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO".parse().expect("a rule")),
            time("09:15:00"),
            TimeDelta::minutes(50),
        )
        .expect("a block");
        block.name = Some("Monday = desk".to_owned());
        block.from = Some(day("2027-01-04"));
        block.to = Some(day("2028-01-04"));
        block.skip = [day("2027-03-01")].into();
        block.also = [day("2027-03-02")].into();
        block.reserve = Some("0.5".parse().expect("a share"));
        block.zone = Some("Asia/Tokyo".parse().expect("a zone"));
        plan.blocks.push(block);
        for word in ["zebra", "alpha"] {
            let mut first = Touch::new("call".parse().expect("a name"))
                .within(2)
                .message("say \"hi\"");
            first.reply = Some(0.025);
            let mut second = Touch::new("letter".parse().expect("a name")).within(2);
            second.with_previous = true;
            second.category = Some(name("research"));
            second.effort = Some(TimeDelta::zero());
            second.refers_to = Some(1);
            let third = Touch::new("email".parse().expect("a name"))
                .after(4)
                .within(0);
            let cadence: CadenceName = word.parse().expect("a name");
            let made =
                Cadence::new(cadence.clone(), vec![first, second, third]).expect("a cadence");
            let made = made
                .with_days(Days::Calendar)
                .with_segment("plants & banks")
                .with_prep(Prep {
                    category: name("research"),
                    effort: TimeDelta::minutes(8),
                    ahead: 2,
                })
                .with_on_reply(ReplyWork {
                    category: name("calling"),
                    effort: TimeDelta::hours(1),
                    within: 0,
                })
                .with_repeat(Repeat {
                    after: 10,
                    within: 3,
                    times: Some(4),
                    channel: "call".parse().expect("a name"),
                    category: Some(name("calling")),
                    effort: Some(TimeDelta::seconds(45)),
                    message: Some("again".to_owned()),
                    promised: true,
                })
                .expect("a tail");
            plan.cadences.push(made);
            plan.mix.push(MixPart { cadence, count: 2 });
        }
        plan
    }

    #[test]
    fn a_plan_with_every_key_is_read_as_it_was() {
        let plan = everything();
        let text = write_plan(&plan, &NamedFiles::default());
        let read = Document::read("plan.toml", text.as_bytes());
        let read = read.unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        assert_eq!(read.plan(plan.first_day), plan, "{text}");
    }

    #[test]
    fn a_pipeline_with_every_column_is_read_as_it_was() {
        let plan = everything();
        let mut row = Prospect::new("A, \"1\"", "zebra".parse().expect("a name"), Stage::Paused);
        row.name = "Acme; & Sons\nsecond line".to_owned();
        row.next_touch = Some(2);
        row.due = "2027-01-05".parse().ok();
        row.last_touch = "2027-01-01".parse().ok();
        row.started = "2026-12-01".parse().ok();
        row.priority = 3;
        row.zone = "America/Denver".parse().ok();
        row.owner = Some("Kim".to_owned());
        row.segment = Some("plants".to_owned());
        row.note = Some("call, then mail".to_owned());
        let rows = [
            row,
            Prospect::new("B", "alpha".parse().expect("a name"), Stage::New),
        ];
        let document = write_plan(
            &plan,
            &NamedFiles {
                pipeline: Some("pipeline.csv"),
                ..NamedFiles::default()
            },
        );
        let document = Document::read("plan.toml", document.as_bytes()).expect("a plan");
        let text = write_pipeline(&rows);
        let read = Pipeline::read("pipeline.csv", text.as_bytes(), &document).expect("rows");
        assert_eq!(read.prospects(), rows);
    }
}
