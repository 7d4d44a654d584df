//! `state`: the pipeline with what the log knows beyond it, as a table or as JSON.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_answer;
use followthrough_files::write_state;
use serde::Serialize;

use super::{Outcome, PlanArguments};

/// The flags of `state`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough state > pipeline-now.csv", "state-the-pipeline-as-it-is-now"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print the answer as JSON, with where log and pipeline contradict each other
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    prospects: Vec<Row<'a>>,
    #[serde(flatten)]
    tracked: &'a followthrough_files::Tracked,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    cadence: &'a str,
    stage: &'a str,
    next_touch: Option<u32>,
    made: &'a [u32],
    due: Option<chrono::NaiveDate>,
    last_touch: Option<chrono::NaiveDate>,
    started: Option<chrono::NaiveDate>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let text = if self.json {
            let prospects = loaded.plan.pipeline.iter().map(|row| Row {
                id: &row.id,
                name: &row.name,
                cadence: row.cadence.as_str(),
                stage: row.stage.as_str(),
                next_touch: row.next_touch,
                made: &row.made,
                due: row.due,
                last_touch: row.last_touch,
                started: row.started,
            });
            let answer = Answer {
                prospects: prospects.collect(),
                tracked: &loaded.tracked,
            };
            write_answer("state", &loaded.header, &answer)
        } else {
            write_state(&loaded)
        };
        Ok(Outcome::of(loaded, text))
    }
}
