//! Long work off the interpreter's lock: interrupted by Ctrl-C, told to a callable, and our own bugs as ordinary errors.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use followthrough::Progress;
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::error::to_python;

/// How long a signal waits to be seen.
const LOOK: Duration = Duration::from_millis(10);
/// How long there is between two calls of `progress`.
const TELL: Duration = Duration::from_millis(50);

/// As much as the main thread has: answers are the same wherever they are sought.
const STACK: usize = 8 << 20;

/// A bug of ours: what it said when it panicked.
#[derive(Debug)]
pub(crate) struct Bug(String);

impl std::fmt::Display for Bug {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = &self.0;
        write!(
            formatter,
            "{said}; this is a bug of followthrough, please report it"
        )
    }
}

impl std::error::Error for Bug {}

/// A panic is a bug of ours, and a notebook's kernel must outlive it: it becomes an error like others.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Err(Bug(said.to_owned()).into())
    })
}

/// Does `work` while other Python threads run. For what is short: Ctrl-C waits for its end.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T> + Send,
) -> PyResult<T> {
    py.detach(|| caught(work)).map_err(to_python)
}

/// Does `work` on a thread of its own, and on Ctrl-C leaves it to itself: for what is long and cannot be stopped. Its
/// end is then waited for by nobody.
pub(crate) fn awaited<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> PyResult<T> {
    left(py, None, |_: &mut dyn FnMut(Progress) -> bool| {
        work().map(Some)
    })
}

/// How far a long question is, as its caller's callable is told it.
pub(crate) trait Told {
    fn told(self) -> (u32, Option<u32>);
}

/// The largest number found and the smallest bound known.
impl Told for Progress {
    fn told(self) -> (u32, Option<u32>) {
        (
            self.number,
            Some(self.bound).filter(|&bound| bound < u32::MAX),
        )
    }
}

/// How many are done, of how many.
impl Told for (usize, usize) {
    fn told(self) -> (u32, Option<u32>) {
        let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
        (count(self.0), Some(count(self.1)))
    }
}

/// What the thread at work tells, and hears.
#[derive(Default)]
struct Between {
    known: Mutex<Option<(u32, Option<u32>)>>,
    stop: AtomicBool,
}

/// Does `work` on a thread of its own, as [`watched`] does on the calling one: for what may go on for long before it asks
/// again. It is not waited for once it is to stop.
pub(crate) fn left<T: Send + 'static, P: Told>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&mut dyn FnMut(P) -> bool) -> Result<Option<T>> + Send + 'static,
) -> PyResult<T> {
    let (send, receive) = channel();
    let between = Arc::new(Between::default());
    let theirs = between.clone();
    let thread = std::thread::Builder::new().stack_size(STACK);
    let begun = thread.spawn(move || {
        let mut watch = |now: P| {
            *theirs.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(now.told());
            !theirs.stop.load(Ordering::Relaxed)
        };
        // Nobody waits any more where this fails.
        let _ = send.send(caught(|| work(&mut watch)));
    });
    begun
        .context("no thread can be started")
        .map_err(to_python)?;
    let mut teller = Teller::new(progress);
    let made = py.detach(move || {
        loop {
            match receive.recv_timeout(LOOK) {
                Ok(made) => break made.map_err(to_python),
                Err(RecvTimeoutError::Disconnected) => break Err(to_python(ended().into())),
                Err(RecvTimeoutError::Timeout) => {
                    let known = *between.known.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Err(error) = teller.look(known) {
                        between.stop.store(true, Ordering::Relaxed);
                        break Err(error);
                    }
                }
            }
        }
    })?;
    made.ok_or_else(|| to_python(ended().into()))
}

/// Who is told how far a question is.
struct Teller {
    progress: Option<Py<PyAny>>,
    told: Option<(u32, Option<u32>)>,
    told_at: Instant,
}

impl Teller {
    fn new(progress: Option<&Bound<'_, PyAny>>) -> Self {
        Self {
            progress: progress.map(|progress| progress.clone().unbind()),
            told: None,
            told_at: Instant::now(),
        }
    }

