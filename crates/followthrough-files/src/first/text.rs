//! The text of a first plan: every key with what it means.

use std::fmt::Write as _;

use chrono::{TimeDelta, Weekday};
use followthrough::{Cadence, CadenceName, default_effort};
use followthrough_document::{Reading, Survey};

use super::{FirstPlan, ProposedBlock};
use crate::File;

/// What the cadence is called.
pub(super) const CADENCE: &str = "outbound";

const HEAD: &str = "\
#:schema https://raw.githubusercontent.com/followthrough/followthrough/main/docs/reference/plan.schema.json
# A first plan, written by `followthrough init`. Change what is not so, then ask again: followthrough fit
# Every key: https://github.com/followthrough/followthrough/blob/main/docs/guide/plan-file.md
";

/// How a table's days may be written where it does not write ISO days, in the order in which they are tried.
const DATES: [Option<&str>; 3] = [None, Some("%m/%d/%Y"), Some("%d/%m/%Y")];

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    // What JSON escapes TOML reads.
    serde_json::Value::String(text.to_owned())
        .to_string()
        .replace('\u{7f}', "\\u007F")
}

/// A comment holds no control characters.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// The plan, once for each way in which its table may be read.
pub(super) fn write(asked: &FirstPlan, cadence: &Cadence, blocks: &[ProposedBlock]) -> Vec<String> {
    let head = [
        head(asked),
        blocks_of(asked, blocks),
        cadence_of(asked, cadence),
        calendars_of(asked),
    ]
    .join("\n");
    let tables = match &asked.table {
        Some(table) => tables_of(asked, table),
        None => vec![NO_TABLE.to_owned()],
    };
    tables
        .iter()
        .map(|table| format!("{head}{table}"))
        .collect()
}

const NO_TABLE: &str = "\
\n# The prospects that are owed touches already: a table with the columns id, cadence, stage, next_touch and due, or an
# export of your CRM. `followthrough read FILE` shows what is understood of one.
# pipeline = \"prospects.csv\"
";

fn days(days: &[Weekday]) -> String {
    let names: Vec<String> = days
        .iter()
        .map(|day| format!("\"{}\"", day.to_string().to_lowercase()))
        .collect();
    format!("[{}]", names.join(", "))
}

fn length(length: TimeDelta) -> String {
    match (length.num_minutes() / 60, length.num_minutes() % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    }
}

fn head(asked: &FirstPlan) -> String {
    let is_usual = asked.workweek.len() == 5
        && asked.workweek.first() == Some(&Weekday::Mon)
        && asked.workweek.last() == Some(&Weekday::Fri);
    let workweek = match is_usual {
        true => String::new(),
        false => format!("workweek = {}\n", days(&asked.workweek)),
    };
    format!(
        "{HEAD}\nformat   = 1\nname     = {}\ntimezone = {}      # all clock times below\n{workweek}\
         reserve  = 0.10      # a tenth of what is left of each block stays free for what is not on the calendar yet\n\
         # holidays = [2026-12-25]      # days on which nobody works; `[[away]]` for your own days off\n",
        quoted(&asked.name),
        quoted(asked.zone.name()),
    )
}

fn blocks_of(asked: &FirstPlan, blocks: &[ProposedBlock]) -> String {
    let mut text = match asked.calendars.is_empty() {
        true => "# Time set aside for selling, week by week. No calendar was looked at: put the blocks where you have the time.\n"
            .to_owned(),
        false => format!(
            "# Time set aside for selling: time that your calendar leaves free, week by week, in the {} weeks from {}.\n",
            super::WEEKS,
            asked.first_day
        ),
    };
    for block in blocks {
        let free = match asked.calendars.is_empty() {
            true => String::new(),
            false => format!(
                "      # free in {} of {} weeks or more",
                block.free, block.of
            ),
        };
        let _ = write!(
            text,
            "[[block]]\ncategory = {}\ndays     = {}\nstart    = \"{}\"\nlength   = \"{}\"{free}\n\n",
            quoted(block.category.as_str()),
            days(&block.days),
            block.start.format("%H:%M"),
            length(block.length),
        );
    }
    text.pop();
    text
}

