//! Where the parts of a plan stand in its files, so that an error about a part can name its line.

use followthrough::{CadenceName, Error};

use crate::{Pipeline, Place};

/// The lines of a document's parts.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    file: Place,
    mix: Option<Place>,
    pub(crate) away: Vec<Place>,
    /// By label, in the order of the file.
    pub(crate) blocks: Vec<(String, Place)>,
    /// The name's place and each touch's.
    pub(crate) cadences: Vec<(CadenceName, Place, Vec<Place>)>,
}

impl Places {
    pub(crate) fn new(file: &str, mix: Option<Place>) -> Self {
        Self {
            file: Place::file(file),
            mix,
            away: Vec::new(),
            blocks: Vec::new(),
            cadences: Vec::new(),
        }
    }

    /// Where the part stands that an error is about; the file where it is about none.
    pub(crate) fn of(&self, error: &Error, pipeline: Option<&Pipeline>) -> Place {
        let place = match error {
            Error::NoTouches { cadence }
            | Error::TailWithoutTimes { cadence }
            | Error::TooManyTouches { cadence, .. }
            | Error::CadenceTooLong { cadence, .. }
            | Error::DuplicateCadence { cadence } => self.cadence(cadence.as_str(), None),
            Error::FirstTouchWaits { cadence, .. } | Error::FirstTouchShares { cadence } => {
                self.cadence(cadence.as_str(), Some(1))
            }
            Error::WindowsMeet { cadence, touch, .. } => {
                self.cadence(cadence.as_str(), Some(*touch))
            }
            Error::BlockNeedsFrom { block, .. } => self.block(block),
            Error::BlocksOverlap { first, second, .. } => {
                self.block(second).or_else(|| self.block(first))
            }
            Error::MixEmpty | Error::MixMissing { .. } => self.mix.clone(),
            Error::DuplicateProspect { id }
            | Error::NextTouchMissing { id, .. }
            | Error::DateMissing { id, .. } => pipeline.and_then(|pipeline| pipeline.place_of(id)),
            Error::CategoryMissing { place, .. }
            | Error::EffortMissing { place, .. }
            | Error::EffortOutOfRange { place, .. }
            | Error::SpanReversed { place, .. }
            | Error::UnknownCadence { place, .. }
            | Error::DateOutOfRange { place, .. } => self.in_words(place, pipeline),
            _ => None,
        };
        place.unwrap_or_else(|| self.file.clone())
    }

    fn cadence(&self, name: &str, touch: Option<usize>) -> Option<Place> {
        let (_, place, touches) = self
            .cadences
            .iter()
            .find(|(cadence, ..)| cadence.as_str() == name)?;
        let touch = touch.and_then(|touch| touches.get(touch.checked_sub(1)?));
        Some(touch.unwrap_or(place).clone())
    }

    /// Of several blocks with one label the last.
    fn block(&self, label: &str) -> Option<Place> {
        self.blocks
            .iter()
            .rev()
            .find(|(known, _)| known == label)
            .map(|(_, place)| place.clone())
    }

    /// The place that the core names in words, such as "cadence `owners`, touch 4" or "prospect `S104`".
    fn in_words(&self, words: &str, pipeline: Option<&Pipeline>) -> Option<Place> {
        if words.contains("the mix") {
            return self.mix.clone();
        }
        let named = |kind: &str| {
            let (_, rest) = words.split_once(&format!("{kind} `"))?;
            rest.split_once('`')
        };
        if let Some((name, rest)) = named("cadence") {
            let touch = rest.split_once("touch ").map(|(_, number)| number);
            let digits =
                touch.map(|number| number.split(|letter: char| !letter.is_ascii_digit()).next());
            return self.cadence(
                name,
                digits.flatten().and_then(|digits| digits.parse().ok()),
            );
        }
        if let Some((id, _)) = named("prospect") {
            return pipeline.and_then(|pipeline| pipeline.place_of(id));
        }
        named("block").and_then(|(label, _)| self.block(label))
    }
}
