//! `trade`: what the length of cadences is worth, in starts and answers.

use anyhow::Result;
use clap::{Args, ValueEnum};
use followthrough::{ChannelName, Horizon};
use followthrough_document::write_answer;
use followthrough_files::Loaded;
use followthrough_forecast::{Assumptions, Preset, trade};
use followthrough_track::TrackOptions;
use followthrough_words as words;

use super::answered;
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `trade`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough trade plan.toml", "trade-how-long-should-a-cadence-be"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    answers: AnswerArguments,
    /// Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// What is taken for granted about answers.
#[derive(Debug, Clone, Args)]
pub(super) struct AnswerArguments {
    /// How likely a touch by a channel is answered, instead of what log and sources say; may be repeated
    #[arg(long = "reply", value_name = "CHANNEL=SHARE", value_parser = reply)]
    replies: Vec<(ChannelName, u32)>,
    /// Whose published count of answered mails stands in where the log has none
    #[arg(long, value_enum, default_value = "instantly")]
    answers: PresetName,
}

/// A published count of answers to mails.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PresetName {
    /// 2 % to the first mail, 1.4 % to later ones
    Instantly,
    /// 69 of 100 answers to the first mail
    SalesCo,
}

fn reply(text: &str) -> Result<(ChannelName, u32), String> {
    let wrong = || "expected a channel and a share from 0 to 1, such as `call=0.054`".to_owned();
    let (channel, share) = text.split_once('=').ok_or_else(wrong)?;
    let channel = channel.parse().map_err(|_| wrong())?;
    let share: f64 = share.parse().map_err(|_| wrong())?;
    if !(0.0..=1.0).contains(&share) {
        return Err(wrong());
    }
    Ok((channel, (share * 1e6).round() as u32))
}

impl AnswerArguments {
    /// With what the log counted, where it carries.
    pub(super) fn learnt(&self, loaded: &Loaded) -> Result<Assumptions> {
        let preset = match self.answers {
            PresetName::Instantly => Preset::Instantly,
            PresetName::SalesCo => Preset::SalesCo,
        };
        let given = self.replies.iter().cloned().collect();
        let assumptions = Assumptions::new(preset, given);
        if loaded.log.rows().is_empty() {
            return Ok(assumptions);
        }
        Ok(assumptions.learnt(&loaded.track(&TrackOptions::default())?))
    }
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(self.horizon)?;
        let assumptions = self.answers.learnt(&loaded)?;
        let mut waiting = Waiting::new();
        let found = trade(&loaded.plan, &assumptions, self.horizon, |done, all| {
            waiting.count(done, all, "plans")
        });
        drop(waiting);
        let found = answered(loaded.located(found)?)?;
        let text = if self.json {
            write_answer("trade", &loaded.header, &found)
        } else {
            lay_out(&words::trade(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
