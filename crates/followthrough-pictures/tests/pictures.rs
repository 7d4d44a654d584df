//! Pictures of charts: what is drawn of which numbers, and what others than those who see have of it.

use followthrough::{Plan, Policy};
use followthrough_pictures::{Chart, Error, Ink, Series, Shape, blitz, intake, load};

fn chart(values: &[f64]) -> Chart {
    let mut chart = Chart::new("minutes", "Minutes & <hours>", "minutes");
    chart.description = "What there is.".to_owned();
    chart.places = (1..=values.len()).map(|place| place.to_string()).collect();
    let values = values.iter().copied();
    chart.series = vec![Series::new("used", Ink::New, Shape::Bar, values)];
    chart
}

/// The heights of the bars in a colour, as they stand in the picture.
fn heights(svg: &str, variable: &str) -> Vec<f64> {
    let fill = format!("fill=\"var({variable})\"");
    let rectangles = svg
        .lines()
        .filter(|line| line.starts_with("<rect") && line.contains(&fill));
    let height = |line: &str| -> f64 {
        let (_, rest) = line.split_once("height=\"").expect("a height");
        let (number, _) = rest.split_once('"').expect("its end");
        number.parse().expect("a number")
    };
    // The first is that of the legend.
    rectangles.skip(1).map(height).collect()
}

#[test]
fn bars_are_as_high_as_their_numbers() {
    let svg = chart(&[10.0, 20.0, 0.0, 40.0]).to_svg().expect("a picture");
    let bars = heights(&svg, "--followthrough-new");
    assert_eq!(bars.len(), 3, "nothing is no bar: {svg}");
    assert!((bars[1] / bars[0] - 2.0).abs() < 0.05, "{bars:?}");
    assert!((bars[2] / bars[0] - 4.0).abs() < 0.08, "{bars:?}");
}

#[test]
fn a_picture_says_what_it_shows_and_leaves_no_colour_to_the_library() {
    let svg = chart(&[1.0]).to_svg().expect("a picture");
    for part in [
        "role=\"img\"",
        "aria-labelledby=\"minutes-title minutes-description\"",
        "<title id=\"minutes-title\">Minutes &amp; &lt;hours&gt;</title>",
        "<desc id=\"minutes-description\">What there is.</desc>",
        "prefers-color-scheme:dark",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    let (_, body) = svg.split_once("</style>").expect("a style");
    assert!(!body.contains("=\"#"), "{body}");
    assert!(!svg.contains("http://www.w3.org/2000/svg\" http") && svg.matches("<svg").count() == 1);
}

#[test]
fn a_chart_that_cannot_be_drawn_says_why() {
    let mut none = chart(&[]);
    assert_eq!(
        none.to_svg(),
        Err(Error::NoPlaces {
            id: "minutes".to_owned()
        })
    );
    none.id = "a b".to_owned();
    assert_eq!(
        none.to_svg().expect_err("no id").to_string(),
        "chart id `a b` is not one, expected letters, digits and hyphens"
    );
}

#[test]
fn gaps_and_numbers_that_are_none_are_left_out() {
    let mut chart = chart(&[1.0, f64::NAN, f64::INFINITY, 4.0]);
    for shape in [
        Shape::Line,
        Shape::Ceiling,
        Shape::Band(vec![Some(2.0), None, None, Some(5.0)]),
    ] {
        let values = [Some(1.0), None, Some(f64::NAN), Some(3.0)];
        chart
            .series
            .push(Series::new("other", Ink::Other, shape, values));
    }
    let svg = chart.to_svg().expect("a picture");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn a_fit_has_a_picture_of_each_category_and_one_of_its_intake() {
    let plan = Plan::example();
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    let charts = load(&plan, &fit);
    assert_eq!(charts.len(), 1);
    assert_eq!(charts[0].title, "Load on calling, by week");
    let weeks = charts[0].places.len();
    let new: f64 = charts[0].series[1].values.iter().flatten().sum();
    let told: u64 = fit
        .weeks
        .iter()
        .take(weeks)
        .flat_map(|week| week.categories.values())
        .map(|time| time.new)
        .sum();
    assert!((new - told as f64 / 60.0).abs() < 1e-6);
    let intake = intake(&plan, &fit);
    let starts: f64 = intake.series[0].values.iter().flatten().sum();
    assert!((starts - f64::from(fit.total)).abs() < 1e-6);
    assert!(
        intake
            .description
            .starts_with(&format!("{} prospects are started", fit.total)),
        "{}",
        intake.description
    );
    for chart in charts.iter().chain([&intake]) {
        let svg = chart.to_svg().expect("a picture");
        assert_eq!(svg, chart.to_svg().expect("the same picture"));
    }
}

#[test]
fn a_blitz_is_a_level_line_that_the_pace_passes() {
    let plan = Plan::example();
    let pace = plan.fit(Policy::Level, None).expect("an answer");
    let once = plan.fit(Policy::Once, None).expect("an answer");
    let chart = blitz(&plan, &pace, &once);
    let so_far: Vec<f64> = chart.series[0].values.iter().flatten().copied().collect();
    assert_eq!(so_far.last(), Some(&f64::from(pace.total)));
    assert!(so_far.windows(2).all(|pair| pair[0] <= pair[1]));
    let level: Vec<f64> = chart.series[1].values.iter().flatten().copied().collect();
    assert_eq!(level, vec![f64::from(once.number); so_far.len()]);
    assert_eq!(
        chart.description,
        "A blitz alone starts 12 prospects at once, and nobody after. The pace has started as many by the end of the week of \
         18 Jan, and 65 by the end of the horizon."
    );
    assert!(
        chart
            .to_svg()
            .expect("a picture")
            .contains("A blitz against the pace")
    );
}
