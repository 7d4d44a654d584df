//! Tells a caller how far a long question is, hears whether to go on, and ends a search whose budget is spent.

use std::cell::{Cell, RefCell};

/// How far a long question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How often the caller was asked before.
    pub steps: u64,
    /// The largest number found so far in the part of the question that is at work.
    pub number: u32,
    /// No larger one can be found there.
    pub bound: u32,
}

/// Who is told, as the solver sees it.
pub(crate) trait Watching {
    /// Whether to go on with so many steps of work: about as many as numbers are looked at. Asked every millisecond or
    /// so; once it was no, it stays no.
    fn go_on(&self, steps: u64) -> bool;
    /// What is known by now.
    fn learn(&self, number: u32, bound: u32);
}

/// Nobody: what is asked is answered to its end.
pub(crate) struct Unwatched;

impl Watching for Unwatched {
    fn go_on(&self, _: u64) -> bool {
        true
    }

    fn learn(&self, _: u32, _: u32) {}
}

/// Steps that one question may take, counted down. The count depends on the question alone, so an answer that a spent
/// budget cuts short is the same on every machine.
pub(crate) struct Budgeted<'w> {
    watch: &'w dyn Watching,
    left: Cell<u64>,
    spent: Cell<bool>,
}

impl<'w> Budgeted<'w> {
    pub(crate) fn new(watch: &'w dyn Watching, steps: u64) -> Self {
        Self {
            watch,
            left: Cell::new(steps),
            spent: Cell::new(false),
        }
    }

    /// Whether more steps were asked for than there are.
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.get()
    }
}

impl Watching for Budgeted<'_> {
    fn go_on(&self, steps: u64) -> bool {
        if self.spent.get() {
            return false;
        }
        match self.left.get().checked_sub(steps) {
            Some(left) => self.left.set(left),
            None => self.spent.set(true),
        }
        !self.spent.get() && self.watch.go_on(steps)
    }

    fn learn(&self, number: u32, bound: u32) {
        self.watch.learn(number, bound);
    }
}

/// A caller's function.
pub(crate) struct Watched<'w> {
    ask: RefCell<&'w mut dyn FnMut(Progress) -> bool>,
    progress: Cell<Progress>,
    stopped: Cell<bool>,
}

impl<'w> Watched<'w> {
    pub(crate) fn new(ask: &'w mut dyn FnMut(Progress) -> bool) -> Self {
        Self {
            ask: RefCell::new(ask),
            progress: Cell::new(Progress {
                steps: 0,
                number: 0,
                bound: u32::MAX,
            }),
            stopped: Cell::new(false),
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.get()
    }
}

impl Watching for Watched<'_> {
    fn go_on(&self, _: u64) -> bool {
        if self.stopped.get() {
            return false;
        }
        let progress = self.progress.get();
        self.progress.set(Progress {
            steps: progress.steps + 1,
            ..progress
        });
        // A function that asks the same question from inside itself is not asked again.
        let go_on = self
            .ask
            .try_borrow_mut()
            .map_or(true, |mut ask| ask(progress));
        self.stopped.set(!go_on);
        go_on
    }

    fn learn(&self, number: u32, bound: u32) {
        self.progress.set(Progress {
            number,
            bound,
            ..self.progress.get()
        });
    }
}
