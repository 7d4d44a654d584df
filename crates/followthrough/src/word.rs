//! The words that files, JSON, Python and the command line write for the choices of a plan and a question.

use std::str::FromStr;

use chrono::{NaiveDate, Weekday};

use crate::{Horizon, Policy, Stage, Unit, Work, nearest};

/// A word that is not among those that are known where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {what} is `{found}`, expected one of {}{}", listed(.known), meant(.nearest))]
pub struct UnknownWord {
    /// What the word is for, such as `policy`.
    pub what: &'static str,
    /// The word found.
    pub found: String,
    /// Every word that is known there.
    pub known: Vec<&'static str>,
    /// The known word nearest to the one found.
    pub nearest: Option<String>,
}

impl UnknownWord {
    fn new(what: &'static str, found: &str, known: impl IntoIterator<Item = &'static str>) -> Self {
        let known: Vec<&'static str> = known.into_iter().collect();
        Self {
            what,
            found: found.to_owned(),
            nearest: nearest(found, &known),
            known,
        }
    }
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn meant(nearest: &Option<String>) -> String {
    let hint = |word: &String| format!("; did you mean `{word}`?");
    nearest.as_ref().map(hint).unwrap_or_default()
}

/// Gives an enum its words: `ALL`, `as_str`, `Display` and `FromStr`.
macro_rules! words {
    ($what:literal, $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that files, JSON, Python and the command line write.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let found = Self::ALL.iter().find(|one| one.as_str() == text);
                let unknown = || UnknownWord::new($what, text, Self::ALL.iter().map(Self::as_str));
                found.copied().ok_or_else(unknown)
            }
        }
    };
}

words!("policy", Policy { Level = "level", Once = "once", Max = "max" });
words!("unit", Unit { PerFullWeek = "per_full_week", Total = "total" });
words!("work", Work { Prep = "prep", Touch = "touch", Reply = "reply" });
words!(
    "stage",
    Stage {
        New = "new",
        Ready = "ready",
        InFlight = "in_flight",
        Paused = "paused",
        Replied = "replied",
        Finished = "finished",
        OptedOut = "opted_out",
        Bounced = "bounced",
        Lost = "lost",
    }
);

/// The days of the week as plans and Python write them, Monday first.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The word for a day of the week.
///
/// # Example
/// ```
/// assert_eq!(followthrough::weekday_word(chrono::Weekday::Mon), "mon");
/// ```
#[must_use]
pub fn weekday_word(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

/// The day of the week that a word stands for.
///
/// # Errors
/// [`UnknownWord`].
///
/// # Example
/// ```
/// use followthrough::weekday_named;
/// assert_eq!(weekday_named("mon")?, chrono::Weekday::Mon);
/// assert!(weekday_named("Monday").is_err());
/// # Ok::<(), followthrough::UnknownWord>(())
/// ```
pub fn weekday_named(word: &str) -> Result<Weekday, UnknownWord> {
    let found = WEEKDAYS.iter().find(|(known, _)| *known == word);
    let known = || WEEKDAYS.iter().map(|(word, _)| *word);
    found
        .map(|(_, day)| *day)
        .ok_or_else(|| UnknownWord::new("day of the week", word, known()))
}

/// A text that says no horizon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected `day`, `week`, `month`, `quarter` or a last day such as `2027-02-22`{}",
    meant(.nearest)
)]
pub struct InvalidHorizon {
    /// The text.
    pub found: String,
    /// The known word nearest to it.
    pub nearest: Option<String>,
}

/// The horizons that a word names.
const HORIZONS: [(&str, Horizon); 4] = [
    ("day", Horizon::Day),
    ("week", Horizon::Week),
    ("month", Horizon::Month),
    ("quarter", Horizon::Quarter),
];

/// A word, or a last day such as `2027-02-22`.
///
/// ```
/// use followthrough::Horizon;
/// assert_eq!("quarter".parse(), Ok(Horizon::Quarter));
/// assert_eq!("2027-02-22".parse(), Ok(Horizon::Until("2027-02-22".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl FromStr for Horizon {
    type Err = InvalidHorizon;

    fn from_str(text: &str) -> Result<Self, InvalidHorizon> {
        if let Some((_, horizon)) = HORIZONS.iter().find(|(word, _)| *word == text) {
            return Ok(*horizon);
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let date = date.filter(|_| text.len() == "2027-02-22".len());
        date.map(Self::Until).ok_or_else(|| InvalidHorizon {
            found: text.to_owned(),
            nearest: nearest(text, HORIZONS.iter().map(|(word, _)| word)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        assert!(
            Policy::ALL
                .iter()
                .all(|one| one.as_str().parse() == Ok(*one))
        );
        assert!(
            Stage::ALL
                .iter()
                .all(|one| one.as_str().parse() == Ok(*one))
        );
        assert!(Unit::ALL.iter().all(|one| one.as_str().parse() == Ok(*one)));
        assert!(Work::ALL.iter().all(|one| one.as_str().parse() == Ok(*one)));
        for (word, day) in WEEKDAYS {
            assert_eq!((weekday_named(word), weekday_word(day)), (Ok(day), word));
        }
    }

    #[test]
    fn a_word_nearby_is_offered() {
        let told = "levle"
            .parse::<Policy>()
            .expect_err("no such policy")
            .to_string();
        assert_eq!(
            told,
            "the policy is `levle`, expected one of `level`, `once`, `max`; did you mean `level`?"
        );
        let told = "2027-2-22"
            .parse::<Horizon>()
            .expect_err("no such day")
            .to_string();
        assert_eq!(
            told,
            "expected `day`, `week`, `month`, `quarter` or a last day such as `2027-02-22`"
        );
    }
}
