//! `init`: a first plan, from flags, or from answers on a terminal.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::{NaiveTime, TimeDelta, Weekday};
use clap::Args;
use followthrough::{Policy, WEEKDAYS, Zone, nearest};
use followthrough_document::{cadence_presets, parse_duration};
use followthrough_files::{
    File, Files, FirstPlan, Loaded, ProposedBlock, ProposedPlan, Request, load_files, now, read,
    replace,
};
use followthrough_words as words;
use inquire::{Confirm, InquireError, Select, Text};

use super::Outcome;
use crate::page::lay_out;

/// The flags of `init`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough init --from calendar.ics --crm export.csv", "init-a-first-plan"))]
pub(crate) struct Arguments {
    /// Your calendar (ICS): blocks are proposed where it is free week after week
    #[arg(long, value_name = "FILE")]
    from: Vec<PathBuf>,
    /// The table of your prospects, such as an export of your CRM
    #[arg(long, value_name = "FILE")]
    crm: Option<PathBuf>,
    /// What every prospect is promised: hunter-3, hunter-8, inbound, nurture, outbound-21, weekly-10 [default: outbound-21]
    #[arg(long, value_name = "PRESET", value_parser = cadence)]
    cadence: Option<String>,
    /// The zone of all clock times [default: the calendar's, else this machine's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<Zone>,
    /// The hours between which blocks may lie [default: 09:00-17:00]
    #[arg(long, value_name = "HOURS", value_parser = hours)]
    hours: Option<(NaiveTime, NaiveTime)>,
    /// How much time a day is set aside, all blocks together [default: 2h]
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    time: Option<TimeDelta>,
    /// The days that you work, such as mon,tue,wed,thu [default: mon,tue,wed,thu,fri]
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = weekday)]
    days: Vec<Weekday>,
    /// The title [default: desk]
    #[arg(long)]
    name: Option<String>,
    /// Where the plan is written
    #[arg(long, value_name = "FILE", default_value = "plan.toml")]
    out: PathBuf,
    /// Replace a plan that is there
    #[arg(long)]
    force: bool,
    /// Ask nothing, as where there is no terminal
    #[arg(long)]
    yes: bool,
}

fn cadence(text: &str) -> Result<String, String> {
    let names = || cadence_presets().map(|(name, _)| name);
    if names().any(|name| name == text) {
        return Ok(text.to_owned());
    }
    let meant = nearest(text, names()).map(|name| format!("; did you mean `{name}`?"));
    let names: Vec<&str> = names().collect();
    Err(format!(
        "expected one of {}{}",
        names.join(", "),
        meant.unwrap_or_default()
    ))
}

fn hours(text: &str) -> Result<(NaiveTime, NaiveTime), String> {
    let clock = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let read = text
        .split_once('-')
        .and_then(|(from, to)| Some((clock(from)?, clock(to)?)));
    read.filter(|(from, to)| *to - *from >= TimeDelta::minutes(15))
        .ok_or_else(|| "expected hours such as `09:00-17:00`, from earlier to later".to_owned())
}

fn length(text: &str) -> Result<TimeDelta, String> {
    let day = TimeDelta::hours(12);
    parse_duration(text)
        .filter(|length| *length >= TimeDelta::minutes(15) && *length <= day)
        .ok_or_else(|| "expected a length such as `2h` or `1h30m`, from 15m to 12h".to_owned())
}

fn weekday(text: &str) -> Result<Weekday, String> {
    let found = WEEKDAYS.iter().find(|(name, _)| *name == text);
    found
        .map(|(_, day)| *day)
        .ok_or_else(|| "expected a day such as `mon`".to_owned())
}

