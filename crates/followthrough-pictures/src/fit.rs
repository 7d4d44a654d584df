//! A fit as charts: the load on each category's time, and how many are started, week by week.

use followthrough::{Fit, Plan, Seconds};
use followthrough_words::{blitz_told, intake_told, loads};

use crate::{Chart, Ink, Series, Shape};

/// Whole minutes as a number to draw.
fn minutes(seconds: Seconds) -> f64 {
    seconds as f64 / 60.0
}

/// The load on the time of each category, those together that share their blocks: what is owed already, what new
/// prospects need, and what is usable, in the weeks that begin in the horizon.
#[must_use]
pub fn load(plan: &Plan, fit: &Fit) -> Vec<Chart> {
    let chart = |(number, load): (usize, &followthrough_words::Load)| {
        let title = format!("Load on {}, by week", load.name());
        let mut chart = Chart::new(&format!("load-{}", number + 1), &title, "minutes");
        chart.description = load.told();
        chart.places = load.weeks.iter().map(|week| week.name.clone()).collect();
        let of = |part: fn(&followthrough_words::WeekLoad) -> Seconds| -> Vec<f64> {
            load.weeks.iter().map(|week| minutes(part(week))).collect()
        };
        chart.series = vec![
            Series::new("owed already", Ink::Owed, Shape::Bar, of(|week| week.owed)),
            Series::new("new prospects", Ink::New, Shape::Bar, of(|week| week.new)),
            Series::new("usable", Ink::There, Shape::Ceiling, of(|week| week.usable)),
        ];
        chart
    };
    loads(plan, fit).iter().enumerate().map(chart).collect()
}

/// How many are started in each week, beside how many the pace asks for.
#[must_use]
pub fn intake(plan: &Plan, fit: &Fit) -> Chart {
    let weeks = followthrough_words::intake(plan, fit);
    let mut chart = Chart::new("intake", "New prospects, by week", "prospects started");
    chart.description = intake_told(fit, &weeks);
    chart.places = weeks.iter().map(|week| week.name.clone()).collect();
    let starts = weeks.iter().map(|week| f64::from(week.starts));
    chart.series = vec![Series::new("started", Ink::New, Shape::Bar, starts)];
    if weeks.iter().any(|week| week.quota.is_some()) {
        let quota = weeks.iter().map(|week| week.quota.map(f64::from));
        let quota = Series::new("the pace asks for", Ink::There, Shape::Ceiling, quota);
        chart.series.push(quota);
    }
    chart
}

/// How many are started so far, week by week: at the pace, beside a blitz that starts all it can on the first day and
/// nobody after. `blitz` is the answer to [`Policy::Once`](followthrough::Policy::Once).
#[must_use]
pub fn blitz(plan: &Plan, pace: &Fit, blitz: &Fit) -> Chart {
    let weeks = followthrough_words::intake(plan, pace);
    let mut chart = Chart::new(
        "blitz",
        "A blitz against the pace",
        "prospects started so far",
    );
    chart.description = blitz_told(&weeks, blitz.number);
    chart.places = weeks.iter().map(|week| week.name.clone()).collect();
    let mut started = 0.0;
    let so_far = weeks.iter().map(|week| {
        started += f64::from(week.starts);
        started
    });
    let once = weeks.iter().map(|_| f64::from(blitz.number));
    chart.series = vec![
        Series::new("the pace", Ink::New, Shape::Bar, so_far),
        Series::new("a blitz alone", Ink::Other, Shape::Ceiling, once),
    ];
    chart
}
