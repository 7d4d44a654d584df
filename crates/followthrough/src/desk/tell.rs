//! What stands in the way of a start, in the plan's own names and dates.

use chrono::NaiveDate;

use super::Desk;
use super::tight::Overfull;
use super::trial::Refused;
use crate::fit::{Row, add_row, joined, why};
use crate::instance::Line;
use crate::instance::demand::Window;
use crate::workdays::Day;
use crate::{Binding, BindingSpan, Measure, Obstacle, Refusal, Span, Work};

impl Desk {
    /// An obstacle that no single touch is the reason of.
    fn plain(&self, reason: Refusal, why: String) -> Obstacle {
        Obstacle {
            reason,
            work: None,
            touch: None,
            window: None,
            span: None,
            cap: None,
            why,
        }
    }

    pub(super) fn day_off(&self, day: NaiveDate) -> Obstacle {
        let day = day.format("%-d %b %Y");
        self.plain(Refusal::DayOff, format!("{day} is not a workday"))
    }

    /// An obstacle of a whole line.
    pub(super) fn whole(&self, reason: Refusal, cadence: usize) -> Obstacle {
        let name = &self.demand.promises[cadence].name;
        self.plain(reason, format!("`{name}`: stretched windows would meet"))
    }

    /// The first touch of a line that no segment of its window could take.
    pub(super) fn no_block(&self, cadence: usize, line: &Line) -> Obstacle {
        let missing = self
            .work(cadence, line)
            .find(|work| self.board.problem.is_unreachable(work.class));
        let Some(work) = missing else {
            return self.plain(Refusal::NoBlock, String::new());
        };
        let (from, to) = (work.span.from, work.span.to);
        let span = BindingSpan {
            category: joined(&self.capacity.categories, 1 << work.category),
            from,
            to,
            measure: Measure::Seconds,
            at_least: 0,
            shares: Vec::new(),
            ahead_of: None,
            usable: 0,
            needed: u64::from(work.effort),
            weight: 1,
        };
        let category = &span.category;
        let days = days(from, to);
        let why = match work.work {
            Work::Prep => format!("no {category} block before touch 1 is long enough, {days}"),
            _ => format!("no {category} block in its window is long enough, {days}"),
        };
        Obstacle {
            reason: Refusal::NoBlock,
            work: Some(work.work),
            touch: work.touch,
            window: Some(work.span),
            span: Some(span),
            cap: None,
            why,
        }
    }

    /// The touch of a line that finds no room, and the span that has none.
    pub(super) fn no_room(&self, cadence: usize, place: usize, refused: &Refused) -> Obstacle {
        let line = self.lines[cadence][place].as_ref();
        let work = line.and_then(|line| {
            self.work(cadence, line)
                .find(|work| work.class == refused.class)
        });
        let mut binding = Binding {
            pace: Vec::new(),
            spans: Vec::new(),
            caps: Vec::new(),
            why: String::new(),
        };
        if let Some(span) = refused.span {
            self.tell(&span, &mut binding);
            binding.why = why(&binding);
        } else {
            let days = work
                .as_ref()
                .map(|work| days(work.span.from, work.span.to))
                .unwrap_or_default();
            binding.why = if refused.proved {
                format!("no room in its window, {days}, and nothing there can move to make any")
            } else {
                format!(
                    "no place was found in its window, {days}; that there is none is not proved"
                )
            };
        }
        Obstacle {
            reason: Refusal::NoRoom,
            work: work.as_ref().map(|work| work.work),
            touch: work.as_ref().and_then(|work| work.touch),
            window: work.map(|work| work.span),
            span: binding.spans.pop(),
            cap: binding.caps.pop(),
            why: binding.why,
        }
    }

    fn tell(&self, span: &Overfull, binding: &mut Binding) {
        let gauge = &self.tight.gauges[span.gauge];
        let date = |place: u32| {
            let day = self.today + gauge.days()[place as usize] as Day;
            self.capacity.days.date(day)
        };
        let row = Row {
            gauge,
            from: date(span.open),
            to: date(span.close),
            usable: span.usable,
            needed: span.needed,
            weight: 1,
        };
        add_row(binding, &self.capacity.categories, &self.demand, row);
    }

    /// Everything that a prospect of a line wants a place for.
    fn work<'line>(
        &'line self,
        cadence: usize,
        line: &'line Line,
    ) -> impl Iterator<Item = Piece> + 'line {
        let promise = &self.demand.promises[cadence];
        let prep = line.prep.zip(promise.prep).map(|((window, class), prep)| {
            let span = self.span(window);
            Piece {
                class,
                work: Work::Prep,
                touch: None,
                span,
                category: prep.category,
                effort: prep.effort,
            }
        });
        let steps = (1..).zip(line.touches.iter().zip(&promise.steps));
        let touches = steps.filter_map(|(number, ((window, class), step))| {
            Some(Piece {
                class: (*class)?,
                work: Work::Touch,
                touch: Some(number),
                span: self.span(*window),
                category: step.category,
                effort: step.effort,
            })
        });
        prep.into_iter().chain(touches)
    }

    fn span(&self, window: Window) -> Span {
        Span {
            from: self.capacity.days.date(window.open),
            to: self.capacity.days.date(window.close),
        }
    }
}

/// One thing that a prospect wants a place for.
struct Piece {
    class: u32,
    work: Work,
    touch: Option<u32>,
    span: Span,
    category: u8,
    effort: u32,
}

fn days(from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        from.format("%-d %b %Y").to_string()
    } else {
        format!("{} to {}", from.format("%-d %b %Y"), to.format("%-d %b %Y"))
    }
}
