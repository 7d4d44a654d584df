//! An answer in words, as Python takes it: its first sentence, the whole text, and the parts that a page is set from.

use followthrough_words::{Cell, Part, Sheet, visible};
use pyo3::IntoPyObject;

/// The first sentence, the whole text, and the parts.
pub(crate) type Spoken = (String, String, Vec<Piece>);

/// One part: its kind, its texts, and the rows of a table with the columns that are set flush right.
pub(crate) type Piece = (&'static str, Vec<String>, Vec<Vec<Shown>>, Vec<usize>);

/// What stands in a cell: a text, or the seconds owed, new and usable that a bar shows.
#[derive(IntoPyObject)]
pub(crate) enum Shown {
    Text(String),
    Bar((u64, u64, u64)),
}

pub(crate) fn spoken(sheet: &Sheet) -> Spoken {
    let parts = sheet.parts().iter().filter_map(piece).collect();
    let lead = visible(&sheet.lead()).into_owned();
    (lead, sheet.to_string(), parts)
}

fn piece(part: &Part) -> Option<Piece> {
    let said = |kind, texts: &[&str]| {
        let texts = texts.iter().map(|text| visible(text).into_owned());
        Some((kind, texts.collect(), Vec::new(), Vec::new()))
    };
    match part {
        Part::Title(text) => said("title", &[text]),
        Part::Headline(text) => said("headline", &[text]),
        Part::Sentence(text) => said("sentence", &[text]),
        Part::Fact { name, text } => said("fact", &[name, text]),
        Part::Line(text) => said("line", &[text]),
        Part::Legend => said("legend", &[]),
        Part::Table(table) => {
            let kind = if table.has_header() { "table" } else { "list" };
            let rows: Vec<Vec<Shown>> = table
                .rows()
                .iter()
                .map(|row| row.iter().map(shown).collect())
                .collect();
            let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
            let right = (0..columns).filter(|&column| table.is_right(column));
            Some((kind, Vec::new(), rows, right.collect()))
        }
        _ => None,
    }
}

fn shown(cell: &Cell) -> Shown {
    match cell {
        Cell::Text(text) => Shown::Text(visible(text).into_owned()),
        Cell::Bar { owed, new, usable } => Shown::Bar((*owed, *new, *usable)),
    }
}
