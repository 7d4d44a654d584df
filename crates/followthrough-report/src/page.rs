//! The page: head, style and parts, in the order in which a reader asks.

use followthrough::Fit;
use followthrough_pictures::{Chart, Error};
use followthrough_words::{self as words, Part};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::Report;
use crate::sheet::{Which, shown};

const STYLE: &str = include_str!("style.css");

/// A page that asks nobody for anything, whatever stands in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The whole page.
pub(crate) fn page(report: &Report<'_>) -> Result<Markup, Error> {
    let sheet = words::fit(report.plan, report.fit);
    let title = sheet.parts().iter().find_map(|part| match part {
        Part::Title(title) => Some(title.clone()),
        _ => None,
    });
    let name = words::clean(&report.plan.name);
    let loads = pictures(&report.loads())?;
    let starts = pictures(&report.starts())?;
    let parts = parts(report);
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{name}: how many new prospects can be started")))
            body {
                header {
                    h1 { (name) }
                    p { (title.unwrap_or_default()) }
                }
                nav aria-label="Parts of this page" {
                    @for (id, title) in names(report, &parts) {
                        a href={ "#" (id) } { (title) }
                    }
                }
                main {
                    section #answer aria-labelledby="answer-title" {
                        h2 #answer-title { "The answer" }
                        (shown(&sheet, Which::Sentences, "The answer"))
                    }
                    section #load aria-labelledby="load-title" {
                        h2 #load-title { "Load against usable time" }
                        (legend())
                        (loads)
                        (shown(&sheet, Which::Tables, "Load against usable time, by week, in minutes"))
                    }
                    section #starts aria-labelledby="starts-title" {
                        h2 #starts-title { "New prospects" }
                        (starts)
                        @for sentence in report.against_the_pace().unwrap_or_default() {
                            p { (sentence) }
                        }
                    }
                    section #why aria-labelledby="why-title" {
                        h2 #why-title { "What holds the number down" }
                        (shown(&sheet, Which::Facts, "What holds the number down"))
                    }
                    (promises(report))
                    @for (id, title, body) in &parts {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (title) }
                            (body)
                        }
                    }
                }
                (footer())
            }
        }
    })
}

/// The parts that were added, with ids of their own.
fn parts(report: &Report<'_>) -> Vec<(String, String, Markup)> {
    let parts = report.parts.iter().enumerate();
    let part = |(number, (title, sheet)): (usize, &(String, words::Sheet))| {
        let id = format!("part-{}", number + 1);
        (id, title.clone(), shown(sheet, Which::All, title))
    };
    parts.map(part).collect()
}

fn names(report: &Report<'_>, parts: &[(String, String, Markup)]) -> Vec<(String, String)> {
    let mut names = vec![
        ("answer", "The answer"),
        ("load", "Load"),
        ("starts", "New prospects"),
        ("why", "What binds"),
    ];
    if has_promises(report.fit) {
        names.push(("promises", "Promises"));
    }
    let more = parts
        .iter()
        .map(|(id, title, _)| (id.clone(), title.clone()));
    let own = names
        .into_iter()
        .map(|(id, title)| (id.to_owned(), title.to_owned()));
    own.chain(more).collect()
}

/// A page of parts, each with its id and title.
pub(crate) fn shell(name: &str, title: &str, parts: &[(String, String, Markup)]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(title))
            body {
                header {
                    h1 { (words::clean(name)) }
                    p { (title) }
                }
                nav aria-label="Parts of this page" {
                    @for (id, title, _) in parts {
                        a href={ "#" (id) } { (title) }
                    }
                }
                main {
                    @for (id, title, body) in parts {
                        section id=(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (title) }
                            (body)
                        }
                    }
                }
                (footer())
            }
        }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content="followthrough";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer {
            p {
                "Answered by followthrough: a number with a plan that proves it can be done, and a sum that proves that \
                 one more cannot."
            }
        }
    }
}

/// Pictures, each a figure that scrolls within the page where the page is narrower, with what it shows in text below.
pub(crate) fn pictures(charts: &[Chart]) -> Result<Markup, Error> {
    let drawn: Vec<(&Chart, String)> = charts
        .iter()
        .map(|chart| Ok((chart, chart.to_svg()?)))
        .collect::<Result<_, Error>>()?;
    Ok(html! {
        @for (chart, svg) in &drawn {
            figure {
                div.wide role="region" aria-label=(chart.title) tabindex="0" { (PreEscaped(svg)) }
                figcaption { (chart.description) }
            }
        }
    })
}

fn legend() -> Markup {
    html! {
        p.legend {
            span.owed aria-hidden="true" {} " owed already "
            span.new aria-hidden="true" {} " new prospects "
            span.spare aria-hidden="true" {} " spare"
        }
    }
}

fn has_promises(fit: &Fit) -> bool {
    fit.commitments.touches > 0 || !fit.commitments.overdue.is_empty()
}

/// What was promised already: how much it is, and every promise that is broken.
fn promises(report: &Report<'_>) -> Markup {
    let owed = &report.fit.commitments;
    if !has_promises(report.fit) {
        return html! {};
    }
    let name = |id: &str| {
        let row = report.plan.pipeline.iter().find(|row| row.id == id);
        let name = row
            .map(|row| row.name.as_str())
            .filter(|name| !name.is_empty());
        words::clean(name.unwrap_or(id))
    };
    html! {
        section #promises aria-labelledby="promises-title" {
            h2 #promises-title { "Promises made already" }
            p {
                (words::count(owed.touches, "touch", "touches")) " owed to "
                (words::count(owed.prospects, "prospect", "prospects")) ", "
                (words::count(owed.seconds / 60, "minute", "minutes")) " of work."
            }
            @if owed.overdue.is_empty() {
                p { "None of them is broken." }
            } @else {
                h3 { "Broken: their days passed undone" }
                div.wide role="region" aria-label="Broken promises" tabindex="0" {
                    table {
                        thead {
                            tr {
                                th scope="col" { "Prospect" }
                                th scope="col" { "Work" }
                                th scope="col" { "Overdue since" }
                                th scope="col" class="right" { "Workdays" }
                            }
                        }
                        tbody {
                            @for one in &owed.overdue {
                                tr {
                                    td { (name(&one.id)) @if one.count > 1 { " (" (one.count) ")" } }
                                    td { @match one.touch {
                                        Some(touch) => { "touch " (touch) }
                                        None => "answer's work",
                                    } }
                                    td { (one.since) }
                                    td.right { (one.days) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
