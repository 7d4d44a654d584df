//! What the page that answers in a browser asks: a plan's text becomes the report's page, or sentences that say what is
//! wrong with it.
//!
//! ```
//! use followthrough_web::{EXAMPLE, report};
//!
//! let page = report(EXAMPLE, "2027-01-04".parse()?)?;
//! assert!(page.contains("5 in a full week"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::NaiveDate;
use followthrough::{Plan, Policy};
use followthrough_document::{Document, Input, Said};
use followthrough_report::Report;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the plan is called in what is said of it.
const NAME: &str = "plan";

/// The plan that the page shows first.
pub const EXAMPLE: &str = include_str!("../../../docs/examples/worked/plan.toml");

/// The plan that the page shows first, for JavaScript.
#[wasm_bindgen]
#[must_use]
pub fn example() -> String {
    EXAMPLE.to_owned()
}

/// The report's page of a plan in TOML or JSON; `today` is the first day of a plan that names none, as `2027-01-04`.
///
/// # Errors
/// Sentences for the reader, one a line: what is wrong with the plan, and that a page reads no files beside it.
#[wasm_bindgen]
pub fn answer(plan: &str, today: &str) -> Result<String, String> {
    let today = today
        .parse()
        .map_err(|_| format!("the day `{today}` is not a date, expected one such as 2027-01-04"))?;
    report(plan, today)
}

/// The report's page of a plan in TOML or JSON; `today` is the first day of a plan that names none.
///
/// # Errors
/// As [`answer`].
pub fn report(plan: &str, today: NaiveDate) -> Result<String, String> {
    let document = Document::read(NAME, plan.as_bytes()).map_err(|errors| {
        let told = errors.all().iter().map(ToString::to_string);
        told.collect::<Vec<_>>().join("\n")
    })?;
    let files = files(&document);
    if !files.is_empty() {
        return Err(files.join("\n"));
    }
    let plan = document.plan(document.first_day().unwrap_or(today));
    let ask = |policy| fit(&document, &plan, policy);
    let (pace, blitz) = (ask(Policy::Level)?, ask(Policy::Once)?);
    let report = Report::new(&plan, &pace).blitz(&blitz);
    report.to_html().map_err(|error| error.to_string())
}

fn fit(document: &Document, plan: &Plan, policy: Policy) -> Result<followthrough::Fit, String> {
    plan.fit(policy, None)
        .map_err(|reason| document.locate(reason, None).to_string())
}

/// A sentence for every file that the plan names: without what is in it, the number would be another.
fn files(document: &Document) -> Vec<String> {
    let Input {
        pipelines,
        logs,
        busy,
        ..
    } = document.input();
    let tables = pipelines.iter().map(|source| (&source.file, "prospects"));
    let logs = logs.iter().map(|source| (&source.file, "touches made"));
    let busy = busy.iter().map(|file| (file, "busy time"));
    let blocks = document.block_calendars().iter();
    let blocks = blocks.map(|calendar| (&calendar.file, "blocks"));
    let holidays = document.holiday_calendars().iter();
    let holidays = holidays.map(|file| (file, "days off"));
    tables
        .chain(logs)
        .chain(busy)
        .chain(blocks)
        .chain(holidays)
        .map(|(file, what)| refusal(file, what))
        .collect()
}

fn refusal(file: &Said<String>, what: &str) -> String {
    format!(
        "{}: the plan names `{}` for its {what}, and a page in a browser reads no files beside the plan. Leave the key out for \
         an answer without it, or ask the program on your machine.",
        file.place, file.value
    )
}
