//! What forecasts take for granted about answers, each number with where it comes from.

use std::collections::BTreeMap;

use followthrough::{Cadence, ChannelName};
use followthrough_track::{Dimension, Track};
use serde::Serialize;

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The plan says it.
    Plan,
    /// Whoever asked says it.
    Given,
    /// The log's own count.
    Log,
    /// A published count.
    Published,
    /// Nobody says it, and so nothing is taken for granted.
    Nothing,
}

/// What a number that is taken for granted counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumedUnit {
    /// How many of all.
    Share,
    /// A standard deviation of the logarithm.
    Deviation,
}

/// One number that a forecast takes for granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumed {
    /// What it is about, such as `a call reaches somebody`.
    pub what: String,
    /// What the number counts.
    pub unit: AssumedUnit,
    /// The number, in millionths.
    pub millionths: u32,
    /// Where it comes from.
    pub origin: Origin,
    /// Who published it, of whom and when; or what was counted.
    pub source: String,
    /// How many were counted, where that is known.
    pub n: Option<u64>,
    /// The lower end of its interval of 95 %, in millionths, where it was counted.
    pub low: Option<u32>,
    /// The upper end.
    pub high: Option<u32>,
}

/// Which published numbers stand in where neither plan nor log say any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Calls as Gong counted them; mails as Instantly did.
    #[default]
    Instantly,
    /// Calls as Gong counted them; of the answers to mails 69 % to the first one, as sales.co counted.
    SalesCo,
}

/// A published number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// What it is about.
    pub what: &'static str,
    /// The number, in millionths.
    pub millionths: u32,
    /// Who published it, of whom and when.
    pub source: &'static str,
    /// How many were counted, where that is known.
    pub n: Option<u64>,
}

/// What is taken for granted unless plan, log or caller say otherwise. Each is a vendor's count of its own users, who are
/// not a random sample.
pub const DEFAULTS: [Published; 5] = [
    Published {
        what: "a call reaches somebody",
        millionths: 54_000,
        source: "Gong with 30MPC, 2024: all dials; the best quarter of reps reach 13.3 %",
        n: Some(300_000_000),
    },
    Published {
        what: "the first mail is answered",
        millionths: 20_000,
        source: "Instantly, 2025: its users",
        n: None,
    },
    Published {
        what: "one of the later mails is answered",
        millionths: 14_000,
        source: "Instantly, 2025: its users; spread evenly over the later mails",
        n: None,
    },
    Published {
        what: "the first mail is answered",
        millionths: 23_460,
        source: "sales.co, December 2025: 69 % of answers are to the first mail; of the 3.4 % that Instantly counted",
        n: Some(1_500_000),
    },
    Published {
        what: "one of the later mails is answered",
        millionths: 10_540,
        source: "sales.co, December 2025: 31 % of answers are to later mails; of the 3.4 % that Instantly counted",
        n: Some(1_500_000),
    },
];

const CALL: usize = 0;

impl Published {
    fn assumed(&self) -> Assumed {
        Assumed {
            what: self.what.to_owned(),
            unit: AssumedUnit::Share,
            millionths: self.millionths,
            origin: Origin::Published,
            source: self.source.to_owned(),
            n: self.n,
            low: None,
            high: None,
        }
    }
}

impl Preset {
    /// The numbers of the first mail and of the later ones.
    fn mails(self) -> (&'static Published, &'static Published) {
        match self {
            Self::Instantly => (&DEFAULTS[1], &DEFAULTS[2]),
            Self::SalesCo => (&DEFAULTS[3], &DEFAULTS[4]),
        }
    }
}

/// A channel's count carries a forecast from so many touches on: below it the interval of 5 % is wider than 5 points.
const LEAST: u64 = 100;

const WHOLE: u64 = 1_000_000;

/// What a forecast takes for granted: how likely each touch brings an answer, given that it is reached.
///
/// An answer ends what is promised: a mail that is replied to, or a call that reaches somebody. Of the numbers that could be
/// taken the first of these is: what the plan says of the touch (`reply`), what the caller says of its channel, what the log
/// counted of its channel from a hundred touches on, and what was published. Of a channel of which none of them says
/// anything nobody answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// Which published numbers stand in.
    pub preset: Preset,
    /// What the caller says, by channel, in millionths.
    pub given: BTreeMap<ChannelName, u32>,
    /// What the log counted, by channel.
    logged: BTreeMap<ChannelName, Assumed>,
    /// One number of all that, and what is taken for granted in its place.
    moved: Option<Box<(Assumed, u32)>>,
}

