//! What one row of a log is about: a touch, prep, or something else.

use followthrough::Cadence;

use crate::{Log, Numbered, Row};

/// What a row is about, as far as it tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The touch of that number.
    Touch(u32),
    /// A touch that the log does not number, or after an answer its work.
    Unsaid,
    /// The work before the first touch.
    Prep,
    /// No touch: after an answer its work, else something beside the cadence.
    Other,
}

/// What a row of a prospect on `cadence` is about.
///
/// Prep is a row without a touch whose channel is called `prep`, or as the category of the cadence's prep. Where the log
/// numbers no touches, a channel that the cadence touches by is a touch.
pub(crate) fn kind(log: &Log, row: &Row, cadence: Option<&Cadence>) -> Kind {
    let is_prep = || {
        let channel = log.text(row.channel);
        let Some(cadence) = cadence else {
            return channel == "prep";
        };
        let Some(prep) = cadence.prep() else {
            return false;
        };
        let category = row.category.map(|category| log.text(category));
        let named = channel == "prep" || channel == prep.category.as_str();
        named && category.is_none_or(|category| category == prep.category.as_str())
    };
    match row.touch {
        Numbered::Touch(number) if number > 0 => Kind::Touch(number),
        Numbered::Unsaid => {
            let channel = log.text(row.channel);
            let touched = cadence.is_some_and(|cadence| {
                cadence
                    .touches()
                    .iter()
                    .any(|touch| touch.channel.as_str() == channel)
            });
            if !touched && is_prep() {
                Kind::Prep
            } else {
                Kind::Unsaid
            }
        }
        Numbered::Touch(_) | Numbered::Other => {
            if is_prep() {
                Kind::Prep
            } else {
                Kind::Other
            }
        }
    }
}
