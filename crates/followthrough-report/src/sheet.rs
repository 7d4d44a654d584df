//! An answer's words as HTML: headlines, sentences, facts as a list of terms, tables with their bars.

use followthrough::Seconds;
use followthrough_words::{Cell, Part, Sheet, Table};
use maud::{Markup, html};

/// Which parts of a sheet are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// All but its title.
    All,
    /// Headlines and sentences.
    Sentences,
    /// Tables.
    Tables,
    /// Facts.
    Facts,
}

/// The parts of a sheet that are wanted; `name` is what its tables are called.
pub(crate) fn shown(sheet: &Sheet, which: Which, name: &str) -> Markup {
    let mut facts: Vec<(&str, Vec<&str>)> = Vec::new();
    let all = which == Which::All;
    let mut tables = 0;
    html! {
        @for part in sheet.parts() {
            @match part {
                Part::Headline(text) if all || which == Which::Sentences => {
                    p.lead { (text) }
                }
                Part::Sentence(text) if all || which == Which::Sentences => {
                    p { (text) }
                }
                Part::Line(text) if all => {
                    pre tabindex="0" { (text) }
                }
                Part::Table(table) if all || which == Which::Tables => {
                    (table_of(table, &numbered(name, &mut tables)))
                }
                Part::Fact { name, text } if all || which == Which::Facts => {
                    (gathered(&mut facts, name, text))
                }
                _ => {}
            }
        }
        @if !facts.is_empty() {
            dl {
                @for (name, texts) in &facts {
                    dt { (name) }
                    @for text in texts {
                        dd { (text) }
                    }
                }
            }
        }
    }
}

/// What a table is called: no two parts of a page are called alike.
fn numbered(name: &str, tables: &mut u32) -> String {
    *tables += 1;
    format!("{name}: table {tables}")
}

/// Keeps a fact for the list at the end; one without a name goes on with the fact before.
fn gathered<'sheet>(
    facts: &mut Vec<(&'sheet str, Vec<&'sheet str>)>,
    name: &'sheet str,
    text: &'sheet str,
) -> &'static str {
    match facts.last_mut() {
        Some((_, texts)) if name.is_empty() => texts.push(text),
        Some((last, texts)) if *last == name => texts.push(text),
        _ => facts.push((name, vec![text])),
    }
    ""
}

/// A table that scrolls within the page where it is wider.
fn table_of(table: &Table, name: &str) -> Markup {
    let (header, rows) = match (table.has_header(), table.rows().split_first()) {
        (true, Some((header, rows))) => (Some(header), rows),
        _ => (None, table.rows()),
    };
    let side = |column: usize| table.is_right(column).then_some("right");
    html! {
        div.wide role="region" aria-label=(name) tabindex="0" {
            table {
                @if let Some(header) = header {
                    thead {
                        tr {
                            @for (column, cell) in header.iter().enumerate() {
                                @if is_empty(cell) {
                                    td {}
                                } @else {
                                    th scope="col" class=[side(column)] { (cell_of(cell)) }
                                }
                            }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr {
                            @for (column, cell) in row.iter().enumerate() {
                                td class=[side(column)] { (cell_of(cell)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_empty(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.trim().is_empty())
}

fn cell_of(cell: &Cell) -> Markup {
    match cell {
        Cell::Text(text) => html! { (text) },
        Cell::Bar { owed, new, usable } => bar(*owed, *new, *usable),
    }
}

/// Load against usable time. The numbers stand in the cell beside it, so that a reader of text loses nothing.
fn bar(owed: Seconds, new: Seconds, usable: Seconds) -> Markup {
    let whole = usable.max(owed + new).max(1) as f64;
    let width = |part: Seconds| format!("width:{:.1}%", part as f64 * 100.0 / whole);
    html! {
        span.bar aria-hidden="true" {
            span.owed style=(width(owed)) {}
            span.new style=(width(new)) {}
        }
    }
}
