//! The last step of writing: values into content lines, escaped, folded and ended with CRLF.
//!
//! The `icalendar` crate is not used for this: it lets continuation lines reach 76 octets, leaves a carriage return
//! as it is, and folds in time that grows with the square of the text. The tests here show all three.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc, Weekday};

/// The longest line, in octets, without its CRLF (RFC 5545 §3.1).
const LINE_OCTETS: usize = 75;

/// Content lines, one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    text: String,
    line: String,
}

impl Lines {
    pub(super) fn with_capacity(octets: usize) -> Self {
        Self {
            text: String::with_capacity(octets),
            line: String::with_capacity(256),
        }
    }

    /// Everything written so far.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A line that is known to be short and to hold nothing that needs escaping.
    pub(super) fn raw(&mut self, line: &str) {
        self.line.clear();
        self.line.push_str(line);
        self.end();
    }

    /// Lines that are folded and ended already.
    pub(super) fn folded(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// `name` and a value that is no TEXT, or needs no escaping.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.start(name);
        self.line.push_str(value);
        self.end();
    }

    /// `name` and a number.
    pub(super) fn number(&mut self, name: &str, value: u32) {
        self.start(name);
        // Writing to a `String` cannot fail.
        let _ = write!(self.line, "{value}");
        self.end();
    }

    /// `name` and a TEXT value (RFC 5545 §3.3.11).
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.start(name);
        escape(value, &mut self.line);
        self.end();
    }

    /// `name` and a list of TEXT values.
    pub(super) fn list<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        self.start(name);
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.line.push(',');
            }
            escape(value, &mut self.line);
        }
        self.end();
    }

    /// `name` and an instant in UTC.
    pub(super) fn utc(&mut self, name: &str, instant: DateTime<Utc>) {
        self.start(name);
        push_date_time(&mut self.line, instant.naive_utc());
        self.line.push('Z');
        self.end();
    }

    /// `name` and a local time, with a TZID parameter where a zone is given.
    pub(super) fn local(&mut self, name: &str, zone: Option<&str>, local: NaiveDateTime) {
        self.locals(name, zone, std::iter::once(local));
    }

    /// `name` and a list of local times, with a TZID parameter where a zone is given.
    pub(super) fn locals(
        &mut self,
        name: &str,
        zone: Option<&str>,
        locals: impl Iterator<Item = NaiveDateTime>,
    ) {
        self.line.clear();
        self.line.push_str(name);
        if let Some(zone) = zone {
            // Zone names are the database's own: letters, digits, `/`, `_`, `+` and `-`.
            self.line.push_str(";TZID=");
            self.line.push_str(zone);
        }
        self.line.push(':');
        for (index, local) in locals.enumerate() {
            if index > 0 {
                self.line.push(',');
            }
            push_date_time(&mut self.line, local);
        }
        self.end();
    }

    /// `name` and a day.
    pub(super) fn date(&mut self, name: &str, date: NaiveDate) {
        self.line.clear();
        self.line.push_str(name);
        self.line.push_str(";VALUE=DATE:");
        push_date(&mut self.line, date);
        self.end();
    }

    fn start(&mut self, name: &str) {
        self.line.clear();
        self.line.push_str(name);
        self.line.push(':');
    }

    fn end(&mut self) {
        fold(&self.line, &mut self.text);
    }
}

/// Appends `line` to `text`, folded at 75 octets and never inside a character, with its CRLF.
pub(super) fn fold(line: &str, text: &mut String) {
    let mut rest = line;
    let mut room = LINE_OCTETS;
    while rest.len() > room {
        let (head, tail) = rest.split_at(rest.floor_char_boundary_at(room));
        text.push_str(head);
        text.push_str("\r\n ");
        rest = tail;
        // The blank that marks a continuation counts.
        room = LINE_OCTETS - 1;
    }
    text.push_str(rest);
    text.push_str("\r\n");
}

