//! The page that an answer is written on: sentences, and facts with a name in the margin, wrapped and indented.

use textwrap::{Options, wrap};

/// Wide enough for the tables, narrow enough to read.
const WIDTH: usize = 100;
const INDENT: &str = "  ";
/// The margin in which a fact has its name.
const MARGIN: usize = 16;

/// Text in the making.
#[derive(Default)]
pub(super) struct Sheet {
    text: String,
}

/// How wide a line may be: the terminal's width, where there is a narrower one.
fn width() -> usize {
    use std::io::IsTerminal as _;
    if std::io::stdout().is_terminal() {
        textwrap::termwidth().clamp(40, WIDTH)
    } else {
        WIDTH
    }
}

impl Sheet {
    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Sentences without indent.
    pub(super) fn title(&mut self, text: &str) {
        self.wrapped(text, "", "");
    }

    /// What the reader came for: the first sentence of an answer.
    pub(super) fn headline(&mut self, text: &str) {
        let style = anstyle::Style::new().bold();
        for line in wrap(
            text,
            Options::new(width())
                .initial_indent(INDENT)
                .subsequent_indent(INDENT),
        ) {
            self.line(&format!("{style}{line}{style:#}"));
        }
    }

    /// Indented sentences.
    pub(super) fn sentence(&mut self, text: &str) {
        self.wrapped(text, INDENT, INDENT);
    }

    /// A fact with its name in the margin; an empty name goes on with the fact before.
    pub(super) fn fact(&mut self, name: &str, text: &str) {
        let first = format!("{INDENT}{name:<MARGIN$}");
        let rest = " ".repeat(first.chars().count());
        self.wrapped(text, &first, &rest);
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        for line in wrap(
            text,
            Options::new(width())
                .initial_indent(first)
                .subsequent_indent(rest),
        ) {
            self.line(&line);
        }
    }

    /// A table, indented.
    pub(super) fn table(&mut self, table: &comfy_table::Table) {
        for line in table.lines() {
            // Each cell has a blank on both sides; the first one's belongs to the indent.
            self.line(&format!(
                "{INDENT}{}",
                line.strip_prefix(' ').unwrap_or(&line)
            ));
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A table without borders whose columns are two blanks apart.
pub(super) fn plain_table(header: &[&str]) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(comfy_table::ContentArrangement::Disabled);
    if !header.is_empty() {
        table.set_header(header.to_vec());
    }
    table
}
