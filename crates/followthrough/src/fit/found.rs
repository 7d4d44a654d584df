//! Starts whose every touch has its place.

use super::intake::Intake;
use super::model::Model;
use super::place::{Effort, place, place_whole};
use super::problem::Placement;

/// An intake whose every touch has its place.
pub(crate) struct Found {
    pub(crate) intake: Intake,
    pub(crate) placement: Placement,
}

/// Places an intake as it is.
pub(crate) fn settle(model: &Model<'_>, intake: &Intake) -> Option<Placement> {
    if !intake.is_possible(model) {
        return None;
    }
    let wanted = intake.wanted(model);
    let quick = place_whole(&model.problem, &wanted);
    if quick.is_some() {
        return quick;
    }
    let placement = place(&model.problem, &wanted, Effort::Thorough);
    placement.missed.is_empty().then_some(placement)
}

/// What is owed, placed alone.
pub(crate) fn nobody(model: &Model<'_>) -> Found {
    let intake = Intake::none(model);
    let placement = place(&model.problem, &intake.wanted(model), Effort::Thorough);
    Found { intake, placement }
}
