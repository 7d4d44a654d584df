//! Where caps leave nothing in short spans of days: a quick no for a touch whose window lies in one that is full.
//!
//! What is full for certain need not be tried; what is not may still find no place. Time is not watched: where it is
//! short, looking for a place is about as quick.

use super::bound::{Counts, Gauge};
use super::proof::Bounds;

/// Spans of up to this many of a cap's days are watched.
const WIDTH: usize = 16;

/// What is left in short spans, by cap.
pub(crate) struct Crowd<'a> {
    locals: Vec<Local<'a>>,
}

/// What is left of one cap: by first day, then by length.
struct Local<'a> {
    gauge: &'a Gauge,
    left: Vec<i64>,
}

impl<'a> Crowd<'a> {
    /// What spans hold beyond what is owed.
    pub(crate) fn new(bounds: &'a Bounds<'a>) -> Self {
        let mut locals = Vec::new();
        for number in 0..bounds.count() {
            let (gauge, owed) = bounds.gauge(number);
            if !matches!(gauge.counts, Counts::Cap(_)) {
                continue;
            }
            let days = gauge.days().len();
            let mut left = vec![i64::MAX; days * WIDTH];
            for open in 0..days {
                for close in open..days.min(open + WIDTH) {
                    let holds = gauge.holds(open as u32, close as u32);
                    left[open * WIDTH + close - open] = i64::try_from(holds).unwrap_or(i64::MAX);
                }
            }
            let mut local = Local { gauge, left };
            for point in owed {
                local.change(point.open as usize, point.close as usize, |left| {
                    left.saturating_sub_unsigned(point.amount)
                });
            }
            locals.push(local);
        }
        Self { locals }
    }

    /// Whether no watched span is too full for one more touch of a class.
    pub(crate) fn may_take(&self, class: u32) -> bool {
        self.locals.iter().all(|local| {
            local.gauge.point(class, 1).is_none_or(|point| {
                let (open, close) = (point.open as usize, point.close as usize);
                let amount = point.amount as i64;
                spans(local.gauge.days().len(), open, close)
                    .all(|spans| local.left[spans].iter().all(|left| *left >= amount))
            })
        })
    }

    /// A touch more.
    pub(crate) fn add(&mut self, class: u32) {
        for local in &mut self.locals {
            if let Some(point) = local.gauge.point(class, 1) {
                local.change(point.open as usize, point.close as usize, |left| {
                    left.saturating_sub_unsigned(point.amount)
                });
            }
        }
    }

    /// A touch less.
    pub(crate) fn remove(&mut self, class: u32) {
        for local in &mut self.locals {
            if let Some(point) = local.gauge.point(class, 1) {
                local.change(point.open as usize, point.close as usize, |left| {
                    left.saturating_add_unsigned(point.amount)
                });
            }
        }
    }
}

/// The watched spans around a window, as places in the list: those from one first day lie side by side.
fn spans(days: usize, open: usize, close: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    ((close + 1).saturating_sub(WIDTH)..=open).map(move |from| {
        let last = days.min(from + WIDTH);
        from * WIDTH + close - from..from * WIDTH + last - from
    })
}

impl Local<'_> {
    fn change(&mut self, open: usize, close: usize, change: impl Fn(i64) -> i64) {
        for spans in spans(self.gauge.days().len(), open, close) {
            for left in &mut self.left[spans] {
                *left = change(*left);
            }
        }
    }
}
