//! What the length of cadences is worth: touches against starts and answers.

use std::collections::BTreeMap;

use followthrough::{
    Cadence, CadenceName, CategoryName, ChannelName, Error, Fit, Horizon, Look, MixPart, Plan,
    Repeat, Seconds, Stage, Touch,
};
use serde::Serialize;

use crate::assume::{Assumed, Assumptions, answered};
use crate::need::{Need, category_of, effort_of};
use crate::starts::{Starts, asked};

/// What cadences of one length bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LengthTrade {
    /// No cadence has more touches than this.
    pub touches: u32,
    /// Whether it is the plan as it is.
    pub as_planned: bool,
    /// The time that one prospect takes, prep included, in the mean of the mix, where nobody answers.
    pub seconds: Seconds,
    /// What is started.
    #[serde(flatten)]
    pub starts: Starts,
    /// Answers that they bring in the end, to a tenth.
    pub answers: f64,
}

/// What one touch is worth: the plan without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TouchTrade {
    /// Whose touch it is.
    pub cadence: CadenceName,
    /// Its number, from 1.
    pub touch: u32,
    /// How it is made.
    pub channel: ChannelName,
    /// What it says.
    pub message: Option<String>,
    /// The category whose time it takes.
    pub category: Option<CategoryName>,
    /// How long it takes.
    pub seconds: Seconds,
    /// What is started without it.
    #[serde(flatten)]
    pub starts: Starts,
    /// Answers over the horizon without it, to a tenth.
    pub answers: f64,
    /// Whether pace and starts stay what they are without it: it takes no time that binds.
    pub free: bool,
}

/// The length of cadences against starts and answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trade {
    /// The days on which starts are counted.
    pub horizon: Look,
    /// The longest first.
    pub lengths: Vec<LengthTrade>,
    /// Every promised touch, in the order of the cadences.
    pub touches: Vec<TouchTrade>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumed>,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// Asks a plan with its cadences cut after every number of touches, and without each of its touches. `horizon` is a quarter