impl Arguments {
    pub(super) fn run(mut self) -> Result<Outcome> {
        if self.out.exists() && !self.force {
            bail!(
                "{}: there is a plan already, expected `--force` or another `--out`",
                self.out.display()
            );
        }
        if !self.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            match self.ask() {
                Err(error) if is_end(&error) => bail!("nothing was written"),
                asked => asked?,
            }
        }
        let folder = self.out.parent().unwrap_or(Path::new("")).to_owned();
        let asked = self.first_plan(&folder)?;
        let proposed = asked.propose()?;
        let (text, loaded) = self.that_can_be_read(&proposed, &folder)?;
        let fit = loaded.plan.fit(Policy::Level, None);
        let fit = loaded.located(fit)?;
        replace(&self.out, text.as_bytes())?;
        let is_whole = self.crm.is_none() || loaded.document.input().pipelines.len() == 1;
        let mut told = format!("  Written: {}\n\n", self.out.display());
        for block in &proposed.blocks {
            told.push_str(&line(block, asked.calendars.is_empty()));
        }
        told.push('\n');
        told.push_str(&lay_out(&words::fit(&loaded.plan, &fit)));
        let mut outcome = Outcome::of(loaded, told);
        if let (false, Some(table)) = (is_whole, &self.crm) {
            outcome.warnings.push(format!(
                "{}: not all of the table is understood, so it stands in the plan as comments; `followthrough read {} --plan {}` \
                 shows what is missing",
                table.display(),
                table.display(),
                self.out.display()
            ));
        }
        Ok(outcome)
    }

    /// The first of the texts with which every file can be read.
    fn that_can_be_read(&self, proposed: &ProposedPlan, folder: &Path) -> Result<(String, Loaded)> {
        let request = Request {
            plan: self.out.clone(),
            ..Request::default()
        };
        let mut last = None;
        for text in &proposed.texts {
            let file = File {
                name: self.out.display().to_string(),
                bytes: text.clone().into_bytes(),
            };
            let loaded = Files::beside(file, folder).and_then(|files| load_files(&files, &request));
            match loaded {
                Ok(loaded) => return Ok((text.clone(), loaded)),
                Err(error) => last = Some(error),
            }
        }
        match last {
            Some(error) => Err(error.into()),
            None => bail!("no plan was proposed"),
        }
    }

    fn first_plan(&self, folder: &Path) -> Result<FirstPlan> {
        let file = |path: &PathBuf| -> Result<File> {
            Ok(File {
                name: seen_from(folder, path),
                bytes: read(path)?,
            })
        };
        let calendars: Vec<File> = self.from.iter().map(file).collect::<Result<_>>()?;
        let zone = self.zone(&calendars)?;
        let first_day = zone.local(now()?).date();
        let mut asked = FirstPlan::new(self.name.as_deref().unwrap_or("desk"), zone, first_day);
        asked.calendars = calendars;
        asked.table = self.crm.as_ref().map(file).transpose()?;
        if let Some(hours) = self.hours {
            asked.hours = hours;
        }
        if let Some(time) = self.time {
            asked.a_day = time;
        }
        if let Some(cadence) = &self.cadence {
            asked.cadence.clone_from(cadence);
        }
        if !self.days.is_empty() {
            let worked = WEEKDAYS.iter().map(|(_, day)| *day);
            asked.workweek = worked.filter(|day| self.days.contains(day)).collect();
        }
        Ok(asked)
    }

    fn zone(&self, calendars: &[File]) -> Result<Zone> {
        let of_calendar = || {
            calendars
                .iter()
                .find_map(|file| FirstPlan::zone_of(&file.bytes))
        };
        self.timezone
            .clone()
            .or_else(of_calendar)
            .or_else(of_machine)
            .context("the machine's time zone is not known, expected `--timezone`, such as `--timezone America/New_York`")
    }

    /// Asks what no flag says.
    fn ask(&mut self) -> Result<()> {
        if self.from.is_empty() {
            let path = Text::new("Your calendar, as a file (ICS):")
                .with_help_message("Outlook, Google and Apple export it; empty where there is none")
                .with_validator(is_there)
                .prompt()?;
            self.from.extend(some_path(&path));
        }
        if self.crm.is_none() {
            let path = Text::new("Your prospects, as a table (CSV):")
                .with_help_message("an export of your CRM; empty where there is none")
                .with_validator(is_there)
                .prompt()?;
            self.crm = some_path(&path);
        }
        if self.timezone.is_none() {
            let calendars: Vec<Vec<u8>> = self
                .from
                .iter()
                .map(|path| read(path))
                .collect::<Result<_, _>>()?;
            let known = calendars
                .iter()
                .find_map(|bytes| FirstPlan::zone_of(bytes))
                .or_else(of_machine);
            let known = known.map(|zone| zone.name().to_owned()).unwrap_or_default();
            let zone = Text::new("Your time zone:")
                .with_default(&known)
                .with_validator(is_zone)
                .prompt()?;
            self.timezone = Some(zone.parse()?);
        }
        if self.hours.is_none() {
            let read = |text: &str| hours(text).map(|_| ());
            let text = asked("Your hours:", "09:00-17:00", read)?;
            self.hours = hours(&text).ok();
        }
        if self.time.is_none() {
            let text = asked(
                "How much time a day do you set aside for selling?",
                "2h",
                |text| length(text).map(|_| ()),
            )?;
            self.time = length(&text).ok();
        }
        if self.cadence.is_none() {
            let names: Vec<&str> = cadence_presets().map(|(name, _)| name).collect();
            let usual = names
                .iter()
                .position(|name| *name == "outbound-21")
                .unwrap_or_default();
            let name = Select::new("What is every prospect promised?", names)
                .with_starting_cursor(usual)
                .with_help_message(
                    "docs/guide/method.md says what each of them is; change it later as you like",
                )
                .prompt()?;
            self.cadence = Some(name.to_owned());
        }
        let question = format!("Write {}?", self.out.display());
        if !Confirm::new(&question).with_default(true).prompt()? {
            bail!(InquireError::OperationCanceled);
        }
        Ok(())
    }
}

