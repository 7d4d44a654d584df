//! Why no more fit, told in the plan's own names and dates.

use chrono::NaiveDate;

use crate::instance::Model;
use crate::instance::demand::{Demand, Window};
use crate::pace::{Nobody, Pace};
use crate::solver::{Bin, Bounds, Counts, Gauge, Group, Proof, Quota, Weighed};
use crate::workdays::Day;
use crate::{Binding, BindingCap, BindingSpan, CategoryName, EffortShare, Measure};

/// What holds a number down, in the plan's own names.
pub(crate) fn binding(
    model: &Model<'_>,
    bounds: &Bounds<'_>,
    proof: Option<&(Proof, Vec<Group>, Vec<Quota>)>,
) -> Binding {
    let mut binding = Binding {
        pace: Vec::new(),
        spans: Vec::new(),
        caps: Vec::new(),
        why: String::new(),
    };
    match proof {
        None => binding.why = "nothing: more fit than are ever counted".to_owned(),
        Some((
            Proof::NoDay {
                group,
                cadence,
                ready,
            },
            groups,
            _,
        )) => {
            no_day(model, &groups[*group].days, *cadence, *ready, &mut binding);
        }
        Some((Proof::Spans(spans), groups, quotas)) if !spans.is_empty() => {
            for told in bounds.tell(groups, quotas, spans) {
                let known = bounds.known(told.span.gauge);
                let (from, to) = hull(model, bounds, groups, &told.span);
                let (from, to) = (model.capacity.days.date(from), model.capacity.days.date(to));
                let row = Row {
                    gauge: &known.gauge,
                    from,
                    to,
                    usable: told.usable,
                    needed: told.needed,
                    weight: told.span.weight,
                };
                add_row(&mut binding, &model.capacity.categories, &model.demand, row);
            }
            binding.spans.sort_by(|a, b| {
                (a.from, a.to, &a.category, a.at_least).cmp(&(
                    b.from,
                    b.to,
                    &b.category,
                    b.at_least,
                ))
            });
            binding
                .caps
                .sort_by(|a, b| (a.from, a.to, &a.channel).cmp(&(b.from, b.to, &b.channel)));
            binding.why = why(&binding);
        }
        Some(_) => {
            binding.why = "there is no workday on which a prospect could be started".to_owned()
        }
    }
    binding
}

/// What holds a pace down: what typical weeks hold, and what prospects take of it.
pub(crate) fn of_pace(pace: &Pace) -> Binding {
    let why = match (&pace.nobody, pace.limits.first()) {
        (Some(Nobody::NoWorkday), _) => "no day of a typical week is worked".to_owned(),
        (Some(Nobody::NoBlock { category }), _) => {
            format!("typical weeks have no {category} block")
        }
        (Some(Nobody::NoRoom { cadence, touch }), _) => {
            let work = touch.map_or("the prep".to_owned(), |touch| format!("touch {touch}"));
            format!(
                "`{cadence}`: no block of a typical week has room for {work}, on whatever day a prospect is started"
            )
        }
        (Some(Nobody::Rarer), limit) => {
            let limit = limit.map_or(String::new(), |limit| format!(" ({limit})"));
            format!("not even one prospect every 26 weeks can go on{limit}")
        }
        (None, Some(limit)) => limit.to_string(),
        (None, None) => "nothing: more can go on than are ever counted".to_owned(),
    };
    Binding {
        pace: pace.limits.clone(),
        spans: Vec::new(),
        caps: Vec::new(),
        why,
    }
}

/// A span of a gauge as a row to add up.
pub(crate) struct Row<'a> {
    pub(crate) gauge: &'a Gauge,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) usable: u64,
    pub(crate) needed: u64,
    pub(crate) weight: u64,
}

