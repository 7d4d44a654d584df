//! What-if answers as charts: minutes against minutes, what meetings cost, and what becomes of ways to start prospects.

use followthrough_forecast::{Cost, Simulated, Simulation};
use followthrough_words::{Against, approach, count};

use crate::{Chart, Ink, Series, Shape};

/// The minutes of a full week that each category has, against what prospects take: as many as the pace starts, and as many
/// as are asked for.
#[must_use]
pub fn minutes(against: &[Against], pace: u32, asked: u32) -> Chart {
    let mut chart = Chart::new("minutes", "A full week, by category", "minutes");
    let names = (
        count(pace, "prospect", "prospects"),
        count(asked, "prospect", "prospects"),
    );
    let told = against.iter().map(|one| {
        format!(
            "{}: {} minutes are there, {} take {} and {} would take {}.",
            one.name,
            one.there / 60,
            names.0,
            one.pace.div_ceil(60),
            names.1,
            one.asked.div_ceil(60)
        )
    });
    chart.description = told.collect::<Vec<_>>().join(" ");
    chart.places = against.iter().map(|one| one.name.clone()).collect();
    let of = |part: fn(&Against) -> u64| -> Vec<f64> {
        against.iter().map(|one| part(one) as f64 / 60.0).collect()
    };
    let line = |name: &str, ink, part| Series::new(name, ink, Shape::Ceiling, of(part));
    chart.series = vec![
        Series::new(&names.0, Ink::New, Shape::Bar, of(|one| one.pace)),
        line("there", Ink::There, |one| one.there),
        line(&names.1, Ink::Broken, |one| one.asked),
    ];
    chart
}

/// What each meeting costs over the horizon, the dearest first; `None` where none costs anything.
#[must_use]
pub fn meetings(cost: &Cost) -> Option<Chart> {
    /// More names than these are not read.
    const MOST: usize = 12;
    let dear = cost.meetings.iter().filter(|one| one.over_horizon > 0);
    let dear: Vec<_> = dear.take(MOST).collect();
    if dear.is_empty() {
        return None;
    }
    let mut chart = Chart::new("meetings", "What each meeting costs", "prospects");
    let told = dear.iter().map(|one| {
        let title = followthrough_words::clean(&one.title);
        let costs = count(one.over_horizon.unsigned_abs(), "prospect", "prospects");
        format!("{title} costs {costs}.")
    });
    chart.description = told.collect::<Vec<_>>().join(" ");
    let name = |title: &str| {
        let title = followthrough_words::clean(title);
        match title.char_indices().nth(16) {
            Some((at, _)) => format!("{}…", &title[..at]),
            None => title,
        }
    };
    chart.places = dear.iter().map(|one| name(&one.title)).collect();
    let costs = dear.iter().map(|one| one.over_horizon as f64);
    chart.series = vec![Series::new("prospects", Ink::Broken, Shape::Bar, costs)];
    Some(chart)
}

/// What becomes of ways to start prospects: of a hundred touches those in time, those late, and those never made.
#[must_use]
pub fn ways(told: &Simulation) -> Chart {
    let mut chart = Chart::new("ways", "Of 100 touches", "touches");
    let of_100 = |run: &Simulated, part: u64| {
        let all = run.kept + run.late + run.dropped;
        part as f64 * 100.0 / all.max(1) as f64
    };
    let said = told.runs.iter().map(|run| {
        format!(
            "{}: of 100 touches {:.1} are made in time, {:.1} late and {:.1} never.",
            approach(&run.approach),
            of_100(run, run.kept),
            of_100(run, run.late),
            of_100(run, run.dropped)
        )
    });
    chart.description = said.collect::<Vec<_>>().join(" ");
    chart.places = told
        .runs
        .iter()
        .map(|run| approach(&run.approach))
        .collect();
    let of = |part: fn(&Simulated) -> u64| -> Vec<f64> {
        told.runs.iter().map(|run| of_100(run, part(run))).collect()
    };
    chart.series = vec![
        Series::new("in time", Ink::Owed, Shape::Bar, of(|run| run.kept)),
        Series::new("late", Ink::New, Shape::Bar, of(|run| run.late)),
        Series::new("never", Ink::Broken, Shape::Bar, of(|run| run.dropped)),
    ];
    chart
}