type Validated = Result<inquire::validator::Validation, inquire::CustomUserError>;

fn validated(read: Result<(), String>) -> Validated {
    use inquire::validator::Validation;
    Ok(match read {
        Ok(()) => Validation::Valid,
        Err(expected) => Validation::Invalid(expected.into()),
    })
}

fn asked(question: &str, default: &str, read: fn(&str) -> Result<(), String>) -> Result<String> {
    let text = Text::new(question).with_default(default);
    Ok(text
        .with_validator(move |text: &str| validated(read(text)))
        .prompt()?)
}

fn is_there(path: &str) -> Validated {
    let is_there = some_path(path).is_none_or(|path| path.is_file());
    validated(
        is_there
            .then_some(())
            .ok_or_else(|| "there is no such file".to_owned()),
    )
}

fn is_zone(name: &str) -> Validated {
    let read = name.parse::<Zone>();
    validated(read.map(|_| ()).map_err(|error| error.to_string()))
}

fn some_path(text: &str) -> Option<PathBuf> {
    // What is dragged into a terminal may come in quotes.
    let text = text.trim().trim_matches(['\'', '"']);
    (!text.is_empty()).then(|| PathBuf::from(text))
}

fn of_machine() -> Option<Zone> {
    Zone::find(&iana_time_zone::get_timezone().ok()?)
}

/// Whether somebody ended the questions.
fn is_end(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(InquireError::OperationCanceled | InquireError::OperationInterrupted)
    )
}

/// A path as a plan in `folder` names it.
fn seen_from(folder: &Path, path: &Path) -> String {
    let whole = |path: &Path| path.canonicalize().ok();
    let here = match folder.as_os_str().is_empty() {
        true => whole(Path::new(".")),
        false => whole(folder),
    };
    let below = here
        .zip(whole(path))
        .map(|(folder, path)| match path.strip_prefix(&folder) {
            Ok(below) => below.to_owned(),
            Err(_) => path,
        });
    let path = below.unwrap_or_else(|| path.to_owned());
    path.display().to_string().replace('\\', "/")
}

fn line(block: &ProposedBlock, unknown: bool) -> String {
    let days: Vec<String> = block
        .days
        .iter()
        .map(|day| day.to_string().to_lowercase())
        .collect();
    let end = block.start.overflowing_add_signed(block.length).0;
    let free = match unknown {
        true => String::new(),
        false => format!("  free in {} of {} weeks", block.free, block.of),
    };
    format!(
        "  {:<10} {}-{}  {:<20}{free}\n",
        block.category.as_str(),
        block.start.format("%H:%M"),
        end.format("%H:%M"),
        days.join(" ")
    )
}
