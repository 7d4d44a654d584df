//! `busy`: when calendars are busy, and what that takes from which block.

use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use clap::Args;
use followthrough::{Policy, Zone};
use followthrough_ics::read::{AllDay, BusyOptions, Source};

use super::{Outcome, date, input, instant};
use crate::page::lay_out;
use followthrough_files::{Request, load_files};
use followthrough_words as words;

/// The flags of `busy`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough busy --plan plan.toml --explain", "busy-when-is-the-calendar-busy"))]
pub(crate) struct Arguments {
    /// Calendar files (ICS), or `-` for standard input
    #[arg(
        value_name = "FILE",
        required_unless_present = "plan",
        conflicts_with = "plan"
    )]
    files: Vec<PathBuf>,
    /// The first instant that is looked at
    #[arg(long, value_name = "RFC3339", value_parser = instant, required_unless_present = "plan")]
    from: Option<DateTime<Utc>>,
    /// The first instant that is not looked at any more
    #[arg(long, value_name = "RFC3339", value_parser = instant, required_unless_present = "plan")]
    to: Option<DateTime<Utc>>,
    /// The zone of days and of times that name none
    #[arg(long, value_name = "ZONE", value_parser = zone, required_unless_present = "plan")]
    timezone: Option<Zone>,
    /// An address of the calendars' owner, whose answers to invitations count; may be repeated
    #[arg(long, value_name = "ADDRESS", conflicts_with = "plan")]
    me: Vec<String>,
    /// Print the intervals as JSON, in UTC
    #[arg(long)]
    json: bool,
    /// The calendars of this plan, read as the plan says
    #[arg(long, value_name = "PLAN", requires = "explain")]
    plan: Option<PathBuf>,
    /// Say which event takes what from which block of the plan
    #[arg(long, requires = "plan", conflicts_with_all = ["json", "from", "to", "timezone"])]
    explain: bool,
    /// Day one, instead of the plan's first_day
    #[arg(long, value_name = "DATE", value_parser = date, requires = "plan")]
    today: Option<NaiveDate>,
}

fn zone(text: &str) -> Result<Zone, followthrough::UnknownZone> {
    text.parse()
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        match (&self.plan, self.from, self.to, &self.timezone) {
            (Some(plan), ..) => explain(&Request {
                plan: plan.clone(),
                today: self.today,
                ..Request::default()
            }),
            (None, Some(from), Some(to), Some(zone)) => self.read((from, to), zone),
            _ => bail!(
                "`busy` needs files with `--from`, `--to` and `--timezone`, or `--plan` with `--explain`"
            ),
        }
    }

    fn read(&self, span: (DateTime<Utc>, DateTime<Utc>), zone: &Zone) -> Result<Outcome> {
        if span.1 <= span.0 {
            bail!(
                "`--to` is {}, expected a time after `--from`, which is {}",
                shown(span.1),
                shown(span.0)
            );
        }
        let mut read = Vec::new();
        for path in &self.files {
            read.push((input::name(path), input::read(path, "a calendar")?));
        }
        let sources: Vec<Source<'_>> = read
            .iter()
            .map(|(name, bytes)| Source { name, bytes })
            .collect();
        let options = BusyOptions {
            me: self.me.clone(),
            all_day: AllDay::Busy,
            ..BusyOptions::default()
        };
        let found = followthrough_ics::read::busy(&sources, span, zone, &options)?;
        let warnings: Vec<String> = found.warnings.iter().map(ToString::to_string).collect();
        if !self.json {
            return Ok(Outcome {
                text: lay_out(&words::busy(&found.intervals, zone)),
                warnings,
                fits: true,
            });
        }
        let busy: Vec<[String; 2]> = found
            .intervals
            .iter()
            .map(|interval| [shown(interval.start()), shown(interval.end())])
            .collect();
        let json = serde_json::json!({ "busy": busy, "warnings": warnings });
        Ok(Outcome {
            text: format!("{json:#}\n"),
            warnings: Vec::new(),
            fits: true,
        })
    }
}

fn shown(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn explain(request: &Request) -> Result<Outcome> {
    let files = input::files(&request.plan)?;
    let loaded = load_files(&files, request)?;
    let (plan, zone) = (&loaded.plan, &loaded.plan.zone);
    // As far as an answer uses time: to the close of the last window.
    let fit = loaded.located(plan.fit(Policy::Level, None))?;
    let (first, last) = (
        plan.first_day,
        fit.weeks.last().map_or(fit.horizon.to, |week| week.to),
    );
    let taken: Vec<words::Taken> = loaded
        .taken(&files, first, last)?
        .into_iter()
        .map(|taken| words::Taken {
            date: taken.date,
            block: taken.block,
            interval: taken.interval,
            event: taken.event.title.clone(),
            place: format!("{}:{}", taken.event.file, taken.event.line),
        })
        .collect();
    let own = loaded
        .document
        .places_of_away()
        .iter()
        .map(ToString::to_string);
    let others = loaded
        .away
        .iter()
        .map(|days| format!("{}:{}", days.event.file, days.event.line));
    let mut away: Vec<_> = plan
        .away
        .iter()
        .zip(own.chain(others))
        .filter(|(away, _)| first <= away.to && away.from <= last)
        .map(|(away, place)| words::DaysAway {
            first: away.from,
            last: away.to,
            title: away.label.clone(),
            place,
        })
        .collect();
    away.sort_by(|one, other| {
        (one.first, one.last, &one.title).cmp(&(other.first, other.last, &other.title))
    });
    let text = lay_out(&words::explain(&taken, &away, zone));
    Ok(Outcome::of(loaded, text))
}
