//! The busy time of calendar files as JSON: reading calendars without the rest of followthrough.
//!
//! ```console
//! $ cargo run --example busy -p followthrough-ics -- 2026-11-23T00:00:00Z 2026-11-30T00:00:00Z America/New_York work.ics
//! {"busy": [["2026-11-24T20:30:00Z", "2026-11-24T21:30:00Z"]], "warnings": []}
//! ```
use std::error::Error;

use chrono::{DateTime, SecondsFormat, Utc};
use followthrough_ics::read::{AllDay, BusyOptions, Source, busy};

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(2);
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, zone, files @ ..] = arguments.as_slice() else {
        return Err("expected FROM TO ZONE FILE...".into());
    };
    let texts = files
        .iter()
        .map(std::fs::read)
        .collect::<Result<Vec<_>, _>>()?;
    let sources: Vec<Source<'_>> = files
        .iter()
        .zip(&texts)
        .map(|(name, bytes)| Source { name, bytes })
        .collect();
    let options = BusyOptions {
        all_day: AllDay::Busy,
        ..BusyOptions::default()
    };
    let found = busy(
        &sources,
        (from.parse()?, to.parse()?),
        &zone.parse()?,
        &options,
    )?;

    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let busy: Vec<String> = found
        .intervals
        .iter()
        .map(|interval| {
            format!(
                "[\"{}\", \"{}\"]",
                time(interval.start()),
                time(interval.end())
            )
        })
        .collect();
    // Quotes and backslashes become apostrophes, which saves this example a JSON crate.
    let warnings: Vec<String> = found
        .warnings
        .iter()
        .map(|warning| {
            warning.to_string().replace(
                |character: char| character == '"' || character == '\\' || character.is_control(),
                "'",
            )
        })
        .map(|text| format!("\"{text}\""))
        .collect();
    println!(
        "{{\"busy\": [{}], \"warnings\": [{}]}}",
        busy.join(", "),
        warnings.join(", ")
    );
    Ok(())
}
