//! Answers as JSON: a header that says what was asked of which plan, then the answer's own fields.

use followthrough::{Admit, Advice, Block, Check, Fit, Placed, Schedule, Triage, tzdata_version};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What an answer says of the plan that it was asked of.
///
/// # Example
/// ```
/// use followthrough_document::{Fingerprint, PlanHeader};
/// let header = PlanHeader {
///     name: "Desk 7".to_owned(),
///     timezone: "America/New_York".to_owned(),
///     first_day: "2026-11-23".parse()?,
///     sha256: Fingerprint::default().file(b"format = 1").to_string(),
/// };
/// assert_eq!(header.sha256.len(), 64);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanHeader {
    /// Its title.
    pub name: String,
    /// The IANA name of its zone.
    pub timezone: String,
    /// Day one of the horizon.
    pub first_day: chrono::NaiveDate,
    /// The [`Fingerprint`] of its files.
    pub sha256: String,
}

/// What tells two inputs apart: the SHA-256 of the plan, its tables and its calendars, in the order in which the plan
/// names them.
///
/// Each file counts with its length and its bytes, not with its name. Displayed as 64 hex digits.
///
/// # Example
/// ```
/// use followthrough_document::Fingerprint;
/// let of = |files: &[&[u8]]| files.iter().fold(Fingerprint::default(), |print, file| print.file(file)).to_string();
/// assert_eq!(of(&[b"plan", b"table"]), of(&[b"plan", b"table"]));
/// assert_ne!(of(&[b"plan", b"table"]), of(&[b"plant", b"able"]));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// The same with one more file.
    #[must_use]
    pub fn file(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .clone()
            .finalize()
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The format of answers. It changes where a field goes or means something else.
const FORMAT: u32 = 2;

/// An answer between its header and its placement, in this order.
#[derive(Serialize)]
struct Envelope<'answer, T> {
    format: u32,
    kind: &'static str,
    version: &'static str,
    tzdata: &'static str,
    plan: &'answer PlanHeader,
    #[serde(flatten)]
    answer: &'answer T,
    #[serde(skip_serializing_if = "Option::is_none")]
    placement: Option<&'answer [Placed]>,
}

fn write<T: Serialize>(
    kind: &'static str,
    plan: &PlanHeader,
    answer: &T,
    placement: Option<&[Placed]>,
) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let envelope = Envelope {
        format: FORMAT,
        kind,
        version,
        tzdata: tzdata_version(),
        plan,
        answer,
        placement,
    };
    let mut json =
        serde_json::to_string_pretty(&envelope).expect("answers have text keys and finite numbers");
    json.push('\n');
    json
}

/// A fit as JSON that ends with a line end; where every touch has its place only with `placement`.
///
/// The same answer gives the same bytes.
#[must_use]
pub fn write_fit(plan: &PlanHeader, fit: &Fit, placement: bool) -> String {
    write(
        "fit",
        plan,
        fit,
        placement.then_some(fit.placement.as_slice()),
    )
}

/// A check as JSON: what it asked and found, then the level fit beside it; with `placement` that fit's.
#[must_use]
pub fn write_check(plan: &PlanHeader, check: &Check, placement: bool) -> String {
    write(
        "check",
        plan,
        check,
        placement.then_some(check.level.placement.as_slice()),
    )
}

/// Whether one more prospect may be started, as JSON.
#[must_use]
pub fn write_admit(plan: &PlanHeader, admit: &Admit) -> String {
    write("admit", plan, admit, None)
}

/// A triage as JSON; with `placement` where the touches of those who stay have their place.
#[must_use]
pub fn write_triage(plan: &PlanHeader, triage: &Triage, placement: bool) -> String {
    write(
        "triage",
        plan,
        triage,
        placement.then_some(triage.placement.as_slice()),
    )
}

/// A schedule as JSON: the placement by touch with clock times, names, order and reasons.
#[must_use]
pub fn write_schedule(plan: &PlanHeader, schedule: &Schedule) -> String {
    write("schedule", plan, schedule, None)
}

/// Advice as JSON: the target, what stands in its way, and the remedies with the blocks and rules that they change.
#[must_use]
pub fn write_advice(plan: &PlanHeader, advice: &Advice) -> String {
    write("advice", plan, advice, None)
}

/// Any other answer as JSON: `kind` names the question.
#[must_use]
pub fn write_answer<T: Serialize>(kind: &'static str, plan: &PlanHeader, answer: &T) -> String {
    write(kind, plan, answer, None)
}

/// A block as a plan file holds it, in TOML.
///
/// # Example
/// ```
/// use chrono::{NaiveTime, TimeDelta, Weekday};
/// use followthrough::{Block, Pattern};
/// use followthrough_document::write_block;
/// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
/// let days = Pattern::Weekdays(vec![Weekday::Mon, Weekday::Fri]);
/// let block = Block::new(vec!["calling".parse()?], days, nine, TimeDelta::minutes(75))?;
/// assert_eq!(
///     write_block(&block),
///     "[[block]]\ncategory = \"calling\"\ndays     = [\"mon\", \"fri\"]\nstart    = \"09:00\"\nlength   = \"75m\"\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn write_block(block: &Block) -> String {
    let tree = serde_json::to_value(block).expect("a block has text keys and finite numbers");
    let mut text = "[[block]]\n".to_owned();
    for key in BLOCK_KEYS {
        if let Some(value) = tree.get(key) {
            let is_date = matches!(key, "from" | "to" | "skip" | "also");
            text.push_str(&format!("{key:<8} = {}\n", toml(value, is_date)));
        }
    }
    text
}

/// The keys of a block, in the order in which they are read.
const BLOCK_KEYS: [&str; 12] = [
    "category", "name", "days", "rrule", "start", "length", "from", "to", "skip", "also",
    "reserve", "timezone",
];

/// A value of a block in TOML, in which days have no quotes.
fn toml(value: &serde_json::Value, is_date: bool) -> String {
    match value {
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| toml(item, is_date)).collect();
            format!("[{}]", items.join(", "))
        }
        serde_json::Value::String(text) if is_date => text.clone(),
        serde_json::Value::String(text) => toml::Value::String(text.clone()).to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
    use followthrough::Pattern;

    use super::*;
    use crate::Document;

    #[test]
    fn a_block_that_is_written_is_read_as_it_was() {
        let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).expect("a date");
        let start = NaiveTime::from_hms_opt(9, 30, 15).expect("a time");
        let categories = vec![
            "calling".parse().expect("a name"),
            "research".parse().expect("a name"),
        ];
        let patterns = [
            Pattern::Weekdays(vec![Weekday::Mon, Weekday::Sun]),
            Pattern::Rule("FREQ=WEEKLY;BYDAY=TU".parse().expect("a rule")),
        ];
        for pattern in patterns {
            let mut block = Block::new(categories.clone(), pattern, start, TimeDelta::seconds(95))
                .expect("a block");
            block.name = Some("quotes \" and \\ and \u{7}".to_owned());
            block.from = Some(day(4));
            block.to = Some(day(29));
            block.skip = [day(5), day(6)].into();
            block.also = [day(9)].into();
            block.reserve = Some("0.25".parse().expect("a share"));
            block.zone = Some("Europe/Berlin".parse().expect("a zone"));
            let text = format!(
                "format = 1\ntimezone = \"UTC\"\n{}[cadence.calls]\ntouches = [{{ day = 1, channel = \"call\" }}]\n",
                write_block(&block)
            );
            let document = Document::read("plan.toml", text.as_bytes()).expect("a plan");
            assert_eq!(document.plan(day(4)).blocks, [block], "{text}");
        }
    }
}
