//! What the log says, as the command line says it: JSON and words.

use anyhow::{Result, bail};
use followthrough_document::write_answer;
use followthrough_track::{Effort, Standing, Track, TrackOptions};
use followthrough_words as words;
use serde::Serialize;

use crate::answer::Said;
use crate::source::Source;

/// The answer of that kind; `number` is the seed of `track` and the workdays of `catch_up`, `previous` the JSON of the
/// schedule that `replan` and `today` begin with.
pub(crate) fn asked(
    source: &Source,
    kind: &str,
    number: u64,
    previous: Option<String>,
) -> Result<Said> {
    let previous: Option<Standing> = previous
        .map(|text| serde_json::from_str(&text))
        .transpose()?;
    let day = source.first_day();
    match kind {
        "state" => {
            let state = source.tracked(|plan, log, _| followthrough_track::state(plan, log))?;
            let words = words::state(&state, day);
            said(source, "state", &state, words)
        }
        "today" => {
            let today = source.tracked(|plan, log, _| {
                followthrough_track::today_of(plan, log, previous.as_ref())
            })?;
            let words = words::today(&today);
            said(source, "today", &today, words)
        }
        "replan" => {
            let replan = source.tracked(|plan, log, _| match &previous {
                Some(previous) => {
                    followthrough_track::replan_from(plan, log, previous).map(|(replan, _)| replan)
                }
                None => followthrough_track::replan(plan, log),
            })?;
            let words = words::replan(&replan);
            said(source, "replan", &replan, words)
        }
        "catch_up" => {
            let within = u32::try_from(number).unwrap_or(u32::MAX);
            let found =
                source.tracked(|plan, log, _| followthrough_track::catch_up(plan, log, within))?;
            let words = words::catch_up(&found, day);
            said(source, "catch_up", &found, words)
        }
        "track" => {
            let track = source.tracked(|plan, log, events| {
                let options = options(source, number);
                followthrough_track::track(plan, log, events, &options)
            })?;
            let words = words::track(&track, day);
            said(source, "track", &track, words)
        }
        other => bail!("there is no answer of the kind {other}"),
    }
}

/// How long work took in the log.
pub(crate) fn effort(source: &Source) -> Result<Vec<Effort>> {
    Ok(track(source)?.effort)
}

/// What the log says.
pub(crate) fn track(source: &Source) -> Result<Track> {
    source.tracked(|plan, log, events| {
        followthrough_track::track(plan, log, events, &options(source, 1))
    })
}

fn options(source: &Source, seed: u64) -> TrackOptions {
    TrackOptions {
        silence: source.silence(),
        seed,
    }
}

fn said(
    source: &Source,
    kind: &'static str,
    answer: &impl Serialize,
    words: words::Sheet,
) -> Result<Said> {
    Ok(Said {
        text: write_answer(kind, source.header()?, answer),
        words,
    })
}