/// where `None`.
///
/// A cadence that is cut keeps the touches before the cut as they are. A touch that is left out leaves its days behind: the
/// touches after it keep their days. Answers are counted of those who are started over the horizon, whenever they answer,
/// and no promised touch is left out because somebody answered before: so starts are those of a plan that holds whoever
/// answers.
///
/// `watch` is told how many plans were asked of how many, and says whether to go on; `None` where it said no.
///
/// # Errors
/// What [`Plan::fit`] says.
///
/// # Example
/// ```
/// use followthrough::Plan;
/// use followthrough_forecast::{Assumptions, trade};
///
/// // Six calls of ten minutes, in an hour a day: five a week. With three calls ten a week fit.
/// let trade = trade(&Plan::example(), &Assumptions::default(), None, |_, _| true)?.unwrap();
/// assert_eq!(trade.lengths.iter().map(|one| one.starts.number).collect::<Vec<_>>(), [5, 6, 7, 10, 15, 30]);
/// assert!(trade.touches.iter().all(|touch| !touch.free));
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn trade(
    plan: &Plan,
    assumptions: &Assumptions,
    horizon: Option<Horizon>,
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Trade>, Error> {
    let horizon = Some(horizon.unwrap_or(Horizon::Quarter));
    let in_mix = |cadence: &&Cadence| {
        plan.mix.is_empty()
            || plan
                .mix
                .iter()
                .any(|part| part.cadence == *cadence.name() && part.count > 0)
    };
    let cadences: Vec<&Cadence> = plan.cadences.iter().filter(in_mix).collect();
    let longest = cadences.iter().map(|cadence| cadence.promised()).max();
    let longest = longest.unwrap_or(0);
    // What changed plans are compared with: nothing is cut, and those in flight are told apart as they are there.
    let mut variants = vec![Variant::Cut(longest), Variant::AsPlanned];
    variants.extend((1..longest).rev().map(Variant::Cut));
    for cadence in &cadences {
        let touches = cadence.touches().len();
        let alone = (0..touches).filter(|_| touches > 1);
        variants.extend(alone.map(|at| Variant::Without(cadence.name().clone(), at)));
    }
    let plans: Vec<Plan> = variants
        .iter()
        .map(|variant| variant.of(plan))
        .collect::<Result<_, _>>()?;
    let Some(fits) = asked(&plans, horizon, &mut watch)? else {
        return Ok(None);
    };
    watch(plans.len(), plans.len());
    let hazards: BTreeMap<&CadenceName, Vec<u32>> = cadences
        .iter()
        .map(|cadence| (cadence.name(), assumptions.hazards(cadence)))
        .collect();
    let [base, as_planned, ..] = fits.as_slice() else {
        return Ok(None);
    };
    let mut told = Trade {
        horizon: as_planned.horizon.clone(),
        lengths: Vec::new(),
        touches: Vec::new(),
        assumptions: assumptions.used(cadences.iter().copied()),
        effort: "plan",
    };
    for ((variant, changed), fit) in variants.iter().zip(&plans).zip(&fits).skip(1) {
        let answers = expected(fit, &hazards, variant);
        match variant {
            Variant::AsPlanned | Variant::Cut(_) => told.lengths.push(LengthTrade {
                touches: u32::try_from(variant.most(longest)).unwrap_or(u32::MAX),
                as_planned: matches!(variant, Variant::AsPlanned),
                seconds: Need::of(changed).of_one(),
                starts: Starts::of(fit),
                answers,
            }),
            Variant::Without(name, at) => {
                let Some(touch) = plan
                    .cadence(name)
                    .and_then(|cadence| cadence.touches().get(*at))
                else {
                    continue;
                };
                told.touches.push(TouchTrade {
                    cadence: name.clone(),
                    touch: u32::try_from(at + 1).unwrap_or(u32::MAX),
                    channel: touch.channel.clone(),
                    message: touch.message.clone(),
                    category: category_of(plan, touch),
                    seconds: effort_of(plan, &touch.channel, touch.effort),
                    starts: Starts::of(fit),
                    answers,
                    free: (fit.number, fit.every) == (base.number, base.every)
                        && fit.total <= base.total,
                });
            }
        }
    }
    Ok(Some(told))
}

/// A plan that is asked beside the one there is.
enum Variant {
    /// The plan as it is.
    AsPlanned,
    /// With no more than so many touches.
    Cut(usize),
    /// Without that touch, from 0, of a cadence.
    Without(CadenceName, usize),
}

impl Variant {
    /// How many touches no cadence has more than.
    fn most(&self, longest: usize) -> usize {
        match self {
            Self::Cut(most) => *most,
            Self::AsPlanned | Self::Without(..) => longest,
        }
    }

    fn of(&self, plan: &Plan) -> Result<Plan, Error> {
        let mut changed = plan.clone();
        if matches!(self, Self::AsPlanned) {
            return Ok(changed);
        }
        for cadence in &mut changed.cadences {
            match self {
                Self::Cut(most) if cadence.promised() > *most => {
                    let touches = cadence.touches().iter().take(*most).cloned().collect();
                    let cut = cadence
                        .repeat()
                        .filter(|repeat| repeat.promised && *most > cadence.touches().len())
                        .map(|repeat| Repeat {
                            times: u32::try_from(*most - cadence.touches().len()).ok(),
                            ..repeat.clone()
                        });
                    *cadence = rebuilt(cadence.name().clone(), cadence, touches, cut)?;
                }
                Self::Without(name, at) if cadence.name() == name => {
                    let repeat = cadence.repeat().cloned();
                    let touches = without(cadence.touches(), *at);
                    *cadence = rebuilt(name.clone(), cadence, touches, repeat)?;
                }
                _ => {}
            }
        }
        // Who is in flight is owed the cadence as it was promised.
        for cadence in &plan.cadences {
            let Some(name) = unused(plan, cadence.name()) else {
                continue;
            };
            let mut any = false;
            for row in &mut changed.pipeline {
                if row.cadence == *cadence.name() && !matches!(row.stage, Stage::New | Stage::Ready)
                {
                    row.cadence = name.clone();
                    any = true;
                }
            }
            if any {
                let touches = cadence.touches().to_vec();
                let repeat = cadence.repeat().cloned();
                changed
                    .cadences
                    .push(rebuilt(name, cadence, touches, repeat)?);
            }
        }
        if changed.mix.is_empty() {
            // With a cadence that only those in flight are on, the only one there was is no longer the only one.
            let mine = plan.cadences.iter().map(|cadence| MixPart {
                cadence: cadence.name().clone(),
                count: 1,
            });
            changed.mix = mine.collect();
        }
        Ok(changed)
    }
}

/// A name that no cadence of the plan has.
fn unused(plan: &Plan, name: &CadenceName) -> Option<CadenceName> {
    let names = (1..).map(|number| format!("{name}-as-promised-{number}").parse());
    let known: Vec<CadenceName> = names.take(plan.cadences.len() + 1).flatten().collect();
    known.into_iter().find(|name| plan.cadence(name).is_none())
}

/// The touches without one of them; those after it keep their days.
fn without(touches: &[Touch], at: usize) -> Vec<Touch> {
    let mut left: Vec<Touch> = touches.to_vec();
    let gone = left.remove(at);
    if let Some(next) = left.get_mut(at) {
        if next.with_previous && !gone.with_previous {
            // It opened its window too.
            next.with_previous = false;
            next.within = gone.within;
            next.after = gone.after;
        } else if !next.with_previous && !gone.with_previous {
            next.after += gone.after;
        }
        if at == 0 {
            next.after = 0;
        }
    }
    left
}

/// A cadence with other touches; what speaks of a touch by its number is left out.
fn rebuilt(
    name: CadenceName,
    cadence: &Cadence,
    touches: Vec<Touch>,
    repeat: Option<Repeat>,
) -> Result<Cadence, Error> {
    let touches = touches
        .into_iter()
        .map(|touch| Touch {
            refers_to: None,
            ..touch
        })
        .collect();
    let mut made = Cadence::new(name, touches)?.with_days(cadence.days());
    if let Some(segment) = cadence.segment() {
        made = made.with_segment(segment);
    }
    if let Some(prep) = cadence.prep() {
        made = made.with_prep(prep.clone());
    }
    if let Some(work) = cadence.on_reply() {
        made = made.with_on_reply(work.clone());
    }
    if let Some(repeat) = repeat {
        made = made.with_repeat(repeat)?;
    }
    Ok(made)
}

/// Answers of those who are started over the horizon.
fn expected(fit: &Fit, hazards: &BTreeMap<&CadenceName, Vec<u32>>, variant: &Variant) -> f64 {
    let of = |(name, starts): (&CadenceName, &followthrough::CadenceStarts)| -> u64 {
        let Some(hazards) = hazards.get(name) else {
            return 0;
        };
        let mut left = hazards.clone();
        match variant {
            Variant::Cut(most) => left.truncate(*most),
            Variant::Without(other, at) if other == name => {
                left.remove(*at);
            }
            Variant::AsPlanned | Variant::Without(..) => {}
        }
        u64::from(starts.total) * answered(&left)
    };
    let millionths: u64 = fit.by_cadence.iter().map(of).sum();
    (millionths as f64 / 100_000.0).round() / 10.0
}
