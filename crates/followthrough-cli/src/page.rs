//! An answer on the terminal: wrapped at its width, the headline in bold, bars in characters that the locale has.

use std::io::IsTerminal as _;

use followthrough_words::{Marks, Paragraph, Sheet, WIDTH};
use textwrap::{Options, wrap};

/// The answer in short, or every list and every week of it.
pub(crate) fn in_full(sheet: Sheet, all: bool) -> Sheet {
    if all { sheet.in_full() } else { sheet }
}

/// The whole answer as it is printed.
pub(crate) fn lay_out(sheet: &Sheet) -> String {
    let width = width();
    let lines: Vec<String> = sheet
        .paragraphs_within(marks(), width)
        .flat_map(|paragraph| lines(&paragraph, width))
        .collect();
    lines.concat()
}

fn lines(paragraph: &Paragraph<'_>, width: usize) -> Vec<String> {
    if !paragraph.wraps {
        let line = format!("{}{}", paragraph.indent, paragraph.text);
        return vec![format!("{}\n", line.trim_end())];
    }
    let options = Options::new(width)
        .initial_indent(&paragraph.indent)
        .subsequent_indent(&paragraph.hanging);
    let bold = anstyle::Style::new().bold();
    let line = |line: &str| match paragraph.is_headline {
        true => format!("{bold}{line}{bold:#}\n"),
        false => format!("{line}\n"),
    };
    wrap(&paragraph.text, options)
        .iter()
        .map(|text| line(text.trim_end()))
        .collect()
}

/// How wide a line may be: what `COLUMNS` says, else the terminal's width, where there is a narrower one.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    if let Some(columns) = columns.and_then(|columns| columns.parse::<usize>().ok()) {
        return columns.clamp(40, WIDTH);
    }
    if std::io::stdout().is_terminal() {
        textwrap::termwidth().clamp(40, WIDTH)
    } else {
        WIDTH
    }
}

/// Block characters where the locale can show them (POSIX: LC_ALL before LC_CTYPE before LANG).
fn marks() -> Marks {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|value| !value.is_empty());
    let locale = set
        .map(|value| value.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8") {
        Marks::BLOCKS
    } else {
        Marks::PLAIN
    }
}
