//! What is understood of a table: which preset, which columns, which words, and what to write into the plan.

use followthrough_document::{Survey, SurveyColumn, SurveyValue};

use super::sheet::Sheet;
use super::words::{clean, count};

/// The most words of one column that are listed.
const MOST: usize = 12;

/// The whole answer; `file` is how a plan would name the table.
pub fn read(survey: &Survey, file: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let rows = |number: usize| count(number as u64, "row", "rows");
    let headline = if survey.is_understood() {
        format!(
            "Everything is understood: a {} of {}.",
            survey.kind,
            rows(survey.rows)
        )
    } else {
        format!(
            "A {} of {}, of which not everything is understood.",
            survey.kind,
            rows(survey.rows)
        )
    };
    sheet.headline(&headline);
    match &survey.preset {
        Some(preset) => {
            let seen = if preset.seen == "documentation" {
                "as its documentation shows it"
            } else {
                "as public code that reads it shows it"
            };
            sheet.fact(
                "Preset",
                &format!("{}: {}, {seen}", preset.name, preset.title),
            );
            if let Some(note) = &preset.note {
                sheet.fact("", note);
            }
        }
        None => sheet.fact("Preset", "none: the header is that of no known export"),
    }
    if survey.left_out > 0 {
        sheet.fact(
            "Left out",
            &format!("{} by `keep` and `drop`", rows(survey.left_out)),
        );
    }
    if let Some((first, last)) = survey.footer {
        sheet.fact("Footer", &format!("lines {first} to {last}"));
    }
    if let Some(line) = survey.torn {
        sheet.fact("Torn", &format!("line {line} was not written to its end"));
    }
    if survey.repeated_ids > 0 && survey.kind == "pipeline" {
        let ids = count(survey.repeated_ids as u64, "id has", "ids have");
        let rule = match &survey.rule_for_rows {
            Some(rule) => format!("`rows = \"{rule}\"` says which counts"),
            None => "nothing says which counts".to_owned(),
        };
        sheet.fact("Ids", &format!("{ids} several rows: {rule}"));
    }
    for error in &survey.errors {
        sheet.fact("Wrong", &clean(error));
    }
    sheet.gap();
    for column in &survey.columns {
        sheet.fact(column.ours, &told(column, survey.rows));
    }
    for ours in &survey.missing {
        sheet.fact(ours, "not found");
    }
    if !survey.unused.is_empty() {
        sheet.gap();
        let unused: Vec<String> = survey.unused.iter().map(|header| clean(header)).collect();
        sheet.fact("Kept as it is", &unused.join(", "));
    }
    sheet.gap();
    sheet.sentence("For the plan:");
    sheet.gap();
    for line in survey.toml(file).lines() {
        sheet.line(&clean(line));
    }
    sheet
}

/// One column: where it comes from, how many cells were understood, and its words.
fn told(column: &SurveyColumn, rows: usize) -> String {
    let from = match &column.theirs {
        Some(theirs) => clean(theirs),
        None => "in every row".to_owned(),
    };
    let mut told = format!("{from}: ");
    if column.understood < rows {
        told.push_str(&format!("{} of {rows} understood", column.understood));
    } else if column.filled < rows {
        told.push_str(&format!("{} of {rows} filled", column.filled));
    } else {
        told.push_str("in every row");
    }
    if column.theirs.is_none() {
        told.truncate(from.len());
    }
    let listed = |values: &[SurveyValue]| {
        let mut words: Vec<String> = values.iter().take(MOST).map(word).collect();
        if let Some(more) = values.len().checked_sub(MOST).filter(|more| *more > 0) {
            words.push(format!("{more} more"));
        }
        words.join(", ")
    };
    if !column.values.is_empty() {
        told.push_str(&format!("; {}", listed(&column.values)));
    } else if !column.unknown.is_empty() {
        told.push_str(&format!("; not {}", listed(&column.unknown)));
    }
    told
}

/// `Cold = new 12`, `Warm = ? 3`.
fn word(value: &SurveyValue) -> String {
    let word = if value.word.is_empty() {
        "(empty)".to_owned()
    } else {
        clean(&value.word)
    };
    match &value.meaning {
        Some(meaning) if *meaning == value.word => format!("{word} {}", value.rows),
        Some(meaning) => format!("{word} = {meaning} {}", value.rows),
        None => format!("{word} = ? {}", value.rows),
    }
}