impl Assumptions {
    /// What was published, and what the caller says beside it, by channel, in millionths.
    #[must_use]
    pub fn new(preset: Preset, given: BTreeMap<ChannelName, u32>) -> Self {
        Self {
            preset,
            given,
            logged: BTreeMap::new(),
            moved: None,
        }
    }

    /// The same with one number in place of what is said of it.
    pub(crate) fn moved(&self, assumed: &Assumed, millionths: u32) -> Self {
        Self {
            moved: Some(Box::new((assumed.clone(), millionths))),
            ..self.clone()
        }
    }

    /// The same with what a log counted, where that carries.
    #[must_use]
    pub fn learnt(mut self, track: &Track) -> Self {
        let by_channel = track
            .experiments
            .iter()
            .filter(|experiment| experiment.by == Dimension::Channel);
        for group in by_channel.flat_map(|experiment| &experiment.groups) {
            let Ok(channel) = group.label.parse::<ChannelName>() else {
                continue;
            };
            if group.tries < LEAST {
                continue;
            }
            let share = |share: f64| (share * 1e6).round().clamp(0.0, 1e6) as u32;
            let assumed = Assumed {
                what: format!("a touch by {channel} is answered"),
                unit: AssumedUnit::Share,
                millionths: ratio(group.answers, group.tries),
                origin: Origin::Log,
                source: format!(
                    "the log: {} answers to {} touches",
                    group.answers, group.tries
                ),
                n: Some(group.tries),
                low: Some(share(group.low)),
                high: Some(share(group.high)),
            };
            self.logged.insert(channel, assumed);
        }
        self
    }

    /// How likely each promised touch of a cadence brings an answer, given that it is reached, in millionths.
    #[must_use]
    pub fn hazards(&self, cadence: &Cadence) -> Vec<u32> {
        self.told(cadence).into_iter().map(|one| one.0).collect()
    }

    /// What was taken for granted of the touches of some cadences, each number once.
    #[must_use]
    pub fn used<'a>(&self, cadences: impl IntoIterator<Item = &'a Cadence>) -> Vec<Assumed> {
        let mut used: Vec<Assumed> = Vec::new();
        for (_, assumed) in cadences.into_iter().flat_map(|cadence| self.told(cadence)) {
            if !used.contains(&assumed) {
                used.push(assumed);
            }
        }
        used
    }

    fn told(&self, cadence: &Cadence) -> Vec<(u32, Assumed)> {
        let tail = cadence.repeat().filter(|repeat| repeat.promised);
        let channels = cadence
            .touches()
            .iter()
            .map(|touch| (&touch.channel, touch.reply));
        let tails = tail.iter().flat_map(|repeat| {
            let times = repeat.times.unwrap_or(0) as usize;
            std::iter::repeat_n((&repeat.channel, None), times)
        });
        let touches: Vec<_> = channels.chain(tails).collect();
        let mails = touches
            .iter()
            .filter(|(channel, _)| is_mail(channel))
            .count() as u64;
        let (first, later) = self.preset.mails();
        let published = |one: &Published| {
            let moved = self.moved.as_deref();
            let moved = moved.filter(|(of, _)| *of == one.assumed());
            u64::from(moved.map_or(one.millionths, |(_, to)| *to))
        };
        let mut before = 0;
        let mut told = Vec::with_capacity(touches.len());
        for (channel, reply) in touches {
            let mut assumed = self.of(channel, reply, before == 0);
            if let Some((_, to)) = self.moved.as_deref().filter(|(of, _)| *of == assumed) {
                assumed.millionths = *to;
            }
            let mut hazard = assumed.millionths;
            if is_mail(channel) {
                // A share of all prospects as a chance of those who are still silent.
                if before > 0 && assumed.origin == Origin::Published {
                    let each = published(later) / (mails - 1);
                    let answered = (published(first) + each * (before - 1)).min(WHOLE - 1);
                    hazard = u32::try_from(each * WHOLE / (WHOLE - answered)).unwrap_or(0);
                }
                before += 1;
            }
            told.push((hazard, assumed));
        }
        told
    }

    fn of(&self, channel: &ChannelName, reply: Option<f64>, is_first: bool) -> Assumed {
        if let Some(reply) = reply {
            let millionths = (reply * 1e6).round().clamp(0.0, 1e6) as u32;
            return Assumed {
                what: format!("a touch by {channel} is answered"),
                unit: AssumedUnit::Share,
                millionths,
                origin: Origin::Plan,
                source: "the plan's `reply`".to_owned(),
                n: None,
                low: None,
                high: None,
            };
        }
        if let Some(given) = self.given.get(channel) {
            return Assumed {
                what: format!("a touch by {channel} is answered"),
                unit: AssumedUnit::Share,
                millionths: (*given).min(WHOLE as u32),
                origin: Origin::Given,
                source: "as asked".to_owned(),
                n: None,
                low: None,
                high: None,
            };
        }
        if let Some(logged) = self.logged.get(channel) {
            return logged.clone();
        }
        let (first, later) = self.preset.mails();
        match channel.as_str() {
            "call" | "phone" | "dial" => DEFAULTS[CALL].assumed(),
            _ if is_mail(channel) && is_first => first.assumed(),
            _ if is_mail(channel) => later.assumed(),
            _ => Assumed {
                what: format!("a touch by {channel} is answered"),
                unit: AssumedUnit::Share,
                millionths: 0,
                origin: Origin::Nothing,
                source: "neither plan nor log say how often, so nobody answers it".to_owned(),
                n: None,
                low: None,
                high: None,
            },
        }
    }
}

