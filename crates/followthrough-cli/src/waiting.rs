//! How far a long question is, on a terminal: a line that stands while it is asked, and is gone when it is answered.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use followthrough::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// A question that is answered sooner says nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a line without news moves.
const TICK: Duration = Duration::from_millis(100);

/// Somebody who waits for an answer.
pub(crate) struct Waiting {
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Waiting {
    pub(crate) fn new() -> Self {
        Self {
            since: Instant::now(),
            bar: None,
        }
    }

    /// Shows how many of so many are done, where somebody has waited for long; the answer is always to go on.
    pub(crate) fn count(&mut self, done: usize, all: usize, what: &str) -> bool {
        self.show(|| format!("{done} of {all} {what} asked"))
    }

    /// Shows how far the question is, where somebody has waited for long; the answer is always to go on.
    pub(crate) fn tell(&mut self, progress: Progress) -> bool {
        self.show(|| match progress.bound {
            u32::MAX => format!("{} found so far", progress.number),
            bound => format!("{} found so far, no more than {bound}", progress.number),
        })
    }

    fn show(&mut self, message: impl FnOnce() -> String) -> bool {
        if self.bar.is_none() && self.since.elapsed() > PATIENCE {
            // Asked for once, so that a stream that is no terminal is not looked at again and again.
            self.bar = Some(if std::io::stderr().is_terminal() {
                shown()
            } else {
                ProgressBar::hidden()
            });
        }
        if let Some(bar) = &self.bar {
            bar.set_message(message());
            bar.tick();
        }
        true
    }
}

/// Answers a question that does not say how far it is, and shows on a terminal that somebody waits for it.
pub(crate) fn patiently<T>(ask: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return ask();
    }
    let (answered, waits) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waits.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = shown();
                bar.set_message("not done yet");
                bar.enable_steady_tick(TICK);
                // Whoever asked is gone when the question is answered.
                let _ = waits.recv();
                bar.finish_and_clear();
            }
        });
        let answer = ask();
        drop(answered);
        answer
    })
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A line that goes when the question is answered, or when somebody presses Ctrl-C.
fn shown() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} looking for places, {elapsed}: {msg}")
    {
        bar.set_style(style);
    }
    if let Ok(mut line) = LINE.lock() {
        *line = Some(bar.clone());
    }
    bar
}

/// The line that stands on the terminal, for whoever ends the program while it does.
static LINE: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Takes the line off the terminal.
pub(crate) fn clear() {
    if let Ok(Some(line)) = LINE.lock().as_deref() {
        line.finish_and_clear();
    }
}