    /// Looks for a signal, and tells how far the question is: what either raises.
    fn look(&mut self, now: Option<(u32, Option<u32>)>) -> PyResult<()> {
        Python::attach(|py| {
            py.check_signals()?;
            let (Some(progress), Some(known)) = (&self.progress, now) else {
                return Ok(());
            };
            if self.told != Some(known) && self.told_at.elapsed() >= TELL {
                (self.told, self.told_at) = (Some(known), Instant::now());
                progress.call1(py, known)?;
            }
            Ok(())
        })
    }
}

/// Does `work` that asks every now and then whether to go on, with how far it is.
///
/// Between asking a signal is looked for, and `progress` is called with the largest number found and the smallest bound
/// known: what either raises stops the work.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&mut dyn FnMut(Progress) -> bool) -> Result<Option<T>> + Send,
) -> PyResult<T> {
    let mut teller = Teller::new(progress);
    let made = py.detach(|| {
        let (mut looked, mut raised) = (Instant::now(), None);
        let mut watch = |now: Progress| {
            if looked.elapsed() < LOOK {
                return true;
            }
            let look = teller.look(Some(now.told()));
            looked = Instant::now();
            match look {
                Ok(()) => true,
                Err(error) => {
                    raised = Some(error);
                    false
                }
            }
        };
        let made = caught(|| work(&mut watch));
        match raised {
            Some(error) => Err(error),
            None => made.map_err(to_python),
        }
    })?;
    made.ok_or_else(|| to_python(ended().into()))
}

fn ended() -> Bug {
    Bug("the work ended by itself".to_owned())
}

/// Does `work` for every index below `count`, on `threads` threads that end with the call, so that a process may fork
/// before and after.
///
/// The calling thread alone looks for signals and calls `progress` with how many are done of how many: what either
/// raises ends the work, of which `work` hears by the flag; its answer is then `None`. One that fails spoils no other.
pub(crate) fn each<T: Send>(
    py: Python<'_>,
    threads: usize,
    count: usize,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl Fn(usize, &AtomicBool) -> Result<Option<T>> + Sync,
) -> PyResult<Vec<Result<T>>> {
    let progress = progress.map(|progress| progress.clone().unbind());
    let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
    let one = |index: usize| {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let made = caught(|| work(index, &stop)).transpose();
        done.fetch_add(1, Ordering::Relaxed);
        made
    };
    let all = || -> Result<Option<Vec<Result<T>>>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.stack_size(STACK).build();
        let pool = pool.context("no thread can be started")?;
        Ok(pool.install(|| (0..count).into_par_iter().map(one).collect()))
    };
    let (mut told, mut told_at) = (0, Instant::now());
    let mut look = |last: bool| {
        Python::attach(|py| -> PyResult<()> {
            py.check_signals()?;
            let done = done.load(Ordering::Relaxed);
            let is_due = last || (done > told && told_at.elapsed() >= TELL);
            if let Some(progress) = progress.as_ref().filter(|_| is_due) {
                (told, told_at) = (done, Instant::now());
                progress.call1(py, (done, count))?;
            }
            Ok(())
        })
    };
    let (made, looked) = py.detach(|| {
        std::thread::scope(|scope| {
            let (end, ended) = channel::<()>();
            let worker = scope.spawn(|| {
                let _end = end;
                caught(all)
            });
            let looked = loop {
                match ended.recv_timeout(LOOK) {
                    Err(RecvTimeoutError::Timeout) => {
                        if let Err(error) = look(false) {
                            stop.store(true, Ordering::Relaxed);
                            break Err(error);
                        }
                    }
                    _ => break look(true),
                }
            };
            (worker.join(), looked)
        })
    });
    looked?;
    let made = made.unwrap_or_else(|_| Err(ended().into()));
    let made = made.map_err(to_python)?;
    made.ok_or_else(|| to_python(ended().into()))
}
