//! `log`: one touch or several, added to the log.

use anyhow::{Result, bail};
use chrono::NaiveDateTime;
use clap::Args;
use followthrough::nearest;
use followthrough_document::write_answer;
use followthrough_files::{Loaded, LogLine, append, now};
use followthrough_track::Outcome as Came;
use serde::Serialize;

use super::{Outcome, PlanArguments, date};

/// The flags of `log`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough log S113 voicemail --minutes 3", "log-a-touch-was-made"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// The prospects' ids, then what came of it: no_answer, voicemail, done, replied, meeting, opted_out, bounced, lost,
    /// skipped, or `later` and a day
    #[arg(value_name = "ID", required = true, num_args = 1..)]
    words: Vec<String>,
    /// How long each took, in minutes
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: Option<u32>,
    /// When: 14:05, or a day and a time such as 2026-11-23T14:05 [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Which touch it was, or `none` for the work of an answer [default: the next one]
    #[arg(long, value_name = "N")]
    touch: Option<String>,
    /// How it was made, where not as the cadence says
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<String>,
    /// What was tried
    #[arg(long, value_name = "TEXT")]
    variant: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Print what was added as JSON
    #[arg(long)]
    json: bool,
}

/// Minutes, with parts, as seconds.
fn minutes(text: &str) -> Result<u32, String> {
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|minutes| (0.0..=1_440.0).contains(minutes));
    number
        .map(|minutes| (minutes * 60.0).round() as u32)
        .ok_or_else(|| "expected minutes such as `4` or `2.5`, at most a day".to_owned())
}

#[derive(Serialize)]
struct Answer {
    rows: Vec<Added>,
    line: usize,
}

#[derive(Serialize)]
struct Added {
    id: String,
    touch: Option<u32>,
    channel: String,
    outcome: String,
    at: NaiveDateTime,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let Some(path) = loaded.log_path.clone() else {
            bail!("{}", no_log(&loaded));
        };
        let (ids, outcome) = self.outcome()?;
        let at = self.moment(&loaded)?;
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            lines.push(self.line(&loaded, id, &outcome, at)?);
        }
        let appended = append(&path, &lines)?;
        let rows = lines.iter().map(|line| Added {
            id: line.id.clone(),
            touch: line.touch,
            channel: line.channel.clone(),
            outcome: line.outcome.clone(),
            at: line.date.and_time(line.time),
        });
        let text = if self.json {
            let answer = Answer {
                rows: rows.collect(),
                line: lines.len(),
            };
            write_answer("log", &loaded.header, &answer)
        } else {
            lines.iter().map(|line| told(&loaded, line)).collect()
        };
        let mut outcome = Outcome::of(loaded, text);
        outcome.warnings.extend(appended.set_aside.map(|beside| {
            format!(
                "{}: the last line was not written to its end; it was moved to {}",
                path.display(),
                beside.display()
            )
        }));
        Ok(outcome)
    }

    /// The ids, and the word for what came of it.
    fn outcome(&self) -> Result<(&[String], String)> {
        let known = |word: &str| Came::WORDS.iter().any(|(known, _)| *known == word);
        if let [ids @ .., later, day] = self.words.as_slice()
            && later == "later"
        {
            let day = date(day).map_err(|expected| anyhow::anyhow!("`later {day}`: {expected}"))?;
            return some(ids, format!("later {day}"));
        }
        let [ids @ .., word] = self.words.as_slice() else {
            bail!("expected the ids of prospects and what came of it");
        };
        if !known(word) {
            let words = Came::WORDS.iter().map(|(word, _)| *word).chain(["later"]);
            let list: Vec<&str> = words.collect();
            let meant = nearest(word, &list);
            let meant = meant.map_or_else(String::new, |word| format!("; did you mean `{word}`?"));
            bail!(
                "`{word}` is not a known outcome, expected one of {}{meant}",
                list.join(", ")
            );
        }
        some(ids, word.clone())
    }

    /// When it was: the day that is asked about, at the time of the clock, unless `--at` says otherwise.
    fn moment(&self, loaded: &Loaded) -> Result<NaiveDateTime> {
        let day = loaded.plan.first_day;
        let Some(at) = &self.at else {
            let clock = loaded.plan.zone.local(now()?);
            return Ok(day.and_time(clock.time()));
        };
        let time = |text: &str| {
            ["%H:%M", "%H:%M:%S", "%I:%M %p"]
                .iter()
                .find_map(|pattern| chrono::NaiveTime::parse_from_str(text, pattern).ok())
        };
        let whole = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
        let whole = whole
            .iter()
            .find_map(|pattern| NaiveDateTime::parse_from_str(at, pattern).ok());
        let only_day = || {
            date(at)
                .ok()
                .map(|day| day.and_hms_opt(12, 0, 0).unwrap_or_default())
        };
        let found = whole
            .or_else(|| time(at).map(|time| day.and_time(time)))
            .or_else(only_day);
        found.ok_or_else(|| {
            anyhow::anyhow!(
                "`--at {at}` is not a time, expected `14:05`, `2026-11-23T14:05` or `2026-11-23`"
            )
        })
    }

    fn line(&self, loaded: &Loaded, id: &str, outcome: &str, at: NaiveDateTime) -> Result<LogLine> {
        let touch = match self.touch.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(number) => match number.parse::<u32>() {
                Ok(number) if number > 0 => Some(Some(number)),
                _ => {
                    bail!("`--touch {number}` is not a touch, expected a number from 1, or `none`")
                }
            },
        };
        let mut line = loaded.log_line(id, outcome, at, touch)?;
        line.seconds = self.minutes;
        if let Some(channel) = &self.channel {
            line.channel.clone_from(channel);
        }
        line.variant = self.variant.clone().unwrap_or_default();
        line.note = self.note.clone().unwrap_or_default();
        Ok(line)
    }
}

fn some(ids: &[String], outcome: String) -> Result<(&[String], String)> {
    if ids.is_empty() {
        bail!("`{outcome}` of whom? expected the ids of prospects before it");
    }
    Ok((ids, outcome))
}

/// `S113 Northlight Ice Cream: email 9, voicemail, 14:05`
fn told(loaded: &Loaded, line: &LogLine) -> String {
    let touch = line
        .touch
        .map(|touch| format!(" {touch}"))
        .unwrap_or_default();
    let label = followthrough_words::clean(&line.name);
    let _ = loaded;
    format!(
        "  {} {label}: {}{touch}, {}, {}\n",
        followthrough_words::clean(&line.id),
        line.channel,
        line.outcome.replace('_', " "),
        line.date.and_time(line.time).format("%a %-d %b %H:%M")
    )
}

/// What is missing where a plan names no log that rows can be added to.
pub(super) fn no_log(loaded: &Loaded) -> String {
    format!(
        "{}: the plan names no log that rows can be added to, expected `log = \"log.csv\"` in `[input]`",
        loaded.plan_path.display()
    )
}