/// Adds a row to the spans, or to the caps if its gauge is one's.
pub(crate) fn add_row(
    binding: &mut Binding,
    categories: &[CategoryName],
    demand: &Demand,
    row: Row<'_>,
) {
    let Row {
        gauge,
        from,
        to,
        usable,
        needed,
        weight,
    } = row;
    let (measure, at_least) = match gauge.counts {
        Counts::Seconds(least) => (Measure::Seconds, least),
        Counts::Touches(least) => (Measure::Touches, least),
        Counts::Shares => (Measure::Shares, 0),
        Counts::Cap(cap) => {
            binding.caps.push(BindingCap {
                channel: demand.caps[usize::from(cap)].channel.clone(),
                from,
                to,
                room: usable,
                needed,
                weight,
            });
            return;
        }
    };
    let shares = gauge.shares.iter().map(|share| EffortShare {
        category: categories[usize::from(share.category)].clone(),
        effort: u64::from(share.effort),
        shares: share.takes,
    });
    binding.spans.push(BindingSpan {
        category: joined(categories, gauge.mask),
        from,
        to,
        measure,
        at_least: u64::from(at_least),
        shares: shares.collect(),
        ahead_of: gauge
            .ahead_of
            .map(|bit| categories[usize::from(bit)].clone()),
        usable,
        needed,
        weight,
    });
}

/// The names of a set of categories, joined by `+`.
pub(crate) fn category_names(model: &Model<'_>, mask: u64) -> String {
    joined(&model.capacity.categories, mask)
}

/// The names of a set among `categories`, joined by `+`.
pub(crate) fn joined(categories: &[CategoryName], mask: u64) -> String {
    let names: Vec<&str> = categories
        .iter()
        .enumerate()
        .filter(|(bit, _)| mask & (1 << bit) != 0)
        .map(|(_, name)| name.as_str())
        .collect();
    names.join("+")
}

fn no_day(model: &Model<'_>, days: &[usize], cadence: usize, ready: bool, binding: &mut Binding) {
    let promise = &model.demand.promises[cadence];
    let mut spans: Vec<BindingSpan> = Vec::new();
    for line in days
        .iter()
        .filter_map(|day| model.lines[cadence][*day].as_ref())
    {
        let prep = line.prep.filter(|_| !ready).zip(promise.prep);
        let prep =
            prep.map(|((window, class), prep)| (window, Some(class), prep.category, prep.effort));
        let touches = line.touches.iter().zip(&promise.steps);
        let touches =
            touches.map(|((window, class), step)| (*window, *class, step.category, step.effort));
        let missing = prep.into_iter().chain(touches).find(|(_, class, ..)| {
            class.is_some_and(|class| model.instance.problem.is_unreachable(class))
        });
        if let Some((window, _, category, effort)) = missing {
            let span = model.span(window);
            spans.push(BindingSpan {
                category: category_names(model, 1 << category),
                from: span.from,
                to: span.to,
                measure: Measure::Seconds,
                at_least: 0,
                shares: Vec::new(),
                ahead_of: None,
                usable: 0,
                needed: u64::from(effort),
                weight: 1,
            });
        }
    }
    spans.dedup();
    let name = &promise.name;
    binding.why = match spans.first() {
        Some(span) => {
            let day = |date: NaiveDate| date.format("%a %-d %b %Y").to_string();
            let days = if span.from == span.to {
                format!("on {}", day(span.from))
            } else {
                format!("between {} and {}", day(span.from), day(span.to))
            };
            format!(
                "`{name}`: no {} block is long enough {days}, where a touch has its window",
                span.category
            )
        }
        None if days.is_empty() => {
            "there is no workday on which a prospect could be started".to_owned()
        }
        None => format!("`{name}`: stretched windows would meet on every start day"),
    };
    binding.spans = spans;
}

/// Which of a span's segments count, where not all do.
fn ahead(span: &BindingSpan) -> String {
    let other = span.ahead_of.as_ref();
    other.map_or(String::new(), |other| format!(" ahead of {other}"))
}

