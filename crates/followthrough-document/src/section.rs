//! A typed reader over the tree of a document: it asks for keys, collects what is wrong, and knows which keys were
//! never asked for.

use std::cell::RefCell;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use followthrough::{InvalidName, Share, WEEKDAYS, Zone, nearest};

use crate::text::Text;
use crate::tree::{Entry, Node, Value};
use crate::{Error, Errors, Key, Place, Said, scalar};

/// One document being read, with what is wrong with it so far.
pub(crate) struct Reader<'text> {
    text: &'text Text<'text>,
    errors: RefCell<Vec<Error>>,
}

impl<'text> Reader<'text> {
    pub(crate) fn new(text: &'text Text<'text>) -> Self {
        Self {
            text,
            errors: RefCell::new(Vec::new()),
        }
    }

    pub(crate) fn report(&self, error: Error) {
        self.errors.borrow_mut().push(error);
    }

    /// What was read, where nothing was wrong. `read` is there whenever nothing was reported.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T, Errors> {
        match (Errors::new(self.errors.into_inner()), read) {
            (Some(errors), _) => Err(errors),
            (None, Some(read)) => Ok(read),
            (None, None) => unreachable!("a part that cannot be read is reported"),
        }
    }

    /// What was read, or what is wrong beside what was read all the same.
    pub(crate) fn finish_as_far<T>(self, read: Option<T>) -> Result<T, (Errors, Option<Box<T>>)> {
        match (Errors::new(self.errors.into_inner()), read) {
            (Some(errors), read) => Err((errors, read.map(Box::new))),
            (None, Some(read)) => Ok(read),
            (None, None) => unreachable!("a part that cannot be read is reported"),
        }
    }

    /// The whole document as a section.
    pub(crate) fn top<'reader>(&'reader self, root: &'reader Node) -> Option<Section<'reader>> {
        let key = Key {
            name: "document".to_owned(),
            part: String::new(),
        };
        Field {
            reader: self,
            key,
            node: root,
            at: root.span.start,
        }
        .section("")
    }
}

/// A table and the keys that were asked for.
pub(crate) struct Section<'reader> {
    reader: &'reader Reader<'reader>,
    part: String,
    entries: &'reader [Entry],
    at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'reader> Section<'reader> {
    /// The field of that key, where it is given. JSON's `null` is not given.
    pub(crate) fn optional(&self, name: &'static str) -> Option<Field<'reader>> {
        self.asked.borrow_mut().push(name);
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        (entry.node.value != Value::Null).then(|| self.field(entry))
    }

    /// The field of that key; reported where it is not given.
    pub(crate) fn required(
        &self,
        name: &'static str,
        expected: &'static str,
    ) -> Option<Field<'reader>> {
        let field = self.optional(name);
        if field.is_none() {
            self.missing(name, expected);
        }
        field
    }

    /// Reports that a key is not given.
    pub(crate) fn missing(&self, name: &str, expected: &'static str) {
        self.reader.report(Error::MissingKey {
            place: self.place(),
            key: self.key(name),
            expected,
        });
    }

    /// Every field, for tables whose keys are names. Keys that stand twice are reported.
    pub(crate) fn fields(self) -> Vec<Field<'reader>> {
        self.report_repeated();
        self.entries
            .iter()
            .filter(|entry| entry.node.value != Value::Null)
            .map(|entry| self.field(entry))
            .collect()
    }

    /// Reports every key that was not asked for, and keys that stand twice.
    pub(crate) fn close(self) {
        self.report_repeated();
        let asked = self.asked.borrow();
        for entry in self
            .entries
            .iter()
            .filter(|entry| !asked.contains(&entry.key.as_str()))
        {
            let nearest = nearest(&entry.key, asked.iter());
            // A key with a slip in its name is one error, not a wrong key and a missing one.
            if let Some(meant) = nearest.as_deref().map(|name| self.key(name)) {
                let is_slip =
                    |error: &Error| matches!(error, Error::MissingKey { key, .. } if *key == meant);
                self.reader
                    .errors
                    .borrow_mut()
                    .retain(|error| !is_slip(error));
            }
            self.reader.report(Error::UnknownKey {
                place: self.reader.text.place(entry.at),
                key: self.key(&entry.key),
                nearest,
                known: asked.iter().map(|&name| name.to_owned()).collect(),
            });
        }
    }

    /// TOML refuses a key that stands twice by itself; JSON does not.
    fn report_repeated(&self) {
        for (index, entry) in self.entries.iter().enumerate() {
            if let Some(first) = self.entries[..index]
                .iter()
                .find(|earlier| earlier.key == entry.key)
            {
                self.reader.report(Error::RepeatedKey {
                    place: self.reader.text.place(entry.at),
                    key: self.key(&entry.key),
                    first: self.reader.text.line(first.at),
                });
            }
        }
    }

    pub(crate) fn place(&self) -> Place {
        self.reader.text.place(self.at)
    }

    pub(crate) fn report(&self, error: Error) {
        self.reader.report(error);
    }

    /// What it is called in messages.
    pub(crate) fn part(&self) -> &str {
        &self.part
    }

    fn key(&self, name: &str) -> Key {
        Key {
            name: name.to_owned(),
            part: self.part.clone(),
        }
    }

    fn field(&self, entry: &'reader Entry) -> Field<'reader> {
        Field {
            reader: self.reader,
            key: self.key(&entry.key),
            node: &entry.node,
            at: entry.at,
        }
    }
}

