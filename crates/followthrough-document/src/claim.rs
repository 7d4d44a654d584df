//! An answer of `fit --json --placement` read back as a claim that can be judged.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use followthrough::{Claim, Party, Placed, Policy, Span, Started, Work};

use crate::section::{Field, Reader, Section};
use crate::text::Text;
use crate::{Errors, tree};

/// Reads a claim: policy, horizon, starts and placement of an answer. Whatever else the answer says is not looked at.
///
/// # Errors
/// Everything that is wrong with it, by line; an answer that was written without `--placement` lacks its placement.
///
/// # Example
/// ```
/// use followthrough_document::read_claim;
/// let answer = r#"{
///   "policy": "once", "horizon": { "from": "2027-01-04", "to": "2027-01-08" }, "number": 1,
///   "starts": [{ "date": "2027-01-04", "cadence": "calls", "count": 1 }],
///   "placement": [{ "cadence": "calls", "start": "2027-01-04", "work": "touch", "touch": 1,
///                   "segment": "2027-01-04T09:00:00", "date": "2027-01-04", "at": null, "count": 1 }]
/// }"#;
/// let claim = read_claim("answer.json", answer.as_bytes())?;
/// assert_eq!(claim.placement[0].touch, Some(1));
/// # Ok::<(), followthrough_document::Errors>(())
/// ```
pub fn read_claim(name: &str, bytes: &[u8]) -> Result<Claim, Errors> {
    let text = Text::new(name, bytes, "an answer written by `fit --json --placement`")?;
    let reader = Reader::new(&text);
    match tree::parse(&text) {
        Ok(root) => {
            let claim = reader.top(&root).and_then(|top| read(&top));
            reader.finish(claim)
        }
        Err(errors) => {
            errors.into_iter().for_each(|error| reader.report(error));
            reader.finish(None)
        }
    }
}

fn read(top: &Section<'_>) -> Option<Claim> {
    let policy = top
        .required("policy", "`\"level\"`, `\"once\"` or `\"max\"`")
        .and_then(|field| field.word(&words_of(Policy::ALL, Policy::as_str)));
    let horizon = top
        .required("horizon", "a span of days")
        .and_then(|field| read_span(&field));
    let starts = top
        .required("starts", "a list of starts")
        .and_then(|field| read_list(&field, "start", read_start));
    let placement = top
        .required(
            "placement",
            "a list of touches and their segments, as `fit --json --placement` writes it",
        )
        .and_then(|field| read_list(&field, "place", read_placed));
    Some(Claim {
        policy: policy?,
        horizon: horizon?,
        starts: starts?,
        placement: placement?,
    })
}

/// Each of a few choices with its word.
fn words_of<T: Copy>(all: &[T], word: fn(&T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|one| (word(one), *one)).collect()
}

fn read_list<T>(
    field: &Field<'_>,
    part: &str,
    read: impl Fn(&Section<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = field.sections(part)?.iter().map(read).collect();
    read.into_iter().collect()
}

fn read_span(field: &Field<'_>) -> Option<Span> {
    let section = field.section("the horizon")?;
    let from = section
        .required("from", "its first day")
        .and_then(|field| field.date());
    let to = section
        .required("to", "its last day")
        .and_then(|field| field.date());
    Some(Span {
        from: from?,
        to: to?,
    })
}

fn read_start(section: &Section<'_>) -> Option<Started> {
    let date = section
        .required("date", "a day")
        .and_then(|field| field.date());
    let cadence = section
        .required("cadence", "the name of a cadence")
        .and_then(|field| field.parsed_name());
    Some(Started {
        date: date?,
        cadence: cadence?,
        count: read_count(section)?,
    })
}

fn read_count(section: &Section<'_>) -> Option<u32> {
    section
        .required("count", "how many")
        .and_then(|field| field.count(0, "a whole number"))
}

fn read_placed(section: &Section<'_>) -> Option<Placed> {
    let cadence = section
        .required("cadence", "the name of a cadence")
        .and_then(|field| field.parsed_name());
    let party = read_party(section);
    let work = section
        .required("work", "`\"prep\"`, `\"touch\"` or `\"reply\"`")
        .and_then(|field| field.word(&words_of(Work::ALL, Work::as_str)));
    let touch = section
        .optional("touch")
        .map(|field| field.count(1, "the number of a touch, from 1"));
    let segment = section.optional("segment").map(|field| read_local(&field));
    let date = section
        .required("date", "a day")
        .and_then(|field| field.date());
    let at: Option<Option<NaiveTime>> = section.optional("at").map(|field| field.clock());
    let count = read_count(section);
    Some(Placed {
        cadence: cadence?,
        party: party?,
        work: work?,
        touch: touch.flatten(),
        segment: segment.flatten(),
        date: date?,
        at: at.flatten(),
        count: count?,
    })
}

fn read_party(section: &Section<'_>) -> Option<Party> {
    if let Some(id) = section.optional("id") {
        return id
            .text("the id of a prospect")
            .map(|id| Party::Id(id.to_owned()));
    }
    if let Some(opens) = section.optional("expected") {
        return opens.date().map(Party::Expected);
    }
    let start: Option<NaiveDate> = section
        .required("start", "the day of a start, `id` or `expected`")?
        .date();
    start.map(Party::Start)
}

fn read_local(field: &Field<'_>) -> Option<NaiveDateTime> {
    let expected = "a local time such as `2026-11-23T08:30:00`";
    let text = field.text(expected)?;
    text.parse().ok().or_else(|| field.unexpected(expected))
}
