//! The mix of a plan, by the numbers of its cadences.

use super::demand::Demand;
use crate::nearest::nearest;
use crate::solver::Mix;
use crate::{Error, Plan};

/// The mix of a plan: its own, else the only cadence.
pub(crate) fn mix_of(plan: &Plan, demand: &Demand) -> Result<Mix, Error> {
    let cadences = demand.promises.len();
    if cadences == 0 {
        return Err(Error::NoCadence);
    }
    if plan.mix.is_empty() {
        return if cadences == 1 {
            Ok(Mix::of(vec![(0, 1)], cadences))
        } else {
            let cadences = plan
                .cadences
                .iter()
                .map(|cadence| cadence.name().clone())
                .collect();
            Err(Error::MixMissing { cadences })
        };
    }
    let mut parts: Vec<(usize, u32)> = Vec::new();
    for part in &plan.mix {
        let Some(cadence) = demand.index(&part.cadence) else {
            return Err(Error::UnknownCadence {
                place: "the mix".to_owned(),
                cadence: part.cadence.clone(),
                nearest: nearest(
                    part.cadence.as_str(),
                    plan.cadences.iter().map(|cadence| cadence.name().as_str()),
                ),
            });
        };
        match parts.iter_mut().find(|(known, _)| *known == cadence) {
            Some((_, weight)) => *weight = weight.saturating_add(part.count),
            None => parts.push((cadence, part.count)),
        }
    }
    parts.retain(|(_, weight)| *weight > 0);
    // Ties are broken by the order of the cadences, wherever the mix stands.
    parts.sort_unstable();
    if parts.is_empty() {
        return Err(Error::MixEmpty);
    }
    Ok(Mix::of(parts, cadences))
}
