//! The sheet that an answer is written on: sentences, facts with a name in the margin, and tables.

use std::borrow::Cow;
use std::fmt;

use crate::bar::Marks;
use crate::table::Table;
use crate::words::visible;

const INDENT: &str = "  ";
/// The margin in which a fact has its name.
const MARGIN: usize = 16;

/// An answer in words.
///
/// Displayed as plain text: a paragraph is one line, a table is aligned, and nothing is coloured.
/// [`Sheet::paragraphs`] is for whoever wraps lines at a width or sets the headline in bold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    parts: Vec<Part>,
    /// Parts that shorten something, from the first to the one after the last, and what they shorten.
    shortened: Vec<(usize, usize, Vec<Part>)>,
}

/// A part of a sheet, before it is laid out: for whoever sets pages and not lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// What the answer is about.
    Title(String),
    /// What the reader came for.
    Headline(String),
    /// Sentences.
    Sentence(String),
    /// A fact with its name in the margin; one without a name goes on with the fact before.
    Fact {
        /// What it is called; empty where it goes on with the fact before.
        name: String,
        /// The fact in sentences.
        text: String,
    },
    /// A line as it is, such as one of a plan file.
    Line(String),
    /// Rows of cells.
    Table(Table),
    /// What the characters of bars mean.
    Legend,
    /// An empty line.
    Gap,
}

/// A line as long as it comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph<'sheet> {
    /// What stands before the text.
    pub indent: String,
    /// What stands before the lines that follow, where the text is wrapped.
    pub hanging: String,
    /// The text; empty for an empty line.
    pub text: Cow<'sheet, str>,
    /// Whether it is what the reader came for: the first sentence of an answer.
    pub is_headline: bool,
    /// Whether it may be wrapped: a row of a table may not.
    pub wraps: bool,
}

impl<'sheet> Paragraph<'sheet> {
    fn wrapped(text: &'sheet str, indent: &str) -> Self {
        Self {
            indent: indent.to_owned(),
            hanging: indent.to_owned(),
            text: Cow::Borrowed(text),
            is_headline: false,
            wraps: true,
        }
    }

    fn line(text: impl Into<Cow<'sheet, str>>, indent: &str) -> Self {
        Self {
            indent: indent.to_owned(),
            hanging: String::new(),
            text: text.into(),
            is_headline: false,
            wraps: false,
        }
    }
}

impl Sheet {
    /// What the sheet is made of, from top to bottom.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The sheet with every list and every week in full, where it told the first ones and how many more there are.
    #[must_use]
    pub fn in_full(mut self) -> Self {
        for (from, to, whole) in self.shortened.drain(..).rev() {
            self.parts.splice(from..to, whole);
        }
        self
    }