/// A binding in a sentence.
pub(crate) fn why(binding: &Binding) -> String {
    let day = |date: NaiveDate| date.format("%-d %b %Y").to_string();
    let days = |from: NaiveDate, to: NaiveDate| {
        if from == to {
            day(from)
        } else {
            format!("{} to {}", day(from), day(to))
        }
    };
    let minutes = |seconds: u64| {
        if seconds.is_multiple_of(60) {
            format!("{} min", seconds / 60)
        } else {
            format!("{} s", seconds)
        }
    };
    if binding.spans.len() == 1 && binding.caps.is_empty() {
        let span = &binding.spans[0];
        return match span.measure {
            Measure::Seconds => format!(
                "{}{}, {}: {} there that whole touches can fill, one more would need {}",
                span.category,
                ahead(span),
                days(span.from, span.to),
                minutes(span.usable),
                minutes(span.needed)
            ),
            Measure::Shares => {
                let takes =
                    |share: &EffortShare| format!("{} for {}", share.shares, minutes(share.effort));
                let takes: Vec<String> = span.shares.iter().map(takes).collect();
                format!(
                    "{}, {}: counted in shares of a segment ({}) there are {}, one more would need {}",
                    span.category,
                    days(span.from, span.to),
                    takes.join(", "),
                    span.usable,
                    span.needed
                )
            }
            Measure::Touches => format!(
                "{}, {}: room for {} touches of {} or more, one more would need {}",
                span.category,
                days(span.from, span.to),
                span.usable,
                minutes(span.at_least),
                span.needed
            ),
        };
    }
    if binding.caps.len() == 1 && binding.spans.is_empty() {
        let cap = &binding.caps[0];
        return format!(
            "the cap on {}, {}: room for {} touches, one more would need {}",
            cap.channel,
            days(cap.from, cap.to),
            cap.room,
            cap.needed
        );
    }
    let mut names: Vec<&str> = binding
        .spans
        .iter()
        .map(|span| span.category.as_str())
        .collect();
    names.extend(binding.caps.iter().map(|cap| cap.channel.as_str()));
    names.dedup();
    names.sort_unstable();
    names.dedup();
    let from = binding
        .spans
        .iter()
        .map(|span| span.from)
        .chain(binding.caps.iter().map(|cap| cap.from))
        .min();
    let to = binding
        .spans
        .iter()
        .map(|span| span.to)
        .chain(binding.caps.iter().map(|cap| cap.to))
        .max();
    match (from, to) {
        (Some(from), Some(to)) => format!(
            "{}: {} spans of days between {} together, each counted by its weight",
            names.join(", "),
            binding.spans.len() + binding.caps.len(),
            days(from, to)
        ),
        _ => String::new(),
    }
}

/// The days that a weighed span tells: those of the windows that it counts, without any that would hold more.
fn hull(model: &Model<'_>, bounds: &Bounds<'_>, groups: &[Group], span: &Weighed) -> (Day, Day) {
    let known = bounds.known(span.gauge);
    let gauge = &known.gauge;
    let (mut from, mut to) = (
        model.today + gauge.days()[span.open as usize] as Day,
        model.today + gauge.days()[span.close as usize] as Day,
    );
    // Days with segments that are not the span's stay outside of it, whether the gauge counts them or not.
    let bins = &model.instance.problem.bins;
    let here = |bin: &&Bin| bin.mask & gauge.mask != 0;
    let day = |bin: &Bin| model.today + bin.day as Day;
    let mut earlier = bins.iter().rev().filter(here).map(day);
    let before = earlier.find(|day| *day < from);
    let before = before.unwrap_or(model.today - 1);
    let after = bins.iter().filter(here).map(day).find(|day| *day > to);
    let after = after.unwrap_or(Day::MAX);
    let mut stretch = |window: Window, class: Option<u32>| {
        let point = class.and_then(|class| gauge.point(class, 1));
        if point.is_some_and(|point| point.open >= span.open && point.close <= span.close) {
            from = from.min(window.open.max(before + 1));
            to = to.max(window.close.min(after - 1));
        }
    };
    for owed in &model.owed_touches {
        stretch(owed.commitment.window, owed.class);
    }
    for day in groups.iter().flat_map(|group| &group.days) {
        for lines in &model.lines {
            let Some(line) = lines
                .get(*day)
                .and_then(Option::as_ref)
                .filter(|line| !line.impossible_ready)
            else {
                continue;
            };
            if let Some((window, class)) = line.prep {
                stretch(window, Some(class));
            }
            for (window, class) in &line.touches {
                stretch(*window, *class);
            }
        }
    }
    (from, to)
}