fn is_mail(channel: &ChannelName) -> bool {
    matches!(channel.as_str(), "email" | "mail" | "e-mail")
}

/// A share in millionths, rounded.
fn ratio(part: u64, of: u64) -> u32 {
    let share = (part * WHOLE + of / 2).checked_div(of).unwrap_or(0);
    u32::try_from(share.min(WHOLE)).unwrap_or(0)
}

/// How many of a million prospects answer one of these touches.
pub(crate) fn answered(hazards: &[u32]) -> u64 {
    // With a million times the precision, so that rounding does not add up.
    let silent = hazards.iter().fold(WHOLE * WHOLE, |silent, hazard| {
        let left = WHOLE - u64::from(*hazard).min(WHOLE);
        (u128::from(silent) * u128::from(left) / u128::from(WHOLE)) as u64
    });
    (WHOLE * WHOLE - silent + WHOLE / 2) / WHOLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use followthrough::{Cadence, Touch};

    fn cadence(channels: &[&str]) -> Cadence {
        let touches = channels.iter().enumerate().map(|(at, channel)| {
            let after = if at == 0 { 0 } else { 3 };
            Touch::new(channel.parse().expect("a name")).after(after)
        });
        Cadence::new("c".parse().expect("a name"), touches.collect()).expect("a cadence")
    }

    #[test]
    fn later_mails_share_what_was_published_of_them_and_a_chance_is_of_those_still_silent() {
        let hazards = Assumptions::default().hazards(&cadence(&["email", "email", "email"]));
        assert_eq!(hazards[0], 20_000);
        // 0.7 % of all are 0.714 % of the 98 % that are silent, and 0.719 % of the 97.3 %.
        assert_eq!(hazards[1], 7_142);
        assert_eq!(hazards[2], 7_194);
        // Together as published: 3.4 % of all.
        assert!((33_990..=34_000).contains(&answered(&hazards)));
    }

    #[test]
    fn what_the_caller_says_goes_before_what_was_published_and_nobody_answers_a_letter() {
        let mut assumptions = Assumptions::default();
        let cadence = cadence(&["call", "letter"]);
        assert_eq!(assumptions.hazards(&cadence), [54_000, 0]);
        assumptions
            .given
            .insert("letter".parse().expect("a name"), 10_000);
        assert_eq!(assumptions.hazards(&cadence), [54_000, 10_000]);
        let origins: Vec<Origin> = assumptions
            .used([&cadence])
            .iter()
            .map(|used| used.origin)
            .collect();
        assert_eq!(origins, [Origin::Published, Origin::Given]);
    }

    #[test]
    fn who_certainly_answers_is_a_million_of_a_million() {
        assert_eq!(answered(&[1_000_000]), 1_000_000);
        assert_eq!(answered(&[]), 0);
        assert_eq!(answered(&[500_000, 500_000]), 750_000);
    }
}
