//! A table without borders whose columns are two blanks apart.

use std::iter;

use followthrough::Seconds;
use unicode_width::UnicodeWidthStr as _;

use crate::bar::Marks;

/// What stands between two columns.
const BETWEEN: &str = "  ";

/// Rows of cells; a row may be shorter than others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
    has_header: bool,
    right: Vec<usize>,
    expendable: Vec<usize>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text of one line.
    Text(String),
    /// Load against usable time.
    Bar {
        /// Seconds that are owed already.
        owed: Seconds,
        /// Seconds that new prospects need.
        new: Seconds,
        /// Seconds that whole touches can fill.
        usable: Seconds,
    },
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl Cell {
    fn drawn(&self, marks: Marks) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Bar { owed, new, usable } => marks.bar(*owed, *new, *usable),
        }
    }
}

impl Table {
    /// A table that begins with a row of names.
    pub(crate) fn with_header<C: Into<Cell>>(header: impl IntoIterator<Item = C>) -> Self {
        let mut table = Self {
            has_header: true,
            ..Self::default()
        };
        table.add_row(header);
        table
    }

    /// The rows from the top, the names of the columns among them where [`Table::has_header`].
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether the first row names the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.has_header
    }

    /// Whether a column, from 0, is set flush right.
    #[must_use]
    pub fn is_right(&self, column: usize) -> bool {
        self.right.contains(&column)
    }

    pub(crate) fn add_row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Sets columns flush right, by index from 0.
    pub(crate) fn align_right(&mut self, columns: impl IntoIterator<Item = usize>) {
        self.right.extend(columns);
    }

    /// Names columns that are left out where a line is too narrow, the first of them first, by index from 0. The name of
    /// a column of bars goes to the column after it.
    pub(crate) fn expend(&mut self, columns: impl IntoIterator<Item = usize>) {
        self.expendable.extend(columns);
    }

    /// The rows as lines of no more than `width` where leaving out columns does that, each column as wide as its widest
    /// cell.
    pub(crate) fn lines(&self, marks: Marks, width: usize) -> Vec<String> {
        self.fitted(marks, width).1
    }

    /// Whether any bar is left where a line is no wider than `width`.
    pub(crate) fn shows_bars(&self, marks: Marks, width: usize) -> bool {
        let cells = self.fitted(marks, width).0.rows.into_iter().flatten();
        cells
            .into_iter()
            .any(|cell| matches!(cell, Cell::Bar { .. }))
    }

    fn fitted(&self, marks: Marks, width: usize) -> (Self, Vec<String>) {
        let mut table = self.clone();
        let mut gone: Vec<usize> = Vec::new();
        let mut lines = table.natural(marks);
        for column in &self.expendable {
            if lines.iter().all(|line| line.width() <= width) {
                break;
            }
            let at = column - gone.iter().filter(|other| *other < column).count();
            table.leave_out(at);
            gone.push(*column);
            lines = table.natural(marks);
        }
        (table, lines)
    }

    fn leave_out(&mut self, column: usize) {
        let is_bar = |row: &Vec<Cell>| matches!(row.get(column), Some(Cell::Bar { .. }));
        let has_bars = self.rows.iter().any(is_bar);
        for (number, row) in self.rows.iter_mut().enumerate() {
            if column < row.len() {
                let cell = row.remove(column);
                if number == 0 && has_bars && column < row.len() {
                    row[column] = cell;
                }
            }
        }
        self.right.retain(|other| *other != column);
        for other in self.right.iter_mut().filter(|other| **other > column) {
            *other -= 1;
        }
    }

    fn natural(&self, marks: Marks) -> Vec<String> {
        let drawn = |row: &Vec<Cell>| row.iter().map(|cell| cell.drawn(marks)).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().map(drawn).collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate();
            let padded: Vec<String> = cells
                .map(|(column, (cell, width))| {
                    let blanks: String = iter::repeat_n(' ', width - cell.width()).collect();
                    if self.right.contains(&column) {
                        blanks + cell
                    } else {
                        cell.clone() + &blanks
                    }
                })
                .collect();
            padded.join(BETWEEN).trim_end().to_owned()
        };
        rows.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::with_header(["week", "min"]);
        table.add_row(["Zoë", "5"]);
        table.add_row(["日本", "120", "a note"]);
        table.align_right([1]);
        assert_eq!(
            table.lines(Marks::PLAIN, 100),
            ["week  min", "Zoë     5", "日本  120  a note"]
        );
    }

    #[test]
    fn a_narrow_table_leaves_out_its_bars_first_and_keeps_their_names() {
        let mut table = Table::with_header(["week", "calling", "min"]);
        let bar = Cell::Bar {
            owed: 0,
            new: 60,
            usable: 120,
        };
        table.add_row([Cell::from("4 Jan"), bar, "1/2".into(), "a note".into()]);
        table.align_right([2]);
        table.expend([1, 3]);
        assert_eq!(
            table.lines(Marks::PLAIN, 100),
            ["week   calling     min", "4 Jan  +++++.....  1/2  a note"]
        );
        assert_eq!(
            table.lines(Marks::PLAIN, 25),
            ["week   calling", "4 Jan      1/2  a note"]
        );
        assert_eq!(
            table.lines(Marks::PLAIN, 15),
            ["week   calling", "4 Jan      1/2"]
        );
    }
}
