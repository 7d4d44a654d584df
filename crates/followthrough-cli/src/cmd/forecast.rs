//! What what-if questions have in common: what is taken for granted of answers, lost days and lengths, as flags.

use anyhow::Result;
use clap::{Args, ValueEnum};
use followthrough::ChannelName;
use followthrough_files::Loaded;
use followthrough_forecast::{Assumptions, Preset, Uncertain};
use followthrough_track::TrackOptions;

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
    let (channel, chance) = text.split_once('=').ok_or_else(wrong)?;
    let channel = channel.parse().map_err(|_| wrong())?;
    Ok((channel, share(chance).map_err(|_| wrong())?))
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

/// What is drawn beside answers.
#[derive(Debug, Clone, Args)]
pub(super) struct ChanceArguments {
    /// How likely a workday is lost without warning
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    lost: u32,
    /// How likely only half of a workday's time is left
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    halved: u32,
    /// How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    spread: u32,
    /// Where draws begin
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    seed: u64,
}

impl ChanceArguments {
    /// These chances beside what is assumed of answers, asked as often and as surely as by default, on every core.
    pub(super) fn asked(&self, assumptions: Assumptions) -> Uncertain {
        Uncertain {
            assumptions,
            lost: self.lost,
            halved: self.halved,
            spread: self.spread / 10_000,
            seed: self.seed,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ..Uncertain::default()
        }
    }
}

/// A share from 0 to 1, in millionths.
pub(super) fn share(text: &str) -> Result<u32, String> {
    let share = text.parse::<f64>().ok();
    let share = share.filter(|share| (0.0..=1.0).contains(share));
    let share = share.ok_or_else(|| "expected a share from 0 to 1, such as `0.05`".to_owned())?;
    Ok((share * 1e6).round() as u32)
}
