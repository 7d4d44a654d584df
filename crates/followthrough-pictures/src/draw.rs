//! A chart as the library draws it: a title, a legend in one line, axes, and the series over them.

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::chart::{Series, Shape};
use crate::{Chart, ink};

/// Width and height: as wide as a page of text, and twice as wide as a telephone.
pub(crate) const SIZE: (u32, u32) = (760, 340);

/// The heights of the title and of the legend.
const TITLE: u32 = 30;
const LEGEND: u32 = 26;

/// How wide the words of an axis may be before fewer of them are written.
const WORD: u32 = 62;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn told(reason: impl Display) -> String {
    reason.to_string()
}

/// The picture, or what the library says.
pub(crate) fn draw(chart: &Chart) -> Result<String, String> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let (title, rest) = root.split_vertically(TITLE);
        let (legend, plot) = rest.split_vertically(LEGEND);
        let style = ("sans-serif", 17, FontStyle::Bold).into_font();
        title
            .draw(&Text::new(
                chart.title.clone(),
                (8, 6),
                style.color(&ink::TEXT),
            ))
            .map_err(told)?;
        draw_legend(&legend, chart)?;
        draw_plot(&plot, chart)?;
        root.present().map_err(told)?;
    }
    Ok(svg)
}

fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&ink::TEXT)
}

fn draw_legend(area: &Area<'_>, chart: &Chart) -> Result<(), String> {
    let mut x = 10;
    for series in &chart.series {
        let colour = series.ink.mark();
        match series.shape {
            Shape::Bar => area.draw(&Rectangle::new([(x, 5), (x + 14, 17)], colour.filled())),
            Shape::Band(_) => area.draw(&Rectangle::new(
                [(x, 5), (x + 14, 17)],
                colour.mix(0.25).filled(),
            )),
            Shape::Line | Shape::Ceiling => area.draw(&PathElement::new(
                [(x, 11), (x + 14, 11)],
                colour.stroke_width(3),
            )),
        }
        .map_err(told)?;
        let style = text(14);
        area.draw(&Text::new(series.name.clone(), (x + 20, 4), style.clone()))
            .map_err(told)?;
        let (width, _) = area
            .estimate_text_size(&series.name, &style)
            .map_err(told)?;
        x += 20 + i32::try_from(width).unwrap_or(0) + 24;
    }
    Ok(())
}

/// How far up the axis reaches: a little over all that is drawn.
fn highest(chart: &Chart) -> f64 {
    let at = |place: usize| {
        let bars = chart.series.iter().filter(|one| one.shape == Shape::Bar);
        let stacked: f64 = bars.filter_map(|one| one.at(place)).sum();
        let others = chart.series.iter().filter_map(|one| one.top(place));
        others.fold(stacked, f64::max)
    };
    let most = (0..chart.places.len()).map(at).fold(0.0, f64::max);
    if most > 0.0 { most * 1.08 } else { 1.0 }
}

fn draw_plot(area: &Area<'_>, chart: &Chart) -> Result<(), String> {
    let count = chart.places.len();
    let top = highest(chart);
    let mut context = ChartBuilder::on(area)
        .margin_right(14)
        .x_label_area_size(30)
        .y_label_area_size(64)
        .build_cartesian_2d((0..count).into_segmented(), 0.0..top)
        .map_err(told)?;
    let name = |place: &SegmentValue<usize>| match place {
        SegmentValue::Exact(place) | SegmentValue::CenterOf(place) => {
            chart.places.get(*place).cloned().unwrap_or_default()
        }
        SegmentValue::Last => String::new(),
    };
    let words = (SIZE.0 / WORD) as usize;
    context
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(ink::GRID)
        .axis_style(ink::TEXT)
        .x_labels(count.min(words))
        .x_label_formatter(&name)
        .x_label_style(text(13))
        .y_labels(6)
        .y_label_formatter(&|value| number(*value))
        .y_label_style(text(13))
        .y_desc(chart.unit.clone())
        .axis_desc_style(text(14))
        .draw()
        .map_err(told)?;
    let mut below = vec![0.0; count];
    for series in &chart.series {
        let colour = series.ink.mark();
        match &series.shape {
            Shape::Bar => {
                let bars: Vec<_> = stacked(series, &mut below);
                context.draw_series(bars.into_iter().map(|(place, from, to)| {
                    let corners = [
                        (SegmentValue::Exact(place), from),
                        (SegmentValue::Exact(place + 1), to),
                    ];
                    let mut bar = Rectangle::new(corners, colour.filled());
                    let gap = if count > 40 { 1 } else { 4 };
                    bar.set_margin(0, 0, gap, gap);
                    bar
                }))
            }
            Shape::Ceiling => {
                let there = (0..count).filter_map(|place| Some((place, series.at(place)?)));
                context.draw_series(there.map(|(place, value)| {
                    let ends = [
                        (SegmentValue::Exact(place), value),
                        (SegmentValue::Exact(place + 1), value),
                    ];
                    PathElement::new(ends, colour.stroke_width(3))
                }))
            }
            Shape::Line => context.draw_series(runs(series, count).into_iter().map(|run| {
                let points: Vec<_> = run
                    .into_iter()
                    .map(|(place, value)| (SegmentValue::CenterOf(place), value))
                    .collect();
                PathElement::new(points, colour.stroke_width(3))
            })),
            Shape::Band(_) => context.draw_series(runs(series, count).into_iter().map(|run| {
                let upper = run
                    .iter()
                    .rev()
                    .map(|(place, value)| (*place, series.top(*place).unwrap_or(*value)));
                let points: Vec<_> = run
                    .iter()
                    .copied()
                    .chain(upper)
                    .map(|(place, value)| (SegmentValue::CenterOf(place), value))
                    .collect();
                Polygon::new(points, colour.mix(0.25).filled())
            })),
        }
        .map_err(told)?;
    }
    Ok(())
}

/// The bars of a series with where each begins and ends, upon those before; what is nothing is not drawn.
fn stacked(series: &Series, below: &mut [f64]) -> Vec<(usize, f64, f64)> {
    let mut bars = Vec::new();
    for (place, below) in below.iter_mut().enumerate() {
        let Some(value) = series.at(place).filter(|value| *value > 0.0) else {
            continue;
        };
        bars.push((place, *below, *below + value));
        *below += value;
    }
    bars
}

/// The numbers of a series without its gaps, a run from gap to gap.
fn runs(series: &Series, count: usize) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for place in 0..count {
        match (series.at(place), runs.last_mut()) {
            (Some(value), Some(run)) => run.push((place, value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A number of the axis, without a fraction that says nothing.
fn number(value: f64) -> String {
    if value.fract().abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