fn cadence_of(asked: &FirstPlan, cadence: &Cadence) -> String {
    let mut text = format!(
        "# What every prospect is promised that you start. `touches = [...]` in place of `preset` says your own.\n\
         [cadence.{CADENCE}]\npreset = {}\n",
        quoted(&asked.cadence)
    );
    let mut day = 1;
    for touch in cadence.touches() {
        day += touch.after;
        let effort = touch.effort.or_else(|| default_effort(&touch.channel));
        let _ = writeln!(
            text,
            "#   workday {day}: {}{}{}",
            touch.channel,
            effort.map_or(String::new(), |effort| format!(", {}", length(effort))),
            touch
                .message
                .as_ref()
                .map_or(String::new(), |message| format!(", \"{}\"", plain(message))),
        );
    }
    if cadence.repeat().is_some() {
        text.push_str("#   then on and on in spare time, until they answer\n");
    }
    text
}

fn calendars_of(asked: &FirstPlan) -> String {
    let names: Vec<String> = asked
        .calendars
        .iter()
        .map(|file| quoted(&file.name))
        .collect();
    match names.is_empty() {
        true => "[input]\n# Calendars whose events take time of the blocks: export yours as ICS.\n\
                 # busy = [\"calendar.ics\"]\n"
            .to_owned(),
        false => format!(
            "[input]\n# Calendars whose events take time of the blocks; export them anew before you ask.\nbusy = [{}]\n",
            names.join(", ")
        ),
    }
}

/// The table in every way in which it may be read, the last in comments.
fn tables_of(asked: &FirstPlan, table: &File) -> Vec<String> {
    let cadences: Vec<CadenceName> = CADENCE.parse().into_iter().collect();
    let reading = Reading::new();
    let survey = Survey::of(
        &table.name,
        &table.bytes,
        Some(false),
        &reading,
        &asked.zone,
        &cadences,
    );
    let (raw, said) = match survey {
        Ok(survey) => (survey.toml(&table.name), String::new()),
        Err(errors) => (
            format!("[[input.pipeline]]\nfile = {}\n", quoted(&table.name)),
            format!("# {}\n", plain(&errors.to_string())),
        ),
    };
    let head = "\n# The prospects that are owed touches already.\n";
    let mut tables: Vec<String> = DATES
        .iter()
        .map(|dates| format!("{head}{}", filled_in(&raw, *dates)))
        .collect();
    tables.dedup();
    let commented: String = raw
        .lines()
        .map(|line| format!("# {}\n", line.trim_start_matches("# ")))
        .collect();
    tables.push(format!(
        "\n# The prospects that are owed touches already. Not all of this table is understood yet: fill in what is empty,\n\
         # take the `#` away, and see `followthrough read {} --plan plan.toml`.\n{said}{commented}",
        plain(&table.name)
    ));
    tables
}

/// What a survey leaves open, filled in: every word for a cadence means the only one, and of rows of one id the one that
/// is owed something counts.
fn filled_in(raw: &str, dates: Option<&str>) -> String {
    let mut section = "";
    let mut filled = String::new();
    for line in raw.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let open = line.strip_prefix("# ");
        let line = match open {
            Some(open) if open.starts_with("rows = ") => open.to_owned(),
            Some(open) if open.starts_with("dates = ") && dates.is_some() => {
                open.replace("%m/%d/%Y", dates.unwrap_or_default())
            }
            Some(open) if section.ends_with("values.cadence]") => {
                open.replacen(" = \"\"", &format!(" = \"{CADENCE}\""), 1)
            }
            _ => line.to_owned(),
        };
        filled.push_str(&line);
        filled.push('\n');
    }
    filled
}
