//! `[[block]]` and `[[block_calendar]]`: dedicated time, written out or taken from a calendar.

use followthrough::{Block, CategoryName, Pattern, Rule};

use crate::categories::Categories;
use crate::document::{length_between, require_order};
use crate::section::{Field, Section};
use crate::{Error, Said};

/// A calendar whose events of a matching title are blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockCalendar {
    /// The calendar's path, relative to the document.
    pub file: Said<String>,
    /// A glob that the events' titles match, letter case aside.
    pub title: String,
    /// What the blocks may be used for; never empty.
    pub categories: Vec<CategoryName>,
}

pub(crate) fn read(section: &Section<'_>, categories: &mut Categories) -> Option<Block> {
    let list = read_categories(section, categories);
    let also = section
        .optional("also")
        .map_or(Some(Vec::new()), |field| field.dates());
    let pattern = read_pattern(section, also.as_ref().is_some_and(|also| !also.is_empty()));
    let start = section.required("start", "a clock time such as `\"09:00\"`");
    let start = start.and_then(|field| field.clock());
    let length = read_length(section, start);
    let name = section
        .optional("name")
        .map(|field| field.words("a name in quotes"));
    let from = section.optional("from").map(|field| field.date());
    let to = section.optional("to").map(|field| field.date());
    let skip = section
        .optional("skip")
        .map_or(Some(Vec::new()), |field| field.dates());
    let reserve = section.optional("reserve").map(|field| field.share());
    let zone = section.optional("timezone").map(|field| field.zone());

    if let (Some(Some(from)), Some(Some(to))) = (from, to) {
        require_order(section, from, to)?;
    }
    let block = Block::new(list?, pattern?, start?, length?);
    let mut block = block
        .map_err(|reason| {
            section.report(Error::Plan {
                place: section.place(),
                reason,
            })
        })
        .ok()?;
    block.name = name.flatten();
    block.from = from.flatten();
    block.to = to.flatten();
    block.skip = skip?.into_iter().collect();
    block.also = also?.into_iter().collect();
    block.reserve = reserve.flatten();
    block.zone = zone.flatten();
    Some(block)
}

pub(crate) fn read_calendar(
    section: &Section<'_>,
    categories: &mut Categories,
) -> Option<BlockCalendar> {
    let file = section.required("file", "the path of a calendar, such as `\"mine.ics\"`");
    let file = file.and_then(|field| field.words("a path in quotes").map(|path| field.said(path)));
    let title = section.required(
        "match",
        "the titles of its blocks, such as `\"Prospecting: *\"`",
    );
    let title = title.and_then(|field| field.title_pattern());
    let list = read_categories(section, categories);
    Some(BlockCalendar {
        file: file?,
        title: title?,
        categories: list?,
    })
}

fn read_categories(
    section: &Section<'_>,
    categories: &mut Categories,
) -> Option<Vec<CategoryName>> {
    const EXPECTED: &str = "what the time is for, such as `\"calling\"`";
    let field = section.required("category", EXPECTED)?;
    let items = field.one_or_more();
    if items.is_empty() {
        return field.unexpected(EXPECTED);
    }
    let mut names = Some(Vec::new());
    for item in items {
        match (&mut names, item.parsed_name::<CategoryName>()) {
            (Some(names), Some(name)) => {
                categories.offered(&item, &name);
                names.push(name);
            }
            _ => names = None,
        }
    }
    names
}

fn read_pattern(section: &Section<'_>, has_also: bool) -> Option<Pattern> {
    let (days, rule) = (section.optional("days"), section.optional("rrule"));
    match (days, rule) {
        (Some(days), Some(_)) => {
            days.report(Error::Conflict {
                place: days.place(),
                key: days.key(),
                other: "rrule",
            });
            None
        }
        (Some(days), None) => match days.weekdays()? {
            none if none.is_empty() && !has_also => {
                days.unexpected("at least one day such as `\"mon\"`")
            }
            some => Some(Pattern::Weekdays(some)),
        },
        (None, Some(rule)) => read_rule(&rule).map(Pattern::Rule),
        (None, None) if has_also => Some(Pattern::Weekdays(Vec::new())),
        (None, None) => {
            section.missing("days", "days such as `[\"mon\", \"fri\"]`, or `rrule`");
            None
        }
    }
}

fn read_rule(field: &Field<'_>) -> Option<Rule> {
    let text = field.text("a recurrence rule such as `\"FREQ=WEEKLY;BYDAY=MO\"`")?;
    let rule = text.parse::<Rule>();
    rule.map_err(|reason| {
        field.report(Error::Rule {
            place: field.place(),
            key: field.key(),
            reason,
        })
    })
    .ok()
}

fn read_length(
    section: &Section<'_>,
    start: Option<chrono::NaiveTime>,
) -> Option<chrono::TimeDelta> {
    let (length, end) = (section.optional("length"), section.optional("end"));
    match (length, end) {
        (Some(length), Some(_)) => {
            length.report(Error::Conflict {
                place: length.place(),
                key: length.key(),
                other: "end",
            });
            None
        }
        (Some(length), None) => length.duration(),
        (None, Some(end)) => {
            let clock = end.end()?;
            Some(length_between(start?, clock))
        }
        (None, None) => {
            section.missing("length", "a duration such as `\"1h\"`, or `end`");
            None
        }
    }
}