    /// The sheet laid out from top to bottom, with the characters that bars are drawn in.
    pub fn paragraphs(&self, marks: Marks) -> impl Iterator<Item = Paragraph<'_>> {
        self.paragraphs_within(marks, usize::MAX)
    }

    /// [`Sheet::paragraphs`] for lines of so many characters: tables leave out what can be spared to be no wider.
    pub fn paragraphs_within(
        &self,
        marks: Marks,
        width: usize,
    ) -> impl Iterator<Item = Paragraph<'_>> {
        let bars = self.parts.iter().any(|part| match part {
            Part::Table(table) => table.shows_bars(marks, within(width)),
            _ => false,
        });
        let parts = self.parts.iter();
        let parts = parts.filter(move |part| bars || **part != Part::Legend);
        parts.flat_map(move |part| part.lay_out(marks, width))
    }

    /// The first sentence of the answer: what the reader came for.
    ///
    /// Where an answer has several headlines they stand one after the other, as the reader meets them.
    #[must_use]
    pub fn lead(&self) -> String {
        let headlines = self.parts.iter().filter_map(|part| match part {
            Part::Headline(text) => Some(text.as_str()),
            _ => None,
        });
        headlines.collect::<Vec<_>>().join(" ")
    }

    /// Something told in short, and what it is in full.
    pub(crate) fn shortened(
        &mut self,
        short: impl FnOnce(&mut Self),
        whole: impl FnOnce(&mut Self),
    ) {
        let (from, mut full) = (self.parts.len(), Self::default());
        short(self);
        whole(&mut full);
        self.shortened.push((from, self.parts.len(), full.parts));
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.parts.push(Part::Line(line.to_owned()));
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        if self.parts.last().is_some_and(|last| *last != Part::Gap) {
            self.parts.push(Part::Gap);
        }
    }

    /// Sentences without indent.
    pub(crate) fn title(&mut self, text: &str) {
        self.parts.push(Part::Title(text.to_owned()));
    }

    /// What the reader came for: the first sentence of an answer.
    pub(crate) fn headline(&mut self, text: &str) {
        self.parts.push(Part::Headline(text.to_owned()));
    }

    /// Indented sentences.
    pub(crate) fn sentence(&mut self, text: &str) {
        self.parts.push(Part::Sentence(text.to_owned()));
    }

    /// A fact with its name in the margin; an empty name goes on with the fact before.
    pub(crate) fn fact(&mut self, name: &str, text: &str) {
        self.parts.push(Part::Fact {
            name: name.to_owned(),
            text: text.to_owned(),
        });
    }

    /// A table, indented.
    pub(crate) fn table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }

    /// Another sheet below a title of its own; what a reader came for is said once, and so its headlines are sentences.
    pub(crate) fn headed(&mut self, title: &str, sheet: &Self) {
        self.title(title);
        self.gap();
        let has_headline = !self.lead().is_empty();
        let parts = sheet.parts.iter();
        let parts = parts.skip_while(|part| matches!(part, Part::Title(_) | Part::Gap));
        for part in parts {
            match part {
                Part::Headline(text) if has_headline => self.sentence(text),
                Part::Gap => self.gap(),
                part => self.parts.push(part.clone()),
            }
        }
    }

    /// What the characters of bars mean.
    pub(crate) fn legend(&mut self) {
        self.parts.push(Part::Legend);
    }
}

/// How many characters a line of an answer has at the most, where no terminal is narrower: wide enough for the tables, and
/// narrow enough to read.
pub const WIDTH: usize = 100;

/// What is left of a line after its indent.
fn within(width: usize) -> usize {
    width.saturating_sub(INDENT.len())
}

impl Part {
    fn lay_out(&self, marks: Marks, width: usize) -> Vec<Paragraph<'_>> {
        match self {
            Self::Title(text) => vec![Paragraph::wrapped(text, "")],
            Self::Headline(text) => vec![Paragraph {
                is_headline: true,
                ..Paragraph::wrapped(text, INDENT)
            }],
            Self::Sentence(text) => vec![Paragraph::wrapped(text, INDENT)],
            Self::Fact { name, text } => {
                let indent = format!("{INDENT}{name:<MARGIN$}");
                vec![Paragraph {
                    hanging: " ".repeat(indent.chars().count()),
                    ..Paragraph::wrapped(text, &indent)
                }]
            }
            Self::Line(text) => vec![Paragraph::line(text.as_str(), "")],
            Self::Table(table) => table
                .lines(marks, within(width))
                .into_iter()
                .map(|line| Paragraph::line(line, INDENT))
                .collect(),
            Self::Legend => vec![Paragraph {
                text: Cow::Owned(marks.legend()),
                ..Paragraph::wrapped("", INDENT)
            }],
            Self::Gap => vec![Paragraph::line("", "")],
        }
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for paragraph in self.paragraphs_within(Marks::BLOCKS, WIDTH) {
            let line = format!("{}{}", paragraph.indent, paragraph.text);
            writeln!(formatter, "{}", visible(line.trim_end()))?;
        }
        Ok(())
    }
}