/// A value with its key. Every reading method reports what is wrong and then returns `None`.
pub(crate) struct Field<'reader> {
    reader: &'reader Reader<'reader>,
    key: Key,
    node: &'reader Node,
    /// Where the key stands; of an item of a list, where the item stands.
    at: usize,
}

impl<'reader> Field<'reader> {
    /// The key alone.
    pub(crate) fn name(&self) -> &str {
        &self.key.name
    }

    pub(crate) fn key(&self) -> Key {
        self.key.clone()
    }

    pub(crate) fn place(&self) -> Place {
        let long = matches!(self.node.value, Value::Table(_) | Value::List(_));
        self.reader
            .text
            .place(if long { self.at } else { self.node.span.start })
    }

    pub(crate) fn report(&self, error: Error) {
        self.reader.report(error);
    }

    /// The value with its place.
    pub(crate) fn said<T>(&self, value: T) -> Said<T> {
        Said {
            value,
            place: self.place(),
        }
    }

    /// The value as it is written, in backticks; its kind where that would be long.
    fn found(&self) -> String {
        let written = self
            .reader
            .text
            .as_str()
            .get(self.node.span.clone())
            .unwrap_or_default()
            .trim();
        match self.node.value {
            Value::Table(_) => "a table".to_owned(),
            Value::List(_) if written.len() > 40 || written.contains('\n') => "a list".to_owned(),
            _ if written.chars().count() > 60 || written.contains('\n') => {
                "a longer text".to_owned()
            }
            _ => format!("`{written}`"),
        }
    }

    /// Reports that the value is not what was expected.
    pub(crate) fn unexpected<T>(&self, expected: impl Into<String>) -> Option<T> {
        self.reader.report(Error::Value {
            place: self.place(),
            key: self.key(),
            found: self.found(),
            expected: expected.into(),
        });
        None
    }

