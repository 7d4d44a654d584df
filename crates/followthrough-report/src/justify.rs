//! The page for a manager: why so many and not more, with a picture beside each table that has one.

use followthrough_pictures::{Chart, Error, meetings, minutes, ways};
use followthrough_words::{self as words, Justified};
use maud::{Markup, html};

use crate::page::{pictures, shell};
use crate::sheet::{Which, shown};

/// A justification as one page of HTML that needs nothing else.
///
/// # Errors
/// Where a picture cannot be drawn.
pub fn justification(justified: &Justified<'_>) -> Result<String, Error> {
    let against = justified.against();
    let asked = justified.check.asked;
    let mut charts: Vec<(&str, Chart)> = vec![("ways", ways(justified.simulation))];
    if !against.is_empty() {
        charts.push(("minutes", minutes(&against, justified.fit.number, asked)));
    }
    if let Some(chart) = justified.cost.and_then(meetings) {
        charts.push(("meetings", chart));
    }
    let parts = justified.parts();
    let mut bodies: Vec<(String, String, Markup)> = Vec::new();
    for (number, (title, sheet)) in parts.iter().enumerate() {
        let id = format!("part-{}", number + 1);
        let picture = charts.iter().filter(|(of, _)| is_of(title, of));
        let picture: Vec<Chart> = picture.map(|(_, chart)| chart.clone()).collect();
        let drawn = pictures(&picture)?;
        let body = html! {
            (drawn)
            (shown(sheet, Which::All, title))
        };
        bodies.push((id, title.clone(), body));
    }
    let title = words::justify_title(justified);
    Ok(shell(&justified.plan.name, &title, &bodies).into_string())
}

/// Whether a picture belongs to the part of that title.
fn is_of(title: &str, picture: &str) -> bool {
    match picture {
        "minutes" => title.starts_with("In minutes"),
        "meetings" => title.starts_with("What meetings"),
        _ => title.starts_with("All "),
    }
}
