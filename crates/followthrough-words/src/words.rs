//! Days, lengths, counts and names as a reader says them.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use followthrough::{Plan, Seconds};

/// What is said where a search ended at its budget.
pub(crate) const SEARCH_ENDED_EARLY: &str =
    "The search ended at its budget: `--search-budget 10` searches ten times as long.";

/// `Mon 23 Nov 2026`.
pub(super) fn long_day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// `Mon 23 Nov`, with the year where it is not that of `near`.
pub(super) fn day(date: NaiveDate, near: NaiveDate) -> String {
    if date.year() == near.year() {
        date.format("%a %-d %b").to_string()
    } else {
        long_day(date)
    }
}

/// `23 Nov`, with the year where it is not that of `near`.
pub(super) fn short_day(date: NaiveDate, near: NaiveDate) -> String {
    let pattern = if date.year() == near.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    date.format(pattern).to_string()
}

/// `1 prospect`, `1,249 prospects`.
pub fn count(number: impl Into<u64>, one: &str, many: &str) -> String {
    let number = number.into();
    format!(
        "{} {}",
        thousands(number),
        if number == 1 { one } else { many }
    )
}

/// `1,249`.
pub(super) fn thousands(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `48 min`, from two hours on `14 h 21 min`; with its seconds where it is not a whole minute.
pub(super) fn length(seconds: Seconds) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, rest) if minutes >= 120 => {
            let mut text = format!("{} h", thousands(minutes / 60));
            if minutes % 60 > 0 {
                text.push_str(&format!(" {} min", minutes % 60));
            }
            if rest > 0 {
                text.push_str(&format!(" {rest} s"));
            }
            text
        }
        (0, rest) if rest > 0 => format!("{rest} s"),
        (minutes, 0) => format!("{} min", thousands(minutes)),
        (minutes, rest) => format!("{} min {rest} s", thousands(minutes)),
    }
}

/// Whole minutes, rounded up: what is used.
pub(super) fn minutes_used(seconds: Seconds) -> Seconds {
    seconds.div_ceil(60)
}

/// `a, b and c`.
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What lists show for a prospect: its name, else its id.
pub(super) fn label(plan: &Plan, id: &str) -> String {
    let prospect = plan.pipeline.iter().find(|prospect| prospect.id == id);
    clean(prospect.map_or(id, |prospect| prospect.label()))
}

/// The same, and of how many prospects it is said, where the row stands for several.
pub(super) fn party(plan: &Plan, id: &str, count: u32) -> String {
    match count {
        1 => label(plan, id),
        _ => format!("{count} of {}", label(plan, id)),
    }
}

/// Whether a terminal or a page shows nothing for a character, or shows what follows in another direction: line
/// separators, marks and overrides of direction (Unicode Standard Annex 9), spaces without width, and control characters of
/// ISO 6429's second set. Joiners are none of them, because scripts and emoji need them.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// An answer, as text or as JSON, in which every hidden character is written as JSON writes it: `\u202e`. JSON stays
/// what it was to who reads it.
///
/// ```
/// use followthrough_words::visible;
/// assert_eq!(visible("Acme \u{202e}yriaD"), "Acme \\u202eyriaD");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_hidden(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// Text of a file without anything that a terminal would obey.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            control if control.is_control() => ' ',
            hidden if is_hidden(hidden) => char::REPLACEMENT_CHARACTER,
            shown => shown,
        })
        .collect()
}

/// `touch 3`, or what has no number.
pub(super) fn touch(number: Option<u32>) -> String {
    number.map_or_else(
        || "the answer's work".to_owned(),
        |number| format!("touch {number}"),
    )
}

/// `Monday`.
pub(crate) fn long_weekday(day: chrono::Weekday) -> &'static str {
    match day {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_they_are_said() {
        assert_eq!(count(1_u32, "prospect", "prospects"), "1 prospect");
        assert_eq!(
            count(1_234_567_u32, "touch", "touches"),
            "1,234,567 touches"
        );
        assert_eq!(count(0_u32, "touch", "touches"), "0 touches");
        assert_eq!(length(2916), "48 min 36 s");
        assert_eq!(length(119 * 60), "119 min");
        assert_eq!(length(120 * 60), "2 h");
        assert_eq!(length(861 * 60), "14 h 21 min");
        assert_eq!(length(0), "0 min");
        assert_eq!(length(45), "45 s");
        assert_eq!(
            and(&["a".to_owned(), "b".to_owned(), "c".to_owned()]),
            "a, b and c"
        );
    }

    #[test]
    fn a_day_of_another_year_says_so() {
        let near = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
        let far = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
        assert_eq!(day(near, near), "Mon 23 Nov");
        assert_eq!(day(far, near), "Mon 4 Jan 2027");
        assert_eq!(short_day(far, near), "4 Jan 2027");
    }
}