/// `str::floor_char_boundary`, which is newer than the oldest Rust that this crate builds with.
trait FloorCharBoundary {
    fn floor_char_boundary_at(&self, index: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_at(&self, index: usize) -> usize {
        let mut index = index.min(self.len());
        while !self.is_char_boundary(index) {
            index -= 1;
        }
        index
    }
}

/// Appends `value` to `line` as TEXT (RFC 5545 §3.3.11).
///
/// CRLF, CR, U+0085, U+2028 and U+2029 are newlines too, because some readers split lines at them; other control
/// characters but the tabulator are left out, because no reader may see them.
pub(super) fn escape(value: &str, line: &mut String) {
    let mut plain = 0;
    for (at, character) in value.char_indices() {
        let escaped = match character {
            '\\' => "\\\\",
            ';' => "\\;",
            ',' => "\\,",
            '\r' if value[at..].starts_with("\r\n") => "",
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => "\\n",
            '\t' => continue,
            control if control.is_control() => "",
            _ => continue,
        };
        line.push_str(&value[plain..at]);
        line.push_str(escaped);
        plain = at + character.len_utf8();
    }
    line.push_str(&value[plain..]);
}

/// The text that a TEXT value stands for.
pub(super) fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

/// `text` as one line: every run of blanks, newlines and control characters is one blank.
///
/// A name that holds a newline would otherwise look like another touch of the list that it stands in.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |character: char| character.is_whitespace() || character.is_control();
    let mut before = ' ';
    let tidy = text.chars().all(|character| {
        let fits = !breaks(character) || (character == ' ' && before != ' ');
        before = character;
        fits
    });
    if text.is_empty() || (tidy && before != ' ') {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(breaks).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// `text` as one line that does no harm to who reads it, as plain text or as HTML.
///
/// Google and Outlook read descriptions as HTML, so that `<` and `>` become angle quotes that look alike. Characters that
/// turn the direction of what follows, or that cannot be seen, are left out; joiners stay, because scripts and emoji need
/// them.
pub(super) fn shown(text: &str) -> String {
    one_line(text)
        .chars()
        .filter_map(|character| match character {
            '<' => Some('\u{2039}'),
            '>' => Some('\u{203a}'),
            '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => None,
            other => Some(other),
        })
        .collect()
}

/// The two letters that stand for a weekday in rules (RFC 5545 §3.3.10).
pub(super) fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

fn push_date(line: &mut String, date: NaiveDate) {
    let year = u32::try_from(date.year()).unwrap_or(0);
    push_digits(line, year / 100);
    push_digits(line, year % 100);
    push_digits(line, date.month());
    push_digits(line, date.day());
}

/// Appends `20261123T100000`. Faster than a format string, and most of what a calendar is made of.
pub(super) fn push_date_time(line: &mut String, local: NaiveDateTime) {
    push_date(line, local.date());
    line.push('T');
    push_digits(line, local.hour());
    push_digits(line, local.minute());
    push_digits(line, local.second());
}

fn push_digits(line: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        line.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use icalendar::{Calendar, Component, Event};

    use super::*;

    fn folded(line: &str) -> String {
        let mut text = String::new();
        fold(line, &mut text);
        text
    }

    fn escaped(value: &str) -> String {
        let mut line = String::new();
        escape(value, &mut line);
        line
    }

    #[test]
    fn no_line_passes_75_octets_and_no_character_is_cut() {
        for line in [
            "x".repeat(75),
            "x".repeat(76),
            "x".repeat(149),
            "x".repeat(150),
            "é😀".repeat(200),
            String::new(),
        ] {
            let text = folded(&line);
            assert!(text.ends_with("\r\n"));
            for part in text.trim_end_matches("\r\n").split("\r\n") {
                assert!(part.len() <= LINE_OCTETS, "{} octets", part.len());
            }
            assert_eq!(text.replace("\r\n ", "").trim_end_matches("\r\n"), line);
        }
        assert_eq!(folded(&"x".repeat(75)).len(), 77, "75 octets need no fold");
    }

    #[test]
    fn every_way_to_break_a_line_becomes_an_escaped_newline() {
        assert_eq!(
            escaped("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g"),
            r"a\nb\nc\nd\ne\nf\ng"
        );
        assert_eq!(escaped("\r\r\n\n"), r"\n\n\n");
    }

    #[test]
    fn special_characters_are_escaped_and_control_characters_left_out() {
        assert_eq!(
            escaped("a;b,c\\d:e\"f\tg\u{0}\u{7}\u{7f}\u{9f}h"),
            "a\\;b\\,c\\\\d:e\"f\tgh"
        );
        assert_eq!(unescape(&escaped("a;b,c\\d\\n\ne")), "a;b,c\\d\\n\ne");
    }

    #[test]
    fn a_name_of_several_lines_becomes_one() {
        assert_eq!(one_line("  a\r\n2. b\u{0}c\t d "), "a 2. b c d");
    }

    #[test]
    fn dates_are_written_with_all_their_digits() {
        let mut line = String::new();
        let date = NaiveDate::from_ymd_opt(987, 6, 5)
            .and_then(|date| date.and_hms_opt(4, 3, 2))
            .expect("a date");
        push_date_time(&mut line, date);
        assert_eq!(line, "09870605T040302");
    }

    /// Why this file is here: `icalendar` 0.17 does not do this.
    #[test]
    fn the_crate_folds_too_late_and_lets_a_carriage_return_through() {
        let crate_text = |summary: &str| {
            let event = Event::new()
                .uid("u")
                .summary(summary)
                .add_property("DTSTAMP", "20261123T000000Z")
                .done();
            Calendar::from([event]).to_string()
        };
        let longest = |text: &str| text.split("\r\n").map(str::len).max();
        // The rest of the line is left whole at 75 octets, and the blank before it makes 76.
        assert_eq!(
            longest(&crate_text(&"x".repeat(142))),
            Some(LINE_OCTETS + 1)
        );
        assert!(crate_text("a\r\nb").contains("a\r\\nb"));
    }
}
