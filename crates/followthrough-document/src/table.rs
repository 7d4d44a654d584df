//! A CSV table with a header (RFC 4180): comma, semicolon or tab, any order of columns, columns under other names.

use std::collections::BTreeMap;

use followthrough::nearest;

use crate::text::Text;
use crate::{Error, Errors, Input, Key, Place};

/// A table whose header was read.
pub(crate) struct Table<'file> {
    text: Text<'file>,
    delimiter: u8,
    headers: Vec<String>,
    header_line: usize,
    input: &'file Input,
}

/// One row that is not empty.
pub(crate) struct Row {
    pub(crate) place: Place,
    pub(crate) line: usize,
    cells: csv::StringRecord,
}

impl Row {
    /// The cell of a column, without blanks around it; empty where there is no such column.
    pub(crate) fn cell(&self, column: Option<usize>) -> &str {
        column
            .and_then(|index| self.cells.get(index))
            .unwrap_or_default()
            .trim()
    }
}

impl<'file> Table<'file> {
    pub(crate) fn open(
        name: &str,
        bytes: &'file [u8],
        input: &'file Input,
        expected: &'static str,
    ) -> Result<Self, Errors> {
        let text = Text::new(name, bytes, expected)?;
        let first = text
            .as_str()
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let mut table = Self {
            delimiter: delimiter_of(first),
            text,
            headers: Vec::new(),
            header_line: 1,
            input,
        };
        if let Some(Ok(record)) = table.reader().records().next() {
            table.header_line = table.line_of(&record);
            table.headers = record
                .iter()
                .map(|header| header.trim().to_owned())
                .collect();
        }
        Ok(table)
    }

    fn reader(&self) -> csv::Reader<&'file [u8]> {
        csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_str().as_bytes())
    }

    /// The line on which a record begins. The reader's own count stands before the empty lines that it skips, and
    /// does not count all line ends.
    fn line_of(&self, record: &csv::StringRecord) -> usize {
        let start = record
            .position()
            .map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let text = self.text.as_str().get(start..).unwrap_or_default();
        self.text
            .line(start + text.len() - text.trim_start_matches(['\r', '\n']).len())
    }

    pub(crate) fn name(&self) -> &str {
        self.text.name()
    }

    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    fn header_place(&self) -> Place {
        Place::line_of(self.name(), self.header_line)
    }

    /// What the table calls one of our columns.
    fn theirs<'name>(&'name self, column: &'name str) -> &'name str {
        self.input
            .columns
            .get(column)
            .map_or(column, String::as_str)
    }

    /// Where a column stands, where it is there. A column that stands twice is an error.
    pub(crate) fn column(&self, column: &str, errors: &mut Vec<Error>) -> Option<usize> {
        let name = self.theirs(column);
        let mut found = self
            .headers
            .iter()
            .enumerate()
            .filter(|(_, header)| *header == name);
        let (index, _) = found.next()?;
        if found.next().is_some() {
            errors.push(Error::RepeatedColumn {
                place: self.header_place(),
                column: name.to_owned(),
            });
        }
        Some(index)
    }

    /// Where a column stands that has to be there.
    pub(crate) fn required(&self, column: &str, errors: &mut Vec<Error>) -> Option<usize> {
        let index = self.column(column, errors);
        if index.is_none() {
            self.report_missing(column, errors);
        }
        index
    }

    /// Where a column stands that has to be there only where the document gives it another name.
    pub(crate) fn named(&self, column: &str, errors: &mut Vec<Error>) -> Option<usize> {
        let index = self.column(column, errors);
        if index.is_none() && self.input.columns.contains_key(column) {
            self.report_missing(column, errors);
        }
        index
    }

    fn report_missing(&self, column: &str, errors: &mut Vec<Error>) {
        let name = self.theirs(column);
        errors.push(Error::MissingColumn {
            place: self.header_place(),
            key: Key {
                name: column.to_owned(),
                part: "the table".to_owned(),
            },
            column: name.to_owned(),
            nearest: nearest(name, &self.headers),
            found: self.headers.clone(),
        });
    }

    /// What a word of a column means: the document's meaning for it, else the word itself.
    pub(crate) fn meaning<'word>(&'word self, column: &str, word: &'word str) -> &'word str {
        let words: Option<&BTreeMap<String, String>> = self.input.values.get(column);
        words
            .and_then(|words| words.get(word))
            .map_or(word, String::as_str)
    }

    /// The rows, each with as many cells as the header; others are errors. Empty rows are left out.
    pub(crate) fn rows(&self, errors: &mut Vec<Error>) -> Vec<Row> {
        let mut rows = Vec::new();
        // The text is UTF-8 and any number of cells is taken, so no record fails.
        for cells in self.reader().records().skip(1).flatten() {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = self.line_of(&cells);
            let place = Place::line_of(self.name(), line);
            if cells.len() == self.headers.len() {
                rows.push(Row { place, line, cells });
                continue;
            }
            let open_quote = cells.iter().any(|cell| cell.contains('\n'));
            let hint = if open_quote {
                ": is a quote left open?"
            } else if cells.len() > self.headers.len() {
                ": a cell that holds the delimiter has to stand in quotes"
            } else {
                ""
            };
            errors.push(Error::RaggedRow {
                place,
                cells: cells.len(),
                columns: self.headers.len(),
                hint,
            });
        }
        rows
    }
}

/// The delimiter of a header: the one of `,`, `;` and tab that it holds most often outside of quotes.
fn delimiter_of(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if let Some((_, count)) = counts
            .iter_mut()
            .find(|(delimiter, _)| *delimiter == byte && !quoted)
        {
            *count += 1;
        }
    }
    // Of equals the first, so that a table of one column is read as one.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |&(delimiter, _)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_the_header_holds_most_often() {
        for (header, delimiter) in [
            ("id,name", b','),
            ("id;name;stage", b';'),
            ("id\tname", b'\t'),
            ("id", b','),
            ("\"a,b,c\";d", b';'),
        ] {
            assert_eq!(delimiter_of(header), delimiter, "{header}");
        }
    }
}
