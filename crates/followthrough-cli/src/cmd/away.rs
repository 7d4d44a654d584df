//! `away`: a day, or several, on which nobody works.

use anyhow::{Context as _, Result, bail};
use chrono::{Days, NaiveDate};
use clap::Args;
use followthrough_files::{read, replace};

use super::{Outcome, PlanArguments, date};

/// The flags of `away`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough away tomorrow --label dentist --write", "away-a-day-off"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// The first day: today, tomorrow, or a day such as 2026-11-24
    #[arg(value_name = "DAY")]
    from: String,
    /// The last day [default: the first one]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    label: String,
    /// Let windows go on: what is owed then is not put off
    #[arg(long)]
    keep: bool,
    /// Put it into the plan's file, which keeps its comments and its form
    #[arg(long)]
    write: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let day = |text: &str| -> Result<NaiveDate> {
            let today = loaded.plan.first_day;
            match text {
                "today" => Ok(today),
                "tomorrow" => Ok(today.checked_add_days(Days::new(1)).unwrap_or(today)),
                text => date(text)
                    .map_err(|_| anyhow::anyhow!("`{text}` is not a day, expected `today`, `tomorrow` or a day such as `2026-11-24`")),
            }
        };
        let from = day(&self.from)?;
        let to = self.to.as_deref().map_or(Ok(from), day)?;
        if to < from {
            bail!("the days away end on {to}, before they begin on {from}");
        }
        let mut table = toml_edit::Table::new();
        let toml_day = |day: NaiveDate| -> Result<toml_edit::Value> {
            Ok(toml_edit::Value::from(
                day.to_string().parse::<toml_edit::Datetime>()?,
            ))
        };
        table.insert("from", toml_edit::Item::Value(toml_day(from)?));
        table.insert("to", toml_edit::Item::Value(toml_day(to)?));
        if !self.label.is_empty() {
            table.insert("label", toml_edit::value(self.label.as_str()));
        }
        if self.keep {
            table.insert("windows", toml_edit::value("keep"));
        }
        let text = format!("[[away]]\n{table}");
        if !self.write {
            return Ok(Outcome::of(loaded, text));
        }
        self.plan.in_a_file(&loaded)?;
        let path = loaded.plan_path.clone();
        let shown = path.display();
        let plan =
            String::from_utf8(read(&path)?).with_context(|| format!("{shown}: not UTF-8"))?;
        if plan.trim_start().starts_with('{') {
            bail!(
                "{shown}: a plan in JSON is not edited, expected TOML; the lines to add are:\n{text}"
            );
        }
        let mut document: toml_edit::DocumentMut =
            plan.parse().with_context(|| format!("{shown}: not TOML"))?;
        let away = document
            .entry("away")
            .or_insert(toml_edit::Item::ArrayOfTables(
                toml_edit::ArrayOfTables::new(),
            ));
        let Some(away) = away.as_array_of_tables_mut() else {
            bail!("{shown}: `away` is not written as `[[away]]`; the lines to add are:\n{text}");
        };
        table.decor_mut().set_prefix("\n");
        away.push(table);
        let edited = document.to_string();
        // What would not be read again is not written.
        followthrough_document::Document::read(&shown.to_string(), edited.as_bytes())
            .map_err(followthrough_files::Error::from)?;
        replace(&path, edited.as_bytes())?;
        let text = format!("{text}  Written into {shown}.\n");
        Ok(Outcome::of(loaded, text))
    }
}