    pub(crate) fn text(&self, expected: &str) -> Option<&'reader str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => self.unexpected(expected),
        }
    }

    /// A text that says something.
    pub(crate) fn words(&self, expected: &str) -> Option<String> {
        let text = self.text(expected)?;
        if text.trim().is_empty() {
            self.unexpected(expected)
        } else {
            Some(text.to_owned())
        }
    }

    /// A glob for titles.
    pub(crate) fn title_pattern(&self) -> Option<String> {
        const EXPECTED: &str =
            "a pattern of titles such as `Prospecting: *`, with brackets and braces closed";
        let pattern = self.words(EXPECTED)?;
        match globset::Glob::new(&pattern) {
            Ok(_) => Some(pattern),
            Err(_) => self.unexpected(EXPECTED),
        }
    }

    pub(crate) fn parsed_name<T: FromStr<Err = InvalidName>>(&self) -> Option<T> {
        let text = self.text("a name in quotes")?;
        text.parse()
            .map_err(|reason| {
                self.report(Error::Name {
                    place: self.place(),
                    key: self.key(),
                    reason,
                })
            })
            .ok()
    }

    /// The key itself as a name.
    pub(crate) fn key_name<T: FromStr<Err = InvalidName>>(&self) -> Option<T> {
        let place = self.reader.text.place(self.at);
        self.key
            .name
            .parse()
            .map_err(|reason| {
                self.report(Error::Name {
                    place,
                    key: self.key(),
                    reason,
                })
            })
            .ok()
    }

    pub(crate) fn is_table(&self) -> bool {
        matches!(self.node.value, Value::Table(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.node.value, Value::List(_))
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self.node.value, Value::Number(_))
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self.node.value {
            Value::Boolean(flag) => Some(flag),
            _ => self.unexpected("`true` or `false`"),
        }
    }

    /// A whole number from `least` on.
    pub(crate) fn count(&self, least: u32, expected: &str) -> Option<u32> {
        let number = match &self.node.value {
            Value::Number(number) => number.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if number >= least => Some(number),
            _ => self.unexpected(expected),
        }
    }

    /// A number from 0 to 1, both included.
    pub(crate) fn probability(&self) -> Option<f64> {
        let number = match &self.node.value {
            Value::Number(number) => number.replace('_', "").parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if (0.0..=1.0).contains(&number) => Some(number),
            _ => self.unexpected("a probability from 0 to 1"),
        }
    }

    pub(crate) fn share(&self) -> Option<Share> {
        let Value::Number(number) = &self.node.value else {
            return self.unexpected("a share such as `0.10`");
        };
        let number = number.replace('_', "");
        let share = match number.parse::<Share>() {
            // An exponent is not a plain decimal, but a number all the same.
            Err(_) if number.contains(['e', 'E']) => number
                .parse::<f64>()
                .map_or_else(|_| number.parse(), Share::try_from),
            share => share,
        };
        share
            .map_err(|reason| {
                self.report(Error::Share {
                    place: self.place(),
                    key: self.key(),
                    reason,
                })
            })
            .ok()
    }

    pub(crate) fn duration(&self) -> Option<TimeDelta> {
        const EXPECTED: &str = "a duration such as `1h30m`, `6m` or `45s`";
        match &self.node.value {
            Value::Number(number) => {
                self.report(Error::BareNumber {
                    place: self.place(),
                    key: self.key(),
                    found: number.clone(),
                });
                None
            }
            Value::Text(text) => match scalar::duration(text) {
                Some(duration) => Some(duration),
                None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                    self.report(Error::BareNumber {
                        place: self.place(),
                        key: self.key(),
                        found: text.clone(),
                    });
                    None
                }
                None => self.unexpected(EXPECTED),
            },
            _ => self.unexpected(EXPECTED),
        }
    }

    pub(crate) fn date(&self) -> Option<NaiveDate> {
        const EXPECTED: &str = "a day such as `2026-11-23`";
        let text = match &self.node.value {
            Value::Text(text) => text.clone(),
            Value::Moment(moment) => moment.to_string(),
            _ => return self.unexpected(EXPECTED),
        };
        if let Some(date) = scalar::date(&text) {
            return Some(date);
        }
        match text.get(..10).and_then(scalar::date) {
            Some(day) if text[10..].starts_with(['T', 't', ' ', 'Z', '+']) => {
                let day = day.to_string();
                self.report(Error::DateWithTime {
                    place: self.place(),
                    key: self.key(),
                    found: self.found(),
                    day,
                });
                None
            }
            _ => self.unexpected(EXPECTED),
        }
    }

    pub(crate) fn clock(&self) -> Option<NaiveTime> {
        const EXPECTED: &str = "a clock time of 24 hours such as `09:30`";
        let text = match &self.node.value {
            Value::Text(text) => text.clone(),
            Value::Moment(moment) => moment.to_string(),
            _ => return self.unexpected(EXPECTED),
        };
        scalar::clock(&text).or_else(|| self.unexpected(EXPECTED))
    }

    /// A clock time at which something ends: `24:00` and `00:00` are the end of the day, `None` within.
    pub(crate) fn end(&self) -> Option<Option<NaiveTime>> {
        if matches!(&self.node.value, Value::Text(text) if text == "24:00") {
            return Some(None);
        }
        self.clock()
            .map(|clock| (clock != NaiveTime::MIN).then_some(clock))
    }

    pub(crate) fn instant(&self) -> Option<DateTime<Utc>> {
        let text = match &self.node.value {
            Value::Text(text) => text.clone(),
            Value::Moment(moment) => moment.to_string(),
            _ => String::new(),
        };
        match DateTime::parse_from_rfc3339(&text) {
            Ok(instant) => Some(instant.to_utc()),
            Err(_) => self.unexpected(
                "a time with its offset such as `2026-11-23T00:00:00-05:00` (RFC 3339)",
            ),
        }
    }

    pub(crate) fn zone(&self) -> Option<Zone> {
        let text = self.text("an IANA time zone such as `America/New_York`")?;
        text.parse()
            .map_err(|reason| {
                self.report(Error::Zone {
                    place: self.place(),
                    key: self.key(),
                    reason,
                })
            })
            .ok()
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, known: &[(&str, T)]) -> Option<T> {
        let all = || {
            known
                .iter()
                .map(|(word, _)| format!("`\"{word}\"`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let Value::Text(text) = &self.node.value else {
            return self.unexpected(format!("one of {}", all()));
        };
        let found = known
            .iter()
            .find(|(word, _)| word == text)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.report(Error::Word {
                place: self.place(),
                key: self.key(),
                found: text.clone(),
                nearest: nearest(text, known.iter().map(|(word, _)| word)),
                known: known.iter().map(|&(word, _)| word.to_owned()).collect(),
            });
        }
        found
    }

    /// The items of a list, each with the list's key.
    pub(crate) fn items(&self, expected: &str) -> Option<Vec<Field<'reader>>> {
        let Value::List(nodes) = &self.node.value else {
            return self.unexpected(expected);
        };
        Some(nodes.iter().map(|node| self.item(node)).collect())
    }

    /// The items of a list, or the one value that stands for a list of one.
    pub(crate) fn one_or_more(&self) -> Vec<Field<'reader>> {
        match &self.node.value {
            Value::List(nodes) => nodes.iter().map(|node| self.item(node)).collect(),
            _ => vec![self.item(self.node)],
        }
    }

    fn item(&self, node: &'reader Node) -> Field<'reader> {
        Field {
            reader: self.reader,
            key: self.key(),
            node,
            at: node.span.start,
        }
    }

    pub(crate) fn dates(&self) -> Option<Vec<NaiveDate>> {
        let items = self.items("a list of days such as `[2026-11-26]`")?;
        // Every item is read, so that every wrong one is reported.
        let dates: Vec<Option<NaiveDate>> = items.iter().map(Field::date).collect();
        dates.into_iter().collect()
    }

    pub(crate) fn weekdays(&self) -> Option<Vec<Weekday>> {
        let items = self.items("a list of days such as `[\"mon\", \"fri\"]`")?;
        let days: Vec<Option<Weekday>> = items.iter().map(|item| item.word(&WEEKDAYS)).collect();
        days.into_iter().collect()
    }

    /// The table as a section that messages call `part`.
    pub(crate) fn section(&self, part: impl Into<String>) -> Option<Section<'reader>> {
        let Value::Table(entries) = &self.node.value else {
            return self.unexpected("a table");
        };
        Some(Section {
            reader: self.reader,
            part: part.into(),
            entries,
            at: self.at,
            asked: RefCell::new(Vec::new()),
        })
    }

    /// The tables of a list of tables; messages call them `part` and their number from 1.
    pub(crate) fn sections(&self, part: &str) -> Option<Vec<Section<'reader>>> {
        let expected = format!("a list of tables: write `[[{}]]`", self.key.name);
        let Value::List(nodes) = &self.node.value else {
            return self.unexpected(expected);
        };
        let numbered = nodes.iter().enumerate();
        Some(
            numbered
                .filter_map(|(index, node)| {
                    self.item(node).section(format!("{part} {}", index + 1))
                })
                .collect(),
        )
    }
}
